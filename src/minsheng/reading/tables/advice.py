"""What to do about columns that are not known: what to give, in Python and on the command line."""

from __future__ import annotations

import re
from collections.abc import Iterable

from minsheng.domain.intake import ColumnTaken
from minsheng.errors import DataError, Problem
from minsheng.reading.tables.groups import BEFORE, EITHER, UNTOLD
from minsheng.reading.tables.headings import tidy
from minsheng.reading.tables.words import CORRECTED, FIGURES, Role

#: what a shell leaves as it is
_PLAIN = re.compile(r"[\w（）、，。：“”％/.-]*")
#: rates of works that are built
_WORKS = re.compile("开工|完工|竣工|动工|进度")
_FIGURES = {role.label for role in (*FIGURES, Role.STATUS)}


def check_figures(taken: tuple[ColumnTaken, ...], place: str) -> None:
    """That there is a column of figures, or of words that stand for them.

    Raises:
        DataError: there is none; what could be one, and what to give.
    """
    if any(one.role in _FIGURES for one in taken):
        return
    for one in taken:
        if one.figures and "；请" in one.why:  # it says itself what to do
            raise DataError.at(place, one.why)
    untold = [one for one in taken if one.why == UNTOLD]
    doubtful = [one for one in taken if one.may and one not in untold and one.why != BEFORE]
    rates = [one.header for one in taken if one.role == Role.RATE.label]
    unread = [one for one in taken if one.figures and one.why != BEFORE]
    if untold:
        chosen = [(key, Role.ACTUAL.label) for key in dict.fromkeys(one.key for one in untold)]
        what = "还是".join(dict.fromkeys(role for one in untold for role in one.may))
        met, todo = f"看不出“{untold[0].header}”等列里是{what}", advice(chosen, untold[0].may)
    elif doubtful:
        doubtful.sort(key=lambda one: (not CORRECTED.search(tidy(one.header)), "累计" not in one.header))
        apart = {one.key: one.may[0] if one is doubtful[0] else "不用" for one in reversed(doubtful)}
        chosen = [*reversed(apart.items())]
        of_months = "”“".join([one.header for one in doubtful if one.why == EITHER][:3])
        said = dict.fromkeys(f"“{of_months}”" * (one.why == EITHER) + one.why for one in doubtful)
        met, todo = "；".join(said), advice(chosen, doubtful[0].may)
    elif unread:
        met = f"没有认出完成数在哪一列；认出的有：{'、'.join(one.header for one in taken if one.read)}"
        met += f"；没有读的有：{'、'.join(one.key for one in unread)}"
        todo = advice([(unread[0].key, Role.ACTUAL.label)])
    elif rates:
        met, works = (
            f"只有{'、'.join(rates)}这样的比率，没有完成数",
            [rate for rate in rates if _WORKS.search(rate)],
        )
        todo = "请加一列，表头写“完成数”"
        todo += f"；是工程进度的，{advice([(works[-1], Role.PHYSICAL.label)])}" if works else ""
    else:
        met = f"没有完成数；认出的有：{'、'.join(one.header for one in taken if one.read)}"
        todo = "请加一列，表头写“完成数”"
    raise DataError.at(place, met, todo)


def advice(columns: Iterable[tuple[str, str]], others: Iterable[str] = ()) -> str:
    """What to give so that columns are known, in Python and on the command line.

    >>> advice([("已办", "累计完成数")])
    "请用 columns={'已办': '累计完成数'} 指明（命令行 --columns 已办=累计完成数）"
    """
    given = [*columns]
    python = ", ".join(f"'{name}': '{role}'" for name, role in given)
    command = " ".join(
        f"{name}={role}" if _PLAIN.fullmatch(name) else f"'{name}={role}'" for name, role in given
    )
    rest = "、".join(
        f"“{role}”" for role in dict.fromkeys((*others, "不用")) if role not in {r for _, r in given}
    )
    return f"请用 columns={{{python}}} 指明（命令行 --columns {command}）" + (
        f"；也可能是{rest}" if others and rest else ""
    )


def unread(columns: Iterable[ColumnTaken]) -> list[Problem]:
    """That columns with figures were not read, each with what to give."""
    problems, chosen = list[Problem](), set[str]()
    for one in columns:
        only = len(one.may) == 1 and one.why in chosen  # of several that may be it, one is
        chosen.add(one.why)
        first, *others = ("不用", *one.may) if only else (*one.may, "不用")
        todo = advice([(one.key, first)], others or (Role.ACTUAL.label,))
        problems.append(Problem(f"{one.sheet}{one.column}列“{one.header}”", f"没有读：{one.why}", todo))
    return problems


def not_there(names: Iterable[str], columns: Iterable[ColumnTaken]) -> list[Problem]:
    """That there is no column of these names, and which there are."""
    there = "、".join(dict.fromkeys(column.header for column in columns if column.header))
    return [Problem("", f"没有指明的列“{name}”", f"请核对列名；有：{there}") for name in names]
