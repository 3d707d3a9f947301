"""The pages of examples/embedding in Chromium, with a container that was built: what they promise, they do."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.documents import build, document
from tests.examples import ROOT

if TYPE_CHECKING:
    from tests.browser.site import Site

FOLDER = ROOT / "embedding"
EVENTS = {
    "page_view": {},
    "purchase": {
        "on": {"data_layer": "order_complete"},
        "once_per": "$event.order_id",
        "params": {"order_id": "$event.order_id", "value": "$event.total", "currency": "GBP"},
    },
}
BUILT = build(document("meta", events=EVENTS))
CONTAINER = BUILT.files["container.js"].decode()

# What gtm.js does to a data layer that is there: it handles what stands in it, and puts its own push in the place of the old.
MANAGER = """
(() => {
  const layer = window.dataLayer, push = layer.push;
  window.managerHeard = layer.map(entry => entry.event);
  layer.push = function (...entries) {
    const length = push.apply(layer, entries);
    window.managerHeard.push(...entries.map(entry => entry.event));
    return length;
  };
  layer.push({ event: "gtm.dom", "gtm.uniqueEventId": 2 });
})();
"""


def text(name: str) -> str:
    return (FOLDER / name).read_text("utf-8")


def names(site: Site) -> list[str]:
    """The events that Meta was told, in order."""
    return [call[1] for call in site.vendor_calls().get("fbq", []) if call[0] == "track"]


def test_plain_html_tells_nobody_anything_before_yes_and_everything_after(site: Site) -> None:
    site.serve("/container.js", CONTAINER).serve("/", text("html/index.html")).open()
    assert site.settle(100).third_party_requests == []
    site.page.click("#accept")
    assert sorted(names(site)) == ["PageView", "Purchase"]
    site.page.click("#refuse")
    assert site.page_errors == []


def test_plain_html_may_call_before_the_container_is_there(site: Site) -> None:
    early = text("html/index.html").replace(
        "</head>", '<script>tagc("consent", {marketing: true})</script></head>'
    )
    site.serve("/container.js", CONTAINER).serve("/", early).open()
    site.settle(100)
    assert sorted(names(site)) == ["PageView", "Purchase"]


def test_the_strict_page_runs_under_a_policy_without_inline_scripts(site: Site) -> None:
    policy = json.loads(BUILT.files["manifest.json"])["csp"]["after_consent"]["header"]
    assert "unsafe" not in policy
    for name in ("tagc-stub.js", "banner.js"):
        site.serve(f"/{name}", text(f"html/{name}"))
    site.serve("/container.js", CONTAINER)
    site.serve("/", text("html/strict.html"), headers={"Content-Security-Policy": policy}).open()
    site.page.click("#accept")
    assert names(site) == ["PageView"]
    assert site.csp_violations() == []
    assert site.console_errors == []


@pytest.mark.parametrize("nonce", [True, False], ids=["with nonce", "without"])
def test_under_strict_dynamic_the_container_needs_the_nonce_and_vendors_come_with_it(
    site: Site, *, nonce: bool
) -> None:
    mark = ' nonce="abc"' if nonce else ""
    page = f'<!doctype html><title>x</title><script src="/container.js" defer{mark}></script>'
    policy = "script-src 'self' 'nonce-abc' 'strict-dynamic'"
    site.serve("/container.js", CONTAINER)
    site.serve("/", page, headers={"Content-Security-Policy": policy}).open()
    if nonce:
        site.evaluate("() => tagc('consent', {marketing: true})")
        assert site.wait_for_request("fbevents.js").kind == "script"
        assert site.csp_violations() == []
    else:
        assert site.evaluate("() => typeof tagc") == "undefined"
        assert [violation["directive"] for violation in site.csp_violations()] == ["script-src-elem"]


@pytest.mark.parametrize("first", ["container", "manager"])
def test_beside_google_tag_manager_both_hear_every_event_once(site: Site, first: str) -> None:
    page = text("google-tag-manager/index.html")
    if first == "container":
        page = page.replace(" defer", "")
    site.serve("/container.js", CONTAINER).serve("/", page)
    site.third_party("https://www.googletagmanager.com/gtm.js", MANAGER)
    site.open()
    site.wait_for_request("gtm.js?id=GTM-ABC1234")
    site.page.wait_for_function("() => window.managerHeard")
    site.page.click("#buy")
    site.evaluate("() => tagc('consent', {marketing: true})")
    assert sorted(names(site)) == ["PageView", "Purchase"]
    heard = [name for name in site.evaluate("() => managerHeard") if name]
    assert heard == ["gtm.js", "gtm.dom", "order_complete"]


# ---- consent of WordPress and Shopify ---------------------------------------------------------------------


WORDPRESS = """
window.granted = {};
window.wp_has_consent = category => document.cookie.includes(`wp_consent_${category}=allow`);
window.wp_set_consent = (category, value) => {
  document.cookie = `wp_consent_${category}=${value}; path=/`;
  document.dispatchEvent(new CustomEvent("wp_listen_for_consent_change", {detail: {[category]: value}}));
};
"""
SHOPIFY = """
const state = window.privacyState = {allowed: %s, answered: ""};
window.Shopify = {
  customerPrivacy: {
    analyticsProcessingAllowed: () => state.allowed,
    marketingAllowed: () => state.allowed,
    currentVisitorConsent: () => ({analytics: state.answered, marketing: state.answered}),
  },
  loadFeatures: (features, done) => {
    if (features[0].name !== "consent-tracking-api" || features[0].version !== "0.1") throw Error("which?");
    setTimeout(() => done(), 10);
  },
};
window.answer = allowed => {
  Object.assign(state, {allowed, answered: allowed ? "yes" : "no"});
  document.dispatchEvent(new CustomEvent("visitorConsentCollected", {detail: {marketingAllowed: allowed}}));
};
"""


def with_script(site: Site, before: str, script: str) -> Site:
    page = (
        f"<!doctype html><title>x</title><script>{before}</script>"
        '<script src="/container.js" defer></script><script src="/consent.js" defer></script>'
    )
    return site.serve("/container.js", CONTAINER).serve("/consent.js", script).serve("/", page).open()


def told(site: Site) -> str:
    """The decisions that were told, as the page's consent function got them."""
    return str(site.evaluate("() => JSON.stringify(window.decisions)"))


