"""The law: each node of a trace is what a small evaluator makes of its parts, from record to verdict."""

from __future__ import annotations

import datetime
import json
import pickle
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import minsheng as ms
from minsheng.domain.expression.base import Node
from minsheng.domain.expression.decision import Lookup
from minsheng.rules import Trace, TraceKind
from minsheng.testing import criteria, records
from tests.rules.recomputing import recomputed
from tests.tries import tries

from .test_working import limits, paid_column

JULY = datetime.date(2023, 7, 1)
KIND, PEOPLE = ms.column("area_kind", kind="text"), ms.column("people", "人", low=0, high=9)


def check(trace: Trace, values: dict[str, Any], tables: dict[str, list[Lookup]]) -> None:
    """Every node, from the parts to the whole; columns hold the values of the record."""
    for _, one in trace.walk():
        if one.kind is TraceKind.COLUMN:
            assert one.value == values[one.text]
        elif one.kind is TraceKind.CONVERTED:
            inner, factor = one.parts
            by = factor.value if factor.role == "times" else 1 / factor.value  # type: ignore[operator]  # a number
            assert one.value == (None if inner.value is None else inner.value * by)  # type: ignore[operator]
        elif one.kind is TraceKind.LOOKUP:
            keys = {part.role: part.value for part in one.parts}
            found = [(table, table.line_for(keys)) for table in (each.table for each in tables[one.text])]
            assert (one.line, one.value, one.source) in [
                (None, None, "") if line is None else (table.lines.index(line) + 1, line.value, line.source)
                for table, line in found
            ]
        elif one.kind is not TraceKind.CONSTANT:
            assert one.value == recomputed(one), one
        if one.value is None:
            why = "columns are missing, or it is said what else" if one.parts or one.missing else ""
            assert one.missing or one.why.startswith("没有值，") or not why
            assert all(values[name] is None for name in one.missing)
        else:
            assert one.missing == () or one.kind is TraceKind.CRITERION


def lookups(*nodes: Node | None) -> dict[str, list[Lookup]]:
    """The tables of expressions, by how they are written; several may be written alike."""
    from minsheng.domain.expression.notation import notation

    found: dict[str, list[Lookup]] = {}
    for node in filter(None, nodes):
        if isinstance(node, Lookup):
            found.setdefault(notation(node), []).append(node)
        for text, inner in lookups(*node.children).items():
            found.setdefault(text, []).extend(inner)
    return found


@tries(40)
@given(st.data())
def test_each_node_is_made_from_its_parts(data: st.DataObject) -> None:
    """The leaves are the record, the root is the outcome, and the sentence is the trace's own."""
    criterion = data.draw(criteria(bits=128))
    tables = lookups(criterion.requirement, criterion.when)
    for record in data.draw(records(criterion, min_size=1, max_size=4)):
        verdict = criterion.judge(record)
        trace = verdict.trace()
        assert trace.value == verdict.outcome
        assert trace.explain() == verdict.explain() == criterion.trace(record).explain()
        check(trace, verdict.values, tables)


@tries(30)
@given(st.data())
def test_the_line_of_a_table_is_named(data: st.DataObject) -> None:
    limit = data.draw(limits("甲"))
    criterion = ms.Criterion("X101", paid_column >= limit)
    for record in data.draw(records(criterion, min_size=1, max_size=6)):
        check(criterion.trace(record), criterion.judge(record).values, lookups(criterion.requirement))


# --- cases -------------------------------------------------------------------------------


def test_only_the_case_that_applied_is_a_part() -> None:
    """And what is missing in the other case is not the reason."""
    other = ms.column("other", "元/月")
    limit = ms.when(KIND == "区").then(ms.Amount(650, "元/月")).otherwise(other)
    criterion = ms.Criterion("X101", paid_column >= limit, basis="附件2")
    trace = criterion.trace({"paid": None, "area_kind": "区", "other": None})
    assert (trace.value, trace.source, trace.missing) == ("unknown", "附件2", ("paid",))
    choice = trace.parts[0].parts[1]
    assert [(part.role, part.value) for part in choice.parts] == [("condition", True), ("then", 650)]
    assert trace.why == "paid 缺失"
    assert trace.explain().endswith("：paid 缺失")


def test_why_there_is_no_value() -> None:
    """Though all columns are there: a divisor of zero, a case not written, a table without the line."""
    each = ms.Criterion("X101", paid_column / PEOPLE >= ms.Amount(650, "元/月·人"))
    trace = each.trace({"paid": 640, "people": 0})
    assert (trace.value, trace.missing, trace.why) == ("unknown", (), "没有值，除数为 0：people")
    line = ms.rules.Line((ms.rules.OneOf(("区",)),), Decimal(600))
    table = ms.rules.DecisionTable("标准", ("kind",), (line,), ms.Unit.parse("元/月"))
    some = ms.Criterion("X101", paid_column >= ms.rules.look_up(table, kind=KIND))
    assert some.trace({"paid": 640, "area_kind": "县"}).why == "没有值，《标准》里没有这样一行：kind＝“县”"


