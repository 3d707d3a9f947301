"""Given these files, this document: presets, extended files, the file itself, an environment."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from tagc import compiler, layers, registry
from tagc.diagnostics import Sink, formats
from tagc.source import Document, Files

if TYPE_CHECKING:
    from tagc.source import Spans

BASE = """\
tagc: 1
consent: {categories: [analytics, marketing]}
platforms:
  ga4: {measurement_id: G-ABCDE12345, requires: analytics}
  meta: {pixel_id: 1234567890123456, requires: marketing}
events:
  page_view: {}
  booking: {event: initiate_checkout, on: {click: a.book}, params: {content_type: show}}
"""
SITE = """\
extends: base.yaml
container: site
"""


class Whole(NamedTuple):
    """A document as JSON is typed."""

    data: Any
    spans: Spans


def document(text: str, environment: str | None = None, **files: str) -> Whole:
    found, sink = made(text, environment, **files)
    assert found is not None, complaints(sink)
    assert not sink.errors, complaints(sink)
    return Whole(found.data, found.spans)


def made(text: str, environment: str | None, **files: str) -> tuple[Document | None, Sink]:
    others = {f"{name}.yaml": content.encode() for name, content in files.items()}
    sink = Sink()
    return layers.document(Files("tagc.yaml", text.encode(), others.get), environment, sink), sink


def complaints(sink: Sink) -> list[str]:
    return [f"{each.span.file}:{each.span.line} {each.code.slug}" for each in sink.diagnostics]


def wrong(text: str, environment: str | None = None, **files: str) -> list[str]:
    """What a check says, with places."""
    others = {f"{name}.yaml": content.encode() for name, content in files.items()}
    result = compiler.check("tagc.yaml", text.encode(), read=others.get, environment=environment)
    return [f"{each.span.file}:{each.span.line} {each.code.slug}" for each in result.diagnostics]


# ---- the order of layers ----------------------------------------------------------------------------------


def test_a_file_has_what_it_extends_and_its_own_word_counts() -> None:
    found = document(SITE + "platforms: {meta: {pixel_id: 22222222222}}\n", base=BASE)
    assert found.data["container"] == "site"
    assert found.data["platforms"] == {
        "ga4": {"measurement_id": "G-ABCDE12345", "requires": "analytics"},
        "meta": {"pixel_id": 22222222222, "requires": "marketing"},
    }


def test_of_several_extended_files_the_last_one_counts() -> None:
    found = document("extends: [a.yaml, b.yaml]\nz: 3", a="x: 1\ny: 1\nz: 1", b="y: 2\nz: 2")
    assert {key: found.data[key] for key in "xyz"} == {"x": 1, "y": 2, "z": 3}


def test_an_extended_file_comes_after_what_it_extends_itself() -> None:
    found = document("extends: a.yaml", a="extends: b.yaml\nx: a\ny: a", b="x: b\nw: b")
    assert {key: found.data[key] for key in "wxy"} == {"w": "b", "x": "a", "y": "a"}


def test_a_file_that_two_others_extend_counts_once_below_both() -> None:
    found = document(
        "extends: [a.yaml, b.yaml]", a="extends: c.yaml\nx: a", b="extends: c.yaml\ny: b", c="x: c\ny: c"
    )
    assert {key: found.data[key] for key in "xy"} == {"x": "a", "y": "b"}


def test_a_trigger_replaces_a_trigger_whole() -> None:
    found = document(SITE + "events: {booking: {on: {form: form.book}}}\n", base=BASE)
    assert found.data["events"]["booking"] == {
        "event": "initiate_checkout",
        "on": {"form": "form.book"},
        "params": {"content_type": "show"},
    }


def test_null_takes_out_an_instance_and_a_rule() -> None:
    found = document(SITE + "platforms: {meta: null}\nevents: {booking: null}\n", base=BASE)
    assert [*found.data["platforms"]] == ["ga4"]
    assert [*found.data["events"]] == ["page_view"]


def test_null_where_it_means_something_is_a_value() -> None:
    text = SITE + "events: {booking: {params: {content_type: null}, platforms: {meta: null}}}\n"
    booking = document(text, base=BASE).data["events"]["booking"]
    assert booking["params"] == {"content_type": None}
    assert booking["platforms"] == {"meta": None}


def test_a_null_with_nothing_under_it_is_the_mistake_it_is_in_one_file() -> None:
    assert wrong(BASE.replace("  page_view: {}", "  page_view: null") + "container: x\n") == [
        "tagc.yaml:7 wrong-type"
    ]
    lowest = BASE.replace("  page_view: {}", "  page_view: null")
    assert wrong(SITE, base=lowest) == ["base.yaml:7 wrong-type"]


# ---- environments -----------------------------------------------------------------------------------------

STAGES = """\
environments:
  staging:
    container: site-staging
    platforms: {meta: null}
  production: {}
