"""Regular expressions of the language: JavaScript's, less what Python and RE2 do not share with it.

`parse` accepts the subset or says in plain words what it does not hold; `runaway` finds patterns that can
backtrack for ages; `python` gives a pattern of Python's `re` with JavaScript's meaning to the bit. JavaScript
without its `u` flag works on UTF-16 code units, so `python` does too: give it `units(text)`, or use `search`
and `substitute`. Reporting problems to users is left to the resolver.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NoReturn, TypeAlias, assert_never

from tagc.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = [
    "WHITE_SPACE",
    "Choice",
    "Edge",
    "Pattern",
    "PatternNode",
    "PatternProblem",
    "Ranges",
    "Repeat",
    "Row",
    "Units",
    "body",
    "escape",
    "from_units",
    "parse",
    "python",
    "runaway",
    "search",
    "substitute",
    "units",
    "units_of",
]

WHITE_SPACE: Final = "\t\n\v\f\r \xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"  # fmt: skip # noqa: E501 (one set, one line)
"""What JavaScript's `trim` cuts off and `\\s` matches."""

Ranges: TypeAlias = tuple[tuple[int, int], ...]

_LAST_UNIT: Final = 0xFFFF
_MOST_REPEATS: Final = 1000  # RE2's bound
_DEEPEST: Final = 50
_SYNTAX: Final = frozenset("\\^$.*+?()[]{}|/-")


@frozen
class Pattern:
    """A pattern of the subset: its text as written, and its tree."""

    text: str
    tree: PatternNode


@frozen
class PatternProblem:
    """Why a text is no pattern of the subset. `offset` counts code points of the text."""

    message: str
    offset: int


@frozen
class Units:
    """One code unit out of a set."""

    ranges: Ranges
    negated: bool = False


@frozen
class Edge:
    """A place between code units: ^ $ b B."""

    kind: str


@frozen
class Row:
    """One part after the other."""

    parts: tuple[PatternNode, ...]


@frozen
class Choice:
    """The first option that leads to a match."""

    options: tuple[PatternNode, ...]


@frozen
class Repeat:
    """The same part `low` to `high` times (None: any number). `start` and `end` are its place in the text."""

    part: PatternNode
    low: int
    high: int | None
    lazy: bool
    start: int
    end: int


PatternNode: TypeAlias = Units | Edge | Row | Choice | Repeat


def units(text: str) -> str:
    """Return the text with characters beyond U+FFFF as two UTF-16 halves: what JavaScript counts."""
    if all(character <= "\uffff" for character in text):
        return text
    data = text.encode("utf-16-le", "surrogatepass")
    return "".join(chr(data[at] | data[at + 1] << 8) for at in range(0, len(data), 2))


