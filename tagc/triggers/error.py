"""A script of the page failed."""

from tagc.contracts import Nothing, TriggerKind
from tagc.ir.expr import Field, Root

TRIGGER = TriggerKind(
    name="error",
    title="A script of the page threw an error, or a promise was rejected, that nobody caught; each once, at most 20 a page.",
    setting=Nothing,
    bare=True,
    tells=(Field(Root.ERROR, ("message",)), Field(Root.ERROR, ("file",)), Field(Root.ERROR, ("line",))),
    example="on: error",
)
