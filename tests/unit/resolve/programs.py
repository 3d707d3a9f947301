"""The program of a few sections of YAML, for tests that look at a part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tagc.compiler import resolved
from tagc.diagnostics import Severity, formats
from tests.fragments import complete

if TYPE_CHECKING:
    from tagc.ir.expr import Expr
    from tagc.ir.program import Call, Instance, Program, Rule


def program(sections: str) -> Program:
    """The program, before the passes; the sections are without errors."""
    found, result = resolved("tagc.yaml", complete(sections).encode())
    errors = [one for one in result.diagnostics if one.severity is Severity.ERROR]
    assert found is not None, formats.text(errors, result.sources)
    return found.program


def rule(sections: str, name: str = "page_view") -> Rule:
    """One rule of the program."""
    return next(rule for rule in program(sections).rules if rule.name == name)


def calls(sections: str, name: str = "page_view") -> dict[str, Call]:
    """The calls of one rule, by instance."""
    return {call.instance: call for call in rule(sections, name).calls}


def instances(sections: str) -> dict[str, Instance]:
    """The instances by name."""
    return {instance.name: instance for instance in program(sections).instances}


def expr(value: str, *, on: str = "page_view") -> Expr:
    """The expression of a value of a free parameter, whose rule has this trigger."""
    made = calls(f"events:\n  contact:\n    on: {on}\n    params:\n      x: {value}\n", "contact")
    return dict(made["ga4"].params)["x"]
