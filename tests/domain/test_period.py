"""Periods, schedules and deadlines as offices write and use them."""

from __future__ import annotations

import datetime
import shutil
import sys
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from importlib.resources import as_file, files
from itertools import islice
from pathlib import Path

import attrs
import pytest

import minsheng as ms
from minsheng.domain.calendar import Deadline, Weekdays, chinese_holidays
from minsheng.domain.period import Period, PeriodKind
from minsheng.domain.procedure import Cadence, ReportingDuty, due_dates
from minsheng.domain.schedule import Between, PlanPoint, Schedule, ScheduleKind

date = datetime.date


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2023年6月中旬", "2023年6月中旬"),
        ("2023年2月下旬", "2023年2月下旬"),
        ("二〇二三年十一月上旬", "2023年11月上旬"),
        ("2023-06", "2023年6月"),
        ("2023/6", "2023年6月"),
        ("2023.6", "2023年6月"),
        ("2023.10", "2023年10月"),
        ("202306", "2023年6月"),
        ("20230630", "2023年6月30日"),
        ("2023年6月", "2023年6月"),
        ("２０２３年　６月份", "2023年6月"),
        ("2023Q2", "2023年第2季度"),
        ("2023年第二季度", "2023年第2季度"),
        ("2023年4-6月", "2023年第2季度"),
        ("2023", "2023年"),
        ("2023年度", "2023年"),
        ("2023年1—12月", "2023年"),
        ("2023年1-11月", "2023年1—11月"),
        ("2023-06-30", "2023年6月30日"),
        ("2023.6.30", "2023年6月30日"),
        ("截至2023年8月20日", "2023年1月1日至8月20日"),
        ("2023年1月1日至2023年8月20日", "2023年1月1日至8月20日"),
        ("截至2023年底", "2023年"),
        ("二零二三年六月", "2023年6月"),
        ("2023年底", "2023年"),
        ("2023年6月累计", "2023年1—6月"),
        ("2023年8月20日24时", "2023年1月1日至8月20日"),
    ],
)
def test_periods_with_their_year(text: str, shown: str) -> None:
    assert str(Period.parse(text)) == Period.parse(text).label == shown
    assert Period.parse(text, year=2019).year == 2023


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("二季度", "2023年第2季度"),
        ("Q4", "2023年第4季度"),
        ("上半年", "2023年1—6月"),
        ("下半年", "2023年7—12月"),
        ("全年", "2023年"),
        ("前三季度", "2023年1—9月"),
        ("一至三季度", "2023年1—9月"),
        ("前11个月", "2023年1—11月"),
        ("1-9月", "2023年1—9月"),
        ("1—9月", "2023年1—9月"),
        ("1至9月", "2023年1—9月"),
        ("1月~9月", "2023年1—9月"),
        ("截至8月20日", "2023年1月1日至8月20日"),
        ("截至8月中旬", "2023年1月1日至8月20日"),
        ("截至11月底", "2023年1—11月"),
        ("截止6月30日止", "2023年1—6月"),
        ("截至二季度末", "2023年1—6月"),
        ("6月1—12日", "2023年6月1日至6月12日"),
        ("6月中旬", "2023年6月中旬"),
        ("前两个月", "2023年1—2月"),
        ("元月", "2023年1月"),
        ("11月底", "2023年1—11月"),
        ("六月末", "2023年1—6月"),
        ("6月30日24时", "2023年1—6月"),
        ("截至6月30日二十四时止", "2023年1—6月"),
        ("截止8月20", "2023年1月1日至8月20日"),
        ("6月累计", "2023年1—6月"),
        ("1—6月累计", "2023年1—6月"),
        ("3—6月累计", "2023年3—6月"),
    ],
)
def test_periods_without_a_year(text: str, shown: str) -> None:
    assert str(Period.parse(text, year=2023)) == shown
    with pytest.raises(ms.DataError, match="没有写明年份"):
        Period.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "中旬", "13月", "2月30日", "2023年2月29日", "5季度", "Q0", "前5季度",
        "9-1月", "月底", "截至目前", "8月20",
        "截至", "度", "年", "0999年", "二二月", "2023-2024", "2023-6月", "20236月", "2023年12月—2024年2月",
        "2023.13", "2023.6.31", "202313", "20230631", "2023.",
    ],
)  # fmt: skip
def test_what_is_no_period(text: str) -> None:
    with pytest.raises(ms.DataError, match="不是一个期间；请写成 2023年6月中旬"):
        Period.parse(text, year=2023)


