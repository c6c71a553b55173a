"""What reading an XLSX register costs, beside calamine alone and building the records by hand.

Run it: ``python benchmarks/reading.py``. The register has 20,000 rows of 19 columns, once in plain
cells and once with number formats: two decimals, thousands, per cent, dates. By hand means
what somebody would write who knows the file by heart: calamine for the bytes, then a record for
each row, with no header looked for, no unit read, nothing checked. Both make an equal register.
Everything is measured in one run, in turn, in processor time; the median of the pairs' ratios is
what to quote.
"""

from __future__ import annotations

import datetime
import io
import random
import statistics
import time
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

import python_calamine
import xlsxwriter  # type: ignore[import-untyped]  # it brings no types

import minsheng as ms
from minsheng.domain.period import Period
from minsheng.domain.progress import Progress
from minsheng.domain.record import Record
from minsheng.reading.progress import read_progress

ROUNDS = 7
ROWS = 20_000
HEADER = (
    "序号", "县市区", "项目名称", "考核指标", "计量单位", "年度目标", "累计完成", "完成率", "期间",
    "牵头单位", "责任单位", "责任人", "联系电话", "填报单位", "填报日期", "备注", "类别", "排名", "得分",
)  # fmt: skip
P = ms.load("yueyang-2023")


def a_register(*, formatted: bool = False) -> bytes:
    """Figures of every share and ten-day period, each of a size that it could have."""
    chance = random.Random(2023)  # noqa: S311  # no secret
    asked = {
        (row.indicator, area): ms.Amount(share, row.unit)
        for row in P.allocation
        for area, share in row.present
    }
    lines = [
        (item, area.name, asked.get((item.id, area.name), item.target.amount))
        for item in P.indicators
        for area in P.areas
        if item.target and (item.id not in P.allocation or (item.id, area.name) in asked)
    ]
    periods = [str(part) for part in Period.of_year(2023).split("ten-days")]
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "constant_memory": False}) as book:
        sheet = book.add_worksheet("进度")
        sheet.write_row(0, 0, HEADER)
        formats: dict[int, Any] = {}
        if formatted:
            codes = {5: "#,##0.00", 6: "#,##0.00", 7: "0.0%", 14: "yyyy\\-mm\\-dd", 18: "0.00"}
            formats = {column: book.add_format({"num_format": code}) for column, code in codes.items()}
        for n in range(ROWS):
            item, area, share = lines[n % len(lines)]
            period = periods[n // len(lines) % len(periods)]
            project, unit = P.project_of(item.id), share.unit
            places = 0 if unit.counted and unit.factor == 1 else 2
            share_of_it = chance.randrange(30, 130) / 100
            done = round(float(share.value) * share_of_it, places)
            on = datetime.date(2023, n % 12 + 1, 20 + n // (len(lines) * len(periods)))
            cells = (
                n + 1, area, project.title, item.text, str(unit), float(share.value), done,
                share_of_it, period, project.assignments[0].lead_agency,
                "、".join(project.assignments[0].responsible_agencies), "某某", "0730-8880000",
                f"{area}实事办", on if formatted else on.isoformat(), f"第{n}行", "民生", n % 13 + 1,
                chance.randrange(10_000) / 100,
            )  # fmt: skip
            for column, cell in enumerate(cells):
                sheet.write(n + 1, column, cell, formats.get(column))
    return out.getvalue()


def bytes_alone(data: bytes) -> list[list[Any]]:
    """What calamine takes to make plain values of the file."""
    with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        return book.get_sheet_by_index(0).to_python()


def by_hand(data: bytes) -> Progress:
    """The same register by hand, for this one file."""
    items = {i.text: i for i in P.indicators}
    units = {str(unit): unit for unit in (*(i.target.amount.unit for i in items.values() if i.target),
                                          *(row.unit for row in P.allocation))}  # fmt: skip
    records = []
    for n, row in enumerate(bytes_alone(data)[1:], 2):
        item = items[row[3]]
        assert item.target is not None
        unit = units[row[4]]
        target = ms.Bound(item.target.relation, ms.Amount(_decimal(row[5]), unit))
        value = ms.Amount(_decimal(row[6]), unit)
        on = row[14] if isinstance(row[14], datetime.date) else datetime.date.fromisoformat(row[14])
        source = f"数据 “进度”表第{n}行"
        records.append(
            Record(item.id, _period(row[8]), value, row[1], by=row[13], on=on, target=target, source=source)
        )
    return Progress(tuple(records))


def _decimal(value: float) -> Decimal:
    return Decimal(repr(value))


_PERIODS = {str(part): part for part in Period.of_year(2023).split("ten-days")}


def _period(text: str) -> Period:
    return _PERIODS[text]


def processor_time(function: Callable[[bytes], object], data: bytes) -> float:
    start = time.process_time()
    function(data)
    return (time.process_time() - start) * 1000


def main() -> None:
    for formatted in (False, True):
        data = a_register(formatted=formatted)
        assert read_progress(data, P) == by_hand(data)
        ways = (bytes_alone, by_hand, partial(read_progress, programme=P))
        taken = [[processor_time(way, data) for way in ways] for _ in range(ROUNDS)]
        alone, hand, ours = map(statistics.median, zip(*taken, strict=True))
        ratio = statistics.median(mine / by for _, by, mine in taken)
        print(
            f"{ROWS} rows × {len(HEADER)} columns, {len(data) / 1e6:.1f} MB,"
            f" {'formatted' if formatted else 'plain'}"
        )
        print(f"calamine alone        {alone:7.0f} ms")
        print(f"calamine and records  {hand:7.0f} ms")
        print(f"read_progress         {ours:7.0f} ms   ratio {ratio:.2f}")


if __name__ == "__main__":
    main()
