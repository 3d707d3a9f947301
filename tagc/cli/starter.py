"""The text of a first tagc.yaml.

What the user chose goes through the YAML printer; comments are fixed text, apart from names of platforms.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tagc.cli.yaml_text import flow, scalar
from tagc.frozen import frozen

if TYPE_CHECKING:
    from tagc.contracts import Platform

__all__ = ["Chosen", "Instance", "starter"]


@frozen
class Instance:
    """One platform as the user chose it."""

    name: str
    platform: Platform
    id: str
    category: str


@frozen
class Chosen:
    """All that the file depends on."""

    name: str
    instances: tuple[Instance, ...]
    source: str

    @property
    def categories(self) -> list[str]:
        """The categories that an instance needs, in order."""
        return list(dict.fromkeys(instance.category for instance in self.instances))


def starter(chosen: Chosen, schema: str) -> str:
    """Return the text of a first file."""
    parts = [
        f"# yaml-language-server: $schema={schema}",
        "#",
        "# What is sent where, when, and with whose consent. `tagc build` makes one JavaScript file of it.",
        "tagc: 1                                  # version of the language",
        f"container: {scalar(chosen.name)}",
        "",
        "consent:",
        f"  categories: {flow(chosen.categories)}",
        "  # `necessary` is built in and always granted.",
        *_sources(chosen),
        "  regimes:",
        "    default: opt_in                      # nothing is sent, and nothing stored, before consent",
        "",
        "platforms:                               # where events are sent, and which consent that needs",
        *(line for instance in chosen.instances for line in _instance(instance)),
        "",
        "events:                                  # what is sent when; the key is the event",
        "  page_view: {}                          # every page, told to every platform",
        "",
        *_purchase(chosen),
    ]
    return "\n".join(parts) + "\n"


def _sources(chosen: Chosen) -> list[str]:
    """Return `sources` of `consent`: our names on the left, those of the consent tool on the right."""
    if chosen.source == "cookie":
        return [
            "  sources:",
            "    - use: cookie",
            "      name: cookie_consent               # the cookie that your consent tool writes",
            "      format: json                       # or list, pairs, flag",
            "      map:                               # ours: theirs",
            *(f"        {scalar(name)}: {scalar(name)}" for name in chosen.categories),
        ]
    if chosen.source == "data_layer":
        return [
            "  sources:",
            "    - use: data_layer",
            "      event: consent_update              # what your consent tool pushes on every page",
            "      map:                               # ours: where the event says it",
            *(f"        {scalar(name)}: {scalar(f'consent.{name}')}" for name in chosen.categories),
        ]
    return [
        "  # Your banner tells the visitor's decision, on every page:",
        "  #   tagc('consent', {CATEGORY: true})  what is not named is refused",
        "  #   tagc('consent', 'revoke')          everything is refused",
    ]


def _instance(instance: Instance) -> list[str]:
    kind = (
        [] if instance.name == instance.platform.name else [f"    platform: {scalar(instance.platform.name)}"]
    )
    return [
        f"  {scalar(instance.name)}:",
        *kind,
        f"    {instance.platform.id_setting}: {scalar(instance.id)}",
        f"    requires: {scalar(instance.category)}",
    ]


def _purchase(chosen: Chosen) -> list[str]:
    """Return the example of a purchase, commented out; without its `# ` it is valid too."""
    told = [i for i in chosen.instances if "purchase" in i.platform.events]
    by_id = {
        i.name: i.platform.conversion_example for i in chosen.instances if "purchase" not in i.platform.events
    }
    conversions = {name: example for name, example in by_id.items() if example is not None}
    if not told and not conversions:
        return []
    extra = []
    if conversions:
        extra = [
            "    platforms:",
            *(f"      {scalar(name)}: {{conversion: {scalar(text)}}}" for name, text in conversions.items()),
        ]
    lines = [
        "  purchase:",
        "    once_per: $event.order_id            # a reload of the page counts once",
        "    params:",
        "      order_id: $event.order_id",
        "      value: $event.total",
        "      currency: $event.currency",
        *extra,
    ]
    return [
        "  # A purchase. For it the page calls",
        "  #   dataLayer.push({event: 'purchase', order_id: 'A-17', total: 12.50, currency: 'EUR'})",
        *(["  # The conversions are ids that the platform gives you."] if conversions else []),
        "  #",
        *(f"  # {line[2:]}" for line in lines),
    ]
