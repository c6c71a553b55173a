"""Decision tables as analysts keep them in spreadsheets: headings are keys, the last column is the result."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import chain, product
from pathlib import Path
from typing import Any as Anyone

from minsheng.asking import asked
from minsheng.domain.expression.base import Kind
from minsheng.domain.expression.cases import combinations, kinds
from minsheng.domain.expression.cells import Anything, Cell, Line, NoneOf, OneOf
from minsheng.domain.expression.decision import DecisionTable
from minsheng.domain.numerals import normalise
from minsheng.domain.printed import BARE
from minsheng.domain.units import Unit, known_unit, to_unit
from minsheng.errors import DataError, Problems, RuleError
from minsheng.reading.bounds import value_of
from minsheng.reading.conditions import TRUTHS, Condition, as_texts, read_condition, texts
from minsheng.reading.decision_columns import Columns, Heading, heading_row
from minsheng.reading.tables.form import body, one_sheet
from minsheng.reading.tables.found import NOTES
from minsheng.reading.tables.sheet import Sheet

_MOST_LINES = 5_000
_SORTS = {"number": "数", "date": "日期", "truth": "是或否", "text": "文字"}


@asked
def read_decision_table(
    file: str | Path, *, result: str | None = None, keys: Iterable[str] | None = None
) -> DecisionTable:
    """Read a decision table from a spreadsheet or CSV: a row for each case, its value at the right.

    A cell says what fits: a list of texts (``县、县级市``), a number or a day, a range (``[600,650)``,
    ``600以上``, ``不满18``, ``2023-01-01起``), ``是`` or ``否``, ``其他`` for every text that no other row of
    the column names, ``-`` for anything. 以上 and 以下 include the number. The unit of the result is in its
    heading, ``标准（元/月）``, or in its cells; a column 依据 holds the source of each row; a title may stand
    above. ``ms.write_table`` writes a table that is read again as it was, where its texts are plain.

    Args:
        file: the file.
        result: the heading of the result; default: the last column besides 依据 and 备注.
        keys: the headings of the keys; default: all other columns. What is not named is passed over.

    Raises:
        DataError: every fault, with its cell: what cannot be read, rows that fit the same case.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "标准.csv"
    ...     rows = "类别,月份,标准（元/月）", "县、县级市,2023-01-01起,500", "其他,-,650"
    ...     _ = path.write_text("\\n".join(rows), "utf-8")
    ...     table = read_decision_table(path)
    >>> table.gaps()
    ['类别：县，月份：2023-01-01 以前', '类别：县级市，月份：2023-01-01 以前']
    """
    sheet = one_sheet(file)
    top, title, unit_above = heading_row(sheet)
    title = title or sheet.name or Path(file).stem
    columns = Columns.of(sheet, top, result, None if keys is None else tuple(keys))
    problems = Problems()
    rows = [
        (number, cells)
        for number, cells in body(sheet, top)
        if not (NOTES.match(cells[0]) and {*filter(None, cells)} == {cells[0]})
    ]
    if not rows:
        problems.add(sheet.place(top), "表头下面没有行", "一种情形写一行")
    headings = [Heading.of(columns.heads[column]) for column in columns.keys]
    conditions = [
        _conditions(sheet, rows, column, heading, problems)
        for column, heading in zip(columns.keys, headings, strict=True)
    ]
    result_of = Heading.of(columns.heads[columns.result])
    if unit_above and not result_of.measures:
        result_of = Heading(columns.heads[columns.result].strip(), unit_above)
    values, unit = _results(sheet, rows, columns.result, result_of, problems)
    if unit_above and unit is None and any(type(value) is Decimal for value in values):
        met = f"表头上面写着“单位：{unit_above}”，结果是哪一种，看不出"
        problems.add(sheet.place(top, columns.result), met, "请在结果的表头写明，如 标准（元/月）")
    problems.refuse()
    lines, numbers = list[Line](), list[Line]()
    for n, (number, cells) in enumerate(rows):
        source = "" if columns.source is None else cells[columns.source]
        for parts in product(*(column[n] for column in conditions)):
            lines.append(Line(parts, values[n], source))
            numbers.append(Line(parts, Decimal(number)))
        if len(lines) > _MOST_LINES:
            raise DataError.at(sheet.place(number), f"到这里已经拆成 {_MOST_LINES} 行以上", "请拆成几张表")
    names = tuple(one.name for one in headings)
    units = tuple(
        known_unit(one.unit) if one.unit and kinds(chain(*column)) == {Kind.NUMBER} else None
        for one, column in zip(headings, conditions, strict=True)
    )
    _refuse_overlaps(sheet, title, names, tuple(numbers), problems)
    problems.refuse()
    try:
        return DecisionTable(title, names, tuple(lines), unit, result_of.name, units)
    except RuleError as error:
        raise DataError.at(sheet.where, f"不成立：{error}") from None


# --- cells -----------------------------------------------------------------------------------

_Rows = Sequence[tuple[int, tuple[str, ...]]]


def _conditions(
    sheet: Sheet, rows: _Rows, column: int, heading: Heading, problems: Problems
) -> list[tuple[Cell, ...]]:
    """The cells of a key, row by row."""
    read: list[tuple[int, Condition | None]] = []
    for number, cells in rows:
        found = None
        with problems.at(f"{sheet.place(number, column)}"):
            found = read_condition(_day(sheet, number, column) or cells[column], heading)
        read.append((number, found))
    if any(one is not None and one.told for _, one in read):
        read = [(number, one and as_texts(one)) for number, one in read]
    told = [one for _, one in read if one is not None]
    sort = _sort(told, heading)
    others = tuple(text for one in told for text in _texts(one, sort))
    doubted = any(one.sort in ("number", "date") for one in told)
    result: list[tuple[Cell, ...]] = []
    for number, one in read:
        made: tuple[Cell, ...] = ()
        with problems.at(sheet.place(number, column)):
            if one is not None and one.doubt and (doubted or sort != "text"):
                raise DataError([one.doubt])
            made = _as(one, sort, others) if one is not None else ()
        result.append(made)
    return result


def _day(sheet: Sheet, row: int, column: int) -> str:
    """A day under a format that shows it otherwise."""
    value = sheet.cell(row, column).value
    return value.isoformat() if isinstance(value, datetime.date) else ""


def _sort(told: list[Condition], heading: Heading) -> str:
    """What a column is of: what its ranges say, or its unit, or else all of its cells."""
    some = [one for one in told if one.sort not in ("any", "others")]
    ranged = [one.sort for one in some if not one.plain]
    if ranged:
        return max(sorted(set(ranged)), key=ranged.count)
    numbers = any(one.sort == "number" or one.doubt for one in some)
    if heading.measures and (numbers or not heading.counts):  # 社区（村） may be of names
        return "number"
    sorts = [one.sort for one in some]
    return max(["text", *sorted(set(sorts))], key=sorts.count)


def _texts(one: Condition, sort: str) -> list[str]:
    if sort != "text":
        return []
    if one.sort == "text":
        return [
            value
            for cell in one.cells
            if isinstance(cell, OneOf)
            for value in cell.values
            if type(value) is str
        ]
    return [one.text] if one.sort not in ("any", "others") else []


def _as(one: Condition, sort: str, others: tuple[str, ...]) -> tuple[Cell, ...]:
    """A cell as one of its column's sort."""
    if one.sort == "any":
        return (Anything(),)
    if one.sort == "others":
        if sort != "text" or not others:
            raise DataError.at("", f"“{one.text}”是其他什么，看不出来", "这一列是数或日期，请写出范围")
        return (NoneOf(tuple(dict.fromkeys(others))),)
    if one.sort != sort:
        if sort == "text" and one.plain:
            raise DataError.at("", f"“{one.text}”像{_SORTS[one.sort]}，这一列别的是文字", "一列只能有一种")
        raise DataError.at("", f"“{one.text}”不是{_SORTS[sort]}，这一列别的是", "一列只能有一种")
    return one.cells


