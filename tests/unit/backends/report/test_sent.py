"""What the manifest says of a call computes what the call sends."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tagc import compiler
from tagc.backends.report.sent import parameters
from tagc.ir import expr as e
from tagc.ir.evaluate_expr import Moment, Phases, Scope, value
from tagc.ir.evaluate_page import PageState
from tagc.ir.program import GoogleConsent
from tagc.passes import run

SITE = """
tagc: 1
container: shop
consent: {categories: [marketing]}
platforms:
  ga4: {measurement_id: G-ABCDE12345, requires: marketing, params: {section: $page.path}}
  meta: {pixel_id: 1234567890123456, requires: marketing}
  tiktok: {pixel_code: C4ABCDEFGHIJKLMNOPQR, requires: marketing}
  linkedin: {partner_id: 1234567, requires: marketing}
events:
  purchase:
    params:
      order_id: $event.id
      value: {from: $event.total, as: {number: comma}}
      currency: {first: [$event.currency, $event.money]}
      items:
        each: $event.lines
        if: {$item.sku: {exists: true}}
        item: {id: $item.sku, price: $item.net, quantity: $item.n}
    platforms: {linkedin: {conversion: 1234567}}
  registration: {params: {status: $event.state, own: [1, $event.id]}}
  donate: {params: {status: COMPLETED, value: 5, currency: GBP, items: [{id: A, price: 2}]}}
  view_content: {params: {items: $event.lines, content_type: show}}
  lead: {}
"""
LINES = [{"sku": 1, "id": "x", "net": "2.5", "n": 2}, {"sku": 2, "net": 1}, {"net": 3}]


def scope(event: object) -> Scope:
    page = PageState(url="https://shop.example/a")
    return Scope(
        moment=Moment(page=page, clock=0, data={}, event=event),
        device=page,
        clock=0,
        variables={},
        phases=Phases({}),
        level=lambda _: 2,
        random=iter(()),
        google=GoogleConsent(()),
    )


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"id": 7, "total": "1.012,50", "currency": "GBP", "lines": LINES, "state": "Complete"},
        {"total": "12", "lines": LINES},
        {"currency": "", "money": "EUR", "lines": LINES, "state": "no"},
        {"currency": "EUR", "lines": []},
        {"currency": "EUR", "lines": "none", "id": ""},
    ],
)
def test_every_parameter_that_is_named_has_the_value_that_is_sent(event: object) -> None:
    found, _ = compiler.resolved("tagc.yaml", SITE.encode())
    assert found is not None
    program = run(found.program)
    instances = {item.name: item for item in program.instances}
    seen = 0
    for rule in program.rules:
        for call in rule.calls:
            if call.instance == "linkedin":
                assert parameters(instances["linkedin"], call) == ()
                continue
            sent = value(call.payload, replace(scope(event), params=dict(call.params)))
            told = parameters(instances[call.instance], call)
            assert value(e.Object(told), scope(event)) == sent
            seen += 1
    assert seen == 15
