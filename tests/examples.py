"""The examples as test data: what happens on a page (`events.json`) and what every vendor is told (`expected.calls.json`).

One journey is told three times: by the reference interpreter, by the built container in the embedded engine and by the
built container in Chromium. Here stands what the three share: reading the files, building, and writing calls so that they
can be compared, random ids as `<id 1>`, hashes as `sha256(…)` of what was hashed.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

import quickjs

from tagc import compiler, layers
from tagc.cli.project import reader
from tagc.diagnostics import Sink
from tagc.ir import evaluate as ir
from tagc.ir.expr import Const, Dom, Script, walk
from tagc.js.function_file import read
from tagc.js.printer import to_source
from tagc.source import Files
from tests.embedded.host import Host

if TYPE_CHECKING:
    from tagc.ir.program import Program
    from tagc.source import Read

ROOT = Path(__file__).parent.parent / "examples"
DOCUMENTS = tuple(sorted(ROOT.glob("**/tagc.yaml")))

Call = list[Any]
Calls = dict[str, list[Call]]
"""The calls of one step, by instance."""

VENDOR = {
    "fbq": "meta",
    "ttq": "tiktok",
    "lintrk": "linkedin",
    "gtag": "google",
    "pintrk": "pinterest",
    "rdt": "reddit",
    "snaptr": "snap",
    "twq": "x",
    "uetq": "microsoft",
}
SCRIPT = {
    "https://connect.facebook.net/en_US/fbevents.js": "meta",
    "https://analytics.tiktok.com/i18n/pixel/events.js": "tiktok",
    "https://snap.licdn.com/li.lms-analytics/insight.min.js": "linkedin",
    "https://www.googletagmanager.com/gtag/js": "google",
    "https://s.pinimg.com/ct/core.js": "pinterest",
    "https://www.redditstatic.com/ads/pixel.js": "reddit",
    "https://sc-static.net/scevent.min.js": "snap",
    "https://static.ads-twitter.com/uwt.js": "x",
    "https://bat.bing.com/bat.js": "microsoft",
}
RANDOM_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Example:
    """One document of `examples/`, with one of its environments if it has any."""

    document: Path
    environment: str | None = None

    @property
    def folder(self) -> Path:
        return self.document.parent

    @property
    def path(self) -> str:
        """The folder from that of the examples on: `agency/cinema`."""
        return self.folder.relative_to(ROOT).as_posix()

    @property
    def name(self) -> str:
        """What tests and goldens call it: `minimal`, `agency-cinema-production`."""
        return "-".join([*self.path.split("/"), *filter(None, [self.environment])])

    @property
    def readme(self) -> Path:
        """The README of the folder, or of the one that it is a part of."""
        return next(
            path for each in (self.folder, self.folder.parent) if (path := each / "README.md").exists()
        )

    @property
    def is_page(self) -> bool:
        """The page of the folder shows this one: the document itself, or what goes to production."""
        return self.environment in {None, "production"}

    @property
    def calls_file(self) -> Path:
        return self.folder / ".".join(["expected", "calls", *filter(None, [self.environment]), "json"])

    def text(self, file: str) -> str:
        return (self.folder / file).read_text("utf-8")

    @property
    def steps(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.text("events.json"))
        return found

    @property
    def expected(self) -> list[Calls]:
        return [step["calls"] for step in json.loads(self.calls_file.read_text("utf-8"))]

    @property
    def html(self) -> str:
        return self.text("index.html")

    @property
    def title(self) -> str:
        found = re.search("<title>(.*?)</title>", self.html)
        assert found is not None
        return found[1]

    @property
    def program(self) -> Program:
        return program_of(self.text("tagc.yaml"), self)

    def build(self, *, readable: bool = False) -> str:
        return build(self.text("tagc.yaml"), self, readable=readable)

    @property
    def hashed(self) -> dict[str, str]:
        """The texts of the journey that may be hashed, by their SHA-256."""
        texts = {text.strip().lower() for text in _texts(self.steps)}
        return {hashlib.sha256(text.encode()).hexdigest(): text for text in texts}

    def journal(self, told: Iterable[Calls]) -> str:
        """The text of `expected.calls.json`."""
        steps = [
            {"after": step["about"], "calls": calls} for step, calls in zip(self.steps, told, strict=True)
        ]
        lines = ["["]
        for at, step in enumerate(steps):
            lines.append(f'  {{\n    "after": {json.dumps(step["after"])},')
            if not step["calls"]:
                lines.append('    "calls": {}')
            else:
                lines.append('    "calls": {')
                several = list(step["calls"].items())
                for number, (instance, calls) in enumerate(several):
                    lines.append(f"      {json.dumps(instance)}: [")
                    lines += [
                        f"        {json.dumps(call)}{',' if i < len(calls) - 1 else ''}"
                        for i, call in enumerate(calls)
                    ]
                    lines.append(f"      ]{',' if number < len(several) - 1 else ''}")
                lines.append("    }")
            lines.append(f"  }}{',' if at < len(steps) - 1 else ''}")
        return "\n".join([*lines, "]"]) + "\n"


def all_examples() -> list[Example]:
    """Every document, as often as it has environments."""
    return [Example(path, name) for path in DOCUMENTS for name in environments(path)]


def environments(document: Path) -> list[str | None]:
    """The environments that a document can be built for; the document itself where it has none."""
    files = Files("tagc.yaml", document.read_bytes(), reader(str(document)))
    found = layers.document(files, None, Sink())
    assert found is not None, document
    section = found.data.get("environments", {})
    assert isinstance(section, dict), document
    return [*section] or [None]


NAMES = tuple(example.name for example in all_examples())


@cache
def build(text: str, example: Example | None = None, *, readable: bool = False) -> str:
    """The container of a document that has no errors, and that is in the place of an example if there is one."""
    read, environment = _around(example)
    result = compiler.build("tagc.yaml", text.encode(), read=read, environment=environment, readable=readable)
    assert result.ok, result.diagnostics
    return result.files["container.js"].decode()


@cache
def program_of(text: str, example: Example | None = None) -> Program:
    """What a document means, before any pass."""
    read, environment = _around(example)
    found, result = compiler.resolved("tagc.yaml", text.encode(), read=read, environment=environment)
    assert found is not None, result.diagnostics
    return found.program


def _around(example: Example | None) -> tuple[Read | None, str | None]:
    return (None, None) if example is None else (reader(str(example.document)), example.environment)


def _texts(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


class Writer:
    """Writes the calls of one journey: ids are numbered as they come, hashes are read back."""

    def __init__(self, hashed: Mapping[str, str]) -> None:
        self.hashed = hashed
        self.ids: dict[str, str] = {}

    def step(self, calls: Iterable[Call]) -> Calls:
        """One step's calls, by instance, in the order of their names."""
        by_instance: Calls = {}
        for call in calls:
            while call[-1] == "__undefined__":  # an argument that is nothing, at the end
                call.pop()
            by_instance.setdefault(instance_of(call), []).append(call)
        return {name: [self.plain(call) for call in by_instance[name]] for name in sorted(by_instance)}

    def plain(self, value: Any) -> Any:  # noqa: ANN401 - JSON
        if isinstance(value, str):
            if RANDOM_ID.fullmatch(value):
                return self.ids.setdefault(value, f"<id {len(self.ids) + 1}>")
            if SHA256.fullmatch(value) and value in self.hashed:
                return f"sha256({self.hashed[value]})"
            return "<now>" if value.startswith("__date__") else value
        if isinstance(value, ir.Date):
            return "<now>"
        if isinstance(value, Mapping):
            if "__date__" in value:
                return "<now>"
            return {key: self.plain(inner) for key, inner in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.plain(inner) for inner in value]
        return int(value) if isinstance(value, float) and value.is_integer() else value


