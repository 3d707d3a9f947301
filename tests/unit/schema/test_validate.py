"""Each mistake in the shape of a document: its code, its place, and what the hint says."""

import re

import pytest

from tagc import registry
from tagc.diagnostics import Code, Sink, codes, render
from tagc.model import Document
from tagc.schema.validate import validate
from tagc.source import decode, load

BASE = {
    "tagc": "tagc: 1\n",
    "container": "container: shop\n",
    "consent": "consent: {categories: [analytics, marketing]}\n",
    "platforms": "platforms: {}\n",
    "events": "events: {}\n",
}
FREE = [name for name in Document.model_fields if name not in BASE]
SCHEMA_CODES = [code for code in codes.CATALOGUE.values() if code.id.startswith("TAG2")]


def complete(sections: str) -> str:
    """Return the sections with those of the smallest document that they leave out."""
    there = re.findall(r"^(\w+):", sections, re.MULTILINE)
    return sections + "".join(text for key, text in BASE.items() if key not in there)


def complaints(text: str) -> list[str]:
    """Return `code place: message (hint)`, the place being the text under the carets."""
    sink = Sink()
    source = decode("tagc.yaml", text.encode(), sink)
    document = source and load(source, sink)
    assert document, [diagnostic.message for diagnostic in sink.diagnostics]
    assert validate(document, sink) == (not sink.errors)
    lines = text.splitlines()
    return [
        f"{diagnostic.code.slug} <{lines[span.line - 1][span.column - 1 : span.end_column - 1]}>: "
        f"{diagnostic.message}{f' ({diagnostic.hint})' if diagnostic.hint else ''}"
        for diagnostic in sink.diagnostics
        for span in [diagnostic.span]
    ]


def test_the_smallest_document_is_accepted() -> None:
    assert complaints(complete("")) == []


