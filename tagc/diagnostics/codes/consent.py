"""Codes 4xx, consent: categories, requirements, regimes and regions."""

from tagc.diagnostics.code import Code, Severity

UNKNOWN_CATEGORY = Code(
    id="TAG401",
    slug="unknown-category",
    severity=Severity.ERROR,
    text='no consent category is named "{name}"',
    explanation="",
)

RESERVED_CATEGORY = Code(
    id="TAG402",
    slug="reserved-category",
    severity=Severity.ERROR,
    text='the category "necessary" is built in',
    explanation="",
    hint="remove it from categories",
)

UNKNOWN_REGION = Code(
    id="TAG403",
    slug="unknown-region",
    severity=Severity.ERROR,
    text='"{name}" is not a country code of ISO 3166',
    explanation="",
)

NECESSARY_WITHOUT_REASON = Code(
    id="TAG404",
    slug="necessary-without-reason",
    severity=Severity.ERROR,
    text='"{name}" asks for no consent and does not say why',
    explanation="",
    hint="write because: with the reason, or require a category",
)

ADVERTISING_WITHOUT_CONSENT = Code(
    id="TAG405",
    slug="advertising-without-consent",
    severity=Severity.ERROR,
    text="{title} is an advertising platform and needs consent where the law is opt_in",
    explanation="",
    hint="require a category",
)

REASON_WITHOUT_NEED = Code(
    id="TAG406",
    slug="reason-without-need",
    severity=Severity.WARNING,
    text='"because" says why no consent is needed, but a category is required',
    explanation="",
    hint="remove it",
)

REGION_NEVER_KNOWN = Code(
    id="TAG407",
    slug="region-never-known",
    severity=Severity.WARNING,
    text="regions have rules of their own, but nothing tells the visitor's region",
    explanation="",
    hint="add region_from",
)

REGION_TWICE = Code(
    id="TAG408",
    slug="region-twice",
    severity=Severity.ERROR,
    text='"{name}" stands in several regimes',
    explanation="",
    hint="keep one",
)

CATEGORY_NEVER_GRANTED = Code(
    id="TAG409",
    slug="category-never-granted",
    severity=Severity.WARNING,
    text='the source "{source}" does not say when "{name}" is granted',
    explanation="",
    hint="add it to the source's map",
)

UNUSED_CATEGORY = Code(
    id="TAG410",
    slug="unused-category",
    severity=Severity.WARNING,
    text='nothing requires the category "{name}"',
    explanation="",
    hint="remove it",
)

CATEGORY_TWICE = Code(
    id="TAG411",
    slug="category-twice",
    severity=Severity.ERROR,
    text='the category "{name}" is listed twice',
    explanation="",
    hint="remove one",
)
