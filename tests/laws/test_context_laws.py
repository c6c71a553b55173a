"""The caller's decimal context is the caller's: its precision, traps and rounding change nothing of ours.

A context belongs to a thread and is set by others: a library that computes pensions to six digits, a
test that traps what is inexact. So whatever this library does is done under each of them, first in
one thread, then in many at once, and comes to the same text.
"""

from __future__ import annotations

import csv
import datetime
import decimal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from decimal import (
    ROUND_DOWN,
    ROUND_UP,
    Clamped,
    Context,
    Decimal,
    FloatOperation,
    Inexact,
    Rounded,
    Subnormal,
)
from fractions import Fraction
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import minsheng as ms
from minsheng.dividing.reading import Weight
from minsheng.domain.numerals import read_number
from minsheng.domain.sampling import wilson
from minsheng.domain.wording import find_mentions
from minsheng.domain.written import percent
from minsheng.published.printed import Printed
from minsheng.reading.progress import read_progress
from minsheng.rules.scoring.formulas.bounds import bounds
from minsheng.testing import records as records_of
from minsheng.testing.schemes import facts, schemes
from tests.cases import CASES
from tests.tries import tries

CONTEXTS = {
    "3 digits": Context(prec=3),
    "9 digits, up": Context(prec=9, rounding=ROUND_UP),
    "1 digit, down, small": Context(prec=1, rounding=ROUND_DOWN, Emax=2, Emin=-2, clamp=1),
    "traps": Context(prec=4, traps=[Inexact, Rounded, FloatOperation, Subnormal, Clamped]),
    "no traps": Context(prec=2, traps=[]),
    "small letters": Context(capitals=0),
}
DAY = datetime.date(2023, 9, 30)


@contextmanager
def under(context: Context) -> Iterator[None]:
    """Everything under a context, and nothing known that was worked out under another."""
    for name, module in list(sys.modules.items()):
        if name.startswith("minsheng"):
            for value in list(vars(module).values()):
                clear = getattr(value, "cache_clear", None)
                if callable(clear):
                    clear()
    with decimal.localcontext(context):
        yield


# --- what is done -----------------------------------------------------------------------


def _programme() -> str:
    programme = ms.load("yueyang-2023")
    adopted = (ms.AdoptedStandard("平江县", "subsistence-rural", ms.Amount("441.5", "元/月·人"), DAY),)
    report = ms.check(programme, adopted=adopted, on=DAY)
    again = ms.load(ms.dump(programme))
    return "\n".join((report.to_text(), programme.allocation.table().to_html(), str(again == programme)))


REGISTER = [
    {"指标": "城镇新增就业5.9万人", "县市区": "平江县", "完成数": "1.2345678万人"},
    {"指标": "城镇新增就业5.9万人", "县市区": "岳阳县", "完成数": "三千一百人"},
    {"指标": "建成高标准农田41.3万亩", "完成数": "31.23456789万亩"},
    {"指标": "新增通自来水", "完成数": "0.00000000001"},
]


def _progress() -> str:
    programme = ms.load("yueyang-2023")
    progress = read_progress(REGISTER, programme, period="2023年1—9月", on=DAY, by="某局")
    policy = ms.measuring.load_lights("ouhai")
    found = ms.standings(programme, progress, on=DAY, policy=policy, areas=(None, "平江县"))
    report = ms.check(programme, progress=progress, on=DAY)
    projected = [
        ms.measuring.projected(one, method, last_month=ms.Amount("0.0001", "万人"))
        if one.target and one.target.amount.unit.text == "万人"
        else None
        for one in found
        for method in ms.measuring.Projection
    ]
    return "\n".join(map(str, (found.table().to_text(), report.to_text(), progress.aside, projected)))


