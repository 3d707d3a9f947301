"""The whole document."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from tagc.events import EVENTS
from tagc.model.base import HOST, WHOLE, Apart, Json, Key, Many, Name, Section, Short, kept
from tagc.model.consent import Consent
from tagc.model.instances import Instances
from tagc.model.layers import (
    Environments,
    EnvironmentValues,
    Extends,
    Presets,
    is_note,
    layer_keys,
    layer_shape,
)
from tagc.model.rules import Rule, UserData
from tagc.model.server import Server
from tagc.model.tags import Tags
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
    extends: Extends = Field(
        default=(), description="Files this one builds on, from its own folder: ../base.yaml, or a list."
    )
    presets: Presets = Field(
        default=(), description="Rules that tagc brings along, by name: [ga4_ecommerce]."
    )
    domains: Many[Annotated[str, Field(pattern=HOST)]] = Field(
        default=(),
        description="Host names that are one visit, their subdomains included: [example.com, tickets.example].",
    )
    trusted_types: bool = Field(
        default=False,
        description="The site enforces Trusted Types: scripts are brought through a policy named tagc that knows no others.",
    )
    env: EnvironmentValues = Field(
        default={}, description="Values of the environment tagc runs in: {GA4_ID: {default: G-ABCDE12345}}."
    )
    consent: Consent = Field(description="What visitors can consent to, and who tells what they decided.")
    platforms: Instances = Field(
        description="Where events are sent, by platform: {meta: {pixel_id: 1234567890, requires: marketing}}."
    )
    user_data: Annotated[UserData, Apart(UserData)] | None = Field(
        default=None, description="Who the visitor is, where the site knows it."
    )
    variables: Annotated[dict[Key, Value], Apart(dict[Key, Value])] = Field(
        default={}, description="Values by name; $name reads one: {section: $page.query.section}."
    )
    triggers: Annotated[dict[Name, Triggers], Apart(dict[Name, Triggers])] = Field(
        default={}, description="Triggers by name, for `on` of several rules: {booking: {click: a.book}}."
    )
    server: Annotated[Server, Apart(Server)] | None = Field(
        default=None, description="Where the page sends what is forwarded to conversions APIs."
    )
    events: Annotated[dict[Annotated[str, Field(min_length=1)], Rule], Short(kept, _rules_shape)] = Field(
        description="Rules: what is sent when. The key is the event, or a name of your own: {page_view: {}}."
    )
    tags: Annotated[Tags, Apart(Tags)] = Field(
        default={},
        description="Code of your own and addresses to load, fenced off, by name: {chat: {script: chat.js}}.",
    )
    environments: Environments = Field(
        default={}, description="What is different where `--env NAME` says so: {staging: {platforms: …}}."
    )

    @classmethod
    def _read(cls, data: object) -> object:
        if not isinstance(data, Mapping):
            return data
        known = layer_keys(cls.model_fields)
        environments = data.get("environments")
        for layer in environments.values() if isinstance(environments, Mapping) else ():
            if isinstance(layer, Mapping) and not all(is_note(key) or key in known for key in layer):
                raise ValueError("unknown keys in an environment")
        return {key: value for key, value in data.items() if not is_note(key)}

    @classmethod
    def _shape(cls, schema: Json) -> Json:
        fields = schema["properties"]
        fields["environments"]["additionalProperties"] = layer_shape(fields)
        return {**schema, "patternProperties": {"^x-": {}}}


def parse(data: object) -> Document:
    """Return the document for data that the schema accepts; a `ValidationError` is a fault of tagc."""
    return Document.model_validate(data)
