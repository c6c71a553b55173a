"""Lights under two conditions and by figures: on standings, on records and in frames alike."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import minsheng as ms
from minsheng.layout import LIGHTS
from minsheng.measuring import Against, Also, Band, LightPolicy
from minsheng.measuring.bands import BY_RATE
from tests.reading.registers import programme

TIANJIN = ms.measuring.load_lights("tianjin-2022")
JUNE = datetime.date(2023, 6, 30)


@pytest.mark.parametrize(
    ("growth", "plan", "city", "light"),
    [
        ("6.5", "6", "6.2", "green"),
        ("6.0", "6", "6.0", "green"),  # at least: both ends belong to it
        ("6.1", "6", "6.2", "yellow"),
        ("5.9", "6", "5.5", "yellow"),
        ("5.9", "6", None, "yellow"),  # short of the plan, whatever the city's is
        ("6.1", "6", None, None),
        ("0", "6", "5", "yellow"),
        ("0", "-1", "-2", "green"),
        ("-0.1", "-1", "-2", "red"),
        ("-0.1", None, None, "red"),
        (None, "6", "5", None),
    ],
)
def test_tianjins_lights(growth: str | None, plan: str | None, city: str | None, light: str | None) -> None:
    row = {"growth": growth, "plan": plan, "city": city}
    known = {name: None if text is None else Fraction(text) for name, text in row.items()}
    found = TIANJIN.light(actual=known["growth"], target=known["plan"], city=known["city"])
    assert found == light
    actual, target, whole = (ms.column(name, "%", places=1) for name in row)
    said = TIANJIN.expression(actual=actual, target=target, city=whole)
    schema = dict.fromkeys(row, pl.Decimal(9, 1))
    frame = pl.DataFrame({name: [text and Decimal(text)] for name, text in row.items()}, schema=schema)
    assert ms.compute(frame, light=said)["light"].to_list() == [light]


def _growth(*figures: tuple[str | None, str]) -> tuple[ms.Programme, ms.Progress]:
    """A programme with one growth rate that every area must reach, and what was reported of it."""
    small = programme({"growth": ("规模以上工业增加值增速", ">= 6 %")}, ("甲县", "乙县", "丙县", "丁县"))
    [project] = small.projects
    grown = attrs.evolve(project.indicators[0], additivity="each", rate="difference")
    row = ms.Row("growth", "%", ("甲县", "乙县", "丙县", "丁县"), (6, 6, 6, None), project=1,
                 text="规模以上工业增加值增速", additivity="each")  # fmt: skip
    small = attrs.evolve(
        small,
        projects=(attrs.evolve(project, indicators=(grown,)),),
        allocation=ms.Allocation(row.areas, (row,)),
    )
    period = ms.Period.to_date(JUNE)
    records = (ms.Record("growth", period, ms.Amount(value, "%"), area) for area, value in figures)
    return small, ms.Progress(tuple(records))


def test_an_area_is_held_against_the_city_in_standings() -> None:
    small, progress = _growth((None, "6.2"), ("甲县", "6.5"), ("乙县", "6.1"), ("丙县", "-1"), ("丁县", "-2"))
    areas = {"甲县": "green", "乙县": "yellow", "丙县": "red", "丁县": "red", None: "green"}
    assert {area: _light(small, progress, area) for area in areas} == areas
    unreported = ms.Progress(progress.records[1:])
    unknown = {"甲县": None, "丙县": "red", None: None}
    assert {area: _light(small, unreported, area) for area in unknown} == unknown


def _light(small: ms.Programme, progress: ms.Progress, area: str | None) -> ms.measuring.Light | None:
    return ms.standing(small, progress, "growth", area, on=JUNE, policy=TIANJIN).light


def test_tasks_in_other_units_have_no_light() -> None:
    done = ms.Progress((ms.Record("jobs", ms.Period.to_date(JUNE), ms.Amount("4.13", "万人")),))
    yueyang = ms.load("yueyang-2023")
    assert ms.standing(yueyang, done, "jobs", on=JUNE, policy=TIANJIN).light is None
    by_people = LightPolicy("按人数", (Band("green", 40000), Band("red", high=40000)), "figure", unit="人")
    assert ms.standing(yueyang, done, "jobs", on=JUNE, policy=by_people).light == "green"


NUMBERS = st.integers(-3, 3).map(Fraction)
RATES = st.sampled_from([None, Fraction(0), Fraction(1, 2), Fraction(1)])


@given(
    st.sampled_from(Against), st.sampled_from(Against), st.sampled_from([None, -1, 0, 50, 100]),
    st.tuples(st.booleans(), st.booleans()),
    st.fixed_dictionaries({
        "rate": RATES, "schedule": st.sampled_from([Fraction(0), Fraction(1, 2), Fraction(1)]),
        **dict.fromkeys(("actual", "target", "city"), st.none() | NUMBERS),
    }),
)  # fmt: skip
def test_record_and_frame_give_one_light(
    first: Against, second: Against, high: int | None, closed: tuple[bool, bool],
    values: Mapping[str, Fraction | None],
) -> None:  # fmt: skip
    """Whatever is divided, whatever else is asked, and whatever is unknown."""
    if first is second:
        return
    low_closed, high_closed = closed
    also = Also(second, None if high is not None else 0, high, low_closed, high_closed)
    bands = (Band("green", 0, low_closed=low_closed, also=(also,), otherwise="yellow"),
             Band("red", high=0, high_closed=not low_closed))  # fmt: skip
    unit = None if {first, second} <= BY_RATE else "%"
    policy = LightPolicy("律", bands, first, unit=unit)
    found = policy.light(**values)
    taken = {name for name in values if name in _takes(policy)}
    columns: dict[str, Any] = {
        name: ms.column(name, *([] if name in ("rate", "schedule") else ["%"]), places=1) for name in taken
    }
    frame = pl.DataFrame(
        {
            name: [None if (v := values[name]) is None else Decimal(v.numerator) / v.denominator]
            for name in taken
        },
        schema=dict.fromkeys(taken, pl.Decimal(9, 1)),
    )
    assert ms.compute(frame, light=policy.expression(**columns))["light"].to_list() == [found]


def _takes(policy: LightPolicy) -> set[str]:
    own = {"target": {"actual", "target"}, "city": {"actual", "city"}, "figure": {"actual"}}
    return set().union(*(own.get(one.value, {"rate", "schedule"}) for one in policy.needs))


RED = Band("red", high=0)


@pytest.mark.parametrize(
    ("bands", "how", "said"),
    [
        ((Band("green", 0, also=(Also("city", 0),)), RED), {"unit": "%"}, "没有写达不到时是什么灯"),
        ((Band("green", 0, otherwise="yellow"), RED), {}, "用不上"),
        ((Band("green", 0, also=(Also("city", 0),), otherwise="green"), RED), {"unit": "%"}, "不起作用"),
        ((Band("green", 0, also=(Also("share", 0),), otherwise="red"), RED), {}, "说了两次"),
        ((Band("green", 0, also=(Also("points"),), otherwise="red"), RED), {}, "什么数都符合"),
        ((Band("green", 0, also=(Also("points", 1, 1),), otherwise="red"), RED), {}, "没有数能符合"),
        ((Band("green", 0, also=(Also("points", 2, 1),), otherwise="red"), RED), {}, "没有数能符合"),
        ((Band("green", 0, also=(Also("city", 0),), otherwise="red"), RED), {}, "没有写单位"),
        ((Band("green", 0), RED), {"unit": "%"}, "写了单位"),
        ((Band("green", 0), RED), {"against": "figure", "unit": "%", "quota": "month"}, "写了 quota"),
    ],
)
def test_what_has_no_effect_is_refused(bands: tuple[Band, ...], how: dict[str, Any], said: str) -> None:
    with pytest.raises(ms.DataError, match=said):
        LightPolicy("试", bands, **how)


def test_a_formula_is_given_what_it_goes_by_and_nothing_else() -> None:
    growth = ms.column("growth", "%", places=1)
    with pytest.raises(TypeError, match="give target=, city="):
        TIANJIN.expression(actual=growth)
    with pytest.raises(TypeError, match="does not go by rate"):
        TIANJIN.expression(growth, actual=growth, target=growth, city=growth)
    assert ms.load_json(ms.dump(TIANJIN)) == TIANJIN


def test_a_bulletin_does_not_call_another_unit_missing_data() -> None:
    done = ms.Progress((ms.Record("jobs", ms.Period.to_date(JUNE), ms.Amount("4.13", "万人")),))
    said = str(ms.bulletin(ms.load("yueyang-2023"), done, "2023年6月", lights=TIANJIN))
    assert "不亮灯（缺少数据，或单位不同）" in said


def test_more_colours_than_three_are_in_every_output(tmp_path: Path) -> None:
    bands = (Band("blue", 120), Band("green", 100, 120), Band("orange", 50, 100), Band("black", high=50))
    policy = LightPolicy("五色", bands)
    yueyang = ms.load("yueyang-2023")
    figures = {"平江县": "1", "湘阴县": "0.34", "华容县": "0.2", "岳阳县": "0.001"}
    period = ms.Period.to_date(JUNE)
    done = ms.Progress(tuple(ms.Record("jobs", period, ms.Amount(v, "万人"), a) for a, v in figures.items()))
    found = ms.standings(yueyang, done, on=JUNE, areas=tuple(figures), policy=policy)
    lit = {part.area: part.light for part in found if part.item == "jobs"}
    assert (lit["平江县"], lit["岳阳县"]) == ("blue", "black")
    html = found.table().to_html()
    assert "蓝灯" in html
    assert LIGHTS["black"][0] in html
    bulletin = ms.bulletin(yueyang, done, "2023年6月", lights=policy)
    assert "各地亮黑灯的有" in str(bulletin)
    bulletin.to_page(tmp_path / "x.html")
    page = (tmp_path / "x.html").read_text("utf-8")
    assert "✖ 黑灯" in page
    assert '<td class="b"><i>◆</i> 蓝灯' in page
    assert ms.load_json(ms.dump(policy)) == policy
    ms.write_table(found.table(), tmp_path / "x.xlsx")
