"""Payloads: an instance's parameters in its vendor's shape, over the neutral ones."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tagc.ir.expr import (
    Array,
    Const,
    Each,
    Exists,
    Expr,
    Field,
    First,
    If,
    Object,
    Param,
    Product,
    Root,
    Sum,
    rebuild_expr,
)

if TYPE_CHECKING:
    from tagc.ir.expr import Node
    from tagc.ir.program import Rule
    from tagc.resolve.instances import Vendor

__all__ = ["payloads", "priced"]

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
    made = {name: _payload(vendor, _given(rules, name)) for name, vendor in vendors.items()}
    return tuple(
        replace(rule, calls=tuple(replace(call, payload=made[call.instance]) for call in rule.calls))
        for rule in rules
    )


def _given(rules: tuple[Rule, ...], instance: str) -> dict[str, list[dict[str, Expr]]]:
    found: dict[str, list[dict[str, Expr]]] = {}
    for each in rules:
        for call in each.calls:
            if call.instance == instance:
                params = dict(call.params)
                for name in params:
                    found.setdefault(name, []).append(params)
    return found


def _payload(vendor: Vendor, given: dict[str, list[dict[str, Expr]]]) -> Expr:
    platform = vendor.platform
    has_price = any(priced(params) for params in given.get("items", []))
    names = {*given, *(["value"] if has_price and "currency" in given else [])}
    worth = _worth(priced=has_price)

    def fill(node: Node) -> Node:
        return worth if node == Param("value") else node

    entries: dict[str, list[Expr]] = {}
    for name, key, expr in platform.params:
        if name in names:
            made = rebuild_expr(_absent(expr, names), fill)
            entries.setdefault(key, []).append(_only_with(name, expr, made))
    if platform.custom_params:
        mapped = {name for name, _, _ in platform.params}
        for name in sorted(names - mapped):
            entries.setdefault(name, []).append(Param(name))
    body = [(key, made[0] if len(made) == 1 else First(tuple(made))) for key, made in entries.items()]
    extra = [(key, vendor.fill(expr)) for key, expr in platform.extra]
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
    follows = expr == Param(name) or (isinstance(expr, Each) and expr.source == Param(name))
    return made if follows else If(Exists(Param(name)), made)
