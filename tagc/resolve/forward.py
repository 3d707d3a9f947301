"""The server half of an instance: in the page a call that sends a message, on the server a vendor's conversions API.

In the page it is an instance of its own, `server.<name>`, with a gate of its own, told what the API takes of an event in
neutral words. What the API makes of it stands in the program's `forwards`.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from tagc import registry
from tagc.contracts import GOOGLE, SERVER
from tagc.diagnostics import codes
from tagc.events import PARAMETERS
from tagc.ir.constants import folded
from tagc.ir.expr import (
    Always,
    Cell,
    Const,
    Convert,
    EventId,
    Field,
    IsGranted,
    Object,
    Param,
    Payload,
    RequireCategory,
    Root,
    Timestamp,
    User,
    rebuild_expr,
    walk,
)
from tagc.ir.program import Command, Forward, ForwardCall, Host, Server, Storage
from tagc.resolve.payloads import shaped
from tagc.resolve.values import scalar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tagc import model
    from tagc.contracts import Conversions, Platform
    from tagc.ir.expr import Expr, Node
    from tagc.ir.program import GoogleConsent, Rule
    from tagc.resolve.context import Context, Path
    from tagc.resolve.instances import Vendor

__all__ = ["COMPUTED", "RULE", "forwards", "halves", "sends", "server", "told_by_message"]

RULE: Final = "(rule)"
"""The cell that names the rule in the message: the API's own words for it are on the server."""

COMPUTED: Final = "(name)"
"""The cell that gives the event's name, where the rule computes it."""

_BOTH: Final = ("browser", "server")


def halves(context: Context, name: str) -> tuple[bool, ...]:
    """False for the browser's half of an instance, True for the server's: those that it has. Complains about its `send`."""
    data, path = context.document.platforms[name], ("platforms", name)
    platform = registry.platforms()[data.platform]
    if platform.server is None or data.api is None:
        if platform.server is None and data.sent is not None and platform.no_server is not None:
            place, title = context.key((*path, "send")), platform.title
            context.report(codes.NO_CONVERSIONS_API, place, title=title, reason=platform.no_server)
        elif data.sent in {"server", "both"}:
            context.report(
                codes.SEND_WITHOUT_SERVER, context.value((*path, "send")), send=data.sent, name=name
            )
        return (False,)
    if context.document.server is None:
        context.report(codes.SERVER_WITHOUT_SECTION, context.key((*path, SERVER)), name=name)
    if data.sent is None and platform.server.chooses:
        place, reason = context.key((*path, "server")), platform.server.unpaired
        context.report(codes.SEND_MISSING, place, name=name, reason=reason)
    asked = {own.send for rule in context.document.events.values() if (own := rule.platforms.get(name))}
    by_server = data.sent != "browser" or bool(asked & {"server", "both"})
    by_browser = data.sent != "server" or bool(asked & {"browser", "both"})
    return tuple(half for half, there in ((False, by_browser), (True, by_server)) if there)


def sends(context: Context, name: str, data: model.Rule, event: str | None, vendor: Vendor) -> bool:
    """Whether this half of the instance is told of the rule's events. Complains where both would be and the vendor counts two."""
    api = registry.platforms()[vendor.data.platform].server
    if vendor.data.api is None or api is None:
        return not vendor.by_server
    own = data.platforms.get(vendor.name)
    wanted = (own and own.send) or vendor.data.sent
    path: Path = ("events", name)
    place = (
        context.key(path)
        if own is None or own.send is None
        else context.value((*path, "platforms", vendor.name, "send"))
    )
    told = event or name
    if event in api.in_browser:
        if vendor.by_server and own is not None and own.send in {"server", "both"}:
            context.report(codes.NOT_ON_SERVER, place, event=told, title=api.title)
        return not vendor.by_server and wanted != "server"
    paired = api.paired is None or event in api.paired
    if wanted == "both" and not paired and vendor.by_server:
        context.report(codes.SEND_NOT_PAIRED, place, reason=api.unpaired, event=told, title=api.title)
    chosen = _BOTH if wanted == "both" or (wanted is None and paired) else (wanted or "browser",)
    return ("server" if vendor.by_server else "browser") in chosen


# ---- in the page ---------------------------------------------------------------------------------------------------------------


