"""The service beside the same framework returning a constant: ``python benchmarks/service.py``.

Each answers on a loopback port of its own; one client asks them in turn, over 1, 8 and 32 connections
that are kept. Told are requests a second, the processor time of the server for each (which does not
depend on who else uses the machine), the slowest hundredth, every wrong answer, and what memory does
over 100,000 requests (``--requests``).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import minsheng as ms

_CONSTANT = """
import sys, uvicorn
from litestar import Litestar, Response, post

@post("/judge", status_code=200)
async def judge() -> Response[dict[str, dict[str, str]]]:
    return Response({"outcomes": {"X201": "unmet"}})

class Server(uvicorn.Server):
    async def startup(self, sockets=None):
        await super().startup(sockets)
        port = self.servers[0].sockets[0].getsockname()[1]
        print('{"listening": "http://127.0.0.1:%d"}' % port, file=sys.stderr, flush=True)

config = uvicorn.Config(Litestar([judge], logging_config=None, openapi_config=None), http="h11",
    loop="asyncio", port=0, lifespan="off", log_config=None, access_log=False, server_header=False)
Server(config).run()
"""


def record(number: int) -> tuple[dict[str, str], str]:
    """A record on and about the threshold, and its outcome."""
    paid = 64_500 + number % 1000
    said = {"paid": f"{paid // 100}.{paid % 100:02}", "area_kind": "district" if number % 3 else "county"}
    return said, "not_applicable" if number % 3 == 0 else "met" if paid >= 65_000 else "unmet"


def request(body: object) -> bytes:
    """The bytes of a request to judge."""
    said = json.dumps(body).encode()
    head = "POST /judge HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(said)}\r\n\r\n".encode() + said


async def answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """The status and the body of an answer."""
    head = await reader.readuntil(b"\r\n\r\n")
    [length] = re.findall(rb"content-length: (\d+)", head)
    return int(head[9:12]), await reader.readexactly(int(length))


async def ask(
    port: int, connections: int, requests: int, *, constant: bool = False
) -> tuple[list[float], int]:
    """How long each request took, and how many were answered wrongly."""
    took, wrong, numbers = list[float](), 0, iter(range(requests))

    async def one() -> None:
        nonlocal wrong
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for number in numbers:
            said, outcome = record(number)
            sent = request({"criteria": "floor", "record": said})
            began = time.perf_counter()
            writer.write(sent)
            status, body = await answer(reader)
            took.append(time.perf_counter() - began)
            found = json.loads(body)["outcomes"] if status == 200 else {}
            wrong += not constant and found != {"X201": outcome}
        writer.close()

    await asyncio.gather(*(one() for _ in range(connections)))
    return took, wrong


@contextmanager
def served(*command: str) -> Iterator[tuple[int, int]]:
    """A server's process and port."""
    with subprocess.Popen([sys.executable, *command], stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        port = int(json.loads(server.stderr.readline())["listening"].rpartition(":")[2])
        drain = subprocess.Popen(["cat"], stdin=server.stderr, stdout=subprocess.DEVNULL)  # noqa: S607  # its log
        try:
            yield server.pid, port
        finally:
            server.terminate()
            server.wait(30)
            drain.wait(10)


def processor(pid: int) -> float:
    """Microseconds of processor time that a process's first thread has used: the one that serves."""
    return int(Path(f"/proc/{pid}/schedstat").read_text("utf-8").split()[0]) / 1000


def memory(pid: int) -> int:
    """Megabytes that a process holds."""
    pages = int(Path(f"/proc/{pid}/statm").read_text("utf-8").split()[1])
    return pages * resource.getpagesize() // 1024**2


def folder(inside: str) -> str:
    """A folder for the service, with one criterion."""
    paid, kind = ms.column("paid", "元/月", places=2), ms.column("area_kind", kind="text")
    floor = ms.Criterion("X201", paid >= ms.Amount(7800, "元/年"), when=kind == "district", title="低保标准")
    criteria = Path(inside) / "criteria"
    criteria.mkdir()
    (criteria / "floor.json").write_text(ms.dump([floor]), "utf-8")
    return inside


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=100_000, help="for the memory")
    parser.add_argument("--round", type=int, default=800, help="requests of one round")
    given = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as inside,
        served("-c", _CONSTANT) as (other_pid, other),
        served("-m", "minsheng", "serve", "--data", folder(inside), "--port", "0") as (pid, port),
    ):
        for who in (other, port):
            asyncio.run(ask(who, 8, 500, constant=True))
        for connections in (1, 8, 32):
            compare(connections, given.round, (other_pid, other), (pid, port))
        before = memory(pid)
        took, wrong = asyncio.run(ask(port, 8, given.requests))
        print(f"{len(took)} requests: {wrong} wrong; memory {before} MB, then {memory(pid)} MB")
        many = {"criteria": "floor", "records": [record(number)[0] for number in range(10_000)]}
        asyncio.run(batches(port, request(many)))


def compare(connections: int, requests: int, constant: tuple[int, int], ours: tuple[int, int]) -> None:
    """Both in turn, ten times, because the machine is not always the same; the medians, and of the pairs."""
    rates: list[list[float]] = [[], []]
    spent: list[list[float]] = [[], []]
    slowest: list[list[float]] = [[], []]
    wrong = 0
    for _ in range(10):
        for which, (pid, port) in enumerate((constant, ours)):
            used, began = processor(pid), time.perf_counter()
            took, bad = asyncio.run(ask(port, connections, requests, constant=not which))
            rates[which].append(len(took) / (time.perf_counter() - began))
            spent[which].append((processor(pid) - used) / len(took))
            slowest[which].append(sorted(took)[len(took) * 99 // 100] * 1000)
            wrong += bad
    faster = median(mine / theirs for theirs, mine in zip(*rates, strict=True))
    less = median(theirs / mine for theirs, mine in zip(*spent, strict=True))
    print(
        f"{connections:2} connections: {median(rates[1]):5.0f} judgements/s, constant "
        f"{median(rates[0]):5.0f}, pairs {faster:.2f}; processor {median(spent[1]):3.0f} and "
        f"{median(spent[0]):3.0f} µs, pairs {less:.2f}; p99 {median(slowest[1]):.1f} and "
        f"{median(slowest[0]):.1f} ms; {wrong} wrong",
        flush=True,
    )


async def batches(port: int, sent: bytes) -> None:
    """Ten thousand records in one request, five times."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 24)
    best = 1e9
    for _ in range(5):
        began = time.perf_counter()
        writer.write(sent)
        status, body = await answer(reader)
        best = min(best, time.perf_counter() - began)
        assert status == 200, body[:300]
        found = [one["outcomes"]["X201"] for one in json.loads(body)["rows"]]
        assert found == [record(number)[1] for number in range(10_000)]
    writer.close()
    print(f"10,000 records in one request: {best * 1000:.0f} ms, {10_000 / best:.0f} judgements/s")


if __name__ == "__main__":
    main()
