"""Decision tables: lines that overlap are refused, gaps are listed, what no line fits is missing."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import minsheng as ms
from minsheng.domain.expression.base import Kind
from minsheng.domain.expression.build import Expression
from minsheng.domain.expression.cells import Anything, Line, OneOf, Span
from minsheng.domain.expression.decision import DecisionTable, Lookup
from minsheng.domain.expression.evaluate import Worth, evaluate
from minsheng.rules.criteria.criterion import Criterion
from minsheng.testing import tables

NEW_YEAR, JULY = datetime.date(2023, 1, 1), datetime.date(2023, 7, 1)
GRADES = DecisionTable(
    "等次",
    ("score",),
    (
        Line((Span(Decimal(90), None),), "优", "第十条"),
        Line((Span(Decimal(60), Decimal(90)),), "良"),
        Line((Span(None, Decimal(60)),), "差"),
    ),
)
score_column = ms.column("score", places=1, low=0, high=100)


def look_up(table: DecisionTable, *keys: Expression) -> Expression:
    """The value a table has for some keys."""
    return Expression(Lookup(table, tuple(key.node for key in keys)))


@pytest.mark.parametrize(
    ("score", "grade"),
    [("90", "优"), ("89.9", "良"), ("60", "良"), ("59.9", "差"), ("0", "差"), (None, None)],
)
def test_a_range_holds_its_beginning_and_not_its_end(score: str | None, grade: str | None) -> None:
    read = None if score is None else Decimal(score)
    graded = look_up(GRADES, score_column)
    verdict = Criterion("X101", graded == (grade or "优")).judge({"score": read})
    assert verdict.outcome is (ms.Outcome.MET if grade else ms.Outcome.UNKNOWN)
    assert GRADES.gaps() == []


def test_a_missing_key_fits_no_range_though_all_say_the_same() -> None:
    table = DecisionTable("t", ("n",), (Line((Span(None, Decimal(5)),), "a"), Line((Span(Decimal(5)),), "a")))
    assert evaluate(look_up(table, ms.column("n", kind="number")).node, {"n": None}) is None


def test_lines_that_overlap_are_refused() -> None:
    """And it is said where."""
    with pytest.raises(ms.RuleError, match=r"overlap: score：60 起、70 以前"):
        DecisionTable(
            "等次",
            ("score",),
            (Line((Span(None, Decimal(70)),), "差"), Line((Span(Decimal(60), None),), "良")),
        )
    with pytest.raises(ms.RuleError, match="overlap: kind：区"):
        DecisionTable("标准", ("kind",), (Line((OneOf(("区", "县")),), "a"), Line((OneOf(("区",)),), "b")))
    with pytest.raises(ms.RuleError, match="overlap"):
        DecisionTable("标准", ("kind",), (Line((Anything(),), "a"), Line((OneOf(("区",)),), "b")))


def test_a_line_that_can_never_apply_is_refused() -> None:
    for span in (Span(JULY, NEW_YEAR), Span(JULY, JULY)):
        with pytest.raises(ms.RuleError, match=r"line 1 .* can never apply"):
            DecisionTable("标准", ("on",), (Line((span,), "a"),))
    with pytest.raises(ms.RuleError, match=r"line 2 .* can never apply: kind is one of no texts"):
        DecisionTable("标准", ("kind",), (Line((OneOf(("区",)),), "a"), Line((OneOf(()),), "b")))


CELLS: dict[str, list[Any]] = {
    "date": [Span(JULY, None), Span(None, NEW_YEAR)],
    "number": [Span(Decimal(9), None), Span(None, Decimal(0))],
    "text": [OneOf(("x",)), OneOf(("y", "z"))],
}


@given(st.lists(st.sampled_from([*CELLS]).flatmap(lambda kind: st.sampled_from(CELLS[kind])), min_size=2))
def test_a_key_is_of_one_kind(cells: list[Any]) -> None:
    """Cells of two kinds under one key are refused when the table is made, whatever the other key says."""
    kinds = sorted({kind for kind, some in CELLS.items() for cell in cells if cell in some})
    lines = tuple(Line((OneOf((str(number),)), cell), "a") for number, cell in enumerate(cells))
    if len(kinds) > 1:
        with pytest.raises(ms.RuleError, match=f"key 'd' of 't' mixes {', '.join(kinds)}"):
            DecisionTable("t", ("k", "d"), lines)
    else:
        assert DecisionTable("t", ("k", "d"), lines).key_kind(1) == kinds[0]


def test_ends_of_two_kinds_are_refused() -> None:
    with pytest.raises(ms.RuleError, match="mixes date, number"):
        DecisionTable("t", ("d",), (Line((Span(JULY, Decimal(9)),), "a"),))


def test_gaps_are_listed() -> None:
    """In words, key by key; there the value is missing."""
    table = DecisionTable(
        "标准",
        ("kind", "on"),
        (
            Line((OneOf(("区",)), Span(NEW_YEAR, JULY)), Decimal(600)),
            Line((OneOf(("县",)), Span(NEW_YEAR, None)), Decimal(500)),
        ),
    )
    assert table.gaps() == [
        "kind：区，on：2023-01-01 以前",
        "kind：区，on：2023-07-01 起",
        "kind：县，on：2023-01-01 以前",
        "kind：其他值",
    ]
    kind, on = ms.column("kind", kind="text"), ms.column("on", kind="date")
    known = Criterion("X101", look_up(table, kind, on) >= 600)
    cases = [
        ("区", NEW_YEAR, "met"),
        ("区", JULY, "unknown"),
        ("区", datetime.date(2022, 12, 31), "unknown"),
        ("县", JULY, "unmet"),
        ("市", JULY, "unknown"),
        (None, NEW_YEAR, "unknown"),
        ("县", None, "unknown"),
    ]
    assert [known.judge({"kind": k, "on": d}).outcome.value for k, d, _ in cases] == [
        wanted for *_, wanted in cases
    ]


def test_nothing_is_between_a_day_and_the_next_or_two_whole_numbers() -> None:
    """Ends that are closed and open mean the same there: no gap, and a range between them is empty."""
    day = datetime.timedelta(1)
    spans = (
        Span(None, NEW_YEAR, high_closed=True),
        Span(NEW_YEAR, JULY - day, True, True),
        Span(JULY, JULY, high_closed=True),
        Span(JULY, low_open=True),
    )
    table = DecisionTable("标准", ("on",), tuple(Line((span,), str(n)) for n, span in enumerate(spans)))
    assert table.gaps() == []
    assert attrs.evolve(table, lines=table.lines[:2]).gaps() == ["on：2023-07-01 起"]
    assert attrs.evolve(table, lines=(table.lines[0], table.lines[3])).gaps() == [
        "on：2023-01-02 起、2023-07-02 以前"
    ]
    assert attrs.evolve(table, lines=(table.lines[0], *table.lines[2:])).gaps() == [
        "on：2023-01-02 起、2023-07-01 以前"
    ]
    only = attrs.evolve(table, lines=(table.lines[0], Line((Span(NEW_YEAR + 2 * day),), "x")))
    assert only.gaps() == ["on：2023-01-02"]
    with pytest.raises(ms.RuleError, match="can never apply"):
        DecisionTable("标准", ("on",), (Line((Span(NEW_YEAR, NEW_YEAR + day, low_open=True),), "a"),))
    lines = (
        Line((Span(None, Decimal("2.5")),), "a"),
        Line((Span(Decimal(3), Decimal(4), True, True),), "b"),
        Line((Span(Decimal(5), low_open=True),), "c"),
        Line((Span(Decimal("2.6"), Decimal("2.7")),), "d"),
    )
    counted = DecisionTable("档", ("人数",), lines)
    assert len(counted.gaps()) == 3
    assert counted.gaps(whole=["人数"]) == ["人数：3 起、4 以前", "人数：5 起、6 以前"]
    for wrong, error in ((["人"], ms.UnknownName), (["on"], ms.RuleError)):
        with pytest.raises(error):
            (table if wrong == ["on"] else counted).gaps(whole=wrong)


@given(tables(keys=["date"]))
def test_there_is_a_gap_exactly_where_a_day_has_no_line(table: DecisionTable) -> None:
    """And each gap but that before all begins on such a day."""
    from minsheng.testing.values import DATES

    near = {day + datetime.timedelta(n) for day in DATES for n in (-1, 0, 1, 2)}
    lacking = {day for day in near if table.line_for({"key1": day}) is None}
    gaps = [gap.removeprefix("key1：").split("、")[0].split() for gap in table.gaps()]
    assert bool(gaps) is bool(lacking)
    begun = {datetime.date.fromisoformat(day) for day, *word in gaps if word != ["以前"]}
    assert begun <= lacking


@pytest.mark.parametrize(
    "lines",
    [
        (),
        (Line((), "a"),),
        (Line((Anything(), Anything()), "a"),),
        (Line((OneOf(("a",)),), "a"), Line((OneOf(("b",)),), Decimal(1))),
    ],
    ids=["no lines", "a cell too few", "a cell too many", "two kinds"],
)
def test_a_table_that_cannot_be(lines: tuple[Line, ...]) -> None:
    with pytest.raises(ms.RuleError):
        DecisionTable("标准", ("kind",), lines)


def test_keys_are_of_the_kind_of_the_cells() -> None:
    with pytest.raises(ms.RuleError, match="is a number"):
        look_up(GRADES, ms.column("score", kind="text"))
    with pytest.raises(ms.UnitError, match="bare number"):
        look_up(GRADES, ms.column("score", "元", places=1))
    with pytest.raises(ms.RuleError, match="has the keys score"):
        look_up(GRADES, score_column, score_column)


def test_the_working_says_where_the_value_is_written() -> None:
    limits = DecisionTable("限额", ("score",), (Line((Span(Decimal(90), None),), Decimal(95), "第十条"),))
    rule = Criterion("X101", look_up(limits, score_column) <= score_column)
    assert rule.explain({"score": 92}) == "95（第十条） > 92"
    other = Criterion("X102", score_column >= look_up(limits, score_column))
    assert other.explain({"score": 92}) == "92 < 95（第十条）"


@pytest.mark.parametrize("count", [40, 122, 500])
def test_a_table_of_many_lines(count: int) -> None:
    """A province has 122 counties; a scale of points may have more steps still."""
    by_name = DecisionTable(
        "县", ("name",), tuple(Line((OneOf((f"县{n}",)),), Decimal(n)) for n in range(count))
    )
    by_range = DecisionTable(
        "分", ("score",), tuple(Line((Span(Decimal(n), Decimal(n + 1)),), Decimal(n)) for n in range(count))
    )
    name, points = ms.column("name", kind="text"), ms.column("n", places=1, low=-10, high=1000)
    rule = Criterion("X101", look_up(by_name, name) == look_up(by_range, points))
    records = [{"name": f"县{n}", "n": Decimal(n) + Decimal("0.9")} for n in (0, 1, count // 2, count - 1)]
    assert {rule.judge(record).outcome.value for record in records} == {"met"}
    outside = [{"name": f"县{count}", "n": 1}, {"name": "县1", "n": count}, {"name": "县1", "n": -1}]
    assert {rule.judge(record).outcome.value for record in outside} == {"unknown"}


@given(tables(), st.data())
def test_a_lookup_is_the_line_that_fits(table: DecisionTable, data: st.DataObject) -> None:
    """As conditions a table says what its lines say; a missing key fits what anything fits."""
    of_kind: dict[Kind, st.SearchStrategy[Any]] = {
        Kind.TRUTH: st.booleans(),
        Kind.TEXT: st.sampled_from(("甲", "乙", "", "x")),
        Kind.DATE: st.dates(NEW_YEAR, JULY),
        Kind.NUMBER: st.fractions(-3, 101, max_denominator=4),
    }
    kinds = [table.key_kind(index) or Kind.TEXT for index in range(len(table.keys))]
    values: dict[str, Worth] = {
        key: data.draw(st.none() | of_kind[kind]) for key, kind in zip(table.keys, kinds, strict=True)
    }
    keys = [ms.column(key, kind=kind) for key, kind in zip(table.keys, kinds, strict=True)]
    line = table.line_for(values)
    assert evaluate(look_up(table, *keys).node, values) == (None if line is None else line.value)
