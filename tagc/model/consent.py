"""The section `consent`: categories, who tells what the visitor decided, and what holds until then."""

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Literal, TypeAlias

from pydantic import BeforeValidator, Field, create_model

from tagc import registry
from tagc.model.base import OR_NULL, Json, Many, Name, OneOrMany, Scalar, Section, Short, Text, kept, one_of
from tagc.model.catalogue import fields_of

__all__ = ["Consent", "ConsentSource", "Gpc", "Regimes", "RegionRule", "RegionSource", "source_class"]

Regime: TypeAlias = Literal["opt_in", "opt_out"]

_GOOGLE = {
    "ad_storage": "Storage for advertising.",
    "ad_user_data": "Sending user data to Google for advertising.",
    "ad_personalization": "Personalised advertising.",
    "analytics_storage": "Storage for analytics.",
    "functionality_storage": "Storage for what the site does, for example the language.",
    "personalization_storage": "Storage for recommendations.",
    "security_storage": "Storage for security, for example against fraud.",
}


def _google_shape(schema: Json) -> Json:
    category = schema["additionalProperties"]
    types = {
        name: {**category, "description": f"{text} A category; null: always denied."}
        for name, text in _GOOGLE.items()
    }
    return {"type": "object", "properties": types, "additionalProperties": False}


class ConsentSource(Section):
    """A place that tells what the visitor decided."""

    use: str = Field(description="Kind of the source.")
    map: dict[Name, OneOrMany[Text]] = Field(
        min_length=1,
        description="Your category, and the source's name for it: {marketing: ads}. Of a list, all count.",
    )
    granted: OneOrMany[Scalar] = Field(
        default=(True, "true", "granted", "allow", "yes", "1"),
        description="What the source writes where a category is granted, if not one of the usual words.",
    )

    @property
    def settings(self) -> dict[str, bool | int | str | None]:
        """The settings of the source's kind, by name."""
        return {
            name: getattr(self, name) for name in registry.consent_sources()[self.use].settings.model_fields
        }


@cache
def source_class(kind: str) -> type[ConsentSource]:
    """Return the class for `use: kind`."""
    entry = registry.consent_sources()[kind]
    use = (Literal[kind], Field(description=f"{entry.title} Example: {entry.example}"))
    fields = {"use": use, **fields_of(entry.settings)}
    return create_model(
        f"{entry.settings.__name__.removesuffix('Settings')}Source", __base__=ConsentSource, **fields
    )


def _source(data: object) -> object:
    kind = data.get("use") if isinstance(data, Mapping) else None
    if isinstance(kind, str) and kind in registry.consent_sources():
        return source_class(kind).model_validate(data)
    return data if isinstance(data, ConsentSource) else None


class RegionRule(Section):
    """What holds in some regions."""

    in_: Annotated[
        Many[Annotated[str, Field(pattern=r"^(EEA|[A-Z]{2}(-[A-Z0-9]{1,3})?)$")]], Field(min_length=1)
    ] = Field(alias="in", description="Country or region codes (ISO 3166), or EEA: [US, CA-QC].")
    regime: Regime = Field(description="opt_in: nothing before consent. opt_out: allowed until refused.")


class Regimes(Section):
    """What holds where nobody has decided."""

    default: Regime = Field(
        default="opt_in", description="opt_in: nothing before consent. opt_out: allowed until refused."
    )
    regions: Many[RegionRule] = Field(default=(), description="Regions where something else holds.")


class RegionSource(Section):
    """Where the page tells the visitor's region."""

    kind: Literal["global", "meta", "cookie"] = Field(description="")
    name: Text = Field(description="")

    @classmethod
    def _read(cls, data: object) -> object:
        if not isinstance(data, Mapping) or len(data) != 1:
            raise ValueError("one of global, meta, cookie")
        ((kind, name),) = data.items()
        return {"kind": kind, "name": name}

    @classmethod
    def _shape(cls, schema: Json) -> Json:
        name = {key: value for key, value in schema["properties"]["name"].items() if key != "description"}
        return {
            "description": schema["description"],
            "type": "object",
            "properties": {
                "global": {
                    **name,
                    "description": "Name of a global variable that holds the region: __region.",
                },
                "meta": {**name, "description": "Name of a meta element whose content is the region."},
                "cookie": {**name, "description": "Name of a cookie that holds the region."},
            },
            "additionalProperties": False,
            "minProperties": 1,
            "maxProperties": 1,
        }


class Gpc(Section):
    """What Global Privacy Control, a signal of the browser, means."""

    mode: Literal["by_region", "everywhere", "ignore"] = Field(
        default="by_region",
        description="by_region: it counts in opt_out regimes. everywhere: in all. ignore: in none.",
    )
    denies: Many[Name] | None = Field(
        default=None, description="Categories it denies; those that advertising platforms need, if left out."
    )

    @classmethod
    def _read(cls, data: object) -> object:
        return data if isinstance(data, Mapping) else {"mode": data}

    @classmethod
    def _shape(cls, schema: Json) -> Json:
        mode = schema["properties"]["mode"]
        return {
            "description": schema.pop("description"),
            "if": {"type": "object"},
            "then": schema,
            "else": mode,
        }


class Consent(Section):
    """What visitors can consent to, and who tells what they decided."""

    categories: Many[Name] = Field(
        description="Your categories of consent: [analytics, marketing]. necessary is always there."
    )
    sources: Many[Annotated[ConsentSource, BeforeValidator(_source)]] = Field(
        default=(),
        description="Who tells the visitor's decision, in order; the page may also call tagc('consent', …).",
    )
    regimes: Regimes = Field(
        default=Regimes(), description="What holds where nobody has decided: {default: opt_in}."
    )
    region_from: Many[RegionSource] = Field(
        default=(), description="Where the page tells the visitor's region, in order: [{meta: region}]."
    )
    gpc: Gpc = Field(
        default=Gpc(), description="Global Privacy Control: by_region, everywhere, ignore, or a map."
    )
    google: Annotated[
        dict[Annotated[str, one_of(_GOOGLE)], Annotated[Name | None, OR_NULL]], Short(kept, _google_shape)
    ] = Field(
        default={},
        description="Google's consent types and the category each stands for; null: always denied.",
    )
