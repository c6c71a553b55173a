"""How tasks stand: completion, gaps, pace, projection, lights, streaks, and rolling up."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import minsheng as ms
from minsheng.domain.indicator import Rate
from minsheng.domain.printed import Relation
from minsheng.domain.record import Figure
from minsheng.domain.schedule import Schedule
from minsheng.domain.written import percent, signed
from minsheng.layout import LIGHTS
from minsheng.measuring.standing import Standing
from minsheng.reading.lights import load_lights

JOBS = "jobs"
DAY = datetime.date


def cumulative(*figures: tuple[int, str], area: str | None = None, item: str = JOBS) -> ms.Progress:
    """A register of cumulative figures at months' ends of 2023."""
    return ms.Progress(
        tuple(
            ms.Record(
                item, ms.Period.to_date(ms.Period.month(2023, month).last), ms.Amount.parse(value), area
            )
            for month, value in figures
        )
    )


@pytest.fixture(name="notice", scope="module")
def _notice() -> ms.Programme:
    return ms.load("yueyang-2023")


def test_percentages_are_subtracted_first_and_rounded_last() -> None:
    assert signed(Fraction("97.158") - Fraction("83.333"), 1) == "+13.8"  # rounded first it would be 13.9
    assert percent(Fraction("480.60") / 480) == "100.13%"  # 100.125: half up
    assert percent(Fraction(11, 12)) == "91.67%"


def test_a_task_behind_and_what_it_needs(notice: ms.Programme) -> None:
    s = ms.standing(notice, cumulative((9, "4.13万人")), JOBS, on=DAY(2023, 9, 30))
    assert (s.rate, s.gap, s.behind, s.met) == (Fraction(7, 10), Fraction(-1, 20), True, False)
    assert s.difference == ms.Amount("-1.77", "万人")
    # 1.77 over the 92 of 365 days that are left, by the month: 0.5852 rounded up
    assert s.pace == ms.Amount("0.59", "万人")
    assert ms.measuring.projected(s, ms.measuring.Projection.LINEAR) == ms.Amount("5.52", "万人")
    assert ms.measuring.projected(
        s, ms.measuring.Projection.RECENT, last_month=ms.Amount("0.6", "万人")
    ) == ms.Amount("5.94", "万人")
    with pytest.raises(TypeError):
        ms.measuring.projected(s, ms.measuring.Projection.RECENT)


def test_the_citys_figure_is_the_sum_of_all_shares_or_unknown(notice: ms.Programme) -> None:
    row = notice.allocation[JOBS]
    shares = {name: share for name, share in row.shares.items() if share is not None}
    period = ms.Period.month(2023, 12)
    records = [ms.Record(JOBS, period, ms.Amount(share, row.unit), name) for name, share in shares.items()]
    if row.city_share is not None:
        records.append(ms.Record(JOBS, period, ms.Amount(row.city_share, row.unit), "市本级"))
    whole = ms.standing(notice, ms.Progress(tuple(records)), JOBS, on=period.last)
    assert whole.met
    assert whole.actual == row.total
    partly = ms.standing(notice, ms.Progress(tuple(records[1:])), JOBS, on=period.last)
    assert partly.actual is None
    assert partly.why == f"{records[0].area}没有报"


def test_each_indicator_says_what_its_rate_is(notice: ms.Programme) -> None:
    unemployment = ms.Indicator("u", "失业率控制在4.3%以内", ms.Bound.parse("<= 4.3 %"), rate="inverse")
    basis = ms.Indicator(
        "b",
        "培训180人",
        ms.Bound.parse(">= 180 人"),
        rate="basis",
        basis=ms.Bound.parse(">= 1440 人"),
    )
    site = ms.Indicator("s", "建成1所", ms.Bound.parse(">= 1 所"), rate="physical")
    project = ms.Project(1, "city", "就业", indicators=(unemployment, basis, site))
    programme = attrs.evolve(
        notice, projects=(project,), allocation=attrs.evolve(notice.allocation, rows=()), levels=()
    )
    period = ms.Period.month(2023, 12)
    done = ms.Progress((
        ms.Record("u", period, ms.Amount("4.17", "%")),
        ms.Record("b", period, ms.Amount(1970, "人"), measure="basis"),
        ms.Record("s", period, ms.Amount("91.7", "%"), measure="physical"),
    ))  # fmt: skip
    rates = {s.item: s for s in ms.standings(programme, done, on=period.last)}
    assert percent(rates["u"].rate, 1) == "103.1%"  # as published
    assert rates["u"].behind is False
    assert percent(rates["b"].rate, 0) == "137%"  # as published
    assert rates["s"].rate == Fraction("0.917")
    assert rates["s"].met is False
    with pytest.raises(ValueError, match="basis"):
        attrs.evolve(basis, basis=None)


