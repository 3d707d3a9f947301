"""Expressions: each node becomes this JavaScript, and has the value that the interpreter gives."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

import pytest
import quickjs

from tagc import registry
from tagc.backends.browser.expressions import Scope, condition, expression, requirement, text
from tagc.ir import expr as e
from tagc.ir.evaluate_expr import Moment, Phases, holds, value
from tagc.ir.evaluate_expr import Scope as Reference
from tagc.ir.evaluate_page import PageState
from tagc.ir.program import GoogleConsent
from tagc.ir.values import plain
from tagc.js import build as js
from tagc.js.printer import to_source

if TYPE_CHECKING:
    from collections.abc import Sequence

Json: TypeAlias = object

EVENT = {
    "id": 7,
    "total": "12,50",
    "name": "Hamlet",
    "empty": "",
    "none": None,
    "yes": True,
    "tags": ["a", 1, None, "c"],
    "lines": [{"price": 2, "n": 3}, {"price": "0.5", "n": 2}, {"n": 1}],
    "nested": {"a": {"b": "deep"}},
}
PAGE = PageState(url="https://shop.example/a/b?x=1#top", title="Shop", globals={"shop": {"currency": "GBP"}})
E, N = e.Const, e.Const(None)


def field(*path: str) -> e.Field:
    return e.Field(e.Root.EVENT, path)


def item(*path: str) -> e.Field:
    return e.Field(e.Root.ITEM, path)


def compare(
    operator: str, subject: e.Expr, *operands: str | float | bool | None, ignore_case: bool = False
) -> e.Compare:
    return e.Compare(subject, e.Operator(operator), tuple(map(e.Const, operands)), ignore_case)


NAME, TOTAL, EMPTY, ID, TAGS, LINES = (
    field(name) for name in ("name", "total", "empty", "id", "tags", "lines")
)

VALUES: dict[str, tuple[e.Expr, str, Json]] = {
    "a constant": (E("a\"'</script>\u2028"), "\"a\\\"'<\\/script>\\u2028\"", "a\"'</script>\u2028"),
    "a negative number": (E(-1.5), "-1.5", -1.5),
    "true": (E(value=True), "!0", True),
    "nothing": (N, "void 0", None),
    "a field": (NAME, "copy(own(entry,'name'))", "Hamlet"),
    "a nested field": (field("nested", "a", "b"), "copy(own(entry,'nested','a','b'))", "deep"),
    "a field that is not there": (field("no", "where"), "copy(own(entry,'no','where'))", None),
    "an inherited field": (field("constructor"), "copy(own(entry,'constructor'))", None),
    "the page": (e.Field(e.Root.PAGE, ("path",)), "location.pathname", "/a/b"),
    "a query parameter": (e.Field(e.Root.PAGE, ("query", "x")), "query('x')", "1"),
    "a global": (e.Field(e.Root.GLOBAL, ("shop", "currency")), "copy(globalPath('shop','currency'))", "GBP"),
    "a map": (e.Object((("a", NAME), ("b", EMPTY))), "clean({a:copy(own(entry,'name')),b:copy(own(entry,'empty'))})", {"a": "Hamlet"}),
    "a full map": (e.Object((("a", E(1)), ("b-c", E("x")))), "{a:1,'b-c':'x'}", {"a": 1, "b-c": "x"}),
    "maps over each other": (
        e.Merge((e.Object((("a", E(1)), ("b", E(2)))), N, e.Object((("b", E(3)),)))),
        "merged({a:1,b:2},void 0,{b:3})",
        {"a": 1, "b": 3},
    ),
    "a list": (e.Array((E(1), N, NAME)), "[1,void 0,copy(own(entry,'name'))]", [1, None, "Hamlet"]),
    "each": (
        e.Each(LINES, e.Object((("p", item("price")),))),
        "each(own(entry,'lines'),item0=>clean({p:copy(own(item0,'price'))}))",
        [{"p": 2}, {"p": "0.5"}, {}],
    ),
    "each with a condition": (
        e.Each(LINES, item("n"), compare("gt", item("price"), 1)),
        "eachIf(own(entry,'lines'),item0=>number(own(item0,'price'))>1,item0=>copy(own(item0,'n')))",
        [3],
    ),
    "each in each": (
        e.Each(LINES, e.Each(TAGS, item())),
        "each(own(entry,'lines'),item0=>each(own(entry,'tags'),item1=>copy(item1)))",
        [["a", 1, "c"]] * 3,
    ),
    "each of no list": (e.Each(NAME, item()), "each(own(entry,'name'),item0=>copy(item0))", None),
    "first": (e.First((EMPTY, NAME)), "first(copy(own(entry,'empty')),copy(own(entry,'name')))", "Hamlet"),
    "if": (e.If(e.Exists(EMPTY), E(1), E(2)), "!empty(own(entry,'empty'))?1:2", 2),
    "a table": (
        e.Lookup(NAME, e.Operator.EQUALS, (("Hamlet", E(1)), ("Lear", E(2))), E(0)),
        "(subject=>subject==='Hamlet'?1:subject==='Lear'?2:0)(text(own(entry,'name')))",
        1,
    ),
    "a table by beginning": (
        e.Lookup(NAME, e.Operator.STARTS_WITH, (("ham", E(1)),), E(0), ignore_case=True),
        "(subject=>subject?subject.startsWith('ham')?1:0:0)(lower(text(own(entry,'name'))))",
        1,
    ),
    "a table for nothing": (
        e.Lookup(EMPTY, e.Operator.CONTAINS, (("a", E(1)),), E(0)),
        "(subject=>subject?subject.includes('a')?1:0:0)(text(own(entry,'empty')))",
        0,
    ),
    "text of parts": (e.Concat((E("a "), NAME, EMPTY, ID)), "concat('a ',own(entry,'name'),own(entry,'empty'),own(entry,'id'))", "a Hamlet7"),
    "the sum": (e.Sum(e.Each(LINES, item("price"))), "sum(each(own(entry,'lines'),item0=>copy(own(item0,'price'))))", 2.5),
    "the product": (e.Product(ID, E(2)), "product(own(entry,'id'),2)", 14),
    "a test": (e.Test(compare("equals", NAME, "Hamlet")), "text(own(entry,'name'))==='Hamlet'", True),
    "number": (e.Convert(ID, "number"), "number(own(entry,'id'))", 7),
    "text": (e.Convert(ID, "text"), "text(own(entry,'id'))", "7"),
    "a comma": (e.Convert(TOTAL, "number_comma"), "numberComma(own(entry,'total'))", 12.5),
    "slice": (e.Convert(NAME, "slice", (1, 3)), "slice(copy(own(entry,'name')),1,3)", "am"),
    "split": (e.Convert(TOTAL, "split", (",",)), "split(own(entry,'total'),',')", ["12", "50"]),
    "join": (e.Convert(TAGS, "join", ("-",)), "join(own(entry,'tags'),'-')", "a-1-c"),
    "item": (e.Convert(TAGS, "item", (-1,)), "item(copy(own(entry,'tags')),-1)", "c"),
    "no such item": (e.Convert(TAGS, "item", (-5,)), "item(copy(own(entry,'tags')),-5)", None),
    "replace": (e.Convert(NAME, "replace", (r"[a-m]", "$&")), "replace(own(entry,'name'),/[a-m]/g,'$&')", "H$&$&$&$&t"),
    "scale": (e.Convert(ID, "scale", (0.01,)), "scale(own(entry,'id'),.01)", 0.07),
    "round": (e.Convert(e.Convert(TOTAL, "number_comma"), "round"), "round(numberComma(own(entry,'total')),1)", 13),
    "round to decimals": (e.Convert(E(2.345), "round", (2,)), "round(2.345,100)", 2.35),
    "lower": (e.Convert(NAME, "lower"), "lower(own(entry,'name'))", "hamlet"),
    "upper": (e.Convert(NAME, "upper"), "upper(own(entry,'name'))", "HAMLET"),
    "trim": (e.Convert(E(" a "), "trim"), "trim(' a ')", "a"),
}  # fmt: skip
CONDITIONS: dict[str, tuple[e.Condition, str, bool]] = {
    "always": (e.Always(holds=True), "!0", True),
    "never": (e.Always(holds=False), "!1", False),
    "equals one": (compare("equals", ID, "7"), "text(own(entry,'id'))==='7'", True),
    "equals a number": (compare("equals", ID, 7), "text(own(entry,'id'))==='7'", True),
    "equals true": (compare("equals", field("yes"), *[True]), "text(own(entry,'yes'))==='true'", True),
    "equals any": (compare("equals", NAME, "a", "Hamlet"), "['a','Hamlet'].includes(text(own(entry,'name')))", True),
    "equals without case": (compare("equals", NAME, "HAMLET", ignore_case=True), "lower(text(own(entry,'name')))==='hamlet'", True),
    "equals nothing": (compare("equals", EMPTY, ""), "passes(text(own(entry,'empty')),plain=>!1)", False),
    "contains": (compare("contains", NAME, "ml"), "passes(text(own(entry,'name')),plain=>plain.includes('ml'))", True),
    "contains in what is empty": (compare("contains", EMPTY, "a"), "passes(text(own(entry,'empty')),plain=>plain.includes('a'))", False),
    "starts with any": (
        compare("starts_with", NAME, "x", "Ham"),
        "passes(text(own(entry,'name')),plain=>plain.startsWith('x')||plain.startsWith('Ham'))",
        True,
    ),
    "ends with a path": (e.Compare(e.Field(e.Root.PAGE, ("path",)), e.Operator.ENDS_WITH, (E("/b"),)), "location.pathname.endsWith('/b')", True),
    "matches": (compare("matches", NAME, "^h.*t$", ignore_case=True), "passes(text(own(entry,'name')),plain=>/^h.*t$/i.test(plain))", True),
    "a reference as operand": (
        e.Compare(NAME, e.Operator.CONTAINS, (field("nested", "a", "b"),)),
        "passes(text(own(entry,'name')),plain=>passes(text(own(entry,'nested','a','b')),other=>plain.includes(other)))",
        False,
    ),
    "an empty operand": (
        e.Compare(NAME, e.Operator.STARTS_WITH, (EMPTY,)),
        "passes(text(own(entry,'name')),plain=>passes(text(own(entry,'empty')),other=>plain.startsWith(other)))",
        False,
    ),
    "less": (compare("lt", ID, 8), "number(own(entry,'id'))<8", True),
    "less than nothing": (e.Compare(ID, e.Operator.LT, (EMPTY,)), "number(own(entry,'id'))<number(own(entry,'empty'))", False),
    "a number in text": (compare("gte", field("lines", "1", "price"), 0.5), "number(own(entry,'lines','1','price'))>=.5", True),
    "no number": (compare("lte", NAME, 5), "number(own(entry,'name'))<=5", False),
    "exists": (e.Exists(NAME), "!empty(own(entry,'name'))", True),
    "does not exist": (e.Not(e.Exists(EMPTY)), "!!empty(own(entry,'empty'))", True),
    "zero exists": (e.Exists(E(0)), "!0", True),
    "all": (e.AllOf((e.Exists(NAME), e.Exists(EMPTY))), "!empty(own(entry,'name'))&&!empty(own(entry,'empty'))", False),
    "all of none": (e.AllOf(()), "!0", True),
    "any": (e.AnyOf((e.Exists(NAME), e.Exists(EMPTY))), "!empty(own(entry,'name'))||!empty(own(entry,'empty'))", True),
    "any of none": (e.AnyOf(()), "!1", False),
    "not all": (e.Not(e.AllOf((e.Exists(NAME), e.Exists(EMPTY)))), "!(!empty(own(entry,'name'))&&!empty(own(entry,'empty')))", True),
}  # fmt: skip

BROWSER = Scope(roots={e.Root.EVENT: js.ident("entry")})


def simple(text: str) -> str:
    """Text with quotes of one kind: which one the printer takes is its own business."""
    return re.sub(r'"([^"\\\']*)"', r"'\1'", text)


@cache
def runtime() -> str:
    """The functions that expressions call, as a script."""
    parts = ("attempt", "values", "conversions", "read")
    texts = [registry.part_path(f"runtime/{name}.js").read_text("utf-8") for name in parts]
    page = {"location": {"href": PAGE.url, "pathname": "/a/b", "search": "?x=1", "hash": "#top"}}
    script = "\n".join(re.sub(r"^import .*$|^export ", "", text, flags=re.MULTILINE) for text in texts)
    fake = (
        "var window = globalThis; window.shop = {currency: 'GBP'};"
        f"Object.assign(window, {json.dumps(page)});"
        "window.URLSearchParams = class { constructor(text) { this.text = text }"
        " get(name) { return (new RegExp('[?&]' + name + '=([^&]*)').exec(this.text) || [])[1] } };"
    )
    return fake + script


def in_engine(text: str) -> Json:
    context = quickjs.Context()
    context.eval(runtime())
    shown = context.eval(
        f"JSON.stringify([(entry => ({text}))({json.dumps(EVENT)})], (k, v) => v === undefined ? null : v)"
    )
    (found,) = json.loads(shown)
    return found


def reference() -> Reference:
    return Reference(
        moment=Moment(page=PAGE, clock=0, data={}, event=EVENT),
        device=PAGE,
        clock=0,
        variables={},
        phases=Phases({}),
        level=lambda _: 2,
        random=iter(()),
        google=GoogleConsent(()),
    )


@pytest.mark.parametrize(("expr", "script", "expected"), VALUES.values(), ids=VALUES)
def test_a_value_becomes_this_script_and_is_what_the_interpreter_says(
    expr: e.Expr, script: str, expected: Json
) -> None:
    made = to_source(expression(expr, BROWSER))
    assert simple(made) == simple(script)
    assert plain(value(expr, reference())) == expected
    assert in_engine(made) == expected


@pytest.mark.parametrize(("test", "script", "expected"), CONDITIONS.values(), ids=CONDITIONS)
def test_a_condition_becomes_this_script_and_is_a_boolean(
    test: e.Condition,
    script: str,
    *,
    expected: bool,
) -> None:
    made = to_source(condition(test, BROWSER))
    assert simple(made) == simple(script)
    assert holds(test, reference()) is expected
    assert in_engine(made) is expected


@pytest.mark.parametrize(
    ("expr", "script"),
    [
        (E(5), "'5'"),
        (N, "void 0"),
        (NAME, "text(own(entry,'name'))"),
        (e.Convert(NAME, "lower"), "lower(own(entry,'name'))"),
        (e.Field(e.Root.PAGE, ("title",)), "document.title"),
        (e.Field(e.Root.PAGE, ("query", "x")), "text(query('x'))"),
        (e.Concat((NAME,)), "concat(own(entry,'name'))"),
    ],
)
def test_what_is_text_already_is_not_converted_again(expr: e.Expr, script: str) -> None:
    assert simple(to_source(text(expr, BROWSER))) == script


@pytest.mark.parametrize(
    ("needed", "script"),
    [
        (e.RequireCategory("ads"), "level('ads')"),
        (e.RequireAll(()), "always()"),
        (e.RequireAll((e.RequireCategory("a"), e.RequireCategory("b"))), "all(level('a'),level('b'))"),
        (e.RequireAny((e.RequireCategory("a"), e.RequireAll(()))), "any(level('a'),always())"),
    ],
)
def test_a_requirement_is_a_level(needed: e.Requirement, script: str) -> None:
    assert simple(to_source(requirement(needed))) == script
    granted = simple(to_source(condition(e.IsGranted(needed), BROWSER)))
    assert granted == f"{script}>1"


def test_elements_that_belong_to_nobody_else_are_not_copied() -> None:
    scope = Scope(roots={}, special=lambda node: js.ident("kept") if node == e.Param("items") else None)
    made = to_source(expression(e.Each(e.Param("items"), item("id")), scope))
    assert simple(made) == "each(kept,item0=>own(item0,'id'))"


@pytest.mark.parametrize(
    "node",
    [
        e.Var("a"),
        e.Param("a"),
        e.Setting("a"),
        e.Cell("a"),
        e.Payload(),
        e.EventId(),
        e.User(),
    ],
)
def test_what_only_a_scope_knows_is_refused_outside_of_one(node: e.Expr) -> None:
    with pytest.raises(AssertionError, match="has no meaning here"):
        expression(node, BROWSER)


@pytest.mark.parametrize(("initial", "script"), [(True, "googleState()"), (False, "googleState(1)")])
def test_the_state_of_googles_consent_types_is_a_functions(initial: bool, script: str) -> None:  # noqa: FBT001
    assert simple(to_source(expression(e.ConsentState(initial=initial), BROWSER))) == script


def test_every_node_is_in_the_tables_of_this_file_or_in_a_test_beside_them() -> None:
    seen = {
        type(node).__name__ for expr, *_ in (*VALUES.values(), *CONDITIONS.values()) for node in e.walk(expr)
    }
    beside = {
        "Var",
        "Param",
        "Setting",
        "Cell",
        "Payload",
        "EventId",
        "User",
        "ConsentState",
        "IsGranted",
        "Script",
    }
    in_the_page = {"Dom", "Inside", "Random", "Timestamp", "Now"}
    kinds: Sequence[type] = (*e.Expr.__args__, *e.Condition.__args__)
    assert {kind.__name__ for kind in kinds} - seen == beside | in_the_page
