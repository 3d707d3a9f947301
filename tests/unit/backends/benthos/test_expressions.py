"""Given this expression, this Bloblang; what the engine cannot know is refused by name. What it computes: tests/engine."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tagc.backends.benthos import library
from tagc.backends.benthos.expressions import Refused, Scope, condition, expression
from tagc.bloblang import build as b
from tagc.bloblang.nodes import Definition
from tagc.bloblang.printer import to_source
from tagc.ir import expr as e
from tagc.ir.pattern import WHITE_SPACE
from tagc.ir.values import CONVERSIONS

if TYPE_CHECKING:
    from tagc.bloblang.nodes import Expression

EVENT = Scope(roots={e.Root.EVENT: b.variable("event")})
TOTAL = e.Field(e.Root.EVENT, ("total",))


def written(expr: e.Expr, scope: Scope = EVENT) -> str:
    return to_source(expression(expr, scope))


@pytest.mark.parametrize(
    ("expr", "text"),
    [
        (e.Const("x"), '"x"'),
        (e.Const(float("nan")), "null"),
        (TOTAL, "$event.total"),
        (e.Field(e.Root.EVENT, ("lines", "0", "id")), '{"of": $event.lines, "step": "0"}.apply("property").id'),
        (e.Field(e.Root.SECRET, ("META_TOKEN",)), 'env("META_TOKEN")'),
        (e.Concat((e.Const("a-"), TOTAL, e.Const("-"), e.Const(1.0))), '"a-" + $event.total.apply("text") | "" + "-1"'),
        (e.Object((("value", TOTAL), ("currency", e.Const("GBP")), ("none", e.Const("")))),
         '{"value": $event.total.apply("entry"), "currency": "GBP", "none": deleted()}'),
        (e.First((TOTAL, e.Const(1))), '$event.total.apply("filled") | (1).apply("filled")'),
        (e.If(e.Always(holds=True), TOTAL), "$event.total"),
        (e.Test(e.Compare(TOTAL, e.Operator.EQUALS, (e.Const(1),))), '$event.total.apply("text") == "1"'),
        (e.Test(e.Compare(TOTAL, e.Operator.EQUALS, (e.Const("a"), e.Const("b")))), '["a", "b"].contains($event.total.apply("text"))'),
        (e.Test(e.Compare(TOTAL, e.Operator.GT, (e.Const("5"),))), '$event.total.apply("number").(v0 -> v0 != null && v0 > 5.0)'),
        (e.Test(e.Compare(TOTAL, e.Operator.EQUALS, (e.Const(""),))), "false"),
        (e.Test(e.Not(e.Exists(e.Const("")))), "true"),
    ],
)  # fmt: skip
def test_an_expression_is_written(expr: e.Expr, text: str) -> None:
    assert written(expr) == text


def test_the_scope_gives_what_only_the_place_knows() -> None:
    def special(expr: e.Expr) -> Expression | None:
        known = {
            e.EventId(): b.variable("id"),
            e.Test(e.IsGranted(e.RequireCategory("ads"))): b.variable("ads"),
        }
        return known.get(expr)

    scope = Scope(special=special)
    assert written(e.Object((("id", e.EventId()),)), scope) == '{"id": $id.apply("entry")}'
    assert to_source(condition(e.IsGranted(e.RequireCategory("ads")), scope)) == "$ads"


@pytest.mark.parametrize(
    "expr",
    [
        e.Dom(e.Const("h1")), e.Script("a.js", "", ()), e.Now(), e.ConsentState(initial=False), e.Var("x"), e.Param("value"), e.Setting("id"),
        e.Cell("name"), e.Payload(), e.EventId(), e.User(), e.Random(), e.Timestamp(),
        *(e.Field(root, ("x",)) for root in e.Root if root not in {e.Root.EVENT, e.Root.SECRET}),
        e.Convert(TOTAL, "escape_query"), e.Convert(TOTAL, "replace", ("x*", "-")), e.Convert(TOTAL, "replace", ("(?:a{50}){50}", "")),
        e.Const(float("inf")),
    ],
)  # fmt: skip
def test_a_node_that_the_engine_cannot_compute_is_refused_wherever_it_stands(expr: e.Expr) -> None:
    for whole in (expr, e.Object((("a", e.First((e.Const(1), expr))),)), e.Test(e.Exists(expr))):
        with pytest.raises(Refused) as refused:
            expression(whole, EVENT)
        assert refused.value.node == expr
        assert refused.value.reason


@pytest.mark.parametrize(
    "test", [e.Inside(e.Root.CLICK, (e.Const("a"),)), e.IsGranted(e.RequireCategory("ads"))]
)
def test_a_condition_of_the_page_is_refused(test: e.Condition) -> None:
    with pytest.raises(Refused) as refused:
        condition(e.Not(test), EVENT)
    assert refused.value.node == test


@pytest.mark.parametrize(
    "operand",
    [
        TOTAL,
        e.Convert(TOTAL, "lower"),
        e.Concat((e.Const("["), e.Convert(TOTAL, "escape_pattern"), e.Const("]"))),
        e.Concat((e.Const("\\"), e.Convert(TOTAL, "escape_pattern"))),
        e.Concat((e.Convert(TOTAL, "escape_pattern"), e.Const("+"))),
    ],
)
def test_a_pattern_whose_shape_comes_at_run_time_is_refused(operand: e.Expr) -> None:
    with pytest.raises(Refused):
        condition(e.Compare(TOTAL, e.Operator.MATCHES, (operand,)), EVENT)


def test_every_conversion_is_known() -> None:
    arguments: dict[str, tuple[str | int | float | None, ...]] = {
        "slice": (1,), "split": (",",), "join": (",",), "item": (0,), "replace": ("a", "b"), "scale": (2,), "keep_query": ("a",),
    }  # fmt: skip
    for name in CONVERSIONS:
        source = e.Object((("a", TOTAL),)) if name == "escape_query" else TOTAL
        assert "$event.total" in written(e.Convert(source, name, arguments.get(name, ())))


def test_tables_within_tables_do_not_double() -> None:
    expr: e.Expr = e.Const("none")
    for number in range(12):
        expr = e.Lookup(TOTAL, e.Operator.CONTAINS, ((f"k{number}", e.Const(number)),), expr)
    assert written(expr).count('"none"') == 1


# ---- the library --------------------------------------------------------------------------------------------------------


def test_a_mapping_brings_the_definitions_it_reaches_and_no_other() -> None:
    made = library.mapping([b.assign(["x"], expression(e.Convert(TOTAL, "trim"), EVENT))])
    assert [one.name for one in made.statements if isinstance(one, Definition)] == ["filled", "text", "trim"]
    assert to_source(made).endswith('root.x = $event.total.apply("trim")\n')
    assert "#" not in to_source(made)


def test_the_library_holds_nothing_that_a_configuration_file_would_replace() -> None:
    whole = to_source(b.mapping([], library.definitions().values()))
    assert "${" not in whole
    assert whole.isascii()
    used = set(re.findall(r'apply\("(\w+)"\)', whole))
    assert used <= set(library.definitions())


def test_the_library_trims_what_javascript_trims() -> None:
    text = library.definitions()["trim"].text
    found = re.search(r"\\\\A\[(.*?)\]\+", text)
    assert found is not None
    ranges = re.findall(r"\\\\x\{(\w+)\}(?:-\\\\x\{(\w+)\})?", found[1])
    assert {
        chr(code) for low, high in ranges for code in range(int(low, 16), int(high or low, 16) + 1)
    } == set(WHITE_SPACE)


def test_every_definition_is_read_from_the_file() -> None:
    text = (Path(library.__file__).parent / "library.blobl").read_text(encoding="utf-8")
    assert len(library.definitions()) == text.count("\nmap ")