def test_targets_of_other_levels_and_changes(notice: ms.Programme) -> None:
    from minsheng.measuring.targets import target_of

    approval = ms.domain.Approval("市政府", DAY(2023, 6, 1))
    change = ms.domain.TargetChange(JOBS, ms.Bound.parse(">= 6.2 万人"), DAY(2023, 7, 1), approval=approval)
    province = ms.domain.TargetChange(JOBS, ms.Bound.parse(">= 5.5 万人"), level="provincial")
    late = ms.domain.TargetChange("farmland", None)
    progress = ms.Progress((), (change, province, late))
    item = notice.indicator(JOBS)
    at = {month: target_of(notice, progress, item, None, DAY(2023, month, 1)) for month in (6, 7)}
    assert [str(at[month]) for month in (6, 7)] == [">= 5.9 万人", ">= 6.2 万人"]
    of_province = target_of(
        notice, progress, item, None, DAY(2023, 7, 1), level=ms.domain.TargetLevel.PROVINCIAL
    )
    assert str(of_province) == ">= 5.5 万人"
    assert target_of(notice, progress, notice.indicator("farmland"), None, DAY(2023, 7, 1)) is None
    done = progress + cumulative((7, "5.5万人"))
    met = {
        level: ms.standing(notice, done, JOBS, on=DAY(2023, 7, 31), level=level).met
        for level in ms.domain.TargetLevel
    }
    assert met == {"city": False, "provincial": True, "own": None}  # one figure, several targets
    known = progress.as_known(DAY(2023, 5, 31))
    assert str(target_of(notice, known, item, None, DAY(2023, 7, 1))) == ">= 5.9 万人"


def test_lights_and_streaks(notice: ms.Programme) -> None:
    behind = cumulative((1, "0.49万人"), (2, "0.5万人"), (3, "0.5万人"), (4, "0.5万人"))
    nanjing = load_lights("nanjing-2016")
    s = ms.standing(notice, behind, JOBS, on=DAY(2023, 4, 30), policy=nanjing)
    assert (s.light, s.streak, s.action) == (ms.measuring.Light.RED, 4, "约谈")
    s = ms.standing(notice, behind, JOBS, on=DAY(2023, 2, 28), policy=nanjing)
    assert (s.light, s.streak, s.action) == (ms.measuring.Light.RED, 2, "约谈")


def test_a_red_made_good_turns_yellow_in_ouhai(notice: ms.Programme) -> None:
    made_good = cumulative((1, "0.1万人"), (2, "2万人"), (3, "3万人"))
    policy = load_lights("ouhai")
    lights = [
        ms.standing(notice, made_good, JOBS, on=ms.Period.month(2023, month).last, policy=policy).light
        for month in (1, 2, 3)
    ]
    assert lights == ["red", "yellow", "yellow"]


def test_a_months_own_quota_in_xinhuang(notice: ms.Programme) -> None:
    # far ahead of the year's schedule in June, and nothing done in July
    progress = cumulative((6, "5万人"), (7, "5万人"))
    policy = load_lights("xinhuang-2015")
    s = ms.standing(notice, progress, JOBS, on=DAY(2023, 7, 31), policy=policy)
    assert s.behind is False
    assert s.light is ms.measuring.Light.RED


@pytest.mark.parametrize(
    ("points", "light"),
    [("0", "green"), ("-9.99", "green"), ("-10", "yellow"), ("-30", "yellow"), ("-30.01", "red")],
)
def test_yinchuans_ends(points: str, light: str) -> None:
    policy = load_lights("yinchuan-2025")
    schedule = Fraction(3, 4)
    rate = schedule + Fraction(points) / 100
    assert policy.light(rate, schedule) == light
    said = policy.expression(ms.column("rate", places=6), ms.column("due", places=2))
    import polars as pl

    frame = pl.DataFrame({"rate": [Decimal(rate.numerator) / rate.denominator], "due": [Decimal("0.75")]})
    assert ms.compute(frame, light=said)["light"].to_list() == [light]


