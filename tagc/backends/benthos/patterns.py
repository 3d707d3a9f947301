r"""Regular expressions of the language for RE2, the engine's, which has neither look-around nor code units.

`\s \w \d \b .` and case are written out as sets, so nothing is left to RE2's own meaning of them. JavaScript matches
UTF-16 code units: half a character can match `.`, and between the halves is a place. Where that can make a difference the
pattern is for a text in which U+10FFFF stands behind every character beyond U+FFFF ("units" in library.blobl): the
character is its first half, U+10FFFF the second.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, assert_never

from tagc.frozen import frozen
from tagc.ir.pattern import Choice, Edge, Pattern, Repeat, Row, Units, from_units, units_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tagc.ir.pattern import PatternNode, Ranges

__all__ = ["SECOND_HALF", "Re2", "Unsupported", "in_units", "re2"]

SECOND_HALF: Final = "\U0010ffff"
_FIRST: Final = (0xD800, 0xDBFF)
_SECOND: Final = (0xDC00, 0xDFFF)
_BEYOND: Final = 0x10000
_LAST: Final = 0x10FFFE
_MOST_REPEATS: Final = 1000  # RE2's bound, for the product of repeats in repeats
_EDGES: Final = {"^": r"\A", "$": r"\z", "b": r"\b", "B": r"\B"}


class Unsupported(ValueError):  # noqa: N818 - read as: this is unsupported
    """The pattern means something that RE2 cannot do; the text says what."""


@frozen
class Re2:
    """A pattern in RE2's words. `in_units`: for a text in units. `varies`: it can match nothing or something."""

    text: str
    in_units: bool
    varies: bool


def in_units(text: str) -> str:
    """The text with U+10FFFF behind every character beyond U+FFFF."""
    return re.sub("[\U00010000-\U0010fffe]", rf"\g<0>{SECOND_HALF}", text.replace(SECOND_HALF, chr(_LAST)))


def re2(pattern: Pattern, *, ignore_case: bool = False, places: bool = False, holes: str = "") -> Re2:
    """The same pattern for RE2. The characters of `holes` stand in it as they are, for text that comes at run time.

    `places`: not only whether it matches counts, but where. Raises `Unsupported`.
    """
    if not _repeats_fit(pattern.tree, _MOST_REPEATS):
        message = f"repeats within repeats come to more than {_MOST_REPEATS}"
        raise Unsupported(message)
    empty = _may_be_empty(pattern.tree)
    split = _splits(pattern.tree, ignore_case=ignore_case) or (places and empty)
    writer = _Writer(source=pattern.text, ignore_case=ignore_case, split=split, holes=holes)
    return Re2(
        writer.text(pattern.tree),
        split,
        empty and any(isinstance(leaf, Units) for leaf in _leaves(pattern.tree)),
    )


