"""What vendors refuse, or lose without a word: names, parameters and values."""

from __future__ import annotations

import pytest

from tests.unit.resolve.complaints import complaints

BOTH = "consent: {categories: [analytics, marketing]}\nplatforms:\n"
CONSENT = BOTH.replace("analytics, ", "")
GA4 = BOTH.replace(", marketing", "") + "  ga4: {measurement_id: G-ABCDE12345, requires: analytics}\n"
INSTANCE = GA4.splitlines(keepends=True)[-1]
META = CONSENT + "  meta: {pixel_id: 1234567890123456, requires: marketing}\n"
TIKTOK = CONSENT + "  tiktok: {pixel_code: C4ABCDEFGHIJKLMNOPQR, requires: marketing}\n"
PINTEREST = CONSENT + "  pinterest: {tag_id: 2612345678901, requires: marketing}\n"
REDDIT = CONSENT + "  reddit: {pixel_id: a2_1a2b3c4d5e6f, requires: marketing}\n"
LINKEDIN = CONSENT + "  linkedin: {partner_id: 1234567, requires: marketing"
MICROSOFT = CONSENT + "  microsoft: {tag_id: 187654321, requires: marketing}\n"
X = CONSENT + "  x: {pixel_id: o8abc, requires: marketing}\n"


def named(platforms: str, name: str) -> list[str]:
    """Complaints about a custom event of this name; ga4 and the rest get it."""
    (instance,) = [line.partition(":")[0].strip() for line in platforms.splitlines()[2:]]
    return complaints(f"{platforms}events:\n  x: {{custom: {name}, on: page_view, to: [{instance}]}}\n")


def with_params(platforms: str, params: str, event: str = "view_content") -> list[str]:
    return complaints(f"{platforms}events:\n  {event}:\n    on: page_view\n    params: {{{params}}}\n")


def told_alone(platforms: str, instance: str, params: str) -> list[str]:
    """Complaints about parameters for this instance and no other."""
    rule = f"{{on: page_view, platforms: {{{instance}: {{params: {{{params}}}}}}}}}"
    return complaints(f"{platforms}events: {{view_content: {rule}}}\n")


# ---- names of events ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("platforms", "name"),
    [
        (GA4, "seat-map"),
        (GA4, "seat map"),
        (GA4, "2_seats"),
        (GA4, "_seats"),
        (GA4, "a" * 41),
        (GA4, "session_start"),
        (GA4, "firebase_seats"),
        (GA4, "ga_seats"),
        (GA4, "google_seats"),
        (META, "a" * 51),
        (TIKTOK, "seat map"),
        (TIKTOK, "2_seats"),
        (TIKTOK, "übersicht"),
        (TIKTOK, "a" * 51),
        (PINTEREST, "seat map"),
    ],
)
def test_a_name_that_the_vendor_refuses_is_told_at_its_place(platforms: str, name: str) -> None:
    assert named(platforms, name) == [f"event-name-refused {name}"]


@pytest.mark.parametrize(
    ("platforms", "name"),
    [
        (GA4, "a" * 40),
        (GA4, "übersicht_2"),
        (GA4, "click"),
        (GA4, "file_download"),
        (GA4, "gala_seats"),
        (META, "a" * 50),
        (META, "Sitzplan / Übersicht"),
        (TIKTOK, "seat-map_2"),
        (PINTEREST, "seat-map"),
        (MICROSOFT, "seat map"),
        (REDDIT, "seat map"),
    ],
)
def test_a_name_that_the_vendor_takes_is_none_of_our_business(platforms: str, name: str) -> None:
    assert named(platforms, name) == []


def test_each_vendor_has_its_own_grammar() -> None:
    platforms = META.replace(CONSENT, BOTH) + INSTANCE
    events = "events: {x: {custom: seat map, on: page_view, to: [ga4, meta]}}\n"
    assert complaints(platforms + events) == ["event-name-refused seat map"]
    assert complaints(META + events.replace("ga4, ", "")) == []


