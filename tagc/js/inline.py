"""Putting expressions in the place of a function's parameters, so that no call is left.

The function is a pattern with named holes; whether filling it in makes sense for the program is the caller's
decision.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tagc.js import nodes as js
from tagc.js.names import free_names, fresh
from tagc.js.scopes import Binding, analyse
from tagc.js.tree import transform

if TYPE_CHECKING:
    from collections.abc import Mapping


def inline(
    function: js.ArrowFunctionExpression, arguments: Mapping[str, js.Expression]
) -> js.Expression | js.BlockStatement:
    """The body of the function with each parameter replaced by the argument of its name.

    `inline` of `(id, then) => load(id, then)` with `id: "x"` and `then: f` is `load("x", f)`. Locals of the
    function that would capture a name of an argument are renamed. Arguments without a parameter are left out.
    A `ValueError` names the parameter that has no argument, that is not a plain name, that is assigned to, or
    that occurs more than once although its argument is more than a name or a literal and so would be
    evaluated more than once.
    """
    analysis = analyse(function)
    tree, bindings = analysis.tree, analysis.bindings
    assert isinstance(tree, js.ArrowFunctionExpression)  # noqa: S101 - what went in
    parameters = {id(item) for item in tree.params}
    outside: set[str] = set().union(*[free_names(argument) for argument in arguments.values()])
    used = outside | free_names(tree) | {binding.name for binding in bindings}
    new: dict[int, js.Expression] = {}
    for binding in bindings:
        if any(id(item) in parameters for item in binding.identifiers):
            argument = _argument(binding, arguments)
            new.update({id(item): argument for item in binding.identifiers})
        elif binding.name in outside:
            name = fresh(binding.name, used)
            used.add(name)
            new.update({id(item): js.Identifier(name) for item in binding.identifiers})
    for item in tree.params:
        if not isinstance(item, js.Identifier):
            msg = f"a {type(item).__name__} among the parameters cannot be replaced by an argument"
            raise ValueError(msg)  # noqa: TRY004 - part of one contract
    return transform(tree.body, lambda node: new.get(id(node), node))  # type: ignore[return-value]


def _argument(binding: Binding, arguments: Mapping[str, js.Expression]) -> js.Expression:
    name = binding.name
    problem = ""
    if name not in arguments:
        problem = "has no argument"
    elif binding.assigned:
        problem = "is assigned to"
    elif len(binding.identifiers) - binding.declarations > 1 and not _is_atomic(arguments[name]):
        problem = "occurs more than once, its argument would be evaluated as often"
    if problem:
        msg = f"parameter {name} {problem}"
        raise ValueError(msg)
    return arguments[name]


def _is_atomic(node: js.Expression) -> bool:
    match node:
        case js.Identifier() | js.Literal() | js.UnaryExpression(argument=js.Literal()):
            return True
        case _:
            return False
