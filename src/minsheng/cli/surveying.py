"""``minsheng survey``."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from decimal import Decimal

from minsheng.cli.common import FORMATS, pairs, show
from minsheng.cli.exits import ALL_HELD, FINDINGS
from minsheng.dividing.allocate import Division
from minsheng.dividing.survey import survey_design
from minsheng.dividing.ties import TieBreak
from minsheng.domain.amount import to_decimal
from minsheng.errors import DataError, MinshengError
from minsheng.reading.marks import read_answers, read_households
from minsheng.rules.scoring.forms.survey import Answers
from minsheng.rules.scoring.satisfaction import COUNTS, Satisfaction, satisfaction

_LIKE = "一般=0.6"


def add_survey(survey: argparse.ArgumentParser) -> None:
    """Add the command's arguments to the parser."""
    survey.usage = "minsheng survey (答卷文件 | --margin 误差 --households 文件) [选项]"
    survey.epilog = "退出码：0 写出，1 有的地区没有访问，2 不能运行。"
    survey.add_argument(
        "answers", metavar="答卷文件", nargs="?", help="各地的答案：地区、项、满意、基本满意、不满意……"
    )
    survey.add_argument(
        "--households", metavar="文件", help="各地的户数或人数：地区、户数；按它分样本，按它加权"
    )
    survey.add_argument("--item", metavar="项", help="答卷里有几项调查时，看哪一项")
    add_counts(survey)
    survey.add_argument("--margin", metavar="误差", help="还没有调查：误差不超过几个百分点，如 3")
    survey.add_argument("--least", metavar="户数", type=int, help="每个地区至少访问多少户")
    ties = "、".join(f"{one.value}（{one.label}）" for one in TieBreak)
    survey.add_argument("--ties", metavar="规则", help=f"理由相同时谁多访问一户：{ties}")
    survey.add_argument("--format", choices=FORMATS, default="text", help="输出格式")
    survey.set_defaults(run=_survey)


def add_counts(command: argparse._ActionsContainer) -> None:
    """Add the option that says how much each answer counts."""
    command.add_argument(
        "--counts", metavar="回答=几成", nargs="+",
        help=f"哪种回答按几成算满意，0 到 1，如 {_LIKE}；“满意”“基本满意”不写算 1，“不满意”算 0",
    )  # fmt: skip


def _survey(given: argparse.Namespace) -> int:
    if (given.answers is None) == (given.margin is None):
        raise MinshengError("请写答卷文件看结果，或者用 --margin 和 --households 算访问多少户；只做一样")
    others = ("item", "counts") if given.answers is None else ("least", "ties")
    idle = [f"--{name}" for name in others if getattr(given, name) is not None]
    if idle:
        what = "算访问多少户" if given.answers is None else "看结果"
        raise MinshengError(f"{'、'.join(idle)} 在{what}时用不上，请去掉")
    households = None if given.households is None else read_households(given.households)
    if given.answers is None:
        if households is None:
            raise MinshengError("--margin 要知道各地有多少户，请用 --households 给出")
        design = _design(given, households)
        if given.format == "text":
            print(design.explain())
        else:
            show(design, given.format)
        return ALL_HELD
    answers = read_answers(given.answers)
    if not answers:
        raise MinshengError("答卷里没有答案")
    told = told_by(answers, households, given.item, given.counts)
    show(told, given.format)
    return FINDINGS if any(one.share is None for one in told) else ALL_HELD


def told_by(
    answers: Sequence[Answers], households: dict[str, int] | None, item: str | None, counts: list[str] | None
) -> Satisfaction:
    """What answers say of satisfaction, by the options of the command line."""
    items = dict.fromkeys(one.item for one in answers)
    if item is None and len(items) > 1:
        raise MinshengError(f"答卷里有几项调查：{'、'.join(items)}；请用 --item 写明看哪一项")
    given = {word: _number(f"--counts {word}", text, 1) for word, text in pairs(counts or (), _LIKE)}
    words = dict.fromkeys(word for one in answers if item in (None, one.item) for word in one.counts)
    if unsaid := [word for word in words if word not in COUNTS | given]:
        raise MinshengError(f"{'、'.join(unsaid)}按几成算满意，请用 --counts 写明，如 {_LIKE}")
    if idle := [word for word in given if words and word not in words]:
        raise MinshengError(f"--counts 里的{'、'.join(idle)}没有人可以答；答卷里有：{'、'.join(words)}")
    return satisfaction(answers, households, item=item, counts=given)


def _design(given: argparse.Namespace, households: dict[str, int]) -> Division:
    margin, least = _number("--margin", given.margin, 50), 1 if given.least is None else given.least
    if not margin:
        raise MinshengError("--margin 是 0：误差请写大于 0 的百分点，如 3")
    if given.ties is not None and given.ties not in [*TieBreak]:
        raise MinshengError(f"--ties 没有“{given.ties}”；有：{'、'.join(TieBreak)}")
    if least < 1 or not sum(households.values()):
        raise MinshengError("--least 不能小于 1" if least < 1 else "各地的户数都是 0，没有可以访问的")
    return survey_design(households, margin=margin, least=least, ties=TieBreak(given.ties or TieBreak.REFUSE))


def _number(option: str, text: str, most: int) -> Decimal:
    """A number from 0 to the most."""
    try:
        number = to_decimal(text)
    except DataError:
        raise MinshengError(f"{option} “{text}”不是数") from None
    if not 0 <= number <= most:
        raise MinshengError(f"{option} 是 {text}，请写 0 到 {most} 的数")
    return number
