"""Bytes to text: encodings, sizes, places, and characters nobody sees."""

from __future__ import annotations

import pytest

from tagc.diagnostics import Sink, Span
from tagc.source import SourceFile, decode, text


def slugs(sink: Sink) -> list[str]:
    return [diagnostic.code.slug for diagnostic in sink.diagnostics]


def test_a_byte_order_mark_at_the_start_is_dropped() -> None:
    source = decode("f", b"\xef\xbb\xbfa: 1", Sink())
    assert source == SourceFile("f", "a: 1")


@pytest.mark.parametrize(
    ("data", "line", "column"), [(b"\xff", 1, 1), (b"a\nb\xc3\xa4\xe9", 2, 3), (b"a: \xed\xa0\x80", 1, 4)]
)
def test_what_is_not_utf8_is_reported_at_the_first_bad_byte(data: bytes, line: int, column: int) -> None:
    sink = Sink()
    assert decode("f", data, sink) is None
    assert slugs(sink) == ["not-utf8"]
    assert sink.diagnostics[0].span == Span("f", line, column, line, column)


def test_a_file_over_the_limit_is_not_decoded() -> None:
    sink = Sink()
    assert decode("f", b"#" * (text.MAX_BYTES + 1), sink) is None
    assert slugs(sink) == ["file-too-large"]
    assert decode("f", b"#" * text.MAX_BYTES, Sink()) is not None


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_at_line_feeds_and_carriage_returns(end: str) -> None:
    source = SourceFile("f", f"ab{end}cd\x0c\x1cef{end}")
    assert [source.line(number) for number in (1, 2, 3, 4)] == ["ab", "cd\x0c\x1cef", "", ""]
    start = source.offset(2, 2)
    assert source.text[start] == "d"
    assert source.span(start, start + 1) == Span("f", 2, 2, 2, 3)


def test_a_span_on_a_line_stops_at_the_lines_end() -> None:
    source = SourceFile("f", "ab  \ncd")
    assert source.span_on_line(1, 6) == Span("f", 1, 2, 1, 3)
    assert source.span_on_line(5, 5) == Span("f", 2, 1, 2, 1)


@pytest.mark.parametrize(
    "character", ["\x00", "\x07", "\x7f", "\x85", "\u2028", "\u2029", "\ufeff", "\ud800", "\uffff"]
)
def test_characters_that_yaml_forbids_or_reads_as_line_ends_are_errors(character: str) -> None:
    sink = Sink()
    assert not text.check_characters(SourceFile("f", f"a: b{character}c"), sink)
    assert slugs(sink) == ["forbidden-character"]
    assert sink.diagnostics[0].span == Span("f", 1, 5, 1, 6)


@pytest.mark.parametrize("character", ["\u202e", "\u2066", "\u200b", "\u00ad", "\U000e0041"])
def test_characters_that_change_what_is_shown_are_warnings(character: str) -> None:
    sink = Sink()
    assert text.check_characters(SourceFile("f", f"a: b{character}c"), sink)
    assert slugs(sink) == ["hidden-character"]


@pytest.mark.parametrize(
    "character", ["\t", "ä", "\xa0", "\u200d", "\u200e", "\u200f", "א", "日", "\U0001f600"]
)
def test_characters_of_living_languages_are_welcome(character: str) -> None:
    sink = Sink()
    assert text.check_characters(SourceFile("f", f"a: b{character}c"), sink)
    assert not sink.diagnostics


@pytest.mark.parametrize("line", ["a:{}b", "{}a: b", "  {}a: b", "-{}a", "[a,{}b]", "{{{}a: b}}"])
def test_a_space_that_yaml_takes_for_a_letter_is_a_warning(line: str) -> None:
    sink = Sink()
    assert text.check_characters(SourceFile("f", line.format("\xa0")), sink)
    assert [(slug, each.hint) for slug, each in zip(slugs(sink), sink.diagnostics, strict=True)] == [
        ("hidden-character", "write an ordinary space")
    ]


def test_a_space_that_keeps_two_words_together_is_welcome() -> None:
    sink = Sink()
    assert text.check_characters(SourceFile("f", "a: 10\xa0€ - 20\xa0€"), sink)
    assert not sink.diagnostics


def test_a_binary_file_gets_a_few_complaints_not_thousands() -> None:
    sink = Sink()
    text.check_characters(SourceFile("f", "".join(map(chr, range(32))) * 1000), sink)
    assert len(sink.diagnostics) == 10
