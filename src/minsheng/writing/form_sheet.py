"""A form as a sheet: what it says, which cells are filled in and what they take, how it prints."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import attrs

from minsheng.domain.period import Period
from minsheng.reading.tables.words import NOT_APPLICABLE
from minsheng.writing.workbook import EDGES, HEADING, TITLE, Formats, Look, content, filled, put, tall

SHEET = "填报表"
#: the rows of title, explanation and caption; the headings follow, then the lines
_TITLE, _SAID, _CAPTION, _HEAD = range(4)
_WIDTHS = {
    "序号": 5, "项目": 26, "指标编号": 16, "指标": 40, "地区": 14, "计量单位": 10, "全年任务数": 13,
    "累计完成数": 14, "备注": 24,
}  # fmt: skip
_BEFORE_WIDTH = 17
_TO_FILL: Look = {"bg_color": "#fffbe6", "locked": False}
_PLAIN: Look = {"valign": "vcenter"}
_LABEL: Look = {**_PLAIN, "align": "right"}


@attrs.frozen
class Line:
    """A line of a form.

    Args:
        project: the project.
        item: the id of the indicator or standard.
        text: its name.
        area: of which area; None for the whole city.
        where: the same as it is printed.
        unit: in which unit; empty where the programme does not say.
        task: the task.
        before: what was reported before.
        whole: whether it is counted in whole numbers.
        signed: whether it may be below zero.
    """

    project: str
    item: str
    text: str
    area: str | None
    where: str
    unit: str
    task: str
    before: str = ""
    whole: bool = False
    signed: bool = False


@attrs.frozen
class Form:
    """What one county or agency is asked.

    Args:
        who: the county or agency.
        period: for which period.
        worded: the period as the title says it.
        title: the title.
        by: who fills it in, where that is known.
        lines: the lines.
        before: the heading of what was reported before; empty without such a column.
        areas: whether lines are of different areas.
        ids: whether names alone do not tell indicators apart.
    """

    who: str
    period: Period
    worded: str
    title: str
    by: str
    lines: tuple[Line, ...]
    before: str = ""
    areas: bool = False
    ids: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """The headings."""
        names = ("指标编号", "指标") if self.ids else ("指标",)
        area = ("地区",) if self.areas else ()
        last = (self.before,) if self.before else ()
        return ("序号", "项目", *names, *area, "计量单位", "全年任务数", *last, "累计完成数", "备注")

    @property
    def said(self) -> str:
        """How it is to be filled in."""
        day = f"{self.period.last.month}月{self.period.last.day}日"
        return (
            f"说明：1．只填浅黄色的格。填年初至{day}的累计数，计量单位照本行；没有进展填 0，没有数不填。\n"
            f"2．不适用的填“{NOT_APPLICABLE}”，备注写原因。表头、标题和文件名请不要改。"
        )


def form_texts(form: Form, figure: Callable[[Line], str]) -> tuple[tuple[str, ...], ...]:
    """The form as the text of its cells, filled in."""
    across = len(form.columns)
    captions = [""] * across
    captions[1:3] = "填报单位：", form.by
    rows = [(text,) * across for text in (form.title, form.said)] + [tuple(captions), form.columns]
    for number, line in enumerate(form.lines, 1):
        cells = _cells(number, line) | {"累计完成数": figure(line), form.before: line.before}
        rows.append(tuple(cells.get(column, "") for column in form.columns))
    return tuple(rows)


def _cells(number: int, line: Line) -> dict[str, str]:
    return {
        "序号": str(number), "项目": line.project, "指标编号": line.item, "指标": line.text,
        "地区": line.where, "计量单位": line.unit, "全年任务数": line.task,
    }  # fmt: skip


def form_bytes(form: Form, name: str) -> bytes:
    """The form as a workbook.

    Raises:
        DataError: the library for XLSX is not installed.
    """

    def fill(book: Any, formats: Formats) -> None:
        sheet = book.add_worksheet(SHEET)
        _write_around(sheet, form, formats)
        _write_lines(sheet, form, formats)
        _mark_doubts(sheet, form, formats)
        _set_up(sheet, form)

    return filled(name, fill)


def _write_around(sheet: Any, form: Form, formats: Formats) -> None:
    """Title, explanation, and who fills it in and when."""
    across, end = len(form.columns) - 1, _HEAD + 1 + len(form.lines)
    figure = form.columns.index("累计完成数")
    for row, text, look, height in (
        (_TITLE, form.title, {**TITLE, "font_size": 16}, 32),
        (_SAID, form.said, {"text_wrap": True, "valign": "vcenter", "font_size": 10}, 34),
    ):
        sheet.merge_range(row, 0, row, across, "", formats[look])
        sheet.write_string(row, 0, text, formats[look])
        sheet.set_row(row, height)
    free = {**_PLAIN, **_TO_FILL, "bottom": 1, "align": "left"}
    for row, column, label, value in (
        (_CAPTION, 1, "填报单位：", form.by),
        (_CAPTION, figure - 1, "填报日期：", ""),
        (end, 1, "填报人：", ""),
        (end, figure - 1, "联系电话：", ""),
    ):
        sheet.set_row(row, 24)
        sheet.write_string(row, column, label, formats[_LABEL])
        shows = "yyyy-mm-dd" if label == "填报日期：" else "@"
        put(sheet, (row, column + 1), value, formats[free | {"num_format": shows}])
    year = form.period.year
    days = {"minimum": datetime.date(year, 1, 1), "maximum": datetime.date(year + 1, 12, 31)}
    said = {"error_title": "不是日期", "error_message": f"请填日期，如 {year}-7-3"}
    sheet.data_validation(
        _CAPTION, figure, _CAPTION, figure, {"validate": "date", "criteria": "between"} | days | said
    )


def _write_lines(sheet: Any, form: Form, formats: Formats) -> None:
    """The headings and the lines; cells to be filled in take what belongs there."""
    figure = form.columns.index("累计完成数")
    texts = form_texts(form, lambda _: "")
    for column, heading in enumerate(form.columns):
        sheet.set_column(column, column, _WIDTHS.get(heading, _BEFORE_WIDTH))
        sheet.write_string(_HEAD, column, heading, formats[HEADING])
    sheet.set_row(_HEAD, 34)
    widths = [_WIDTHS.get(heading, _BEFORE_WIDTH) for heading in form.columns]
    for row, line in enumerate(form.lines, _HEAD + 1):
        sheet.set_row(row, tall(texts[row], widths))
        for column, heading in enumerate(form.columns):
            numeric = heading in ("序号", "全年任务数", form.before)
            text = texts[row][column]
            value, shows = content(text, numeric=numeric, commas=heading != "序号")
            shown = {"align": "right" if numeric else "left", "num_format": shows or "General"}
            look: Look = {**EDGES, **shown}
            if heading in ("累计完成数", "备注") or (heading == "计量单位" and not line.unit):
                look = {**look, **_TO_FILL, "align": "right" if column == figure else "left"}
            if heading in ("序号", "计量单位", "地区"):
                look = {**look, "align": "center"}
            put(sheet, (row, column), text if value is None else value, formats[look])
        if line.unit:
            sheet.data_validation(row, figure, row, figure, _taken(line, f"{_letter(figure)}{row + 1}"))


def _taken(line: Line, cell: str) -> dict[str, str]:
    """What a cell of figures takes: a number of its kind, or that there is none to give."""
    kinds = [] if line.signed else [f"{cell}>=0"]
    kinds += [f"{cell}=INT({cell})"] if line.whole else []
    number = f"AND({','.join(kinds)})" if kinds else "TRUE"
    kind = "数" if line.signed else "不小于 0 的整数" if line.whole else "不小于 0 的数"
    return {
        "validate": "custom",
        "value": f'=IF(ISNUMBER({cell}),{number},{cell}="{NOT_APPLICABLE}")',
        "error_title": "不能这样填",
        "error_message": f"请填{kind}，单位照本行，不用写；不适用的填“{NOT_APPLICABLE}”，备注写原因。",
    }


def _mark_doubts(sheet: Any, form: Form, formats: Formats) -> None:
    """Yellow for a figure below the last one, red for 不适用 without a reason."""
    first, last = _HEAD + 1, _HEAD + len(form.lines)
    figure = form.columns.index("累计完成数")
    now, note, was = (f"${_letter(column)}{first + 1}" for column in (figure, figure + 1, figure - 1))
    unsaid = {"type": "formula", "criteria": f'=AND({now}="{NOT_APPLICABLE}",{note}="")'}
    red = formats[{"bg_color": "#ffc7ce"}]
    sheet.conditional_format(first, figure + 1, last, figure + 1, unsaid | {"format": red})
    if form.before:
        less = {"type": "formula", "criteria": f"=AND(ISNUMBER({now}),ISNUMBER({was}),{now}<{was})"}
        yellow = formats[{"bg_color": "#ffd966"}]
        sheet.conditional_format(first, figure, last, figure, less | {"format": yellow})


def _set_up(sheet: Any, form: Form) -> None:
    """Protected without a password, frozen headings, one A4 page wide."""
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.freeze_panes(_HEAD + 1, 0)
    figure = form.columns.index("累计完成数")
    sheet.set_selection(_HEAD + 1, figure, _HEAD + 1, figure)
    sheet.repeat_rows(_HEAD)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C第 &P 页，共 &N 页")


def _letter(column: int) -> str:
    return chr(ord("A") + column)  # a form has fewer than twenty-six columns
