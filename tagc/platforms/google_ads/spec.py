"""Google Ads by the Google tag: conversions, cart data, remarketing, enhanced conversions."""

from __future__ import annotations

from typing import Literal

from pydantic import Field as Described

from tagc.contracts import Kind, Platform, Settings, Source, VendorEvent, is_on, items_as
from tagc.ir.expr import (
    Cell,
    Concat,
    Const,
    EventId,
    Exists,
    Field,
    First,
    If,
    Param,
    Payload,
    Root,
    Setting,
)
from tagc.ir.program import Command, Cookie, Host, Storage
from tagc.platforms import google

STANDARD = frozenset({
    "page_view", "add_to_cart", "purchase", "view_item", "view_item_list", "view_search_results",
})  # fmt: skip


class GoogleAdsSettings(Settings):
    """Ids of a Google Ads account."""

    conversion_id: str = Described(
        pattern=r"^AW-[0-9]{6,16}$", description="Id of the Google tag in Google Ads: AW-…"
    )


class GoogleAdsOptions(Settings):
    """Fields of `gtag('config', id, {…})`, and of `gtag('set')`."""

    conversion_linker: bool | None = Described(
        default=None, description="Remember the click on an advertisement in cookies (on, if left out)."
    )
    restricted_data_processing: bool | None = Described(
        default=None, description="Restricted data processing, for US states."
    )
    allow_ad_personalization_signals: bool | None = Described(
        default=None, description="Personalised advertising, by all of Google's tags on the page."
    )
    ads_data_redaction: bool = Described(
        default=False,
        description="Send no click ids while ad_storage is denied, by all of Google's tags on the page.",
    )
    url_passthrough: bool = Described(
        default=False, description="Hand click ids on in links while ad_storage is denied."
    )
    cookie_domain: str | None = Described(
        default=None, description="Domain of the cookies; auto when left out."
    )
    cookie_expires: int | None = Described(
        default=None, ge=0, description="Lifetime of the cookies in seconds."
    )
    cookie_flags: str | None = Described(
        default=None, description="Flags of the cookies, for example SameSite=Lax."
    )
    cookie_update: bool | None = Described(default=None, description="Renew the lifetime on each page.")
    google_business_vertical: (
        Literal[
            "custom",
            "education",
            "flights",
            "hotel_rental",
            "jobs",
            "local",
            "real_estate",
            "retail",
            "travel",
        ]
        | None
    ) = Described(
        default=None, description="Kind of business that the items of dynamic remarketing belong to: retail."
    )


_CONFIG = (
    "conversion_linker", "restricted_data_processing", "cookie_domain", "cookie_expires", "cookie_flags", "cookie_update",
)  # fmt: skip


def _event(name: str) -> VendorEvent:
    """An event without a conversion: remarketing."""
    return VendorEvent(name=name, cells=(("name", name),), standard=name in STANDARD)


def _conversion(event: str | None, conversion: str) -> VendorEvent:
    """A conversion. The name counts for nothing but cart data, which go with a purchase only."""
    name = "purchase" if event == "purchase" else "conversion"
    return VendorEvent(name=name, cells=(("name", name), ("path", f"/{conversion}")))


_PATH = Cell("path", optional=True)
_SEND = (Command("gtag", (Const("event"), Cell("name"), Payload())),)

