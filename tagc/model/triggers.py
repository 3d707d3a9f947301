"""When a rule is looked at: kinds of the catalogue, declared triggers by name, with conditions."""

from collections.abc import Mapping
from functools import cache
from typing import Annotated, ClassVar, TypeAlias

from pydantic import Field, SerializeAsAny, create_model

from tagc import registry
from tagc.contracts import Duration, Setting
from tagc.model.base import FROM_NUMBER, Json, OneOrMany, Section, Text
from tagc.model.catalogue import fields_of
from tagc.model.conditions import Condition, Test
from tagc.model.requirement import Requirement

__all__ = ["Trigger", "TriggerSettings", "Triggers", "settings_class"]

_SETTING = {Setting.TEST: "test", Setting.SELECTORS: "selectors", Setting.TRIGGERS: "members"}
_MODIFIERS = ("if", "unless", "requires", "delay", "between")


class TriggerSettings(Section):
    """What a kind of trigger can be told; a text or a list is its main setting."""

    main: ClassVar[str | None] = None

    @classmethod
    def _read(cls, data: object) -> object:
        if cls.main is None or isinstance(data, (Mapping, TriggerSettings)):
            return data
        return {cls.main: data}

    @classmethod
    def _shape(cls, schema: Json) -> Json:
        if cls.main is None:
            return schema
        only = schema["properties"][cls.main]
        return {"description": schema["description"], "if": {"type": "object"}, "then": schema, "else": only}


@cache
def settings_class(kind: str) -> type[TriggerSettings] | None:
    """Return the class for a kind's settings; None for a kind whose setting the language has a grammar for."""
    entry = registry.triggers()[kind]
    if isinstance(entry.setting, Setting):
        return None

    class Base(TriggerSettings):
        main = entry.main

    own = entry.setting
    return create_model(
        f"{kind.title().replace('_', '')}Trigger",
        __base__=Base,
        __doc__=own.__doc__,
        **fields_of(own),
    )


class Window(Section):
    """A time with a beginning, an end, or both: [from, until]."""

    from_: Text | None = Field(
        default=None, alias="from", description="The first day (2026-12-01), or a time: 2026-12-01T09:00Z."
    )
    until: Text | None = Field(
        default=None, description="The last day (2026-12-24), or a time: 2026-12-24T18:00+01:00."
    )

    @classmethod
    def _read(cls, data: object) -> object:
        if not isinstance(data, (list, tuple)):
            return data
        if len(data) != len(("from", "until")):
            raise ValueError("two times")
        return dict(zip(("from", "until"), data, strict=True))

    @classmethod
    def _shape(cls, schema: Json) -> Json:
        both = {"type": "array", "items": schema["properties"]["from"], "minItems": 2, "maxItems": 2}
        return {"description": schema["description"], "if": {"type": "array"}, "then": both, "else": schema}


class Trigger(Section):
    """A name (page_view, or a declared trigger), or a map of one kind and its setting: {click: a.book}."""

    name: Text | None = None
    kind: str | None = None
    test: Test | None = None
    selectors: OneOrMany[Text] | None = None
    members: OneOrMany["Trigger"] | None = None
    settings: SerializeAsAny[TriggerSettings] | None = None
    if_: Condition | None = Field(
        default=None, alias="if", description="Only when this condition holds: {$click.text: Book}."
    )
    unless: Condition | None = Field(default=None, description="Not when this condition holds.")
    requires: Requirement | None = Field(
        default=None,
        description="Consent for what the trigger brings from elsewhere. Only for kinds that do so: video.",
    )
    delay: Annotated[Duration, FROM_NUMBER] | None = Field(
        default=None,
        description="How long after the trigger the event goes out, with the values of its moment: 500ms.",
    )
    between: Window | None = Field(
        default=None,
        description="Only in this time: [2026-12-01, 2026-12-24]. Days are those of UTC, the last one included.",
    )

    @classmethod
    def _read(cls, data: object) -> object:
        if not isinstance(data, Mapping):
            return {"name": data}
        kinds = [kind for kind in data if kind in registry.triggers()]
        if len(kinds) != 1:
            raise ValueError("one kind of trigger")
        kind = kinds[0]
        long = {key: value for key, value in data.items() if key != kind}
        if not long.keys() <= {*_MODIFIERS}:
            raise ValueError("unknown keys")
        setting = registry.triggers()[kind].setting
        if isinstance(setting, Setting):
            return {"kind": kind, _SETTING[setting]: data[kind], **long}
        own = settings_class(kind)
        return {"kind": kind, "settings": own and own.model_validate(data[kind]), **long}

    @classmethod
    def _shape(cls, schema: Json) -> Json:
        fields = schema["properties"]
        kinds = registry.triggers()
        described = {
            kind: {
                **(fields[_SETTING[entry.setting]] if isinstance(entry.setting, Setting) else {}),
                "description": f"{entry.title} Example: {entry.example}",
            }
            for kind, entry in kinds.items()
        }
        one = {
            "type": "object",
            "properties": {**described, **{name: fields[name] for name in _MODIFIERS}},
            "additionalProperties": False,
            "anyOf": [{"required": [kind]} for kind in kinds],
            "allOf": [
                {"if": {"required": [kind]}, "then": {"properties": {other: {"not": {}} for other in others}}}
                for kind in kinds
                if (others := [other for other in kinds if other > kind])
            ],
        }
        bare = [kind for kind, entry in kinds.items() if entry.bare]
        return {
            "description": schema["description"],
            "if": {"type": "object"},
            "then": one,
            "else": {**fields["name"], "examples": bare},
        }


Triggers: TypeAlias = OneOrMany[Trigger]
"""One trigger, or a list of which any will do."""
