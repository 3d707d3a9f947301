"""Expressions and events made by chance: the engine and the interpreter give the same value."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final

from hypothesis import given, settings
from hypothesis import strategies as st

from tagc.backends.benthos.expressions import Refused, expression
from tagc.ir import expr as e
from tagc.ir.pattern import Pattern, parse
from tests.engine.mappings import SCOPE, agree

if TYPE_CHECKING:
    from pathlib import Path

Data = Any
EXAMPLES: Final = int(os.environ.get("TAGC_ENGINE_EXAMPLES", "300"))
BATCH: Final = 100
STEPS: Final = ("a", "b", "c d", "0", "1", "length", "items", "é.x", "*", "price")
TEXTS: Final = st.one_of(
    st.sampled_from(
        ("", " ", "a", "A", "ab", "12", " 12.50 ", "12,50", "-0.5", "0x1F", "1e3", "true", "a,b", "a b", "ΑΣ", "ß", "İ", "😀", "x😀y",
         "\ufeffa\u00a0", "$1", "${HOME}", "a.b*c", "null", "/whats-on/hamlet", "line\nline", "\u2028", "\u0000")
    ),
    st.text(
        st.characters(exclude_categories=("Cs", "Cn", "Co"), max_codepoint=0x1FFFF) | st.sampled_from("aAbB0123. ,-/$\\😀"), max_size=6
    ),
)  # fmt: skip
NUMBERS: Final = st.one_of(
    st.integers(-20, 20),
    st.sampled_from((0.5, 1.5, -0.5, 2.5, 1.005, 0.1, 1e21, 1e-7, 2**53 + 1, 2**63, 1e300, 12.5)),
    st.floats(allow_nan=False, allow_infinity=False),
)
SCALARS: Final = st.one_of(TEXTS, NUMBERS, st.booleans(), st.none())
EVENTS: Final = st.dictionaries(
    st.sampled_from(STEPS),
    st.recursive(
        SCALARS,
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(STEPS), inner, max_size=3)
        ),
        max_leaves=6,
    ),
    max_size=4,
)
PATTERNS: Final = st.one_of(
    st.sampled_from(("[0-9]+", "^a", "b$", ".", "^.", r"\s+", r"\D", r"\bb", "😀", "[^a]", r"a|b", "a??b", "^$", r"\.", "(?:ab)+?", r"[\w.]+")),
    st.text(st.sampled_from("ab.^$|*+?()[]{}1,\\wdsbB😀ß-"), max_size=7),
).filter(lambda text: isinstance(parse(text), Pattern))  # fmt: skip
OPERATORS: Final = st.sampled_from([one for one in e.Operator if one is not e.Operator.MATCHES])


def consts() -> st.SearchStrategy[e.Expr]:
    return st.builds(
        e.Const,
        st.one_of(TEXTS, NUMBERS.filter(lambda number: number == number + 0), st.booleans(), st.none()),
    )


def fields(root: e.Root) -> st.SearchStrategy[e.Expr]:
    return st.lists(st.sampled_from(STEPS), max_size=3).map(lambda path: e.Field(root, tuple(path)))


def leaves() -> st.SearchStrategy[e.Expr]:
    return st.one_of(consts(), fields(e.Root.EVENT), fields(e.Root.EVENT), fields(e.Root.ITEM))


PLAIN: Final = (
    *("text", "number", "number_comma", "lower", "upper", "trim", "round"),
    *("escape_pattern", "escape_selector", "escape_part"),
)
_PLACES: Final = st.integers(-4, 4)
_SEPARATORS: Final = st.sampled_from(("", ",", " ", "a", "😀"))
CONVERSIONS: Final = st.one_of(
    st.sampled_from(PLAIN).map(lambda name: (name,)),
    st.tuples(st.just("slice"), _PLACES) | st.tuples(st.just("slice"), _PLACES, _PLACES),
    st.tuples(st.sampled_from(("split", "join")), _SEPARATORS),
    st.tuples(st.just("item"), _PLACES),
    st.tuples(st.just("round"), st.integers(0, 6)),
    st.tuples(st.just("scale"), st.sampled_from((0.01, 100, 3, -1.5))),
    st.tuples(st.just("replace"), PATTERNS, st.sampled_from(("", "-", "$1", "😀"))),
    st.tuples(st.just("keep_query"), st.sampled_from(("a", "b"))),
)
KINDS: Final = (
    *(
        "leaf",
        "convert",
        "convert",
        "convert",
        "object",
        "merge",
        "array",
        "each",
        "first",
        "if",
        "lookup",
        "concat",
    ),
    *("sum", "product", "test", "test"),
)


@st.composite
def expressions(draw: st.DrawFn, depth: int) -> e.Expr:
    """A value, with at most `depth` values inside one another."""
    inner = expressions(depth - 1)
    few = st.integers(0, 3)
    match draw(st.sampled_from(KINDS)) if depth else "leaf":
        case "convert":
            name, *arguments = draw(CONVERSIONS)
            return e.Convert(draw(inner), name, tuple(arguments))
        case "object":
            return e.Object(tuple((draw(st.sampled_from(STEPS)), draw(inner)) for _ in range(draw(few))))
        case "merge":
            return e.Merge(tuple(draw(inner) for _ in range(draw(few))))
        case "array":
            return e.Array(tuple(draw(inner) for _ in range(draw(few))))
        case "each":
            return e.Each(
                draw(inner), draw(inner), draw(conditions(depth - 1)) if draw(st.booleans()) else None
            )
        case "first":
            return e.First(tuple(draw(inner) for _ in range(draw(few))))
        case "if":
            return e.If(draw(conditions(depth - 1)), draw(inner), draw(inner))
        case "lookup":
            rows = tuple((draw(TEXTS), draw(inner)) for _ in range(draw(few)))
            return e.Lookup(draw(inner), draw(OPERATORS), rows, draw(inner), draw(st.booleans()))
        case "concat":
            return e.Concat(tuple(draw(inner) for _ in range(draw(few))))
        case "sum":
            return e.Sum(draw(inner))
        case "product":
            return e.Product(draw(inner), draw(inner))
        case "test":
            return e.Test(draw(conditions(depth - 1)))
        case _:
            return draw(leaves())


@st.composite
def conditions(draw: st.DrawFn, depth: int) -> e.Condition:
    """A condition over values of this depth."""
    value = expressions(max(depth, 0))
    match draw(st.integers(0, 9 if depth > 0 else 5)):
        case 0:
            return e.Exists(draw(value))
        case 1 | 2 | 3:
            operands = tuple(draw(value) for _ in range(draw(st.integers(0, 2))))
            return e.Compare(draw(value), draw(OPERATORS), operands, draw(st.booleans()))
        case 4:
            operands = (e.Const(draw(PATTERNS)),)
            return e.Compare(draw(value), e.Operator.MATCHES, operands, draw(st.booleans()))
        case 5:
            return e.Always(draw(st.booleans()))
        case 6 | 7:
            return e.AllOf(tuple(draw(conditions(depth - 1)) for _ in range(draw(st.integers(0, 3)))))
        case 8:
            return e.AnyOf(tuple(draw(conditions(depth - 1)) for _ in range(draw(st.integers(0, 3)))))
        case _:
            return e.Not(draw(conditions(depth - 1)))


def is_refused(expr: e.Expr) -> bool:
    """By chance come patterns too that engines replace in different ways."""
    try:
        expression(expr, SCOPE)
    except Refused as refused:
        assert "can match nothing" in refused.reason  # noqa: PT017 - nothing else may be refused here
        return True
    return False


def test_any_expression_over_any_event_is_computed_alike(bento: Path) -> None:
    """Elements of a list are read inside an Each over the event's items; all of a batch meet in one run of the engine."""
    items = e.First((e.Field(e.Root.EVENT, ("items",)), e.Array((e.Const("only"),))))
    exprs: list[e.Expr] = []
    events: list[Data] = []

    @settings(max_examples=EXAMPLES)
    @given(expressions(3), EVENTS)
    def collect(expr: e.Expr, event: Data) -> None:
        whole = e.Each(items, expr)
        if not is_refused(whole):
            exprs.append(whole)
            events.append(event)

    collect()
    compared = 0
    for at in range(0, len(exprs), BATCH):
        compared += agree(bento, exprs[at : at + BATCH], events[at : at + BATCH])
    assert compared > EXAMPLES * BATCH // 4