def _published() -> str:
    said = []
    for file in sorted(CASES.glob("*_20*.csv")):
        with file.open(encoding="utf-8", newline="") as opened:
            lines = list(csv.DictReader(opened))
        if "published_rate" in lines[0]:
            said.append(ms.check_published(lines).table().to_text())
    printed = [
        Printed("甲", target="4.52万人", actual="5.52万人", rate="122.0%"),
        Printed("乙", target="48000", actual="48060", rate="100.13%"),
        Printed("丙", target="3.31", actual="3.49", rate="105.4%", unit="万人"),
    ]
    ranked = [
        {"地区": "甲县", "完成率": "95.12345%", "名次": "1"},
        {"地区": "乙县", "完成率": "95.12344%", "名次": "2"},
    ]
    grades = [ms.published.Grade("良好", "95.1"), ms.published.Grade("一般", None)]
    named = [line | {"等次": "良好"} for line in ranked]
    reports = (
        ms.check_published(printed),
        ms.published.check_ranks(ranked),
        ms.published.check_grades(named, grades),
    )
    return "\n".join(
        [*said, *(f"{report}{report.table().to_text()}{report.explain()}" for report in reports)]
    )


def _dividing() -> str:
    people = ms.Amount("51.2", "万人").exact / 10000
    weights: dict[str, Weight] = {"甲县": "95.5123456", "乙县": people, "丙区": Decimal("130.00001")}
    one = ms.allocate("1234.56789 万亩", weights, floors={"乙县": "100.00001"})
    matrix = ms.dividing.allocate_matrix(
        {"一": "12345.67", "二": "9876.54"}, {"甲": "22222.2", "乙": "0.01"},
        {"一": {"甲": "1234.5678", "乙": 3}, "二": {"甲": "7.000001", "乙": 1}}, unit="万元",
    )  # fmt: skip
    moved = ms.dividing.reallocate(
        one.row, changes={"甲县": "400.00001"}, approval=ms.domain.Citation("某办", "第二条")
    )
    compared = ms.dividing.compare_allocations("1234.5 万亩", weights)
    texts = [one.explain(), matrix.table().to_text(), moved.explain(), compared.table().to_text()]
    return "\n".join(texts)


PAID = ms.column("paid", "元/月", places=4)
SHARE = ms.column("share", places=6, low=0, high=10**6, floats=True)
FLOOR = ms.Criterion(
    "X201",
    (ms.Amount("7800.12", "元/年") <= PAID) & ((PAID * SHARE / 7).half_up(3) < ms.Amount(12345678, "元/月")),
    title="低保",
)
ROWS = [
    {"paid": Decimal("650.0100"), "share": 0.123456},
    {"paid": Decimal("650.0099"), "share": 1.5},
    {"paid": Decimal("1234567.8901"), "share": 99999.125},
    {"paid": None, "share": 3.0},
]


def _records() -> str:
    verdicts = [FLOOR.judge(row) for row in (*ROWS, {"paid": "650.0101", "share": 0.5})]
    with pytest.raises(ms.DataError) as refused:
        FLOOR.judge({"paid": Decimal("650.00001"), "share": Decimal(10**20)})
    said = [
        str(ms.load_json(ms.dump([FLOOR]))),
        str(refused.value),
        ms.embedding.digest([FLOOR]),
    ]
    return "\n".join([*(f"{one!r} {one.explain()}" for one in verdicts), *said])


def _frames() -> str:
    worth = (PAID * SHARE).half_up(2)
    frame = pl.DataFrame(ROWS, schema={"paid": pl.Decimal(20, 4), "share": pl.Float64})
    table = frame.to_arrow()
    relation = duckdb.connect().from_arrow(table)
    objects = pd.DataFrame(ROWS)
    said: list[Any] = []
    for one in (frame, frame.lazy(), table, objects, relation):
        judged = ms.judge([FLOOR], one, worth=worth)
        if isinstance(judged, pl.LazyFrame):
            judged = judged.collect()
        if isinstance(judged, pl.DataFrame):
            said.append(judged.select("X201", "worth").rows())
        elif isinstance(judged, pa.Table):
            said.append(list(zip(*judged.select(["X201", "worth"]).to_pydict().values(), strict=True)))
        elif isinstance(judged, pd.DataFrame):
            said.append(list(zip(judged["X201"], judged["worth"], strict=True)))
        else:
            said.append(sorted(judged.select("X201", "worth").fetchall(), key=str))
    added = ms.frames.totals(
        objects[["paid"]].assign(area=["甲", "甲", "乙", "乙"]), within="area", missing="skip", sum=PAID
    )
    return "\n".join(map(str, (*said, added.to_dict("list"))))


