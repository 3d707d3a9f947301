"""What a catalogue entry is: the fixed half of a diagnostic.

The entries themselves are in `tagc.diagnostics.codes`; where one of them applies is said by a `Diagnostic`.
"""

from enum import Enum

from tagc.frozen import frozen


class Severity(Enum):
    """How bad it is: an error stops the build, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@frozen
class Code:
    """One mistake a user can make, with its number, its name and its words.

    `text` and `hint` are format strings over the fields given to `Sink.report`. `explanation` is Markdown:
    why it is wrong, then a bad example and the mended one in two fenced blocks, in this order (a test runs
    them).
    """

    id: str
    slug: str
    severity: Severity
    text: str
    explanation: str
    hint: str | None = None
