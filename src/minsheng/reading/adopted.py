"""The standards that areas have adopted, from a table."""

from __future__ import annotations

from pathlib import Path

from minsheng.asking import asked
from minsheng.domain.amount import Amount
from minsheng.domain.own_units import in_own_units
from minsheng.domain.programme import Programme
from minsheng.domain.standards import AdoptedStandard
from minsheng.errors import Problems, UnknownName
from minsheng.reading.tables.form import Field, Line, read_form
from minsheng.reading.tables.words import Role

_COLUMNS = (
    Field("地区", ("area",), (Role.AREA,), needed=True),
    Field("标准", ("standard", "标准名称"), needed=True),
    Field("数额", ("amount", "执行标准"), needed=True),
    Field("执行日期", ("effective", "执行时间"), needed=True),
    Field("依据", ("source", "文号")),
)


@asked
@in_own_units
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
    problems, adopted = Problems(), list[AdoptedStandard]()
    for line in read_form(file, _COLUMNS, problems):
        before = len(problems)
        one = _row(line, programme, problems)
        if len(problems) == before and one is not None:
            adopted.append(one)
    problems.refuse()
    return tuple(adopted)


def _row(line: Line, programme: Programme, problems: Problems) -> AdoptedStandard | None:
    row, places = line.cells, line.places
    empty = [field.name for field in _COLUMNS if field.needed and not row[field.name]]
    if empty:
        problems.add(line.where, f"“{'、'.join(empty)}”空着", "请补上，或删去这一行")
        return None
    names = [area.name for area in programme.areas]
    if row["地区"] not in names:
        problems.add(places["地区"], UnknownName("area", row["地区"], names).in_chinese)
    by_name = {s.text: s for s in programme.standards} | {s.id: s for s in programme.standards}
    standard = by_name.get(row["标准"])
    if standard is None:
        listed = "、".join(s.id for s in programme.standards)
        problems.add(places["标准"], f"没有标准“{row['标准']}”", f"有：{listed}")
    amount = effective = None
    with problems.at(places["数额"]):
        amount = Amount.parse(row["数额"])
    if amount is not None and standard is not None and standard.tiers:
        asked = standard.tiers[0].target.amount.unit
        if not amount.unit.measures_same_as(asked):
            met = f"“{row['数额']}”的单位是“{amount.unit}”，这项标准的单位是“{asked}”"
            problems.add(places["数额"], met, "年与月可以互换；按人计的数，要换按人计的读法（--reading）")
    with problems.at(places["执行日期"]):
        effective = line.day("执行日期")
    if standard is None or amount is None or effective is None:
        return None
    return AdoptedStandard(row["地区"], standard.id, amount, effective, row["依据"])
