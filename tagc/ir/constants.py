"""What constants decide: one node computed at build time, by the reference interpreter itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tagc.frozen import replace
from tagc.ir.evaluate_expr import holds, value
from tagc.ir.expr import (
    AllOf,
    Always,
    AnyOf,
    Compare,
    Concat,
    Const,
    Convert,
    Exists,
    First,
    If,
    Lookup,
    Merge,
    Not,
    Object,
    Payload,
    Product,
    Test,
    children,
)

if TYPE_CHECKING:
    from tagc.ir.evaluate_expr import Scope
    from tagc.ir.expr import Condition, Expr, Node

__all__ = ["folded"]

# Constants are the same wherever and whenever they are computed, so no scope is looked at.
_NOWHERE: Scope = None  # type: ignore[assignment]


def folded(node: Node) -> Node:
    """The node computed as far as constants decide it; what stands below it is folded already."""
    return _folded(node) if type(node) in _DECIDED else node  # most are reads and constants


def _folded(node: Node) -> Node:
    match node:
        case Compare(operands=()):
            return Always(holds=False)
        case Compare() | Exists():
            return Always(holds=holds(node, _NOWHERE)) if _is_constant(node) else node
        case Not(Always(known)):
            return Always(holds=not known)
        case Not(Not(inner)):
            return inner
        case AllOf(conditions):
            return _joined(conditions, neutral=True) or node
        case AnyOf(conditions):
            return _joined(conditions, neutral=False) or node
        case Test(Always(known)):
            return Const(known)
        case If(Always(known), then, otherwise):
            return then if known else otherwise
        case If(_, then, otherwise) if then == otherwise:
            return then
        case First(options):
            return _first(options)
        case Convert() | Concat() | Lookup() | Product():
            made = value(node, _NOWHERE) if _is_constant(node) else _UNKNOWN
            return Const(made) if made is None or isinstance(made, bool | int | float | str) else node
        case Object(entries):
            kept = tuple((key, entry) for key, entry in entries if entry != Const(None))
            return node if len(kept) == len(entries) else Object(kept)
        case Merge(parts):
            maps = tuple(part for part in parts if part != Const(None))
            return maps[0] if len(maps) == 1 and isinstance(maps[0], Object | Payload) else Merge(maps)
        case _:
            return node


_DECIDED = frozenset(
    {Compare, Exists, Not, AllOf, AnyOf, Test, If, First, Convert, Concat, Lookup, Product, Object, Merge}
)
_UNKNOWN = object()


def _is_constant(node: Node) -> bool:
    return all(isinstance(child, Const) for child in children(node))


def _joined(conditions: tuple[Condition, ...], *, neutral: bool) -> Condition | None:
    """`all` (neutral: true) or `any` (neutral: false) without parts that decide nothing; None to leave it as it is."""
    kind = AllOf if neutral else AnyOf
    if Always(holds=not neutral) in conditions:
        return Always(holds=not neutral)
    parts: list[Condition] = []
    for part in conditions:
        parts.extend(part.conditions if isinstance(part, kind) else [part])
    kept = tuple(dict.fromkeys(part for part in parts if part != Always(holds=neutral)))
    if len(kept) == 1:
        return kept[0]
    if not kept:
        return Always(holds=neutral)
    return None if kept == conditions else kind(kept)


def _first(options: tuple[Expr, ...]) -> Expr:
    kept: list[Expr] = []
    for option in options:
        if option in (Const(None), Const("")):
            continue
        kept.append(option)
        if isinstance(option, Const):
            break
    if len(kept) == 2 and isinstance(kept[0], Lookup) and _is_always_full(kept[0]):  # noqa: PLR2004 - a table, its default
        return replace(kept[0], default=kept[1])
    return kept[0] if len(kept) == 1 else First(tuple(kept)) if kept else Const(None)


def _is_always_full(table: Lookup) -> bool:
    """Only the default of the table can be empty, and it has none."""
    rows = all(isinstance(row, Const) and row.value not in {None, ""} for _, row in table.table)
    return rows and table.default == Const(None)
