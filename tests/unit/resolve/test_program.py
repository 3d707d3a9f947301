"""Model -> Program: what each sentence of the language means, in the program's words."""

from __future__ import annotations

import pytest

from tagc.ir import expr as e
from tagc.ir.program import Gate, Gpc, Once, Regime
from tagc.resolve.iso import EEA
from tests.unit.resolve.complaints import complaints
from tests.unit.resolve.programs import calls, expr, instances, program, rule

ALWAYS = e.Always(holds=True)
ANALYTICS = e.RequireCategory("analytics")
MARKETING = e.RequireCategory("marketing")
LINKEDIN = "  linkedin: {partner_id: 1234567, requires: marketing}\n"
TWO = (
    "consent: {categories: [marketing]}\n"
    "platforms:\n  linkedin: {partner_id: 1234567, requires: marketing}\n"
    "  linkedin_fr: {platform: linkedin, partner_id: 7654321, requires: marketing}\n"
)
SNAP = (
    "consent: {categories: [marketing]}\n"
    "platforms:\n  snap: {pixel_id: 1a2b3c4d-0000-4000-8000-1a2b3c4d5e6f, requires: marketing}\n"
)
REDDIT = (
    "consent: {categories: [marketing]}\n"
    "platforms:\n  reddit: {pixel_id: a2_1a2b3c4d5e6f, requires: marketing}\n"
)
PINTEREST = (
    "consent: {categories: [marketing]}\n"
    "platforms:\n  pinterest: {tag_id: 2612345678901, requires: marketing}\n"
    "  pinterest_fr: {platform: pinterest, tag_id: 2612345678902, requires: marketing}\n"
)
ALONE = f"consent: {{categories: [marketing]}}\nplatforms:\n{LINKEDIN}"


def const(*values: bool | float | str | None) -> tuple[e.Expr, ...]:
    return tuple(e.Const(value) for value in values)


def page(*path: str) -> e.Field:
    return e.Field(e.Root.PAGE, path)


# ---- requirements ------------------------------------------------------------------------------------------------


def test_a_call_needs_what_its_instance_needs() -> None:
    assert {name: call.gate for name, call in calls("events: {page_view: {}}\n").items()} == {
        "ga4": Gate(ANALYTICS),
        "meta": Gate(MARKETING),
    }


def test_a_rule_adds_to_the_requirement_and_never_weakens_it() -> None:
    made = calls("events: {page_view: {requires: marketing}}\n")
    assert made["ga4"].gate == Gate(e.RequireAll((ANALYTICS, MARKETING)))
    assert made["meta"].gate == Gate(MARKETING)
    weaker = calls("events: {page_view: {requires: {any: [necessary, analytics]}}}\n")
    assert weaker["meta"].gate == Gate(MARKETING)


def test_any_and_all_are_kept_and_flattened() -> None:
    made = calls(
        "events: {page_view: {requires: {all: [marketing, {any: [analytics, {all: [marketing]}]}]}}}\n"
    )
    either = e.RequireAny((ANALYTICS, MARKETING))
    assert made["ga4"].gate == Gate(e.RequireAll((ANALYTICS, MARKETING, either)))


def test_user_data_has_a_gate_of_its_own() -> None:
    made = program("user_data: {requires: marketing, email: $data.user.email}\n")
    assert made.user is not None
    assert made.user.gate == Gate(MARKETING)
    matching = {instance.name: instance.matching for instance in made.instances}
    assert matching["ga4"] is not None
    assert matching["ga4"].gate == Gate(e.RequireAll((ANALYTICS, MARKETING)))
    assert matching["meta"] is not None
    assert matching["meta"].gate == Gate(MARKETING)


def test_user_data_goes_to_those_in_to_only() -> None:
    made = instances("user_data: {requires: marketing, to: [meta], email: $data.user.email}\n")
    assert made["ga4"].matching is None
    assert made["meta"].matching is not None
    assert all(
        not isinstance(node, e.User)
        for command in made["ga4"].start
        for a in command.arguments
        for node in e.walk(a)
    )


