"""The sections `platforms` and `user_data`: instances with their vendor's table, settings filled in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tagc import model, registry
from tagc.contracts import SERVER, Kind
from tagc.diagnostics import codes, did_you_mean
from tagc.ir.constants import folded
from tagc.ir.expr import (
    Always,
    Array,
    Compare,
    Const,
    Exists,
    Expr,
    Field,
    If,
    Not,
    RequireAll,
    Root,
    Setting,
    User,
    rebuild_expr,
)
from tagc.ir.program import Command, Cookie, Gate, Instance, Matching, Note, UserData, UserField
from tagc.resolve.consent import NECESSARY, requirement, simplified
from tagc.resolve.context import Place
from tagc.resolve.forward import halves, told_by_message
from tagc.resolve.image import told_by_image
from tagc.resolve.values import scalar, value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tagc.contracts import Platform
    from tagc.ir.expr import Condition, Node, Requirement
    from tagc.ir.program import GoogleConsent
    from tagc.resolve.context import Context, Path

__all__ = ["Vendor", "instance", "needs", "note", "substituted", "user_data", "user_fields", "vendors"]

Constant = None | bool | int | float | str


class Vendor:
    """Half of an instance while its rules are resolved: the document's entry, the platform's table, the settings' values.

    `name` is its name in the document, `told` the one it has in the program. `by_server`: it is the server's half.
    """

    def __init__(
        self,
        name: str,
        document: model.Document,
        needed: Requirement,
        google: GoogleConsent,
        *,
        by_server: bool = False,
    ) -> None:
        self.name = name
        self.by_server = by_server
        self.told = f"{SERVER}.{name}" if by_server else name
        self.gate = Gate(needed)
        self.data = data = document.platforms[name]
        known = registry.platforms()[data.platform]
        self.platform: Platform = known
        if by_server:
            self.platform = told_by_message(known, name, document, google)
        elif data.by_image:
            self.platform = told_by_image(known)
        options = {key: scalar(getattr(data.options, key)) for key in type(data.options).model_fields}
        # What the API asks for: it stays on the server.
        self.api: dict[str, Constant] = {}
        if by_server and data.api is not None:
            self.api = {key: scalar(getattr(data.api, key)) for key in type(data.api).model_fields}
        self.settings: dict[str, Constant] = {**data.settings, **options, **self.api}
        self.params: dict[str, Expr | None] = {}
        self._takes: dict[str, bool] = {}
        self.several = False  # one of several of its platform that are told something
        self.matched = False  # told user data
        # One domain, with its subdomains, shares its cookies anyway.
        domains = document.domains
        self.domains = Array(tuple(map(Const, domains))) if len(domains) > 1 else None

    def takes(self, name: str) -> bool:
        """A parameter of this name is sent: what its platform says, which looks through all that it can send."""
        if name not in self._takes:
            self._takes[name] = self.platform.takes(name)
        return self._takes[name]

    def fill(self, node: Expr) -> Expr:
        """The platform's expression with this instance's settings in it."""
        implied = {"several": self.several, "matched": self.matched, "linked_domains": self.domains}
        return substituted(node, {**self.settings, **implied})


def substituted(node: Expr, settings: Mapping[str, Constant | Array]) -> Expr:
    """Settings by their values, and what follows from them."""

    def change(part: Node) -> Node:
        match part:
            case Setting(name):
                value = settings.get(name)
                return value if isinstance(value, Array) else Const(value)
            case Field(Root.SECRET, (name,)):
                return Field(Root.SECRET, (str(settings[name]).removeprefix("$secret."),))
            case If():
                return folded(replace(part, condition=_decided(part.condition)))
            case _:
                return part

    return rebuild_expr(node, change)


def needs(context: Context) -> dict[str, Requirement]:
    """The requirement of every instance; complains about platforms that may not go without consent."""
    found: dict[str, Requirement] = {}
    regimes = context.document.consent.regimes
    opt_in = "opt_in" in {regimes.default, *(rule.regime for rule in regimes.regions)}
    for name, data in context.document.platforms.items():
        path: Path = ("platforms", name)
        needed = requirement(context, data.requires, (*path, "requires"))
        found[name] = needed
        platform = registry.platforms()[data.platform]
        if needed != NECESSARY:
            if data.because is not None:
                context.report(codes.REASON_WITHOUT_NEED, context.key((*path, "because")))
        elif platform.kind is Kind.ADVERTISING and opt_in:
            place = context.value((*path, "requires"))
            context.report(codes.ADVERTISING_WITHOUT_CONSENT, place, title=platform.title)
        elif data.because is None:
            context.report(codes.NECESSARY_WITHOUT_REASON, context.value((*path, "requires")), name=name)
    return found


def note(data: model.Note) -> Note:
    """What people wrote beside a named thing."""
    because = data.because if isinstance(data, model.Instance | model.Tag) else None
    return Note(because=because, description=data.description, owner=data.owner, expires=data.expires)


# ---- user data -----------------------------------------------------------------------------------------------------------------


def user_data(context: Context) -> UserData | None:
    """The section `user_data`."""
    data = context.document.user_data
    if data is None:
        return None
    path: Path = ("user_data",)
    for key in ("to", "raw_to"):
        for at, name in enumerate(getattr(data, key) or ()):
            if name not in context.document.platforms:
                unknown_instance(context, name, (*path, key, at))
    gate = Gate(requirement(context, data.requires, (*path, "requires")))
    return UserData(gate=gate, fields=user_fields(context, data.fields, path, Place()))


def user_fields(
    context: Context, fields: dict[str, model.UserValue], path: Path, place: Place
) -> tuple[UserField, ...]:
    """Fields of user data with the expressions that read them."""
    made: list[UserField] = []
    for name, data in fields.items():
        at = context.below((*path, name), "hashed") if data.hashed else (*path, name)
        known = value(context, data.value, at, place, as_text=True)
        context.personal.append((known, context.value(at)))
        made.append(UserField(field=name, value=known, hashed=data.hashed))
    return tuple(made)


def unknown_instance(context: Context, name: str, path: Path) -> None:
    """Report a name that no instance has."""
    known = list(context.document.platforms)
    near = did_you_mean(name, known)
    hint = f'did you mean "{near}"?' if near else f"write one of the instances: {', '.join(known)}"
    context.report(codes.UNKNOWN_INSTANCE, context.value(path), hint=hint if known else None, name=name)


def _matching(context: Context, vendor: Vendor, gate: Gate, user: UserData | None) -> Matching | None:
    data = context.document.user_data
    if user is None or data is None or (data.to is not None and vendor.name not in data.to):
        return None
    raw = vendor.name in data.raw_to
    known = {*data.fields, *(name for rule in context.document.events.values() for name in rule.user_data)}
    keys = tuple(
        key for key in vendor.platform.matching if (key.hashed or raw) and (not known or key.field in known)
    )
    if not keys:
        if data.to is not None:
            at = data.to.index(vendor.name)
            context.report(
                codes.USER_DATA_NOT_POSSIBLE, context.value(("user_data", "to", at)), name=vendor.name
            )
        return None
    both = Gate(simplified(RequireAll((gate.requirement, user.gate.requirement))))
    return Matching(gate=both, keys=keys, identify=_commands(vendor, vendor.platform.identify, matched=True))


# ---- instances -----------------------------------------------------------------------------------------------------------------


def vendors(context: Context, needs: Mapping[str, Requirement], google: GoogleConsent) -> dict[str, Vendor]:
    """Both halves of every instance, by their names in the program."""
    made = [
        Vendor(name, context.document, needs[name], google, by_server=half)
        for name in context.document.platforms
        for half in halves(context, name)
    ]
    return {each.told: each for each in made}


def instance(
    context: Context,
    vendor: Vendor,
    user: UserData | None,
    *,
    lazy: bool,
    automatic: bool,
) -> Instance:
    """The instance as the program knows it.

    `automatic`: loading it is a page view. `lazy`: and that page view has a condition, or no rule asks for it.
    """
    platform, gate = vendor.platform, vendor.gate
    matching = _matching(context, vendor, gate, user)
    matched = vendor.matched = matching is not None
    same = [key for key, data in context.document.platforms.items() if data.platform == platform.name]
    # Where one call reaches all of them, the last one makes it: by then the library knows every one.
    alone = not vendor.several or (not platform.addressable and vendor.name == same[-1])
    send, page = (platform.send, platform.page) if alone else (platform.send_one, platform.page_one)
    known = {key: "" if item is None else str(item) for key, item in vendor.settings.items()}
    known["short_id"] = known[platform.id_setting].rpartition("-")[2]
    return Instance(
        name=vendor.told,
        platform=platform.name,
        library=None if platform.apart else platform.library or platform.name,
        title=platform.title,
        advertising=platform.kind is Kind.ADVERTISING,
        gate=gate,
        settings=tuple((key, value) for key, value in vendor.settings.items() if key not in vendor.api),
        begin=_commands(vendor, platform.begin, matched=matched),
        start=_commands(vendor, platform.start, matched=matched),
        send=_commands(vendor, send, matched=matched),
        page=None if page is None else _commands(vendor, page, matched=matched),
        stop=_commands(vendor, platform.stop, matched=matched),
        resume=None if platform.resume is None else _commands(vendor, platform.resume, matched=matched),
        update=_commands(vendor, platform.update, matched=matched),
        matching=matching,
        lazy=lazy,
        implicit_page_view=automatic,
        reads_address=platform.reads_address,
        scripts=platform.scripts,
        hosts=platform.hosts,
        cookies=tuple(
            Cookie(
                name=cookie.name.format_map(known),
                lifetime=cookie.lifetime,
                purpose=cookie.purpose,
                third_party=cookie.third_party,
            )
            for cookie in platform.cookies
        ),
        storage=platform.storage,
        note=note(vendor.data),
        origin=context.key(("platforms", vendor.name)),
        told_by=None if alone or platform.addressable or platform.send_one else same[-1],
    )


def _commands(vendor: Vendor, commands: tuple[Command, ...], *, matched: bool) -> tuple[Command, ...]:
    """The platform's commands with settings filled in, less those whose condition can never hold."""
    made = (_command(vendor, command, matched=matched) for command in commands)
    return tuple(command for command in made if command is not None)


