"""Stages of work whose target is words: 未启动, 推进中, 已完成; and the words that offices write for them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from minsheng.domain.numerals import normalise
from minsheng.labels import Labelled


class Stage(Labelled):
    """How far work is that has no figure. Chinese names are accepted too.

    >>> Stage("已完成") is Stage.DONE, Stage.UNDER_WAY.label
    (True, '推进中')
    """

    NOT_STARTED = "not-started", "未启动"
    UNDER_WAY = "under-way", "推进中"
    DONE = "done", "已完成"


_WORDS = {
    Stage.NOT_STARTED: "未启动 未开工 未开展 未实施 未动工 未开始",
    # that all sites are begun, or their frames stand, is not yet that they are finished
    Stage.UNDER_WAY: """
        推进中 推进 正在推进 有序推进 正常推进 按计划推进 稳步推进 进行中 正在进行 实施中 正在实施 建设中
        正在建设 在建 施工中 正在施工 启动 开工 全部启动 全部开工 开展 主体完工 主体封顶 部分完成
        基本完成 接近完成 未完成 未达标 未完工
    """,
    Stage.DONE: """
        完成 全部完成 全面完成 完成任务 完成目标任务 完成年度任务 完成年度目标任务 超额完成 提前完成
        达标 全部达标 达到目标 办结 全部办结 竣工 全部竣工 完工 全部完工 建成 全部建成 落实 全部落实
    """,
}
_STAGES = {word: stage for stage, words in _WORDS.items() for word in words.split()}
#: what says no more than the word behind it
_BEFORE = re.compile("^(?:目前|现|已经?|均|都|尚)+")
_MARKS = " 。.,，;；!！"


def _bare(text: str) -> str:
    return _BEFORE.sub("", normalise(text).strip(_MARKS))


def stage_of(text: str, worded: str = "", counts: Iterable[str] = ()) -> Stage | None:
    """The stage that words say; None for other words, which say none for certain.

    Args:
        text: what was reported.
        worded: the target in words; to report it is to have done it.
        counts: other words that count as done, because the indicator says so.

    >>> stage_of("正在推进").label, stage_of("已应补尽补", "应补尽补").label, stage_of("进展顺利")
    ('推进中', '已完成', None)
    >>> stage_of("全部开工").label, stage_of("全部开工", counts=["全部开工"]).label
    ('推进中', '已完成')
    """
    said = _bare(text)
    if said and said in {_bare(word) for word in (worded, *counts)}:
        return Stage.DONE
    return _STAGES.get(said)