"""


def test_without_an_environment_the_document_itself_is_meant() -> None:
    found = document(SITE + STAGES, base=BASE)
    assert found.data["container"] == "site"
    assert [*found.data["platforms"]] == ["ga4", "meta"]


def test_an_environment_lies_over_everything() -> None:
    found = document(SITE + STAGES, "staging", base=BASE)
    assert found.data["container"] == "site-staging"
    assert [*found.data["platforms"]] == ["ga4"]


def test_an_empty_environment_changes_nothing() -> None:
    plain, empty = document(SITE + STAGES, base=BASE), document(SITE + STAGES, "production", base=BASE)
    assert plain.data == empty.data


def test_environments_of_extended_files_are_merged_with_those_of_the_file() -> None:
    base = BASE + "environments: {staging: {platforms: {meta: null}}, live: {}}\n"
    own = "environments: {staging: {container: s}, live: null}\n"
    found = document(SITE + own, "staging", base=base)
    assert (found.data["container"], [*found.data["platforms"]]) == ("s", ["ga4"])
    assert made(SITE + own, "live", base=base)[0] is None


def test_an_environment_of_the_only_file_takes_out_what_the_file_has() -> None:
    found = document(BASE + "container: x\n" + STAGES, "staging")
    assert [*found.data["platforms"]] == ["ga4"]


@pytest.mark.parametrize("key", ["extends", "presets", "environments", "tagc", "containr"])
def test_an_environment_does_not_say_what_the_document_is_made_of(key: str) -> None:
    text = BASE + f"container: x\nenvironments:\n  staging:\n    {key}: base.yaml\n"
    assert wrong(text) == ["tagc.yaml:12 unknown-key"]
    assert wrong(text, "staging") == ["tagc.yaml:12 unknown-key"]


def test_an_environment_that_is_not_there_is_told_with_those_that_are() -> None:
    result = compiler.check("tagc.yaml", (BASE + "container: x\n" + STAGES).encode(), environment="live")
    assert [(each.message, each.hint) for each in result.diagnostics] == [
        ('no environment is named "live"', "write one of staging, production")
    ]
    result = compiler.check("tagc.yaml", (BASE + "container: x\n").encode(), environment="live")
    assert [(each.span.line, each.hint) for each in result.diagnostics] == [
        (1, "there are none; leave out --env, or add the section environments")
    ]


def test_what_a_layer_takes_out_nobody_speaks_of_any_more() -> None:
    rules = """\
events:
  page_view: {}
  booking: {event: initiate_checkout, to: [ga4, meta], platforms: {meta: {event: Booked}}}
  gift: {event: lead, to: [meta]}
