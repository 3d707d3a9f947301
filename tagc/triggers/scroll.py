"""How far down the page has been seen."""

import re
from typing import Annotated, TypeAlias

from pydantic import Field as Described

from tagc.contracts import Listening, SettingProblem, Settings, TriggerKind
from tagc.ir.expr import Array, Const, Field, Root

Depth: TypeAlias = Annotated[
    str, Described(pattern=r"^[0-9]{1,6}(%|px)$", description="A depth such as 50% or 800px.")
]


_TOLD = (Field(Root.SCROLL, ("percent",)), Field(Root.SCROLL, ("pixels",)))


class ScrollSettings(Settings):
    """Depths of the page."""

    depths: tuple[Depth, ...] = Described(
        min_length=1,
        description="Parts of the page's height, or distances from its top, that have to be seen: [50%, 800px].",
    )


def _listening(settings: ScrollSettings, _: object) -> Listening:
    found: set[tuple[bool, int]] = set()
    for at, depth in enumerate(settings.depths):
        number = int(re.sub(r"\D", "", depth))
        pixels = depth.endswith("px")
        if not number or (number > 100 and not pixels):  # noqa: PLR2004 - percent
            problem = f'"{depth}" is {"below the end of the page" if number else "no depth"}'
            hint = "write a part of the page from 1% to 100%, or pixels"
            raise SettingProblem("depths", problem, hint, entry=at)
        found.add((pixels, number))
    told = [(None, number) if pixels else (number, None) for pixels, number in sorted(found)]
    return Listening(
        arguments=(Array(tuple(Array(tuple(map(Const, pair if pair[1] else pair[:1]))) for pair in told)),),
        known=tuple(
            (field, tuple(dict.fromkeys(each)))
            for field, each in zip(_TOLD, zip(*told, strict=True), strict=True)
        ),
        words=", ".join(settings.depths),
    )


TRIGGER = TriggerKind(
    name="scroll",
    title=(
        "A depth of the page came into view, once for each of them and each route: [25%, 50%, 800px]. "
        "A page that is short is seen at once."
    ),
    setting=ScrollSettings,
    main="depths",
    bare=False,
    listening=_listening,
    tells=_TOLD,
    example="on: {scroll: [25%, 50%, 75%, 90%]}",
)
