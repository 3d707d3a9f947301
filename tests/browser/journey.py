"""Containers in a real page: the examples' journeys, one site per platform, and calls read from the vendors' own queues."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from tagc import registry
from tests.examples import VENDOR, Call, Calls, Writer, build, instance_of, loaded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tests.browser.site import Site
    from tests.examples import Example

PLATFORMS = tuple(registry.platforms())
IDS = {name: f"{each.id_setting}: {each.example}" for name, each in registry.platforms().items()}

# What each platform's queue is told of a page view. A platform that is not here fails a test.
PAGE_VIEW = {
    "ga4": ["ga4 page_view"],
    "google_ads": ["google_ads page_view"],
    "linkedin": [],  # loading the library is the page view
    "meta": ["meta PageView"],
    "microsoft": ["microsoft page_view"],
    "pinterest": ["pinterest pagevisit"],
    "reddit": ["reddit PageVisit"],
    "snap": ["snap PAGE_VIEW"],
    "tiktok": ["tiktok Pageview"],
    "x": [],  # configuring the library is the page view
}
EVERY_PAGE_VIEW = sorted(event for events in PAGE_VIEW.values() for event in events)
EVERY_ORDER = sorted(
    [
        "ga4 purchase", "google_ads purchase", "linkedin conversion", "meta Purchase", "microsoft purchase",
        "pinterest checkout", "reddit Purchase", "snap PURCHASE", "tiktok Purchase", "x conversion",
    ]
)  # fmt: skip
ADVERTISERS = ["google_ads", "meta", "microsoft", "pinterest", "reddit", "snap", "tiktok", "x"]
"""Whose queues hold something as soon as they are granted; LinkedIn's only with a conversion."""

HOME = "https://www.northway.example/"

# What the examples' own page.js does for their journeys: the page stays where it is.
STAY = """
document.addEventListener("click", event => event.target.closest("a") && event.preventDefault());
document.addEventListener("submit", event => event.preventDefault());
"""

# Notes every cookie and storage access of the page's scripts, by who could not be told: nobody else runs there.
SPY = """
(() => {
  const seen = [];
  Object.defineProperty(window, "__device", {value: seen});
  const cookie = Object.getOwnPropertyDescriptor(Document.prototype, "cookie");
  Object.defineProperty(Document.prototype, "cookie", {
    configurable: true,
    get() { seen.push("read cookie"); return cookie.get.call(this); },
    set(text) { seen.push("write cookie"); cookie.set.call(this, text); },
  });
  for (const name of ["getItem", "setItem", "removeItem", "clear", "key"]) {
    const real = Storage.prototype[name];
    Storage.prototype[name] = function (...args) { seen.push(name); return real.apply(this, args); };
  }
})();
"""


def of_one(platform: str, *, consent: str = "categories: [marketing]", more: str = "") -> str:
    """A site with one platform, page views, purchases and leads from a form."""
    bought, clicked = _own_names([platform], "purchase"), _own_names([platform], "lead")
    return f"""
tagc: 1
container: one
consent: {{{consent}}}
platforms:
  {platform}: {{{IDS[platform]}, requires: marketing}}
events:
  page_view: {{}}
  bought:
    {{event: purchase, {bought}on: {{data_layer: order}}, once_per: $event.id,
     params: {{order_id: $event.id, value: $event.value, currency: GBP}}}}
  clicked: {{event: lead, {clicked}on: {{click: .book}}}}
{more}"""


def _own_names(platforms: Iterable[str], event: str) -> str:
    """What a rule has to say for platforms that know no names, or not this one."""
    found = {}
    for name in platforms:
        known = registry.platforms()[name]
        if known.conversion_example is not None:
            found[name] = f"{{conversion: {known.conversion_example}}}"
        elif event not in known.events:
            found[name] = "{event: CUSTOM_EVENT_1}"
    inside = ", ".join(f"{name}: {text}" for name, text in found.items())
    return f"platforms: {{{inside}}}, " if found else ""


def of_all(*, consent: str = "categories: [analytics, marketing]", more: str = "", rules: str = "") -> str:
    """A site with every platform: Google needs analytics, the others marketing."""
    instances = "\n".join(
        f"  {name}: {{{IDS[name]}, requires: {'analytics' if name == 'ga4' else 'marketing'}}}"
        for name in PLATFORMS
    )
    return f"""
tagc: 1
container: all
consent: {{{consent}}}
platforms:
{instances}
events:
  page_view: {{}}
  order: {{event: purchase, {_own_names(PLATFORMS, "purchase")}
    params: {{order_id: $event.id, value: $event.value, currency: GBP}}}}
{rules}
{more}"""


def page_of(example: Example, *, script: str = "/page.js") -> str:
    """An example's page without its demonstration: the policy that lets nobody in, the styles, the list of calls."""
    html = re.sub(r"<meta http-equiv[^>]*>|<link[^>]*>|<script[^>]*></script>", "", example.html)
    scripts = f'<script src="{script}" defer></script><script src="/container.js" defer></script>'
    return html.replace("</head>", f"{scripts}</head>")


