"""The tables of the README, made from the catalogues, the models and the command line.

Prose stays with people; what the code knows is asked from the code. Each function is one table; its name, with dashes, is
what stands in `<!-- generated: … -->`.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import click

from tagc import cli, compiler, model, registry
from tagc.contracts import Kind, Platform, Setting
from tagc.diagnostics import Sink
from tagc.events import EVENTS, PARAMETERS, USER_FIELDS
from tagc.model.values import Step
from tagc.schema.build import container_schema
from tagc.source import SourceFile, load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tagc.ir.program import Command
    from tagc.model.base import Section

NO = "no"

SMALL = b"""\
tagc: 1
container: small
consent: {categories: [marketing]}
platforms: {meta: {pixel_id: 1234567890123456, requires: marketing}}
events: {page_view: {}}
"""

FORWARDED = b"""\
tagc: 1
container: small
consent: {categories: [marketing]}
server: {endpoint: /t/e, origins: ['https://www.example.com']}
platforms: {meta: {pixel_id: 1234567890123456, requires: marketing, server: {access_token: $secret.META_TOKEN}}}
events: {page_view: {}}
"""

FORWARDING = {
    "forward.yaml": "The engine's process: metrics, logging.",
    "forward/resources.yaml": "What its streams share: consent records, what was sent, dead letters.",
    "forward/replay.yaml": "The command that sends dead letters again.",
    "forward/streams/collect.yaml": "Hears the pages: the form of a message, whose page it is, consent records.",
    "forward/streams/dead-letters.yaml": "Sends again what was asked for, forgets what has expired.",
    "forward/nginx.conf": "The proxy in front: TLS, size, rate, the visitor's address.",
    "forward/.env.example": "The values that the engine's environment has to have.",
    "forward/streams/to-meta.yaml": "One for each instance: the vendor's words, batches, answers, retries.",
}

FILES = {
    "container.js": "The one file for your pages: small, ES2017, no `eval`, no inline code.",
    "manifest.json": "What is sent where, under which consent; for you, your lawyer and your cookie page.",
}

MANIFEST = {
    "tagc": "The version that made it.",
    "language": "The version of the language.",
    "catalogue": "When the facts about the platforms were last looked up.",
    "container": "The container's name.",
    "environment": "The environment that was built; null: the document itself.",
    "inputs": "The files it was made of, with their SHA-256.",
    "env": "The values that were read of the environment tagc ran in.",
    "files": "Bytes by part, SHA-256, and the value for `integrity`.",
    "sent_without_consent": "Instances that wait for nobody's consent. Best empty.",
    "consent": "Categories, regimes, regions, sources, and what Google's consent types stand for.",
    "user_data": "Which user data is read where, and the consent it needs.",
    "instances": "For each: scripts, hosts, cookies, storage, what a withdrawal does.",
    "variables": "Your variables, in words.",
    "rules": "Each rule: when, whom it tells, under which consent, with which parameters.",
    "triggers": "What triggers bring from elsewhere, and the consent for it.",
    "tags": "Your own tags: what each loads or runs, when, and under which consent.",
    "custom_code": "Code of yours in the container, which tagc shows as it is and proves nothing about.",
    "csp": "Two whole Content-Security-Policies: before consent and after it.",
}


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def _code(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _described(field: Any) -> str:  # noqa: ANN401 - a pydantic field
    return field.description or ""


# ---- platforms ------------------------------------------------------------------------------------------------


def platforms() -> str:
    """What each platform is called in a file, and what it can do."""
    return _table(
        ["in the file", "platform", "its id", "for", "user data", "after a withdrawal"],
        [
            [
                f"`{name}`",
                entry.title,
                f"`{entry.id_setting}`: {_described(entry.settings.model_fields[entry.id_setting])}",
                {Kind.ADVERTISING: "advertising", Kind.ANALYTICS: "analytics"}[entry.kind],
                _user_data(entry),
                _withdrawal(entry),
            ]
            for name, entry in registry.platforms().items()
        ],
    )


def _user_data(entry: Platform) -> str:
    by_field = {key.field: key for key in entry.matching}
    found = [name for name in USER_FIELDS if name in by_field]
    if not found:
        return "none"
    return _code(found) + ("; unhashed, so only with `raw_to`" if entry.raw_matching else "")


def _withdrawal(entry: Platform) -> str:
    switch = "its own switch is turned off, and " if entry.stop else ""
    again = "; after a new consent it starts again on the next page" if entry.resume is None else ""
    return f"{switch}it is told nothing more{again}"


def events() -> str:
    """What each platform calls a neutral event."""
    known = registry.platforms()
    return _table(
        ["event", "when", *known],
        [
            [f"`{name}`", event.description, *(_vendor_event(entry, name) for entry in known.values())]
            for name, event in EVENTS.items()
        ],
    )


def _vendor_event(entry: Platform, name: str) -> str:
    event = entry.events.get(name)
    if event is None:
        return "conversion" if entry.conversion else "if named" if entry.names else NO
    if event.automatic:
        return "by loading"
    return event.name + ("" if event.standard or event.page else r" \*")


def parameters() -> str:
    """Under which key each platform gets a neutral parameter."""
    known = registry.platforms()
    return _table(
        ["parameter", "what", *known],
        [
            [
                f"`{name}`",
                parameter.description,
                *(
                    _code(dict.fromkeys(key for own, key, _ in entry.params if own == name)) or NO
                    for entry in known.values()
                ),
            ]
            for name, parameter in PARAMETERS.items()
        ],
    )


def snippets() -> str:
    """What a pasted snippet of each platform looks like."""
    rows = []
    for name, entry in registry.platforms().items():
        functions = dict.fromkeys(_functions((*entry.begin, *entry.start, *entry.send)))
        addresses = [address.removeprefix("https://") for address in entry.scripts]
        rows.append([entry.title, _code(addresses), _code(f"{called}(" for called in functions), f"`{name}`"])
    return _table(["platform", "scripts from", "calls of", "replaced by"], rows)


def _functions(commands: Iterable[Command]) -> Iterable[str]:
    for command in commands:
        if command.function != "load" and command.receiver is None:
            yield command.function


# ---- the language ---------------------------------------------------------------------------------------------


def triggers() -> str:
    """Kinds of triggers."""
    names = {read.root: name for name, read in registry.reads().items()}
    return _table(
        ["trigger", "when", "example", "gives"],
        [
            [
                f"`{name}`",
                entry.title,
                f"`{entry.example}`",
                _code(f"${names[root]}" for root in sorted(entry.roots, key=lambda root: root.value)),
            ]
            for name, entry in registry.triggers().items()
        ],
    )


def settings() -> str:
    """What a kind of trigger can be told in a map."""
    rows = []
    for name, entry in registry.triggers().items():
        if not isinstance(entry.setting, Setting):
            for key, field in entry.setting.model_fields.items():
                main = " A text or a list alone is this." if key == entry.main else ""
                rows.append([f"`{name}`", f"`{field.alias or key}`", f"{field.description}{main}"])
    return _table(["trigger", "key", "what"], rows)


def modifiers() -> str:
    """What may stand beside the kind of a trigger."""
    keys = container_schema()["$defs"]["Trigger"]["then"]["properties"]
    described = {
        name: entry["description"] for name, entry in keys.items() if name not in registry.triggers()
    }
    return _table(["key", "what"], [[f"`{name}`", text] for name, text in described.items()])


def references() -> str:
    """Where values can be read."""
    return _table(
        ["reference", "what", "steps", "example"],
        [
            [f"`${name}`", entry.title, _steps(entry.steps, entry.free), f"`{entry.example}`"]
            for name, entry in registry.reads().items()
        ]
        + [
            [
                "`$env`",
                "A value of the environment that tagc runs in, put in when it builds.",
                "names in `env`",
                "`$env.STAGE`",
            ]
        ],
    )


def _steps(steps: tuple[str, ...] | None, free: tuple[str, ...]) -> str:
    return "any" if steps is None else _code(f"{step}.NAME" if step in free else step for step in steps)


def values() -> str:
    """Computed values."""
    common = model.Expression.model_fields
    rows = []
    for name, kind in model.EXPRESSIONS.items():
        own = [field.alias or key for key, field in kind.model_fields.items() if key not in common]
        rows.append([f"`{name}`", _sentence(kind), _code(key for key in own if key != name)])
    rows += [
        [f"`{field.alias or key}`", f"Beside any of these. {_described(field)}", ""]
        for key, field in common.items()
    ]
    return _table(["key", "the value is", "with"], rows)


def conversions() -> str:
    """Steps of `as`."""
    rows = [["`text`, `number`, `lower`, `upper`, `trim`, `round`", "By name alone."]]
    rows += [
        [f"`{{{name}: …}}`", _described(field)] for name, field in Step.model_fields.items() if name != "name"
    ]
    return _table(["step", "what it does"], rows)


def comparisons() -> str:
    """Operators of tests."""
    return _table(
        ["operator", "what"],
        [
            [f"`{field.alias or name}`", _described(field)]
            for name, field in model.Test.model_fields.items()
            if name != "equals"
        ],
    )


def sections() -> str:
    """Keys of a document."""
    return _fields(model.Document)


def presets() -> str:
    """Presets, with what their rules wait for."""
    rows = []
    for name, data in registry.presets().items():
        found = load(SourceFile(name, data.decode()), Sink())
        assert found is not None
        rules: Any = found.data["events"]
        rows.append([f"`{name}`", str(found.data["x-title"]), _code(rules)])
    return _table(["preset", "what", "rules"], rows)


def rule() -> str:
    """Keys of a rule."""
    return _fields(model.Rule)


def tag() -> str:
    """Keys of a tag."""
    return _fields(model.Tag)


def consent_keys() -> str:
    """Keys of `consent`."""
    return _fields(model.Consent)


def _fields(section: type[Section]) -> str:
    return _table(
        ["key", "what"],
        [[f"`{field.alias or name}`", _described(field)] for name, field in section.model_fields.items()],
    )


def _sentence(kind: type) -> str:
    return (kind.__doc__ or "").partition("\n")[0]


def consent_sources() -> str:
    """Who can tell the visitor's decision."""
    rows = [
        ["", "Your page calls `tagc('consent', {…})`. Always there, nothing to write in the file.", "", ""]
    ]
    for name, entry in registry.consent_sources().items():
        settings = [f"`{key}`: {_described(field)}" for key, field in entry.settings.model_fields.items()]
        rows.append([f"`{name}`", entry.title, " ".join(settings), f"`{entry.example}`"])
    return _table(["`use`", "who tells", "settings", "example"], rows)


