"""A real service in a process of its own, and plain clients for it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import attrs

import minsheng as ms

PAID, KIND, MONTH = (
    ms.column("paid", "元/月", places=2),
    ms.column("area_kind", kind="text", choices=("county", "district")),
    ms.column("month", kind="date"),
)
FLOOR = ms.Criterion("X201", ms.Amount(7800, "元/年") <= PAID, when=KIND == "district", title="低保标准")
LATE = ms.Criterion("X202", ms.Amount(2000, "元/月") >= PAID, title="不多发", effective="2023-04-01")  # type: ignore[arg-type]  # ISO text
#: starts a service with other bounds than usual: waiting for real ones takes too long
_SHORT = """
import json, sys
from pathlib import Path
from minsheng.cli.serving import _log
from minsheng.embedding.service.app import make_app
from minsheng.embedding.service.limits import Limits
from minsheng.embedding.service.server import listen, serve
from minsheng.embedding.service.shelf import Shelf
folder, limits = json.loads(sys.argv[1])
limits = Limits(**limits)
socket = listen("127.0.0.1", 0)
_log().info(json.dumps({"listening": f"http://127.0.0.1:{socket.getsockname()[1]}"}))
serve(make_app(Shelf.of(Path(folder)), limits), socket, limits)
"""


def shelf(folder: Path) -> Path:
    """A folder with criteria named ``floor``."""
    (folder / "criteria").mkdir(parents=True)
    (folder / "criteria" / "floor.json").write_text(ms.dump([FLOOR]), "utf-8")
    return folder


@attrs.frozen
class Service:
    """A running service."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path

    def ask(
        self, method: str, path: str, body: object = None, headers: dict[str, str] | None = None
    ) -> tuple[int, dict[str, str], Any]:
        """Status, headers and body of an answer; JSON is read."""
        sent = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        named = {} if body is None else {"Content-Type": "application/json"}
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, sent, named | (headers or {}))
            answer = connection.getresponse()
            data = answer.read()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return (
                answer.status,
                found,
                json.loads(data) if data and "json" in found.get("content-type", "") else data,
            )
        finally:
            connection.close()

    def post(self, path: str, body: object, **headers: str) -> tuple[int, Any]:
        """Status and body of an answer."""
        status, _, said = self.ask("POST", path, body, headers)
        return status, said

    def raw(self, sent: bytes, *, small: bool = False) -> socket.socket:
        """A connection on which these bytes were sent."""
        client = socket.socket()
        if small:  # takes little before it is read
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.settimeout(30)
        client.connect(("127.0.0.1", self.port))
        client.sendall(sent)
        return client

    def lines(self) -> list[dict[str, Any]]:
        """The lines of the log."""
        return [json.loads(line) for line in self.log.read_text("utf-8").splitlines()]


def everything(client: socket.socket) -> bytes:
    """All that comes until the other side ends."""
    found = b""
    try:
        while more := client.recv(1 << 16):
            found += more
    except ConnectionResetError:
        pass
    client.close()
    return found


@contextmanager
def running(
    home: Path,
    *arguments: str,
    environment: dict[str, str] | None = None,
    limits: dict[str, int] | None = None,
) -> Iterator[Service]:
    """The command with these arguments; or, with other bounds, what it runs."""
    command = ["-m", "minsheng", "serve", *arguments, "--port", "0"]
    if limits is not None:
        command = ["-c", _SHORT, json.dumps([*arguments, limits])]
    log = home / "log"
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [sys.executable, *command], stderr=stream, env=os.environ | (environment or {})
        )
    try:
        until = time.monotonic() + 60
        while not log.read_bytes().endswith(b"\n"):
            assert process.poll() is None, log.read_text("utf-8")
            assert time.monotonic() < until
            time.sleep(0.05)
        [first, *_] = log.read_text("utf-8").splitlines()
        yield Service(int(json.loads(first)["listening"].rpartition(":")[2]), process, log)
    finally:
        process.terminate()
        try:
            process.wait(30)
        finally:
            process.kill()
