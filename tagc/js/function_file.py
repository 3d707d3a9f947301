"""A file that somebody else wrote and that holds one function: reading it, what is against it, and the function.

The function is what the file exports by default, or, in a file of one expression, that expression. A file without one is a
script: all of it is what is to be done. Declarations beside the function belong to it and are made when it is first called,
so that nothing happens when the file is only read.

Written for the module goal: strict mode, no `with`, no names made by assignment.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final, Literal

from tagc.frozen import frozen
from tagc.js import nodes as js
from tagc.js.browser_names import is_browser_name
from tagc.js.names import free_names, numbered
from tagc.js.parse import JavaScriptSyntaxError, Place, UnsupportedSyntax, parse, parse_module
from tagc.js.printer import to_source
from tagc.js.regexp import RegExpError, check_regexp
from tagc.js.scopes import analyse
from tagc.js.tree import deep_recursion, static_name, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tagc.js.parse import ModuleFile
    from tagc.js.scopes import Analysis

__all__ = ["Fault", "Finding", "Function", "FunctionFile", "Unreadable", "read", "same"]

Function = js.ArrowFunctionExpression | js.FunctionExpression

_SIMPLE: Final = (js.Identifier, js.MemberExpression)
_WINDOWS: Final = frozenset({"window", "self", "globalThis", "top", "parent", "frames"})
_TIMERS: Final = frozenset({"setTimeout", "setInterval"})
_HTML: Final = frozenset({"innerHTML", "outerHTML", "srcdoc"})
_HTML_CALLS: Final = frozenset({"insertAdjacentHTML", "createContextualFragment", "setHTMLUnsafe"})
_KINDS: Final = {
    "ClassDeclaration": "a class",
    "ClassExpression": "a class",
    "DebuggerStatement": "debugger",
    "ExportAllDeclaration": "export … from",
    "ExportNamedDeclaration with a source": "export … from",
    "GeneratorFunctionDeclaration": "a generator",
    "GeneratorFunctionExpression": "a generator",
    "Import": "import",
    "ImportDefaultSpecifier": "import",
    "ImportNamespaceSpecifier": "import",
    "LabeledStatement": "a label",
    "LabeledBreakStatement": "a label",
    "LabeledContinueStatement": "a label",
    "MetaProperty": "new.target",
    "TaggedTemplateExpression": "a tagged template",
    "YieldExpression": "a generator",
}


class _TooNew(JavaScriptSyntaxError):  # noqa: N818 - says what it is, not that it is an error
    """JavaScript newer than ES2017; the message names it."""


@frozen
class Unreadable:
    """Why a file cannot be read, and where. `reason` is a sentence, or the name of what is too new or not supported."""

    why: str  # "syntax", "new", "imports" or "unsupported"
    reason: str
    line: int
    column: int
    readable: Literal[False] = False


class Fault(Enum):
    """What can be against a file that can be read."""

    IMPORTS = "imports"  # it needs another file
    NO_FUNCTION = "no function"  # what it exports is not one
    RUNS_TEXT = "runs text"  # as code: eval and its kind
    WRITES = "writes"  # document.write
    INSERTS_HTML = "inserts HTML"
    UNDECLARED = "undeclared"  # a name that neither the file nor a browser declares


@frozen
class Finding:
    """One thing against a file: where, and what is named there."""

    fault: Fault
    place: Place
    text: str


@frozen
class FunctionFile:
    """A file that can be read.

    `function` is called with what it is given; with `state` it makes that function, and is to be called once. A `script`
    takes nothing and is run as a whole.
    """

    function: Function
    state: bool
    script: bool
    is_async: bool
    findings: tuple[Finding, ...]
    names: tuple[tuple[str, Place], ...]
    """Every global that it names, bare or as a property of `window`, in order."""
    takes: tuple[tuple[str, Place, bool], ...] | None
    """The properties of its argument that it takes, and whether it can do without; None when that cannot be seen."""
    pushes: tuple[tuple[str, Place], ...]
    """The events it pushes onto the data layer, as far as they are written out."""
    readable: Literal[True] = True


def read(text: str) -> FunctionFile | Unreadable:
    """The file."""
    try:
        module = parse_module(text)
        with deep_recursion():
            return _Reader(module).file()
    except UnsupportedSyntax as error:
        what = _KINDS.get(error.node_type, error.node_type)
        why = "imports" if what.startswith(("import", "export")) else "unsupported"
        return Unreadable(why, what, error.line, error.column)
    except _TooNew as error:
        return Unreadable("new", error.message, error.line, error.column)
    except JavaScriptSyntaxError as error:
        newer = _newer(text, error)
        if newer is None:
            return Unreadable("syntax", error.message, error.line, error.column)
        return Unreadable("new", newer, error.line, max(0, error.column - _before(text, error, newer)))


def _before(text: str, error: JavaScriptSyntaxError, what: str) -> int:
    """How many characters of a sign stand before the place of an error."""
    line = text.splitlines()[error.line - 1]
    sign = what if what in dict(_SIGNS) else ""
    return next((n for n in range(len(sign) - 1, 0, -1) if line[: error.column].endswith(sign[:n])), 0)


def same(read_again: js.Node, written: Function, *, readable: bool) -> bool:
    """Whether a function that was printed and read again is the one that was written, whatever its own names are."""
    text = to_source(js.Program((js.ExpressionStatement(written),)), readable=readable)
    (statement,) = parse(text).body
    with deep_recursion():
        return isinstance(statement, js.ExpressionStatement) and numbered(read_again) == numbered(
            statement.expression
        )


def _newer(text: str, error: JavaScriptSyntaxError) -> str | None:
    """What newer edition of the language is met at the place of an error, if it is one we know."""
    line = text.splitlines()[error.line - 1] if error.line <= len(text.splitlines()) else ""
    before, after = line[: error.column].rstrip(), line[error.column :]
    around = before[-2:] + after[:3]
    for sign, what in _SIGNS:
        if sign in around and (
            after.startswith(sign) or before.endswith(sign[0]) or sign in after[: len(sign)]
        ):
            return what
    if before.endswith("catch") and after.startswith("{"):
        return "catch without a name"
    words = before.split()
    if words[-1:] == ["for"] and after.startswith("await"):
        return "for await"
    if words[-1:] == ["await"] or after.startswith("await"):
        return "await outside an async function"
    if before[-1:].isdigit() and after[:1] in {"_", "n"}:
        return "a number written like this"
    if "#" in after[:1]:
        return "a private field"
    return None


_SIGNS: Final = (
    ("?.", "?."),
    ("??=", "??="),
    ("??", "??"),
    ("||=", "||="),
    ("&&=", "&&="),
)


class _Reader:
    def __init__(self, module: ModuleFile) -> None:
        self.module = module
        self.body = list(module.program.body)
        self.default = module.default
        self.findings: list[Finding] = []
        if self.default is None and len(self.body) == 1 and isinstance(self.body[0], js.ExpressionStatement):
            only = self.body[0].expression
            if isinstance(only, Function):
                self.body, self.default = [], only

    def file(self) -> FunctionFile:
        """Everything about the file."""
        end = [] if self.default is None else [js.ExpressionStatement(self.default)]
        tree = js.Program((*self.body, *end))
        analysis = analyse(tree)
        if analysis.redeclared:
            again = analysis.redeclared[0]
            place = self.module.place(again)
            raise JavaScriptSyntaxError(f"{again.name} is declared twice", place.line, place.column)
        self.imports()
        self.targets(tree)
        self.patterns(tree)
        inner = self.inner()
        free = {id(identifier): identifier.name for identifier in analysis.free_identifiers}
        self.text_as_code(tree, free)
        self.markup(tree, free)
        self.undeclared(tree, analysis)
        return FunctionFile(
            function=self.function(inner),
            state=self.default is not None and self.alone(inner) is None,
            script=self.default is None,
            is_async=inner is not None and inner.is_async,
            findings=tuple(self.findings),
            names=tuple(self.global_names(tree, free)),
            takes=self.takes(inner),
            pushes=tuple(self.pushes(tree, free)),
        )

    def find(self, fault: Fault, node: js.Node, text: str) -> None:
        """Note something against the file."""
        self.findings.append(Finding(fault, self.module.place(node), text))

    # ---- the function --------------------------------------------------------------------------------------

    def inner(self) -> Function | None:
        """The function that the file is about, as it is written; None for a script, or where there is none."""
        if self.default is None:
            return None
        if isinstance(self.default, Function):
            return self.default
        if isinstance(self.default, js.Identifier):
            for item in self.body:
                if isinstance(item, js.FunctionDeclaration) and item.id.name == self.default.name:
                    return js.FunctionExpression(item.params, item.body, item.id, item.is_async)
                if isinstance(item, js.VariableDeclaration) and item.kind == "const":
                    for one in item.declarations:
                        if one.id == self.default and isinstance(one.init, Function):
                            return one.init
        self.find(Fault.NO_FUNCTION, self.default, "")
        return None

    def alone(self, inner: Function | None) -> Function | None:
        """The function, if the file is nothing else."""
        if inner is None or not self.body:
            return inner
        only = self.body[0]
        if len(self.body) > 1 or isinstance(self.default, Function):
            return None
        if isinstance(only, js.VariableDeclaration):
            bound = {one.id for one in only.declarations}
            return (
                inner if len(bound) == 1 and bound.isdisjoint(map(js.Identifier, free_names(inner))) else None
            )
        return inner

    def function(self, inner: Function | None) -> Function:
        """What is compiled in."""
        if self.default is None:
            return js.ArrowFunctionExpression((), js.BlockStatement(tuple(self.body)))
        made = js.BlockStatement((*self.body, js.ReturnStatement(self.default)))
        return self.alone(inner) or js.ArrowFunctionExpression((), made)

    def takes(self, inner: Function | None) -> tuple[tuple[str, Place, bool], ...] | None:
        """What the function takes of its argument."""
        if inner is None or not inner.params:
            return ()
        pattern = inner.params[0]
        optional = isinstance(pattern, js.AssignmentPattern)
        pattern = pattern.left if isinstance(pattern, js.AssignmentPattern) else pattern
        if not isinstance(pattern, js.ObjectPattern):
            return None
        found: list[tuple[str, Place, bool]] = []
        for item in pattern.properties:
            name = static_name(item)
            if isinstance(item, js.RestElement) or name is None:
                return None
            found.append(
                (name, self.module.place(item), optional or isinstance(item.value, js.AssignmentPattern))
            )
        return tuple(found)

    # ---- what is against it --------------------------------------------------------------------------------

    def imports(self) -> None:
        for item in self.body:
            if isinstance(item, js.ImportDeclaration | js.ExportNamedDeclaration):
                self.find(
                    Fault.IMPORTS, item, "import" if isinstance(item, js.ImportDeclaration) else "export"
                )
        self.body = [
            item.declaration if isinstance(item, js.ExportNamedDeclaration) and item.declaration else item
            for item in self.body
        ]

    def targets(self, tree: js.Node) -> None:
        """What is assigned to can be; the parser lets more through."""
        for node in walk(tree):
            if isinstance(node, js.UpdateExpression):
                fits = isinstance(node.argument, _SIMPLE)
            elif isinstance(node, js.AssignmentExpression):
                patterns = (js.ArrayPattern, js.ObjectPattern) if node.operator == "=" else ()
                fits = isinstance(node.left, (*_SIMPLE, *patterns))
            else:
                continue
            if not fits:
                place = self.module.place(node)
                raise JavaScriptSyntaxError("Invalid left-hand side in assignment", place.line, place.column)

    def patterns(self, tree: js.Node) -> None:
        for node in walk(tree):
            if isinstance(node, js.RegExpLiteral):
                place = self.module.place(node)
                try:
                    check_regexp(node.pattern, node.flags)
                except RegExpError as error:
                    if error.later:
                        raise _TooNew(f"{error.message} in a pattern", place.line, place.column) from None
                    message = f"Invalid regular expression: {error.message}"
                    raise JavaScriptSyntaxError(message, place.line, place.column) from None

    def text_as_code(self, tree: js.Node, free: dict[int, str]) -> None:
        """`eval`, `Function` as a maker of functions, timers that are given text."""
        for node in walk(tree):
            if isinstance(node, js.Identifier) and free.get(id(node)) in {"eval", "execScript"}:
                self.find(Fault.RUNS_TEXT, node, node.name)
            if isinstance(node, js.MemberExpression) and self.global_of(node, free) in {"eval", "execScript"}:
                self.find(Fault.RUNS_TEXT, node, str(static_name(node)))
            if isinstance(node, js.CallExpression | js.NewExpression):
                name = self.global_of(node.callee, free)
                if name == "Function" or (name in _TIMERS and _is_text(node.arguments[:1])):
                    self.find(
                        Fault.RUNS_TEXT,
                        node.callee,
                        "new Function" if name == "Function" else f"{name} with a text",
                    )

    def markup(self, tree: js.Node, free: dict[int, str]) -> None:
        """`document.write`, and what makes elements of text."""
        for node in walk(tree):
            match node:
                case js.MemberExpression(target) if static_name(node) in {"write", "writeln"}:
                    if self.global_of(target, free) == "document":
                        self.find(Fault.WRITES, node, f"document.{static_name(node)}")
                case js.AssignmentExpression(_, js.MemberExpression() as target) if (
                    static_name(target) in _HTML
                ):
                    self.find(Fault.INSERTS_HTML, target, str(static_name(target)))
                case js.CallExpression(js.MemberExpression() as target) if static_name(target) in _HTML_CALLS:
                    self.find(Fault.INSERTS_HTML, target, str(static_name(target)))

    def undeclared(self, tree: js.Node, analysis: Analysis) -> None:
        asked = {
            id(node.argument)
            for node in walk(tree)
            if isinstance(node, js.UnaryExpression) and node.operator == "typeof"
        }
        guarded = {item.name for item in analysis.free_identifiers if id(item) in asked}
        known = self.module.globals | guarded
        for identifier in _first_of_each(analysis.free_identifiers):
            if identifier.name not in known and not is_browser_name(identifier.name):
                self.find(Fault.UNDECLARED, identifier, identifier.name)

    # ---- globals -------------------------------------------------------------------------------------------

    def is_window(self, node: js.Node, free: dict[int, str]) -> bool:
        return isinstance(node, js.Identifier) and free.get(id(node)) in _WINDOWS

    def global_of(self, node: js.Node, free: dict[int, str]) -> str | None:
        """The name of the global that an expression is: `x`, `window.x`, `window["x"]`."""
        if isinstance(node, js.Identifier):
            return free.get(id(node))
        if isinstance(node, js.MemberExpression) and self.is_window(node.object, free):
            return static_name(node)
        return None

    def global_names(self, tree: js.Node, free: dict[int, str]) -> Iterator[tuple[str, Place]]:
        for node in walk(tree):
            name = self.global_of(node, free)
            if name is not None:
                yield name, self.module.place(node)

    def pushes(self, tree: js.Node, free: dict[int, str]) -> Iterator[tuple[str, Place]]:
        """`dataLayer.push({event: "name"})`."""
        for node in walk(tree):
            if not isinstance(node, js.CallExpression) or not isinstance(node.callee, js.MemberExpression):
                continue
            if static_name(node.callee) != "push" or self.layer_of(node.callee.object, free) is None:
                continue
            for entry in node.arguments:
                for item in entry.properties if isinstance(entry, js.ObjectExpression) else ():
                    if static_name(item) == "event" and isinstance(item, js.Property):
                        value = item.value
                        if isinstance(value, js.Literal) and isinstance(value.value, str):
                            yield value.value, self.module.place(value)

    def layer_of(self, node: js.Node, free: dict[int, str]) -> str | None:
        """The data layer, also where it is made if it is absent: `(window.dataLayer = window.dataLayer || [])`."""
        if isinstance(node, js.AssignmentExpression):
            node = node.left
        return "dataLayer" if self.global_of(node, free) == "dataLayer" else None


def _is_text(arguments: tuple[js.Expression | js.SpreadElement, ...]) -> bool:
    """The first argument is text, as far as can be seen."""
    for argument in arguments:
        if isinstance(argument, js.BinaryExpression) and argument.operator == "+":
            return _is_text((argument.left,)) or _is_text((argument.right,))
        if isinstance(argument, js.TemplateLiteral):
            return True
        return isinstance(argument, js.Literal) and isinstance(argument.value, str)
    return False


def _first_of_each(identifiers: list[js.Identifier]) -> list[js.Identifier]:
    found: dict[str, js.Identifier] = {}
    for identifier in identifiers:
        found.setdefault(identifier.name, identifier)
    return list(found.values())
