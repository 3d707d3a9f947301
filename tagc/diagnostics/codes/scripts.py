"""Codes 6xx, code of the user's own: script files, and the section `tags`.

Entries only; `tagc.resolve` reports them. A fenced block of JavaScript is a whole file; a test puts it into a small document,
as a value or as a tag. The blocks of YAML are sections of a document, beside which a file `total.js` with one function stands.
"""

from tagc.diagnostics.code import Code, Severity

SCRIPT_NOT_READ = Code(
    id="TAG601",
    slug="script-not-read",
    severity=Severity.ERROR,
    text="the script cannot be read: {reason}",
    explanation="""\
A script file is compiled into the container, so a mistake in it would stop everything on every page. tagc reads
it as a browser reads a module: in strict mode, without `with`, and with every name declared.

```js
export default ({ total }) => total * ;
```

Mended:

```js
export default ({ total }) => total * 2;
```
""",
)

SCRIPT_TOO_NEW = Code(
    id="TAG602",
    slug="script-too-new",
    severity=Severity.ERROR,
    text="{reason} is newer than ES2017",
    explanation="""\
The container runs in browsers that know ES2017. A script with newer syntax would stop the whole container in
the others, and tagc translates nothing.

```js
export default ({ user }) => user?.plan;
```

Mended:

```js
export default ({ user }) => user && user.plan;
```
""",
    hint="write it as ES2017 has it, or let your own build translate the file",
)

SCRIPT_NOT_SUPPORTED = Code(
    id="TAG603",
    slug="script-not-supported",
    severity=Severity.ERROR,
    text="a script cannot hold {reason}",
    explanation="""\
tagc reads, shortens and checks a script with its own reader, which knows functions, statements and expressions
of ES2017, and leaves out what small scripts can do without.

```js
export default ({ total }) => {
  debugger;
  return total * 2;
};
```

Mended:

```js
export default ({ total }) => total * 2;
```
""",
    hint="write it with functions and plain statements",
)

SCRIPT_NEEDS_ANOTHER_FILE = Code(
    id="TAG604",
    slug="script-needs-another-file",
    severity=Severity.ERROR,
    text="a script stands alone: no import, and only export default",
    explanation="""\
A script is one file with one function. It cannot import another one, and nobody could import what it exports
beside that function.

```js
import { fee } from "./fees.js";
export default ({ total }) => total * fee;
```

Mended:

```js
const fee = 1.05;
export default ({ total }) => total * fee;
```
""",
    hint="put what it needs into the file itself",
)

SCRIPT_WITHOUT_FUNCTION = Code(
    id="TAG605",
    slug="script-without-function",
    severity=Severity.ERROR,
    text="this has to be a function",
    explanation="""\
A value is what the file's function gives: what it exports by default, or, in a file of one expression, that
expression. The function is called with one map, the values under `reads`.

```js
export default 1.05;
```

Mended:

```js
export default ({ total }) => total * 1.05;
```
""",
    hint="write export default ({{ name }}) => value",
)

SCRIPT_LATE_VALUE = Code(
    id="TAG606",
    slug="script-late-value",
    severity=Severity.ERROR,
    text="the function of a value gives its result at once, not later",
    explanation="""\
An `async` function gives a promise. An event does not wait for one: its values are known when it is sent.

```js
export default async ({ total }) => total * 2;
```

Mended:

```js
export default ({ total }) => total * 2;
```
""",
    hint="remove async, or do this in a tag",
)

SCRIPT_RUNS_TEXT = Code(
    id="TAG607",
    slug="script-runs-text",
    severity=Severity.ERROR,
    text="{name} makes code of a text",
    explanation="""\
Code that is made in the page can be neither checked nor listed, and a Content-Security-Policy without
`unsafe-eval` stops it.

```js
export default ({ total }) => eval("total * 2");
```

Mended:

```js
export default ({ total }) => total * 2;
```
""",
    hint="write the code itself into the script",
)

SCRIPT_WRITES_DOCUMENT = Code(
    id="TAG608",
    slug="script-writes-document",
    severity=Severity.ERROR,
    text="{name} empties the page when it is called after loading",
    explanation="""\
A script runs when the visitor has agreed, mostly after the page was loaded. `document.write` then replaces the
whole page.

```js
document.write("<div id=chat></div>");
```

Mended:

```js
const box = document.createElement("div");
box.id = "chat";
document.body.append(box);
```
""",
    hint="make the element with document.createElement and append it",
)

SCRIPT_INSERTS_HTML = Code(
    id="TAG609",
    slug="script-inserts-html",
    severity=Severity.WARNING,
    text="{name} makes elements of a text",
    explanation="""\
Whatever comes into that text from the page, an address or a visitor becomes part of the page, scripts
included. A policy with Trusted Types refuses it.

```js
document.body.insertAdjacentHTML("beforeend", "<p>" + document.title + "</p>");
```

Mended:

```js
const line = document.createElement("p");
line.textContent = document.title;
document.body.append(line);
```
""",
    hint="make the elements with document.createElement and textContent",
)

