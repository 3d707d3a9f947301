"""The life of a page in a real browser: rendered in advance, left and come back to, strict about scripts, large, old."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.journey import consent, events_of, of_all, of_one, open_page, queued
from tests.examples import build

if TYPE_CHECKING:
    from tests.browser.site import Site

BUILDS = pytest.mark.parametrize("readable", [False, True], ids=["minified", "readable"])
UNSEEN = """<script>
let unseen = true;
Object.defineProperty(Document.prototype, "prerendering", {configurable: true, get: () => unseen});
window.show = () => { unseen = false; document.dispatchEvent(new Event("prerenderingchange", {bubbles: true})); };
</script>"""
STRICT = "require-trusted-types-for 'script'; trusted-types tagc"


def grant(site: Site) -> Site:
    return consent(site, "analytics", "marketing")


@BUILDS
def test_a_page_rendered_in_advance_asks_no_vendor_for_anything_until_it_is_shown(
    site: Site, *, readable: bool
) -> None:
    grant(open_page(site, of_all(), head=UNSEEN, readable=readable)).settle()
    assert site.third_party_requests == []
    site.evaluate("() => show()")
    site.settle()
    assert "connect.facebook.net" in site.third_party_hosts
    told = events_of(queued(site))
    assert "meta PageView" in told
    assert len(told) == len(set(told))


def test_a_page_that_comes_back_as_it_was_left_is_seen_again(site: Site) -> None:
    grant(open_page(site, of_one("meta")))
    assert events_of(queued(site)) == ["meta PageView"]
    site.evaluate("() => { dispatchEvent(new PageTransitionEvent('pageshow', {persisted: false})) }")
    assert events_of(queued(site)) == []
    site.evaluate("() => { dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true})) }")
    assert events_of(queued(site)) == ["meta PageView"]


@BUILDS
def test_where_trusted_types_are_enforced_every_platform_loads_and_nothing_is_refused(
    site: Site, *, readable: bool
) -> None:
    document = of_all().replace("container:", "trusted_types: true\ncontainer:", 1)
    grant(open_page(site, document, csp=STRICT, readable=readable)).settle()
    assert site.csp_violations() == []
    assert site.page_errors == []
    assert "connect.facebook.net" in site.third_party_hosts
    assert len(events_of(queued(site))) >= 2


def test_the_policy_admits_no_script_but_those_of_the_container(site: Site) -> None:
    document = of_one("meta").replace("container:", "trusted_types: true\ncontainer:", 1)
    made = """
    const create = trustedTypes.createPolicy.bind(trustedTypes);
    trustedTypes.createPolicy = (name, rules) => window.policy = create(name, rules);
    """
    grant(open_page(site, document, csp=STRICT, head=f"<script>{made}</script>"))
    allowed = "https://connect.facebook.net/en_US/fbevents.js"
    tried = "address => String(policy.createScriptURL(address))"
    assert site.page.evaluate(tried, allowed) == allowed
    assert site.page.evaluate(tried, f"{allowed}?v=1") == f"{allowed}?v=1"
    for other in ("https://evil.example/x.js", "https://connect.facebook.net/other.js", "data:,alert(1)"):
        assert site.page.evaluate(tried, other) == ""


def test_without_the_setting_an_enforced_policy_keeps_the_libraries_out_and_hurts_nobody(site: Site) -> None:
    grant(open_page(site, of_one("meta"), csp=STRICT)).settle()
    assert site.third_party_requests == []
    assert site.page_errors == []


def test_a_readable_build_warns_of_a_library_that_was_there_before(site: Site) -> None:
    said: list[str] = []
    site.page.on("console", lambda message: said.append(message.text))
    page = "<script>window.fbq = function () {}</script>"
    grant(open_page(site, of_one("meta"), head=page, readable=True)).settle()
    assert [text for text in said if "window.fbq was there already" in text]


def test_a_build_for_visitors_says_nothing_of_it(site: Site) -> None:
    said: list[str] = []
    site.page.on("console", lambda message: said.append(message.text))
    page = "<script>window.fbq = function () {}</script>"
    grant(open_page(site, of_one("meta"), head=page)).settle()
    assert said == []


def test_a_container_that_comes_late_hears_what_happened_before_it(site: Site) -> None:
    site.serve("/container.js", build(of_one("meta"))).serve("/", "<!doctype html><title>Northway</title>")
    site.open("/")
    site.evaluate("() => { window.dataLayer = [{event: 'order', id: 'A1', value: 5}] }")
    site.page.add_script_tag(url="/container.js")
    grant(site)
    assert events_of(queued(site)) == ["meta PageView", "meta Purchase"]


def test_a_click_on_a_page_of_fifty_thousand_elements_is_heard(site: Site) -> None:
    many = "<script>document.write('<i>x</i>'.repeat(50000))</script>"
    grant(open_page(site, of_one("meta"), body=f'{many}<a class="book" href="#book">Book</a>'))
    queued(site)
    site.evaluate("() => document.querySelector('a.book').click()")
    assert events_of(queued(site)) == ["meta Lead"]
