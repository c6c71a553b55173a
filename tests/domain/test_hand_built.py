"""What cannot be loaded cannot be built by hand, and the refusal says what to give."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import attrs
import polars as pl
import pytest

import minsheng as ms

AREAS = ("甲县", "乙区")
DAY = datetime.date(2023, 6, 30)
JUNE = ms.Period.month(2023, 6)
CITED = ms.domain.Citation("某办〔2023〕1号", "附件2")
X = ms.column("x", places=2)
FRAME, ABOVE = pl.DataFrame({"x": [1]}), ms.Criterion("X001", X > 0)
ms_: Any = ms  # untyped: what is given to it here is not what it declares


def roads(**changes: Any) -> ms.Indicator:
    return attrs.evolve(ms.Indicator("roads", "农村公路", ms.Bound.parse(">= 7 公里")), **changes)


def row(**changes: Any) -> ms.Row:
    return attrs.evolve(ms.Row("roads", "公里", AREAS, (3, 4), project=1, text="农村公路"), **changes)


def project(**changes: Any) -> ms.Project:
    return attrs.evolve(ms.Project(1, "city", "修路", indicators=(roads(),)), **changes)


def programme(
    *projects: ms.Project, rows: tuple[ms.Row, ...] = (row(),), names: tuple[str, ...] = AREAS, **more: Any
) -> ms.Programme:
    areas = tuple(ms.Area(name, "county") for name in names)
    allocation = ms.Allocation(AREAS, rows)
    document = ms.domain.Document("通知")
    return ms.Programme("m", "某市", 2024, document, areas, projects or (project(),), allocation, **more)


def reading(
    id: str = "r", chosen: str = "a", paths: tuple[str, str] = ("x", "x"), ids: str = "ab"
) -> ms.domain.Reading:
    options = tuple(
        ms.domain.Option(i, i, (ms.domain.Change(p, "1"),)) for i, p in zip(ids, paths, strict=True)
    )
    return ms.domain.Reading(id, CITED, "怎样读？", options, chosen)


def erratum(id: str) -> ms.domain.Erratum:
    return ms.domain.Erratum(id, CITED, "万", "万人", "漏字")


def tiers(area: str) -> tuple[ms.domain.Tier, ...]:
    return (ms.domain.Tier(ms.Bound.parse(">= 650 元/月"), DAY, areas=(area,)),)


def covering(id: str) -> ms.Project:
    task = ms.domain.Task("修路", (ms.domain.Covered(id),))
    return project(assignments=(ms.Assignment("某人", "某局", "某某", (), (task,)),))


#: what no programme may be: in English, and what is said of the same in a file
WRONG: dict[str, tuple[Callable[[], Any], str, str]] = {
    "row twice": (
        lambda: programme(rows=(row(), row())),
        "allocation.rows[1].indicator is 'roads': it has a",
        "已经有一行",
    ),
    "project twice": (
        lambda: programme(project(), project(indicators=())),
        "projects[1].number is 1: there is",
        "项目序号“1”",
    ),
    "id twice": (
        lambda: programme(project(), project(number=2)),
        "projects[1].indicators[0].id is 'roads'",
        "id“roads”出现了不止一次",
    ),
    "a standard's id": (
        lambda: programme(project(standards=(ms.Standard("roads", "标准", ()),))),
        "standards[0].id is 'roads'",
        "id“roads”",
    ),
    "area twice": (
        lambda: programme(names=("甲县", "甲县")),
        "areas[1].name is '甲县': there is one",
        "地区“甲县”出现了",
    ),
    "other areas": (
        lambda: programme(names=("乙区", "甲县")),
        "allocation.areas: the programme's areas are 乙",
        "不一样",
    ),
    "unit": (
        lambda: programme(rows=(row(unit="户"),)),
        "rows[0].unit is '户': the target of indicator 'roads'",
        "两个单位不能相比",
    ),
    "no indicator": (
        lambda: programme(rows=(row(indicator="road"),)),
        "did you mean 'roads'?",
        "最接近的是“roads”",
    ),
    "part of": (
        lambda: programme(project(indicators=(roads(part_of="road"),))),
        "did you mean 'roads'?",
        "“road”的指标",
    ),
    "part of a standard": (
        lambda: programme(
            project(indicators=(roads(part_of="low"),), standards=(ms.Standard("low", "低保", ()),))
        ),
        "indicators[0].part_of is 'low': no indicator 'low'",
        "没有 id 为“low”的指标",
    ),
    "covers": (lambda: programme(covering("road")), "tasks[0].covers[0].id is 'road'", "“road”的指标或标准"),
    "tier of an indicator": (
        lambda: programme(project(indicators=(roads(tiers=tiers("丙县")),))),
        "tiers[0].areas[0] is '丙县'",
        "不认识的地区“丙县”",
    ),
    "tier of a standard": (
        lambda: programme(project(standards=(ms.Standard("low", "低保", tiers("丙县")),))),
        "no area '丙县'",
        "不认识的地区“丙县”",
    ),
    "erratum twice": (
        lambda: programme(errata=(erratum("e"), erratum("e"))),
        "errata[1].id is 'e'",
        "id“e”出现了",
    ),
    "reading twice": (
        lambda: programme(readings=(reading(), reading())),
        "readings[1].id is 'r'",
        "id“r”出现了",
    ),
    "option twice": (
        lambda: programme(readings=(reading(ids="aa"),)),
        "readings[0].options[1].id is 'a'",
        "id“a”出现了",
    ),
    "no option": (
        lambda: programme(readings=(reading(chosen="c"),)),
        "chosen is 'c': no option 'c'",
        "选的“c”不在其中",
    ),
    "other paths": (
        lambda: programme(readings=(reading(paths=("x", "y")),)),
        "must change the same paths",
        "位置不同",
    ),
    "one path": (lambda: programme(readings=(reading(), reading("s"))), "'r' changes x too", "都改动 x"),
    "many readings": (
        lambda: programme(readings=tuple(reading(f"r{n}", paths=(f"{n}", f"{n}")) for n in range(201))),
        "readings: there are 201, at most 200",
        "有 201 个读法",
    ),
}


@pytest.mark.parametrize("kind", WRONG)
def test_what_a_file_is_refused_for_is_refused_in_what_is_built(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    build, said, met = WRONG[kind]
    with pytest.raises(ValueError, match=r"^Programme\(\): ") as refused:
        build()
    assert said in str(refused.value)
    # the same as a file: built unasked, written, and loaded
    with monkeypatch.context() as unasked:
        unasked.setattr("minsheng.domain.programme.faults", lambda _: ())
        text = ms.dump(build())
    with pytest.raises(ms.DataError) as caught:
        ms.load(text)
    assert any(met in str(one) for one in caught.value.problems)
    assert not any(word in str(caught.value) for word in ("Programme(", "there is", "no indicator"))


def test_a_row_that_says_otherwise_than_its_indicator_is_told_which_and_what_to_give() -> None:
    bare = ms.Row("roads", "公里", AREAS, (3, 4))
    said = "rows[0].project is 0: its indicator 'roads' has another; give the row project=1, text='农村公路'"
    with pytest.raises(ValueError, match=r"project is 0") as refused:
        programme(rows=(bare,))
    assert said in str(refused.value)
    with pytest.raises(ValueError, match=r"source.*give the row source='某办〔2023〕1号附件2'"):
        programme(project(indicators=(roads(source=CITED),)))
    assert ms.load(ms.dump(programme())) == programme()


def test_what_is_true_of_notices_can_be_built() -> None:
    """Sums that do not add, a task's figure in another unit, a row of no target: rules report them."""
    covered = ms.domain.Task("修路", (ms.domain.Covered("roads", ms.Amount(7, "个")),))
    told = project(assignments=(ms.Assignment("某人", "某局", "某某", (), (covered,)),))
    for one in (
        programme(rows=(row(cells=(1, 1)),)),
        programme(told),
        programme(project(indicators=(roads(target=None),))),
    ):
        assert ms.load(ms.dump(one)) == one
        assert ms.check(one).findings


