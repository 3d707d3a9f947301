"""Whatever text stands anywhere in a document, it stays text: in the file, in the engine, and in what the vendors are told."""

from __future__ import annotations

import re
from typing import Any, TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tagc import compiler
from tagc.js.names import free_names, redeclarations
from tagc.js.parse import parse
from tests.documents import build, container, document, errors, yaml_of
from tests.embedded.host import Host

Data: TypeAlias = Any

HOSTILE = (
    "</script><script>alert(1)</script>",
    "</SCRIPT >",
    "<!--",
    "-->",
    "]]>",
    "\u2028\u2029",
    "'",
    '"',
    "`",
    "\\",
    "\\'; alert(1); '",
    "${1}",
    "$",
    "$name",
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
    "prototype",
    "\u202eevil\u202c\u200b\ufeff",
    "\x00\x01\x07\x1b\x7f\x85\x9f",
    "line\nbreak\r\ttab",
    "😀 ünï \ud7ff\ue000\uffff",
    "*/ alert(1) /*",
    "// comment",
    "//# sourceMappingURL=x",
    "%3Cscript%3E",
    "{{x}}",
    "null",
    "undefined",
    "true",
    "0123",
    "1e3",
    ".5",
    "on",
    "~",
    "a b.c[d]",
    "eval('1')",
)


def literal(text: str) -> str:
    """The text as it has to be written where references may stand."""
    text = text.replace("${", "$${")
    return f"${text}" if re.match(r"\$[A-Za-z_]", text) else text


def inner(text: str) -> str:
    """The text as it has to be written where only `${…}` is special: selectors, patterns, keys of tables."""
    return text.replace("${", "$${")


def quoted(text: str) -> str:
    """A selector for an element whose attribute holds the text."""
    escaped = re.sub(r'["\\]', r"\\\g<0>", text)
    return f'[data-x="{escaped}"]'


CONSENT = {"categories": ["analytics", "marketing"]}


def check(text: str) -> None:
    """What holds for every container."""
    tree = parse(text)
    assert redeclarations(tree) == ()
    assert text.isascii()
    assert "</script" not in text.lower()
    assert "<!--" not in text
    assert not {"eval", "alert", "Function", "name", "evil"} & free_names(tree)


def told(page: Host) -> dict[str, dict[str, Data]]:
    """What GA4 was told: the parameters of each event by the event's name."""
    return {call[2]: call[3] for call in page.calls_to("gtag") if call[1] == "event"}


def heard(page: Host) -> dict[str, dict[str, Data]]:
    """The same of Meta, which takes any name."""
    return {call[2]: call[3] for call in page.calls_to("fbq") if call[1] in {"track", "trackCustom"}}


# ---- every text in every place ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def everything() -> str:
    events: dict[str, Data] = {"page_view": {"description": "".join(HOSTILE)}}
    for number, text in enumerate(HOSTILE):
        events[text] = {
            "custom": f"event_{number}",
            "to": ["ga4"],
            "on": {"data_layer": literal(text)},
            "description": text,
            "owner": text,
            "params": {
                "value_of_it": literal(text),
                "inside": {"list": [literal(text)], text: literal(text)},
                "template": f"a{inner(text)}b${{page.hostname}}c",
                "looked_up": {
                    "lookup": "$event.subject",
                    "table": {inner(text): "found"},
                    "default": literal(text),
                },
                "contained": {"test": {"$event.subject": {"contains": literal(text), "ignore_case": True}}},
                "split": {"from": "$event.joined", "as": [{"split": text}, {"join": f"[{text}]"}]},
                "replaced": {"from": "$event.digits", "as": {"replace": {"[0-9]": text}}},
                "defaulted": {"from": "$event.nothing", "default": literal(text)},
                "listed": {
                    "first": [{"value": literal(text), "if": {"$event.subject": [literal(text), "other"]}}]
                },
            },
        }
    return container(document("ga4", events=events))