def start(site: Site, example: Example, container: str, *, csp: str | None = None) -> Site:
    """Open an example's page as the first step of its journey says."""
    address = example.steps[0]["open"]
    layer = example.steps[0].get("data_layer")
    before = f"window.dataLayer = {json.dumps(layer)};" if layer else ""
    site.serve(address, page_of(example), headers={} if csp is None else {"Content-Security-Policy": csp})
    for path, text in (("page.js", before + STAY), ("container.js", container)):
        site.serve(urljoin(address, f"/{path}"), text)
    return site.open(address)


def act(site: Site, step: Mapping[str, Any]) -> None:
    """Let a step happen in the open page."""
    match step:
        case {"push": entry}:
            site.page.evaluate("entry => { dataLayer.push(entry) }", entry)
        case {"consent": decision}:
            site.page.evaluate("decision => { tagc('consent', decision) }", decision)
        case {"event": [name, params]}:
            site.page.evaluate("([name, params]) => { tagc('event', name, params) }", [name, params])
        case {"route": path, "title": title}:
            # In one task, as routers do it.
            site.page.evaluate(
                "([path, title]) => { history.pushState(null, '', path); document.title = title }",
                [path, title],
            )
        case {"click": selector}:
            site.page.click(selector)
        case {"submit": selector}:
            for name, value in step.get("fields", {}).items():
                site.page.fill(f"{selector} [name={name}]", value)
            site.page.click(f"{selector} [type=submit]")
        case _:
            raise AssertionError(step)


def consent(site: Site, *categories: str) -> Site:
    """The page's banner tells a whole decision."""
    site.page.evaluate("decision => { tagc('consent', decision) }", dict.fromkeys(categories, True))
    return site


def withdraw(site: Site) -> Site:
    site.evaluate("() => { tagc('consent', 'revoke') }")
    return site


def queued(site: Site) -> list[Call]:
    """New calls in the vendors' queues, as the examples write them."""
    calls: list[Call] = []
    for name, waiting in site.vendor_calls().items():
        for call in waiting:
            arguments = list(call)
            while arguments and arguments[-1] is None:
                arguments.pop()
            if name == "ttq":
                calls.append([f"ttq.{arguments[0]}", *arguments[1:]])
            else:
                calls.append([name, *arguments])
    return calls


def in_queues(told: Calls) -> Calls:
    """What of a step's calls stands in queues: not the loading of scripts."""
    left = {
        name: [call for call in calls if call[0] not in {"load", "ttq.load"}] for name, calls in told.items()
    }
    return {name: calls for name, calls in left.items() if calls}


def scripts_of(told: Iterable[Calls]) -> list[Call]:
    """What of the calls is the loading of scripts, in an order that does not depend on time."""
    return sorted(
        call for step in told for calls in step.values() for call in calls if call[0] in {"load", "ttq.load"}
    )


def scripts_asked(site: Site) -> list[Call]:
    """The vendors' scripts that the browser asked for, as calls."""
    return sorted(call for r in site.third_party_requests for call in loaded(r.url))


def told(site: Site, expected: Calls, writer: Writer) -> Calls:
    """What the vendors were told since the last time; waits until it is as much as expected, or two seconds."""
    calls = queued(site)
    for _ in range(200):
        if len(calls) >= sum(map(len, expected.values())):
            break
        site.page.wait_for_timeout(10)
        calls += queued(site)
    return writer.step(calls)


def names(site: Site) -> list[str]:
    """The instances that were told something since the last time, once each."""
    return sorted({instance_of(call) for call in queued(site)} - {"google"})


def events_of(calls: Iterable[Call]) -> list[str]:
    """The vendor events among calls, without their set-up: `meta PageView`."""
    found = []
    for call in calls:
        match call:
            case ["fbq", "track" | "trackCustom", name, *_]:
                found.append(f"meta {name}")
            case ["gtag", "event", name, *_]:
                found.append(f"{instance_of(call)} {name}")
            case ["pintrk" | "rdt" | "snaptr", "track", name, *_] | ["uetq", "event", name, *_]:
                found.append(f"{instance_of(call)} {name}")
            case ["twq", "event", *_]:
                found.append("x conversion")
            case ["ttq.track", name, *_]:
                found.append(f"tiktok {name}")
            case ["ttq.page", *_]:
                found.append("tiktok Pageview")
            case ["lintrk", "track", *_]:
                found.append("linkedin conversion")
            case _:
                pass
    return sorted(found)


def open_page(
    site: Site,
    document: str,
    *,
    readable: bool = False,
    body: str = '<a class="book" href="#book">Book</a>',
    head: str = "",
    csp: str | None = None,
) -> Site:
    """A page at / with the container of a document in its head."""
    return site.install(build(document, readable=readable), body=body, head=head, csp=csp).open("/")


__all__ = [
    "ADVERTISERS", "EVERY_ORDER", "EVERY_PAGE_VIEW", "HOME", "IDS", "PAGE_VIEW", "PLATFORMS", "SPY", "VENDOR", "act", "consent", "events_of", "in_queues", "names", "of_all", "of_one",
    "open_page", "page_of", "queued", "scripts_asked", "scripts_of", "start", "told", "withdraw",
]  # fmt: skip
