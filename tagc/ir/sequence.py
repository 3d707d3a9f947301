"""Which calls wait for which: `after` of a rule, followed down to the single call.

A call waits for what the rules in `after` tell the same instance; where such a rule does not tell it anything, for all
that rule's calls. A call is done when it was made, or when it can no longer be: refused, dropped, or failed. So nobody
waits for the consent to a platform that the rules tell apart, and a refusal holds nothing up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from tagc.ir.program import Call, Program, Rule

__all__ = ["Sequence", "Told"]

Told: TypeAlias = tuple[str, str]
"""A rule and an instance that it tells, by their names."""


class Sequence:
    """The order among the calls of a program."""

    def __init__(self, program: Program) -> None:
        self._told = {rule.name: [call.instance for call in rule.calls] for rule in program.rules}
        waited = {
            told
            for rule in program.rules
            if rule.after
            for call in rule.calls
            for told in self.awaited(rule, call)
        }
        every = [(name, instance) for name, instances in self._told.items() for instance in instances]
        self.followed: dict[Told, int] = {
            told: number for number, told in enumerate(filter(waited.__contains__, every), 1)
        }
        """Every call that another one waits for, numbered from 1 in program order."""

    def awaited(self, rule: Rule, call: Call) -> tuple[Told, ...]:
        """Return what a call of the rule waits for; it waits for ever where nobody is told."""
        found: dict[Told, None] = {}
        for name in rule.after:
            told = self._told.get(name, [])
            own = told if told and call.instance not in told else [call.instance]
            found.update(dict.fromkeys((name, instance) for instance in own))
        return tuple(found)
