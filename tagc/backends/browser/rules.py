"""Rules and the fixed tail: what the container listens to, and which record it makes of what it hears."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tagc.backends.browser.expressions import UNDEFINED, Scope, condition, expression, requirement, text
from tagc.backends.browser.gates import WHICH, hook_name, keeps_trigger, user_name
from tagc.backends.browser.record import NOTHING
from tagc.backends.browser.specialise import fires_page_view, nodes_of
from tagc.ir.expr import AllOf, Always, AnyOf, EventId, Field, If, IsGranted, Phase, Root, Var, phase, walk
from tagc.ir.program import Regime
from tagc.js import build as js
from tagc.js.nodes import (
    ArrayExpression,
    ArrayPattern,
    BlockStatement,
    ExpressionStatement,
    Identifier,
    IfStatement,
    Literal,
    MemberExpression,
    VariableDeclaration,
    VariableDeclarator,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tagc.backends.browser.record import Layout
    from tagc.ir.expr import Condition, Expr, Node
    from tagc.ir.program import (
        ConsentSource,
        Matching,
        Program,
        RegionSource,
        Rule,
        Trigger,
        UserData,
        UserField,
    )
    from tagc.js.nodes import Expression, Statement

__all__ = ["Part", "fire", "handlers", "know", "matchers", "region", "sources", "tail"]

_TAGC = MemberExpression(Identifier("window"), Literal("tagc"), computed=True)
_LISTENERS = {"click": "clickListen", "form": "formListen"}
_ELEMENT_ROOTS = {"click": Root.CLICK, "form": Root.FORM}
_LET_ELEMENT = VariableDeclaration("let", (VariableDeclarator(Identifier("element"), None),))


@dataclass(frozen=True, slots=True)
class Part:
    """Statements, and the part of the site they are for."""

    name: str
    statements: tuple[Statement, ...]


# ---- before the gates ----------------------------------------------------------------------------------------------------------


def region(sources: Sequence[RegionSource]) -> Expression:
    """The first valid region code the page gives."""

    def read(source: RegionSource) -> Expression:
        if source.kind == "global":
            return js.call("globalPath", *(js.string(step) for step in source.name.split(".")))
        return js.call({"meta": "meta", "cookie": "cookie"}[source.kind], js.string(source.name))

    return js.call("region", *map(read, sources))


def matchers(program: Program) -> list[Part]:
    """Each instance's view of the visitor."""
    parts = []
    if program.user:
        again = [js.arrow([], js.call("know"))] if program.user.fields else []
        watch = js.call("watchPerson", js.arrow([], requirement(program.user.gate.requirement)), *again)
        parts.append(Part("user data", (js.statement(watch),)))
    for instance in program.instances:
        if instance.matching:
            made = js.const(user_name(instance), _matcher(instance.matching))
            parts.append(Part(f"platform {instance.name}", (made,)))
    return parts


def _matcher(matching: Matching) -> Expression:
    values: list[Expression] = []
    names = [f"value{number}" for number in range(len(matching.keys))]
    for key in matching.keys:
        raw = js.call("own", js.ident("person"), js.string(key.field))
        scope = Scope(roots={Root.USER: js.ident("person")})
        rule = js.arrow([], expression(key.normalise, scope))
        values.append(js.call("normalised" if key.hashed else "raw", raw, rule))
    entries: list[tuple[str, Expression]] = []
    nested: dict[tuple[str, ...], list[tuple[str, Expression]]] = {}
    for key, name in zip(matching.keys, names, strict=True):
        (nested.setdefault(key.path, []) if key.path else entries).append((key.key, js.ident(name)))
    for path, inner in nested.items():
        known = js.call("first", *(value for _, value in inner))
        entries.append((path[0], js.and_(known, js.call("clean", js.object_(inner)))))
    pattern = ArrayPattern(tuple(Identifier(name) for name in names))
    shape = js.arrow([pattern], js.call("clean", js.object_(entries)))
    return js.call(
        "match",
        js.arrow([], requirement(matching.gate.requirement)),
        js.arrow(["person"], js.array(*values)),
        shape,
    )


# ---- rules ---------------------------------------------------------------------------------------------------------------------


