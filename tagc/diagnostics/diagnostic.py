"""One complaint about one place: what phases produce and what formats print."""

from tagc.diagnostics.code import Code, Severity
from tagc.diagnostics.span import Span
from tagc.frozen import frozen


@frozen
class Label:
    """A second place that helps to understand the first, with a few words on why."""

    span: Span
    text: str


@frozen
class Diagnostic:
    """A code at a place, in words that are safe to print. Sorts by file, position and code."""

    code: Code
    message: str
    span: Span
    labels: tuple[Label, ...] = ()
    hint: str | None = None

    @property
    def severity(self) -> Severity:
        """The severity of the code, after a warning was raised to an error."""
        return self.code.severity

    @property
    def sort_key(self) -> tuple[Span, str, str, str]:
        """File and position first, so that a list reads from top to bottom of each file."""
        return (self.span, self.code.id, self.message, self.hint or "")

    def __lt__(self, other: "Diagnostic") -> bool:
        """Order by `sort_key`."""
        return self.sort_key < other.sort_key