def test_a_platform_that_takes_raw_values_gets_none_unless_named() -> None:
    sections = f"{ALONE}user_data: {{requires: marketing, email: $data.x}}\nevents: {{page_view: {{}}}}\n"
    assert instances(sections)["linkedin"].matching is None
    raw = sections.replace("email:", "raw_to: [linkedin], email:")
    matching = instances(raw)["linkedin"].matching
    assert matching is not None
    assert [key.hashed for key in matching.keys] == [False]


def test_hashed_user_data_is_marked() -> None:
    made = program("user_data: {requires: marketing, email: {hashed: $data.hash}, phone: $data.phone}\n")
    assert made.user is not None
    assert [(field.field, field.hashed) for field in made.user.fields] == [("email", True), ("phone", False)]
    assert made.user.fields[0].value == e.Field(e.Root.DATA, ("hash",))


# ---- who is told -------------------------------------------------------------------------------------------------


def test_without_to_all_are_told_whose_platform_knows_the_event() -> None:
    assert list(calls("events: {refund: {params: {order_id: 1}}}\n", "refund")) == ["ga4"]


def test_to_names_exactly_those_who_are_told() -> None:
    assert list(calls("events: {page_view: {to: [meta]}}\n")) == ["meta"]


def test_null_takes_an_instance_out() -> None:
    assert list(calls("events: {page_view: {platforms: {meta: null}}}\n")) == ["ga4"]


def test_a_paused_rule_is_not_there() -> None:
    assert program("events: {page_view: {paused: until May}}\n").rules == ()


def test_an_event_may_have_the_platforms_own_name() -> None:
    made = calls("events: {page_view: {platforms: {meta: {event: Seen}}}}\n")
    assert made["meta"].vendor_event == "Seen"
    assert ("kind", "trackCustom") in made["meta"].cells
    assert made["ga4"].vendor_event == "page_view"


def test_an_event_with_another_name_is_no_page_view_of_the_platform() -> None:
    made = calls("events: {page_view: {platforms: {meta: {event: Seen}}}}\n")
    assert {name: call.page_view for name, call in made.items()} == {"ga4": True, "meta": False}
    counted = calls(f"{ALONE}events: {{page_view: {{platforms: {{linkedin: {{conversion: 123}}}}}}}}\n")
    assert counted["linkedin"].page_view is False


def test_a_custom_name_is_text_as_written() -> None:
    made = calls("events: {x: {custom: 0404, on: page_view, to: [meta]}}\n", "x")
    assert made["meta"].vendor_event == "0404"
    assert rule("events: {x: {custom: A, on: page_view, to: [ga4]}}\n", "x").event is None


def test_where_the_platform_has_a_list_of_names_only_those_can_be_given() -> None:
    made = calls(
        f"{SNAP}events: {{page_view: {{}}, lead: {{platforms: {{snap: {{event: SIGN_UP}}}}}}}}\n", "lead"
    )
    assert made["snap"].vendor_event == "SIGN_UP"
    assert calls(f"{SNAP}events: {{x: {{custom: SAVE, on: page_view, to: [snap]}}}}\n", "x").keys() == {
        "snap"
    }
    assert complaints(
        f"{SNAP}events: {{lead: {{platforms: {{snap: {{event: Lead}}}}}}, contact: {{to: [snap]}}, "
        "x: {custom: Chosen, on: page_view, to: [snap]}}\n"
    ) == ["event-name-unknown Lead", "event-not-supported snap", "event-not-supported snap"]


def test_an_event_that_only_a_slot_can_hold_is_told_where_the_rule_names_the_slot() -> None:
    sections = "events: {page_view: {}, download: {on: {click: a}}}\n"
    ga4 = "  ga4: {measurement_id: G-ABCDE12345, requires: marketing}\n"
    both = SNAP + ga4
    assert calls(both + sections, "download").keys() == {"ga4"}
    named = sections.replace("a}}", "a}, platforms: {snap: {event: CUSTOM_EVENT_2}}}")
    assert calls(both + named, "download").keys() == {"snap", "ga4"}


def test_a_conversion_is_a_number_where_it_is_one() -> None:
    made = calls(f"{ALONE}events: {{lead: {{platforms: {{linkedin: {{conversion: 0123}}}}}}}}\n", "lead")
    assert ("conversion", 123) in made["linkedin"].cells