def test_what_no_file_may_hold_is_not_written() -> None:
    with pytest.raises(ValueError, match=r"not be loaded back: projects\[1\]\.title.*U\+200B"):
        ms.dump(programme(project(title="修\u200b路")))


def test_a_code_that_is_none_is_said_in_chinese_in_a_file() -> None:
    plain = json.loads(ms.dump(programme()))
    plain["areas"][0]["code"], plain["year"] = "4306", 24
    with pytest.raises(ms.DataError) as caught:
        ms.load(json.dumps(plain))
    said = [f"{one.met}；{one.todo}" for one in caught.value.problems]
    assert (
        said == ["“4306”不能作 code；行政区划代码是6位数字；没有就留空"]
        or "year 是 24；不能小于 1900" in said
    )
    assert not any("Area()" in one or "regex" in one for one in said)


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (ms.Record("job", JUNE, ms.Amount(3, "人")), "no indicator or standard 'job'; did you mean 'jobs'?"),
        (ms.Record("城镇新增就业5.9万人", JUNE, ms.Amount(3, "人")), "no indicator or standard"),
        (ms.Record("jobs", JUNE, ms.Amount(3, "人"), area="平江"), "no area '平江'; did you mean '平江县'?"),
    ],
)
def test_a_figure_that_would_count_nowhere_is_refused_wherever_progress_is_taken(
    yueyang: ms.Programme, record: ms.Record, said: str
) -> None:
    progress, duty = ms.Progress((record,)), ms.domain.ReportingDuty("月报", ms_.domain.Cadence.MONTH)
    changed = ms.Progress(changes=(ms.domain.TargetChange(record.indicator, None, area=record.area),))
    for one in (progress, changed):
        for call in (
            lambda: ms.check(yueyang, progress=one),  # noqa: B023  # called at once
            lambda: ms.standings(yueyang, one, on=DAY),  # noqa: B023
            lambda: ms.standing(yueyang, one, "jobs", on=DAY),  # noqa: B023
            lambda: ms.completeness(yueyang, one, duty, on=DAY),  # noqa: B023
        ):
            with pytest.raises(ms.UnknownName) as refused:
                call()
            assert said in str(refused.value)


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (lambda: ms_.Area("", "county"), "Area(): name is '': give a name without blanks around it"),
        (lambda: ms_.Area(" 甲县 ", "county"), "Area(): name is ' 甲县 ': give a name without blanks"),
        (lambda: ms_.Area("市本级", "county"), "not 市本级 or 全市"),
        (lambda: ms_.Area("甲县", "county", "4306"), "Area(): code is '4306': give six digits, such as"),
        (lambda: ms_.Area("甲县", "county", "４３０６０２"), "give six digits"),
        (lambda: roads(id="A B"), "give lower-case letters, digits and hyphens, such as 'rural-roads'"),
        (lambda: ms_.scoring.Event("甲", "通报", None, -1), "Event(): count is -1: give >= 1"),
        (lambda: ms_.Problem([], []), "Problem(): where, met and todo are text, not list"),
        (
            lambda: ms_.domain.Schedule(None),
            "Schedule(): kind is one of 'days', 'months', 'start', 'curve', not None",
        ),
        (lambda: ms_.domain.Schedule("curve", 3), "Schedule(): points is a list, each a PlanPoint, not 3"),
        (lambda: ms_.Table(("a",), ((1,),)), "Table(): rows[0][0] is text, not 1"),
        (lambda: ms_.Table(pl.DataFrame({"x": [1]}), ()), "Table(): columns[0] is text, not a Series"),
        (
            lambda: ms_.read_progress("yueyang-2019", programme(), columns={"甲": "x"}),
            "read_progress(): columns['甲'] is one of 'indicator', 'project'",
        ),
        (lambda: ms_.read_published([], columns={"甲": "x"}), "read_published(): columns['甲'] is one of"),
        (lambda: ms_.frames.ranks(FRAME, "x", name="\ud800"), r"a column cannot be named '\ud800'"),
        (lambda: ms_.judge([ABOVE], FRAME, prefix="\ud800"), r"a column cannot be named '\ud800X001'"),
        (lambda: ABOVE.judge(FRAME, prefix="\ud800"), r"a column cannot be named '\ud800X001'"),
        (lambda: ms_.compute(FRAME, **{"\ud800": X + 1}), r"a column cannot be named '\ud800'"),
        (lambda: ms_.column("y", low="abc"), "column(): low is a number, as 650 or '41.3', not 'abc'"),
        (lambda: ms_.column("y", high=Decimal("NaN")), "column(): high is a number, as 650 or '41.3', not"),
        (lambda: Decimal("1E+50") <= X, "a constant is a number, as 650 or '41.3', not Decimal('1E+50')"),
        (lambda: X.clip(Decimal("Infinity"), None), "a constant is a number"),
        (lambda: ms_.allocate("10 元", {"甲县": Decimal("1E+50")}), "甲县的权重：“1E+50”不是一个可用的数"),
        (
            lambda: ms_.allocate("10 万元", {"甲县": 1}, step="0.1 万元"),
            "步长：“0.1 万元”不是一个数；请写成数，如 10 或 0.5",
        ),
        (lambda: ms_.allocate("10 元", {"甲县": 1}, floors={"甲县": "x"}), "甲县的下限：“x”不是一个数"),
        (lambda: attrs.evolve(programme(), year=24), "Programme(): year is 24: give >= 1900"),
        (
            lambda: ms_.Progress(ms.Record("jobs", JUNE)),
            "Progress(): records is a list, each a Record, not a Record",
        ),
        (lambda: ms_.Row("x", "户", AREAS, {"甲县": 3, "乙区": 4}), "Row(): cells is a list"),
        (lambda: ms_.Row("x", "户", AREAS, (3, "x")), "Row(): cells，乙区：“x”不是一个数"),
        (lambda: ms_.Row("x", "户", AREAS, (3.5, 1)), "Row(): cells，甲县: a float is not exact"),
        (lambda: ms_.Row("x", "户", AREAS, (1, 2), city_share="x"), "Row(): city_share：“x”不是一个数"),
        (lambda: ms_.Row("x", "户", ("甲县", "甲县"), (1, 2)), "Row(): areas holds one twice"),
        (lambda: row().shares["甲"], "no area '甲'; did you mean '甲县'?"),
        (
            lambda: ms_.Allocation(AREAS, row()),
            "rows is a list, each a Row, not a Row alone: give it in a list, [it]",
        ),
        (
            lambda: ms_.domain.Tier("不低于720元/月", DAY),
            "Tier(): target is a Bound, not '不低于720元/月': give Bound.parse('不",
        ),
        (
            lambda: ms_.domain.Covered("a", "98 %"),
            "amount is an Amount or None, not '98 %': give Amount.parse('98 %')",
        ),
        (
            lambda: ms_.check(programme(), adopted="x.csv"),
            "not 'x.csv': give read_adopted(file, programme), say",
        ),
        (lambda: ms_.check(programme(), rules="A"), "not 'A': give select(STANDARD_RULES, 'A'), say"),
        (lambda: ms_.check(programme(), rules=["A101"]), "or of select(STANDARD_RULES, 'A101'), say"),
        (
            lambda: ms.Standard("low", "低保", ()).floor(area_kind="district", on=DAY),
            "standard 'low' has no tiers",
        ),
    ],
)
def test_a_refusal_names_class_argument_value_and_what_to_give(made: Callable[[], Any], said: str) -> None:
    with pytest.raises((TypeError, ValueError, LookupError)) as refused:
        made()
    assert said in str(refused.value)


def test_what_is_printed_for_no_share_is_no_share() -> None:
    assert ms.Row("x", "户", AREAS, ("/", "")).cells == (None, None)
