"""The whole document."""

from typing import Annotated, Literal

from pydantic import Field

from tagc.events import EVENTS
from tagc.model.base import WHOLE, Json, Key, Name, Section, Short, kept
from tagc.model.consent import Consent
from tagc.model.instances import Instances
from tagc.model.rules import Rule, UserData
from tagc.model.triggers import Triggers
from tagc.model.values import Value

__all__ = ["Document", "parse"]


def _rules_shape(schema: Json) -> Json:
    rule = schema["additionalProperties"]
    known = {name: {**rule, "description": entry.description} for name, entry in EVENTS.items()}
    return {**schema, "properties": known}


class Document(Section):
    """A site's tag management: what is sent where, when, and with which consent."""

    tagc: Annotated[Literal[1], WHOLE] = Field(description="Version of the language: 1.")
    container: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")] = Field(
        description="Name of the container: small letters, digits and dashes, such as my-shop."
    )
    consent: Consent = Field(description="What visitors can consent to, and who tells what they decided.")
    platforms: Instances = Field(
        description="Where events are sent, by platform: {meta: {pixel_id: 1234567890, requires: marketing}}."
    )
    user_data: UserData | None = Field(
        default=None, description="Who the visitor is, where the site knows it."
    )
    variables: dict[Key, Value] = Field(
        default={}, description="Values by name; $name reads one: {section: $page.query.section}."
    )
    triggers: dict[Name, Triggers] = Field(
        default={}, description="Triggers by name, for `on` of several rules: {booking: {click: a.book}}."
    )
    events: Annotated[dict[Annotated[str, Field(min_length=1)], Rule], Short(kept, _rules_shape)] = Field(
        description="Rules: what is sent when. The key is the event, or a name of your own: {page_view: {}}."
    )


def parse(data: object) -> Document:
    """Return the document for data that the schema accepts; a `ValidationError` is a fault of tagc."""
    return Document.model_validate(data)
