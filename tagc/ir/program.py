"""The program: one site's tag management in no target's words, between the front half and the backends.

Everything is frozen and complete: names are followed, defaults filled in, settings replaced by their values. Every call
carries its `Gate`, and a gate has no default value, so that a call without consent cannot be written down by mistake.
`origin` is the place in the user's file, so that late phases can still point at it.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from tagc.frozen import frozen
from tagc.ir.expr import RequireAny

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tagc.diagnostics import Span
    from tagc.ir.expr import Condition, Expr, Field, Param, Requirement, Root

__all__ = [
    "Answer",
    "Call",
    "CategoryRule",
    "Command",
    "Consent",
    "ConsentSource",
    "Cookie",
    "Forward",
    "ForwardCall",
    "Gate",
    "GoogleConsent",
    "Gpc",
    "Host",
    "Instance",
    "Matching",
    "MatchingKey",
    "Note",
    "Once",
    "Program",
    "Regime",
    "RegionSource",
    "Rule",
    "Server",
    "Storage",
    "Tag",
    "ThirdParty",
    "Trigger",
    "UserData",
    "UserField",
    "Variable",
]


@frozen
class Gate:
    """What a call needs. Unknown: held. Denied: dropped. Granted: sent."""

    requirement: Requirement


@frozen(kw_only=True)
class Note:
    """What people wrote beside a thing: it goes into the manifest and changes nothing else.

    `because`: why an instance needs no consent.
    """

    because: str | None = None
    description: str | None = None
    owner: str | None = None
    expires: str | None = None


@frozen
class Command:
    """One call into a vendor's library: a dotted function name and its arguments; made only if `when` holds.

    With a `receiver`, `function` is a method of what that call returns. The function `load` is the platform's own part
    that brings the library.
    """

    function: str
    arguments: tuple[Expr, ...] = ()
    when: Condition | None = None
    receiver: Command | None = None


@frozen(kw_only=True)
class Cookie:
    """A first- or third-party cookie. `*` in a name stands for any run of letters, digits, `_`, `-` and `.`."""

    name: str
    lifetime: str
    purpose: str
    third_party: bool = False


@frozen(kw_only=True)
class Storage:
    """A key in localStorage or sessionStorage (`kind`: "local" or "session"), and what for, where that is known."""

    name: str
    kind: str
    lifetime: str | None = None
    purpose: str | None = None


@frozen
class Host:
    """A Content-Security-Policy directive and one source for it."""

    directive: str
    source: str


@frozen(kw_only=True)
class MatchingKey:
    """One identifier of user data in a platform's shape: which neutral field, how it is normalised, whether it is hashed."""

    key: str
    field: str
    normalise: Expr
    hashed: bool
    path: tuple[str, ...] = ()  # the objects it stands in: GA4's "address"


@frozen(kw_only=True)
class Matching:
    """How a platform takes user data, and the gate for it: the instance's requirement and that of `user_data`."""

    gate: Gate
    keys: tuple[MatchingKey, ...]
    identify: tuple[Command, ...]


@frozen(kw_only=True)
class Instance:
    """One configured use of a platform.

    Instances that name the same `library` share it; without a name it is the instance's own. When its gate opens, the first
    one of a library runs `begin`, which is for all, then each one its `start`, once. `send` makes an event's call, `page`
    one for a page view where that differs. `stop` is called on withdrawal, `resume` on a new grant (None: the library cannot
    be switched on again on this page), `update` at every decision while open. A library shared by several instances is
    stopped when the last one is refused.
    """

    name: str
    platform: str
    library: str | None
    title: str
    advertising: bool
    gate: Gate
    settings: tuple[tuple[str, bool | int | float | str | None], ...]
    begin: tuple[Command, ...]
    start: tuple[Command, ...]
    send: tuple[Command, ...]
    page: tuple[Command, ...] | None
    stop: tuple[Command, ...]
    resume: tuple[Command, ...] | None
    update: tuple[Command, ...]
    matching: Matching | None
    lazy: bool  # wait for the first call before loading: loading is a page view
    implicit_page_view: bool
    reads_address: (
        bool  # the library reads the address itself, a held page view of another address is not replayed
    )
    scripts: tuple[str, ...]
    hosts: tuple[Host, ...]
    cookies: tuple[Cookie, ...]
    storage: tuple[Storage, ...]
    note: Note
    origin: Span
    told_by: str | None = None  # the instance whose calls reach this one, too


@frozen(kw_only=True)
class ThirdParty:
    """Somebody else, whose script a listener brings."""

    title: str
    scripts: tuple[str, ...]
    hosts: tuple[Host, ...]
    cookies: tuple[Cookie, ...]


