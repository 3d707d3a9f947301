"""Input that nobody writes on purpose: every place of a document gets what does not belong there."""

from __future__ import annotations

import pytest

from tagc.compiler import check
from tagc.source import parser
from tests.fragments import complete
from tests.unit.resolve.complaints import complaints

VALUES = {
    "a variable": "variables: {a: VALUE}\nevents: {page_view: {params: {x: $a}}}\n",
    "a parameter": "events: {page_view: {params: {x: VALUE}}}\n",
    "a parameter of an instance": "platforms: {ga4: {measurement_id: G-ABCDE12345, requires: analytics, params: {x: VALUE}}}\nconsent: {categories: [analytics]}\n",
    "a parameter for one instance": "events: {page_view: {platforms: {ga4: {params: {x: VALUE}}}}}\n",
    "a text parameter": "events: {page_view: {params: {order_id: VALUE}}}\n",
    "a number": "events: {page_view: {params: {value: VALUE, currency: GBP}}}\n",
    "a currency": "events: {page_view: {params: {value: 5, currency: VALUE}}}\n",
    "a list of items": "events: {page_view: {params: {items: VALUE}}}\n",
    "an item": "events: {page_view: {params: {items: [{id: VALUE}]}}}\n",
    "a price": "events: {page_view: {params: {items: {each: $data.x, item: {price: VALUE}}}}}\n",
    "the list of each": "events: {page_view: {params: {x: {each: VALUE}}}}\n",
    "the item of each": "events: {page_view: {params: {x: {each: $data.x, item: {y: VALUE}}}}}\n",
    "from": "events: {page_view: {params: {x: {from: VALUE, as: number}}}}\n",
    "a default": "events: {page_view: {params: {x: {from: $data.x, default: VALUE}}}}\n",
    "a default of items": "events: {page_view: {params: {items: {each: $data.x, item: {id: 1}, default: VALUE}}}}\n",
    "a candidate of first": "events: {page_view: {params: {x: {first: [$data.x, VALUE]}}}}\n",
    "an option of first": "events: {page_view: {params: {x: {first: [{value: VALUE, if: {$data.x: 1}}]}}}}\n",
    "the subject of a table": "events: {page_view: {params: {x: {lookup: VALUE, table: {a: b}}}}}\n",
    "a row of a table": "events: {page_view: {params: {x: {lookup: $data.x, table: {a: VALUE}}}}}\n",
    "a list": "events: {page_view: {params: {x: [1, [VALUE]]}}}\n",
    "a map": "events: {page_view: {params: {x: {y: {z: VALUE}}}}}\n",
    "user data of the file": "user_data: {requires: marketing, city: VALUE}\n",
    "user data of a rule": "user_data: {requires: marketing}\nevents: {page_view: {user_data: {city: VALUE}}}\n",
    "hashed user data": "user_data: {requires: marketing, email: {hashed: VALUE}}\n",
    "a literal of a test": "events: {page_view: {if: {$page.path: VALUE}}}\n",
    "a list of literals": "events: {page_view: {if: {$page.path: [a, VALUE]}}}\n",
    "a number to compare with": "events: {page_view: {if: {$data.x: {gt: VALUE}}}}\n",
    "a condition of a trigger": "events: {page_view: {on: {page_view: /, if: {$data.x: VALUE}}}}\n",
    "a path of a trigger": "events: {page_view: {on: {page_view: VALUE}}}\n",
    "a custom name": "events: {x: {custom: VALUE, on: page_view, to: [ga4]}}\n",
}  # fmt: skip
WRONG = {
    "$nothing": "unknown-reference",
    "$nothing.at.all": "unknown-reference",
    "'a ${nothing} b'": "unknown-reference",
    "$page.pth": "unknown-step",
    "$page": "malformed-reference",
    "$data..x": "malformed-reference",
    "'${data.x'": "malformed-reference",
    "$click.text": "reference-out-of-place",
    "'${form.id}-x'": "reference-out-of-place",
}


def slugs(sections: str) -> set[str]:
    return {line.partition(" ")[0] for line in complaints(sections)}


# Any trigger may have fired where these are read.
EVERYWHERE = {"a variable", "a parameter of an instance", "a custom name"}


@pytest.mark.parametrize(
    ("place", "wrong"),
    [
        (place, wrong)
        for place in VALUES
        for wrong, slug in WRONG.items()
        if slug != "reference-out-of-place" or place not in EVERYWHERE
    ],
)
def test_a_wrong_reference_is_one_complaint_at_its_place(place: str, wrong: str) -> None:
    found = complaints(VALUES[place].replace("VALUE", wrong))
    assert found == [f"{WRONG[wrong]} {wrong}"]


