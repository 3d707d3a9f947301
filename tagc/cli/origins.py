"""Where each value of a resolved document comes from: a file, a preset, the environment, or nowhere but a default.

What `show` prints is longer than what people write: `on: page_view` is shown as a list, a test as a map. Such a
value comes from where its short form stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tagc.diagnostics import display

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tagc.cli.yaml_text import Data, Path
    from tagc.compiler import Resolved
    from tagc.diagnostics import Span

__all__ = ["Origins"]

COMPUTED = "tells"
"""The part of a rule that is shown and never written."""

_PRESET = "preset "
_SHOWN = 3  # origins named for one line


class Origins:
    """The origins of one document."""

    def __init__(self, found: Resolved) -> None:
        self._source = found.source
        self._values = found.inputs.values

    def words(self, path: Path, value: Data) -> str:
        """Return where the values on a line come from: `tagc.yaml:12`, `preset ga4_ecommerce:3`, `default`."""
        if COMPUTED in path:
            return ""
        names = dict.fromkeys(_words(self._origin(leaf)) for leaf, _ in leaves(value, path))
        return ", ".join([*names][:_SHOWN]) + (", …" if len(names) > _SHOWN else "")

    def as_json(self, shown: Mapping[str, Data]) -> dict[str, dict[str, str | int | bool]]:
        """Return the origin of every value by its JSON Pointer (RFC 6901)."""
        return {
            _pointer(path): _record(self._origin(path))
            for path, _ in leaves(shown, ())
            if COMPUTED not in path
        }

    def _origin(self, path: Path) -> Span | str | None:
        """A place, the name of a value of the environment, or None for a default."""
        match path:
            case ("env", str(name), "default") if name in self._values and self._is_given(name):
                return name
        data: Data = self._source.data
        at: Path = ()
        for step in path:
            if isinstance(data, Mapping) and step in data:
                data = data[str(step)]
            elif isinstance(data, Sequence) and not isinstance(data, str) and isinstance(step, int):
                data = data[step]
            elif step == 0:  # one, where a list is meant
                continue
            elif isinstance(data, Mapping):
                return None
            else:  # a short form
                break
            at = (*at, step)
        return self._source.spans.key(at) if at and isinstance(at[-1], str) else self._source.spans.value(at)

    def _is_given(self, name: str) -> bool:
        written = self._source.spans
        path = ("env", name, "default")
        return path not in written or written.text(path) != self._values[name]


def leaves(data: Data, path: Path) -> Iterator[tuple[Path, Data]]:
    """The scalars of some data, and its empty lists and maps, with their paths."""
    if isinstance(data, Mapping) and data:
        for key, value in data.items():
            yield from leaves(value, (*path, key))
    elif isinstance(data, Sequence) and not isinstance(data, str) and data:
        for at, value in enumerate(data):
            yield from leaves(value, (*path, at))
    else:
        yield path, data


def _words(origin: Span | str | None) -> str:
    if origin is None:
        return "default"
    if isinstance(origin, str):
        return f"the environment's {origin}"
    return f"{display.safe(origin.file)}:{origin.line}"


def _record(origin: Span | str | None) -> dict[str, str | int | bool]:
    if origin is None:
        return {"default": True}
    if isinstance(origin, str):
        return {"environment": origin}
    place: dict[str, str | int | bool] = {"line": origin.line, "column": origin.column}
    if origin.file.startswith(_PRESET):
        return {"preset": origin.file.removeprefix(_PRESET), **place}
    return {"file": origin.file, **place}


def _pointer(path: Path) -> str:
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)