@frozen(kw_only=True)
class Trigger:
    """When a rule is looked at.

    `kind` is what people wrote, `words` what its settings say. `listener` is who hears it: several kinds may share one,
    and one that is asked with other `arguments` is another one. `element` is the root that reads the element, for
    kinds that are about elements; with
    `selectors` it is the nearest one that matches. `tells` is what the listener says of each occasion, in order.
    A listener that brings something of a `third_party` has a gate of its own, and is heard only while `requires` is granted.
    The rule goes to the gates at once, and may leave them after `delay` milliseconds. A group has `members`, each of them
    triggers of which any will do, and is heard when all of them have fired since the address last changed. `known` are the
    values of what it tells, where these are few.
    """

    kind: str
    listener: str
    arguments: tuple[Expr, ...] = ()
    tells: tuple[Field, ...] = ()
    words: str = ""
    condition: Condition
    selectors: tuple[Expr, ...]
    element: Root | None = None
    delay: int = 0
    members: tuple[tuple[Trigger, ...], ...] = ()
    third_party: ThirdParty | None = None
    requires: Requirement | None = None
    known: tuple[tuple[Field, tuple[bool | int | float | str | None, ...]], ...] = ()
    origin: Span

    def parts(self) -> Iterator[Trigger]:
        """Yield the trigger and the members of a group."""
        yield self
        for alternatives in self.members:
            yield from alternatives


@frozen(kw_only=True)
class Once:
    """At most one call per instance for each `key`; without a key one per page or, with `session`, one per visit."""

    key: Expr | None
    event: str  # what the id is made from, beside the key
    session: bool = False


@frozen(kw_only=True)
class Call:
    """What one instance is told when one rule fires.

    `vendor_event` is what people see in the platform, `vendor_events` are all of several that the rule can make. `cells` are
    the vendor event's constants, or the parameter that gives one, `params` the neutral and custom parameters (neutral
    types already converted), `payload` the same in the vendor's shape, over `Param`s.
    """

    instance: str
    gate: Gate
    vendor_event: str
    page_view: bool
    cells: tuple[tuple[str, bool | int | float | str | Param | None], ...]
    params: tuple[tuple[str, Expr], ...]
    payload: Expr
    origin: Span
    vendor_events: tuple[str, ...] = ()


@frozen(kw_only=True)
class UserField:
    """A raw field of user data known from an expression; `hashed` when it is a SHA-256 already."""

    field: str
    value: Expr
    hashed: bool


@frozen(kw_only=True)
class Rule:
    """An entry of `events`: when it fires, whom it tells what.

    Its calls wait for those of the rules in `after` (`ir/sequence.py` says how); `stop_on_failure`: where one of those was
    not made, this one is not made either.
    """

    name: str
    event: str | None  # neutral event; None for a custom one
    triggers: tuple[Trigger, ...]
    condition: Condition
    once: Once | None
    event_id: Expr | None
    user: tuple[UserField, ...]
    calls: tuple[Call, ...]
    note: Note
    origin: Span
    after: tuple[str, ...] = ()
    stop_on_failure: bool = False
    tag: bool = False  # of a tag: its one call runs it

    @property
    def shows_page(self) -> bool:
        """Its page views are about the page as it is: a grant after a refusal fires them again."""
        return self.tag or self.event == "page_view"


@frozen(kw_only=True)
class Tag:
    """An entry of `tags`: what is run when its rule fires, behind a gate of its own.

    `instance` is that gate, with one command: "run" (code of the user's own, a `Script`), "script" or "image" (an address).
    The rule of the same name says when. `file` is the path of the code, `pushes` are the data-layer events it says it makes.
    """

    name: str
    instance: Instance
    file: str | None
    pushes: tuple[str, ...]


@frozen
class Variable:
    """A named value."""

    name: str
    value: Expr
    origin: Span


class Regime(Enum):
    """What holds where nobody has decided: nothing may be sent, or everything."""

    OPT_IN = "opt_in"
    OPT_OUT = "opt_out"


@frozen
class RegionSource:
    """Where the visitor's region is read: a global, a meta element or a cookie, by name."""

    kind: str
    name: str


@frozen
class CategoryRule:
    """A category is granted by a source's record when the condition holds."""

    category: str
    granted: Condition


@frozen(kw_only=True)
class ConsentSource:
    """A place that tells what the visitor decided. `kind` names the catalogue entry, `settings` are its constants."""

    kind: str
    settings: tuple[tuple[str, bool | int | float | str | None], ...]
    decided: Condition
    grants: tuple[CategoryRule, ...]
    origin: Span


@frozen
class Gpc:
    """Global Privacy Control: which categories it denies, and whether everywhere or in opt_out regimes only."""

    denies: tuple[str, ...]
    everywhere: bool


@frozen
class GoogleConsent:
    """Google's consent types and the requirement each stands for (None: always denied)."""

    types: tuple[tuple[str, Requirement | None], ...]


