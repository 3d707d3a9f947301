"""`tagc show`: the document with everything filled in, every short form long, and what each platform is told.

What is printed is a tagc file again, apart from `tells` in each event: without it, it builds to the same
container.
"""

from __future__ import annotations

import json
import posixpath
from functools import singledispatch
from typing import TYPE_CHECKING, cast

from tagc import compiler, model, registry
from tagc.cli.container import load
from tagc.cli.origins import Origins
from tagc.cli.project import around
from tagc.cli.reports import report
from tagc.cli.streams import emit, progress
from tagc.cli.yaml_text import Data, yaml_text
from tagc.ir.expr import RequireAll, RequireCategory
from tagc.model.layers import ABOUT_FILES
from tagc.model.tags import TAG_KINDS

if TYPE_CHECKING:
    from tagc.compiler import Resolved
    from tagc.ir.expr import Requirement
    from tagc.ir.program import Rule

__all__ = ["document", "show"]

Map = dict[str, Data]


def show(file: str, format_: str, environment: str | None = None, root: str | None = None) -> int:
    """Print the resolved document of a file; return the exit code."""
    name, data = load(file)
    with progress(f"reading {name}"):
        found, result = compiler.resolved(name, data, **around(file, environment, root))
    if found is None or format_ == "text":
        report(result.diagnostics, result.sources, format_)
    if found is None:
        return 1
    shown, origins = document(found), Origins(found)
    if format_ == "json":
        emit(json.dumps({"document": shown, "origins": origins.as_json(shown)}, indent=2) + "\n")
        return 0
    emit("\n".join(_sections(shown, origins)))
    return 0


def _sections(shown: Map, origins: Origins) -> list[str]:
    """Return the document as texts of one section each, in `events` with an empty line between rules."""
    note = origins.words
    head = {key: value for key, value in shown.items() if not isinstance(value, dict)}
    parts = [yaml_text(head, note=note)]
    for key, value in shown.items():
        if key == "events" and isinstance(value, dict) and value:
            rules = (yaml_text({name: rule}, 1, note=note, path=(key,)) for name, rule in value.items())
            parts.append("events:\n" + "\n".join(rules))
        elif isinstance(value, dict):
            parts.append(yaml_text({key: value}, note=note))
    return parts


def document(found: Resolved) -> Map:
    """Return the resolved document as plain data."""
    source, program = found.document, found.program
    shown = {key: value for key, value in _section(source).items() if key not in ABOUT_FILES}
    if source.env:
        # The values it was read with, so that what is shown means the same elsewhere.
        env: Map = {name: _section(data) for name, data in source.env.items()}
        for name, text in found.inputs.values.items():
            env[name] = {**cast("Map", env[name]), "default": text}
        shown["env"] = env
    consent = cast("Map", shown["consent"])
    if program.consent.gpc is not None:
        consent["gpc"] = {"mode": source.consent.gpc.mode, "denies": list(program.consent.gpc.denies)}
    signals: Map = {
        name: None if needed is None else _needed(needed)
        for name, needed in program.consent.google.types
        if needed is None or isinstance(_needed(needed), str)
    }
    consent["google"] = signals
    if source.user_data is not None and source.user_data.to is None:
        told = [instance.name for instance in program.instances if instance.matching is not None]
        known = cast("Map", shown["user_data"])
        shown["user_data"] = {"requires": known.pop("requires"), "to": told, **known}
    rules = {rule.name: rule for rule in program.rules}
    events = cast("Map", shown["events"])
    for name, data in source.events.items():
        if data.paused is None and name not in rules:
            del events[name]  # it comes from a file for several sites, and tells nobody anything on this one
            continue
        events[name] = _rule(name, data, rules.get(name), found)
    shown["tags"] = {name: _tag(data) for name, data in source.tags.items()}
    return cast("Map", _from_here(shown, (), found))


def _tag(data: model.Tag) -> Map:
    """Return a tag, what it does first."""
    shown = _section(data)
    if data.script is None:
        del shown["reads"]
    first = {kind: shown[kind] for kind in (*TAG_KINDS, "reads") if kind in shown}
    return {**first, "on": ["page_view"], **{key: shown[key] for key in shown if key not in first}}


def _from_here(shown: Data, path: tuple[str | int, ...], found: Resolved) -> Data:
    """Return data in which paths of script files start at the document's folder, whichever file names them."""
    if isinstance(shown, list):
        return [_from_here(part, (*path, at), found) for at, part in enumerate(shown)]
    if not isinstance(shown, dict):
        return shown
    made = {key: _from_here(part, (*path, key), found) for key, part in shown.items()}
    named = made.get("script")
    if isinstance(named, str) and "reads" in made:
        here, there = (
            posixpath.dirname(found.source.spans.nearest(part).file) for part in ((), (*path, "script"))
        )
        made["script"] = posixpath.relpath(posixpath.join(there, named), here or ".")
    return made