def test_a_month_that_a_spreadsheet_may_have_made_of_another() -> None:
    with pytest.raises(ms.DataError, match=r"2023\.1”是1月还是10月看不出：.*请写成 2023年1月 或 2023年10月"):
        Period.parse("2023.1")


def test_a_leap_day_without_a_year_is_a_day() -> None:
    assert Period.parse("2月29日", year=2024).kind is PeriodKind.DAY
    with pytest.raises(ms.DataError, match="没有写明年份"):
        Period.parse("2月29日")


def test_a_period_lies_in_one_year() -> None:
    with pytest.raises(ms.DataError, match="跨了两年；一个期间要在同一年内"):
        Period.parse("2022年12月21日至2023年1月10日")
    with pytest.raises(ValueError, match="lies in one year"):
        Period(date(2022, 12, 21), date(2023, 1, 10))


@pytest.mark.parametrize(
    ("first", "last", "kind"),
    [
        ((1, 1), (12, 31), "年"),
        ((4, 1), (6, 30), "季"),
        ((2, 1), (2, 28), "月"),
        ((2, 21), (2, 28), "旬"),
        ((6, 11), (6, 20), "旬"),
        ((6, 30), (6, 30), "日"),
        ((2, 1), (4, 30), "区间"),  # three months, but no quarter
        ((6, 1), (6, 20), "区间"),
        ((6, 21), (6, 29), "区间"),
        ((6, 21), (7, 31), "区间"),
        ((6, 11), (7, 20), "区间"),
    ],
)
def test_the_kind_follows_from_the_days(first: tuple[int, int], last: tuple[int, int], kind: str) -> None:
    assert Period(date(2023, *first), date(2023, *last)).kind is PeriodKind(kind)


def test_what_has_ended_earlier_comes_first_and_a_heading_before_its_parts() -> None:
    texts = ["上半年", "二季度", "6月", "6月下旬", "6月30日", "7月上旬", "1-7月", "7月", "7月下旬"]
    listed = [Period.parse(text, 2023) for text in texts]
    assert sorted(set(listed)) == listed
    with pytest.raises(TypeError):
        sorted([listed[0], "7月"])  # type: ignore[type-var]  # the misuse under test


def test_what_lies_in_what() -> None:
    june = Period.month(2023, 6)
    assert Period.ten_days(2023, 6, 3) in june
    assert date(2023, 6, 30) in june
    assert date(2023, 7, 1) not in june
    assert Period.quarter(2023, 2) not in june
    assert june.within("quarter") == Period.quarter(2023, 2)
    with pytest.raises(ValueError, match="lies in no single period of the kind quarter"):
        Period.parse("2023年1-9月").within("quarter")
    with pytest.raises(ValueError, match="not made up of periods of the kind quarter"):
        Period.parse("2023年1-8月").split("quarter")
    with pytest.raises(ValueError, match="not made up of periods of the kind month"):
        Period.parse("2023年6月2日至7月31日").split("month")
    assert len(Period.parse("2023年1-9月").split("quarter")) == 3


def test_a_span_is_followed_by_nothing() -> None:
    span = Period.parse("2023年1-9月")
    for ask in (lambda: span.next, lambda: span.previous, lambda: span.split("span")):
        with pytest.raises(ValueError, match="no spans"):
            ask()
    assert Period.of_year(2023).next == Period.of_year(2024)
    with pytest.raises(ValueError, match="10000"):
        _ = Period.of_year(9999).next


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (lambda: Period.quarter(2023, 5), "quarters 1 to 4, not 5"),
        (lambda: Period.month(2023, 13), "month"),
        (lambda: Period.ten_days(2023, 6, 4), "1 to 3, not 4"),
        (lambda: Period.of_year(23), "four digits and months 1 to 12, not 23"),
        (lambda: Period(date(2023, 6, 2), date(2023, 6, 1)), "cannot end on 2023-06-01"),
    ],
)
def test_no_such_period(make: Callable[[], Period], error: str) -> None:
    with pytest.raises(ValueError, match=error):
        make()


@pytest.mark.parametrize("day", [datetime.datetime(2023, 6, 1, tzinfo=datetime.UTC), 20230601, None])
def test_only_dates(day: object) -> None:
    with pytest.raises(TypeError, match="day is a date, not"):
        Period.day(day)  # type: ignore[arg-type]  # the misuse under test


