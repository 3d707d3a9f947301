# ruff: noqa: N802 - methods are named after the node types they write, which says it all
"""Tree to text: the one place where JavaScript is written.

Two builds of one tree: minified, with nothing that could be left out, and readable. Printing is canonical:
what comes out, parsed and printed again, is the same text, so a verifier may demand that a file be spelled in
the only way there is. Parentheses come from precedence, semicolons and blanks from the tokens on both sides;
no other module decides about either.

Spelling of single tokens is in `spelling`, breaking of lines in `layout`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tagc.js import nodes as js
from tagc.js import spelling
from tagc.js.expressions import ASSIGNMENT, SEQUENCE, ExpressionWriter
from tagc.js.layout import Mark
from tagc.js.tree import deep_recursion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tagc.js.writer import Run


def to_source(node: js.Node, *, readable: bool = False) -> str:
    """The text of a program, or of any part of one, in ASCII."""
    return "".join([text for _, text in to_runs(node, readable=readable)])


def to_runs(node: js.Node, *, readable: bool = False) -> list[Run]:
    """The same text in pieces, each with the parts of the site it is for: those of the nodes round it, outermost first."""
    printer = _Printer(readable=readable)
    with deep_recursion():
        printer.node(node)
    return printer.runs()


class _Printer(ExpressionWriter):
    """Writes statements; `on_X` is the method for node type X."""

    def on_Program(self, node: js.Program) -> None:
        self.statements(node.body)

    def statements(self, body: Sequence[js.Statement]) -> None:
        first = True
        for item in body:
            if isinstance(item, js.EmptyStatement):
                continue
            if not first:
                self.line()
            first = False
            self.within(item.part, self.commented, item)

    def commented(self, item: js.Statement) -> None:
        self.comments(item)
        self.node(item)

    def comments(self, node: js.Statement) -> None:
        if isinstance(node, js.ExportNamedDeclaration) and node.declaration is not None:
            node = node.declaration
        if self.readable:
            for text in getattr(node, "comments", ()):
                for part in text.split("\n"):
                    self.out.append(f"// {spelling.comment(part)}".rstrip())
                    self.line()

    def body(self, node: js.Statement, *, before_else: bool = False) -> None:
        """Write what an `if` or a loop governs; minified braces are the needed ones only."""
        inner = _governed(node)
        if self.readable:
            self.blank()
            self.braces(inner)
        elif not inner:
            self.emit(";")
        elif len(inner) > 1 or _is_scoped(inner[0]) or (before_else and _ends_in_open_if(inner[0])):
            self.braces(inner)
        else:
            self.node(inner[0])

    def braces(self, body: Sequence[js.Statement]) -> None:
        no_in, self.no_in = self.no_in, False
        self.emit("{")
        if _meaningful(body):
            self.mark(Mark.INDENT)
            self.line()
            self.statements(body)
            self.emit("") if self.readable else None
            self.mark(Mark.DEDENT)
            self.line()
        self.emit("}")
        self.no_in = no_in

    def on_BlockStatement(self, node: js.BlockStatement) -> None:
        self.braces(node.body)

    def on_EmptyStatement(self, _node: js.EmptyStatement) -> None:
        self.emit(";")

    def on_Directive(self, node: js.Directive) -> None:
        self.emit(spelling.string(node.value, readable=self.readable))
        self.semicolon = True

    def on_ExpressionStatement(self, node: js.ExpressionStatement) -> None:
        self.emit("")
        self.guards = [self.written, self.written]
        text = self.literal_text(node.expression)
        if text is not None and text[0] in "\"'":  # would become a directive
            self.emit(f"({text})")
        else:
            self.expression(node.expression, SEQUENCE)
        self.semicolon = True

    def keyword(self, word: str, argument: js.Expression | None = None) -> None:
        self.emit(word)
        if argument is not None:
            self.blank()
            self.expression(argument, SEQUENCE)
        self.semicolon = True

    def on_ReturnStatement(self, node: js.ReturnStatement) -> None:
        self.keyword("return", node.argument)

    def on_ThrowStatement(self, node: js.ThrowStatement) -> None:
        self.keyword("throw", node.argument)

    def on_BreakStatement(self, _node: js.BreakStatement) -> None:
        self.keyword("break")

    def on_ContinueStatement(self, _node: js.ContinueStatement) -> None:
        self.keyword("continue")

    def head(self, word: str, test: js.Expression) -> None:
        self.emit(word)
        self.blank()
        self.emit("(")
        self.expression(test, SEQUENCE)
        self.emit(")")

    def on_IfStatement(self, node: js.IfStatement) -> None:
        self.head("if", node.test)
        alternate = node.alternate
        if alternate is not None and not _governed(alternate):
            alternate = None
        self.body(node.consequent, before_else=alternate is not None)
        if alternate is None:
            return
        self.blank()
        self.emit("else")
        nested = _governed(alternate)
        if len(nested) == 1 and isinstance(nested[0], js.IfStatement):
            self.blank()
            self.node(nested[0])
        else:
            self.body(alternate)

    def on_WhileStatement(self, node: js.WhileStatement) -> None:
        self.head("while", node.test)
        self.body(node.body)

    def on_DoWhileStatement(self, node: js.DoWhileStatement) -> None:
        self.emit("do")
        self.body(node.body)
        self.blank()
        self.head("while", node.test)
        self.semicolon = True

    def on_ForStatement(self, node: js.ForStatement) -> None:
        self.emit("for")
        self.blank()
        self.emit("(")
        if node.init is not None:
            self.in_head(node.init)
        self.semicolon = False
        for part in (node.test, node.update):
            self.emit(";")
            if part is not None:
                self.blank()
                self.expression(part, SEQUENCE)
        self.emit(")")
        self.body(node.body)

    def in_head(self, node: js.VariableDeclaration | js.Expression | js.Pattern) -> None:
        self.no_in = True
        if isinstance(node, js.VariableDeclaration):
            self.node(node)
        else:
            self.guards[1] = self.written
            self.expression(node, SEQUENCE)
        self.no_in = False

    def for_each(self, node: js.ForOfStatement | js.ForInStatement, word: str, level: int) -> None:
        self.emit("for")
        self.blank()
        self.emit("(")
        if isinstance(node.left, js.VariableDeclaration):
            self.in_head(node.left)
        else:
            self.pattern(node.left)
        self.semicolon = False
        self.word(word)
        self.expression(node.right, level)
        self.emit(")")
        self.body(node.body)

    def on_ForOfStatement(self, node: js.ForOfStatement) -> None:
        self.for_each(node, "of", ASSIGNMENT)

    def on_ForInStatement(self, node: js.ForInStatement) -> None:
        self.for_each(node, "in", SEQUENCE)

    def on_TryStatement(self, node: js.TryStatement) -> None:
        self.emit("try")
        self.blank()
        self.braces(node.block.body)
        if node.handler is not None:
            self.blank()
            self.emit("catch")
            self.blank()
            self.emit("(")
            self.pattern(node.handler.param)
            self.emit(")")
            self.blank()
            self.braces(node.handler.body.body)
        if node.finalizer is not None:
            self.blank()
            self.emit("finally")
            self.blank()
            self.braces(node.finalizer.body)

    def on_SwitchStatement(self, node: js.SwitchStatement) -> None:
        self.head("switch", node.discriminant)
        self.blank()
        self.emit("{")
        self.mark(Mark.INDENT)
        for case in node.cases:
            self.line()
            self.node(case)
        self.emit("") if self.readable else None
        self.mark(Mark.DEDENT)
        self.line()
        self.emit("}")

    def on_SwitchCase(self, node: js.SwitchCase) -> None:
        if node.test is None:
            self.emit("default")
        else:
            self.emit("case")
            self.blank()
            self.expression(node.test, SEQUENCE)
        self.emit(":")
        if _meaningful(node.consequent):
            self.mark(Mark.INDENT)
            self.line()
            self.statements(node.consequent)
            self.emit("") if self.readable else None
            self.mark(Mark.DEDENT)

    def on_VariableDeclaration(self, node: js.VariableDeclaration) -> None:
        self.emit(node.kind)
        for index, declarator in enumerate(node.declarations):
            self.within(declarator.part, self.declarator, declarator, "," if index else "")
        self.semicolon = True

    def declarator(self, node: js.VariableDeclarator, comma: str) -> None:
        self.emit(comma)
        self.blank()
        self.node(node)

    def on_VariableDeclarator(self, node: js.VariableDeclarator) -> None:
        self.pattern(node.id)
        if node.init is not None:
            self.word("=")
            self.expression(node.init, ASSIGNMENT)

    def on_FunctionDeclaration(self, node: js.FunctionDeclaration) -> None:
        self.function(node)

    def on_ImportDeclaration(self, node: js.ImportDeclaration) -> None:
        self.emit("import")
        self.blank()
        if node.specifiers:
            self.listing(node.specifiers, self.node, "{}", self.space)
            self.word("from")
        self.emit(spelling.string(node.source, readable=self.readable))
        self.semicolon = True

    def on_ImportSpecifier(self, node: js.ImportSpecifier) -> None:
        self.emit(spelling.name(node.imported))
        if node.local.name != node.imported:
            self.word("as")
            self.emit(spelling.name(node.local.name))

    def on_ExportSpecifier(self, node: js.ExportSpecifier) -> None:
        self.emit(spelling.name(node.local.name))
        if node.local.name != node.exported:
            self.word("as")
            self.emit(spelling.name(node.exported))

    def on_ExportNamedDeclaration(self, node: js.ExportNamedDeclaration) -> None:
        self.emit("export")
        self.blank()
        if node.declaration is not None:
            self.node(node.declaration)
        else:
            self.listing(node.specifiers, self.node, "{}", self.space)
            self.semicolon = True


def _governed(node: js.Statement) -> Sequence[js.Statement]:
    """List what a loop or branch holds, without braces that only hold other braces."""
    inner = _meaningful((node,))
    while len(inner) == 1 and isinstance(inner[0], js.BlockStatement):
        inner = _meaningful(inner[0].body)
    return inner


def _meaningful(body: Sequence[js.Statement]) -> Sequence[js.Statement]:
    return [item for item in body if not isinstance(item, js.EmptyStatement)]


def _is_scoped(node: js.Statement) -> bool:
    """Whether a statement may only stand in a list of statements."""
    return isinstance(node, js.FunctionDeclaration) or (
        isinstance(node, js.VariableDeclaration) and node.kind != "var"
    )


def _ends_in_open_if(node: js.Statement) -> bool:
    """Whether an `else` after this statement would be taken by an `if` inside it."""
    while True:
        match node:
            case js.IfStatement(alternate=alternate):
                held = () if alternate is None else _governed(alternate)
                if not held:
                    return True
            case js.ForStatement() | js.ForOfStatement() | js.ForInStatement() | js.WhileStatement():
                held = _governed(node.body)
            case _:
                return False
        if len(held) != 1 or _is_scoped(held[0]):
            return False
        node = held[0]
