"""What the schema says of one place in a document, for those who change data before it is checked.

A position is every form that may stand in a place: which of them is meant is not decided, because what stands there
may be changed yet.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from tagc.schema.file import read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tagc.schema.file import Json

__all__ = ["Position", "top"]

_FOLLOWED = frozenset({"Condition", "Test", "Trigger", "UserValue", "Value"})
_REFERENCE = r"\$[A-Za-z_]"


class Position:
    """One place. `step` goes further down."""

    def __init__(self, forms: Iterable[Json], definitions: Json, *, followed: bool = False) -> None:
        self._written = list(forms)
        self._definitions = definitions
        self._names: set[str] = set()
        self._forms = list(self._parts(self._written, _EITHER))
        self.followed = followed or bool(self._names & _FOLLOWED) or self._is_reference()
        """References in a text that stands here, or below, have a meaning."""

    def step(self, step: str | int, value: object) -> Position:
        """The place under a key or a list position of `value`, which stands here."""
        forms = self._parts(self._written, value)
        found = _item(forms) if isinstance(step, int) else _entry(forms, step)
        return Position(found, self._definitions, followed=self.followed)

    @property
    def kinds(self) -> frozenset[str]:
        """The keys of which one says what kind of thing a map in this place is."""
        return frozenset(key for form in self._forms for key in _kinds(form))

    @property
    def takes_null(self) -> bool:
        """`null` means something here."""
        return any(form.get("if") == {"type": "null"} for form in self._forms)

    def _is_reference(self) -> bool:
        return any(_REFERENCE in form.get("pattern", "") for form in self._forms)

    def _parts(self, forms: Iterable[Json], value: object) -> Iterator[Json]:
        """The forms, those they refer to, and of a choice what the value decides."""
        for form in forms:
            yield form
            inner: list[Json] = [*form.get("allOf", ()), *form.get("anyOf", ())]
            if "$ref" in form:
                name = form["$ref"].removeprefix("#/$defs/")
                self._names.add(name)
                inner.append(self._definitions[name])
            holds = _holds(form.get("if", {}), value)
            inner += [
                form[key]
                for key, out in (("then", False), ("else", True))
                if key in form and holds is not out
            ]
            yield from self._parts(inner, value)


_EITHER = object()
"""A value of which nothing is known yet."""


def _holds(condition: Json, value: object) -> bool | None:
    """Tell whether a condition of the schema holds; None where that cannot be said."""
    if value is _EITHER or not condition.keys() <= {"type", "required"}:
        return None
    kind = condition.get("type")
    if kind not in {None, *_TYPES.values()}:
        return None
    if kind is not None and _TYPES.get(type(value)) != kind:
        return False
    return not isinstance(value, dict) or all(key in value for key in condition.get("required", ()))


_TYPES = {dict: "object", list: "array", type(None): "null"}


def _entry(forms: Iterable[Json], key: str) -> Iterator[Json]:
    for form in forms:
        patterns = form.get("patternProperties", {})
        if key in form.get("properties", {}):
            yield form["properties"][key]
        elif matching := [value for pattern, value in patterns.items() if re.search(pattern, key)]:
            yield from matching
        elif isinstance(form.get("additionalProperties"), dict):
            yield form["additionalProperties"]


def _item(forms: Iterable[Json]) -> Iterator[Json]:
    for form in forms:
        if isinstance(form.get("items"), dict):
            yield form["items"]


def _kinds(form: Json) -> Iterable[str]:
    """Read off a form by which of its keys it chooses; they are the ways in which the models write choices."""
    if form.get("maxProperties") == 1:  # exactly one of its keys
        yield from form.get("properties", ())
    condition = form.get("if", {})
    if isinstance(condition, dict):  # which key is there, or what it says
        yield from condition.get("required", ())
    if "anyOf" in form:  # one of its keys beside others
        yield from (key for part in form["anyOf"] for key in part.get("required", ()))


@cache
def _schema() -> Json:
    return read()


def top() -> Position:
    """The document itself."""
    schema = _schema()
    return Position([schema], schema.get("$defs", {}))
