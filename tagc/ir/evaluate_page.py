"""The page as the interpreter sees it: addresses, elements, cookies, data layer, and what happens on it.

Pure data and reading; what a program makes of it is left to `evaluate_expr` and `evaluate`. Addresses are
expected as a browser would report them (absolute, percent-encoded).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Final, TypeAlias
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from tagc.frozen import frozen
from tagc.ir.pattern import WHITE_SPACE
from tagc.ir.values import field as own

__all__ = [
    "Activate",
    "Click",
    "Decide",
    "Element",
    "Event",
    "Fail",
    "Heard",
    "Hide",
    "Identify",
    "Navigate",
    "PageState",
    "Player",
    "Push",
    "Ready",
    "Reveal",
    "Revoke",
    "Scroll",
    "SetCookie",
    "Step",
    "Submit",
    "Wait",
    "Watch",
    "address_without_fragment",
    "decoded",
    "element_value",
    "form_value",
    "link_of",
    "merged_entry",
    "page_path",
    "page_value",
]


@frozen(kw_only=True)
class Element:
    """An element. `selectors` are those it matches itself, `fields` the names and values of a form."""

    tag: str = "div"
    id: str = ""
    classes: str = ""
    text: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    selectors: frozenset[str] = frozenset()
    fields: tuple[tuple[str, str], ...] = ()
    parent: Element | None = None

    def upward(self) -> Iterator[Element]:
        """Yield the element and those it stands in."""
        element: Element | None = self
        while element is not None:
            yield element
            element = element.parent

    def closest(self, selectors: tuple[str, ...]) -> Element | None:
        """Find the nearest of the element and those it stands in that matches any of the selectors."""
        return next((element for element in self.upward() if element.selectors.intersection(selectors)), None)


@frozen(kw_only=True, eq=False)
class Player:
    """A video player in the page: the frame's id, the video's, its title and its length in seconds."""

    id: str
    video: str
    title: str
    length: float


@frozen(kw_only=True)
class PageState:
    """What can be read on a page. `cookies` hold raw values, `elements` the first match of each selector.

    `body` is every element, in order; the window shows `window` pixels of a document of `height`, from `top` on. `state` is
    how far it has loaded, as browsers call it: loading, interactive, complete. `landing` are the click ids of the address the
    visit began with: {"value": text, "time": milliseconds} by name.
    """

    url: str = "https://www.example.org/"
    title: str = ""
    referrer: str = ""
    cookies: Mapping[str, str] = field(default_factory=dict)
    local: Mapping[str, str] = field(default_factory=dict)
    session: Mapping[str, str] = field(default_factory=dict)
    globals: Mapping[str, object] = field(default_factory=dict)
    elements: Mapping[str, Element] = field(default_factory=dict)
    meta: Mapping[str, str] = field(default_factory=dict)
    landing: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    gpc: bool | None = None
    prerendering: bool = False
    state: str = "loading"
    body: tuple[Element, ...] = ()
    players: tuple[Player, ...] = ()
    top: int = 0
    window: int = 720
    height: int = 720


# ---- what can happen --------------------------------------------------------------------------------------


@frozen
class Push:
    """`dataLayer.push(entry)`."""

    entry: object


@frozen
class Event:
    """`tagc('event', name, params)`."""

    name: str
    params: object = None


@frozen
class Decide:
    """`tagc('consent', {category: …})`: only true grants, categories that are not named are denied."""

    categories: Mapping[str, object]


@frozen
class Revoke:
    """`tagc('consent', 'revoke')`."""


@frozen
class Identify:
    """`tagc('user', fields)`."""

    fields: Mapping[str, object]


@frozen
class Click:
    """A click on this element, the innermost one under the pointer."""

    element: Element


@frozen
class Submit:
    """The form is sent."""

    element: Element


@frozen
class Activate:
    """A page that was rendered in advance is shown."""


@frozen
class Navigate:
    """The address changes without loading, by pushState, replaceState or popstate."""

    url: str
    title: str = ""
    source: str = "pushState"


@frozen
class Ready:
    """The document has loaded so far: "interactive" (it is parsed), then "complete"."""

    state: str


@frozen
class Scroll:
    """The window shows the document from here on; the document may have another height by now."""

    top: int
    height: int


@frozen
class Reveal:
    """So much of an element (0 to 1) is in view now."""

    element: Element
    ratio: float


@frozen
class Fail:
    """An error is caught by nobody; `rejected`: it is a promise's, and has a message only."""

    message: str
    file: str = ""
    line: int = 0
    rejected: bool = False


@frozen
class Hide:
    """The page is "hidden", "visible" again, "gone" (pagehide), or "restored" from the browser's cache."""

    how: str


@frozen
class SetCookie:
    """A cookie is set, or deleted (None); cookie consent sources are read again."""

    name: str
    value: str | None


@frozen
class Wait:
    """Time passes."""

    ms: int


@frozen
class Watch:
    """A player is in another state, at so many seconds: it plays (1), pauses (2), waits for data (3), or is at the end (0)."""

    player: Player
    state: int
    at: float


Heard: TypeAlias = Navigate | Ready | Scroll | Reveal | Fail | Hide | Watch
"""What only listeners with a memory of their own hear."""

Step: TypeAlias = (
    Push | Event | Decide | Revoke | Identify | Click | Submit | SetCookie | Activate | Wait | Heard
)


# ---- addresses --------------------------------------------------------------------------------------------


def address_without_fragment(url: str) -> str:
    """Return what two addresses of one page share."""
    return url.partition("#")[0]


