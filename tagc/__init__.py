"""tagc compiles one YAML file to one minimal, consent-gated container for a web site.

The public surface: `build` and `check` take the bytes of a file and return a `BuildResult` with
`Diagnostic`s. What they need is imported at first use, so that `tagc --help` does not wait for it.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from tagc.version import __version__

__all__ = ["BuildResult", "Diagnostic", "__version__", "build", "check"]

if TYPE_CHECKING:
    from tagc.compiler import BuildResult, build, check
    from tagc.diagnostics import Diagnostic
else:
    _HOMES = {
        "BuildResult": "tagc.compiler",
        "Diagnostic": "tagc.diagnostics",
        "build": "tagc.compiler",
        "check": "tagc.compiler",
    }

    def __getattr__(name: str) -> object:
        """Import a public name when somebody asks for it."""
        if name in _HOMES:
            return getattr(import_module(_HOMES[name]), name)
        message = f"module 'tagc' has no attribute {name!r}"
        raise AttributeError(message)
