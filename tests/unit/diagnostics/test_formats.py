"""The machine formats: stable keys, GitHub's escapes."""

from __future__ import annotations

import json

from tagc.diagnostics import Code, Diagnostic, Label, Severity, Span, formats

WARNING = Code("TAG105", "hidden-character", Severity.WARNING, "", "")
ERROR = Code("TAG301", "unknown-trigger", Severity.ERROR, "", "")
ONE = Diagnostic(ERROR, "no ä", Span("a.yaml", 3, 5, 3, 9), (Label(Span("b.yaml", 1, 1, 1, 2), "here"),), "h")


def test_json_has_the_same_keys_for_every_diagnostic() -> None:
    text = formats.as_json([ONE, Diagnostic(WARNING, "m", Span("a.yaml", 1, 1, 1, 1))])
    first, second = json.loads(text)
    assert text.isascii()
    assert first == {
        "file": "a.yaml",
        "line": 3,
        "column": 5,
        "end_line": 3,
        "end_column": 9,
        "code": "TAG301",
        "slug": "unknown-trigger",
        "severity": "error",
        "message": "no ä",
        "hint": "h",
        "labels": [
            {"file": "b.yaml", "line": 1, "column": 1, "end_line": 1, "end_column": 2, "text": "here"},
        ],
    }
    assert list(second) == list(first)
    assert (second["hint"], second["labels"], second["severity"]) == (None, [], "warning")
    assert json.loads(formats.as_json([])) == []


def test_github_gets_one_command_a_diagnostic_with_the_hint_on_a_second_line() -> None:
    assert formats.github([ONE]) == (
        "::error file=a.yaml,line=3,col=5,endLine=3,endColumn=9,title=TAG301 unknown-trigger::no ä%0Ahint: h\n"
    )


def test_what_means_something_to_github_is_escaped() -> None:
    odd = Diagnostic(WARNING, "50%, a:b\r\n::error::x", Span("C:\\a,b%.yaml", 1, 1, 1, 1))
    assert formats.github([odd]) == (
        "::warning file=C%3A\\a%2Cb%25.yaml,line=1,col=1,endLine=1,endColumn=1,title=TAG105 hidden-character"
        "::50%25, a:b%0D%0A::error::x\n"
    )


def test_text_separates_diagnostics_with_an_empty_line() -> None:
    assert formats.text([ONE, ONE], {}).count("\n\n") == 1
    assert formats.text([], {}) == ""
