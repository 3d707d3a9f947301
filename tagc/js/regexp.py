"""Whether a regular expression literal is one of ES2017: one that is not stops a whole file in the browser.

The parser lets every pattern through, because it would ask Python's `re`. This follows the grammar of the standard with its
annex for old pages (ECMA-262, edition 8, 21.2.1 and B.1.4). What came later is told apart from what never was valid.
"""

from __future__ import annotations

from typing import Final

__all__ = ["RegExpError", "check_regexp"]

_FLAGS: Final = "gimuy"
_LATER_FLAGS: Final = "dsv"
_SYNTAX: Final = frozenset("^$\\.*+?()[]{}|/")
_HEX: Final = frozenset("0123456789abcdefABCDEF")
_DIGITS: Final = frozenset("0123456789")
_LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_CONTROLS: Final = {"t": 9, "n": 10, "v": 11, "f": 12, "r": 13}
_LAST: Final = 0x10FFFF
_HIGH: Final = range(0xD800, 0xDC00)  # first halves of what is beyond the first plane
_LOW: Final = range(0xDC00, 0xE000)


class RegExpError(ValueError):
    """What is wrong with a pattern, in a few words; `later` when a newer edition of the language allows it."""

    def __init__(self, message: str, *, later: bool = False) -> None:
        """Keep the message and whether it is only too new."""
        super().__init__(message)
        self.message = message
        self.later = later


def check_regexp(pattern: str, flags: str) -> None:
    """Raise `RegExpError` unless ES2017 takes `/pattern/flags`.

    >>> check_regexp("^[a-z]{1,3}$", "i")
    >>> check_regexp("(a", "")
    Traceback (most recent call last):
    tagc.js.regexp.RegExpError: a group is not closed
    """
    for at, flag in enumerate(flags):
        if flag in _LATER_FLAGS:
            raise RegExpError(f"the flag {flag}", later=True)
        if flag not in _FLAGS or flag in flags[:at]:
            raise RegExpError(f"the flags are {flags}")
    unicode = "u" in flags
    characters = list(pattern) if unicode else _units(pattern)
    _Reader(characters, unicode=unicode).run()


def _units(text: str) -> list[str]:
    """The text as JavaScript counts it: what is beyond the first plane is two characters."""
    data = text.encode("utf-16-le", "surrogatepass")
    return [chr(data[at] | data[at + 1] << 8) for at in range(0, len(data), 2)]


