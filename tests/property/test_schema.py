"""The schema and the model agree on every document."""

import json
from typing import Any

from hypothesis import given
from pydantic import ValidationError

from tagc.diagnostics import Sink
from tagc.model import parse
from tagc.schema.file import read
from tagc.schema.validate import checker, validate
from tagc.source import decode, load
from tests.property.strategies import documents, mutated

failures = checker(read())


def model_accepts(data: object) -> bool:
    try:
        parse(data)
    except ValidationError:
        return False
    return True


@given(documents())
def test_schema_and_model_accept_every_valid_document(document: dict[str, Any]) -> None:
    assert failures(document) == []
    parse(document)


@given(mutated())
def test_the_schema_accepts_exactly_what_the_model_accepts(document: dict[str, Any]) -> None:
    assert (failures(document) == []) == model_accepts(document)


@given(mutated())
def test_a_file_without_complaints_is_one_that_the_model_accepts(document: dict[str, Any]) -> None:
    sink = Sink()
    source = decode("tagc.yaml", json.dumps(document).encode(), sink)
    loaded = source and load(source, sink)
    if loaded:
        assert validate(loaded, sink) == model_accepts(loaded.data)
        assert validate(loaded, sink) == (not sink.errors)
