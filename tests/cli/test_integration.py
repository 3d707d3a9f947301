"""What users put into their repositories: the hooks, the workflow, the attributes. Their very commands are run."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, Any

import pytest
import yaml

import tagc
from tests.cli.conftest import BAD, GOOD, ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Invoke

FOLDER = ROOT / "examples" / "continuous-integration"


def read(path: Path) -> Any:  # noqa: ANN401 - YAML
    return yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - text only: `on` stays `on`


HOOKS = {hook["id"]: hook for hook in read(ROOT / ".pre-commit-hooks.yaml")}
WORKFLOW = read(FOLDER / "tagc.yml")
STEPS = WORKFLOW["jobs"]["tagc"]["steps"]
RUNS = [step["run"] for step in STEPS if "run" in step]
CHECKS = [*RUNS[1:], *(hook["entry"] for hook in HOOKS.values())]


def run(invoke: Invoke, command: str, *more: str) -> tuple[int, str]:
    program, *arguments = shlex.split(command)
    assert program == "tagc"
    result = invoke(*arguments, *more)
    return result.exit_code, result.output


# ---- shape -------------------------------------------------------------------------------------------------


def test_the_hooks_have_what_pre_commit_asks_for() -> None:
    assert {*HOOKS} == {"tagc-check", "tagc-build-check"}
    for hook in HOOKS.values():
        assert hook.keys() == {"id", "name", "description", "entry", "language", "files", "pass_filenames"}
        assert (hook["language"], hook["pass_filenames"]) == ("python", "false")


@pytest.mark.parametrize("hook", HOOKS.values(), ids=HOOKS)
def test_a_hook_runs_for_documents_and_for_scripts_they_name(hook: dict[str, str]) -> None:
    for name in ("tagc.yaml", "shop/tagc.yml", "shared/base.yaml", "scripts/fees.js"):
        assert re.search(hook["files"], name)
    for name in ("README.md", "image.png", "yaml", "a.yaml.txt"):
        assert not re.search(hook["files"], name)


def test_the_build_hook_runs_for_what_is_built() -> None:
    for name in tagc.build("tagc.yaml", GOOD.encode()).files:
        assert re.search(HOOKS["tagc-build-check"]["files"], f"dist/{name}")


def test_the_example_names_the_hooks_there_are() -> None:
    (repo,) = read(FOLDER / "pre-commit-config.yaml")["repos"]
    assert [hook["id"] for hook in repo["hooks"]] == [*HOOKS]
    assert repo["rev"] == f"v{tagc.__version__}"


def test_the_workflow_is_one_that_github_takes() -> None:
    assert WORKFLOW.keys() == {"name", "on", "permissions", "jobs"}
    assert WORKFLOW["on"].keys() == {"pull_request", "push"}
    assert WORKFLOW["permissions"] == {"contents": "read"}
    assert WORKFLOW["jobs"]["tagc"].keys() == {"runs-on", "steps"}
    for step in STEPS:
        assert ("uses" in step) != ("run" in step)
        assert re.fullmatch(r"actions/[\w-]+@v\d+", step.get("uses", "actions/x@v1"))


def test_the_workflow_installs_this_version() -> None:
    assert RUNS[0] == f"python -m pip install tagc-compiler=={tagc.__version__}"


def test_the_attributes_are_about_what_a_build_writes() -> None:
    lines = (FOLDER / "gitattributes").read_text("utf-8").splitlines()
    patterns = [line.split()[0] for line in lines if not line.startswith("#")]
    made = {f"dist/{name}" for name in tagc.build("tagc.yaml", GOOD.encode()).files}
    assert patterns[0] == "dist/**"
    assert set(patterns[1:]) <= made


# ---- commands ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", CHECKS)
def test_a_site_that_is_right_and_built_passes(site: Path, invoke: Invoke, command: str) -> None:
    invoke("build")
    before = {path.name: path.read_bytes() for path in (site / "dist").iterdir()}
    assert run(invoke, command)[0] == 0
    assert {path.name: path.read_bytes() for path in (site / "dist").iterdir()} == before


@pytest.mark.parametrize("command", CHECKS)
def test_a_mistake_fails_at_its_line(site: Path, invoke: Invoke, command: str) -> None:
    (site / "tagc.yaml").write_text(BAD, encoding="utf-8")
    code, printed = run(invoke, command)
    assert code == 1
    place = "file=tagc.yaml,line=6," if "github" in command else "tagc.yaml:6:"
    assert place in printed


@pytest.mark.parametrize("command", [command for command in CHECKS if "--check" in command])
def test_a_container_that_was_not_built_again_fails(site: Path, invoke: Invoke, command: str) -> None:
    invoke("build")
    (site / "tagc.yaml").write_text(GOOD.replace("1234567890123456", "6543210987654321"), encoding="utf-8")
    code, printed = run(invoke, command)
    assert code == 1
    assert "dist/container.js is stale: run tagc build" in printed
    assert ("::error file=dist/container.js,title=stale output::" in printed) is ("github" in command)


@pytest.mark.parametrize("hook", HOOKS.values(), ids=HOOKS)
def test_a_document_elsewhere_is_named_by_args(site: Path, invoke: Invoke, hook: dict[str, str]) -> None:
    (site / "shop").mkdir()
    (site / "tagc.yaml").rename(site / "shop" / "tagc.yaml")
    invoke("build", "shop/tagc.yaml")
    assert run(invoke, hook["entry"], "shop/tagc.yaml")[0] == 0
    assert run(invoke, hook["entry"])[0] == 2
