"""Diagnostics: every complaint tagc makes, from its catalogue entry to the text a person or a machine reads.

A phase reports with ``sink.report(codes.UNKNOWN_TRIGGER, span, name=name)``; the words live in `codes`, the
places in `Span`, the frames with carets in `render`, the machine formats in `formats`. Nothing here reads
files, prints, or decides an exit code: that is left to the command line.
"""

from tagc.diagnostics import codes, formats, render
from tagc.diagnostics.code import Code, Severity
from tagc.diagnostics.diagnostic import Diagnostic, Label
from tagc.diagnostics.sink import Sink
from tagc.diagnostics.span import Span
from tagc.diagnostics.suggest import did_you_mean

__all__ = [
    "Code",
    "Diagnostic",
    "Label",
    "Severity",
    "Sink",
    "Span",
    "codes",
    "did_you_mean",
    "formats",
    "render",
]
