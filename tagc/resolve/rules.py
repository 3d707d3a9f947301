"""The section `events`: rules with their triggers, and what each instance is told."""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from tagc import registry
from tagc.contracts import Setting, VendorEvent
from tagc.diagnostics import codes, did_you_mean
from tagc.events import EVENTS, ITEM_FIELDS, PARAMETERS, USER_FIELDS, ValueType
from tagc.ir.expr import (
    AllOf,
    Always,
    Array,
    Compare,
    Condition,
    Const,
    Convert,
    Each,
    Exists,
    Expr,
    Field,
    First,
    If,
    Not,
    Object,
    Operator,
    Param,
    Product,
    RequireAll,
    Root,
    Sum,
    rebuild_expr,
    walk,
)
from tagc.ir.program import Call, Gate, Once, Rule, Trigger
from tagc.model import EachValue
from tagc.resolve.consent import requirement, simplified
from tagc.resolve.context import Place
from tagc.resolve.instances import note, unknown_instance, user_fields
from tagc.resolve.iso import CURRENCIES
from tagc.resolve.references import follow
from tagc.resolve.values import condition, selectors, test, value

if TYPE_CHECKING:
    from tagc import model
    from tagc.ir.expr import Node, Requirement
    from tagc.resolve.context import Context, Path
    from tagc.resolve.instances import Vendor

__all__ = ["payloads", "rule", "triggers_of"]

# How alike a free parameter's name has to be to a neutral one to be a slip of the pen (difflib's ratio).
_MISSPELT = 0.8
_ITEMS = Param("items")


# ---- triggers ------------------------------------------------------------------------------------------------------------------


def triggers_of(context: Context, name: str, data: model.Rule) -> tuple[Trigger, ...]:
    """What fires a rule. Without `on`: the kind of the rule's own name, else the data-layer event of that name."""
    path: Path = ("events", name)
    if data.on is None:
        kind = registry.triggers().get(name)
        if kind is not None and kind.bare:
            return (_bare(context, name, context.key(path)),)
        if name in context.document.triggers:
            return _declared(context, name)
        return (_named_event(context, name, path),)
    return _all(context, data.on, (*path, "on"))


def _all(context: Context, data: tuple[model.Trigger, ...], path: Path) -> tuple[Trigger, ...]:
    made: list[Trigger] = []
    for at, each in enumerate(data):
        made.extend(_trigger(context, each, (*path, at) if len(data) > 1 else path))
    return tuple(made)


def _bare(context: Context, kind: str, origin: object) -> Trigger:
    del context
    return Trigger(kind=kind, condition=Always(holds=True), selectors=(), origin=origin)  # type: ignore[arg-type]


def _named_event(context: Context, name: str, path: Path) -> Trigger:
    subject = registry.triggers()["data_layer"].subject
    named = Compare(subject or Const(None), Operator.EQUALS, (Const(name),))
    return Trigger(kind="data_layer", condition=named, selectors=(), origin=context.key(path))


def _declared(context: Context, name: str) -> tuple[Trigger, ...]:
    context.used_triggers.add(name)
    return _all(context, context.document.triggers[name], ("triggers", name))


def _trigger(context: Context, data: model.Trigger, path: Path) -> tuple[Trigger, ...]:
    if data.name is not None:
        return _by_name(context, data.name, path)
    kind = registry.triggers()[data.kind or ""]
    place = Place(kind.roots)
    inside = (*path, kind.name)
    tests: list[Condition] = []
    chosen: tuple[Expr, ...] = ()
    if kind.setting is Setting.SELECTORS:
        chosen = selectors(context, data.selectors or (), inside, place)
    elif data.test is not None and kind.subject is not None:
        tests.append(test(context, kind.subject, data.test, inside, place))
    if data.if_ is not None:
        tests.append(condition(context, data.if_, (*path, "if"), place))
    if data.unless is not None:
        tests.append(Not(condition(context, data.unless, (*path, "unless"), place)))
    made = tests[0] if len(tests) == 1 else AllOf(tuple(tests)) if tests else Always(holds=True)
    return (Trigger(kind=kind.name, condition=made, selectors=chosen, origin=context.value(path)),)


def _by_name(context: Context, name: str, path: Path) -> tuple[Trigger, ...]:
    if name in context.document.triggers:
        return _declared(context, name)
    kinds = registry.triggers()
    if name in kinds and kinds[name].bare:
        return (_bare(context, name, context.value(path)),)
    near = did_you_mean(name, [*context.document.triggers, *(k for k, kind in kinds.items() if kind.bare)])
    hint = f'did you mean "{near}"?' if near else None
    if name in kinds:
        hint = f"it needs a setting: {kinds[name].example}"
    context.report(codes.UNKNOWN_TRIGGER, context.value(path), hint=hint, name=name)
    return ()


