"""Snap Pixel: Snapchat."""

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
    Storage,
)
from tagc.platforms import normalise

SLOTS = frozenset(f"CUSTOM_EVENT_{number}" for number in range(1, 6))
STANDARD = frozenset({
    "ACHIEVEMENT_UNLOCKED", "ADD_BILLING", "ADD_CART", "ADD_TO_WISHLIST", "AD_CLICK", "AD_VIEW", "APP_OPEN",
    "COMPLETE_TUTORIAL", "INVITE", "LEVEL_COMPLETE", "LIST_VIEW", "LOGIN", "PAGE_VIEW", "PURCHASE", "RATE", "RESERVE",
    "SAVE", "SEARCH", "SHARE", "SIGN_UP", "SPENT_CREDITS", "START_CHECKOUT", "START_TRIAL", "SUBSCRIBE", "VIEW_CONTENT",
})  # fmt: skip


class SnapSettings(Settings):
    """Ids of a Snap Pixel."""

    # The form that the library itself asks for: it ignores every other id.
    pixel_id: str = Described(
        pattern=r"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-5][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$",
        description="Pixel id from Snapchat Events Manager: a UUID.",
    )


class SnapOptions(Settings):
    """The Snap Pixel has no init settings but user data."""


def _event(name: str) -> VendorEvent:
    return VendorEvent(name=name, cells=(("name", name),), standard=name in STANDARD)


def _of_items(field: str) -> Each:
    return Each(Param("items"), Field(Root.ITEM, (field,)))


_COMPLETED = Compare(
    Param("status"), Operator.EQUALS, (Const("completed"), Const("complete"), Const("true")), ignore_case=True
)
_QUANTITIES = Each(Param("items"), First((Field(Root.ITEM, ("quantity",)), Const(1))))

_EVENTS = {
    "page_view": _event("PAGE_VIEW"),
    "search": _event("SEARCH"),
    "add_to_cart": _event("ADD_CART"),
    "add_to_wishlist": _event("ADD_TO_WISHLIST"),
    "initiate_checkout": _event("START_CHECKOUT"),
    "add_payment_info": _event("ADD_BILLING"),
    "purchase": _event("PURCHASE"),
    "registration": _event("SIGN_UP"),
    "subscribe": _event("SUBSCRIBE"),
    "view_content": _event("VIEW_CONTENT"),
    "view_category": _event("LIST_VIEW"),
    "schedule": _event("RESERVE"),
    "start_trial": _event("START_TRIAL"),
}


class SnapServer(Settings):
    """What Snap's Conversions API asks for."""

    access_token: Secret = Described(description="Token from Business Details: $secret.NAME.")
    limited_data_use: bool = Described(
        default=False, description="Process the data of all visitors in limited mode (LDU)."
    )
    test: bool = Described(default=False, description="Have the events checked and none recorded.")
    base_url: str = Described(
        default="https://tr.snapchat.com", pattern=BASE_URL, description="Where the API is, for tests."
    )


def _text_of_item(field: str) -> Expr:
    return Convert(Field(Root.ITEM, (field,)), "text")


_IDENTIFIERS = tuple(
    MatchingKey(key=key, field=field, normalise=rule(field), hashed=True)
    for key, field, rule in (
        ("em", "email", normalise.trimmed_lower),
        ("ph", "phone", normalise.digits),
        ("fn", "first_name", normalise.trimmed_lower),
        ("ln", "last_name", normalise.trimmed_lower),
        ("ge", "gender", normalise.gender),
        ("ct", "city", normalise.squeezed),
        ("st", "region", normalise.squeezed),
        ("zp", "postal_code", normalise.postal_code),
        ("country", "country", normalise.country),
        ("external_id", "external_id", normalise.plain),
    )
)

