"""The head of a notice: title, number, issuers, date, basis, annexes; levels, reports and acceptance."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from minsheng.domain.project import Level
from minsheng.reading.notices.document import Document, Paragraph, annex_of, tidy
from minsheng.reading.notices.draft import Question
from minsheng.reading.tables.sheet import Sheet

_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,12}[〔\[（(]\d{4}[〕\]）)]\d+号")
_TITLE = re.compile(r"关于.{2,60}的(?:通知|意见|方案|公告|通告|实施方案)")
_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_ANNEX = re.compile(r"(?:[-—]\s*)?(?:附件[:：])?(\d)[.．、](.+)")
_LEVEL = "国家级|省级|市级|县级|区级|镇级"
_RANGE = r"第?(\d{1,3})(?:[—\-–~～至到]第?(\d{1,3}))?项?"
_LEVELS = re.compile(
    rf"((?:{_RANGE}[、，和及])*{_RANGE})(?<=项)(?:[（(][^（）()]*[）)])?(?:均|都)?(?:为|是|属于?)({_LEVEL})"
)
_REST = re.compile(rf"(?:其余|其他|其它)[^，。；]{{0,6}}(?:为|是|属于?)({_LEVEL})")
_EXCEPT = re.compile(rf"(?:不含|不包括|除)((?:{_RANGE}[、和及]?)+)")
_REPORTS = re.compile(r"[旬月季][\u4e00-\u9fff]{2,3}")
#: more projects than any notice has
_MOST = 500
_CADENCES = {"旬": "ten-days", "月": "month", "季": "quarter"}
_WITH = re.compile(
    r"(?P<actor>[^，。；]{2,10}?)会同(?P<with>[^，。；]{2,12}?)负责(?P<action>制定[^，。；]+标准)"
)
_STEP = re.compile(
    r"(?P<actor>[^，。；]{2,10}?)(?:负责)?对(?P<scope>[^，。；]+?)进行(?P<action>[^，。；]{2,8})"
)
_PART = re.compile(r"([一二三四五六七八九十]+)、")
#: what stands under the word 附件 and is no title of it
_NO_TITLE = re.compile(r"注|说明|备注|[（(]?(?:计量)?单位[:：]|填报|附件")
#: sentences that ask for reports, or for acceptance
_REPORTING = re.compile(r"[^。；]*每[旬月季][^。；]*(?:报送|上报|通报|调度|简报|小结|总结)[^。；]*")
_ACCEPTING = re.compile(r"[^。；]*(?:验收|考核|核查)[^。；]*")
_END = ("。", "：", "；", "！", "”", "）", ":")


class Head:
    """What the running text of a notice says."""

    def __init__(self, document: Document) -> None:
        self.questions: list[Question] = []
        self.lines = [tidy(p.text) for p in document.paragraphs]
        self.prose = [*_joined(self.lines)]
        self.number = next((m[0] for line in self.lines if (m := _NUMBER.fullmatch(line))), "")
        self.title, at = next(
            ((m[0], i) for i, line in enumerate(self.lines) if (m := _TITLE.search(line))), ("", -1)
        )
        self.addressees = next((x[:-1] for x in self.lines[at + 1 : at + 4] if x.endswith(("：", ":"))), "")
        self.issued, self.issuers = self._signed()
        self.annexes = self._annexes(document)
        parts = (("标题", self.title), ("文号", self.number), ("落款", self.issuers), ("日期", self.issued))
        if missing := [what for what, value in parts if not value]:
            said, first = "正文里没有读出这些", next(iter(self.lines), "")
            met = f"{'、'.join(missing)}（第一段：{first}）"
            self.questions.append(Question("head", "正文", met, said, reads="没有录入，请补"))
        self.notes = [*_notes(document)]

    def _signed(self) -> tuple[datetime.date | None, list[str]]:
        """The date, and the lines above it that sign the notice."""
        for i, line in enumerate(self.lines):
            if not (found := _DATE.fullmatch(line)):
                continue
            try:
                day = datetime.date(*map(int, found.groups()))
            except ValueError:
                continue
            issuers: list[str] = []
            for above in reversed(self.lines[:i]):
                if not re.fullmatch("[\u4e00-\u9fff]{4,30}(?:室|厅|府|委员会|局|委)", above):
                    break
                issuers.insert(0, above)
            return day, issuers
        return None, []

    @property
    def basis(self) -> list[str]:
        """The documents it goes by: 根据《…》及…精神."""
        for text in self.prose:
            if found := re.search("(?:根据|按照|为贯彻落实|为落实)(.+?)(?:精神|要求|规定|部署|有关)", text):
                return [part for part in re.split(r"(?<=[）》)])[及和、与]", found[1]) if part]
        return []

    def _annexes(self, document: Document) -> list[str]:
        """The titles of the annexes; where the list and the annex itself differ, that of the annex."""
        listed: dict[str, str] = {}
        own: dict[str, str] = {}
        for block, after in zip(document.blocks, [*document.blocks[1:], None], strict=True):
            line = tidy(block.text) if isinstance(block, Paragraph) else ""
            if (found := _ANNEX.fullmatch(line)) and (listed or "附件" in line):
                listed[found[1]] = found[2]
            if named := annex_of(line):
                below = tidy(after.text) if isinstance(after, Paragraph) else ""
                title = line.partition("：")[2] or ("" if _NO_TITLE.match(below) else below)
                own[named.removeprefix("附件") or "1"] = title
        own = {n: title for n, title in own.items() if title}
        for n, title in listed.items():
            if own.get(n, title) != title:
                where, said = f"正文所附的附件目录第{n}项", "附件目录里的标题与附件自己的标题不同"
                self.questions.append(Question(f"annex-{n}", where, title, said, reads=own[n]))
        return [{**listed, **own}[n] for n in sorted({*listed, *own})]

    def levels(self, numbers: Iterable[int], parts: Sequence[tuple[int, str]]) -> list[dict[str, Any]]:
        """Which numbers are of which level, as a note says, or the heading over them.

        Args:
            numbers: the numbers of all projects, for a note that says 其余.
            parts: numbers of projects that stand under a heading, with the heading.
        """
        found: dict[tuple[str, int, int], str] = {}
        known: set[int] = set()
        for where, line in self.notes:
            out = {n for m in _EXCEPT.finditer(line) for n in _numbers(m[1])}
            for m in _LEVELS.finditer(line):
                named = [*_numbers(m[1])]
                known |= {*named} - out
                for first, last in _runs({*named} - out):
                    found.setdefault((m[m.re.groups], first, last), where)
        for where, line in self.notes:
            if rest := _REST.search(line):
                for first, last in _runs({*numbers} - known):
                    found.setdefault((rest[1], first, last), where)
        if not found:
            for part in dict.fromkeys(part for _, part in parts):
                if said := re.search(_LEVEL, part):
                    for first, last in _runs({n for n, one in parts if one == part}):
                        found[said[0], first, last] = part
        return [
            {"level": Level(named).value, "first": first, "last": last, "source": where}
            for (named, first, last), where in found.items()
        ]

    def unread(self, **found: object) -> list[Question]:
        """What the text asks for and was not read: reports, acceptance, notes."""
        made = []
        for key, pattern, what in (
            ("reporting", _REPORTING, "报送、通报的要求"),
            ("acceptance", _ACCEPTING, "验收、考核的要求"),
        ):
            said = "。".join(m[0] for text in self.prose for m in pattern.finditer(text))
            if said and not found[key]:
                met = f"{what}没有读懂，不在草稿里"
                made.append(Question(key, "正文", said[:200], met, reads="没有录入，请补"))
        for n, (where, line) in enumerate(self.notes, 1):
            if not _LEVELS.search(line) and not _REST.search(line):
                met = "这一条注没有读，不在草稿里"
                made.append(Question(f"note-{n}", where, line, met, reads="没有录入，请补"))
        return made

    def reporting(self) -> list[dict[str, Any]]:
        """The regular reports: “旬简报、月通报、季总结”."""
        for text in self.prose:
            for quoted in re.findall("“([^”]{3,30})”", text):
                names = quoted.split("、")
                if all(map(_REPORTS.fullmatch, names)):
                    return [
                        {"name": n, "every": _CADENCES[n[0]], "source": _place(text, quoted)} for n in names
                    ]
        return []

    def acceptance(self) -> list[dict[str, Any]]:
        """The steps of acceptance and appraisal, in the order of the text."""
        for text in self.prose:
            at = max(text.find("验收考核"), text.find("考核验收"))
            if at < 0 or not (end := re.search(r"。(?=[^。，]{2,12}。)|$", text[at:])):
                continue
            passage = text[at : at + end.start() + 1].partition("。")[2] or text[at:]
            if stop := re.search(r"(?<=。)[^。，]{4,12}机制。", passage):
                passage = passage[: stop.start()]
            steps = []
            for sentence in passage.split("。"):
                when = (
                    found[1] if (found := re.match("(年终|年底|年末|每季度末?|每半年)，", sentence)) else ""
                )
                rest = sentence[len(when) + 1 :] if when else sentence
                for clause in rest.split("，"):
                    if found := _WITH.fullmatch(clause):
                        step = {
                            "actor": found["actor"],
                            "together_with": found["with"],
                            "action": found["action"],
                        }
                        steps.append(step | {"scope": "各项目"})
                    elif found := _STEP.fullmatch(clause):
                        step = {"actor": found["actor"], "action": found["action"], "scope": found["scope"]}
                        step |= {"id": f"step-{len(steps) + 1}", "covers": _covers(found["actor"])}
                        steps.append(step | ({"when": when} if when else {}))
            if steps:
                return [step | {"source": _place(text, steps[0]["action"])} for step in steps]
        return []


def _covers(actor: str) -> str:
    """Whether each area or each lead agency accepts its own, or one body all."""
    return (
        "area" if actor.startswith("各") and "牵头" not in actor else "agency" if "牵头" in actor else "all"
    )


def _numbers(text: str) -> Iterator[int]:
    """The numbers that ranges name: 1、3—5项."""
    for first, last in re.findall(_RANGE, text):
        yield from range(int(first), min(int(last or first), int(first) + _MOST) + 1)


def _runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Numbers as ranges, each from its first to its last."""
    left = sorted(numbers)
    while left:
        last = next((n for n in left if n + 1 not in left), left[-1])
        yield left[0], last
        left = [n for n in left if n > last]


