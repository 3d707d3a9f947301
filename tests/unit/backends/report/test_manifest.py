"""Given this file, this part of the manifest."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tagc import compiler
from tagc.backends.report.manifest import Edition, manifest, to_text
from tagc.backends.report.sent import parameters
from tagc.ir import expr as e
from tagc.passes import run

if TYPE_CHECKING:
    from tagc.ir.program import Program

HEAD = """
tagc: 1
container: shop
"""
CONSENT = """
consent: {categories: [analytics, marketing]}
"""
META = "  meta: {pixel_id: 1234567890123456, requires: marketing}\n"
GA4 = "  ga4: {measurement_id: G-ABCDE12345, requires: analytics}\n"
SNAP = "  snap: {pixel_id: 1a2b3c4d-0000-4000-8000-1a2b3c4d5e6f, requires: marketing}\n"
PINTEREST = (
    "  pinterest: {tag_id: 2612345678901, requires: marketing}\n"
    "  pinterest_fr: {platform: pinterest, tag_id: 2612345678902, requires: marketing}\n"
)
LINKEDIN = "  linkedin: {partner_id: 1234567, requires: marketing}\n"
TIKTOK = "  tiktok: {pixel_code: C4ABCDEFGHIJKLMNOPQR, requires: marketing}\n"
EDITION = Edition(
    version="1.2.3",
    language=1,
    catalogue="2026-11-21",
    environment="staging",
    inputs={"tagc.yaml": "a1", "../base.yaml": "b2"},
    values={"STAGE": "test", "GA4_ID": "G-ABCDE12345"},
)


SCRIPTS = {"fee.js": b"({ total }) => total * 2", "tags/chat.js": b"window.chat = 1;"}


def program_of(text: str) -> Program:
    found, result = compiler.resolved("tagc.yaml", text.encode(), read=SCRIPTS.get)
    assert found is not None, result.diagnostics
    return run(found.program)


def report(text: str) -> dict[str, Any]:
    """The manifest as a reader of the file has it."""
    made: dict[str, Any] = json.loads(to_text(manifest(program_of(text), EDITION, b"1", {})))
    return made


def site(platforms: str, events: str, *more: str, consent: str = CONSENT) -> dict[str, Any]:
    return report(f"{HEAD}{consent}platforms:\n{platforms}events:\n{events}\n" + "\n".join(more))


def call(made: dict[str, Any], rule: int = 0, number: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = made["rules"][rule]["calls"][number]
    return found


# ---- the container ----------------------------------------------------------------------------------------


def test_it_says_what_made_the_container() -> None:
    made = site(META, "  page_view: {}")
    assert [made[key] for key in ("tagc", "language", "catalogue", "container")] == [
        "1.2.3",
        1,
        "2026-11-21",
        "shop",
    ]


def test_it_says_what_it_was_made_of() -> None:
    made = site(META, "  page_view: {}")
    assert made["environment"] == "staging"
    assert list(made["inputs"].items()) == [("../base.yaml", "b2"), ("tagc.yaml", "a1")]
    assert list(made["env"].items()) == [("GA4_ID", "G-ABCDE12345"), ("STAGE", "test")]


def test_the_file_has_its_size_its_hashes_and_its_parts() -> None:
    content = "café".encode()
    made = manifest(
        program_of(f"{HEAD}{CONSENT}platforms:\n{META}events: {{page_view: {{}}}}"),
        EDITION,
        content,
        {"b": 2, "a": 1},
    )
    integrity = base64.b64encode(hashlib.sha384(content).digest()).decode()
    assert made["files"] == {
        "container.js": {
            "bytes": 5,
            "sha256": hashlib.sha256(content).hexdigest(),
            "integrity": f"sha384-{integrity}",
            "parts": {"a": 1, "b": 2},
        }
    }


def test_a_build_writes_the_manifest_of_the_very_container() -> None:
    text = f"{HEAD}{CONSENT}platforms:\n{META}events: {{page_view: {{}}}}"
    for readable in (False, True):
        files = compiler.build("tagc.yaml", text.encode(), readable=readable).files
        file = json.loads(files["manifest.json"])["files"]["container.js"]
        assert file["bytes"] == len(files["container.js"])
        assert file["sha256"] == hashlib.sha256(files["container.js"]).hexdigest()
        assert file["parts"]["platform meta"] > 0
        assert sum(file["parts"].values()) == file["bytes"]


def test_what_is_outside_ascii_is_escaped_so_that_a_review_sees_it() -> None:
    made = manifest(
        program_of(
            f'{HEAD}{CONSENT}platforms:\n{META}events:\n  page_view: {{description: "a\u202eb \u0430"}}'
        ),
        EDITION,
        b"",
        {},
    )
    assert r'"description": "a\u202eb \u0430"' in to_text(made)


def test_the_text_ends_in_one_newline_and_is_indented_by_two() -> None:
    text = to_text({"a": [1]})
    assert text == '{\n  "a": [\n    1\n  ]\n}\n'


# ---- consent ----------------------------------------------------------------------------------------------


def test_consent_says_which_regime_holds_where_and_who_tells() -> None:
    consent = """
