"""What an entry of the four catalogues has to provide: platforms, trigger kinds, variable roots, consent sources.

Entries are data with sources and dates; behaviour in the page stands in the `.js` file beside each entry. Nothing here
knows which entries exist (`registry.py` finds them).
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeAlias

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Pattern

from tagc.events import PARAMETERS
from tagc.frozen import frozen
from tagc.ir.expr import (
    AllOf,
    AnyOf,
    Array,
    Compare,
    Condition,
    Const,
    Convert,
    Each,
    Exists,
    Expr,
    Field,
    If,
    IsGranted,
    Object,
    Operator,
    Param,
    RequireCategory,
    Root,
    walk,
)
from tagc.ir.expr import Setting as SettingOf

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tagc.ir.program import Answer, Command, Cookie, Host, MatchingKey, Storage, ThirdParty

__all__ = [
    "BASE_URL",
    "GOOGLE",
    "LINKS",
    "SELECTORS",
    "SERVER",
    "ConsentSourceKind",
    "Conversions",
    "DeviceId",
    "Duration",
    "ImageTransport",
    "Kind",
    "Listening",
    "Nothing",
    "Platform",
    "ReadKind",
    "Secret",
    "Setting",
    "SettingProblem",
    "Settings",
    "Source",
    "TriggerKind",
    "VendorEvent",
    "all_of",
    "busy",
    "google_granted",
    "is_on",
    "items_as",
    "landed",
    "message",
    "milliseconds",
    "one_of",
    "seconds",
    "succeeded",
    "without_bare",
]


class Settings(BaseModel):
    """Base of all settings classes: closed, frozen, nothing coerced."""

    # Deferred: most are never validated, the model makes its own classes of their fields.
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)


class Kind(Enum):
    """What a platform is for. `requires: necessary` is an error for advertising in an opt_in regime."""

    ADVERTISING = "advertising"
    ANALYTICS = "analytics"


@frozen
class Source:
    """Where a fact was read, and the ISO date of the reading."""

    url: str
    checked: str


@frozen
class Form:
    """What names of the user's own look like: a pattern for the whole name, and the same in words, as in "a name has …"."""

    pattern: str
    words: str


@frozen(kw_only=True)
class Grammar:
    """What a vendor refuses, or takes and loses without a word, as far as it documents it; None: nothing is known.

    `event` and `parameter` are about names that the vendor does not know itself. The lengths are in characters.
    """

    event: Form | None = None
    reserved: frozenset[str] = frozenset()
    parameter: Form | None = None
    reserved_parameters: frozenset[str] = frozenset()
    most_parameters: int | None = None  # of one event
    longest_value: int | None = None
    longest_values: tuple[tuple[str, int], ...] = ()  # of parameters that have a length of their own
    enums: tuple[tuple[str, tuple[str, ...]], ...] = ()  # parameter, all values it can have
    sources: tuple[Source, ...]


@frozen(kw_only=True)
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
    omits: tuple[str, ...] = ()  # neutral parameters that the vendor does not take with this event


@frozen(kw_only=True)
class ImageTransport:
    """A platform told by an image that is asked for once per event, at an address its vendor documents: `transport: image`.

    No library is loaded, so nothing sets cookies, matches people or has a switch. `query` are the address's parameters as
    expressions like a command's arguments; a map's entries become `name[key]`, lists are left out. `page_view` is what the
    vendor calls a page view where the library's own differs.
    """

    address: str
    query: tuple[tuple[str, Expr], ...]
    page_view: VendorEvent | None = None
    sources: tuple[Source, ...]


Secret: TypeAlias = Annotated[
    str,
    Pattern(
        pattern=r"^\$secret\.[A-Z][A-Z0-9_]*$",
        description="A value of the engine's environment: $secret.NAME.",
    ),
]
"""What no file may hold: the name of a variable in the environment of the engine that forwards events."""


@frozen(kw_only=True)
class DeviceId:
    """What a vendor's API wants to know of the visitor's device, read in the page once its gate is open.

    `value` reads cookies, `google_granted` and `Root.LANDING`, whose names in the address are `parameters`; `purpose` is for the
    declaration.
    """

    key: str
    value: Expr
    parameters: tuple[str, ...] = ()
    purpose: str = "remembers the click on an advertisement"


