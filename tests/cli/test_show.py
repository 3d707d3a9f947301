"""`tagc show`: everything filled in, still the same document."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from tagc import compiler
from tagc.cli.document import document
from tagc.cli.project import reader
from tagc.cli.yaml_text import yaml_text
from tests.cli.conftest import BAD, GOOD, ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Invoke

EXAMPLES = sorted((ROOT / "examples").glob("*/tagc.yaml"))

MANY_FORMS = """\
tagc: 1
container: many-forms
consent:
  categories: [analytics, marketing]
  sources: [{use: cookie, name: c, map: {analytics: stats, marketing: [ads, more]}, granted: 1}]
  regimes: {regions: [{in: US, regime: opt_out}]}
  region_from: [{meta: region}]
  gpc: everywhere
  google: {functionality_storage: null}
platforms:
  ga4: {measurement_id: G-ABCDE12345, requires: {any: [analytics, marketing]}, params: {section: $section}}
  second: {platform: meta, pixel_id: 01234567, requires: {all: [marketing]}, options: {automatic_events: true}}
user_data: {requires: marketing, email: {hashed: $data.mail}}
variables:
  section: {first: [$page.query.s, {value: 0123, if: {$page.path: /}}], as: [lower, {replace: {'a+': b}}]}
triggers:
  booking: [{click: a.book, if: {$click.text: {contains: [a, b], ignore_case: true, not: x}}}, {form: form}]
events:
  page_view:
    unless: [{$page.path: {starts_with: /private/}}, {any: [{$section: [x, y]}, {not: {$section: z}}]}]
    params: {flag: {test: {$page.query.a: {exists: true}}}, r: {random: true}, t: {timestamp: true}}
  start: {event: initiate_checkout, on: booking, platforms: {second: {params: {section: null, extra: [1, {a: b}]}}}}
  lead: {paused: not yet}
  own: {custom: my_event, to: [ga4], on: {data_layer: {matches: '^a'}}, params: {section: null}}
""".replace("in: US", "in: [US]")


def without_tells(text: str, path: Path | None = None) -> bytes:
    read = None if path is None else reader(str(path))
    found, result = compiler.resolved("tagc.yaml", text.encode(), read=read)
    assert found is not None, [diagnostic.message for diagnostic in result.diagnostics]
    shown = document(found)
    events = shown["events"]
    assert isinstance(events, dict)
    for event in events.values():
        assert isinstance(event, dict)
        del event["tells"]
    return yaml_text(shown).encode()


def bare(text: str) -> str:
    """What is shown, without the comments that say where it comes from."""
    return re.sub(r" +# .*", "", text)


@pytest.mark.parametrize(
    ("text", "path"),
    [*((path.read_text("utf-8"), path) for path in EXAMPLES), (GOOD, None), (MANY_FORMS, None)],
    ids=range(len(EXAMPLES) + 2),
)
def test_what_is_shown_is_the_same_document_and_builds_to_the_same_files(
    text: str, path: Path | None
) -> None:
    read = None if path is None else reader(str(path))
    long = without_tells(text, path)
    again = compiler.build("long.yaml", long, read=read)
    assert [
        diagnostic.message for diagnostic in again.diagnostics if diagnostic.severity.value == "error"
    ] == []
    first = compiler.build("tagc.yaml", text.encode(), read=read)
    assert again.files["container.js"] == first.files["container.js"]
    manifests = [json.loads(each.files["manifest.json"]) for each in (again, first)]
    inputs = [each.pop("inputs").keys() for each in manifests]
    assert [names - {"long.yaml", "tagc.yaml"} for names in inputs] == [inputs[0] - {"long.yaml"}] * 2
    assert manifests[0] == manifests[1]
    assert without_tells(long.decode(), path) == long


def test_defaults_are_filled_in_and_each_platform_is_told_in_its_own_words(
    site: Path, invoke: Invoke
) -> None:
    result = invoke("show")
    assert result.exit_code == 0
    shown = bare(result.stdout)
    assert "    options: {automatic_events: false, first_party_cookies: true}\n" in shown
    assert "events:\n  page_view:\n    event: page_view\n    on: [page_view]\n    to: [meta]\n" in shown
    assert "    tells:\n      meta: {event: PageView, requires: marketing, params: {}}\n" in shown


def test_a_rule_without_on_shows_the_event_it_waits_for(site: Path, invoke: Invoke) -> None:
    (site / "tagc.yaml").write_text(GOOD + "  lead: {}\n", encoding="utf-8")
    shown = json.loads(invoke("show", "--format", "json").stdout)["document"]
    assert shown["events"]["lead"]["on"] == [{"data_layer": ["lead"]}]
    assert shown["events"]["lead"]["tells"] == {
        "meta": {"event": "Lead", "requires": "marketing", "params": {}}
    }


def test_the_text_and_the_json_say_the_same(site: Path, invoke: Invoke) -> None:
    (site / "tagc.yaml").write_text(GOOD, encoding="utf-8")
    shown = json.loads(invoke("show", "--format", "json").stdout)["document"]
    assert yaml_text(shown).split() == bare(invoke("show").stdout).split()


def test_a_file_with_errors_is_not_shown(site: Path, invoke: Invoke) -> None:
    (site / "tagc.yaml").write_text(BAD, encoding="utf-8")
    result = invoke("show")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "error[" in result.stderr


TAGS = """\
tags:
  chat: {script: code/chat.js, reads: {path: $page.path}, requires: marketing, hosts: https://api.example}
  pixel: {image: 'https://pixel.example/p', on: {data_layer: sold}, requires: marketing, hosts: {connect: https://b.example}}
variables:
  fee: {first: [{script: code/fee.js, reads: {total: $event.total}}, 0]}
"""


def test_tags_of_another_file_are_shown_as_they_are_from_here(site: Path, invoke: Invoke) -> None:
    (site / "shared" / "code").mkdir(parents=True)
    (site / "shared" / "base.yaml").write_text(TAGS, encoding="utf-8")
    (site / "shared" / "code" / "chat.js").write_text("export default ({ path }) => path;", encoding="utf-8")
    (site / "shared" / "code" / "fee.js").write_text("({ total }) => total * 2", encoding="utf-8")
    text = GOOD.replace("page_view: {}", "page_view: {params: {fee: $fee}}") + "extends: shared/base.yaml\n"
    (site / "tagc.yaml").write_text(text, encoding="utf-8")
    shown = json.loads(invoke("show", "--format", "json").stdout)["document"]
    assert shown["tags"]["chat"] == {
        "script": "shared/code/chat.js",
        "reads": {"path": "$page.path"},
        "on": ["page_view"],
        "after": [],
        "stop_on_failure": False,
        "requires": "marketing",
        "hosts": ["https://api.example"],
        "pushes": [],
    }
    assert shown["tags"]["pixel"]["hosts"] == {"connect": ["https://b.example"]}
    assert shown["variables"]["fee"]["first"][0]["script"] == "shared/code/fee.js"
    assert invoke("build", "-o", "first").exit_code == 0
    for event in shown["events"].values():
        del event["tells"]
    (site / "long.yaml").write_text(yaml_text(shown), encoding="utf-8")
    assert invoke("build", "long.yaml", "-o", "second").exit_code == 0
    first, second = ((site / name / "container.js").read_bytes() for name in ("first", "second"))
    assert first == second
