"""Small constructors, so that code which generates Bloblang reads like the Bloblang it generates.

    if_(eq(variable("kind"), "lead"), method(this("email"), "lowercase"), NULL)

Wherever an expression is expected, text, numbers, booleans and None stand for themselves. Nothing here decides
anything: no folding, no checks of meaning.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from typing import Final, TypeAlias

from tagc.bloblang.nodes import (
    Array,
    Assign,
    Binary,
    Call,
    Definition,
    Expression,
    If,
    Lambda,
    Let,
    Literal,
    Member,
    Meta,
    Method,
    Name,
    Object,
    Statement,
    Unary,
    Variable,
    Within,
)
from tagc.bloblang.nodes import Mapping as MappingNode

__all__ = [
    "DELETED",
    "FALSE",
    "NULL",
    "THIS",
    "TRUE",
    "Json",
    "Operand",
    "and_",
    "apply",
    "array",
    "assign",
    "binary",
    "call",
    "coalesce",
    "eq",
    "if_",
    "lambda_",
    "let",
    "mapping",
    "member",
    "meta",
    "method",
    "name",
    "not_",
    "object_",
    "or_",
    "this",
    "value",
    "variable",
    "within",
]

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"
Operand: TypeAlias = "Expression | str | float | bool | None"

NULL: Final = Literal(None)
TRUE: Final = Literal(True)  # noqa: FBT003 - the literal itself
FALSE: Final = Literal(False)  # noqa: FBT003 - the literal itself
THIS: Final = Name("this")
DELETED: Final = Call("deleted")


def _node(operand: Operand) -> Expression:
    return Literal(operand) if operand is None or isinstance(operand, str | float | int) else operand


def value(data: Json) -> Expression:
    """Plain data as an expression that gives it."""
    if data is None or isinstance(data, str | bool | int | float):
        return Literal(data)
    if isinstance(data, Mapping):
        return Object(tuple([(key, value(item)) for key, item in data.items()]))
    return Array(tuple([value(item) for item in data]))


def name(text: str) -> Name:
    """`text`."""
    return Name(text)


def variable(text: str) -> Variable:
    """`$text`."""
    return Variable(text)


def member(target: Expression, *steps: str) -> Expression:
    """`target.one.two`."""
    return reduce(Member, steps, target)


def this(*steps: str) -> Expression:
    """`this.one.two`."""
    return member(THIS, *steps)


def call(function: str, *arguments: Operand) -> Call:
    """`function(arguments)`."""
    return Call(function, tuple(map(_node, arguments)))


def method(target: Operand, named: str, *arguments: Operand) -> Method:
    """`target.named(arguments)`."""
    return Method(_node(target), named, tuple(map(_node, arguments)))


def apply(target: Operand, definition: str) -> Method:
    """`target.apply("definition")`."""
    return method(target, "apply", definition)


def within(target: Operand, named: str, body: Operand) -> Within:
    """`target.(named -> body)`."""
    return Within(_node(target), Lambda(named, _node(body)))


def lambda_(named: str, body: Operand) -> Lambda:
    """`named -> body`."""
    return Lambda(named, _node(body))


def not_(argument: Expression) -> Expression:
    """`!argument`."""
    return Unary("!", argument)


def binary(operator: str, left: Operand, right: Operand) -> Binary:
    """`left operator right`."""
    return Binary(operator, _node(left), _node(right))


def eq(left: Operand, right: Operand) -> Binary:
    """`left == right`."""
    return binary("==", left, right)


def and_(*conditions: Expression) -> Expression:
    """`a && b`; one stays alone, none is true."""
    return reduce(lambda left, right: Binary("&&", left, right), conditions) if conditions else TRUE


def or_(*conditions: Expression) -> Expression:
    """`a || b`; one stays alone, none is false."""
    return reduce(lambda left, right: Binary("||", left, right), conditions) if conditions else FALSE


def coalesce(*options: Operand) -> Expression:
    """`a | b`: the first that is not null."""
    return reduce(lambda left, right: Binary("|", left, right), map(_node, options))


def if_(test: Expression, then: Operand, otherwise: Operand) -> If:
    """`if test { then } else { otherwise }`; an `if` in the last place becomes more branches."""
    last = _node(otherwise)
    first = ((test, _node(then)),)
    return If(first + last.branches, last.otherwise) if isinstance(last, If) else If(first, last)


def object_(entries: Mapping[str, Expression] | Iterable[tuple[str, Expression]] = ()) -> Object:
    """`{"key": expression}`."""
    return Object(tuple(entries.items() if isinstance(entries, Mapping) else entries))


def array(*items: Operand) -> Array:
    """`[a, b]`."""
    return Array(tuple(map(_node, items)))


def let(named: str, made: Operand) -> Let:
    """`let named = made`."""
    return Let(named, _node(made))


def assign(path: Sequence[str], made: Operand) -> Assign:
    """`root.path = made`."""
    return Assign(tuple(path), _node(made))


def meta(named: str, made: Operand) -> Meta:
    """`meta named = made`."""
    return Meta(named, _node(made))


def mapping(statements: Iterable[Statement], definitions: Iterable[Definition] = ()) -> MappingNode:
    """A whole mapping: the definitions first."""
    return MappingNode((*definitions, *statements))
