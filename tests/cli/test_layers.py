"""A document of several files, on the disk: what may be read, `--env`, `--root`, and what is written of it."""

from __future__ import annotations

import hashlib
import json
import os
from typing import TYPE_CHECKING, Any

import pytest

from tagc.cli.project import project_of, reader
from tagc.cli.streams import Failure
from tagc.source import Refusal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Invoke

BASE = """\
tagc: 1
env: {PIXEL: {default: 1234567890123456}}
consent: {categories: [marketing]}
platforms:
  meta: {pixel_id: $env.PIXEL, requires: marketing}
events:
  page_view: {}
environments:
  staging:
    platforms: {meta: {pixel_id: 99999999999}}
"""
SITE = "extends: ../base.yaml\ncontainer: my-shop\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with a base file and one site; the current folder is the site's."""
    folder = tmp_path / "project"
    (folder / "site").mkdir(parents=True)
    (folder / ".git").mkdir()
    (folder / "base.yaml").write_text(BASE, "utf-8")
    (folder / "site" / "tagc.yaml").write_text(SITE, "utf-8")
    (tmp_path / "outside.yaml").write_text("x-secret: 1", "utf-8")
    monkeypatch.chdir(folder / "site")
    monkeypatch.delenv("PIXEL", raising=False)
    return folder


def manifest(folder: Path) -> dict[str, Any]:
    made: dict[str, Any] = json.loads((folder / "dist" / "manifest.json").read_text("utf-8"))
    return made


# ---- what may be read -------------------------------------------------------------------------------------


def test_the_project_is_the_nearest_checkout_above_the_file(project: Path) -> None:
    assert project_of("tagc.yaml") == project
    assert project_of(str(project / "site" / "deep" / "missing.yaml")) == project


def test_without_a_checkout_it_is_the_current_folder_or_the_files_own(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / ".git").rmdir()
    if any((parent / ".git").exists() for parent in tmp_path.parents):
        pytest.fail("the folder of temporary files is in a checkout")
    assert project_of("tagc.yaml") == project / "site"
    monkeypatch.chdir(project)
    assert project_of("site/tagc.yaml") == project
    assert project_of("../outside.yaml") == tmp_path


def test_files_of_the_project_are_read_by_their_path_from_the_document(project: Path) -> None:
    read = reader("tagc.yaml")
    assert read("../base.yaml") == BASE.encode()
    assert read("missing.yaml") is None
    assert read("tagc.yaml/x") is None


@pytest.mark.parametrize("path", ["../../outside.yaml", "../../../../etc/hostname", "../../project-2/x"])
def test_nothing_outside_the_project_is_read(project: Path, path: str) -> None:
    assert reader("tagc.yaml")(path) == Refusal(outside=True)


def test_a_link_that_leads_out_of_the_project_is_outside(project: Path) -> None:
    (project / "site" / "link.yaml").symlink_to("../../outside.yaml")
    (project / "site" / "folder").symlink_to("../..")
    (project / "site" / "inside.yaml").symlink_to("../base.yaml")
    read = reader("tagc.yaml")
    assert read("link.yaml") == Refusal(outside=True)
    assert read("folder/outside.yaml") == Refusal(outside=True)
    assert read("inside.yaml") == BASE.encode()


def test_what_is_no_file_is_refused_and_not_waited_for(project: Path) -> None:
    os.mkfifo(project / "pipe")
    read = reader("tagc.yaml")
    assert read("../pipe") == Refusal("it is no ordinary file")
    assert read("..") == Refusal("it is a folder")
    assert read("x" * 5000) == Refusal("the name is too long")
    (project / "loop.yaml").symlink_to("loop.yaml")
    assert not isinstance(read("../loop.yaml"), bytes)


def test_root_names_the_project(project: Path, tmp_path: Path, invoke: Invoke) -> None:
    result = invoke("check", "--root", ".")
    assert result.exit_code == 1
    assert (
        'tagc.yaml:1:10: error[TAG802] file-outside: "../base.yaml" is outside the project' in result.stderr
    )
    assert invoke("check", "--root", "..").exit_code == 0
    (project / "site" / "tagc.yaml").write_text(SITE.replace("../base", "../../outside"), "utf-8")
    assert "missing-key" in invoke("check", "--root", str(tmp_path)).stderr


def test_a_root_that_the_file_is_not_in_is_wrong_use(project: Path, invoke: Invoke) -> None:
    (project / "other").mkdir()
    with pytest.raises(Failure, match="not in"):
        reader("tagc.yaml", "../other")
    result = invoke("check", "--root", "../other")
    assert (result.exit_code, result.stderr) == (2, "tagc: wrong --root: tagc.yaml is not in ../other\n")


# ---- what is written --------------------------------------------------------------------------------------


def test_the_manifest_names_the_environment_and_every_input(project: Path, invoke: Invoke) -> None:
    assert invoke("build").exit_code == 0
    made = manifest(project / "site")
    hashed = {
        name: hashlib.sha256(text.encode()).hexdigest()
        for name, text in (("../base.yaml", BASE), ("tagc.yaml", SITE))
    }
    assert (made["environment"], made["inputs"], made["env"]) == (None, hashed, {"PIXEL": "1234567890123456"})
    assert invoke("build", "--env", "staging").exit_code == 0
    made = manifest(project / "site")
    assert (made["environment"], made["inputs"], made["env"]) == ("staging", hashed, {})
    assert str(project) not in (project / "site" / "dist" / "manifest.json").read_text("utf-8")


