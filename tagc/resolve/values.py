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
    Concat,
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
from tagc.ir.values import number_of
from tagc.model import (
    DomValue,
    EachValue,
    Expression,
    FirstValue,
    FromValue,
    LookupValue,
    Option,
    RandomValue,
    ScriptValue,
    TestValue,
    TimestampValue,
)
from tagc.resolve.consent import requirement
from tagc.resolve.references import follow, is_reference, of_template, of_text
from tagc.resolve.scripts import script
from tagc.source import has_leading_zero

if TYPE_CHECKING:
    from tagc import model
    from tagc.diagnostics import Span
    from tagc.resolve.context import Context, Path, Place

__all__ = ["condition", "finished", "number", "scalar", "selectors", "test", "value"]

_TEXT_OPERATORS = {
    "equals": Operator.EQUALS,
    "contains": Operator.CONTAINS,
    "starts_with": Operator.STARTS_WITH,
    "ends_with": Operator.ENDS_WITH,
}
_NUMBER_OPERATORS = {"lt": Operator.LT, "lte": Operator.LTE, "gt": Operator.GT, "gte": Operator.GTE}


def scalar(data: object) -> bool | int | float | str | None:
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
            return Const(_written(data) if as_text else number(context, data, path))
        case tuple():
            return Array(tuple(value(context, part, (*path, at), place) for at, part in enumerate(data)))
        case dict():
            return Object(
                tuple((key, value(context, part, (*path, key), place)) for key, part in data.items())
            )
        case Expression():
            made = _head(context, data, path, place, as_text=as_text)
            return finished(context, data, made, path, place, as_text=as_text)
    message = f"not a value: {data!r}"
    raise TypeError(message)


def number(context: Context, data: object, path: Path) -> bool | int | float | str | None:
    """A literal as a program keeps it; one whose leading zeros get lost is reported."""
    if has_leading_zero(data):
        text = str(getattr(data, "text", data))
        context.report(codes.LEADING_ZERO, context.value(path), text=text, value=scalar(data))
    return scalar(data)


def _written(data: object) -> str:
    """A literal as its author wrote it."""
    source = getattr(data, "text", None)
    return source if isinstance(source, str) else str(data).lower() if isinstance(data, bool) else str(data)


def finished(
    context: Context, data: Expression, made: Expr, path: Path, place: Place, *, as_text: bool = False
) -> Expr:
    """A computed value after its conversions, with its condition, its default and its requirement."""
    for at, step in enumerate(data.as_ or ()):
        for name, arguments in step.conversions:
            if name == "replace":
                row = context.below((*path, "as"), at, "replace", str(arguments[0]))
                _checked_pattern(context, str(arguments[0]), context.key(row))
            comma = name == "number" and arguments
            made = Convert(made, "number_comma" if comma else name, () if comma else _plain(arguments))
    if data.if_ is not None and not isinstance(data, EachValue):
        made = If(condition(context, data.if_, (*path, "if"), place), made)
    if data.default is not None:
        made = First((made, value(context, data.default, (*path, "default"), place, as_text=as_text)))
    if data.requires is not None:
        made = If(IsGranted(requirement(context, data.requires, (*path, "requires"))), made)
    return made


def _plain(arguments: tuple[str | int | float, ...]) -> tuple[str | int | float | None, ...]:
    return tuple(scalar(argument) for argument in arguments)


def _head(context: Context, data: Expression, path: Path, place: Place, *, as_text: bool) -> Expr:
    match data:
        case FromValue():
            return value(context, data.from_, (*path, "from"), place, as_text=as_text)
        case FirstValue():
            options = (
                _option(context, part, (*path, "first", at), place, as_text=as_text)
                for at, part in enumerate(data.first)
            )
            return First(tuple(options))
        case LookupValue():
            return _lookup(context, data, path, place, as_text=as_text)
        case EachValue():
            inner = place.inside_each()
            item = (
                Field(Root.ITEM) if data.item is None else value(context, data.item, (*path, "item"), inner)
            )
            chosen = None if data.if_ is None else condition(context, data.if_, (*path, "if"), inner)
            return Each(value(context, data.each, (*path, "each"), place), item, chosen)
        case DomValue():
            return Dom(_selector(context, data.dom, (*path, "dom"), place), data.attribute)
        case TestValue():
            return Test(condition(context, data.test, (*path, "test"), place))
        case ScriptValue():
            reads = {
                name: value(context, part, (*path, "reads", name), place) for name, part in data.reads.items()
            }
            return script(context, data.script, reads, path, value=True) or Const(None)
        case RandomValue():
            return Random()
        case TimestampValue():
            return Timestamp()
        case _:
            message = f"not a computed value: {data!r}"
            raise TypeError(message)


def _option(context: Context, data: model.Value | Option, path: Path, place: Place, *, as_text: bool) -> Expr:
    if isinstance(data, Option):
        chosen = condition(context, data.if_, (*path, "if"), place)
        return If(chosen, value(context, data.value, (*path, "value"), place, as_text=as_text))
    return value(context, data, path, place, as_text=as_text)


