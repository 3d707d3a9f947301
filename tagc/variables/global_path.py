"""`$js`: a global of the page, by path; nothing is called."""

from tagc.contracts import ReadKind
from tagc.ir.expr import Root

READ = ReadKind(
    root=Root.GLOBAL,
    name="js",
    title="A global of the page, by path; nothing is called.",
    example="$js.digitalData.page.type",
)
