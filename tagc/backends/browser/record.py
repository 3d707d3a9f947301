"""The record of one event: which values are kept from the moment it happened until an instance may be told.

A record is a list: the event id, the key it may be told once for, what every rule keeps in the same way (`shared` slots),
then what each rule keeps for itself. Instances that need the same value of a rule share its slot, whatever they call it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tagc.ir.expr import Const, Dom, Field, Root, Timestamp, Var, walk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tagc.ir.expr import Expr

__all__ = ["NOTHING", "Layout", "Slot"]

NOTHING = Const(None)
# What can be read without knowing which rule fires. An Each's own elements come with it.
_ANYWHERE = frozenset({Root.PAGE, Root.DATA, Root.GLOBAL, Root.ITEM})


@dataclass(slots=True, eq=False)
class Slot:
    """A place of the record: what each rule (by number) puts there."""

    name: str
    values: dict[int, Expr] = field(default_factory=dict)

    @property
    def shared(self) -> Expr | None:
        """The one expression of all rules, when it can be read without knowing which rule fires."""
        values = list(self.values.values())
        if any(value != values[0] for value in values) or isinstance(values[0], Const):
            return None
        reads = [node for node in walk(values[0]) if isinstance(node, Field | Dom | Timestamp | Var)]
        free = all(
            isinstance(node, Dom | Timestamp) or (isinstance(node, Field) and node.root in _ANYWHERE)
            for node in reads
        )
        return values[0] if reads and free else None


@dataclass(slots=True)
class Layout:
    """All slots, found or made while instances are lowered; positions are known at the end."""

    slots: list[Slot] = field(default_factory=list)
    order: tuple[list[Slot], list[Slot]] | None = None  # the shared ones and the others, once somebody asked

    def keep(self, name: str, values: Mapping[int, Expr]) -> Slot:
        """The slot that holds these values: one of the same name that agrees wherever both are used, or a new one."""
        self.order = None
        for slot in self.slots:
            if slot.name == name and all(
                slot.values.get(rule, value) == value for rule, value in values.items()
            ):
                slot.values.update(values)
                return slot
        slot = Slot(name, dict(values))
        self.slots.append(slot)
        return slot

    def name_of(self, slot: Slot) -> str:
        """The variable that holds the slot's value."""
        return f"kept{self.slots.index(slot)}_" + re.sub(r"\W", "_", slot.name)

    def shared(self) -> list[Slot]:
        """Slots filled in one place for all rules."""
        return self._ordered()[0]

    def own(self) -> list[Slot]:
        """Slots that each rule fills, the ones most rules use first, so that the ends can be left out."""
        return self._ordered()[1]

    def _ordered(self) -> tuple[list[Slot], list[Slot]]:
        if self.order is None:
            shared = [slot for slot in self.slots if slot.shared is not None]
            own = [slot for slot in self.slots if slot not in shared]
            own.sort(key=lambda slot: -sum(value != NOTHING for value in slot.values.values()))
            self.order = shared, own
        return self.order

    def names(self) -> list[str]:
        """The variables of a whole record, in order."""
        return ["id", *(self.name_of(slot) for slot in [*self.shared(), *self.own()])]
