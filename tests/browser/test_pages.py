"""Pages as they are: with policies, frames, other scripts, broken vendors, odd names and hostile data."""

from __future__ import annotations

import hashlib
import time
from typing import TYPE_CHECKING

import esprima
import pytest

from tagc import registry
from tests.browser.journey import (
    EVERY_ORDER,
    EVERY_PAGE_VIEW,
    IDS,
    PLATFORMS,
    consent,
    events_of,
    names,
    of_all,
    of_one,
    open_page,
    queued,
    withdraw,
)
from tests.examples import NAMES, all_examples, build

if TYPE_CHECKING:
    from tests.browser.site import Site
    from tests.examples import Example

BUILDS = pytest.mark.parametrize("readable", [False, True], ids=["minified", "readable"])
EXAMPLES = pytest.mark.parametrize("example", all_examples(), ids=NAMES)
ORDER = "{event: 'order', id: 'A1', value: 5}"


def grant(site: Site) -> Site:
    return consent(site, "analytics", "marketing")


def order(site: Site, entry: str = ORDER) -> list[str]:
    """The events that an entry of the data layer makes."""
    queued(site)
    site.evaluate(f"() => {{ dataLayer.push({entry}) }}")
    return events_of(queued(site))


# ---- the file ---------------------------------------------------------------------------------------------


@EXAMPLES
@BUILDS
def test_the_file_is_plain_text_of_2017(example: Example, *, readable: bool) -> None:
    text = example.build(readable=readable)
    assert text.isascii()
    esprima.parseScript(text)
    assert "</script" not in text.lower()


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252", "shift_jis", "utf-16le", "utf-7"])
def test_any_charset_will_do(site: Site, charset: str) -> None:
    page = of_one(
        "ga4",
        more='  search: {event: search, on: page_view, params: {search_string: "Zo\u00eb \u2603 \U0001f3ad"}}',
    )
    text = build(page)
    body = text.encode("utf-16-le" if charset == "utf-16le" else "ascii")
    site.serve("/container.js", body, content_type=f"text/javascript; charset={charset}")
    site.serve("/", site.document()).open("/")
    consent(site, "marketing")
    found = [call[3]["search_term"] for call in queued(site) if call[:3] == ["gtag", "event", "search"]]
    assert found == ["Zo\u00eb \u2603 \U0001f3ad"]


# ---- the page's order of things ---------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["", "async", "defer", 'type="module"'])
def test_it_may_be_loaded_in_any_way(site: Site, how: str) -> None:
    site.serve("/container.js", build(of_all()))
    site.serve("/", f'<!doctype html><script src="/container.js" {how}></script><p>Here').open("/")
    grant(site)
    assert events_of(queued(site)) == EVERY_PAGE_VIEW


def test_it_may_run_before_there_is_a_body(site: Site) -> None:
    before = "<script>window.tagc=Object.assign(function(){tagc.q.push(arguments)},{q:[['consent',{analytics:true,marketing:true}]]})</script>"
    open_page(site, of_all(), head=before, body="")
    assert events_of(queued(site)) == EVERY_PAGE_VIEW
    assert site.page_errors == []


@BUILDS
def test_a_file_that_is_loaded_twice_works_once(site: Site, *, readable: bool) -> None:
    open_page(site, of_all(), head='<script src="/container.js"></script>', readable=readable)
    grant(site)
    assert events_of(queued(site)) == EVERY_PAGE_VIEW
    assert order(site) == EVERY_ORDER
    site.page.add_script_tag(url="/container.js")
    assert order(site) == EVERY_ORDER
    site.settle()
    assert len(site.third_party_requests) == len(PLATFORMS) - 1  # Google's two share one script
    withdraw(site)
    queued(site)
    assert order(site) == []


def test_two_readers_of_one_page_share_nothing_with_a_frame(site: Site) -> None:
    site.serve("/frame", site.document())
    open_page(site, of_all(), body='<iframe src="/frame" name="inner"></iframe>')
    frame = site.page.frame("inner")
    assert frame is not None
    frame.evaluate("() => { tagc('consent', {analytics: true, marketing: true}) }")
    assert frame.evaluate("() => fbq.queue.length") == 3
    assert queued(site) == []
    grant(site)
    assert events_of(queued(site)) == EVERY_PAGE_VIEW
    assert site.page_errors == []


