"""X Pixel (formerly Twitter)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field as Described

from tagc.contracts import (
    BASE_URL,
    Conversions,
    DeviceId,
    Grammar,
    Kind,
    Platform,
    Secret,
    Settings,
    Source,
    VendorEvent,
    all_of,
    busy,
    items_as,
    landed,
    message,
)
from tagc.ir.expr import (
    AllOf,
    AnyOf,
    Cell,
    Compare,
    Concat,
    Condition,
    Const,
    Convert,
    Each,
    EventId,
    Exists,
    Expr,
    Field,
    First,
    If,
    Lookup,
    Merge,
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


class XSettings(Settings):
    """Ids of an X Pixel."""

    pixel_id: str = Described(
        pattern=r"^[a-z0-9]{4,12}$",
        description="Pixel id from X Ads, Events Manager: small letters and digits, such as o8abc.",
    )


class XOptions(Settings):
    """Options of `twq('config')`."""

    restricted_data_use: Literal["restrict_optimization", "off"] | None = Described(
        default=None,
        description="Restricted Data Use for all events of this pixel: restrict_optimization or off.",
    )


# X knows two states and may refuse others.
_STATUS = Lookup(
    Param("status"),
    Operator.EQUALS,
    tuple(
        (word, Const(state))
        for state, words in (("completed", ("completed", "complete", "true")), ("started", ("started",)))
        for word in words
    ),
    ignore_case=True,
)
_RESTRICTED = Exists(Setting("restricted_data_use"))
_SEND = (Command("twq", (Const("event"), Cell("conversion"), Merge((Payload(), User())))),)


class XServer(Settings):
    """What X's Conversion API asks for."""

    pixel_token: Secret = Described(
        description="Token from Events Manager (Conversions API, Generate access token): $secret.NAME."
    )
    token_header: Literal["X-Pixel-Token", "Authorization"] = Described(
        default="X-Pixel-Token",
        description="The header that has the token; in Authorization it stands behind Bearer.",
    )
    api_version: str = Described(default="12", pattern=r"^[0-9]{1,3}$", description="Version of the Ads API.")
    base_url: str = Described(
        default="https://ads-api.x.com", pattern=BASE_URL, description="Where the API is, for tests."
    )


def _header(name: str) -> Condition:
    return Compare(Setting("token_header"), Operator.EQUALS, (Const(name),))


def _identifier(key: str, value: Expr) -> Expr:
    return If(Exists(value), Object(((key, value),)))


_TOKEN = Field(Root.SECRET, ("pixel_token",))
_CLICK = message("ids", "twclid")
_DEVICE = AllOf((Exists(message("ip")), Exists(message("user_agent"))))
_HASHES = ("hashed_email", "hashed_phone_number")
_QUANTITIES = Each(Param("items"), First((Field(Root.ITEM, ("quantity",)), Const(1))))

SERVER = Conversions(
    title="X Conversion API",
    settings=XServer,
    events={},
    named=None,
    params=(
        ("value", "value", Convert(Param("value"), "text")),
        ("currency", "price_currency", Param("currency")),
        (
            "items",
            "contents",
            Convert(
                items_as(
                    content_id="id",
                    content_name="name",
                    content_type="category",
                    content_price="price",
                    num_items="quantity",
                ),
                "unless_bare",
            ),
        ),
        ("num_items", "number_items", Convert(Param("num_items"), "round")),
        ("items", "number_items", Convert(Sum(_QUANTITIES), "round")),
        ("description", "description", Param("description")),
        ("content_name", "description", Param("content_name")),
        ("method", "description", Param("method")),
    ),
    custom_params=False,
    matching=(
        MatchingKey(
            key="hashed_email", field="email", normalise=normalise.trimmed_lower("email"), hashed=True
        ),
        MatchingKey(key="hashed_phone_number", field="phone", normalise=normalise.e164("phone"), hashed=True),
    ),
    ids=(
        # The cookie holds {"pixelVersion": …, "timestamp": …, "twclid": …}.
        DeviceId(
            key="twclid",
            value=First(
                (
                    landed("twclid"),
                    Convert(
                        Convert(
                            Convert(
                                Convert(Field(Root.COOKIE, ("_twclid",)), "split", ('"twclid":"',)),
                                "item",
                                (1,),
                            ),
                            "split",
                            ('"',),
                        ),
                        "item",
                        (0,),
                    ),
                )
            ),
            parameters=("twclid",),
        ),
    ),
    address=Concat(
        (
            Setting("base_url"),
            Const("/"),
            Setting("api_version"),
            Const("/measurement/conversions/"),
            Setting("pixel_id"),
        )
    ),
    headers=(
        ("X-Pixel-Token", If(_header("X-Pixel-Token"), _TOKEN)),
        ("Authorization", If(_header("Authorization"), Concat((Const("Bearer "), _TOKEN)))),
    ),
    body=Object((("conversions", Param("events")),)),
    event=Merge(
        (
            Payload(),
            Object(
                (
                    ("conversion_time", Convert(message("time"), "iso_time")),
                    # Of tw-o8abc-o9def the part behind the pixel.
                    (
                        "event_id",
                        Convert(Convert(Cell("conversion"), "split", ("-",)), "item", (2,)),
                    ),
                    ("conversion_id", EventId()),
                    (
                        "identifiers",
                        all_of(
                            _identifier("twclid", _CLICK),
                            *(_identifier(key, message("user", key)) for key in _HASHES),
                            If(
                                _DEVICE,
                                Object(
                                    (
                                        ("ip_address", message("ip")),
                                        ("user_agent", message("user_agent")),
                                    )
                                ),
                            ),
                        ),
                    ),
                )
            ),
        )
    ),
    usable=AnyOf((Exists(_CLICK), *(Exists(message("user", key)) for key in _HASHES), _DEVICE)),
    most=500,
    oldest=7 * 86_400,
    answer=Answer(
        accepted=Compare(
            Field(Root.ANSWER, ("body", "data", "conversions_processed")),
            Operator.EQUALS,
            (Field(Root.ANSWER, ("sent",)),),
        ),
        again=busy(),
        together=True,
        twice=True,
    ),
    paired=None,
    in_browser=frozenset({"page_view"}),
    sources=(
        Source("https://docs.x.com/x-ads-api/measurement/web-conversions", "2026-11-22"),
        Source("https://github.com/stape-io/twitter-tag", "2026-11-21"),
    ),
)


