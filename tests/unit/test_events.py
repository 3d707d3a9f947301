"""The neutral vocabulary: written out here, because users and platforms rely on each name."""

from __future__ import annotations

import re

from tagc.events import EVENTS, ITEM_FIELDS, PARAMETERS, USER_FIELDS, ValueType


def test_there_are_24_events() -> None:
    assert list(EVENTS) == [
        *("page_view", "click_button", "download", "search", "contact", "add_to_cart", "add_to_wishlist"),
        *("initiate_checkout", "add_payment_info", "purchase", "donate", "lead", "registration", "subscribe"),
        *("view_content", "view_category", "customize_product", "find_location", "schedule", "start_trial"),
        *("submit_application", "remove_from_cart", "view_cart", "refund"),
    ]


def test_parameters_have_the_type_that_resolve_converts_to() -> None:
    assert {name: entry.type for name, entry in PARAMETERS.items()} == {
        "value": ValueType.NUMBER,
        "currency": ValueType.CURRENCY,
        "items": ValueType.ITEMS,
        "order_id": ValueType.TEXT,
        "search_string": ValueType.TEXT,
        "content_type": ValueType.TEXT,
        "content_name": ValueType.TEXT,
        "status": ValueType.TEXT,
        "method": ValueType.TEXT,
        "predicted_ltv": ValueType.NUMBER,
        "num_items": ValueType.NUMBER,
    }


def test_items_and_people_have_these_fields() -> None:
    assert list(ITEM_FIELDS) == ["id", "name", "category", "brand", "variant", "price", "quantity"]
    assert {name for name, entry in ITEM_FIELDS.items() if entry.type is ValueType.NUMBER} == {
        "price",
        "quantity",
    }
    assert list(USER_FIELDS) == [
        *(
            "email",
            "phone",
            "first_name",
            "last_name",
            "city",
            "region",
            "postal_code",
            "country",
            "birth_date",
        ),
        *("gender", "external_id"),
    ]


def test_every_name_is_its_key_and_every_description_a_sentence() -> None:
    for table in (EVENTS, PARAMETERS, ITEM_FIELDS, USER_FIELDS):
        for name, entry in table.items():
            assert entry.name == name
            assert re.fullmatch(r"[a-z]+(_[a-z]+)*", name)
            assert entry.description.endswith(".")


def test_no_parameter_has_the_name_of_user_data() -> None:
    assert PARAMETERS.keys() & USER_FIELDS.keys() == set()
