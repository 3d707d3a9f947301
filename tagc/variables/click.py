"""`$click`: the clicked element that matched."""

from tagc.contracts import ReadKind
from tagc.ir.expr import Root

READ = ReadKind(
    root=Root.CLICK,
    name="click",
    title="The clicked element that matched.",
    steps=(
        "text",
        "id",
        "classes",
        "url",
        "protocol",
        "hostname",
        "path",
        "filename",
        "extension",
        "outbound",
        "attributes",
    ),
    free=("attributes",),
    example="$click.text",
)
