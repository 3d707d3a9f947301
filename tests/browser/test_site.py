"""The harness itself, with snippets instead of containers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import find_chromium

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.site import Site

STRICT = "default-src 'none'; script-src 'self' https://vendor.test; connect-src 'self'; img-src 'self'"

LOAD = "const s = document.createElement('script'); s.src = 'https://vendor.test/lib.js?id=1'; document.head.append(s);"


def test_a_page_and_its_files_come_without_a_server(site: Site) -> None:
    site.install("window.ran = document.title", body="<h1>Hamlet</h1>").open("/")
    assert site.page.inner_text("h1") == "Hamlet"
    assert site.evaluate("window.ran") == "Northway"
    assert [(r.host, r.path, r.kind) for r in site.requests[:2]] == [
        ("www.northway.test", "/", "document"),
        ("www.northway.test", "/container.js", "script"),
    ]
    assert site.third_party_requests == []
    assert site.console_errors == site.page_errors == []


def test_requests_to_others_are_recorded_and_answered(site: Site) -> None:
    site.install(
        LOAD + "new Image().src = 'https://pixel.test/p?a=1&b=';"
        "fetch('https://api.test/e', {method: 'POST', body: 'x'}).then(r => { window.status_ = r.status });"
        "navigator.sendBeacon('/t/e', 'beacon')"
    ).open("/")
    script = site.wait_for_request("vendor.test")
    assert (script.kind, script.query) == ("script", {"id": "1"})
    assert site.wait_for_request("pixel.test").query == {"a": "1", "b": ""}
    assert site.wait_for_request("api.test").body == "x"
    assert site.wait_for_request("/t/e").body == "beacon"
    assert site.third_party_hosts == {"vendor.test", "pixel.test", "api.test"}
    site.page.wait_for_function("window.status_ === 204")
    assert site.console_errors == []


def test_a_third_partys_script_can_be_given(site: Site) -> None:
    site.third_party("https://vendor.test/lib.js", "window.vendor = 'here'").install(LOAD).open("/")
    site.page.wait_for_function("window.vendor === 'here'")
    assert [r.url for r in site.third_party_requests] == ["https://vendor.test/lib.js?id=1"]


def test_another_own_host_is_not_a_third_party(site: Site) -> None:
    site.serve("https://cdn.northway.test/a.js", "window.a = 1")
    site.serve("/", site.document(container="https://cdn.northway.test/a.js")).open("/")
    assert site.evaluate("window.a") == 1
    assert site.third_party_requests == []


def test_vendor_calls_are_taken_from_the_queues(site: Site) -> None:
    site.install(
        "window.fbq = function () { fbq.queue.push(arguments) }; fbq.queue = []; fbq('init', '1');"
        "window.lintrk = function (a, b) { lintrk.q.push([a, b]) }; lintrk.q = []; lintrk('track', {conversion_id: 5});"
        "window.ttq = []; ttq.push(['track', 'Lead']);"
        "window.dataLayer = [{event: 'mine'}]; function gtag() { dataLayer.push(arguments) } gtag('js', new Date(5));"
        "dataLayer.push(['event', 'not_a_command'])"
    ).open("/")
    assert site.vendor_calls() == {
        "fbq": [["init", "1"]],
        "lintrk": [["track", {"conversion_id": 5}]],
        "ttq": [["track", "Lead"]],
        "gtag": [["js", {"__date__": 5}]],
    }
    assert site.vendor_calls() == {}
    site.evaluate("() => { fbq('track', 'Lead'); gtag('event', 'x') }")
    assert site.vendor_calls() == {"fbq": [["track", "Lead"]], "gtag": [["event", "x"]]}


def test_cookies_and_storage_can_be_seen_and_prepared(site: Site) -> None:
    site.set_cookie("old", "1").set_cookie("parent", "2", domain=".northway.test")
    site.install("document.cookie = 'new=3'; localStorage.a = 1; sessionStorage.setItem('b', 2)").open("/")
    assert site.cookies() == {"old": "1", "parent": "2", "new": "3"}
    assert {c["name"]: c["domain"] for c in site.cookie_jar()}["parent"] == ".northway.test"
    assert site.storage() == {"a": "1"}
    assert site.storage("session") == {"b": "2"}


def test_violations_of_the_policy_are_seen_and_everything_else_works_under_it(site: Site) -> None:
    site.install(
        LOAD
        + "new Image().src = 'https://pixel.test/p'; try { eval('1') } catch (e) { window.refused = e.name }",
        csp=STRICT,
    ).open("/")
    site.wait_for_request("vendor.test")
    assert site.evaluate("() => window.refused") == "EvalError"
    blocked = {(v["directive"], v["blocked"]) for v in site.csp_violations()}
    assert {("img-src", "https://pixel.test/p"), ("script-src", "eval")} <= blocked
    assert site.third_party_hosts == {"vendor.test"}
    assert site.vendor_calls() == {}


def test_errors_of_the_page_and_of_the_console_are_seen(site: Site) -> None:
    site.install("console.error('told'); console.log('quiet'); throw new Error('thrown')").open("/")
    assert site.page_errors == ["thrown"]
    assert site.console_errors == ["told"]


def test_a_referrer_can_be_given_and_statuses_and_headers_set(site: Site) -> None:
    site.serve("/gone", "<p>Gone</p>", status=410, headers={"Set-Cookie": "a=1; Path=/"})
    site.open("/gone", referrer="https://search.test/")
    assert site.evaluate("document.referrer") == "https://search.test/"
    assert site.cookies() == {"a": "1"}
    site.open("/nothing-here")
    assert site.page.inner_text("body") == "nothing here"


def test_what_a_visitor_does_works(site: Site) -> None:
    site.install(
        "document.addEventListener('click', e => { window.clicked = e.target.closest('a').className })",
        body='<a class="book-now" href="/book"><b>Book</b></a>',
    ).serve("/book", "<h1>Booking</h1>")
    site.open("/")
    site.page.click(".book-now b")
    site.page.wait_for_url("**/book")
    assert site.page.inner_text("h1") == "Booking"


@pytest.mark.parametrize("visit", [1, 2])
def test_two_tests_share_no_cookies_and_no_storage(site: Site, visit: int) -> None:
    site.install(
        "window.before = document.cookie + localStorage.length; document.cookie = 'a=1'; localStorage.a = 1"
    )
    site.open("/")
    assert site.evaluate("window.before") == "0"


def test_without_a_browser_the_tests_fail_and_say_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("TAGC_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(pytest.fail.Exception, match="install it"):
        find_chromium()
    monkeypatch.setenv("TAGC_CHROMIUM", str(tmp_path / "none"))
    with pytest.raises(pytest.fail.Exception, match="TAGC_CHROMIUM is"):
        find_chromium()
