"""Where every value of a document stands: the node tree as an index by path.

A span never goes past the line it begins on. A frame shows one line, and "this whole block" is shown better
by its first line than by its last: a block map is shown by its first entry, a block text by its `|`, a list
over several lines by its first line. A value reached through an alias stands where it was written, at the
anchor.
"""

import re
from typing import Any, Protocol

from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from tagc.diagnostics import Span
from tagc.source.text import SourceFile

Path = tuple[str | int, ...]

_PROPERTIES = re.compile(r"(?:[&!][^\s,\[\]{}]*[ \t]+)+(?=\S)")
_BLOCK_HEADER = re.compile(r"[|>][-+0-9]*")


class Spans(Protocol):
    """Spans by path; a path is a tuple of keys and list positions, `()` is the document."""

    def value(self, path: Path) -> Span:
        """Return the span of the value at `path`; KeyError when there is none."""

    def key(self, path: Path) -> Span:
        """Return the span of the key `path` ends with; for a list item and the document, of the value."""

    def nearest(self, path: Path) -> Span:
        """Return the span of the value at the longest part of `path` that exists; never fails."""

    def text(self, path: Path) -> str | None:
        """Return the scalar at `path` as written (`True`, `0123`), without quotes; None for a collection."""

    def __contains__(self, path: object) -> bool:
        """Tell whether there is a value at this path."""


class FileSpans:
    """The spans of one file."""

    def __init__(self, source: SourceFile, root: Node) -> None:
        self._source = source
        self._root = root
        self._keys: dict[int, dict[str, tuple[Node, Node]]] = {}
        self._spans: dict[int, Span] = {}

    def value(self, path: Path) -> Span:
        """Return the span of a value."""
        return self._span(self._find(path)[1])

    def key(self, path: Path) -> Span:
        """Return the span of a key."""
        key, value = self._find(path)
        return self._span(value if key is None else key)

    def nearest(self, path: Path) -> Span:
        """Return the span of the nearest value."""
        node = self._root
        for step in path:
            entry = self._step(node, step)
            if entry is None:
                break
            node = entry[1]
        return self._span(node)

    def text(self, path: Path) -> str | None:
        """Return a scalar as written."""
        node = self._find(path)[1]
        return str(node.value) if isinstance(node, ScalarNode) else None

    def __contains__(self, path: object) -> bool:
        """Tell whether there is a value at this path."""
        try:
            self._find(path)  # type: ignore[arg-type]
        except KeyError:
            return False
        return True

    def _span(self, node: Node) -> Span:
        span = self._spans.get(id(node))
        if span is None:
            span = self._spans[id(node)] = node_span(self._source, node)
        return span

    def _find(self, path: Path) -> tuple[Node | None, Node]:
        found: tuple[Node | None, Node] = (None, self._root)
        for step in path:
            entry = self._step(found[1], step)
            if entry is None:
                raise KeyError(path)
            found = entry
        return found

    def _step(self, node: Node, step: str | int) -> tuple[Node | None, Node] | None:
        if isinstance(step, str):
            entries = self._keys.get(id(node))
            return (self._entries(node) if entries is None else entries).get(step)
        if isinstance(node, SequenceNode) and 0 <= step < len(node.value):
            return (None, node.value[step])
        return None

    def _entries(self, node: Node) -> dict[str, tuple[Node, Node]]:
        if not isinstance(node, MappingNode):
            return {}
        entries = self._keys[id(node)] = {key.value: (key, value) for key, value in node.value}
        return entries


def start_of(source: SourceFile, node: Node) -> int:
    """Return the offset of the node itself, after its anchor and tag where these are on the same line."""
    offset = source.offset(node.start_mark.line + 1, node.start_mark.column + 1)
    properties = _PROPERTIES.match(source.text, offset)
    return offset if properties is None else properties.end()


def end_of(source: SourceFile, node: Node) -> int:
    """Return the offset after the node; of a block collection that is where the next thing begins."""
    return source.offset(node.end_mark.line + 1, node.end_mark.column + 1)


def node_span(source: SourceFile, node: Node) -> Span:
    """Return the span of a node, on one line."""
    first, last = node.start_mark, node.end_mark
    if first.line == last.line and first.column < last.column and _is_bare(source, node):
        return Span(source.name, first.line + 1, first.column + 1, last.line + 1, last.column + 1)
    start = start_of(source, node)
    if isinstance(node, ScalarNode) and node.style in ("|", ">"):
        header = _BLOCK_HEADER.match(source.text, start)
        return source.span_on_line(start, header.end() if header else start)
    return source.span_on_line(start, _end_on_line(source, node))


def _is_bare(source: SourceFile, node: Node) -> bool:
    """It begins with itself and ends where its marks say, as nearly all do: nothing has to be looked for in the text."""
    if isinstance(node, CollectionNode) and not node.flow_style:
        return False
    if isinstance(node, ScalarNode) and node.style in ("|", ">"):
        return False
    return source.text[source.line_starts[node.start_mark.line] + node.start_mark.column] not in "&!"


def _end_on_line(source: SourceFile, node: Node) -> int:
    """Return where the first line of the node ends; comments behind a block collection are left out."""
    while isinstance(node, CollectionNode) and not node.flow_style and node.value:
        first: Any = node.value[0]
        key, value = first if isinstance(node, MappingNode) else (None, first)
        # An alias as first value leads to another line, or back to this very node in a cycle.
        if value.start_mark.line != node.start_mark.line or value.start_mark.column <= node.start_mark.column:
            return start_of(source, node) + 1 if key is None else end_of(source, key)
        node = value
    return end_of(source, node)
