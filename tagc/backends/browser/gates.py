"""One `gate` call per instance: everything the instance's vendor is ever told stands inside its arguments."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tagc.backends.browser.custom import function_name, gives_a_promise
from tagc.backends.browser.expressions import UNDEFINED, Scope, condition, expression, reads_of, requirement
from tagc.backends.browser.patterns import pattern_of
from tagc.backends.browser.record import NOTHING
from tagc.backends.browser.specialise import calls_of, fires_page_view, library_of, wakes
from tagc.frozen import frozen
from tagc.ir.expr import (
    AllOf,
    Always,
    AnyOf,
    Array,
    Cell,
    Compare,
    Const,
    Dom,
    Each,
    EventId,
    Field,
    Inside,
    Not,
    Object,
    Operator,
    Param,
    Payload,
    Phase,
    Random,
    Root,
    Script,
    Timestamp,
    User,
    Var,
    children,
    phase,
    walk,
)
from tagc.ir.sequence import Sequence as Order
from tagc.js import build as js
from tagc.js.nodes import ArrayPattern, CallExpression, Identifier
from tagc.js.tree import walk as walk_js

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from tagc.backends.browser.record import Layout
    from tagc.ir.expr import Condition, Expr, Node
    from tagc.ir.program import Call, Command, Instance, Program, Rule
    from tagc.js.nodes import ArrowFunctionExpression, Expression, Pattern

__all__ = ["GATE_PARAMETERS", "WHICH", "Gate", "gates", "hook_name", "keeps_trigger", "user_name"]

# As `runtime/gate.js` declares them; a test compares.
GATE_PARAMETERS = (
    "allowed", "start", "send", "names", "turn", "final", "leave", "late", "lazy", "update", "library",
    "begin", "stricter", "user", "identify", "mark",
)  # fmt: skip

WHICH: Final = Var("(trigger)")
"""The number of the trigger that fired, as text: a place of the record where the triggers of a rule differ at release."""

_ELSEWHERE = frozenset({Root.ITEM, Root.USER, Root.RECORD})


@frozen
class Gate:
    """A lowered instance. Patterns of the record are made by `call`, when the layout is complete."""

    instance: Instance
    arguments: dict[str, Expression]
    sends: dict[str, _Send]
    bodies: dict[str, Expression]

    @property
    def hook(self) -> str:
        """The name of what the call returns."""
        return hook_name(self.instance.name)

    def call(self) -> Expression:
        """`gate(…)`."""
        made = {
            **self.arguments,
            **{name: js.arrow(self.sends[name].pattern(body), body) for name, body in self.bodies.items()},
        }
        return js.call("gate", *(made.get(name, UNDEFINED) for name in GATE_PARAMETERS))


def hook_name(instance: str) -> str:
    """The variable that holds an instance's gate."""
    return "hook_" + _word(instance)


def _word(instance: str) -> str:
    """The name of an instance or a tag as part of a variable's; no two are the same."""
    return instance.replace(".", "$$").replace("-", "$")


def user_name(instance: Instance) -> str:
    """The variable that holds an instance's view of the visitor."""
    return "user_" + _word(instance.name)


def gates(
    program: Program,
    layout: Layout,
    exports: Mapping[str, Sequence[str]],
    starts: Mapping[str, Expression],
) -> list[Gate]:
    """Every gate, in program order.

    `exports` are the functions of the parts, with their parameters' names; `starts` begin the listeners that have a gate.
    """
    order = Order(program)
    made = [_gate(program, order, instance, layout, exports) for instance in program.gated]
    for gate in made:
        if gate.instance.name in starts:
            gate.arguments["start"] = starts[gate.instance.name]
    return made


