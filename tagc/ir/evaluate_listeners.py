"""What hears the page: depths, elements in view, times, changes of the address, errors, the end of a visit.

Each listener of a program is one of these, begun when the container starts; what happens on the page is told to all of them,
and they fire their rules. Clicks and forms need no memory and are fired by `evaluate` itself.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, assert_never

from tagc.ir.evaluate_consent import GRANTED
from tagc.ir.evaluate_firing import joined
from tagc.ir.evaluate_page import (
    Fail,
    Hide,
    Navigate,
    Ready,
    Reveal,
    Scroll,
    Watch,
    address_without_fragment,
    page_path,
)
from tagc.ir.expr import Array, Const, Root
from tagc.ir.values import text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tagc.ir.evaluate_clock import Timer
    from tagc.ir.evaluate_expr import Moment
    from tagc.ir.evaluate_page import Element, Heard, Player
    from tagc.ir.evaluate_world import World
    from tagc.ir.expr import Expr
    from tagc.ir.program import Trigger

__all__ = ["Listeners"]

_FRAME: Final = 16  # milliseconds from a scroll to the next picture
_RENDERED: Final = 1000  # milliseconds after a route until its page has its height
_MOST_ERRORS: Final = 20
_LOOK: Final = 250  # milliseconds between two looks at a player
_JUMP: Final = 3  # seconds of a video that nobody plays between two looks


@dataclass(slots=True, eq=False)
class _Listener:
    """One that hears nothing of its own; `tell` fires its rules."""

    world: World
    arguments: tuple[Expr, ...]
    tell: Callable[[Moment], None]

    def fire(
        self,
        told: Mapping[Root, Mapping[str, object]] | None = None,
        elements: Mapping[Root, Element] | None = None,
    ) -> None:
        self.tell(self.world.moment(told=told, elements=elements))

    def number(self, place: int) -> int | float | None:
        found = self.arguments[place] if place < len(self.arguments) else None
        return found.value if isinstance(found, Const) and isinstance(found.value, int | float) else None

    def begin(self) -> None:
        """The container starts."""

    def ready(self) -> None:
        """The document came further in loading."""

    def route(self, source: str, before: str) -> None:
        """The address is another one."""

    def scrolled(self) -> None:
        """The window moved, or its size changed."""

    def revealed(self, element: Element) -> None:
        """Another part of the element is in view."""

    def failed(self, step: Fail) -> None:
        """An error was caught by nobody."""

    def hidden(self, how: str) -> None:
        """The page went, or came back."""

    def decided(self) -> None:
        """The visitor decided, or nobody's decision counts from now on."""

    def watched(self, player: Player) -> None:
        """A player is in another state."""


class _State(_Listener):
    """The document has come so far: once."""

    states: tuple[str, ...] = ()
    done = False

    def begin(self) -> None:
        self.ready()

    def ready(self) -> None:
        if not self.done and self.world.page.state in self.states:
            self.done = True
            self.fire()


class _DomReady(_State):
    states = ("interactive", "complete")


class _Loaded(_State):
    states = ("complete",)


class _Route(_Listener):
    def route(self, source: str, before: str) -> None:
        self.fire({Root.HISTORY: {"source": source, "old_path": page_path(before)}})


@dataclass(slots=True, eq=False)
class _Timer(_Listener):
    """Each time once."""

    timers: list[Timer] = field(default_factory=list)

    def begin(self) -> None:
        for timer in self.timers:
            self.world.time.cancel(timer)
        (times,) = self.arguments
        delays = (
            [each.value for each in times.items if isinstance(each, Const)]
            if isinstance(times, Array)
            else []
        )
        self.timers = [
            self.world.time.later(delay, self._told(delay, count))
            for count, delay in enumerate(delays, 1)
            if isinstance(delay, int)
        ]

    def _told(self, delay: int, count: int) -> Callable[[], None]:
        return lambda: self.fire({Root.TIMER: {"seconds": delay / 1000, "count": count}})

    def route(self, source: str, before: str) -> None:  # noqa: ARG002
        self.begin()


@dataclass(slots=True, eq=False)
class _Interval(_Listener):
    """One time again and again."""

    timer: Timer | None = None
    count: int = 0

    def begin(self) -> None:
        self.world.time.cancel(self.timer)
        self.count = 0
        self.timer = self.world.time.later(int(self.number(0) or 0), self._passed, every=True)

    def _passed(self) -> None:
        self.count += 1
        if self.count == self.number(1):
            self.world.time.cancel(self.timer)
        self.fire({Root.TIMER: {"seconds": self.count * (self.number(0) or 0) / 1000, "count": self.count}})

    def route(self, source: str, before: str) -> None:  # noqa: ARG002
        self.begin()


