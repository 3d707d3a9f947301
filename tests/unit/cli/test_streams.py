"""Streams: colour and progress."""

from __future__ import annotations

import io
import sys
import threading

import pytest

from tagc.cli import streams


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)


def test_only_a_terminal_is_coloured() -> None:
    assert streams.colored(Terminal())
    assert not streams.colored(io.StringIO())
    assert not streams.colored(None)


def test_no_color_counts_on_a_terminal_too_unless_it_is_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert not streams.colored(Terminal())
    monkeypatch.setenv("NO_COLOR", "")
    assert streams.colored(Terminal())


def test_a_dumb_terminal_gets_no_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    assert not streams.colored(Terminal())


def test_progress_is_shown_to_a_person_after_a_while_and_taken_away(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(streams, "PATIENCE", 0)
    with streams.progress("building tagc.yaml"):
        for _ in range(1000):
            if stream.getvalue():
                break
            threading.Event().wait(0.005)
    assert stream.getvalue() == "building tagc.yaml ...\r\x1b[K"


def test_progress_is_silent_for_short_work_and_for_machines(monkeypatch: pytest.MonkeyPatch) -> None:
    for stream in (Terminal(), io.StringIO()):
        monkeypatch.setattr(sys, "stderr", stream)
        with streams.progress("building"):
            pass
        assert stream.getvalue() == ""
