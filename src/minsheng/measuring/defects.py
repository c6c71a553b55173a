"""What is to be mended after acceptance, until when, and whether it was."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import attrs

from minsheng.asking import asked
from minsheng.domain.acceptance import Acceptance, AcceptanceResult
from minsheng.domain.acceptances import Acceptances
from minsheng.domain.area import WHOLE_CITY
from minsheng.domain.programme import Programme
from minsheng.labels import Labelled
from minsheng.listed import Listed
from minsheng.measuring.acceptance import in_programme, last_day
from minsheng.table import Tabled, heads


class MendingState(Labelled):
    """Whether what was to be mended is."""

    MENDED = "mended", "已整改"
    MENDED_LATE = "mended-late", "逾期整改"
    OVERDUE = "overdue", "逾期未整改"
    OPEN = "open", "未到期"
    NO_DEADLINE = "no-deadline", "没有期限"


@attrs.frozen(repr=False)
class Mending(Tabled):
    """One thing to be mended.

    Args:
        acceptance: the decision that asked for it, in its last version.
        project, text, step: the project's number, the task's text, and what was done in the step.
        done: when it was mended, or accepted again as passed; None if it was not.
        day: the day it is looked at.
        again: when another acceptance found it still not mended; None if none did.
    """

    acceptance: Acceptance
    project: int
    text: str
    step: str
    done: datetime.date | None
    day: datetime.date
    again: datetime.date | None = None

    @property
    def state(self) -> MendingState:
        """Whether it is mended, and in time."""
        if self.days:
            return MendingState.MENDED_LATE if self.done else MendingState.OVERDUE
        if self.done:
            return MendingState.MENDED
        return MendingState.OPEN if self.acceptance.mend_by else MendingState.NO_DEADLINE

    @property
    def days(self) -> int:
        """How many days late it was mended, or is by now; 0 if in time, or without a deadline."""
        until = self.acceptance.mend_by
        return 0 if until is None else max(0, ((self.done or self.again or self.day) - until).days)

    @property
    def where(self) -> str:
        """Which task, and which step, in words."""
        return f"{self.acceptance.area or WHOLE_CITY} {self.text}（{self.step}）"

    @property
    def summary(self) -> str:
        """The task, what is to be mended, and whether it is."""
        late = f" {self.days} 天" if self.days else ""
        until = f"，期限 {self.acceptance.mend_by}" if self.acceptance.mend_by else ""
        return f"{self.where}：{self.acceptance.mend or '没有写整改什么'}{until}，{self.state.label}{late}"

    #: but for the first, 状态 and 逾期天数, the columns of a register of acceptances, as which it is read
    _HEADS = heads(
        number="序号", indicator="指标", area="地区", step="验收步骤", by="验收单位", on="验收日期",
        figure="认定数", unit="计量单位", result="验收结果", mend="整改内容", mend_by="整改期限",
        done="整改完成日期", state="状态", days="逾期天数", note="备注",
    )  # fmt: skip

    def _lines(self, number: int = 1) -> Iterator[dict[str, Any]]:
        one = self.acceptance
        yield {
            "number": number, "indicator": self.text, "area": one.area or WHOLE_CITY, "step": self.step,
            "by": one.by, "on": one.on or "", "figure": one.figure.value if one.figure else "",
            "unit": one.figure.unit.text if one.figure else "", "result": one.result, "mend": one.mend,
            "mend_by": one.mend_by or "", "done": self.done or "", "note": one.note, "state": self.state,
            "days": self.days or "", "project": self.project, "id": one.indicator,
        }  # fmt: skip


@attrs.frozen(repr=False)
class Mendings(Listed[Mending]):
    """The register of what is to be mended on a day, the most overdue first."""

    mendings: tuple[Mending, ...]
    day: datetime.date

    _EACH = "mendings"

    def __getitem__(self, index: int) -> Mending:
        return self.mendings[index]

    @property
    def late(self) -> Mendings:
        """Only what was mended late, or is overdue."""
        return attrs.evolve(self, mendings=tuple(one for one in self if one.days))

    @property
    def summary(self) -> str:
        """How many there are, and of each state."""
        states = [one.state for one in self]
        counts = "，".join(f"{one.label} {states.count(one)}" for one in MendingState if one in states)
        return f"整改台账（{self.day}）：{len(self)} 项{counts and f'，{counts}'}"

    _HEADS = Mending._HEADS

    def _lines(self) -> Iterator[dict[str, Any]]:
        for number, one in enumerate(self, 1):
            yield from one._lines(number)


@asked
def mending(programme: Programme, acceptance: Acceptances, *, on: datetime.date | None = None) -> Mendings:
    """What acceptance asked to be mended, with its deadlines, as known on a day.

    It is mended when the decision says so, or when the same task passes the same step later. Written with
    :func:`minsheng.write_table` and filled in, it reads back with :func:`minsheng.read_acceptances`.

    Args:
        programme: the programme.
        acceptance: what was decided.
        on: the day; default: the last of the programme's year, or of the register if that is later.

    >>> from minsheng import Amount, load
    >>> one = Acceptance("elevators", "county", "不合格", "平江县", Amount(40, "台"), on="2023-12-08",
    ...     mend="两台未通过检验", mend_by="2023-12-20")
    >>> found = mending(load("yueyang-2023"), Acceptances((one,)), on="2023-12-25")
    >>> print(found[0].summary)
    平江县 支持既有住宅加装电梯300台（评估验收）：两台未通过检验，期限 2023-12-20，逾期未整改 5 天
    """
    day = last_day(programme, acceptance, on)
    known = in_programme(programme, acceptance).as_known(day)
    texts = {item.id: (project, item.text) for project in programme.projects for item in project.items}
    steps = {step.id: step.action for step in programme.acceptance}
    found = list[Mending]()
    for (id, _, step), versions in known.versions.items():
        project, text = texts[id]
        last: dict[tuple[datetime.date | None, str], tuple[int, Acceptance]] = {}
        for at, one in enumerate(versions):
            if one.result is not AcceptanceResult.PASSED:
                last[one.on, one.mend] = at, one
        for at, one in last.values():
            later = [other for other in versions[at + 1 :] if other.on != one.on]
            passed = next((o.on for o in later if o.result is AcceptanceResult.PASSED), None)
            done = one.mended or passed
            again = None if done or not later else later[0].on
            found.append(Mending(one, project.number, text, steps[step], done, day, again))
    order = {area.name: n for n, area in enumerate(programme.areas)}
    found.sort(key=lambda m: (-m.days, m.project, order.get(m.acceptance.area or "", -1), m.text))
    return Mendings(tuple(found), day)