@dataclass(slots=True, eq=False)
class _Scroll(_Listener):
    """Each depth once."""

    left: list[tuple[int | None, int | None]] = field(default_factory=list)
    frame: bool = False
    loaded: bool = False
    timer: Timer | None = None

    def begin(self) -> None:
        self.ready()

    def ready(self) -> None:
        if not self.loaded and self.world.page.state == "complete":
            self.loaded = True
            self._anew()

    def _anew(self) -> None:
        (depths,) = self.arguments
        self.left = [_depth(each) for each in depths.items] if isinstance(depths, Array) else []
        self._look()

    def _look(self) -> None:
        self.frame = False
        page = self.world.page
        seen = page.top + page.window + 1
        reached = [
            (percent, pixels)
            for percent, pixels in self.left
            if seen >= (pixels or page.height * (percent or 0) / 100)
        ]
        self.left = [each for each in self.left if each not in reached]
        for percent, pixels in reached:
            self.fire({Root.SCROLL: {"percent": percent, "pixels": pixels}})

    def scrolled(self) -> None:
        if not self.frame:
            self.frame = True
            self.world.time.later(_FRAME, self._look)

    def route(self, source: str, before: str) -> None:  # noqa: ARG002
        self.left = []
        self.world.time.cancel(self.timer)
        complete = self.world.page.state == "complete"
        self.timer = self.world.time.later(_RENDERED, self._anew) if complete else None


def _depth(pair: Expr) -> tuple[int | None, int | None]:
    values = (
        [each.value if isinstance(each, Const) else None for each in pair.items]
        if isinstance(pair, Array)
        else []
    )
    percent, pixels = (*values, None, None)[:2]
    return percent if isinstance(percent, int) else None, pixels if isinstance(pixels, int) else None


@dataclass(slots=True, eq=False)
class _Visible(_Listener):
    """Each element once."""

    selectors: frozenset[str] | None = None
    told: list[Element] = field(default_factory=list)
    waiting: dict[int, Timer] = field(default_factory=dict)

    def begin(self) -> None:
        if self.selectors is None:  # read once, when the container starts
            self.selectors = frozenset((text_of(self.world.read(self.arguments[0])) or "").split(","))
        for timer in self.waiting.values():
            self.world.time.cancel(timer)
        self.told, self.waiting = [], {}
        for element in self.world.page.body:
            self._observe(element)

    def route(self, source: str, before: str) -> None:  # noqa: ARG002
        self.begin()

    def hidden(self, how: str) -> None:
        if how in {"hidden", "visible"}:
            told = self.told
            self.begin()
            self.told = told

    def _observe(self, element: Element) -> None:
        self.world.time.later(0, lambda: self.revealed(element))

    def revealed(self, element: Element) -> None:
        share = self.number(1)
        if element in self.told or not element.selectors.intersection(self.selectors or ()):
            return
        self.world.time.cancel(self.waiting.pop(id(element), None))
        ratio = self.world.ratios.get(id(element), 0)
        if ratio and ratio >= (share or 0):
            wait = int(self.number(2) or 0)
            self.waiting[id(element)] = self.world.time.later(wait, lambda: self._seen(element, ratio))

    def _seen(self, element: Element, ratio: float) -> None:
        self.told.append(element)
        self.fire({Root.VISIBLE: {"percent": int(ratio * 100 + 0.5)}}, {Root.VISIBLE: element})


@dataclass(slots=True, eq=False)
class _Error(_Listener):
    """Each error once."""

    known: list[str] = field(default_factory=list)

    def failed(self, step: Fail) -> None:
        key = step.message if step.rejected else f"{step.message},{step.file},{step.line}"
        if step.message and len(self.known) < _MOST_ERRORS and key not in self.known:
            self.known.append(key)
            more = {} if step.rejected else {"file": step.file, "line": step.line}
            self.fire({Root.ERROR: {"message": step.message, **more}})


@dataclass(slots=True, eq=False)
class _Leave(_Listener):
    """The end of a visit."""

    left: bool = False

    def hidden(self, how: str) -> None:
        if how == "restored":
            self.left = False
        elif how in {"hidden", "gone"} and not self.left:
            self.left = True
            self.fire()


@dataclass(slots=True, eq=False)
class _Watched:
    """What is known of one player."""

    told: set[tuple[str, object]] = field(default_factory=set)
    timer: Timer | None = None
    paused: bool = False
    last: float = 0


