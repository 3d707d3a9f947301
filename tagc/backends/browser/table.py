"""Rules that differ in constants only, as rows of one table: what they do stands in the file once.

A family is a run of rules that each wait for one data-layer event by name and tell the same instances values found in the
same places. A row is a text: the event's name, which of the places it takes, and its constants. A column that follows from
another one (`AddToCart`, `add_to_cart`, `ADD_TO_CART`) holds only its exceptions.
"""

from __future__ import annotations

import re
from dataclasses import MISSING, dataclass, field, fields
from typing import TYPE_CHECKING, Final

from tagc.backends.browser.expressions import UNDEFINED
from tagc.backends.browser.record import NOTHING
from tagc.frozen import frozen
from tagc.ir.expr import Always, Compare, Const, Field, Operator, Random, Root, walk
from tagc.ir.program import Trigger
from tagc.js import build as js
from tagc.js.nodes import ArrayPattern, Identifier

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from tagc.backends.browser.record import Layout, Slot
    from tagc.ir.expr import Expr
    from tagc.ir.program import Rule
    from tagc.js.nodes import Expression, Statement

__all__ = ["Family", "families"]

LEAST: Final = 3
"""Rules that a table is worth."""

_BETWEEN: Final = " ,;/!"
_ENDS: Final = "|~^&"


@frozen
class Member:
    """A rule of a family: its number, the event it waits for, and what it puts into the record's own places."""

    number: int
    rule: Rule
    event: str
    values: tuple[Expr, ...]


@dataclass(slots=True)
class Family:
    """Rules for one table."""

    slots: Sequence[Slot]
    members: list[Member] = field(default_factory=list)
    events: set[str] = field(default_factory=set)
    known: dict[int, Expr] = field(default_factory=dict)  # by place, the first value that is something

    @property
    def hooks(self) -> tuple[str, ...]:
        """The instances that all of them tell."""
        return tuple(call.instance for call in self.members[0].rule.calls)

    def takes(self, member: Member) -> bool:
        """Whether the rule does nothing that another one of the family does otherwise."""
        if not self.members:
            return True
        if tuple(call.instance for call in member.rule.calls) != self.hooks or member.event in self.events:
            return False
        for place, value in enumerate(member.values):
            known = self.known.get(place)
            if value != NOTHING and known is not None:
                fixed = isinstance(value, Const)
                if not (isinstance(known, Const) if fixed else known == value):
                    return False
        return True

    def add(self, member: Member) -> None:
        """One more rule, which the family takes."""
        self.members.append(member)
        self.events.add(member.event)
        for place, value in enumerate(member.values):
            if value != NOTHING:
                self.known.setdefault(place, value)

    def expressions(self) -> list[Expr]:
        """What is read when one of them fires."""
        found = dict.fromkeys(value for each in self.members for value in each.values)
        return [value for value in found if not isinstance(value, Const)]


def families(rules: Sequence[tuple[int, Rule]], layout: Layout) -> dict[int, Family]:
    """Families by the number of each member; `rules` are all that the data layer can fire, in order."""
    own = layout.own()
    found: dict[int, Family] = {}
    open_: list[Family] = []
    heard: dict[str, Family] = {}  # the open one that has the event
    for number, rule in rules:
        name = _event(rule)
        if name is None:
            open_, heard = (
                [],
                {},
            )  # it may be about an event of theirs, and the order of rules is the order of calls
            continue
        member = Member(number, rule, name, tuple(slot.values.get(number, NOTHING) for slot in own))
        if name in heard:
            closed = heard[name]
            open_ = [family for family in open_ if family is not closed]
            for event in closed.events:
                del heard[event]
            continue
        if not _is_plain(rule, member):
            continue
        family = next((family for family in open_ if family.takes(member)), None)
        if family is None:
            family = Family(own)
            open_.append(family)
        family.add(member)
        heard[name] = found[number] = family
    return {number: family for number, family in found.items() if len(family.members) >= LEAST}


def _event(rule: Rule) -> str | None:
    """The one event that the rule waits for."""
    heard = [trigger for trigger in rule.triggers if trigger.kind == "data_layer"]
    match heard[0].condition if len(heard) == 1 else None:
        case Compare(Field(Root.EVENT_NAME), Operator.EQUALS, (Const(str(name)),), False) if name:
            return name
        case _:
            return None


