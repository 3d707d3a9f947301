"""The shape of the project, read from its source: layers, circles, owners of libraries, state, the top level.

tagc/README.md explains the layers; LAYERS below is the same order in a form that can be checked. A package that
LAYERS does not know fails too, so that a new one gets its place by decision.
"""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "tagc"

CATALOGUES = frozenset({"platforms", "triggers", "variables", "consent"})

# Lowest first. A unit imports from units of lower layers only: never from its own layer, never upwards.
LAYERS: tuple[frozenset[str], ...] = (
    frozenset({"version", "frozen"}),
    frozenset({"diagnostics", "js", "bloblang"}),
    frozenset({"source", "ir", "events"}),
    frozenset({"contracts"}),
    CATALOGUES,
    frozenset({"registry"}),
    frozenset({"model"}),
    frozenset({"schema", "resolve"}),
    frozenset({"layers"}),
    frozenset({"passes"}),
    frozenset({"backends"}),
    frozenset({"compiler"}),
    frozenset({""}),  # tagc itself: the public surface
    frozenset({"cli"}),
    frozenset({"__main__"}),
)

# Narrower than their layer: these may import nothing of ours but what is named here.
ONLY = {
    "passes": frozenset({"ir", "frozen"}),
    "backends": frozenset({"ir", "js", "bloblang", "diagnostics", "frozen"}),
    "runtime": frozenset[str](),  # JavaScript; Python in it would be a mistake
    "__main__": frozenset({"cli"}),
}

# Who may import which library. A unit, or one module of it.
OWNERS = {
    "click": {"cli"},
    "yaml": {"source", "backends.benthos"},
    "jsonschema": {"schema"},
    "esprima": {"js"},
    "pydantic": {"model", "contracts", "schema.build", *CATALOGUES},  # schema.build: the schema of the models
    "pydantic_core": {"model", "schema.build"},  # comes with pydantic
    "typing_extensions": {"model"},  # comes with pydantic, which needs its TypeAliasType before Python 3.12
}

# Where a heavy library may be imported inside a function. Imports of our own modules may be late in two of them
# only, because what they import brings the heavy ones along: `tagc --help` must not pay for them.
LATE_LIBRARIES = {"cli", "js.parse", "schema.validate", "compiler"}
LATE_OWN = {"cli", "compiler"}

TOP_LEVEL = {
    "pyproject.toml",
    "README.md",
    "LICENSE",
    "requirements.lock",
    "tagc",
    "schemas",
    "examples",
    "tests",
}

STATE = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
STATEFUL_CALLS = {
    "list",
    "dict",
    "set",
    "bytearray",
    "defaultdict",
    "OrderedDict",
    "deque",
    "Counter",
    "WeakKeyDictionary",
}
MUTATORS = {
    *("add", "append", "appendleft", "clear", "discard", "extend", "insert", "pop", "popitem", "popleft"),
    *("remove", "reverse", "setdefault", "sort", "update"),
}


@dataclass(frozen=True)
class Import:
    """One import statement's target."""

    target: str  # a dotted module name
    line: int
    late: bool  # inside a function
    typing_only: bool  # under `if TYPE_CHECKING:`


@dataclass(frozen=True)
class Module:
    """One source file. `name` is relative to the package: "source.yaml", "" for the package itself."""

    name: str
    path: Path
    tree: ast.Module

    @property
    def unit(self) -> str:
        return self.name.split(".", 1)[0]

    def at(self, line: int) -> str:
        return f"{self.path.relative_to(ROOT)}:{line}"


@cache
def modules() -> tuple[Module, ...]:
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found.append(Module(name, path, ast.parse(path.read_text(encoding="utf-8"), str(path))))
    return tuple(found)


def names() -> frozenset[str]:
    return frozenset(module.name for module in modules())


