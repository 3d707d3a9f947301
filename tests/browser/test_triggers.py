"""Every kind of trigger in a real page: links and forms that go elsewhere, a page that scrolls, routers, errors, the end."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.browser.journey import consent, queued
from tests.examples import build

if TYPE_CHECKING:
    from tests.browser.site import Site

HOME = "https://www.northway.test/"
LONG = '<main style="height: 3000px"><p class="promotion" style="position: relative; top: 2000px">Half price</p></main>'
# Meta's library as far as it matters here: it takes what waits in the queue, and tells by a beacon, as the real one may.
LIBRARY = """
fbq.callMethod = (...call) => navigator.sendBeacon("https://www.facebook.com/tr/", JSON.stringify(call));
fbq.queue.splice(0).map(call => fbq.callMethod(...call));
"""


def document(on: str, *, gives: str = "heard", more: str = "", rule: str = "") -> str:
    """A site whose one rule tells in a parameter what it heard."""
    return f"""
tagc: 1
container: heard
domains: [tickets.example]
consent: {{categories: [marketing]}}
platforms:
  meta: {{pixel_id: 1234567890123456, requires: marketing}}
events:
  probe: {{event: lead, on: {on}, params: {{content_name: '{gives}'}}{rule}}}
{more}"""


def start(site: Site, on: str, *, body: str = "", head: str = "", gives: str = "heard") -> Site:
    """A page with the container, where the visitor has agreed."""
    agreed = "<script>window.tagc = Object.assign(function () { tagc.q.push(arguments) }, {q: [['consent', {marketing: true}]]})</script>"
    return site.install(build(document(on, gives=gives)), body=body, head=agreed + head).open("/")


def heard(site: Site, many: int = 0) -> list[str]:
    """What the rule told since the last time; waits a little until it is as much."""
    found = _told(site)
    for _ in range(200):
        if len(found) >= many:
            break
        site.page.wait_for_timeout(10)
        found += _told(site)
    return found


def _told(site: Site) -> list[str]:
    return [call[3]["content_name"] for call in queued(site) if call[:3] == ["fbq", "track", "Lead"]]


def sent(site: Site) -> list[str]:
    """What the rule told the vendor's library, which sent it: the page itself may be gone."""
    found: list[str] = []
    for _ in range(100):
        bodies = [json.loads(r.body or "[]") for r in site.requests if "facebook.com/tr" in r.url]
        found = [call[2]["content_name"] for call in bodies if call[:2] == ["track", "Lead"]]
        if found:
            break
        site.page.wait_for_timeout(20)
    return found


# ---- the document -------------------------------------------------------------------------------------------------------


def test_the_document_is_ready_and_then_it_has_loaded(site: Site) -> None:
    image = '<img src="/slow.png">'
    start(site, "[loaded, dom_ready]", body=image + "<h1>Hamlet</h1>", gives="${page.title}")
    assert heard(site, 2) == ["Northway", "Northway"]
    assert site.evaluate("() => document.readyState") == "complete"


@pytest.mark.parametrize("kind", ["dom_ready", "loaded"])
def test_a_container_that_comes_late_finds_the_document_ready(site: Site, kind: str) -> None:
    site.serve("/container.js", build(document(kind))).serve("/", "<!doctype html><p>Here").open("/")
    site.page.add_script_tag(url="/container.js")
    consent(site, "marketing")
    assert heard(site, 1) == ["heard"]


# ---- clicks -------------------------------------------------------------------------------------------------------------

PAGE = """
<a id="own" href="/programme">Programme</a>
<a id="sub" href="https://shop.www.northway.test/">Shop</a>
<a id="bare" href="https://northway.test/">Home</a>
<a id="partner" href="https://www.tickets.example/hamlet"><b id="inner">Tickets</b></a>
<a id="away" href="https://other.example/">Elsewhere</a>
<a id="file" href="/files/Plan.PDF?v=2">Plan</a>
<a id="saved" href="/song" download>Song</a>
<a id="mail" href="mailto:box@northway.test">Mail</a>
<svg width="50" height="20"><a id="drawn" href="https://drawn.example/x.zip"><rect id="area" width="50" height="20"/></a></svg>
<p id="plain">Nothing</p>
<x-button id="host"></x-button>
<form name="form"><input name="matches"><a id="form-link" href="https://form.example/">Form</a></form>
<script>
  customElements.define("x-button", class extends HTMLElement {
    constructor() { super(); this.attachShadow({mode: "open"}).innerHTML = '<a id="shadowed" href="https://shadow.example/">In</a>'; }
  });
  document.addEventListener("click", event => { event.preventDefault(); event.stopImmediatePropagation(); }, true);
</script>"""
LINKS = ("own", "sub", "bare", "partner", "away", "file", "saved", "mail", "drawn", "plain", "form-link")