PLATFORM = Platform(
    name="google_ads",
    title="Google Ads",
    called=("adwords",),
    kind=Kind.ADVERTISING,
    library=google.LIBRARY,
    google=("ad_storage", "ad_user_data", "ad_personalization"),
    settings=GoogleAdsSettings,
    id_setting="conversion_id",
    example="AW-123456789",
    options=GoogleAdsOptions,
    events={"page_view": _event("page_view")},
    named=_event,
    conversion=r"^[A-Za-z0-9_-]{4,64}$",
    conversion_example="AbC-D_efG-h12_34-567",
    converted=_conversion,
    params=(
        ("value", "value", Param("value")),
        ("currency", "currency", Param("currency")),
        (
            "items",
            "items",
            items_as(
                id="id",
                price="price",
                quantity="quantity",
                google_business_vertical=Setting("google_business_vertical"),
            ),
        ),
    ),
    # Address and title are those of the event's moment. Conversions without a number of an order are told apart, too.
    extra=(
        ("send_to", Concat((Setting("conversion_id"), _PATH))),
        ("transaction_id", First((Param("order_id"), If(Exists(_PATH), EventId())))),
        ("page_location", Field(Root.PAGE, ("url",))),
        ("page_title", Field(Root.PAGE, ("title",))),
    ),
    custom_params=True,
    begin=google.begin("conversion_id"),
    start=(
        Command(
            "gtag",
            (
                Const("set"),
                Const("allow_ad_personalization_signals"),
                Setting("allow_ad_personalization_signals"),
            ),
            when=Exists(Setting("allow_ad_personalization_signals")),
        ),
        Command(
            "gtag",
            (Const("set"), Const("ads_data_redaction"), Const(value=True)),
            when=is_on("ads_data_redaction"),
        ),
        Command(
            "gtag", (Const("set"), Const("url_passthrough"), Const(value=True)), when=is_on("url_passthrough")
        ),
        google.config(
            "conversion_id",
            _CONFIG,
            ("allow_enhanced_conversions", If(is_on("matched"), Const(value=True))),
        ),
    ),
    send=_SEND,
    page=None,
    send_one=_SEND,
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
    hosts=tuple(
        Host(directive, f"https://{host}")
        for directive, hosts in (
            (
                "script-src",
                (
                    *("www.googletagmanager.com", "www.googleadservices.com", "www.google.com"),
                    *("pagead2.googlesyndication.com", "googleads.g.doubleclick.net"),
                ),
            ),
            (
                "connect-src",
                (
                    *(
                        "pagead2.googlesyndication.com",
                        "www.googleadservices.com",
                        "googleads.g.doubleclick.net",
                    ),
                    *("ad.doubleclick.net", "www.google.com"),
                ),
            ),
            (
                "img-src",
                (
                    *("www.googletagmanager.com", "googleads.g.doubleclick.net", "www.google.com"),
                    *("pagead2.googlesyndication.com", "www.googleadservices.com"),
                ),
            ),
            ("frame-src", ("www.googletagmanager.com",)),
        )
        for host in hosts
    ),
    cookies=(
        Cookie(name="_gcl_au", lifetime="90 days", purpose="recognises the browser"),
        Cookie(name="_gcl_*", lifetime="90 days", purpose="remembers the click on an advertisement"),
        Cookie(name="_gac_*", lifetime="90 days", purpose="remembers the click on an advertisement"),
        Cookie(name="IDE", lifetime="unknown", purpose="advertising on doubleclick.net", third_party=True),
    ),
    storage=(Storage(name="_gcl_ls", kind="local"),),
    click_ids=("gclid", "gbraid", "wbraid", "dclid", "gad_source", "_gl"),
    no_server="its API takes uploads of an account; events of GA4 can be imported",
    sources=(
        Source("https://developers.google.com/tag-platform/gtagjs/reference", "2026-11-21"),
        Source("https://developers.google.com/tag-platform/security/guides/consent", "2026-11-21"),
        Source("https://developers.google.com/tag-platform/security/guides/csp", "2026-11-21"),
        Source("https://developers.google.com/tag-platform/security/guides/privacy", "2026-11-21"),
        Source("https://support.google.com/google-ads/answer/7548399", "2026-11-21"),
        Source("https://support.google.com/google-ads/answer/13258081", "2026-11-21"),
        Source("https://support.google.com/google-ads/answer/14943675", "2026-11-21"),
        Source("https://support.google.com/google-ads/answer/7305793", "2026-11-21"),
        Source("https://support.google.com/google-ads/answer/9606827", "2026-11-21"),
    ),
    notes=(
        (
            "`conversion` is the label alone: of AW-123456789/AbC-D_efG the part behind the slash. An event of your own in "
            "`event` is told for remarketing; with a `conversion` beside it, it is both."
        ),
        "User data are told to Google's library as a whole: GA4 on the same page gets them, too.",
        "Frames of td.doubleclick.net, which remarketing may ask for, are not in the policy: unverified.",
    ),
)