consent:
  categories: [analytics, marketing]
  sources:
    - {use: data_layer, event: saved, map: {analytics: c.stats, marketing: [c.ads, c.social]}}
    - {use: cookie, name: choice, map: {analytics: a, marketing: m}, granted: [1]}
  regimes: {default: opt_in, regions: [{in: [US], regime: opt_out}]}
  region_from: [{global: region}, {cookie: region}]
  gpc: by_region
"""
    made = site(META + GA4, "  page_view: {}", consent=consent)["consent"]
    assert made["categories"] == ["analytics", "marketing"]
    assert made["regimes"] == {"default": "opt_in", "regions": {"US": "opt_out"}, "unknown_region": "opt_in"}
    assert made["region_from"] == [{"kind": "global", "name": "region"}, {"kind": "cookie", "name": "region"}]
    assert made["gpc"] == {
        "denies": ["marketing"],
        "where": "in opt_out regimes and where the region is unknown",
    }
    first, second = made["sources"]
    yes = "is any of ['true', 'granted', 'allow', 'yes', '1']"
    assert first["decided"] == "the event's name is 'saved'"
    assert first["granted"] == {
        "analytics": f"the record's c.stats {yes}",
        "marketing": f"the record's c.ads {yes} and the record's c.social {yes}",
    }
    assert second["settings"]["name"] == "choice"
    assert second["decided"] == "whenever its record can be read"
    assert second["granted"] == {"analytics": "the record's a is '1'", "marketing": "the record's m is '1'"}


def test_googles_consent_types_are_named_only_where_a_library_is_told_them() -> None:
    assert site(META, "  page_view: {}")["consent"]["google_types"] is None
    types = site(GA4, "  page_view: {}")["consent"]["google_types"]
    assert types["analytics_storage"] == "analytics"
    assert types["security_storage"] == "necessary"
    assert types["functionality_storage"] == "always denied"


def test_what_goes_without_consent_is_named_first_and_stands_in_the_first_policy() -> None:
    free = "  ga4: {measurement_id: G-ABCDE12345, requires: necessary, because: 'our lawyer'}\n"
    made = site(free + META, "  page_view: {}")
    assert made["sent_without_consent"] == ["ga4"]
    assert made["instances"]["ga4"]["requirement"] == "necessary"
    before = made["csp"]["before_consent"]["directives"]["script-src"]
    assert before == ["'self'", "https://www.googletagmanager.com"]


# ---- instances --------------------------------------------------------------------------------------------


def test_an_instance_says_what_it_is_and_what_it_leaves_behind() -> None:
    meta = "  meta: {pixel_id: 1234567890123456, requires: marketing, owner: Ann, expires: 2027-01-31}\n"
    made = site(meta, "  page_view: {}")["instances"]["meta"]
    assert (made["owner"], made["expires"]) == ("Ann", "2027-01-31")
    assert "description" not in made
    assert (made["platform"], made["title"], made["advertising"]) == ("meta", "Meta Pixel", True)
    assert made["settings"]["pixel_id"] == "1234567890123456"
    assert made["scripts"] == ["https://connect.facebook.net/en_US/fbevents.js"]
    assert made["hosts"]["img-src"] == ["https://www.facebook.com"]
    assert {
        "name": "_fbp",
        "lifetime": "90 days",
        "purpose": "recognises the browser",
    } in made["cookies"]["first_party"]
    assert [cookie["name"] for cookie in made["cookies"]["third_party"]] == ["fr"]
    assert made["storage"] == []


def test_several_instances_are_sorted_by_name() -> None:
    made = site(META + GA4, "  page_view: {}")
    assert list(made["instances"]) == ["ga4", "meta"]


def test_a_withdrawal_without_a_switch_needs_a_new_page() -> None:
    made = site(META + LINKEDIN, "  page_view: {}")["instances"]
    assert made["meta"]["withdrawal"] == {"switch": True, "new_grant_needs_new_page": False}
    assert made["linkedin"]["withdrawal"] == {"switch": False, "new_grant_needs_new_page": True}


def test_a_page_view_that_loading_makes_is_said_at_the_instance_and_at_the_call() -> None:
    made = site(LINKEDIN, "  page_view: {}")
    linkedin = made["instances"]["linkedin"]
    assert (linkedin["implicit_page_view"], linkedin["lazy"]) == (True, False)
    assert call(made)["by_loading_the_library"] is True


def test_a_library_that_waits_for_its_first_event_is_lazy() -> None:
    events = "  booked: {event: lead, on: {click: a}, platforms: {linkedin: {conversion: 99887}}}"
    made = site(LINKEDIN, events)
    assert made["instances"]["linkedin"]["lazy"] is True
    assert made["instances"]["linkedin"]["held_page_views"] is None
    assert (call(made)["conversion"], call(made)["parameters"]) == (99887, {})


@pytest.mark.parametrize(
    ("platform", "name", "words"),
    [
        (META, "meta", "dropped when the address has changed"),
        (GA4, "ga4", "replayed with their address"),
    ],
)
def test_held_page_views_are_replayed_or_dropped(platform: str, name: str, words: str) -> None:
    assert site(platform, "  page_view: {}")["instances"][name]["held_page_views"] == words


def test_user_data_says_who_gets_which_identifier_and_where_it_is_read() -> None:
    made = site(
        META + GA4,
        "  lead: {on: {form: '#f'}, user_data: {city: $form.fields.town, email: {hashed: $form.fields.sha}}}",
        "user_data: {requires: marketing, email: $data.user.email, raw_to: [ga4]}",
    )
    assert made["user_data"] == {"requirement": "marketing", "fields": {"email": "$data.user.email"}}
    meta, ga4 = (made["instances"][name]["user_data"] for name in ("meta", "ga4"))
    assert meta["requirement"] == "marketing"
    assert {"key": "em", "field": "email", "sent": "sha256"} in meta["identifiers"]
    assert ga4["requirement"] == "all of analytics, marketing"
    assert {"key": "address.city", "field": "city", "sent": "raw"} in ga4["identifiers"]
    assert made["rules"][0]["user_data"] == {
        "city": "$form.fields.town",
        "email": "$form.fields.sha (a SHA-256 already)",
    }


def test_keys_that_are_remembered_stand_among_the_instances_storage() -> None:
    events = "  purchase: {once_per: $event.id, params: {order_id: $event.id}, to: [meta]}\n  page_view: {}"
    made = site(META + TIKTOK, events)
    assert made["instances"]["meta"]["storage"] == [
        {
            "name": "tagc:shop",
            "in": "localStorage",
            "lifetime": "30 days",
            "purpose": "remembers the keys of once_per that were sent",
        }
    ]
    assert made["instances"]["tiktok"]["storage"][0] == {"name": "tt_sessionId", "in": "sessionStorage"}
    assert "tagc:shop" not in [key["name"] for key in made["instances"]["tiktok"]["storage"]]


def test_what_is_sent_once_per_visit_is_remembered_for_the_visit() -> None:
    made = site(META, "  lead: {once_per: session}")
    assert made["rules"][0]["once_per"] == "session"
    assert made["instances"]["meta"]["storage"] == [
        {
            "name": "tagc:shop",
            "in": "sessionStorage",
            "lifetime": "until the tab is closed",
            "purpose": "remembers what was sent once per visit",
        }
    ]


def test_once_per_page_remembers_nothing_on_the_device() -> None:
    made = site(META, "  lead: {once_per: page}")
    assert made["rules"][0]["once_per"] == "page"
    assert made["instances"]["meta"]["storage"] == []


# ---- rules ------------------------------------------------------------------------------------------------


def test_a_rule_says_what_it_waits_for() -> None:
    on = "{group: [{click: a}, either], delay: 2s, between: [2026-12-01, 2026-12-24T18:00:30+01:00]}"
    events = f"  page_view: {{}}\n  lead: {{on: {on}, after: [page_view], stop_on_failure: true}}"
    made = site(META, events + "\ntriggers: {either: [page_view, {data_layer: x}]}")
    members = "(click 'a') and (page_view or data_layer if the event's name is 'x')"
    time = "the event is not before 2026-12-01T00:00Z and the event is before 2026-12-24T17:00:30Z"
    assert made["rules"][1]["triggers"] == [f"group of {members} if {time}, 2000 ms later"]
    assert (made["rules"][1]["after"], made["rules"][1]["stop_on_failure"]) == (["page_view"], True)
    assert "after" not in made["rules"][0]


def test_what_a_trigger_brings_from_elsewhere_is_told_with_its_consent_and_stands_in_the_policy() -> None:
    made = site(META, "  lead: {on: {video: youtube, requires: analytics}}")
    assert made["triggers"] == {
        "video": {
            "title": "YouTube",
            "requirement": "analytics",
            "scripts": ["https://www.youtube.com/iframe_api"],
            "hosts": {
                "frame-src": ["https://www.youtube-nocookie.com", "https://www.youtube.com"],
                "script-src": ["https://www.youtube.com"],
            },
            "cookies": {
                "third_party": [
                    {"name": "YSC", "lifetime": "session", "purpose": "tells views apart"},
                    {
                        "name": "VISITOR_INFO1_LIVE",
                        "lifetime": "6 months",
                        "purpose": "recognises the visitor and estimates the bandwidth",
                    },
                ]
            },
        }
    }
    assert "https://www.youtube.com" in made["csp"]["after_consent"]["directives"]["script-src"]
    assert "youtube" not in made["csp"]["before_consent"]["header"]
    assert site(META, "  lead: {}")["triggers"] == {}


def test_a_rule_says_when_it_fires() -> None:
    made = site(
        META,
        "  view_content:\n"
        "    description: shows\n"
        "    on: [{page_view: {starts_with: /whats-on/}}, {click: ['a.book', button]}, {data_layer: shown}]\n"
        "    if: {$page.hostname: {not: staging.example}}\n",
    )
    (rule,) = made["rules"]
    assert (rule["name"], rule["event"], rule["description"]) == ("view_content", "view_content", "shows")
    assert rule["triggers"] == [
        "page_view if $page.path starts with '/whats-on/'",
        "click 'a.book', 'button'",
        "data_layer if the event's name is 'shown'",
    ]
    assert rule["condition"] == "not ($page.hostname is 'staging.example')"


def test_rules_keep_the_order_of_the_file() -> None:
    made = site(META, "  purchase: {}\n  lead: {}\n  donate: {}")
    assert [rule["name"] for rule in made["rules"]] == ["purchase", "lead", "donate"]


def test_a_rule_says_what_its_event_id_is_made_of() -> None:
    made = site(META, "  purchase: {once_per: $event.id, event_id: $event.eid}\n  lead: {}")
    assert [rule["event_id"] for rule in made["rules"]] == [
        "$event.eid or else made from $event.id or else random",
        "random",
    ]


def test_a_call_says_whether_it_needs_more_than_its_instance() -> None:
    made = site(META, "  lead: {requires: analytics}\n  donate: {requires: marketing}")
    assert [(call(made, n)["requirement"], call(made, n)["stricter_than_instance"]) for n in (0, 1)] == [
        ("all of marketing, analytics", True),
        ("marketing", False),
    ]


def test_parameters_stand_under_the_vendors_keys_with_their_source() -> None:
    made = site(
        GA4,
        "  purchase:\n"
        "    params: {order_id: $event.id, value: {from: $event.total, as: {number: comma}}, currency: GBP}\n",
    )
    assert call(made)["vendor_event"] == "purchase"
    assert call(made)["parameters"] == {
        "currency": "'GBP'",
        "page_location": "$page.url",
        "page_title": "$page.title",
        "send_to": "'G-ABCDE12345'",
        "transaction_id": "$event.id as text",
        "value": "$event.total as number (decimal comma)",
    }


def test_a_list_of_items_is_one_step_from_the_page_to_the_vendor() -> None:
    made = site(
        META,
        "  purchase:\n"
        "    params:\n"
        "      currency: GBP\n"
        "      items: {each: $event.lines, item: {id: $item.sku, price: $item.net}}\n",
    )
    assert call(made)["parameters"] == {
        "content_ids": "for each of $event.lines: $item.sku as text",
        "content_type": "'product' if $event.lines is a list",
        "contents": "for each of $event.lines: {id: $item.sku as text, item_price: $item.net as number}",
        "currency": "'GBP'",
        "value": "the sum of (($item.net as number) * 1) for each of $event.lines",
    }


def test_items_that_are_written_out_are_written_out() -> None:
    made = site(
        META, "  view_content: {params: {items: [{id: A, quantity: 2}, {id: $event.id, price: $event.p}]}}"
    )
    sent = call(made)["parameters"]
    assert sent["content_ids"] == "['A', $event.id as text]"
    assert sent["contents"] == (
        "[{id: 'A', quantity: 2}, {id: $event.id as text, item_price: $event.p as number}]"
    )
    assert sent["content_type"] == "'product'"


def test_a_parameter_that_only_another_rule_gives_is_not_among_those_sent() -> None:
    made = site(META, "  lead: {params: {kind: news}}\n  donate: {}")
    assert call(made, 0)["parameters"] == {"kind": "'news'"}
    assert call(made, 1)["parameters"] == {}


def test_a_value_without_a_currency_is_not_among_those_sent() -> None:
    made = site(
        META, "  donate: {params: {value: $event.v}}\n  purchase: {params: {value: 5, currency: GBP}}"
    )
    assert "value" not in call(made, 0)["parameters"]
    assert call(made, 1)["parameters"]["value"] == "5"


def test_a_value_that_needs_a_further_grant_says_so() -> None:
    made = site(GA4, "  lead: {params: {member: {from: $cookie.member, requires: marketing}}}")
    assert call(made)["parameters"]["member"] == "$cookie.member if granted: marketing"


def test_a_call_without_room_for_parameters_sends_none() -> None:
    made = site(TIKTOK, "  page_view: {params: {section: news}}")
    assert call(made)["parameters"] == {}
    assert call(made)["sends_event_id"] is False


def test_an_event_id_among_the_parameters_is_sent() -> None:
    made = site(SNAP, "  page_view: {params: {content_type: show}}")
    assert call(made)["parameters"] == {"client_dedup_id": "the event id"}
    assert call(made)["sends_event_id"] is True


def test_an_instance_that_anothers_call_reaches_is_told_the_same() -> None:
    made = site(PINTEREST, "  lead: {params: {order_id: x}}")
    first, last = made["rules"][0]["calls"]
    assert (first["instance"], first["by_the_call_for"]) == ("pinterest", "pinterest_fr")
    assert "by_the_call_for" not in last
    assert first["parameters"] == last["parameters"] == {"event_id": "the event id", "order_id": "'x'"}
    assert (first["by_loading_the_library"], first["sends_event_id"]) == (False, True)


def test_a_key_of_your_own_that_the_platform_has_too_is_the_platforms() -> None:
    made = site(GA4, "  lead: {params: {send_to: elsewhere}}")
    assert call(made)["parameters"]["send_to"] == "'G-ABCDE12345'"


def test_a_variable_that_is_used_twice_is_said_once() -> None:
    made = site(
        META,
        "  lead: {if: {$who: {exists: true}}, params: {who: $who}}",
        "variables: {who: {first: [$event.name, $event.id]}}",
    )
    assert made["variables"] == {"who": "$event.name or else $event.id"}
    assert made["rules"][0]["condition"] == "$who is not empty"
    assert call(made)["parameters"] == {"who": "$who"}


def test_lists_inside_lists_are_left_as_they_are() -> None:
    program = program_of(f"{HEAD}{CONSENT}platforms:\n{META}events: {{lead: {{}}}}")
    (instance,), (rule,) = program.instances, program.rules
    inner = e.Each(e.Field(e.Root.EVENT, ("a",)), e.Object((("x", e.Field(e.Root.ITEM, ("y",))),)))
    outer = e.Each(e.Param("items"), e.Each(e.Field(e.Root.ITEM, ("x",)), e.Field(e.Root.ITEM, ("x",))))
    told = rule.calls[0].__class__(
        instance="meta",
        gate=rule.calls[0].gate,
        vendor_event="Lead",
        page_view=False,
        cells=(),
        params=(("items", inner),),
        payload=e.Object((("deep", outer),)),
        origin=rule.origin,
    )
    assert parameters(instance, told) == (("deep", e.Each(inner, outer.item)),)


# ---- Content-Security-Policy ------------------------------------------------------------------------------


# ---- tags and code of the user's own ------------------------------------------------------------------------------

TAGS = """
tags:
  chat: {script: tags/chat.js, requires: marketing, hosts: {connect: https://api.example}, pushes: [opened], owner: Ann}
  pixel:
    image: 'https://pixel.example/p?id=${event.id}'
    on: {data_layer: sold}
    once_per: $event.id
    requires: {all: [analytics, marketing]}
  clock: {load: 'https://cdn.example/clock.js', requires: necessary, because: the page needs the time}
"""


def test_a_tag_says_what_it_does_when_and_under_which_consent() -> None:
    made = site(META, "  page_view: {}", TAGS)["tags"]
    assert list(made) == ["chat", "clock", "pixel"]
    assert made["pixel"] == {
        "image": "'https://pixel.example/p?id=' + $event.id",
        "requirement": "all of analytics, marketing",
        "triggers": ["data_layer if the event's name is 'sold'"],
        "condition": None,
        "once_per": "$event.id",
        "pushes": [],
        "hosts": {"img-src": ["https://pixel.example"]},
        "storage": [
            {
                "name": "tagc:shop",
                "in": "localStorage",
                "lifetime": "30 days",
                "purpose": "remembers the keys of once_per that were sent",
            }
        ],
        "withdrawal": {"switch": False, "new_grant_needs_new_page": False},
    }
    chat = made["chat"]
    assert [chat[key] for key in ("owner", "script", "reads", "pushes")] == [
        "Ann",
        "tags/chat.js",
        {},
        ["opened"],
    ]
    assert chat["withdrawal"]["new_grant_needs_new_page"] is True


def test_tags_are_no_rules_and_what_needs_no_consent_is_named_first() -> None:
    made = site(META, "  page_view: {}", TAGS)
    assert [rule["name"] for rule in made["rules"]] == ["page_view"]
    assert made["sent_without_consent"] == ["tag clock"]
    assert "https://cdn.example" in made["csp"]["before_consent"]["header"]
    assert "pixel.example" not in made["csp"]["before_consent"]["header"]
    for host in ("https://pixel.example", "https://api.example", "https://cdn.example"):
        assert host in made["csp"]["after_consent"]["header"]


def test_code_of_the_users_own_is_listed_with_what_uses_it() -> None:
    fee = "variables: {fee: {script: fee.js, reads: {total: $event.total}}}\n"
    events = "  lead: {params: {fee: $fee}}\n  contact: {params: {fee: $fee}}"
    made = site(META, events, fee, TAGS)
    assert made["custom_code"] == [
        {"file": "fee.js", "used_by": ["rule lead", "rule contact"]},
        {"file": "tags/chat.js", "used_by": ["tag chat"]},
    ]
    assert site(META, "  lead: {}")["custom_code"] == []


def test_the_names_that_a_rule_can_send_are_listed() -> None:
    custom = "  seat: {custom: {lookup: $event.row, table: {A: stalls, B: circle}}, to: [meta]}"
    assert call(site(META, custom))["vendor_event"] == ["stalls", "circle"]


# ---- Content-Security-Policy ---------------------------------------------------------------------------------------


def test_before_consent_the_page_needs_its_own_script_alone() -> None:
    assert site(META, "  page_view: {}")["csp"]["before_consent"] == {
        "directives": {"script-src": ["'self'"]},
        "header": "script-src 'self'",
    }


def test_after_consent_the_policy_is_that_of_all_instances() -> None:
    made = site(META + LINKEDIN, "  page_view: {}")["csp"]["after_consent"]
    assert made["directives"]["script-src"] == [
        "'self'",
        "https://connect.facebook.net",
        "https://snap.licdn.com",
    ]
    assert made["header"].startswith("connect-src 'self' https://connect.facebook.net https://px.ads")
    assert made["header"].endswith("script-src 'self' https://connect.facebook.net https://snap.licdn.com")


# ---- the same bytes ---------------------------------------------------------------------------------------


def test_the_bytes_do_not_depend_on_the_hash_seed() -> None:
    text = (
        f"{HEAD}{CONSENT}platforms:\n{META}{GA4}{LINKEDIN}{TIKTOK}"
        "user_data: {requires: marketing, email: $data.mail}\n"
        "events: {page_view: {}, purchase: {once_per: $event.id, params: {value: $event.v, currency: GBP}}}\n"
    )
    script = (
        "import sys; from tagc.compiler import build;"
        "sys.stdout.buffer.write(build('tagc.yaml', sys.argv[1].encode()).files['manifest.json'])"
    )
    outputs = [
        subprocess.run(
            [sys.executable, "-c", script, text],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert outputs[0] == outputs[1]
    assert outputs[0].endswith(b"}\n")
