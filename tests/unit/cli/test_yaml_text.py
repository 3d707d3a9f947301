"""Whatever goes through the YAML printer comes back as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagc.cli.yaml_text import flow, scalar, yaml_text
from tagc.diagnostics import Sink
from tagc.source import SourceFile, load

if TYPE_CHECKING:
    from tagc.cli.yaml_text import Data

# Surrogates cannot be encoded, so no file holds them.
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
SCALARS = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXT
DATA = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT.filter(bool), inner, max_size=4)
)


def read(text: str) -> object:
    document = load(SourceFile("tagc.yaml", text), Sink())
    return None if document is None else document.data


@given(data=DATA)
def test_what_is_printed_reads_back_as_the_same_data(data: Data) -> None:
    assert read(yaml_text({"data": data})) == {"data": data}


@given(data=DATA)
def test_one_line_reads_back_too(data: Data) -> None:
    text = flow({"data": data})
    assert "\n" not in text
    assert read(text) == {"data": data}


@pytest.mark.parametrize(
    "hostile",
    [
        "a\nplatforms: {}",
        "x: y",
        "a #b",
        "# c",
        "*alias",
        "&anchor",
        "!!python/object:os.system",
        "{{x}}",
        "- a",
        "? a",
        "|",
        ">",
        "%YAML 1.2",
        "@",
        "`",
        "'",
        '"',
        "\\",
        "it's",
        '"; </script>',
        "\x00",
        "\x1b[2J",
        "\u202e",
        "\u2028",
        "\ufeff",
        "\U0001f600",
        "true",
        "Null",
        "~",
        "0123",
        "1e3",
        ".inf",
        "0x1F",
        "",
        " ",
        "---",
        "...",
        "<<",
        "=",
        "$event.id",
        "${x}",
    ],
)
def test_hostile_text_comes_out_as_text(hostile: str) -> None:
    assert read(yaml_text({"name": hostile, "list": [hostile], "map": {"k": hostile}})) == {
        "name": hostile,
        "list": [hostile],
        "map": {"k": hostile},
    }
    assert "\n" not in scalar(hostile)


def test_words_that_other_readers_take_for_booleans_are_quoted_as_values_only() -> None:
    assert yaml_text({"on": "on", "yes": "no"}) == "on: 'on'\nyes: 'no'\n"


def test_a_line_has_one_level_of_braces_at_most() -> None:
    data: Data = {
        "on": {"page_view": {"starts_with": "/a/"}},
        "lists": [[1, 2], [3]],
        "empty": {"params": {}},
    }
    assert yaml_text(data) == (
        "on:\n  page_view: {starts_with: /a/}\nlists:\n  - [1, 2]\n  - [3]\nempty: {params: {}}\n"
    )


def test_what_does_not_fit_on_a_line_takes_several() -> None:
    text = yaml_text({"names": {f"name_{number}": "x" * 20 for number in range(5)}})
    assert text.startswith("names:\n  name_0: xxxxxxxxxxxxxxxxxxxx\n")
