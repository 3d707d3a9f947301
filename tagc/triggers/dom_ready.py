"""The document is parsed: its elements can be read."""

from tagc.contracts import Nothing, TriggerKind

TRIGGER = TriggerKind(
    name="dom_ready",
    title="The document is parsed: its elements can be read. At once, if it was already.",
    setting=Nothing,
    bare=True,
    example="on: dom_ready",
)