SCRIPT_UNDECLARED_NAME = Code(
    id="TAG610",
    slug="script-undeclared-name",
    severity=Severity.WARNING,
    text='nothing declares "{name}"',
    explanation="""\
Neither the script nor a browser declares the name. It is a slip of the pen, or a global of the page that may
not be there: reading one that is not there throws.

```js
export default ({ total }) => totl * 2;
```

Mended:

```js
export default ({ total }) => total * 2;
```

A global of the page is read as `window.name`, or declared for the whole file as ESLint reads it:
`/* global name */`.
""",
    hint="declare it, or write window.{name} if the page has it",
)

SCRIPT_PARAMETER = Code(
    id="TAG611",
    slug="script-parameter",
    severity=Severity.ERROR,
    text='the function takes "{name}", which reads does not give',
    explanation="""\
The function is called with one map: the values under `reads`, by their names. What is not there would be
undefined.

```yaml
variables:
  fee: {script: total.js, reads: {sum: $event.total}}
```

Mended:

```yaml
variables:
  fee: {script: total.js, reads: {total: $event.total}}
```
""",
    hint="add it to reads, or give it a default in the function",
)

SCRIPT_UNUSED_VALUE = Code(
    id="TAG612",
    slug="script-unused-value",
    severity=Severity.WARNING,
    text='the function does not take "{name}"',
    explanation="""\
A value under `reads` that the function does not take is read for nothing.

```yaml
variables:
  fee: {script: total.js, reads: {total: $event.total, rate: $data.rate}}
```

Mended:

```yaml
variables:
  fee: {script: total.js, reads: {total: $event.total}}
```
""",
    hint="remove it, or take it: ({{ {name} }}) => …",
)

SCRIPT_TELLS_PLATFORM = Code(
    id="TAG613",
    slug="script-tells-platform",
    severity=Severity.WARNING,
    text='the script uses "{name}", which is how {title} is told',
    explanation="""\
What a script tells a platform goes past the consent, the order and the names that the document gives that
platform: the script has its own requirement, and nothing in it is checked.

```js
fbq("track", "Lead");
```

Mended:

```js
window.dataLayer.push({ event: "chat_lead" });
```
""",
    hint="push an event onto the data layer and write a rule for it",
)

TAG_NAMED_LIKE_A_RULE = Code(
    id="TAG620",
    slug="tag-named-like-a-rule",
    severity=Severity.ERROR,
    text='a rule is named "{name}", too',
    explanation="""\
Rules and tags share their names, so that `after` can name both.

```yaml
tags:
  page_view: {load: 'https://cdn.example.com/chat.js', requires: marketing}
```

Mended:

```yaml
tags:
  chat: {load: 'https://cdn.example.com/chat.js', requires: marketing}
```
""",
    hint="give the tag another name",
)

ADDRESS_NOT_FIXED = Code(
    id="TAG621",
    slug="address-not-fixed",
    severity=Severity.ERROR,
    text="{problem}",
    explanation="""\
A tag's address begins with `https://` and a host that is written out: what comes from the page must not choose
who gets the request, or whose code runs. After the host, `${…}` may stand in the path and in the query; it is
escaped.

```yaml
tags:
  chat: {load: 'https://${page.query.shop}.example.com/chat.js', requires: marketing}
```

Mended:

```yaml
tags:
  chat: {load: 'https://cdn.example.com/${page.query.shop}/chat.js', requires: marketing}
```
""",
    hint="write https://, the host, and then a path: https://cdn.example.com/chat.js",
)

READS_WITHOUT_SCRIPT = Code(
    id="TAG622",
    slug="reads-without-script",
    severity=Severity.ERROR,
    text="reads is for a script; an address takes ${{…}}",
    explanation="""\
`reads` gives a script file's function its values. What is loaded from elsewhere has nobody to give them to: what
it has to know stands in its address.

```yaml
tags:
  sale: {image: 'https://pixel.example.com/sale', reads: {id: $data.order}, requires: marketing}
```

Mended:

```yaml
tags:
  sale: {image: 'https://pixel.example.com/sale?id=${data.order}', requires: marketing}
```
""",
    hint="put the value into the address",
)

TAG_CYCLE = Code(
    id="TAG623",
    slug="tag-cycle",
    severity=Severity.ERROR,
    text="the tag sets itself off without end: {cycle}",
    explanation="""\
A tag that pushes an event and runs on that event runs again each time it has run.

```yaml
tags:
  chat: {load: 'https://cdn.example.com/chat.js', on: {data_layer: chat}, pushes: [chat], requires: marketing}
```

Mended:

```yaml
tags:
  chat: {load: 'https://cdn.example.com/chat.js', on: {data_layer: chat}, once_per: page, pushes: [chat], requires: marketing}
```
""",
    hint="let it run on something else, or once_per: page",
)

PUSH_NOT_DECLARED = Code(
    id="TAG624",
    slug="push-not-declared",
    severity=Severity.WARNING,
    text='the script pushes "{name}", which the tag does not list under pushes',
    explanation="""\
`pushes` tells people and checks which events come from a tag: rules that wait for them, and tags that would set
each other off without end.

```js
window.dataLayer.push({ event: "chat_closed" });
```

Mended:

```js
window.dataLayer.push({ event: "chat_opened" });
```
""",
    hint="add it to pushes of the tag",
)
