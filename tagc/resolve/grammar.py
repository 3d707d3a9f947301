"""What a vendor would refuse, or take and lose without a word: names, parameters and values that a rule writes for it.

Only what can be known when a container is built: every event name, every parameter's name, and those values that stand in
the document, in tables and choices, too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tagc import model
from tagc.diagnostics import codes, did_you_mean
from tagc.events import PARAMETERS
from tagc.ir.expr import Convert, First, If, Lookup, Var
from tagc.ir.values import CONVERSIONS, text_of
from tagc.resolve.listing import Unlisted, listed
from tagc.resolve.params import misspelt

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TypeAlias

    from tagc.contracts import Form, Grammar
    from tagc.ir.expr import Expr
    from tagc.ir.program import Call
    from tagc.resolve.context import Context, Path
    from tagc.resolve.instances import Vendor
    from tagc.resolve.listing import Known

    Layer: TypeAlias = tuple[Path, model.Params]

__all__ = ["check"]


def check(
    context: Context,
    rule: str,
    call: Call,
    vendor: Vendor,
    known: Known,
) -> None:
    """Report what the vendor does not take of a rule's call; `known` is what the rule's triggers and condition leave."""
    layers = _layers(context, rule, vendor)
    _own_parameters(context, rule, vendor, layers)
    grammar = vendor.platform.grammar
    if grammar is None:
        return
    _names(context, rule, call, vendor, grammar)
    counted = 0
    for name, value in call.params:
        written = next((layer for layer in layers if name in layer[1]), None)
        if written is None or not vendor.takes(name):
            continue
        counted += 1
        path, params = written
        if name not in PARAMETERS:
            _parameter_name(context, (*path, name), vendor, name, grammar)
        # A neutral word is for everybody, and the platform's table makes of it what the vendor knows.
        shared = name in PARAMETERS and path == ("events", rule, "params")
        allowed = None if shared else dict(grammar.enums).get(name)
        longest = dict(grammar.longest_values).get(name, grammar.longest_value)
        if longest is not None or allowed is not None:
            texts = _Texts(context, known).of(value)
            _value(context, (*path, name), params[name], texts, vendor, allowed, longest)
    most = grammar.most_parameters
    if most is not None and counted > most:
        context.report(
            codes.TOO_MANY_PARAMETERS,
            context.key(("events", rule)),
            title=vendor.platform.title,
            instance=vendor.name,
            count=counted,
            most=most,
        )


def _names(context: Context, rule: str, call: Call, vendor: Vendor, grammar: Grammar) -> None:
    """Names of the user's own; those of the platform's table are the vendor's."""
    data = context.document.events[rule]
    own = data.platforms.get(vendor.name)
    path: Path = ("events", rule, "custom")
    if own is not None and own.event is not None:
        path = ("events", rule, "platforms", vendor.name, "event")
    elif data.custom is None:
        return
    named, title = vendor.platform.named, vendor.platform.title
    for name in call.vendor_events or (call.vendor_event,):
        hint = _refused(name, grammar.event, grammar.reserved)
        if hint is not None and named is not None and not named(name).standard:
            place = context.value(path if path[-1] == "event" else _literal(data.custom, path, name))
            context.report(codes.EVENT_NAME_REFUSED, place, hint=hint, title=title, name=name)


def _parameter_name(context: Context, path: Path, vendor: Vendor, name: str, grammar: Grammar) -> None:
    if hint := _refused(name, grammar.parameter, grammar.reserved_parameters):
        title = vendor.platform.title
        context.report(codes.PARAMETER_NAME_REFUSED, context.key(path), hint=hint, title=title, name=name)


def _refused(name: str, form: Form | None, reserved: frozenset[str]) -> str | None:
    """How it has to be, for a name that cannot be."""
    if name in reserved:
        return "it is a name of the vendor's own: choose another"
    if form is not None and re.fullmatch(form.pattern, name) is None:
        return f"a name of your own has {form.words}"
    return None


# ---- parameters -----------------------------------------------------------------------------------------------------


