"""Finds what the catalogues hold; the only module that knows how.

An entry is a module (or package) of the catalogue with the catalogue's constant in it: `PLATFORM` in
`platforms/<name>/spec.py`, `TRIGGER`, `READ` and `SOURCE` in `triggers/`, `variables/` and `consent/`. A preset is a file
`presets/<name>.yaml`. Sorted by name, so that nothing depends on the order of a directory.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import tagc.consent
import tagc.platforms
import tagc.triggers
import tagc.variables
from tagc.contracts import ConsentSourceKind, Platform, ReadKind, TriggerKind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType

__all__ = ["consent_sources", "part_path", "platforms", "presets", "reads", "triggers"]

_Entry = TypeVar("_Entry", Platform, TriggerKind, ReadKind, ConsentSourceKind)


def _entries(catalogue: ModuleType, kind: type[_Entry], constant: str, module: str = "") -> dict[str, _Entry]:
    found: dict[str, _Entry] = {}
    for name in sorted(
        info.name for info in pkgutil.iter_modules(catalogue.__path__) if info.ispkg == bool(module)
    ):
        entry = getattr(importlib.import_module(f"{catalogue.__name__}.{name}{module}"), constant)
        if not isinstance(entry, kind):
            message = f"{catalogue.__name__}.{name}{module}.{constant} is not a {kind.__name__}"
            raise TypeError(message)
        found[entry.name] = entry
    return found


@cache
def platforms() -> Mapping[str, Platform]:
    """Every platform by name."""
    return _entries(tagc.platforms, Platform, "PLATFORM", ".spec")


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
