"""What the sink makes of reports: words, order, severity, and text that is safe to show."""

from __future__ import annotations

from dataclasses import replace

from tagc.diagnostics import Code, Label, Severity, Sink, Span

BAD = Code("TAG001", "bad", Severity.ERROR, 'no "{name}" here', "why", hint="remove {name}")
ODD = Code("TAG002", "odd", Severity.WARNING, "{name} is odd", "why")


def at(line: int, column: int = 1, file: str = "a.yaml") -> Span:
    return Span(file, line, column, line, column + 1)


def test_the_message_and_the_hint_are_filled_in_with_the_fields() -> None:
    sink = Sink()
    sink.report(BAD, at(1), name="x")
    (diagnostic,) = sink.diagnostics
    assert (diagnostic.message, diagnostic.hint) == ('no "x" here', "remove x")


def test_a_hint_of_ones_own_replaces_the_default_and_an_empty_one_removes_it() -> None:
    sink = Sink()
    sink.report(BAD, at(1), hint="did you mean {y}?", name="x")
    sink.report(BAD, at(2), hint="", name="x")
    assert [diagnostic.hint for diagnostic in sink.diagnostics] == ["did you mean {y}?", None]


def test_diagnostics_are_sorted_by_file_and_place_and_each_is_there_once() -> None:
    sink = Sink()
    for span in (at(9), at(2, 5), at(2, 3), at(1, file="b.yaml"), at(9)):
        sink.report(ODD, span, name="x")
    places = [(one.span.file, one.span.line, one.span.column) for one in sink.diagnostics]
    assert places == [("a.yaml", 2, 3), ("a.yaml", 2, 5), ("a.yaml", 9, 1), ("b.yaml", 1, 1)]
    assert sorted(set(sink.diagnostics)) == list(sink.diagnostics)


def test_only_errors_count_as_errors() -> None:
    sink = Sink()
    sink.report(ODD, at(1), name="x")
    assert not sink.errors
    sink.report(BAD, at(1), name="x")
    assert sink.errors


def test_a_warning_can_be_silenced_or_raised_by_id_or_slug() -> None:
    silent, strict = Sink(silenced=["odd"]), Sink(raised=["TAG002"])
    silent.report(ODD, at(1), name="x")
    strict.report(ODD, at(1), name="x")
    assert silent.diagnostics == ()
    assert strict.errors
    assert strict.diagnostics[0].code == replace(ODD, severity=Severity.ERROR)


def test_an_error_cannot_be_silenced() -> None:
    sink = Sink(silenced=["bad", "TAG001"])
    sink.report(BAD, at(1), name="x")
    assert sink.errors


def test_foreign_text_cannot_break_the_line_or_turn_it_round() -> None:
    sink = Sink()
    sink.report(ODD, at(1), name="a\nb\x1b[31m\u202e\ud800c", labels=[Label(at(2), "x\ty")])
    (diagnostic,) = sink.diagnostics
    assert diagnostic.message == "a\\nb<U+001B>[31m<U+202E><U+D800>c is odd"
    assert diagnostic.labels[0].text == "x\\ty"


def test_a_long_field_keeps_its_start_and_its_end() -> None:
    sink = Sink()
    sink.report(ODD, at(1), name="a" * 500 + "z" * 500)
    name = sink.diagnostics[0].message.removesuffix(" is odd")
    assert len(name) == 80
    assert (name[0], name[-1]) == ("a", "z")


def test_a_list_as_field_is_joined_with_commas_and_cut_after_twelve() -> None:
    sink = Sink()
    sink.report(ODD, at(1), name=["a", "b\n"])
    sink.report(ODD, at(2), name=[str(number) for number in range(100)])
    assert sink.diagnostics[0].message == "a, b\\n is odd"
    assert sink.diagnostics[1].message == "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, … is odd"