def imports(tree: ast.Module) -> list[Import]:
    found: list[Import] = []

    def visit(node: ast.AST, *, late: bool, typing_only: bool) -> None:
        if isinstance(node, ast.Import):
            found.extend(Import(alias.name, node.lineno, late, typing_only) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = "." * node.level + (node.module or "")
            found.extend(
                Import(f"{base}:{alias.name}", node.lineno, late, typing_only) for alias in node.names
            )
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            for statement in node.body:
                visit(statement, late=late, typing_only=True)
            for statement in node.orelse:
                visit(statement, late=late, typing_only=typing_only)
        else:
            inside = late or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            for child in ast.iter_child_nodes(node):
                visit(child, late=inside, typing_only=typing_only)

    visit(tree, late=False, typing_only=False)
    return found


def own_target(target: str) -> str | None:
    """The module of ours that is imported, relative to the package; None when it is not ours."""
    base, _, name = target.partition(":")
    if base != "tagc" and not base.startswith("tagc."):
        return None
    module = base.removeprefix("tagc").removeprefix(".")
    whole = f"{module}.{name}".removeprefix(".") if name else module
    return whole if whole in names() else module


def library(target: str) -> str:
    return target.partition(":")[0].split(".")[0]


def layer_of(unit: str) -> int:
    for height, units in enumerate(LAYERS):
        if unit in units:
            return height
    pytest.fail(f"tagc/{unit} has no place in LAYERS ({Path(__file__).name})", pytrace=False)


def allowed(importer: str, imported: str) -> bool:
    if importer == imported:
        return True
    if importer in ONLY:
        return imported in ONLY[importer]
    return layer_of(imported) < layer_of(importer)


def own_imports(module: Module) -> list[tuple[Import, str]]:
    return [
        (found, target) for found in imports(module.tree) if (target := own_target(found.target)) is not None
    ]


def report(breaches: list[str], rule: str) -> None:
    if breaches:
        pytest.fail(f"{rule}:\n  " + "\n  ".join(breaches), pytrace=False)


# ---- the rules ------------------------------------------------------------------------------------


def test_imports_go_down_the_layers_only() -> None:
    breaches = [
        f"{module.at(found.line)}: {module.unit or 'tagc'} imports {target or 'tagc'}"
        for module in modules()
        for found, target in own_imports(module)
        if not allowed(module.unit, target.split(".")[0])
    ]
    report(breaches, "a layer imports from the layers below it, never sideways or up")


def test_entries_of_a_catalogue_and_backends_do_not_import_each_other() -> None:
    breaches = []
    for module in modules():
        parts = module.name.split(".")
        if parts[0] not in {"backends", "platforms"} or len(parts) < 2:
            continue
        for found, target in own_imports(module):
            there = target.split(".")
            folder = PACKAGE.joinpath(*there[:2])
            if there[0] == parts[0] and len(there) > 1 and there[1] != parts[1] and folder.is_dir():
                breaches.append(
                    f"{module.at(found.line)}: {'.'.join(parts[:2])} imports {'.'.join(there[:2])}"
                )
    report(breaches, "one vendor's folder, or one backend's, does not know another")


def test_no_circle_of_modules() -> None:
    graph = {
        module.name: sorted(
            {target for found, target in own_imports(module) if not found.typing_only} - {module.name}
        )
        for module in modules()
    }
    done: set[str] = set()
    circles: list[str] = []

    def walk(name: str, path: tuple[str, ...]) -> None:
        if name in path:
            circles.append(" -> ".join((*path[path.index(name) :], name)))
        elif name not in done:
            for target in graph.get(name, []):
                walk(target, (*path, name))
            done.add(name)

    for name in sorted(graph):
        walk(name, ())
    report(circles, "modules import each other in a circle")


def test_imports_inside_functions_are_few_and_listed() -> None:
    breaches = []
    for module in modules():
        for found in imports(module.tree):
            if not found.late:
                continue
            own = own_target(found.target) is not None
            place = LATE_OWN if own else LATE_LIBRARIES
            if module.name not in place and not (
                not own and library(found.target) in sys.stdlib_module_names
            ):
                breaches.append(f"{module.at(found.line)}: {found.target.replace(':', '.')}")
    report(breaches, "an import stands at the top of its module, so that nobody hides a circle")


def test_every_library_has_one_owner() -> None:
    breaches = []
    for module in modules():
        for found in imports(module.tree):
            name = library(found.target)
            if name == "tagc" or name in sys.stdlib_module_names:
                continue
            owners = OWNERS.get(name)
            if owners is None:
                breaches.append(f"{module.at(found.line)}: {name} is not a dependency with an owner")
            elif not any(f"{module.name}.".startswith(f"{owner}.") for owner in owners):
                breaches.append(f"{module.at(found.line)}: {name} belongs to {', '.join(sorted(owners))}")
    report(breaches, "a library is used in one place")


def test_imports_are_absolute() -> None:
    breaches = [
        f"{module.at(found.line)}"
        for module in modules()
        for found in imports(module.tree)
        if found.target.startswith(".")
    ]
    report(breaches, "relative imports hide which layer is meant")


def test_modules_keep_no_state() -> None:
    breaches = [breach for module in modules() for breach in state_of(module)]
    report(breaches, "what a module holds does not change while the program runs")


def state_of(module: Module) -> list[str]:
    """`global`, lower-case containers, and containers of any name that a function of the module changes."""
    breaches = []
    containers: set[str] = set()
    for statement in module.tree.body:
        targets: list[ast.expr] = []
        if isinstance(statement, ast.Assign):
            targets = statement.targets
        elif isinstance(statement, ast.AnnAssign):
            targets = [statement.target]
        for target in targets:
            if not isinstance(target, ast.Name) or not is_container(getattr(statement, "value", None)):
                continue
            containers.add(target.id)
            if not target.id.strip("_").isupper() and target.id != "__all__":
                breaches.append(f"{module.at(statement.lineno)}: {target.id} can be changed")
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Global):
            breaches.append(f"{module.at(node.lineno)}: global {', '.join(node.names)}")
        changed = changed_name(node)
        if changed in containers and inside_function(module.tree, node):
            breaches.append(f"{module.at(getattr(node, 'lineno', 0))}: changes {changed}")
    return breaches


