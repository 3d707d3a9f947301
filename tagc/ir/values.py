"""Values of the language: what is empty, what has text, what is a number, and the conversions between them.

The emitted JavaScript has to agree with every function here to the bit, so the rules are JavaScript's:
numbers are float64, text is UTF-16. Values are plain data (None, bool, int, float, str, list, tuple, dict);
undefined and null are both None. What expressions mean is left to `evaluate_expr`.
"""

from __future__ import annotations

import math
import re
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final
from urllib.parse import quote

from tagc.frozen import frozen
from tagc.ir.pattern import WHITE_SPACE, Pattern, escape, from_units, parse, substitute, units

__all__ = [
    "CONVERSIONS",
    "EVENT_NAMESPACE",
    "Date",
    "event_uuid",
    "field",
    "is_empty",
    "number_of",
    "plain",
    "text_of",
    "well_formed",
]

EVENT_NAMESPACE: Final = uuid.UUID("6f1c3f0e-6a0b-5d7e-9c55-2b8f6f0c7a11")
"""Namespace of the event ids that are made from a key (RFC 9562, version 5)."""

_SAFE: Final = 2**53
_DECIMAL: Final = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_PREFIXED: Final = re.compile(r"0(?:[xX][0-9A-Fa-f]+|[oO][0-7]+|[bB][01]+)")
_INDEX: Final = re.compile(r"0|[1-9][0-9]{0,9}")
_PLAIN_DIGITS: Final = 21  # from here on JavaScript writes exponents


@frozen
class Date:
    """A date object of the target, in milliseconds since 1970."""

    ms: int


def is_empty(value: object) -> bool:
    """Say whether a value is undefined, null, "" or not a number. 0, false, [] and {} are not empty."""
    return value is None or value == "" or (isinstance(value, float) and math.isnan(value))


def _number_text(number: float) -> str:
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if number == 0:
        return "0"
    sign, digit_tuple, exponent = Decimal(repr(number)).as_tuple()
    written = "".join(map(str, digit_tuple))
    digits = written.rstrip("0")
    point = len(written) + int(exponent)  # where the point stands, counted from the first digit
    minus = "-" if sign else ""
    if len(digits) <= point <= _PLAIN_DIGITS:
        return minus + digits + "0" * (point - len(digits))
    if 0 < point <= _PLAIN_DIGITS:
        return f"{minus}{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:  # noqa: PLR2004 (ECMA-262, Number::toString)
        return f"{minus}0.{'0' * -point}{digits}"
    rest = f".{digits[1:]}" if digits[1:] else ""
    return f"{minus}{digits[0]}{rest}e{point - 1:+d}"


def _float(value: float) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def text_of(value: object) -> str | None:
    """Return the text of a string, number or boolean, as JavaScript's String() has it; NaN has none.

    >>> text_of(12.0), text_of(1e21), text_of(1e-7), text_of(True)
    ('12', '1e+21', '1e-7', 'true')
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return None if is_empty(value) else _number_text(_float(value))
    return None


def number_of(value: object) -> float | None:
    """Return the finite number a value is, or its text is for JavaScript's Number(); booleans are no numbers.

    >>> number_of(" 12.50 "), number_of("0x1f"), number_of("12,50"), number_of("")
    (12.5, 31.0, None, None)
    """
    if isinstance(value, str):
        text = value.strip(WHITE_SPACE)
        if _PREFIXED.fullmatch(text):
            number = _float(int(text, 0))
        elif _DECIMAL.fullmatch(text):
            number = float(text)
        else:
            return None
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        number = _float(value)
    else:
        return None
    return number if math.isfinite(number) else None


def field(value: object, step: str) -> object:
    """Read an own property: of a map by key, of a list or text by index (UTF-16) or `length`; else None."""
    if isinstance(value, Mapping):
        found: object = value.get(step)
        return found
    if isinstance(value, (list, tuple, str)):
        sequence = units(value) if isinstance(value, str) else value
        if step == "length":
            return len(sequence)
        if _INDEX.fullmatch(step) and int(step) < len(sequence):
            return sequence[int(step)]
    return None


def plain(value: object) -> object:
    """Return the value as JSON would hold it: whole numbers as int, NaN as None, halves joined."""
    if isinstance(value, str):
        return from_units(value)
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        number = _float(value)
        if not math.isfinite(number):
            return None
        return int(number) if number.is_integer() and abs(number) <= _SAFE else number
    return value


def well_formed(text: str) -> str:
    """Return the text with U+FFFD for each half of a character that stands alone, as TextEncoder makes it."""
    return re.sub("[\ud800-\udfff]", "\ufffd", from_units(text))


def event_uuid(event: str, key: str) -> str:
    """Make the event id of a key: the same on every page, in every target and after every reload."""
    return str(uuid.uuid5(EVENT_NAMESPACE, well_formed(f"{event}:{key}")))


# ---- conversions ------------------------------------------------------------------------------------------


def _number_comma(value: object) -> object:
    if not isinstance(value, str):
        return number_of(value)
    kept = re.sub(r"[^0-9,-]", "", value)
    minus = "-" if kept.startswith("-") else ""
    return number_of(minus + kept.replace("-", "").replace(",", "."))


def _lower(value: object) -> object:
    text = text_of(value)
    return None if text is None else text.lower()


def _upper(value: object) -> object:
    text = text_of(value)
    return None if text is None else text.upper()


def _trim(value: object) -> object:
    text = text_of(value)
    return None if text is None else text.strip(WHITE_SPACE)


def _slice(value: object, start: int, end: int | None = None) -> object:
    if isinstance(value, (list, tuple)):
        return list(value)[start:end]
    text = text_of(value)
    return None if text is None else from_units(units(text)[start:end])


def _split(value: object, separator: str) -> object:
    text = text_of(value)
    if text is None:
        return None
    return text.split(separator) if separator else list(units(text))


def _join(value: object, separator: str) -> object:
    if not isinstance(value, (list, tuple)):
        return None
    return separator.join(text for text in map(text_of, value) if text)  # an empty one adds nothing


def _item(value: object, index: int) -> object:
    if not isinstance(value, (list, tuple)) or not -len(value) <= index < len(value):
        return None
    found: object = value[index]
    return found


def _replace(value: object, pattern: str, replacement: str) -> object:
    text, parsed = text_of(value), parse(pattern)
    if text is None or not isinstance(parsed, Pattern):
        return None
    return substitute(parsed, text, replacement)


def _rounded(number: float) -> float:
    """JavaScript's Math.round: halves go up, also below zero."""
    if not math.isfinite(number):
        return number
    floor = float(math.floor(number))
    return floor + 1 if number - floor >= 0.5 else floor  # noqa: PLR2004 (a half)


