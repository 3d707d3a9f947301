"""Everything the interpreter remembers of one page, and the scope that expressions are computed in.

What is done with it is left to `evaluate_firing` (rules), `evaluate_gates` (instances), `evaluate` (order).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tagc.ir import expr as e
from tagc.ir.evaluate_clock import Clock
from tagc.ir.evaluate_consent import DENIED, GRANTED, UNKNOWN, ConsentRecord
from tagc.ir.evaluate_expr import Moment, Phases, Scope, holds, value
from tagc.ir.evaluate_page import Element, PageState, Player, merged_entry, page_value
from tagc.ir.evaluate_user import KnownUser
from tagc.ir.values import field as own
from tagc.ir.values import text_of

if TYPE_CHECKING:
    from tagc.ir.evaluate_expr import Scripts
    from tagc.ir.program import ConsentSource, Instance, Program, UserField

__all__ = ["World"]


class World:
    """The page as it is now, the data layer's model, the decision, the person, the time."""

    def __init__(
        self,
        program: Program,
        page: PageState,
        *,
        ids: Iterator[str],
        clock: int,
        random: Iterator[float],
        scripts: Scripts,
    ) -> None:
        self.program = program
        self.page = replace(page, landing={**page.landing, **_landed(page, clock)})
        self.ids = ids
        self.time = Clock(clock)
        self.ratios: dict[int, float] = {}
        self.played: dict[str, tuple[int, float, int]] = {}  # of a player: its state, where, and since when
        """How much of each element, by its identity, is in view."""
        self.random = random
        self.scripts = scripts
        self.data: Mapping[str, object] = {}
        self.consent = ConsentRecord(program.consent, page)
        self.user = KnownUser()
        self.variables = {variable.name: variable.value for variable in program.variables}
        self.phases = Phases(self.variables)

    @property
    def clock(self) -> int:
        """The time, in milliseconds."""
        return self.time.now

    def position(self, player: Player) -> tuple[int, float]:
        """Return a player's state (-1: it never played) and at how many seconds its video is."""
        state, at, since = self.played.get(player.id, (-1, 0, self.time.now))
        playing = state == 1
        return state, min(player.length, at + (self.time.now - since) / 1000) if playing else at

    def moment(
        self,
        *,
        event: object = None,
        event_name: str | None = None,
        elements: Mapping[e.Root, Element] | None = None,
        told: Mapping[e.Root, Mapping[str, object]] | None = None,
    ) -> Moment:
        """Return what a trigger would see now."""
        return Moment(
            page=self.page,
            clock=self.clock,
            data=self.data,
            event=event,
            event_name=event_name,
            elements=elements or {},
            told=told or {},
        )

    def scope(self, moment: Moment) -> Scope:
        """Return the scope of a moment, with the device as it is now."""
        return Scope(
            moment=moment,
            device=self.page,
            clock=self.clock,
            variables=self.variables,
            phases=self.phases,
            level=self.consent.level,
            random=self.random,
            scripts=self.scripts,
            google=self.program.consent.google,
            domains=self.program.domains,
        )

    def read(self, node: e.Expr) -> object:
        """Compute an expression as it is now, outside of any event."""
        return value(node, self.scope(self.moment()))

    def at_release(self, node: e.Node | None) -> bool:
        """Say whether a value waits for the gate; None is no value."""
        return node is not None and self.phases.of(node) is e.Phase.RELEASE

    def merge(self, entry: object) -> None:
        """Merge a data-layer entry into the model."""
        if isinstance(entry, Mapping):  # arrays and Arguments objects are commands
            self.data = merged_entry(self.data, entry)

    def tells(self, source: ConsentSource, record: object) -> Mapping[str, bool] | None:
        """Return the snapshot a consent source's record stands for, None when nothing is decided in it."""
        name = text_of(own(record, "event")) if source.kind == "data_layer" else None
        event = record if source.kind == "data_layer" else None
        scope = replace(self.scope(self.moment(event=event, event_name=name)), record=record)
        if not holds(source.decided, scope):
            return None
        return {rule.category: holds(rule.granted, scope) for rule in source.grants}

    # ---- user data ----------------------------------------

    def user_level(self) -> int:
        """Return the level of user data as a whole."""
        user = self.program.user
        return GRANTED if user is None else self.consent.level(user.gate.requirement)

    def read_user(self) -> None:
        """Read the site's user data again; a refusal makes it forgotten."""
        if self.user_level() == DENIED:
            self.user.forget()
        elif self.program.user is not None:
            self.learn(self.program.user.fields, self.moment(), stand=True)

    def identify(self, fields: Mapping[str, object]) -> None:
        """Take the fields of `tagc('user')`."""
        if self.user_level() != DENIED:
            for name, found in fields.items():
                self.user.learn(name, found)

    def learn(self, fields: Sequence[UserField], moment: Moment, *, stand: bool = False) -> None:
        """Learn what fields say at a moment: what reads the device only after a grant."""
        level = self.user_level()
        for known in fields if level >= UNKNOWN else ():
            readable = level >= GRANTED or not self.at_release(known.value)
            found = value(known.value, self.scope(moment)) if readable else None
            self.user.learn(known.field, found, hashed=known.hashed, stands=stand)

    def matched(self, instance: Instance) -> dict[str, object] | None:
        """Return the person in a platform's shape, None without its grant."""
        matching = instance.matching
        if matching is None or self.consent.level(matching.gate.requirement) < GRANTED:
            return None
        return self.user.seen_by(matching, self.scope(self.moment()))


def _landed(page: PageState, clock: int) -> dict[str, Mapping[str, object]]:
    """The parameters of the address the visit begins with."""
    query = page.url.partition("#")[0].partition("?")[2]
    values = {
        name: page_value(page, ("query", name))
        for name in {pair.partition("=")[0] for pair in query.split("&")}
    }
    return {name: {"value": value, "time": clock} for name, value in values.items() if value}