def fire(program: Program, layout: Layout) -> Statement:
    """`fire(targets, own, id, key, only)`: makes the record and gives it to every target, or to one of them."""
    shared = [expression(slot.shared, Scope()) for slot in layout.shared() if slot.shared is not None]
    made = js.array(js.or_(js.ident("id"), js.call("uuid")), *shared, js.spread(js.ident("own_values")))
    late = any(fires_page_view(program, instance) for instance in program.instances)
    told = js.call("hook", js.ident("record"))
    if late:
        chosen = js.or_(js.not_(js.ident("only")), js.binary("==", js.ident("hook"), js.ident("only")))
        told = js.and_(chosen, told)  # type: ignore[assignment]
    body: list[Statement] = [
        js.const("record", made),
        js.statement(js.call(js.member("targets", "map"), js.arrow(["hook"], told))),
    ]
    parameters = ["targets", "own_values", "id", *(["only"] if late else [])]
    return js.const("fire", js.arrow(parameters, body))


def handlers(program: Program, layout: Layout) -> list[Part]:
    """One function per kind of trigger, with every rule that it can fire."""
    parts: list[Part] = []
    for kind in sorted({trigger.kind for rule in program.rules for trigger in rule.triggers}):
        roots = _handler_roots(kind)
        body: list[Statement] = _knowing(program)
        for rule in program.rules:
            if any(trigger.kind == kind for trigger in rule.triggers):
                body.extend(_rule(program, rule, kind, layout, roots))
        parameters = {"page_view": ["only"], "data_layer": ["name", "entry"]}.get(kind, ["target"])
        parts.append(Part("rules", (js.const(_handler(kind), js.arrow(parameters, body)),)))
    return parts


def _handler(kind: str) -> str:
    return {
        "page_view": "pageView",
        "data_layer": "dataLayerEntry",
        "click": "clicked",
        "form": "submitted",
    }.get(kind, f"on_{kind}")


def _handler_roots(kind: str) -> dict[Root, Expression]:
    if kind == "data_layer":
        return {Root.EVENT: js.ident("entry"), Root.EVENT_NAME: js.ident("name")}
    return {_ELEMENT_ROOTS[kind]: js.ident("element")} if kind in _ELEMENT_ROOTS else {}


def _rule(
    program: Program, rule: Rule, kind: str, layout: Layout, roots: dict[Root, Expression]
) -> list[Statement]:
    """`attempt(() => { … condition && fire(…) })`: what one rule throws stops no other."""
    triggers = [(str(at), trigger) for at, trigger in enumerate(rule.triggers) if trigger.kind == kind]
    which: Expression = js.string(triggers[0][0])
    if len(triggers) > 1:
        which = js.ident("which")

    def special(node: Expr) -> Expression | None:
        if isinstance(node, EventId):
            return js.ident("key")
        if node == WHICH:
            return which
        return js.ident(_variable(node.name)) if isinstance(node, Var) else None

    def in_place(node: Expr) -> Expression | None:
        """For what is computed before the rule's variables are."""
        values = {item.name: item.value for item in program.variables}
        return expression(values[node.name], early) if isinstance(node, Var) else None

    scope, early = Scope(special=special, roots=roots), Scope(special=in_place, roots=roots)
    located, test = _located(rule, triggers, scope, early)
    if kind == "page_view" and rule.event != "page_view" and _late(program):
        test = js.not_(js.ident("only")) if test == js.TRUE else js.and_(js.not_(js.ident("only")), test)
    made = _told(program, rule, kind, layout, scope)
    statements = [
        *located,
        *_variables(program, rule, scope),
        *(made if test == js.TRUE else [js.if_(test, _block(made))]),
    ]
    return [js.statement(js.call("attempt", js.arrow([], _body(statements))), f"rule {rule.name}")]


def _located(
    rule: Rule, triggers: Sequence[tuple[str, Trigger]], scope: Scope, early: Scope
) -> tuple[list[Statement], Expression]:
    """What finds the first trigger that this is about, and the test whether there is one.

    A condition that reads the device is left for the release; `which` then says whose it is.
    """

    def now(trigger: Trigger) -> Condition:
        return _simple(AllOf(tuple(c for c in (trigger.condition, rule.condition) if phase(c) is Phase.FIRE)))

    kind = triggers[0][1].kind
    if kind in _ELEMENT_ROOTS:
        found = [
            js.call(js.member("target", "closest"), _joined([text(s, early) for s in t.selectors]))
            for _, t in triggers
        ]
        if len(triggers) == 1:
            test = condition(now(triggers[0][1]), scope)
            element = js.ident("element")
            return [js.const("element", found[0])], element if test == js.TRUE else js.and_(element, test)
        tests = [
            js.and_(js.assign("element", call), condition(now(trigger), early))
            for call, (_, trigger) in zip(found, triggers, strict=True)
        ]
        return [_LET_ELEMENT, js.const("which", _first_of(tests, triggers))], js.ident("which")
    if len(triggers) > 1 and keeps_trigger(rule):
        tests = [condition(now(trigger), early) for _, trigger in triggers]
        return [js.const("which", _first_of(tests, triggers))], js.ident("which")
    any_of = _simple(AnyOf(tuple(now(trigger) for _, trigger in triggers)))
    return [], condition(any_of, scope)


