"""The section `events`: rules with their triggers, and what each instance is told."""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from tagc import registry
from tagc.contracts import Setting, VendorEvent
from tagc.diagnostics import Label, codes, did_you_mean
from tagc.events import EVENTS, ITEM_FIELDS, PARAMETERS, ValueType
from tagc.ir.expr import (
    AllOf,
    Always,
    Array,
    Compare,
    Concat,
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
)
from tagc.ir.program import Call, Gate, Once, Rule, Trigger
from tagc.ir.values import number_of
from tagc.model import EachValue
from tagc.resolve.consent import requirement, simplified
from tagc.resolve.context import Place, everywhere
from tagc.resolve.instances import note, unknown_instance, user_fields
from tagc.resolve.iso import CURRENCIES
from tagc.resolve.order import in_order
from tagc.resolve.references import follow, is_reference
from tagc.resolve.values import condition, finished, selectors, test, value

if TYPE_CHECKING:
    from tagc import model
    from tagc.diagnostics import Span
    from tagc.ir.expr import Node, Requirement
    from tagc.resolve.context import Context, Path
    from tagc.resolve.instances import Vendor

__all__ = ["declare", "instance_params", "payloads", "rule", "triggers_of"]

# How alike a free parameter's name has to be to a neutral one to be a slip of the pen (difflib's ratio).
_MISSPELT = 0.8
_ITEMS = Param("items")
# User data that is somebody's, whatever the parameter is read from; a city or a country may be anything.
_IDENTIFYING = frozenset({"email", "phone", "first_name", "last_name", "birth_date"})


# ---- triggers ------------------------------------------------------------------------------------------------------------------


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


# ---- rules ---------------------------------------------------------------------------------------------------------------------


def rule(
    context: Context, name: str, data: model.Rule, vendors: dict[str, Vendor], needs: dict[str, Requirement]
) -> Rule | None:
    """One rule; None when it is paused or so wrong that nothing can be made of it."""
    path: Path = ("events", name)
    event, custom = _event(context, name, data, path)
    triggers = triggers_of(context, name, data)
    place = Place(_common_roots(triggers)) if triggers else everywhere()
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
        labels = [Label(context.key((*path, "event")), "the other one")]
        context.report(codes.EVENT_AND_CUSTOM, context.key((*path, "custom")), labels=labels)
    if data.custom is not None:
        return None, _custom(context, data.custom, (*path, "custom"))
    if data.event is not None:
        return data.event, None
    if name in EVENTS:
        return name, None
    near = did_you_mean(name, EVENTS)
    hint = f'did you mean "{near}"?' if near else None
    context.report(codes.UNKNOWN_EVENT, context.key(path), hint=hint, name=name)
    return None, None


def _custom(context: Context, data: model.Value, path: Path) -> str | None:
    made = value(context, data, path, everywhere(), as_text=True)
    if isinstance(made, Const) and made.value:
        return str(made.value)
    if made != Const(None):  # what is reported already
        context.report(codes.CUSTOM_NOT_FIXED, context.value(path))
    return None


def _reference(context: Context, text: str, path: Path, place: Place) -> Expr:
    if not is_reference(text):
        context.report(codes.MALFORMED_REFERENCE, context.value(path), text=text)
        return Const(None)
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
    calls: list[Call] = []
    refused = False
    for key, vendor in vendors.items():
        own = data.platforms.get(key)
        inside: Path = (*path, "platforms", key)
        special = {} if own is None else _params(context, own.params, (*inside, "params"), place)
        if data.to is not None and key not in data.to and own is not None:
            labels = [Label(context.key((*path, "to")), "only these are told")]
            context.report(codes.INSTANCE_NOT_TOLD, context.key(inside), labels=labels, name=key)
        wanted = key in data.to if data.to is not None else custom is None
        if not wanted or (key in data.platforms and own is None):
            continue
        found = _vendor_event(context, name, data, event, custom, vendor)
        if found is None:
            refused = refused or key in data.platforms or data.to is not None  # and reported there
            continue
        params = _layers(vendor, shared, special)
        _required(context, vendor, found, params, path)
        cells = found.cells
        if own is not None and own.conversion is not None:
            cells = (*cells, ("conversion", _conversion(own.conversion)))
        both = needs[key] if extra is None else simplified(RequireAll((needs[key], extra)))
        calls.append(
            Call(
                instance=key,
                gate=Gate(both),
                vendor_event=found.name,
                page_view=event == "page_view" and found is vendor.platform.events.get(event),
                cells=cells,
                params=tuple(params.items()),
                payload=Object(()),  # the instance's own, when all rules are known
                origin=context.key(path),
            )
        )
    known = data.to is None or all(key in vendors for key in data.to)
    if not calls and known and not refused and (event or (custom and data.to is not None)):
        context.report(codes.RULE_REACHES_NOBODY, context.key(path), name=name)
    return tuple(calls)