# ---- rules ---------------------------------------------------------------------------------------------------------------------


def rule(
    context: Context, name: str, data: model.Rule, vendors: dict[str, Vendor], needs: dict[str, Requirement]
) -> Rule | None:
    """One rule; None when it is paused or so wrong that nothing can be made of it."""
    path: Path = ("events", name)
    event, custom = _event(context, name, data, path)
    triggers = triggers_of(context, name, data)
    place = Place(_common_roots(triggers))
    tests: list[Condition] = []
    if data.if_ is not None:
        tests.append(condition(context, data.if_, (*path, "if"), place))
    if data.unless is not None:
        tests.append(Not(condition(context, data.unless, (*path, "unless"), place)))
    user = user_fields(context, data.user_data, (*path, "user_data"), place)
    if user and context.document.user_data is None:
        context.report(codes.USER_DATA_WITHOUT_SECTION, context.key((*path, "user_data")))
    extra = None if data.requires is None else requirement(context, data.requires, (*path, "requires"))
    calls = _calls(context, name, data, event, custom, vendors, needs, extra, place)
    made = Rule(
        name=name,
        event=event,
        triggers=triggers,
        condition=tests[0] if len(tests) == 1 else AllOf(tuple(tests)) if tests else Always(holds=True),
        once=_once(context, data, event or custom or name, path, place),
        event_id=None
        if data.event_id is None
        else _reference(context, data.event_id, (*path, "event_id"), place),
        user=user,
        calls=calls,
        note=note(data),
        origin=context.key(path),
    )
    return None if data.paused is not None or (event is None and custom is None) else made


def _common_roots(triggers: tuple[Trigger, ...]) -> frozenset[Root]:
    roots = [registry.triggers()[trigger.kind].roots for trigger in triggers]
    return frozenset.intersection(*roots) if roots else frozenset()


def _event(context: Context, name: str, data: model.Rule, path: Path) -> tuple[str | None, str | None]:
    if data.event is not None and data.custom is not None:
        context.report(codes.EVENT_AND_CUSTOM, context.key((*path, "custom")))
    if data.custom is not None:
        if not isinstance(data.custom, str) or "$" in data.custom:
            context.report(codes.CUSTOM_NOT_FIXED, context.value((*path, "custom")))
            return None, None
        return None, data.custom
    if data.event is not None:
        return data.event, None
    if name in EVENTS:
        return name, None
    near = did_you_mean(name, EVENTS)
    hint = f'did you mean "{near}"?' if near else None
    context.report(codes.UNKNOWN_EVENT, context.key(path), hint=hint, name=name)
    return None, None


def _reference(context: Context, text: str, path: Path, place: Place) -> Expr:
    return follow(context, text[1:], context.value(path), place)


def _once(context: Context, data: model.Rule, event: str, path: Path, place: Place) -> Once | None:
    if data.once_per is None:
        return None
    if data.once_per == "page":
        return Once(key=None, event=event)
    return Once(key=_reference(context, data.once_per, (*path, "once_per"), place), event=event)


# ---- calls ---------------------------------------------------------------------------------------------------------------------


def _calls(
    context: Context,
    name: str,
    data: model.Rule,
    event: str | None,
    custom: str | None,
    vendors: dict[str, Vendor],
    needs: dict[str, Requirement],
    extra: Requirement | None,
    place: Place,
) -> tuple[Call, ...]:
    path: Path = ("events", name)
    for key in data.platforms:
        if key not in vendors:
            _unknown_key(context, key, (*path, "platforms", key))
    for at, key in enumerate(data.to or ()):
        if key not in vendors:
            unknown_instance(context, key, (*path, "to", at))
    if custom is not None and data.to is None:
        context.report(codes.CUSTOM_WITHOUT_TARGETS, context.value((*path, "custom")))
    shared = _params(context, data.params, (*path, "params"), place)
    _checked_params(context, data, shared, path)
    calls: list[Call] = []
    for key, vendor in vendors.items():
        wanted = key in data.to if data.to is not None else custom is None
        if not wanted or (key in data.platforms and data.platforms[key] is None):
            continue
        found = _vendor_event(context, name, data, event, custom, vendor)
        if found is None:
            continue
        own = data.platforms.get(key)
        special = (
            {} if own is None else _params(context, own.params, (*path, "platforms", key, "params"), place)
        )
        params = _layers(context, vendor, shared, special, place)
        _required(context, name, vendor, found, params, path)
        cells = found.cells
        if own is not None and own.conversion is not None:
            cells = (*cells, ("conversion", _conversion(own.conversion)))
        both = needs[key] if extra is None else simplified(RequireAll((needs[key], extra)))
        calls.append(
            Call(
                instance=key,
                gate=Gate(both),
                vendor_event=found.name,
                page_view=event == "page_view",
                cells=cells,
                params=tuple(params.items()),
                payload=Object(()),  # the instance's own, when all rules are known
                origin=context.key(path),
            )
        )
    if not calls and (event or custom) and not (custom and data.to is None):
        context.report(codes.RULE_REACHES_NOBODY, context.key(path), name=name)
    return tuple(calls)


