"""What every trigger kind, root of references and consent source promises: its example works as it stands."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from tagc import registry
from tagc.backends.browser.part import camel
from tagc.contracts import ConsentSourceKind, ReadKind, Setting, TriggerKind
from tagc.ir.expr import Field, Root, walk
from tagc.js.parse import parse
from tests.documents import container, document, program, with_rule

TRIGGERS, READS, SOURCES = registry.triggers(), registry.reads(), registry.consent_sources()
every_trigger = pytest.mark.parametrize("kind", TRIGGERS.values(), ids=list(TRIGGERS))
every_read = pytest.mark.parametrize("kind", READS.values(), ids=list(READS))
every_source = pytest.mark.parametrize("kind", SOURCES.values(), ids=list(SOURCES))

# Kinds that listen to nothing of their own: the container's boot or the data layer of the runtime does.
HEARD_BY_THE_RUNTIME = {"page_view", "data_layer"}


def example(text: str) -> dict[str, Any]:
    found = yaml.load(text, yaml.BaseLoader)  # noqa: S506 - text only: `on` is no boolean here
    assert isinstance(found, dict)
    return found


# Roots that belong to some kinds of trigger, and how to get there.
TRIGGER_OF = {root: example(kind.example)["on"] for kind in TRIGGERS.values() for root in kind.roots}


# ---- triggers ----------------------------------------------------------------------------------------


@every_trigger
def test_a_triggers_example_builds_and_fires_by_its_own_kind(kind: TriggerKind) -> None:
    data = with_rule({"event": "lead", **example(kind.example)})
    parse(container(data))
    (rule,) = [rule for rule in program(data).rules if rule.name == "probe"]
    assert [trigger.kind for trigger in rule.triggers] == [kind.name]


@every_trigger
def test_a_trigger_has_a_title_that_is_a_sentence(kind: TriggerKind) -> None:
    assert kind.title.rstrip().endswith((".", "}.", ")."))
    assert re.fullmatch(r"[a-z][a-z_]*", kind.name)


@every_trigger
def test_a_trigger_has_a_part_where_it_listens_to_something(kind: TriggerKind) -> None:
    path = registry.part_path(f"triggers/{kind.name}.js")
    listens = kind.name not in HEARD_BY_THE_RUNTIME and kind.listener is None
    if kind.name == "page_view":  # the boot fires the first one; a page that comes back is heard
        listens = True
    assert path.exists() is listens
    assert kind.listener is None or kind.listener in TRIGGERS
    if path.exists():
        listener = f"{camel(kind.name)}Listen"
        assert f"export const {listener} =" in path.read_text("utf-8")
        rule = {"event": "lead", **example(kind.example)}
        assert f"{listener}(" in container(with_rule(rule), readable=True)
        assert kind.name == "page_view" or f"{listener}(" not in container(document(), readable=True)


@every_trigger
def test_a_bare_trigger_works_by_its_name_alone_and_another_one_does_not(kind: TriggerKind) -> None:
    data = with_rule({"event": "lead", "on": kind.name})
    if kind.bare:
        assert program(data).rules[1].triggers[0].kind == kind.name
    else:
        with pytest.raises(AssertionError, match=f"unknown-trigger: .*{kind.name}"):
            program(data)


@every_trigger
def test_a_trigger_has_the_subject_its_setting_needs(kind: TriggerKind) -> None:
    assert (kind.subject is not None) is (kind.setting is Setting.TEST)
    allowed = {Root.EVENT_NAME, Root.PAGE, *kind.roots}
    if kind.subject is not None:
        assert {node.root for node in walk(kind.subject) if isinstance(node, Field)} <= allowed


@every_trigger
def test_the_roots_of_a_trigger_may_be_read_in_its_rules_and_not_in_others(kind: TriggerKind) -> None:
    for root in kind.roots:
        (read,) = [read for read in READS.values() if read.root is root]
        rule = {"event": "lead", "params": {"content_name": read.example}}
        assert root in roots_read(with_rule({**rule, **example(kind.example)}))
        if root is not Root.EVENT:
            with pytest.raises(AssertionError, match="reference-out-of-place"):
                program(with_rule({**rule, "on": "page_view"}))


# ---- references --------------------------------------------------------------------------------------


def reading(kind: ReadKind, reference: str) -> dict[str, Any]:
    value: Any = reference
    if kind.root is Root.ITEM:
        value = {"each": "$data.list", "item": reference}
    return with_rule(
        {"event": "lead", "on": TRIGGER_OF.get(kind.root, "page_view"), "params": {"content_name": value}}
    )


def roots_read(data: dict[str, Any]) -> set[Root]:
    found: set[Root] = set()
    for rule in program(data).rules:
        for call in rule.calls:
            for _, value in call.params:
                found |= {node.root for node in walk(value) if isinstance(node, Field)}
    return found


@every_read
def test_a_references_example_builds_and_reads_its_own_root(kind: ReadKind) -> None:
    assert kind.example.startswith(f"${kind.name}")
    assert kind.root in roots_read(reading(kind, kind.example))


@every_read
def test_a_reference_is_documented_by_a_sentence(kind: ReadKind) -> None:
    assert kind.title.endswith(".")
    assert set(kind.free) <= set(kind.steps or ())


@every_read
def test_every_step_that_is_known_builds(kind: ReadKind) -> None:
    steps = [f"{step}.name_1" if step in kind.free else step for step in kind.steps or ()]
    data = reading(kind, kind.example)
    data["events"]["probe"]["params"] |= {
        f"custom_{at}": f"${kind.name}.{step}" for at, step in enumerate(steps)
    }
    parse(container(data))
    (_, probe) = program(data).rules
    read = {
        node.path for _, value in probe.calls[0].params for node in walk(value) if isinstance(node, Field)
    }
    assert {tuple(step.split(".")) for step in steps} <= read


@every_read
def test_an_unknown_step_is_told_where_steps_are_known(kind: ReadKind) -> None:
    data = reading(kind, f"${kind.name}.nonsense")
    if kind.steps is None:
        assert kind.root in roots_read(data)
    else:
        with pytest.raises(AssertionError, match="unknown-step"):
            program(data)


@every_read
def test_a_root_alone_is_a_value_only_where_that_makes_sense(kind: ReadKind) -> None:
    data = reading(kind, f"${kind.name}")
    if kind.needs_step:
        with pytest.raises(AssertionError, match="malformed-reference"):
            program(data)
    else:
        assert kind.root in roots_read(data)


def test_every_root_that_a_user_can_write_has_an_entry() -> None:
    internal = {Root.EVENT_NAME, Root.USER, Root.RECORD, Root.LANDING, Root.MESSAGE, Root.ANSWER, Root.SECRET}
    assert {kind.root for kind in READS.values()} == set(Root) - internal
    assert all(name == kind.name for name, kind in READS.items())


# ---- consent sources ---------------------------------------------------------------------------------


@every_source
def test_a_sources_example_builds_and_is_reached(kind: ConsentSourceKind) -> None:
    source = example(kind.example)
    assert source["use"] == kind.name
    consent = {"categories": ["analytics", "marketing"], "sources": [source]}
    data = document(consent=consent)
    parse(container(data))
    assert [found.kind for found in program(data).consent.sources] == [kind.name]


@every_source
def test_a_source_has_a_title_and_described_settings(kind: ConsentSourceKind) -> None:
    assert kind.title.endswith(".")
    for name, field in kind.settings.model_fields.items():
        assert field.description, name


@every_source
def test_a_source_has_a_part_where_one_is_needed(kind: ConsentSourceKind) -> None:
    path = registry.part_path(f"consent/{kind.name}.js")
    assert path.exists() is (kind.name != "data_layer")
    source = example(kind.example)
    text = container(
        document(consent={"categories": ["analytics", "marketing"], "sources": [source]}), readable=True
    )
    if path.exists():
        assert f"{kind.name}Consent(" in text
        assert f"{kind.name}Consent(" not in container(document(), readable=True)


def test_every_format_of_the_consent_cookie_has_its_reader() -> None:
    readers = {"json": "cookieJson", "list": "cookieList", "pairs": "cookiePairs", "flag": "cookieFlag"}
    for name, reader in readers.items():
        grants = {"granted": "all"} if name == "flag" else {}
        source = {"use": "cookie", "name": "choice", "format": name, "map": {"marketing": "ads"}, **grants}
        text = container(
            document(consent={"categories": ["analytics", "marketing"], "sources": [source]}), readable=True
        )
        assert [other for other in readers.values() if other in text] == [reader]


# ---- files -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", ["triggers", "consent", "variables"])
def test_a_part_of_a_catalogue_stands_beside_its_entry(folder: str) -> None:
    home = registry.part_path(folder)
    entries = {path.stem for path in home.glob("*.py")}
    assert {path.stem for path in home.glob("*.js")} <= entries


def test_every_platform_has_its_part_beside_its_table_or_shares_one() -> None:
    home = registry.part_path("platforms")
    platforms = registry.platforms()
    assert {path.parent.name for path in home.glob("*/spec.py")} == platforms.keys()
    own = {name for name, platform in platforms.items() if platform.library is None}
    assert {path.parent.name for path in home.glob("*/browser.js")} == own
    shared = {platform.library for platform in platforms.values()} - {None}
    assert {path.stem for path in home.glob("*.js")} == shared
