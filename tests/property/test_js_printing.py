"""Printing any tree is canonical, ASCII only and harmless in HTML; engines agree with the parser about what was printed."""

from typing import Any

import quickjs
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tagc.js import nodes as js
from tagc.js.names import free_names, redeclarations, rename
from tagc.js.parse import parse
from tagc.js.printer import to_source

NAMES = st.sampled_from(["a", "b", "c", "let_", "$", "_", "été", "of", "get", "async_"])
KEYS = st.sampled_from(["a", "b", "c-d", "__proto__", "1", "01", "1000", "class", "", "é", "a\nb"])
TEXTS = st.text(max_size=6) | st.sampled_from(
    ["</script>", "<!--", "]]>", "'\"`${a}\\", "\u2028\x00" + "1", "\ud800", "😀"]
)
NUMBERS = st.floats(allow_nan=False) | st.integers(-(10**22), 10**22)
PATTERNS = st.sampled_from(
    ["", "a", "/", "[/]", "</script", "[</script]", "<!--", "(?<!--a)", "[a]]>", "é", "\\d", "]]>"]
)
LITERALS = st.builds(js.Literal, st.none() | st.booleans() | NUMBERS | TEXTS)
IDENTIFIERS = st.builds(js.Identifier, NAMES)
LEAVES = (
    IDENTIFIERS
    | LITERALS
    | st.builds(js.RegExpLiteral, PATTERNS, st.sampled_from(["", "g", "gi"]))
    | st.just(js.ThisExpression())
)


def tuples(of: st.SearchStrategy[object], least: int = 0) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(of, min_size=least, max_size=3).map(tuple)


