"""`$form`: the submitted form."""

from tagc.contracts import ReadKind
from tagc.ir.expr import Root

READ = ReadKind(
    root=Root.FORM,
    name="form",
    title="The submitted form.",
    steps=("id", "name", "fields", "attributes"),
    free=("fields", "attributes"),
    example="$form.fields.email",
)
