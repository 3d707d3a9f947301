"""Valid documents as plain data, and slips of the pen in them.

Names, references and consent of a document fit together, so that the documents are good for the whole compiler and not
only for its schema. `mutated` makes documents that may or may not be valid.
"""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from typing import Any, TypeAlias

from hypothesis import strategies as st

from tagc import registry
from tagc.events import EVENTS, PARAMETERS, USER_FIELDS

Data: TypeAlias = Any
Maps: TypeAlias = st.SearchStrategy[dict[str, Data]]

CATEGORIES = ("analytics", "marketing", "preferences")
REFERENCES = (
    "$page.path",
    "$page.query.utm_source",
    "$data.user.email",
    "$data.cart.total",
    "$cookie.visitor",
    "$storage.member",
    "$js.shop.currency",
)
EARLY_REFERENCES = tuple(name for name in REFERENCES if not name.startswith(("$cookie", "$storage")))
_TEXTS = ("shop", "a b", "/whats-on/", "12,50", "", "ünï", "$5", "It's \\.pdf$", "on", "null", "</script>")
_PATTERNS = ("^/shop/", r"\.pdf$", "[0-9]+")
_SELECTORS = ("a.book-now", "#newsletter", "button[type='submit']")

# One instance of each platform, with settings that fit.
INSTANCES: dict[str, dict[str, Data]] = {
    "ga4": {"measurement_id": "G-ABCDE12345", "requires": "analytics"},
    "meta": {"pixel_id": 1234567890123456, "requires": "marketing"},
    "tiktok": {"pixel_code": "C4ABCDEFGHIJKLMNOPQR", "requires": "marketing"},
    "linkedin": {"partner_id": "1234567", "requires": "marketing"},
    "pinterest": {"tag_id": "2612345678901", "requires": "marketing"},
    "snap": {"pixel_id": "1a2b3c4d-0000-4000-8000-1a2b3c4d5e6f", "requires": "marketing"},
    "reddit": {"pixel_id": "a2_1a2b3c4d5e6f", "requires": "marketing"},
    "x": {"pixel_id": "o8abc", "requires": "marketing"},
    "google_ads": {"conversion_id": "AW-123456789", "requires": "marketing"},
    "microsoft": {"tag_id": "187654321", "requires": "marketing"},
}
OPTIONS: dict[str, list[dict[str, Data]]] = {
    "ga4": [{"debug_mode": True}, {"cookie_expires": 3600, "cookie_prefix": "shop"}, {"user_id": 17}],
    "meta": [{"automatic_events": True}, {"first_party_cookies": False}],
    "tiktok": [{"limited_data_use": True}],
    "linkedin": [{}],
    "pinterest": [
        {"base_event": False},
        {"limited_data_processing": True, "country": "0123456789abcdef" * 4},
    ],
    "snap": [{}],
    "reddit": [
        {"automatic_matching": True, "opt_out": False},
        {"limited_data_use": True, "data_region": "US-CA"},
    ],
    "x": [{"restricted_data_use": "off"}],
    "google_ads": [
        {"conversion_linker": False, "allow_ad_personalization_signals": False, "url_passthrough": True},
        {"cookie_expires": 0, "google_business_vertical": "local"},
    ],
    "microsoft": [{"visitor_id": False, "remove_query_from_urls": True}, {"first_party_cookies": False}],
}


def maps(required: dict[str, st.SearchStrategy[Data]], **optional: st.SearchStrategy[Data]) -> Maps:
    """Maps with these keys; an underscore at the end of a name is cut off (`if_`)."""
    return st.fixed_dictionaries(
        required, optional={name.removesuffix("_"): value for name, value in optional.items()}
    )


def scalars() -> st.SearchStrategy[Data]:
    """Text, numbers, true and false."""
    return st.one_of(
        st.sampled_from(_TEXTS),
        st.integers(-(2**31), 2**53),
        st.floats(-1e6, 1e6, allow_nan=False),
        st.booleans(),
    )


@cache
def references(names: tuple[str, ...] = ()) -> st.SearchStrategy[str]:
    """References to what every rule may read, and to these variables."""
    return st.sampled_from((*REFERENCES, *(f"${name}" for name in names)))


