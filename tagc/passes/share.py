"""What a rule computes in several places is computed once per firing."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, cast

from tagc.frozen import replace
from tagc.ir.expr import Dom, Each, Field, Lookup, Param, Phase, Root, Var, children, phase, walk
from tagc.ir.program import Variable
from tagc.passes.rewrite import in_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tagc.ir.expr import Expr, Node
    from tagc.ir.program import Program, Rule

__all__ = ["share"]

PREFIX = "shared."
"""How the names of such values begin; a variable of the user's has no dot."""


def share(program: Program) -> Program:
    """Name what a rule writes down twice, so that backends compute it once. Cheap reads are not worth a name."""
    variables = list(program.variables)
    names: dict[Expr, str] = {}
    for variable in variables:
        names.setdefault(variable.value, variable.name)
    rules = []
    for rule in program.rules:
        changed = rule
        while (again := _largest(changed)) is not None:
            if again not in names:
                names[again] = f"{PREFIX}{len(variables) + 1}"
                variables.append(Variable(names[again], again, rule.origin))
            changed = _with(changed, again, Var(names[again]))
        rules.append(changed)
    return replace(program, rules=tuple(rules), variables=tuple(variables))


def _with(rule: Rule, expr: Expr, name: Var) -> Rule:
    return in_rule(rule, lambda node: name if node == expr else node)


def _largest(rule: Rule) -> Expr | None:
    """The largest value worth a name that stands in the rule more than once."""
    counts = Counter(_values(*_roots(rule)))
    again = [node for node, count in counts.items() if count > 1]
    return max(again, key=_size, default=None)


def _roots(rule: Rule) -> Iterator[Node]:
    """Each value of the rule once; calls that are told the same share it already, but for the names of their events."""
    distinct = dict.fromkeys(value for call in rule.calls for _, value in call.params)
    names = [
        value
        for call in rule.calls[1:]
        for name, value in call.params
        if any(cell == Param(name) for _, cell in call.cells)
    ]
    once = rule.once.key if rule.once else None
    roots = (rule.condition, rule.event_id, once, *(trigger.condition for trigger in rule.triggers))
    yield from (root for root in roots if root is not None)
    yield from distinct
    yield from names
    yield from (item.value for item in rule.user)


def _values(*roots: Node) -> Iterator[Expr]:
    """Values that may have a name: computed ones, known when the trigger fires, that do not depend on an element."""
    for node in walk(*roots):
        if isinstance(node, (Lookup, Dom, Each)) and phase(node) is Phase.FIRE and not _depends_on_item(node):
            yield cast("Expr", node)


def _depends_on_item(node: Node) -> bool:
    if isinstance(node, Field):
        return node.root is Root.ITEM
    inner = list(children(node))
    if isinstance(node, Each):
        inner = [node.source]
    return any(_depends_on_item(child) for child in inner)


def _size(node: Node) -> int:
    return sum(1 for _ in walk(node))
