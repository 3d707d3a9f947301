"""What Google's platforms have in common: one library, gtag.js, for all ids of a page, with one state of consent.

Facts of the Google tag: https://developers.google.com/tag-platform/gtagjs/reference and
https://developers.google.com/tag-platform/security/guides/consent, read 2026-11-21.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tagc.ir.expr import ConsentState, Const, Exists, If, Now, Object, Setting, User
from tagc.ir.program import Command, MatchingKey
from tagc.platforms import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tagc.ir.expr import Expr

__all__ = ["IDENTIFY", "LIBRARY", "MATCHING", "SCRIPT", "STATE", "begin", "config"]

LIBRARY: Final = "google"
SCRIPT: Final = "https://www.googletagmanager.com/gtag/js"

STATE: Final = (Command("gtag", (Const("consent"), Const("update"), ConsentState(initial=False))),)
"""What the visitor decided. It is told when a decision is made, and is the library's only switch."""

IDENTIFY: Final = (Command("gtag", (Const("set"), Const("user_data"), User())),)

# City, region, postal code and country are wanted as they are: too coarse to name anybody.
MATCHING: Final = (
    MatchingKey(
        key="sha256_email_address", field="email", normalise=normalise.google_email("email"), hashed=True
    ),
    MatchingKey(key="sha256_phone_number", field="phone", normalise=normalise.e164("phone"), hashed=True),
    *(
        MatchingKey(key=key, field=field, normalise=rule(field), hashed=hashed, path=("address",))
        for key, field, rule, hashed in (
            ("sha256_first_name", "first_name", normalise.trimmed_lower, True),
            ("sha256_last_name", "last_name", normalise.trimmed_lower, True),
            ("city", "city", normalise.plain, False),
            ("region", "region", normalise.plain, False),
            ("postal_code", "postal_code", normalise.plain, False),
            ("country", "country", normalise.plain, False),
        )
    ),
)


def begin(id_setting: str) -> tuple[Command, ...]:
    """Bring the library: the state before anybody decided, that of now, the script under some id, the time."""
    return (
        Command("gtag", (Const("consent"), Const("default"), ConsentState(initial=True))),
        *STATE,
        Command("load", (Setting(id_setting),)),
        Command("gtag", (Const("js"), Now())),
    )


def config(id_setting: str, settings: Iterable[str], *more: tuple[str, Expr]) -> Command:
    """Configure one id. Page views are the rules' matter; links among the domains of one visit carry its cookies along."""
    linked = Setting("linked_domains")
    entries: tuple[tuple[str, Expr], ...] = (
        ("send_page_view", Const(value=False)),
        *((key, Setting(key)) for key in settings),
        *more,
        ("linker", If(Exists(linked), Object((("domains", linked),)))),
    )
    return Command("gtag", (Const("config"), Setting(id_setting), Object(entries)))
