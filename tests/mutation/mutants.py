"""Mistakes somebody could have made: one small change of one source file each.

Python is changed where its `ast` says, JavaScript where esprima says, both in the text itself, so that a mutant is a line
of a file that can be read. Which files, and how many mutants of each area, stands in `AREAS`.
"""

from __future__ import annotations

import ast
import random
import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import esprima

from tagc.js.parse import JavaScriptSyntaxError, parse
from tagc.js.printer import to_source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

AREAS = {
    "gate": (34, ("tagc/runtime/gate.js",)),
    "consent": (22, ("tagc/runtime/consent.js", "tagc/consent/*.js")),
    "runtime": (34, ("tagc/runtime/[!gc]*.js", "tagc/runtime/conv*.js", "tagc/triggers/*.js")),
    "vendor scripts": (14, ("tagc/platforms/*/browser.js", "tagc/platforms/*.js")),
    "passes": (24, ("tagc/passes/*.py",)),
    "browser backend": (36, ("tagc/backends/browser/*.py",)),
    "printer": (
        30,
        tuple(
            f"tagc/js/{name}.py"
            for name in ("printer", "expressions", "spelling", "writer", "fold", "names", "parameters", "scopes")
        ),
    ),
    "resolve": (24, ("tagc/resolve/*.py",)),
    "tables": (22, ("tagc/platforms/*/spec.py", "tagc/platforms/google.py", "tagc/events.py")),
}  # fmt: skip
"""Share of every area, and its files."""

TABLES = re.compile(r"tagc/(platforms/.*|events|backends/browser/.*)\.py")
"""Where the text of a string is a fact: elsewhere it is a message or a name that something else refers to."""


@dataclass(frozen=True, slots=True)
class Change:
    """Other text for a stretch of a file."""

    kind: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Mutant:
    """A change of a file, told so that it is found again when lines have moved."""

    number: int
    area: str
    path: str
    line: int
    kind: str
    before: str
    old: str
    new: str
    after: str

    @property
    def name(self) -> str:
        """What a person wants to read."""
        return f"#{self.number} {self.path}:{self.line} {self.kind}: {self.old!r} -> {self.new!r}"

    def applied(self, text: str) -> str | None:
        """The file with the mistake; None when the place is gone."""
        found = self.before + self.old + self.after
        if text.count(found) != 1:
            return None
        return text.replace(found, self.before + self.new + self.after)