@pytest.mark.parametrize("place", VALUES)
def test_item_has_a_meaning_only_inside_each(place: str) -> None:
    inside = place in {"a price", "the item of each"}
    assert complaints(VALUES[place].replace("VALUE", "$item.x")) == (
        [] if inside else ["reference-out-of-place $item.x"]
    )


@pytest.mark.parametrize(
    "odd", ["''", "0", "-0.0", "true", "[]", "{}", "[[]]", "1e308", "'\\'", "'$'", "'$5'", "$$x", "'$${x}'"]
)
@pytest.mark.parametrize("place", VALUES)
def test_odd_values_never_raise(place: str, odd: str) -> None:
    check("tagc.yaml", complete(VALUES[place].replace("VALUE", odd)).encode())


@pytest.mark.parametrize(
    ("sections", "expected"),
    [
        # instances
        ("events: {contact: {on: page_view, to: [ga]}}", ["unknown-instance ga"]),
        ("events: {page_view: {}, contact: {on: page_view, to: [ga4, ga4]}}", []),
        ("events: {contact: {on: page_view, to: [x, x]}}", ["unknown-instance x"] * 2),
        ("events: {page_view: {platforms: {x: null}}}", ["unknown-instance x"]),
        ("events: {page_view: {platforms: {x: {params: {y: $z}}}}}", ["unknown-instance x"]),
        ("events: {page_view: {platforms: {ga4: null, meta: null}}}", ["rule-reaches-nobody page_view"]),
        ("events: {page_view: {to: [ga4], platforms: {ga4: null}}}", ["rule-reaches-nobody page_view"]),
        ("events: {contact: {on: page_view, to: []}}", ["rule-reaches-nobody contact"]),
        ("user_data: {requires: marketing, to: [x], raw_to: [y]}", ["unknown-instance x", "unknown-instance y"]),
        ("user_data: {requires: marketing, to: []}", []),
        ("platforms: {}\nevents: {page_view: {}}\nconsent: {categories: []}", ["rule-reaches-nobody page_view"]),
        ("platforms: {}\nevents: {}\nconsent: {categories: []}", []),
        ("platforms: {}\nevents: {contact: {to: [x]}}\nconsent: {categories: []}", ["unknown-instance x"]),
        # consent
        ("consent: {categories: [analytics, marketing], regimes: {regions: [{in: [EU], regime: opt_in}]}, region_from: [{meta: r}]}", ["unknown-region EU"]),
        ("consent: {categories: [analytics, marketing], regimes: {regions: [{in: [UK], regime: opt_in}]}, region_from: [{meta: r}]}", ["unknown-region UK"]),
        ("consent: {categories: [analytics, marketing], regimes: {regions: [{in: [XX-Y], regime: opt_in}]}, region_from: [{meta: r}]}", ["unknown-region XX-Y"]),
        ("consent: {categories: [analytics, marketing], regimes: {regions: [{in: [EEA, EEA], regime: opt_in}]}, region_from: [{meta: r}]}", ["region-twice EEA"]),
        ("consent: {categories: [analytics, marketing], regimes: {regions: [{in: [DE], regime: opt_in}, {in: [DE-BE], regime: opt_out}]}, region_from: [{meta: r}]}", []),
        ("consent: {categories: [analytics, marketing, necessary]}", ["reserved-category necessary"]),
        ("consent: {categories: [analytics, marketing], google: {ad_storage: necessary}}", []),
        ("consent: {categories: [analytics, marketing, ads], google: {ad_storage: ads}}", []),
        ("consent: {categories: [analytics, marketing, ads], gpc: {mode: ignore, denies: [adds]}}", ["unknown-category adds"]),
        ("platforms: {meta: {pixel_id: 12345, requires: {any: [necessary, marketing]}}}\nconsent: {categories: [marketing]}", ["advertising-without-consent {any: [necessary, marketing]}"]),
        ("platforms: {meta: {pixel_id: 12345, requires: {all: [{any: [x]}]}}}\nconsent: {categories: [marketing]}", ["unknown-category x"]),
        ("platforms: {meta: {pixel_id: 12345, requires: necessary, because: x}}\nconsent: {categories: [], regimes: {default: opt_out}}", []),
        # triggers
        ("events: {contact: {on: [page_view, click]}}", ["unknown-trigger click"]),
        ("events: {contact: {on: [x, y]}}", ["unknown-trigger x", "unknown-trigger y"]),
        ("events: {contact: {on: x, params: {a: $event.b, c: $click.text}}}", ["unknown-trigger x"]),
        ("events: {contact: {on: [{click: a}]}}", []),
        ("events: {contact: {on: {click: [a, '${click.text}']}}}", ["reference-out-of-place '${click.text}'"]),
        ("events: {contact: {on: {click: ['${nope}']}}}", ["unknown-reference '${nope}'"]),
        ("events: {contact: {on: {data_layer: {matches: ['(', b]}}}}", ["bad-pattern '('"]),
        ("events: {contact: {on: {data_layer: {matches: '(a*)*$'}}}}", ["runaway-pattern '(a*)*$'"]),
        ("triggers: {a: b, b: c, c: a}\nevents: {contact: {on: a}}", ["trigger-cycle a"]),
        ("triggers: {a: a}\nevents: {contact: {on: a}}", ["trigger-cycle a"]),
        ("triggers: {a: {click: '${nope}'}}", ["unknown-reference '${nope}'"]),
        ("triggers: {page_view: {click: a}}", ["trigger-named-like-a-kind page_view"]),
        ("triggers: {a: {click: b}}\nevents: {a: {event: contact}}", []),
        # variables
        ("variables: {a: $a}", ["variable-cycle a"]),
        ("variables: {a: {first: [1, $b]}, b: {each: $data.x, item: $c}, c: {test: {$a: 1}}}", ["variable-cycle a"]),
        ("variables: {data: 1}", ["reserved-variable data"]),
        ("variables: {a: 1, b: $a}", ["unused-variable b"]),
        # conditions
        ("events: {page_view: {if: {$a b: 1}}}", ["malformed-reference $a b"]),
        ("events: {page_view: {if: {$page.path: {closest: a}}}}", ["closest-without-element closest"]),
        ("events: {page_view: {if: {$page.path: {not: {closest: a}}}}}", ["closest-without-element closest"]),
        ("events: {page_view: {if: {$click: {closest: a}}}}", ["reference-out-of-place $click", "closest-without-element closest"]),
        ("events: {contact: {on: {click: a}, if: {$click: {closest: a}}}}", []),
        ("events: {contact: {on: {click: a}, if: {$click: {not: {closest: a}}}}}", []),
        ("events: {contact: {on: {click: a}, if: {$click: {not: {not: {closest: [a, b]}}}}}}", []),
        ("events: {contact: {on: {click: a}, if: {$click: {contains: a}}}}", ["malformed-reference $click"]),
        ("events: {page_view: {if: {any: [{$x: 1}, {not: {$y: 1}}]}}}", ["unknown-reference $x", "unknown-reference $y"]),
        ("events: {page_view: {if: [{$x: 1}, [{$y: 1}]]}}", ["unknown-reference $x", "unknown-reference $y"]),
        ("events: {page_view: {unless: {$data.x: {gte: [1, many]}}}}", ["not-a-number many"]),
        ("events: {page_view: {if: {$data.x: {lt: ['5', $data.y, '${data.z}']}}}}", []),
        ("events: {page_view: {if: {}, unless: {any: [{}]}}}", []),
        # rules
        ("events: {page_view: {once_per: $a b}}", ["malformed-reference $a b"]),
        ("events: {page_view: {once_per: $nope, event_id: $nope.x}}", ["unknown-reference $nope", "unknown-reference $nope.x"]),
        ("events: {page_view: {once_per: $item}}", ["reference-out-of-place $item"]),
        ("events: {nope: {}}", ["unknown-event nope"]),
        ("events: {purchas: {}}", ["unknown-event purchas"]),
        ("events: {nope: {to: [ga4], platforms: {meta: {event: X}}}}", ["unknown-event nope", "instance-not-told meta"]),
        ("events: {x: {event: contact, custom: Y, on: page_view, to: [ga4]}}", ["event-and-custom custom"]),
        ("events: {x: {custom: '', on: page_view, to: [ga4]}}", ["custom-not-listed ''"]),
        ("events: {x: {custom: $page.path, on: page_view, to: [ga4]}}", ["custom-not-listed $page.path"]),
        ("events: {page_view: {}, x: {custom: {from: a}, on: page_view, to: [ga4]}}", []),
        ("events: {x: {custom: [a], on: page_view, to: [ga4]}}", ["custom-not-listed [a]"]),
        ("events: {page_view: {}, x: {custom: 404, on: page_view, to: [meta]}}", []),
        ("events: {page_view: {}, x: {custom: 'US$ offer', on: page_view, to: [meta]}}", []),
        ("events: {page_view: {requires: nope}}", ["unknown-category nope"]),
        ("events: {page_view: {paused: later, params: {x: $nope}}}", ["unknown-reference $nope"]),
        ("events: {page_view: {params: {email: x}}}", ["user-data-as-parameter email"]),
        ("events: {page_view: {params: {value: 5}}}", ["value-without-currency value"]),
        ("events: {page_view: {platforms: {ga4: {params: {value: 5}}}}}", ["value-without-currency value"]),
        ("events: {page_view: {params: {value: 5, currency: GBP}, platforms: {ga4: {params: {currency: null}}}}}", ["value-without-currency value"]),
        ("events: {page_view: {params: {value: 5}, platforms: {ga4: {params: {currency: GBP}}, meta: {params: {value: null}}}}}", []),
        ("events: {page_view: {params: {items: {each: $data.x, item: {price: 2, prize: 1}}}}}", ["unknown-item-field prize"]),
        ("events: {page_view: {user_data: {email: $data.x}}}", ["user-data-without-section user_data"]),
        ("user_data: {requires: marketing}\nevents: {page_view: {user_data: {email: $data.x}, params: {y: $data.x}}}", ["user-data-as-parameter $data.x"]),
        ("user_data: {requires: marketing, email: $data.x}\nvariables: {v: '${data.x}'}\nevents: {page_view: {params: {y: {each: $data.y, item: [$v]}}}}", ["user-data-as-parameter {each: $data.y, item: [$v]}"]),
        # values
        ("events: {page_view: {params: {x: {from: $data.x, as: {replace: {'(': ''}}}}}}", ["bad-pattern '('"]),
        ("events: {page_view: {params: {x: {from: $data.x, as: [trim, {replace: {a: '', '(b*)*c': ''}}]}}}}", ["runaway-pattern '(b*)*c'"]),
        ("events: {page_view: {params: {x: {lookup: $data.x, match: matches, table: {'[': 1, '${nope}': 2}}}}}", ["bad-pattern '['", "unknown-reference '${nope}'"]),
        ("events: {page_view: {params: {x: {lookup: $data.x, table: {404: 1, true: 2, ~: 3, 0404: 4}}}}}", []),
        ("events: {page_view: {params: {x: {dom: 'a ${item.x}'}}}}", ["reference-out-of-place 'a ${item.x}'"]),
        ("events: {page_view: {params: {x: {from: $data.x, requires: {any: [nope]}}}}}", ["unknown-category nope"]),
        ("events: {page_view: {params: {x: '$cookie.a\\..b'}}}", []),
        ("events: {page_view: {params: {x: 007, order_id: 007}}}", ["leading-zero 007"]),
        # linkedin
        ("platforms: {linkedin: {partner_id: 0123, requires: marketing}}\nconsent: {categories: [marketing]}\nevents: {lead: {platforms: {linkedin: {conversion: '²³¹'}}}}", ["conversion-malformed '²³¹'"]),
        ('platforms: {linkedin: {partner_id: 1234, requires: marketing}}\nconsent: {categories: [marketing]}\nevents: {lead: {platforms: {linkedin: {conversion: "123\\n"}}}}', ['conversion-malformed "123\\n"']),
        ("platforms: {linkedin: {partner_id: 1234, requires: marketing}}\nconsent: {categories: [marketing]}\nevents: {lead: {}}", ["rule-reaches-nobody lead"]),
        ("platforms: {linkedin: {partner_id: 1234, requires: marketing}}\nconsent: {categories: [marketing]}\nevents: {x: {custom: Y, on: page_view, to: [linkedin]}}", ["conversion-missing linkedin"]),
    ],
)  # fmt: skip
def test_this_is_reported(sections: str, expected: list[str]) -> None:
    assert complaints(sections + "\n") == expected


