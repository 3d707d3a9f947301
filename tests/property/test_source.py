"""Whatever the bytes are: no exception, an error for every refusal, and a place for every value."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagc.diagnostics import Diagnostic, Sink, formats
from tagc.source import Document, SourceFile, decode, load

if TYPE_CHECKING:
    from tagc.source.build import Data
    from tagc.source.spans import Path

SEED = """\
tagc: 1
container: shop
consent: {categories: [analytics, marketing]}   # comment
platforms:
  meta: &m {pixel_id: 0123, requires: marketing}
  other: *m
events:
  purchase:
    on: {click: 'a.buy #x', test: ["a\\n", ~, 1.5]}
    code: |
      one: two
    params:
      - "quoted \\u00e9"
      - ? a
        : b
"""
PIECES = (
    "'", '"', "#", " #a", ": ", ":", "- ", "-", "? ", "[", "]", "{", "}", "{{x}}", "${x}", ",", "&a ", "*a", "!t ", "!!str ", "|", ">",
    "\n", "\r", "\n\n", "  ", "\t", "---\n", "...\n", "<<: ", "%", "@", "`", "\\", '"\\ud800"', "012", "1e999", ".nan", "~", "null", "true",
    "\x00", "\u2028", "\u202e", "\ufeff", "\U0001f600", "e\u0301", "א",
)  # fmt: skip

text_of_pieces = st.lists(st.sampled_from(PIECES) | st.sampled_from(["a", "b: c\n", "  d: e\n"])).map("".join)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """Return the seed with a few pieces put in, cut out or moved."""
    text = SEED
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 6)))
        text = text[:start] + draw(st.sampled_from(PIECES)) + text[end:]
    return text


def check(source: SourceFile, *, libyaml: bool) -> None:
    sink = Sink()
    document = load(source, sink, libyaml=libyaml)
    assert (document is None) == sink.errors
    for diagnostic in sink.diagnostics:
        check_places(source, diagnostic)
    for text in (
        formats.text(sink.diagnostics, {source.name: source.text}),
        formats.as_json(sink.diagnostics),
        formats.github(sink.diagnostics),
    ):
        text.encode()
    if document is not None:
        check_data(source, document, document.data, ())


def check_places(source: SourceFile, diagnostic: Diagnostic) -> None:
    for span in (diagnostic.span, *(label.span for label in diagnostic.labels)):
        assert span.file == source.name
        assert 1 <= span.line <= span.end_line <= len(source.line_starts)
        assert 1 <= span.column <= len(source.line(span.line)) + 1
        assert (span.line, span.column) <= (span.end_line, span.end_column)
        assert span.end_column <= len(source.line(span.end_line)) + 2  # a line end counts as one column


def check_data(source: SourceFile, document: Document, data: Data, path: Path) -> None:
    for span in (
        document.spans.value(path),
        document.spans.key(path),
        document.spans.nearest((*path, "?", 0)),
    ):
        assert span.line == span.end_line <= len(source.line_starts)
        assert 1 <= span.column <= span.end_column <= len(source.line(span.line)) + 1
    if isinstance(data, str):
        data.encode()
    elif isinstance(data, dict):
        for key, value in data.items():
            key.encode()
            check_data(source, document, value, (*path, key))
    elif isinstance(data, list):
        for position, item in enumerate(data):
            check_data(source, document, item, (*path, position))


@given(st.binary())
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    sink = Sink()
    source = decode("f", data, sink)
    assert (source is None) == sink.errors
    if source is not None:
        check(source, libyaml=True)


@pytest.mark.parametrize("libyaml", [True, False])
@given(text=st.text() | text_of_pieces | mutated())
def test_any_text_is_read_or_refused(text: str, libyaml: bool) -> None:  # noqa: FBT001
    check(SourceFile("f", text), libyaml=libyaml)


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**9), 10**9)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abc$. #:", min_size=1), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.text("abc", min_size=1), values, min_size=1))
def test_json_is_read_as_the_same_data(data: dict[str, object]) -> None:
    from json import dumps

    sink = Sink()
    document = load(SourceFile("f", dumps(data, ensure_ascii=False).replace("\x7f", "\\u007f")), sink)
    if not sink.errors:
        assert document is not None
        assert document.data == data
