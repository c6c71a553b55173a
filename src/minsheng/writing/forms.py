"""Blank forms: what each county or lead agency is asked for a period, and the files they fill in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Literal

from minsheng.asking import asked
from minsheng.domain.amount import plain_text
from minsheng.domain.area import CITY, whole_of
from minsheng.domain.bound import Bound
from minsheng.domain.indicator import Indicator, Rate
from minsheng.domain.own_units import in_own_units
from minsheng.domain.period import Period
from minsheng.domain.printed import Relation
from minsheng.domain.programme import Programme
from minsheng.domain.progress import Progress
from minsheng.domain.project import Project
from minsheng.domain.record import Figure, Measure
from minsheng.domain.standards import Standard
from minsheng.domain.units import Unit, known_unit
from minsheng.errors import DataError, Problems
from minsheng.logs import logged
from minsheng.measuring.programme import figure_of
from minsheng.measuring.standing import in_unit
from minsheng.measuring.targets import areas_with_share, lead_agencies, of_programme, target_of
from minsheng.reading.files import is_there, write_whole
from minsheng.reading.tables.abouts import Given
from minsheng.reading.tables.context import period_in
from minsheng.reading.tables.naming import Names
from minsheng.reading.tables.registers import read_tables
from minsheng.reading.tables.sheet import Sheet
from minsheng.reading.tables.words import NOT_APPLICABLE
from minsheng.writing.form import SHEET, Form, Line, form_texts
from minsheng.writing.form_sheet import form_bytes
from minsheng.writing.workbook import refuse_unwritable

#: of what no agency leads
NOBODY = "牵头单位待定"
_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]|^(?=\.|~\$)|[. ]+$')


@asked
@logged("writing", "wrote forms", "programme", lambda found: {"files": len(found)})
@in_own_units
def write_forms(
    programme: Programme,
    folder: str | Path,
    period: Period | str,
    *,
    progress: Progress | None = None,
    per: Literal["area", "agency"] = "area",
    overwrite: bool = False,
) -> tuple[Path, ...]:
    """Write a blank form for each area or lead agency, as :func:`read_progress` reads it when it is filled.

    Every indicator is asked for once: of the areas with a share and of 市本级, or of the whole city where
    it is not divided; standards of the areas they are in force for. All files are checked before the first
    is written, and each is written completely or not at all.

    Args:
        programme: what is asked about.
        folder: where to write, such as ``2023年6月``; it is made if it is not there.
        period: what is asked about, from the first of January on.
        progress: what was reported before, shown beside; its changed targets count.
        per: a form for each ``area``, or for each lead ``agency`` with the areas in its rows.
        overwrite: whether files that are there already are replaced.

    Returns:
        The files.

    Raises:
        DataError: a file is there already or cannot be written; a period of another year;
            names in the programme that would not be read back.
        ValueError: progress that neither says anything about the time before nor changes a target.

    >>> import tempfile
    >>> from minsheng import load
    >>> with tempfile.TemporaryDirectory() as place:
    ...     files = write_forms(load("yueyang-2023"), place, "2023年6月")
    >>> len(files), files[0].name
    (15, '平江县2023年6月.xlsx')
    """
    period = Period.parse(period, programme.year) if isinstance(period, str) else period
    names = Names(programme)

    def check(form: Form, name: str) -> None:
        _check(form, name, names)

    return write_all(_forms(programme, period, progress, per), Path(folder), check, overwrite=overwrite)


def write_all(
    forms: Sequence[Form], folder: Path, check: Callable[[Form, str], None], *, overwrite: bool
) -> tuple[Path, ...]:
    """Write forms as files of a folder, all of them or none.

    Args:
        forms: the forms.
        folder: where; it is made if it is not there.
        check: that a filled form of a file name is read as what it asks.
        overwrite: whether files that are there already are replaced.

    Raises:
        DataError: what ``check`` raises; a file is there already or cannot be written.
    """
    files = dict(zip(_file_names(forms), forms, strict=True))
    problems = Problems()
    there = [name for name in files if is_there(folder / name)]
    if there and not overwrite:
        todo = "要换掉它们，请用 overwrite=True（命令行是 --force）"
        problems.add(str(folder), f"已有 {'、'.join(there)}", todo)
    for name, form in files.items():
        with problems.at():
            refuse_unwritable(text for row in form_texts(form, lambda _: ()) for text in row)
            check(form, name)
    problems.refuse()
    made = {folder / name: form_bytes(form, name) for name, form in files.items()}
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        why = (error.strerror if isinstance(error, OSError) else "") or "不是可用的文件名"
        raise DataError.at(str(folder), f"写不了（{why}）") from None
    for path, data in made.items():
        write_whole(path, data)
    return tuple(made)


def _forms(
    programme: Programme, period: Period, progress: Progress | None, per: Literal["area", "agency"]
) -> list[Form]:
    """The forms in the order of the areas or the agencies, each with its own lines."""
    worded = _worded(period, programme.year)
    known = of_programme(programme, progress or Progress())
    before = [record.period for record in known.records if record.period.last < period.last]
    if progress is not None and not before and not progress.changes:
        raise ValueError(f"progress has no figure from before the end of {period}, nor a changed target")
    last = max(before, key=lambda p: p.last, default=None)
    leads, whole = lead_agencies(programme), whole_of(programme.city)
    names = Names(programme)
    asked_of: dict[str, list[Line]] = {}
    if per == "area":  # in the order of the areas, where they are asked anything
        asked_of = {name: [] for name in (*(area.name for area in programme.areas), CITY, whole)}
    for project, item, area in _rows(programme, period):
        target = target_of(programme, known, item, area, period.last)
        unit = unit_of(item, target, names)
        was = "" if last is None else _before(_figure(programme, known, item, area, last), last, unit)
        line = line_of(project, item, area, area or whole, unit=unit, target=target, was=was)
        who = (area or whole) if per == "area" else next(iter(leads.get(item.id, ())), NOBODY)
        asked_of.setdefault(who, []).append(line)
    ids = not all(told(names, line) for lines in asked_of.values() for line in lines)
    heading = f"{programme.city}{programme.year}年重点民生实事完成情况填报表"
    said = "" if last is None else f"上期累计完成数\n（截至{last.last.month}月{last.last.day}日）"
    forms = [
        Form(
            who, period, worded, f"{heading}（{who}，{worded}）",
            "" if who in (whole, NOBODY) else who, tuple(lines), said, areas=per == "agency", ids=ids,
            said=_how(period),
        )
        for who, lines in asked_of.items() if lines
    ]  # fmt: skip
    if not forms:
        raise DataError.at(programme.name, "没有要填报的指标和标准", "请核对年度项目")
    return forms


def line_of(
    project: Project, item: Indicator | Standard, area: str | None, where: str, *,
    unit: Unit | None, target: Bound | None, was: str,
) -> Line:  # fmt: skip
    """The line that asks for one task of one area, or of the whole city; ``was`` is said beside it."""
    return Line(
        f"{project.number}. {project.title}", item.id, item.text, area, where,
        "" if unit is None else unit.text, task_text(item, target), was,
        whole=unit is not None and unit.counted and unit.factor == 1,
        signed=isinstance(item, Indicator) and item.rate is Rate.DIFFERENCE,
    )  # fmt: skip


def _how(period: Period) -> str:
    """How a form is to be filled in."""
    day = f"{period.last.month}月{period.last.day}日"
    return (
        f"说明：1．只填浅黄色的格。填年初至{day}的累计数，计量单位照本行；没有进展填 0，没有数不填。\n"
        f"2．不适用的填“{NOT_APPLICABLE}”，备注写原因。表头、标题和文件名请不要改。"
    )


def told(names: Names, line: Line) -> bool:
    """Whether an indicator's text alone tells which it is."""
    try:
        return names.item(line.text).id == line.item
    except DataError:
        return False


