"""How each root of references is read in the page, as JavaScript nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, assert_never

from tagc.ir.expr import Root
from tagc.js import build as js

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tagc.ir.expr import Field
    from tagc.js.nodes import Expression

__all__ = ["SHARED", "read"]

SHARED: Final = frozenset({Root.EVENT, Root.DATA, Root.ITEM, Root.GLOBAL, Root.RECORD})
"""Roots whose values may be objects of the page: what is kept of them is copied."""

_PAGE = {
    "url": js.member("location", "href"),
    "path": js.member("location", "pathname"),
    "hostname": js.member("location", "hostname"),
    "title": js.member("document", "title"),
    "referrer": js.member("document", "referrer"),
    "fragment": js.call(js.member("location", "hash", "slice"), js.number(1)),
    "full_path": js.binary(
        "+",
        js.binary("+", js.member("location", "pathname"), js.member("location", "search")),
        js.member("location", "hash"),
    ),
    "address": js.member(js.call(js.member("location", "href", "split"), js.string("#")), js.number(0)),
}
_ATTRIBUTES = {"id": "id", "classes": "class", "name": "name"}
_LINK_PARTS = {"protocol": "protocol", "hostname": "hostname", "path": "pathname"}
_LINKS = {"url": "link", "filename": "fileName", "extension": "extension", "outbound": "outbound"}


def read(field: Field, roots: Mapping[Root, Expression]) -> Expression:
    """The value as it stands in the page. `roots` are the variables that hold events, elements, items and records."""
    root, path = field.root, field.path
    steps: list[Expression] = [js.string(step) for step in path]
    match root:
        case Root.PAGE:
            return _query(steps[1:]) if path[0] == "query" else _PAGE[path[0]]
        case Root.GLOBAL:
            return js.call("globalPath", *steps)
        case Root.COOKIE | Root.STORAGE:
            made = js.call(root.value, steps[0])
            return js.call("own", made, *steps[1:]) if len(steps) > 1 else made
        case Root.SCROLL | Root.TIMER | Root.VIDEO | Root.ERROR | Root.HISTORY:
            return (
                js.UNDEFINED
            )  # a variable that means something in other rules: a listener tells these one by one
        case Root.EVENT | Root.EVENT_NAME | Root.CLICK | Root.FORM | Root.VISIBLE if root not in roots:
            return js.UNDEFINED
        case Root.CLICK | Root.FORM | Root.VISIBLE:
            return _element(roots[root], path)
        case Root.LANDING:
            return js.call("landing", steps[0], *([js.number(1)] if path[1:] == ("time",) else []))
        case Root.MESSAGE | Root.ANSWER | Root.SECRET:
            message = f"{root} is read on the server only"
            raise AssertionError(message)
        case Root.DATA:
            return js.call("own", js.ident("model"), *steps)
        case Root.EVENT | Root.EVENT_NAME | Root.ITEM | Root.USER | Root.RECORD:
            return js.call("own", roots[root], *steps) if steps else roots[root]
    assert_never(root)


def _query(name: list[Expression]) -> Expression:
    if name:
        return js.call("query", *name)
    return js.call(js.member("location", "search", "slice"), js.number(1))


def _element(element: Expression, path: tuple[str, ...]) -> Expression:
    first = path[0]
    if first == "text":
        return js.call("content", element)
    if first == "fields":
        return js.call("fieldOf", element, js.string(path[1]))
    if first in _LINKS:
        return js.call(_LINKS[first], element)
    if first in _LINK_PARTS:
        return js.call("linkPart", element, js.string(_LINK_PARTS[first]))
    return js.call("attribute", element, js.string(path[1] if first == "attributes" else _ATTRIBUTES[first]))
