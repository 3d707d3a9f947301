"""A container's bytes as a picture: one rectangle per part, its area in proportion, in an SVG file without script.

Light and dark follow the reader's system. A browser shows a part's figures when the pointer rests on it. Names come from the
user's file and are hostile: they are text of elements, and characters that XML cannot hold become question marks.

The layout is the squarified treemap of Bruls, Huizing and van Wijk (2000): rectangles near to squares, the largest first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from tagc.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tagc.backends.report.sizes import Size, Sizes

__all__ = ["to_svg"]

_WIDTH, _HEIGHT = 1200, 720
_TITLE = 40  # height of the line above everything
_BAR = 20  # height of a group's own line
_GAP = 2
_LETTER = 7.2  # an upper bound for the usual width of a letter of 12 px
_LINE = 15

# Colours by place of the group, the largest first, for light and dark. Text on them has a contrast of at least 4.5.
_LIGHT = ("#cfe3ff", "#ffe0b8", "#d3f0d0", "#f6d5e5", "#e3dcf8", "#d2eef0", "#f3ecc0", "#e4e4e4")
_DARK = ("#1d3f6e", "#6b4413", "#1f5226", "#66304b", "#43367a", "#1c4f54", "#55501a", "#454545")


@frozen
class _Box:
    x: float
    y: float
    width: float
    height: float

    def inset(self, gap: float, top: float = 0) -> _Box:
        """The box without a margin, and without a bar at its top."""
        return _Box(
            self.x + gap,
            self.y + gap + top,
            max(0.0, self.width - 2 * gap),
            max(0.0, self.height - 2 * gap - top),
        )


def to_svg(made: Sizes, container: str) -> str:
    """The picture of a container of this name."""
    root = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {_WIDTH} {_HEIGHT}",
            "width": str(_WIDTH),
            "height": str(_HEIGHT),
            "role": "img",
        },
    )
    headline = f"{_clean(container)}: container.js, {made.bytes:,} bytes, {made.gzip:,} with gzip"
    ET.SubElement(root, "title").text = headline
    ET.SubElement(root, "style").text = _style()
    ET.SubElement(root, "rect", {"class": "page", "width": str(_WIDTH), "height": str(_HEIGHT)})
    _text(root, _Box(4, 0, _WIDTH - 8, _TITLE), [headline], "headline", middle=True)
    whole = _Box(0, _TITLE, _WIDTH, _HEIGHT - _TITLE).inset(_GAP)
    totals = [group.total.bytes for group in made.groups]
    for place, (group, box) in enumerate(zip(made.groups, _squarified(totals, whole), strict=True)):
        element = ET.SubElement(root, "g", {"class": f"group{place % len(_LIGHT)}"})
        _rectangle(element, box.inset(_GAP / 2), group.title, group.total, made.bytes)
        heading = f"{group.title} {group.total.bytes:,}"
        _text(
            element, _Box(box.x, box.y, box.width, _BAR + _GAP).inset(_GAP), [heading], "heading", middle=True
        )
        inner = box.inset(_GAP, _BAR)
        for part, cell in zip(
            group.parts, _squarified([part.bytes for part in group.parts], inner), strict=True
        ):
            held = ET.SubElement(element, "g")
            _rectangle(held, cell.inset(_GAP / 2), f"{group.title}: {part.name}", part, made.bytes)
            _text(held, cell.inset(_GAP), [part.name, f"{part.bytes:,}"], "part", middle=False)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode") + "\n"


def _style() -> str:
    def colours(of: Sequence[str]) -> str:
        return " ".join(f".group{place} rect {{ fill: {colour} }}" for place, colour in enumerate(of))

    return "\n".join(
        [
            "",
            "text { font: 12px system-ui, sans-serif; fill: #1b1b1b }",
            ".headline { font-size: 16px } .headline, .heading { font-weight: 600 }",
            "rect { stroke: #ffffff } .page { fill: #ffffff; stroke: none }",
            colours(_LIGHT),
            "@media (prefers-color-scheme: dark) {",
            "text { fill: #f2f2f2 } rect { stroke: #161616 } .page { fill: #161616 }",
            colours(_DARK),
            "}",
            "",
        ]
    )


def _rectangle(parent: ET.Element, box: _Box, name: str, size: Size, whole: int) -> None:
    """A part's area, with its figures for the pointer."""
    place = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
    area = ET.SubElement(parent, "rect", {key: f"{value:.1f}" for key, value in place.items()})
    told = f"{_clean(name)}: {size.bytes:,} bytes ({size.bytes / whole:.1%}), {size.gzip:,} of gzip"
    ET.SubElement(area, "title").text = told


def _text(parent: ET.Element, box: _Box, lines: Sequence[str], kind: str, *, middle: bool) -> None:
    """As many lines as there is room for, cut to the width; nothing where not even one letter would be left."""
    room = int((box.width - 6) / _LETTER)
    for number, line in enumerate(lines):
        base = box.y + (box.height / 2 + 4 if middle else _LINE * (number + 1) - 2)
        text = _clean(line)
        shown = text if len(text) <= room else text[: max(0, room - 1)] + "…"
        if len(shown) < 2 or base > box.y + box.height:  # noqa: PLR2004 - one letter, or the ellipsis alone
            return
        where = {"class": kind, "x": f"{box.x + 3:.1f}", "y": f"{base:.1f}"}
        ET.SubElement(parent, "text", where).text = shown


def _clean(text: str) -> str:
    """The text with a question mark for what cannot be shown or turns the direction of writing."""
    return "".join(character if character.isprintable() else "?" for character in text)


def _squarified(values: Sequence[int], box: _Box) -> list[_Box]:
    """A box for each value, in proportion; the values go down."""
    whole = sum(values)
    area = box.width * box.height
    return list(_rows([value * area / whole for value in values], box)) if whole else []


def _rows(areas: Sequence[float], box: _Box) -> Iterator[_Box]:
    """Fill the box row by row along its shorter side; a row ends where one more would make its boxes longer."""
    start = 0
    while start < len(areas):
        side = min(box.width, box.height)
        end = start + 1
        while end < len(areas) and _worst(areas[start : end + 1], side) <= _worst(areas[start:end], side):
            end += 1
        row = areas[start:end]
        depth = sum(row) / side if side else 0.0
        along = 0.0
        for area in row:
            length = area / depth if depth else 0.0
            if box.width >= box.height:
                yield _Box(box.x, box.y + along, depth, length)
            else:
                yield _Box(box.x + along, box.y, length, depth)
            along += length
        if box.width >= box.height:
            box = _Box(box.x + depth, box.y, max(0.0, box.width - depth), box.height)
        else:
            box = _Box(box.x, box.y + depth, box.width, max(0.0, box.height - depth))
        start = end


def _worst(row: Sequence[float], side: float) -> float:
    """How far the worst box of a row is from a square."""
    total = sum(row)
    if not total or not side:
        return 0.0
    return max(side * side * max(row) / (total * total), total * total / (side * side * min(row)))
