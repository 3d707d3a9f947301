"""`$storage`: a key of localStorage, else of sessionStorage, read after the gate opened."""

from tagc.contracts import ReadKind
from tagc.ir.expr import Root

READ = ReadKind(
    root=Root.STORAGE,
    name="storage",
    title="A key of localStorage, else of sessionStorage, read after the gate opened.",
    example="$storage.member",
)
