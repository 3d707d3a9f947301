"""TikTok Pixel."""

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
    Lookup,
    Merge,
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
    Storage,
)
from tagc.platforms import normalise

STANDARD = frozenset({
    "AddPaymentInfo", "AddToCart", "AddToWishlist", "ApplicationApproval", "CompleteRegistration", "Contact",
    "CustomizeProduct", "Download", "FindLocation", "InitiateCheckout", "Lead", "Purchase", "Schedule", "Search",
    "StartTrial", "SubmitApplication", "Subscribe", "ViewContent",
})  # fmt: skip

CONTENT_TYPES = ("product", "product_group")


class TikTokSettings(Settings):
    """Ids of a TikTok Pixel."""

    pixel_code: str = Described(
        pattern=r"^[A-Z0-9]{18,24}$",
        description="Pixel code from TikTok Events Manager: about 20 capitals and digits.",
    )


class TikTokOptions(Settings):
    """Options of `ttq.load`."""

    limited_data_use: bool | None = Described(
        default=None, description="Process the data in limited mode (US states)."
    )


def _event(name: str, *requires: str) -> VendorEvent:
    return VendorEvent(name=name, cells=(("name", name),), standard=name in STANDARD, requires=requires)


def _item(field: str) -> Field:
    return Field(Root.ITEM, (field,))


# The vendor's own template sets content_type in every element, "product" where nothing else is said.
_CONTENTS = Each(
    Param("items"),
    Object((
        ("content_id", _item("id")),
        ("content_name", _item("name")),
        ("content_category", _item("category")),
        ("brand", _item("brand")),
        ("price", _item("price")),
        ("quantity", _item("quantity")),
        ("content_type", Const("product")),
    )),
)  # fmt: skip
# TikTok takes these two and no other. Rules say "show" or "article" to all platforms: that is left out here, and where there
# are items, which are products, these decide.
_CONTENT_TYPE = Lookup(
    Param("content_type"), Operator.EQUALS, tuple((name, Const(name)) for name in CONTENT_TYPES)
)
_OPTIONS = Object((("event_id", EventId()),))
_OPTIONS_ONE = Object((("event_id", EventId()), ("pixel_code", Setting("pixel_code"))))
# TikTok takes Chinese numbers without the country code.
_PHONE = Convert(normalise.e164("phone"), "replace", (r"^\+86", ""))

_EVENTS = {
    "page_view": VendorEvent(name="Pageview", page=True),
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
    ("items", "contents", _CONTENTS),
    ("content_type", "content_type", _CONTENT_TYPE),
    ("items", "content_type", Const("product")),
    ("content_name", "content_name", Param("content_name")),
    ("order_id", "order_id", Param("order_id")),
    # The help centre's table shows one or the other, depending on its language: both are sent.
    ("search_string", "query", Param("search_string")),
    ("search_string", "search_string", Param("search_string")),
    ("status", "status", Param("status")),
    ("method", "method", Param("method")),
    ("predicted_ltv", "predicted_ltv", Param("predicted_ltv")),
    ("num_items", "num_items", Param("num_items")),
)


class TikTokServer(Settings):
    """What TikTok's Events API asks for."""

    access_token: Secret = Described(description="Token from Events Manager, Settings: $secret.NAME.")
    base_url: str = Described(
        default="https://business-api.tiktok.com",
        pattern=BASE_URL,
        description="Where the API is, for tests.",
    )
    test_event_code: str | None = Described(
        default=None,
        pattern=r"^[A-Za-z0-9]{1,32}$",
        description="Shows the events under Test Events, not in reports.",
    )


_USER_KEYS = ("email", "phone", "external_id")
_CODE = Field(Root.ANSWER, ("body", "code"))

SERVER = Conversions(
    title="TikTok Events API",
    settings=TikTokServer,
    # How the API spells a page view is not documented, and the pixel's has no id: it stays in the browser.
    events={name: event for name, event in _EVENTS.items() if name != "page_view"},
    named=_event,
    params=without_bare(_PARAMS),
    custom_params=True,
    matching=(
        MatchingKey(key="email", field="email", normalise=normalise.trimmed_lower("email"), hashed=True),
        MatchingKey(key="phone", field="phone", normalise=_PHONE, hashed=True),
        *(
            MatchingKey(key=key, field=field, normalise=rule(field), hashed=hashed)
            for key, field, rule, hashed in (
                ("external_id", "external_id", normalise.plain, True),
                ("first_name", "first_name", normalise.trimmed_lower, True),
                ("last_name", "last_name", normalise.trimmed_lower, True),
                ("zip_code", "postal_code", normalise.postal_code, True),
                ("city", "city", normalise.squeezed, False),
                ("state", "region", normalise.trimmed_lower, False),
                ("country", "country", normalise.country, False),
            )
        ),
    ),
    ids=(
        DeviceId(
            key="ttclid",
            value=First((Field(Root.COOKIE, ("ttclid",)), landed("ttclid"))),
            parameters=("ttclid",),
        ),
        DeviceId(key="ttp", value=Field(Root.COOKIE, ("_ttp",)), purpose="recognises the browser"),
    ),
    address=Concat((Setting("base_url"), Const("/open_api/v1.3/event/track/"))),
    headers=(("Access-Token", Field(Root.SECRET, ("access_token",))),),
    body=Object(
        (
            ("event_source", Const("web")),
            ("event_source_id", Setting("pixel_code")),
            ("test_event_code", Setting("test_event_code")),
            ("data", Param("events")),
        )
    ),
    event=Object(
        (
            ("event", Cell("name")),
            ("event_time", seconds()),
            ("event_id", EventId()),
            ("limited_data_use", Setting("limited_data_use")),
            (
                "user",
                Merge(
                    (
                        User(),
                        Object(
                            (
                                ("ttclid", message("ids", "ttclid")),
                                ("ttp", message("ids", "ttp")),
                                ("ip", message("ip")),
                                ("user_agent", message("user_agent")),
                            )
                        ),
                    )
                ),
            ),
            ("page", Object((("url", message("url")), ("referrer", message("referrer"))))),
            ("properties", Convert(Payload(), "unless_bare")),
        )
    ),
    usable=AllOf(
        (
            Exists(message("url")),
            AnyOf(
                (
                    *(Exists(message("ids", key)) for key in ("ttclid", "ttp")),
                    *(Exists(message("user", key)) for key in _USER_KEYS),
                    AllOf((Exists(message("ip")), Exists(message("user_agent")))),
                )
            ),
        )
    ),
    most=1000,
    oldest=7 * 86_400,
    # The status is 200 whatever happened. Which of the codes from 50000 on pass is not documented: all are asked again.
    answer=Answer(
        accepted=Compare(_CODE, Operator.EQUALS, (Const("0"),)),
        again=AnyOf(
            (
                busy(),
                Compare(_CODE, Operator.EQUALS, (Const("40100"),)),
                Compare(_CODE, Operator.GTE, (Const(50000),)),
            )
        ),
        together=True,
        twice=True,
    ),
    paired=None,
    in_browser=frozenset({"page_view"}),
    sources=(
        Source("https://github.com/tiktok/gtm-template-eapi", "2026-11-21"),
        Source("https://ads.tiktok.com/help/article/event-deduplication", "2026-11-21"),
        Source("https://business-api.tiktok.com/portal/docs?id=1771100865818625", "2026-11-21"),
    ),
)