def test_in_a_sandboxed_frame_without_cookies_and_storage_it_works_and_throws_nothing(site: Site) -> None:
    document = of_one("meta")
    site.serve("/container.js", build(document)).serve("/frame", site.document())
    site.serve("/", '<iframe sandbox="allow-scripts" src="/frame" name="inner"></iframe>').open("/")
    frame = site.page.frame("inner")
    assert frame is not None
    frame.evaluate(
        "() => { tagc('consent', {marketing: true}); dataLayer.push({event: 'order', id: 'A', value: 1}) }"
    )
    assert frame.evaluate("() => fbq.queue.map(call => call[1])") == [
        "autoConfig",
        "1234567890123456",
        "PageView",
        "Purchase",
    ]
    frame.evaluate("() => { tagc('consent', 'revoke') }")
    assert site.page_errors == []


# ---- policies ---------------------------------------------------------------------------------------------


@BUILDS
def test_a_policy_that_lets_no_vendor_in_is_hurt_by_nothing_but_their_scripts(
    site: Site, *, readable: bool
) -> None:
    open_page(site, of_one("linkedin"), csp="default-src 'none'; script-src 'self'", readable=readable)
    consent(site, "marketing")
    site.settle()
    assert {v["blocked"] for v in site.csp_violations()} == {
        "https://snap.licdn.com/li.lms-analytics/insight.min.js"
    }
    assert site.page_errors == []


# ---- other scripts on the page ----------------------------------------------------------------------------

META_SNIPPET = """
!function(f,b,e,v,n,t,s){if(f.fbq)return;n=f.fbq=function(){n.callMethod?n.callMethod.apply(n,arguments):n.queue.push(arguments)};
if(!f._fbq)f._fbq=n;n.push=n;n.loaded=!0;n.version='2.0';n.queue=[];t=b.createElement(e);t.async=!0;t.src=v;s=b.getElementsByTagName(e)[0];
s.parentNode.insertBefore(t,s)}(window,document,'script','https://connect.facebook.net/en_US/fbevents.js');
fbq('init','99999');fbq('track','PageView');window.theirs=fbq;
"""


def test_a_library_that_is_there_is_used_and_not_loaded_again(site: Site) -> None:
    site.serve("/meta.js", META_SNIPPET)
    open_page(site, of_one("meta"), head='<script src="/meta.js"></script>')
    queued(site)
    consent(site, "marketing")
    assert events_of(queued(site)) == ["meta PageView"]
    assert site.evaluate("() => fbq === theirs && _fbq === theirs && !fbq.disablePushState")
    site.settle()
    assert len(site.third_party_requests) == 1


def test_a_tiktok_library_that_is_there_is_used(site: Site) -> None:
    ttq = "window.got=[];window.ttq={load:(...a)=>got.push(['load',...a]),page:()=>got.push(['page']),track:(...a)=>got.push(['track',a[0]])}"
    open_page(site, of_one("tiktok"), head=f"<script>{ttq}</script>")
    consent(site, "marketing")
    site.evaluate(f"() => {{ dataLayer.push({ORDER}) }}")
    assert site.evaluate("() => got") == [
        ["load", "C4ABCDEFGHIJKLMNOPQR", {}],
        ["page"],
        ["track", "Purchase"],
    ]
    site.settle()
    assert site.third_party_requests == []


def test_a_library_takes_over_the_queue_and_later_calls(site: Site) -> None:
    """What fbevents.js does with the stub, in short."""
    site.third_party(
        "https://connect.facebook.net/en_US/fbevents.js",
        "window.got = []; const take = (...call) => got.push(call[1]); fbq.callMethod = take;"
        "for (const call of fbq.queue.splice(0)) take(...call)",
    )
    open_page(site, of_one("meta"))
    consent(site, "marketing")
    site.page.wait_for_function("window.got && got.length == 3")
    site.page.click(".book")
    assert site.evaluate("() => got") == ["autoConfig", "1234567890123456", "PageView", "Lead"]
    withdraw(site)
    site.page.click(".book")
    assert site.evaluate("() => got") == ["autoConfig", "1234567890123456", "PageView", "Lead", "revoke"]


def test_a_data_layer_that_others_wrap_keeps_working(site: Site) -> None:
    wrap = "window.heard = []; const wrap = () => { const push = dataLayer.push; dataLayer.push = function (...all) { heard.push(all.length); return push.apply(dataLayer, all) } };"
    site.serve("/wrap.js", f"window.dataLayer = []; {wrap} wrap(); window.wrap = wrap;")
    open_page(site, of_all(), head='<script src="/wrap.js"></script>')
    grant(site)
    site.evaluate("() => { wrap(); heard.length = 0 }")
    assert order(site) == EVERY_ORDER
    assert site.evaluate("() => heard.filter(n => n === 1).length") >= 2


