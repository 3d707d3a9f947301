"""The section `tags`: code of the user's own and addresses to load, each behind a gate of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tagc.diagnostics import Label, codes
from tagc.ir.expr import (
    AllOf,
    Always,
    Compare,
    Concat,
    Const,
    Convert,
    Field,
    Not,
    Object,
    Operator,
    Param,
    Root,
    Script,
)
from tagc.ir.program import Call, Command, Gate, Host, Instance, Rule, Tag
from tagc.resolve.consent import NECESSARY, requirement
from tagc.resolve.context import Place, everywhere
from tagc.resolve.instances import note
from tagc.resolve.order import in_order
from tagc.resolve.references import is_reference, of_template
from tagc.resolve.rules import common_roots, once
from tagc.resolve.scripts import script
from tagc.resolve.triggers import tag_triggers
from tagc.resolve.values import condition, value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tagc import model
    from tagc.ir.expr import Condition, Expr, Requirement
    from tagc.ir.program import Trigger
    from tagc.resolve.context import Context, Path

__all__ = ["tags"]

_HOST: Final = re.compile(r"https://(?:[a-z0-9-]+\.)+[a-z0-9-]+(?::[0-9]{1,5})?(?=[/?#]|\Z)", re.IGNORECASE)
_MISPLACED: Final = re.compile(r"[\x00-\x20\x7f-\xa0\\\"<>]")
_NOT_FIXED: Final = "an address begins with https:// and a host that is written out"
_BAD_CHARACTER: Final = "an address holds no blanks, no quotes, no < and >, and no backslash"
_IN_FRAGMENT: Final = "${…} stands in the path or in the query of an address, not behind #"

_EVERYTHING: Final = ("connect", "frame", "img", "script")
_DIRECTIVES: Final = {"image": "img"}


def tags(context: Context) -> list[tuple[Tag, Rule]]:
    """Every tag that is not switched off, with the rule that says when it runs."""
    made = [_tag(context, name, data) for name, data in context.document.tags.items()]
    found = [each for each in made if each is not None]
    _circles(context, found)
    return found


def _tag(context: Context, name: str, data: model.Tag) -> tuple[Tag, Rule] | None:
    path: Path = ("tags", name)
    if name in context.document.events:
        labels = [Label(context.key(("events", name)), "the rule")]
        context.report(codes.TAG_NAMED_LIKE_A_RULE, context.key(path), labels=labels, name=name)
    triggers = tag_triggers(context, data, path)
    place = Place(common_roots(triggers)) if triggers else everywhere()
    gate = Gate(_needed(context, name, data, path))
    send, params, host = _does(context, data, path, place)
    instance = Instance(
        name=f"tag.{name}",
        platform="",
        library=None,
        title="",
        advertising=False,
        gate=gate,
        settings=(),
        begin=(),
        start=(),
        send=() if send is None else (send,),
        page=None,
        stop=(),
        # What ran cannot be taken back: after a withdrawal, a page view does not run it a second time on the page.
        resume=None if any(trigger.kind == "page_view" for trigger in triggers) else (),
        update=(),
        matching=None,
        lazy=False,
        implicit_page_view=False,
        reads_address=False,
        scripts=(),
        hosts=(*host, *_hosts(data.hosts)),
        cookies=(),
        storage=(),
        note=note(data),
        origin=context.key(path),
    )
    call = Call(
        instance=instance.name,
        gate=gate,
        vendor_event="",
        page_view=False,
        cells=(),
        params=tuple(params.items()),
        payload=Object(()),
        origin=context.key(path),
    )
    rule = Rule(
        name=name,
        event=None,
        triggers=triggers,
        condition=_condition(context, data, path, place),
        once=once(context, data, name, path, place),
        event_id=None,
        user=(),
        calls=(call,),
        note=note(data),
        origin=context.key(path),
        after=data.after,
        stop_on_failure=data.stop_on_failure,
        tag=True,
    )
    if data.paused is not None or send is None:
        return None
    file = next((part.file for part in send.arguments if isinstance(part, Script)), None)
    return Tag(name=name, instance=instance, file=file, pushes=data.pushes), rule


def _needed(context: Context, name: str, data: model.Tag, path: Path) -> Requirement:
    needed = requirement(context, data.requires, (*path, "requires"))
    if needed != NECESSARY:
        if data.because is not None:
            context.report(codes.REASON_WITHOUT_NEED, context.key((*path, "because")))
    elif data.because is None:
        context.report(codes.NECESSARY_WITHOUT_REASON, context.value((*path, "requires")), name=name)
    return needed


def _condition(context: Context, data: model.Tag, path: Path, place: Place) -> Condition:
    tests: list[Condition] = []
    if data.if_ is not None:
        tests.append(condition(context, data.if_, (*path, "if"), place))
    if data.unless is not None:
        tests.append(Not(condition(context, data.unless, (*path, "unless"), place)))
    return tests[0] if len(tests) == 1 else AllOf(tuple(tests)) if tests else Always(holds=True)


# ---- what it does -------------------------------------------------------------------------------------------------------------


def _does(
    context: Context, data: model.Tag, path: Path, place: Place
) -> tuple[Command | None, dict[str, Expr], tuple[Host, ...]]:
    """The tag's command, the parameters of its call, and the host its address names."""
    reads = {name: value(context, part, (*path, "reads", name), place) for name, part in data.reads.items()}
    if data.script is not None:
        made = script(context, data.script, reads, path, value=False, pushes=frozenset(data.pushes))
        if made is None:
            return None, {}, ()
        given = Script(made.file, made.text, tuple((name, Param(name)) for name in reads))
        return Command("run", (given,)), reads, ()
    if reads:
        context.report(codes.READS_WITHOUT_SCRIPT, context.key((*path, "reads")))
    kind, function, directive = (
        ("load", "script", "script-src") if data.load is not None else ("image", "image", "img-src")
    )
    params: dict[str, Expr] = {}
    address, host = _address(context, data.load or data.image or "", (*path, kind), place, params)
    hosts = () if host is None else (Host(directive, host),)
    return Command(function, (address,)), params, hosts


