"""The fake window itself: small snippets written the way containers are, each with what a browser would do."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import quickjs
from hypothesis import given
from hypothesis import strategies as st

from tests.embedded.host import START_OF_TIME, Host

META_STUB = """
!function(f){if(f.fbq)return;var n=f.fbq=function(){n.callMethod?n.callMethod.apply(n,arguments):n.queue.push(arguments)};
if(!f._fbq)f._fbq=n;n.push=n;n.loaded=!0;n.version='2.0';n.queue=[]}(window);
"""
TIKTOK_STUB = """
(w => {
  w.TiktokAnalyticsObject = "ttq";
  const ttq = w.ttq = w.ttq || [];
  ttq.methods = ["page", "track", "grantConsent"];
  ttq.setAndDefer = (t, m) => { t[m] = (...args) => t.push([m].concat(args)) };
  for (const m of ttq.methods) ttq.setAndDefer(ttq, m);
  ttq._i = ttq._i || {};
  ttq.instance = id => ttq._i[id];
  ttq.load = id => {
    ttq._i[id] = [];
    for (const m of ttq.methods) ttq.setAndDefer(ttq._i[id], m);
  };
  ttq.load("ID1");
  ttq.page();
})(window);
"""


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


# ---- the log --------------------------------------------------------------------------------------


def test_calls_of_several_vendors_stand_in_one_list_in_the_order_of_happening() -> None:
    page = Host().load(META_STUB + TIKTOK_STUB)
    page.load(
        "window.lintrk = window.lintrk || function(a, b) { window.lintrk.q.push([a, b]) }; window.lintrk.q = [];"
        "function gtag() { dataLayer.push(arguments) } window.dataLayer = [];"
        "fbq('track', 'Purchase', {value: 1}, {eventID: 'e'}); ttq.track('Purchase', {value: 1});"
        "lintrk('track', {conversion_id: 1}); gtag('event', 'purchase', {value: 1}); fbq('track', 'Lead')"
    )
    assert page.calls == [
        ["ttq.page"],
        ["fbq", "track", "Purchase", {"value": 1}, {"eventID": "e"}],
        ["ttq.track", "Purchase", {"value": 1}],
        ["lintrk", "track", {"conversion_id": 1}],
        ["gtag", "event", "purchase", {"value": 1}],
        ["fbq", "track", "Lead"],
    ]
    assert page.errors == []


def test_a_call_through_a_private_reference_to_a_stub_is_noted_once() -> None:
    page = Host().load(
        "(w => { const f = w.twq = function () { f.exe ? f.exe(...arguments) : f.queue.push(arguments) };"
        "f.queue = []; f('config', 'o1'); w.twq('event', 'tw-o1-o2') })(window)"
    )
    assert page.calls == [["twq", "config", "o1"], ["twq", "event", "tw-o1-o2"]]
    assert page.eval("Array.from(twq.queue, call => call[0])") == ["config", "event"]


@pytest.mark.parametrize("queue", ["queue", "q", "callQueue"])
def test_a_stubs_queue_is_heard_under_each_of_its_names(queue: str) -> None:
    page = Host().load(
        f"(w => {{ const f = w.rdt = function () {{ f.{queue}.push(arguments) }}; f.{queue} = []; f('init', 'a') }})(window)"
    )
    assert page.calls == [["rdt", "init", "a"]]


def test_a_library_that_is_already_there_is_called_and_noted() -> None:
    page = Host()
    page.load("window.got = []; window.fbq = function (...args) { got.push(args) }")
    page.load(META_STUB + "fbq('init', '1')")
    assert page.calls == [["fbq", "init", "1"]]
    assert page.eval("got") == [["init", "1"]]
    page = Host()
    page.load("window.got = []; window.ttq = {track: (...args) => { got.push(args) }}; ttq.track('A')")
    assert page.calls == [["ttq.track", "A"]]


def test_a_tiktok_instance_is_named_in_the_line() -> None:
    page = Host().load(TIKTOK_STUB + "ttq.instance('ID1').track('Lead', {value: 2})")
    assert page.calls == [["ttq.page"], ["ttq.instance", "ID1", "track", "Lead", {"value": 2}]]


def test_a_tiktok_queue_may_be_pushed_to_directly() -> None:
    page = Host().load("window.ttq = window.ttq || []; ttq.push(['track', 'Lead'])")
    assert page.calls == [["ttq.track", "Lead"]]


def test_google_commands_have_to_be_real_arguments_objects() -> None:
    page = Host(data_layer=[]).load(
        "dataLayer.push(['event', 'purchase', {value: 1}]); dataLayer.push({event: 'mine'})"
    )
    assert page.calls == [
        ["NOT_ARGUMENTS", "event", "purchase", {"value": 1}],
        ["dataLayer", {"event": "mine"}],
    ]


def test_what_the_page_itself_pushes_is_not_the_containers_doing() -> None:
    page = Host().load(
        "window.dataLayer = window.dataLayer || []; const before = dataLayer.push;"
        "dataLayer.push = function (entry) { if (entry.event === 'ping') before.call(dataLayer, {event: 'pong'});"
        "return before.apply(dataLayer, arguments) }"
    )
    page.push({"event": "ping"})
    assert page.calls == [["dataLayer", {"event": "pong"}]]
    assert page.eval("dataLayer") == [{"event": "pong"}, {"event": "ping"}]


def test_what_stood_in_the_data_layer_before_is_not_a_call() -> None:
    page = Host(data_layer=[{"event": "early"}]).load("window.seen = dataLayer.map(e => e.event)")
    assert page.eval("seen") == ["early"]
    assert page.calls == []


def test_a_key_that_is_undefined_differs_from_one_that_is_left_out() -> None:
    page = Host().load(META_STUB + "fbq('a', {x: undefined, n: NaN, d: new Date(5), f() {}}, undefined)")
    assert page.calls == [
        [
            "fbq",
            "a",
            {"x": "__undefined__", "n": "__NaN__", "d": "__date__5", "f": "__function__"},
            "__undefined__",
        ]
    ]


def test_a_line_is_a_copy_of_that_moment() -> None:
    page = Host().load(META_STUB + "const p = {value: 1}; fbq('a', p); p.value = 2")
    assert page.calls == [["fbq", "a", {"value": 1}]]


def test_calls_can_be_taken_and_filtered() -> None:
    page = Host().load(META_STUB + TIKTOK_STUB + "fbq('a')")
    assert page.calls_to("ttq") == [["ttq.page"]]
    assert page.take_calls() == [["ttq.page"], ["fbq", "a"]]
    assert page.calls == []


def test_scripts_images_and_beacons_are_noted_with_their_whole_address() -> None:
    page = Host().load(
        "const s = document.createElement('script'); s.async = true; s.src = 'https://a.example/x.js';"
        "document.head.append(s);"
        "const t = document.createElement('script'); t.src = '//b.example/y.js';"
        "const first = document.getElementsByTagName('script')[0]; first.parentNode.insertBefore(t, first);"
        "new Image().src = '/pixel?a=1'; document.createElement('img').src = 'https://c.example/p';"
        "navigator.sendBeacon('/t/e', 'body'); fetch('/t/f', {method: 'POST', body: '{}', keepalive: true});"
        "document.createElement('script').src = 'https://never.example/'"
    )
    assert page.errors == []
    assert page.calls == [
        ["load", "https://a.example/x.js"],
        ["load", "https://b.example/y.js"],
        ["image", "https://www.example.org/pixel?a=1"],
        ["image", "https://c.example/p"],
        ["beacon", "https://www.example.org/t/e", "body"],
        ["fetch", "https://www.example.org/t/f", "{}"],
    ]


def test_an_inserted_script_can_arrive_or_fail() -> None:
    page = Host().load(
        "for (const n of ['a', 'b']) { const s = document.createElement('script'); s.src = 'https://v.example/' + n;"
        "s.onload = () => console.log(n, 'here'); s.addEventListener('error', () => console.log(n, 'gone'));"
        "document.head.append(s) }"
    )
    page.finish_load("/a").finish_load("/b", works=False)
    assert page.console == [["log", "a", "here"], ["log", "b", "gone"]]


@pytest.mark.parametrize(
    ("vendor", "script"),
    [
        ("fbq", META_STUB + "try { fbq('a') } catch (e) { window.caught = e.message }"),
        ("ttq", "window.ttq = []; try { ttq.push(['track']) } catch (e) { window.caught = e.message }"),
        (
            "gtag",
            (
                "window.dataLayer = []; try { (function () { dataLayer.push(arguments) })('js') }"
                "catch (e) { window.caught = e.message }"
            ),
        ),
    ],
)
def test_a_broken_vendor_throws_after_the_call_is_noted(vendor: str, script: str) -> None:
    page = Host(broken=[vendor]).load(script)
    assert page.eval("caught") == f"{vendor} is broken"
    assert len(page.calls) == 1


def test_a_vendor_can_break_down_and_recover() -> None:
    page = Host().load(META_STUB).break_down("fbq").load("fbq('a')")
    assert page.errors == ["Error: fbq is broken"]
    page.break_down().load("fbq('b')")
    assert page.errors == ["Error: fbq is broken"]
    with pytest.raises(ValueError, match="cannot break"):
        page.break_down("facebook")


# ---- errors ---------------------------------------------------------------------------------------


def test_what_nobody_catches_is_an_error_of_the_page_and_fires_the_error_event() -> None:
    page = Host(html="<p>x</p>")
    page.load("window.addEventListener('error', e => console.log(e.message, e.filename, e.lineno))")
    page.load("throw new TypeError('first')").load("syntax error")
    page.load("document.addEventListener('click', () => { throw new Error('second') })").click("p")
    page.load("setTimeout(() => { null.x }, 5)").advance(5)
    assert page.errors[0] == "TypeError: first"
    assert page.errors[1].startswith("SyntaxError")
    assert page.errors[2] == "Error: second"
    assert page.errors[3].startswith("TypeError")
    assert page.console[2] == ["log", "Uncaught Error: second", "https://www.example.org/", 1]


def test_an_endless_loop_is_an_error_and_not_a_hang() -> None:
    page = Host()
    page._js.set_time_limit(0)
    page.load("for (;;);")
    page._js.set_time_limit(20)
    assert page.errors == ["InternalError: interrupted"]


def test_eval_raises_what_it_throws_and_long_texts_come_back_whole() -> None:
    page = Host()
    with pytest.raises(quickjs.JSException, match="oops"):
        page.eval("throw new Error('oops')")
    assert page.eval("let s = ''; for (let i = 0; i < 5000; i++) s += 'ab'; s") == "ab" * 5000


# ---- events and elements --------------------------------------------------------------------------

PAGE = """
<div id="main" class="page wide"><p>Hello <b>you &amp; me</b></p>
  <a class="book-now big" href="/book?x=1#top" data-show="hamlet"><span id="in">Book</span></a>
  <a id="mail" href="mailto:a@b.example">Mail</a><img src="/x.png" alt="a">
  <ul><li class="x">1</li><li>2</li></ul>
