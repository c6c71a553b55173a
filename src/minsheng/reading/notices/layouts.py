"""Breakdowns in other layouts, made regular: a number, labels, a unit, areas side by side, a remark.

Areas may go down, the unit may stand in a heading, a caption or the words, the number may be missing,
and a whole breakdown may stand in one cell. What cannot be told is listed and left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

import attrs

from minsheng.domain.area import CITY, is_whole
from minsheng.domain.printed import BARE, CellKind, read_cell
from minsheng.domain.units import Unit, known_unit
from minsheng.domain.wording import find_mentions
from minsheng.reading.notices.agencies import is_office
from minsheng.reading.notices.document import unmerged
from minsheng.reading.notices.draft import Question
from minsheng.reading.notices.opened import areas_down, opened
from minsheng.reading.notices.pages import is_area, is_city, names_areas
from minsheng.reading.notices.titles import Titles, matter_of
from minsheng.reading.tables.headings import generic, is_wording, says, unit_behind
from minsheng.reading.tables.sheet import Sheet
from minsheng.reading.tables.words import FIGURES, Role

_NUMBER = re.compile("序号|编号|项目编号|序|号")
_UNIT = re.compile("(?:计量|计算|数量)?单位")
_LETTER = re.compile("[\u4e00-\u9fffA-Za-z]")
_CAPTION_UNIT = re.compile(r"[（(]?单位[:：]([^）)]+)[）)]?")
_LABELS = (Role.INDICATOR, Role.PROJECT, Role.TARGET, Role.STATUS, Role.AREA)
#: 完成数, and not 培训 (人次)
_WAS_DONE = re.compile("完成|累计|实际|已|拨付|到位|进度|进展")
#: columns that hold no tasks
_NO_TASKS = (Role.ASIDE, Role.RATE, Role.SHARE, Role.RANK, Role.POINTS, Role.GRADE, Role.NOTE, Role.AREA)


@attrs.frozen
class Above:
    """What stands above a table: its caption, and the unit of all its figures."""

    title: str = ""
    unit: str = ""

    @classmethod
    def of(cls, texts: Sequence[str]) -> Above:
        """By the paragraphs above the table, and after the one before."""
        units = [found[1] for text in texts if (found := _CAPTION_UNIT.search(text))]
        titles = [text for text in texts if not _CAPTION_UNIT.fullmatch(text) and len(text) < 60]
        unit = units[-1] if units and (known_unit(units[-1]) or units[-1] in BARE) else ""
        return cls(matter_of(_CAPTION_UNIT.sub("", titles[-1])) if titles else "", unit)


def regular(sheet: Sheet, above: Above, titles: Titles, where: str) -> tuple[Sheet, list[Question]] | None:
    """The table in the regular layout, and what is doubtful of it; None if it is no breakdown."""
    rows = unmerged(sheet)
    spoilt = {
        (r, c)
        for top, left, bottom, right in sheet.merged
        if read_cell(rows[top][left]).kind is CellKind.NUMBER
        for r in range(top, bottom + 1)
        for c in range(left, right + 1)
    }
    if (at := next((r for r, row in enumerate(rows[:6]) if names_areas(row)), None)) is not None:
        return _Across(rows, at, spoilt, above, titles, where).read(sheet)
    if (column := areas_down(rows)) is not None:
        turned = tuple(zip(*rows, strict=True))
        return _Across(turned, column, {(c, r) for r, c in spoilt}, above, titles, where, down=True).read(
            sheet
        )
    if (apart := opened(rows)) is not None:
        return _Across(apart, 0, set(), above, titles, where).read(sheet)
    return None


@attrs.define
class _Across:
    """A table with areas side by side, on the way to the regular layout."""

    rows: Sequence[Sequence[str]]
    at: int
    spoilt: set[tuple[int, int]]
    above: Above
    titles: Titles
    where: str
    down: bool = False
    questions: list[Question] = attrs.field(init=False, factory=list)
    _title: str = attrs.field(init=False, default="")
    _over: str = attrs.field(init=False, default="")
    _number: int = attrs.field(init=False, default=0)

    def read(self, sheet: Sheet) -> tuple[Sheet, list[Question]] | None:
        width = len(self.rows[0])
        heads = [[self.rows[r][c] for r in range(self.at + 1) if self.rows[r][c]] for c in range(width)]
        if self.down:
            heads = [[self.rows[self.at][c]] for c in range(width)]
        last = [head[-1] if head else "" for head in heads]
        areas = [c for c in range(width) if is_area(last[c])]
        sums = [c for c in range(width) if any(map(is_whole, heads[c]))]
        own = [c for c in range(width) if any(map(is_city, heads[c]))]
        first = 0 if self.down else self.at + 1
        if not sums and not self.down:  # 任务数 beside the areas is what they add up to
            sums = [c for c in range(width) if c not in areas and self._is_total(heads[c], c, first)]
            last = [("合计" if c in sums else text) for c, text in enumerate(last)]
        figures = sorted((*areas, *sums, *own))
        if len({last[c] for c in areas}) != len(areas) or len(sums) > 1 or len(own) > 1:
            return None
        if not self.down and self.at + 1 < len(self.rows) and is_subheading(self.rows[self.at + 1]):
            return None  # several columns for each area
        over = {unit for c in areas for head in heads[c] if (unit := unit_behind(head))}
        self._over = over.pop() if len(over) == 1 and not self.down else ""
        numbers = [c for c in range(areas[0] if areas else 0) if any(map(_NUMBER.fullmatch, heads[c]))]
        units = [c for c in range(width) if any(map(_UNIT.fullmatch, heads[c]))]
        if len(numbers) > 1 or len(units) > 1:
            return None
        notes = [
            c
            for c in range(width)
            if c not in figures and any(says(h).roles[:1] == (Role.NOTE,) for h in heads[c])
        ]
        labels = [
            c for c in range(areas[0] if areas else 0)
            if c not in (*figures, *numbers, *units, *notes)
            and (self.down or says(last[c]).roles[:1] in [(), *((role,) for role in _LABELS)])
        ]  # fmt: skip
        # a column of ★ and ◆ names nothing
        labels = [c for c in labels if any(_LETTER.search(row[c]) for row in self.rows[first:])]
        below = {c: [row[c] for row in self.rows[first:] if row[c]] for c in labels}
        labels = [c for c in labels if self.down or not all(map(is_office, below[c]))]
        unread = [c for c in range(width) if c not in (*figures, *numbers, *units, *notes, *labels)]
        if named := [last[c] or "（没有表头）" for c in unread if any(row[c] for row in self.rows[first:])]:
            self._ask("columns", "、".join(named), "这几栏没有读，不在草稿里", reads="没有录入，请补")
        strange = [c for c in range(1, width) if c not in figures and self._no_area(c, last[c])]
        if self.down and strange:
            met = "；".join("、".join(filter(None, (row[c] for row in self.rows))) for c in strange)
            self._ask("rows", met, "这几行不是地区，没有读", reads="没有录入，请补")
        header = (
            "序号",
            "项目",
            *["任务"] * max(1, len(labels) - 1 + self.down),
            "单位",
            *(CITY if c in own else last[c] for c in figures),
            "备注",
        )
        made = [tuple(header)]
        for r in range(first, len(self.rows)):
            row = self.rows[r]
            if r == self.at or not any(row) or row == self.rows[self.at] or _is_note(row):
                continue
            cells = [row[c] for c in figures]
            texts = [row[c] for c in labels] + [""] * self.down
            remark = "".join(row[c] for c in notes)
            read = self._row(
                r, texts, cells, row[units[0]] if units else "", row[numbers[0]] if numbers else ""
            )
            if read is not None:
                made.append((*read, *cells, remark))
        if len(made) == 1:
            return None
        return Sheet(sheet.file, sheet.name, tuple(made)), self.questions

    def _no_area(self, c: int, name: str) -> bool:
        """Whether a line that goes across is neither an area's nor a heading's."""
        cells = [row[c] for row in self.rows]
        told = any(is_area(cell) or read_cell(cell).kind is CellKind.NUMBER for cell in cells)
        return told or (bool(name) and says(name).roles[:1] != (Role.AREA,))

    def _is_total(self, head: Sequence[str], c: int, first: int) -> bool:
        """Whether a column has the target of each row."""
        cells = [read_cell(row[c]).kind for row in self.rows[first:] if row[c]]
        wanted = bool(head) and Role.TARGET in says(head[-1]).roles
        return wanted and bool(cells) and all(kind is CellKind.NUMBER for kind in cells)

    def _row(
        self, r: int, texts: list[str], cells: list[str], unit: str, number: str
    ) -> tuple[str, ...] | None:
        """The number, the labels and the unit; None where the row is a heading of others, or left out."""
        place = f"{self.where}第{r + 1}{'列' if self.down else '行'}"
        if self.down:
            turned = self._turned(texts, cells)
            if turned is None:
                return None
            texts = turned + [""] * (len(texts) - len(turned))
        elif len(texts) == 1 and _says_nothing(texts[0]) and self.above.title:
            texts = [self.above.title]
        named = [text for text in texts if text]
        if len(named) == 1 and not unit and not any(cells):  # the heading of the rows below
            self._begin(named[0], number, place)
            self._title = named[0]
            return None
        if not named and not number:
            self._left(place, cells, "没有名称")
            return None
        if len(texts) > 1 and texts[0]:
            self._begin(texts[0], number, place)
            self._title = ""
        elif number or (len(texts) <= 1 and not self._title):
            self._begin(texts[0] if texts else self.above.title, number, place)
        if any((r, c) in self.spoilt for c, _ in enumerate(self.rows[r])):
            self._left(place, [*named, *cells], "数在合并的格里")
            return None
        unit = unit or self._unit(named[-1] if named else self.above.title, cells)
        if not unit:
            self._left(place, [*named, *cells], "没有单位：单位栏、表头、表上的“单位：”和名称里都看不出")
            return None
        shown = [
            str(self._number),
            *(texts if len(texts) > 1 else [self._title or named[0], *([named[0]] if self._title else [""])]),
        ]
        return (*shown, unit)

    def _turned(self, texts: list[str], cells: Sequence[str]) -> list[str] | None:
        """The labels of a column: a heading that only says 任务数 is about what the caption names."""
        roles = [says(text).roles[:1] for text in texts if text]
        done = any(
            role and role[0] in FIGURES and _WAS_DONE.search(t)
            for role, t in zip(roles, filter(None, texts), strict=True)
        )
        if done or not roles or any(role and role[0] in _NO_TASKS for role in roles):
            if any(cells):
                self._left(self.where, texts, "不是任务数的一栏")
            return None
        told = ["" if _says_nothing(text) else text for text in texts]
        units = [unit for text in texts if (unit := unit_behind(text))]
        title = self.above.title
        last = max((n for n, text in enumerate(told) if text), default=None)
        if last is None:
            return [f"{title}（{units[-1]}）" if units else title]
        if units and not unit_behind(told[last]):
            told[last] = f"{told[last]}（{units[-1]}）"
        if not texts[0]:  # the heading of the column before spans this one too
            return told
        telling = [text for text in told if text]
        return [title, *telling] if title and len(telling) < len(texts) else telling

    def _begin(self, title: str, number: str, place: str) -> None:
        self._number = self.titles.number(title, number, place, self.questions)

    def _unit(self, text: str, cells: Sequence[str]) -> str:
        """The unit that a row is counted in: in its cells, behind its name, above the table, in its words."""
        figures = [read for cell in cells if (read := read_cell(cell)).kind is CellKind.NUMBER]
        own = {read.unit for read in figures if read.unit}
        if len(own) == 1 and all(read.unit for read in figures):
            return own.pop()
        if own:
            return ""
        if unit := unit_behind(text):
            return unit
        values = [Fraction(read.value) for read in figures if read.value is not None]
        wanted = {sum(values), *(values[:1] if len({*values}) == 1 else ())}
        found: dict[str, None] = {}
        for mention in find_mentions(text):
            if mention.unit is None:
                continue
            for mark, scale in (("", 1), *BARE.items()):
                if Fraction(mention.number) / scale in wanted:
                    found[mark + mention.unit.text] = None
        if len(found) == 1:
            (own_words,) = found
            above = known_unit(self.above.unit or self._over)
            if above is not None and not above.measures_same_as(Unit.parse(own_words)):
                said = f"表上写的单位是“{above}”，名称里的是“{own_words}”，以哪个为准？"
                self._ask("unit", text, said, reads=f"以“{own_words}”计")
            return own_words
        return self.above.unit or self._over

    def _left(self, place: str, row: Sequence[str], why: str) -> None:
        self._ask(
            "left", " | ".join(filter(None, row)), f"没有读：{why}", reads="没有录入，请补", where=place
        )

    def _ask(self, what: str, met: str, said: str, *, reads: str, where: str = "") -> None:
        name = f"{what}-{self.titles.next_question()}"
        self.questions.append(Question(name, where or self.where, met, said, reads=reads))


def is_subheading(row: Sequence[str]) -> bool:
    """Whether a row below the areas names columns once more: 任务数, 其中新建."""
    texts = [text for text in row if text]
    return (
        len(texts) > 1
        and not row[0]
        and all(says(text).roles[:1] not in ((), (Role.NOTE,)) for text in texts)
    )


def _says_nothing(heading: str) -> bool:
    """Whether a heading only says that a target stands below: 任务数."""
    roles = says(heading).roles[:1]
    return (
        not _LETTER.search(heading)
        or generic(heading)
        or (is_wording(heading) and roles in ((Role.TARGET,), (Role.INDICATOR,)))
    )


def _is_note(row: Sequence[str]) -> bool:
    return next(filter(None, row), "").startswith(("注：", "注:", "说明", "备注："))
