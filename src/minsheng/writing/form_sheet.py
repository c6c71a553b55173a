"""A form as a sheet: what it says, which cells are filled in and what they take, how it prints."""

from __future__ import annotations

import datetime
from typing import Any

from minsheng.reading.tables.words import NOT_APPLICABLE
from minsheng.writing.form import SHEET, Blank, Form, Line, form_texts
from minsheng.writing.workbook import EDGES, HEADING, TITLE, Formats, Look, content, filled, put, tall

#: the rows of title, explanation and caption; the headings follow, then the lines
_TITLE, _SAID, _CAPTION, _HEAD = range(4)
_WIDTHS = {
    "序号": 5, "项目": 26, "指标编号": 16, "指标": 40, "地区": 14, "计量单位": 10, "全年任务数": 13,
}  # fmt: skip
_BEFORE_WIDTH = 17
_TO_FILL: Look = {"bg_color": "#fffbe6", "locked": False}
_PLAIN: Look = {"valign": "vcenter"}
_LABEL: Look = {**_PLAIN, "align": "right"}


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
    for row, text, look, height in (
        (_TITLE, form.title, {**TITLE, "font_size": 16}, 32),
        (_SAID, form.said, {"text_wrap": True, "valign": "vcenter", "font_size": 10}, 34),
    ):
        sheet.merge_range(row, 0, row, across, "", formats[look])
        sheet.write_string(row, 0, text, formats[look])
        sheet.set_row(row, height)
    free = {**_PLAIN, **_TO_FILL, "bottom": 1, "align": "left"}
    person = f"{form.labels[0][:-3]}人："
    below = ((1, person, ""), (form.first - 1, "联系电话：", ""))
    for row, captions in ((_CAPTION, form.captions), (end, below)):
        sheet.set_row(row, 24)
        for column, label, value in captions:
            sheet.write_string(row, column, label, formats[_LABEL])
            dated = label.endswith("日期：")
            look = {**_PLAIN, "bottom": 1} if label == form.more[0] else free
            put(
                sheet,
                (row, column + 1),
                value,
                formats[look | {"num_format": "yyyy-mm-dd" if dated else "@"}],
            )
            if dated:
                sheet.data_validation(row, column + 1, row, column + 1, _days(form))


def _days(form: Form) -> dict[str, object]:
    """What a cell takes that is a day: one of the year, or of the next."""
    year = form.period.year
    return {
        "validate": "date", "criteria": "between",
        "minimum": datetime.date(year, 1, 1), "maximum": datetime.date(year + 1, 12, 31),
        "error_title": "不是日期", "error_message": f"请填日期，如 {year}-7-3",
    }  # fmt: skip


def _write_lines(sheet: Any, form: Form, formats: Formats) -> None:
    """The headings and the lines; cells to be filled in take what belongs there."""
    texts = form_texts(form, lambda _: ())
    blanks = {blank.heading: blank for blank in form.blanks}
    own = {**_WIDTHS, **{blank.heading: blank.width for blank in form.blanks}, **form.widths}
    widths = [own.get(heading, _BEFORE_WIDTH) for heading in form.columns]
    for column, heading in enumerate(form.columns):
        sheet.set_column(column, column, widths[column])
        sheet.write_string(_HEAD, column, heading, formats[HEADING])
    sheet.set_row(_HEAD, 34)
    for row, line in enumerate(form.lines, _HEAD + 1):
        sheet.set_row(row, tall(texts[row], widths))
        for column, heading in enumerate(form.columns):
            numeric = heading in ("序号", "全年任务数", form.before)
            text, blank = texts[row][column], blanks.get(heading)
            value, shows = content(text, numeric=numeric, commas=heading != "序号")
            shown = {"align": "right" if numeric else "left", "num_format": shows or "General"}
            look: Look = {**EDGES, **shown}
            if blank is not None or (heading == "计量单位" and not line.unit):
                right = blank is not None and blank.takes == "figure"
                look = {**look, **_TO_FILL, "align": "right" if right else "left"}
            if blank is not None and blank.takes == "date":
                look = {**look, "num_format": "yyyy-mm-dd", "align": "center"}
            if heading in ("序号", "计量单位", "地区"):
                look = {**look, "align": "center"}
            put(sheet, (row, column), text if value is None else value, formats[look])
            if blank is not None and (valid := _validation(form, line, blank, f"{_letter(column)}{row + 1}")):
                sheet.data_validation(row, column, row, column, valid)


def _validation(form: Form, line: Line, blank: Blank, cell: str) -> dict[str, object]:
    """What a cell of a column to be filled in takes; empty if anything."""
    if blank.takes == "date":
        return _days(form)
    if blank.takes == "choice":
        listed = "、".join(blank.choices)
        said = {"error_title": "不能这样填", "error_message": f"请选其中之一：{listed}"}
        return {"validate": "list", "source": list(blank.choices), **said}
    return {**_taken(line, cell)} if blank.takes == "figure" and line.unit else {}


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
    """Yellow for a figure below the last one, red for what is not said of what is filled in."""
    first, last = _HEAD + 1, _HEAD + len(form.lines)
    at = {heading: f"${_letter(n)}{first + 1}" for n, heading in enumerate(form.columns)}
    red, yellow = formats[{"bg_color": "#ffc7ce"}], formats[{"bg_color": "#ffd966"}]
    figure = next(blank.heading for blank in form.blanks if blank.takes == "figure")
    doubts = [("备注", f'=AND({at[figure]}="{NOT_APPLICABLE}",{at["备注"]}="")', red)]
    if form.before and figure == "累计完成数":
        now, was = at[figure], at[form.before]
        doubts.append((figure, f"=AND(ISNUMBER({now}),ISNUMBER({was}),{now}<{was})", yellow))
    for heading, needs in form.needs.items():
        doubts.append((heading, f'=AND({at[heading]}="",{needs.format_map(at)})', red))
    for heading, criteria, look in doubts:
        column = form.columns.index(heading)
        doubt = {"type": "formula", "criteria": criteria, "format": look}
        sheet.conditional_format(first, column, last, column, doubt)


def _set_up(sheet: Any, form: Form) -> None:
    """Protected without a password, frozen headings, one A4 page wide."""
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.freeze_panes(_HEAD + 1, 0)
    sheet.set_selection(_HEAD + 1, form.first, _HEAD + 1, form.first)
    sheet.repeat_rows(_HEAD)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C第 &P 页，共 &N 页")


def _letter(column: int) -> str:
    return chr(ord("A") + column)  # a form has fewer than twenty-six columns