@frozen(kw_only=True)
class Consent:
    """Who may decide, and what holds until then.

    `regions` are (region code, regime), a code being a country or a subdivision; the longest match counts. An unknown
    region has the strictest regime of the file.
    """

    categories: tuple[str, ...]
    sources: tuple[ConsentSource, ...]
    default: Regime
    regions: tuple[tuple[str, Regime], ...]
    region_from: tuple[RegionSource, ...]
    gpc: Gpc | None
    google: GoogleConsent


@frozen(kw_only=True)
class UserData:
    """User data of the whole site: fields read whenever something happens, and whether `tagc('user')` is used."""

    gate: Gate
    fields: tuple[UserField, ...]


@frozen(kw_only=True)
class Answer:
    """What a vendor's reply means, over `Root.ANSWER` (`status`, `body.…`) and, in `accepted`, the number of events `sent`.

    What is neither `accepted` nor worth asking `again` is refused for good. `together`: one bad event makes the vendor refuse
    all that came with it, so they are then sent one by one. `twice`: the vendor knows an event by its id and counts it once.
    """

    accepted: Condition
    again: Condition
    together: bool
    twice: bool


@frozen(kw_only=True)
class ForwardCall:
    """What one rule tells a vendor's conversions API: as in `Call`, in the API's words."""

    rule: str
    gate: Gate
    vendor_event: str
    cells: tuple[tuple[str, bool | int | float | str | Param | None], ...]
    payload: Expr
    vendor_events: tuple[str, ...] = ()


@frozen(kw_only=True)
class Forward:
    """The server half of an instance: a vendor's conversions API and what it is told.

    `name` is the instance's in the document; in the page it is the instance `server.<name>`. The expressions are those of
    `contracts.Conversions` with the settings filled in. `raw` are the keys of user data that are not hashed.
    """

    name: str
    platform: str
    title: str
    gate: Gate
    address: Expr
    headers: tuple[tuple[str, Expr], ...]
    body: Expr
    event: Expr
    usable: Condition
    most: int
    oldest: int
    answer: Answer
    raw: tuple[str, ...]
    calls: tuple[ForwardCall, ...]
    origin: Span


@frozen(kw_only=True)
class Server:
    """Where the page sends what is forwarded.

    `endpoint` is a path or an address, `query` are the parameters of a page's address that may travel. `config` tells one
    build's destinations from another's.
    """

    endpoint: str
    origins: tuple[str, ...]
    query: tuple[str, ...]
    config: str


@frozen(kw_only=True)
class Program:
    """One container. `domains` are host names that are one visit, with their subdomains.

    `trusted_types`: the site lets scripts in only by a policy. `server`, where some instance has a server half.
    """

    container: str
    consent: Consent
    instances: tuple[Instance, ...]
    rules: tuple[Rule, ...]
    variables: tuple[Variable, ...]
    user: UserData | None
    domains: tuple[str, ...] = ()
    trusted_types: bool = False
    tags: tuple[Tag, ...] = ()
    server: Server | None = None
    forwards: tuple[Forward, ...] = ()

    @property
    def gated(self) -> tuple[Instance, ...]:
        """Everything that has a gate, in order: instances, tags, listeners that bring something."""
        return (*self.instances, *(tag.instance for tag in self.tags), *self.guards.values())

    @property
    def guards(self) -> dict[tuple[str, tuple[Expr, ...]], Instance]:
        """The gate of each listener that brings something of a third party, by its name and arguments."""
        heard: dict[tuple[str, tuple[Expr, ...]], list[Trigger]] = {}
        for rule in self.rules:
            for trigger in rule.triggers:
                for part in trigger.parts():
                    if part.third_party is not None:
                        heard.setdefault((part.listener, part.arguments), []).append(part)
        return {key: _guard(parts, number) for number, (key, parts) in enumerate(heard.items(), 1)}


def _guard(triggers: Sequence[Trigger], number: int) -> Instance:
    """The gate of what several triggers share: it opens when any of their requirements is granted."""
    first = triggers[0]
    third = first.third_party
    needs = tuple(dict.fromkeys(each.requires for each in triggers if each.requires is not None))
    return Instance(
        name=f"trigger.{first.listener}{number if number > 1 else ''}",
        platform="",
        library=f"triggers/{first.listener}",
        title="" if third is None else third.title,
        advertising=False,
        gate=Gate(needs[0] if len(needs) == 1 else RequireAny(needs)),
        settings=(),
        begin=(),
        start=(),
        send=(),
        page=None,
        stop=(),
        resume=(),
        update=(),
        matching=None,
        lazy=False,
        implicit_page_view=False,
        reads_address=False,
        scripts=() if third is None else third.scripts,
        hosts=() if third is None else third.hosts,
        cookies=() if third is None else third.cookies,
        storage=(),
        note=Note(),
        origin=first.origin,
    )
