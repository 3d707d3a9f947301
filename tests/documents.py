"""Whole documents for tests, made from plain data: a valid one to start from, and what comes of it."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from typing import TYPE_CHECKING, Any, TypeAlias

from tagc import compiler, passes, registry
from tagc.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tagc.diagnostics import Diagnostic
    from tagc.ir.program import Program

Data: TypeAlias = Any

# One instance of each platform: ids as the documentation shows them.
INSTANCES: dict[str, dict[str, Data]] = {
    "ga4": {"measurement_id": "G-ABCDE12345", "requires": "analytics"},
    "meta": {"pixel_id": 1234567890123456, "requires": "marketing"},
    "tiktok": {"pixel_code": "C4ABCDEFGHIJKLMNOPQR", "requires": "marketing"},
    "linkedin": {"partner_id": "1234567", "requires": "marketing"},
    "pinterest": {"tag_id": "2612345678901", "requires": "marketing"},
    "snap": {"pixel_id": "1a2b3c4d-0000-4000-8000-1a2b3c4d5e6f", "requires": "marketing"},
    "reddit": {"pixel_id": "a2_1a2b3c4d5e6f", "requires": "marketing"},
    "x": {"pixel_id": "o8abc", "requires": "marketing"},
    "google_ads": {"conversion_id": "AW-123456789", "requires": "marketing"},
    "microsoft": {"tag_id": "187654321", "requires": "marketing"},
}

# An id for a second instance of each platform.
SECOND = {
    "ga4": "G-SECOND1",
    "meta": 7654321,
    "tiktok": "C4ABCDEFGHIJKLMNOPQ2",
    "linkedin": 7654321,
    "pinterest": "2612345678902",
    "snap": "2a2b3c4d-0000-4000-8000-1a2b3c4d5e6f",
    "reddit": "a2_6f5e4d3c2b1a",
    "x": "o8xyz",
    "google_ads": "AW-987654321",
    "microsoft": "123456789",
}

# A conversion of each platform that has some, and one of its second instance.
CONVERSIONS = {
    "linkedin": ("1234567", "7654321"),
    "x": ("tw-o8abc-o9def", "tw-o8xyz-o9def"),
    "google_ads": ("AbC-D_efG", "HiJ-K_lmN"),
}

# What the conversions API of each platform that has one asks for.
SERVERS: dict[str, dict[str, Data]] = {
    "ga4": {"api_secret": "$secret.GA4_SECRET"},
    "meta": {"access_token": "$secret.META_TOKEN"},
    "tiktok": {"access_token": "$secret.TIKTOK_TOKEN"},
    "linkedin": {"access_token": "$secret.LINKEDIN_TOKEN"},
    "pinterest": {"access_token": "$secret.PINTEREST_TOKEN", "ad_account_id": "549755885175"},
    "snap": {"access_token": "$secret.SNAP_TOKEN"},
    "reddit": {"access_token": "$secret.REDDIT_TOKEN"},
    "x": {"pixel_token": "$secret.X_TOKEN"},
    "microsoft": {"access_token": "$secret.MICROSOFT_TOKEN"},
}


def second(platform: str) -> dict[str, Data]:
    """A second instance of the platform."""
    entry = registry.platforms()[platform]
    return {**deepcopy(INSTANCES[platform]), "platform": platform, entry.id_setting: SECOND[platform]}


def document(*platforms: str, **sections: Data) -> dict[str, Data]:
    """A document with these platforms (ga4 and meta, if none are named) and one page-view rule."""
    return {
        "tagc": 1,
        "container": "shop",
        "consent": {"categories": ["analytics", "marketing"]},
        "platforms": {name: deepcopy(INSTANCES[name]) for name in platforms or ("ga4", "meta")},
        "events": {"page_view": {}},
        **sections,
    }


def yaml_of(data: Data) -> bytes:
    """The data as YAML. JSON is YAML, if what JSON escapes in pairs stands as it is and what YAML cannot show is escaped."""
    text = json.dumps(data, ensure_ascii=False)
    return re.sub(
        "[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]", lambda found: f"\\u{ord(found[0]):04x}", text
    ).encode()


def build(data: Data, *, readable: bool = False) -> compiler.BuildResult:
    return compiler.build("tagc.yaml", yaml_of(data), readable=readable)


def errors(diagnostics: tuple[Diagnostic, ...]) -> list[str]:
    """The errors, as `slug: message`."""
    return [
        f"{found.code.slug}: {found.message}" for found in diagnostics if found.severity is Severity.ERROR
    ]


def container(data: Data, *, readable: bool = False) -> str:
    """The container of a document that has no errors."""
    made = build(data, readable=readable)
    if found := errors(made.diagnostics):
        raise AssertionError("\n".join(found))
    return made.files["container.js"].decode("ascii")


def program(data: Data) -> Program:
    """The program of a document that has no errors, after the passes."""
    found, result = compiler.resolved("tagc.yaml", yaml_of(data))
    if found is None:
        raise AssertionError("\n".join(errors(result.diagnostics)))
    return passes.run(found.program)


def with_rule(rule: Mapping[str, Data], *platforms: str, **sections: Data) -> dict[str, Data]:
    """A document with the page view and one more rule, named `probe`."""
    return document(*platforms, **{"events": {"page_view": {}, "probe": dict(rule)}, **sections})
