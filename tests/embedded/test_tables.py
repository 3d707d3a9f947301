"""Rules that differ in constants only stand in the file as rows of one table: what they tell is as if each stood alone."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tagc import compiler
from tests.documents import yaml_of
from tests.embedded.test_agreement import BOTH, MARKETING, Push, site_of, told

Data = Any


def _rule(event: str, heard: str, **more: Data) -> Data:
    return {"event": event, "on": {"data_layer": heard}, **more}


def _container(data: Data) -> str:
    built = compiler.build("tagc.yaml", yaml_of(data))
    assert built.ok, built.diagnostics
    return built.files["container.js"].decode()


THREE = {
    "a": _rule("lead", "lead", params={"value": "$event.total", "currency": "$event.currency"}),
    "b": _rule("contact", "contact"),
    "c": _rule("search", "find", params={"search_string": "$event.text"}),
}


def test_each_row_takes_the_parameters_that_its_rule_declares_and_no_others() -> None:
    data = site_of("meta", "tiktok", "ga4", rules=THREE)
    payload = {"total": 5, "currency": "GBP", "text": "hamlet"}
    calls = told(data, BOTH, *(Push({"event": name, **payload}) for name in ("lead", "contact", "find")))
    assert calls == [
        "fbq track PageView",
        "fbq track Lead value=5 currency=GBP",
        "fbq track Contact",
        "fbq track Search search_string=hamlet",
        "gtag event page_view",
        "gtag event generate_lead value=5 currency=GBP",
        "gtag event contact",
        "gtag event search search_term=hamlet",
        "ttq.page",
        "ttq.track Lead value=5 currency=GBP",
        "ttq.track Contact",
        "ttq.track Search query=hamlet search_string=hamlet",
    ]


def test_a_name_that_follows_from_another_is_not_written_twice() -> None:
    text = _container(site_of("meta", "tiktok", "ga4", rules=THREE))
    assert "generate_lead" in text
    assert max(text.count("Contact"), text.count("Search")) <= 1


def test_names_of_the_page_do_not_reach_into_the_table() -> None:
    data = site_of("meta", rules=THREE)
    strange = ("constructor", "lead|contact", "lead 1", "", "__proto__", "0", "length")
    assert told(data, MARKETING, *(Push({"event": name}) for name in strange)) == ["fbq track PageView"]


def test_a_name_that_two_rules_wait_for_tells_both_in_the_order_of_the_rules() -> None:
    rules = {**THREE, "d": _rule("subscribe", "lead"), "e": _rule("donate", "gave")}
    for order in (rules, dict(reversed(rules.items()))):
        calls = told(site_of("meta", rules=order), MARKETING, Push({"event": "lead"}))
        expected = [name for name in order if name in {"a", "d"}]
        assert [call.split()[2] for call in calls[1:]] == [
            {"a": "Lead", "d": "Subscribe"}[name] for name in expected
        ]


def test_a_rule_for_any_event_keeps_its_place_among_the_rows() -> None:
    every = {"event": "view_content", "on": {"data_layer": {"matches": "^(lead|find)$"}}}
    rules = {"a": THREE["a"], "b": THREE["b"], "every": every, "c": THREE["c"], "d": _rule("donate", "gave")}
    calls = told(
        site_of("meta", rules=rules), MARKETING, *(Push({"event": name}) for name in ("find", "lead"))
    )
    assert [call.split()[2] for call in calls] == ["PageView", "ViewContent", "Search", "Lead", "ViewContent"]


def test_ids_of_conversions_come_out_as_numbers() -> None:
    numbers = {"a": "14072801", "b": "15938246", "c": "12640937"}
    rules = {
        name: {**rule, "platforms": {"linkedin": {"conversion": numbers[name]}}}
        for name, rule in THREE.items()
    }
    calls = told(
        site_of("linkedin", rules=rules), MARKETING, *(Push({"event": name}) for name in ("find", "lead"))
    )
    assert calls == ["lintrk track conversion_id=12640937", "lintrk track conversion_id=14072801"]


_WORD = (
    st.text('abA |,;~_^é\u2028<$"\\', min_size=1, max_size=6).filter(str.strip).map(lambda text: text + "z")
)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(_WORD, _WORD, st.none() | _WORD | st.integers(0, 99)), min_size=3, max_size=5))
def test_whatever_constants_the_rows_hold_they_come_out_as_they_were(
    rows: list[tuple[str, str, Data]],
) -> None:
    names = {heard: (name, content) for heard, name, content in rows}
    rules = {
        f"r{at}": {
            "custom": name.replace("$", "€"),
            "on": {"data_layer": heard.replace("$", "€")},
            "to": ["meta"],
            **({} if content is None else {"params": {"content_name": str(content).replace("$", "€")}}),
        }
        for at, (heard, (name, content)) in enumerate(names.items())
    }
    data = site_of("meta", rules=rules)
    told(data, MARKETING, *(Push({"event": heard.replace("$", "€")}) for heard in names))
