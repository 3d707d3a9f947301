"""Translates value expressions and conditions into Bloblang nodes, as `ir/evaluate_expr.py` means them.

Where a root is read, and what stands for the nodes that only the place knows (the event's id, a parameter, a variable), a
`Scope` says. What the engine cannot know at all is refused by name. No expression fails at run time, whatever the event
holds: a mapping that fails would lose an event that a hostile page made up, and the ones beside it.

Definitions of library.blobl are applied by name; `library.mapping` brings them. A value that is used twice gets a name by
`value.(name -> body)`; the engine forbids a name that is taken further out, so names count the depth.
"""

from __future__ import annotations

import math
import re
from dataclasses import field, replace
from functools import reduce
from typing import TYPE_CHECKING, Final, assert_never
from urllib.parse import quote

from tagc.backends.benthos.patterns import Unsupported, in_units, re2
from tagc.bloblang import build as b
from tagc.bloblang.nodes import Literal
from tagc.frozen import frozen
from tagc.ir import pattern
from tagc.ir.expr import (
    AllOf,
    Always,
    AnyOf,
    Array,
    Cell,
    Compare,
    Concat,
    ConsentState,
    Const,
    Convert,
    Dom,
    Each,
    EventId,
    Exists,
    Field,
    First,
    If,
    Inside,
    IsGranted,
    Lookup,
    Merge,
    Not,
    Now,
    Object,
    Operator,
    Param,
    Payload,
    Product,
    Random,
    Root,
    Script,
    Setting,
    Sum,
    Test,
    Timestamp,
    User,
    Var,
)
from tagc.ir.values import EVENT_NAMESPACE, number_of, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tagc.bloblang.nodes import Expression
    from tagc.ir.expr import Condition, Expr, Node
    from tagc.ir.program import MatchingKey

__all__ = ["Refused", "Scope", "condition", "event_id", "expression", "identifier", "person", "text"]


class Refused(Exception):  # noqa: N818 - read as: the node was refused
    """The engine cannot compute a node. `reason` says why, in words for a user."""

    def __init__(self, node: Node, reason: str) -> None:
        super().__init__(f"{type(node).__name__}: {reason}")
        self.node = node
        self.reason = reason


@frozen
class Scope:
    """How the names of one place are reached.

    `special` is asked first for every value, and for the conditions `Inside` and `IsGranted` in the shape `Test(condition)`;
    None: nothing special. `roots`: what a `Field` reads. `depth` counts the names that are taken.
    """

    special: Callable[[Expr], Expression | None] = field(default=lambda _: None)
    roots: dict[Root, Expression] = field(default_factory=dict)
    depth: int = 0

    def bound(self) -> tuple[Scope, str]:
        """The scope inside a `value.(name -> body)`, and the name."""
        return replace(self, depth=self.depth + 1), f"v{self.depth}"

    def inside_each(self) -> tuple[Scope, str]:
        """The scope inside an Each, and the name of its element."""
        name = f"item{self.depth}"
        return replace(self, depth=self.depth + 1, roots={**self.roots, Root.ITEM: b.name(name)}), name


_NEEDS_SCOPE: Final = "nothing on the server stands for it here"
_UNREADABLE: Final = {
    Dom: "an element of the page is not there on the server",
    Script: "the user's own JavaScript does not run on the server",
    Now: "a date object of the page is not there on the server",
    ConsentState: "the consent types of Google's tag are known in the page only",
}


def expression(expr: Expr, scope: Scope) -> Expression:  # noqa: C901, PLR0911, PLR0912 - one case per node
    """The value; null where it is undefined. Raises `Refused`."""
    special = scope.special(expr)
    if special is not None:
        return special
    match expr:
        case Const():
            return _const(expr)
        case Field():
            return _field(expr, scope)
        case Object(entries):
            return b.object_([(key, _entry(value, scope)) for key, value in entries])
        case Merge(parts):
            return b.apply(b.array(*(expression(part, scope) for part in parts)), "merged")
        case Array(items):
            return b.array(*(expression(item, scope) for item in items))
        case Each():
            return _each(expr, scope)
        case First(options):
            made = [b.apply(expression(option, scope), "filled") for option in options]
            return b.coalesce(*made) if made else b.NULL
        case If(test, then, otherwise):
            asked = condition(test, scope)
            if isinstance(asked, Literal):
                return expression(then if asked == b.TRUE else otherwise, scope)
            return b.if_(asked, expression(then, scope), expression(otherwise, scope))
        case Lookup():
            return _lookup(expr, scope)
        case Concat(parts):
            return _concat(parts, scope)
        case Convert():
            return _convert(expr, scope)
        case Sum(source):
            return b.apply(expression(source, scope), "sum")
        case Product(left, right):
            sides = {"left": expression(left, scope), "right": expression(right, scope)}
            return b.apply(b.object_(sides), "product")
        case Test(test):
            return condition(test, scope)
        case Dom() | Script() | Now() | ConsentState():
            raise Refused(expr, _UNREADABLE[type(expr)])
        case Var() | Param() | Setting() | Cell() | Payload() | EventId() | User() | Random() | Timestamp():
            raise Refused(expr, _NEEDS_SCOPE)
    assert_never(expr)


