"""What editors offer: words that stand inside a choice are repeated beside it, and nothing else changes."""

from typing import Any

from tagc.schema.build import container_schema

SCHEMA = container_schema()
DEFS = SCHEMA["$defs"]
RULE = DEFS["Rule"]["properties"]
PARAMS = DEFS["Params"]["properties"]


def test_a_trigger_offers_the_kinds_that_need_no_setting() -> None:
    bare = DEFS["Trigger"]["else"]["examples"]
    assert "page_view" in bare
    assert RULE["on"]["examples"] == DEFS["Trigger"]["examples"] == bare


def test_a_conversion_offers_its_steps_through_the_definition() -> None:
    steps = DEFS["Step"]["else"]["enum"]
    assert DEFS["FromValue"]["properties"]["as"]["examples"] == steps


def test_a_choice_that_says_its_words_itself_is_left_alone() -> None:
    assert "examples" not in RULE["event"]


def test_items_offer_their_fields_in_a_list_and_in_each() -> None:
    fields = ["id", "name", "category", "brand", "variant", "price", "quantity"]
    assert [*PARAMS["items"]["items"]["properties"]] == fields
    assert [*PARAMS["items"]["properties"]["item"]["properties"]] == fields


def test_what_is_offered_for_items_forbids_nothing() -> None:
    for fields in (PARAMS["items"]["items"], PARAMS["items"]["properties"]["item"]):
        assert all(field.keys() == {"description"} for field in fields["properties"].values())
        assert fields.keys() == {"description", "properties"}


def test_a_rule_offers_the_platforms_with_the_shape_that_any_instance_has() -> None:
    section: dict[str, Any] = RULE["platforms"]
    for platform in section["properties"].values():
        assert {**platform, "description": ""} == {**section["additionalProperties"], "description": ""}
    assert "meta" in section["properties"]
    assert RULE["to"]["items"]["examples"] == [*section["properties"]]
