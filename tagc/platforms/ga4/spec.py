"""Google Analytics 4 by the Google tag."""

from __future__ import annotations

from pydantic import Field as Described

from tagc.contracts import (
    BASE_URL,
    Conversions,
    DeviceId,
    Form,
    Grammar,
    Kind,
    Platform,
    Secret,
    Settings,
    Source,
    VendorEvent,
    busy,
    google_granted,
    is_on,
    items_as,
    message,
    one_of,
    succeeded,
    without_bare,
)
from tagc.ir.expr import (
    Array,
    Cell,
    Concat,
    Const,
    Convert,
    Exists,
    Expr,
    Field,
    If,
    Merge,
    Object,
    Param,
    Payload,
    Product,
    Root,
    Setting,
)
from tagc.ir.program import (
    Answer,
    Command,
    Cookie,
    Host,
)
from tagc.platforms import google

STANDARD = frozenset({
    "page_view", "add_payment_info", "add_shipping_info", "add_to_cart", "add_to_wishlist", "begin_checkout",
    "file_download", "generate_lead", "login", "purchase", "refund", "remove_from_cart", "search", "select_content",
    "select_item", "select_promotion", "share", "sign_up", "view_cart", "view_item", "view_item_list", "view_promotion",
    "join_group", "tutorial_begin", "tutorial_complete", "earn_virtual_currency", "spend_virtual_currency", "level_up",
    "post_score", "unlock_achievement",
})  # fmt: skip
RESERVED = frozenset({
    "app_remove", "app_store_refund", "app_store_subscription_cancel", "app_store_subscription_renew", "error", "first_open",
    "first_visit", "in_app_purchase", "session_start", "user_engagement", "view_complete",
})  # fmt: skip
_CONFIG = (
    "user_id", "cookie_domain", "cookie_expires", "cookie_flags", "cookie_path", "cookie_prefix", "cookie_update",
    "allow_google_signals", "allow_ad_personalization_signals", "debug_mode",
)  # fmt: skip


class Ga4Settings(Settings):
    """Ids of a GA4 data stream."""

    measurement_id: str = Described(
        pattern=r"^G-[A-Z0-9]{4,16}$", description="Measurement id of the data stream: G-…"
    )


class Ga4Options(Settings):
    """Fields of `gtag('config', id, {…})`."""

    user_id: str | None = Described(default=None, description="Your id of a signed-in person.")
    cookie_domain: str | None = Described(
        default=None, description="Domain of the cookies; auto when left out."
    )
    cookie_expires: int | None = Described(
        default=None, ge=0, description="Lifetime of the cookies in seconds."
    )
    cookie_flags: str | None = Described(
        default=None, description="Flags of the cookies, for example SameSite=Lax."
    )
    cookie_path: str | None = Described(default=None, description="Path of the cookies.")
    cookie_prefix: str | None = Described(
        default=None,
        pattern=r"^[A-Za-z0-9_.-]{0,64}$",
        description="Text put before the names of the cookies: letters, digits, _ . and -.",
    )
    cookie_update: bool | None = Described(default=None, description="Renew the lifetime on each page.")
    allow_google_signals: bool | None = Described(default=None, description="Google signals.")
    allow_ad_personalization_signals: bool | None = Described(
        default=None, description="Personalised advertising."
    )
    debug_mode: bool | None = Described(default=None, description="Show the events in GA4's DebugView.")


def _event(name: str, *requires: str) -> VendorEvent:
    return VendorEvent(name=name, cells=(("name", name),), standard=name in STANDARD, requires=requires)


_EVENTS = {
    "page_view": _event("page_view"),
    "click_button": _event("click_button"),
    "download": _event("file_download"),
    "search": _event("search"),
    "contact": _event("contact"),
    "add_to_cart": _event("add_to_cart"),
    "add_to_wishlist": _event("add_to_wishlist"),
    "initiate_checkout": _event("begin_checkout"),
    "add_payment_info": _event("add_payment_info"),
    "purchase": _event("purchase", "order_id"),
    "donate": _event("donate"),
    "lead": _event("generate_lead"),
    "registration": _event("sign_up"),
    "subscribe": _event("subscribe"),
    "view_content": _event("view_item"),
    "view_category": _event("view_item_list"),
    "customize_product": _event("customize_product"),
    "find_location": _event("find_location"),
    "schedule": _event("schedule"),
    "start_trial": _event("start_trial"),
    "submit_application": _event("submit_application"),
    "remove_from_cart": _event("remove_from_cart"),
    "view_cart": _event("view_cart"),
    "refund": _event("refund", "order_id"),
}