</div>
"""


@pytest.mark.parametrize(
    ("selector", "matches"),
    [
        ("span", True),
        ("#in", True),
        ("a", False),
        (".book-now span", True),
        (".book-now > span", True),
        ("#main > span", False),
        ("div.page.wide a[href^='/book'] #in", True),
        ('a[data-show="hamlet"] *', True),
        ("[id=in]", True),
        ("[id$=n], table", True),
        ("table, ul > li", False),
        ("span:not(.book-now)", True),
        ("span:not(#in)", False),
        ("body span", True),
        ("html > body > div span", True),
    ],
)
def test_selectors_match_as_in_a_browser(selector: str, *, matches: bool) -> None:
    page = Host(html=PAGE)
    assert page.eval(f"document.getElementById('in').matches({json.dumps(selector)})") is matches


@pytest.mark.parametrize("selector", ["", "a >", "..x", "a[", ":hover", "#", "a,,b", "p::before"])
def test_what_is_no_selector_throws(selector: str) -> None:
    with pytest.raises(quickjs.JSException, match="SyntaxError"):
        Host(html=PAGE).eval(f"document.querySelector({json.dumps(selector)})")


def test_elements_have_what_triggers_and_variables_read() -> None:
    page = Host(html=PAGE)
    link = page.eval(
        "a = document.querySelector('#in').closest('a');"
        "({id: a.id, classes: a.className, text: a.innerText, url: a.href, host: a.hostname, path: a.pathname,"
        " query: a.search, hash: a.hash, show: a.dataset.show, has: a.classList.contains('big'), tag: a.tagName,"
        " attributes: a.attributes.map(x => x.name), none: a.getAttribute('nope'),"
        " mail: document.getElementById('mail').protocol, count: document.querySelectorAll('li').length})"
    )
    assert link == {
        "id": "",
        "classes": "book-now big",
        "text": "Book",
        "url": "https://www.example.org/book?x=1#top",
        "host": "www.example.org",
        "path": "/book",
        "query": "?x=1",
        "hash": "#top",
        "show": "hamlet",
        "has": True,
        "tag": "A",
        "attributes": ["class", "href", "data-show"],
        "none": None,
        "mail": "mailto:",
        "count": 2,
    }
    assert page.eval("document.querySelector('p').textContent") == "Hello you & me"


def test_an_event_goes_down_to_its_target_and_up_again() -> None:
    page = Host(html=PAGE)
    page.load(
        "const on = (who, name, how) => who.addEventListener('click', e => console.log(name, e.target.id), how);"
        "on(window, 'window'); on(document, 'document'); on(document, 'document down', true);"
        "on(document.querySelector('a'), 'link', {once: true}); on(window, 'window down', {capture: true})"
    )
    page.click("#in")
    assert [line[1] for line in page.console] == [
        "window down",
        "document down",
        "link",
        "document",
        "window",
    ]
    page.click("#in")
    assert len(page.console) == 9
    assert page.calls == [["navigate", "https://www.example.org/book?x=1#top"]] * 2


def test_a_stopped_event_is_seen_by_capture_only_and_a_prevented_one_has_no_effect() -> None:
    page = Host(html=PAGE)
    page.load(
        "document.querySelector('a').addEventListener('click', e => { e.stopPropagation(); e.preventDefault() });"
        "document.addEventListener('click', () => console.log('down'), true);"
        "document.addEventListener('click', () => console.log('up'))"
    )
    page.click("#in")
    assert page.console == [["log", "down"]]
    assert page.calls == []


def test_a_removed_listener_is_silent_and_handle_event_objects_work() -> None:
    page = Host(html=PAGE)
    page.load(
        "const f = () => console.log('f'); document.addEventListener('click', f); document.addEventListener('click', f);"
        "document.addEventListener('click', {handleEvent() { console.log('object') }})"
    )
    page.click("p")
    page.load("document.removeEventListener('click', f)").click("p")
    assert page.console == [["log", "f"], ["log", "object"], ["log", "object"]]


FORM = """
<form id="newsletter" name="news" action="/join"><input name="email" value="a@b.example"><input type="checkbox" name="terms">
<input type="checkbox" name="more" value="yes" checked><input type="radio" name="when" value="1"><textarea name="note">hi</textarea>
<select name="city"><option value="l">London</option><option value="p" selected>Paris</option></select>
<input name="off" value="1" disabled><input type="submit" name="go" value="Go"><button class="send"><i>Send</i></button></form>
"""


def test_form_data_holds_what_a_browser_would_send() -> None:
    page = Host(html=FORM)
    page.fill("[name=email]", "x@y.example")
    pairs = page.eval("Array.from(new FormData(document.querySelector('form')).entries())")
    assert pairs == [["email", "x@y.example"], ["more", "yes"], ["note", "hi"], ["city", "p"]]
    page.fill("[name=terms]", value=True)
    assert page.eval("new FormData(document.forms[0]).get('terms')") == "on"


def test_a_form_is_submitted_by_its_button_and_the_listener_can_prevent_it() -> None:
    page = Host(html=FORM)
    page.load(
        "document.addEventListener('submit', e => console.log(e.target.id, e.target.getAttribute('name')), true)"
    )
    page.click(".send i")
    page.submit("#newsletter")
    assert page.console == [["log", "newsletter", "news"]] * 2
    assert page.calls == [["submit", "https://www.example.org/join"]] * 2
    page.load("document.addEventListener('submit', e => e.preventDefault())").submit("form")
    assert len(page.calls) == 2


def test_the_document_becomes_ready_when_told() -> None:
    page = Host(title="Home", referrer="https://r.example/")
    page.load(
        "document.addEventListener('DOMContentLoaded', () => console.log(document.readyState));"
        "window.addEventListener('load', () => console.log(document.readyState))"
    )
    assert page.eval("[document.readyState, document.title, document.referrer]") == [
        "loading",
        "Home",
        "https://r.example/",
    ]
    page.dom_ready().loaded()
    assert page.console == [["log", "interactive"], ["log", "complete"]]


def test_scrolling_revealing_and_moving_about_within_the_document() -> None:
    page = Host(html=PAGE)
    page.load(
        "window.addEventListener('scroll', () => console.log('scroll', window.scrollY / "
        "(document.documentElement.scrollHeight - window.innerHeight)));"
        "new IntersectionObserver(([e]) => console.log('seen', e.intersectionRatio), {threshold: 0.5})"
        ".observe(document.querySelector('ul'));"
        "const push = history.pushState; history.pushState = function () { push.apply(history, arguments);"
        "console.log('route', location.pathname) };"
        "window.addEventListener('popstate', () => console.log('pop', location.pathname));"
        "window.addEventListener('hashchange', e => console.log('hash', e.newURL))"
    )
    page.scroll(2140, height=5000).reveal("ul", 0.6).go("/next").go("/", "popstate").go("/#a", "popstate")
    assert page.console == [
        ["log", "scroll", 0.5],
        ["log", "seen", 0.6],
        ["log", "route", "/next"],
        ["log", "pop", "/"],
        ["log", "pop", "/"],
        ["log", "hash", "https://www.example.org/#a"],
    ]


# ---- addresses ------------------------------------------------------------------------------------


def test_the_location_has_its_parts_and_leaving_is_noted() -> None:
    page = Host(url="https://Shop.Example.org:8443/a/b?c=d&e#f")
    parts = ["href", "protocol", "host", "hostname", "port", "pathname", "search", "hash", "origin"]
    assert page.eval(f"{parts}.map(p => location[p])") == [
        "https://shop.example.org:8443/a/b?c=d&e#f",
        "https:",
        "shop.example.org:8443",
        "shop.example.org",
        "8443",
        "/a/b",
        "?c=d&e",
        "#f",
        "https://shop.example.org:8443",
    ]
    page.load("location.href = '../x'; location.reload()")
    assert page.calls == [["navigate", "https://shop.example.org:8443/x"], ["reload"]]


ADDRESSES: list[tuple[str, str | None]] = [
    ("https://EXAMPLE.org", None),
    ("https://example.org:443/a/./b/../c?x=1 2&y=é#z z", None),
    ("http://example.org:80?q", None),
    ("//cdn.example/x", "https://a.example/b"),
    ("/x", "https://a.example/b/c?d#e"),
    ("x/y", "https://a.example/b/c?d#e"),
    ("../x", "https://a.example/b/c/d"),
    ("..", "https://a.example/b/c/d"),
    ("?q=1", "https://a.example/b/c?d#e"),
    ("#h", "https://a.example/b/c?d#e"),
    ("", "https://a.example/b/c?d#e"),
    ("https:\\\\a.example\\b", None),
    ("mailto:a@b.example?subject=x", None),
    ("tel:+44 20", None),
    ("https://a.example/é€😀?😀", None),
]


@pytest.mark.parametrize(("address", "base"), ADDRESSES)
def test_url_agrees_with_another_engine(
    address: str, base: str | None, node_urls: dict[str, list[str]]
) -> None:
    args = json.dumps([address] if base is None else [address, base])
    page = Host()
    ours = page.eval(f"u = new URL(...{args}); [u.href, u.protocol, u.host, u.pathname, u.search, u.hash]")
    assert ours == node_urls[args]


@pytest.fixture(scope="module")
def node_urls() -> dict[str, list[str]]:
    """What node's URL, which follows the standard, makes of the cases above."""
    cases = [[address] if base is None else [address, base] for address, base in ADDRESSES]
    program = (
        "const out = {}; for (const [key, args] of JSON.parse(process.argv[1])) { const u = new URL(...args);"
        "out[key] = [u.href, u.protocol, u.host, u.pathname, u.search, u.hash] } console.log(JSON.stringify(out))"
    )
    asked = json.dumps([[json.dumps(case), case] for case in cases])
    node = shutil.which("node")
    assert node is not None, "node is missing: install Node.js 18 or newer"
    done = subprocess.run(
        [node, "-e", program, asked], capture_output=True, check=True, text=True, encoding="utf-8"
    )
    answer: dict[str, list[str]] = json.loads(done.stdout)
    return answer


