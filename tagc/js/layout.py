"""Lines and indentation of readable output.

The printer hands over a flat list of texts and marks; this module decides which groups fit on a line. It
knows widths and nothing of JavaScript. The decision depends on the texts alone, so equal trees always get
equal lines.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, TypeAlias

from tagc.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH = 100


class Mark(Enum):
    """What may stand between texts."""

    LINE = auto()  # always a new line
    INDENT = auto()  # lines from here on are one step further in
    DEDENT = auto()
    OPEN = auto()  # a group: all its soft breaks become lines, or none
    CLOSE = auto()


@frozen
class Soft:
    """A break of the innermost group: `flat` if it fits on a line, else a new line, indented by `step`."""

    flat: str = ""
    step: int = 0


Piece: TypeAlias = "str | Mark | Soft"


def render(pieces: Sequence[Piece]) -> list[str]:
    """Each piece as text, groups broken from the outside in where they are wider than a line."""
    reach = _reaches(pieces)
    out: list[str] = []
    level = column = 0
    broken: list[tuple[bool, int]] = []
    for index, piece in enumerate(pieces):
        match piece:
            case Mark.OPEN:
                out.append("")
                broken.append((column + reach[index] > WIDTH, level))
            case Mark.CLOSE:
                out.append("")
                level = broken.pop()[1]
            case Mark.INDENT:
                out.append("")
                level += 1
            case Mark.DEDENT:
                out.append("")
                level -= 1
            case Soft(flat, step):
                if broken and broken[-1][0]:
                    level += step
                    out.append("\n" + "  " * level)
                    column = 2 * level
                else:
                    out.append(flat)
                    column += len(flat)
            case Mark.LINE:
                out.append("\n" + "  " * level)
                column = 2 * level
            case str(text):
                out.append(text)
                column += len(text)
    return _stripped(out)


def _stripped(texts: Sequence[str]) -> list[str]:
    """The same texts without blanks before the end of a line."""
    out: list[str] = []
    ends = True  # what comes next in the text is the end of a line
    for text in reversed(texts):
        lines = text.split("\n")
        kept = [line.rstrip() for line in lines[:-1]]
        kept.append(lines[-1].rstrip() if ends else lines[-1])
        out.append("\n".join(kept))
        if len(lines) > 1:
            ends = not kept[0]
        elif kept[0]:
            ends = False
    return out[::-1]


def _reaches(pieces: Sequence[Piece]) -> list[int]:
    """For each opening of a group, its width up to its end or to the first line break inside it."""
    ends = [0] * (len(pieces) + 1)
    position = 0
    for index, piece in enumerate(pieces):
        ends[index] = position
        position += (
            len(piece) if isinstance(piece, str) else len(piece.flat) if isinstance(piece, Soft) else 0
        )
    ends[len(pieces)] = position
    reach = [0] * len(pieces)
    waiting: list[int] = []
    for index, piece in enumerate(pieces):
        if piece is Mark.OPEN:
            waiting.append(index)
        elif piece is Mark.CLOSE:
            if waiting[-1] >= 0:
                reach[waiting[-1]] = ends[index] - ends[waiting[-1]]
            waiting.pop()
        elif piece is Mark.LINE:
            for slot, opening in enumerate(waiting):
                if opening >= 0:
                    reach[opening] = ends[index] - ends[opening]
                    waiting[slot] = -1
    return reach
