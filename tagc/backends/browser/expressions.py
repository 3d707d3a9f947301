"""Translates value expressions and conditions into JavaScript nodes, as `ir/evaluate.py` means them.

Where a root is read depends on the place (inside a trigger's handler, inside a gate's send): a `Scope` says. Functions of
the runtime are called by name; `link.py` brings them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, assert_never

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
    Setting,
    Sum,
    Test,
    Timestamp,
    User,
    Var,
)
from tagc.js import build as js

if TYPE_CHECKING:
    from tagc.ir.expr import Condition, Expr, Requirement
    from tagc.js.nodes import Expression

__all__ = ["Scope", "condition", "expression", "requirement", "text"]

UNDEFINED = js.UNDEFINED


@dataclass(frozen=True, slots=True)
class Scope:
    """How the names of one place are reached. `item` is the variable of the innermost Each."""

    special: Callable[[Expr], Expression | None] = field(default=lambda _: None)
    roots: dict[Root, Expression] = field(default_factory=dict)
    depth: int = 0

    def inner(self) -> tuple[Scope, str]:
        """The scope inside an Each, and the name of its variable."""
        name = f"item{self.depth}"
        return replace(self, roots={**self.roots, Root.ITEM: js.ident(name)}, depth=self.depth + 1), name


# Roots whose values may be objects of the page: what is kept of them is copied.
_SHARED = frozenset({Root.EVENT, Root.DATA, Root.ITEM, Root.GLOBAL, Root.RECORD})
_PAGE = {
    "url": js.member("location", "href"),
    "path": js.member("location", "pathname"),
    "hostname": js.member("location", "hostname"),
    "title": js.member("document", "title"),
    "referrer": js.member("document", "referrer"),
    "fragment": js.call(js.member("location", "hash", "slice"), js.number(1)),
    "full_path": js.binary(
        "+",
        js.binary("+", js.member("location", "pathname"), js.member("location", "search")),
        js.member("location", "hash"),
    ),
    "address": js.member(js.call(js.member("location", "href", "split"), js.string("#")), js.number(0)),
}
_LINK_PARTS = {"protocol": "protocol", "hostname": "hostname", "path": "pathname"}
_CONVERSIONS = {"number_comma": "numberComma"}


def requirement(needed: Requirement) -> Expression:
    """Its level as a number: 0 denied, 1 unknown, 2 granted."""
    match needed:
        case RequireCategory(category):
            return js.call("level", js.string(category))
        case RequireAll(()):
            return js.number(2)
        case RequireAll(several):
            return js.call("all", *map(requirement, several))
        case RequireAny(several):
            return js.call("any", *map(requirement, several))
    assert_never(needed)


def expression(expr: Expr, scope: Scope) -> Expression:
    """The value, safe to keep: nothing of the page's own objects is shared."""
    if isinstance(expr, Field) and expr.root in _SHARED and scope.special(expr) is None:
        return js.call("copy", _read(expr, scope))
    return _value(expr, scope)


def text(expr: Expr, scope: Scope) -> Expression:
    """The value as text, undefined when it is empty or has none."""
    if isinstance(expr, Const):
        return _const(expr.value if expr.value is None else _const_text(expr.value))
    if isinstance(expr, Convert) and expr.name in {"text", "lower", "upper", "trim", "replace"}:
        return _value(expr, scope)
    return js.call("text", _value(expr, scope))


def _const_text(value: bool | float | str) -> str:
    from tagc.ir.values import text_of  # noqa: PLC0415

    return text_of(value) or ""


