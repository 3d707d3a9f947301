"""Pinterest Tag."""

from __future__ import annotations

from pydantic import Field as Described

from tagc.contracts import (
    Form,
    Grammar,
    ImageTransport,
    Kind,
    Platform,
    Settings,
    Source,
    VendorEvent,
    is_on,
    items_as,
)
from tagc.ir.expr import (
    Cell,
    Const,
    Each,
    EventId,
    Field,
    First,
    Object,
    Param,
    Payload,
    Root,
    Setting,
    Sum,
    User,
)
from tagc.ir.program import Command, Cookie, Host, MatchingKey
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

PLATFORM = Platform(
    name="pinterest",
    title="Pinterest Tag",
    kind=Kind.ADVERTISING,
    settings=PinterestSettings,
    id_setting="tag_id",
    example="2612345678901",
    options=PinterestOptions,
    events={
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
    },
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
    ),
)
