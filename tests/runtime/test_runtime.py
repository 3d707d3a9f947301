"""Runs *.test.js with node's own test runner: the browser runtime's functions, called one by one.

The package's .js files are ES modules, but no package.json says so: the top level of the project has no place for
one, and the compiler needs none. So the tests run in a copy, with the same folders, that has one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


@pytest.fixture(scope="session")
def node(missing_program: Callable[[str, str], None]) -> str:
    found = shutil.which("node")
    if found is None:
        missing_program("node", "install Node.js 18 or newer")
    return str(found)


@pytest.fixture(scope="session")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of all .js files of the package and of these tests, marked as ES modules."""
    copy = tmp_path_factory.mktemp("modules")
    (copy / "package.json").write_text('{"type": "module", "private": true}\n')
    for top in (ROOT / "tagc", HERE):
        for path in top.rglob("*.js"):
            target = copy / path.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    return copy


@pytest.mark.parametrize("name", sorted(path.name for path in HERE.glob("*.test.js")))
def test_node_finds_no_failure_in(node: str, modules: Path, name: str) -> None:
    done = subprocess.run(
        [node, "--test", f"tests/runtime/{name}"],
        cwd=modules,
        env={**os.environ, "NO_COLOR": "1", "TZ": "UTC"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    if done.returncode != 0:
        pytest.fail(f"{name} (paths below are a copy's):\n{done.stdout}\n{done.stderr}", pytrace=False)


def test_every_part_of_the_runtime_has_its_tests() -> None:
    parts = {path.stem for path in (ROOT / "tagc" / "runtime").glob("*.js")} - {"config"}
    assert parts - {path.name.removesuffix(".test.js") for path in HERE.glob("*.test.js")} == set()


def test_node_is_there_and_says_when_a_test_fails(node: str, modules: Path) -> None:
    (modules / "failing.test.js").write_text(
        'import test from "node:test"; import assert from "node:assert"; test("no", () => assert.equal(1, 2));\n'
    )
    done = subprocess.run([node, "--test", "failing.test.js"], cwd=modules, capture_output=True, check=False)
    assert done.returncode == 1
