"""Constants in, and what they make superfluous out."""

import pytest

from tagc.js import build
from tagc.js.build import Json
from tagc.js.fold import fold
from tagc.js.parse import parse
from tagc.js.printer import to_source

YES_NO: dict[str, Json] = {"YES": True, "NO": False, "N": 5, "S": "x"}


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("f(YES, N, S)", 'f(!0,5,"x")'),
        ("f({ YES, a: NO })", "f({YES:!0,a:!1})"),
        ("f(a.YES, (YES) => YES)", "f(a.YES,YES=>YES)"),
        ("f(!YES, !a)", "f(!1,!a)"),
        ("f(YES && a, NO && a, YES || a, NO || a)", "f(a,!1,!0,a)"),
        ("f(YES ? a : b, NO ? a : b)", "f(a,b)"),
        ("f(S === 'x', S !== 'x', N === 5.0, N == S, N === S)", 'f(!0,!1,!0,5=="x",!1)'),
        ("if (YES) { a(); b() } else c()", "a();b()"),
        ("if (NO) a(); else b()", "b()"),
        ("if (NO) a()", ""),
        ("if (YES) { let a = 1; f(a); a }", "{let a=1;f(a)}"),
        ("if (x) { NO && a() }", ""),
        ("if (x()) { NO && a() }", "x()"),
        ("if (x) { NO && a() } else b()", "if(!x)b()"),
        ("if (x) a(); else if (NO) b()", "if(x)a()"),
        ("if (x) if (YES) a()", "if(x)a()"),
        ("while (NO) a()", ""),
        ("if (NO) { var a = 1 } a = 2", "var a;a=2"),
        ("(YES && a.b)()", "(0,a.b)()"),
        ("(YES && b)()", "b()"),
        ("1; 'x'; a; a === b; (() => {}); a(), 2, b()", "a(),b()"),
        ("'use strict'; a()", '"use strict";a()'),
        ("f(() => { const a = 1; let b = g(), c = () => a; function d() {} })", "f(()=>{let b=g()})"),
        ("f(() => { const a = NO ? g() : 1; return YES ? 2 : a })", "f(()=>{return 2})"),
        ("function f() {} const a = 1", "function f(){}const a=1"),
    ],
)
def test_what_constants_decide_is_gone(text: str, folded: str) -> None:
    assert to_source(fold(parse(text), YES_NO)).replace("()=>{return 2}", "()=>{return 2}") == folded


def test_imported_constants_lose_their_import() -> None:
    program = parse(
        "import { YES, other as N, kept } from './x.js'; export const a = YES ? kept : N", module=True
    )
    assert to_source(fold(program, YES_NO)) == 'import{kept}from"./x.js";export const a=kept'


def test_a_constant_may_be_an_expression() -> None:
    assert to_source(fold(parse("f(CODE)"), {"CODE": build.regexp("a")})) == "f(/a/)"


def test_a_constant_cannot_be_assigned_to() -> None:
    with pytest.raises(ValueError, match="YES is a constant"):
        fold(parse("YES = 1"), YES_NO)


def test_unused_top_level_names_go_on_request_or_in_a_module() -> None:
    assert to_source(fold(parse("const a = 1; f()"), {}, top_level=True)) == "f()"
    assert to_source(fold(parse("const a = 1; export const b = 2", module=True), {})) == "export const b=2"


def test_a_program_without_constants_stays_as_it_is() -> None:
    text = "((a,b=a)=>{if(a)for(;;)b();else return{a}})(c)"
    assert to_source(fold(parse(text), {})) == text
