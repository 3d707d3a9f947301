"""PyYAML as tagc uses it: the C parser up to the node tree, with limits and with neutral complaints.

Only this module knows two parsers: where PyYAML was built without libyaml, its Python parser does the same
work about ten times slower. What nodes mean is left to `build`, the words for a `Failure` to `syntax`.
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import yaml
from yaml.composer import Composer
from yaml.nodes import CollectionNode, Node, ScalarNode
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner, ScannerError

from tagc.frozen import frozen

try:
    from yaml._yaml import CParser
except ImportError:  # a wheel without libyaml
    CParser = None  # type: ignore[assignment,misc]

LIBYAML = CParser is not None
"""Whether the fast parser is there; the command line warns when it is not."""

MAX_DEPTH = 32
"""Deepest nesting. The phases are recursive: 44 levels of maps are too many for Python's stack."""
MAX_NODES = 500_000

PLAIN = "?"
"""The tag of a node that has none and was not quoted: its value is found by the core schema."""
QUOTED = "!"
"""The tag of a scalar that is text whatever it looks like."""

Mark = tuple[int, int]
"""Line and column from 1."""


@frozen
class Failure:
    """Why there is no node tree.

    `problem` and `context` are PyYAML's own words, to be recognised and never shown; `at` is where it
    stopped, `since` where the construction it was in began, `flow` the innermost open bracket.
    """

    problem: str
    context: str
    at: Mark
    since: Mark | None
    flow: Mark | None


@frozen
class LimitReached:
    """The document is deeper or larger than allowed; `at` is where that became clear."""

    limit: int
    at: Mark


def compose(text: str, *, libyaml: bool = LIBYAML) -> Node | Failure | LimitReached | None:
    """Return the node tree of the one document in `text`, None if there is none, or why it cannot be read."""
    parser = _TREES.get(libyaml, _SlowTree)(text)
    try:
        node: Node | None = parser.get_single_node()
    except _LimitError as error:
        return LimitReached(error.limit, error.at)
    except yaml.MarkedYAMLError as error:
        return _failure(error, parser)
    finally:
        parser.dispose()
    return node


@contextmanager
def paused_gc() -> Iterator[None]:
    """Switch the garbage collector off for a while.

    Building a large tree of nodes and marks starts one full collection after the other: at 10,000 tags that
    is 2.6 s against 0.4 s. There is nothing to collect meanwhile.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class _LimitError(Exception):
    def __init__(self, limit: int, at: Mark) -> None:
        super().__init__(limit)
        self.limit = limit
        self.at = at


class _Guard:
    """The three calls that both composers make for every node; `inside` is the collection they are in."""

    def __init__(self) -> None:
        self.inside: Node | None = None
        self._parents: list[Node | None] = []
        self._count = 0

    def resolve(self, kind: type[Node], _value: object, implicit: Any) -> str:  # noqa: ANN401  differs by parser
        return QUOTED if kind is ScalarNode and not implicit[0] else PLAIN

    def descend_resolver(self, parent: Node | None, _index: object) -> None:
        self.inside = parent
        self._parents.append(parent)
        self._count += 1
        if parent is None:
            return
        if len(self._parents) > MAX_DEPTH:
            raise _LimitError(MAX_DEPTH, _mark(parent.start_mark))
        if self._count > MAX_NODES:
            raise _LimitError(MAX_NODES, _mark(parent.start_mark))

    def ascend_resolver(self) -> None:
        self.inside = self._parents.pop()


class _SlowTree(_Guard, Reader, Scanner, Parser, Composer):
    def __init__(self, text: str) -> None:
        _Guard.__init__(self)
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)
        Composer.__init__(self)

    def scan_flow_scalar_non_spaces(self, double: bool, start_mark: Any) -> Any:  # noqa: ANN401, FBT001
        try:
            return super().scan_flow_scalar_non_spaces(double, start_mark)
        except (ValueError, OverflowError):  # "\UFFFFFFFF": chr() refuses it, the scanner does not look
            problem = "found invalid Unicode character escape code"
            raise ScannerError("double-quoted scalar", start_mark, problem, self.get_mark()) from None


_TREES: dict[bool, Callable[[str], Any]] = {False: _SlowTree}

if LIBYAML:

    class _FastTree(_Guard, CParser):
        def __init__(self, text: str) -> None:
            _Guard.__init__(self)
            CParser.__init__(self, text)

    _TREES[True] = _FastTree


def _mark(mark: Any) -> Mark:  # noqa: ANN401  yaml.Mark or the C parser's own class
    return (mark.line + 1, mark.column + 1)


def _failure(error: yaml.MarkedYAMLError, parser: _Guard) -> Failure:
    since = None if error.context_mark is None else _mark(error.context_mark)
    at = (1, 1) if error.problem_mark is None else _mark(error.problem_mark)
    inside = parser.inside
    in_brackets = isinstance(inside, CollectionNode) and inside.flow_style
    return Failure(
        problem=error.problem or "",
        context=error.context or "",
        at=at,
        since=since,
        flow=_mark(inside.start_mark) if inside is not None and in_brackets else None,
    )
