"""Translates value expressions and conditions into JavaScript nodes, as `ir/evaluate.py` means them.

Where a root is read depends on the place (inside a trigger's handler, inside a gate's send): a `Scope` says. Functions of
the runtime are called by name; `link.py` brings them.
"""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING, assert_never

from tagc.backends.browser.custom import function_name
from tagc.backends.browser.reads import SHARED, read
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
    RequireAll,
    RequireAny,
    RequireCategory,
    Root,
    Script,
    Setting,
    Sum,
    Test,
    Timestamp,
    User,
    Var,
)
from tagc.ir.values import text_of
from tagc.js import build as js
from tagc.js.nodes import Identifier, Literal, MemberExpression

if TYPE_CHECKING:
    from collections.abc import Callable

    from tagc.ir.expr import Condition, Expr, Requirement
    from tagc.js.nodes import Expression

__all__ = ["Scope", "condition", "expression", "reads_of", "requirement", "text"]

UNDEFINED = js.UNDEFINED


@frozen
class Scope:
    """How the names of one place are reached.

    `maps`: parameters that are lists of maps which the container made. Of the innermost Each, `ours`: its elements are
    the record's own; `made`: they are such maps.
    """

    special: Callable[[Expr], Expression | None] = field(default=lambda _: None)
    roots: dict[Root, Expression] = field(default_factory=dict)
    depth: int = 0
    maps: frozenset[str] = frozenset()
    ours: bool = False
    made: bool = False

    def inner(self, source: Expr) -> tuple[Scope, str]:
        """The scope inside an Each over this, and the name of its variable."""
        name = f"item{self.depth}"
        roots = {**self.roots, Root.ITEM: js.ident(name)}
        ours = isinstance(source, Param)
        made = isinstance(source, Param) and source.name in self.maps
        return replace(self, roots=roots, depth=self.depth + 1, ours=ours, made=made), name


_INHERITED = frozenset({
    "__defineGetter__", "__defineSetter__", "__lookupGetter__", "__lookupSetter__", "__proto__", "constructor",
    "hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable", "toLocaleString", "toString", "valueOf",
})  # fmt: skip
_CONVERSIONS = {
    "number_comma": "numberComma",
    "escape_part": "escapePart",
    "escape_query": "escapeQuery",
    "escape_pattern": "escapePattern",
    "escape_selector": "escapeSelector",
    "keep_query": "keepQuery",
    "iso_time": "isoTime",
    "unless_bare": "unlessBare",
}


def requirement(needed: Requirement) -> Expression:
    """Its level as a number: 0 denied, 1 unknown, 2 granted."""
    match needed:
        case RequireCategory(category):
            return js.call("level", js.string(category))
        case RequireAll(()):
            return js.call("always")
        case RequireAll(several):
            return js.call("all", *map(requirement, several))
        case RequireAny(several):
            return js.call("any", *map(requirement, several))
    assert_never(needed)


def expression(expr: Expr, scope: Scope) -> Expression:
    """The value, safe to keep: nothing of the page's own objects is shared."""
    if isinstance(expr, Script) and scope.special(expr) is None:
        return js.call("copy", _value(expr, scope))
    if isinstance(expr, Field) and expr.root in SHARED and scope.special(expr) is None:
        made = _read(expr, scope)
        return made if scope.ours and expr.root is Root.ITEM else js.call("copy", made)
    return _value(expr, scope)


def text(expr: Expr, scope: Scope) -> Expression:
    """The value as text, undefined when it is empty or has none."""
    if isinstance(expr, Const):
        return _const(expr.value if expr.value is None else _const_text(expr.value))
    if _is_text(expr):
        return _value(expr, scope)
    return js.call("text", _value(expr, scope))


def _is_text(expr: Expr) -> bool:
    """Has no other value than text (or none at all)."""
    match expr:
        case Convert(_, name):
            return name in {
                "text",
                "lower",
                "upper",
                "trim",
                "replace",
                "escape_pattern",
                "escape_selector",
                "escape_part",
                "escape_query",
                "keep_query",
                "iso_time",
            }
        case Field(root, path):
            return root is Root.EVENT_NAME or (root is Root.PAGE and path[0] != "query")
        case Concat() | Dom() | EventId():
            return True
        case _:
            return False


def _const_text(value: float | str) -> str:
    return text_of(value) or ""


def _const(value: float | str | None) -> Expression:
    return UNDEFINED if value is None else js.value(value)


