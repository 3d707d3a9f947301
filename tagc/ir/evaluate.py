"""The reference interpreter: what a program does on a page, call by call.

Backends translate the program; where one disagrees with this interpreter, the backend is wrong. This module
holds the order of things. Rules are in `evaluate_firing`, gates and calls in `evaluate_gates`, values in
`evaluate_expr`, consent in `evaluate_consent`, user data in `evaluate_user`, the page in `evaluate_page`, what listens
to it in `evaluate_listeners`. Not modelled: errors, time limits, other scripts, consent sources beyond data layer and
cookies (use `Decide`).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from tagc.frozen import frozen
from tagc.ir.evaluate_firing import fired
from tagc.ir.evaluate_gates import Erased, Gates, Made, Outcome
from tagc.ir.evaluate_listeners import Listeners
from tagc.ir.evaluate_page import (
    Activate,
    Click,
    Decide,
    Element,
    Event,
    Fail,
    Hide,
    Identify,
    Navigate,
    PageState,
    Player,
    Push,
    Ready,
    Reveal,
    Revoke,
    Scroll,
    SetCookie,
    Step,
    Submit,
    Wait,
    Watch,
)
from tagc.ir.evaluate_world import World
from tagc.ir.expr import Root
from tagc.ir.values import Date, text_of
from tagc.ir.values import field as own

if TYPE_CHECKING:
    from tagc.ir.evaluate_expr import Moment, Scripts
    from tagc.ir.expr import Expr
    from tagc.ir.program import Program, Trigger

__all__ = [
    "Activate",
    "Click",
    "Date",
    "Decide",
    "Element",
    "Erased",
    "Event",
    "Fail",
    "Hide",
    "Identify",
    "Made",
    "Navigate",
    "Outcome",
    "PageState",
    "Played",
    "Player",
    "Push",
    "Ready",
    "Reveal",
    "Revoke",
    "Scroll",
    "SetCookie",
    "Step",
    "Submit",
    "Wait",
    "Watch",
    "evaluate",
    "play",
]


PATIENCE = 5000
"""Milliseconds that a consent tool has to answer before an opt_out regime counts its silence as nobody's decision."""


