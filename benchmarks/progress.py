"""What checking a register costs, beside the plainest hand-written equivalent, and how it grows.

Run it: ``python benchmarks/progress.py``. Both judge the same figures of the notice of 2023,
reported and verified every ten days, some corrected, by eight rules of family P, in the same run and
in turn. Before anything is measured, both must find the same number of things. Never run as a test.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from timing import medians

import minsheng as ms

P = ms.load("yueyang-2023")
RULES = ms.select(ms.STANDARD_RULES, "P101", "P102", "P105", "P106", "P108", "P109", "P112", "P113")
SIZES = (1_000, 5_000, 20_000, 100_000)
END = datetime.date(P.year, 12, 31)
CITY = "市本级"


class Line(NamedTuple):
    """A figure as a row of a sheet."""

    item: str
    area: str
    end: datetime.date
    value: Decimal
    unit: str
    on: datetime.date
    verified: bool


def lines(count: int) -> list[Line]:
    """So many figures, series by series: rising, now and then falling, corrected and verified."""
    periods = [p for month in range(1, 13) for p in ms.Period.month(P.year, month).split("ten-days")]
    found: list[Line] = []
    for step in range(1000):
        for row in P.allocation.rows:
            target = P.indicator(row.indicator).target
            if target is None:
                continue
            unit = target.amount.unit.text
            for area in (*row.areas, CITY):
                for n, period in enumerate(periods):
                    value = Decimal(10 * n - 25 * (n % 7 == 6) + step)
                    on = period.last + datetime.timedelta(days=step % 20 + 1)
                    found.append(Line(row.indicator, area, period.last, value, unit, on, False))
                    if n % 3 == 0:
                        found.append(
                            Line(row.indicator, area, period.last, value - n % 5 * 9, unit, on, True)
                        )
                    if n % 5 == 0:
                        later = on + datetime.timedelta(days=1)
                        found.append(Line(row.indicator, area, period.last, value + 1, unit, later, False))
                if len(found) >= count:
                    return found[:count]
    return found


def register(listed: list[Line]) -> ms.Progress:
    """The same as values."""
    return ms.Progress(
        tuple(
            ms.Record(
                line.item, ms.Period.to_date(line.end), ms.Amount(line.value, line.unit), line.area,
                verified=line.verified, on=line.on,
            )
            for line in listed
        )
    )  # fmt: skip


# --- by hand -----------------------------------------------------------------------------

SHARES = {
    (row.indicator, area): share
    for row in P.allocation.rows
    for area, share in (*row.shares.items(), (CITY, row.city_share))
}
ITEMS = {i.id: i for i in P.indicators if i.target}
#: of each indicator, how many of the target's unit make one of its row's
FACTORS = {row.indicator: row.unit.factor for row in P.allocation.rows}


def asked(item: str, area: str) -> Fraction | None:
    """An area's target, in the unit of the figures."""
    share, target = SHARES[item, area], ITEMS[item].target
    if share is None or target is None:
        return None
    if ITEMS[item].additivity is ms.domain.Additivity.EACH:
        return Fraction(target.amount.value)
    return Fraction(share) * FACTORS[item] / target.amount.unit.factor


def by_hand(listed: list[Line]) -> tuple[list[str], list[str]]:
    """What is found and what holds, as sentences: the checks of family P on plain rows."""
    found: list[str] = []
    held: list[str] = []
    units = {id: item.target.amount.unit.text for id, item in ITEMS.items() if item.target}

    def say(fine: bool, where: str, said: str) -> None:
        (held if fine else found).append(f"{where}：{said}")

    groups: dict[tuple[str, str, datetime.date, bool], list[Line]] = {}
    for line in listed:
        groups.setdefault((line.item, line.area, line.end, line.verified), []).append(line)
    series: dict[tuple[str, str, bool], list[tuple[datetime.date, Decimal]]] = {}
    clear = 0
    for (item, area, end, verified), lines in groups.items():
        newest = max(line.on for line in lines)
        standing = {line.value for line in lines if line.on == newest}
        if len(standing) > 1:
            say(False, f"{area} {ITEMS[item].text} {end}", "、".join(map(str, sorted(standing))))
            continue
        clear += 1
        series.setdefault((item, area, verified), []).append((end, standing.pop()))
    held.append(f"{clear} 个数只报一次，或后报的更正先报的")
    held.append(f"{len(listed)} 个完成数是数")
    for (item, area, verified), figures in series.items():
        figures.sort()
        unit = units[item]
        where = f"{area} {ITEMS[item].text}"
        for (_, before), (end, now) in pairwise(figures):
            sign = "≥" if now >= before else "<"
            say(now >= before, f"{where} {end}", f"{now} {unit} {sign} {before} {unit}")
        if verified:
            continue
        checked = dict(series.get((item, area, True), ()))
        for end, reported in figures:
            if end not in checked:
                continue
            other = checked[end]
            sign = "≤" if other <= reported else ">"
            say(other <= reported, f"{where} {end}", f"{other} {unit} {sign} {reported} {unit}")
            low, high = reported * Decimal("0.95"), reported * Decimal("1.05")
            said = f"{other} {unit} ≥ {reported} × 0.95 = {low} {unit}；≤ {reported} × 1.05 = {high} {unit}"
            say(low <= other <= high, f"{where} {end}", said)
        share = SHARES[item, area]
        say(share is not None, where, "有任务数" if share is not None else "没有任务数，却报了完成数")
        done, target = Fraction(figures[-1][1]), asked(item, area)
        if target:
            rate = done / target
            said = f"{done} ÷ {target} = {float(rate):.2%}，序时进度 100.00%，相差 {float(rate - 1):+.2%}"
            say(rate >= 1, where, said)
            say(done <= 3 * target, where, f"{done} {unit} ≤ {target} × 3 {unit}")
    return found, held


def checked(records: tuple[ms.Record, ...]) -> ms.Report:
    """What the library says; a register made anew, so that nothing is kept from the last time."""
    return ms.check(P, progress=ms.Progress(records), on=END, rules=RULES)


def main() -> None:
    for size in SIZES:
        listed = lines(size)
        records = register(listed).records
        found = len(checked(records).findings)
        assert found == len(by_hand(listed)[0])
        whole, made, hand = medians(
            5 if size < 50_000 else 3,
            partial(checked, records), partial(ms.Progress, records), partial(by_hand, listed),
        )  # fmt: skip
        print(
            f"{size:7} records   check {whole - made:8.1f} ms, {(whole - made) / size * 1000:5.1f} µs each"
            f"   by hand {hand:7.1f} ms   ratio {(whole - made) / hand:5.2f}   findings {found}"
        )


if __name__ == "__main__":
    main()
