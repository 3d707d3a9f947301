"""An entry of the data layer, or a call of `tagc('event')`, by its event name."""

from tagc.contracts import Setting, TriggerKind
from tagc.ir.expr import Field, Root

TRIGGER = TriggerKind(
    name="data_layer",
    title="dataLayer.push({event: name, …}) or tagc('event', name, {…}).",
    setting=Setting.TEST,
    bare=False,
    subject=Field(Root.EVENT_NAME),
    tells=(Field(Root.EVENT_NAME), Field(Root.EVENT)),
    example="on: {data_layer: order_complete}",
)
