"""Making foreign text safe to show: names and values from a user's file end up in terminals and logs.

Control characters could clear a screen, bidirectional controls could make a line read as another one, and a
megabyte of base64 would hide the message. Nothing here knows about frames or columns; `render` does.
"""

import unicodedata
from collections.abc import Iterable

MAX_FIELD = 80
"""Longest field of a message, in code points, before its middle is cut out."""

MAX_ITEMS = 12
"""Most items of a list that a message names."""

ELLIPSIS = "…"
_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
# Control, format (bidirectional controls, zero width), lone surrogates, private use, unassigned, line and
# paragraph separators: none of them has a shape of its own.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def visible(character: str) -> str:
    """Return the character, or `<U+202E>` when it is invisible or changes how the text round it is shown."""
    if " " <= character <= "~" or unicodedata.category(character) not in _INVISIBLE:
        return character
    return f"<U+{ord(character):04X}>"


def safe(text: str) -> str:
    """Return the text on one line with everything invisible spelled out."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_NAMED.get(character) or visible(character) for character in text)


def shorten(text: str, limit: int = MAX_FIELD) -> str:
    """Cut the middle out of a long text, keeping its start and its end."""
    if len(text) <= limit:
        return text
    tail = limit // 4
    return text[: limit - tail - 1] + ELLIPSIS + text[-tail:]


def field(value: object) -> object:
    """Return a field of a message as it may be shown; lists become `a, b, c`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if type(value) in (int, float):
        return value
    if isinstance(value, (list, tuple, set, frozenset)):
        items = map(str, value)
        return _enumeration(sorted(items) if isinstance(value, (set, frozenset)) else items)
    # Shorten first: escaping makes a text longer, and a megabyte should not be walked for 80 characters.
    return safe(shorten(str(value)))


def _enumeration(items: Iterable[str]) -> str:
    shown = [safe(shorten(item)) for item in items]
    if len(shown) > MAX_ITEMS:
        shown[MAX_ITEMS:] = [ELLIPSIS]
    return ", ".join(shown)
