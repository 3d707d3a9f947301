"""`$item`: the current element, inside `each`."""

from tagc.contracts import ReadKind
from tagc.ir.expr import Root

READ = ReadKind(
    root=Root.ITEM,
    name="item",
    title="The current element, inside `each`.",
    needs_step=False,
    example="$item.price",
)
