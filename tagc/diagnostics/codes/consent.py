"""Codes 4xx, consent: categories, requirements, regimes and regions.

Entries only; `tagc.resolve` reports them. The fenced blocks are sections of a document; a test puts each into
a small complete one.
"""

from tagc.diagnostics.code import Code, Severity

UNKNOWN_CATEGORY = Code(
    id="TAG401",
    slug="unknown-category",
    severity=Severity.ERROR,
    text='no consent category is named "{name}"',
    explanation="""\
`requires` and the maps of consent sources use the categories of `consent.categories`, and `necessary`. A
category that does not exist could never be granted.

```yaml
platforms:
  meta: {pixel_id: 1234567890123456, requires: ads}
```

Mended:

```yaml
platforms:
  meta: {pixel_id: 1234567890123456, requires: marketing}
```
""",
    hint="add it to categories",
)

RESERVED_CATEGORY = Code(
    id="TAG402",
    slug="reserved-category",
    severity=Severity.ERROR,
    text='the category "necessary" is built in and always granted',
    explanation="""\
`necessary` needs no consent, so nobody can grant or deny it: it is not listed among the categories, has no
row in the map of a consent source, and Global Privacy Control does not deny it.

```yaml
consent:
  categories: [necessary, analytics, marketing]
```

Mended:

```yaml
consent:
  categories: [analytics, marketing]
```
""",
    hint="remove it",
)

UNKNOWN_REGION = Code(
    id="TAG403",
    slug="unknown-region",
    severity=Severity.ERROR,
    text='"{name}" is not a country code of ISO 3166',
    explanation="""\
Regions are written as ISO 3166 codes: a country such as `GB`, a part of one such as `US-CA`. `EEA` stands for
the countries of the European Economic Area. The United Kingdom is `GB`, and there is no `EU`.

```yaml
consent:
  categories: [analytics, marketing]
  regimes: {default: opt_out, regions: [{in: [EU], regime: opt_in}]}
  region_from: [{meta: region}]
```

Mended:

```yaml
consent:
  categories: [analytics, marketing]
  regimes: {default: opt_out, regions: [{in: [EEA], regime: opt_in}]}
  region_from: [{meta: region}]
```
""",
    hint="write a country such as GB, a part of one such as US-CA, or EEA",
)

NECESSARY_WITHOUT_REASON = Code(
    id="TAG404",
    slug="necessary-without-reason",
    severity=Severity.ERROR,
    text='"{name}" asks for no consent and does not say why',
    explanation="""\
`requires: necessary` sends data about every visitor, asked or not. Who reads the file later has to know why
that is allowed, so it needs a reason beside it. The reason also goes into the manifest.

```yaml
platforms:
  ga4: {measurement_id: G-ABCDE12345, requires: necessary}
```

Mended:

```yaml
platforms:
  ga4: {measurement_id: G-ABCDE12345, requires: necessary, because: our intranet; the works council agreed}
```
""",
    hint="add because: with the reason, or require a category",
)

ADVERTISING_WITHOUT_CONSENT = Code(
    id="TAG405",
    slug="advertising-without-consent",
    severity=Severity.ERROR,
    text="{title} is an advertising platform and needs consent where the law is opt_in",
    explanation="""\
In an `opt_in` regime nothing may be sent to an advertising platform before the visitor agreed, whatever the
reason is. Without `regimes`, `opt_in` holds everywhere.

```yaml
platforms:
  meta: {pixel_id: 1234567890123456, requires: necessary, because: we want to}
```

Mended:

```yaml
platforms:
  meta: {pixel_id: 1234567890123456, requires: marketing}
```
""",
    hint="require a category",
)

REASON_WITHOUT_NEED = Code(
    id="TAG406",
    slug="reason-without-need",
    severity=Severity.WARNING,
    text='"because" says why no consent is needed, but a category is required',
    explanation="""\
`because` is the reason for `requires: necessary`. Beside a category it says something that is not true, or
`requires` is not what it was meant to be.

```yaml
platforms:
  ga4: {measurement_id: G-ABCDE12345, requires: analytics, because: our intranet}
  meta: {pixel_id: 1234567890123456, requires: marketing}
```

Mended:

```yaml
platforms:
  ga4: {measurement_id: G-ABCDE12345, requires: analytics, description: for our intranet}
  meta: {pixel_id: 1234567890123456, requires: marketing}
```
""",
    hint="remove it",
)

