"""What reading an XLSX register costs, beside calamine alone and building the records by hand.

Run it: ``python benchmarks/reading.py``. The register has 20,000 rows of 19 columns. By hand means
what somebody would write who knows the file by heart: calamine for the bytes, then a record for
each row, with no header looked for, no unit read, nothing checked. Both make an equal register.
Everything is measured in one run, in turn; the medians and their ratio are what to quote.
"""

from __future__ import annotations

import io
import random
from decimal import Decimal
from functools import partial
from typing import Any

import python_calamine
import xlsxwriter  # type: ignore[import-untyped]  # it brings no types
from timing import medians

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


def a_register() -> bytes:
    """Figures of every indicator, area and ten-day period, until there are enough."""
    chance = random.Random(2023)  # noqa: S311  # no secret
    areas = [area.name for area in P.areas]
    items = [i for i in P.indicators if i.target is not None]
    periods = [str(part) for part in Period.of_year(2023).split("ten-days")]
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "constant_memory": False}) as book:
        sheet = book.add_worksheet("进度")
        sheet.write_row(0, 0, HEADER)
        for n in range(ROWS):
            item, area = items[n % len(items)], areas[n // len(items) % len(areas)]
            period = periods[n // (len(items) * len(areas)) % len(periods)]
            target = item.target
            assert target is not None
            project = P.project_of(item.id)
            lead = project.assignments[0].lead_agency
            done = chance.randrange(10**6) / 100
            sheet.write_row(
                n + 1, 0,
                (n + 1, area, project.title, item.text, str(target.amount.unit), float(target.amount.value),
                 done, done / 7, period, lead, "、".join(project.assignments[0].responsible_agencies), "某某",
                 "0730-8880000", f"{area}实事办", f"2023-{n % 12 + 1:02d}-28", f"第{n}行", "民生", n % 13 + 1,
                 chance.randrange(10_000) / 100),
            )  # fmt: skip
    return out.getvalue()


def bytes_alone(data: bytes) -> list[list[Any]]:
    """What calamine takes to make plain values of the file."""
    with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        return book.get_sheet_by_index(0).to_python()


def by_hand(data: bytes) -> Progress:
    """The same register by hand, for this one file."""
    import datetime

    items = {i.text: i for i in P.indicators}
    records = []
    for n, row in enumerate(bytes_alone(data)[1:], 2):
        item = items[row[3]]
        assert item.target is not None
        unit = item.target.amount.unit
        target = ms.Bound(item.target.relation, ms.Amount(_decimal(row[5]), unit))
        value = ms.Amount(_decimal(row[6]), unit)
        on = datetime.date.fromisoformat(row[14])
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


def main() -> None:
    data = a_register()
    assert read_progress(data, P) == by_hand(data)
    alone, hand, ours = medians(
        ROUNDS, partial(bytes_alone, data), partial(by_hand, data), partial(read_progress, data, P)
    )
    print(f"{ROWS} rows × {len(HEADER)} columns, {len(data) / 1e6:.1f} MB")
    print(f"calamine alone        {alone:7.0f} ms")
    print(f"calamine and records  {hand:7.0f} ms")
    print(f"read_progress         {ours:7.0f} ms   ratio {ours / hand:.2f}")


if __name__ == "__main__":
    main()