@pytest.mark.parametrize(
    "bands",
    [
        (ms.measuring.Band("green", 0), ms.measuring.Band("red", high=-10)),
        (ms.measuring.Band("green", 80), ms.measuring.Band("red", high=100)),
        (ms.measuring.Band("green", 100, low_closed=False), ms.measuring.Band("red", high=100)),
        (ms.measuring.Band("green", 100), ms.measuring.Band("red", high=100, high_closed=True)),
        (ms.measuring.Band("green", 0, 100), ms.measuring.Band("red", high=0)),
        (),
    ],
)
def test_gaps_and_overlaps_are_refused(bands: tuple[ms.measuring.Band, ...]) -> None:
    with pytest.raises(ms.DataError):
        ms.measuring.LightPolicy("试", bands)


def test_rolling_up(notice: ms.Programme) -> None:
    row = notice.allocation[JOBS]
    period = ms.Period.month(2023, 6)
    records = tuple(
        ms.Record(JOBS, period, ms.Amount(share, row.unit), name)
        for name, share in row.shares.items()
        if share is not None
    )
    found = ms.standings(
        notice, ms.Progress(records), on=period.last, areas=[area.name for area in notice.areas]
    )
    jobs = [s for s in found if s.item == JOBS]
    whole = ms.total(jobs)
    groups: dict[str, list[ms.Standing]] = {}
    for s in jobs:
        groups.setdefault(ms.measuring.area_groups(notice)[s.area or ""], []).append(s)
    assert set(groups) == {"县市区", "园区"}
    assert ms.total(ms.total(group) for group in groups.values()) == whole
    agencies = {tally.key for tally in found.roll_up("agency")}
    assert agencies <= {a.lead_agency for a in notice.assignments}
    with pytest.raises(ValueError, match="does not add up"):
        ms.total(s for s in found if s.item == "subsistence-rural")
    with pytest.raises(ms.UnitError):
        ms.total(
            [ms.measuring.Total(ms.Amount(1, "户"), None, 1), ms.measuring.Total(ms.Amount(1, "个"), None, 1)]
        )
    with pytest.raises(ValueError, match="nothing"):
        ms.total([])


def test_the_tables_of_2019() -> None:
    programme = ms.load("yueyang-2019")
    progress = ms.read_progress("yueyang-2019", programme)
    found = ms.standings(programme, progress, on=DAY(2019, 11, 30))
    assert {s.schedule for s in found if s.counts} == {Fraction(11, 12)}
    assert [s.item for s in found.behind] == ["household-toilets", "satellite-users"]
    assert found.summary == "截至2019年11月30日：20 项，达到进度 16 项，落后 2 项，无法判断 2 项"
    assert "-30.31" in str(found.table())
    assert "灯" not in found.table().columns


@given(st.sampled_from(["人", "万人", "亿人"]), st.integers(0, 10**9))
def test_every_figure_of_a_row_is_in_the_unit_beside_it(notice: ms.Programme, unit: str, done: int) -> None:
    """Law: what a row prints is what was asked and done, whatever unit it was reported in."""
    amount = ms.Amount(done, unit)
    progress = ms.Progress((ms.Record(JOBS, ms.Period.parse("2023年1—9月"), amount),))
    one = ms.standing(notice, progress, JOBS, on=DAY(2023, 9, 30))
    [row] = one.table().to_records()
    assert ms.Amount(row["完成数"], row["单位"]) == amount
    assert one.target is not None
    assert ms.Amount(row["目标"], row["单位"]) == one.target.amount


@pytest.mark.parametrize("value", ["1 亩", "70 %"])
def test_a_figure_that_does_not_convert_brings_its_own_unit(notice: ms.Programme, value: str) -> None:
    s = ms.standing(notice, cumulative((9, value), item="farmland"), "farmland", on=DAY(2023, 9, 30))
    s = attrs.evolve(s, target=ms.Bound.parse(">= 5 平方米"))
    assert s.table().rows[0][3:6] == ("平方米", "5", value)


