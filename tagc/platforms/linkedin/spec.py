"""LinkedIn Insight Tag."""

from __future__ import annotations

from pydantic import Field as Described

from tagc.contracts import (
    BASE_URL,
    Conversions,
    DeviceId,
    ImageTransport,
    Kind,
    Platform,
    Secret,
    Settings,
    Source,
    VendorEvent,
    busy,
    is_on,
    landed,
    message,
    one_of,
)
from tagc.ir.expr import (
    AllOf,
    AnyOf,
    Array,
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
    Storage,
)
from tagc.platforms import normalise


class LinkedInSettings(Settings):
    """Ids of an Insight Tag."""

    partner_id: str = Described(
        pattern=r"^[0-9]{3,12}$", description="Partner id of the Insight Tag: digits only."
    )


class LinkedInOptions(Settings):
    """The Insight Tag has no init settings."""


_CONVERSION = (
    Command(
        "lintrk",
        (Const("track"), Object((("conversion_id", Cell("conversion")), ("event_id", EventId())))),
    ),
)


class LinkedInServer(Settings):
    """What LinkedIn's Conversions API asks for."""

    access_token: Secret = Described(description="OAuth token with rw_conversions: $secret.NAME.")
    api_version: str = Described(
        default="202603",
        pattern=r"^20[0-9]{4}$",
        description="Version of the API: one ends after about a year.",
    )
    ip_address: bool = Described(
        default=False, description="Match people by their IPv4 address, too (PLAINTEXT_IP_ADDRESS)."
    )
    base_url: str = Described(
        default="https://api.linkedin.com", pattern=BASE_URL, description="Where the API is, for tests."
    )


def _id(kind: str, value: Expr, test: Condition | None = None) -> Expr:
    made = Object((("idType", Const(kind)), ("idValue", value)))
    return If(test or Exists(value), made)


_NAMES = AllOf((Exists(message("user", "firstName")), Exists(message("user", "lastName"))))
_CLICK = message("ids", "li_fat_id")
_EMAIL = message("user", "SHA256_EMAIL")
_IPV4 = Compare(message("ip"), Operator.MATCHES, (Const(r"^[0-9]{1,3}(\.[0-9]{1,3}){3}$"),))
_STATUS = Field(Root.ANSWER, ("status",))
_REFUSED = Each(
    Field(Root.ANSWER, ("body", "elements")),
    Field(Root.ITEM),
    Not(Compare(Field(Root.ITEM, ("status",)), Operator.EQUALS, (Const("201"),))),
)

SERVER = Conversions(
    title="LinkedIn Conversions API",
    settings=LinkedInServer,
    # Here, too, a conversion is the number of a rule: one made for this source.
    events={},
    named=None,
    params=(
        (
            "value",
            "conversionValue",
            If(
                Exists(Param("value")),
                Object(
                    (
                        ("currencyCode", Param("currency")),
                        ("amount", Convert(Param("value"), "text")),
                    )
                ),
            ),
        ),
    ),
    custom_params=False,
    # Names, the country and your own id are wanted as they are: only instances that `raw_to` names have them.
    matching=(
        MatchingKey(
            key="SHA256_EMAIL", field="email", normalise=normalise.trimmed_lower("email"), hashed=True
        ),
        *(
            MatchingKey(key=key, field=field, normalise=rule(field), hashed=False)
            for key, field, rule in (
                ("firstName", "first_name", normalise.plain),
                ("lastName", "last_name", normalise.plain),
                ("countryCode", "country", normalise.country_code),
                ("externalId", "external_id", normalise.plain),
            )
        ),
    ),
    ids=(
        DeviceId(
            key="li_fat_id",
            value=First((Field(Root.COOKIE, ("li_fat_id",)), landed("li_fat_id"))),
            parameters=("li_fat_id",),
        ),
    ),
    address=Concat((Setting("base_url"), Const("/rest/conversionEvents"))),
    headers=(
        ("Authorization", Concat((Const("Bearer "), Field(Root.SECRET, ("access_token",))))),
        ("LinkedIn-Version", Setting("api_version")),
        ("X-Restli-Protocol-Version", Const("2.0.0")),
        ("X-RestLi-Method", Const("BATCH_CREATE")),
    ),
    body=Object((("elements", Param("events")),)),
    event=Merge(
        (
            Object(
                (
                    ("conversion", Concat((Const("urn:lla:llaPartnerConversion:"), Cell("conversion")))),
                    ("conversionHappenedAt", message("time")),
                    ("eventId", EventId()),
                    (
                        "user",
                        Object(
                            (
                                # Without it the whole event is refused: it may be empty.
                                (
                                    "userIds",
                                    Each(
                                        Array(
                                            (
                                                _id("SHA256_EMAIL", _EMAIL),
                                                _id("LINKEDIN_FIRST_PARTY_ADS_TRACKING_UUID", _CLICK),
                                                If(
                                                    is_on("ip_address"),
                                                    _id("PLAINTEXT_IP_ADDRESS", message("ip"), _IPV4),
                                                ),
                                            )
                                        ),
                                        Field(Root.ITEM),
                                    ),
                                ),
                                (
                                    "userInfo",
                                    If(
                                        _NAMES,
                                        Object(
                                            tuple(
                                                (key, message("user", key))
                                                for key in ("firstName", "lastName", "countryCode")
                                            )
                                        ),
                                    ),
                                ),
                                ("externalIds", one_of("user", "externalId")),
                            )
                        ),
                    ),
                )
            ),
            Payload(),
        )
    ),
    usable=AnyOf(
        (
            Exists(_EMAIL),
            Exists(_CLICK),
            _NAMES,
            AllOf((is_on("ip_address"), _IPV4)),
        )
    ),
    most=5000,
    oldest=90 * 86_400,
    answer=Answer(
        accepted=AnyOf(
            (
                Compare(_STATUS, Operator.EQUALS, (Const("201"),)),
                AllOf(
                    (
                        Compare(_STATUS, Operator.EQUALS, (Const("200"),)),
                        Not(Exists(Convert(_REFUSED, "item", (0,)))),
                    )
                ),
            )
        ),
        again=AnyOf((busy(), Compare(_STATUS, Operator.EQUALS, (Const("423"),)))),
        together=True,
        twice=True,
    ),
    paired=frozenset(),
    unpaired="it pairs them only by two rules in Campaign Manager, one each",
    chooses=True,
    sources=(
        Source(
            "https://learn.microsoft.com/linkedin/marketing/integrations/ads-reporting/conversions-api",
            "2026-11-21",
        ),
        Source(
            "https://learn.microsoft.com/linkedin/marketing/integrations/ads-reporting/conversions-api-schema",
            "2026-11-22",
        ),
        Source(
            "https://learn.microsoft.com/linkedin/marketing/integrations/conversions/deduplication",
            "2026-11-22",
        ),
    ),
)


