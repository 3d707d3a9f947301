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
from dataclasses import field
from typing import Literal as Choice
from typing import TypeAlias

from tagc.frozen import frozen

DeclarationKind: TypeAlias = Choice["var", "let", "const"]
PropertyKind: TypeAlias = Choice["init", "get", "set", "method"]
Primitive: TypeAlias = str | float | int | bool | None


@frozen
class _Node:
    """What all nodes have. `part` is which part of the site the text is for, None where it is that of the node around."""

    part: str | None = field(default=None, compare=False, kw_only=True, repr=False)


# ---- expressions -------------------------------------------------------------------------------------------


@frozen
class Identifier(_Node):
    """A name: a reference, a binding, or (in an uncomputed member or key) a property name."""

    name: str


@frozen(eq=False)
class Literal(_Node):
    """A string, number, boolean or null. Unlike in Python, `true` differs from `1` and `0` from `-0`.

    `pieces` are the parts of the site that the letters of a string are for, where there are several: part and count, in order.
    """

    value: Primitive
    pieces: tuple[tuple[str, int], ...] = field(default=(), compare=False, kw_only=True, repr=False)

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


@frozen
class RegExpLiteral(_Node):
    """`/pattern/flags`, both as written in the source."""

    pattern: str
    flags: str = ""


@frozen
class TemplateLiteral(_Node):
    """An untagged template; `quasis` are its texts with escapes resolved, one more than `expressions`."""

    quasis: tuple[str, ...]
    expressions: tuple[Expression, ...] = ()


@frozen
class ThisExpression(_Node):
    """`this`."""  # noqa: D404


@frozen
class SpreadElement(_Node):
    """`...argument` in a call, an array or an object."""

    argument: Expression


@frozen
class ArrayExpression(_Node):
    """`[a, , ...b]`; a hole is `None`."""

    elements: tuple[Expression | SpreadElement | None, ...] = ()


@frozen
class Property(_Node):
    """`key: value` of an object or an object pattern; an uncomputed key is an `Identifier` or a `Literal`."""

    key: Expression
    value: Expression | Pattern
    computed: bool = False
    kind: PropertyKind = "init"


@frozen
class ObjectExpression(_Node):
    """`{a: 1, ...b}`."""

    properties: tuple[Property | SpreadElement, ...] = ()


@frozen
class FunctionExpression(_Node):
    """`function id(params) { body }`, also as the value of a method or accessor."""

    params: tuple[Pattern, ...]
    body: BlockStatement
    id: Identifier | None = None
    is_async: bool = False


@frozen
class ArrowFunctionExpression(_Node):
    """`(params) => body`, the body being an expression or a block."""

    params: tuple[Pattern, ...]
    body: Expression | BlockStatement
    is_async: bool = False


@frozen
class CallExpression(_Node):
    """`callee(arguments)`."""

    callee: Expression
    arguments: tuple[Expression | SpreadElement, ...] = ()


@frozen
class NewExpression(_Node):
    """`new callee(arguments)`."""

    callee: Expression
    arguments: tuple[Expression | SpreadElement, ...] = ()


@frozen
class MemberExpression(_Node):
    """`object.property`, or `object[property]` when computed."""

    object: Expression
    property: Expression
    computed: bool = False


@frozen
class UnaryExpression(_Node):
    """`!a`, `-a`, `+a`, `~a`, `typeof a`, `void a`, `delete a`."""

    operator: str
    argument: Expression


@frozen
class UpdateExpression(_Node):
    """`++a` when `prefix`, otherwise `a++`."""

    operator: str
    argument: Expression
    prefix: bool = False


@frozen
class BinaryExpression(_Node):
    """`left operator right` for everything but assignment and the short-circuiting operators."""

    operator: str
    left: Expression
    right: Expression


@frozen
class LogicalExpression(_Node):
    """`left && right`, `left || right`."""

    operator: str
    left: Expression
    right: Expression


@frozen
class AssignmentExpression(_Node):
    """`left = right` and its compound forms."""

    operator: str
    left: Pattern
    right: Expression


@frozen
class ConditionalExpression(_Node):
    """`test ? consequent : alternate`."""

    test: Expression
    consequent: Expression
    alternate: Expression


@frozen
class SequenceExpression(_Node):
    """`a, b, c`."""

    expressions: tuple[Expression, ...]


@frozen
class AwaitExpression(_Node):
    """`await argument`."""

    argument: Expression


# ---- patterns ----------------------------------------------------------------------------------------------


@frozen
class ArrayPattern(_Node):
    """`[a, , ...b]` on the receiving side."""

    elements: tuple[Pattern | None, ...]