def is_container(value: ast.expr | None) -> bool:
    if isinstance(value, ast.Call):
        return ast.unparse(value.func).split(".")[-1].split("[")[0] in STATEFUL_CALLS
    return isinstance(value, STATE)


def changed_name(node: ast.AST) -> str | None:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in MUTATORS:
        return node.func.value.id if isinstance(node.func.value, ast.Name) else None
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del):
        return node.value.id if isinstance(node.value, ast.Name) else None
    return None


def inside_function(tree: ast.Module, wanted: ast.AST) -> bool:
    return any(
        node is wanted
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for node in ast.walk(function)
    )


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(module.path.relative_to(ROOT))
        for module in modules()
        if module.tree.body and ast.get_docstring(module.tree) is None
    ]
    report(silent, "a module starts with a paragraph: its role, and what it leaves to others")


def test_the_top_level_holds_nothing_else() -> None:
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    ignored = {"dist", "build"}  # see .gitignore
    report(sorted(found - TOP_LEVEL - ignored), "nothing else belongs at the top level")
    report(sorted(TOP_LEVEL - found), "missing at the top level")


# ---- the checks themselves ------------------------------------------------------------------------


def parse(source: str) -> Module:
    return Module("probe", PACKAGE / "probe.py", ast.parse(source))


def test_late_and_typing_only_imports_are_told_apart() -> None:
    source = (
        "from typing import TYPE_CHECKING\nimport a\nif TYPE_CHECKING:\n    import b\n"
        "def f():\n    import c\n    class D:\n        from e import g\n"
    )
    assert [(i.target, i.late, i.typing_only) for i in imports(ast.parse(source))] == [
        ("typing:TYPE_CHECKING", False, False),
        ("a", False, False),
        ("b", False, True),
        ("c", True, False),
        ("e:g", True, False),
    ]


@pytest.mark.parametrize(
    ("importer", "imported", "fine"),
    [
        ("resolve", "model", True),
        ("resolve", "schema", False),
        ("ir", "diagnostics", True),
        ("diagnostics", "js", False),
        ("platforms", "triggers", False),
        ("passes", "ir", True),
        ("passes", "diagnostics", False),
        ("backends", "model", False),
        ("backends", "js", True),
        ("compiler", "backends", True),
        ("cli", "compiler", True),
        ("compiler", "cli", False),
    ],
)
def test_the_order_of_the_layers_is_the_decided_one(importer: str, imported: str, *, fine: bool) -> None:
    assert allowed(importer, imported) is fine


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ("TABLE = {1: 2}\n", 0),
        ("cache = {}\n", 1),
        ("seen: set[str] = set()\n", 1),
        ("TABLE = {}\ndef f():\n    TABLE[1] = 2\n", 1),
        ("LIST = []\ndef f():\n    LIST.append(1)\n", 1),
        ("LIST = []\nLIST.append(1)\n", 0),
        ("N = 0\ndef f():\n    global N\n    N = 1\n", 1),
        ("__all__ = ['a']\nPAIR = (1, 2)\n", 0),
        ("def f():\n    mine = []\n    mine.append(1)\n", 0),
    ],
)
def test_state_is_found(source: str, count: int) -> None:
    assert len(state_of(parse(source))) == count
