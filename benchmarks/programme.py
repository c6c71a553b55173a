"""What importing, loading and checking cost, beside the plainest hand-written equivalents.

Run it: ``python benchmarks/programme.py``. Everything is measured in one run, in turn, so that a
busy machine slows both; the medians and their ratios are what to quote. Never run as a test.
"""

from __future__ import annotations

import csv
import subprocess
import sys
import tomllib
from collections.abc import Callable
from decimal import Decimal
from importlib.resources import files

from timing import medians

import minsheng as ms

FOLDER = files("minsheng") / "data" / "yueyang-2023"
ROUNDS = 41


def interpreter(code: str) -> Callable[[], object]:
    """A fresh interpreter that runs ``code``."""
    return lambda: subprocess.run([sys.executable, "-c", code], check=True)


def read_by_hand() -> list[dict[str, str]]:
    """The four files as plain data: no values, no checks, no errata, no readings."""
    for name in ("programme.toml", "projects.toml"):
        tomllib.loads((FOLDER / name).read_text("utf-8"))
    list(csv.DictReader((FOLDER / "areas.csv").read_text("utf-8").splitlines()))
    return list(csv.DictReader((FOLDER / "allocation.csv").read_text("utf-8").splitlines()))


RAW = read_by_hand()
P = ms.load("yueyang-2023")
SUMS = ms.select(ms.STANDARD_RULES, "A101")


def sums_by_hand() -> list[str]:
    """What A101 says, by hand: each row's sum written out beside its target."""
    said = []
    for row in RAW:
        if row["indicator"] == "e-licences":
            continue
        cells = {c: v for c, v in row.items() if c not in ("indicator", "unit")}
        shares = [(c, Decimal(v)) for c, v in cells.items() if v not in ("/", "")]
        total = sum(v for _, v in shares)
        said.append(" + ".join(f"{c} {v}" for c, v in shares) + f" = {total} {row['unit']}")
    return said


def main() -> None:
    nothing, attrs, ours = medians(
        ROUNDS, interpreter("pass"), interpreter("import attrs"), interpreter("import minsheng")
    )
    print(f"import    bare {nothing:6.1f} ms   attrs {attrs:6.1f} ms   minsheng {ours:6.1f} ms")
    print(f"          beyond a bare one: minsheng {ours - nothing:.1f} ms, attrs {attrs - nothing:.1f} ms")
    by_hand, loaded = medians(ROUNDS, read_by_hand, lambda: ms.load("yueyang-2023"))
    print(
        f"load      {loaded:6.2f} ms   plain data by hand {by_hand:6.2f} ms   ratio {loaded / by_hand:5.2f}"
    )
    dumped = ms.dump(P)
    from_json, digest = medians(ROUNDS, lambda: ms.load(dumped), P.digest)
    print(f"          from JSON {from_json:6.2f} ms   digest {digest:6.2f} ms")
    checked, rule, by_hand = medians(ROUNDS, lambda: ms.check(P), lambda: list(SUMS[0](P)), sums_by_hand)
    print(f"check     {checked:6.2f} ms for the {len(ms.STANDARD_RULES)} standard rules")
    print(f"          A101 {rule:6.2f} ms   the sums by hand {by_hand:6.2f} ms   ratio {rule / by_hand:5.2f}")


if __name__ == "__main__":
    main()