class _Reader:
    def __init__(self, characters: list[str], *, unicode: bool) -> None:
        self.characters = characters
        self.unicode = unicode
        self.at = 0
        self.groups = 0
        self.references: list[int] = []

    # ---- characters ----------------------------------------------------------------------------------------

    def peek(self, ahead: int = 0) -> str:
        at = self.at + ahead
        return self.characters[at] if at < len(self.characters) else ""

    def take(self, text: str) -> bool:
        """Go past the text, if it is next."""
        if self.characters[self.at : self.at + len(text)] != list(text):
            return False
        self.at += len(text)
        return True

    def number(self) -> int | None:
        """A decimal number."""
        start = self.at
        while self.peek() in _DIGITS:
            self.at += 1
        return int("".join(self.characters[start : self.at])) if self.at > start else None

    def hexadecimal(self, length: int) -> int | None:
        """Exactly this many hexadecimal digits."""
        digits = self.characters[self.at : self.at + length]
        if len(digits) < length or not _HEX.issuperset(digits):
            return None
        self.at += length
        return int("".join(digits), 16)

    # ---- the grammar ---------------------------------------------------------------------------------------

    def run(self) -> None:
        depth = 0
        repeatable = False  # what came before may be repeated
        opened: list[bool] = []  # of each open group, whether it may be repeated
        while character := self.peek():
            if character == "|":
                self.at += 1
                repeatable = False
            elif character == "(":
                opened.append(self.group())
                depth += 1
                repeatable = False
            elif character == ")":
                if not depth:
                    raise RegExpError("a ) has no (")
                self.at += 1
                depth -= 1
                repeatable = opened.pop()
            elif self.quantifier():
                if not repeatable:
                    raise RegExpError("there is nothing to repeat")
                repeatable = False
            else:
                repeatable = self.atom(character)
        if depth:
            raise RegExpError("a group is not closed")
        if self.unicode and any(reference > self.groups for reference in self.references):
            raise RegExpError("a reference leads to no group")

    def group(self) -> bool:
        """The beginning of a group; say whether the group may be repeated."""
        self.at += 1
        if not self.take("?"):
            self.groups += 1
            return True
        if self.take(":"):
            return True
        if self.take("=") or self.take("!"):
            return not self.unicode
        if self.take("<"):
            kind = "lookbehind" if self.peek() in {"=", "!"} else "a named group"
            raise RegExpError(kind, later=True)
        if self.peek() in {"i", "m", "s", "-"}:
            raise RegExpError("flags of a group", later=True)
        raise RegExpError("(? is followed by nothing known")

    def quantifier(self) -> bool:
        """Go past a quantifier, if one is next."""
        if not (self.take("*") or self.take("+") or self.take("?") or self.braces()):
            return False
        self.take("?")
        return True

    def braces(self) -> bool:
        start = self.at
        if self.take("{"):
            least = self.number()
            most = least
            if least is not None and self.take(","):
                most = self.number()
            if least is not None and self.take("}"):
                if most is not None and most < least:
                    raise RegExpError("the numbers in {} are out of order")
                return True
        self.at = start
        return False

    def atom(self, character: str) -> bool:
        """One thing; say whether it may be repeated."""
        self.at += 1
        if character == "[":
            self.character_class()
        elif character == "\\":
            return self.escape()
        elif character in {"^", "$"}:
            return False
        elif character in {"{", "}", "]"} and self.unicode:
            raise RegExpError(f"a {character} stands alone")
        return True

    def escape(self) -> bool:
        following = self.peek()
        if following in {"b", "B"}:
            self.at += 1
            return False
        if following in _DIGITS and following != "0":
            self.references.append(self.number() or 0)
            return True
        self.character_escape(in_class=False)
        return True

    def character_class(self) -> None:
        self.take("^")
        while not self.take("]"):
            first = self.class_atom()
            if self.peek() == "-" and self.peek(1) not in {"]", ""}:
                self.at += 1
                last = self.class_atom()
                if first is None or last is None:
                    if self.unicode:
                        raise RegExpError("a range has no ends")
                elif first > last:
                    raise RegExpError("a range is out of order")

    def class_atom(self) -> int | None:
        """One entry of a class as its code; None for several characters."""
        character = self.peek()
        if not character:
            raise RegExpError("a [ is not closed")
        self.at += 1
        if character != "\\":
            return ord(character)
        if self.take("b"):
            return 8
        if self.unicode and self.take("-"):
            return ord("-")
        return self.character_escape(in_class=True)

    def character_escape(self, *, in_class: bool) -> int | None:
        """What follows a backslash, as its code; None for several characters."""
        character = self.peek()
        if not character:
            raise RegExpError("it ends with a backslash")
        self.at += 1
        if character in "dDsSwW":
            return None
        if character in "pP" and self.unicode:
            raise RegExpError("a Unicode property", later=True)
        if character in _CONTROLS:
            return _CONTROLS[character]
        if character == "c":
            letter = self.peek()
            if letter in _LETTERS or (in_class and not self.unicode and letter in _DIGITS | {"_"}):
                self.at += 1
                return ord(letter) % 32
            if self.unicode:
                raise RegExpError("\\c is followed by no letter")
            self.at -= 1  # the backslash stands for itself
            return ord("\\")
        if character == "0" and self.peek() not in _DIGITS:
            return 0
        if character in _DIGITS:
            if self.unicode:
                raise RegExpError("an escape with digits")
            return self.octal(character)
        if character == "x":
            return self.loose(self.hexadecimal(2), character)
        if character == "u":
            return self.loose(self.unicode_escape(), character)
        if self.unicode and character not in _SYNTAX:
            raise RegExpError(f"\\{character} means nothing")
        return ord(character)

    def octal(self, first: str) -> int:
        """An octal escape of old pages; 8 and 9 stand for themselves."""
        if first in "89":
            return ord(first)
        digits = first
        while len(digits) < (3 if first in "0123" else 2) and self.peek() in frozenset("01234567"):
            digits += self.peek()
            self.at += 1
        return int(digits, 8)

    def loose(self, code: int | None, character: str) -> int:
        """The code of an escape; without digits the letter itself, where old pages may."""
        if code is None and self.unicode:
            raise RegExpError(f"\\{character} is followed by too few digits")
        return ord(character) if code is None else code

    def unicode_escape(self) -> int | None:
        if self.unicode and self.take("{"):
            start = self.at
            while self.peek() in _HEX:
                self.at += 1
            digits = "".join(self.characters[start : self.at])
            if not digits or not self.take("}") or int(digits, 16) > _LAST:
                raise RegExpError("\\u{} holds no character")
            return int(digits, 16)
        high = self.hexadecimal(4)
        if self.unicode and high is not None and high in _HIGH:
            start = self.at
            low = self.hexadecimal(4) if self.take("\\u") else None
            if low is not None and low in _LOW:
                return 0x10000 + (_HIGH.index(high) << 10) + _LOW.index(low)
            self.at = start
        return high
