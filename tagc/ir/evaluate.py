"""The reference interpreter: what a program does on a page, call by call.

Backends translate the program; where one disagrees with this interpreter, the backend is wrong. This module
holds the order of things. Rules are in `evaluate_firing`, gates and calls in `evaluate_gates`, values in
`evaluate_expr`, consent in `evaluate_consent`, user data in `evaluate_user`, the page in `evaluate_page`. Not
modelled: errors, time limits, other scripts, consent sources beyond data layer and cookies (use `Decide`).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, assert_never

from tagc.ir.evaluate_firing import fired
from tagc.ir.evaluate_gates import Erased, Gates, Made, Outcome
from tagc.ir.evaluate_page import (
    Click,
    Decide,
    Element,
    Event,
    Identify,
    Navigate,
    PageState,
    Push,
    Revoke,
    SetCookie,
    Step,
    Submit,
    Wait,
)
from tagc.ir.evaluate_world import World
from tagc.ir.values import Date, text_of
from tagc.ir.values import field as own

if TYPE_CHECKING:
    from tagc.ir.evaluate_expr import Moment
    from tagc.ir.program import Program

__all__ = [
    "Click",
    "Date",
    "Decide",
    "Element",
    "Erased",
    "Event",
    "Identify",
    "Made",
    "Navigate",
    "Outcome",
    "PageState",
    "Played",
    "Push",
    "Revoke",
    "SetCookie",
    "Step",
    "Submit",
    "Wait",
    "evaluate",
    "play",
]


PATIENCE = 5000
"""Milliseconds that a consent tool has to answer before an opt_out regime counts its silence as nobody's decision."""


class _Machine:
    def __init__(self, world: World) -> None:
        self.world = world
        self.gates = Gates(world)
        self.begun = world.clock
        self.kinds = {trigger.kind for rule in world.program.rules for trigger in rule.triggers}

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
        if self.world.consent.begin():
            self.decided()
        self.gates.open()
        self.gates.settle()

    def step(self, step: Step) -> None:
        """Let a step happen, and then the hashing it gave rise to."""
        self.take(step)
        self.gates.settle()

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
                self.fire("click", self.world.moment(click=step.element))
            case Submit():
                self.fire("form", self.world.moment(form=step.element))
            case Navigate():
                self.world.page = replace(self.world.page, url=step.url, title=step.title)
                self.fire("route", self.world.moment())
            case SetCookie():
                self.set_cookie(step)
            case Wait():
                self.world.clock += step.ms
                if self.world.clock - self.begun >= PATIENCE and self.world.consent.lose_patience():
                    self.decided()
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

    def fire(self, kind: str, moment: Moment) -> None:
        """Fire the rules that have a trigger for this, in program order, each at most once."""
        if kind in self.kinds:
            self.know()
        for rule in self.world.program.rules:
            firing = fired(self.world, rule, kind, moment)
            if firing is not None:
                self.world.learn(rule.user, firing.moment)
                self.gates.look()
                self.gates.take(firing)


@dataclass(frozen=True, slots=True)
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
) -> Played:
    """Run a program on a page.

    `early` is what stood in the data layer and in the stub's queue before; `ids` are the random event ids in
    the order of firing; `random` is what `Math.random` would return.
    """
    numbers = itertools.repeat(0.5) if random is None else random
    machine = _Machine(World(program, page, ids=ids, clock=clock, random=numbers))
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
) -> tuple[Outcome, ...]:
    """Return every call that `play` makes, in order."""
    return play(program, page, steps, early=early, ids=ids, clock=clock, random=random).outcomes
