"""Small constructors, so that code which generates JavaScript reads like the JavaScript it generates.

    call(member(ident("window"), "fbq"), string("track"), value({"value": 1}))

Names follow JavaScript where Python allows it, with a trailing underscore where Python does not. Wherever an
expression is expected as a *body*, statements and expressions are both accepted. Nothing here decides
anything: no folding, no checks of meaning.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from typing import TypeAlias, TypeVar

from tagc.js.nodes import (
    ArrayExpression,
    ArrowFunctionExpression,
    AssignmentExpression,
    BinaryExpression,
    BlockStatement,
    CallExpression,
    ConditionalExpression,
    DeclarationKind,
    Expression,
    ExpressionStatement,
    FunctionDeclaration,
    FunctionExpression,
    Identifier,
    IfStatement,
    Literal,
    LogicalExpression,
    MemberExpression,
    NewExpression,
    Node,
    ObjectExpression,
    Pattern,
    Program,
    Property,
    RegExpLiteral,
    ReturnStatement,
    SequenceExpression,
    SpreadElement,
    Statement,
    UnaryExpression,
    VariableDeclaration,
    VariableDeclarator,
)

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"
Param: TypeAlias = "str | Pattern"
_T = TypeVar("_T", bound=Node)

NULL = Literal(None)
TRUE = Literal(True)  # noqa: FBT003 - the literal itself
FALSE = Literal(False)  # noqa: FBT003 - the literal itself
UNDEFINED = UnaryExpression("void", Literal(0))


def ident(name: str) -> Identifier:
    """`name`."""
    return Identifier(name)


def string(text: str) -> Literal:
    """`"text"`."""
    return Literal(text)


def number(quantity: float) -> Literal:
    """`1`."""
    return Literal(quantity)


def regexp(pattern: str, flags: str = "") -> RegExpLiteral:
    """`/pattern/flags`."""
    return RegExpLiteral(pattern, flags)


def value(data: Json) -> Expression:
    """Plain data as an expression that evaluates to it: `{"a": [1, None]}` becomes `{a: [1, null]}`.

    Every key becomes an own property, `__proto__` included.
    """
    if data is None or isinstance(data, str | bool | int | float):
        return Literal(data)
    if isinstance(data, Mapping):
        return object_({key: value(item) for key, item in data.items()})
    return array(*[value(item) for item in data])


def array(*elements: Expression | SpreadElement) -> ArrayExpression:
    """`[a, b]`."""
    return ArrayExpression(elements)


def object_(
    entries: Mapping[str, Expression] | Iterable[tuple[str, Expression] | SpreadElement | Property] = (),
) -> ObjectExpression:
    """`{key: expression}` from a mapping, or from pairs mixed with `spread(...)` and ready properties."""
    listed = entries.items() if isinstance(entries, Mapping) else entries
    return ObjectExpression(
        tuple([Property(Literal(item[0]), item[1]) if isinstance(item, tuple) else item for item in listed])
    )


def spread(argument: Expression) -> SpreadElement:
    """`...argument`."""
    return SpreadElement(argument)


def member(target: Expression | str, *path: str | Expression) -> Expression:
    """`target.a.b`; a step that is an expression is computed, a target that is text is a name."""
    start: Expression = Identifier(target) if isinstance(target, str) else target
    return reduce(_step, path, start)


def _step(target: Expression, step: str | Expression) -> Expression:
    return MemberExpression(target, Literal(step) if isinstance(step, str) else step, computed=True)


def call(callee: Expression | str, *arguments: Expression | SpreadElement) -> CallExpression:
    """`callee(arguments)`; a callee given as text is a name."""
    return CallExpression(Identifier(callee) if isinstance(callee, str) else callee, arguments)


def new(callee: Expression | str, *arguments: Expression | SpreadElement) -> NewExpression:
    """`new callee(arguments)`."""
    return NewExpression(Identifier(callee) if isinstance(callee, str) else callee, arguments)


def _params(params: Iterable[Param]) -> tuple[Pattern, ...]:
    return tuple([Identifier(item) if isinstance(item, str) else item for item in params])


def arrow(
    params: Iterable[Param], body: Expression | BlockStatement | Sequence[Statement]
) -> ArrowFunctionExpression:
    """`(params) => body`; a list of statements makes a block."""
    return ArrowFunctionExpression(
        _params(params), BlockStatement(tuple(body)) if isinstance(body, Sequence) else body
    )


def function(
    params: Iterable[Param], body: Iterable[Statement], name: str | None = None
) -> FunctionExpression:
    """`function name(params) { body }` as an expression."""
    return FunctionExpression(
        _params(params), BlockStatement(tuple(body)), None if name is None else Identifier(name)
    )


def function_declaration(
    name: str, params: Iterable[Param], body: Iterable[Statement]
) -> FunctionDeclaration:
    """`function name(params) { body }` as a statement."""
    return FunctionDeclaration(Identifier(name), _params(params), BlockStatement(tuple(body)))


def unary(operator: str, argument: Expression) -> UnaryExpression:
    """`!a`, `typeof a`, ..."""
    return UnaryExpression(operator, argument)


def not_(argument: Expression) -> UnaryExpression:
    """`!argument`."""
    return UnaryExpression("!", argument)


def binary(operator: str, left: Expression, right: Expression) -> BinaryExpression:
    """`left operator right` (arithmetic, comparison, `in`, `instanceof`)."""
    return BinaryExpression(operator, left, right)


def and_(first: Expression, *rest: Expression) -> Expression:
    """`a && b && c`, as a parser reads it."""
    return _chained("&&", first, *rest)


def or_(first: Expression, *rest: Expression) -> Expression:
    """`a || b || c`, as a parser reads it."""
    return _chained("||", first, *rest)


def _chained(operator: str, first: Expression, *rest: Expression) -> Expression:
    """What stands in a chain of the same kind joins this one: printed, nobody could tell them apart."""
    made = first
    for item in rest:
        if isinstance(item, LogicalExpression) and item.operator == operator and item.part is None:
            made = _chained(operator, made, item.left, item.right)
        else:
            made = LogicalExpression(operator, made, item)
    return made


def conditional(test: Expression, consequent: Expression, alternate: Expression) -> ConditionalExpression:
    """`test ? consequent : alternate`."""
    return ConditionalExpression(test, consequent, alternate)


def assign(target: Pattern | str, right: Expression, operator: str = "=") -> AssignmentExpression:
    """`target = right`; a target given as text is a name."""
    return AssignmentExpression(operator, Identifier(target) if isinstance(target, str) else target, right)


def sequence(*expressions: Expression) -> Expression:
    """`a, b`; one expression stays alone."""
    return expressions[0] if len(expressions) == 1 else SequenceExpression(expressions)


def statement(expression: Expression, *comments: str) -> ExpressionStatement:
    """`expression;`, under comment lines if there are any."""
    return ExpressionStatement(expression, comments=comments)


def return_(argument: Expression | None = None) -> ReturnStatement:
    """`return argument`."""
    return ReturnStatement(argument)


def block(*statements: Statement) -> BlockStatement:
    """`{ statements }`."""
    return BlockStatement(statements)


def if_(test: Expression, consequent: Statement, alternate: Statement | None = None) -> IfStatement:
    """`if (test) consequent else alternate`."""
    return IfStatement(test, consequent, alternate)


def const(
    name: Param, init: Expression, *, kind: DeclarationKind = "const", comments: tuple[str, ...] = ()
) -> VariableDeclaration:
    """`const name = init`."""
    target = Identifier(name) if isinstance(name, str) else name
    return VariableDeclaration(kind, (VariableDeclarator(target, init),), comments=comments)


def part(name: str, node: _T) -> _T:
    """The node, its text being for this part of the site; of a declaration also each name by itself."""
    if isinstance(node, VariableDeclaration):
        node = replace(node, declarations=tuple([part(name, item) for item in node.declarations]))
    return replace(node, part=name)


def joined(between: str, pieces: Iterable[tuple[str, str]]) -> Literal:
    """A string of texts with `between` between them; each comes after the part of the site it is for, with its separator."""
    texts = [(name, between + text if number else text) for number, (name, text) in enumerate(pieces)]
    return Literal(
        "".join([text for _, text in texts]), pieces=tuple([(name, len(text)) for name, text in texts])
    )


def program(*statements: Statement) -> Program:
    """A whole file."""
    return Program(statements)