def test_what_is_no_address_throws() -> None:
    page = Host()
    for address in ["", "/x", "https://", "no scheme", "https://a b/"]:
        with pytest.raises(quickjs.JSException, match="TypeError"):
            page.eval(f"new URL({json.dumps(address)})")


def test_query_parameters_are_read_and_written() -> None:
    page = Host(url="https://a.example/?gclid=x%20y&b=1+2&b=3&bad=%zz&empty")
    assert page.eval(
        "p = new URL(location.href).searchParams; [p.get('gclid'), p.getAll('b'), p.get('bad')]"
    ) == [
        "x y",
        ["1 2", "3"],
        "%zz",
    ]
    assert page.eval("[p.get('empty'), p.get('none'), p.has('b')]") == ["", None, True]
    assert page.eval("u = new URL('https://a.example/x'); u.searchParams.set('k', 'a b&c'); u.href") == (
        "https://a.example/x?k=a+b%26c"
    )
    assert page.eval("new URLSearchParams({a: 1, b: 'é'}).toString()") == "a=1&b=%C3%A9"


# ---- cookies --------------------------------------------------------------------------------------


def test_cookies_are_set_read_and_deleted() -> None:
    page = Host(cookies={"a": "1"})
    page.load("document.cookie = 'b=2; path=/; max-age=60'; document.cookie = 'c=x=y'")
    assert page.eval("document.cookie") == "a=1; b=2; c=x=y"
    assert page.cookies == {"a": "1", "b": "2", "c": "x=y"}
    page.load(
        "document.cookie = 'a=; max-age=0; path=/'; document.cookie = 'c=;expires=Thu, 01 Jan 1970 00:00:00 GMT'"
    )
    assert page.cookies == {"b": "2"}
    page.advance(60_001)
    assert page.cookies == {}
    assert page.calls[0] == ["cookie", "b=2; path=/; max-age=60"]


