"""What nobody can reach leaves: rules that tell nobody or can never fire, instances without rules, unused variables."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tagc.ir.expr import Always, Var, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tagc.ir.expr import Node
    from tagc.ir.program import Program, Rule

__all__ = ["prune"]


def prune(program: Program) -> Program:
    """The same behaviour with fewer parts. An instance whose loading is a page view stays only if something tells it."""
    rules = tuple(made for rule in program.rules if (made := _reachable(rule)) is not None)
    told = {call.instance for rule in rules for call in rule.calls}
    kept = tuple(item for item in program.instances if item.name in told)
    needed = _variables(program, rules)
    return replace(
        program,
        instances=kept,
        rules=rules,
        variables=tuple(item for item in program.variables if item.name in needed),
        user=program.user if program.user and any(item.matching for item in kept) else None,
    )


def _reachable(rule: Rule) -> Rule | None:
    triggers = tuple(trigger for trigger in rule.triggers if trigger.condition != Always(holds=False))
    if not triggers or not rule.calls or rule.condition == Always(holds=False):
        return None
    return rule if triggers == rule.triggers else replace(rule, triggers=triggers)


def _variables(program: Program, rules: tuple[Rule, ...]) -> set[str]:
    values = {item.name: item.value for item in program.variables}
    needed: set[str] = set()

    def take(node: Node) -> None:
        for part in walk(node):
            if isinstance(part, Var) and part.name not in needed:
                needed.add(part.name)
                take(values[part.name])

    for rule in rules:
        for root in _roots(rule):
            take(root)
    for item in program.user.fields if program.user else ():
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
