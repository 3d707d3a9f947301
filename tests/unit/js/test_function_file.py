"""Files with one function: what is compiled in, what is found against them, and what cannot be read."""

from __future__ import annotations

import pytest

from tagc.js import nodes as js
from tagc.js.function_file import Function, FunctionFile, Unreadable, read, same
from tagc.js.parse import parse
from tagc.js.printer import to_source


def readable(text: str) -> FunctionFile:
    file = read(text)
    assert file.readable, file
    return file


def findings(text: str) -> list[str]:
    """`fault name line:column`, columns counted from 1."""
    return [
        f"{one.fault.value} {one.text} {one.place.line}:{one.place.column + 1}"
        for one in readable(text).findings
    ]


@pytest.mark.parametrize(
    ("text", "function"),
    [
        ("({ total }) => total * 2", "({total})=>total*2"),
        ("export default ({ total }) => total * 2;", "({total})=>total*2"),
        ("export default function ({ a }) { return a }", "function({a}){return a}"),
        ("export default function f(n) { return n ? f(n - 1) : 0 }", "function f(n){return n?f(n-1):0}"),
        ("const f = ({ a }) => a;\nexport default f;", "({a})=>a"),
        ("/* global a */ // why\nexport default () => a;", "()=>a"),
    ],
)
def test_a_file_of_one_function_is_that_function(text: str, function: str) -> None:
    file = readable(text)
    assert to_source(file.function) == function
    assert (file.state, file.script) == (False, False)


@pytest.mark.parametrize(
    ("text", "function"),
    [
        ("const rate = 2;\nexport default ({ a }) => a * rate;", "()=>{const rate=2;return({a})=>a*rate}"),
        (
            "let n = 0;\nexport default function next() { return ++n }",
            "()=>{let n=0;function next(){return++n}return next}",
        ),
        ("const f = n => n ? f(n - 1) : 0;\nexport default f;", "()=>{const f=n=>n?f(n-1):0;return f}"),
    ],
)
def test_declarations_beside_the_function_are_made_with_it(text: str, function: str) -> None:
    file = readable(text)
    assert to_source(file.function) == function
    assert file.state


def test_a_file_without_a_function_is_run_as_a_whole() -> None:
    file = readable("window.chat = 1;\n(function () { window.more = 2 })();")
    assert to_source(file.function) == "()=>{window.chat=1;(function(){window.more=2})()}"
    assert file.script
    assert not file.state


def test_what_a_function_takes_is_read_from_its_pattern() -> None:
    def takes(text: str) -> object:
        found = readable(text).takes
        return found and [(name, optional) for name, _, optional in found]

    assert takes("({ a, b: c, d = 1 }) => a") == [("a", False), ("b", False), ("d", True)]
    assert takes("({ a } = {}) => a") == [("a", True)]
    assert takes("() => 1") == ()
    assert takes("values => values.a") is None
    assert takes("({ a, ...rest }) => a") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("eval('1')", ["runs text eval 1:1"]),
        ("window.eval('1')", ["runs text eval 1:1"]),
        ("a => new Function(a)", ["runs text new Function 1:10"]),
        ("a => a instanceof Function", []),
        ("(eval) => eval(1)", ["syntax"]),
        ("setTimeout('a()', 1)", ["runs text setTimeout with a text 1:1"]),
        ("a => window.setInterval('x' + a)", ["runs text setInterval with a text 1:6"]),
        ("a => setTimeout(a, 1)", []),
        ("document.write('x')", ["writes document.write 1:1"]),
        ("window.document.writeln('x')", ["writes document.writeln 1:1"]),
        ("stream => stream.write('x')", []),
        ("a => { a.innerHTML = '' }", ["inserts HTML innerHTML 1:8"]),
        ("a => a.innerHTML", []),
        ("a => a.insertAdjacentHTML('beforeend', '')", ["inserts HTML insertAdjacentHTML 1:6"]),
        ("a => b + c(b)", ["undeclared b 1:6", "undeclared c 1:10"]),
        ("typeof b != 'undefined' && b()", []),
        ("/* global b, c:writable */\na => b(c)", []),
        ("// global b\na => b", []),
        ("window.b(); navigator.language; JSON.parse('1')", []),
        ("b = 1", ["undeclared b 1:1"]),
        ("import { a } from './a.js'; export default () => a", ["imports import 1:1"]),
        ("export const a = 1; export default () => a", ["imports export 1:1"]),
        ("export default 5", ["no function  1:16"]),
        ("export default make(); function make() { return () => 1 }", ["no function  1:16"]),
    ],
)
def test_everything_against_a_file_is_found_at_its_place(text: str, expected: list[str]) -> None:
    if expected == ["syntax"]:  # strict mode has no such name
        assert not read(text).readable
    else:
        assert findings(text) == expected


@pytest.mark.parametrize(
    ("text", "why", "reason", "place"),
    [
        ("({ a }) => a * ;", "syntax", "Unexpected token ;", (1, 15)),
        ("let a;\nlet a;", "syntax", "a is declared twice", (2, 4)),
        ("with (a) b", "syntax", "Strict mode code may not include a with statement", (1, 4)),
        ("/(/", "syntax", "Invalid regular expression: a group is not closed", (1, 0)),
        ("a?.b", "new", "?.", (1, 1)),
        ("a ?? b", "new", "??", (1, 2)),
        ("let a = 1;\na ||= 2;", "new", "||=", (2, 2)),
        ("try { a() } catch { b() }", "new", "catch without a name", (1, 18)),
        ("await a", "new", "await outside an async function", (1, 0)),
        ("async a => { for await (const b of a) {} }", "new", "for await", (1, 17)),
        ("1_000", "new", "a number written like this", (1, 1)),
        ("/(?<=a)b/", "new", "lookbehind in a pattern", (1, 0)),
        ("import('x')", "imports", "import", (1, 0)),
        ("import a from 'b'", "imports", "import", (1, 7)),
        ("export * from 'b'", "imports", "export … from", (1, 0)),
        ("debugger", "unsupported", "debugger", (1, 0)),
    ],
)
def test_what_cannot_be_read_says_why_and_where(
    text: str, why: str, reason: str, place: tuple[int, int]
) -> None:
    assert read(text) == Unreadable(why, reason, *place)


def test_events_that_are_pushed_and_globals_that_are_named_are_listed() -> None:
    file = readable(
        "window.dataLayer = window.dataLayer || [];\n"
        "dataLayer.push({ event: 'opened', a: 1 }, { event: name });\n"
        "(window.dataLayer = window.dataLayer || []).push({ 'event': 'closed' });\n"
        "fbq('track');\nother.push({ event: 'x' });\n"
    )
    assert [name for name, _ in file.pushes] == ["opened", "closed"]
    assert {"dataLayer", "fbq", "window"} <= {name for name, _ in file.names}


@pytest.mark.parametrize("readable", [False, True])
def test_a_function_that_was_printed_is_known_again_whatever_its_own_names_are(*, readable: bool) -> None:
    one, other, third = (
        function(text)
        for text in (
            "({ a }) => { if (a + b) return true; return undefined }",
            "({ a: c }) => { if (c + b) return true; return undefined }",
            "({ a }) => { if (a - b) return true; return undefined }",
        )
    )
    again = parse(f"({to_source(other, readable=readable)})").body[0]
    assert isinstance(again, js.ExpressionStatement)
    assert same(again.expression, one, readable=readable)
    assert not same(again.expression, third, readable=readable)


def function(text: str) -> Function:
    file = read(text)
    assert file.readable
    return file.function
