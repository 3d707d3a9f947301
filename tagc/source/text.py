"""A file as text: decoding, the characters that may not be in it, and where a place in it is.

Knows nothing of YAML beyond which characters it forbids.
"""

import re
from bisect import bisect_right
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import dataclass
from functools import cached_property

from tagc.diagnostics import Sink, Span, codes
from tagc.diagnostics.lines import line_starts

MAX_BYTES = 5_000_000
"""Largest file read: 16,000 tags fit, an accident with a data export does not."""

_MAX_REPORTS = 10
_LAST_OF_FOUR_DIGITS = 0xFFFF
_BOM = "\ufeff"

# What YAML forbids, lone surrogates, and U+0085, U+2028, U+2029: those end a line for YAML 1.1 parsers
# (libyaml is one) and not for YAML 1.2 and editors, so that a text could hide a key.
_FORBIDDEN = "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
_PLAIN_CONTROLS = dict.fromkeys(map(ord, "\t\n\r"))
_LINE_ENDS = {"\x85": "\\N", "\u2028": "\\L", "\u2029": "\\P"}
_BIDIRECTIONAL = "\u202a-\u202e\u2066-\u2069"
_HIDDEN = f"[{_BIDIRECTIONAL}\u00ad\u200b\u2060-\u2064\U000e0000-\U000e007f]"
# Spaces that are none to YAML, where it looks for one: before the first word, after a dash, colon, comma or bracket.
_ODD_SPACE = "(?m)(?:^ *-?|[:,{\\[])([\u00a0\u2000-\u200a\u202f\u205f\u3000])"


@dataclass(frozen=True)
class SourceFile:
    """The text of one file and the name to show for it. Lines and columns count as in `Span`."""

    name: str
    text: str

    @cached_property
    def line_starts(self) -> list[int]:
        """The offset of the first character of every line."""
        return line_starts(self.text)

    def line(self, number: int) -> str:
        """Return line `number` without its end; "" past the end of the file."""
        if number > len(self.line_starts):
            return ""
        end = self.line_starts[number] if number < len(self.line_starts) else len(self.text)
        return self.text[self.line_starts[number - 1] : end].rstrip("\r\n")

    def offset(self, line: int, column: int) -> int:
        """Return the offset of a place, at most the length of the text."""
        if line > len(self.line_starts):
            return len(self.text)
        return min(self.line_starts[line - 1] + column - 1, len(self.text))

    def span(self, start: int, end: int) -> Span:
        """Return the span between two offsets."""
        line, column = self._place(start)
        end_line, end_column = self._place(max(start, end))
        return Span(self.name, line, column, end_line, end_column)

    def span_on_line(self, start: int, end: int) -> Span:
        """Return the span between two offsets, cut at the end of the line it starts on."""
        line, column = self._place(start)
        last = column + len(self.line(line)[column - 1 :].rstrip())
        return Span(self.name, line, column, line, min(max(column + end - start, column), last))

    def _place(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1


def decode(name: str, data: bytes, sink: Sink) -> SourceFile | None:
    """Return the file as text, or None after reporting that it is too large or not UTF-8.

    A byte order mark at the start is dropped, so that columns begin with what is seen.
    """
    start = Span(name, 1, 1, 1, 1)
    if len(data) > MAX_BYTES:
        sink.report(codes.FILE_TOO_LARGE, start, size=len(data), limit=MAX_BYTES)
        return None
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        sink.report(codes.NOT_UTF8, start, reason="the file is UTF-16")
        return None
    try:
        text = data.removeprefix(BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        before = SourceFile(name, data.removeprefix(BOM_UTF8)[: error.start].decode("utf-8", "replace"))
        place = before.span(len(before.text), len(before.text))
        sink.report(codes.NOT_UTF8, place, reason=f"byte 0x{error.object[error.start]:02X}")
        return None
    return SourceFile(name, text)


def check_characters(source: SourceFile, sink: Sink) -> bool:
    """Report characters that are forbidden (errors) or hidden (warnings); tell whether none is forbidden."""
    text = source.text
    if text.isascii() and text.translate(_PLAIN_CONTROLS).isprintable():
        return True
    forbidden = list(_first_of_each(_FORBIDDEN, text))
    for character, offset in forbidden:
        sink.report(
            codes.FORBIDDEN_CHARACTER,
            source.span(offset, offset + 1),
            character=_name(character),
            escape=_escape(character),
        )
    for character, offset in _first_of_each(_HIDDEN, text):
        bidirectional = re.match(f"[{_BIDIRECTIONAL}]", character)
        effect = "changes the order of what is shown" if bidirectional else "makes equal texts differ"
        sink.report(
            codes.HIDDEN_CHARACTER,
            source.span(offset, offset + 1),
            character=_name(character),
            effect=effect,
            escape=_escape(character),
        )
    for character, offset in _first_of_each(_ODD_SPACE, "" if text.isascii() else text):
        sink.report(
            codes.HIDDEN_CHARACTER,
            source.span(offset, offset + 1),
            hint="write an ordinary space",
            character=_name(character),
            effect="is no space to YAML",
        )
    return not forbidden


def _first_of_each(pattern: str, text: str) -> list[tuple[str, int]]:
    # A binary file would have thousands: the first place of a few characters says enough.
    found: dict[str, int] = {}
    for match in re.finditer(pattern, text):
        group = match.lastindex or 0
        found.setdefault(match[group], match.start(group))
        if len(found) == _MAX_REPORTS:
            break
    return list(found.items())


def _name(character: str) -> str:
    return (
        "a byte order mark inside the file" if character == _BOM else f"the character U+{ord(character):04X}"
    )


def _escape(character: str) -> str:
    if character in _LINE_ENDS:
        return _LINE_ENDS[character]
    # The way JSON writes it, but for what takes a surrogate pair there.
    point = ord(character)
    return f"\\u{point:04x}" if point <= _LAST_OF_FOUR_DIGITS else f"\\U{point:08x}"
