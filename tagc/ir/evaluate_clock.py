"""Time as the interpreter has it: it stands still until a step lets it pass, and what is due then happens in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Clock", "Timer"]


@dataclass(slots=True, eq=False)
class Timer:
    """What happens at a time, and again `every` so many milliseconds if that is not 0."""

    at: int
    number: int
    every: int
    action: Callable[[], None]


class Clock:
    """The time in milliseconds, and what waits for its own. Of what is due at one time the oldest timer is first."""

    def __init__(self, now: int) -> None:
        self.now = now
        self._waiting: list[Timer] = []
        self._made = 0

    def later(self, delay: int, action: Callable[[], None], *, every: bool = False) -> Timer:
        """Let something happen after so many milliseconds."""
        self._made += 1
        timer = Timer(self.now + delay, self._made, delay if every else 0, action)
        self._waiting.append(timer)
        return timer

    def cancel(self, timer: Timer | None) -> None:
        """Let it not happen."""
        if timer in self._waiting:
            self._waiting.remove(timer)

    def pass_by(self, milliseconds: int) -> Iterator[None]:
        """Let time pass; yields after each thing that happened, before the next one does."""
        until = self.now + milliseconds
        while due := [timer for timer in self._waiting if timer.at <= until]:
            timer = min(due, key=lambda each: (each.at, each.number))
            self.now = max(self.now, timer.at)
            if timer.every:
                timer.at = self.now + timer.every
            else:
                self._waiting.remove(timer)
            timer.action()
            yield
        self.now = until
