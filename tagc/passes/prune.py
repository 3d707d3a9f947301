"""What nobody can reach leaves.

Rules that tell nobody or can never fire, instances that no rule tells anything, unused variables, user data nobody takes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tagc.frozen import replace
from tagc.ir.expr import Var, walk
from tagc.ir.reach import Reach

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tagc.ir.expr import Expr, Node
    from tagc.ir.program import Program, Rule, Trigger, UserData

__all__ = ["prune"]


def prune(program: Program) -> Program:
    """The same behaviour with fewer parts."""
    reach = Reach(program)
    instances = tuple(item for item in program.instances if item.name in reach.instances)
    user = program.user if program.user and any(item.matching for item in instances) else None
    rules = tuple(made for rule in program.rules if (made := _reachable(rule, user, reach)) is not None)
    needed = _variables(user, {item.name: item.value for item in program.variables}, rules)
    return replace(
        program,
        instances=instances,
        tags=tuple(tag for tag in program.tags if tag.instance.name in reach.instances),
        rules=rules,
        variables=tuple(item for item in program.variables if item.name in needed),
        user=user,
    )


def _reachable(rule: Rule, user: UserData | None, reach: Reach) -> Rule | None:
    fields = rule.user if user else ()
    if not reach.tells(rule):
        if not fields or not reach.fires(rule):
            return None
        # It only says who the visitor is.
        rule = replace(rule, calls=(), after=(), stop_on_failure=False)
    triggers = (_listening(trigger, reach) for trigger in rule.triggers if reach.listens(trigger))
    return replace(rule, triggers=tuple(triggers), user=fields)


def _listening(trigger: Trigger, reach: Reach) -> Trigger:
    if not trigger.members:
        return trigger
    members = tuple(tuple(filter(reach.listens, alternatives)) for alternatives in trigger.members)
    return replace(trigger, members=members)


def _variables(user: UserData | None, values: Mapping[str, Expr], rules: tuple[Rule, ...]) -> set[str]:
    needed: set[str] = set()
    if not values:
        return needed

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
        for part in trigger.parts():
            yield part.condition
            yield from (*part.selectors, *part.arguments)
    for item in rule.user:
        yield item.value
    yield from (node for node in (rule.event_id, rule.once.key if rule.once else None) if node is not None)
    for call in rule.calls:
        yield call.payload
        yield from (value for _, value in call.params)
