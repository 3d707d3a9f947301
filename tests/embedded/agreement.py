"""The same history in two worlds: the reference interpreter, and the built container in the fake window.

A history is a page, what stood there before the container came, and steps, in the interpreter's words. `both` lets it
happen twice and gives two accounts that have to be equal: every vendor call, instance by instance in exact order, and
the cookies and storage that were left. Random ids count by the order of their first appearance.
"""

from __future__ import annotations

import functools
import itertools
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from itertools import starmap
from typing import TYPE_CHECKING, Any, Final, TypeAlias, assert_never
from urllib.parse import urlsplit

from tagc import compiler, passes
from tagc.backends.browser import emit, link
from tagc.ir.evaluate import (
    Activate,
    Click,
    Date,
    Decide,
    Element,
    Erased,
    Event,
    Fail,
    Hide,
    Identify,
    Made,
    Navigate,
    PageState,
    Player,
    Push,
    Ready,
    Reveal,
    Revoke,
    Scroll,
    SetCookie,
    Step,
    Submit,
    Wait,
    Watch,
    play,
)
from tests.documents import errors, yaml_of
from tests.embedded.host import START_OF_TIME, Host

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tagc.ir.evaluate_page import Heard
    from tagc.ir.program import Program

Data: TypeAlias = Any
Calls: TypeAlias = dict[str, list[list[Data]]]

# The parts are the same files for every site: read once, a build takes half the time.
link.parse = functools.cache(link.parse)  # type: ignore[attr-defined]

# ---- the page: the same elements as text and as the interpreter's -------------------------------------------------------

HTML: Final = """
<h1> Hamlet &amp; Co </h1>
<a class="book-now big" id="book" href="/book/seats?x=1" data-show="H1"><span class="inner"> Book <b>now</b> </span></a>
<a class="doc" href="https://files.example.net/a/brochure.pdf"> Brochure </a>
<form id="newsletter" name="news" data-list="weekly"><input name="email" value=" Ann@Example.org "><input name="note" value=""></form>
<p class="plain">Nothing here</p>
<a class="box-office" href="https://tickets.example.org/plan.PDF">Seats</a>
<a class="mail" href="mailto:box@example.org">Mail</a>
<a class="song" href="https://music.example/play?id=1" download="">Song</a>
"""
_H1 = Element(tag="h1", text=" Hamlet & Co ", selectors=frozenset({"h1"}))
_BOOK = Element(
    tag="a",
    id="book",
    classes="book-now big",
    text=" Book now ",
    attributes={"class": "book-now big", "id": "book", "href": "/book/seats?x=1", "data-show": "H1"},
    selectors=frozenset({"a", "a.book-now", "#book", "a[href]"}),
)
_INNER = Element(
    tag="span",
    classes="inner",
    text=" Book now ",
    attributes={"class": "inner"},
    selectors=frozenset({".inner"}),
    parent=_BOOK,
)
_DOC = Element(
    tag="a",
    classes="doc",
    text=" Brochure ",
    attributes={"class": "doc", "href": "https://files.example.net/a/brochure.pdf"},
    selectors=frozenset({"a", "a.doc", "a[href]", 'a[href$=".pdf"]'}),
)
_FORM = Element(
    tag="form",
    id="newsletter",
    attributes={"id": "newsletter", "name": "news", "data-list": "weekly"},
    selectors=frozenset({"form", "#newsletter"}),
    fields=(("email", " Ann@Example.org "), ("note", "")),
)
_PLAIN = Element(
    tag="p",
    classes="plain",
    text="Nothing here",
    attributes={"class": "plain"},
    selectors=frozenset({".plain"}),
)


def _link(name: str, text: str, address: str, **more: str) -> Element:
    return Element(
        tag="a",
        classes=name,
        text=text,
        attributes={"class": name, "href": address, **more},
        selectors=frozenset({"a", "a[href]", f"a.{name}", *(f"[{key}]" for key in more)}),
    )