@frozen(kw_only=True)
class Conversions:
    """A platform's conversions API: the server half of its table.

    `settings` stand under `server` of an instance. `params`, `extra`, `custom_params`, `events`, `named`, `converted` and
    `matching` are as in `Platform`, in the API's words. `event` is one event, over `Cell`, `Payload`, `EventId`, `User`,
    `Setting` and `Root.MESSAGE`; without `usable` the vendor refuses it. `address`, `headers` and `body` make one request,
    over `Setting`s, `Root.SECRET` and, in the body, `Param("events")`. `most` is how many events a request takes, `oldest` how
    many seconds after it happened one is still taken. `paired` are the neutral events (None: all) that the vendor documents
    as one event with the browser's, told by name and id; None among them stands for names of the user's own. Those of
    `in_browser` have no counterpart in the API. `chooses`: the vendor counts most events twice, so an instance has to say by
    whom it is told. Cookies in `ids` are named as in `Platform.cookies`. A header that is empty is not sent.
    """

    title: str
    settings: type[Settings]
    events: Mapping[str, VendorEvent]
    named: Callable[[str], VendorEvent] | None
    converted: Callable[[str | None, str], VendorEvent] | None = None
    params: tuple[tuple[str, str, Expr], ...]
    extra: tuple[tuple[str, Expr], ...] = ()
    custom_params: bool
    matching: tuple[MatchingKey, ...]
    ids: tuple[DeviceId, ...] = ()
    address: Expr
    headers: tuple[tuple[str, Expr], ...]
    body: Expr
    event: Expr
    usable: Condition
    most: int
    oldest: int
    answer: Answer
    paired: frozenset[str | None] | None
    unpaired: str = ""  # why the others are not, for the message
    chooses: bool = False
    in_browser: frozenset[str] = frozenset()
    sources: tuple[Source, ...]


@frozen(kw_only=True)
class Platform:
    """One vendor. The commands' arguments may use `Setting`, `Cell`, `Payload`, `EventId`, `User` and constants.

    `called` are names that people know it by beside its own, for the message about an unknown one.

    All instances of a platform use one library, and its switches are for all of them; with `library` those of other platforms
    that name the same use it, too, and its functions stand in `platforms/<library>.js`; with `apart` each instance has one of
    its own. `google` are the consent types of Google that what its instances require stands for, where the document has no
    category for them. The setting `several` is true where an instance is one of several that are told something, `matched`
    where it is told user data; `linked_domains` is the list of the document's `domains`, where there are several.

    `params` says under which keys a neutral parameter travels, as expressions over `Param`. A neutral parameter without
    an entry is not sent; of several entries of one vendor key the first that gives something counts. `extra` are entries
    that every event has. `named` makes the vendor event for a free or overridden name (None: the platform takes no names,
    only ids). The function `load` of a command is the one in `browser.js` that brings the library.
    """

    name: str
    title: str
    called: tuple[str, ...] = ()
    kind: Kind
    library: str | None = None
    apart: bool = False
    google: tuple[str, ...] = ()
    settings: type[Settings]
    id_setting: str
    example: str  # an id of the right form, for documentation, `init` and tests
    options: type[Settings]
    events: Mapping[str, VendorEvent]
    named: Callable[[str], VendorEvent] | None
    names: frozenset[str] | None = None  # all that `named` takes; None: any
    grammar: Grammar | None = None
    conversion: str | None  # pattern of a conversion id, where a rule may (or must) name one
    conversion_example: str | None
    conversion_of: str | None = None  # the setting that the first group of `conversion` has to be
    converted: Callable[[str | None, str], VendorEvent] | None = (
        None  # what an event is that has a conversion id
    )
    params: tuple[tuple[str, str, Expr], ...]  # (neutral parameter that switches it on, vendor key, value)
    extra: tuple[tuple[str, Expr], ...]
    custom_params: bool
    begin: tuple[Command, ...]  # once for the library
    start: tuple[Command, ...]
    send: tuple[Command, ...]
    page: tuple[Command, ...] | None
    send_one: tuple[
        Command, ...
    ]  # like `send`, for one of several instances: all but the last if not `addressable`
    page_one: tuple[Command, ...] | None
    stop: tuple[Command, ...]
    resume: tuple[Command, ...] | None
    update: tuple[Command, ...]
    identify: tuple[Command, ...]
    matching: tuple[MatchingKey, ...]
    raw_matching: bool  # the library wants raw values; they leave the page only for `raw_to`
    addressable: bool  # several instances can be told apart on one page
    one_id: bool = False  # the library takes one id per page
    reads_address: bool
    scripts: tuple[str, ...]
    hosts: tuple[Host, ...]
    cookies: tuple[Cookie, ...]  # names may hold {setting} and {short_id}, the id's part after its last dash
    storage: tuple[Storage, ...]
    click_ids: tuple[str, ...]
    sources: tuple[Source, ...]
    notes: tuple[str, ...] = ()
    image: ImageTransport | None = None
    server: Conversions | None = None
    no_server: str | None = None  # why there is none, where people would look for one

    @property
    def parameters(self) -> frozenset[str]:
        """Neutral parameters and the vendor's own ones that it has a use for."""
        exprs = (*(expr for _, _, expr in self.params), *(expr for _, expr in self.extra))
        used = {node.name for expr in exprs for node in walk(expr) if isinstance(node, Param)}
        return frozenset({*used, *(name for name, _, _ in self.params)})

    def takes(self, name: str) -> bool:
        """A parameter of this name is sent, as it is or as something else."""
        return name in self.parameters or (self.custom_params and name not in PARAMETERS)


