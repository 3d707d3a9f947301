"""Pinterest Tag."""

from __future__ import annotations

from pydantic import Field as Described

from tagc.contracts import (
    BASE_URL,
    Conversions,
    DeviceId,
    Form,
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
    one_of,
    seconds,
)
from tagc.ir.expr import (
    AllOf,
    AnyOf,
    Array,
    Cell,
    Compare,
    Concat,
    Const,
    Convert,
    Each,
    EventId,
    Exists,
    Expr,
    Field,
    First,
    If,
    Object,
    Operator,
    Param,
    Payload,
    Root,
    Setting,
    Sum,
    User,
)
from tagc.ir.program import (
    Answer,
    Command,
    Cookie,
    Host,
    MatchingKey,
)
from tagc.platforms import normalise

# Conversion reports know these; any other name is good for audiences only.
STANDARD = frozenset({
    "addpaymentinfo", "addtocart", "addtowishlist", "checkout", "contact", "custom", "customizeproduct", "findlocation",
    "initiatecheckout", "lead", "pagevisit", "schedule", "search", "signup", "starttrial", "submitapplication",
    "subscribe", "viewcategory", "viewcontent", "watchvideo",
})  # fmt: skip
_SHA256 = r"^[0-9a-f]{64}$"


class PinterestSettings(Settings):
    """Ids of a Pinterest Tag."""

    tag_id: str = Described(
        pattern=r"^[0-9]{10,16}$", description="Tag id from Ads Manager, Conversions: about 13 digits."
    )


class PinterestOptions(Settings):
    """Settings of the Pinterest Tag."""

    base_event: bool = Described(
        default=True,
        description="Report that the tag is there, as the vendor's base code does; a page visit is an event beside it.",
    )
    limited_data_processing: bool = Described(
        default=False, description="Process the data of all visitors in limited mode (US states)."
    )
    state: str | None = Described(
        default=None,
        pattern=_SHA256,
        description="SHA-256 of the two-letter state in lower case, for the limited mode.",
    )
    country: str | None = Described(
        default=None,
        pattern=_SHA256,
        description="SHA-256 of the two-letter country in lower case, for the limited mode.",
    )


def _event(name: str) -> VendorEvent:
    return VendorEvent(name=name, cells=(("name", name),), standard=name in STANDARD)


_QUANTITIES = Each(Param("items"), First((Field(Root.ITEM, ("quantity",)), Const(1))))
_LIMITED = Object((
    ("opt_out_type", Const("LDP")),
    ("st", Setting("state")),
    ("country", Setting("country")),
))  # fmt: skip

_EVENTS = {
    "page_view": _event("pagevisit"),
    "click_button": _event("custom"),
    "download": _event("custom"),
    "search": _event("search"),
    "contact": _event("contact"),
    "add_to_cart": _event("addtocart"),
    "add_to_wishlist": _event("addtowishlist"),
    "initiate_checkout": _event("initiatecheckout"),
    "add_payment_info": _event("addpaymentinfo"),
    "purchase": _event("checkout"),
    "donate": _event("custom"),
    "lead": _event("lead"),
    "registration": _event("signup"),
    "subscribe": _event("subscribe"),
    "view_content": _event("viewcontent"),
    "view_category": _event("viewcategory"),
    "customize_product": _event("customizeproduct"),
    "find_location": _event("findlocation"),
    "schedule": _event("schedule"),
    "start_trial": _event("starttrial"),
    "submit_application": _event("submitapplication"),
}

# The API's own names; the last six stand in Pinterest's guide but not in its description of the API.
_API = {
    name.replace("_", ""): name
    for name in (
        *("page_visit", "view_content", "view_category", "search", "add_to_cart", "add_to_wishlist"),
        *("initiate_checkout", "add_payment_info", "checkout", "lead", "signup", "subscribe", "watch_video"),
        *("contact", "customize_product", "find_location", "schedule", "start_trial", "submit_application"),
    )
}


class PinterestServer(Settings):
    """What Pinterest's API for Conversions asks for."""

    access_token: Secret = Described(description="Conversion token from Ads Manager: $secret.NAME.")
    ad_account_id: str = Described(
        pattern=r"^[0-9]{6,20}$", description="Id of the ad account that the tag belongs to: digits only."
    )
    base_url: str = Described(
        default="https://api.pinterest.com", pattern=BASE_URL, description="Where the API is, for tests."
    )
    test: bool = Described(default=False, description="Have the events checked and none recorded.")


def _told(name: str) -> VendorEvent:
    """What the API calls an event of the tag: there are no names of one's own."""
    known = _API.get(name.lower().replace("_", ""), "custom")
    return VendorEvent(name=known, cells=(("name", known),))


def _text(value: Expr) -> Expr:
    return Convert(value, "text")


def _whole(value: Expr) -> Expr:
    return Convert(value, "round")


