"""Source: from the bytes of a file to plain data with places.

`text.decode` makes a `SourceFile`, `yaml.load` makes a `Document(data, spans, file)`. Reading from disk is
left to the command line, the meaning of keys to `schema` and later phases.
"""

from tagc.source.scalars import SourceFloat, SourceInt, has_leading_zero
from tagc.source.text import SourceFile, decode
from tagc.source.yaml import Document, Spans, load

__all__ = [
    "Document",
    "SourceFile",
    "SourceFloat",
    "SourceInt",
    "Spans",
    "decode",
    "has_leading_zero",
    "load",
]
