"""The section `server`: where the page sends what is forwarded to conversions APIs."""

from typing import Annotated

from pydantic import Field

from tagc.model.base import Many, Section

__all__ = ["ORIGIN", "PARAMETER", "Server"]

ORIGIN = r"^https://([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?(:[0-9]{1,5})?$"
ENDPOINT = (
    r"^(https://([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?)?/[A-Za-z0-9._~/-]*$"
)
PARAMETER = r"^[A-Za-z0-9_.~-]{1,64}$"
CAMPAIGN = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content")


class Server(Section):
    """Where the page sends what is forwarded, and what of its address may travel."""

    endpoint: Annotated[str, Field(pattern=ENDPOINT)] = Field(
        description="Where the page sends it: a path of the site, or an address of its own: /t/e."
    )
    origins: Annotated[Many[Annotated[str, Field(pattern=ORIGIN)]], Field(min_length=1)] = Field(
        description="The sites that may send to it: ['https://www.example.com']."
    )
    query: Many[Annotated[str, Field(pattern=PARAMETER)]] = Field(
        default=CAMPAIGN, description="Parameters of a page's address that are forwarded with it."
    )
