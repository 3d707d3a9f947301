"""Source: from the bytes of a file to plain data with places.

`text.decode` makes a `SourceFile`, `yaml.load` makes a `Document(data, spans, file)`, `merge` makes one of
several. Reading from disk is left to the command line, the meaning of keys to `schema` and later phases.
"""

from tagc.source.environment import Environment
from tagc.source.files import Files, Found, Read, Refusal
from tagc.source.merge import Layer, MergedSpans, mapped, merge, raised, without_nulls
from tagc.source.scalars import SourceFloat, SourceInt, has_leading_zero
from tagc.source.text import SourceFile, decode
from tagc.source.yaml import Data, Document, Spans, load

__all__ = [
    "Data",
    "Document",
    "Environment",
    "Files",
    "Found",
    "Layer",
    "MergedSpans",
    "Read",
    "Refusal",
    "SourceFile",
    "SourceFloat",
    "SourceInt",
    "Spans",
    "decode",
    "has_leading_zero",
    "load",
    "mapped",
    "merge",
    "raised",
    "without_nulls",
]