SERVER = Conversions(
    title="Snap Conversions API",
    settings=SnapServer,
    events=_EVENTS,
    named=_event,
    params=(
        ("value", "value", Param("value")),
        ("currency", "currency", Param("currency")),
        (
            "items",
            "contents",
            Convert(
                items_as(
                    id="id",
                    brand="brand",
                    item_price=_text_of_item("price"),
                    quantity=_text_of_item("quantity"),
                ),
                "unless_bare",
            ),
        ),
        ("items", "content_ids", Convert(_of_items("id"), "unless_bare")),
        ("items", "content_category", Convert(_of_items("category"), "item", (0,))),
        ("content_type", "content_type", Param("content_type")),
        ("num_items", "num_items", Convert(Param("num_items"), "round")),
        ("items", "num_items", Convert(Sum(_QUANTITIES), "round")),
        ("order_id", "order_id", Param("order_id")),
        ("search_string", "search_string", Param("search_string")),
        ("status", "status", Param("status")),
        ("method", "sign_up_method", Param("method")),
    ),
    custom_params=False,
    matching=_IDENTIFIERS,
    ids=(
        DeviceId(key="sc_click_id", value=landed("ScCid"), parameters=("ScCid",)),
        DeviceId(key="sc_cookie1", value=Field(Root.COOKIE, ("_scid",)), purpose="recognises the browser"),
    ),
    address=Concat(
        (
            Setting("base_url"),
            Const("/v3/"),
            Setting("pixel_id"),
            Const("/events"),
            If(is_on("test"), Const("/validate")),
            Const("?access_token="),
            Field(Root.SECRET, ("access_token",)),
        )
    ),
    headers=(),
    body=Object((("data", Param("events")),)),
    event=Object(
        (
            ("event_name", Cell("name")),
            ("event_time", seconds()),
            ("event_id", EventId()),
            ("action_source", Const("WEB")),
            ("event_source_url", message("url")),
            ("data_processing_options", If(is_on("limited_data_use"), Array((Const("LDU"),)))),
            (
                "user_data",
                Object(
                    (
                        *((key.key, one_of("user", key.key)) for key in _IDENTIFIERS),
                        ("client_ip_address", message("ip")),
                        ("client_user_agent", message("user_agent")),
                        ("sc_click_id", message("ids", "sc_click_id")),
                        ("sc_cookie1", message("ids", "sc_cookie1")),
                    )
                ),
            ),
            ("custom_data", Convert(Payload(), "unless_bare")),
        )
    ),
    usable=AllOf(
        (
            Exists(message("url")),
            AnyOf(
                (
                    Exists(message("user", "em")),
                    Exists(message("user", "ph")),
                    AllOf((Exists(message("ip")), Exists(message("user_agent")))),
                )
            ),
        )
    ),
    most=2000,
    oldest=37 * 86_400,
    answer=Answer(
        accepted=Compare(Field(Root.ANSWER, ("body", "status")), Operator.EQUALS, (Const("VALID"),)),
        again=busy(),
        together=True,
        twice=True,
    ),
    paired=None,
    sources=(
        Source("https://github.com/Snapchat/business-sdk-v3-java/blob/main/api/openapi.yaml", "2026-11-22"),
        Source("https://developers.snap.com/api/marketing-api/Conversions-API/Parameters", "2026-11-21"),
        Source("https://developers.snap.com/api/marketing-api/Conversions-API/Deduplication", "2026-11-21"),
    ),
)


