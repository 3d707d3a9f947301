"""Value expressions and conditions: what a configuration computes, in no language in particular.

`Expr` and `Condition` are closed unions. `evaluate.py` says what each node means; every backend translates each node and
must agree with it. A node holds no word of YAML, JavaScript or Bloblang. Two nodes are equal when they compute the same
text of program, so a pass may share them.

*Empty* means undefined (`None` here), null, "" or not a number, everywhere.
"""

from __future__ import annotations

import operator
from dataclasses import fields
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

from tagc.frozen import changed, frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = [
    "AllOf",
    "Always",
    "AnyOf",
    "Array",
    "Cell",
    "Compare",
    "Concat",
    "Condition",
    "ConsentState",
    "Const",
    "Convert",
    "Dom",
    "Each",
    "EventId",
    "Exists",
    "Expr",
    "Field",
    "First",
    "If",
    "Inside",
    "IsGranted",
    "Lookup",
    "Merge",
    "Not",
    "Now",
    "Object",
    "Operator",
    "Param",
    "Payload",
    "Phase",
    "Product",
    "Random",
    "RequireAll",
    "RequireAny",
    "RequireCategory",
    "Requirement",
    "Root",
    "Script",
    "Setting",
    "Sum",
    "Test",
    "Timestamp",
    "User",
    "Var",
    "children",
    "phase",
    "rebuild",
    "rebuild_expr",
    "walk",
]


class Root(Enum):
    """Where a `Field` starts reading."""

    EVENT = "event"  # the payload of the data-layer entry or of tagc('event')
    EVENT_NAME = "event_name"  # its name
    DATA = "data"  # the merged data layer
    PAGE = "page"
    CLICK = "click"
    FORM = "form"
    VISIBLE = "visible"  # the element that came into view
    SCROLL = "scroll"
    TIMER = "timer"
    VIDEO = "video"
    ERROR = "error"
    HISTORY = "history"
    ITEM = "item"  # the current element of the innermost Each
    GLOBAL = "js"  # a global of the page, by path
    COOKIE = "cookie"
    STORAGE = "storage"  # localStorage, then sessionStorage
    USER = "user"  # a raw field of user data, inside a platform's matching table
    RECORD = "record"  # the parsed record of a consent source
    LANDING = "landing"  # a parameter of the address the visit began with, kept where consent allows it
    MESSAGE = (
        "message"  # on the server, an event as it arrived: time, url, referrer, ip, user_agent, ids.NAME
    )
    ANSWER = "answer"  # on the server, what a vendor replied: status, body.…
    SECRET = "secret"  # noqa: S105 - on the server, a value of the engine's environment


class Phase(Enum):
    """When a value may be read (language reference, "When values are read")."""

    FIRE = "fire"  # when the trigger fires: what the page shows may change later
    RELEASE = "release"  # after the gate opened: it reads the device


class Operator(Enum):
    """How `Compare` compares. The first five compare text, the rest numbers."""

    EQUALS = "equals"
    CONTAINS = "contains"
    STARTS_WITH = "starts_with"
    ENDS_WITH = "ends_with"
    MATCHES = "matches"
    LT = "lt"
    LTE = "lte"
    GT = "gt"
    GTE = "gte"


@frozen
class Const:
    """A value known at build time. Lists are `Array`s and maps `Object`s, so `value` is a scalar."""

    value: bool | int | float | str | None


@frozen
class Field:
    """A value of the page or of the event: `root` and own properties from there on; absent steps give None."""

    root: Root
    path: tuple[str, ...] = ()


@frozen
class Var:
    """An entry of `variables`, computed at most once per firing."""

    name: str


@frozen
class Param:
    """A neutral (or custom) parameter of the call, inside a platform's table."""

    name: str


@frozen
class Setting:
    """A setting of the instance, inside a platform's table; resolve replaces it by its value."""

    name: str


@frozen
class Cell:
    """A constant of the vendor event ("name", "kind", "conversion"), inside a platform's table.

    `optional`: some events have none.
    """

    name: str
    optional: bool = False


