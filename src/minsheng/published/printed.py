"""The lines of a published table, and the results of checking a cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from minsheng.domain.area import is_of_some, is_whole
from minsheng.domain.numerals import normalise
from minsheng.labels import Labelled
from minsheng.reading.tables.words import BRACKETED, CAME, VOTES
from minsheng.table import Tabled, heads
from minsheng.visible import shown


class Agreement(Labelled):
    """Whether a printed figure agrees with the figures beside it.

    >>> Agreement("截位") is Agreement.TRUNCATED
    True
    """

    AGREES = "agrees", "一致（四舍五入）"
    TRUNCATED = "truncated", "截位"
    WITHIN_DIGITS = "within-digits", "在所印数字精度之内"
    OTHER_BASIS = "other-basis", "另有口径"
    DOES_NOT_FOLLOW = "does-not-follow", "推不出"
    NOT_CHECKABLE = "not-checkable", "无法核对"


class Subject(Labelled):
    """What was checked."""

    RATE = "rate", "完成率"
    TOTAL = "total", "合计"
    SHARE = "share", "占比"
    RANK = "rank", "名次"
    GRADE = "grade", "等次"
    PARTS = "parts", "分项"
    CHANGE = "change", "增减"


#: the total below months
SO_FAR = "累计"
VOTE, _CAME = re.compile(VOTES), re.compile(CAME)


@attrs.frozen
class Breakdown:
    """Cells along a line that are parts of another one.

    Args:
        head, whole: the heading and the cell of the whole.
        parts: those of each part.
        some: whether there may be others than are printed, and the printed ones may overlap (其中).
    """

    head: str
    whole: str
    parts: tuple[tuple[str, str], ...]
    some: bool = False


def breakdowns(cells: Iterable[tuple[str, str, bool]]) -> tuple[Breakdown, ...]:
    """What a line breaks down: votes and answers that make up who came, and 其中 of what stands before it.

    Args:
        cells: the cells from left to right, each with its heading and whether 其中 may be of it.

    >>> [found] = breakdowns([("满意", "28", False), ("不满意", "1", False), ("到会", "29", False)])
    >>> found.whole, [cell for _, cell in found.parts]
    ('29', ['28', '1'])
    """
    listed, votes, came = list(cells), list[tuple[str, str]](), list[tuple[str, str]]()
    of: dict[tuple[str, str], list[tuple[str, str]]] = {}
    before = ("", "")
    for head, text, countable in listed:
        plain = BRACKETED.sub("", normalise(head))
        if plain.startswith("其中"):
            if before[1]:
                of.setdefault(before, []).append((head, text))
        elif VOTE.fullmatch(plain):
            votes.append((head, text))
        elif _CAME.fullmatch(plain) or (votes and is_whole(plain)):
            came.append((head, text))
        elif countable:
            before = (head, text)
    found = [Breakdown(*whole, tuple(parts), some=True) for whole, parts in of.items()]
    if len(came) == 1 and len(votes) > 1 and any(text for _, text in (*votes, *came)):
        found.append(Breakdown(*came[0], tuple(votes)))
    return tuple(found)


_text = attrs.validators.instance_of(str)


@attrs.frozen
class Printed:
    """One line of a published table, each cell as printed.

    Args:
        name: the indicator.
        area: the area; 全市, 合计 and the like head the line of the total.
        unit: the unit column.
        target, actual, rate: the cells 目标, 完成数 and 完成率.
        group: what lines must share to be added up or ranked together: a month, a part of the table.
        source: where it is printed.
        share: the cell 占比, the line's part of the total.
        rank, grade, points: the cells 名次, 等次 and 得分.
        note: the remarks.
        breakdowns: which of its cells are parts of others.
        row: the whole row that it stands in, each cell with its heading and its unit.
        about: what stands around the table and may say what it leaves out: its title, its notes.

    >>> Printed("城镇新增就业", unit="万人", target="5.2", actual="7.23", rate="139.1%").area
    ''
    """

    name: str = attrs.field(default="", validator=_text)
    area: str = attrs.field(default="", validator=_text)
    unit: str = attrs.field(default="", validator=_text)
    target: str = attrs.field(default="", validator=_text)
    actual: str = attrs.field(default="", validator=_text)
    rate: str = attrs.field(default="", validator=_text)
    group: str = attrs.field(default="", validator=_text)
    source: str = attrs.field(default="", validator=_text)
    share: str = attrs.field(default="", validator=_text)
    rank: str = attrs.field(default="", validator=_text)
    grade: str = attrs.field(default="", validator=_text)
    points: str = attrs.field(default="", validator=_text)
    note: str = attrs.field(default="", validator=_text)
    breakdowns: tuple[Breakdown, ...] = ()
    row: tuple[tuple[str, str], ...] = ()
    about: str = attrs.field(default="", validator=_text)

    @property
    def where(self) -> str:
        """The line as staff call it."""
        return "　".join(part for part in (self.group, self.name, self.area) if part) or "（没有名称）"

    @property
    def is_total(self) -> bool:
        """Whether it is the line of the total.

        >>> [Printed(area=a).is_total for a in ("全省", "合 计", "岳阳楼区")]
        [True, True, False]
        """
        return is_whole(self.area) or self.area == SO_FAR

    @property
    def is_part(self) -> bool:
        """Whether it is one of what the total adds up: neither a total nor a 小计 of some."""
        area = normalise(self.area)
        return bool(area) and not (self.is_total or is_of_some(area) or area.startswith("其中"))


@attrs.frozen(repr=False)
class Check(Tabled):
    """The result of checking one cell.

    Args:
        line: the line it is on.
        subject: which cell.
        printed: the cell as printed.
        agreement: whether it agrees with the figures beside it.
        working: the arithmetic written out.
        why: an explanation, or why it cannot be checked.
    """

    line: Printed
    subject: Subject
    printed: str
    agreement: Agreement
    working: str = ""
    why: str = ""

    _HEADS = heads(
        subject="核对", name="指标", area="地区", printed="所印", agreement="结果", working="算式", why="说明"
    )

    def _lines(self) -> Iterator[dict[str, Any]]:
        line = self.line
        yield {
            "subject": self.subject,
            "group": line.group,
            "name": line.name,
            "area": line.area,
            "printed": self.printed,
            "agreement": self.agreement,
            "working": self.working,
            "why": self.why,
            "source": line.source,
        }

    @property
    def summary(self) -> str:
        """Where, what is printed, and the result."""
        return str(self)

    def __str__(self) -> str:
        said = "；".join(part for part in (self.working, self.why) if part)
        head = f"【{self.agreement.label}】{self.line.where}　{self.subject.label} {self.printed or '空着'}"
        return shown(f"{head}：{said}" if said else head)


def carried(lines: Iterable[Printed]) -> Iterator[Printed]:
    """Lines with a blank name under that of their group; a total at the very end may be of all groups.

    >>> lines = [Printed("床位", "甲县"), Printed("", "乙县"), Printed("道路", "甲县"), Printed("", "合计")]
    >>> [line.name for line in carried(lines)]
    ['床位', '床位', '道路', '']
    """
    listed = list(lines)
    ends = sum(line.is_total and not line.name for line in listed) > 1
    name = ""
    for line in listed:
        name = line.name or name
        own = not line.name and line.area and (ends or not line.is_total)
        yield attrs.evolve(line, name=name) if own else line


#: how a cell comes out: the agreement, the arithmetic, and what is to be said
Outcome = tuple[Agreement, str, str]


def wrong_of(outcomes: Iterable[Outcome]) -> int:
    """How many do not follow."""
    return sum(agreement is Agreement.DOES_NOT_FOLLOW for agreement, *_ in outcomes)


def groups(lines: Iterable[Printed], *, names: bool = True) -> list[tuple[Printed, ...]]:
    """The lines that are held against each other: of one group and, if they are ranked, one indicator."""
    found: dict[tuple[str, str], list[Printed]] = {}
    for line in lines:
        found.setdefault((line.group, line.name if names else ""), []).append(line)
    return [tuple(own) for own in found.values()]