def one_or_many(entries: st.SearchStrategy[Data]) -> st.SearchStrategy[Data]:
    """An entry, or a list of some."""
    return entries | st.lists(entries, min_size=1, max_size=3)


@cache
def tests() -> st.SearchStrategy[Data]:
    """Tests of a value."""
    text = st.sampled_from(("shop", "/a/", "b c"))
    operators = maps(
        {},
        equals=one_or_many(text),
        contains=one_or_many(text),
        starts_with=text,
        ends_with=text,
        matches=one_or_many(st.sampled_from(_PATTERNS)),
        lt=st.integers(0, 9),
        gte=st.integers(0, 9) | st.sampled_from(REFERENCES),
        exists=st.booleans(),
        ignore_case=st.booleans(),
    ).filter(lambda test: bool(test.keys() - {"ignore_case"}))
    return st.one_of(text, st.lists(text, min_size=1, max_size=2), operators, maps({"not": operators}))


@cache
def conditions(names: tuple[str, ...] = ()) -> st.SearchStrategy[Data]:
    """Conditions over what every rule may read."""
    lines = st.dictionaries(references(names), tests(), min_size=1, max_size=2)
    return st.recursive(
        lines,
        lambda inner: (
            st.lists(inner, min_size=1, max_size=2)
            | maps({"any": st.lists(inner, min_size=1, max_size=2)})
            | maps({"not": inner})
        ),
        max_leaves=3,
    )


@cache
def requirements() -> st.SearchStrategy[Data]:
    """Requirements over `CATEGORIES`."""
    return st.recursive(
        st.sampled_from(CATEGORIES),
        lambda inner: st.builds(
            lambda how, parts: {how: parts},
            st.sampled_from(("all", "any")),
            st.lists(inner, min_size=1, max_size=2),
        ),
        max_leaves=3,
    )


@cache
def steps() -> st.SearchStrategy[Data]:
    """Conversions."""
    return one_or_many(
        st.sampled_from((
            "text", "number", "lower", "upper", "trim", "round", {"number": "comma"}, {"round": 2}, {"slice": [1]},
            {"slice": [0, 5]}, {"split": ","}, {"join": "-"}, {"join": ""}, {"item": 0}, {"scale": 0.01},
            {"replace": {"[0-9]+": "#", "a": ""}},
        )).map(deepcopy)
    )  # fmt: skip


def _expressions(inner: st.SearchStrategy[Data], names: tuple[str, ...]) -> st.SearchStrategy[Data]:
    common = {
        "as_": steps(),
        "default": scalars().filter(lambda value: value != ""),
        "requires": requirements(),
        "if_": conditions(names),
    }
    option = maps({"value": inner, "if": conditions(names)})
    return st.one_of(
        maps({"from": inner}, **common),
        maps({"first": st.lists(inner | option, min_size=1, max_size=3)}, **common),
        maps(
            {
                "lookup": references(names),
                "table": st.dictionaries(st.sampled_from(("/a/", "/b/", "c")), inner, min_size=1, max_size=2),
            },
            match=st.sampled_from(("equals", "contains", "starts_with", "ends_with")),
            **common,
        ),
        maps(
            {"each": references(names)},
            item=st.sampled_from(("$item", "$item.price", {"id": "$item.sku", "price": "$item.price"})).map(
                deepcopy
            ),
            if_=st.just({"$item.price": {"gt": 0}}),
        ),
        maps({"dom": st.sampled_from(_SELECTORS)}, attribute=st.just("href"), **common),
        maps({"test": conditions(names)}),
        st.sampled_from(({"random": True}, {"timestamp": True})).map(deepcopy),
    )


@cache
def values(names: tuple[str, ...] = ()) -> st.SearchStrategy[Data]:
    """Values over what every rule may read, and over these variables."""
    leaves = scalars() | references(names) | references(names).map(lambda name: f"a ${{{name[1:]}}} b")
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.lists(inner, max_size=2),
            st.dictionaries(st.sampled_from(("id", "name", "x y")), inner, max_size=2),
            _expressions(inner, names),
        ),
        max_leaves=4,
    )


