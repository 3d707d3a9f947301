"""Codes 7xx, what tagc wrote itself: every output is read again and checked.

Entries only. Each of these is a fault of tagc, found before anything was written.
"""

from tagc.diagnostics.code import Code, Severity

UNREADABLE_OUTPUT = Code(
    id="TAG701",
    slug="unreadable-output",
    severity=Severity.ERROR,
    text="the container that was made cannot be read again: {reason}",
    explanation="""\
tagc parses every container it made and prints it again; both texts have to be the same to the byte. They were
not, so nothing was written. This is a fault of tagc, not of your file.
""",
    hint="please report this with your file",
)

UNPROVEN_OUTPUT = Code(
    id="TAG702",
    slug="unproven-output",
    severity=Severity.ERROR,
    text="the container that was made could tell a platform something without consent: {reason}",
    explanation="""\
tagc checks every container it made: a platform's functions, its library and its script may be named only inside
the arguments of that platform's own gate, whose requirement is the one your file asks for; no other global may be
touched, and no text may become code. Something did not hold, so nothing was written. This is a fault of tagc, not
of your file.
""",
    hint="please report this with your file",
)