def _joined(lines: Sequence[str]) -> Iterator[str]:
    """Paragraphs that a page's end had cut in two, whole again."""
    text = ""
    for line in lines:
        text += line
        if len(text) < 40 or text.endswith(_END):
            yield text
            text = ""
    if text:
        yield text


def _notes(document: Document) -> Iterator[tuple[str, str]]:
    """Each note with its annex: paragraphs and cells of tables that begin with 注."""
    annex, below = "", False
    for block in document.blocks:
        if isinstance(block, Sheet):
            texts = [tidy(cell) for row in block.rows for cell in dict.fromkeys(row)]
            annex = found[0] if (found := re.match(r"附件\d*", block.name)) else annex
        else:
            texts = [tidy(block.text)]
            annex = annex_of(block.text) or annex
        for text in texts:
            note = bool(re.match(r"[*★※]?(?:注\d?|说明|备注)[:：\d]", text))
            below = note or (below and bool(re.match(r"\d[.、．]|[*★※]", text)))
            if below:
                yield f"{annex}注", text


def _place(text: str, words: str) -> str:
    """第二部分“健全调度督导机制”: the part, and the short sentence that heads the words."""
    part = _PART.match(text)
    heads = [m[1] for m in re.finditer(r"(?:^|。)([^。，]{4,14})(?=。)", text[: text.find(words)])]
    where = f"第{part[1]}部分" if part else "正文"
    return where + (f"“{heads[-1]}”" if heads else "")