SPY = "() => { const call = tagc; window.decisions = []; window.tagc = (...all) => { decisions.push(all); call(...all) } }"


def test_wordpress_one_answer_of_several_categories_is_one_decision(site: Site) -> None:
    with_script(site, WORDPRESS, text("wordpress/consent.js"))
    site.evaluate(SPY)
    assert names(site.settle(150)) == []
    site.evaluate("() => ['statistics', 'marketing'].map(name => wp_set_consent(name, 'allow'))")
    site.settle(150)
    assert told(site) == '[["consent",{"analytics":true,"marketing":true}]]'
    assert names(site) == ["PageView"]


def test_wordpress_a_page_after_the_answer_knows_it(site: Site) -> None:
    site.set_cookie("wp_consent_marketing", "allow")
    with_script(site, WORDPRESS, text("wordpress/consent.js"))
    assert names(site.settle(100)) == ["PageView"]


def test_wordpress_withdrawal_stops_the_vendor(site: Site) -> None:
    site.set_cookie("wp_consent_marketing", "allow")
    with_script(site, WORDPRESS, text("wordpress/consent.js"))
    site.settle(100).vendor_calls()
    site.evaluate("() => wp_set_consent('marketing', 'deny')")
    site.settle(150)
    assert ["consent", "revoke"] in site.vendor_calls()["fbq"]


def test_shopify_nothing_is_decided_where_an_answer_is_needed_and_none_was_given(site: Site) -> None:
    with_script(site, SHOPIFY % "false", text("shopify/tagc-consent.js"))
    site.evaluate(SPY)
    site.settle(100)
    assert told(site) == "[]"
    site.evaluate("() => answer(true)")
    assert names(site) == ["PageView"]


def test_shopify_a_region_that_needs_no_answer_is_told_at_once(site: Site) -> None:
    with_script(site, SHOPIFY % "true", text("shopify/tagc-consent.js"))
    assert names(site.settle(100)) == ["PageView"]


def test_shopify_a_refusal_is_a_refusal(site: Site) -> None:
    with_script(site, SHOPIFY % "false", text("shopify/tagc-consent.js"))
    site.settle(50).evaluate("() => answer(false)")
    assert names(site.settle(100)) == []
    assert site.third_party_requests == []
