"""Time on the page."""

from collections.abc import Iterable
from typing import Final

from pydantic import Field as Described

from tagc.contracts import Duration, Listening, SettingProblem, Settings, TriggerKind, milliseconds
from tagc.ir.expr import Array, Const, Field, Root

_MANY: Final = 200  # times: more are not told apart by name


class TimerSettings(Settings):
    """Times after which it fires once each, or one after which it fires again and again."""

    after: tuple[Duration, ...] = Described(
        default=(), description="It fires once after each of these times: [10s, 30s]."
    )
    every: Duration | None = Described(
        default=None, description="It fires again and again after this time: 30s."
    )
    times: int | None = Described(
        default=None,
        ge=1,
        description="How often it fires with `every`; without it, as long as the page lives.",
    )


def _listening(settings: TimerSettings, _: object) -> Listening:
    if settings.every is None:
        if settings.times is not None or not settings.after:
            raise SettingProblem(
                None, "it has no `every`", "write {every: 10s, times: 3}, or times as in [10s, 30s]"
            )
        delays = dict.fromkeys(sorted(milliseconds(time, "after") for time in settings.after))
        counts = range(1, len(delays) + 1)
        return Listening(arguments=(Array(tuple(map(Const, delays))),), known=_known(delays, counts))
    if settings.after:
        raise SettingProblem(
            "after", "it has `every`, too", "write two triggers: on: [{timer: 5s}, {timer: {every: 10s}}]"
        )
    shortest = 100
    every = milliseconds(settings.every, "every")
    if every < shortest:
        raise SettingProblem("every", f'"{settings.every}" is shorter than 100ms', "write a longer time")
    arguments = (Const(every),) if settings.times is None else (Const(every), Const(settings.times))
    counts = range(1, min(settings.times or 0, _MANY) + 1)
    known = _known([every * count for count in counts], counts) if 0 < len(counts) < _MANY else ()
    return Listening(listener="timer_every", arguments=arguments, known=known)


def _known(delays: Iterable[int], counts: Iterable[int]) -> tuple[tuple[Field, tuple[int | float, ...]], ...]:
    seconds = tuple(delay // 1000 if delay % 1000 == 0 else delay / 1000 for delay in delays)
    return (Field(Root.TIMER, ("seconds",)), seconds), (Field(Root.TIMER, ("count",)), tuple(counts))


TRIGGER = TriggerKind(
    name="timer",
    title=(
        "Time has passed since the container started or the route changed: [10s, 30s], or {every: 10s, times: 3}."
    ),
    setting=TimerSettings,
    main="after",
    bare=False,
    listening=_listening,
    tells=(Field(Root.TIMER, ("seconds",)), Field(Root.TIMER, ("count",))),
    example="on: {timer: [10s, 30s]}",
)
