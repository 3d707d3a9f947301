"""The section `events`: rules with their triggers, and what each instance is told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tagc import registry
from tagc.contracts import VendorEvent
from tagc.diagnostics import Label, codes, did_you_mean
from tagc.events import EVENTS
from tagc.frozen import frozen, replace
from tagc.ir.expr import (
    AllOf,
    Always,
    Concat,
    Condition,
    Const,
    Convert,
    Exists,
    Expr,
    Lookup,
    Not,
    Object,
    Operator,
    Param,
    RequireAll,
    Root,
)
from tagc.ir.program import Call, Gate, Once, Rule, Trigger
from tagc.resolve import grammar
from tagc.resolve.consent import requirement, simplified
from tagc.resolve.context import Place, everywhere
from tagc.resolve.forward import COMPUTED, RULE, sends
from tagc.resolve.instances import Constant, note, unknown_instance, user_fields
from tagc.resolve.listing import Known, Unlisted, known_values, listed
from tagc.resolve.params import layers, params_of
from tagc.resolve.payloads import priced
from tagc.resolve.references import follow, is_reference
from tagc.resolve.triggers import triggers_of
from tagc.resolve.values import condition, value

if TYPE_CHECKING:
    from tagc import model
    from tagc.contracts import Platform
    from tagc.ir.expr import Requirement
    from tagc.resolve.context import Context, Path
    from tagc.resolve.instances import Vendor

__all__ = ["common_roots", "once", "rule"]


def rule(context: Context, name: str, data: model.Rule, vendors: dict[str, Vendor]) -> Rule | None:
    """One rule; None when it is paused, tells nobody anything here, or is so wrong that nothing can be made of it."""
    path: Path = ("events", name)
    triggers = triggers_of(context, name, data)
    place = Place(common_roots(triggers)) if triggers else everywhere()
    tests: list[Condition] = []
    if data.if_ is not None:
        tests.append(condition(context, data.if_, (*path, "if"), place))
    if data.unless is not None:
        tests.append(Not(condition(context, data.unless, (*path, "unless"), place)))
    known = known_values(AllOf(tuple(tests)), triggers)
    event, custom = _event(context, name, data, path, place, known)
    if custom is not None and custom.may_lack:
        tests.append(Exists(custom.value))
    user = user_fields(context, data.user_data, (*path, "user_data"), place)
    if user and context.document.user_data is None:
        context.report(codes.USER_DATA_WITHOUT_SECTION, context.key((*path, "user_data")))
    extra = None if data.requires is None else requirement(context, data.requires, (*path, "requires"))
    calls = _calls(context, name, data, event, custom, vendors, extra, place)
    for call in calls:
        grammar.check(context, name, call, vendors[call.instance], known)
    made = Rule(
        name=name,
        event=event,
        triggers=triggers,
        condition=tests[0] if len(tests) == 1 else AllOf(tuple(tests)) if tests else Always(holds=True),
        once=once(context, data, event or (custom and custom.fixed) or name, path, place),
        event_id=None
        if data.event_id is None
        else _reference(context, data.event_id, (*path, "event_id"), place),
        user=user,
        calls=calls,
        note=note(data),
        origin=context.key(path),
        after=tuple(dict.fromkeys(data.after)),
        stop_on_failure=data.stop_on_failure,
    )
    idle = data.paused is not None or (not calls and context.shared(path))
    return None if idle or (event is None and custom is None) else made


def common_roots(triggers: tuple[Trigger, ...]) -> frozenset[Root]:
    """What every one of the triggers can be read by."""
    roots = [registry.triggers()[trigger.kind].roots for trigger in triggers]
    return frozenset.intersection(*roots) if roots else frozenset()


@frozen
class _Custom:
    """A name of the user's own: what it is computed from, and every text that can come of it."""

    value: Expr
    names: tuple[str, ...]
    may_lack: bool = False  # there may be none: then nobody is told

    @property
    def fixed(self) -> str | None:
        """The name, if it is always the same."""
        return self.names[0] if isinstance(self.value, Const) else None


def _event(
    context: Context, name: str, data: model.Rule, path: Path, place: Place, known: Known
) -> tuple[str | None, _Custom | None]:
    if data.event is not None and data.custom is not None:
        labels = [Label(context.key((*path, "event")), "the other one")]
        context.report(codes.EVENT_AND_CUSTOM, context.key((*path, "custom")), labels=labels)
    if data.custom is not None:
        return None, _custom(context, data.custom, (*path, "custom"), place, known)
    if data.event is not None:
        return data.event, None
    if name in EVENTS:
        return name, None
    near = did_you_mean(name, EVENTS)
    hint = f'did you mean "{near}"?' if near else None
    context.report(codes.UNKNOWN_EVENT, context.key(path), hint=hint, name=name)
    return None, None


