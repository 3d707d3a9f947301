"""Trees as text: parentheses where the engine's parser needs them, texts that survive a configuration file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagc.bloblang import build as b
from tagc.bloblang import nodes
from tagc.bloblang.printer import to_source
from tagc.bloblang.tree import walk

A, B, C = b.this("a"), b.variable("b"), b.name("c")


@pytest.mark.parametrize(
    ("node", "text"),
    [
        (b.this(), "this"),
        (b.this("a", "b"), "this.a.b"),
        (
            b.member(b.variable("event"), "x y", "0", "é", "", "a.b", 'q"'),
            '$event."x y".0."\\u00e9".""."a.b"."q\\""',
        ),
        (b.call("env", "NAME"), 'env("NAME")'),
        (b.method("Abc", "lowercase"), '"Abc".lowercase()'),
        (b.method(b.value(5), "string"), "(5).string()"),
        (b.method(b.value(-5), "string"), "(-5).string()"),
        (b.method(b.NULL, "apply", "x"), '(null).apply("x")'),
        (b.method(b.binary("+", A, B), "type"), "(this.a + $b).type()"),
        (b.method(b.if_(A, 1, 2), "type"), "(if this.a { 1 } else { 2 }).type()"),
        (b.method(b.array(1, 2.0), "sum"), "[1, 2.0].sum()"),
        (b.within(A, "c", b.binary("+", C, C)), "this.a.(c -> c + c)"),
        (b.method(A, "map_each", b.lambda_("c", C)), "this.a.map_each(c -> c)"),
        (b.object_([("k", A), ("x y", b.DELETED)]), '{"k": this.a, "x y": deleted()}'),
        (b.object_(), "{}"),
        (b.array(), "[]"),
        (b.value({"a": [1, None, True, "x"], "b": {}}), '{"a": [1, null, true, "x"], "b": {}}'),
    ],
)
def test_a_node_is_written(node: nodes.Expression, text: str) -> None:
    assert to_source(node) == text


@pytest.mark.parametrize(
    ("node", "text"),
    [
        (b.binary("*", b.binary("+", A, B), C), "(this.a + $b) * c"),
        (b.binary("+", A, b.binary("*", B, C)), "this.a + $b * c"),
        (b.binary("-", A, b.binary("-", B, C)), "this.a - ($b - c)"),
        (b.binary("-", b.binary("-", A, B), C), "this.a - $b - c"),
        (b.binary("+", b.coalesce(A, ""), B), 'this.a | "" + $b'),
        (b.coalesce(b.binary("+", A, B), ""), '(this.a + $b) | ""'),
        (b.coalesce(A, b.coalesce(B, C)), "this.a | ($b | c)"),
        (b.not_(b.eq(A, B)), "!(this.a == $b)"),
        (b.not_(b.method(A, "apply", "exists")), '!this.a.apply("exists")'),
        (b.not_(b.not_(A)), "!(!this.a)"),
        (b.binary("-", A, -5), "this.a - -5"),
        (b.and_(A, b.or_(B, C)), "this.a && ($b || c)"),
        (b.or_(b.and_(A, B), C), "(this.a && $b) || c"),
        (b.and_(A, B, C), "this.a && $b && c"),
        (b.eq(b.eq(A, B), C), "this.a == $b == c"),
        (b.eq(A, b.eq(B, C)), "this.a == ($b == c)"),
        (b.binary("+", b.if_(A, 1, 2), 3), "(if this.a { 1 } else { 2 }) + 3"),
        (b.if_(b.if_(A, B, C), 1, 2), "if (if this.a { $b } else { c }) { 1 } else { 2 }"),
        (b.if_(A, 1, b.if_(B, 2, 3)), "if this.a { 1 } else if $b { 2 } else { 3 }"),
        (b.and_(), "true"),
        (b.or_(), "false"),
    ],
)
def test_parentheses_keep_the_meaning(node: nodes.Expression, text: str) -> None:
    assert to_source(node) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (None, "null"),
        (0, "0"),
        (5.0, "5.0"),
        (-0.5, "-0.5"),
        (1e21, "1000000000000000000000.0"),
        (1e-7, "0.0000001"),
        (2**53, "9007199254740992"),
        (2**64, "18446744073709552000.0"),
    ],
)
def test_numbers_have_no_exponent_and_large_ones_are_floats(value: float | None, text: str) -> None:
    assert to_source(b.value(value)) == text


@pytest.mark.parametrize("number", [float("inf"), float("-inf"), float("nan")])
def test_what_is_no_number_has_no_literal(number: float) -> None:
    with pytest.raises(ValueError, match="no literal"):
        to_source(b.value(number))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ('a"b\\c', r'"a\"b\\c"'),
        ("\n\r\t\x00\x1f\x7f", r'"\n\r\t\u0000\u001f\u007f"'),
        ("é\u2028\ufeff", r'"\u00e9\u2028\ufeff"'),
        ("😀", r'"\U0001f600"'),
        ("\ud83d\ude00", r'"\U0001f600"'),
        ("\ud83d!", r'"\ufffd!"'),
        ("!\ude00", r'"!\ufffd"'),
        ("\ud83d", r'"\ufffd"'),
        ("${HOME}", r'"\u0024{HOME}"'),
        ("$${HOME} ${! x }", r'"$\u0024{HOME} \u0024{! x }"'),
        ("$1 $ {", '"$1 $ {"'),
    ],
)
def test_a_text_is_escaped(text: str, written: str) -> None:
    assert to_source(b.value(text)) == written


@given(st.text(st.characters() | st.sampled_from('${}"\\!\n'), max_size=30))
def test_no_text_becomes_a_reference_to_the_environment(text: str) -> None:
    written = to_source(b.object_([(text, b.member(b.array(text), text))]))
    assert "${" not in written
    assert written.isascii()
    assert written.replace("\n", "").isprintable()


BROKEN = """\
root.x = this.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.apply("text").(v0 -> if v0 == null {
  deleted()
} else {
  {
    "key": v0.re_replace_all("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "$1").map_each(item1 -> item1 + 1),
    "list": [1, 2]
  }
})"""


def test_long_expressions_are_broken_inside_braces() -> None:
    each = b.lambda_("item1", b.binary("+", b.name("item1"), 1))
    key = b.method(b.method(b.name("v0"), "re_replace_all", "a" * 50, "$1"), "map_each", each)
    made = b.if_(b.eq(b.name("v0"), None), b.DELETED, b.object_([("key", key), ("list", b.array(1, 2))]))
    assert to_source(b.assign(["x"], b.within(b.apply(b.this("a" * 50), "text"), "v0", made))) == BROKEN


def test_a_mapping_has_definitions_first_and_a_line_end_behind_every_statement() -> None:
    made = b.mapping(
        [b.let("a", 1), b.meta("key x", A), b.assign(["b", "c d"], B), b.assign([], b.THIS)],
        [nodes.Definition("d", "map d {\n  root = this\n}")],
    )
    assert to_source(made) == (
        'map d {\n  root = this\n}\nlet a = 1\nmeta "key x" = this.a\nroot.b."c d" = $b\nroot = this\n'
    )
    assert [type(part).__name__ for part in walk(made)][:4] == ["Mapping", "Definition", "Let", "Literal"]


def test_a_definition_with_a_reference_to_the_environment_is_a_bug() -> None:
    with pytest.raises(ValueError, match="environment"):
        to_source(nodes.Definition("x", 'map x {\n  root = "${HOME}"\n}'))


def test_literals_of_different_types_differ() -> None:
    assert b.value(1) != b.TRUE
    assert b.value(1) != b.value(1.0)
    assert b.value(0.0) != b.value(-0.0)
    assert len({b.value(1), b.TRUE, b.value(1.0), b.value(1)}) == 3
