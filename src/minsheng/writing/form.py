"""A form as a value: what it asks of whom, what is to be filled in, and what stands around it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

import attrs

from minsheng.domain.period import Period

SHEET = "填报表"


@attrs.frozen
class Blank:
    """A column to be filled in.

    Args:
        heading: its heading.
        width: how wide it is.
        takes: what its cells take: a ``figure`` of the line, a ``date``, one of the ``choices``, or text.
        choices: what there is to choose from.
    """

    heading: str
    width: int
    takes: Literal["figure", "date", "choice", "text"] = "text"
    choices: tuple[str, ...] = ()


_DONE = (Blank("累计完成数", 14, "figure"), Blank("备注", 24))


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
        worded: the period, or whatever the files are told apart by, as the title says it.
        title: the title.
        by: who fills it in, where that is known.
        lines: the lines.
        before: the heading of what was reported before; empty without such a column.
        areas: whether lines are of different areas.
        ids: whether names alone do not tell indicators apart.
        blanks: what is to be filled in.
        labels: what stands above: who fills it in, and when.
        said: how it is to be filled in, in two lines.
        more: what else stands above, a label and its text.
        needs: of columns to be filled in, when they must not be empty, as a formula of the others.
        widths: how wide columns are, where not as usual.
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
    blanks: tuple[Blank, ...] = _DONE
    labels: tuple[str, str] = ("填报单位：", "填报日期：")
    said: str = ""
    more: tuple[str, str] = ("", "")
    needs: Mapping[str, str] = attrs.field(factory=dict)
    widths: Mapping[str, int] = attrs.field(factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        """The headings."""
        names = ("指标编号", "指标") if self.ids else ("指标",)
        area = ("地区",) if self.areas else ()
        last = (self.before,) if self.before else ()
        blanks = (blank.heading for blank in self.blanks)
        return ("序号", "项目", *names, *area, "计量单位", "全年任务数", *last, *blanks)

    @property
    def first(self) -> int:
        """The number of the first column to be filled in."""
        return len(self.columns) - len(self.blanks)

    @property
    def captions(self) -> tuple[tuple[int, str, str], ...]:
        """Labels above the table, each with its column and what is filled in behind it."""
        who, when = self.labels
        more = ((self.first - 1, *self.more),) if self.more[0] else ()
        dated = ((self.first - 1, when, ""),) if when else ()
        return ((1, who, self.by), *more, *dated)


def form_texts(form: Form, figure: Callable[[Line], Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """The form as the text of its cells, filled in.

    Args:
        form: the form.
        figure: what is filled into the blanks of a line, from the first on.
    """
    across = len(form.columns)
    captions = [""] * across
    for column, label, text in form.captions:
        captions[column : column + 2] = label, text
    rows = [(text,) * across for text in (form.title, form.said)] + [tuple(captions), form.columns]
    for number, line in enumerate(form.lines, 1):
        cells = _cells(number, line) | {form.before: line.before}
        cells |= dict(zip((blank.heading for blank in form.blanks), figure(line), strict=False))
        rows.append(tuple(cells.get(column, "") for column in form.columns))
    return tuple(rows)


def _cells(number: int, line: Line) -> dict[str, str]:
    return {
        "序号": str(number), "项目": line.project, "指标编号": line.item, "指标": line.text,
        "地区": line.where, "计量单位": line.unit, "全年任务数": line.task,
    }  # fmt: skip
