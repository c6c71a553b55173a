"""The tables of acceptance: which columns each kind has, and how their cells are read."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import partial
from typing import TypeVar

import attrs

from minsheng.domain.amount import Amount
from minsheng.domain.printed import CellKind, read_cell
from minsheng.domain.units import known_unit
from minsheng.errors import DataError, Problems
from minsheng.reading.tables.cells import number_in, plausible
from minsheng.reading.tables.form import Field, Line, heading_row, known_as
from minsheng.reading.tables.items import Item
from minsheng.reading.tables.sheet import Sheet
from minsheng.reading.tables.words import NOT_APPLICABLE, Role

Value = TypeVar("Value")

_ITEM = Field("指标", ("指标编号", "标准", "实事项目", "实事内容"), (Role.INDICATOR,), needed=True)
_AREA = Field("地区", (), (Role.AREA,), above=True)
_UNIT = Field("计量单位", ("单位",), (Role.UNIT,))
_STEP = Field("验收步骤", ("步骤", "验收环节", "验收阶段"), needed=True, above=True)
#: printed beside what is filled in, and not read
_BESIDE = (
    Field("项目", ("项目名称",), (Role.PROJECT,)),
    Field("全年任务数", ("任务数",), (Role.TARGET,)),
)
_FILLED = ("认定数", "验收结果", "整改内容", "整改期限", "整改完成日期", "验收资料")
_ACCEPTANCES = (
    _ITEM, _AREA, _STEP, _UNIT, *_BESIDE,
    Field("验收单位", ("由谁验收",), needed=True, above=True),
    Field("验收日期", ("验收时间",), above=True),
    Field("认定数", ("验收认定数", "验收数", "认定完成数")),
    Field("验收结果", ("验收结论", "结论", "验收意见"), needed=True),
    Field("整改内容", ("需整改内容", "存在问题", "整改事项")),
    Field("整改期限", ("整改时限", "整改截止日期")),
    Field("整改完成日期", ("整改完成时间",)),
    Field("验收资料", ("资料", "附件")),
    Field("备注", (), (Role.NOTE,)),
    Field("上报数", ("上报完成数", "上报数和前一步认定")), Field("核实数"), Field("状态"), Field("逾期天数"),
)  # fmt: skip
_INSPECTIONS = (
    _ITEM, _AREA, _UNIT, *_BESIDE,
    attrs.evolve(_STEP, needed=False),
    Field("抽查单位", ("检查单位", "抽查人"), above=True),
    Field("抽查日期", ("抽查时间", "检查日期"), above=True),
    Field("抽查数", ("抽查个数", "抽样数")),
    Field("上报数", ("其中上报数", "抽查部分上报数")),
    Field("查实数", ("属实数", "核实数", "合格数"), needed=True),
)  # fmt: skip
_STANDARDS = (
    Field("项目", ("项目序号", "项目或指标", "验收对象"), (Role.PROJECT, Role.INDICATOR), needed=True),
    Field("验收内容", ("看什么", "验收要点"), needed=True),
    Field("验收资料", ("所需资料", "资料")),
    Field("抽查数量", ("至少抽查", "抽查数")),
    Field("抽查比例", ("抽查比例(%)",)),
    Field("抽取方式", ("抽样方法", "怎样抽取")),
    Field("合格线", ("合格标准", "合格线(%)")),
    Field("制定单位", (), needed=True, above=True),
    Field("会同单位", ("会同制定",)),
    Field("制定日期", ("制定时间",), above=True),
)  # fmt: skip
#: what to write in each column of figures
_FIGURES = {
    "认定数": "请写认定的数；没有认定数的空着，只写验收结果；还没有验收的，整行空着",
    "上报数": "请写被抽查的部分上报的数",
    "查实数": "请写查实的数；一个也没有查实的写 0",
}
#: each kind of table, with the column that tells it
_KINDS = {"验收结果": _ACCEPTANCES, "查实数": _INSPECTIONS, "验收内容": _STANDARDS}


@attrs.frozen
class Measured:
    """An indicator or a standard: its text, and what is known of its unit."""

    text: str
    item: Item

    @property
    def id(self) -> str:
        """Its id."""
        return self.item.id


@attrs.frozen
class Cells:
    """The cells of a line, each read by itself, and what is wrong with them."""

    line: Line
    problems: Problems

    def text(self, name: str) -> str:
        """What stands there; empty if nothing."""
        return self.line.cells[name]

    def wrong(self, name: str, met: str, todo: str = "") -> None:
        """Note that a cell is wrong."""
        self.problems.add(self.place(name), met, todo)

    def place(self, name: str) -> str:
        """Where it stands; what stands above the table is of the line."""
        return self.line.places.get(name, f"{self.line.where}“{name}”")

    def read(self, name: str, how: Callable[[str], Value]) -> Value | None:
        """What stands there, which must not be empty."""
        with self.problems.at(self.place(name)):
            return how(self.line.text(name))
        return None

    def day(self, name: str, fits: Callable[[datetime.date], datetime.date]) -> datetime.date | None:
        """A day; None where there is none."""
        if not self.text(name):
            return None
        with self.problems.at(self.place(name)):
            return fits(self.line.day(name))
        return None

    def per_cent(self, name: str) -> str | None:
        """A number of per cent, with or without the sign, from 0 to 100."""
        if not self.text(name):
            return None
        with self.problems.at(self.place(name)):
            value = number_in(self.text(name), share=True)
            if not 0 <= value <= 100:
                raise DataError.at("", f"“{self.text(name)}”不在 0 和 100 之间", "请核对")
            return str(value)
        return None

    def figure(self, name: str, item: Measured | None) -> Amount | None:
        """An amount, in the unit of the cell, else of the line; None where there is none."""
        cell, said = self.text(name), self.line.units.get(name) or self.text("计量单位")
        if not cell or cell == NOT_APPLICABLE or item is None:
            return None
        with self.problems.at(self.place(name)):
            read = read_cell(cell)
            if read.kind is not CellKind.NUMBER or read.value is None or read.relation is not None:
                met = f"“{cell}”不是一个数{read.why and f'（{read.why}）'}"
                raise DataError.at("", met, _FIGURES[name])
            unit = known_unit(read.unit or said)
            if unit is None:
                met = f"不认识的单位“{read.unit or said}”" if read.unit or said else f"“{cell}”没有单位"
                raise DataError.at("", met, f"请在“计量单位”列写上，如“{item.item.unit or '个'}”")
            amount = item.item.in_own(Amount(read.value, unit))
            if item.item.unit and not amount.unit.measures_same_as(item.item.unit):
                met = f"“{item.text}”以“{item.item.unit}”计，这里是“{unit}”"
                raise DataError.at("", met, "两个单位不能相比，请核对")
            return plausible(amount)
        return None


def filled(line: Line) -> tuple[str, ...]:
    """The columns that are filled in when something is accepted."""
    return (*_FILLED, "验收日期") if "验收日期" in line.places else _FILLED


def kind_of(sheet: Sheet, name: str) -> tuple[tuple[Field, ...], str]:
    """Which kind of table it is, by the column that only this kind has.

    Raises:
        DataError: it is none, or several.
    """
    found = []
    for sign, fields in _KINDS.items():
        row = sheet.rows[heading_row(sheet, partial(known_as, fields=fields))]
        if sign in {known_as(cell, fields) for cell in map(str.strip, row) if cell}:
            found.append(sign)
    if len(found) != 1:
        met = "认不出是哪一种表" if not found else f"“{'”“'.join(found)}”在一张表里"
        raise DataError.at(
            name, met, "验收表要有“验收结果”列，抽查表要有“查实数”列，验收标准要有“验收内容”列"
        )
    return _KINDS[found[0]], found[0]