@pytest.mark.parametrize(
    ("cookie", "visible"),
    [
        ("x=1; domain=example.org", True),
        ("x=1; domain=.shop.example.org", True),
        ("x=1; domain=other.org", False),
        ("x=1; domain=deep.shop.example.org", False),
        ("x=1; domain=org", False),
        ("x=1; domain=co.uk", False),
        ("x=1; domain=", True),
        ("x=1; path=/a", True),
        ("x=1; path=/a/b", True),
        ("x=1; path=/a/", True),
        ("x=1; path=/other", False),
        ("x=1; path=/a/b/c", False),
        ("x=1; secure", True),
        ("x=1; samesite=none", False),
    ],
)
def test_a_cookie_is_visible_on_its_own_domain_and_path(cookie: str, *, visible: bool) -> None:
    page = Host(url="https://shop.example.org/a/b").load(f"document.cookie = {json.dumps(cookie)}")
    assert page.cookies == ({"x": "1"} if visible else {})


def test_a_cookie_is_deleted_only_with_its_own_domain_and_path() -> None:
    page = Host(url="https://shop.example.org/a/b").plant_cookie("x=1; domain=example.org; path=/")
    page.load(
        "document.cookie = 'x=; max-age=0; path=/'; document.cookie = 'x=; max-age=0; domain=example.org'"
    )
    assert page.cookies == {"x": "1"}
    page.load("document.cookie = 'x=; max-age=0; domain=.example.org; path=/'")
    assert page.cookie_jar == []