@cache
def params(names: tuple[str, ...] = ()) -> Maps:
    """Parameters: neutral ones of the right type, and custom ones of any."""
    money = st.sampled_from((12.5, 20, "$data.cart.total", {"from": "$data.cart.total", "as": "number"}))
    neutral = {
        "value": money.map(deepcopy),
        "currency": st.sampled_from(("GBP", "EUR", "$js.shop.currency")),
        "order_id": references(names) | st.just(17),
        "search_string": references(names),
        "items": st.just(
            {"each": "$data.cart.lines", "item": {"id": "$item.sku", "price": "$item.price"}}
        ).map(deepcopy),
    }
    assert neutral.keys() <= PARAMETERS.keys()
    return maps({}, **neutral, shop_section=values(names), removed=st.none())


def own_params(platform: str, names: tuple[str, ...] = ()) -> Maps:
    """Those that may be written for instances of this platform alone: what it takes."""
    takes = registry.platforms()[platform].takes
    return params(names).map(lambda given: {name: value for name, value in given.items() if takes(name)})


@cache
def triggers() -> st.SearchStrategy[Data]:
    """What may stand behind `on`."""
    one = st.one_of(
        st.just("page_view"),
        maps({"page_view": tests()}, if_=conditions()),
        maps(
            {
                "data_layer": st.sampled_from(("order_complete", ["a", "b"], {"starts_with": "shop."})).map(
                    deepcopy
                )
            }
        ),
        maps({"click": one_or_many(st.sampled_from(_SELECTORS))}, unless=conditions()),
        maps({"form": st.sampled_from(_SELECTORS)}),
        st.sampled_from(("link", "outbound", "download", "dom_ready", "loaded", "route", "error", "leave")),
        maps({"link": tests()}, if_=conditions()),
        maps({"route": tests()}, if_=conditions()),
        maps(
            {"download": one_or_many(st.sampled_from(("pdf", ".zip", 7))) | st.builds(dict)},
            unless=conditions(),
        ),
        maps(dict.fromkeys(("error",), st.builds(dict)), if_=conditions()),
        maps({"scroll": one_or_many(st.sampled_from(("25%", "90%", "800px")))}),
        maps({"timer": one_or_many(_times())}),
        maps({"timer": maps({"every": _times()}, times=st.integers(1, 9))}),
        maps({"visible": one_or_many(st.sampled_from(_SELECTORS))}),
        maps(
            {
                "visible": maps(
                    {"selector": one_or_many(st.sampled_from(_SELECTORS))},
                    percent=st.sampled_from(("30%", 100)),
                    **{"for": _times()},
                )
            },
            unless=conditions(),
        ),
    )
    video = maps(
        {
            "video": st.just("youtube")
            | maps(
                {"provider": st.just("youtube")},
                percent=one_or_many(st.sampled_from((25, "50%"))),
                seconds=st.just(30),
                enable_api=st.booleans(),
            ),
            "requires": st.sampled_from(CATEGORIES),
        },
    )
    days = st.sampled_from(("2026-12-01", "2026-12-24T18:00Z", "2027-01-01T00:00:30+01:00"))
    window = st.just(["2026-12-01", "2027-12-24"]).map(list) | days.map(lambda day: {"until": day})
    heard = maps({"click": st.sampled_from(_SELECTORS)}, delay=_times(), between=window, if_=conditions())
    group = maps(
        {
            "group": one_or_many(
                st.one_of(st.just("page_view"), maps({"form": st.sampled_from(_SELECTORS)}), video)
            )
        },
        delay=_times(),
        between=window,
    )
    return one_or_many(st.one_of(one, one, one, heard, video, group))


def _times() -> st.SearchStrategy[str]:
    return st.sampled_from(("500ms", "2.5s", "1m"))


def notes() -> dict[str, st.SearchStrategy[Data]]:
    """The optional keys of every named thing."""
    return {
        "description": st.sampled_from(("Tickets", 7)),
        "owner": st.just("box office"),
        "expires": st.just("2027-12-31"),
    }


