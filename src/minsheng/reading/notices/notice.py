"""Reading a notice: its document, the pieces, and the draft with its questions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import attrs

from minsheng.asking import asked
from minsheng.domain.area import AreaKind
from minsheng.domain.source import Change, Option
from minsheng.errors import DataError, Problem
from minsheng.logs import logged
from minsheng.reading.notices.assignments import unread_in
from minsheng.reading.notices.bounds import name_of
from minsheng.reading.notices.breakdown import read_breakdown
from minsheng.reading.notices.document import Document, Paragraph, tidy
from minsheng.reading.notices.draft import Draft, Question, items_of
from minsheng.reading.notices.head import Head
from minsheng.reading.notices.ids import ids_of
from minsheng.reading.notices.pages import names_areas
from minsheng.reading.notices.parts import divided
from minsheng.reading.notices.projects import projects_of, with_amounts
from minsheng.reading.notices.prose import read_list
from minsheng.reading.notices.sources import read_document
from minsheng.reading.notices.standards import Standards
from minsheng.reading.notices.tables import Tables, is_heading
from minsheng.reading.notices.targets import Targets
from minsheng.reading.tables.sheet import Sheet
from minsheng.steps import Watcher, watchable

#: the title is among the first paragraphs, and ends so
_TITLES, _ENDS = 8, ("通知", "方案", "意见", "公告", "通告", "分解表", "项目")
#: what a column of the sum over the areas is headed
_WHOLE = "全市"
_ZONE = re.compile("管理区|新区|开发区|经开区|高新区|新港区|园区|度假区|示范区|保税区|管委会|功能区")


@asked
@watchable
@logged("reading", "read notice", "sources", lambda found: {"questions": len(found.questions)})
def read_notice(
    *sources: str | Path,
    name: str,
    city: str | None = None,
    year: int | None = None,
    progress: Watcher | None = None,
) -> Draft:
    """Read a notice of livelihood projects into a draft: a programme, and what only a person can say of it.

    Args:
        sources: the notice, or the notice and its annexes: ``.docx``, ``.pdf``, ``.html``,
            ``.xlsx``, ``.xls``, ``.et``, ``.csv``, ``.txt``.
        name: the programme's name, such as ``yueyang-2023``.
        city: the city; by default that of the signature.
        year: the year; by default that of the title.
        progress: called for each page of a PDF, with what is done, and how much of it.

    Raises:
        DataError: a file cannot be read, or there is no table of tasks by area in it.

    >>> import tempfile
    >>> head = "附件2\\n\\n序号\\t项目\\t单位\\t甲县\\t乙区\\t备注\\n"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     notice = Path(folder) / "通知.txt"
    ...     text = f"{head}1\\t改造老旧小区60个\\t个\\t40\\t20\\t\\n\\n注：1项为市级\\n"
    ...     _ = notice.write_text(text, "utf-8")
    ...     draft = read_notice(notice, name="moushi-2024", city="某市", year=2024)
    >>> draft.programme().indicator("old-communities-renewal").target
    Bound('>= 60 个')
    >>> [question.id for question in draft.questions]
    ['head', 'responsible']
    """
    if not sources:
        raise ValueError("read_notice(): give it at least one file")
    documents = [read_document(Path(source)) for source in sources]
    whole = Document(documents[0].name, tuple(block for one in documents for block in one.blocks))
    document = divided(whole, is_heading)
    head = Head(document)
    listed, doubts = read_list(document)
    city = city or next(
        (
            m[0]
            for line in head.issuers
            if (m := re.search("[\u4e00-\u9fff]{2,4}?(?:省|自治区|市|州|县|区)(?=人民政府)", line))
        ),
        None,
    )
    tables = Tables(_of_the_city(document, city), listed)
    questions = [*head.questions, *_spaces(document), *tables.questions]
    questions += doubts if tables.responsible is listed else []
    year = year or next((int(m[1]) for m in [re.search(r"(\d{4})年", head.title)] if m), None)
    wanting = [
        Problem(document.name, f"没有读出{what}", f"请给出 {key}=…（--{key}）")
        for what, key, value in (("城市", "city", city), ("年份", "year", year))
        if value is None
    ]
    if not tables.pages and not tables.responsible:
        met = "没有读懂一张表，也没有“（牵头单位：…）”这样写明责任单位的条目"
        wanting.append(Problem(document.name, met, "请核对表头；文字版的表格，格以制表符分开"))
        wanting += _left_out(tables.questions)
    if wanting or city is None or year is None:
        raise DataError(wanting)
    breakdown = read_breakdown(tables.pages, tables.annex_of_pages)
    responsible = tables.responsible
    questions += [*breakdown.questions, *unread_in(tables.pages, tables.annex_of_pages)]
    areas = [{"name": one, "kind": _kind(one, city)} for one in breakdown.areas]
    questions += _kinds(areas)
    targets = Targets(breakdown, {one.number: one.title for one in responsible})
    standards = Standards(areas, year, head.issued)
    numbers = [*(line.project for line in breakdown.lines), *(one.number for one in responsible)]
    levels = head.levels(numbers, [(one.number, one.part) for one in responsible])
    projects = projects_of(
        breakdown, responsible, levels=levels, targets=targets, standards=standards, questions=questions
    )
    questions += [*with_amounts(targets.questions, projects), *standards.questions, *standards.together()]
    if not projects:
        raise DataError(_left_out(questions))
    reporting, acceptance = head.reporting(), head.acceptance()
    questions += [
        *head.unread(reporting=reporting, acceptance=acceptance),
        *_of_another_year(documents, year),
    ]
    questions += _hidden(whole)
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
        "reporting": reporting,
        "acceptance": acceptance,
        "areas": areas,
        "projects": projects,
        "allocation": {"areas": [*breakdown.areas], "rows": targets.rows},
    }
    draft = Draft(plain, tuple(questions), {name_of(line): line.place for line in breakdown.lines})
    return draft.renamed(
        ids_of((item["id"], item["text"]) for project in projects for item in items_of(project))
    )


def _of_the_city(document: Document, city: str | None) -> Document:
    """The document with 全市 for the city's own name beside those of its areas: it is their sum."""
    blocks: list[Paragraph | Sheet] = []
    for block in document.blocks:
        if isinstance(block, Sheet) and any(map(names_areas, (*block.rows, *zip(*block.rows, strict=True)))):
            rows = (tuple(_WHOLE if tidy(cell) == city else cell for cell in row) for row in block.rows)
            blocks.append(attrs.evolve(block, rows=tuple(rows)))
        else:
            blocks.append(block)
    return attrs.evolve(document, blocks=tuple(blocks))


