"""Puts the container together: the runtime parts that are reached, specialised to the program, round the generated code.

A part is an ES module of declarations only, with top-level names unique across all parts, so modules can be laid side by
side in one function. What the program's constants make unreachable is folded away, names become short, and each
top-level declaration keeps the name of the part it came from, for the size report.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from tagc.frozen import frozen
from tagc.js import build as js
from tagc.js.aliases import drop_aliases
from tagc.js.fold import fold
from tagc.js.names import free_names, rename
from tagc.js.nodes import (
    ArrowFunctionExpression,
    BlockStatement,
    CallExpression,
    ExportNamedDeclaration,
    ExpressionStatement,
    Identifier,
    IfStatement,
    ImportDeclaration,
    Literal,
    Program,
    VariableDeclaration,
)
from tagc.js.parameters import decide_missing_arguments, drop_unused_parameters, put_constants
from tagc.js.parse import parse
from tagc.js.tree import transform

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tagc.backends.browser.part import Part
    from tagc.js.nodes import Expression, Node, Statement

__all__ = ["Label", "Library", "Linked", "inside", "link", "merged"]

_T = TypeVar("_T", bound="Node")
_DECLARED = re.compile(r"^(?://.*\n)*(?:export )?(?:const|let) (\w+)", re.MULTILINE)
CONFIG = "runtime/config.js"
ASKED = frozenset({"level", "all", "any", "always"})
"""What gates ask: a reader, and the check of the output, wants to see which requirement."""


class Library:
    """The declarations of the package's `.js` parts, each parsed when it is wanted.

    `texts` maps a path such as `runtime/gate.js` to the file's text. Raises `ValueError` when two parts share a name.
    """

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._home: dict[str, str] = {}
        self._texts: dict[str, str] = {}
        for path in sorted(texts):
            found = list(_DECLARED.finditer(texts[path]))
            ends = [*(each.start() for each in found[1:]), len(texts[path])]
            for each, end in zip(found, ends, strict=False):  # a file may declare nothing
                name = each[1]
                if name in self._home:
                    message = f"{path} and {self._home[name]} both declare {name}"
                    raise ValueError(message)
                self._home[name] = path
                self._texts[name] = texts[path][each.start() : end]

    def home(self, name: str) -> str | None:
        """The part that declares a name."""
        return self._home.get(name)

    def declaration(self, name: str) -> Statement:
        """The declaration of a name, without `export`."""
        return _declaration(self._texts[name])

    def names(self) -> list[str]:
        """Every name, by part and by place in the part."""
        return list(self._home)

    def functions(self) -> Mapping[str, tuple[str, ...]]:
        """The parameters of every platform function, by name."""
        return _Functions(self)


class _Functions(Mapping[str, tuple[str, ...]]):
    """Looked up when somebody asks, so that only the parts of platforms in use are parsed."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def __getitem__(self, name: str) -> tuple[str, ...]:
        if name not in self:
            raise KeyError(name)
        made = self._library.declaration(name)
        init = made.declarations[0].init if isinstance(made, VariableDeclaration) else None
        parameters = init.params if isinstance(init, ArrowFunctionExpression) else ()
        return tuple(p.name for p in parameters if isinstance(p, Identifier))

    def __contains__(self, name: object) -> bool:
        return (self._library.home(str(name)) or "").startswith("platforms/")

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._library.names() if name in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)


@cache
def _declaration(text: str) -> Statement:
    """One declaration. Remembered: the parts are the same for every container of a run."""
    found: list[Statement] = []
    for item in parse(text, module=True).body:
        statement = item.declaration if isinstance(item, ExportNamedDeclaration) else item
        if isinstance(statement, VariableDeclaration) and len(statement.declarations) == 1:
            found.append(statement)
        elif not isinstance(statement, ImportDeclaration):
            message = f"a part holds declarations of one name each, not {type(statement).__name__}"
            raise TypeError(message)
    if len(found) != 1:
        message = "a part holds declarations that begin their line, and each its own"
        raise ValueError(message)
    return found[0]


@frozen
class Label:
    """What a statement is for, and the name it declared before names became short."""

    part: str
    name: str


@frozen
class Linked:
    """The finished program, its top-level statements with what each is for, and what is left of the gate's parameters."""

    program: Program
    parts: tuple[tuple[Label, Statement], ...]
    gate: tuple[str, ...] = ()


def link(
    library: Library,
    config: Mapping[str, Expression],
    generated: Sequence[Part],
    handed: Mapping[str, Expression] | None = None,
    *,
    readable: bool,
) -> Linked:
    """One function around everything the generated code reaches. `handed` are functions that are given to it, by name."""
    constants = {name: value for name, value in config.items() if isinstance(value, Literal | Identifier)}
    values = {name: value for name, value in config.items() if name not in constants}
    made = [(part.name, js.part(part.name, statement)) for part in generated for statement in part.statements]
    reached = _reach(library, constants, values, [statement for _, statement in made])
    program = _wrapped([statement for _, statement in reached], [statement for _, statement in made])
    program = drop_aliases(fold(program, constants))
    program = fold(decide_missing_arguments(program), {})
    program = put_constants(program, except_of=ASKED)
    program = fold(drop_unused_parameters(program), {})
    program = _given(program, handed or {})
    labels = _labels(program, {**dict(_declared(reached)), **dict(_declared(made))})
    gate = _parameters(program, "gate")
    if not readable:
        program = rename(program)
    parts = tuple(zip(labels, inside(program), strict=True))
    return Linked(program if readable else merged(program), parts, gate)


