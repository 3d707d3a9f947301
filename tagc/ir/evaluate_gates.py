"""The gates: one per instance, deciding what is held, dropped and sent, and making the calls.

Backends copy this machine as it stands. What fires is left to `evaluate_firing`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, TypeAlias, TypeGuard

from tagc.ir import expr as e
from tagc.ir.evaluate_consent import DENIED, GRANTED
from tagc.ir.evaluate_expr import Scope, holds, value
from tagc.ir.evaluate_firing import Firing, event_id, fired, once_key
from tagc.ir.evaluate_page import address_without_fragment
from tagc.ir.values import event_uuid, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tagc.ir.evaluate_world import World
    from tagc.ir.program import Call, Command, Instance

__all__ = ["Erased", "Gates", "Made", "Outcome"]

_MOST_HELD: Final = 100


@dataclass(frozen=True, slots=True)
class Made:
    """A call into a vendor's library. Arguments are plain data and `Date`s, without None at the end.

    The function "load" brings the library: its arguments are the addresses not yet brought.
    """

    instance: str
    function: str
    arguments: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Erased:
    """The first-party cookies and the storage keys (name patterns) deleted on withdrawal."""

    instance: str
    cookies: tuple[str, ...]
    storage: tuple[str, ...]


Outcome: TypeAlias = Made | Erased


@dataclass(frozen=True, slots=True, eq=False)
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
        self.gates = [_Gate(instance) for instance in world.program.instances]
        self.used = _UsedKeys()
        self.begun: set[str] = set()  # platforms whose library was begun
        self.stopped: set[str] = set()  # platforms whose `stop` was called last
        self.brought: set[str] = set()  # addresses of scripts
        self.outcomes: list[Outcome] = []

    def take(self, firing: Firing) -> None:
        """Hand a firing to the gates of its calls."""
        for gate in self.gates:
            for call in firing.rule.calls:
                if call.instance == gate.instance.name:
                    self.hook(gate, _Held(firing, call))

    def open(self) -> None:
        """Look at every gate again, without a decision."""
        for gate in self.gates:
            self.hook(gate, None)

    def update(self) -> None:
        """Tell every gate that a decision was made."""
        for gate in self.gates:
            self.hook(gate, None, decided=True)

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

    def level(self, held: _Held) -> int:
        """Return the level of a call's own requirement, which is never weaker than its instance's."""
        return self.world.consent.level(held.call.gate.requirement)

    def hook(self, gate: _Gate, event: _Held | None, *, decided: bool = False) -> None:
        """Bring one instance's gate up to date, with or without an event for it."""
        instance, level = gate.instance, self.world.consent.level(gate.instance.gate.requirement)
        if level < GRANTED and gate.on:
            self.switch_off(gate)
        if level == DENIED or (gate.started and not gate.on and instance.resume is None):
            gate.held = None
            return
        late = gate.held is None and level == GRANTED
        gate.held = gate.held or []
        if level == GRANTED and gate.on:
            self.run(instance.update if decided else (), gate)
        elif level == GRANTED and not gate.busy:
            gate.on = True
            if not instance.lazy:
                self.wake(gate)
        if late:
            self.late_page_views(gate)
        gate.held = held = [waiting for waiting in (*gate.held, event) if self.matters(waiting)]
        if len(held) > _MOST_HELD:
            del held[1]  # never the first: it is the landing page view
        self.release(gate, held)

    def matters(self, held: _Held | None) -> TypeGuard[_Held]:
        """Say whether there is an event whose requirement is not denied."""
        return held is not None and self.level(held) != DENIED

    def release(self, gate: _Gate, held: list[_Held]) -> None:
        """Send what may go; what waits for a further grant lets the others pass."""
        open_ = gate.on and not gate.busy
        ready = [waiting for waiting in held if open_ and self.level(waiting) == GRANTED]
        held[:] = [waiting for waiting in held if waiting not in ready]
        for waiting in ready:
            self.send(gate, waiting)

    def late_page_views(self, gate: _Gate) -> None:
        """Fire the page view again, for one instance: the visitor first refused and now granted."""
        rules = [rule for rule in self.world.program.rules if rule.event == "page_view"]
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
            for call in rule.calls:
                if call.instance == gate.instance.name:
                    self.hook(gate, _Held(firing, call))

    def wake(self, gate: _Gate) -> None:
        """Begin the platform's library, or resume it if it was stopped; start the instance once."""
        instance = gate.instance
        if gate.awake:
            return
        gate.awake = True
        if instance.platform not in self.begun:
            self.begun.add(instance.platform)
            self.run(instance.begin, gate)
        elif instance.platform in self.stopped:
            self.stopped.discard(instance.platform)
            self.run(instance.resume or (), gate)
        if not gate.started:
            gate.started = True
            if any(isinstance(part, e.User) for part in _parts(instance.start)):
                gate.news = False
            self.run(instance.start, gate)

    def switch_off(self, gate: _Gate) -> None:
        """Close the gate; the last one of a platform stops the library and erases what it stored."""
        instance = gate.instance
        woken, gate.on, gate.awake = gate.awake, False, False
        siblings = [other for other in self.gates if other.instance.platform == instance.platform]
        if any(other.awake for other in siblings):
            return
        if woken:
            self.stopped.add(instance.platform)
            self.run(instance.stop, gate)
        self.erase(instance, [other.instance for other in siblings])

    def erase(self, instance: Instance, siblings: Sequence[Instance]) -> None:
        """Delete the first-party cookies and storage keys that any instance of the platform declares."""
        cookies = dict.fromkeys(c.name for each in siblings for c in each.cookies if not c.third_party)
        storage = dict.fromkeys(key.name for each in siblings for key in each.storage)
        self.world.page = replace(
            self.world.page,
            cookies=_without(self.world.page.cookies, cookies),
            local=_without(self.world.page.local, storage),
            session=_without(self.world.page.session, storage),
        )
        self.outcomes.append(Erased(instance.name, tuple(cookies), tuple(storage)))

    def send(self, gate: _Gate, held: _Held) -> None:
        """Make an event's call, with what is decided and read only now."""
        firing, call, instance = held.firing, held.call, gate.instance
        scope = self.world.scope(firing.moment)
        then, now = (address_without_fragment(page.url) for page in (firing.moment.page, self.world.page))
        if call.page_view and instance.reads_address and then != now:
            return
        if firing.condition is not None and not holds(firing.condition, scope):
            return
        if not self.use_key(firing, call, scope):
            return
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
            arguments = [plain(value(argument, scope)) for argument in command.arguments]
            while arguments and arguments[-1] is None:
                arguments.pop()
            function = command.function
            if command.receiver is not None:
                function = f"{command.receiver.function}.{function}"
                arguments[:0] = [plain(value(argument, scope)) for argument in command.receiver.arguments]
            self.outcomes.append(Made(instance.name, function, tuple(arguments)))

    def bring(self, instance: Instance) -> None:
        """Load the scripts that no instance brought before."""
        scripts = tuple(script for script in instance.scripts if script not in self.brought)
        self.brought.update(scripts)
        if scripts or not instance.scripts:
            self.outcomes.append(Made(instance.name, "load", scripts))

    def tell_user(self, gate: _Gate) -> None:
        """Tell the library who the visitor is, when that changed since it was told."""
        if gate.news and gate.instance.matching is not None:
            gate.news = False
            self.run(gate.instance.matching.identify, gate)


def _parts(commands: Sequence[Command]) -> Iterator[e.Node]:
    for command in commands:
        for argument in command.arguments:
            yield from e.walk(argument)


def _without(jar: Mapping[str, str], names: Sequence[str] | Mapping[str, None]) -> Mapping[str, str]:
    """Return the jar without what the names stand for; `*` is any run, even none, of [A-Za-z0-9_.-]."""
    patterns = [re.compile(r"[\w.-]*".join(map(re.escape, name.split("*"))), re.ASCII) for name in names]
    return {name: text for name, text in jar.items() if not any(p.fullmatch(name) for p in patterns)}