def from_units(text: str) -> str:
    """Undo `units`; halves that stand alone stay as they are."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def escape(text: str) -> str:
    """Return a pattern that matches exactly this text, in a class too."""
    return "".join("\\" + character if character in _SYNTAX else character for character in text)


# ---- sets of code units -----------------------------------------------------------------------------------


def _merged(ranges: Iterable[tuple[int, int]]) -> Ranges:
    out: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if out and low <= out[-1][1] + 1:
            out[-1] = (out[-1][0], max(out[-1][1], high))
        else:
            out.append((low, high))
    return tuple(out)


def _complement(ranges: Ranges) -> Ranges:
    out, low = [], 0
    for first, last in _merged(ranges):
        if first > low:
            out.append((low, first - 1))
        low = last + 1
    return tuple(out) if low > _LAST_UNIT else (*out, (low, _LAST_UNIT))


def _inside(ranges: Ranges, code: int) -> bool:
    at = bisect_right(ranges, (code, _LAST_UNIT)) - 1
    return at >= 0 and ranges[at][0] <= code <= ranges[at][1]


_DIGIT: Final = ((0x30, 0x39),)
_WORD: Final = ((0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A))
_SPACE: Final = _merged((ord(character), ord(character)) for character in WHITE_SPACE)
_LINE_ENDS: Final = ((0x0A, 0x0A), (0x0D, 0x0D), (0x2028, 0x2029))
_SETS: Final = {
    "d": _DIGIT, "w": _WORD, "s": _SPACE,
    "D": _complement(_DIGIT), "W": _complement(_WORD), "S": _complement(_SPACE),
}  # fmt: skip
_CONTROLS: Final = {"n": 0x0A, "t": 0x09, "r": 0x0D, "f": 0x0C, "v": 0x0B}


@lru_cache(maxsize=1)
def _alike() -> dict[int, tuple[int, ...]]:
    """Map a cased code unit to all that `i` takes for the same: ECMA-262 Canonicalize, without `u`."""
    groups: dict[str, list[int]] = {}
    for code in range(_LAST_UNIT + 1):
        character = chr(code)
        upper = character.upper()
        if len(upper) != 1 or upper > "\uffff" or (code > 0x7F and upper < "\x80"):  # noqa: PLR2004 (ASCII)
            upper = character
        groups.setdefault(upper, []).append(code)
    return {code: tuple(group) for group in groups.values() if len(group) > 1 for code in group}


def _folded(ranges: Ranges) -> Ranges:
    more = [(twin, twin) for code, group in _alike().items() if _inside(ranges, code) for twin in group]
    return _merged((*ranges, *more))


def units_of(node: Units, *, ignore_case: bool) -> Ranges:
    """The code units that it takes, in order and without overlaps."""
    ranges = _folded(node.ranges) if ignore_case else node.ranges
    return _complement(ranges) if node.negated else ranges


# ---- reading ----------------------------------------------------------------------------------------------


class _Refused(Exception):  # noqa: N818 (a way out of the recursion, never seen outside)
    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.problem = PatternProblem(message, offset)


_GROUPS: Final = (
    ("(?=", "look-ahead (?=…) is not supported"),
    ("(?!", "look-ahead (?!…) is not supported"),
    ("(?<=", "look-behind (?<=…) is not supported"),
    ("(?<!", "look-behind (?<!…) is not supported"),
    ("(?<", "named groups are not supported: nothing can refer to them, write (?:…)"),
    ("(?P", "named groups are not supported: nothing can refer to them, write (?:…)"),
    ("(?>", "atomic groups (?>…) are not supported"),
    ("(?#", "comments (?#…) are not supported"),
    ("(?", "inline flags such as (?i) are not supported: write `ignore_case: true` beside the test"),
)
_BRACES: Final = re.compile(r"\{([0-9]+)(,?)([0-9]*)\}")


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.depth = 0

    def refuse(self, message: str, offset: int | None = None) -> NoReturn:
        raise _Refused(message, self.at if offset is None else offset)

    def ahead(self, prefix: str) -> bool:
        return self.text.startswith(prefix, self.at)

    def take(self) -> str:
        character = self.text[self.at]
        self.at += 1
        return character

    def choice(self) -> PatternNode:
        options = [self.row()]
        while self.ahead("|"):
            self.at += 1
            options.append(self.row())
        return options[0] if len(options) == 1 else Choice(tuple(options))

    def row(self) -> PatternNode:
        parts = []
        while self.at < len(self.text) and not self.ahead("|") and not self.ahead(")"):
            start = self.at
            parts.append(self.quantified(self.atom(), start))
        return parts[0] if len(parts) == 1 else Row(tuple(parts))

    def atom(self) -> PatternNode:
        start, character = self.at, self.take()
        match character:
            case "(":
                return self.group(start)
            case "[":
                return self.charset(start)
            case ".":
                return Units(_LINE_ENDS, negated=True)
            case "^" | "$":
                return Edge(character)
            case "\\":
                edge = self.ahead("b") or self.ahead("B")
                return Edge(self.take()) if edge else Units(self.escaped(start))
            case _:
                return self.literal(start, character)

    def literal(self, start: int, character: str) -> PatternNode:
        if character in "*+?":
            self.refuse(f"there is nothing before this {character} to repeat", start)
        if character == "{":
            self.refuse("a brace that is no quantifier: write \\{ for the character", start)
        halves = tuple(Units(((ord(half), ord(half)),)) for half in units(character))
        return halves[0] if len(halves) == 1 else Row(halves)

    def group(self, start: int) -> PatternNode:
        if self.ahead("?:"):
            self.at += 2
        else:
            for prefix, message in _GROUPS:
                if self.text.startswith(prefix, start):
                    self.refuse(message, start)
        self.depth += 1
        if self.depth > _DEEPEST:
            self.refuse("groups are nested too deeply", start)
        inner = self.choice()
        self.depth -= 1
        if not self.ahead(")"):
            self.refuse("this ( is never closed", start)
        self.at += 1
        return inner

    def escaped(self, start: int) -> Ranges:
        """Read what stands after a backslash, outside and inside a class."""
        if self.at == len(self.text):
            self.refuse("a backslash at the very end escapes nothing", start)
        character = self.take()
        if character in _SETS:
            return _SETS[character]
        code = _CONTROLS.get(character)
        if code is None and character in "xu":
            code = self.hexadecimal(start, 2 if character == "x" else 4)
        if code is None and character.isascii() and character.isalnum():
            self.refuse(_refused_escape(character), start)
        if code is None:
            code = ord(character)
            if code > _LAST_UNIT:
                self.refuse("this character needs no backslash", start)
        return ((code, code),)

    def hexadecimal(self, start: int, length: int) -> int:
        digits = self.text[self.at : self.at + length]
        if not re.fullmatch(f"[0-9A-Fa-f]{{{length}}}", digits):
            self.refuse("write \\xHH or \\uHHHH with exactly two or four hexadecimal digits", start)
        self.at += length
        code = int(digits, 16)
        if 0xD800 <= code <= 0xDFFF:  # noqa: PLR2004 (surrogates)
            self.refuse("this is half a character: write the character itself", start)
        return code

    def charset(self, start: int) -> PatternNode:
        negated = self.ahead("^")
        self.at += negated
        if self.ahead("]"):
            self.refuse("this class holds nothing: write \\] for the character", start)
        ranges: list[tuple[int, int]] = []
        while not self.ahead("]"):
            low_at, low = self.at, self.member(start)
            if self.ahead("-") and not self.ahead("-]"):
                self.at += 1
                high = self.member(start)
                if not _single(low) or not _single(high):
                    self.refuse("a range needs a character on either side: write \\- for a minus", low_at)
                if low[0][0] > high[0][0]:
                    self.refuse("this range is upside down", low_at)
                low = ((low[0][0], high[0][0]),)
            ranges += low
        self.at += 1
        return Units(_merged(ranges), negated)

    def member(self, start: int) -> Ranges:
        if self.at == len(self.text):
            self.refuse("this [ is never closed", start)
        if self.ahead("[:") and ":]" in self.text[self.at :]:
            self.refuse("classes such as [:alpha:] are not supported: write a-zA-Z")
        at, character = self.at, self.take()
        if character == "\\":
            if self.ahead("b") or self.ahead("B"):
                self.refuse("\\b stands for a word boundary and has no place in a class", at)
            return self.escaped(at)
        if ord(character) > _LAST_UNIT:
            self.refuse("this character cannot stand in a class: write alternatives, (?:a|b)", at)
        return ((ord(character), ord(character)),)

    def quantified(self, part: PatternNode, start: int) -> PatternNode:
        bounds = self.bounds()
        if bounds is None:
            return part
        if isinstance(part, Edge):
            self.refuse("an anchor cannot be repeated", start)
        if ord(self.text[start]) > _LAST_UNIT:
            self.refuse("put (?:…) around this character before repeating it", start)
        lazy = self.ahead("?")
        self.at += lazy
        at = self.at
        if self.ahead("+") and not lazy:
            self.refuse("possessive quantifiers such as a*+ are not supported")
        if self.bounds() is not None:
            self.refuse("two quantifiers in a row: put (?:…) around the first", at)
        return Repeat(part, *bounds, lazy, start, at)

    def bounds(self) -> tuple[int, int | None] | None:
        for sign, low, high in (("*", 0, None), ("+", 1, None), ("?", 0, 1)):
            if self.ahead(sign):
                self.at += 1
                return low, high
        found = _BRACES.match(self.text, self.at)
        if found is None:
            return None
        low = int(found[1])
        high = int(found[3]) if found[3] else (None if found[2] else low)
        if max(low, high or 0) > _MOST_REPEATS:
            self.refuse(f"repeats of more than {_MOST_REPEATS} are not supported")
        if high is not None and low > high:
            self.refuse("these bounds are upside down")
        self.at = found.end()
        return low, high


def _single(ranges: Ranges) -> bool:
    return len(ranges) == 1 and ranges[0][0] == ranges[0][1]


def _refused_escape(character: str) -> str:
    if character.isdigit():
        return "backreferences are not supported" if character != "0" else "\\0 is not supported: write \\x00"
    if character in "pP":
        return f"Unicode properties (\\{character}{{…}}) are not supported"
    if character == "k":
        return "backreferences are not supported"
    if character in "AzZ":
        return f"\\{character} is no anchor here: write {'^' if character == 'A' else '$'}"
    return f"\\{character} has no meaning here"


@lru_cache(maxsize=1024)
def parse(pattern: str) -> Pattern | PatternProblem:
    """Read a pattern, or say what is wrong with it and where."""
    reader = _Reader(pattern)
    try:
        tree = reader.choice()
        if reader.at < len(pattern):
            reader.refuse("this ) closes nothing")
    except _Refused as refused:
        return refused.problem
    return Pattern(pattern, tree)


# ---- runaway backtracking ---------------------------------------------------------------------------------

_LONG: Final = 10  # a{1,11} counts as unbounded
_MANY: Final = 4  # (a+){4} counts as unbounded: n to the fourth is no better
_LARGEST: Final = 2000


class _TooLarge(Exception):  # noqa: N818 (a way out of the recursion, never seen outside)
    pass


def _nodes(node: PatternNode) -> Iterator[PatternNode]:
    """Yield the node and all below it, innermost first."""
    below: tuple[PatternNode, ...]
    match node:
        case Row():
            below = node.parts
        case Choice():
            below = node.options
        case Repeat():
            below = (node.part,)
        case _:
            below = ()
    for part in below:
        yield from _nodes(part)
    yield node


def _loops(node: Repeat) -> bool:
    if node.high is None or (node.high > _LONG and node.high != node.low):
        return True
    inner = (part for part in _nodes(node.part) if isinstance(part, Repeat))
    return node.high >= _MANY and any(map(_loops, inner))


@frozen
class _Reach:
    """In how many ways (2 = many) a part matches nothing, and starts and ends at which positions."""

    empty: int
    first: dict[int, int]
    last: dict[int, int]


class _Automaton:
    """Glushkov's automaton with the number of ways for each step: where there are two, work can double."""

    def __init__(self, *, ignore_case: bool) -> None:
        self.ignore_case = ignore_case
        self.sets: list[Ranges] = []
        self.ways: dict[int, dict[int, int]] = {}

    def build(self, node: PatternNode) -> _Reach:
        match node:
            case Units():
                at = len(self.sets)
                if at == _LARGEST:
                    raise _TooLarge
                self.sets.append(units_of(node, ignore_case=self.ignore_case))
                return _Reach(0, {at: 1}, {at: 1})
            case Edge():
                return _Reach(1, {}, {})
            case Row():
                out = _Reach(1, {}, {})
                for part in node.parts:
                    out = self.joined(out, self.build(part))
                return out
            case Choice():
                options = [self.build(option) for option in node.options]
                first = {at: ways for option in options for at, ways in option.first.items()}
                last = {at: ways for option in options for at, ways in option.last.items()}
                return _Reach(min(2, sum(option.empty for option in options)), first, last)
            case Repeat():
                return self.repeated(node)
            case _:
                assert_never(node)

    def repeated(self, node: Repeat) -> _Reach:
        out = _Reach(1, {}, {})
        loops = _loops(node)
        for _ in range(min(node.low, _LONG * _LONG) - (loops and node.low > 0)):
            out = self.joined(out, self.build(node.part))
        if loops:
            loop = self.looped(node.part)
            return self.joined(out, loop if node.low else _Reach(1, loop.first, loop.last))
        tail = _Reach(1, {}, {})
        for _ in range((node.high or 0) - node.low):  # (e(e)?)?: an empty turn is not taken by JavaScript
            more = self.joined(self.build(node.part), tail)
            tail = _Reach(1, more.first, more.last)
        return self.joined(out, tail)

    def looped(self, part: PatternNode) -> _Reach:
        reach = self.build(part)
        self.connect(reach.last, reach.first)
        return reach

    def joined(self, left: _Reach, right: _Reach) -> _Reach:
        self.connect(left.last, right.first)
        first = _sum(left.first, right.first, left.empty)
        last = _sum(right.last, left.last, right.empty)
        return _Reach(min(2, left.empty * right.empty), first, last)

    def connect(self, sources: dict[int, int], targets: dict[int, int]) -> None:
        for source, out_ways in sources.items():
            steps = self.ways.setdefault(source, {})
            for target, in_ways in targets.items():
                steps[target] = min(2, steps.get(target, 0) + out_ways * in_ways)

    def doubles(self) -> bool:
        """Say whether two walks from one position meet again; all positions of a loop lie on cycles."""
        if any(ways > 1 for steps in self.ways.values() for ways in steps.values()):
            return True
        seen: set[tuple[int, int]] = set()
        todo = deque((at, at) for at in range(len(self.sets)))
        while todo:
            left, right = todo.popleft()
            for one in self.ways.get(left, ()):
                for other in self.ways.get(right, ()):
                    if one == other:
                        if left != right:
                            return True
                        continue
                    pair = (one, other) if one < other else (other, one)
                    if pair not in seen and _overlap(self.sets[one], self.sets[other]):
                        if len(seen) > _LARGEST * _LONG:
                            raise _TooLarge
                        seen.add(pair)
                        todo.append(pair)
        return False


