"""Meta Pixel: Facebook and Instagram."""

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
    seconds,
    without_bare,
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
    Expr,
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
    Test,
    User,
)
from tagc.ir.program import Answer, Command, Cookie, Host, MatchingKey
from tagc.platforms import normalise

STANDARD = frozenset({
    "PageView", "AddPaymentInfo", "AddToCart", "AddToWishlist", "CompleteRegistration", "Contact", "CustomizeProduct",
    "Donate", "FindLocation", "InitiateCheckout", "Lead", "Purchase", "Schedule", "Search", "StartTrial",
    "SubmitApplication", "Subscribe", "ViewContent",
})  # fmt: skip


class MetaSettings(Settings):
    """Ids of a Meta Pixel."""

    pixel_id: str = Described(
        pattern=r"^[0-9]{5,20}$", description="Pixel (dataset) id from Events Manager: digits only."
    )


class MetaOptions(Settings):
    """Init settings of the Meta Pixel."""

    automatic_events: bool = Described(
        default=False,
        description="Let the pixel report button clicks and page metadata by itself (autoConfig).",
    )
    first_party_cookies: bool = Described(default=True, description="Let the pixel write _fbp and _fbc.")


def _event(name: str, *requires: str) -> VendorEvent:
    standard = name in STANDARD
    suffix = "" if standard else "Custom"
    cells = (("kind", "track" + suffix), ("kind_one", "trackSingle" + suffix), ("name", name))
    return VendorEvent(name=name, cells=cells, standard=standard, requires=requires)


_OPTIONS = Object((("eventID", EventId()),))
_COMPLETED = Test(
    Compare(
        Param("status"),
        Operator.EQUALS,
        (Const("completed"), Const("complete"), Const("true")),
        ignore_case=True,
    )
)


_EVENTS = {
    "page_view": _event("PageView"),
    "click_button": _event("ClickButton"),
    "download": _event("Download"),
    "search": _event("Search"),
    "contact": _event("Contact"),
    "add_to_cart": _event("AddToCart"),
    "add_to_wishlist": _event("AddToWishlist"),
    "initiate_checkout": _event("InitiateCheckout"),
    "add_payment_info": _event("AddPaymentInfo"),
    "purchase": _event("Purchase", "value", "currency"),
    "donate": _event("Donate"),
    "lead": _event("Lead"),
    "registration": _event("CompleteRegistration"),
    "subscribe": _event("Subscribe"),
    "view_content": _event("ViewContent"),
    "view_category": _event("ViewCategory"),
    "customize_product": _event("CustomizeProduct"),
    "find_location": _event("FindLocation"),
    "schedule": _event("Schedule"),
    "start_trial": _event("StartTrial"),
    "submit_application": _event("SubmitApplication"),
}

_PARAMS: tuple[tuple[str, str, Expr], ...] = (
    ("value", "value", Param("value")),
    ("currency", "currency", Param("currency")),
    ("items", "contents", items_as(id="id", quantity="quantity", item_price="price")),
    ("items", "content_ids", Each(Param("items"), Field(Root.ITEM, ("id",)))),
    ("content_type", "content_type", Param("content_type")),
    ("items", "content_type", Const("product")),
    ("content_name", "content_name", Param("content_name")),
    ("order_id", "order_id", Param("order_id")),
    ("search_string", "search_string", Param("search_string")),
    # A boolean in the npm typings and in Segment's connector, a free string in others: a boolean is safe.
    ("status", "status", _COMPLETED),
    ("method", "method", Param("method")),
    ("predicted_ltv", "predicted_ltv", Param("predicted_ltv")),
    ("num_items", "num_items", Param("num_items")),
)

