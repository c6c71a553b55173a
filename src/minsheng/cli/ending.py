"""``minsheng year-end``: acceptance, appraisal, rewards, satisfaction and upkeep, in one document."""

from __future__ import annotations

import argparse
import datetime
from pathlib import Path

from minsheng.bulletins.ending import YearEnd, year_end
from minsheng.cli.bulletin import FORMS, as_text, target
from minsheng.cli.common import day
from minsheng.cli.exits import ALL_HELD, FINDINGS
from minsheng.cli.scoring import rewards_of
from minsheng.cli.tables import unread
from minsheng.domain.acceptances import Acceptances
from minsheng.domain.programme import Programme
from minsheng.domain.progress import Progress
from minsheng.errors import MinshengError
from minsheng.reading.acceptance import read_acceptances
from minsheng.reading.adopted import read_adopted
from minsheng.reading.files import write_whole
from minsheng.reading.lights import load_lights
from minsheng.reading.marks import read_answers, read_events, read_households, read_marks
from minsheng.reading.programme import load
from minsheng.reading.progress import read_progress, together
from minsheng.reading.scheme import load_scheme
from minsheng.reading.shipped import has_progress
from minsheng.reading.works import read_works
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
    given.add_argument("--marks", metavar="文件", help="评分要的人打的分")
    given.add_argument("--events", metavar="文件", help="评分要的通报批评等；名单也看它")
    given.add_argument("--survey", metavar="文件", help="评分要的满意度调查或表决")
    given.add_argument("--rewards", metavar="文件.toml", help="激励约束的名单")
    given.add_argument("--happened", metavar="文件", help="名单要看的事；不写则看 --events 的")
    given.add_argument("--answers", metavar="文件", help="满意度调查的答卷，写“群众满意度”")
    given.add_argument("--households", metavar="文件", help="各地户数，满意度按它加权")
    given.add_argument("--lights", metavar="亮灯办法", help="名称或 .toml 文件")
    given.add_argument(
        "--on", metavar="日期", help="验收、整改、管护看到哪一天，可以在次年；不写为年末或最后验收那天"
    )
    given.add_argument("--note", action="append", default=[], metavar="一段话", help="“其他情况”，可以写几次")
    written = command.add_argument_group("写成什么")
    written.add_argument("--number", metavar="文号", default="", help="发文字号；不写留空待填")
    written.add_argument("--office", metavar="单位", default="", help="落款；不写留空待填")
    written.add_argument("--issued", metavar="日期", help="成文日期；不写留空待填")
    written.add_argument("--template", metavar="模板.docx", help="单位自己的版式，正文写在〔正文〕处")
    written.add_argument(
        "--out", metavar="文件", help=f"写到文件：{'、'.join(FORMS)}；不写它和 --page 则印出来"
    )
    written.add_argument("--page", metavar="文件.html", help="另写一页给领导看的网页，不用联网")
    written.add_argument("--force", action="store_true", help="文件已经有了也写")
    command.set_defaults(run=_year_end)


def _year_end(given: argparse.Namespace) -> int:
    if given.out is None and (given.template or (given.force and given.page is None)):
        raise MinshengError("--template 要和 --out 一起用，--force 要和 --out 或 --page 一起用")
    for option, needs in (
        ("rewards", "scheme"), ("happened", "rewards"), ("marks", "scheme"), ("events", "scheme"),
        ("survey", "scheme"), ("households", "answers"),
    ):  # fmt: skip
        if getattr(given, option) and not getattr(given, needs):
            raise MinshengError(f"--{option} 要和 --{needs} 一起用")
    out = None if given.out is None else target(Path(given.out), given, FORMS)
    page = None if given.page is None else target(Path(given.page), given, (".html",))
    if page is not None and out is not None and page.resolve() == out.resolve():
        raise MinshengError("--out 和 --page 是同一个文件，请写到两个文件")
    programme = load(given.name)
    on, end = day(given.on), datetime.date(programme.year, 12, 31)
    if on is not None and on < end:
        raise MinshengError(f"--on 是 {on}：年终看的是 {end} 或以后")
    whole = _whole(given, programme)
    made = whole.bulletin
    if page is not None:
        made.to_page(page, overwrite=given.force)
        print(f"写好了 {page}")
    if out is None and page is None:
        print(made.to_text(), end="\n\n")
    elif out is not None and out.suffix.lower() == ".docx":
        made.to_docx(out, template=given.template, overwrite=given.force)
    elif out is not None:
        write_whole(out, as_text(made, out.suffix.lower()).encode())
    if out is not None:
        print(f"写好了 {out}：{made.summary}")
        for blank in made.blanks:
            print(f"待填：{blank.what}")
    print(whole.report.to_text())
    lines = unread(made.situation.progress)
    for line in lines:
        print(line)
    return ALL_HELD if whole.report.ok and not lines else FINDINGS


def _whole(given: argparse.Namespace, programme: Programme) -> YearEnd:
    if not given.progress and not has_progress(given.name):
        raise MinshengError(f"{programme.name} 没有自带的完成数，请用 --progress 给出文件或文件夹")
    progress = together([read_progress(one, programme) for one in given.progress or [given.name]])
    acceptance = None
    if given.acceptance:
        acceptance = sum((read_acceptances(one, programme) for one in given.acceptance), Acceptances())
    ranking = _ranking(given, programme, progress)
    rewards = None
    if ranking is not None and given.rewards:
        rewards = rewards_of(ranking, given.rewards, given.happened, given.events)
    return year_end(
        programme, progress, acceptance=acceptance, ranking=ranking, rewards=rewards,
        adopted=read_adopted(given.adopted, programme) if given.adopted else None,
        works=read_works(given.works, programme) if given.works else None, survey=_survey(given),
        lights=load_lights(given.lights) if given.lights else None, notes=tuple(given.note), on=day(given.on),
        number=given.number, office=given.office, issued=day(given.issued),
    )  # fmt: skip


def _ranking(given: argparse.Namespace, programme: Programme, progress: Progress) -> Ranking | None:
    if not given.scheme:
        return None
    return score(
        programme,
        load_scheme(given.scheme, programme),
        progress=progress,
        on=datetime.date(programme.year, 12, 31),
        marks=read_marks(given.marks) if given.marks else (),
        events=read_events(given.events) if given.events else None,
        survey=read_answers(given.survey) if given.survey else (),
    )


def _survey(given: argparse.Namespace) -> Satisfaction | None:
    if not given.answers:
        return None
    households = read_households(given.households) if given.households else None
    return satisfaction(read_answers(given.answers), households)
