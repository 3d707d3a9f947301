"""Given this YAML and this message of a page, these requests at the vendor's conversions API: Meta's, in the real engine."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import uuid
from typing import TYPE_CHECKING, Any

import pytest

from tests.engine.engine import lint
from tests.engine.forwarding import Forwarding, document, event, message, now, running
from tests.engine.vendors import Answer, Request, Vendor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Data = Any


def took(request: Request) -> Answer:
    """Meta took all of it."""
    return Answer(200, {"events_received": len(request.body["data"]), "messages": [], "fbtrace_id": "x"})


@pytest.fixture
def vendor() -> Iterator[Vendor]:
    with Vendor(took) as made:
        yield made


def meta(vendor: Vendor, **more: Data) -> Data:
    server = {"access_token": "$secret.META_TOKEN", "base_url": vendor.url}
    return document({"meta": {"send": "server", "server": server}}, **more)


@pytest.fixture
def site(bento: Path, tmp_path: Path, vendor: Vendor) -> Forwarding:
    return Forwarding(bento, tmp_path, meta(vendor), META_TOKEN="geheim")


def sold(**more: Data) -> Data:
    return event("meta", "sold", **{"params": {"order_id": "A1", "value": 12.5, "currency": "EUR"}, **more})


def letters(site: Forwarding) -> list[tuple[Data, ...]]:
    with sqlite3.connect(f"{site.engine.environment['TAGC_DATA']}/dead.db") as database:
        return database.execute("SELECT instance, id, reason, status, detail, event FROM dead").fetchall()


def test_the_engine_finds_no_fault_in_the_files(site: Forwarding) -> None:
    folder = site.engine.folder
    files = [folder / name for name in ("forward.yaml", "forward/replay.yaml", *site.engine.command[7:])]
    assert lint(site.engine.bento, files, site.engine.environment) == []


def test_a_sale_arrives_as_metas_documentation_shows_it(site: Forwarding, vendor: Vendor) -> None:
    one = sold(user={"em": "ab" * 32}, ids={"fbp": "fb.1.1700000000000.1", "fbc": "fb.1.1700000000000.AbC"})
    with running(site):
        assert site.post(message(one)) == 204
        (request,) = vendor.wait_for(1)
    assert request.path == "/v24.0/1234567890123456/events"
    assert request.query == {}
    assert request.headers["authorization"] == "Bearer geheim"
    assert request.body == {
        "data": [
            {
                "event_name": "Purchase",
                "event_time": round(one["time"] / 1000),
                "event_id": one["id"],
                "action_source": "website",
                "event_source_url": "https://www.example.com/shop",
                "user_data": {
                    "em": "ab" * 32,
                    "client_ip_address": "203.0.113.7",
                    "client_user_agent": "Mozilla/5.0 (test)",
                    "fbp": "fb.1.1700000000000.1",
                    "fbc": "fb.1.1700000000000.AbC",
                },
                "custom_data": {"value": 12.5, "currency": "EUR", "order_id": "A1"},
            }
        ]
    }


def test_no_token_stands_in_a_file_a_log_or_a_letter(site: Forwarding, vendor: Vendor) -> None:
    vendor.answer = Answer(400, {"error": {"code": 100, "message": "Invalid parameter"}})
    with running(site):
        site.post(message(sold()))
        site.engine.wait_for(1, "tagc_events", outcome="dead")
        site.engine.stop()
    told = b"".join(path.read_bytes() for path in site.engine.folder.rglob("*") if path.is_file())
    assert b"geheim" not in told
    ((instance, _, reason, status, _, kept),) = letters(site)
    assert (instance, reason, status) == ("meta", "refused", 400)
    assert "203.0.113.7" not in kept


@pytest.mark.parametrize("granted", [(), ("analytics",)])
def test_what_was_not_granted_is_not_forwarded(
    site: Forwarding, vendor: Vendor, granted: tuple[str, ...]
) -> None:
    with running(site):
        assert site.post(message(sold(), granted=granted)) == 204
        site.engine.wait_for(1, "tagc_events", outcome="dropped", reason="not_granted")
    assert vendor.requests == []


def test_consent_that_is_withdrawn_while_an_event_waits_holds_it_back(
    site: Forwarding, vendor: Vendor
) -> None:
    visitor = str(uuid.uuid4())
    vendor.answer = Answer(503, None, {"Retry-After": "1"})
    with running(site):
        site.post(message(sold(), visitor=visitor))
        vendor.wait_for(1)
        vendor.answer = took
        site.post(message(granted=(), visitor=visitor))
        site.engine.wait_for(1, "tagc_events", outcome="dropped", reason="not_granted")
    assert len(vendor.requests) == 1


def test_an_older_decision_does_not_bring_a_newer_one_back(site: Forwarding, vendor: Vendor) -> None:
    visitor = str(uuid.uuid4())
    with running(site):
        site.post(message(granted=(), visitor=visitor))
        site.post(message(sold(), visitor=visitor, time=now() - 60_000))
        site.engine.wait_for(1, "tagc_events", outcome="dropped", reason="not_granted")
    assert vendor.requests == []


def test_an_event_told_twice_is_sent_once(site: Forwarding, vendor: Vendor) -> None:
    one = sold()
    with running(site):
        site.post(message(one))
        vendor.wait_for(1)
        site.engine.wait_for(1, "tagc_events", outcome="delivered")
        site.post(message(one))
        site.engine.wait_for(1, "tagc_events", outcome="dropped", reason="duplicate")
    assert len(vendor.requests) == 1


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"time": now() - 8 * 86_400_000}, "too_old"),
        ({"time": now() + 3_600_000}, "in_future"),
        ({"url": ""}, "unusable"),
    ],
)
def test_what_meta_would_refuse_is_not_sent(
    site: Forwarding, vendor: Vendor, change: Data, reason: str
) -> None:
    with running(site):
        site.post(message({**sold(), **change}, sold()))
        vendor.wait_for(1)
        site.engine.wait_for(1, "tagc_events", outcome="dropped", reason=reason)
        site.engine.wait_for(1, "tagc_events", outcome="delivered")
    assert [len(request.body["data"]) for request in vendor.requests] == [1]


def test_one_bad_event_does_not_take_the_others_along(site: Forwarding, vendor: Vendor) -> None:
    def strict(request: Request) -> Answer:
        bad = any(each["custom_data"]["order_id"] == "bad" for each in request.body["data"])
        return Answer(400, {"error": {"code": 100}}) if bad else took(request)

    vendor.answer = strict
    bad = {**sold(), "params": {"order_id": "bad", "value": 1, "currency": "EUR"}}
    with running(site):
        site.post(message(sold(), bad, sold()))
        site.engine.wait_for(2, "tagc_events", outcome="delivered")
        site.engine.wait_for(1, "tagc_events", outcome="dead", reason="refused")


def test_what_meta_cannot_take_now_is_tried_again(site: Forwarding, vendor: Vendor) -> None:
    transient = {"error": {"code": 2, "is_transient": True}}
    vendor.say([Answer(500), Answer(429), Answer(400, transient), Answer(0)])
    with running(site):
        site.post(message(sold()))
        site.engine.wait_for(1, "tagc_events", outcome="delivered")
    assert len(vendor.requests) == 5
    assert len({request.body["data"][0]["event_id"] for request in vendor.requests}) == 1


def test_what_was_acknowledged_survives_the_death_of_the_engine(site: Forwarding, vendor: Vendor) -> None:
    vendor.answer = Answer(503)
    with running(site):
        sent = [sold() for _ in range(20)]
        assert [site.post(message(each)) for each in sent] == [204] * 20
        site.engine.kill()
        before = len(vendor.requests)
        vendor.answer = took
        site.start()
        site.engine.wait_for(20, "tagc_events", outcome="delivered")
    told = [each["event_id"] for request in vendor.requests[before:] for each in request.body["data"]]
    assert set(told) == {each["id"] for each in sent}


def test_a_dead_letter_is_sent_again_by_one_command(site: Forwarding, vendor: Vendor) -> None:
    vendor.answer = Answer(401, {"error": {"code": 190}})
    with running(site):
        site.post(message(sold()))
        site.engine.wait_for(1, "tagc_events", outcome="dead", reason="auth")
        vendor.answer = took
        environment = {**site.engine.environment, "TAGC_INSTANCE": "meta"}
        command = [site.engine.bento, "-c", "forward/replay.yaml"]
        subprocess.run(
            command, cwd=site.engine.folder, env=environment, check=True, timeout=60, capture_output=True
        )
        site.engine.wait_for(1, "tagc_events", outcome="delivered")
    assert letters(site) == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"' + b"x" * 100_000 + b'"',
        b"[" * 5_000 + b"]" * 5_000,
        {"v": 2},
        message(sold(), granted=("everything",)),
        message({**sold(), "to": "${META_TOKEN}"}),
        message({**sold(), "rule": "../../etc/passwd"}),
        message({**sold(), "time": "now"}),
        message({**sold(), "extra": 1}),
        message(*[sold() for _ in range(101)]),
        {**message(sold()), "consent": {"granted": ["marketing"]}},
    ],
)
def test_what_is_no_message_is_refused(site: Forwarding, vendor: Vendor, body: Data) -> None:
    with running(site):
        assert site.post(body) == 400
        assert site.post(message(sold())) == 204, "and the engine goes on"
        vendor.wait_for(1)
    assert len(vendor.requests) == 1


def test_only_the_proxy_and_the_sites_own_pages_are_heard(site: Forwarding, vendor: Vendor) -> None:
    with running(site):
        assert site.post(message(sold()), X_Tagc_Proxy="") == 403
        assert site.post(message(sold()), Origin="https://evil.example") == 403
    assert vendor.requests == []


def test_texts_that_mean_something_to_the_engine_arrive_as_they_are(site: Forwarding, vendor: Vendor) -> None:
    evil = '${META_TOKEN} ${! env("META_TOKEN") } "\n\\ <script> \u2028 %s {{x}}'
    one = sold(params={"order_id": evil, "value": 1, "currency": "EUR", evil: evil}, url=f"https://x/{evil}")
    with running(site):
        assert site.post(message(one)) == 204
        (request,) = vendor.wait_for(1)
    (told,) = request.body["data"]
    assert told["custom_data"]["order_id"] == evil
    assert told["event_source_url"] == f"https://x/{evil}"
    assert "geheim" not in json.dumps(request.body)


def test_a_value_that_is_nested_without_end_is_refused(site: Forwarding, vendor: Vendor) -> None:
    deep: Data = "x"
    for _ in range(300):
        deep = [deep]
    with running(site):
        assert site.post(message({**sold(), "params": {"order_id": deep}})) == 400
        assert site.post(message({**sold(), "params": {"items": [{"id": "A", "more": {"a": 1}}]}})) == 204
        vendor.wait_for(1)
