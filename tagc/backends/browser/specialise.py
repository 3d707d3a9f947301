"""What the runtime is told about one program: the values that replace the exports of `runtime/config.js`.

A flag is on exactly when something of the program can reach the code behind it; what is off costs no byte.
"""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from tagc.ir.expr import Concat, Const, Field, Root, walk
from tagc.ir.program import Regime
from tagc.js import build as js

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tagc.ir.expr import Expr, Node
    from tagc.ir.program import Call, Instance, Program, Rule
    from tagc.js.nodes import Expression

__all__ = [
    "REGION",
    "calls_of",
    "click_ids",
    "config",
    "delays",
    "fires_page_view",
    "library_of",
    "nodes_of",
    "persists",
    "scripts_of",
]

REGION = "visitorRegion"


def calls_of(program: Program, instance: Instance) -> list[tuple[int, Rule, Call]]:
    """(number of the rule, rule, call) for every rule that tells the instance something."""
    return [
        (number, rule, call)
        for number, rule in enumerate(program.rules)
        for call in rule.calls
        if call.instance == instance.name
    ]


def library_of(program: Program, instance: Instance) -> str | None:
    """The name under which the instances of one library count themselves; None for a library with one instance."""
    several = sum(other.library == instance.library for other in program.instances) > 1
    return f"{instance.library}Library" if several and instance.library else None


def kept_in_common(program: Program) -> bool:
    """Some name on the device is declared by several instances, and stays for the one that is still granted."""
    declared = [
        {*(c.name for c in item.cookies if not c.third_party), *(key.name for key in item.storage)}
        for item in program.instances
    ]
    return any(
        fnmatchcase(mine, theirs) or fnmatchcase(theirs, mine)
        for at, names in enumerate(declared)
        for others in declared[:at]
        for mine in names
        for theirs in others
    )


def wakes(program: Program) -> bool:
    """Some library does not start, or stop, with its gate."""
    return any(item.lazy or item.matching or library_of(program, item) for item in program.instances)


def fires_page_view(program: Program, instance: Instance) -> bool:
    """There is a current page view to send when a grant follows a refusal."""
    return any(
        rule.shows_page and any(trigger.kind == "page_view" for trigger in rule.triggers)
        for _, rule, _ in calls_of(program, instance)
    )


def persists(program: Program) -> bool:
    """Keys of `once_per` are remembered on the device."""
    return any(rule.once is not None and rule.once.key is not None for rule in program.rules)


def _lasts_a_visit(program: Program) -> bool:
    """What was told once per visit is remembered for as long as the visit."""
    return any(rule.once is not None and rule.once.session for rule in program.rules)


def click_ids(program: Program) -> tuple[str, ...]:
    """The parameters of the address the visit began with that some message carries."""
    commands = [command for item in program.instances for command in item.send]
    nodes = [node for each in commands for argument in each.arguments for node in walk(argument)]
    return tuple(
        dict.fromkeys(node.path[0] for node in nodes if isinstance(node, Field) and node.root is Root.LANDING)
    )


def delays(program: Program) -> bool:
    """Some trigger has a delay."""
    return any(trigger.delay for rule in program.rules for trigger in rule.triggers)


def nodes_of(program: Program) -> Iterator[Node]:
    """Every expression and condition node of rules and user data; a payload that calls share is gone through once."""
    payloads: set[int] = set()
    for rule in program.rules:
        roots: list[Node | None] = [rule.condition, rule.event_id, rule.once.key if rule.once else None]
        for trigger in rule.triggers:
            for part in trigger.parts():
                roots += [part.condition, *part.selectors, *part.arguments]
        roots += [item.value for item in rule.user]
        for call in rule.calls:
            roots += [value for _, value in call.params]
            if id(call.payload) not in payloads:
                payloads.add(id(call.payload))
                roots.append(call.payload)
        yield from walk(*(root for root in roots if root is not None))
    for variable in program.variables:
        yield from walk(variable.value)
    for item in program.user.fields if program.user else ():
        yield from walk(item.value)


def scripts_of(program: Program) -> tuple[str, ...]:
    r"""Patterns of the addresses of all scripts that the container may bring, without a query: `https:\/\/a\.example\/x`."""
    addresses = [_pattern(Const(script)) for instance in program.gated for script in instance.scripts]
    commands = [command for tag in program.tags for command in tag.instance.send]
    addresses += [_pattern(command.arguments[0]) for command in commands if command.function == "script"]
    return tuple(dict.fromkeys(addresses))