def test_cookies_of_the_same_name_stand_with_the_longest_path_first() -> None:
    page = Host(url="https://a.example/b/c").plant_cookie("x=root; path=/").plant_cookie("x=deep; path=/b")
    assert page.eval("document.cookie") == "x=deep; x=root"
    assert page.cookies == {"x": "deep"}
    assert [(c["name"], c["path"], c["hostOnly"]) for c in page.cookie_jar] == [
        ("x", "/", True),
        ("x", "/b", True),
    ]


def test_an_insecure_page_has_no_secure_cookies_and_no_web_crypto() -> None:
    page = Host(url="http://a.example/").load("document.cookie = 'x=1; secure'")
    assert page.cookies == {}
    assert page.eval("[typeof crypto.subtle, typeof crypto.randomUUID, isSecureContext]") == [
        "undefined",
        "undefined",
        False,
    ]


# ---- storage --------------------------------------------------------------------------------------


def test_storage_behaves_like_storage() -> None:
    page = Host(local_storage={"old": "1"}, session_storage={"s": "2"})
    page.load(
        "localStorage.setItem('a', 5); localStorage.b = true; delete localStorage.old; sessionStorage.removeItem('s');"
        "window.seen = [localStorage.a, localStorage.getItem('b'), localStorage.getItem('no'), localStorage.length,"
        " Object.keys(localStorage), 'a' in localStorage, {...localStorage}, localStorage.key(0)]"
    )
    assert page.eval("seen") == ["5", "true", None, 2, ["a", "b"], True, {"a": "5", "b": "true"}, "a"]
    assert page.local_storage == {"a": "5", "b": "true"}
    assert page.session_storage == {}
    assert page.calls == [
        ["storage", "local.set", "a"],
        ["storage", "local.set", "b"],
        ["storage", "local.remove", "old"],
        ["storage", "session.remove", "s"],
    ]
    page.load("localStorage.clear()")
    assert page.local_storage == {}


