"""The Bloblang syntax tree: as much of the language as the compiler writes.

One frozen class per node type and nothing but data. How a tree is written down is the printer's matter, making one that
of `build`. There is no `match`: it changes what `this` means inside, an `if` with several branches does not.
"""

from __future__ import annotations

import math
from typing import TypeAlias

from tagc.frozen import frozen

__all__ = [
    "Array",
    "Assign",
    "Binary",
    "Call",
    "Definition",
    "Expression",
    "If",
    "Lambda",
    "Let",
    "Literal",
    "Mapping",
    "Member",
    "Meta",
    "Method",
    "Name",
    "Object",
    "Statement",
    "Unary",
    "Variable",
    "Within",
]


@frozen(eq=False)
class Literal:
    """Text, a number, true, false or null. As in Bloblang, and unlike in Python, `true` is not 1 and `1.0` is not `1`."""

    value: str | float | bool | None

    def __eq__(self, other: object) -> bool:
        """Compare with the type."""
        return isinstance(other, Literal) and self._identity() == other._identity()

    def __hash__(self) -> int:
        """Agree with `__eq__`."""
        return hash(self._identity())

    def _identity(self) -> tuple[str, object, float]:
        sign = math.copysign(1.0, self.value) if isinstance(self.value, float) else 1.0
        return type(self.value).__name__, self.value, sign


@frozen
class Name:
    """A name that stands alone: `this`, `root` or a lambda's argument."""

    name: str


@frozen
class Variable:
    """`$name`, set by a `let`."""

    name: str


@frozen
class Member:
    """`target.step`; a step that is no plain name is quoted. Of a list, a whole number is an index and `*` all elements."""

    target: Expression
    step: str


@frozen
class Call:
    """`name(arguments)`."""

    name: str
    arguments: tuple[Expression, ...] = ()


@frozen
class Method:
    """`target.name(arguments)`."""

    target: Expression
    name: str
    arguments: tuple[Expression, ...] = ()


@frozen
class Within:
    """`target.(name -> body)`: the body with a name for the target, which is computed once. `this` stays what it was."""

    target: Expression
    body: Lambda


@frozen
class Lambda:
    """`name -> body`, as an argument of a method. The name must not be one of a lambda around it."""

    name: str
    body: Expression


@frozen
class Unary:
    """`!argument` or `-argument`."""

    operator: str
    argument: Expression


@frozen
class Binary:
    """`left operator right`; `|` gives the right one where the left one is null or fails."""

    operator: str
    left: Expression
    right: Expression


@frozen
class If:
    """`if test { value } else if … else { otherwise }`; the tests must give true or false."""

    branches: tuple[tuple[Expression, Expression], ...]
    otherwise: Expression


@frozen
class Object:
    """`{"key": value}`; an entry whose value is `deleted()` is left out."""

    entries: tuple[tuple[str, Expression], ...] = ()


@frozen
class Array:
    """`[a, b]`."""

    items: tuple[Expression, ...] = ()


Expression: TypeAlias = (
    Literal
    | Name
    | Variable
    | Member
    | Call
    | Method
    | Within
    | Lambda
    | Unary
    | Binary
    | If
    | Object
    | Array
)


@frozen
class Let:
    """`let name = value`."""

    name: str
    value: Expression


@frozen
class Assign:
    """`root.path = value`; without a path the whole document."""

    path: tuple[str, ...]
    value: Expression


@frozen
class Meta:
    """`meta name = value`."""

    name: str
    value: Expression


@frozen
class Definition:
    """A `map` definition written by hand: `text` is printed as it is. It may hold no `${`."""

    name: str
    text: str


Statement: TypeAlias = Let | Assign | Meta | Definition


@frozen
class Mapping:
    """A whole mapping."""

    statements: tuple[Statement, ...] = ()