@frozen
class ObjectPattern(_Node):
    """`{a, b: c, ...d}` on the receiving side."""

    properties: tuple[Property | RestElement, ...]


@frozen
class AssignmentPattern(_Node):
    """`left = right` as a default."""

    left: Pattern
    right: Expression


@frozen
class RestElement(_Node):
    """`...argument` on the receiving side."""

    argument: Pattern


# ---- statements --------------------------------------------------------------------------------------------


@frozen
class ExpressionStatement(_Node):
    """An expression as a statement. `comments` are lines above it in a readable build, ignored by `==`."""

    expression: Expression
    comments: tuple[str, ...] = field(default=(), compare=False, kw_only=True)


@frozen
class Directive(_Node):
    """`"use strict"` at the head of a program or function body."""

    value: str


@frozen
class BlockStatement(_Node):
    """`{ body }`, also as the body of a function."""

    body: tuple[Statement, ...] = ()


@frozen
class EmptyStatement(_Node):
    """`;`."""


@frozen
class ReturnStatement(_Node):
    """`return argument`."""

    argument: Expression | None = None


@frozen
class IfStatement(_Node):
    """`if (test) consequent else alternate`."""

    test: Expression
    consequent: Statement
    alternate: Statement | None = None


@frozen
class ForStatement(_Node):
    """`for (init; test; update) body`."""

    init: VariableDeclaration | Expression | None
    test: Expression | None
    update: Expression | None
    body: Statement


@frozen
class ForOfStatement(_Node):
    """`for (left of right) body`."""

    left: VariableDeclaration | Pattern
    right: Expression
    body: Statement


@frozen
class ForInStatement(_Node):
    """`for (left in right) body`."""

    left: VariableDeclaration | Pattern
    right: Expression
    body: Statement


@frozen
class WhileStatement(_Node):
    """`while (test) body`."""

    test: Expression
    body: Statement


@frozen
class DoWhileStatement(_Node):
    """`do body while (test)`."""

    body: Statement
    test: Expression


@frozen
class BreakStatement(_Node):
    """`break`."""


@frozen
class ContinueStatement(_Node):
    """`continue`."""


@frozen
class ThrowStatement(_Node):
    """`throw argument`."""

    argument: Expression


@frozen
class CatchClause(_Node):
    """`catch (param) { body }`; the parameter is required, ES2017 has no bare `catch`."""

    param: Pattern
    body: BlockStatement


@frozen
class TryStatement(_Node):
    """`try { } catch (e) { } finally { }` with at least one of the two."""

    block: BlockStatement
    handler: CatchClause | None = None
    finalizer: BlockStatement | None = None


@frozen
class SwitchCase(_Node):
    """`case test:`, or `default:` when there is no test."""

    test: Expression | None
    consequent: tuple[Statement, ...] = ()


@frozen
class SwitchStatement(_Node):
    """`switch (discriminant) { cases }`."""

    discriminant: Expression
    cases: tuple[SwitchCase, ...] = ()


@frozen
class VariableDeclarator(_Node):
    """`id = init` of a declaration."""

    id: Pattern
    init: Expression | None = None


@frozen
class VariableDeclaration(_Node):
    """`const a = 1, b = 2`. For `comments` see `ExpressionStatement`."""

    kind: DeclarationKind
    declarations: tuple[VariableDeclarator, ...]
    comments: tuple[str, ...] = field(default=(), compare=False, kw_only=True)


@frozen
class FunctionDeclaration(_Node):
    """`function id(params) { body }`. For `comments` see `ExpressionStatement`."""

    id: Identifier
    params: tuple[Pattern, ...]
    body: BlockStatement
    is_async: bool = False
    comments: tuple[str, ...] = field(default=(), compare=False, kw_only=True)


# ---- modules -----------------------------------------------------------------------------------------------


@frozen
class ImportSpecifier(_Node):
    """`imported as local`."""

    imported: str
    local: Identifier


@frozen
class ImportDeclaration(_Node):
    """`import {specifiers} from "source"`."""

    specifiers: tuple[ImportSpecifier, ...]
    source: str


@frozen
class ExportSpecifier(_Node):
    """`local as exported`."""

    local: Identifier
    exported: str


@frozen
class ExportNamedDeclaration(_Node):
    """`export declaration` or `export {specifiers}`; comments are the declaration's."""

    declaration: VariableDeclaration | FunctionDeclaration | None = None
    specifiers: tuple[ExportSpecifier, ...] = ()


@frozen
class Program(_Node):
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
