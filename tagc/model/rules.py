"""The sections `events` and `user_data`: what is sent when, and who the visitor is."""

from collections.abc import Mapping
from typing import Annotated, TypeAlias

from pydantic import Field

from tagc.events import EVENTS, USER_FIELDS
from tagc.model.base import (
    OR_NULL,
    SEND,
    Apart,
    Json,
    Many,
    Name,
    Note,
    Reference,
    Section,
    Send,
    Short,
    Text,
    kept,
    one_of,
)
from tagc.model.conditions import Condition
from tagc.model.requirement import Requirement
from tagc.model.triggers import Triggers
from tagc.model.values import Params, UserValue, Value

__all__ = ["Rule", "RulePlatform", "UserData", "UserFields"]

_USER = {name: entry.description for name, entry in USER_FIELDS.items()}


def _user_shape(schema: Json) -> Json:
    value = schema["additionalProperties"]
    known = {name: {**value, "description": text} for name, text in _USER.items()}
    return {"type": "object", "properties": known, "additionalProperties": False}


UserFields: TypeAlias = Annotated[dict[Annotated[str, one_of(_USER)], UserValue], Short(kept, _user_shape)]
"""User data by field."""


class UserData(Section):
    """Who the visitor is, where the site knows it. It is hashed before it leaves the page."""

    requires: Requirement = Field(
        description="Consent that user data needs, beside that of the instance it is sent to."
    )
    to: Many[Name] | None = Field(
        default=None, description="Instances that get it; all that can use it, if left out."
    )
    raw_to: Many[Name] = Field(
        default=(), description="Instances that get it unhashed, because they hash it themselves."
    )
    fields: UserFields = Field(default={}, description="What is known, by field.")

    @classmethod
    def _read(cls, data: object) -> object:
        if not isinstance(data, Mapping):
            return data
        own = {key: data[key] for key in ("requires", "to", "raw_to") if key in data}
        return {**own, "fields": {key: value for key, value in data.items() if key not in own}}

    @classmethod
    def _shape(cls, schema: Json) -> Json:
        own = dict(schema["properties"])
        fields = own.pop("fields")
        return {**schema, "properties": {**own, **fields["properties"]}}


class RulePlatform(Section):
    """What is different for one instance."""

    event: Text | None = Field(
        default=None, description="The platform's own event name instead of the usual one."
    )
    params: Annotated[Params, Apart(Params)] = Field(
        default={}, description="Parameters for this instance only; null takes one out."
    )
    conversion: Text | None = Field(default=None, description="The platform's id of the conversion: 1234567.")
    send: Send | None = Field(default=None, description=SEND)


class Rule(Note):
    """When something happens on the site: what it is called, and whom it is told to."""

    event: Annotated[str, one_of({name: entry.description for name, entry in EVENTS.items()})] | None = Field(
        default=None, description="What happened, in neutral words: purchase. The rule's name, if left out."
    )
    custom: Annotated[Value, Apart(Value)] | None = Field(
        default=None, description="A name of your own instead of `event`, for what no neutral event says."
    )
    on: Annotated[Triggers, Apart(Triggers)] | None = Field(
        default=None,
        description="What sets it off: page_view, {click: a.book}, {data_layer: order_complete}, or a list.",
    )
    if_: Annotated[Condition, Apart(Condition)] | None = Field(
        default=None,
        alias="if",
        description="Only when this condition holds: {$page.path: {starts_with: /shop/}}.",
    )
    unless: Annotated[Condition, Apart(Condition)] | None = Field(
        default=None, description="Not when this condition holds."
    )
    once_per: Annotated[str, Field(pattern=r"^(page|session|\$[A-Za-z_].*)$")] | None = Field(
        default=None,
        description="At most once per page, per visit (session), or per value of a reference: $event.order_id.",
    )
    event_id: Reference | None = Field(
        default=None, description="The page's own id of the event, as a reference: $event.event_id."
    )
    params: Annotated[Params, Apart(Params)] = Field(
        default={}, description="Parameters for all platforms: {value: $event.total, currency: GBP}."
    )
    to: Many[Name] | None = Field(
        default=None, description="Exactly these instances; all whose platform knows the event, if left out."
    )
    platforms: dict[Name, Annotated[RulePlatform | None, OR_NULL]] = Field(
        default={}, description="What is different for an instance; null takes it out: {x: null}."
    )
    requires: Requirement | None = Field(
        default=None, description="Consent this rule needs beside that of the instances."
    )
    user_data: Annotated[UserFields, Apart(UserFields)] = Field(
        default={}, description="What this event tells about the visitor: {email: $form.fields.email}."
    )
    after: Many[Text] = Field(
        default=(),
        description="Rules and tags whose calls on this page come before those of this one: [page_view].",
    )
    stop_on_failure: bool = Field(
        default=False, description="true: not told where a call of a rule in `after` was not made."
    )
    paused: Text | None = Field(
        default=None, description="Why the rule is switched off; nothing is sent for it."
    )