def text(expr: Expr, scope: Scope) -> Expression:
    """The value as text; null when it is empty or has none. Raises `Refused`."""
    if isinstance(expr, Const):
        return b.value((text_of(expr.value) if expr.value is not None else None) or None)
    made = expression(expr, scope)
    known = isinstance(expr, Convert) and expr.name in {
        "text",
        "escape_pattern",
        "escape_part",
        "escape_selector",
        "iso_time",
    }
    return made if known else b.apply(made, "text")


def _const(expr: Const) -> Expression:
    value = expr.value
    if isinstance(value, float):
        if math.isnan(value):
            return b.NULL
        if math.isinf(value):
            raise Refused(expr, "an infinite number cannot be written down")
        return b.value(value + 0.0)
    return b.value(value)


def _field(expr: Field, scope: Scope) -> Expression:
    start, path = scope.roots.get(expr.root), expr.path
    if start is None and expr.root is Root.SECRET and path:
        start, path = b.call("env", path[0]), path[1:]
    if start is None:
        raise Refused(expr, f"{expr.root.value} is not known on the server")
    for step in path:
        if _is_plain_step(step):
            start = b.member(start, step)
        else:
            start = b.apply(b.object_({"of": start, "step": b.value(step)}), "property")
    return start


def _is_plain_step(step: str) -> bool:
    """Means the same in the engine's own paths, which take `*` for all elements, `01` for an index and know no length."""
    return step not in {"*", "length"} and re.fullmatch(r"[+-]?[0-9]+", step) is None


def _entry(expr: Expr, scope: Scope) -> Expression:
    """For an entry of an object, or an element of an Each: deleted when it is empty."""
    made = expression(expr, scope)
    if isinstance(made, Literal):
        return b.DELETED if made.value in {None, ""} and not isinstance(made.value, bool) else made
    return made if isinstance(expr, Object | Array | Merge | Test) else b.apply(made, "entry")


def _named(value: Expression, scope: Scope, body: Callable[[Expression, Scope], Expression]) -> Expression:
    """`value.(name -> body)`."""
    inner, name = scope.bound()
    return b.within(value, name, body(b.name(name), inner))


def _unless_null(value: Expression, scope: Scope, body: Callable[[Expression], Expression]) -> Expression:
    return _named(value, scope, lambda found, _: b.if_(b.eq(found, None), None, body(found)))


def _each(expr: Each, scope: Scope) -> Expression:
    def over(source: Expression, within: Scope) -> Expression:
        inner, name = within.inside_each()
        made = _entry(expr.item, inner)
        if expr.condition is not None:
            made = b.if_(condition(expr.condition, inner), made, b.DELETED)
        listed = b.method(source, "map_each", b.lambda_(name, made))
        return b.if_(b.eq(b.method(source, "type"), "array"), listed, None)

    return _named(expression(expr.source, scope), scope, over)


def _concat(parts: Iterable[Expr], scope: Scope) -> Expression:
    made: list[Expression] = []
    for part in parts:
        one, last = text(part, scope), made[-1] if made else None
        if not isinstance(one, Literal):
            made.append(b.coalesce(one, ""))
        elif one.value and isinstance(last, Literal):
            made[-1] = b.value(f"{last.value}{one.value}")
        elif one.value:
            made.append(one)
    return _joined(made)


def _joined(texts: Iterable[Expression]) -> Expression:
    first, *rest = [one for one in texts if one != b.value("")] or [b.value("")]
    return reduce(lambda left, right: b.binary("+", left, right), rest, first)


