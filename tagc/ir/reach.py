"""What can happen at all: which rules may fire, and which instances are told something.

An instance that no rule can tell anything is not loaded: nobody asked for its library. The interpreter and the passes
ask here, so that they mean the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tagc.ir.constants import folded
from tagc.ir.expr import Always, Const, Var, rebuild, rebuild_expr

if TYPE_CHECKING:
    from tagc.ir.expr import Condition, Node
    from tagc.ir.program import Program, Rule, Trigger

__all__ = ["Reach"]


class Reach:
    """What of a program can be reached, whatever visitors do."""

    def __init__(self, program: Program) -> None:
        self._constants: dict[str, Const] = {}
        for variable in program.variables:  # each after those it needs
            value = rebuild_expr(variable.value, self._computed)
            if isinstance(value, Const):
                self._constants[variable.name] = value
        self._telling = self._tellers(program.rules)
        self.instances = frozenset(
            call.instance for rule in program.rules if self.tells(rule) for call in rule.calls
        )
        """The instances that some rule can tell something."""

    def fires(self, rule: Rule) -> bool:
        """Whether the rule can fire."""
        return self.holds(rule.condition) and any(map(self.listens, rule.triggers))

    def tells(self, rule: Rule) -> bool:
        """Whether the rule can make a call: it can fire, and so can all that its calls wait for."""
        return rule.name in self._telling

    def listens(self, trigger: Trigger) -> bool:
        """Whether the trigger can fire."""
        members = (any(map(self.listens, alternatives)) for alternatives in trigger.members)
        return self.holds(trigger.condition) and all(members)

    def holds(self, condition: Condition) -> bool:
        """Whether constants leave it open that the condition holds."""
        if isinstance(condition, Always):
            return condition.holds
        return rebuild(condition, self._computed) != Always(holds=False)

    def _tellers(self, rules: tuple[Rule, ...]) -> set[str]:
        """The names of the rules that can make a call."""
        waiting: dict[str, list[str]] = {}
        for rule in rules:
            for name in rule.after:
                waiting.setdefault(name, []).append(rule.name)
        found = {rule.name for rule in rules if rule.calls and self.fires(rule)}
        queue = sorted({*waiting, *(rule.name for rule in rules)} - found)
        while queue:
            in_vain = [name for name in waiting.get(queue.pop(), ()) if name in found]
            found.difference_update(in_vain)
            queue += in_vain
        return found

    def _computed(self, node: Node) -> Node:
        return self._constants.get(node.name, node) if isinstance(node, Var) else folded(node)
