"""Codes 55x, forwarding: what is sent by the server.

Entries only; `tagc.resolve` reports them. The fenced blocks are sections of a document; a test puts each into
a small complete one.
"""

from tagc.diagnostics.code import Code, Severity

SEND_WITHOUT_SERVER = Code(
    id="TAG551",
    slug="send-without-server",
    severity=Severity.ERROR,
    text='"send: {send}" needs "server" in the instance "{name}"',
    explanation="""\
What is sent by the server goes to the platform's conversions API, which asks for a token. It stands in the instance,
under `server`, as the name of a variable of the environment in which events are forwarded.

```yaml
platforms:
  meta: {pixel_id: 1234567890123456, requires: marketing, send: server}
```

Mended:

```yaml
server: {endpoint: /t/e, origins: ['https://www.example.com']}
platforms:
  meta:
    pixel_id: 1234567890123456
    requires: marketing
    send: server
    server: {access_token: $secret.META_TOKEN}
```
""",
    hint="add server: with the token of the conversions API",
)

SERVER_WITHOUT_SECTION = Code(
    id="TAG552",
    slug="server-without-section",
    severity=Severity.ERROR,
    text='"{name}" is told by a server, but the document does not say where that is',
    explanation="""\
The page sends what is to be forwarded to an address of your own site. The section `server` names it, and the sites
that may send to it.

```yaml
platforms:
  meta: {pixel_id: 1234567890123456, requires: marketing, server: {access_token: $secret.META_TOKEN}}
```

Mended:

```yaml
server: {endpoint: /t/e, origins: ['https://www.example.com']}
platforms:
  meta: {pixel_id: 1234567890123456, requires: marketing, server: {access_token: $secret.META_TOKEN}}
```
""",
    hint="add the section server at the top level, with endpoint and origins",
)

SEND_NOT_PAIRED = Code(
    id="TAG553",
    slug="send-not-paired",
    severity=Severity.ERROR,
    text='{title} would count "{event}" twice: {reason}',
    explanation="""\
With `send: both` the browser and the server tell the platform of the same event. That is right only where the platform
documents that it takes the two for one, by their name and id. Where it does not, an event would be counted twice.

```yaml
server: {endpoint: /t/e, origins: ['https://www.example.com']}
platforms:
  ga4: {measurement_id: G-ABCDE12345, requires: marketing, send: both, server: {api_secret: $secret.GA4_SECRET}}
events:
  page_view: {}
```

Mended:

```yaml
server: {endpoint: /t/e, origins: ['https://www.example.com']}
platforms:
  ga4: {measurement_id: G-ABCDE12345, requires: marketing, send: browser, server: {api_secret: $secret.GA4_SECRET}}
events:
  page_view: {}
  purchase:
    params: {order_id: $event.id, value: $event.total, currency: EUR}
    platforms: {ga4: {send: both}}
```
""",
    hint="write send: browser or send: server",
)

SEND_MISSING = Code(
    id="TAG554",
    slug="send-missing",
    severity=Severity.ERROR,
    text='"{name}" has to say how it is told: {reason}',
    explanation="""\
Most platforms take what browser and server tell them of an event for one, so both tell it. A platform that does not
would count events twice, so its instance has to choose.

```yaml
server: {endpoint: /t/e, origins: ['https://www.example.com']}
platforms:
  ga4: {measurement_id: G-ABCDE12345, requires: marketing, server: {api_secret: $secret.GA4_SECRET}}
```

Mended:

```yaml
server: {endpoint: /t/e, origins: ['https://www.example.com']}
platforms:
  ga4: {measurement_id: G-ABCDE12345, requires: marketing, send: browser, server: {api_secret: $secret.GA4_SECRET}}
```
""",
    hint="add send: browser or send: server",
)

NOT_ON_SERVER = Code(
    id="TAG555",
    slug="not-on-server",
    severity=Severity.ERROR,
    text='{title} does not take "{event}"',
    explanation="""\
The platform's conversions API has no name for this event, or it is an event that only the browser can tell.

```yaml
server: {endpoint: /t/e, origins: ['https://www.example.com']}
platforms:
  tiktok: {pixel_code: C4ABCDEFGHIJKLMNOPQR, requires: marketing, server: {access_token: $secret.TIKTOK_TOKEN}}
events:
  page_view: {platforms: {tiktok: {send: server}}}
```

Mended:

```yaml
server: {endpoint: /t/e, origins: ['https://www.example.com']}
platforms:
  tiktok: {pixel_code: C4ABCDEFGHIJKLMNOPQR, requires: marketing, server: {access_token: $secret.TIKTOK_TOKEN}}
events:
  page_view: {}
```
""",
    hint="write send: browser",
)

NO_CONVERSIONS_API = Code(
    id="TAG556",
    slug="no-conversions-api",
    severity=Severity.ERROR,
    text="{title} is told by the browser only: {reason}",
    explanation="""\
tagc forwards to the conversions APIs of the platforms that have one for what happens on a site.

```yaml
server: {endpoint: /t/e, origins: ['https://www.example.com']}
platforms:
  google_ads: {conversion_id: AW-123456789, requires: marketing, send: server}
```

Mended:

```yaml
server: {endpoint: /t/e, origins: ['https://www.example.com']}
platforms:
  google_ads: {conversion_id: AW-123456789, requires: marketing}
```
""",
    hint="take send and server out",
)
