"""Diagnostics on the terminal and for machines: text on stderr, json and github on stdout."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tagc.cli.streams import colored, emit
from tagc.diagnostics import Severity, formats

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tagc.diagnostics import Diagnostic

__all__ = ["count", "report", "verdict"]


def report(diagnostics: Sequence[Diagnostic], sources: Mapping[str, str], format_: str) -> None:
    """Print the diagnostics in the format asked for."""
    if format_ == "json":
        emit(formats.as_json(diagnostics))
    elif format_ == "github":
        emit(formats.github(diagnostics))
    elif diagnostics:
        text = formats.text(diagnostics, sources, color=colored(sys.stderr))
        emit(f"{text}\n{verdict(diagnostics)}\n", sys.stderr)


def verdict(diagnostics: Sequence[Diagnostic]) -> str:
    """Return the counts as words: `2 errors, 1 warning`."""
    errors = sum(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics)
    counts = [count(errors, "error"), count(len(diagnostics) - errors, "warning")]
    return ", ".join(text for text in counts if not text.startswith("0 ")) or "no errors"


def count(number: int, noun: str) -> str:
    """Return `1 error`, `2 errors`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