def _conversion(text: str) -> int | str:
    return int(text) if text.isascii() and text.isdigit() else text


def _unknown_key(context: Context, name: str, path: Path) -> None:
    known = list(context.document.platforms)
    near = did_you_mean(name, known)
    hint = f'did you mean "{near}"?' if near else f"write one of the instances: {', '.join(known)}"
    context.report(codes.UNKNOWN_INSTANCE, context.key(path), hint=hint if known else None, name=name)


def _vendor_event(
    context: Context, name: str, data: model.Rule, event: str | None, custom: str | None, vendor: Vendor
) -> VendorEvent | None:
    """What the platform calls it; None where it is not told, reported where that was asked for by name."""
    platform, path = vendor.platform, ("events", name)
    own = data.platforms.get(vendor.name)
    asked = vendor.name in data.platforms or (data.to is not None and vendor.name in data.to)
    conversion = None if own is None else own.conversion
    if event is None and custom is None:
        return None
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
        if not re.fullmatch(platform.conversion, conversion, re.ASCII):
            place = context.value((*path, "platforms", vendor.name, "conversion"))
            form = platform.conversion
            context.report(
                codes.CONVERSION_MALFORMED, place, value=conversion, title=platform.title, form=form
            )
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
            context.report(
                codes.EVENT_NOT_SUPPORTED,
                place,
                title=platform.title,
                event=event or custom,
                instance=vendor.name,
            )
    return None


def _by_id(vendor: Vendor) -> VendorEvent:
    return VendorEvent(name=f"(conversion in {vendor.platform.title})")


def _required(
    context: Context, vendor: Vendor, found: VendorEvent, params: dict[str, Expr], path: Path
) -> None:
    """What is never sent although it is written, and what the vendor misses."""
    given = set(params) | ({"value"} if _priced(params) else set())
    takes_value = any(name == "value" for name, _, _ in vendor.platform.params)
    if "value" in params and "currency" not in params and takes_value:
        places: list[Path] = [
            (*path, "platforms", vendor.name, "params", "value"),
            (*path, "params", "value"),
            ("platforms", vendor.name, "params", "value"),
        ]
        place = next((place for place in places if place in context.spans), path)
        context.report(codes.VALUE_WITHOUT_CURRENCY, context.key(place))
        given.add("currency")
    missing = [name for name in found.requires if name not in given]
    if missing:
        title, names = vendor.platform.title, " and ".join(f'"{name}"' for name in missing)
        context.report(codes.PARAMETER_MISSING, context.key(path), title=title, names=names, event=found.name)


# ---- parameters ----------------------------------------------------------------------------------------------------------------


def _params(context: Context, data: model.Params, path: Path, place: Place) -> dict[str, Expr | None]:
    """Parameters of one layer, neutral ones converted to their type; None takes one out."""
    found: dict[str, Expr | None] = {}
    for name, given in data.items():
        if name in _IDENTIFYING:
            context.report(codes.USER_DATA_AS_PARAMETER, context.key((*path, name)), name=name)
        near = [] if name in PARAMETERS else get_close_matches(name, PARAMETERS, n=1, cutoff=_MISSPELT)
        if near:
            hint = f'did you mean "{near[0]}"?'
            context.report(codes.PARAMETER_MISSPELT, context.key((*path, name)), hint=hint, name=name)
        found[name] = None if given is None else _param(context, name, given, (*path, name), place)
    return found


