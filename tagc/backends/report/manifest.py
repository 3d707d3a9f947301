"""Program and container -> `manifest.json`: what is sent where, when, and under which requirement.

Data protection officers read it, reviewers read its differences, and pages take the integrity hash and the
Content-Security-Policy from it. It says what the program says after the passes, and decides nothing.

Rules, sources and whatever else has an order keep it; the rest is sorted. What is outside ASCII is escaped,
so that a review sees invisible characters and look-alikes. Compressed sizes are left out: zlib and its
replacements make different bytes of the same file, and this file has to be the same everywhere.
"""

from __future__ import annotations

import base64
import hashlib
import json
from itertools import chain
from json.encoder import encode_basestring_ascii as _quoted
from typing import TYPE_CHECKING, Final, TypeAlias

from tagc.backends.report.custom import custom_code, does
from tagc.backends.report.sent import commands_of, nodes_of, parameters
from tagc.backends.report.words import condition, expression, requirement
from tagc.frozen import frozen
from tagc.ir.expr import Always, ConsentState, EventId, Param, RequireAll, walk
from tagc.ir.program import Regime

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tagc.ir.expr import Condition
    from tagc.ir.program import (
        Call,
        ConsentSource,
        Cookie,
        Forward,
        Instance,
        Note,
        Program,
        Rule,
        Server,
        Storage,
        Tag,
        Trigger,
        UserField,
    )

__all__ = ["Edition", "Json", "manifest", "to_text"]

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"

_NECESSARY = RequireAll(())
_SELF = "'self'"


@frozen(kw_only=True)
class Edition:
    """What made the container, and of what.

    `catalogue` is the day on which a fact of its platforms was last looked up. `inputs` has the SHA-256 of the files
    by their paths from the document's folder, `values` what was read of the environment tagc ran in.
    """

    version: str
    language: int
    catalogue: str | None
    environment: str | None
    inputs: Mapping[str, str]
    values: Mapping[str, str]


def to_text(made: Mapping[str, Json]) -> str:
    """Return the text of the file."""
    return _json(made, "\n") + "\n"


def _json(value: Json, end: str) -> str:
    """What `json.dumps` writes with `indent=2`, which it does without its C code and so ten times slower."""
    if isinstance(value, str):
        return _quoted(value)
    if value is None or isinstance(value, bool):
        return _WORDS[value]
    inner = end + "  "
    if isinstance(value, dict) and value:
        parts = [f"{_quoted(key)}: {_json(item, inner)}" for key, item in value.items()]
        return f"{{{inner}{f',{inner}'.join(parts)}{end}}}"
    if isinstance(value, list | tuple) and value:
        return f"[{inner}{f',{inner}'.join([_json(item, inner) for item in value])}{end}]"
    return json.dumps(value, allow_nan=False)


_WORDS: Final = {None: "null", True: "true", False: "false"}


def manifest(
    program: Program, edition: Edition, container: bytes, parts: Mapping[str, int]
) -> dict[str, Json]:
    """Describe a program and its finished container, whose bytes `parts` count by what they are for."""
    return {
        "tagc": edition.version,
        "language": edition.language,
        "catalogue": edition.catalogue,
        "container": program.container,
        "environment": edition.environment,
        "inputs": dict(sorted(edition.inputs.items())),
        "env": dict(sorted(edition.values.items())),
        "files": {"container.js": _file(container, parts)},
        "sent_without_consent": sorted(
            [item.name for item in program.instances if _is_free(item)]
            + [f"tag {tag.name}" for tag in program.tags if _is_free(tag.instance)]
        ),
        "consent": _consent(program),
        "user_data": _user_data(program),
        "instances": {item.name: _instance(program, item) for item in _sorted(program.instances)},
        "variables": {
            item.name: expression(item.value) for item in sorted(program.variables, key=lambda v: v.name)
        },
        "rules": _rules(program),
        "triggers": _listeners(program),
        "tags": _tags(program),
        "custom_code": custom_code(program),
        **({} if program.server is None else {"forwarding": _forwarding(program, program.server)}),
        "csp": {
            "before_consent": _policy(program, filter(_is_free, program.gated)),
            "after_consent": _policy(program, program.gated),
        },
    }


