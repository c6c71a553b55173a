"""Invented months of the 2023 programme: thirteen counties, each at a pace of its own."""

from __future__ import annotations

import datetime
import random
from collections.abc import Collection
from decimal import Decimal

import minsheng as ms

P = ms.load("yueyang-2023")
LIGHTS = ms.measuring.load_lights("yinchuan-2025")


def invented(months: int, *, silent: Collection[str] = (), seed: int = 7) -> ms.Progress:
    """What the areas of 2023 might have reported by the end of a month; nothing of it is true."""
    chance = random.Random(seed)  # noqa: S311  # invented figures, no secrets
    records: list[ms.Record] = []
    for row in P.allocation.rows:
        shares = {**row.shares, "市本级": row.city_share}
        for area, share in shares.items():
            pace = chance.choice((3, 5, 6, 6, 7, 8, 12))
            if share is None or area in silent:
                continue
            last = Decimal(1).scaleb(int(share.as_tuple().exponent))
            for month in range(1, months + 1):
                done = ms.Amount((share * pace * month / 72).quantize(last), row.unit)
                source = f"{area}{month}月.xlsx 第{len(records) % 50 + 3}行"
                period, day = ms.Period.month(2023, month), datetime.date(2023, month + 1, 3)
                records.append(ms.Record(row.indicator, period, done, area, by=area, on=day, source=source))
    return ms.Progress(tuple(records))
