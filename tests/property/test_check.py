"""Whatever the document: the check never raises, and what it reports stands in the file."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tagc.compiler import BuildResult, check
from tagc.diagnostics import Span, formats
from tests.property.strategies import documents, mutated

NAME = "tagc.yaml"
SLOW = settings(
    max_examples=600, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None
)
# What stands somewhere else than it should, or refers to nothing.
STRAY = (
    "$item", "$item.x", "$event", "$event.", "$click", "$click.text", "$form.fields.email", "$nothing", "$section",
    "$section.x", "$Member_1", "${", "${}", "${section}", "${nope.x} $", "$$", "$${", "$a b", "\\", "$a\\", "(", "(a+)+",
    "a{2000}", "[", "[^", "²", "١٢٣", "EU", "necessary", "stats", "meta", "meta2", "booking", "click", "page_view",
    "1e999", "0x10", "GBP", "£", "\ud7ff\u202e", "a\nb", 10**300, -0.0, 1e308, "tagc", "loop",
)  # fmt: skip


def checked(text: str) -> BuildResult:
    found = check(NAME, text.encode())
    lines = text.split("\n")
    for one in found.diagnostics:
        for span in (one.span, *(label.span for label in one.labels)):
            assert_inside(span, lines)
    formats.text(found.diagnostics, found.sources)
    return found


def assert_inside(span: Span, lines: list[str]) -> None:
    assert span.file == NAME
    assert 1 <= span.line <= span.end_line <= len(lines)
    assert 1 <= span.column <= len(lines[span.line - 1]) + 1
    assert (span.line, span.column) <= (span.end_line, span.end_column)
    assert span.end_column <= len(lines[span.end_line - 1]) + 2


def as_yaml(document: dict[str, Any]) -> str:
    """JSON is YAML; one entry per line, so that places differ."""
    return json.dumps(document, indent=1, ensure_ascii=False)


def places(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:  # noqa: ANN401 -- any document
    entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    here = [] if isinstance(data, (dict, list)) else [path]
    return [*here, *(place for key, value in entries for place in places(value, (*path, key)))]


@st.composite
def with_strays(draw: st.DrawFn) -> dict[str, Any]:
    """Documents in which some texts and numbers are others: mostly of the right shape, and wrong."""
    document: dict[str, Any] = json.loads(json.dumps(draw(documents())))
    for _ in range(draw(st.integers(1, 4))):
        *path, last = draw(st.sampled_from(places(document)))
        parent: Any = document
        for step in path:
            parent = parent[step]
        parent[last] = draw(st.sampled_from(STRAY))
    return document


@SLOW
@given(documents())
def test_a_document_of_the_right_shape_is_resolved_or_refused(document: dict[str, Any]) -> None:
    found = checked(as_yaml(document))
    assert not [one for one in found.diagnostics if one.code.id[3] in "129"]


@SLOW
@given(mutated())
def test_a_document_with_slips_is_resolved_or_refused(document: dict[str, Any]) -> None:
    checked(as_yaml(document))


@SLOW
@given(with_strays())
def test_a_document_with_stray_values_is_resolved_or_refused(document: dict[str, Any]) -> None:
    checked(as_yaml(document))