_IDENTIFIERS = tuple(
    MatchingKey(key=key, field=field, normalise=rule(field), hashed=True)
    for key, field, rule in (
        ("em", "email", normalise.trimmed_lower),
        ("ph", "phone", normalise.digits),
        ("fn", "first_name", normalise.trimmed_lower),
        ("ln", "last_name", normalise.trimmed_lower),
        ("ge", "gender", normalise.gender),
        ("db", "birth_date", normalise.digits),
        ("ct", "city", normalise.squeezed),
        ("st", "region", normalise.squeezed),
        ("zp", "postal_code", normalise.digit_code),
        ("country", "country", normalise.country),
        ("external_id", "external_id", normalise.plain),
    )
)


def _listed(key: str) -> Expr:
    """One hash as a list; where the state or country of the limited mode is set, that."""
    setting = {"st": "state", "country": "country"}.get(key)
    if setting is None:
        return one_of("user", key)
    limited = If(Exists(Setting(setting)), Array((Setting(setting),)))
    return First((If(is_on("limited_data_processing"), limited), one_of("user", key)))


SERVER = Conversions(
    title="Pinterest API for Conversions",
    settings=PinterestServer,
    events={name: _told(event.name) for name, event in _EVENTS.items()},
    named=_told,
    # The form is closed: an unknown key is an error.
    params=(
        ("value", "value", _text(Param("value"))),
        ("currency", "currency", Param("currency")),
        (
            "items",
            "contents",
            Convert(
                items_as(
                    id="id",
                    item_name="name",
                    item_category="category",
                    item_brand="brand",
                    item_price=_text(Field(Root.ITEM, ("price",))),
                    quantity=_whole(Field(Root.ITEM, ("quantity",))),
                ),
                "unless_bare",
            ),
        ),
        ("items", "content_ids", Convert(Each(Param("items"), Field(Root.ITEM, ("id",))), "unless_bare")),
        ("content_name", "content_name", Param("content_name")),
        ("order_id", "order_id", Param("order_id")),
        ("search_string", "search_string", Param("search_string")),
        ("num_items", "num_items", _whole(Param("num_items"))),
        ("items", "num_items", _whole(Sum(_QUANTITIES))),
        ("predicted_ltv", "predicted_ltv", _text(Param("predicted_ltv"))),
    ),
    extra=(("opt_out_type", If(is_on("limited_data_processing"), Const("LDP"))),),
    custom_params=False,
    matching=_IDENTIFIERS,
    ids=(
        DeviceId(
            key="epik",
            value=First((Field(Root.COOKIE, ("_epik",)), landed("epik"))),
            parameters=("epik",),
        ),
    ),
    address=Concat(
        (
            Setting("base_url"),
            Const("/v5/ad_accounts/"),
            Setting("ad_account_id"),
            Const("/events"),
            If(is_on("test"), Const("?test=true")),
        )
    ),
    headers=(("Authorization", Concat((Const("Bearer "), Field(Root.SECRET, ("access_token",))))),),
    body=Object((("data", Param("events")),)),
    event=Object(
        (
            ("event_name", Cell("name")),
            ("action_source", Const("web")),
            ("event_time", seconds()),
            ("event_id", EventId()),
            ("event_source_url", message("url")),
            (
                "user_data",
                Object(
                    (
                        *((key.key, _listed(key.key)) for key in _IDENTIFIERS),
                        ("click_id", message("ids", "epik")),
                        ("client_ip_address", message("ip")),
                        ("client_user_agent", message("user_agent")),
                    )
                ),
            ),
            ("custom_data", Convert(Payload(), "unless_bare")),
        )
    ),
    usable=AnyOf(
        (
            Exists(message("user", "em")),
            AllOf((Exists(message("ip")), Exists(message("user_agent")))),
        )
    ),
    most=1000,
    oldest=7 * 86_400,
    # It says of each event what became of it: sent one by one, each gets its own answer.
    answer=Answer(
        accepted=Compare(
            Field(Root.ANSWER, ("body", "num_events_processed")),
            Operator.EQUALS,
            (Field(Root.ANSWER, ("sent",)),),
        ),
        again=AnyOf(
            (
                busy(),
                Compare(Field(Root.ANSWER, ("body", "code")), Operator.EQUALS, (Const("8"), Const("4197"))),
            )
        ),
        together=True,
        twice=True,
    ),
    paired=None,
    sources=(
        Source("https://github.com/pinterest/api-description/blob/main/v5/openapi.yaml", "2026-11-22"),
        Source("https://developers.pinterest.com/docs/api-features/conversion-overview/", "2026-11-21"),
    ),
)


