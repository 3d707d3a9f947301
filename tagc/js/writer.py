# ruff: noqa: D102, S105 - small steps; a token is no password
"""Tokens to text: the layer below the printer.

It knows which tokens would run together, when a semicolon is owed and what the marks of `layout` are for; it
knows no node types.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from tagc.js.layout import Mark, Piece, Soft, render

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Run: TypeAlias = "tuple[tuple[str, ...], str]"
"""The parts of the site that a piece of text is for, outermost first, and the text."""


class Writer:
    """Tokens one after the other, with the blanks and semicolons they need."""

    def __init__(self, *, readable: bool) -> None:
        self.readable = readable
        self.space = " " if readable else ""
        self.out: list[Piece] = []
        self.last = ""  # the end of the text so far, as far as it matters for the next token
        self.semicolon = False  # owed before anything but a closing brace
        self.no_in = False  # inside the head of a `for`
        self.written = 0  # tokens so far
        self.guards: list[int] = [
            -1,
            -1,
        ]  # at which token `{` (and, first place only, `function`) would be misread
        self.parts: tuple[str, ...] = ()  # what the text is for, outermost first
        self.changes: list[tuple[int, tuple[str, ...]]] = [(0, ())]  # from which piece on it is for what

    def texts(self) -> list[str]:
        """The text of each piece."""
        if self.semicolon and self.readable:
            self.emit("")
        return [*render(self.out), "\n"] if self.readable else [str(piece) for piece in self.out]

    def runs(self) -> list[Run]:
        """The whole text in order, cut where it begins to be for something else."""
        texts = self.texts()
        ends = [at for at, _ in self.changes[1:]] + [len(texts)]
        runs: list[Run] = []
        for (start, parts), end in zip(self.changes, ends, strict=True):
            if text := "".join(texts[start:end]):
                runs.append((parts, text))
        return runs

    def within(self, part: str | None, write: Callable[..., None], *arguments: object) -> None:
        """Write something; its text is for this part of the site."""
        outside = self.parts
        if part is None or part in outside[-1:]:
            write(*arguments)
            return
        self.parts = (*outside, part)
        self.changes.append((len(self.out), self.parts))
        write(*arguments)
        self.parts = outside
        self.changes.append((len(self.out), outside))

    def cut(self, parts: Sequence[str], ends: Sequence[int]) -> None:
        """The last token is for several parts of the site: each has it up to an end."""
        token, start = str(self.out.pop()), 0
        for part, end in zip(parts, ends, strict=True):
            self.within(part, self.out.append, token[start:end])
            start = end

    # ---- tokens --------------------------------------------------------------------------------------------

    def emit(self, token: str) -> None:
        """Write a token, before it an owed semicolon and a blank if it would run together with the last."""
        if self.semicolon:
            self.semicolon = False
            if self.readable or token != "}":
                self.out.append(";")
                self.last = ";"
        if not token:
            return
        if _collide(self.last, token):
            self.out.append(" ")
        self.out.append(token)
        self.written += 1
        self.last = (self.last + token)[-3:]

    def blank(self) -> None:
        if self.readable:
            self.out.append(" ")
            self.last = " "

    def word(self, word: str) -> None:
        """A keyword or operator with blanks round it in a readable build."""
        self.blank()
        self.emit(word)
        self.blank()

    def line(self) -> None:
        if self.readable:
            self.emit("")
            self.out.append(Mark.LINE)
            self.last = " "

    def mark(self, piece: Mark | Soft) -> None:
        if self.readable:
            self.out.append(piece)
            if isinstance(piece, Soft) and piece.flat:
                self.last = " "

    def listing(self, items: Sequence[Any], each: Callable[[Any], None], ends: str, pad: str = "") -> None:
        """`items` between two brackets, separated by commas; one line or one line each."""
        self.mark(Mark.OPEN)
        self.emit(ends[0])
        if items:
            self.mark(Soft(pad, 1))
        for index, item in enumerate(items):
            if index:
                self.emit(",")
                self.mark(Soft(" "))
            if item is not None:
                each(item)
        if items:
            if items[-1] is None:
                self.emit(",")
            self.mark(Soft(pad, -1))
        self.emit(ends[1])
        self.mark(Mark.CLOSE)


def _collide(last: str, token: str) -> bool:
    """Whether two tokens without a blank between them would be read as something else, or as markup."""
    if not last:
        return False
    before, after = last[-1], token[0]
    if (before.isalnum() or before in "_$") and (after.isalnum() or after in "_$\\"):
        return True
    if before in "+-" and before == after:
        return True
    if before in "</" and after == "/":
        return True
    return (last.endswith("<!") and token == "--") or (last.endswith("]]") and after == ">")
