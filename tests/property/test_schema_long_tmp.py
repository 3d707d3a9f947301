"""The schema and the model agree on every document."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from pydantic import ValidationError

from tagc.model import parse
from tagc.schema.file import read
from tagc.schema.validate import checker
from tests.property.strategies import documents, mutated

failures = checker(read())
SLOW = settings(max_examples=12000, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def model_accepts(data: Any) -> bool:
    try:
        parse(data)
    except ValidationError:
        return False
    return True


@SLOW
@given(documents())
def test_schema_and_model_accept_every_valid_document(document: dict[str, Any]) -> None:
    assert failures(document) == []
    parse(document)


@SLOW
@given(mutated())
def test_the_schema_accepts_exactly_what_the_model_accepts(document: dict[str, Any]) -> None:
    assert (failures(document) == []) == model_accepts(document)
