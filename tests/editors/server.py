"""A client of yaml-language-server: what an editor would say to it over its streams, and what it answers.

The Language Server Protocol: JSON-RPC messages with a Content-Length header
(https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/).
"""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from pathlib import Path

PATIENCE = 60  # seconds: the server starts within two
SETTINGS = {"validate": True, "completion": True, "hover": True, "schemaStore": {"enable": False}}
CURSOR = "│"


class Server:
    """One running server, and the one file of a folder that is open in it."""

    def __init__(self, node: str, program: Path, folder: Path) -> None:
        self.process = subprocess.Popen(
            [node, str(program), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.answers: queue.Queue[dict[str, Any]] = queue.Queue()
        self.problems: queue.Queue[dict[str, Any]] = queue.Queue()
        self.folder = folder
        self.asked = 0
        self.opened = 0
        assert self.process.stdout is not None
        self.reader = threading.Thread(target=self._listen, args=(self.process.stdout,))
        self.reader.start()
        self._ask("initialize", {"processId": None, "rootUri": folder.as_uri(), "capabilities": {}})
        self._tell("initialized", {})
        self._tell("workspace/didChangeConfiguration", {"settings": {"yaml": SETTINGS}})

    @property
    def uri(self) -> str:
        """The address of the file that is open."""
        return (self.folder / f"{self.opened}.yaml").as_uri()

    def stop(self) -> None:
        """End it."""
        self.process.kill()
        self.reader.join()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                stream.close()
        self.process.wait()

    # ---- what an editor does -------------------------------------------------------------------------------

    def show(self, text: str) -> list[dict[str, Any]]:
        """Open a file with this text instead of the last one; the problems that are marked in it.

        Each text is a file by another name, in the same folder, so that no answer is taken for that to an earlier one.
        """
        if self.opened:
            self._tell("textDocument/didClose", {"textDocument": {"uri": self.uri}})
        self.opened += 1
        document = {"uri": self.uri, "languageId": "yaml", "version": 1, "text": text}
        self._tell("textDocument/didOpen", {"textDocument": document})
        while (found := self.problems.get(timeout=PATIENCE))["uri"] != self.uri:
            pass
        problems: list[dict[str, Any]] = found["diagnostics"]
        return problems

    def offered(self, text: str) -> list[str]:
        """What is offered at the cursor, a `│` in the text."""
        before, _, after = text.partition(CURSOR)
        self.show(before + after)
        found = self._ask("textDocument/completion", self._place(before))
        items = found["items"] if isinstance(found, dict) else found
        return [item["label"] for item in items]

    def hover(self, text: str) -> str:
        """What is shown for the key or value behind the cursor."""
        before, _, after = text.partition(CURSOR)
        self.show(before + after)
        found = self._ask("textDocument/hover", self._place(before))
        return found["contents"]["value"] if found else ""

    def _place(self, before: str) -> dict[str, Any]:
        """The place behind a text. Columns count UTF-16 units, which are letters in what the tests write before it."""
        column = len(before) - before.rfind("\n") - 1
        position = {"line": before.count("\n"), "character": column}
        return {"textDocument": {"uri": self.uri}, "position": position}

    # ---- the protocol --------------------------------------------------------------------------------------

    def _send(self, message: dict[str, Any]) -> None:
        content = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(content) + content)
        self.process.stdin.flush()

    def _tell(self, method: str, params: object) -> None:
        self._send({"method": method, "params": params})

    def _ask(self, method: str, params: object) -> Any:  # noqa: ANN401 - JSON
        self.asked += 1
        self._send({"id": self.asked, "method": method, "params": params})
        answer = self.answers.get(timeout=PATIENCE)
        assert answer["id"] == self.asked, answer
        assert "error" not in answer, answer
        return answer["result"]

    def _listen(self, stream: BinaryIO) -> None:
        while (message := _message(stream)) is not None:
            if "method" not in message:
                self.answers.put(message)
            elif message["method"] == "textDocument/publishDiagnostics":
                self.problems.put(message["params"])
            elif "id" in message:  # it asks for what we have not got
                self._send({"id": message["id"], "result": None})


def _message(stream: BinaryIO) -> dict[str, Any] | None:
    length = 0
    while line := stream.readline().strip():
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    content = stream.read(length)
    return json.loads(content) if content else None
