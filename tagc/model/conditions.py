"""Tests and conditions: one grammar wherever something is compared."""

from collections.abc import Mapping

from pydantic import Field

from tagc.model.base import Json, Many, OneOrMany, Quantity, Reference, Scalar, Section, Text

__all__ = ["Condition", "Test"]


class Test(Section):
    """A value (equal), a list (equal to any), or a map of operators (all hold)."""

    equals: OneOrMany[Scalar] | None = Field(default=None, description="Equal to this, or to any of a list.")
    contains: OneOrMany[Text] | None = Field(
        default=None, description="This text, or any of a list, stands in it."
    )
    starts_with: OneOrMany[Text] | None = Field(
        default=None, description="Starts with this text, or any of a list: /blog/."
    )
    ends_with: OneOrMany[Text] | None = Field(
        default=None, description="Ends with this text, or any of a list: .pdf."
    )
    matches: OneOrMany[Text] | None = Field(
        default=None,
        description=r"A regular expression, or any of a list, matches anywhere in it: '^/(en|de)/'.",
    )
    closest: OneOrMany[Text] | None = Field(
        default=None,
        description="The element is, or stands inside, one that matches this CSS selector, or any of a list.",
    )
    lt: OneOrMany[Quantity] | None = Field(default=None, description="Less than this number.")
    lte: OneOrMany[Quantity] | None = Field(default=None, description="Less than this number, or equal.")
    gt: OneOrMany[Quantity] | None = Field(default=None, description="Greater than this number.")
    gte: OneOrMany[Quantity] | None = Field(default=None, description="Greater than this number, or equal.")
    exists: bool | None = Field(default=None, description="true: it is not empty. false: it is empty.")
    ignore_case: bool = Field(
        default=False, description="Capitals make no difference to the operators beside this."
    )
    not_: "Test | None" = Field(default=None, alias="not", description="A test that must not hold.")

    @classmethod
    def _read(cls, data: object) -> object:
        return data if isinstance(data, Mapping) else {"equals": data}

    @classmethod
    def _shape(cls, schema: Json) -> Json:
        equals = {key: value for key, value in schema["properties"]["equals"].items() if key != "description"}
        return {
            "description": schema.pop("description"),
            "if": {"type": "object"},
            "then": schema,
            "else": equals,
        }


class Condition(Section):
    """Lines `reference: test` (all hold), with `any` and `not`; or a list of conditions (all hold)."""

    tests: dict[Reference, Test] = Field(
        default={}, description="A reference, such as $page.path, and its test."
    )
    any: "Many[Condition] | None" = Field(
        default=None, min_length=1, description="A list of conditions of which at least one holds."
    )
    not_: "Condition | None" = Field(default=None, alias="not", description="A condition that must not hold.")
    all: "Many[Condition]" = ()

    @classmethod
    def _read(cls, data: object) -> object:
        if isinstance(data, (list, tuple)):
            return {"all": data}
        if not isinstance(data, Mapping):
            return data
        long = {key: data[key] for key in ("any", "not") if key in data}
        return {**long, "tests": {key: test for key, test in data.items() if key not in long}}

    @classmethod
    def _shape(cls, schema: Json) -> Json:
        fields = schema["properties"]
        lines = {
            "type": "object",
            "properties": {key: fields[key] for key in ("any", "not")},
            "patternProperties": {r"^\$[A-Za-z_].*$": fields["tests"]["additionalProperties"]},
            "additionalProperties": False,
        }
        every = {"type": "array", "items": fields["all"]["items"]}
        return {"description": schema["description"], "if": {"type": "array"}, "then": every, "else": lines}
