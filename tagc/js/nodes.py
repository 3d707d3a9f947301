"""The JavaScript syntax tree: ESTree in shape, closed in extent.

One frozen class per node type and nothing but data: ES2017 plus object spread and rest, and named imports and
exports. What is not here (classes, generators, labels, tagged templates, default exports) does not exist for
the compiler; `parse` refuses it by name.

Two differences from ESTree keep later work simple. `Property` has no `shorthand` flag: the printer writes
`{a}` whenever key and value agree, so a renamed value needs no care. And a property whose key is the *string*
`"__proto__"` is plain data, while the *identifier* `__proto__` is the one that sets a prototype.

How a tree is written down is the printer's matter, walking and rebuilding it belongs to `tree`, making one to
`build`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Literal as Choice
from typing import TypeAlias

DeclarationKind: TypeAlias = Choice["var", "let", "const"]
PropertyKind: TypeAlias = Choice["init", "get", "set", "method"]
Primitive: TypeAlias = str | float | int | bool | None


# ---- expressions -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Identifier:
    """A name: a reference, a binding, or (in an uncomputed member or key) a property name."""

    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Literal:
    """A string, number, boolean or null. Unlike in Python, `true` differs from `1` and `0` from `-0`."""

    value: Primitive

    def __eq__(self, other: object) -> bool:
        """Compare as JavaScript's `Object.is` does."""
        return isinstance(other, Literal) and self._identity() == other._identity()

    def __hash__(self) -> int:
        """Agree with `__eq__`."""
        return hash(self._identity())

    def _identity(self) -> tuple[str, Primitive, float]:
        value = self.value
        if isinstance(value, bool) or not isinstance(value, int | float):
            return type(value).__name__, value, 1.0
        return "number", value, math.copysign(1.0, value)


@dataclass(frozen=True, slots=True)
class RegExpLiteral:
    """`/pattern/flags`, both as written in the source."""

    pattern: str
    flags: str = ""


@dataclass(frozen=True, slots=True)
class TemplateLiteral:
    """An untagged template; `quasis` are its texts with escapes resolved, one more than `expressions`."""

    quasis: tuple[str, ...]
    expressions: tuple[Expression, ...] = ()


@dataclass(frozen=True, slots=True)
class ThisExpression:
    """`this`."""  # noqa: D404


@dataclass(frozen=True, slots=True)
class SpreadElement:
    """`...argument` in a call, an array or an object."""

    argument: Expression


