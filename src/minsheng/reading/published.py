"""Published tables as they are printed, for checking the figures that stand in them."""

from __future__ import annotations

from collections.abc import Mapping

from minsheng.asking import asked
from minsheng.domain.programme import Programme
from minsheng.errors import DataError, Problem, Problems
from minsheng.published.printed import Printed
from minsheng.reading.progress import sheets_of
from minsheng.reading.tables.extras import check_whole
from minsheng.reading.tables.headers import Role
from minsheng.reading.tables.register import find_register
from minsheng.visible import hidden

_CELLS = {
    "area": (Role.AREA,),
    "unit": (Role.UNIT,),
    "target": (Role.TARGET,),
    "actual": (Role.ACTUAL, Role.VALUE, Role.PHYSICAL, Role.MONEY, Role.STATUS),
    "rate": (Role.RATE,),
    "group": (Role.PERIOD, Role.UNTIL),
    "source": (Role.SOURCE,),
}


@asked
def read_published(
    source: object, programme: Programme | None = None, *, columns: Mapping[str, Role | str] | None = None
) -> tuple[Printed, ...]:
    """The lines of a published table, each cell as it is printed, for :func:`check_published`.

    Args:
        source: what :func:`read_progress` takes: a file, the name of a programme that comes with
            the library, a frame, a list of dicts, a table.
        programme: gives indicators that are named by their id their text.
        columns: what columns hold, by their headers, where the names do not tell.

    Raises:
        DataError: the file cannot be read, or is a part of one; or no header is found in it.

    >>> from minsheng import check_published
    >>> row = {"指标": "新增通自来水", "目标": "4.52万人", "完成数": 5.52, "完成率": "122.0%"}
    >>> print(check_published(read_published([row])).checks[0].agreement.label)
    在所印数字精度之内
    """
    texts = {}
    if programme is not None:
        texts = {item.id: item.text for project in programme.projects for item in project.items}
    printed: list[Printed] = []
    sheets = sheets_of(source)
    for sheet in sheets:
        register = find_register(sheet, (), columns)
        if register is None:
            continue
        check_whole(register)
        flaws = [(r, c, why) for r, c, why in sheet.flaws if any(hidden(sheet.rows[r][c]))]
        Problems(Problem(sheet.place(r, c), why) for r, c, why in flaws).refuse()
        at = {role: register.at(role) for role in Role}
        named = at[Role.INDICATOR] or at[Role.PROJECT]
        for row, cells in register.lines():
            fields = {}
            for field, roles in _CELLS.items():
                found = (cells[column.index] for role in roles if (column := at[role]) is not None)
                fields[field] = next((cell for cell in found if cell), "")
            name = cells[named.index] if named is not None else ""
            fields["source"] = fields["source"] or sheet.place(row)
            printed.append(Printed(texts.get(name, name), **fields))
    if not printed:
        raise DataError.at(sheets[0].file if sheets else "", "没有认出表头", "表头要有“指标”和“完成数”")
    return tuple(printed)
