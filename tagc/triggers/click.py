"""A click on an element, or on something inside it."""

from tagc.contracts import Setting, TriggerKind
from tagc.ir.expr import Root

TRIGGER = TriggerKind(
    name="click",
    title="A click on an element that matches a CSS selector, or inside one.",
    setting=Setting.SELECTORS,
    bare=False,
    element=Root.CLICK,
    example="on: {click: a.book-now}",
)
