"""An element came into view."""

import re
from typing import Annotated

from pydantic import Field as Described

from tagc.contracts import SELECTORS, Duration, Listening, SettingProblem, Settings, TriggerKind, milliseconds
from tagc.ir.expr import Array, Const, Convert, Expr, Field, Root


class VisibleSettings(Settings):
    """Which elements, and how much of them for how long."""

    selector: Annotated[tuple[str, ...], SELECTORS] = Described(
        min_length=1, description="The elements that match this CSS selector, or any of a list."
    )
    percent: str = Described(
        default="50%",
        pattern=r"^[0-9]{1,3}%?$",
        description="How much of the element has to be in view: 50%.",
    )
    for_: Duration | None = Described(
        default=None, alias="for", description="How long it has to stay in view without a break: 2s."
    )


def _listening(settings: VisibleSettings, selectors: tuple[Expr, ...]) -> Listening:
    percent = int(re.sub(r"\D", "", settings.percent))
    if not 1 <= percent <= 100:  # noqa: PLR2004 - percent
        raise SettingProblem("percent", f'"{settings.percent}" is no part of an element', "write 1% to 100%")
    wait = 0 if settings.for_ is None else milliseconds(settings.for_, "for")
    # All of an element is often a fraction of a pixel less than that, as browsers count.
    share = min(percent, 99) / 100
    words = f"{percent}% of {', '.join(settings.selector)}" + (f" for {settings.for_}" if wait else "")
    return Listening(
        arguments=(_joined(selectors), Const(share), *([Const(wait)] if wait else [])), words=words
    )


def _joined(selectors: tuple[Expr, ...]) -> Expr:
    texts = [selector.value for selector in selectors if isinstance(selector, Const)]
    if len(texts) == len(selectors):
        return Const(",".join(map(str, texts)))
    return selectors[0] if len(selectors) == 1 else Convert(Array(selectors), "join", (",",))


TRIGGER = TriggerKind(
    name="visible",
    title=(
        "An element that matches a CSS selector came into view, half of it if nothing else is said, also one that was "
        "added later; once for each element and route."
    ),
    setting=VisibleSettings,
    main="selector",
    bare=False,
    listening=_listening,
    element=Root.VISIBLE,
    tells=(Field(Root.VISIBLE), Field(Root.VISIBLE, ("percent",))),
    example="on: {visible: {selector: .promotion, percent: 50%, for: 1s}}",
)
