# ruff: noqa: N802, N815, D102 - methods are named after the node types they write, which says it all
"""Expressions and patterns to tokens, with the parentheses that precedence asks for.

Statements, and with them the bodies of functions, are left to `printer`.
"""

from __future__ import annotations

import math
from abc import abstractmethod
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from tagc.js import nodes as js
from tagc.js import spelling
from tagc.js.layout import Mark, Piece, Soft
from tagc.js.tree import static_name
from tagc.js.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Sequence

_T = TypeVar("_T")

# Levels of the expression grammar, loosest first.
SEQUENCE, ASSIGNMENT, CONDITIONAL, OR, AND = range(5)
EQUALITY, RELATIONAL, ADDITIVE, MULTIPLICATIVE, EXPONENT, UNARY, UPDATE, CALL, MEMBER = (
    8,
    9,
    11,
    12,
    13,
    14,
    15,
    16,
    17,
)
_BINARY = {
    "||": OR,
    "&&": AND,
    "|": 5,
    "^": 6,
    "&": 7,
    **dict.fromkeys(("==", "!=", "===", "!=="), EQUALITY),
    **dict.fromkeys(("<", ">", "<=", ">=", "in", "instanceof"), RELATIONAL),
    **dict.fromkeys(("<<", ">>", ">>>"), 10),
    **dict.fromkeys(("+", "-"), ADDITIVE),
    **dict.fromkeys(("*", "/", "%"), MULTIPLICATIVE),
    "**": EXPONENT,
}