def _own_parameters(context: Context, rule: str, vendor: Vendor, layers: list[Layer]) -> None:
    """What is written for this instance and nobody else, but never sent to it."""
    platform = vendor.platform
    for path, written in layers:
        if path == ("events", rule, "params"):
            continue
        for name, given in written.items():
            if given is None or vendor.takes(name) or misspelt(name):
                continue
            some = sorted(platform.parameters)
            near = did_you_mean(name, some)
            taken = f"it takes {', '.join(some)}" if some else "it takes none at all: remove it"
            hint = f'did you mean "{near}"?' if near else taken
            place = context.key((*path, name))
            context.report(codes.PARAMETER_NOT_TAKEN, place, hint=hint, title=platform.title, name=name)


def _layers(context: Context, rule: str, vendor: Vendor) -> list[Layer]:
    """Where parameters of a call are written, what counts first before the rest."""
    data = context.document.events[rule]
    own = data.platforms.get(vendor.name)
    return [
        *([] if own is None else [(("events", rule, "platforms", vendor.name, "params"), own.params)]),
        (("events", rule, "params"), data.params),
        (("platforms", vendor.name, "params"), vendor.data.params),
    ]


# ---- values ---------------------------------------------------------------------------------------------------------


def _value(
    context: Context,
    path: Path,
    given: model.Value | None,
    texts: Iterable[str],
    vendor: Vendor,
    allowed: tuple[str, ...] | None,
    longest: int | None,
) -> None:
    """`texts` are what the value `given` at `path` can be, `allowed` all that the vendor knows."""
    title, name = vendor.platform.title, path[-1]
    for text in texts:
        if not text:  # never sent
            continue
        place = context.value(_literal(given, path, text))
        if allowed is not None and text not in allowed:
            near = did_you_mean(text, allowed)
            hint = f'did you mean "{near}"?' if near else f"write {' or '.join(allowed)}"
            context.report(codes.VALUE_NOT_KNOWN, place, hint=hint, title=title, name=name, value=text)
        if longest is not None and len(text) > longest:
            context.report(
                codes.VALUE_TOO_LONG, place, title=title, name=name, length=len(text), longest=longest
            )


class _Texts:
    """What values can be, as far as it can be listed: a choice among something free and a text can be that text."""

    def __init__(self, context: Context, known: Known) -> None:
        self.variables = context.values
        self.known = known
        self.done: dict[str, tuple[str, ...]] = {}

    def of(self, value: Expr) -> tuple[str, ...]:
        """Each text once."""
        return tuple(dict.fromkeys(self.found(value)))

    def found(self, value: Expr) -> Iterator[str]:
        match value:
            case First(options):
                for option in options:
                    yield from self.found(option)
            case If(_, then, otherwise):
                yield from self.found(then)
                yield from self.found(otherwise)
            case Lookup():
                for _, row in value.table:
                    yield from self.found(row)
                yield from self.found(value.default)
            case Var(name):
                if name not in self.done:
                    self.done[name] = self.of(self.variables[name])
                yield from self.done[name]
            case Convert(source, name, arguments):
                for text in self.of(source):
                    yield text_of(CONVERSIONS[name](text, *arguments)) or ""
            case _:
                try:
                    yield from (text or "" for text in listed(value, self.known, self.variables))
                except Unlisted:
                    return


def _literal(given: object, path: Path, text: str) -> Path:
    """Where a text stands that a value can be; the place of the whole value if it is not there as it is."""
    return next((found for found, each in _written(given, path) if each == text), path)


def _written(given: object, path: Path) -> Iterator[tuple[Path, str]]:
    """The literals that a value can be, with their places."""
    match given:
        case model.FirstValue():
            for at, option in enumerate(given.first):
                inner: Path = (*path, "first", at)
                if isinstance(option, model.Option):
                    yield from _written(option.value, (*inner, "value"))
                else:
                    yield from _written(option, inner)
        case model.LookupValue():
            for key, row in given.table.items():
                yield from _written(row, (*path, "table", key))
        case model.FromValue():
            yield from _written(given.from_, (*path, "from"))
        case str() | int() | float():
            yield path, text_of(given) or ""
        case _:
            pass
    if isinstance(given, model.Expression) and given.default is not None:
        yield from _written(given.default, (*path, "default"))
