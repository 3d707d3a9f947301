"""Pages: given this program, this page and these steps, these calls."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tagc.ir import expr as e
from tagc.ir.evaluate import (
    Decide,
    Event,
    Identify,
    Navigate,
    PageState,
    Push,
    Revoke,
    SetCookie,
    Step,
    Wait,
    play,
)
from tagc.ir.program import GoogleConsent, Gpc, Once, Regime, RegionSource, UserData
from tagc.ir.values import event_uuid
from tests.unit.ir.programs import (
    call,
    calls,
    command,
    consent,
    cookie_source,
    data_layer_source,
    equals,
    event,
    instance,
    matching,
    needs,
    on,
    on_push,
    program,
    raw,
    read,
    rule,
)

if TYPE_CHECKING:
    from tagc.ir.program import Instance

GRANT = Decide({"marketing": True})
DENY = Decide({"marketing": False})
STARTED = ['pixel: load("https://pixel.example/pixel.js")', 'pixel: pixel("init")']
VIEW = rule("page_view", call("pixel", "PageView", page_view=True))
GO = rule("go", call("pixel", "Go"))


def view(number: int) -> str:
    return f'pixel: pixel("track", "PageView", {{}}, "id-{number}")'


def go(number: int) -> str:
    return f'pixel: pixel("track", "Go", {{}}, "id-{number}")'


# ---- gates ------------------------------------------------------------------------------------------------


def test_nothing_happens_before_a_decision() -> None:
    assert calls(program(VIEW, GO), Event("go"), Wait(60_000)) == []


def test_a_grant_loads_and_sends_what_was_held_in_order() -> None:
    assert calls(program(VIEW, GO), Event("go"), GRANT, Event("go")) == [*STARTED, view(1), go(2), go(3)]


def test_a_denial_drops_what_was_held_and_what_comes() -> None:
    assert calls(program(VIEW, GO), Event("go"), DENY, Event("go")) == []


def test_a_late_grant_sends_one_page_view_of_the_page_as_it_is_now() -> None:
    here = rule("page_view", call("pixel", params={"at": read(e.Root.PAGE, "path")}, page_view=True))
    site = program(here, GO)
    assert calls(site, DENY, Event("go"), Navigate("https://www.example.org/b"), GRANT, Event("go")) == [
        *STARTED,
        'pixel: pixel("track", "Event", {"at": "/b"}, "id-3")',
        go(4),
    ]


def test_only_true_grants() -> None:
    assert calls(program(VIEW), Decide({"marketing": 1})) == []


def test_a_decision_replaces_the_one_before() -> None:
    site = program(VIEW, GO)
    assert calls(site, GRANT, Decide({"analytics": True}), Event("go")) == [
        *STARTED,
        view(1),
        "pixel: erase ",
    ]


def test_a_withdrawal_stops_and_erases_and_a_new_grant_resumes() -> None:
    pixel = instance(
        stop=(command("pixel", "revoke"),),
        resume=(command("pixel", "grant"),),
        update=(command("pixel", "update"),),
        cookies=("_px", "_px_*"),
        local=("px",),
    )
    assert calls(program(VIEW, GO, instances=[pixel]), GRANT, Revoke(), Event("go"), GRANT, GRANT) == [
        *STARTED,
        view(1),
        'pixel: pixel("revoke")',
        "pixel: erase _px _px_* px",
        'pixel: pixel("grant")',
        view(3),
        'pixel: pixel("update")',
    ]


def test_erased_cookies_are_gone() -> None:
    params = {"a": read(e.Root.COOKIE, "_px_1"), "b": read(e.Root.COOKIE, "c")}
    other = rule("go", call("other", params=params, need="analytics"))
    told = rule("never pushed", call("pixel"))
    two = [instance(cookies=("_px_*",)), instance("other", platform="other", need="analytics")]
    steps = (Decide({"marketing": True, "analytics": True}), Decide({"analytics": True}), Event("go"))
    page = PageState(cookies={"_px_1": "x", "c": "y"})
    assert calls(program(other, told, instances=two), *steps, page=page)[-1] == (
        'other: pixel("track", "Event", {"b": "y"}, "id-1")'
    )


def test_a_library_without_a_switch_stays_off() -> None:
    site = program(VIEW, GO, instances=[instance(resume=None)])
    assert calls(site, GRANT, Revoke(), GRANT, Event("go")) == [*STARTED, view(1), "pixel: erase "]


def test_a_shared_library_is_brought_once_and_stopped_with_the_last_instance() -> None:
    stop, resume = (command("pixel", "revoke"),), (command("pixel", "grant"),)
    start = (command("load"),)
    one = instance("one", start=start, stop=stop, resume=resume, cookies=("_one",))
    two = instance("two", start=start, stop=stop, resume=resume, cookies=("_two",))
    assert calls(program(instances=[one, two]), GRANT, Revoke(), GRANT) == [
        'one: load("https://pixel.example/pixel.js")',
        "one: erase _one",
        'two: pixel("revoke")',
        "two: erase _two",
        'one: pixel("grant")',
    ]


def told_of_decisions(name: str, need: str, *cookies: str) -> Instance:
    """One of several instances of a library that is told of every decision."""
    state = (command("pixel", "update"),)
    return instance(
        name,
        need=need,
        begin=(command("pixel", "default"), command("load")),
        start=(command("pixel", "config", name),),
        stop=state,
        resume=state,
        update=state,
        cookies=cookies,
    )


@pytest.mark.parametrize("order", [("a", "b"), ("b", "a")])
def test_a_library_of_several_is_told_once_of_each_decision_and_before_the_next_one_starts(
    order: tuple[str, str],
) -> None:
    instances = {"a": told_of_decisions("a", "analytics"), "b": told_of_decisions("b", "marketing")}
    first, both = Decide({"analytics": True}), Decide({"analytics": True, "marketing": True})
    site = program(instances=[instances[name] for name in order])
    made = calls(site, first, both, first, both, Revoke(), Revoke(), both)
    assert [line.partition(": ")[2] for line in made if "erase" not in line] == [
        *('pixel("default")', 'load("https://pixel.example/pixel.js")', 'pixel("config", "a")'),
        *('pixel("update")', 'pixel("config", "b")'),
        *['pixel("update")'] * 4,
    ]


def test_a_library_that_each_instance_has_for_itself_is_brought_and_stopped_for_each() -> None:
    begin, stop = (command("pixel", "on"),), (command("pixel", "off"),)
    both = [instance(name, begin=begin, start=(), stop=stop) for name in ("one", "two")]
    assert calls(program(instances=[replace(each, library=None) for each in both]), GRANT, Revoke()) == [
        *('one: pixel("on")', 'two: pixel("on")'),
        *('one: pixel("off")', "one: erase ", 'two: pixel("off")', "two: erase "),
    ]


def test_a_name_stays_on_the_device_while_another_instance_that_declares_it_is_granted() -> None:
    one = instance("one", need="analytics", cookies=("_id", "_one"), local=("kept",))
    two = instance("two", need="marketing", cookies=("_i*", "_two"), local=("kept",))
    cookies = {"_id": "1", "_one": "1", "_two": "1", "mine": "1"}
    page = PageState(cookies=cookies, local={"kept": "1"})
    both, second = Decide({"analytics": True, "marketing": True}), Decide({"marketing": True})

    def left(*steps: Step) -> list[str]:
        made = play(program(instances=[one, two]), page, steps, ids=itertools.repeat("id")).page
        return sorted((*made.cookies, *made.local))

    assert left(both, second) == ["_id", "_two", "kept", "mine"]
    assert left(both, Revoke()) == ["mine"]


def test_a_lazy_library_waits_for_its_first_call() -> None:
    site = program(GO, instances=[instance(lazy=True)])
    assert calls(site, GRANT) == []
    assert calls(site, GRANT, Event("go")) == [*STARTED, go(1)]


def test_a_lazy_library_comes_with_the_late_page_view() -> None:
    site = program(VIEW, instances=[instance(lazy=True)])
    assert calls(site, DENY, GRANT) == [*STARTED, view(2)]


def test_of_too_many_held_events_the_page_view_is_kept() -> None:
    sent = calls(program(VIEW, GO), *[Event("go")] * 120, GRANT)
    assert len(sent) == len(STARTED) + 100
    assert sent[2:4] == [view(1), go(23)]


def test_a_stronger_gate_of_one_call_lets_the_others_pass() -> None:
    both = e.RequireAll((e.RequireCategory("marketing"), e.RequireCategory("analytics")))
    strong = rule("strong", call("pixel", "Strong", need=both))
    site = program(strong, GO, consent=consent(default=Regime.OPT_IN))
    assert calls(site, Event("strong"), Event("go"), GRANT) == [*STARTED, go(2)]
    assert calls(site, Event("strong"), Event("go"), Decide({"marketing": True, "analytics": True})) == [
        *STARTED,
        'pixel: pixel("track", "Strong", {}, "id-1")',
        go(2),
    ]


def test_necessary_needs_no_decision() -> None:
    site = program(rule("page_view", call("pixel", need="necessary")), instances=[instance(need="necessary")])
    assert len(calls(site)) == 3


def test_an_instance_that_no_rule_can_tell_is_not_loaded() -> None:
    off = rule("off", call("pixel"), condition=e.Exists(e.Const(None)))
    assert calls(program(off), GRANT, Event("off")) == []


def test_any_of_two_categories_is_enough() -> None:
    either = e.RequireAny((e.RequireCategory("marketing"), e.RequireCategory("analytics")))
    assert calls(program(instances=[instance(need=either)]), Decide({"analytics": True})) == STARTED


# ---- regimes and signals ----------------------------------------------------------------------------------

US_OUT = (("US", Regime.OPT_OUT), ("US-CA", Regime.OPT_IN))
FROM = (RegionSource("global", "region"), RegionSource("meta", "region"), RegionSource("cookie", "region"))


@pytest.mark.parametrize(
    ("page", "starts"),
    [
        (PageState(globals={"region": "US"}), True),
        (PageState(globals={"region": "US-TX"}), True),
        (PageState(globals={"region": "US-CA"}), False),
        (PageState(globals={"region": "DE"}), False),
        (PageState(), False),
        (PageState(globals={"region": "usa"}, meta={"region": "US"}), True),
        (PageState(cookies={"region": "US"}), True),
        (PageState(globals={"region": "US"}, gpc=True), False),
    ],
)
def test_the_region_decides_what_holds_without_a_decision(page: PageState, starts: bool) -> None:  # noqa: FBT001
    rules = consent(regions=US_OUT, region_from=FROM, gpc=Gpc(("marketing",), everywhere=False))
    assert calls(program(consent=rules), page=page) == (STARTED if starts else [])


def test_global_privacy_control_overrides_a_grant_where_the_regime_is_opt_out() -> None:
    rules = consent(regions=US_OUT, region_from=FROM, gpc=Gpc(("marketing",), everywhere=False))
    american = PageState(globals={"region": "US"}, gpc=True)
    german = PageState(globals={"region": "DE"}, gpc=True)
    unknown = PageState(gpc=True)
    assert calls(program(consent=rules), GRANT, page=american) == []
    assert calls(program(consent=rules), GRANT, page=german) == STARTED
    assert calls(program(consent=rules), GRANT, page=unknown) == []


# ---- consent sources --------------------------------------------------------------------------------------


def test_a_data_layer_source_decides_before_the_same_entry_triggers() -> None:
    source = data_layer_source("decided", marketing=equals(read(e.Root.RECORD, "ads"), "yes"))
    site = program(rule("decided", call("pixel", "Go")), consent=consent(source))
    assert calls(site, Push({"event": "decided", "ads": "yes"})) == [*STARTED, go(1)]
    assert calls(site, Push({"event": "other", "ads": "yes"})) == []


@pytest.mark.parametrize(
    ("form", "raw", "granted"),
    [
        ("json", "%7B%22ads%22%3Atrue%7D", True),
        ("json", '{"ads":false}', False),
        ("json", "{ads", False),
        ("list", ",stats,ads,", True),
        ("list", "stats", False),
        ("pairs", "stats:false,ads:true", True),
        ("pairs", "stats=true&ads=false", False),
    ],
)
def test_a_cookie_source_is_read_at_once(form: str, raw: str, granted: bool) -> None:  # noqa: FBT001
    source = cookie_source("c", form, marketing=equals(read(e.Root.RECORD, "ads"), "true"))
    site = program(VIEW, consent=consent(source))
    assert calls(site, page=PageState(cookies={"c": raw})) == ([*STARTED, view(1)] if granted else [])


def test_a_cookie_source_is_read_again_only_when_its_cookie_changes() -> None:
    source = cookie_source("c", "flag", marketing=equals(read(e.Root.RECORD), "1"))
    site = program(VIEW, consent=consent(source))
    denied = PageState(cookies={"c": "0"})
    assert calls(site, GRANT, SetCookie("other", "x"), page=denied) == [*STARTED, view(2)]
    assert calls(site, SetCookie("c", "1"), page=denied) == [*STARTED, view(2)]
    assert calls(site, SetCookie("c", "1"), SetCookie("c", None))[-1] == "pixel: erase "


# ---- boot -------------------------------------------------------------------------------------------------


def test_boot_handles_the_page_view_then_the_stub_then_the_data_layer() -> None:
    stub = rule("stub", call("pixel", "Stub"))
    page = rule("page_view", call("pixel", params={"kind": read(e.Root.DATA, "kind")}))
    early: list[Step] = [Push({"kind": "show"}), Push({"event": "go"}), Event("stub"), GRANT]
    assert calls(program(page, GO, stub), early=early) == [
        *STARTED,
        'pixel: pixel("track", "Event", {"kind": "show"}, "id-1")',
        'pixel: pixel("track", "Stub", {}, "id-2")',
        go(3),
    ]


# ---- release ----------------------------------------------------------------------------------------------


def test_the_page_is_read_when_it_happens_and_cookies_when_it_is_sent() -> None:
    params = {"at": read(e.Root.PAGE, "path"), "c": read(e.Root.COOKIE, "c")}
    site = program(rule("go", call("pixel", params=params)))
    assert calls(site, Event("go"), Navigate("https://www.example.org/b"), SetCookie("c", "late"), GRANT) == [
        *STARTED,
        'pixel: pixel("track", "Event", {"at": "/", "c": "late"}, "id-1")',
    ]


def test_a_condition_on_a_cookie_is_decided_at_release() -> None:
    site = program(rule("go", call("pixel", "Go"), condition=e.Exists(read(e.Root.COOKIE, "member"))))
    assert calls(site, Event("go"), SetCookie("member", "1"), GRANT) == [*STARTED, go(1)]
    assert calls(site, Event("go"), GRANT) == STARTED


def test_a_held_page_view_of_another_address_is_not_replayed_where_the_library_reads_it() -> None:
    site = program(VIEW, GO, instances=[instance(reads_address=True)])
    assert calls(site, Event("go"), Navigate("https://www.example.org/b"), GRANT) == [*STARTED, go(2)]
    assert calls(site, Navigate("https://www.example.org/#x"), GRANT) == [*STARTED, view(1)]


def test_a_page_view_has_its_own_commands() -> None:
    site = program(VIEW, GO, instances=[instance(page=(command("pixel", "page"),))])
    assert calls(site, GRANT, Event("go")) == [*STARTED, 'pixel: pixel("page")', go(2)]


def test_a_field_with_a_further_requirement_is_left_out_without_it() -> None:
    field = e.If(e.IsGranted(e.RequireCategory("analytics")), event("id"))
    site = program(rule("go", call("pixel", params={"id": field})))
    assert calls(site, Event("go", {"id": 5}), GRANT)[-1] == 'pixel: pixel("track", "Event", {}, "id-1")'


def test_a_command_whose_condition_fails_is_not_made_and_empty_arguments_end_the_call() -> None:
    send = (command("never", when=e.Always(holds=False)), command("f", e.Now(), None, 1, None))
    site = program(GO, instances=[instance(send=send)])
    assert calls(site, Event("go"), Wait(5), GRANT) == [*STARTED, "pixel: f(Date(5), null, 1)"]


def test_a_rule_fires_once_for_one_step() -> None:
    twice = rule("go", call("pixel", "Go"), on=[on_push("go"), on_push("go", "other")])
    assert calls(program(twice), GRANT, Event("go")) == [*STARTED, go(1)]


def test_a_route_fires_when_the_address_changes() -> None:
    routed = rule("go", call("pixel", "Go"), on=on("route", equals(read(e.Root.PAGE, "path"), "/b")))
    steps = (Navigate("https://www.example.org/b"), Navigate("https://www.example.org/c"))
    assert calls(program(routed), GRANT, *steps) == [*STARTED, go(1)]


# ---- ids and once -----------------------------------------------------------------------------------------

KEYED = Once(key=event("id"), event="purchase")


def test_all_instances_share_the_id_of_an_event() -> None:
    both = [instance("one", start=()), instance("two", platform="other", start=())]
    site = program(rule("go", call("one"), call("two")), instances=both)
    assert calls(site, GRANT, Event("go")) == [
        'one: pixel("track", "Event", {}, "id-1")',
        'two: pixel("track", "Event", {}, "id-1")',
    ]


def test_the_pages_own_id_counts_first_then_the_key_then_chance() -> None:
    site = program(
        rule("go", call("pixel"), once=KEYED, event_id=event("own")), instances=[instance(start=())]
    )
    assert calls(
        site,
        GRANT,
        Event("go", {"id": 1, "own": 9}),
        Event("go", {"id": 2}),
        Event("go", {}),
        Event("go", {}),
    ) == [
        'pixel: pixel("track", "Event", {}, "9")',
        f'pixel: pixel("track", "Event", {{}}, "{event_uuid("purchase", "2")}")',
        'pixel: pixel("track", "Event", {}, "id-1")',
        'pixel: pixel("track", "Event", {}, "id-2")',
    ]


def test_a_key_is_used_once_also_when_both_events_were_held() -> None:
    site = program(rule("go", call("pixel"), once=KEYED))
    steps = (Event("go", {"id": "A"}), Event("go", {"id": "A"}), GRANT, Event("go", {"id": "B"}))
    assert len(calls(site, *steps)) == len(STARTED) + 2


def test_once_per_page_ignores_what_the_event_holds() -> None:
    site = program(rule("go", call("pixel"), once=Once(key=None, event="go")))
    assert len(calls(site, GRANT, Event("go", {"id": 1}), Event("go", {"id": 2}))) == len(STARTED) + 1


# ---- user data --------------------------------------------------------------------------------------------

HASHED = "d648b243a3e817eaa3309e00e183483f2867baadf522099f0c2121770536b25a"  # of a@b.c
KNOWN = UserData(gate=needs("marketing"), fields=(raw("email", read(e.Root.DATA, "email")),))


def test_the_library_is_told_who_it_is_before_the_next_call() -> None:
    pixel = instance(start=(), matching=matching("email", hashed=False))
    site = program(GO, instances=[pixel], user=KNOWN)
    assert calls(site, GRANT, Push({"email": " A@b.c "}), Event("go"), Event("go")) == [
        'pixel: pixel("identify", {"email": "a@b.c"})',
        go(1),
        go(2),
    ]


def test_a_library_that_starts_with_the_user_is_not_told_again() -> None:
    start = (command("pixel", "init", e.User()),)
    pixel = instance(start=start, matching=matching("email", hashed=False))
    site = program(GO, instances=[pixel], user=KNOWN)
    assert calls(site, Identify({"email": "a@b.c"}), Event("go"), GRANT, Identify({"email": "d@e.f"})) == [
        'pixel: pixel("init", {"email": "a@b.c"})',
        go(1),
    ]


def test_user_data_is_hashed_unless_it_is_a_hash() -> None:
    site = program(GO, instances=[instance(start=(), matching=matching("email"))])
    told = calls(site, GRANT, Identify({"email": " A@B.c"}), Event("go"))[0]
    assert told == f'pixel: pixel("identify", {{"email": "{HASHED}"}})'
    already = calls(site, GRANT, Identify({"email": HASHED.upper()}), Event("go"))[0]
    assert already == told


def test_a_hash_is_not_given_where_raw_values_are_wanted() -> None:
    site = program(GO, instances=[instance(start=(), matching=matching("email", hashed=False))])
    assert calls(site, GRANT, Identify({"email": HASHED}), Event("go")) == [go(1)]


def test_a_refusal_makes_the_person_forgotten() -> None:
    pixel = instance(start=(), matching=matching("email", hashed=False))
    site = program(GO, instances=[pixel], user=UserData(gate=needs("marketing"), fields=()))
    assert calls(
        site, Identify({"email": "a@b.c"}), DENY, Identify({"email": "d@e.f"}), GRANT, Event("go")
    ) == [go(1)]


def test_the_user_data_of_a_rule_is_known_for_its_own_event() -> None:
    pixel = instance(start=(), matching=matching("email", hashed=False))
    lead = rule("go", call("pixel", "Go"), user=(raw("email", event("mail")),))
    site = program(lead, instances=[pixel], user=UserData(gate=needs("marketing"), fields=()))
    assert calls(site, Event("go", {"mail": "a@b.c"}), GRANT) == [
        'pixel: pixel("identify", {"email": "a@b.c"})',
        go(1),
    ]


def test_user_data_from_a_cookie_is_read_only_after_the_grant() -> None:
    fields = (raw("email", read(e.Root.COOKIE, "mail")),)
    pixel = instance(start=(), matching=matching("email", hashed=False))
    site = program(GO, instances=[pixel], user=UserData(gate=needs("marketing"), fields=fields))
    first, second = PageState(cookies={"mail": "a@b.c"}), SetCookie("mail", None)
    assert calls(site, Event("go"), second, GRANT, page=first) == [go(1)]
    assert len(calls(site, Event("go"), GRANT, page=first)) == 2


# ---- Google -----------------------------------------------------------------------------------------------


def test_the_consent_state_names_every_type() -> None:
    types = (
        ("ad_storage", e.RequireCategory("marketing")),
        ("security_storage", e.RequireAll(())),
        ("personalization_storage", None),
    )
    gtag = instance(
        start=(command("gtag", "default", e.ConsentState(initial=True)),),
        update=(command("gtag", "update", e.ConsentState(initial=False)),),
    )
    site = program(instances=[gtag], consent=consent(google=GoogleConsent(types)))
    assert calls(site, GRANT, GRANT) == [
        gtag_call(
            "default", ad_storage="denied", security_storage="granted", personalization_storage="denied"
        ),
        gtag_call(
            "update", ad_storage="granted", security_storage="granted", personalization_storage="denied"
        ),
    ]


def gtag_call(kind: str, **state: str) -> str:
    return f'pixel: gtag("{kind}", {json.dumps(state)})'
