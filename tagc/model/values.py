"""Values: one grammar wherever a value stands.

A scalar, a list or a map stands for itself, with references inside; a map with one of the keys of
`EXPRESSIONS` is computed. References stay text here, resolve follows them.
"""

from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

from pydantic import Discriminator, Field, Tag
from typing_extensions import TypeAliasType

from tagc.events import PARAMETERS
from tagc.model.base import (
    FROM_NUMBER,
    OR_NULL,
    WHOLE,
    Json,
    Key,
    Many,
    Number,
    OneOrMany,
    Scalar,
    Section,
    Short,
    Text,
    Whole,
    Yes,
    kept,
)
from tagc.model.conditions import Condition
from tagc.model.requirement import Requirement

__all__ = [
    "DomValue",
    "EachValue",
    "Expression",
    "FirstValue",
    "FromValue",
    "LookupValue",
    "Option",
    "Params",
    "RandomValue",
    "ScriptValue",
    "Step",
    "TestValue",
    "TimestampValue",
    "UserValue",
    "Value",
]

_BARE = Literal["text", "number", "lower", "upper", "trim", "round"]


class Step(Section):
    """A conversion: a name, or a map of one name and its setting."""

    name: _BARE | None = Field(default=None, description="text, number, lower, upper, trim or round.")
    number: Literal["comma"] | None = Field(
        default=None, description="comma: the text writes decimals with a comma, as in 12,50."
    )
    round: Annotated[int, Field(ge=0, le=15), WHOLE] | None = Field(
        default=None, description="Digits after the point: 2."
    )
    slice: Many[Whole] | None = Field(
        default=None,
        min_length=1,
        max_length=2,
        description="From and to (exclusive) in the text or list, from 0: [0, 5].",
    )
    split: Text | None = Field(default=None, description="Make a list: what stands between the parts.")
    join: Annotated[str, FROM_NUMBER] | None = Field(
        default=None, description="Make text of a list: what to put between."
    )
    item: Whole | None = Field(default=None, description="One element of a list, counted from 0.")
    replace: dict[Annotated[str, Field(min_length=1)], Annotated[str, FROM_NUMBER]] | None = Field(
        default=None,
        min_length=1,
        description=r"A regular expression, and the text to put instead: {'\s+': '-'}.",
    )
    scale: Number | None = Field(default=None, description="Multiply by this: 0.01 makes pounds of pence.")

    @classmethod
    def _read(cls, data: object) -> object:
        if isinstance(data, Mapping):
            if len(data) != 1 or "name" in data:
                raise ValueError("a map has one conversion")
            return data
        return {"name": data}

    @classmethod
    def _shape(cls, schema: Json) -> Json:
        fields = {**schema["properties"]}
        name = fields.pop("name")
        description = schema.pop("description")
        setting = {**schema, "properties": fields, "minProperties": 1, "maxProperties": 1}
        return {"description": description, "if": {"type": "object"}, "then": setting, "else": name}

    @property
    def conversions(self) -> tuple[tuple[str, tuple[str | int | float, ...]], ...]:
        """The conversions by name, each with its arguments; only `replace` can be several."""
        if self.name is not None:
            return ((self.name, ()),)
        if self.replace is not None:
            return tuple(("replace", pair) for pair in self.replace.items())
        name = next(iter(self.model_fields_set))
        setting = getattr(self, name)
        return ((name, setting if isinstance(setting, tuple) else (setting,)),)


class Expression(Section):
    """Keys that every computed value takes."""

    as_: OneOrMany[Step] | None = Field(
        default=None,
        alias="as",
        description="Convert the result: one step, such as number or lower, or a list in order.",
    )
    default: "Value | None" = Field(default=None, description="Used where the result is empty.")
    requires: Requirement | None = Field(
        default=None,
        description="Consent this value needs beside that of its event; without it, it is left out.",
    )
    if_: Condition | None = Field(
        default=None, alias="if", description="Without this condition the result is empty."
    )


class FromValue(Expression):
    """Another value, converted or with a default."""

    from_: "Value" = Field(alias="from", description="The value to start from: $event.total.")


class Option(Section):
    """One candidate of `first`, under a condition."""

    value: "Value" = Field(description="The candidate.")
    if_: Condition = Field(alias="if", description="The candidate counts only under this condition.")


class FirstValue(Expression):
    """The first candidate that is not empty."""

    first: "Candidates" = Field(
        min_length=1,
        description="Candidates in order; the first that is not empty is taken. Each may carry if.",
    )


class LookupValue(Expression):
    """A table: the first row that matches."""

    lookup: "Value" = Field(description="What to look up: $page.path.")
    match: Literal["equals", "contains", "starts_with", "ends_with", "matches"] = Field(
        default="equals", description="How a row's key is compared with it."
    )
    table: "dict[str, Value]" = Field(
        min_length=1, description="Rows of key and result; the first row that matches wins: {/blog/: blog}."
    )


class EachValue(Expression):
    """A new list with one entry per element of a list. Here `if` chooses elements."""

    each: "Value" = Field(description="The list: $event.items.")
    item: "Value | None" = Field(
        default=None, description="What to make of each element ($item): {id: $item.sku, price: $item.price}."
    )
    if_: Condition | None = Field(
        default=None, alias="if", description="Only elements for which this holds: {$item.price: {gt: 0}}."
    )


