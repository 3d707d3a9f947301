"""What becomes of a page that is rendered in advance, left, and come back to."""

from __future__ import annotations

from typing import Any

import pytest

from tagc.ir.evaluate import Activate, Event, Hide, Push, Revoke
from tests.embedded.agreement import CLICK, PAGE, after
from tests.embedded.test_agreement import BOTH, LEAD, MARKETING, NONE, site_of, told

Data = Any
UNSEEN = after(PAGE, prerendering=True)


def test_a_page_rendered_in_advance_tells_nobody_anything_before_somebody_sees_it() -> None:
    data = site_of("meta", "ga4", rules={"lead": LEAD})
    assert told(data, BOTH, CLICK["#book"], page=UNSEEN, all_calls=True) == []
    assert told(data, BOTH, CLICK["#book"], Activate(), page=UNSEEN) == [
        "fbq track PageView",
        "fbq track Lead",
        "gtag event page_view",
        "gtag event generate_lead",
    ]


def test_what_needs_no_consent_waits_too() -> None:
    data = site_of("ga4")
    data["platforms"]["ga4"] |= {
        "requires": "necessary",
        "because": "counts visits without recognising anybody",
    }
    assert told(data, page=UNSEEN, all_calls=True) == []
    assert told(data, Activate(), page=UNSEEN) == ["gtag event page_view"]


def test_an_opt_out_regime_waits_too() -> None:
    consent = {"categories": ["analytics", "marketing"], "regimes": {"default": "opt_out"}}
    assert told(site_of(consent=consent), page=UNSEEN, all_calls=True) == []
    assert told(site_of(consent=consent), Activate(), page=UNSEEN) == ["fbq track PageView"]


def test_a_refusal_on_the_page_that_nobody_sees_yet_drops_what_happened_there() -> None:
    assert (
        told(site_of(rules={"lead": LEAD}), CLICK["#book"], NONE, Activate(), page=UNSEEN, all_calls=True)
        == []
    )


@pytest.mark.parametrize("steps", [(Activate(), MARKETING), (MARKETING, Activate())])
def test_a_page_view_goes_out_once_whichever_comes_first(steps: tuple[Data, ...]) -> None:
    assert told(site_of(), *steps, page=UNSEEN) == ["fbq track PageView"]


def test_coming_back_to_a_page_as_it_was_left_is_another_page_view() -> None:
    steps = (MARKETING, Hide("gone"), Hide("restored"))
    assert told(site_of(rules={"lead": LEAD}), *steps) == ["fbq track PageView", "fbq track PageView"]
    assert told(site_of(), Hide("gone"), Hide("restored"), Revoke(), page=PAGE) == []


def test_what_was_told_once_per_page_is_not_told_again_when_the_page_comes_back() -> None:
    rules = {"seen": {"event": "view_content", "on": "page_view", "once_per": "page"}}
    steps = (MARKETING, Hide("gone"), Hide("restored"))
    assert told(site_of(rules=rules), *steps).count("fbq track ViewContent") == 1


def test_events_before_the_container_came_wait_for_the_visitor() -> None:
    rules = {"lead": {"event": "lead", "on": {"data_layer": "sent"}}}
    early = (Push({"event": "sent"}), Event("sent"))
    calls = told(site_of(rules=rules), MARKETING, Activate(), early=early, page=UNSEEN)
    assert calls == ["fbq track PageView", "fbq track Lead", "fbq track Lead"]
