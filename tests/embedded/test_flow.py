"""When rules go: after others, after a delay, in a time, when all of several things happened, and in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hypothesis import given, settings
from hypothesis import strategies as st

from tagc import passes
from tagc.ir.evaluate import Decide, Navigate, Player, Push, SetCookie, Wait, Watch
from tests.documents import document
from tests.embedded.agreement import (
    CLICK,
    SUBMIT,
    History,
    after,
    assert_agreement,
    interpreted,
    resolved,
    site,
)
from tests.embedded.host import START_OF_TIME, Host
from tests.embedded.test_agreement import BOTH, BOUGHT, LEAD, MARKETING, NONE, PAGE, site_of, told

if TYPE_CHECKING:
    from tagc.ir.evaluate import Step

Data = Any

# ---- what comes after what ----------------------------------------------------------------------------------------------

AFTER: Final = {"bought": BOUGHT, "lead": {**LEAD, "after": ["bought"]}}
BUY: Final = Push({"event": "bought", "id": 1})


def test_a_rule_waits_until_the_rule_before_it_was_told_on_this_page() -> None:
    data = site_of(rules=AFTER)
    assert told(data, MARKETING, CLICK["#book"]) == ["fbq track PageView"]
    assert told(data, MARKETING, CLICK["#book"], BUY, CLICK["#book"]) == [
        "fbq track PageView",
        "fbq track Purchase currency=GBP order_id=1",
        "fbq track Lead",
        "fbq track Lead",
    ]


def test_what_waits_lets_others_pass_and_goes_when_the_queue_is_empty() -> None:
    rules = {**AFTER, "contact": {"on": {"click": ".plain"}}}
    steps = (CLICK["#book"], CLICK[".plain"], BUY, CLICK[".plain"], MARKETING)
    assert told(site_of(rules=rules), *steps) == [
        "fbq track PageView",
        "fbq track Contact",
        "fbq track Purchase currency=GBP order_id=1",
        "fbq track Contact",
        "fbq track Lead",
    ]


def test_a_platform_waits_for_its_own_call_and_not_for_the_consent_to_another() -> None:
    data = site_of("ga4", "meta", rules=AFTER)
    assert told(data, BUY, CLICK["#book"], Decide({"analytics": True})) == [
        "gtag event page_view",
        "gtag event purchase currency=GBP transaction_id=1",
        "gtag event generate_lead",
    ]


def other_platform(**more: Data) -> Data:
    """Meta is told of a purchase; GA4 gets its lead after that."""
    lead = {**LEAD, "to": ["ga4"], "after": ["bought"], **more}
    return site_of("ga4", "meta", rules={"bought": {**BOUGHT, "to": ["meta"]}, "lead": lead})


def test_where_the_rule_before_tells_another_platform_that_call_counts() -> None:
    assert told(other_platform(), BOTH, CLICK["#book"])[-1] == "gtag event page_view"
    steps = (BOTH, CLICK["#book"], BUY)
    assert told(other_platform(), *steps)[-2:] == ["gtag event page_view", "gtag event generate_lead"]


def test_a_refusal_holds_nothing_up_unless_the_rule_stops_on_failure() -> None:
    steps = (BUY, CLICK["#book"], Decide({"analytics": True}), CLICK["#book"])
    page_view, lead = "gtag event page_view", "gtag event generate_lead"
    assert told(other_platform(), *steps) == [page_view, lead, lead]
    assert told(other_platform(stop_on_failure=True), *steps) == [page_view]
    assert told(other_platform(stop_on_failure=True), BOTH, *steps[:2])[-2:] == [page_view, lead]


def test_a_failure_is_forgotten_when_the_rule_is_told_after_all() -> None:
    steps = (BUY, CLICK["#book"], Decide({"analytics": True}), BOTH, BUY, CLICK["#book"])
    assert told(other_platform(stop_on_failure=True), *steps)[-2:] == [
        "gtag event page_view",
        "gtag event generate_lead",
    ]


def test_a_call_that_its_condition_drops_at_release_is_done_and_failed() -> None:
    def sent(**more: Data) -> list[str]:
        bought = {**BOUGHT, "if": {"$cookie.visitor": "gold"}}
        rules = {"bought": bought, "lead": {**LEAD, "after": ["bought"], **more}}
        return told(site_of(rules=rules), BUY, CLICK["#book"], MARKETING)

    assert sent() == ["fbq track PageView", "fbq track Lead"]
    assert sent(stop_on_failure=True) == ["fbq track PageView"]


def test_a_rule_that_requires_more_and_is_refused_is_done_and_failed() -> None:
    def sent(*steps: Step, **more: Data) -> list[str]:
        rules = {"bought": {**BOUGHT, "requires": "analytics"}, "lead": {**LEAD, "after": ["bought"], **more}}
        return told(site_of(rules=rules), *steps)[1:]

    for order in ((BUY, CLICK["#book"], MARKETING), (MARKETING, BUY, CLICK["#book"])):
        assert sent(*order) == ["fbq track Lead"]
        assert sent(*order, stop_on_failure=True) == []


def test_a_chain_of_rules_goes_in_its_order() -> None:
    contact = {"event": "contact", "on": {"click": ".plain"}, "after": ["lead"]}
    steps = (MARKETING, CLICK[".plain"], CLICK["#book"], BUY)
    assert told(site_of(rules={"contact": contact, **AFTER}), *steps)[1:] == [
        "fbq track Purchase currency=GBP order_id=1",
        "fbq track Lead",
        "fbq track Contact",
    ]


def test_google_hears_a_decision_before_what_waited_for_another_platform() -> None:
    lead = {**LEAD, "to": ["ga4"], "after": ["bought"]}
    data = site_of("meta", "ga4", rules={"bought": {**BOUGHT, "to": ["meta"]}, "lead": lead})
    data["platforms"]["ga4"] |= {"requires": "necessary", "because": "counts without cookies"}
    assert "gtag event generate_lead" not in told(data, BUY, CLICK["#book"])
    assert "gtag event generate_lead" in told(data, BUY, CLICK["#book"], MARKETING)
    window = Host(html='<a id="book" class="book-now">x</a>').load(site(data).source)
    window.push({"event": "bought"}).click("#book").tagc("consent", {"marketing": True})
    assert [call[1] for call in window.calls if call[0] == "gtag"][-2:] == ["consent", "event"]


def test_what_waits_for_a_rule_that_can_never_fire_is_not_even_in_the_file() -> None:
    rules = {"bought": {**BOUGHT, "if": {"$sale": "on"}}, "lead": {**LEAD, "after": ["bought"]}}
    data = site_of("meta", rules=rules, variables={"sale": "off"})
    assert "Lead" not in site(data).source
    assert told(data, MARKETING, BUY, CLICK["#book"]) == ["fbq track PageView"]


# ---- a delay ------------------------------------------------------------------------------------------------------------

LATE: Final = {**LEAD, "on": {"click": "a.book-now", "delay": "500ms"}, "params": {"where": "$page.path"}}


def test_a_delayed_event_goes_out_later_with_the_values_of_its_moment() -> None:
    data = site_of(rules={"lead": LATE})
    steps = (MARKETING, CLICK["#book"], Navigate("https://www.example.org/book", "Book"))
    assert told(data, *steps, Wait(499)) == ["fbq track PageView"]
    assert told(data, *steps, Wait(500)) == ["fbq track PageView", "fbq track Lead where=/whats-on/hamlet"]


def test_others_pass_a_delayed_event() -> None:
    rules = {"lead": LATE, "contact": {"on": {"click": ".plain"}}}
    steps = (MARKETING, CLICK["#book"], CLICK[".plain"], Wait(1000))
    assert told(site_of(rules=rules), *steps) == [
        "fbq track PageView",
        "fbq track Contact",
        "fbq track Lead where=/whats-on/hamlet",
    ]


def test_a_delayed_event_needs_the_grant_at_its_moment_and_at_its_time() -> None:
    data = site_of(rules={"lead": LATE})
    lead = "fbq track Lead where=/whats-on/hamlet"
    assert lead in told(data, CLICK["#book"], Wait(1000), MARKETING)
    assert lead in told(data, CLICK["#book"], MARKETING, Wait(1000))
    assert lead not in told(data, NONE, CLICK["#book"], MARKETING, Wait(1000))
    assert lead not in told(data, MARKETING, CLICK["#book"], NONE, MARKETING, Wait(1000))


def test_each_trigger_of_a_rule_has_its_own_delay() -> None:
    on = [{"click": ".inner", "delay": "2s"}, {"click": "#book"}, {"data_layer": "x", "delay": "1s"}]
    data = site_of(rules={"lead": {"on": on}})
    events = (MARKETING, CLICK[".inner"], Push({"event": "x"}))
    assert [len(told(data, *events, Wait(each))) for each in (0, 999, 1000, 1999, 2000)] == [1, 1, 2, 2, 3]
    assert len(told(data, MARKETING, CLICK["#book"])) == 2


def test_a_delayed_page_view_makes_a_library_wait_for_it() -> None:
    rules = {"page_view": {"on": {"page_view": {"exists": True}, "delay": "1s"}}}
    data = site_of("linkedin", rules=rules)
    assert told(data, MARKETING, Wait(999), all_calls=True) == []
    loaded = told(data, MARKETING, Wait(1000), all_calls=True)
    assert loaded == ["load https://snap.licdn.com/li.lms-analytics/insight.min.js"]


def test_a_late_page_view_is_delayed_as_well() -> None:
    rules = {"page_view": {"on": {"page_view": {"exists": True}, "delay": "1s"}}}
    assert told(site_of(rules=rules), NONE, Wait(2000), MARKETING, Wait(999)) == []
    assert told(site_of(rules=rules), NONE, Wait(2000), MARKETING, Wait(1000)) == ["fbq track PageView"]


def test_what_comes_after_a_delayed_event_waits_for_it() -> None:
    rules = {"lead": LATE, "contact": {"on": {"click": ".plain"}, "after": ["lead"]}}
    steps = (MARKETING, CLICK["#book"], CLICK[".plain"])
    assert told(site_of(rules=rules), *steps, Wait(499))[1:] == []
    assert told(site_of(rules=rules), *steps, Wait(500))[1:] == [
        "fbq track Lead where=/whats-on/hamlet",
        "fbq track Contact",
    ]


def test_another_platform_waits_for_a_delayed_event_no_longer_than_it_takes() -> None:
    late = {**LATE, "to": ["meta"]}
    contact = {"on": {"click": ".plain"}, "to": ["ga4"], "after": ["lead"]}
    steps = (BOTH, CLICK["#book"], CLICK[".plain"])
    data = site_of("ga4", "meta", rules={"lead": late, "contact": contact})
    assert "gtag event contact" not in told(data, *steps, Wait(499))
    assert "gtag event contact" in told(data, *steps, Wait(500))


def test_a_key_of_a_delayed_event_is_used_when_it_goes_out() -> None:
    rules = {"bought": {**BOUGHT, "on": {"data_layer": "bought", "delay": "1s"}, "once_per": "$event.id"}}
    steps = (MARKETING, Push({"event": "bought", "id": 1}), Push({"event": "bought", "id": 1}), Wait(1000))
    assert told(site_of(rules=rules), *steps)[1:] == ["fbq track Purchase currency=GBP order_id=1"]


# ---- a time -------------------------------------------------------------------------------------------------------------

DAY: Final = 86_400_000  # the fake window begins at midnight before the first of January 2026


def in_time(between: Data, *waits: int) -> list[int]:
    """How many clicks count that happen so many milliseconds after midnight."""
    data = site_of(rules={"lead": {"on": {"click": "a.book-now", "between": between}}})
    assert START_OF_TIME == 1_767_225_600_000
    return [len(told(data, MARKETING, Wait(wait), CLICK["#book"])) - 1 for wait in waits]


def test_a_time_begins_with_its_first_day_and_ends_after_its_last_one() -> None:
    between = ["2026-01-02", "2026-01-03"]
    assert in_time(between, 0, DAY - 1, DAY, 3 * DAY - 1, 3 * DAY) == [0, 0, 1, 1, 0]


def test_a_time_of_the_day_is_exact_and_says_how_far_it_is_from_utc() -> None:
    between = ["2026-01-01T02:00+01:00", "2026-01-01T02:00:30Z"]
    hour = 3_600_000
    assert in_time(between, hour - 1, hour, 2 * hour + 29_999, 2 * hour + 30_000) == [0, 1, 1, 0]


def test_a_time_may_be_open_at_either_end() -> None:
    assert in_time({"from": "2026-01-02"}, 0, DAY, 400 * DAY) == [0, 1, 1]
    assert in_time({"until": "2026-01-01"}, 0, DAY - 1, DAY) == [1, 1, 0]


def test_a_held_event_counts_by_the_time_when_it_happened() -> None:
    data = site_of(rules={"lead": {"on": {"click": "a.book-now", "between": {"until": "2026-01-01"}}}})
    assert told(data, CLICK["#book"], Wait(2 * DAY), MARKETING)[1:] == ["fbq track Lead"]


# ---- all of several -----------------------------------------------------------------------------------------------------

BOTH_SEEN: Final = {"lead": {"on": {"group": [{"click": "a.book-now"}, {"data_layer": "seats"}]}}}
SEATS: Final = Push({"event": "seats"})


def test_a_group_fires_when_all_of_its_members_have_fired_in_any_order() -> None:
    data = site_of(rules=BOTH_SEEN)
    for steps in ([CLICK["#book"], SEATS], [SEATS, CLICK["#book"]], [SEATS, SEATS, CLICK[".inner"]]):
        assert told(data, MARKETING, *steps)[1:] == ["fbq track Lead"]
    for steps in ([SEATS, SEATS], [CLICK["#book"], CLICK["#book"]], [CLICK[".plain"], SEATS]):
        assert told(data, MARKETING, *steps)[1:] == []


def test_a_group_fires_once_and_anew_when_the_address_changes() -> None:
    data = site_of(rules=BOTH_SEEN)
    again = (SEATS, CLICK["#book"])
    move = Navigate("https://www.example.org/book", "Book")
    assert len(told(data, MARKETING, *again, *again)[1:]) == 1
    assert len(told(data, MARKETING, *again, move, *again)[1:]) == 2
    assert len(told(data, MARKETING, SEATS, move, CLICK["#book"])[1:]) == 0


def test_the_values_are_those_of_the_last_members_moment() -> None:
    rules = {"lead": {**BOTH_SEEN["lead"], "params": {"total": "$data.total"}}}
    steps = (
        MARKETING,
        Push({"event": "seats", "total": 1}),
        Push({"total": 2}),
        CLICK["#book"],
        Push({"total": 3}),
    )
    assert told(site_of(rules=rules), *steps)[1:] == ["fbq track Lead total=2"]


def test_members_and_the_group_have_conditions_and_a_time() -> None:
    def sent(*steps: Step, **more: Data) -> int:
        members = [
            {"click": "a", "if": {"$click.id": "book"}},
            {"data_layer": "seats", "unless": {"$event.n": 0}, "between": {"until": "2026-01-01"}},
        ]
        rules = {"lead": {"on": {"group": members, **more}}}
        return len(told(site_of(rules=rules), MARKETING, *steps)[1:])

    seats = Push({"event": "seats", "n": 2})
    assert sent(CLICK["a.doc"], seats) == 0
    assert sent(CLICK["#book"], Push({"event": "seats", "n": 0})) == 0
    assert sent(CLICK["#book"], Wait(DAY), seats) == 0
    assert sent(CLICK["#book"], seats) == 1
    assert sent(CLICK["#book"], seats, **{"if": {"$page.path": "/elsewhere"}}) == 0
    assert sent(CLICK["#book"], seats, delay="1s") == 0
    assert sent(CLICK["#book"], seats, Wait(1000), delay="1s") == 1


def test_a_member_may_be_a_declared_trigger_of_which_any_will_do() -> None:
    triggers = {
        "interest": [{"click": ".plain"}, {"form": "#newsletter"}],
        "booking": {"group": ["interest", "page_view", {"data_layer": "seats"}]},
    }
    rules = {"lead": {"on": "booking"}, "contact": {"on": ["booking", {"click": "a.doc"}]}}
    data = site_of(rules=rules, triggers=triggers)
    both = ["fbq track Lead", "fbq track Contact"]
    assert told(data, MARKETING, SEATS, SUBMIT)[1:] == both
    assert told(data, MARKETING, CLICK[".plain"], SUBMIT, SEATS, SEATS)[1:] == both
    assert told(data, MARKETING, CLICK["a.doc"], SEATS)[1:] == ["fbq track Contact"]


def test_a_page_view_sent_late_is_no_second_member() -> None:
    rules = {"lead": {"on": {"group": ["page_view", {"data_layer": "seats"}]}}}
    assert told(site_of(rules=rules), SEATS, NONE, MARKETING) == ["fbq track PageView"]
    assert told(site_of(rules=rules), SEATS, MARKETING) == ["fbq track PageView", "fbq track Lead"]


def test_what_a_member_throws_stops_no_other() -> None:
    members = [{"click": "a", "if": {"$js.shop.open": True}}, {"data_layer": "seats"}]
    source = site(site_of(rules={"lead": {"on": {"group": members}}})).source
    window = Host(html='<a id="a">x</a>').load(source)
    window.load("Object.defineProperty(window, 'shop', {get() { throw new Error('closed') }})")
    window.tagc("consent", {"marketing": True}).click("#a").push({"event": "seats"})
    assert window.errors == []


# ---- videos -------------------------------------------------------------------------------------------------------------

FILM: Final = Player(id="film", video="abc", title="Hamlet: the trailer", length=100)
OTHER: Final = Player(id="other", video="x-1", title="Twelfth Night", length=40.5)
CINEMA: Final = after(PAGE, players=(FILM, OTHER))
PLAY: Final = Watch(FILM, 1, 0)


def watched(*steps: Step, requires: Data = "marketing", **setting: Data) -> list[str]:
    """What the rule is told: status, percent and second of each event."""
    on = {"video": {"provider": "youtube", **setting}, "requires": requires}
    says = {"params": {"what": "${video.status} ${video.percent} ${video.seconds}"}}
    data = site_of(rules={"lead": {"on": on, **says}})
    calls = told(data, *steps, page=CINEMA)
    return [call.partition("what=")[2] for call in calls if "what=" in call]


def test_a_video_is_heard_when_it_starts_at_its_depths_and_at_its_end() -> None:
    played = (MARKETING, PLAY, Wait(100_000), Watch(FILM, 0, 100))
    assert watched(*played) == [
        *("start 0 0", "progress 10 10", "progress 25 25", "progress 50 50", "progress 75 75"),
        "complete 100 100",
    ]
    assert watched(*played, percent=[90, "100%"], seconds=30) == [
        *("start 0 0", "progress 30 30", "progress 90 90", "progress 100 100", "complete 100 100"),
    ]
    assert watched(*played, status="complete") == ["complete 100 100"]


def test_pauses_and_buffering_count_where_they_are_asked_for() -> None:
    steps = (MARKETING, PLAY, Wait(5000), Watch(FILM, 2, 5), Wait(5000), Watch(FILM, 1, 5), Watch(FILM, 3, 5))
    everything = ["start", "pause", "resume", "buffering", "progress", "complete"]
    assert watched(*steps, status=everything) == ["start 0 0", "pause 5 5", "resume 5 5", "buffering 5 5"]
    assert watched(*steps) == ["start 0 0"]


def test_what_was_jumped_over_was_not_played() -> None:
    jump = (MARKETING, PLAY, Wait(5000), Watch(FILM, 3, 60), Watch(FILM, 1, 60), Wait(20_000))
    assert watched(*jump) == ["start 0 0", "progress 75 75"]
    assert watched(*jump, Watch(FILM, 1, 20), Wait(10_000)) == [
        "start 0 0",
        "progress 75 75",
        "progress 25 25",
    ]


def test_each_video_counts_once_and_apart_from_the_others() -> None:
    again = (PLAY, Wait(30_000), Watch(FILM, 0, 100), PLAY, Wait(30_000), Watch(OTHER, 1, 0), Wait(5000))
    assert watched(MARKETING, *again) == [
        *("start 0 0", "progress 10 10", "progress 25 25", "complete 100 100", "start 0 0", "progress 10 4"),
    ]


def test_a_player_is_heard_only_while_the_triggers_own_consent_is_granted() -> None:
    assert watched(PLAY, Wait(30_000), MARKETING, requires="analytics") == []
    assert watched(PLAY, Wait(30_000), BOTH, Wait(30_000)) == ["start 30 30", "progress 50 50"]
    withdrawn = (BOTH, PLAY, Wait(30_000), MARKETING, Wait(30_000), BOTH, Wait(20_000))
    assert watched(*withdrawn, requires="analytics") == [
        *("start 0 0", "progress 10 10", "progress 25 25", "progress 75 75"),
    ]


def test_triggers_with_other_requirements_share_the_player() -> None:
    rules = {
        "lead": {"on": {"video": "youtube", "requires": "marketing"}},
        "contact": {"on": {"video": {"provider": "youtube", "status": "start"}, "requires": "analytics"}},
        "search": {"on": {"video": "youtube", "requires": "analytics"}, "if": {"$video.status": "start"}},
    }
    data = site_of("ga4", "meta", rules=rules)
    data["platforms"]["ga4"]["requires"] = {"any": ["analytics", "marketing"]}
    assert told(data, MARKETING, PLAY, page=CINEMA)[-1:] == ["gtag event generate_lead"]
    calls = told(data, Decide({"analytics": True}), PLAY, page=CINEMA)
    assert sorted(calls[-2:]) == ["gtag event contact", "gtag event search"]


def test_a_video_may_be_a_member_of_a_group_and_name_an_event() -> None:
    rules = {
        "film": {
            "custom": "video_${video.status}",
            "to": ["meta"],
            "on": {"video": "youtube", "requires": "marketing"},
        },
        "lead": {"on": {"group": [{"video": "youtube", "requires": "marketing"}, {"data_layer": "seats"}]}},
    }
    calls = told(site_of(rules=rules), MARKETING, SEATS, PLAY, Wait(12_000), page=CINEMA)[1:]
    assert calls == ["fbq trackCustom video_start", "fbq track Lead", "fbq trackCustom video_progress"]


# ---- once per visit -----------------------------------------------------------------------------------------------------


def visit(source: str, session: dict[str, str], *, grant: bool = True) -> Host:
    """A page of a visit whose pages before left this in the session."""
    window = Host(html='<a id="book" class="book-now">x</a>', session_storage=session).load(source)
    window.click("#book").click("#book")
    return window.tagc("consent", {"marketing": True}) if grant else window


def test_a_rule_is_told_once_per_visit_on_all_of_its_pages() -> None:
    source = site(site_of(rules={"lead": {**LEAD, "once_per": "session"}})).source
    first = visit(source, {})
    assert sum("Lead" in call for call in first.calls) == 1
    assert first.session_storage == {"tagc:shop": '[["meta lead",-1]]'}
    assert first.local_storage == {}
    second = visit(source, first.session_storage)
    assert sum("Lead" in call for call in second.calls) == 0
    assert sum("Lead" in call for call in visit(source, {}).calls) == 1


def test_nothing_is_stored_before_the_grant_and_a_withdrawal_deletes_it() -> None:
    source = site(site_of("ga4", "meta", rules={"lead": {**LEAD, "once_per": "session"}})).source
    assert visit(source, {}, grant=False).session_storage == {}
    window = visit(source, {}).tagc("consent", {"marketing": True, "analytics": True}).click("#book")
    assert window.session_storage == {"tagc:shop": '[["meta lead",-1],["ga4 lead",-1]]'}
    window.tagc("consent", {"analytics": True})
    assert window.session_storage == {"tagc:shop": '[["ga4 lead",-1]]'}
    window.tagc("consent", "revoke")
    assert window.session_storage == {}


# ---- by chance ----------------------------------------------------------------------------------------------------------

# Small documents with much of the above, and visitors who do what their rules wait for; `sites.py` has the rest of the language.
_HEARD: Final[tuple[Data, ...]] = (
    {"click": "a.book-now"},
    {"click": ".plain"},
    {"data_layer": "seats"},
    {"data_layer": "bought"},
    {"form": "#newsletter"},
    {"page_view": {"starts_with": "/whats-on"}},
)
_FILM: Final[Data] = {"video": {"provider": "youtube", "percent": [10, 20], "seconds": [3]}}
_RULES: Final = ("lead", "contact", "search", "add_to_cart")
_EVERYBODY: Final = {"analytics": True, "marketing": True, "preferences": True}


@st.composite
def _triggers(draw: st.DrawFn, *, member: bool = False) -> Data:
    kind = draw(st.integers(0, 9))
    if kind == 0 and not member:
        made = {"group": [draw(_triggers(member=True)) for _ in range(draw(st.integers(1, 3)))]}
    elif kind == 1:
        made = {**_FILM, "requires": draw(st.sampled_from(("analytics", "marketing")))}
    else:
        made = dict(draw(st.sampled_from(_HEARD)))
    times = st.sampled_from(
        (["2026-01-01T00:00:01Z", "2026-01-01T00:00:06Z"], {"until": "2026-01-01T00:00:04Z"})
    )
    if draw(st.integers(0, 5)) == 0:
        made["between"] = draw(times)
    if not member and draw(st.integers(0, 2)) == 0:
        made["delay"] = draw(st.sampled_from(("200ms", "1s", "3s")))
    return made


@st.composite
def _flows(draw: st.DrawFn) -> Data:
    rules: Data = {"page_view": draw(st.sampled_from(({}, {"on": {**_HEARD[-1], "delay": "1s"}})))}
    for name in draw(st.permutations(_RULES))[: draw(st.integers(2, 4))]:
        rule: Data = {"on": draw(st.lists(_triggers(), min_size=1, max_size=2))}
        if draw(st.booleans()):
            rule["after"] = draw(
                st.lists(st.sampled_from(sorted(rules)), min_size=1, max_size=2, unique=True)
            )
            rule["stop_on_failure"] = draw(st.booleans())
        options = {
            "to": st.sampled_from((["ga4"], ["meta"])),
            "once_per": st.sampled_from(("page", "session", "$data.n")),
            "requires": st.just("preferences"),
            "if": st.just({"$cookie.visitor": "gold"}),
            "params": st.just({"where": "$page.path", "n": "$data.n"}),
        }
        for key in draw(st.lists(st.sampled_from(sorted(options)), unique=True, max_size=2)):
            rule[key] = draw(options[key])
        rules[name] = rule
    if not draw(st.integers(0, 3)):
        del rules["page_view"]
        for rule in rules.values():
            rule["after"] = [name for name in rule.get("after", ()) if name in rules]
            rule["stop_on_failure"] = rule.get("stop_on_failure", False) and bool(rule["after"])
    order = draw(st.permutations(sorted(rules)))
    data = document(*("ga4", "meta"), events={name: rules[name] for name in order})
    data["consent"] = {
        "categories": [*_EVERYBODY],
        "sources": [{"use": "cookie", "name": "c", "map": {"analytics": "a"}}],
    }
    if draw(st.integers(0, 3)) == 0:
        data["platforms"]["ga4"] |= {"requires": "necessary", "because": "counts without cookies"}
    if draw(st.integers(0, 3)) == 0:
        data["user_data"] = {"requires": "marketing", "email": "$data.email"}
    return data


@st.composite
def _visits(draw: st.DrawFn) -> History:
    some = st.lists(st.sampled_from(sorted(_EVERYBODY))).map(lambda names: Decide(dict.fromkeys(names, True)))
    entry = st.builds(
        lambda name, **more: Push({"event": name, **{key: value for key, value in more.items() if value}}),
        st.sampled_from(("seats", "bought", "other")),
        n=st.sampled_from((None, 1, 2)),
        email=st.sampled_from((None, None, "a@b.c", "d@e.f")),
    )
    film = st.builds(Watch, st.just(FILM), st.sampled_from((0, 1, 1, 2, 3)), st.sampled_from((0, 9, 15.5)))
    moves = st.sampled_from(("https://www.example.org/book", "https://www.example.org/whats-on/x"))
    thing = st.one_of(
        entry,
        entry,
        st.sampled_from((CLICK["#book"], CLICK[".plain"], SUBMIT)),
        st.sampled_from((CLICK["#book"], CLICK[".plain"], SUBMIT)),
        st.sampled_from((Wait(200), Wait(900), Wait(2000))),
        some | st.just(Decide(_EVERYBODY)),
        film,
        moves.map(lambda url: Navigate(url, "Another page")),
        st.sampled_from((SetCookie("visitor", "gold"), SetCookie("c", '{"a":true}'), SetCookie("c", None))),
    )
    steps = draw(st.lists(thing, min_size=4, max_size=14))
    steps.insert(draw(st.integers(0, len(steps))), Decide(_EVERYBODY))
    return History(steps=tuple(steps), page=CINEMA)


@settings(max_examples=40 * settings().max_examples // 100)
@given(_flows(), st.lists(_visits(), min_size=6, max_size=6))
def test_whatever_happens_the_container_does_what_the_interpreter_says(
    data: Data, several: list[History]
) -> None:
    program = resolved(data)
    pruned = passes.run(program)
    made = site(data)
    for history in several:
        assert_agreement(made, history)
        assert interpreted(pruned, history) == interpreted(program, history)