def clicked(site: Site, on: str, gives: str = "${click.id}") -> list[str]:
    start(site, on, body=PAGE, gives=gives)
    for name in LINKS:
        site.evaluate(
            f"() => document.getElementById('{name}').dispatchEvent(new MouseEvent('click', {{bubbles: true, composed: true, cancelable: true}}))"
        )
    site.page.click("#shadowed")
    return heard(site)


def test_links_are_heard_whatever_the_page_does_with_the_click(site: Site) -> None:
    assert clicked(site, "link") == [*(name for name in LINKS if name != "plain"), "shadowed"]
    assert site.page_errors == []


def test_other_sites_are_outbound(site: Site) -> None:
    assert clicked(site, "outbound", "${click.hostname}") == [
        "other.example",
        "drawn.example",
        "form.example",
        "shadow.example",
    ]


def test_files_are_downloads(site: Site) -> None:
    assert clicked(site, "download", "${click.filename}") == ["Plan.PDF", "song", "x.zip"]


def test_an_address_is_tested(site: Site) -> None:
    assert clicked(site, "{link: {starts_with: 'mailto:'}}", "${click.url}") == ["mailto:box@northway.test"]


def test_a_click_inside_a_shadow_tree_is_one_on_its_host_too(site: Site) -> None:
    assert clicked(site, "{click: '#host'}") == ["host"]
    assert clicked(site, "{click: '#shadowed'}") == ["shadowed"]


def test_the_keyboard_and_the_middle_button_follow_links_and_the_right_button_does_not(site: Site) -> None:
    start(site, "link", body='<a id="own" href="#there">There</a>', gives="${click.id}")
    site.page.focus("#own")
    site.page.keyboard.press("Enter")
    site.page.click("#own", button="right")
    site.page.click("#own", button="middle")
    assert heard(site, 2) == ["own", "own"]


@pytest.mark.parametrize("hashed", [False, True], ids=["plain", "with user data"])
def test_a_click_that_leaves_the_page_is_told(site: Site, *, hashed: bool) -> None:
    user = "user_data: {requires: marketing, email: $js.email}\n" if hashed else ""
    site.third_party("https://connect.facebook.net/en_US/fbevents.js", LIBRARY)
    site.serve("/container.js", build(document("outbound", gives="${click.url}", more=user)))
    body = "<a id=away href=https://other.example/next onclick=\"window.email='ann@northway.test'\">Away</a>"
    site.serve("/", site.document(body=body)).open("/")
    consent(site, "marketing")
    site.page.wait_for_function("() => window.fbq && fbq.callMethod")
    site.page.click("#away")
    site.page.wait_for_url("https://other.example/next")
    assert sent(site) == ["https://other.example/next"]


def test_a_form_that_is_sent_elsewhere_is_told(site: Site) -> None:
    site.third_party("https://connect.facebook.net/en_US/fbevents.js", LIBRARY)
    body = '<form id="news" action="https://list.example/"><input name="email" value="a@b.example"><button>Send</button></form>'
    site.install(build(document("{form: '#news'}", gives="${form.fields.email}")), body=body).open("/")
    consent(site, "marketing")
    site.page.wait_for_function("() => window.fbq && fbq.callMethod")
    site.page.click("button")
    site.page.wait_for_url("https://list.example/**")
    assert sent(site) == ["a@b.example"]


# ---- routes -------------------------------------------------------------------------------------------------------------


