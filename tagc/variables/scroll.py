"""`$scroll`: how far the page has been seen."""

from tagc.contracts import ReadKind
from tagc.ir.expr import Root

READ = ReadKind(
    root=Root.SCROLL,
    name="scroll",
    title="The depth of the page that came into view: one of the trigger's own.",
    steps=("percent", "pixels"),
    example="$scroll.percent",
)
