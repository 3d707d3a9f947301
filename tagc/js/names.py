"""Names: what a program expects from outside, and shorter names for what it keeps to itself.

Built on `scopes`, which says what each identifier means. Property names are never touched: they may be known
to others.
"""

from __future__ import annotations

from collections import Counter
from itertools import count, product
from typing import TYPE_CHECKING, TypeVar

from tagc.js import nodes as js
from tagc.js.scopes import Analysis, Binding, Scope, analyse
from tagc.js.spelling import RESERVED_WORDS
from tagc.js.tree import transform

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

# Letters in the order in which they are given out: lower case first, by how often JavaScript's own words use
# them. A letter that the text is full of anyway costs a compressor least. Digits can only follow.
ALPHABET = "etnriaoscludfpmhgvybxwkjzqSCTEDOAMNPFILRBVHUWGKJYXZQ_$"
DIGITS = "1024368579"
_T = TypeVar("_T", bound=js.Node)


def free_names(node: js.Node) -> set[str]:
    """The names that are used but declared nowhere in the tree: globals, if it is a whole program."""
    return set(analyse(node).free)


def undeclared(node: js.Node, known: Collection[str]) -> set[str]:
    """The free names that are not among the known ones."""
    return free_names(node) - set(known)


def assigned_globals(node: js.Node) -> set[str]:
    """The free names that the tree itself assigns to."""
    return set(analyse(node).assigned)


def redeclarations(node: js.Node) -> tuple[str, ...]:
    """Names declared twice where JavaScript forbids it, in order; the parser lets `let a; let a` pass."""
    return tuple([identifier.name for identifier in analyse(node).redeclared])


def top_level_names(program: js.Program) -> tuple[str, ...]:
    """What a file declares at its top level, imports included, in order of appearance."""
    return tuple(analyse(program).root.names)


def unique_top_level(program: js.Program, taken: Collection[str]) -> js.Program:
    """Give top-level declarations whose names are taken others (`load$2`), so that files can be joined."""
    analysis = analyse(program)
    tree = analysis.tree
    avoid = {*taken, *analysis.free, *(binding.name for binding in analysis.bindings)}
    new: dict[Binding, str] = {}
    for name, binding in analysis.root.names.items():
        if name in taken:
            new[binding] = fresh(name, avoid)
            avoid.add(new[binding])
    return _apply(tree, new)  # type: ignore[return-value]


def rename(node: _T, *, reserved: Collection[str] = (), top_level: bool = False) -> _T:
    """Give every local binding the shortest name that is free where it is visible, the most used ones first.

    Bindings that had one name get one name again where they can: functions that do alike then read alike, which is
    what a compressor shortens. A name is reused wherever what it meant before is not needed, never where it would hide
    a global or a `reserved` name. Top-level declarations of a script are globals and keep their names unless
    `top_level` is set; exported ones always do.

    `(first) => first + second` becomes `e=>e+second`.
    """
    analysis = analyse(node)
    tree = analysis.tree
    return _apply(tree, _shortest(analysis, set(reserved), keep_root=not top_level))  # type: ignore[return-value]


def numbered(node: _T) -> _T:
    """The tree with its local names replaced by numbers, in the order of their declarations.

    That is no program, but it is the same for two trees that differ in local names only.
    """
    analysis = analyse(node)
    return _apply(analysis.tree, {binding: f"#{at}" for at, binding in enumerate(analysis.bindings)})  # type: ignore[return-value]


def fresh(name: str, taken: Collection[str]) -> str:
    """The name itself followed by `$2`, `$3`, ...: the first that is not taken."""
    return next(option for n in count(2) if (option := f"{name}${n}") not in taken)


def short_names() -> Iterator[str]:
    """All names there are, shortest first: `e`, `t`, ... `$`, `ee`, `et`, ..."""
    for length in count():
        for first in ALPHABET:
            for rest in product(ALPHABET + DIGITS, repeat=length):
                yield first + "".join(rest)


def _shortest(analysis: Analysis, reserved: set[str], *, keep_root: bool) -> dict[Binding, str]:
    hidden: dict[Scope, set[str]] = {}  # names that a declaration in the scope would hide
    declared: dict[Scope, set[str]] = {}  # names given to declarations of the scope

    def settle(binding: Binding, name: str) -> None:
        for scope in _homes(binding):
            declared.setdefault(scope, set()).add(name)
        for scope in binding.visible:
            hidden.setdefault(scope, set()).add(name)

    for name, scopes in analysis.free.items():
        for scope in scopes:
            hidden.setdefault(scope, set()).add(name)
    kept = [
        item
        for item in analysis.bindings
        if item.pinned or (keep_root and item.scope is analysis.root) or item.name == "arguments"
    ]
    for binding in kept:
        settle(binding, binding.name)
    new: dict[Binding, str] = {}
    candidates = _Candidates(reserved | RESERVED_WORDS)
    free = set(analysis.bindings).difference(kept)
    uses: Counter[str] = Counter()
    for binding in free:
        uses[binding.name] += len(binding.identifiers)
    given: dict[str, dict[str, None]] = {}  # by old name: the new ones, the first given first
    for binding in sorted(
        free, key=lambda item: (-uses[item.name], item.name, -len(item.identifiers), item.order)
    ):
        homes = _homes(binding)
        taken = set().union(*[declared.get(scope, set()) for scope in binding.visible | homes])
        taken.update(*[hidden.get(scope, set()) for scope in homes])
        before = given.setdefault(binding.name, {})
        new[binding] = next((name for name in before if name not in taken), "") or candidates.first_not_in(
            taken
        )
        before[new[binding]] = None
        settle(binding, new[binding])
    return new


def _homes(binding: Binding) -> set[Scope]:
    """Where a name may not be declared again: for a parameter also the body of its function."""
    return binding.homes | {scope.body for scope in binding.homes if scope.body is not None}


class _Candidates:
    """The usable short names, made once and kept."""

    def __init__(self, unusable: Collection[str]) -> None:
        self.source = (name for name in short_names() if name not in unusable)
        self.names: list[str] = []

    def first_not_in(self, taken: set[str]) -> str:
        for index in count():
            if index == len(self.names):
                self.names.append(next(self.source))
            if self.names[index] not in taken:
                return self.names[index]
        raise AssertionError


def _apply(tree: js.Node, new: dict[Binding, str]) -> js.Node:
    names = {id(identifier): name for binding, name in new.items() for identifier in binding.identifiers}

    def replace(node: js.Node) -> js.Node:
        name = names.get(id(node))
        return node if name is None else js.Identifier(name)

    return transform(tree, replace)