def choose(root: Path, seed: int, count: int) -> list[Mutant]:
    """The same mutants for the same tree and seed."""
    chance = random.Random(seed)  # noqa: S311 - a sample of mistakes
    whole = sum(share for share, _ in AREAS.values())
    quota = {area: count * share // whole for area, (share, _) in AREAS.items()}
    for area in sorted(AREAS, key=lambda area: -(count * AREAS[area][0] % whole))[
        : count - sum(quota.values())
    ]:
        quota[area] += 1
    chosen: list[Mutant] = []
    for area, (_, patterns) in AREAS.items():
        paths = sorted({path for pattern in patterns for path in root.glob(pattern)})
        texts = {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in paths}
        everything = [(path, change) for path, text in texts.items() for change in changes(path, text)]
        chance.shuffle(everything)
        found: list[Mutant] = []
        while everything and len(found) < quota[area]:
            path, change = everything.pop()
            if is_another_program(path, texts[path], change):
                found.append(_mutant(area, path, texts[path], change))
        chosen.extend(found)
    return [replace(mutant, number=number) for number, mutant in enumerate(chosen, 1)]


def _mutant(area: str, path: str, text: str, change: Change) -> Mutant:
    around = 0
    while text.count(text[max(0, change.start - around) : change.end + around]) > 1:
        around += 10
    first, last = max(0, change.start - around), change.end + around
    return Mutant(
        number=0,
        area=area,
        path=path,
        line=text.count("\n", 0, change.start) + 1,
        kind=change.kind,
        before=text[first : change.start],
        old=text[change.start : change.end],
        new=change.text,
        after=text[change.end : last],
    )


def changes(path: str, text: str) -> list[Change]:
    """All changes of a file that this module knows."""
    if path.endswith(".py"):
        return list(_Python(text, strings=bool(TABLES.fullmatch(path)), passes="/passes/" in path).changes())
    return list(_JavaScript(text).changes())


def is_another_program(path: str, text: str, change: Change) -> bool:
    """Whether a changed file is still a program, and not the same one."""
    changed = text[: change.start] + change.text + text[change.end :]
    if path.endswith(".py"):
        try:
            return ast.dump(ast.parse(changed)) != ast.dump(ast.parse(text))
        except SyntaxError:
            return False
    try:
        return to_source(parse(changed, module=True)) != to_source(parse(text, module=True))
    except JavaScriptSyntaxError:
        return False


OTHER = {
    "==": "!=", "!=": "==", "===": "!==", "!==": "===", "<": "<=", "<=": "<", ">": ">=", ">=": ">",
    "and": "or", "or": "and", "&&": "||", "||": "&&", "+": "-", "-": "+", "*": "+", "%": "+",
    "is": "is not", "is not": "is", "in": "not in", "not in": "in",
}  # fmt: skip


def _operator(text: str, kind: str, start: int, end: int) -> Iterator[Change]:
    """The operator that stands between two operands, among blanks and brackets."""
    found = re.search(
        r"is\s+not|not\s+in|\bis\b|\bin\b|\band\b|\bor\b|[=!<>]=+|&&|\|\||[-+*%<>]", text[start:end]
    )
    if found:
        other = OTHER.get(re.sub(r"\s+", " ", found[0]))
        if other:
            yield Change(kind, start + found.start(), start + found.end(), other)


class _Python:
    """Changes of a Python file."""

    PROSE = frozenset({"description", "purpose", "lifetime", "title", "pattern"})
    FIXED = frozenset({"isinstance", "cast", "Source", "TypeVar", "dataclass"})

    def __init__(self, text: str, *, strings: bool, passes: bool) -> None:
        self.text = text
        self.strings = strings
        self.passes = passes
        self.lines = text.splitlines(keepends=True)
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line))

    def changes(self) -> Iterator[Change]:
        yield from self.visit(ast.parse(self.text), ())

    def span(self, node: ast.AST) -> tuple[int, int]:
        where: Any = node
        return (
            self.offset(where.lineno, where.col_offset),
            self.offset(where.end_lineno, where.end_col_offset),
        )

    def offset(self, line: int, column: int) -> int:
        return self.starts[line - 1] + len(self.lines[line - 1].encode()[:column].decode())

    def visit(self, node: ast.AST, parameters: tuple[str, ...]) -> Iterator[Change]:
        yield from self.at(node, parameters)
        if isinstance(node, ast.FunctionDef):
            parameters = tuple(
                argument.arg for argument in node.args.args if argument.arg not in ("self", "cls")
            )
        for child in self.children(node):
            yield from self.visit(child, parameters)

    def children(self, node: ast.AST) -> Iterator[ast.AST]:
        match node:
            case ast.Raise() | ast.Assert() | ast.JoinedStr() | ast.Import() | ast.ImportFrom():
                return
            case ast.If(test=ast.Name("TYPE_CHECKING")):
                return
            case ast.Assign(targets=[ast.Name("__all__")]) | ast.Expr(value=ast.Constant()):
                return
            case ast.Call(func=ast.Name(name)) if name in self.FIXED:
                return
            case ast.keyword(arg=name) if name in self.PROSE:
                return
            case ast.FunctionDef() | ast.ClassDef():
                yield from node.body
            case ast.AnnAssign():
                yield from () if node.value is None else (node.value,)
            case _:
                yield from ast.iter_child_nodes(node)

    def at(self, node: ast.AST, parameters: tuple[str, ...]) -> Iterator[Change]:  # noqa: C901 - one case per node
        match node:
            case ast.Compare():
                operands = [node.left, *node.comparators]
                for left, right in pairwise(operands):
                    yield from _operator(self.text, "comparison", self.span(left)[1], self.span(right)[0])
            case ast.BoolOp():
                for left, right in pairwise(node.values):
                    yield from _operator(self.text, "boolean", self.span(left)[1], self.span(right)[0])
            case ast.BinOp():
                yield from _operator(
                    self.text, "arithmetic", self.span(node.left)[1], self.span(node.right)[0]
                )
            case ast.UnaryOp(op=ast.Not()):
                yield Change("not", self.span(node)[0], self.span(node.operand)[0], "")
            case ast.Constant():
                yield from self.constant(node)
            case ast.If() | ast.IfExp():
                yield from self.condition(node)
            case ast.comprehension():
                for test in node.ifs:
                    yield Change("condition", *self.span(test), "True")
            case ast.Return(value=value) if value is not None:
                if not isinstance(value, ast.Constant):
                    yield Change("return", *self.span(value), "None")
                if self.passes and parameters:
                    yield Change("return", *self.span(value), parameters[0])
            case ast.Expr(value=ast.Call()) | ast.AugAssign():
                yield Change("dropped", *self.span(node), "pass")
            case ast.Call(args=[first, second, *_]):
                yield from self.swapped(node, first, second)
            case _:
                pass

    def constant(self, node: ast.Constant) -> Iterator[Change]:
        start, end = self.span(node)
        match node.value:
            case bool(value):
                yield Change("constant", start, end, str(not value))
            case int(value):
                yield Change("constant", start, end, str(value + 1))
                yield Change("constant", start, end, str(value - 1))
            case str() if self.strings and self.text[start] in "\"'":
                yield Change("string", end - 1, end, "X" + self.text[end - 1])
            case _:
                pass

    def condition(self, node: ast.If | ast.IfExp) -> Iterator[Change]:
        if isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            return
        start, end = self.span(node.test)
        if not isinstance(node.test, ast.UnaryOp):
            yield Change("condition", start, end, f"not ({self.text[start:end]})")
        if (
            isinstance(node, ast.If)
            and not node.orelse
            and isinstance(node.body[-1], ast.Return | ast.Continue)
        ):
            yield Change("guard", start, end, "False")

    def swapped(self, node: ast.Call, first: ast.expr, second: ast.expr) -> Iterator[Change]:
        fixed = isinstance(node.func, ast.Name) and node.func.id in self.FIXED
        if not fixed and not isinstance(first, ast.Starred) and not isinstance(second, ast.Starred):
            (start, middle), (again, end) = self.span(first), self.span(second)
            one, between, two = self.text[start:middle], self.text[middle:again], self.text[again:end]
            yield Change("swapped", start, end, two + between + one)


