"""Scopes: which declaration each identifier of a tree means.

The analysis is of a tree in which every identifier is an object of its own, because a generated tree may use
the same object in two places. It answers questions; giving out new names is `names`'
business.

Where JavaScript's rules for old code are odd (functions in blocks, `var` in a `catch`), two bindings that
might be one are treated as one. That is always safe: both keep a common name.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tagc.js import nodes as js
from tagc.js.tree import children, deep_recursion, transform

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(eq=False, slots=True)
class Binding:
    """One declared name, with every identifier that means it."""

    name: str
    scope: Scope
    order: int
    identifiers: list[js.Identifier] = field(default_factory=list)
    declarations: int = 0  # how many of the identifiers only declare it
    assigned: bool = False  # other than by its declaration
    homes: set[Scope] = field(default_factory=set)  # scopes in which it counts as declared
    visible: set[Scope] = field(
        default_factory=set
    )  # scopes in which a new declaration of its name would hide it
    pinned: bool = False  # known outside under its name


@dataclass(eq=False, slots=True)
class Scope:
    """A region of names.

    `hoists` says that `var` ends here, `closed` that its names must differ from those around it (a body and
    its parameters), `catches` that it belongs to a `catch`, `arguments` that it knows that name.
    """

    parent: Scope | None
    hoists: bool = False
    closed: bool = False
    catches: bool = False
    arguments: bool = False
    body: Scope | None = None  # of a function, seen from its parameters
    names: dict[str, Binding] = field(default_factory=dict)
    lexical: set[str] = field(default_factory=set)

    def outwards(self) -> Iterator[Scope]:
        """List the scope and those around it."""
        scope: Scope | None = self
        while scope is not None:
            yield scope
            scope = scope.parent


@dataclass(slots=True)
class Analysis:
    """What is known about a tree. `free`: names without a declaration and the scopes that see them."""

    tree: js.Node
    root: Scope
    bindings: list[Binding] = field(default_factory=list)
    free: dict[str, set[Scope]] = field(default_factory=dict)
    free_identifiers: list[js.Identifier] = field(default_factory=list)
    assigned: set[str] = field(default_factory=set)  # free names that are assigned to
    redeclared: list[js.Identifier] = field(default_factory=list)


def analyse(node: js.Node) -> Analysis:
    """Resolve every identifier. The tree of the result is the same, but no identifier object is in it twice."""
    walker = _Walker(node)
    with deep_recursion():
        walker.visit(node, walker.result.root)
        if walker.shares():
            walker = _Walker(distinct(node))
            walker.visit(walker.result.tree, walker.result.root)
    walker.resolve()
    return walker.result


def distinct(node: js.Node) -> js.Node:
    """The same tree, no identifier object twice."""
    seen: set[int] = set()

    def own(item: js.Node) -> js.Node:
        if not isinstance(item, js.Identifier):
            return item
        if id(item) in seen:
            return js.Identifier(item.name)
        seen.add(id(item))
        return item

    return transform(node, own)


# What declares, opens a scope, assigns, or holds names that are none; all others are no more than their parts.
_OF_SCOPES: Final = frozenset({
    js.Identifier, js.MemberExpression, js.Property, js.AssignmentExpression, js.UpdateExpression,
    js.FunctionDeclaration, js.FunctionExpression, js.ArrowFunctionExpression, js.BlockStatement, js.SwitchStatement,
    js.CatchClause, js.ForStatement, js.ForOfStatement, js.ForInStatement, js.VariableDeclaration, js.ImportSpecifier,
    js.ExportNamedDeclaration,
})  # fmt: skip


class _Walker:
    def __init__(self, tree: js.Node) -> None:
        self.result = Analysis(tree, Scope(None, hoists=True))
        self.references: list[tuple[js.Identifier, Scope, bool]] = []
        self.properties: list[js.Node] = []  # names that mean nothing here: those of members and keys

    def shares(self) -> bool:
        """Whether some identifier was met twice."""
        met = [id(identifier) for identifier, _, _ in self.references]
        met += [id(item) for item in self.properties if isinstance(item, js.Identifier)]
        return len(set(met)) < len(met)

    # ---- declarations --------------------------------------------------------------------------------------

    def declare(self, identifier: js.Identifier, scope: Scope, *, lexical: bool) -> Binding:
        """Enter a name where it belongs: here, or for `var` in the scope it is hoisted to."""
        name = identifier.name
        path = [scope] if lexical else _path_to_hoisting(scope)
        home = path[-1]
        if (
            name in scope.names
            if lexical
            else any(name in item.lexical and not item.catches for item in path)
        ) or (lexical and scope.closed and scope.parent is not None and name in scope.parent.names):
            self.result.redeclared.append(identifier)
        binding = next(
            (item.names[name] for item in path if name in item.names and (item.catches or item is home)), None
        )
        if binding is None and home.closed and home.parent is not None:
            binding = home.parent.names.get(name)  # `var a` in a function with a parameter `a`
        if binding is None:
            binding = Binding(name, home, len(self.result.bindings))
            self.result.bindings.append(binding)
        if lexical:
            scope.lexical.add(name)
        self.enter(binding, home)
        binding.visible.update(path)
        binding.declarations += 1
        self.references.append((identifier, scope, False))
        return binding

    def enter(self, binding: Binding, scope: Scope) -> None:
        """Make a scope one of the homes of a binding."""
        scope.names.setdefault(binding.name, binding)
        binding.homes.add(scope)

    def declare_pattern(
        self, pattern: js.Pattern | js.Expression, scope: Scope, *, lexical: bool, pinned: bool = False
    ) -> None:
        match pattern:
            case js.Identifier():
                binding = self.declare(pattern, scope, lexical=lexical)
                binding.pinned = binding.pinned or pinned
            case js.ArrayPattern(elements):
                for element in elements:
                    if element is not None:
                        self.declare_pattern(element, scope, lexical=lexical, pinned=pinned)
            case js.ObjectPattern(properties):
                for item in properties:
                    if isinstance(item, js.RestElement):
                        self.declare_pattern(item.argument, scope, lexical=lexical, pinned=pinned)
                        continue
                    if item.computed:
                        self.visit(item.key, scope)
                    else:
                        self.properties.append(item.key)
                    self.declare_pattern(item.value, scope, lexical=lexical, pinned=pinned)
            case js.AssignmentPattern(left, right):
                self.declare_pattern(left, scope, lexical=lexical, pinned=pinned)
                self.visit(right, scope)
            case js.RestElement(argument):
                self.declare_pattern(argument, scope, lexical=lexical, pinned=pinned)
            case _:
                self.visit(pattern, scope)

    def declare_function(self, node: js.FunctionDeclaration, scope: Scope, *, pinned: bool = False) -> None:
        binding = self.declare(node.id, scope, lexical=False)
        binding.pinned = binding.pinned or pinned
        self.enter(binding, scope)

    # ---- the walk ------------------------------------------------------------------------------------------

    def visit(self, node: js.Node, scope: Scope) -> None:  # noqa: C901, PLR0912, PLR0915 - one branch a node type
        if type(node) not in _OF_SCOPES:
            self.all(children(node), scope)
            return
        match node:
            case js.Identifier():
                self.references.append((node, scope, False))
            case js.MemberExpression(target, prop, computed):
                self.visit(target, scope)
                if computed:
                    self.visit(prop, scope)
                else:
                    self.properties.append(prop)
            case js.Property(key, value, computed):
                if computed:
                    self.visit(key, scope)
                else:
                    self.properties.append(key)
                self.visit(value, scope)
            case js.AssignmentExpression(_, left, right):
                self.assign(left, scope)
                self.visit(right, scope)
            case js.UpdateExpression(_, argument):
                self.assign(argument, scope)
            case js.FunctionDeclaration():
                self.declare_function(node, scope)
                self.function(node.params, node.body, Scope(scope, arguments=True))
            case js.FunctionExpression(params, body, name):
                outer = Scope(scope)
                if name is not None:
                    self.declare(name, outer, lexical=True)
                self.function(params, body, Scope(outer, arguments=True))
            case js.ArrowFunctionExpression(params, body):
                self.function(params, body, Scope(scope))
            case js.BlockStatement(body):
                self.all(body, Scope(scope))
            case js.SwitchStatement(discriminant, cases):
                self.visit(discriminant, scope)
                self.all(cases, Scope(scope))
            case js.CatchClause(param, body):
                inner = Scope(scope, catches=True)
                self.declare_pattern(param, inner, lexical=True)
                self.all(body.body, inner)
            case js.ForStatement():
                self.all(children(node), Scope(scope))
            case js.ForOfStatement() | js.ForInStatement():
                inner = Scope(scope)
                if isinstance(node.left, js.VariableDeclaration):
                    self.visit(node.left, inner)
                else:
                    self.assign(node.left, inner)
                self.visit(node.right, inner)
                self.visit(node.body, inner)
            case js.VariableDeclaration():
                self.variables(node, scope)
            case js.ImportSpecifier(_, local):
                self.declare(local, scope, lexical=True)
            case js.ExportNamedDeclaration():
                self.export(node, scope)
            case _:
                raise AssertionError(node)  # _OF_SCOPES lists it

    def all(self, items: object, scope: Scope) -> None:
        for item in items:  # type: ignore[attr-defined]
            self.visit(item, scope)

    def variables(self, node: js.VariableDeclaration, scope: Scope, *, pinned: bool = False) -> None:
        for declarator in node.declarations:
            self.declare_pattern(declarator.id, scope, lexical=node.kind != "var", pinned=pinned)
            if declarator.init is not None:
                self.visit(declarator.init, scope)

    def export(self, node: js.ExportNamedDeclaration, scope: Scope) -> None:
        match node.declaration:
            case js.VariableDeclaration() as declaration:
                self.variables(declaration, scope, pinned=True)
            case js.FunctionDeclaration() as declaration:
                self.visit(declaration, scope)
                scope.names[declaration.id.name].pinned = True
            case None:
                self.all([item.local for item in node.specifiers], scope)

    def function(
        self, params: tuple[js.Pattern, ...], body: js.Expression | js.BlockStatement, scope: Scope
    ) -> None:
        """Parameters in a scope of their own: their defaults do not see what the body declares."""
        for param in params:
            self.declare_pattern(param, scope, lexical=True)
        if isinstance(body, js.BlockStatement):
            scope.body = Scope(scope, hoists=True, closed=True)
            self.all(body.body, scope.body)
        else:
            self.visit(body, scope)

    def assign(self, target: js.Pattern | js.Expression, scope: Scope) -> None:
        match target:
            case js.Identifier():
                self.references.append((target, scope, True))
            case js.ArrayPattern(elements):
                for element in elements:
                    if element is not None:
                        self.assign(element, scope)
            case js.ObjectPattern(properties):
                for item in properties:
                    if isinstance(item, js.Property) and item.computed:
                        self.visit(item.key, scope)
                    elif isinstance(item, js.Property):
                        self.properties.append(item.key)
                    self.assign(item.argument if isinstance(item, js.RestElement) else item.value, scope)
            case js.AssignmentPattern(left, right):
                self.assign(left, scope)
                self.visit(right, scope)
            case js.RestElement(argument):
                self.assign(argument, scope)
            case _:
                self.visit(target, scope)

    # ---- resolution ----------------------------------------------------------------------------------------

    def resolve(self) -> None:
        for identifier, scope, assigned in self.references:
            name = identifier.name
            passed: list[Scope] = []
            current: Scope | None = scope
            while current is not None:
                passed.append(current)
                binding = current.names.get(name)
                if binding is not None:
                    binding.identifiers.append(identifier)
                    binding.visible.update(passed)
                    binding.assigned = binding.assigned or assigned
                    break
                if name == "arguments" and current.arguments:
                    break
                current = current.parent
            else:
                self.result.free.setdefault(name, set()).update(passed)
                self.result.free_identifiers.append(identifier)
                if assigned:
                    self.result.assigned.add(name)


def _path_to_hoisting(scope: Scope) -> list[Scope]:
    path = []
    for item in scope.outwards():
        path.append(item)
        if item.hoists:
            break
    return path
