"""User data: what is known of the person, and each platform's own normalised and hashed view of it.

When it may be collected and when a platform is told is decided in `evaluate`.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tagc.ir.evaluate_expr import Scope, value
from tagc.ir.pattern import WHITE_SPACE
from tagc.ir.values import is_empty, text_of, well_formed

if TYPE_CHECKING:
    from tagc.ir.program import Matching, MatchingKey

__all__ = ["KnownUser"]

_SHA256: Final = re.compile(r"[0-9a-fA-F]{64}")


def _digest(text: str) -> str | None:
    trimmed = text.strip(WHITE_SPACE)
    return trimmed.lower() if _SHA256.fullmatch(trimmed) else None


class KnownUser:
    """Raw fields of user data, in memory only; the newest value that is not empty counts.

    What `stands` in the page at every moment is new when it changes: what an event told since then is newer.
    """

    def __init__(self) -> None:
        self._fields: dict[str, str] = {}
        self._standing: dict[str, str | None] = {}

    def learn(self, name: str, found: object, *, hashed: bool = False, stands: bool = False) -> None:
        """Remember a field, unless it is empty or has no text; where a SHA-256 is said to be, nothing else counts."""
        text = text_of(found) or None
        if hashed:
            text = _digest(text or "")
        if stands:
            if text == self._standing.get(name):
                return
            self._standing[name] = text
        if text:
            self._fields[name] = text

    def forget(self) -> None:
        """Forget the person."""
        self._fields.clear()
        self._standing.clear()

    def seen_by(self, matching: Matching, scope: Scope) -> dict[str, object] | None:
        """Return the person in a platform's shape, None when nothing it takes is known."""
        inner = replace(scope, raw_user=self._fields)
        out: dict[str, object] = {}
        for key in matching.keys:
            known = self._fields.get(key.field)
            found = None if known is None else _identifier(key, known, inner)
            if not is_empty(found):
                _put(out, (*key.path, key.key), found)
        return out or None


def _identifier(key: MatchingKey, known: str, scope: Scope) -> object:
    """Normalise and hash; a hash is not normalised, and not given where raw values are wanted."""
    digest = _digest(known)
    if digest is not None:
        return digest if key.hashed else None
    normal = value(key.normalise, scope)
    if not key.hashed or is_empty(normal):
        return normal
    text = text_of(normal)
    return None if text is None else hashlib.sha256(well_formed(text).encode()).hexdigest()


def _put(out: dict[str, object], path: tuple[str, ...], found: object) -> None:
    *outer, last = path
    at = out
    for step in outer:
        below = at.setdefault(step, {})
        if not isinstance(below, dict):
            raise TypeError(path)
        at = below
    at[last] = found
