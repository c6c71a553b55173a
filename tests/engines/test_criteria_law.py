"""The law of criteria on every engine: many records at the limits, judged and computed in one pass.

What is drawn is drawn once, the same in every run, and is much per query: a query costs a server or a
JVM far more than its rows do.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from itertools import cycle
from typing import Any, TypeVar

import attrs
import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

import minsheng as ms
from minsheng.domain.expression.base import Kind
from minsheng.rules.criteria.criterion import Criterion
from minsheng.testing import criteria, expressions, records
from tests.rules.criteria import law

from .conftest import Engine

T = TypeVar("T")
CRITERIA, ROWS = 14, 200


def drawn(
    strategy: st.SearchStrategy[T], number: int, wanted: Callable[[T], bool] = lambda _: True
) -> list[T]:
    """So many different values of a strategy, the same ones each time."""
    found: dict[str, T] = {}

    @seed(2023)
    @settings(
        max_examples=3 * number, phases=[Phase.generate], database=None, deadline=None, derandomize=False,
        suppress_health_check=[*HealthCheck],  # pyright: ignore[reportArgumentType]  # its metaclass hides what it holds
    )  # fmt: skip
    @given(strategy)
    def collect(value: T) -> None:
        if len(found) < number and wanted(value):
            found.setdefault(repr(value), value)

    collect()
    return list(found.values())


@cache
def table(bits: int) -> tuple[tuple[Criterion, ...], dict[str, ms.Expression], list[law.Record], Any]:
    """Criteria, expressions, the records they are about, and these as an Arrow table."""
    judging = tuple(
        attrs.evolve(criterion, code=f"X{100 + number}")
        for number, criterion in enumerate(
            drawn(criteria(codes=["X100"], bits=bits), CRITERIA, lambda c: len(str(c)) > 20)
        )
    )
    numbers = drawn(
        expressions(kind="number", bits=bits).map(lambda e: e.half_up(2)),
        5,
        lambda e: len(str(e)) > 30 and law.fits(bits, e),
    )
    computing = {f"n{number}": one for number, one in enumerate(numbers)}
    for kind in (Kind.TEXT, Kind.DATE, Kind.TRUTH):
        found = drawn(expressions(kind=kind, max_depth=2, bits=bits), 2, lambda e: len(str(e)) > 20)
        computing |= {f"{kind.value[:2]}{number}": one for number, one in enumerate(found)}
    about = records((*judging, *computing.values()), min_size=5, max_size=5)
    rows = [row for some in drawn(about, ROWS // 5) for row in some][:ROWS]
    fields = law.needed(*judging, *computing.values())
    ways = dict(
        zip((column.name for column in fields), cycle(("decimal", "text", "wide decimal")), strict=False)
    )
    return judging, computing, rows, law.arrow(fields, rows, ways)


def held(engine: Engine) -> int:
    """How wide the integers of an engine are, or of the one that lends it its own."""
    return 64 if engine.name in ("ibis-duckdb", "ibis-postgres", "pyspark") else 128


def test_a_frame_is_judged_as_its_rows_are(engine: Engine) -> None:
    """Fourteen criteria in one pass over two hundred records: every outcome is the plain evaluation's."""
    judging, _, rows, arrow = table(held(engine))
    law.judged_alike(judging, rows, engine.put(arrow))


def test_a_frame_is_computed_as_its_rows_are(engine: Engine) -> None:
    """Every number, text, date and truth value is the plain evaluation's, exactly."""
    _, computing, rows, arrow = table(held(engine))
    law.computed_alike(computing, rows, engine.put(arrow))


@pytest.mark.parametrize("bits", [64, 128])
def test_what_is_drawn_tells_something(bits: int) -> None:
    """Among the outcomes drawn are all of them, and many a criterion tells them apart."""
    judging, _, rows, _ = table(bits)
    outcomes = [[law.expected(criterion, row) for row in rows] for criterion in judging]
    assert {one for some in outcomes for one in some} == {"met", "unmet", "unknown", "not_applicable"}
    assert len(judging) == CRITERIA
    assert len(rows) == ROWS
    assert sum(len(set(some)) > 1 for some in outcomes) >= CRITERIA // 3


