"""The gates: one per instance that is told something, deciding what is held, dropped and sent, and making the calls.

Backends copy this machine as it stands. What fires is left to `evaluate_firing`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, TypeAlias, TypeGuard

from tagc.frozen import frozen
from tagc.ir import expr as e
from tagc.ir.evaluate_consent import DENIED, GRANTED, UNKNOWN
from tagc.ir.evaluate_expr import Scope, holds, value
from tagc.ir.evaluate_firing import Firing, event_id, fired, once_key
from tagc.ir.evaluate_page import address_without_fragment
from tagc.ir.reach import Reach
from tagc.ir.sequence import Sequence as Order
from tagc.ir.values import event_uuid, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from tagc.ir.evaluate_world import World
    from tagc.ir.program import Call, Command, Instance
    from tagc.ir.sequence import Told

__all__ = ["Erased", "Gates", "Made", "Outcome"]

_MOST_HELD: Final = 100


@frozen
class Made:
    """A call into a vendor's library. Arguments are plain data and `Date`s, without None at the end.

    The function "load" brings the library: its arguments are the addresses not yet brought.
    """

    instance: str
    function: str
    arguments: tuple[object, ...]


@frozen
class Erased:
    """The first-party cookies and the storage keys (name patterns) deleted on withdrawal."""

    instance: str
    cookies: tuple[str, ...]
    storage: tuple[str, ...]


Outcome: TypeAlias = Made | Erased


@frozen(eq=False)
class _Held:
    firing: Firing
    call: Call


@dataclass(slots=True, eq=False)
class _Gate:
    """One instance's state. `held` is None after a denial.

    `asked` is the person as the platform may see them; while that is hashed the gate is `busy`; then it is `user`, and it
    is `news` until the library was told.
    """

    instance: Instance
    on: bool = False  # open
    awake: bool = False  # the library is told
    started: bool = False
    held: list[_Held] | None = field(default_factory=list)
    asked: object = None
    user: object = None
    busy: bool = False
    news: bool = False


@dataclass(slots=True)
class _UsedKeys:
    """Which keys of `once` were used, by instance. In memory only; the page's storage may seed it."""

    keys: set[tuple[str, str]] = field(default_factory=set)


