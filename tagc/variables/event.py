"""`$event`: the payload of this event: the data-layer entry, or the parameters of tagc('event')."""

from tagc.contracts import ReadKind
from tagc.ir.expr import Root

READ = ReadKind(
    root=Root.EVENT,
    name="event",
    title="The payload of this event: the data-layer entry, or the parameters of tagc('event').",
    needs_step=False,
    example="$event.order_id",
)