def _is_plain(rule: Rule, member: Member) -> bool:
    """Does nothing but tell what happened."""
    return (
        len(rule.triggers) == 1
        and rule.condition == Always(holds=True)
        and rule.once is None
        and not rule.after
        and _is_plain_trigger(rule.triggers[0])
        and rule.event_id is None
        and not rule.user
        and all(_is_cell(value) if isinstance(value, Const) else True for value in member.values)
        and not any(isinstance(node, Random) for node in walk(*member.values))
    )


def _is_plain_trigger(trigger: Trigger) -> bool:
    """It is nothing but a name: whatever else a trigger can say is left at its default."""
    return all(getattr(trigger, name) == default for name, default in _LEFT_OUT)


_LEFT_OUT: Final = [
    (each.name, each.default)
    for each in fields(Trigger)
    if each.default is not MISSING and each.name not in {"tells", "element"}
]


def _is_cell(constant: Const) -> bool:
    """Can be written into a row and read back as it was."""
    value = constant.value
    if isinstance(value, str):
        return value != ""
    return value is None or (type(value) is int and abs(value) < 2**53)


# ---- columns ---------------------------------------------------------------------------------------------------


def pascal(text: str) -> str:
    """`add_to_cart` as `AddToCart`, as `runtime/table.js` does it."""
    return re.sub(r"(?:^|_)(.)", lambda found: found[1].upper(), text)


_DERIVED: Final[dict[str, tuple[Callable[[str], str], Callable[[Expression], Expression], int]]] = {
    "same": (lambda text: text, lambda made: made, 2),
    "upper": (lambda text: text.upper(), lambda made: js.call(js.member(made, "toUpperCase")), 9),
    "lower": (lambda text: text.lower(), lambda made: js.call(js.member(made, "toLowerCase")), 9),
    "pascal": (pascal, lambda made: js.call("pascal", made), 28),
}
"""How a column can follow from another: in Python, in JavaScript, and about how many bytes it costs."""


@dataclass(slots=True)
class _Column:
    """One constant of all rows. `texts` has None where a row has none."""

    name: str
    texts: tuple[str | None, ...]
    numbers: bool = False
    source: _Column | None = None
    how: str = ""

    @property
    def written(self) -> tuple[str, ...]:
        """What stands in the rows."""
        if self.source is None:
            prefix = self.prefix
            return tuple((text or "")[len(prefix) :] for text in self.texts)
        derive = _DERIVED[self.how][0]
        return tuple(
            "" if text == _of(derive, other) else text or ""
            for text, other in zip(self.texts, self.source.texts, strict=True)
        )

    @property
    def prefix(self) -> str:
        """What all texts begin with, written once."""
        if self.numbers or self.source is not None or None in self.texts:
            return ""
        texts = [text or "" for text in self.texts]
        length = next(
            (at for at, letters in enumerate(zip(*texts, strict=False)) if len(set(letters)) > 1),
            min(map(len, texts)),
        )
        # A whole text as the prefix would leave an empty cell, which is fine; a short prefix costs more than it saves.
        return texts[0][:length] if length > 3 else ""  # noqa: PLR2004

    @property
    def cost(self) -> float:
        """About how many compressed bytes the cells take."""
        return sum(0.4 if not text else 1.0 + 0.6 * len(text) for text in self.written)

    def expression(self, cell: Expression | None = None) -> Expression:
        """The row's value; `cell` is where it stands, if not in the variable of the column's name."""
        cell = cell or js.ident(self.name)
        if self.source is None:
            if self.numbers:
                made: Expression = js.unary("+", cell)
                return js.conditional(cell, made, UNDEFINED) if None in self.texts else made
            if self.prefix:
                rest = cell if all(self.written) else js.or_(cell, js.string(""))
                return js.binary("+", js.string(self.prefix), rest)
            return js.or_(cell, UNDEFINED) if None in self.texts else cell
        derived = _DERIVED[self.how][1](self.source.expression())
        return derived if not any(self.written) else js.or_(cell, derived)


def _of(derive: Callable[[str], str], text: str | None) -> str | None:
    return derive(text) if text is not None and text.isascii() else None


