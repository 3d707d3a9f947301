"""Rules: when one fires, and which record it makes of what happened."""

from __future__ import annotations

import re
from operator import itemgetter
from typing import TYPE_CHECKING

from tagc.backends.browser.expressions import UNDEFINED, Scope, condition, expression, text
from tagc.backends.browser.gates import WHICH, hook_name, keeps_trigger
from tagc.backends.browser.part import Part, camel
from tagc.backends.browser.record import NOTHING
from tagc.backends.browser.specialise import delays, fires_page_view
from tagc.backends.browser.table import families, lowered
from tagc.backends.browser.visitor import knowing, learn
from tagc.frozen import frozen
from tagc.ir.expr import (
    AllOf,
    Always,
    AnyOf,
    EventId,
    Field,
    IsGranted,
    Phase,
    Random,
    Root,
    Var,
    phase,
    walk,
)
from tagc.js import build as js
from tagc.js.nodes import (
    ArrayExpression,
    BlockStatement,
    ExpressionStatement,
    Identifier,
    IfStatement,
    Literal,
    VariableDeclaration,
    VariableDeclarator,
)
from tagc.js.tree import walk as walk_js

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from tagc.backends.browser.record import Layout
    from tagc.backends.browser.table import Family
    from tagc.ir.expr import Condition, Expr, Node
    from tagc.ir.program import Program, Rule, Trigger, Variable
    from tagc.js.nodes import Expression, Statement

__all__ = ["Listener", "fire", "handler", "handlers", "listeners"]

_CHANCE = Identifier("chance")
_LET_ELEMENT = VariableDeclaration("let", (VariableDeclarator(Identifier("element"), None),))


def fire(program: Program, layout: Layout) -> Statement:
    """`fire(targets, own, id, only)`: makes the record and gives it to every target.

    `id` where some rule knows the event's, `only` where calls wait for others, `wait` where a trigger has a delay.
    """
    shared = [expression(slot.shared, Scope()) for slot in layout.shared() if slot.shared is not None]
    identified = js.or_(js.ident("id"), js.call("uuid")) if _knows_ids(program) else js.call("uuid")
    kept = [js.spread(js.ident("own_values"))] if layout.own() else []
    told = js.arrow(["hook"], js.call("hook", js.ident("record")))
    body: list[Statement] = [js.const("record", js.array(identified, *shared, *kept))]
    if delays(program):
        later = js.call("postpone", js.ident("record"), js.ident("targets"), js.ident("wait"))
        body.append(js.statement(js.and_(js.ident("wait"), later)))
    body.append(js.statement(js.call(js.member("targets", "map"), told)))
    if _waits(program):  # a late page view is part of a decision, which ends with that
        follow = js.call("follow")
        body.append(js.statement(js.or_(js.ident("only"), follow) if _late(program) else follow))
    return js.const("fire", js.arrow(["targets", "own_values", "id", "only", "wait"], body))


def _knows_ids(program: Program) -> bool:
    """Some event has an id that is not random."""
    return any(rule.event_id or (rule.once and rule.once.key) for rule in program.rules)


def _waits(program: Program) -> bool:
    """Some call waits for another one."""
    return any(rule.after for rule in program.rules)


@frozen(eq=False)
class _Site:
    """A program, and what is asked about it for every rule."""

    program: Program
    variables: Mapping[str, tuple[int, Variable]]  # by name, with their places in the order of computing
    late: Collection[str]  # the instances that get a page view after a refusal


def _site(program: Program) -> _Site:
    variables = {item.name: (at, item) for at, item in enumerate(program.variables)}
    late = frozenset(each.name for each in program.gated if fires_page_view(program, each))
    return _Site(program, variables, late)


