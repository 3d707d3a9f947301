"""What the page tells the site's own server: `server` of an instance."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from tagc.ir.evaluate import Decide, Event, Identify, Push, Revoke
from tests.documents import INSTANCES, document
from tests.embedded.agreement import PAGE, History, after, both, site, visited
from tests.embedded.test_agreement import MARKETING

Data = Any

RULES = {
    "page_view": {},
    "sold": {
        "event": "purchase",
        "on": {"data_layer": "sold"},
        "params": {
            "order_id": "$event.id",
            "value": "$event.total",
            "currency": "EUR",
            "secret_note": "$event.note",
        },
    },
}
SOLD = Push({"event": "sold", "id": "A1", "total": "12.5", "note": "window seat"})
LANDED = after(
    PAGE,
    url="https://www.example.org/shop?fbclid=AbC&utm_source=mail&token=geheim#top",
    referrer="https://search.example/find?q=private",
    cookies={"_fbp": "fb.1.1700000000000.123"},
)


def forwarding(*, send: str | None = None, rules: Data = None, **more: Data) -> Data:
    """One instance of Meta that a server tells, too."""
    meta = {**INSTANCES["meta"], "server": {"access_token": "$secret.META_TOKEN"}}
    server = {"endpoint": "/t/e", "origins": ["https://www.example.org"]}
    return document(
        "meta",
        platforms={"meta": {**meta, **({"send": send} if send else {})}},
        server=server,
        events=RULES if rules is None else rules,
        **more,
    )


def told(data: Data, *steps: Data, page: Data = LANDED) -> Data:
    """What both worlds agree is called, by function."""
    expected, found = both(site(data), History(steps=steps, page=page))
    assert found == expected
    return found.calls


def posted(data: Data, *steps: Data, page: Data = LANDED) -> list[Data]:
    """Everything that arrived at the server, as it was posted."""
    window = visited(site(data), History(steps=steps, page=page))
    return [json.loads(line[2]) for line in window.calls if line[0] == "beacon"]


def test_before_consent_the_server_hears_nothing() -> None:
    assert posted(forwarding(), SOLD) == []
    assert posted(forwarding(), SOLD, Decide({"marketing": False})) == []


def test_a_sale_is_told_by_browser_and_server_under_one_name_and_one_id() -> None:
    calls = told(forwarding(), MARKETING, SOLD)
    pixel = [call for call in calls["fbq"] if call[1] == "track"]
    sent = [call[1] for call in calls["message"]]
    assert [(call[2], call[4]["eventID"]) for call in pixel] == [
        ("PageView", "random 1"),
        ("Purchase", "random 2"),
    ]
    assert [(each["to"], each["rule"], each["id"]) for each in sent] == [
        ("meta", "page_view", "random 1"),
        ("meta", "sold", "random 2"),
    ]


def test_a_message_says_what_the_platform_may_know_and_no_more() -> None:
    (_, (_, sold)) = told(forwarding(), MARKETING, SOLD)["message"]
    assert sold == {
        "to": "meta",
        "rule": "sold",
        "id": "random 2",
        "time": sold["time"],
        "url": "https://www.example.org/shop?utm_source=mail",
        "referrer": "https://search.example/find",
        "params": {"value": 12.5, "currency": "EUR", "order_id": "A1", "secret_note": "window seat"},
        "ids": {"fbc": f"fb.1.{sold['time']}.AbC", "fbp": "fb.1.1700000000000.123"},
    }


def test_user_data_travels_hashed_in_the_words_of_the_api() -> None:
    data = forwarding(user_data={"requires": "marketing"})
    *_, (_, sold) = told(data, MARKETING, Identify({"email": " Ann@Example.org "}), SOLD)["message"]
    assert sold["user"] == {"em": hashlib.sha256(b"ann@example.org").hexdigest()}


def test_told_by_the_server_alone_the_page_brings_no_script() -> None:
    calls = told(forwarding(send="server"), MARKETING, SOLD)
    assert set(calls) == {"message"}
    assert "facebook" not in site(forwarding(send="server")).source


def test_told_by_the_browser_alone_there_is_no_message() -> None:
    assert "sendBeacon" not in site(forwarding(send="browser")).source


@pytest.mark.parametrize("send", ["browser", "server", "both"])
def test_a_rule_may_say_otherwise(send: str) -> None:
    rules = {"page_view": {"platforms": {"meta": {"send": send}}}}
    calls = told(forwarding(send="browser" if send == "server" else "server", rules=rules), MARKETING)
    assert ("message" in calls) == (send != "browser")
    assert any(call[1] == "track" for call in calls.get("fbq", [])) == (send != "server")


def test_what_happens_in_one_task_is_posted_at_once_with_the_decision() -> None:
    (post,) = posted(forwarding(send="server"), MARKETING)
    assert post["v"] == 1
    assert post["consent"]["granted"] == ["marketing"]
    assert [event["rule"] for event in post["events"]] == ["page_view"]


def test_a_withdrawal_is_told_and_ends_the_record() -> None:
    first, last = posted(forwarding(send="server"), MARKETING, Revoke(), SOLD)
    assert last["events"] == []
    assert last["consent"]["granted"] == []
    assert last["consent"]["id"] == first["consent"]["id"]
    window = visited(site(forwarding(send="server")), History(steps=[MARKETING, Revoke()], page=LANDED))
    assert [key for key in window.local_storage if key.startswith("tagc:")] == []


def test_a_new_grant_is_a_new_record() -> None:
    first, _, second = posted(forwarding(send="server"), MARKETING, Revoke(), MARKETING)
    assert first["consent"]["id"] != second["consent"]["id"]


def test_what_is_granted_later_is_told() -> None:
    posts = posted(forwarding(send="server"), MARKETING, Decide({"marketing": True, "analytics": True}))
    assert [post["consent"]["granted"] for post in posts] == [["marketing"], ["analytics", "marketing"]]


def test_many_events_are_several_posts_that_a_beacon_takes() -> None:
    long = "ü" * 20_000
    steps = [
        MARKETING,
        *(Event("sold", {"id": f"{number}", "total": 1, "note": long}) for number in range(4)),
    ]
    page = after(LANDED, url="https://www.example.org/")
    window = visited(site(forwarding(send="server")), History(steps=(), early=steps, page=page))
    bodies = [line[2] for line in window.calls if line[0] == "beacon"]
    assert sum(len(json.loads(body)["events"]) for body in bodies) == 5
    assert all(len(body.encode()) < 65_536 for body in bodies)


def test_a_click_id_is_kept_only_when_somebody_may_know_it() -> None:
    early = visited(site(forwarding()), History(steps=[SOLD], page=LANDED))
    assert early.local_storage == {}
    later = visited(site(forwarding()), History(steps=[SOLD, MARKETING], page=LANDED))
    assert json.loads(later.local_storage["tagc:shop:fbclid"])[0] == "AbC"