def _worded(period: Period, year: int) -> str:
    """A period as titles say it, so that it is read from there."""
    if period.year != year:
        raise DataError.at("", f"“{period}”不是 {year} 年的期间", f"请写 {year} 年的，如 {year}年6月")
    end = period.last
    texts = (str(period), f"{period}全年", f"截至{end.year}年{end.month}月{end.day}日")
    return next((text for text in texts if period_in(text, year) == period), texts[0])


def _rows(programme: Programme, period: Period) -> Iterator[tuple[Project, Indicator | Standard, str | None]]:
    """What is asked, and of which area; None is the whole city."""
    for project in programme.projects:
        for item in project.items:
            areas: Sequence[str | None] = ()
            if isinstance(item, Indicator):
                areas = areas_with_share(programme, item) or (None,)
            else:
                begun = [tier for tier in item.tiers if tier.effective <= period.last]
                areas = [a.name for a in programme.areas if item.tier(a, period.last)]
                areas = areas or ([None] if any(tier.city for tier in begun) else [])
            yield from ((project, item, area) for area in areas)


def unit_of(item: Indicator | Standard, target: Bound | None, names: Names) -> Unit | None:
    if isinstance(item, Indicator) and item.rate is Rate.PHYSICAL:
        return known_unit("%")
    return names.item(item.id).unit if target is None else target.amount.unit


