"""One area's record: its points, and its points explained; of the schemes that are shipped, and of 20 items.

Run it: ``python benchmarks/scoring_records.py``. The records are drawn as :mod:`minsheng.testing`
draws them, without holes and with them. Never run as a test.
"""

from __future__ import annotations

import random
import statistics
import time
from decimal import Decimal
from fractions import Fraction

import attrs
from scoring import SCHEME

import minsheng as ms
from minsheng.domain.expression.evaluate import Worth
from minsheng.rules.scoring.forms.basic import AllOrNothing, Proportional
from minsheng.rules.scoring.judging.judge import Judge
from minsheng.rules.scoring.judging.subjects import bind
from minsheng.rules.scoring.regulation.items import Item
from minsheng.rules.scoring.regulation.scheme import Scheme
from minsheng.rules.scoring.score import score_records

ROUNDS = 40

#: 20 items of one indicator each
TWENTY = Scheme(
    "twenty", "某办法", "", rounding=("item",), no_figure="zero",  # type: ignore[arg-type]
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
        whole = column.name.rpartition("_")[2].rstrip("0123456789")
        most = 400 if column.places else 3
        least = 1 if whole in ("target", "place", "tied", "of", "asked") else 0
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
    judge = Judge(TWENTY)
    many = {f"县{n}": record(judge, n, holes=False) for n in range(2000)}
    start = time.perf_counter()
    score_records(TWENTY, many)
    print(f"  score_records, each of 2,000: {(time.perf_counter() - start) / 2000 * 1e6:.0f} us")


if __name__ == "__main__":
    main()