class ExpressionWriter(Writer):
    """Writes expressions; `write_X` is the method for node type X."""

    @abstractmethod
    def braces(self, body: Sequence[js.Statement]) -> None:
        """Write the body of a function."""

    def node(self, node: js.Node) -> None:
        """Write any node by the method named after its type."""
        if node.part is None:
            self.named(node)
        else:
            self.within(node.part, self.named, node)

    def named(self, node: js.Node) -> None:
        method = getattr(self, "on_" + type(node).__name__, None)
        if method is not None:
            method(node)
        else:
            self.expression(node, SEQUENCE)  # type: ignore[arg-type]

    # ---- expressions ---------------------------------------------------------------------------------------

    def expression(self, node: js.Expression | js.Pattern, level: int) -> None:
        """Write an expression where one of at least this level is expected."""
        if node.part is None:
            self.bracketed(node, level)
        else:
            self.within(node.part, self.bracketed, node, level)

    def bracketed(self, node: js.Expression | js.Pattern, level: int) -> None:
        node = self.spelled_out(node) if isinstance(node, js.Literal) else self.plain(node)
        if self.precedence(node) < level or self.is_misread(node):
            no_in, self.no_in = self.no_in, False
            self.emit("(")
            self.expression(node, SEQUENCE)
            self.emit(")")
            self.no_in = no_in
        else:
            getattr(self, "write_" + type(node).__name__)(node, level)

    def plain(self, node: _T) -> _T | js.Literal:
        """Take a template without holes for the string it is, in a minified build."""
        if isinstance(node, js.TemplateLiteral) and not node.expressions and not self.readable:
            return js.Literal(node.quasis[0])
        return node

    def precedence(self, node: js.Expression | js.Pattern) -> int:
        match node:
            case js.SequenceExpression():
                return SEQUENCE
            case js.AssignmentExpression() | js.ArrowFunctionExpression() | js.AssignmentPattern():
                return ASSIGNMENT
            case js.ConditionalExpression():
                return CONDITIONAL
            case js.BinaryExpression(operator="in") if self.no_in:
                return -1
            case js.BinaryExpression(operator=operator) | js.LogicalExpression(operator=operator):
                return _BINARY[operator]
            case js.UnaryExpression() | js.AwaitExpression():
                return UNARY
            case js.UpdateExpression():
                return UPDATE
            case js.CallExpression():
                return CALL
            case _:
                return MEMBER

    def is_misread(self, node: js.Expression | js.Pattern) -> bool:
        """Whether a node at this very place would be taken for a block, a function declaration or `let`."""
        here = self.written
        match node:
            case js.ObjectExpression() | js.AssignmentExpression(left=js.ObjectPattern()):
                return here in self.guards
            case js.FunctionExpression() | js.Identifier("let"):
                return here == self.guards[0]
            case _:
                return False

    def spelled_out(self, node: js.Literal) -> js.Expression:
        """Turn literals into operations where JavaScript has no token: `-1`, `1/0`; minified also `!0`."""
        value = node.value
        if isinstance(value, bool):
            return node if self.readable else js.UnaryExpression("!", js.Literal(int(not value)))
        if not isinstance(value, int | float):
            return node
        value = _double(value)
        if math.copysign(1, value) < 0:
            return js.UnaryExpression("-", js.Literal(-value)) if math.isfinite(value) else _INFINITY_BELOW
        return _INFINITY if math.isinf(value) else js.Literal(value)

    def literal_text(self, node: js.Expression) -> str | None:
        """The token of a literal that is one token."""
        node = self.plain(node)
        if not isinstance(node, js.Literal):
            return None
        value = node.value
        if isinstance(value, str):
            return spelling.string(value, readable=self.readable)
        if value is None or isinstance(value, bool):
            return "null" if value is None else str(value).lower()
        exact = _double(value)
        if math.copysign(1, exact) < 0 or not math.isfinite(exact):
            return None
        return spelling.number(exact, readable=self.readable)

    def write_Literal(self, node: js.Literal, _level: int) -> None:
        text = self.literal_text(node)
        if text is None:
            msg = f"{node.value!r} has no literal in JavaScript"
            raise ValueError(msg)
        self.emit(text)
        if node.pieces and isinstance(node.value, str):
            names, lengths = zip(*node.pieces, strict=True)
            self.cut(names, spelling.string_ends(node.value, lengths, readable=self.readable))

    def write_RegExpLiteral(self, node: js.RegExpLiteral, _level: int) -> None:
        self.emit(spelling.regexp(node.pattern, node.flags))
        self.last = "/a"  # letters that follow would be taken for flags

    def write_TemplateLiteral(self, node: js.TemplateLiteral, _level: int) -> None:
        text = "`"
        for quasi, inner in zip(node.quasis, node.expressions, strict=False):
            self.emit(text + spelling.template(quasi) + "${")
            self.expression(inner, SEQUENCE)
            text = "}"
        self.emit(text + spelling.template(node.quasis[-1]) + "`")

    def write_Identifier(self, node: js.Identifier, _level: int) -> None:
        self.emit(spelling.name(node.name))

    def write_ThisExpression(self, _node: js.ThisExpression, _level: int) -> None:
        self.emit("this")

    def argument(self, node: js.Expression | js.SpreadElement) -> None:
        if isinstance(node, js.SpreadElement):
            self.on_SpreadElement(node)
        else:
            self.expression(node, ASSIGNMENT)

    def on_SpreadElement(self, node: js.SpreadElement) -> None:
        self.emit("...")
        self.expression(node.argument, ASSIGNMENT)

    def write_ArrayExpression(self, node: js.ArrayExpression, _level: int) -> None:
        self.listing(node.elements, self.argument, "[]")

    def write_ObjectExpression(self, node: js.ObjectExpression, _level: int) -> None:
        self.listing(node.properties, self.node, "{}", self.space)

    def on_Property(self, node: js.Property) -> None:
        node = replace(node, key=self.plain(node.key))
        name = static_name(node)
        value = node.value
        if node.kind != "init" and isinstance(value, js.FunctionExpression):
            if node.kind != "method":
                self.emit(node.kind)
                self.blank()
            self.emit("async") if value.is_async else None
            self.blank() if value.is_async else None
            self.key(node)
            self.signature(value)
            return
        bound = value.left if isinstance(value, js.AssignmentPattern) else value
        data_key = name != "__proto__" or isinstance(node.key, js.Literal)
        if isinstance(bound, js.Identifier) and bound.name == name and data_key:
            self.pattern(value)
            return
        self.key(node)
        self.emit(":")
        self.blank()
        if isinstance(value, js.AssignmentPattern):
            self.pattern(value)
        else:
            self.expression(value, ASSIGNMENT)

    def key(self, node: js.Property) -> None:
        key = node.key
        if not node.computed and isinstance(key, js.Identifier):
            self.emit(spelling.name(key.name))
            return
        if isinstance(key, js.Literal):
            value = key.value
            if isinstance(value, str) and value != "__proto__":
                self.emit(self.key_text(value))
                return
            if (
                not isinstance(value, str | bool)
                and value is not None
                and (text := self.literal_text(key)) is not None
            ):
                self.emit(text)
                return
        self.emit("[")
        self.expression(key, ASSIGNMENT)
        self.emit("]")

    def key_text(self, text: str) -> str:
        if spelling.is_name(text):
            return text
        if spelling.is_index(text):
            return spelling.number(int(text), readable=self.readable)
        return spelling.string(text, readable=self.readable)

    def function(self, node: js.FunctionExpression | js.FunctionDeclaration) -> None:
        if node.is_async:
            self.emit("async")
            self.blank()
        self.emit("function")
        self.blank()
        if node.id is not None:
            self.emit(spelling.name(node.id.name))
        self.signature(node)

    def signature(self, node: js.FunctionExpression | js.FunctionDeclaration) -> None:
        self.listing(node.params, self.pattern, "()")
        self.blank()
        self.braces(node.body.body)

    def write_FunctionExpression(self, node: js.FunctionExpression, _level: int) -> None:
        self.function(node)

    def write_ArrowFunctionExpression(self, node: js.ArrowFunctionExpression, _level: int) -> None:
        if node.is_async:
            self.emit("async")
            self.blank()
        if len(node.params) == 1 and isinstance(node.params[0], js.Identifier) and not self.readable:
            self.pattern(node.params[0])
        else:
            self.listing(node.params, self.pattern, "()")
        self.word("=>")
        if isinstance(node.body, js.BlockStatement):
            self.braces(node.body.body)
        else:
            self.guards[1] = self.written
            self.expression(node.body, ASSIGNMENT)

    def write_CallExpression(self, node: js.CallExpression, _level: int) -> None:
        self.expression(node.callee, CALL)
        self.listing(node.arguments, self.argument, "()")

    def write_NewExpression(self, node: js.NewExpression, level: int) -> None:
        self.emit("new")
        self.blank()
        if _calls_at_head(node.callee):
            self.emit("(")
            self.expression(node.callee, SEQUENCE)
            self.emit(")")
        else:
            self.expression(node.callee, MEMBER)
        if node.arguments or self.readable or level >= CALL:
            self.listing(node.arguments, self.argument, "()")

    def write_MemberExpression(self, node: js.MemberExpression, _level: int) -> None:
        self.expression(node.object, CALL)
        node = replace(node, property=self.plain(node.property))
        name = static_name(node)
        if name is None or (node.computed and not spelling.is_name(name)):
            self.emit("[")
            no_in, self.no_in = self.no_in, False
            self.expression(
                js.Literal(int(name)) if name and spelling.is_index(name) else node.property, SEQUENCE
            )
            self.no_in = no_in
            self.emit("]")
            return
        if isinstance(node.object, js.Literal) and _is_whole(self.out[-1]):
            self.emit(".")  # `1..a`
        self.emit(".")
        self.emit(spelling.name(name))

    def write_UnaryExpression(self, node: js.UnaryExpression, _level: int) -> None:
        self.emit(node.operator)
        if node.operator.isalpha():
            self.blank()
        self.expression(node.argument, UNARY)

    def write_AwaitExpression(self, node: js.AwaitExpression, _level: int) -> None:
        self.emit("await")
        self.blank()
        self.expression(node.argument, UNARY)

    def write_UpdateExpression(self, node: js.UpdateExpression, _level: int) -> None:
        if node.prefix:
            self.emit(node.operator)
        self.expression(node.argument, UNARY if node.prefix else CALL)
        if not node.prefix:
            self.emit(node.operator)

    def write_BinaryExpression(self, node: js.BinaryExpression, _level: int) -> None:
        self.chain(node)

    def write_LogicalExpression(self, node: js.LogicalExpression, _level: int) -> None:
        self.chain(node)

    def chain(self, node: js.BinaryExpression | js.LogicalExpression) -> None:
        """A left-leaning run of operators, without recursion: `a + b + c` may be thousands long."""
        head: js.Expression = node
        links: list[js.BinaryExpression | js.LogicalExpression] = []
        level = SEQUENCE
        while isinstance(head, js.BinaryExpression | js.LogicalExpression) and self.precedence(head) >= level:
            links.append(head)
            level = UPDATE if head.operator == "**" else _BINARY[head.operator]
            head = head.left
        self.mark(Mark.OPEN)
        self.expression(head, level)
        moved = False
        for link in reversed(links):
            if isinstance(link, js.LogicalExpression):
                self.mark(Soft(" ", 0 if moved else 1))
                moved = True
            else:
                self.blank()
            self.emit(link.operator)
            self.blank()
            self.expression(link.right, self.right_level(link))
        self.mark(Mark.CLOSE)

    def right_level(self, link: js.BinaryExpression | js.LogicalExpression) -> int:
        level = _BINARY[link.operator]
        same = isinstance(link, js.LogicalExpression) and isinstance(link.right, js.LogicalExpression)
        if link.operator == "**" or (same and link.right.operator == link.operator):  # type: ignore[union-attr]
            return level  # `a && (b && c)` and `a && b && c` are the same
        return level + 1

    def write_ConditionalExpression(self, node: js.ConditionalExpression, _level: int) -> None:
        self.mark(Mark.OPEN)
        self.expression(node.test, OR)
        self.mark(Soft(" ", 1))
        self.emit("?")
        self.blank()
        no_in, self.no_in = self.no_in, False
        self.expression(node.consequent, ASSIGNMENT)
        self.no_in = no_in
        self.mark(Soft(" "))
        self.emit(":")
        self.blank()
        self.expression(node.alternate, ASSIGNMENT)
        self.mark(Mark.CLOSE)

    def write_AssignmentExpression(self, node: js.AssignmentExpression, _level: int) -> None:
        self.pattern(node.left)
        self.word(node.operator)
        self.expression(node.right, ASSIGNMENT)

    def write_SequenceExpression(self, node: js.SequenceExpression, _level: int) -> None:
        self.mark(Mark.OPEN)
        for index, item in enumerate(_flat(node)):
            if index:
                self.emit(",")
                self.mark(Soft(" ", 1 if index == 1 else 0))
            self.expression(item, ASSIGNMENT)
        self.mark(Mark.CLOSE)

    # ---- patterns ------------------------------------------------------------------------------------------

    def pattern(self, node: js.Expression | js.Pattern) -> None:
        match node:
            case js.ArrayPattern(elements):
                self.listing(elements, self.pattern, "[]")
            case js.ObjectPattern(properties):
                self.listing(properties, self.property_pattern, "{}", self.space)
            case js.AssignmentPattern(left, right):
                self.pattern(left)
                self.word("=")
                self.expression(right, ASSIGNMENT)
            case js.RestElement(argument):
                self.emit("...")
                self.pattern(argument)
            case _:
                self.expression(node, CALL)

    def property_pattern(self, node: js.Property | js.RestElement) -> None:
        if isinstance(node, js.RestElement):
            self.pattern(node)
        else:
            self.on_Property(node)

    write_ArrayPattern = write_ObjectPattern = write_AssignmentPattern = write_RestElement = (
        lambda self, node, _level: self.pattern(node)
    )


_INFINITY = js.BinaryExpression("/", js.Literal(1), js.Literal(0))
_INFINITY_BELOW = js.BinaryExpression("/", js.Literal(-1), js.Literal(0))


def _double(value: float) -> float:
    """Convert a number of any size to what JavaScript can hold."""
    try:
        return float(value)
    except OverflowError:
        return math.copysign(math.inf, value)


def _is_whole(piece: Piece) -> bool:
    return isinstance(piece, str) and piece.isdigit()


def _calls_at_head(node: js.Expression) -> bool:
    """Whether the arguments of a call inside a callee would be taken for those of `new`."""
    while isinstance(node, js.MemberExpression):
        node = node.object
    return isinstance(node, js.CallExpression)


def _flat(node: js.SequenceExpression) -> list[js.Expression]:
    return [
        part
        for item in node.expressions
        for part in (_flat(item) if isinstance(item, js.SequenceExpression) else [item])
    ]