def instance_of(call: Call) -> str:
    """Whom a call is for; what is said to Google's library as a whole is for `google`."""
    match call:
        case ["gtag", "config", ident, *_] | ["gtag", "event", _, {"send_to": ident}]:
            return "google_ads" if ident.startswith("AW-") else "ga4"
    if call[0] == "load":  # a tag's script is that of its host
        return SCRIPT.get(call[1]) or urlsplit(call[1]).netloc
    return VENDOR[call[0].partition(".")[0]]


def loaded(address: str) -> list[Call]:
    """The calls that stand for a script that was asked for; TikTok's stub makes it from `ttq.load`."""
    script, _, query = address.partition("?")
    calls: list[Call] = [["load", script]]
    code = re.search("sdkid=([^&]*)", query)
    return [*calls, ["ttq.load", code[1], {}]] if code else calls


# ---- the reference interpreter ----------------------------------------------------------------------------


def interpreted(example: Example) -> list[Calls]:
    """The journey as the reference interpreter tells it."""
    program, (first, *others) = example.program, example.steps
    page = Host(url=first["open"], html=example.html)
    doms = {node.selector for node in _nodes(program) if isinstance(node, Dom)}
    state = ir.PageState(
        url=first["open"],
        title=example.title,
        elements={
            selector.value: element
            for selector in doms
            if isinstance(selector, Const)
            and isinstance(selector.value, str)
            and (element := _element(page, selector.value, program)) is not None
        },
    )
    early = [ir.Push(entry) for entry in first.get("data_layer", [])]
    steps = [_step(step, page, program) for step in others]
    writer, told, before = Writer(example.hashed), [], 0
    for count in range(len(steps) + 1):
        ids = (f"{n:08x}-0000-4000-8000-000000000000" for n in itertools.count())
        outcomes = ir.evaluate(
            program, state, steps[:count], early=early, ids=ids, scripts=_stand_ins(program)
        )
        new = outcomes[before:]
        before = len(outcomes)
        made = [outcome for outcome in new if isinstance(outcome, ir.Made) and outcome.function != "run"]
        told.append(writer.step(map(_made, made)))
    return told


def _stand_ins(program: Program) -> dict[str, Callable[[Mapping[str, object]], object]]:
    """What the program's script files give, by an engine: what they mean is their own matter."""
    return {node.file: _called(node.text) for node in _nodes(program) if isinstance(node, Script)}


