"""`tagc size`: which bytes of the container are for what, as a table, as data, as a picture."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from tagc import compiler
from tagc.backends.report.sizes import Size, sizes, to_json
from tagc.backends.report.treemap import to_svg
from tagc.cli import files
from tagc.cli.container import load
from tagc.cli.project import around
from tagc.cli.reports import report
from tagc.cli.streams import emit, progress

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tagc.backends.report.sizes import Sizes

__all__ = ["size", "table"]

_LONGEST = 60  # letters of a name in the table

_NOTE = """\
gzip: how much smaller `gzip -9` of the file gets without these bytes. What a part repeats of
another costs little, so the column does not add up; the bytes do.
"""


def size(
    file: str, format_: str, picture: str | None, environment: str | None = None, root: str | None = None
) -> int:
    """Print what a file's container is made of, draw it into the file `picture` if there is one; return the exit code."""
    name, data = load(file)
    with progress(f"building {name}"):
        result = compiler.build(name, data, **around(file, environment, root))
        made = sizes(result.runs) if result.ok else None
    if made is None or format_ == "text":
        report(result.diagnostics, result.sources, format_)
    if made is None:
        return 1
    if picture is not None:
        path, container = Path(picture), json.loads(result.files["manifest.json"])["container"]
        files.write_all(path.parent, {path.name: to_svg(made, container).encode()})
    emit(json.dumps(to_json(made), indent=2) + "\n" if format_ == "json" else table(made))
    return 0


def table(made: Sizes) -> str:
    """The table for a terminal: groups and their parts, the largest first."""
    rows = [("", "bytes", "", "gzip"), *_rows(made)]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = [
        f"{name:<{widths[0]}}  {raw:>{widths[1]}}  {share:>{widths[2]}}  {packed:>{widths[3]}}".rstrip()
        for name, raw, share, packed in rows
    ]
    return "\n".join(lines) + f"\n\n{_NOTE}"


def _rows(made: Sizes) -> Iterator[tuple[str, str, str, str]]:
    def row(name: str, size: Size) -> tuple[str, str, str, str]:
        return name, f"{size.bytes:,}", f"{size.bytes / made.bytes:.1%}", f"{size.gzip:,}"

    yield row("container.js", Size(name="", bytes=made.bytes, gzip=made.gzip))
    for group in made.groups:
        yield row(group.title, group.total)
        if [part.name for part in group.parts] != [group.total.name]:  # the same line again
            yield from [row(f"  {_cut(part.name)}", part) for part in group.parts]


def _cut(name: str) -> str:
    text = files.shown(name)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
