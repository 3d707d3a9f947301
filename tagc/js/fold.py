"""Constants into code, and out goes what they decide.

A readable runtime part asks `if (SETTING)`; here the answer is put in and everything it makes unreachable or
idle disappears. Only what follows from literals is folded; no arithmetic, no types, no guesses about objects.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from tagc.frozen import replace
from tagc.js import nodes as js
from tagc.js.build import Json, value
from tagc.js.scopes import Analysis, Binding, analyse
from tagc.js.tree import NODE_TYPES, children, deep_recursion, map_children, same_part, transform, walk

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_T = TypeVar("_T", bound=js.Node)
_FUNCTIONS = (js.FunctionExpression, js.FunctionDeclaration, js.ArrowFunctionExpression)
_NOTHING = js.EmptyStatement()


def fold(
    program: js.Program, constants: Mapping[str, Json | js.Expression], *, top_level: bool = False
) -> js.Program:
    """Replace free or imported names by constants (data or expressions); drop what that makes superfluous.

    Gone afterwards: branches not taken, idle expression statements, and local declarations nobody uses whose
    values have no side effects. Unused top-level declarations of a script are globals and stay unless
    `top_level` is set, exported ones always do. A constant that the program assigns to raises `ValueError`.

    With `DEBUG` as false and `NAME` as `"x"`, `if (DEBUG) log(1); else send(NAME)` becomes `send("x")`.
    """
    with deep_recursion():
        simplify = _Simplifier().node
        program = simplify(_substituted(program, constants) if constants else program)
        keep_root = not top_level and not any(
            isinstance(item, js.ImportDeclaration | js.ExportNamedDeclaration) for item in program.body
        )
        while True:
            analysis = analyse(program)
            program = analysis.tree  # type: ignore[assignment]
            smaller = simplify(_without(program, _unused(analysis, keep_root=keep_root)))
            if smaller is program:
                return program
            program = smaller


# ---- constants in ------------------------------------------------------------------------------------------


def _substituted(program: js.Program, constants: Mapping[str, Json | js.Expression]) -> js.Program:
    analysis = analyse(program)
    tree = analysis.tree
    assert isinstance(tree, js.Program)  # noqa: S101 - what went in
    imported = {
        id(item.local)
        for node in tree.body
        if isinstance(node, js.ImportDeclaration)
        for item in node.specifiers
    }
    bound: dict[int, Binding] = {
        id(item): binding for binding in analysis.bindings for item in binding.identifiers
    }
    targets = {
        id(item)
        for binding in analysis.bindings
        if imported & set(map(id, binding.identifiers))
        for item in binding.identifiers
    }
    for name in constants:
        if name in analysis.assigned:
            msg = f"{name} is a constant but the program assigns to it"
            raise ValueError(msg)
    names = {id(item) for item in analysis.free_identifiers}

    def put(node: js.Node) -> js.Node:
        if isinstance(node, js.Identifier) and node.name in constants and id(node) not in imported:
            here = id(node)
            if here in names or (here in targets and not bound[here].assigned):
                constant = constants[node.name]
                return constant if isinstance(constant, NODE_TYPES) else value(constant)  # type: ignore[arg-type]
        return node

    body = [_without_imports(item, constants) for item in tree.body]
    return transform(js.Program(tuple([item for item in body if item is not _NOTHING])), put)  # type: ignore[return-value]


def _without_imports(node: js.Statement, constants: Mapping[str, object]) -> js.Statement:
    if not isinstance(node, js.ImportDeclaration):
        return node
    left = tuple([item for item in node.specifiers if item.local.name not in constants])
    return replace(node, specifiers=left) if left or not node.specifiers else _NOTHING


# ---- what follows ------------------------------------------------------------------------------------------


# What a constant below it may decide; everything else is only rebuilt.
_DECIDED: Final = frozenset({
    js.UnaryExpression, js.LogicalExpression, js.ConditionalExpression, js.BinaryExpression, js.IfStatement,
    js.WhileStatement, js.ExpressionStatement, js.BlockStatement, js.Program, js.SwitchCase,
})  # fmt: skip


class _Simplifier:
    """Simplifies a tree again and again; what stayed as it was is not looked at a second time."""

    def __init__(self) -> None:
        self.settled: dict[int, js.Node] = {}  # by identity; the nodes are kept, so that no other gets theirs

    def node(self, node: _T) -> _T:
        """The node as simple as it gets in one go."""
        if id(node) in self.settled:
            return node
        new = map_children(node, self.node)
        folded: js.Node = new
        if type(new) in _DECIDED:
            folded = _step(new)
        elif new is not node and isinstance(node, js.CallExpression) and isinstance(new, js.CallExpression):
            folded = _same_this(node, new)
        if folded is node:
            self.settled[id(node)] = node
        return node if folded is node else same_part(node, folded)  # type: ignore[return-value]


def _same_this(before: js.CallExpression, after: js.CallExpression) -> js.CallExpression:
    """`(true && a.b)()` calls without a `this`, `a.b()` would not."""
    if isinstance(after.callee, js.MemberExpression) and not isinstance(before.callee, js.MemberExpression):
        return replace(after, callee=js.SequenceExpression((js.Literal(0), after.callee)))
    return after


def _truth(node: js.Expression) -> js.Expression:
    """The same answer to yes or no: `x || false` asks what `x` asks, where nothing but that is asked."""
    if not isinstance(node, js.LogicalExpression):
        return node
    new = replace(node, left=_truth(node.left), right=_truth(node.right))
    if isinstance(new.right, js.Literal):
        if bool(new.right.value) == (new.operator == "&&"):
            return new.left
        if is_pure(new.left):
            return new.right
    return node if new.left is node.left and new.right is node.right else new


def _asked(node: js.Node) -> js.Node:
    """Tests of statements and conditional expressions, reduced to yes or no."""
    match node:
        case js.IfStatement(test=test) | js.WhileStatement(test=test) | js.ConditionalExpression(test=test):
            new = _truth(test)
            return node if new is test else replace(node, test=new)
        case js.UnaryExpression("!", argument):
            new = _truth(argument)
            return node if new is argument else replace(node, argument=new)
        case js.LogicalExpression("&&", js.LogicalExpression("&&", left, js.Literal(value=held))) if held:
            return replace(node, left=left)
        case _:
            return node


def _step(node: js.Node) -> js.Node:
    node = _asked(node)
    match node:
        case js.UnaryExpression("!", js.Literal(known)):
            return js.Literal(not known)
        case js.LogicalExpression(operator, js.Literal(known), right):
            return right if bool(known) == (operator == "&&") else node.left
        case js.ConditionalExpression(js.Literal(known), consequent, alternate):
            return consequent if known else alternate
        case js.BinaryExpression("===" | "!==" | "==" | "!=", js.Literal(), js.Literal()):
            return _compared(node)
        case js.BinaryExpression("<", js.Literal(left), js.Literal(right)) if {_kind(left), _kind(right)} == {
            float
        }:
            return js.Literal(left < right)  # type: ignore[operator]
        case js.IfStatement():
            return _branch(node)
        case js.WhileStatement(js.Literal(known), body) if not known:
            return _hoisted(body)
        case js.ExpressionStatement(expression):
            return _effect(node, expression)
        case js.BlockStatement(body) | js.Program(body):
            new = _statements(body)
            return node if new is body else replace(node, body=new)
        case js.SwitchCase(consequent=body):
            new = _statements(body)
            return node if new is body else replace(node, consequent=new)
        case _:
            return node


def _compared(node: js.BinaryExpression) -> js.Expression:
    assert isinstance(node.left, js.Literal)  # noqa: S101 - matched by the caller
    assert isinstance(node.right, js.Literal)  # noqa: S101
    left, right = _kind(node.left.value), _kind(node.right.value)
    if left is not right and len(node.operator) == 2:  # noqa: PLR2004 - `==` converts
        return node
    same = left is right and node.left.value == node.right.value
    return js.Literal(same == (node.operator[0] == "="))


def _kind(known: js.Primitive) -> type:
    return float if isinstance(known, int) and not isinstance(known, bool) else type(known)


def _branch(node: js.IfStatement) -> js.Statement:
    if isinstance(node.test, js.Literal):
        taken, other = (
            (node.consequent, node.alternate) if node.test.value else (node.alternate, node.consequent)
        )
        taken = _NOTHING if taken is None else taken
        hoisted = _NOTHING if other is None else _hoisted(other)
        return taken if hoisted is _NOTHING else js.BlockStatement((hoisted, taken))
    alternate = None if node.alternate is None or _is_empty(node.alternate) else node.alternate
    if not _is_empty(node.consequent):
        return node if alternate is node.alternate else replace(node, alternate=alternate)
    if alternate is None:
        return _effect(js.ExpressionStatement(node.test), node.test)
    return js.IfStatement(js.UnaryExpression("!", node.test), alternate)


def _is_empty(node: js.Statement) -> bool:
    return isinstance(node, js.EmptyStatement) or (isinstance(node, js.BlockStatement) and not node.body)


def _hoisted(node: js.Node) -> js.Statement:
    """What remains of code that never runs: its `var` names, which belong to the function around."""
    names: list[js.VariableDeclarator] = []
    pending: list[js.Node] = [node]
    while pending:
        current = pending.pop()
        if isinstance(current, js.VariableDeclaration) and current.kind == "var":
            names += [
                js.VariableDeclarator(item)
                for one in current.declarations
                for item in walk(one.id)
                if isinstance(item, js.Identifier)
            ]
        if not isinstance(current, _FUNCTIONS):
            pending.extend(children(current))
    return js.VariableDeclaration("var", tuple(names)) if names else _NOTHING


def _effect(node: js.ExpressionStatement, expression: js.Expression) -> js.Statement:
    """An expression statement without what it computes for nothing."""
    if is_pure(expression):
        return _NOTHING
    if isinstance(expression, js.SequenceExpression):
        left = tuple([item for item in expression.expressions if not is_pure(item)])
        if len(left) < len(expression.expressions):
            return replace(node, expression=left[0] if len(left) == 1 else js.SequenceExpression(left))
    return node


def _statements(body: tuple[js.Statement, ...]) -> tuple[js.Statement, ...]:
    new: list[js.Statement] = []
    for item in body:
        if isinstance(item, js.BlockStatement) and not any(map(_declares, item.body)):
            new.extend(item.body)
        elif not isinstance(item, js.EmptyStatement):
            new.append(item)
    same = len(new) == len(body) and all(a is b for a, b in zip(new, body, strict=True))
    return body if same else tuple(new)


def _declares(node: js.Statement) -> bool:
    return isinstance(node, js.FunctionDeclaration) or (
        isinstance(node, js.VariableDeclaration) and node.kind != "var"
    )


def is_pure(node: js.Node) -> bool:
    """Whether evaluating an expression can be left out: it calls nothing, changes nothing, reads no property.

    Names count as pure; a part that relies on the exception of an unknown name does not deserve better.
    """
    match node:
        case js.Identifier() | js.Literal() | js.RegExpLiteral() | js.ThisExpression():
            return True
        case js.FunctionExpression() | js.ArrowFunctionExpression():
            return True
        case js.TemplateLiteral(_, expressions):
            return not expressions
        case js.UnaryExpression("!" | "typeof" | "void", argument):
            return is_pure(argument)
        case js.UnaryExpression("-" | "+" | "~", argument):
            return isinstance(argument, js.Literal)
        case js.BinaryExpression("===" | "!==", left, right) | js.LogicalExpression(_, left, right):
            return is_pure(left) and is_pure(right)
        case js.ConditionalExpression(test, consequent, alternate):
            return is_pure(test) and is_pure(consequent) and is_pure(alternate)
        case js.SequenceExpression(items) | js.ArrayExpression(items) | js.ObjectExpression(items):
            return all(item is None or is_pure(item) for item in items)
        case js.Property(key, inner, computed):
            return is_pure(inner) and (not computed or isinstance(key, js.Literal))
        case _:
            return False


# ---- unused declarations -----------------------------------------------------------------------------------


def _unused(analysis: Analysis, *, keep_root: bool) -> set[int]:
    """The identifiers that declare what is never used."""
    dead: set[int] = set()
    for binding in analysis.bindings:
        kept = binding.pinned or (keep_root and analysis.root in binding.homes)
        if not kept and len(binding.identifiers) == binding.declarations:
            dead.update(map(id, binding.identifiers))
    return dead


def _without(node: _T, dead: set[int]) -> _T:
    def drop(item: js.Node) -> js.Node:
        return _dropped(map_children(item, drop), dead)

    return drop(node) if dead else node  # type: ignore[return-value]


def _dropped(node: js.Node, dead: set[int]) -> js.Node:
    match node:
        case js.Program(body) | js.BlockStatement(body):
            new = tuple([_lighter(item, dead) for item in body])
            return node if _identical(new, body) else replace(node, body=new)
        case js.SwitchCase(consequent=body):
            new = tuple([_lighter(item, dead) for item in body])
            return node if _identical(new, body) else replace(node, consequent=new)
        case _:
            return node


def _identical(new: Sequence[object], old: Sequence[object]) -> bool:
    return all(a is b for a, b in zip(new, old, strict=True))


def _lighter(node: js.Statement, dead: set[int]) -> js.Statement:
    if isinstance(node, js.FunctionDeclaration) and id(node.id) in dead:
        return _NOTHING
    if isinstance(node, js.VariableDeclaration):
        kept = [
            item
            for item in node.declarations
            if id(item.id) not in dead or (item.init is not None and not is_pure(item.init))
        ]
        if len(kept) < len(node.declarations):
            return replace(node, declarations=tuple(kept)) if kept else _NOTHING
    return node