@dataclass(frozen=True, slots=True)
class ArrayExpression:
    """`[a, , ...b]`; a hole is `None`."""

    elements: tuple[Expression | SpreadElement | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Property:
    """`key: value` of an object or an object pattern; an uncomputed key is an `Identifier` or a `Literal`."""

    key: Expression
    value: Expression | Pattern
    computed: bool = False
    kind: PropertyKind = "init"


@dataclass(frozen=True, slots=True)
class ObjectExpression:
    """`{a: 1, ...b}`."""

    properties: tuple[Property | SpreadElement, ...] = ()


@dataclass(frozen=True, slots=True)
class FunctionExpression:
    """`function id(params) { body }`, also as the value of a method or accessor."""

    params: tuple[Pattern, ...]
    body: BlockStatement
    id: Identifier | None = None
    is_async: bool = False


@dataclass(frozen=True, slots=True)
class ArrowFunctionExpression:
    """`(params) => body`, the body being an expression or a block."""

    params: tuple[Pattern, ...]
    body: Expression | BlockStatement
    is_async: bool = False


@dataclass(frozen=True, slots=True)
class CallExpression:
    """`callee(arguments)`."""

    callee: Expression
    arguments: tuple[Expression | SpreadElement, ...] = ()


@dataclass(frozen=True, slots=True)
class NewExpression:
    """`new callee(arguments)`."""

    callee: Expression
    arguments: tuple[Expression | SpreadElement, ...] = ()


@dataclass(frozen=True, slots=True)
class MemberExpression:
    """`object.property`, or `object[property]` when computed."""

    object: Expression
    property: Expression
    computed: bool = False


@dataclass(frozen=True, slots=True)
class UnaryExpression:
    """`!a`, `-a`, `+a`, `~a`, `typeof a`, `void a`, `delete a`."""

    operator: str
    argument: Expression


@dataclass(frozen=True, slots=True)
class UpdateExpression:
    """`++a` when `prefix`, otherwise `a++`."""

    operator: str
    argument: Expression
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class BinaryExpression:
    """`left operator right` for everything but assignment and the short-circuiting operators."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class LogicalExpression:
    """`left && right`, `left || right`."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class AssignmentExpression:
    """`left = right` and its compound forms."""

    operator: str
    left: Pattern
    right: Expression


@dataclass(frozen=True, slots=True)
class ConditionalExpression:
    """`test ? consequent : alternate`."""

    test: Expression
    consequent: Expression
    alternate: Expression


@dataclass(frozen=True, slots=True)
class SequenceExpression:
    """`a, b, c`."""

    expressions: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class AwaitExpression:
    """`await argument`."""

    argument: Expression


# ---- patterns ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ArrayPattern:
    """`[a, , ...b]` on the receiving side."""

    elements: tuple[Pattern | None, ...]


@dataclass(frozen=True, slots=True)
class ObjectPattern:
    """`{a, b: c, ...d}` on the receiving side."""

    properties: tuple[Property | RestElement, ...]


@dataclass(frozen=True, slots=True)
class AssignmentPattern:
    """`left = right` as a default."""

    left: Pattern
    right: Expression


@dataclass(frozen=True, slots=True)
class RestElement:
    """`...argument` on the receiving side."""

    argument: Pattern


# ---- statements --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ExpressionStatement:
    """An expression as a statement. `comments` are lines above it in a readable build, ignored by `==`."""

    expression: Expression
    comments: tuple[str, ...] = field(default=(), compare=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Directive:
    """`"use strict"` at the head of a program or function body."""

    value: str


@dataclass(frozen=True, slots=True)
class BlockStatement:
    """`{ body }`, also as the body of a function."""

    body: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class EmptyStatement:
    """`;`."""


@dataclass(frozen=True, slots=True)
class ReturnStatement:
    """`return argument`."""

    argument: Expression | None = None


@dataclass(frozen=True, slots=True)
class IfStatement:
    """`if (test) consequent else alternate`."""

    test: Expression
    consequent: Statement
    alternate: Statement | None = None


@dataclass(frozen=True, slots=True)
class ForStatement:
    """`for (init; test; update) body`."""

    init: VariableDeclaration | Expression | None
    test: Expression | None
    update: Expression | None
    body: Statement


@dataclass(frozen=True, slots=True)
class ForOfStatement:
    """`for (left of right) body`."""

    left: VariableDeclaration | Pattern
    right: Expression
    body: Statement


@dataclass(frozen=True, slots=True)
class ForInStatement:
    """`for (left in right) body`."""

    left: VariableDeclaration | Pattern
    right: Expression
    body: Statement


@dataclass(frozen=True, slots=True)
class WhileStatement:
    """`while (test) body`."""

    test: Expression
    body: Statement


@dataclass(frozen=True, slots=True)
class DoWhileStatement:
    """`do body while (test)`."""

    body: Statement
    test: Expression


@dataclass(frozen=True, slots=True)
class BreakStatement:
    """`break`."""


@dataclass(frozen=True, slots=True)
class ContinueStatement:
    """`continue`."""


@dataclass(frozen=True, slots=True)
class ThrowStatement:
    """`throw argument`."""

    argument: Expression


@dataclass(frozen=True, slots=True)
class CatchClause:
    """`catch (param) { body }`; the parameter is required, ES2017 has no bare `catch`."""

    param: Pattern
    body: BlockStatement


@dataclass(frozen=True, slots=True)
class TryStatement:
    """`try { } catch (e) { } finally { }` with at least one of the two."""

    block: BlockStatement
    handler: CatchClause | None = None
    finalizer: BlockStatement | None = None


@dataclass(frozen=True, slots=True)
class SwitchCase:
    """`case test:`, or `default:` when there is no test."""

    test: Expression | None
    consequent: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class SwitchStatement:
    """`switch (discriminant) { cases }`."""

    discriminant: Expression
    cases: tuple[SwitchCase, ...] = ()


@dataclass(frozen=True, slots=True)
class VariableDeclarator:
    """`id = init` of a declaration."""

    id: Pattern
    init: Expression | None = None


@dataclass(frozen=True, slots=True)
class VariableDeclaration:
    """`const a = 1, b = 2`. For `comments` see `ExpressionStatement`."""

    kind: DeclarationKind
    declarations: tuple[VariableDeclarator, ...]
    comments: tuple[str, ...] = field(default=(), compare=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class FunctionDeclaration:
    """`function id(params) { body }`. For `comments` see `ExpressionStatement`."""

    id: Identifier
    params: tuple[Pattern, ...]
    body: BlockStatement
    is_async: bool = False
    comments: tuple[str, ...] = field(default=(), compare=False, kw_only=True)


# ---- modules -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ImportSpecifier:
    """`imported as local`."""

    imported: str
    local: Identifier


@dataclass(frozen=True, slots=True)
class ImportDeclaration:
    """`import {specifiers} from "source"`."""

    specifiers: tuple[ImportSpecifier, ...]
    source: str


@dataclass(frozen=True, slots=True)
class ExportSpecifier:
    """`local as exported`."""

    local: Identifier
    exported: str


@dataclass(frozen=True, slots=True)
class ExportNamedDeclaration:
    """`export declaration` or `export {specifiers}`; comments are the declaration's."""

    declaration: VariableDeclaration | FunctionDeclaration | None = None
    specifiers: tuple[ExportSpecifier, ...] = ()


@dataclass(frozen=True, slots=True)
class Program:
    """A whole file."""

    body: tuple[Statement, ...] = ()


Expression: TypeAlias = (
    Identifier
    | Literal
    | RegExpLiteral
    | TemplateLiteral
    | ThisExpression
    | ArrayExpression
    | ObjectExpression
    | FunctionExpression
    | ArrowFunctionExpression
    | CallExpression
    | NewExpression
    | MemberExpression
    | UnaryExpression
    | UpdateExpression
    | BinaryExpression
    | LogicalExpression
    | AssignmentExpression
    | ConditionalExpression
    | SequenceExpression
    | AwaitExpression
)
Pattern: TypeAlias = (
    Identifier | MemberExpression | ArrayPattern | ObjectPattern | AssignmentPattern | RestElement
)
Statement: TypeAlias = (
    ExpressionStatement
    | Directive
    | BlockStatement
    | EmptyStatement
    | ReturnStatement
    | IfStatement
    | ForStatement
    | ForOfStatement
    | ForInStatement
    | WhileStatement
    | DoWhileStatement
    | BreakStatement
    | ContinueStatement
    | ThrowStatement
    | TryStatement
    | SwitchStatement
    | VariableDeclaration
    | FunctionDeclaration
    | ImportDeclaration
    | ExportNamedDeclaration
)
Node: TypeAlias = (
    Expression
    | Pattern
    | Statement
    | Program
    | Property
    | SpreadElement
    | CatchClause
    | SwitchCase
    | VariableDeclarator
    | ImportSpecifier
    | ExportSpecifier
)
