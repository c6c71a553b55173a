"""Answers of surveys and votes, from the tables that offices and survey tools make of them.

A row for each area has a column for each answer, under a heading for each question where there are
several; or a row for each who was asked has a column for each question.
"""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction
from pathlib import Path

import attrs

from minsheng.domain.area import is_of_some, is_whole
from minsheng.domain.numerals import normalise
from minsheng.domain.written import percent
from minsheng.errors import DataError, Problems
from minsheng.reading.tables.cells import number_in, whole_in
from minsheng.reading.tables.form import (
    SEARCHED,
    Field,
    Line,
    body,
    known_as,
    read_lines,
    refuse_twice,
    subject_in,
)
from minsheng.reading.tables.sheet import Sheet
from minsheng.reading.tables.words import Role
from minsheng.rules.scoring.forms.survey import THREE, AnswerCount, Answers

WHO = Field(
    "对象",
    ("地区", "单位", "项目", "牵头单位", "考核对象", "测评对象", "考核单位"),
    (Role.AREA, Role.PROJECT),
    needed=True,
)
ITEM = Field(
    "项", ("评分项", "考核项", "测评项", "考核内容", "测评内容", "评分项目", "测评项目"), needed=True
)
_PRESENT = (
    "到会人数", "实到", "实到人数", "受访", "受访数", "受访人数", "受访户数", "访问", "访问数", "样本",
    "样本数", "样本量", "有效样本", "有效样本量", "有效问卷", "有效份数", "回收份数",
)  # fmt: skip
_BESIDE = (
    attrs.evolve(ITEM, needed=False),
    Field("弃权", ("弃权数", "弃权票", "未表态", "不表态", "未投票", "未评价", "未作答")),
    Field("到会", _PRESENT),
    Field("全体", ("全体人数", "全体组成人员", "应到", "应到人数")),
)
#: the answers that people may give, from the best to the worst
LEVELS = (
    "非常满意", "十分满意", "很满意", "满意", "比较满意", "较满意", "基本满意", "很好", "好", "优", "优秀",
    "比较好", "较好", "良", "良好", "一般", "中", "不了解", "说不清", "不太满意", "较不满意", "不满意",
    "很不满意", "十分不满意", "非常不满意", "较差", "差", "很差",
)  # fmt: skip
_UNIT = re.compile(r"(?:票数|人数|户数|人次|份数|占比|比例|比重|数|票)?(?:[(（][^()（）]*[)）])?$")
#: what stands before a question or an answer, or behind: 2、…， A.满意， 满意(5分)， 您是否满意？
_BEFORE = re.compile(r"^(?:第?[0-9]{1,3}题?|[a-zA-Z]|[①-⑳]|q[0-9]+)[、.．:：)）\s]\s*", re.IGNORECASE)
_BEHIND = re.compile(r"(?:[(（\[【][^()（）\[\]【】]*[)）\]】])?[?？:：*。\s]*$")
_WHERE = re.compile(r"(?:所在|居住|所属|来自).{0,6}(?:县|区|乡|镇|街道|地)")
_SHARE = re.compile("%|占比|比例|比重")
_RATE = re.compile("满意率|满意度|好评率")
#: what a survey tool writes where a question was not shown, and where nothing was answered
_NOT_SHOWN, _EMPTY = ("(跳过)", "跳过"), ("", "(空)", "空", "-", "—", "/")


def _bare(text: str) -> str:
    """A question or an answer without its number and marks.

    >>> _bare("2、您对就医是否满意？[单选题]"), _bare("A. 满意（5分）")
    ('您对就医是否满意', '满意')
    """
    plain = _BEFORE.sub("", normalise(text).strip())
    return _BEHIND.sub("", _BEHIND.sub("", plain))


def _level(head: str) -> str:
    """The answer that a column counts; empty if none: 满意（票）, 很满意占比."""
    text = _UNIT.sub("", normalise(head).strip())
    return text if text in LEVELS else ""


def _who(head: str) -> bool:
    return known_as(_bare(head), (WHO,)) != "" or _WHERE.search(head) is not None