def _results(
    sheet: Sheet, rows: _Rows, column: int, heading: Heading, problems: Problems
) -> tuple[list[Decimal | str | datetime.date | bool], Unit | None]:
    """The results, row by row, and their unit."""
    units = dict[str, str]()
    read: list[tuple[int, Anyone, str]] = []
    for number, cells in rows:
        text, place = cells[column], sheet.place(number, column)
        with problems.at(place):
            if not text or text in ("-", "—", "/", "–"):
                raise DataError.at("", "没有结果", "请补上；没有这种情形请删去这一行")
            value, own, sort = _result(_day(sheet, number, column) or text, heading)
            read.append((number, value, sort))
            if sort == "number":
                units.setdefault(own, place)
    sorts = [sort for *_, sort in read]
    counted = heading.measures and ("number" in sorts or not heading.counts)
    usual = "number" if counted else max(sorted({*sorts}), key=sorts.count, default="")
    for number, value, sort in read:
        if sort != usual:
            other = f"单位是“{heading.unit}”" if counted else f"别的是{_SORTS[usual]}"
            met = f"“{value}”是{_SORTS[sort]}，这一列{other}"
            problems.add(sheet.place(number, column), met, "结果只能是一种")
    if len(units) > 1:
        listed = "、".join(f"“{unit or '没有单位'}”" for unit in units)
        problems.add([*units.values()][1], f"结果的单位不一样：{listed}", "请换成一种，写在表头里")
    unit = None
    if len(units) == 1 and (said := heading.unit if heading.measures else next(iter(units))):
        with problems.at(sheet.place(rows[0][0] - 1, column)):
            if said in BARE or known_unit(said) is None:
                raise DataError.at("", f"“{said}”不是单位", "请写全，如 万元")
            unit = to_unit(said)
    return [value for _, value, _ in read], unit


def _result(text: str, heading: Heading) -> tuple[Decimal | str | datetime.date | bool, str, str]:
    """A result, the unit that it is in where its heading has none, and its sort."""
    if text.lower() in TRUTHS:
        return TRUTHS[text.lower()], "", "truth"
    found = value_of(normalise(text))
    values, quoted, coded = texts(text)
    if found is None or quoted or (coded and len(values) == 1):
        return values[0] if quoted and len(values) == 1 else text, "", "text"
    value, unit = found
    if isinstance(value, datetime.date):
        return value, "", "date"
    if heading.measures:
        return heading.measured(value, unit), "", "number"
    if unit and unit not in BARE and known_unit(unit) is None:
        return text, "", "text"
    return value, unit, "number"


def _refuse_overlaps(
    sheet: Sheet, title: str, names: tuple[str, ...], lines: tuple[Line, ...], problems: Problems
) -> None:
    """Tells which rows fit the same case."""
    met: list[tuple[int, ...]] = []

    def is_new(fitting: tuple[Line, ...]) -> bool:
        found = tuple(sorted({int(line.value) for line in fitting}))  # type: ignore[arg-type]  # of rows
        if len(found) < 2 or found in met:
            return False
        met.append(found)
        return True

    try:
        for case, found in zip(combinations(title, names, lines, is_new), met, strict=False):
            listed = "、".join(f"第{row + 1}行" for row in found)
            problems.add(sheet.where, f"{listed}有同样的情形：{case}", "一种情形只能有一行，请改条件")
    except RuleError:
        problems.add(sheet.where, "情形太多，查不了重叠", "请拆成几张表")