def test_push_returns_what_it_returned_and_takes_several(site: Site) -> None:
    open_page(site, of_all(), head="<script>dataLayer = [1, 2]</script>")
    grant(site)
    queued(site)
    assert site.evaluate("() => dataLayer.push({a: 1}) === dataLayer.length")
    assert site.evaluate("() => dataLayer.push() === dataLayer.length")
    assert order(
        site, "{event: 'order', id: 'A1', value: 1}, 7, null, {event: 'order', id: 'A2', value: 2}"
    ) == sorted(EVERY_ORDER * 2)
    site.evaluate("() => { const own = dataLayer.push; dataLayer.push = () => 'mine' }")
    assert site.evaluate("() => dataLayer.push({})") == "mine"


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_hundred_thousand_entries_are_no_trouble(site: Site, when: str) -> None:
    site.page.set_default_timeout(20_000)
    many = "for (let i = 0; i < 100000; i++) dataLayer.push({event: 'noise', i, deep: {a: [i, {b: i}]}});"
    head = f"<script>window.dataLayer = []; {many}</script>" if when == "before" else ""
    document = of_all(more="user_data: {requires: marketing, to: [meta], email: $data.user.email}")
    begun = time.monotonic()
    open_page(site, document, head=head)
    if when == "after":
        site.evaluate(f"() => {{ {many} }}")
    grant(site)
    assert time.monotonic() - begun < 10
    assert events_of(queued(site)) == EVERY_PAGE_VIEW
    assert order(site) == EVERY_ORDER
    assert site.page_errors == []


# ---- vendors and pages that break -------------------------------------------------------------------------


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_vendors_script_that_throws_hurts_nobody_else(site: Site, platform: str) -> None:
    site.third_party(registry.platforms()[platform].scripts[0], "throw new Error('vendor')")
    open_page(site, of_all())
    grant(site)
    assert events_of(queued(site)) == EVERY_PAGE_VIEW
    for _ in range(100):
        if site.page_errors:
            break
        site.settle(20)
    assert site.page_errors == ["vendor"]
    assert order(site) == EVERY_ORDER


