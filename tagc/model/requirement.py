"""What a visitor must have granted."""

from collections.abc import Mapping

from pydantic import Field

from tagc.model.base import Json, Many, Name, Section

__all__ = ["Requirement"]


class Requirement(Section):
    """A category of consent, such as marketing; or {all: […]} or {any: […]} of several."""

    category: Name | None = Field(default=None, description="Name of a category of consent, or necessary.")
    all: "Many[Requirement] | None" = Field(
        default=None, min_length=1, description="All of these are needed: {all: [analytics, marketing]}."
    )
    any: "Many[Requirement] | None" = Field(
        default=None, min_length=1, description="One of these is enough: {any: [analytics, marketing]}."
    )

    @classmethod
    def _read(cls, data: object) -> object:
        if isinstance(data, Mapping):
            if len(data) != 1 or "category" in data:
                raise ValueError("a map has one key, all or any")
            return data
        return {"category": data}

    @classmethod
    def _shape(cls, schema: Json) -> Json:
        fields = schema["properties"]
        several = {
            "type": "object",
            "properties": {key: fields[key] for key in ("all", "any")},
            "additionalProperties": False,
            "minProperties": 1,
            "maxProperties": 1,
        }
        return {
            "description": schema["description"],
            "if": {"type": "object"},
            "then": several,
            "else": fields["category"],
        }
