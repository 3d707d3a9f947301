"""`$env.NAME`: given this document and these values, this is built, or this is wrong."""

from __future__ import annotations

from typing import Any

import pytest

from tagc import compiler
from tagc.ir.expr import Const
from tests.documents import document, errors, yaml_of

ENV = {"GA4_ID": {"default": "G-ABCDE12345"}, "STAGE": {"default": "live"}, "NEEDED": {}}


def site(**sections: Any) -> bytes:  # noqa: ANN401 - JSON
    return yaml_of(document("ga4", env=ENV, **sections))


def container(data: bytes, **values: str) -> str:
    result = compiler.build("tagc.yaml", data, values=values, readable=True)
    assert result.ok, result.diagnostics
    return result.files["container.js"].decode()


def complaints(data: bytes, **values: str) -> list[str]:
    return errors(compiler.check("tagc.yaml", data, values=values).diagnostics)


def with_id(written: object) -> bytes:
    return site(platforms={"ga4": {"measurement_id": written, "requires": "analytics"}})


def with_label(value: object, **rule: object) -> bytes:
    return site(events={"page_view": {"params": {"label": value}, **rule}})


def test_a_setting_is_what_the_environment_says() -> None:
    assert '"G-ZZZZZ"' in container(with_id("$env.GA4_ID"), GA4_ID="G-ZZZZZ")


@pytest.mark.parametrize("values", [{}, {"GA4_ID": ""}, {"ga4_id": "G-ZZZZZ"}])
def test_a_value_that_is_not_set_or_empty_has_its_default(values: dict[str, str]) -> None:
    assert '"G-ABCDE12345"' in container(with_id("$env.GA4_ID"), **values)


def test_a_part_of_a_setting_may_come_from_the_environment() -> None:
    assert '"G-LIVE"' in container(with_id("G-${env.STAGE}"), STAGE="LIVE")


def test_a_setting_from_the_environment_is_checked_like_any_other() -> None:
    assert complaints(with_id("$env.GA4_ID"), GA4_ID="UA-1") == [
        'wrong-format: "UA-1" does not have the form of "measurement_id"'
    ]


@pytest.mark.parametrize(("written", "shown"), [("true", "true"), ("false", "false")])
def test_a_setting_has_the_type_its_text_would_have_in_the_file(written: str, shown: str) -> None:
    options = {"debug_mode": "$env.STAGE"}
    data = site(platforms={"ga4": {"measurement_id": "G-1234", "requires": "analytics", "options": options}})
    assert f"debug_mode: {shown}" in container(data, STAGE=written)
    assert complaints(data, STAGE="maybe") != []


@pytest.mark.parametrize(
    "text", ["$event.x", "${page.url}", "</script>", '"', "\\", "\u2028", "0123", "null", "~", " "]
)
def test_what_a_value_holds_is_taken_literally(text: str) -> None:
    for written, expected in (("$env.STAGE", text), ("<${env.STAGE}>", f"<{text}>")):
        found, result = compiler.resolved("tagc.yaml", with_label(written), values={"STAGE": text})
        assert found is not None, result.diagnostics
        (call,) = found.program.rules[0].calls
        assert dict(call.params)["label"] == Const(expected)


def test_text_around_a_value_stays() -> None:
    assert '"stage-test-x"' in container(with_label("stage-${env.STAGE}-x"), STAGE="test")


def test_a_value_in_a_pattern_is_escaped() -> None:
    data = with_label("x", **{"if": {"$page.path": {"matches": "^/${env.STAGE}/"}}})
    assert r"/^\/a\.b\//" in container(data, STAGE="a.b")


def test_a_condition_on_the_environment_is_decided_at_build_time() -> None:
    data = with_label("only-there", **{"if": {"$env.STAGE": "live"}})
    assert '"only-there"' in container(data, STAGE="live")
    assert '"only-there"' not in container(data, STAGE="test")


@pytest.mark.parametrize("written", ["$$env.STAGE", "$${env.STAGE}"])
def test_doubled_dollars_are_literal(written: str) -> None:
    made = container(with_label(written), STAGE="test")
    assert written[1:] in made
    assert '"test"' not in made


def test_what_is_not_declared_is_an_error_wherever_it_stands() -> None:
    near = 'undeclared-environment-value: "$env.STAGGE" is not declared'
    for data in (
        with_id("$env.STAGGE"),
        with_id("G-${env.STAGGE}"),
        with_label("$env.STAGGE"),
        with_label("${env.STAGGE}"),
    ):
        assert complaints(data, STAGGE="x") == [near]


def test_what_has_no_default_must_be_set() -> None:
    missing = ['missing-environment-value: the environment has no value for "NEEDED"']
    for data in (with_id("$env.NEEDED"), with_label("${env.NEEDED}")):
        assert complaints(data) == missing
        assert complaints(data, NEEDED="") == missing
    assert complaints(with_id("$env.NEEDED"), NEEDED="G-1234") == []


def test_what_nobody_reads_need_not_be_set() -> None:
    assert complaints(with_label("x")) == []


@pytest.mark.parametrize("written", ["$env", "$env.A.B"])
def test_a_reference_names_one_value(written: str) -> None:
    assert [each.partition(":")[0] for each in complaints(with_label(written))] == ["malformed-reference"]


def test_a_variable_may_not_be_called_env() -> None:
    assert [each.partition(":")[0] for each in complaints(site(variables={"env": "x"}))] == [
        "reserved-variable"
    ]


def test_values_that_were_read_and_no_others_are_inputs() -> None:
    found, result = compiler.resolved(
        "tagc.yaml", with_id("$env.GA4_ID"), values={"GA4_ID": "G-1234", "STAGE": "x", "HOME": "/root"}
    )
    assert found is not None, result.diagnostics
    assert found.inputs.values == {"GA4_ID": "G-1234"}


@pytest.mark.parametrize("env", ["text", [], {"GA4_ID": "text"}, {"GA4_ID": {"default": [1]}}, {"A-B": {}}])
def test_declarations_of_a_wrong_shape_are_told_as_such(env: object) -> None:
    data = yaml_of(document("ga4", env=env))
    found = complaints(data)
    assert len(found) == 1
    assert found[0].startswith(("wrong-type", "wrong-name"))


def test_an_environment_may_have_other_defaults() -> None:
    data = site(
        events={"page_view": {"params": {"label": "$env.STAGE"}}},
        environments={"staging": {"env": {"STAGE": {"default": "from-staging"}}}},
    )
    built = compiler.build("tagc.yaml", data, environment="staging").files["container.js"]
    assert b'"from-staging"' in built
