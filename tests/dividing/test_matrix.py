"""Dividing to two margins: every margin exact, zeros kept, and proofs of both kinds."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog  # type: ignore[import-untyped]

import minsheng as ms
from minsheng.dividing import MatrixDivision, allocate_matrix
from minsheng.dividing.fit import SCALE, Blocked, fit
from minsheng.dividing.flow import bits
from minsheng.dividing.reading import Weight
from minsheng.dividing.rounding import round_within_margins
from tests.dividing.strategies import Matrix, matrices

HALF = Fraction(1, 2)


def sums(matrix: Matrix) -> tuple[list[int], list[int]]:
    return [sum(line) for line in matrix], [sum(line) for line in zip(*matrix, strict=True)]


def divided(weights: Matrix, rows: list[int], columns: list[int], method: str) -> MatrixDivision:
    names = [f"列{j}" for j in range(len(columns))]
    listed = {f"行{i}": dict(zip(names, row, strict=True)) for i, row in enumerate(weights)}
    return allocate_matrix(
        dict(zip(listed, rows, strict=True)),
        dict(zip(names, columns, strict=True)),
        listed,
        unit="户",
        method=method,
    )


def cells(division: MatrixDivision) -> Matrix:
    return [[int(cell or 0) for cell in row.cells] for row in division.allocation]


# --- laws ------------------------------------------------------------------------------


@given(matrices(), st.sampled_from(("controlled", "biproportional")))
def test_every_margin_is_exact_and_a_zero_stays_zero(
    drawn: tuple[Matrix, list[int], list[int]], method: str
) -> None:
    """With structural zeros, empty rows and columns, and cells that the margins force to 0."""
    weights, rows, columns = drawn
    shares = cells(divided(weights, rows, columns, method))
    assert sums(shares) == (rows, columns)
    assert all(
        w or not x for ws, xs in zip(weights, shares, strict=True) for w, x in zip(ws, xs, strict=True)
    )
    assert min(min(line) for line in shares) >= 0


@given(matrices())
def test_a_fitted_matrix_has_the_margins_and_the_proportions(
    drawn: tuple[Matrix, list[int], list[int]],
) -> None:
    """Its margins are exact; each cell is weight × row × column, but for the error it states."""
    weights, rows, columns = drawn
    fitted = fit(weights, rows, columns)
    assert sums([list(line) for line in fitted.cells]) == (
        [r * SCALE for r in rows],
        [c * SCALE for c in columns],
    )
    assert fitted.error < Fraction(1, 10**8)
    for line, row, row_factor in zip(weights, fitted.cells, fitted.rows, strict=True):
        for weight, cell, factor in zip(line, row, fitted.columns, strict=True):
            exact = Fraction(weight * row_factor * factor, 1 << fitted.shift)
            # a cell that must be 0 was left out of the scaling
            assert cell == 0 or abs(Fraction(cell, SCALE) - exact) <= fitted.error + Fraction(2, SCALE)


@given(matrices())
def test_controlled_rounding_is_within_one_step_of_the_fitted(
    drawn: tuple[Matrix, list[int], list[int]],
) -> None:
    """Every cell is its fitted value rounded down or up."""
    division = divided(*drawn, "controlled")
    for row in division.allocation:
        for name, share in row.shares.items():
            assert abs(Fraction(share or 0) - division.fitted(row.indicator, name)) < 1


@settings(max_examples=60)
@given(matrices(max_size=3))
def test_no_rounding_has_its_farthest_cell_much_nearer(drawn: tuple[Matrix, list[int], list[int]]) -> None:
    """Against every rounding within the margins: the farthest cell is at most 1/32 farther."""
    fitted = fit(*drawn).cells

    def farthest(matrix: Matrix) -> Fraction:
        pairs = zip(matrix, fitted, strict=True)
        return max(abs(x - Fraction(f, SCALE)) for xs, fs in pairs for x, f in zip(xs, fs, strict=True))

    best = min(farthest(matrix) for matrix in roundings(fitted, sums_of(fitted)))
    assert farthest(round_within_margins(fitted)) <= max(best, HALF) + Fraction(1, 32)


@given(st.integers(1, 2), st.integers(0, 3), st.integers(0, 7))
def test_no_cell_is_moved_by_two_where_whole_rows_are_rounded_alike(size: int, whole: int, part: int) -> None:
    """Every cell is the same, so that each row and column lacks, or has too much of, several steps."""
    cell = whole * SCALE + part * SCALE // 8
    matrix = round_within_margins([[cell] * (8 * size)] * (8 * size))
    assert {x for row in matrix for x in row} <= {cell // SCALE, -(-cell // SCALE)}
    assert sums(matrix) == ([size * (8 * whole + part)] * 8 * size,) * 2


@given(matrices())
def test_the_nearest_whole_numbers_are_kept_where_they_have_the_margins(
    drawn: tuple[Matrix, list[int], list[int]],
) -> None:
    """Nothing is moved that need not be."""
    fitted = fit(*drawn).cells
    nearest = [[(2 * cell + SCALE) // (2 * SCALE) for cell in row] for row in fitted]
    if sums(nearest) == sums_of(fitted):
        assert round_within_margins(fitted) == nearest


def sums_of(fitted: tuple[tuple[int, ...], ...]) -> tuple[list[int], list[int]]:
    rows, columns = sums([list(line) for line in fitted])
    return [r // SCALE for r in rows], [c // SCALE for c in columns]


def roundings(fitted: tuple[tuple[int, ...], ...], margins: tuple[list[int], list[int]]) -> Iterator[Matrix]:
    width = len(fitted[0])
    choices = [sorted({cell // SCALE, -(-cell // SCALE)}) for line in fitted for cell in line]
    for flat in product(*choices):
        matrix = [list(flat[at : at + width]) for at in range(0, len(flat), width)]
        if sums(matrix) == margins:
            yield matrix


# --- feasibility, against a linear program ---------------------------------------------


@given(
    st.integers(1, 4).flatmap(
        lambda width: st.lists(
            st.lists(st.integers(0, 2), min_size=width, max_size=width), min_size=1, max_size=4
        )
    ),
    st.data(),
)
def test_what_is_refused_has_no_solution_and_the_cut_proves_it(weights: Matrix, data: st.DataObject) -> None:
    """A linear program agrees; the rows named want more than the columns they may use have."""
    height, width = len(weights), len(weights[0])
    rows = data.draw(st.lists(st.integers(0, 5), min_size=height, max_size=height))
    total = sum(rows)
    ends = sorted(data.draw(st.lists(st.integers(0, total), min_size=width - 1, max_size=width - 1)))
    columns = [b - a for a, b in zip([0, *ends], [*ends, total], strict=True)]
    try:
        fit(weights, rows, columns)
    except Blocked as blocked:
        assert not solvable(weights, rows, columns)
        inside, room = list(bits(blocked.cut.rows)), list(bits(blocked.cut.columns))
        assert sum(rows[i] for i in inside) > sum(columns[j] for j in room)
        assert all(not weights[i][j] for i in inside for j in range(width) if j not in room)
    else:
        assert solvable(weights, rows, columns)


def solvable(weights: Matrix, rows: list[int], columns: list[int]) -> bool:
    height, width = len(weights), len(weights[0])
    by_row = [[float(k // width == i) for k in range(height * width)] for i in range(height)]
    by_column = [[float(k % width == j) for k in range(height * width)] for j in range(width)]
    bounds = [(0, None if w else 0) for line in weights for w in line]
    found = linprog(
        [0.0] * (height * width),
        A_eq=[*by_row, *by_column],
        b_eq=[*rows, *columns],
        bounds=bounds,
        method="highs",
    )
    return bool(found.status == 0)


# --- biproportional --------------------------------------------------------------------


@given(matrices())
def test_the_multipliers_prove_a_biproportional_apportionment(
    drawn: tuple[Matrix, list[int], list[int]],
) -> None:
    """Weight × row × column, rounded half up or half down, is the cell (Balinski and Demange)."""
    weights, rows, columns = drawn
    division = divided(weights, rows, columns, "biproportional")
    for line, xs, row in zip(weights, cells(division), division.row_multipliers, strict=True):
        for weight, x, column in zip(line, xs, division.column_multipliers, strict=True):
            assert abs(weight * row * column - x) <= HALF


@settings(max_examples=60)
@given(matrices(max_size=3))
def test_a_biproportional_apportionment_is_unique_but_for_ties(
    drawn: tuple[Matrix, list[int], list[int]],
) -> None:
    """Of all matrices with the margins it makes Π w^x ÷ Π signposts greatest; others are tied."""
    weights, rows, columns = drawn
    division = divided(weights, rows, columns, "biproportional")

    def worth(matrix: Matrix) -> Fraction:
        product_ = Fraction(1)
        for ws, xs in zip(weights, matrix, strict=True):
            for w, x in zip(ws, xs, strict=True):
                for k in range(x):
                    product_ *= w / (k + HALF)
        return product_

    every = list(all_with(weights, rows, columns))
    best = max(map(worth, every))
    chosen = cells(division)
    assert worth(chosen) == best
    others = [m for m in every if worth(m) == best and m != chosen]
    moved = {
        (f"行{i}", f"列{j}")
        for m in others
        for i, (xs, ys) in enumerate(zip(m, chosen, strict=True))
        for j, (x, y) in enumerate(zip(xs, ys, strict=True))
        if x != y
    }
    assert moved == set(division.tied)


def all_with(weights: Matrix, rows: list[int], columns: list[int]) -> Iterator[Matrix]:
    """Every whole matrix with these margins and zeros."""
    if not rows:
        if not any(columns):
            yield []
        return
    ranges = [range(min(rows[0], c) + 1 if w else 1) for w, c in zip(weights[0], columns, strict=True)]
    for first in product(*ranges):
        if sum(first) == rows[0]:
            left = [c - x for c, x in zip(columns, first, strict=True)]
            for rest in all_with(weights[1:], rows[1:], left):
                yield [list(first), *rest]


# --- what goes in and comes out --------------------------------------------------------


ROADS: dict[str, dict[str, Weight]] = {
    "道路": {"甲县": 3, "乙县": 2, "丙区": 1},
    "水渠": {"甲县": 5, "乙县": 1, "丙区": None},
}


def test_a_matrix_in_a_decimal_step() -> None:
    division = allocate_matrix(
        {"道路": "10.5", "水渠": ms.Amount(6000, "米")},
        {"甲县": "9", "乙县": "4.5", "丙区": 3},
        ROADS,
        unit="公里",
        step="0.5",
    )
    assert [str(row.total) for row in division.allocation] == ["10.5 公里", "6.0 公里"]
    assert division.allocation["水渠"].shares["丙区"] is None
    assert division.table().rows[-1] == ("合计", "9.0", "4.5", "3.0", "16.5")
    assert division.explain("道路").splitlines()[0] == "道路 10.5 公里，比例拟合后受控取整，步长 0.5"
    assert str(division) == division.table().to_text()
    assert "<table" in division._repr_html_()
    with pytest.raises(ms.UnknownName):
        division.fitted("道路", "丁区")


def test_the_real_programme_in_two_margins(yueyang: ms.Programme) -> None:
    """Two rows in 户 with the notice's own sums: both margins come out as printed."""
    chosen = [yueyang.allocation[id] for id in ("home-adaptation", "meter-renovation")]
    areas = [area for area in chosen[0].areas if any(row.shares[area] for row in chosen)]
    columns = {area: sum(row.shares[area] or 0 for row in chosen) for area in areas}
    users = {area: yueyang.allocation["users"].shares[area] for area in areas}
    weights = {
        row.indicator: {a: None if row.shares[a] is None else users[a] for a in areas} for row in chosen
    }
    totals = {row.indicator: row.total for row in chosen}
    division = allocate_matrix(totals, columns, weights, unit="户")
    assert [row.total for row in division.allocation] == [row.total for row in chosen]
    for area in areas:
        assert sum(row.shares[area] or 0 for row in division.allocation) == columns[area]


