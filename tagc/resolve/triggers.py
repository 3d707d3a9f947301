"""Triggers: the section `triggers`, and what fires each rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tagc import registry
from tagc.contracts import Setting
from tagc.diagnostics import Label, codes, did_you_mean
from tagc.ir.expr import (
    AllOf,
    Always,
    Compare,
    Condition,
    Const,
    Expr,
    Field,
    Not,
    Operator,
    Root,
)
from tagc.ir.program import Trigger
from tagc.resolve.context import Place
from tagc.resolve.order import in_order
from tagc.resolve.values import condition, selectors, test

if TYPE_CHECKING:
    from tagc import model
    from tagc.diagnostics import Span
    from tagc.resolve.context import Context, Path

__all__ = ["declare", "triggers_of"]


def declare(context: Context) -> None:
    """The section `triggers`, each after those it names."""
    declared = context.document.triggers
    named = {
        name: [one.name for one in data if one.name is not None and one.name in declared]
        for name, data in declared.items()
    }
    for name in declared:
        if name in registry.triggers():
            context.report(codes.TRIGGER_NAMED_LIKE_A_KIND, context.key(("triggers", name)), name=name)
    ordered, circles = in_order(named)
    for name, *others in circles:
        labels = [Label(context.key(("triggers", other)), f'"{other}"') for other in others[:-1]]
        cycle = " -> ".join((name, *others))
        place = context.key(("triggers", name))
        context.report(codes.TRIGGER_CYCLE, place, labels=labels, name=name, cycle=cycle)
    for name in ordered:
        context.declared[name] = _all(context, declared[name], ("triggers", name))


def triggers_of(context: Context, name: str, data: model.Rule) -> tuple[Trigger, ...]:
    """What fires a rule. Without `on`: the kind of the rule's own name, else the data-layer event of that name."""
    path: Path = ("events", name)
    if data.on is None:
        kind = registry.triggers().get(name)
        if kind is not None and kind.bare:
            return (_bare(name, context.key(path)),)
        if name in context.document.triggers:
            return _declared(context, name)
        return (_named_event(name, context.key(path)),)
    return _all(context, data.on, (*path, "on"))


def _all(context: Context, data: tuple[model.Trigger, ...], path: Path) -> tuple[Trigger, ...]:
    made: dict[Trigger, None] = {}
    for at, each in enumerate(data):
        made.update(dict.fromkeys(_trigger(context, each, context.below(path, at))))
    return tuple(made)


def _bare(kind: str, origin: Span) -> Trigger:
    return Trigger(kind=kind, condition=Always(holds=True), selectors=(), origin=origin)


def _named_event(name: str, origin: Span) -> Trigger:
    named = Compare(Field(Root.EVENT_NAME), Operator.EQUALS, (Const(name),))
    return Trigger(kind="data_layer", condition=named, selectors=(), origin=origin)


def _declared(context: Context, name: str) -> tuple[Trigger, ...]:
    context.used_triggers.add(name)
    return context.declared.get(name, ())


def _trigger(context: Context, data: model.Trigger, path: Path) -> tuple[Trigger, ...]:
    if data.name is not None:
        return _by_name(context, data.name, path)
    kind = registry.triggers()[data.kind or ""]
    place = Place(kind.roots)
    inside = (*path, kind.name)
    tests: list[Condition] = []
    chosen: tuple[Expr, ...] = ()
    if kind.setting is Setting.SELECTORS:
        chosen = selectors(context, data.selectors or (), inside, Place())  # read before anything happens
    elif data.test is not None and kind.subject is not None:
        tests.append(test(context, kind.subject, data.test, inside, place))
    if data.if_ is not None:
        tests.append(condition(context, data.if_, (*path, "if"), place))
    if data.unless is not None:
        tests.append(Not(condition(context, data.unless, (*path, "unless"), place)))
    made = tests[0] if len(tests) == 1 else AllOf(tuple(tests)) if tests else Always(holds=True)
    element = next(iter(kind.roots)) if kind.setting is Setting.SELECTORS else None
    return (
        Trigger(
            kind=kind.name, condition=made, selectors=chosen, element=element, origin=context.value(path)
        ),
    )


def _by_name(context: Context, name: str, path: Path) -> tuple[Trigger, ...]:
    if name in context.document.triggers:
        return _declared(context, name)
    kinds = registry.triggers()
    if name in kinds and kinds[name].bare:
        return (_bare(name, context.value(path)),)
    near = did_you_mean(name, [*context.document.triggers, *(k for k, kind in kinds.items() if kind.bare)])
    hint = f'did you mean "{near}"?' if near else None
    if name in kinds:
        hint = f"give it a setting: {kinds[name].example}"
    elif hint is None:
        hint = (
            f"kinds are {', '.join(kinds)}; write {{data_layer: {name}}} for a data-layer event of that name"
        )
    context.report(codes.UNKNOWN_TRIGGER, context.value(path), hint=hint, name=name)
    return ()
