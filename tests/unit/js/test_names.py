"""Names: which are free, and what the others become."""

import pytest

from tagc.js.names import (
    assigned_globals,
    free_names,
    numbered,
    redeclarations,
    rename,
    short_names,
    top_level_names,
    undeclared,
    unique_top_level,
)
from tagc.js.parse import parse
from tagc.js.printer import to_source


@pytest.mark.parametrize(
    ("text", "free"),
    [
        ("a.b(c); let d = a; d", {"a", "c"}),
        ("f(); { function f() {} }", set()),
        ("g; (function g() { g })()", {"g"}),
        ("a; for (let a of b) a", {"a", "b"}),
        ("try { a } catch (e) { e } e", {"a", "e"}),
        ("(x = y) => { let y; return x + y }", {"y"}),
        ("({ a, b: c, [d]: e, ...f } = g)", {"a", "c", "d", "e", "f", "g"}),
        ("let { a, [b]: c, ...d } = e; ({ ...f }) => d + f", {"b", "e"}),
        ("({ a, b: c, [d]: e, f() {} })", {"a", "c", "d", "e"}),
        ("(function () { arguments })", set()),
        ("() => arguments", {"arguments"}),
        ("v = 1; var v", set()),
        ("function f() { v } { var v }", set()),
        ("a?b:c;`${d}`;new e(...f)", {"a", "b", "c", "d", "e", "f"}),
    ],
)
def test_free_names_are_those_declared_nowhere_around(text: str, free: set[str]) -> None:
    assert free_names(parse(text)) == free


def test_undeclared_names_are_the_free_ones_nobody_knows() -> None:
    assert undeclared(parse("window.a = b"), {"window"}) == {"b"}


def test_assigned_globals_are_found_in_every_form_of_assignment() -> None:
    text = "a = 1; b++; [c, d.x] = e; ({ f, g: h = 1 } = i); for (j of k); let l; l = 1"
    assert assigned_globals(parse(text)) == {"a", "b", "c", "f", "h", "j"}


def test_imports_and_declarations_are_top_level_names() -> None:
    text = "import { a as b } from 'c'; export const d = 1, [e] = f; function g() { var h } var i"
    assert top_level_names(parse(text, module=True)) == ("b", "d", "e", "g", "i")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("let a; let a", ("a",)),
        ("let a; var a", ("a",)),
        ("var a; let a", ("a",)),
        ("let a; { var a }", ("a",)),
        ("function f(a) { let a }", ("a",)),
        ("var a; var a; function a() {}", ()),
        ("let a; { let a }", ()),
        ("function f(a) { var a }", ()),
        ("try {} catch (a) { var a }", ()),
    ],
)
def test_double_declarations_are_found(text: str, names: tuple[str, ...]) -> None:
    assert redeclarations(parse(text)) == names


@pytest.mark.parametrize(
    ("text", "renamed"),
    [
        ("(function (first, second) { return second + second + first })", "(function(t,e){return e+e+t})"),
        ("(first) => (second) => first + second", "e=>t=>e+t"),
        ("((first) => first)((second) => second)", "(e=>e)(e=>e)"),
        ("(first) => e + first", "t=>e+t"),
        ("(first) => (second) => second + e", "t=>t=>t+e"),
        ("(a) => ({ a, b: a })", "e=>({a:e,b:e})"),
        ("({ a, b = a }) => a", "({a:e,b:t=e})=>e"),
        ("(a) => a.a + a['a']", "e=>e.a+e.a"),
        ("(a) => { let b; return b + b }", "t=>{let e;return e+e}"),
        ("(x = y) => { let y = 1; return x + y }", "(e=y)=>{let t=1;return e+t}"),
        ("(function (a) { var a = 1; return a })", "(function(e){var e=1;return e})"),
        ("() => { for (let i of a) { let j = i; f(j, i) } }", "()=>{for(let e of a){let t=e;f(t,e)}}"),
        ("() => { let a; { let b = 1; { var c = b } } }", "()=>{let e;{let e=1;{var t=e}}}"),
        ("() => { try { a } catch (error) { f(error) } }", "()=>{try{a}catch(e){f(e)}}"),
        ("() => { { function f() { f() } } f() }", "()=>{{function e(){e()}}e()}"),
        ("(function () { return arguments })", "(function(){return arguments})"),
        ("var a; function f(a) { return a }", "var a;function f(e){return e}"),
    ],
)
def test_locals_get_the_shortest_names_by_use(text: str, renamed: str) -> None:
    assert to_source(rename(parse(text))) == renamed


def test_reserved_names_are_left_out() -> None:
    assert to_source(rename(parse("(a) => a"), reserved={"e", "t"})) == "n=>n"


def test_top_level_names_of_a_script_are_renamed_on_request_only() -> None:
    program = parse("let long = 1; f(long)")
    assert to_source(rename(program)) == "let long=1;f(long)"
    assert to_source(rename(program, top_level=True)) == "let e=1;f(e)"


def test_exported_names_are_never_renamed() -> None:
    program = parse("const long = 1; export const kept = long; export { long as other }", module=True)
    assert to_source(rename(program, top_level=True)) == "const e=1;export const kept=e;export{e as other}"


def test_many_locals_never_meet_a_keyword() -> None:
    params = ",".join(f"p{n}" for n in range(4000))
    names = to_source(rename(parse(f"({params}) => 0")))[1:].partition(")")[0].split(",")
    assert len(set(names)) == 4000
    assert not {"do", "if", "in", "as"} & set(names) - {"as"}


def test_short_names_start_with_lower_case() -> None:
    source = short_names()
    first = [next(source) for _ in range(26)]
    assert sorted(first) == [*"abcdefghijklmnopqrstuvwxyz"]


def test_clashing_top_level_names_are_numbered() -> None:
    program = parse("const load = 1; function send(load$2) { load; other(load$2) }")
    assert to_source(unique_top_level(program, {"load", "other"})) == (
        "const load$3=1;function send(load$2){load$3;other(load$2)}"
    )


def test_an_object_used_twice_in_a_tree_is_two_identifiers() -> None:
    program = parse("(a => a)(1); a")
    assert to_source(rename(program)) == "(e=>e)(1);a"


def test_trees_that_differ_in_local_names_only_are_numbered_alike() -> None:
    one = parse("(a, { b: c }) => { const d = a + c + free; return () => d }")
    other = parse("(x, { b: y }) => { const z = x + y + free; return () => z }")
    third = parse("(x, { b: y }) => { const z = x + x + free; return () => z }")
    assert numbered(one) == numbered(other)
    assert numbered(one) != numbered(third)
    assert numbered(one) != numbered(parse("(a, { b: c }) => { const d = a + c + fee; return () => d }"))