# ---- the tool -------------------------------------------------------------------------------------------------


def commands() -> str:
    """Commands and their options."""
    rows = []
    for name, command in sorted(cli.tagc.commands.items()):
        arguments = [p.human_readable_name for p in command.params if isinstance(p, click.Argument)]
        options = [
            max(parameter.opts, key=len)
            for parameter in command.params
            if isinstance(parameter, click.Option)
        ]
        call = " ".join(["tagc", name, *(f"[{argument}]" for argument in arguments)])
        rows.append([f"`{call}`", (command.help or "").partition("\n")[0], _code(options)])
    return _table(["command", "what it does", "options"], rows)


def outputs() -> str:
    """The files of a build."""
    made = compiler.build("tagc.yaml", SMALL).files
    assert made.keys() == FILES.keys(), "say in tests/docs/tables.py what each file is for"
    return _table(["file", "what"], [[f"`{name}`", text] for name, text in FILES.items()])


def forwarding_outputs() -> str:
    """The files of a build that is forwarded."""
    made = compiler.build("tagc.yaml", FORWARDED).files
    assert made.keys() - FILES.keys() == FORWARDING.keys(), (
        "say in tests/docs/tables.py what each file is for"
    )
    return _table(["file", "what"], [[f"`{name}`", text] for name, text in FORWARDING.items()])


