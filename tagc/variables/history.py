"""`$history`: how the address changed."""

from tagc.contracts import ReadKind
from tagc.ir.expr import Root

READ = ReadKind(
    root=Root.HISTORY,
    name="history",
    title="How the address changed (pushState, replaceState, popstate or hashchange), and the path before.",
    steps=("source", "old_path"),
    values=(("source", ("pushState", "replaceState", "popstate", "hashchange")),),
    example="$history.old_path",
)
