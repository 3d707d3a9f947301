"""Sites that use much of the language at once, and what visitors do on them: strategies for the differential test.

Unlike `tests/property/strategies.py`, whose parts it uses, names and values here are few, so that pushes meet triggers,
paths meet entries and decisions meet requirements.
"""

from __future__ import annotations

from copy import deepcopy
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from hypothesis import strategies as st

from tagc import registry
from tagc.ir.evaluate import (
    Decide,
    Event,
    Fail,
    Hide,
    Identify,
    Navigate,
    Push,
    Ready,
    Revoke,
    Scroll,
    SetCookie,
    Wait,
)
from tests.embedded.agreement import CLICK, ELEMENTS, PAGE, SUBMIT, History, after, reveal
from tests.property.strategies import maps, one_or_many, steps

if TYPE_CHECKING:
    from tagc.contracts import Platform

Data: TypeAlias = Any
Strategy: TypeAlias = st.SearchStrategy[Data]

CATEGORIES: Final = ("analytics", "marketing", "preferences")
EVENTS: Final = ("order_complete", "shop.sale", "signup")
_SHA: Final = "B94D27B9934D3E08A52E52D7DA7DABFAC484EFE37A5380EE9088F7ACE2EFCDE9"

_ANYWHERE: Final = (
    "$page.url", "$page.path", "$page.full_path", "$page.hostname", "$page.title", "$page.referrer", "$page.fragment",
    "$page.query", "$page.query.utm_source", "$page.query.q", "$data.total", "$data.text", "$data.flag", "$data.lines",
    "$data.cart.total", "$data.cart.lines", "$data.user.email", "$data.user", "$js.shop.currency", "$js.shop.list",
    "$js.nothing.there",
)  # fmt: skip
_DEVICE: Final = (
    "$cookie.visitor",
    "$storage.member",
    "$cookie._fbp",
    "$cookie.visitor.length",
    "$storage.tt_sessionId",
)
_PERSON: Final = (
    "$data.person.email",
    "$data.person.phone",
    "$data.person",
    "$js.person.email",
    "$cookie.mailed",
)
_CLICK: Final = (
    "$click.text", "$click.id", "$click.classes", "$click.url", "$click.hostname", "$click.path", "$click.protocol",
    "$click.filename", "$click.extension", "$click.outbound", "$click.attributes.data-show",
)  # fmt: skip
_OF_KIND: Final = {
    "data_layer": ("$event.total", "$event.order_id", "$event.text", "$event.lines", "$event.user.email", "$event.flag", "$event"),
    "click": _CLICK,
    "form": ("$form.id", "$form.name", "$form.fields.note", "$form.attributes.data-list"),
    "page_view": (),
    "group": (),
    "link": _CLICK,
    "outbound": _CLICK,
    "download": _CLICK,
    "visible": ("$visible.id", "$visible.text", "$visible.percent", "$visible.attributes.class"),
    "scroll": ("$scroll.percent", "$scroll.pixels"),
    "timer": ("$timer.seconds", "$timer.count"),
    "route": ("$history.source", "$history.old_path"),
    "error": ("$error.message", "$error.file", "$error.line"),
    "dom_ready": (),
    "loaded": (),
    "leave": (),
}  # fmt: skip
_WORDS: Final = (
    "7",
    "abc",
    "A b",
    "12,50",
    "mail",
    "H1",
    "hamlet",
    "true",
    "/whats-on/hamlet",
    "ann@example.org",
)

# ---- documents ----------------------------------------------------------------------------------------------------------


@cache
def _tests() -> Strategy:
    word = st.sampled_from(_WORDS)
    operators = maps(
        {},
        contains=one_or_many(word),
        starts_with=word,
        ends_with=st.sampled_from(("7", "b", "lot", "50")),
        matches=st.sampled_from(("^[a-z]+$", "[0-9]", "(?:A|B) b", "^$")),
        lt=st.integers(0, 9),
        gte=st.integers(0, 9) | st.just("$data.total"),
        exists=st.booleans(),
        ignore_case=st.booleans(),
    ).filter(lambda test: 0 < len(test.keys() - {"ignore_case"}) < 3)
    exists = st.sampled_from(({"exists": True}, {"exists": False})).map(deepcopy)
    return st.one_of(
        exists, word, st.lists(word, min_size=2, max_size=3), operators, maps({"not": operators})
    )


