"""Works after completion: kept, visited, used; and figures that fall because nobody uses what was built."""

from __future__ import annotations

import datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import minsheng as ms
from minsheng.domain import Use, Work, Works
from minsheng.measuring import in_use, without_unused

day = datetime.date
DAYS = st.dates(day(2023, 1, 1), day(2026, 12, 31))
TOILETS = ms.load("yueyang-2023").allocation["public-toilets"].shares


def toilet(name: str, area: str | None = "平江县", **other: Any) -> Work:
    usual: dict[str, Any] = {
        "completed": day(2023, 11, 1),
        "used": day(2023, 12, 1),
        "keeper": "镇政府",
        "year": 2023,
    }
    return Work(name, "public-toilets", area, **usual | other)


@st.composite
def works(draw: st.DrawFn) -> Work:
    completed = draw(st.none() | DAYS)
    later = DAYS if completed is None else st.dates(completed, day(2026, 12, 31))
    name = draw(st.text("甲乙丙丁一二三", min_size=1, max_size=4))
    area = draw(st.none() | st.sampled_from([*TOILETS]))
    return toilet(
        name, area, completed=completed, used=draw(st.none() | later), out=draw(st.none() | later),
        keeper=draw(st.sampled_from(["", "镇政府"])), every=draw(st.none() | st.integers(1, 24)),
        visits=tuple(draw(st.lists(DAYS, max_size=3))), warranty=draw(st.none() | DAYS),
        amount=draw(st.none() | st.integers(1, 3).map(lambda n: ms.Amount(n, "座"))),
    )  # fmt: skip


REGISTERS = st.lists(works(), max_size=6, unique_by=lambda w: (w.area, w.name)).map(lambda w: Works(tuple(w)))


@given(REGISTERS, DAYS)
def test_every_completed_work_is_used_never_used_or_out(register: Works, on: datetime.date) -> None:
    for per in ms.measuring.WorksPer:
        counted = in_use(register, on=on, per=per)
        assert sum(one.built for one in counted) == sum(w.use(on) is not Use.NOT_BUILT for w in register)
        assert all(one.built == one.used + one.never + one.out for one in counted)
        assert all(0 <= one.share <= 1 for one in counted)


@given(REGISTERS, st.randoms())
def test_the_order_of_works_says_nothing(register: Works, random: Random) -> None:
    mixed = list(register)
    random.shuffle(mixed)
    assert Works(tuple(mixed)) == register


@given(REGISTERS, DAYS)
def test_what_is_never_used_leaves_its_own_year_and_only_later(register: Works, on: datetime.date) -> None:
    """Of each area, and of the whole city, the year's figure falls by what was never used; before the day
    it is what it was, and no other area's changes."""
    p, december, after = ms.load("yueyang-2023"), ms.Period.month(2023, 12), day(2023, 12, 31)
    where = [*TOILETS, None]
    done = ms.Progress(tuple(
        ms.Record("public-toilets", december, ms.Amount(60, "座"), area=area, on=day(2022, 12, 31))
        for area in where
    ))  # fmt: skip
    later = without_unused(done, register, p, on=on)
    idle = [work for work in register if work.use(on) is Use.NEVER]
    for area in where:
        less = sum(int((w.amount or ms.Amount(1, "座")).value) for w in idle if area in (None, w.area))
        assert later.figure("public-toilets", area, on=after).value == ms.Amount(60 - less, "座")
        before = later.as_known(on - datetime.timedelta(days=1)).figure("public-toilets", area, on=after)
        assert before.value == ms.Amount(60, "座")


@given(REGISTERS)
def test_a_written_register_is_read_back(tmp_path_factory: pytest.TempPathFactory, register: Works) -> None:
    p = ms.load("yueyang-2023")
    for name in ("工程.csv", "工程.xlsx") if len(register) == 2 else ("工程.csv",):
        path = tmp_path_factory.getbasetemp() / name
        path.unlink(missing_ok=True)
        ms.write_table(register.table(), path)
        assert ms.read_works(path, p) == register


