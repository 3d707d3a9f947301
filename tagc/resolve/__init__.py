"""Model -> Program: the only place where names are followed.

Unknown names, cycles, defaults, gates and what each platform calls an event: all errors of the file in one run. Nothing
here knows JavaScript.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tagc import registry
from tagc.diagnostics import Label, codes
from tagc.ir.expr import Always, Var, walk
from tagc.ir.program import Program, Variable
from tagc.resolve import consent as consent_section
from tagc.resolve import instances as instance_section
from tagc.resolve import rules as rule_section
from tagc.resolve.context import Context, Place
from tagc.resolve.values import value

if TYPE_CHECKING:
    from tagc.diagnostics import Sink
    from tagc.ir.program import Rule
    from tagc.model import Document
    from tagc.resolve.instances import Vendor
    from tagc.source import Spans

__all__ = ["resolve"]


def resolve(document: Document, spans: Spans, sink: Sink) -> Program | None:
    """The program of a document; None when the sink has errors."""
    context = Context(document, spans, sink)
    needs = instance_section.needs(context)
    consent = consent_section.consent(context, needs, instance_section.google_needs(context))
    variables = _variables(context)
    vendors = {name: instance_section.vendor(context, name, consent) for name in document.platforms}
    user = instance_section.user_data(context)
    made = [rule_section.rule(context, name, data, vendors, needs) for name, data in document.events.items()]
    rules = rule_section.payloads(tuple(rule for rule in made if rule is not None), vendors)
    instances = tuple(
        instance_section.instance(
            context,
            vendor,
            needs[name],
            user,
            lazy=_is_automatic(vendor) and not _has_free_page_view(rules, name),
            automatic=_is_automatic(vendor),
        )
        for name, vendor in vendors.items()
    )
    _separable(context, vendors, rules)
    _unused(context)
    if sink.errors:
        return None
    return Program(
        container=document.container,
        consent=consent,
        instances=instances,
        rules=rules,
        variables=variables,
        user=user,
    )


def _variables(context: Context) -> tuple[Variable, ...]:
    """Variables, each after those it needs."""
    everywhere = Place(frozenset().union(*(kind.roots for kind in registry.triggers().values())))
    found: dict[str, Variable] = {}
    for name, data in context.document.variables.items():
        path = ("variables", name)
        if name in registry.reads():
            context.report(codes.RESERVED_VARIABLE, context.key(path), name=name)
        used = set(context.used_variables)
        found[name] = Variable(name, value(context, data, path, everywhere), context.key(path))
        context.used_variables = used | (context.used_variables - used)
    ordered: dict[str, Variable] = {}

    def place(name: str, chain: tuple[str, ...]) -> None:
        if name in chain:
            circle = (*chain[chain.index(name) :], name)
            labels = [Label(found[other].origin, f'"{other}"') for other in circle[1:-1]]
            text = " -> ".join(circle)
            context.report(codes.VARIABLE_CYCLE, found[name].origin, labels=labels, name=name, cycle=text)
            return
        if name in ordered or name not in found:
            return
        for node in walk(found[name].value):
            if isinstance(node, Var):
                place(node.name, (*chain, name))
        ordered.setdefault(name, found[name])

    for name in found:
        place(name, ())
    return tuple(ordered.values())


def _is_automatic(vendor: Vendor) -> bool:
    page_view = vendor.platform.events.get("page_view")
    return page_view is not None and page_view.automatic


def _has_free_page_view(rules: tuple[Rule, ...], instance: str) -> bool:
    """A page view without a condition tells the instance, so that loading its library may be that page view."""
    return any(
        rule.event == "page_view"
        and rule.condition == Always(holds=True)
        and any(
            trigger.kind == "page_view" and trigger.condition == Always(holds=True)
            for trigger in rule.triggers
        )
        and any(call.instance == instance for call in rule.calls)
        for rule in rules
    )


def _separable(context: Context, vendors: dict[str, Vendor], rules: tuple[Rule, ...]) -> None:
    """Instances that their library cannot tell apart must have the same requirement and events."""
    by_platform: dict[str, list[Vendor]] = {}
    for vendor in vendors.values():
        if not vendor.platform.addressable:
            by_platform.setdefault(vendor.platform.name, []).append(vendor)
    for group in by_platform.values():
        first, *others = group
        for other in others:
            labels = [Label(context.key(("platforms", first.name)), "the first one")]
            place = context.key(("platforms", other.name))
            title = first.platform.title
            if other.data.requires != first.data.requires:
                context.report(
                    codes.INSTANCES_NOT_SEPARABLE, place, labels=labels, title=title, what="requires"
                )
            told = [
                {rule.name for rule in rules for call in rule.calls if call.instance == v.name}
                for v in (first, other)
            ]
            if told[0] != told[1]:
                context.report(
                    codes.INSTANCES_NOT_SEPARABLE, place, labels=labels, title=title, what="their events"
                )


def _unused(context: Context) -> None:
    document = context.document
    for name in document.variables:
        if name not in context.used_variables:
            context.report(codes.UNUSED_VARIABLE, context.key(("variables", name)), name=name)
    for name in document.triggers:
        if name in registry.triggers():
            context.report(codes.TRIGGER_NAMED_LIKE_A_KIND, context.key(("triggers", name)), name=name)
        elif name not in context.used_triggers:
            context.report(codes.UNUSED_TRIGGER, context.key(("triggers", name)), name=name)
    for at, name in enumerate(document.consent.categories):
        if name not in context.used_categories and name != "necessary":
            context.report(codes.UNUSED_CATEGORY, context.value(("consent", "categories", at)), name=name)
