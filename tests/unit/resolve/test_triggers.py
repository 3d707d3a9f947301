"""What triggers mean, and what is wrong with some."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tagc.ir.expr import Always, AnyOf, Array, Compare, Const, Convert, Field, Inside, Operator, Root
from tests.unit.resolve.complaints import complaints
from tests.unit.resolve.programs import rule

if TYPE_CHECKING:
    from tagc.ir.program import Trigger


def trigger(on: str) -> Trigger:
    (made,) = rule(f"events:\n  lead: {{on: {on}}}\n", "lead").triggers
    return made


def numbers(*values: int) -> Array:
    return Array(tuple(map(Const, values)))


LINKS = (Const("a[href]"), Const("area[href]"))


@pytest.mark.parametrize(
    "kind", ["link", "{link: {}}", "outbound", "{outbound: {}}", "download", "{download: pdf}"]
)
def test_a_link_is_a_click_on_the_nearest_link(kind: str) -> None:
    made = trigger(kind)
    assert made.listener == "click"
    assert made.selectors == LINKS
    assert made.element is Root.CLICK


def test_a_test_of_a_link_is_about_its_address() -> None:
    address = Field(Root.CLICK, ("url",))
    assert trigger("{link: {starts_with: 'tel:'}}").condition == Compare(
        address, Operator.STARTS_WITH, (Const("tel:"),)
    )
    assert trigger("link").condition == Always(holds=True)


def test_an_extension_may_have_its_dot_and_any_case() -> None:
    extension = Field(Root.CLICK, ("extension",))
    made = trigger("{download: [.PDF, pdf, zip]}")
    assert made.condition == Compare(
        extension, Operator.EQUALS, (Const("pdf"), Const("zip")), ignore_case=True
    )


def test_a_download_alone_has_a_usual_extension_or_the_attribute() -> None:
    made = trigger("download").condition
    assert isinstance(made, AnyOf)
    usual, attribute = made.conditions
    assert isinstance(usual, Compare)
    assert Const("docx") in usual.operands
    assert attribute == Inside(Root.CLICK, (Const("[download]"),))


def test_depths_are_in_order_percent_first_and_each_once() -> None:
    (depths,) = trigger("{scroll: [800px, 75%, 25%, 75%]}").arguments
    assert depths == Array((numbers(25), numbers(75), Array((Const(None), Const(800)))))


def test_times_are_milliseconds_in_order() -> None:
    assert trigger("{timer: [2m, 1.5s, 500ms]}").arguments == (numbers(500, 1500, 120_000),)


def test_a_time_that_comes_again_has_another_listener() -> None:
    made = trigger("{timer: {every: 10s, times: 3}}")
    assert (made.kind, made.listener) == ("timer", "timer_every")
    assert made.arguments == (Const(10_000), Const(3))
    assert trigger("{timer: {every: 1h}}").arguments == (Const(3_600_000),)


def test_half_of_an_element_is_enough_if_nothing_else_is_said() -> None:
    assert trigger("{visible: .promo}").arguments == (Const(".promo"), Const(0.5))
    made = trigger("{visible: {selector: [.a, .b], percent: 100, for: 2s}}")
    assert made.arguments == (Const(".a,.b"), Const(0.99), Const(2000))


def test_a_selector_of_what_comes_into_view_may_hold_references() -> None:
    selector, _ = trigger("{visible: ['#${page.query.id}', .b]}").arguments
    assert isinstance(selector, Convert)
    assert selector.name == "join"


def test_a_route_tells_how_and_from_where() -> None:
    assert trigger("route").tells == (Field(Root.HISTORY, ("source",)), Field(Root.HISTORY, ("old_path",)))


def test_triggers_with_the_same_setting_are_one_and_the_same() -> None:
    made = rule("events:\n  lead: {on: [{timer: 5s}, {timer: [5000ms]}]}\n", "lead")
    assert len({each.arguments for each in made.triggers}) == 1


@pytest.mark.parametrize(
    ("on", "complaint"),
    [
        ("{scroll: 120%}", "trigger-setting 120%"),
        ("{scroll: [0%]}", "trigger-setting 0%"),
        ("{scroll: 0px}", "trigger-setting 0px"),
        ("{scroll: half}", "wrong-format half"),
        ("{scroll: 50}", "wrong-format 50"),
        ("{scroll: []}", "nothing-in-it []"),
        ("{timer: 5}", "wrong-format 5"),
        ("{timer: 5 s}", "wrong-format 5 s"),
        ("{timer: -5s}", "wrong-format -5s"),
        ("{timer: 0s}", "trigger-setting 0s"),
        ("{timer: 25h}", "trigger-setting 25h"),
        ("{timer: {}}", "trigger-setting {}"),
        ("{timer: {times: 3}}", "trigger-setting {times: 3}"),
        ("{timer: {every: 1ms}}", "trigger-setting 1ms"),
        ("{timer: {every: 1s, times: 0}}", "out-of-range 0"),
        ("{timer: {every: 1s, times: 1.5}}", "wrong-type 1.5"),
        ("{timer: {every: 1s, after: 5s}}", "trigger-setting 5s"),
        ("{visible: {selector: .a, percent: 101}}", "trigger-setting 101"),
        ("{visible: {selector: .a, percent: 0%}}", "trigger-setting 0%"),
        ("{visible: {selector: .a, percent: most}}", "wrong-format most"),
        ("{visible: {selector: .a, for: 0ms}}", "trigger-setting 0ms"),
        ("{visible: {percent: 50}}", "missing-key visible"),
        ("{visible: {selector: .a, percnt: 50}}", "unknown-key percnt"),
        ("{download: tar.gz}", "wrong-format tar.gz"),
        ("{error: x}", "wrong-type x"),
        ("{leave: {for: 5s}}", "unknown-key for"),
        ("timer", "unknown-trigger timer"),
        ("scroll", "unknown-trigger scroll"),
        ("{route: {closest: a}}", "closest-without-element closest"),
    ],
)
def test_a_setting_that_no_page_can_meet_is_reported_where_it_stands(on: str, complaint: str) -> None:
    assert complaints(f"events:\n  lead: {{on: {on}}}\n") == [complaint]


@pytest.mark.parametrize(
    ("on", "reference"),
    [
        ("page_view", "$scroll.percent"),
        ("[{scroll: 50%}, {timer: 5s}]", "$scroll.percent"),
        ("{visible: .a}", "$click.text"),
        ("leave", "$error.message"),
        ("{click: a}", "$history.source"),
    ],
)
def test_what_only_another_kind_of_trigger_gives_is_reported(on: str, reference: str) -> None:
    sections = f"events:\n  lead: {{on: {on}, params: {{content_name: {reference}}}}}\n"
    assert complaints(sections) == [f"reference-out-of-place {reference}"]


@pytest.mark.parametrize(
    "reference", ["$visible.url", "$timer.minutes", "$error.stack", "$history.state", "$scroll.0"]
)
def test_an_unknown_step_is_reported(reference: str) -> None:
    on = {"visible": "{visible: a}", "timer": "{timer: 1s}", "scroll": "{scroll: 1%}", "history": "route"}
    kind = reference[1:].partition(".")[0]
    sections = f"events:\n  lead: {{on: {on.get(kind, kind)}, params: {{content_name: {reference}}}}}\n"
    assert complaints(sections) == [f"unknown-step {reference}"]


def test_kinds_of_clicks_share_what_is_clicked() -> None:
    sections = (
        "events:\n  lead: {on: [link, outbound, download, {click: a}], params: {content_name: $click.url}}\n"
    )
    assert complaints(sections) == []


def test_what_is_shown_can_be_asked_what_it_stands_in() -> None:
    sections = "events:\n  lead: {on: {visible: .a}, if: {$visible: {closest: main}}}\n"
    assert complaints(sections) == []
    assert rule(sections, "lead").condition == Inside(Root.VISIBLE, (Const("main"),))
