"""The `.js` parts of the package: what the linker and the reader rely on, checked with our own parser.

Parts are ES modules of declarations. `link.py` lays them side by side in one function and takes what is reached, so a
name means the same everywhere, and nothing happens when a declaration is reached.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, get_args

import pytest

from tagc import registry
from tagc.backends.browser.part import camel
from tagc.js import nodes as js
from tagc.js.names import free_names, redeclarations, top_level_names
from tagc.js.parse import JavaScriptSyntaxError, parse
from tagc.js.tree import children, static_name, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(__file__).parents[2] / "tagc"
CONFIG = "runtime/config.js"

LANGUAGE = frozenset(
    {
        "Array",
        "Date",
        "JSON",
        "Math",
        "Object",
        "Promise",
        "RegExp",
        "Uint8Array",
        "decodeURIComponent",
        "encodeURIComponent",
        "isFinite",
    }
    | {"undefined"}
)

# What each part touches of the page, the browser or the device. A new name here is a decision: read the part.
PAGE = {
    "consent/cookie.js": {"addEventListener", "cookieStore", "setInterval"},
    "platforms/google.js": {"window"},
    "platforms/linkedin/browser.js": {"window"},
    "platforms/meta/browser.js": {"window"},
    "platforms/microsoft/browser.js": {"window"},
    "platforms/tiktok/browser.js": {"window"},
    "runtime/clicks.js": {"addEventListener"},
    "runtime/consent.js": {"addEventListener", "document", "navigator", "setTimeout"},
    "runtime/conversions.js": {"CSS"},
    "runtime/data_layer.js": {"window"},
    "runtime/erase.js": {"document", "localStorage", "location", "sessionStorage"},
    "runtime/ids.js": {"TextEncoder"},
    "runtime/image.js": {"Image"},
    "runtime/delay.js": {"setTimeout"},
    "runtime/landing.js": {"URLSearchParams", "localStorage", "location"},
    "runtime/message.js": {
        *(
            "TextEncoder",
            "addEventListener",
            "clearTimeout",
            "fetch",
            "localStorage",
            "navigator",
            "setTimeout",
        ),
    },
    "runtime/once.js": {"localStorage", "sessionStorage"},
    "runtime/read.js": {
        *(
            "Element",
            "FormData",
            "URL",
            "URLSearchParams",
            "document",
            "localStorage",
            "location",
            "sessionStorage",
            "window",
        ),
    },
    "runtime/route.js": {"addEventListener", "history", "location", "setTimeout"},
    "runtime/script.js": {"document", "trustedTypes"},
    "runtime/stub.js": {"console", "window"},
    "runtime/user.js": {"TextEncoder", "addEventListener", "crypto", "setTimeout"},
    "triggers/dom_ready.js": {"addEventListener", "document"},
    "triggers/error.js": {"addEventListener"},
    "triggers/form.js": {"addEventListener"},
    "triggers/video.js": {"URL", "WeakSet", "clearInterval", "document", "location", "setInterval", "window"},
    "triggers/leave.js": {"addEventListener", "document"},
    "triggers/loaded.js": {"addEventListener", "document"},
    "triggers/page_view.js": {"addEventListener"},
    "triggers/route.js": {"URL"},
    "triggers/scroll.js": {
        *("addEventListener", "clearTimeout", "document", "requestAnimationFrame", "setTimeout"),
    },
    "triggers/timer.js": {"clearInterval", "clearTimeout", "setInterval", "setTimeout"},
    "triggers/visible.js": {
        *("IntersectionObserver", "MutationObserver", "WeakMap", "WeakSet"),
        *("addEventListener", "clearTimeout", "document", "setTimeout"),
    },
}

FORBIDDEN_NAMES = {"eval", "Function", "XMLHttpRequest", "fetch", "WebSocket", "importScripts"}
FORBIDDEN_PROPERTIES = {
    *(
        "write",
        "writeln",
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "srcdoc",
        "constructor",
        "__proto__",
    ),
    *("createContextualFragment", "setHTMLUnsafe", "sendBeacon"),
}
SINK = "runtime/script.js"  # the only part that may make an element
POST = "runtime/message.js"  # the only part that may send something to the site's own server


@dataclass(frozen=True)
class Part:
    path: str  # relative to the package
    text: str

    @property
    def program(self) -> js.Program:
        return _parsed(self.text)

    @property
    def imports(self) -> dict[str, tuple[str, str]]:
        """Local name -> (part, name there)."""
        found = {}
        for item in self.program.body:
            if isinstance(item, js.ImportDeclaration):
                for specifier in item.specifiers:
                    found[specifier.local.name] = (_resolved(self.path, item.source), specifier.imported)
        return found

    @property
    def declarations(self) -> dict[str, js.Expression | None]:
        """Name -> initialiser, of what the part itself declares."""
        found: dict[str, js.Expression | None] = {}
        for item in self.program.body:
            inner = item.declaration if isinstance(item, js.ExportNamedDeclaration) else item
            if isinstance(inner, js.VariableDeclaration):
                for each in inner.declarations:
                    assert isinstance(each.id, js.Identifier)
                    found[each.id.name] = each.init
        return found

    @property
    def exports(self) -> tuple[str, ...]:
        found = []
        for item in self.program.body:
            inner = item.declaration if isinstance(item, js.ExportNamedDeclaration) else None
            if isinstance(inner, js.VariableDeclaration):
                found += [each.id.name for each in inner.declarations if isinstance(each.id, js.Identifier)]
        return tuple(found)

    @property
    def prefix(self) -> str | None:
        """What top-level names of a catalogue's part begin with."""
        folder, *_ = names = PurePosixPath(self.path).with_suffix("").parts
        return {"platforms": names[1], "runtime": None}.get(folder, camel(names[-1]))