def test_a_name_for_one_platform_is_told_at_its_place() -> None:
    events = "events: {lead: {on: page_view, platforms: {ga4: {event: new lead}}}}\n"
    assert complaints(GA4 + events) == ["event-name-refused new lead"]
    assert complaints(GA4 + events.replace("new lead", "page_view")) == []


def test_every_name_that_a_rule_can_make_is_checked_and_told_where_it_is_written() -> None:
    table = "{lookup: $page.path, table: {/a: seats, /b: other seats}, default: error}"
    found = complaints(f"{GA4}events:\n  x: {{custom: {table}, on: page_view, to: [ga4]}}\n")
    assert found == ["event-name-refused other seats", "event-name-refused error"]


def test_a_name_that_is_put_together_is_told_at_the_whole() -> None:
    events = "events: {x: {custom: 'seen ${scroll.percent}', on: {scroll: [50%]}, to: [ga4]}}\n"
    assert complaints(GA4 + events) == ["event-name-refused 'seen ${scroll.percent}'"]
    assert complaints(GA4 + events.replace("seen ", "seen_")) == []


# ---- names of parameters --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["_part", "ga_part", "google_part", "firebase_part", "gtag.part", "p" * 41])
def test_a_parameters_name_that_the_vendor_refuses_is_told_at_its_place(name: str) -> None:
    assert with_params(GA4, f"{name}: x") == [f"parameter-name-refused {name}"]
    assert with_params(META, f"{name}: x") == []


@pytest.mark.parametrize("name", ["part", "gala_part", "p" * 40])
def test_a_parameters_name_that_the_vendor_takes_is_not(name: str) -> None:
    assert with_params(GA4, f"{name}: x") == []


def test_a_parameter_that_is_taken_out_for_the_vendor_is_not_its_business() -> None:
    events = "events: {view_content: {on: page_view, params: {_part: x}, platforms: {ga4: {params: {_part: null}}}}}\n"
    assert complaints(META.replace(CONSENT, BOTH) + INSTANCE + events) == []


def test_a_parameter_of_the_instance_is_told_once() -> None:
    platforms = GA4.replace("analytics}\n", "analytics, params: {_part: x}}\n")
    assert complaints(f"{platforms}events: {{page_view: {{}}, view_content: {{on: page_view}}}}\n") == [
        "parameter-name-refused _part"
    ]


# ---- parameters that are never sent ---------------------------------------------------------------------------------


def test_what_is_written_for_one_platform_and_never_sent_is_an_error() -> None:
    assert told_alone(REDDIT, "reddit", "form: x") == ["parameter-not-taken form"]
    assert told_alone(REDDIT, "reddit", "status: x") == ["parameter-not-taken status"]
    assert told_alone(MICROSOFT, "microsoft", "status: x, mine: y") == ["parameter-not-taken status"]
    assert told_alone(REDDIT, "reddit", "order_id: x") == []
    platforms = f"{LINKEDIN}, params: {{section: x}}}}\n"
    assert complaints(f"{platforms}events: {{page_view: {{}}}}\n") == ["parameter-not-taken section"]


def test_a_number_of_the_order_travels_in_what_every_conversion_of_google_ads_has() -> None:
    ads = CONSENT + "  google_ads: {conversion_id: AW-123456789, requires: marketing}\n"
    params = "{conversion: AbC-D_efG, params: {order_id: $data.id}}"
    assert (
        complaints(f"{ads}events: {{purchase: {{on: page_view, platforms: {{google_ads: {params}}}}}}}\n")
        == []
    )


def test_parameters_of_a_rule_are_for_those_who_take_them() -> None:
    assert with_params(REDDIT, "form: x, status: y") == []


# ---- values ---------------------------------------------------------------------------------------------------------


