"""The layout of records: what is kept where, and what is kept once for all."""

from __future__ import annotations

from tagc.backends.browser.record import NOTHING, Layout
from tagc.ir.expr import Const, Dom, Each, Field, First, Param, Random, Root, Var

TITLE = Field(Root.PAGE, ("title",))
TOTAL = Field(Root.EVENT, ("total",))


def test_a_value_that_all_rules_read_from_the_page_is_kept_in_one_place() -> None:
    layout = Layout()
    slot = layout.keep("title", {0: TITLE, 1: TITLE})
    assert slot.shared == TITLE
    assert (layout.shared(), layout.own()) == ([slot], [])


def test_a_value_of_the_event_is_kept_by_each_rule() -> None:
    layout = Layout()
    for name, value in (
        ("a", TOTAL),
        ("b", Field(Root.CLICK, ("text",))),
        ("c", Var("v")),
        ("d", First((TITLE, TOTAL))),
    ):
        assert layout.keep(name, {0: value}).shared is None
    assert len(layout.own()) == 4


def test_constants_are_the_rules_own() -> None:
    assert Layout().keep("name", {0: Const("a"), 1: Const("a")}).shared is None


def test_an_elements_own_fields_come_with_its_list() -> None:
    listed = Each(Field(Root.DATA, ("lines",)), Field(Root.ITEM, ("id",)))
    assert Layout().keep("ids", {0: listed}).shared == listed


def test_what_reads_nothing_is_no_reason_to_compute_it_for_every_event() -> None:
    assert Layout().keep("chance", {0: Random()}).shared is None
    assert Layout().keep("h1", {0: Dom(Const("h1"))}).shared == Dom(Const("h1"))


def test_platforms_that_agree_share_a_slot() -> None:
    layout = Layout()
    first = layout.keep("value", {0: TOTAL, 1: NOTHING})
    assert layout.keep("value", {0: TOTAL}) is first
    assert layout.keep("value", {0: TOTAL, 2: TITLE}) is first
    assert first.values == {0: TOTAL, 1: NOTHING, 2: TITLE}


def test_platforms_that_disagree_do_not() -> None:
    layout = Layout()
    first = layout.keep("value", {0: TOTAL})
    assert layout.keep("value", {0: TITLE}) is not first


def test_the_record_begins_with_the_id_then_what_all_share_then_what_most_have() -> None:
    layout = Layout()
    layout.keep("rare", {0: TOTAL, 1: NOTHING, 2: NOTHING})
    layout.keep("title", {0: TITLE, 1: TITLE, 2: TITLE})
    layout.keep("often", {0: TOTAL, 1: Param("x"), 2: NOTHING})
    assert layout.names() == ["id", "kept1_title", "kept2_often", "kept0_rare"]


def test_a_name_becomes_a_variable_whatever_it_holds() -> None:
    layout = Layout()
    slot = layout.keep("a-b c", {0: TOTAL})
    assert layout.name_of(slot) == "kept0_a_b_c"
