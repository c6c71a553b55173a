"""``minsheng year-end``: acceptance, appraisal, rewards, satisfaction and upkeep, in one document."""

from __future__ import annotations

import argparse
import datetime

from minsheng.bulletins.ending import YearEnd, year_end
from minsheng.cli.common import day
from minsheng.cli.documents import Targets, add_document, head, sources
from minsheng.cli.exits import ALL_HELD, FINDINGS
from minsheng.cli.scoring import rewards_of
from minsheng.cli.tables import set_aside, unread
from minsheng.domain.acceptances import Acceptances
from minsheng.domain.programme import Programme
from minsheng.domain.progress import Progress
from minsheng.domain.upkeep import Works
from minsheng.errors import MinshengError
from minsheng.reading.acceptance import read_acceptances
from minsheng.reading.adopted import read_adopted
from minsheng.reading.lights import load_lights
from minsheng.reading.marks import read_answers, read_events, read_households, read_marks
from minsheng.reading.programme import load
from minsheng.reading.progress import read_progress, together
from minsheng.reading.scheme import load_scheme
from minsheng.reading.works import read_works
from minsheng.rules.scoring.forms.survey import Answers, Survey, Vote
from minsheng.rules.scoring.judging.acceptance import takes_anything
from minsheng.rules.scoring.ranking.ranking import Ranking
from minsheng.rules.scoring.satisfaction import Satisfaction, satisfaction
from minsheng.rules.scoring.score import score


def add_year_end(command: argparse.ArgumentParser) -> None:
    """Add the command's arguments to the parser."""
    command.epilog = "没有给出的，就没有那一部分。退出码：0 全部成立，1 有发现或有没有读的行列，2 不能运行。"
    command.add_argument("name", metavar="名称或文件夹", help="如 yueyang-2023")
    given = command.add_argument_group("用什么")
    given.add_argument("--progress", metavar="文件", nargs="+", help="全年的完成数和核实数；不写则用自带的")
    given.add_argument("--acceptance", metavar="文件", nargs="+", help="验收表、抽查表、验收标准，或文件夹")
    given.add_argument("--adopted", metavar="文件", help="各地执行的标准")
    given.add_argument("--works", metavar="文件", help="建成工程的台账")
    given.add_argument("--scheme", metavar="评分办法", help="名称或文件，写“各地排名”")
    given.add_argument("--accepted", action="store_true", help="评分用验收认定数；要有 --acceptance")
    given.add_argument("--marks", metavar="文件", help="评分要的人打的分")
    given.add_argument("--events", metavar="文件", help="评分要的通报批评等；名单也看它")
    given.add_argument("--rewards", metavar="文件.toml", help="激励约束的名单")
    given.add_argument("--happened", metavar="文件", help="名单要看的事；不写则看 --events 的")
    given.add_argument(
        "--survey", metavar="文件", help="满意度调查或表决的答卷：写“群众满意度”；评分要的也从里面取"
    )
    given.add_argument("--item", metavar="项", help="答卷里有几项调查时，“群众满意度”写哪一项")
    given.add_argument("--households", metavar="文件", help="各地户数，满意度按它加权")
    given.add_argument("--lights", metavar="亮灯办法", help="名称或 .toml 文件")
    given.add_argument(
        "--on", metavar="日期", help="验收、整改、管护看到哪一天，可以在次年；不写为年末或最后验收那天"
    )
    add_document(command.add_argument_group("写成什么"))
    command.set_defaults(run=_year_end)


def _year_end(given: argparse.Namespace) -> int:
    targets = Targets.of(given)
    for option, needs in (
        ("rewards", "scheme"), ("happened", "rewards"), ("marks", "scheme"), ("events", "scheme"),
        ("households", "survey"), ("item", "survey"), ("accepted", "scheme"), ("accepted", "acceptance"),
    ):  # fmt: skip
        if getattr(given, option) and not getattr(given, needs):
            raise MinshengError(f"--{option} 要和 --{needs} 一起用")
    programme = load(given.name)
    on, end = day(given.on), datetime.date(programme.year, 12, 31)
    if on is not None and on < end:
        raise MinshengError(f"--on 是 {on}：年终看的是 {end} 或以后")
    acceptance = None
    if given.acceptance:
        acceptance = sum((read_acceptances(one, programme) for one in given.acceptance), Acceptances())
    works = read_works(given.works, programme) if given.works else None
    whole = _whole(given, programme, acceptance, works)
    targets.write(whole.bulletin)
    if targets.out is None and targets.page is None:
        print()
    print(whole.report.to_text())
    aside, notes = set_aside(acceptance, works)
    lines = [*unread(whole.bulletin.situation.progress), *aside]
    for line in (*lines, *notes):
        print(line)
    return ALL_HELD if whole.report.ok and not lines else FINDINGS


def _whole(
    given: argparse.Namespace, programme: Programme, acceptance: Acceptances | None, works: Works | None
) -> YearEnd:
    progress = together([read_progress(one, programme) for one in sources(given, programme)])
    answers = read_answers(given.survey) if given.survey else ()
    ranking = _ranking(given, programme, progress, acceptance, answers)
    rewards = None
    if ranking is not None and given.rewards:
        rewards = rewards_of(ranking, given.rewards, given.happened, given.events)
    return year_end(
        programme, progress, acceptance=acceptance, ranking=ranking, rewards=rewards,
        adopted=read_adopted(given.adopted, programme) if given.adopted else None,
        works=works, survey=_survey(given, answers),
        lights=load_lights(given.lights) if given.lights else None, on=day(given.on), **head(given),
    )  # fmt: skip


def _ranking(
    given: argparse.Namespace,
    programme: Programme,
    progress: Progress,
    acceptance: Acceptances | None,
    answers: tuple[Answers, ...],
) -> Ranking | None:
    if not given.scheme:
        return None
    scheme = load_scheme(given.scheme, programme)
    asks = [item.id for item in scheme.every_item if isinstance(item.form, (Survey, Vote))]
    taken = [one for one in answers if one.item in asks]
    if asks and answers and not taken:
        items = "、".join(dict.fromkeys(one.item for one in answers))
        raise MinshengError(f"--survey 里的项是{items}，评分办法要的是{'、'.join(asks)}；请改成一样的")
    return score(
        programme,
        scheme,
        progress=progress,
        on=datetime.date(programme.year, 12, 31),
        marks=read_marks(given.marks) if given.marks else (),
        events=read_events(given.events) if given.events else None,
        survey=taken,
        acceptance=acceptance if given.accepted or takes_anything(scheme) else None,
        accepted=given.accepted,
    )


def _survey(given: argparse.Namespace, answers: tuple[Answers, ...]) -> Satisfaction | None:
    """What the section on satisfaction tells; votes, whose members are known, are no survey."""
    if not given.survey:
        return None
    households = read_households(given.households) if given.households else None
    asked_of = tuple(one for one in answers if one.members is None)
    items = dict.fromkeys(one.item for one in asked_of)
    if not answers:
        raise MinshengError("--survey 里没有答案")
    if not items and (households or given.item):
        raise MinshengError("--survey 里没有调查的答案，--households 和 --item 用不上")
    if len(items) > 1 and given.item is None:
        raise MinshengError(f"--survey 里有几项调查：{'、'.join(items)}；请用 --item 写明写哪一项")
    return satisfaction(asked_of, households, item=given.item) if items else None