# ---- conversions ----------------------------------------------------------------------------------------------------

_OF_VALUE: Final = {
    *("text", "number", "number_comma", "lower", "upper", "trim"),
    *("escape_pattern", "escape_selector", "escape_part", "iso_time", "unless_bare"),
}


def _convert(expr: Convert, scope: Scope) -> Expression:
    name, arguments = expr.name, expr.arguments
    if name == "replace":
        return _replace(expr, scope)
    if name == "escape_query":
        return _escape_query(expr, scope)
    source = expression(expr.source, scope)
    if name in _OF_VALUE:
        return b.apply(source, name)
    match name, arguments:
        case "slice", (start, *end):
            named = {"from": b.value(start), "to": b.value(end[0] if end else None)}
        case "split" | "join", (separator,):
            named = {"by": b.value(separator)}
        case "item", (index,):
            named = {"at": b.value(index)}
        case "scale", (factor,):
            named = {"by": b.value(float(factor or 0))}
        case "round", _:
            named = {"by": b.value(float(f"1e{arguments[0] if arguments else 0}"))}
        case "keep_query", _:
            named = {"names": b.value([str(kept) for kept in arguments])}
        case _:
            raise Refused(expr, f"the engine has no conversion {name}")
    return b.apply(b.object_({"of": source, **named}), name)


def _replace(expr: Convert, scope: Scope) -> Expression:
    written, replacement = expr.arguments
    parsed, new = pattern.parse(str(written)), str(replacement)
    if isinstance(parsed, pattern.PatternProblem):
        return b.NULL
    try:
        found = re2(parsed, places=True)
    except Unsupported as unsupported:
        raise Refused(expr, str(unsupported)) from unsupported
    if found.varies and new:
        raise Refused(
            expr, "this pattern can match nothing, which engines replace in different ways: write + for *"
        )
    new = new.replace("$", "$$")

    def replaced(given: Expression) -> Expression:
        if not found.in_units:
            return b.method(given, "re_replace_all", found.text, new)
        made = b.method(b.apply(given, "units"), "re_replace_all", found.text, in_units(new))
        return b.apply(made, "whole")

    return _unless_null(text(expr.source, scope), scope, replaced)


def _escape_query(expr: Convert, scope: Scope) -> Expression:
    """The engine keeps no order of a map's keys: only a map that is written out has one. One further in is sorted by key."""
    if not isinstance(expr.source, Object):
        raise Refused(expr, "the order of a map's keys is not known on the server")
    pairs: list[tuple[str, Expr]] = []
    for key, value in expr.source.entries:
        inner = value.entries if isinstance(value, Object) else ()
        pairs += [(f"{key}[{name}]", one) for name, one in inner] or [(key, value)]
    listed = [
        b.apply(
            b.object_({"name": b.value(quote(key, safe="!'()*")), "of": expression(one, scope)}), "parameter"
        )
        for key, one in pairs
    ]
    return b.method(
        b.method(b.array(*listed), "filter", b.lambda_("part", _there(b.name("part")))), "join", "&"
    )


def _there(found: Expression) -> Expression:
    return b.binary("!=", found, None)


# ---- comparing ------------------------------------------------------------------------------------------------------


def condition(test: Condition, scope: Scope) -> Expression:
    """A boolean. Raises `Refused`."""
    match test:
        case Always(holds):
            return b.value(holds)
        case Compare():
            return _compare(test, scope)
        case Exists(subject):
            made = expression(subject, scope)
            if isinstance(made, Literal):
                return b.value(isinstance(made.value, bool) or made.value not in {None, ""})
            return b.apply(made, "exists")
        case AllOf(conditions):
            made_all = [condition(part, scope) for part in conditions]
            return b.FALSE if b.FALSE in made_all else b.and_(*(one for one in made_all if one != b.TRUE))
        case AnyOf(conditions):
            made_all = [condition(part, scope) for part in conditions]
            return b.TRUE if b.TRUE in made_all else b.or_(*(one for one in made_all if one != b.FALSE))
        case Not(inner):
            negated = condition(inner, scope)
            return b.value(not negated.value) if isinstance(negated, Literal) else b.not_(negated)
        case Inside() | IsGranted():
            special = scope.special(Test(test))
            if special is None:
                raise Refused(test, _NEEDS_SCOPE)
            return special
    assert_never(test)


