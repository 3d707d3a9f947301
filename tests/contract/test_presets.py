"""Every preset: valid with any platforms, named by what the page pushes, with facts that have a source.

And what is told of what shops push, in both of the shapes that Google documents.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest

from tagc import compiler, registry
from tagc.diagnostics import Sink
from tagc.source import SourceFile, load
from tests.documents import INSTANCES, document, yaml_of
from tests.embedded.host import Host

PRESETS = registry.presets()
each_preset = pytest.mark.parametrize("name", PRESETS)

ITEMS = [{"item_id": "S1", "item_name": "Shirt", "item_brand": "Loom", "price": 12.5, "quantity": 2}]
ORDER = {"transaction_id": "T1", "value": 25, "currency": "GBP", "tax": 5, "coupon": "MAY", "items": ITEMS}


def data(name: str) -> dict[str, Any]:
    found = load(SourceFile(name, PRESETS[name].decode()), Sink())
    assert found is not None
    return found.data


def shop(*platforms: str, **sections: Any) -> bytes:  # noqa: ANN401 - JSON
    whole = {**document(*platforms), "presets": ["ga4_ecommerce"], **sections}
    whole["events"] = sections.get("events", {})
    return yaml_of(whole)


@cache
def container(*platforms: str) -> str:
    built = compiler.build("tagc.yaml", shop(*platforms))
    assert built.ok, built.diagnostics
    return built.files["container.js"].decode()


def calls(pushed: dict[str, Any], *platforms: str) -> list[list[Any]]:
    """What the vendors are told of one push, besides the page view."""
    page = Host(url="https://shop.example/").load(container(*platforms)).advance(300)
    page.tagc("consent", {"analytics": True, "marketing": True})
    page.advance(300)
    page.take_calls()
    page.push(pushed)
    page.advance(300)
    assert page.errors == []
    told: list[list[Any]] = page.take_calls()
    return told


@each_preset
@pytest.mark.parametrize("platforms", [[name] for name in INSTANCES] + [[*INSTANCES]], ids="+".join)
def test_a_preset_is_good_whatever_platforms_a_site_has(name: str, platforms: list[str]) -> None:
    whole = {**document(*platforms), "presets": [name], "events": {}}
    result = compiler.check("tagc.yaml", yaml_of(whole))
    assert result.ok, result.diagnostics
    assert [each.code.slug for each in result.diagnostics if each.span.file != "tagc.yaml"] == []


@each_preset
def test_a_preset_says_what_it_is_for_and_where_its_facts_come_from(name: str) -> None:
    found = data(name)
    assert found["x-title"]
    for source in found["x-sources"]:
        assert source["url"].startswith("https://")
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", source["checked"])


@each_preset
def test_a_rule_of_a_preset_is_named_by_what_the_page_pushes(name: str) -> None:
    for rule, entry in data(name)["events"].items():
        assert entry.get("on", {"data_layer": rule}) == {"data_layer": rule}
        assert rule == "page_view" or "on" in entry


@each_preset
def test_a_preset_names_no_consent_and_no_instance_of_a_site(name: str) -> None:
    found = data(name)
    assert found.keys() - {"variables", "events"} == {key for key in found if key.startswith("x-")}
    for entry in found["events"].values():
        assert {*entry.get("to", []), *entry.get("platforms", {})} <= registry.platforms().keys()
        assert "requires" not in entry


# ---- Google Analytics 4's e-commerce ----------------------------------------------------------------------


@pytest.mark.parametrize("nested", [True, False], ids=["in ecommerce", "flat"])
def test_a_purchase_is_told_with_all_of_its_parameters(*, nested: bool) -> None:
    pushed = {"event": "purchase", "ecommerce": ORDER} if nested else {"event": "purchase", **ORDER}
    told = calls(pushed, "ga4", "meta")
    (ga4,) = [call for call in told if call[0] == "gtag"]
    assert ga4[1:3] == ["event", "purchase"]
    expected = {
        "transaction_id": "T1",
        "value": 25,
        "currency": "GBP",
        "tax": 5,
        "coupon": "MAY",
        "items": ITEMS,
    }
    assert {key: ga4[3][key] for key in expected} == expected
    assert not {"shipping", "affiliation"} & ga4[3].keys()
    (meta,) = [call for call in told if call[0] == "fbq"]
    assert meta[1:3] == ["track", "Purchase"]
    assert (meta[3]["value"], meta[3]["currency"], meta[3]["content_ids"]) == (25, "GBP", ["S1"])
    assert not {"tax", "coupon", "shipping"} & meta[3].keys()


@pytest.mark.parametrize(
    ("event", "ga4", "meta"),
    [
        ("view_item_list", "view_item_list", "ViewCategory"),
        ("select_item", "select_item", None),
        ("view_item", "view_item", "ViewContent"),
        ("search", "search", "Search"),
        ("view_promotion", "view_promotion", None),
        ("select_promotion", "select_promotion", None),
        ("add_to_wishlist", "add_to_wishlist", "AddToWishlist"),
        ("add_to_cart", "add_to_cart", "AddToCart"),
        ("remove_from_cart", "remove_from_cart", None),
        ("view_cart", "view_cart", None),
        ("begin_checkout", "begin_checkout", "InitiateCheckout"),
        ("add_shipping_info", "add_shipping_info", None),
        ("add_payment_info", "add_payment_info", "AddPaymentInfo"),
        ("purchase", "purchase", "Purchase"),
        ("refund", "refund", None),
        ("sign_up", "sign_up", "CompleteRegistration"),
        ("login", "login", None),
        ("generate_lead", "generate_lead", "Lead"),
    ],
)
def test_every_event_is_told_to_google_analytics_and_to_those_who_know_it(
    event: str, ga4: str, meta: str | None
) -> None:
    told = calls({"event": event, "ecommerce": ORDER}, "ga4", "meta")
    assert [call[2] for call in told if call[0] == "gtag"] == [ga4]
    assert [call[2] for call in told if call[0] == "fbq"] == ([meta] if meta else [])


def test_every_rule_is_in_the_table_above() -> None:
    (mark,) = test_every_event_is_told_to_google_analytics_and_to_those_who_know_it.pytestmark  # type: ignore[attr-defined]
    assert {row[0] for row in mark.args[1]} | {"page_view"} == data("ga4_ecommerce")["events"].keys()


def test_a_purchase_is_told_once() -> None:
    page = Host(url="https://shop.example/").load(container("ga4")).advance(300)
    page.tagc("consent", {"analytics": True, "marketing": True})
    for order in ("T1", "T1", "T2"):
        page.push({"event": "purchase", "ecommerce": {**ORDER, "transaction_id": order}})
    page.advance(300)
    told = [
        call[3]["transaction_id"] for call in page.take_calls() if call[:3] == ["gtag", "event", "purchase"]
    ]
    assert told == ["T1", "T2"]


def test_words_about_a_search_and_about_people_are_passed_on() -> None:
    ((*_, search),) = [
        call for call in calls({"event": "search", "search_term": "lamp"}, "ga4") if call[0] == "gtag"
    ]
    assert search["search_term"] == "lamp"
    ((*_, login),) = [
        call for call in calls({"event": "login", "method": "e-mail"}, "ga4") if call[0] == "gtag"
    ]
    assert login["method"] == "e-mail"


def test_a_shop_changes_what_it_likes() -> None:
    events = {"search": None, "purchase": {"on": {"data_layer": "sold"}}, "extra": {"event": "contact"}}
    found, result = compiler.resolved("tagc.yaml", shop("ga4", events=events))
    assert found is not None, result.diagnostics
    names = [rule.name for rule in found.program.rules]
    assert "search" not in names
    assert names[-1] == "extra"
    assert found.document.events["purchase"].once_per == "$ga4_transaction_id"
