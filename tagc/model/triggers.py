"""When a rule is looked at: kinds of the catalogue, declared triggers by name, with conditions."""

from collections.abc import Mapping
from typing import TypeAlias

from pydantic import Field

from tagc import registry
from tagc.contracts import Setting
from tagc.model.base import Json, OneOrMany, Section, Text
from tagc.model.conditions import Condition, Test

__all__ = ["Trigger", "Triggers"]

_SETTING = {Setting.TEST: "test", Setting.SELECTORS: "selectors"}


class Trigger(Section):
    """A name (page_view, or a declared trigger), or a map of one kind and its setting: {click: a.book}."""

    name: Text | None = None
    kind: str | None = None
    test: Test | None = None
    selectors: OneOrMany[Text] | None = None
    if_: Condition | None = Field(
        default=None, alias="if", description="Only when this condition holds: {$click.text: Book}."
    )
    unless: Condition | None = Field(default=None, description="Not when this condition holds.")

    @classmethod
    def _read(cls, data: object) -> object:
        if not isinstance(data, Mapping):
            return {"name": data}
        kinds = [kind for kind in data if kind in registry.triggers()]
        if len(kinds) != 1:
            raise ValueError("one kind of trigger")
        kind = kinds[0]
        long = {key: value for key, value in data.items() if key != kind}
        if not long.keys() <= {"if", "unless"}:
            raise ValueError("unknown keys")
        return {"kind": kind, _SETTING[registry.triggers()[kind].setting]: data[kind], **long}

    @classmethod
    def _shape(cls, schema: Json) -> Json:
        fields = schema["properties"]
        kinds = registry.triggers()
        described = {
            kind: {
                **fields[_SETTING[entry.setting]],
                "description": f"{entry.title} Example: {entry.example}",
            }
            for kind, entry in kinds.items()
        }
        one = {
            "type": "object",
            "properties": {**described, "if": fields["if"], "unless": fields["unless"]},
            "additionalProperties": False,
            "anyOf": [{"required": [kind]} for kind in kinds],
            "allOf": [
                {"if": {"required": [kind]}, "then": {"properties": {other: {"not": {}} for other in others}}}
                for kind in kinds
                if (others := [other for other in kinds if other > kind])
            ],
        }
        bare = [kind for kind, entry in kinds.items() if entry.bare]
        return {
            "description": schema["description"],
            "if": {"type": "object"},
            "then": one,
            "else": {**fields["name"], "examples": bare},
        }


Triggers: TypeAlias = OneOrMany[Trigger]
"""One trigger, or a list of which any will do."""
