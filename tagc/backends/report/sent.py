"""What one call sends: the vendor's own keys, each with the expression of the page it comes from.

An instance has one payload over the parameters that any of its rules gives. Here the parameters of one call
are put into it; what that makes known or empty goes, and a list made of a list becomes one, so that a reader
sees one step from the page to the vendor. The meaning is that of `tagc.ir.evaluate_expr`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from tagc.ir import expr as e
from tagc.ir.evaluate_expr import holds, value
from tagc.ir.values import is_empty

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tagc.ir.evaluate_expr import Scope
    from tagc.ir.program import Call, Command, Instance

__all__ = ["commands_of", "nodes_of", "parameters"]

_NOTHING: Final = e.Const(None)
# Constants are the same wherever they are computed, so no scope is looked at.
_NOWHERE: Final = cast("Scope", None)


def commands_of(instance: Instance, call: Call) -> tuple[Command, ...]:
    """Return the library's calls that tell the instance; none where loading the library does."""
    return instance.page if call.page_view and instance.page is not None else instance.send


def nodes_of(commands: tuple[Command, ...]) -> Iterator[e.Node]:
    """Yield every node of the commands' arguments."""
    for command in commands:
        for argument in command.arguments:
            yield from e.walk(argument)
        if command.receiver is not None:
            yield from nodes_of((command.receiver,))


def parameters(instance: Instance, call: Call) -> tuple[tuple[str, e.Expr], ...]:
    """Return the vendor's keys that the call can send, sorted. A key with an empty value is never sent."""
    if not any(isinstance(node, e.Payload) for node in nodes_of(commands_of(instance, call))):
        return ()
    given, cells = dict(call.params), dict(call.cells)

    def change(node: e.Node) -> e.Node:
        if isinstance(node, e.Cell):
            cell = cells.get(node.name)
            return given[cell.name] if isinstance(cell, e.Param) else e.Const(cell)
        if isinstance(node, e.Param):
            return given.get(node.name, _NOTHING)
        return _simpler(node) if type(node) in _SIMPLER else node

    made = _rebuilt(call.payload, change)
    entries = made.entries if isinstance(made, e.Object) else (("", made),)
    return tuple(sorted(entries, key=lambda entry: entry[0]))


def _rebuilt(expr: e.Expr, change: Callable[[e.Node], e.Node]) -> e.Expr:
    return cast("e.Expr", e.rebuild(expr, change))


_SIMPLER: Final = frozenset({
    e.Compare, e.Exists, e.Convert, e.Concat, e.Lookup, e.Product, e.Each, e.Sum, e.Not, e.Test, e.If, e.First, e.Object,
})  # fmt: skip


def _simpler(node: e.Node) -> e.Node:  # noqa: C901 (one arm per rule)
    match node:
        case e.Compare() | e.Exists() if _is_constant(node):
            return e.Always(holds=holds(node, _NOWHERE))
        case e.Convert() | e.Concat() | e.Lookup() | e.Product() if _is_constant(node):
            made = value(node, _NOWHERE)
            return e.Const(made) if made is None or isinstance(made, bool | int | float | str) else node
        case e.Exists(e.Array() | e.Object()):
            return e.Always(holds=True)
        case e.Compare(e.Const(subject)) if is_empty(subject):
            return e.Always(holds=False)
        case e.Product(left, right) if _NOTHING in (left, right):
            return _NOTHING
        case e.Each(e.Const()) | e.Sum(e.Const()):
            return _NOTHING
        case e.Not(e.Always(known)):
            return e.Always(holds=not known)
        case e.Test(e.Always(known)):
            return e.Const(known)
        case e.If(e.Always(known), then, otherwise):
            return then if known else otherwise
        case e.First(options):
            return _first(options)
        case e.Object(entries):
            return e.Object(tuple((key, entry) for key, entry in entries if not _is_empty(entry)))
        case e.Each(e.Each(source, e.Object(entries), condition), item, None) if _is_flat(item):
            return e.Each(source, _with_item(item, dict(entries)), condition)
        case e.Each(e.Array(items), item, None) if _is_flat(item):
            known_items = [part for part in items if isinstance(part, e.Object)]
            if len(known_items) == len(items):
                return e.Array(tuple(_with_item(item, dict(part.entries)) for part in known_items))
    return node


def _is_constant(node: e.Node) -> bool:
    return all(isinstance(child, e.Const) for child in e.children(node))


def _is_empty(expr: e.Expr) -> bool:
    return isinstance(expr, e.Const) and is_empty(expr.value)


def _first(options: tuple[e.Expr, ...]) -> e.Expr:
    kept: list[e.Expr] = []
    for option in options:
        if _is_empty(option):
            continue
        kept.append(option)
        if isinstance(option, e.Const):
            break
    return kept[0] if len(kept) == 1 else e.First(tuple(kept)) if kept else _NOTHING


def _is_flat(item: e.Expr) -> bool:
    """Say whether it reads whole fields of its element, and holds no list with a `$item` of its own."""
    return not any(
        isinstance(node, e.Each)
        or (isinstance(node, e.Field) and node.root is e.Root.ITEM and len(node.path) != 1)
        for node in e.walk(item)
    )


def _with_item(item: e.Expr, fields: Mapping[str, e.Expr]) -> e.Expr:
    def change(node: e.Node) -> e.Node:
        if isinstance(node, e.Field) and node.root is e.Root.ITEM:
            return fields.get(node.path[0], _NOTHING)
        return _simpler(node) if type(node) in _SIMPLER else node

    return _rebuilt(item, change)
