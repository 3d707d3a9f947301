"""`$data`: the merged data layer, as Google Tag Manager merges it."""

from tagc.contracts import ReadKind
from tagc.ir.expr import Root

READ = ReadKind(
    root=Root.DATA,
    name="data",
    title="The merged data layer, as Google Tag Manager merges it.",
    example="$data.user.email",
)
