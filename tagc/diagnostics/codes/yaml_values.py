"""Codes 13x and 14x, YAML that can be read but does not mean what was written. All of a file are reported.

Entries only; `tagc.source` reports them. The two fenced blocks of an explanation are the mistake and its
mended form; a test runs both.
"""

from tagc.diagnostics.code import Code, Severity

DUPLICATE_KEY = Code(
    id="TAG130",
    slug="duplicate-key",
    severity=Severity.ERROR,
    text='the key "{key}" is written twice in this map',
    explanation="""\
A map holds each key once. Most YAML readers keep the last one and drop the other without a word.

```yaml
events:
  purchase: {on: order_complete}
  purchase: {on: donation_complete}
```

Mended:

```yaml
events:
  purchase: {on: order_complete}
  donate: {on: donation_complete}
```
""",
    hint="join the two, or rename one",
)

EMPTY_KEY = Code(
    id="TAG131",
    slug="empty-key",
    severity=Severity.ERROR,
    text="this key is empty",
    explanation="""\
A key is the text before a colon, exactly as written: `404`, `true` and `null` are text there, too. A `?`
begins a key in the long form of YAML, and here nothing follows it.

```yaml
table: {? : basic, premium: gold}
```

Mended:

```yaml
table: {free: basic, premium: gold}
```
""",
    hint="write the key, as in {{key: value}}",
)

COMPLEX_KEY = Code(
    id="TAG132",
    slug="complex-key",
    severity=Severity.ERROR,
    text="a key must be text, this is {kind}",
    explanation="""\
YAML allows lists and maps as keys; a container file has no use for them.

```yaml
? [a, b]
: both
```

Mended:

```yaml
both: [a, b]
```
""",
    hint="use a text as key; quote it if it contains brackets",
)

MERGE_KEY = Code(
    id="TAG133",
    slug="merge-key",
    severity=Severity.ERROR,
    text='"<<" (the merge key of YAML 1.1) is not part of YAML 1.2',
    explanation="""\
YAML 1.1 had a key `<<` that copied another map into this one. It is not in YAML 1.2, and its rules of
precedence surprise. To share settings use an alias for a whole value, or `extends` and `presets` for
parts.

```yaml
a: &base {requires: marketing}
b:
  <<: *base
```

Mended:

```yaml
a: &base {requires: marketing}
b: *base
```
""",
    hint="write the keys out, use an alias for the whole value, or use extends",
)

TEMPLATE_BRACES = Code(
    id="TAG134",
    slug="template-braces",
    severity=Severity.ERROR,
    text='"{text}" is not a reference; braces begin a map in YAML',
    explanation="""\
Double braces are the template syntax of other tag managers. A tagc reference is `$name`, and `${name}`
inside a longer text.

```yaml
params: {section: {{section}}}
```

Mended:

```yaml
params: {section: $section}
```
""",
    hint="write {reference}",
)

REFERENCE_IN_BRACES = Code(
    id="TAG135",
    slug="reference-in-braces",
    severity=Severity.ERROR,
    text='"{text}" inside braces or brackets must be quoted',
    explanation="""\
Inside `{…}` and `[…]` every brace and comma belongs to YAML, so `${name}` has to stand in quotes there.
A reference that is the whole value needs no braces: `$name`.

```yaml
params: {label: ${section}-page}
```

Mended:

```yaml
params: {label: '${section}-page'}
```
""",
    hint="put the value in quotes",
)

EMPTY_VALUE = Code(
    id="TAG136",
    slug="empty-value",
    severity=Severity.ERROR,
    text="{subject} has no value",
    explanation="""\
A key with nothing behind it is null in YAML, and nearly always something that was forgotten. `{}` is an
empty map, `[]` an empty list, `''` an empty text; `null`, written out, removes a value that another
file set.

```yaml
events:
  page_view:
```

Mended:

```yaml
events:
  page_view: {}
```
""",
    hint='write the value, {{}} for "nothing to set", or null to remove an inherited value',
)

VALUE_IS_COMMENT = Code(
    id="TAG137",
    slug="value-is-comment",
    severity=Severity.ERROR,
    text='{subject} has no value: "{comment}" is a comment',
    explanation="""\
A `#` after a space begins a comment, so a CSS selector that begins with `#` has to be quoted.

```yaml
on:
  click: #buy
```

Mended:

```yaml
on:
  click: '#buy'
```
""",
    hint="put it in quotes",
)

GLUED_COMMENT = Code(
    id="TAG138",
    slug="glued-comment",
    severity=Severity.ERROR,
    text='"{comment}" is read as a comment and is not part of the value',
    explanation="""\
A `#` after a space begins a comment, so the value ends before it. tagc takes `text #word` for a
selector that lost its end; a comment is written with a space behind the `#`, or with two spaces before
it.

```yaml
on:
  click: .card #buy
```

Mended:

```yaml
on:
  click: '.card #buy'
```
""",
    hint='put the whole value in quotes; for a comment write "# " with a space',
)

SPLIT_BY_COMMA = Code(
    id="TAG139",
    slug="split-by-comma",
    severity=Severity.ERROR,
    text='the comma splits this value: "{text}" is read as a key of its own',
    explanation="""\
Inside braces a comma ends the value, with or without a space behind it.

```yaml
params: {value: 12,50}
```

Mended:

```yaml
params: {value: '12,50'}
```
""",
    hint="put the whole value in quotes",
)

NUMBER_OUT_OF_RANGE = Code(
    id="TAG141",
    slug="number-out-of-range",
    severity=Severity.ERROR,
    text='"{text}" is no number that can be calculated with',
    explanation="""\
The number is too large, infinite, or "not a number". JavaScript and JSON have no way to write it. An id
of many digits is text: put it in quotes.

```yaml
params: {value: .inf}
```

Mended:

```yaml
params: {value: 100}
```
""",
    hint="put it in quotes if it is text",
)
