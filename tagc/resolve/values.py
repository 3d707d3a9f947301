"""Values and conditions of the document -> expressions and conditions of the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tagc.diagnostics import codes
from tagc.ir import pattern
from tagc.ir.expr import (
    AllOf,
    AnyOf,
    Array,
    Compare,
    Condition,
    Const,
    Convert,
    Dom,
    Each,
    Exists,
    Expr,
    Field,
    First,
    If,
    Inside,
    IsGranted,
    Lookup,
    Not,
    Object,
    Operator,
    Random,
    Root,
    Test,
    Timestamp,
)
from tagc.model import (
    DomValue,
    EachValue,
    Expression,
    FirstValue,
    FromValue,
    LookupValue,
    Option,
    RandomValue,
    TestValue,
    TimestampValue,
)
from tagc.resolve.consent import requirement
from tagc.resolve.references import follow, is_reference, of_template, of_text

if TYPE_CHECKING:
    from tagc import model
    from tagc.resolve.context import Context, Path, Place

__all__ = ["condition", "scalar", "selectors", "test", "value"]

_TEXT_OPERATORS = {
    "equals": Operator.EQUALS,
    "contains": Operator.CONTAINS,
    "starts_with": Operator.STARTS_WITH,
    "ends_with": Operator.ENDS_WITH,
}
_NUMBER_OPERATORS = {"lt": Operator.LT, "lte": Operator.LTE, "gt": Operator.GT, "gte": Operator.GTE}


def scalar(data: object) -> None | bool | int | float | str:
    """A literal without its source text: what a program keeps."""
    if isinstance(data, bool) or data is None or isinstance(data, str):
        return data
    if isinstance(data, int):
        return int(data)
    if isinstance(data, float):
        return float(data)
    message = f"not a scalar: {data!r}"
    raise TypeError(message)


def value(context: Context, data: model.Value, path: Path, place: Place, *, as_text: bool = False) -> Expr:
    """A value. `as_text` reads a number as its author wrote it, where text is expected."""
    match data:
        case str():
            return of_text(context, data, context.value(path), place)
        case bool() | int() | float():
            source = getattr(data, "text", None)
            return Const(source if as_text and isinstance(source, str) else scalar(data))
        case tuple():
            return Array(tuple(value(context, part, (*path, at), place) for at, part in enumerate(data)))
        case dict():
            return Object(tuple((key, value(context, part, (*path, key), place)) for key, part in data.items()))
        case Expression():
            return _computed(context, data, path, place)
    message = f"not a value: {data!r}"
    raise TypeError(message)


def _computed(context: Context, data: Expression, path: Path, place: Place) -> Expr:
    made = _head(context, data, path, place)
    for step in data.as_ or ():
        for name, arguments in step.conversions:
            if name == "replace":
                _checked_pattern(context, str(arguments[0]), (*path, "as"))
            comma = name == "number" and arguments
            made = Convert(made, "number_comma" if comma else name, () if comma else _plain(arguments))
    if data.if_ is not None and not isinstance(data, EachValue):
        made = If(condition(context, data.if_, (*path, "if"), place), made)
    if data.default is not None:
        made = First((made, value(context, data.default, (*path, "default"), place)))
    if data.requires is not None:
        made = If(IsGranted(requirement(context, data.requires, (*path, "requires"))), made)
    return made


def _plain(arguments: tuple[str | int | float, ...]) -> tuple[str | int | float | None, ...]:
    return tuple(scalar(argument) for argument in arguments)


def _head(context: Context, data: Expression, path: Path, place: Place) -> Expr:
    match data:
        case FromValue():
            return value(context, data.from_, (*path, "from"), place)
        case FirstValue():
            return First(
                tuple(_option(context, part, (*path, "first", at), place) for at, part in enumerate(data.first))
            )
        case LookupValue():
            return _lookup(context, data, path, place)
        case EachValue():
            inner = place.inside_each()
            item = Field(Root.ITEM) if data.item is None else value(context, data.item, (*path, "item"), inner)
            chosen = None if data.if_ is None else condition(context, data.if_, (*path, "if"), inner)
            return Each(value(context, data.each, (*path, "each"), place), item, chosen)
        case DomValue():
            selector = of_template(context, data.dom, context.value((*path, "dom")), place)
            return Dom(selector, data.attribute)
        case TestValue():
            return Test(condition(context, data.test, (*path, "test"), place))
        case RandomValue():
            return Random()
        case TimestampValue():
            return Timestamp()
    message = f"not a computed value: {data!r}"
    raise TypeError(message)


def _option(context: Context, data: model.Value | Option, path: Path, place: Place) -> Expr:
    if isinstance(data, Option):
        chosen = condition(context, data.if_, (*path, "if"), place)
        return If(chosen, value(context, data.value, (*path, "value"), place))
    return value(context, data, path, place)


def _lookup(context: Context, data: LookupValue, path: Path, place: Place) -> Expr:
    """A table; one whose keys hold references becomes a chain of comparisons."""
    operator = Operator(data.match)
    subject = value(context, data.lookup, (*path, "lookup"), place)
    rows = []
    for key, row in data.table.items():
        at = (*path, "table", key)
        found = _pattern(context, key, at, place) if operator is Operator.MATCHES else None
        made = of_template(context, key, context.key(at), place) if found is None else found
        rows.append((made, value(context, row, at, place)))
    if all(isinstance(key, Const) for key, _ in rows):
        return Lookup(subject, operator, tuple((str(key.value), row) for key, row in rows if isinstance(key, Const)))
    chain: Expr = Const(None)
    for key, row in reversed(rows):
        chain = If(Compare(subject, operator, (key,)), row, chain)
    return chain


def _pattern(context: Context, text: str, path: Path, place: Place) -> Expr:
    """A regular expression; what `${…}` puts into it is escaped."""
    made = of_template(
        context, text, context.value(path), place, wrap=lambda expr: Convert(expr, "escape_pattern")
    )
    fixed = made.value if isinstance(made, Const) else "".join(_fixed(part) for part in made.parts)  # type: ignore[union-attr]
    _checked_pattern(context, str(fixed), path)
    return made


def _fixed(part: Expr) -> str:
    """What stands for a part when the pattern around it is checked."""
    return str(part.value) if isinstance(part, Const) else "(?:x)"


def _checked_pattern(context: Context, text: str, path: Path) -> None:
    parsed = pattern.parse(text)
    if isinstance(parsed, pattern.PatternProblem):
        context.report(codes.BAD_PATTERN, context.value(path), reason=parsed.message)
        return
    reason = pattern.runaway(parsed)
    if reason is not None:
        context.report(codes.RUNAWAY_PATTERN, context.value(path), reason=reason)


# ---- conditions ----------------------------------------------------------------------------------------------------------------


def condition(context: Context, data: model.Condition, path: Path, place: Place) -> Condition:
    """All lines of a condition."""
    parts: list[Condition] = []
    for reference, tested in data.tests.items():
        line = (*path, reference)
        if is_reference(reference):
            parts.append(_tested(context, reference, tested, line, place))
        else:
            context.report(codes.MALFORMED_REFERENCE, context.key(line), text=reference)
    if data.any is not None:
        parts.append(AnyOf(tuple(condition(context, p, (*path, "any", at), place) for at, p in enumerate(data.any))))
    if data.not_ is not None:
        parts.append(Not(condition(context, data.not_, (*path, "not"), place)))
    parts.extend(condition(context, part, (*path, at), place) for at, part in enumerate(data.all))
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))


def _tested(context: Context, reference: str, tested: model.Test, path: Path, place: Place) -> Condition:
    element = {"$click": Root.CLICK, "$form": Root.FORM}.get(reference)
    if element is not None and tested.closest is not None and place.allows(element):
        return _inside(context, element, tested, path, place)
    return test(context, follow(context, reference[1:], context.key(path), place), tested, path, place)


def _inside(context: Context, root: Root, tested: model.Test, path: Path, place: Place) -> Condition:
    made: list[Condition] = []
    if tested.closest is not None:
        made.append(Inside(root, selectors(context, tested.closest, (*path, "closest"), place)))
    if tested.not_ is not None and tested.not_.closest is not None:
        inner = Inside(root, selectors(context, tested.not_.closest, (*path, "not", "closest"), place))
        made.append(Not(inner))
    return made[0] if len(made) == 1 else AllOf(tuple(made))


def selectors(context: Context, texts: tuple[str, ...], path: Path, place: Place) -> tuple[Expr, ...]:
    """CSS selectors, in which only `${…}` is special."""
    return tuple(of_template(context, text, context.value((*path, at)), place) for at, text in enumerate(texts))


def test(context: Context, subject: Expr, data: model.Test, path: Path, place: Place) -> Condition:
    """All operators of a test on one subject."""
    parts: list[Condition] = []
    for name, operator in _TEXT_OPERATORS.items():
        given = getattr(data, name)
        if given is not None:
            operands = tuple(_operand(context, part, (*path, name, at), place) for at, part in enumerate(given))
            parts.append(Compare(subject, operator, operands, ignore_case=data.ignore_case))
    if data.matches is not None:
        patterns = (_pattern(context, text, (*path, "matches", at), place) for at, text in enumerate(data.matches))
        parts.append(Compare(subject, Operator.MATCHES, tuple(patterns), ignore_case=data.ignore_case))
    for name, operator in _NUMBER_OPERATORS.items():
        given = getattr(data, name)
        if given is not None:
            operands = tuple(_number(context, part, (*path, name, at), place) for at, part in enumerate(given))
            parts.append(Compare(subject, operator, operands))
    if data.closest is not None:
        context.report(
            codes.REFERENCE_OUT_OF_PLACE, context.value((*path, "closest")), root="closest", where="on $click and $form"
        )
    if data.exists is not None:
        parts.append(Exists(subject) if data.exists else Not(Exists(subject)))
    if data.not_ is not None:
        parts.append(Not(test(context, subject, data.not_, (*path, "not"), place)))
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))


def _operand(context: Context, data: object, path: Path, place: Place) -> Expr:
    if isinstance(data, str):
        return of_text(context, data, context.value(path), place)
    source = getattr(data, "text", None)
    return Const(source if isinstance(source, str) else scalar(data))


def _number(context: Context, data: object, path: Path, place: Place) -> Expr:
    made = of_text(context, data, context.value(path), place) if isinstance(data, str) else Const(scalar(data))
    if isinstance(made, Const) and isinstance(made.value, str):
        context.report(codes.NOT_A_NUMBER, context.value(path), name=path[-2])
    return made


