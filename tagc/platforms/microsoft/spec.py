"""Microsoft Advertising: Universal Event Tracking (UET)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field as Described

from tagc.contracts import (
    BASE_URL,
    Conversions,
    DeviceId,
    Grammar,
    ImageTransport,
    Kind,
    Platform,
    Secret,
    Settings,
    Source,
    VendorEvent,
    busy,
    is_on,
    items_as,
    landed,
    message,
    seconds,
    succeeded,
)
from tagc.ir.expr import (
    AllOf,
    AnyOf,
    Cell,
    Compare,
    Concat,
    Const,
    Convert,
    Each,
    EventId,
    Exists,
    Field,
    First,
    If,
    Merge,
    Not,
    Object,
    Operator,
    Param,
    Payload,
    Root,
    Setting,
    Timestamp,
    User,
)
from tagc.ir.program import (
    Answer,
    Command,
    Cookie,
    Host,
    MatchingKey,
    Storage,
)
from tagc.platforms import normalise

if TYPE_CHECKING:
    from tagc.ir.expr import Expr

STANDARD = frozenset({
    "page_view", "add_payment_info", "add_to_cart", "add_to_wishlist", "begin_checkout", "book_appointment",
    "checkout_progress", "contact", "exception", "find_location", "generate_lead", "get_route", "lead", "login", "purchase",
    "refund", "remove_from_cart", "screen_view", "search", "select_content", "set_checkout_option", "share", "sign_up",
    "start_trial", "submit_lead_form", "subscribe", "view_item", "view_item_list", "view_promotion", "view_search_results",
})  # fmt: skip

PAGETYPES = ("home", "searchresults", "category", "product", "cart", "purchase", "other")


class MicrosoftSettings(Settings):
    """Ids of a UET tag."""

    tag_id: str = Described(
        pattern=r"^[0-9]{5,12}$", description="Id of the UET tag from Microsoft Advertising: digits only."
    )


class MicrosoftOptions(Settings):
    """Init settings of the UET tag."""

    first_party_cookies: bool = Described(
        default=True,
        description="Let the tag write _uetmsclkid, _uetsid and _uetvid (storeConvTrackCookies).",
    )
    visitor_id: bool = Described(
        default=True,
        description="Let the tag recognise the browser on later visits, in _uetvid (disableUetVid).",
    )
    remove_query_from_urls: bool = Described(
        default=False, description="Send addresses without what stands behind the question mark."
    )
    cookie_domain: str | None = Described(
        default=None, description="Domain of the cookies; the highest one when left out."
    )
    cookie_flags: str | None = Described(
        default=None, description="Flags of the cookies, for example SameSite=None;Secure."
    )


def _event(name: str, pagetype: str | None = None) -> VendorEvent:
    cells = (("name", name), *([] if pagetype is None else [("pagetype", pagetype)]))
    return VendorEvent(name=name, cells=cells, standard=name in STANDARD)


def _item(field: str) -> Field:
    return Field(Root.ITEM, (field,))


def _number(value: Expr) -> Expr:
    """A number with three decimal places: the library throws an event with more of them away."""
    return Convert(value, "round", (3,))


_PAGETYPE = Cell("pagetype", optional=True)
_IDS = Each(Param("items"), _item("id"))
# The library throws an event away that has other ids of products, or ids but no kind of page.
_FIT = Compare(
    Convert(_IDS, "join", (",",)), Operator.MATCHES, (Const(r"^[A-Za-z0-9-]{1,50}(,[A-Za-z0-9-]{1,50})*$"),)
)
# And one that has an empty list of items.
_SOME = Exists(Convert(Param("items"), "item", (0,)))
_ITEMS = Each(
    Param("items"),
    Object((
        ("id", _item("id")),
        ("name", _item("name")),
        ("category", _item("category")),
        ("brand", _item("brand")),
        ("variant", _item("variant")),
        ("price", _number(_item("price"))),
        ("quantity", _item("quantity")),
    )),
)  # fmt: skip
_QUEUE = Command("queue", (If(is_on("several"), Concat((Const("uetq"), Setting("tag_id"))), Const("uetq")),))


def _push(*arguments: Expr) -> Command:
    return Command("push", arguments, receiver=_QUEUE)


def _consent(state: str) -> Command:
    return _push(Const("consent"), Const("update"), Object((("ad_storage", Const(state)),)))


_SEND = (_push(Const("event"), Cell("name"), Payload()),)
# The library makes an address of it: a page view that waited keeps its own.
_PAGE = (
    _push(
        Const("event"),
        Const("page_view"),
        Object((
            ("page_path", Field(Root.PAGE, ("full_path",))),
            ("page_title", Field(Root.PAGE, ("title",))),
        )),
    ),
)  # fmt: skip

_PARAMS = (
    ("value", "revenue_value", _number(Param("value"))),
    ("currency", "currency", Param("currency")),
    ("items", "items", If(_SOME, _ITEMS)),
    ("ecomm_prodid", "ecomm_prodid", Param("ecomm_prodid")),
    ("items", "ecomm_prodid", If(Exists(_PAGETYPE), If(_FIT, _IDS))),
    ("ecomm_pagetype", "ecomm_pagetype", Param("ecomm_pagetype")),
    ("items", "ecomm_pagetype", _PAGETYPE),
    ("value", "ecomm_totalvalue", If(Exists(_PAGETYPE), _number(Param("value")))),
    ("order_id", "transaction_id", Param("order_id")),
    ("search_string", "search_term", Param("search_string")),
    ("content_type", "content_type", Param("content_type")),
    ("method", "method", Param("method")),
)
# A page view takes its path and its title, and nothing else.
_NOT_WITH_A_PAGE = tuple(dict.fromkeys(name for name, *_ in _PARAMS))

_EVENTS = {
    "page_view": VendorEvent(name="page_view", page=True, omits=_NOT_WITH_A_PAGE),
    "click_button": _event("click_button"),
    "download": _event("download"),
    "search": _event("search", "searchresults"),
    "contact": _event("contact"),
    "add_to_cart": _event("add_to_cart", "product"),
    "add_to_wishlist": _event("add_to_wishlist", "product"),
    "initiate_checkout": _event("begin_checkout", "cart"),
    "add_payment_info": _event("add_payment_info", "cart"),
    "purchase": _event("purchase", "purchase"),
    "donate": _event("donate"),
    "lead": _event("generate_lead"),
    "registration": _event("sign_up"),
    "subscribe": _event("subscribe"),
    "view_content": _event("view_item", "product"),
    "view_category": _event("view_item_list", "category"),
    "customize_product": _event("customize_product", "product"),
    "find_location": _event("find_location"),
    "schedule": _event("book_appointment"),
    "start_trial": _event("start_trial"),
    "submit_application": _event("submit_application"),
    "remove_from_cart": _event("remove_from_cart", "cart"),
    "view_cart": _event("view_cart", "cart"),
}

_NOT_ON_A_PAGE = ("value", "currency", "items", "order_id", "search_string")


class MicrosoftServer(Settings):
    """What Microsoft's Conversions API asks for; an account has it where Microsoft switched it on."""

    access_token: Secret = Described(
        description="Token from the UET tag's dialogue Use Conversions API: $secret.NAME."
    )
    data_provider: str | None = Described(
        default=None, pattern=r"^[A-Za-z0-9_-]{1,64}$", description="Your name as the sender of the events."
    )
    base_url: str = Described(
        default="https://capi.uet.microsoft.com", pattern=BASE_URL, description="Where the API is, for tests."
    )


