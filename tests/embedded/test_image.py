"""Platforms told by images: `transport: image`."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tagc import compiler, registry
from tagc.ir.evaluate import Push, Revoke
from tests.documents import INSTANCES, document, errors, yaml_of
from tests.embedded.agreement import PAGE, History, after, both, site
from tests.embedded.test_agreement import MARKETING

Data = Any
BY_IMAGE = sorted(name for name, platform in registry.platforms().items() if platform.image)
RULE = {
    "event": "purchase",
    "on": {"data_layer": "bought"},
    "params": {"order_id": "$event.id", "value": "$event.total", "currency": "GBP", "items": "$event.items"},
}


def by_image(*platforms: str) -> Data:
    rule = dict(RULE)
    if "linkedin" in platforms:
        rule["platforms"] = {"linkedin": {"conversion": 7654321}}
    instances = {name: {**INSTANCES[name], "transport": "image"} for name in platforms}
    return document(*platforms, platforms=instances, events={"page_view": {}, "bought": rule})


def asked(*platforms: str, steps: tuple[Data, ...], page: Data = PAGE) -> list[str]:
    """The addresses of the images, in order, after both worlds agreed on them; nothing else may have happened."""
    expected, found = both(site(by_image(*platforms)), History(steps=steps, page=page))
    assert found == expected
    assert set(found.calls) <= {"image"}
    return [call[1] for call in found.calls.get("image", [])]


ORDER = Push({"event": "bought", "id": "A 1&x=2", "total": 12.5, "items": [{"id": "H1", "price": 12.5}]})
META = "https://www.facebook.com/tr?id=1234567890123456"
SHOP = "https%3A%2F%2Fwww.example.org%2Fshop%3Fa%3Db%23top"
PIN = "https://ct.pinterest.com/v3/?tid=2612345678901"
REST = "&ed%5Border_quantity%5D=1&ed%5Bevent_id%5D=random 2&noscript=1"
PLAIN = after(PAGE, url="https://www.example.org/shop?a=b#top", title="Shop & more", referrer="")


@pytest.mark.parametrize(
    ("platform", "addresses"),
    [
        (
            "meta",
            [
                f"{META}&ev=PageView&dl={SHOP}&eid=random 1&noscript=1",
                f"{META}&ev=Purchase&dl={SHOP}&cd%5Bvalue%5D=12.5&cd%5Bcurrency%5D=GBP&cd%5Bcontent_type%5D=product&cd%5Border_id%5D=A%201%26x%3D2&eid=random 2&noscript=1",
            ],
        ),
        (
            "linkedin",
            [
                "https://px.ads.linkedin.com/collect/?pid=1234567&fmt=gif",
                "https://px.ads.linkedin.com/collect/?pid=1234567&conversionId=7654321&fmt=gif",
            ],
        ),
        (
            "pinterest",
            [
                f"{PIN}&event=pagevisit&ed%5Bevent_id%5D=random 1&noscript=1",
                f"{PIN}&event=checkout&ed%5Bvalue%5D=12.5&ed%5Bcurrency%5D=GBP&ed%5Border_id%5D=A%201%26x%3D2{REST}",
            ],
        ),
    ],
)
def test_an_event_is_one_image_at_the_documented_address(platform: str, addresses: list[str]) -> None:
    assert asked(platform, steps=(MARKETING, ORDER), page=PLAIN) == addresses


def test_microsoft_is_told_what_it_documents_for_requests_of_ones_own() -> None:
    page, bought = (dict(part.partition("=")[::2] for part in address.partition("?")[2].split("&"))
                    for address in asked("microsoft", steps=(MARKETING, ORDER), page=PLAIN))  # fmt: skip
    assert (page["evt"], bought["evt"], bought["ea"], bought["gv"], bought["gc"]) == (
        "pageLoad",
        "custom",
        "purchase",
        "12.5",
        "GBP",
    )
    assert "ea" not in page
    assert len(page["rn"]) == 6
    assert page["mid"] != bought["mid"]
    assert page["tl"] == "Shop%20%26%20more"


@pytest.mark.parametrize("platform", BY_IMAGE)
def test_nothing_before_the_grant_and_nothing_after_a_withdrawal(platform: str) -> None:
    assert asked(platform, steps=(ORDER,)) == []
    assert len(asked(platform, steps=(ORDER, MARKETING, Revoke(), ORDER))) == 2


@pytest.mark.parametrize("platform", BY_IMAGE)
def test_no_library_no_cookie_and_one_host(platform: str) -> None:
    built = compiler.build("tagc.yaml", yaml_of(by_image(platform)))
    assert errors(built.diagnostics) == []
    manifest = json.loads(built.files["manifest.json"])
    assert manifest["csp"]["after_consent"]["directives"]["script-src"] == ["'self'"]
    assert len(manifest["csp"]["after_consent"]["directives"]["img-src"]) == 2
    assert not any(
        script in built.files["container.js"].decode() for script in registry.platforms()[platform].scripts
    )


def test_a_platform_without_a_documented_image_has_no_such_choice() -> None:
    data = document("tiktok", platforms={"tiktok": {**INSTANCES["tiktok"], "transport": "image"}})
    assert any("transport" in line for line in errors(compiler.check("tagc.yaml", yaml_of(data)).diagnostics))


def test_a_hostile_value_stays_a_part_of_the_address() -> None:
    hostile = Push({"event": "bought", "id": "x&ev=Other#\u2028</script>", "total": "1", "items": "no list"})
    (_, address) = asked("meta", steps=(MARKETING, hostile), page=PLAIN)
    assert address.count("ev=") == 1
    assert "%26ev%3DOther%23%E2%80%A8%3C%2Fscript%3E" in address
