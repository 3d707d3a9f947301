"""What an entry of the four catalogues has to provide: platforms, trigger kinds, variable roots, consent sources.

Entries are data with sources and dates; behaviour in the page stands in the `.js` file beside each entry. Nothing here
knows which entries exist (`registry.py` finds them).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from tagc.ir.expr import Compare, Condition, Const, Each, Expr, Field, Object, Operator, Param, Root
from tagc.ir.expr import Setting as SettingOf

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tagc.ir.program import Command, Cookie, Host, MatchingKey, Storage

__all__ = [
    "ConsentSourceKind",
    "Kind",
    "Platform",
    "ReadKind",
    "Setting",
    "Settings",
    "Source",
    "TriggerKind",
    "VendorEvent",
    "is_on",
    "items_as",
]


class Settings(BaseModel):
    """Base of all settings classes: closed, frozen, nothing coerced."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Kind(Enum):
    """What a platform is for. `requires: necessary` is an error for advertising in an opt_in regime."""

    ADVERTISING = "advertising"
    ANALYTICS = "analytics"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact was read, and the ISO date of the reading."""

    url: str
    checked: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorEvent:
    """What a platform calls a neutral event.

    `name` is what people see in the platform; `cells` are the constants its commands take. `automatic` page views are
    made by loading the library. `standard` is False for a free name that the platform accepts but does not know.
    """

    name: str
    cells: tuple[tuple[str, bool | int | float | str | None], ...] = ()
    standard: bool = True
    page: bool = False
    automatic: bool = False
    requires: tuple[str, ...] = ()  # neutral parameters without which the vendor ignores or rejects the event


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """One vendor. The commands' arguments may use `Setting`, `Cell`, `Payload`, `EventId`, `User` and constants.

    `params` says under which keys a neutral parameter travels, as expressions over `Param`. A neutral parameter without
    an entry is not sent; of several entries of one vendor key the first that gives something counts. `extra` are entries
    that every event has. `named` makes the vendor event for a free or overridden name (None: the platform takes no names,
    only ids). The function `load` of a command is the one in `browser.js` that brings the library.
    """

    name: str
    title: str
    kind: Kind
    settings: type[Settings]
    id_setting: str
    example: str  # an id of the right form, for documentation, `init` and tests
    options: type[Settings]
    events: Mapping[str, VendorEvent]
    named: Callable[[str], VendorEvent] | None
    conversion: str | None  # pattern of a conversion id, where a rule may (or must) name one
    conversion_example: str | None
    params: tuple[tuple[str, str, Expr], ...]  # (neutral parameter that switches it on, vendor key, value)
    extra: tuple[tuple[str, Expr], ...]
    custom_params: bool
    begin: tuple[Command, ...]  # once for the library
    start: tuple[Command, ...]
    send: tuple[Command, ...]
    page: tuple[Command, ...] | None
    send_one: tuple[Command, ...]  # like `send`, for one of several instances on the page
    page_one: tuple[Command, ...] | None
    stop: tuple[Command, ...]
    resume: tuple[Command, ...] | None
    update: tuple[Command, ...]
    identify: tuple[Command, ...]
    matching: tuple[MatchingKey, ...]
    raw_matching: bool  # the library wants raw values; they leave the page only for `raw_to`
    addressable: bool  # several instances can be told apart on one page
    reads_address: bool
    scripts: tuple[str, ...]
    hosts: tuple[Host, ...]
    cookies: tuple[Cookie, ...]  # names may hold {setting} and {short_id}, the id's part after its last dash
    storage: tuple[Storage, ...]
    click_ids: tuple[str, ...]
    sources: tuple[Source, ...]
    notes: tuple[str, ...] = ()


class Setting(Enum):
    """What stands under a trigger's key."""

    TEST = "test"  # a test on `subject`
    SELECTORS = "selectors"  # a CSS selector, or a list of them


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerKind:
    """A kind of trigger; `bare` allows it by name alone.

    `roots` are the references its rules may use beside the general ones.
    """

    name: str
    title: str
    setting: Setting
    bare: bool
    subject: Expr | None = None
    roots: frozenset[Root] = frozenset()
    example: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadKind:
    """A root of references (`$page`, `$cookie` …): which first steps it knows (None: any), and how it is documented."""

    root: Root
    name: str
    title: str
    example: str
    steps: tuple[str, ...] | None = None
    free: tuple[str, ...] = ()  # steps that take a further, free name (`query.NAME`)
    needs_step: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentSourceKind:
    """A consent source: its settings and how its record tells a decision."""

    name: str
    title: str
    settings: type[Settings]

    example: str = ""


def items_as(**keys: str | Expr) -> Expr:
    """A platform's item list: `items_as(item_id="id", price="price")` renames neutral item fields and drops the rest."""
    entries = tuple(
        (key, Field(Root.ITEM, (value,)) if isinstance(value, str) else value) for key, value in keys.items()
    )
    return Each(Param("items"), Object(entries))


def is_on(setting: str) -> Condition:
    """The instance's yes-or-no setting is true; decided at build time."""
    return Compare(SettingOf(setting), Operator.EQUALS, (Const("true"),))
