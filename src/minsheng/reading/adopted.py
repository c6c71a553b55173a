"""The standards that areas have adopted, from a table."""

from __future__ import annotations

from pathlib import Path

from minsheng.asking import asked
from minsheng.domain.amount import Amount
from minsheng.domain.programme import Programme
from minsheng.domain.standards import AdoptedStandard
from minsheng.errors import Problems, UnknownName
from minsheng.reading.tables.form import body, day_in, heading_row, one_sheet
from minsheng.reading.tables.sheet import Sheet

#: each column's name, and what offices call it
_COLUMNS = {
    "area": ("area", "地区", "县市区"),
    "standard": ("standard", "标准"),
    "amount": ("amount", "数额", "执行标准"),
    "effective": ("effective", "执行日期", "执行时间"),
    "source": ("source", "依据", "文号"),
}
_NEEDED = ("area", "standard", "amount", "effective")


@asked
def read_adopted(file: str | Path, programme: Programme) -> tuple[AdoptedStandard, ...]:
    """Read what the areas have adopted: a row for each area and standard.

    Columns: ``area`` (地区), ``standard`` (标准: the id, or the standard's text), ``amount``
    (数额, with its unit: 650元/月), ``effective`` (执行日期: 2023-01-01), and if wanted
    ``source`` (依据).

    Raises:
        DataError: every problem of the file, each with line and column.

    >>> import tempfile
    >>> from minsheng import load
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "adopted.csv"
    ...     row = "君山区,subsistence-rural,640元/月,2023-01-01"
    ...     _ = path.write_text(f"地区,标准,数额,执行日期\\n{row}\\n", "utf-8")
    ...     read_adopted(path, load("yueyang-2023"))[0].amount
    Amount('640 元/月')
    """
    problems = Problems()
    sheet = one_sheet(file)
    heading = heading_row(sheet, [name for names in _COLUMNS.values() for name in names])
    columns = _columns(sheet, heading, problems)
    adopted = []
    if all(name in columns for name in _NEEDED):
        for line, cells in _whole_rows(sheet, heading, problems):
            row = {name: cells[index] for name, index in columns.items()}
            where = sheet.place(line)
            places = {name: f"{where}“{sheet.rows[heading][i].strip()}”列" for name, i in columns.items()}
            before = len(problems)
            one = _row(row, places, programme, problems)
            if len(problems) == before and one is not None:
                adopted.append(one)
    problems.refuse()
    return tuple(adopted)


def _whole_rows(sheet: Sheet, heading: int, problems: Problems) -> list[tuple[int, tuple[str, ...]]]:
    """The rows that do not end before what is needed."""
    count, rows = sum(bool(cell.strip()) for cell in sheet.rows[heading]), list[tuple[int, tuple[str, ...]]]()
    for line, cells in body(sheet, heading):
        length = max(n for n, cell in enumerate(cells, 1) if cell)
        if length < len(_NEEDED):
            met = f"有 {length} 格，表头有 {count} 格，少了 {count - length} 格"
            problems.add(sheet.place(line), met, "没有任务数的地方请写“/”")
        else:
            rows.append((line, cells))
    return rows


def _columns(sheet: Sheet, heading: int, problems: Problems) -> dict[str, int]:
    known = {spelled: name for name, spellings in _COLUMNS.items() for spelled in spellings}
    columns: dict[str, int] = {}
    for index, column in enumerate(map(str.strip, sheet.rows[heading])):
        if column not in known and column:
            advice = f"可用的列：{'、'.join('/'.join(spellings) for spellings in _COLUMNS.values())}"
            problems.add(sheet.place(heading), f"不认识的列“{column}”", advice)
        elif column:
            columns[known[column]] = index
    missing = ["/".join(_COLUMNS[name]) for name in _NEEDED if name not in columns]
    if missing:
        problems.add(sheet.place(heading), f"缺少列：{'、'.join(missing)}")
    return columns


def _row(
    row: dict[str, str], places: dict[str, str], programme: Programme, problems: Problems
) -> AdoptedStandard | None:
    names = [area.name for area in programme.areas]
    if row["area"] not in names:
        problems.add(places["area"], UnknownName("area", row["area"], names).in_chinese)
    by_name = {s.text: s for s in programme.standards} | {s.id: s for s in programme.standards}
    standard = by_name.get(row["standard"])
    if standard is None:
        listed = "、".join(s.id for s in programme.standards)
        problems.add(places["standard"], f"没有标准“{row['standard']}”", f"有：{listed}")
    amount = effective = None
    with problems.at(places["amount"]):
        amount = Amount.parse(row["amount"])
    if amount is not None and standard is not None and standard.tiers:
        asked = standard.tiers[0].target.amount.unit
        if not amount.unit.measures_same_as(asked):
            met = f"“{row['amount']}”的单位是“{amount.unit}”，这项标准的单位是“{asked}”"
            problems.add(places["amount"], met, "年与月可以互换；按人计的数，要换按人计的读法（--reading）")
    with problems.at(places["effective"]):
        effective = day_in(row["effective"], "请写成 2023-01-01")
    if standard is None or amount is None or effective is None:
        return None
    return AdoptedStandard(row["area"], standard.id, amount, effective, row.get("source", ""))
