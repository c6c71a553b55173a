"""Reading a notice: its document, the pieces, and the draft with its questions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import attrs

from minsheng.asking import asked
from minsheng.domain.area import AreaKind
from minsheng.domain.printed import BARE
from minsheng.domain.source import Change, Option
from minsheng.errors import DataError, Problem
from minsheng.reading.notices.assignments import Responsible, read_assignments
from minsheng.reading.notices.breakdown import Breakdown, Line, by_project, read_breakdown
from minsheng.reading.notices.covers import covers_of
from minsheng.reading.notices.document import Document, tidy
from minsheng.reading.notices.draft import Draft, Question
from minsheng.reading.notices.head import Head
from minsheng.reading.notices.parts import divided
from minsheng.reading.notices.sources import read_document
from minsheng.reading.notices.standards import Standards
from minsheng.reading.notices.tables import Tables, is_heading
from minsheng.reading.notices.targets import Targets
from minsheng.reading.tables.sheet import Sheet

_ZONE = re.compile("管理区|新区|开发区|经开区|高新区|新港区|园区|度假区|示范区|保税区|管委会|功能区")


@asked
def read_notice(*sources: str | Path, name: str, city: str | None = None, year: int | None = None) -> Draft:
    """Read a notice of livelihood projects into a draft: a programme, and what only a person can say of it.

    Args:
        sources: the notice, or the notice and its annexes: ``.docx``, ``.pdf``, ``.html``,
            ``.xlsx``, ``.xls``, ``.et``, ``.csv``, ``.txt``.
        name: the programme's name, such as ``yueyang-2023``.
        city: the city; by default that of the signature.
        year: the year; by default that of the title.

    Raises:
        DataError: a file cannot be read, or there is no table of tasks by area in it.

    >>> import tempfile
    >>> head = "附件2\\n\\n序号\\t项目\\t单位\\t甲县\\t乙区\\t备注\\n"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     notice = Path(folder) / "通知.txt"
    ...     text = f"{head}1\\t改造老旧小区60个\\t个\\t40\\t20\\t\\n\\n注：1项为市级\\n"
    ...     _ = notice.write_text(text, "utf-8")
    ...     draft = read_notice(notice, name="moushi-2024", city="某市", year=2024)
    >>> draft.programme().indicator("project-1-1").target
    Bound('>= 60 个')
    >>> draft.questions[-1].met, draft.questions[-1].question
    ('改造老旧小区60个', '只在指标分解表里有')
    """
    if not sources:
        raise ValueError("read_notice(): give it at least one file")
    documents = [read_document(Path(source)) for source in sources]
    whole = Document(documents[0].name, tuple(block for one in documents for block in one.blocks))
    document = divided(whole, is_heading)
    head, tables = Head(document), Tables(document)
    questions = [*head.questions, *_spaces(document), *tables.questions]
    city = city or next(
        (
            m[0]
            for line in head.issuers
            if (m := re.search("[\u4e00-\u9fff]{2,4}?(?:市|州|县|区)(?=人民政府)", line))
        ),
        None,
    )
    year = year or next((int(m[1]) for m in [re.search(r"(\d{4})年", head.title)] if m), None)
    wanting = [
        Problem(document.name, f"没有读出{what}", f"请给出 {key}=…（--{key}）")
        for what, key, value in (("城市", "city", city), ("年份", "year", year))
        if value is None
    ]
    if not tables.pages:
        met = "没有读懂一张指标任务分解表：表头要有“单位”和各地区的名称"
        wanting.append(Problem(document.name, met, "请核对表头；文字版的表格，格以制表符分开"))
    if wanting or city is None or year is None:
        raise DataError(wanting)
    breakdown = read_breakdown(tables.pages, tables.annex_of_pages)
    responsible, doubts = read_assignments(tables.responsible, tables.annex_of_responsible)
    questions += [*breakdown.questions, *doubts]
    areas = [{"name": one, "kind": _kind(one)} for one in breakdown.areas]
    questions += _kinds(areas)
    targets = Targets(breakdown.areas)
    standards = Standards(areas, year, head.issued)
    levels = head.levels()
    projects = _projects(
        breakdown, responsible, levels=levels, targets=targets, standards=standards, questions=questions
    )
    questions += [*_with_amounts(targets.questions, projects), *standards.questions, *standards.together()]
    plain: dict[str, Any] = {
        "name": name,
        "city": city,
        "year": year,
        "document": {
            "title": head.title,
            "number": head.number,
            "issuers": head.issuers,
            **({"issued": head.issued.isoformat()} if head.issued else {}),
            "addressees": head.addressees,
            "basis": head.basis,
            "annexes": head.annexes,
        },
        "levels": levels,
        "reporting": head.reporting(),
        "acceptance": head.acceptance(),
        "areas": areas,
        "projects": projects,
        "allocation": {"areas": [*breakdown.areas], "rows": targets.rows},
    }
    return Draft(plain, tuple(questions))


def _spaces(document: Document) -> list[Question]:
    """Spaces of printing that were taken out, said once."""
    texts = (
        cell for block in document.blocks if isinstance(block, Sheet) for row in block.rows for cell in row
    )
    changed = [*dict.fromkeys(text for text in texts if tidy(text) != text)]
    if not changed:
        return []
    said = f"数字两旁、姓名中间的空格是排印的间隔，不是文字；这样的共 {len(changed)} 处"
    short = min(changed, key=len)
    return [Question("spaces", "各表", short, said, reads=tidy(short))]


def _kind(name: str) -> str:
    """The kind of an area by the end of its name."""
    if _ZONE.search(name):
        return AreaKind.ZONE.label
    ends = {
        "市": AreaKind.COUNTY_LEVEL_CITY,
        "街道": AreaKind.SUBDISTRICT,
        "自治县": AreaKind.AUTONOMOUS_COUNTY,
    }
    ends |= {"自治州": AreaKind.AUTONOMOUS_PREFECTURE}
    longest = sorted((end for end in ends if name.endswith(end)), key=len)
    return ends[longest[-1]].label if longest else AreaKind(name[-1]).label


def _kinds(areas: Sequence[dict[str, str]]) -> list[Question]:
    """Areas that are taken for zones by their names, which may be districts."""
    zones = [area["name"] for area in areas if area["kind"] == AreaKind.ZONE.label]
    if not zones:
        return []
    options = tuple(
        Option(id, text, tuple(Change(f"areas.{name}.kind", kind) for name in zones))
        for id, text, kind in (
            ("zones", "都是管委会", AreaKind.ZONE.label),
            ("districts", "都是行政区", AreaKind.DISTRICT.label),
        )
    )
    said = "按名称看是管委会，不是行政区"
    return [Question("kinds", "地区", "、".join(zones), said, options, "zones")]


def _projects(
    breakdown: Breakdown,
    responsible: Sequence[Responsible],
    *,
    levels: Sequence[dict[str, Any]],
    targets: Targets,
    standards: Standards,
    questions: list[Question],
) -> list[dict[str, Any]]:
    """The projects of both tables, by number."""
    lines = dict(by_project(breakdown.lines))
    known = {one.number: one for one in responsible}
    projects = []
    for number in sorted({*lines, *known}):
        mine, one = lines.get(number, []), known.get(number)
        titles = {line.title for line in mine}
        printed = titles.pop() if len(titles) == 1 else ""
        project: dict[str, Any] = {
            "number": number,
            "level": _level(number, levels, questions),
            "title": one.title if one else printed or mine[0].text,
        }
        if printed:
            project["allocation_title"] = printed
        if one is not None and printed not in ("", one.title):
            where, reads = f"第{number}项", f"附件2的名称另记为“{printed}”"
            said = "两张表里的项目名称不同"
            questions.append(Question(f"title-{number}", where, one.title, said, reads=reads))
        if one is None or not mine:
            where, said = f"第{number}项", f"只在{'责任' if one else '指标'}分解表里有"
            questions.append(Question(f"project-{number}", where, project["title"], said, reads="照有的录入"))
        items = _items(mine, targets, standards)
        if one is not None:
            project["assignments"] = _assignments(one, [*items["indicators"], *items["standards"]], questions)
        projects.append(project | {key: listed for key, listed in items.items() if listed})
    return projects


def _items(lines: Sequence[Line], targets: Targets, standards: Standards) -> dict[str, list[dict[str, Any]]]:
    items: dict[str, list[dict[str, Any]]] = {"indicators": [], "standards": []}
    for line in lines:
        if line.lies[0].shares is not None:
            items["indicators"] += targets.of(line)
        elif (made := standards.of(line)) is not None:
            items[made[0]].append(made[1])
    return items


def _level(number: int, levels: Sequence[dict[str, Any]], questions: list[Question]) -> str:
    found = [one["level"] for one in levels if one["first"] <= number <= one["last"]]
    if len(found) != 1:
        options = tuple(
            Option(level, text, (Change(f"projects.{number}.level", level),))
            for level, text in (("provincial", "省级"), ("city", "市级"), ("county", "县级"))
        )
        said = f"第{number}项是哪一级的项目，注里没有写明"
        questions.append(Question(f"level-{number}", f"第{number}项", "注", said, options))
    return found[0] if found else "city"


def _with_amounts(questions: Sequence[Question], projects: Sequence[dict[str, Any]]) -> list[Question]:
    """Where a unit is asked for, the task's figure in the other table is in that unit too."""
    amounts: dict[str, list[tuple[str, str]]] = {}
    for project in projects:
        for n, assigned in enumerate(project.get("assignments", ()), 1):
            for m, task in enumerate(assigned["tasks"], 1):
                path = f"projects.{project['number']}.assignments.{n}.tasks.{m}.covers"
                for one in task["covers"]:
                    if "amount" in one:
                        amounts.setdefault(one["id"], []).append(
                            (f"{path}.{one['id']}.amount", one["amount"])
                        )
    return [attrs.evolve(q, options=tuple(_with_amount(o, amounts) for o in q.options)) for q in questions]


