"""`after` of rules and tags: names, circles, and what is switched off."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tagc.diagnostics import Label, codes, did_you_mean
from tagc.resolve.order import in_order

if TYPE_CHECKING:
    from tagc import model
    from tagc.ir.program import Rule
    from tagc.resolve.context import Context, Path

__all__ = ["sequence"]


def sequence(context: Context, rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """The rules, waiting for nothing that is switched off; what must not go without such a one is switched off, too."""
    document = context.document
    entries: dict[str, model.Rule | model.Tag] = {}
    entries.update(document.tags)
    entries.update(document.events)
    places: dict[str, Path] = {
        **{name: ("tags", name) for name in document.tags},
        **{name: ("events", name) for name in document.events},
    }
    for name, data in entries.items():
        for at, other in enumerate(data.after):
            if other not in entries:
                near = did_you_mean(other, [key for key in entries if key != name])
                hint = f'did you mean "{near}"?' if near else None
                span = context.value((*places[name], "after", at))
                context.report(codes.UNKNOWN_RULE, span, hint=hint, name=other)
        if data.stop_on_failure and not data.after:
            context.report(codes.STOP_WITHOUT_AFTER, context.key((*places[name], "stop_on_failure")))
    ordered, circles = in_order({name: data.after for name, data in entries.items()})
    for name, *others in circles:
        labels = [Label(context.key(places[other]), f'"{other}"') for other in others[:-1]]
        cycle = " -> ".join((name, *others))
        span = context.value((*places[name], "after"))
        context.report(codes.RULE_CYCLE, span, labels=labels, name=name, cycle=cycle)
    made = {rule.name: rule for rule in rules}
    paused = {name for name, data in entries.items() if data.paused is not None}
    # What other documents share may reach nobody here.
    off = paused | {name for name in entries if name not in made and context.shared(places[name])}
    for name in ordered:
        rule = made.get(name)
        if rule is None or off.isdisjoint(rule.after):
            continue
        code = codes.NEVER_ITS_TURN if rule.stop_on_failure else codes.AFTER_PAUSED_RULE
        for at, other in enumerate(entries[name].after):
            if other in paused:
                labels = [Label(context.key(places[other]), "switched off")]
                span = context.value((*places[name], "after", at))
                context.report(code, span, labels=labels, name=name, other=other)
        if rule.stop_on_failure:
            off.add(name)
            if not paused.isdisjoint(rule.after):
                paused.add(name)
            del made[name]
        else:
            made[name] = replace(rule, after=tuple(other for other in rule.after if other not in off))
    return tuple(made.values())