@cache
def _conditions(names: tuple[str, ...]) -> Strategy:
    lines = st.dictionaries(st.sampled_from(names), _tests(), min_size=1, max_size=2)
    several = st.lists(lines, min_size=1, max_size=2)
    return st.one_of(
        lines,
        lines,
        several,
        several.map(lambda parts: {"any": parts}),
        lines.map(lambda part: {"not": part}),
    )


@cache
def _requirements() -> Strategy:
    one = st.sampled_from(CATEGORIES)
    two = st.lists(one, min_size=2, max_size=2, unique=True)
    return st.one_of(one, one, two.map(lambda parts: {"all": parts}), two.map(lambda parts: {"any": parts}))


def _texts(names: tuple[str, ...]) -> Strategy:
    return st.sampled_from(names).map(lambda name: f"a ${{{name[1:]}}} b")


@cache
def _values(names: tuple[str, ...], depth: int = 2) -> Strategy:
    reference = st.sampled_from(names)
    constant = st.sampled_from(
        ("shop", "x y", 5, 2.5, True, "</script>", "It's", "\u2028", "$5", "$$data.total")
    )
    leaves = st.one_of(reference, reference, constant, _texts(names))
    if depth == 0:
        return leaves
    inner = _values(names, depth - 1)
    common = {
        "as_": steps(),
        "default": constant,
        "requires": _requirements(),
        "if_": _conditions(names),
    }
    option = maps({"value": inner, "if": _conditions(names)})
    field = st.sampled_from(("$item.sku", "$item.price", "$item", "$item.tags", "no ${item.sku}")) | leaves
    return st.one_of(
        leaves,
        leaves,
        maps({"from": inner}, **common),
        maps({"first": st.lists(inner | option, min_size=1, max_size=3)}, **common),
        maps(
            {
                "lookup": reference,
                "table": st.dictionaries(st.sampled_from(_WORDS), inner, min_size=1, max_size=3),
            },
            match=st.sampled_from(("equals", "contains", "starts_with", "ends_with", "matches")),
            **common,
        ).filter(lambda value: value.get("match") != "matches" or "12,50" not in value["table"]),
        maps(
            {
                "each": st.sampled_from(
                    [name for name in names if name.endswith(("lines", "list"))] or ["$data.lines"]
                )
            },
            item=field
            | st.dictionaries(st.sampled_from(("id", "price", "x y")), field, min_size=1, max_size=2),
            if_=_conditions(("$item.price", "$item.sku", "$data.total")),
        ),
        maps(
            {"dom": st.sampled_from(("h1", "a", ".plain", ".no-such"))},
            attribute=st.sampled_from(("href", "id")),
            **common,
        ),
        maps({"test": _conditions(names)}),
        maps({"script": st.sampled_from(("half.js", "throws.js")), "reads": maps({"a": inner})}, **common),
        maps({"script": st.just("both.js"), "reads": maps({"a": inner, "b": reference})}),
        st.just({"timestamp": True}).map(deepcopy),
        st.lists(inner, max_size=2),
        st.dictionaries(st.sampled_from(("id", "name", "x y")), inner, max_size=2),
    )


@cache
def _params(names: tuple[str, ...]) -> Strategy:
    numbers = st.sampled_from(
        (
            12.5,
            20,
            *(name for name in names if "total" in name),
            {"from": "$data.total", "as": {"number": "comma"}},
        )
    )
    lists = [name for name in names if "lines" in name or "list" in name]
    items = st.sampled_from(lists).flatmap(
        lambda name: st.sampled_from(
            (
                name,
                {"each": name, "item": {"id": "$item.sku", "price": "$item.price"}},
                {"each": name, "item": {"id": "$item.sku", "quantity": 2}, "if": {"$item.price": {"gt": 1}}},
            )
        )
    )
    fixed = [{"id": "S-1", "price": "$data.total"}, {"name": "x", "price": 4, "quantity": "3"}]
    return maps(
        {},
        value=numbers.map(deepcopy),
        currency=st.sampled_from(("GBP", "EUR", "$js.shop.currency")),
        order_id=st.sampled_from(names) | st.just(17),
        status=st.sampled_from(("complete", "$data.text")),
        content_type=st.none() | st.sampled_from(names),
        items=items.map(deepcopy) | st.just(fixed).map(deepcopy),
        shop_section=_values(names),
        extra_part=_values(names) | st.none(),
        lottery=st.just({"random": True}).map(deepcopy),
    )