@frozen
class Payload:
    """The call's parameters in the platform's own shape, inside a platform's table."""


@frozen
class EventId:
    """The id that all platforms share for one event."""


@frozen
class User:
    """The normalised, hashed user data in the platform's own shape; None when there is none."""


@frozen
class Object:
    """A map. Entries whose value is empty are left out."""

    entries: tuple[tuple[str, Expr], ...]


@frozen
class Merge:
    """One map of several, a later one's entries before an earlier one's; a part that is no map adds nothing."""

    parts: tuple[Expr, ...]


@frozen
class Array:
    """A list. Elements are kept as they are, empty ones too."""

    items: tuple[Expr, ...]


@frozen
class Each:
    """One `item` per element of `source` for which `condition` holds; None when `source` is not a list."""

    source: Expr
    item: Expr
    condition: Condition | None = None


@frozen
class First:
    """The first option that is not empty; None when all are."""

    options: tuple[Expr, ...]


@frozen
class If:
    """`then` when the condition holds, else `otherwise`."""

    condition: Condition
    then: Expr
    otherwise: Expr = Const(None)


@frozen
class Lookup:
    """The value of the first row whose key the subject matches by `operator`, else `default`."""

    subject: Expr
    operator: Operator
    table: tuple[tuple[str, Expr], ...]
    default: Expr = Const(None)
    ignore_case: bool = False


@frozen
class Concat:
    """Text made of parts; an empty part adds nothing."""

    parts: tuple[Expr, ...]


@frozen
class Convert:
    """One conversion step. `name` and `arguments` are those of `evaluate.CONVERSIONS`."""

    source: Expr
    name: str
    arguments: tuple[str | int | float | None, ...] = ()


@frozen
class Sum:
    """The sum of the numbers in a list; None when there is none in it."""

    source: Expr


@frozen
class Product:
    """left times right; None unless both are numbers."""

    left: Expr
    right: Expr


@frozen
class Test:
    """true or false."""

    condition: Condition


@frozen
class Dom:
    """Trimmed text, or an attribute, of the first element that matches the selector."""

    selector: Expr
    attribute: str | None = None


@frozen
class Script:
    """What a function of the user's own gives for a map of `reads`; None when it throws.

    `file` is its path from the document's folder, `text` what stands in it. It is code that nothing here can look into, so
    it counts as reading the device.
    """

    file: str
    text: str
    reads: tuple[tuple[str, Expr], ...]


@frozen
class Random:
    """A random whole number below 2**31."""


@frozen
class Timestamp:
    """Milliseconds since 1970 when the trigger fires."""


@frozen
class Now:
    """The moment of release, as a date object of the target."""


@frozen
class ConsentState:
    """Every Google consent type with "granted" or "denied", inside a platform's table (`Consent.google` has the types).

    `initial` is the state before anybody decided: all denied but what is always granted.
    """

    initial: bool


Expr: TypeAlias = (
    Const
    | Field
    | Var
    | Param
    | Setting
    | Cell
    | Payload
    | EventId
    | User
    | Object
    | Merge
    | Array
    | Each
    | First
    | If
    | Lookup
    | Concat
    | Convert
    | Sum
    | Product
    | Test
    | Dom
    | Script
    | Random
    | Timestamp
    | Now
    | ConsentState
)


@frozen
class Always:
    """A condition known at build time."""

    holds: bool


@frozen
class Compare:
    """The subject against any of the operands. False when the subject is empty."""

    subject: Expr
    operator: Operator
    operands: tuple[Expr, ...]
    ignore_case: bool = False


@frozen
class Exists:
    """The subject is not empty."""

    subject: Expr


@frozen
class Inside:
    """The element of `root` (click or form) is, or stands inside, one that matches any of the selectors."""

    root: Root
    selectors: tuple[Expr, ...]


@frozen
class AllOf:
    """All hold; true when there are none."""

    conditions: tuple[Condition, ...]