_MATCHING = tuple(
    MatchingKey(key=key, field=field, normalise=rule(field), hashed=True)
    for key, field, rule in (
        ("em", "email", normalise.trimmed_lower),
        ("ph", "phone", normalise.digits),
        ("fn", "first_name", normalise.name),
        ("ln", "last_name", normalise.name),
        ("ge", "gender", normalise.gender),
        ("db", "birth_date", normalise.digits),
        ("ct", "city", normalise.squeezed),
        ("st", "region", normalise.squeezed),
        ("zp", "postal_code", normalise.postal_code),
        ("country", "country", normalise.country),
        ("external_id", "external_id", normalise.plain),
    )
)


class MetaServer(Settings):
    """What Meta's Conversions API asks for."""

    access_token: Secret = Described(description="Token of the data set, from Events Manager: $secret.NAME.")
    api_version: str = Described(
        default="v24.0", pattern=r"^v[0-9]{1,3}\.[0-9]$", description="Version of the Graph API."
    )
    base_url: str = Described(
        default="https://graph.facebook.com", pattern=BASE_URL, description="Where the API is, for tests."
    )
    test_event_code: str | None = Described(
        default=None,
        pattern=r"^[A-Za-z0-9]{1,32}$",
        description="Shows the events under Test Events, not in reports.",
    )


SERVER = Conversions(
    title="Meta Conversions API",
    settings=MetaServer,
    events=_EVENTS,
    named=_event,
    params=without_bare(_PARAMS),
    custom_params=True,
    matching=_MATCHING,
    ids=(
        DeviceId(
            key="fbc",
            value=First(
                (
                    Field(Root.COOKIE, ("_fbc",)),
                    If(
                        Exists(landed("fbclid")),
                        Concat((Const("fb.1."), landed("fbclid", "time"), Const("."), landed("fbclid"))),
                    ),
                )
            ),
            parameters=("fbclid",),
        ),
        DeviceId(key="fbp", value=Field(Root.COOKIE, ("_fbp",)), purpose="recognises the browser"),
    ),
    address=Concat(
        (
            Setting("base_url"),
            Const("/"),
            Setting("api_version"),
            Const("/"),
            Setting("pixel_id"),
            Const("/events"),
        )
    ),
    headers=(("Authorization", Concat((Const("Bearer "), Field(Root.SECRET, ("access_token",))))),),
    body=Object((("data", Param("events")), ("test_event_code", Setting("test_event_code")))),
    event=Object(
        (
            ("event_name", Cell("name")),
            ("event_time", seconds()),
            ("event_id", EventId()),
            ("action_source", Const("website")),
            ("event_source_url", message("url")),
            (
                "user_data",
                Merge(
                    (
                        User(),
                        Object(
                            (
                                ("client_ip_address", message("ip")),
                                ("client_user_agent", message("user_agent")),
                                ("fbc", message("ids", "fbc")),
                                ("fbp", message("ids", "fbp")),
                            )
                        ),
                    )
                ),
            ),
            ("custom_data", Convert(Payload(), "unless_bare")),
        )
    ),
    # Events of a website need both.
    usable=AllOf((Exists(message("user_agent")), Exists(message("url")))),
    most=1000,
    oldest=7 * 86_400,
    answer=Answer(
        accepted=Compare(
            Field(Root.ANSWER, ("body", "events_received")), Operator.EQUALS, (Field(Root.ANSWER, ("sent",)),)
        ),
        again=AnyOf(
            (
                busy(),
                Compare(
                    Field(Root.ANSWER, ("body", "error", "is_transient")), Operator.EQUALS, (Const("true"),)
                ),
                Compare(
                    Field(Root.ANSWER, ("body", "error", "code")),
                    Operator.EQUALS,
                    tuple(map(Const, ("1", "2", "341", "4", "17", "80003", "32", "613", "80004"))),
                ),
            )
        ),
        together=True,
        twice=True,
    ),
    paired=None,
    sources=(
        Source(
            "https://developers.facebook.com/docs/marketing-api/conversions-api/using-the-api", "2026-11-22"
        ),
        Source("https://developers.facebook.com/docs/marketing-api/conversions-api/parameters", "2026-11-22"),
        Source(
            "https://developers.facebook.com/docs/marketing-api/conversions-api/deduplicate-pixel-and-server-events",
            "2026-11-22",
        ),
    ),
)