def _told(event: VendorEvent) -> VendorEvent:
    """What the API calls an event of the tag: the same, as an event of its own."""
    cells = (("type", "custom"), *event.cells)
    return VendorEvent(name=event.name, cells=cells, standard=event.standard)


_KEYS = ("em", "ph", "externalId")
_FAULTS = Each(
    Field(Root.ANSWER, ("body", "error", "details")),
    Const(1),
    Not(Compare(Field(Root.ITEM, ("isWarning",)), Operator.EQUALS, (Const("true"),))),
)

SERVER = Conversions(
    title="Microsoft Advertising Conversions API",
    settings=MicrosoftServer,
    events={
        **{name: _told(event) for name, event in _EVENTS.items()},
        "page_view": VendorEvent(name="pageLoad", cells=(("type", "pageLoad"),), omits=_NOT_ON_A_PAGE),
    },
    named=lambda name: _told(_event(name)),
    params=(
        ("value", "value", _number(Param("value"))),
        ("currency", "currency", Param("currency")),
        (
            "items",
            "items",
            Convert(
                items_as(
                    id="id", name="name", price=_number(Field(Root.ITEM, ("price",))), quantity="quantity"
                ),
                "unless_bare",
            ),
        ),
        ("items", "itemIds", Convert(_IDS, "unless_bare")),
        ("ecomm_pagetype", "pageType", Param("ecomm_pagetype")),
        ("order_id", "transactionId", Param("order_id")),
        ("search_string", "searchTerm", Param("search_string")),
    ),
    custom_params=False,
    matching=(
        MatchingKey(key="em", field="email", normalise=normalise.bare_email("email"), hashed=True),
        MatchingKey(key="ph", field="phone", normalise=normalise.e164("phone"), hashed=True),
        # Whether it is hashed is not documented: it is sent as it is, to instances that `raw_to` names.
        MatchingKey(
            key="externalId", field="external_id", normalise=normalise.plain("external_id"), hashed=False
        ),
    ),
    ids=(
        DeviceId(
            key="msclkid",
            value=First(
                (
                    Convert(Field(Root.COOKIE, ("_uetmsclkid",)), "replace", ("^_uet", "")),
                    landed("msclkid"),
                )
            ),
            parameters=("msclkid",),
        ),
        DeviceId(key="anonymousId", value=Field(Root.COOKIE, ("_uetvid",)), purpose="recognises the browser"),
    ),
    address=Concat((Setting("base_url"), Const("/v1/"), Setting("tag_id"), Const("/events"))),
    headers=(("Authorization", Concat((Const("Bearer "), Field(Root.SECRET, ("access_token",))))),),
    body=Object(
        (
            ("dataProvider", Setting("data_provider")),
            ("continueOnValidationError", Const(value=True)),
            ("data", Param("events")),
        )
    ),
    event=Object(
        (
            ("eventType", Cell("type")),
            ("eventName", Cell("name", optional=True)),
            ("eventId", EventId()),
            ("eventTime", seconds()),
            ("eventSourceUrl", message("url")),
            ("referrerUrl", message("referrer")),
            ("adStorageConsent", Const("G")),
            (
                "userData",
                Merge(
                    (
                        User(),
                        Object(
                            (
                                ("anonymousId", message("ids", "anonymousId")),
                                ("msclkid", message("ids", "msclkid")),
                                ("clientIpAddress", message("ip")),
                                ("clientUserAgent", message("user_agent")),
                            )
                        ),
                    )
                ),
            ),
            (
                "customData",
                Convert(Merge((Object((("pageType", _PAGETYPE),)), Payload())), "unless_bare"),
            ),
        )
    ),
    usable=AllOf(
        (
            Exists(message("url")),
            AnyOf(
                (
                    Exists(message("ids", "msclkid")),
                    Exists(message("ids", "anonymousId")),
                    *(Exists(message("user", key)) for key in _KEYS),
                )
            ),
        )
    ),
    most=1000,
    oldest=7 * 86_400,
    # It takes the good ones and names the others: sent one by one, each gets its own answer.
    answer=Answer(
        accepted=AllOf((succeeded(), Not(Exists(Convert(_FAULTS, "item", (0,)))))),
        again=busy(),
        together=True,
        twice=True,
    ),
    # The tag's page views have no event id.
    paired=frozenset({*_EVENTS, None}) - {"page_view"},
    unpaired="the page views of its tag have no id",
    sources=(
        Source(
            "https://learn.microsoft.com/en-us/advertising/guides/uet-conversion-api-integration",
            "2026-11-22",
        ),
        Source("https://stape.io/helpdesk/documentation/microsoft-ads-uet-conversion-api-tag", "2026-11-22"),
    ),
)