PLATFORM = Platform(
    name="pinterest",
    title="Pinterest Tag",
    kind=Kind.ADVERTISING,
    settings=PinterestSettings,
    id_setting="tag_id",
    example="2612345678901",
    options=PinterestOptions,
    events=_EVENTS,
    named=_event,
    grammar=Grammar(
        event=Form(r"\S+", "no spaces, which Pinterest takes out of it"),
        sources=(Source("https://help.pinterest.com/en/business/article/add-event-codes", "2026-11-22"),),
    ),
    conversion=None,
    conversion_example=None,
    params=(
        ("value", "value", Param("value")),
        ("currency", "currency", Param("currency")),
        (
            "items",
            "line_items",
            items_as(
                product_id="id",
                product_name="name",
                product_category="category",
                product_brand="brand",
                product_variant="variant",
                product_price="price",
                product_quantity="quantity",
            ),
        ),
        ("order_id", "order_id", Param("order_id")),
        ("search_string", "search_query", Param("search_string")),
        # One of the two numbers that conversion reports show, so it is counted where the rule does not give it.
        ("num_items", "order_quantity", Param("num_items")),
        ("items", "order_quantity", Sum(_QUANTITIES)),
        # Pinterest has no names for these: event data of one's own, which audiences can be made of.
        ("content_type", "content_type", Param("content_type")),
        ("content_name", "content_name", Param("content_name")),
        ("status", "status", Param("status")),
        ("method", "method", Param("method")),
        ("predicted_ltv", "predicted_ltv", Param("predicted_ltv")),
    ),
    extra=(("event_id", EventId()),),
    custom_params=True,
    begin=(Command("load"),),
    start=(
        Command("pintrk", (Const("set"), _LIMITED), when=is_on("limited_data_processing")),
        Command("pintrk", (Const("load"), Setting("tag_id"), User())),
        Command("pintrk", (Const("page"),), when=is_on("base_event")),
    ),
    send=(Command("pintrk", (Const("track"), Cell("name"), Payload())),),
    page=None,
    send_one=(),  # one call reaches every tag of the page
    page_one=None,
    stop=(Command("pintrk", (Const("setconsent"), Const(value=False))),),
    resume=(Command("pintrk", (Const("setconsent"), Const(value=True))),),
    update=(),
    identify=(Command("pintrk", (Const("set"), User())),),
    matching=(
        MatchingKey(key="em", field="email", normalise=normalise.trimmed_lower("email"), hashed=True),
        MatchingKey(
            key="external_id", field="external_id", normalise=normalise.plain("external_id"), hashed=True
        ),
    ),
    raw_matching=False,
    addressable=False,
    reads_address=True,
    scripts=("https://s.pinimg.com/ct/core.js",),
    # Pinterest publishes no list: inferred from what the library asks for.
    hosts=(
        Host("script-src", "https://s.pinimg.com"),
        Host("connect-src", "https://ct.pinterest.com"),
        Host("img-src", "https://ct.pinterest.com"),
        Host("frame-src", "https://ct.pinterest.com"),
    ),
    cookies=(
        Cookie(name="_epik", lifetime="1 year", purpose="remembers the click on an advertisement"),
        Cookie(name="_derived_epik", lifetime="1 year", purpose="remembers the click on an advertisement"),
        Cookie(name="_pin_unauth", lifetime="1 year", purpose="recognises the browser"),
        Cookie(name="_routing_id", lifetime="1 day", purpose="routes requests"),
        Cookie(
            name="_pinterest_ct_ua", lifetime="1 year", purpose="recognises the browser", third_party=True
        ),
        Cookie(name="_pinterest_ct", lifetime="1 year", purpose="recognises the browser", third_party=True),
        Cookie(
            name="_pinterest_ct_rt", lifetime="1 year", purpose="recognises the browser", third_party=True
        ),
        Cookie(
            name="_pinterest_sess", lifetime="unknown", purpose="recognises the account", third_party=True
        ),
    ),
    storage=(),
    click_ids=("epik",),
    image=ImageTransport(
        address="https://ct.pinterest.com/v3/",
        query=(
            ("tid", Setting("tag_id")),
            ("event", Cell("name")),
            ("ed", Payload()),
            ("noscript", Const(1)),
        ),
        sources=(
            Source("https://help.pinterest.com/en/business/article/install-the-base-code", "2026-11-21"),
            Source("https://help.pinterest.com/en/business/article/add-event-codes", "2026-11-21"),
        ),
    ),
    server=SERVER,
    sources=(
        Source("https://developers.pinterest.com/docs/api-features/pinterest-tag/", "2026-11-21"),
        Source("https://help.pinterest.com/en/business/article/add-event-codes", "2026-11-21"),
        Source("https://help.pinterest.com/en/business/article/install-the-base-code", "2026-11-21"),
        Source("https://help.pinterest.com/en/business/article/enhanced-match", "2026-11-21"),
        Source("https://help.pinterest.com/en/business/article/automatic-enhanced-match", "2026-11-21"),
        Source(
            "https://help.pinterest.com/en/business/article/pinterest-tag-parameters-and-cookies",
            "2026-11-21",
        ),
        Source(
            "https://developers.pinterest.com/docs/track-conversions/use-limited-data-processing-flag/",
            "2026-11-21",
        ),
    ),
    notes=(
        (
            "Switch off automatic enhanced match in Ads Manager: it is on for every new tag, and then the library hashes "
            "and sends what visitors type into forms."
        ),
        "Clicks of buttons, downloads and donations are all the event custom: Pinterest has one for what is not in its list.",
        (
            "Told by a server, contact, schedule, start_trial and their like have the names of Pinterest's guide, which its "
            "description of the API lacks: where they are refused, write `platforms: {pinterest: {event: custom}}`."
        ),
    ),
)
