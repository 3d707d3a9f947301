"""Bento as a process of a test: started with files, ready when `with` begins, killed or stopped as the test likes."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

SAMPLE = re.compile(r"^(?P<name>\w+)\{(?P<labels>[^}]*)\} (?P<value>\S+)$", re.MULTILINE)
LABEL = re.compile(r'(\w+)="((?:[^"\\]|\\.)*)"')


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answers(address: str) -> bool:
    host, port = address.rsplit(":", 1)
    try:
        with socket.create_connection((host, int(port)), timeout=1):
            return True
    except OSError:
        return False


class Engine:
    """One engine: `service` (http, logger, metrics), `shared` (resources) and `streams` are files in `folder`.

    `/ready` says yes before the streams have begun, and also when a port was taken: so `listens` names the addresses that must answer.
    """

    def __init__(
        self,
        bento: Path,
        folder: Path,
        *,
        metrics: str,
        environment: Mapping[str, str],
        service: str = "forward.yaml",
        shared: Sequence[str] = (),
        streams: Sequence[str] = (),
        listens: Sequence[str] = (),
    ) -> None:
        self.bento = bento
        self.folder = folder
        self.metrics_url = metrics
        self.environment = dict(environment)
        self.listens = list(listens)
        resources = [part for name in shared for part in ("-r", name)]
        self.command = [str(bento), "-c", service, *resources, "streams", "--no-api", *streams]
        self.log = folder / "engine.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, seconds: float = 30.0) -> None:
        """Runs it and returns when all streams are connected; raises RuntimeError with the end of its log when they are not."""
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder), **self.environment}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command, cwd=self.folder, env=environment, stdout=log, stderr=subprocess.STDOUT
            )
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.process.poll() is None:
            if self.get("/ready") is not None and all(answers(address) for address in self.listens):
                return
            time.sleep(0.05)
        self.kill()
        raise RuntimeError(f"the engine is not ready:\n{self.log.read_text(errors='replace')[-4000:]}")

    def get(self, path: str) -> str | None:
        """What its own server says, None while it does not answer with 200."""
        try:
            with urllib.request.urlopen(self.metrics_url + path, timeout=5) as answer:  # noqa: S310 -- always http, on loopback
                text: str = answer.read().decode()
                return text
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return None

    def counter(self, name: str, **labels: str) -> float:
        """The sum of a counter over all samples that have these labels."""
        total = 0.0
        for sample in SAMPLE.finditer(self.get("/metrics") or ""):
            if sample["name"] == name and labels.items() <= dict(LABEL.findall(sample["labels"])).items():
                total += float(sample["value"])
        return total

    def wait_for(self, value: float, name: str, *, seconds: float = 20.0, **labels: str) -> None:
        """Returns when the counter has exactly this value; else an AssertionError with the one it has."""
        end = time.monotonic() + seconds
        while (now := self.counter(name, **labels)) != value:
            assert time.monotonic() < end, f"{name}{labels} is {now}, not {value}"
            time.sleep(0.05)

    def kill(self) -> None:
        """As a power switch would: kill -9."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def stop(self, seconds: float = 30.0) -> int:
        """As a service manager would: SIGTERM, then its exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(seconds)


@contextmanager
def running(engine: Engine) -> Iterator[Engine]:
    engine.start()
    try:
        yield engine
    finally:
        engine.kill()


def lint(bento: Path, files: Sequence[Path], environment: Mapping[str, str]) -> list[str]:
    """What the engine's linter says against these files, line by line. Its exit code alone would not do: a wrong option ends with 0."""
    done = subprocess.run(
        [bento, "lint", *files],
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    said = (done.stdout + done.stderr).splitlines()
    return said or ([] if done.returncode == 0 else [f"exit code {done.returncode}"])