class DomValue(Expression):
    """Something the page shows."""

    dom: Text = Field(description="CSS selector of an element; its text is read: h1.")
    attribute: Text | None = Field(default=None, description="Read this attribute instead of the text: href.")


class TestValue(Expression):
    """true or false."""

    test: Condition = Field(description="A condition; the value is true when it holds, else false.")


class ScriptValue(Expression):
    """What a function of your own gives."""

    script: Text = Field(
        description="A JavaScript file with one function, from the folder of this file: fees.js."
    )
    reads: "dict[Key, Value]" = Field(
        default={}, description="What the function is given, by name: {total: $event.total}."
    )


class RandomValue(Expression):
    """A random whole number."""

    random: Yes = Field(description="true: a random whole number below 2147483648.")


class TimestampValue(Expression):
    """The time of the event."""

    timestamp: Yes = Field(description="true: milliseconds since 1970.")


EXPRESSIONS: dict[str, type[Expression]] = {
    "from": FromValue,
    "first": FirstValue,
    "lookup": LookupValue,
    "each": EachValue,
    "dom": DomValue,
    "test": TestValue,
    "script": ScriptValue,
    "random": RandomValue,
    "timestamp": TimestampValue,
}
"""The keys that make a map a computed value; where a map has several, the first one here counts."""


def _kind(value: object) -> str:
    if isinstance(value, Expression):
        return next(head for head, kind in EXPRESSIONS.items() if isinstance(value, kind))
    if isinstance(value, Mapping):
        return next((head for head in EXPRESSIONS if head in value), "map")
    return "list" if isinstance(value, (list, tuple)) else "scalar"


def _value_shape(schema: Json) -> Json:
    scalar, many, plain, *computed = schema["oneOf"]
    heads = list(EXPRESSIONS)
    chain: Json = plain
    for head, kind in reversed(list(zip(heads, computed, strict=True))):
        chain = {"if": {"required": [head]}, "then": kind, "else": chain}
    # The hints repeat the key's own description, so that an editor offers it before any of them is there.
    hints = {
        head: {"description": kind.model_fields[_FIELD.get(head, head)].description}
        for head, kind in EXPRESSIONS.items()
    }
    return {
        "if": {"type": "object"},
        "then": {"properties": hints, **chain},
        "else": {"if": {"type": "array"}, "then": many, "else": scalar},
    }


_FIELD = {"from": "from_"}

Value = TypeAliasType(
    "Value",
    Annotated[
        Annotated[Scalar, Tag("scalar")]
        | Annotated["tuple[Value, ...]", Field(strict=False), Tag("list")]
        | Annotated["dict[str, Value]", Tag("map")]
        | Annotated[FromValue, Tag("from")]
        | Annotated[FirstValue, Tag("first")]
        | Annotated[LookupValue, Tag("lookup")]
        | Annotated[EachValue, Tag("each")]
        | Annotated[DomValue, Tag("dom")]
        | Annotated[TestValue, Tag("test")]
        | Annotated[ScriptValue, Tag("script")]
        | Annotated[RandomValue, Tag("random")]
        | Annotated[TimestampValue, Tag("timestamp")],
        Discriminator(_kind),
        Short(kept, _value_shape),
    ],
)
"""A value as written: a scalar, a list, a map, or a computed value."""


def _candidate(value: object) -> str:
    if isinstance(value, Option):
        return "option"
    if isinstance(value, Mapping) and "if" in value and not any(head in value for head in EXPRESSIONS):
        return "option"
    return "value"


def _candidate_shape(schema: Json) -> Json:
    value, option = schema["oneOf"]
    computed = {"anyOf": [{"required": [head]} for head in EXPRESSIONS]}
    return {
        "if": {"type": "object", "required": ["if"], "not": computed},
        "then": option,
        "else": value,
    }


Candidates: TypeAlias = Many[
    Annotated[
        Annotated[Value, Tag("value")] | Annotated[Option, Tag("option")],
        Discriminator(_candidate),
        Short(kept, _candidate_shape),
    ]
]
"""What `first` chooses from."""


def _params_shape(schema: Json) -> Json:
    value = schema["additionalProperties"]
    known = {name: {**value, "description": entry.description} for name, entry in PARAMETERS.items()}
    return {**schema, "properties": known}


Params = TypeAliasType(
    "Params",
    Annotated[
        dict[Annotated[str, Field(min_length=1)], Annotated[Value | None, OR_NULL]],
        Short(kept, _params_shape),
    ],
)
"""Parameters by name; None takes one out."""


class UserValue(Section):
    """A value, or {hashed: value} for what is SHA-256 already."""

    value: "Value" = Field(description="Where it is read: $data.user.email.")
    hashed: bool = Field(
        default=False,
        description="A value that is a SHA-256 hash already: {hashed: $data.user.email_sha256}.",
    )

    @classmethod
    def _read(cls, data: object) -> object:
        if isinstance(data, Mapping) and "hashed" in data:
            if len(data) != 1:
                raise ValueError("hashed stands alone")
            return {"value": data["hashed"], "hashed": True}
        return {"value": data}

    @classmethod
    def _shape(cls, schema: Json) -> Json:
        value, hashed = schema["properties"]["value"], schema["properties"]["hashed"]
        alone = {
            "type": "object",
            "properties": {"hashed": {**value, "description": hashed["description"]}},
            "additionalProperties": False,
        }
        return {
            "description": schema["description"],
            "if": {"type": "object", "required": ["hashed"]},
            "then": alone,
            "else": value,
        }