def _lookup(context: Context, data: LookupValue, path: Path, place: Place, *, as_text: bool) -> Expr:
    """A table; one whose keys hold references becomes a chain of comparisons."""
    operator = Operator(data.match)
    subject = value(context, data.lookup, (*path, "lookup"), place)
    rows = []
    for key, row in data.table.items():
        at = (*path, "table", key)
        span = context.key(at)
        matches = operator is Operator.MATCHES
        made = _pattern(context, key, span, place) if matches else of_template(context, key, span, place)
        rows.append((made, value(context, row, at, place, as_text=as_text)))
    if all(isinstance(key, Const) for key, _ in rows):
        return Lookup(
            subject, operator, tuple((str(key.value), row) for key, row in rows if isinstance(key, Const))
        )
    chain: Expr = Const(None)
    for made, result in reversed(rows):
        chain = If(Compare(subject, operator, (made,)), result, chain)
    return chain


def _pattern(context: Context, text: str, span: Span, place: Place, *, ignore_case: bool = False) -> Expr:
    """A regular expression; what `${…}` puts into it is escaped."""
    made = of_template(context, text, span, place, wrap=lambda expr: Convert(expr, "escape_pattern"))
    parts = made.parts if isinstance(made, Concat) else (made,)
    fixed = "".join(str(part.value) if isinstance(part, Const) else "(?:x)" for part in parts)
    _checked_pattern(context, fixed, span, ignore_case=ignore_case)
    return made


def _checked_pattern(context: Context, text: str, span: Span, *, ignore_case: bool = False) -> None:
    parsed = pattern.parse(text)
    if isinstance(parsed, pattern.PatternProblem):
        context.report(codes.BAD_PATTERN, span, reason=parsed.message)
        return
    reason = pattern.runaway(parsed, ignore_case=ignore_case)
    if reason is not None:
        context.report(codes.RUNAWAY_PATTERN, span, reason=reason)


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
        parts.append(
            AnyOf(tuple(condition(context, p, (*path, "any", at), place) for at, p in enumerate(data.any)))
        )
    if data.not_ is not None:
        parts.append(Not(condition(context, data.not_, (*path, "not"), place)))
    parts.extend(condition(context, part, (*path, at), place) for at, part in enumerate(data.all))
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))


def _tested(context: Context, reference: str, tested: model.Test, path: Path, place: Place) -> Condition:
    element = {"$click": Root.CLICK, "$form": Root.FORM, "$visible": Root.VISIBLE}.get(reference)
    if element is not None and place.allows(element) and _about_element(tested):
        return _inside(context, element, tested, path, place)
    return test(context, follow(context, reference[1:], context.key(path), place), tested, path, place)


def _about_element(tested: model.Test) -> bool:
    """The test holds nothing but `closest`, so that it asks about the element itself."""
    if tested.model_fields_set - {"closest", "not_", "ignore_case"}:
        return False
    return tested.not_ is None or _about_element(tested.not_)


def _inside(context: Context, root: Root, tested: model.Test, path: Path, place: Place) -> Condition:
    made: list[Condition] = []
    if tested.closest is not None:
        made.append(Inside(root, selectors(context, tested.closest, (*path, "closest"), place)))
    if tested.not_ is not None:
        made.append(Not(_inside(context, root, tested.not_, (*path, "not"), place)))
    return made[0] if len(made) == 1 else AllOf(tuple(made))


def selectors(context: Context, texts: tuple[str, ...], path: Path, place: Place) -> tuple[Expr, ...]:
    """CSS selectors, in which only `${…}` is special."""
    return tuple(_selector(context, text, context.below(path, at), place) for at, text in enumerate(texts))


def _selector(context: Context, text: str, path: Path, place: Place) -> Expr:
    """A CSS selector; what `${…}` puts into it is escaped."""

    def escaped(expr: Expr) -> Expr:
        return Convert(expr, "escape_selector")

    return of_template(context, text, context.value(path), place, wrap=escaped)


def test(context: Context, subject: Expr, data: model.Test, path: Path, place: Place) -> Condition:
    """All operators of a test on one subject."""
    parts: list[Condition] = []
    for name, operator in _TEXT_OPERATORS.items():
        given = getattr(data, name)
        if given is not None:
            operands = tuple(
                _operand(context, part, context.below(path, name, at), place) for at, part in enumerate(given)
            )
            parts.append(Compare(subject, operator, operands, ignore_case=data.ignore_case))
    if data.matches is not None:
        folded = data.ignore_case
        spans = (context.value(context.below(path, "matches", at)) for at in range(len(data.matches)))
        patterns = (
            _pattern(context, text, span, place, ignore_case=folded)
            for text, span in zip(data.matches, spans, strict=True)
        )
        parts.append(Compare(subject, Operator.MATCHES, tuple(patterns), ignore_case=folded))
    for name, operator in _NUMBER_OPERATORS.items():
        given = getattr(data, name)
        if given is not None:
            operands = tuple(
                _number(context, part, name, context.below(path, name, at), place)
                for at, part in enumerate(given)
            )
            parts.append(Compare(subject, operator, operands))
    if data.closest is not None:
        context.report(codes.CLOSEST_WITHOUT_ELEMENT, context.key((*path, "closest")))
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


def _number(context: Context, data: object, name: str, path: Path, place: Place) -> Expr:
    if not isinstance(data, str):
        return Const(number(context, data, path))
    made = of_text(context, data, context.value(path), place)
    if isinstance(made, Const) and isinstance(made.value, str):
        found = number_of(made.value)
        if found is None:
            context.report(codes.NOT_A_NUMBER, context.value(path), name=name)
        return Const(found)
    return made