def test_storage_can_be_closed_or_full() -> None:
    page = Host(broken=["storage"]).load("try { localStorage } catch (e) { window.caught = e.name }")
    assert page.eval("caught") == "SecurityError"
    page = Host(broken=["storage.write"], local_storage={"a": "1"})
    page.load("window.seen = localStorage.a; try { localStorage.b = 1 } catch (e) { window.caught = e.name }")
    assert page.eval("[seen, caught]") == ["1", "QuotaExceededError"]
    assert page.local_storage == {"a": "1"}


# ---- clock, chance, promises ----------------------------------------------------------------------


def test_timers_run_at_their_moment_and_in_their_order() -> None:
    page = Host()
    page.load(
        "const say = text => console.log(text, Date.now());"
        "setTimeout(say, 20, 'b'); setTimeout(() => { say('a'); setTimeout(say, 5, 'nested') }, 10);"
        "const gone = setTimeout(say, 1, 'gone'); clearTimeout(gone);"
        "let n = 0; const each = setInterval(() => { say('each'); if (++n === 2) clearInterval(each) }, 8)"
    )
    page.advance(9.5)
    assert [line[1] for line in page.console] == ["each"]
    page.advance(100)
    assert [(line[1], line[2] - START_OF_TIME) for line in page.console] == [
        ("each", 8),
        ("a", 10),
        ("nested", 15),
        ("each", 16),
        ("b", 20),
    ]
    assert page.pending_timers == 0
    assert page.eval("[Date.now(), new Date().getTime(), +new Date(7)]") == [
        START_OF_TIME + 109.5,
        START_OF_TIME + 109,
        7,
    ]