def problems(rows: dict[str, object], columns: dict[str, object], weights: object) -> list[str]:
    with pytest.raises(ms.DataError) as caught:
        allocate_matrix(rows, columns, weights, unit="户")  # type: ignore[arg-type]
    return [str(problem) for problem in caught.value.problems]


def test_margins_that_cannot_be_met_name_what_is_in_the_way() -> None:
    weights = {"一": {"甲": 1}, "二": {"甲": 1, "乙": 1}, "三": {"乙": 2}}
    assert problems({"一": 5, "二": 5, "三": 1}, {"甲": 3, "乙": 8}, weights) == [
        "行列：（一 5）合计 5，只能放进（甲 3），那里合计只有 3；请改这些行或列的合计，或给别的格子权重"
    ]
    assert problems({"一": 5}, {"甲": 5}, {}) == [
        "行列：（一 5）合计 5，只能放进（没有一列），那里合计只有 0；请改这些行或列的合计，或给别的格子权重"
    ]


def test_margins_that_are_wrong_are_all_said() -> None:
    said = problems({"一": -5, "二": "7.5"}, {"甲": 3}, {})
    assert said == ["行“一”：合计是 -5；合计不能小于 0", "合计：各行之和 2.5，各列之和 3；两边的总和要相等"]
    assert problems({"一": 5}, {"甲": 5}, {"一": {"甲": -1}}) == ["一，甲：权重是 -1；权重不能小于 0"]


def test_misuse() -> None:
    with pytest.raises(ms.UnknownName):
        allocate_matrix({"一": 1}, {"甲": 1}, {"二": {"甲": 1}}, unit="户")
    with pytest.raises(ms.UnknownName):
        allocate_matrix({"一": 1}, {"甲": 1}, {"一": {"乙": 1}}, unit="户")
    with pytest.raises(ValueError, match="at least one row"):
        allocate_matrix({}, {"甲": 1}, {}, unit="户")
    with pytest.raises(TypeError, match="a float is not exact"):
        allocate_matrix({"一": 0.5}, {"甲": 1}, {}, unit="户")  # type: ignore[dict-item]


def test_margins_are_exact_at_size() -> None:
    """60 × 40 with zeros, and totals in the millions."""
    weights = [[(7 * i + 11 * j) % 13 * (i + 1) for j in range(40)] for i in range(60)]
    held = [
        [w * 1000 + (i * j) % 17 if w else 0 for j, w in enumerate(line)] for i, line in enumerate(weights)
    ]
    division = divided(weights, *sums(held), "controlled")
    assert sums(cells(division)) == sums(held)