@cache
def _parsed(text: str) -> js.Program:
    return parse(text, module=True)


def _resolved(importer: str, source: str) -> str:
    parts = list(PurePosixPath(importer).parent.parts)
    for step in source.split("/"):
        if step == "..":
            parts.pop()
        elif step != ".":
            parts.append(step)
    return "/".join(parts)


@cache
def parts() -> dict[str, Part]:
    found = {}
    for path in sorted(PACKAGE.rglob("*.js")):
        name = path.relative_to(PACKAGE).as_posix()
        found[name] = Part(name, path.read_text("utf-8"))
    return found


every_part = pytest.mark.parametrize("part", parts().values(), ids=list(parts()))


# ---- the rules, each as what breaks it --------------------------------------------------------------


def not_declarations(part: Part) -> Iterator[str]:
    for item in part.program.body:
        inner = item.declaration if isinstance(item, js.ExportNamedDeclaration) else item
        if isinstance(inner, js.ImportDeclaration):
            continue
        if not isinstance(inner, js.VariableDeclaration) or len(inner.declarations) != 1:
            yield f"{type(inner).__name__} where one name is declared"


def work_at_load_time(part: Part) -> Iterator[str]:
    for name, init in part.declarations.items():
        match init:
            case (
                None
                | js.Literal()
                | js.RegExpLiteral()
                | js.ArrowFunctionExpression()
                | js.FunctionExpression()
            ):
                continue
            case js.ArrayExpression(()) | js.ObjectExpression(()):
                continue
            case js.Identifier(other) if part.imports.get(other, ("", ""))[0] == CONFIG:
                continue
        if part.path == CONFIG and isinstance(init, js.ArrayExpression):
            continue
        yield f"{name} = {type(init).__name__}"


def unused(part: Part) -> Iterator[str]:
    used: set[str] = set()
    for init in part.declarations.values():
        used |= free_names(init) if init is not None else set()
    yield from (f"import {name}" for name in part.imports if name not in used)
    yield from (f"declaration {name}" for name in part.declarations if name not in {*used, *part.exports})


def unexpected_names(part: Part) -> set[str]:
    return free_names(part.program) - LANGUAGE - PAGE.get(part.path, set())


def forbidden(part: Part) -> Iterator[str]:
    for node in walk(part.program):
        posts = part.path == POST
        if isinstance(node, js.Identifier) and node.name in FORBIDDEN_NAMES - ({"fetch"} if posts else set()):
            yield node.name
        named = static_name(node) if isinstance(node, js.MemberExpression | js.Property) else None
        if named in FORBIDDEN_PROPERTIES - ({"sendBeacon"} if posts else set()):
            yield f".{static_name(node)}"
        if (
            isinstance(node, js.MemberExpression)
            and static_name(node) == "createElement"
            and part.path != SINK
        ):
            yield ".createElement outside the sink"


