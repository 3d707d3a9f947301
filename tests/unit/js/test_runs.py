"""Which part of the site each piece of text is for, through folding and renaming to the printed file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagc.js import build
from tagc.js import nodes as js
from tagc.js.fold import fold
from tagc.js.names import rename
from tagc.js.parse import parse
from tagc.js.printer import to_runs, to_source
from tagc.js.tree import transform

CODE = """
const early = [], f = (a, b) => { if (DEBUG) log(a); else send(`x${a}y`, {a, b: -1, ...b}); };
for (const a of early) f(a, /x/g);
if (early) { f(1); } else { while (f()) f(2, 3); }
function g(...all) { switch (all) { case 1: return; default: throw all } }
try { g() } catch (e) { (() => ({}))() }
"""


def test_text_belongs_to_the_innermost_part_round_it() -> None:
    inner = build.part("rule a", build.call("f", build.part("platform x", build.string("q"))))
    tree = build.program(build.part("rules", build.statement(build.and_(build.ident("t"), inner))))
    assert to_runs(tree) == [
        (("rules",), "t&&"),
        (("rules", "rule a"), "f("),
        (("rules", "rule a", "platform x"), '"q"'),
        (("rules", "rule a"), ")"),
    ]


def test_a_part_inside_itself_counts_once() -> None:
    tree = build.part("a", build.call("f", build.part("a", build.ident("x"))))
    assert {parts for parts, _ in to_runs(tree)} == {("a",)}


def test_each_name_of_a_joined_declaration_brings_its_comma() -> None:
    one, two = (build.part(name, build.const(name, build.number(1))) for name in "ab")
    assert isinstance(one, js.VariableDeclaration)
    assert isinstance(two, js.VariableDeclaration)
    joined = js.VariableDeclaration("let", (*one.declarations, *two.declarations))
    assert to_runs(joined) == [((), "let"), (("a",), " a=1"), (("b",), ",b=1")]


def test_a_readable_declaration_brings_its_comment_and_its_keyword() -> None:
    made = build.part("a", build.const("x", build.number(1), comments=("why",)))
    assert to_runs(build.program(made), readable=True)[0] == (("a",), "// why\nconst x = 1")


def test_what_folding_puts_in_the_place_of_a_part_is_for_that_part() -> None:
    test = build.part("rule a", build.and_(build.ident("ON"), build.call("f")))
    folded = fold(build.program(build.statement(build.call("g", test))), {"ON": True})
    assert to_runs(folded) == [((), "g("), (("rule a",), "f()"), ((), ")")]


def test_a_renamed_name_stays_with_its_part() -> None:
    function = build.arrow(["first"], build.call("f", build.part("rule a", build.ident("first"))))
    assert to_runs(rename(function)) == [((), "e=>f("), (("rule a",), "e"), ((), ")")]


def test_a_text_of_several_parts_is_cut_between_its_letters() -> None:
    call = build.call("table", build.joined("|", [("rule a", "x,y"), ("rule b", ""), ("rule c", 'é"')]))
    assert to_runs(build.part("rules", build.statement(call))) == [
        (("rules",), "table("),
        (("rules", "rule a"), "'x,y"),
        (("rules", "rule b"), "|"),
        (("rules", "rule c"), "|\\xe9\"'"),
        (("rules",), ")"),
    ]


@pytest.mark.parametrize("readable", [False, True])
@given(texts=st.lists(st.text(st.sampled_from("a'\"\\<>/![]-\n\0é\U0001f600\u2028")), min_size=1))
def test_any_text_of_several_parts_is_the_text(texts: list[str], *, readable: bool) -> None:
    literal = build.joined("</script", [(f"rule {n}", text) for n, text in enumerate(texts)])
    runs = to_runs(literal, readable=readable)
    assert "".join(text for _, text in runs) == to_source(
        build.string("</script".join(texts)), readable=readable
    )
    assert (f"rule {len(texts) - 1}",) in [parts for parts, _ in runs][
        -2:
    ]  # readable text ends in a line's end


def test_marks_change_no_comparison() -> None:
    assert build.part("a", build.ident("x")) == build.ident("x")


@pytest.mark.parametrize("readable", [False, True])
@given(data=st.data())
def test_marks_anywhere_change_no_byte(data: st.DataObject, *, readable: bool) -> None:
    tree = parse(CODE)

    def mark(node: js.Node) -> js.Node:
        name = data.draw(st.sampled_from([None, None, "a", "b c", "d"]))
        return node if name is None else build.part(name, node)

    marked = transform(tree, mark)
    runs = to_runs(marked, readable=readable)
    assert "".join(text for _, text in runs) == to_source(tree, readable=readable)
    assert all(text for _, text in runs)