# ---- parameters --------------------------------------------------------------------------------------------------


def test_parameters_come_in_layers_and_null_removes() -> None:
    made = calls("""\
consent: {categories: [analytics, marketing]}
platforms:
  ga4: {measurement_id: G-ABCDE12345, requires: analytics, params: {a: 1, b: 1, c: 1, d: 1}}
  meta: {pixel_id: 1234567890123456, requires: marketing}
events:
  page_view:
    params: {b: 2, c: 2, d: null}
    platforms: {ga4: {params: {c: 3, b: null}}}
""")
    assert made["ga4"].params == (("a", e.Const(1)), ("c", e.Const(3)))
    assert made["meta"].params == (("b", e.Const(2)), ("c", e.Const(2)))


def test_what_the_vendor_does_not_take_with_an_event_is_no_parameter_of_it() -> None:
    sections = f"{REDDIT}events:\n" + "".join(
        f"  {name}: {{params: {{value: 5, currency: GBP, order_id: x, num_items: 2}}}}\n"
        for name in ("page_view", "add_to_cart", "lead", "purchase", "subscribe")
    )
    assert {made.name: list(dict(made.calls[0].params)) for made in program(sections).rules} == {
        "page_view": [],
        "add_to_cart": ["value", "currency", "num_items"],
        "lead": ["value", "currency", "order_id"],
        "purchase": ["value", "currency", "order_id", "num_items"],
        "subscribe": ["value", "currency", "order_id", "num_items"],
    }


def test_a_neutral_parameter_that_the_platform_has_no_key_for_is_not_sent() -> None:
    made = calls(f"{SNAP}events: {{page_view: {{params: {{content_type: x, status: y, mine: z}}}}}}\n")
    assert isinstance(made["snap"].payload, e.Object)
    assert list(dict(made["snap"].payload.entries)) == ["success", "mine", "client_dedup_id"]


def test_a_constant_that_no_event_of_the_instance_has_is_not_in_the_payload() -> None:
    known = calls(f"{REDDIT}events: {{page_view: {{}}, lead: {{}}}}\n")["reddit"].payload
    custom = calls(f"{REDDIT}events: {{page_view: {{}}, contact: {{}}}}\n")["reddit"].payload
    assert known == e.Object((("conversionId", e.EventId()),))
    assert custom == e.Object(
        (("customEventName", e.Cell("custom", optional=True)), ("conversionId", e.EventId()))
    )


def test_neutral_parameters_are_converted_by_themselves() -> None:
    sections = (
        "events: {donate: {params: {value: $event.a, currency: $event.b, order_id: 0815, num_items: '3'}}}\n"
    )
    assert dict(calls(sections, "donate")["ga4"].params) == {
        "value": e.Convert(e.Field(e.Root.EVENT, ("a",)), "number"),
        "currency": e.Convert(e.Field(e.Root.EVENT, ("b",)), "text"),
        "order_id": e.Const("0815"),
        "num_items": e.Const(3),
    }


def test_the_text_of_a_number_stays_inside_computed_values() -> None:
    sections = "events: {page_view: {params: {order_id: {first: [$data.x, 0815], default: 007}}}}\n"
    made = dict(calls(sections)["ga4"].params)["order_id"]
    assert [node.value for node in e.walk(made) if isinstance(node, e.Const)] == ["0815", "007"]


def test_items_have_neutral_fields_whatever_the_page_calls_them() -> None:
    sections = "events: {view_cart: {params: {items: {each: $event.lines, item: {id: $item.sku, price: $item.p}}}}}\n"
    item = e.Object((
        ("id", e.Convert(e.Field(e.Root.ITEM, ("sku",)), "text")),
        ("price", e.Convert(e.Field(e.Root.ITEM, ("p",)), "number")),
    ))  # fmt: skip
    made = dict(calls(sections, "view_cart")["ga4"].params)["items"]
    assert made == e.Each(e.Field(e.Root.EVENT, ("lines",)), item)


