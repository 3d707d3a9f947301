"""A piece of the generated code, and what it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tagc.frozen import frozen

if TYPE_CHECKING:
    from tagc.js.nodes import Statement

__all__ = ["Part", "camel"]


@frozen
class Part:
    """Statements, and the part of the site they are for."""

    name: str
    statements: tuple[Statement, ...]


def camel(name: str) -> str:
    """How a catalogue entry's functions begin in its `.js` file: `page_view` is `pageView`."""
    head, *rest = name.split("_")
    return head + "".join(word.capitalize() for word in rest)