PLATFORM = Platform(
    name="linkedin",
    title="LinkedIn Insight Tag",
    kind=Kind.ADVERTISING,
    settings=LinkedInSettings,
    id_setting="partner_id",
    example="1234567",
    options=LinkedInOptions,
    # The browser knows no event names: a conversion is the number of a rule in Campaign Manager.
    events={"page_view": VendorEvent(name="(page view)", automatic=True)},
    named=None,
    conversion=r"^[0-9]{3,12}$",
    conversion_example="1234568",
    params=(),
    extra=(),
    custom_params=False,
    begin=(),
    start=(Command("load", (Setting("partner_id"),)),),
    send=_CONVERSION,
    page=(),
    send_one=_CONVERSION,  # whose id is one partner's
    page_one=(),
    # No consent call exists: after a withdrawal the library stays silent only because nothing is sent to it.
    stop=(),
    resume=None,
    update=(),
    identify=(Command("lintrk", (Const("setUserData"), User())),),
    matching=(
        MatchingKey(key="email", field="email", normalise=normalise.trimmed_lower("email"), hashed=False),
    ),
    raw_matching=True,
    addressable=False,
    reads_address=True,
    scripts=("https://snap.licdn.com/li.lms-analytics/insight.min.js",),
    hosts=(
        Host("script-src", "https://snap.licdn.com"),
        Host("connect-src", "https://px.ads.linkedin.com"),
        Host("connect-src", "https://px4.ads.linkedin.com"),
        Host("img-src", "https://px.ads.linkedin.com"),
        Host("img-src", "https://px4.ads.linkedin.com"),
        Host("img-src", "https://www.linkedin.com"),
    ),
    cookies=(
        Cookie(name="li_fat_id", lifetime="30 days", purpose="remembers the click on an advertisement"),
        Cookie(name="li_giant", lifetime="7 days", purpose="remembers the click on an advertisement"),
        Cookie(name="ln_or", lifetime="1 day", purpose="remembers whether an analytics request was made"),
        Cookie(name="li_sugr", lifetime="90 days", purpose="recognises the browser", third_party=True),
        Cookie(name="UserMatchHistory", lifetime="30 days", purpose="synchronises ids", third_party=True),
        Cookie(name="AnalyticsSyncHistory", lifetime="30 days", purpose="synchronises ids", third_party=True),
        Cookie(name="bcookie", lifetime="1 year", purpose="recognises the browser", third_party=True),
        Cookie(name="lidc", lifetime="1 day", purpose="routes requests", third_party=True),
        Cookie(name="li_gc", lifetime="6 months", purpose="remembers consent on LinkedIn", third_party=True),
    ),
    storage=(Storage(name="li_hem", kind="local"), Storage(name="li_adsId", kind="local")),
    click_ids=("li_fat_id",),
    # Without a conversion it is a page view. It has no field for an event id, so it is not told together with a server.
    image=ImageTransport(
        address="https://px.ads.linkedin.com/collect/",
        query=(
            ("pid", Setting("partner_id")),
            ("conversionId", Cell("conversion")),
            ("fmt", Const("gif")),
        ),
        page_view=VendorEvent(name="(page view)"),
        sources=(Source("https://www.linkedin.com/help/lms/answer/a418880", "2026-11-21"),),
    ),
    server=SERVER,
    sources=(
        Source("https://www.linkedin.com/help/lms/answer/a418880", "2026-11-21"),
        Source(
            "https://learn.microsoft.com/linkedin/marketing/integrations/conversions/deduplication",
            "2026-11-21",
        ),
        Source("https://www.linkedin.com/legal/l/cookie-table", "2026-11-21"),
    ),
    notes=(
        (
            "Loading the library is the page view. LinkedIn hashes the e-mail address itself, so it is sent only where "
            "`user_data.raw_to` names the instance."
        ),
        (
            "To tell it by both of one conversion: two instances, one with `send: browser` and one with `send: server`, and "
            "in each rule the number of the Insight Tag's conversion for the one and of the API's for the other. The event id, "
            "which LinkedIn goes by, is the same."
        ),
    ),
)
