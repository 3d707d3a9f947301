"""Codes 3xx, names and references: what refers to nothing, or to itself.

Entries only; `tagc.resolve` reports them. The fenced blocks are sections of a document; a test puts each into
a small complete one.
"""

from tagc.diagnostics.code import Code, Severity

UNKNOWN_TRIGGER = Code(
    id="TAG301",
    slug="unknown-trigger",
    severity=Severity.ERROR,
    text='no trigger is named "{name}"',
    explanation="""\
Text behind `on` is the name of a trigger: a kind that needs no setting, such as `page_view`, or an entry of
`triggers`. The name of a data-layer event is a setting of the kind `data_layer`.

```yaml
events:
  purchase: {on: order_complete}
```

Mended:

```yaml
events:
  purchase: {on: {data_layer: order_complete}}
```
""",
    hint="declare it under triggers, or write {{data_layer: {name}}} for a data-layer event",
)

UNKNOWN_REFERENCE = Code(
    id="TAG302",
    slug="unknown-reference",
    severity=Severity.ERROR,
    text='"${name}" refers to nothing',
    explanation="""\
A text that is `$name` as a whole, or has `${name}` in it, reads a value. The name is one of the built-in
roots (`$event`, `$data`, `$page`, `$click`, `$form`, `$cookie`, `$storage`, `$js`, `$item`) or an entry of
`variables`. A dollar sign that is meant as text is written twice.

```yaml
platforms:
  ga4: {measurement_id: G-ABCDE12345, requires: analytics, params: {section: $section}}
```

Mended:

```yaml
platforms:
  ga4: {measurement_id: G-ABCDE12345, requires: analytics, params: {section: $section}}
variables:
  section: $page.query.section
```
""",
)

UNKNOWN_STEP = Code(
    id="TAG303",
    slug="unknown-step",
    severity=Severity.ERROR,
    text='"${root}" has no "{step}"',
    explanation="""\
Some roots have a fixed set of values below them, for example `$page.path` or `$click.text`. Values with a
free name stand one step deeper: `$page.query.utm_source`, `$form.fields.email`. A variable is read as a
whole.

```yaml
variables:
  source: $page.utm_source
```

Mended:

```yaml
variables:
  source: $page.query.utm_source
```
""",
)

REFERENCE_OUT_OF_PLACE = Code(
    id="TAG304",
    slug="reference-out-of-place",
    severity=Severity.ERROR,
    text='"${root}" is known only {where}',
    explanation="""\
`$event`, `$click` and `$form` belong to the trigger that fired: a page view has no clicked element. `$item`
is the current element of a list and exists only inside `each`.

```yaml
events:
  contact: {on: page_view, params: {label: $click.text}}
```

Mended:

```yaml
events:
  contact: {on: {click: a.contact}, params: {label: $click.text}}
```
""",
    hint="read something else here, or change the trigger",
)

VARIABLE_CYCLE = Code(
    id="TAG305",
    slug="variable-cycle",
    severity=Severity.ERROR,
    text='the variable "{name}" needs itself: {cycle}',
    explanation="""\
A variable may read other variables, but not itself, not even by a detour: it would never have a value.

```yaml
variables:
  brand: $shop
  shop: {first: [$data.shop, $brand]}
```

Mended:

```yaml
variables:
  brand: $shop
  shop: {first: [$data.shop, northway]}
```
""",
    hint="take one of these references out",
)

UNKNOWN_INSTANCE = Code(
    id="TAG306",
    slug="unknown-instance",
    severity=Severity.ERROR,
    text='no instance is named "{name}"',
    explanation="""\
`to`, `raw_to` and `platforms` of a rule name entries of the section `platforms`. Where an entry has a name of
its own (`meta_fr: {platform: meta, …}`), that name counts, not the platform's.

```yaml
events:
  contact: {on: {click: a.contact}, to: [google]}
```

Mended:

```yaml
events:
  contact: {on: {click: a.contact}, to: [ga4]}
```
""",
    hint="declare it under platforms",
)

MALFORMED_REFERENCE = Code(
    id="TAG307",
    slug="malformed-reference",
    severity=Severity.ERROR,
    text='"{text}" is not a whole reference',
    explanation="""\
A reference is a name and, after dots, what to read of it: `$event.total`. It has no spaces and no empty
steps. A dot that belongs to a name is written `\\.`: `$cookie.visitor\\.city`. Inside longer text a reference
stands in braces, `${event.total}`.

```yaml
variables:
  visitor: $cookie
```

Mended:

```yaml
variables:
  visitor: $cookie.visitor
```
""",
    hint="write $name.step, or $$ for a dollar sign",
)

TRIGGER_NAMED_LIKE_A_KIND = Code(
    id="TAG308",
    slug="trigger-named-like-a-kind",
    severity=Severity.ERROR,
    text='"{name}" is a kind of trigger already',
    explanation="""\
`on: click` could mean your trigger or the kind. Names of your own are therefore different from those of the
kinds.

```yaml
triggers:
  click: {click: a.book-now}
events:
  initiate_checkout: {on: click}
```

Mended:

```yaml
triggers:
  book_click: {click: a.book-now}
events:
  initiate_checkout: {on: book_click}
```
""",
    hint="give your trigger another name",
)

UNUSED_VARIABLE = Code(
    id="TAG309",
    slug="unused-variable",
    severity=Severity.WARNING,
    text='nothing uses the variable "{name}"',
    explanation="""\
The variable does nothing. Mostly the place that should read it is missing, or has another name.

```yaml
variables:
  section: $page.query.section
events:
  page_view: {}
```

Mended:

```yaml
variables:
  section: $page.query.section
events:
  page_view: {params: {section: $section}}
```
""",
    hint="remove it, or read it as ${name}",
)

