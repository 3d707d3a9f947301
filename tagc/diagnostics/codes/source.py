"""Codes 10x and 12x, the file as text, and the sizes and constructions of YAML that tagc refuses.

Entries only; `tagc.source` reports them. The two fenced blocks of an explanation are the mistake and its
mended form; a test runs both. What cannot be shown in a few lines (bytes, sizes) has no blocks.
"""

from tagc.diagnostics.code import Code, Severity

# ---- the file ---------------------------------------------------------------------------------------------

NOT_UTF8 = Code(
    id="TAG102",
    slug="not-utf8",
    severity=Severity.ERROR,
    text="this is not UTF-8 text: {reason}",
    explanation="""\
tagc reads UTF-8, with or without a byte order mark, and nothing else: a guess at the encoding would
change the letters of your texts without a word. Files saved by older Windows programs are often
Windows-1252 or UTF-16.

Save the file again and choose UTF-8 as its encoding.
""",
    hint="save the file as UTF-8",
)

FILE_TOO_LARGE = Code(
    id="TAG103",
    slug="file-too-large",
    severity=Severity.ERROR,
    text="the file has {size} bytes, the limit is {limit}",
    explanation="""\
A container file of several megabytes is nearly always a data export that got in the way. The limit also
keeps a build from running out of memory.
""",
    hint="keep data out of the container file",
)

FORBIDDEN_CHARACTER = Code(
    id="TAG104",
    slug="forbidden-character",
    severity=Severity.ERROR,
    text="{character} cannot stand in a YAML file",
    explanation="""\
YAML forbids control characters. tagc forbids three more that YAML 1.1 and 1.2 read differently as line
ends (U+0085, U+2028, U+2029), and a byte order mark in the middle of the file. They come from copying
out of word processors and web pages, and most editors do not show them.

Delete the character. Where a text really needs it, write it as an escape between double quotes, such as
`"\\u2028"`.
""",
    hint="delete it; inside double quotes it can be written {escape}",
)

HIDDEN_CHARACTER = Code(
    id="TAG105",
    slug="hidden-character",
    severity=Severity.WARNING,
    text="{character} is invisible and {effect}",
    explanation="""\
Some characters are not shown but change what is shown: the ones that switch the direction of writing
can make a line look like a different one ("Trojan Source", CVE-2021-42574), and zero-width ones make
two different names look equal. In a file that decides where data goes, a reviewer has to see what is
there. Text that was copied from a page may hold spaces that only look like one: YAML takes them for letters.

Delete the character. Where a text really needs it, write it as an escape between double quotes.
""",
    hint="delete it; inside double quotes it can be written {escape}",
)

EMPTY_FILE = Code(
    id="TAG106",
    slug="empty-file",
    severity=Severity.ERROR,
    text="the file holds no settings",
    explanation="""\
There is nothing in the file but comments, or nothing at all. The smallest container names the language
version and itself.

```yaml
# nothing yet
```

Mended:

```yaml
tagc: 1
container: my-site
```
""",
    hint='begin with "tagc: 1"',
)

NOT_A_MAP = Code(
    id="TAG107",
    slug="not-a-map",
    severity=Severity.ERROR,
    text="the file must hold settings (key: value), not {kind}",
    explanation="""\
The top level of a container file is a map: each line at the left margin is a key, a colon and a value.

```yaml
- page_view
- purchase
```

Mended:

```yaml
events:
  page_view: {}
  purchase: {}
```
""",
)

SEVERAL_DOCUMENTS = Code(
    id="TAG108",
    slug="several-documents",
    severity=Severity.ERROR,
    text="a second document starts here; a container file is one document",
    explanation="""\
A line `---` starts a new YAML document, `...` ends one. One file describes one container: the part
after the line would be ignored by most YAML readers, so it is refused. To join files use `extends`.

```yaml
tagc: 1
---
container: my-site
```

Mended:

```yaml
tagc: 1
container: my-site
```
""",
    hint="remove the line, or use extends to join files",
)

# ---- anchors, tags and sizes ------------------------------------------------------------------------------

UNKNOWN_TAG = Code(
    id="TAG120",
    slug="unknown-tag",
    severity=Severity.ERROR,
    text='the YAML tag "{tag}" is not used in container files',
    explanation="""\
A word that begins with `!` is a YAML tag: an order to build something else than text, number, list or
map. tagc knows only `!!str`, and quotes do the same. Other programs run code for some tags, which is
one more reason to refuse them.

```yaml
container: !site my-site
```

Mended:

```yaml
container: my-site
```
""",
    hint="remove it, or put the text in quotes if the ! belongs to it",
)

UNKNOWN_ALIAS = Code(
    id="TAG121",
    slug="unknown-alias",
    severity=Severity.ERROR,
    text='there is no anchor "&{name}" above this line',
    explanation="""\
An unquoted `*name` stands for the value that was marked `&name` further up in the same file. If the
star belongs to the text, quote it.

```yaml
to: *all
```

Mended:

```yaml
to: '*all'
```
""",
    hint="{advice}",
)

DUPLICATE_ANCHOR = Code(
    id="TAG122",
    slug="duplicate-anchor",
    severity=Severity.ERROR,
    text='the anchor "&{name}" is set twice',
    explanation="""\
Each anchor marks one value: with two of a name, a reader has to know which one came last.

```yaml
a: &id one
b: &id two
```

Mended:

```yaml
a: &id one
b: &other two
```
""",
    hint="give the second anchor another name",
)

ALIAS_BOMB = Code(
    id="TAG123",
    slug="alias-bomb",
    severity=Severity.ERROR,
    text="the aliases of this file multiply to more than {limit} values",
    explanation="""\
An alias stands for everything below its anchor. A few lines of aliases of aliases can stand for
billions of values ("billion laughs"), which no build could finish.
""",
    hint="write the values out, or use presets and extends to share them",
)

CYCLE = Code(
    id="TAG124",
    slug="cycle",
    severity=Severity.ERROR,
    text="this value contains itself",
    explanation="""\
An alias inside the value that its anchor marks makes a value without end.

```yaml
events: &all
  page_view: *all
```

Mended:

```yaml
events:
  page_view: {}
```
""",
    hint="remove the alias",
)

TOO_DEEP = Code(
    id="TAG125",
    slug="too-deep",
    severity=Severity.ERROR,
    text="values are nested deeper than {limit} levels",
    explanation="""\
No setting of tagc needs anything near this depth. The limit protects the build from files that were made
to exhaust it, and from aliases that grow into each other.
""",
    hint="write the value with fewer levels",
)

TOO_MANY_VALUES = Code(
    id="TAG126",
    slug="too-many-values",
    severity=Severity.ERROR,
    text="the file holds more than {limit} values",
    explanation="""\
No container needs anything near this number of values: it is nearly always a data export that got in the
way. The limit also keeps a build from running out of memory.
""",
    hint="keep data out of the container file",
)
