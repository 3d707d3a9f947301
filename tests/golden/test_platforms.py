"""What every platform is told of every neutral event: one text per platform, written by the built container.

The container runs in the embedded engine, where every call into a vendor's library is noted. A platform is found by
itself; `--update-golden` writes its text.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tagc import compiler, registry
from tagc.events import EVENTS, PARAMETERS, USER_FIELDS
from tests.documents import INSTANCES, SECOND, build, document, errors, second
from tests.documents import yaml_of as as_yaml
from tests.embedded.host import Host

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tagc.contracts import Platform
    from tests.conftest import Golden

GOLDEN = Path(__file__).parent / "platforms"
PLATFORMS = registry.platforms()
every_platform = pytest.mark.parametrize("platform", PLATFORMS.values(), ids=list(PLATFORMS))

Data = Any
Call = list[Data]

# What the page shows of one order, as a shop's page would.
ORDER = {
    "number": "NW-1001",
    "total": "61,50",
    "currency": "GBP",
    "kind": "show",
    "show": "Hamlet",
    "state": "completed",
    "paid_by": "card",
    "worth": 240,
    "seats": 3,
    "search": "tragedy",
    "lines": [
        {"sku": "HAM-A", "title": "Hamlet, stalls", "group": "Tickets", "house": "Northway", "row": "A", "each": 20.5, "seats": 2},
        {"sku": "HAM-P", "title": "Hamlet, programme", "group": "Print", "house": "Northway", "row": "-", "each": "20.50", "seats": "1"},
    ],
}  # fmt: skip
PARAMS = {
    "value": {"from": "$data.order.total", "as": {"number": "comma"}},
    "currency": "$data.order.currency",
    "items": {
        "each": "$data.order.lines",
        "item": {
            "id": "$item.sku",
            "name": "$item.title",
            "category": "$item.group",
            "brand": "$item.house",
            "variant": "$item.row",
            "price": "$item.each",
            "quantity": "$item.seats",
        },
    },
    "order_id": "$data.order.number",
    "search_string": "$data.order.search",
    "content_type": "$data.order.kind",
    "content_name": "$data.order.show",
    "status": "$data.order.state",
    "method": "$data.order.paid_by",
    "predicted_ltv": "$data.order.worth",
    "num_items": "$data.order.seats",
    "own_parameter": "$page.path",
}
PERSON = {
    "email": " Jane.Doe+news@Example.ORG ",
    "phone": "+44 20 7946 0000",
    "first_name": "Jane",
    "last_name": "O'Doe",
    "city": "St Albans",
    "region": "Herts",
    "postal_code": "AL1 2AB",
    "country": "GB",
    "birth_date": "1990-05-17",
    "gender": "Female",
    "external_id": "Member-17",
}


# ---- documents ---------------------------------------------------------------------------------------


def rule_of(platform: Platform, event: str, *instances: str) -> Data:
    """The rule that tells the platform's instances, the smallest that there is."""
    rule: Data = {} if event == "page_view" else {"on": {"data_layer": event}}
    if event not in platform.events and platform.conversion_example is not None:
        mine, other = str(INSTANCES[platform.name][platform.id_setting]), str(SECOND[platform.name])
        both = (platform.conversion_example, platform.conversion_example.replace(mine, other))
        ids = zip(instances, both, strict=False)
        rule["platforms"] = {name: {"conversion": ident} for name, ident in ids}
    return rule


def told_events(platform: Platform) -> list[str]:
    """The neutral events that reach it."""
    return [name for name in EVENTS if name in platform.events or platform.conversion is not None]


def site(platform: Platform, events: Data, **sections: Data) -> Data:
    return document(platform.name, **{"events": events, **sections})


def everything(platform: Platform) -> Data:
    """A site with a rule for every neutral event that reaches the platform, and every parameter."""
    params = {name: value for name, value in PARAMS.items() if platform.takes(name)}
    instance = {**INSTANCES[platform.name], "params": params}
    events = {name: rule_of(platform, name, platform.name) for name in told_events(platform)}
    return site(platform, events, platforms={platform.name: instance})


def refusal(data: Data) -> str | None:
    """Why a document is none; None when it is one."""
    found = errors(compiler.check("tagc.yaml", as_yaml(data)).diagnostics)
    assert len(found) < 2, found
    return found[0].partition(": ")[2] if found else None


# ---- pages -------------------------------------------------------------------------------------------

GRANT = {"analytics": True, "marketing": True}
NO_VENDORS = frozenset({"cookie", "storage", "navigate", "submit"})