ELEMENTS: Final = {
    "#book": _BOOK,
    ".inner": _INNER,
    "a.doc": _DOC,
    "#newsletter": _FORM,
    ".plain": _PLAIN,
    "a.box-office": _link("box-office", "Seats", "https://tickets.example.org/plan.PDF"),
    "a.mail": _link("mail", "Mail", "mailto:box@example.org"),
    "a.song": _link("song", "Song", "https://music.example/play?id=1", download=""),
}
"""What can be clicked, sent and seen, by selector, in the order of the document."""

PAGE: Final = PageState(
    url="https://www.example.org/whats-on/hamlet?utm_source=mail&q=a+b#seats",
    title="Hamlet: tickets ü",
    referrer="https://search.example/",
    elements={
        **{selector: each for each in reversed(ELEMENTS.values()) for selector in each.selectors},
        "a": _BOOK,
        "h1": _H1,
    },
    body=tuple(ELEMENTS.values()),
)
CLICK: Final = {selector: Click(element) for selector, element in ELEMENTS.items()}
SUBMIT: Final = Submit(_FORM)


def reveal(selector: str, ratio: float = 1) -> Reveal:
    """So much of an element is in view."""
    return Reveal(ELEMENTS[selector], ratio)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class History:
    """What happens on one page. Written as what makes it, so that a found one can be put into a test."""

    steps: tuple[Step, ...] = ()
    early: tuple[Step, ...] = ()
    page: PageState = PAGE

    def __repr__(self) -> str:
        names = (each.name for each in fields(PageState))
        changes = [
            f"{name}={now!r}" for name in names if (now := getattr(self.page, name)) != getattr(PAGE, name)
        ]
        page = f", page=after(PAGE, {', '.join(changes)})" if changes else ""
        return f"History(steps={_written(self.steps)}, early={_written(self.early)}{page})"


def _written(steps: Sequence[Step]) -> str:
    def one(step: Step) -> str:
        if isinstance(step, Click):
            return f"CLICK[{_selector_of(step.element)!r}]"
        if isinstance(step, Reveal):
            return f"reveal({_selector_of(step.element)!r}, {step.ratio})"
        return "SUBMIT" if isinstance(step, Submit) else repr(step)

    return f"[{', '.join(map(one, steps))}]"


# Script files that documents here may name, each beside what stands in for it in the interpreter. A tag's file says over
# the network that it ran, and what it was given.
CODE: Final[dict[str, tuple[str, Callable[[Mapping[str, Data]], Data]]]] = {
    "half.js": (
        "const by = 2;\nexport default ({ a }) => (typeof a == 'number' ? a / by : undefined);",
        lambda reads: reads["a"] / 2 if type(reads["a"]) in {int, float} else None,
    ),
    "both.js": (
        "({ a, b }) => [a == null ? 'none' : a, b == null ? {} : { b }]",
        lambda reads: [
            "none" if reads["a"] is None else reads["a"],
            {} if reads["b"] is None else {"b": reads["b"]},
        ],
    ),
    "throws.js": ("export default ({ a }) => a.b.c.d;", lambda _: None),
    "ran.js": (
        "export default given => navigator.sendBeacon('https://ran.example/', JSON.stringify(given));",
        lambda _: None,
    ),
}


def code(path: str) -> bytes | None:
    """The text of a script file."""
    return CODE[path][0].encode() if path in CODE else None


@dataclass(frozen=True, slots=True)
class Site:
    """A document, compiled once for many histories."""

    program: Program
    source: str
    readable: bool = False


@dataclass(frozen=True, slots=True)
class Account:
    """What one of the worlds has to say: calls by instance, and what was left in the browser."""

    calls: Calls
    cookies: dict[str, str]
    local: dict[str, str]
    session: dict[str, str] = field(default_factory=dict)


def resolved(data: Data) -> Program:
    """The program of a document that has no errors, as it was written: before the passes."""
    found, result = compiler.resolved("tagc.yaml", yaml_of(data), read=code)
    if found is None:
        raise ValueError("\n".join(errors(result.diagnostics)))
    return found.program


def site(data: Data, *, readable: bool = False) -> Site:
    """The document in both forms."""
    program = resolved(data)
    made = emit.container(passes.run(program), compiler.runtime(), readable=readable)
    return Site(program, made.text, readable)