PLATFORM = Platform(
    name="tiktok",
    title="TikTok Pixel",
    kind=Kind.ADVERTISING,
    settings=TikTokSettings,
    id_setting="pixel_code",
    example="C4ABCDEFGHIJKLMNOPQR",
    options=TikTokOptions,
    events=_EVENTS,
    named=_event,
    grammar=Grammar(
        event=Form(
            r"[A-Za-z][A-Za-z0-9_-]{0,49}",
            "letters of the English alphabet, digits, underscores and dashes, begins with a letter, and is no longer than "
            "50 characters",
        ),
        enums=(("content_type", CONTENT_TYPES),),
        sources=(
            Source("https://ads.tiktok.com/help/article/custom-events", "2026-11-22"),
            Source("https://ads.tiktok.com/help/article/about-parameters", "2026-11-22"),
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
            "ttq.load", (Setting("pixel_code"), Object((("limited_data_use", Setting("limited_data_use")),)))
        ),
    ),
    send=(Command("ttq.track", (Cell("name"), Payload(), _OPTIONS)),),
    page=(Command("ttq.page"),),
    send_one=(Command("ttq.track", (Cell("name"), Payload(), _OPTIONS_ONE)),),
    page_one=(Command("page", receiver=Command("ttq.instance", (Setting("pixel_code"),))),),
    stop=(Command("ttq.revokeConsent"), Command("ttq.disableCookie")),
    resume=(Command("ttq.grantConsent"), Command("ttq.enableCookie")),
    update=(),
    identify=(Command("ttq.identify", (User(),)),),
    # Names and addresses are left out: sources disagree whether the pixel takes them raw or hashed.
    matching=(
        MatchingKey(
            key="sha256_email", field="email", normalise=normalise.trimmed_lower("email"), hashed=True
        ),
        MatchingKey(key="sha256_phone_number", field="phone", normalise=_PHONE, hashed=True),
        MatchingKey(
            key="external_id", field="external_id", normalise=normalise.plain("external_id"), hashed=True
        ),
    ),
    raw_matching=False,
    addressable=True,
    reads_address=True,
    scripts=("https://analytics.tiktok.com/i18n/pixel/events.js",),
    hosts=tuple(
        Host(directive, f"https://{host}")
        for directive in ("script-src", "connect-src", "img-src")
        for host in ("analytics.tiktok.com", "analytics-ipv6.tiktokw.us", "ads.tiktok.com")
    ),
    cookies=(
        Cookie(name="_ttp", lifetime="13 months", purpose="recognises the browser"),
        Cookie(name="_tt_enable_cookie", lifetime="13 months", purpose="remembers that cookies may be used"),
        Cookie(name="ttclid", lifetime="13 months", purpose="remembers the click on an advertisement"),
        Cookie(name="ttcsid", lifetime="13 months", purpose="recognises the visit"),
        Cookie(
            name="ttcsid_{pixel_code}", lifetime="13 months", purpose="recognises the visit for one pixel"
        ),
    ),
    storage=(
        Storage(name="tt_sessionId", kind="session"),
        Storage(name="tt_pixel_session_index", kind="session"),
        Storage(name="tt_appInfo", kind="session"),
    ),
    click_ids=("ttclid",),
    server=SERVER,
    sources=(
        Source("https://ads.tiktok.com/help/article/supported-standard-events", "2026-11-21"),
        Source("https://ads.tiktok.com/help/article/standard-events-parameters", "2026-11-21"),
        Source("https://ads.tiktok.com/help/article/how-to-use-cookies-with-tiktok-pixel", "2026-11-21"),
        Source("https://github.com/tiktok/gtm-template-pixel", "2026-11-21"),
    ),
    notes=(
        (
            "Accounts that optimise on the older names CompletePayment or SubmitForm set them with "
            "`platforms: {tiktok: {event: CompletePayment}}` in the rule."
        ),
    ),
)