@cache
def rules(instances: tuple[str, ...], variables: tuple[str, ...], *, user: bool) -> Maps:
    """Rules that tell at least one of these instances, whose keys are platforms, about neutral events."""
    platforms = registry.platforms()
    first, *_, last = (*instances, *instances)
    known = [event for event in EVENTS if all(event in platforms[name].events for name in instances)]
    changed = maps(
        {}, params=own_params(first, variables), event=st.just(max(platforms[first].names or {"MyEvent"}))
    )
    removed = st.none() if first != last else st.nothing()
    optional = {
        "on": triggers(),
        "if_": conditions(variables),
        "unless": conditions(variables),
        "once_per": st.sampled_from(("page", "session")) | st.sampled_from(EARLY_REFERENCES),
        "event_id": st.sampled_from(EARLY_REFERENCES),
        "params": params(variables),
        "to": st.sampled_from((list(instances), [last])).map(list),
        "platforms": st.dictionaries(st.just(first), changed | removed, max_size=1),
        "requires": requirements(),
        "paused": st.just("until the sale"),
        **notes(),
    }
    return maps(
        {"event": st.sampled_from(known)},
        **optional,
        **({"user_data": user_fields(variables)} if user else {}),
    )


@cache
def user_fields(names: tuple[str, ...] = ()) -> Maps:
    """User data by field."""
    value = references(names) | references(names).map(lambda name: {"hashed": name})
    return st.dictionaries(st.sampled_from(sorted(USER_FIELDS)), value, max_size=3)


@cache
def consents() -> Maps:
    """The section `consent`, with all of `CATEGORIES`."""
    mapping = st.dictionaries(
        st.sampled_from(CATEGORIES), one_or_many(st.sampled_from(("ads", "stats"))), min_size=1
    )
    granted = one_or_many(st.sampled_from((True, "yes", 1)))
    source = maps(
        {"use": st.just("cookie"), "name": st.just("choices"), "map": mapping},
        format=st.sampled_from(("json", "list", "pairs", "flag")),
        granted=granted,
    ) | maps(
        {"use": st.just("data_layer"), "event": st.just("consent_update"), "map": mapping}, granted=granted
    )
    regime = st.sampled_from(("opt_in", "opt_out"))
    codes = st.lists(st.sampled_from(("EEA", "GB", "US", "US-CA")), min_size=1, unique=True)
    mode = st.sampled_from(("by_region", "everywhere", "ignore"))
    return maps(
        {"categories": st.permutations(CATEGORIES).map(list)},
        sources=st.lists(source, max_size=2),
        regimes=maps({}, default=regime, regions=st.lists(maps({"in": codes, "regime": regime}), max_size=1)),
        region_from=st.lists(
            st.sampled_from(({"global": "region"}, {"meta": "tagc-region"}, {"cookie": "region"})).map(
                deepcopy
            ),
            max_size=2,
        ),
        gpc=mode | maps({}, mode=mode, denies=st.lists(st.sampled_from(CATEGORIES), unique=True)),
        google=st.dictionaries(
            st.sampled_from(("ad_storage", "analytics_storage", "security_storage")),
            st.sampled_from((*CATEGORIES, None)),
        ),
    )


@cache
def extras(platform: str) -> Maps:
    """Optional keys of a platform's instance."""
    options = st.sampled_from(OPTIONS[platform]).map(deepcopy)
    return maps({}, options=options, params=own_params(platform), platform=st.just(platform), **notes())


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Data]:
    """Whole documents."""
    instances = draw(st.lists(st.sampled_from(sorted(INSTANCES)), unique=True, max_size=4).map(tuple))
    platforms = {}
    for name in instances:
        platforms[name] = {**INSTANCES[name], **draw(extras(name))}
    document: dict[str, Data] = {
        "tagc": 1,
        "container": draw(st.sampled_from(("shop", "northway-theatre", "7a"))),
        "consent": draw(consents()),
        "platforms": platforms,
        "events": {},
    }
    variables: tuple[str, ...] = ()
    for name in draw(st.lists(st.sampled_from(("section", "Member_1")), unique=True, max_size=2)):
        document.setdefault("variables", {})[name] = draw(values(variables))
        variables = (*variables, name)
    declared = draw(st.dictionaries(st.sampled_from(("booking", "call-us")), triggers(), max_size=2))
    if declared:
        document["triggers"] = declared
    # The others take no event but with a conversion id.
    told = tuple(name for name in instances if registry.platforms()[name].named is not None)
    if draw(st.booleans()):
        to = st.lists(st.sampled_from(told), unique=True) if told else st.just([])
        fields = {"email": draw(references(variables)), **draw(user_fields(variables))}
        document["user_data"] = {"requires": draw(requirements()), **draw(maps({}, to=to)), **fields}
    names = st.lists(st.sampled_from(("page_view", "tickets bought", "shop.sale")), unique=True)
    for name in draw(names) if told else []:
        rule = draw(rules(told, variables, user="user_data" in document))
        by_name = draw(st.booleans())
        if declared and by_name:
            rule["on"] = min(declared)
        document["events"][name] = rule
    several = st.dictionaries(st.sampled_from(("chat", "heat-map")), tags(variables), max_size=2)
    if made := draw(several):
        document["tags"] = made
    return document


