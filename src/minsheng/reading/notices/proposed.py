"""Targets that stand in sentences only: proposed to a person, one question for each project."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from minsheng.domain.source import Change, Option
from minsheng.domain.wording import Mention, find_mentions
from minsheng.reading.notices.bounds import UNDIVIDED, bound_of
from minsheng.reading.notices.doubts import undated
from minsheng.reading.notices.draft import Question

_APART = re.compile("[；;。！]|，")
_MARK = re.compile(r"^(?:\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[）)]|[①-⑳])")
_RAISED = re.compile("从.+(?:提高|增加|提升|调整|上调|增长)")


def proposed(number: int, texts: Sequence[str], source: str) -> tuple[list[dict[str, Any]], Question | None]:
    """The indicators that the texts of a project speak of, and the question whether they are.

    Args:
        number: the project.
        texts: its tasks.
        source: where they stand.
    """
    made: list[dict[str, Any]] = []
    unread: list[str] = []
    for text in texts:
        for clause in _clauses(text):
            _of(number, clause, made, unread, source)
    if not made:
        return [], None
    listed = "；".join(f"{one['text']}：{one['target']}" for one in made)
    said = "这些目标是从文字里读出来的，没有表可以核对，对不对？"
    if unread:
        said += f"没有当作目标的数：{'、'.join(dict.fromkeys(unread))}"
    paths = [f"projects.{number}.indicators.{one['id']}.target" for one in made]
    read = tuple(Change(path, one["target"]) for path, one in zip(paths, made, strict=True))
    options = (
        Option("read", f"照读出的：{listed}", read),
        Option("none", "都不作目标，只留文字", tuple(Change(path, "") for path in paths)),
    )
    return made, Question(f"proposed-{number}", source, "。".join(texts)[:200], said, options)


def _clauses(text: str) -> list[str]:
    """The clauses of a text; what begins with 其中, or goes on with it, stays with what it is a part of."""
    clauses: list[str] = []
    start = 0
    for found in [*_APART.finditer(text), None]:
        clause = _MARK.sub("", text[start : found.start()] if found else text[start:])
        start = found.end() if found else 0
        if clauses and clause.startswith("其中"):
            clauses[-1] += f"，{clause}"
        elif clause:
            clauses.append(clause)
    return clauses


def _of(number: int, clause: str, made: list[dict[str, Any]], unread: list[str], source: str) -> None:
    whole, _, part = clause.partition("其中")
    mentions = _figures(whole, unread)
    if _RAISED.search(whole):
        mentions = mentions[-1:]
    for n, mention in enumerate(mentions):
        text = clause if not n else f"{whole.rstrip('，,（(')}（第{n + 1}个数）"
        made.append(_indicator(number, text, mention, made, source))
    if not part or not mentions:
        return
    id = made[-len(mentions)]["id"]
    for mention in _figures(part, unread):
        of_which = f"其中{part.rstrip('）)')}（{mention.text}）"
        made.append(_indicator(number, of_which, mention, made, source) | {"part_of": id})


def _figures(text: str, unread: list[str]) -> list[Mention]:
    found = [*find_mentions(undated(text))]
    unread += [mention.text for mention in found if mention.unit is None]
    return [mention for mention in found if mention.unit is not None]


def _indicator(
    number: int, text: str, mention: Mention, made: Sequence[dict[str, Any]], source: str
) -> dict[str, Any]:
    return {
        "id": f"project-{number}-{len(made) + 1}",
        "text": text,
        "target": bound_of(mention, str(mention.unit)),
        "undivided": UNDIVIDED,
        "source": source,
    }