_PARAMS: tuple[tuple[str, str, Expr], ...] = (
    ("value", "value", Param("value")),
    ("currency", "currency", Param("currency")),
    (
        "items",
        "items",
        items_as(
            item_id="id",
            item_name="name",
            item_category="category",
            item_brand="brand",
            item_variant="variant",
            price="price",
            quantity="quantity",
        ),
    ),
    ("order_id", "transaction_id", Param("order_id")),
    ("search_string", "search_term", Param("search_string")),
    ("content_type", "content_type", Param("content_type")),
    ("content_name", "content_name", Param("content_name")),
    ("status", "status", Param("status")),
    ("method", "method", Param("method")),
    ("predicted_ltv", "predicted_ltv", Param("predicted_ltv")),
    ("num_items", "num_items", Param("num_items")),
)


class Ga4Server(Settings):
    """What the Measurement Protocol asks for."""

    api_secret: Secret = Described(
        description="API secret of the data stream (Measurement Protocol API secrets): $secret.NAME."
    )
    base_url: str = Described(
        default="https://www.google-analytics.com",
        pattern=BASE_URL,
        description="Where the API is: https://region1.google-analytics.com keeps the data in the EU.",
    )
    debug: bool = Described(default=False, description="Have the events checked and none recorded.")


def _part(cookie: str, separator: str, at: int) -> Expr:
    return Convert(Convert(Field(Root.COOKIE, (cookie,)), "split", (separator,)), "item", (at,))


# Of GA1.1.123.456 the last two; the date and the number in it are the browser's.
_CLIENT = Concat((_part("{cookie_prefix}_ga", ".", -2), Const("."), _part("{cookie_prefix}_ga", ".", -1)))
# The visit is 1700000000 in GS1.1.1700000000.3.1 and in GS2.1.s1700000000$o3$g1.
_SESSION = Convert(
    Convert(
        Convert(_part("{cookie_prefix}_ga_{short_id}", ".", 2), "split", ("$",)),
        "item",
        (0,),
    ),
    "replace",
    ("^s", ""),
)
_SIGNALS = ("ad_user_data", "ad_personalization")
_ADDRESS = message("user", "address")

# An event of its own is a request of its own: whose it is stands in the body, not in the event.
SERVER = Conversions(
    title="GA4 Measurement Protocol",
    settings=Ga4Server,
    events=_EVENTS,
    named=_event,
    params=without_bare(_PARAMS),
    custom_params=True,
    matching=google.MATCHING,
    ids=(
        DeviceId(
            key="client_id",
            value=If(Exists(Field(Root.COOKIE, ("{cookie_prefix}_ga",))), _CLIENT),
            purpose="recognises the browser",
        ),
        DeviceId(key="session_id", value=_SESSION, purpose="recognises the visit"),
        *(
            DeviceId(
                key=name,
                value=If(google_granted(name), Const("GRANTED"), Const("DENIED")),
                purpose="says what may be done with the event",
            )
            for name in _SIGNALS
        ),
    ),
    address=Concat(
        (
            Setting("base_url"),
            If(is_on("debug"), Const("/debug")),
            Const("/mp/collect?measurement_id="),
            Setting("measurement_id"),
            Const("&api_secret="),
            Field(Root.SECRET, ("api_secret",)),
        )
    ),
    headers=(),
    body=Convert(Param("events"), "item", (0,)),
    event=Object(
        (
            ("client_id", message("ids", "client_id")),
            ("user_id", Setting("user_id")),
            ("timestamp_micros", Product(message("time"), Const(1000))),
            ("consent", Object(tuple((key, message("ids", key)) for key in _SIGNALS))),
            (
                "user_data",
                Convert(
                    Object(
                        (
                            ("sha256_email_address", one_of("user", "sha256_email_address")),
                            ("sha256_phone_number", one_of("user", "sha256_phone_number")),
                            ("address", If(Exists(_ADDRESS), Array((_ADDRESS,)))),
                        )
                    ),
                    "unless_bare",
                ),
            ),
            ("ip_override", message("ip")),
            ("user_agent", message("user_agent")),
            (
                "events",
                Array(
                    (
                        Object(
                            (
                                ("name", Cell("name")),
                                (
                                    "params",
                                    Merge(
                                        (
                                            Object(
                                                (
                                                    ("session_id", message("ids", "session_id")),
                                                    # Without it the visit is missing in reports.
                                                    ("engagement_time_msec", Const(1)),
                                                    ("page_location", message("url")),
                                                    ("page_referrer", message("referrer")),
                                                )
                                            ),
                                            Payload(),
                                        )
                                    ),
                                ),
                            )
                        ),
                    )
                ),
            ),
        )
    ),
    usable=Exists(message("ids", "client_id")),
    most=1,
    oldest=3 * 86_400,
    # It says yes to everything that arrives.
    answer=Answer(accepted=succeeded(), again=busy(), together=False, twice=False),
    paired=frozenset({"purchase"}),
    unpaired="it takes the two for two, purchases with an order_id excepted",
    chooses=True,
    sources=(
        Source(
            "https://developers.google.com/analytics/devguides/collection/protocol/ga4/reference",
            "2026-11-22",
        ),
        Source(
            "https://developers.google.com/analytics/devguides/collection/protocol/ga4/sending-events",
            "2026-11-21",
        ),
        Source("https://developers.google.com/analytics/devguides/collection/ga4/uid-data", "2026-11-21"),
    ),
)