def _value(expr: Expr, scope: Scope) -> Expression:  # noqa: C901, PLR0911, PLR0912 - one case per node
    special = scope.special(expr)
    if special is not None:
        return special
    match expr:
        case Const(value):
            return _const(value)
        case Field():
            return _read(expr, scope)
        case Object(entries):
            written = js.object_([(key, expression(value, scope)) for key, value in entries])
            if all(_is_full(value) for _, value in entries):
                return written
            return js.call("cleanInPlace" if "__proto__" in dict(entries) else "clean", written)
        case Merge(parts):
            return js.call("merged", *(expression(part, scope) for part in parts))
        case Array(items):
            return js.array(*(expression(item, scope) for item in items))
        case Each(source, item, test):
            inner, name = scope.inner(source)
            made = js.arrow([name], expression(item, inner))
            if test is None:
                return js.call("each", _value(source, scope), made)
            return js.call("eachIf", _value(source, scope), js.arrow([name], condition(test, inner)), made)
        case First(options):
            return _first(options, [expression(option, scope) for option in options])
        case If(test, then, otherwise):
            asked = condition(test, scope)
            if asked == js.TRUE:
                return expression(then, scope)
            return js.conditional(asked, expression(then, scope), expression(otherwise, scope))
        case Lookup():
            return _lookup(expr, scope)
        case Concat(parts):
            return js.call("concat", *(_value(part, scope) for part in parts))
        case Convert(source, name, arguments):
            whole = name in {"slice", "item", "unless_bare"}  # they can give back objects of the page
            return _convert(expression(source, scope) if whole else _value(source, scope), name, arguments)
        case Sum(source):
            return js.call("sum", _value(source, scope))
        case Product(left, right):
            return js.call("product", _value(left, scope), _value(right, scope))
        case Test(test):
            return condition(test, scope)
        case Dom(selector, attribute):
            extra = () if attribute is None else (js.string(attribute),)
            return js.call("dom", text(selector, scope), *extra)
        case Script():
            return js.call("attempt", js.ident(function_name(expr.file)), *reads_of(expr, scope))
        case Random():
            return js.binary(
                "|", js.binary("*", js.call(js.member("Math", "random")), js.number(2**31)), js.number(0)
            )
        case Timestamp():
            return js.call(js.member("Date", "now"))
        case Now():
            return js.new("Date")
        case ConsentState(initial):
            return js.call("googleState", *([] if initial else [js.number(1)]))
        case Var() | Param() | Setting() | Cell() | Payload() | EventId() | User():
            message = f"{expr} has no meaning here: resolve or the scope should have replaced it"
            raise AssertionError(message)
    assert_never(expr)


def _read(expr: Field, scope: Scope) -> Expression:
    """A reference. What the container made itself needs no care: it has no getters, and inherits these names only."""
    if expr.root is Root.ITEM and scope.made and len(expr.path) == 1 and expr.path[0] not in _INHERITED:
        return js.member(scope.roots[Root.ITEM], *expr.path)
    return read(expr, scope.roots)


def _first(options: tuple[Expr, ...], made: list[Expression]) -> Expression:
    """The first one that is not empty. Of two, the other is computed only where it is needed, if the first is at hand."""
    if len(made) == 2 and _is_at_hand(made[0]) and _is_undefined_if_empty(options[1]):  # noqa: PLR2004 - of two
        return js.conditional(js.call("empty", made[0]), made[1], made[0])
    return js.call("first", *made)


def _is_at_hand(made: Expression) -> bool:
    """Can be written twice: a variable, or a field of one."""
    return isinstance(made.object if isinstance(made, MemberExpression) else made, Identifier)


def _is_undefined_if_empty(expr: Expr) -> bool:
    """Has no other empty value, as `first` has none."""
    match expr:
        case Const(value):
            return value != ""
        case Convert(_, name):
            return name in {"number", "text"}
        case _:
            return isinstance(expr, Sum | Product)


def reads_of(script: Script, scope: Scope) -> list[Expression]:
    """What a script file's function is called with: one map, where it reads anything."""
    reads = [(name, expression(value, scope)) for name, value in script.reads]
    return [js.object_(reads)] if reads else []


def _is_full(expr: Expr) -> bool:
    """Can never be empty."""
    match expr:
        case Const(value):
            return value is not None and value != ""
        case Object() | Merge() | Array() | Test() | EventId() | Now() | Timestamp() | Random():
            return True
        case Cell(_, optional):
            return not optional
        case If(_, then, otherwise):
            return _is_full(then) and _is_full(otherwise)
        case Field(Root.PAGE, ("url" | "path" | "full_path" | "address" | "hostname",)):
            return True
        case _:
            return False


def _convert(source: Expression, name: str, arguments: tuple[str | int | float | None, ...]) -> Expression:
    if name == "replace":
        pattern, replacement = arguments
        return js.call("replace", source, _literal(str(pattern), "g"), js.value(replacement))
    if name == "round":
        return js.call("round", source, js.number(10 ** int(arguments[0] or 0) if arguments else 1))
    rest = [_const(argument) for argument in arguments if argument is not None]
    return js.call(_CONVERSIONS.get(name, name), source, *rest)


