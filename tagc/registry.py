"""Finds what the catalogues hold; the only module that knows how.

An entry is a module (or package) of the catalogue with the catalogue's constant in it: `PLATFORM` in
`platforms/<name>/spec.py`, `TRIGGER`, `READ` and `SOURCE` in `triggers/`, `variables/` and `consent/`. A preset is a file
`presets/<name>.yaml`. Sorted by name, so that nothing depends on the order of a directory.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import tagc.consent
import tagc.platforms
import tagc.triggers
import tagc.variables
from tagc.contracts import ConsentSourceKind, Platform, ReadKind, TriggerKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

__all__ = ["consent_sources", "part_path", "platform_names", "platforms", "presets", "reads", "triggers"]

_Entry = TypeVar("_Entry", Platform, TriggerKind, ReadKind, ConsentSourceKind)


def _modules(catalogue: ModuleType, *, packages: bool = False) -> list[str]:
    return sorted(info.name for info in pkgutil.iter_modules(catalogue.__path__) if info.ispkg == packages)


def _entry(module: str, kind: type[_Entry], constant: str) -> _Entry:
    entry = getattr(importlib.import_module(module), constant)
    if not isinstance(entry, kind):
        message = f"{module}.{constant} is not a {kind.__name__}"
        raise TypeError(message)
    return entry


def _entries(catalogue: ModuleType, kind: type[_Entry], constant: str) -> dict[str, _Entry]:
    several = [_entry(f"{catalogue.__name__}.{name}", kind, constant) for name in _modules(catalogue)]
    return {entry.name: entry for entry in several}


class _Platforms(Mapping[str, Platform]):
    """Each imported when somebody asks for it: a document has few of them, and an import takes milliseconds."""

    def __init__(self) -> None:
        self._names = _modules(tagc.platforms, packages=True)

    def __getitem__(self, name: str) -> Platform:
        if name not in self._names:
            raise KeyError(name)
        return _platform(name)

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


@cache
def _platform(name: str) -> Platform:
    platform = _entry(f"{tagc.platforms.__name__}.{name}.spec", Platform, "PLATFORM")
    if platform.name != name:
        message = f"the folder of the platform {platform.name} is called {name}"
        raise TypeError(message)
    return platform


@cache
def platforms() -> Mapping[str, Platform]:
    """Every platform by name."""
    return _Platforms()


@cache
def platform_names() -> Mapping[str, str]:
    """Every word that people call a platform by, and the platform's name."""
    return {word: name for name, entry in platforms().items() for word in (name, *entry.called)}


@cache
def triggers() -> Mapping[str, TriggerKind]:
    """Every trigger kind by name."""
    return _entries(tagc.triggers, TriggerKind, "TRIGGER")


@cache
def reads() -> Mapping[str, ReadKind]:
    """Every root of references by name, without the dollar."""
    return _entries(tagc.variables, ReadKind, "READ")


@cache
def consent_sources() -> Mapping[str, ConsentSourceKind]:
    """Every consent source by the name that `use:` takes."""
    return _entries(tagc.consent, ConsentSourceKind, "SOURCE")


@cache
def presets() -> Mapping[str, bytes]:
    """Every preset's file by the name that `presets:` takes."""
    return {path.stem: path.read_bytes() for path in sorted(part_path("presets").glob("*.yaml"))}


def part_path(relative: str) -> Path:
    """Where a `.js` part of the package stands: `part_path("runtime/gate.js")`."""
    return Path(__file__).parent / relative
