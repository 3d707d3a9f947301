"""What each expression and each condition means: the referee between the backends.

A value is computed from two states: the `Moment` in which the trigger fired, and the device as it is now.
When a value is computed (its phase), and for whom, is decided in `evaluate`.
"""

from __future__ import annotations

from dataclasses import field, replace
from functools import reduce
from typing import TYPE_CHECKING, Final, TypeAlias, assert_never

from tagc.frozen import frozen
from tagc.ir import expr as e
from tagc.ir.evaluate_page import Element, PageState, decoded, element_value, form_value, page_value
from tagc.ir.pattern import WHITE_SPACE, Pattern, parse, search
from tagc.ir.values import CONVERSIONS, Date, is_empty, number_of, plain, text_of
from tagc.ir.values import field as own

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tagc.ir.program import GoogleConsent

__all__ = ["Moment", "Phases", "Scope", "Scripts", "holds", "value"]


Scripts: TypeAlias = "Mapping[str, Callable[[Mapping[str, object]], object]]"
"""What stands in for script files, by path: code of the user's own means nothing here."""


@frozen(kw_only=True, eq=False)
class Moment:
    """What a firing saw, kept for the release. `memo` holds what is computed at most once per firing."""

    page: PageState
    clock: int
    data: Mapping[str, object]
    event: object = None
    event_name: str | None = None
    elements: Mapping[e.Root, Element] = field(default_factory=dict)
    told: Mapping[e.Root, Mapping[str, object]] = field(default_factory=dict)
    memo: dict[e.Expr, object] = field(default_factory=dict)


class Phases:
    """`tagc.ir.expr.phase` with variables followed, remembered per node."""

    def __init__(self, variables: Mapping[str, e.Expr]) -> None:
        self._variables = variables
        self._known: dict[e.Node, e.Phase] = {}

    def of(self, node: e.Node) -> e.Phase:
        """Say when the node may be computed."""
        if node not in self._known:
            names = [part.name for part in e.walk(node) if isinstance(part, e.Var)]
            late = e.phase(node) is e.Phase.RELEASE or any(
                self.of(self._variables[name]) is e.Phase.RELEASE for name in names
            )
            self._known[node] = e.Phase.RELEASE if late else e.Phase.FIRE
        return self._known[node]


@frozen(kw_only=True)
class Scope:
    """Everything an expression can reach. The second half is for tables of platforms and consent sources."""

    moment: Moment
    device: PageState  # cookies and storage as they are now
    clock: int
    variables: Mapping[str, e.Expr]
    phases: Phases
    level: Callable[[e.Requirement], int]
    random: Iterator[float]
    google: GoogleConsent
    domains: tuple[str, ...] = ()
    params: Mapping[str, e.Expr] = field(default_factory=dict)
    cells: Mapping[str, object] = field(default_factory=dict)
    settings: Mapping[str, object] = field(default_factory=dict)
    payload: e.Expr | None = None
    event_id: str | None = None
    user: object = None
    raw_user: Mapping[str, object] = field(default_factory=dict)
    record: object = None
    item: object = None
    scripts: Scripts = field(default_factory=dict)
    server: Mapping[e.Root, object] = field(default_factory=dict)