def test_promises_settle_between_two_timers() -> None:
    page = Host().load(
        "setTimeout(() => Promise.resolve().then(() => console.log('promise')), 1); setTimeout(() => console.log('timer'), 1)"
    )
    page.advance(1)
    assert page.console == [["log", "promise"], ["log", "timer"]]


def test_chance_is_the_same_in_every_run_and_differs_by_seed() -> None:
    script = "[Math.random(), crypto.randomUUID(), crypto.getRandomValues(new Uint8Array(3))]"
    assert Host().eval(script) == Host().eval(script)
    assert Host(seed=2).eval(script) != Host().eval(script)
    assert Host().eval(
        "/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(crypto.randomUUID())"
    )


def test_global_privacy_control_is_there_only_when_given() -> None:
    assert Host().eval("'globalPrivacyControl' in navigator") is False
    assert Host(gpc=True).eval("navigator.globalPrivacyControl") is True
    assert Host(gpc=False).eval("navigator.globalPrivacyControl") is False


def test_globals_of_the_page_are_there_before_the_container() -> None:
    page = Host(globals={"__tagc_region": "US-CA", "digital": {"user": {"id": 5}}})
    assert page.eval("[__tagc_region, window.digital.user.id, self === window && window === globalThis]") == [
        "US-CA",
        5,
        True,
    ]