def test_a_container_full_of_hostile_text_is_one_harmless_ascii_file(everything: str) -> None:
    check(everything)


@pytest.mark.parametrize("number", range(len(HOSTILE)), ids=map(ascii, HOSTILE))
def test_text_arrives_as_it_was_written(everything: str, number: int) -> None:
    text = HOSTILE[number]
    page = Host().load(everything).tagc("consent", {"analytics": True})
    page.push({"event": text, "subject": text, "joined": f"x{text}y", "digits": "a1b"})
    assert page.errors == []
    assert told(page)[f"event_{number}"] == {
        "send_to": "G-ABCDE12345",
        "page_location": "https://www.example.org/",
        "value_of_it": text,
        "inside": {"list": [text], text: text},
        "template": f"a{text}bwww.example.orgc",
        "looked_up": "found",
        "contained": True,
        "split": f"x[{text}]y",
        "replaced": f"a{text}b",
        "defaulted": text,
        "listed": text,
    }


def test_names_of_vendor_events_and_of_parameters_arrive_as_they_were_written() -> None:
    names = list(HOSTILE)
    events = {
        "page_view": {},
        **{
            f"rule {number}": {
                "custom": literal(text),
                "to": ["meta"],
                "on": {"data_layer": f"e{number}"},
            }
            for number, text in enumerate(names)
        },
        "all keys": {"event": "contact", "to": ["meta"], "params": dict.fromkeys(names, "it")},
    }
    text = container(document("meta", events=events))
    check(text)
    page = Host().load(text).tagc("consent", {"marketing": True})
    for number in range(len(names)):
        page.push({"event": f"e{number}"})
    page.push({"event": "all keys"})
    assert page.errors == []
    assert list(heard(page)) == ["PageView", *names, "Contact"]
    sent = heard(page)["Contact"]
    assert {name: sent.get(name) for name in names} == dict.fromkeys(names, "it")


def test_selectors_options_and_consent_sources_take_any_text() -> None:
    texts = [text for text in HOSTILE if not set(text) & set("\n\r\x00\ufeff")]
    rules: dict[str, Data] = {"page_view": {}}
    for number, text in enumerate(texts):
        selector = inner(quoted(text))
        rules[f"click {number}"] = {"custom": f"click_{number}", "to": ["ga4"], "on": {"click": selector}}
        rules[f"dom {number}"] = {
            "custom": f"dom_{number}",
            "to": ["ga4"],
            "params": {"it": {"dom": selector, "attribute": "data-x"}},
        }
    name = "".join(texts)
    platform = {
        "measurement_id": "G-ABCDE12345",
        "requires": "analytics",
        "options": {"cookie_flags": name, "user_id": name},
    }
    consent = {
        **CONSENT,
        "sources": [
            {"use": "data_layer", "event": name, "map": {"analytics": "__proto__"}},
            {"use": "cookie", "name": "'\"</script>`", "map": {"analytics": "constructor"}},
        ],
        "region_from": [{"meta": name}, {"cookie": name}],
        "regimes": {"default": "opt_in", "regions": [{"in": ["US"], "regime": "opt_out"}]},
    }
    text = container(document("ga4", platforms={"ga4": platform}, consent=consent, events=rules))
    check(text)
    entities = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
    shown = [re.sub('[&<>"]', lambda found: entities[found[0]], item) for item in texts]
    html = "".join(f'<a id="a{number}" data-x="{item}">x</a>' for number, item in enumerate(shown))
    page = Host(html=html).load(text)
    page.push({"event": name})
    assert page.calls == [], "what is inherited is no grant"
    page.tagc("consent", {"analytics": True})
    config = next(call for call in page.calls_to("gtag") if call[1] == "config")
    assert config[3] == {"send_page_view": False, "cookie_flags": name, "user_id": name}
    for number, item in enumerate(texts):
        page.click(f"#a{number}")
        assert f"click_{number}" in told(page), ascii(item)
    for number, item in enumerate(texts):
        page.push({"event": f"dom {number}"})
        assert told(page)[f"dom_{number}"]["it"] == item
    assert page.errors == []


