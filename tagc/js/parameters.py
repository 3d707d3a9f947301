"""Parameters nobody reads: out they go, with what calls hand over for them.

Only for functions bound by `const` whose every use is a call, so that no caller is unseen. Runtime parts are written for
the widest case; after folding, what a case does not need should not be handed around.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from tagc.js import nodes as js
from tagc.js.build import UNDEFINED
from tagc.js.fold import is_pure
from tagc.js.scopes import Analysis, analyse, distinct
from tagc.js.tree import children, transform

__all__ = ["drop_unused_parameters"]

_T = TypeVar("_T", bound=js.Node)


def drop_unused_parameters(node: _T) -> _T:
    """Remove plain parameters that a function never reads, and the arguments of its calls in their places.

    A parameter stays where a call's argument for it has an effect or where a spread hides which argument it gets.
    Arguments that are `undefined` at the end of a call of such a function are removed too.
    """
    tree = distinct(node)
    functions = _only_called(tree, analyse(tree))
    calls: dict[int, list[js.CallExpression]] = {}
    for item in _walk(tree):
        if isinstance(item, js.CallExpression) and id(item.callee) in functions:
            calls.setdefault(functions[id(item.callee)], []).append(item)
    analysis = analyse(tree)
    idle = {
        id(identifier)
        for binding in analysis.bindings
        if len(binding.identifiers) == binding.declarations
        for identifier in binding.identifiers
    }
    drops: dict[int, frozenset[int]] = {}
    for item in _walk(tree):
        if isinstance(item, js.ArrowFunctionExpression) and id(item) in functions.values():
            drops[id(item)] = frozenset(
                place
                for place, parameter in enumerate(item.params)
                if id(parameter) in idle and all(_may_drop(call, place) for call in calls.get(id(item), []))
            )

    def without(found: js.Node) -> js.Node:
        new = _map(found, without)
        if isinstance(found, js.ArrowFunctionExpression) and id(found) in drops:
            kept = tuple(p for place, p in enumerate(found.params) if place not in drops[id(found)])
            return replace(new, params=kept)  # type: ignore[arg-type]
        if isinstance(found, js.CallExpression) and id(found.callee) in functions:
            gone = drops.get(functions[id(found.callee)], frozenset())
            arguments = [a for place, a in enumerate(new.arguments) if place not in gone]  # type: ignore[attr-defined]
            while arguments and arguments[-1] == UNDEFINED:
                arguments.pop()
            return replace(new, arguments=tuple(arguments))  # type: ignore[arg-type]
        return new

    return without(tree)  # type: ignore[return-value]


def _map(node: js.Node, function):  # type: ignore[no-untyped-def]
    from tagc.js.tree import map_children

    return map_children(node, function)


def _walk(node: js.Node):  # type: ignore[no-untyped-def]
    yield node
    for child in children(node):
        yield from _walk(child)


def _may_drop(call: js.CallExpression, place: int) -> bool:
    arguments = call.arguments[: place + 1]
    if any(isinstance(argument, js.SpreadElement) for argument in arguments):
        return False
    return len(arguments) <= place or is_pure(arguments[place])


def _only_called(tree: js.Node, analysis: Analysis) -> dict[int, int]:
    """Callee identifier -> the arrow function it means, for functions that are never used but called."""
    arrows: dict[int, js.ArrowFunctionExpression] = {}
    callees: set[int] = set()
    for item in _walk(tree):
        if isinstance(item, js.VariableDeclaration) and item.kind == "const":
            arrows.update(
                {
                    id(d.id): d.init
                    for d in item.declarations
                    if isinstance(d.init, js.ArrowFunctionExpression)
                }
            )
        elif isinstance(item, js.CallExpression):
            callees.add(id(item.callee))
    found: dict[int, int] = {}
    for binding in analysis.bindings:
        declared = [identifier for identifier in binding.identifiers if id(identifier) in arrows]
        uses = [identifier for identifier in binding.identifiers if id(identifier) not in arrows]
        if len(declared) == 1 and binding.declarations == 1 and all(id(use) in callees for use in uses):
            found.update({id(use): id(arrows[id(declared[0])]) for use in uses})
    return found


_unused = transform
