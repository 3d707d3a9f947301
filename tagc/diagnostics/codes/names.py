"""Codes 3xx, names and references: what refers to nothing, or to itself."""

from tagc.diagnostics.code import Code, Severity

UNKNOWN_TRIGGER = Code(
    id="TAG301",
    slug="unknown-trigger",
    severity=Severity.ERROR,
    text='no trigger is named "{name}"',
    explanation="",
    hint="declare it under triggers, or write {{data_layer: {name}}} for a data-layer event",
)

UNKNOWN_REFERENCE = Code(
    id="TAG302",
    slug="unknown-reference",
    severity=Severity.ERROR,
    text='"${name}" refers to nothing',
    explanation="",
)

UNKNOWN_STEP = Code(
    id="TAG303",
    slug="unknown-step",
    severity=Severity.ERROR,
    text='"${root}" has no "{step}"',
    explanation="",
)

REFERENCE_OUT_OF_PLACE = Code(
    id="TAG304",
    slug="reference-out-of-place",
    severity=Severity.ERROR,
    text='"${root}" is known only {where}',
    explanation="",
)

VARIABLE_CYCLE = Code(
    id="TAG305",
    slug="variable-cycle",
    severity=Severity.ERROR,
    text='the variable "{name}" needs itself: {cycle}',
    explanation="",
    hint="break the circle",
)

UNKNOWN_INSTANCE = Code(
    id="TAG306",
    slug="unknown-instance",
    severity=Severity.ERROR,
    text='no instance is named "{name}"',
    explanation="",
)

MALFORMED_REFERENCE = Code(
    id="TAG307",
    slug="malformed-reference",
    severity=Severity.ERROR,
    text='"{text}" is not a whole reference',
    explanation="",
    hint="write $name.step, or $$ for a dollar sign",
)

TRIGGER_NAMED_LIKE_A_KIND = Code(
    id="TAG308",
    slug="trigger-named-like-a-kind",
    severity=Severity.ERROR,
    text='"{name}" is a kind of trigger already',
    explanation="",
    hint="give your trigger another name",
)

UNUSED_VARIABLE = Code(
    id="TAG309",
    slug="unused-variable",
    severity=Severity.WARNING,
    text='nothing uses the variable "{name}"',
    explanation="",
    hint="remove it",
)

UNUSED_TRIGGER = Code(
    id="TAG310",
    slug="unused-trigger",
    severity=Severity.WARNING,
    text='nothing uses the trigger "{name}"',
    explanation="",
    hint="remove it",
)

BAD_PATTERN = Code(
    id="TAG311",
    slug="bad-pattern",
    severity=Severity.ERROR,
    text="the pattern cannot be used: {reason}",
    explanation="",
)

RUNAWAY_PATTERN = Code(
    id="TAG312",
    slug="runaway-pattern",
    severity=Severity.ERROR,
    text="the pattern can take for ever on some texts: {reason}",
    explanation="",
    hint="repeat only once: (a+)+ is a+",
)

RESERVED_VARIABLE = Code(
    id="TAG313",
    slug="reserved-variable",
    severity=Severity.ERROR,
    text='"${name}" is built in',
    explanation="",
    hint="give your variable another name",
)
