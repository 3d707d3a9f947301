"""One line of source as it can be shown: tabs expanded, invisible characters spelled out, long lines cut.

Knows which columns of the screen a span covers; what is printed round it is left to `render`.
"""

import unicodedata
from collections.abc import Sequence

from tagc.diagnostics.display import ELLIPSIS, visible
from tagc.diagnostics.span import Span

_TAB = 4
# Code points looked at on either side of the span: a line may be a megabyte, the screen is not.
_REACH = 2
_LEAD = 3


class Snippet:
    """A window of a line that shows the spans given; where they do not all fit, the first one."""

    def __init__(self, line: str, spans: Sequence[Span], width: int) -> None:
        anchor = min(max(spans[0].column - 1, 0), len(line))
        self._offset = max(0, anchor - _REACH * width)
        visible_part = line[self._offset : anchor + _REACH * width]
        cells: list[str] = []
        for character in visible_part:
            cells.append(_cell(character, sum(map(_width, cells)) if character == "\t" else 0))
        # starts[i] is the screen column of character i of the part; one more for the end of the line.
        starts = [0]
        for cell in cells:
            starts.append(starts[-1] + _width(cell))
        self._starts = starts
        first, last = self._window(spans, anchor - self._offset, width)
        self._left = ELLIPSIS if first or self._offset else ""
        cut_right = last < len(cells) or self._offset + len(cells) < len(line)
        self._first, self._last = first, last
        self.text = self._left + "".join(cells[first:last]) + (ELLIPSIS if cut_right else "")

    def under(self, span: Span) -> tuple[int, int]:
        """Return how many screen columns lie before the span and how many it covers, one at least."""
        start = self._clamp(span.column - 1)
        end = self._clamp(span.end_column - 1) if span.end_line == span.line else self._last
        before = self._starts[start] - self._starts[self._first] + len(self._left)
        return before, max(1, self._starts[max(start, end)] - self._starts[start])

    def _clamp(self, column: int) -> int:
        return min(max(column - self._offset, self._first), self._last)

    def _window(self, spans: Sequence[Span], anchor: int, width: int) -> tuple[int, int]:
        starts = self._starts
        count = len(starts) - 1
        if starts[-1] <= width:
            return 0, count
        # Start a third of the width before the first span, or at the line's start when the span still fits.
        end = min(max(spans[0].end_column - 1 - self._offset, anchor), count)
        first = 0
        if starts[end] > width - 1:
            room = max(width // _LEAD, width - (starts[end] - starts[anchor]) - width // _LEAD)
            while starts[anchor] - starts[first] > room:
                first += 1
        last = first
        while last < count and starts[last + 1] - starts[first] <= width:
            last += 1
        return first, last


def _cell(character: str, column: int) -> str:
    if character == "\t":
        return " " * (_TAB - column % _TAB)
    return visible(character)


def _width(cell: str) -> int:
    if cell.isascii():
        return len(cell)
    return sum(_columns(character) for character in cell)


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