def both(made: Site, history: History) -> tuple[Account, Account]:
    """The interpreter's account and the container's."""
    return interpreted(made.program, history), hosted(made, history)


def assert_agreement(made: Site, history: History) -> None:
    """Both worlds tell the same."""
    expected, found = both(made, history)
    assert found.calls == expected.calls
    assert found == expected


# ---- the interpreter ----------------------------------------------------------------------------------------------------


def _ids() -> Iterator[str]:
    return (f"80000000-8000-4000-8000-8{number:011}" for number in itertools.count())


def interpreted(program: Program, history: History) -> Account:
    """What the program means."""
    numbers = (number / 2**31 for number in itertools.count(1))
    played = play(
        program,
        history.page,
        history.steps,
        early=history.early,
        ids=_ids(),
        clock=START_OF_TIME,
        random=numbers,
        scripts={path: stand_in for path, (_, stand_in) in CODE.items()},
    )
    lines = [line for made in played.outcomes if not isinstance(made, Erased) for line in _lines(made)]
    page = played.page
    return Account(by_instance(lines), dict(page.cookies), dict(page.local), dict(page.session))


def _lines(made: Made) -> list[list[Data]]:
    """A call as the fake window notes it."""
    if made.function == "load":
        # TikTok's library comes with ttq.load.
        return [["load", address] for address in map(str, made.arguments) if "tiktok" not in address]
    if made.function == "ttq.load":
        ident, *options = made.arguments
        address = f"https://analytics.tiktok.com/i18n/pixel/events.js?sdkid={ident}"
        return [["load", address], ["options", ident, *options]]
    if made.function == "script":
        return [["load", *made.arguments]]
    if made.function == "run":
        return [["ran", *map(_given, made.arguments)]]
    if made.function == "queue.push":
        return [list(made.arguments)]
    if made.function == "ttq.instance.page":
        return [["ttq.instance", made.arguments[0], "page"]]
    return [[made.function, *made.arguments]]


def _given(reads: Mapping[str, Data]) -> Data:
    """What a tag's file was given, without what was nothing."""
    return {name: value for name, value in reads.items() if value is not None}


# ---- the container ------------------------------------------------------------------------------------------------------

_STUB: Final = "window.tagc=window.tagc||Object.assign(function(){tagc.q.push(arguments)},{q:[]});for(const a of %s)tagc(...a)"
_RAN: Final = "https://ran.example/"
_QUIET: Final = frozenset({"cookie", "storage", "navigate", "submit"})


def visited(made: Site, history: History) -> Host:
    """The page after all that; what the container throws at it, or does there that is no vendor's, is a failure."""
    page = history.page
    pushed = [step.entry for step in history.early if isinstance(step, Push)]
    window = Host(
        url=page.url,
        title=page.title,
        referrer=page.referrer,
        cookies=page.cookies,
        local_storage=page.local,
        session_storage=page.session,
        gpc=page.gpc,
        html="".join([*starmap(_meta, page.meta.items()), HTML, *map(_frame, page.players)]),
        globals=page.globals,
        data_layer=pushed or None,
        queues=[
            f"uetq{dict(item.settings)['tag_id']}"
            for item in made.program.instances
            if item.platform == "microsoft"
        ],
    )
    if page.players:
        films = [[each.id, each.video, each.title, each.length] for each in page.players]
        window.load(_PLAYERS % json.dumps(json.dumps(films)))
    queued = [words for step in history.early if (words := _words(step)) is not None]
    if queued:
        window.load(_STUB % f"JSON.parse({json.dumps(json.dumps(queued))})")
    window.eval(f"document.prerendering = {json.dumps(page.prerendering)}")
    for state in ("interactive", "complete")[: ("loading", "interactive", "complete").index(page.state)]:
        _do(window, Ready(state))
    window.scroll(page.top, height=page.height)
    window.load(made.source)
    window.advance(0)
    for step in history.steps:
        _do(window, step)
        window.advance(0)  # what follows at once
    assert window.errors == []
    assert window.console == []
    return window