def handlers(program: Program, layout: Layout) -> list[Part]:
    """One function per kind of trigger, with every rule that it can fire."""
    parts: list[Part] = []
    every = listeners(program)
    site = _site(program)
    for heard in every:
        body: list[Statement] = knowing(program)
        fired = [(n, rule) for n, rule in enumerate(program.rules) if any(map(heard.hears, rule.triggers))]
        alike = families(fired, layout) if heard.name == "data_layer" else {}
        tables: list[Family] = []
        for number, rule in fired:
            family = alike.get(number)
            if family is None:
                body.extend(_rule(site, number, rule, heard, layout))
            elif not any(family is other for other in tables):
                tables.append(family)
                declared, run = _table(site, family, len(tables), heard)
                parts.append(Part("rules", (declared,)))
                body.append(run)
        for group in (each for each in every if each.group):
            body.extend(_members(site, group, heard))
        parts.append(Part("rules", (js.const(heard.handler, js.arrow(heard.parameters, body)),)))
    return parts


def _table(site: _Site, family: Family, number: int, heard: Listener) -> tuple[Statement, Statement]:
    """Rules that differ in constants only."""

    def variable(node: Expr) -> Expression | None:
        return js.ident(_variable(node.name)) if isinstance(node, Var) else None

    scope = Scope(special=variable, roots=dict(heard.roots))
    before = _declared(site, family.expressions(), scope)
    hooks = js.array(*(js.ident(hook_name(instance)) for instance in family.hooks))
    return lowered(family, number, lambda expr: expression(expr, scope), before, hooks)


@frozen
class Listener:
    """One that hears the page: its name, what it is asked with, and the function it calls."""

    name: str
    arguments: tuple[Expr, ...]
    handler: str
    tells: tuple[Field, ...]
    roots: Mapping[Root, Expression]
    """Where elements and payloads are in the handler; a variable that reads anything else has nothing to read there."""
    group: tuple[tuple[Trigger, ...], ...]
    """What the members of a group are."""

    @property
    def parameters(self) -> list[str]:
        """The handler's parameters."""
        if self.name == "page_view":
            return ["only"]
        return [_told_name(told) for told in self.tells] or (["path"] if self.roots else [])

    def start(self, scope: Scope) -> Expression:
        """The call that begins it."""
        given = (expression(argument, scope) for argument in self.arguments)
        return js.call(f"{camel(self.name)}Listen", js.ident(self.handler), *given)

    def hears(self, trigger: Trigger) -> bool:
        """The trigger is about what this one hears."""
        return (trigger.listener, trigger.arguments) == (self.name, self.arguments)


def listeners(program: Program) -> list[Listener]:
    """Every listener of the program, by name and then by the first rule that needs it."""
    found: dict[tuple[str, tuple[Expr, ...]], list[Trigger]] = {}
    for rule in program.rules:
        for trigger in rule.triggers:
            for part in trigger.parts():
                found.setdefault((part.listener, part.arguments), []).append(part)
    made: list[Listener] = []
    for name, arguments in sorted(found, key=lambda key: key[0]):
        several = [each for each in made if each.name == name]
        triggers = found[name, arguments]
        roots: dict[Root, Expression] = {
            each.element: js.ident("element") for each in triggers if each.element is not None
        }
        roots |= {
            told.root: js.ident(_told_name(told))
            for told in triggers[0].tells
            if told.root in {Root.EVENT, Root.EVENT_NAME}
        }
        function = handler(name) + (str(len(several) + 1) if several else "")
        made.append(Listener(name, arguments, function, triggers[0].tells, roots, triggers[0].members))
    return made


def _told_name(told: Field) -> str:
    """The parameter of a handler that holds what a listener tells."""
    names = {Root.EVENT: "entry", Root.EVENT_NAME: "name"}
    return f"{told.root.value}_{told.path[0]}" if told.path else names.get(told.root, "element")


def handler(listener: str) -> str:
    """The function that a listener calls; a runtime part knows that of page views by its name."""
    return "pageView" if listener == "page_view" else f"on_{camel(listener)}"