def _called(text: str) -> Callable[[Mapping[str, object]], object]:
    file = read(text)
    assert file.readable, file
    source = to_source(file.function)

    def call(reads: Mapping[str, object]) -> object:
        page = Host()
        try:
            given = page.eval(f"({source}){'()' if file.state else ''}({json.dumps(reads)})")
        except quickjs.JSException:
            return None
        return None if given == "__undefined__" else given

    return call


def _made(made: ir.Made) -> Call:
    if made.function == "script":
        return ["load", *made.arguments]
    if made.function == "queue.push":  # Microsoft's, whose first argument is the queue's name
        return list(made.arguments)
    return [made.function, *made.arguments]


def _step(step: Mapping[str, Any], page: Host, program: Program) -> ir.Step:
    match step:
        case {"push": entry}:
            return ir.Push(entry)
        case {"consent": "revoke"}:
            return ir.Revoke()
        case {"consent": decision}:
            return ir.Decide(decision)
        case {"event": [name, params]}:
            return ir.Event(name, params)
        case {"route": path, "title": title}:
            return ir.Navigate(urljoin(page.eval("location.href"), path), title)
        case {"click": selector}:
            element = _element(page, selector, program)
            assert element is not None, selector
            return ir.Click(element)
        case {"submit": selector}:
            for name, value in step.get("fields", {}).items():
                page.fill(f"{selector} [name={name}]", value)
            element = _element(page, selector, program)
            assert element is not None, selector
            return ir.Submit(element)
        case _:
            raise AssertionError(step)


def _nodes(program: Program) -> Iterable[object]:
    for variable in program.variables:
        yield from walk(variable.value)
    for rule in program.rules:
        yield from walk(rule.condition)
        for trigger in rule.triggers:
            yield from walk(trigger.condition)
            for selector in trigger.selectors:
                yield from walk(selector)
        for call in rule.calls:
            for _, value in call.params:
                yield from walk(value)


DESCRIBE = """
(selector, selectors) => {
  const all = [];
  for (let e = document.querySelector(selector); e; e = e.parentElement)
    all.push({
      tag: e.localName, id: e.id, classes: e.className, text: e.textContent,
      attributes: Object.fromEntries(e.attributes.map(a => [a.name, a.value])),
      selectors: selectors.filter(s => e.matches(s)),
      fields: e.localName === "form" ? [...new FormData(e)] : [],
    });
  return all;
}
"""


def _element(page: Host, selector: str, program: Program) -> ir.Element | None:
    """An element of the page as the interpreter wants it."""
    triggers = [
        s.value for r in program.rules for t in r.triggers for s in t.selectors if isinstance(s, Const)
    ]
    selectors = sorted({text for text in triggers if isinstance(text, str)} | {selector})
    element: ir.Element | None = None
    described = page.eval(f"({DESCRIBE})({json.dumps(selector)}, {json.dumps(selectors)})")
    for one in reversed(described):
        element = ir.Element(
            tag=one["tag"],
            id=one["id"],
            classes=one["classes"],
            text=one["text"],
            attributes=one["attributes"],
            selectors=frozenset(one["selectors"]),
            fields=tuple((name, value) for name, value in one["fields"]),
            parent=element,
        )
    return element


# ---- the embedded engine ----------------------------------------------------------------------------------


def embedded(example: Example, container: str) -> list[Calls]:
    """The journey as a built container tells it, in the embedded engine."""
    first, *others = example.steps
    page = Host(
        url=first["open"], title=example.title, html=example.html, data_layer=first.get("data_layer") or None
    )
    writer = Writer(example.hashed)
    page.load("document.addEventListener('click', e => e.preventDefault())").load(container).advance(300)
    told = [writer.step(_vendor_calls(page))]
    for step in others:
        act(page, step)
        page.advance(300)
        told.append(writer.step(_vendor_calls(page)))
    assert page.errors == []
    return told


def _vendor_calls(page: Host) -> Iterable[Call]:
    for call in page.take_calls():
        if call[0] == "load":
            yield from loaded(call[1])
        elif call[0].partition(".")[0] in VENDOR:
            yield call


def act(page: Host, step: Mapping[str, Any]) -> None:
    """Let a step happen in the embedded engine."""
    match step:
        case {"push": entry}:
            page.push(entry)
        case {"consent": decision}:
            page.tagc("consent", decision)
        case {"event": [name, params]}:
            page.tagc("event", name, params)
        case {"route": path, "title": title}:
            page.go(urljoin(page.eval("location.href"), path))
            page.eval(f"document.title = {json.dumps(title)}")
        case {"click": selector}:
            page.click(selector)
        case {"submit": selector}:
            for name, value in step.get("fields", {}).items():
                page.fill(f"{selector} [name={name}]", value)
            page.submit(selector)
        case _:
            raise AssertionError(step)


def flat(told: Sequence[Calls]) -> Calls:
    """All steps' calls of each instance, in order."""
    whole: Calls = {}
    for calls in told:
        for instance, made in calls.items():
            whole.setdefault(instance, []).extend(made)
    return whole
