"""`tagc init`: asks for what a first tagc.yaml depends on, and writes it.

What was made is compiled before it is written, so that it is clean for certain.
"""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from tagc import compiler, registry
from tagc.cli import files
from tagc.cli.starter import Chosen, Instance, starter
from tagc.cli.streams import Failure, emit, watched
from tagc.contracts import Kind
from tagc.diagnostics import did_you_mean
from tagc.schema.file import CHECKOUT, PACKAGED

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tagc.contracts import Platform

__all__ = ["init"]

_T = TypeVar("_T")

SCHEMA_NAME = "tagc.schema.json"

_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
_CATEGORY = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
# What people call the category that each kind of platform needs; the first is the suggestion.
_USUAL = {
    Kind.ANALYTICS: ("analytics", "statistics", "performance", "measurement"),
    Kind.ADVERTISING: ("marketing", "advertising", "ads", "targeting"),
}
_SOURCES = {
    "function": "the page calls tagc('consent', {...}) when the visitor has decided",
    "cookie": "a cookie that your consent tool writes",
    "data_layer": "an event that your consent tool pushes onto the data layer",
}


def init(
    *,
    file: str,
    name: str | None,
    platforms: Sequence[str],
    categories: str | None,
    consent_source: str | None,
    yes: bool,
    force: bool,
    format_: str,
) -> None:
    """Ask for what is not given; write the file and, outside a checkout, the schema for editors beside it."""
    target = Path(file)
    if files.exists(file) and not force:
        raise Failure(f"{files.shown(file)} is there already; --force replaces it")
    asks = not yes and format_ == "text" and watched(sys.stdin) and watched(sys.stdout)
    if not platforms and not asks:
        known = ", ".join(registry.platforms())
        raise Failure(f"say where events go: --platform meta=1234567890123456 (platforms: {known})")
    wanted_name = _name(name) if name is not None else _suggested_name(target)
    if asks and name is None:
        wanted_name = click.prompt("Name of the container", default=wanted_name, value_proc=_asked(_name))
    pairs = [_pair(text) for text in platforms] or _ask_platforms()
    wanted = None if categories is None else _categories(categories)
    if asks and wanted is None:
        usual = list(dict.fromkeys(_USUAL[platform.kind][0] for platform, _ in pairs))
        question = "Categories of consent, separated by commas"
        wanted = click.prompt(question, default=",".join(usual), value_proc=_asked(_categories))
    source = consent_source or "function"
    if asks and consent_source is None:
        for key, text in _SOURCES.items():
            emit(f"  {key}: {text}\n")
        source = click.prompt(
            "Who tells what the visitor decided", type=click.Choice([*_SOURCES]), default=source
        )
    chosen = Chosen(wanted_name, _instances(pairs, wanted), source)
    for category in wanted or ():
        if category not in chosen.categories:
            emit(f"tagc: left out {category}: no platform here needs it yet\n", sys.stderr)
    _write(target, chosen, force=force, format_=format_)


def _write(target: Path, chosen: Chosen, *, force: bool, format_: str) -> None:
    schema, schema_path = _schema(target)
    content = starter(chosen, schema_path).encode()
    wrong = compiler.check(files.shown(target), content).diagnostics
    if wrong:
        raise AssertionError(f"the first file is not clean: {wrong[0].message}")
    made = {target.name: content, **schema}
    beside = target.parent / SCHEMA_NAME
    if schema and not force and files.compare(target.parent, schema)[SCHEMA_NAME] is files.State.STALE:
        raise Failure(f"{files.shown(beside)} is there already and differs; --force replaces it")
    files.write_all(target.parent, made)
    name = "" if target.as_posix() == "tagc.yaml" else f" {_quoted(files.shown(target))}"
    following = [f"tagc check{name}", f"tagc build{name}"]
    if format_ == "json":
        listed = [files.shown(target.parent / each) for each in made]
        emit(json.dumps({"files": listed, "next": following}, indent=2) + "\n")
        return
    emit(f"{files.shown(target)}\n")
    if schema:
        emit(f"{files.shown(beside)}  (completion and checks in your editor)\n")
    emit("\nNext:\n" + "".join(f"  {command}\n" for command in following))


