"""From the node tree to plain data, with a complaint for everything that does not mean what was written.

The checks go on after the first complaint. Some look at the text beside a node, because the node no longer
shows what happened: a comment that swallowed a value, a comma that split one. What the keys mean is left to
`schema`.
"""

import re
from typing import Any, NamedTuple, TypeAlias

from yaml.nodes import MappingNode, Node, ScalarNode

from tagc.diagnostics import Code, Label, Severity, Sink, Span, codes
from tagc.source import scalars
from tagc.source.parser import MAX_DEPTH, PLAIN, QUOTED
from tagc.source.spans import end_of, node_span, start_of
from tagc.source.text import SourceFile

Data: TypeAlias = "dict[str, Data] | list[Data] | scalars.Scalar"

MAX_ALIASED = 50_000
"""Most values that aliases may add to what is written; a long text counts once more per 64 characters."""

_TEXT_UNIT = 64
_TEXT_TAG = "tag:yaml.org,2002:str"

# A comment behind nothing is any "#word". A comment behind a text counts as the text's lost end only with
# exactly one space before the "#" and a letter, "_" or "-" after it: selectors go on like that, comments
# hardly ever.
_COMMENT = re.compile(r"[ \t]*(#[^\s#]\S*)")
_GLUED = re.compile(r" (#(?:[^\W\d]|-)\S*)")
_COLON = re.compile(r"(?:\s|#.*)*+:")
_ALIAS = re.compile(r"\s*:\s*(\*[\w-]+)")
_TAG = re.compile(r"(?:&\S+\s+)?(![^\s,\[\]{}]*)")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NAME = re.compile(r"[A-Za-z_][\w.-]*")


class _Built(NamedTuple):
    data: Data
    size: int
    height: int


# The place of a collection whose entries are still being built: an alias that finds it leads back into
# itself.
_OPEN = _Built(None, 0, 0)