def _first_of(tests: Sequence[Expression], triggers: Sequence[tuple[str, Trigger]]) -> Expression:
    """`test ? "0" : test ? "1" : ""`."""
    chain: Expression = js.string("")
    for test, (number, _) in reversed(list(zip(tests, triggers, strict=True))):
        chain = js.string(number) if test == js.TRUE else js.conditional(test, js.string(number), chain)
    return chain


def _told(program: Program, rule: Rule, kind: str, layout: Layout, scope: Scope) -> list[Statement]:
    """What happens when the rule fires."""
    key = js.ident("key")
    number = program.rules.index(rule)
    made: list[Statement] = []
    if rule.user and program.user:
        made.append(js.statement(_learn(program.user, rule.user, scope)))
    identified: Expression = UNDEFINED
    if rule.once and rule.once.key is not None:
        made.append(js.const("key", js.call("keyed", js.string(rule.once.event), text(rule.once.key, scope))))
        identified = key
    if rule.event_id is not None:
        own_id = text(rule.event_id, scope)
        identified = own_id if identified == UNDEFINED else js.or_(own_id, identified)
    values: list[Expression | None] = []
    for slot in layout.own():
        value = slot.values.get(number, NOTHING)
        values.append(None if value == NOTHING else expression(value, scope))
    while values and values[-1] is None:
        values.pop()
    hooks = js.array(*(js.ident(hook_name(call.instance)) for call in rule.calls))
    arguments = [hooks, ArrayExpression(tuple(values)), identified]
    if kind == "page_view" and rule.event == "page_view":
        arguments.append(js.ident("only"))
    while arguments[-1] == UNDEFINED:
        arguments.pop()
    made.append(js.statement(js.call("fire", *arguments)))
    return made


def _late(program: Program) -> bool:
    return any(fires_page_view(program, instance) for instance in program.instances)


def _variable(name: str) -> str:
    return "variable_" + re.sub(r"\W", "_", name)


def _variables(program: Program, rule: Rule, scope: Scope) -> list[Statement]:
    """What several parts of a rule share, computed once."""
    used: list[Node] = [rule.condition, *(trigger.condition for trigger in rule.triggers)]
    used += [value for call in rule.calls for _, value in call.params]
    used += [item.value for item in rule.user]
    used += [] if rule.event_id is None else [rule.event_id]
    used += [] if rule.once is None or rule.once.key is None else [rule.once.key]
    names = {node.name for root in used for node in walk(root) if isinstance(node, Var)}
    return [
        js.const(_variable(variable.name), expression(variable.value, scope))
        for variable in program.variables
        if variable.name in names
    ]


def _block(statements: Sequence[Statement]) -> Statement:
    return (
        statements[0]
        if len(statements) == 1 and not _declares(statements[0])
        else BlockStatement(tuple(statements))
    )


def _declares(statement: Statement) -> bool:
    return isinstance(statement, VariableDeclaration)


def _body(statements: Sequence[Statement]) -> Expression | Sequence[Statement]:
    if len(statements) == 1:
        only = statements[0]
        if isinstance(only, ExpressionStatement):
            return only.expression
        if isinstance(only, IfStatement) and isinstance(only.consequent, ExpressionStatement):
            return js.and_(only.test, only.consequent.expression)
    return list(statements)


def _joined(selectors: Sequence[Expression]) -> Expression:
    if len(selectors) == 1:
        return selectors[0]
    return js.call(js.member(js.array(*selectors), "join"), js.string(","))


def _simple(test: Condition) -> Condition:
    """Without conditions that always hold."""
    if isinstance(test, AllOf):
        parts = [part for part in map(_simple, test.conditions) if part != Always(holds=True)]
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts)) if parts else Always(holds=True)
    if isinstance(test, AnyOf):
        alternatives = [_simple(part) for part in test.conditions]
        if Always(holds=True) in alternatives:
            return Always(holds=True)
        return alternatives[0] if len(alternatives) == 1 else AnyOf(tuple(alternatives))
    return test


# ---- the tail ------------------------------------------------------------------------------------------------------------------


def know(program: Program) -> list[Part]:
    """`know()`: looks whether the page tells something of the visitor by now."""
    if not program.user or not program.user.fields:
        return []
    learn = _learn(program.user, program.user.fields, Scope(), js.number(1))
    return [Part("user data", (js.const("know", js.arrow([], learn)),))]


