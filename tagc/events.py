"""The neutral vocabulary: what can happen on a site, and what can be known about it.

Platforms translate these names; users write only these names. What a platform calls them stands in that platform's
own table (`platforms/<name>/spec.py`), how a value is converted stands in `ir/expr.py`.
"""

from __future__ import annotations

from enum import Enum
from typing import Final, TypeVar

from tagc.frozen import frozen

__all__ = ["EVENTS", "ITEM_FIELDS", "PARAMETERS", "USER_FIELDS", "Event", "Parameter", "ValueType"]


class ValueType(Enum):
    """What a neutral parameter holds; resolve converts to it."""

    TEXT = "text"
    NUMBER = "number"
    CURRENCY = "currency"
    ITEMS = "items"
    ANY = "any"


@frozen
class Event:
    """A neutral event: its name and, in one sentence, when to use it."""

    name: str
    description: str


@frozen
class Parameter:
    """A neutral parameter (or item field, or user data field): name, type and meaning."""

    name: str
    type: ValueType
    description: str


_Entry = TypeVar("_Entry", Event, Parameter)


def _by_name(*entries: _Entry) -> dict[str, _Entry]:
    return {entry.name: entry for entry in entries}


EVENTS: Final = _by_name(
    Event("page_view", "A page was shown."),
    Event("click_button", "A button or link that matters was clicked."),
    Event("download", "A file was downloaded."),
    Event("search", "The visitor searched the site."),
    Event("contact", "The visitor contacted you (call, e-mail, chat)."),
    Event("add_to_cart", "Something was put in the cart."),
    Event("add_to_wishlist", "Something was put on a wish list."),
    Event("initiate_checkout", "The checkout began."),
    Event("add_payment_info", "Payment details were entered."),
    Event("purchase", "Something was bought."),
    Event("donate", "A donation was made."),
    Event("lead", "Someone left their details (newsletter, enquiry)."),
    Event("registration", "An account was made."),
    Event("subscribe", "A paid subscription or membership began."),
    Event("view_content", "A product, show or article was viewed."),
    Event("view_category", "A list or category of products was viewed."),
    Event("customize_product", "A product was configured."),
    Event("find_location", "A venue or shop was looked up."),
    Event("schedule", "An appointment was booked."),
    Event("start_trial", "A trial began."),
    Event("submit_application", "An application was sent in."),
    Event("remove_from_cart", "Something was taken out of the cart."),
    Event("view_cart", "The cart was viewed."),
    Event("refund", "A purchase was paid back."),
)

PARAMETERS: Final = _by_name(
    Parameter("value", ValueType.NUMBER, "Worth of the event in major currency units, for example 12.50."),
    Parameter("currency", ValueType.CURRENCY, "ISO 4217 code of `value`, for example GBP."),
    Parameter(
        "items",
        ValueType.ITEMS,
        "What was viewed or bought: a list of id, name, category, brand, variant, price, quantity.",
    ),
    Parameter("order_id", ValueType.TEXT, "Your number of the order."),
    Parameter("search_string", ValueType.TEXT, "What was searched for."),
    Parameter("content_type", ValueType.TEXT, "Kind of content, for example product or show."),
    Parameter("content_name", ValueType.TEXT, "Name of the content."),
    Parameter("status", ValueType.TEXT, "State of a registration."),
    Parameter("method", ValueType.TEXT, "How someone signed up or shared."),
    Parameter("predicted_ltv", ValueType.NUMBER, "Predicted lifetime value."),
    Parameter("num_items", ValueType.NUMBER, "Number of items."),
)

ITEM_FIELDS: Final = _by_name(
    Parameter("id", ValueType.TEXT, "Your id of the product, as in the catalogue feed."),
    Parameter("name", ValueType.TEXT, "Name of the product."),
    Parameter("category", ValueType.TEXT, "Category of the product."),
    Parameter("brand", ValueType.TEXT, "Brand."),
    Parameter("variant", ValueType.TEXT, "Variant, for example a size or a seat category."),
    Parameter("price", ValueType.NUMBER, "Price of one."),
    Parameter("quantity", ValueType.NUMBER, "How many."),
)

USER_FIELDS: Final = _by_name(
    Parameter("email", ValueType.TEXT, "E-mail address."),
    Parameter("phone", ValueType.TEXT, "Phone number with country code, for example +44 20 7946 0000."),
    Parameter("first_name", ValueType.TEXT, "First name."),
    Parameter("last_name", ValueType.TEXT, "Last name."),
    Parameter("city", ValueType.TEXT, "City."),
    Parameter("region", ValueType.TEXT, "State or region."),
    Parameter("postal_code", ValueType.TEXT, "Postal code."),
    Parameter("country", ValueType.TEXT, "Two-letter country code."),
    Parameter("birth_date", ValueType.TEXT, "Date of birth, YYYY-MM-DD."),
    Parameter("gender", ValueType.TEXT, "f or m."),
    Parameter("external_id", ValueType.TEXT, "Your id of the person."),
)
