"""An event that the consent tool pushes onto the data layer."""

from pydantic import Field

from tagc.contracts import ConsentSourceKind, Settings


class DataLayerSettings(Settings):
    """`use: data_layer`."""

    event: str = Field(min_length=1, description="Name of the event that carries the decision.")


SOURCE = ConsentSourceKind(
    name="data_layer",
    title="An event that your consent tool pushes onto the data layer, on every page, with the whole decision.",
    settings=DataLayerSettings,
    example="{use: data_layer, event: consent_update, map: {marketing: consent.ads}}",
)