def _custom(context: Context, data: model.Value, path: Path, place: Place, known: Known) -> _Custom | None:
    before = context.sink.reported
    made = value(context, data, path, place, as_text=True)
    if made == Const(None) and context.sink.reported > before:
        return None
    try:
        texts = listed(made, known, context.values)
    except Unlisted as reason:
        context.report(codes.CUSTOM_NOT_LISTED, context.value(path), reason=str(reason))
        return None
    names = tuple(text for text in texts if text is not None)
    if not names:
        context.report(codes.CUSTOM_NOT_LISTED, context.value(path), reason="there is none")
        return None
    if len(texts) == 1:
        return _Custom(Const(names[0]), names)
    text = made if isinstance(made, Concat) else Convert(made, "text")
    return _Custom(text, names, may_lack=len(names) < len(texts))


def _reference(context: Context, text: str, path: Path, place: Place) -> Expr:
    if not is_reference(text):
        context.report(codes.MALFORMED_REFERENCE, context.value(path), text=text)
        return Const(None)
    return follow(context, text[1:], context.value(path), place)


def once(context: Context, data: model.Rule | model.Tag, event: str, path: Path, place: Place) -> Once | None:
    """How often a rule or a tag may be told."""
    if data.once_per is None:
        return None
    if data.once_per in {"page", "session"}:
        return Once(key=None, event=event, session=data.once_per == "session")
    return Once(key=_reference(context, data.once_per, (*path, "once_per"), place), event=event)


# ---- calls --------------------------------------------------------------------------------------------------


def _calls(
    context: Context,
    name: str,
    data: model.Rule,
    event: str | None,
    custom: _Custom | None,
    vendors: dict[str, Vendor],
    extra: Requirement | None,
    place: Place,
) -> tuple[Call, ...]:
    path: Path = ("events", name)
    for key in data.platforms:
        if key not in context.document.platforms:
            _unknown_key(context, key, (*path, "platforms", key))
    for at, key in enumerate(data.to or ()):
        if key not in context.document.platforms:
            unknown_instance(context, key, (*path, "to", at))
    if custom is not None and data.to is None:
        context.report(codes.CUSTOM_WITHOUT_TARGETS, context.value((*path, "custom")))
    shared = params_of(context, data.params, (*path, "params"), place)
    calls: list[Call] = []
    refused = False
    for vendor in vendors.values():
        key = vendor.name
        own = data.platforms.get(key)
        inside: Path = (*path, "platforms", key)
        special = {} if own is None else params_of(context, own.params, (*inside, "params"), place)
        if data.to is not None and key not in data.to and own is not None:
            labels = [Label(context.key((*path, "to")), "only these are told")]
            context.report(codes.INSTANCE_NOT_TOLD, context.key(inside), labels=labels, name=key)
        wanted = key in data.to if data.to is not None else custom is None
        if not wanted or (key in data.platforms and own is None):
            continue
        if not sends(context, name, data, event, vendor):
            refused = refused or (own is not None and own.send is not None)  # and reported there
            continue
        several = [
            _vendor_event(context, name, data, event, each, vendor)
            for each in (custom.names if custom else (None,))
        ]
        told = [each for each in several if each is not None]
        found = told[0] if len(told) == len(several) else None
        if found is None:
            refused = refused or key in data.platforms or data.to is not None  # and reported there
            continue
        layered = layers(vendor, shared, special)
        params = {name: made for name, made in layered.items() if name not in found.omits}
        _required(context, vendor, found, params, path)
        cells, computed = _cells(custom, told, params)
        if own is not None and own.conversion is not None:
            cells = (*cells, ("conversion", _conversion(own.conversion)))
        if vendor.by_server:
            cells = (
                *cells,
                (RULE, name),
                (COMPUTED, next((x for k, x in cells if k == "name" and isinstance(x, Param)), None)),
            )
        needed = vendor.gate.requirement
        both = needed if extra is None else simplified(RequireAll((needed, extra)))
        calls.append(
            Call(
                instance=vendor.told,
                gate=Gate(both),
                vendor_event=found.name,
                vendor_events=tuple(dict.fromkeys(each.name for each in told)) if len(told) > 1 else (),
                page_view=event == "page_view" and found is vendor.platform.events.get(event),
                cells=cells,
                params=tuple({**params, **computed}.items()),
                payload=Object(()),  # the instance's own, when all rules are known
                origin=context.key(path),
            )
        )
    known = data.to is None or all(key in context.document.platforms for key in data.to)
    lonely = not calls and known and not refused and (event or (custom and data.to is not None))
    if lonely and not context.shared(path):
        context.report(codes.RULE_REACHES_NOBODY, context.key(path), name=name)
    return tuple(calls)