def tags(variables: tuple[str, ...]) -> Maps:
    """Tags that ask for an address; a script would need its file."""
    part = references(variables).map(lambda name: f"https://cdn.example.com/${{{name[1:]}}}.js?a=1")
    address = st.just("https://cdn.example.com/chat.js") | part
    source = st.sampled_from(
        ("https://api.example.com", "https://*.example.com:8443", "wss://live.example.com")
    )
    hosts = one_or_many(source) | st.dictionaries(
        st.sampled_from(("script", "connect", "image", "frame")), one_or_many(source), min_size=1
    )
    return maps(
        {"requires": requirements()},
        on=triggers(),
        if_=conditions(variables),
        once_per=st.sampled_from(("page", "session")) | st.sampled_from(EARLY_REFERENCES),
        hosts=hosts,
        pushes=st.just(["chat_opened"]).map(list),
        paused=st.just("until the sale"),
        **notes(),
    ).flatmap(
        lambda tag: (
            maps({"load": address}).map(lambda does: {**does, **tag})
            | maps({"image": address}).map(lambda does: {**does, **tag})
        )
    )


JUNK: tuple[Data, ...] = (
    None, True, False, "", "x", "$", "$a.b", "9", "marketing", "page_view", "a\n", 0, -1, 1, 2.0, 2.5, 99, [], {}, [None],
    [{}], ["x"], ["x", 1], {"x": "y"}, {"from": "x"}, {"from": None}, {"all": ["x"]}, {"any": []}, {"not": {"$a": 1}},
    {"platform": "ga4"}, {"use": "cookie"}, {"click": "a"}, {"click": "a", "form": "b"}, {"hashed": "$a", "x": 1},
    {"script": "x.js"}, {"script": "x.js", "reads": {"a": 1}}, {"load": "https://a.b/", "requires": "x"}, ["https://a.b"],
    {"connect": "https://a.b"}, {"value": "x", "if": {"$a": "b"}}, {"if": {}}, {"equals": [1]}, {"slice": [1, 2, 3]}, {"round": 16},
)  # fmt: skip
KEYS = (
    "x", "", "9a", "a-b", "$a", "if", "not", "any", "from", "dom", "default", "as", "event", "platform", "use", "meta",
    "script", "load", "image", "reads", "hosts", "all", "tags", "ga4", "params", "requires", "options", "email", "hashed", "exists", "form",
)  # fmt: skip


def _places(data: Data, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [path, *(place for key, value in entries for place in _places(value, (*path, key)))]


@st.composite
def mutated(draw: st.DrawFn) -> dict[str, Data]:
    """Documents with one to three slips: a value replaced, a key added, taken out or renamed."""
    document = deepcopy(draw(documents()))
    for _ in range(draw(st.integers(1, 3))):
        places = [place for place in _places(document) if place]
        *path, last = draw(st.sampled_from(places))
        parent: Data = document
        for step in path:
            parent = parent[step]
        junk = deepcopy(draw(st.sampled_from(JUNK)))
        match draw(st.sampled_from(("replace", "replace", "add", "remove", "rename"))):
            case "add" if isinstance(parent[last], dict):
                parent[last][draw(st.sampled_from(KEYS))] = junk
            case "remove":
                del parent[last]
            case "rename" if isinstance(parent, dict):
                parent[draw(st.sampled_from(KEYS))] = parent.pop(last)
            case _:
                parent[last] = junk
    return document
