"""The document against the JSON Schema; each mismatch becomes one diagnostic.

jsonschema finds the mismatches, `report` words them. The validator is extended where JSON Schema reads a
document differently from the models: a number counts as the text its author wrote where text is allowed, and
`$` at the end of a pattern is the end, not also the place before a last line break. References are looked up
without the detour over a registry, which would take most of the time.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from tagc.model.base import as_text
from tagc.schema.file import Json, read
from tagc.schema.report import Failure, report

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator

    from tagc.diagnostics import Sink
    from tagc.source import Document

    Errors: TypeAlias = Sequence[ValidationError]

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

    def ref(validator: Any, reference: str, instance: object, _: Json) -> Errors:  # noqa: ANN401
        return _errors(validator, instance, definitions[reference.removeprefix("#/$defs/")])

    def type_(validator: Any, wanted: str | list[str], instance: object, _: Json) -> Errors:  # noqa: ANN401
        if isinstance(wanted, str):
            wanted = [wanted]
        for name in wanted:
            if validator.is_type(instance, name):
                return ()
        return [ValidationError("type")]

    def pattern(_: Any, wanted: str, instance: object, form: Json) -> Iterator[ValidationError]:  # noqa: ANN401
        text = _text(instance, form)
        if text is not None and not _searcher(wanted)(text):
            yield ValidationError("pattern")

    def min_length(_: Any, wanted: int, instance: object, form: Json) -> Iterator[ValidationError]:  # noqa: ANN401
        text = _text(instance, form)
        if text is not None and len(text) < wanted:
            yield ValidationError("minLength")

    keywords = {
        "$ref": ref,
        "if": _if,
        "allOf": _all_of,
        "type": type_,
        "pattern": pattern,
        "minLength": min_length,
    }
    extended: Any = extend(Draft202012Validator, keywords)  # type: ignore[no-untyped-call]
    extended.descend = _errors
    made: Validator = extended(schema)
    return made


def _if(validator: Any, condition: Json, instance: object, form: Json) -> Errors:  # noqa: ANN401
    chosen = "then" if _holds(validator, condition, instance) else "else"
    if chosen not in form:
        return ()
    found = _errors(validator, instance, form[chosen], schema_path=chosen)
    for error in found if chosen == "else" else ():
        if error.validator == "type" and not error.relative_path and [*condition] == ["type"]:
            # Neither this form nor the other: say both.
            error.validator_value = [*_list(error.validator_value), condition["type"]]
    return found


def _all_of(validator: Any, forms: list[Json], instance: object, _: Json) -> Iterator[ValidationError]:  # noqa: ANN401
    for at, form in enumerate(forms):
        # Most are about a key that is not there.
        if form.keys() != _ONLY_THEN or _holds(validator, form["if"], instance):
            yield from _errors(validator, instance, form, schema_path=at)


_ONLY_THEN: Final = {"if", "then"}


def _errors(
    validator: Any,  # noqa: ANN401 - jsonschema's own class, made by `extend`
    instance: object,
    schema: Json | bool,  # noqa: FBT001 - true and false are schemas
    path: str | int | None = None,
    schema_path: str | int | None = None,
) -> Errors:
    """What jsonschema's `descend` does, but for a new validator at every step: none of our keywords asks it for its schema.

    Nearly always there are none, which a list says cheaper than a generator.
    """
    if not isinstance(schema, dict):
        return [*validator.evolve(schema=schema).iter_errors(instance)]
    found: list[ValidationError] = []
    checks = validator.VALIDATORS
    for keyword, wanted in schema.items():
        if keyword not in checks:
            continue
        for error in checks[keyword](validator, wanted, instance, schema) or ():
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
            found.append(error)
    return found


def _holds(validator: Any, condition: Json, instance: object) -> bool:  # noqa: ANN401
    # The two conditions that nearly all choices use, without the detour.
    if len(condition) == 1:
        if "required" in condition:
            return not isinstance(instance, dict) or all(key in instance for key in condition["required"])
        if isinstance(condition.get("type"), str):
            return bool(validator.is_type(instance, condition["type"]))
    return not _errors(validator, instance, condition)


def _text(instance: object, form: Json) -> str | None:
    value = as_text(instance) if "number" in _list(form.get("type")) else instance
    return value if isinstance(value, str) else None


@cache
def _searcher(pattern: str) -> Callable[[str], object]:
    to_the_end = pattern.endswith("$") and not pattern.endswith(r"\$")
    return re.compile(rf"{pattern[:-1]}\Z" if to_the_end else pattern).search


def _list(types: object) -> list[object]:
    return types if isinstance(types, list) else [types]
