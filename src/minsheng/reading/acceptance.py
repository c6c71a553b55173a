"""Reading acceptance: filled forms, registers of what is to be mended, samples, standards of acceptance."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import partial
from pathlib import Path, PurePath
from typing import TypeVar

import attrs

from minsheng.asking import asked
from minsheng.domain.acceptance import Acceptance, AcceptanceResult, AcceptanceStandard, Inspection, Sample
from minsheng.domain.acceptances import Acceptances
from minsheng.domain.amount import Amount
from minsheng.domain.indicator import Indicator, Rate
from minsheng.domain.own_units import in_own_units
from minsheng.domain.procedure import AcceptanceStep
from minsheng.domain.programme import Programme
from minsheng.domain.record import Aside
from minsheng.domain.units import to_unit
from minsheng.errors import DataError, Problems
from minsheng.measuring.acceptance import chain
from minsheng.reading.acceptance_tables import Cells, Measured, filled, kind_of
from minsheng.reading.sources import files_in, no_tables, not_read
from minsheng.reading.tables.cells import whole_in
from minsheng.reading.tables.context import check_year
from minsheng.reading.tables.form import heading_row, known_as, one_sheet, read_lines
from minsheng.reading.tables.naming import Names
from minsheng.steps import steps

Value = TypeVar("Value")
Made = Acceptance | Inspection | AcceptanceStandard


@asked
@in_own_units
def read_acceptances(
    source: str | Path,
    programme: Programme,
    *,
    aliases: Mapping[str, str] | None = None,
    strict: bool = False,
) -> Acceptances:
    """Read what was accepted: filled forms, registers, samples and standards, each known by its columns.

    A table of acceptances has the columns 指标, 地区, 验收结果 (合格, 整改后合格, 不合格), and 验收步骤 and
    验收单位, which may stand above it, as may 验收日期; also 认定数 with 计量单位, 整改内容, 整改期限,
    整改完成日期, 验收资料, 备注. Lines in which nothing was filled in are not accepted yet. One of samples
    has 查实数, and 抽查数 or 上报数; one of standards has 项目 and 验收内容. Lines, and files of a folder,
    that cannot be read are set aside, as of progress; so are columns of which nothing is known.

    Args:
        source: a file (.csv, .xlsx, .xls), or a folder of them.
        programme: the programme, whose own chain says which steps there are.
        aliases: other names of indicators and areas.
        strict: raise for every line that would be set aside, all at once.

    Raises:
        DataError: nothing could be read, or ``strict``, and something could not: every cell, of all
            files at once; a programme whose chain does not say which steps accept what.

    >>> import tempfile
    >>> from minsheng import load
    >>> head = "指标,地区,验收步骤,验收单位,验收日期,认定数,计量单位,验收结果\\n"
    >>> row = "elevators,平江县,评估验收,平江县,2023-12-08,42,台,合格\\n"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "验收.csv"
    ...     _ = path.write_text(head + row, "utf-8")
    ...     print(read_acceptances(path, load("yueyang-2023")).acceptances[0].figure)
    42 台
    """
    if not chain(programme):
        met = "年度项目没有写明哪些步骤验收什么"
        raise DataError.at(programme.name, met, "请在 programme.toml 的 acceptance 里写 id 和 covers")
    reading, problems = _Reading(programme, Names(programme, aliases or {})), Problems()
    made = list[Made]()
    for name, path in steps((files_in(source) or {}).items(), "读表"):
        with problems.at():
            made += reading.file(path, name, problems)
    if strict or not made:
        problems.refuse()
    return Acceptances(
        tuple(one for one in made if isinstance(one, Acceptance)),
        tuple(one for one in made if isinstance(one, Inspection)),
        tuple(one for one in made if isinstance(one, AcceptanceStandard)),
        tuple(Aside(p.where, "", f"{p.met}；{p.todo}" if p.todo else p.met) for p in problems),
        (*not_read(no_tables(Path(source))), *dict.fromkeys(reading.notes)),
    )


@attrs.frozen
class _Reading:
    """Reads tables for a programme."""

    programme: Programme
    names: Names
    notes: list[str] = attrs.field(factory=list)

    def file(self, path: Path, name: str, problems: Problems) -> list[Made]:
        """The values of a file; the problems of its cells go into the list."""
        sheet = one_sheet(path)
        fields, sign = kind_of(sheet, name)
        heading = heading_row(sheet, partial(known_as, fields=fields))
        texts = dict.fromkeys(cell for row in sheet.rows[:heading] for cell in row)
        check_year((*texts, PurePath(name).stem), self.names, later=1)
        makers = {"验收结果": self.acceptance, "查实数": self.inspection, "验收内容": self.standard}
        made = list[Made]()
        for line in read_lines(sheet, fields, problems, unread=self.notes):
            if sign == "验收结果" and not any(line.cells[field] for field in filled(line)):
                if line.cells["备注"]:
                    self.notes.append(f"{line.where}没有验收，备注写着“{line.cells['备注']}”")
                continue  # not accepted yet
            cells = Cells(line, Problems())
            one = makers[sign](cells)
            if one is not None and not cells.problems:
                made.append(one)
            problems.extend(cells.problems)
        return made

    # --- each kind ------------------------------------------------------------------------

    def acceptance(self, cells: Cells) -> Acceptance | None:
        """A line of a form or register."""
        item, area = cells.read("指标", self._item), self._area(cells, "验收单位")
        step = cells.read("验收步骤", self._step)
        result = cells.read("验收结果", _result)
        on = cells.day("验收日期", self._day)
        until, mended = cells.day("整改期限", self._day), cells.day("整改完成日期", self._day)
        figure = cells.figure("认定数", item)
        for name, later in (("整改期限", until), ("整改完成日期", mended)):
            if on is not None and later is not None and later < on:
                cells.wrong(name, f"{later} 早于验收日期 {on}", "请核对")
        if result is AcceptanceResult.PASSED:
            for name in ("整改内容", "整改期限"):
                if cells.text(name):
                    todo = "要整改的写“整改后合格”或“不合格”"
                    cells.wrong(name, f"合格的没有要整改的，这里写着“{cells.text(name)}”", todo)
        if mended is not None and result is AcceptanceResult.PASSED:
            cells.wrong("整改完成日期", "合格的没有要整改的", "原来不合格的，保留原来的结果，或另写一行")
        by = cells.read("验收单位", str)
        if cells.problems or item is None or step is None or result is None or by is None:
            return None
        return Acceptance(
            item.id, step.id, result, area, figure, on, by, cells.text("整改内容"), until, mended,
            _several(cells.text("验收资料")), cells.line.where, cells.text("备注"),
        )  # fmt: skip

    def inspection(self, cells: Cells) -> Inspection | None:
        """A line of a table of samples."""
        item, area = cells.read("指标", self._item), self._area(cells, "抽查单位")
        step = cells.read("验收步骤", self._step) if cells.text("验收步骤") else None
        on = cells.day("抽查日期", self._day)
        sampled = cells.read("抽查数", partial(whole_in, least=1)) if cells.text("抽查数") else None
        reported = cells.figure("上报数", item)
        if not cells.text("查实数"):
            cells.wrong("查实数", "空着", "一个也没有查实的填 0")
        found = cells.figure("查实数", item)
        if found is not None and not cells.text("上报数"):
            if sampled is None:
                cells.wrong("查实数", "没有写抽查数，也没有写上报数", "至少写一样")
            else:
                reported = Amount(sampled, found.unit)
        same = reported is None or found is None or reported.unit.measures_same_as(found.unit)
        if not same:
            cells.wrong("查实数", f"{found} 与上报数 {reported} 单位不同", "请核对")
        if cells.problems or item is None or reported is None or found is None:
            return None
        return Inspection(
            item.id, reported, found, area, sampled, on, cells.text("抽查单位"), step.id if step else "",
            cells.line.where,
        )  # fmt: skip

    def standard(self, cells: Cells) -> AcceptanceStandard | None:
        """A line of a table of standards."""
        of = cells.read("项目", self._project_or_item)
        looks_at, by = cells.read("验收内容", str), cells.read("制定单位", str)
        on, sample, mark = cells.day("制定日期", self._day), None, None
        least = cells.read("抽查数量", whole_in) if cells.text("抽查数量") else None
        share = cells.per_cent("抽查比例")
        if least is not None or share is not None:
            sample = Sample(least or 0, share or "0", cells.text("抽取方式"))
        elif cells.text("抽取方式"):
            cells.wrong("抽取方式", "没有写抽查数量或抽查比例", "请写上至少抽查多少")
        mark = cells.per_cent("合格线")
        if cells.problems or of is None or looks_at is None or by is None:
            return None
        return AcceptanceStandard(
            of, looks_at, _several(cells.text("验收资料")), sample, mark, by,
            _several(cells.text("会同单位")), on, cells.line.where,
        )  # fmt: skip

    # --- names ----------------------------------------------------------------------------

    def _item(self, text: str) -> Measured:
        found = self.names.item(text)
        what = next(one for one in self.programme.project_of(found.id).items if one.id == found.id)
        if isinstance(what, Indicator) and what.rate is Rate.PHYSICAL:
            found = attrs.evolve(found, unit=to_unit("%"), also=())
        return Measured(what.text, found)

    def _area(self, cells: Cells, body: str) -> str | None:
        """The area of a line; where the table does not say, that of the county that filled it in."""
        if "地区" in cells.line.places or cells.text("地区"):
            return cells.read("地区", self.names.area)
        if cells.text(body) and self.names.is_area(cells.text(body)):
            return self.names.area(cells.text(body))
        cells.wrong("地区", "没有写是哪个地区", "请加“地区”列；全市的写“全市”")
        return None

    def _step(self, text: str) -> AcceptanceStep:
        steps = chain(self.programme)
        for step in steps:
            if text in (step.id, step.action, step.actor + step.action):
                return step
        listed = "、".join(f"{step.action}（{step.id}）" for step in steps)
        raise DataError.at("", f"没有验收步骤“{text}”", f"有：{listed}")

    def _project_or_item(self, text: str) -> str | int:
        number = text.removeprefix("第").removesuffix("项")
        for project in self.programme.projects:
            if text in (project.title, project.allocation_title, f"{project.number}. {project.title}"):
                return project.number
            if number == str(project.number):
                return project.number
        return self.names.item(text).id

    def _day(self, day: datetime.date) -> datetime.date:
        year = self.programme.year
        if day.year not in (year, year + 1):
            raise DataError.at("", f"{day} 不在 {year} 年，也不在次年", "请核对")
        return day


def _result(text: str) -> AcceptanceResult:
    try:
        return AcceptanceResult(text)
    except ValueError:
        listed = "、".join(one.label for one in AcceptanceResult)
        raise DataError.at("", f"“{text}”不是验收结果", f"请写其中之一：{listed}") from None


def _several(text: str) -> tuple[str, ...]:
    """What a cell lists, one by one."""
    for mark in "，,；;\n":
        text = text.replace(mark, "、")
    return tuple(filter(None, (one.strip() for one in text.split("、"))))
