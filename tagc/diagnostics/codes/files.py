"""Codes 8xx: the files, presets and environments that a document is made of.

Entries only; `tagc.source` and the driver report them.
"""

from tagc.diagnostics.code import Code, Severity

UNREADABLE_FILE = Code(
    id="TAG800",
    slug="unreadable-file",
    severity=Severity.ERROR,
    text='"{path}" cannot be read: {reason}',
    explanation="""\
The path leads to a folder or to another thing that is no file, or the user who runs tagc may not read it.
""",
)

FILE_NOT_FOUND = Code(
    id="TAG801",
    slug="file-not-found",
    severity=Severity.ERROR,
    text='there is no file "{path}"',
    explanation="""\
A path in a document starts at the folder of the file it is written in, not at the folder tagc runs in.
Capitals count, on every operating system.

```yaml
extends: bsae.yaml
```

Mended:

```yaml
extends: base.yaml
```
""",
    hint="write the path from the folder of this file",
)

FILE_OUTSIDE = Code(
    id="TAG802",
    slug="file-outside",
    severity=Severity.ERROR,
    text='"{path}" is outside the project',
    explanation="""\
A document may name files of its own project only: so that a build means the same on every machine, and so
that a document from somebody else cannot make tagc read what it is not meant to see. The project is the
nearest folder above the document that holds `.git`, else the folder tagc runs in, else the document's own;
`--root` names another one. A link inside the project that leads out of it counts as outside.

```yaml
extends: ../../../shared/base.yaml
```

Mended:

```yaml
extends: ../shared/base.yaml
```
""",
    hint="move the file into the project, or name the project's folder with --root",
)

BAD_PATH = Code(
    id="TAG803",
    slug="bad-path",
    severity=Severity.ERROR,
    text='"{path}" is not a relative path',
    explanation="""\
Files are named by a path from the folder of the file that names them, with forward slashes on every
operating system. Absolute paths and web addresses would not mean the same everywhere.

```yaml
extends: https://www.example.com/base.yaml
```

Mended:

```yaml
extends: shared/base.yaml
```
""",
    hint="write a path from the folder of this file, with forward slashes: shared/base.yaml",
)

EXTENDS_CYCLE = Code(
    id="TAG804",
    slug="extends-cycle",
    severity=Severity.ERROR,
    text="files extend each other in a circle: {cycle}",
    explanation="""\
A file that builds on another one, which builds on the first, has no beginning.

```yaml
extends: tagc.yaml
```

Mended:

```yaml
extends: base.yaml
```
""",
    hint="remove one of them",
)

TOO_MANY_FILES = Code(
    id="TAG805",
    slug="too-many-files",
    severity=Severity.ERROR,
    text="the document is made of more than {limit} files",
    explanation="""\
No site needs nearly as many files. The limit keeps a build from running out of memory on files that were made
to exhaust it.
""",
    hint="put what belongs together into one file",
)

UNKNOWN_ENVIRONMENT = Code(
    id="TAG810",
    slug="unknown-environment",
    severity=Severity.ERROR,
    text='no environment is named "{name}"',
    explanation="""\
`--env NAME` chooses what is different in one of the entries of `environments`. Without it, the document
itself is built. For `tagc build --env staging`:

```yaml
environments:
  stagin:
    container: shop-staging
```

Mended:

```yaml
environments:
  staging:
    container: shop-staging
```
""",
)

UNDECLARED_ENVIRONMENT_VALUE = Code(
    id="TAG811",
    slug="undeclared-environment-value",
    severity=Severity.ERROR,
    text='"$env.{name}" is not declared',
    explanation="""\
What a build takes from the environment it runs in stands in the section `env`, so that everyone sees what the
result depends on. Nothing else of the environment is read.

```yaml
platforms:
  ga4:
    measurement_id: $env.GA4_ID
    requires: analytics
```

Mended:

```yaml
env:
  GA4_ID: {default: G-ABCDE12345}
platforms:
  ga4:
    measurement_id: $env.GA4_ID
    requires: analytics
```
""",
    hint="declare it: env: {{{name}: {{default: …}}}}",
)

MISSING_ENVIRONMENT_VALUE = Code(
    id="TAG812",
    slug="missing-environment-value",
    severity=Severity.ERROR,
    text='the environment has no value for "{name}"',
    explanation="""\
The value is declared without a default, and where tagc runs it is not set, or set to nothing.

```yaml
env:
  GA4_ID: {}
platforms:
  ga4:
    measurement_id: $env.GA4_ID
    requires: analytics
```

Mended:

```yaml
env:
  GA4_ID: {default: G-ABCDE12345}
platforms:
  ga4:
    measurement_id: $env.GA4_ID
    requires: analytics
```
""",
    hint="set it where tagc runs, or give it a default",
)