def _conversion(text: str) -> int | str:
    return int(text) if text.isdigit() else text


def _unknown_key(context: Context, name: str, path: Path) -> None:
    known = list(context.document.platforms)
    near = did_you_mean(name, known)
    hint = f'did you mean "{near}"?' if near else f"instances: {', '.join(known)}"
    context.report(codes.UNKNOWN_INSTANCE, context.key(path), hint=hint, name=name)


def _vendor_event(
    context: Context, name: str, data: model.Rule, event: str | None, custom: str | None, vendor: Vendor
) -> VendorEvent | None:
    """What the platform calls it; None where it is not told, reported where that was asked for by name."""
    platform, path = vendor.platform, ("events", name)
    own = data.platforms.get(vendor.name)
    asked = vendor.name in data.platforms or (data.to is not None and vendor.name in data.to)
    conversion = None if own is None else own.conversion
    if platform.conversion is None and conversion is not None:
        place = context.key((*path, "platforms", vendor.name, "conversion"))
        context.report(codes.CONVERSION_UNEXPECTED, place, title=platform.title)
        return None
    if own is not None and own.event is not None:
        if platform.named is None:
            place = context.key((*path, "platforms", vendor.name, "event"))
            context.report(codes.EVENT_NAME_NOT_POSSIBLE, place, title=platform.title)
            return None
        return platform.named(own.event)
    if conversion is not None and platform.conversion is not None:
        if not re.search(platform.conversion, conversion):
            place = context.value((*path, "platforms", vendor.name, "conversion"))
            context.report(codes.CONVERSION_MALFORMED, place, value=conversion, title=platform.title)
        return _by_id(vendor)
    if custom is not None and platform.named is not None:
        return platform.named(custom)
    if event is not None and event in platform.events:
        return platform.events[event]
    if asked:
        place = (
            context.key((*path, "platforms", vendor.name))
            if vendor.name in data.platforms
            else context.key(path)
        )
        if data.to is not None and vendor.name in data.to:
            place = context.value((*path, "to", data.to.index(vendor.name)))
        if platform.named is None:
            context.report(codes.CONVERSION_MISSING, place, title=platform.title, instance=vendor.name)
        else:
            context.report(codes.EVENT_NOT_SUPPORTED, place, title=platform.title, event=event or custom)
    return None


def _by_id(vendor: Vendor) -> VendorEvent:
    return VendorEvent(name=f"(conversion in {vendor.platform.title})")


def _required(
    context: Context, name: str, vendor: Vendor, found: VendorEvent, params: dict[str, Expr], path: Path
) -> None:
    given = set(params) | ({"value"} if _priced(params) else set())
    for missing in (parameter for parameter in found.requires if parameter not in given):
        context.report(
            codes.PARAMETER_MISSING,
            context.key(path),
            title=vendor.platform.title,
            name=missing,
            event=found.name,
        )
    del name


# ---- parameters ----------------------------------------------------------------------------------------------------------------


def _params(context: Context, data: model.Params, path: Path, place: Place) -> dict[str, Expr | None]:
    """Parameters of one layer, neutral ones converted to their type; None takes one out."""
    found: dict[str, Expr | None] = {}
    for name, given in data.items():
        if name in USER_FIELDS and name not in PARAMETERS:
            context.report(codes.USER_DATA_AS_PARAMETER, context.key((*path, name)), name=name)
        near = [] if name in PARAMETERS else get_close_matches(name, PARAMETERS, n=1, cutoff=_MISSPELT)
        if near:
            hint = f'did you mean "{near[0]}"? A parameter of your own needs a name that is less like it'
            context.report(codes.PARAMETER_MISSPELT, context.key((*path, name)), hint=hint, name=name)
        found[name] = None if given is None else _param(context, name, given, (*path, name), place)
    return found


def _param(context: Context, name: str, given: model.Value, path: Path, place: Place) -> Expr:
    kind = PARAMETERS[name].type if name in PARAMETERS else ValueType.ANY
    if kind is ValueType.ITEMS:
        return _items(context, given, path, place)
    made = value(context, given, path, place, as_text=kind in {ValueType.TEXT, ValueType.CURRENCY})
    if any(isinstance(node, Field) and node.root is Root.USER for node in walk(made)):
        context.report(codes.USER_DATA_AS_PARAMETER, context.value(path), name=name)
    return _typed(context, name, kind, made, path)