def test_a_value_that_the_vendor_does_not_know_is_told_where_it_is_written() -> None:
    assert with_params(MICROSOFT, "ecomm_pagetype: Product") == ["value-not-known Product"]
    assert with_params(MICROSOFT, "ecomm_pagetype: product") == []
    assert with_params(GA4, "ecomm_pagetype: Product") == []


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ("{first: [$data.kind, start]}", "start"),
        ("{first: [{value: start, if: {$page.path: /}}, cart]}", "start"),
        ("{lookup: $page.path, table: {/: start, /cart: cart}}", "start"),
        ("{lookup: $page.path, table: {/: home}, default: start}", "start"),
        ("{from: $data.kind, default: start}", "start"),
        ("{from: start}", "start"),
        ("{from: home, as: upper}", "{from: home, as: upper}"),
    ],
)
def test_a_value_is_found_in_choices_and_tables(value: str, place: str) -> None:
    assert with_params(MICROSOFT, f"ecomm_pagetype: {value}") == [f"value-not-known {place}"]


@pytest.mark.parametrize(
    "value",
    ["$data.kind", "{from: HOME, as: lower}", "'${data.a}x'", "{dom: h1}", "{first: [$data.kind, home]}"],
)
def test_what_nobody_knows_yet_and_what_becomes_right_are_no_mistakes(value: str) -> None:
    assert with_params(MICROSOFT, f"ecomm_pagetype: {value}") == []


def test_a_value_in_a_variable_is_told_where_it_is_used() -> None:
    found = with_params(
        f"variables: {{kind: {{first: [$data.kind, start]}}}}\n{MICROSOFT}", "ecomm_pagetype: $kind"
    )
    assert found == ["value-not-known $kind"]


def test_a_switch_of_x_has_two_values() -> None:
    rule = (
        "{on: page_view, platforms: {x: {conversion: tw-o8abc-o9def, params: {restricted_data_use: VALUE}}}}"
    )
    events = f"events: {{page_view: {{}}, lead: {rule}}}\n"
    assert complaints(X + events.replace("VALUE", "on")) == ["value-not-known on"]
    assert complaints(X + events.replace("VALUE", "off")) == []


def test_tiktok_is_told_of_products_only_whatever_other_platforms_hear() -> None:
    assert with_params(TIKTOK, "content_type: show") == []
    assert told_alone(TIKTOK, "tiktok", "content_type: show") == ["value-not-known show"]
    assert told_alone(TIKTOK, "tiktok", "content_type: product_group") == []


def test_a_text_that_is_longer_than_the_vendor_takes_is_told() -> None:
    assert with_params(GA4, f"part: {'x' * 100}, page_title: {'x' * 300}") == []
    assert with_params(GA4, f"part: {'x' * 101}") == [f"value-too-long {'x' * 101}"]
    assert with_params(GA4, f"page_title: {'x' * 301}") == [f"value-too-long {'x' * 301}"]
    assert with_params(GA4, f"content_name: {{first: [$data.a, {'x' * 101}]}}") == [
        f"value-too-long {'x' * 101}"
    ]
    assert with_params(META, f"part: {'x' * 101}") == []


# ---- how many -------------------------------------------------------------------------------------------------------


def test_more_parameters_than_the_vendor_takes_are_counted_with_those_of_the_instance() -> None:
    many = ", ".join(f"p{number}: $data.p{number}" for number in range(25))
    assert with_params(GA4, many) == []
    assert with_params(GA4, f"{many}, more: x") == ["too-many-parameters view_content"]
    assert with_params(META, f"{many}, more: x") == []
    platforms = GA4.replace("analytics}\n", "analytics, params: {more: x}}\n")
    assert with_params(platforms, many) == ["too-many-parameters view_content"]


def test_variables_that_lead_to_each_other_in_many_ways_are_read_once_each() -> None:
    steps = "".join(f"  v{at + 1}: {{first: [$v{at}, $v{at}, '${{v{at}}}']}}\n" for at in range(40))
    sections = f"variables:\n  v0: {{first: [$data.kind, start]}}\n{steps}{MICROSOFT}"
    assert with_params(sections, "ecomm_pagetype: $v40") == ["value-not-known $v40"]