def test_a_router_changes_the_page_without_loading(site: Site) -> None:
    start(
        site,
        "route",
        body='<h2 id="seats">Seats</h2><a id="jump" href="#seats">Seats</a>',
        gives="${history.source} ${history.old_path} ${page.full_path} ${page.title}",
    )
    site.evaluate("() => { history.pushState({}, '', '/hamlet?q=1'); document.title = 'Hamlet' }")
    assert heard(site, 1) == ["pushState / /hamlet?q=1 Hamlet"]
    site.evaluate("() => { history.replaceState({y: 200}, '') }")
    site.evaluate(
        "() => { history.pushState({}, '', '/account'); history.replaceState({}, '', '/login'); document.title = 'Log in' }"
    )
    assert heard(site, 1) == ["pushState /hamlet /login Log in"]
    site.page.click("#jump")
    assert heard(site, 1) == ["hashchange /login /login#seats Log in"]
    site.evaluate("() => { location.hash = '' }")
    assert heard(site, 1) == ["hashchange /login /login Log in"]
    site.evaluate("() => { history.go(-3) }")
    assert heard(site, 1) == ["popstate /login /hamlet?q=1 Log in"]
    site.settle(100)
    assert heard(site) == []


def test_a_framework_may_wrap_the_history_before_and_after(site: Site) -> None:
    wrap = """<script>
      window.seen = [];
      window.wrap = name => {
        const before = history.pushState;
        history.pushState = function (...args) { seen.push(name); return before.apply(this, args); };
      };
      wrap("before");
    </script>"""
    start(site, "{route: {starts_with: /h}}", head=wrap, gives="${page.path}")
    site.evaluate(
        "() => { wrap('after'); history.pushState({}, '', '/hamlet'); history.pushState({}, '', '/hello') }"
    )
    assert heard(site, 1) == ["/hello"]
    assert site.evaluate("() => seen") == ["after", "before", "after", "before"]
    refused = site.evaluate(
        "() => { try { history.pushState({}, '', 'https://other.example/'); } catch (error) { return error.name } }"
    )
    assert refused == "SecurityError"


# ---- depths, elements and times -----------------------------------------------------------------------------------------


def test_depths_are_seen_one_after_the_other(site: Site) -> None:
    start(site, "{scroll: [25%, 50%, 100%, 2500px]}", body=LONG, gives="${scroll.percent}${scroll.pixels}")
    assert heard(site) == []
    site.evaluate("() => scrollTo(0, 900)")
    assert heard(site, 2) == ["25", "50"]
    site.evaluate("() => scrollTo(0, 0)")
    site.settle()
    site.evaluate("() => scrollTo(0, document.documentElement.scrollHeight)")
    assert heard(site, 2) == ["100", "2500"]


def test_a_short_page_is_seen_at_once_and_again_on_the_next_route(site: Site) -> None:
    start(site, "{scroll: 90%}", body="<p>Short</p>", gives="${page.path}")
    assert heard(site, 1) == ["/"]
    site.evaluate("() => history.pushState({}, '', '/next')")
    assert heard(site, 1) == ["/next"]


def test_an_element_comes_into_view(site: Site) -> None:
    start(site, "{visible: .promotion}", body=LONG, gives="${visible.text} ${visible.percent}")
    site.settle(100)
    assert heard(site) == []
    site.evaluate("() => document.querySelector('.promotion').scrollIntoView()")
    assert heard(site, 1) == ["Half price 100"]
    site.evaluate("() => { scrollTo(0, 0); scrollTo(0, 2000) }")
    site.settle(100)
    assert heard(site) == []
    site.evaluate("() => history.pushState({}, '', '/next')")
    assert heard(site, 1) == ["Half price 100"]


def test_an_element_that_is_added_later_or_becomes_a_match_is_found(site: Site) -> None:
    start(
        site,
        "{visible: {selector: '.offer.open', for: 200ms}}",
        body='<p id="one" class="offer">One</p>',
        gives="${visible.id}",
    )
    site.settle(100)
    site.evaluate(
        "() => document.body.insertAdjacentHTML('beforeend', '<p id=two class=\"offer open\">Two</p>')"
    )
    assert heard(site, 1) == ["two"]
    site.evaluate("() => document.getElementById('one').classList.add('open')")
    assert heard(site, 1) == ["one"]


