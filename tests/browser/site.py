"""A site inside a real browser, without a server and without a network.

`Site` answers every request of a fresh browser context itself: the files it was given for its own hosts, an empty
script, a pixel or nothing for all others, which it records. What the browser then holds (cookies, storage, vendor
queues, violations of the Content Security Policy) can be asked for.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import parse_qs, urljoin, urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playwright.sync_api import Browser, ConsoleMessage, Cookie, Error, Page, Route

HOME = "https://www.northway.test/"

PIXEL = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")

TYPES = {
    "html": "text/html; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "css": "text/css",
}

# Runs in every document before its own scripts. Violations are reported to the document only.
WATCH = """
Object.defineProperty(window, "__violations", {value: []});
document.addEventListener("securitypolicyviolation", event =>
  window.__violations.push({directive: event.effectiveDirective, blocked: event.blockedURI}));
"""

# Takes the calls out of the vendors' queues, as their libraries would. The Google commands stay, others read them
# too: a mark on the data layer says how far we have read.
DRAIN = """
() => {
  const value = v => v instanceof Date ? {__date__: v.getTime()} : v === undefined ? null : v;
  const plain = call => Array.from(call, value);
  const calls = {};
  const attempt = action => { try { return action(); } catch (error) { return undefined; } };
  for (const name of ["fbq", "lintrk", "pintrk", "rdt", "snaptr", "twq"]) {
    const stub = attempt(() => window[name]);
    const queue = stub && (stub.queue || stub.q || stub.callQueue);
    if (queue) calls[name] = queue.splice(0).map(plain);
  }
  if (Array.isArray(window.ttq)) calls.ttq = window.ttq.splice(0).map(plain);
  if (Array.isArray(window.uetq)) {  // calls one after the other, each of which ends with an object
    calls.uetq = [[]];
    for (const word of window.uetq.splice(0).map(value)) {
      calls.uetq[calls.uetq.length - 1].push(word);
      if (typeof word === "object" || word === "pageLoad") calls.uetq.push([]);
    }
    calls.uetq.pop();
  }
  const instances = window.ttq && window.ttq._i || {};
  for (const id of Object.keys(instances))
    if (Array.isArray(instances[id])) calls["ttq:" + id] = instances[id].splice(0).map(plain);
  const layer = window.dataLayer || [];
  const read = Symbol.for("tests.read");
  const isArguments = entry => attempt(() => Object.prototype.toString.call(entry)) === "[object Arguments]";
  const commands = layer.slice(layer[read] || 0).filter(isArguments);
  Object.defineProperty(layer, read, {value: layer.length, writable: true, configurable: true});
  if (window.dataLayer) calls.gtag = commands.map(plain);
  return JSON.stringify(calls);
}
"""


@dataclass(frozen=True)
class File:
    """What the site answers at one address."""

    body: str | bytes
    content_type: str
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Request:
    """One request the browser made."""

    method: str
    url: str
    kind: str  # document, script, image, fetch, ping ...
    body: str | None
    headers: Mapping[str, str]

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    @property
    def path(self) -> str:
        return urlsplit(self.url).path

    @property
    def query(self) -> dict[str, str]:
        return {
            name: values[0]
            for name, values in parse_qs(urlsplit(self.url).query, keep_blank_values=True).items()
        }


class Site:
    """Files, one page, and everything the browser did with them.

    ```
    site.serve("/container.js", container).serve("/", site.document(body='<a class="book-now" href="/book">Book</a>'))
    site.open("/")
    site.page.click(".book-now")
    assert site.third_party_requests == []
    ```
    """

    def __init__(self, browser: Browser, home: str = HOME) -> None:
        self.home = home
        self.requests: list[Request] = []
        self.console_errors: list[str] = []
        self.page_errors: list[str] = []
        self._files: dict[str, File] = {}
        self._own_hosts = {urlsplit(home).hostname}
        self._context = browser.new_context(
            locale="en-GB", timezone_id="Europe/London", service_workers="block"
        )
        self._context.set_default_timeout(10_000)
        self._context.add_init_script(WATCH)
        self._context.route("**/*", self._answer)
        self.page: Page = self._context.new_page()
        self.page.on("console", self._console)
        self.page.on("pageerror", self._page_error)

    def close(self) -> None:
        self._context.close()

    # ---- what the site is ----------------------------------------------------------------------------

    # A path that nobody serves is 404; what is posted to the site is taken in silence.

    def serve(
        self,
        address: str,
        body: str | bytes,
        *,
        content_type: str | None = None,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
    ) -> Self:
        """Answer a path of the site, or any whole address: its host then is one of the site's own."""
        url = urljoin(self.home, address)
        parts = urlsplit(url)
        ending = parts.path.rpartition(".")[2] if "." in parts.path else "html"
        self._own_hosts.add(parts.hostname)
        self._files[_without_query(url)] = File(
            body, content_type or TYPES.get(ending, "application/octet-stream"), status, headers or {}
        )
        return self

    def third_party(self, address: str, body: str | bytes, *, content_type: str = TYPES["js"]) -> Self:
        """Answer an address of another host, instead of with nothing; its requests stay third-party requests."""
        self._files[_without_query(address)] = File(body, content_type)
        return self

    @staticmethod
    def document(
        *, body: str = "", head: str = "", container: str = "/container.js", title: str = "Northway"
    ) -> str:
        """A page that loads the container in its head, as its owner would write it."""
        return (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}'
            f'<script src="{container}"></script></head><body>{body}</body></html>'
        )

    def install(self, container: str, *, body: str = "", head: str = "", csp: str | None = None) -> Self:
        """Serve a container at /container.js and a page that loads it at /, under this Content-Security-Policy."""
        headers = {} if csp is None else {"Content-Security-Policy": csp}
        self.serve("/container.js", container)
        return self.serve("/", self.document(body=body, head=head), headers=headers)

    def open(self, address: str = "/", *, referrer: str | None = None) -> Self:
        """Go to a page of the site and wait until it has loaded."""
        self.page.goto(urljoin(self.home, address), referer=referrer)
        return self

    # ---- what happened -------------------------------------------------------------------------------

    @property
    def third_party_requests(self) -> list[Request]:
        """Requests to hosts that are not the site's, in order."""
        return [request for request in self.requests if request.host not in self._own_hosts]

    @property
    def third_party_hosts(self) -> set[str]:
        return {request.host for request in self.third_party_requests}

    def wait_for_request(self, part_of_address: str, timeout: float = 5000) -> Request:
        """The first request whose address contains this text, also when it is still to come."""
        waited = 0.0
        while True:
            for request in self.requests:
                if part_of_address in request.url:
                    return request
            if waited >= timeout:
                raise AssertionError(
                    f"no request with {part_of_address!r} in {[r.url for r in self.requests]}"
                )
            self.page.wait_for_timeout(25)
            waited += 25

    def settle(self, milliseconds: float = 50) -> Self:
        """Give the page a moment; for asserting that something did not happen."""
        self.page.wait_for_timeout(milliseconds)
        return self

    def evaluate(self, script: str) -> Any:  # noqa: ANN401 - whatever the page computes
        """The value of an expression or of a function's call in the page, also under a strict policy."""
        return self.page.evaluate(script)

    def vendor_calls(self) -> dict[str, list[list[Any]]]:
        """Calls that wait in the vendors' queues, by global; a second call gives the newer ones only.

        Under "gtag" stand real Arguments objects of the data layer, and nothing else: Google ignores arrays.
        """
        calls: dict[str, list[list[Any]]] = json.loads(self.page.evaluate(DRAIN))
        return {name: waiting for name, waiting in calls.items() if waiting}

    def cookies(self) -> dict[str, str]:
        """All cookies of the context, of every host, by name."""
        return {cookie["name"]: cookie["value"] for cookie in self.cookie_jar()}

    def cookie_jar(self) -> list[Cookie]:
        """All cookies with domain, path and expiry."""
        return self._context.cookies()

    def set_cookie(self, name: str, value: str, *, domain: str | None = None, path: str = "/") -> Self:
        """Put a cookie into the jar, as an earlier visit would have."""
        domain = domain or urlsplit(self.home).hostname
        assert domain is not None
        self._context.add_cookies([{"name": name, "value": value, "domain": domain, "path": path}])
        return self

    def storage(self, kind: str = "local") -> dict[str, str]:
        """The content of localStorage ("local") or sessionStorage ("session") of the open page."""
        content: dict[str, str] = self.page.evaluate(f"() => ({{...{kind}Storage}})")
        return content

    def csp_violations(self) -> list[dict[str, str]]:
        """What the policy of the open page refused: the directive and the blocked address."""
        violations: list[dict[str, str]] = self.page.evaluate("() => window.__violations")
        return violations

    # ---- the browser's side --------------------------------------------------------------------------

    def _answer(self, route: Route) -> None:
        request = route.request
        self.requests.append(
            Request(request.method, request.url, request.resource_type, request.post_data, request.headers)
        )
        file = self._files.get(_without_query(request.url))
        open_to_all = {"Access-Control-Allow-Origin": "*"}
        if file is not None:
            headers = {**open_to_all, "Content-Type": file.content_type, **file.headers}
            route.fulfill(status=file.status, headers=headers, body=file.body)
        elif urlsplit(request.url).hostname in self._own_hosts:
            quiet = request.method == "POST" or request.url.endswith("/favicon.ico")
            route.fulfill(
                status=204 if quiet else 404, headers=open_to_all, body="" if quiet else "nothing here"
            )
        elif request.resource_type == "image":
            route.fulfill(headers={**open_to_all, "Content-Type": "image/gif"}, body=PIXEL)
        elif request.resource_type == "script":
            route.fulfill(headers={**open_to_all, "Content-Type": TYPES["js"]}, body="")
        elif request.resource_type in {"document", "iframe"}:
            route.fulfill(headers={"Content-Type": TYPES["html"]}, body="<!doctype html><title></title>")
        else:
            route.fulfill(status=204, headers=open_to_all, body="")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.console_errors.append(message.text)

    def _page_error(self, error: Error) -> None:
        self.page_errors.append(error.message)


def _without_query(url: str) -> str:
    return url.partition("#")[0].partition("?")[0]
