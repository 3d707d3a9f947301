"""A page without a browser: runs a built container in an embedded engine against the fake window of window.js.

Made for thousands of short histories. What the container did is `calls`, one list in the order of happening;
window.js says which lines there are. Policies, requests and vendors' real queues are the business of tests/browser.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import quickjs

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

WINDOW_JS = Path(__file__).with_name("window.js").read_text(encoding="utf-8")

START_OF_TIME = 1_767_225_600_000  # 2026-01-01T00:00:00Z, in milliseconds

BREAKABLE = frozenset(
    {
        *(
            "fbq",
            "ttq",
            "lintrk",
            "pintrk",
            "rdt",
            "snaptr",
            "twq",
            "uetq",
            "gtag",
        ),  # what is called or pushed to
        *("load", "cookie", "storage", "storage.write"),
    }
)


class Host:
    """One page view: a window, a document, a clock. Nothing is shared between two of them.

    >>> page = Host(html='<a class="book-now" href="/book">Book</a>')
    >>> page.load("document.addEventListener('click', e => e.target.matches('.book-now') && dataLayer.push({event: 'hi'}))")
    >>> page.load("window.dataLayer = []")
    >>> page.click(".book-now")
    >>> page.calls
    [['dataLayer', {'event': 'hi'}], ['navigate', 'https://www.example.org/book']]
    """

    def __init__(
        self,
        *,
        url: str = "https://www.example.org/",
        title: str = "",
        referrer: str = "",
        cookies: Mapping[str, str] | None = None,
        local_storage: Mapping[str, str] | None = None,
        session_storage: Mapping[str, str] | None = None,
        gpc: bool | None = None,
        html: str = "",
        globals: Mapping[str, object] | None = None,  # noqa: A002 - the page's globals
        data_layer: Sequence[object] | None = None,
        queues: Collection[str] = (),  # arrays that take calls by `push`, beside uetq
        broken: Collection[str] = (),
        now: int = START_OF_TIME,
        seed: int = 1,
    ) -> None:
        self._js = quickjs.Context()
        self._js.set_time_limit(20)  # seconds of processor time: an endless loop is a failure, not a hang
        self._js.eval(WINDOW_JS)
        options = {
            "url": url,
            "title": title,
            "referrer": referrer,
            "cookies": dict(cookies or {}),
            "local": dict(local_storage or {}),
            "session": dict(session_storage or {}),
            "gpc": gpc,
            "html": html,
            "globals": dict(globals or {}),
            "dataLayer": None if data_layer is None else list(data_layer),
            "queues": list(queues),
            "broken": _known(broken),
            "now": now,
            "seed": seed,
        }
        self._call("setUp", options)

    # ---- what a page does ----------------------------------------------------------------------------

    def load(self, script: str) -> Self:
        """Run a classic script, as `<script src>` does; what it throws is in `errors`."""
        try:
            self._js.eval(script)
        except quickjs.JSException as error:
            self._call("uncaught", str(error).splitlines()[0])
        self.settle()
        return self

    def eval(self, script: str) -> Any:  # noqa: ANN401 - whatever the page computes
        """Run page code and return its value as JSON, undefined being "__undefined__"; what it throws is raised."""
        shown = self._js.eval(f"__host.show((0, eval)({json.dumps(script)}))")
        self.settle()
        return json.loads(shown)

    def push(self, entry: object) -> Self:
        """Push onto the data layer, as the page's code does: the entry itself is not in `calls`."""
        return self._do("push", entry)

    def tagc(self, *args: object) -> Self:
        """Call `tagc(...)`, as the page's code does."""
        return self._do("tagc", list(args))

    def dom_ready(self) -> Self:
        """Let the parser reach the end of the document."""
        return self._do("state", "interactive")

    def loaded(self) -> Self:
        """Let the document's own images and styles arrive."""
        return self._do("state", "complete")

    # ---- what a visitor does -------------------------------------------------------------------------

    def click(self, selector: str, **event: object) -> Self:
        """Click the first such element: the event, then what a browser would do (follow a link, submit a form)."""
        return self._do("click", selector, event)

    def submit(self, selector: str) -> Self:
        """Submit a form."""
        return self._do("submit", selector)

    def fill(self, selector: str, value: str | bool) -> Self:  # noqa: FBT001 - a box is ticked or not
        """Give a field its value, or tick a box."""
        return self._do("fill", selector, value)

    def scroll(self, pixels: int, *, height: int = 5000) -> Self:
        """Scroll a document of this height."""
        return self._do("scroll", pixels, height)

    def reveal(self, selector: str, ratio: float = 1.0) -> Self:
        """Tell the observers of an element how much of it is in view."""
        return self._do("reveal", selector, ratio)

    def dispatch(self, selector: str, event_type: str, **event: object) -> Self:
        """Dispatch any event, at an element, "document" or "window"."""
        return self._do("fire", selector, event_type, event)

    def go(self, url: str, how: str = "pushState") -> Self:
        """Change the address within the document: pushState, replaceState or popstate."""
        return self._do("go", url, how)

    def hide(self, how: str) -> Self:
        """Make the page "hidden", "visible" again, "gone" (pagehide), or "restored" from the browser's cache."""
        return self._do("hide", how)

    # ---- what the world does -------------------------------------------------------------------------

    def advance(self, milliseconds: float) -> Self:
        """Move the clock; timers run at their moments and in their order, promises settle between them."""
        until = self._json("now") + milliseconds
        while self._js.eval(f"__host.runTimer({until})"):
            self.settle()
        self.settle()
        return self

    def settle(self) -> Self:
        """Run what promises wait for; every method here ends with it."""
        while self._js.execute_pending_job():
            pass
        return self

    def break_down(self, *what: str) -> Self:
        """From now on exactly these throw: a vendor's global, `load`, `cookie`, `storage`, `storage.write`."""
        return self._do("broken", _known(what))

    def finish_load(self, part_of_address: str, *, works: bool = True) -> Self:
        """Let an inserted script arrive (or fail): its load or error event, no code is run."""
        return self._do("finishLoad", part_of_address, works)

    def plant_cookie(self, cookie: str) -> Self:
        """Set a cookie, with attributes, without a line in `calls`."""
        return self._do("plant", cookie)

    # ---- what there is to see ------------------------------------------------------------------------

    @property
    def calls(self) -> list[list[Any]]:
        """Everything done to the outside world so far, in order."""
        return self._json("log")  # type: ignore[no-any-return]

    def calls_to(self, *names: str) -> list[list[Any]]:
        """The calls whose first word is one of these; "ttq" stands for all of its methods."""
        return [call for call in self.calls if call[0] in names or call[0].split(".")[0] in names]

    def take_calls(self) -> list[list[Any]]:
        """The calls since the last time they were taken."""
        calls = self.calls
        self._do("clearLog")
        return calls

    @property
    def errors(self) -> list[str]:
        """Exceptions that nobody caught, and so reached the page."""
        return self._json("errors")  # type: ignore[no-any-return]

    @property
    def console(self) -> list[list[Any]]:
        """Lines written to the console, each with its level first."""
        return self._json("console")  # type: ignore[no-any-return]

    @property
    def cookies(self) -> dict[str, str]:
        """The cookies that this page can read."""
        return self._json("cookies")  # type: ignore[no-any-return]

    @property
    def cookie_jar(self) -> list[dict[str, Any]]:
        """All cookies of the jar, also those of other paths and domains, with their attributes."""
        return self._json("jar")  # type: ignore[no-any-return]

    @property
    def local_storage(self) -> dict[str, str]:
        """The content of localStorage."""
        return self._json("storage", "local")  # type: ignore[no-any-return]

    @property
    def session_storage(self) -> dict[str, str]:
        """The content of sessionStorage."""
        return self._json("storage", "session")  # type: ignore[no-any-return]

    @property
    def pending_timers(self) -> int:
        """How many timers still wait."""
        return self._json("timers")  # type: ignore[no-any-return]

    # ---- the engine ----------------------------------------------------------------------------------

    def _call(self, name: str, *args: object) -> object:
        return self._js.eval(f"__host.{name}({', '.join(map(_literal, args))})")

    def _do(self, name: str, *args: object) -> Self:
        self._js.eval(f"__host.{name}({', '.join(map(_literal, args))}); 0")
        return self.settle()

    def _json(self, name: str, *args: object) -> Any:  # noqa: ANN401 - JSON
        value = self._call(name, *args)
        return json.loads(value) if isinstance(value, str) else value


def _literal(value: object) -> str:
    """A JavaScript expression for a value of JSON. `__proto__` would not be a key in an object literal."""
    text = json.dumps(value)
    return f"JSON.parse({json.dumps(text)})" if "__proto__" in text else text


def _known(what: Collection[str]) -> list[str]:
    unknown = set(what) - BREAKABLE
    if unknown:
        raise ValueError(f"cannot break {sorted(unknown)}, only {sorted(BREAKABLE)}")
    return sorted(what)
