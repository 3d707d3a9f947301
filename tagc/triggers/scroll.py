"""How far down the page has been seen."""

import re
from typing import Annotated, TypeAlias

from pydantic import Field as Described

from tagc.contracts import Listening, SettingProblem, Settings, TriggerKind
from tagc.ir.expr import Array, Const, Expr, Field, Root

Depth: TypeAlias = Annotated[
    str, Described(pattern=r"^[0-9]{1,6}(%|px)$", description="A depth such as 50% or 800px.")
]


class ScrollSettings(Settings):
    """Depths of the page."""

    depths: tuple[Depth, ...] = Described(
        min_length=1,
        description="Parts of the page's height, or distances from its top, that have to be seen: [50%, 800px].",
    )


def _listening(settings: ScrollSettings, _: object) -> Listening:
    found: dict[tuple[bool, int], Expr] = {}
    for depth in settings.depths:
        number = int(re.sub(r"\D", "", depth))
        in_pixels = depth.endswith("px")
        if not number or (number > 100 and not in_pixels):  # noqa: PLR2004 - percent
            raise SettingProblem(
                "depths",
                f'"{depth}" is {"no depth" if not number else "below the end of the page"}',
                "write a part of the page from 1% to 100%, or pixels",
            )
        found[in_pixels, number] = Array((Const(None), Const(number)) if in_pixels else (Const(number),))
    percents, pixels = ([number for kind, number in sorted(found) if kind is wanted] for wanted in (False, True))
    # Each depth is told as what it is, the other one then is nothing.
    known = (
        (Field(Root.SCROLL, ("percent",)), (*percents, *([None] if pixels else []))),
        (Field(Root.SCROLL, ("pixels",)), (*pixels, *([None] if percents else []))),
    )
    return Listening(arguments=(Array(tuple(found[key] for key in sorted(found))),), known=known)


TRIGGER = TriggerKind(
    name="scroll",
    title=(
        "A depth of the page came into view, once for each of them and each route: [25%, 50%, 800px]. "
        "A page that is short is seen at once."
    ),
    setting=ScrollSettings,
    main="depths",
    bare=False,
    listening=_listening,
    tells=(Field(Root.SCROLL, ("percent",)), Field(Root.SCROLL, ("pixels",))),
    example="on: {scroll: [25%, 50%, 75%, 90%]}",
)