class Gates:
    """All gates of a page, and the calls they made."""

    def __init__(self, world: World) -> None:
        self.world = world
        told = Reach(world.program).instances
        self.gates = [_Gate(instance) for instance in world.program.gated if instance.name in told]
        self.used = _UsedKeys()
        self.begun: set[str] = set()  # libraries that were begun
        self.stopped: set[str] = set()  # libraries whose `stop` was called last
        self.decisions = 0
        self.told: dict[str, int] = {}  # the decision that a library was told of last
        self.brought: set[tuple[str, str]] = set()  # addresses of scripts, by library
        self.became: dict[Told, bool] = {}  # whether a call that others wait for was made
        self.order = Order(world.program)
        self.news = False  # of these calls
        self.outcomes: list[Outcome] = []

    def take(self, firing: Firing) -> None:
        """Hand a firing to the gates of its calls; what is delayed waits in them."""
        self.delay(firing)
        for gate in self.gates:
            for call in firing.rule.calls:
                if call.instance == gate.instance.name:
                    self.hook(gate, _Held(firing, call))
        self.follow()

    def delay(self, firing: Firing) -> None:
        """Let the gates look again when the firing's time has come."""

        def due() -> None:
            firing.delay = 0
            for gate in self.gates:
                if any(call.instance == gate.instance.name for call in firing.rule.calls):
                    self.hook(gate, None)
            self.follow()

        if firing.delay:
            self.world.time.later(firing.delay, due)

    def open(self) -> None:
        """Look at every gate again, without a decision."""
        for gate in self.gates:
            self.hook(gate, None)
        self.follow()

    def update(self) -> None:
        """Tell every gate that a decision was made."""
        self.decisions += 1
        for gate in self.gates:
            self.hook(gate, None, decided=True)
        self.follow()

    def follow(self) -> None:
        """Let go what waited for calls that are done by now."""
        while self.news:
            self.news = False
            for gate in self.gates:
                self.hook(gate, None)

    def look(self) -> None:
        """See whether a platform's view of the person changed; then it is being hashed, and its events wait."""
        for gate in self.gates:
            seen = self.world.matched(gate.instance)
            if seen != gate.asked:
                gate.asked, gate.user, gate.busy, gate.news = seen, None, seen is not None, False

    def settle(self) -> None:
        """Let all hashes be ready."""
        for gate in self.gates:
            if gate.busy:
                gate.user, gate.busy, gate.news = gate.asked, False, True
                self.hook(gate, None)
                self.follow()

    def level(self, held: _Held) -> int:
        """Return how far a call may go: by its own requirement, never weaker than its instance's, and what it waits for."""
        return min(self.world.consent.level(held.call.gate.requirement), self.turn(held))

    def turn(self, held: _Held) -> int:
        """Return whether the calls that this one waits for are done (2) or not (1), or were not made as they had to be (0)."""
        became = [self.became.get(told) for told in self.order.awaited(held.firing.rule, held.call)]
        if held.firing.rule.stop_on_failure and False in became:
            return DENIED
        return UNKNOWN if held.firing.delay or None in became else GRANTED

    def done(self, held: _Held | None, *, made: bool) -> None:
        """Remember that a call was made, or never will be, if others wait for it; once made, it stays made."""
        told = ("", "") if held is None else (held.firing.rule.name, held.call.instance)
        before = self.became.get(told)
        if told in self.order.followed and not before and before is not made:
            self.became[told] = made
            self.news = True

    def hook(self, gate: _Gate, event: _Held | None, *, decided: bool = False) -> None:
        """Bring one instance's gate up to date, with or without an event for it."""
        instance, level = gate.instance, self.world.consent.level(gate.instance.gate.requirement)
        if level < GRANTED and gate.on:
            self.switch_off(gate)
        if level == DENIED or (gate.started and not gate.on and instance.resume is None):
            for lost in (*(gate.held or ()), event):
                self.done(lost, made=False)
            gate.held = None
            return
        late = gate.held is None and level == GRANTED
        gate.held = gate.held or []
        if level == GRANTED and gate.on:
            self.tell(instance.update if decided else (), gate)
        elif level == GRANTED and not gate.busy:
            gate.on = True
            if not instance.lazy:
                self.wake(gate)
        if late:
            self.late_page_views(gate)
        before = (*gate.held, event)
        gate.held = held = [waiting for waiting in before if self.matters(waiting)]
        for lost in before:
            if lost not in held:
                self.done(lost, made=False)
        if len(held) > _MOST_HELD:
            self.done(held.pop(1), made=False)  # never the first: it is the landing page view
        self.release(gate, held)

    def matters(self, held: _Held | None) -> TypeGuard[_Held]:
        """Say whether there is an event that may still be told."""
        return held is not None and self.level(held) != DENIED

    def release(self, gate: _Gate, held: list[_Held]) -> None:
        """Send what may go; what waits for a further grant, or for its turn, lets the others pass."""
        open_ = gate.on and not gate.busy
        for waiting in tuple(held):
            if open_ and self.level(waiting) == GRANTED:
                held.remove(waiting)
                self.done(waiting, made=self.send(gate, waiting))

    def late_page_views(self, gate: _Gate) -> None:
        """Fire the page view again, for one instance: the visitor first refused and now granted."""
        rules = [rule for rule in self.world.program.rules if rule.shows_page]
        shown = any(trigger.kind == "page_view" for rule in rules for trigger in rule.triggers)
        if not shown or not any(call.instance == gate.instance.name for rule in rules for call in rule.calls):
            return
        self.world.read_user()
        self.look()
        for rule in rules:
            firing = fired(self.world, rule, "page_view", self.world.moment())
            if firing is None:
                continue
            self.world.learn(rule.user, firing.moment)
            self.look()
            self.delay(firing)
            for call in rule.calls:
                if call.instance == gate.instance.name:
                    self.hook(gate, _Held(firing, call))

    def wake(self, gate: _Gate) -> None:
        """Begin the library, or resume it if it was stopped; start the instance once."""
        instance = gate.instance
        if gate.awake:
            return
        gate.awake = True
        library = _library(instance)
        if library not in self.begun:
            self.begun.add(library)
            self.tell(instance.begin, gate)
        elif library in self.stopped:
            self.stopped.discard(library)
            self.tell(instance.resume or (), gate)
        else:
            self.tell(instance.update, gate)  # what was decided, before its own start
        if not gate.started:
            gate.started = True
            if any(isinstance(part, e.User) for part in _parts(instance.start)):
                gate.news = False
            self.run(instance.start, gate)

    def switch_off(self, gate: _Gate) -> None:
        """Close the gate and erase what its instance stored; the last one of a library stops it."""
        instance = gate.instance
        woken, gate.on, gate.awake = gate.awake, False, False
        if woken and not any(other.awake for other in self.sharing(instance)):
            self.stopped.add(_library(instance))
            self.tell(instance.stop, gate)
        self.erase(instance)

    def sharing(self, instance: Instance) -> list[_Gate]:
        """Return the gates of all instances that share a library, this one's too."""
        return [gate for gate in self.gates if _library(gate.instance) == _library(instance)]

    def tell(self, commands: Sequence[Command], gate: _Gate) -> None:
        """Tell a library something about all its instances; of several, only the first to say it of a decision does."""
        library = _library(gate.instance)
        once = gate.instance.update and len(self.sharing(gate.instance)) > 1
        if commands and not (once and self.told.get(library) == self.decisions):
            self.run(commands, gate)
        if commands:
            self.told[library] = self.decisions

    def erase(self, instance: Instance) -> None:
        """Delete the first-party cookies and storage keys that the instance declares, and no granted one does."""
        cookies = dict.fromkeys(c.name for c in instance.cookies if not c.third_party)
        storage = dict.fromkeys(key.name for key in instance.storage)
        kept = self.kept()
        self.world.page = replace(
            self.world.page,
            cookies=_without(self.world.page.cookies, cookies, kept),
            local=_without(self.world.page.local, storage, kept),
            session=_without(self.world.page.session, storage, kept),
        )
        self.outcomes.append(Erased(instance.name, tuple(cookies), tuple(storage)))

    def kept(self) -> list[str]:
        """Return the names that some instance declares and is granted now."""
        granted = [
            gate.instance
            for gate in self.gates
            if self.world.consent.level(gate.instance.gate.requirement) == GRANTED
        ]
        cookies = [cookie.name for item in granted for cookie in item.cookies if not cookie.third_party]
        return [*cookies, *(key.name for item in granted for key in item.storage)]

    def send(self, gate: _Gate, held: _Held) -> bool:
        """Make an event's call, with what is decided and read only now; say whether it was made."""
        firing, call, instance = held.firing, held.call, gate.instance
        scope = self.world.scope(firing.moment)
        then, now = (address_without_fragment(page.url) for page in (firing.moment.page, self.world.page))
        if call.page_view and instance.reads_address and then != now:
            return False
        if firing.condition is not None and not holds(firing.condition, scope):
            return False
        if not self.use_key(firing, call, scope):
            return False
        self.wake(gate)
        self.tell_user(gate)
        commands = instance.page if call.page_view and instance.page is not None else instance.send
        call_scope = replace(
            scope,
            params=dict(call.params),
            cells=dict(call.cells),
            payload=call.payload,
            event_id=firing.id or event_id(self.world, firing),
        )
        self.run(commands, gate, call_scope)
        return True

    def use_key(self, firing: Firing, call: Call, scope: Scope) -> bool:
        """Use the key of `once` for this instance; False when it was used before. An empty key never is."""
        once = firing.rule.once
        if once is None:
            return True
        key = once_key(firing, scope)
        if once.key is not None and not key:
            return True
        used = (
            call.instance,
            event_uuid(once.event, key) if once.key is not None and key else firing.rule.name,
        )
        if used in self.used.keys:
            return False
        self.used.keys.add(used)
        return True

    def run(self, commands: Sequence[Command], gate: _Gate, scope: Scope | None = None) -> None:
        """Make the calls of commands whose `when` holds."""
        instance = gate.instance
        scope = replace(
            self.world.scope(self.world.moment()) if scope is None else scope,
            settings=dict(instance.settings),
            user=gate.user,
        )
        for command in commands:
            if command.when is not None and not holds(command.when, scope):
                continue
            if command.function == "load":
                self.bring(instance)
                continue
            arguments = [plain(_given(argument, scope, command)) for argument in command.arguments]
            while arguments and arguments[-1] is None:
                arguments.pop()
            function = command.function
            if command.receiver is not None:
                function = f"{command.receiver.function}.{function}"
                arguments[:0] = [plain(value(argument, scope)) for argument in command.receiver.arguments]
            self.outcomes.append(Made(instance.name, function, tuple(arguments)))

    def bring(self, instance: Instance) -> None:
        """Load the scripts that no instance of the library brought before."""
        library = _library(instance)
        scripts = tuple(script for script in instance.scripts if (library, script) not in self.brought)
        self.brought.update((library, script) for script in scripts)
        if scripts or not instance.scripts:
            self.outcomes.append(Made(instance.name, "load", scripts))

    def tell_user(self, gate: _Gate) -> None:
        """Tell the library who the visitor is, when that changed since it was told."""
        if gate.news and gate.instance.matching is not None:
            gate.news = False
            self.run(gate.instance.matching.identify, gate)


def _library(instance: Instance) -> str:
    return instance.library or f"of {instance.name} alone"


def _given(argument: e.Expr, scope: Scope, command: Command) -> object:
    """Return an argument's value; what a tag's own code does with what it reads is not known here."""
    if command.function != "run" or not isinstance(argument, e.Script):
        return value(argument, scope)
    return {name: value(part, scope) for name, part in argument.reads} or None


def _parts(commands: Sequence[Command]) -> Iterator[e.Node]:
    for command in commands:
        for argument in command.arguments:
            yield from e.walk(argument)


def _without(jar: Mapping[str, str], names: Iterable[str], kept: Iterable[str]) -> Mapping[str, str]:
    """Return the jar without what the names stand for and `kept` do not; `*` is any run, even none, of [A-Za-z0-9_.-]."""
    gone, stay = _stand_for(names), _stand_for(kept)
    return {name: text for name, text in jar.items() if stay(name) or not gone(name)}


def _stand_for(names: Iterable[str]) -> Callable[[str], bool]:
    patterns = [re.compile(r"[\w.-]*".join(map(re.escape, name.split("*"))), re.ASCII) for name in names]
    return lambda name: any(pattern.fullmatch(name) for pattern in patterns)
