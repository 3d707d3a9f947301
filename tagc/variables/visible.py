"""`$visible`: the element that came into view."""

from tagc.contracts import ReadKind
from tagc.ir.expr import Root

READ = ReadKind(
    root=Root.VISIBLE,
    name="visible",
    title="The element that came into view, and how much of it (0 to 100).",
    steps=("id", "text", "percent", "attributes"),
    free=("attributes",),
    example="$visible.id",
)
