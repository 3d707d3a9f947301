"""What does not match the schema, in words.

One mistake is one diagnostic: where a value fails in several ways, the cause is reported and the rest follows
from it. The place is the key for what is wrong with a key, the value for what is wrong with a value, and the
key of the map where something is missing in it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeAlias

from tagc import registry
from tagc.diagnostics import Label, codes, did_you_mean
from tagc.frozen import frozen
from tagc.model.base import HOST, as_text
from tagc.model.server import ORIGIN, PARAMETER
from tagc.model.tags import SOURCE
from tagc.model.values import EXPRESSIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tagc.diagnostics import Sink
    from tagc.schema.file import Json
    from tagc.source import Document, Spans

__all__ = ["FORMATS", "Failure", "report"]

Path: TypeAlias = tuple[str | int, ...]

FORMATS = {
    "^[A-Za-z][A-Za-z0-9_-]*$": "write letters, digits, _ and -, beginning with a letter",
    "^[A-Za-z_][A-Za-z0-9_]*$": "write letters, digits and _, beginning with a letter",
    HOST: "write a host name in small letters, without https:// and without *: example.com",
    SOURCE: "write https:// and a host name, without a path: https://api.example.com",
    ORIGIN: "write https:// and a host name, without a path: https://www.example.com",
    PARAMETER: "write the name of a parameter, such as utm_source",
    "^(EEA|[A-Z]{2}(-[A-Z0-9]{1,3})?)$": "write a country such as GB, a region such as CA-QC, or EEA",
}
"""Forms that have no description beside them in the schema, as advice."""

_TYPES = {
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a map",
    "null": "null",
}
_SWITCHES = {"yes": "true", "on": "true", "no": "false", "off": "false"}
_CONDITIONS = {("if",), ("unless",)}
_ELSEWHERE = {
    "trigger": "on",
    "triggers": "on",
    "when": "if",
    "condition": "if",
    "custom_event": "data_layer",
    "event": "data_layer",
    "submit": "form",
}
"""What other tools call a key."""

_MAX_CHOICES = 24


@frozen
class Failure:
    """A value (or, with `in_key`, a key) that does not match `keyword: wanted` of `schema`."""

    path: Path
    keyword: str
    wanted: Any
    schema: Json
    value: Any
    in_key: bool = False


def report(document: Document, failures: Iterable[Failure], sink: Sink) -> None:
    """Report each mistake once."""
    at: dict[Path, list[Failure]] = {}
    for failure in failures:
        at.setdefault(failure.path, []).append(failure)
    for here in at.values():
        for failure in _causes(here):
            _REPORTS[failure.keyword](document.spans, sink, failure)


def _causes(here: list[Failure]) -> list[Failure]:
    """Return what to report of the failures at one place."""
    by_keyword = {failure.keyword: failure for failure in reversed(here)}
    causes = [by_keyword[keyword] for keyword in _REPORTS if keyword in by_keyword]
    unknown, missing = by_keyword.get("additionalProperties"), by_keyword.get("required")
    if unknown and missing and not any(did_you_mean(key, _missing(missing)) for key in _unknown(unknown)):
        return [unknown, missing]
    return causes[:1]  # a mistyped key is unknown, and leaves another one missing


# ---- keys --------------------------------------------------------------------------------------------------


def _unknown(failure: Failure) -> list[str]:
    patterns = failure.schema.get("patternProperties", {})
    known = failure.schema.get("properties", {})
    return [key for key in failure.value if key not in known and not any(re.search(p, key) for p in patterns)]


def _missing(failure: Failure) -> list[str]:
    return [key for key in failure.wanted if key not in failure.value]


def _unknown_keys(spans: Spans, sink: Sink, failure: Failure) -> None:
    known = failure.schema.get("properties", {})
    free = [key for key in known if key not in failure.value]
    heads = [key for key in known if key in EXPRESSIONS]
    for key in _unknown(failure):
        span = spans.key((*failure.path, key))
        elsewhere = _ELSEWHERE.get(key)
        near = elsewhere if elsewhere in free else did_you_mean(key, free)
        if any(pattern.startswith(r"^\$") for pattern in failure.schema.get("patternProperties", ())):
            likely = near or (f"${key}" if re.match("[A-Za-z_]", key) else None)
            sink.report(
                codes.NOT_A_REFERENCE, span, key=key, hint=_meant(likely) or _list_of("it takes", known)
            )
        elif key in EXPRESSIONS and heads:
            sink.report(codes.SEVERAL_KINDS, span, place=_name(failure.path), key=key)
        else:
            hint = _meant(near) or _list_of("it takes", free) or _list_of("it takes only", known)
            sink.report(codes.UNKNOWN_KEY, span, key=key, place=_name(failure.path), hint=hint)


def _missing_keys(spans: Spans, sink: Sink, failure: Failure) -> None:
    place = _name(failure.path)
    for key in _missing(failure):
        entry = failure.schema.get("properties", {}).get(key, {})
        near = _nearest(str(failure.path[-1]), entry["enum"]) if failure.path and "enum" in entry else None
        described = f'add "{key}". {entry["description"]}' if "description" in entry else f'add "{key}"'
        listed = _list_of(f'add "{key}", one of', entry["enum"]) if "enum" in entry else None
        hint = _meant(near) or listed or described
        sink.report(codes.MISSING_KEY, spans.key(failure.path), key=key, place=place, hint=hint)


def _several(spans: Spans, sink: Sink, failure: Failure) -> None:
    first, *others = failure.value
    labels = [Label(spans.key((*failure.path, first)), "the first one")]
    for key in others:
        span = spans.key((*failure.path, key))
        sink.report(codes.SEVERAL_KINDS, span, labels=labels, place=_name(failure.path), key=key)


def _one_too_many(spans: Spans, sink: Sink, failure: Failure) -> None:
    place, key = _name(failure.path[:-1]), failure.path[-1]
    hint = "for several triggers write a list" if failure.path[-2] == "on" else None
    sink.report(codes.SEVERAL_KINDS, spans.key(failure.path), place=place, key=key, hint=hint)


def _no_kind(spans: Spans, sink: Sink, failure: Failure) -> None:
    choices = [key for form in failure.wanted for key in form["required"]]
    sink.report(codes.NO_KIND, spans.key(failure.path), place=_name(failure.path), choices=choices)


# ---- values ------------------------------------------------------------------------------------------------


def _wrong_type(spans: Spans, sink: Sink, failure: Failure) -> None:
    if failure.path == _VERSION:
        sink.report(codes.UNKNOWN_VERSION, spans.value(failure.path))
        return
    types = failure.wanted if isinstance(failure.wanted, list) else [failure.wanted]
    subject, value = _name(failure.path), failure.value
    hint = None
    if types == ["array"] and isinstance(value, str):
        hint = f"write a list: [{value}]"
    elif "string" in types and isinstance(value, bool) and failure.path[-1:] != ("paused",):
        hint = f"put it in quotes: '{spans.text(failure.path)}'"
    elif (
        "string" in types
        and isinstance(value, dict)
        and all(isinstance(only, str) for only in value.values())
    ):
        hint = f"write the text alone: {', '.join(value.values())}"
    elif types == ["boolean"] and isinstance(value, str) and value in _SWITCHES:
        hint = f"write {_SWITCHES[value]}"
    elif "object" in types and isinstance(value, list) and all(isinstance(entry, dict) for entry in value):
        hint = "take the dashes away"
    elif failure.path[-1:] == ("requires",) and isinstance(value, list):
        names = ", ".join(str(name) for name in value)
        hint = f"write {{all: [{names}]}}, or {{any: [{names}]}}"
    elif failure.path[-1:] in _CONDITIONS:
        hint = "write a reference and a test: {$page.path: {starts_with: /shop/}}"
    else:
        hint = failure.schema.get("description")
    sink.report(
        codes.WRONG_TYPE,
        spans.value(failure.path),
        subject=subject[0].upper() + subject[1:],
        expected=_words(types),
        found=_found(value),
        hint=hint,
    )


def _words(types: Sequence[str]) -> str:
    if {"string", "boolean", "array", "object"} <= {*types}:
        return "a value"
    # Where text is taken, a number is taken as text.
    words = [
        words
        for name, words in _TYPES.items()
        if name in types and not (name == "number" and "string" in types)
    ]
    return " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _found(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return "text"
        case int() | float():
            return "a number"
        case list():
            return "a list"
        case _:
            return "a map"


def _choice(spans: Spans, sink: Sink, failure: Failure) -> None:
    if failure.path == _VERSION:
        sink.report(codes.UNKNOWN_VERSION, spans.value(failure.path))
        return
    choices = [
        _plain(choice) for choice in (failure.wanted if failure.keyword == "enum" else [failure.wanted])
    ]
    value = _plain(failure.value)
    is_rule = failure.path[:1] == ("events",) and failure.path[2:] == ("event",)
    advice = f"for a name of your own write custom: {value}" if is_rule else failure.schema.get("description")
    sink.report(
        codes.UNKNOWN_CHOICE,
        spans.key(failure.path) if failure.in_key else spans.value(failure.path),
        value=value,
        subject=_name(failure.path),
        choices=choices,
        hint=_meant(_nearest(value, choices)) or advice,
    )


def _format(spans: Spans, sink: Sink, failure: Failure) -> None:
    hint = FORMATS.get(failure.wanted) or failure.schema.get("description")
    if failure.in_key:
        place, key = _name(failure.path[:-1]), failure.path[-1]
        sink.report(codes.WRONG_NAME, spans.key(failure.path), key=key, place=place, hint=hint)
        return
    value, subject = _plain(failure.value), _name(failure.path)
    if "." in value and re.search(failure.wanted, f"${value}"):
        hint = _meant(f"${value}")
    sink.report(codes.WRONG_FORMAT, spans.value(failure.path), value=value, subject=subject, hint=hint)


def _empty(spans: Spans, sink: Sink, failure: Failure) -> None:
    if failure.in_key:
        sink.report(
            codes.NOTHING_IN_IT, spans.key(failure.path), subject=f"A key in {_name(failure.path[:-1])}"
        )
        return
    subject = _name(failure.path)
    hint = _list_of("it takes", failure.schema.get("properties", {}))
    span = spans.value(failure.path)
    sink.report(codes.NOTHING_IN_IT, span, subject=subject[0].upper() + subject[1:], hint=hint)


def _range(spans: Spans, sink: Sink, failure: Failure) -> None:
    subject = _name(failure.path)
    sink.report(
        codes.OUT_OF_RANGE,
        spans.value(failure.path),
        subject=subject[0].upper() + subject[1:],
        problem=_PROBLEMS[failure.keyword].format(failure.wanted),
    )


_VERSION: Path = ("tagc",)
_PROBLEMS = {
    "maxItems": "takes no more than {} entries",
    "minimum": "is less than {}",
    "maximum": "is greater than {}",
}
_REPORTS: dict[str, Callable[[Spans, Sink, Failure], None]] = {
    "type": _wrong_type,
    "not": _one_too_many,
    "additionalProperties": _unknown_keys,
    "required": _missing_keys,
    "maxProperties": _several,
    "minProperties": _empty,
    "anyOf": _no_kind,
    "const": _choice,
    "enum": _choice,
    "minLength": _empty,
    "minItems": _empty,
    "pattern": _format,
    "maxItems": _range,
    "minimum": _range,
    "maximum": _range,
}
"""What to report for each keyword. Of several that fail at one place, the first is the cause."""


# ---- words -------------------------------------------------------------------------------------------------


def _name(path: Path) -> str:
    """Return what a place is called: the document, "params", entry 2 of "sources"."""
    if not path:
        return "the document"
    last = path[-1]
    return f'"{last}"' if isinstance(last, str) else f"entry {last + 1} of {_name(path[:-1])}"


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(as_text(value))


def _nearest(word: str, choices: Sequence[str]) -> str | None:
    """Return the choice that a word is nearest to. Platforms have more names than one."""
    names = registry.platform_names()
    known = {name: choice for name, choice in names.items() if choice in choices} | {c: c for c in choices}
    return known.get(word) or known.get(did_you_mean(word, known) or "")


def _meant(name: str | None) -> str | None:
    return f'did you mean "{name}"?' if name else None


def _list_of(words: str, names: Iterable[str]) -> str | None:
    shown = list(names)
    return f"{words} {', '.join(shown)}" if 0 < len(shown) <= _MAX_CHOICES else None
