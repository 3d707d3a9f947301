"""Payloads: an instance's parameters in its vendor's shape, over the neutral ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tagc.events import PARAMETERS
from tagc.frozen import replace
from tagc.ir.expr import (
    Array,
    Cell,
    Const,
    Convert,
    Each,
    Exists,
    Expr,
    Field,
    First,
    If,
    Lookup,
    Object,
    Param,
    Product,
    Root,
    Sum,
    rebuild_expr,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tagc.contracts import Conversions, Platform
    from tagc.ir.expr import Node
    from tagc.ir.program import Rule
    from tagc.resolve.instances import Constant, Vendor

__all__ = ["payloads", "priced", "shaped"]

_ITEMS = Param("items")


def priced(params: dict[str, Expr]) -> bool:
    """Items that have a price, so that they can be summed up."""
    items = params.get("items")
    entries = [items.item] if isinstance(items, Each) else items.items if isinstance(items, Array) else ()
    return any(
        isinstance(entry, Object) and any(key == "price" for key, _ in entry.entries) for entry in entries
    )


def _worth(*, priced: bool) -> Expr:
    """`value`, or the sum of the items; never without a currency."""
    made: Expr = Param("value")
    if priced:
        quantity = First((Field(Root.ITEM, ("quantity",)), Const(1)))
        made = First((made, Sum(Each(_ITEMS, Product(Field(Root.ITEM, ("price",)), quantity)))))
    return If(Exists(Param("currency")), made)


def payloads(rules: tuple[Rule, ...], vendors: dict[str, Vendor]) -> tuple[Rule, ...]:
    """The same rules, each call with the payload of its instance.

    An instance has one payload, over the parameters that any of its rules gives: a parameter that a rule does not give
    is empty there, and what is empty is left out.
    """
    made = {
        name: _payload(vendor, _given(rules, name), _cells(rules, name)) for name, vendor in vendors.items()
    }
    return tuple(
        replace(rule, calls=tuple(replace(call, payload=made[call.instance]) for call in rule.calls))
        for rule in rules
    )


def _given(rules: tuple[Rule, ...], instance: str) -> dict[str, list[dict[str, Expr]]]:
    found: dict[str, list[dict[str, Expr]]] = {}
    for each in rules:
        for call in each.calls:
            if call.instance == instance:
                computed = {cell.name for _, cell in call.cells if isinstance(cell, Param)}
                params = {name: value for name, value in call.params if name not in computed}
                for name in params:
                    found.setdefault(name, []).append(params)
    return found


def _cells(rules: tuple[Rule, ...], instance: str) -> list[dict[str, Constant | Param]]:
    """The cells of each event of the instance."""
    return [dict(call.cells) for rule in rules for call in rule.calls if call.instance == instance]


def _payload(
    vendor: Vendor, given: dict[str, list[dict[str, Expr]]], cells: list[dict[str, Constant | Param]]
) -> Expr:
    platform = vendor.platform
    has_price = any(priced(params) for params in given.get("items", []))
    names = {*given, *(["value"] if has_price and "currency" in given else [])}
    worth = _worth(priced=has_price)

    def fill(node: Node) -> Node:
        if isinstance(node, Cell):
            values = {each.get(node.name) for each in cells}
            value = values.pop() if len(values) == 1 else Param("")  # none: nothing is told to the instance
            return node if isinstance(value, Param) else Const(value)
        return worth if node == Param("value") else node

    def filled(expr: Expr) -> Expr:
        return vendor.fill(rebuild_expr(expr, fill))

    return shaped(platform, names, filled)


def shaped(table: Platform | Conversions, names: set[str], filled: Callable[[Expr], Expr]) -> Object:
    """The parameters of these names in a vendor's shape; `filled` finishes each of its expressions."""

    def made(expr: Expr) -> Expr:
        return filled(_absent(expr, names))

    entries: dict[str, list[Expr]] = {}
    for name, key, expr in table.params:
        if name in names:
            entries.setdefault(key, []).append(_only_with(name, expr, made(expr)))
    if table.custom_params:
        for name in sorted(names - PARAMETERS.keys()):
            entries.setdefault(name, []).append(Param(name))
    body = [(key, all_[0] if len(all_) == 1 else First(tuple(all_))) for key, all_ in entries.items()]
    extra = [(key, made(expr)) for key, expr in table.extra]
    return Object((*body, *((key, expr) for key, expr in extra if expr != Const(None))))


def _absent(expr: Expr, names: set[str]) -> Expr:
    """Parameters that no rule gives are nothing."""

    def change(node: Node) -> Node:
        if isinstance(node, Param) and node.name not in names:
            return Const(None)
        if isinstance(node, First):
            options = tuple(option for option in node.options if option != Const(None))
            return options[0] if len(options) == 1 else First(options)
        return node

    return rebuild_expr(expr, change)


def _only_with(name: str, expr: Expr, made: Expr) -> Expr:
    """An entry belongs to its parameter: where the event has none, there is no entry."""
    return made if _follows(expr, name) else If(Exists(Param(name)), made)


def _follows(expr: Expr, name: str) -> bool:
    """It gives nothing where its parameter is nothing."""
    match expr:
        case Param():
            return expr.name == name
        case Each(source) | Convert(source) | Lookup(source, default=Const(None)):
            return _follows(source, name)
        case If(test, then, Const(None)):
            asked = isinstance(test, Exists) and _follows(test.subject, name)
            return asked or _follows(then, name)
        case _:
            return False
