"""The schema that editors have for files which extend others, are extended, or have environments."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from tagc import registry
from tagc.diagnostics import Sink
from tagc.schema.build import container_schema
from tagc.schema.layer import LAYER, layer_schema
from tagc.source import SourceFile, load
from tests.property.strategies import documents

SCHEMA = layer_schema(container_schema())
VALIDATOR = Draft202012Validator(SCHEMA)
AGENCY = sorted((Path(__file__).parents[3] / "examples" / "agency").rglob("*.yaml"))


def data(text: str) -> dict[str, Any]:
    found = load(SourceFile("x", text), Sink())
    assert found is not None
    return found.data


def mistakes(text: str) -> list[str]:
    """The places that an editor would mark."""
    return sorted("/".join(map(str, error.absolute_path)) for error in VALIDATOR.iter_errors(data(text)))


def test_the_file_is_current_mend_it_with_schema_write() -> None:
    assert json.loads(LAYER.read_text("utf-8")) == SCHEMA


def test_it_is_valid_by_the_draft_it_names() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@given(documents())
def test_a_whole_document_is_a_layer(document: dict[str, Any]) -> None:
    assert list(VALIDATOR.iter_errors(document)) == []


@pytest.mark.parametrize("path", AGENCY, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_files_of_the_agency_are_layers(path: Path) -> None:
    assert mistakes(path.read_text("utf-8")) == []


@pytest.mark.parametrize("name", registry.presets())
def test_presets_are_layers(name: str) -> None:
    assert mistakes(registry.presets()[name].decode()) == []


@pytest.mark.parametrize(
    "text",
    [
        "events: {}",
        "platforms: {ga4: {options: {debug_mode: true}}, meta: null}",
        "platforms: {own: {params: {a: 1}}}",
        "platforms: {ga4: {measurement_id: $env.GA4_ID, options: {debug_mode: $env.DEBUG}}}",
        "platforms: {ga4: {measurement_id: 'G-${env.GA4_ID}'}}",
        "container: $env.NAME",
        "domains: ['shop.${env.HOST}']",
        "consent: {categories: null, google: {ad_storage: null}}",
        "events: {a: null, b: {event: null, on: {if: {$page.path: /}}}}",
        "environments: {staging: {platforms: {ga4: {options: {debug_mode: true}}}}, live: {events: {a: null}}}",
        "x-anything: [1, {a: b}]",
    ],
)
def test_what_another_layer_has_is_not_missing(text: str) -> None:
    assert mistakes(text) == []


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("evnts: {}", [""]),
        ("platforms: {ga4: {measurment_id: G-1234}}", ["platforms/ga4"]),
        ("platforms: {ga4: {measurement_id: UA-1}}", ["platforms/ga4/measurement_id"]),
        ("platforms: {ga4: {options: {debug_mode: maybe}}}", ["platforms/ga4/options/debug_mode"]),
        ("events: {a: {on: {clik: a}}}", ["events/a/on"]),
        (
            "environments: {staging: {platforms: {ga4: {measurement_id: UA-1}}}}",
            ["environments/staging/platforms/ga4/measurement_id"],
        ),
        ("environments: {staging: {extends: a.yaml}}", ["environments/staging"]),
        ("presets: [ga4_ecomerce]", ["presets/0"]),
    ],
)
def test_mistakes_are_marked_in_a_layer_too(text: str, places: list[str]) -> None:
    assert mistakes(text) == places
