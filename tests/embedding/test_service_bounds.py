"""The service waits for nobody longer than it says, lets in only who may come, and stops with grace."""

from __future__ import annotations

import asyncio
import signal
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest

from minsheng.cli import main
from minsheng.embedding.service.jobs import Jobs
from minsheng.embedding.service.limits import Limits
from minsheng.embedding.service.problems import Refused
from minsheng.embedding.service.shelf import Shelf
from minsheng.errors import DataError, UnknownName
from tests.embedding.serving import Service, everything, running, shelf

TOKEN = "a-token-of-more-than-16"  # noqa: S105  # of these tests alone
HEAD = b"POST /judge HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"


@pytest.fixture(scope="module")
def impatient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service that waits for a second where others wait for half a minute."""
    home = tmp_path_factory.mktemp("impatient")
    waits = "header_seconds", "body_seconds", "idle_seconds", "unread_seconds"
    with running(home, str(shelf(home / "data")), limits=dict.fromkeys(waits, 1) | {"connections": 8}) as one:
        yield one


@pytest.mark.parametrize(
    "half",
    [
        b"",
        b"GET /hea",
        HEAD,
        HEAD + b"Content-Length: 9\r\n\r\n{",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\n{",
    ],
    ids=["nothing", "half a line", "half a head", "half a body", "half a chunk"],
)
def test_half_a_request_is_not_waited_for(impatient: Service, half: bytes) -> None:
    client, began = impatient.raw(half), time.monotonic()
    assert everything(client) == b""
    assert 0.5 < time.monotonic() - began < 20


def test_a_drop_now_and_then_does_not_buy_more_time(impatient: Service) -> None:
    """Neither of the head, nor of the body, nor of a body that was refused already."""
    dripping = [
        HEAD + b"X-A: ",
        HEAD + b"Content-Length: 99\r\n\r\n",
        HEAD + b"Content-Length: 99999999\r\n\r\n",
    ]
    clients = [impatient.raw(one) for one in dripping]
    ended: dict[int, float] = {}
    began = time.monotonic()
    while len(ended) < len(clients) and time.monotonic() < began + 20:
        for number, client in enumerate(clients):
            try:
                client.send(b" ")
            except OSError:
                ended.setdefault(number, time.monotonic() - began)
        time.sleep(0.1)
    assert len(ended) == len(clients)
    for client in clients:
        client.close()


def test_who_does_not_read_is_left(impatient: Service) -> None:
    page = b"GET /docs/ui/swagger-ui-bundle.js HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    client = impatient.raw(page * 10, small=True)  # 15 MB, more than any buffer on the way
    time.sleep(3)
    assert len(everything(client)) < 10_000_000
    assert impatient.ask("GET", "/health")[0] == 200


def test_a_kept_connection_that_asks_nothing_is_ended(impatient: Service) -> None:
    client = impatient.raw(b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    assert everything(client).startswith(b"HTTP/1.1 200")


def test_who_comes_after_all_that_may_be_there_is_told(impatient: Service) -> None:
    time.sleep(1.5)  # until those of other tests are gone
    others = [impatient.raw(b"") for _ in range(8)]
    status, headers, said = impatient.ask("GET", "/health")
    assert (status, headers["content-type"], headers["connection"]) == (
        503,
        "application/problem+json",
        "close",
    )
    assert said["problems"][0]["met"] == "连接太多"
    for client in others:
        client.close()


def test_what_was_begun_is_answered_before_it_stops(tmp_path: Path) -> None:
    """Under load, with requests on the way: whoever got the head of an answer gets all of it."""
    answered, lost = list[int](), list[Exception]()
    with running(tmp_path, "--data", str(shelf(tmp_path / "data"))) as service:

        def ask() -> None:
            connection = HTTPConnection("127.0.0.1", service.port, timeout=30)
            while True:
                try:
                    connection.request("POST", "/judge", _body(), {"Content-Type": "application/json"})
                    answer = connection.getresponse()
                except (OSError, HTTPException):
                    connection.close()
                    return  # nobody was there any more
                try:
                    assert len(answer.read()) == int(answer.headers["content-length"])
                    answered.append(answer.status)
                except Exception as error:
                    lost.append(error)

        clients = [threading.Thread(target=ask) for _ in range(6)]
        for client in clients:
            client.start()
        while len(answered) < 6:
            time.sleep(0.05)
        service.process.send_signal(signal.SIGTERM)
        assert service.process.wait(30) == 0
        for client in clients:
            client.join(30)
        lines = service.lines()
    assert lost == []
    assert {*answered} == {200}
    assert lines[-1] == {"stopped": True}
    assert sum(one.get("status") == 200 for one in lines) == len(
        answered
    )  # none answered that did not arrive


def _body() -> bytes:
    row = '{"paid": "650", "area_kind": "district"}'
    return f'{{"criteria": "floor", "records": [{",".join([row] * 500)}]}}'.encode()


def test_with_a_token_it_is_asked_for_everywhere(tmp_path: Path) -> None:
    environment = {"MINSHENG_TOKEN": TOKEN}
    origin = "https://a.example"
    with running(tmp_path, "--origin", origin, "--host", "0.0.0.0", environment=environment) as service:  # noqa: S104  # with a token
        for path in (
            "/names",
            "/schema/criteria",
            "/docs",
            "/docs/openapi.json",
            "/docs/ui/swagger-ui.css",
            "/x",
        ):
            for shown in (None, "Bearer wrong", f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer "):
                status, headers, _ = service.ask("GET", path, None, shown and {"Authorization": shown})  # type: ignore[arg-type]  # or None
                assert (status, headers["www-authenticate"]) == (401, 'Bearer realm="minsheng"')
        assert service.ask("GET", "/health")[0] == 200
        shows = {"Authorization": f"Bearer {TOKEN}", "Host": "office.example"}
        assert service.ask("GET", "/names", None, shows)[0] == 200
        asks = {"Origin": origin, "Access-Control-Request-Method": "POST"}
        status, headers, _ = service.ask("OPTIONS", "/judge", None, asks)
        assert (status, headers["access-control-allow-origin"]) == (204, origin)
        _, headers, _ = service.ask("OPTIONS", "/judge", None, asks | {"Origin": "https://b.example"})
        assert "access-control-allow-origin" not in headers
        assert TOKEN not in service.log.read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "token", "why"),
    [
        (("--host", "0.0.0.0"), None, "请先设口令"),  # noqa: S104  # it is refused
        (("--host", "192.168.1.1"), None, "请先设口令"),
        ((), "short", "不是至少 16 个"),
        (("--token-file", "token"), TOKEN, "口令写了两处"),
        (("--token-file", "nowhere"), None, "没有这个文件"),
        (("--data", "nowhere"), None, "没有这个文件夹"),
        (("--origin", "*"), None, "不是网址的开头"),
        (("--port", "99999"), None, "没有 99999 这个端口"),
    ],
)
def test_it_does_not_begin(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    *,
    arguments: tuple[str, ...],
    token: str | None,
    why: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MINSHENG_TOKEN", raising=False)
    if token is not None:
        monkeypatch.setenv("MINSHENG_TOKEN", token)
    assert main(["serve", *arguments]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert why in said.err


def test_every_problem_of_the_folder_is_told_before_it_begins(tmp_path: Path) -> None:
    shelf(tmp_path)
    (tmp_path / "criteria" / "bad.json").write_text('[{"code": "x"}]', "utf-8")
    (tmp_path / "criteria" / "floor.txt").write_text("", "utf-8")
    (tmp_path / "schemes").mkdir()
    (tmp_path / "schemes" / "hunan-2005.toml").write_text("", "utf-8")
    (tmp_path / "schemes" / "a%2fb.toml").write_text("", "utf-8")
    (tmp_path / "programmes" / "empty").mkdir(parents=True)
    (tmp_path / "shcemes").mkdir()
    with pytest.raises(DataError) as error:
        Shelf.of(tmp_path)
    told = {one.where.partition("：")[0] for one in error.value.problems}
    assert told == {
        "criteria/bad.json", "criteria/floor.txt", "schemes/hunan-2005.toml", "schemes/a%2fb.toml",
        "programmes/empty", "shcemes",
    }  # fmt: skip


def test_names_of_the_folder_and_of_the_library(tmp_path: Path) -> None:
    own = Shelf.of(shelf(tmp_path))
    assert own.names["criteria"] == ("floor",)
    assert own.programme("yueyang-2023").city == "岳阳市"
    assert own.scheme("hunan-2005").title.startswith("湖南省")
    with pytest.raises(UnknownName, match="did you mean 'floor'"):
        own.bench("flor")
    assert Shelf.of(None).names["criteria"] == ()


def test_too_much_work_is_refused_and_not_queued_without_end() -> None:
    go, limits = threading.Event(), Limits(jobs=1, waiting=1, work_seconds=1)

    async def run() -> list[object]:
        jobs = Jobs(limits)
        slow = [asyncio.create_task(jobs.run(lambda: go.wait(20))) for _ in range(3)]
        found = await asyncio.gather(*slow, return_exceptions=True)
        with pytest.raises(Refused):  # the thread is still at the first
            await jobs.run(lambda: 1)
        go.set()
        while True:
            try:
                return [*found, await jobs.run(lambda: 42)]
            except Refused:
                await asyncio.sleep(0.01)

    *refused, answer = asyncio.run(run())
    assert answer == 42
    met = [one.problems[0].met for one in refused if isinstance(one, Refused)]
    assert met == ["1 秒内没有算完", "1 秒内没有算完", "正在做的事太多"]
    assert all(isinstance(one, Refused) and one.status == 503 for one in refused)


def test_an_error_in_a_job_reaches_who_asked() -> None:
    with pytest.raises(ZeroDivisionError):
        asyncio.run(Jobs(Limits()).run(lambda: 1 // 0))