def _command(vendor: Vendor, command: Command, *, matched: bool) -> Command | None:
    def fill(node: Expr) -> Expr:
        filled = vendor.fill(node)
        return filled if matched else rebuild_expr(filled, _without_user)

    when = None
    if command.when is not None:
        when = _decided(vendor.fill(command.when))  # type: ignore[arg-type]
        if when == Always(holds=False):
            return None
    receiver = None if command.receiver is None else _command(vendor, command.receiver, matched=matched)
    return Command(
        command.function,
        tuple(fill(argument) for argument in command.arguments),
        None if when == Always(holds=True) else when,
        receiver,
    )


def _without_user(part: Node) -> Node:
    return Const(None) if isinstance(part, User) else part


def _decided(when: Condition) -> Condition:
    """A condition over settings is known at build time."""
    match when:
        case Not(inner):
            decided = _decided(inner)
            return Always(holds=not decided.holds) if isinstance(decided, Always) else when
        case Compare(Const(subject), _, operands):
            text = str(subject).lower() if isinstance(subject, bool) else str(subject)
            return Always(holds=subject is not None and Const(text) in operands)
        case Exists(Const(subject)):
            return Always(holds=subject not in {None, ""})
        case Exists(Array()):
            return Always(holds=True)
        case _:
            return when


def google_needs(context: Context, needs: dict[str, Requirement]) -> dict[str, Requirement]:
    """What Google's consent types fall back to: the requirement of the first instance that stands for the type."""
    found: dict[str, Requirement] = {}
    for name, needed in needs.items():
        for each in registry.platforms()[context.document.platforms[name].platform].google:
            found.setdefault(each, needed)
    return found