class Setting(Enum):
    """What stands under a trigger's key, where the language has a grammar for it."""

    TEST = "test"  # a test on `subject`
    SELECTORS = "selectors"  # a CSS selector, or a list of them
    TRIGGERS = "triggers"  # triggers, all of which have to fire


class Nothing(Settings):
    """Nothing to set: {}."""


class SettingProblem(ValueError):  # noqa: N818 - the user's mistake, no fault of ours
    """What is wrong with a trigger's setting: its key (None: the whole), and a sentence about it with a hint.

    `entry` is the place in the list there.
    """

    def __init__(
        self, key: str | None, problem: str, hint: str | None = None, *, entry: int | None = None
    ) -> None:
        super().__init__(problem)
        self.key = key
        self.entry = entry
        self.problem = problem
        self.hint = hint


SERVER: Final = "server"
"""How the gate of an instance's server half is called: `server.meta`."""

SELECTORS = "selectors"
"""Marks a field of `TriggerKind.setting` that holds CSS selectors: `Annotated[tuple[str, ...], SELECTORS]`."""

LINKS: Final = (Const("a[href]"), Const("area[href]"))
"""Selectors of what a click follows; an SVG's links are among the first."""

Duration: TypeAlias = Annotated[
    str,
    Pattern(pattern=r"^[0-9]{1,6}([.][0-9]{1,3})?(ms|s|m|h)$", description="A time such as 500ms, 5s or 2m."),
]
"""A length of time as its author wrote it; `milliseconds` reads it."""

