"""What is reported for the sections of a document, in one line each."""

from __future__ import annotations

from tagc.compiler import check
from tests.fragments import complete


def complaints(sections: str) -> list[str]:
    """Return `slug what-the-carets-cover` of everything reported."""
    text = complete(sections)
    lines = text.split("\n")
    return [
        f"{one.code.slug} {lines[one.span.line - 1][one.span.column - 1 : one.span.end_column - 1]}"
        for one in check("tagc.yaml", text.encode()).diagnostics
    ]
