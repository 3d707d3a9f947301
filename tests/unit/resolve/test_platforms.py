"""Platforms whose instances share a library, are known by conversions, or have a library each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tagc import passes
from tagc.ir import expr as e
from tests.unit.resolve.complaints import complaints
from tests.unit.resolve.programs import calls, instances, program

if TYPE_CHECKING:
    from tagc.ir.program import Call, Command

X = (
    "consent: {categories: [analytics, marketing]}\n"
    "platforms:\n  x: {pixel_id: o8abc, requires: marketing}\n"
    "  x_fr: {platform: x, pixel_id: o8xyz, requires: marketing}\n"
    "  ga4: {measurement_id: G-ABCDE12345, requires: analytics}\n"
)
ADS = "  google_ads: {conversion_id: AW-123456789, requires: marketing}\n"
GA4 = "  ga4: {measurement_id: G-ABCDE12345, requires: analytics}\n"
CONSENT = "consent: {categories: [analytics, marketing]}\nplatforms:\n"
GOOGLE = CONSENT + GA4 + ADS
LABEL = "AbC-D_efG"
UET = (
    "consent: {categories: [analytics, marketing]}\n"
    "platforms:\n  microsoft: {tag_id: 187654321, requires: marketing}\n"
)
SEND_TO = e.Concat((e.Const("AW-123456789"), e.Const(f"/{LABEL}")))


def lead(platforms: str, name: str = "lead") -> str:
    return f"events: {{{name}: {{on: {{click: a}}, platforms: {{{platforms}}}}}}}\n"


def payload(call: Call) -> dict[str, e.Expr]:
    assert isinstance(call.payload, e.Object)
    return dict(call.payload.entries)


def config_of(command: Command) -> dict[str, e.Expr]:
    found = command.arguments[2]
    assert isinstance(found, e.Object)
    return dict(found.entries)


# ---- X -----------------------------------------------------------------------------------------------------------


def test_a_conversion_of_x_is_sent_as_it_is_written() -> None:
    made = calls(X + lead("x: {conversion: tw-o8abc-o9def}, x_fr: {conversion: tw-o8xyz-o9def}"), "lead")
    assert [dict(made[name].cells)["conversion"] for name in ("x", "x_fr")] == [
        "tw-o8abc-o9def",
        "tw-o8xyz-o9def",
    ]


def test_a_conversion_of_another_pixel_is_told_at_its_place() -> None:
    assert complaints(X + lead("x: {conversion: tw-o8xyz-o9def}, x_fr: {conversion: tw-o8xyz-o9def}")) == [
        "conversion-of-another tw-o8xyz-o9def"
    ]


@pytest.mark.parametrize("wrong", ["o9def", "tw-o8abc", "tw-o8abc-", "TW-o8abc-o9def", "tw-o8abc-o9def-x"])
def test_what_is_no_conversion_of_x_is_malformed(wrong: str) -> None:
    assert complaints(X + lead(f"x: {{conversion: {wrong}}}")) == [f"conversion-malformed {wrong}"]


def test_x_knows_no_event_names_and_nobody_is_told_of_one_without_a_conversion() -> None:
    assert calls(X + lead("x: {conversion: tw-o8abc-o9def}"), "lead").keys() == {"x", "ga4"}
    assert complaints(X + "events: {lead: {on: {click: a}, to: [x]}}\n") == ["conversion-missing x"]
    assert complaints(X + lead("x: {event: Lead}")) == ["event-name-not-possible event"]


def test_a_conversion_of_x_is_told_apart_by_the_event_id() -> None:
    made = calls(X + lead("x: {conversion: tw-o8abc-o9def}"), "lead")
    assert payload(made["x"]) == {"conversion_id": e.EventId()}


def test_the_page_view_of_x_is_its_library_and_no_call() -> None:
    made = instances(X)
    assert (made["x"].page, made["x"].implicit_page_view, made["x"].lazy) == ((), True, False)
    assert instances(X + lead("x: {conversion: tw-o8abc-o9def}"))["x"].lazy is True


# ---- Google --------------------------------------------------------------------------------------------------------


def test_instances_of_googles_platforms_share_a_library_that_any_of_them_brings() -> None:
    made = instances(GOOGLE)
    assert [made[name].library for name in ("ga4", "google_ads")] == ["google", "google"]
    assert [[command.function for command in item.begin] for item in made.values()] == [
        ["gtag", "gtag", "load", "gtag"]
    ] * 2
    loads = [item.begin[2].arguments for item in made.values()]
    assert loads == [(e.Const("G-ABCDE12345"),), (e.Const("AW-123456789"),)]


def test_each_instance_configures_its_own_id_and_none_counts_a_page_view_by_itself() -> None:
    for name, ident in (("ga4", "G-ABCDE12345"), ("google_ads", "AW-123456789")):
        config = instances(GOOGLE)[name].start[-1]
        assert config.arguments[:2] == (e.Const("config"), e.Const(ident))
        assert config_of(config)["send_page_view"] == e.Const(value=False)


def test_consent_is_the_default_and_the_decision_before_the_script() -> None:
    default, decided, load, _ = instances(GOOGLE)["google_ads"].begin
    assert default.arguments == (e.Const("consent"), e.Const("default"), e.ConsentState(initial=True))
    assert decided.arguments == (e.Const("consent"), e.Const("update"), e.ConsentState(initial=False))
    assert load.function == "load"
    for item in instances(GOOGLE).values():
        assert item.stop == item.resume == item.update == (decided,)


def test_googles_consent_types_follow_what_the_first_instance_requires_that_they_are_about() -> None:
    consent = "consent: {categories: [c1, c2, c3]}\nplatforms:\n"
    ga4, ads = GA4.replace("analytics}", "c1}"), ADS.replace("marketing}", "c2}")

    def types(sections: str) -> dict[str, e.Requirement | None]:
        found = program(sections).consent.google
        assert found is not None
        return dict(found.types)

    c1, c2 = (e.RequireCategory(name) for name in ("c1", "c2"))
    both = types(consent + ga4 + ads)
    advertising = ("ad_storage", "ad_user_data", "ad_personalization")
    assert both["analytics_storage"] == c1
    assert {both[name] for name in advertising} == {c2}
    assert {types(consent + ga4)[name] for name in advertising} == {None}
    assert types(consent + ads)["analytics_storage"] is None
    second = "  ads_fr: {platform: google_ads, conversion_id: AW-987654321, requires: c3}\n"
    assert types(consent + ads + second)["ad_storage"] == c2


def test_a_conversion_of_google_ads_is_addressed_by_its_label() -> None:
    made = calls(GOOGLE + lead(f"google_ads: {{conversion: {LABEL}}}"), "lead")["google_ads"]
    assert made.vendor_event == "conversion"
    assert payload(made)["send_to"] == SEND_TO
    assert payload(made)["transaction_id"] == e.EventId()


def test_an_order_has_its_own_number_and_a_purchase_its_own_name() -> None:
    sections = GOOGLE + lead(
        f"google_ads: {{conversion: {LABEL}, params: {{order_id: $data.id}}}}", "purchase"
    )
    made = calls(sections, "purchase")["google_ads"]
    assert made.vendor_event == "purchase"
    assert payload(made)["transaction_id"] == e.First((e.Param("order_id"), e.EventId()))


def test_an_event_of_google_ads_without_a_conversion_is_for_remarketing_only() -> None:
    made = calls(GOOGLE + lead("google_ads: {event: view_item}"), "lead")["google_ads"]
    assert made.vendor_event == "view_item"
    assert payload(made)["send_to"] == e.Concat((e.Const("AW-123456789"), e.Const(None)))
    assert "transaction_id" not in payload(made)


def test_an_event_with_a_name_and_a_conversion_is_both() -> None:
    made = calls(GOOGLE + lead(f"google_ads: {{event: add_to_cart, conversion: {LABEL}}}"), "lead")[
        "google_ads"
    ]
    assert (made.vendor_event, payload(made)["send_to"]) == ("add_to_cart", SEND_TO)


def test_a_neutral_event_without_a_conversion_is_nothing_to_google_ads() -> None:
    assert calls(f"{GOOGLE}events: {{lead: {{on: {{click: a}}}}}}\n", "lead").keys() == {"ga4"}


def test_enhanced_conversions_are_switched_on_where_user_data_are_told() -> None:
    told = "user_data: {requires: marketing, email: $data.mail, to: [google_ads]}\n"

    def allowed(sections: str) -> e.Expr:
        return config_of(instances(sections)["google_ads"].start[-1])["allow_enhanced_conversions"]

    assert allowed(GOOGLE) == e.Const(None)
    assert allowed(GOOGLE + told) == e.Const(value=True)
    assert allowed(GOOGLE + told.replace("google_ads]", "ga4]")) == e.Const(None)


# ---- Microsoft -----------------------------------------------------------------------------------------------------


def queues(sections: str) -> list[object]:
    found = [command for item in instances(sections).values() for command in item.send]
    return [each.receiver and each.receiver.arguments for each in found]


def test_each_tag_of_microsoft_has_its_own_library_and_several_have_their_own_queues() -> None:
    second = "  bing_fr: {platform: microsoft, tag_id: 123456789, requires: analytics}\n"
    assert queues(UET) == [(e.Const("uetq"),)]
    assert queues(UET + second) == [
        (e.Concat((e.Const("uetq"), e.Const(tag))),) for tag in ("187654321", "123456789")
    ]
    assert [item.library for item in instances(UET + second).values()] == [None, None]


def test_a_page_view_of_microsoft_takes_no_parameters() -> None:
    made = calls(f"{UET}events: {{page_view: {{params: {{value: 5, currency: GBP, section: x}}}}}}\n")
    assert payload(made["microsoft"]).keys() & {"value", "revenue_value", "currency"} == set()
    (page,) = instances(UET)["microsoft"].page or ()
    assert [type(argument).__name__ for argument in page.arguments] == ["Const", "Const", "Object"]


def test_ids_of_products_are_told_where_the_event_says_what_kind_of_page_it_is() -> None:
    params = "params: {items: $data.lines, value: 5, currency: GBP}"

    def told(event: str) -> set[str]:
        events = f"events: {{e: {{event: {event}, on: {{click: a}}, {params}}}}}\n"
        (rule,) = passes.run(program(UET + events)).rules
        return payload(rule.calls[0]).keys() - {"event_id"}

    shop = {"ecomm_prodid", "ecomm_pagetype", "ecomm_totalvalue"}
    assert told("purchase") - told("lead") == shop
    assert told("lead") == {"items", "revenue_value", "currency"}
