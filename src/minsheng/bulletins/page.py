"""The page a leader opens: one HTML file, without scripts, that loads nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from importlib.resources import files

from minsheng.bulletins.facts import Sentence
from minsheng.bulletins.matrix import matrix
from minsheng.bulletins.sections import BulletinSection, in_chinese
from minsheng.bulletins.situation import STATES, Situation
from minsheng.bulletins.tasks import cards
from minsheng.domain.written import percent
from minsheng.rules.scoring.ranking.ranking import Ranking
from minsheng.table import Table, escaped

#: nothing is loaded and nothing runs, whatever a name or a remark says
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
#: the sections of the year's end, and how the titles of their annexes read
_YEAR: dict[str, tuple[str, ...]] = {
    "验收情况": ("认定与上报之差", "整改台账", "验收备注"),
    "激励约束": ("：名单",),
    "群众满意度": ("群众满意度",),
    "建管用情况": (),
}
_COLOURS = ("green", "blue", "red", "")


def page(
    title: str,
    sections: Sequence[BulletinSection],
    now: Situation,
    ranking: Ranking | None,
    annexes: Sequence[Table] = (),
) -> str:
    """The whole page; equal bulletins give equal pages."""
    style = (files("minsheng") / "data" / "page.css").read_text("utf-8")
    head = (
        '<meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escaped(title)}</title><style>{style}</style>"
    )
    body = "\n".join([*_parts(title, now, ranking), *_year(sections, annexes), *_text(sections)])
    return f'<!doctype html>\n<html lang="zh-CN"><head>{head}</head>\n<body>\n{body}\n</body></html>\n'


def _head(title: str, now: Situation) -> str:
    document, day = now.programme.document, f"{now.on.year}年{now.on.month}月{now.on.day}日"
    by = f" · {escaped(document.title)}（{escaped(document.number)}）" if document.number else ""
    lights = f" · 亮灯办法：{escaped(now.policy.source or now.policy.name)}" if now.policy else ""
    about = f"{escaped(now.programme.city)} · 截至{day} · 共 {len(now.city)} 项任务{by}{lights}"
    return f"<header><h1>{escaped(title)}</h1><p>{about}</p></header>"


def _tiles(now: Situation) -> str:
    whole = len(now.city)
    tiles = [
        f'<div class="tile {colour}">{words}<b>{len(found)}<small> 项</small></b>'
        f"占 {percent(Fraction(len(found), whole))}</div>"
        for colour, words, found in zip(_COLOURS, STATES, now.sorted_out(), strict=True)
    ]
    return f'<div class="tiles">{"".join(tiles)}</div>'


def _parts(title: str, now: Situation, ranking: Ranking | None) -> Iterator[str]:
    yield f"<main>{_head(title, now)}{_tiles(now)}{matrix(now)}</main>"
    if ranking is not None:
        yield f'<section><h2>排名</h2><div class="wide">{ranking.to_html()}</div></section>'
    yield cards(now)


def _year(sections: Sequence[BulletinSection], annexes: Sequence[Table]) -> Iterator[str]:
    """What only the year's end has: the sections of the document, each with its tables."""
    for section in (one for one in sections if one.heading in _YEAR):
        yield f'<section class="told"><h2>{escaped(section.heading)}</h2>'
        for paragraph in section.paragraphs:
            if paragraph.heading is not None:
                yield f"<h3>{escaped(paragraph.heading.text)}</h3>"
            yield f"<p>{escaped(paragraph.text)}</p>"
        for table in (one for one in annexes if any(word in one.title for word in _YEAR[section.heading])):
            yield f'<h3>{escaped(table.title)}</h3><div class="wide">{table.to_html()}</div>'
        yield "</section>"


def _text(sections: Sequence[BulletinSection]) -> Iterator[str]:
    """What the bulletin says, folded, and below each paragraph what it was made from."""
    yield '<section class="told"><h2>正文和出处</h2>'
    told = [one for one in sections if any(sentence.facts for sentence in one.sentences)]
    for at, section in enumerate(told, 1):
        yield f'<details class="text"><summary>{in_chinese(at)}、{escaped(section.heading)}</summary>'
        for paragraph in section.paragraphs:
            if paragraph.heading is not None:
                yield f"<h3>{escaped(paragraph.heading.text)}</h3>"
            yield f"<p>{escaped(paragraph.text)}</p>{_facts(paragraph.sentences)}"
        yield "</details>"
    yield "</section>"


def _facts(sentences: Iterable[Sentence]) -> str:
    """The facts that have an exact value, a rule or a place they were read from, as a folded table."""
    rows = [
        "".join(
            f"<td>{escaped(cell)}</td>"
            for cell in (fact.text, fact.what, fact.area, fact.exact, fact.rule, "；".join(fact.sources))
        )
        for sentence in sentences
        for fact in sentence.facts
        if fact.exact or fact.rule or fact.sources
    ]
    if not rows:
        return ""
    heads = "".join(f"<th>{head}</th>" for head in ("文字", "说的是", "地区", "准确值", "规则", "出处"))
    lines = "".join(f"<tr>{row}</tr>" for row in rows)
    table = f'<table class="facts"><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table>'
    summary = f'<summary class="soft">出处（{len(rows)} 个数）</summary>'
    return f'<details>{summary}<div class="wide">{table}</div></details>'