# The fake window begins with the year 2026.
_MODIFIERS: Final = {
    "delay": st.sampled_from(("200ms", "1s", "3s", "1.5s")),
    "between": st.sampled_from(
        (
            ["2026-01-01T00:00:01Z", "2026-01-01T01:00:05+01:00"],
            ["2026-01-01", "2026-01-03"],
            {"from": "2026-01-01T00:00:03Z"},
            {"until": "2026-01-01T00:00:04Z"},
            {"until": "2025-12-31"},
        )
    ).map(deepcopy),
}


@cache
def _members() -> Strategy:
    """What a group may wait for: nothing that reads the device, and without a delay."""

    def full(kind: str, setting: Strategy) -> Strategy:
        names = (*_ANYWHERE, *_OF_KIND[kind])
        conditions = {"if_": _conditions(names), "unless": _conditions(names)}
        return maps({kind: setting}, **conditions, between=_MODIFIERS["between"])

    heard = st.sampled_from(("order_complete", "signup", {"contains": "o"})).map(deepcopy)
    clicked = st.sampled_from(("a", "#book", ".plain", [".inner", "form"])).map(deepcopy)
    return st.one_of(
        st.just("page_view"),
        maps({"data_layer": heard}),
        full("data_layer", heard),
        maps({"click": clicked}),
        full("click", clicked),
        maps({"form": st.just("form")}),
    )


@cache
def _triggers(kind: str) -> Strategy:
    names = (*_ANYWHERE, *_OF_KIND[kind])
    optional = {"if_": _conditions((*names, *_DEVICE)), "unless": _conditions((*names, *_DEVICE))}
    selectors = st.sampled_from(
        ("a", "a.book-now", "#book", ".inner", ".plain", "a[href]", 'a[href$=".pdf"]')
    )
    setting = {
        "page_view": st.sampled_from(
            ("/whats-on/hamlet", {"starts_with": "/whats-on"}, {"contains": "book"})
        ).map(deepcopy),
        "data_layer": st.sampled_from(
            ("order_complete", ["signup", "shop.sale"], {"starts_with": "s"}, {"contains": "o"})
        ).map(deepcopy),
        "click": one_or_many(selectors),
        "form": st.sampled_from(("#newsletter", "form")),
        "link": st.sampled_from(({"starts_with": "mailto:"}, {"contains": "example"}, {})).map(deepcopy),
        "download": st.sampled_from(("pdf", ["zip", ".PDF"], {})).map(deepcopy),
        "visible": maps(
            {"selector": one_or_many(selectors)},
            percent=st.sampled_from(("30%", "100", 50)),
            **{"for": st.sampled_from(("1s", "1500ms"))},
        ),
        "scroll": one_or_many(st.sampled_from(("25%", "50%", "100%", "800px"))),
        "timer": one_or_many(st.sampled_from(("1s", "3s", "1500ms")))
        | maps({"every": st.sampled_from(("1s", "2s"))}, times=st.integers(1, 3)),
        "route": st.sampled_from(("/book/seats", {"starts_with": "/whats-on"}, {})).map(deepcopy),
        **dict.fromkeys(("outbound", "error", "dom_ready", "loaded", "leave"), st.builds(dict)),
        "group": st.lists(_members(), min_size=1, max_size=3) if kind == "group" else st.none(),
    }[kind]
    plain = maps({kind: setting})
    full = maps({kind: setting}, **optional, **_MODIFIERS)
    bare = st.just(kind) if registry.triggers()[kind].bare else plain
    return st.one_of(bare, bare, plain, full)


def _user_fields(kind: str | None = None) -> Strategy:
    """User data, from places that no parameter reads."""
    own = {"form": ("$form.fields.email",), "data_layer": ("$event.person.email", "$event.person.phone")}
    names = (*_PERSON, *own.get(kind or "", ()))
    value = st.sampled_from(names)
    either = st.one_of(value, value, value.map(lambda name: {"hashed": name}), _texts(names))
    return maps({}, email=either, phone=either, first_name=either, city=either, external_id=either)