class _Machine:
    def __init__(self, world: World) -> None:
        self.world = world
        self.gates = Gates(world)
        every = [trigger for rule in world.program.rules for trigger in rule.triggers]
        self.heard_of = {part.listener for trigger in every for part in trigger.parts()}
        self.groups: dict[tuple[Expr, ...], Trigger] = {}  # by what tells them apart
        for group in every:
            if group.members:
                self.groups.setdefault(group.arguments, group)
        self.listeners = Listeners(world, self.fire)

    def boot(self, early: Sequence[Step]) -> None:
        """Handle what was there before: the model first, so that the first page view can read it."""
        pushes = [step for step in early if isinstance(step, Push)]
        for push in pushes:
            self.world.merge(push.entry)
        for _ in self.world.consent.read_cookies(self.world.page, self.world.tells):
            pass
        self.know()
        self.fire("page_view", self.world.moment())
        for step in early:
            if not isinstance(step, Push):
                self.take(step)
        for push in pushes:
            self.heard(push.entry)
        self.listeners.begin()
        if self.world.consent.begin():
            self.decided()
        self.gates.open()
        self.listeners.decided()
        self.world.time.later(PATIENCE, self.lose_patience)
        self.gates.settle()
        self.wait(0)

    def step(self, step: Step) -> None:
        """Let a step happen, and then the hashing it gave rise to, and what follows at once."""
        self.take(step)
        self.gates.settle()
        self.wait(step.ms if isinstance(step, Wait) else 0)

    def wait(self, milliseconds: int) -> None:
        """Let time pass."""
        for _ in self.world.time.pass_by(milliseconds):
            self.gates.settle()

    def lose_patience(self) -> None:
        """The consent tool had its time."""
        if self.world.consent.lose_patience():
            self.decided()

    def take(self, step: Step) -> None:
        """Let a step happen."""
        match step:
            case Push():
                self.world.merge(step.entry)
                self.heard(step.entry)
            case Event():
                self.fire("data_layer", self.world.moment(event=step.params, event_name=step.name))
            case Decide():
                self.world.consent.decide(step.categories)
                self.decided()
            case Revoke():
                self.world.consent.decide({})
                self.decided()
            case Identify():
                self.world.identify(step.fields)
                self.gates.look()
            case Click():
                self.fire("click", self.world.moment(elements={Root.CLICK: step.element}))
            case Submit():
                self.fire("form", self.world.moment(elements={Root.FORM: step.element}))
            case SetCookie():
                self.set_cookie(step)
            case Activate():
                self.world.page = replace(self.world.page, prerendering=False)
                self.world.consent.prerendering = False
                self.decided()
            case Navigate() | Ready() | Scroll() | Reveal() | Fail() | Hide() | Watch():
                if step == Hide("restored"):
                    self.read_cookies()
                self.listeners.take(step)
                if step == Hide("restored"):
                    self.fire("page_view", self.world.moment())
            case Wait():
                pass
            case _:
                assert_never(step)

    def heard(self, entry: object) -> None:
        """Look at an entry that was merged: first for a decision, then for triggers."""
        if not isinstance(entry, Mapping):
            return
        for _ in self.world.consent.hear(entry, self.world.tells):
            self.decided()
        self.know()
        name = text_of(own(entry, "event"))
        if name:
            self.fire("data_layer", self.world.moment(event=entry, event_name=name))

    def set_cookie(self, step: SetCookie) -> None:
        """Change the jar and read the cookie sources again."""
        cookies = {name: text for name, text in self.world.page.cookies.items() if name != step.name}
        if step.value is not None:
            cookies[step.name] = step.value
        self.world.page = replace(self.world.page, cookies=cookies)
        self.read_cookies()

    def read_cookies(self) -> None:
        """Read the cookie sources again."""
        for _ in self.world.consent.read_cookies(self.world.page, self.world.tells):
            self.decided()

    def know(self) -> None:
        """Read what the page tells of the person."""
        self.world.read_user()
        self.gates.look()

    def decided(self) -> None:
        """Tell everybody that a decision was made."""
        self.know()
        self.gates.update()
        self.listeners.decided()

    def fire(self, listener: str, moment: Moment, arguments: tuple[Expr, ...] = ()) -> None:
        """Fire the rules that have a trigger for this, in program order, each at most once."""
        if listener in self.heard_of:
            self.know()
        for rule in self.world.program.rules:
            firing = fired(self.world, rule, listener, moment, arguments)
            if firing is not None:
                self.world.learn(rule.user, firing.moment)
                self.gates.look()
                self.gates.take(firing)
        for group in self.groups.values():
            if self.listeners.complete(group, listener, moment, arguments):
                self.fire("group", self.world.moment(), group.arguments)


@frozen
class Played:
    """What a program did on a page: every call in order, and the page as it was left."""

    outcomes: tuple[Outcome, ...]
    page: PageState


def play(
    program: Program,
    page: PageState,
    steps: Sequence[Step],
    *,
    early: Sequence[Step] = (),
    ids: Iterator[str],
    clock: int = 0,
    random: Iterator[float] | None = None,
    scripts: Scripts | None = None,
) -> Played:
    """Run a program on a page.

    `early` is what stood in the data layer and in the stub's queue before; `ids` are the random event ids in
    the order of firing; `random` is what `Math.random` would return; `scripts` are functions that stand in for
    script files, by path.
    """
    numbers = itertools.repeat(0.5) if random is None else random
    world = World(program, page, ids=ids, clock=clock, random=numbers, scripts=scripts or {})
    machine = _Machine(world)
    machine.boot(early)
    for step in steps:
        machine.step(step)
    return Played(tuple(machine.gates.outcomes), machine.world.page)


def evaluate(
    program: Program,
    page: PageState,
    steps: Sequence[Step],
    *,
    early: Sequence[Step] = (),
    ids: Iterator[str],
    clock: int = 0,
    random: Iterator[float] | None = None,
    scripts: Scripts | None = None,
) -> tuple[Outcome, ...]:
    """Return every call that `play` makes, in order."""
    return play(
        program, page, steps, early=early, ids=ids, clock=clock, random=random, scripts=scripts
    ).outcomes
