"""What all parts of resolve share: the document, the places in it, the sink, and which references stand where."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from tagc import registry
from tagc.frozen import frozen
from tagc.ir.expr import Root

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tagc.diagnostics import Code, Label, Sink, Span
    from tagc.ir.expr import Expr
    from tagc.ir.program import Trigger
    from tagc.js.function_file import FunctionFile, Unreadable
    from tagc.model import Document
    from tagc.source import Environment, Files, Found, Spans

__all__ = ["Context", "Path", "Place", "ReadScript", "everywhere"]

ReadScript: TypeAlias = "Callable[[str], FunctionFile | Unreadable]"
"""`tagc.js.function_file.read`, handed in: it is imported only where a document has a script."""

Path = tuple[str | int, ...]
"""Keys and list positions from the top of the document, as the user wrote it."""


@dataclass(slots=True)
class Context:
    """One run of resolve."""

    document: Document
    spans: Spans
    sink: Sink
    files: Files
    environment: Environment
    read_script: ReadScript
    used_variables: set[str] = field(default_factory=set)
    used_triggers: set[str] = field(default_factory=set)
    used_categories: set[str] = field(default_factory=set)
    declared: dict[str, tuple[Trigger, ...]] = field(default_factory=dict)
    """What the section `triggers` declares."""
    groups: int = 0
    """How many groups of triggers there are."""
    personal: list[tuple[Expr, Span]] = field(default_factory=list)
    """Every value of user data."""
    parameters: list[tuple[Expr, Span]] = field(default_factory=list)
    """Every value of a parameter."""
    values: dict[str, Expr] = field(default_factory=dict)
    """What the section `variables` declares."""
    scripts: dict[str, FunctionFile | None] = field(default_factory=dict)
    """Every script file that was read, by its path; None for one that could not be."""

    def value(self, path: Path) -> Span:
        """The place of a value, or of the nearest thing around it that has a place of its own."""
        return self.spans.nearest(path)

    def key(self, path: Path) -> Span:
        """The place of a key; that of the value where there is no key."""
        try:
            return self.spans.key(path)
        except KeyError:
            return self.spans.nearest(path)

    def below(self, path: Path, *steps: str | int) -> Path:
        """The path with those of the steps that were written: short forms leave some out."""
        for step in steps:
            path = (*path, step) if (*path, step) in self.spans else path
        return path

    def shared(self, path: Path) -> bool:
        """What stands there is for other documents, too, or for other environments of this one."""
        return self.key(path).file != self.files.main.name or self.environment.name is not None

    def file(self, path: str, at: Path) -> Found | None:
        """The file that a path, written at `at`, means; None after reporting why there is none."""
        return self.files.load(path, self.value(at), self.sink)

    def report(
        self,
        code: Code,
        span: Span,
        *,
        hint: str | None = None,
        labels: Sequence[Label] = (),
        **fields: object,
    ) -> None:
        """Report to the sink."""
        self.sink.report(code, span, hint=hint, labels=labels, **fields)


@frozen
class Place:
    """Where a value stands: the roots it may use beside the general ones, and whether `$item` has a meaning."""

    roots: frozenset[Root] = frozenset()
    item: bool = False

    def allows(self, root: Root) -> bool:
        """The root means something here."""
        return root in _GENERAL or root in self.roots or (root is Root.ITEM and self.item)

    def inside_each(self) -> Place:
        """The same place inside `each`."""
        return Place(self.roots, item=True)


def everywhere() -> Place:
    """A place where any trigger may have fired."""
    return Place(frozenset().union(*(kind.roots for kind in registry.triggers().values())))


_GENERAL = frozenset({Root.DATA, Root.PAGE, Root.GLOBAL, Root.COOKIE, Root.STORAGE})
