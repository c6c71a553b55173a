"""Family U: works that are kept, visited and used."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

import minsheng as ms
from minsheng.domain import Work, Works
from tests.measuring.test_upkeep import toilet

day = datetime.date
JUNE = day(2024, 6, 30)


def check(*listed: Work, on: datetime.date = JUNE, progress: ms.Progress | None = None) -> ms.Report:
    rules = ms.select(ms.STANDARD_RULES, "U")
    return ms.check(ms.load("yueyang-2023"), works=Works(listed), on=on, progress=progress, rules=rules)


def found(report: ms.Report, code: str) -> list[str]:
    return [f"{one.where}：{one.message}" for one in report[code].findings]


@pytest.fixture(scope="module")
def good() -> ms.Report:
    said = ms.Record("public-toilets", ms.Period.month(2023, 12), ms.Amount(1, "座"), area="平江县")
    out = toilet(
        "老街",
        year=2020,
        completed=day(2020, 3, 1),
        used=day(2020, 4, 1),
        out=day(2024, 5, 1),
        warranty=day(2022, 3, 1),
    )
    return check(toilet("东街", every=6, visits=(day(2024, 3, 1),)), out, progress=ms.Progress((said,)))


def test_u101_finds_what_nobody_keeps() -> None:
    assert found(check(toilet("东街", keeper="")), "U101") == ["平江县 东街（2023年）：没有管护单位"]


def test_u101_passes_what_somebody_keeps(good: ms.Report) -> None:
    assert good["U101"].summary == "成立 2 处"


def test_u102_finds_what_was_not_visited() -> None:
    undated = toilet("西街", every=3, completed=None, used=None)
    report = check(toilet("东街", every=3), undated, toilet("南街"))
    assert found(report, "U102") == ["平江县 东街（2023年）：应巡查的日子过了 121 天"]
    assert [one.why for one in report["U102"].unknown] == [
        "没有写巡查周期，不知该多久巡查一次",
        "没有写建成、投用或巡查的日期",
    ]


def test_u102_passes_what_was_visited(good: ms.Report) -> None:
    assert [one.working for one in good["U102"].held] == ["上次 2024-03-01，每 6 个月，至迟 2024-09-01"]


def test_u103_finds_what_stands_idle() -> None:
    report = check(
        toilet("西街", used=None),
        toilet("南街", out=day(2024, 5, 31)),
        toilet("北街", completed=day(2024, 9, 1), used=None),
    )
    assert found(report, "U103") == [
        "平江县 南街（2023年）：停用，2024-05-31 起 30 天",
        "平江县 西街（2023年）：建成未用，2023-11-01 起 242 天",
    ]


def test_u103_passes_what_is_used() -> None:
    assert check(toilet("东街"))["U103"].summary == "成立 1 处"


def test_u104_finds_what_is_idle_under_warranty() -> None:
    out: dict[str, Any] = {"out": day(2024, 5, 31)}
    report = check(toilet("东街", warranty=day(2024, 8, 31), **out), toilet("南街", **out))
    assert found(report, "U104") == ["平江县 东街（2023年）：在质保期内停用，应要求保修"]
    assert report["U104"].findings[0].working == "2024-05-31 停用，质保期至 2024-08-31，还有 62 天"
    assert len(report["U104"].unknown) == 1


def test_u104_passes_what_is_past_it(good: ms.Report) -> None:
    assert good["U104"].summary == "成立 1 处"


def test_u105_finds_what_is_not_registered() -> None:
    said = ms.Record("public-toilets", ms.Period.month(2023, 12), ms.Amount(3, "座"), area="平江县")
    report = check(
        toilet("东街"), toilet("西街"), toilet("南街", area="云溪区"), progress=ms.Progress((said,))
    )
    [short] = report["U105"].findings
    assert (short.message, short.working) == ("登记数少于上报数", "报 3 座，登记 2 座")
    assert report["U105"].unknown[0].why == "没有报完成数"


def test_u105_passes_what_is(good: ms.Report) -> None:
    assert [one.working for one in good["U105"].held] == ["报 1 座，登记 1 座"]
