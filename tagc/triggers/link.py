"""A click on a link."""

from tagc.contracts import LINKS, Listening, Setting, TriggerKind
from tagc.ir.expr import Field, Root

TRIGGER = TriggerKind(
    name="link",
    title="A click on a link, or on something inside one. A test restricts it to some addresses.",
    setting=Setting.TEST,
    bare=True,
    subject=Field(Root.CLICK, ("url",)),
    listening=lambda *_: Listening(selectors=LINKS),
    listener="click",
    element=Root.CLICK,
    example="on: {link: {starts_with: ['mailto:', 'tel:']}}",
)