def wrong_functions(part: Part) -> Iterator[str]:
    """`this` and `arguments` inside an arrow function, and functions that are no arrows without a reason."""

    def own(node: js.Node) -> bool:
        if isinstance(node, js.ThisExpression) or (
            isinstance(node, js.Identifier) and node.name == "arguments"
        ):
            return True
        return any(own(child) for child in children(node) if not isinstance(child, js.FunctionExpression))

    for node in walk(part.program):
        if isinstance(node, js.ArrowFunctionExpression) and own(node):
            yield "an arrow function has no `arguments` or `this` of its own"
        if isinstance(node, js.FunctionExpression) and not any(own(child) for child in children(node)):
            yield "a function that needs neither `arguments` nor `this` is an arrow function"


def uncommented(part: Part) -> Iterator[str]:
    lines = part.text.splitlines()
    for above, line in zip(["", *lines], lines, strict=False):
        found = re.match(r"export const (\w+)", line)
        if found and not above.startswith("//") and not re.search(r"; // \S", line):
            yield found[1]


def unprefixed(part: Part) -> Iterator[str]:
    prefix = part.prefix
    if prefix is not None:
        yield from (name for name in part.declarations if not re.match(rf"{prefix}([A-Z]|$)", name))


# ---- applied to every part ----------------------------------------------------------------------------


@every_part
def test_a_part_holds_declarations_of_one_name_each(part: Part) -> None:
    assert list(not_declarations(part)) == []
    assert redeclarations(part.program) == ()


@every_part
def test_nothing_happens_when_a_part_is_loaded(part: Part) -> None:
    assert list(work_at_load_time(part)) == []


@every_part
def test_every_import_is_an_export_of_the_other_part(part: Part) -> None:
    for local, (path, name) in part.imports.items():
        assert path in parts(), f"{local} comes from {path}, which does not exist"
        assert name in parts()[path].exports, f"{path} does not export {name}"
        assert local == name, "the linker goes by names: an import keeps its own"


@every_part
def test_what_is_imported_or_declared_is_used(part: Part) -> None:
    assert list(unused(part)) == []


@every_part
def test_a_part_touches_only_what_its_line_in_the_table_allows(part: Part) -> None:
    assert unexpected_names(part) == set()


@every_part
def test_no_part_runs_text_writes_markup_or_talks_to_the_network_itself(part: Part) -> None:
    assert list(forbidden(part)) == []


@every_part
def test_functions_are_arrows_unless_they_need_arguments_or_this(part: Part) -> None:
    assert list(wrong_functions(part)) == []


@every_part
def test_every_export_has_a_comment(part: Part) -> None:
    assert list(uncommented(part)) == []


@every_part
def test_names_of_a_catalogues_part_begin_with_its_name(part: Part) -> None:
    assert list(unprefixed(part)) == []


def test_top_level_names_are_unique_over_all_parts() -> None:
    homes: dict[str, list[str]] = {}
    for part in parts().values():
        for name in part.declarations:
            homes.setdefault(name, []).append(part.path)
    assert {name: paths for name, paths in homes.items() if len(paths) > 1} == {}


def test_no_part_expects_of_the_page_what_another_part_declares() -> None:
    declared = {name for part in parts().values() for name in part.declarations}
    for part in parts().values():
        assert free_names(part.program) & declared == set(), part.path


def test_the_table_lists_only_what_parts_still_touch() -> None:
    for path, names in PAGE.items():
        assert path in parts(), f"{path} is gone"
        assert names - free_names(parts()[path].program) == set(), path


def test_every_export_is_reached_by_somebody() -> None:
    imported = {name for part in parts().values() for _, name in part.imports.values()}
    backend = "".join(
        path.read_text("utf-8")
        for folder in ("backends/browser", "platforms", "consent", "triggers")
        for path in (PACKAGE / folder).rglob("*.py")
    )
    lost = [
        f"{part.path}: {name}"
        for part in parts().values()
        if not part.path.startswith("platforms/")
        for name in part.exports
        if name not in imported and name not in _as_camel_case(backend) and name not in _by_convention(part)
    ]
    assert lost == []