def _schema(target: Path) -> tuple[dict[str, bytes], str]:
    """Return the schema file to write beside the first file, if any, and the path to it for the editor."""
    if not PACKAGED.exists() and target.resolve().is_relative_to(CHECKOUT.parents[1]):
        return {}, Path(os.path.relpath(CHECKOUT, target.resolve().parent)).as_posix()
    path = PACKAGED if PACKAGED.exists() else CHECKOUT
    return {SCHEMA_NAME: path.read_bytes()}, SCHEMA_NAME


def _quoted(text: str) -> str:
    return text if re.fullmatch(r"[\w./-]+", text) else "'" + text.replace("'", "'\\''") + "'"


# ---- what the user says ------------------------------------------------------------------------------------


def _asked(read: Callable[[str], _T]) -> Callable[[str], _T]:
    """Let a prompt ask again where an option would be refused."""

    def checked(text: str) -> _T:
        try:
            return read(text.strip())
        except Failure as error:
            raise click.BadParameter(error.message) from None

    return checked


def _suggested_name(target: Path) -> str:
    folder = re.sub(r"[^a-z0-9]+", "-", target.resolve().parent.name.lower()).strip("-")
    return folder or "my-site"


def _name(text: str) -> str:
    if not _NAME.fullmatch(text):
        raise Failure(f"{_shown(text)} is no name for a container: use small letters, digits and dashes")
    return text


def _categories(text: str) -> list[str]:
    names = [name.strip() for name in text.split(",") if name.strip()]
    for name in names:
        if not _CATEGORY.fullmatch(name) or name == "necessary":
            raise Failure(
                f"{_shown(name)} is no name for a category: use letters, digits, _ and -; "
                "`necessary` is built in"
            )
    if not names:
        raise Failure("name at least one category of consent, such as marketing")
    return list(dict.fromkeys(names))


def _shown(text: str) -> str:
    return json.dumps(text[:60])


def _pair(text: str) -> tuple[Platform, str]:
    name, sign, value = text.partition("=")
    platform = _platform(name.strip())
    if not sign:
        raise Failure(
            f"--platform {platform.name} needs its id: {platform.name}={platform.id_setting.upper()}"
        )
    return platform, _id(platform, value.strip())


def _platform(name: str) -> Platform:
    known, names = registry.platforms(), registry.platform_names()
    if name in known:
        return known[name]
    near = names.get(name) or names.get(did_you_mean(name, names) or "")
    advice = f'did you mean "{near}"?' if near else f"platforms: {', '.join(known)}"
    raise Failure(f"there is no platform {_shown(name)}; {advice}")


def _id(platform: Platform, value: str) -> str:
    try:
        platform.settings.model_validate({platform.id_setting: value})
    except ValueError:
        described = platform.settings.model_fields[platform.id_setting].description
        raise Failure(
            f"{_shown(value)} is no {platform.id_setting} of {platform.title}: {described}"
        ) from None
    return value


def _ask_platforms() -> list[tuple[Platform, str]]:
    known = registry.platforms()
    emit("".join(f"  {name}: {platform.title}\n" for name, platform in known.items()))

    def several(text: str) -> list[Platform]:
        found = [_platform(name.strip()) for name in text.split(",") if name.strip()]
        if not found:
            raise Failure("name at least one")
        return found

    chosen = click.prompt("Platforms, separated by commas", value_proc=_asked(several))
    return [
        (
            platform,
            click.prompt(
                f"{platform.title}: {platform.id_setting}",
                value_proc=_asked(lambda text, platform=platform: _id(platform, text)),  # type: ignore[misc]
            ),
        )
        for platform in chosen
    ]


def _instances(pairs: Sequence[tuple[Platform, str]], categories: list[str] | None) -> tuple[Instance, ...]:
    made: dict[str, Instance] = {}
    for platform, value in pairs:
        usual = _USUAL[platform.kind]
        category = usual[0]
        if categories is not None:
            category = next((name for name in usual if name in categories), categories[-1])
        number = sum(instance.platform is platform for instance in made.values()) + 1
        name = platform.name if number == 1 else f"{platform.name}_{number}"
        made[name] = Instance(name, platform, value, category)
    return tuple(made.values())
