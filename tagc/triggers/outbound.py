"""A click on a link that leads away."""

from tagc.contracts import LINKS, Listening, Nothing, TriggerKind
from tagc.ir.expr import Compare, Const, Field, Operator, Root

TRIGGER = TriggerKind(
    name="outbound",
    title=(
        "A click on a link to another site: not to the page's own host or one of `domains`, and not to their subdomains."
    ),
    setting=Nothing,
    bare=True,
    listening=lambda *_: Listening(
        selectors=LINKS,
        condition=Compare(Field(Root.CLICK, ("outbound",)), Operator.EQUALS, (Const("true"),)),
    ),
    listener="click",
    element=Root.CLICK,
    example="on: outbound",
)
