"""Two layers, one over the other: given these two texts, this is what counts and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from tagc.diagnostics import Sink
from tagc.source import Document, Layer, MergedSpans, SourceFile, load, merge, raised, without_nulls


@dataclass(frozen=True)
class Anywhere:
    """A place where `kind` names a kind, and where null means something under `nullable`."""

    kinds: frozenset[str] = frozenset({"kind"})
    takes_null: bool = False

    def step(self, step: str | int, value: object, /) -> Anywhere:
        del value
        return Anywhere(takes_null=self.takes_null or step == "nullable")


def document(name: str, text: str) -> Document:
    loaded = load(SourceFile(name, text), Sink())
    assert loaded is not None
    return loaded


def layer(name: str, text: str, *, lowest: bool = False) -> Layer:
    found = document(name, text)
    return Layer(found.data, found.spans, lowest=lowest)


def merged(*texts: str) -> Layer:
    first, *others = (layer(f"{at}.yaml", text, lowest=not at) for at, text in enumerate(texts))
    for other in others:
        first = merge(first, other, Anywhere())
    return without_nulls(first, Anywhere())


CASES: list[tuple[str, str, Any]] = [
    ("a: 1", "b: 2", {"a": 1, "b": 2}),
    ("a: 1", "a: 2", {"a": 2}),
    ("a: {x: 1, y: 2}", "a: {y: 3, z: 4}", {"a": {"x": 1, "y": 3, "z": 4}}),
    ("a: {x: 1}", "a: text", {"a": "text"}),
    ("a: text", "a: {x: 1}", {"a": {"x": 1}}),
    ("a: [1, 2, 3]", "a: [4]", {"a": [4]}),
    ("a: [{x: 1}]", "a: [{y: 1}]", {"a": [{"y": 1}]}),
    ("a: {x: 1}", "a: {}", {"a": {"x": 1}}),
    ("a: {}", "a: {x: 1}", {"a": {"x": 1}}),
    ("a: {kind: 1, x: 1}", "a: {x: 2}", {"a": {"kind": 1, "x": 2}}),
    ("a: {kind: 1, x: 1}", "a: {kind: 2}", {"a": {"kind": 2}}),
    ("a: {x: 1}", "a: {kind: 2, y: 1}", {"a": {"kind": 2, "y": 1}}),
    ("a: {b: {c: {d: 1, e: 2}}}", "a: {b: {c: {e: 3}}}", {"a": {"b": {"c": {"d": 1, "e": 3}}}}),
    ("a: 1\nb: 2", "a: null", {"b": 2}),
    ("a: {x: 1, y: 2}", "a: {x: null}", {"a": {"y": 2}}),
    ("a: {x: 1}", "a: null", {}),
    ("b: 1", "a: null", {"b": 1}),
    ("b: 1", "a: {x: null, y: 1}", {"b": 1, "a": {"y": 1}}),
    ("nullable: {x: 1}", "nullable: {x: null}", {"nullable": {"x": None}}),
    ("a: null", "b: 1", {"a": None, "b": 1}),
    ("a: {x: null}", "a: {y: 1}", {"a": {"x": None, "y": 1}}),
    ("a: 1", "b: {kind: 1, x: null}", {"a": 1, "b": {"kind": 1, "x": None}}),
    ("a: 1", "b: [{x: null}]", {"a": 1, "b": [{"x": None}]}),
]


@pytest.mark.parametrize(("low", "high", "result"), CASES)
def test_maps_merge_and_everything_else_replaces(low: str, high: str, result: object) -> None:
    assert merged(low, high).data == result


def test_what_one_layer_takes_out_the_next_one_may_put_back() -> None:
    assert merged("a: {x: 1, y: 1}", "a: null", "a: {z: 2}").data == {"a": {"z": 2}}


def test_keys_keep_the_order_of_the_lower_layer_and_new_ones_follow() -> None:
    data = merged("b: 1\na: 1", "c: 1\na: 2").data
    assert isinstance(data, dict)
    assert list(data) == ["b", "a", "c"]


def test_the_layers_themselves_are_left_as_they_were() -> None:
    low, high = layer("low", "a: {x: 1}"), layer("high", "a: {x: null, y: 2}")
    without_nulls(merge(low, high, Anywhere()), Anywhere())
    assert (low.data, high.data) == ({"a": {"x": 1}}, {"a": {"x": None, "y": 2}})


# ---- places -----------------------------------------------------------------------------------------------

LOW = "a: 1\nb: {x: 1, y: [1, 2]}\nd: {kind: z, p: 1}"
HIGH = "\n\nb: {x: 2, w: 3}\nc: 1\nd: {kind: u}"


@pytest.mark.parametrize(
    ("path", "file", "line"),
    [
        (("a",), "0.yaml", 1),
        (("b", "x"), "1.yaml", 3),
        (("b", "y"), "0.yaml", 2),
        (("b", "y", 1), "0.yaml", 2),
        (("b", "w"), "1.yaml", 3),
        (("b",), "1.yaml", 3),
        (("c",), "1.yaml", 4),
        (("d", "kind"), "1.yaml", 5),
        ((), "1.yaml", 3),
    ],
)
def test_a_value_stands_where_it_was_taken_from(path: tuple[str | int, ...], file: str, line: int) -> None:
    spans = MergedSpans(merged(LOW, HIGH))
    for span in (spans.value(path), spans.key(path), spans.nearest(path)):
        assert (span.file, span.line) == (file, line)
    assert path in spans


@pytest.mark.parametrize("path", [("d", "p"), ("b", "z"), ("b", "y", 2), ("b", 0), ("a", "x"), ("e",)])
def test_there_is_no_place_for_what_is_not_there(path: tuple[str | int, ...]) -> None:
    spans = MergedSpans(merged(LOW, HIGH))
    assert path not in spans
    for find in (spans.value, spans.key, spans.text):
        with pytest.raises(KeyError):
            find(path)


def test_the_nearest_place_is_that_of_the_map_it_would_stand_in() -> None:
    spans = MergedSpans(merged(LOW, HIGH))
    assert spans.nearest(("b", "z", "q")) == spans.value(("b",))
    assert spans.nearest(("d", "p")) == spans.value(("d",))
    assert spans.nearest(("b", "y", 7)) == spans.value(("b", "y"))


def test_a_scalar_is_known_as_it_was_written() -> None:
    spans = MergedSpans(merged("a: 0123\nb: {c: 1.50}", "b: {d: 'x'}"))
    assert [spans.text(path) for path in (("a",), ("b", "c"), ("b", "d"), ("b",))] == [
        "0123",
        "1.50",
        "x",
        None,
    ]


def test_what_was_taken_out_has_no_place() -> None:
    spans = MergedSpans(merged("a: {x: 1, y: 1}", "a: {x: null}"))
    assert ("a", "x") not in spans
    assert ("a", "y") in spans


def test_a_part_of_the_lowest_layer_takes_out_what_it_is_put_over() -> None:
    whole = layer("x.yaml", "a: {x: 1}\nlater: {a: {x: null}}", lowest=True)
    over = merge(whole, raised(whole.entry("later")), Anywhere())
    data = without_nulls(over, Anywhere()).data
    assert isinstance(data, dict)
    assert data["a"] == {}
