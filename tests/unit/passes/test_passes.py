"""What each pass does to a program, as before and after."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tagc.ir import expr as e
from tagc.ir.program import Once, Program, Rule, UserData
from tagc.ir.reach import Reach
from tagc.passes import PASSES, run
from tagc.passes.fold import fold
from tagc.passes.inline import inline_variables
from tagc.passes.prune import prune
from tagc.passes.share import share
from tests.unit.ir.programs import (
    call,
    event,
    instance,
    matching,
    needs,
    on,
    on_page_view,
    on_push,
    program,
    raw,
    read,
    rule,
)

A, B, NONE, NEVER, ALWAYS = (
    e.Const("a"),
    e.Const("b"),
    e.Const(None),
    e.Always(holds=False),
    e.Always(holds=True),
)
TOTAL, NAME = event("total"), event("name")
HAS_TOTAL, HAS_NAME = e.Exists(TOTAL), e.Exists(NAME)
PATH = e.Compare(read(e.Root.PAGE, "path"), e.Operator.EQUALS, (e.Const("/"),))


def folded(value: e.Expr) -> e.Expr:
    made = fold(program(rule("r", call("pixel", params={"x": value}))))
    return dict(made.rules[0].calls[0].params)["x"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (e.Concat((A, e.Const(1), NONE)), e.Const("a1")),
        (e.Concat((A, TOTAL)), e.Concat((A, TOTAL))),
        (e.Convert(e.Convert(e.Const(" X "), "trim"), "lower"), e.Const("x")),
        (e.Convert(e.Const("x"), "number"), NONE),
        (e.Convert(e.Const("a,b"), "split", (",",)), e.Convert(e.Const("a,b"), "split", (",",))),
        (e.Product(e.Const(2), e.Const("3")), e.Const(6.0)),
        (e.First((NONE, e.Const(""), TOTAL, A, B)), e.First((TOTAL, A))),
        (e.First((A, TOTAL)), A),
        (e.First((NONE,)), NONE),
        (e.First((TOTAL,)), TOTAL),
        (e.If(ALWAYS, A, TOTAL), A),
        (e.If(e.Exists(A), TOTAL, B), TOTAL),
        (e.If(e.Not(e.Exists(NONE)), TOTAL, B), TOTAL),
        (e.If(HAS_TOTAL, A, B), e.If(HAS_TOTAL, A, B)),
        (e.If(HAS_TOTAL, A, A), A),
        (e.Test(e.Compare(A, e.Operator.EQUALS, (A,))), e.Const(value=True)),
        (e.Test(e.Compare(A, e.Operator.CONTAINS, ())), e.Const(value=False)),
        (e.Object((("a", NONE), ("b", TOTAL))), e.Object((("b", TOTAL),))),
        (
            e.First((e.Lookup(TOTAL, e.Operator.EQUALS, (("k", A),)), B)),
            e.Lookup(TOTAL, e.Operator.EQUALS, (("k", A),), B),
        ),
        (
            e.First((e.Lookup(TOTAL, e.Operator.EQUALS, (("k", NAME),)), B)),
            e.First((e.Lookup(TOTAL, e.Operator.EQUALS, (("k", NAME),)), B)),
        ),
        (e.Lookup(e.Const("k"), e.Operator.EQUALS, (("k", TOTAL),)), e.Lookup(e.Const("k"), e.Operator.EQUALS, (("k", TOTAL),))),
    ],
)  # fmt: skip
def test_constants_are_computed(before: e.Expr, after: e.Expr) -> None:
    assert folded(before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (e.AllOf((HAS_TOTAL, ALWAYS)), HAS_TOTAL),
        (e.AllOf((HAS_TOTAL, NEVER)), NEVER),
        (e.AllOf(()), ALWAYS),
        (e.AllOf((HAS_TOTAL, e.AllOf((HAS_NAME, HAS_TOTAL)))), e.AllOf((HAS_TOTAL, HAS_NAME))),
        (e.AnyOf((HAS_TOTAL, ALWAYS)), ALWAYS),
        (e.AnyOf((HAS_TOTAL, NEVER)), HAS_TOTAL),
        (e.AnyOf(()), NEVER),
        (e.AnyOf((HAS_TOTAL, e.AnyOf((HAS_NAME,)))), e.AnyOf((HAS_TOTAL, HAS_NAME))),
        (e.AllOf((HAS_TOTAL, e.AnyOf((HAS_NAME, PATH)))), e.AllOf((HAS_TOTAL, e.AnyOf((HAS_NAME, PATH))))),
        (e.Not(e.Not(HAS_TOTAL)), HAS_TOTAL),
        (e.Not(ALWAYS), NEVER),
    ],
)
def test_conditions_that_decide_nothing_leave(before: e.Condition, after: e.Condition) -> None:
    made = fold(program(rule("r", call("pixel"), condition=before)))
    assert made.rules[0].condition == after


# ---- variables ---------------------------------------------------------------------------------------

LOOKUP = e.Lookup(TOTAL, e.Operator.EQUALS, (("k", A),))


def params_after(values: dict[str, e.Expr], **params: e.Expr) -> dict[str, e.Expr]:
    made = inline_variables(program(rule("r", call("pixel", params=params)), variables=values))
    return dict(made.rules[0].calls[0].params)


def test_a_variable_that_is_used_once_is_put_in_its_place() -> None:
    assert params_after({"v": LOOKUP}, x=e.Var("v")) == {"x": LOOKUP}


def test_a_computed_variable_that_is_used_twice_stays_one() -> None:
    assert params_after({"v": LOOKUP}, x=e.Var("v"), y=e.Concat((e.Var("v"),))) == {
        "x": e.Var("v"),
        "y": e.Concat((e.Var("v"),)),
    }


@pytest.mark.parametrize(
    "value", [A, TOTAL, read(e.Root.COOKIE, "a"), e.Concat((read(e.Root.COOKIE, "a"), A))]
)
def test_constants_reads_and_what_is_read_at_release_are_put_in_every_place(value: e.Expr) -> None:
    assert params_after({"v": value}, x=e.Var("v"), y=e.Array((e.Var("v"),))) == {
        "x": value,
        "y": e.Array((value,)),
    }


def test_a_variable_of_variables_is_put_in_place_as_a_whole() -> None:
    assert params_after({"a": TOTAL, "b": e.Concat((e.Var("a"), A))}, x=e.Var("b")) == {
        "x": e.Concat((TOTAL, A))
    }


# ---- pruning -----------------------------------------------------------------------------------------


def left(site: Program) -> tuple[list[str], list[str], list[str]]:
    made = prune(site)
    return [r.name for r in made.rules], [i.name for i in made.instances], [v.name for v in made.variables]


def test_a_rule_that_tells_nobody_or_can_never_fire_leaves() -> None:
    site = program(
        rule("stays", call("pixel")),
        rule("tells nobody"),
        rule("never holds", call("pixel"), condition=NEVER),
        rule("never fires", call("pixel"), on=on_page_view(NEVER)),
        instances=[instance()],
    )
    assert left(site) == (["stays"], ["pixel"], [])


def test_a_trigger_that_never_fires_leaves_its_rule_alone() -> None:
    made = prune(
        program(rule("r", call("pixel"), on=[on_page_view(NEVER), on_push("x")]), instances=[instance()])
    )
    assert [trigger.kind for trigger in made.rules[0].triggers] == ["data_layer"]


def test_an_instance_that_nobody_tells_leaves() -> None:
    site = program(rule("r", call("pixel")), instances=[instance(), instance("other")])
    assert left(site)[1] == ["pixel"]


@pytest.mark.parametrize(
    "off",
    [
        rule("off", call("other"), condition=NEVER),
        rule("off", call("other"), condition=e.Compare(A, e.Operator.EQUALS, (B,))),
        rule("off", call("other"), condition=e.Exists(e.Var("nothing"))),
        rule("off", call("other"), on=on_page_view(e.AllOf((HAS_TOTAL, NEVER)))),
        rule("off", call("other"), on=()),
    ],
)
def test_what_can_never_fire_tells_nobody_before_folding_and_after(off: Rule) -> None:
    variables = {"empty": NONE, "nothing": e.Concat((e.Var("empty"),))}
    site = program(
        rule("r", call("pixel")), off, instances=[instance(), instance("other")], variables=variables
    )
    for each in (site, inline_variables(site), fold(site), fold(inline_variables(site))):
        assert left(each)[:2] == (["r"], ["pixel"])
        assert Reach(each).instances == {"pixel"}


def test_an_instance_stays_for_one_rule_that_may_fire() -> None:
    rules = [rule("off", call("pixel"), condition=NEVER), rule("r", call("pixel"), condition=HAS_TOTAL)]
    assert left(program(*rules, instances=[instance()])) == (["r"], ["pixel"], [])


def test_a_program_that_tells_nobody_is_empty() -> None:
    site = program(
        rule("off", call("pixel", params={"x": e.Var("v")}), condition=NEVER), variables={"v": TOTAL}
    )
    assert left(site) == ([], [], [])


def test_variables_stay_for_whoever_needs_them_directly_or_not() -> None:
    site = program(
        rule("r", call("pixel", params={"x": e.Var("a")}), once=Once(key=e.Var("c"), event="r")),
        instances=[instance()],
        variables={"b": TOTAL, "a": e.Concat((e.Var("b"),)), "unused": TOTAL, "c": TOTAL},
    )
    assert left(site)[2] == ["b", "a", "c"]


def test_user_data_stays_only_where_an_instance_takes_it() -> None:
    learns = rule("r", call("pixel"), user=(raw("email", e.Var("mail")),))
    user = UserData(gate=needs("marketing"), fields=(raw("phone", e.Var("phone")),))
    variables = {"mail": TOTAL, "phone": NAME}
    takes = program(learns, instances=[instance(matching=matching("email"))], variables=variables, user=user)
    assert left(takes)[2] == ["mail", "phone"]
    made = prune(program(learns, instances=[instance()], variables=variables, user=user))
    assert (made.user, made.rules[0].user, made.variables) == (None, (), ())
    untold = [instance(), instance("other", matching=matching("email"))]
    assert prune(program(learns, instances=untold, variables=variables, user=user)).user is None


def test_a_rule_that_comes_after_one_that_never_fires_is_never_told() -> None:
    user = UserData(gate=needs("marketing"), fields=())
    never = rule("never", call("pixel"), condition=NEVER)
    waits = replace(rule("waits", call("pixel")), after=("never",))
    follows = replace(
        rule("follows", call("pixel"), user=(raw("email", TOTAL),)), after=("waits",), stop_on_failure=True
    )
    site = program(
        follows,
        never,
        waits,
        rule("other", call("pixel")),
        user=user,
        instances=[instance(matching=matching("email"))],
    )
    (learns, other) = prune(site).rules
    assert (learns.name, learns.calls, learns.after, learns.stop_on_failure) == ("follows", (), (), False)
    assert other.name == "other"
    assert prune(prune(site)) == prune(site)


def test_a_group_with_a_member_that_never_fires_never_fires_and_idle_alternatives_leave() -> None:
    idle = replace(on_push("x"), condition=NEVER)
    group = replace(on("group"), members=((on_page_view(), idle), (on_push("y"),)))
    dead = replace(on("group"), members=((on_page_view(),), (idle,)))
    (kept,) = prune(program(rule("r", call("pixel"), on=group), rule("s", call("pixel"), on=dead))).rules
    assert [len(alternatives) for alternatives in kept.triggers[0].members] == [1, 1]


def test_what_stands_in_a_member_of_a_group_is_changed_as_well() -> None:
    never = replace(on_page_view(), condition=e.Compare(A, e.Operator.EQUALS, (B,)))
    group = replace(on("group"), members=((never,),))
    (made,) = fold(program(rule("r", call("pixel"), on=group))).rules
    assert made.triggers[0].members[0][0].condition == e.Always(holds=False)


# ---- all of them -------------------------------------------------------------------------------------

SITE = program(
    rule(
        "r",
        call("pixel", params={"x": e.First((e.Var("v"), A)), "y": e.Var("w")}),
        condition=e.AllOf((HAS_TOTAL, ALWAYS)),
    ),
    rule("gone", call("pixel"), condition=e.Compare(A, e.Operator.EQUALS, (B,))),
    instances=[instance(), instance("other")],
    variables={"v": NONE, "w": e.Concat((A, B)), "unused": LOOKUP},
)


def test_passes_help_each_other() -> None:
    made = run(SITE)
    assert dict(made.rules[0].calls[0].params) == {"x": A, "y": e.Const("ab")}
    assert (len(made.rules), len(made.instances), made.variables) == (1, 1, ())


@pytest.mark.parametrize("one", PASSES, ids=lambda found: found.__name__)
def test_a_pass_changes_nothing_the_second_time(one: object) -> None:
    assert callable(one)
    once = one(SITE)
    assert one(once) == once


def test_running_all_passes_twice_changes_nothing_more() -> None:
    assert run(run(SITE)) == run(SITE)


def test_what_a_rule_computes_twice_is_computed_once() -> None:
    heading = e.Dom(e.Const("h1"))
    told = call("pixel", params={"name": heading, "title": e.First((heading, A))})
    after = share(program(rule("r", told)))
    (variable,) = after.variables
    assert variable.value == heading
    name = e.Var(variable.name)
    assert dict(after.rules[0].calls[0].params) == {"name": name, "title": e.First((name, A))}
    assert share(after) == after


def test_what_two_instances_are_told_alike_needs_no_name() -> None:
    told = [call(name, params={"name": e.Dom(e.Const("h1"))}) for name in ("pixel", "other")]
    before = program(rule("r", *told))
    assert share(before) == before


def test_elements_of_a_list_are_not_shared_outside_it() -> None:
    inner = e.Lookup(read(e.Root.ITEM, "kind"), e.Operator.EQUALS, (("a", B),))
    listed = e.Each(event("lines"), e.Object((("one", inner), ("two", inner))))
    before = program(rule("r", call("pixel", params={"items": listed})))
    assert share(before) == before
