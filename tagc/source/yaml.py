"""YAML to plain data with places: strict, bounded, and never an exception.

`load` is the whole phase: the text is checked for characters, composed by `parser`, built by `build`;
`syntax` words what cannot be read. What the keys mean is left to `schema` and later phases.
"""

from typing import assert_never

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from tagc.diagnostics import Sink, Span, codes
from tagc.frozen import frozen
from tagc.source import syntax
from tagc.source.build import Builder, Data
from tagc.source.parser import LIBYAML, MAX_DEPTH, PLAIN, Failure, LimitReached, compose, paused_gc
from tagc.source.spans import FileSpans, Spans, node_span
from tagc.source.text import MAX_BYTES, SourceFile, check_characters

__all__ = ["Data", "Document", "Spans", "load"]


@frozen
class Document:
    """One file, or several made one, as plain data: `data` holds dict, list, str, bool, None, `SourceInt` and `SourceFloat` only.

    No list or map is in it twice, whatever aliases the file has. `spans` says where each value stands,
    `file` is the name of the file, or of the one that the others serve.
    """

    data: dict[str, Data]
    spans: Spans
    file: str


def load(source: SourceFile, sink: Sink, *, libyaml: bool = LIBYAML) -> Document | None:
    """Return the document in `source`, or None after at least one error was reported.

    What cannot be read stops at the first error; what can be read but does not mean what was written is
    reported all at once. `libyaml=False` uses the parser written in Python, for tests and for where there
    is no other.
    """
    if len(source.text) > MAX_BYTES:
        start = Span(source.name, 1, 1, 1, 1)
        sink.report(codes.FILE_TOO_LARGE, start, size=len(source.text), limit=MAX_BYTES)
        return None
    if not check_characters(source, sink):
        return None
    with paused_gc():
        root = compose(source.text, libyaml=libyaml)
        match root:
            case Failure():
                syntax.report(source, root, sink)
                return None
            case LimitReached():
                _report_limit(source, root, sink)
                return None
            case Node():
                return _document(source, root, sink)
            case None:
                sink.report(codes.EMPTY_FILE, Span(source.name, 1, 1, 1, 1))
                return None
            case _:
                assert_never(root)


def _document(source: SourceFile, root: Node, sink: Sink) -> Document | None:
    if isinstance(root, ScalarNode) and root.tag == PLAIN and root.value in ("", "~", "null"):
        sink.report(codes.EMPTY_FILE, node_span(source, root))
        return None
    builder = Builder(source, sink)
    data = builder.build(root)
    if not isinstance(root, MappingNode):
        _report_not_a_map(source, root, sink)
        return None
    if builder.failed or not isinstance(data, dict):
        return None
    return Document(data, FileSpans(source, root), source.name)


def _report_not_a_map(source: SourceFile, root: Node, sink: Sink) -> None:
    span = node_span(source, root)
    if (
        isinstance(root, ScalarNode)
        and root.tag == PLAIN
        and ":" in root.value
        and "\n" not in source.text.strip()
    ):
        sink.report(codes.MISSING_SPACE, span, text=root.value)
    else:
        kind = "a list" if isinstance(root, SequenceNode) else "one single value"
        sink.report(codes.NOT_A_MAP, span, kind=kind)


def _report_limit(source: SourceFile, reached: LimitReached, sink: Sink) -> None:
    offset = source.offset(*reached.at)
    code = codes.TOO_DEEP if reached.limit == MAX_DEPTH else codes.TOO_MANY_VALUES
    sink.report(code, source.span_on_line(offset, offset + 1), limit=reached.limit)
