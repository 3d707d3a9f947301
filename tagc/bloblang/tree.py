"""Walking a Bloblang tree."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tagc.bloblang.nodes import Expression, Mapping, Statement

__all__ = ["walk"]


def walk(node: Mapping | Statement | Expression) -> Iterator[Mapping | Statement | Expression]:
    """The node and all below it, outermost first."""
    pending: list[Any] = [node]
    while pending:
        current = pending.pop()
        if isinstance(current, tuple):
            pending += reversed(current)
        elif is_dataclass(current):
            yield cast("Mapping | Statement | Expression", current)  # no other dataclass stands in a tree
            pending += [getattr(current, item.name) for item in reversed(fields(current))]