def _cells(
    custom: _Custom | None, told: list[VendorEvent], params: dict[str, Expr]
) -> tuple[tuple[tuple[str, Constant | Param], ...], dict[str, Expr]]:
    """The cells of a vendor event; what differs by its name is computed, as a parameter that no user can write."""
    if custom is None or len(told) < 2:  # noqa: PLR2004 - one name is fixed
        return told[0].cells, {}
    cells: list[tuple[str, Constant | Param]] = []
    computed: dict[str, Expr] = {}
    by_name = dict(zip(custom.names, (dict(each.cells) for each in told), strict=True))
    for key in dict.fromkeys(key for each in by_name.values() for key in each):
        values = {name: each.get(key) for name, each in by_name.items()}
        if len(set(values.values())) == 1:
            cells.append((key, next(iter(values.values()))))
            continue
        param = f"({key})"
        while param in params:
            param = f"({param})"
        rows = tuple((name, Const(each)) for name, each in values.items())
        same = all(name == each for name, each in values.items())
        computed[param] = custom.value if same else Lookup(custom.value, Operator.EQUALS, rows)
        cells.append((key, Param(param)))
    return tuple(cells), computed


def _conversion(text: str) -> int | str:
    return int(text) if text.isascii() and text.isdigit() else text


def _unknown_key(context: Context, name: str, path: Path) -> None:
    known = list(context.document.platforms)
    near = did_you_mean(name, known)
    hint = f'did you mean "{near}"?' if near else f"write one of the instances: {', '.join(known)}"
    context.report(codes.UNKNOWN_INSTANCE, context.key(path), hint=hint if known else None, name=name)


def _nearly(context: Context, platform: Platform, named: VendorEvent, name: str, path: Path) -> None:
    """Report a free name that is one of the platform's own but for capitals and lines between its words."""
    if named.standard:
        return
    for neutral, known in platform.events.items():
        if known.standard and _folded(known.name) == _folded(name):
            hint, place = f'write "{known.name}"', context.value(path)
            if path[-1] == "custom":
                hint = f"write event: {neutral}"
            title, mine = platform.title, known.name
            context.report(codes.EVENT_NAME_NEARLY, place, hint=hint, title=title, name=name, known=mine)
            return


def _folded(name: str) -> str:
    return name.casefold().replace("_", "").replace("-", "").replace(" ", "")


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
        if platform.names is not None and own.event not in platform.names:
            place = context.value((*path, "platforms", vendor.name, "event"))
            near = did_you_mean(own.event, platform.names)
            hint = f'did you mean "{near}"?' if near else f"write one of {', '.join(sorted(platform.names))}"
            context.report(codes.EVENT_NAME_UNKNOWN, place, hint=hint, title=platform.title, name=own.event)
            return None
        named = platform.named(own.event)
        _nearly(context, platform, named, own.event, (*path, "platforms", vendor.name, "event"))
        if conversion is None:
            return named
        by_id = _by_id(context, vendor, event, conversion, path)
        return replace(named, cells=tuple({**dict(by_id.cells), **dict(named.cells)}.items()))
    if conversion is not None:
        return _by_id(context, vendor, event, conversion, path)
    if custom is not None and platform.named is not None and custom in (platform.names or {custom}):
        named = platform.named(custom)
        _nearly(context, platform, named, custom, (*path, "custom"))
        return named
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
        if platform.conversion is not None:
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


def _by_id(context: Context, vendor: Vendor, event: str | None, conversion: str, path: Path) -> VendorEvent:
    """What an event is that has the id of a conversion; complains about an id that is none, or another instance's."""
    platform = vendor.platform
    place = context.value((*path, "platforms", vendor.name, "conversion"))
    found = re.fullmatch(platform.conversion or "", conversion, re.ASCII)
    if found is None:
        context.report(
            codes.CONVERSION_MALFORMED,
            place,
            value=conversion,
            title=platform.title,
            form=platform.conversion,
        )
    elif platform.conversion_of is not None and found[1] != vendor.settings[platform.conversion_of]:
        own = vendor.settings[platform.conversion_of]
        labels = [Label(context.value(("platforms", vendor.name, platform.conversion_of)), "this one's id")]
        hint = f"write {conversion.replace(found[1], str(own), 1)} if it is this instance's"
        context.report(
            codes.CONVERSION_OF_ANOTHER,
            place,
            labels=labels,
            hint=hint,
            value=conversion,
            name=vendor.name,
            id=own,
        )
    if platform.converted is None:
        return VendorEvent(name=f"(conversion in {platform.title})")
    return platform.converted(event, conversion)


def _required(
    context: Context, vendor: Vendor, found: VendorEvent, params: dict[str, Expr], path: Path
) -> None:
    """What is never sent although it is written, and what the vendor misses."""
    given = set(params) | ({"value"} if priced(params) else set())
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