def hosted(made: Site, history: History) -> Account:
    """What the container does."""
    window = visited(made, history)
    local, session = map(_not_ours, (window.local_storage, window.session_storage))
    lines = [line for line in window.calls if line[0] not in _QUIET]
    lines = [
        ["ran", *([_given(json.loads(line[2]))] if line[2] else [])] if line[:2] == ["beacon", _RAN] else line
        for line in lines
    ]
    lines = [inner for line in lines for inner in _messages(made.program, line)]
    options = window.eval("window.ttq && ttq._o")
    lines += [["options", *item] for item in options.items()] if isinstance(options, dict) else []
    return Account(by_instance(lines), window.cookies, local, session)


def _messages(program: Program, line: list[Data]) -> list[list[Data]]:
    """What is posted to the site's own server, event by event."""
    own = (
        program.server is not None
        and line[0] == "beacon"
        and urlsplit(line[1]).path == program.server.endpoint
    )
    return [["message", event] for event in json.loads(line[2])["events"]] if own else [line]


def _not_ours(store: Mapping[str, str]) -> dict[str, str]:
    """What others wrote: the interpreter remembers keys of `once_per` in memory only."""
    return {key: text for key, text in store.items() if not key.startswith("tagc:")}


_PLAYERS: Final = """
window.films = {};
for (const [id, video, title, length] of JSON.parse(%s)) {
  const film = { state: -1, at: 0, since: 0, heard: [] };
  films[id] = film;
  Object.assign(film, {
    getPlayerState: () => film.state,
    getCurrentTime: () => film.state === 1 ? Math.min(length, film.at + (Date.now() - film.since) / 1000) : film.at,
    getDuration: () => length,
    getVideoUrl: () => "https://www.youtube.com/watch?t=1&v=" + video,
    getVideoData: () => ({ title }),
    addEventListener: (name, listener) => film.heard.push(listener),
    become: (state, at) => {
      Object.assign(film, { state, at, since: Date.now() });
      film.heard.map(listener => listener({ data: state, target: film }));
    },
  });
}
window.YT = { ready: action => action(), get: id => films[id] };
"""


def _frame(player: Player) -> str:
    address = f"https://www.youtube.com/embed/{player.video}?enablejsapi=1"
    return f'<iframe id="{player.id}" src="{address}"></iframe>'


def _meta(name: str, content: str) -> str:
    return f'<meta name="{name}" content="{content}">'


def _words(step: Step) -> list[Data] | None:
    """The arguments of `tagc`; None when the step is no such call."""
    match step:
        case Event():
            return ["event", step.name, step.params]
        case Decide():
            return ["consent", step.categories]
        case Revoke():
            return ["consent", "revoke"]
        case Identify():
            return ["user", step.fields]
        case _:
            return None


def _do(window: Host, step: Step) -> None:
    match step:
        case Push():
            window.push(step.entry)
        case Event() | Decide() | Revoke() | Identify():
            window.tagc(*(_words(step) or []))
        case Click():
            window.click(_selector_of(step.element))
        case Submit():
            window.submit(_selector_of(step.element))
        case SetCookie():
            age = ";max-age=0" if step.value is None else ""
            window.plant_cookie(f"{step.name}={step.value or ''};path=/{age}")
            window.dispatch("window", "pageshow")  # the container looks again at once, and not a second later
        case Activate():
            window.eval("document.prerendering = false")
            window.dispatch("document", "prerenderingchange")
        case Wait():
            window.advance(step.ms)
        case Navigate() | Ready() | Scroll() | Reveal() | Fail() | Hide() | Watch():
            _happen(window, step)
        case _:
            assert_never(step)


def _happen(window: Host, step: Heard) -> None:
    match step:
        case Navigate():
            window.eval(f"document.title = {json.dumps(step.title)}")
            window.go(step.url, step.source)
        case Ready(state):
            _ = window.dom_ready() if state == "interactive" else window.loaded()
        case Scroll():
            window.scroll(step.top, height=step.height)
        case Reveal():
            window.reveal(_selector_of(step.element), step.ratio)
        case Fail():
            _fail(window, step)
        case Hide():
            window.hide(step.how)
        case Watch():
            window.eval(f"films[{json.dumps(step.player.id)}].become({step.state}, {step.at})")
        case _:
            assert_never(step)


