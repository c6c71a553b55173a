"""What streaks and totals are held against: plain Python over rows, and frames made of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import narwhals as nw
import pyarrow as pa
from hypothesis import strategies as st

import minsheng as ms
from minsheng.measuring.lights import streaks_of
from minsheng.rules.criteria.over_rows.ranks import Among
from tests.rules.criteria import law

AREAS = ("平江县", "岳阳县", None)
DONE = ms.column("done", "人", places=2, low=-(10**12), high=10**12)
PEOPLE = ms.column("people", "人", low=0, high=10**9)
#: a column, a whole number, a product and a choice
SUMMED = {
    "done": DONE,
    "people": PEOPLE,
    "lacking": PEOPLE - DONE * Decimal("0.125"),
    "behind": ms.when(DONE < PEOPLE).then(1).otherwise(0),
}


@st.composite
def lights(draw: st.DrawFn) -> list[law.Record]:
    """Lights of some areas and items by period, in any order, each period once in a group."""
    places = st.tuples(st.sampled_from(AREAS), st.integers(1, 2), st.integers(-9, 9))
    drawn = draw(st.lists(places, unique=True, max_size=30))
    return [
        {
            "area": area,
            "item": item,
            "period": period,
            "light": draw(st.sampled_from(("红", "绿", None))),
            "late": draw(st.sampled_from((True, False, None))),
            "month": period // 3,
            "day": Decimal(period % 3).scaleb(-1),
        }
        for area, item, period in drawn
    ]


LIGHTS = pa.schema(
    [("row", pa.int64()), ("area", pa.string()), ("item", pa.int64()), ("period", pa.int64()),
     ("light", pa.string()), ("late", pa.bool_()), ("month", pa.int64()), ("day", pa.decimal128(3, 1))]
)  # fmt: skip


def unique(rows: Sequence[law.Record], key: str) -> list[law.Record]:
    """The rows, of those of one key and period the first only."""
    return [*{(row[key], row["period"]): row for row in reversed(rows)}.values()]


def table(rows: Sequence[law.Record], unique: str = "") -> pa.Table:
    """The rows as an Arrow table, numbered in ``row``."""
    kept = globals()["unique"](rows, unique) if unique else rows
    return pa.Table.from_pylist([{"row": n, **row} for n, row in enumerate(kept)], schema=LIGHTS)


def streaks(
    rows: Sequence[law.Record], by: Sequence[str], order: Sequence[str], column: str = "light"
) -> list[int | None]:
    """The streak of each row, by the plain definition."""
    groups: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for n, row in enumerate(rows):
        groups[tuple(row[key] for key in by)].append(n)
    found: list[int | None] = [None] * len(rows)
    for members in groups.values():
        members.sort(key=lambda n: tuple(rows[n][place] for place in order))
        for n, streak in zip(members, streaks_of(rows[n][column] for n in members), strict=True):
            found[n] = streak
    return found


@st.composite
def figures(draw: st.DrawFn) -> list[law.Record]:
    """Figures of some areas and items, as many of each as may be, some missing."""
    cents = st.integers(-(10**14) + 1, 10**14 - 1) | st.sampled_from((0, 1, 5, 10**14 - 1))
    done = st.none() | cents.map(lambda n: Decimal(n).scaleb(-2))
    row = st.fixed_dictionaries(
        {
            "area": st.sampled_from(AREAS),
            "item": st.integers(1, 2),
            "done": done,
            "people": st.none() | st.integers(0, 10**9).map(Decimal),
        }
    )
    return draw(st.lists(row, max_size=25))


def figures_table(rows: Sequence[law.Record], ways: dict[str, str]) -> pa.Table:
    """The rows as an Arrow table, its numbers typed in the ways named."""
    numbers = law.arrow(law.needed(DONE, PEOPLE), rows, ways)
    numbers = numbers.append_column("area", pa.array([row["area"] for row in rows], pa.string()))
    return numbers.append_column("item", pa.array([row["item"] for row in rows], pa.int64()))


Totals = dict[tuple[Any, ...], tuple[Any, ...]]


def totals(rows: Sequence[law.Record], by: Sequence[str], missing: str) -> Totals:
    """By group: the sum of each expression by fractions, and how many rows."""
    groups: dict[tuple[Any, ...], list[law.Record]] = defaultdict(list)
    for row in rows:
        groups[tuple(row[key] for key in by)].append(row)
    found: Totals = {}
    for key, members in groups.items():
        sums: list[Any] = []
        for expression in SUMMED.values():
            worths = [law.worth(expression.node, row) for row in members]
            there: list[Any] = [worth for worth in worths if worth is not None]
            told = len(there) == len(worths) if missing == "keep" else bool(there)
            sums.append(sum(there) if told else None)
        found[key] = (*sums, len(members))
    return found


def found(result: Any, by: Sequence[str], names: Sequence[str]) -> Totals:
    """By group: what a frame says, which has each group once."""
    if type(result).__module__.startswith("pandas"):
        columns = {name: [law._plain(v) for v in result[name].tolist()] for name in [*by, *names, "rows"]}
        columns = {name: [None if v != v else v for v in values] for name, values in columns.items()}  # noqa: PLR0124
    else:
        collected: Any = nw.from_native(result).lazy().collect("pyarrow").to_native()
        columns = {name: collected.column(name).to_pylist() for name in [*by, *names, "rows"]}
    keys = [*zip(*(columns[name] for name in by), strict=True)]
    sums = [*zip(*(columns[name] for name in [*names, "rows"]), strict=True)]
    assert len(set(keys)) == len(keys)
    assert not any(isinstance(value, float) for some in sums for value in some)
    return dict(zip(keys, sums, strict=True))


#: each way of placing rows, with everything that can be known of them
ASKED = tuple(
    Among(column, by, dense, lowest, f"place{n}", f"tied{n}", f"of{n}", f"best{n}")
    for n, (column, by, dense, lowest) in enumerate(
        [
            ("people", ("area", "item"), False, False),
            ("people", ("area",), True, True),
            ("done", (), False, True),
            ("done", ("item",), True, False),
        ]
    )
)


def places(rows: Sequence[law.Record], asked: Among) -> dict[str, list[Any]]:
    """What is asked of each row, counted among the others one by one."""

    def group(row: law.Record) -> list[Any]:
        own = [one for one in rows if all(one[key] == row[key] for key in asked.within)]
        return [one[asked.column] for one in own if one[asked.column] is not None]

    found: dict[str, list[Any]] = {name: [] for name in asked.names}
    for row in rows:
        value, others = row[asked.column], group(row)
        best = (min if asked.lowest else max)(others, default=None)
        found[asked.best].append(best)
        if value is None:
            for name in (asked.rank, asked.tied, asked.of):
                found[name].append(None)
            continue
        before = [one for one in others if (one < value if asked.lowest else one > value)]
        found[asked.rank].append(1 + len(set(before) if asked.dense else before))
        found[asked.tied].append(others.count(value))
        found[asked.of].append(len(others))
    return found


def all_places(rows: Sequence[law.Record]) -> dict[str, list[Any]]:
    """The columns of everything that is ``ASKED``."""
    return {name: values for one in ASKED for name, values in places(rows, one).items()}
