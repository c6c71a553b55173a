"""What dividing costs, beside what one would write by hand for the same numbers.

Run it: ``python benchmarks/dividing.py``. Ours and the hand-written are measured in one run, in
turn, so that a busy machine slows both. By hand means: largest remainder on integers with ``divmod``
and a sort, no units, no checks, no working; for two margins, proportional fitting in floats, which
is not rounded and whose margins are not exact. Never run as a test.
"""

from __future__ import annotations

from functools import partial
from random import Random

from timing import medians

from minsheng.dividing.allocate import allocate
from minsheng.dividing.matrix import allocate_matrix
from minsheng.dividing.methods import Method

Matrix = list[list[int]]
RANDOM = Random(20230101)  # noqa: S311  # the same figures in every run, not secrets


def largest_remainder_by_hand(total: int, weights: dict[str, int]) -> dict[str, int]:
    """The plainest largest remainder there is."""
    whole = sum(weights.values())
    parts = {name: divmod(total * weight, whole) for name, weight in weights.items()}
    shares = {name: part[0] for name, part in parts.items()}
    left = total - sum(shares.values())
    for name in sorted(parts, key=lambda name: -parts[name][1])[:left]:
        shares[name] += 1
    return shares


def fitting_by_hand(weights: Matrix, rows: list[int], columns: list[int]) -> list[list[float]]:
    """Proportional fitting in floats, a fixed number of sweeps, nothing rounded."""
    cells = [[float(weight) for weight in row] for row in weights]
    for _ in range(20):
        for i, total in enumerate(rows):
            factor = total / sum(cells[i])
            cells[i] = [cell * factor for cell in cells[i]]
        for j, total in enumerate(columns):
            factor = total / sum(row[j] for row in cells)
            for row in cells:
                row[j] *= factor
    return cells


def margins(height: int, width: int, zeros: float) -> tuple[Matrix, list[int], list[int]]:
    """Weights, and the sums of some matrix with the same zeros."""
    weights = [
        [0 if RANDOM.random() < zeros else RANDOM.randint(1, 10**4) for _ in range(width)]
        for _ in range(height)
    ]
    held = [[RANDOM.randint(0, 3000) if weight else 0 for weight in row] for row in weights]
    return weights, [sum(row) for row in held], [sum(column) for column in zip(*held, strict=True)]


def divide_matrix(drawn: tuple[Matrix, list[int], list[int]], method: str) -> object:
    weights, rows, columns = drawn
    names = [f"列{j}" for j in range(len(columns))]
    listed = {f"行{i}": dict(zip(names, row, strict=True)) for i, row in enumerate(weights)}
    return allocate_matrix(
        dict(zip(listed, rows, strict=True)),
        dict(zip(names, columns, strict=True)),
        listed,
        unit="户",
        method=method,
    )


def one_margin(areas: int, rounds: int) -> None:
    weights = {f"区{i}": RANDOM.randint(1000, 10**6) for i in range(areas)}
    by = partial(allocate, "59000 人", weights, ties="order")
    by_methods = [partial(by, method=method) for method in Method]
    bounded = partial(by, method="webster", floors=2, caps=20000)
    hand = partial(largest_remainder_by_hand, 59000, weights)
    by_hand, *ours = medians(rounds, hand, *by_methods, bounded)
    print(f"{areas:5} areas   by hand (largest remainder) {by_hand:8.3f} ms")
    for name, taken in zip((*Method, "webster, floors and caps"), ours, strict=True):
        print(f"              {name:26} {taken:8.3f} ms   {taken / by_hand:6.1f} times")


def two_margins(height: int, width: int, rounds: int, *, biproportional: bool) -> None:
    for zeros in (0, 0.3):
        drawn = margins(height, width, zeros)
        hand, controlled = partial(fitting_by_hand, *drawn), partial(divide_matrix, drawn, "controlled")
        by_hand, ours = medians(rounds, hand, controlled)
        print(
            f"{height} × {width}, {zeros:.0%} zeros   controlled {ours:9.2f} ms"
            f"   fitting by hand, in floats, not rounded {by_hand:9.2f} ms   {ours / by_hand:5.2f} times"
        )
        if biproportional:
            [taken] = medians(max(2, rounds // 10), partial(divide_matrix, drawn, "biproportional"))
            print(f"{height} × {width}, {zeros:.0%} zeros   biproportional {taken:9.2f} ms")


def main() -> None:
    one_margin(13, 401)
    one_margin(2844, 21)
    two_margins(42, 14, 41, biproportional=True)
    two_margins(1000, 300, 1, biproportional=False)


if __name__ == "__main__":
    main()