def _with_amount(option: Option, amounts: dict[str, list[tuple[str, str]]]) -> Option:
    units = [c for c in option.changes if c.path.startswith("allocation.rows.") and c.path.endswith(".unit")]
    changes = tuple(
        Change(path, f"{amount.partition(' ')[0]} {unit.value}")
        for unit in units
        for path, amount in amounts.get(unit.path.split(".")[2], ())
        if amount[amount.find(" ") + 1 :][:1] in BARE
    )
    return attrs.evolve(option, changes=(*option.changes, *changes))


def _assignments(
    one: Responsible, items: Sequence[dict[str, Any]], questions: list[Question]
) -> list[dict[str, Any]]:
    made = []
    alone = sum(len(assigned.tasks) for assigned in one.assigned) == 1
    for n, assigned in enumerate(one.assigned, 1):
        tasks = []
        for m, task in enumerate(assigned.tasks, 1):
            name, source = f"{one.number}-{n}-{m}", assigned.plain["source"]
            tasks.append(
                {"text": task, "covers": covers_of(task, alone, items, source, name, questions=questions)}
            )
        made.append(assigned.plain | {"tasks": tasks})
    covered = {covers["id"] for assigned in made for task in assigned["tasks"] for covers in task["covers"]}
    if idle := [item["text"] for item in items if item["id"] not in covered]:
        where, said = f"第{one.number}项", "责任分解表里没有一项任务说到"
        questions.append(Question(f"idle-{one.number}", where, "；".join(idle), said, reads="没有责任单位"))
    return made
