"""Parameters: one layer after the other, neutral ones converted to their type."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from tagc.diagnostics import codes, did_you_mean
from tagc.events import ITEM_FIELDS, PARAMETERS, ValueType
from tagc.ir.expr import (
    Array,
    Concat,
    Const,
    Convert,
    Each,
    Expr,
    Field,
    Object,
    Root,
)
from tagc.ir.values import number_of
from tagc.model import EachValue
from tagc.resolve.context import Place, everywhere
from tagc.resolve.iso import CURRENCIES
from tagc.resolve.references import lacks_dollar
from tagc.resolve.values import condition, finished, value

if TYPE_CHECKING:
    from tagc import model
    from tagc.resolve.context import Context, Path
    from tagc.resolve.instances import Vendor

__all__ = ["instance_params", "layers", "misspelt", "params_of"]

# How alike a free parameter's name has to be to a neutral one to be a slip of the pen (difflib's ratio).
_MISSPELT = 0.8
# User data that is somebody's, whatever the parameter is read from; a city or a country may be anything.
_IDENTIFYING = frozenset({"email", "phone", "first_name", "last_name", "birth_date"})


def params_of(context: Context, data: model.Params, path: Path, place: Place) -> dict[str, Expr | None]:
    """Parameters of one layer, neutral ones converted to their type; None takes one out."""
    found: dict[str, Expr | None] = {}
    for name, given in data.items():
        if name in _IDENTIFYING:
            context.report(codes.USER_DATA_AS_PARAMETER, context.key((*path, name)), name=name)
        near = misspelt(name)
        if near is not None:
            hint = f'did you mean "{near}"?'
            context.report(codes.PARAMETER_MISSPELT, context.key((*path, name)), hint=hint, name=name)
        found[name] = None if given is None else _param(context, name, given, (*path, name), place)
    return found


def misspelt(name: str) -> str | None:
    """The neutral name that a free one is a slip of the pen for."""
    near = [] if name in PARAMETERS else get_close_matches(name, PARAMETERS, n=1, cutoff=_MISSPELT)
    return near[0] if near else None


def _param(context: Context, name: str, given: model.Value, path: Path, place: Place) -> Expr:
    kind = PARAMETERS[name].type if name in PARAMETERS else ValueType.ANY
    if kind is ValueType.ITEMS:
        made = _items(context, given, path, place)
    else:
        made = _typed(context, name, kind, _raw(context, given, kind, path, place), path)
    context.parameters.append((made, context.value(path)))
    return made


def _raw(context: Context, given: model.Value, kind: ValueType, path: Path, place: Place) -> Expr:
    return value(context, given, path, place, as_text=kind in {ValueType.TEXT, ValueType.CURRENCY})


def _typed(context: Context, name: str, kind: ValueType, made: Expr, path: Path) -> Expr:
    """The value as its parameter's type. Nothing at all is what has been reported already."""
    if made == Const(None):
        return made
    if kind is ValueType.NUMBER:
        if isinstance(made, Const | Array | Object):
            number = number_of(made.value) if isinstance(made, Const) else None
            if number is None:
                text = made.value if isinstance(made, Const) else None
                hint = f'did you mean "${text}"?' if lacks_dollar(text) else None
                context.report(codes.NOT_A_NUMBER, context.value(path), hint=hint, name=name)
                return Const(None)
            return Const(int(number) if number.is_integer() else number)
        converted = isinstance(made, Convert) and made.name in {"number", "number_comma"}
        return made if converted else Convert(made, "number")
    if kind is ValueType.CURRENCY and isinstance(made, Const) and made.value not in CURRENCIES:
        code = str(made.value)
        near = code.upper() if code.upper() in CURRENCIES else f"${code}" if lacks_dollar(code) else None
        hint = f'did you mean "{near}"?' if near else None
        context.report(codes.UNKNOWN_CURRENCY, context.value(path), hint=hint, name=code)
    elif isinstance(made, Const) and lacks_dollar(made.value):
        context.report(codes.REFERENCE_WITHOUT_DOLLAR, context.value(path), text=made.value)
    if kind in {ValueType.TEXT, ValueType.CURRENCY} and not isinstance(made, Const):
        return Convert(made, "text")
    return made


def _items(context: Context, given: model.Value, path: Path, place: Place) -> Expr:
    """A list of items with neutral, converted fields, whatever the page calls its list."""
    if isinstance(given, EachValue) and given.as_ is None and isinstance(given.item, dict):
        inner = place.inside_each()
        item = _item(context, given.item, (*path, "item"), inner)
        chosen = None if given.if_ is None else condition(context, given.if_, (*path, "if"), inner)
        made: Expr = Each(value(context, given.each, (*path, "each"), place), item, chosen)
        return finished(context, given, made, path, place)
    if isinstance(given, tuple):
        entries = []
        for at, entry in enumerate(given):
            if isinstance(entry, dict):
                entries.append(_item(context, entry, (*path, at), place))
            else:
                context.report(codes.ITEMS_NOT_A_LIST, context.value((*path, at)))
        return Array(tuple(entries))
    made = value(context, given, path, place)
    if isinstance(made, Const | Object | Concat) and made != Const(None):
        hint = f'did you mean "${given}"?' if lacks_dollar(given) else None
        context.report(codes.ITEMS_NOT_A_LIST, context.value(path), hint=hint)
    neutral = Object(
        tuple(
            (name, Convert(Field(Root.ITEM, (name,)), "number" if field.type is ValueType.NUMBER else "text"))
            for name, field in ITEM_FIELDS.items()
        )
    )
    return Each(made, neutral)


def _item(context: Context, given: dict[str, model.Value], path: Path, place: Place) -> Expr:
    entries: list[tuple[str, Expr]] = []
    for name, field in given.items():
        at = (*path, name)
        known = ITEM_FIELDS.get(name)
        if known is None:
            near = did_you_mean(name, ITEM_FIELDS)
            hint = f'did you mean "{near}"?' if near else f"use {', '.join(ITEM_FIELDS)}"
            context.report(codes.UNKNOWN_ITEM_FIELD, context.key(at), hint=hint, name=name)
            continue
        raw = _raw(context, field, known.type, at, place)
        entries.append((name, _typed(context, name, known.type, raw, at)))
    return Object(tuple(entries))


def instance_params(context: Context, vendor: Vendor) -> dict[str, Expr | None]:
    """Parameters for all events of an instance; what some events do not have is left out there."""
    return params_of(context, vendor.data.params, ("platforms", vendor.name, "params"), everywhere())


def layers(
    vendor: Vendor, shared: dict[str, Expr | None], special: dict[str, Expr | None]
) -> dict[str, Expr]:
    """Platform < rule < the rule's own for this platform; null removes."""
    merged = {**vendor.params, **shared, **special}
    return {name: made for name, made in merged.items() if made is not None}
