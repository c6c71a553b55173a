"""``minsheng score``."""

from __future__ import annotations

import argparse
from collections.abc import Collection, Iterable

from minsheng.cli.common import FORMATS, day, named, names, show
from minsheng.cli.exits import ALL_HELD, FINDINGS
from minsheng.errors import MinshengError
from minsheng.reading.marks import read_events
from minsheng.reading.rewards import load_rewards
from minsheng.reading.scheme import scheme_names
from minsheng.reading.scoring import score_files, score_table
from minsheng.rules.scoring.forms.events import Event
from minsheng.rules.scoring.ranking.ranking import Ranking
from minsheng.rules.scoring.reward_lists import RewardPolicy
from minsheng.rules.scoring.rewards import Rewards, rewarded
from minsheng.rules.scoring.terms.choices import Ranked


def add_score(score: argparse.ArgumentParser) -> None:
    """Add the command's arguments to the parser."""
    score.usage = "minsheng score (名称或文件夹 | --records 文件) --scheme 评分办法 [选项]"
    score.epilog = (
        f"自带的评分办法：\n{_in_lines(scheme_names())}\n\n退出码：0 都评了分，1 有不评分的，2 不能运行。"
    )
    score.formatter_class = argparse.RawDescriptionHelpFormatter
    what = score.add_argument_group("评什么")
    what.add_argument("name", metavar="名称或文件夹", nargs="?", help="年度项目，如 yueyang-2019")
    what.add_argument(
        "--progress", metavar="文件", help="完成数（CSV、XLSX、XLS），或一个文件夹；不写则用自带的"
    )
    what.add_argument("--period", metavar="期间", help="表里没有写明期间时，如 2023年1-9月")
    what.add_argument("--on", metavar="日期", help="以哪一天为准")
    what.add_argument("--verified", action="store_true", help="用核实数，不用上报数")
    what.add_argument("--acceptance", metavar="文件", help="验收登记和抽查，文件或文件夹；办法要看的从里面算")
    what.add_argument("--accepted", action="store_true", help="用验收认定数，不用上报数；要有 --acceptance")
    what.add_argument("--marks", metavar="文件", help="人打的分：对象、项、数")
    what.add_argument("--events", metavar="文件", help="通报批评等，一次一行：对象、事项、日期、次数")
    what.add_argument("--survey", metavar="文件", help="满意度调查或表决：对象、项、满意、基本满意……")
    what.add_argument("--records", metavar="文件", help="没有年度项目，只有一张表：一行一个，列名照评分办法")
    what.add_argument("--group-column", metavar="列名", help="表里写明和谁一起排名的一列")
    how = score.add_argument_group("怎样评")
    how.add_argument("--scheme", required=True, metavar="评分办法", help="自带的名称（见下），或文件、文件夹")
    how.add_argument("--only", metavar="ID[,ID…]", help="只评这几项或几部分")
    ranked = "、".join(f"{one.value}（{one.label}）" for one in Ranked)
    how.add_argument("--subjects", metavar="对象", help=f"给谁排名：{ranked}；不写照评分办法")
    shown = score.add_argument_group("怎样看")
    shown.add_argument("--compare", metavar="评分办法", help="换成这个办法，名次怎样变，因为哪几项")
    shown.add_argument(
        "--explain", metavar="谁", help="写出一个地区（单位、项目）的全部算式；写开头几个字也行"
    )
    shown.add_argument(
        "--rewards", metavar="文件.toml", help="按激励约束的名单：表扬谁、约谈谁、给谁加分，为什么"
    )
    shown.add_argument(
        "--happened", metavar="文件", help="名单要看的事：对象、事项、日期、次数；不写则看 --events 的"
    )
    shown.add_argument("--format", choices=FORMATS, default="text", help="输出格式；--explain 只有文字")
    score.set_defaults(run=_score)


def _in_lines(listed: tuple[str, ...]) -> str:
    """Names in lines of four, because argparse would break them at their hyphens."""
    return "\n".join(f"  {'、'.join(listed[at : at + 4])}" for at in range(0, len(listed), 4))


def _score(given: argparse.Namespace) -> int:
    if (given.name is None) == (given.records is None):
        raise MinshengError("请写年度项目的名称或文件夹，或者用 --records 给一张表；只给一样")
    if given.explain and (given.compare or given.rewards or given.format != "text"):
        raise MinshengError("--explain 只有文字，不能和 --compare、--rewards、--format 一起用")
    if given.happened and not given.rewards:
        raise MinshengError("--happened 是 --rewards 的名单要看的事，请写 --rewards")
    if given.compare and given.rewards:
        raise MinshengError("--compare 和 --rewards 只做一样")
    policy = load_rewards(given.rewards) if given.rewards else None
    others = policy.events if policy is not None and given.happened is None else ()
    ranking = _ranking(given, given.scheme, others)
    if given.explain:
        listed = [*(one.name for one in ranking.scores), *(one.name for one in ranking.unscored)]
        print(ranking.explain(named(given.explain, listed)))
    elif given.compare:
        show(ranking.compare(_ranking(given, given.compare)), given.format)
    elif policy is not None:
        file = given.happened or given.events
        happened = None if file is None else read_events(file)
        show(rewards_of(ranking, policy, happened, own=given.happened is not None), given.format)
    else:
        show(ranking, given.format)
    return FINDINGS if ranking.unscored else ALL_HELD


def rewards_of(
    ranking: Ranking, policy: RewardPolicy, happened: Iterable[Event] | None, *, own: bool
) -> Rewards:
    """Whom lists name, by what happened: of a file of their own, or of the scheme's events."""
    if not policy.events:
        if own:
            raise MinshengError("名单不看发生了什么，--happened 用不上")
        return rewarded(ranking, policy)
    if happened is None:
        listed = "、".join(policy.events)
        raise MinshengError(f"名单要看{listed}，请用 --happened 给出；都没有发生，给只有表头的表")
    return rewarded(ranking, policy, events=happened)


def _ranking(given: argparse.Namespace, scheme: str, others: Collection[str] = ()) -> Ranking:
    """The ranking by a scheme, with the options of the command line."""
    on, only = day(given.on), names(given.only)
    if given.records is None:
        if given.group_column is not None:
            raise MinshengError("--group-column 说的是 --records 的表里的一列")
        return score_files(
            given.name, scheme, progress=given.progress, period=given.period, on=on, only=only,
            subjects=given.subjects, marks=given.marks, events=given.events, survey=given.survey,
            verified=given.verified, acceptance=given.acceptance, accepted=given.accepted,
            others=others,
        )  # fmt: skip
    other = ("progress", "period", "marks", "events", "survey", "verified", "acceptance", "accepted")
    taken = [f"--{name}" for name in other if getattr(given, name)]
    if taken:
        raise MinshengError(f"用 --records 时，要用的数都在表里，不用 {'、'.join(taken)}")
    return score_table(
        given.records, scheme, group=given.group_column, on=on, subjects=given.subjects, only=only
    )
