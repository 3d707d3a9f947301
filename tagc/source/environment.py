"""The values of the environment that a document reads: declared in it, read once by the command line, handed in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from tagc.diagnostics import codes, did_you_mean
from tagc.source.scalars import OutOfRangeError, core

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tagc.diagnostics import Sink, Span
    from tagc.source.build import Data
    from tagc.source.scalars import Scalar
    from tagc.source.spans import Path
    from tagc.source.yaml import Document

__all__ = ["Environment"]

_WHOLE = re.compile(r"\$env\.([A-Za-z_][A-Za-z0-9_]*)")
_INSIDE = re.compile(r"\$\$\{|\$\{\s*env\.([A-Za-z_][A-Za-z0-9_]*)\s*\}")


class FollowedPlace(Protocol):
    """A place of which is known whether references in a text mean something there."""

    @property
    def followed(self) -> bool:
        """They do: whoever follows references reads this one, too."""

    def step(self, step: str | int, value: object, /) -> FollowedPlace:
        """The place under a key or a list position of `value`, which stands here."""


class Environment:
    """Which entry of `environments` is built, and the values that may be read: text, and none where it is empty."""

    def __init__(self, document: Document, name: str | None, given: Mapping[str, str]) -> None:
        """Read the declarations of a document, which may be of any shape yet."""
        self.name = name
        section = document.data.get("env")
        self._declared = section if isinstance(section, dict) else {}
        self._given = given
        self.used: dict[str, str] = {}
        """The values that were read, by name."""

    def read(self, name: str, span: Span, sink: Sink) -> str | None:
        """Return a value; None after reporting that it is not declared, or that there is none."""
        if name not in self._declared:
            near = did_you_mean(name, self._declared)
            hint = f'did you mean "$env.{near}"?' if near else None
            sink.report(codes.UNDECLARED_ENVIRONMENT_VALUE, span, name=name, hint=hint)
            return None
        entry = self._declared[name]
        default = entry.get("default") if isinstance(entry, dict) else None
        text = self._given.get(name) or _written(default)
        if text is None:
            sink.report(codes.MISSING_ENVIRONMENT_VALUE, span, name=name)
            return None
        self.used[name] = text
        return text

    def fill(self, document: Document, top: Callable[[], FollowedPlace], sink: Sink) -> None:
        """Write the values into the document, but for the places where references are followed later.

        There they are literal, and what they hold is escaped as the place needs it. `top` makes the place of the
        whole document; it is asked where there is something to fill in.
        """
        for path, text in list(_texts(document.data)):
            if path[0] in _LEFT_ALONE or str(path[0]).startswith("x-"):
                continue
            filled = self._filled(text, document.spans.nearest(path), sink)
            if not _followed(document.data, path, top()):
                _put(document.data, path, filled)

    def _filled(self, text: str, span: Span, sink: Sink) -> Scalar:
        whole = _WHOLE.fullmatch(text)
        if whole is None:
            return _INSIDE.sub(
                lambda found: found[0] if found[1] is None else self.read(found[1], span, sink) or "", text
            )
        read = self.read(whole[1], span, sink)
        try:
            value = core(read or "")
        except OutOfRangeError:
            value = None
        return read if value is None else value


_LEFT_ALONE = frozenset({"env", "environments", "extends", "presets"})


def _written(value: object) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    text = getattr(value, "text", value)
    return text if isinstance(text, str) else None


def _texts(data: Data, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """All texts that could read the environment, with their places."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _texts(value, (*path, key))
    elif isinstance(data, list):
        for at, value in enumerate(data):
            yield from _texts(value, (*path, at))
    elif isinstance(data, str) and "$" in data and "env." in data and path:
        yield path, data


def _followed(data: Data, path: Path, place: FollowedPlace) -> bool:
    for step in path:
        place = place.step(step, data)
        data = data[step]  # type: ignore[index]
    return place.followed


def _put(data: Data, path: Path, value: Scalar) -> None:
    for step in path[:-1]:
        data = data[step]  # type: ignore[index]
    data[path[-1]] = value  # type: ignore[index]
