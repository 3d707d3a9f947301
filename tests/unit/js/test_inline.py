"""Expressions in the place of parameters."""

import pytest

from tagc.js import build
from tagc.js import nodes as js
from tagc.js.inline import inline
from tagc.js.parse import parse
from tagc.js.printer import to_source


def arrow(text: str) -> js.ArrowFunctionExpression:
    (statement,) = parse(text).body
    assert isinstance(statement, js.ExpressionStatement)
    assert isinstance(statement.expression, js.ArrowFunctionExpression)
    return statement.expression


@pytest.mark.parametrize(
    ("function", "arguments", "body"),
    [
        ("(id, then) => load(id, then)", {"id": '"x"', "then": "f"}, 'load("x",f)'),
        ("(id) => { init(id); page(id) }", {"id": '"x"'}, '{init("x");page("x")}'),
        ("(a) => ({ a })", {"a": "b"}, "({a:b})"),
        ("(a) => a.a", {"a": "f()"}, "f().a"),
        ("(a) => (a => a)(a)", {"a": "b"}, "(a=>a)(b)"),
        ("(a, b) => a + b", {"a": "b", "b": "a"}, "b+a"),
        ("(a) => b => a + b", {"a": "b + c()"}, "b$2=>b+c()+b$2"),
        ("(a) => { let b = 1; f(a, b, b$2) }", {"a": "b"}, "{let b$3=1;f(b,b$3,b$2)}"),
        ("(a) => 1", {"a": "b", "unused": "c"}, "1"),
        ("(a) => a + a", {"a": "-1"}, "-1+-1"),
    ],
)
def test_parameters_are_replaced_without_capture(function: str, arguments: dict[str, str], body: str) -> None:
    expressions: dict[str, js.Expression] = {}
    for name, text in arguments.items():
        (statement,) = parse(f"({text})").body
        assert isinstance(statement, js.ExpressionStatement)
        expressions[name] = statement.expression
    result = inline(arrow(function), expressions)
    text = to_source(result if isinstance(result, js.BlockStatement) else build.statement(result))
    assert text == body


@pytest.mark.parametrize(
    ("function", "message"),
    [
        ("(a) => a + a", "parameter a occurs more than once"),
        ("(a, b) => b", "parameter b has no argument"),
        ("(a) => a = 1", "parameter a is assigned to"),
        ("({ a }) => 1", "ObjectPattern"),
    ],
)
def test_what_cannot_be_replaced_is_named(function: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        inline(arrow(function), {"a": build.call("f")})
