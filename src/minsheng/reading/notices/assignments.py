"""Responsibility tables: projects, their tasks, and who is responsible, labels carried down over pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import attrs

from minsheng.domain.allocation import NO_SHARE
from minsheng.domain.numerals import normalise
from minsheng.reading.notices.agencies import agencies_of, lead_of, parted
from minsheng.reading.notices.document import tidy, unmerged
from minsheng.reading.notices.draft import Question
from minsheng.reading.notices.pages import Page
from minsheng.reading.tables.sheet import Sheet

#: the columns, by the words of their headings
_COLUMNS = {
    "number": "序号|编号|项目编号",
    "title": "(?:实事)?项目(?:名称)?|实事(?:名称|内容)|事项(?:名称)?|工作任务",
    "lead_official": "(?:牵头|分管|责任|联系)(?:市)?领导",
    "lead_agency": "牵头(?:责任)?(?:单位|部门)",
    "responsible_person": "(?:牵头单位)?责任人",
    "agencies": "(?:责任|配合|协同|参与|责任及配合)(?:单位|部门)",
    "deadline": "(?:计划|要求)?(?:完成|办结|竣工|建成|整改)?(?:时限|期限|时间|日期|时间节点)(?:要求)?",
}
#: how offices and firms begin and end, and people do not
_OFFICE = re.compile(
    r"[市县区省州].+|.+(?:[局委办部会室处院厅署府联站所]|公司|中心|集团|支队|大队|银行|学校|大学)"
)
_DITTO = ("同上", "同前", "〃", "″", "”", '"')
_NAME = re.compile("[\u4e00-\u9fff·]{2,4}")


def is_person(text: str) -> bool:
    """Whether a cell names people and no office.

    >>> [is_person(text) for text in ("张三", "李四、王五", "市残联", "市发改委等", "国网公司")]
    [True, True, False, False, False]
    """
    names = re.split("[、，,/]", text)
    return all(_NAME.fullmatch(name) and not _OFFICE.fullmatch(name) for name in names)


@attrs.frozen
class Assigned:
    """One assignment as it was read.

    Args:
        plain: the assignment without its tasks.
        tasks: the texts of its tasks.
    """

    plain: dict[str, Any]
    tasks: list[str]


@attrs.frozen
class Responsible:
    """A project as the responsibility table has it, or the text.

    Args:
        number: its number.
        title: its title.
        assigned: its assignments.
        text: all that the text says of it; empty, of a table.
        where: where it stands in the text.
        part: the heading over it in the text.
    """

    number: int
    title: str
    assigned: list[Assigned]
    text: str = ""
    where: str = ""
    part: str = ""


def columns_of(rows: Sequence[Sequence[str]]) -> dict[str, int] | None:
    """The columns of a responsibility table by what they hold; None if it is none."""
    for row in rows[:3]:
        found = {
            name: [c for c, cell in enumerate(row) if re.fullmatch(pattern, cell)]
            for name, pattern in _COLUMNS.items()
        }
        if found["number"] and found["title"] and found["lead_agency"]:
            return {name: columns[0] for name, columns in found.items() if columns}
    return None


def unread_in(pages: Sequence[Page], annex: str) -> list[Question]:
    """That a breakdown has columns of who is responsible or by when, which are not read."""
    patterns = [pattern for name, pattern in _COLUMNS.items() if name not in ("number", "title")]
    heads = dict.fromkeys(text for page in pages for row in page.rows[: page.first] for text in row)
    met = "、".join(head for head in heads if any(re.fullmatch(one, head) for one in patterns))
    said, reads = "指标分解表里写了由谁负责、何时完成，这几栏没有读", "没有录入，请补在责任分工里"
    return [Question("who", f"{annex}表头", met, said, reads=reads)] if met else []


def read_assignments(pages: Sequence[Sheet], annex: str) -> tuple[list[Responsible], list[Question]]:
    """Read the pages of one responsibility table."""
    projects: list[Responsible] = []
    questions: list[Question] = []
    for number, sheet in enumerate(pages, 1):
        above: dict[int, str] = {}
        rows = unmerged(sheet)
        at = columns_of(rows) or {}
        first = min(c for name, c in at.items() if name not in ("number", "title", "deadline"))
        labels = [c for c in range(at["title"], first) if c != at.get("deadline")]
        head = next(row for row in rows if row[at["number"]])
        known = {*at.values(), *labels}
        who = [c for c in at.values() if c > labels[-1]]
        unread = [c for c, cell in enumerate(head) if cell and c not in known]
        if unread:
            said, names = "这几栏没有读，不在草稿里", "、".join(head[c] for c in unread)
            name = f"columns-{annex}-{number}".replace("附件", "annex")
            questions.append(Question(name, f"{annex}第{number}页表头", names, said, reads="没有录入，请补"))
        unknown = [c for c, cell in enumerate(head) if not cell and c not in known]
        for r, bare in enumerate(rows):
            row = [cell and (parted(sheet.rows[r][c]) if c in who else cell) for c, cell in enumerate(bare)]
            if (
                not any(row)
                or row[at["number"]] == rows[0][at["number"]]
                or next(filter(None, row)).startswith("注")
            ):
                continue
            where = f"{annex}第{number}页第{r + 1}行"
            for c in who:
                if row[c] in _DITTO and projects and projects[-1].assigned:
                    met, name = "“同上”照上一行的读", f"ditto-{len(questions) + 1}"
                    row[c] = above[c]
                    questions.append(Question(name, where, bare[c], met, reads=row[c]))
                above[c] = row[c] or above.get(c, "")
            if any(row[c] for c in unknown):
                met, name = "没有表头的一栏里有文字，像是错了栏", f"moved-{len(questions) + 1}"
                questions.append(Question(name, where, " | ".join(row), met, reads="照各栏录入"))
            if not _row(
                row, [*map(tidy, sheet.rows[r])], at, labels, where, projects=projects, questions=questions
            ):
                met = " | ".join(filter(None, row))
                said = "这一行没有读懂：没有序号、名称，或者没有牵头单位"
                questions.append(
                    Question(
                        f"assignment-left-out-{len(questions) + 1}", where, met, said, reads="没有录入，请补"
                    )
                )
    for project in projects:
        for n, one in enumerate(project.assigned, 1):
            group = f"第{n}组" if len(project.assigned) > 1 else ""
            one.plain["source"] = f"{annex}第{project.number}项{group}"
    return projects, questions


def _row(
    row: Sequence[str], full: Sequence[str], at: dict[str, int], labels: list[int], where: str, *,
    projects: list[Responsible], questions: list[Question],
) -> bool:  # fmt: skip
    number, named = normalise(row[at["number"]]), [row[c] for c in labels]
    if number and (not number.isdecimal() or not named[0]):
        return False
    if number and (not projects or projects[-1].number != int(number)):
        projects.append(Responsible(int(number), named[0], []))
    if not projects or not any(named):
        return False
    project = projects[-1]
    task = next((text for text in reversed(named) if text), "")
    if number and not row[at["lead_agency"]] and full[at["lead_agency"]]:
        row = [text or over for text, over in zip(row, full, strict=True)]  # one cell for several projects

    def cell(name: str) -> str:
        return row[at[name]] if name in at else ""

    agency, supports, doubt = lead_of(cell("lead_agency"))
    deadline = cell("deadline")
    if not agency:
        if not project.assigned or any(
            row[c] for name, c in at.items() if c > labels[-1] and name != "deadline"
        ):
            return False
        last = project.assigned[-1]
        if deadline in ("", last.plain.get("deadline")):
            last.tasks.append(task)
        else:  # the same people, by another day
            project.assigned.append(Assigned(last.plain | {"deadline": deadline}, [task]))
        return True

    said = cell("agencies")
    plain: dict[str, Any] = {"lead_official": cell("lead_official"), "lead_agency": agency}
    plain["responsible_person"] = cell("responsible_person")
    listed, odd = agencies_of(said)
    plain |= listed | ({"deadline": deadline} if deadline not in NO_SHARE else {})
    plain["responsible_agencies"] = [*supports, *plain["responsible_agencies"]]
    if doubt:
        name, met = f"lead-{len(questions) + 1}", row[at["lead_agency"]]
        questions.append(
            Question(
                name, where, met, doubt, reads=agency + "；配合：" * bool(supports) + "、".join(supports)
            )
        )
    if odd:
        reads = "、".join(plain["responsible_agencies"])
        met = "责任单位一栏不只是单位的名单"
        questions.append(Question(f"agencies-{len(questions) + 1}", where, said, met, reads=reads))
    people = [cell(name) for name in ("lead_official", "responsible_person") if name in at]
    offices = [
        agency,
        *(
            plain["responsible_agencies"] or [said] * (not plain["local_governments"])
            if "agencies" in at
            else []
        ),
    ]
    met = ""
    if any(one in NO_SHARE for one in people + offices):
        met = "有一栏是空的，看不出是不是与上一行相同"
    elif not all(map(is_person, people)) or any(map(is_person, offices)):
        met = "像是错了栏：领导、责任人应是姓名，单位应是单位的名称"
    if met:
        name = f"columns-{len(questions) + 1}"
        questions.append(Question(name, where, " | ".join(row), met, reads="照各栏录入"))
    project.assigned.append(Assigned(plain, [task]))
    return True
