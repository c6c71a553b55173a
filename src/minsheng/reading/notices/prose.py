"""Projects that a text lists, each with who is responsible in brackets: 1.…（牵头单位：…；责任单位：…）."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import attrs

from minsheng.domain.numerals import read_number
from minsheng.reading.notices.agencies import agencies_of, is_office, lead_of
from minsheng.reading.notices.assignments import Assigned, Responsible
from minsheng.reading.notices.document import Document, Paragraph, annex_of, tidy
from minsheng.reading.notices.draft import Question

_N = "[一二三四五六七八九十]{1,3}"
#: how an item of a list may begin; which of them are projects is told by who is responsible
_BEGINS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(\d{1,2})[.．、](?!\d)",
        rf"[（(]({_N}|\d{{1,2}})[）)]",
        rf"第({_N}|\d{{1,2}})(?:件|项)(?:民生|重点)*(?:实事|项目)?[:：、，]",
        rf"({_N})、",
    )
)
#: the date, and whom to ask: what ends a list without a heading
_CLOSING = re.compile(
    r"\d{4}年\d{1,2}月\d{1,2}日$|[（(]?(?:联系人|联系电话|电话|传真|抄送|主送|此件)[^（）]*"
)
_PART = re.compile(rf"{_N}、.{{2,40}}$")
_WHO = r"(?:牵头|责任|主办|配合|协办|协同|参与|主管|承办|分管|联系)(?:市)?(?:单位|部门|领导|人)"
_OPENS = re.compile(rf"[（(](?={_WHO}[:：])|(?<=[。；;）)])(?={_WHO}[:：])|^(?={_WHO}[:：])")
_WHAT = rf"(?:{_WHO}|(?:完成|办结)?(?:时限|期限|时间))"
_FIELD = re.compile(rf"({_WHAT})[:：](.*?)(?=[，,；;、。\s]*{_WHAT}[:：]|$)", re.DOTALL)
_LEADS = re.compile(
    r"[（(]([^（）()：:]{2,40}?)(?:牵头|负责)(?:[，,；;]([^（）()：:]{2,200}?)(?:配合|参与|协同|负责))?[）)]"
)


@attrs.frozen
class _Item:
    number: int
    text: str
    where: str
    part: str = ""


def read_list(document: Document) -> tuple[list[Responsible], list[Question]]:
    """The projects that the paragraphs list, and what is doubtful; none where nobody is named responsible."""
    found: list[_Item] = []
    for begins in _BEGINS:
        items = [*_items(document, begins)]
        own = [item for item in items if _segments(item.text)[0][1]]
        if len(own) > len([item for item in found if _segments(item.text)[0][1]]):
            found = items
    responsible = [n for n, item in enumerate(found) if _segments(item.text)[0][1]]
    if not responsible:
        return [], []
    questions: list[Question] = []
    listed = found[responsible[0] : responsible[-1] + 1]
    numbers = [item.number for item in listed]
    again = len({*numbers}) < len(numbers)
    if again:
        said = "各部分的序号重新从 1 起，按先后编为第几项"
        questions.append(Question("numbers", listed[0].where, listed[0].text[:30], said, reads="第1项起"))
    projects = [_project(item, n if again else item.number, questions) for n, item in enumerate(listed, 1)]
    return projects, questions


def _items(document: Document, begins: re.Pattern[str]) -> Iterator[_Item]:
    """The items that begin so, each with the paragraphs that go on with it."""
    text, where, number, part, heading = "", "", 0, "", ""
    lines = [tidy(block.text) if isinstance(block, Paragraph) else "" for block in document.blocks]
    for block, read, after in zip(document.blocks, lines, [*lines[1:], ""], strict=True):
        closes = bool(_CLOSING.match(read) or (_CLOSING.match(after) and is_office(read)))
        line = "" if closes else read
        pieces = _pieces(line, begins)
        ends = not line or annex_of(line) or (_PART.fullmatch(line) and not _OPENS.search(line))
        if text and (ends or begins.match(pieces[0])):
            yield _Item(number, text, where, part)
            text = ""
        if _PART.fullmatch(line) and not _OPENS.search(line):
            heading = line
        for n, piece in enumerate(pieces):
            start = begins.match(piece)
            if start is None:
                if text:
                    text += piece
                continue
            if n and text:
                yield _Item(number, text, where, part)
            number, text, part = int(read_number(start[1])), piece[start.end() :], heading
            where = block.where if isinstance(block, Paragraph) else ""
    if text:
        yield _Item(number, text, where, part)


def _pieces(line: str, begins: re.Pattern[str]) -> list[str]:
    """A paragraph, parted where an item begins after the brackets of the one before."""
    at = [m.start() for m in begins.finditer(line) if m.start() and line[m.start() - 1] in "）)。；;"]
    return [line[a:b] for a, b in zip([0, *at], [*at, len(line)], strict=True)]


def _segments(text: str) -> list[tuple[str, str]]:
    """The text in parts, each with what is said of who is responsible for it."""
    made: list[tuple[str, str]] = []
    at = 0
    while found := _OPENS.search(text, at):
        end, deep = found.end(), 1 if found[0] else 0
        if deep:
            while end < len(text) and deep:
                deep += (text[end] in "（(") - (text[end] in "）)")
                end += 1
            said, after = text[found.end() : end - (not deep)], end
        else:
            said, after = text[found.end() :], len(text)
        made.append((text[at : found.start()].strip("，；;。"), said))
        at = after
    rest = text[at:].strip("，；;。")
    if not made and (found := _LEADS.search(text)):
        lead, others = found[1], found[2] or ""
        said = f"牵头单位：{lead}" + (f"；责任单位：{others}" if others else "")
        return [(text[: found.start()].strip("，；;。") + text[found.end() :].strip("，；;。"), said)]
    if made and rest:
        made[-1] = (f"{made[-1][0]}。{rest}", made[-1][1])
    return made or [(rest, "")]


def _project(item: _Item, number: int, questions: list[Question]) -> Responsible:
    assigned: list[Assigned] = []
    segments = _segments(item.text)
    for text, said in segments:
        if not said:
            met, reads = "没有写责任单位", "没有责任单位，请补"
            questions.append(Question(f"who-{number}", item.where, item.text[:60], met, reads=reads))
            continue
        assigned.append(Assigned(_plain(said, number, item.where, questions), [text]))
    whole = "。".join(text for text, _ in segments)
    title = re.split("[，。：；,:;]", whole, maxsplit=1)[0]
    return Responsible(number, title, assigned, whole, item.where, item.part)


def _plain(said: str, number: int, where: str, questions: list[Question]) -> dict[str, Any]:
    fields: dict[str, str] = {}
    for found in _FIELD.finditer(said):
        fields[_of(found[1])] = found[2].strip("，,；;。、 ")
    printed, agencies = fields.get("lead", ""), fields.get("agencies", "")
    made, odd = agencies_of(agencies)
    lead, supports, doubt = lead_of(printed)
    made["responsible_agencies"] = [*supports, *made["responsible_agencies"]]
    if doubt:
        reads = lead + "；配合：" * bool(supports) + "、".join(supports)
        questions.append(Question(f"lead-{number}", where, printed, doubt, reads=reads))
    if not lead and made["responsible_agencies"]:
        lead, *made["responsible_agencies"] = made["responsible_agencies"]
        met = "只写了责任单位，没有写谁牵头；这样的通知，第一个单位通常是牵头单位"
        questions.append(Question(f"lead-{number}", where, said, met, reads=f"牵头单位：{lead}"))
    if odd:
        reads = "、".join(made["responsible_agencies"])
        name = f"agencies-{number}"
        questions.append(Question(name, where, agencies, "责任单位一栏不只是单位的名单", reads=reads))
    plain = {"lead_official": fields.get("official", ""), "lead_agency": lead}
    plain |= {key: fields[key] for key in ("deadline",) if fields.get(key)}
    return plain | {"responsible_person": fields.get("person", ""), **made, "source": where}


def _of(word: str) -> str:
    if word.endswith(("限", "时间")):
        return "deadline"
    if word.endswith("领导"):
        return "official"
    if word.endswith("人"):
        return "person"
    return "lead" if word.startswith(("牵头", "主办", "主管", "承办")) else "agencies"
