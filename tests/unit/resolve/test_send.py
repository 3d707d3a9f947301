"""Who is told of what: the browser's half of an instance, the server's, or both."""

from __future__ import annotations

from typing import Any

import pytest

from tagc import registry
from tagc.ir.evaluate_forward import event
from tests.documents import CONVERSIONS, INSTANCES, SERVERS, build, document, errors, program

Data = Any

SECTION = {"endpoint": "/t/e", "origins": ["https://www.example.com"]}
PAIRING = [
    name for name, each in registry.platforms().items() if each.server is not None and not each.server.chooses
]
NAMING = [
    name
    for name, each in registry.platforms().items()
    if each.server is not None and each.server.named is not None and each.names is None
]
SALE = {"order_id": "$event.id", "value": "$event.total", "currency": "EUR"}


def told(data: Data) -> dict[str, list[str]]:
    """The instances that each rule calls; `server.…` is a server's half."""
    return {rule.name: [call.instance for call in rule.calls] for rule in program(data).rules}


def complaints(data: Data) -> list[str]:
    return [found.partition(":")[0] for found in errors(build(data).diagnostics)]


def instance(name: str, **more: Data) -> Data:
    return {**INSTANCES[name], "server": SERVERS[name], **more}


def shop(name: str, *, sold: Data = None, page_view: Data = None, **more: Data) -> Data:
    """An instance with a page view and a sale, which names its conversion where the platform has some."""
    own = {**({"conversion": CONVERSIONS[name][0]} if name in CONVERSIONS else {}), **(sold or {})}
    return document(
        name,
        platforms={name: instance(name, **more)},
        server=SECTION,
        events={
            "page_view": {"platforms": {name: page_view}} if page_view else {},
            "sold": {
                "event": "purchase",
                "on": {"data_layer": "sold"},
                "params": SALE,
                **({"platforms": {name: own}} if own else {}),
            },
        },
    )


@pytest.mark.parametrize("name", PAIRING)
def test_what_the_vendor_takes_for_one_event_both_tell(name: str) -> None:
    assert told(shop(name))["sold"] == [name, f"server.{name}"]


@pytest.mark.parametrize("name", ["tiktok", "x"])
def test_page_views_of_tiktok_and_x_stay_in_the_browser(name: str) -> None:
    assert told(shop(name))["page_view"] == [name]
    assert told(shop(name, send="both"))["page_view"] == [name]
    assert complaints(shop(name, page_view={"send": "server"})) == ["not-on-server"]


def test_a_page_view_of_microsofts_tag_has_no_id_so_one_of_the_two_tells_it() -> None:
    assert told(shop("microsoft"))["page_view"] == ["microsoft"]
    assert told(shop("microsoft", page_view={"send": "server"}))["page_view"] == ["server.microsoft"]
    assert told(shop("microsoft", send="server"))["page_view"] == ["server.microsoft"]
    assert complaints(shop("microsoft", page_view={"send": "both"})) == ["send-not-paired"]


@pytest.mark.parametrize("name", ["ga4", "linkedin"])
def test_where_the_vendor_counts_two_an_instance_has_to_choose(name: str) -> None:
    assert complaints(shop(name)) == ["send-missing"]
    assert told(shop(name, send="browser"))["sold"] == [name]
    assert told(shop(name, send="browser", sold={"send": "server"}))["sold"] == [f"server.{name}"]


def test_a_purchase_is_the_one_event_that_ga4_may_hear_of_twice() -> None:
    both = shop("ga4", send="browser", sold={"send": "both"})
    assert told(both) == {"page_view": ["ga4"], "sold": ["ga4", "server.ga4"]}
    assert complaints(shop("ga4", send="browser", page_view={"send": "both"})) == ["send-not-paired"]


def test_linkedin_is_told_by_both_as_two_instances_with_a_conversion_each() -> None:
    data = document(
        "linkedin",
        platforms={
            "linkedin": INSTANCES["linkedin"],
            "linkedin_api": {**instance("linkedin"), "platform": "linkedin", "send": "server"},
        },
        server=SECTION,
        events={
            "lead": {
                "on": {"data_layer": "lead"},
                "platforms": {"linkedin": {"conversion": 1234567}, "linkedin_api": {"conversion": 7654321}},
            }
        },
    )
    made = program(data)
    (rule,) = made.rules
    assert [(call.instance, dict(call.cells)["conversion"]) for call in rule.calls] == [
        ("linkedin", 1234567),
        ("server.linkedin_api", 7654321),
    ]
    (forward,) = made.forwards
    message = {"rule": "lead", "id": "one id", "time": 0, "ids": {"li_fat_id": "x"}}
    sent = event(forward, message)
    assert isinstance(sent, dict)
    assert (sent["conversion"], sent["eventId"]) == ("urn:lla:llaPartnerConversion:7654321", "one id")


def test_google_ads_has_no_server_half() -> None:
    data = document("google_ads", platforms={"google_ads": {**INSTANCES["google_ads"], "send": "server"}})
    assert complaints(data) == ["no-conversions-api"]


@pytest.mark.parametrize("name", NAMING)
def test_a_name_that_the_page_computes_is_one_of_the_rules(name: str) -> None:
    data = shop(name, send="server")
    del data["events"]["page_view"]
    table = {"/shop/": "shop_visit", "/news/": "news_visit"}
    data["events"]["own"] = {
        "custom": {"lookup": "$page.path", "match": "starts_with", "table": table},
        "on": {"data_layer": "own"},
        "to": [name],
    }
    (forward,) = program(data).forwards
    about = {
        "rule": "own",
        "id": "A",
        "time": 1767225600000,
        "url": "https://www.example.com/",
        "ip": "203.0.113.7",
        "user_agent": "Mozilla/5.0",
        "ids": {"client_id": "1.2", "msclkid": "cdd4afcccb1c9a4cad9544dd7e5006d5"},
    }
    (call,) = [each for each in forward.calls if each.rule == "own"]
    sent = [event(forward, {**about, "name": each}) for each in call.vendor_events or (call.vendor_event,)]
    assert all(each is not None for each in sent)
    known = "custom" if name == "pinterest" else "shop_visit"
    assert known in str(sent[0])
    assert name == "pinterest" or event(forward, {**about, "name": "a name of the visitor's"}) is None
