"""Codes 11x, YAML that cannot be read. The first of these ends the reading of a file.

Entries only; `tagc.source` reports them. The two fenced blocks of an explanation are the mistake and its
mended form; a test runs both.
"""

from tagc.diagnostics.code import Code, Severity

SYNTAX_ERROR = Code(
    id="TAG110",
    slug="syntax-error",
    severity=Severity.ERROR,
    text="{problem}",
    explanation="""\
The file is not YAML from this place on. Every line is `key: value`, the start of an indented block
(`key:`), a list item (`- value`), a comment (`# …`), or the continuation of a text.

```yaml
events:
  page_view
  purchase: {}
```

Mended:

```yaml
events:
  page_view: {}
  purchase: {}
```
""",
)

TAB_INDENTATION = Code(
    id="TAG111",
    slug="tab-indentation",
    severity=Severity.ERROR,
    text="a tab cannot be used for indentation",
    explanation="""\
YAML indents with spaces only, because tabs have no agreed width.

```yaml
events:
	page_view: {}
```

Mended:

```yaml
events:
  page_view: {}
```
""",
    hint="indent with spaces; set your editor to insert them",
)

BAD_INDENTATION = Code(
    id="TAG112",
    slug="bad-indentation",
    severity=Severity.ERROR,
    text="this line is indented in a way that fits nothing above it: {reason}",
    explanation="""\
Keys of one map stand exactly below each other; what belongs to a key is indented further than the key.
A line between two levels, or one that is indented below a value that was complete, belongs to nothing.

```yaml
events:
    page_view: {}
  purchase: {}
```

Mended:

```yaml
events:
  page_view: {}
  purchase: {}
```
""",
    hint="indent it like the lines it belongs to",
)

UNCLOSED_QUOTE = Code(
    id="TAG113",
    slug="unclosed-quote",
    severity=Severity.ERROR,
    text="this quote is never closed",
    explanation="""\
A text that begins with a quote goes on to the next quote of the same kind, over line ends too. In
single quotes, a single quote is written twice.

```yaml
container: 'my-site
tagc: 1
```

Mended:

```yaml
container: 'my-site'
tagc: 1
```
""",
    hint="add a closing {quote}",
)

UNCLOSED_BRACKET = Code(
    id="TAG114",
    slug="unclosed-bracket",
    severity=Severity.ERROR,
    text='"{bracket}" is never closed',
    explanation="""\
A list in brackets ends with `]`, a map in braces ends with `}`. The bracket is missing, or it is inside
a comment or a text.

```yaml
events: {page_view: {}
container: my-site
```

Mended:

```yaml
events: {page_view: {}}
container: my-site
```
""",
    hint='add the closing "{closing}"',
)

TEXT_AFTER_VALUE = Code(
    id="TAG115",
    slug="text-after-value",
    severity=Severity.ERROR,
    text="nothing can follow a value that ended with {closing}",
    explanation="""\
A text in quotes ends with its closing quote, a list or map ends with its closing bracket. More text on
the same line belongs to nothing. A quote inside single quotes is written twice.

```yaml
params: {label: 'it's new'}
```

Mended:

```yaml
params: {label: 'it''s new'}
```
""",
    hint="put the whole value in quotes, and write a single quote inside single quotes twice",
)

COLON_IN_TEXT = Code(
    id="TAG116",
    slug="colon-in-text",
    severity=Severity.ERROR,
    text='an unquoted value cannot contain ": "',
    explanation="""\
A colon followed by a space separates a key from its value, so a second one on the line cannot be part
of the text.

```yaml
params:
  content_name: Hamlet: a new staging
```

Mended:

```yaml
params:
  content_name: 'Hamlet: a new staging'
```
""",
    hint="put the value in quotes",
)

MISSING_SPACE = Code(
    id="TAG117",
    slug="missing-space",
    severity=Severity.ERROR,
    text='there is no space after the colon in "{text}"',
    explanation="""\
A colon separates a key from its value only when a space follows. Without the space, key and value are
one piece of text.

```yaml
params: {currency:GBP}
```

Mended:

```yaml
params: {currency: GBP}
```
""",
    hint="write a space after the colon",
)

BAD_ESCAPE = Code(
    id="TAG118",
    slug="bad-escape",
    severity=Severity.ERROR,
    text='"{escape}" is not an escape that YAML knows',
    explanation="""\
Between double quotes a backslash begins an escape such as `\\n`, `\\t` or `\\u00e9`. Regular expressions
and file patterns are full of other backslashes: between single quotes they stand for themselves. Half
of a surrogate pair (`\\ud83d`) is no character; write the character itself.

```yaml
on:
  link: {matches: "\\.pdf$"}
```

Mended:

```yaml
on:
  link: {matches: '\\.pdf$'}
```
""",
    hint="use single quotes: there a backslash is a backslash",
)

RESERVED_CHARACTER = Code(
    id="TAG119",
    slug="reserved-character",
    severity=Severity.ERROR,
    text='an unquoted text cannot begin with "{character}"',
    explanation="""\
Some characters have a meaning of their own at the start of a value: `*` refers to an anchor, `&` sets
one, `!` begins a tag, `%`, `@` and the backtick are reserved.

```yaml
domains: [*.example.com]
```

Mended:

```yaml
domains: ['*.example.com']
```
""",
    hint="put the text in quotes",
)