_INSTANCES: Final[dict[str, dict[str, Data]]] = {
    "ga4": {"measurement_id": "G-ABCDE12345"},
    "ga4_two": {"platform": "ga4", "measurement_id": "G-TWO2222222"},
    "meta": {"pixel_id": 1234567890123456},
    "meta_two": {"platform": "meta", "pixel_id": 2234567890123456},
    "tiktok": {"pixel_code": "C4ABCDEFGHIJKLMNOPQR"},
    "tiktok_two": {"platform": "tiktok", "pixel_code": "C4TWOTWOTWOTWOTWOTWO"},
    "linkedin": {"partner_id": "1234567"},
    "linkedin_two": {"platform": "linkedin", "partner_id": "7654321"},
    "pinterest": {"tag_id": "2612345678901"},
    "reddit": {"pixel_id": "a2_1a2b3c4d5e6f"},
    "snap": {"pixel_id": "1a2b3c4d-0000-4000-8000-1a2b3c4d5e6f"},
    "snap_two": {"platform": "snap", "pixel_id": "2a2b3c4d-0000-4000-8000-1a2b3c4d5e6f"},
    "x": {"pixel_id": "o8abc"},
    "x_two": {"platform": "x", "pixel_id": "o8xyz"},
    "google_ads": {"conversion_id": "AW-123456789"},
    "google_ads_two": {"platform": "google_ads", "conversion_id": "AW-987654321"},
    "microsoft": {"tag_id": "187654321"},
    "microsoft_two": {"platform": "microsoft", "tag_id": "123456789"},
}
_CONVERSIONS: Final = {
    "linkedin": "111",
    "linkedin_two": "222",
    "x": "tw-o8abc-o9def",
    "x_two": "tw-o8xyz-o9def",
    "google_ads": "AbC-D_efG",
    "google_ads_two": "HiJ-K_lmN",
}
_OPTIONS: Final[dict[str, dict[str, Data]]] = {
    "meta": {"automatic_events": True},
    "meta_two": {"first_party_cookies": False},
    "tiktok": {"limited_data_use": True},
    "ga4_two": {"debug_mode": True, "user_id": 17},
    "pinterest": {"base_event": False, "limited_data_processing": True},
    "reddit": {"first_party_cookies": False, "limited_data_use": True, "data_country": "US"},
    "x": {"restricted_data_use": "restrict_optimization"},
    "google_ads": {"ads_data_redaction": True, "google_business_vertical": "retail"},
    "google_ads_two": {"conversion_linker": False, "allow_ad_personalization_signals": False},
    "microsoft": {"visitor_id": False, "cookie_domain": "example.org"},
}
_NEUTRAL: Final = (
    "page_view", "purchase", "add_to_cart", "lead", "view_content", "search", "donate", "registration", "contact",
)  # fmt: skip


def _platform(instance: str) -> Platform:
    return registry.platforms()[_INSTANCES[instance].get("platform", instance)]


def _taken(instance: str, params: dict[str, Data]) -> dict[str, Data]:
    """What of the parameters may be written for the instance alone."""
    return {name: value for name, value in params.items() if _platform(instance).takes(name)}


@st.composite
def _instances(draw: st.DrawFn) -> dict[str, Data]:
    chosen = draw(st.lists(st.sampled_from(sorted(_INSTANCES)), unique=True, min_size=1, max_size=4))
    found = {}
    for name in chosen:
        entry = {**_INSTANCES[name], "requires": draw(_requirements())}
        if name == "ga4" and draw(st.integers(0, 5)) == 0:
            entry |= {"requires": "necessary", "because": "counts without cookies"}
        if draw(st.integers(0, 3)) == 0 and _platform(name).named:
            entry["params"] = _taken(name, draw(_params((*_ANYWHERE, *_DEVICE))))
        if name in _OPTIONS and draw(st.booleans()):
            entry["options"] = dict(_OPTIONS[name])
        found[name] = entry
    if "linkedin" in found and "linkedin_two" in found:  # which the library cannot tell apart
        found["linkedin_two"]["requires"] = deepcopy(found["linkedin"]["requires"])
    return found


