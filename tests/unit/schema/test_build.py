"""The JSON Schema itself: current, described, and of constructs that editors know and `report` has words for."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tagc import registry
from tagc.events import EVENTS, PARAMETERS, USER_FIELDS
from tagc.schema.build import container_schema, current, write
from tagc.schema.file import CHECKOUT, read
from tagc.schema.report import _REPORTS, FORMATS

SCHEMA = container_schema()
STRUCTURE = {
    "$defs", "$id", "$ref", "$schema", "allOf", "default", "description", "else", "enumDescriptions", "examples", "if",
    "items", "patternProperties", "properties", "propertyNames", "then",
}  # fmt: skip


def subschemas(schema: object) -> Iterator[dict[str, Any]]:
    if isinstance(schema, list):
        for entry in schema:
            yield from subschemas(entry)
    if isinstance(schema, dict):
        yield schema
        for key, value in schema.items():
            named = key in ("properties", "patternProperties", "$defs")
            for entry in (
                value.values() if named else [value] if key not in ("default", "const", "enum") else []
            ):
                yield from subschemas(entry)


def test_the_file_is_current_mend_it_with_schema_write() -> None:
    assert CHECKOUT.read_text(encoding="utf-8") == current()
    assert read() == SCHEMA


def test_writing_makes_the_same_bytes_every_time(tmp_path: Path) -> None:
    write(tmp_path / "schemas" / "a.json")
    assert (tmp_path / "schemas" / "a.json").read_bytes() == current().encode()


def test_it_is_valid_by_the_draft_it_names() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_the_report_has_words_for_every_keyword() -> None:
    assert {keyword for schema in subschemas(SCHEMA) for keyword in schema} <= {*STRUCTURE, *_REPORTS}


def test_any_of_chooses_only_among_required_keys() -> None:
    for schema in subschemas(SCHEMA):
        assert "oneOf" not in schema
        assert all([*form] == ["required"] for form in schema.get("anyOf", []))


def test_there_are_no_titles_and_no_unused_definitions() -> None:
    assert all("title" not in schema for schema in subschemas(SCHEMA))
    used = set(re.findall(r'"#/\$defs/(\w+)"', json.dumps(SCHEMA)))
    assert used == {*SCHEMA["$defs"]}


def test_every_key_is_described_where_it_stands() -> None:
    bare = [
        key
        for schema in subschemas(SCHEMA)
        for key, entry in schema.get("properties", {}).items()
        # A choice by the value of a key, and a second kind that may not be there, describe nothing.
        if "description" not in entry and not entry.keys() <= {"const", "enum", "type", "not"}
    ]
    described = {key for key in bare if "description" not in SCHEMA["$defs"].get(key.title(), {})}
    assert described == set()


def test_every_map_is_closed_or_has_entries_of_one_kind() -> None:
    for schema in subschemas(SCHEMA):
        if "properties" in schema and schema.get("type") == "object" and "allOf" not in schema:
            assert "additionalProperties" in schema


def test_every_pattern_has_words_for_people() -> None:
    for schema in subschemas(SCHEMA):
        if "pattern" in schema:
            assert schema["pattern"] in FORMATS or "description" in schema


@pytest.mark.parametrize("name", registry.platforms())
def test_an_editor_offers_every_platform_with_its_settings(name: str) -> None:
    entry = registry.platforms()[name]
    reference = SCHEMA["properties"]["platforms"]["properties"][name]["$ref"]
    fields = SCHEMA["$defs"][reference.rpartition("/")[2]]["properties"]
    assert entry.settings.model_fields.keys() <= fields.keys()


def test_an_editor_offers_the_neutral_vocabulary() -> None:
    rule = SCHEMA["$defs"]["Rule"]["properties"]
    assert rule["event"]["enum"] == [*EVENTS]
    assert [*SCHEMA["properties"]["events"]["properties"]] == [*EVENTS]
    assert [*SCHEMA["$defs"]["Params"]["properties"]] == [*PARAMETERS]
    assert [*rule["user_data"]["properties"]] == [*USER_FIELDS]


@pytest.mark.parametrize("kind", registry.triggers())
def test_an_editor_offers_every_kind_of_trigger(kind: str) -> None:
    assert kind in SCHEMA["$defs"]["Trigger"]["then"]["properties"]
