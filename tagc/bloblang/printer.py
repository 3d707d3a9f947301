"""Tree to text: the one place where Bloblang is written.

The text is ASCII and holds no `${`, so that it can stand in a configuration file of the engine, where `${NAME}` is
replaced before anything is parsed. Lines are broken where they would be too long, at places where the engine's parser
takes a line end: after a brace, a bracket or a comma.

Text of the engine is UTF-8: half of a surrogate pair has no place in it and is written as U+FFFD.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final, assert_never

from tagc.bloblang import nodes

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["to_source"]

_WIDTH: Final = 110
_SHORT: Final = 60
_INDENT: Final = "  "
_PLAIN_STEP: Final = re.compile(r"[A-Za-z0-9_]+")
_SPELLED: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_LEVELS: Final = {
    "||": 1, "&&": 1, "==": 2, "!=": 2, "<": 2, "<=": 2, ">": 2, ">=": 2,
    "+": 3, "-": 3, "*": 4, "/": 4, "%": 4, "|": 4,
}  # fmt: skip
_UNARY: Final = 5
_TIGHT: Final = 6  # what a method may follow
_SAFE: Final = 2**53


def to_source(node: nodes.Mapping | nodes.Statement | nodes.Expression) -> str:
    """The text of a mapping (with a line end after every statement), or of any part of one."""
    match node:
        case nodes.Mapping(statements):
            return "".join([_statement(statement) + "\n" for statement in statements])
        case nodes.Let() | nodes.Assign() | nodes.Meta() | nodes.Definition():
            return _statement(node)
        case _:
            return _expression(node, 0, 0)


def _statement(node: nodes.Statement) -> str:
    match node:
        case nodes.Let(name, value):
            return f"let {name} = {_expression(value, 0, 0)}"
        case nodes.Assign(path, value):
            return f"{'.'.join(['root', *map(_step, path)])} = {_expression(value, 0, 0)}"
        case nodes.Meta(name, value):
            return f"meta {_step(name)} = {_expression(value, 0, 0)}"
        case nodes.Definition(name, text):
            if "${" in text:
                message = f"the definition of {name} holds an environment reference"
                raise ValueError(message)
            return text
    assert_never(node)


def _expression(node: nodes.Expression, level: int, depth: int | None) -> str:
    """The text, in parentheses where what stands around binds as tightly as `level`.

    `depth` is the indent of the line it begins in; None: all has to stand in one line.
    """
    text = _bare(node, None)
    if depth is not None and len(text) + len(_INDENT) * depth > _WIDTH:
        text = _bare(node, depth)
    return f"({text})" if _level(node) < level else text


def _level(node: nodes.Expression) -> int:
    match node:
        case nodes.Binary(operator):
            return _LEVELS[operator]
        case nodes.Unary():
            return _UNARY
        case nodes.Literal(value) if not isinstance(value, str):
            return _UNARY
        case nodes.If() | nodes.Lambda():
            return 0
        case _:
            return _TIGHT


def _bare(node: nodes.Expression, depth: int | None) -> str:
    match node:
        case nodes.Literal(value):
            return _literal(value)
        case nodes.Name(name):
            return name
        case nodes.Variable(name):
            return f"${name}"
        case nodes.Member(target, step):
            return f"{_expression(target, _TIGHT, depth)}.{_step(step)}"
        case nodes.Call(name, arguments):
            return name + _arguments(arguments, depth)
        case nodes.Method(target, name, arguments):
            return f"{_expression(target, _TIGHT, depth)}.{name}{_arguments(arguments, depth)}"
        case nodes.Within(target, body):
            return f"{_expression(target, _TIGHT, depth)}.{_arguments((body,), depth)}"
        case nodes.Lambda(name, body):
            return f"{name} -> {_expression(body, 0, depth)}"
        case nodes.Unary(operator, argument):
            return operator + _expression(argument, _TIGHT, depth)
        case nodes.Binary():
            return _binary(node, depth)
        case nodes.If():
            return _if(node, depth)
        case nodes.Object(entries):
            pairs = [f"{_string(key)}: {_expression(value, 0, _deeper(depth))}" for key, value in entries]
            return _listed("{}", pairs, depth)
        case nodes.Array(items):
            return _listed("[]", _each(items, depth), depth)
    assert_never(node)


def _deeper(depth: int | None) -> int | None:
    return None if depth is None else depth + 1


def _each(items: Sequence[nodes.Expression], depth: int | None) -> list[str]:
    return [_expression(item, 0, _deeper(depth)) for item in items]


def _arguments(arguments: Sequence[nodes.Expression], depth: int | None) -> str:
    """A lambda begins where its call does, short arguments stay beside each other."""
    if len(arguments) == 1 and isinstance(arguments[0], nodes.Lambda):
        return f"({_expression(arguments[0], 0, depth)})"
    flat = _listed("()", _each(arguments, None), None)
    return flat if depth is None or len(flat) <= _SHORT else _listed("()", _each(arguments, depth), depth)


def _listed(brackets: str, texts: list[str], depth: int | None) -> str:
    if depth is None or not texts:
        return brackets[0] + ", ".join(texts) + brackets[1]
    line = "\n" + _INDENT * (depth + 1)
    return brackets[0] + line + f",{line}".join(texts) + "\n" + _INDENT * depth + brackets[1]


def _binary(node: nodes.Binary, depth: int | None) -> str:
    """The engine reads `&&` and `||` from left to right as they come: where they mix, parentheses say so."""
    own = _LEVELS[node.operator]
    mixed = (
        own == _LEVELS["&&"] and isinstance(node.left, nodes.Binary) and node.left.operator != node.operator
    )
    left = _expression(node.left, own + mixed, depth)
    between = " " if depth is None else "\n" + _INDENT * (depth + 1)
    return f"{left} {node.operator}{between}{_expression(node.right, own + 1, _deeper(depth))}"


def _if(node: nodes.If, depth: int | None) -> str:
    line, end = (" ", " ") if depth is None else ("\n" + _INDENT * (depth + 1), "\n" + _INDENT * depth)
    parts = [
        f"if {_expression(test, 1, depth)} {{{line}{_expression(value, 0, _deeper(depth))}{end}}}"
        for test, value in node.branches
    ]
    return " else ".join([*parts, f"{{{line}{_expression(node.otherwise, 0, _deeper(depth))}{end}}}"])


def _step(step: str) -> str:
    return step if _PLAIN_STEP.fullmatch(step) else _string(step)


def _literal(value: str | float | bool | None) -> str:  # noqa: FBT001 - one literal of a few kinds
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return _string(value) if isinstance(value, str) else _number(value)


def _number(value: float) -> str:
    """A number without exponent, which the engine does not read; a whole float as `5.0`."""
    if isinstance(value, int) and -_SAFE <= value <= _SAFE:
        return str(value)
    value = float(value)
    if not math.isfinite(value):
        message = f"Bloblang has no literal for {value}"
        raise ValueError(message)
    written = f"{Decimal(repr(value)):f}"
    return written if "." in written else f"{written}.0"


def _string(text: str) -> str:
    joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return '"' + "".join(map(_character, joined)).replace("${", "\\u0024{") + '"'


def _character(character: str) -> str:
    if character in _SPELLED:
        return _SPELLED[character]
    if " " <= character <= "~":
        return character
    code = ord(character)
    return f"\\u{code:04x}" if character <= "\uffff" else f"\\U{code:08x}"