def _sum(left: dict[int, int], right: dict[int, int], factor: int) -> dict[int, int]:
    out = dict(left)
    if factor:
        for at, ways in right.items():
            out[at] = min(2, out.get(at, 0) + factor * ways)
    return out


def _overlap(left: Ranges, right: Ranges) -> bool:
    return any(low <= last and first <= high for low, high in left for first, last in right)


def runaway(pattern: Pattern, *, ignore_case: bool = False) -> str | None:
    """Say which part can backtrack exponentially, or None. Quadratic ones such as `.*.*` pass.

    >>> runaway(parse("^(a+)+$"))
    '(a+)+ can match the same text in too many ways'
    """
    for node in _nodes(pattern.tree):
        if not isinstance(node, Repeat) or not _loops(node):
            continue
        automaton = _Automaton(ignore_case=ignore_case)
        part = pattern.text[node.start : node.end]
        try:
            automaton.looped(node.part)
            if automaton.doubles():
                return f"{part} can match the same text in too many ways"
        except _TooLarge:
            return f"{part} is too large to be checked for runaway backtracking"
    return None


# ---- Python -----------------------------------------------------------------------------------------------

_EDGES: Final = {"^": r"\A", "$": r"\Z", "b": r"\b", "B": r"(?!\b)"}  # no \B: Python's misses the empty text


