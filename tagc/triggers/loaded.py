"""The page's images and styles have arrived."""

from tagc.contracts import Nothing, TriggerKind

TRIGGER = TriggerKind(
    name="loaded",
    title="The page and its images and styles have loaded. At once, if they had already.",
    setting=Nothing,
    bare=True,
    example="on: loaded",
)