def test_a_row_of_a_frame_has_the_trace_of_its_record() -> None:
    pl = pytest.importorskip("polars")
    criterion = ms.Criterion("X101", paid_column >= ms.Amount(650, "元/月"))
    frame = pl.DataFrame({"paid": [Decimal(640), None]})
    assert criterion.trace(frame, 0) == criterion.trace({"paid": "640"})
    assert criterion.trace(frame, 1).missing == ("paid",)
    with pytest.raises(TypeError, match=r"trace\(\) of a frame .* trace\(frame, 0\)"):
        criterion.trace(frame)
    with pytest.raises(TypeError, match="trace a record without it"):
        criterion.trace({"paid": 640}, 0)


def test_what_stands_in_many_places_is_traced_once() -> None:
    """A sum that doubles twelve times has thirteen traces, however often each is shown."""
    value = ms.column("x", places=0, high=9)
    for _ in range(12):
        value = value + value
    trace = ms.Criterion("X101", value >= 0).trace({"x": 7})
    assert trace.parts[0].parts[0].value == 7 * 2**12
    assert len({id(one) for _, one in trace.walk()}) < 40


def test_what_is_deep_and_large() -> None:
    """As deep as an expression may be; a number of thirty digits; a fraction without an end."""
    x = ms.column("x", places=0, high=10**30, low=0)
    deep = x
    for step in range(90):
        deep = ms.when(deep > step).then(deep).otherwise(x) if step < 5 else deep + 1
    trace = ms.Criterion("X101", deep / 3 >= x).trace({"x": 10**30 - 1})
    assert trace.parts[0].parts[0].value == Fraction(10**30 - 1 + 85, 3)
    assert pickle.loads(pickle.dumps(trace)) == trace
    assert hash(trace) == hash(attrs.evolve(trace))


def test_a_table_of_a_thousand_lines_names_one() -> None:
    first = datetime.date(2020, 1, 1)
    days = [first + datetime.timedelta(n) for n in range(1001)]
    lines = [
        ms.rules.Line((ms.rules.Span(days[n], days[n + 1]),), Decimal(n), f"第{n}号文件") for n in range(1000)
    ]
    table = ms.rules.DecisionTable("标准", ("on",), tuple(lines), ms.Unit.parse("元/月"))
    month = ms.column("month", kind="date")
    criterion = ms.Criterion("X101", paid_column >= ms.rules.look_up(table, on=month))
    lookup = criterion.trace({"paid": 640, "month": days[654]}).parts[0].parts[1]
    assert (lookup.line, lookup.source, lookup.value) == (655, "第654号文件", 654)


def test_a_table_of_a_thousand_names_is_judged_and_traced() -> None:
    """As large as its table, not bounded as what a person writes."""
    lines = [ms.rules.Line((ms.rules.OneOf((f"乡{n}",)),), Decimal(n)) for n in range(1000)]
    table = ms.rules.DecisionTable("标准", ("area",), tuple(lines), ms.Unit.parse("元/月"))
    criterion = ms.Criterion("X101", paid_column >= ms.rules.look_up(table, area=KIND))
    trace = criterion.trace({"paid": 640, "area_kind": "乡641"})
    assert (trace.value, trace.parts[0].parts[1].line) == ("unmet", 642)


def test_a_wrong_value_is_refused_as_it_is_judged() -> None:
    criterion = ms.Criterion("X101", paid_column >= ms.Amount(650, "元/月"))
    with pytest.raises(ms.DataError, match="“paid”"):
        criterion.trace({"paid": "六百"})


def test_records_of_a_trace_are_flat_and_plain() -> None:
    """Depth first, each with its depth, ready for JSON but for exact numbers, which are text."""
    criterion = ms.Criterion("X101", paid_column >= ms.Amount(7801, "元/年"), when=KIND == "区", title="低保")
    trace = criterion.trace({"paid": "650.5", "area_kind": "区"})
    found = trace.to_records()
    assert [(one["depth"], one["role"], one["value"]) for one in found] == [
        (0, "", "met"), (1, "when", True), (2, "left", "区"), (2, "right", "区"), (1, "requirement", True),
        (2, "left", "7806"), (3, "part", "650.5"), (3, "times", "12"), (2, "right", "7801"),
    ]  # fmt: skip
    assert json.loads(json.dumps(found)) == found
    assert "650.5" in trace.to_html()
    assert "低保" in trace.to_markdown()
    assert repr(trace) == "<Trace X101 低保：符合>"
