"""Codes 2xx, the shape of the document: unknown keys, missing keys, wrong types.

Entries only; `tagc.schema` reports them. The fenced blocks are sections of a document; a test puts each into
a small complete one.
"""

from tagc.diagnostics.code import Code, Severity

UNKNOWN_KEY = Code(
    id="TAG201",
    slug="unknown-key",
    severity=Severity.ERROR,
    text='"{key}" is not a key of {place}',
    explanation="""\
Every map of the document has a fixed set of keys, so that a slip of the pen is found instead of being
ignored. An editor that uses the schema of tagc offers the keys while you type.

```yaml
events:
  purchase: {once_pre: $event.order_id}
```

Mended:

```yaml
events:
  purchase: {once_per: $event.order_id}
```
""",
)

MISSING_KEY = Code(
    id="TAG202",
    slug="missing-key",
    severity=Severity.ERROR,
    text='{place} needs the key "{key}"',
    explanation="""\
Some keys have no default value. The most important one is `requires` of an instance: tagc does not guess
which consent a platform needs.

```yaml
platforms:
  meta: {pixel_id: 1234567890123456}
```

Mended:

```yaml
platforms:
  meta: {pixel_id: 1234567890123456, requires: marketing}
```
""",
)

WRONG_TYPE = Code(
    id="TAG203",
    slug="wrong-type",
    severity=Severity.ERROR,
    text="{subject} has to be {expected}, this is {found}",
    explanation="""\
A value has another form than the key takes: a list where a map is expected, text where a number is expected.
`[a, b]` is a list, `{a: b}` is a map; both can also be written on lines of their own.

```yaml
consent:
  categories: marketing
```

Mended:

```yaml
consent:
  categories: [marketing]
```
""",
)

UNKNOWN_CHOICE = Code(
    id="TAG204",
    slug="unknown-choice",
    severity=Severity.ERROR,
    text='"{value}" is not known here; {subject} is one of: {choices}',
    explanation="""\
The key takes one of a few words, and this is none of them. For `event` these are the neutral events; what no
neutral event says has `custom` and a name of your own.

```yaml
events:
  checkout_started: {event: begin_checkout}
```

Mended:

```yaml
events:
  checkout_started: {event: initiate_checkout}
```
""",
)

WRONG_FORMAT = Code(
    id="TAG205",
    slug="wrong-format",
    severity=Severity.ERROR,
    text='"{value}" does not have the form of {subject}',
    explanation="""\
Ids, dates and names have a form that is checked, because a mistyped id sends data to nobody, or to somebody
else. The hint says what the form is.

```yaml
platforms:
  ga4: {measurement_id: UA-12345-6, requires: marketing}
```

Mended:

```yaml
platforms:
  ga4: {measurement_id: G-ABCDE12345, requires: marketing}
```
""",
)

NOTHING_IN_IT = Code(
    id="TAG206",
    slug="nothing-in-it",
    severity=Severity.ERROR,
    text="{subject} is empty",
    explanation="""\
An empty text, list or map stands where at least one entry is needed. Leave the key out if there is nothing
to say.

```yaml
triggers:
  booking: {click: []}
```

Mended:

```yaml
triggers:
  booking: {click: [a.book, button.book]}
```
""",
)

SEVERAL_KINDS = Code(
    id="TAG207",
    slug="several-kinds",
    severity=Severity.ERROR,
    text='{place} takes one of its keys, and has several: "{key}" is one too many',
    explanation="""\
Here the key says of what kind the map is, so there can be one only. For several triggers, write a list; for
several steps of a conversion, too.

```yaml
events:
  lead: {on: {click: a.call, form: '#contact'}}
```

Mended:

```yaml
events:
  lead:
    on:
      - click: a.call
      - form: '#contact'
```
""",
)

NO_KIND = Code(
    id="TAG208",
    slug="no-kind",
    severity=Severity.ERROR,
    text="{place} does not say of what kind it is; it needs one of these keys: {choices}",
    explanation="""\
A trigger that is a map has one key for its kind, with the setting behind it; conditions stand beside it.

```yaml
events:
  lead: {on: {if: {$page.path: /contact}}}
```

Mended:

```yaml
events:
  lead: {on: {form: '#contact', if: {$page.path: /contact}}}
```
""",
)

WRONG_NAME = Code(
    id="TAG209",
    slug="wrong-name",
    severity=Severity.ERROR,
    text='"{key}" cannot be a name in {place}',
    explanation="""\
Names that other places refer to are made of ASCII letters, digits, `_` and `-`, and begin with a letter.
Names of variables have no `-`, because references such as `$page_section` begin with them.

```yaml
variables:
  page-section: $page.query.section
```

Mended:

```yaml
variables:
  page_section: $page.query.section
```
""",
)

OUT_OF_RANGE = Code(
    id="TAG210",
    slug="out-of-range",
    severity=Severity.ERROR,
    text="{subject} {problem}",
    explanation="""\
A number is too small or too large, or a list too long, for what it is used for.

```yaml
variables:
  total: {from: $js.cart.total, as: {round: 20}}
```

Mended:

```yaml
variables:
  total: {from: $js.cart.total, as: {round: 2}}
```
""",
)

NOT_A_REFERENCE = Code(
    id="TAG211",
    slug="not-a-reference",
    severity=Severity.ERROR,
    text='a line of a condition begins with a reference, and "{key}" is none',
    explanation="""\
A condition is a map of lines `reference: test`, all of which have to hold; the reference begins with a
dollar sign. `any` and `not` combine conditions.

```yaml
events:
  purchase: {if: {event.total: {gt: 0}}}
```

Mended:

```yaml
events:
  purchase: {if: {$event.total: {gt: 0}}}
```
""",
)

UNKNOWN_VERSION = Code(
    id="TAG212",
    slug="unknown-version",
    severity=Severity.ERROR,
    text="this version of tagc reads language version 1 only",
    explanation="""\
`tagc: 1` says in which version of the language the document is written. It is a number of its own and has
nothing to do with the version of the program.

```yaml
tagc: 0.1
```

Mended:

```yaml
tagc: 1
```
""",
    hint='write "tagc: 1"',
)