def _members(site: _Site, group: Listener, heard: Listener) -> list[Statement]:
    """`attempt(() => condition && groupMember(…))` for each member of the group that this one hears."""
    made: list[Statement] = []
    for at, alternatives in enumerate(group.group):
        triggers = [(str(number), each) for number, each in enumerate(alternatives) if heard.hears(each)]
        if triggers:
            told = js.call("groupMember", js.ident(group.handler), js.number(at), js.number(len(group.group)))
            scope, early = _scopes(site, triggers, heard)
            located, test = _located(Always(holds=True), triggers, scope, early, which=False)
            first = _declared(site, [each.condition for _, each in triggers], scope)
            if heard.name == "page_view" and site.late:
                test = _unless_late(test)
            made += _attempted([*located, *first], test, [js.statement(told)], "rules")
    return made


def _rule(site: _Site, number: int, rule: Rule, heard: Listener, layout: Layout) -> list[Statement]:
    """`attempt(() => { … condition && fire(…) })`: what one rule throws stops no other."""
    triggers = [(str(at), trigger) for at, trigger in enumerate(rule.triggers) if heard.hears(trigger)]
    scope, early = _scopes(site, triggers, heard)
    several = len({trigger.delay for _, trigger in triggers}) > 1
    located, test = _located(rule.condition, triggers, scope, early, which=keeps_trigger(rule) or several)
    if heard.name == "page_view" and not rule.shows_page and site.late:
        test = _unless_late(test)
    first, then = _variables(site, rule, scope)
    wait: Expression = UNDEFINED
    for at, trigger in reversed(triggers):
        mine = js.number(trigger.delay) if trigger.delay else UNDEFINED
        this = js.binary("==", js.ident("which"), js.string(at))
        wait = js.conditional(this, mine, wait) if several else mine
    made = [*then, *_told(site, number, rule, heard.name, layout, scope, wait)]
    return _attempted([*located, *first], test, made, f"rule {rule.name}")


def _unless_late(test: Expression) -> Expression:
    """A page view that is sent after a refusal was taken back is one for a single instance only."""
    return js.not_(js.ident("only")) if test == js.TRUE else js.and_(js.not_(js.ident("only")), test)


def _attempted(
    before: Sequence[Statement], test: Expression, made: Sequence[Statement], made_for: str
) -> list[Statement]:
    statements = [*before, *(made if test == js.TRUE else [js.if_(test, _block(made))])]
    if any(node == _CHANCE for statement in statements for node in walk_js(statement)):
        statements.insert(
            0, js.const(_CHANCE.name, expression(Random(), Scope()))
        )  # the same for all instances
    return [js.part(made_for, js.statement(js.call("attempt", js.arrow([], _body(statements))), made_for))]


def _scopes(site: _Site, triggers: Sequence[tuple[str, Trigger]], heard: Listener) -> tuple[Scope, Scope]:
    """How the names of a handler are reached: once its variables are there, and before."""
    which: Expression = js.string(triggers[0][0])
    if len(triggers) > 1:
        which = js.ident("which")

    def told(node: Field) -> Expression | None:
        return js.ident(_told_name(node)) if node.path and node in heard.tells else None

    def special(node: Expr) -> Expression | None:
        if isinstance(node, EventId):
            return js.ident("key")
        if node == WHICH:
            return which
        if isinstance(node, Random):
            return _CHANCE
        if isinstance(node, Field):
            return told(node)
        return js.ident(_variable(node.name)) if isinstance(node, Var) else None

    def in_place(node: Expr) -> Expression | None:
        """For what is computed before the rule's variables are."""
        if isinstance(node, Random):
            return _CHANCE
        if isinstance(node, Field):
            return told(node)
        return expression(site.variables[node.name][1].value, early) if isinstance(node, Var) else None

    roots = dict(heard.roots)
    scope, early = Scope(special=special, roots=roots), Scope(special=in_place, roots=roots)
    return scope, early


