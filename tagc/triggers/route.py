"""The address changed without a new document."""

from tagc.contracts import Listening, Setting, TriggerKind
from tagc.ir.expr import Field, Root

_SOURCE = Field(Root.HISTORY, ("source",))
_SOURCES = ("pushState", "replaceState", "popstate", "hashchange")

TRIGGER = TriggerKind(
    name="route",
    title=(
        "The address changed without loading (pushState, replaceState, popstate, hashchange); not the first load. "
        "A test restricts it to some paths."
    ),
    setting=Setting.TEST,
    bare=True,
    subject=Field(Root.PAGE, ("path",)),
    listening=lambda *_: Listening(known=((_SOURCE, _SOURCES),)),
    tells=(_SOURCE, Field(Root.HISTORY, ("old_path",))),
    example="on: {route: {starts_with: /account/}}",
)