class Page:
    """A page with a built container on it, which tells what vendors were told since it was asked last."""

    def __init__(self, data: Data, **pushed: Data) -> None:
        made = build(data)
        assert errors(made.diagnostics) == []
        self.host = Host(url="https://www.northway.org/whats-on/hamlet", title="Hamlet", data_layer=[pushed])
        self.host.load(made.files["container.js"].decode("ascii"))
        assert self.calls() == [], "nobody has decided yet"

    def calls(self) -> list[Call]:
        """What vendors were told, with everything done that waits."""
        made = [call for call in self.host.advance(300).take_calls() if call[0] not in NO_VENDORS]
        assert self.host.errors == []
        return made

    def decide(self, decision: Data) -> list[Call]:
        self.host.tagc("consent", decision)
        return self.calls()

    def push(self, event: str, **fields: Data) -> list[Call]:
        self.host.push({"event": event, **fields})
        return self.calls()


# ---- texts -------------------------------------------------------------------------------------------

IDS = {
    str(given)
    for given in (*SECOND.values(), *(entry for each in INSTANCES.values() for entry in each.values()))
}
RANDOM_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
WIDTH = 100


def written(calls: Iterable[Call]) -> str:
    """Calls as a person would write them, one after the other."""
    return "".join(f"{_call(call)}\n" for call in calls) or "nothing\n"


def _call(call: Call) -> str:
    name, *arguments = call
    while arguments and arguments[-1] == "__undefined__":
        arguments.pop()
    if name == "load":
        return f"<script src={arguments[0]}>"
    plain = [_plain(argument) for argument in arguments]
    return f"{name}({', '.join(_json(argument) for argument in plain)})"


def _json(value: Data, indent: str = "") -> str:
    """JSON on one line as long as that is short."""
    short = json.dumps(value)
    if len(indent + short) <= WIDTH or not isinstance(value, dict | list):
        return short
    inner = indent + "  "
    if isinstance(value, dict):
        lines = [f"{json.dumps(key)}: {_json(entry, inner)}" for key, entry in value.items()]
    else:
        lines = [_json(entry, inner) for entry in value]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    return opening + ",".join(f"\n{inner}{line}" for line in lines) + f"\n{indent}{closing}"


def _plain(value: Data) -> Data:
    """Without what no two pages have in common: event ids, times, and hashes as what was hashed."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if isinstance(value, str):
        value = "<now>" if value.startswith("__date__") else value
        if value not in IDS:
            value = RANDOM_ID.sub("<event id>", value)
        return f"sha256({HASHED[value]})" if value in HASHED else value
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _forms(text: str) -> set[str]:
    """A field in the forms that vendors hash."""
    plain = text.strip().lower()
    account, _, domain = plain.partition("@")
    bare = re.sub("[^a-z0-9]", "", account.partition("+")[0])
    digits = re.sub(r"\D", "", text)
    squeezed = re.sub(r"[\W_]", "", plain)
    return {text.strip(), plain, f"{bare}@{domain}", digits, f"+{digits}", squeezed, plain[:1]}


HASHED = {
    hashlib.sha256(form.encode()).hexdigest(): form for text in PERSON.values() for form in _forms(text)
}


def yaml_of(data: Data, indent: str = "") -> str:
    """Maps as YAML, a line for every key as long as that helps."""
    lines = []
    for key, value in data.items():
        flow = _flow(value)
        if isinstance(value, dict) and value and len(flow) > WIDTH - 20:
            lines.append(f"{indent}{key}:\n{yaml_of(value, indent + '  ')}")
        else:
            lines.append(f"{indent}{key}: {flow}\n")
    return "".join(lines)


def _flow(value: Data) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return str(value) if re.fullmatch(r"[\w $./-]+", str(value)) else json.dumps(value)


def section(title: str, given: str, calls: str) -> str:
    return f"{title}\n{'-' * len(title)}\n\n{given}\n{calls}\n"


# ---- one platform ------------------------------------------------------------------------------------


def text_of(platform: Platform) -> str:
    """Everything that the platform is told."""
    known = told_events(platform)
    data = everything(platform)
    page = Page(data, order=ORDER)
    head = f"{platform.title}: {len(known)} of {len(EVENTS)} neutral events"
    pushed = f"dataLayer.push({_json({'order': ORDER})})\n"
    given = yaml_of({"platforms": data["platforms"]})
    parts = [f"{head}\n{'=' * len(head)}\n\n{given}\n{pushed}\n"]
    for name in EVENTS:
        asked = rule_of(platform, name, platform.name)
        if name not in known:
            asked["to"] = [platform.name]
        rule = f"events: {{{name}: {_flow(asked)}}}\n"
        if name not in known:
            why = refusal(site(platform, {name: asked}))
            assert why, "what an instance is told stands in the platform's table"
            calls = f"not told: {why}\n"
        elif name == "page_view":
            rule += f'tagc("consent", {json.dumps(GRANT)})\n'
            calls = written(page.decide(GRANT))
        else:
            rule += f'dataLayer.push({{"event": "{name}"}})\n'
            calls = written(page.push(name))
        parts.append(section(name, rule, calls))
    return "".join([*parts, *_further(platform)])


def _further(platform: Platform) -> list[str]:
    """What is not about a neutral event: names of one's own, withdrawals, the visitor, several instances."""
    return [*_small(platform), _person(platform), _several(platform)]