def _derived(columns: Sequence[_Column]) -> list[_Column]:
    """The same columns, each following from an earlier one where that is shorter.

    The event's name comes first and is as written: it is what every event is compared with.
    """
    done: list[_Column] = []
    for column in columns:
        options = [column]
        if not column.numbers and None not in column.texts:
            options += [
                _Column(column.name, column.texts, source=source, how=how)
                for source in done
                if not source.numbers and not source.prefix and None not in source.texts
                for how in _DERIVED
            ]
        costs = [option.cost + (_DERIVED[option.how][2] if option.how else 0) for option in options]
        done.append(options[costs.index(min(costs))])
    return done


# ---- code ------------------------------------------------------------------------------------------------------


def lowered(
    family: Family,
    number: int,
    value: Callable[[Expr], Expression],
    before: Sequence[Statement],
    hooks: Expression,
) -> tuple[Statement, Statement]:
    """The table as a declaration, and what runs through it for the event `name`.

    `value` translates what is read; `before` declares the variables that it needs.
    """
    members = family.members
    columns, places = _columns(family)
    columns = _derived(columns)
    bits = [place for place, kind in places.items() if kind == "some"]
    key = next(column for column in columns if column.name == "key")
    masks = tuple(
        str(sum(1 << at for at, place in enumerate(bits) if each.values[place] != NOTHING) or "")
        for each in members
    )
    mask = [_Column("mask", masks)] if bits else []
    kept = [column for column in [*mask, *columns] if any(column.written)]
    # The fullest columns first: empty cells at the end of a row are not written.
    kept.sort(key=lambda column: -sum(bool(text) for text in column.written))
    cells = [column.written for column in kept]
    between, end = _separators(text for column in cells for text in column)
    rows = [between.join(row).rstrip(between) for row in zip(*cells, strict=True)]
    texts: Mapping[str, _Column] = {column.name: column for column in columns}
    values: list[Expression | None] = []
    for place in range(len(family.slots)):
        kind = places.get(place)
        made = None
        if kind in {"all", "some"}:
            made = value(next(each.values[place] for each in members if each.values[place] != NOTHING))
            if kind == "some":
                made = js.conditional(
                    js.binary("&", js.ident("mask"), js.number(1 << bits.index(place))), made, UNDEFINED
                )
        elif kind == "constant":
            made = value(members[0].values[place])
        elif kind == "column":
            made = texts[f"cell{place}"].expression()
        values.append(made)
    while values and values[-1] is None:
        values.pop()
    fired = js.call("fire", hooks, js.array(*values))  # type: ignore[arg-type]
    row = js.ident("row")
    named = js.binary("===", key.expression(js.member(row, js.number(kept.index(key)))), js.ident("name"))
    body: Expression | list[Statement] = [*before, js.statement(fired)] if before else fired
    pattern = ArrayPattern(tuple(Identifier(column.name) for column in kept))
    # Only the row that is meant is taken apart.
    each_row = js.arrow(["row"], js.and_(named, js.call("attempt", js.arrow([pattern], body), row)))
    table = f"rows{number}"
    written = js.joined(end, [(f"rule {m.rule.name}", row) for m, row in zip(members, rows, strict=True)])
    split = js.call("table", written, js.string(end), js.string(between))
    return js.const(table, split), js.statement(js.call(js.member(table, "map"), each_row))


def _columns(family: Family) -> tuple[list[_Column], dict[int, str]]:
    """What differs from row to row, and what each place of the record gets: a column, a constant, a value of all or some."""
    members = family.members
    columns = [_Column("key", tuple(each.event for each in members))]
    places: dict[int, str] = {}
    for place in range(len(family.slots)):
        values = [each.values[place] for each in members]
        given = [value for value in values if value != NOTHING]
        if not given:
            continue
        if not isinstance(given[0], Const):
            places[place] = "all" if len(given) == len(values) else "some"
        elif len(set(values)) == 1:
            places[place] = "constant"
        else:
            numbers = all(type(value.value) is int for value in given if isinstance(value, Const))
            texts = tuple(None if v == NOTHING else str(v.value) for v in values if isinstance(v, Const))
            columns.append(_Column(f"cell{place}", texts, numbers))
            places[place] = "column"
    return columns, places


def _separators(texts: Iterable[str]) -> tuple[str, str]:
    used = set("".join(texts))
    return (
        next(letter for letter in _BETWEEN if letter not in used),
        next(letter for letter in _ENDS if letter not in used),
    )