def conversions_apis() -> str:
    """What each conversions API is called, what it asks for, and what is told by browser and server both."""
    rows = []
    for name, entry in registry.platforms().items():
        api = entry.server
        if api is None:
            rows.append([f"`{name}`", "none", entry.no_server or "", ""])
            continue
        fields = api.settings.model_fields
        needed = [key for key, field in fields.items() if field.is_required()]
        more = [key for key, field in fields.items() if not field.is_required() and key != "base_url"]
        paired = api.events.keys() if api.paired is None else {each for each in api.paired if each}
        known = paired - api.in_browser
        both = _code(sorted(known)) or ("all conversions" if api.paired is None else "none")
        if len(known) > 6:  # a list of most events says less than what is not in it
            missing = sorted(api.in_browser | (api.events.keys() - known))
            both = "all events" + (f" but {_code(missing)}" if missing else "")
        rows.append([f"`{name}`", api.title, _code(needed) + (f"; {_code(more)}" if more else ""), both])
    return _table(["in the file", "conversions API", "under `server`", "told by both"], rows)


def manifest() -> str:
    """The top level of the manifest."""
    made = json.loads(compiler.build("tagc.yaml", SMALL).files["manifest.json"])
    assert made.keys() == MANIFEST.keys(), "say in tests/docs/tables.py what each key is for"
    return _table(["key", "what it tells"], [[f"`{name}`", text] for name, text in MANIFEST.items()])