def told_by_message(platform: Platform, name: str, data: model.Document, google: GoogleConsent) -> Platform:
    """The platform as the page knows its server half: a message with what the API takes, in neutral words.

    Raises `ValueError` for a platform without a conversions API.
    """
    api = platform.server
    if api is None:
        message = f"{platform.name} has no conversions API"
        raise ValueError(message)
    endpoint = "/" if data.server is None else data.server.endpoint
    query = () if data.server is None else data.server.query
    ids = Object(
        tuple((each.key, _named(each.value, platform, data.platforms[name], google)) for each in api.ids)
    )
    message_ = Object(
        (
            ("to", Const(name)),
            ("rule", Cell(RULE)),
            ("name", Cell(COMPUTED, optional=True)),
            ("id", EventId()),
            ("time", Timestamp()),
            ("url", Convert(Field(Root.PAGE, ("url",)), "keep_query", tuple(query))),
            ("referrer", Convert(Field(Root.PAGE, ("referrer",)), "keep_query")),
            ("params", Payload()),
            ("user", User()),
            *((("ids", ids),) if api.ids else ()),
        )
    )
    send = (Command("message", (message_,)),)
    host = urlsplit(endpoint)
    names = [parameter for each in api.ids for parameter in each.parameters]
    return replace(
        platform,
        title=api.title,
        library=None,
        apart=True,
        google=(),
        events=api.events,
        named=api.named,
        names=None if api.named is None else platform.names,
        converted=api.converted or platform.converted,
        params=tuple((each, each, Param(each)) for each in sorted(_takes(api))),
        extra=(),
        custom_params=api.custom_params,
        begin=(),
        start=(),
        send=send,
        page=None,
        send_one=send,
        page_one=None,
        stop=(),
        resume=(),
        update=(),
        identify=(),
        matching=api.matching,
        raw_matching=False,
        addressable=True,
        one_id=False,
        reads_address=False,
        scripts=(),
        hosts=(Host("connect-src", f"{host.scheme}://{host.netloc}"),) if host.netloc else (),
        cookies=(),
        storage=(
            Storage(
                name=f"tagc:{data.container}:consent",
                kind="local",
                lifetime="until consent is withdrawn",
                purpose="finds the visitor's decision on the server",
            ),
            *(
                Storage(
                    name=f"tagc:{data.container}:{each}",
                    kind="local",
                    lifetime="90 days",
                    purpose=known.purpose,
                )
                for known in api.ids
                for each in known.parameters
            ),
        ),
        click_ids=tuple(names),
        sources=api.sources,
    )


def _takes(api: Conversions) -> set[str]:
    exprs = (*(expr for _, _, expr in api.params), *(expr for _, expr in api.extra), api.event)
    used = {node.name for expr in exprs for node in walk(expr) if isinstance(node, Param)}
    names = {*used, *(name for name, _, _ in api.params)}
    # Names of the user's own go as they are, where any does.
    return names & PARAMETERS.keys() if api.custom_params else names


def _named(value: Expr, platform: Platform, data: model.Instance, google: GoogleConsent) -> Expr:
    """An id of the device with the names of cookies filled in, and what Google's types stand for."""
    needs = dict(google.types)
    options = {key: scalar(getattr(data.options, key)) for key in type(data.options).model_fields}
    known = {key: "" if each is None else str(each) for key, each in {**data.settings, **options}.items()}
    known["short_id"] = known[platform.id_setting].rpartition("-")[2]

    def fill(node: Node) -> Node:
        if isinstance(node, Field) and node.root is Root.COOKIE:
            return Field(Root.COOKIE, (node.path[0].format_map(known), *node.path[1:]))
        if isinstance(node, IsGranted) and isinstance(node.requirement, RequireCategory):
            needed = needs[node.requirement.category.removeprefix(GOOGLE)]
            return Always(holds=False) if needed is None else IsGranted(needed)
        return node

    return rebuild_expr(value, fill)


# ---- on the server -------------------------------------------------------------------------------------------------------------


def server(document: model.Document, told: tuple[Forward, ...]) -> Server | None:
    """The section `server`, where something is forwarded."""
    data = document.server
    if data is None or not told:
        return None
    known = repr([(each.name, each.platform, each.gate, each.address) for each in told])
    config = hashlib.sha256(known.encode()).hexdigest()[:12]
    return Server(endpoint=data.endpoint, origins=data.origins, query=data.query, config=config)


def forwards(context: Context, vendors: Mapping[str, Vendor], rules: tuple[Rule, ...]) -> tuple[Forward, ...]:
    """What the server tells whom."""
    made = [_forward(context, vendor, rules) for vendor in vendors.values() if vendor.by_server]
    return tuple(each for each in made if each is not None and each.calls)


def _forward(context: Context, vendor: Vendor, rules: tuple[Rule, ...]) -> Forward | None:
    api = registry.platforms()[vendor.data.platform].server
    if api is None:
        return None
    told = [(rule, call) for rule in rules for call in rule.calls if call.instance == vendor.told]
    if not told:
        return None
    # As the message has them: the value is the items' sum already, where it was not given.
    names = (
        {key for key, _ in told[0][1].payload.entries} if isinstance(told[0][1].payload, Object) else set()
    )
    payload = shaped(api, names, vendor.fill)

    def fill(expr: Expr) -> Expr:
        return rebuild_expr(vendor.fill(expr), folded)

    calls = tuple(
        ForwardCall(
            rule=rule.name,
            gate=call.gate,
            vendor_event=call.vendor_event,
            cells=tuple((key, value) for key, value in call.cells if key not in {RULE, COMPUTED}),
            payload=payload,
            vendor_events=call.vendor_events,
        )
        for rule, call in told
    )
    return Forward(
        name=vendor.name,
        platform=vendor.platform.name,
        title=api.title,
        gate=vendor.gate,
        address=fill(api.address),
        headers=tuple((key, made) for key, value in api.headers if (made := fill(value)) != Const(None)),
        body=fill(api.body),
        event=fill(api.event),
        usable=fill(api.usable),  # type: ignore[arg-type]
        most=api.most,
        oldest=api.oldest,
        answer=api.answer,
        raw=tuple(key.key for key in api.matching if not key.hashed),
        calls=calls,
        origin=context.key(("platforms", vendor.name, SERVER)),
    )