_UNITS: Final = {"ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000}
_LONGEST: Final = 86_400_000


def milliseconds(duration: str, key: str | None = None, *, entry: int | None = None) -> int:
    """Read a `Duration`. Raises `SettingProblem` about `key` when it is nothing, or longer than a day."""
    number = duration.rstrip("hms")
    found = round(float(number) * _UNITS[duration.removeprefix(number)])
    if not 0 < found <= _LONGEST:
        problem = f'"{duration}" is no time at all' if not found else f'"{duration}" is longer than a day'
        raise SettingProblem(key, problem, "write a time such as 500ms, 5s or 2m", entry=entry)
    return found


@frozen(kw_only=True)
class Listening:
    """What a trigger's settings mean.

    `arguments` are given to the listener behind its handler, read when the container starts. `condition` has to hold
    beside what the user asks. With `selectors` the trigger is about the nearest element that matches one. `known` are the
    values of what the listener tells, where these are few.
    """

    arguments: tuple[Expr, ...] = ()
    condition: Condition | None = None
    selectors: tuple[Expr, ...] = ()
    listener: str | None = None  # another than the kind's
    words: str = ""  # what the arguments say, for people: "25%, 800px"
    known: tuple[tuple[Field, tuple[int | float | str | None, ...]], ...] = ()


@frozen(kw_only=True)
class TriggerKind:
    """A kind of trigger; `bare` allows it by name alone, with the default values of its settings.

    A settings class stands under the key as a map; a text or a list there is its field `main`. `listening` says what the
    settings (None for a kind that has no class of them) mean, given them and the selectors that stand in them. The function
    `<name>Listen` of the `.js` file beside the module is called with a handler and the arguments, and calls the handler with
    what `tells` names, in that order; a field without a path is an element. `listener` names the kind whose function this
    one shares. A function that brings something of a `third_party` is called when the visitor has granted what the trigger
    requires, and not before.
    """

    name: str
    title: str
    setting: Setting | type[Settings]
    bare: bool
    main: str | None = None
    subject: Expr | None = None
    listening: Callable[[Any, tuple[Expr, ...]], Listening] | None = None
    listener: str | None = None
    element: Root | None = None  # the root that reads the element it is about
    tells: tuple[Field, ...] = ()
    third_party: ThirdParty | None = None
    example: str = ""
    sources: tuple[Source, ...] = ()

    @property
    def roots(self) -> frozenset[Root]:
        """The references its rules may use beside the general ones."""
        told = {field.root for field in self.tells} - {Root.EVENT_NAME}
        return frozenset(told if self.element is None else {self.element, *told})


@frozen(kw_only=True)
class ReadKind:
    """A root of references (`$page`, `$cookie` …): which first steps it knows (None: any), and how it is documented."""

    root: Root
    name: str
    title: str
    example: str
    steps: tuple[str, ...] | None = None
    free: tuple[str, ...] = ()  # steps that take a further, free name (`query.NAME`)
    needs_step: bool = True
    values: tuple[tuple[str, tuple[str, ...]], ...] = ()  # all that a step can give, where that is little


@frozen(kw_only=True)
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


# ---- what the tables of conversions APIs have in common ------------------------------------------------------------------------

BASE_URL: Final = r"^https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?$"
"""The form of an API's address without its path."""


def message(*path: str) -> Field:
    """A part of an event as it arrived on the server: time, url, referrer, ip, user_agent, ids.NAME.

    `user` is `User()` by keys, for an API that wants them in another form than a map of texts.
    """
    return Field(Root.MESSAGE, path)


GOOGLE: Final = "google:"
"""Stands before the name of a Google consent type where it is a requirement of its own, in `DeviceId.value`."""


def google_granted(name: str) -> Condition:
    """What this Google consent type stands for is granted."""
    return IsGranted(RequireCategory(GOOGLE + name))


def one_of(*path: str) -> Expr:
    """A part of the event as the only element of a list, where there is one."""
    return If(Exists(message(*path)), Array((message(*path),)))


def all_of(*parts: Expr) -> Expr:
    """A list of the parts that are not empty; nothing where all are."""
    return Convert(Each(Array(parts), Field(Root.ITEM)), "unless_bare")


def landed(name: str, part: str = "value") -> Field:
    """A click id of the address the visit began with, or the `time` it was seen, in milliseconds."""
    return Field(Root.LANDING, (name, part))


def seconds() -> Expr:
    """When the event happened, in whole seconds since 1970."""
    return Convert(Convert(message("time"), "scale", (0.001,)), "round")


def without_bare(params: tuple[tuple[str, str, Expr], ...]) -> tuple[tuple[str, str, Expr], ...]:
    """The entries of a `Platform`'s `params` for an API: lists that have nothing in them are left out."""
    return tuple(
        (name, key, Convert(made, "unless_bare") if isinstance(made, Each) else made)
        for name, key, made in params
    )


def succeeded() -> Condition:
    """The vendor's reply has a status of success: 200 to 299."""
    status = Field(Root.ANSWER, ("status",))
    return AllOf(
        (
            Compare(status, Operator.GTE, (Const(200),)),
            Compare(status, Operator.LT, (Const(300),)),
        )
    )


def busy() -> Condition:
    """The vendor could not take it now: nothing came back (0), a time-out, a limit, a fault of its own."""
    status = Field(Root.ANSWER, ("status",))
    limits = tuple(map(Const, ("408", "425", "429")))
    return AnyOf(
        (
            Compare(status, Operator.EQUALS, limits),
            Compare(status, Operator.GTE, (Const(500),)),
            Compare(status, Operator.LT, (Const(100),)),
        )
    )
