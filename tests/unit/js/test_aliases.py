"""Second names of one thing."""

from tagc.js.aliases import drop_aliases
from tagc.js.fold import fold
from tagc.js.parse import parse
from tagc.js.printer import to_source


def shown(text: str) -> str:
    return to_source(fold(drop_aliases(parse(text)), {}, top_level=True))


def test_a_constant_that_is_another_constant_goes() -> None:
    assert shown("const a=f=>f();const b=a;b(1);use(b)") == "const a=f=>f();a(1);use(a)"


def test_the_other_name_may_be_a_parameter() -> None:
    assert "return x+x" in shown("use(x=>{const y=x;return y+y})")


def test_what_is_assigned_to_keeps_both_names() -> None:
    for text in ("let a=1;const b=a;a=2;use(b)", "const a=1;let b=a;b=2;use(b)"):
        assert shown(text) == text


def test_a_name_that_means_something_else_further_in_is_not_put_there() -> None:
    text = "const a=f();const b=a;use(a=>b+a)"
    assert shown(text) == text


def test_a_global_is_no_constant() -> None:
    assert shown("const b=window;use(b,b)") == "const b=window;use(b,b)"