class _JavaScript:
    """Changes of a part of the runtime."""

    def __init__(self, text: str) -> None:
        self.text = text

    def changes(self) -> Iterator[Change]:
        yield from self.visit(esprima.parseModule(self.text, {"range": True}))

    def visit(self, node: Any) -> Iterator[Change]:  # noqa: ANN401 - esprima has no types
        if node.type == "ImportDeclaration":
            return
        yield from self.at(node)
        for name, value in vars(node).items():
            if name not in ("loc", "range", "regex"):
                for child in value if isinstance(value, list) else [value]:
                    if hasattr(child, "type") and hasattr(child, "range"):
                        yield from self.visit(child)

    def at(self, node: Any) -> Iterator[Change]:  # noqa: ANN401 - one case per type of node
        match node.type:
            case "BinaryExpression" | "LogicalExpression":
                yield from _operator(self.text, "operator", node.left.range[1], node.right.range[0])
            case "UnaryExpression" if node.operator == "!":
                yield Change("not", node.range[0], node.range[0] + 1, "")
            case "Literal":
                yield from self.literal(node)
            case "IfStatement":
                yield self.change("condition", node.test, f"!({self.cut(node.test)})")
            case "ConditionalExpression":
                yield from self.swapped("branches", node.consequent, node.alternate)
            case "ReturnStatement" if node.argument is not None:
                yield self.change("return", node.argument, "undefined")
            case "ArrowFunctionExpression" if node.body.type != "BlockStatement":
                yield self.change("return", node.body, "undefined")
            case "ExpressionStatement":
                yield self.change("dropped", node, ";")
            case "CallExpression" | "NewExpression":
                if len(node.arguments) > 1:
                    yield from self.swapped("swapped", *node.arguments[:2])
                if node.arguments and node.arguments[-1].type != "SpreadElement":
                    yield self.change("argument", node.arguments[-1], "undefined")
            case "AssignmentExpression" if node.operator == "=" and node.right.type != "Literal":
                yield self.change("assigned", node.right, "undefined")
            case "UpdateExpression":
                other = self.cut(node).replace("++", "%%").replace("--", "++").replace("%%", "--")
                yield self.change("counter", node, other)
            case _:
                pass

    def literal(self, node: Any) -> Iterator[Change]:  # noqa: ANN401 - esprima has no types
        start, end = node.range
        raw = self.cut(node)
        if node.regex is not None:
            for found in re.finditer(r"(?<![\[\\])\^|(?<!\\)\$|i$", raw):
                yield Change("pattern", start + found.start(), start + found.end(), "")
        elif raw in ("true", "false"):
            yield Change("constant", start, end, "false" if raw == "true" else "true")
        elif raw[0] in "\"'":
            yield Change("string", end - 1, end, "X" + raw[-1])
        elif raw.isdigit():
            yield Change("constant", start, end, str(int(raw) + 1))
            yield Change("constant", start, end, str(int(raw) - 1))

    def swapped(self, kind: str, first: Any, second: Any) -> Iterator[Change]:  # noqa: ANN401 - esprima has no types
        between = self.text[first.range[1] : second.range[0]]
        yield Change(kind, first.range[0], second.range[1], self.cut(second) + between + self.cut(first))

    def change(self, kind: str, node: Any, text: str) -> Change:  # noqa: ANN401 - esprima has no types
        start, end = node.range
        return Change(kind, start, end, text)

    def cut(self, node: Any) -> str:  # noqa: ANN401 - esprima has no types
        return self.text[node.range[0] : node.range[1]]