def _rule(name: str, data: model.Rule, rule: Rule | None, found: Resolved) -> Map:
    shown = _section(data)
    head: Map = {} if data.custom is not None else {"event": data.event or name}
    if rule is None:  # it is paused
        return {**head, **shown, "tells": {}}
    head["on"] = shown.get("on") or _default_trigger(name, rule, found.document)
    head["to"] = [call.instance for call in rule.calls]
    return {
        **head,
        **{key: value for key, value in shown.items() if key not in head},
        "tells": _tells(data, rule, found),
    }


def _default_trigger(name: str, rule: Rule, source: model.Document) -> Data:
    if name in source.triggers or rule.triggers[0].kind != "data_layer":
        return [name]
    return [{"data_layer": [name]}]


def _tells(data: model.Rule, rule: Rule, found: Resolved) -> Map:
    """Return what each instance is told: the vendor's event, the requirement, the parameters of all layers."""
    tells: Map = {}
    for call in rule.calls:
        own = data.platforms.get(call.instance)
        instance = found.document.platforms[call.instance]
        platform = registry.platforms()[instance.platform]
        taken = {name for name, _, _ in platform.params}
        params: Map = {}
        for layer in (instance.params, data.params, {} if own is None else own.params):
            params.update({name: _plain(value) for name, value in layer.items()})
        tells[call.instance] = {
            "event": [*call.vendor_events] or call.vendor_event,
            **({} if own is None or own.conversion is None else {"conversion": own.conversion}),
            "requires": _needed(call.gate.requirement),
            "params": {
                name: value
                for name, value in params.items()
                if value is not None and (platform.custom_params or name in taken)
            },
        }
    return tells


def _needed(needed: Requirement) -> Data:
    if isinstance(needed, RequireCategory):
        return needed.category
    if not needed.requirements:
        return "necessary"
    kind = "all" if isinstance(needed, RequireAll) else "any"
    return {kind: [_needed(part) for part in needed.requirements]}


# ---- the model as plain data, in the words of the language -------------------------------------------------


@singledispatch
def _plain(value: object) -> Data:
    """Return a piece of the model as it is written in a file."""
    return cast("Data", value)


@_plain.register(tuple)
def _list(value: tuple[object, ...]) -> Data:
    return [_plain(part) for part in value]


@_plain.register(dict)
def _map(value: dict[str, object]) -> Data:
    return {key: _plain(part) for key, part in value.items()}


@_plain.register(model.Section)
def _section(value: model.Section) -> Map:
    """Return the fields that are not left out, under their names in a file."""
    shown: Map = {}
    for name, field in type(value).model_fields.items():
        part = getattr(value, name)
        if part is not None:
            shown[field.alias or name] = _plain(part)
    return shown


@_plain.register(model.Expression)
def _expression(value: model.Expression) -> Data:
    """Put what it is before what every expression may have."""
    shown = _section(value)
    common = {field.alias or name for name, field in model.Expression.model_fields.items()}
    return {key: shown[key] for key in sorted(shown, key=common.__contains__)}


@_plain.register(model.Instance)
def _instance(value: model.Instance) -> Data:
    shown = _section(value)
    first = ["platform", *value.settings]
    return {key: shown[key] for key in sorted(shown, key=lambda key: key not in first)}


@_plain.register(model.Requirement)
def _requirement(value: model.Requirement) -> Data:
    if value.category is not None:
        return value.category
    return _section(value)


@_plain.register(model.Condition)
def _condition(value: model.Condition) -> Data:
    if value.all:
        return _plain(value.all)
    rest = {"any": value.any, "not": value.not_}
    return {
        **{name: _plain(test) for name, test in value.tests.items()},
        **{key: _plain(part) for key, part in rest.items() if part is not None},
    }


@_plain.register(model.Test)
def _test(value: model.Test) -> Data:
    shown = _section(value)
    equals = shown.pop("equals", None)
    if not value.ignore_case:
        del shown["ignore_case"]
    if equals is None:
        return shown
    return equals if not shown else {"equals": equals, **shown}


@_plain.register(model.Trigger)
def _trigger(value: model.Trigger) -> Data:
    if value.name is not None:
        return value.name
    shown = _section(value)
    kind, *settings = (shown.pop(key, None) for key in ("kind", "test", "selectors", "members", "settings"))
    return {str(kind): next((each for each in settings if each is not None), None), **shown}


@_plain.register(model.Hosts)
def _hosts(value: model.Hosts) -> Data:
    return _plain(value.all) if value.all is not None else _section(value)


@_plain.register(model.RegionSource)
def _region_source(value: model.RegionSource) -> Data:
    return {value.kind: value.name}


@_plain.register(model.Step)
def _step(value: model.Step) -> Data:
    return value.name if value.name is not None else _section(value)


@_plain.register(model.UserValue)
def _user_value(value: model.UserValue) -> Data:
    shown = _plain(value.value)
    return {"hashed": shown} if value.hashed else shown


@_plain.register(model.UserData)
def _user_data(value: model.UserData) -> Data:
    shown = _section(value)
    fields = cast("Map", shown.pop("fields"))
    return {**shown, **fields}