def _gate(
    program: Program, order: Order, instance: Instance, layout: Layout, exports: Mapping[str, Sequence[str]]
) -> Gate:
    calls = calls_of(program, instance)
    commands = _Commands(instance, exports)
    arguments: dict[str, Expression] = {
        "allowed": js.arrow([], requirement(instance.gate.requirement)),
        "start": commands.function(instance.start),
    }
    names = [cookie.name for cookie in instance.cookies if not cookie.third_party]
    names += [entry.name for entry in instance.storage]
    if names:
        arguments["names"] = js.regexp(pattern_of(names), "g")
    if any(rule.once and (rule.once.key or rule.once.session) for _, rule, _ in calls):
        arguments["leave"] = js.arrow([], js.call("forget", js.string(instance.name)))
    if instance.stop or instance.resume:
        arguments["turn"] = commands.switch(instance.stop, instance.resume or ())
    if instance.resume is None:
        arguments["final"] = js.TRUE
    if instance.update:
        arguments["update"] = js.TRUE
    if instance.lazy:
        arguments["lazy"] = js.TRUE
    if fires_page_view(program, instance):
        arguments["late"] = js.ident("pageView")
    library = library_of(program, instance)
    if library is None:
        arguments["start"] = commands.function((*instance.begin, *instance.start))
    else:
        arguments["library"] = js.ident(library)
        arguments["begin"] = commands.function(instance.begin)
    if instance.matching:
        arguments["user"] = js.ident(user_name(instance))
        if instance.matching.identify:
            arguments["identify"] = commands.function(instance.matching.identify)
    marks = {n: mark for n, rule, _ in calls if (mark := order.followed.get((rule.name, instance.name)))}
    variables = {variable.name: variable.value for variable in program.variables}
    send = _Send(
        instance, calls, layout, commands, taken_apart=True, wakes=wakes(program), variables=variables
    )
    sends, bodies = {"send": send}, {"send": send.body(says_so=bool(marks))} if calls else {}
    if any(call.gate != instance.gate or rule.after for _, rule, call in calls):
        sends["stricter"] = _Send(instance, calls, layout, commands)
        bodies["stricter"] = sends["stricter"].requirements(order)
    if marks:
        numbers = {n: Const(marks[n]) if n in marks else NOTHING for n, _, _ in calls}
        sends["mark"] = _Send(instance, calls, layout, commands)
        bodies["mark"] = sends["mark"].column("mark", numbers)
    return Gate(instance, arguments, sends, bodies)


@frozen
class _Commands:
    """Vendor calls of one instance."""

    instance: Instance
    exports: Mapping[str, Sequence[str]]

    def function(self, commands: Sequence[Command]) -> ArrowFunctionExpression:
        """All of them as a function without parameters; one that tells who the visitor is has told it."""
        scope = Scope(special=self._user)
        made = [self.call(command, scope) for command in commands]
        return (
            js.arrow([], made[0]) if len(made) == 1 else js.arrow([], [js.statement(call) for call in made])
        )

    def switch(self, off: Sequence[Command], on: Sequence[Command]) -> ArrowFunctionExpression:
        """`on => …`: both as one function, what they have in common written once."""
        scope, flag = Scope(special=self._user), js.ident("on")
        offs, ons = ([self.call(command, scope) for command in commands] for commands in (off, on))
        if offs == ons:
            return self.function(off)
        if len(offs) == len(ons) == 1:
            (one,), (other,) = offs, ons
            both = _merged(one, other, flag)
            if both is not None:
                return js.arrow(["on"], both)
        if not ons or not offs:
            only = js.sequence(*(offs or ons))
            return js.arrow(["on"], js.or_(flag, only) if offs else js.and_(flag, only))
        return js.arrow(["on"], js.conditional(flag, js.sequence(*ons), js.sequence(*offs)))

    def _user(self, node: Expr) -> Expression | None:
        return js.call("told", js.ident(user_name(self.instance))) if isinstance(node, User) else None

    def call(self, command: Command, scope: Scope) -> Expression:
        """One call. Arguments that are nothing are left out at the end."""
        callee = self._callee(command, scope)
        arguments = list(command.arguments)
        while arguments and arguments[-1] == NOTHING:
            arguments.pop()
        made: Expression = js.call(callee, *(expression(argument, scope) for argument in arguments))
        if command.function == "run" and isinstance(arguments[0], Script):
            # A tag's own code is called for what it does.
            made = js.call(function_name(arguments[0].file), *reads_of(arguments[0], scope))
            if gives_a_promise(arguments[0]):  # what it throws later reaches nobody either
                made = js.call(js.member(made, "catch"), js.arrow([], []))
        if command.when is None or command.when == Always(holds=True):
            return made
        return js.and_(condition(command.when, scope), made)

    def _callee(self, command: Command, scope: Scope) -> Expression:
        if command.receiver is not None:
            return js.member(self.call(command.receiver, scope), command.function)
        name, *methods = command.function.split(".")
        own = self._export(name)
        callee = js.ident(own if own in self.exports else name)
        return js.member(callee, *methods) if methods else callee

    def _export(self, name: str) -> str:
        """A function of the platform's own part: `load` of Meta is `metaLoad`."""
        return (self.instance.library or self.instance.platform) + name[0].upper() + name[1:]


