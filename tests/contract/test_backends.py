"""What the intermediate form promises every backend, and the runtime its backend: nothing is forgotten in one of two places."""

from __future__ import annotations

import ast
import inspect
from typing import TYPE_CHECKING, get_args

import pytest

from tagc import registry
from tagc.backends.browser import expressions, reads
from tagc.backends.browser.gates import GATE_PARAMETERS
from tagc.backends.browser.link import CONFIG
from tagc.backends.browser.specialise import config
from tagc.ir import evaluate_expr
from tagc.ir.expr import Condition, Expr, Requirement, Root
from tagc.ir.values import CONVERSIONS
from tagc.js import nodes as js
from tagc.js.names import top_level_names
from tagc.js.parse import parse
from tagc.model.values import Step
from tests.documents import INSTANCES, document, program

if TYPE_CHECKING:
    from types import ModuleType

# Replaced before a backend sees them, or by the scope of the place: the emitter refuses them by name.
REPLACED = {"Var", "Param", "Setting", "Cell", "Payload", "EventId", "User"}


def cases(module: ModuleType, function: str) -> set[str]:
    """The names of the classes (or enumeration members) that a function's `match` has a case for."""
    tree = ast.parse(inspect.getsource(getattr(module, function)))
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.MatchClass):
            found.add(ast.unparse(node.cls).split(".")[-1])
        if isinstance(node, ast.MatchValue):
            found.add(ast.unparse(node.value).split(".")[-1])
    return found


def names(union: object) -> set[str]:
    return {kind.__name__ for kind in get_args(union)}


def test_the_interpreter_knows_every_node() -> None:
    assert names(Expr) - cases(evaluate_expr, "value") == set()
    assert names(Condition) - cases(evaluate_expr, "holds") == set()
    assert {root.name for root in Root} - cases(evaluate_expr, "_field") == set()


def test_the_browser_backend_knows_every_node() -> None:
    assert names(Expr) - cases(expressions, "_value") == set()
    assert names(Condition) - cases(expressions, "condition") == set()
    assert names(Requirement) - cases(expressions, "requirement") == set()
    assert {root.name for root in Root} - cases(reads, "read") == set()


def test_what_has_to_be_replaced_before_is_refused_and_nothing_else() -> None:
    source = inspect.getsource(expressions._value)
    last = source[: source.index("has no meaning here")].rpartition("case ")[2]
    assert {name for name in names(Expr) if f"{name}()" in last} == REPLACED


def exports(path: str) -> dict[str, js.Expression | None]:
    found: dict[str, js.Expression | None] = {}
    for item in parse(registry.part_path(path).read_text("utf-8"), module=True).body:
        if isinstance(item, js.ExportNamedDeclaration) and isinstance(
            item.declaration, js.VariableDeclaration
        ):
            for each in item.declaration.declarations:
                assert isinstance(each.id, js.Identifier)
                found[each.id.name] = each.init
    return found


@pytest.mark.parametrize("name", sorted(CONVERSIONS))
def test_every_conversion_has_its_function_in_the_browser(name: str) -> None:
    function = expressions._CONVERSIONS.get(name, name)
    assert function in {**exports("runtime/conversions.js"), **exports("runtime/values.js")}


def test_every_conversion_that_a_user_can_write_is_one() -> None:
    fields = set(Step.model_fields) - {"name"}
    bare = set(get_args(get_args(Step.model_fields["name"].annotation)[0]))
    assert fields | bare <= CONVERSIONS.keys()
    assert CONVERSIONS.keys() - fields - bare <= {
        *("number_comma", "escape_pattern", "escape_selector", "escape_part", "escape_query", "keep_query"),
        *("iso_time", "unless_bare"),
    }


def test_the_gate_takes_its_arguments_in_the_order_in_which_they_are_given() -> None:
    gate = exports("runtime/gate.js")["gate"]
    assert isinstance(gate, js.ArrowFunctionExpression)
    assert (
        tuple(parameter.name for parameter in gate.params if isinstance(parameter, js.Identifier))
        == GATE_PARAMETERS
    )


# ---- what the runtime is told ------------------------------------------------------------------------

COOKIE = {"use": "cookie", "name": "choice", "map": {"marketing": "ads", "analytics": "stats"}}
PUSHED = {"use": "data_layer", "event": "saved", "map": {"marketing": "ads", "analytics": "stats"}}
CATEGORIES = {"categories": ["analytics", "marketing"]}
EVERYTHING = document(
    *INSTANCES,
    trusted_types=True,
    consent={
        **CATEGORIES,
        "sources": [PUSHED, COOKIE],
        "regimes": {"default": "opt_in", "regions": [{"in": ["US"], "regime": "opt_out"}]},
        "region_from": [{"global": "region"}],
        "gpc": "by_region",
    },
    server={"endpoint": "/t/e", "origins": ["https://www.example.com"]},
    platforms={
        **INSTANCES,
        "meta": {**INSTANCES["meta"], "server": {"access_token": "$secret.META_TOKEN"}},
        "meta_2": {"platform": "meta", "pixel_id": "7654321", "requires": "marketing"},
    },
    user_data={"requires": "marketing", "email": "$data.user.email"},
    events={
        "page_view": {"if": {"$page.path": "/"}},
        "purchase": {
            "once_per": "$event.order_id",
            "requires": "analytics",
            "params": {"order_id": "$event.order_id"},
            "platforms": {"linkedin": {"conversion": 1234567}},
        },
        "contact": {
            "on": {"click": "a", "delay": "1s"},
            "once_per": "session",
            "after": ["page_view"],
            "to": ["ga4"],
        },
    },
)
NOTHING_MUCH = document("tiktok", events={"lead": {}})


def told(data: dict[str, object], *, readable: bool = True) -> dict[str, object]:
    return {
        name: value.value if isinstance(value, js.Literal) else value
        for name, value in config(program(data), readable=readable).items()
    }


def test_every_export_of_the_configuration_is_set_for_some_program_and_nothing_else_is() -> None:
    assert told(EVERYTHING).keys() == exports(CONFIG).keys()
    assert told(NOTHING_MUCH).keys() <= exports(CONFIG).keys()


def test_every_flag_is_on_for_a_program_that_has_everything_and_off_for_one_that_has_nothing() -> None:
    flags = {
        name
        for name, value in exports(CONFIG).items()
        if isinstance(value, js.Literal) and value.value is True
    }
    on, off = told(EVERYTHING), told(NOTHING_MUCH, readable=False)
    assert {name for name in flags if on[name] is not True} == set()
    always = {"ERASE", "STOP"}  # TikTok has cookies and a switch
    assert {name for name in flags if off[name] is not False} == always


def test_a_flag_that_no_part_asks_for_is_none() -> None:
    asked: set[str] = set()
    for path in registry.part_path("").rglob("*.js"):
        if path.name != "config.js":
            asked |= set(top_level_names(parse(path.read_text("utf-8"), module=True)))
    assert exports(CONFIG).keys() - asked == set()