def _file(content: bytes, parts: Mapping[str, int]) -> Json:
    return {
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "integrity": "sha384-" + base64.b64encode(hashlib.sha384(content).digest()).decode(),
        "parts": dict(sorted(parts.items())),
    }


def _sorted(instances: Iterable[Instance]) -> list[Instance]:
    return sorted(instances, key=lambda item: item.name)


def _is_free(instance: Instance) -> bool:
    """Say whether it needs nobody's consent."""
    return instance.gate.requirement == _NECESSARY


def _note(note: Note) -> dict[str, Json]:
    fields = {
        "because": note.because,
        "description": note.description,
        "owner": note.owner,
        "expires": note.expires,
    }
    return {key: text for key, text in fields.items() if text is not None}


def _words_unless_always(test: Condition) -> str | None:
    return None if test == Always(holds=True) else condition(test)


# ---- consent ----------------------------------------------------------------------------------------------


def _consent(program: Program) -> Json:
    consent = program.consent
    regimes = {consent.default, *(regime for _, regime in consent.regions)}
    return {
        "categories": consent.categories,
        "regimes": {
            "default": consent.default.value,
            "regions": {code: regime.value for code, regime in sorted(consent.regions)},
            "unknown_region": (Regime.OPT_IN if Regime.OPT_IN in regimes else Regime.OPT_OUT).value,
        },
        "region_from": [{"kind": source.kind, "name": source.name} for source in consent.region_from],
        "gpc": None
        if consent.gpc is None
        else {
            "denies": sorted(consent.gpc.denies),
            "where": "everywhere"
            if consent.gpc.everywhere
            else "in opt_out regimes and where the region is unknown",
        },
        "sources": [_source(source) for source in consent.sources],
        "google_types": {
            name: "always denied" if needed is None else requirement(needed)
            for name, needed in sorted(consent.google.types)
        }
        if _tells_google(program)
        else None,
    }


def _source(source: ConsentSource) -> Json:
    return {
        "kind": source.kind,
        "settings": dict(sorted(source.settings)),
        "decided": _words_unless_always(source.decided) or "whenever its record can be read",
        "granted": {rule.category: condition(rule.granted) for rule in source.grants},
    }


def _tells_google(program: Program) -> bool:
    """Say whether a library is told the state of all of Google's consent types."""
    return any(
        isinstance(node, ConsentState)
        for item in program.instances
        for node in nodes_of((*item.begin, *item.start, *item.update))
    )


def _user_data(program: Program) -> Json:
    if program.user is None:
        return None
    return {
        "requirement": requirement(program.user.gate.requirement),
        "fields": _user_fields(program.user.fields),
    }


def _user_fields(fields: Iterable[UserField]) -> dict[str, Json]:
    return {
        item.field: expression(item.value) + (" (a SHA-256 already)" if item.hashed else "")
        for item in sorted(fields, key=lambda item: item.field)
    }


# ---- instances --------------------------------------------------------------------------------------------


def _instance(program: Program, instance: Instance) -> Json:
    calls = [(rule, call) for rule in program.rules for call in rule.calls if call.instance == instance.name]
    return {
        **_note(instance.note),
        "platform": instance.platform,
        "title": instance.title,
        "advertising": instance.advertising,
        "settings": {key: value for key, value in sorted(instance.settings) if value is not None},
        "requirement": requirement(instance.gate.requirement),
        "scripts": instance.scripts,
        "hosts": _hosts([instance]),
        "cookies": {
            "first_party": [_cookie(cookie) for cookie in instance.cookies if not cookie.third_party],
            "third_party": [_cookie(cookie) for cookie in instance.cookies if cookie.third_party],
        },
        "storage": _storage(program, instance, calls),
        "withdrawal": {"switch": bool(instance.stop), "new_grant_needs_new_page": instance.resume is None},
        "implicit_page_view": instance.implicit_page_view,
        "lazy": instance.lazy,
        "held_page_views": _held(instance, calls),
        "user_data": _matching(instance),
    }