_ORDER: Final = {Operator.LT: "<", Operator.LTE: "<=", Operator.GT: ">", Operator.GTE: ">="}
_METHODS: Final = {
    Operator.CONTAINS: "contains",
    Operator.STARTS_WITH: "has_prefix",
    Operator.ENDS_WITH: "has_suffix",
}


def _compare(test: Compare, scope: Scope) -> Expression:
    if test.operator in _ORDER:
        return _numbers_compared(expression(test.subject, scope), test, scope)
    lowered = test.ignore_case and test.operator is not Operator.MATCHES
    words = [_word(operand, lowered=lowered) for operand in test.operands]
    known = [word for word in words if word]
    if not known and all(word is not None for word in words):
        return b.FALSE
    subject = _lowered(text(test.subject, scope), lowered=lowered)
    if test.operator is Operator.EQUALS and len(known) == len([word for word in words if word != ""]):
        return b.eq(subject, known[0]) if len(known) == 1 else b.method(b.value(known), "contains", subject)

    def tests(given: Expression, inner: Scope) -> Expression:
        made = [
            _against(given, test, operand, inner)
            for operand, word in zip(test.operands, words, strict=True)
            if word != ""
        ]
        return b.and_(_there(given), b.or_(*made))

    return _named(subject, scope, tests)


def _word(operand: Expr, *, lowered: bool) -> str | None:
    """The text of an operand that is known now, "" when it is empty; None when it is not known."""
    if not isinstance(operand, Const):
        return None
    known = text_of(operand.value) or "" if operand.value is not None else ""
    return known.lower() if lowered else known


def _lowered(made: Expression, *, lowered: bool) -> Expression:
    return b.apply(made, "lower") if lowered else made


def _against(given: Expression, test: Compare, operand: Expr, scope: Scope) -> Expression:
    """One comparison with text that is there; an operand that turns out empty matches nothing."""
    if test.operator is Operator.MATCHES:
        return _matches(given, test, operand, scope)

    def compared(other: Expression) -> Expression:
        if test.operator is Operator.EQUALS:
            return b.eq(given, other)
        return b.method(given, _METHODS[test.operator], other)

    lowered = test.ignore_case
    word = _word(operand, lowered=lowered)
    if word is not None:
        return compared(b.value(word))
    other = _lowered(text(operand, scope), lowered=lowered)
    return _named(other, scope, lambda found, _: b.and_(_there(found), compared(found)))


def _numbers_compared(subject: Expression, test: Compare, scope: Scope) -> Expression:
    operands = [
        one for one in test.operands if not isinstance(one, Const) or number_of(one.value) is not None
    ]
    if not operands:
        return b.FALSE

    def tests(number: Expression, inner: Scope) -> Expression:
        made = [_against_number(number, _ORDER[test.operator], operand, inner) for operand in operands]
        return b.and_(_there(number), b.or_(*made))

    return _named(b.apply(subject, "number"), scope, tests)


def _against_number(number: Expression, operator: str, operand: Expr, scope: Scope) -> Expression:
    if isinstance(operand, Const):
        return b.binary(operator, number, number_of(operand.value))
    other = b.apply(expression(operand, scope), "number")
    return _named(other, scope, lambda found, _: b.and_(_there(found), b.binary(operator, number, found)))


def _lookup(expr: Lookup, scope: Scope) -> Expression:
    """The default stands there once, or tables within defaults would double with every level."""
    numeric = expr.operator in _ORDER
    lowered = expr.ignore_case and expr.operator is not Operator.MATCHES
    subject = (
        expression(expr.subject, scope) if numeric else _lowered(text(expr.subject, scope), lowered=lowered)
    )

    def fits(given: Expression, key: str, inner: Scope) -> Expression:
        test = Compare(expr.subject, expr.operator, (Const(key),), expr.ignore_case)
        if numeric:
            return _numbers_compared(given, test, inner)
        made = _against(given, test, Const(key), inner)
        return (
            made if expr.operator is Operator.EQUALS else b.and_(_there(given), made)
        )  # nothing equals null

    def rows(given: Expression, inner: Scope) -> Expression:
        chain = expression(expr.default, inner)
        for key, row in reversed(expr.table):
            if key:
                chain = b.if_(fits(given, key, inner), expression(row, inner), chain)
        return chain

    return _named(subject, scope, rows)


