"""Charts: every figure that is drawn is in the table, nothing is drawn that is not known, and it is small."""

from __future__ import annotations

import datetime
import re
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree as ET

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import minsheng as ms
from minsheng.charts.courses import courses
from minsheng.charts.drawing import fitted
from minsheng.domain.written import percent
from minsheng.layout import width
from minsheng.testing import progresses
from tests.bulletins.invented import LIGHTS, P, invented

DAY = datetime.date(2023, 6, 30)
JUNE = invented(6)
AREAS = (None, *(area.name for area in P.areas), "市本级")
SOME = [item.id for project in P.projects for item in project.items][:12]
registers = progresses(indicators=SOME, areas=(None, "市本级", *(area.name for area in P.areas[:4])))


def texts(chart: ms.charts.Chart) -> list[str]:
    """What is written in the drawing, tooltips left out; that it is well-formed XML comes with it."""
    root = ET.fromstring(chart.to_svg())  # noqa: S314  # our own
    return [one.text or "" for one in root.iter("{http://www.w3.org/2000/svg}text")]


@settings(max_examples=12)
@given(registers, st.integers(1, 12))
def test_a_line_has_the_rates_that_were_reported(progress: ms.Progress, month: int) -> None:
    """A point is the rate on a day by which something new was reported; nothing is carried on as one."""
    day = ms.Period.month(2023, month).last
    schedule = ms.domain.Schedule.BY_MONTHS
    for course in courses(P, progress, day, schedule):
        before = datetime.date.min
        known = dict(course.done)
        for end in (ms.Period.month(2023, one).last for one in range(1, month + 1)):
            part = ms.standing(P, progress, course.standing.item, on=end)
            fresh = any(before < record.period.last <= end for record in part.figure.records)
            assert known.get(end) == (part.rate if fresh else None)
            before = end
        assert course.standing == ms.standing(P, progress, course.standing.item, on=day)
        assert course.due[-1] == (datetime.date(2023, 12, 31), Fraction(1))


def test_laggards_stand_first() -> None:
    found = [course.standing for course in courses(P, JUNE, DAY, ms.domain.Schedule.BY_MONTHS)]
    states = [part.behind for part in found]
    assert states == sorted(states, key=[True, None, False].index)
    gaps = [part.gap for part in found if part.behind and part.gap is not None]
    assert gaps == sorted(gaps)
    assert {True, None, False} == set(states)


def test_lines_are_drawn_of_what_accumulates() -> None:
    chart = ms.charts.schedule_lines(P, JUNE, on=DAY)
    assert {row[1] for row in chart.table().rows} == {
        part.text for part in ms.standings(P, JUNE, on=DAY) if part.counts
    }
    assert "没有数" in texts(chart)
    county = ms.charts.schedule_lines(P, JUNE, on=DAY, area="平江县")
    assert county.title.startswith("平江县2023年")
    beyond = ms.Progress((ms.Record("jobs", ms.Period.month(2023, 1), ms.Amount(59, "万人")),))
    assert "↑1000.0%" in texts(ms.charts.schedule_lines(P, beyond))


def test_a_schedule_in_steps_is_drawn_in_steps() -> None:
    steps = ms.domain.Schedule("months", between="step")
    [course, *_] = courses(P, JUNE, DAY, steps)
    due = dict(course.due)
    assert due[datetime.date(2023, 6, 29)] == Fraction(5, 12)
    assert due[DAY] == Fraction(1, 2)


@pytest.mark.parametrize("policy", [None, LIGHTS])
def test_the_heat_says_every_rate(policy: ms.measuring.LightPolicy | None) -> None:
    found = ms.standings(P, JUNE, on=DAY, areas=AREAS, policy=policy)
    chart = ms.charts.share_heat(found)
    table = chart.table()
    assert table.columns == ("指标", "全市", *(area.name for area in P.areas), "市本级")
    written = texts(chart)
    for part in found:
        row = next(row for row in table.rows if row[0] == part.text)
        if part.rate is not None and part.counts:
            cell = percent(part.rate, 1).removesuffix("%")
            assert row[table.columns.index(part.area or "全市")] == cell
            assert (f"{part.light.label[0]} {cell}" if part.light else cell) in written