@dataclass(slots=True, eq=False)
class _Video(_Listener):
    """Players, from the grant on."""

    known: dict[str, _Watched] | None = None

    def decided(self) -> None:
        guard = self.world.program.guards["video", self.arguments]
        if self.known is None and self.world.consent.level(guard.gate.requirement) == GRANTED:
            self.known = {player.id: _Watched() for player in self.world.page.players}
            for player in self.world.page.players:
                self.watched(player)

    def watched(self, player: Player) -> None:
        if self.known is None:
            return
        about = self.known[player.id]
        state, at = self.world.position(player)
        playing = about.timer is not None
        self.world.time.cancel(about.timer)
        about.timer = None
        if playing:
            self._look(player)
        else:
            about.last = at
        if state == 1:
            about.timer = self.world.time.later(_LOOK, lambda: self._look(player), every=True)
            self._tell(player, "start", 1)
            if about.paused:
                self._tell(player, "resume")
            about.paused = False
        elif state == 2:  # noqa: PLR2004 - as the players say it
            about.paused = True
            self._tell(player, "pause")
        elif state == 3:  # noqa: PLR2004
            self._tell(player, "buffering")
        elif state == 0:
            self._tell(player, "complete", 1, 100)

    def _look(self, player: Player) -> None:
        about = (self.known or {})[player.id]
        before, (_, about.last) = about.last, self.world.position(player)
        percents, seconds, _ = (*self.arguments, None, None, None)[:3]
        depths: list[tuple[object, float, int | None]] = [
            (each, each * player.length / 100, each) for each in _values(percents)
        ]
        depths += [(f"{each} s", each, None) for each in _values(seconds)]
        for name, second, percent in depths:
            if about.last - before < _JUMP and before < second <= about.last:
                self._tell(player, "progress", name, percent)

    def _tell(self, player: Player, status: str, once: object = None, percent: int | None = None) -> None:
        about = (self.known or {})[player.id]
        if once is not None and (status, once) in about.told:
            return
        about.told.add((status, once))
        values = {
            "status": status,
            "title": player.title,
            "url": f"https://www.youtube.com/watch?v={player.video}",
            "percent": percent or math.floor(100 * about.last / player.length),
            "seconds": math.floor(about.last),
            "duration": math.floor(player.length),
        }
        self.fire({Root.VIDEO: values})


def _values(expr: Expr | None) -> list[int]:
    items = expr.items if isinstance(expr, Array) else ()
    return [each.value for each in items if isinstance(each, Const) and isinstance(each.value, int)]


_KINDS: Final[Mapping[str, type[_Listener]]] = {
    "dom_ready": _DomReady,
    "error": _Error,
    "leave": _Leave,
    "loaded": _Loaded,
    "route": _Route,
    "scroll": _Scroll,
    "timer": _Timer,
    "timer_every": _Interval,
    "video": _Video,
    "visible": _Visible,
}


class Listeners:
    """All listeners of a program, in the order in which the container starts them: by name, then by rule."""

    def __init__(self, world: World, fire: Callable[[str, Moment, tuple[Expr, ...]], None]) -> None:
        asked = dict.fromkeys(
            (part.listener, part.arguments)
            for rule in world.program.rules
            for trigger in rule.triggers
            for part in trigger.parts()
        )
        self._world = world
        self._here = world.page.url
        self._fired: dict[
            tuple[Expr, ...], set[int]
        ] = {}  # members of groups, since the address last changed
        self._all = [
            _KINDS[name](world, arguments, _told(fire, name, arguments))
            for name, arguments in sorted(asked, key=lambda key: key[0])
            if name in _KINDS
        ]

    def begin(self) -> None:
        """The container starts."""
        self._each(lambda each: each.begin())

    def decided(self) -> None:
        """The visitor decided."""
        self._each(lambda each: each.decided())

    def complete(self, group: Trigger, listener: str, moment: Moment, arguments: tuple[Expr, ...]) -> bool:
        """Say whether this was the last member of a group to fire."""
        fired = self._fired.setdefault(group.arguments, set())
        if len(fired) == len(group.members):
            return False
        for at, alternatives in enumerate(group.members):
            if joined(self._world, alternatives, listener, moment, arguments):
                fired.add(at)
        return len(fired) == len(group.members)

    def take(self, step: Heard) -> None:
        """Let something happen on the page."""
        world = self._world
        match step:
            case Navigate():
                world.page = replace(world.page, url=step.url, title=step.title)
                # Whether the address has changed is looked at a moment later.
                world.time.later(0, lambda: self._look(step.source))
            case Ready():
                world.page = replace(world.page, state=step.state)
                self._each(lambda each: each.ready())
            case Scroll():
                world.page = replace(world.page, top=step.top, height=step.height)
                self._each(lambda each: each.scrolled())
            case Reveal():
                world.ratios[id(step.element)] = step.ratio
                self._each(lambda each: each.revealed(step.element))
            case Fail():
                self._each(lambda each: each.failed(step))
            case Hide():
                self._each(lambda each: each.hidden(step.how))
            case Watch():
                world.played[step.player.id] = (step.state, step.at, world.time.now)
                self._each(lambda each: each.watched(step.player))
            case _:
                assert_never(step)

    def _each(self, hear: Callable[[_Listener], None]) -> None:
        for each in self._all:
            hear(each)

    def _look(self, source: str) -> None:
        before, self._here = self._here, self._world.page.url
        if self._here == before:
            return
        if source in {"popstate", "hashchange"}:
            fragment = address_without_fragment(self._here) == address_without_fragment(before)
            source = "hashchange" if fragment else "popstate"
        self._fired.clear()
        self._each(lambda each: each.route(source, before))


def _told(
    fire: Callable[[str, Moment, tuple[Expr, ...]], None], name: str, arguments: tuple[Expr, ...]
) -> Callable[[Moment], None]:
    return lambda moment: fire(name, moment, arguments)