class Builder:
    """Builds the data of one document. `failed` tells whether an error was reported on the way."""

    def __init__(self, source: SourceFile, sink: Sink) -> None:
        self.failed = False
        self._source = source
        self._sink = sink
        self._comments = " #" in source.text
        self._collections: dict[int, _Built] = {}
        self._scalars: set[int] = set()
        self._aliased = 0
        self._depth = 0

    def build(self, root: Node) -> Data:
        """Return the data of a document; after errors it is good for nothing but finding more of them."""
        return self._node(root, root).data

    # ---- collections and aliases -----------------------------------------------------------------

    def _node(self, node: Node, place: Node) -> _Built:
        """Build a node. `place` is its key or the list it is in: an alias has no place of its own."""
        if isinstance(node, ScalarNode):
            size = 1 + len(node.value) // _TEXT_UNIT
            if id(node) in self._scalars:
                self._count_alias(size, place)
            self._scalars.add(id(node))
            return _Built(self._scalar(node), size, 0)
        known = self._collections.get(id(node))
        if known is not None:
            return self._alias(node, known, place)
        self._collections[id(node)] = _OPEN
        self._depth += 1
        built = self._map(node) if isinstance(node, MappingNode) else self._list(node)
        self._depth -= 1
        self._collections[id(node)] = built
        return built

    def _alias(self, node: Node, known: _Built, place: Node) -> _Built:
        if known is _OPEN:
            labels = (Label(self._span(node), "the alias is inside this value"),)
            self._report(codes.CYCLE, self._alias_span(place), labels=labels)
            return known
        if self._depth + known.height > MAX_DEPTH:
            self._report(codes.TOO_DEEP, self._alias_span(place), limit=MAX_DEPTH)
            return _OPEN
        if not self._count_alias(known.size, place):
            return _OPEN
        # A copy, so that no two paths of the data share a list or map: later phases may merge in place.
        return known._replace(data=_copy(known.data))

    def _count_alias(self, size: int, place: Node) -> bool:
        before = self._aliased
        self._aliased += size
        if self._aliased <= MAX_ALIASED:
            return True
        if before <= MAX_ALIASED:
            self._report(codes.ALIAS_BOMB, self._alias_span(place), limit=MAX_ALIASED)
        return False

    def _list(self, node: Node) -> _Built:
        self._check_tag(node)
        items: list[Data] = []
        size, height = 1, 0
        for item in node.value:
            if _is_empty(item):
                self._empty_item(item)
            built = self._node(item, node)
            items.append(built.data)
            size += built.size
            height = max(height, built.height)
        return _Built(items, size, height + 1)

    def _map(self, node: MappingNode) -> _Built:
        self._check_tag(node)
        if self._is_template(node):
            return _Built({}, 1, 1)
        data: dict[str, Data] = {}
        first: dict[str, Node] = {}
        size, height = 1, 0
        previous: Node | None = None
        for key, value in node.value:
            is_key = not _is_empty(value) or self._empty_entry(key, previous)
            name = self._key(key) if is_key else None
            if name is not None and name in first:
                labels = (Label(self._span(first[name]), "first written here"),)
                self._report(codes.DUPLICATE_KEY, self._span(key), labels=labels, key=name)
            built = self._node(value, key)
            if name is not None:
                first.setdefault(name, key)
                data.setdefault(name, built.data)
            size += 1 + built.size
            height = max(height, built.height)
            previous = value
        return _Built(data, size, height + 1)

    def _key(self, key: Node) -> str | None:
        """Return a key as written: unlike values, 404 and true are text here."""
        if not isinstance(key, ScalarNode):
            collection = "a map" if isinstance(key, MappingNode) else "a list"
            self._report(codes.COMPLEX_KEY, self._span(key), kind=collection)
            return None
        text = str(key.value)
        if key.tag != PLAIN:
            return self._text(key)
        if text == "<<":
            self._report(codes.MERGE_KEY, self._span(key))
        elif not text:
            self._report(codes.EMPTY_KEY, self._span(key))
        return text

    # ---- scalars ---------------------------------------------------------------------------------

    def _scalar(self, node: ScalarNode) -> scalars.Scalar:
        if node.tag != PLAIN:
            return self._text(node)
        try:
            value = scalars.core(node.value)
        except scalars.OutOfRangeError:
            self._report(codes.NUMBER_OUT_OF_RANGE, self._span(node), text=node.value)
            return None
        swallowed = isinstance(value, str) and self._comments
        if swallowed and (comment := _GLUED.match(self._source.text, end_of(self._source, node))):
            self._report(codes.GLUED_COMMENT, self._source.span(*comment.span(1)), comment=comment[1])
        return value

    def _text(self, node: ScalarNode) -> str:
        self._check_tag(node)
        half = _SURROGATE.search(node.value)
        if half is not None:  # only the Python parser lets it through
            self._report(codes.BAD_ESCAPE, self._span(node), escape=f"\\u{ord(half[0]):04x}")
        return str(node.value)

    def _check_tag(self, node: Node) -> None:
        if node.tag in (PLAIN, QUOTED) or (node.tag == _TEXT_TAG and isinstance(node, ScalarNode)):
            return
        start = self._source.offset(node.start_mark.line + 1, node.start_mark.column + 1)
        tag = _TAG.match(self._source.text, start)
        span = self._source.span_on_line(*tag.span(1)) if tag else self._span(node)
        self._report(codes.UNKNOWN_TAG, span, tag=tag[1] if tag else node.tag)

    # ---- what only the text shows ----------------------------------------------------------------

    def _is_template(self, node: MappingNode) -> bool:
        """Report `{{name}}`, which YAML reads as a map with a map as key."""
        if not node.value or not isinstance(node.value[0][0], MappingNode):
            return False
        start = start_of(self._source, node)
        if not self._source.text.startswith("{{", start):
            return False
        text = self._source.text[start : end_of(self._source, node)]
        name = text.strip("{} \t")
        reference = f"${name}" if _NAME.fullmatch(name) else "$name"
        hint = "write one pair of braces" if ": " in name else None
        self._report(codes.TEMPLATE_BRACES, self._span(node), hint=hint, text=text, reference=reference)
        return True

    def _empty_item(self, item: Node) -> None:
        offset = self._source.offset(item.start_mark.line + 1, item.start_mark.column + 1)
        dash = self._source.text.rfind("-", 0, offset)
        comment = _COMMENT.match(self._source.text, dash + 1)
        if comment is not None:
            span = self._source.span(*comment.span(1))
            self._report(codes.VALUE_IS_COMMENT, span, subject="this list item", comment=comment[1])
        else:
            self._report(codes.EMPTY_VALUE, self._source.span(dash, dash + 1), subject="this list item")

    def _empty_entry(self, key: Node, previous: Node | None) -> bool:
        """Report why an entry has no value; return whether its key is a key at all."""
        text = self._source.text
        written = str(key.value) if isinstance(key, ScalarNode) else ""
        subject = f'"{written}"' if written else "this key"
        colon = _COLON.match(text, end_of(self._source, key))
        if colon is None and ":" in written and key.tag == PLAIN:
            self._report(codes.MISSING_SPACE, self._span(key), text=written)
            return False
        if colon is None and isinstance(previous, ScalarNode) and previous.tag == PLAIN and previous.value:
            span = self._source.span_on_line(start_of(self._source, previous), end_of(self._source, key))
            self._report(codes.SPLIT_BY_COMMA, span, text=written)
            return False
        comment = colon and _COMMENT.match(text, colon.end())
        if comment:
            span = self._source.span(*comment.span(1))
            self._report(codes.VALUE_IS_COMMENT, span, subject=subject, comment=comment[1])
        else:
            self._report(codes.EMPTY_VALUE, self._span(key), subject=subject)
        return True

    def _alias_span(self, place: Node) -> Span:
        alias = _ALIAS.match(self._source.text, end_of(self._source, place))
        return self._source.span(*alias.span(1)) if alias else self._span(place)

    def _span(self, node: Node) -> Span:
        return node_span(self._source, node)

    def _report(self, code: Code, span: Span, **fields: Any) -> None:  # noqa: ANN401  handed on to the sink
        self.failed = self.failed or code.severity is Severity.ERROR
        self._sink.report(code, span, **fields)


def _is_empty(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.tag == PLAIN and not node.value


def _copy(data: Data) -> Data:
    if isinstance(data, dict):
        return {key: _copy(value) for key, value in data.items()}
    return [_copy(item) for item in data] if isinstance(data, list) else data
