"""Tags and script files in the built container: what runs when, what it is given, and what it cannot break.

Most histories happen to the interpreter, too, in which a function of the test stands in for each file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tagc import compiler
from tagc.ir.evaluate import Decide, Event, Navigate, Push, Revoke, Step
from tests.documents import document, errors, yaml_of
from tests.embedded.agreement import CLICK, PAGE, History, after, both, site
from tests.embedded.host import Host

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tagc.ir.evaluate import PageState

Data = Any
MARKETING = Decide({"marketing": True})
NONE = Decide({})


def ran(
    tags: Data, *steps: Step, early: Sequence[Step] = (), page: PageState = PAGE, **sections: Data
) -> list[str]:
    """What tags did in both worlds, in short, in the order of the tags."""
    made = site(document("meta", tags=tags, **sections))
    expected, found = both(made, History(steps=steps, early=tuple(early), page=page))
    assert found == expected
    calls = [call for owner in found.calls.values() for call in owner]
    return [_short(call) for call in calls if call[0] in {"ran", "image"} or "cdn.example" in str(call)]


def _short(call: list[Data]) -> str:
    values = [f"{key}={value}" for part in call[1:] if isinstance(part, dict) for key, value in part.items()]
    return " ".join([call[0], *(part for part in call[1:] if isinstance(part, str)), *values])


def tag(does: str = "script: ran.js", **more: Data) -> Data:
    kind, _, what = does.partition(": ")
    return {kind: what, "requires": "marketing", **more}


LOAD = "load: https://cdn.example/a.js"

# ---- when ------------------------------------------------------------------------------------------------------------------


def test_nothing_runs_before_the_visitor_decided() -> None:
    tags = {"a": tag(), "b": tag(LOAD), "c": tag("image: https://pixel.example/p")}
    assert ran(tags, Push({"event": "x"}), CLICK["#book"]) == []


def test_a_grant_runs_what_was_held_in_order() -> None:
    tags = {
        "shown": tag(reads={"a": "$page.path"}),
        "clicked": tag(on={"click": "#book"}, reads={"a": "$click.text"}),
    }
    steps = (CLICK["#book"], Navigate("https://www.example.org/later"), MARKETING, CLICK["#book"])
    assert ran(tags, *steps) == ["ran a=/whats-on/hamlet", "ran a=Book now", "ran a=Book now"]


def test_a_refusal_drops_what_was_held_and_a_later_grant_runs_for_the_page_only() -> None:
    tags = {
        "shown": tag(reads={"a": "$page.path"}),
        "clicked": tag(on={"click": "#book"}, reads={"a": "click"}),
    }
    steps = (CLICK["#book"], NONE, CLICK["#book"], Navigate("https://www.example.org/later"), MARKETING)
    assert ran(tags, *steps) == ["ran a=/later"]


def test_after_a_withdrawal_nothing_runs_and_what_a_page_view_set_off_stays_off_until_the_next_page() -> None:
    tags = {"shown": tag(on=["page_view", {"click": "#book"}]), "clicked": tag(LOAD, on={"click": "#book"})}
    steps = (MARKETING, CLICK["#book"], Revoke(), CLICK["#book"], MARKETING, CLICK["#book"])
    assert ran(tags, *steps) == [
        "load https://cdn.example/a.js",
        "load https://cdn.example/a.js",
        "ran",
        "ran",
    ]


def test_a_tag_waits_for_its_own_requirement() -> None:
    tags = {"both": tag(requires={"all": ["analytics", "marketing"]})}
    assert ran(tags, MARKETING) == []
    assert ran(tags, Decide({"marketing": True, "analytics": True})) == ["ran"]


def test_a_tag_that_needs_no_consent_runs_at_once() -> None:
    tags = {"free": tag(requires="necessary", because="it shows the opening hours")}
    assert ran(tags) == ["ran"]


def test_conditions_and_once_per_are_those_of_rules() -> None:
    tags = {
        "some": tag(
            on={"data_layer": "seat"}, reads={"a": "$event.row"}, **{"if": {"$event.row": ["A", "B"]}}
        ),
        "never": tag(reads={"a": "no"}, unless={"$page.path": {"starts_with": "/whats-on/"}}),
        "once": tag(on={"data_layer": "seat"}, once_per="page", reads={"a": "once"}),
        "each": tag(on={"data_layer": "seat"}, once_per="$event.row", reads={"a": "each ${event.row}"}),
    }
    seats = [Push({"event": "seat", "row": row}) for row in "ACAB"]
    found = ran(tags, *seats, MARKETING)
    assert found == [
        *("ran a=A", "ran a=A", "ran a=B"),
        "ran a=once",
        *("ran a=each A", "ran a=each C", "ran a=each B"),
    ]


def test_a_condition_that_reads_the_device_is_asked_after_the_grant() -> None:
    tags = {"member": tag(**{"if": {"$cookie.visitor": {"exists": True}}})}
    assert ran(tags, MARKETING) == []
    assert ran(tags, MARKETING, page=after(PAGE, cookies={"visitor": "7"})) == ["ran"]


def test_a_tag_comes_after_the_rules_and_tags_it_names() -> None:
    tags = {
        "last": tag(LOAD, on={"data_layer": "sold"}, after=["first"], stop_on_failure=True),
        "first": tag(on={"data_layer": "sold"}, after=["sold"], requires="analytics"),
    }
    rules = {"page_view": {}, "sold": {"event": "lead"}}
    page = Host().load(site(document("meta", tags=tags, events=rules)).source)
    page.push({"event": "sold"}).tagc("consent", {"marketing": True, "analytics": True})
    order = [call[2] if call[0] == "fbq" else call[0] for call in page.calls]
    assert [name for name in order if name in {"Lead", "beacon", "load"}][1:] == ["Lead", "beacon", "load"]
    sold = Push({"event": "sold"})
    assert ran(tags, sold, MARKETING, events=rules) == []
    assert ran(tags, sold, Decide({"marketing": True, "analytics": True}), events=rules) != []


def test_a_paused_tag_is_not_in_the_container() -> None:
    assert "ran.example" not in site(document(tags={"off": tag(paused="until spring")})).source


# ---- what it is given -------------------------------------------------------------------------------------------------------


def test_what_is_put_into_an_address_is_escaped_and_cannot_lead_elsewhere() -> None:
    tags = {
        "load": tag("load: https://cdn.example/${event.shop}/a.js?x=${event.x}", on={"data_layer": "go"}),
        "pixel": tag("image: https://pixel.example/p?x=${event.x}&y=1", on={"data_layer": "go"}),
    }
    hostile = "../..//evil.example?#&=%2e\u2028'\""
    found = ran(tags, MARKETING, Push({"event": "go", "shop": "..", "x": hostile}))
    escaped = "..%2F..%2F%2Fevil.example%3F%23%26%3D%252e%E2%80%A8'%22"
    assert found == [
        f"image https://pixel.example/p?x={escaped}&y=1",
        f"load https://cdn.example//a.js?x={escaped}",
    ]


@pytest.mark.parametrize(
    ("shop", "address"),
    [
        ("north way", "https://cdn.example/north%20way/a.js"),
        (".", "https://cdn.example//a.js"),
        (None, "https://cdn.example//a.js"),
        ({"a": 1}, "https://cdn.example//a.js"),
        ("\ud800", "https://cdn.example//a.js"),
        (5, "https://cdn.example/5/a.js"),
    ],
)
def test_a_part_of_an_address_is_a_text_or_nothing(shop: Data, address: str) -> None:
    tags = {"load": tag("load: https://cdn.example/${event.shop}/a.js", on={"data_layer": "go"})}
    assert ran(tags, MARKETING, Push({"event": "go", "shop": shop})) == [f"load {address}"]


def test_what_a_tag_reads_is_that_of_its_moment() -> None:
    tags = {"t": tag(on={"data_layer": "go"}, reads={"a": "$data.cart.total", "b": "$event.rows"})}
    steps = (
        Push({"event": "go", "cart": {"total": 1}, "rows": [1, 2]}),
        Push({"cart": {"total": 2}}),
        MARKETING,
    )
    assert ran(tags, *steps) == ["ran a=1 b=[1, 2]"]


# ---- values -----------------------------------------------------------------------------------------------------------------


def sent(value: Data, *steps: Step, page: PageState = PAGE, **sections: Data) -> list[Data]:
    """The parameter `x` of every call of the rule `lead`, in both worlds."""
    made = site(
        document(
            "meta",
            events={"page_view": {}, "lead": {"on": {"data_layer": "go"}, "params": {"x": value}}},
            **sections,
        )
    )
    expected, found = both(made, History(steps=steps, page=page))
    assert found == expected
    return [call[3].get("x") for call in found.calls.get("fbq", []) if call[1:3] == ["track", "Lead"]]


def go(**entry: Data) -> Push:
    return Push({"event": "go", **entry})


def test_a_value_is_what_the_function_gives_converted_and_with_a_default() -> None:
    half = {"script": "half.js", "reads": {"a": "$event.total"}}
    assert sent(half, MARKETING, go(total=5), go(total="5"), go()) == [2.5, None, None]
    assert sent({**half, "as": "round", "default": 7}, MARKETING, go(total=5), go(total="x")) == [3, 7]
    both_js = {"script": "both.js", "reads": {"a": "$event.a", "b": ["x", "$event.b"]}}
    assert sent(both_js, MARKETING, go(a=[1], b="y")) == [[[1], {"b": ["x", "y"]}]]


def test_a_function_that_throws_gives_nothing_and_stops_nobody() -> None:
    throws = {"script": "throws.js", "reads": {"a": "$event.a"}}
    assert sent(throws, MARKETING, go(), go(a={"b": 1})) == [None, None]
    assert sent({**throws, "default": "none"}, MARKETING, go()) == ["none"]


def test_a_value_in_a_condition_is_asked_when_the_gate_is_open() -> None:
    half = {"script": "half.js", "reads": {"a": "$event.total"}}
    made = site(
        document(
            "meta",
            variables={"half": half},
            events={"lead": {"on": {"data_layer": "go"}, "if": {"$half": {"gt": 2}}}},
        )
    )
    steps = (go(total=4), go(total=6), MARKETING)
    expected, found = both(made, History(steps=steps))
    assert found == expected
    assert len([call for call in found.calls["fbq"] if call[1:3] == ["track", "Lead"]]) == 1


# ---- the container alone: code that does what no interpreter can follow ------------------------------------------------------


def built(data: Data, *, readable: bool = False, **files: str) -> str:
    contents = {name.replace("__", "/").replace("_js", ".js"): text.encode() for name, text in files.items()}
    made = compiler.build("tagc.yaml", yaml_of(data), read=contents.get, readable=readable)
    assert errors(made.diagnostics) == []
    return made.files["container.js"].decode("ascii")


EACH_BUILD = pytest.mark.parametrize("readable", [False, True], ids=["minified", "readable"])
GRANTED = ("consent", {"marketing": True})


@EACH_BUILD
def test_no_part_of_a_file_runs_before_the_grant(*, readable: bool) -> None:
    noisy = "navigator.sendBeacon('/top', 1);\nconst a = document.cookie;\nexport default () => navigator.sendBeacon('/called', a);"
    data = document(
        "meta",
        tags={"t": tag("script: noisy.js"), "script": tag("script: plain.js")},
        variables={"v": {"script": "noisy.js"}},
        events={"page_view": {}, "lead": {"on": {"data_layer": "go"}, "params": {"x": "$v"}}},
    )
    plain = "navigator.sendBeacon('/plain', 1); document.cookie = 'a=b';"
    page = Host().load(built(data, readable=readable, noisy_js=noisy, plain_js=plain))
    page.push({"event": "go"})
    assert page.calls == []
    page.tagc(*GRANTED)
    asked = [call[1].rpartition("/")[2] for call in page.calls if call[0] == "beacon"]
    # The declarations of a file are made once, whoever uses it.
    assert sorted(asked) == ["called", "called", "plain", "top"]


@EACH_BUILD
def test_names_of_a_file_and_of_the_container_do_not_meet(*, readable: bool) -> None:
    mean = (
        "const window_ = window;\nconst gate = 1, fire = 2, level = 3, text = 4, attempt = 5, hear = 6;\n"
        "export default () => {\n"
        "  window_.seen = [gate, fire, level, text, attempt, hear, typeof record, typeof held, typeof e, typeof t, typeof own, typeof script];\n"
        "  script = text; own = gate; e = 1;\n};"
    )
    data = document("meta", tags={"t": tag("script: mean.js"), "l": tag(LOAD)})
    page = Host().load(built(data, readable=readable, mean_js=mean)).tagc(*GRANTED)
    assert page.eval("seen") == [1, 2, 3, 4, 5, 6, *["undefined"] * 6]
    assert page.eval("[script, own, e]") == [4, 1, 1]  # globals of the page, as they would be outside
    page.tagc("consent", "revoke").tagc(*GRANTED)
    assert [call for call in page.calls if call[0] == "load" and "cdn" in call[1]] == [
        ["load", "https://cdn.example/a.js"]
    ]
    assert page.errors == []


def test_what_a_tag_throws_stops_nobody_and_reaches_nobody() -> None:
    data = document("meta", tags={"bad": tag("script: bad.js"), "good": tag(LOAD)})
    page = Host().load(built(data, bad_js="throw new Error('no');")).tagc(*GRANTED)
    assert [call for call in page.calls if call[0] == "fbq" and call[1] == "track"] != []
    assert ["load", "https://cdn.example/a.js"] in page.calls
    assert page.errors == page.console == []


def test_what_a_tag_pushes_sets_off_rules() -> None:
    data = document(
        "meta",
        tags={"chat": tag("script: chat.js", pushes=["opened"])},
        events={"page_view": {}, "lead": {"on": {"data_layer": "opened"}, "params": {"x": "$event.how"}}},
    )
    chat = "window.dataLayer.push({ event: 'opened', how: 'by itself' });"
    page = Host().load(built(data, chat_js=chat)).tagc(*GRANTED)
    told = [call for call in page.calls if call[:3] == ["fbq", "track", "Lead"]]
    assert [call[3] for call in told] == [{"x": "by itself"}]


def test_what_a_function_gives_is_copied_and_never_shared() -> None:
    leaky = "export default () => window.shared;"
    data = document(
        "meta",
        variables={"v": {"script": "leaky.js"}},
        events={"lead": {"on": {"data_layer": "go"}, "params": {"x": "$v"}}},
    )
    page = Host(globals={"shared": {"a": [1]}}).load(built(data, leaky_js=leaky)).tagc(*GRANTED)
    page.eval("shared.self = shared; shared.f = () => 1")
    page.push({"event": "go"})
    page.eval("delete shared.self")
    page.push({"event": "go"})
    assert [call[3] for call in page.calls if call[:3] == ["fbq", "track", "Lead"]] == [{}, {"x": {"a": [1]}}]


def test_user_data_of_a_script_is_read_after_its_grant_only() -> None:
    data = document(
        "meta", user_data={"requires": "analytics", "email": {"script": "mail.js"}}, events={"page_view": {}}
    )
    mail = "export default () => (navigator.sendBeacon('/read', 1), 'Ann@Example.org');"
    page = Host().load(built(data, mail_js=mail)).tagc("consent", {"marketing": True})
    assert [call for call in page.calls if call[0] == "beacon"] == []
    page.tagc("consent", {"marketing": True, "analytics": True}).advance(300)
    assert [call for call in page.calls if call[0] == "beacon"] != []
    assert [call[3] for call in page.calls if call[:2] == ["fbq", "init"] and len(call) > 3] != []


def test_a_document_of_tags_alone_is_a_container() -> None:
    data = {**document(), "platforms": {}, "events": {}, "tags": {"t": tag(LOAD)}}
    page = Host().load(built(data)).tagc(*GRANTED)
    assert page.calls == [["load", "https://cdn.example/a.js"]]


def test_events_before_the_container_came_are_handled() -> None:
    tags = {"t": tag(on={"data_layer": "go"}, reads={"a": "$event.x"})}
    early = (Push({"event": "go", "x": 1}), Event("go", {"x": 2}), MARKETING)
    assert sorted(ran(tags, early=early)) == ["ran a=1", "ran a=2"]
