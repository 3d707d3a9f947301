"""A click on a link to a file."""

from typing import Annotated, TypeAlias

from pydantic import Field as Described

from tagc.contracts import LINKS, Listening, Settings, TriggerKind
from tagc.ir.expr import AnyOf, Compare, Const, Field, Inside, Operator, Root

Extension: TypeAlias = Annotated[
    str,
    Described(
        pattern=r"^[.]?[A-Za-z0-9]+$", description="What follows the last dot of a file's name, such as pdf."
    ),
]

# What Google Analytics 4 takes for a download in its enhanced measurement.
# https://support.google.com/analytics/answer/9216061, read 2026-11-21.
FILES = (
    "pdf", "xls", "xlsx", "doc", "docx", "txt", "rtf", "csv", "exe", "key", "pps", "ppt", "pptx", "7z", "pkg", "rar", "gz",
    "zip", "avi", "mov", "mp4", "mpe", "mpeg", "mpg", "wmv", "mid", "midi", "mp3", "wav", "wma",
)  # fmt: skip


class DownloadSettings(Settings):
    """Which files are downloads."""

    extensions: tuple[Extension, ...] = Described(
        default=(), description="What follows the last dot of their names: [pdf, zip]."
    )


def _listening(settings: DownloadSettings, _: object) -> Listening:
    names = dict.fromkeys(name.removeprefix(".").lower() for name in settings.extensions or FILES)
    extension = Field(Root.CLICK, ("extension",))
    named = Compare(extension, Operator.EQUALS, tuple(map(Const, names)), ignore_case=True)
    if settings.extensions:
        return Listening(selectors=LINKS, condition=named)
    return Listening(selectors=LINKS, condition=AnyOf((named, Inside(Root.CLICK, (Const("[download]"),)))))


TRIGGER = TriggerKind(
    name="download",
    title=(
        "A click on a link to a file with one of these extensions; alone, the usual ones of documents, archives, films "
        "and sound, or a link with the attribute download."
    ),
    setting=DownloadSettings,
    main="extensions",
    bare=True,
    listening=_listening,
    listener="click",
    element=Root.CLICK,
    example="on: {download: [pdf, zip]}",
)
