"""The fixed tail: the page's inputs, opened in the order of the boot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tagc.backends.browser.expressions import Scope, condition, requirement
from tagc.backends.browser.part import Part, camel
from tagc.backends.browser.rules import handler, listeners
from tagc.backends.browser.specialise import nodes_of
from tagc.backends.browser.visitor import knowing
from tagc.ir.expr import ConsentState, Field, RequireAll, RequireAny, RequireCategory, Root, walk
from tagc.ir.program import Regime
from tagc.js import build as js
from tagc.js.nodes import Identifier, Literal, MemberExpression

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from tagc.ir.expr import Requirement
    from tagc.ir.program import Command, ConsentSource, Program, RegionSource
    from tagc.js.nodes import Expression, Statement

__all__ = ["google_state", "region", "sources", "tail"]

_TAGC = MemberExpression(Identifier("window"), Literal("tagc"), computed=True)


def region(sources: Sequence[RegionSource]) -> Expression:
    """The first valid region code the page gives."""

    def read(source: RegionSource) -> Expression:
        if source.kind == "global":
            return js.call("globalPath", *(js.string(step) for step in source.name.split(".")))
        return js.call({"meta": "meta", "cookie": "cookie"}[source.kind], js.string(source.name))

    return js.call("region", *map(read, sources))


def google_state(program: Program) -> list[Part]:
    """`googleState(live)`: every Google consent type as it is now, or before anybody decided."""

    def signal(needed: Requirement | None) -> Expression:
        if needed is None:
            return js.string("denied")
        return js.string("granted") if needed == RequireAll(()) else js.call("state", requirement(needed))

    def stated(command: Command) -> bool:
        return any(
            isinstance(node, ConsentState) for argument in command.arguments for node in walk(argument)
        )

    if not any(stated(each) for item in program.instances for each in (*item.begin, *item.start, *item.stop)):
        return []
    open_ = js.and_(js.ident("live"), js.binary(">", js.ident("level"), js.number(1)))
    state = js.arrow(["level"], js.conditional(open_, js.string("granted"), js.string("denied")))
    types = js.object_([(name, signal(needed)) for name, needed in program.consent.google.types])
    made = js.arrow(["live"], [js.const("state", state), js.return_(types)])
    return [Part("consent", (js.const("googleState", made),))]


def sources(program: Program, names: Collection[str]) -> list[Part]:
    """Sources with a function of their own: started before there is a gate, so that the first decision is theirs.

    `names` are those of all parts. A source of kind `cookie` has one if its part exports `cookieConsent`.
    """
    made = [
        js.statement(_source(source, names))
        for source in program.consent.sources
        if f"{camel(source.kind)}Consent" in names
    ]
    return [Part("consent", tuple(made))] if made else []


def tail(program: Program, names: Collection[str]) -> list[Part]:
    """The page's inputs, in the order of the boot: the page view, the stub's queue, the data layer, gates.

    Until all of it was handled nobody's decision counts, and in an opt-out regime with a tool that tells through the data
    layer not before that had its time.
    """
    kinds = {part.listener for rule in program.rules for trigger in rule.triggers for part in trigger.parts()}
    consent = program.consent
    listens = [source for source in consent.sources if f"{camel(source.kind)}Consent" not in names]
    statements: list[Statement] = []
    if any(rule.after for rule in program.rules):
        statements.append(js.statement(js.call(js.member("watchers", "push"), js.ident("follow"))))
    if _merges(program):
        statements.append(js.statement(js.call("mergeEarlier")))
    if "page_view" not in kinds:
        statements.extend(knowing(program))
    if "page_view" in kinds:
        statements.append(js.statement(js.call("pageView")))
    told = js.call("attempt", js.ident("decideBy"), js.ident("a"))
    chain: Expression = js.and_(js.binary("==", js.ident("command"), js.string("consent")), told)
    if program.user:
        allowed = js.arrow([], requirement(program.user.gate.requirement))
        learn = js.call("attempt", js.ident("learn"), allowed, js.ident("a"))
        chain = js.conditional(js.binary("==", js.ident("command"), js.string("user")), learn, chain)
    if "data_layer" in kinds:
        named = js.call("text", js.ident("a"))
        event = js.call(
            "attempt", js.arrow([], js.and_(named, js.call(handler("data_layer"), named, js.ident("b"))))
        )
        chain = js.conditional(js.binary("==", js.ident("command"), js.string("event")), event, chain)
    parameters = ["command", "a", *(["b"] if "data_layer" in kinds else [])]
    function = js.arrow(parameters, [js.statement(chain)])
    statements.append(js.statement(js.assign(_TAGC, function)))
    again = js.call(js.member("window", "tagc"), js.spread(js.ident("call")))
    each = js.arrow(["call"], js.call("attempt", js.arrow([], again)))
    replay = js.call("attempt", js.arrow([], js.call(js.member("early", "map"), each)))
    statements.append(js.statement(replay))
    if "data_layer" in kinds or listens or _merges(program) or knowing(program):
        statements.append(
            js.statement(js.call("hear", _hearing(program, listens, heard="data_layer" in kinds)))
        )
    guards = program.guards
    statements.extend(
        js.statement(each.start(Scope()))
        for each in listeners(program)
        if f"{camel(each.name)}Listen" in names and (each.name, each.arguments) not in guards
    )
    if program.gated:
        statements.append(js.statement(js.call("waitForVisitor")))
    opening = js.call(js.member("watchers", "map"), js.arrow(["watcher"], js.call("watcher", js.number(0))))
    opt_out = Regime.OPT_OUT in {consent.default, *(regime for _, regime in consent.regions)}
    if opt_out and not listens:
        statements.append(js.statement(js.call("losePatience")))
    if opt_out or consent.sources or any(_needs_nobody(each.gate.requirement) for each in program.gated):
        statements.append(js.statement(opening))
    if opt_out and listens:
        statements.append(js.statement(js.call("waitForTool")))
    return [Part("page", tuple(statements))]


def _needs_nobody(needed: Requirement) -> bool:
    """Is granted although nobody decided."""
    match needed:
        case RequireCategory():
            return False
        case RequireAll(several):
            return all(map(_needs_nobody, several))
        case RequireAny(several):
            return any(map(_needs_nobody, several))


def _merges(program: Program) -> bool:
    return any(isinstance(node, Field) and node.root is Root.DATA for node in nodes_of(program))


def _hearing(program: Program, sources: Sequence[ConsentSource], *, heard: bool) -> Expression:
    name, entry = js.ident("name"), js.ident("entry")
    scope = Scope(roots={Root.RECORD: entry, Root.EVENT: entry, Root.EVENT_NAME: name})
    body: list[Statement] = []
    for source in sources:
        decision = js.call("decide", _granted(source, scope))
        body.append(js.statement(js.and_(condition(source.decided, scope), decision)))
    body.extend(knowing(program))
    if heard:
        body.append(js.statement(js.and_(name, js.call(handler("data_layer"), name, entry))))
    return js.arrow(["name", "entry"], body)


def _granted(source: ConsentSource, scope: Scope) -> Expression:
    parts = [js.and_(condition(rule.granted, scope), js.string(rule.category)) for rule in source.grants]
    return js.array(*parts)


def _source(source: ConsentSource, names: Collection[str]) -> Expression:
    """`cookieConsent("name", cookieJson, record => [granted])`: a setting that names a function is that function."""
    scope = Scope(roots={Root.RECORD: js.ident("record")})
    made = js.arrow(["record"], _granted(source, scope))
    kind = camel(source.kind)
    given: list[Expression] = []
    for _, value in source.settings:
        function = kind + str(value).capitalize()
        given.append(js.ident(function) if function in names else js.value(value))
    return js.call(f"{kind}Consent", *given, made)
