"""The sections of a document."""

from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from tagc import registry
from tagc.model import Document, Rule, Trigger, parse
from tagc.source import SourceInt

BASE: dict[str, Any] = {
    "tagc": 1,
    "container": "shop",
    "consent": {"categories": ["marketing"]},
    "platforms": {},
    "events": {},
}
META = {"pixel_id": "1234567890123456", "requires": "marketing"}


def document(**sections: object) -> Document:
    return parse({**BASE, **sections})


def test_what_may_be_left_out_has_the_defaults_of_the_language() -> None:
    consent = document().consent
    assert consent.regimes.default == "opt_in"
    assert consent.gpc.mode == "by_region"
    assert consent.sources == ()
    assert consent.region_from == ()


@pytest.mark.parametrize("key", BASE)
def test_every_section_of_the_smallest_document_is_needed(key: str) -> None:
    with pytest.raises(ValidationError):
        parse({name: value for name, value in BASE.items() if name != key})


@pytest.mark.parametrize("version", [True, "1", 2, None])
def test_the_language_version_is_the_number_one(version: object) -> None:
    with pytest.raises(ValidationError):
        document(tagc=version)


def test_documents_are_frozen() -> None:
    with pytest.raises(ValidationError):
        document().container = "other"  # type: ignore[misc]


def test_an_instance_is_of_the_platform_that_its_key_names() -> None:
    meta = document(platforms={"meta": META}).platforms["meta"]
    assert meta.platform == "meta"
    assert meta.settings == {"pixel_id": "1234567890123456"}


def test_an_instance_of_another_name_says_its_platform() -> None:
    assert document(platforms={"shop": {**META, "platform": "meta"}}).platforms["shop"].platform == "meta"


@pytest.mark.parametrize(
    "platforms",
    [
        {"shop": META},
        {"shop": {**META, "platform": "mate"}},
        {"meta": {**META, "platform": "ga4"}},
        {"meta": {"pixel_id": "1234567890123456"}},
        {"meta": {**META, "options": {"nope": 1}}},
        {"meta": {**META, "options": {"automatic_events": None}}},
        {"9": {**META, "platform": "meta"}},
        {"meta": None},
    ],
)
def test_an_instance_that_is_none_is_refused(platforms: object) -> None:
    with pytest.raises(ValidationError):
        document(platforms=platforms)


def test_numbers_count_as_text_in_the_settings_of_a_platform() -> None:
    platforms = {"meta": {**META, "pixel_id": SourceInt(12345678, "0012345678")}}
    assert document(platforms=platforms).platforms["meta"].settings == {"pixel_id": "0012345678"}


def test_true_is_never_text() -> None:
    with pytest.raises(ValidationError):
        document(
            platforms={"ga4": {"measurement_id": "G-ABCDE12345", "requires": "marketing", "owner": True}}
        )


def test_null_takes_a_parameter_out_and_an_instance_out_of_a_rule() -> None:
    rule = document(events={"lead": {"params": {"value": None}, "platforms": {"meta": None}}}).events["lead"]
    assert rule.params == {"value": None}
    assert rule.platforms == {"meta": None}


def test_null_is_not_the_value_of_a_field() -> None:
    with pytest.raises(ValidationError):
        Rule.model_validate({"event": None})


def test_a_consent_source_has_the_settings_of_its_kind() -> None:
    source = {"use": "cookie", "name": 12, "map": {"marketing": "ads"}}
    (cookie,) = document(consent={"categories": ["marketing"], "sources": [source]}).consent.sources
    assert cookie.settings == {"name": "12", "format": "json"}
    assert cookie.map == {"marketing": ("ads",)}
    assert True in cookie.granted


def test_a_region_source_is_a_kind_and_a_name() -> None:
    consent = document(consent={"categories": [], "region_from": [{"meta": "region"}]}).consent
    assert [(source.kind, source.name) for source in consent.region_from] == [("meta", "region")]


def test_user_data_keeps_its_fields_apart_from_its_settings() -> None:
    user = document(user_data={"requires": "marketing", "to": ["meta"], "email": "$data.email"}).user_data
    assert user is not None
    assert user.to == ("meta",)
    assert [*user.fields] == ["email"]


def test_a_trigger_by_name_and_by_kind() -> None:
    named, of_kind = document(triggers={"t": ["booking", {"click": "a.book"}]}).triggers["t"]
    assert named.name == "booking"
    assert (of_kind.kind, of_kind.selectors) == ("click", ("a.book",))


@pytest.mark.parametrize("kind", registry.triggers())
def test_every_kind_of_the_catalogue_is_a_trigger(kind: str) -> None:
    on = yaml.load(registry.triggers()[kind].example, yaml.BaseLoader)["on"]  # noqa: S506 - text only
    written = {kind: {}} if isinstance(on, str) else on
    trigger = Trigger.model_validate({**written, "unless": {"$page.path": "/"}})
    assert trigger.kind == kind
    given = (trigger.test, trigger.selectors, trigger.members, trigger.settings)
    assert sum(each is not None for each in given) == 1


def test_a_text_or_a_list_is_a_kinds_main_setting_and_a_map_has_them_all() -> None:
    short, long = document(
        triggers={"t": [{"visible": ".a"}, {"visible": {"selector": [".a"], "for": "2s"}}]}
    ).triggers["t"]
    assert short.settings is not None
    assert long.settings is not None
    assert short.settings.model_dump() == {"selector": (".a",), "percent": "50%", "for_": None}
    assert long.settings.model_dump() == {"selector": (".a",), "percent": "50%", "for_": "2s"}


@pytest.mark.parametrize(
    "data", [{}, {"if": {}}, {"click": "a", "form": "b"}, {"click": "a", "x": 1}, {"name": "x"}, True]
)
def test_what_is_no_trigger_is_refused(data: object) -> None:
    with pytest.raises(ValidationError):
        Trigger.model_validate(data)
