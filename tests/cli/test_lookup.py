"""`tagc explain` and `tagc schema`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tagc.cli import schema_file
from tagc.diagnostics import codes
from tagc.schema import build
from tagc.schema.layer import layer_schema

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Invoke


@pytest.mark.parametrize("name", ["TAG131", "tag131", "empty-key", " Empty-Key "])
def test_a_code_is_found_by_id_and_by_name(invoke: Invoke, name: str) -> None:
    result = invoke("explain", name)
    assert result.exit_code == 0
    assert result.stdout.startswith("TAG131 empty-key (error)\n\n")


def test_an_unknown_code_is_wrong_use_and_the_nearest_is_offered(invoke: Invoke) -> None:
    result = invoke("explain", "emty-key")
    assert result.exit_code == 2
    assert result.stderr == 'tagc: there is no code emty-key; did you mean "empty-key"?\n'
    assert "lists all" in invoke("explain", "\x1b[2J" * 50).stderr


def test_without_a_code_all_are_listed(invoke: Invoke) -> None:
    text = invoke("explain").stdout
    listed = json.loads(invoke("explain", "--format", "json").stdout)
    assert [entry["code"] for entry in listed] == list(codes.CATALOGUE)
    assert all(f"  {code.id}  {code.slug}" in text for code in codes.CATALOGUE.values())


def test_the_schema_is_printed_as_it_is(invoke: Invoke) -> None:
    result = invoke("schema")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == build.container_schema()


def test_the_schema_of_a_layer_is_printed_when_asked_for(invoke: Invoke) -> None:
    result = invoke("schema", "--layer")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == layer_schema(build.container_schema())


def test_the_schema_of_a_checkout_is_written_and_compared(
    tmp_path: Path, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "schemas" / "container.schema.json"
    monkeypatch.setattr(schema_file, "CHECKOUT", path)
    missing = invoke("schema", "--check")
    assert missing.exit_code == 1
    assert missing.stderr == (
        "tagc: schemas/container.schema.json is missing: run tagc schema --write\n"
        "tagc: schemas/layer.schema.json is missing: run tagc schema --write\n"
    )
    assert not path.parent.exists()
    assert invoke("schema", "--write").exit_code == 0
    assert path.read_text("utf-8") == build.current()
    layer = json.loads(path.with_name("layer.schema.json").read_text("utf-8"))
    assert layer == layer_schema(build.container_schema())
    assert invoke("schema", "--check").exit_code == 0
    path.write_text("{}", encoding="utf-8")
    stale = invoke("schema", "--check", "--format", "json")
    assert stale.exit_code == 1
    assert json.loads(stale.stdout) == [
        {"file": "schemas/container.schema.json", "was": "stale"},
        {"file": "schemas/layer.schema.json", "was": "unchanged"},
    ]


def test_an_installed_tagc_has_no_checkout_to_write_to(
    tmp_path: Path, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    packaged = tmp_path / "container.schema.json"
    packaged.write_text("{}", encoding="utf-8")
    monkeypatch.setattr(schema_file, "PACKAGED", packaged)
    result = invoke("schema", "--write")
    assert result.exit_code == 2
    assert "this tagc is installed" in result.stderr
