"""The section `consent` and every `requires`: categories, regimes, regions, sources, Google's consent types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tagc import registry
from tagc.contracts import Kind
from tagc.diagnostics import Label, codes, did_you_mean
from tagc.ir.expr import (
    AllOf,
    Always,
    Compare,
    Const,
    Field,
    Operator,
    RequireAll,
    RequireAny,
    RequireCategory,
    Root,
)
from tagc.ir.program import CategoryRule, Consent, ConsentSource, GoogleConsent, Gpc, Regime, RegionSource
from tagc.resolve.iso import COUNTRIES, EEA

if TYPE_CHECKING:
    from tagc import model
    from tagc.diagnostics import Span
    from tagc.ir.expr import Condition, Requirement
    from tagc.resolve.context import Context, Path

__all__ = ["NECESSARY", "categories_of", "consent", "requirement", "simplified"]

NECESSARY = RequireAll(())
_GOOGLE_TYPES = (
    "ad_storage", "ad_user_data", "ad_personalization", "analytics_storage", "functionality_storage",
    "personalization_storage", "security_storage",
)  # fmt: skip
_MISTAKEN = {"EU": "EEA", "UK": "GB", "EL": "GR"}
# What a category has to be called to stand for a Google type where the file does not say.
_GOOGLE_NAMES = {
    "ad_storage": ("marketing", "advertising"),
    "ad_user_data": ("marketing", "advertising"),
    "ad_personalization": ("marketing", "advertising"),
    "analytics_storage": ("analytics", "statistics"),
    "functionality_storage": ("functional", "preferences"),
    "personalization_storage": ("functional", "preferences"),
    "security_storage": ("necessary",),
}


def requirement(context: Context, data: model.Requirement, path: Path) -> Requirement:
    """A requirement over declared categories; `necessary` is always granted."""
    if data.all is not None:
        return simplified(RequireAll(tuple(_several(context, data.all, (*path, "all")))))
    if data.any is not None:
        return simplified(RequireAny(tuple(_several(context, data.any, (*path, "any")))))
    name = data.category or ""
    if name == "necessary":
        return NECESSARY
    _known(context, name, context.value(path))
    context.used_categories.add(name)
    return RequireCategory(name)


def _known(context: Context, name: str, span: Span) -> None:
    """Report a name that is not a category, or that is the one that nobody decides about."""
    known = context.document.consent.categories
    if name == "necessary":
        context.report(codes.RESERVED_CATEGORY, span)
    elif name not in known:
        near = did_you_mean(name, known)
        hint = (
            f'did you mean "{near}"?'
            if near
            else f"write one of the categories: {', '.join(dict.fromkeys(known))}"
        )
        context.report(codes.UNKNOWN_CATEGORY, span, hint=hint if known else None, name=name)


def _several(context: Context, parts: tuple[model.Requirement, ...], path: Path) -> list[Requirement]:
    return [requirement(context, part, (*path, at)) for at, part in enumerate(parts)]


def simplified(needed: Requirement) -> Requirement:
    """The same requirement without nesting, repetition and what is always granted."""
    if isinstance(needed, RequireCategory):
        return needed
    parts: dict[Requirement, None] = {}
    for part in map(simplified, needed.requirements):
        if isinstance(part, RequireAll | RequireAny) and type(part) is type(needed) and part != NECESSARY:
            parts.update(dict.fromkeys(part.requirements))
        else:
            parts[part] = None
    if isinstance(needed, RequireAny):
        if NECESSARY in parts:
            return NECESSARY
        return next(iter(parts)) if len(parts) == 1 else RequireAny(tuple(parts))
    parts.pop(NECESSARY, None)
    return next(iter(parts)) if len(parts) == 1 else RequireAll(tuple(parts))


def categories_of(needed: Requirement) -> set[str]:
    """The categories a requirement names."""
    if isinstance(needed, RequireCategory):
        return {needed.category}
    return {name for part in needed.requirements for name in categories_of(part)}


def consent(context: Context, needs: dict[str, Requirement], google: dict[str, Requirement]) -> Consent:
    """The whole section. `needs` are the instances' requirements, `google` what Google's types fall back to."""
    data = context.document.consent
    path: Path = ("consent",)
    _categories(context, data, path)
    regions = _regions(context, data, path)
    default = Regime(data.regimes.default)
    region_from = tuple(RegionSource(source.kind, source.name) for source in data.region_from)
    if regions and not region_from:
        context.report(codes.REGION_NEVER_KNOWN, context.key((*path, "regimes", "regions")))
    return Consent(
        categories=data.categories,
        sources=tuple(
            _source(context, source, (*path, "sources", at)) for at, source in enumerate(data.sources)
        ),
        default=default,
        regions=tuple(sorted(regions.items())),
        region_from=region_from,
        gpc=_gpc(context, data, path, needs, {default, *regions.values()}),
        google=_google(context, data, path, google),
    )


def _categories(context: Context, data: model.Consent, path: Path) -> None:
    seen: dict[str, int] = {}
    for at, name in enumerate(data.categories):
        place = context.value((*path, "categories", at))
        if name == "necessary":
            context.report(codes.RESERVED_CATEGORY, place)
        if name in seen:
            first = Label(context.value((*path, "categories", seen[name])), "first here")
            context.report(codes.CATEGORY_TWICE, place, labels=[first], name=name)
        seen.setdefault(name, at)


def _regions(context: Context, data: model.Consent, path: Path) -> dict[str, Regime]:
    found: dict[str, Regime] = {}
    places: dict[str, Path] = {}
    for number, rule in enumerate(data.regimes.regions):
        for at, code in enumerate(rule.in_):
            place = (*path, "regimes", "regions", number, "in", at)
            if code != "EEA" and code.partition("-")[0] not in COUNTRIES:
                country, dash, rest = code.partition("-")
                near = _MISTAKEN.get(country)
                hint = f'did you mean "{near}{dash}{rest}"?' if near else None
                context.report(codes.UNKNOWN_REGION, context.value(place), hint=hint, name=code)
                continue
            members = EEA if code == "EEA" else (code,)
            if twice := [each for each in members if each in found]:
                first = Label(context.value(places[twice[0]]), "first here")
                name = code if len(twice) == len(members) else twice[0]
                context.report(codes.REGION_TWICE, context.value(place), labels=[first], name=name)
            for each in members:
                found[each] = Regime(rule.regime)
                places.setdefault(each, place)
    return found


def _source(context: Context, data: model.ConsentSource, path: Path) -> ConsentSource:
    kind = registry.consent_sources()[data.use]
    granted = tuple(dict.fromkeys(Const(getattr(word, "text", None) or _word(word)) for word in data.granted))
    rules = []
    for category, theirs in data.map.items():
        _known(context, category, context.key((*path, "map", category)))
        tests: list[Condition] = [
            Compare(_record(data.use, data.settings, name), Operator.EQUALS, granted) for name in theirs
        ]
        rules.append(CategoryRule(category, tests[0] if len(tests) == 1 else AllOf(tuple(tests))))
    for category in context.document.consent.categories:
        if category not in data.map:
            place = context.key((*path, "map"))
            context.report(codes.CATEGORY_NEVER_GRANTED, place, source=data.use, name=category)
    decided: Condition = Always(holds=True)
    if data.use == "data_layer":
        decided = Compare(Field(Root.EVENT_NAME), Operator.EQUALS, (Const(str(data.settings["event"])),))
    settings = tuple((name, value) for name, value in data.settings.items() if name != "event")
    return ConsentSource(
        kind=kind.name, settings=settings, decided=decided, grants=tuple(rules), origin=context.value(path)
    )


def _record(kind: str, settings: dict[str, bool | int | str | None], name: str) -> Field:
    """Where a source's record holds a name: a path, except in lists and pairs, where names are flat."""
    if kind == "cookie" and settings.get("format") == "flag":
        return Field(Root.RECORD)
    if kind == "cookie" and settings.get("format") != "json":
        return Field(Root.RECORD, (name,))
    return Field(Root.RECORD, tuple(name.split(".")))