def _by_convention(part: Part) -> set[str]:
    """What the backend finds by the name of a catalogue entry: `clickListen`, `cookieConsent`, `cookieJson`."""
    folder, _, stem = part.path.removesuffix(".js").partition("/")
    if folder == "triggers":
        kind = (PACKAGE / folder / f"{stem}.py").read_text("utf-8")
        return {f"{camel(name)}Listen" for name in (stem, *re.findall(r'listener="(\w+)"', kind))}
    if folder != "consent":
        return set()
    fields = registry.consent_sources()[stem].settings.model_fields.values()
    values = {str(value).capitalize() for field in fields for value in get_args(field.annotation)}
    return {f"{camel(stem)}{name}" for name in {"Consent", *values}}


def _as_camel_case(text: str) -> set[str]:
    """The words of a text, and what they are in JavaScript: `escape_pattern` is `escapePattern`."""
    words = set(re.findall(r"\w+", text))
    from_ir = (PACKAGE / "ir" / "values.py").read_text("utf-8")
    words |= set(re.findall(r"\w+", from_ir))
    return words | {re.sub(r"_(\w)", lambda found: found[1].upper(), word) for word in words}


# ---- the checks themselves ----------------------------------------------------------------------------


def lint(text: str, path: str = "runtime/probe.js") -> list[str]:
    part = Part(path, text)
    rules = (not_declarations, work_at_load_time, unused, forbidden, wrong_functions, uncommented, unprefixed)
    found = [problem for rule in rules for problem in rule(part)]
    return [*found, *sorted(unexpected_names(part))]


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("// Why.\nexport const a = () => 1;", []),
        ("export const a = () => 1;", ["a"]),
        ("export const a = true; // why", []),
        ("// Why.\nexport const a = f();", ["a = CallExpression", "f"]),
        ("// Why.\nexport const a = [1];", ["a = ArrayExpression"]),
        ("f();", ["ExpressionStatement where one name is declared", "f"]),
        ("let a, b;", ["VariableDeclaration where one name is declared", "declaration a", "declaration b"]),
        ("import { x } from './attempt.js';", ["import x"]),
        ("// Why.\nexport const a = () => fetch('/');", ["fetch", "fetch"]),
        ("// Why.\nexport const a = e => { e.innerHTML = ''; };", [".innerHTML"]),
        ("// Why.\nexport const a = d => d['write']('x');", [".write"]),
        ("// Why.\nexport const a = (...x) => x.constructor('return 1')();", [".constructor"]),
        ("// Why.\nexport const a = () => document;", ["document"]),
        ("// Why.\nexport const a = d => d.createElement('a');", [".createElement outside the sink"]),
        (
            "// Why.\nexport const a = () => arguments;",
            ["an arrow function has no `arguments` or `this` of its own", "arguments"],
        ),
        (
            "// Why.\nexport const a = function () { return 1; };",
            ["a function that needs neither `arguments` nor `this` is an arrow function"],
        ),
        ("// Why.\nexport const a = function () { return () => 1, this; };", []),
    ],
)
def test_the_checks_find(text: str, problems: list[str]) -> None:
    assert lint(text) == problems


def test_the_checks_know_the_prefix_of_each_catalogue() -> None:
    text = "// Why.\nexport const metaLoad = () => 1;"
    assert lint(text, "platforms/meta/browser.js") == []
    assert lint(text, "platforms/tiktok/browser.js") == ["metaLoad"]
    assert lint(text, "triggers/click.js") == ["metaLoad"]


def test_newer_syntax_is_refused_by_the_parser() -> None:
    for text in ("const a = b?.c;", "const a = b ?? c;", "try {} catch {}"):
        with pytest.raises(JavaScriptSyntaxError):
            parse(text, module=True)


def test_imports_count_as_top_level_names() -> None:
    assert top_level_names(parse("import { a } from './a.js'; const b = 1;", module=True)) == ("a", "b")
