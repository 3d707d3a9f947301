"""The page was shown: once per document."""

from tagc.contracts import Setting, TriggerKind
from tagc.ir.expr import Field, Root

TRIGGER = TriggerKind(
    name="page_view",
    title="The page was shown. A test restricts it to some paths.",
    setting=Setting.TEST,
    bare=True,
    subject=Field(Root.PAGE, ("path",)),
    example="on: {page_view: {starts_with: /whats-on/}}",
)