def task_text(item: Indicator | Standard, target: Bound | None) -> str:
    """The task as a cell has it: a bare number is the item's own relation."""
    if target is None:
        return "—"
    bounds = [item.target] if isinstance(item, Indicator) and item.target else [t.target for t in item.tiers]
    plain = target.relation is Relation.AT_LEAST and all(b.relation is Relation.AT_LEAST for b in bounds)
    physical = isinstance(item, Indicator) and item.rate is Rate.PHYSICAL
    number = str(target.amount) if physical else plain_text(target.amount.value)
    return number if plain else f"{target.relation.words} {number}"


def _figure(
    programme: Programme, progress: Progress, item: Indicator | Standard, area: str | None, last: Period
) -> Figure:
    physical = isinstance(item, Indicator) and item.rate is Rate.PHYSICAL
    measure = Measure.PHYSICAL if physical else Measure.COUNT
    return figure_of(programme, progress, item, area, on=last.last, measure=measure)


def _before(figure: Figure, last: Period, unit: Unit | None) -> str:
    """What was reported up to the same day: 未报 where nothing was, and never an older figure."""
    if not figure.records or max(record.period.last for record in figure.records) != last.last:
        return "未报"
    if figure.value is None:
        return figure.records[0].text or figure.why
    return str(figure.value) if unit is None else in_unit(figure.value, unit)


def _file_names(forms: Sequence[Form]) -> list[str]:
    """平江县2023年6月.xlsx: names that every file system takes, each once."""
    names: dict[str, str] = {}
    for form in forms:
        stem, number = _UNFIT.sub("_", f"{form.who}{form.worded}")[:60], 1
        name = stem
        while name.casefold() in names:
            number += 1
            name = f"{stem}（{number}）"
        names[name.casefold()] = f"{name}.xlsx"
    return list(names.values())


def _check(form: Form, name: str, names: Names) -> None:
    """That a filled form is read as what it asks, before anybody fills it in.

    Raises:
        DataError: it is not.
        ValueError: it holds what no workbook does.
    """
    texts = form_texts(form, lambda line: (_example(line),))
    back = read_tables((Sheet(name, SHEET, texts),), names, Given(), strict=True)
    read = Counter((r.indicator, r.area, r.period, r.by) for r in back.records)
    wanted = Counter((line.item, line.area, form.period, form.by) for line in form.lines)
    if read != wanted or back.aside:
        todo = "名称会被看作别的意思，请在年度项目里改一改"
        raise DataError.at(name, "填好后读回来不是所问的", todo)


def _example(line: Line) -> str:
    """What could be filled in: the task itself."""
    if not line.unit:
        return NOT_APPLICABLE
    return "1" if line.task == "—" or line.unit == "%" else line.task.rpartition(" ")[2]
