"""The pattern of the names that a withdrawal deletes: one tree of all of them, common beginnings written once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["pattern_of"]

ANY: Final = r"[\w.-]*"
r"""What `*` in a declared name stands for: `\w+` would stop at the dash of `_gac_UA-1-1`."""


@dataclass(slots=True)
class _Tree:
    ends: bool = False
    rest: bool = False
    branches: dict[str, _Tree] = field(default_factory=dict)

    def add(self, name: str) -> None:
        if not name:
            self.ends = True
        elif name == "*":
            self.rest = True
        else:
            self.branches.setdefault(name[0], _Tree()).add(name[1:])

    def text(self) -> str:
        """What may follow here, the longest first."""
        if self.rest:
            return ANY
        options = [_escaped(letter) + tree.text() for letter, tree in sorted(self.branches.items())]
        if not options:
            return ""
        if len(options) > 1 and all(len(option) == 1 for option in options):
            made = f"[{''.join(options)}]"
        elif len(options) == 1 and not self.ends:
            return options[0]
        else:
            made = options[0] if len(options[0]) == 1 and len(options) == 1 else f"({'|'.join(options)})"
        return made + ("?" if self.ends else "")


def pattern_of(names: Iterable[str]) -> str:
    r"""`_fb[cp]|fr` for the names; `*` at the end of a name stands for any rest. Of two names the longer one matches.

    Raises `ValueError` for a `*` elsewhere.
    """
    tree = _Tree()
    for name in names:
        if "*" in name[:-1]:
            message = f"{name}: a star stands at the end of a name"
            raise ValueError(message)
        tree.add(name)
    made = tree.text()
    return made[1:-1] if made.startswith("(") and _closes_last(made) else made


def _escaped(letter: str) -> str:
    return re.sub(r"[^\w-]", r"\\\g<0>", letter)


def _closes_last(text: str) -> bool:
    """The first parenthesis is closed by the last one, so that both can go."""
    depth = 0
    for place, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return place == len(text) - 1
    return False