TABLES: dict[str, Callable[[], str]] = {
    made.__name__.replace("_", "-"): made
    for made in (
        sections, presets, platforms, events, parameters, snippets, triggers, settings, modifiers, references, values, conversions, comparisons, rule, tag,
        consent_keys, consent_sources, commands, outputs, manifest, forwarding_outputs, conversions_apis,
    )
}  # fmt: skip


# ---- excerpts of what a build makes ---------------------------------------------------------------------------


def readable(text: str) -> str:
    """The part of a readable container that is about one site: from its first rule to its last platform."""
    result = compiler.build("tagc.yaml", text.encode(), readable=True)
    assert result.ok, result.diagnostics
    lines = result.files["container.js"].decode().splitlines()
    (last,) = [at for at, line in enumerate(lines) if re.match(r" {4}// .*: \w+$", line)]
    first = next(at for at, line in enumerate(lines) if line.lstrip().startswith("// rule"))
    start = max(at for at in range(first) if re.match(r" {4}const ", lines[at]))
    end = next(at for at in range(last + 2, len(lines)) if re.match(r" {4}\w", lines[at]))
    chosen = [line[4:] for line in lines[start:end]]
    return "```js\n" + "\n".join(chosen) + "\n```"


def manifest_rule(text: str, name: str) -> str:
    """What the manifest says of one rule."""
    result = compiler.build("tagc.yaml", text.encode())
    assert result.ok, result.diagnostics
    rules = json.loads(result.files["manifest.json"])["rules"]
    (found,) = [rule for rule in rules if rule["name"] == name]
    return "```json\n" + json.dumps(found, indent=2) + "\n```"


def policy(text: str, when: str) -> str:
    """The header of the Content-Security-Policy, one directive on a line."""
    result = compiler.build("tagc.yaml", text.encode())
    assert result.ok, result.diagnostics
    header: str = json.loads(result.files["manifest.json"])["csp"][when]["header"]
    return "```\nContent-Security-Policy:\n  " + header.replace("; ", ";\n  ") + "\n```"


__all__ = ["TABLES", "manifest_rule", "policy", "readable"]
