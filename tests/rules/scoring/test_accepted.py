"""Appraisal: a scheme takes accepted figures, differences, lateness and mending, and grades are forced."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import pytest

import minsheng as ms
from minsheng.cli import main
from minsheng.domain import Acceptance, Acceptances, Inspection
from minsheng.scoring import Event, Mark
from tests.invented_acceptance import END, FAILED, smaller

P, REGISTER, DONE = smaller()
TEXT = """\
name = "moushi"
title = "某市考核评定办法（编的）"
source = "某办发〔2024〕1号（编的）"
total = 100
no_task = "left-out"
rounding = ["total"]

[[sections]]
id = "work"
title = "任务"
weight = 60
verified = true

[[sections.items]]
id = "lifts"
title = "加装电梯"
form = "proportional"
weight = 60
indicators = ["elevators"]

[[items]]
id = "gap"
title = "认定与上报之差"
form = "bands"
weight = 20
takes = "gap"
less_pays = "差得越少越好"
bands = [{ high = 5, points = 20 }, { low = 5, points = 0 }]

[[items]]
id = "mended"
title = "按期整改"
form = "bands"
weight = 20
takes = "mended"
no_figure = "full"
bands = [{ low = 90, points = 20 }, { high = 90, points = 0 }]

[[items]]
id = "late"
title = "整改逾期"
form = "per-event"
role = "deduction"
event = "整改逾期"
each = 2

[[vetoes]]
id = "failed"
title = "验收不合格"
event = "验收不合格"
scope = "grade"
grade = "合格"

[[grades]]
name = "优秀"
low = 90

[[grades]]
name = "合格"
high = 90
"""


@pytest.fixture(scope="module")
def scheme(tmp_path_factory: pytest.TempPathFactory) -> ms.scoring.Scheme:
    """An invented scheme that takes all there is of the register."""
    path = tmp_path_factory.mktemp("scheme") / "moushi.toml"
    path.write_text(TEXT, "utf-8")
    return ms.load_scheme(path, P)


def test_a_scheme_takes_what_the_register_says(scheme: ms.scoring.Scheme) -> None:
    cut = [
        attrs.evolve(one, figure=one.figure * Decimal("0.9")) if one.area == "君山区" and one.figure else one
        for one in REGISTER.acceptances
    ]
    looked = (attrs.evolve(REGISTER.inspections[0], area=area.name) for area in P.areas)
    register = Acceptances(tuple(cut), tuple(looked))
    ranking = ms.score(P, scheme, progress=DONE, on=register.last_day, acceptance=register, accepted=True)
    of = {one.name: one for one in ranking.scores}
    values = {name: dict(one.facts) for name, one in of.items()}
    assert values["君山区"]["gap_mark"] == 10
    assert values["平江县"]["gap_mark"] == 0
    assert values["平江县"]["mended_mark"] == 100
    assert values["平江县"]["work_verified"] == Fraction(236, 240)
    assert (values["岳阳楼区"]["late_count"], values["岳阳楼区"]["failed_count"]) == (
        2,
        3,
    )  # one is not due yet
    assert values["君山区"]["elevators_actual"] == Fraction(9, 10)
    grades = {name: one.grade for name, one in of.items()}
    assert grades["岳阳楼区"] is not None
    assert "合格" in str(grades["岳阳楼区"])
    assert of["平江县"].points == 40 + 59  # 60 × 236/240


def test_accepted_figures_never_raise_a_score(scheme: ms.scoring.Scheme) -> None:
    plain = attrs.evolve(scheme, items=(), total=Decimal(60), vetoes=(), grades=())
    marks = [Mark(a.name, f"work_{what}", Decimal(1)) for a in P.areas for what in ("verified", "reported")]
    before = ms.score(P, plain, progress=DONE, on=END, marks=marks)
    more = [attrs.evolve(one, figure=one.figure * 2) if one.figure else one for one in REGISTER.acceptances]
    after = ms.score(
        P, plain, progress=DONE, on=END, acceptance=Acceptances(tuple(more)), accepted=True, marks=marks,
    )  # fmt: skip
    points = {one.name: one.points for one in before.scores}
    assert all(one.points <= points[one.name] for one in after.scores)
    assert len(after.scores) == len(before.scores)


def test_what_was_not_accepted_is_not_scored(scheme: ms.scoring.Scheme) -> None:
    kept = tuple(one for one in REGISTER.acceptances if (one.indicator, one.area) != FAILED)
    register = attrs.evolve(REGISTER, acceptances=kept)
    ranking = ms.score(P, scheme, progress=DONE, on=END, acceptance=register, accepted=True)
    [missing] = [one for one in ranking.unscored if one.name == "岳阳楼区"]
    assert any("没有验收" in reason for reason in missing.reasons)
    assert any("没有抽查" in reason for reason in missing.reasons)
    without = ms.score(P, scheme, progress=DONE, on=END)
    assert any("没有给出验收登记" in reason for one in without.unscored for reason in one.reasons)


def test_what_has_no_effect_or_is_told_twice_is_refused(scheme: ms.scoring.Scheme) -> None:
    chizhou = ms.load_scheme("chizhou-2004")
    slips: tuple[tuple[dict[str, Any], str], ...] = (
        ({"accepted": True}, "needs acceptance="),
        ({"acceptance": REGISTER}, "takes nothing of acceptance="),
        ({"acceptance": REGISTER, "accepted": True, "verified": True}, "cannot both be used"),
    )
    for given, said in slips:
        with pytest.raises(ValueError, match=said):
            ms.score(P, chizhou, progress=DONE, on=END, **given)
    with pytest.raises(ms.DataError, match="由验收登记算出"):
        ms.score(P, scheme, progress=DONE, on=END, acceptance=REGISTER, events=[Event("平江县", "整改逾期")])


def test_a_mark_that_is_taken_looks_at_no_indicator(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text(TEXT.replace('takes = "gap"', 'takes = "gap"\nindicators = ["elevators"]'), "utf-8")
    with pytest.raises(ms.DataError, match="去掉 indicators，或去掉 takes"):
        ms.load_scheme(path)


def test_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "year.json").write_text(ms.dump(P), "utf-8")
    ms.write_table(REGISTER, tmp_path / "验收.csv")
    ms.writing.write_register(DONE, P, tmp_path / "完成.csv")
    (tmp_path / "moushi.toml").write_text(TEXT, "utf-8")
    year, register, done, text = (
        str(tmp_path / n) for n in ("year.json", "验收.csv", "完成.csv", "moushi.toml")
    )
    asked = ["score", year, "--progress", done, "--on", str(END)]
    assert main([*asked, "--scheme", text, "--acceptance", register, "--accepted"]) in (0, 1)
    assert "岳阳楼区" in capsys.readouterr().out
    for wrong, said in (
        (["--scheme", text, "--accepted"], "要有验收登记"),
        (["--scheme", "chizhou-2004", "--subjects", "areas", "--acceptance", register], "用不上"),
    ):
        assert main([*asked, *wrong]) == 2
        assert said in capsys.readouterr().err


def test_what_happened_after_the_year_is_as_known_on_the_day(scheme: ms.scoring.Scheme) -> None:
    """Figures stop at the year's end; what is accepted and overdue goes on into January."""
    late = [attrs.evolve(one, mended=None) for one in REGISTER.acceptances]
    register = attrs.evolve(REGISTER, acceptances=tuple(late))
    plain = scheme.only("gap", "mended", "late")
    days = {}
    for on in (END, END.replace(year=2024, month=1)):
        ranking = ms.score(P, plain, progress=DONE, on=on, acceptance=register)
        assert ranking.on == END
        days[on] = {one.name: dict(one.facts)["late_count"] for one in ranking.scores}
    assert [of["岳阳楼区"] for of in days.values()] == [1, 3]  # one was not due yet by the year's end
    known_later = tuple(
        attrs.evolve(one, on=END.replace(year=2024, month=2, day=1), mend_by=None, mended=None)
        for one in late
    )
    ranking = ms.score(
        P, plain, progress=DONE, on=END, acceptance=Acceptances(known_later), accepted=True
    )  # fmt: skip
    assert not ranking.scores
    for wrong in (END.replace(year=2022), END.replace(year=2025)):
        with pytest.raises(ms.DataError, match=f"{wrong} 不在 2023 年"):
            ms.score(P, plain, progress=DONE, on=wrong, acceptance=register)


