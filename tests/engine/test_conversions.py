"""Given this YAML and this message of a page, the request that each vendor's conversions API gets from the real engine.

It has to be the one that the reference interpreter computes; `tests/golden/conversions` shows it in full.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from tagc import passes, registry
from tagc.ir.evaluate_forward import event as taken
from tagc.ir.evaluate_forward import request
from tests.documents import CONVERSIONS, SERVERS, program
from tests.engine.forwarding import PURCHASE, Forwarding, document, event, message, running
from tests.engine.vendors import Answer, Request, Vendor

if TYPE_CHECKING:
    from pathlib import Path

Data = Any

VISITOR = {"ip": "203.0.113.7", "user_agent": "Mozilla/5.0 (test)"}
ITEMS = [
    {
        "id": "HAM-A",
        "name": "Hamlet",
        "category": "Tickets",
        "brand": "Northway",
        "price": 20.5,
        "quantity": 2,
    },
    {"id": "HAM-P", "name": "Programme", "price": 4},
]
SOLD = {
    "event": "purchase",
    "on": {"data_layer": "sold"},
    "params": {
        **PURCHASE,
        "items": {
            "each": "$event.lines",
            "item": {key: f"$item.{key}" for key in ("id", "name", "category", "brand", "price", "quantity")},
        },
    },
    "platforms": {name: {"conversion": CONVERSIONS[name][0]} for name in ("linkedin", "x")},
}
ANSWERS = {
    "/open_api": {"code": 0},
    "/v5/": {"num_events_processed": 1},
    "/rest/": {"elements": [{"status": 201}]},
    "/12/": {"data": {"conversions_processed": 1}},
    "/v3/": {"status": "VALID"},
    "/v24.0/": {"events_received": 1},
}


def took(given: Request) -> Answer:
    """Every vendor's own way to say yes."""
    return Answer(200, next((body for path, body in ANSWERS.items() if given.path.startswith(path)), {}))


def told(name: str) -> Data:
    """What the page says of one sale, with everything that the API has a use for."""
    api = registry.platforms()[name].server
    assert api is not None
    user = {key.key: f"{at:x}" * 64 for at, key in enumerate(api.matching) if key.hashed and not key.path}
    ids = {each.key: f"id of {each.key}" for each in api.ids}
    params = {"order_id": "NW-1001", "value": 45, "currency": "EUR", "items": ITEMS}
    return event(name, "sold", params=params, user=user, ids=ids, referrer="https://search.example/find")


def test_every_vendor_gets_what_the_reference_interpreter_computes(bento: Path, tmp_path: Path) -> None:
    secrets = {
        value.removeprefix("$secret."): f"token-of-{name}"
        for name, server in SERVERS.items()
        for value in server.values()
        if value.startswith("$secret.")
    }
    with Vendor(took) as vendor:
        apis = {
            name: {"send": "server", "server": {**server, "base_url": vendor.url}}
            for name, server in SERVERS.items()
        }
        data = document(apis, rules={"sold": SOLD})
        events = {name: told(name) for name in SERVERS}
        expected = {}
        for forward in passes.run(program(data)).forwards:
            made = taken(forward, {**events[forward.name], **VISITOR})
            assert made is not None
            expected[forward.name] = request(forward, [made], secrets)
        site = Forwarding(bento, tmp_path, data, **secrets)
        with running(site):
            assert site.post(message(*events.values(), granted=("analytics", "marketing"))) == 204
            found = {each.path: each for each in vendor.wait_for(len(expected))}
    assert len(found) == len(expected)
    for each in expected.values():
        address = urlsplit(each.address)
        arrived = found[address.path]
        assert urlencode(arrived.query) == address.query
        assert arrived.body == each.body
        assert {key: arrived.headers[key.lower()] for key in each.headers} == each.headers
