"""A container's bytes by part, rule and group: sums, shares, and what gzip saves."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

from tagc.backends.report.sizes import gzipped, part_bytes, sizes, to_json
from tests.documents import build, document

if TYPE_CHECKING:
    from tagc.js.writer import Run

RUNS: list[Run] = [
    ((), "(()=>{"),
    (("runtime/gate.js",), "gate-gate-gate-gate;"),
    (("platform meta",), "fbq(0,1,2);"),
    (("platform meta", "rule lead"), "lead?9:"),
    (("platforms/meta/browser.js",), "load('https://example.org/a.js');"),
    (("rules",), "on=>{"),
    (("rules", "rule lead"), "lead();"),
    (("rules", "rule page_view"), "page_view('something longer');"),
    (("rules",), "}"),
    (("consent/cookie.js",), "cookie;"),
    (("user data",), "know();"),
    (("page",), "start()"),
    ((), "})()"),
]
TEXT = "".join(text for _, text in RUNS)


def test_the_bytes_of_the_parts_add_up_to_the_file() -> None:
    made = sizes(RUNS)
    assert made.bytes == len(TEXT)
    assert sum(group.total.bytes for group in made.groups) == len(TEXT)
    for group in made.groups:
        assert sum(part.bytes for part in group.parts) == group.total.bytes
    assert sum(part_bytes(RUNS).values()) == len(TEXT)


def test_every_part_stands_in_the_group_of_its_kind_the_largest_first() -> None:
    made = {
        group.title: [(part.name, part.rule, part.bytes) for part in group.parts]
        for group in sizes(RUNS).groups
    }
    assert made == {
        "Platforms": [
            ("platforms/meta/browser.js", None, 33),
            ("meta", None, 11),
            ("meta / lead", "lead", 7),
        ],
        "Rules": [("page_view", "page_view", 30), ("lead", "lead", 7), ("(all rules)", None, 6)],
        "Runtime": [("runtime/gate.js", None, 20)],
        "Page": [("wrapper", None, 10), ("page", None, 7)],
        "Consent": [("consent/cookie.js", None, 7)],
        "User data": [("user data", None, 7)],
    }
    assert list(made)[:4] == ["Platforms", "Rules", "Runtime", "Page"]


def test_a_rule_counts_with_what_it_adds_to_the_platforms() -> None:
    assert [(rule.name, rule.bytes) for rule in sizes(RUNS).rules] == [("page_view", 30), ("lead", 14)]


def test_the_compressed_figure_is_what_the_file_loses_without_the_part() -> None:
    made = {part.name: part for group in sizes(RUNS).groups for part in group.parts}
    without = TEXT.replace("page_view('something longer');", "").encode()
    lost = len(gzip.compress(TEXT.encode(), 9)) - len(gzip.compress(without, 9))
    assert made["page_view"].gzip == lost > 0


def test_no_part_weighs_less_than_nothing() -> None:
    runs: list[Run] = [(("page",), "ab" * 50), (("rules", "rule x"), "a"), (("page",), "b" + "ab" * 50)]
    assert min(part.gzip for group in sizes(runs).groups for part in group.parts) >= 0


def test_gzip_is_measured_as_servers_send_it() -> None:
    assert gzipped(TEXT.encode()) == len(gzip.compress(TEXT.encode(), 9))


def test_the_names_of_parts_tell_the_platform_and_the_rule() -> None:
    assert part_bytes(RUNS) == {
        "consent/cookie.js": 7,
        "page": 7,
        "platform meta": 11,
        "platform meta / rule lead": 7,
        "platforms/meta/browser.js": 33,
        "rule lead": 7,
        "rule page_view": 30,
        "rules": 6,
        "runtime/gate.js": 20,
        "user data": 7,
        "wrapper": 10,
    }


def test_as_data_it_says_the_same() -> None:
    made = json.loads(json.dumps(to_json(sizes(RUNS))))
    assert (made["file"], made["bytes"]) == ("container.js", len(TEXT))
    assert [rule["name"] for rule in made["rules"]] == ["page_view", "lead"]
    assert sum(part["bytes"] for group in made["groups"] for part in group["parts"]) == made["bytes"]


def test_every_rule_and_every_instance_of_a_container_is_found() -> None:
    rules = {"page_view": {}, "rules": {"event": "lead", "on": {"click": "a"}}, "wrapper": {"event": "lead"}}
    made = sizes(build(document("ga4", "meta", events=rules)).runs)
    assert {rule.name for rule in made.rules} == set(rules)
    (platforms,) = [group for group in made.groups if group.title == "Platforms"]
    assert {"ga4", "meta"} <= {part.name for part in platforms.parts}


def test_the_rows_of_a_table_are_counted_for_their_rules() -> None:
    names = ("search", "contact", "view_content", "schedule", "start_trial")
    events = {name: {"on": {"data_layer": f"shop_{name}"}} for name in names}
    made = build(document("meta", events=events))
    assert b"shop_search" not in made.files["container.js"]  # what all begin with is written once
    parts = {part.name: part.bytes for group in sizes(made.runs).groups for part in group.parts}
    assert all(parts[name] >= len(name) for name in names)
    assert max(parts[name] for name in names) < 60


def test_what_a_stricter_rule_adds_to_a_platform_is_counted_for_the_rule() -> None:
    rules = {"page_view": {}, "lead": {"on": {"click": "a"}, "requires": "analytics"}}
    made = sizes(build(document("meta", events=rules)).runs)
    parts = {part.name: part for group in made.groups for part in group.parts}
    assert parts["meta / lead"].bytes > 0
    (lead,) = [rule for rule in made.rules if rule.name == "lead"]
    assert lead.bytes == parts["lead"].bytes + parts["meta / lead"].bytes


def test_a_readable_container_adds_up_too() -> None:
    made = build(document("ga4", "meta"), readable=True)
    assert "".join(text for _, text in made.runs).encode() == made.files["container.js"]
    assert sizes(made.runs).bytes == len(made.files["container.js"])