FOUND = """\
name = "x"
title = "某办法"
source = "编的"
total = 100

[[items]]
id = "found"
title = "属实"
form = "bands"
weight = 60
takes = "found"
bands = [{ low = 95, points = 60 }, { high = 95, points = 0 }]

[[items]]
id = "gap"
title = "差"
form = "bands"
weight = 40
takes = "gap"
less_pays = "越少越好"
bands = [{ high = 5, points = 40 }, { low = 5, points = 0 }]
"""


def test_a_share_found_and_a_gap_are_what_the_rules_have(tmp_path: Path) -> None:
    """Units are added up, and more accepted in one task makes up for nothing in another."""
    (tmp_path / "x.toml").write_text(FOUND, "utf-8")
    p, area, day = ms.load("yueyang-2023"), "平江县", END
    figures = {"public-toilets": (3, 2, "座"), "markets": (20, 19, "家"), "elevators": (40, 44, "台")}
    done = ms.Progress(tuple(
        ms.Record(id, ms.Period.of_year(2023), ms.Amount(said, unit), area)
        for id, (said, _, unit) in figures.items()
    ))  # fmt: skip
    decided = tuple(
        Acceptance(id, "county", "合格", area, ms.Amount(number, unit), day)
        for id, (_, number, unit) in figures.items()
    )
    looked = tuple(
        Inspection(id, ms.Amount(whole, unit), ms.Amount(part, unit), area, on=day)
        for id, whole, part, unit in (("public-toilets", 3, 2, "座"), ("elevators", 40, 39, "台"))
    )
    register = Acceptances(decided, looked)
    ranking = ms.score(p, ms.load_scheme(tmp_path / "x.toml", p), progress=done, on=day, acceptance=register)
    values = dict(ranking[area].facts)
    gap = ms.measuring.acceptance_gaps(p, done, register)[area]
    assert values["found_mark"] == Fraction(41, 43) * 100 == Fraction(gap.found, gap.sampled) * 100
    assert values["gap_mark"] == Fraction(100, 3) * (Fraction(1, 3) + Fraction(1, 20))
    assert gap.mean == (Fraction(1, 3) + Fraction(1, 20)) / 3
    assert (gap.tasks, gap.less, gap.more) == (3, 2, 1)


@pytest.mark.parametrize(
    ("found", "sampled", "status"),
    [(1, 1, "unknown"), (40, 40, "unknown"), (99, 100, "unknown"), (236, 240, "held"), (173, 238, "found")],
)
def test_a_sample_too_small_to_tell_is_unknown(found: int, sampled: int, status: str) -> None:
    one = Inspection("elevators", ms.Amount(sampled, "台"), ms.Amount(found, "台"), "平江县", on=END)
    rules = ms.select(ms.STANDARD_RULES, "V107")
    report = ms.check(P, acceptance=Acceptances(inspections=(one,)), on=END, rules=rules)
    assert report["V107"].status == status
