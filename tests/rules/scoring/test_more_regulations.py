"""Regulations whose figures are worked by hand from their sentences, on records and on a frame alike."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl
import pytest

import minsheng as ms
from minsheng.rules.scoring.judging.binding import bind
from tests.reading.registers import programme

Records = Mapping[str, Mapping[str, Any]]
ROADS = programme({"roads": ("农村公路", ">= 600 公里")})


def scored(scheme: ms.scoring.Scheme, records: Records) -> dict[str, str]:
    """The points of records; a frame of the same figures has the same, with the same ranks and grades."""
    ranking = ms.score_records(scheme, records)
    rows = [
        {"name": name, **{c: Decimal(row[c]) if c in row else None for c in ms.frames.scheme_columns(scheme)}}
        for name, row in records.items()
    ]
    whole = {c: pl.Decimal(38, 6) for c in ms.frames.scheme_columns(scheme)}
    frame = ms.frames.score_frame(scheme, pl.DataFrame(rows, schema={"name": pl.String, **whole}), within=())
    by_name = {row["name"]: row for row in frame.iter_rows(named=True)}
    for one in ranking:
        row = by_name[one.name]
        assert (Fraction(row["points"]), row["rank"]) == (one.points, one.rank)
        assert (row.get("grade") or "") == one.grade
    for missing in ranking.unscored:
        assert by_name[missing.name]["points"] is None
    return {one.name: one.text for one in ranking}


@pytest.mark.parametrize(
    ("task", "done", "wanted"),
    [
        (5000, 5000, "80"),
        (5000, 5500, "86"),  # ten for each hundred over: 10 × 0.6
        (8000, 8079, "80"),  # less than 1 % over
        (4999, 5999, "84"),  # 20.004 %, 20 × 0.2
        (3000, 3300, "82"),
        (2999, 3299, "81"),  # 10.003 %, 10 × 0.1
        (1000, 1100, "81"),
        (999, 1998, "80"),  # below all the sizes: nothing for what is over
        (5000, 4000, "64"),  # four fifths
        (3000, 1000, "26.67"),
        (999, 333, "26.67"),
        (1000, 0, "0"),
    ],
)
def test_luohe_adds_more_where_the_task_is_larger(task: int, done: int, wanted: str) -> None:
    record = {"investment_target": task, "investment_actual": done}
    assert scored(ms.load_scheme("luohe-investment"), {"某县": record}) == {"某县": wanted}


def test_cooperatives_have_four_fifths_at_the_target() -> None:
    """Sales 60, of which 48 at the target; societies 40, of which 32; each model society 10 more."""

    def of(sales: int, societies: int, models: int, target: int | None = 1000) -> dict[str, int]:
        record = {"sales_actual": sales, "societies_actual": societies, "societies_target": 5}
        given = {} if target is None else {"sales_target": target}
        return record | given | {"model-societies_count": models}

    found = scored(
        ms.load_scheme("supply-cooperatives"),
        {
            "达到": of(1000, 5, 0),  # 48 + 32
            "超额": of(1045, 6, 0),  # 48 + 4 × 0.5, 32 + 3
            "封顶": of(2000, 9, 0),  # 60, 40
            "不足": of(951, 4, 0),  # 4.9 points short: 48 − 4 × 0.5, 32 − 3
            "另加": of(1000, 5, 2),  # 80 + 20
            "未完成": of(1000, 4, 2),  # 48 + 29, the model societies for nothing
            "没有任务": of(1000, 5, 0, None),  # 32
        },
    )
    assert found == {
        "达到": "80", "超额": "85", "封顶": "100", "不足": "75", "另加": "100", "未完成": "77",
        "没有任务": "32",
    }  # fmt: skip


def test_wenzhou_ranks_its_counties_and_measures_its_zones() -> None:
    """The year ends with November: a figure of December is the first of the year, not the last."""
    scheme = ms.load_scheme("wenzhou-2013-ranks")
    found = scored(
        scheme,
        {
            "甲县": {"counties-12_mark": 1, "counties-11_mark": 95},
            "乙县": {"counties-12_mark": 2, "counties-11_mark": 90},
            "丙县": {"counties-12_mark": 3, "counties-11_mark": 90},
            "丁县": {"counties-12_mark": 4, "counties-11_mark": 80},
            "甲功能区": {"accumulated-11_actual": 84, "accumulated-11_target": 120},
            "乙功能区": {"accumulated-11_actual": 130, "accumulated-11_target": 120},
        },
    )
    assert found == {
        "甲县": "10", "乙县": "9.5", "丙县": "9.5", "丁县": "8.5", "甲功能区": "7", "乙功能区": "10",
    }  # fmt: skip
    assert scheme.year_from == 12


def test_wenzhou_takes_the_mean_of_twelve_monthly_ranks() -> None:
    """甲 is first in nine months and third in three: (9 × 10 + 3 × 9) / 12; 丙 has no figure for May."""
    records: dict[str, dict[str, int]] = {"甲区": {}, "乙区": {}, "丙区": {}}
    for month in range(1, 13):
        for name, mark in zip(records, (7, 9, 8) if month > 9 else (9, 8, 7), strict=True):
            records[name][f"monthly-{month}_mark"] = mark
    scheme = ms.load_scheme("wenzhou-2013-monthly")
    assert scored(scheme, records) == {"甲区": "9.75", "乙区": "9.63", "丙区": "9.13"}
    del records["丙区"]["monthly-5_mark"]
    assert set(scored(scheme, records)) == {"甲区", "乙区"}


def test_a_city_of_the_north_east_adds_for_the_first_five_and_takes_from_the_last() -> None:
    """Twelve cities: 5, 4, 3, 2, 1, nothing for two, and 1, 2, 3, 4, 5 taken."""
    scheme = ms.load_scheme("northeast-city")
    marks = {"large_mark": 300, "small_mark": Decimal("4.25"), "other_mark": 90}  # 394.25
    records = {f"{n}市": marks | {"province_actual": 100 - n} for n in range(1, 13)}
    found = scored(scheme, records)
    wanted = ["399.25", "398.25", "397.25", "396.25", "395.25", "394.25", "394.25"]
    wanted += ["393.25", "392.25", "391.25", "390.25", "389.25"]
    assert [found[name] for name in records] == wanted
    records["7市"]["province_actual"] = 94  # as 6市 has
    assert set(scored(scheme, records).values()) == {"394.25"}
    for item, mark in (("large", Decimal("300.5")), ("small", Decimal("4.255"))):
        with pytest.raises(ms.DataError, match=r"小数|整数|位"):
            ms.score_records(scheme, {"甲市": {**records["1市"], f"{item}_mark": mark}})


def test_chongqing_loses_a_section_by_an_event_and_the_year_by_ten_deaths() -> None:
    def of(done: int, accidents: int = 0, deaths: int = 0) -> dict[str, int]:
        counted = {"accident_count": accidents, "deaths_count": deaths}
        return {"roads_target": 600, "roads_actual": done, "safety-score_mark": 36} | counted

    scheme = bind(ms.load_scheme("chongqing-construction"), ROADS)
    records = {
        "完成": of(600),  # 60 + 36
        "三分之二": of(400),  # a third of 60 taken: 40 + 36
        "没有做": of(0),  # 36
        "出事": of(600, accidents=1),  # 60, the section is nothing
        "九人": of(600, deaths=9),
        "十人": of(600, deaths=10),
    }
    assert scored(scheme, records) == {
        "完成": "96", "三分之二": "76", "没有做": "36", "出事": "60", "九人": "96", "十人": "96",
    }  # fmt: skip
    grades = {one.name: one.grade for one in ms.score_records(scheme, records)}
    assert [name for name, grade in grades.items() if grade == "不合格"] == ["十人", "没有做"]