def _schemes() -> str:
    said = []
    for name in ms.scoring.scheme_names():
        scheme = ms.load_scheme(name)
        said += [
            repr(scheme),
            str(bounds(scheme)),
        ]
    return "\n".join(said)


def _texts() -> str:
    amounts = [
        ms.Amount.parse(text)
        for text in ("123456.78901万亩", "-0.000000001公里", "五点九万人", "1.23456亿元")
    ]
    added = [str(one + one) for one in amounts] + [str(one * Decimal("1.00001")) for one in amounts]
    shares = [percent(Fraction(48060, 48000)), percent(Fraction(2, 3), 5), str(wilson(282, 300))]
    numbers = [
        str(read_number(text)) for text in ("三千四百五十六万七千八百九十一", "1亿2345万", "9.8765432千")
    ]
    mentions = str(find_mentions("完成投资12345.6789亿元，其中1234.56789万人次，不低于650.123元/月"))
    steps = [str(amounts[0].to("亩")), str(ms.Amount("7800.12", "元/年").to("元/月")), str(amounts[0].exact)]
    return "\n".join([*map(repr, amounts), *added, *shares, *numbers, mentions, *steps])


WORKS: dict[str, Callable[[], str]] = {
    "programme": _programme,
    "progress": _progress,
    "published": _published,
    "dividing": _dividing,
    "records": _records,
    "frames": _frames,
    "schemes": _schemes,
    "texts": _texts,
}


@pytest.mark.parametrize("work", WORKS)
def test_nothing_depends_on_the_context(work: str) -> None:
    with under(Context(prec=28)):
        usual = WORKS[work]()
    for name, context in CONTEXTS.items():
        with under(context.copy()):
            assert WORKS[work]() == usual, name


def test_threads_with_contexts_of_their_own() -> None:
    work = {name: WORKS[name] for name in ("progress", "dividing", "records", "published", "texts")}
    usual = {name: done() for name, done in work.items()}

    def run(context: Context) -> dict[str, str]:
        with decimal.localcontext(context):
            return {name: done() for name, done in work.items()}

    with under(Context(prec=28)), ThreadPoolExecutor(len(CONTEXTS)) as pool:
        for found in pool.map(run, [context.copy() for context in CONTEXTS.values()]):
            assert found == usual


# --- whatever the scheme, the criterion -------------------------------------------------


@tries(25)
@given(
    schemes().flatmap(lambda one: st.tuples(st.just(one), st.lists(facts(one), min_size=1, max_size=4))),
    st.sampled_from(sorted(CONTEXTS)),
)
def test_any_scheme_scores_alike(scored: tuple[ms.scoring.Scheme, list[dict[str, Any]]], name: str) -> None:
    scheme, found = scored
    named = {f"第{n}区": record for n, record in enumerate(found)}

    def done() -> str:
        ranking = ms.score_records(scheme, named)
        texts = [ranking.explain(one.name) for one in ranking.scores]
        return "\n".join(
            [ranking.table().to_text(), str(ranking.to_records(parts=True)), str(bounds(scheme)), *texts]
        )

    with under(CONTEXTS[name].copy()):
        strange = done()
    with under(Context(prec=28)):
        assert strange == done()


@tries(20)  # each forgets all that was worked out, twice
@given(st.data(), st.sampled_from(sorted(CONTEXTS)))
def test_any_criterion_judges_alike(data: st.DataObject, name: str) -> None:
    from minsheng.testing.expressions import criteria

    criterion = data.draw(criteria())
    found = data.draw(records_of(criterion, max_size=4))

    def done() -> str:
        fresh = ms.load_json(ms.dump([criterion]))[0]
        return "\n".join(f"{one!r} {one.explain()}" for one in map(fresh.judge, found))

    with under(CONTEXTS[name].copy()):
        strange = done()
    with under(Context(prec=28)):
        assert strange == done()
