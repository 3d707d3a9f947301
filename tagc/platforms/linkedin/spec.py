"""LinkedIn Insight Tag."""

from __future__ import annotations

from pydantic import Field as Described

from tagc.contracts import ImageTransport, Kind, Platform, Settings, Source, VendorEvent
from tagc.ir.expr import Cell, Const, EventId, Object, Setting, User
from tagc.ir.program import Command, Cookie, Host, MatchingKey, Storage
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
    ),
)
