"""Forms of acceptance: what each body of a step is to accept, as a workbook for each."""

from __future__ import annotations

from pathlib import Path

from minsheng.asking import asked
from minsheng.domain.acceptance import AcceptanceResult
from minsheng.domain.acceptances import Acceptances
from minsheng.domain.area import whole_of
from minsheng.domain.own_units import in_own_units
from minsheng.domain.period import Period
from minsheng.domain.procedure import AcceptanceStep, Covers
from minsheng.domain.programme import Programme
from minsheng.domain.progress import Progress
from minsheng.errors import DataError, UnknownName
from minsheng.measuring.acceptance import AcceptanceStanding, acceptance_standings, chain
from minsheng.measuring.standing import in_unit
from minsheng.reading.tables.naming import Names
from minsheng.reading.tables.words import NOT_APPLICABLE
from minsheng.writing.form import Blank, Form, Line
from minsheng.writing.forms import NOBODY, line_of, told, unit_of, write_all

_RESULTS = tuple(one.label for one in AcceptanceResult)
_PASSED, _MENDING, _FAILED = _RESULTS
_BLANKS = (
    Blank("验收日期", 11, "date"), Blank("认定数", 10, "figure"), Blank("验收结果", 11, "choice", _RESULTS),
    Blank("整改内容", 18), Blank("整改期限", 11, "date"), Blank("整改完成日期", 13, "date"),
    Blank("验收资料", 14), Blank("备注", 10),
)  # fmt: skip
_WIDTHS = {"项目": 18, "指标": 32, "计量单位": 9, "全年任务数": 11}
#: what is red while it is empty: a result without day, or figure unless it failed; what is to be mended
_NEEDS = {
    "验收日期": '{验收结果}<>""',
    "认定数": f'{{验收结果}}<>"",{{验收结果}}<>"{_FAILED}"',
    "验收结果": '{认定数}<>""',
    "整改内容": f'{{验收结果}}<>"",{{验收结果}}<>"{_PASSED}"',
    "整改期限": f'{{验收结果}}<>"",{{验收结果}}<>"{_PASSED}"',
}
_HOW = (
    "说明：1．只填浅黄色的格。计量单位照本行；还没有验收的，整行空着；不合格、没有认定数的，认定数空着。"
    f"不适用的填“{NOT_APPLICABLE}”，备注写原因。资料用顿号分开。表头、标题请不要改。\n"
    f"2．{_MENDING}：通过，有问题限期整改，可以先进入下一步；{_FAILED}：没有通过，整改好以前不进入下一步。"
    "这两种写明整改内容和期限，整改好了填完成日期，结果不改。"
)


@asked
@in_own_units
def write_acceptance_forms(
    programme: Programme,
    folder: str | Path,
    step: str | AcceptanceStep,
    *,
    progress: Progress | None = None,
    acceptance: Acceptances | None = None,
    overwrite: bool = False,
) -> tuple[Path, ...]:
    """Write a blank form of acceptance for each body of a step, as :func:`read_acceptances` reads it.

    Each area, each lead agency, or the one body that accepts all gets its own tasks, with what was reported
    and what the step before accepted beside them. All files are checked before the first is written.

    Args:
        programme: what is accepted.
        folder: where to write; it is made if it is not there.
        step: the step, or its id, of the programme's own chain.
        progress: what was reported, shown beside.
        acceptance: what was decided in earlier steps, shown beside.
        overwrite: whether files that are there already are replaced.

    Returns:
        The files.

    Raises:
        UnknownName: there is no such step.
        DataError: a file is there already or cannot be written; an acceptance without any decision of
            the step before, or progress without any figure of these tasks.

    >>> import tempfile
    >>> from minsheng import load
    >>> with tempfile.TemporaryDirectory() as place:
    ...     files = write_acceptance_forms(load("yueyang-2023"), place, "county")
    >>> len(files), files[0].name
    (13, '平江县评估验收.xlsx')
    """
    steps = {one.id: one for one in chain(programme)}
    id = step if isinstance(step, str) else step.id
    if id not in steps:
        raise UnknownName("step of acceptance", id, steps)
    known = acceptance or Acceptances()
    found = acceptance_standings(programme, known, progress=progress)
    standings = [one for one in found if one.step.id == id]
    before = [one.before for one in standings if one.before is not None]
    if acceptance is not None and not any(one.decision for one in before):
        met = f"这一步（{steps[id].action}）之前没有验收结论" if before else f"{steps[id].action}是第一步"
        raise DataError.at("acceptance", met, "写这一步的空表，不用给出填好的表")
    if progress is not None and not any(one.reported for one in standings):
        raise DataError.at("progress", "没有一个要验收的任务的完成数", "请核对完成数的表")
    forms, names = _forms(programme, steps[id], standings), Names(programme)
    if not forms:
        raise DataError.at(programme.name, "没有要验收的任务", "请核对年度项目")

    def check(form: Form, name: str) -> None:
        for line in form.lines:
            if names.item(line.item if form.ids else line.text).id != line.item:
                raise DataError.at(name, f"“{line.text}”读回来是别的指标", "请在年度项目里改一改")

    return write_all(forms, Path(folder), check, overwrite=overwrite)


def _forms(programme: Programme, step: AcceptanceStep, standings: list[AcceptanceStanding]) -> list[Form]:
    """The forms in the order of the programme, each with its own lines."""
    names, whole = Names(programme), whole_of(programme.city)
    asked_of: dict[str, list[Line]] = {}
    for one in standings:
        unit = unit_of(one.item, one.target, names)
        was = (
            "" if one.reported is None else str(one.reported) if unit is None else in_unit(one.reported, unit)
        )
        if one.before is not None and one.before.decision is not None:
            earlier = one.before.accepted
            was = f"上报 {was or '—'}\n{one.before.decision.result.label} {earlier or ''}".rstrip()
        line = line_of(
            one.project, one.item, one.area, one.area or whole, unit=unit, target=one.target, was=was
        )
        asked_of.setdefault(next(iter(one.bodies), NOBODY), []).append(line)
    ids = not all(told(names, line) for lines in asked_of.values() for line in lines)
    said = any(line.before for lines in asked_of.values() for line in lines)
    beside = "上报数和前一步认定" if any(one.before for one in standings) else "上报数"
    heading = f"{programme.city}{programme.year}年重点民生实事验收表"
    return [
        Form(
            who, Period.of_year(programme.year), step.action, f"{heading}（{who}，{step.action}）",
            "" if who == NOBODY else who, tuple(lines), beside if said else "",
            areas=step.covers is not Covers.AREA, ids=ids, widths=_WIDTHS, blanks=_BLANKS,
            labels=("验收单位：", ""), said=_HOW, more=("验收步骤：", step.action), needs=_NEEDS,
        )
        for who, lines in asked_of.items()
    ]  # fmt: skip
