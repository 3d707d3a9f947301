"""Diagnostics as text for people: a headline, the line with carets, the other places, a hint.

    shop/tagc.yaml:14:9: error[TAG301] unknown-trigger: no trigger is named "purchse"
       |
    14 |     on: purchse
       |         ^^^^^^^
       = hint: did you mean "purchase" (line 6)?

Also the long form behind a code (`explain`) and the generated `CODES.md`. Which format is wanted, and whether
a terminal can show colour, is decided elsewhere.
"""

from collections.abc import Callable, Iterable, Mapping
from itertools import groupby

from tagc.diagnostics import codes, display
from tagc.diagnostics.code import Code, Severity
from tagc.diagnostics.diagnostic import Diagnostic, Label
from tagc.diagnostics.lines import split_lines
from tagc.diagnostics.snippet import Snippet
from tagc.diagnostics.span import Span

Sources = Mapping[str, str] | Callable[[str], str | None]
"""Where the text of a file comes from: a map by name, or a function that knows or returns None."""

DEFAULT_WIDTH = 100
"""Columns of source text shown of a long line."""

_GENERATED = """\
Generated from the catalogue in `tagc/diagnostics/codes/`; `tagc explain CODE` shows one entry."""

_RESET = "\x1b[0m"
_BOLD = "\x1b[1m"
_BLUE = "\x1b[1;34m"
_COLOR_OF = {Severity.ERROR: "\x1b[1;31m", Severity.WARNING: "\x1b[1;33m"}


class Renderer:
    """Renders diagnostics; splits each source into lines only once."""

    def __init__(self, sources: Sources, *, color: bool = False, width: int = DEFAULT_WIDTH) -> None:
        self._sources = sources
        self._color = color
        self._width = width
        self._lines: dict[str, list[str]] = {}

    def render(self, diagnostic: Diagnostic) -> str:
        """Return the diagnostic as lines of text, the last one ended too."""
        primary = (Label(diagnostic.span, ""), True)
        marks = [primary, *((label, False) for label in diagnostic.labels)]
        gutter = len(str(max(label.span.line for label, _ in marks)))
        out = [self._headline(diagnostic)]
        for position, (file, group) in enumerate(_by_file(diagnostic.span.file, marks)):
            if position:
                place = min(label.span for label, _ in group)
                out.append(f"{' ' * gutter}{self._paint('-->', _BLUE)} {_location(place)}")
            out += self._frame(file, group, gutter, _COLOR_OF[diagnostic.severity])
        if diagnostic.hint:
            out.append(f"{' ' * gutter} {self._paint('=', _BLUE)} hint: {diagnostic.hint}")
        return "".join(f"{line}\n" for line in out)

    def _headline(self, diagnostic: Diagnostic) -> str:
        severity = diagnostic.severity
        kind = self._paint(f"{severity.value}[{diagnostic.code.id}]", _COLOR_OF[severity])
        message = self._paint(diagnostic.message, _BOLD)
        return f"{_location(diagnostic.span)}: {kind} {diagnostic.code.slug}: {message}"

    def _frame(self, file: str, marks: list[tuple[Label, bool]], gutter: int, color: str) -> list[str]:
        lines = self._lines_of(file)
        bar = self._paint("|", _BLUE)
        empty = f"{' ' * gutter} {bar}"
        out: list[str] = []
        previous = 0
        for number, group in groupby(sorted(marks, key=_frame_order), key=lambda mark: mark[0].span.line):
            if not 1 <= number <= len(lines):
                continue  # the source is not at hand: the headline has to do
            if not out:
                out.append(empty)
            elif number > previous + 1:
                out.append(self._paint("...", _BLUE))
            previous = number
            shown = list(group)
            snippet = Snippet(lines[number - 1], [label.span for label, _ in shown], self._width)
            out.append(f"{self._paint(str(number).rjust(gutter), _BLUE)} {bar} {snippet.text}".rstrip())
            for label, is_primary in shown:
                before, length = snippet.under(label.span)
                underline = ("^" if is_primary else "-") * length + (f" {label.text}" if label.text else "")
                out.append(f"{empty} {' ' * before}{self._paint(underline, color if is_primary else _BLUE)}")
        return out

    def _lines_of(self, file: str) -> list[str]:
        if file not in self._lines:
            text = self._sources(file) if callable(self._sources) else self._sources.get(file)
            self._lines[file] = [] if text is None else split_lines(text)
        return self._lines[file]

    def _paint(self, text: str, color: str) -> str:
        return f"{color}{text}{_RESET}" if self._color and text else text


def render(
    diagnostic: Diagnostic, sources: Sources, *, color: bool = False, width: int = DEFAULT_WIDTH
) -> str:
    """Return one diagnostic as text. For many, keep a `Renderer`: it splits each source only once."""
    return Renderer(sources, color=color, width=width).render(diagnostic)


def explain(name: str) -> str | None:
    """Return the long form of the code with this id or slug, or None when there is no such code."""
    code = codes.find(name)
    return None if code is None else f"{_title(code)}\n\n{code.explanation.strip()}\n"


def codes_markdown() -> str:
    """Return `tagc/diagnostics/CODES.md`: an index and the explanation of every code."""
    out = ["# Diagnostics", _GENERATED]
    for digit, title in codes.RANGES.items():
        entries = [code for code in codes.CATALOGUE.values() if code.id.startswith(f"TAG{digit}")]
        if entries:
            out.append(f"## {digit}xx: {title}")
            out.append("\n".join(f"- [{code.id} {code.slug}](#{_anchor(code)})" for code in entries))
            out += (f"### {_title(code)}\n\n{code.explanation.strip()}" for code in entries)
    return "\n\n".join(out) + "\n"


def _title(code: Code) -> str:
    return f"{code.id} {code.slug} ({code.severity.value})"


def _anchor(code: Code) -> str:
    return f"{code.id.lower()}-{code.slug}-{code.severity.value}"


def _location(span: Span) -> str:
    return f"{display.safe(span.file)}:{span.line}:{span.column}"


def _frame_order(mark: tuple[Label, bool]) -> tuple[int, bool, int]:
    label, is_primary = mark
    return (label.span.line, not is_primary, label.span.column)


def _by_file(first: str, marks: Iterable[tuple[Label, bool]]) -> list[tuple[str, list[tuple[Label, bool]]]]:
    groups: dict[str, list[tuple[Label, bool]]] = {first: []}
    for mark in marks:
        groups.setdefault(mark[0].span.file, []).append(mark)
    return list(groups.items())