# --- schedules ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "share"),
    [
        (date(2018, 11, 30), Fraction(11, 12)),  # Zhangjiajie: 91.67%
        (date(2024, 9, 30), Fraction(3, 4)),  # Xiangtan: 75%
        (date(2021, 6, 30), Fraction(1, 2)),  # Xuancheng: 50%
        (date(2023, 11, 29), Fraction(10, 12) + Fraction(29, 30 * 12)),
        (date(2024, 2, 28), Fraction(1, 12) + Fraction(28, 29 * 12)),
    ],
)
def test_by_months(day: date, share: Fraction) -> None:
    assert Schedule.BY_MONTHS.share(day) == share


def test_only_completed_months_may_count() -> None:
    completed = Schedule("months", between="step")
    assert completed.share(date(2023, 11, 29)) == Fraction(10, 12)
    assert completed.share(date(2023, 11, 30)) == Fraction(11, 12)
    assert completed.share(date(2023, 1, 30)) == 0


def test_the_gap_to_the_schedule_is_taken_before_rounding() -> None:
    """Jiangmen: 629.0 of 647.4 at the end of October was printed as 13.8 points ahead."""
    gap = 100 * (Fraction("629.0") / Fraction("647.4") - Schedule.BY_MONTHS.share(date(2023, 10, 31)))
    assert Fraction("13.75") <= gap < Fraction("13.85")


def test_by_days_and_from_the_start() -> None:
    assert Schedule.BY_DAYS.share(date(2023, 1, 1)) == Fraction(1, 365)
    assert Schedule.BY_DAYS.share(date(2024, 8, 20)) == Fraction(233, 366)
    assert Schedule.FROM_START.share(date(2023, 1, 1)) == 1


def curve(*points: tuple[int, str], between: str = "linear") -> Schedule:
    made = tuple(PlanPoint(month, Decimal(share)) for month, share in points)
    return Schedule(ScheduleKind.CURVE, made, Between(between))


def test_a_curve_of_the_projects_own() -> None:
    plan = curve((3, "0.1"), (11, "0.887"), (12, "1"))  # as Xiamen's printed figures imply
    assert plan.share(Period.parse("2017年1-11月")) == Fraction(887, 1000)
    assert plan.share(date(2017, 3, 31)) == Fraction(1, 10)
    assert plan.share(date(2017, 1, 9)) == Fraction(1, 10) * Fraction(9, 90)
    stepped = attrs.evolve(plan, between="step")
    assert [stepped.share(date(2017, *day)) for day in ((3, 30), (3, 31), (11, 29))] == [
        0,
        Fraction(1, 10),
        Fraction(1, 10),
    ]


def test_a_curve_may_be_done_before_december() -> None:
    assert curve((9, "1")).share(date(2023, 10, 1)) == 1


@pytest.mark.parametrize(
    ("points", "error"),
    [
        ((), "ends at a share of exactly 1"),
        (((6, "0.5"), (12, "0.99")), "ends at a share of exactly 1"),
        (((6, "0.5"), (9, "0.4"), (12, "1")), "cannot fall"),
        (((9, "0.5"), (6, "0.6"), (12, "1")), "6 stands after 9"),
        (((6, "0.5"), (6, "0.5"), (12, "1")), "6 stands after 6"),
        (((6, "1.01"), (12, "1")), "between 0 and 1: month 6 has 1.01"),
        (((6, "-0.1"), (12, "1")), "between 0 and 1"),
        (((13, "1"),), "1 to 12, not 13"),
    ],
)
def test_a_curve_that_is_none(points: tuple[tuple[int, str], ...], error: str) -> None:
    with pytest.raises(ValueError, match=error):
        curve(*points)


def test_points_and_steps_only_where_they_mean_something() -> None:
    with pytest.raises(ValueError, match="has no points"):
        Schedule(ScheduleKind.MONTHS, (PlanPoint(12, Decimal(1)),))
    with pytest.raises(ValueError, match="no months' ends to step at"):
        Schedule(ScheduleKind.DAYS, between=Between.STEP)
    with pytest.raises(TypeError, match="points is a list, each a PlanPoint, not 12"):
        Schedule(ScheduleKind.CURVE, 12)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="a float is not exact"):
        PlanPoint(12, 1.0)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="month is a whole number, not True"):
        PlanPoint(True, Decimal(1))


# --- deadlines ------------------------------------------------------------------------------


def test_three_working_days_after_september_2023() -> None:
    """The National Day takes the week; the Saturday and Sunday after it are worked."""
    september = Period.month(2023, 9)
    assert Deadline(working_days=3).due(september, Weekdays()) == date(2023, 10, 4)
    assert Deadline(working_days=3).due(september, chinese_holidays()) == date(2023, 10, 9)


