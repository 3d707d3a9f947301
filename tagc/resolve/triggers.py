"""Triggers: the section `triggers`, and what fires each rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tagc import registry
from tagc.contracts import SELECTORS, Listening, Setting, SettingProblem, milliseconds
from tagc.diagnostics import Label, codes, did_you_mean
from tagc.frozen import replace
from tagc.ir.expr import (
    AllOf,
    Always,
    Compare,
    Condition,
    Const,
    Field,
    Not,
    Operator,
    Root,
    Timestamp,
)
from tagc.ir.program import Trigger
from tagc.resolve.consent import NECESSARY, requirement
from tagc.resolve.context import Place
from tagc.resolve.order import in_order
from tagc.resolve.times import window_of
from tagc.resolve.values import condition, selectors, test

if TYPE_CHECKING:
    from tagc import model
    from tagc.contracts import TriggerKind
    from tagc.diagnostics import Span
    from tagc.ir.expr import Expr, Requirement
    from tagc.resolve.context import Context, Path

__all__ = ["declare", "tag_triggers", "triggers_of"]


def declare(context: Context) -> None:
    """The section `triggers`, each after those it names."""
    declared = context.document.triggers
    named = {
        name: [one.name for each in data for one in (each, *(each.members or ())) if one.name in declared]
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


def tag_triggers(context: Context, data: model.Tag, path: Path) -> tuple[Trigger, ...]:
    """What sets off a tag: without `on`, the page view."""
    if data.on is None:
        return (_bare("page_view", context.key(path)),)
    return _all(context, data.on, (*path, "on"))


def _all(context: Context, data: tuple[model.Trigger, ...], path: Path) -> tuple[Trigger, ...]:
    made: list[Trigger] = []
    for at, each in enumerate(data):
        made += _trigger(context, each, context.below(path, at))
    return tuple(dict.fromkeys(made) if len(made) > 1 else made)


def _bare(name: str, origin: Span) -> Trigger:
    kind = registry.triggers()[name]
    settings = None if isinstance(kind.setting, Setting) else kind.setting()
    asked = Listening() if kind.listening is None else kind.listening(settings, ())
    return _made(kind, asked, [], origin)


def _named_event(name: str, origin: Span) -> Trigger:
    named = Compare(Field(Root.EVENT_NAME), Operator.EQUALS, (Const(name),))
    return _made(registry.triggers()["data_layer"], Listening(), [named], origin)


def _made(kind: TriggerKind, asked: Listening, tests: list[Condition], origin: Span) -> Trigger:
    tests = tests if asked.condition is None else [asked.condition, *tests]
    return Trigger(
        kind=kind.name,
        listener=asked.listener or kind.listener or kind.name,
        arguments=asked.arguments,
        words=asked.words,
        tells=kind.tells,
        condition=tests[0] if len(tests) == 1 else AllOf(tuple(tests)) if tests else Always(holds=True),
        selectors=asked.selectors,
        element=kind.element,
        known=asked.known,
        origin=origin,
    )


def _declared(context: Context, name: str) -> tuple[Trigger, ...]:
    context.used_triggers.add(name)
    return context.declared.get(name, ())


def _trigger(context: Context, data: model.Trigger, path: Path) -> tuple[Trigger, ...]:
    if data.name is not None:
        return _by_name(context, data.name, path)
    kind = registry.triggers()[data.kind or ""]
    place = Place(kind.roots)
    inside = (*path, kind.name)
    asked = _asked(context, kind, data, inside)
    tests = _between(context, kind.name, data, (*path, "between"))
    if data.test is not None and kind.subject is not None:
        tests.append(test(context, kind.subject, data.test, inside, place))
    if data.if_ is not None:
        tests.append(condition(context, data.if_, (*path, "if"), place))
    if data.unless is not None:
        tests.append(Not(condition(context, data.unless, (*path, "unless"), place)))
    made = _made(kind, asked, tests, context.value(path))
    if data.members is not None:
        context.groups += 1
        made = replace(
            made, arguments=(Const(context.groups),), members=_members(context, data.members, inside)
        )
    return (
        replace(
            made,
            delay=_delay(context, kind.name, data, (*path, "delay")),
            third_party=kind.third_party,
            requires=_needed(context, kind, data, path),
        ),
    )


def _needed(context: Context, kind: TriggerKind, data: model.Trigger, path: Path) -> Requirement | None:
    """What has to be granted before the listener brings what is a third party's."""
    place = (*path, "requires")
    if kind.third_party is None:
        if data.requires is not None:
            context.report(codes.TRIGGER_NEEDS_NO_CONSENT, context.key(place), kind=kind.name)
        return None
    made = NECESSARY if data.requires is None else requirement(context, data.requires, place)
    if made == NECESSARY:
        where = context.key((*path, kind.name)) if data.requires is None else context.value(place)
        context.report(codes.TRIGGER_WITHOUT_CONSENT, where, kind=kind.name, title=kind.third_party.title)
    return made


