"""Small complete documents made of the sections of YAML that a test talks about."""

from __future__ import annotations

import re

INSTANCES = (
    "  ga4: {measurement_id: G-ABCDE12345, requires: analytics}\n",
    "  meta: {pixel_id: 1234567890123456, requires: marketing}\n",
)
DEFAULTS = {
    "tagc": "tagc: 1\n",
    "container": "container: shop\n",
    "consent": "consent: {categories: [analytics, marketing]}\n",
    "platforms": "platforms:\n" + "".join(INSTANCES),
    "events": "events:\n  page_view: {}\n",
}


def complete(sections: str) -> str:
    """The sections, and before them those that every document has.

    Where `consent` is among the sections, only instances whose category it mentions are there.
    """
    written = set(re.findall(r"^(\w+):", sections, re.MULTILINE))
    text = "".join(text for name, text in DEFAULTS.items() if name not in written) + sections
    if "consent" in written:
        for instance in INSTANCES:
            category = instance.rpartition(" ")[2].rstrip("}\n")
            text = text if category in sections else text.replace(instance, "")
    return text
