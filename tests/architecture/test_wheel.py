"""What the wheel carries: built from this checkout, read as an archive."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (path,) = out.glob("*.whl")
    return zipfile.ZipFile(path)


def test_the_wheel_holds_the_whole_package_and_the_schema_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    package = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "tagc").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    held = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert held == package | {"tagc/schema/container.schema.json"}


def test_the_schema_in_the_wheel_is_the_one_in_the_checkout(wheel: zipfile.ZipFile) -> None:
    checkout = (ROOT / "schemas" / "container.schema.json").read_bytes()
    assert wheel.read("tagc/schema/container.schema.json") == checkout


def test_the_wheel_has_its_licence_its_command_and_its_types(wheel: zipfile.ZipFile) -> None:
    names = wheel.namelist()
    (licence,) = [name for name in names if name.endswith(".dist-info/licenses/LICENSE")]
    assert wheel.read(licence) == (ROOT / "LICENSE").read_bytes()
    (entry,) = [name for name in names if name.endswith(".dist-info/entry_points.txt")]
    assert b"tagc = tagc.cli:main" in wheel.read(entry)
    assert "tagc/py.typed" in names
