"""How single tokens are spelled: numbers, strings, templates, regular expressions, names.

Whatever goes in, what comes out is ASCII without control characters and without the three texts that mean
something to HTML and XML: `</script`, `<!--` and `]]>`. Which tokens stand next to each other is the
printer's matter.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from decimal import Decimal
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_SHORT_ESCAPES = {"\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f", "\v": "\\v", "\\": "\\\\"}
_NAME = re.compile(r"[A-Za-z_$][\w$]*", re.ASCII)
_INDEX = re.compile(r"0|[1-9]\d{0,14}", re.ASCII)
_UNCOMMON = re.compile(r"""[^ !#-&(-\[\]-_a-~]""")  # all but printable ASCII without quotes and backslash
_MARKUP = re.compile(r"<(/script|!--)|(\]\])>", re.IGNORECASE)
# Reserved words of ES2017 in sloppy, strict and module code: fine as property names, never as bindings.
RESERVED_WORDS = frozenset(
    [
        "arguments",
        "await",
        "break",
        "case",
        "catch",
        "class",
        "const",
        "continue",
        "debugger",
        "default",
        "delete",
        "do",
        "else",
        "enum",
        "eval",
        "export",
        "extends",
        "false",
        "finally",
        "for",
        "function",
        "if",
        "implements",
        "import",
        "in",
        "instanceof",
        "interface",
        "let",
        "new",
        "null",
        "package",
        "private",
        "protected",
        "public",
        "return",
        "static",
        "super",
        "switch",
        "this",
        "throw",
        "true",
        "try",
        "typeof",
        "var",
        "void",
        "while",
        "with",
        "yield",
    ]
)


def is_name(text: str) -> bool:
    """Whether the text can stand unquoted as a property name, in ASCII."""
    return _NAME.fullmatch(text) is not None


def is_index(text: str) -> bool:
    """Whether the text is what a whole number turns into as a property name: `"7"` is, `"07"` is not."""
    return _INDEX.fullmatch(text) is not None


def number(value: float, *, readable: bool = False) -> str:
    """The shortest spelling of a finite number that is not negative: `.5`, `1e3`, `1e-6`."""
    if not math.isfinite(value) or math.copysign(1, value) < 0:
        msg = f"{value!r} has no literal in JavaScript"
        raise ValueError(msg)
    _, digit_tuple, exponent = Decimal(repr(float(value))).normalize().as_tuple()
    assert isinstance(exponent, int)  # noqa: S101 - finite, checked above
    digits = "".join(map(str, digit_tuple))
    plain = _plain(digits, exponent)
    if readable and len(plain) <= 21:  # noqa: PLR2004 - where JavaScript itself changes to exponents
        return "0" + plain if plain.startswith(".") else plain
    short = f"{digits}e{exponent}"
    return short if exponent and len(short) < len(plain) else plain


def _plain(digits: str, exponent: int) -> str:
    if exponent >= 0:
        return digits + "0" * exponent
    whole = digits[:exponent] if len(digits) > -exponent else ""
    return f"{whole}.{digits[len(whole) :].rjust(-exponent, '0')}"


def string(text: str, *, readable: bool = False) -> str:
    """A string literal in double quotes, or in single ones if that is shorter (not in a readable build)."""
    quote = "'" if not readable and text.count('"') > text.count("'") else '"'
    return quote + _escaped(text, quote) + quote


def string_ends(text: str, lengths: Iterable[int], *, readable: bool = False) -> list[int]:
    """Where pieces of these lengths of a text end in its literal; the last one takes the quote with it."""
    whole = string(text, readable=readable)
    quote = whole[0]
    starts = [0, *accumulate(lengths)]
    spelled = [_spelled(text[start:end], quote) for start, end in pairwise(starts)]
    hidden = [hit.end() for hit in _MARKUP.finditer("".join(spelled))]  # each with a backslash more
    ends = list(accumulate(map(len, spelled)))
    return [*(1 + end + bisect_right(hidden, end) for end in ends[:-1]), len(whole)]


def template(quasi: str) -> str:
    """The literal part of a template, between its backticks or braces."""
    return _escaped(quasi, "`").replace("${", "\\${")


def _escaped(text: str, quote: str) -> str:
    return _MARKUP.sub(lambda hit: f"<\\{hit[1]}" if hit[1] else f"{hit[2]}\\>", _spelled(text, quote))


def _spelled(text: str, quote: str) -> str:
    def spelling(hit: re.Match[str]) -> str:
        char = hit[0]
        return "\\" + quote if char == quote else _SHORT_ESCAPES.get(char) or _ascii(char)

    return _UNCOMMON.sub(spelling, text)


def _ascii(char: str) -> str:
    r"""One character as itself or as `\\xHH`, `\\uHHHH` or a pair of surrogates."""
    code = ord(char)
    if 0x20 <= code < 0x7F:  # noqa: PLR2004 - printable ASCII
        return char
    return f"\\x{code:02x}" if code <= 0xFF else _units(char)  # noqa: PLR2004


def _units(char: str) -> str:
    data = char.encode("utf-16-be", "surrogatepass")
    return "".join([f"\\u{data[i] << 8 | data[i + 1]:04x}" for i in range(0, len(data), 2)])


def name(text: str) -> str:
    r"""An identifier; characters beyond ASCII become `\\uHHHH` or `\\u{HHHHH}`, which is allowed in names."""
    if text.isascii():
        return text
    return "".join(
        char if char.isascii() else f"\\u{ord(char):04x}" if ord(char) <= 0xFFFF else f"\\u{{{ord(char):x}}}"  # noqa: PLR2004
        for char in text
    )


def comment(text: str) -> str:
    """One line of a line comment, made harmless."""
    return _MARKUP.sub(
        lambda hit: f"< {hit[1]}" if hit[1] else f"{hit[2]} >", "".join([_ascii(char) for char in text])
    )


def regexp(pattern: str, flags: str) -> str:
    """A regular expression literal; slashes that the pattern leaves open are escaped."""
    pieces: list[str] = []
    in_class = False
    index = 0
    while index < len(pattern):
        char = pattern[index]
        index += 1
        if char == "\\":
            pieces.append(_escape_in_regexp(pattern[index : index + 1]))
            index += 1
            continue
        in_class = char == "[" or (in_class and char != "]")
        pieces.append(_plain_in_regexp(pattern, index - 1, in_class=in_class))
    return f"/{''.join(pieces) or '(?:)'}/{flags}"


def _escape_in_regexp(char: str) -> str:
    if not char:
        msg = "a regular expression ends in a lone backslash"
        raise ValueError(msg)
    return "\\" + char if char.isascii() and char.isprintable() else _regexp_char(char)


def _regexp_char(char: str) -> str:
    return _SHORT_ESCAPES[char] if char in "\n\t\r\f\v" else _ascii(char)


def _plain_in_regexp(pattern: str, at: int, *, in_class: bool) -> str:
    char = pattern[at]
    before = pattern[max(0, at - 4) : at]
    if char == "/" and (
        not in_class or (before.endswith("<") and pattern[at:].lower().startswith("/script"))
    ):
        return "\\/"
    lookbehind = not in_class and before.endswith(("(?<", "(?<!"))
    if char == "!" and before.endswith("<") and pattern.startswith("!--", at) and not lookbehind:
        return "\\x21"
    if char == "-" and lookbehind and pattern.startswith("--", at) and before.endswith("(?<!"):
        return "\\x2d"
    if char == ">" and before.endswith("]]"):
        return "\\x3e"
    return _regexp_char(char)
