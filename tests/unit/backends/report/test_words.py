"""Values, conditions and requirements in the words that the manifest uses."""

from __future__ import annotations

import pytest

from tagc.backends.report.words import condition, expression, requirement
from tagc.ir import expr as e

TOTAL = e.Field(e.Root.EVENT, ("total",))
PATH = e.Field(e.Root.PAGE, ("path",))
LINES = e.Field(e.Root.EVENT, ("lines",))
PRICE = e.Field(e.Root.ITEM, ("price",))
ONE = e.Const(1)
ANALYTICS, MARKETING = e.RequireCategory("analytics"), e.RequireCategory("marketing")


@pytest.mark.parametrize(
    ("expr", "words"),
    [
        (e.Const(None), "nothing"),
        (e.Const(value=True), "true"),
        (e.Const(12.0), "12"),
        (e.Const(10**400), "Infinity"),
        (e.Const("it's 5\\"), "'it''s 5\\'"),
        (TOTAL, "$event.total"),
        (e.Field(e.Root.EVENT), "$event"),
        (e.Field(e.Root.EVENT_NAME), "the event's name"),
        (e.Field(e.Root.GLOBAL, ("a", "b")), "$js.a.b"),
        (e.Field(e.Root.COOKIE, ("visitorapi.city",)), r"$cookie.visitorapi\.city"),
        (e.Field(e.Root.EVENT, ("x is empty or $y",)), r"$event.x\ is\ empty\ or\ \$y"),
        (e.Field(e.Root.RECORD), "the record"),
        (e.Field(e.Root.RECORD, ("consent", "ads")), "the record's consent.ads"),
        (e.Var("section"), "$section"),
        (e.Convert(TOTAL, "number"), "$event.total as number"),
        (e.Convert(TOTAL, "number_comma"), "$event.total as number (decimal comma)"),
        (e.Convert(TOTAL, "slice", (0, 5)), "$event.total as slice (0, 5)"),
        (e.Convert(TOTAL, "replace", (r"\s+", "-")), r"$event.total as replace ('\s+', '-')"),
        (e.Convert(e.Convert(TOTAL, "trim"), "lower"), "$event.total as trim as lower"),
        (e.First((TOTAL, ONE)), "$event.total or else 1"),
        (e.Convert(e.First((TOTAL, ONE)), "number"), "($event.total or else 1) as number"),
        (e.If(e.Exists(PATH), TOTAL), "$event.total if $page.path is not empty"),
        (e.If(e.Exists(PATH), TOTAL, ONE), "$event.total if $page.path is not empty, else 1"),
        (e.Object((("a", TOTAL), ("b c", ONE))), "{a: $event.total, 'b c': 1}"),
        (e.Merge((e.Object((("a", ONE),)), e.User())), "{a: 1} and the user data"),
        (e.Script("a/fee.js", "() => 1", ()), "what 'a/fee.js' gives"),
        (
            e.Convert(e.Script("fee.js", "x", (("t", TOTAL), ("u", e.First((TOTAL, ONE))))), "round"),
            "(what 'fee.js' gives for {t: $event.total, u: ($event.total or else 1)}) as round",
        ),
        (
            e.Object((("a", e.If(e.Exists(PATH), TOTAL, ONE)),)),
            "{a: ($event.total if $page.path is not empty, else 1)}",
        ),
        (e.Array((ONE, e.First((TOTAL, ONE)))), "[1, ($event.total or else 1)]"),
        (e.Each(LINES, PRICE), "for each of $event.lines: $item.price"),
        (
            e.Each(LINES, PRICE, e.Exists(PRICE)),
            "for each of $event.lines if $item.price is not empty: $item.price",
        ),
        (e.Sum(LINES), "the sum of $event.lines"),
        (
            e.Sum(e.Each(LINES, e.Product(e.Convert(PRICE, "number"), ONE))),
            "the sum of (($item.price as number) * 1) for each of $event.lines",
        ),
        (
            e.Lookup(PATH, e.Operator.STARTS_WITH, (("/a", ONE), ("/b", TOTAL)), e.Const("other")),
            "the first entry that $page.path starts with, of {'/a': 1, '/b': $event.total}, else 'other'",
        ),
        (e.Concat((e.Const("video_"), TOTAL)), "'video_' + $event.total"),
        (e.Test(e.Exists(TOTAL)), "whether $event.total is not empty"),
        (e.Dom(e.Const("h1")), "the text of 'h1'"),
        (e.Dom(e.Const("meta"), "content"), "the attribute 'content' of 'meta'"),
        (e.Random(), "a random number"),
        (e.Timestamp(), "the time of the event"),
        (e.Now(), "the time of sending"),
        (e.EventId(), "the event id"),
        (e.User(), "the user data"),
        (e.Payload(), "the parameters"),
        (e.Param("value"), "the parameter value"),
        (e.Setting("pixel_id"), "the setting pixel_id"),
        (e.Cell("name"), "the event's name"),
        (e.ConsentState(initial=True), "the state of Google's consent types"),
    ],
)
def test_a_value_says_where_it_comes_from(expr: e.Expr, words: str) -> None:
    assert expression(expr) == words


@pytest.mark.parametrize(
    ("test", "words"),
    [
        (e.Always(holds=True), "always"),
        (e.Always(holds=False), "never"),
        (
            e.Compare(PATH, e.Operator.STARTS_WITH, (e.Const("/whats-on/"),)),
            "$page.path starts with '/whats-on/'",
        ),
        (
            e.Compare(PATH, e.Operator.EQUALS, (e.Const("/"), e.Const("/home")), ignore_case=True),
            "$page.path is any of ['/', '/home'] (in any case)",
        ),
        (e.Compare(TOTAL, e.Operator.GTE, (e.Const(10),)), "$event.total is at least 10"),
        (e.Exists(TOTAL), "$event.total is not empty"),
        (e.Not(e.Exists(TOTAL)), "$event.total is empty"),
        (e.Exists(e.Each(LINES, PRICE)), "$event.lines is a list"),
        (e.Not(e.Exists(e.Each(LINES, PRICE))), "not ($event.lines is a list)"),
        (e.Inside(e.Root.CLICK, (e.Const("nav"),)), "$click is inside 'nav'"),
        (e.Inside(e.Root.FORM, (e.Const("a"), e.Const("b"))), "$form is inside any of ['a', 'b']"),
        (e.AllOf(()), "always"),
        (e.AnyOf(()), "never"),
        (
            e.AllOf((e.Exists(TOTAL), e.AnyOf((e.Exists(PATH), e.Not(e.Always(holds=True)))))),
            "$event.total is not empty and ($page.path is not empty or not (always))",
        ),
        (e.IsGranted(MARKETING), "granted: marketing"),
    ],
)
def test_a_condition_says_when_it_holds(test: e.Condition, words: str) -> None:
    assert condition(test) == words


@pytest.mark.parametrize(
    ("needed", "words"),
    [
        (MARKETING, "marketing"),
        (e.RequireAll(()), "necessary"),
        (e.RequireAny(()), "never granted"),
        (e.RequireAll((ANALYTICS, MARKETING)), "all of analytics, marketing"),
        (e.RequireAny((ANALYTICS, MARKETING)), "any of analytics, marketing"),
        (
            e.RequireAll((e.RequireCategory("ads"), e.RequireAny((ANALYTICS, MARKETING)))),
            "all of ads, (any of analytics, marketing)",
        ),
    ],
)
def test_a_requirement_is_named_by_its_categories(needed: e.Requirement, words: str) -> None:
    assert requirement(needed) == words