def _reach(
    library: Library,
    constants: Mapping[str, Expression],
    values: Mapping[str, Expression],
    roots: Iterable[Statement],
) -> list[tuple[str, Statement]]:
    """Declarations that the roots need, directly or not, each after what it needs when it is initialised."""
    found: dict[str, Statement] = {}
    queue = [name for root in roots for name in sorted(free_names(root))]
    while queue:
        name = queue.pop()
        alias = constants.get(name)
        if isinstance(alias, Identifier):
            queue.append(alias.name)
        home = library.home(name)
        if name in found or name in constants or home is None:
            continue
        statement = js.const(name, values[name]) if name in values else library.declaration(name)
        if home == CONFIG and name not in values:
            message = f"{CONFIG} declares {name}, and nothing says what it is for this program"
            raise ValueError(message)
        found[name] = statement
        needs = free_names(statement)
        if not needs.isdisjoint(constants):
            needs = free_names(fold(Program((statement,)), constants))
        queue.extend(sorted(needs))
    order = {name: place for place, name in enumerate(library.names())}
    homes = [(str(library.home(name)), found[name]) for name in sorted(found, key=order.__getitem__)]
    return [(home, js.part(home, statement)) for home, statement in homes]


def _wrapped(parts: Sequence[Statement], generated: Sequence[Statement]) -> Program:
    """`(window => { if (not loaded yet) { parts; generated } })(window)`."""
    function = js.binary("==", js.unary("typeof", js.member("window", "tagc")), js.string("function"))
    early = js.const("early", js.conditional(function, js.member("window", "tagc", "q"), js.array()))
    body: list[Statement] = [early, IfStatement(js.ident("early"), BlockStatement((*parts, *generated)))]
    return js.program(js.statement(js.call(js.arrow(["window"], body), js.ident("window"))))


def _given(program: Program, handed: Mapping[str, Expression]) -> Program:
    """The wrapper with more parameters, called with what they stand for; it is not looked into before."""
    used = free_names(program)
    names = [name for name in handed if name in used]
    outer = program.body[0]
    if (
        not names
        or not isinstance(outer, ExpressionStatement)
        or not isinstance(outer.expression, CallExpression)
    ):
        return program
    call = outer.expression
    if not isinstance(call.callee, ArrowFunctionExpression):
        return program
    function = replace(call.callee, params=(*call.callee.params, *(Identifier(name) for name in names)))
    arguments = (*call.arguments, *(handed[name] for name in names))
    return Program((replace(outer, expression=replace(call, callee=function, arguments=arguments)),))


def inside(program: Program) -> tuple[Statement, ...]:
    """The statements inside the wrapper and its test, that test's own first."""
    outer = program.body[0]
    if isinstance(outer, ExpressionStatement) and isinstance(outer.expression, CallExpression):
        function = outer.expression.callee
        if isinstance(function, ArrowFunctionExpression) and isinstance(function.body, BlockStatement):
            first, *rest = function.body.body
            if (
                len(rest) == 1
                and isinstance(rest[0], IfStatement)
                and isinstance(rest[0].consequent, BlockStatement)
            ):
                return (first, *rest[0].consequent.body)
    message = "the program is not wrapped"
    raise ValueError(message)


def _declared(statements: Sequence[tuple[str, Statement]]) -> list[tuple[str, Label]]:
    return [
        (declarator.id.name, Label(part, declarator.id.name))
        for part, statement in statements
        if isinstance(statement, VariableDeclaration)
        for declarator in statement.declarations
        if isinstance(declarator.id, Identifier)
    ]


def _parameters(program: Program, function: str) -> tuple[str, ...]:
    """The names of a function's parameters, before names become short."""
    for statement in inside(program):
        for each in statement.declarations if isinstance(statement, VariableDeclaration) else ():
            if each.id == Identifier(function) and isinstance(each.init, ArrowFunctionExpression):
                return tuple(item.name for item in each.init.params if isinstance(item, Identifier))
    return ()


def _labels(program: Program, known: Mapping[str, Label]) -> list[Label]:
    """Which part each remaining statement is for, by the name it declares."""
    found: list[Label] = []
    for statement in inside(program):
        name = None
        if isinstance(statement, VariableDeclaration) and isinstance(
            statement.declarations[0].id, Identifier
        ):
            name = statement.declarations[0].id.name
        found.append(known.get(name or "", Label("page", name or "")))
    return found


def merged(tree: _T) -> _T:
    """Neighbouring declarations as one, `let` for all: fewer bytes."""

    def merge(node: object) -> object:
        if not isinstance(node, BlockStatement):
            return node
        body: list[Statement] = []
        for statement in node.body:
            last = body[-1] if body else None
            if isinstance(statement, VariableDeclaration) and statement.kind != "var":
                if isinstance(last, VariableDeclaration) and last.kind != "var":
                    body[-1] = VariableDeclaration("let", (*last.declarations, *statement.declarations))
                    continue
                body.append(VariableDeclaration("let", statement.declarations))
                continue
            body.append(statement)
        return BlockStatement(tuple(body))

    return transform(tree, merge)  # type: ignore[arg-type, return-value]
