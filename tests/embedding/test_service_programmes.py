"""Programmes, schemes, divisions and printed tables over HTTP: as the library answers."""

from __future__ import annotations

import json
import re
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


FLOOR = ms.embedding.to_data(
    ms.Criterion("X201", ms.Amount(1, "元/月") <= ms.column("paid", "元/月", places=2))
)
RULES: dict[str, Any] = {"format": "minsheng/criteria", "version": 1, "criteria": [
    {key: value for key, value in FLOOR.items() if key not in ("format", "version")}
]}  # fmt: skip
JOBS = ms.embedding.to_data(
    ms.scoring.Scheme("x", "某办法", "", items=(
        ms.scoring.Item("jobs", "就业", ms.scoring.Proportional(), 100, indicators=("jobs",)),
    ))
)  # fmt: skip
TARGETS = {"甲县": {"jobs_target": 60, "jobs_actual": 45}}
TEN = {"total": "10 个", "weights": {"甲县": 1, "乙县": 2}}
PROGRESS: dict[str, Any] = {"format": "minsheng/progress", "version": 1}
OF_2019 = {"programme": "yueyang-2019"}
SCORED = OF_2019 | {"scheme": "chizhou-2004"}
JULY = {"indicator": "jobs", "period": "2019年7月", "value": "1 万人"}


def but(plain: Any, *path: str | int, to: Any) -> Any:
    """Plain data with another value at a path."""
    if not path:
        return to
    key, *inner = path
    changed: Any = plain.copy()
    changed[key] = but(changed[key] if inner else None, *inner, to=to)
    return changed


#: what is asked, and where it is wrong
WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("/judge", {"criteria": but(RULES, "criteria", 0, "requirement", "relation", to="!"), "record": {}},
     "criteria.criteria[0].requirement.relation"),
    ("/judge", {"criteria": but(RULES, "version", to=9), "record": {}}, "criteria.version"),
    ("/judge", {"criteria": but(RULES, "criteria", to=RULES["criteria"] * 2), "record": {"paid": "1"}}, "on"),
    ("/judge", {"criteria": "nosuch", "record": {}}, "criteria"),
    ("/judge", {"criteria": RULES}, ""),
    ("/judge", {"criteria": RULES, "record": {"paid": "1", "x": [1]}}, "record.x"),
    ("/judge", {"criteria": RULES, "record": {"paid": "x"}}, "record.paid"),
    ("/judge", {"criteria": RULES, "records": 3}, "records"),
    ("/check", {"programme": but(ms.embedding.to_data(P), "areas", 1, "kind", to="planet")},
     "programme.areas[1].kind"),
    ("/check", OF_2019 | {"rules": ["A", "Z999"]}, "rules[1]"),
    ("/check", OF_2019 | {"progress": PROGRESS | {"records": [JULY, JULY | {"indicator": "nosuch"}]}},
     "progress.records"),
    ("/check", OF_2019 | {"progress": PROGRESS | {"records": [JULY, JULY | {"value": "x"}]}},
     "progress.records[1].value"),
    ("/check", OF_2019 | {"adopted": [
        {"area": "甲县", "standard": "x", "amount": "1 元/月", "effective": "2019-01-01"}
    ]}, "adopted[0].area"),
    ("/check", OF_2019 | {"on": "June"}, "on"),
    ("/score", SCORED | {"marks": [{"area": "甲县", "item": "jobs", "value": "1"}]}, "marks[0]"),
    ("/score", SCORED | {"events": [{"area": "甲县", "kind": "x"}]}, "events[0]"),
    ("/score", SCORED | {"survey": [{"area": "平江县", "item": "x", "satisfied": 1}]}, "survey[0]"),
    ("/score", SCORED | {"explain": ["平江县", "丙县"]}, "explain[1]"),
    ("/score", {"programme": "yueyang-2019", "scheme": but(JOBS, "items", 0, "weight", to="x")},
     "scheme.items[0].weight"),
    ("/score", {"scheme": JOBS, "records": but(TARGETS, "甲县", "jobs_actual", to="x")},
     "records.甲县.jobs_actual"),
    ("/score", {"scheme": JOBS, "records": {"合计": TARGETS["甲县"]}}, "records.合计"),
    ("/score", {"scheme": JOBS, "records": TARGETS, "groups": {"乙县": "一组"}}, "groups.乙县"),
    ("/allocate", TEN | {"total": "100"}, "total"),
    ("/allocate", TEN | {"total": "3 网格"}, "total"),
    ("/allocate", TEN | {"floors": {"丙": 1}}, "floors.丙"),
    ("/allocate", TEN | {"floors": {"甲县": 7, "乙县": 7}}, "floors"),
    ("/allocate", TEN | {"caps": {"甲县": "x"}}, "caps.甲县"),
    ("/allocate", TEN | {"caps": {"甲县": 1, "乙县": 1}}, "caps"),
    ("/allocate", TEN | {"weights": {"甲县": "1/3"}}, "weights.甲县"),
    ("/allocate", TEN | {"weights": {"甲县": -1}}, "weights.甲县"),
    ("/allocate", TEN | {"weights": {}}, "weights"),
    ("/allocate", TEN | {"step": "1/3"}, "step"),
    ("/allocate", TEN | {"city_share": -1}, "city_share"),
    ("/allocate", TEN | {"total": "1 个", "weights": {"甲县": 1, "乙县": 1}}, "ties"),
    ("/published", {"lines": []}, "lines"),
    ("/published", {"lines": [TABLE[0], 3]}, "lines[1]"),
    ("/published", {"lines": [{"姓名": "甲"}]}, "lines"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "body", "where"), WRONG)
def test_every_problem_has_its_place_in_the_body_counted_from_0(
    service: Service, path: str, body: dict[str, Any], where: str
) -> None:
    status, said = service.post(path, body)
    assert status == 422, said
    places = [one["where"] for one in said["problems"]]
    assert f"请求，{where}".rstrip("，") in places
    for one in places:  # each leads to what is there, or to what lacks a key
        at: Any = body
        steps = re.findall(r"[^.\[\]]+", one.partition("，")[2])
        for step in steps[:-1]:
            at = at[int(step)] if isinstance(at, list) else at[step]
        assert not steps or not isinstance(at, list) or int(steps[-1]) < len(at)
    # what is told to who sent JSON needs neither Python nor a file
    assert not re.search(
        r"[a-z]\w*\(|\w=|\[\[", "".join(one["met"] + one["todo"] for one in said["problems"])
    )


def test_a_line_of_a_printed_table_is_named_as_it_was_sent(service: Service) -> None:
    _, said = service.post("/published", {"lines": TABLE})
    assert [one["source"] for one in said["checks"]] == ["请求，lines[0]", "请求，lines[1]"]


def test_every_format_has_its_schema(service: Service) -> None:
    _, _, said = service.ask("GET", "/schema")
    assert said == {"formats": [*ms.embedding.format_names()]}
    for name in said["formats"]:
        assert service.ask("GET", f"/schema/{name}")[2] == ms.json_schema(name)
