"""The law: the points of a trace add up exactly, and each node is made from its parts."""

from __future__ import annotations

import pickle
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import minsheng as ms
from minsheng.errors import RuleError
from minsheng.rules import Trace, TraceKind
from minsheng.rules.scoring.judging.breakdown import Part
from minsheng.rules.scoring.judging.judge import Judge
from minsheng.rules.scoring.judging.tracing import ScoreTracing
from minsheng.scoring import Grade, Item, Proportional, Scheme, Section, Veto
from minsheng.testing import any_schemes
from minsheng.testing.schemes import facts
from tests.laws.exact import exactly
from tests.rules.recomputing import recomputed
from tests.tries import tries

LEAVES = (TraceKind.COLUMN, TraceKind.CONSTANT, TraceKind.RANK, TraceKind.GRADE, TraceKind.LOOKUP)


def check(trace: Trace, values: dict[str, Any]) -> None:
    """From the record to the score."""
    for _, one in trace.walk():
        if one.kind is TraceKind.COLUMN and one.text != "total" and not one.text.startswith("veto"):
            assert one.value == values.get(one.text)
        elif one.kind is TraceKind.CONVERTED:
            inner, factor = one.parts
            by = factor.value if factor.role == "times" else 1 / factor.value  # type: ignore[operator]  # a number
            assert one.value == (None if inner.value is None else inner.value * by)  # type: ignore[operator]
        elif one.kind in LEAVES or (one.value is None and one.parts and one.kind in _WHOLES):
            continue  # a part without points is not taken apart
        else:
            assert one.value == recomputed(one), one


_WHOLES = (TraceKind.SCORE, TraceKind.SECTION, TraceKind.ITEM)


def told(part: Part) -> list[tuple[str, Fraction | None, str]]:
    """The parts of a score as they are explained."""
    inner = [line for one in part.parts for line in told(one)] if part.points is not None else []
    return [(part.title, part.points, part.working), *inner]


@tries(15)
@given(st.data())
def test_points_add_up_and_each_node_is_made_from_its_parts(data: st.DataObject) -> None:
    """Of every form and option, with values missing; and the parts are those that are explained."""
    judge = Judge(data.draw(any_schemes()))
    tracing = ScoreTracing(judge)
    for _ in range(2):
        drawn = data.draw(facts(judge.scheme))
        record = exactly(drawn)
        trace = tracing.trace("甲县", record)
        part = judge.judge(record, explain=True)
        assert trace.value == part.points
        check(trace, record)
        if part.points is not None:
            said = [
                (one.text, one.value, "" if one.kind is TraceKind.ADJUSTMENT else one.note)
                for _, one in trace.walk()
                if one.kind in _EXPLAINED and one.role != "part" and one.text != "系数、扣分、四舍五入或否决"
            ]
            assert [one for one in said if one[1] is not None] == [
                one for one in told(part)[1:] if one[1] is not None
            ]


_EXPLAINED = (TraceKind.SECTION, TraceKind.ITEM, TraceKind.INDICATOR, TraceKind.ADJUSTMENT)

ROADS = Item("roads-built", "农村公路", Proportional(cap="1.5"), 60, clause="第三条", indicators=("roads",))
JOBS = Item("jobs-made", "就业", Proportional(cap="1.5"), 40, clause="第四条", indicators=("jobs",))
SCHEME = Scheme(
    "x", "某办法", "", 100, cap=105, items=(ROADS, JOBS), places=2,
    vetoes=(Veto("fraud", "弄虚作假", event="弄虚作假", clause="第九条", to=59),),
    grades=(Grade("优秀", low=90, first=1), Grade("合格", low=60, high=90), Grade("不合格", high=60)),
)  # fmt: skip


def scores(**fraud: int) -> ms.Ranking:
    return ms.score_records(
        SCHEME,
        {
            name: {
                "roads_target": 60, "roads_actual": done, "jobs_target": 40, "jobs_actual": 44,
                "fraud_count": fraud.get(name, 0),
            }
            for name, done in (("甲", 72), ("乙", 60), ("丙", 72))
        },
    )  # fmt: skip


def only(trace: Trace, kind: TraceKind) -> Trace:
    [found] = [one for one in trace.parts if one.kind is kind]
    return found


