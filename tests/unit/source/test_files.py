"""What a path in a document means, and what became of the files that were named."""

from __future__ import annotations

import hashlib

import pytest

from tagc.diagnostics import Diagnostic, Sink, Span, codes
from tagc.source import Files, Refusal

HERE = Span("shop/tagc.yaml", 2, 10, 2, 20)


def asked(path: str, name: str = "shop/tagc.yaml") -> list[str]:
    """The paths that the reader is asked for."""
    paths: list[str] = []

    def read(wanted: str) -> bytes:
        paths.append(wanted)
        return b"x"

    files = Files(name, b"", read)
    files.load(path, Span(name, 1, 1, 1, 1), Sink())
    return paths


def complaints(path: str, answer: bytes | Refusal | None = None) -> list[str]:
    sink = Sink()
    assert Files("shop/tagc.yaml", b"", lambda _: answer).load(path, HERE, sink) is None
    assert all(found.span == HERE for found in sink.diagnostics)
    return [f"{found.code.slug}: {found.message}" for found in sink.diagnostics]


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("base.yaml", "base.yaml"),
        ("./base.yaml", "base.yaml"),
        ("a/../base.yaml", "base.yaml"),
        ("a//b/./c.yaml", "a/b/c.yaml"),
        ("../base.yaml", "../base.yaml"),
        ("a/../../base.yaml", "../base.yaml"),
        ("bäse file.yaml", "bäse file.yaml"),
    ],
)
def test_a_path_is_asked_for_in_its_shortest_form(path: str, wanted: str) -> None:
    assert asked(path) == [wanted]


def test_a_path_starts_at_the_folder_of_the_file_that_names_it() -> None:
    files = Files(
        "shop/tagc.yaml", b"", {"shared/base.yaml": b"1", "shared/more.yaml": b"2", "x.js": b"3"}.get
    )
    sink = Sink()
    base = files.load("shared/base.yaml", HERE, sink)
    assert base is not None
    assert base.name == "shop/shared/base.yaml"
    inside = Span(base.name, 1, 1, 1, 1)
    more, script = files.load("more.yaml", inside, sink), files.load("../x.js", inside, sink)
    assert more is not None
    assert script is not None
    assert [(each.path, each.name) for each in (more, script)] == [
        ("shared/more.yaml", "shop/shared/more.yaml"),
        ("x.js", "shop/x.js"),
    ]
    assert not sink.diagnostics


def test_a_file_above_the_document_is_named_as_it_is_seen_from_where_tagc_runs() -> None:
    files = Files("sites/a/tagc.yaml", b"", {"../../base.yaml": b""}.get)
    found = files.load("../../base.yaml", Span("sites/a/tagc.yaml", 1, 1, 1, 1), Sink())
    assert found is not None
    assert (found.path, found.name) == ("../../base.yaml", "base.yaml")


def test_a_file_is_read_once() -> None:
    answers = iter([b"first", b"second"])
    files = Files("tagc.yaml", b"", lambda _: next(answers))
    span = Span("tagc.yaml", 1, 1, 1, 1)
    one, two = files.load("a.yaml", span, Sink()), files.load("./a.yaml", span, Sink())
    assert one is two
    assert one is not None
    assert one.data == b"first"


def test_the_document_itself_is_not_read_again() -> None:
    files = Files("shop/tagc.yaml", b"itself", lambda _: b"other")
    found = files.load("tagc.yaml", HERE, Sink())
    assert found is files.main


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/etc/passwd",
        "//host/share",
        "~/x",
        "C:/x",
        "C:x",
        "https://x.example/y",
        "file:x",
        "a\\b",
        "a\x00b",
        "a\nb",
    ],
)
def test_what_is_no_relative_path_is_not_asked_for(path: str) -> None:
    assert asked(path) == []
    assert [each.partition(":")[0] for each in complaints(path)] == ["bad-path"]


def test_why_there_is_no_file_is_said_where_it_is_named() -> None:
    assert complaints("a.yaml") == ['file-not-found: there is no file "a.yaml"']
    assert complaints("a.yaml", Refusal(outside=True)) == ['file-outside: "a.yaml" is outside the project']
    assert complaints("a", Refusal("it is a folder")) == [
        'unreadable-file: "a" cannot be read: it is a folder'
    ]


def test_inputs_are_all_files_that_were_used_with_their_hashes() -> None:
    files = Files("shop/tagc.yaml", b"main", {"b.yaml": b"b", "../a.yaml": b"a", "no.yaml": b"no"}.get)
    for path in ("b.yaml", "../a.yaml", "missing.yaml"):
        files.load(path, HERE, Sink())
    files.bundled("preset x", b"events: {}", HERE)
    assert list(files.inputs.items()) == [
        ("../a.yaml", hashlib.sha256(b"a").hexdigest()),
        ("b.yaml", hashlib.sha256(b"b").hexdigest()),
        ("tagc.yaml", hashlib.sha256(b"main").hexdigest()),
    ]


def test_texts_are_for_frames_without_byte_order_marks_and_without_what_is_no_text() -> None:
    files = Files("tagc.yaml", b"\xef\xbb\xbfa: 1", {"b.bin": b"\xff"}.get)
    files.load("b.bin", Span("tagc.yaml", 1, 1, 1, 1), Sink())
    files.bundled("preset x", b"events: {}", HERE)
    assert files.texts == {"tagc.yaml": "a: 1", "preset x": "events: {}"}


def test_a_diagnostic_in_a_bundled_file_shows_where_that_is_named() -> None:
    files = Files("shop/tagc.yaml", b"")
    files.bundled("preset x", b"", HERE)
    inside, outside = (
        Diagnostic(codes.EMPTY_KEY, "m", Span(name, 1, 1, 1, 1)) for name in ("preset x", "y.yaml")
    )
    assert [(label.span, label.text) for label in files.explained(inside).labels] == [
        (HERE, "the preset x is named here")
    ]
    assert files.explained(outside) is outside
