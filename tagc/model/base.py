"""What all sections share: the closed base class, and the kinds of text that stand in fields.

A section's fields are the keys of the document. Where the language has short forms (`on: click`, one entry
for a list), `_read` makes the long form before validation, so that the rest of the compiler knows one form
only, and `_shape` says in JSON Schema what a user may write. The two stand side by side; a property test
holds them together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PlainValidator,
    Strict,
    TypeAdapter,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import core_schema

from tagc.frozen import frozen

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler

__all__ = [
    "FROM_NUMBER",
    "HOST",
    "OR_NULL",
    "SEND",
    "WHOLE",
    "Apart",
    "Json",
    "Key",
    "Many",
    "Name",
    "Note",
    "Number",
    "OneOrMany",
    "Quantity",
    "Reference",
    "Scalar",
    "Section",
    "Send",
    "Short",
    "Text",
    "Whole",
    "Yes",
    "as_text",
    "kept",
    "one_of",
]

_T = TypeVar("_T")

Json: TypeAlias = dict[str, Any]
"""A JSON Schema."""


def as_text(value: object) -> object:
    """Return a number as its author wrote it (`0123` stays `0123`), anything else unchanged."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return getattr(value, "text", None) or repr(value)
    return value


@frozen
class Short:
    """A type with short forms: `read` makes the long one, `shape` turns its JSON Schema into that of both."""

    read: Callable[[object], object]
    shape: Callable[[Json], Json]

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Put `read` before the type's own validation."""
        return core_schema.no_info_before_validator_function(self.read, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> Json:
        """Apply `shape`."""
        return self.shape(handler(schema))


class Apart:
    """Behind a type: its values are checked by a validator of its own, made when the first one comes, and made once.

    Without it, pydantic would write the type out in every section that has it, whether a document uses it or not.
    """

    def __init__(self, kind: Any) -> None:  # noqa: ANN401 - whatever can be annotated
        self._kind = kind
        self._made: TypeAdapter[Any] | None = None

    def _adapter(self) -> TypeAdapter[Any]:
        if self._made is None:
            section = isinstance(self._kind, type) and issubclass(self._kind, BaseModel)
            self._made = TypeAdapter(self._kind, config=None if section else ConfigDict(strict=True))
        return self._made

    def _read(self, value: object) -> object:
        return self._adapter().validate_python(value)

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Leave the value to the validator."""
        return core_schema.no_info_plain_validator_function(self._read)

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> Json:
        """Describe the type itself."""
        return handler(self._adapter().core_schema)


def _scalar(value: object) -> str | int | float | bool:
    if isinstance(value, (str, int, float)):
        return value
    raise ValueError("not text, a number, true or false")


def _number(value: object) -> int | float:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    raise ValueError("not a number")


def _quantity(value: object) -> str | int | float:
    return value if isinstance(value, str) and value else _number(value)


def _yes(value: object) -> object:
    if value is not True:
        raise ValueError("not true")
    return value


def _whole(value: object) -> object:
    if isinstance(value, bool):  # which Literal[1] takes for 1
        raise ValueError("not a number")  # noqa: TRY004 -- pydantic turns a ValueError only into its own
    return int(value) if isinstance(value, float) and value.is_integer() else value


def one_of(described: Mapping[str, str]) -> Short:
    """Behind `str`: one of these names; an editor shows their descriptions."""

    def read(value: object) -> object:
        if not isinstance(value, str) or value not in described:
            raise ValueError("not one of the names")
        return value

    return Short(
        read, lambda schema: {**schema, "enum": [*described], "enumDescriptions": [*described.values()]}
    )


def _listed(value: object) -> object:
    return value if isinstance(value, (list, tuple)) else [value]


def kept(value: _T) -> _T:
    """Return the value as it is, for a type of which only the shape is its own."""
    return value


FROM_NUMBER = Short(as_text, lambda schema: {**schema, "type": ["string", "number"]})
"""Behind a text type: a number counts as what its author wrote."""

OR_NULL = Short(kept, lambda schema: {"if": {"type": "null"}, "else": schema})
"""Behind `X | None` in a map where null removes an entry."""

Text: TypeAlias = Annotated[str, Field(min_length=1), FROM_NUMBER]
"""Text; a number counts as what its author wrote."""

Name: TypeAlias = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$")]
"""A name that other places refer to: categories, instances, triggers."""

Key: TypeAlias = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]
"""A name that references begin with: variables."""

Send: TypeAlias = Literal["browser", "server", "both"]
"""Who tells a platform of events."""

SEND = "Who tells the platform: browser, server, or both where it counts the two as one."

HOST = r"^(localhost|([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?)$"
"""The form of a host name."""

Reference: TypeAlias = Annotated[str, Field(pattern=r"^\$[A-Za-z_].*$")]
"""`$name` or `$name.step`; resolve reads its steps."""

Scalar: TypeAlias = Annotated[
    str | int | float | bool,
    PlainValidator(_scalar),
    WithJsonSchema({"type": ["string", "number", "boolean"]}),
]
"""Text, true, false, or a number that still knows its source text."""

Number: TypeAlias = Annotated[int | float, PlainValidator(_number), WithJsonSchema({"type": "number"})]
"""A number that still knows its source text."""

Quantity: TypeAlias = Annotated[
    int | float | str,
    PlainValidator(_quantity),
    WithJsonSchema({"type": ["string", "number"], "minLength": 1}),
]
"""A number that still knows its source text, or a reference to one."""

WHOLE = Short(_whole, kept)
"""Behind `int`: 2.0 is a whole number, as in JSON Schema."""

Whole: TypeAlias = Annotated[int, WHOLE]
"""A whole number."""

Yes: TypeAlias = Annotated[Literal[True], Short(_yes, kept)]
"""true, where the key alone says it all."""

Many: TypeAlias = Annotated[tuple[_T, ...], Strict(strict=False)]
"""A list."""

OneOrMany: TypeAlias = Annotated[
    tuple[_T, ...],
    Strict(strict=False),
    Field(min_length=1),
    Short(_listed, lambda schema: {"if": {"type": "array"}, "then": schema, "else": schema["items"]}),
]
"""One entry, or a list of at least one."""


class Section(BaseModel):
    """A map of the document: closed, frozen, nothing coerced. `null` is not the value of any field."""

    # Deferred: a document needs one validator, with all sections in it, not one for each section.
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)

    @model_validator(mode="before")
    @classmethod
    def _before(cls, data: Any) -> Any:  # noqa: ANN401 -- whatever stands in the document
        if isinstance(data, cls):
            return data
        long = cls._read(data)
        if isinstance(long, Mapping) and any(value is None for value in long.values()):
            raise ValueError("null is not a value")
        return long

    @classmethod
    def _read(cls, data: object) -> object:
        """Return the long form of what a user wrote."""
        return data

    @classmethod
    def _shape(cls, schema: Json) -> Json:
        """Return the JSON Schema of what a user may write, made from that of the long form."""
        return schema

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler, /
    ) -> Json:
        """Apply `_shape` to the class's definition."""
        reference = handler(schema)
        definition = handler.resolve_ref_schema(reference)
        shape = cls._shape(dict(definition))
        definition.clear()
        definition.update(shape)
        return reference


class Note(Section):
    """What people write beside a named thing."""

    description: Text | None = Field(default=None, description="What this is for. Goes into the manifest.")
    owner: Text | None = Field(default=None, description="Who answers for this. Goes into the manifest.")
    expires: Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")] | None = Field(
        default=None, description="When to look at this again, as a date: 2027-12-31. Goes into the manifest."
    )
