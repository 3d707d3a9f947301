# ruff: noqa: ANN401 - esprima has no types
"""Text to tree, by way of esprima: the only module that knows the parser.

esprima 4.0.1 reads ES2017 plus object spread. Its tree is turned into ours node type by node type; what
`nodes` does not have is refused as `UnsupportedSyntax`. Three faults of the parser are mended here: half a
second of import time, regular expressions that are judged by Python's `re`, and its recursion, which the
default limit of Python stops early.

It does not report two declarations of one name; `names.redeclarations` does.
"""

from __future__ import annotations

import re
import sys
import unicodedata
import warnings
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from tagc.frozen import frozen
from tagc.js import nodes as js
from tagc.js.tree import deep_recursion

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from types import ModuleType


class JavaScriptSyntaxError(ValueError):
    """The text is not JavaScript, or newer than what can be read. `line` counts from 1, `column` from 0."""

    def __init__(self, message: str, line: int, column: int) -> None:
        """Keep the parts for whoever turns this into a diagnostic."""
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column


class UnsupportedSyntax(JavaScriptSyntaxError):  # noqa: N818 - says what it is, not that it is an error
    """Valid JavaScript of a kind this compiler does not handle; `node_type` is its ESTree name."""

    def __init__(self, node_type: str, line: int, column: int) -> None:
        """Name the node type."""
        super().__init__(f"{node_type} is not supported", line, column)
        self.node_type = node_type


def parse(text: str, *, module: bool = False) -> js.Program:
    """The tree of a script, or of a module.

    Comment lines directly above a top-level declaration or expression statement are kept in its `comments`;
    all others are dropped.
    """
    return _program(_tree(text, module=module))