def _left_out(questions: Sequence[Question]) -> list[Problem]:
    """What was not understood, where nothing was."""
    out = [question for question in questions if question.reads.startswith("没有录入") and question.met]
    return [Problem(q.where, f"{q.question}：{q.met}", "请核对表头、单位和各地的数") for q in out]


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


def _of_another_year(documents: Sequence[Document], year: int) -> list[Question]:
    """Files whose title names another year."""
    made = []
    for n, document in enumerate(documents, 1):
        titles = (p for p in document.paragraphs[:_TITLES] if p.text.endswith(_ENDS))
        for title in titles:
            found = re.search(r"(\d{4})年", title.text)
            if found and int(found[1]) != year:
                said = f"这份文件的标题说的是{found[1]}年，草稿是{year}年的"
                where = f"{document.name} {title.where}"
                made.append(Question(f"year-{n}", where, title.text, said, reads=f"当作{year}年的录入"))
                break
    return made


def _hidden(document: Document) -> list[Question]:
    """Rows and columns that a workbook hides, which are read like the others."""
    made: list[Question] = []
    for sheet in (block for block in document.blocks if isinstance(block, Sheet)):
        rows = [*enumerate(sheet.rows)]
        hidden = [(r, "这一行", row) for r, row in rows if r in sheet.hidden_rows]
        hidden += [(0, "这一栏", tuple(row[c] for _, row in rows)) for c in sorted(sheet.hidden_columns)]
        for r, what, cells in hidden:
            if met := " | ".join(filter(None, map(tidy, cells))):
                said, name = f"{what}在文件里是隐藏的", f"hidden-{len(made) + 1}"
                made.append(Question(name, sheet.place(r), met, said, reads="与显示的一样录入"))
    return made


def _kind(name: str, city: str) -> str:
    """The kind of an area by the end of its name; a province's 市 are of another than a city's."""
    if _ZONE.search(name):
        return AreaKind.ZONE.label
    ends = {
        "市": AreaKind.PREFECTURE_LEVEL_CITY if city[-1:] in "省区" else AreaKind.COUNTY_LEVEL_CITY,
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
