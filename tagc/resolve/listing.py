"""Which texts a value can give, whatever happens on a page: for names, which have to be known when a container is built.

Enough is known of a constant, of a reference with few values (those of a kind of trigger, and those that a condition of the
rule leaves), and of what tables, choices and conversions make of them. The list may hold a text that never comes; it never
lacks one that does.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Final

from tagc import registry
from tagc.ir.expr import (
    AllOf,
    Always,
    Compare,
    Concat,
    Const,
    Convert,
    Dom,
    Each,
    Field,
    First,
    If,
    Lookup,
    Operator,
    Random,
    Script,
    Test,
    Timestamp,
    Var,
)
from tagc.ir.values import CONVERSIONS, is_empty, number_of, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from tagc.ir.expr import Condition, Expr
    from tagc.ir.program import Trigger

__all__ = ["MOST", "Unlisted", "known_values", "listed"]

MOST: Final = 100
"""More names than this are no list that somebody reads."""


class Unlisted(Exception):  # noqa: N818 - says what it is, not that it is an error
    """Why a value's texts cannot be listed, in words that follow a colon."""


Known = dict[Field, tuple[object, ...]]
"""References with few values, and these."""


def known_values(condition: Condition, triggers: Sequence[Trigger]) -> Known:
    """Return what is known of references where a rule fires: by its condition, and by each of its triggers."""
    found = _left_by(condition)
    several = [{**dict(trigger.known), **_left_by(trigger.condition)} for trigger in triggers]
    for field in several[0] if several else ():
        if all(field in each for each in several):
            values = dict.fromkeys(value for each in several for value in each[field])
            found.setdefault(field, tuple(values))
    return found


def _left_by(condition: Condition) -> Known:
    """What a condition leaves of references: those it compares with constants."""
    if isinstance(condition, AllOf):
        return {field: values for part in condition.conditions for field, values in _left_by(part).items()}
    if (
        not isinstance(condition, Compare)
        or not isinstance(condition.subject, Field)
        or condition.operator is not Operator.EQUALS
        or condition.ignore_case
        or not all(isinstance(operand, Const) for operand in condition.operands)
    ):
        return {}
    texts = [text_of(operand.value) for operand in condition.operands if isinstance(operand, Const)]
    # What has this text may be a number, too.
    numbers = [number for text in texts if text_of(number := number_of(text)) == text]
    return {condition.subject: (*texts, *numbers)}


def listed(expr: Expr, known: Known, variables: Mapping[str, Expr]) -> tuple[str | None, ...]:
    """Return every text that a value can give, None standing for none; raises `Unlisted`."""
    texts = [text_of(value) or None for value in _Lister(known, variables).values(expr)]
    return tuple(dict.fromkeys(texts))


class _Lister:
    def __init__(self, known: Known, variables: Mapping[str, Expr]) -> None:
        self.known = known
        self.variables = variables
        self.done: dict[str, list[object]] = {}  # each variable once, however many ways lead to it

    def values(self, expr: Expr) -> list[object]:
        """Every value, each once."""
        found = self.found(expr)
        if len(found) > MOST:
            raise Unlisted(f"there would be more than {MOST}")
        return found

    def found(self, expr: Expr) -> list[object]:
        match expr:
            case Const(value):
                return [value]
            case Field():
                return self.read(expr)
            case Var(name):
                if name not in self.done:
                    self.done[name] = self.values(self.variables[name])
                return self.done[name]
            case Concat(parts):
                return self.combined(parts, lambda *values: "".join(text_of(value) or "" for value in values))
            case Convert(source, name, arguments):
                return _distinct(CONVERSIONS[name](value, *arguments) for value in self.values(source))
            case If(Always(holds), then, otherwise):
                return self.values(then if holds else otherwise)
            case If(_, then, otherwise):
                return _distinct([*self.values(then), *self.values(otherwise)])
            case First(options):
                return self.first(options)
            case Lookup():
                return self.looked_up(expr)
            case Test():
                return [True, False]
            case _:
                raise Unlisted(_FREE.get(type(expr), "a list or a map is no name"))

    def combined(self, parts: Sequence[Expr], join: Callable[..., object]) -> list[object]:
        """What is made of one value of each part."""
        several = [self.values(part) for part in parts]
        total = 1
        for values in several:
            total *= len(values)
        if total > MOST * MOST:
            raise Unlisted(f"there would be more than {MOST}")
        return _distinct(join(*values) for values in product(*several))

    def read(self, field: Field) -> list[object]:
        if field in self.known:
            return list(self.known[field])
        (kind,) = [kind for kind in registry.reads().values() if kind.root is field.root]
        few = dict(kind.values)
        if len(field.path) == 1 and field.path[0] in few:
            return list(few[field.path[0]])
        raise Unlisted(f"${'.'.join([kind.name, *field.path])} can be anything")

    def first(self, options: Sequence[Expr]) -> list[object]:
        """The values of the options as far as one can be reached: behind one that is never empty nothing counts."""
        found: list[object] = []
        for option in options:
            values = self.values(option)
            found += [value for value in values if not is_empty(value)]
            if not any(map(is_empty, values)):
                return _distinct(found)
        return _distinct([*found, None])

    def looked_up(self, expr: Lookup) -> list[object]:
        """The results of all rows, and of the default."""
        rows = [value for _, row in expr.table for value in self.values(row)]
        return _distinct([*rows, *self.values(expr.default)])


_FREE: Final[dict[type, str]] = {
    Dom: "what the page shows can be anything",
    Each: "a list is no name",
    Random: "a random number can be any",
    Script: "a script can give anything",
    Timestamp: "a time can be any",
}


def _distinct(values: Iterable[object]) -> list[object]:
    """Each value once; true and 1 are two."""
    found: dict[object, object] = {}
    for value in values:
        found.setdefault((type(value), str(value)), value)
    return list(found.values())