def _fail(window: Host, step: Fail) -> None:
    if step.rejected:
        window.dispatch("window", "unhandledrejection", reason=step.message)
    else:
        window.dispatch("window", "error", message=step.message, filename=step.file, lineno=step.line)


def _selector_of(element: Element) -> str:
    return next(selector for selector, known in ELEMENTS.items() if known is element)


# ---- the accounts -------------------------------------------------------------------------------------------------------

_RANDOM_ID: Final = re.compile(r"[89]\d{7}-[89]\d{3}-4\d{3}-[89]\d{3}-[89]\d{11}")
_SAFE: Final = 2**53


def by_instance(lines: Sequence[Sequence[Data]]) -> Calls:
    """The calls of each instance in their order, every random id as the number of its first appearance."""
    found: Calls = {}
    for line in lines:
        name, *arguments = line
        while arguments and arguments[-1] in (None, "__undefined__"):
            arguments.pop()
        plain = [_plain(argument) for argument in arguments]
        if name == "load":
            plain = [str(plain[0]).partition("&")[0].replace("?id=" if "gtag" in plain[0] else "?none", "?")]
            plain = [plain[0].partition("?")[0]] if "gtag" in plain[0] else plain
        found.setdefault(_owner(name, plain), []).append([name, *plain])
    ids: dict[Data, str] = {}
    return {owner: [_numbered(call, ids) for call in found[owner]] for owner in sorted(found)}


def _owner(name: str, arguments: list[Data]) -> str:
    """Whom a call is for: by the id in it, else by the library."""
    match name, arguments:
        case "load", [address]:
            return f"tiktok {address.partition('sdkid=')[2]}" if "tiktok" in address else f"load {address}"
        case "gtag", ["event", _, {"send_to": ident}]:
            return f"google {ident.partition('/')[0]}"
        case "gtag", ["config", ident, *_]:
            return f"google {ident}"
        case "fbq", ["init" | "trackSingle" | "trackSingleCustom", ident, *_]:
            return f"meta {ident}"
        case "fbq", ["set", _, _, ident]:
            return f"meta {ident}"
        case "ttq.instance", [ident, *_]:
            return f"tiktok {ident}"
        case "ttq.track", [_, _, {"pixel_code": ident}]:
            return f"tiktok {ident}"
        case "twq", ["config", str(ident), *_]:
            return f"x {ident}"
        case "twq", ["event", str(ident), *_]:
            return f"x {ident.split('-')[1]}"
        case "snaptr", ["init", ident, *_] | ["track", str(ident), str(), *_]:
            return f"snap {ident}"
        case "options", [ident, *_]:
            return f"options of {ident}"
        case _:
            return name.partition(".")[0]


def _plain(value: Data) -> Data:
    """A value as both worlds can write it."""
    if isinstance(value, Date):
        return f"__date__{value.ms}"
    if isinstance(value, Mapping):
        undefined = [key for key, item in value.items() if item == "__undefined__" or item is None]
        assert not [key for key in undefined if value[key] == "__undefined__"], f"undefined: {undefined}"
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, int | float) and not isinstance(value, bool):
        number = float(value)
        return int(number) if number.is_integer() and abs(number) <= _SAFE else number
    return None if value == "__undefined__" else value


def _numbered(value: Data, ids: dict[Data, str], key: str = "") -> Data:
    """Random ids, and the random number of the parameter "lottery", by first appearance."""
    if isinstance(value, dict):
        return {name: _numbered(item, ids, name) for name, item in value.items()}
    if isinstance(value, list):
        return [_numbered(item, ids) for item in value]
    if isinstance(value, str):  # an address has the id inside
        return _RANDOM_ID.sub(lambda found: ids.setdefault(found[0], f"random {len(ids) + 1}"), value)
    if key == "lottery" and isinstance(value, int):
        return ids.setdefault(value, f"random {len(ids) + 1}")
    return value


def after(page: PageState, **changes: Data) -> PageState:
    """The page with something else on it."""
    return replace(page, **changes)
