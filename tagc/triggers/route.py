"""The address changed without a new document."""

from tagc.contracts import Setting, TriggerKind
from tagc.ir.expr import Field, Root

TRIGGER = TriggerKind(
    name="route",
    title=(
        "The address changed without loading (pushState, replaceState, popstate, hashchange); not the first load. "
        "A test restricts it to some paths."
    ),
    setting=Setting.TEST,
    bare=True,
    subject=Field(Root.PAGE, ("path",)),
    tells=(Field(Root.HISTORY, ("source",)), Field(Root.HISTORY, ("old_path",))),
    example="on: {route: {starts_with: /account/}}",
)