UNUSED_TRIGGER = Code(
    id="TAG310",
    slug="unused-trigger",
    severity=Severity.WARNING,
    text='nothing uses the trigger "{name}"',
    explanation="""\
The trigger fires nothing. Mostly the rule that should name it under `on` is missing, or says another name.

```yaml
triggers:
  booking: {click: a.book-now}
events:
  initiate_checkout: {on: {click: a.book}}
```

Mended:

```yaml
triggers:
  booking: {click: a.book-now}
events:
  initiate_checkout: {on: booking}
```
""",
    hint="remove it, or name it under on of a rule",
)

BAD_PATTERN = Code(
    id="TAG311",
    slug="bad-pattern",
    severity=Severity.ERROR,
    text="the pattern cannot be used: {reason}",
    explanation="""\
`matches` takes a regular expression that means the same in browsers and on servers. Lookbehind,
backreferences and a few other things differ between them and are left out of the language.

```yaml
events:
  view_content: {on: {page_view: {matches: '^/show/(\\d+'}}}
```

Mended:

```yaml
events:
  view_content: {on: {page_view: {matches: '^/show/(\\d+)'}}}
```
""",
    hint="correct the pattern, or use contains, starts_with or ends_with",
)

RUNAWAY_PATTERN = Code(
    id="TAG312",
    slug="runaway-pattern",
    severity=Severity.ERROR,
    text="the pattern can take for ever on some texts: {reason}",
    explanation="""\
A regular expression that can match the same text in very many ways, such as a repetition inside a
repetition, blocks the page of a visitor whose address happens to be long.

```yaml
events:
  view_content: {on: {page_view: {matches: '^/(\\w+-?)+/$'}}}
```

Mended:

```yaml
events:
  view_content: {on: {page_view: {matches: '^/[\\w-]+/$'}}}
```
""",
    hint="write one repetition instead of two: (a+)+ is a+",
)

RESERVED_VARIABLE = Code(
    id="TAG313",
    slug="reserved-variable",
    severity=Severity.ERROR,
    text='"${name}" is built in',
    explanation="""\
The names of the built-in roots, such as `page` and `event`, cannot be names of variables: nobody could tell
which one a reference means.

```yaml
variables:
  page: $page.query.section
events:
  page_view: {params: {section: $page.path}}
```

Mended:

```yaml
variables:
  section: $page.query.section
events:
  page_view: {params: {section: $section}}
```
""",
    hint="give your variable another name",
)

CLOSEST_WITHOUT_ELEMENT = Code(
    id="TAG314",
    slug="closest-without-element",
    severity=Severity.ERROR,
    text='"closest" asks about an element, and this is a value',
    explanation="""\
`closest` holds when the clicked element or the form is, or stands inside, one that matches a selector. So it
stands behind `$click` or `$form` themselves, without a step, and without other operators beside it.

```yaml
events:
  contact: {on: {click: a.contact}, if: {$click.text: {closest: footer}}}
```

Mended:

```yaml
events:
  contact: {on: {click: a.contact}, if: {$click: {closest: footer}}}
```
""",
    hint="write it behind $click or $form",
)

TRIGGER_CYCLE = Code(
    id="TAG315",
    slug="trigger-cycle",
    severity=Severity.ERROR,
    text='the trigger "{name}" needs itself: {cycle}',
    explanation="""\
A trigger may name other triggers, but not itself, not even by a detour: it would never fire.

```yaml
triggers:
  booking: [{click: a.book}, checkout]
  checkout: [{click: a.pay}, booking]
events:
  initiate_checkout: {on: booking}
```

Mended:

```yaml
triggers:
  booking: [{click: a.book}, checkout]
  checkout: {click: a.pay}
events:
  initiate_checkout: {on: booking}
```
""",
    hint="take one of these names out",
)

UNKNOWN_RULE = Code(
    id="TAG316",
    slug="unknown-rule",
    severity=Severity.ERROR,
    text='no rule or tag is named "{name}"',
    explanation="""\
`after` names entries of the sections `events` and `tags`. The key of the entry counts, not the neutral event that it stands for.

```yaml
events:
  page_view: {}
  donate: {after: [pageview]}
```

Mended:

```yaml
events:
  page_view: {}
  donate: {after: [page_view]}
```
""",
    hint="write the key of an entry of events or tags",
)

RULE_CYCLE = Code(
    id="TAG317",
    slug="rule-cycle",
    severity=Severity.ERROR,
    text='the rule "{name}" waits for itself: {cycle}',
    explanation="""\
With `after` the calls of a rule wait for those of other rules. Rules that wait for each other would wait for ever.

```yaml
events:
  contact: {on: {click: a.contact}, after: [donate]}
  donate: {after: [contact]}
```

Mended:

```yaml
events:
  contact: {on: {click: a.contact}}
  donate: {after: [contact]}
```
""",
    hint="take one of these names out",
)

REFERENCE_WITHOUT_DOLLAR = Code(
    id="TAG318",
    slug="reference-without-dollar",
    severity=Severity.WARNING,
    text='"{text}" is sent as it stands here: a reference begins with a dollar',
    explanation="""\
Text is text. Only with a dollar before it a name is a reference, and gives what the page holds at that moment.

```yaml
events:
  search: {params: {search_string: event.query}}
```

Mended:

```yaml
events:
  search: {params: {search_string: $event.query}}
```
""",
    hint='did you mean "${text}"?',
)