# ---- hashing --------------------------------------------------------------------------------------

DIGEST = """
async function digest(text) {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  window.hex = Array.from(bytes, b => b.toString(16).padStart(2, '0')).join('');
}
"""


@pytest.mark.parametrize("text", ["", "abc", "a" * 55, "a" * 56, "a" * 64, "é€😀", "x" * 1000])
def test_sha256_is_right(text: str) -> None:
    page = Host().load(DIGEST).load(f"digest({json.dumps(text)})")
    assert page.eval("hex") == sha256(text)


@given(st.text(st.characters(exclude_categories=[]), max_size=80))
def test_text_encoder_and_sha256_agree_with_python_for_any_text(text: str) -> None:
    pairs_joined = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    page = Host().load(DIGEST).load(f"digest({json.dumps(text)})")
    assert page.eval("hex") == sha256(pairs_joined)


def test_another_hash_is_refused_and_not_faked() -> None:
    page = Host().load(
        "crypto.subtle.digest('SHA-1', new Uint8Array(1)).catch(e => { window.caught = e.name })"
    )
    assert page.eval("caught") == "NotSupportedError"


# ---- determinism ----------------------------------------------------------------------------------


def test_two_pages_share_nothing() -> None:
    Host().load(
        "window.leak = 1; localStorage.leak = 1; document.cookie = 'leak=1'; Array.prototype.leak = 1"
    )
    page = Host()
    assert page.eval("[typeof leak, typeof [].leak]") == ["undefined", "undefined"]
    assert page.cookies == page.local_storage == {}


def test_the_log_does_not_depend_on_the_process() -> None:
    script = (
        "from tests.embedded.host import Host; p = Host();"
        "p.load('window.dataLayer = []; dataLayer.push({a: Math.random(), b: Date.now(), c: crypto.randomUUID()})');"
        "print(p.calls)"
    )
    root = Path(__file__).parents[2]
    runs = {
        subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            check=True,
            text=True,
            cwd=root,
            env={"PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(root)},
        ).stdout
        for seed, zone in [("0", "UTC"), ("1", "Asia/Tokyo")]
    }
    assert len(runs) == 1
