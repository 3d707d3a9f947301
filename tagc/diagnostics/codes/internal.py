"""Codes 9xx, faults of tagc itself: what should never happen, said in a way that can be reported.

Entries only; they are reported elsewhere. One module constant per mistake: the package collects them.
"""

from tagc.diagnostics.code import Code, Severity

INTERNAL_FAULT = Code(
    id="TAG901",
    slug="internal-fault",
    severity=Severity.ERROR,
    text="a fault in tagc itself: {reason}",
    explanation="""\
This is a bug of tagc, not a mistake in your file: two of its own parts disagree about what is allowed.

Please report it with the file that shows it, or with the smallest part of the file that still does. Nothing
was written.
""",
    hint="report this with the file that shows it",
)
