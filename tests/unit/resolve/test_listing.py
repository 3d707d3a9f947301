"""Names that a rule can send: every one is known when the container is built, or the rule is refused."""

from __future__ import annotations

import pytest

from tests.unit.resolve.complaints import complaints
from tests.unit.resolve.programs import calls, rule


def names(custom: str, *, on: str = "{data_layer: x}", more: str = "", sections: str = "") -> list[str]:
    """What GA4 may be told."""
    text = f"{sections}events:\n  x:\n    custom: {custom}\n    on: {on}\n    to: [ga4, meta]\n{more}"
    made = calls(text, "x")["ga4"]
    return [*made.vendor_events] or [made.vendor_event]


@pytest.mark.parametrize(
    ("custom", "expected"),
    [
        ("seat_chosen", ["seat_chosen"]),
        ("s404", ["s404"]),
        (
            "{lookup: $event.row, table: {A: stalls, B: circle}, default: other}",
            ["stalls", "circle", "other"],
        ),
        ("{lookup: $event.row, table: {A: stalls, B: stalls}}", ["stalls"]),
        ("{first: [{value: early, if: {$event.hour: {lt: 12}}}, late]}", ["early", "late"]),
        ("{first: [always, never]}", ["always"]),
        ("{from: {test: {$event.row: A}}, as: text}", ["true", "false"]),
        ("{from: 'Seat', as: [lower, {replace: {s: S}}]}", ["Seat"]),
        ("{from: a, if: {$event.row: A}, default: b}", ["a", "b"]),
        ("{lookup: $event.row, table: {A: [x, y], B: [z]}, as: [{join: '_'}]}", None),
    ],
)
def test_tables_choices_and_conversions_have_few_results(custom: str, expected: list[str] | None) -> None:
    if expected is None:  # a list is no name, also where it becomes one
        assert complaints(f"events: {{x: {{custom: {custom}, on: page_view, to: [ga4]}}}}") != []
    else:
        assert names(custom) == expected


@pytest.mark.parametrize(
    ("custom", "on", "expected"),
    [
        ("'scroll_${scroll.percent}'", "{scroll: [90%, 50%]}", ["scroll_50", "scroll_90"]),
        ("'at_${timer.seconds}s'", "{timer: [5s, 30s]}", ["at_5s", "at_30s"]),
        ("'time_${timer.count}'", "{timer: {every: 10s, times: 3}}", ["time_1", "time_2", "time_3"]),
        ("'video_${video.status}'", "{video: {provider: youtube, status: [start, complete]}, requires: marketing}", ["video_start", "video_complete"]),
        ("'by_${history.source}'", "route", ["by_pushState", "by_replaceState", "by_popstate", "by_hashchange"]),
        ("'down_${scroll.percent}'", "[{scroll: [50%]}, {scroll: [25%]}]", ["down_50", "down_25"]),
    ],
)  # fmt: skip
def test_what_a_trigger_tells_is_known_where_it_is_little(custom: str, on: str, expected: list[str]) -> None:
    assert names(custom, on=on) == expected


def test_a_condition_of_the_rule_or_of_its_trigger_leaves_what_it_compares_with() -> None:
    video = "'video_${event.status}'"
    assert names(video, more="    if: {$event.status: [start, 5]}\n") == ["video_start", "video_5"]
    assert names(video, more="    if: [{$event.status: [a, b]}, {$event.row: A}]\n") == ["video_a", "video_b"]
    assert names(video, on="{data_layer: x, if: {$event.status: end}}") == ["video_end"]
    one, other = "{data_layer: x, if: {$event.status: a}}", "{data_layer: y, if: {$event.status: b}}"
    assert names(video, on=f"[{one}, {other}]") == ["video_a", "video_b"]


def test_a_variable_is_followed() -> None:
    sections = "variables:\n  row: {lookup: $event.row, table: {A: stalls}, default: other}\n"
    assert names("'seat_${row}'", sections=sections) == ["seat_stalls", "seat_other"]


@pytest.mark.parametrize(
    ("custom", "more"),
    [
        ("$event.name", ""),
        ("'a_${page.path}'", ""),
        ("{dom: h1}", ""),
        ("{random: true}", ""),
        ("{timestamp: true}", ""),
        ("[a]", ""),
        ("{a: b}", ""),
        ("'a_${event.x}'", "if: {$event.x: {contains: a}}"),
        ("'a_${event.x}'", "if: {$event.x: {equals: [a], ignore_case: true}}"),
        ("'a_${event.x}'", "if: {any: [{$event.x: a}, {$event.y: b}]}"),
        ("'a_${event.x}'", "if: {not: {$event.x: a}}"),
        ("'a_${event.x}'", "unless: {$event.x: a}"),
        ("'a_${event.x}'", "if: {$event.x: $event.y}"),
        ("''", ""),
    ],
)
def test_what_can_be_anything_is_refused(custom: str, more: str) -> None:
    on = "{data_layer: x}"
    found = complaints(f"events:\n  x: {{custom: {custom}, on: {on}, to: [ga4]{', ' * bool(more)}{more}}}")
    assert [line.split()[0] for line in found] == ["custom-not-listed"]


def test_no_more_than_a_hundred_names_are_a_list() -> None:
    values = [f"v{at}" for at in range(11)]
    condition = f"    if: {{$event.a: [{', '.join(values)}], $event.b: [{', '.join(values)}]}}\n"
    assert len(names("'${event.a}'", more=condition)) == 11
    text = f"events:\n  x:\n    custom: '${{event.a}}_${{event.b}}'\n    on: {{data_layer: x}}\n    to: [ga4]\n{condition}"
    assert complaints(text) == ["custom-not-listed '${event.a}_${event.b}'"]


def test_where_there_may_be_no_name_nobody_is_told() -> None:
    text = (
        "events:\n  x: {custom: {lookup: $event.row, table: {A: a, B: b}}, on: {data_layer: x}, to: [ga4]}\n"
    )
    found = rule(text, "x")
    assert "Exists" in repr(found.condition)
    fixed = rule("events: {x: {custom: a, on: {data_layer: x}, to: [ga4]}}", "x")
    assert "Exists" not in repr(fixed.condition)


def test_what_a_platform_calls_each_name_is_looked_up_with_it() -> None:
    text = (
        "events:\n  x: {custom: {lookup: $event.row, table: {A: Purchase, B: Seen}, default: Seen}, "
        "on: {data_layer: x}, to: [meta]}\n"
    )
    made = calls(text, "x")["meta"]
    assert made.vendor_events == ("Purchase", "Seen")
    cells = dict(made.cells)
    kind = dict(made.params)[getattr(cells["kind"], "name", "")]
    assert [(key, getattr(row, "value", None)) for key, row in getattr(kind, "table", ())] == [
        ("Purchase", "track"),
        ("Seen", "trackCustom"),
    ]
