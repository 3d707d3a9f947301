"""Parameters nobody reads, nobody gives, or everybody gives the same: out they go, with what calls hand over for them.

Only for functions bound by `const` whose every use is a call, so that no caller is unseen. Runtime parts are written for
the widest case; after folding, what a case does not need should not be handed around.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from tagc.frozen import replace
from tagc.js import nodes as js
from tagc.js.build import UNDEFINED
from tagc.js.fold import is_pure
from tagc.js.scopes import Analysis, analyse
from tagc.js.tree import deep_recursion, map_children, transform, walk

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["decide_missing_arguments", "drop_unused_parameters", "put_constants"]

_T = TypeVar("_T", bound=js.Node)


def drop_unused_parameters(node: _T) -> _T:
    """Remove plain parameters that a function never reads, and the arguments of its calls in their places.

    A parameter stays where a call's argument for it has an effect, or where a spread hides which argument it gets.
    Arguments that are `undefined` at the end of a call of such a function are removed too.
    """
    with deep_recursion():
        analysis = analyse(node)
        tree = analysis.tree
        functions = _only_called(tree, analysis)
        idle = {
            id(identifier)
            for binding in analysis.bindings
            if len(binding.identifiers) == binding.declarations
            for identifier in binding.identifiers
        }
        gone = {key: function.idle_places(idle) for key, function in functions.items()}
        return _without(tree, functions, gone)  # type: ignore[return-value]


def decide_missing_arguments(node: _T) -> _T:
    """Where a parameter that no call gives is asked for yes or no, the answer is no: `if (x)`, `x ? a : b`, `!x`, `x || a`.

    Folding then drops what that makes superfluous. Everywhere else the parameter stays, and is undefined.
    """
    with deep_recursion():
        analysis = analyse(node)
        tree = analysis.tree
        missing = {
            id(parameter)
            for function in _only_called(tree, analysis).values()
            for parameter in function.never_given()
        }
        reads = {
            id(identifier)
            for binding in analysis.bindings
            if not binding.assigned and missing & set(map(id, binding.identifiers))
            for identifier in binding.identifiers
        }
        return transform(tree, lambda item: _answered(item, reads))  # type: ignore[return-value]


def _answered(node: js.Node, missing: set[int]) -> js.Node:
    match node:
        case js.IfStatement(test=asked) | js.ConditionalExpression(test=asked) if id(asked) in missing:
            return replace(node, test=js.Literal(value=False))
        case js.UnaryExpression("!", asked) if id(asked) in missing:
            return js.Literal(value=True)
        case js.LogicalExpression("||", asked, otherwise) if id(asked) in missing:
            return otherwise
        case _:
            return node


def put_constants(node: _T, *, except_of: Collection[str] = ()) -> _T:
    """A parameter's constant in its place, where every call gives the same one; not in functions of these names."""
    analysis = analyse(node)
    tree = analysis.tree
    named = {id(item): binding.name for binding in analysis.bindings for item in binding.identifiers}
    by_first = {id(item): binding for binding in analysis.bindings for item in binding.identifiers}
    constants: dict[int, js.Literal] = {}
    for function in _only_called(tree, analysis).values():
        if any(named[callee] in except_of for callee in function.callees):
            continue
        for place, parameter in enumerate(function.arrow.params):
            binding = by_first.get(id(parameter))
            given = {_constant(call, place) for call in function.calls}
            constant = given.pop() if len(given) == 1 else None
            if constant is not None and binding is not None and not binding.assigned:
                used = (item for item in binding.identifiers if item is not parameter)
                constants.update({id(item): constant for item in used})
    return transform(tree, lambda item: constants.get(id(item), item))  # type: ignore[return-value]


def _constant(call: js.CallExpression, place: int) -> js.Literal | None:
    arguments = call.arguments[: place + 1]
    if len(arguments) <= place or any(isinstance(argument, js.SpreadElement) for argument in arguments):
        return None
    found = arguments[place]
    return found if isinstance(found, js.Literal) else None


@dataclass(slots=True)
class _Function:
    """A function and all calls of it."""

    arrow: js.ArrowFunctionExpression
    callees: set[int] = field(default_factory=set)
    calls: list[js.CallExpression] = field(default_factory=list)

    def idle_places(self, idle: set[int]) -> frozenset[int]:
        """Which parameters may go."""
        return frozenset(
            place
            for place, parameter in enumerate(self.arrow.params)
            if id(parameter) in idle and all(_may_drop(call, place) for call in self.calls)
        )

    def never_given(self) -> tuple[js.Pattern, ...]:
        """Parameters behind the arguments of every call."""
        if any(isinstance(argument, js.SpreadElement) for call in self.calls for argument in call.arguments):
            return ()
        return self.arrow.params[max((len(call.arguments) for call in self.calls), default=0) :]


def _may_drop(call: js.CallExpression, place: int) -> bool:
    arguments = call.arguments[: place + 1]
    if any(isinstance(argument, js.SpreadElement) for argument in arguments):
        return False
    return len(arguments) <= place or is_pure(arguments[place])


def _only_called(tree: js.Node, analysis: Analysis) -> dict[int, _Function]:
    """Functions that are never used but called, by the identity of their arrow."""
    arrows: dict[int, js.ArrowFunctionExpression] = {}
    calls: dict[int, js.CallExpression] = {}
    for item in walk(tree):
        if isinstance(item, js.VariableDeclaration) and item.kind == "const":
            for declarator in item.declarations:
                if isinstance(declarator.init, js.ArrowFunctionExpression):
                    arrows[id(declarator.id)] = declarator.init
        elif isinstance(item, js.CallExpression):
            calls[id(item.callee)] = item
    found: dict[int, _Function] = {}
    for binding in analysis.bindings:
        declared = [identifier for identifier in binding.identifiers if id(identifier) in arrows]
        uses = {id(identifier) for identifier in binding.identifiers if id(identifier) not in arrows}
        if len(declared) == 1 and binding.declarations == 1 and uses <= calls.keys():
            arrow = arrows[id(declared[0])]
            found[id(arrow)] = _Function(arrow, uses, [calls[use] for use in uses])
    return found


def _without(tree: js.Node, functions: dict[int, _Function], gone: dict[int, frozenset[int]]) -> js.Node:
    called = {callee: key for key, function in functions.items() for callee in function.callees}

    def rebuild(node: js.Node) -> js.Node:
        new = map_children(node, rebuild)
        if isinstance(new, js.ArrowFunctionExpression) and id(node) in gone:
            places = gone[id(node)]
            return replace(new, params=tuple(p for at, p in enumerate(new.params) if at not in places))
        if (
            isinstance(new, js.CallExpression)
            and isinstance(node, js.CallExpression)
            and id(node.callee) in called
        ):
            places = gone[called[id(node.callee)]]
            kept = [argument for at, argument in enumerate(new.arguments) if at not in places]
            while kept and kept[-1] == UNDEFINED:
                kept.pop()
            return replace(new, arguments=tuple(kept))
        return new

    return rebuild(tree)
