"""A form was submitted."""

from tagc.contracts import Setting, TriggerKind
from tagc.ir.expr import Root

TRIGGER = TriggerKind(
    name="form",
    title="A form that matches a CSS selector was submitted.",
    setting=Setting.SELECTORS,
    bare=False,
    element=Root.FORM,
    example="on: {form: '#newsletter'}",
)
