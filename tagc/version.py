"""The version of tagc, the one place it stands in: `pyproject.toml` reads it from here."""

__version__ = "0.1.0"
