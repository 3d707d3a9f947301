"""Walking and rebuilding syntax trees, whatever their node types.

Everything here knows which fields of a node hold nodes and nothing of what they mean: scopes are `names`'
business.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar, get_args

from tagc.frozen import changed
from tagc.js.nodes import Identifier, Literal, MemberExpression, Node, Property

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NODE_TYPES: tuple[type[Node], ...] = get_args(Node)
_DEPTH = 200_000
_T = TypeVar("_T", bound=Node)


@contextmanager
def deep_recursion() -> Iterator[None]:
    """Allow calls as deep as any tree we meet, for the duration of the block."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, _DEPTH))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


_LEAVES = {
    *("str", "str | None", "bool", "Primitive", "DeclarationKind", "PropertyKind"),
    *("tuple[str, ...]", "tuple[tuple[str, int], ...]"),
}
_CHILD_FIELDS: dict[type, tuple[str, ...]] = {
    kind: tuple([item.name for item in fields(kind) if item.type not in _LEAVES]) for kind in NODE_TYPES
}


def _values(names: tuple[str, ...]) -> Callable[[Node], tuple[Any, ...]] | None:
    """What reads these fields of a node all at once; None where there are none."""
    if len(names) > 1:
        return attrgetter(*names)
    one = attrgetter(*names) if names else None
    return one and (lambda node: (one(node),))


_CHILD_VALUES = {kind: _values(names) for kind, names in _CHILD_FIELDS.items()}


def children(node: Node) -> list[Node]:
    """The nodes directly below, in source order; holes and absent parts are skipped."""
    values = _CHILD_VALUES[type(node)]
    found: list[Node] = []
    for value in values(node) if values else ():
        if isinstance(value, tuple):
            found += [item for item in value if item is not None]
        elif value is not None:
            found.append(value)
    return found


def walk(node: Node) -> Iterator[Node]:
    """The node and all nodes below it, parents first, in source order."""
    pending = [node]
    while pending:
        current = pending.pop()
        yield current
        below = children(current)
        if below:
            below.reverse()
            pending += below


def map_children(node: _T, function: Callable[[Node], Node]) -> _T:
    """The node with `function` applied to each direct child; the same object if no child changed."""
    values = _CHILD_VALUES[type(node)]
    if values is None:
        return node
    changes: dict[str, Any] = {}
    for name, value in zip(_CHILD_FIELDS[type(node)], values(node), strict=True):
        new: Any
        if isinstance(value, tuple):
            several: list[Any] | None = None
            for at, item in enumerate(value):
                if item is not None and (new := function(item)) is not item:
                    several = list(value) if several is None else several
                    several[at] = new
            if several is not None:
                changes[name] = tuple(several)
        elif value is not None:
            new = function(value)
            if new is not value:
                changes[name] = new
    return changed(node, changes) if changes else node


def same_part(before: Node, after: _T) -> _T:
    """What took the place of a node is for the same part of the site, unless it is marked itself."""
    if before.part is None or after.part is not None:
        return after
    return changed(after, {"part": before.part})


def transform(node: Node, function: Callable[[Node], Node]) -> Node:
    """Rebuild a tree bottom-up: children first, then `function` on the node made of them.

    A function that returns its argument leaves the node as it is, and an untouched tree comes back as the
    same object.
    """

    def rebuild(current: Node) -> Node:
        below = map_children(current, rebuild)
        new = function(below)
        return new if new is below else same_part(current, new)

    with deep_recursion():
        return rebuild(node)


def static_name(node: Node) -> str | None:
    """The name of a property if the text shows it: `a.b`, `a["b"]`, `{b: 1}` or `{"b": 1}`."""
    match node:
        case (
            MemberExpression(property=Identifier(name), computed=False)
            | Property(key=Identifier(name), computed=False)
        ):
            return name
        case MemberExpression(property=Literal(str(name))) | Property(key=Literal(str(name))):
            return name
        case _:
            return None