def answers_in(sheet: Sheet, problems: Problems) -> list[tuple[Answers, str]]:
    """The answers of each area and question, each with where it stands.

    Args:
        sheet: the table.
        problems: what is wrong with it is added here.
    """
    rows = [[cell.strip() for cell in row] for row in sheet.rows]
    heads = (n for n, row in enumerate(rows[:SEARCHED]) if any(map(_who, row)) and len({*row} - {""}) > 1)
    top = next(heads, 0)
    who = next((at for at, head in enumerate(rows[top]) if _who(head)), 0)
    below = rows[top + 1] if top + 1 < len(rows) else []
    if sum(map(bool, map(_level, below))) > 1 and below[who] in ("", rows[top][who]):
        return _counted(_under_questions(sheet, rows, top), problems)
    if not any(map(_level, rows[top])) and (asked := _questions(rows, top)):
        return _one_by_one(sheet, rows, (top, who), asked, problems)
    columns = {at: ("", level) for at, head in enumerate(rows[top]) if (level := _level(head))}
    return _counted(_Table(sheet, top, columns), problems)


# --- a row for each area ------------------------------------------------------------------


@attrs.frozen
class _Table:
    """A table with its row of headings, and the question and answer that columns count."""

    sheet: Sheet
    top: int
    columns: dict[int, tuple[str, str]]

    def key(self, at: int) -> str:
        """What a column is called: its answer, or its question and its answer."""
        item, level = self.columns[at]
        return f"{item}：{level}" if item else level

    def named(self) -> Sheet:
        """The sheet with columns called by their keys; without rates, which follow from the counts."""
        rows = [[*row] for row in self.sheet.rows]
        for at, head in enumerate(rows[self.top]):
            if at in self.columns:
                rows[self.top][at] = self.key(at) + ("(%)" if _SHARE.search(normalise(head)) else "")
            elif self.columns and _RATE.search(normalise(head)):
                for row in rows[self.top :]:
                    row[at : at + 1] = [""] * len(row[at : at + 1])
        return attrs.evolve(self.sheet, rows=tuple(map(tuple, rows)))


def _under_questions(sheet: Sheet, rows: list[list[str]], top: int) -> _Table:
    """One row of headings in place of two: questions, and the answers under each."""
    over, heads, found = "", [*sheet.rows[top + 1]], dict[int, tuple[str, str]]()
    for at, head in enumerate(rows[top + 1]):
        above = rows[top][at] if at < len(rows[top]) else ""
        over = above or over  # without merged cells, as in CSV, it stands over the first column only
        if level := _level(head):
            found[at] = (_bare(over), level)
        heads[at] = head or above
    blank = ("",) * len(heads)
    changed = (*sheet.rows[:top], blank, tuple(heads), *sheet.rows[top + 2 :])
    return _Table(attrs.evolve(sheet, rows=changed), top + 1, found)


def _counted(table: _Table, problems: Problems) -> list[tuple[Answers, str]]:
    keys = [*map(table.key, table.columns)]
    needed = () if keys else (Field("满意", needed=True),)
    fields = (WHO, *_BESIDE, *map(Field, dict.fromkeys(keys)), *needed)
    found, totals = list[tuple[Answers, str]](), list[tuple[Answers, str]]()
    first = dict[tuple[str, str], str]()
    for line in read_lines(table.named(), fields, problems):
        with problems.at(line.where):
            who, of = line.text("对象"), dict[str, dict[str, str]]()
            total = is_whole(who) and not is_of_some(who)
            own = line.text("项") if "项" in line.places else Path(table.sheet.file).stem
            for at, (item, level) in table.columns.items():
                of.setdefault(item or own, {})[level] = table.key(at)
            if total and "%" in "".join((*line.cells.values(), *line.units.values())):
                continue  # shares of all, which follow from the others
            for item, named in of.items():
                one = _answers(line, who if total else subject_in(who), item, named)
                if not total:
                    refuse_twice(first, (one.area, item), line.where, f"{who}的“{item}”")
                (totals if total else found).append((one, line.where))
    for one, where in totals:
        added = Counter[str]()
        for other, _ in found:
            added.update(other.counts if other.item == one.item else {})
        for level, many in one.counts.items():
            if many != added[level]:
                problems.add(where, f"{level} {many}，各行相加是 {added[level]}", "请核对")
    return found