def test_items_keep_their_requirement_and_their_default() -> None:
    sections = (
        "events: {view_cart: {params: {items: {each: $event.lines, item: {id: $item.sku}, "
        "requires: marketing, default: $data.lines}}}}\n"
    )
    made = dict(calls(sections, "view_cart")["ga4"].params)["items"]
    assert isinstance(made, e.If)
    assert made.condition == e.IsGranted(MARKETING)
    assert isinstance(made.then, e.First)


# ---- values ------------------------------------------------------------------------------------------------------

DATA = e.Field(e.Root.DATA, ("x",))
ITEM = e.Field(e.Root.ITEM, ("p",))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("12", e.Const(12)),
        ("true", e.Const(value=True)),
        ("$$x", e.Const("$x")),
        ("'$5 and US$'", e.Const("$5 and US$")),
        ("'$${x}'", e.Const("${x}")),
        ("$data.x", DATA),
        ("$cookie.a\\.b", e.Field(e.Root.COOKIE, ("a.b",))),
        ("$page.query.q", page("query", "q")),
        ("'a ${data.x}!'", e.Concat((e.Const("a "), DATA, e.Const("!")))),
        ("'${data.x}'", e.Concat((DATA,))),
        ("[1, $data.x]", e.Array((e.Const(1), DATA))),
        ("{y: {z: $data.x}}", e.Object((("y", e.Object((("z", DATA),))),))),
        ("{from: $data.x, as: [trim, {slice: [0, 5]}]}", e.Convert(e.Convert(DATA, "trim"), "slice", (0, 5))),
        ("{from: $data.x, as: {number: comma}}", e.Convert(DATA, "number_comma")),
        ("{from: $data.x, as: number}", e.Convert(DATA, "number")),
        ("{from: $data.x, default: 1}", e.First((DATA, e.Const(1)))),
        ("{from: $data.x, requires: marketing}", e.If(e.IsGranted(MARKETING), DATA)),
        ("{from: $data.x, if: {$data.x: a}}", e.If(e.Compare(DATA, e.Operator.EQUALS, const("a")), DATA)),
        ("{first: [$data.x, 1]}", e.First((DATA, e.Const(1)))),
        (
            "{first: [{value: 1, if: {$data.x: {exists: true}}}, 2]}",
            e.First((e.If(e.Exists(DATA), e.Const(1)), e.Const(2))),
        ),
        (
            "{lookup: $data.x, match: starts_with, table: {/a/: 1, 404: $data.x}}",
            e.Lookup(DATA, e.Operator.STARTS_WITH, (("/a/", e.Const(1)), ("404", DATA))),
        ),
        (
            "{lookup: $data.x, table: {'a${data.x}': 1, b: 2}}",
            e.If(
                e.Compare(DATA, e.Operator.EQUALS, (e.Concat((e.Const("a"), DATA)),)),
                e.Const(1),
                e.If(e.Compare(DATA, e.Operator.EQUALS, const("b")), e.Const(2), e.Const(None)),
            ),
        ),
        ("{each: $data.x}", e.Each(DATA, e.Field(e.Root.ITEM))),
        (
            "{each: $data.x, item: $item.p, if: {$item.p: {gt: 0}}}",
            e.Each(DATA, ITEM, e.Compare(ITEM, e.Operator.GT, const(0))),
        ),
        ("{dom: h1, attribute: id}", e.Dom(e.Const("h1"), "id")),
        ("{test: {$data.x: {exists: false}}}", e.Test(e.Not(e.Exists(DATA)))),
        ("{random: true}", e.Random()),
        ("{timestamp: true}", e.Timestamp()),
    ],
)  # fmt: skip
def test_this_value_is_this_expression(value: str, expected: e.Expr) -> None:
    assert expr(value) == expected


def test_what_a_reference_puts_into_a_pattern_or_selector_is_escaped() -> None:
    made = expr("{dom: '#a${data.x}'}")
    assert made == e.Dom(e.Concat((e.Const("#a"), e.Convert(DATA, "escape_selector"))), None)
    tested = rule("events: {page_view: {if: {$page.path: {matches: '^${data.x}$'}}}}\n").condition
    pattern = e.Concat((e.Const("^"), e.Convert(DATA, "escape_pattern"), e.Const("$")))
    assert tested == e.Compare(page("path"), e.Operator.MATCHES, (pattern,))