def test_the_environment_chooses_what_is_built(project: Path, invoke: Invoke) -> None:
    invoke("build", "-o", "live")
    invoke("build", "-o", "staging", "--env", "staging")
    live, staging = (
        (project / "site" / name / "container.js").read_text("utf-8") for name in ("live", "staging")
    )
    assert "1234567890123456" in live
    assert "99999999999" in staging
    assert "1234567890123456" not in staging


def test_a_file_that_is_extended_makes_what_is_written_stale(project: Path, invoke: Invoke) -> None:
    invoke("build")
    assert invoke("build", "--check").exit_code == 0
    (project / "base.yaml").write_text(BASE.replace("123456789", "987654321"), "utf-8")
    result = invoke("build", "--check")
    assert result.exit_code == 1
    assert "dist/container.js is stale: run tagc build\n" in result.stderr


def test_an_environment_or_a_value_makes_what_is_written_stale(
    project: Path, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    invoke("build")
    result = invoke("build", "--check", "--env", "staging")
    assert result.exit_code == 1
    assert "stale: run tagc build --env staging\n" in result.stderr
    monkeypatch.setenv("PIXEL", "55555555555")
    assert invoke("build", "--check").exit_code == 1


def test_the_same_inputs_leave_the_files_untouched(project: Path, invoke: Invoke) -> None:
    invoke("build", "--env", "staging")
    files = sorted((project / "site" / "dist").iterdir())
    before = [(path.stat().st_mtime_ns, path.stat().st_ino) for path in files]
    result = invoke("build", "--env", "staging")
    assert result.stdout.count("unchanged") == len(files)
    assert [(path.stat().st_mtime_ns, path.stat().st_ino) for path in files] == before


@pytest.mark.parametrize("command", ["check", "build", "show"])
def test_an_environment_that_is_not_there_is_a_mistake_in_the_input(
    project: Path, invoke: Invoke, command: str
) -> None:
    result = invoke(command, "--env", "stagin")
    assert result.exit_code == 1
    assert (
        '../base.yaml:8:1: error[TAG810] unknown-environment: no environment is named "stagin"'
        in result.stderr
    )
    assert 'hint: did you mean "staging"?' in result.stderr


# ---- show -------------------------------------------------------------------------------------------------


def test_show_tells_where_each_value_comes_from(
    project: Path, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (
        SITE
        + "presets: [ga4_ecommerce]\nevents: {search: null, purchase: {on: tickets}}\ntriggers: {tickets: {data_layer: sold}}\n"
    )
    (project / "site" / "tagc.yaml").write_text(text, "utf-8")
    monkeypatch.setenv("PIXEL", "55555555555")
    lines = invoke("show").stdout.splitlines()
    shown = {line.partition(" #")[0].strip(): line.rpartition("# ")[2] for line in lines if " # " in line}
    assert shown["container: my-shop"] == "tagc.yaml:2"
    assert shown["PIXEL: {default: '55555555555'}"] == "the environment's PIXEL"
    assert shown["pixel_id: '55555555555'"] == "../base.yaml:5"
    assert shown["on: [tickets]"] == "tagc.yaml:4"
    assert shown["once_per: $ga4_transaction_id"].startswith("preset ga4_ecommerce:")
    assert shown["- data_layer: [sold]"] == "tagc.yaml:5"
    assert shown["regimes: {default: opt_in, regions: []}"] == "default"


def test_show_tells_the_origins_as_data(project: Path, invoke: Invoke) -> None:
    text = SITE + "presets: [ga4_ecommerce]\nevents: {'a/b~c': {event: lead, on: [{click: a}]}}\n"
    (project / "site" / "tagc.yaml").write_text(text, "utf-8")
    made = json.loads(invoke("show", "--format", "json").stdout)
    origins = made["origins"]
    assert made["document"]["container"] == "my-shop"
    assert origins["/container"] == {"file": "tagc.yaml", "line": 2, "column": 1}
    assert origins["/platforms/meta/pixel_id"] == {"file": "../base.yaml", "line": 5, "column": 10}
    assert origins["/events/a~1b~0c/on/0/click/0"] == {"file": "tagc.yaml", "line": 4, "column": 39}
    assert origins["/events/purchase/once_per"]["preset"] == "ga4_ecommerce"
    assert origins["/consent/gpc/mode"] == {"default": True}
    assert not any("/tells" in pointer for pointer in origins)


def test_what_is_shown_of_an_environment_builds_the_same_container(
    project: Path, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = SITE + "presets: [ga4_ecommerce]\nevents: {page_view: {params: {p: 'x ${env.PIXEL}'}}}\n"
    (project / "site" / "tagc.yaml").write_text(text, "utf-8")
    for chosen in ([], ["--env", "staging"]):
        monkeypatch.setenv("PIXEL", "55555555555")
        invoke("build", "-o", "first", *chosen)
        shown = json.loads(invoke("show", "--format", "json", *chosen).stdout)["document"]
        for rule in shown["events"].values():
            del rule["tells"]
        (project / "site" / "long.yaml").write_text(json.dumps(shown), "utf-8")
        monkeypatch.delenv("PIXEL")
        result = invoke("build", "long.yaml", "-o", "second")
        assert result.exit_code == 0, result.stderr
        first, second = (project / "site" / name / "container.js" for name in ("first", "second"))
        assert first.read_bytes() == second.read_bytes()