def _parts(url: str) -> dict[str, str]:
    parsed = urlsplit(url)
    path = parsed.path or ("/" if parsed.netloc else "")
    search = f"?{parsed.query}" if parsed.query else ""
    fragment = f"#{parsed.fragment}" if parsed.fragment else ""
    return {
        "url": url,
        "protocol": parsed.scheme,
        "hostname": parsed.hostname or "",
        "path": path,
        "full_path": path + search + fragment,
        "fragment": parsed.fragment,
    }


def page_path(url: str) -> str:
    """Return the path of an address."""
    return _parts(url)["path"]


def page_value(page: PageState, path: tuple[str, ...]) -> object:
    """Read `$page`: url path full_path hostname title referrer query.NAME fragment."""
    match path:
        case ("query",):
            return urlsplit(page.url).query
        case ("query", name, *rest):
            pairs = parse_qsl(urlsplit(page.url).query, keep_blank_values=True, errors="replace")
            return _follow(next((value for key, value in pairs if key == name), None), rest)
        case ("title", *rest):
            return _follow(page.title, rest)
        case ("referrer", *rest):
            return _follow(page.referrer, rest)
        case (("url" | "path" | "full_path" | "hostname" | "fragment") as step, *rest):
            return _follow(_parts(page.url)[step], rest)
        case _:
            return None


def _follow(value: object, path: list[str]) -> object:
    for step in path:
        value = own(value, step)
    return value


def link_of(element: Element) -> Element | None:
    """Find the nearest link: `a[href]` or `area[href]`."""
    return next((e for e in element.upward() if e.tag in {"a", "area"} and "href" in e.attributes), None)


def element_value(
    element: Element | None, page: PageState, domains: tuple[str, ...], path: tuple[str, ...]
) -> object:
    """Read `$click` or `$visible`: text id classes attributes.NAME.

    A click also has url protocol hostname path filename extension outbound, read from the nearest link. `domains` are one
    visit with the page.
    """
    if element is None:
        return None
    match path:
        case ("attributes", name, *rest):
            return _follow(element.attributes.get(name), rest)
        case (("text" | "id" | "classes") as step, *rest):
            own_values = {
                "text": element.text.strip(WHITE_SPACE),
                "id": element.id or None,
                "classes": element.classes or None,
            }
            return _follow(own_values[step], rest)
        case (step, *rest):
            link = link_of(element)
            if link and step == "outbound":
                return _is_outbound(link, page, domains)
            return _follow(_link_value(link, page, step), rest) if link else None
        case _:
            return None


def _link_value(link: Element, page: PageState, step: str) -> str | None:
    parts = _parts(urljoin(page.url, link.attributes["href"]))
    filename = parts["path"].rpartition("/")[2]
    match step:
        case "url" | "protocol" | "hostname" | "path":
            return parts[step]
        case "filename":
            return filename
        case "extension":
            return filename.rpartition(".")[2] if "." in filename else None
        case _:
            return None


def _is_outbound(link: Element, page: PageState, domains: tuple[str, ...]) -> bool:
    parts = _parts(urljoin(page.url, link.attributes["href"]))
    own = (_parts(page.url)["hostname"].removeprefix("www."), *domains)
    return parts["protocol"] in {"http", "https"} and not any(
        f".{parts['hostname']}".endswith(f".{name}") for name in own
    )


def form_value(element: Element | None, path: tuple[str, ...]) -> object:
    """Read `$form`: id name fields.NAME attributes.NAME; of several fields of a name the first."""
    if element is None:
        return None
    match path:
        case ("attributes", name, *rest):
            return _follow(element.attributes.get(name), rest)
        case ("fields", name, *rest):
            return _follow(next((value for key, value in element.fields if key == name), None), rest)
        case ("id", *rest):
            return _follow(element.id or None, rest)
        case ("name", *rest):
            return _follow(element.attributes.get("name"), rest)
        case _:
            return None


_MALFORMED: Final = re.compile("%(?![0-9A-Fa-f]{2})")


def decoded(raw: str | None) -> str | None:
    """Return a cookie's value as `decodeURIComponent` reads it, or as it stands where that fails."""
    if raw is None or _MALFORMED.search(raw):
        return raw
    try:
        return unquote(raw, errors="strict")
    except UnicodeDecodeError:
        return raw


# ---- the data layer's model -------------------------------------------------------------------------------


def merged_entry(model: Mapping[str, object], entry: Mapping[str, object]) -> Mapping[str, object]:
    """Merge an entry into the model as Google Tag Manager does; the old model stays as it was.

    Maps merge key by key, lists element by element, all else replaces; a dot in a key of the entry is a
    level; `__proto__` is nobody's key.

    >>> merged_entry({"cart": {"id": 1}}, {"cart.total": 5})
    {'cart': {'id': 1, 'total': 5}}
    """
    for key, value in entry.items():
        steps = key.split(".")
        if "__proto__" in steps:
            continue
        nested = value
        for step in reversed(steps[1:]):
            nested = {step: nested}
        model = {**model, steps[0]: _merged(model.get(steps[0]), nested)}
    return model


def _merged(old: object, new: object) -> object:
    if isinstance(new, Mapping):
        out: dict[str, object] = dict(old) if isinstance(old, Mapping) else {}
        for key, value in new.items():
            if key != "__proto__":
                out[key] = _merged(out.get(key), value)
        return out
    if isinstance(new, (list, tuple)):
        base = list(old) if isinstance(old, (list, tuple)) else []
        base += [None] * (len(new) - len(base))
        return [*map(_merged, base, new), *base[len(new) :]]
    return new