def _const(value: None | bool | float | str) -> Expression:
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
            made = js.object_([(key, expression(value, scope)) for key, value in entries])
            return made if all(_is_full(value) for _, value in entries) else js.call("clean", made)
        case Array(items):
            return js.array(*(expression(item, scope) for item in items))
        case Each(source, item, test):
            inner, name = scope.inner()
            made = js.arrow([name], expression(item, inner))
            if test is None:
                return js.call("each", _value(source, scope), made)
            return js.call("eachIf", _value(source, scope), js.arrow([name], condition(test, inner)), made)
        case First(options):
            return js.call("first", *(expression(option, scope) for option in options))
        case If(test, then, otherwise):
            return js.conditional(
                condition(test, scope), expression(then, scope), expression(otherwise, scope)
            )
        case Lookup():
            return _lookup(expr, scope)
        case Concat(parts):
            return js.call("concat", *(_value(part, scope) for part in parts))
        case Convert(source, name, arguments):
            return _convert(_value(source, scope), name, arguments)
        case Sum(source):
            return js.call("sum", _value(source, scope))
        case Product(left, right):
            return js.call("product", _value(left, scope), _value(right, scope))
        case Test(test):
            return condition(test, scope)
        case Dom(selector, attribute):
            extra = () if attribute is None else (js.string(attribute),)
            return js.call("dom", text(selector, scope), *extra)
        case Random():
            return js.binary(
                "|", js.binary("*", js.call(js.member("Math", "random")), js.number(2**31)), js.number(0)
            )
        case Timestamp():
            return js.call(js.member("Date", "now"))
        case Now():
            return js.new("Date")
        case Var() | Param() | Setting() | Cell() | Payload() | EventId() | User() | ConsentState():
            message = f"{expr} has no meaning here: resolve or the scope should have replaced it"
            raise AssertionError(message)
    assert_never(expr)


def _is_full(expr: Expr) -> bool:
    """Can never be empty."""
    match expr:
        case Const(value):
            return value is not None and value != ""
        case Object() | Array() | Test() | EventId() | Now() | Timestamp() | Random():
            return True
        case Cell():
            return True
        case If(_, then, otherwise):
            return _is_full(then) and _is_full(otherwise)
        case Field(Root.PAGE, ("url" | "path" | "full_path" | "address",)):
            return True
        case _:
            return False


def _read(expr: Field, scope: Scope) -> Expression:  # noqa: PLR0911 - one return per root
    root, path = expr.root, expr.path
    steps = [js.string(step) for step in path]
    match root:
        case Root.PAGE:
            return js.call("query", *steps[1:]) if path[0] == "query" else _PAGE[path[0]]
        case Root.GLOBAL:
            return js.call("globalPath", *steps)
        case Root.COOKIE:
            return js.call("cookie", js.string(".".join(path)))
        case Root.STORAGE:
            return js.call("storage", js.string(".".join(path)))
        case Root.CLICK:
            return _click(scope.roots[root], path)
        case Root.FORM:
            form = scope.roots[root]
            if path[0] == "fields":
                return js.call("fieldOf", form, *steps[1:])
            return js.call("attribute", form, js.string(path[-1]))
        case Root.DATA:
            return js.call("own", js.ident("model"), *steps)
        case Root.EVENT | Root.EVENT_NAME | Root.ITEM | Root.USER | Root.RECORD:
            start = scope.roots[root]
            return js.call("own", start, *steps) if steps else start
    assert_never(root)


def _click(element: Expression, path: tuple[str, ...]) -> Expression:
    match path[0]:
        case "text":
            return js.call("content", element)
        case "id":
            return js.call("attribute", element, js.string("id"))
        case "classes":
            return js.call("attribute", element, js.string("class"))
        case "attributes":
            return js.call("attribute", element, js.string(path[1]))
        case "url":
            return js.call("link", element)
        case "filename":
            return js.call("fileName", element)
        case "extension":
            return js.call("extension", element)
        case part:
            return js.call("linkPart", element, js.string(_LINK_PARTS[part]))


def _convert(source: Expression, name: str, arguments: tuple[str | int | float | None, ...]) -> Expression:
    if name == "replace":
        pattern, replacement = arguments
        return js.call("replace", source, js.regexp(_regexp(str(pattern)), "g"), js.value(replacement))
    if name == "round":
        return js.call("round", source, js.number(10 ** int(arguments[0] or 0) if arguments else 1))
    rest = [_const(argument) for argument in arguments if argument is not None]
    return js.call(_CONVERSIONS.get(name, name), source, *rest)


def _regexp(pattern: str) -> str:
    """The body of a literal: a bare slash would end it, and an empty one would be a comment."""
    out: list[str] = []
    escaped = in_class = False
    for character in pattern:
        if character == "/" and not escaped and not in_class:
            out.append("\\")
        in_class = (
            character == "[" if not in_class and not escaped else in_class and (character != "]" or escaped)
        )
        escaped = character == "\\" and not escaped
        out.append(
            {"\n": "\\n", "\r": "\\r", "\u2028": "\\u2028", "\u2029": "\\u2029"}.get(character, character)
        )
    return "".join(out) or "(?:)"