def test_more_idle_than_was_reported_is_refused() -> None:
    p = ms.load("yueyang-2023")
    one = ms.Record("public-toilets", ms.Period.month(2023, 12), ms.Amount(1, "座"), area="平江县")
    two = Works((toilet("东街", used=None), toilet("西街", used=None)))
    with pytest.raises(ms.DataError, match="报 1 座，少于建成未用的：东街、西街"):
        without_unused(ms.Progress((one,)), two, p, on=day(2024, 6, 30))


def test_a_road_says_how_long_it_is() -> None:
    p = ms.load("yueyang-2023")
    done = ms.Progress(
        (ms.Record("rural-roads", ms.Period.month(2023, 12), ms.Amount(9, "公里"), area="平江县"),)
    )
    road = Work("东线", "rural-roads", "平江县", 2023, completed=day(2023, 11, 1))
    with pytest.raises(ms.DataError, match="没有写数量，完成数以“公里”计"):
        without_unused(done, Works((road,)), p, on=day(2024, 6, 30))


def test_months_are_counted_from_the_latest_visit_then_known() -> None:
    work = toilet("东街", every=3, used=day(2023, 11, 30), visits=(day(2024, 2, 20), day(2024, 5, 31)))
    assert work.visit_due(day(2024, 2, 1)) == day(2024, 2, 29)
    assert work.visit_due(day(2024, 3, 1)) == day(2024, 5, 20)
    assert work.visit_due(day(2024, 8, 1)) == day(2024, 8, 31)


def test_a_work_is_not_used_before_it_is_completed() -> None:
    with pytest.raises(ValueError, match="used is 2023-10-31, before it was completed on 2023-11-01"):
        toilet("东街", used=day(2023, 10, 31))


# --- files -------------------------------------------------------------------------------


HEADS = "工程名称,指标,县市区,实施年度,规模,竣工时间,投用时间,管护主体,质保期至,巡查周期（月）,巡查记录,"
HEADS += "停用日期,原因\n"


def read(tmp_path: Path, *lines: str) -> Works:
    path = tmp_path / "工程台账.csv"
    path.write_text(HEADS + "\n".join(lines) + "\n", "utf-8")
    return ms.read_works(path, ms.load("yueyang-2023"), ms.load("yueyang-2019"))


def test_as_offices_write_it(tmp_path: Path) -> None:
    register = read(
        tmp_path,
        "西街公厕,改新建农村公共厕所24座,平江县,2023年,,2023年11月1日,2023.12.1,三市镇政府,2025-11-01,每6个月一次,"
        "2024-03-01；2024/9/2,,",
        "东线,rural-roads,全市,2023年度,3.2公里,2023/11/1,,,,,,,等验收",
        "老码头,码头改造,平江县,2018,1处,,,,,,,,",
    )
    old, road, west = sorted(register, key=lambda w: (w.year, w.item == "public-toilets"))
    assert (west.every, west.visits) == (6, (day(2024, 3, 1), day(2024, 9, 2)))
    assert (road.area, road.amount, road.why) == (None, ms.Amount("3.2", "公里"), "等验收")
    assert (old.item, old.year) == ("码头改造", 2018)  # no programme of that year is given


