"""Programmes, schemes, divisions and printed tables over HTTP: as the library answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import attrs
import pytest

import minsheng as ms
from tests.embedding.serving import Service, running

P = ms.load("yueyang-2019")
DONE = ms.read_progress("yueyang-2019", P)
SCHEME = ms.load_scheme("chizhou-2004")
TABLE = [
    {"指标": "大班额", "单位": "个", "目标": "51个", "完成数": "3个", "完成率": "5%"},
    {"指标": "产前筛查", "单位": "万人", "目标": "3.31", "完成数": "3.49", "完成率": "105.4%"},
]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with running(tmp_path_factory.mktemp("programmes")) as one:
        yield one


@pytest.mark.parametrize("programme", ["yueyang-2019", ms.embedding.to_data(P)], ids=["named", "brought"])
def test_a_programme_is_checked(service: Service, programme: object) -> None:
    body = {"programme": programme, "progress": ms.embedding.to_data(DONE), "rules": ["A", "P101"]}
    status, said = service.post("/check", body)
    report = ms.check(P, progress=DONE, rules=ms.select(ms.STANDARD_RULES, "A", "P101"))
    assert (status, said["ok"], said["summary"]) == (200, report.ok, report.summary)
    assert ms.embedding.from_data(said["report"]) == report


@pytest.mark.parametrize("scheme", ["chizhou-2004", ms.embedding.to_data(SCHEME)], ids=["named", "brought"])
def test_a_programme_is_scored(service: Service, scheme: object) -> None:
    ranking = ms.score(P, attrs.evolve(SCHEME, ranked="agencies"), progress=DONE)
    best = ranking.scores[0].name
    body = {"programme": "yueyang-2019", "scheme": scheme, "subjects": "agencies", "explain": [best]}
    status, said = service.post("/score", body | {"progress": ms.embedding.to_data(DONE)})
    assert (status, said["summary"]) == (200, ranking.summary)
    assert said["explanations"] == {best: ranking.explain(best)}
    assert ms.embedding.from_data(said["ranking"]) == ranking


def test_marks_are_numbers_or_words(service: Service) -> None:
    levels = (ms.scoring.NamedLevel("好", 1), ms.scoring.NamedLevel("差", 0))
    item = ms.scoring.Item("work", "服务", ms.scoring.Levels(levels), 100)
    scheme = ms.scoring.Scheme("x", "某办法", "", items=(item,))
    asked = {"programme": "yueyang-2023", "scheme": ms.embedding.to_data(scheme)}
    mark = {"area": "平江县", "item": "work"}
    status, said = service.post("/score", asked | {"marks": [mark | {"level": "好"}]})
    assert status == 200, said
    assert [(one.name, one.text) for one in ms.embedding.from_data(said["ranking"])] == [("平江县", "100")]
    for wrong in ({}, {"value": 9, "level": "好"}, {"level": "还行"}, {"value": 9}):
        assert service.post("/score", asked | {"marks": [mark | wrong]})[0] == 422


def test_records_are_scored(service: Service) -> None:
    item = ms.scoring.Item("jobs", "就业", ms.scoring.Proportional(), 100, indicators=("jobs",))
    scheme = ms.scoring.Scheme("x", "某办法", "", items=(item,))
    records: dict[str, dict[str, Any]] = {
        "甲县": {"jobs_target": 60, "jobs_actual": "45"}, "乙区": {"jobs_target": "8", "jobs_actual": 9},
    }  # fmt: skip
    asked = {"scheme": ms.embedding.to_data(scheme), "records": records}
    status, said = service.post("/score", asked)
    assert status == 200
    assert ms.embedding.from_data(said["ranking"]) == ms.score_records(scheme, records)
    for wrong, why in (
        ({"verified": True}, "verified 是对年度项目的"),
        ({"programme": "yueyang-2019"}, "只给一样"),
        ({"records": {"甲县": {"jobs_target": 60, "jobs_acutal": 45}}}, "jobs_acutal"),
        ({"records": {"甲县": {"jobs_target": 6.5}}}, "records.甲县.jobs_target"),
        ({"explain": ["丙县"]}, "丙县"),
    ):
        status, said = service.post("/score", asked | wrong)
        assert (status, why in json.dumps(said, ensure_ascii=False)) == (422, True), said


def test_a_total_is_divided(service: Service) -> None:
    weights: dict[str, Any] = {"甲县": "47", "乙县": 16, "丙区": "15", "丁区": None}
    status, said = service.post("/allocate", {"total": "10 个", "weights": weights, "floors": {"丙区": "3"}})
    division = ms.allocate("10 个", weights, floors={"丙区": "3"})
    assert (status, said["working"]) == (200, division.explain())
    assert said["shares"] == {"甲县": "5", "乙县": "2", "丙区": "3", "丁区": None}
    assert ms.embedding.from_data(said["division"]) == division
    for wrong, why in (
        ({"floors": {"丙区": "11"}}, "11"),
        ({"total": "十来个"}, "十来个"),
        ({"method": "guess"}, "hamilton"),
        ({"weights": {"甲县": 1, "乙县": 1}, "total": "1 个"}, "甲县"),
        ({"step": 0.5}, "step"),
    ):
        body = {"total": "10 个", "weights": weights} | wrong
        status, said = service.post("/allocate", body)
        assert (status, why in json.dumps(said, ensure_ascii=False)) == (
            400 if "step" in wrong else 422,
            True,
        ), said


def test_a_printed_table_is_checked(service: Service) -> None:
    status, said = service.post("/published", {"lines": TABLE})
    report = ms.check_published(TABLE)
    assert (status, said["ok"], said["summary"]) == (200, report.ok, report.summary)
    assert [one["agreement"] for one in said["checks"]] == [check.agreement.value for check in report]
    assert service.post("/published", {"lines": []})[0] == 422
    assert service.post("/published", {"lines": [{"姓名": "甲"}]})[0] == 422


@pytest.mark.parametrize(
    ("path", "body", "why"),
    [
        ("/check", {"programme": "yueyang-2020"}, "最接近的是"),
        ("/check", {"programme": "../yueyang-2019"}, "不写路径"),
        ("/check", {"programme": {"format": "minsheng/lights"}}, "programme"),
        ("/check", {"programme": "yueyang-2019", "rules": ["Z"]}, "没有规则“Z”"),
        ("/check", {"programme": "yueyang-2019", "progress": "yueyang-2019"}, "应是一个 minsheng/progress"),
        ("/check", {"programme": "yueyang-2019", "adopted": [{"area": "甲"}]}, "缺少“standard”"),
        ("/score", {"programme": "yueyang-2019", "scheme": "nowhere"}, "没有评分办法"),
        ("/score", {"scheme": "chizhou-2004"}, "请给一样"),
    ],
)
def test_what_does_not_fit_is_told(service: Service, path: str, body: object, why: str) -> None:
    status, said = service.post(path, body)
    assert (status, why in json.dumps(said, ensure_ascii=False)) == (422, True), said


def test_every_format_has_its_schema(service: Service) -> None:
    _, _, said = service.ask("GET", "/schema")
    assert said == {"formats": [*ms.embedding.format_names()]}
    for name in said["formats"]:
        assert service.ask("GET", f"/schema/{name}")[2] == ms.json_schema(name)
