"""The section `platforms`: configured uses of platforms, one class per platform, made from the catalogue."""

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator, Field, create_model

from tagc import registry
from tagc.model.base import SEND, Apart, Name, Note, Section, Send, Text
from tagc.model.catalogue import fields_of
from tagc.model.requirement import Requirement
from tagc.model.values import Params

__all__ = ["Instance", "Instances", "instance_class"]


class Options(Section):
    """Init settings of a platform's library."""


class ServerOptions(Section):
    """What a platform's conversions API asks for."""


class Instance(Note):
    """One configured use of a platform."""

    platform: str = Field(description="Platform, where the key is not its name.")
    requires: Requirement = Field(
        description="Consent it needs: a category such as marketing, {all: […]} or {any: […]}."
    )
    because: Text | None = Field(
        default=None, description="Why it needs no consent; only beside requires: necessary."
    )
    params: Annotated[Params, Apart(Params)] = Field(
        default={}, description="Parameters for all its events: {section: $page.path}."
    )
    options: Options = Options.model_construct()

    @property
    def api(self) -> ServerOptions | None:
        """What is said of the platform's conversions API."""
        made = getattr(self, "server", None)
        return made if isinstance(made, ServerOptions) else None

    @property
    def sent(self) -> str | None:
        """By whom it is told, where that is said."""
        return getattr(self, "send", None)

    @property
    def by_image(self) -> bool:
        """It is told by images, without the platform's library."""
        return getattr(self, "transport", "library") == "image"

    @property
    def settings(self) -> dict[str, bool | int | str | None]:
        """The platform's ids, by name."""
        return {
            name: getattr(self, name) for name in registry.platforms()[self.platform].settings.model_fields
        }


@cache
def instance_class(platform: str) -> type[Instance]:
    """Return the class for a platform's instances."""
    entry = registry.platforms()[platform]
    options = create_model(
        entry.options.__name__, __base__=Options, __doc__=entry.options.__doc__, **fields_of(entry.options)
    )
    fields: dict[str, Any] = {
        "platform": (
            Literal[platform],
            Field(default=platform, description=Instance.model_fields["platform"].description),
        ),
        **fields_of(entry.settings),
        "options": (
            options,
            Field(default={}, validate_default=True, description=f"Init settings of {entry.title}."),
        ),
    }
    if entry.image is not None:
        known = Field(
            default="library",
            description=f"How it is told: by the library of {entry.title}, or by an image per event and nothing else.",
        )
        fields["transport"] = (Literal["library", "image"], known)
    if entry.server is not None or entry.no_server is not None:
        fields["send"] = (Send | None, Field(default=None, description=SEND))
    if entry.server is not None:
        api = create_model(
            entry.server.settings.__name__,
            __base__=ServerOptions,
            __doc__=f"{entry.server.title}.",
            **fields_of(entry.server.settings),
        )
        described = f"{entry.server.title}: what it asks for, where the server tells it of events."
        fields["server"] = (Annotated[api, Apart(api)] | None, Field(default=None, description=described))
    name = f"{entry.settings.__name__.removesuffix('Settings')}Instance"
    return create_model(name, __base__=Instance, __doc__=f"{entry.title}.", **fields)


def _instances(data: object) -> object:
    if not isinstance(data, Mapping):
        return data
    return {key: _instance(key, value) for key, value in data.items()}


def _instance(key: str, data: object) -> object:
    known = registry.platforms()
    name = key if key in known else data.get("platform") if isinstance(data, Mapping) else None
    if isinstance(name, str) and name in known:
        return instance_class(name).model_validate(data)
    return data if type(data) is not Instance and isinstance(data, Instance) else None


Instances: TypeAlias = Annotated[dict[Name, Instance], BeforeValidator(_instances)]
"""Instances by name."""