REGION_NEVER_KNOWN = Code(
    id="TAG407",
    slug="region-never-known",
    severity=Severity.WARNING,
    text="regions have rules of their own, but nothing tells the visitor's region",
    explanation="""\
Without `region_from` the region of every visitor is unknown, and the strictest regime of the file holds for
all of them. The page has to tell the region: in a global, a meta element or a cookie.

```yaml
consent:
  categories: [analytics, marketing]
  regimes: {default: opt_in, regions: [{in: [US], regime: opt_out}]}
```

Mended:

```yaml
consent:
  categories: [analytics, marketing]
  regimes: {default: opt_in, regions: [{in: [US], regime: opt_out}]}
  region_from: [{meta: region}]
```
""",
    hint="add region_from: with the place where the page tells it",
)

REGION_TWICE = Code(
    id="TAG408",
    slug="region-twice",
    severity=Severity.ERROR,
    text='the region "{name}" is given a regime twice',
    explanation="""\
Of two regimes for one region, nobody knows which one holds. `EEA` stands for all its countries, so none of
them can be listed again. A part of a country may differ from the country: `US` and `US-CA`.

```yaml
consent:
  categories: [analytics, marketing]
  regimes: {regions: [{in: [US, FR], regime: opt_out}, {in: [EEA], regime: opt_in}]}
  region_from: [{meta: region}]
```

Mended:

```yaml
consent:
  categories: [analytics, marketing]
  regimes: {regions: [{in: [US], regime: opt_out}, {in: [EEA], regime: opt_in}]}
  region_from: [{meta: region}]
```
""",
    hint="keep one of them",
)

CATEGORY_NEVER_GRANTED = Code(
    id="TAG409",
    slug="category-never-granted",
    severity=Severity.WARNING,
    text='the source "{source}" does not say when "{name}" is granted',
    explanation="""\
A consent source tells the whole decision: a category that its `map` leaves out counts as refused whenever the
source knows anything, and what requires it is never sent.

```yaml
consent:
  categories: [analytics, marketing]
  sources: [{use: cookie, name: consent, map: {analytics: statistics}}]
```

Mended:

```yaml
consent:
  categories: [analytics, marketing]
  sources: [{use: cookie, name: consent, map: {analytics: statistics, marketing: ads}}]
```
""",
    hint="add {name} to the map",
)

UNUSED_CATEGORY = Code(
    id="TAG410",
    slug="unused-category",
    severity=Severity.WARNING,
    text='nothing requires the category "{name}"',
    explanation="""\
Visitors would be asked about something that makes no difference. Mostly an instance that should require the
category requires another one.

```yaml
consent:
  categories: [analytics, marketing, preferences]
```

Mended:

```yaml
consent:
  categories: [analytics, marketing]
```
""",
    hint="remove it, or require it",
)

CATEGORY_TWICE = Code(
    id="TAG411",
    slug="category-twice",
    severity=Severity.ERROR,
    text='the category "{name}" is listed twice',
    explanation="""\
Each category stands in the list once; the second one is mostly another category that was mistyped.

```yaml
consent:
  categories: [analytics, analytics, marketing]
```

Mended:

```yaml
consent:
  categories: [analytics, marketing]
```
""",
    hint="remove one of them",
)

TRIGGER_WITHOUT_CONSENT = Code(
    id="TAG412",
    slug="trigger-without-consent",
    severity=Severity.ERROR,
    text='the trigger "{kind}" brings a script of {title} and needs a consent for it',
    explanation="""\
Some things on a page can only be heard with the help of another company's script. Bringing it tells that company of the
visitor, so it waits for the consent that `requires` of the trigger names. What the rules require counts beside that.

```yaml
events:
  view_content: {on: {video: youtube}}
```

Mended:

```yaml
events:
  view_content: {on: {video: youtube, requires: marketing}}
```
""",
    hint="add requires: with a category that the visitor may refuse",
)

TRIGGER_NEEDS_NO_CONSENT = Code(
    id="TAG413",
    slug="trigger-needs-no-consent",
    severity=Severity.ERROR,
    text='the trigger "{kind}" brings nothing from elsewhere, so it requires nothing',
    explanation="""\
What happens on the page is heard without anybody's help. Whom it is told to is a matter of the rule and its instances:
`requires` stands there.

```yaml
events:
  contact: {on: {click: a.contact, requires: analytics}}
```

Mended:

```yaml
events:
  contact: {on: {click: a.contact}, requires: analytics}
```
""",
    hint="write requires beside on, in the rule",
)