def value(expr: e.Expr, scope: Scope) -> object:  # noqa: C901, PLR0911, PLR0912 (one arm per node)
    """Compute an expression."""
    match expr:
        case e.Const():
            return expr.value
        case e.Field():
            return _field(expr, scope)
        case e.Var():
            return _variable(expr, scope)
        case e.Param():
            param = scope.params.get(expr.name)
            return None if param is None else value(param, replace(scope, item=None))
        case e.Setting():
            return scope.settings.get(expr.name)
        case e.Cell():
            cell = scope.cells.get(expr.name)
            return value(cell, scope) if isinstance(cell, e.Param) else cell
        case e.Payload():
            return None if scope.payload is None else value(scope.payload, scope)
        case e.EventId():
            return scope.event_id
        case e.User():
            return scope.user
        case e.Object():
            pairs = ((key, value(entry, scope)) for key, entry in expr.entries)
            return {key: entry for key, entry in pairs if not is_empty(plain(entry))}
        case e.Merge():
            parts = (value(part, scope) for part in expr.parts)
            return {key: entry for part in parts if isinstance(part, dict) for key, entry in part.items()}
        case e.Array():
            return [value(item, scope) for item in expr.items]
        case e.Each():
            return _each(expr, scope)
        case e.First():
            return next(
                (v for v in (value(option, scope) for option in expr.options) if not is_empty(v)), None
            )
        case e.If():
            return value(expr.then if holds(expr.condition, scope) else expr.otherwise, scope)
        case e.Lookup():
            return _lookup(expr, scope)
        case e.Concat():
            return "".join(text_of(value(part, scope)) or "" for part in expr.parts)
        case e.Convert():
            return CONVERSIONS[expr.name](value(expr.source, scope), *expr.arguments)
        case e.Sum():
            return _sum(value(expr.source, scope))
        case e.Product():
            left, right = number_of(value(expr.left, scope)), number_of(value(expr.right, scope))
            return None if left is None or right is None else number_of(left * right)
        case e.Test():
            return holds(expr.condition, scope)
        case e.Dom():
            return _dom(expr, scope)
        case e.Script():
            known = scope.scripts.get(expr.file)
            return None if known is None else known({name: value(part, scope) for name, part in expr.reads})
        case e.Random():
            if expr not in scope.moment.memo:
                scope.moment.memo[expr] = int(next(scope.random) * 2**31)
            return scope.moment.memo[expr]
        case e.Timestamp():
            return scope.moment.clock
        case e.Now():
            return Date(scope.clock)
        case e.ConsentState():
            return _google(expr, scope)
        case _:
            assert_never(expr)


def holds(condition: e.Condition, scope: Scope) -> bool:
    """Decide a condition."""
    match condition:
        case e.Always():
            return condition.holds
        case e.Compare():
            subject = value(condition.subject, scope)
            operands = (value(operand, scope) for operand in condition.operands)
            return any(
                _compare(subject, condition.operator, operand, ignore_case=condition.ignore_case)
                for operand in operands
            )
        case e.Exists():
            return not is_empty(value(condition.subject, scope))
        case e.Inside():
            element = scope.moment.elements.get(condition.root)
            texts = (text_of(value(selector, scope)) for selector in condition.selectors)
            return element is not None and element.closest(tuple(text for text in texts if text)) is not None
        case e.AllOf():
            return all(holds(part, scope) for part in condition.conditions)
        case e.AnyOf():
            return any(holds(part, scope) for part in condition.conditions)
        case e.Not():
            return not holds(condition.condition, scope)
        case e.IsGranted():
            return scope.level(condition.requirement) == 2  # noqa: PLR2004 (granted)
        case _:
            assert_never(condition)


def _field(expr: e.Field, scope: Scope) -> object:  # noqa: C901, PLR0911 (one arm per root)
    moment, path = scope.moment, expr.path
    match expr.root:
        case e.Root.EVENT:
            return _path(moment.event, path)
        case e.Root.EVENT_NAME:
            return _path(moment.event_name, path)
        case e.Root.DATA:
            return _path(moment.data, path)
        case e.Root.PAGE:
            return page_value(moment.page, path)
        case root if path and path[0] in moment.told.get(root, ()):
            return _path(moment.told[root], path)
        case e.Root.SCROLL | e.Root.TIMER | e.Root.VIDEO | e.Root.ERROR | e.Root.HISTORY:
            return None
        case e.Root.CLICK | e.Root.VISIBLE:
            return element_value(moment.elements.get(expr.root), moment.page, scope.domains, path)
        case e.Root.FORM:
            return form_value(moment.elements.get(expr.root), path)
        case e.Root.ITEM:
            return _path(scope.item, path)
        case e.Root.GLOBAL:
            return _path(moment.page.globals, path)
        case e.Root.COOKIE:
            return _path(decoded(scope.device.cookies.get(path[0])), path[1:])
        case e.Root.STORAGE:
            stores = (scope.device.local, scope.device.session)
            return _path(next((store[path[0]] for store in stores if store.get(path[0])), None), path[1:])
        case e.Root.USER | e.Root.RECORD:
            return _path(scope.raw_user if expr.root is e.Root.USER else scope.record, path)
        case e.Root.LANDING:
            return _path(scope.device.landing, path)
        case e.Root.MESSAGE | e.Root.ANSWER | e.Root.SECRET:
            return _path(scope.server.get(expr.root), path)
        case _:
            assert_never(expr.root)


