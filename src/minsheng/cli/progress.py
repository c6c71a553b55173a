"""``minsheng progress``."""

from __future__ import annotations

import argparse
import datetime

from minsheng.cli.common import FORMATS, day, show
from minsheng.cli.exits import ALL_HELD, FINDINGS
from minsheng.errors import MinshengError
from minsheng.measuring.programme import standings
from minsheng.measuring.standings import Standings
from minsheng.reading.lights import light_policy_names, load_lights
from minsheng.reading.programme import load
from minsheng.reading.progress import read_progress
from minsheng.reading.shipped import has_progress
from minsheng.table import Table


def add_progress(progress: argparse.ArgumentParser) -> None:
    """Add the command's arguments to the parser."""
    progress.epilog = "退出码：0 没有落后也没有读不出的，1 有，2 不能运行。"
    progress.add_argument("name", metavar="名称或文件夹", help="如 yueyang-2019")
    progress.add_argument("file", metavar="文件", nargs="?", help="完成数（CSV、XLSX）；不写则用自带的")
    progress.add_argument("--on", metavar="日期", help="以哪一天为准；不写为最后一个期间的末日")
    progress.add_argument("--period", metavar="期间", help="表里没有写明期间时，如 2023年1-9月")
    progress.add_argument("--areas", action="store_true", help="逐个地区，不只看全市")
    progress.add_argument("--behind", action="store_true", help="只看落后的")
    known = "、".join(light_policy_names())
    progress.add_argument("--lights", metavar="亮灯办法", help=f"名称或 .toml 文件；自带：{known}")
    progress.add_argument(
        "--per",
        choices=("area", "project", "agency", "group"),
        help="按地区、项目、牵头单位或县市区与园区汇总",
    )
    progress.add_argument("--published", action="store_true", help="核对表上所印的完成率")
    progress.add_argument("--format", choices=FORMATS, default="text", help="输出格式")
    progress.set_defaults(run=_progress)


def _progress(given: argparse.Namespace) -> int:
    if given.format != "text" and (given.per or given.published):
        raise MinshengError("--per 和 --published 只用于 text")
    programme = load(given.name)
    source = given.file or given.name
    if given.file is None and not has_progress(given.name):
        raise MinshengError(
            f"{programme.name} 没有自带的完成数，请给出文件：minsheng progress {given.name} 文件.xlsx"
        )
    progress = read_progress(source, programme, period=given.period)
    ends = [record.period.last for record in progress.records]
    on = day(given.on) or max(ends, default=datetime.date(programme.year, 12, 31))
    policy = load_lights(given.lights) if given.lights else None
    areas = (None, *(area.name for area in programme.areas)) if given.areas else (None,)
    found = standings(programme, progress, on=on, areas=areas, policy=policy)
    listed = found.behind if given.behind else found
    if given.format != "text":
        show(listed, given.format)
    else:
        print(found.summary, listed.table(), sep="\n\n")
        if given.per:
            print(_rolled_up(found, given.per))
        if given.published:
            from minsheng.published.report import check_published
            from minsheng.reading.published import read_published

            print(f"\n{check_published(read_published(source, programme)).table()}")
        for line in progress.aside:
            print(f"未计入：{line.source}：{line.why}")
        for note in progress.notes:
            print(f"说明：{note}")
    return FINDINGS if len(found.behind) or progress.aside else ALL_HELD


def _rolled_up(found: Standings, per: str) -> Table:
    heads = {"area": "地区", "project": "项目", "agency": "牵头单位", "group": "分组"}
    rows = []
    for one in found.roll_up(per):
        whole = one.total
        sums = ("", "") if whole is None else (str(whole.target), str(whole.actual or "–"))
        counts = map(str, (one.on_schedule, one.behind, one.unknown))
        rows.append((one.key, *counts, *sums))
    columns = (heads[per], "达到进度", "落后", "无法判断", "目标合计", "完成合计")
    return Table(columns, tuple(rows), title=f"按{heads[per]}汇总", numeric=columns[1:])
