"""The visitor leaves the page."""

from tagc.contracts import Nothing, TriggerKind

TRIGGER = TriggerKind(
    name="leave",
    title="The page is left or hidden for the first time; once per visit of the page.",
    setting=Nothing,
    bare=True,
    example="on: leave",
)