user_data: {requires: marketing, to: [meta], email: $data.email}
"""
    whole = BASE.partition("events:")[0] + rules + "container: x\n" + STAGES
    data: Any = document(whole, "staging").data
    assert data["events"]["booking"] == {"event": "initiate_checkout", "to": ["ga4"], "platforms": {}}
    assert (data["events"]["gift"]["to"], data["user_data"]["to"]) == ([], [])
    found, result = compiler.resolved("tagc.yaml", whole.encode(), environment="staging")
    assert found is not None, result.diagnostics
    assert [rule.name for rule in found.program.rules] == ["page_view", "booking"]


def test_a_name_that_no_layer_ever_had_is_a_mistake_still() -> None:
    stages = STAGES.replace("platforms: {meta: null}", "events: {page_view: {to: [mta]}}")
    assert wrong(BASE + "container: x\n" + stages, "staging") == ["tagc.yaml:13 unknown-instance"]


def test_what_a_shared_file_has_for_other_sites_may_reach_nobody_here() -> None:
    base = BASE + "  refunded: {event: refund}\n"  # which only Google Analytics knows
    assert wrong(SITE + "platforms: {ga4: null}\n", base=base) == []
    own = SITE + "platforms: {ga4: null}\nevents: {refunded: {event: refund}}\n"
    assert wrong(own, base=base) == ["tagc.yaml:4 rule-reaches-nobody"]


# ---- notes of the author ----------------------------------------------------------------------------------


def test_keys_that_begin_with_x_are_for_the_author() -> None:
    text = BASE + "container: site\nx-owner: {team: web}\nx-none: null\nx-env: $env.NOT_READ\n"
    assert wrong(text) == []
    assert wrong(BASE + "container: site\nxowner: 1\n") == ["tagc.yaml:10 unknown-key"]


# ---- places -----------------------------------------------------------------------------------------------


def test_every_value_stands_in_the_file_it_was_taken_from() -> None:
    found = document(SITE + "platforms: {meta: {pixel_id: 22222222222}}\n", base=BASE)
    places = {
        path: (found.spans.value(path).file, found.spans.value(path).line)
        for path in [
            ("container",),
            ("platforms", "meta", "pixel_id"),
            ("platforms", "meta", "requires"),
            ("events",),
            (),
        ]
    }
    assert places == {
        ("container",): ("tagc.yaml", 2),
        ("platforms", "meta", "pixel_id"): ("tagc.yaml", 3),
        ("platforms", "meta", "requires"): ("base.yaml", 5),
        ("events",): ("base.yaml", 7),
        (): ("tagc.yaml", 1),
    }


def test_mistakes_are_told_where_they_stand_in_text_json_and_github() -> None:
    base = BASE.replace("requires: marketing", "requires: marketng").replace("on: {click", "om: {click")
    own = SITE + "platforms: {ga4: {measurement_id: 17}}\n"
    result = compiler.check("shop/tagc.yaml", own.encode(), read={"base.yaml": base.encode()}.get)
    assert [f"{each.span.file}:{each.span.line}" for each in result.diagnostics] == [
        "shop/base.yaml:8",
        "shop/tagc.yaml:3",
    ]
    text = formats.text(result.diagnostics, result.sources)
    assert "8 |   booking: {event: initiate_checkout, om: {click: a.book}" in text
    assert "3 | platforms: {ga4: {measurement_id: 17}}" in text
    listed = json.loads(formats.as_json(result.diagnostics))
    assert [each["file"] for each in listed] == ["shop/base.yaml", "shop/tagc.yaml"]
    assert "::error file=shop/base.yaml,line=8," in formats.github(result.diagnostics)


def test_meaning_is_checked_on_the_result_and_told_where_it_was_written() -> None:
    base = BASE.replace("requires: marketing", "requires: marketng")
    assert wrong(SITE, base=base) == ["base.yaml:5 unknown-category"]
    assert wrong(SITE + "consent: {categories: [analytics, marketng]}\n", base=base) == []


def test_what_is_missing_is_missing_in_the_document() -> None:
    assert wrong("extends: base.yaml\n", base=BASE) == ["tagc.yaml:1 missing-key"]


def test_the_mistakes_of_all_files_are_told_in_one_run() -> None:
    assert wrong("extends: [a.yaml, b.yaml, c.yaml]\n", a="x: [\n", b="y: {{z}}\n") == [
        "a.yaml:1 unclosed-bracket",
        "b.yaml:1 template-braces",
        "tagc.yaml:1 file-not-found",
    ]


@pytest.mark.parametrize("extends", ["null", "{a: b}", "[]", "[[a.yaml]]", "true"])
def test_what_is_extended_is_one_path_or_a_list(extends: str) -> None:
    assert len(wrong(f"extends: {extends}\n")) == 1


def test_what_other_files_bring_along_need_not_be_used() -> None:
    unused = "variables: {v: $page.path}\ntriggers: {t: {click: a}}\n"
    whole = BASE + "container: x\n" + unused
    assert wrong(whole) == ["tagc.yaml:10 unused-variable", "tagc.yaml:11 unused-trigger"]
    assert wrong(SITE, base=BASE + unused) == []
    assert wrong(whole + "environments: {staging: {}}\n", "staging") == []


# ---- presets ----------------------------------------------------------------------------------------------


def test_a_preset_lies_under_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    preset = {
        "p": b"events: {a: {on: {click: p}, params: {x: p, y: p}}, b: {}, c: {}}",
        "q": b"events: {c: {on: q}}",
    }
    monkeypatch.setattr(registry, "presets", lambda: preset)
    monkeypatch.setattr(layers, "validate_keys", lambda *_: True)
    found = document(
        "presets: [p, q]\nextends: e.yaml\nevents: {b: null}", e="events: {a: {params: {y: e}}}\npresets: [p]"
    )
    assert found.data["events"] == {
        "a": {"on": {"click": "p"}, "params": {"x": "p", "y": "e"}},
        "c": {"on": "q"},
    }
    assert found.spans.value(("events", "a", "on")).file == "preset p"


def test_a_platform_that_a_preset_names_stands_for_its_instances(monkeypatch: pytest.MonkeyPatch) -> None:
    preset = {
        "p": b"events: {a: {to: [ga4, meta], platforms: {ga4: {params: {x: 1}}, meta: null, snap: {}}}}"
    }
    monkeypatch.setattr(registry, "presets", lambda: preset)
    monkeypatch.setattr(layers, "validate_keys", lambda *_: True)
    text = "presets: [p]\nplatforms: {one: {platform: ga4}, two: {platform: ga4}, meta: {}, other: {platform: x}}"
    rule: Any = document(text).data["events"]["a"]
    assert rule["to"] == ["one", "two", "meta"]
    assert rule["platforms"] == {"one": {"params": {"x": 1}}, "two": {"params": {"x": 1}}, "meta": None}


def test_an_unknown_preset_is_an_unknown_choice() -> None:
    assert wrong(BASE + "container: x\npresets: [ga4_ecomerce]\n") == ["tagc.yaml:10 unknown-choice"]
