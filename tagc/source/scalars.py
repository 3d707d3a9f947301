"""Which value a plain scalar has: the core schema of YAML 1.2, and nothing of YAML 1.1.

`on`, `NO`, `1:30`, `1_000`, `0b11`, `2024-01-01`, `=` are text here. Numbers remember how they were
written, because the language reads a scalar as text where text is expected: `0123` and `1.50` are ids and
prices too.
"""

import math
import re
from collections.abc import Callable
from typing import Self, TypeAlias

Scalar: TypeAlias = str | int | float | bool | None

_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("null", "Null", "NULL", "~", ""), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_LEADING_ZERO = re.compile(r"[-+]?0[0-9]")
_FIRST = frozenset("0123456789+-.")
# Longer ones are no quantities, and int() refuses to read some thousand digits.
_MAX_DIGITS = 300
_MAX_BITS = 1023


class SourceInt(int):
    """An integer that knows the text it was written as."""

    text: str

    def __new__(cls, value: int, text: str | None = None) -> Self:
        """Make one; the text is the decimal form unless given."""
        self = super().__new__(cls, value)
        self.text = int.__repr__(value) if text is None else text
        return self


class SourceFloat(float):
    """A number with a fraction or an exponent that knows the text it was written as."""

    text: str

    def __new__(cls, value: float, text: str | None = None) -> Self:
        """Make one; the text is the shortest decimal form unless given."""
        self = super().__new__(cls, value)
        self.text = float.__repr__(value) if text is None else text
        return self


class OutOfRangeError(ValueError):
    """A number that floating point cannot hold."""


def core(text: str) -> Scalar:
    """Return the value of a plain scalar.

    >>> core("on"), core("1:30"), core("true"), core("~"), core("012"), core("1e3")
    ('on', '1:30', True, None, 12, 1000.0)
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _FIRST:
        return text
    for pattern, make in _NUMBERS:
        if pattern.fullmatch(text):
            return make(text)
    return text


def has_leading_zero(value: object) -> bool:
    """Tell whether a number was written like `012`, which people mean as text and YAML 1.1 read as octal."""
    return isinstance(value, (SourceInt, SourceFloat)) and _LEADING_ZERO.match(value.text) is not None


def _integer(text: str, base: int = 10) -> SourceInt:
    if len(text) > _MAX_DIGITS:
        raise OutOfRangeError(text)
    value = int(text, base)
    if value.bit_length() > _MAX_BITS:
        raise OutOfRangeError(text)
    return SourceInt(value, text)


def _octal(text: str) -> SourceInt:
    return _integer(text, 8)


def _hexadecimal(text: str) -> SourceInt:
    return _integer(text, 16)


def _float(text: str) -> SourceFloat:
    value = float(text)
    if not math.isfinite(value):
        raise OutOfRangeError(text)
    return SourceFloat(value, text)


def _not_finite(text: str) -> SourceFloat:
    raise OutOfRangeError(text)


_NUMBERS: tuple[tuple[re.Pattern[str], Callable[[str], SourceInt | SourceFloat]], ...] = (
    (re.compile(r"[-+]?[0-9]+"), _integer),
    (re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"), _float),
    (re.compile(r"0o[0-7]+"), _octal),
    (re.compile(r"0x[0-9a-fA-F]+"), _hexadecimal),
    (re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"), _not_finite),
)