def _merged(off: Expression, on: Expression, flag: Expression) -> Expression | None:
    """Two calls that differ in one argument as one call."""
    if not isinstance(off, CallExpression) or not isinstance(on, CallExpression) or off.callee != on.callee:
        return None
    different = [
        at for at, pair in enumerate(zip(off.arguments, on.arguments, strict=False)) if pair[0] != pair[1]
    ]
    if len(off.arguments) != len(on.arguments) or len(different) != 1:
        return None
    at = different[0]
    no, yes = off.arguments[at], on.arguments[at]
    chosen = js.not_(js.not_(flag)) if (no, yes) == (js.FALSE, js.TRUE) else js.conditional(flag, yes, no)  # type: ignore[arg-type]
    return js.call(off.callee, *off.arguments[:at], chosen, *off.arguments[at + 1 :])


@dataclass(slots=True)
class _Send:
    """The inside of a function that is given one event's record: which slots it reads, and what it does with them."""

    instance: Instance
    calls: list[tuple[int, Rule, Call]]
    layout: Layout
    commands: _Commands
    taken_apart: bool = False
    """The slots are the function's parameters, which is faster than a pattern of one."""
    wakes: bool = False
    """The first parameter is what wakes the library."""
    variables: Mapping[str, Expr] = field(default_factory=dict)

    # -- the whole ---------------------------------------------------------------------------------------------------------------

    def body(self, *, says_so: bool) -> Expression:
        """`tests && calls`; `says_so`: something true where the calls were made."""
        paged = self.instance.page is not None
        pages = {number: Const(1) if paged and call.page_view else NOTHING for number, _, call in self.calls}
        ordinary = self._all(self.instance.send, [n for n, page in pages.items() if page == NOTHING])
        page = self._all(self.instance.page or (), [n for n, page in pages.items() if page != NOTHING])
        if len(set(pages.values())) < 2:  # noqa: PLR2004 - all of one kind
            told = ordinary or page or UNDEFINED
        else:
            flag = self.column("page", pages)
            told = (
                js.conditional(flag, page, ordinary or UNDEFINED)
                if page
                else js.or_(flag, ordinary or UNDEFINED)
            )
        tests = [*self._currency(), *self._conditions(), *self._once()]
        if self.instance.lazy or self.instance.matching:
            woken = js.call("wake", js.number(1)) if self.instance.matching else js.call("wake")
            told = woken if told == UNDEFINED else js.sequence(woken, told)
        if says_so:
            told = js.number(1) if told == UNDEFINED else js.sequence(told, js.number(1))
        return js.and_(*tests, told)

    def _all(self, commands: Sequence[Command], rules: Collection[int]) -> Expression | None:
        """What some of the rules tell."""
        if not commands or not rules:
            return None
        scope = self.scope(rules)
        return js.sequence(*(self.commands.call(command, scope) for command in commands))

    def requirements(self, order: Order) -> Expression:
        """What the event's rule requires beyond the instance, and whether it is its turn, as a level."""
        chain: Expression = js.number(2)
        for number, rule, call in reversed(self.calls):
            levels = [requirement(call.gate.requirement)] if call.gate != self.instance.gate else []
            if rule.after:
                waits = [js.number(order.followed.get(told, 0)) for told in order.awaited(rule, call)]
                levels.append(js.call("succeeded" if rule.stop_on_failure else "done", *waits))
            if levels:
                level = levels[0] if len(levels) == 1 else js.call("all", *levels)
                chain = self._choice(number, level, chain)
        return chain

    def pattern(self, body: Expression) -> list[Pattern]:
        """`[id, , slot, …]` for what the body reads, or every slot up to the last it reads; the layout must be complete."""
        wanted = {node.name for node in walk_js(body) if isinstance(node, Identifier)}
        names = self.layout.names()
        while names and names[-1] not in wanted:
            names.pop()
        if self.taken_apart:
            woken = self.wakes and (names or "wake" in wanted)
            return [Identifier(name) for name in (["wake", *names] if woken else names)]
        if not names:
            return []
        return [ArrayPattern(tuple(Identifier(name) if name in wanted else None for name in names))]

    # -- tests -------------------------------------------------------------------------------------------------------------------

    def _is_rule(self, number: int) -> Expression:
        return js.binary(
            "==", self.column("rule", {n: Const(n) for n, _, _ in self.calls}), js.number(number)
        )

    def _choice(self, number: int, value: Expression, otherwise: Expression) -> Expression:
        """`rule == number ? value : otherwise`, the value and its test being for the rule."""
        (name,) = [f"rule {rule.name}" for at, rule, _ in self.calls if at == number]
        return js.conditional(js.part(name, self._is_rule(number)), js.part(name, value), otherwise)

    def _conditions(self) -> list[Expression]:
        """Conditions that read the device are decided here, after the gate opened."""
        tests: list[Expression] = []
        for number, rule, _ in self.calls:
            left = _left(rule)
            if left is not None:
                held = condition(left, self.scope([number]))
                test = held if len(self.calls) == 1 else js.or_(js.not_(self._is_rule(number)), held)
                tests.append(js.part(f"rule {rule.name}", test))
        return tests

    def _currency(self) -> list[Expression]:
        """A held page view of another address is not told to a library that reads the address itself."""
        pages = {n for n, _, call in self.calls if call.page_view and self.instance.reads_address}
        if not pages:
            return []
        address = Field(Root.PAGE, ("address",))
        kept = self.slot("address", {n: address if n in pages else NOTHING for n, _, _ in self.calls})
        same = js.binary("==", kept, expression(address, Scope()))
        return [same if len(pages) == len(self.calls) else js.or_(js.not_(kept), same)]

    def _once(self) -> list[Expression]:
        if not any(rule.once for _, rule, _ in self.calls):
            return []
        keys: dict[int, Expr] = {}
        lasting: dict[int, Expr] = {}
        for number, rule, _ in self.calls:
            keyed = rule.once is not None and rule.once.key is not None
            keys[number] = NOTHING if rule.once is None else EventId() if keyed else Const(rule.name)
            visit = rule.once is not None and rule.once.session
            lasting[number] = Const(1) if keyed else Const(2) if visit else NOTHING
        given = [js.string(self.instance.name), self.slot("once", keys)]
        if set(lasting.values()) != {NOTHING}:
            given.append(self.column("lasting", lasting))
        return [js.call("once", *given)]

    # -- values ------------------------------------------------------------------------------------------------------------------

    def scope(self, rules: Collection[int]) -> Scope:
        """Where expressions of some rules are written: tables and the moment of the event come from the record."""
        calls = [(number, call) for number, _, call in self.calls if number in rules]

        def special(node: Expr) -> Expression | None:
            match node:
                case EventId():
                    return js.ident("id")
                case User():
                    return js.call("told", js.ident(user_name(self.instance)))
                case Param(name):
                    return self.column(name, {n: dict(call.params).get(name, NOTHING) for n, call in calls})
                case Cell(name):
                    return self.column(name, {n: _cell(call, name) for n, call in calls})
                case Payload():
                    return self.column("payload", {n: call.payload for n, call in calls})
                case _ if not isinstance(node, Const) and _of_the_moment(node):
                    return self.slot(_name_of(node), dict.fromkeys(rules, node))
                case _:
                    return None

        given: dict[str, bool] = {}
        for _, call in calls:
            for name, value in call.params:
                given[name] = given.get(name, True) and self._is_made(value)
        return Scope(special=special, maps=frozenset(name for name, made in given.items() if made))

    def _is_made(self, value: Expr) -> bool:
        """A list of maps, or nothing."""
        match value:
            case Each(_, made):
                return isinstance(made, Object)
            case Array(entries):
                return all(isinstance(entry, Object) for entry in entries)
            case Var(name):
                return self._is_made(self.variables[name]) if name in self.variables else False
            case _:
                return value == NOTHING

    def column(self, name: str, values: Mapping[int, Expr]) -> Expression:
        """The value of the event's rule: in place where it is the same for all or is read at release, else kept."""
        distinct = list(dict.fromkeys(values.values()))
        if len(distinct) == 1 and (isinstance(distinct[0], Const) or not _of_the_moment(distinct[0])):
            return expression(distinct[0], self.scope(values.keys()))
        if any(not isinstance(value, Const) and not _kept(value) for value in distinct):
            chain: Expression = UNDEFINED
            for number, value in reversed(list(values.items())):
                if value != NOTHING:
                    chain = self._choice(number, expression(value, self.scope([number])), chain)
            return chain
        return self.slot(name, values)

    def slot(self, name: str, values: Mapping[int, Expr]) -> Expression:
        """A place of the record."""
        slot = self.layout.keep(name, values)
        return js.ident(self.layout.name_of(slot))