def _path(start: object, path: tuple[str, ...]) -> object:
    return reduce(own, path, start)


def _variable(expr: e.Var, scope: Scope) -> object:
    source, outside = scope.variables[expr.name], replace(scope, item=None)
    if scope.phases.of(source) is e.Phase.RELEASE:
        return value(source, outside)
    if expr not in scope.moment.memo:
        scope.moment.memo[expr] = value(source, outside)
    return scope.moment.memo[expr]


def _each(expr: e.Each, scope: Scope) -> object:
    source = value(expr.source, scope)
    if not isinstance(source, (list, tuple)):
        return None
    inner = (replace(scope, item=item) for item in source)
    kept = [value(expr.item, at) for at in inner if expr.condition is None or holds(expr.condition, at)]
    return [item for item in kept if not is_empty(item)]


def _lookup(expr: e.Lookup, scope: Scope) -> object:
    subject = value(expr.subject, scope)
    for key, row in expr.table:
        if _compare(subject, expr.operator, key, ignore_case=expr.ignore_case):
            return value(row, scope)
    return value(expr.default, scope)


def _sum(source: object) -> object:
    if not isinstance(source, (list, tuple)):
        return None
    numbers = [number for number in map(number_of, source) if number is not None]
    return number_of(reduce(float.__add__, numbers)) if numbers else None


def _dom(expr: e.Dom, scope: Scope) -> object:
    element = scope.moment.page.elements.get(text_of(value(expr.selector, scope)) or "")
    if element is None:
        return None
    return (
        element.text.strip(WHITE_SPACE) if expr.attribute is None else element.attributes.get(expr.attribute)
    )


def _google(expr: e.ConsentState, scope: Scope) -> dict[str, str]:
    def granted(requirement: e.Requirement | None) -> bool:
        if requirement is None:
            return False
        return _always(requirement) if expr.initial else scope.level(requirement) == 2  # noqa: PLR2004 (granted)

    return {name: "granted" if granted(need) else "denied" for name, need in scope.google.types}


def _always(requirement: e.Requirement) -> bool:
    match requirement:
        case e.RequireCategory():
            return requirement.category == "necessary"
        case e.RequireAll():
            return all(map(_always, requirement.requirements))
        case e.RequireAny():
            return any(map(_always, requirement.requirements))
        case _:
            assert_never(requirement)


# ---- comparing --------------------------------------------------------------------------------------------


_NUMERIC: Final = frozenset({e.Operator.LT, e.Operator.LTE, e.Operator.GT, e.Operator.GTE})


def _compare(subject: object, operator: e.Operator, operand: object, *, ignore_case: bool) -> bool:
    """Compare two values; False when either is empty or has no text (no number) where one is needed."""
    if is_empty(subject) or is_empty(operand):
        return False
    if operator in _NUMERIC:
        return _compare_numbers(number_of(subject), operator, number_of(operand))
    left, right = text_of(subject), text_of(operand)
    if left is None or right is None:
        return False
    if operator is e.Operator.MATCHES:
        pattern = parse(right)
        return isinstance(pattern, Pattern) and search(pattern, left, ignore_case=ignore_case)
    if ignore_case:
        left, right = left.lower(), right.lower()
    return _compare_texts(left, operator, right)


def _compare_texts(left: str, operator: e.Operator, right: str) -> bool:
    match operator:
        case e.Operator.EQUALS:
            return left == right
        case e.Operator.CONTAINS:
            return right in left
        case e.Operator.STARTS_WITH:
            return left.startswith(right)
        case e.Operator.ENDS_WITH:
            return left.endswith(right)
        case _:
            raise ValueError(operator)


def _compare_numbers(left: float | None, operator: e.Operator, right: float | None) -> bool:
    if left is None or right is None:
        return False
    match operator:
        case e.Operator.LT:
            return left < right
        case e.Operator.LTE:
            return left <= right
        case e.Operator.GT:
            return left > right
        case e.Operator.GTE:
            return left >= right
        case _:
            raise ValueError(operator)
