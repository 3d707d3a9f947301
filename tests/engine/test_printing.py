"""What is printed means to the engine what the tree says: texts come back, operators bind as they stand in the tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hypothesis import given, settings
from hypothesis import strategies as st

from tagc.bloblang import build as b
from tests.engine.mappings import results

if TYPE_CHECKING:
    from pathlib import Path

    from tagc.bloblang.nodes import Expression

NAMES: Final = {"a": 3, "b c": -2, "0": 5.5, "é": 7, "yes": True, "no": False}
TEXTS: Final = st.text(
    st.characters(exclude_categories=("Cs",)) | st.sampled_from('${}"\\!\n\r'), max_size=20
)


@st.composite
def numbers(draw: st.DrawFn, depth: int) -> tuple[Expression, float]:
    """An expression with its value."""
    kind = draw(st.integers(0, 7)) if depth else 0
    if kind < 2:
        name = draw(st.sampled_from([key for key, value in NAMES.items() if not isinstance(value, bool)]))
        known = draw(st.sampled_from((1, -4, 0.25, 100.0)))
        return (b.this(name), NAMES[name]) if draw(st.booleans()) else (b.value(known), known)
    if kind == 2:
        test, holds = draw(conditions(depth - 1))
        (one, left), (other, right) = draw(numbers(depth - 1)), draw(numbers(depth - 1))
        return b.if_(test, one, other), left if holds else right
    if kind == 3:
        (made, value), (body, more) = draw(numbers(depth - 1)), draw(numbers(depth - 1))
        name = f"v{depth}"
        return b.within(made, name, b.binary("-", b.name(name), body)), value - more
    if kind == 4:
        (made, value), (other, _) = draw(numbers(depth - 1)), draw(numbers(depth - 1))
        return b.coalesce(b.this("none") if draw(st.booleans()) else made, made, other), value
    operator = draw(st.sampled_from("+-*"))
    (one, left), (other, right) = draw(numbers(depth - 1)), draw(numbers(depth - 1))
    return b.binary(operator, one, other), {"+": left + right, "-": left - right, "*": left * right}[operator]


@st.composite
def conditions(draw: st.DrawFn, depth: int) -> tuple[Expression, bool]:
    """A condition with its value."""
    kind = draw(st.integers(0, 4)) if depth else 0
    if kind == 0:
        name = draw(st.sampled_from(("yes", "no")))
        return b.this(name), bool(NAMES[name])
    if kind == 1:
        made, holds = draw(conditions(depth - 1))
        return b.not_(made), not holds
    if kind == 2:
        (one, left), (other, right) = draw(numbers(depth - 1)), draw(numbers(depth - 1))
        operator = draw(st.sampled_from(("<", "<=", "==", "!=", ">", ">=")))
        holds = {
            "<": left < right,
            "<=": left <= right,
            "==": left == right,
            "!=": left != right,
            ">": left > right,
        }
        return b.binary(operator, one, other), holds.get(operator, left >= right)
    (one, first), (other, second) = draw(conditions(depth - 1)), draw(conditions(depth - 1))
    if kind == 3:
        return b.and_(one, other), first and second
    return b.or_(one, other), first or second


def test_operators_bind_as_the_tree_says(bento: Path) -> None:
    made: list[tuple[Expression, Any]] = []

    @settings(max_examples=200)
    @given(numbers(4) | conditions(4))
    def collect(one: tuple[Expression, Any]) -> None:
        made.append(one)

    collect()
    (found,) = results(bento, [expression for expression, _ in made], [NAMES])
    assert found == [value for _, value in made]


def test_any_text_comes_back_as_value_as_key_and_as_step(bento: Path) -> None:
    texts: list[str] = []

    @settings(max_examples=200)
    @given(TEXTS)
    def collect(text: str) -> None:
        texts.append(text)

    collect()
    values = results(bento, [b.object_([(text, b.value(text))]) for text in texts], [{}])
    assert values == [[{text: text} for text in texts]]
    document = {text: number for number, text in enumerate(texts)}
    steps = results(bento, [b.this(text) for text in texts], [document])
    assert steps == [[document[text] for text in texts]]
