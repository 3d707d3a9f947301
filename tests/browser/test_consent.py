"""Consent in a real page: every platform by itself, sources, regions, partial decisions, refusal, withdrawal."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import pytest

from tagc import registry
from tests.browser.journey import (
    ADVERTISERS,
    EVERY_PAGE_VIEW,
    IDS,
    PAGE_VIEW,
    PLATFORMS,
    SPY,
    consent,
    events_of,
    names,
    of_all,
    of_one,
    open_page,
    queued,
    withdraw,
)
from tests.examples import build, program_of

if TYPE_CHECKING:
    from tests.browser.site import Site

EACH_PLATFORM = pytest.mark.parametrize("platform", PLATFORMS)
BUILDS = pytest.mark.parametrize("readable", [False, True], ids=["minified", "readable"])


def test_every_platform_takes_part() -> None:
    assert set(IDS) == set(PLATFORMS) == set(PAGE_VIEW)


def loads(site: Site) -> list[str]:
    return [f"https://{r.host}{r.path}" for r in site.third_party_requests]


def cookies_become(site: Site, expected: dict[str, str]) -> dict[str, str]:
    """The cookies, when they are as expected or a second has passed: Chromium stores them a little later."""
    for _ in range(50):
        if site.cookies() == expected:
            break
        site.page.wait_for_timeout(20)
    return site.cookies()


# ---- every platform by itself -----------------------------------------------------------------------------


@EACH_PLATFORM
@BUILDS
def test_nothing_before_the_grant_and_everything_once_after_it(
    site: Site, platform: str, *, readable: bool
) -> None:
    site.page.add_init_script(SPY)
    open_page(site, of_one(platform), readable=readable)
    site.page.click(".book")
    site.evaluate("() => { dataLayer.push({event: 'order', id: 'A1', value: 5}) }")
    site.settle()
    assert site.third_party_requests == []
    assert site.evaluate("() => __device") == []
    consent(site, "marketing")
    told = events_of(queued(site))
    assert len(told) == len(PAGE_VIEW[platform]) + 2
    assert set(PAGE_VIEW[platform]) <= set(told)
    consent(site, "marketing")
    site.evaluate("() => { dataLayer.push({event: 'order', id: 'A1', value: 5}) }")
    site.settle()
    assert events_of(queued(site)) == []
    assert loads(site) == list(registry.platforms()[platform].scripts)
    assert site.page_errors == site.console_errors == []


@EACH_PLATFORM
@BUILDS
def test_a_withdrawal_silences_and_deletes_all_that_is_declared(
    site: Site, platform: str, *, readable: bool
) -> None:
    (instance,) = program_of(of_one(platform)).instances
    declared = [cookie.name.replace("*", "AB-1.x") for cookie in instance.cookies if not cookie.third_party]
    keys = [(entry.kind, entry.name.replace("*", "AB-1.x")) for entry in instance.storage]
    home = urlsplit(site.home).hostname
    for name in declared:
        site.set_cookie(name, "host")
        site.set_cookie(name, "parent", domain=".northway.test")
        site.set_cookie(name, "own", domain=f".{home}")
        site.set_cookie(name, "path", path="/whats-on")
        site.set_cookie(name, "path", path="/whats-on/hamlet/")
        site.set_cookie(name, "parent-path", domain=".northway.test", path="/whats-on/")
    site.set_cookie("cart", "3").set_cookie("_fbpx", "1").set_cookie("x_ga", "1")
    page = "/whats-on/hamlet/seats"
    open_page(site, of_one(platform), readable=readable)
    site.serve(page, site.document(body='<a class="book" href="#book">Book</a>')).open(page)
    for kind, key in keys:
        site.evaluate(f"() => {{ {kind}Storage.setItem({json.dumps(key)}, '1') }}")
    site.evaluate("() => { localStorage.cart = sessionStorage.cart = 1 }")
    consent(site, "marketing")
    site.evaluate("() => { dataLayer.push({event: 'order', id: 'A1', value: 5}) }")
    assert "tagc:one" in site.storage()
    queued(site)
    withdraw(site)
    queued(site)  # the library's own switch
    left = {"cart": "3", "_fbpx": "1", "x_ga": "1"}
    assert cookies_become(site, left) == left
    assert site.storage() == site.storage("session") == {"cart": "1"}
    asked = len(site.third_party_requests)
    site.page.click(".book")
    site.evaluate("() => { dataLayer.push({event: 'order', id: 'A2', value: 5}) }")
    site.settle()
    assert queued(site) == []
    assert len(site.third_party_requests) == asked
    assert site.page_errors == []


@EACH_PLATFORM
def test_after_a_refusal_a_grant_tells_of_the_page_view_and_of_nothing_before(
    site: Site, platform: str
) -> None:
    open_page(site, of_one(platform))
    site.page.click(".book")
    consent(site)
    site.evaluate("() => { dataLayer.push({event: 'order', id: 'A1', value: 5}) }")
    site.settle()
    assert site.third_party_requests == []
    consent(site, "marketing")
    assert events_of(queued(site)) == PAGE_VIEW[platform]
    site.page.click(".book")
    assert len(events_of(queued(site))) == 1


@EACH_PLATFORM
def test_a_second_grant_after_a_withdrawal_loads_nothing_again(site: Site, platform: str) -> None:
    open_page(site, of_one(platform))
    consent(site, "marketing")
    withdraw(site)
    queued(site)
    consent(site, "marketing")
    told = queued(site)
    # What cannot be switched on again stays off until the next page.
    expected = PAGE_VIEW[platform] if registry.platforms()[platform].resume is not None else []
    assert events_of(told) == expected
    site.settle()
    assert len(loads(site)) == 1


def test_a_long_address_is_cleaned_quickly(site: Site) -> None:
    path = "/whats-on/" + "a-very-long-name-of-a-show/" * 60
    for name in ("_fbp", "_fbc"):
        site.set_cookie(name, "1", path=path[:900].rpartition("/")[0])
    site.install(build(of_one("meta"))).serve(path, site.document()).open(path)
    consent(site, "marketing")
    begun = time.monotonic()
    withdraw(site)
    assert time.monotonic() - begun < 2
    assert cookies_become(site, {}) == {}


# ---- partial decisions ------------------------------------------------------------------------------------


@BUILDS
def test_only_what_was_granted_is_told(site: Site, *, readable: bool) -> None:
    open_page(site, of_all(), readable=readable)
    consent(site, "analytics")
    calls = queued(site)
    assert {call[0] for call in calls} == {"gtag"}
    assert events_of(calls) == ["ga4 page_view"]
    states = [call[3] for call in calls if call[:2] == ["gtag", "consent"]]
    assert states[-1]["analytics_storage"] == "granted"
    assert states[-1]["ad_storage"] == states[-1]["ad_user_data"] == "denied"
    site.settle()
    assert site.third_party_hosts == {"www.googletagmanager.com"}
    consent(site, "analytics", "marketing")
    calls = queued(site)
    assert events_of(calls) == [event for event in EVERY_PAGE_VIEW if event != "ga4 page_view"]
    assert [call[3]["ad_storage"] for call in calls if call[:2] == ["gtag", "consent"]] == ["granted"]
    consent(site, "analytics")
    site.evaluate("() => { tagc('event', 'order', {id: 'A1', value: 5}) }")
    assert events_of(queued(site)) == ["ga4 purchase"]


def test_google_commands_are_arguments_objects_with_the_defaults_first(site: Site) -> None:
    open_page(site, of_all())
    consent(site, "analytics")
    kinds = site.evaluate(
        "() => dataLayer.map(e => Object.prototype.toString.call(e) + ' ' + e[0] + ' ' + e[1])"
    )
    assert kinds[0] == "[object Arguments] consent default"
    assert kinds[1] == "[object Arguments] consent update"
    assert all(kind.startswith("[object Arguments]") for kind in kinds)


# ---- who decides ------------------------------------------------------------------------------------------

STUB = "window.tagc=window.tagc||Object.assign(function(){tagc.q.push(arguments)},{q:[]});"


def test_what_the_stub_was_told_counts_in_its_order(site: Site) -> None:
    site.serve(
        "/before.js",
        STUB
        + "tagc('event', 'order', {id: 'A1', value: 5}); tagc('consent', {analytics: true, marketing: true});"
        "tagc('event', 'order', {id: 'A2', value: 6})",
    )
    open_page(site, of_all(), head='<script src="/before.js"></script>')
    calls = [call for call in queued(site) if call[:2] == ["fbq", "track"]]
    assert [(call[2], call[3].get("order_id")) for call in calls] == [
        ("PageView", None),
        ("Purchase", "A1"),
        ("Purchase", "A2"),
    ]


def test_a_refusal_in_the_stub_counts(site: Site) -> None:
    site.serve("/before.js", STUB + "tagc('event', 'order', {id: 'A1', value: 5}); tagc('consent', 'revoke')")
    open_page(site, of_all(), head='<script src="/before.js"></script>')
    site.settle()
    assert site.third_party_requests == []
    assert queued(site) == []


@pytest.mark.parametrize(
    "decision",
    ["null", "undefined", "'yes'", "true", "['marketing']", "{marketing: 'true'}", "{marketing: 1}"],
)
def test_what_is_no_decision_grants_nothing(site: Site, decision: str) -> None:
    open_page(site, of_all())
    site.evaluate(f"() => {{ tagc('consent', {decision}) }}")
    site.settle()
    assert site.third_party_requests == []
    assert site.page_errors == []


LAYER = (
    "categories: [analytics, marketing], sources: [{use: data_layer, event: consent_saved,"
    " map: {analytics: c.statistics, marketing: c.ads}}]"
)


@pytest.mark.parametrize("when", ["before", "after"])
def test_the_data_layer_may_tell_before_and_after(site: Site, when: str) -> None:
    entry = "{event: 'consent_saved', c: {statistics: false, ads: true}}"
    before = f"<script>window.dataLayer = [{entry if when == 'before' else ''}]</script>"
    open_page(site, of_all(consent=LAYER), head=before)
    if when == "after":
        assert queued(site) == []
        site.evaluate(f"() => {{ dataLayer.push({entry}) }}")
    assert events_of(queued(site)) == [event for event in EVERY_PAGE_VIEW if event != "ga4 page_view"]
    site.evaluate("() => { dataLayer.push({event: 'consent_saved', c: {}}) }")
    queued(site)
    site.evaluate("() => { dataLayer.push({event: 'order', id: 'A1', value: 5}) }")
    assert queued(site) == []


COOKIE = (
    "categories: [analytics, marketing], sources: [{use: cookie, name: choice, format: json,"
    " map: {analytics: statistics, marketing: ads}}]"
)


def test_a_cookie_of_an_earlier_page_decides_at_once(site: Site) -> None:
    site.set_cookie("choice", quote(json.dumps({"statistics": True, "ads": True})))
    open_page(site, of_all(consent=COOKIE))
    assert events_of(queued(site)) == EVERY_PAGE_VIEW


@pytest.mark.parametrize("value", ["", "{", "null", "true", "%E0%A4%A", "[1]", '{"ads":"no"}'])
def test_a_cookie_that_tells_nothing_grants_nothing(site: Site, value: str) -> None:
    site.set_cookie("choice", value).set_cookie("xchoice", '{"ads":true}')
    open_page(site, of_all(consent=COOKIE))
    site.settle()
    assert site.third_party_requests == []
    assert site.page_errors == []


def test_a_change_of_the_cookie_is_heard_at_once(site: Site) -> None:
    open_page(site, of_all(consent=COOKIE))
    assert site.evaluate("() => typeof cookieStore") == "object"
    write = "text => { document.cookie = 'choice=' + encodeURIComponent(text) + ';path=/' }"
    for text, told in (
        ('{"statistics":true}', ["ga4"]),
        ('{"statistics":true,"ads":true}', ADVERTISERS),
        (
            '{"statistics":true}',
            ["meta", "microsoft", "pinterest", "reddit", "tiktok"],
        ),  # those with a switch of their own
    ):
        begun = time.monotonic()
        site.page.evaluate(write, text)
        found: list[str] = []
        while (
            found != told and time.monotonic() - begun < 0.8
        ):  # without cookieStore it is looked at each second
            site.page.wait_for_timeout(5)
            found = sorted({*found, *names(site)})
        assert found == told, text


def test_another_tabs_withdrawal_is_heard(site: Site) -> None:
    site.set_cookie("choice", quote('{"ads":true}'))
    open_page(site, of_all(consent=COOKIE))
    assert "meta" in names(site)
    other = site.page.context.new_page()
    other.goto(site.home)
    other.evaluate("() => { document.cookie = 'choice=;max-age=0;path=/' }")
    site.settle(150)
    assert ["fbq", "consent", "revoke"] in queued(site)


def test_an_http_page_has_no_cookie_store_and_hears_within_a_second(site: Site) -> None:
    home = "http://shop.northway.test/"
    site.serve(f"{home}container.js", build(of_all(consent=COOKIE))).serve(home, site.document())
    site.open(home)
    assert site.evaluate("() => typeof cookieStore") == "undefined"
    site.evaluate("() => { document.cookie = 'choice={\"ads\":true}' }")
    site.settle(1200)
    assert "meta" in names(site)


# ---- where nobody decided ---------------------------------------------------------------------------------

REGIONS = (
    "categories: [analytics, marketing], regimes: {default: opt_in, regions: [{in: [US], regime: opt_out}]},"
    " region_from: [{global: __tagc_region}, {meta: tagc-region}, {cookie: tagc_region}], gpc: by_region"
)
SIGNAL = "Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', {configurable: true, get: () => true});"


@pytest.mark.parametrize(
    ("region", "signal", "told"),
    [
        ("US", False, ["ga4", *ADVERTISERS]),
        ("US-CA", False, ["ga4", *ADVERTISERS]),
        ("US", True, ["ga4"]),
        ("DE", False, []),
        ("DE", True, []),
        ("", False, []),
        ("us", False, []),
        ("USA", False, []),
        ("EU", True, []),
    ],
)
def test_a_region_decides_where_nobody_did(site: Site, region: str, told: list[str], *, signal: bool) -> None:
    if signal:
        site.page.add_init_script(SIGNAL)
    open_page(site, of_all(consent=REGIONS), head=f'<meta name="tagc-region" content="{region}">')
    assert names(site) == told
    site.settle(20)
    assert not told or "www.googletagmanager.com" in site.third_party_hosts
    assert told or site.third_party_requests == []


@pytest.mark.parametrize(("region", "told"), [("US", ["ga4"]), ("", ["ga4"]), ("DE", ["ga4", *ADVERTISERS])])
def test_the_browsers_signal_outweighs_a_grant_except_where_opt_in_holds(
    site: Site, region: str, told: list[str]
) -> None:
    site.page.add_init_script(SIGNAL)
    open_page(site, of_all(consent=REGIONS), head=f'<meta name="tagc-region" content="{region}">')
    queued(site)
    consent(site, "analytics", "marketing")
    found = names(site)
    assert set(found) <= set(told)
    assert ("meta" in found) == ("meta" in told)


@pytest.mark.parametrize("where", ["global", "meta", "cookie"])
def test_the_first_valid_region_counts(site: Site, where: str) -> None:
    head = {
        "global": "<script>__tagc_region = 'US'</script><meta name='tagc-region' content='DE'>",
        "meta": "<script>__tagc_region = {}</script><meta name='tagc-region' content='US'>",
        "cookie": "<meta name='tagc-region' content='?'>",
    }[where]
    site.set_cookie("tagc_region", "US" if where == "cookie" else "DE")
    open_page(site, of_all(consent=REGIONS), head=head)
    assert names(site) == ["ga4", *ADVERTISERS]


def test_an_opt_out_is_heard_before_the_default_grant_takes_place(site: Site) -> None:
    site.page.clock.install()
    head = '<meta name="tagc-region" content="US">'
    open_page(site, of_all(consent=f"{LAYER}, {REGIONS.partition('], ')[2]}"), head=head)
    assert queued(site) == []
    site.page.clock.run_for(4900)
    assert queued(site) == []
    assert site.third_party_requests == []
    site.page.clock.run_for(200)
    assert names(site) == ["ga4", *ADVERTISERS]


def test_a_late_objection_in_an_opt_out_region_is_in_time(site: Site) -> None:
    site.page.clock.install()
    head = '<meta name="tagc-region" content="US">'
    open_page(site, of_all(consent=f"{LAYER}, {REGIONS.partition('], ')[2]}"), head=head)
    site.page.clock.run_for(4000)
    site.evaluate("() => { dataLayer.push({event: 'consent_saved', c: {statistics: true}}) }")
    site.page.clock.run_for(10_000)
    assert names(site) == ["ga4"]


# ---- withdrawal in the middle -----------------------------------------------------------------------------


def test_a_withdrawal_while_the_held_events_go_out_stops_the_rest(site: Site) -> None:
    open_page(site, of_one("meta"))
    for _ in range(5):
        site.page.click(".book")
    site.evaluate(
        "() => { window.fbq = function (...call) { fbq.queue.push(call);"
        " if (call[1] === 'Lead' && ++fbq.leads === 2) tagc('consent', 'revoke') };"
        " fbq.queue = []; fbq.leads = 0; fbq.callMethod = null }"
    )
    consent(site, "marketing")
    assert events_of(queued(site)) == ["meta Lead", "meta Lead", "meta PageView"]
