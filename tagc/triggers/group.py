"""Several triggers have all fired."""

from tagc.contracts import Setting, TriggerKind

TRIGGER = TriggerKind(
    name="group",
    title="All of these triggers have fired on this page, in any order; once, and anew when the address changes.",
    setting=Setting.TRIGGERS,
    bare=False,
    example="on: {group: [{click: a.details}, {data_layer: seats_shown}]}",
)