def test_all_its_problems_at_once_with_their_cells(tmp_path: Path) -> None:
    with pytest.raises(ms.DataError) as caught:
        read(
            tmp_path,
            "甲,public-toilets,平江,2023,,2023-11-01,2023-10-01,,,,,,",
            "乙,不是指标,平江县,2023,3,去年,,,,三天,2024-03-01；某天,,",
            "丙,public-toilets,平江县,23,,,,,,0,,,",
            ",public-toilets,平江县,2023,,,,,,,,,",
            "丁,public-toilets,平江县,2023,,,,,,,,,",
            "丁,公共厕所,平江县,2018,,,,,,,,,",
            "丁,public-toilets,平江县,2023,,,,,,,,,",
        )
    said = [str(problem).replace("工程台账.csv ", "") for problem in caught.value.problems]
    wanted = [
        "第2行“县市区”列：没有地区“平江”", "第2行“投用时间”列：投用日期 2023-10-01 早于建成日期 2023-11-01",
        "第3行“指标”列：没有指标或标准“不是指标”", "第3行“规模”列：“3”没有单位",
        "第3行“竣工时间”列：“去年”不是日期",
        "第3行“巡查周期（月）”列：", "第3行“巡查记录”列：“某天”不是日期", "第4行“实施年度”列：“23”不是年度",
        "第4行“巡查周期（月）”列：", "第5行“工程名称”列：“名称”空着", "第8行：“丁”在第6行已经有了",
    ]  # fmt: skip
    assert len(said) == len(wanted)
    for start in wanted:
        assert any(one.startswith(start) for one in said), (start, said)


@pytest.mark.parametrize(
    ("written", "months"),
    [("每月", 1), ("半年", 6), ("每季度", 3), ("1年", 12), ("两年一次", 24), ("3个月/次", 3),
     ("—", 0), ("/", 0), ("无", 0), ("不定期", None)],
)  # fmt: skip
def test_intervals_in_plain_words(tmp_path: Path, written: str, months: int | None) -> None:
    """Dashes are none; what is not understood is told."""
    line = f"甲,public-toilets,平江县,2023,,,,,,{written},,,"
    if months is None:
        with pytest.raises(ms.DataError, match="巡查周期（月）"):
            read(tmp_path, line)
    else:
        assert read(tmp_path, line).listed[0].every == (months or None)


@pytest.mark.parametrize(
    ("item", "amount", "said"),
    [
        ("public-toilets", "3.2公里", "以“座”计，这里是“公里”"),
        ("rural-roads", "-1公里", "“-1 公里”小于 0"),
        ("high-schools", "2.5所", "“2.5 所”不是整数"),
    ],
)
def test_amounts_that_there_cannot_be(tmp_path: Path, item: str, amount: str, said: str) -> None:
    with pytest.raises(ms.DataError, match=said):
        read(tmp_path, f"甲,{item},平江县,2023,{amount},,,,,,,,")


def test_two_programmes_of_one_year() -> None:
    p = ms.load("yueyang-2023")
    with pytest.raises(ValueError, match="two programmes are of the same year"):
        ms.read_works("工程.csv", p, p)


def test_a_register_that_does_not_say_what_is_used_is_refused(tmp_path: Path) -> None:
    """Without the column, all of it would seem to stand idle."""
    (tmp_path / "工程.csv").write_text("名称,指标,地区,年度\n东街,public-toilets,平江县,2023\n", "utf-8")
    with pytest.raises(ms.DataError, match="缺少“投用日期”列"):
        ms.read_works(tmp_path / "工程.csv", ms.load("yueyang-2023"))


def test_a_register_with_an_offices_own_columns(tmp_path: Path) -> None:
    """Known by what they are called; of one that is not known it is told; a total is no work."""
    head = (
        "序号,工程名称,实事项目,地区,年度,投用日期,管护责任主体,质保期截止,巡查频次,最近巡查时间,管护责任人"
    )
    row = "1,东街,public-toilets,平江县,2023,2023-11-01,镇政府,2025-10-20,每季度一次,2024-03-01,张三"
    (tmp_path / "工程.csv").write_text(f"{head}\n{row}\n合计,,,,,,,,,,\n", "utf-8")
    works = ms.read_works(tmp_path / "工程.csv", ms.load("yueyang-2023"))
    [one] = works
    assert (one.keeper, str(one.warranty), one.every, len(one.visits)) == ("镇政府", "2025-10-20", 3, 1)
    assert works.notes == ("工程.csv 第1行：不认识的列“管护责任人”，没有读",)
