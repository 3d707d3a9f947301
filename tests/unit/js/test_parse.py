"""Text to tree, and what is refused."""

import subprocess
import sys

import pytest

from tagc.js import nodes as js
from tagc.js.parse import JavaScriptSyntaxError, UnsupportedSyntax, parse


@pytest.mark.parametrize(
    ("text", "node_type"),
    [
        ("class A {}", "ClassDeclaration"),
        ("function* f() {}", "GeneratorFunctionDeclaration"),
        ("a: for (;;) break a", "LabeledStatement"),
        ("f`x`", "TaggedTemplateExpression"),
        ("with (a) b", "WithStatement"),
        ("import('x')", "Import"),
        ("debugger", "DebuggerStatement"),
    ],
)
def test_what_the_tree_cannot_hold_is_refused_by_name(text: str, node_type: str) -> None:
    with pytest.raises(UnsupportedSyntax) as caught:
        parse(text)
    assert caught.value.node_type == node_type
    assert caught.value.line == 1


@pytest.mark.parametrize(
    "text",
    [
        "import a from 'b'",
        "import * as a from 'b'",
        "export default 1",
        "export * from 'a'",
        "export {a} from 'b'",
    ],
)
def test_modules_know_named_imports_and_exports_only(text: str) -> None:
    with pytest.raises(UnsupportedSyntax):
        parse(text, module=True)


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("let a = ;", 1, 8),
        ("a;\nb c", 2, 2),
        ("f(", 1, 2),
        ("'a", 1, 0),
        ("a\n  ?? b", 2, 3),
        ("export const a = 1", 1, 0),
    ],
)
def test_a_syntax_error_points_at_its_place(text: str, line: int, column: int) -> None:
    with pytest.raises(JavaScriptSyntaxError) as caught:
        parse(text)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert "Line" not in caught.value.message


@pytest.mark.parametrize("pattern", [r"/[^]/", r"/(?<=a)b/", r"/\p{Lu}/u", r"/[\d-x]/", r"/(?<n>a)\k<n>/"])
def test_regular_expressions_are_left_to_the_engine(pattern: str) -> None:
    (statement,) = parse(pattern).body
    assert isinstance(statement, js.ExpressionStatement)
    assert isinstance(statement.expression, js.RegExpLiteral)


def test_comments_directly_above_a_declaration_are_kept() -> None:
    text = "// far away\n\n// one\n/* two\n * three */\nexport const a = 1;\n\n/** four */\nfunction f() {}\n// last"
    first, second = parse(text, module=True).body
    assert isinstance(first, js.ExportNamedDeclaration)
    assert isinstance(first.declaration, js.VariableDeclaration)
    assert first.declaration.comments == ("one", "two", "three")
    assert isinstance(second, js.FunctionDeclaration)
    assert second.comments == ("four",)


def test_comments_do_not_make_trees_differ() -> None:
    assert parse("// a\nf()") == parse("f()")


def test_deep_nesting_is_read() -> None:
    depth = 500
    assert parse("(" * depth + "a" + ")" * depth) == parse("a")
    assert len(parse("[" * depth + "]" * depth).body) == 1


def test_literals_are_compared_as_javascript_does() -> None:
    assert js.Literal(1) == js.Literal(1.0)
    assert js.Literal(1) != js.Literal(value=True)
    assert js.Literal(0.0) != js.Literal(-0.0)
    assert len({js.Literal(1), js.Literal(value=True), js.Literal("1"), js.Literal(None)}) == 4


def test_a_quoted_proto_key_sets_the_prototype_as_it_does_in_javascript() -> None:
    assert parse("({'__proto__': a})") == parse("({__proto__: a})") != parse("({['__proto__']: a})")


def test_the_parser_is_imported_on_first_use_only() -> None:
    code = "import sys, tagc.js.parse; assert 'esprima' not in sys.modules; tagc.js.parse.parse('a'); assert sys.maxunicode == 0x10FFFF"
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)
