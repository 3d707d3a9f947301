"""The container does what the interpreter says: first histories that people can read, then thousands made by chance."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tagc import passes
from tagc.ir.evaluate import Decide, Event, Identify, Navigate, PageState, Push, Revoke, SetCookie, Step, Wait
from tests.documents import document, second
from tests.embedded.agreement import (
    CLICK,
    PAGE,
    SUBMIT,
    History,
    after,
    assert_agreement,
    both,
    hosted,
    interpreted,
    resolved,
    site,
)
from tests.embedded.host import Host
from tests.embedded.sites import documents, histories

if TYPE_CHECKING:
    from collections.abc import Sequence

Data = Any
BOTH: Final = Decide({"marketing": True, "analytics": True})
MARKETING: Final = Decide({"marketing": True})
NONE: Final = Decide({})
BOUGHT: Final = {
    "event": "purchase",
    "on": {"data_layer": "bought"},
    "params": {"value": "$event.total", "currency": "GBP", "order_id": "$event.id"},
}
LEAD: Final = {"event": "lead", "on": {"click": "a.book-now"}}


def told(
    data: Data, *steps: Step, early: Sequence[Step] = (), page: PageState = PAGE, all_calls: bool = False
) -> list[str]:
    """What instances are told in both worlds, in short: the event's name and its parameters' values."""
    history = History(steps=steps, early=tuple(early), page=page)
    made = site(data)
    expected, found = both(made, history)
    assert found == expected
    calls = [call for owner in found.calls.values() for call in owner]
    return [_short(call) for call in calls if all_calls or _is_event(call)]


def _is_event(call: list[Data]) -> bool:
    return call[1:2] in (["event"], ["track"], ["trackCustom"]) or call[0] in {"ttq.track", "ttq.page"}


def _short(call: list[Data]) -> str:
    words = [word for word in call if not isinstance(word, dict)]
    values = [f"{key}={item}" for word in call if isinstance(word, dict) for key, item in word.items()]
    hidden = (
        "eventID=",
        "event_id=",
        "client_dedup_id=",
        "conversionId=",
        "send_to=",
        "page_location=",
        "page_title=",
    )
    return " ".join([*map(str, words), *(value for value in values if not value.startswith(hidden))])


def site_of(*platforms: str, rules: Data = None, **sections: Data) -> Data:
    """A site with a page view and these rules."""
    return document(*(platforms or ("meta",)), events={"page_view": {}, **(rules or {})}, **sections)


# ---- consent ------------------------------------------------------------------------------------------------------------


def test_nothing_is_told_before_the_visitor_decided() -> None:
    assert told(site_of("ga4", "meta", "tiktok", "linkedin"), Push({"event": "x"}), all_calls=True) == []


def test_a_grant_sends_what_was_held_in_order() -> None:
    rules = {"bought": BOUGHT, "lead": LEAD}
    steps = (Push({"event": "bought", "total": 5, "id": "a"}), CLICK["#book"], MARKETING, CLICK[".inner"])
    assert told(site_of(rules=rules), *steps) == [
        "fbq track PageView",
        "fbq track Purchase value=5 currency=GBP order_id=a",
        "fbq track Lead",
        "fbq track Lead",
    ]


def test_a_grant_after_a_refusal_sends_only_the_current_page_view() -> None:
    steps = (CLICK["#book"], NONE, CLICK["#book"], MARKETING)
    assert told(site_of(rules={"lead": LEAD}), *steps) == ["fbq track PageView"]


def test_a_late_page_view_is_the_one_of_the_current_address() -> None:
    rules = {"page_view": {"params": {"where": "$page.path"}}}
    steps = (NONE, Navigate("https://www.example.org/book", "Book"), MARKETING)
    assert told(site_of(rules=rules), *steps) == ["fbq track PageView where=/book"]


def test_a_refusal_drops_what_was_held() -> None:
    assert told(site_of(), NONE, NONE) == []


def test_a_withdrawal_stops_the_library_and_a_new_grant_resumes_it() -> None:
    calls = told(
        site_of(rules={"lead": LEAD}),
        MARKETING,
        Revoke(),
        CLICK["#book"],
        MARKETING,
        CLICK["#book"],
        all_calls=True,
    )
    assert [call for call in calls if "consent" in call or "track" in call] == [
        "fbq track PageView",
        "fbq consent revoke",
        "fbq consent grant",
        "fbq track PageView",
        "fbq track Lead",
    ]


def test_a_library_without_a_switch_stays_off_after_a_withdrawal() -> None:
    data = site_of("linkedin", rules={"lead": {**LEAD, "platforms": {"linkedin": {"conversion": "111"}}}})
    assert told(data, CLICK["#book"], MARKETING, Revoke(), MARKETING, CLICK["#book"]) == [
        "lintrk track conversion_id=111"
    ]


def test_a_withdrawal_deletes_what_was_declared_and_nothing_else() -> None:
    page = after(PAGE, cookies={"_fbp": "1", "_fbpx": "2", "mine": "3"}, local={"li_hem": "4", "own": "5"})
    made = site(site_of("meta", "linkedin"))
    expected, found = both(made, History(steps=(MARKETING, NONE), page=page))
    assert found == expected
    assert (found.cookies, found.local) == ({"_fbpx": "2", "mine": "3"}, {"own": "5"})


def test_a_full_queue_drops_the_oldest_but_never_the_landing_page_view() -> None:
    pushes = [Push({"event": "bought", "total": number, "id": f"o{number}"}) for number in range(120)]
    calls = told(site_of(rules={"bought": BOUGHT}), *pushes, MARKETING)
    assert len(calls) == 100
    assert calls[0] == "fbq track PageView"
    assert calls[1].endswith("order_id=o21")


def test_a_held_page_view_of_another_address_is_not_told_to_a_library_that_reads_the_address() -> None:
    steps = (CLICK["#book"], Navigate("https://www.example.org/book", "Book"), BOTH)
    assert told(site_of("ga4", "meta", rules={"lead": LEAD}), *steps) == [
        "fbq track Lead",
        "gtag event page_view",
        "gtag event generate_lead",
    ]


@pytest.mark.parametrize(
    "rule",
    [
        {**LEAD, "to": ["meta"]},
        {**LEAD, "paused": "later"},
        {**LEAD, "if": {"$stage": "test"}, "to": ["tiktok"]},
    ],
)
def test_a_library_that_no_rule_can_tell_anything_is_not_loaded(rule: Data) -> None:
    data = site_of("meta", "tiktok", variables={"stage": "live"})
    data["events"] = {"page_view": {"to": ["meta"]}, "lead": rule}
    calls = told(data, MARKETING, CLICK["#book"], Revoke(), MARKETING, all_calls=True)
    assert [call for call in calls if "fbq track PageView" in call]
    assert [call for call in calls if "tiktok" in call or "ttq" in call] == []


def test_a_site_that_tells_nobody_anything_is_a_container_that_does_nothing() -> None:
    data = site_of("meta", "tiktok", "ga4")
    data["events"] = {"page_view": {"paused": "later"}}
    steps = (MARKETING, CLICK["#book"], Revoke(), BOTH, Push({"event": "x"}), Event("x", {}))
    assert told(data, *steps, all_calls=True) == []


def test_two_platforms_get_what_each_was_granted() -> None:
    steps = (Decide({"analytics": True}), CLICK["#book"], BOTH)
    assert told(site_of("ga4", "meta", rules={"lead": LEAD}), *steps) == [
        "fbq track PageView",
        "gtag event page_view",
        "gtag event generate_lead",
    ]


def test_a_rule_that_requires_more_waits_and_lets_the_others_pass() -> None:
    rules = {"bought": {**BOUGHT, "requires": "analytics"}, "lead": LEAD}
    steps = (Push({"event": "bought", "id": 1}), MARKETING, CLICK["#book"], BOTH)
    assert told(site_of(rules=rules), CLICK["#book"], *steps) == [
        "fbq track PageView",
        "fbq track Lead",
        "fbq track Lead",
    ]
    in_doubt = {"sources": [{"use": "cookie", "name": "c", "map": {"marketing": "m", "analytics": "a"}}]}
    consent = {"categories": ["marketing", "analytics"], **in_doubt}
    assert told(site_of(rules=rules, consent=consent), *steps) == ["fbq track PageView", "fbq track Lead"]


def test_a_field_without_its_grant_is_left_out_and_the_event_is_not_held_for_it() -> None:
    rules = {"lead": {**LEAD, "params": {"section": {"from": "$page.path", "requires": "analytics"}}}}
    assert told(site_of(rules=rules), CLICK["#book"], MARKETING, BOTH, CLICK["#book"]) == [
        "fbq track PageView",
        "fbq track Lead",
        "fbq track Lead section=/whats-on/hamlet",
    ]


OPT_OUT: Final = {"categories": ["analytics", "marketing"], "regimes": {"default": "opt_out"}}
LAYER: Final = {"use": "data_layer", "event": "saved", "map": {"marketing": "ads", "analytics": "stats"}}


def test_an_opt_out_that_stood_in_the_queue_comes_before_the_first_page_view() -> None:
    assert told(site_of(consent=OPT_OUT), early=[NONE], all_calls=True) == []
    assert told(site_of(consent=OPT_OUT)) == ["fbq track PageView"]


def test_an_opt_out_default_waits_five_seconds_for_a_tool_that_tells_through_the_data_layer() -> None:
    data = site_of(consent={**OPT_OUT, "sources": [LAYER]})
    assert told(data, Wait(4999)) == []
    assert told(data, Wait(5000)) == ["fbq track PageView"]
    assert told(data, Wait(3000), Push({"event": "saved", "ads": False}), Wait(3000)) == []


def test_global_privacy_control_denies_in_an_opt_out_regime_whatever_is_granted() -> None:
    page = after(PAGE, gpc=True)
    assert told(site_of("ga4", "meta", consent=OPT_OUT), BOTH, page=page) == ["gtag event page_view"]


@pytest.mark.parametrize(("region", "calls"), [("US-CA", 0), ("US-NY", 1), ("DE", 0), (None, 0), ("us", 0)])
def test_the_longest_region_decides_and_an_unknown_one_is_strict(region: str | None, calls: int) -> None:
    regions = [{"in": ["US"], "regime": "opt_out"}, {"in": ["US-CA"], "regime": "opt_in"}]
    consent = {
        "categories": ["marketing"],
        "regimes": {"regions": regions},
        "region_from": [{"global": "region"}],
    }
    page = after(PAGE, globals={} if region is None else {"region": region})
    assert len(told(site_of(consent=consent), page=page)) == calls


@pytest.mark.parametrize(
    ("form", "granted", "refused"),
    [
        ("json", '{"m":true}', "[]"),
        ("list", "a,m", "a"),
        ("pairs", "m:yes|a:0", "m=no"),
        ("flag", "granted", "denied"),
    ],
)
def test_a_cookie_decides_when_it_is_there_and_when_it_changes(form: str, granted: str, refused: str) -> None:
    source = {"use": "cookie", "name": "choice", "format": form, "map": {"marketing": "m"}}
    data = site_of(rules={"lead": LEAD}, consent={"categories": ["marketing"], "sources": [source]})
    page = after(PAGE, cookies={"choice": granted})
    assert told(data, CLICK["#book"], page=page) == ["fbq track PageView", "fbq track Lead"]
    change = (SetCookie("choice", refused), CLICK["#book"], SetCookie("choice", granted), CLICK["#book"])
    assert told(data, *change) == ["fbq track PageView", "fbq track Lead"]


def test_a_cookie_that_goes_takes_back_its_grant_and_later_events_are_held() -> None:
    source = {"use": "cookie", "name": "choice", "format": "list", "map": {"marketing": "m"}}
    data = site_of(rules={"lead": LEAD}, consent={"categories": ["marketing"], "sources": [source]})
    page = after(PAGE, cookies={"choice": "m"})
    gone = (SetCookie("choice", None), CLICK["#book"])
    assert told(data, *gone, page=page) == ["fbq track PageView"]
    assert told(data, *gone, SetCookie("choice", "m"), page=page) == ["fbq track PageView", "fbq track Lead"]


def test_a_cookie_that_goes_takes_back_nothing_that_another_place_told() -> None:
    source = {"use": "cookie", "name": "choice", "format": "list", "map": {"marketing": "m"}}
    data = site_of(rules={"lead": LEAD}, consent={"categories": ["marketing"], "sources": [source]})
    page = after(PAGE, cookies={"choice": "x"})
    steps = (MARKETING, SetCookie("choice", None), CLICK["#book"])
    assert told(data, *steps, page=page) == ["fbq track PageView", "fbq track Lead"]


def test_google_hears_every_decision_before_the_events_that_follow_it() -> None:
    rules = {"lead": LEAD}
    calls = told(site_of("ga4", rules=rules), Decide({"analytics": True}), BOTH, all_calls=True)
    updates = [call.split()[3:] for call in calls if call.startswith("gtag consent update")]
    assert [[word for word in words if word.endswith("=granted")] for words in updates] == [
        ["analytics_storage=granted", "security_storage=granted"],
        [
            *("ad_storage=granted", "ad_user_data=granted", "ad_personalization=granted"),
            *("analytics_storage=granted", "security_storage=granted"),
        ],
    ]


# ---- once, ids, triggers, values ----------------------------------------------------------------------------------------


def test_a_key_is_used_once_and_an_empty_key_never() -> None:
    rules = {"bought": {**BOUGHT, "once_per": "$event.id"}}
    entries = [
        Push({"event": "bought", "total": total, "id": ident})
        for total, ident in enumerate(("a", "a", "", "", "b"))
    ]
    assert [call.partition(" value=")[2] for call in told(site_of(rules=rules), MARKETING, *entries)[1:]] == [
        "0 currency=GBP order_id=a",
        "2 currency=GBP",
        "3 currency=GBP",
        "4 currency=GBP order_id=b",
    ]


def test_a_rule_with_several_triggers_fires_once_per_step_with_the_first_that_fits() -> None:
    rules = {
        "lead": {
            "on": [
                {"click": ".inner", "if": {"$data.total": 7}},
                {"click": "a.book-now"},
                {"data_layer": "lead"},
            ],
            "params": {"order_id": "$data.total"},
        },
        "contact": {"on": [{"click": "a"}, {"click": ".inner"}], "params": {"tag": "$click.id"}},
    }
    steps = (
        MARKETING,
        CLICK[".inner"],
        Push({"event": "lead", "total": 7}),
        CLICK[".inner"],
        CLICK[".plain"],
    )
    assert told(site_of(rules=rules), *steps) == [
        "fbq track PageView",
        "fbq track Lead",
        "fbq track Contact tag=book",
        "fbq track Lead order_id=7",
        "fbq track Lead order_id=7",
        "fbq track Contact tag=book",
    ]


def test_a_variable_of_another_kind_of_event_is_empty() -> None:
    variables = {"who": {"first": ["$event.who", "$click.id", "$form.id", "nobody"]}}
    rules = {
        "lead": {
            "on": ["page_view", {"click": "a"}, {"form": "form"}, {"data_layer": "x"}],
            "params": {"who": "$who"},
        }
    }
    steps = (MARKETING, CLICK["#book"], SUBMIT, Push({"event": "x", "who": "me"}))
    calls = told(site_of(rules=rules, variables=variables), *steps)
    assert [call.rpartition("=")[2] for call in calls[1:]] == ["nobody", "book", "newsletter", "me"]


def test_a_triggers_condition_that_reads_the_device_is_decided_at_release_for_that_trigger() -> None:
    on = [{"data_layer": "x", "if": {"$cookie.visitor": "gold"}}, {"click": "a"}]
    steps = (Push({"event": "x"}), CLICK["#book"], SetCookie("visitor", "gold"), MARKETING)
    assert told(site_of(rules={"lead": {"on": on}}), *steps) == [
        "fbq track PageView",
        "fbq track Lead",
        "fbq track Lead",
    ]
    assert told(site_of(rules={"lead": {"on": on}}), *steps[:2], MARKETING) == [
        "fbq track PageView",
        "fbq track Lead",
    ]


def test_a_condition_asks_what_the_clicked_element_stands_in() -> None:
    def sent(closest: Data) -> list[str]:
        rules = {
            "lead": {
                "on": {"click": [".inner", "a.doc", ".plain"]},
                "if": {"$click": closest},
                "params": {"tag": "$click.text"},
            }
        }
        return told(site_of(rules=rules), MARKETING, CLICK[".inner"], CLICK["a.doc"], CLICK[".plain"])[1:]

    assert sent({"closest": "#book"}) == ["fbq track Lead tag=Book now"]
    assert sent({"closest": ["#book", "a.doc"]}) == [
        "fbq track Lead tag=Book now",
        "fbq track Lead tag=Brochure",
    ]
    assert sent({"not": {"closest": "a"}}) == ["fbq track Lead tag=Nothing here"]
    assert sent({"closest": "form"}) == []


def test_all_instances_are_told_the_same_random_number() -> None:
    rules = {"bought": {**BOUGHT, "params": {"lottery": {"random": True}}}, "lead": LEAD}
    data = site_of("meta", "tiktok", rules=rules)
    data["platforms"]["meta"]["params"] = {"lottery": {"random": True}}
    assert told(data, Push({"event": "bought"}), MARKETING) == [
        *("fbq track PageView lottery=random 1", "fbq track Purchase lottery=random 3"),
        *("ttq.page", "ttq.track Purchase lottery=random 3"),
    ]


def test_values_are_those_of_the_moment_and_the_device_is_read_at_release() -> None:
    rules = {"lead": {**LEAD, "params": {"then": "$data.x", "now": "$cookie.visitor"}}}
    steps = (Push({"x": 1}), CLICK["#book"], Push({"x": 2}), SetCookie("visitor", "late"), MARKETING)
    assert told(site_of(rules=rules), *steps) == ["fbq track PageView", "fbq track Lead now=late then=1"]


def test_value_without_currency_is_left_out_and_items_make_the_value() -> None:
    items = {
        "each": "$event.lines",
        "item": {"id": "$item.sku", "price": "$item.price", "quantity": "$item.n"},
    }
    rules = {"sale": {"event": "add_to_cart", "params": {"items": items, "currency": "$event.money"}}}
    lines = [{"sku": "a", "price": "2.5", "n": 2}, {"sku": "b", "price": "x"}]
    steps = (Push({"event": "sale", "lines": lines, "money": "GBP"}), Push({"event": "sale", "lines": lines}))
    with_value, without = told(site_of("ga4", rules=rules), BOTH, *steps)[1:]
    assert " value=5" in with_value
    assert " value=" not in without


def test_null_in_a_nearer_layer_takes_a_parameter_out() -> None:
    data = site_of(
        rules={"lead": {**LEAD, "params": {"a": 1, "b": 2}, "platforms": {"meta": {"params": {"a": None}}}}}
    )
    data["platforms"]["meta"]["params"] = {"a": 0, "c": 3}
    assert told(data, MARKETING, CLICK["#book"]) == ["fbq track PageView a=0 c=3", "fbq track Lead b=2 c=3"]


def test_two_pinterest_tags_are_loaded_before_the_one_call_that_reaches_both() -> None:
    data = site_of("pinterest", rules={"lead": LEAD})
    data["platforms"]["second"] = second("pinterest")
    steps = (CLICK["#book"], MARKETING, Revoke(), MARKETING, CLICK["#book"])
    assert told(data, *steps, all_calls=True) == [
        "load https://s.pinimg.com/ct/core.js",
        "pintrk load 2612345678901",
        "pintrk page",
        "pintrk load 2612345678902",
        "pintrk page",
        "pintrk track pagevisit",
        "pintrk track lead",
        "pintrk setconsent False",
        "pintrk setconsent True",
        "pintrk track pagevisit",
        "pintrk track lead",
    ]


def test_two_snap_pixels_are_told_one_by_one_and_stay_off_after_a_withdrawal() -> None:
    data = site_of(
        "snap", rules={"page_view": {"to": ["snap"]}, "signed_up": {**LEAD, "event": "registration"}}
    )
    data["platforms"]["second"] = second("snap")
    one, other = (data["platforms"][name]["pixel_id"] for name in ("snap", "second"))
    assert told(data, MARKETING, CLICK["#book"], Revoke(), MARKETING, CLICK["#book"], all_calls=True) == [
        "load https://sc-static.net/scevent.min.js",
        f"snaptr init {one}",
        f"snaptr track {one} PAGE_VIEW",
        f"snaptr track {one} SIGN_UP",
        f"snaptr init {other}",
        f"snaptr track {other} SIGN_UP",
    ]


def test_reddit_is_told_who_it_is_together_with_its_settings() -> None:
    data = site_of("reddit", rules={"lead": LEAD}, user_data={"requires": "marketing"})
    calls = told(data, MARKETING, Identify({"external_id": " 7 "}), CLICK["#book"], all_calls=True)
    init = (
        "rdt init a2_1a2b3c4d5e6f useDecimalCurrencyValues=True aam={'email': False, 'phone_number': False}"
    )
    seven = hashlib.sha256(b"7").hexdigest()
    assert calls == [
        "load https://www.redditstatic.com/ads/pixel.js",
        init,
        "rdt track PageVisit",
        f"{init} externalId={seven}",
        "rdt track Lead",
    ]


def test_linkedin_waits_for_its_first_event_where_the_page_view_has_a_condition() -> None:
    rules = {
        "page_view": {"if": {"$page.path": "/elsewhere"}},
        "lead": {**LEAD, "platforms": {"linkedin": {"conversion": "111"}}},
    }
    data = site_of("linkedin", rules=rules)
    assert told(data, MARKETING, all_calls=True) == []
    assert told(data, MARKETING, CLICK["#book"], all_calls=True) == [
        "lintrk track conversion_id=111",
        "load https://snap.licdn.com/li.lms-analytics/insight.min.js",
    ]


def test_instances_of_one_platform_open_with_their_own_grants() -> None:
    data = site_of("meta", "ga4", rules={"lead": LEAD})
    data["platforms"]["second"] = {"platform": "meta", "pixel_id": 99999, "requires": "analytics"}
    steps = (MARKETING, CLICK["#book"], BOTH, CLICK["#book"], MARKETING, CLICK["#book"])
    calls = told(data, *steps, all_calls=True)
    assert [call.split()[2:] for call in calls if "trackSingle" in call] == [
        *([["1234567890123456", "PageView"]] + [["1234567890123456", "Lead"]] * 3),
        *[["99999", "PageView"], ["99999", "Lead"]],
    ]


def test_what_the_page_does_to_its_objects_later_changes_nothing() -> None:
    items = {"each": "$event.lines", "item": {"id": "$item.sku"}}
    params = {
        "items": items,
        "whole": "$event",
        "some": {"from": "$event.lines", "as": {"slice": [0, 5]}},
        "one": {"from": "$event.lines", "as": {"item": 0}},
        "either": {"first": ["$data.none", "$data.lines"]},
    }
    window = Host().load(site(site_of(rules={"bought": {**BOUGHT, "params": params}})).source)
    window.load("window.o = {event: 'bought', lines: [{sku: 'then'}]}; window.dataLayer.push(o)")
    window.load("o.lines[0].sku = 'now'; o.lines.push(1); dataLayer.push({lines: [{sku: 'later'}]})")
    window.tagc("consent", {"marketing": True})
    (call,) = [call for call in window.calls if "Purchase" in call]
    then = [{"sku": "then"}]
    assert call[3] == {
        "contents": [{"id": "then"}],
        "content_ids": ["then"],
        "content_type": "product",
        "whole": {"event": "bought", "lines": then},
        "some": then,
        "one": then[0],
        "either": then,
    }


# ---- user data ----------------------------------------------------------------------------------------------------------

USER: Final = {"requires": "marketing", "email": "$data.email"}


def test_user_data_is_told_hashed_before_the_event_and_not_again() -> None:
    data = site_of("tiktok", rules={"lead": LEAD}, user_data=USER)
    steps = (
        Push({"email": " Ann@Example.org "}),
        MARKETING,
        CLICK["#book"],
        Push({"email": "b@c.de"}),
        CLICK["#book"],
    )
    assert [call.split()[0] for call in told(data, *steps, all_calls=True) if call.startswith("ttq")] == [
        "ttq.identify",
        "ttq.page",
        "ttq.track",
        "ttq.identify",
        "ttq.track",
    ]


def test_what_is_called_a_hash_and_is_none_is_left_out() -> None:
    data = site_of("tiktok", user_data={"requires": "marketing", "email": {"hashed": "$data.email"}})
    assert not any(
        "identify" in call for call in told(data, Push({"email": "a@b.c"}), MARKETING, all_calls=True)
    )
    sha = "B94D27B9934D3E08A52E52D7DA7DABFAC484EFE37A5380EE9088F7ACE2EFCDE9"
    assert f"ttq.identify sha256_email={sha.lower()}" in told(
        data, Push({"email": sha}), MARKETING, all_calls=True
    )


def test_what_a_form_tells_of_the_visitor_is_newer_than_what_stands_in_the_page() -> None:
    rules = {"lead": {"on": {"form": "#newsletter"}, "user_data": {"email": "$form.fields.email"}}}
    data = site_of("tiktok", rules=rules, user_data={"requires": "marketing", "email": "$data.email"})
    steps = (Push({"email": "old@example.org"}), MARKETING, SUBMIT, Push({"x": 1}), SUBMIT)
    calls = told(data, *steps, all_calls=True)
    assert sum("identify" in call for call in calls) == 2


def test_a_refusal_forgets_the_visitor() -> None:
    data = site_of("tiktok", user_data={"requires": "marketing"})
    steps = (Identify({"email": "a@b.c"}), NONE, MARKETING)
    assert not any("identify" in call for call in told(data, *steps, all_calls=True))


def test_google_hears_a_decision_also_while_the_visitors_data_are_being_hashed() -> None:
    data = site_of("ga4", user_data=USER)
    calls = told(
        data,
        Decide({"analytics": True}),
        Push({"email": "a@b.c"}),
        BOTH,
        Push({"event": "x"}),
        all_calls=True,
    )
    assert sum(call.startswith("gtag consent update") for call in calls) == 2


def test_an_event_waits_for_the_newest_of_the_visitors_data() -> None:
    rules = {"lead": {"on": {"data_layer": "x"}, "user_data": {"email": "$event.mail"}}}
    data = site_of("tiktok", rules=rules, user_data=USER)
    both_at_once = Push({"event": "x", "email": "old@b.c", "mail": "new@b.c"})
    calls = told(data, MARKETING, both_at_once, all_calls=True)
    assert [call.split()[0] for call in calls if call.startswith("ttq")] == [
        "ttq.page",
        "ttq.identify",
        "ttq.track",
    ]


def test_what_the_visitor_took_back_is_not_told_with_the_next_event() -> None:
    data = site_of(
        "tiktok", rules={"lead": LEAD}, user_data={"requires": "analytics", "email": "$data.email"}
    )
    steps = (BOTH, Push({"email": "a@b.c"}), MARKETING, CLICK["#book"])
    calls = told(data, *steps, all_calls=True)
    assert [call.split()[0] for call in calls if call.startswith("ttq")] == ["ttq.page", "ttq.track"]


# ---- the device ---------------------------------------------------------------------------------------------------------

_WATCHED: Final = """
window.looked = [];
for (const [owner, name] of [[document, "cookie"], [window, "localStorage"], [window, "sessionStorage"]]) {
  const own = Object.getOwnPropertyDescriptor(owner, name);
  Object.defineProperty(owner, name, {
    configurable: true, get() { looked.push(name); return own.get.call(owner) }, set(value) { own.set.call(owner, value) },
  });
}
"""


def test_nothing_of_the_device_is_read_before_the_grant() -> None:
    rules = {
        "lead": {
            "on": [
                {"click": "a", "if": {"$cookie.visitor": "gold"}},
                {"data_layer": "x", "unless": {"$storage.m": 1}},
            ],
            "if": {"any": [{"$storage.member": {"exists": False}}, {"$cookie.visitor": "7"}]},
            "params": {"who": "$cookie.visitor", "seen": {"lookup": "$storage.member", "table": {"gold": 1}}},
            "once_per": "$data.total",
            "user_data": {"phone": "$storage.phone"},
        }
    }
    user = {"requires": "marketing", "email": "$cookie.mailed", "city": "${storage.city}!"}
    window = (
        Host(html='<a id="book">x</a>').load(_WATCHED).load(site(site_of(rules=rules, user_data=user)).source)
    )
    window.click("#book").push({"event": "x", "total": 5}).tagc("user", {"email": "a@b.c"}).tagc(
        "event", "x", {}
    )
    window.dispatch("window", "pageshow").advance(6000)
    assert window.eval("looked") == []
    window.tagc("consent", {"marketing": False})
    assert window.eval("looked") == []
    window.tagc("consent", {"marketing": True})
    assert window.eval("looked.length") > 0


# ---- by chance ----------------------------------------------------------------------------------------------------------

_EXAMPLES: Final = settings().max_examples  # 100 by default, 2000 in the profile "explore"


@settings(max_examples=60 * _EXAMPLES // 100)
@given(documents(), st.lists(histories(), min_size=8, max_size=8))
def test_the_container_does_what_the_interpreter_says(data: Data, several: list[History]) -> None:
    made = site(data)
    for history in several:
        assert_agreement(made, history)


@settings(max_examples=25 * _EXAMPLES // 100)
@given(documents(), st.lists(histories(), min_size=4, max_size=4))
def test_passes_keep_the_meaning_and_do_nothing_the_second_time(data: Data, several: list[History]) -> None:
    program = resolved(data)
    changed = {each.__name__: each(program) for each in passes.PASSES} | {"all": passes.run(program)}
    for each in passes.PASSES:
        assert each(changed[each.__name__]) == changed[each.__name__]
    assert passes.run(changed["all"]) == changed["all"]
    for history in several:
        expected = interpreted(program, history)
        for name, other in changed.items():
            assert interpreted(other, history) == expected, name


@settings(max_examples=12 * _EXAMPLES // 100)
@given(documents(), st.lists(histories(), min_size=3, max_size=3))
def test_readable_and_minified_builds_behave_alike(data: Data, several: list[History]) -> None:
    minified, readable = site(data), site(data, readable=True)
    for history in several:
        assert hosted(readable, history) == hosted(minified, history)


def test_an_event_of_tagc_is_not_pushed_and_hears_its_own_parameters() -> None:
    data = site_of(rules={"bought": BOUGHT})
    assert told(data, MARKETING, Event("bought", {"total": "9", "id": 1}), Event("bought", None))[1:] == [
        "fbq track Purchase value=9 currency=GBP order_id=1",
        "fbq track Purchase currency=GBP",
    ]
