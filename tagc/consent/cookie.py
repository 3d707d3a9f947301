"""A cookie that the consent tool writes."""

from typing import Literal

from pydantic import Field

from tagc.contracts import ConsentSourceKind, Settings


class CookieSettings(Settings):
    """`use: cookie`."""

    name: str = Field(min_length=1, description="Name of the cookie.")
    format: Literal["json", "list", "pairs", "flag"] = Field(
        default="json",
        description=(
            "How the cookie is written. json: an object (URL-encoded or not); list: names of what is granted, separated "
            "by commas; pairs: name:value or name=value, separated by commas; flag: the whole value is the answer."
        ),
    )


SOURCE = ConsentSourceKind(
    name="cookie",
    title="A cookie that your consent tool writes. Absent or unreadable: nobody has decided yet.",
    settings=CookieSettings,
    example="{use: cookie, name: cookie_consent, map: {marketing: ads, analytics: statistics}}",
)