def _typed(context: Context, name: str, kind: ValueType, made: Expr, path: Path) -> Expr:
    if kind is ValueType.NUMBER:
        if isinstance(made, Const):
            number = _constant_number(made.value)
            if number is None:
                context.report(codes.NOT_A_NUMBER, context.value(path), name=name)
            return Const(number)
        return (
            made if isinstance(made, Convert) and made.name.startswith("number") else Convert(made, "number")
        )
    if kind is ValueType.CURRENCY and isinstance(made, Const) and made.value not in CURRENCIES:
        near = did_you_mean(str(made.value).upper(), CURRENCIES)
        hint = f'did you mean "{near}"?' if near else None
        context.report(codes.UNKNOWN_CURRENCY, context.value(path), hint=hint, name=made.value)
    if kind in {ValueType.TEXT, ValueType.CURRENCY} and not isinstance(made, Const):
        return Convert(made, "text")
    return made


def _constant_number(given: float | str | None) -> int | float | None:
    if isinstance(given, str):
        try:
            number = float(given)
        except ValueError:
            return None
        return int(number) if number.is_integer() else number
    return None if isinstance(given, bool) else given


def _items(context: Context, given: model.Value, path: Path, place: Place) -> Expr:
    """A list of items with neutral, converted fields, whatever the page calls its list."""
    if isinstance(given, EachValue) and given.as_ is None and isinstance(given.item, dict):
        inner = place.inside_each()
        item = _item(context, given.item, (*path, "item"), inner)
        chosen = None if given.if_ is None else condition(context, given.if_, (*path, "if"), inner)
        return Each(value(context, given.each, (*path, "each"), place), item, chosen)
    if isinstance(given, tuple):
        entries = []
        for at, entry in enumerate(given):
            if isinstance(entry, dict):
                entries.append(_item(context, entry, (*path, at), place))
            else:
                context.report(codes.ITEMS_NOT_A_LIST, context.value((*path, at)))
        return Array(tuple(entries))
    made = value(context, given, path, place)
    if isinstance(made, Const | Object):
        context.report(codes.ITEMS_NOT_A_LIST, context.value(path))
    neutral = Object(
        tuple(
            (name, Convert(Field(Root.ITEM, (name,)), "number" if field.type is ValueType.NUMBER else "text"))
            for name, field in ITEM_FIELDS.items()
        )
    )
    return Each(made, neutral)


def _item(context: Context, given: dict[str, model.Value], path: Path, place: Place) -> Expr:
    entries: list[tuple[str, Expr]] = []
    for name, field in given.items():
        at = (*path, name)
        known = ITEM_FIELDS.get(name)
        if known is None:
            near = did_you_mean(name, ITEM_FIELDS)
            hint = f'did you mean "{near}"?' if near else f"items have {', '.join(ITEM_FIELDS)}"
            context.report(codes.UNKNOWN_ITEM_FIELD, context.key(at), hint=hint, name=name)
            continue
        made = value(context, field, at, place, as_text=known.type is ValueType.TEXT)
        entries.append((name, _typed(context, name, known.type, made, at)))
    return Object(tuple(entries))


def _layers(
    context: Context,
    vendor: Vendor,
    shared: dict[str, Expr | None],
    special: dict[str, Expr | None],
    place: Place,
) -> dict[str, Expr]:
    """Platform < rule < the rule's own for this platform; null removes."""
    path: Path = ("platforms", vendor.name, "params")
    merged: dict[str, Expr | None] = {**_params(context, vendor.data.params, path, place)}
    merged.update(shared)
    merged.update(special)
    return {name: made for name, made in merged.items() if made is not None and made != Const(None)}


def _checked_params(context: Context, data: model.Rule, shared: dict[str, Expr | None], path: Path) -> None:
    """What is never sent although it is written."""
    if shared.get("value") is None or shared.get("currency") is not None:
        return
    elsewhere = [own.params for own in data.platforms.values() if own is not None]
    elsewhere += [instance.params for instance in context.document.platforms.values()]
    if not any("currency" in params for params in elsewhere):
        context.report(codes.VALUE_WITHOUT_CURRENCY, context.key((*path, "params", "value")))


# ---- payloads ------------------------------------------------------------------------------------------------------------------


def _priced(params: dict[str, Expr]) -> bool:
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
    priced = any(_priced(params) for params in given.get("items", []))
    names = {*given, *(["value"] if priced and "currency" in given else [])}
    worth = _worth(priced=priced)

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