def _round_at(number: float, factor: float) -> float | None:
    return number_of(_rounded(number * factor) / factor)


def _scale(value: object, factor: float) -> object:
    number = number_of(value)
    return None if number is None else _round_at(number * factor, 1e6)


def _round(value: object, decimals: int = 0) -> object:
    number = number_of(value)
    return None if number is None else _round_at(number, float(f"1e{decimals}"))


def _escape_pattern(value: object) -> object:
    text = text_of(value)
    return None if text is None else escape(text)


def _escape_selector(value: object) -> object:
    """Write a text so that it is one name (or part of a quoted string) in a CSS selector.

    Source: https://drafts.csswg.org/cssom/#serialize-an-identifier
    """
    text = text_of(value)
    if text is None:
        return None
    out = []
    for at, character in enumerate(text):
        code = ord(character)
        leading_digit = character in "0123456789" and (at == 0 or (at == 1 and text[0] == "-"))
        if code == 0:
            out.append("\ufffd")
        elif character < " " or character == "\x7f" or leading_digit:
            out.append(f"\\{code:x} ")
        elif not character.isascii() or character in "-_" or (character.isascii() and character.isalnum()):
            out.append(character if text != "-" else "\\-")
        else:
            out.append("\\" + character)
    return "".join(out)


_UNESCAPED: Final = "!'()*"
"""What encodeURIComponent leaves as it is, beside letters, digits and what `quote` leaves."""


def _escape_part(value: object) -> object:
    """Write a text so that it is one part of an address. Dots alone would lead to another folder: they are none."""
    text = text_of(value)
    if text is None or not text.strip("."):
        return None
    try:
        return quote(text, safe=_UNESCAPED)
    except UnicodeEncodeError:  # half of a pair, which no address can hold
        return None


def _escape_query(value: object) -> object:
    """Write a map as an address's parameters: one map further in as `name[key]`; lists and what is empty are left out."""
    if not isinstance(value, Mapping):
        return None
    pairs: list[tuple[str, object]] = []
    for key, part in value.items():
        inner = part.items() if isinstance(part, Mapping) else ()
        pairs += [(f"{key}[{name}]", one) for name, one in inner] or [(str(key), part)]
    texts = [(key, _escape_part(text_of(part))) for key, part in pairs]
    return "&".join(f"{quote(key, safe=_UNESCAPED)}={text}" for key, text in texts if text is not None)


def _keep_query(value: object, *names: str | None) -> object:
    """Return an address without its fragment and, of its parameters, these alone."""
    text = text_of(value)
    if text is None:
        return None
    page, _, query = text.partition("#")[0].partition("?")
    kept = [pair for pair in query.split("&") if pair.partition("=")[0] in names]
    return page + (f"?{'&'.join(kept)}" if kept else "")


_YEAR_10000: Final = 253_402_300_800_000


def _iso_time(value: object) -> object:
    """Milliseconds since 1970 as 2026-01-01T00:00:00.000Z; None before that and from the year 10000 on."""
    number = number_of(value)
    if number is None or not 0 <= number < _YEAR_10000:
        return None
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=int(number))
    return moment.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def _unless_bare(value: object) -> object:
    """The value, unless it is a list or a map with nothing in it."""
    return None if isinstance(value, (list, tuple, Mapping)) and not value else value


def _unless_empty(convert: Callable[..., object]) -> Callable[..., object]:
    def converted(value: object, *arguments: str | float | None) -> object:
        return None if is_empty(value) else convert(value, *arguments)

    return converted


_ANY_VALUE: Final[Mapping[str, Callable[..., object]]] = {
    "text": text_of,
    "number": number_of,
    "number_comma": _number_comma,
    "lower": _lower,
    "upper": _upper,
    "trim": _trim,
    "slice": _slice,
    "split": _split,
    "join": _join,
    "item": _item,
    "replace": _replace,
    "scale": _scale,
    "round": _round,
    "escape_pattern": _escape_pattern,
    "escape_selector": _escape_selector,
    "escape_part": _escape_part,
    "escape_query": _escape_query,
    "keep_query": _keep_query,
    "iso_time": _iso_time,
    "unless_bare": _unless_bare,
}
CONVERSIONS: Final = {name: _unless_empty(convert) for name, convert in _ANY_VALUE.items()}
"""name -> function(value, *arguments). None comes out of an empty value and of one that does not fit."""