@frozen
class AnyOf:
    """At least one holds; false when there are none."""

    conditions: tuple[Condition, ...]


@frozen
class Not:
    """The condition does not hold."""

    condition: Condition


@frozen
class IsGranted:
    """The requirement is granted at release."""

    requirement: Requirement


Condition: TypeAlias = Always | Compare | Exists | Inside | AllOf | AnyOf | Not | IsGranted


@frozen
class RequireCategory:
    """A consent category the visitor must have granted."""

    category: str


@frozen
class RequireAll:
    """All of them; granted when there are none (`necessary`)."""

    requirements: tuple[Requirement, ...]


@frozen
class RequireAny:
    """At least one of them."""

    requirements: tuple[Requirement, ...]


Requirement: TypeAlias = RequireCategory | RequireAll | RequireAny

Node: TypeAlias = Expr | Condition

# Requirements are not walked into: they hold no values.
_NODES: Final = (
    Const, Field, Var, Param, Setting, Cell, Payload, EventId, User, Object, Merge, Array, Each, First, If, Lookup,
    Concat, Convert, Sum, Product, Test, Dom, Script, Random, Timestamp, Now, ConsentState, Always, Compare, Exists,
    Inside, AllOf, AnyOf, Not, IsGranted,
)  # fmt: skip
_AT_RELEASE: Final = frozenset({Root.COOKIE, Root.STORAGE, Root.USER, Root.LANDING})


# By kind, the fields that may hold nodes: these, tuples of them, or tuples of names and them.
_BELOW: Final = {
    kind: tuple(
        [item.name for item in fields(kind) if "Expr" in str(item.type) or "Condition" in str(item.type)]
    )
    for kind in _NODES
}


def children(node: Node) -> list[Node]:
    """The nodes directly below, in order of their fields."""
    found: list[Node] = []
    for name in _BELOW[type(node)]:
        _collect(getattr(node, name), found)
    return found


def _collect(value: Any, found: list[Node]) -> None:  # noqa: ANN401 - what a field holds
    if type(value) in _BELOW:
        found.append(value)
    elif isinstance(value, tuple):
        for part in value:
            if type(part) in _BELOW:
                found.append(part)
            elif isinstance(part, tuple):
                _collect(part, found)


def walk(*nodes: Node) -> Iterator[Node]:
    """The nodes, each with all below it, outermost first."""
    pending = [*reversed(nodes)]
    while pending:
        current = pending.pop()
        yield current
        if _BELOW[type(current)]:
            below = children(current)
            below.reverse()
            pending += below


def rebuild(node: Node, change: Callable[[Node], Node]) -> Node:
    """The same tree with `change` applied to every node, innermost first. Unchanged parts are kept as they are."""
    new: dict[str, Any] = {}
    for name in _BELOW[type(node)]:
        old = getattr(node, name)
        made = _rebuilt(old, change)
        if made is not old:
            new[name] = made
    return change(changed(node, new) if new else node)


def _rebuilt(value: Any, change: Callable[[Node], Node]) -> Any:  # noqa: ANN401 - what a field holds
    if type(value) in _BELOW:
        return rebuild(value, change)
    if not isinstance(value, tuple):
        return value
    parts = [_rebuilt(part, change) for part in value]
    return value if all(map(operator.is_, parts, value)) else tuple(parts)


def rebuild_expr(expr: Expr, change: Callable[[Node], Node]) -> Expr:
    """`rebuild` for a value; `change` makes values of values."""
    return cast("Expr", rebuild(expr, change))


def phase(node: Node) -> Phase:
    """RELEASE when any part reads the device or depends on a further grant, else FIRE.

    `Var`s must have been inlined before: a variable has no phase of its own.
    """
    for part in walk(node):
        if isinstance(part, IsGranted | User | Now | Script) or (
            isinstance(part, Field) and part.root in _AT_RELEASE
        ):
            return Phase.RELEASE
    return Phase.FIRE
