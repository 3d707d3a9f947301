"""Libraries that instances share, that load late, or that each instance has for itself: what happens in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest

from tagc.ir.evaluate import Decide, Identify, Navigate, PageState, Revoke, Step
from tests.documents import CONVERSIONS, INSTANCES, document, second
from tests.embedded.agreement import CLICK, PAGE, History, after, assert_agreement, site, visited

if TYPE_CHECKING:
    from tests.embedded.host import Host

Data = Any
ANALYTICS: Final = Decide({"analytics": True})
MARKETING: Final = Decide({"marketing": True})
BOTH: Final = Decide({"analytics": True, "marketing": True})
NONE: Final = Decide({})
LEAD: Final = {"event": "lead", "on": {"click": "a.book-now"}}
GTAG: Final = "load https://www.googletagmanager.com/gtag/js?id="


def opened(data: Data, *steps: Step, page: PageState = PAGE) -> Host:
    """The page after these steps, in which both worlds agree."""
    made, history = site(data), History(steps=steps, page=page)
    assert_agreement(made, history)
    return visited(made, history)


def happened(data: Data, *steps: Step, page: PageState = PAGE) -> list[str]:
    """All that happened, in its order over all instances, in short."""
    return [_short(line) for line in opened(data, *steps, page=page).calls if line[0] not in _QUIET]


_QUIET: Final = {"cookie", "storage", "navigate", "submit"}


def _short(line: list[Data]) -> str:
    if line[1:3] in (["consent", "default"], ["consent", "update"]):
        granted = [name for name, state in line[3].items() if state == "granted"]
        return " ".join([line[0], line[2], *granted])
    return " ".join(str(word) for word in line if isinstance(word, str) and not word.startswith("__date__"))


# ---- one library of two platforms ----------------------------------------------------------------------------------


def google(**sections: Data) -> Data:
    """GA4 for analytics, Google Ads for marketing."""
    lead = {**LEAD, "platforms": {"google_ads": {"conversion": CONVERSIONS["google_ads"][0]}}}
    return document("ga4", "google_ads", events={"page_view": {}, "lead": lead}, **sections)


ADS: Final = ("ad_storage", "ad_user_data", "ad_personalization")
ADS_GRANTED: Final = " ".join(ADS)


def test_whichever_of_googles_gates_opens_first_brings_the_library_and_configures_only_itself() -> None:
    assert happened(google(), ANALYTICS) == [
        "gtag default security_storage",
        "gtag update analytics_storage security_storage",
        f"{GTAG}G-ABCDE12345",
        "gtag js",
        "gtag config G-ABCDE12345",
        "gtag event page_view",
    ]
    assert happened(google(), MARKETING) == [
        "gtag default security_storage",
        f"gtag update {ADS_GRANTED} security_storage",
        f"{GTAG}AW-123456789",
        "gtag js",
        "gtag config AW-123456789",
        "gtag event page_view",
    ]


def test_the_second_of_googles_gates_finds_the_library_there_and_its_consent_told() -> None:
    calls = happened(google(), ANALYTICS, BOTH, CLICK["#book"])
    assert calls[6:] == [
        f"gtag update {ADS_GRANTED} analytics_storage security_storage",
        "gtag config AW-123456789",
        "gtag event page_view",
        "gtag event generate_lead",
        "gtag event conversion",
    ]
    assert [call for call in calls if call.startswith("load")] == [f"{GTAG}G-ABCDE12345"]
    assert calls.count("gtag js") == 1


def test_both_of_googles_gates_open_with_one_decision_that_is_told_once() -> None:
    assert happened(google(), BOTH) == [
        "gtag default security_storage",
        f"gtag update {ADS_GRANTED} analytics_storage security_storage",
        f"{GTAG}G-ABCDE12345",
        "gtag js",
        "gtag config G-ABCDE12345",
        "gtag event page_view",
        "gtag config AW-123456789",
        "gtag event page_view",
    ]


def test_a_withdrawal_from_google_is_a_state_of_consent_and_cookies_go_instance_by_instance() -> None:
    cookies = {"_ga": "1", "_gid": "2", "_gcl_au": "3", "_gac_1": "4", "mine": "5"}
    page = after(PAGE, cookies=cookies, local={"_gcl_ls": "6", "own": "7"})
    window = opened(google(), BOTH, ANALYTICS, CLICK["#book"], page=page)
    lines = [_short(line) for line in window.calls if line[0] == "gtag"]
    assert lines[-2:] == ["gtag update analytics_storage security_storage", "gtag event generate_lead"]
    # Both may write _gac_*: who is still allowed to keeps it.
    assert window.cookies == {"_ga": "1", "_gid": "2", "_gac_1": "4", "mine": "5"}
    assert window.local_storage == {"own": "7"}
    window = opened(google(), BOTH, ANALYTICS, Revoke(), CLICK["#book"], page=page)
    assert _short([line for line in window.calls if line[0] == "gtag"][-1]) == "gtag update security_storage"
    assert window.cookies == {"mine": "5"}


def test_after_a_withdrawal_google_is_told_of_a_new_grant_and_nothing_is_configured_again() -> None:
    calls = happened(google(), BOTH, NONE, MARKETING, CLICK["#book"], BOTH, CLICK[".inner"])
    assert calls[8:] == [
        "gtag update security_storage",
        f"gtag update {ADS_GRANTED} security_storage",
        "gtag event page_view",
        "gtag event conversion",
        f"gtag update {ADS_GRANTED} analytics_storage security_storage",
        "gtag event page_view",
        "gtag event generate_lead",
        "gtag event conversion",
    ]


def test_google_is_told_of_every_decision_while_one_of_its_gates_is_open() -> None:
    calls = happened(google(), ANALYTICS, ANALYTICS, NONE, NONE)
    assert [call for call in calls if "update" in call] == [
        *["gtag update analytics_storage security_storage"] * 2,
        "gtag update security_storage",
    ]


def test_a_rule_that_only_one_of_googles_instances_hears_loads_nothing_for_the_other() -> None:
    data = google()
    data["events"] = {"page_view": {"to": ["ga4"]}}
    assert happened(data, MARKETING) == []
    assert f"{GTAG}G-ABCDE12345" in happened(data, ANALYTICS)
    data["events"] = {"page_view": {"to": ["google_ads"]}}
    assert happened(data, ANALYTICS) == []
    assert f"{GTAG}AW-123456789" in happened(data, MARKETING)


def test_a_second_account_of_google_ads_is_configured_in_the_same_library() -> None:
    data = google()
    data["platforms"]["ads_fr"] = second("google_ads")
    data["events"]["lead"]["platforms"]["ads_fr"] = {"conversion": CONVERSIONS["google_ads"][1]}
    window = opened(data, MARKETING, CLICK["#book"])
    assert [line[1] for line in window.calls if line[0] == "load"] == [
        f"{GTAG.partition(' ')[2]}AW-123456789"
    ]
    sent = [line[3]["send_to"] for line in window.calls if line[:2] == ["gtag", "event"]]
    assert sent == ["AW-123456789", "AW-987654321", "AW-123456789/AbC-D_efG", "AW-987654321/HiJ-K_lmN"]


def test_people_are_told_to_google_by_the_gate_that_may() -> None:
    user = {"requires": "marketing", "email": "$data.mail", "to": ["google_ads"]}
    calls = happened(google(user_data=user), BOTH, Identify({"email": "ann@example.org"}), CLICK["#book"])
    assert calls[-3:] == ["gtag event generate_lead", "gtag set user_data", "gtag event conversion"]
    calls = happened(
        google(user_data=user), ANALYTICS, Identify({"email": "ann@example.org"}), CLICK["#book"]
    )
    assert "gtag set user_data" not in calls


# ---- a library whose loading is the page view ------------------------------------------------------------------------


def x(page_view: Data = None, *, more: bool = False) -> Data:
    """An X pixel with one conversion; and one more."""
    data = document("x", events={} if page_view is None else {"page_view": page_view})
    data["events"]["lead"] = {**LEAD, "platforms": {"x": {"conversion": CONVERSIONS["x"][0]}}}
    if more:
        data["platforms"]["x_fr"] = second("x")
        data["events"]["lead"]["platforms"]["x_fr"] = {"conversion": CONVERSIONS["x"][1]}
    return data


UWT: Final = "load https://static.ads-twitter.com/uwt.js"


def test_the_library_of_x_is_the_page_view_and_comes_with_the_grant() -> None:
    calls = happened(x({}), MARKETING, Navigate("https://www.example.org/book", "Book"), CLICK["#book"])
    assert calls == [UWT, "twq config o8abc", "twq event tw-o8abc-o9def"]


@pytest.mark.parametrize("page_view", [None, {"if": {"$page.path": "/other"}}])
def test_where_not_every_page_view_counts_the_library_of_x_waits_for_something_to_tell(
    page_view: Data,
) -> None:
    assert happened(x(page_view), MARKETING) == []
    assert happened(x(page_view), MARKETING, CLICK["#book"]) == [
        UWT,
        "twq config o8abc",
        "twq event tw-o8abc-o9def",
    ]


def test_pixels_of_x_share_a_library_and_each_is_configured_at_its_own_conversion() -> None:
    data = x({}, more=True)
    data["platforms"]["x_fr"]["requires"] = "analytics"
    assert happened(data, MARKETING, BOTH, CLICK["#book"]) == [
        *(UWT, "twq config o8abc", "twq config o8xyz"),
        *("twq event tw-o8abc-o9def", "twq event tw-o8xyz-o9def"),
    ]


def test_x_has_no_switch_so_it_is_told_nothing_more_and_its_cookies_go() -> None:
    page = after(PAGE, cookies={"_twclid": "1", "mine": "2"})
    window = opened(x({}), MARKETING, NONE, CLICK["#book"], MARKETING, CLICK["#book"], page=page)
    assert [_short(line) for line in window.calls if line[0] == "twq"] == ["twq config o8abc"]
    assert window.cookies == {"mine": "2"}


def test_x_is_told_of_people_with_the_event_and_raw_where_that_is_wanted() -> None:
    person = {"requires": "marketing", "email": {"from": "$data.mail"}}
    steps = (MARKETING, Identify({"email": " Ann@Example.org"}), CLICK["#book"])

    def sent(user: Data) -> Data:
        window = opened(x({}) | {"user_data": user}, *steps)
        return next(line for line in window.calls if line[:2] == ["twq", "event"])[3]

    assert sent(person).keys() == {"conversion_id"}
    assert sent(person | {"raw_to": ["x"]})["email_address"] == "ann@example.org"


# ---- a library for each instance ---------------------------------------------------------------------------------------

BAT: Final = "load https://bat.bing.com/bat.js"


def microsoft(**sections: Data) -> Data:
    return document("microsoft", events={"page_view": {}, "lead": LEAD}, **sections)


def test_microsoft_is_told_of_the_grant_before_its_library_comes() -> None:
    assert happened(microsoft(), MARKETING, CLICK["#book"]) == [
        *("uetq update ad_storage", BAT),
        *("uetq event page_view", "uetq event generate_lead"),
    ]


def test_microsoft_is_switched_off_and_on_by_its_own_consent_call() -> None:
    page = after(PAGE, cookies={"_uetsid": "1", "_uetvid": "2", "mine": "3"}, local={"_uetvid_exp": "4"})
    window = opened(microsoft(), MARKETING, NONE, CLICK["#book"], page=page)
    assert [_short(line) for line in window.calls if line[0] == "uetq"] == [
        "uetq update ad_storage",
        "uetq event page_view",
        "uetq update",
    ]
    assert (window.cookies, window.local_storage) == ({"mine": "3"}, {})
    calls = happened(microsoft(), MARKETING, NONE, MARKETING, CLICK["#book"])
    assert calls[3:] == [
        *("uetq update", "uetq update ad_storage"),
        *("uetq event page_view", "uetq event generate_lead"),
    ]


def test_each_tag_of_microsoft_has_its_own_queue_library_and_switch() -> None:
    data = microsoft()
    data["platforms"]["bing_fr"] = {**second("microsoft"), "requires": "analytics"}
    assert happened(data, MARKETING, BOTH, ANALYTICS) == [
        *("uetq187654321 update ad_storage", BAT, "uetq187654321 event page_view"),
        *("uetq123456789 update ad_storage", BAT, "uetq123456789 event page_view"),
        "uetq187654321 update",
    ]


def test_microsofts_library_takes_the_queue_over_and_sends_no_page_views_of_its_own() -> None:
    window = opened(microsoft(), MARKETING)
    window.load(
        "window.UET = function (options) { window.made = options; this.push = (...call) => { made.q.push(call) } }"
    )
    window.finish_load("bat.js")
    made = window.eval("made")
    told = ("ti", "disableAutoPageView", "enableAutoSpaTracking", "enableAutoConsent")
    assert [made[name] for name in told] == ["187654321", True, False, False]
    assert made["q"][:3] == ["consent", "update", {"ad_storage": "granted"}]
    assert made["q"][-1] == ["pageLoad"]
    window.click("#book")
    assert window.eval("made")["q"][-1][:2] == ["event", "generate_lead"]


def test_all_of_them_stay_silent_without_a_grant() -> None:
    lead = {name: {"conversion": CONVERSIONS[name][0]} for name in ("x", "google_ads")}
    events = {"page_view": {}, "lead": {**LEAD, "platforms": lead}}
    data = document("x", "microsoft", "google_ads", "ga4", events=events)
    assert INSTANCES.keys() >= data["platforms"].keys()
    for steps in ((CLICK["#book"],), (NONE, CLICK["#book"])):
        window = opened(data, *steps)
        assert [line for line in window.calls if line[0] != "navigate"] == []
        assert window.eval("[typeof twq, typeof uetq, typeof gtag, typeof dataLayer]") == ["undefined"] * 4