@cache
def _consents() -> Strategy:
    theirs = st.sampled_from(("ads", "stats", "c.ads"))
    mapping = maps({}, **dict.fromkeys(CATEGORIES, one_or_many(theirs))).filter(bool)
    cookie = maps(
        {"use": st.just("cookie"), "name": st.sampled_from(("choices", "choices", "other")), "map": mapping},
        format=st.sampled_from(("json", "list", "pairs", "flag")),
    )
    layer = maps({"use": st.just("data_layer"), "event": st.just("consent_update"), "map": mapping})
    regime = st.sampled_from(("opt_in", "opt_out"))
    codes = st.lists(st.sampled_from(("EEA", "GB", "US", "US-CA")), min_size=1, max_size=2, unique=True)
    mode = st.sampled_from(("by_region", "everywhere", "ignore"))
    places = ({"global": "region"}, {"global": "shop.region"}, {"meta": "tagc-region"}, {"cookie": "region"})
    return maps(
        {"categories": st.just(list(CATEGORIES))},
        sources=st.lists(cookie | layer, max_size=2),
        regimes=maps({}, default=regime, regions=st.lists(maps({"in": codes, "regime": regime}), max_size=1)),
        region_from=st.lists(st.sampled_from(places).map(deepcopy), max_size=2),
        gpc=mode | maps({"mode": mode}, denies=st.lists(st.sampled_from(CATEGORIES), unique=True)),
        google=st.just({"ad_storage": "preferences", "security_storage": None}),
    )


def _known(platforms: tuple[str, ...]) -> list[str]:
    """Neutral events that every instance has a name for, or a conversion."""
    named = [entry for name in platforms if name not in _CONVERSIONS and (entry := _platform(name)).named]
    return [event for event in _NEUTRAL if all(event in platform.events for platform in named)]


def _together(document: dict[str, Data], one: str, other: str, **ident: str) -> None:
    """A second instance that the library cannot tell from the first: it has all that the first one has."""
    platforms = document["platforms"]
    platforms[other] = {**deepcopy(platforms[one]), "platform": one, **ident}
    for section in (document.get("user_data", {}), *document["events"].values()):
        for key in ("to", "raw_to"):
            if one in section.get(key, ()):
                section[key].append(other)
        if one in section.get("platforms", {}):
            section["platforms"][other] = deepcopy(section["platforms"][one])


@st.composite
def _rules(
    draw: st.DrawFn, name: str, platforms: tuple[str, ...], variables: tuple[str, ...], *, user: bool
) -> Data:
    kinds = draw(st.lists(st.sampled_from(sorted(_OF_KIND)), min_size=1, max_size=3))
    rule: dict[str, Data] = {}
    if name == "page_view":
        kinds = draw(st.sampled_from((["page_view"], ["page_view"], ["page_view", "data_layer"])))
    else:
        rule["event"] = draw(st.sampled_from(_known(platforms)))
    if name != "page_view" or draw(st.integers(0, 2)) == 0 or len(kinds) > 1:
        rule["on"] = [draw(_triggers(kind)) for kind in kinds]
    own = set(_OF_KIND[kinds[0]]).intersection(*(_OF_KIND[kind] for kind in kinds))
    early = (*_ANYWHERE, *sorted(own))
    names = (*early, *_DEVICE, *variables)
    options = {
        "params": _params(names),
        "if": _conditions(names),
        "unless": _conditions(names),
        "once_per": st.sampled_from(("page", "session")) | st.sampled_from(early),
        "event_id": st.sampled_from(early),
        "requires": _requirements(),
    }
    chosen = draw(st.lists(st.sampled_from(sorted(options)), unique=True, max_size=2))
    rule |= {key: draw(options[key]) for key in sorted({"params", *chosen})}
    if user and draw(st.integers(0, 2)) == 0:
        rule["user_data"] = draw(_user_fields(kinds[0] if len(set(kinds)) == 1 else None))
    special: dict[str, Data] = {}
    event = rule.get("event", name)
    named = [instance for instance in platforms if _platform(instance).named]
    told = [instance for instance in platforms if event in _platform(instance).events]
    if event != "page_view" and (not told or draw(st.booleans())):
        for instance in [each for each in platforms if each in _CONVERSIONS]:
            special[instance] = {"conversion": _CONVERSIONS[instance]}
    for instance in named:
        if draw(st.integers(0, 3)) == 0:
            closed = _platform(instance).names
            renamed = st.sampled_from(("Own", "AddToCart") if closed is None else sorted(closed)[:9])
            given = _params(names).map(partial(_taken, instance))
            more = draw(maps({}, params=given, event=renamed))
            if "event" in more or instance in special or instance in told:
                special[instance] = special.get(instance, {}) | more
    if name != "page_view" and named and not special and draw(st.integers(0, 4)) == 0:
        del rule["event"]
        closed = _platform(named[-1]).names
        fixed = "seat_chosen" if closed is None else max(closed)
        rows = ("AddToCart", "Seen", "seat_b") if closed is None else tuple(sorted(closed))[:3]
        computed = maps(
            {
                "lookup": st.sampled_from(names),
                "table": st.dictionaries(st.sampled_from(_WORDS), st.sampled_from(rows), min_size=1),
            },
            default=st.sampled_from(rows),
        )
        return {
            **rule,
            "custom": draw(st.just(fixed) | computed),
            "to": named[-2:] if closed is None else named[-1:],
        }
    if special:
        rule["platforms"] = special
    elif len(told) > 1 and draw(st.integers(0, 2)) == 0:
        rule["to"] = told[1:]
    return rule


