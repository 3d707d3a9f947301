"""The catalogue: every mistake tagc can name, one module per range of numbers.

| range | module | about |
|---|---|---|
| 1xx | `source`, `yaml_syntax`, `yaml_values` | the file as text and as YAML |
| 2xx | `schema` | the shape of the document |
| 3xx | `names` | references and names |
| 4xx | `consent` | consent |
| 5xx | `events`, `forwarding` | events and platforms |
| 6xx | `scripts` | tags and code of the user's own |
| 7xx | `output` | what tagc wrote itself |
| 8xx | `files` | files, presets and environments |
| 9xx | `internal` | faults of tagc |

Every `Code` that is a constant of one of these modules is in `CATALOGUE` and is a name of this package: write
`codes.MERGE_KEY`.
"""

from collections.abc import Mapping
from types import MappingProxyType

from tagc.diagnostics.code import Code
from tagc.diagnostics.codes import (
    consent,
    events,
    files,
    forwarding,
    internal,
    names,
    output,
    schema,
    scripts,
    source,
    yaml_syntax,
    yaml_values,
)
from tagc.diagnostics.codes.consent import *  # noqa: F403  one name space for those who report
from tagc.diagnostics.codes.events import *  # noqa: F403
from tagc.diagnostics.codes.files import *  # noqa: F403
from tagc.diagnostics.codes.forwarding import *  # noqa: F403
from tagc.diagnostics.codes.internal import *  # noqa: F403
from tagc.diagnostics.codes.names import *  # noqa: F403
from tagc.diagnostics.codes.output import *  # noqa: F403
from tagc.diagnostics.codes.schema import *  # noqa: F403
from tagc.diagnostics.codes.scripts import *  # noqa: F403
from tagc.diagnostics.codes.source import *  # noqa: F403
from tagc.diagnostics.codes.yaml_syntax import *  # noqa: F403
from tagc.diagnostics.codes.yaml_values import *  # noqa: F403

RANGES = {
    "1": "The file as text and as YAML",
    "2": "The shape of the document",
    "3": "References and names",
    "4": "Consent",
    "5": "Events and platforms",
    "6": "Tags and code of your own",
    "7": "What tagc wrote",
    "8": "Files, presets and environments",
    "9": "Faults of tagc itself",
}
"""First digit of the number -> title."""

_MODULES = (
    source,
    yaml_syntax,
    yaml_values,
    schema,
    names,
    consent,
    events,
    forwarding,
    scripts,
    output,
    files,
    internal,
)


def declared() -> list[tuple[str, str, Code]]:
    """Return (module, constant, code) for every entry, ordered by id. Tests check it for doubles."""
    return sorted(
        (
            (module.__name__.rpartition(".")[2], name, value)
            for module in _MODULES
            for name, value in vars(module).items()
            if isinstance(value, Code)
        ),
        key=lambda entry: entry[2].id,
    )


CATALOGUE: Mapping[str, Code] = MappingProxyType({code.id: code for _, _, code in declared()})
"""Every code by its id."""


def find(name: str) -> Code | None:
    """Return the code with this id or slug, in whatever case it was typed."""
    wanted = name.strip().casefold()
    return next((code for code in CATALOGUE.values() if wanted in (code.id.casefold(), code.slug)), None)
