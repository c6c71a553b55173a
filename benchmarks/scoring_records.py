"""One area's record: its points, and its points explained; of the schemes that are shipped, and of 20 items.

Run it: ``python benchmarks/scoring_records.py``. The records are drawn as :mod:`minsheng.testing`
draws them, without holes and with them. Then 10,000 records of the 20 items, scored, ranked and each
kept with where its points come from, beside a loop by hand that only adds them up and ranks them; and
one of them explained, beside sentences by hand. Never run as a test.
"""

from __future__ import annotations

import random
import statistics
import time
from decimal import Decimal
from fractions import Fraction

import attrs
from scoring import SCHEME
from timing import compare

import minsheng as ms
from minsheng.domain.expression.evaluate import Worth
from minsheng.rules.scoring.forms.basic import AllOrNothing, Proportional
from minsheng.rules.scoring.judging.binding import bind
from minsheng.rules.scoring.judging.judge import Judge
from minsheng.rules.scoring.regulation.items import Item
from minsheng.rules.scoring.regulation.scheme import Scheme
from minsheng.rules.scoring.score import score_records

ROUNDS = 40

#: 20 items of one indicator each
TWENTY = Scheme(
    "twenty", "某办法", "", rounding=("item",), no_figure="zero",
    items=tuple(
        Item(f"item{n}", f"第{n}项", (Proportional(), AllOrNothing())[n % 2], Decimal(5),
             indicators=(f"i{n}",), unit=ms.Amount(1, "户").unit, places=2, most=Decimal(10**6))
        for n in range(20)
    ),
)  # fmt: skip


def record(judge: Judge, seed: int, *, holes: bool) -> dict[str, Worth]:
    """Values by column, within what is declared."""
    drawn = random.Random(seed)  # noqa: S311  # nothing is secret
    values: dict[str, Worth] = {}
    for column in judge.formulas.facts:
        if column.choices:
            values[column.name] = str(drawn.choice(column.choices))
            continue
        whole = column.name.rpartition("_")[2].rstrip("0123456789")
        most = 400 if column.places else 3
        least = 1 if whole in ("target", "rank", "tied", "of", "asked") else 0
        number = Fraction(drawn.randint(least, most), 4 if column.places > 1 else 1)
        values[column.name] = min(max(number, Fraction(column.low)), Fraction(column.high))
        if holes and drawn.random() < 0.05:
            values[column.name] = None
    return values


def each(judge: Judge, records: list[dict[str, Worth]], *, explain: bool) -> float:
    """The median of what one takes, in microseconds."""
    taken = []
    for one in (*records[:3], *records):
        start = time.perf_counter()
        judge.judge(one, explain=explain)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken[3:]) * 1e6


# --- by hand -----------------------------------------------------------------------------------


def points_by_hand(record: dict[str, Decimal | None]) -> int:
    """The total in hundredths of a point, as whole numbers."""
    total = 0
    for n in range(20):
        target, actual = record[f"i{n}_target"], record[f"i{n}_actual"]
        if actual is None or target is None:
            continue
        asked, done = int(target * 100), int(actual * 100)
        if n % 2 or asked <= 0:
            total += 500 if done >= asked else 0
        else:
            total += min((done * 1000 + asked) // (2 * asked), 500)
    return total


def ranked_by_hand(records: dict[str, dict[str, Decimal | None]]) -> list[tuple[int, str, int]]:
    """Place, name and total of each, the first first."""
    ordered = sorted(((points_by_hand(one), name) for name, one in records.items()), key=lambda one: -one[0])
    found: list[tuple[int, str, int]] = []
    for at, (points, name) in enumerate(ordered, 1):
        place = found[-1][0] if found and found[-1][2] == points else at
        found.append((place, name, points))
    return found


def told_by_hand(record: dict[str, Decimal | None]) -> list[str]:
    """What every item comes to, in words, and what is left to do."""
    lines = []
    for n in range(20):
        target, actual = record[f"i{n}_target"], record[f"i{n}_actual"]
        if actual is None or target is None:
            lines.append("没有数，得 0 分")
            continue
        text, left = f"完成 {actual} 户，目标 {target} 户", target - actual
        if n % 2:
            text += "，达标得 5 分" if left <= 0 else "，未达标得 0 分"
        else:
            rate = actual * 100 / target
            text += f"，5 × {rate:.6f}% = {min(rate / 20, Decimal(5)):.2f} 分"
        lines.append(f"{text}；再完成 {left} 户" if left > 0 else text)
    return lines


def beside_hand(many: int) -> None:
    """Many records ranked, and one explained."""
    judge = Judge(TWENTY)
    drawn = [record(judge, n, holes=False) for n in range(many)]
    records = {
        f"县{n}": {
            key: Decimal(v.numerator) / v.denominator for key, v in one.items() if isinstance(v, Fraction)
        }
        for n, one in enumerate(drawn)
    }
    found = score_records(TWENTY, records)
    by_hand: dict[str, dict[str, Decimal | None]] = {name: {**one} for name, one in records.items()}
    assert [(s.rank, s.name, int(s.points * 100)) for s in found] == ranked_by_hand(by_hand)
    compare(
        f"score_records, {many:,}", 5,
        lambda: score_records(TWENTY, records), lambda: ranked_by_hand(by_hand),
    )  # fmt: skip
    few, own = drawn[:200], [*by_hand.values()][:200]
    compare(
        "explained, 200", 9,
        lambda: [judge.judge(one, explain=True) for one in few], lambda: [told_by_hand(one) for one in own],
    )  # fmt: skip


def main() -> None:
    shipped = [ms.load_scheme(name) for name in ms.scoring.scheme_names()]
    for scheme in (*shipped, TWENTY, attrs.evolve(SCHEME, name="twenty, of 49 indicators")):
        start = time.perf_counter()
        try:
            judge = Judge(scheme)
        except ms.MinshengError:  # about all indicators of a programme: of 45
            judge = Judge(bind(scheme, ms.load("yueyang-2023")))
        judge.judge(record(judge, 0, holes=False))
        ready = time.perf_counter() - start
        judge.judge(record(judge, 0, holes=False), explain=True)
        first = time.perf_counter() - start - ready
        line = f"  {scheme.name:26} ready {ready * 1e3:6.1f} ms, to explain {first * 1e3:6.1f} ms;"
        for holes in (False, True):
            records = [record(judge, seed, holes=holes) for seed in range(ROUNDS)]
            points, told = (each(judge, records, explain=explain) for explain in (False, True))
            line += f" {'holes' if holes else 'full'}: points {points:6.0f} us, explained {told:7.0f} us;"
        print(line, flush=True)
    beside_hand(10_000)


if __name__ == "__main__":
    main()
