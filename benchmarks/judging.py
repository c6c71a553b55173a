"""A CSV file judged row by row, beside a loop by hand; and the peak memory of a long one.

Run it: ``python benchmarks/judging.py``. The loop by hand reads the same rows with ``csv``, takes numbers
as ``Decimal`` and compares them; it knows nothing of encodings, ragged rows, totals, places or problems.
Never run as a test.
"""

from __future__ import annotations

import csv
import datetime
import random
import resource
import subprocess
import sys
import tempfile
from decimal import Decimal
from pathlib import Path

from timing import compare

import minsheng as ms

ROWS, LONG = 50_000, 500_000
KINDS = ("district", "county", "county-level-city")
FLOORS = {"district": Decimal(7800), "county": Decimal(5000), "county-level-city": Decimal(5000)}


def criteria() -> list[ms.Criterion]:
    """The floors of both allowances."""
    p = ms.load("yueyang-2023", readings={"subsistence-per-person": "per-person"})
    paid = ms.column("paid", "元/月", places=2, low=0, high=100_000)
    each = paid / ms.column("people", "人", low=0, high=20)
    kind, month, benefit = ms.column("area_kind"), ms.column("month"), ms.column("benefit")
    urban = p.standard("subsistence-urban").floor(area_kind=kind, on=month)
    rural = p.standard("subsistence-rural").floor(area_kind=kind, on=month)
    return [
        ms.Criterion("P201", each >= urban, when=benefit == "城市低保", title="城市低保标准"),
        ms.Criterion("P202", each >= rural, when=benefit == "农村低保", title="农村低保标准"),
    ]


def write(path: Path, rows: int) -> None:
    """Payments, of which one in a hundred has no amount."""
    drawn = random.Random(1)  # noqa: S311  # nothing is secret
    with path.open("w", encoding="utf-8") as file:
        file.write("household,area,area_kind,benefit,people,month,paid\n")
        for n in range(rows):
            people = drawn.randint(1, 6)
            cents = drawn.choice((65_000, 64_000, 41_667, 50_000)) * people
            paid = f"{cents // 100}.{cents % 100:02}" if drawn.randrange(100) else ""
            which, month = drawn.choice(("城市低保", "农村低保")), drawn.randint(1, 12)
            file.write(f"户{n},某区,{drawn.choice(KINDS)},{which},{people},2023-{month:02}-01,{paid}\n")


def by_hand(path: Path) -> list[int]:
    """Met, unmet, unknown."""
    found, first = [0, 0, 0], datetime.date(2023, 1, 1)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if not row["paid"] or datetime.date.fromisoformat(row["month"]) < first:
                found[2] += 1
                continue
            paid, people = Decimal(row["paid"]), int(row["people"])
            if row["benefit"] == "城市低保":
                met = paid >= 650 * people
            else:
                met = paid * 12 >= FLOORS[row["area_kind"]] * people
            found[not met] += 1
    return found


def peak(path: Path) -> None:
    """Judges a file in this process, and prints its peak memory."""
    judged = ms.embedding.judge_file(criteria(), path)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"  {judged.rows} rows: at most {most} MB", flush=True)


if __name__ == "__main__":
    if sys.argv[1:]:
        peak(Path(sys.argv[1]))
        raise SystemExit
    with tempfile.TemporaryDirectory() as folder:
        short, long = Path(folder) / "short.csv", Path(folder) / "long.csv"
        write(short, ROWS)
        rules = criteria()
        compare(
            f"{ROWS} rows by 2 criteria", 5,
            lambda: ms.embedding.judge_file(rules, short), lambda: by_hand(short),
        )  # fmt: skip
        write(long, LONG)
        for path in (short, long):
            subprocess.run([sys.executable, __file__, str(path)], check=True)