def _repeats_fit(node: PatternNode, most: int) -> bool:
    """As Go's regexp/syntax counts them."""
    match node:
        case Repeat(part, low, high):
            times = low if high is None else high
            if times > most:
                return False
            simple = (low, high) in {(0, None), (1, None), (0, 1)}
            return _repeats_fit(part, most // times if times > 0 and not simple else most)
        case Row(parts) | Choice(parts):
            return all(_repeats_fit(part, most) for part in parts)
        case _:
            return True


def _may_be_empty(node: PatternNode) -> bool:
    match node:
        case Units():
            return False
        case Edge():
            return True
        case Row(parts):
            return all(map(_may_be_empty, parts))
        case Choice(options):
            return any(map(_may_be_empty, options))
        case Repeat(part, low):
            return low == 0 or _may_be_empty(part)
    assert_never(node)


def _single(node: PatternNode, bounds: tuple[int, int]) -> bool:
    if not isinstance(node, Units) or node.negated or len(node.ranges) != 1:
        return False
    low, high = node.ranges[0]
    return low == high and bounds[0] <= low <= bounds[1]


def _character(node: PatternNode) -> str | None:
    """The character beyond U+FFFF that a row of two halves is."""
    if isinstance(node, Row) and len(node.parts) == 2:  # noqa: PLR2004 (halves)
        first, second = node.parts
        if _single(first, _FIRST) and _single(second, _SECOND):
            return from_units(
                "".join(chr(half.ranges[0][0]) for half in (first, second) if isinstance(half, Units))
            )
    return None


def _leaves(node: PatternNode) -> Iterator[Units | Edge]:
    """What is neither made of parts nor a whole character."""
    match node:
        case Units() | Edge():
            yield node
        case Row(parts) | Choice(parts):
            if _character(node) is None:
                for part in parts:
                    yield from _leaves(part)
        case Repeat(part, _, high):
            yield from _leaves(part) if high != 0 else ()


def _splits(node: PatternNode, *, ignore_case: bool) -> bool:
    """Whether it could match half a character, or the place between two halves."""
    return any(
        leaf.kind == "B" if isinstance(leaf, Edge) else _overlaps(units_of(leaf, ignore_case=ignore_case))
        for leaf in _leaves(node)
    )


def _overlaps(ranges: Ranges) -> bool:
    return any(low <= _SECOND[1] and _FIRST[0] <= high for low, high in ranges)


@frozen(kw_only=True)
class _Writer:
    source: str
    ignore_case: bool
    split: bool
    holes: str

    def text(self, node: PatternNode) -> str:
        match node:
            case Units():
                return self.units(node)
            case Edge(kind):
                return _EDGES[kind]
            case Row(parts):
                whole = _character(node)
                if whole is not None:
                    return f"\\x{{{ord(whole):x}}}" + (f"\\x{{{ord(SECOND_HALF):x}}}" if self.split else "")
                return "".join(map(self.text, parts))
            case Choice(options):
                return "(?:" + "|".join(map(self.text, options)) + ")"
            case Repeat():
                return self.repeat(node)
        assert_never(node)

    def repeat(self, node: Repeat) -> str:
        inner = self.text(node.part)
        if self.source[node.start] in self.holes:
            message = "a value in a pattern cannot be repeated: put (?:…) around it"
            raise Unsupported(message)
        signs = {(0, None): "*", (1, None): "+", (0, 1): "?"}
        high = "" if node.high is None else node.high
        bounds = f"{{{node.low}}}" if node.low == node.high else f"{{{node.low},{high}}}"
        return f"(?:{inner}){signs.get((node.low, node.high), bounds)}{'?' if node.lazy else ''}"

    def units(self, node: Units) -> str:
        ranges = units_of(node, ignore_case=self.ignore_case)
        if len(ranges) == 1 and ranges[0][0] == ranges[0][1] and not node.negated:
            only = chr(ranges[0][0])
            if only in self.holes or (only.isascii() and only.isalnum()) or only in " /-_,:;=@#%&~'\"<>!":
                return only
        if not ranges:
            return r"[^\x{0}-\x{10ffff}]"
        return f"[{''.join(_range(low, high) for low, high in _in_characters(ranges))}]"


def _in_characters(ranges: Ranges) -> Iterator[tuple[int, int]]:
    """The characters that stand for these units, in a text in units."""
    for low, high in ranges:
        if low < _FIRST[0]:
            yield low, min(high, _FIRST[0] - 1)
        if low <= _FIRST[1] and _FIRST[0] <= high:
            first, last = max(low, _FIRST[0]), min(high, _FIRST[1])
            yield (
                _BEYOND + (first - _FIRST[0]) * 0x400,
                min(_BEYOND + (last - _FIRST[0]) * 0x400 + 0x3FF, _LAST),
            )
        if low <= _SECOND[1] and _SECOND[0] <= high:
            if low > _SECOND[0] or high < _SECOND[1]:
                message = "half a character stands alone in it"
                raise Unsupported(message)
            yield ord(SECOND_HALF), ord(SECOND_HALF)
        if high > _SECOND[1]:
            yield max(low, _SECOND[1] + 1), high


def _range(low: int, high: int) -> str:
    return _one(low) if low == high else f"{_one(low)}-{_one(high)}"


def _one(code: int) -> str:
    character = chr(code)
    return character if character.isascii() and character.isalnum() else f"\\x{{{code:x}}}"
