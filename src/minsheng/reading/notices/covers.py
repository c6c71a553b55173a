"""Which indicators and standards a task covers: by its words, with its own figure for each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from minsheng.domain.wording import Mention, bare_text, find_mentions, how_alike
from minsheng.reading.notices.doubts import undated
from minsheng.reading.notices.draft import Question

#: two texts as like as this may mean the same, which is asked
_LIKE = Fraction(3, 5)


def covers_of(
    task: str,
    alone: bool,
    items: Sequence[dict[str, Any]],
    source: str,
    name: str,
    *,
    questions: list[Question],
) -> list[dict[str, Any]]:
    """What a task covers, in the order of the annex.

    Args:
        task: its text.
        alone: whether it is the project's only one.
        items: the project's indicators and standards.
        source: where it stands.
        name: for the ids of questions.
        questions: what is doubtful is added here.
    """
    mentions = [*find_mentions(undated(task))]
    own = bare_text(task)
    found = [one for one in items if own in (bare_text(one["text"]), bare_text(one.get("heading", "")))]
    if not found and alone:
        found = [*items]
    if not found:
        likeness = {
            key: how_alike(own, key)
            for one in items
            for key in (bare_text(one["text"]), bare_text(one.get("heading", "")))
        }
        best = max(likeness, key=lambda key: likeness[key], default="")
        if (
            best
            and likeness[best] >= _LIKE
            and sum(value == likeness[best] for value in likeness.values()) == 1
        ):
            found = [
                one for one in items if best in (bare_text(one["text"]), bare_text(one.get("heading", "")))
            ]
        said = "附件1的任务与附件2的文字不同"
        reads = (
            f"指的是：{'；'.join(one['text'] for one in found)}" if found else "看不出指哪一个指标，没有录入"
        )
        questions.append(Question(f"task-{name}", source, task, said, reads=reads))
    ids = {one["id"] for one in found}
    whole = [one for one in items if one["id"] in ids or one.get("part_of") in ids]
    covered = []
    for one in whole:
        mine = [m for m in mentions if _is_figure_of(m, one)]
        covers: dict[str, Any] = {"id": one["id"]}
        if mine:
            mentions.remove(mine[0])
            covers["amount"] = _amount(mine[0], one)
            if mine[0].unit is None:
                said = "附件1的数没有单位"
                questions.append(Question(f"amount-{one['id']}", source, task, said, reads=covers["amount"]))
        covered.append(covers)
    numbers = {Fraction(m.number) for one in whole for m in find_mentions(one["text"])}
    stray = [m for m in mentions if Fraction(m.number) not in numbers]
    if stray and whole:
        said = "附件1的数在附件2里没有：" + "、".join(m.text for m in stray)
        questions.append(Question(f"figure-{name}", source, task, said, reads="照附件2录入"))
    return covered


def _is_figure_of(mention: Mention, item: dict[str, Any]) -> bool:
    """Whether a figure is an indicator's target, in whatever unit it is counted."""
    target = item.get("target")
    return target is not None and any(m.number == mention.number for m in find_mentions(target))


def _amount(mention: Mention, item: dict[str, Any]) -> str:
    text = (
        mention.text
        if mention.unit is not None
        else mention.text + item["target"].rpartition(" ")[2].lstrip("万亿")
    )
    found = re.match(r"[\d,.]+", text)
    return f"{found[0].replace(',', '')} {text[found.end() :]}" if found else text