def _lookup(expr: Lookup, scope: Scope) -> Expression:
    """`(subject => subject ? row ? value : … : default : default)(text)`: the first row that matches."""
    subject = js.ident("subject")
    default = expression(expr.default, scope)
    chain = default
    for key, row in reversed(expr.table):
        test = _against(subject, expr.operator, Const(key.lower() if expr.ignore_case else key), "", scope)
        chain = js.conditional(test, expression(row, scope), chain)
    given = text(expr.subject, scope)
    if expr.ignore_case:
        given = js.call("lower", given)
    guarded = chain if expr.operator is Operator.EQUALS else js.conditional(subject, chain, default)
    return js.call(js.arrow(["subject"], guarded), given)


def condition(test: Condition, scope: Scope) -> Expression:
    """A boolean."""
    match test:
        case Always(holds):
            return js.TRUE if holds else js.FALSE
        case Compare():
            return _compare(test, scope)
        case Exists(subject):
            made = _value(subject, scope)
            if isinstance(made, Literal):
                return js.TRUE if made.value not in {None, ""} else js.FALSE
            return js.not_(js.call("empty", made))
        case Inside(root, selectors):
            kept = scope.special(Test(test))
            if kept is not None:
                return kept
            if root not in scope.roots:
                return js.FALSE
            tests = [js.call("inside", scope.roots[root], text(selector, scope)) for selector in selectors]
            return js.or_(*tests)
        case AllOf(conditions):
            return js.and_(*(condition(part, scope) for part in conditions)) if conditions else js.TRUE
        case AnyOf(conditions):
            return js.or_(*(condition(part, scope) for part in conditions)) if conditions else js.FALSE
        case Not(inner):
            return js.not_(condition(inner, scope))
        case IsGranted(needed):
            return js.binary(">", requirement(needed), js.number(1))
    assert_never(test)


_ORDER = {Operator.LT: "<", Operator.LTE: "<=", Operator.GT: ">", Operator.GTE: ">="}


def _compare(test: Compare, scope: Scope) -> Expression:
    if test.operator in _ORDER:
        number = _as_number(test.subject, scope)
        others = [_as_number(operand, scope) for operand in test.operands]
        return js.or_(*(js.binary(_ORDER[test.operator], number, other) for other in others))
    subject = text(test.subject, scope)
    lowered = test.ignore_case and test.operator is not Operator.MATCHES
    if lowered:
        subject = js.call("lower", subject)
    operands = [_folded(operand, lowered=lowered) for operand in test.operands]
    if test.operator is Operator.EQUALS and all(map(_is_word, operands)):
        words = list(dict.fromkeys(expression(operand, scope) for operand in operands))
        if len(words) == 1:
            return js.binary("===", subject, words[0])
        return js.call(js.member(js.array(*words), "includes"), subject)
    flags = "i" if test.ignore_case else ""
    if len(operands) == 1 and _is_word(operands[0]) and _is_full(test.subject) and not lowered:
        return _against(subject, test.operator, operands[0], flags, scope)
    plain = js.ident("plain")
    tests = [_against(plain, test.operator, operand, flags, scope) for operand in operands]
    return js.call("passes", subject, js.arrow(["plain"], js.or_(*tests)))


def _as_number(operand: Expr, scope: Scope) -> Expression:
    made = _value(operand, scope)
    known = isinstance(operand, Const) and type(operand.value) in {int, float}
    return made if known or isinstance(operand, Timestamp) else js.call("number", made)


def _is_word(operand: Expr) -> bool:
    return isinstance(operand, Const) and operand.value not in {None, ""}


def _folded(operand: Expr, *, lowered: bool) -> Expr:
    if isinstance(operand, Const) and operand.value is not None:
        plain = _const_text(operand.value)
        return Const(plain.lower() if lowered else plain)
    return Convert(operand, "lower") if lowered else operand


_METHODS = {Operator.CONTAINS: "includes", Operator.STARTS_WITH: "startsWith", Operator.ENDS_WITH: "endsWith"}


def _against(value: Expression, operator: Operator, operand: Expr, flags: str, scope: Scope) -> Expression:
    """One comparison of text that is there; an operand that turns out empty matches nothing."""
    if operand in (Const(None), Const("")):
        return js.FALSE
    if operator is Operator.MATCHES:
        if isinstance(operand, Const):
            return js.call(js.member(_literal(str(operand.value), flags), "test"), value)
        made = js.new("RegExp", text(operand, scope), *([js.string(flags)] if flags else []))
        return js.call(js.member(made, "test"), value)

    def test(other: Expression) -> Expression:
        if operator is Operator.EQUALS:
            return js.binary("===", value, other)
        return js.call(js.member(value, _METHODS[operator]), other)

    if isinstance(operand, Const):
        return test(_const(operand.value))
    return js.call("passes", text(operand, scope), js.arrow(["other"], test(js.ident("other"))))


def _literal(text_of_pattern: str, flags: str) -> Expression:
    """A regular expression of the language as a literal; resolve let nothing else through."""
    parsed = pattern.parse(text_of_pattern)
    if isinstance(parsed, pattern.PatternProblem):
        raise TypeError(parsed.message)
    return js.regexp(pattern.body(parsed), flags)