CASES = {
    "containr: x": f'unknown-key <containr>: "containr" is not a key of the document (it takes {", ".join(FREE)})',
    "events: {purchase: {once_pre: page}}": 'unknown-key <once_pre>: "once_pre" is not a key of "purchase" (did you mean "once_per"?)',
    "platforms: {meta: {pixel_id: 12345, requries: marketing}}": (
        'unknown-key <requries>: "requries" is not a key of "meta" (did you mean "requires"?)'
    ),
    "platforms: {meta: {pixel_id: 12345}}": (
        'missing-key <meta>: "meta" needs the key "requires" '
        '(add "requires". Consent it needs: a category such as marketing, {all: […]} or {any: […]}.)'
    ),
    "platforms: {tictok: {}}": 'missing-key <tictok>: "tictok" needs the key "platform" (did you mean "tiktok"?)',
    "platforms: {shop: {platform: mta}}": (
        f'unknown-choice <mta>: "mta" is not known here; "platform" is one of: {", ".join(registry.platforms())} (did you mean "meta"?)'
    ),
    "platforms: {ga4: {measurement_id: UA-1, requires: marketing}}": (
        'wrong-format <UA-1>: "UA-1" does not have the form of "measurement_id" (Measurement id of the data stream: G-…)'
    ),
    "platforms: {meta: {pixel_id: 1.50, requires: marketing}}": (
        'wrong-format <1.50>: "1.50" does not have the form of "pixel_id" (Pixel (dataset) id from Events Manager: digits only.)'
    ),
    "platforms: {meta: {pixel_id: true, requires: marketing}}": (
        "wrong-type <true>: \"pixel_id\" has to be text, this is true (put it in quotes: 'true')"
    ),
    "consent: {categories: marketing}": (
        'wrong-type <marketing>: "categories" has to be a list, this is text (write a list: [marketing])'
    ),
    "consent: {categories: {marketing: true}}": (
        'wrong-type <{marketing: true}>: "categories" has to be a list, this is a map '
        "(Your categories of consent: [analytics, marketing]. necessary is always there.)"
    ),
    "consent: {categories: [], gpc: [x]}": (
        'wrong-type <[x]>: "gpc" has to be text or a map, this is a list '
        "(by_region: it counts in opt_out regimes. everywhere: in all. ignore: in none.)"
    ),
    "trusted_types: yes": 'wrong-type <yes>: "trusted_types" has to be true or false, this is text (write true)',
    "platforms: {facebook: {pixel_id: 12345, requires: marketing}}": (
        'missing-key <facebook>: "facebook" needs the key "platform" (did you mean "meta"?)'
    ),
    "platforms: {shop: {platform: google_analytic}}": (
        f'unknown-choice <google_analytic>: "google_analytic" is not known here; "platform" is one of: '
        f'{", ".join(registry.platforms())} (did you mean "ga4"?)'
    ),
    "platforms: {meta: {pixel_id: 12345, requires: [a, b]}}": (
        'wrong-type <[a, b]>: "requires" has to be text or a map, this is a list (write {all: [a, b]}, or {any: [a, b]})'
    ),
    "platforms: [{meta: {pixel_id: 12345, requires: marketing}}]": (
        'wrong-type <[{meta: {pixel_id: 12345, requires: marketing}}]>: "platforms" has to be a map, this is a list '
        "(take the dashes away)"
    ),
    "events: [page_view]": (
        'wrong-type <[page_view]>: "events" has to be a map, this is a list '
        "(Rules: what is sent when. The key is the event, or a name of your own: {page_view: {}}.)"
    ),
    "consent: {categories: [], regimes: {default: optin}}": (
        'unknown-choice <optin>: "optin" is not known here; "default" is one of: opt_in, opt_out (did you mean "opt_in"?)'
    ),
    "consent: {categories: [], google: {ad_storage: 5}}": (
        'wrong-type <5>: "ad_storage" has to be text or null, this is a number'
    ),
    "consent: {categories: [], region_from: [{meta: a, global: b}]}": (
        'several-kinds <global>: entry 1 of "region_from" takes one of its keys, and has several: "global" is one too many'
    ),
    "consent: {categories: [], sources: [{use: cookie, name: a, map: {}}]}": 'nothing-in-it <{}>: "map" is empty',
    "events: {lead: {event: laed}}": (
        'unknown-choice <laed>: "laed" is not known here; "event" is one of: page_view, click_button, download, search, '
        "contact, add_to_cart, add_to_wishlist, initiate_checkout, add_payment_info, purchase, donate, lead, … "
        '(did you mean "lead"?)'
    ),
    "events: {order: {event: checked_twice}}": (
        'unknown-choice <checked_twice>: "checked_twice" is not known here; "event" is one of: page_view, click_button, download, '
        "search, contact, add_to_cart, add_to_wishlist, initiate_checkout, add_payment_info, purchase, donate, lead, … "
        "(for a name of your own write custom: checked_twice)"
    ),
    "events: {lead: {trigger: page_view}}": 'unknown-key <trigger>: "trigger" is not a key of "lead" (did you mean "on"?)',
    "events: {lead: {on: {custom_event: bought}}}": (
        'unknown-key <custom_event>: "custom_event" is not a key of "on" (did you mean "data_layer"?)'
    ),
    "events: {lead: {on: {click: {selector: a.book}}}}": (
        'wrong-type <{selector: a.book}>: "click" has to be text or a list, this is a map (write the text alone: a.book)'
    ),
    "events: {lead: {paused: true}}": (
        'wrong-type <true>: "paused" has to be text, this is true (Why the rule is switched off; nothing is sent for it.)'
    ),
    "events: {lead: {on: {clik: a}}}": 'unknown-key <clik>: "clik" is not a key of "on" (did you mean "click"?)',
    "events: {lead: {on: {click: a, form: b}}}": (
        'several-kinds <form>: "on" takes one of its keys, and has several: "form" is one too many '
        "(for several triggers write a list)"
    ),
    "events: {lead: {on: {unless: {$page.path: /}}}}": (
        'no-kind <on>: "on" does not say of what kind it is; it needs one of these keys: click, '
        "data_layer, dom_ready, download, error, form, group, leave, link, loaded, outbound, page_view, …"
    ),
    "events: {lead: {if: $page.path}}": (
        'wrong-type <$page.path>: "if" has to be a list or a map, this is text '
        "(write a reference and a test: {$page.path: {starts_with: /shop/}})"
    ),
    "events: {lead: {if: {page.path: /}}}": (
        'not-a-reference <page.path>: a line of a condition begins with a reference, and "page.path" is none '
        '(did you mean "$page.path"?)'
    ),
    "events: {lead: {if: {nto: {$page.path: /}}}}": (
        'not-a-reference <nto>: a line of a condition begins with a reference, and "nto" is none (did you mean "not"?)'
    ),
    "events: {lead: {params: {a: [null]}}}": 'wrong-type <null>: Entry 1 of "a" has to be a value, this is null',
    "events: {lead: {paused: ''}}": "nothing-in-it <''>: \"paused\" is empty",
    "variables: {a-b: 1}": (
        'wrong-name <a-b>: "a-b" cannot be a name in "variables" (write letters, digits and _, beginning with a letter)'
    ),
    "variables: {a: {from: $b, dom: h1}}": (
        'several-kinds <dom>: "a" takes one of its keys, and has several: "dom" is one too many'
    ),
    "variables: {a: {from: $b, as: {round: 99}}}": 'out-of-range <99>: "round" is greater than 15',
    "variables: {a: {from: $b, as: {slice: [1, 2, 3]}}}": 'out-of-range <[1, 2, 3]>: "slice" takes no more than 2 entries',
    "tagc: 2": 'unknown-version <2>: this version of tagc reads language version 1 only (write "tagc: 1")',
    "tagc: true": 'unknown-version <true>: this version of tagc reads language version 1 only (write "tagc: 1")',
    "user_data: {requires: {}}": 'nothing-in-it <{}>: "requires" is empty (it takes all, any)',
}


@pytest.mark.parametrize(("sections", "complaint"), CASES.items())
def test_a_mistake_is_one_complaint_at_the_narrowest_place(sections: str, complaint: str) -> None:
    assert complaints(complete(f"{sections}\n")) == [complaint]


def test_all_mistakes_are_reported_in_one_run() -> None:
    sections = "events: {lead: {evnt: lead, on: []}, refund: {to: meta}}\nvariables: {a: null}\n"
    found = [complaint.partition(" ")[0] for complaint in complaints(complete(sections))]
    assert found == ["unknown-key", "nothing-in-it", "wrong-type", "wrong-type"]


@pytest.mark.parametrize("code", SCHEMA_CODES, ids=lambda code: code.slug)
def test_the_examples_of_a_code_show_the_mistake_and_its_mending(code: Code) -> None:
    bad, good = re.findall(r"```yaml\n(.*?)```", code.explanation, re.DOTALL)
    assert {complaint.partition(" ")[0] for complaint in complaints(complete(bad))} == {code.slug}
    assert complaints(complete(good)) == []


def test_every_code_is_explained() -> None:
    assert all(render.explain(code.slug) for code in SCHEMA_CODES)