def _class(ranges: Ranges) -> str:
    inner = "".join(f"\\u{low:04x}-\\u{high:04x}" for low, high in ranges)
    return f"[{inner}]" if inner else "(?!)"


def _python(node: PatternNode, *, ignore_case: bool) -> str:
    match node:
        case Units():
            return _class(units_of(node, ignore_case=ignore_case))
        case Edge():
            return _EDGES[node.kind]
        case Row():
            return "".join(_python(part, ignore_case=ignore_case) for part in node.parts)
        case Choice():
            return "(?:" + "|".join(_python(option, ignore_case=ignore_case) for option in node.options) + ")"
        case Repeat():
            high = "" if node.high is None else node.high
            inner = _python(node.part, ignore_case=ignore_case)
            return f"(?:{inner}){{{node.low},{high}}}{'?' if node.lazy else ''}"
        case _:
            assert_never(node)


@lru_cache(maxsize=1024)
def python(pattern: Pattern, *, ignore_case: bool = False) -> re.Pattern[str]:
    """Return the same pattern for Python, over `units(text)`, without groups.

    Exact: case is folded here, by JavaScript's rule (one code unit to one, nothing outside ASCII equals an
    ASCII letter), and not by `re.IGNORECASE`, which takes the Kelvin sign for a k.
    """
    return re.compile(_python(pattern.tree, ignore_case=ignore_case), re.ASCII)


