"""Model -> Program: the only place where names are followed.

Unknown names, cycles, defaults, gates and what each platform calls an event: all errors of the file in one run. Nothing
here knows JavaScript.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tagc import registry
from tagc.diagnostics import Label, codes
from tagc.ir.evaluate_expr import Phases
from tagc.ir.expr import Always, Field, Phase, Root, Test, Var, walk
from tagc.ir.program import Program, Variable
from tagc.resolve import consent as consent_section
from tagc.resolve import forward, params, payloads, triggers
from tagc.resolve import instances as instance_section
from tagc.resolve import rules as rule_section
from tagc.resolve import tags as tag_section
from tagc.resolve.context import Context, Path, everywhere
from tagc.resolve.order import in_order
from tagc.resolve.references import BUILD_TIME
from tagc.resolve.sequence import sequence
from tagc.resolve.values import value

if TYPE_CHECKING:
    from tagc.diagnostics import Code, Sink, Span
    from tagc.ir.expr import Expr
    from tagc.ir.program import Rule
    from tagc.model import Document
    from tagc.resolve.context import ReadScript
    from tagc.resolve.instances import Vendor
    from tagc.source import Environment, Files, Spans

__all__ = ["resolve"]


def resolve(
    document: Document,
    spans: Spans,
    files: Files,
    environment: Environment,
    sink: Sink,
    *,
    read_script: ReadScript,
) -> Program | None:
    """The program of a document; None when the sink has errors."""
    context = Context(document, spans, sink, files, environment, read_script)
    needs = instance_section.needs(context)
    consent = consent_section.consent(context, needs, instance_section.google_needs(context, needs))
    variables = _variables(context)
    context.values = {variable.name: variable.value for variable in variables}
    triggers.declare(context)
    vendors = instance_section.vendors(context, needs, consent.google)
    for each in vendors.values():
        each.params = params.instance_params(context, each)
    user = instance_section.user_data(context)
    made = [rule_section.rule(context, name, data, vendors) for name, data in document.events.items()]
    tags = tag_section.tags(context)
    ordered = sequence(context, (*(rule for rule in made if rule is not None), *(rule for _, rule in tags)))
    told = tuple(rule for rule in ordered if not rule.tag)
    run = {rule.name: rule for rule in ordered if rule.tag}
    reached = {call.instance for rule in told for call in rule.calls}
    platforms = [(vendors[name].platform.name, vendors[name].by_server) for name in reached]
    for name, each in vendors.items():
        each.several = name in reached and platforms.count((each.platform.name, each.by_server)) > 1
    rules = payloads.payloads(told, vendors)
    instances = tuple(
        instance_section.instance(
            context,
            vendor,
            user,
            lazy=_is_automatic(vendor) and not _has_free_page_view(rules, vendor),
            automatic=_is_automatic(vendor),
        )
        for vendor in vendors.values()
    )
    told_by_server = forward.forwards(context, vendors, rules)
    _separable(context, vendors, rules)
    _personal(context, variables)
    _early(context, (*rules, *run.values()), variables)
    if sink.errors:
        return None
    _unused(context, {vendors[name].name for name in reached})
    return Program(
        container=document.container,
        consent=consent,
        instances=tuple(item for item in instances if item.name in reached),
        rules=(*rules, *run.values()),
        variables=variables,
        user=user,
        domains=document.domains,
        tags=tuple(tag for tag, _ in tags if tag.name in run),
        trusted_types=document.trusted_types,
        server=forward.server(document, told_by_server),
        forwards=told_by_server,
    )


def _early(context: Context, rules: tuple[Rule, ...], variables: tuple[Variable, ...]) -> None:
    """What is needed when an event happens may not wait for the visitor's consent."""
    phases = Phases({variable.name: variable.value for variable in variables})
    for rule in rules:
        path = ("tags" if rule.tag else "events", rule.name)
        needed = [
            (what, context.value((*path, what)), expr)
            for what, expr in (
                ("event_id", rule.event_id),
                ("once_per", rule.once.key if rule.once else None),
            )
            if expr is not None
        ]
        needed += [
            ("a selector", each.origin, part)
            for trigger in rule.triggers
            for each in trigger.parts()
            for part in (*each.selectors, *each.arguments)
        ]
        needed += [
            ("a member of a group", each.origin, Test(each.condition))
            for trigger in rule.triggers
            for alternatives in trigger.members
            for each in alternatives
        ]
        for what, span, expr in needed:
            if phases.of(expr) is Phase.RELEASE:
                context.report(codes.DEVICE_READ_EARLY, span, what=what)


def _variables(context: Context) -> tuple[Variable, ...]:
    """Variables, each after those it needs."""
    found: dict[str, Variable] = {}
    for name, data in context.document.variables.items():
        path = ("variables", name)
        if name == BUILD_TIME or name in registry.reads():
            context.report(codes.RESERVED_VARIABLE, context.key(path), name=name)
        found[name] = Variable(name, value(context, data, path, everywhere()), context.key(path))
    needed = {name: _names_in(variable.value) for name, variable in found.items()}
    ordered, circles = in_order(needed)
    for name, *others in circles:
        labels = [Label(found[other].origin, f'"{other}"') for other in others[:-1]]
        cycle = " -> ".join((name, *others))
        context.report(codes.VARIABLE_CYCLE, found[name].origin, labels=labels, name=name, cycle=cycle)
    return tuple(found[name] for name in ordered)


