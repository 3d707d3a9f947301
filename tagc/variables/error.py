"""`$error`: what nobody caught."""

from tagc.contracts import ReadKind
from tagc.ir.expr import Root

READ = ReadKind(
    root=Root.ERROR,
    name="error",
    title="The error: what it says, and where the browser knows that, file and line.",
    steps=("message", "file", "line"),
    example="$error.message",
)
