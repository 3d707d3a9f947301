"""`$page`: the page at the moment of the event."""

from tagc.contracts import ReadKind
from tagc.ir.expr import Root

READ = ReadKind(
    root=Root.PAGE,
    name="page",
    title="The page at the moment of the event.",
    steps=("url", "path", "full_path", "hostname", "title", "referrer", "query", "fragment"),
    free=("query",),
    example="$page.query.utm_source",
)
