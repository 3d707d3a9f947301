"""Small complete documents made of the sections that a test talks about."""

from __future__ import annotations

import re

DEFAULTS = {
    "tagc": "tagc: 1\n",
    "container": "container: shop\n",
    "consent": "consent: {categories: [analytics, marketing]}\n",
    "platforms": (
        "platforms:\n"
        "  ga4: {measurement_id: G-ABCDE12345, requires: analytics}\n"
        "  meta: {pixel_id: 1234567890123456, requires: marketing}\n"
    ),
    "events": "events:\n  page_view: {}\n",
}


def complete(sections: str) -> str:
    """The sections, and before them those that every document has."""
    written = set(re.findall(r"^(\w+):", sections, re.MULTILINE))
    return "".join(text for name, text in DEFAULTS.items() if name not in written) + sections