def _small(platform: Platform) -> list[str]:
    """Names of one's own, and a withdrawal."""
    name = platform.name
    rules: dict[str, Data] = {
        "a custom event": {"custom": "SeatChosen", "to": [name]},
        "an event by another name": {"event": "lead", "platforms": {name: {"event": "Enquiry"}}},
    }
    if platform.names is not None:
        own = max(platform.names - {event.name for event in platform.events.values()})
        rules["an event by a name of the platform's"] = {
            "event": "lead",
            "platforms": {name: {"event": own}},
        }
    for title, rule in rules.items():
        rule |= {"on": {"data_layer": title}, "params": {"value": "$event.value", "currency": "GBP"}}
    refused = {title: refusal(site(platform, {title: rule})) for title, rule in rules.items()}
    known = {title: rule for title, rule in rules.items() if refused[title] is None}
    page = Page(site(platform, {"page_view": {}, **known}))
    page.decide(GRANT)
    parts = []
    for title, rule in rules.items():
        given = yaml_of({"events": {title: rule}}) + f'dataLayer.push({{"event": "{title}", "value": 5}})\n'
        calls = written(page.push(title, value=5)) if title in known else f"an error: {refused[title]}\n"
        parts.append(section(title, given, calls))
    parts.append(
        section("consent is withdrawn", 'tagc("consent", "revoke")\n', written(page.decide("revoke")))
    )
    for title in known:
        assert page.push(title) == []
    given = f'tagc("consent", {json.dumps(GRANT)})\n'
    return [*parts, section("and given again", given, written(page.decide(GRANT)))]


def _person(platform: Platform) -> str:
    """What the platform learns of a visitor; where it takes raw values, with and without being allowed to."""
    fields = {name: f"$data.person.{name}" for name in USER_FIELDS}
    pushed = f'dataLayer.push({_json({"person": PERSON})})\ntagc("consent", {json.dumps(GRANT)})\n'
    ways = {"the visitor is known": {}}
    if any(not key.hashed for key in platform.matching):
        ways["the visitor is known, and raw values are allowed"] = {"raw_to": [platform.name]}
    parts = []
    for title, more in ways.items():
        data = {"requires": "marketing", **more, **fields}
        page = Page(site(platform, {"page_view": {}}, user_data=data), person=PERSON)
        parts.append(section(title, yaml_of({"user_data": data}) + pushed, written(page.decide(GRANT))))
    return "".join(parts)


def _several(platform: Platform) -> str:
    name = platform.name
    data = site(platform, {"page_view": {}, "purchase": rule_of(platform, "purchase", name, "second")})
    data["platforms"]["second"] = second(name)
    given = yaml_of({"platforms": data["platforms"], "events": data["events"]})
    given += f'tagc("consent", {json.dumps(GRANT)})\ndataLayer.push({{"event": "purchase"}})\n'
    if why := refusal(data):
        return section("two instances", given, f"an error: {why}\n")
    page = Page(data)
    return section("two instances", given, written([*page.decide(GRANT), *page.push("purchase")]))


# ---- tests -------------------------------------------------------------------------------------------


@every_platform
def test_the_platform_is_told_exactly_this(platform: Platform, golden: Golden) -> None:
    golden(GOLDEN / f"{platform.name}.txt", text_of(platform))


def test_every_parameter_is_given_to_every_event() -> None:
    assert PARAMS.keys() - {"own_parameter"} == PARAMETERS.keys()
    assert PERSON.keys() == USER_FIELDS.keys()


def told(text: str) -> dict[str, bool]:
    """The neutral events that a text is about: whether the platform is told."""
    found = re.findall(r"^(\w+)\n-+\n\n(?:.+\n)+\n(.+)$", text, re.MULTILINE)
    return {name: not first.startswith("not told: ") for name, first in found if name in EVENTS}


def test_every_pair_of_a_neutral_event_and_a_platform_is_told_or_has_a_reason() -> None:
    texts = {name: (GOLDEN / f"{name}.txt").read_text("utf-8") for name in PLATFORMS}
    assert {path.stem for path in GOLDEN.iterdir()} == PLATFORMS.keys()
    pairs = {(name, event): holds for name, text in texts.items() for event, holds in told(text).items()}
    assert not any("\n\nnothing\n" in text.partition("\na custom event\n")[0] for text in texts.values())
    assert pairs.keys() == {(name, event) for name in PLATFORMS for event in EVENTS}
    for platform in PLATFORMS.values():
        known = [event for event in EVENTS if pairs[platform.name, event]]
        assert known == told_events(platform)
        assert texts[platform.name].startswith(f"{platform.title}: {len(known)} of {len(EVENTS)} ")
