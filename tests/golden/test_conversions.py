"""What the conversions API of every platform is sent: one text per platform, from what the page told the site's server.

A visitor who came by an advertisement, is known and has all cookies looks at a page, leaves their address and buys
something. The container runs in the embedded engine; what its messages become is computed by the reference interpreter.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tagc import registry
from tagc.ir.evaluate import Decide, Identify, Push
from tagc.ir.evaluate_forward import event, request
from tests.documents import CONVERSIONS, INSTANCES, SERVERS, document, program
from tests.embedded.agreement import PAGE, History, after, both, site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tagc.ir.program import Forward
    from tests.conftest import Golden

GOLDEN = Path(__file__).parent / "conversions"
APIS = [name for name, platform in registry.platforms().items() if platform.server is not None]
every_api = pytest.mark.parametrize("name", APIS)

Data = Any

PERSON = {
    "email": " Jane.Doe+news@Example.ORG ",
    "phone": "+44 20 7946 0000",
    "first_name": " Jane ",
    "last_name": "O'Doe",
    "city": "St. Albans",
    "region": "Hertfordshire",
    "postal_code": "AL1 3BU",
    "country": "GB",
    "birth_date": "1990-05-04",
    "gender": "Female",
    "external_id": "C-77",
}
CLICKS = {
    each: f"Click-{each}"
    for each in ("fbclid", "ttclid", "epik", "li_fat_id", "twclid", "ScCid", "rdt_cid", "msclkid")
}
COOKIES = {
    "_fbp": "fb.1.1700000000000.123",
    "_ttp": "2YkTtp",
    "_scid": "5f0c-scid",
    "_ga": "GA1.1.1234567890.1700000000",
    "_ga_ABCDE12345": "GS2.1.s1700000500$o3$g1$t1700000600$j0$l0$h0",
    "_rdt_uuid": "1700000000000.0b5a7f6e-0000-4000-8000-000000000001",
    "_uetvid": "3f2a1b0c9d8e4f7aa1b2c3d4e5f60718",
}
QUERY = "&".join(f"{name}={value}" for name, value in CLICKS.items())
VISITED = after(
    PAGE,
    url=f"https://www.example.org/thanks?{QUERY}&utm_source=mail&token=geheim#top",
    referrer="https://search.example/find?q=private",
    title="Thank you",
    cookies=COOKIES,
)
VISITOR = {"ip": "203.0.113.7", "user_agent": "Mozilla/5.0 (X11; Linux x86_64)"}
SALE = {
    "params": {
        "order_id": "$event.id",
        "value": "$event.total",
        "currency": "EUR",
        "items": {
            "each": "$event.lines",
            "item": {
                **{field: f"$item.{field}" for field in ("id", "name", "category", "brand", "price")},
                "quantity": "$item.seats",
            },
        },
        "content_type": "product",
    }
}
SOLD = Push(
    {
        "event": "sold",
        "id": "NW-1001",
        "total": "61.50",
        "lines": [
            {"id": "HAM-A", "name": "Hamlet", "category": "Tickets", "brand": "Northway", "price": "20.50", "seats": 2},
            {"id": "HAM-P", "name": "Programme", "category": "Print", "brand": "Northway", "price": 20.5, "seats": 1},
        ],
    }
)  # fmt: skip


def shop(name: str, **server: Data) -> Data:
    """A page view, a lead and a sale, told by the server alone."""
    conversion, _ = CONVERSIONS.get(name, (None, None))
    told = {"platforms": {name: {"conversion": conversion}}} if conversion else {}
    lead = {"platforms": {name: {"event": "CUSTOM_EVENT_1"}}} if name == "snap" else told
    events = {
        "page_view": {},
        "lead": {"on": {"data_layer": "lead"}, **lead},
        "sold": {"event": "purchase", "on": {"data_layer": "sold"}, **SALE, **told},
    }
    api = registry.platforms()[name].server
    assert api is not None
    if "page_view" in api.in_browser or conversion:
        del events["page_view"]
    return document(
        name,
        platforms={name: {**INSTANCES[name], "send": "server", "server": {**SERVERS[name], **server}}},
        events=events,
        server={"endpoint": "/t/e", "origins": ["https://www.example.org"]},
        user_data={"requires": "marketing", "raw_to": [name]},
    )


def messages(data: Data) -> list[Data]:
    """What arrives at the site's server, with what it adds of the visitor itself."""
    history = History(
        steps=(
            Decide({"analytics": True, "marketing": True}),
            Identify(PERSON),
            Push({"event": "lead"}),
            SOLD,
        ),
        page=VISITED,
    )
    expected, found = both(site(data), history)
    assert found.calls == expected.calls
    return [{**call[1], **VISITOR} for call in found.calls["message"]]


def batches(forward: Forward, events: list[Data]) -> list[list[Data]]:
    return [events[at : at + forward.most] for at in range(0, len(events), forward.most)]


@every_api
def test_requests_are_those_of_the_vendors_documentation(name: str, golden: Golden) -> None:
    data = shop(name)
    (forward,) = program(data).forwards
    told = [event(forward, each) for each in messages(data)]
    assert all(each is not None for each in told)
    secrets = {
        value.removeprefix("$secret."): f"<{key}>"
        for key, value in SERVERS[name].items()
        if value.startswith("$secret.")
    }
    made = [request(forward, batch, secrets) for batch in batches(forward, told)]
    listed = [{"address": each.address, "headers": each.headers, "body": each.body} for each in made]
    golden(GOLDEN / f"{name}.json", json.dumps(listed, indent=2, ensure_ascii=False) + "\n")


@every_api
def test_nothing_that_is_empty_is_sent(name: str) -> None:
    data = shop(name)
    (forward,) = program(data).forwards
    for whole in messages(data):
        for message in (whole, {**whole, "params": {}}, {**whole, "params": {"items": []}}):
            assert list(empties(event(forward, message))) == []


def empties(value: Data, path: str = "") -> Iterator[str]:
    if value in (None, "", [], {}) and path:
        yield path
    for key, part in (
        value.items() if isinstance(value, dict) else enumerate(value if isinstance(value, list) else ())
    ):
        yield from empties(part, f"{path}/{key}")


@every_api
def test_what_nobody_asked_for_is_not_told(name: str) -> None:
    data = shop(name)
    (forward,) = program(data).forwards
    (*_, sold) = messages(data)
    assert event(forward, {**sold, "rule": "no rule of the document"}) is None
    strange = {**sold, "params": {**sold["params"], "password": "geheim"}, "password": "geheim"}
    assert event(forward, strange) == event(forward, sold)


@every_api
def test_a_visitor_of_whom_nothing_is_known_is_told_only_where_the_api_takes_it(name: str) -> None:
    data = shop(name)
    (forward,) = program(data).forwards
    (*_, sold) = messages(data)
    stranger = {key: value for key, value in sold.items() if key not in {"user", "ids", "ip", "user_agent"}}
    assert event(forward, stranger) is None
