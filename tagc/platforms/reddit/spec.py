"""Reddit Pixel."""

from __future__ import annotations

from pydantic import Field as Described

from tagc.contracts import (
    BASE_URL,
    Conversions,
    DeviceId,
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
    succeeded,
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
    EventId,
    Exists,
    Field,
    First,
    If,
    Lookup,
    Merge,
    Not,
    Object,
    Operator,
    Param,
    Payload,
    Root,
    Setting,
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

_MONEY = ("value", "currency")
# What Reddit takes with which event: its help centre's table of metadata, and the template it made for Tag Manager.
OMITS: dict[str, tuple[str, ...]] = {
    "PageVisit": (*_MONEY, "num_items", "order_id"),
    "ViewContent": (*_MONEY, "num_items", "order_id"),
    "Search": (*_MONEY, "num_items", "order_id"),
    "AddToCart": ("order_id",),
    "AddToWishlist": ("order_id",),
    "Purchase": (),
    "Lead": ("num_items",),
    "SignUp": ("num_items",),
}


class RedditSettings(Settings):
    """Ids of a Reddit Pixel."""

    pixel_id: str = Described(
        pattern=r"^[at]2_[a-z0-9]{1,97}$",
        description="Pixel id from Reddit Events Manager: a2_… or, in older accounts, t2_….",
    )


class RedditOptions(Settings):
    """Settings of `rdt('init', id, {…})`."""

    automatic_matching: bool = Described(
        default=False,
        description="Let the pixel look for e-mail addresses and phone numbers in the page by itself.",
    )
    first_party_cookies: bool = Described(default=True, description="Let the pixel write its own cookies.")
    opt_out: bool | None = Described(default=None, description="Treat all visitors as opted out.")
    limited_data_use: bool = Described(
        default=False, description="Process the data of all visitors in limited mode (US states)."
    )
    data_country: str | None = Described(
        default=None, pattern=r"^[A-Z]{2}$", description="Two-letter country for the limited mode."
    )
    data_region: str | None = Described(
        default=None,
        pattern=r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$",
        description="State for the limited mode, for example US-CA.",
    )


def _event(name: str) -> VendorEvent:
    standard = name in OMITS
    cells = (("name", name if standard else "Custom"), ("custom", None if standard else name))
    return VendorEvent(name=name, cells=cells, standard=standard, omits=OMITS.get(name, ()))


_INIT = Merge((
    Object((
        # The other way is cents; the vendor's own template says it, so as not to rely on what stands in the library.
        ("useDecimalCurrencyValues", Const(value=True)),
        ("aam", Object((
            ("email", Setting("automatic_matching")),
            ("phone_number", Setting("automatic_matching")),
        ))),
        ("optOut", Setting("opt_out")),
        ("dpm", If(is_on("limited_data_use"), Const("LDU"))),
        ("dpcc", If(is_on("limited_data_use"), Setting("data_country"))),
        ("dprc", If(is_on("limited_data_use"), Setting("data_region"))),
    )),
    User(),
))  # fmt: skip

_EVENTS = {
    "page_view": _event("PageVisit"),
    "click_button": _event("ClickButton"),
    "download": _event("Download"),
    "search": _event("Search"),
    "contact": _event("Contact"),
    "add_to_cart": _event("AddToCart"),
    "add_to_wishlist": _event("AddToWishlist"),
    "initiate_checkout": _event("InitiateCheckout"),
    "add_payment_info": _event("AddPaymentInfo"),
    "purchase": _event("Purchase"),
    "donate": _event("Donate"),
    "lead": _event("Lead"),
    "registration": _event("SignUp"),
    "subscribe": _event("Subscribe"),
    "view_content": _event("ViewContent"),
    "view_category": _event("ViewCategory"),
    "customize_product": _event("CustomizeProduct"),
    "find_location": _event("FindLocation"),
    "schedule": _event("Schedule"),
    "start_trial": _event("StartTrial"),
    "submit_application": _event("SubmitApplication"),
}


class RedditServer(Settings):
    """What Reddit's Conversions API asks for."""

    access_token: Secret = Described(description="Conversion access token from Events Manager: $secret.NAME.")
    test_id: str | None = Described(
        default=None,
        pattern=r"^[A-Za-z0-9_-]{1,64}$",
        description="Shows the events under Event testing, not in reports.",
    )
    base_url: str = Described(
        default="https://ads-api.reddit.com", pattern=BASE_URL, description="Where the API is, for tests."
    )


_API = {
    "PageVisit": "PAGE_VISIT",
    "ViewContent": "VIEW_CONTENT",
    "Search": "SEARCH",
    "AddToCart": "ADD_TO_CART",
    "AddToWishlist": "ADD_TO_WISHLIST",
    "Purchase": "PURCHASE",
    "Lead": "LEAD",
    "SignUp": "SIGN_UP",
}


def _told(name: str) -> VendorEvent:
    """What an event of the pixel has in the API: the same name, which it spells in its own way."""
    omits = tuple(each for each in OMITS.get(name, ()) if each != "order_id")
    return VendorEvent(name=name, cells=(("name", name),), standard=name in _API, omits=omits)


_TYPE = Lookup(
    Cell("name"),
    Operator.EQUALS,
    tuple((name, Const(known)) for name, known in _API.items()),
    Const("CUSTOM"),
)
_OWN = If(Compare(_TYPE, Operator.EQUALS, (Const("CUSTOM"),)), Cell("name"))
_KEYS = ("email", "phone_number", "external_id")
_LIMITED = Object((
    ("modes", Array((Const("LDU"),))),
    ("country", Setting("data_country")),
    ("region", Setting("data_region")),
))  # fmt: skip

SERVER = Conversions(
    title="Reddit Conversions API",
    settings=RedditServer,
    events={name: _told(event.name) for name, event in _EVENTS.items()},
    named=_told,
    params=(
        ("value", "value", Param("value")),
        ("currency", "currency", Param("currency")),
        ("num_items", "item_count", Convert(Param("num_items"), "round")),
        (
            "items",
            "products",
            Convert(
                items_as(id="id", name="name", category="category", item_price="price", quantity="quantity"),
                "unless_bare",
            ),
        ),
    ),
    custom_params=False,
    matching=(
        MatchingKey(key="email", field="email", normalise=normalise.reddit_email("email"), hashed=True),
        MatchingKey(key="phone_number", field="phone", normalise=normalise.e164("phone"), hashed=True),
        MatchingKey(
            key="external_id", field="external_id", normalise=normalise.plain("external_id"), hashed=True
        ),
    ),
    ids=(
        DeviceId(
            key="click_id",
            value=First((Field(Root.COOKIE, ("_rdt_cid",)), landed("rdt_cid"))),
            parameters=("rdt_cid",),
        ),
        # <milliseconds>.<id>
        DeviceId(
            key="uuid",
            value=Convert(Convert(Field(Root.COOKIE, ("_rdt_uuid",)), "split", (".",)), "item", (1,)),
            purpose="recognises the browser",
        ),
    ),
    address=Concat(
        (
            Setting("base_url"),
            Const("/api/v3/pixels/"),
            Setting("pixel_id"),
            Const("/conversion_events"),
        )
    ),
    headers=(("Authorization", Concat((Const("Bearer "), Field(Root.SECRET, ("access_token",))))),),
    body=Object((("data", Object((("test_id", Setting("test_id")), ("events", Param("events"))))),)),
    event=Object(
        (
            ("event_at", message("time")),
            ("action_source", Const("WEBSITE")),
            (
                "type",
                Object(
                    (
                        ("tracking_type", _TYPE),
                        ("custom_event_name", _OWN),
                    )
                ),
            ),
            ("event_source_url", message("url")),
            ("click_id", message("ids", "click_id")),
            (
                "user",
                Merge(
                    (
                        User(),
                        Object(
                            (
                                ("ip_address", message("ip")),
                                ("user_agent", message("user_agent")),
                                ("uuid", message("ids", "uuid")),
                                # This API has no other word for visitors that opted out.
                                (
                                    "data_processing_options",
                                    If(
                                        is_on("limited_data_use"),
                                        _LIMITED,
                                        If(is_on("opt_out"), _LIMITED),
                                    ),
                                ),
                            )
                        ),
                    )
                ),
            ),
            ("metadata", Merge((Payload(), Object((("conversion_id", EventId()),))))),
        )
    ),
    usable=AnyOf(
        (
            Exists(message("ids", "click_id")),
            Exists(message("ids", "uuid")),
            *(Exists(message("user", key)) for key in _KEYS),
            AllOf((Exists(message("ip")), Exists(message("user_agent")))),
        )
    ),
    # Connectors send 1000 at a time; no limit is documented.
    most=500,
    oldest=7 * 86_400,
    answer=Answer(accepted=succeeded(), again=busy(), together=True, twice=True),
    paired=None,
    sources=(
        Source("https://ads-api.reddit.com/docs/v3/operations/Post%20Conversion%20Events", "2026-11-21"),
        Source("https://business.reddithelp.com/s/article/event-deduplication", "2026-11-21"),
        Source("https://business.reddithelp.com/s/article/about-event-metadata", "2026-11-21"),
    ),
)


PLATFORM = Platform(
    name="reddit",
    title="Reddit Pixel",
    kind=Kind.ADVERTISING,
    settings=RedditSettings,
    id_setting="pixel_id",
    example="a2_1a2b3c4d5e6f",
    options=RedditOptions,
    # A name that is not Reddit's own travels as the event Custom with that name.
    events=_EVENTS,
    named=_event,
    conversion=None,
    conversion_example=None,
    params=(
        ("value", "value", Param("value")),
        ("currency", "currency", Param("currency")),
        ("num_items", "itemCount", Param("num_items")),
        ("order_id", "transactionId", Param("order_id")),
        # Prices and quantities are left out: one typing has them, the vendor's template and help centre do not.
        ("items", "products", items_as(id="id", name="name", category="category")),
    ),
    extra=(("customEventName", Cell("custom", optional=True)), ("conversionId", EventId())),
    custom_params=False,
    begin=(Command("load"),),
    start=(
        Command("rdt", (Const("init"), Setting("pixel_id"), _INIT)),
        Command("rdt", (Const("disableFirstPartyCookies"),), when=Not(is_on("first_party_cookies"))),
    ),
    send=(Command("rdt", (Const("track"), Cell("name"), Payload())),),
    page=None,
    send_one=(Command("rdt", (Const("track"), Cell("name"), Payload())),),
    page_one=None,
    stop=(Command("rdt", (Const("disableFirstPartyCookies"),)),),
    resume=(Command("rdt", (Const("enableFirstPartyCookies"),), when=is_on("first_party_cookies")),),
    update=(),
    identify=(Command("rdt", (Const("init"), Setting("pixel_id"), _INIT)),),
    matching=(
        MatchingKey(key="email", field="email", normalise=normalise.reddit_email("email"), hashed=True),
        MatchingKey(key="phoneNumber", field="phone", normalise=normalise.e164("phone"), hashed=True),
        MatchingKey(
            key="externalId", field="external_id", normalise=normalise.plain("external_id"), hashed=True
        ),
    ),
    raw_matching=False,
    addressable=False,
    one_id=True,
    reads_address=True,
    scripts=("https://www.redditstatic.com/ads/pixel.js",),
    # Reddit publishes no list: inferred from what the library asks for.
    hosts=(
        Host("script-src", "https://www.redditstatic.com"),
        Host("connect-src", "https://alb.reddit.com"),
        Host("connect-src", "https://pixel-config.reddit.com"),
        Host("connect-src", "https://conversions-config.reddit.com"),
        Host("connect-src", "https://www.redditstatic.com"),
        Host("img-src", "https://alb.reddit.com"),
    ),
    cookies=(
        Cookie(name="_rdt_uuid", lifetime="90 days", purpose="recognises the browser"),
        Cookie(name="_rdt_cid", lifetime="unknown", purpose="remembers the click on an advertisement"),
        Cookie(name="_rdt_em", lifetime="unknown", purpose="remembers hashed e-mail addresses"),
    ),
    storage=(),
    click_ids=("rdt_cid",),
    server=SERVER,
    sources=(
        Source("https://business.reddithelp.com/s/article/reddit-pixel", "2026-11-21"),
        Source("https://business.reddithelp.com/s/article/supported-conversion-events", "2026-11-21"),
        Source("https://business.reddithelp.com/s/article/about-event-metadata", "2026-11-21"),
        Source("https://business.reddithelp.com/s/article/event-deduplication", "2026-11-21"),
        Source("https://business.reddithelp.com/s/article/Limited-Data-Use", "2026-11-21"),
        Source("https://github.com/reddit/reddit-gtm-template", "2026-11-21"),
    ),
    notes=(
        "The library takes one id per page: a second instance is an error.",
        "After a withdrawal the library only stops writing its cookies; it stays silent because nothing is sent to it.",
    ),
)
