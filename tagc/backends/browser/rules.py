"""Rules: when one fires, and which record it makes of what happened."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tagc.backends.browser.expressions import UNDEFINED, Scope, condition, expression, text
from tagc.backends.browser.gates import WHICH, hook_name, keeps_trigger
from tagc.backends.browser.part import Part, camel
from tagc.backends.browser.record import NOTHING
from tagc.backends.browser.specialise import fires_page_view
from tagc.backends.browser.visitor import knowing, learn
from tagc.ir.expr import AllOf, Always, AnyOf, EventId, Phase, Random, Root, Var, phase, walk
from tagc.js import build as js
from tagc.js.nodes import (
    ArrayExpression,
    BlockStatement,
    ExpressionStatement,
    Identifier,
    IfStatement,
    VariableDeclaration,
    VariableDeclarator,
)
from tagc.js.tree import walk as walk_js

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tagc.backends.browser.record import Layout
    from tagc.ir.expr import Condition, Expr, Node
    from tagc.ir.program import Program, Rule, Trigger
    from tagc.js.nodes import Expression, Statement

__all__ = ["fire", "handler", "handlers"]

_CHANCE = Identifier("chance")
_LET_ELEMENT = VariableDeclaration("let", (VariableDeclarator(Identifier("element"), None),))


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
        roots = _handler_roots(kind, [t for rule in program.rules for t in rule.triggers if t.kind == kind])
        body: list[Statement] = knowing(program)
        for rule in program.rules:
            if any(trigger.kind == kind for trigger in rule.triggers):
                body.extend(_rule(program, rule, kind, layout, roots))
        parameters = {"page_view": ["only"], "data_layer": ["name", "entry"]}.get(kind, ["target"])
        parts.append(Part("rules", (js.const(handler(kind), js.arrow(parameters, body)),)))
    return parts


def handler(kind: str) -> str:
    """The function that a kind of trigger calls; a runtime part knows that of page views by its name."""
    return "pageView" if kind == "page_view" else f"on_{camel(kind)}"


def _handler_roots(kind: str, triggers: Sequence[Trigger]) -> dict[Root, Expression]:
    """What a handler is given; a variable that reads anything else has nothing to read there."""
    roots: dict[Root, Expression] = {}
    if kind == "data_layer":
        roots |= {Root.EVENT: js.ident("entry"), Root.EVENT_NAME: js.ident("name")}
    roots.update(
        {trigger.element: js.ident("element") for trigger in triggers if trigger.element is not None}
    )
    return roots


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
        if isinstance(node, Random):
            return _CHANCE
        return js.ident(_variable(node.name)) if isinstance(node, Var) else None

    def in_place(node: Expr) -> Expression | None:
        """For what is computed before the rule's variables are."""
        if isinstance(node, Random):
            return _CHANCE
        values = {item.name: item.value for item in program.variables}
        return expression(values[node.name], early) if isinstance(node, Var) else None

    scope, early = Scope(special=special, roots=roots), Scope(special=in_place, roots=roots)
    located, test = _located(rule, triggers, scope, early)
    if kind == "page_view" and rule.event != "page_view" and _late(program):
        test = js.not_(js.ident("only")) if test == js.TRUE else js.and_(js.not_(js.ident("only")), test)
    first, then = _variables(program, rule, scope)
    made = [*then, *_told(program, rule, kind, layout, scope)]
    statements = [
        *located,
        *first,
        *(made if test == js.TRUE else [js.if_(test, _block(made))]),
    ]
    if any(node == _CHANCE for statement in statements for node in walk_js(statement)):
        statements.insert(
            0, js.const(_CHANCE.name, expression(Random(), Scope()))
        )  # the same for all instances
    return [js.statement(js.call("attempt", js.arrow([], _body(statements))), f"rule {rule.name}")]


def _located(
    rule: Rule, triggers: Sequence[tuple[str, Trigger]], scope: Scope, early: Scope
) -> tuple[list[Statement], Expression]:
    """What finds the first trigger that this is about, and the test whether there is one.

    A condition that reads the device is left for the release; `which` then says whose it is.
    """

    def now(trigger: Trigger) -> Condition:
        return _simple(AllOf(tuple(c for c in (trigger.condition, rule.condition) if phase(c) is Phase.FIRE)))

    if triggers[0][1].element is not None:
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
        made.append(js.statement(learn(program.user, rule.user, scope)))
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
    return "variable_" + re.sub(r"\W", "$", name)


def _variables(program: Program, rule: Rule, scope: Scope) -> tuple[list[Statement], list[Statement]]:
    """What several parts of a rule share, computed once: what its conditions need, and what only a firing needs."""
    asked: list[Node] = [rule.condition, *(trigger.condition for trigger in rule.triggers)]
    told: list[Node] = [value for call in rule.calls for _, value in call.params]
    told += [item.value for item in rule.user]
    told += [] if rule.event_id is None else [rule.event_id]
    told += [] if rule.once is None or rule.once.key is None else [rule.once.key]
    first, then = _names(program, asked), _names(program, told)
    made = [
        (variable.name, js.const(_variable(variable.name), expression(variable.value, scope)))
        for variable in program.variables
    ]
    return (
        [statement for name, statement in made if name in first],
        [statement for name, statement in made if name in then - first],
    )


def _names(program: Program, roots: Sequence[Node]) -> set[str]:
    """The variables that are needed, and those these need."""
    values = {item.name: item.value for item in program.variables}
    found: set[str] = set()
    queue = list(roots)
    while queue:
        new = {node.name for node in walk(queue.pop()) if isinstance(node, Var)} - found
        found |= new
        queue.extend(values[name] for name in new)
    return found


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