def test_variables_come_after_those_they_need() -> None:
    made = program("variables: {a: $b, b: $c, c: 1}\nevents: {page_view: {params: {x: $a}}}\n")
    assert [variable.name for variable in made.variables] == ["c", "b", "a"]
    assert made.variables[-1].value == e.Var("b")


# ---- conditions and triggers ---------------------------------------------------------------------------------------


def test_all_lines_of_a_condition_and_unless_hold() -> None:
    made = rule(
        "events: {page_view: {if: {$page.path: /a, $data.x: {not: b}}, unless: {any: [{$data.x: c}]}}}\n"
    )
    equals = e.Operator.EQUALS
    both = e.AllOf((
        e.Compare(page("path"), equals, const("/a")),
        e.Not(e.Compare(DATA, equals, const("b"))),
    ))  # fmt: skip
    neither = e.Not(e.AnyOf((e.Compare(DATA, equals, const("c")),)))
    assert made.condition == e.AllOf((both, neither))


def test_closest_asks_about_the_element() -> None:
    made = rule("events: {contact: {on: {click: a}, if: {$click: {closest: footer}}}}\n", "contact")
    assert made.condition == e.Inside(e.Root.CLICK, const("footer"))


def test_without_on_the_name_of_the_rule_decides() -> None:
    (bare,) = rule("events: {page_view: {}}\n").triggers
    assert (bare.kind, bare.condition) == ("page_view", ALWAYS)
    (named,) = rule("events: {donate: {}}\n", "donate").triggers
    name = e.Compare(e.Field(e.Root.EVENT_NAME), e.Operator.EQUALS, const("donate"))
    assert (named.kind, named.condition) == ("data_layer", name)


def test_a_declared_trigger_is_what_it_stands_for() -> None:
    made = rule("triggers: {a: [{click: .x}, b], b: page_view}\nevents: {contact: {on: [a, b]}}\n", "contact")
    assert [(trigger.kind, trigger.selectors) for trigger in made.triggers] == [
        ("click", const(".x")),
        ("page_view", ()),
    ]


def test_once_per_page_once_per_visit_and_once_per_key() -> None:
    assert rule("events: {page_view: {once_per: page}}\n").once == Once(key=None, event="page_view")
    assert rule("events: {page_view: {once_per: session}}\n").once == Once(
        key=None, event="page_view", session=True
    )
    assert rule("events: {page_view: {once_per: $data.x}}\n").once == Once(key=DATA, event="page_view")
    custom = rule("events: {x: {custom: A, on: page_view, to: [ga4], once_per: page}}\n", "x")
    assert custom.once == Once(key=None, event="A")


def test_a_delay_is_read_as_milliseconds_and_a_time_as_a_condition_on_the_event() -> None:
    on = "{click: a, delay: 1.5s, between: [2026-01-01, 2026-01-01T12:00+01:00], if: {$page.path: /x}}"
    (made,) = rule(f"events: {{contact: {{on: {on}}}}}\n", "contact").triggers
    assert made.delay == 1500
    start, end, path = made.condition.conditions  # type: ignore[union-attr]
    midnight = 1_767_225_600_000
    assert start == e.Compare(e.Timestamp(), e.Operator.GTE, (e.Const(midnight),))
    assert end == e.Compare(e.Timestamp(), e.Operator.LT, (e.Const(midnight + 11 * 3_600_000),))
    assert path == e.Compare(e.Field(e.Root.PAGE, ("path",)), e.Operator.EQUALS, (e.Const("/x"),))


def test_a_group_has_members_of_which_a_declared_trigger_may_be_several() -> None:
    made = program("""\
triggers: {interest: [{click: a}, page_view], both: {group: [interest, {form: form}], delay: 1s}}
events: {contact: {on: both}, lead: {on: both}, search: {on: {group: [interest, {form: form}]}}}
""")
    first, second, third = (rule.triggers[0] for rule in made.rules)
    assert [[each.kind for each in member] for member in first.members] == [["click", "page_view"], ["form"]]
    assert (first.kind, first.delay, third.delay) == ("group", 1000, 0)
    assert first == second
    assert first.arguments != third.arguments  # two groups, although they wait for the same