def _pattern(address: Expr) -> str:
    """The pattern of an address; what is put into it holds no slash."""
    parts = address.parts if isinstance(address, Concat) else (address,)
    made = "".join(
        re.sub(r"[^\w-]", r"\\\g<0>", str(part.value)) if isinstance(part, Const) else "[^/]*"
        for part in parts
    )
    return made.partition("\\?")[0]


def config(program: Program, *, readable: bool) -> dict[str, Expression]:
    """The values by the name they have in `runtime/config.js`; `readable`: for a build that people read."""
    instances, consent = program.instances, program.consent
    opt_out = _opt_out(program)
    flags = {
        "OPT_OUT": opt_out != js.FALSE,
        "SOURCES": bool(consent.sources),
        "GPC": consent.gpc is not None,
        "ERASE": any(item.storage or any(not c.third_party for c in item.cookies) for item in instances),
        "STOP": any(item.stop for item in instances),
        "LEAVE": persists(program) or _lasts_a_visit(program),
        "FINAL": any(item.resume is None for item in program.gated),
        "LATE": any(fires_page_view(program, item) for item in program.gated),
        "LAZY": any(item.lazy for item in instances),
        "WAKES": wakes(program),
        "UPDATE": any(item.update for item in instances),
        "SHARED": any(library_of(program, item) for item in instances),
        "IN_COMMON": kept_in_common(program),
        "STRICTER": any(
            call.gate != item.gate or rule.after
            for item in program.gated
            for _, rule, call in calls_of(program, item)
        )
        or delays(program),
        "AFTER": any(rule.after for rule in program.rules),
        "DELAY": delays(program),
        "MATCHING": any(item.matching for item in instances),
        "MERGED": any(isinstance(node, Field) and node.root is Root.DATA for node in nodes_of(program)),
        "PERSIST": persists(program),
        "SESSION": _lasts_a_visit(program),
        "READABLE": readable,
        "TRUSTED": program.trusted_types,
    }
    values: dict[str, Expression] = {name: js.TRUE if on else js.FALSE for name, on in flags.items()}
    if program.server is not None:
        values["ENDPOINT"] = js.string(program.server.endpoint)
        values["CONFIG"] = js.string(program.server.config)
    values["categories"] = js.value(list(consent.categories))
    values["clickIds"] = js.value(list(click_ids(program)))
    values["CONTAINER"] = js.string(f"tagc:{program.container}")
    values["merge"] = js.ident("mergeEntry")
    values["admitted"] = js.regexp(f"^({'|'.join(scripts_of(program))})$")
    values["domains"] = js.value(list(program.domains))
    values["optOut"] = js.arrow([], opt_out)
    if consent.gpc is not None:
        values["gpcDenies"] = js.value(list(consent.gpc.denies))
        values["gpcHere"] = _gpc_here(program, opt_out)
    return values


def _opt_out(program: Program) -> Expression:
    """Whether the visitor's regime is opt_out; an unknown region has the strictest of the file."""
    consent = program.consent
    table = dict(consent.regions)
    other = sorted(code for code, regime in table.items() if regime is not consent.default)
    if not other:
        return js.TRUE if consent.default is Regime.OPT_OUT else js.FALSE
    alternatives = []
    for code in other:
        back = sorted(
            sub.partition("-")[2] for sub in table if sub.startswith(f"{code}-") and sub not in other
        )
        alternatives.append(code + (f"(?!-({'|'.join(back)})$)" if back else ""))
    matched = js.call(js.member(js.regexp(f"^({'|'.join(alternatives)})(-|$)"), "test"), js.ident(REGION))
    if consent.default is Regime.OPT_IN:
        return matched
    return js.and_(js.not_(js.not_(js.ident(REGION))), js.not_(matched))


def _gpc_here(program: Program, opt_out: Expression) -> Expression:
    gpc = program.consent.gpc
    if gpc is None or gpc.everywhere or opt_out == js.TRUE:
        return js.ident("gpc")
    here = js.or_(js.not_(js.ident(REGION)), js.call("optOut"))
    return js.arrow([], js.and_(js.call("gpc"), here))
