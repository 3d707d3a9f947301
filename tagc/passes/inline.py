"""Variables into the places that use them, except where a rule would compute one twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tagc.frozen import replace
from tagc.ir.expr import Const, Field, Node, Phase, Var, phase, rebuild_expr, walk
from tagc.passes.rewrite import in_rule

if TYPE_CHECKING:
    from collections.abc import Callable

    from tagc.ir.expr import Expr
    from tagc.ir.program import Program, Rule

__all__ = ["inline_variables"]


def inline_variables(program: Program) -> Program:
    """Put variables in place; a rule that uses a computed one several times keeps it, to compute it once."""
    if not program.variables:
        return program
    values: dict[str, Expr] = {}
    for variable in program.variables:
        values[variable.name] = _inlined(variable.value, values)
    user = program.user
    return replace(
        program,
        rules=tuple(in_rule(rule, _change(_once_or_simple(rule, values))) for rule in program.rules),
        variables=tuple(replace(item, value=values[item.name]) for item in program.variables),
        user=user
        and replace(
            user, fields=tuple(replace(item, value=_inlined(item.value, values)) for item in user.fields)
        ),
    )


def _inlined(expr: Expr, values: dict[str, Expr]) -> Expr:
    return rebuild_expr(expr, _change(values))


def _change(values: dict[str, Expr]) -> Callable[[Node], Node]:
    def change(node: Node) -> Node:
        return values.get(node.name, node) if isinstance(node, Var) else node

    return change


def _once_or_simple(rule: Rule, values: dict[str, Expr]) -> dict[str, Expr]:
    """What may be put in place: constants, plain reads, what is read at release, and what the rule uses once."""
    counts: dict[str, int] = {}
    distinct = {id(value): value for call in rule.calls for _, value in call.params}
    roots: list[Node] = [rule.condition]
    roots += [part.condition for trigger in rule.triggers for part in trigger.parts()]
    roots += list(dict.fromkeys(distinct.values()))
    roots += [item.value for item in rule.user]
    roots += [node for node in (rule.event_id, rule.once.key if rule.once else None) if node is not None]
    for root in roots:
        for node in walk(root):
            if isinstance(node, Var):
                counts[node.name] = counts.get(node.name, 0) + 1
    return {
        name: value
        for name, value in values.items()
        if counts.get(name, 0) < 2  # noqa: PLR2004 - used twice is used again
        or isinstance(value, Const | Field)
        or phase(value) is Phase.RELEASE
    }