PLATFORM = Platform(
    name="x",
    title="X Pixel",
    called=("twitter",),
    kind=Kind.ADVERTISING,
    settings=XSettings,
    id_setting="pixel_id",
    example="o8abc",
    options=XOptions,
    # The browser knows no event names: a conversion is the id of an event in Events Manager.
    events={"page_view": VendorEvent(name="(page view)", automatic=True)},
    named=None,
    grammar=Grammar(
        enums=(("restricted_data_use", ("restrict_optimization", "off")),),
        sources=(
            Source(
                "https://business.x.com/en/help/campaign-measurement-and-analytics/restricted-data-use-guide",
                "2026-11-21",
            ),
        ),
    ),
    conversion=r"^tw-([a-z0-9]{4,12})-[a-z0-9]{3,12}$",
    conversion_example="tw-o8abc-o9def",
    conversion_of="pixel_id",
    params=(
        ("value", "value", Param("value")),
        ("currency", "currency", Param("currency")),
        (
            "items",
            "contents",
            items_as(
                content_id="id",
                content_name="name",
                content_type="category",
                content_price="price",
                num_items="quantity",
            ),
        ),
        ("search_string", "search_string", Param("search_string")),
        ("status", "status", _STATUS),
        # The one free text that X takes.
        ("description", "description", Param("description")),
        ("content_name", "description", Param("content_name")),
        ("method", "description", Param("method")),
        ("twclid", "twclid", Param("twclid")),
        ("restricted_data_use", "restricted_data_use", Param("restricted_data_use")),
    ),
    extra=(("conversion_id", EventId()),),
    custom_params=False,
    begin=(Command("load"),),
    start=(
        Command(
            "twq",
            (
                Const("config"),
                Setting("pixel_id"),
                If(_RESTRICTED, Object((("restricted_data_use", Setting("restricted_data_use")),))),
            ),
        ),
    ),
    send=_SEND,
    page=(),
    send_one=_SEND,
    page_one=(),
    # No consent call exists: after a withdrawal the library stays silent only because nothing is sent to it.
    stop=(),
    resume=None,
    update=(),
    identify=(),
    # The pixel hashes both itself; whether it takes hashes is not documented, so raw values it is, or none.
    matching=(
        MatchingKey(
            key="email_address", field="email", normalise=normalise.trimmed_lower("email"), hashed=False
        ),
        MatchingKey(key="phone_number", field="phone", normalise=normalise.e164("phone"), hashed=False),
    ),
    raw_matching=True,
    addressable=True,
    reads_address=True,
    scripts=("https://static.ads-twitter.com/uwt.js",),
    # X publishes no list: inferred from what the library asks for.
    hosts=(
        Host("script-src", "https://static.ads-twitter.com"),
        *(
            Host(directive, f"https://{host}")
            for directive in ("connect-src", "img-src")
            for host in ("analytics.twitter.com", "analytics.x.com", "t.co")
        ),
    ),
    cookies=(
        Cookie(name="_twclid", lifetime="unknown", purpose="remembers the click on an advertisement"),
        Cookie(name="muc_ads", lifetime="2 years", purpose="advertising on X's own domain", third_party=True),
        Cookie(
            name="personalization_id",
            lifetime="2 years",
            purpose="recognises the browser for advertising",
            third_party=True,
        ),
        Cookie(name="guest_id", lifetime="2 years", purpose="recognises the browser", third_party=True),
        Cookie(name="guest_id_ads", lifetime="2 years", purpose="advertising to guests", third_party=True),
        Cookie(
            name="guest_id_marketing", lifetime="2 years", purpose="advertising to guests", third_party=True
        ),
    ),
    storage=(),
    click_ids=("twclid",),
    server=SERVER,
    sources=(
        Source(
            "https://business.x.com/en/help/campaign-measurement-and-analytics/conversion-tracking-for-websites",
            "2026-11-21",
        ),
        Source(
            "https://business.x.com/en/help/campaign-measurement-and-analytics/restricted-data-use-guide",
            "2026-11-21",
        ),
        Source("https://docs.x.com/x-ads-api/measurement/web-conversions", "2026-11-21"),
    ),
    notes=(
        (
            "Loading the library is the page view. The pixel hashes e-mail addresses and phone numbers itself, so they are "
            "sent only where `user_data.raw_to` names the instance."
        ),
        "Whether `_twclid` is written is decided in X Ads, where first-party cookies of the pixel are switched on or off.",
        "Told by a server, X takes a token of the pixel; requests that are signed by OAuth 1.0a are not made.",
        "It is not documented whether the pixel counts history changes of single-page sites by itself.",
    ),
)