def _knowing(program: Program) -> list[Statement]:
    return [js.statement(js.call("know"))] if program.user and program.user.fields else []


def _learn(user: UserData, fields: Sequence[UserField], scope: Scope, *stands: Expression) -> Expression:
    """`learn(allowed, fields)`. What reads the device is read only after the grant; a hash is one or nothing."""
    granted = IsGranted(user.gate.requirement)

    def read(item: UserField) -> Expression:
        late = phase(item.value) is Phase.RELEASE
        value = If(granted, item.value) if late else item.value
        return js.call("hashOf", text(value, scope)) if item.hashed else expression(value, scope)

    known = js.object_([(item.field, read(item)) for item in fields])
    return js.call("learn", js.arrow([], requirement(user.gate.requirement)), known, *stands)


def sources(program: Program) -> list[Part]:
    """Cookies that tell a decision: read before there is a gate, so that the first decision is the last of them."""
    cookies = [source for source in program.consent.sources if source.kind == "cookie"]
    return (
        [Part("consent", tuple(js.statement(_cookie_source(source)) for source in cookies))]
        if cookies
        else []
    )


def tail(program: Program) -> list[Part]:
    """The page's inputs, in the order of the boot: the page view, the stub's queue, the data layer, gates.

    Until all of it was handled nobody's decision counts, and in an opt-out regime with a tool that tells through the data
    layer not before that had its time.
    """
    kinds = {trigger.kind for rule in program.rules for trigger in rule.triggers}
    consent = program.consent
    listens = [source for source in consent.sources if source.kind == "data_layer"]
    statements: list[Statement] = []
    if _merges(program):
        statements.append(js.statement(js.call("mergeEarlier")))
    if "page_view" not in kinds:
        statements.extend(_knowing(program))
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
            "attempt", js.arrow([], js.and_(named, js.call("dataLayerEntry", named, js.ident("b"))))
        )
        chain = js.conditional(js.binary("==", js.ident("command"), js.string("event")), event, chain)
    function = js.arrow(["command", "a", "b"], [js.statement(chain)])
    statements.append(js.statement(js.assign(_TAGC, function)))
    replay = js.arrow(["call"], js.call(js.member("window", "tagc"), js.spread(js.ident("call"))))
    statements.append(js.statement(js.call(js.member("early", "map"), replay)))
    if "data_layer" in kinds or listens or _merges(program) or _knowing(program):
        statements.append(
            js.statement(js.call("hear", _hearing(program, listens, heard="data_layer" in kinds)))
        )
    statements.extend(
        js.statement(js.call(_LISTENERS[kind], js.ident(_handler(kind))))
        for kind in sorted(kinds & _LISTENERS.keys())
    )
    opening = js.call(js.member("watchers", "map"), js.arrow(["watcher"], js.call("watcher", js.number(0))))
    opt_out = Regime.OPT_OUT in {consent.default, *(regime for _, regime in consent.regions)}
    if opt_out and not listens:
        statements.append(js.statement(js.call("losePatience")))
    statements.append(js.statement(opening))
    if opt_out and listens:
        statements.append(js.statement(js.call("waitForTool")))
    return [Part("page", tuple(statements))]


def _merges(program: Program) -> bool:
    return any(isinstance(node, Field) and node.root is Root.DATA for node in nodes_of(program))


def _hearing(program: Program, sources: Sequence[ConsentSource], *, heard: bool) -> Expression:
    name, entry = js.ident("name"), js.ident("entry")
    scope = Scope(roots={Root.RECORD: entry, Root.EVENT: entry, Root.EVENT_NAME: name})
    body: list[Statement] = []
    for source in sources:
        decision = js.call("decide", _granted(source, scope))
        body.append(js.statement(js.and_(condition(source.decided, scope), decision)))
    body.extend(_knowing(program))
    if heard:
        body.append(js.statement(js.and_(name, js.call("dataLayerEntry", name, entry))))
    return js.arrow(["name", "entry"], body)


def _granted(source: ConsentSource, scope: Scope) -> Expression:
    parts = [js.and_(condition(rule.granted, scope), js.string(rule.category)) for rule in source.grants]
    return js.array(*parts)


def _cookie_source(source: ConsentSource) -> Expression:
    settings = dict(source.settings)
    scope = Scope(roots={Root.RECORD: js.ident("record")})
    made = js.arrow(["record"], _granted(source, scope))
    reader = {"json": "cookieJson", "list": "cookieList", "pairs": "cookiePairs", "flag": "cookieFlag"}[
        str(settings["format"])
    ]
    return js.call("cookieConsent", js.value(settings["name"]), js.ident(reader), made)