@st.composite
def _tags(draw: st.DrawFn, variables: tuple[str, ...], after: list[str]) -> Data:
    """A tag."""
    kinds = draw(st.lists(st.sampled_from(sorted(_OF_KIND)), max_size=2))
    own = set(_OF_KIND[kinds[0]]).intersection(*(_OF_KIND[kind] for kind in kinds)) if kinds else set()
    early = (*_ANYWHERE, *sorted(own))
    names = (*early, *_DEVICE, *variables)
    part = st.sampled_from(names).map(lambda name: "${" + name[1:] + "}")
    does = draw(
        st.one_of(
            maps({"script": st.just("ran.js")}, reads=maps({}, a=_values(names), b=st.sampled_from(names))),
            part.map(lambda part: {"load": f"https://cdn.example/{part}/x.js"}),
            part.map(lambda part: {"image": f"https://pixel.example/p?a={part}&b=1"}),
            st.just({"load": "https://cdn.example/fixed.js"}).map(deepcopy),
        )
    )
    if kinds:
        does["on"] = [draw(_triggers(kind)) for kind in kinds]
    if after and draw(st.integers(0, 2)) == 0:
        does["after"] = draw(st.lists(st.sampled_from(after), min_size=1, max_size=2, unique=True))
    return does | draw(
        maps(
            {"requires": _requirements()},
            if_=_conditions(names),
            once_per=st.sampled_from(("page", "session")) | st.sampled_from(early),
        )
    )


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Data]:
    """Documents without errors."""
    platforms = draw(_instances())
    consent = draw(_consents())
    document: dict[str, Data] = {
        "tagc": 1,
        "container": "shop",
        "consent": consent,
        "platforms": platforms,
        "events": {},
    }
    user = draw(st.booleans())
    if user:
        document["user_data"] = {"requires": draw(_requirements()), **draw(_user_fields())}
        # LinkedIn has all or none of it.
        raw = draw(st.lists(st.sampled_from(("linkedin", "x", "x_two")), unique=True))
        document["user_data"]["raw_to"] = [
            name for name in platforms if name.removesuffix("_two") in raw or name in raw
        ]
        takers = [name for name in platforms if any(key.hashed for key in _platform(name).matching)]
        if "email" in document["user_data"] and takers and draw(st.booleans()):
            document["user_data"]["to"] = takers[:1]
    variables: tuple[str, ...] = ()
    everything = (*_ANYWHERE, *_DEVICE, *(name for names in _OF_KIND.values() for name in names))
    for name in draw(st.lists(st.sampled_from(("section", "Member_1")), unique=True, max_size=2)):
        document.setdefault("variables", {})[name] = draw(_values((*everything, *variables)))
        variables = (*variables, f"${name}")
    for name in (
        "page_view",
        *draw(st.lists(st.sampled_from(("bought", "shop.sale", "call us")), unique=True)),
    ):
        if name != "page_view" or draw(st.integers(0, 4)):
            document["events"][name] = draw(_rules(name, tuple(platforms), variables, user=user))
            others = [other for other in document["events"] if other != name]
            if others and draw(st.integers(0, 2)) == 0:
                document["events"][name] |= {
                    "after": draw(st.lists(st.sampled_from(others), min_size=1, max_size=2, unique=True)),
                    **draw(maps({}, stop_on_failure=st.booleans())),
                }
    for name in draw(st.lists(st.sampled_from(("chat", "heat", "a-b")), unique=True, max_size=2)):
        known = [*document["events"], *document.get("tags", {})]
        document.setdefault("tags", {})[name] = draw(_tags(variables, known))
    if "pinterest" in platforms and draw(st.booleans()):
        _together(document, "pinterest", "pinterest_two", tag_id="2612345678902")
    return document