def test_a_hundred_kilobytes_of_text_are_a_value_like_any_other() -> None:
    long = ("</script>\u2028'\"\\${x}😀" * 6000)[:100_000]
    text = container(document("ga4", events={"contact": {"params": {"long": literal(long)}}}))
    check(text)
    page = Host().load(text).tagc("consent", {"analytics": True}).push({"event": "contact"})
    assert told(page)["contact"]["long"] == long


# ---- and whatever else a person may write ---------------------------------------------------------------

texts = st.one_of(
    st.sampled_from(HOSTILE),
    st.text("</>!-'\"`\\${}[]().*+?^|&#@;:,= \n\r\t\x00\u2028\u200f\ufeff😀aB1_", min_size=1, max_size=12),
)
PLACES = (
    "rule",
    "event",
    "custom",
    "key",
    "value",
    "table",
    "operand",
    "pattern",
    "selector",
    "replace",
    "cookie",
    "note",
)


def drawn(given_texts: dict[str, str]) -> dict[str, Data]:
    at = given_texts
    return document(
        "meta",
        consent={
            **CONSENT,
            "sources": [{"use": "cookie", "name": at["cookie"], "map": {"marketing": at["table"]}}],
        },
        variables={"v": {"lookup": "$page.path", "match": "matches", "table": {at["pattern"]: at["value"]}}},
        events={
            at["rule"]: {
                "custom": at["custom"],
                "to": ["meta"],
                "on": [
                    {"data_layer": {"equals": [at["event"], "probe"]}},
                    {"data_layer": {"contains": at["operand"]}},
                ],
                "params": {
                    at["key"]: at["value"],
                    "nested": {at["key"]: [at["value"]]},
                    "looked_up": {
                        "lookup": "$event.it",
                        "table": {at["table"]: at["value"]},
                    },
                    "matched": {"test": {"$event.it": {"matches": at["pattern"]}}},
                    "seen": {"dom": at["selector"]},
                    "replaced": {"from": "$event.it", "as": {"replace": {at["replace"]: at["value"]}}},
                    "variable": "$v",
                },
                "description": at["note"],
            },
            "clicked": {"event": "contact", "on": [{"click": at["selector"]}, {"form": at["selector"]}]},
        },
    )


@settings(max_examples=20)
@given(st.fixed_dictionaries(dict.fromkeys(PLACES, texts)))
def test_any_text_gives_a_diagnostic_or_a_harmless_container(given_texts: dict[str, str]) -> None:
    made = build(drawn(given_texts))
    found = errors(made.diagnostics)
    assert not any(item.startswith("internal") for item in found), found
    if found:
        assert made.files == {}
        return
    text = made.files["container.js"].decode("ascii")
    check(text)
    page = Host().load(text).tagc("consent", {"marketing": True})
    page.push({"event": "probe", "it": "x"}).click("body").submit("body")
    assert page.errors == []
    value, key = given_texts["value"], given_texts["key"]
    if literal(value) == value and literal(given_texts["custom"]) == given_texts["custom"]:
        sent = heard(page)[given_texts["custom"]]
        if not value.startswith("$"):
            assert sent["nested"] == {key: [value]}
            assert sent[key] == value or key in {"value", "currency"}


@settings(max_examples=60)
@given(st.fixed_dictionaries(dict.fromkeys(PLACES, texts)))
def test_any_text_in_a_document_is_read_without_a_fault_of_ours(given_texts: dict[str, str]) -> None:
    made = compiler.check("tagc.yaml", yaml_of(drawn(given_texts)))
    assert not any(item.startswith("internal") for item in errors(made.diagnostics))
