"""The headings of a decision table: which columns are keys, which is the result, which the source."""

from __future__ import annotations

import attrs

from minsheng.domain.printed import CellKind, read_cell
from minsheng.errors import DataError, Problems, UnknownName
from minsheng.reading.tables.form import body
from minsheng.reading.tables.headings import says, tidy, unit_behind, without_unit
from minsheng.reading.tables.sheet import Sheet
from minsheng.reading.tables.words import Role

_SOURCES = ("依据", "来源", "出处", "文号", "政策依据", "文件依据", "标准依据", "source")
_SEARCHED = 20


def heading_row(sheet: Sheet) -> tuple[int, str]:
    """The row of the headings, the first with several texts, and the title above it."""
    title = ""
    for number, cells in enumerate(sheet.rows[:_SEARCHED]):
        texts = {*filter(None, map(str.strip, cells))}
        if len(texts) > 1:
            return number, title
        title = title or "".join(texts)
    raise DataError.at(sheet.where, "没有表头", "表头写各个条件，最后一列写结果")


@attrs.frozen
class Columns:
    """Where the keys, the result and the source stand."""

    heads: tuple[str, ...]
    keys: tuple[int, ...]
    result: int
    source: int | None

    @classmethod
    def of(cls, sheet: Sheet, heading: int, result: str | None, keys: tuple[str, ...] | None) -> Columns:
        heads = tuple(cell.strip() for cell in sheet.rows[heading])
        problems = Problems()
        used: list[int] = []
        source = None
        for at, head in enumerate(heads):
            filled = any(row[at].strip() for row in sheet.rows[heading + 1 :])
            if tidy(head) in _SOURCES and source is None:
                source = at
            elif not head and filled:
                problems.add(sheet.place(heading, at), "这一列没有表头", "请写上，或删去这一列")
            elif head and not _is_aside(head):
                used.append(at)
        names = [heads[at] for at in used]
        plain = [without_unit(name) for name in names]
        twice = next((name for name in plain if plain.count(name) > 1), "")
        if twice:
            problems.add(sheet.place(heading), f"表头“{twice}”有几列", "请改成不同的名称")
        problems.refuse()

        def at_name(name: str) -> int:
            for known in (names, plain):
                if name in known:
                    return used[known.index(name)]
            raise UnknownName("column", name, names)

        last = used[-1] if result is None and used else at_name(result or "")
        asked = [at for at in used if at != last] if keys is None else [at_name(name) for name in keys]
        if last in asked or not asked or len(set(asked)) < len(asked):
            met = f"条件：{'、'.join(heads[at] for at in asked) or '无'}；结果：{heads[last]}"
            raise DataError.at(sheet.place(heading), met, "条件和结果各要有自己的列")
        before = heads[asked[-1]]
        if result is None and unit_behind(heads[last]) and unit_behind(before) and asked[-1] == used[-2]:
            met = f"“{before}”和“{heads[last]}”都有单位，看不出哪一列是结果"
            if all(read_cell(row[asked[-1]]).kind is CellKind.NUMBER for _, row in body(sheet, heading)):
                raise DataError.at(sheet.place(heading), met, "请用 result= 说明，别的列用 keys= 说明")
        return cls(heads, tuple(asked), last, source)


def _is_aside(head: str) -> bool:
    return says(head).roles[:1] == (Role.NOTE,) or tidy(head) in ("序号", "编号", "序", "no", "no.")
