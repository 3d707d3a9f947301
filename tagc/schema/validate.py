"""The document against the JSON Schema; each mismatch becomes one diagnostic.

jsonschema finds the mismatches, `report` words them. The validator is extended where JSON Schema reads a
document differently from the models: a number counts as the text its author wrote where text is allowed, and
`$` at the end of a pattern is the end, not also the place before a last line break. References are looked up
without the detour over a registry, which would take most of the time.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from tagc.model.base import as_text
from tagc.schema.file import Json, read
from tagc.schema.report import Failure, report

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator

    from tagc.diagnostics import Sink
    from tagc.source import Document

__all__ = ["checker", "validate", "validate_keys"]


def validate(document: Document, sink: Sink) -> bool:
    """Tell whether the document has the shape of the language; report everything that has not."""
    found = checker(read())(document.data)
    report(document, found, sink)
    return not found


def validate_keys(document: Document, keys: Collection[str], sink: Sink) -> bool:
    """Tell whether some top-level keys are right, where they are there; report what is not."""
    schema = read()
    part = {"$defs": schema.get("$defs", {}), "properties": {key: schema["properties"][key] for key in keys}}
    found = checker(part)(document.data)
    report(document, found, sink)
    return not found


def checker(schema: Json) -> Callable[[Any], list[Failure]]:
    """Return a function that lists what in some data does not match the schema."""
    validator = _validator(schema)
    return lambda data: [_failure(error) for error in validator.iter_errors(data)]


def _failure(error: ValidationError) -> Failure:
    path = tuple(error.absolute_path)
    in_key = "propertyNames" in error.relative_schema_path
    return Failure(
        # A key has no path of its own in JSON Schema.
        path=(*path, str(error.instance)) if in_key else path,
        keyword=str(error.validator),
        wanted=error.validator_value,
        schema=error.schema if isinstance(error.schema, dict) else {},
        value=error.instance,
        in_key=in_key,
    )


def _validator(schema: Json) -> Validator:
    # Late, because the import takes 100 ms that no other command should pay for.
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError
    from jsonschema.validators import extend

    definitions = schema.get("$defs", {})

    def ref(validator: Any, reference: str, instance: object, _: Json) -> Iterator[ValidationError]:  # noqa: ANN401
        yield from validator.descend(instance, definitions[reference.removeprefix("#/$defs/")])

    def if_(validator: Any, condition: Json, instance: object, form: Json) -> Iterator[ValidationError]:  # noqa: ANN401
        if _holds(validator, condition, instance):
            yield from validator.descend(instance, form.get("then", True), schema_path="then")
            return
        for error in validator.descend(instance, form.get("else", True), schema_path="else"):
            if error.validator == "type" and not error.relative_path and [*condition] == ["type"]:
                # Neither this form nor the other: say both.
                error.validator_value = [*_list(error.validator_value), condition["type"]]
            yield error

    def pattern(_: Any, wanted: str, instance: object, form: Json) -> Iterator[ValidationError]:  # noqa: ANN401
        text = _text(instance, form)
        if text is not None and not _searcher(wanted)(text):
            yield ValidationError("pattern")

    def min_length(_: Any, wanted: int, instance: object, form: Json) -> Iterator[ValidationError]:  # noqa: ANN401
        text = _text(instance, form)
        if text is not None and len(text) < wanted:
            yield ValidationError("minLength")

    keywords = {"$ref": ref, "if": if_, "pattern": pattern, "minLength": min_length}
    extended: Any = extend(Draft202012Validator, keywords)  # type: ignore[no-untyped-call]
    extended.descend = _descend
    made: Validator = extended(schema)
    return made


def _descend(
    validator: Any,  # noqa: ANN401 - jsonschema's own class, made by `extend`
    instance: object,
    schema: Json | bool,  # noqa: FBT001 - true and false are schemas
    path: str | int | None = None,
    schema_path: str | int | None = None,
) -> Iterator[ValidationError]:
    """What jsonschema does here, but for a new validator at every step: none of our keywords asks it for its schema."""
    if not isinstance(schema, dict):
        yield from validator.evolve(schema=schema).iter_errors(instance)
        return
    for keyword, wanted in schema.items():
        check = validator.VALIDATORS.get(keyword)
        for error in (check and check(validator, wanted, instance, schema)) or ():
            error._set(  # noqa: SLF001 - as there
                validator=keyword,
                validator_value=wanted,
                instance=instance,
                schema=schema,
                type_checker=validator.TYPE_CHECKER,
            )
            if keyword not in {"if", "$ref"}:
                error.schema_path.appendleft(keyword)
            if path is not None:
                error.path.appendleft(path)
            if schema_path is not None:
                error.schema_path.appendleft(schema_path)
            yield error


def _holds(validator: Any, condition: Json, instance: object) -> bool:  # noqa: ANN401
    # The two conditions that nearly all choices use are told without making a validator for them.
    match condition:
        case {"type": str(name), **rest} if not rest:
            return bool(validator.is_type(instance, name))
        case {"required": [str(key)], **rest} if not rest:
            return not isinstance(instance, dict) or key in instance
    return bool(validator.evolve(schema=condition).is_valid(instance))


def _text(instance: object, form: Json) -> str | None:
    value = as_text(instance) if "number" in _list(form.get("type")) else instance
    return value if isinstance(value, str) else None


@cache
def _searcher(pattern: str) -> Callable[[str], object]:
    to_the_end = pattern.endswith("$") and not pattern.endswith(r"\$")
    return re.compile(rf"{pattern[:-1]}\Z" if to_the_end else pattern).search


def _list(types: object) -> list[object]:
    return types if isinstance(types, list) else [types]
