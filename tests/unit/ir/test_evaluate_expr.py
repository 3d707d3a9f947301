"""Values: given this event on this page, this parameter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tagc.ir import expr as e
from tagc.ir.evaluate import Click, Decide, Element, Event, Made, PageState, Push, Submit, evaluate
from tests.unit.ir.programs import (
    call,
    calls,
    const,
    equals,
    event,
    numbered,
    on_element,
    outcomes,
    program,
    read,
    rule,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

GRANT = Decide({"marketing": True})
ORDER = {
    "id": 7,
    "total": "12.50",
    "lines": [{"price": 2, "n": 3}, {"price": "0.5", "n": 2}, {"n": 1}],
    "s": "",
}
PAGE = PageState(
    url="https://shop.example/whats-on/hamlet?utm=a%20b+c&x#top",
    title="Hamlet",
    referrer="https://google.com/",
    cookies={"region": "DE%2D", "bad": "%zz"},
    local={"cart": "3"},
    session={"cart": "4", "seen": "1"},
    globals={"config": {"section": "shows"}},
    elements={"h1": Element(text=" Hamlet \n", attributes={"data-id": "9"})},
)


def seen(
    value: e.Expr,
    *,
    page: PageState = PAGE,
    variables: dict[str, e.Expr] | None = None,
    random: Sequence[float] = (0.5,),
) -> object:
    """What a parameter with this value holds for the order above."""
    site = program(rule("order", call("pixel", params={"x": value})), variables=variables)
    (*_, last) = evaluate(site, page, [GRANT, Event("order", ORDER)], ids=numbered(), random=iter(random))
    assert isinstance(last, Made)
    payload = last.arguments[2]
    assert isinstance(payload, dict)
    return payload.get("x", "left out")


LINES = event("lines")
PRICE, COUNT = read(e.Root.ITEM, "price"), read(e.Root.ITEM, "n")


@pytest.mark.parametrize(
    ("value", "result"),
    [
        (event("id"), 7),
        (event("nothing"), "left out"),
        (event("s"), "left out"),
        (event("lines", "length"), 3),
        (event("lines", "1", "price"), "0.5"),
        (event("toString"), "left out"),
        (e.First((event("s"), event("id"))), 7),
        (e.Concat((const("order-"), event("id"), event("s"), event("lines"))), "order-7"),
        (e.Each(LINES, COUNT, e.Exists(PRICE)), [3, 2]),
        (e.Each(event("id"), COUNT), "left out"),
        (e.Sum(e.Each(LINES, e.Product(PRICE, COUNT))), 7),
        (e.Sum(e.Array(())), "left out"),
        (e.Object((("a", event("id")), ("b", event("s")))), {"a": 7}),
        (e.Merge((e.Object((("a", e.Const(1)),)), e.Object((("a", event("id")),)), e.Const(None))), {"a": 7}),
        (e.Merge((e.Const(None), e.Const("text"))), {}),
        (e.Array((event("id"), event("s"), event("nothing"))), [7, "", None]),
        (e.If(equals(event("id"), "7"), const("yes"), const("no")), "yes"),
        (e.Test(e.Exists(event("s"))), False),
        (e.Random(), 2**30),
        (e.Timestamp(), 0),
        (e.Convert(event("total"), "number"), 12.5),
        (read(e.Root.PAGE, "path"), "/whats-on/hamlet"),
        (read(e.Root.PAGE, "full_path"), "/whats-on/hamlet?utm=a%20b+c&x#top"),
        (read(e.Root.PAGE, "hostname"), "shop.example"),
        (read(e.Root.PAGE, "query", "utm"), "a b c"),
        (read(e.Root.PAGE, "query", "x"), "left out"),
        (read(e.Root.PAGE, "fragment"), "top"),
        (read(e.Root.PAGE, "title"), "Hamlet"),
        (read(e.Root.COOKIE, "region"), "DE-"),
        (read(e.Root.COOKIE, "bad"), "%zz"),
        (read(e.Root.STORAGE, "cart"), "3"),
        (read(e.Root.STORAGE, "seen"), "1"),
        (read(e.Root.GLOBAL, "config", "section"), "shows"),
        (e.Dom(const("h1")), "Hamlet"),
        (e.Dom(const("h1"), "data-id"), "9"),
        (e.Dom(const("h2")), "left out"),
    ],
)
def test_a_value_is_computed(value: e.Expr, result: object) -> None:
    assert seen(value) == result


def test_a_lookup_takes_the_first_row_that_matches() -> None:
    table = (("/whats-on/", const("shows")), ("/whats", const("never")))
    path = read(e.Root.PAGE, "path")
    assert seen(e.Lookup(path, e.Operator.STARTS_WITH, table, const("other"))) == "shows"
    assert seen(e.Lookup(event("s"), e.Operator.STARTS_WITH, table, const("other"))) == "other"


def test_a_variable_is_computed_once_per_firing() -> None:
    twice = e.Array((e.Var("draw"), e.Var("draw")))
    assert seen(twice, variables={"draw": e.Random()}, random=[0.25, 0.75]) == [2**29, 2**29]


@pytest.mark.parametrize(
    ("subject", "operator", "operand", "holds"),
    [
        ("Hamlet", e.Operator.EQUALS, "Hamlet", True),
        (7, e.Operator.EQUALS, "7", True),
        (True, e.Operator.EQUALS, "true", True),
        ("Hamlet", e.Operator.CONTAINS, "aml", True),
        ("Hamlet", e.Operator.CONTAINS, "", False),
        ("", e.Operator.EQUALS, "", False),
        ("Hamlet", e.Operator.ENDS_WITH, "let", True),
        ("Hamlet", e.Operator.MATCHES, "^H.m", True),
        ("12", e.Operator.GT, 9, True),
        ("x", e.Operator.GT, 9, False),
        (9, e.Operator.GTE, "9", True),
        (9, e.Operator.LT, 9, False),
    ],
)
def test_a_comparison_decides(subject: object, operator: e.Operator, operand: str, holds: bool) -> None:  # noqa: FBT001
    compared = e.Compare(event("v"), operator, (const(operand),))
    site = program(rule("go", call("pixel"), condition=compared))
    assert len(calls(site, GRANT, Event("go", {"v": subject}))) == (3 if holds else 2)


def test_a_list_is_equal_to_nothing_and_case_can_be_ignored() -> None:
    assert seen(e.Test(equals(event("lines"), "")), variables={}) is False
    ignoring = e.Compare(read(e.Root.PAGE, "title"), e.Operator.EQUALS, (const("HAMLET"),), ignore_case=True)
    assert seen(e.Test(ignoring)) is True


def test_a_click_inside_a_link_is_read_from_the_element_that_was_asked_for() -> None:
    link = Element(
        tag="a",
        id="buy",
        text=" Book now ",
        attributes={"href": "/files/plan.final.pdf?x=1", "data-show": "hamlet"},
        selectors=frozenset({"a.book"}),
    )
    names = ("text", "id", "url", "protocol", "hostname", "path", "filename", "extension")
    params: dict[str, e.Expr] = {name: read(e.Root.CLICK, name) for name in names}
    params["show"] = read(e.Root.CLICK, "attributes", "data-show")
    site = program(rule("book", call("pixel", params=params), on=on_element("click", "a.book")))
    (*_, last) = outcomes(site, GRANT, Click(Element(tag="b", parent=link)), page=PAGE)
    assert isinstance(last, Made)
    assert last.arguments[2] == {
        "text": "Book now",
        "id": "buy",
        "url": "https://shop.example/files/plan.final.pdf?x=1",
        "protocol": "https",
        "hostname": "shop.example",
        "path": "/files/plan.final.pdf",
        "filename": "plan.final.pdf",
        "extension": "pdf",
        "show": "hamlet",
    }


def test_a_click_elsewhere_fires_nothing() -> None:
    site = program(rule("book", call("pixel"), on=on_element("click", "a.book")))
    assert len(calls(site, GRANT, Click(Element(tag="b")))) == 2


def test_a_form_tells_its_fields() -> None:
    form = Element(
        tag="form", selectors=frozenset({"#news"}), fields=(("email", "a@b.c"), ("email", "d@e.f"))
    )
    params = {"email": read(e.Root.FORM, "fields", "email")}
    site = program(rule("lead", call("pixel", params=params), on=on_element("form", "#news")))
    assert (
        calls(site, GRANT, Submit(form))[-1] == 'pixel: pixel("track", "Event", {"email": "a@b.c"}, "id-1")'
    )


def test_the_data_layer_merges_as_in_google_tag_manager() -> None:
    site = program(rule("go", call("pixel", params={"cart": read(e.Root.DATA, "cart")})))
    pushed = calls(
        site,
        GRANT,
        Push({"cart": {"items": [{"id": 1}, {"id": 2}], "coupon": "X"}}),
        Push({"cart.items": [{"n": 5}], "cart": {"coupon": None, "__proto__": {"bad": 1}}}),
        Push(["set", "cart", "a command"]),
        Push({"event": "go", "cart.total": 9}),
    )
    assert pushed[-1] == (
        'pixel: pixel("track", "Event", {"cart": {"items": [{"id": 1, "n": 5}, {"id": 2}], "coupon": null, '
        '"total": 9}}, "id-1")'
    )


def test_the_parameters_of_an_event_are_not_merged() -> None:
    site = program(rule("go", call("pixel", params={"a": read(e.Root.DATA, "a"), "b": event("a")})))
    assert calls(site, GRANT, Event("go", {"a": 1}))[-1] == (
        'pixel: pixel("track", "Event", {"b": 1}, "id-1")'
    )
