"""A register's figures: cumulative ones, those within periods, and what cannot be added."""

from __future__ import annotations

import datetime

import minsheng as ms

END = datetime.date(2023, 12, 31)


def part(month: int, value: str | None, **more: object) -> ms.Record:
    amount = None if value is None else ms.Amount.parse(value)
    return ms.Record("jobs", ms.Period.month(2023, month), amount, cumulative=False, **more)  # type: ignore[arg-type]  # passed on


def figure(*records: ms.Record) -> ms.Figure:
    return ms.Progress(records).figure("jobs", on=END)


def test_figures_within_periods_are_added_from_january_on() -> None:
    assert figure(part(1, "3人"), part(2, "4人"), part(3, "0.0005万人")).value == ms.Amount(12, "人")


def test_a_gap_makes_the_sum_unknown_and_says_where() -> None:
    found = figure(part(1, "3人"), part(3, "4人"))
    assert (found.value, found.why) == (None, "2023年3月：当期数前后不相接")
    assert figure(part(2, "4人")).why == "2023年2月：当期数前后不相接"


def test_after_a_cumulative_figure_only_later_periods_are_added() -> None:
    to_june = ms.Record("jobs", ms.Period.parse("2023年1—6月"), ms.Amount(60, "人"))
    assert figure(to_june, part(6, "9人"), part(7, "5人")).value == ms.Amount(65, "人")


def test_another_unit_text_or_two_figures_make_it_unknown() -> None:
    assert figure(part(1, "3人"), part(2, "4户")).why == "2023年2月：3 人 与 4 户 单位不同"
    assert figure(part(1, None, text="已启动")).why == "2023年1月：没有数"
    assert figure(part(1, "3人"), part(1, "4人")).why == "2023年1月：同一天报了不同的数"


def test_nothing_reported_is_not_zero() -> None:
    assert figure() == ms.Figure(None, (), "没有报")