paid_column = ms.column("paid", "元/月", places=2)
FLOOR = Criterion("X201", paid_column >= ms.Amount(7800, "元/年"))
EDGES = [Decimal("650"), Decimal("649.99"), Decimal("650.01"), Decimal(0), Decimal("-650"), None]


def test_the_limit_itself_is_met(engine: Engine) -> None:
    """650 a month is 7800 a year: met; a cent less is not, and nothing known of it is unknown."""
    rows: list[law.Record] = [{"paid": paid} for paid in EDGES]
    result = ms.judge([FLOOR], engine.put(law.arrow(FLOOR.columns(), rows, {})))
    assert law.rows(result, "X201") == ["met", "unmet", "met", "unmet", "unmet", "unknown"]


def test_what_is_lazy_stays_lazy(engine: Engine) -> None:
    """The frame given back is of the type that was given."""
    frame = engine.put(law.arrow(FLOOR.columns(), [{"paid": Decimal(650)}], {}))
    assert type(ms.judge([FLOOR], frame)) is type(frame)
    assert type(ms.compute(frame, yearly=paid_column * 12)) is type(frame)


@pytest.mark.parametrize(
    "n", [2**53 + 1, -(2**53) - 1, 10**15 - 1, -(10**15) + 1], ids=["odd", "-odd", "nines", "-nines"]
)
def test_division_does_not_pass_through_a_double(engine: Engine, n: int) -> None:
    """Integers that no double holds are divided and rounded exactly."""
    whole = ms.column("whole", low=-(10**17), high=10**17)
    wanted = {
        "third": (whole / 3).floor(),
        "half": (whole / 2).half_up(),
        "tenth": (whole / 10).ceil(),
        "same": whole / 1,
    }
    rows: list[law.Record] = [{"whole": Decimal(n + step)} for step in range(-3, 4)] + [{"whole": None}]
    frame = engine.put(law.arrow(law.needed(*wanted.values()), rows, {"whole": "integer"}))
    law.computed_alike(wanted, rows, frame)


def test_parts_of_dates(engine: Engine) -> None:
    """Ends of years, months and ten-day periods; a leap day; a missing date."""
    day = ms.column("day", kind="date")
    wanted = {
        "year": day.year(),
        "month": day.month(),
        "ten": day.ten_days(),
        "months": day.year() * 12 + day.month(),
    }
    texts = ("2023-01-01", "2022-12-31", "2024-02-29", "2023-01-10", "2023-01-11", "2023-01-20", "2023-01-21",
             "1900-02-28", "9999-12-31")  # fmt: skip
    rows: list[law.Record] = [{"day": datetime.date.fromisoformat(text)} for text in texts] + [{"day": None}]
    law.computed_alike(wanted, rows, engine.put(law.arrow(law.needed(day), rows, {})))


def test_a_row_that_is_wrong_is_invalid_or_raises(engine: Engine) -> None:
    """Too large for what is declared: a lazy frame says so in that row alone, another raises; none wraps."""
    count = ms.column("count", places=2, low=0, high=1000)
    rule = Criterion("X301", count * 12 <= 12000)
    sizes = [1000, 1001, -1, 0, 2**62, -(2**63), None]
    frame = engine.put(law.arrow(rule.columns(), [{"count": size} for size in sizes], {"count": "large"}))
    if engine.name in ("polars", "pyarrow") or engine.name.startswith("pandas"):
        with pytest.raises(ms.DataError, match="1001"):
            ms.judge([rule], frame)
    else:
        found = law.rows(ms.judge([rule], frame), "X301")
        assert found == ["met", "invalid", "invalid", "met", "invalid", "invalid", "unknown"]