# ---- histories ----------------------------------------------------------------------------------------------------------


@cache
def _scalars() -> Strategy:
    texts = (
        *_WORDS, "", " ", " 8 ", "NaN", "null", "undefined", "Infinity", "1e3", "0x1f", "-1.005", "1.234,50", "</script>",
        "\u2028\"'`${x}\\", "__proto__", "é😀", "a,b,,c", "İstanbul ΣΑΣ", " Ann@Example.org ", _SHA, "\ud83d", "GBP",
    )  # fmt: skip
    numbers = (0, 1, 7, -3, 2.5, 0.1, -0.5, 1e21, 1e-7, 2**53, 12345678901234567890, 1.005, 99.995, 1e308)
    return st.sampled_from((*texts, *texts, *numbers, True, False, None))


@cache
def _payloads(depth: int = 2) -> Strategy:
    if depth == 0:
        return _scalars()
    inner = _payloads(depth - 1)
    item = maps({}, sku=_scalars(), price=_scalars(), quantity=_scalars(), tags=inner, __proto___=_scalars())
    return st.one_of(
        _scalars(),
        _scalars(),
        st.lists(item | inner, max_size=3),
        st.dictionaries(
            st.sampled_from(("email", "total", "lines", "a", "length", "constructor")), inner, max_size=2
        ),
    )


@cache
def _entries() -> Strategy:
    lists = st.lists(maps({}, sku=_scalars(), price=_scalars(), tags=_payloads(1)) | _payloads(1), max_size=3)
    told = st.sampled_from((True, False, "true", "yes", 1, 0, None))
    plain = {
        "total": _scalars(),
        "order_id": st.sampled_from(("7", "8", 7, "", None)),
        "text": _scalars(),
        "flag": _payloads(1),
        "lines": lists | _payloads(1),
        "user": maps({}, email=_scalars(), phone=_scalars()) | _payloads(1),
        "person": maps({}, email=_scalars(), phone=_scalars()) | _payloads(1),
        "cart": maps({}, total=_scalars(), lines=lists) | _payloads(1),
        "ads": told,
        "stats": told,
        "c": maps({}, ads=told),
        "__proto___": _payloads(1),
        "constructor": _payloads(1),
    }
    dotted = st.dictionaries(
        st.sampled_from(
            ("cart.total", "user.email", "lines.0.price", "cart.lines", "x.__proto__.y", "", "a.")
        ),
        _payloads(1),
        max_size=1,
    )
    return st.builds(lambda entry, more: {**entry, **more}, maps({}, **plain).map(_few), dotted)


def _few(entry: dict[str, Data]) -> dict[str, Data]:
    """The first few keys: entries of a page are small."""
    return dict(list(entry.items())[:4])


def _pushes() -> Strategy:
    names = st.sampled_from((*EVENTS, *EVENTS, "consent_update", "", 7, None))
    named = st.builds(lambda name, entry: Push({**entry, "event": name}), names, _entries())
    return st.one_of(
        named, named, named, _entries().map(Push), st.sampled_from((5, "x", None, ["x", 1])).map(Push)
    )


def _decisions() -> Strategy:
    some = st.dictionaries(
        st.sampled_from(CATEGORIES), st.sampled_from((True, True, False, "yes", 1)), max_size=3
    )
    everything = st.just(dict.fromkeys(CATEGORIES, True))
    nothing = st.sampled_from((Revoke(), Decide({})))
    return st.one_of(some.map(Decide), everything.map(Decide), everything.map(Decide), nothing)


_CHOICES: Final = (
    None, "", '{"ads":true,"stats":"yes"}', '{"ads":false}', "{", "0", "false", "null", "[]", "ads", "ads,stats",
    "ads:true,stats:0", "ads=yes|stats", "true", "yes", "%7B%22ads%22%3A1%7D", "%7Bx", '{"c":{"ads":"1"}}', "__proto__",
)  # fmt: skip


def _cookie_changes() -> Strategy:
    choices = st.sampled_from(_CHOICES)
    return st.one_of(
        st.builds(SetCookie, st.sampled_from(("choices", "choices", "other")), choices),
        st.builds(
            SetCookie,
            st.sampled_from(("visitor", "mailed")),
            st.sampled_from((None, "7", "abc", "%41%20b", "%zz")),
        ),
    )


