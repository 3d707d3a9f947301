"""A platform without its library: told by images (`transport: image`)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tagc.ir.expr import Concat, Const, Convert, Object
from tagc.ir.program import Command, Host

if TYPE_CHECKING:
    from tagc.contracts import Platform

__all__ = ["told_by_image"]


def told_by_image(platform: Platform) -> Platform:
    """The platform with one image per event in the place of its library, and of all that only a library does.

    Raises `ValueError` for a platform whose vendor documents no such address.
    """
    image = platform.image
    if image is None:
        message = f"{platform.name} has no image"
        raise ValueError(message)
    query = Convert(Object(image.query), "escape_query")
    send = (Command("image", (Concat((Const(f"{image.address}?"), query)),)),)
    events = dict(platform.events)
    if image.page_view is not None:
        events["page_view"] = image.page_view
    return replace(
        platform,
        library=None,
        apart=False,
        google=(),
        events=events,
        begin=(),
        start=(),
        send=send,
        page=None,
        send_one=send,
        page_one=None,
        stop=(),
        resume=(),
        update=(),
        identify=(),
        matching=(),
        raw_matching=False,
        addressable=True,
        one_id=False,
        reads_address=False,
        scripts=(),
        hosts=(Host("img-src", f"https://{urlsplit(image.address).hostname}"),),
        cookies=(),
        storage=(),
        sources=image.sources,
    )