def _names_in(expr: Expr) -> tuple[str, ...]:
    return tuple(dict.fromkeys(node.name for node in walk(expr) if isinstance(node, Var)))


def _is_automatic(vendor: Vendor) -> bool:
    page_view = vendor.platform.events.get("page_view")
    return page_view is not None and page_view.automatic


def _has_free_page_view(rules: tuple[Rule, ...], vendor: Vendor) -> bool:
    """Every page view is told to the instance as soon as its gate opens: loading its library may be that page view."""
    return any(
        rule.event == "page_view"
        and rule.condition == Always(holds=True)
        and not rule.after
        and any(
            trigger.kind == "page_view" and trigger.condition == Always(holds=True) and not trigger.delay
            for trigger in rule.triggers
        )
        and any(
            call.instance == vendor.told and call.page_view and call.gate == vendor.gate
            for call in rule.calls
        )
        for rule in rules
    )


def _separable(context: Context, vendors: dict[str, Vendor], rules: tuple[Rule, ...]) -> None:
    """Instances that their library cannot tell apart must have the same requirement, events and user data."""
    by_platform: dict[str, list[Vendor]] = {}
    for vendor in vendors.values():
        if not vendor.by_server:
            by_platform.setdefault(vendor.platform.name, []).append(vendor)
    for first, *others in by_platform.values():
        labels = [Label(context.key(("platforms", first.name)), "the first one")]
        title = first.platform.title
        for other in others:
            place = context.key(("platforms", other.name))
            if first.platform.one_id:
                context.report(codes.SECOND_INSTANCE, place, labels=labels, title=title)
            elif not first.platform.addressable:
                requires = context.value(("platforms", other.name, "requires"))
                same = {
                    "requires": (requires, first.gate == other.gate),
                    "their rules": (place, _told(rules, first) == _told(rules, other)),
                    "their user data": (place, _named(context, first) == _named(context, other)),
                }
                for what, (at, holds) in same.items():
                    if not holds:
                        hint = _ALIKE[what]
                        code = codes.INSTANCES_NOT_SEPARABLE
                        context.report(code, at, labels=labels, hint=hint, title=title, what=what)


_ALIKE = {
    "requires": "write the same requires in both",
    "their rules": "name both in to and in platforms of each rule, and give both the same there",
    "their user data": "name both in to and in raw_to of user_data, or neither",
}


def _told(rules: tuple[Rule, ...], vendor: Vendor) -> dict[str, object]:
    """What an instance is told by each rule: what it is, only where one call reaches every instance."""
    calls = {rule.name: call for rule in rules for call in rule.calls if call.instance == vendor.told}
    if vendor.platform.send_one == vendor.platform.send:
        return dict.fromkeys(calls)
    return {name: (call.gate, call.vendor_event, call.cells, call.params) for name, call in calls.items()}


def _named(context: Context, vendor: Vendor) -> tuple[bool, bool]:
    """Whether user data is for the instance, and whether raw."""
    data = context.document.user_data
    return data is not None and (data.to is None or vendor.name in data.to), (
        data is not None and vendor.name in data.raw_to
    )


def _personal(context: Context, variables: tuple[Variable, ...]) -> None:
    """What is user data somewhere may not go to platforms as a parameter, where it is not hashed."""
    known: dict[str, frozenset[Field]] = {}
    for variable in variables:
        known[variable.name] = _reads(variable.value, known)
    reads: dict[Field, Span] = {}
    for expr, span in context.personal:
        for read in _reads(expr, known):
            reads.setdefault(read, span)
    for expr, span in context.parameters if reads else ():
        places = [reads[read] for read in _reads(expr, known) if read in reads]
        if places:
            labels = [Label(min(places), "the same as user data")]
            context.report(codes.USER_DATA_AS_PARAMETER, span, labels=labels)


def _reads(expr: Expr, known: dict[str, frozenset[Field]]) -> frozenset[Field]:
    """What a value reads of the page, through variables, too."""
    found: set[Field] = set()
    for node in walk(expr):
        if isinstance(node, Var):
            found |= known.get(node.name, frozenset())
        elif isinstance(node, Field) and node.path and node.root is not Root.ITEM:
            found.add(node)
    return frozenset(found)


def _unused(context: Context, told: set[str]) -> None:
    """What does nothing; told only when all else is right, because a mistyped name makes two of one mistake."""

    def tell(code: Code, path: Path, name: str) -> None:
        if not context.shared(path):
            context.report(code, context.key(path), name=name)

    document = context.document
    for name in document.platforms:
        if name not in told:
            tell(codes.UNUSED_INSTANCE, ("platforms", name), name)
    for name in document.variables:
        if name not in context.used_variables:
            tell(codes.UNUSED_VARIABLE, ("variables", name), name)
    for name in document.triggers:
        if name not in context.used_triggers:
            tell(codes.UNUSED_TRIGGER, ("triggers", name), name)
    for at, name in enumerate(document.consent.categories):
        if name not in context.used_categories and name != "necessary":
            tell(codes.UNUSED_CATEGORY, ("consent", "categories", at), name)
