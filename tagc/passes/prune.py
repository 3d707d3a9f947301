"""What nobody can reach leaves: rules that tell nobody or can never fire, unused variables, user data nobody takes.

Instances stay, also those that no rule tells: their library loads when its gate opens, and a withdrawal deletes what it
stored on an earlier page.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tagc.ir.expr import Always, Var, walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tagc.ir.expr import Expr, Node
    from tagc.ir.program import Program, Rule, UserData

__all__ = ["prune"]


def prune(program: Program) -> Program:
    """The same behaviour with fewer parts."""
    user = program.user if program.user and any(item.matching for item in program.instances) else None
    rules = tuple(made for rule in program.rules if (made := _reachable(rule, user)) is not None)
    needed = _variables(user, {item.name: item.value for item in program.variables}, rules)
    return replace(
        program,
        rules=rules,
        variables=tuple(item for item in program.variables if item.name in needed),
        user=user,
    )


def _reachable(rule: Rule, user: UserData | None) -> Rule | None:
    triggers = tuple(trigger for trigger in rule.triggers if trigger.condition != Always(holds=False))
    fields = rule.user if user else ()
    if not triggers or not (rule.calls or fields) or rule.condition == Always(holds=False):
        return None
    return (
        rule
        if (triggers, fields) == (rule.triggers, rule.user)
        else replace(rule, triggers=triggers, user=fields)
    )


def _variables(user: UserData | None, values: Mapping[str, Expr], rules: tuple[Rule, ...]) -> set[str]:
    needed: set[str] = set()

    def take(node: Node) -> None:
        for part in walk(node):
            if isinstance(part, Var) and part.name not in needed:
                needed.add(part.name)
                take(values[part.name])

    for rule in rules:
        for root in _roots(rule):
            take(root)
    for item in user.fields if user else ():
        take(item.value)
    return needed


def _roots(rule: Rule) -> Iterator[Node]:
    yield rule.condition
    for trigger in rule.triggers:
        yield trigger.condition
        yield from trigger.selectors
    for item in rule.user:
        yield item.value
    yield from (node for node in (rule.event_id, rule.once.key if rule.once else None) if node is not None)
    for call in rule.calls:
        yield call.payload
        yield from (value for _, value in call.params)