# ---- patterns -------------------------------------------------------------------------------------------------------

_FIRST_HOLE: Final = 0xE000
_LAST_HOLE: Final = 0xF8FF
_HELD: Final = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]", re.DOTALL)
"""What a value cannot stand in: an escape, and a class."""


def _matches(given: Expression, test: Compare, operand: Expr, scope: Scope) -> Expression:
    parts = operand.parts if isinstance(operand, Concat) else (operand,)
    known = [_word(part, lowered=False) for part in parts]
    taken = "".join(filter(None, known))
    free = (chr(code) for code in range(_FIRST_HOLE, _LAST_HOLE) if chr(code) not in taken)
    holes, written = "", ""
    values: list[Expr] = []
    for part, word in zip(parts, known, strict=True):
        if word is not None:
            written += word
        elif isinstance(part, Convert) and part.name == "escape_pattern" and not test.ignore_case:
            holes += next(free)
            written += holes[-1]
            values.append(part.source)
        else:
            raise Refused(operand, "a pattern that is known only at run time")
    if any(hole in held for held in _HELD.findall(written) for hole in holes):
        raise Refused(operand, "a value cannot stand in a class or behind a backslash of a pattern")
    parsed = pattern.parse(written)
    if isinstance(parsed, pattern.PatternProblem):
        return b.FALSE
    try:
        found = re2(parsed, ignore_case=test.ignore_case, holes=holes)
    except Unsupported as unsupported:
        raise Refused(operand, str(unsupported)) from unsupported
    subject = b.apply(given, "units") if found.in_units else given
    if not values:
        return b.method(subject, "re_match", found.text)
    filled_in = _filled_in(found.text, holes, values, scope, in_units=found.in_units)
    matched = b.method(b.method(subject, "re_match", filled_in), "catch", b.FALSE)
    if written.strip(holes):
        return matched
    return b.and_(b.or_(*(_there(text(value, scope)) for value in values)), matched)


def _filled_in(written: str, holes: str, values: list[Expr], scope: Scope, *, in_units: bool) -> Expression:
    made: list[Expression] = []
    for piece in re.split(f"([{holes}])", written):
        if piece and piece in holes:
            value = text(values[holes.index(piece)], scope)
            known = b.apply(b.coalesce(value, ""), "units") if in_units else value
            made += [b.value("(?:"), b.apply(known, "literal"), b.value(")")]
        else:
            made.append(b.value(piece))
    return _joined(made)


# ---- ids and persons ------------------------------------------------------------------------------------------------


def event_id(event: str, key: Expr, scope: Scope) -> Expression:
    """The id that `ir.values.event_uuid` gives for the neutral event and the key; null when the key is empty."""
    namespace = b.value(EVENT_NAMESPACE.hex)

    def made(known: Expression) -> Expression:
        name = b.binary("+", f"{event}:", known)
        return b.apply(b.object_({"namespace": namespace, "name": name}), "uuid5")

    return _unless_null(text(key, scope), scope, made)


def identifier(key: MatchingKey, scope: Scope) -> Expression:
    """One identifier of a person, over `Root.USER`: normalised, and hashed where the vendor wants it so; null without one.

    What is a SHA-256 already is passed on in lower case, and not given where raw values are wanted.
    """
    known = Field(Root.USER, (key.field,))
    normal = expression(key.normalise, scope)
    digest = b.apply(expression(known, scope), "digest")
    if key.hashed:
        made: Expression = b.coalesce(digest, b.apply(normal, "sha256"))
    else:
        made = b.if_(b.eq(digest, None), b.apply(normal, "filled"), None)
    return b.if_(b.eq(text(known, scope), None), None, made)


def person(keys: Iterable[MatchingKey], scope: Scope) -> Expression:
    """A person in a platform's shape, null when nothing is known; what is empty is left out, objects too."""
    inside: dict[str, list[MatchingKey]] = {}
    entries: list[tuple[str, Expression]] = []
    for key in keys:
        if key.path:
            inside.setdefault(key.path[0], []).append(replace(key, path=key.path[1:]))
        else:
            entries.append((key.key, b.apply(identifier(key, scope), "entry")))
    entries += [(name, b.apply(person(below, scope), "entry")) for name, below in inside.items()]
    return b.apply(b.object_(entries), "unless_bare")
