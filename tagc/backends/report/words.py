"""Expressions, conditions and requirements in words that people read: `$page.path starts with '/whats-on/'`.

References look as they do in the user's file, text is quoted as YAML quotes it ('it''s', backslashes as they
are), and what could be misread stands in parentheses. Nothing reads these words again.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final, assert_never

from tagc.ir import expr as e
from tagc.ir.values import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TypeAlias

    Constant: TypeAlias = bool | int | float | str | None

__all__ = ["condition", "expression", "quoted", "requirement"]

_OPERATORS: Final = {
    e.Operator.EQUALS: "is",
    e.Operator.CONTAINS: "contains",
    e.Operator.STARTS_WITH: "starts with",
    e.Operator.ENDS_WITH: "ends with",
    e.Operator.MATCHES: "matches",
    e.Operator.LT: "is less than",
    e.Operator.LTE: "is at most",
    e.Operator.GT: "is more than",
    e.Operator.GTE: "is at least",
}
_TIMES: Final = {e.Operator.GTE: "not before", e.Operator.LT: "before"}
# What is put in parentheses where it is a part of something else.
_COMPOUND: Final = (e.First, e.Merge, e.If, e.Each, e.Lookup, e.Concat, e.Product, e.Sum, e.Test, e.Script)


def quoted(text: str) -> str:
    """Return text as a literal.

    >>> print(quoted("it's"))
    'it''s'
    """
    return "'" + text.replace("'", "''") + "'"


# ---- values -----------------------------------------------------------------------------------------------


def expression(expr: e.Expr) -> str:  # noqa: C901, PLR0911, PLR0912 (one arm per node)
    """Say where a value comes from."""
    match expr:
        case e.Const(value):
            return _constant(value)
        case e.Field(root, path):
            return _field(root, path)
        case e.Var(name):
            return "$" + _steps([name])
        case e.Param(name):
            return f"the parameter {name}"
        case e.Setting(name):
            return f"the setting {name}"
        case e.Cell(name):
            return f"the event's {name}"
        case e.Payload():
            return "the parameters"
        case e.EventId():
            return "the event id"
        case e.User():
            return "the user data"
        case e.Object(entries):
            return "{" + ", ".join(f"{_key(key)}: {_part(value)}" for key, value in entries) + "}"
        case e.Merge(parts):
            return " and ".join(map(_part, parts))
        case e.Array(items):
            return _listed(items)
        case e.Each(source, item, chosen):
            only = "" if chosen is None else f" if {condition(chosen)}"
            return f"for each of {_part(source)}{only}: {expression(item)}"
        case e.First(options):
            return " or else ".join(map(_part, options)) or _constant(None)
        case e.If(test, then, otherwise):
            other = "" if otherwise == e.Const(None) else f", else {_part(otherwise)}"
            return f"{_part(then)} if {condition(test)}{other}"
        case e.Lookup():
            return _lookup(expr)
        case e.Concat(parts):
            return " + ".join(map(_part, parts)) or quoted("")
        case e.Convert(source, name, arguments):
            return f"{_part(source)} as {_conversion(name, arguments)}"
        case e.Sum(e.Each(source, item, None)):
            return f"the sum of {_part(item)} for each of {_part(source)}"
        case e.Sum(source):
            return f"the sum of {_part(source)}"
        case e.Product(left, right):
            return f"{_factor(left)} * {_factor(right)}"
        case e.Test(test):
            return f"whether {condition(test)}"
        case e.Dom(selector, attribute):
            what = "text" if attribute is None else f"attribute {quoted(attribute)}"
            return f"the {what} of {_part(selector)}"
        case e.Script(file, _, reads):
            given = ", ".join(f"{name}: {_part(value)}" for name, value in reads)
            return f"what {quoted(file)} gives" + (f" for {{{given}}}" if given else "")
        case e.Random():
            return "a random number"
        case e.Timestamp():
            return "the time of the event"
        case e.Now():
            return "the time of sending"
        case e.ConsentState():
            return "the state of Google's consent types"
        case _:
            assert_never(expr)


def _constant(value: Constant) -> str:
    if value is None:
        return "nothing"
    return quoted(value) if isinstance(value, str) else text_of(value) or "not a number"


def _field(root: e.Root, path: Sequence[str]) -> str:
    if root is e.Root.EVENT_NAME:
        return "the event's name"
    if root is e.Root.RECORD:
        return f"the record's {_steps(path)}" if path else "the record"
    return "$" + _steps([root.value, *path])


def _steps(path: Iterable[str]) -> str:
    r"""Join steps as a reference writes them: `utm\.source` is one."""
    return ".".join(re.sub(r"([^A-Za-z0-9_-])", r"\\\1", step) for step in path)


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_.-]+", key) else quoted(key)


def _part(expr: e.Expr) -> str:
    """Say a value inside another one."""
    return f"({expression(expr)})" if isinstance(expr, _COMPOUND) else expression(expr)


def _factor(expr: e.Expr) -> str:
    return f"({expression(expr)})" if isinstance(expr, e.Convert) else _part(expr)


def _listed(parts: Iterable[e.Expr]) -> str:
    return "[" + ", ".join(map(_part, parts)) + "]"


def _lookup(expr: e.Lookup) -> str:
    rows = ", ".join(f"{quoted(key)}: {_part(value)}" for key, value in expr.table)
    other = "" if expr.default == e.Const(None) else f", else {_part(expr.default)}"
    how = f"{_OPERATORS[expr.operator]}{_case(ignored=expr.ignore_case)}"
    return f"the first entry that {_part(expr.subject)} {how}, of {{{rows}}}{other}"


def _case(*, ignored: bool) -> str:
    return " (in any case)" if ignored else ""


def _conversion(name: str, arguments: Sequence[Constant]) -> str:
    if name == "number_comma":
        return "number (decimal comma)"
    given = ", ".join(_constant(argument) for argument in arguments)
    return name.replace("_", " ") + (f" ({given})" if given else "")


# ---- conditions -------------------------------------------------------------------------------------------


def condition(test: e.Condition) -> str:
    """Say when something holds."""
    match test:
        case e.Always(holds):
            return "always" if holds else "never"
        case e.Compare(e.Timestamp(), operator, (e.Const(int(time)),)) if operator in _TIMES:
            return f"the event is {_TIMES[operator]} {_time(time)}"
        case e.Compare(subject, operator, operands, ignore_case):
            against = _part(operands[0]) if len(operands) == 1 else f"any of {_listed(operands)}"
            return f"{_part(subject)} {_OPERATORS[operator]} {against}{_case(ignored=ignore_case)}"
        case e.Exists(e.Each(source)):
            return f"{_part(source)} is a list"
        case e.Exists(subject):
            return f"{_part(subject)} is not empty"
        case e.Inside(root, selectors):
            among = _part(selectors[0]) if len(selectors) == 1 else f"any of {_listed(selectors)}"
            return f"${root.value} is inside {among}"
        case e.AllOf(conditions):
            return " and ".join(map(_clause, conditions)) or "always"
        case e.AnyOf(conditions):
            return " or ".join(map(_clause, conditions)) or "never"
        case e.Not(e.Exists(subject)) if not isinstance(subject, e.Each):
            return f"{_part(subject)} is empty"
        case e.Not(inner):
            return f"not ({condition(inner)})"
        case e.IsGranted(needed):
            return f"granted: {requirement(needed)}"
        case _:
            assert_never(test)


def _time(milliseconds: int) -> str:
    """Say a time in UTC: 2026-12-24T18:00Z, with its seconds if it has any."""
    time = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)
    return time.isoformat(timespec="seconds" if time.second else "minutes").replace("+00:00", "Z")


def _clause(test: e.Condition) -> str:
    """Say a condition inside another one."""
    text = condition(test)
    return f"({text})" if isinstance(test, e.AllOf | e.AnyOf | e.IsGranted) else text


# ---- requirements -----------------------------------------------------------------------------------------


def requirement(needed: e.Requirement) -> str:
    """Say what a visitor must have granted: `marketing`, `all of analytics, marketing`, `necessary`."""
    match needed:
        case e.RequireCategory(category):
            return category
        case e.RequireAll(requirements):
            return _several("all", requirements) or "necessary"
        case e.RequireAny(requirements):
            return _several("any", requirements) or "never granted"
        case _:
            assert_never(needed)


def _several(which: str, requirements: Sequence[e.Requirement]) -> str:
    parts = [
        requirement(part) if isinstance(part, e.RequireCategory) else f"({requirement(part)})"
        for part in requirements
    ]
    return f"{which} of {', '.join(parts)}" if parts else ""