def _hosts(instances: Iterable[Instance]) -> dict[str, list[str]]:
    found: dict[str, set[str]] = {}
    for instance in instances:
        for host in instance.hosts:
            found.setdefault(host.directive, set()).add(host.source)
    return {directive: sorted(found[directive]) for directive in sorted(found)}


def _cookie(cookie: Cookie) -> Json:
    return {"name": cookie.name, "lifetime": cookie.lifetime, "purpose": cookie.purpose}


def _key(key: Storage) -> Json:
    more = {"lifetime": key.lifetime, "purpose": key.purpose}
    told = {name: text for name, text in more.items() if text is not None}
    return {"name": key.name, "in": f"{key.kind}Storage", **told}


def _forwarding(program: Program, server: Server) -> Json:
    """Where the page sends what is forwarded, and what the server tells whom."""
    return {
        "endpoint": server.endpoint,
        "origins": server.origins,
        "query": server.query,
        "config": server.config,
        "instances": {
            each.name: _forward(each) for each in sorted(program.forwards, key=lambda each: each.name)
        },
    }


def _forward(forward: Forward) -> Json:
    return {
        "platform": forward.platform,
        "title": forward.title,
        "requirement": requirement(forward.gate.requirement),
        "address": expression(forward.address),
        "event": expression(forward.event),
        "rules": {
            call.rule: {
                "vendor_event": call.vendor_event,
                **({"vendor_events": call.vendor_events} if call.vendor_events else {}),
                "requirement": requirement(call.gate.requirement),
                "parameters": expression(call.payload),
            }
            for call in forward.calls
        },
    }


def _storage(program: Program, instance: Instance, calls: Sequence[tuple[Rule, Call]]) -> Json:
    found: list[Json] = [_key(key) for key in instance.storage]
    if any(rule.once is not None and rule.once.key is not None for rule, _ in calls):
        found.append(
            {
                "name": f"tagc:{program.container}",
                "in": "localStorage",
                "lifetime": "30 days",
                "purpose": "remembers the keys of once_per that were sent",
            }
        )
    if any(rule.once is not None and rule.once.session for rule, _ in calls):
        found.append(
            {
                "name": f"tagc:{program.container}",
                "in": "sessionStorage",
                "lifetime": "until the tab is closed",
                "purpose": "remembers what was sent once per visit",
            }
        )
    return found


def _held(instance: Instance, calls: Iterable[tuple[Rule, Call]]) -> str | None:
    if not any(call.page_view for _, call in calls):
        return None
    return "dropped when the address has changed" if instance.reads_address else "replayed with their address"


def _matching(instance: Instance) -> Json:
    if instance.matching is None:
        return None
    return {
        "requirement": requirement(instance.matching.gate.requirement),
        "identifiers": [
            {
                "key": ".".join((*key.path, key.key)),
                "field": key.field,
                "sent": "sha256" if key.hashed else "raw",
            }
            for key in instance.matching.keys
        ],
    }


# ---- rules ------------------------------------------------------------------------------------------------


def _rules(program: Program) -> list[Json]:
    """Describe all rules; what many of them send alike is put into words once."""
    instances = {item.name: item for item in program.instances}
    known: dict[object, dict[str, Json]] = {}
    return [_rule(instances, rule, known) for rule in program.rules if not rule.tag]


def _rule(instances: Mapping[str, Instance], rule: Rule, known: dict[object, dict[str, Json]]) -> Json:
    return {
        "name": rule.name,
        **_note(rule.note),
        "event": rule.event,
        "triggers": [_trigger(trigger) for trigger in rule.triggers],
        "condition": _words_unless_always(rule.condition),
        "once_per": _once(rule),
        **({"after": rule.after, "stop_on_failure": rule.stop_on_failure} if rule.after else {}),
        "event_id": _event_id(rule),
        "user_data": _user_fields(rule.user),
        "calls": [_call(instances, call, known) for call in rule.calls],
    }


def _listeners(program: Program) -> Json:
    """Say what triggers bring from elsewhere."""
    return {
        guard.name.partition(".")[2]: {
            "title": guard.title,
            "requirement": requirement(guard.gate.requirement),
            "scripts": guard.scripts,
            "hosts": _hosts([guard]),
            "cookies": {"third_party": [_cookie(cookie) for cookie in guard.cookies]},
        }
        for guard in program.guards.values()
    }


