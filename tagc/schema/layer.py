"""The JSON Schema of one layer of a document, for editors: a file that extends others or is extended.

It says of such a file what `container.schema.json` says of a whole document, without what only the whole can have:
nothing is missing in it, `null` takes out what lies below, and values may come from the environment. The compiler
does not read it: what is wrong with the whole is found when it is put together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tagc.schema.file import CHECKOUT

if TYPE_CHECKING:
    from tagc.schema.file import Json

__all__ = ["LAYER", "layer_schema"]

LAYER = CHECKOUT.with_name("layer.schema.json")

_ID = "urn:tagc:layer:1"
_LITERAL = frozenset({"default", "const", "enum", "enumDescriptions", "examples", "required", "if"})
_NAMED = frozenset({"properties", "patternProperties", "$defs"})
_SCALARS = frozenset({"boolean", "integer", "number"})
_FROM_ENVIRONMENT = r"\$env\.[A-Za-z_]|\$\{env\.[A-Za-z_]"


def layer_schema(container: Json) -> Json:
    """Return the schema of a layer, made from that of a container."""
    schema = _loose(container)
    schema["$id"] = _ID
    layer = schema["properties"]["environments"]["additionalProperties"]["properties"]
    for key in layer:
        layer[key] = {"$ref": f"#/properties/{key}", **layer[key]}
    made: Json = schema
    return made


def _loose(schema: Any) -> Any:  # noqa: ANN401 -- JSON
    if isinstance(schema, list):
        return [_loose(entry) for entry in schema]
    if not isinstance(schema, dict):
        return schema
    made: Json = {}
    for key, value in schema.items():
        if key in {"required", "anyOf"}:
            continue  # another layer has it
        if key in _LITERAL:
            made[key] = value
        elif key in _NAMED:
            made[key] = {name: _loose(entry) for name, entry in value.items()}
        else:
            made[key] = _loose(value)
    if "enum" in made:
        made["enum"] = [*made["enum"], None]
    if "pattern" in made:
        made["pattern"] = f"({made['pattern']})|{_FROM_ENVIRONMENT}"
    if "type" in made:
        _loosen_type(made)
    return made


def _loosen_type(schema: Json) -> None:
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if _SCALARS.intersection(types) and "string" not in types and "const" not in schema:
        types = [*types, "string"]
        schema["pattern"] = _FROM_ENVIRONMENT
    schema["type"] = [*types, "null"]
