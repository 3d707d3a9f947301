"""Mappings of the stream engine that are the same for every site, from `parts/*.blobl`, with the values they are about."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tagc.backends.benthos import library
from tagc.bloblang import build as b
from tagc.bloblang.nodes import Mapping as Script
from tagc.bloblang.printer import to_source

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tagc.bloblang.build import Json
    from tagc.bloblang.nodes import Statement

__all__ = ["part", "written"]


@cache
def _text(name: str) -> str:
    return Path(__file__).with_name("parts").joinpath(f"{name}.blobl").read_text(encoding="utf-8")


def part(name: str, **values: Json) -> str:
    """The mapping `parts/<name>.blobl`; `values` are what its variables stand for."""
    lets = to_source(Script(tuple(b.let(key, b.value(value)) for key, value in values.items())))
    return f"{lets.rstrip()}\n{_text(name)}" if values else _text(name)


def written(statements: Iterable[Statement]) -> str:
    """A mapping of these statements, with the definitions that they need."""
    return to_source(library.mapping(statements))
