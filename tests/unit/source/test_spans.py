"""Which place a path has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tagc.diagnostics import Sink
from tagc.source import Document, SourceFile, load

if TYPE_CHECKING:
    from tagc.source.spans import Path

TEXT = """\
tagc: 1
events:
  purchase:   # a comment
    on: {click: 'a.buy'}  # another
    params: &shared
      value: 1.50
      items: [a, {b: c},
        d]
    code: |  # text
      one
      two
  donate:
    params: *shared
    to:
      - &id !!str meta
      - - ga4
        - x
      -
        - y
    text: one
      two
"""


@pytest.fixture
def document() -> Document:
    document = load(SourceFile("f", TEXT), Sink())
    assert document is not None
    return document


def covered(document: Document, path: Path, *, key: bool = False) -> str:
    span = document.spans.key(path) if key else document.spans.value(path)
    assert span.line == span.end_line
    return f"{span.line}: {TEXT.splitlines()[span.line - 1][span.column - 1 : span.end_column - 1]}"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ((), "1: tagc: 1"),
        (("tagc",), "1: 1"),
        (("events",), "3: purchase"),
        (("events", "purchase"), "4: on: {click: 'a.buy'}"),
        (("events", "purchase", "on"), "4: {click: 'a.buy'}"),
        (("events", "purchase", "on", "click"), "4: 'a.buy'"),
        (("events", "purchase", "params"), "5: &shared"),
        (("events", "purchase", "params", "value"), "6: 1.50"),
        (("events", "purchase", "params", "items"), "7: [a, {b: c},"),
        (("events", "purchase", "params", "items", 1, "b"), "7: c"),
        (("events", "purchase", "params", "items", 2), "8: d"),
        (("events", "purchase", "code"), "9: |"),
        (("events", "donate", "params", "value"), "6: 1.50"),
        (("events", "donate", "to"), "15: - &id !!str meta"),
        (("events", "donate", "to", 0), "15: meta"),
        (("events", "donate", "to", 1), "16: - ga4"),
        (("events", "donate", "to", 1, 1), "17: x"),
        (("events", "donate", "to", 2), "19: - y"),
        (("events", "donate", "text"), "20: one"),
    ],
)
def test_a_value_is_shown_by_its_first_line(document: Document, path: Path, expected: str) -> None:
    assert covered(document, path) == expected


def test_a_key_has_a_place_of_its_own_and_a_list_item_that_of_its_value(document: Document) -> None:
    assert covered(document, ("events", "purchase", "on"), key=True) == "4: on"
    assert covered(document, ("events", "donate", "to", 0), key=True) == "15: meta"
    assert covered(document, (), key=True) == "1: tagc: 1"


def test_the_nearest_place_is_that_of_the_longest_part_that_exists(document: Document) -> None:
    spans = document.spans
    assert spans.nearest(("events", "purchase", "on", "nothing", 3)) == spans.value(
        ("events", "purchase", "on")
    )
    assert spans.nearest(("nothing",)) == spans.value(())
    assert spans.nearest(("tagc", 0)) == spans.value(("tagc",))


@pytest.mark.parametrize(
    "path", [("nothing",), ("tagc", "x"), (0,), ("events", "donate", "to", 9), ("events", "donate", "to", -1)]
)
def test_a_path_to_nothing_is_a_key_error(document: Document, path: Path) -> None:
    assert path not in document.spans
    with pytest.raises(KeyError):
        document.spans.value(path)
    with pytest.raises(KeyError):
        document.spans.key(path)


def test_a_scalar_can_be_asked_how_it_was_written(document: Document) -> None:
    assert document.spans.text(("events", "purchase", "params", "value")) == "1.50"
    assert document.spans.text(("events", "donate", "to", 0)) == "meta"
    assert document.spans.text(("events",)) is None
