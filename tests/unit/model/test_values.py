"""Values, tests and conditions in their short and long forms."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from tagc import model
from tagc.model import Condition, Option, Requirement, Step, UserValue, Value
from tagc.source import SourceFloat, SourceInt

VALUE: TypeAdapter[Any] = TypeAdapter(Value)


@pytest.mark.parametrize("scalar", ["text", "$page.path", "", True, 5, 1.5])
def test_a_scalar_stands_for_itself(scalar: object) -> None:
    assert VALUE.validate_python(scalar) == scalar


@pytest.mark.parametrize("number", [SourceInt(123, "0123"), SourceFloat(1.5, "1.50")])
def test_a_number_in_a_value_keeps_its_source_text(number: SourceInt | SourceFloat) -> None:
    assert VALUE.validate_python([number])[0] is number


def test_a_map_without_an_expression_key_stands_for_itself() -> None:
    assert VALUE.validate_python({"id": "$item.id", "tags": ["a"]}) == {"id": "$item.id", "tags": ("a",)}


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ({"from": "$event.total", "as": "number"}, model.FromValue),
        ({"first": ["$a", "$b"], "default": 1}, model.FirstValue),
        ({"lookup": "$page.path", "table": {"/a/": "a"}}, model.LookupValue),
        ({"each": "$event.items", "item": "$item.id", "if": {"$item.price": {"gt": 0}}}, model.EachValue),
        ({"dom": "h1", "attribute": "id"}, model.DomValue),
        ({"test": {"$page.path": "/"}}, model.TestValue),
        ({"random": True}, model.RandomValue),
        ({"timestamp": True}, model.TimestampValue),
    ],
)
def test_an_expression_key_makes_a_map_an_expression(data: dict[str, Any], kind: type) -> None:
    assert type(VALUE.validate_python(data)) is kind


@pytest.mark.parametrize(
    "data",
    [
        None,
        [None],
        {"a": None},
        {"from": "$a", "dom": "h1"},
        {"from": "$a", "sa": "text"},
        {"lookup": "$a"},
        {"lookup": "$a", "table": {}},
        {"first": []},
        {"first": "$a"},
        {"random": False},
        {"random": 1},
        {"from": "$a", "as": []},
        {"from": "$a", "default": None},
    ],
)
def test_what_is_no_value_is_refused(data: object) -> None:
    with pytest.raises(ValidationError):
        VALUE.validate_python(data)


def test_candidates_of_first_may_carry_a_condition() -> None:
    condition = {"$page.path": "/"}
    first = VALUE.validate_python(
        {"first": [{"value": "$a", "if": condition}, {"from": "$b", "if": condition}, {"value": "$c"}]}
    ).first
    assert isinstance(first[0], Option)
    assert first[0].value == "$a"
    assert isinstance(first[1], model.FromValue)
    assert first[1].if_ == first[0].if_ == Condition.model_validate(condition)
    assert first[2] == {"value": "$c"}


@pytest.mark.parametrize(
    ("written", "conversions"),
    [
        ("lower", (("lower", ()),)),
        ("round", (("round", ()),)),
        ({"number": "comma"}, (("number", ("comma",)),)),
        ({"round": 2}, (("round", (2,)),)),
        ({"slice": [1]}, (("slice", (1,)),)),
        ({"slice": [0, 5]}, (("slice", (0, 5)),)),
        ({"split": ","}, (("split", (",",)),)),
        ({"join": ""}, (("join", ("",)),)),
        ({"item": 0}, (("item", (0,)),)),
        ({"scale": 0.01}, (("scale", (0.01,)),)),
        ({"replace": {"a": "b", "c": ""}}, (("replace", ("a", "b")), ("replace", ("c", "")))),
    ],
)
def test_a_step_names_its_conversions_and_their_arguments(written: object, conversions: object) -> None:
    assert Step.model_validate(written).conversions == conversions


@pytest.mark.parametrize(
    "written", ["upcase", {}, {"lower": True}, {"round": 2, "item": 0}, {"round": -1}, {"slice": []}]
)
def test_what_is_no_step_is_refused(written: object) -> None:
    with pytest.raises(ValidationError):
        Step.model_validate(written)


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("a", {"equals": ["a"]}),
        (["a", "b"], {"equals": ["a", "b"]}),
        ({"contains": "a"}, {"contains": ["a"]}),
        ({"not": "a"}, {"not": {"equals": ["a"]}}),
    ],
)
def test_the_short_forms_of_a_test_mean_the_long_one(short: object, long: object) -> None:
    assert model.Test.model_validate(short) == model.Test.model_validate(long)


def test_operators_of_text_take_numbers_as_they_were_written() -> None:
    assert model.Test.model_validate({"starts_with": SourceInt(12, "012")}).starts_with == ("012",)


def test_operators_of_numbers_keep_numbers() -> None:
    number = SourceFloat(1.5, "1.50")
    (kept,) = model.Test.model_validate({"lt": number}).lt or ()
    assert kept is number


def test_a_list_of_conditions_means_all_of_them() -> None:
    condition = Condition.model_validate([{"$a": "x"}, {"not": {"$b": "y"}}])
    first, second = condition.all
    assert first.tests == {"$a": model.Test.model_validate("x")}
    assert second.not_ == Condition.model_validate({"$b": "y"})


@pytest.mark.parametrize(
    "data", ["x", {"a": "x"}, {"any": []}, {"any": {"$a": 1}}, {"all": [{"$a": "x"}]}, {"tests": {"$a": "x"}}]
)
def test_what_is_no_condition_is_refused(data: object) -> None:
    with pytest.raises(ValidationError):
        Condition.model_validate(data)


def test_a_requirement_is_a_category_or_a_map_of_one_key() -> None:
    assert Requirement.model_validate("marketing").category == "marketing"
    nested = Requirement.model_validate({"all": ["marketing", {"any": ["a", "b"]}]})
    assert [part.category for part in (nested.all or ())] == ["marketing", None]


@pytest.mark.parametrize(
    "data", [{}, {"all": ["a"], "any": ["b"]}, {"category": "a"}, {"all": []}, 5, None, ["a"]]
)
def test_what_is_no_requirement_is_refused(data: object) -> None:
    with pytest.raises(ValidationError):
        Requirement.model_validate(data)


@pytest.mark.parametrize(("data", "hashed"), [("$a", False), ({"hashed": "$a"}, True)])
def test_user_data_that_is_hashed_already_says_so(data: object, hashed: bool) -> None:  # noqa: FBT001
    field = UserValue.model_validate(data)
    assert (field.value, field.hashed) == ("$a", hashed)
