"""A video in the page was played: players of YouTube.

Players are asked through YouTube's IFrame API, a script of another company, so the trigger has a gate of its own. Names of
the statuses and the meaning of the thresholds are those of Google Tag Manager's trigger; the default depths are those at
which Google Analytics counts by itself.
"""

from typing import Annotated

from pydantic import Field as Described

from tagc.contracts import Listening, SettingProblem, Settings, Source, TriggerKind
from tagc.ir.expr import Array, Compare, Const, Expr, Field, Operator, Root
from tagc.ir.program import Cookie, Host, ThirdParty

_STATUS = Field(Root.VIDEO, ("status",))
_DEFAULT = ("start", "progress", "complete")
_DEPTHS = (10, 25, 50, 75)
_API = "https://www.youtube.com/iframe_api"


class VideoSettings(Settings):
    """Players, and what of them counts."""

    provider: str = Described(pattern="^youtube$", description="Whose players: youtube.")
    status: (
        tuple[
            Annotated[
                str,
                Described(
                    pattern="^(start|pause|resume|buffering|progress|complete)$",
                    description="One of start, pause, resume, buffering, progress, complete.",
                ),
            ],
            ...,
        ]
        | None
    ) = Described(
        default=None,
        description=(
            "What counts: start, pause, resume, buffering, progress, complete. "
            "start, progress and complete, if left out."
        ),
    )
    percent: (
        tuple[
            Annotated[
                str, Described(pattern="^[0-9]{1,3}%?$", description="A part of the video such as 25%.")
            ],
            ...,
        ]
        | None
    ) = Described(
        default=None,
        description="Parts of the video that have to be played. [10, 25, 50, 75], if there is neither percent nor seconds.",
    )
    seconds: (
        tuple[Annotated[str, Described(pattern="^[0-9]{1,5}$", description="Whole seconds such as 30.")], ...]
        | None
    ) = Described(default=None, description="Seconds of the video that have to be played: [30, 60].")
    enable_api: bool = Described(
        default=False,
        description=(
            "true: players whose address has no enablejsapi=1 get it, for which they load a second time. "
            "Without it they cannot be heard."
        ),
    )


def _listening(settings: VideoSettings, _: object) -> Listening:
    statuses = settings.status or _DEFAULT
    percents = sorted({int(text.rstrip("%")) for text in settings.percent or ()})
    seconds = sorted({int(text) for text in settings.seconds or ()})
    if any(not 0 < each <= 100 for each in percents):  # noqa: PLR2004 - percent
        raise SettingProblem(
            "percent", "a part of a video is from 1 to 100 percent", "write parts such as 25"
        )
    if 0 in seconds:
        raise SettingProblem("seconds", "no video has played for 0 seconds", "write status: start instead")
    if (percents or seconds) and "progress" not in statuses:
        key = "percent" if percents else "seconds"
        raise SettingProblem(key, f"{key} counts with the status progress only", "add progress to status")
    if "progress" in statuses and not percents and not seconds:
        percents = [*_DEPTHS]
    return Listening(
        arguments=(_numbers(percents), _numbers(seconds), Const(settings.enable_api or None)),
        condition=Compare(_STATUS, Operator.EQUALS, tuple(map(Const, dict.fromkeys(statuses)))),
        known=((_STATUS, tuple(dict.fromkeys(statuses))),),
    )


def _numbers(numbers: list[int]) -> Expr:
    return Array(tuple(map(Const, numbers)))


TRIGGER = TriggerKind(
    name="video",
    title=(
        "A YouTube video in the page was started, paused, played to a depth, or ended. start, complete and each depth count "
        "once for each video, and depths that the visitor jumped over do not. The players are heard after the consent that "
        "requires names, because YouTube's own script is needed for that."
    ),
    setting=VideoSettings,
    main="provider",
    bare=False,
    listening=_listening,
    tells=tuple(
        Field(Root.VIDEO, (step,)) for step in ("status", "title", "url", "percent", "seconds", "duration")
    ),
    third_party=ThirdParty(
        title="YouTube",
        scripts=(_API,),
        hosts=(
            Host("frame-src", "https://www.youtube-nocookie.com"),
            Host("frame-src", "https://www.youtube.com"),
            Host("script-src", "https://www.youtube.com"),
        ),
        cookies=(
            Cookie(name="YSC", lifetime="session", purpose="tells views apart", third_party=True),
            Cookie(
                name="VISITOR_INFO1_LIVE",
                lifetime="6 months",
                purpose="recognises the visitor and estimates the bandwidth",
                third_party=True,
            ),
        ),
    ),
    sources=(
        Source("https://developers.google.com/youtube/iframe_api_reference", "2026-11-21"),
        Source("https://support.google.com/tagmanager/answer/7679325", "2026-11-21"),
        Source("https://consentstack.io/vendors/youtube", "2026-11-21"),
    ),
    example="on: {video: youtube, requires: marketing}",
)