def test_by_the_20th_of_the_month_after() -> None:
    twentieth = Deadline(day=20)
    assert twentieth.due(Period.month(2023, 8), chinese_holidays()) == date(2023, 9, 20)
    assert twentieth.due(Period.month(2023, 12), chinese_holidays()) == date(2024, 1, 22)  # a Saturday moves
    # April has no 31st, and Labour Day took 29 April to 3 May
    assert Deadline(day=31).due(Period.quarter(2023, 1), chinese_holidays()) == date(2023, 5, 4)


def test_an_unknown_year_is_never_guessed() -> None:
    calendar = chinese_holidays()
    beyond = max(calendar.years) + 1
    with pytest.raises(
        ms.DataError, match=f"不知道{beyond}年的放假安排；已知的年份：.*{max(calendar.years)}"
    ):
        calendar.is_working_day(date(beyond, 1, 4))


def test_without_the_package_it_says_which_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "chinese_calendar", None)
    with pytest.raises(ImportError, match=r"minsheng\[calendar\]"):
        chinese_holidays()


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({}, "其中一个"),
        ({"working_days": 3, "day": 20}, "其中一个"),
        ({"working_days": 0}, "working_days 不能是 0"),
        ({"day": 32}, "day 不能是 32"),
    ],
)
def test_no_deadline(given: dict[str, int], error: str) -> None:
    with pytest.raises(ms.DataError, match=error):
        Deadline(**given)


@pytest.mark.parametrize("number", [True, "3", 2.5])
def test_a_deadline_counts_in_whole_days(number: object) -> None:
    with pytest.raises(TypeError, match="working_days is an int"):
        Deadline(working_days=number)  # type: ignore[arg-type]  # the misuse under test


@pytest.mark.parametrize(("every", "count"), [("旬", 36), ("月", 12), ("季", 4)])
def test_the_due_dates_of_a_year(every: str, count: int) -> None:
    duty = ReportingDuty("报告", Cadence(every), due=Deadline(working_days=3))
    dates = list(due_dates(duty, 2023, chinese_holidays()))
    assert len(dates) == count
    assert dates[-1] == (Period.day(date(2023, 12, 31)).within(every), date(2024, 1, 4))
    assert [period for period, _ in dates] == sorted(period for period, _ in dates)


def test_the_last_due_date_needs_the_next_years_calendar() -> None:
    calendar = chinese_holidays()
    duty = ReportingDuty("月通报", Cadence.MONTH, due=Deadline(day=20))
    dates = due_dates(duty, max(calendar.years), calendar)
    assert len(list(islice(dates, 11))) == 11
    with pytest.raises(ms.DataError, match="放假安排"):
        next(dates)


def test_a_duty_without_a_deadline(yueyang: ms.Programme) -> None:
    with pytest.raises(ValueError, match="no deadline is known for 旬简报"):
        list(due_dates(yueyang.reporting[0], 2023, Weekdays()))


# --- in a programme's files --------------------------------------------------------------


@pytest.fixture
def with_deadlines(tmp_path: Path) -> Callable[..., Path]:
    """A copy of the real programme with deadlines written into its reporting duties."""

    def copy(**deadlines: str) -> Path:
        with as_file(files("minsheng") / "data" / "yueyang-2023") as real:
            folder = Path(shutil.copytree(real, tmp_path / "city"))
        text = (folder / "programme.toml").read_text("utf-8")
        for name, due in deadlines.items():
            head = f'{{ name = "{name}",'
            assert head in text
            text = text.replace(head, f"{head} due = {due},")
        (folder / "programme.toml").write_text(text, "utf-8")
        return folder

    return copy


def test_a_deadline_in_a_programme_is_read_and_written(with_deadlines: Callable[..., Path]) -> None:
    read = ms.load(with_deadlines(月通报="{working_days = 3}", 季总结="{day = 20}"))
    assert [duty.due for duty in read.reporting] == [None, Deadline(working_days=3), Deadline(day=20)]
    assert ms.load(ms.dump(read)) == read == ms.reread(read, {})


def test_wrong_deadlines_are_problems_of_the_file(with_deadlines: Callable[..., Path]) -> None:
    folder = with_deadlines(旬简报="{working_days = 0}", 月通报="{}", 季总结='{working_days = "3"}')
    with pytest.raises(ms.DataError) as caught:
        ms.load(folder)
    zero, empty, text = map(str, caught.value.problems)
    assert "reporting[1]" in zero
    assert "working_days 不能是 0；请写 1 至 250" in zero
    assert "期限要写 working_days 或 day 其中一个" in empty
    assert "“3”不是整数" in text