def _cell(call: Call, name: str) -> Expr:
    """A cell of the vendor event: a constant, or the parameter that gives it."""
    found = dict(call.cells).get(name)
    return dict(call.params)[found.name] if isinstance(found, Param) else Const(found)


def keeps_trigger(rule: Rule) -> bool:
    """At release it matters which trigger fired."""
    late = any(phase(trigger.condition) is Phase.RELEASE for trigger in rule.triggers)
    return late and len(rule.triggers) > 1


def _left(rule: Rule) -> Condition | None:
    """What is left to decide at release: conditions that read the device, the trigger's own only if it was that one."""
    left = [rule.condition] if phase(rule.condition) is Phase.RELEASE else []
    for at, trigger in enumerate(rule.triggers):
        if phase(trigger.condition) is Phase.RELEASE:
            other = Not(Compare(WHICH, Operator.EQUALS, (Const(str(at)),)))
            left.append(AnyOf((other, trigger.condition)) if keeps_trigger(rule) else trigger.condition)
    return AllOf(tuple(left)) if left else None


def _kept(expr: Expr) -> bool:
    """Can be put into the record when the trigger fires."""
    tables = any(isinstance(node, Param | Cell | Payload | EventId) for node in walk(expr))
    return phase(expr) is Phase.FIRE and not tables


def _of_the_moment(expr: Expr) -> bool:
    """Has to be: it reads the page or the event, and nothing that only exists inside an Each or a table."""
    reads = _reads(expr)
    return (
        _kept(expr) and bool(reads) and not any(isinstance(n, Field) and n.root in _ELSEWHERE for n in reads)
    )


def _reads(node: Node) -> list[Node]:
    """What changes from moment to moment; elements of an Each are its own matter."""
    if isinstance(node, Field | Dom | Random | Timestamp | Var | Inside):
        return [node]
    found = [read for child in children(node) for read in _reads(child)]
    if isinstance(node, Each):
        return [read for read in found if not (isinstance(read, Field) and read.root is Root.ITEM)]
    return found


def _name_of(expr: Expr) -> str:
    return expr.path[-1] if isinstance(expr, Field) and expr.path else type(expr).__name__.lower()
