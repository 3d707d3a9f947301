"""Small programs for tests: constructors with a default for whatever a test does not talk about.

The platform "pixel" calls `pixel(…)`: `init` when it starts, `track` for events, `page` nothing of its own.
"""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from tagc.diagnostics import Span
from tagc.ir import expr as e
from tagc.ir.evaluate import Date, Erased, PageState, evaluate
from tagc.ir.program import (
    Call,
    CategoryRule,
    Command,
    Consent,
    ConsentSource,
    Cookie,
    Gate,
    GoogleConsent,
    Gpc,
    Instance,
    Matching,
    MatchingKey,
    Note,
    Once,
    Program,
    Regime,
    RegionSource,
    Rule,
    Storage,
    Trigger,
    UserData,
    UserField,
    Variable,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tagc.ir.evaluate import Outcome, Step

Scalar: TypeAlias = bool | int | float | str | None
Need: TypeAlias = "str | e.Requirement"

HERE = Span("tagc.yaml", 1, 1, 1, 2)
NOTE = Note()
ALWAYS = e.Always(holds=True)
NECESSARY = e.RequireAll(())


def const(value: Scalar) -> e.Expr:
    return e.Const(value)


def read(root: e.Root, *path: str) -> e.Field:
    return e.Field(root, path)


def event(*path: str) -> e.Field:
    return e.Field(e.Root.EVENT, path)


def equals(subject: e.Expr, *operands: Scalar) -> e.Compare:
    return e.Compare(subject, e.Operator.EQUALS, tuple(e.Const(operand) for operand in operands))


def needs(need: Need) -> Gate:
    return Gate(e.RequireCategory(need) if isinstance(need, str) else need)


def on_page_view(condition: e.Condition = ALWAYS) -> Trigger:
    return on("page_view", condition)


def on_push(*names: str) -> Trigger:
    return on("data_layer", equals(read(e.Root.EVENT_NAME), *names))


def on_element(kind: str, *selectors: str, condition: e.Condition = ALWAYS) -> Trigger:
    element = {"click": e.Root.CLICK, "form": e.Root.FORM}[kind]
    return replace(on(kind, condition), selectors=tuple(map(const, selectors)), element=element)


def on(kind: str, condition: e.Condition = ALWAYS) -> Trigger:
    return Trigger(kind=kind, listener=kind, condition=condition, selectors=(), origin=HERE)


def call(
    instance: str,
    name: str = "Event",
    *,
    params: Mapping[str, e.Expr] | None = None,
    need: Need = "marketing",
    page_view: bool = False,
) -> Call:
    """Build a call whose payload has the parameters under their own names."""
    params = params or {}
    return Call(
        instance=instance,
        gate=needs(need),
        vendor_event=name,
        page_view=page_view,
        cells=(("name", name),),
        params=tuple(params.items()),
        payload=e.Object(tuple((key, e.Param(key)) for key in params)),
        origin=HERE,
    )


def rule(
    name: str,
    *calls: Call,
    on: Trigger | Sequence[Trigger] | None = None,
    condition: e.Condition = ALWAYS,
    once: Once | None = None,
    event_id: e.Expr | None = None,
    user: tuple[UserField, ...] = (),
    event: str | None = None,
) -> Rule:
    """Build a rule; without `on` it hears the data-layer event of its name, or the page view."""
    if on is None:
        on = on_page_view() if name == "page_view" else on_push(name)
    return Rule(
        name=name,
        event=event or name,
        triggers=(on,) if isinstance(on, Trigger) else tuple(on),
        condition=condition,
        once=once,
        event_id=event_id,
        user=user,
        calls=calls,
        note=NOTE,
        origin=HERE,
    )


def command(function: str, *arguments: e.Expr | Scalar, when: e.Condition | None = None) -> Command:
    """Build a command; plain values stand for constants."""
    constants = (const(a) if a is None or isinstance(a, (bool, int, float, str)) else a for a in arguments)
    return Command(function, tuple(constants), when)


SEND = (command("pixel", "track", e.Cell("name"), e.Payload(), e.EventId()),)


def instance(
    name: str = "pixel",
    *,
    platform: str = "pixel",
    need: Need = "marketing",
    begin: tuple[Command, ...] = (),
    start: tuple[Command, ...] = (command("load"), command("pixel", "init")),
    send: tuple[Command, ...] = SEND,
    page: tuple[Command, ...] | None = None,
    stop: tuple[Command, ...] = (),
    resume: tuple[Command, ...] | None = (),
    update: tuple[Command, ...] = (),
    matching: Matching | None = None,
    lazy: bool = False,
    reads_address: bool = False,
    scripts: tuple[str, ...] = ("https://pixel.example/pixel.js",),
    cookies: tuple[str, ...] = (),
    local: tuple[str, ...] = (),
) -> Instance:
    return Instance(
        name=name,
        platform=platform,
        title=platform,
        advertising=True,
        gate=needs(need),
        settings=(),
        library=platform,
        begin=begin,
        start=start,
        send=send,
        page=page,
        stop=stop,
        resume=resume,
        update=update,
        matching=matching,
        lazy=lazy,
        implicit_page_view=False,
        reads_address=reads_address,
        scripts=scripts,
        hosts=(),
        cookies=tuple(Cookie(name=cookie, lifetime="1 day", purpose="tests") for cookie in cookies),
        storage=tuple(Storage(name=key, kind="local") for key in local),
        note=NOTE,
        origin=HERE,
    )


def matching(*fields: str, need: Need = "marketing", hashed: bool = True) -> Matching:
    """Build the matching of a platform that takes fields under their own names, trimmed and lower-cased."""
    return Matching(
        gate=needs(need),
        keys=tuple(
            MatchingKey(
                key=field,
                field=field,
                normalise=e.Convert(e.Convert(read(e.Root.USER, field), "trim"), "lower"),
                hashed=hashed,
            )
            for field in fields
        ),
        identify=(command("pixel", "identify", e.User()),),
    )


def raw(name: str, value: e.Expr) -> UserField:
    """Build a field of user data that is no hash."""
    return UserField(field=name, value=value, hashed=False)


def data_layer_source(name: str, **grants: e.Condition) -> ConsentSource:
    """Build a source that hears the data-layer event of this name."""
    return ConsentSource(
        kind="data_layer",
        settings=(),
        decided=equals(read(e.Root.EVENT_NAME), name),
        grants=tuple(CategoryRule(category, condition) for category, condition in grants.items()),
        origin=HERE,
    )


def cookie_source(name: str, form: str, **grants: e.Condition) -> ConsentSource:
    """Build a source that reads this cookie."""
    return ConsentSource(
        kind="cookie",
        settings=(("name", name), ("format", form)),
        decided=ALWAYS,
        grants=tuple(CategoryRule(category, condition) for category, condition in grants.items()),
        origin=HERE,
    )


def consent(
    *sources: ConsentSource,
    default: Regime = Regime.OPT_IN,
    regions: tuple[tuple[str, Regime], ...] = (),
    region_from: tuple[RegionSource, ...] = (),
    gpc: Gpc | None = None,
    google: GoogleConsent = GoogleConsent(()),  # noqa: B008 (frozen)
) -> Consent:
    return Consent(
        categories=("analytics", "marketing"),
        sources=sources,
        default=default,
        regions=regions,
        region_from=region_from,
        gpc=gpc,
        google=google,
    )


def program(
    *rules: Rule,
    instances: Sequence[Instance] | None = None,
    consent: Consent | None = None,
    variables: Mapping[str, e.Expr] | None = None,
    user: UserData | None = None,
) -> Program:
    """Build a program.

    Without instances it has one pixel that needs marketing, without rules one that tells every instance about an event
    that no test pushes: an instance that nobody tells is not loaded.
    """
    made = (instance(),) if instances is None else tuple(instances)
    return Program(
        container="test",
        consent=DEFAULT_CONSENT if consent is None else consent,
        instances=made,
        rules=rules or (rule("never pushed", *(call(each.name) for each in made)),),
        variables=tuple(Variable(name, value, HERE) for name, value in (variables or {}).items()),
        user=user,
    )


DEFAULT_CONSENT = consent()


def numbered() -> Iterator[str]:
    """Yield id-1, id-2 …"""
    return (f"id-{number}" for number in itertools.count(1))


def outcomes(
    program: Program, *steps: Step, page: PageState | None = None, early: Sequence[Step] = ()
) -> tuple[Outcome, ...]:
    return evaluate(program, page or PageState(), steps, early=early, ids=numbered())


def calls(
    program: Program, *steps: Step, page: PageState | None = None, early: Sequence[Step] = ()
) -> list[str]:
    """Run a program and write what it did as lines: `pixel: pixel("track", "Event", {"value": 5}, "id-1")`."""
    return list(map(line, outcomes(program, *steps, page=page, early=early)))


def line(outcome: Outcome) -> str:
    """Write an outcome as one line."""
    if isinstance(outcome, Erased):
        return f"{outcome.instance}: erase {' '.join((*outcome.cookies, *outcome.storage))}"
    arguments = ", ".join(
        f"Date({argument.ms})" if isinstance(argument, Date) else json.dumps(argument)
        for argument in outcome.arguments
    )
    return f"{outcome.instance}: {outcome.function}({arguments})"