def _lookup(expr: Lookup, scope: Scope) -> Expression:
    """`(subject => subject ? row ? value : … : default : default)(text)`: the first row that matches."""
    subject = js.ident("subject")
    default = expression(expr.default, scope)
    chain = default
    for key, row in reversed(expr.table):
        test = _against(subject, expr.operator, Const(key.lower() if expr.ignore_case else key), scope)
        chain = js.conditional(test, expression(row, scope), chain)
    given = text(expr.subject, scope)
    if expr.ignore_case:
        given = js.call("lower", given)
    guarded = chain if expr.operator is Operator.EQUALS else js.conditional(subject, chain, default)
    return js.call(js.arrow(["subject"], guarded), given)


def condition(test: Condition, scope: Scope) -> Expression:  # noqa: PLR0911 - one case per node
    """A boolean."""
    match test:
        case Always(holds):
            return js.TRUE if holds else js.FALSE
        case Compare():
            return _compare(test, scope)
        case Exists(subject):
            return js.not_(js.call("empty", _value(subject, scope)))
        case Inside(root, selectors):
            kept = scope.special(Test(test))
            if kept is not None:
                return kept
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
        subject = js.call("number", _value(test.subject, scope))
        operands = [js.call("number", _value(operand, scope)) for operand in test.operands]
        return js.or_(*(js.binary(_ORDER[test.operator], subject, operand) for operand in operands))
    subject = text(test.subject, scope)
    if test.operator is Operator.MATCHES:
        flags = "i" if test.ignore_case else ""
        patterns = [js.regexp(_regexp(_pattern_of(operand)), flags) for operand in test.operands]
        value = js.ident("plain")
        return js.call(
            "passes",
            subject,
            js.arrow(["plain"], js.or_(*(js.call(js.member(p, "test"), value) for p in patterns))),
        )
    if test.ignore_case:
        subject = js.call("lower", subject)
    if test.operator is Operator.EQUALS and len(test.operands) == 1 and _plain_constant(test.operands[0]):
        return _against(
            subject, test.operator, _folded(test.operands[0], ignore_case=test.ignore_case), scope
        )
    value = js.ident("plain")
    tests = [
        _against(
            value, test.operator, _folded(operand, ignore_case=test.ignore_case), scope, test.ignore_case
        )
        for operand in test.operands
    ]
    return js.call("passes", subject, js.arrow(["plain"], js.or_(*tests)))


def _plain_constant(operand: Expr) -> bool:
    return isinstance(operand, Const) and operand.value not in {None, ""}


def _folded(operand: Expr, *, ignore_case: bool) -> Expr:
    if isinstance(operand, Const) and operand.value is not None:
        plain = _const_text(operand.value)
        return Const(plain.lower() if ignore_case else plain)
    return operand


def _pattern_of(operand: Expr) -> str:
    if not isinstance(operand, Const) or operand.value is None:
        message = "a pattern is a constant"
        raise AssertionError(message)
    return _const_text(operand.value)


_METHODS = {Operator.CONTAINS: "includes", Operator.STARTS_WITH: "startsWith", Operator.ENDS_WITH: "endsWith"}


def _against(
    value: Expression,
    operator: Operator,
    operand: Expr,
    scope: Scope,
    lowered: bool = False,  # noqa: FBT001, FBT002
) -> Expression:
    """One comparison of text; an operand that turns out empty matches nothing."""

    def test(other: Expression) -> Expression:
        if operator is Operator.EQUALS:
            return js.binary("===", value, other)
        if operator is Operator.MATCHES:
            return js.call(js.member(js.regexp(_regexp(_pattern_of(operand))), "test"), value)
        return js.call(js.member(value, _METHODS[operator]), other)

    if isinstance(operand, Const):
        return test(_const(operand.value)) if operand.value not in {None, ""} else js.FALSE
    given = text(operand, scope)
    if lowered:
        given = js.call("lower", given)
    return js.call("passes", given, js.arrow(["other"], test(js.ident("other"))))
