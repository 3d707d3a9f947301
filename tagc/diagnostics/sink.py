"""Where phases report to.

The sink owns the words (through the code), the order and the severity policy; the phases own the places.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from tagc.diagnostics import display
from tagc.diagnostics.code import Code, Severity
from tagc.diagnostics.diagnostic import Diagnostic, Label
from tagc.diagnostics.span import Span

_MAX_SENTENCE = 400


class Sink:
    """Collects the diagnostics of one run.

    >>> from tagc.diagnostics import codes
    >>> sink = Sink()
    >>> sink.report(codes.MERGE_KEY, Span("tagc.yaml", 3, 5, 3, 7))
    >>> sink.errors
    True
    """

    def __init__(self, *, silenced: Collection[str] = (), raised: Collection[str] = ()) -> None:
        """Silence, or raise to errors, the warnings with these ids or slugs; errors stay what they are."""
        self._silenced = frozenset(silenced)
        self._raised = frozenset(raised)
        self._reported: dict[Diagnostic, None] = {}
        self._errors = False

    def report(
        self,
        code: Code,
        span: Span,
        *,
        hint: str | None = None,
        labels: Sequence[Label] = (),
        **fields: object,
    ) -> None:
        """Report `code` at `span`, its words filled in with `fields`.

        Fields are made safe to show and shortened; lists are joined with commas. `hint` replaces the code's
        own hint, `""` removes it.
        """
        severity = self._severity(code)
        if severity is None:
            return
        if severity is not code.severity:
            code = replace(code, severity=severity)
        shown = {name: display.field(value) for name, value in fields.items()}
        if hint is None and code.hint is not None:
            hint = code.hint.format_map(shown)
        diagnostic = Diagnostic(
            code=code,
            message=code.text.format_map(shown),
            span=span,
            labels=tuple(Label(label.span, _sentence(label.text)) for label in labels),
            hint=_sentence(hint) if hint else None,
        )
        self._reported[diagnostic] = None
        self._errors = self._errors or severity is Severity.ERROR

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Everything reported so far, sorted by file and position, each once."""
        return tuple(sorted(self._reported, key=lambda diagnostic: diagnostic.sort_key))

    @property
    def reported(self) -> int:
        """How many different things were reported so far."""
        return len(self._reported)

    @property
    def errors(self) -> bool:
        """Whether an error was reported: the driver stops between phases when it was."""
        return self._errors

    def _severity(self, code: Code) -> Severity | None:
        if code.severity is Severity.ERROR:
            return Severity.ERROR
        names = {code.id, code.slug}
        if names & self._raised:
            return Severity.ERROR
        return None if names & self._silenced else code.severity


def _sentence(text: str) -> str:
    return display.safe(display.shorten(text, _MAX_SENTENCE))