def test_triggers_that_share_a_player_have_one_gate_and_others_their_own() -> None:
    film = "{video: youtube, requires: %s}"
    made = program(f"""\
events:
  contact: {{on: [{film % "analytics"}, {film % "marketing"}, {film % "analytics"}]}}
  lead: {{on: {{group: [{{video: {{provider: youtube, seconds: 5}}, requires: analytics}}, page_view]}}}}
""")
    first, second = made.guards.values()
    assert [each.name for each in (first, second)] == ["trigger.video", "trigger.video2"]
    analytics, marketing = e.RequireCategory("analytics"), e.RequireCategory("marketing")
    assert first.gate == Gate(e.RequireAny((analytics, marketing)))
    assert second.gate == Gate(analytics)
    assert made.gated == (*made.instances, first, second)


def test_what_is_paused_is_not_waited_for_and_takes_along_what_must_not_go_without_it() -> None:
    made = program("""\
events:
  page_view: {}
  contact: {on: {click: a}, paused: later}
  lead: {on: {form: form}, after: [page_view, contact, page_view]}
  search: {on: {form: form}, after: [contact], stop_on_failure: true}
  donate: {after: [search], stop_on_failure: true}
""")
    assert [(rule.name, rule.after) for rule in made.rules] == [("page_view", ()), ("lead", ("page_view",))]


# ---- consent -------------------------------------------------------------------------------------------------------


def test_eea_stands_for_its_countries() -> None:
    made = program("""\
consent:
  categories: [analytics, marketing]
  regimes: {default: opt_out, regions: [{in: [EEA, GB], regime: opt_in}, {in: [US-CA], regime: opt_out}]}
  region_from: [{meta: region}]
""").consent
    assert made.default is Regime.OPT_OUT
    assert dict(made.regions) == dict.fromkeys((*EEA, "GB"), Regime.OPT_IN) | {"US-CA": Regime.OPT_OUT}
    assert len(EEA) == 30


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        ("", None),
        (", gpc: ignore, regimes: {default: opt_out}", None),
        (", regimes: {default: opt_out}", Gpc(("marketing",), everywhere=False)),
        (", gpc: everywhere", Gpc(("marketing",), everywhere=True)),
        (", gpc: {denies: [analytics]}, regimes: {default: opt_out}", Gpc(("analytics",), everywhere=False)),
    ],
)
def test_gpc_denies_what_advertising_requires(section: str, expected: Gpc | None) -> None:
    assert program(f"consent: {{categories: [analytics, marketing]{section}}}\n").consent.gpc == expected


def test_google_types_follow_the_names_of_the_categories() -> None:
    made = dict(
        program(
            "consent: {categories: [analytics, marketing], google: {ad_storage: null}}\n"
        ).consent.google.types
    )
    assert made["ad_storage"] is None
    assert made["ad_user_data"] == MARKETING
    assert made["analytics_storage"] == ANALYTICS
    assert made["functionality_storage"] is None
    assert made["security_storage"] == e.RequireAll(())


# ---- instances ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("events", "lazy"),
    [
        ("page_view: {}", False),
        ("page_view: {on: page_view}", False),
        ("page_view: {on: [page_view, {data_layer: route}]}", False),
        ("page_view: {on: {page_view: /a}}", True),
        ("page_view: {if: {$page.path: /a}}", True),
        (
            "page_view: {platforms: {linkedin: null}, to: [linkedin, ga4]}, lead: {platforms: {linkedin: {conversion: 1234}}}",
            True,
        ),
        ("page_view: {to: [ga4]}, lead: {platforms: {linkedin: {conversion: 1234}}}", True),
        ("page_view: {paused: later}, lead: {platforms: {linkedin: {conversion: 1234}}}", True),
        ("page_view: {requires: analytics}", True),
        ("page_view: {requires: {any: [marketing]}}", False),
        ("page_view: {platforms: {linkedin: {conversion: 1234}}}", True),
        ("lead: {platforms: {linkedin: {conversion: 1234}}}", True),
        ("lead: {on: page_view, platforms: {linkedin: {conversion: 1234}}}", True),
    ],
)
def test_a_library_whose_loading_is_a_page_view_waits_unless_every_page_view_counts(
    events: str,
    lazy: bool,  # noqa: FBT001
) -> None:
    made = instances(
        "consent: {categories: [analytics, marketing]}\n"
        f"platforms:\n{LINKEDIN}  ga4: {{measurement_id: G-ABCDE12345, requires: analytics}}\nevents: {{{events}}}\n"
    )
    assert made["linkedin"].lazy is lazy
    assert made["linkedin"].implicit_page_view is True
    assert (made["ga4"].lazy, made["ga4"].implicit_page_view) == (False, False)


