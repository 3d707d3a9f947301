"""`$cookie`: a first-party cookie, read after the gate opened."""

from tagc.contracts import ReadKind
from tagc.ir.expr import Root

READ = ReadKind(
    root=Root.COOKIE,
    name="cookie",
    title="A first-party cookie, read after the gate opened.",
    example="$cookie.visitor_type",
)
