"""The JSON Schema of the language, made from the models and the catalogues.

Editors, other tools and the compiler read the same file. It uses what draft-07 and 2020-12 have in common
(beside `$defs`), and chooses among forms with if/then, so that every message is about one form.
`enumDescriptions` is an annotation for editors.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from tagc import registry
from tagc.model.consent import source_class
from tagc.model.document import Document
from tagc.model.instances import instance_class
from tagc.model.triggers import settings_class
from tagc.schema.file import CHECKOUT, Json
from tagc.schema.suggest import suggest

if TYPE_CHECKING:
    from pathlib import Path

    from pydantic import BaseModel
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import core_schema

__all__ = ["container_schema", "current", "to_text", "write"]

_ID = "urn:tagc:container:1"
_FIRST = (
    "$schema",
    "$id",
    "$ref",
    "description",
    "type",
    "enum",
    "const",
    "required",
    "properties",
    "if",
    "then",
    "else",
)
_NAMED = ("properties", "patternProperties", "$defs")


def container_schema() -> Json:
    """Return the JSON Schema of a tagc file."""
    sources = {kind: source_class(kind) for kind in registry.consent_sources()}
    instances = {name: instance_class(name) for name in registry.platforms()}
    settings = {kind: made for kind in registry.triggers() if (made := settings_class(kind)) is not None}
    models: list[type[BaseModel]] = [
        Document,
        *sources.values(),
        *instances.values(),
        *settings.values(),
    ]
    _, generated = models_json_schema(
        [(model, "validation") for model in models], schema_generator=_Generator
    )
    defs: Json = generated["$defs"]
    for abstract in ("ConsentSource", "Instance", "Options", "TriggerSettings"):
        defs.pop(abstract, None)
    for kind, model in settings.items():
        defs["Trigger"]["then"]["properties"][kind]["$ref"] = f"#/$defs/{model.__name__}"
    defs["ConsentSource"] = _by_key("use", {kind: model.__name__ for kind, model in sources.items()})
    document = defs.pop("Document")
    document["properties"]["platforms"] |= _instances(
        {name: model.__name__ for name, model in instances.items()}
    )
    document["$defs"] = dict(sorted(defs.items()))
    suggest(document, {name: registry.platforms()[name].title for name in instances})
    schema: Json = _plain({"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": _ID, **document})
    return schema


def current() -> str:
    """Return the text of the schema file as it has to be."""
    return to_text(container_schema())


def to_text(schema: Json) -> str:
    """Return the text of a schema as its file has it."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def write(path: Path = CHECKOUT) -> None:
    """Write the schema file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(current(), encoding="utf-8", newline="\n")


class _Generator(GenerateJsonSchema):
    """pydantic's own, except that no field takes null: what may be null says so itself (`OR_NULL`)."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        # pydantic writes a pattern for keys as patternProperties, which lets every other key through.
        generated = super().dict_schema(schema)
        for pattern, value in generated.pop("patternProperties", {}).items():
            generated["propertyNames"] = {"pattern": pattern}
            generated["additionalProperties"] = value
        return generated

    def sort(self, value: JsonSchemaValue, parent_key: str | None = None) -> JsonSchemaValue:  # noqa: ARG002
        return value  # the models' order is the order of the documentation


def _by_key(key: str, models: dict[str, str]) -> Json:
    """Return a schema that requires `key` and lets its value choose the definition."""
    return {
        "type": "object",
        "required": [key],
        "properties": {key: {"type": "string", "enum": [*models]}},
        "allOf": [
            {
                "if": {"required": [key], "properties": {key: {"const": value}}},
                "then": {"$ref": f"#/$defs/{model}"},
            }
            for value, model in models.items()
        ],
    }


def _instances(models: dict[str, str]) -> Json:
    titles = {name: registry.platforms()[name].title for name in models}
    return {
        "properties": {
            name: {"$ref": f"#/$defs/{model}", "description": titles[name]} for name, model in models.items()
        },
        "additionalProperties": _by_key("platform", models),
    }


def _plain(schema: Any) -> Any:  # noqa: ANN401 -- JSON
    """Order what a reader looks for first; drop titles made from names and defaults that are no scalars."""
    if isinstance(schema, list):
        return [_plain(entry) for entry in schema]
    if not isinstance(schema, dict):
        return schema
    kept = [
        key
        for key, value in schema.items()
        if not (key == "title" or (key == "default" and not isinstance(value, (str, int, float))))
    ]
    kept.sort(key=lambda key: _FIRST.index(key) if key in _FIRST else len(_FIRST))
    return {key: _named(schema[key]) if key in _NAMED else _plain(schema[key]) for key in kept}


def _named(schemas: Json) -> Json:
    return {name: _plain(schema) for name, schema in schemas.items()}