def test_several_instances_of_a_platform_are_addressed_one_by_one() -> None:
    one = "  meta: {pixel_id: 1234567890123456, requires: marketing}\n"
    two = "  meta_fr: {platform: meta, pixel_id: 6543210987654321, requires: marketing}\n"
    alone = instances(f"consent: {{categories: [marketing]}}\nplatforms:\n{one}")
    both = instances(f"consent: {{categories: [marketing]}}\nplatforms:\n{one}{two}")
    assert len(alone["meta"].send[0].arguments) == 4
    assert len(both["meta"].send[0].arguments) == 5
    assert e.Const("6543210987654321") in both["meta_fr"].send[0].arguments


def test_instances_that_cannot_be_told_apart_may_be_used_together() -> None:
    told = "platforms: {linkedin: {conversion: 1234}, linkedin_fr: {conversion: 5678}}"
    made = instances(f"{TWO}events: {{page_view: {{}}, lead: {{{told}}}}}\n")
    assert list(made) == ["linkedin", "linkedin_fr"]
    same = TWO.replace("7654321, requires: marketing", "7654321, requires: {all: [marketing, necessary]}")
    assert list(instances(f"{same}events: {{page_view: {{}}}}\n")) == ["linkedin", "linkedin_fr"]


def test_instances_that_cannot_be_told_apart_need_the_same_rules() -> None:
    told = "platforms: {linkedin: {conversion: 1234}}"
    assert complaints(f"{TWO}events: {{page_view: {{}}, lead: {{{told}}}}}\n") == [
        "instances-not-separable linkedin_fr"
    ]


def test_where_one_call_reaches_all_instances_the_last_one_makes_it() -> None:
    made = instances(f"{PINTEREST}events: {{page_view: {{}}, lead: {{}}}}\n")
    assert [command.arguments[1] for command in made["pinterest"].start[:1]] == [*const("2612345678901")]
    assert (made["pinterest"].send, made["pinterest"].page) == ((), None)
    assert (made["pinterest"].told_by, made["pinterest_fr"].told_by) == ("pinterest_fr", None)
    assert [command.function for command in made["pinterest_fr"].send] == ["pintrk"]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("lead: {}", []),
        ("lead: {to: [pinterest]}", ["instances-not-separable pinterest_fr"]),
        ("lead: {platforms: {pinterest_fr: {event: signup}}}", ["instances-not-separable pinterest_fr"]),
        (
            "lead: {params: {order_id: 1}, platforms: {pinterest_fr: {params: {order_id: 2}}}}",
            ["instances-not-separable pinterest_fr"],
        ),
    ],
)
def test_where_one_call_reaches_all_instances_it_is_the_same_for_all(more: str, expected: list[str]) -> None:
    assert complaints(f"{PINTEREST}events: {{page_view: {{}}, {more}}}\n") == expected


def test_instances_that_cannot_be_told_apart_know_the_same_of_the_visitor() -> None:
    for who in ("to: [linkedin], raw_to: [linkedin]", "raw_to: [linkedin_fr]"):
        user = f"user_data: {{requires: marketing, {who}, email: $data.user.email}}\n"
        found = complaints(f"{TWO}{user}events: {{page_view: {{}}}}\n")
        assert "instances-not-separable linkedin_fr" in found


def test_a_library_that_takes_one_id_has_one_instance() -> None:
    second = "  reddit_fr: {platform: reddit, pixel_id: a2_6f5e4d3c2b1a, requires: marketing}\n"
    assert complaints(f"{REDDIT}{second}events: {{page_view: {{}}}}\n") == ["second-instance reddit_fr"]
