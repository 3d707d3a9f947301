"""Parameters that say nothing."""

import pytest

from tagc.js.fold import fold
from tagc.js.parameters import decide_missing_arguments, drop_unused_parameters, put_constants
from tagc.js.parse import parse
from tagc.js.printer import to_source


def test_what_nobody_reads_is_not_handed_over() -> None:
    made = drop_unused_parameters(parse("const f=(a,b)=>use(a);f(1,2);f(3)"))
    assert to_source(made) == "const f=a=>use(a);f(1);f(3)"


def test_an_argument_with_an_effect_keeps_its_parameter() -> None:
    text = "const f=(a,b)=>use(a);f(1,go())"
    assert to_source(drop_unused_parameters(parse(text))) == text


def test_a_function_that_is_handed_on_keeps_all_its_parameters() -> None:
    text = "const f=(a,b)=>use(a);list.map(f);f(1,2)"
    assert to_source(drop_unused_parameters(parse(text))) == text


def test_a_constant_that_every_call_gives_stands_in_the_function() -> None:
    made = drop_unused_parameters(put_constants(parse('const f=(a,b)=>use(a,b);f("x",1);f("x",y)')))
    assert to_source(made) == 'const f=b=>use("x",b);f(1);f(y)'


def test_different_constants_are_handed_over() -> None:
    for text in (
        'const f=a=>use(a);f("x");f("y")',
        "const f=a=>use(a);f(1);f()",
        "const f=a=>use(a);f(...b)",
    ):
        assert to_source(drop_unused_parameters(put_constants(parse(text)))) == text


def test_a_parameter_that_is_assigned_to_is_no_constant() -> None:
    text = "const f=a=>{a=a+1;use(a)};f(1);f(1)"
    assert to_source(put_constants(parse(text))) == text


def test_functions_can_be_left_as_they_are() -> None:
    text = 'const level=a=>use(a);level("x")'
    assert to_source(put_constants(parse(text), except_of={"level"})) == text
    assert to_source(put_constants(parse(text))) == 'const level=a=>use("x");level("x")'


def test_a_question_about_what_nobody_gives_is_answered() -> None:
    made = fold(decide_missing_arguments(parse("const f=(a,b)=>b?go(a):stay(a);f(1);f(2)")), {})
    assert "go" not in to_source(made)


@pytest.mark.parametrize(
    ("text", "answered"),
    [
        ("const f = (a, b) => { if (b) x() }; f(1)", "const f=(a,b)=>{if(!1)x()};f(1)"),
        ("const f = b => b ? x : y; f()", "const f=b=>!1?x:y;f()"),
        ("const f = b => !b; f()", "const f=b=>!0;f()"),
        ("const f = b => b || y; f()", "const f=b=>y;f()"),
        ("const f = (a, b) => { if (a) x() }; f(); f()", "const f=(a,b)=>{if(!1)x()};f();f()"),
    ],
)
def test_what_no_call_gives_is_answered_with_no(text: str, answered: str) -> None:
    assert to_source(decide_missing_arguments(parse(text))) == answered


@pytest.mark.parametrize(
    "text",
    [
        "const f=b=>b?x:y;f(1)",
        "const f=b=>b?x:y;f();f(1)",
        "const f=b=>b?x:y;f(...z)",
        "const f=b=>b?x:y;g(f)",
        "let f=b=>b?x:y;f()",
        "const f=b=>{b=1;b?x():y()};f()",
        "const f=b=>x(b);f()",
        "const f=b=>b==1;f()",
        "const f=b=>{const g=b=>b?x:y;g(1)};f()",
        "const f=(...b)=>b?x:y;f()",
        "const f=({b})=>b?x:y;f()",
    ],
)
def test_what_some_call_gives_or_might_give_is_left_open(text: str) -> None:
    assert to_source(decide_missing_arguments(parse(text))) == text