PLATFORM = Platform(
    name="ga4",
    title="Google Analytics 4",
    called=("google", "google_analytics", "gtag"),
    kind=Kind.ANALYTICS,
    library=google.LIBRARY,
    google=("analytics_storage",),
    settings=Ga4Settings,
    id_setting="measurement_id",
    example="G-ABCDE12345",
    options=Ga4Options,
    events=_EVENTS,
    named=_event,
    # Names of the app's own stream are refused on the web, too; those that Google's tag itself uses on the web (click, scroll,
    # file_download …) are taken. A property of Analytics 360 may have more parameters.
    grammar=Grammar(
        event=Form(
            r"(?!firebase_|ga_|google_)[^\W\d_]\w{0,39}",
            "letters, digits and underscores, begins with a letter, not with firebase_, ga_ or google_, and is no longer than "
            "40 characters",
        ),
        reserved=RESERVED,
        parameter=Form(
            r"(?!_|firebase_|ga_|google_|gtag\.).{1,40}",
            "at most 40 characters and does not begin with _, firebase_, ga_, google_ or gtag.",
        ),
        most_parameters=25,
        longest_value=100,
        longest_values=(("page_location", 1000), ("page_referrer", 420), ("page_title", 300)),
        sources=(
            Source("https://support.google.com/analytics/answer/13316687", "2026-11-22"),
            Source("https://support.google.com/analytics/answer/9267744", "2026-11-22"),
        ),
    ),
    conversion=None,
    conversion_example=None,
    params=_PARAMS,
    # send_to keeps the event from other Google tags of the page; address and title are those of the event's moment.
    extra=(
        ("send_to", Setting("measurement_id")),
        ("page_location", Field(Root.PAGE, ("url",))),
        ("page_title", Field(Root.PAGE, ("title",))),
    ),
    custom_params=True,
    begin=google.begin("measurement_id"),
    start=(google.config("measurement_id", _CONFIG),),
    send=(Command("gtag", (Const("event"), Cell("name"), Payload())),),
    page=None,
    send_one=(Command("gtag", (Const("event"), Cell("name"), Payload())),),
    page_one=None,
    stop=google.STATE,
    resume=google.STATE,
    update=google.STATE,
    identify=google.IDENTIFY,
    matching=google.MATCHING,
    raw_matching=False,
    addressable=True,
    reads_address=False,
    scripts=(google.SCRIPT,),
    hosts=(
        Host("script-src", "https://www.googletagmanager.com"),
        Host("connect-src", "https://*.google-analytics.com"),
        Host("connect-src", "https://*.analytics.google.com"),
        Host("connect-src", "https://www.googletagmanager.com"),
        Host("connect-src", "https://*.g.doubleclick.net"),
        Host("connect-src", "https://www.google.com"),
        Host("img-src", "https://*.google-analytics.com"),
        Host("img-src", "https://www.googletagmanager.com"),
        Host("frame-src", "https://www.googletagmanager.com"),
    ),
    cookies=(
        Cookie(name="{cookie_prefix}_ga", lifetime="2 years", purpose="recognises the browser"),
        Cookie(
            name="{cookie_prefix}_ga_{short_id}", lifetime="2 years", purpose="keeps the state of the visit"
        ),
        Cookie(name="{cookie_prefix}_gid", lifetime="24 hours", purpose="recognises the browser"),
        Cookie(
            name="{cookie_prefix}_gac_*",
            lifetime="90 days",
            purpose="remembers the click on an advertisement",
        ),
        Cookie(name="FPLC", lifetime="20 hours", purpose="links server-side measurement"),
    ),
    storage=(),
    click_ids=("gclid", "dclid", "gbraid", "wbraid", "_gl"),
    server=SERVER,
    sources=(
        Source(
            "https://developers.google.com/analytics/devguides/collection/ga4/reference/events", "2026-11-21"
        ),
        Source("https://developers.google.com/tag-platform/security/guides/consent", "2026-11-21"),
        Source("https://developers.google.com/tag-platform/security/guides/csp", "2026-11-21"),
        Source("https://developers.google.com/tag-platform/gtagjs/reference", "2026-11-21"),
        Source("https://developers.google.com/tag-platform/devguides/cross-domain", "2026-11-21"),
    ),
    notes=(
        (
            "The server's half needs the client id in the cookie _ga, which the browser's half sets: let the instance say "
            "`send: browser` and the rules that are told by the server `send: server`."
        ),
        (
            "Switch off page views on browser-history changes in the property's enhanced measurement, or single-page "
            "sites count them twice."
        ),
    ),
)
