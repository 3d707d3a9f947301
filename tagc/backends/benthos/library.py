"""The definitions of library.blobl, and which of them a mapping needs: reached by name, as the browser's parts are linked."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tagc.bloblang import build as b
from tagc.bloblang.nodes import Definition, Literal, Method
from tagc.bloblang.tree import walk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tagc.bloblang.nodes import Expression, Mapping, Statement

__all__ = ["definitions", "mapping"]

_DEFINITION: Final = re.compile(r"^map (\w+) \{\n.*?^\}$", re.MULTILINE | re.DOTALL)
_USE: Final = re.compile(r'\.apply\("(\w+)"\)')


@cache
def definitions() -> dict[str, Definition]:
    """All definitions by name, in the file's order. Nobody may change the dictionary."""
    text = Path(__file__).with_name("library.blobl").read_text(encoding="utf-8")
    return {found[1]: Definition(found[1], found[0]) for found in _DEFINITION.finditer(text)}


def mapping(statements: Iterable[Statement]) -> Mapping:
    """A mapping of these statements, with the definitions that they reach."""
    listed = tuple(statements)
    known, reached = definitions(), set[str]()
    pending = [name for statement in listed for name in _uses(statement)]
    while pending:
        name = pending.pop()
        if name in known and name not in reached:
            reached.add(name)
            pending += _USE.findall(known[name].text)
    return b.mapping(listed, [definition for name, definition in known.items() if name in reached])


def _uses(node: Statement | Expression) -> list[str]:
    return [
        str(part.arguments[0].value)
        for part in walk(node)
        if isinstance(part, Method) and part.name == "apply" and isinstance(part.arguments[0], Literal)
    ]
