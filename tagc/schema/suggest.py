"""What editors offer while a file is typed, where the shape of the language alone does not tell them.

Only annotations: what is added here forbids nothing and allows nothing. Editors do not look into `if`, `then` and `else` for
values, so the words that a branch would take are repeated as `examples` beside it. Names that a file usually takes over from
the catalogues (instances are mostly called like their platform) are offered where they are expected.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tagc.events import ITEM_FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tagc.schema.file import Json

__all__ = ["suggest"]

_CATEGORIES = ("analytics", "marketing")
_CURRENCIES = ("EUR", "USD", "GBP")
_ONCE = ("page", "session")
_NAMED = ("properties", "patternProperties", "$defs")


def suggest(schema: Json, platforms: Mapping[str, str]) -> None:
    """Add the annotations to the schema of the language, in place. `platforms` are the catalogue's titles by name."""
    defs = schema["$defs"]
    defs["Requirement"]["examples"] = [*_CATEGORIES, "necessary"]
    defs["Consent"]["properties"]["categories"]["items"]["examples"] = [*_CATEGORIES]
    params, rule = defs["Params"]["properties"], defs["Rule"]["properties"]
    params["currency"]["examples"] = [*_CURRENCIES]
    rule["once_per"]["examples"] = [*_ONCE]
    fields = {
        "description": "What each one is.",
        "properties": {name: {"description": field.description} for name, field in ITEM_FIELDS.items()},
    }
    params["items"] |= {"properties": {"item": fields}, "items": fields}
    other = rule["platforms"]["additionalProperties"]
    rule["platforms"]["properties"] = {
        name: {**other, "description": f"What is different for {title}."} for name, title in platforms.items()
    }
    for instances in (rule["to"], defs["UserData"]["properties"]["to"]):
        instances["items"]["examples"] = [*platforms]
    for each in _schemas(schema):
        if "if" in each and "enum" not in each and (words := list(dict.fromkeys(_words(each, defs)))):
            each.setdefault("examples", words)


def _schemas(schema: object) -> Iterator[Json]:
    """The schema and every schema inside it."""
    if isinstance(schema, list):
        for each in schema:
            yield from _schemas(each)
    elif isinstance(schema, dict):
        yield schema
        for key, value in schema.items():
            inner = value.values() if key in _NAMED else [value]
            for each in inner:
                yield from _schemas(each)


def _words(schema: Json, defs: Json, met: frozenset[str] = frozenset()) -> Iterator[str]:
    """The words that the branches of a choice would take. `met` are definitions on the way here: some hold themselves."""
    for key in [key for key in ("then", "else") if key in schema]:
        branch, seen = schema[key], met
        while "$ref" in branch:
            name = branch["$ref"].rpartition("/")[2]
            branch, seen = ({}, seen) if name in seen else (defs[name], seen | {name})
        said = branch.get("examples") or branch.get("enum") or [branch.get("const")]
        yield from (word for word in said if isinstance(word, str))
        yield from _words(branch, defs, seen)