def members(inner: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.builds(js.MemberExpression, inner, IDENTIFIERS) | st.builds(
        js.MemberExpression, inner, inner, st.just(value=True)
    )


def properties(inner: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    keys = st.builds(js.Literal, KEYS | st.integers(0, 10**6)) | IDENTIFIERS
    methods = st.builds(js.FunctionExpression, st.just(()), blocks(inner))
    return (
        st.builds(js.Property, keys, inner)
        | st.builds(js.Property, inner, inner, st.just(value=True))
        | st.builds(js.Property, keys, methods, st.booleans(), st.sampled_from(["get", "method"]))
    )


def blocks(inner: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.builds(js.BlockStatement, tuples(st.builds(js.ExpressionStatement, inner)))


def patterns(inner: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    keys = st.builds(js.Literal, KEYS)
    defaults = st.builds(js.AssignmentPattern, IDENTIFIERS, inner)
    rest = st.builds(js.RestElement, IDENTIFIERS)
    simple = IDENTIFIERS | defaults
    return (
        simple
        | st.builds(js.ArrayPattern, tuples(simple | st.none()))
        | st.builds(js.ObjectPattern, tuples(st.builds(js.Property, keys | IDENTIFIERS, simple)))
        | st.builds(js.ArrayPattern, rest.map(lambda item: (item,)))
    )


def extended(inner: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    spread = st.builds(js.SpreadElement, inner)
    targets = IDENTIFIERS | members(inner)
    binary = [
        "+",
        "-",
        "*",
        "/",
        "%",
        "**",
        "<",
        ">",
        "==",
        "===",
        "in",
        "instanceof",
        "&",
        "|",
        "^",
        "<<",
        ">>>",
    ]
    params = st.sampled_from(
        [(), (js.Identifier("a"),), (js.Identifier("a"), js.RestElement(js.Identifier("b")))]
    )
    structured = st.builds(js.ArrayPattern, tuples(IDENTIFIERS | st.none())) | st.builds(
        js.ObjectPattern, tuples(st.builds(js.Property, IDENTIFIERS, IDENTIFIERS))
    )
    return (
        st.builds(js.BinaryExpression, st.sampled_from(binary), inner, inner)
        | st.builds(js.LogicalExpression, st.sampled_from(["&&", "||"]), inner, inner)
        | st.builds(js.UnaryExpression, st.sampled_from(["!", "-", "+", "~", "typeof", "void"]), inner)
        | st.builds(js.UpdateExpression, st.sampled_from(["++", "--"]), targets, st.booleans())
        | st.builds(js.AssignmentExpression, st.sampled_from(["=", "+=", "**=", ">>>="]), targets, inner)
        | st.builds(js.AssignmentExpression, st.just("="), structured, inner)
        | st.builds(js.ConditionalExpression, inner, inner, inner)
        | st.builds(js.SequenceExpression, tuples(inner, 2))
        | st.builds(js.CallExpression, inner, tuples(inner | spread))
        | st.builds(js.NewExpression, inner, tuples(inner | spread))
        | members(inner)
        | st.builds(js.ArrayExpression, tuples(inner | spread | st.none()))
        | st.builds(js.ObjectExpression, tuples(properties(inner) | spread).map(setting_one_prototype))
        | st.builds(
            js.ArrowFunctionExpression,
            patterns(inner).map(binding_each_name_once),
            inner,
        )
        | st.builds(js.ArrowFunctionExpression, params, inner | blocks(inner))
        | st.builds(js.FunctionExpression, params, blocks(inner), st.none() | IDENTIFIERS)
        | st.builds(
            lambda texts, parts: js.TemplateLiteral((*texts[: len(parts)], texts[-1]), parts),
            st.lists(TEXTS, min_size=4, max_size=4),
            tuples(inner),
        )
    )


def binding_each_name_once(pattern: Any) -> tuple[js.Pattern, ...]:  # noqa: ANN401 - strategies are untyped
    """One parameter; names in those of arrow functions must differ."""
    doubled = redeclarations(js.ArrowFunctionExpression((pattern,), js.Literal(0)))
    return (js.Identifier("a") if doubled else pattern,)


def setting_one_prototype(properties: tuple[object, ...]) -> tuple[object, ...]:
    """Setting the prototype twice is a syntax error."""
    setting = [
        item
        for item in properties
        if isinstance(item, js.Property) and item.key == js.Identifier("__proto__")
    ]
    return tuple(item for item in properties if item not in setting[1:])


EXPRESSIONS = st.recursive(LEAVES, extended, max_leaves=8)


def compound(inner: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    body = inner | st.builds(js.BlockStatement, tuples(inner))
    declared = st.builds(
        js.VariableDeclaration,
        st.just("let"),
        st.builds(js.VariableDeclarator, IDENTIFIERS, EXPRESSIONS).map(lambda item: (item,)),
    )
    named = st.builds(
        js.VariableDeclaration,
        st.just("const"),
        st.builds(js.VariableDeclarator, IDENTIFIERS).map(lambda item: (item,)),
    )
    return (
        st.builds(js.IfStatement, EXPRESSIONS, body, st.none() | body)
        | st.builds(js.WhileStatement, EXPRESSIONS, body)
        | st.builds(js.DoWhileStatement, body, EXPRESSIONS)
        | st.builds(
            js.ForStatement,
            st.none() | EXPRESSIONS | declared,
            st.none() | EXPRESSIONS,
            st.none() | EXPRESSIONS,
            body,
        )
        | st.builds(js.ForOfStatement, named | IDENTIFIERS, EXPRESSIONS, body)
        | st.builds(js.ForInStatement, named | IDENTIFIERS, EXPRESSIONS, body)
        | st.builds(js.BlockStatement, tuples(inner | declared))
        | st.builds(
            js.SwitchStatement, EXPRESSIONS, tuples(st.builds(js.SwitchCase, EXPRESSIONS, tuples(inner)))
        )
        | st.builds(
            js.TryStatement, blocks(EXPRESSIONS), st.builds(js.CatchClause, IDENTIFIERS, blocks(EXPRESSIONS))
        )
    )


STATEMENTS = st.recursive(
    st.builds(js.ExpressionStatement, EXPRESSIONS)
    | st.just(js.EmptyStatement())
    | st.builds(js.ThrowStatement, EXPRESSIONS),
    compound,
    max_leaves=4,
)
PROGRAMS = st.builds(js.Program, tuples(STATEMENTS))


@settings(max_examples=150, deadline=None)
@given(PROGRAMS)
def test_what_is_printed_reads_back_as_the_same_text(program: js.Program) -> None:
    for readable in (False, True):
        text = to_source(program, readable=readable)
        again = parse(text)
        assert to_source(again, readable=readable) == text
        assert to_source(again) == to_source(parse(to_source(program)))


@settings(max_examples=80, deadline=None)
@given(PROGRAMS)
def test_no_text_means_anything_to_html(program: js.Program) -> None:
    for readable in (False, True):
        text = to_source(program, readable=readable)
        assert text.isascii()
        assert not {"</script", "<!--", "]]>"} & {
            found for found in ("</script", "<!--", "]]>") if found in text.lower()
        }


@settings(max_examples=80, deadline=None)
@given(PROGRAMS)
def test_an_engine_can_read_what_is_printed(program: js.Program) -> None:
    assume(not redeclarations(program))
    text = to_source(program)
    quickjs.Context().eval(f"(function(){{{text}\n}})&&1")


@settings(max_examples=80, deadline=None)
@given(TEXTS)
def test_strings_and_templates_keep_their_value(text: str) -> None:
    units = [
        int.from_bytes(text.encode("utf-16-be", "surrogatepass")[i : i + 2], "big")
        for i in range(0, len(text.encode("utf-16-be", "surrogatepass")), 2)
    ]
    for literal in (to_source(js.Literal(text)), to_source(js.TemplateLiteral((text,)), readable=True)):
        codes = quickjs.Context().eval(
            f"(s=>Array.from({{length:s.length}},(_,i)=>s.charCodeAt(i)).join())({literal})"
        )
        assert codes == ",".join(map(str, units))


@settings(max_examples=150, deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**53), 2**53))
def test_numbers_keep_their_value(number: float) -> None:
    for readable in (False, True):
        text = to_source(js.Literal(number), readable=readable)
        assert float(quickjs.Context().eval(text)) == float(number)
        assert readable or len(text) <= len(repr(number))


@settings(max_examples=80, deadline=None)
@given(PROGRAMS)
def test_renaming_keeps_free_names_and_is_idempotent(program: js.Program) -> None:
    renamed = rename(program)
    assert free_names(renamed) == free_names(program)
    text = to_source(renamed)
    assert to_source(parse(text)) == text
