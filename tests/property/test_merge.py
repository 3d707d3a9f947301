"""Layers of a document, whatever is in them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tagc import compiler
from tagc.diagnostics import Sink
from tagc.source import Layer, MergedSpans, SourceFile, load, merge, without_nulls
from tests.property.strategies import documents

Data = Any

KEYS = st.sampled_from(["a", "b", "c", "kind", "nullable"])
DATA: st.SearchStrategy[Data] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(0, 9), st.sampled_from(["x", "y"])),
    lambda inner: st.one_of(st.lists(inner, max_size=2), st.dictionaries(KEYS, inner, max_size=4)),
    max_leaves=12,
)
MAPS = st.dictionaries(KEYS, DATA, max_size=4)


@dataclass(frozen=True)
class Anywhere:
    """A language in which `kind` names a kind everywhere, and null means something under `nullable`."""

    kinds: frozenset[str] = frozenset({"kind"})
    takes_null: bool = False

    def step(self, step: str | int, value: object, /) -> Anywhere:
        del value
        return Anywhere(takes_null=step == "nullable")


def layer(data: Data, name: str = "x") -> Layer:
    found = load(SourceFile(name, json.dumps(data)), Sink())
    assert found is not None
    return Layer(found.data, found.spans)


def over(low: Layer, high: Layer) -> Layer:
    return merge(low, high, Anywhere())


def leaves(data: Data, path: tuple[str | int, ...] = ()) -> list[tuple[tuple[str | int, ...], Data]]:
    if isinstance(data, dict) and data:
        return [leaf for key, value in data.items() for leaf in leaves(value, (*path, key))]
    if isinstance(data, list) and data:
        return [leaf for at, value in enumerate(data) for leaf in leaves(value, (*path, at))]
    return [(path, data)]


def at(data: Data, path: tuple[str | int, ...]) -> Data:
    for step in path:
        data = data[step]
    return data


def turned(data: Data) -> Data:
    """The same with its keys the other way round."""
    if isinstance(data, dict):
        return {key: turned(data[key]) for key in reversed(data)}
    return [turned(part) for part in data] if isinstance(data, list) else data


def removes(data: Data) -> bool:
    """Somewhere in it a null takes out what stands below: it has to meet that before something new takes its place."""
    if isinstance(data, dict):
        return any(value is None or removes(value) for value in data.values())
    return isinstance(data, list) and any(map(removes, data))


@given(MAPS, MAPS.filter(lambda data: not removes(data)), MAPS)
def test_it_makes_no_difference_which_two_of_three_are_merged_first(a: Data, b: Data, c: Data) -> None:
    left = over(over(layer(a), layer(b)), layer(c))
    right = over(layer(a), over(layer(b), layer(c)))
    assert left.data == right.data
    assert without_nulls(left, Anywhere()).data == without_nulls(right, Anywhere()).data


@given(MAPS)
def test_an_empty_layer_changes_nothing(a: Data) -> None:
    assert over(layer(a), layer({})).data == over(layer({}), layer(a)).data == a


@given(MAPS)
def test_a_layer_over_itself_changes_nothing(a: Data) -> None:
    assert over(layer(a), layer(a)).data == a


@given(MAPS, MAPS)
def test_the_order_of_keys_makes_no_difference(a: Data, b: Data) -> None:
    assert over(layer(a), layer(b)).data == over(layer(turned(a)), layer(turned(b))).data


@given(MAPS, MAPS)
def test_every_value_is_one_that_was_written_where_it_is_said_to_stand(a: Data, b: Data) -> None:
    whole = without_nulls(over(layer(a, "a"), layer(b, "b")), Anywhere())
    spans = MergedSpans(whole)
    for path, value in leaves(whole.data):
        if value == {}:  # all that was in it may have been taken out
            continue
        file = spans.value(path).file
        assert at({"a": a, "b": b}[file], path) == value
        if file == "a" and path:
            assert path not in MergedSpans(layer(b))


@given(MAPS, MAPS)
def test_what_is_taken_out_leaves_no_null_but_where_null_means_something(a: Data, b: Data) -> None:
    whole = without_nulls(over(layer(a), layer(b)), Anywhere())
    for path, value in leaves(whole.data):
        if value is None:
            above = [at(whole.data, path[:end]) for end in range(len(path))]
            in_list = any(isinstance(part, list) for part in above)
            in_kind = any(isinstance(part, dict) and "kind" in part for part in above)
            assert path[-1] == "nullable" or in_list or in_kind


@settings(max_examples=25)
@given(documents(), st.data())
def test_a_document_in_two_files_is_the_document(document: dict[str, Any], data: st.DataObject) -> None:
    names = data.draw(st.sets(st.sampled_from(sorted(document))))
    base = {key: value for key, value in document.items() if key in names}
    own = {key: value for key, value in document.items() if key not in names}
    whole = compiler.build("tagc.yaml", json.dumps(document).encode())
    split = compiler.build(
        "tagc.yaml",
        json.dumps({"extends": "base.yaml", **own}).encode(),
        read={"base.yaml": json.dumps(base).encode()}.get,
    )
    if whole.ok:
        assert split.ok, split.diagnostics
        assert split.files["container.js"] == whole.files["container.js"]


SECTIONS = st.sampled_from(
    [
        "extends",
        "presets",
        "environments",
        "env",
        "platforms",
        "events",
        "user_data",
        "domains",
        "x-own",
        "container",
    ]
)
TEXTS = st.sampled_from(
    [
        "a.yaml",
        "b.yaml",
        "tagc.yaml",
        "../x",
        "",
        "$env.A",
        "${env.B}",
        "$$env.A",
        "ga4_ecommerce",
        "staging",
        "ga4",
        "$env",
    ]
)
WILD: st.SearchStrategy[Data] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(0, 9), TEXTS),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2),
        st.dictionaries(
            st.one_of(TEXTS, SECTIONS, st.sampled_from(["A", "default", "to"])), inner, max_size=3
        ),
    ),
    max_leaves=8,
)
FILES = st.dictionaries(SECTIONS, WILD, max_size=5)


@settings(max_examples=60)
@given(FILES, FILES, FILES, st.sampled_from([None, "staging", "A"]))
def test_whatever_the_files_say_there_is_an_answer_with_places(
    a: Data, b: Data, main: Data, name: str | None
) -> None:
    files = {"a.yaml": json.dumps(a).encode(), "b.yaml": json.dumps(b).encode()}
    whole = {"tagc": 1, "container": "shop", **main}
    result = compiler.check(
        "tagc.yaml", json.dumps(whole).encode(), read=files.get, environment=name, values={"A": "$env.B"}
    )
    for found in result.diagnostics:
        assert found.span.file in result.sources