def test_a_page_with_fifty_thousand_elements_that_changes_all_the_time_stays_quick(site: Site) -> None:
    many = "<script>document.write('<i class=x></i>'.repeat(50000))</script>"
    start(site, "{visible: .promotion}", body=many)
    milliseconds, spent, looks = site.evaluate("""() => new Promise(done => {
      const real = document.querySelectorAll.bind(document);
      let spent = 0, looks = 0;
      document.querySelectorAll = selector => {
        const begun = performance.now();
        const found = real(selector);
        spent += performance.now() - begun;
        looks += 1;
        return found;
      };
      const begun = performance.now();
      const change = () => {
        document.body.append(document.createElement("b"));
        const passed = performance.now() - begun;
        passed < 1800 ? setTimeout(change) : done([passed, spent, looks]);
      };
      change();
    })""")
    assert 1 <= looks <= milliseconds / 500
    assert spent < milliseconds / 10


def test_times_pass(site: Site) -> None:
    site.page.clock.install()
    start(
        site, "[{timer: [3s, 10s]}, {timer: {every: 4s, times: 2}}]", gives="${timer.seconds} ${timer.count}"
    )
    site.page.clock.run_for(3500)
    assert heard(site, 1) == ["3 1"]
    site.page.clock.run_for(60_000)
    assert heard(site, 3) == ["4 1", "8 2", "10 2"]


# ---- errors, and the end ------------------------------------------------------------------------------------------------


def test_errors_of_the_page_are_told_once_each(site: Site) -> None:
    start(site, "error", gives="${error.message}|${error.line}")
    site.evaluate(
        "() => { for (let i = 0; i < 3; i += 1) setTimeout(() => { throw new TypeError('broken') }) }"
    )
    assert [text.partition("|")[0] for text in heard(site, 1)] == ["Uncaught TypeError: broken"]
    site.evaluate("() => { Promise.reject(new RangeError('refused')) }")
    assert heard(site, 1) == ["RangeError: refused|"]
    site.settle(100)
    assert heard(site) == []


def test_a_vendor_that_fails_later_for_every_event_makes_no_circle(site: Site) -> None:
    start(site, "error", gives="${error.message}")
    site.evaluate(
        "() => { fbq.callMethod = () => setTimeout(() => { throw new Error('the vendor ' + Math.random()) }) }"
    )
    site.evaluate("() => { setTimeout(() => { throw new Error('the page') }) }")
    site.settle(300)
    assert 1 < len(site.page_errors) <= 21


def test_a_page_is_left_by_another_address_and_what_waits_for_a_hash_goes_too(site: Site) -> None:
    # What is sent while a page goes is out of the test's sight, so the library notes what it is told.
    notes = "fbq.callMethod = (...call) => localStorage.setItem(call[1], call[2].content_name);"
    site.third_party("https://connect.facebook.net/en_US/fbevents.js", notes)
    site.serve("/next", "<!doctype html><title>Next</title>")
    user = "user_data: {requires: marketing, email: $js.email}\n"
    site.install(build(document("leave", gives="${page.path}", more=user))).open("/")
    consent(site, "marketing")
    site.page.wait_for_function("() => window.fbq && fbq.callMethod")
    site.evaluate("() => { window.email = 'ann@northway.test' }")  # and nothing happens that looks for it
    site.open("/next")
    assert site.storage()["Lead"] == "/"


def test_no_listener_throws_on_a_page_without_a_body(site: Site) -> None:
    every = "[link, dom_ready, loaded, route, error, leave, {visible: .a}, {scroll: 50%}, {timer: 1s}]"
    site.serve("/container.js", build(document(every)))
    site.serve("/", '<!doctype html><script src="/container.js"></script>').open("/")
    consent(site, "marketing")
    site.evaluate(
        "() => { document.documentElement.remove(); dispatchEvent(new Event('scroll')); dispatchEvent(new Event('resize')) }"
    )
    site.evaluate(
        "() => { dispatchEvent(new Event('click')); dispatchEvent(new Event('error')); dispatchEvent(new Event('pagehide')) }"
    )
    site.settle(100)
    assert site.page_errors == []