def _param(context: Context, name: str, given: model.Value, path: Path, place: Place) -> Expr:
    kind = PARAMETERS[name].type if name in PARAMETERS else ValueType.ANY
    if kind is ValueType.ITEMS:
        made = _items(context, given, path, place)
    else:
        made = _typed(context, name, kind, _raw(context, given, kind, path, place), path)
    context.parameters.append((made, context.value(path)))
    return made


def _raw(context: Context, given: model.Value, kind: ValueType, path: Path, place: Place) -> Expr:
    return value(context, given, path, place, as_text=kind in {ValueType.TEXT, ValueType.CURRENCY})


def _typed(context: Context, name: str, kind: ValueType, made: Expr, path: Path) -> Expr:
    """The value as its parameter's type. Nothing at all is what has been reported already."""
    if made == Const(None):
        return made
    if kind is ValueType.NUMBER:
        if isinstance(made, Const | Array | Object):
            number = number_of(made.value) if isinstance(made, Const) else None
            if number is None:
                context.report(codes.NOT_A_NUMBER, context.value(path), name=name)
                return Const(None)
            return Const(int(number) if number.is_integer() else number)
        converted = isinstance(made, Convert) and made.name in {"number", "number_comma"}
        return made if converted else Convert(made, "number")
    if kind is ValueType.CURRENCY and isinstance(made, Const) and made.value not in CURRENCIES:
        code = str(made.value)
        near = code.upper() if code.upper() in CURRENCIES else None
        hint = f'did you mean "{near}"?' if near else None
        context.report(codes.UNKNOWN_CURRENCY, context.value(path), hint=hint, name=code)
    if kind in {ValueType.TEXT, ValueType.CURRENCY} and not isinstance(made, Const):
        return Convert(made, "text")
    return made


def _items(context: Context, given: model.Value, path: Path, place: Place) -> Expr:
    """A list of items with neutral, converted fields, whatever the page calls its list."""
    if isinstance(given, EachValue) and given.as_ is None and isinstance(given.item, dict):
        inner = place.inside_each()
        item = _item(context, given.item, (*path, "item"), inner)
        chosen = None if given.if_ is None else condition(context, given.if_, (*path, "if"), inner)
        made: Expr = Each(value(context, given.each, (*path, "each"), place), item, chosen)
        return finished(context, given, made, path, place)
    if isinstance(given, tuple):
        entries = []
        for at, entry in enumerate(given):
            if isinstance(entry, dict):
                entries.append(_item(context, entry, (*path, at), place))
            else:
                context.report(codes.ITEMS_NOT_A_LIST, context.value((*path, at)))
        return Array(tuple(entries))
    made = value(context, given, path, place)
    if isinstance(made, Const | Object | Concat) and made != Const(None):
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
            hint = f'did you mean "{near}"?' if near else f"use {', '.join(ITEM_FIELDS)}"
            context.report(codes.UNKNOWN_ITEM_FIELD, context.key(at), hint=hint, name=name)
            continue
        raw = _raw(context, field, known.type, at, place)
        entries.append((name, _typed(context, name, known.type, raw, at)))
    return Object(tuple(entries))


def instance_params(context: Context, vendor: Vendor) -> dict[str, Expr | None]:
    """Parameters for all events of an instance; what some events do not have is left out there."""
    return _params(context, vendor.data.params, ("platforms", vendor.name, "params"), everywhere())


def _layers(
    vendor: Vendor, shared: dict[str, Expr | None], special: dict[str, Expr | None]
) -> dict[str, Expr]:
    """Platform < rule < the rule's own for this platform; null removes."""
    merged = {**vendor.params, **shared, **special}
    return {name: made for name, made in merged.items() if made is not None}


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