def _answers(line: Line, who: str, item: str, named: dict[str, str]) -> Answers:
    """The answers of a line to one question.

    Args:
        line: the line.
        who: whom it is about.
        item: the question.
        named: by each answer, the column that counts it.
    """
    cells = line.cells
    best = next((key for level, key in named.items() if level == "满意"), "")
    if (best and {*named} <= {*THREE}) or not any(cells[key] for key in named.values()):
        line.text(best or next(iter(named.values())))
    asked = whole_in(cells["到会"]) if cells["到会"] else None
    counts = {level: _count(cells[key] or "0", line.units[key], asked) for level, key in named.items()}
    silent = _count(cells["弃权"] or "0", line.units.get("弃权", ""), asked)
    counted = sum(counts.values()) + silent
    there = counted if asked is None else asked
    members = whole_in(cells["全体"]) if cells["全体"] else None
    if there < counted or (there > counted and cells["弃权"]):
        met = f"满意、不满意等各栏合计 {counted}，到会或受访是 {there}"
        raise DataError.at("", met, "请核对；没有表态的写在“弃权”栏，或者不写这一栏")
    if members is not None and members < there:
        raise DataError.at("", f"到会 {there} 人，比全体 {members} 人还多", "请核对")
    return _made(who, item, counts, silent + there - counted, members)


def _made(who: str, item: str, counts: dict[str, int], silent: int, members: int | None = None) -> Answers:
    if {*counts} <= {*THREE}:
        yes, some, no = (counts.get(level, 0) for level in THREE)
        return Answers(who, item, yes, some, no, members, silent)
    levels = tuple(AnswerCount(word, many) for word, many in counts.items())
    return Answers(who, item, 0, members=members, silent=silent, levels=levels)


def _count(cell: str, unit: str, asked: int | None) -> int:
    """How many said so; of a share of those who were asked, the one number that is so many per cent.

    Raises:
        DataError: it is no number of people; a share, and it is not known of how many, or several
            numbers, or none, would be written so.
    """
    if unit != "%" and not cell.endswith(("%", "％")):
        return whole_in(cell)
    if asked is None:
        raise DataError.at("", f"“{cell}”是百分数，这里要个数", "请写成个数，或加一列“受访”写明问了多少")
    share = number_in(cell, share=True)
    exact = Fraction(share) * asked / 100
    if exact.denominator == 1:
        return int(exact)
    places = len(format(share, "f").partition(".")[2])
    near = [n for n in (int(exact), int(exact) + 1) if percent(Fraction(n, asked), places) == f"{share:f}%"]
    if len(near) != 1 or asked > 100 * 10**places:
        raise DataError.at("", f"{asked} 的 {cell.rstrip('%％')}% 不是整数", "请写成个数")
    return near[0]


# --- a row for each who was asked ---------------------------------------------------------


def _questions(rows: list[list[str]], top: int) -> dict[int, str]:
    """The columns in which most of what stands there are answers, each with its question."""
    found = dict[int, str]()
    for at, head in enumerate(rows[top]):
        cells = [row[at] for row in rows[top + 1 :] if at < len(row) and normalise(row[at]) not in _EMPTY]
        if head and sum(_bare(cell) in LEVELS for cell in cells) * 2 > len(cells):
            found[at] = _bare(head)
    return found


def _one_by_one(
    sheet: Sheet, rows: list[list[str]], where: tuple[int, int], asked: dict[int, str], problems: Problems
) -> list[tuple[Answers, str]]:
    """The answers added up by area and question; other columns are other questions."""
    top, who = where
    twice = [item for item, times in Counter(asked.values()).items() if times > 1]
    if twice:
        problems.add(sheet.place(top), f"有两列都是“{twice[0]}”", "请在表头里写得分得开")
    counts, silent = dict[tuple[str, str], Counter[str]](), Counter[tuple[str, str]]()
    first = dict[tuple[str, str], str]()
    for number, cells in body(sheet, top):
        with problems.at(sheet.place(number)):
            area = _bare(cells[who])
            if not area:
                raise DataError.at("", f"“{rows[top][who]}”空着", "请补上，或删去这一行")
            for at, item in asked.items():
                said, key = _bare(cells[at]), (subject_in(area), item)
                first.setdefault(key, sheet.place(number))
                if normalise(cells[at]) in _NOT_SHOWN:
                    continue
                if normalise(cells[at]) in _EMPTY:
                    silent[key] += 1
                elif said in LEVELS:
                    counts.setdefault(key, Counter())[said] += 1
                else:
                    met = f"“{rows[top][at]}”答的是“{cells[at]}”"
                    raise DataError.at("", met, f"应是 {'、'.join(LEVELS)} 中的")
    levels = sorted({level for of in counts.values() for level in of}, key=LEVELS.index)
    return [
        (_made(*key, {level: counts.get(key, Counter())[level] for level in levels}, silent[key]), place)
        for key, place in first.items()
        if key in counts or silent[key]
    ]
