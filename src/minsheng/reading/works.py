"""A register of works from a table."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from minsheng.asking import asked
from minsheng.domain.amount import Amount
from minsheng.domain.own_units import in_own_units
from minsheng.domain.printed import read_cell
from minsheng.domain.programme import Programme
from minsheng.domain.upkeep import Work, Works
from minsheng.errors import DataError, Problems
from minsheng.reading.tables.cells import day_in, number_in, plausible, whole_in
from minsheng.reading.tables.form import Field, Line, read_form, refuse_twice
from minsheng.reading.tables.naming import Names
from minsheng.reading.tables.words import Role

Read = TypeVar("Read")

_COLUMNS = (
    Field("名称", ("工程", "工程名称", "项目点", "项目点名称", "点位", "点位名称"), needed=True),
    Field("指标", ("指标名称", "类别", "实事内容", "实事项目"), (Role.INDICATOR,), needed=True),
    Field("地区", (), (Role.AREA,), needed=True),
    Field("年度", ("年份", "实施年度", "建设年度", "所属年度"), needed=True),
    Field("数量", ("规模", "建设规模", "工程量")),
    Field("建成日期", ("建成时间", "完工日期", "完工时间", "竣工日期", "竣工时间", "验收日期", "验收时间")),
    Field("投用日期", ("投用时间", "投入使用日期", "投入使用时间", "启用日期", "启用时间"), needed=True),
    Field("管护单位", ("管护责任单位", "管护主体", "运行管护单位", "管理单位", "管护人", "管护责任主体")),
    Field("质保期至", ("质保期", "保修期至", "质保到期", "质保期满", "质保期截止", "质保截止日期")),
    Field("巡查周期", ("巡查周期（月）", "检查周期", "巡查间隔", "巡查频次", "巡查频率")),
    Field("巡查日期", ("巡查时间", "巡查记录", "检查日期", "最近巡查", "最近巡查日期", "最近巡查时间")),
    Field("停用日期", ("停用时间", "停用起")),
    Field("原因", ("停用原因", "未用原因", "闲置原因")),
)
_BETWEEN = re.compile(r"[；;、，,\n]+")
_MONTHS = re.compile(r"每?(.+?)个?月")
_YEARS = re.compile(r"每?(.+)年")
#: what stands for nothing, and where nothing may be said
_NOTHING = frozenset({"—", "——", "-", "－", "–", "/", "／", "无"})
_MAY_LACK = ("数量", "管护单位", "质保期至", "巡查周期", "巡查日期", "停用日期", "原因")
_SPANS = {"每月": 1, "每个月": 1, "每季度": 3, "每季": 3, "每半年": 6, "半年": 6, "每年": 12}
#: how many years' works one register may be of
_FIRST_YEAR, _LAST_YEAR = 1949, 2999


@asked
@in_own_units
def read_works(file: str | Path, programme: Programme, *others: Programme) -> Works:
    """Read a register of works: a row for each.

    Columns: 名称, 指标 (its name or id), 地区, 年度, and 投用日期, which is empty as long as nobody has
    used it; and, as far as known, 数量 (with its unit), 建成日期, 管护单位, 质保期至, 巡查周期 (months),
    巡查日期 (several with ；between them), 停用日期, 原因. A row belongs to the programme of its year; of a
    year whose programme is not given, its indicator stays as it is written.

    Args:
        file: CSV, XLSX or XLS.
        programme: the programme, whose areas the works lie in.
        others: the programmes of other years.

    Raises:
        DataError: every problem of the file, each with line and column.
        ValueError: two programmes of one year.

    >>> import tempfile
    >>> from minsheng import load
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "工程.csv"
    ...     row = "西街公厕,public-toilets,平江县,2023,2023-11-01,,镇政府"
    ...     _ = path.write_text(f"名称,指标,地区,年度,建成日期,投用日期,管护单位\\n{row}\\n", "utf-8")
    ...     read_works(path, load("yueyang-2023")).listed[0].keeper
    '镇政府'
    """
    programmes = (programme, *others)
    names = {one.year: Names(one) for one in programmes}
    if len(names) < len(programmes):
        raise ValueError("read_works(): two programmes are of the same year: give one for each")
    problems, found, first = Problems(), list[Work](), dict[tuple[object, ...], str]()
    unread = list[str]()
    for line in read_form(file, _COLUMNS, problems, unread=unread):
        before = len(problems)
        work = _work(line, names, programme, problems)
        if work is None or len(problems) > before:
            continue
        todo = "同名的不是一处，名称请写得分得开；几次巡查写在一格，用；隔开"
        with problems.at(line.where):
            refuse_twice(first, work.key, line.where, f"“{work.name}”", todo)
            found.append(work)
    problems.refuse()
    return Works(tuple(found), tuple(unread))


def _work(line: Line, names: dict[int, Names], programme: Programme, problems: Problems) -> Work | None:
    cells, places = dict(line.cells), line.places
    empty = [name for name in ("名称", "指标", "地区", "年度") if not cells[name]]
    for name in empty:
        problems.add(places[name], f"“{name}”空着", "请补上，或删去这一行")
    if empty:
        return None

    def read(name: str, how: Callable[[str], Read]) -> Read | None:
        """What a cell says; None where it is empty, or wrong, which is told."""
        if cells[name]:
            with problems.at(places[name]):
                return how(cells[name])
        return None

    def day(name: str) -> datetime.date | None:
        return read(name, lambda _: line.day(name))

    cells |= dict.fromkeys((name for name in _MAY_LACK if cells[name] in _NOTHING), "")
    year = read("年度", _year)
    known = names.get(year or 0)
    counted = None if known is None else read("指标", partial(known.item, short=True))
    item = cells["指标"] if known is None else counted.id if counted is not None else None
    area = read("地区", (known or names[programme.year]).area)
    amount = read("数量", partial(_amount, unit=line.units.get("数量", "")))
    if amount is not None and counted is not None and counted.unit is not None:
        amount = counted.in_own(amount)
        if not amount.unit.measures_same_as(counted.unit):
            met = f"“{cells['指标']}”以“{counted.unit}”计，这里是“{amount.unit}”"
            problems.add(places["数量"], met, "两个单位不能相比，请核对")
    every = read("巡查周期", partial(_months, unit=line.units.get("巡查周期", "")))
    visits = read("巡查日期", lambda text: _visits(text, line))
    completed, used, out, warranty = day("建成日期"), day("投用日期"), day("停用日期"), day("质保期至")
    for name, after in (("投用日期", used), ("停用日期", out)):
        if after is not None and completed is not None and after < completed:
            problems.add(places[name], f"{name} {after} 早于建成日期 {completed}", "请核对")
            return None
    if year is None or item is None:
        return None
    return Work(
        cells["名称"], item, area, year, amount, completed, used, cells["管护单位"], warranty, every,
        visits or (), out, cells["原因"], line.where,
    )  # fmt: skip


def _year(cell: str) -> int:
    year = whole_in(cell.removesuffix("度").removesuffix("年"))
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise DataError.at("", f"“{cell}”不是年度", "请写成 2023")
    return year


def _amount(cell: str, unit: str) -> Amount:
    """An amount with its unit, in the cell or in the heading."""
    if unit:
        return plausible(Amount(number_in(cell), unit))
    if read_cell(cell).unit:
        return plausible(Amount.parse(cell))
    raise DataError.at("", f"“{cell}”没有单位", "请写成 3.2公里，或在表头写“数量（公里）”")


def _months(cell: str, unit: str) -> int:
    often = re.sub("(/|[一1])次$", "", cell)
    if often in _SPANS and unit in ("", "月"):
        return _SPANS[often]
    if found := _MONTHS.fullmatch(often):
        return whole_in(found[1], 1)
    if found := _YEARS.fullmatch(often):
        return 12 * whole_in(found[1], 1)
    if cell.endswith(("年", "天", "日", "周")) or unit not in ("", "月"):
        raise DataError.at("", f"“{cell}”不是月数", "请写几个月，如 6")
    return whole_in(cell, 1)


def _visits(text: str, line: Line) -> tuple[datetime.date, ...]:
    parts = [part.strip() for part in _BETWEEN.split(text) if part.strip()]
    return (line.day("巡查日期"),) if len(parts) == 1 else tuple(map(day_in, parts))