PLATFORM = Platform(
    name="snap",
    title="Snap Pixel",
    called=("snapchat",),
    kind=Kind.ADVERTISING,
    settings=SnapSettings,
    id_setting="pixel_id",
    example="1a2b3c4d-0000-4000-8000-1a2b3c4d5e6f",
    options=SnapOptions,
    # What is not here has no name at Snap: rules name one of the five slots, whose meaning is the advertiser's.
    events=_EVENTS,
    named=_event,
    names=STANDARD | SLOTS,
    conversion=None,
    conversion_example=None,
    params=(
        ("value", "price", Param("value")),  # of the whole event, not of one item
        ("currency", "currency", Param("currency")),
        ("items", "item_ids", _of_items("id")),
        ("items", "item_category", Convert(_of_items("category"), "item", (0,))),
        ("num_items", "number_items", Param("num_items")),
        ("items", "number_items", Sum(_QUANTITIES)),  # item_ids cannot say how many there are of one
        ("order_id", "transaction_id", Param("order_id")),
        ("search_string", "search_string", Param("search_string")),
        ("content_name", "description", Param("content_name")),
        ("status", "success", If(_COMPLETED, Const(1), Const(0))),
        ("method", "sign_up_method", Param("method")),
    ),
    extra=(("client_dedup_id", EventId()),),
    custom_params=True,
    begin=(Command("load"),),
    start=(Command("snaptr", (Const("init"), Setting("pixel_id"), User())),),
    send=(Command("snaptr", (Const("track"), Cell("name"), Payload())),),
    page=None,
    send_one=(Command("snaptr", (Const("track"), Setting("pixel_id"), Cell("name"), Payload())),),
    page_one=None,
    # No consent call exists: after a withdrawal the library stays silent only because nothing is sent to it.
    stop=(),
    resume=None,
    update=(),
    identify=(Command("snaptr", (Const("init"), Setting("pixel_id"), User())),),
    # Names and places are left out: the library sends them as they are, and takes no hash of them.
    matching=(
        MatchingKey(
            key="user_hashed_email", field="email", normalise=normalise.trimmed_lower("email"), hashed=True
        ),
        MatchingKey(
            key="user_hashed_phone_number", field="phone", normalise=normalise.digits("phone"), hashed=True
        ),
    ),
    raw_matching=False,
    addressable=True,
    reads_address=True,
    scripts=("https://sc-static.net/scevent.min.js",),
    # Snap publishes no list: inferred from its library, which also sends a form into a hidden frame.
    hosts=(
        Host("script-src", "https://sc-static.net"),
        Host("connect-src", "https://tr.snapchat.com"),
        Host("connect-src", "https://tr6.snapchat.com"),
        Host("img-src", "https://tr.snapchat.com"),
        Host("frame-src", "https://tr.snapchat.com"),
        Host("form-action", "https://tr.snapchat.com"),
    ),
    cookies=(
        Cookie(name="_scid", lifetime="13 months", purpose="recognises the browser"),
        Cookie(name="_scid_r", lifetime="13 months", purpose="recognises the browser"),
        Cookie(name="_sctr", lifetime="13 months", purpose="remembers when ids were synchronised"),
        Cookie(
            name="_schn", lifetime="removed at once", purpose="finds the widest domain that cookies can have"
        ),
        Cookie(name="_ScCbts", lifetime="unknown", purpose="remembers which ids were synchronised"),
        Cookie(name="_sclid", lifetime="unknown", purpose="remembers the click on an advertisement"),
        Cookie(name="snaptr-scut", lifetime="session", purpose="remembers the click on an advertisement"),
        Cookie(name="sc_at", lifetime="1 year", purpose="recognises the account", third_party=True),
    ),
    storage=(Storage(name="srid", kind="session"),),
    click_ids=("ScCid",),
    server=SERVER,
    sources=(
        Source("https://github.com/Snapchat/pixel-server-gateway", "2026-11-21"),
        Source("https://developers.snap.com/api/marketing-api/Conversions-API/Deduplication", "2026-11-21"),
        Source("https://developers.snap.com/api/marketing-api/Conversions-API/Parameters", "2026-11-21"),
        Source("https://docs.tealium.com/client-side-tags/snap-pixel-tag/", "2026-11-21"),
    ),
    notes=(
        (
            "An event without a name at Snap goes to one of the slots CUSTOM_EVENT_1 to CUSTOM_EVENT_5, which the rule "
            "names: `platforms: {snap: {event: CUSTOM_EVENT_1, params: {event_tag: download}}}`."
        ),
        (
            "Switch off automatic matching in Snapchat Events Manager, or the library hashes and sends e-mail addresses and "
            "phone numbers of forms."
        ),
    ),
)
