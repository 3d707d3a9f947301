"""The interpreter's clock: what happens when."""

from __future__ import annotations

from tagc.ir.evaluate_clock import Clock


def run(clock: Clock, milliseconds: int) -> None:
    for _ in clock.pass_by(milliseconds):
        pass


def test_what_is_due_happens_in_the_order_of_its_times() -> None:
    clock, seen = Clock(1000), []
    clock.later(20, lambda: seen.append(("late", clock.now)))
    clock.later(10, lambda: seen.append(("early", clock.now)))
    run(clock, 9)
    assert seen == []
    run(clock, 11)
    assert seen == [("early", 1010), ("late", 1020)]
    assert clock.now == 1020


def test_of_what_is_due_at_once_the_oldest_is_first_also_when_it_comes_again() -> None:
    clock, seen = Clock(0), list[str]()
    clock.later(10, lambda: seen.append("again"), every=True)
    clock.later(20, lambda: seen.append("once"))
    run(clock, 30)
    assert seen == ["again", "again", "once", "again"]


def test_what_is_made_while_time_passes_can_still_be_due() -> None:
    clock, seen = Clock(0), list[int]()
    clock.later(5, lambda: clock.later(5, lambda: seen.append(clock.now)) and None)
    run(clock, 10)
    assert seen == [10]


def test_what_is_cancelled_does_not_happen_and_nothing_can_be_cancelled() -> None:
    clock, seen = Clock(0), list[str]()
    timer = clock.later(0, lambda: seen.append("x"))
    clock.cancel(timer)
    clock.cancel(timer)
    clock.cancel(None)
    run(clock, 100)
    assert seen == []