def test_lights_stand_in_every_output_as_words_and_in_colour() -> None:
    programme = ms.load("yueyang-2019")
    progress = ms.read_progress("yueyang-2019", programme)
    policy = load_lights("yinchuan-2025")
    found = ms.standings(programme, progress, on=DAY(2019, 11, 30), policy=policy)
    assert [row["灯"] for row in found.behind.table().to_records()] == ["绿灯", "红灯"]
    assert {"绿灯", "红灯", "–"} == {row["灯"] for row in found.table().to_records()}
    assert "| 红灯 |" in found.to_markdown()
    assert ",红灯," in found.table().to_csv()
    assert f'background:{LIGHTS["red"][0]};color:{LIGHTS["red"][1]}">红灯</td>' in found.to_html()
    assert attrs.evolve(found, parts=found.unknown.parts).table().columns[8] == "灯"
    assert found[0].table().columns[8] == "灯"


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_the_criteria_of_family_p_judge_a_warehouse_as_they_judge_a_record(engine: str) -> None:
    import duckdb
    import polars as pl

    rows = [
        {
            "target": t,
            "actual": a,
            "previous": p,
            "verified": v,
            "whole": w,
            "due": 11,
            "of": 12,
            "physical": x,
            "money": m,
        }
        for t, a, p, v, w, x, m in (
            ("100", "91.66", "90", "91", "95", "100", "70"),
            ("120", "110", "110", "110", "110", "100", "69.9999"),
            ("120", "361", "400", "300", "360", "10", "40.0001"),
            ("0", "0", "0", None, None, None, None),
        )
    ]
    decimals = [{k: Decimal(v) if isinstance(v, str) else v for k, v in row.items()} for row in rows]
    schema = {k: pl.Int64 if k in ("due", "of") else pl.Decimal(12, 4) for k in rows[0]}
    frame = pl.DataFrame(decimals, schema=schema)
    criteria = ms.rules.figure_criteria("户").values()
    source = frame if engine == "polars" else duckdb.sql("SELECT * FROM frame")
    judged = ms.judge(criteria, source)
    table = judged if engine == "polars" else judged.pl()
    for criterion in criteria:
        assert table[criterion.code].to_list() == [criterion.judge(row).outcome for row in decimals]
    assert table["P101"].to_list() == ["unmet", "met", "met", "met"]
    assert table["P111"].to_list() == ["met", "unmet", "unmet", "unknown"]


def test_a_band_of_one_number_stands_before_the_one_above_it() -> None:
    import polars as pl

    bands = (
        ms.measuring.Band("green", 100, low_closed=False),
        ms.measuring.Band("yellow", 100, 100, high_closed=True),
    )
    policy = ms.measuring.LightPolicy("恰好", (*bands, ms.measuring.Band("red", high=100)))
    rates = ["0.99", "1", "1.01"]
    assert [policy.light(Fraction(rate), Fraction(1)) for rate in rates] == ["red", "yellow", "green"]
    said = policy.expression(ms.column("rate", places=2), ms.column("due", places=2))
    frame = pl.DataFrame({"rate": [Decimal(rate) for rate in rates], "due": [1, 1, 1]})
    assert ms.compute(frame, light=said)["light"].to_list() == ["red", "yellow", "green"]


def amount(text: str) -> ms.Amount:
    number, unit = text.split(" ")
    return ms.Amount(number, unit)


@pytest.mark.parametrize(
    ("target", "done", "day", "behind"),
    [
        (">= -5 个百分点", "-6 个百分点", 30, True),
        (">= -5 个百分点", "-3 个百分点", 30, False),
        (">= 0 个百分点", "-1 个百分点", 30, True),
        ("> 230 万人", "230 万人", 365, True),  # all of it is done, and it is not passed
        ("> 230 万人", "230.01 万人", 365, False),
        ("> 230 万人", "200 万人", 30, False),
        (">= 230 万人", "230 万人", 365, False),
    ],
)
def test_behind_agrees_with_what_was_asked(target: str, done: str, day: int, behind: bool) -> None:
    """A target of nothing or less has no share; at the end all that is not met is behind."""
    sign, text = target.split(" ", 1)
    bound = ms.Bound(next(one for one in Relation if one.sign == {">=": "≥"}.get(sign, sign)), amount(text))
    on = datetime.date(2022, 12, 31) + datetime.timedelta(days=day)
    due = Schedule.BY_DAYS.share(on)
    stands = Standing(1, "a", "甲", None, on, Rate.RATIO, bound, Figure(amount(done)), due)
    assert stands.behind is behind
    if day == 365:
        assert stands.met is not behind
