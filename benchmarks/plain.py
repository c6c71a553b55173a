"""A register of 100,000 records as JSON and back, beside ``json`` and constructors by hand.

Run it: ``python benchmarks/plain.py``. By hand, fields are written and read by name, units and periods are
remembered, and a fault raises whatever it raises: nothing is checked for keys that stand twice or are
unknown, for characters nobody sees, for size or depth, and nothing is told with its place. Values check
themselves both ways. Never run as a test.
"""

from __future__ import annotations

import datetime
import json
import random
from decimal import Decimal
from functools import lru_cache
from typing import Any

from timing import compare

import minsheng as ms

RECORDS, ROUNDS = 100_000, 5


def progress() -> ms.Progress:
    """Every figure with all that registers say of one."""
    drawn = random.Random(1)  # noqa: S311  # nothing is secret
    p = ms.load("yueyang-2023")
    items = [one.id for project in p.projects for one in project.indicators]
    areas, unit = [one.name for one in p.areas], ms.Unit.parse("万人")
    months = [ms.Period.parse(f"2023年{month}月") for month in range(1, 13)]
    return ms.Progress(
        tuple(
            ms.Record(
                items[n % len(items)], months[n % 12],
                ms.Amount(Decimal(drawn.randrange(10_000_000)).scaleb(-2), unit), areas[n % len(areas)],
                on=datetime.date(2023, 1 + n % 12, 1 + n % 28), by=areas[n % len(areas)],
                source=f"台账.xlsx “6月”表第{n}行D列",
            )
            for n in range(RECORDS)
        )
    )  # fmt: skip


def write(register: ms.Progress) -> str:
    """By hand: the fields that have something else than their default."""
    listed = [
        {
            "indicator": one.indicator, "period": str(one.period), "value": str(one.value), "area": one.area,
            "by": one.by, "on": one.on.isoformat() if one.on else None, "source": one.source,
        }
        for one in register.records
    ]  # fmt: skip
    return json.dumps({"format": "minsheng/progress", "version": 1, "records": listed}, ensure_ascii=False)


def read(text: str) -> ms.Progress:
    """By hand: constructors, called with what stands there."""
    period, unit = lru_cache(ms.Period.parse), lru_cache(ms.Unit.parse)

    def amount(written: str) -> ms.Amount:
        number, _, of = written.partition(" ")
        return ms.Amount(Decimal(number), unit(of))

    def record(one: dict[str, Any]) -> ms.Record:
        day = datetime.date.fromisoformat(one["on"])
        return ms.Record(
            one["indicator"], period(one["period"]), amount(one["value"]), one["area"], by=one["by"], on=day,
            source=one["source"],
        )  # fmt: skip

    return ms.Progress(tuple(record(one) for one in json.loads(text)["records"]))


if __name__ == "__main__":
    register = progress()
    text = ms.dump(register)
    assert read(write(register)) == register == ms.load_json(text)
    compare(f"{RECORDS} records to JSON", ROUNDS, lambda: ms.dump(register), lambda: write(register))
    compare(f"{RECORDS} records of JSON", ROUNDS, lambda: ms.load_json(text), lambda: read(text))