def _members(
    context: Context, data: tuple[model.Trigger, ...], path: Path
) -> tuple[tuple[Trigger, ...], ...]:
    """The members of a group: each is one trigger, or several of which any will do."""
    members = []
    for at, each in enumerate(data):
        inside = context.below(path, at)
        made = _trigger(context, each, inside)
        problem, hint = None, None
        if any(trigger.members for trigger in made):
            problem, hint = "a group is no member of another one", "list its members here"
        elif any(trigger.delay for trigger in made):
            problem, hint = "a member has no delay of its own", "write delay beside group"
        if problem is not None:
            context.report(
                codes.TRIGGER_SETTING, context.value(inside), hint=hint, kind="group", problem=problem
            )
        members.append(made)
    return tuple(members)


def _delay(context: Context, kind: str, data: model.Trigger, path: Path) -> int:
    if data.delay is None:
        return 0
    try:
        return milliseconds(data.delay)
    except SettingProblem as wrong:
        context.report(
            codes.TRIGGER_SETTING, context.value(path), hint=wrong.hint, kind=kind, problem=wrong.problem
        )
        return 0


def _between(context: Context, kind: str, data: model.Trigger, path: Path) -> list[Condition]:
    """The time of the event stands between these."""
    if data.between is None:
        return []
    places = {"from": (*path, "from"), "until": (*path, "until")}
    if (*path, 0) in context.spans:
        places = {"from": (*path, 0), "until": (*path, 1)}
    tests: list[Condition] = []
    try:
        start, end = window_of(data.between.from_, data.between.until)
    except SettingProblem as wrong:
        place = context.value(path if wrong.key is None else places[wrong.key])
        context.report(codes.TRIGGER_SETTING, place, hint=wrong.hint, kind=kind, problem=wrong.problem)
        return []
    if start is not None:
        tests.append(Compare(Timestamp(), Operator.GTE, (Const(start),)))
    if end is not None:
        tests.append(Compare(Timestamp(), Operator.LT, (Const(end),)))
    return tests


def _asked(context: Context, kind: TriggerKind, data: model.Trigger, path: Path) -> Listening:
    """What the settings under a kind's key mean."""
    if kind.setting is Setting.SELECTORS:
        # Read before anything happens, so nothing of what happens can stand in them.
        return Listening(selectors=selectors(context, data.selectors or (), path, Place()))
    if kind.listening is None:
        return Listening()
    if isinstance(kind.setting, Setting) or data.settings is None:
        return kind.listening(None, ())
    own = kind.setting
    chosen: tuple[Expr, ...] = ()
    for name, field in own.model_fields.items():
        if SELECTORS in field.metadata:
            key = context.below(path, field.alias or name)
            chosen = selectors(context, getattr(data.settings, name), key, Place())
    try:
        return kind.listening(own.model_validate(data.settings.model_dump(by_alias=True)), chosen)
    except SettingProblem as wrong:
        steps = [step for step in (wrong.key, wrong.entry) if step is not None]
        place = context.below(path, *steps)
        context.report(
            codes.TRIGGER_SETTING,
            context.value(place),
            hint=wrong.hint,
            kind=kind.name,
            problem=wrong.problem,
        )
        return Listening()


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