PLATFORM = Platform(
    name="microsoft",
    title="Microsoft Advertising",
    called=("bing", "bing_ads", "uet"),
    kind=Kind.ADVERTISING,
    apart=True,
    settings=MicrosoftSettings,
    id_setting="tag_id",
    example="187654321",
    options=MicrosoftOptions,
    events=_EVENTS,
    named=_event,
    # The library throws an event away that has another one.
    grammar=Grammar(
        enums=(("ecomm_pagetype", PAGETYPES),),
        sources=(
            Source(
                "https://learn.microsoft.com/en-us/advertising/msa-help/hlp_ba_conc_uet_parameters_table",
                "2026-11-21",
            ),
        ),
    ),
    conversion=None,
    conversion_example=None,
    params=_PARAMS,
    extra=(("event_id", EventId()),),
    custom_params=True,
    begin=(),
    start=(
        _consent("granted"),
        Command(
            "load",
            (
                *_QUEUE.arguments,
                Object(
                    (
                        ("ti", Setting("tag_id")),
                        ("disableAutoPageView", Const(value=True)),
                        ("enableAutoSpaTracking", Const(value=False)),
                        ("enableAutoConsent", Const(value=False)),
                        (
                            "storeConvTrackCookies",
                            If(Not(is_on("first_party_cookies")), Const(value=False)),
                        ),
                        ("disableUetVid", If(Not(is_on("visitor_id")), Const(value=True))),
                        ("removeQueryFromUrls", If(is_on("remove_query_from_urls"), Const(value=True))),
                        ("cookieDomain", Setting("cookie_domain")),
                        ("cookieFlags", Setting("cookie_flags")),
                    )
                ),
            ),
        ),
    ),
    send=_SEND,
    page=_PAGE,
    send_one=_SEND,
    page_one=_PAGE,
    stop=(_consent("denied"),),
    resume=(_consent("granted"),),
    update=(),
    identify=(_push(Const("set"), User()),),
    matching=(
        MatchingKey(
            key="em", field="email", normalise=normalise.bare_email("email"), hashed=True, path=("pid",)
        ),
        MatchingKey(key="ph", field="phone", normalise=normalise.e164("phone"), hashed=True, path=("pid",)),
    ),
    raw_matching=False,
    addressable=True,
    reads_address=False,
    scripts=("https://bat.bing.com/bat.js",),
    # Microsoft publishes no list: inferred from what the library asks for. Its newer snippets name bat.bing.net.
    hosts=tuple(
        Host(directive, f"https://{host}")
        for directive in ("script-src", "connect-src", "img-src")
        for host in ("bat.bing.com", "bat.bing.net")
    ),
    # Sources give the first two from 30 minutes and 16 days up: these are the longest.
    cookies=(
        Cookie(name="_uetsid", lifetime="1 day", purpose="recognises the visit"),
        Cookie(name="_uetvid", lifetime="13 months", purpose="recognises the browser"),
        Cookie(name="_uetmsclkid", lifetime="90 days", purpose="remembers the click on an advertisement"),
        Cookie(name="MUID", lifetime="13 months", purpose="recognises the browser on Bing", third_party=True),
    ),
    storage=(
        Storage(name="_uetsid", kind="local"),
        Storage(name="_uetsid_exp", kind="local"),
        Storage(name="_uetvid", kind="local"),
        Storage(name="_uetvid_exp", kind="local"),
    ),
    click_ids=("msclkid",),
    # What Microsoft documents for sites that send the requests themselves. The click's id is in a cookie that only the
    # library writes, so it is said to be unknown (N).
    image=ImageTransport(
        address="https://bat.bing.com/action/0",
        query=(
            ("ti", Setting("tag_id")),
            ("Ver", Const(2)),
            ("mid", EventId()),
            ("evt", First((Cell("evt"), Const("custom")))),
            ("rn", Convert(Timestamp(), "slice", (-6,))),
            ("msclkid", Const("N")),
            ("ea", Cell("name")),
            ("gv", If(Exists(Param("currency")), Param("value"))),
            ("gc", Param("currency")),
            ("p", Field(Root.PAGE, ("url",))),
            ("tl", Field(Root.PAGE, ("title",))),
            ("r", Field(Root.PAGE, ("referrer",))),
        ),
        page_view=VendorEvent(name="page_view", cells=(("evt", "pageLoad"),)),
        sources=(
            Source("https://learn.microsoft.com/advertising/guides/universal-event-tracking", "2026-11-21"),
        ),
    ),
    server=SERVER,
    sources=(
        Source(
            "https://learn.microsoft.com/en-us/advertising/msa-help/hlp_ba_conc_uet_consent", "2026-11-21"
        ),
        Source(
            "https://learn.microsoft.com/en-us/advertising/msa-help/hlp_ba_conc_uet_enhancedconversions",
            "2026-11-21",
        ),
        Source(
            "https://learn.microsoft.com/en-us/advertising/msa-help/hlp_ba_conc_uet_parameters_table",
            "2026-11-21",
        ),
        Source(
            "https://learn.microsoft.com/en-us/advertising/msa-help/hlp_ba_proc_uet_exampleeventsecommerce",
            "2026-11-21",
        ),
        Source(
            "https://learn.microsoft.com/en-us/advertising/msa-help/hlp_ba_conc_uetv2syntaxupdate_2",
            "2026-11-21",
        ),
        Source("https://learn.microsoft.com/en-us/advertising/msa-help/hlp_ba_conc_uet_faq", "2026-11-21"),
    ),
    notes=(
        (
            "Page views are told by their path, so no conversion goal and no remarketing list may have the event action "
            "page_view."
        ),
        (
            "ecomm_prodid is sent only where every id of a product is made of letters, digits and dashes, at most 50 of them: "
            "copies of the library throw the whole event away otherwise."
        ),
        "Where Microsoft Clarity is linked to the tag, it loads www.clarity.ms, which is not in the policy.",
    ),
)
