"""Time on the page."""

from typing import Final

from pydantic import Field as Described

from tagc.contracts import Duration, Listening, SettingProblem, Settings, TriggerKind, milliseconds
from tagc.ir.expr import Array, Const, Field, Root

_SECONDS, _COUNT = Field(Root.TIMER, ("seconds",)), Field(Root.TIMER, ("count",))
_MANY: Final = 200  # times: more are not told apart by name
_SHORTEST: Final = 100  # milliseconds: what comes more often than ten times a second is a mistake


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
            hint = "write {every: 10s, times: 3}, or times as in [10s, 30s]"
            raise SettingProblem(None, "it has no `every`", hint)
        delays = sorted({milliseconds(time, "after", entry=at) for at, time in enumerate(settings.after)})
        return Listening(
            arguments=(Array(tuple(map(Const, delays))),),
            known=_known(delays),
            words=", ".join(settings.after),
        )
    if settings.after:
        hint = "write two triggers: on: [{timer: 5s}, {timer: {every: 10s}}]"
        raise SettingProblem("after", "it has `every`, too", hint)
    every = milliseconds(settings.every, "every")
    if every < _SHORTEST:
        raise SettingProblem("every", f'"{settings.every}" is shorter than 100ms', "write a longer time")
    times = settings.times
    told = "" if times is None else f", {times} times"
    return Listening(
        listener="timer_every",
        arguments=(Const(every),) if times is None else (Const(every), Const(times)),
        known=_known([every * count for count in range(1, times + 1)]) if times and times < _MANY else (),
        words=f"every {settings.every}{told}",
    )


def _known(delays: list[int]) -> tuple[tuple[Field, tuple[int | float, ...]], ...]:
    seconds = tuple(delay // 1000 if delay % 1000 == 0 else delay / 1000 for delay in delays)
    return (_SECONDS, seconds), (_COUNT, tuple(range(1, len(delays) + 1)))


TRIGGER = TriggerKind(
    name="timer",
    title=(
        "Time has passed since the container started or the route changed: [10s, 30s], or {every: 10s, times: 3}."
    ),
    setting=TimerSettings,
    main="after",
    bare=False,
    listening=_listening,
    tells=(_SECONDS, _COUNT),
    example="on: {timer: [10s, 30s]}",
)