def _address(
    context: Context, text: str, path: Path, place: Place, params: dict[str, Expr]
) -> tuple[Expr, str | None]:
    """An address whose host is fixed, and that host. What `${…}` puts into it becomes a parameter, and is escaped."""
    span = context.value(path)

    def part(read: Expr) -> Expr:
        name = f"part{len(params) + 1}"
        params[name] = read
        context.parameters.append((read, span))
        return Convert(Param(name), "escape_part")

    made = of_template(context, text, span, place, wrap=part)
    parts = made.parts if isinstance(made, Concat) else (made,)
    if made == Const(None):  # reported there
        return made, None
    written = [str(part.value) if isinstance(part, Const) else None for part in parts]
    found = None if is_reference(text) else _HOST.match(written[0] or "")
    if found is None or (found.end() == len(written[0] or "") and len(parts) > 1):
        context.report(codes.ADDRESS_NOT_FIXED, span, problem=_NOT_FIXED)
        return made, None
    if any(_MISPLACED.search(part) for part in written if part is not None):
        hint = "write it as a browser would, a blank as %20"
        context.report(codes.ADDRESS_NOT_FIXED, span, hint=hint, problem=_BAD_CHARACTER)
    elif any(part is not None and "#" in part for part in written[:-1]):
        hint = "put it into the query: ?name=${…}"
        context.report(codes.ADDRESS_NOT_FIXED, span, hint=hint, problem=_IN_FRAGMENT)
    return made, found.group().lower()


def _hosts(data: model.Hosts | None) -> list[Host]:
    """What the tag says it talks to."""
    if data is None:
        return []
    if data.all is not None:
        return [Host(f"{kind}-src", source) for kind in _EVERYTHING for source in data.all]
    return [
        Host(f"{_DIRECTIVES.get(kind, kind)}-src", source)
        for kind in type(data).model_fields
        for source in getattr(data, kind) or ()
    ]


# ---- tags that set each other off ----------------------------------------------------------------------------------------------


def _circles(context: Context, found: Sequence[tuple[Tag, Rule]]) -> None:
    """A tag that pushes an event may not run on it, nor set off another one that pushes its own."""
    hears = {
        rule.name: {name for trigger in rule.triggers for name in _heard(trigger)}
        for _, rule in found
        if rule.once is None
    }
    leads = {
        tag.name: [other for other, names in hears.items() if not names.isdisjoint(tag.pushes)]
        for tag, _ in found
        if tag.name in hears
    }
    for name, *others in in_order(leads)[1]:
        labels = [Label(context.key(("tags", other)), f'"{other}"') for other in others[:-1]]
        cycle = " -> ".join((name, *others))
        context.report(codes.TAG_CYCLE, context.key(("tags", name)), labels=labels, cycle=cycle)


def _heard(trigger: Trigger) -> list[str]:
    """The data-layer events that a trigger waits for by name."""
    tests = trigger.condition.conditions if isinstance(trigger.condition, AllOf) else (trigger.condition,)
    return [
        str(operand.value)
        for test in tests
        if isinstance(test, Compare)
        and test.subject == Field(Root.EVENT_NAME)
        and test.operator is Operator.EQUALS
        for operand in test.operands
        if isinstance(operand, Const)
    ]