@frozen
class Place:
    """Where something stands. Lines count from 1, columns from 0; the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


@frozen
class ModuleFile:
    """A module that may have a default export, with the place of every node.

    `default` is what it exports by default: an expression, or the name of the function that is declared in its place and
    then stands in `program`. `globals` are the names that comments such as `/* global a, b */` declare.
    """

    program: js.Program
    default: js.Expression | None
    globals: frozenset[str]
    _places: Mapping[int, Place]

    def place(self, node: js.Node) -> Place:
        """Return where a node of this file stands; that of the file where it has none of its own."""
        return self._places.get(id(node), Place(1, 0, 1, 0))


def parse_module(text: str) -> ModuleFile:
    """The tree of a module that somebody else wrote, every place known; comments are dropped."""
    try:
        return _module_file(_tree(text, module=True))
    except (AttributeError, IndexError, KeyError, TypeError, RecursionError):
        # Text that is no JavaScript makes the parser stumble in places where it does not say so.
        raise JavaScriptSyntaxError("it is no JavaScript", 1, 0) from None


def _module_file(tree: Any) -> ModuleFile:
    with deep_recursion():
        statements: list[js.Statement] = []
        default: js.Expression | None = None
        for item in tree.body:
            if item.type != "ExportDefaultDeclaration":
                statements.append(_statement(item))
                continue
            if default is not None:
                raise JavaScriptSyntaxError(
                    "Duplicate export of 'default'", int(item.loc.start.line), int(item.loc.start.column)
                )
            exported = item.declaration
            if exported.type == "FunctionDeclaration" and exported.id is None:
                exported.type = "FunctionExpression"
            made = _convert(exported)
            if isinstance(made, js.FunctionDeclaration):
                statements.append(made)
                made = js.Identifier(made.id.name)
            default = made
        places = dict(_places(tree))
    return ModuleFile(js.Program(tuple(statements)), default, _global_comments(tree), places)


_GLOBALS = re.compile(r"\s*globals?\s+(.*)", re.DOTALL)


def _global_comments(tree: Any) -> frozenset[str]:
    """The names declared as ESLint reads them: `/* global a, b:writable */`."""
    found = [_GLOBALS.fullmatch(comment.value) for comment in tree.comments or ()]
    listed = ",".join(match[1] for match in found if match).split(",")
    return frozenset(name for entry in listed if (name := entry.partition(":")[0].strip()))


def _places(tree: Any) -> Iterator[tuple[int, Place]]:
    """Where each node stands that was made of a part of the tree."""
    pending = [tree]
    while pending:
        current = pending.pop()
        if isinstance(current, list):
            pending.extend(current)
        elif hasattr(current, "type") and hasattr(current, "loc"):
            made = getattr(current, "made", None)
            if made is not None:
                start, end = current.loc.start, current.loc.end
                yield id(made), Place(int(start.line), int(start.column), int(end.line), int(end.column))
            pending.extend(value for name, value in vars(current).items() if name not in {"loc", "made"})


def _tree(text: str, *, module: bool) -> Any:
    """The parser's own tree."""
    esprima = _esprima()
    _know(text)
    options = {"comment": True, "loc": True, "sourceType": "module" if module else "script"}
    with deep_recursion(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return esprima.parse(text, options)
        except esprima.Error as error:
            message = str(error).partition(": ")[2] or str(error)
            raise JavaScriptSyntaxError(
                message, int(error.lineNumber), max(0, int(error.column) - 1)
            ) from None


@cache
def _esprima() -> ModuleType:
    """Import esprima on first use. Its tables of characters take half a second: here they are ASCII, and `_know` adds."""
    before = sys.maxunicode
    sys.maxunicode = 0x7F
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import esprima  # slow to import, needed by few commands
            from esprima import nodes as esprima_nodes
            from esprima import parser, scanner
    finally:
        sys.maxunicode = before
    _mend(scanner.Scanner, parser.Parser, esprima_nodes)
    return esprima  # type: ignore[no-any-return]


# As esprima sorts them; what Unicode adds to them by name, it has as they are.
_STARTS = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Nl"})
_ESCAPE = re.compile(r"\\u(?:([0-9A-Fa-f]{4})|\{([0-9A-Fa-f]{1,6})\})")
_PARTS = _STARTS | {"Mn", "Mc", "Nd", "Pc"}


def _know(text: str) -> None:
    """Tell esprima which of the text's characters beyond ASCII, written as they are or escaped, can stand in names."""
    chars = {char for char in text if char > "\x7f"} if not text.isascii() else set()
    for short, long in _ESCAPE.findall(text):
        code = int(short or long, 16)
        if code <= sys.maxunicode:
            chars.add(chr(code))
    if not chars:
        return
    from esprima import character

    for char in chars:
        category = unicodedata.category(char)
        if category in _STARTS:
            character.IDENTIFIER_START.add(char)
        if category in _PARTS:
            character.IDENTIFIER_PART.add(char)


def _mend(scanner: Any, parser: Any, esprima_nodes: Any) -> None:
    """Correct two mistakes of esprima 4.0.1 that would refuse valid programs, and one that costs a quarter of its time."""
    # Patterns are translated to Python's `re`, which rejects many valid ones; engines are the judges of them.
    scanner.testRegExp = lambda _self, _pattern, _flags: None

    # `(-a) ** b` is valid, `-a ** b` is not, but the parser has forgotten the parentheses when it looks.
    original = parser.parseExponentiationExpression

    def parse_exponentiation(self: Any) -> Any:
        start = self.lookahead
        left = original(self)
        if left.type != "UnaryExpression" or start.value != "(" or not self.match("**"):
            return left
        self.nextToken()
        self.context.isAssignmentTarget = self.context.isBindingElement = False
        right = self.isolateCoverGrammar(self.parseExponentiationExpression)
        return self.finalize(self.startNode(start), esprima_nodes.BinaryExpression("**", left, right))

    parser.parseExponentiationExpression = parse_exponentiation

    # Whoever wants comments is told of every node, too.
    told_of_all = parser.finalize

    def finalize(self: Any, marker: Any, node: Any) -> Any:
        delegate, self.delegate = self.delegate, None
        told_of_all(self, marker, node)
        self.delegate = delegate
        return node

    parser.finalize = finalize


# ---- comments ----------------------------------------------------------------------------------------------


def _program(tree: Any) -> js.Program:
    above = _comment_lines(tree.comments or ())
    with deep_recursion():
        body = [_commented(_statement(item), above, item.loc.start.line) for item in tree.body]
    return js.Program(tuple(body))


def _comment_lines(comments: Sequence[Any]) -> dict[int, tuple[int, list[str]]]:
    """For each line on which a comment ends: the line where it starts, and its text."""
    found: dict[int, tuple[int, list[str]]] = {}
    for comment in comments:
        lines = [line.strip().removeprefix("*").strip() for line in comment.value.split("\n")]
        while lines and not lines[0]:
            del lines[0]
        while lines and not lines[-1]:
            del lines[-1]
        found[comment.loc.end.line] = comment.loc.start.line, lines
    return found


def _commented(statement: js.Statement, above: dict[int, tuple[int, list[str]]], line: int) -> js.Statement:
    lines: list[str] = []
    while line - 1 in above:
        line, text = above.pop(line - 1)
        lines[:0] = text
    comments = tuple(lines)
    match statement:
        case _ if not comments:
            return statement
        case js.ExportNamedDeclaration(declaration=declaration) if declaration is not None:
            return replace(statement, declaration=replace(declaration, comments=comments))
        case js.VariableDeclaration() | js.FunctionDeclaration() | js.ExpressionStatement():
            return replace(statement, comments=comments)
        case _:
            return statement


# ---- conversion --------------------------------------------------------------------------------------------


def _convert(tree: Any) -> Any:
    convert = _CONVERTERS.get(tree.type)
    if convert is None:
        raise _unsupported(tree)
    tree.made = convert(tree)
    return tree.made


def _unsupported(tree: Any, kind: str | None = None) -> UnsupportedSyntax:
    return UnsupportedSyntax(kind or str(tree.type), int(tree.loc.start.line), int(tree.loc.start.column))


def _statement(tree: Any) -> js.Statement:
    return _convert(tree)  # type: ignore[no-any-return]


def _maybe(tree: Any) -> Any:
    return None if tree is None else _convert(tree)


def _many(trees: Sequence[Any]) -> tuple[Any, ...]:
    return tuple([_maybe(item) for item in trees])


def _plain(kind: Callable[..., Any], *names: str) -> Callable[[Any], Any]:
    """A converter for a node whose fields have the same names and order here and there."""

    def convert(tree: Any) -> Any:
        return kind(*[_field(getattr(tree, name)) for name in names])

    return convert


def _field(part: Any) -> Any:
    if isinstance(part, list):
        return _many(part)
    return part if part is None or isinstance(part, str | bool) else _convert(part)


def _literal(tree: Any) -> js.Literal | js.RegExpLiteral:
    if tree.regex is not None:
        return js.RegExpLiteral(tree.regex.pattern, tree.regex.flags)
    if tree.raw in ("true", "false"):
        return js.Literal(tree.raw == "true")
    return js.Literal(tree.value)


def _template(tree: Any) -> js.TemplateLiteral:
    if any("\u2028" in quasi.value.raw or "\u2029" in quasi.value.raw for quasi in tree.quasis):
        raise _unsupported(tree, "TemplateLiteral with a line separator")  # esprima reads it as a line feed
    return js.TemplateLiteral(tuple([quasi.value.cooked for quasi in tree.quasis]), _many(tree.expressions))


def _property(tree: Any) -> js.Property:
    key, computed = _convert(tree.key), bool(tree.computed)
    if not computed and key == js.Literal("__proto__") and tree.kind == "init" and not tree.method:
        key = js.Identifier("__proto__")  # quoted or not, written like this it sets the prototype
    elif tree.shorthand and key == js.Identifier("__proto__"):
        key = js.Literal("__proto__")  # but `{__proto__}` does not
    return js.Property(key, _convert(tree.value), computed, "method" if tree.method else tree.kind)


def _function(tree: Any) -> js.FunctionExpression | js.FunctionDeclaration:
    if tree.generator:
        raise _unsupported(tree, "Generator" + tree.type)
    if tree.type == "FunctionDeclaration":
        return js.FunctionDeclaration(
            _convert(tree.id), _many(tree.params), _convert(tree.body), bool(tree.isAsync)
        )
    return js.FunctionExpression(_many(tree.params), _convert(tree.body), _maybe(tree.id), bool(tree.isAsync))


def _arrow(tree: Any) -> js.ArrowFunctionExpression:
    return js.ArrowFunctionExpression(_many(tree.params), _convert(tree.body), bool(tree.isAsync))


def _expression_statement(tree: Any) -> js.ExpressionStatement | js.Directive:
    if getattr(tree, "directive", None) is not None:
        return js.Directive(tree.expression.value)
    return js.ExpressionStatement(_convert(tree.expression))


def _jump(tree: Any) -> js.BreakStatement | js.ContinueStatement:
    if tree.label is not None:
        raise _unsupported(tree, "Labeled" + tree.type)
    return js.BreakStatement() if tree.type == "BreakStatement" else js.ContinueStatement()


def _import(tree: Any) -> js.ImportDeclaration:
    for item in tree.specifiers:
        if item.type != "ImportSpecifier":
            raise _unsupported(item)
    names = [js.ImportSpecifier(item.imported.name, _convert(item.local)) for item in tree.specifiers]
    return js.ImportDeclaration(tuple(names), tree.source.value)


def _export(tree: Any) -> js.ExportNamedDeclaration:
    if tree.source is not None:
        raise _unsupported(tree, "ExportNamedDeclaration with a source")
    for item in tree.specifiers:
        if item.type != "ExportSpecifier":  # `export a`, which the parser takes for something of the future
            raise JavaScriptSyntaxError(
                "Unexpected identifier", int(item.loc.start.line), int(item.loc.start.column)
            )
    names = [js.ExportSpecifier(_convert(item.local), item.exported.name) for item in tree.specifiers]
    return js.ExportNamedDeclaration(_maybe(tree.declaration), tuple(names))


_CONVERTERS: dict[str, Callable[[Any], Any]] = {
    "Literal": _literal,
    "TemplateLiteral": _template,
    "Property": _property,
    "FunctionDeclaration": _function,
    "FunctionExpression": _function,
    "ArrowFunctionExpression": _arrow,
    "ExpressionStatement": _expression_statement,
    "BreakStatement": _jump,
    "ContinueStatement": _jump,
    "ImportDeclaration": _import,
    "ExportNamedDeclaration": _export,
    "Identifier": _plain(js.Identifier, "name"),
    "ThisExpression": _plain(js.ThisExpression),
    "ArrayExpression": _plain(js.ArrayExpression, "elements"),
    "ObjectExpression": _plain(js.ObjectExpression, "properties"),
    "SpreadElement": _plain(js.SpreadElement, "argument"),
    "CallExpression": _plain(js.CallExpression, "callee", "arguments"),
    "NewExpression": _plain(js.NewExpression, "callee", "arguments"),
    "MemberExpression": _plain(js.MemberExpression, "object", "property", "computed"),
    "UnaryExpression": _plain(js.UnaryExpression, "operator", "argument"),
    "UpdateExpression": _plain(js.UpdateExpression, "operator", "argument", "prefix"),
    "BinaryExpression": _plain(js.BinaryExpression, "operator", "left", "right"),
    "LogicalExpression": _plain(js.LogicalExpression, "operator", "left", "right"),
    "AssignmentExpression": _plain(js.AssignmentExpression, "operator", "left", "right"),
    "ConditionalExpression": _plain(js.ConditionalExpression, "test", "consequent", "alternate"),
    "SequenceExpression": _plain(js.SequenceExpression, "expressions"),
    "AwaitExpression": _plain(js.AwaitExpression, "argument"),
    "ArrayPattern": _plain(js.ArrayPattern, "elements"),
    "ObjectPattern": _plain(js.ObjectPattern, "properties"),
    "AssignmentPattern": _plain(js.AssignmentPattern, "left", "right"),
    "RestElement": _plain(js.RestElement, "argument"),
    "BlockStatement": _plain(js.BlockStatement, "body"),
    "EmptyStatement": _plain(js.EmptyStatement),
    "ReturnStatement": _plain(js.ReturnStatement, "argument"),
    "IfStatement": _plain(js.IfStatement, "test", "consequent", "alternate"),
    "ForStatement": _plain(js.ForStatement, "init", "test", "update", "body"),
    "ForOfStatement": _plain(js.ForOfStatement, "left", "right", "body"),
    "ForInStatement": _plain(js.ForInStatement, "left", "right", "body"),
    "WhileStatement": _plain(js.WhileStatement, "test", "body"),
    "DoWhileStatement": _plain(js.DoWhileStatement, "body", "test"),
    "ThrowStatement": _plain(js.ThrowStatement, "argument"),
    "TryStatement": _plain(js.TryStatement, "block", "handler", "finalizer"),
    "CatchClause": _plain(js.CatchClause, "param", "body"),
    "SwitchStatement": _plain(js.SwitchStatement, "discriminant", "cases"),
    "SwitchCase": _plain(js.SwitchCase, "test", "consequent"),
    "VariableDeclaration": _plain(js.VariableDeclaration, "kind", "declarations"),
    "VariableDeclarator": _plain(js.VariableDeclarator, "id", "init"),
}