def test_what_made_the_difference_is_a_part() -> None:
    """Before and after the cap; the clamp of an item with the rate below it; the clauses."""
    trace = scores()["甲"].trace()
    assert (trace.value, trace.source) == (105, "某办法")
    cap = only(trace, TraceKind.ADJUSTMENT)
    assert (cap.text, cap.value, [part.value for part in cap.parts]) == ("封顶保底", -11, [116, 105])
    roads = trace.parts[0]
    assert (roads.kind, roads.source, roads.value) == (TraceKind.ITEM, "第三条", 72)
    assert roads.note == "完成 72，目标 60，60 × 120% = 72 分"
    noted = {one.note: one.value for _, one in roads.walk() if one.kind is not TraceKind.ITEM}
    assert (noted["完成数"], noted["目标"], noted["完成率"]) == (72, 60, Fraction(6, 5))
    clamp = next(one for _, one in roads.walk() if one.kind is TraceKind.LEAST)
    assert [part.value for part in clamp.parts] == [72, 90]


def test_vetoes_grade_and_rank() -> None:
    """A veto with what triggered it and what it took; a grade with its rule and limit; a rank with ties."""
    ranking = scores(丙=1)
    trace = ranking["丙"].trace()
    veto = only(trace, TraceKind.VETO)
    assert (veto.text, veto.value, veto.source, veto.note) == ("弄虚作假", True, "第九条", "最多 59 分")
    assert [part.value for part in veto.parts[0].parts] == [1, 1]
    assert [one.value for one in trace.parts if one.kind is TraceKind.ADJUSTMENT] == [-11, -46]
    assert only(trace, TraceKind.GRADE).value == "不合格"
    second = ranking["乙"].trace()
    grade = only(second, TraceKind.GRADE)
    assert (grade.value, grade.parts[0].value) == ("合格", "优秀")
    assert grade.note == "按分数和否决是优秀，名次超出了限额"
    assert only(second, TraceKind.RANK).value == 2
    tied = scores()["丙"].trace()
    assert (only(tied, TraceKind.RANK).value, only(tied, TraceKind.RANK).note) == (1, "并列 2 个")
    assert second.explain().splitlines()[:2] == [
        "乙：104 分",
        "  农村公路：60 分：完成 60，目标 60，60 × 100% = 60 分",
    ]


def test_what_is_left_out_says_by_what() -> None:
    """An item without its target: no points, not zero, and the condition by which it does not count."""
    part = Section("work", "工作", 100, items=(ROADS, JOBS))
    scheme = Scheme("x", "某办法", "", 100, sections=(part,), no_task="left-out")
    found = ms.score_records(scheme, {"甲": {"roads_target": 60, "roads_actual": 45, "jobs_target": None}})
    work = found["甲"].trace().parts[0]
    jobs = work.parts[1]
    assert (jobs.value, jobs.note) == (None, "没有任务或没有数，不计")
    assert [(one.role, one.value) for one in jobs.parts] == [("present", False)]
    assert [one.text for one in work.parts] == ["农村公路", "就业", "缺项折算"]


def test_what_is_unknown_says_what_is_missing() -> None:
    tracing = ScoreTracing(Judge(SCHEME))
    trace = tracing.trace("甲", {"roads_target": Fraction(60)})
    assert trace.value is None
    assert trace.parts[0].missing == ("roads_actual",)
    assert (trace.parts[1].missing, trace.parts[1].note) == ((), "没有任务")
    assert only(trace, TraceKind.VETO).missing == ("fraud_count",)


def test_a_score_keeps_its_scheme_when_it_is_pickled_and_compares_without() -> None:
    ranking = scores()
    again = pickle.loads(pickle.dumps(ranking))
    assert again == ranking
    assert again["甲"].trace() == ranking["甲"].trace()
    alone = ms.Score(**{name: getattr(ranking["甲"], name) for name in (
        "name", "group", "points", "grade", "part", "facts", "rank", "tied", "beyond"
    )})  # fmt: skip
    assert alone == ranking["甲"]
    with pytest.raises(RuleError, match=r"ranking\.scheme"):
        alone.trace()
    assert alone.trace(SCHEME) == ranking["甲"].trace()
    items = (attrs.evolve(SCHEME.items[0], title="另一项"), *SCHEME.items[1:])
    assert alone.trace(attrs.evolve(SCHEME, items=items)).value == alone.points  # which is as good
    with pytest.raises(RuleError, match="give the one it was scored by"):
        attrs.evolve(alone, points=alone.points - 1).trace(SCHEME)
    with pytest.raises(RuleError, match="give the one it was scored by"):
        attrs.evolve(alone, grade="别的").trace(SCHEME)


def test_it_is_a_table() -> None:
    records = scores()["甲"].trace().to_records()
    assert records[0]["value"] == "105"
    assert {one["depth"] for one in records} >= {0, 1, 2}