def test_bars_of_a_ranking_add_up() -> None:
    items = tuple(
        ms.scoring.Item(one, one, ms.scoring.Proportional(), 50, indicators=(one,))
        for one in ("jobs", "rural-roads")
    )
    ranking = ms.score(P, ms.scoring.Scheme("x", "某办法", "", items=items), progress=JUNE, on=DAY)
    chart = ms.charts.ranking_bars(ranking)
    most = max(score.points for score in ranking)
    bars = re.findall(r'y="4" width="([\d.]+)"', chart.drawing)
    drawn = sum(map(Fraction, bars), Fraction(0))
    due = sum((score.points / most * 440 for score in ranking), Fraction(0))
    assert abs(drawn - due) <= Fraction(len(bars), 20)  # each is rounded to a tenth of a pixel
    assert len(texts(chart)) == 1 + 2 + 2 * len(ranking) + 2 * len(ranking.unscored)
    assert all(f"– {one.name}" in texts(chart) for one in ranking.unscored)


def test_allocations_are_drawn_with_every_share() -> None:
    compared = ms.dividing.compare_allocations("10 个", {"甲": 643, "乙": 197, "丙": 160}, ties="order")
    chart = ms.charts.allocation_bars(compared)
    shares = [str(share) for area in "甲乙丙" for _, row in compared.rows for share in [row.shares[area]]]
    written = texts(chart)
    assert [text for text in written if text.isdigit()] == shares
    assert written.count("应得 6.43") == 1


@given(st.text(st.sampled_from("县a1（…"), max_size=30), st.integers(20, 200), st.sampled_from((9, 11, 12)))
def test_what_is_cut_fits_and_says_so(text: str, room: int, size: int) -> None:
    cut = fitted(text, room, size)
    assert cut == text or (cut.endswith("…") and text.startswith(cut[:-1]))
    assert width(cut) * size <= room * 2 or cut == "…"


HOSTILE = '</text><script>alert(1)</script>"\x1b[2J\u202e'


def test_names_are_text_in_a_drawing() -> None:
    row = ms.Row("x", "户", (HOSTILE, "乙"), (6, 4))
    weights = {HOSTILE: 1, "乙": 2}
    compared = ms.dividing.compare_allocations("10 户", weights, others={HOSTILE: row}, ties="order")
    chart = ms.charts.allocation_bars(compared)
    assert any("<script>" in text for text in texts(attrs.evolve(chart, title=HOSTILE)))
    assert "<script" not in chart.to_svg()
    assert "\x1b" not in chart.to_svg()


def test_it_is_written_whole_and_never_over_another(tmp_path: Path) -> None:
    chart = ms.charts.schedule_lines(P, JUNE, on=DAY)
    path = tmp_path / "进度.svg"
    chart.write(path)
    first = path.read_bytes()
    assert first == ms.charts.schedule_lines(P, JUNE, on=DAY).to_svg().encode() + b"\n"
    with pytest.raises(ValueError, match="overwrite=True"):
        chart.write(path)
    chart.write(path, overwrite=True)
    with pytest.raises(ValueError, match=r"to \.svg"):
        chart.write(tmp_path / "进度.png")
    assert [one.name for one in tmp_path.iterdir()] == ["进度.svg"]
    assert not re.search(rb"(?:href|src|url\()", first)  # nothing from elsewhere
    assert chart._repr_html_().startswith("<svg")
    assert "#ffffff" not in chart._repr_html_()  # on the notebook's own ground


def test_nothing_to_draw_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing to draw"):
        ms.charts.share_heat(attrs.evolve(ms.standings(P, JUNE, on=DAY), parts=()))
    nobody = attrs.evolve(ms.score(P, ms.load_scheme("chizhou-2004"), progress=JUNE, on=DAY), scores=())
    with pytest.raises(ValueError, match="nobody is scored"):
        ms.charts.ranking_bars(nobody)
    with pytest.raises(ms.UnknownName):
        ms.charts.schedule_lines(P, JUNE, on=DAY, area="无此县")