def _things() -> Strategy:
    """What happens on a page."""
    event = st.builds(Event, st.sampled_from(EVENTS), _entries() | _scalars())
    person = st.dictionaries(
        st.sampled_from(("email", "phone", "city", "external_id", "x")), _scalars(), max_size=2
    )
    moves = st.sampled_from(
        (
            Navigate("https://www.example.org/book/seats?utm_source=7#x", "Seats"),
            Navigate(
                "https://www.example.org/whats-on/hamlet?utm_source=mail&q=a+b#other",
                "Hamlet: tickets ü",
                "popstate",
            ),
            Navigate("https://www.example.org/whats-on/lear?q=7", "Lear", "replaceState"),
        )
    )
    seen = st.builds(reveal, st.sampled_from(sorted(ELEMENTS)), st.sampled_from((0, 0.25, 0.5, 1)))
    heard = st.one_of(
        seen,
        seen,
        st.builds(Scroll, st.sampled_from((0, 300, 719, 1400)), st.sampled_from((720, 1440, 2880))),
        st.sampled_from(
            (Ready("interactive"), Ready("complete"), *map(Hide, ("hidden", "visible", "gone", "restored")))
        ),
        st.builds(
            Fail,
            st.sampled_from(("Uncaught x", "y", "")),
            st.sampled_from(("", "https://www.example.org/a.js")),
            st.integers(0, 2),
            st.booleans(),
        ),
    )
    return st.one_of(
        _pushes(),
        _pushes(),
        event,
        _decisions(),
        _decisions(),
        st.sampled_from((*CLICK.values(), SUBMIT)),
        st.sampled_from((*CLICK.values(), SUBMIT)),
        person.map(Identify),
        moves,
        heard,
        heard,
        _cookie_changes(),
        st.sampled_from((Wait(16), Wait(1000), Wait(5000))),
    )


@st.composite
def histories(draw: st.DrawFn) -> History:
    """What happens on one page, from what stood in it to the end."""
    changes: dict[str, Data] = {}
    jar = {
        "_ga": "GA1.1",
        "_ga_X": "s",
        "_fbp": "fb.1",
        "li_fat_id": "x",
        "_ttp": "y",
        "_epik": "e",
        "_scid": "s",
        "_rdt_uuid": "r",
        "_twclid": "t",
        "_gcl_au": "1.1",
        "_gac_1": "c",
        "_uetvid": "v",
        "mine": "1",
    }
    changes["cookies"] = dict(jar) if draw(st.booleans()) else {}
    for step in draw(st.lists(_cookie_changes(), max_size=2)):
        if step.value is not None:
            changes["cookies"][step.name] = step.value
    if draw(st.integers(0, 3)) == 0:
        changes["cookies"]["region"] = draw(st.sampled_from(("US", "US-CA", "DE", "xx")))
    if draw(st.booleans()):
        changes["local"] = {"member": "gold", "li_hem": "h", "_gcl_ls": "g", "_uetsid_exp": "e", "own": "1"}
        changes["session"] = {"tt_sessionId": "t", "srid": "s", "member": "silver"}
    shop = {"currency": "GBP", "list": [{"sku": "S", "price": 3}, 5, None], "region": "US-NY"}
    changes["globals"] = draw(
        st.sampled_from(
            (
                {},
                {"shop": shop},
                {"shop": shop, "region": "US", "person": {"email": "Bob@Example.org"}},
                {"region": "DE"},
                {"region": "US-CA"},
            )
        )
    )
    changes["state"] = draw(st.sampled_from(("loading", "interactive", "complete")))
    changes["height"] = draw(st.sampled_from((720, 1440)))
    if draw(st.integers(0, 3)) == 0:
        changes["meta"] = {"tagc-region": draw(st.sampled_from(("US", "GB", "")))}
    changes["gpc"] = draw(st.sampled_from((None, None, False, True)))
    early = draw(
        st.lists(
            st.one_of(_pushes(), _decisions(), st.builds(Event, st.sampled_from(EVENTS), _entries())),
            max_size=3,
        )
    )
    things = draw(st.lists(_things(), min_size=3, max_size=12))
    if draw(st.integers(0, 3)):
        things.insert(draw(st.integers(0, len(things))), Decide(dict.fromkeys(CATEGORIES, True)))
    return History(steps=tuple(things), early=tuple(early), page=after(PAGE, **deepcopy(changes)))
