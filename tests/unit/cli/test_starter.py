"""The first file: for every platform, source of consent and id, it is clean, and so is its commented example."""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from tagc import compiler, registry
from tagc.cli.starter import Chosen, Instance, starter

SCHEMA = "../schemas/container.schema.json"


def chosen(*names: str, source: str = "function", category: str = "marketing") -> Chosen:
    platforms = registry.platforms()
    return Chosen(
        "my-shop",
        tuple(Instance(name, platforms[name], platforms[name].example, category) for name in names),
        source,
    )


def with_example(text: str) -> str:
    """The file after somebody took the comment signs off the example."""
    head, mark, example = text.partition("  #\n")
    return head + mark + re.sub(r"^  # ", "  ", example, flags=re.MULTILINE)


def problems(text: str) -> list[str]:
    return [diagnostic.message for diagnostic in compiler.check("tagc.yaml", text.encode()).diagnostics]


@pytest.mark.parametrize("source", ["function", "cookie", "data_layer"])
@pytest.mark.parametrize("name", sorted(registry.platforms()))
def test_the_file_for_one_platform_has_no_errors_and_no_warnings(name: str, source: str) -> None:
    assert problems(starter(chosen(name, source=source), SCHEMA)) == []


@pytest.mark.parametrize("names", list(combinations(sorted(registry.platforms()), 2)))
def test_the_commented_purchase_is_right_for_the_platforms_chosen(names: tuple[str, ...]) -> None:
    text = with_example(starter(chosen(*names), SCHEMA))
    assert "\n  purchase:\n" in text
    assert problems(text) == []


def test_an_editor_finds_the_schema_in_the_first_line() -> None:
    assert starter(chosen("meta"), SCHEMA).splitlines()[0] == f"# yaml-language-server: $schema={SCHEMA}"


def test_no_line_has_two_levels_of_braces_and_none_is_long() -> None:
    for line in starter(chosen(*sorted(registry.platforms()), source="cookie"), SCHEMA).splitlines():
        code = line.partition("#")[0]
        assert code.count("{") + code.count("[") <= 1, line
        assert len(line) <= 110, line


def test_what_the_user_chose_is_data_whatever_it_is() -> None:
    meta = registry.platforms()["meta"]
    hostile = "x'\n  evil: {requires: necessary} # ${y} {{z}}"
    made = starter(Chosen(hostile, (Instance("meta", meta, hostile, hostile),), "cookie"), SCHEMA)
    assert not re.search(r"^\s*evil", made, re.MULTILINE)