def _located(
    rule: Condition,
    triggers: Sequence[tuple[str, Trigger]],
    scope: Scope,
    early: Scope,
    *,
    which: bool,
) -> tuple[list[Statement], Expression]:
    """What finds the first trigger that this is about, and the test whether there is one.

    A condition that reads the device is left for the release; the variable `which` then says whose it is.
    """

    def now(trigger: Trigger) -> Condition:
        granted = () if trigger.requires is None else (IsGranted(trigger.requires),)
        others = tuple(c for c in (trigger.condition, rule) if phase(c) is Phase.FIRE)
        return _simple(AllOf((*granted, *others)))

    if triggers[0][1].selectors:
        found = [
            js.call("nearest", js.ident("path"), _joined([text(s, early) for s in t.selectors]))
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
    if len(triggers) > 1 and which:
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


def _told(
    site: _Site, number: int, rule: Rule, listener: str, layout: Layout, scope: Scope, wait: Expression
) -> list[Statement]:
    """What happens when the rule fires."""
    key = js.ident("key")
    made: list[Statement] = []
    if rule.user and site.program.user:
        made.append(js.statement(learn(site.program.user, rule.user, scope)))
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
    hooks: Expression = js.array(*(js.ident(hook_name(call.instance)) for call in rule.calls))
    arguments = [hooks, ArrayExpression(tuple(values)), identified]
    if listener == "page_view" and rule.shows_page and site.late:
        arguments = [_only(site, rule, hooks), *arguments[1:], js.ident("only")]
    if wait != UNDEFINED:
        arguments += [UNDEFINED] * (4 - len(arguments)) + [wait]
    while arguments[-1] == UNDEFINED:
        arguments.pop()
    made.append(js.statement(js.call("fire", *arguments)))
    return made


def _only(site: _Site, rule: Rule, hooks: Expression) -> Expression:
    """The rule's instances, or the one of them that the page view is for."""
    told = {call.instance for call in rule.calls}
    only = js.ident("only")
    if told.issuperset(site.late):
        return js.conditional(only, js.array(only), hooks)
    chosen = js.or_(js.not_(only), js.binary("==", js.ident("hook"), only))
    return js.call(js.member(hooks, "filter"), js.arrow(["hook"], chosen))


def _late(program: Program) -> bool:
    return any(fires_page_view(program, instance) for instance in program.gated)


def _variable(name: str) -> str:
    return "variable_" + re.sub(r"\W", "$", name)


def _variables(site: _Site, rule: Rule, scope: Scope) -> tuple[list[Statement], list[Statement]]:
    """What several parts of a rule share, computed once: what its conditions need, and what only a firing needs."""
    asked: list[Node] = [rule.condition, *(trigger.condition for trigger in rule.triggers)]
    told: list[Node] = [value for call in rule.calls for _, value in call.params]
    told += [item.value for item in rule.user]
    told += [] if rule.event_id is None else [rule.event_id]
    told += [] if rule.once is None or rule.once.key is None else [rule.once.key]
    first = _names(site, asked)
    return _named(site, first, scope), _named(site, _names(site, told) - first, scope)


def _declared(site: _Site, roots: Sequence[Node], scope: Scope) -> list[Statement]:
    """The variables that are needed."""
    return _named(site, _names(site, roots), scope)


def _named(site: _Site, names: Collection[str], scope: Scope) -> list[Statement]:
    """The declarations of variables, each after those it needs."""
    found = sorted((site.variables[name] for name in names), key=itemgetter(0))
    return [js.const(_variable(each.name), expression(each.value, scope)) for _, each in found]


def _names(site: _Site, roots: Sequence[Node]) -> set[str]:
    """The variables that are needed, and those these need."""
    found: set[str] = set()
    queue = list(roots)
    while queue:
        new = {node.name for node in walk(queue.pop()) if isinstance(node, Var)} - found
        found |= new
        queue.extend(site.variables[name][1].value for name in new)
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
    if all(isinstance(selector, Literal) for selector in selectors):
        return js.string(
            ",".join(str(selector.value) for selector in selectors if isinstance(selector, Literal))
        )
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
