"""Codes 5xx, events and platforms: what a vendor is told."""

from tagc.diagnostics.code import Code, Severity

UNKNOWN_EVENT = Code(
    id="TAG501",
    slug="unknown-event",
    severity=Severity.ERROR,
    text='"{name}" is not a neutral event',
    explanation="",
    hint="write event: with the neutral event, or custom: with a name of your own",
)

EVENT_AND_CUSTOM = Code(
    id="TAG502",
    slug="event-and-custom",
    severity=Severity.ERROR,
    text="a rule has either event or custom",
    explanation="",
    hint="remove one of them",
)

CUSTOM_WITHOUT_TARGETS = Code(
    id="TAG503",
    slug="custom-without-targets",
    severity=Severity.ERROR,
    text="a custom event does not know whom it is for",
    explanation="",
    hint="write to: with the instances",
)

EVENT_NOT_SUPPORTED = Code(
    id="TAG504",
    slug="event-not-supported",
    severity=Severity.ERROR,
    text='{title} has no event for "{event}"',
    explanation="",
)

CONVERSION_MISSING = Code(
    id="TAG505",
    slug="conversion-missing",
    severity=Severity.ERROR,
    text="{title} knows events only by the id of a conversion",
    explanation="",
    hint="write platforms: {{{instance}: {{conversion: …}}}} in the rule",
)

CONVERSION_UNEXPECTED = Code(
    id="TAG506",
    slug="conversion-unexpected",
    severity=Severity.ERROR,
    text="{title} takes no conversion ids",
    explanation="",
    hint="remove conversion",
)

CONVERSION_MALFORMED = Code(
    id="TAG507",
    slug="conversion-malformed",
    severity=Severity.ERROR,
    text='"{value}" is not a conversion id of {title}',
    explanation="",
)

PARAMETER_MISSPELT = Code(
    id="TAG508",
    slug="parameter-misspelt",
    severity=Severity.ERROR,
    text='"{name}" is not a parameter',
    explanation="",
)

USER_DATA_AS_PARAMETER = Code(
    id="TAG509",
    slug="user-data-as-parameter",
    severity=Severity.ERROR,
    text="personal data may not be a parameter",
    explanation="",
    hint="write it under user_data, where it is hashed",
)

VALUE_WITHOUT_CURRENCY = Code(
    id="TAG510",
    slug="value-without-currency",
    severity=Severity.WARNING,
    text='"value" is never sent without "currency"',
    explanation="",
    hint="add currency",
)

UNKNOWN_CURRENCY = Code(
    id="TAG511",
    slug="unknown-currency",
    severity=Severity.ERROR,
    text='"{name}" is not a currency code of ISO 4217',
    explanation="",
)

UNKNOWN_ITEM_FIELD = Code(
    id="TAG512",
    slug="unknown-item-field",
    severity=Severity.ERROR,
    text='items have no "{name}"',
    explanation="",
)

PARAMETER_MISSING = Code(
    id="TAG513",
    slug="parameter-missing",
    severity=Severity.WARNING,
    text='{title} needs "{name}" with {event}',
    explanation="",
    hint="add it to params",
)

RULE_REACHES_NOBODY = Code(
    id="TAG514",
    slug="rule-reaches-nobody",
    severity=Severity.ERROR,
    text='the rule "{name}" tells no instance anything',
    explanation="",
    hint="name instances in to, or remove the rule",
)

USER_DATA_WITHOUT_SECTION = Code(
    id="TAG515",
    slug="user-data-without-section",
    severity=Severity.ERROR,
    text="the rule gives user data, but the file does not say who may have it",
    explanation="",
    hint="add user_data: {{requires: …}} to the file",
)

INSTANCES_NOT_SEPARABLE = Code(
    id="TAG516",
    slug="instances-not-separable",
    severity=Severity.ERROR,
    text="{title} cannot tell its instances apart: {what} must be the same for all",
    explanation="",
)

EVENT_NAME_NOT_POSSIBLE = Code(
    id="TAG517",
    slug="event-name-not-possible",
    severity=Severity.ERROR,
    text="{title} takes no event names",
    explanation="",
)

USER_DATA_NOT_POSSIBLE = Code(
    id="TAG518",
    slug="user-data-not-possible",
    severity=Severity.ERROR,
    text='"{name}" cannot use these user data',
    explanation="",
    hint="name it in raw_to if it may have them unhashed, or take it out of to",
)

NOT_A_NUMBER = Code(
    id="TAG519",
    slug="not-a-number",
    severity=Severity.ERROR,
    text='"{name}" is a number, and this text is none',
    explanation="",
)

CUSTOM_NOT_FIXED = Code(
    id="TAG520",
    slug="custom-not-fixed",
    severity=Severity.ERROR,
    text="the name of a custom event must be fixed",
    explanation="",
)

ITEMS_NOT_A_LIST = Code(
    id="TAG521",
    slug="items-not-a-list",
    severity=Severity.ERROR,
    text="items is a list of items",
    explanation="",
)