PLATFORM = Platform(
    name="meta",
    title="Meta Pixel",
    called=("facebook", "facebook_pixel", "instagram"),
    kind=Kind.ADVERTISING,
    settings=MetaSettings,
    id_setting="pixel_id",
    example="1234567890123456",
    options=MetaOptions,
    events=_EVENTS,
    named=_event,
    grammar=Grammar(
        event=Form(r"(?s:.{1,50})", "at most 50 characters"),
        sources=(
            Source(
                "https://developers.facebook.com/documentation/meta-pixel/implementation/conversion-tracking",
                "2026-11-22",
            ),
        ),
    ),
    conversion=None,
    conversion_example=None,
    params=_PARAMS,
    extra=(),
    custom_params=True,
    begin=(Command("load"),),
    start=(
        Command(
            "fbq",
            (Const("set"), Const("autoConfig"), Const(value=False), Setting("pixel_id")),
            when=Not(is_on("automatic_events")),
        ),
        Command(
            "fbq",
            (Const("set"), Const("firstPartyCookies"), Const(value=False), Setting("pixel_id")),
            when=Not(is_on("first_party_cookies")),
        ),
        Command("fbq", (Const("init"), Setting("pixel_id"), User())),
    ),
    send=(Command("fbq", (Cell("kind"), Cell("name"), Payload(), _OPTIONS)),),
    page=None,
    send_one=(Command("fbq", (Cell("kind_one"), Setting("pixel_id"), Cell("name"), Payload(), _OPTIONS)),),
    page_one=None,
    stop=(Command("fbq", (Const("consent"), Const("revoke"))),),
    resume=(Command("fbq", (Const("consent"), Const("grant"))),),
    update=(),
    identify=(Command("fbq", (Const("init"), Setting("pixel_id"), User())),),
    matching=_MATCHING,
    raw_matching=False,
    addressable=True,
    reads_address=True,
    scripts=("https://connect.facebook.net/en_US/fbevents.js",),
    # Meta publishes no list: inferred from what the library asks for. The form-POST fallback is left out (unverified).
    hosts=(
        Host("script-src", "https://connect.facebook.net"),
        Host("connect-src", "https://www.facebook.com"),
        Host("connect-src", "https://connect.facebook.net"),
        Host("img-src", "https://www.facebook.com"),
    ),
    cookies=(
        Cookie(name="_fbp", lifetime="90 days", purpose="recognises the browser"),
        Cookie(name="_fbc", lifetime="90 days", purpose="remembers the click on an advertisement"),
        Cookie(name="fr", lifetime="unknown", purpose="advertising on Meta's own domain", third_party=True),
    ),
    storage=(),
    click_ids=("fbclid",),
    # Meta describes the image as what browsers without scripts ask for: one per page, and no events of clicks. `eid`, `dl`
    # and `rl` are what its own library writes into the same address.
    server=SERVER,
    image=ImageTransport(
        address="https://www.facebook.com/tr",
        query=(
            ("id", Setting("pixel_id")),
            ("ev", Cell("name")),
            ("dl", Field(Root.PAGE, ("url",))),
            ("rl", Field(Root.PAGE, ("referrer",))),
            ("cd", Payload()),
            ("eid", EventId()),
            ("noscript", Const(1)),
        ),
        sources=(
            Source("https://developers.facebook.com/documentation/meta-pixel/get-started", "2026-11-21"),
        ),
    ),
    sources=(
        Source("https://developers.facebook.com/documentation/meta-pixel/reference", "2026-11-21"),
        Source("https://developers.facebook.com/documentation/meta-pixel/implementation/gdpr", "2026-11-21"),
        Source(
            "https://developers.facebook.com/documentation/meta-pixel/advanced/advanced-matching",
            "2026-11-21",
        ),
        Source(
            "https://developers.facebook.com/docs/marketing-api/conversions-api/parameters/fbp-and-fbc",
            "2026-11-21",
        ),
    ),
)