BROKEN = {
    "fbq": ("meta", "window.fbq = () => { throw new Error('fbq') }"),
    "ttq": ("tiktok", "window.ttq = {}"),
    "lintrk": ("linkedin", "window.lintrk = 5"),
    "gtag": ("ga4", "window.dataLayer = []; dataLayer.push = () => { throw new Error('push') }"),
    "getter": ("meta", "Object.defineProperty(window, 'fbq', {get() { throw new Error('get') }})"),
    "frozen": ("meta", "Object.defineProperty(window, 'fbq', {value: undefined})"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_vendors_global_that_throws_hurts_nobody_else(site: Site, what: str) -> None:
    platform, script = BROKEN[what]
    open_page(site, of_all(), head=f"<script>{script}</script>")
    grant(site)
    site.evaluate("() => { tagc('event', 'order', {id: 'A1', value: 5}) }")
    left = [name for name in EVERY_PAGE_VIEW + EVERY_ORDER if not name.startswith(platform)]
    if platform == "ga4":
        left = [name for name in left if not name.startswith("google")]
    found = events_of(call for call in queued(site) if not (platform == "ga4" and call[0] == "gtag"))
    assert [name for name in found if not name.startswith(platform)] == sorted(left)
    withdraw(site)
    assert site.page_errors == []


def test_a_selector_that_is_none_here_leaves_the_other_rules_alone(site: Site) -> None:
    rules = """  bad: {event: lead, on: {click: 'a:has(>> b)'}, to: [meta]}
  good: {event: contact, on: {click: .book}, to: [meta]}
  also: {event: search, on: page_view, to: [meta], params: {search_string: {dom: 'a::b('}}}"""
    site.install(build(of_all(rules=rules)), body='<a class="book" href="#x">Book</a>').open("/")
    grant(site)
    assert "meta Search" in events_of(queued(site))
    site.page.click(".book")
    assert events_of(queued(site)) == ["meta Contact"]
    assert site.page_errors == []


def test_what_a_page_stops_is_still_heard_and_what_it_removes_too(site: Site) -> None:
    stop = "<script>addEventListener('click', e => { e.preventDefault() }, true);document.addEventListener('click', e => { if (e.target.remove) e.target.remove(); e.stopImmediatePropagation() })</script>"
    open_page(
        site,
        of_one("meta"),
        body=f'<a class="book" href="/x"><svg width="20" height="20"><path d="M0 0h20v20z"/></svg></a>{stop}',
    )
    consent(site, "marketing")
    queued(site)
    site.page.click("path", force=True)
    assert events_of(queued(site)) == ["meta Lead"]
    site.evaluate(
        "() => { document.dispatchEvent(new Event('click')); window.dispatchEvent(new Event('submit')) }"
    )
    assert site.page_errors == []


# ---- data that is not what it seems -----------------------------------------------------------------------

ODD = {
    "a getter that throws": "{event: 'order', id: 'A1', value: 5, get other() { throw 1 }}",
    "an inherited event": "Object.create({event: 'order'})",
    "a proxy that throws": "new Proxy({}, {get() { throw 1 }, ownKeys() { throw 1 }, getOwnPropertyDescriptor() { throw 1 }})",
    "a tag that throws": "{event: 'order', get [Symbol.toStringTag]() { throw 1 }}",
    "a revoked proxy": "(() => { const r = Proxy.revocable({}, {}); r.revoke(); return r.proxy })()",
    "a cycle": "(() => { const o = {event: 'order', id: 'A1', value: 5}; o.self = o; return o })()",
    "__proto__": 'JSON.parse(\'{"event": "order", "id": "A1", "value": 5, "__proto__": {"polluted": 1}, "a.__proto__.polluted": 1, "constructor": {"prototype": {"polluted": 1}}}\')',
    "a symbol for a name": "{event: Symbol('order')}",
    "an object for a name": "{event: {toString: () => 'order'}}",
    "an element": "document.body",
    "nothing": "null",
    "a function": "() => 5",
}
TELLS = {"a getter that throws", "a cycle", "__proto__"}


@pytest.mark.parametrize("what", ODD)
@pytest.mark.parametrize("when", ["before", "after"])
def test_odd_entries_break_nothing(site: Site, what: str, when: str) -> None:
    document = of_all(more="user_data: {requires: marketing, to: [meta], email: $data.user.email}")
    early = f"<script>window.dataLayer = []; dataLayer.push({ODD[what]})</script>" if when == "before" else ""
    open_page(site, document, head=early)
    grant(site)
    if when == "after":
        queued(site)
        found = order(site, ODD[what])
    else:
        found = [name for name in events_of(queued(site)) if name not in EVERY_PAGE_VIEW]
    assert found == (EVERY_ORDER if what in TELLS else [])
    assert order(site) == EVERY_ORDER
    assert site.evaluate("() => ({}).polluted") is None
    assert site.page_errors == []


def test_a_polluted_prototype_leaks_nothing(site: Site) -> None:
    pollute = "for (const name of ['value', 'currency', 'email', 'event', 'id', 'items', 'user', 'order_id', 'marketing', 'analytics', 'data', 'busy', 'news', 'content_name']) Object.prototype[name] = name === 'event' ? 'order' : name === 'value' ? 777.25 : 'leak';"
    open_page(
        site,
        of_all(more="user_data: {requires: marketing, to: [meta, tiktok], email: $data.user.email}"),
        head=f"<script>{pollute}</script>",
    )
    site.evaluate("() => { tagc('consent', {}) }")
    assert queued(site) == []
    site.evaluate("() => { tagc('consent', {analytics: true, marketing: true}) }")
    site.settle(250)
    site.evaluate(
        "() => { dataLayer.push({}); dataLayer.push({event: 'order'}); tagc('event', 'order', {}); tagc('user', {}) }"
    )
    site.settle(250)
    told = site.evaluate(
        "() => JSON.stringify([fbq.queue.map(c => [...c]), [...ttq], lintrk.q, dataLayer.map(c => [...(c.length ? c : [])])].map(x => x))"
    )
    assert "leak" not in told
    assert "777.25" not in told  # with a point: no random id has one
    assert site.page_errors == []


CLOBBERS = [
    '<img id="dataLayer">',
    '<form id="tagc"><input name="q"></form>',
    '<a id="tagc"></a><a id="tagc" name="q"></a>',
    '<img id="gtag"><img id="hook_meta"><img id="google_tag_manager">',
    '<form name="visitorRegion"></form><img id="__tagc_region">',
    '<iframe name="early" src="about:blank"></iframe>',
]


@pytest.mark.parametrize("clobber", CLOBBERS)
def test_elements_with_the_names_of_globals_change_nothing(site: Site, clobber: str) -> None:
    site.serve("/container.js", build(of_all()))
    site.serve("/", f'<!doctype html><body>{clobber}<script src="/container.js"></script>').open("/")
    grant(site)
    assert events_of(queued(site)) == EVERY_PAGE_VIEW
    assert order(site) == EVERY_ORDER
    assert site.page_errors == []


def test_a_forms_fields_do_not_stand_for_its_properties(site: Site) -> None:
    rules = """  form: {event: lead, on: {form: form.signup}, to: [meta],
    params: {content_name: $form.name, content_type: $form.id, method: $form.fields.id, status: $form.attributes.data-x}}"""
    fields = "".join(
        f'<input name="{n}" value="v-{n}">'
        for n in ("name", "id", "attributes", "action", "elements", "closest2")
    )
    form = f'<form class="signup" name="theirs" id="the-id" data-x="completed">{fields}<button>Go</button></form>'
    stay = "<script>addEventListener('submit', e => e.preventDefault())</script>"
    open_page(site, of_all(rules=rules), body=form + stay)
    grant(site)
    queued(site)
    site.page.click("button")
    ((_, _, name, payload, _),) = [call for call in queued(site) if call[0] == "fbq"]
    assert name == "Lead"
    assert payload == {"content_name": "theirs", "content_type": "the-id", "method": "v-id", "status": True}
    assert site.page_errors == []


# ---- user data --------------------------------------------------------------------------------------------

PERSON = f"""
tagc: 1
container: person
consent: {{categories: [marketing]}}
platforms:
  meta: {{{IDS["meta"]}, requires: marketing}}
  tiktok: {{{IDS["tiktok"]}, requires: marketing}}
user_data: {{requires: marketing, to: [meta, tiktok], email: $data.user.email}}
events: {{page_view: {{}}}}
"""


def identified(site: Site) -> dict[str, object]:
    site.settle(300)
    calls = queued(site)
    found = {}
    for call in calls:
        if call[:2] == ["fbq", "init"]:
            found["meta"] = call[3] if len(call) > 3 else None
        if call[0] == "ttq.identify":
            found["tiktok"] = call[1]
    assert len([call for call in calls if call[:2] == ["fbq", "init"]]) == 1
    assert "example.org" not in str(calls)
    return found


def test_user_data_is_hashed_in_the_browser(site: Site) -> None:
    digest = hashlib.sha256(b"visitor@example.org").hexdigest()
    open_page(site, PERSON, head="<script>dataLayer = [{user: {email: ' Visitor@Example.ORG '}}]</script>")
    site.settle()
    consent(site, "marketing")
    assert identified(site) == {"meta": {"em": digest}, "tiktok": {"sha256_email": digest}}


def test_without_web_crypto_nothing_of_the_visitor_is_sent(site: Site) -> None:
    home = "http://shop.northway.test/"
    head = "<script>dataLayer = [{user: {email: 'visitor@example.org'}}]</script>"
    site.serve(f"{home}container.js", build(PERSON)).serve(home, site.document(head=head)).open(home)
    assert site.evaluate("() => typeof crypto.subtle") == "undefined"
    consent(site, "marketing")
    site.settle(250)
    calls = queued(site)
    assert events_of(calls) == ["meta PageView", "tiktok Pageview"]
    assert "visitor" not in str(calls)
    assert not any(call[0] == "ttq.identify" for call in calls)
    assert site.page_errors == []


def test_user_data_is_not_collected_after_a_refusal(site: Site) -> None:
    open_page(site, PERSON)
    consent(site)
    site.evaluate("() => { tagc('user', {email: 'visitor@example.org'}) }")
    consent(site, "marketing")
    assert identified(site) == {"meta": None}


def test_the_page_goes_before_the_hash_is_there(site: Site) -> None:
    never = "<script>crypto.subtle.digest = () => new Promise(() => {}); dataLayer = [{user: {email: 'visitor@example.org'}}]</script>"
    open_page(site, PERSON, head=never)
    consent(site, "marketing")
    assert names(site) == []
    site.evaluate("() => { dispatchEvent(new PageTransitionEvent('pagehide')) }")
    assert events_of(queued(site)) == ["meta PageView", "tiktok Pageview"]