def _word(word: object) -> str:
    return str(word).lower() if isinstance(word, bool) else str(word)


def _gpc(
    context: Context, data: model.Consent, path: Path, needs: dict[str, Requirement], regimes: set[Regime]
) -> Gpc | None:
    everywhere = data.gpc.mode == "everywhere"
    for at, name in enumerate(data.gpc.denies or ()):
        _known(context, name, context.value((*path, "gpc", "denies", at)))
        context.used_categories.add(name)
    if data.gpc.mode == "ignore" or not (everywhere or Regime.OPT_OUT in regimes):
        return None
    if data.gpc.denies is not None:
        return Gpc(data.gpc.denies, everywhere)
    advertising = {
        category
        for name, needed in needs.items()
        if registry.platforms()[context.document.platforms[name].platform].kind is Kind.ADVERTISING
        for category in categories_of(needed)
    }
    return Gpc(tuple(name for name in data.categories if name in advertising), everywhere)


def _google(
    context: Context, data: model.Consent, path: Path, needs: dict[str, Requirement]
) -> GoogleConsent:
    types: list[tuple[str, Requirement | None]] = []
    for name in _GOOGLE_TYPES:
        if name in data.google:
            category = data.google[name]
            if category is not None and category != "necessary":
                _known(context, category, context.value((*path, "google", name)))
                context.used_categories.add(category)
            types.append((name, None if category is None else _named(category)))
            continue
        named = next((word for word in _GOOGLE_NAMES[name] if word in (*data.categories, "necessary")), None)
        types.append((name, needs.get(name) if named is None else _named(named)))
    return GoogleConsent(tuple(types))


def _named(category: str) -> Requirement:
    return NECESSARY if category == "necessary" else RequireCategory(category)