def test_a_thousand_names_that_lean_on_each_other_are_followed() -> None:
    variables = "\n".join(f"  v{at}: ['$v{at + 1}', '$v{at + 1}']" for at in range(3000))
    triggers = "\n".join(f"  t{at}: [t{at + 1}, t{at + 1}]" for at in range(3000))
    sections = (
        f"variables:\n{variables}\n  v3000: 1\ntriggers:\n{triggers}\n  t3000: {{click: a}}\n"
        "events: {contact: {on: t0, params: {x: $v0}}}\n"
    )
    assert complaints(sections) == []


@pytest.mark.parametrize(
    "pair", [("[", "]"), ("{x: ", "}"), ("{from: ", "}"), ("{each: $data.x, item: ", "}")]
)
def test_values_are_nested_as_deeply_as_a_file_allows(pair: tuple[str, str]) -> None:
    depth = parser.MAX_DEPTH - len(("document", "events", "page_view", "params", "x"))
    value = f"{pair[0] * depth}$nope{pair[1] * depth}"
    assert complaints(f"events: {{page_view: {{params: {{x: {value}}}}}}}\n") == ["unknown-reference $nope"]
    assert slugs(f"events: {{page_view: {{params: {{x: [[{value}]]}}}}}}\n") == {"too-deep"}


def test_conditions_are_nested_as_deeply_as_a_file_allows() -> None:
    depth = parser.MAX_DEPTH - len(("document", "events", "page_view", "if", "$nope"))
    condition = "{not: " * depth + "{$nope: 1}" + "}" * depth
    assert complaints(f"events: {{page_view: {{if: {condition}}}}}\n") == ["unknown-reference $nope"]
