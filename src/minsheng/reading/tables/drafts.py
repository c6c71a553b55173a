"""A column while its role is not settled, and what its heading and its cells leave open of it."""

from __future__ import annotations

import re
from collections.abc import Iterable

import attrs

from minsheng.reading.tables.content import Content
from minsheng.reading.tables.found import Head
from minsheng.reading.tables.headings import Says, tidy
from minsheng.reading.tables.words import Role

_TASKS, _DONE = re.compile("任务|目标|计划"), re.compile("完成|进展|进度|落实|办理")
_NAMING = ((Role.INDICATOR,), (Role.PROJECT,))


@attrs.define(eq=False)
class Draft:
    """A column while its role is not settled.

    Args:
        head: its headings.
        content: its cells.
        role: what it holds, as far as that is known.
        why: how it is known, or why it is not.
        told: whether the caller said so.
        may: what it could be, where that is left open.
    """

    head: Head
    content: Content
    role: Role | None = None
    why: str = ""
    told: bool = False
    may: tuple[Role, ...] = ()

    @property
    def roles(self) -> tuple[Role, ...]:
        """What its headings say that it may hold."""
        return self.head.says.roles

    @property
    def apart(self) -> tuple[object, ...]:
        """The group it stands in."""
        head = self.head
        return head.area and tidy(head.area), head.item, head.label, head.says.subject

    @property
    def names_lines(self) -> bool:
        """Whether it says of each line which indicator it is of."""
        if self.head.item or self.role not in (None, Role.INDICATOR):
            return False
        if self.roles[:1] in _NAMING or self.role is Role.INDICATOR:
            return True
        words = self.content.all > 0 and not self.content.mostly(self.content.numbers)
        known = not self.roles and self.content.mostly(self.content.items)
        return known or (Role.INDICATOR in self.roles and words)

    def settle(self, role: Role | None, why: str = "", *may: Role) -> None:
        """It holds this, or nothing that is known, though it may be one of these."""
        self.role, self.why, self.may = role, why, may

    def named(self, *, area: str | None = None, item: str = "", label: str = "") -> None:
        """Its headings name this and no more."""
        self.head = attrs.evolve(self.head, area=area, item=item, label=label)

    def says(self, *, roles: tuple[Role, ...] | None = None, subject: str | None = None) -> None:
        """Its headings say this instead."""
        said = self.head.says
        roles = said.roles if roles is None else roles
        subject = said.subject if subject is None else subject
        self.head = attrs.evolve(self.head, says=Says(roles, subject, said.time, said.unit))


def decide(draft: Draft, drafts: Iterable[Draft]) -> None:
    """The role of a column that its heading and its cells leave one of."""
    roles, content = draft.roles, draft.content
    if draft.why:
        return
    if not roles:
        _by_content(draft)
    elif _in_per_cent(draft) and any(
        Role.ACTUAL in d.roles and not _in_per_cent(d) and d.apart == draft.apart for d in drafts
    ):
        draft.settle(Role.RATE, "完成数另有一列")
    elif roles == (Role.UNIT, Role.AREA, Role.ASIDE):
        units = content.mostly(content.units) or not content.all
        places = content.mostly(content.places)
        draft.settle(Role.UNIT if units else Role.AREA if places else Role.ASIDE)
    elif roles in ((Role.ASIDE, Role.AREA), (Role.BY, Role.AREA)):
        draft.settle(Role.AREA if content.mostly(content.areas) else roles[0])
    elif roles == (Role.RATE, Role.ACTUAL, Role.STATUS):
        _progress(draft, drafts)
    elif roles == (Role.TARGET, Role.INDICATOR):
        figures = content.mostly(content.numbers) or not content.all
        draft.settle(Role.TARGET if figures else Role.INDICATOR)
    elif roles == (Role.STATUS, Role.ACTUAL):
        kinds = {Role.ACTUAL, Role.IN_PERIOD, Role.VERIFIED}
        beside = any(kinds & {*d.roles[:1], d.role} and d.apart == draft.apart for d in drafts)
        figures = content.mostly(content.numbers)  # and no words, whatever else the table has
        draft.settle(Role.STATUS if beside and not figures else Role.ACTUAL)
    elif roles[0] is Role.UNIT and content.mostly(content.places) and not content.units:
        draft.settle(Role.AREA, "各格是地区名")
    else:
        draft.settle(roles[0])


def _in_per_cent(draft: Draft) -> bool:
    """Whether its heading is of what was done, in per cent: 完成情况（%）."""
    return Role.ACTUAL in draft.roles and draft.head.says.unit in ("%", "‰", "百分比")


def _by_content(draft: Draft) -> None:
    head, content = draft.head, draft.content
    if head.area is not None or head.item:
        return
    if content.mostly(content.places):
        draft.settle(Role.AREA, "各格是地区名")
    elif content.mostly(content.units):
        draft.settle(Role.UNIT, "各格是单位")
    elif content.mostly(content.items):
        draft.settle(Role.INDICATOR, "各格是指标名称")
    elif content.counts:
        draft.settle(Role.ASIDE, "各格是 1、2、3…")


def _progress(draft: Draft, drafts: Iterable[Draft]) -> None:
    """进度: words, a rate, or a figure; bare numbers are what their group lacks."""
    content = draft.content
    beside = {d.roles[0] for d in drafts if d is not draft and len(d.roles) == 1 and d.apart == draft.apart}
    if not content.mostly(content.numbers):
        draft.settle(Role.STATUS)
    elif content.mostly(content.percents):
        draft.settle(Role.RATE, "各格是百分数")
    elif content.mostly(content.with_units) or (Role.RATE in beside and Role.ACTUAL not in beside):
        draft.settle(Role.ACTUAL, "各格是数，完成率另有一列")
    elif Role.ACTUAL in beside and Role.RATE not in beside:
        draft.settle(Role.RATE, "完成数另有一列")
    else:
        draft.settle(None, "可能是完成率，也可能是完成数", Role.ACTUAL, Role.RATE)


def by_title(title: str, headers: Iterable[str]) -> Role | None:
    """What columns of areas hold, by what stands above them; a word for both says nothing."""
    above = title + "".join(headers)
    tasks, done = bool(_TASKS.search(above)), bool(_DONE.search(above))
    if done and not re.search("任务分解|任务数|目标分解", above):
        return Role.ACTUAL
    return Role.TARGET if tasks and not done else None
