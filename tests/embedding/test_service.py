"""The service answers as the library does, tells what is wrong, and lets nobody take it from others."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import attrs
import jsonschema
import pytest
from openapi_spec_validator import validate
from referencing import Registry
from referencing.jsonschema import DRAFT202012

import minsheng as ms
from minsheng.embedding.service.described import BODIES
from tests.browser import browser
from tests.embedding.serving import FLOOR, LATE, Service, everything, running, shelf

_DIALECT = DRAFT202012
EXEC = {
    "format": "minsheng/criteria",
    "version": 1,
    "criteria": [{"code": "X201", "requirement": {"node": "exec"}}],
}
TO_JUDGE = (
    b"POST /judge HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nConnection: close\r\n"
)
GOOD = {"paid": "650", "area_kind": "district"}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    home = tmp_path_factory.mktemp("service")
    with running(home, "--data", str(shelf(home / "data"))) as one:
        yield one


RECORDS: list[dict[str, Any]] = [
    {"paid": "650", "area_kind": "district"},
    {"paid": "649.99", "area_kind": "district"},
    {"paid": 650, "area_kind": "district", "name": "张三"},
    {"paid": None, "area_kind": "district"},
    {"paid": "1", "area_kind": "county"},
    {"paid": "+0650.10", "area_kind": "district"},
]
#: what is wrong with a record, and which part of the message says so
BAD: list[tuple[str, str]] = [
    ('{"paid": 649.99, "area_kind": "district"}', "请加引号写成文字"),
    ('{"paid": NaN, "area_kind": "district"}', "NaN"),
    ('{"paid": 1e400, "area_kind": "district"}', "1e400"),
    (f'{{"paid": {"9" * 60}, "area_kind": "district"}}', "太长"),
    ('{"paid": "1e3", "area_kind": "district"}', "不是数"),
    ('{"paid": "650.001", "area_kind": "district"}', "超过 2 位小数"),
    ('{"paid": true, "area_kind": "district"}', "不是数"),
    ('{"paid": "1", "paid": "650", "area_kind": "district"}', "写了两次"),
    ('{"area_kind": "district"}', "没有这一栏"),
    ('{"paid": "1", "area_kind": "village"}', "不是其中之一"),
    ('{"paid": ["1"], "area_kind": "district"}', "应是一个值"),
    ('{"paid": "1", "area_kind": "dis\\u202etrict"}', "看不见的字符"),
    ("[]", "应是一个对象"),
]


@pytest.mark.parametrize("record", RECORDS, ids=str)
def test_one_record_is_judged_as_the_library_judges_it(service: Service, record: dict[str, Any]) -> None:
    expected = FLOOR.judge(record)
    status, said = service.post("/judge", {"criteria": "floor", "record": record})
    assert (status, said["outcomes"]) == (200, {"X201": expected.outcome.value})
    assert said["unused"] == [name for name in record if name not in GOOD]
    status, said = service.post("/explain", {"criteria": "floor", "record": record})
    [verdict] = said["verdicts"]
    assert (verdict["outcome"], verdict["working"]) == (expected.outcome.value, expected.explain())
    assert ms.embedding.from_data(verdict["trace"]) == expected.trace()


def test_a_bad_row_is_told_with_its_place_and_stops_no_other(service: Service) -> None:
    listed = [json.dumps(one) for one in RECORDS]
    mixed = [text for bad, _ in BAD for text in (*listed, bad)]
    body = f'{{"criteria": "floor", "records": [{",".join(mixed)}]}}'
    status, said = service.post("/judge", body.encode())
    assert status == 200
    assert [row["row"] for row in said["rows"]] == list(range(len(mixed)))
    wrong = dict(zip(range(len(RECORDS), len(mixed), len(RECORDS) + 1), BAD, strict=True))
    for number, row in enumerate(said["rows"]):
        if number in wrong:
            assert row["outcomes"] == {"X201": "invalid"}
            assert any(wrong[number][1] in one["met"] + one["todo"] for one in row["problems"]), row
            assert all(f"records[{number}]" in one["where"] for one in row["problems"])
        else:
            record = RECORDS[number % (len(RECORDS) + 1)]
            assert (row["outcomes"], row["problems"]) == ({"X201": FLOOR.judge(record).outcome.value}, [])
    assert sum(said["counts"]["X201"].values()) == len(mixed)
    assert said["counts"]["X201"]["invalid"] == len(BAD)


def test_ten_thousand_records(service: Service) -> None:
    records: list[Any] = [{"paid": str(600 + n % 100), "area_kind": "district"} for n in range(10_000)]
    records[7777] = {"paid": 650.5, "area_kind": "district"}
    status, said = service.post("/judge", {"criteria": "floor", "records": records})
    assert status == 200
    assert said["counts"] == {"X201": {"unmet": 5000, "met": 4999, "invalid": 1}}
    assert said["rows"][7777]["problems"][0]["where"] == "请求，records[7777].paid"
    status, said = service.post("/judge", {"criteria": "floor", "records": [*records, {}]})
    assert (status, said["problems"][0]["where"]) == (413, "请求，records")


@pytest.mark.parametrize(("record", "why"), BAD)
def test_a_bad_record_alone_is_a_problem_document(service: Service, record: str, why: str) -> None:
    body = f'{{"criteria": "floor", "record": {record}}}'.encode()
    status, headers, said = service.ask("POST", "/judge", body)
    assert (status, headers["content-type"], said["status"]) == (422, "application/problem+json", 422)
    assert any(why in one["met"] + one["todo"] for one in said["problems"]), said
    assert all("record" in one["where"] for one in said["problems"])


def test_criteria_in_the_body_and_the_version_in_force(service: Service) -> None:
    data = json.loads(ms.dump([FLOOR, LATE]))
    for on, codes in (("2023-03-31", ["X201"]), ("2023-04-01", ["X201", "X202"])):
        status, said = service.post("/judge", {"criteria": data, "record": GOOD, "on": on})
        assert (status, [*said["outcomes"]]) == (200, codes)
    two = json.loads(ms.dump([LATE, ms.Criterion("X202", LATE.requirement)]))
    status, said = service.post("/judge", {"criteria": two, "record": GOOD})
    assert (status, said["problems"][0]["todo"]) == (422, "请用 on 写明以哪一天为准")


@pytest.mark.parametrize(
    ("body", "status", "why"),
    [
        (b"", 400, ""),
        (b"{", 400, "不是合格的 JSON"),
        (b"\xff\xfe", 400, "UTF-8"),
        (b"[" * 100_000, 400, "嵌套得太深"),
        (b"[]", 400, "应是一个对象"),
        (b'{"criteria": "floor", "criteria": "floor", "record": {}}', 400, "写了两次"),
        (b'{"criteria": "floor", "on": 1.5, "record": {}}', 400, "不是整数"),
        ({"criteria": "floor", "record": GOOD, "recrods": 1}, 422, "不认识的键“recrods”"),
        ({"record": GOOD}, 422, "缺少“criteria”"),
        ({"criteria": "floor"}, 422, "record 和 records"),
        ({"criteria": "floor", "record": GOOD, "records": []}, 422, "record 和 records"),
        ({"criteria": "floor", "records": {}}, 422, "应是列表"),
        ({"criteria": "flor", "record": GOOD}, 422, "最接近的是“floor”"),
        ({"criteria": "../criteria/floor", "record": GOOD}, 422, "不写路径"),
        ({"criteria": "/etc/passwd", "record": GOOD}, 422, "不写路径"),
        ({"criteria": "..%2ffloor", "record": GOOD}, 422, "不写路径"),
        ({"criteria": "floor\0", "record": GOOD}, 400, "看不见的字符"),
        ({"criteria": 1, "record": GOOD}, 422, "criteria"),
        ({"criteria": EXEC, "record": GOOD}, 422, "请求，criteria.criteria[0].requirement.node"),
        ({"criteria": [], "record": GOOD}, 422, "应是名称，或者一个 minsheng/criteria"),
        ({"criteria": {"format": "minsheng/lights", "version": 1}, "record": GOOD}, 422, "criteria"),
        ({"criteria": "floor", "record": GOOD, "on": "June"}, 422, "日期"),
    ],
    ids=repr,
)
def test_what_is_no_request_is_told(service: Service, body: object, status: int, why: str) -> None:
    met, headers, said = service.ask("POST", "/judge", body)
    assert (met, headers["content-type"]) == (status, "application/problem+json")
    assert why in json.dumps(said, ensure_ascii=False)
    assert said["problems"]


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/nowhere", {}, 404),
        ("GET", "/schema/..%2f..%2fetc%2fpasswd", {}, 404),
        ("GET", "/docs/ui/..%2f..%2f..%2fMETADATA", {}, 404),
        ("GET", "/schema/reprot", {}, 404),
        ("GET", "/judge", {}, 405),
        ("POST", "/health", {"Content-Type": "text/plain"}, 405),
        ("POST", "/nowhere", {"Content-Type": "text/plain"}, 404),
        ("POST", "/judge", {"Content-Type": "text/plain"}, 415),
        ("POST", "/judge", {"Content-Type": "application/json", "Content-Encoding": "gzip"}, 415),
        ("GET", "/names", {"Host": "evil.example"}, 421),
        ("GET", "/names", {"Host": "127.0.0.1.evil.example:80"}, 421),
    ],
)
def test_other_refusals_are_problem_documents_too(
    service: Service, method: str, path: str, headers: dict[str, str], status: int
) -> None:
    met, found, said = service.ask(method, path, b"{}" if method == "POST" else None, headers)
    assert (met, found["content-type"], said["status"]) == (status, "application/problem+json", status)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"nonsense\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\0" + bytes(300), 400),
        (b"GET /health HTTP/1.1\r\n\r\n", 400),
        (b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nX\r\n\r\n", 400),
        (TO_JUDGE + b"Transfer-Encoding: chunked\r\n\r\nZZZ\r\n", 400),
        (TO_JUDGE + b"Transfer-Encoding: gzip\r\n\r\n", 501),
        (TO_JUDGE + b"Content-Length: -1\r\n\r\n", 400),
        (TO_JUDGE + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n{", 400),
        (TO_JUDGE + b"X: " + b"x" * 70_000, 431),  # which goes on
        (TO_JUDGE + b"X: " + b"x" * 20_000 + b"\r\n\r\n", 431),
        (TO_JUDGE + b"X: x\r\n" * 5_000 + b"\r\n", 431),
        (b"GET /schema/" + b"x" * 20_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", 431),
        (b"GET /docs?" + b"x" * 20_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", 431),
        (b"BREW /judge HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", 405),
        (b"CONNECT x:80 HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", 404),
    ],
    ids=lambda value: value[:30].hex() if isinstance(value, bytes) else str(value),
)
def test_what_is_no_http_is_refused_in_the_same_form_and_logged(
    service: Service, sent: bytes, status: int
) -> None:
    head, _, body = everything(service.raw(sent)).partition(b"\r\n\r\n")
    first, *lines = head.decode().lower().split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines)
    assert int(first.split()[1]) == status
    assert (headers["content-type"], headers["connection"]) == ("application/problem+json", "close")
    assert int(headers["content-length"]) == len(body)
    said = json.loads(body)
    assert said["status"] == status
    assert said["problems"]
    [line] = [one for one in service.lines() if one.get("request") == headers["x-request-id"]]
    assert (line["status"], line["bytes"]) == (status, len(body))


@pytest.mark.parametrize(
    "path", ["/health", "/names", "/schema", "/schema/report", "/docs", "/nowhere", "/judge"]
)
def test_head_is_answered_as_get_is_without_a_body(service: Service, path: str) -> None:
    asked, got = service.ask("HEAD", path), service.ask("GET", path)
    assert asked[0] == got[0]
    assert asked[2] == b""
    for headers in (asked[1], got[1]):
        del headers["date"], headers["x-request-id"]
    assert asked[1] == got[1]


def test_a_body_is_counted_while_it_arrives(service: Service) -> None:
    announced = service.raw(TO_JUDGE + b"Content-Length: 99999999\r\n\r\n{")
    assert b" 413 " in everything(announced).partition(b"\r\n")[0]
    chunked = service.raw(TO_JUDGE + b"Transfer-Encoding: chunked\r\n\r\n")
    chunk = b"100000\r\n" + b" " * 0x100000 + b"\r\n"
    try:
        for _ in range(9):
            chunked.sendall(chunk)
    except (BrokenPipeError, ConnectionResetError):
        pass
    assert b" 413 " in everything(chunked).partition(b"\r\n")[0]
    assert service.ask("GET", "/health")[0] == 200


def test_the_log_has_no_personal_data(service: Service) -> None:
    service.post("/judge", {"criteria": "floor", "record": GOOD | {"name": "张三疯"}})
    service.ask("GET", "/names?id=430602199001011234")
    service.ask("GET", "/" + quote("张三疯"))
    for _ in range(100):  # a line is written when the answer has been sent
        if service.lines()[-1].get("status") == 404:
            break
        time.sleep(0.05)
    text = service.log.read_text("utf-8")
    assert "张三疯" not in text
    assert "4306021990" not in text
    last = service.lines()[-3:]
    assert [(one["method"], one["route"], one["status"]) for one in last] == [
        ("POST", "/judge", 200), ("GET", "/names", 200), ("GET", "-", 404),
    ]  # fmt: skip
    assert {*last[0]} == {"request", "method", "route", "status", "ms", "bytes"}


def test_no_other_origin_may_read(service: Service) -> None:
    _, headers, _ = service.ask("GET", "/health", None, {"Origin": "https://a.example"})
    assert "access-control-allow-origin" not in headers


def test_the_document_describes_what_is_sent_and_answered(service: Service) -> None:
    """Every reference leads somewhere, and the bodies of this file are as it says."""
    _, _, document = service.ask("GET", "/docs/openapi.json")
    assert document["openapi"].startswith("3.1")
    registry = Registry().with_resource("urn:api", _DIALECT.create_resource(document))

    def valid(name: str, body: object) -> None:
        schema = {"$ref": f"urn:api#/components/schemas/{name}"}
        jsonschema.Draft202012Validator(schema, registry=registry).validate(body)

    text = json.dumps(document)
    for part in text.split('"$ref": "')[1:]:
        at: Any = document
        for step in part.partition('"')[0].removeprefix("#/").split("/"):
            at = at[step]
    data = json.loads(ms.dump([FLOOR]))
    for criteria in ("floor", data):
        valid("Judge", {"criteria": criteria, "records": RECORDS, "on": "2023-01-01"})
    with pytest.raises(jsonschema.ValidationError):
        valid("Judge", {"criteria": EXEC, "record": GOOD})
    valid("Rows", service.post("/judge", {"criteria": "floor", "records": [*RECORDS, {}]})[1])
    valid("Judged", service.post("/judge", {"criteria": "floor", "record": GOOD})[1])
    valid("Explanations", service.post("/explain", {"criteria": "floor", "record": GOOD})[1])
    valid("Allocated", service.post("/allocate", {"total": "3 个", "weights": {"甲": 1, "乙": 2}})[1])
    valid("ProblemDocument", service.post("/judge", {})[1])


def test_the_document_is_fit_for_generators_of_clients(service: Service) -> None:
    """It is valid, says a thing once, names operations as they are called, and every kind of answer."""
    _, _, document = service.ask("GET", "/docs/openapi.json")
    validate(document)
    operations = {
        (path, method): one for path, all_ in document["paths"].items() for method, one in all_.items()
    }
    assert sorted(one["operationId"] for one in operations.values()) == [
        "allocate", "check", "explain", "health", "judge", "names", "published", "schema", "schemas", "score",
    ]  # fmt: skip
    problem = {"$ref": "#/components/schemas/ProblemDocument"}
    for (path, method), one in operations.items():
        refused = {"400", "413", "415", "422", "503"} if method == "post" else set()
        refused |= {"404"} if "{" in path else set()
        assert one["responses"].keys() == {"200", "405", "421", "431", "500"} | refused
        told = [answer["content"] for status, answer in one["responses"].items() if status != "200"]
        assert {json.dumps(answer) for answer in told} == {
            json.dumps({"application/problem+json": {"schema": problem}})
        }
    parts = document["components"]["schemas"]
    assert not re.search(r'"(one|any)Of": \[\{[^{}]*\}\]', json.dumps(document))
    for kind in BODIES:
        assert parts[kind.__name__]["properties"].keys() == {one.name for one in attrs.fields(kind)}
    for form in ("criteria", "programme", "progress", "scheme", "report", "ranking", "division", "trace"):
        for name, part in ms.json_schema(form)["$defs"].items():
            alike = parts.get(name, {}), parts.get(f"{form.title()}{name}", {})
            assert part.get("description") in [one.get("description") for one in alike], name
    assert len({json.dumps(one, sort_keys=True) for one in parts.values()}) == len(parts)
    said = parts["Judged"]["properties"]["outcomes"]["additionalProperties"]
    assert said == {"$ref": "#/components/schemas/Outcome"}
    assert parts["Outcome"]["enum"] == ["met", "unmet", "unknown", "not_applicable", "invalid"]


def test_the_page_of_the_api_works_without_a_network(service: Service, tmp_path: Path) -> None:
    with browser(tmp_path) as tab:
        tab.open(f"http://127.0.0.1:{service.port}/docs", 1200)
        shown = "[...document.querySelectorAll('.opblock-summary-path')].map(one => one.innerText).join()"
        found = ""
        for _ in range(100):
            found = tab.run(f"new Promise(done => setTimeout(() => done({shown}), 50))") or ""
            if found:
                break
        assert "/judge" in found
        assert {url.partition("/docs")[0] for url in tab.requests if not url.startswith("data:")} == {
            f"http://127.0.0.1:{service.port}"
        }
        assert tab.complaints == []
