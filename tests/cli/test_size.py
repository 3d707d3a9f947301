"""`tagc size`: the table, the data, the picture, and what happens when there is nothing to weigh."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from tests.cli.conftest import BAD, GOOD, WARNED

if TYPE_CHECKING:
    from tests.cli.conftest import Invoke
    from tests.conftest import Golden

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden" / "examples" / "northway-theatre" / "parts.txt"


def rows(text: str) -> list[tuple[str, int]]:
    """Name, with its indentation, and bytes of each line of the table."""
    found = [re.fullmatch(r"( *\S.*?) +([\d,]+) +[\d.]+% +[\d,]+", line) for line in text.splitlines()]
    return [(row[1], int(row[2].replace(",", ""))) for row in found if row]


def test_the_table_adds_up_to_the_file(site: Path, invoke: Invoke) -> None:
    result = invoke("size")
    assert (result.exit_code, result.stderr) == (0, "")
    (whole, total), *found = rows(result.stdout)
    invoke("build")
    assert (whole, total) == ("container.js", len((site / "dist" / "container.js").read_bytes()))
    assert sum(size for name, size in found if not name.startswith(" ")) == total
    assert {"Runtime", "Platforms", "  meta", "Rules", "  page_view"} <= {name for name, _ in found}


def test_nothing_is_written_without_being_asked_for(site: Path, invoke: Invoke) -> None:
    invoke("size")
    assert [path.name for path in site.iterdir()] == ["tagc.yaml"]


def test_the_table_of_the_theatre_is_this(invoke: Invoke, golden: Golden) -> None:
    result = invoke("size", str(ROOT / "examples" / "northway-theatre" / "tagc.yaml"))
    # Another zlib makes slightly other bytes of the same file: the last column is not the same everywhere.
    golden(GOLDEN, re.sub(r"(%) +[\d,]+$| +gzip$", r"\1", result.stdout, flags=re.MULTILINE))


def test_as_json_it_has_every_part_and_every_rule(site: Path, invoke: Invoke) -> None:
    made = json.loads(invoke("size", "--format", "json").stdout)
    assert made["file"] == "container.js"
    assert sum(part["bytes"] for group in made["groups"] for part in group["parts"]) == made["bytes"]
    assert [rule["name"] for rule in made["rules"]] == ["page_view"]
    assert made["gzip"] < made["bytes"]


def test_the_picture_goes_into_the_file_that_is_named(site: Path, invoke: Invoke) -> None:
    result = invoke("size", "--svg", "pictures/size.svg")
    assert result.exit_code == 0
    root = ET.parse(site / "pictures" / "size.svg").getroot()  # noqa: S314 - our own text
    assert (root.findtext("{http://www.w3.org/2000/svg}title") or "").startswith("my-shop: container.js, ")
    assert rows(result.stdout) != []


def test_a_file_with_errors_is_not_weighed_and_not_drawn(site: Path, invoke: Invoke) -> None:
    (site / "tagc.yaml").write_text(BAD, encoding="utf-8")
    result = invoke("size", "--svg", "size.svg")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "TAG401" in result.stderr
    assert not (site / "size.svg").exists()


def test_as_json_errors_come_as_diagnostics(site: Path, invoke: Invoke) -> None:
    (site / "tagc.yaml").write_text(BAD, encoding="utf-8")
    result = invoke("size", "--format", "json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)[0]["code"] == "TAG401"


def test_warnings_do_not_stand_between_the_lines(site: Path, invoke: Invoke) -> None:
    (site / "tagc.yaml").write_text(WARNED, encoding="utf-8")
    result = invoke("size")
    assert result.exit_code == 0
    assert "warning" in result.stderr
    assert "warning" not in result.stdout


@pytest.mark.parametrize("name", ["a\\nb\\u001b[31m", "</title><script>", "x" * 500, "\\u202egnp"])
def test_a_hostile_name_takes_one_line(site: Path, invoke: Invoke, name: str) -> None:
    text = GOOD.replace("page_view: {}", f'"{name}": {{event: lead, on: page_view}}')
    (site / "tagc.yaml").write_text(text, encoding="utf-8")
    result = invoke("size", "--svg", "size.svg")
    assert result.exit_code == 0
    assert all(line.isprintable() and len(line) < 120 for line in result.stdout.splitlines())
    (_, total), *found = rows(result.stdout)
    assert sum(size for group, size in found if not group.startswith(" ")) == total
    ET.parse(site / "size.svg")  # noqa: S314 - our own text


def test_a_picture_that_cannot_be_written_is_one_line(site: Path, invoke: Invoke) -> None:
    (site / "size.svg").mkdir()
    result = invoke("size", "--svg", "size.svg")
    assert result.exit_code == 2
    assert result.stderr == "tagc: cannot write size.svg: there is a folder of that name\n"
