"""``minsheng bulletin``: from the register to the document that is sent."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from minsheng.bulletins.bulletin import bulletin
from minsheng.bulletins.document import Bulletin, BulletinKind
from minsheng.cli.documents import Targets, add_document, head, sources
from minsheng.cli.exits import ALL_HELD, FINDINGS
from minsheng.cli.tables import unread
from minsheng.domain.period import Period
from minsheng.domain.programme import Programme
from minsheng.domain.progress import Progress
from minsheng.errors import DataError, MinshengError
from minsheng.reading.lights import light_policy_names, load_lights
from minsheng.reading.programme import load
from minsheng.reading.progress import read_progress, together
from minsheng.reading.scheme import load_scheme
from minsheng.rules.scoring.score import score

#: what is said of a table that does not say its period
_NO_PERIOD = "没有写明是哪个期间"


def add_bulletin(command: argparse.ArgumentParser) -> None:
    """Add the command's arguments to the parser."""
    command.epilog = "退出码：0 写好了，1 写好了但填报的表有没有读的行列，2 不能运行。"
    command.add_argument("name", metavar="名称或文件夹", help="如 yueyang-2023")
    command.add_argument(
        "--period", required=True, metavar="期间", help="如 2023年6月、2023年6月中旬、2023年二季度"
    )
    command.add_argument(
        "--progress",
        metavar="文件",
        nargs="+",
        help="完成数（CSV、XLSX、XLS），或放着它们的文件夹；不写则用自带的",
    )
    command.add_argument("--previous", metavar="文件", nargs="+", help="上一期的完成数，写“与上期相比”")
    known = "、".join(light_policy_names())
    command.add_argument("--lights", metavar="亮灯办法", help=f"名称或 .toml 文件；自带：{known}")
    command.add_argument("--scheme", metavar="评分办法", help="名称或文件，写“各地排名”")
    command.add_argument("--notice", action="store_true", help="写公示；期间可以是 2023年1—12月 这样的")
    command.add_argument("--objections", metavar="起止日期", default="", help="公示期；不写留空待填")
    command.add_argument("--contact", metavar="受理", default="", help="公示期内向谁反映；不写留空待填")
    add_document(command)
    command.set_defaults(run=_bulletin)


def _bulletin(given: argparse.Namespace) -> int:
    targets = Targets.of(given)
    programme = load(given.name)
    now = sources(given, programme)
    when = Period.parse(given.period, programme.year)
    _check_period(when, given, programme)
    scheme = load_scheme(given.scheme, programme) if given.scheme else None
    lights = load_lights(given.lights) if given.lights else None

    def written(files: Sequence[str], period: Period, **how: Any) -> Bulletin:
        progress = together([_read(file, programme, period) for file in files])
        ranking = None if scheme is None else score(programme, scheme, progress=progress, on=period.last)
        return bulletin(programme, progress, period, lights=lights, ranking=ranking, **how)

    before = written(given.previous, when.previous) if given.previous else None
    made = written(
        now, when, previous=before, kind=BulletinKind.NOTICE if given.notice else None,
        objections_until=given.objections, contact=given.contact, **head(given),
    )  # fmt: skip
    targets.write(made)
    lines = unread(made.situation.progress)
    for line in lines:
        print(line)
    return FINDINGS if lines else ALL_HELD


def _read(source: str, programme: Programme, period: Period) -> Progress:
    """A register of which each table is of the period that it says, and of this one where it says none.

    So corrections of the month before may lie among the files of this one.
    """
    try:
        read = read_progress(source, programme)
    except DataError:
        return read_progress(source, programme, period=period)
    unread = [*(one.why for one in read.aside), *(one.why for one in read.intake.left_out)]
    silent = any(_NO_PERIOD in why for why in unread)
    return read_progress(source, programme, period=period) if silent else read


def _check_period(when: Period, given: argparse.Namespace, programme: Programme) -> None:
    """That the period is of the programme's year, and of a kind that there is a bulletin for."""
    if when.year != programme.year:
        raise MinshengError(f"{when}不是{programme.name}的年份，请写{programme.year}年的期间")
    if (given.objections or given.contact) and not given.notice:
        raise MinshengError("--objections 和 --contact 用于公示，请加 --notice")
    if not given.notice and when.kind.label not in ("旬", "月", "季"):
        raise MinshengError(f"{when}不是旬、月或季；写公示请加 --notice")
    if given.previous and when.kind.label not in ("旬", "月", "季"):
        raise MinshengError(f"{when}没有上一期，不用 --previous")
