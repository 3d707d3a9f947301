"""Plain data as YAML text, in the style of the documentation: single quotes, one level of braces a line.

What comes out reads back as the same data, whatever characters are in it: only what is certainly plain stands
without quotes, and what has no shape of its own is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

__all__ = ["Data", "Note", "Path", "flow", "scalar", "yaml_text"]

Scalar: TypeAlias = bool | int | float | str | None
Data: TypeAlias = "Scalar | Sequence[Data] | Mapping[str, Data]"

_WIDTH = 100
_NOTES = 60  # where comments begin at the latest, unless a line is longer
_INDENT = "  "
_LAST_OF_BYTE, _LAST_OF_FOUR_DIGITS = 0xFF, 0xFFFF
_PLAIN = re.compile(r"[A-Za-z_$/][A-Za-z0-9_$/.-]*")
# Some readers of YAML make booleans of more words than YAML 1.2 does.
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
_KEYS = frozenset({"true", "false", "null"})
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


Path: TypeAlias = tuple[str | int, ...]

Note: TypeAlias = Callable[[Path, Data], str]
"""What to write behind a line, given the place and the value that it shows."""


def yaml_text(data: Data, level: int = 0, *, note: Note | None = None, path: Path = ()) -> str:
    """Return the data as a block: maps and lists of maps over lines, small ones in braces.

    `note` says what comment stands behind a line; `path` is where the data stands.
    """
    lines = _block(data, level, path)
    if note is None:
        return "".join(f"{line.text}\n" for line in lines)
    notes = [note(line.path, line.value) if line.ends else "" for line in lines]
    column = max((len(line.text) for line, text in zip(lines, notes, strict=True) if text), default=0)
    column = min(column, _NOTES)
    return "".join(
        f"{line.text:<{column}}  # {text}\n" if text else f"{line.text}\n"
        for line, text in zip(lines, notes, strict=True)
    )


class _Line(NamedTuple):
    """One line: what it shows, and whether that ends on it."""

    text: str
    path: Path
    value: Data
    ends: bool


def scalar(value: Scalar) -> str:
    """Return one value."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return getattr(value, "text", None) or _number(value)
    return _text(value, _WORDS)


def flow(data: Data) -> str:
    """Return the data on one line."""
    if isinstance(data, Mapping):
        return "{" + ", ".join(f"{_text(key, _KEYS)}: {flow(value)}" for key, value in data.items()) + "}"
    if isinstance(data, Sequence) and not isinstance(data, str):
        return f"[{', '.join(map(flow, data))}]"
    return scalar(data)


def _number(value: float) -> str:
    text = repr(value)
    return {"inf": ".inf", "-inf": "-.inf", "nan": ".nan"}.get(text, text)


def _text(value: str, words: frozenset[str]) -> str:
    if _PLAIN.fullmatch(value) and value.lower() not in words:
        return value
    if value.isprintable() and not any("\ud800" <= character <= "\udfff" for character in value):
        return "'" + value.replace("'", "''") + "'"
    return '"' + "".join(map(_escaped, value)) + '"'


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character.isprintable():
        return character
    point = ord(character)
    if point <= _LAST_OF_BYTE:
        return f"\\x{point:02x}"
    return f"\\u{point:04x}" if point <= _LAST_OF_FOUR_DIGITS else f"\\U{point:08x}"


def _block(data: Data, level: int, path: Path) -> list[_Line]:
    pad = _INDENT * level
    lines: list[_Line] = []
    if isinstance(data, Mapping) and data:
        for key, value in data.items():
            head, here = f"{pad}{_text(key, _KEYS)}:", (*path, key)
            short = _short(value, len(head) + 1)
            if short is not None:
                lines.append(_Line(f"{head} {short}", here, value, ends=True))
            else:
                lines += [_Line(head, here, value, ends=False), *_block(value, level + 1, here)]
        return lines
    if isinstance(data, Sequence) and not isinstance(data, str) and data:
        for at, value in enumerate(data):
            here = (*path, at)
            short = _short(value, len(pad) + 2)
            if short is not None:
                lines.append(_Line(f"{pad}- {short}", here, value, ends=True))
                continue
            first, *rest = _block(value, level + 1, here)
            lines += [first._replace(text=f"{pad}- {first.text.removeprefix(pad + _INDENT)}"), *rest]
        return lines
    return [_Line(f"{pad}{flow(data)}", path, data, ends=True)]


def _short(data: Data, used: int) -> str | None:
    """Return the data on one line if it may stand there: a scalar, or what holds only scalars and fits."""
    if isinstance(data, Mapping):
        parts: list[Data] = list(data.values())
    elif isinstance(data, Sequence) and not isinstance(data, str):
        parts = list(data)
    else:
        return scalar(data)
    if any(isinstance(part, Mapping | Sequence) and not isinstance(part, str) and part for part in parts):
        return None
    text = flow(data)
    return text if len(text) + used <= _WIDTH or not parts else None
