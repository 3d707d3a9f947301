"""The document as typed, frozen objects: one module per section, one form for each thing.

Types only. What names refer to, and what makes sense together, is left to `tagc.resolve`; the messages for
what does not fit are those of `tagc.schema`, which runs before.
"""

from tagc.model.base import Name, Note, Reference, Scalar, Section
from tagc.model.conditions import Condition, Test
from tagc.model.consent import Consent, ConsentSource, Gpc, Regimes, RegionRule, RegionSource
from tagc.model.document import Document, parse
from tagc.model.instances import Instance, Options
from tagc.model.requirement import Requirement
from tagc.model.rules import Rule, RulePlatform, UserData
from tagc.model.tags import Hosts, Tag
from tagc.model.triggers import Trigger
from tagc.model.values import (
    EXPRESSIONS,
    DomValue,
    EachValue,
    Expression,
    FirstValue,
    FromValue,
    LookupValue,
    Option,
    Params,
    RandomValue,
    ScriptValue,
    Step,
    TestValue,
    TimestampValue,
    UserValue,
    Value,
)

__all__ = [
    "EXPRESSIONS",
    "Condition",
    "Consent",
    "ConsentSource",
    "Document",
    "DomValue",
    "EachValue",
    "Expression",
    "FirstValue",
    "FromValue",
    "Gpc",
    "Hosts",
    "Instance",
    "LookupValue",
    "Name",
    "Note",
    "Option",
    "Options",
    "Params",
    "RandomValue",
    "Reference",
    "Regimes",
    "RegionRule",
    "RegionSource",
    "Requirement",
    "Rule",
    "RulePlatform",
    "Scalar",
    "ScriptValue",
    "Section",
    "Step",
    "Tag",
    "Test",
    "TestValue",
    "TimestampValue",
    "Trigger",
    "UserData",
    "UserValue",
    "Value",
    "parse",
]