def _tags(program: Program) -> Json:
    rules = {rule.name: rule for rule in program.rules if rule.tag}
    return {
        tag.name: _tag(program, tag, rules[tag.name])
        for tag in sorted(program.tags, key=lambda tag: tag.name)
    }


def _tag(program: Program, tag: Tag, rule: Rule) -> Json:
    instance = tag.instance
    return {
        **_note(instance.note),
        **does(tag, rule),
        "requirement": requirement(instance.gate.requirement),
        "triggers": [_trigger(trigger) for trigger in rule.triggers],
        "condition": _words_unless_always(rule.condition),
        "once_per": _once(rule),
        **({"after": rule.after, "stop_on_failure": rule.stop_on_failure} if rule.after else {}),
        "pushes": tag.pushes,
        "hosts": _hosts([instance]),
        "storage": _storage(program, instance, [(rule, call) for call in rule.calls]),
        "withdrawal": {"switch": False, "new_grant_needs_new_page": instance.resume is None},
    }


def _trigger(trigger: Trigger) -> str:
    selectors = ", ".join(map(expression, trigger.selectors))
    test = _words_unless_always(trigger.condition)
    members = " and ".join(f"({' or '.join(map(_trigger, each))})" for each in trigger.members)
    return (
        trigger.kind
        + (f" {trigger.words}" if trigger.words else "")
        + (f" {selectors}" if selectors else "")
        + (f" of {members}" if members else "")
        + (f" if {test}" if test else "")
        + (f", {trigger.delay} ms later" if trigger.delay else "")
    )


def _once(rule: Rule) -> str | None:
    if rule.once is None:
        return None
    if rule.once.key is None:
        return "session" if rule.once.session else "page"
    return expression(rule.once.key)


def _event_id(rule: Rule) -> str:
    options = [] if rule.event_id is None else [expression(rule.event_id)]
    if rule.once is not None and rule.once.key is not None:
        options.append(f"made from {expression(rule.once.key)}")
    return " or else ".join([*options, "random"])


def _call(instances: Mapping[str, Instance], call: Call, known: dict[object, dict[str, Json]]) -> Json:
    instance = instances[call.instance]
    teller = instance if instance.told_by is None else instances[instance.told_by]
    commands = commands_of(teller, call)
    said = (call.instance, call.page_view, id(call.payload), call.params, call.cells)
    if said not in known:
        known[said] = _sent(teller, call)
    conversion = dict(call.cells).get("conversion")
    conversion = None if isinstance(conversion, Param) else conversion
    return {
        "instance": call.instance,
        "vendor_event": [*call.vendor_events] or call.vendor_event,
        **({} if conversion is None else {"conversion": conversion}),
        "requirement": requirement(call.gate.requirement),
        "stricter_than_instance": call.gate != instance.gate,
        "by_loading_the_library": not commands,
        **({} if instance.told_by is None else {"by_the_call_for": instance.told_by}),
        **known[said],
    }


def _sent(teller: Instance, call: Call) -> dict[str, Json]:
    sent = parameters(teller, call)
    nodes = chain(nodes_of(commands_of(teller, call)), *(walk(value) for _, value in sent))
    return {
        "sends_event_id": any(isinstance(node, EventId) for node in nodes),
        "parameters": {key: expression(value) for key, value in sent},
    }


# ---- Content-Security-Policy ------------------------------------------------------------------------------


def _policy(program: Program, instances: Iterable[Instance]) -> Json:
    """Return a whole policy. A named directive replaces default-src, so each one begins with 'self'."""
    hosts = {"script-src": [], **_hosts(instances)}
    directives = {directive: [_SELF, *hosts[directive]] for directive in sorted(hosts)}
    if program.trusted_types:
        directives |= {"require-trusted-types-for": ["'script'"], "trusted-types": ["tagc"]}
    header = "; ".join(" ".join((directive, *sources)) for directive, sources in directives.items())
    return {"directives": directives, "header": header}
