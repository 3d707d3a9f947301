"""What a site does not use costs it no byte: for each feature, what is in the file with it and not without it."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, TypeAlias

import pytest

from tagc.backends.browser.link import Library
from tagc.js.nodes import Program
from tagc.js.parse import JavaScriptSyntaxError
from tagc.js.printer import to_source
from tests.documents import INSTANCES, container, document, with_rule

Data: TypeAlias = Any

CATEGORIES = {"categories": ["analytics", "marketing"]}
LEAD = {"event": "lead", "on": {"data_layer": "x"}}
PLAIN = with_rule(
    LEAD, "tiktok"
)  # no page view is late for TikTok's pixel alone, and nothing is merged or stored


def lead(*platforms: str, **more: Data) -> dict[str, Data]:
    """The plain document, with more in its rule."""
    return with_rule({**LEAD, **more}, *(platforms or ("tiktok",)))


def value(written: Data) -> dict[str, Data]:
    return lead(params={"content_name": written})


def consent(**more: Data) -> dict[str, Data]:
    return {**PLAIN, "consent": {**CATEGORIES, **more}}


COOKIE = {"use": "cookie", "name": "choice", "map": {"marketing": "ads"}}
PUSHED = {"use": "data_layer", "event": "saved", "map": {"marketing": "ads"}}
OPT_OUT = {"default": "opt_in", "regions": [{"in": ["US"], "regime": "opt_out"}]}

# feature -> (a document with it, what the readable file then holds and otherwise does not)
FEATURES: dict[str, tuple[dict[str, Data], tuple[str, ...]]] = {
    "a click": (lead(on=[LEAD["on"], {"click": "a"}]), ("clickListen", "const nearest")),
    "a form": (lead(on=[LEAD["on"], {"form": "form"}]), ("formListen",)),
    "the merged data layer": (value("$data.a.b"), ("mergeEntry", "mergeEarlier", "const model")),
    "a cookie": (value("$cookie.a"), ("decodeURIComponent",)),
    "storage": (value("$storage.a"), ("const storage", "getItem(")),
    "the document": (value({"dom": "h1"}), ("const dom",)),
    "a query parameter": (value("$page.query.a"), ("URLSearchParams",)),
    "a global": (value("$js.a.b"), ("globalPath",)),
    "a decimal comma": (value({"from": "$event.a", "as": {"number": "comma"}}), ("numberComma",)),
    "replacing": (value({"from": "$event.a", "as": {"replace": {"a": "b"}}}), ("const replace",)),
    "splitting": (value({"from": "$event.a", "as": {"split": ","}}), ("const split",)),
    "the first of several": (value({"first": ["$event.a", "$event.b"]}), ("const first",)),
    "each": (value({"each": "$event.a"}), ("const each",)),
    "text of parts": (value("a ${event.a}"), ("const concat",)),
    "once per key": (lead(once_per="$event.id"), ("const keyed", "sha1", "const forget")),
    "once per visit": (lead(once_per="session"), ("const forget", "removeItem")),
    "once per page": (lead(once_per="page"), ("const once",)),
    "a delay": (lead(on={**LEAD["on"], "delay": "1s"}), ("postpone", "delayed")),
    "a time": (lead(on={**LEAD["on"], "between": ["2026-12-01", "2026-12-24"]}), ("Date.now() >= 1796083200000",)),
    "a group": (lead(on={"group": [LEAD["on"], {"click": "a"}]}), ("groupMember", "onRoute")),
    "a rule after another": (
        {**PLAIN, "events": {**PLAIN["events"], "contact": {"on": {"data_layer": "x"}, "after": ["probe"]}}},
        ("const follow", "settle", "done(1)"),
    ),
    "a rule that stops on failure": (
        {
            **PLAIN,
            "events": {
                **PLAIN["events"],
                "contact": {"on": {"data_layer": "x"}, "after": ["probe"], "stop_on_failure": True},
            },
        },
        ("const follow", "succeeded(1)"),
    ),
    "a video": (
        lead(on={"video": "youtube", "requires": "analytics"}),
        ("https://www.youtube.com/iframe_api", "enablejsapi", "clearInterval"),
    ),
    "a stricter rule": (lead(requires="analytics"), ("stricter",)),
    "several instances": (
        {**PLAIN, "platforms": {**PLAIN["platforms"], "second": {**INSTANCES["tiktok"], "platform": "tiktok", "pixel_code": "C4ABCDEFGHIJKLMNOPQ2"}}},
        ("tiktokLibrary", "library.on"),
    ),
    "user data": ({**PLAIN, "user_data": {"requires": "marketing", "email": "$js.mail"}}, ("crypto.subtle", "watchPerson", "pagehide")),
    "a consent cookie": (consent(sources=[COOKIE]), ("cookieConsent", "cookieStore", "undecide")),
    "a region": (consent(regimes=OPT_OUT, region_from=[{"global": "r"}]), ("visitorRegion", "optOut")),
    "patience": (consent(regimes=OPT_OUT, region_from=[{"global": "r"}], sources=[PUSHED]), ("patient", "5000")),
    "Global Privacy Control": (consent(regimes=OPT_OUT, region_from=[{"global": "r"}], gpc="everywhere"), ("globalPrivacyControl", "gpcDenies")),
    "another platform": (with_rule(LEAD, "tiktok", "meta"), ("metaLoad", "fbevents")),
    "a library that cannot be resumed": (
        with_rule({**LEAD, "platforms": {"linkedin": {"conversion": "1234567"}}}, "tiktok", "linkedin"),
        ("linkedinLoad", "final"),
    ),
    "a library that waits": (
        {
            **with_rule({**LEAD, "platforms": {"linkedin": {"conversion": "1234567"}}}, "tiktok", "linkedin"),
            "events": {"probe": {**LEAD, "platforms": {"linkedin": {"conversion": "1234567"}}}},
        },
        ("lazy",),
    ),
    "consent mode": (with_rule(LEAD, "tiktok", "ga4"), ("update", "googleGtag", "googleState")),
}  # fmt: skip


@cache
def plain(*, readable: bool) -> str:
    return container(PLAIN, readable=readable)


@pytest.mark.parametrize(("with_it", "marks"), FEATURES.values(), ids=FEATURES)
def test_a_feature_is_in_the_file_of_who_uses_it_and_of_nobody_else(
    with_it: dict[str, Data], marks: tuple[str, ...]
) -> None:
    text, without = (
        re.sub(r"^\s*//.*$", "", made, flags=re.MULTILINE)
        for made in (container(with_it, readable=True), plain(readable=True))
    )
    for mark in marks:
        assert mark in text, f"{mark} is how the feature shows"
        assert mark not in without, f"{mark} is in a file that does not need it"


def test_nobody_waits_for_a_tool_where_nothing_holds_without_a_decision() -> None:
    """Time decides only under opt-out: `patience` above is the same site with a region where that is the rule."""
    text = container(consent(sources=[PUSHED]), readable=True)
    assert "hear(" in text
    assert "5000" not in text
    assert "setTimeout" not in text


def test_a_rule_of_one_test_and_one_call_needs_no_braces() -> None:
    assert 'attempt(() => name === "x" && fire([hook_tiktok]' in plain(readable=True)
    assert '=>t==="x"&&' in re.sub(r"\w+===", "t===", plain(readable=False))


def test_what_features_cost_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """`pytest -s` shows the table; more than a kilobyte for one small feature is a mistake somewhere."""
    base = len(plain(readable=False))
    lines = [f"{base:6} plain"]
    for name in ("a click", "a cookie", "each", "once per key", "a consent cookie", "user data"):
        more = len(container(FEATURES[name][0])) - base
        lines.append(f"{more:+6} {name}")
        assert 0 < more < 2500, name
    with capsys.disabled():
        print("\nbytes, minified:", *lines, sep="\n")  # noqa: T201


def test_a_file_without_a_rule_holds_no_vendor_events() -> None:
    text = container(document("meta", events={}), readable=True)
    assert "uuid" not in text
    assert "hear" not in text


def test_two_parts_that_declare_one_name_are_refused() -> None:
    with pytest.raises(
        ValueError, match=r"a\.js and .*b\.js both declare x|b\.js and .*a\.js both declare x"
    ):
        Library({"runtime/a.js": "const x = 1;", "runtime/b.js": "const x = 2;"})


def test_a_declaration_is_parsed_when_it_is_wanted_and_alone() -> None:
    text = "import { a } from './a.js';\n// Above x.\nexport const x = 1;\n\nconst y = is no JavaScript;\n"
    library = Library({"runtime/a.js": text, "runtime/b.js": "this is none"})
    assert library.home("x") == "runtime/a.js"
    assert library.home("nobody") is None
    assert library.names() == ["x", "y"]
    assert to_source(Program((library.declaration("x"),)), readable=True) == "// Above x.\nconst x = 1;\n"
    with pytest.raises(JavaScriptSyntaxError):
        library.declaration("y")


def test_the_functions_of_platforms_are_known_with_their_parameters() -> None:
    text = "export const metaLoad = (id, late) => id;\nexport const metaOther = 1;\n"
    functions = Library({"platforms/meta/browser.js": text, "runtime/a.js": "const x = 1;"}).functions()
    assert dict(functions) == {"metaLoad": ("id", "late"), "metaOther": ()}
    assert "x" not in functions


def test_comments_are_for_readers_only() -> None:
    assert "//" in plain(readable=True)
    assert not re.search(r"(?<!:)//", plain(readable=False))
    assert "\n" not in plain(readable=False)
