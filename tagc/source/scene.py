"""The place where a file stops being YAML: what stands before it, under it, and round it.

Questions about text only; which of them matter for which mistake is decided in `syntax`.
"""

import re

from tagc.diagnostics import Sink, Span
from tagc.frozen import frozen
from tagc.source.parser import Failure, Mark
from tagc.source.text import SourceFile

_WORD = re.compile(r"(?:(?!:(?:\s|$))[^\s,\[\]{}])+|\S")
# Quoted texts are matched so that a "#" in them is passed over; group 1 is a comment that begins like a
# selector.
_COMMENT = re.compile(r""""(?:\\.|[^"\\])*"|'(?:''|[^'])*'|(?:^|(?<=[\s\[{,]))(?:#\s.*|(#[^\s#].*))""")
_QUOTED = re.compile(r""""(?:\\.|[^"\\])*"|'(?:''|[^'])*'""")
_SELECTOR = re.compile(r"#(?:(?!:(?:\s|$))[^\s\]},])*")
# The patterns above are quadratic on hostile lines; what a person writes in one line is shorter.
_MAX_LINE = 4000


@frozen
class Comment:
    """A comment without a space behind its "#", and the text on its line before it."""

    word: str
    span: Span
    before: str
    closes: bool


@frozen
class Scene:
    """A failure, the source it is in, and where to report."""

    source: SourceFile
    failure: Failure
    sink: Sink

    @property
    def offset(self) -> int:
        """Where the parser stopped."""
        return self.source.offset(*self.failure.at)

    @property
    def character(self) -> str:
        """The character there, "" at the end of the file."""
        return self.source.text[self.offset : self.offset + 1]

    @property
    def before(self) -> str:
        """What stands before it on its line."""
        line, column = self.failure.at
        return self.source.line(line)[: column - 1]

    @property
    def at_end(self) -> bool:
        """Whether nothing but space follows."""
        return not self.source.text[self.offset :].strip()

    @property
    def flow(self) -> Mark | None:
        """Where the innermost open bracket stands."""
        if "flow" in self.failure.context and self.failure.since is not None:
            bracket = self.source.offset(*self.failure.since)
            if self.source.text[bracket : bracket + 1] in ("[", "{"):
                return self.failure.since
        if self.failure.flow is None and "flow node" in self.failure.context:
            # The bracket was opened and nothing came: the parser does not say which one.
            bracket = max(self.source.text.rfind(opening, 0, self.offset) for opening in "[{")
            span = self.source.span(max(bracket, 0), max(bracket, 0) + 1)
            return (span.line, span.column) if bracket >= 0 else None
        return self.failure.flow

    def span(self, mark: Mark | None = None) -> Span:
        """Return the span of the word at a mark, at the failure unless given."""
        offset = self.offset if mark is None else self.source.offset(*mark)
        word = _WORD.match(self.source.text, offset)
        if word is not None:
            return self.source.span(*word.span())
        end = len(self.source.text[:offset].rstrip()) if not self.source.text[offset:].strip() else offset
        return self.source.span(max(end - 1, 0), end)

    def rest_of_line(self, mark: Mark) -> Span:
        """Return the span from a mark to the end of its line."""
        start = self.source.offset(*mark)
        return self.source.span_on_line(start, start + len(self.source.line(mark[0])))

    def comments(self, first: int, last: int) -> list[Comment]:
        """Return the comments on these lines that could be selectors."""
        found = []
        for number in range(first, last + 1):
            line = self.source.line(number)[:_MAX_LINE]
            start = self.source.offset(number, 1)
            for match in _COMMENT.finditer(line):
                if match[1]:
                    word = _SELECTOR.match(match[1])
                    text = word[0] if word else match[1]
                    span = self.source.span(start + match.start(1), start + match.start(1) + len(text))
                    closes = "]" in match[1] or "}" in match[1]
                    found.append(Comment(text, span, line[: match.start(1)], closes))
        return found

    def line_above(self, line: int) -> int:
        """Return the number of the next line above that is no comment and not empty, 0 if there is none."""
        while line > 1:
            line -= 1
            text = self.source.line(line).strip()
            if text and not text.startswith("#"):
                return line
        return 0

    def indent(self, line: int) -> int:
        """Return the number of characters a line is indented by."""
        text = self.source.line(line)
        return len(text) - len(text.lstrip())


def mask_quoted(text: str) -> str:
    """Return the text with everything between quotes made unremarkable, at the same columns."""
    return _QUOTED.sub(lambda match: "x" * len(match[0]), text)
