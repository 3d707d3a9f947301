"""What the manifest says of tags, and of code of the user's own: named, listed, and outside of every proof."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from tagc.backends.report.words import expression
from tagc.ir.expr import Convert, Param, Script, rebuild_expr, walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tagc.ir.expr import Expr, Node
    from tagc.ir.program import Program, Rule, Tag

    Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"

__all__ = ["custom_code", "does"]

_REACHES = {"run": "script", "script": "load", "image": "image"}


def does(tag: Tag, rule: Rule) -> dict[str, Json]:
    """Say what a tag runs or asks for, and what it is given."""
    (command,) = tag.instance.send
    (argument,) = command.arguments
    params = dict(rule.calls[0].params)
    kind = _REACHES[command.function]
    if isinstance(argument, Script):
        return {kind: argument.file, "reads": {name: expression(params[name]) for name, _ in argument.reads}}
    return {kind: expression(_address(argument, params))}


def _address(argument: Expr, params: Mapping[str, Expr]) -> Expr:
    """The address as it is written: what is put in, without the escaping."""

    def change(node: Node) -> Node:
        if isinstance(node, Convert) and node.name == "escape_part" and isinstance(node.source, Param):
            return params[node.source.name]
        return node

    return rebuild_expr(argument, change)


def custom_code(program: Program) -> list[Json]:
    """List the script files that are compiled in, by path, with what uses them."""
    used: dict[str, dict[str, None]] = {}
    for user, root in _roots(program):
        for node in walk(root):
            if isinstance(node, Script):
                used.setdefault(node.file, {})[user] = None
    return [{"file": file, "used_by": [*used[file]]} for file in sorted(used)]


def _roots(program: Program) -> Iterator[tuple[str, Node]]:
    for tag in program.tags:
        yield from ((f"tag {tag.name}", part) for command in tag.instance.send for part in command.arguments)
    for variable in program.variables:
        yield f"variable {variable.name}", variable.value
    for item in program.user.fields if program.user else ():
        yield "user data", item.value
    for rule in program.rules:
        name = f"{'tag' if rule.tag else 'rule'} {rule.name}"
        yield name, rule.condition
        yield from ((name, trigger.condition) for trigger in rule.triggers)
        yield from ((name, item.value) for item in rule.user)
        for call in rule.calls:
            yield from ((name, value) for _, value in call.params)
