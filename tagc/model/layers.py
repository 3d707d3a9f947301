"""The sections that say what a document is made of: `extends`, `presets`, `environments`, `env`.

What they do is done before the rest is read (`tagc.layers`); here stands what may be written.
"""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, TypeAlias

from pydantic import Field, PlainValidator, WithJsonSchema

from tagc import registry
from tagc.model.base import Json, Key, Many, Name, OneOrMany, Scalar, Section, Short, Text

__all__ = [
    "ABOUT_FILES",
    "EnvironmentValue",
    "EnvironmentValues",
    "Environments",
    "Extends",
    "Presets",
    "is_note",
    "layer_keys",
    "layer_shape",
]

ABOUT_FILES = ("extends", "presets", "environments")
"""The keys that say how a document is put together, and say nothing any more when it is."""

_FIXED = ("tagc", *ABOUT_FILES)


class EnvironmentValue(Section):
    """A value of the environment that tagc runs in, by name: $env.NAME reads it."""

    default: Scalar | None = Field(
        default=None, description="Used where the environment has no such value; needed then, if left out."
    )
    description: Text | None = Field(default=None, description="What this is for.")


EnvironmentValues: TypeAlias = dict[Key, EnvironmentValue]
"""Environment values by name."""

Extends: TypeAlias = OneOrMany[Text]
"""Paths of the files this one builds on, from its own folder."""


def _preset_shape(schema: Json) -> Json:
    return {**schema, "enum": [*registry.presets()]}


def _known(value: object) -> object:
    if not isinstance(value, str) or value not in registry.presets():
        raise ValueError("not a preset")
    return value


Presets: TypeAlias = Many[Annotated[str, Short(_known, _preset_shape)]]
"""Names of presets."""


def _layer(value: object) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise ValueError("not a map")  # noqa: TRY004 -- pydantic turns a ValueError only into its own
    return value


Environments: TypeAlias = dict[
    Name, Annotated[Mapping[str, Any], PlainValidator(_layer), WithJsonSchema({"type": "object"})]
]
"""What is different in an environment, by name. It is checked where it is chosen."""


def is_note(key: str) -> bool:
    """Tell whether a top-level key is the author's own, and none of the language."""
    return key.startswith("x-")


def layer_keys(fields: Iterable[str]) -> tuple[str, ...]:
    """Return those of a document's keys that an environment may have."""
    return tuple(name for name in fields if name not in _FIXED)


def layer_shape(fields: Json) -> Json:
    """Return the JSON Schema of an environment, from the properties of the document."""
    described = {
        name: {key: text for key, text in fields[name].items() if key == "description"}
        for name in layer_keys(fields)
    }
    return {
        "type": "object",
        "properties": described,
        "patternProperties": {"^x-": {}},
        "additionalProperties": False,
    }