def test_dates_of_long_ago(engine: Engine) -> None:
    """A limit before the year 1000, and one before 1582, are the days they say."""
    day = ms.column("day", kind="date")
    limits = [
        datetime.date(1, 1, 1),
        datetime.date(999, 12, 31),
        datetime.date(1500, 3, 1),
        datetime.date(1582, 10, 10),
    ]
    wanted = {f"from{limit.year}": day >= limit for limit in limits} | {
        f"is{x.year}": day == x for x in limits
    }
    days = [limit + step for limit in limits for step in (datetime.timedelta(), datetime.timedelta(1))]
    rows: list[law.Record] = [{"day": one} for one in days] + [{"day": None}]
    law.computed_alike(wanted, rows, engine.put(law.arrow(law.needed(day), rows, {})))


def test_small_decimals_come_back_as_they_are(engine: Engine) -> None:
    """What is computed has all its places: an engine may take 0.0001 for a constant of three."""
    for places in range(9):
        x = ms.column("x", places=places, low=0, high=9)
        rows: list[law.Record] = [{"x": Decimal(n).scaleb(-places)} for n in (0, 1, 5, 9)] + [{"x": None}]
        law.computed_alike({"same": x, "twice": x * 2}, rows, engine.put(law.arrow(law.needed(x), rows, {})))


def test_text_is_read_alike(engine: Engine) -> None:
    """What is a number and what is not does not depend on how an engine casts."""
    rule = Criterion("X302", ms.column("n", places=1, low=-100, high=100) >= 12)
    met, wrong = (
        ["12", "12.0", "12.00", "+12.5", "0012"],
        ["", "x", "12.", ".5", "1e2", "12.55", " 12 ", "12\n", "１２"],
    )
    rows: list[law.Record] = [{"n": text} for text in met]
    frame = engine.put(law.arrow((), rows, {}).append_column("n", [met]))
    assert law.rows(ms.judge([rule], frame), "X302") == ["met"] * len(met)
    frame = engine.put(law.arrow((), [{"n": text} for text in wrong], {}).append_column("n", [wrong]))
    if engine.name in ("polars", "pyarrow") or engine.name.startswith("pandas"):
        with pytest.raises(ms.DataError):
            ms.judge([rule], frame)
    else:
        assert law.rows(ms.judge([rule], frame), "X302") == ["invalid"] * len(wrong)


def test_labels_are_names_of_the_same_values(engine: Engine) -> None:
    """A payment table that says 区 is judged by the floors as one that says ``district``."""
    rule = ms.rules.adequate(ms.load("yueyang-2023").standard("subsistence-rural"), "元/月")
    kinds = [name for kind in ms.AreaKind for name in (kind.value, kind.label)]
    rows: list[law.Record] = [
        {"amount": Decimal("500.00"), "area_kind": name, "on": datetime.date(2023, 6, 1)}
        for name in (*kinds, None)
    ]
    law.judged_alike([rule], rows, engine.put(law.arrow(law.needed(rule), rows, {})))
    outcomes = [rule.judge(row).outcome for row in rows]
    assert outcomes == [
        *["met"] * 4,
        *["unmet"] * 4,
        *["unknown"] * (len(rows) - 8),
    ]  # no floor for a village


def test_a_negation_is_missing_where_its_part_is(engine: Engine) -> None:
    """SQL reads NOT x IS NULL as NOT (x IS NULL): whoever writes the query must mind it."""
    a, b = ms.column("a", low=0, high=9), ms.column("b", low=0, high=9)
    negations = [~((a == 1) | (b == 2)), ~(a == 1), a != b, ~(~(a == 1)), ~((a == 1) & (b == 2))]
    rules = [Criterion(f"X{400 + n}", one) for n, one in enumerate(negations)]
    rules += [Criterion(f"X{410 + n}", a == 1, when=one) for n, one in enumerate(negations)]
    rules += [Criterion(f"X{420 + n}", one.is_missing()) for n, one in enumerate(negations)]
    values = (Decimal(1), Decimal(2), None)
    rows: list[law.Record] = [{"a": one, "b": other} for one in values for other in values]
    law.judged_alike(rules, rows, engine.put(law.arrow(law.needed(*rules), rows, {})))
    for rule in rules:
        law.judged_alike([rule], rows, engine.put(law.arrow(rule.columns(), rows, {})))
