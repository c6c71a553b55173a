"""``minsheng year-end``: acceptance, appraisal, rewards, satisfaction and upkeep, in one document."""

from __future__ import annotations

import argparse
import datetime
from collections.abc import Callable, Sequence
from typing import TypeVar

from minsheng.bulletins.ending import YearEnd, year_end
from minsheng.cli.common import day
from minsheng.cli.documents import Targets, add_document, head, sources
from minsheng.cli.exits import ALL_HELD, FINDINGS
from minsheng.cli.scoring import rewards_of
from minsheng.cli.surveying import add_counts, told_by
from minsheng.cli.tables import set_aside, unread
from minsheng.domain.acceptances import Acceptances
from minsheng.domain.programme import Programme
from minsheng.errors import DataError, MinshengError, Problems
from minsheng.measuring.acceptance import last_day
from minsheng.measuring.days import figures_until
from minsheng.reading.acceptance import read_acceptances
from minsheng.reading.adopted import read_adopted
from minsheng.reading.lights import load_lights
from minsheng.reading.marks import read_answers, read_events, read_households, read_marks
from minsheng.reading.programme import load
from minsheng.reading.progress import read_progress, together
from minsheng.reading.rewards import load_rewards
from minsheng.reading.scheme import load_scheme
from minsheng.reading.works import read_works
from minsheng.rules.scoring.forms.survey import Answers, Survey, Vote
from minsheng.rules.scoring.judging.acceptance import takes_anything
from minsheng.rules.scoring.judging.passed_over import without_kinds
from minsheng.rules.scoring.regulation.scheme import Scheme
from minsheng.rules.scoring.satisfaction import Satisfaction
from minsheng.rules.scoring.score import score

Read = TypeVar("Read")


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
    add_counts(given)
    given.add_argument("--households", metavar="文件", help="各地户数，满意度按它加权")
    given.add_argument("--lights", metavar="亮灯办法", help="名称或 .toml 文件")
    given.add_argument(
        "--on", metavar="日期", help="验收、整改、管护看到哪一天，可以在次年；不写为年末或最后验收那天"
    )
    add_document(command.add_argument_group("写成什么"))
    command.set_defaults(run=_year_end)


def _year_end(given: argparse.Namespace) -> int:
    for option, needs in (
        ("rewards", "scheme"), ("happened", "rewards"), ("marks", "scheme"), ("events", "scheme"),
        ("households", "survey"), ("item", "survey"), ("counts", "survey"),
        ("accepted", "scheme"), ("accepted", "acceptance"),
    ):  # fmt: skip
        if getattr(given, option) and not getattr(given, needs):
            raise MinshengError(f"--{option} 要和 --{needs} 一起用")
    programme = load(given.name)
    targets, whole, (aside, notes) = _whole(given, programme)
    targets.write(whole.bulletin)
    if targets.out is None and targets.page is None:
        print()
    print(whole.report.to_text())
    lines = [*unread(whole.bulletin.situation.progress), *aside]
    for line in (*lines, *notes):
        print(line)
    return ALL_HELD if whole.report.ok and not lines else FINDINGS


def _whole(
    given: argparse.Namespace, programme: Programme
) -> tuple[Targets, YearEnd, tuple[list[str], list[str]]]:
    """Where it goes, the whole chain, and what was set aside or is to be said.

    What is wrong with any file is told of all files at once.
    """
    problems = Problems()

    def read(option: str, how: Callable[[str], Read]) -> list[Read]:
        """What the files of an option hold."""
        files, found = getattr(given, option) or (), list[Read]()
        for file in [files] if isinstance(files, str) else files:
            with problems.at():
                found.append(how(file))
        return found

    targets = on = progress = ranking = rewards = None
    with problems.at():
        targets = Targets.of(given)
    with problems.at():
        on = _day(given, programme)
    with problems.at("--issued"):
        day(given.issued)
    with problems.at():
        given.progress = sources(given, programme)
        progress = read("progress", lambda file: read_progress(file, programme))
    registers = read("acceptance", lambda file: read_acceptances(file, programme))
    adopted = read("adopted", lambda file: read_adopted(file, programme))
    works = read("works", lambda file: read_works(file, programme))
    lights = read("lights", load_lights)
    schemes = read("scheme", lambda file: load_scheme(file, programme))
    policies = read("rewards", load_rewards)
    answers = [one for listed in read("survey", read_answers) for one in listed]
    marks, events = read("marks", read_marks), read("events", read_events)
    happened, households = read("happened", read_events), read("households", read_households)
    problems.refuse()
    assert targets is not None and progress is not None  # noqa: S101, PT018  # else they were refused
    known = sum(registers, Acceptances()) if registers else None
    for scheme in schemes:
        passed_over = policies[0].events if policies and not happened else ()
        ranking = score(
            programme,
            scheme,
            progress=together(progress),
            on=on or last_day(programme, known or Acceptances(), None),
            marks=marks[0] if marks else (),
            events=without_kinds(scheme, events[0], passed_over) if events else None,
            survey=_asked_by(scheme, answers),
            acceptance=known if given.accepted or takes_anything(scheme) else None,
            accepted=given.accepted,
        )
        if policies:
            told = next(iter((*happened, *events)), None)
            rewards = rewards_of(ranking, policies[0], told, own=bool(happened))
    whole = year_end(
        programme, together(progress), acceptance=known, ranking=ranking, rewards=rewards,
        adopted=adopted[0] if adopted else None, works=works[0] if works else None,
        survey=_survey(given, answers, households), lights=lights[0] if lights else None, on=on,
        **head(given),
    )  # fmt: skip
    return targets, whole, set_aside(known, works[0] if works else None)


def _day(given: argparse.Namespace, programme: Programme) -> datetime.date | None:
    """Until when acceptance, mending and upkeep are looked at."""
    on, end = day(given.on), datetime.date(programme.year, 12, 31)
    if on is not None and on < end:
        raise DataError.at("--on", f"是 {on}：年终看的是 {end} 或以后")
    if on is not None:
        figures_until(programme, on)
    return on


def _asked_by(scheme: Scheme, answers: Sequence[Answers]) -> list[Answers]:
    """The answers that a scheme asks for."""
    asks = [item.id for item in scheme.every_item if isinstance(item.form, (Survey, Vote))]
    taken = [one for one in answers if one.item in asks]
    if asks and answers and not taken:
        items = "、".join(dict.fromkeys(one.item for one in answers))
        raise MinshengError(f"--survey 里的项是{items}，评分办法要的是{'、'.join(asks)}；请改成一样的")
    return taken


def _survey(
    given: argparse.Namespace, answers: Sequence[Answers], households: Sequence[dict[str, int]]
) -> Satisfaction | None:
    """What the section on satisfaction tells; votes, whose members are known, are no survey."""
    if not given.survey:
        return None
    asked_of = tuple(one for one in answers if one.members is None)
    if not answers:
        raise MinshengError("--survey 里没有答案")
    if not asked_of and (households or given.item or given.counts):
        raise MinshengError("--survey 里没有调查的答案，--households、--item、--counts 用不上")
    weights = households[0] if households else None
    return told_by(asked_of, weights, given.item, given.counts) if asked_of else None
