"""The section `tags`: code with effects that no platform covers, an address to load, or an image to ask for."""

from collections.abc import Mapping
from typing import Annotated, TypeAlias

from pydantic import Field

from tagc.model.base import Json, Key, Many, Name, Note, OneOrMany, Section, Text
from tagc.model.conditions import Condition
from tagc.model.requirement import Requirement
from tagc.model.triggers import Triggers
from tagc.model.values import Value

__all__ = ["SOURCE", "TAG_KINDS", "Hosts", "Tag", "Tags"]

TAG_KINDS = ("script", "load", "image")
"""The keys of which a tag has one."""

SOURCE = r"^(https|wss)://(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+(:[0-9]{1,5})?$"
"""What a Content-Security-Policy takes as a host, with its scheme."""

_Sources: TypeAlias = OneOrMany[Annotated[str, Field(pattern=SOURCE)]]


class Hosts(Section):
    """Hosts that a tag talks to: a list for all kinds of requests, or lists by kind."""

    all: _Sources | None = Field(
        default=None, description="For scripts, requests, images and frames: https://widget.example.com."
    )
    script: _Sources | None = Field(default=None, description="Scripts are loaded from there.")
    connect: _Sources | None = Field(default=None, description="Requests of code go there.")
    image: _Sources | None = Field(default=None, description="Images are loaded from there.")
    frame: _Sources | None = Field(default=None, description="Frames are loaded from there.")
    style: _Sources | None = Field(default=None, description="Style sheets are loaded from there.")
    font: _Sources | None = Field(default=None, description="Fonts are loaded from there.")
    media: _Sources | None = Field(default=None, description="Sound and video are loaded from there.")

    @classmethod
    def _read(cls, data: object) -> object:
        if isinstance(data, Mapping):
            if "all" in data or not data:
                raise ValueError("kinds of requests")
            return data
        return {"all": data}

    @classmethod
    def _shape(cls, schema: Json) -> Json:
        fields = {**schema["properties"]}
        every = fields.pop("all")
        kinds = {
            "type": "object",
            "properties": fields,
            "additionalProperties": False,
            "minProperties": 1,
        }
        return {
            "description": schema["description"],
            "if": {"type": "object"},
            "then": kinds,
            "else": {key: value for key, value in every.items() if key != "description"},
        }


class Tag(Note):
    """Code of your own, an address to load, or an image to ask for: what no platform covers."""

    script: Text | None = Field(
        default=None, description="A JavaScript file, from the folder of this file: tags/chat.js."
    )
    load: Text | None = Field(
        default=None, description="Address of a script to load: https://cdn.example.com/widget.js."
    )
    image: Text | None = Field(
        default=None,
        description="Address of an image to ask for: https://pixel.example.com/p?id=${event.id}.",
    )
    reads: dict[Key, Value] = Field(
        default={}, description="What the file's function is given, by name: {total: $event.total}."
    )
    on: Triggers | None = Field(
        default=None,
        description="What sets it off: page_view (also if left out), {click: a.book}, or a list.",
    )
    if_: Condition | None = Field(
        default=None,
        alias="if",
        description="Only when this condition holds: {$page.path: {starts_with: /shop/}}.",
    )
    unless: Condition | None = Field(default=None, description="Not when this condition holds.")
    once_per: Annotated[str, Field(pattern=r"^(page|session|\$[A-Za-z_].*)$")] | None = Field(
        default=None,
        description="At most once per page, per visit (session), or per value of a reference: $event.order_id.",
    )
    after: Many[Text] = Field(
        default=(), description="Rules and tags that come before this one on the page: [page_view]."
    )
    stop_on_failure: bool = Field(
        default=False, description="true: not run where a call of a rule or tag in `after` was not made."
    )
    requires: Requirement = Field(description="Consent this tag needs: a category, or necessary.")
    because: Text | None = Field(
        default=None, description="Why no consent is needed; only with requires: necessary."
    )
    hosts: Hosts | None = Field(
        default=None,
        description="Hosts it talks to, for the Content-Security-Policy: [https://api.example.com], or by kind.",
    )
    pushes: Many[Text] = Field(
        default=(), description="Events that its code pushes onto the data layer: [chat_opened]."
    )
    paused: Text | None = Field(
        default=None, description="Why the tag is switched off; nothing is run for it."
    )

    @classmethod
    def _read(cls, data: object) -> object:
        if isinstance(data, Mapping) and sum(kind in data for kind in TAG_KINDS) != 1:
            raise ValueError("one of script, load and image")
        return data

    @classmethod
    def _shape(cls, schema: Json) -> Json:
        return {
            **schema,
            "anyOf": [{"required": [kind]} for kind in TAG_KINDS],
            "allOf": [
                {"if": {"required": [kind]}, "then": {"properties": {other: {"not": {}} for other in others}}}
                for at, kind in enumerate(TAG_KINDS)
                if (others := TAG_KINDS[at + 1 :])
            ],
        }


Tags: TypeAlias = dict[Name, Tag]
"""Tags by name."""