def search(pattern: Pattern, text: str, *, ignore_case: bool = False) -> bool:
    """Say whether the pattern matches anywhere: JavaScript's `test`."""
    return python(pattern, ignore_case=ignore_case).search(units(text)) is not None


def substitute(pattern: Pattern, text: str, replacement: str) -> str:
    """Replace every match by literal text: JavaScript's `replace` with the `g` flag and a function.

    Where a repeated part can match nothing, as in `(?:a??){1,2}`, Python may take more or less.
    """
    source, compiled, out, at = units(text), python(pattern), "", 0
    while found := compiled.search(
        source, at
    ):  # not `sub`: after an empty match it looks again at the same place
        out += source[at : found.start()] + replacement
        at = found.end()
        if not found[0]:
            out += source[at : at + 1]
            at += 1
        if at > len(source):
            break
    return from_units(out + source[at:])


_RAW: Final = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|/", re.DOTALL)
_LINE_END_NAMES: Final = {"\n": "\\n", "\r": "\\r", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def body(pattern: Pattern) -> str:
    """Return the text between the slashes of a JavaScript regular expression."""
    text = _RAW.sub(lambda found: "\\/" if found[0] == "/" else found[0], pattern.text)
    text = re.sub(r"\\(?=[\n\r\u2028\u2029])", "", text)  # an escaped line end is the line end
    return "".join(_LINE_END_NAMES.get(character, character) for character in text) or "(?:)"
