"""``minsheng progress``."""

from __future__ import annotations

import argparse
import datetime
from pathlib import Path

from minsheng.cli.common import FORMATS, day, show
from minsheng.cli.exits import ALL_HELD, FINDINGS
from minsheng.cli.tables import not_read, told
from minsheng.errors import MinshengError, Problems
from minsheng.measuring.programme import standings
from minsheng.measuring.standings import Standings
from minsheng.reading.files import read_toml
from minsheng.reading.lights import light_policy_names, load_lights
from minsheng.reading.programme import load
from minsheng.reading.progress import read_progress, together
from minsheng.reading.shipped import has_progress
from minsheng.reading.sources import files_in
from minsheng.table import Table


def add_progress(progress: argparse.ArgumentParser) -> None:
    """Add the command's arguments to the parser."""
    progress.epilog = "退出码：0 没有落后也没有读不出的，1 有，2 不能运行。"
    progress.add_argument("name", metavar="名称或文件夹", help="如 yueyang-2019")
    progress.add_argument(
        "file", metavar="文件", nargs="*", help="完成数（CSV、XLSX、XLS），或放着它们的文件夹；不写则用自带的"
    )
    progress.add_argument("--sheet", metavar="工作表", help="只读这一张")
    progress.add_argument(
        "--columns", metavar="列=含义", nargs="+", default=(), help="列名或列号说明是什么，如 D=完成数 F=不用"
    )
    progress.add_argument("--area", metavar="地区", help="表里没有写明地区时")
    progress.add_argument("--indicator", metavar="指标", help="表里没有写明指标时，写 id 或名称")
    progress.add_argument(
        "--aliases", metavar="文件", help='TOML：表中的名称 = 指标id或地区，如 "楼区" = "岳阳楼区"'
    )
    progress.add_argument(
        "--learn",
        action="store_true",
        help="把上面所给的记入数据旁边的 对照.toml，下个月不用再给；还没有定的写成注释",
    )
    progress.add_argument(
        "--strict", action="store_true", help="有一行、一列没有读的就不读；文件夹里不是表格的文件不论"
    )
    progress.add_argument("--intake", action="store_true", help="列出每一列读作什么，哪些没有读")
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
    if not given.file and not has_progress(given.name):
        raise MinshengError(
            f"{programme.name} 没有自带的完成数，请给出文件：minsheng progress {given.name} 文件.xlsx"
        )
    columns = told(given.columns)
    sources = given.file or [given.name]
    read = [
        read_progress(
            source, programme, period=given.period, sheet=given.sheet, columns=columns, area=given.area,
            indicator=given.indicator, aliases=_aliases(given.aliases), strict=given.strict,
            learn=given.learn,
        )
        for source in sources
    ]  # fmt: skip
    progress = together(read)
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
            from minsheng.published.reading import read_published
            from minsheng.published.report import check_published

            for path in (path for one in sources for path in (files_in(one) or {"": one}).values()):
                print(f"\n{check_published(read_published(path, programme, columns=columns)).table()}")
        print(f"\n{progress.intake if given.intake else progress.intake.summary}")
        for line in not_read(progress.intake):
            print(line)
        whole = {sheet.why for sheet in progress.intake.left_out}
        for aside in (aside for aside in progress.aside if aside.why not in whole):
            print(f"未计入：{aside.source}：{aside.why}")
        for note in progress.notes:
            print(f"说明：{note}")
    unread = progress.aside or progress.intake.unread
    return FINDINGS if len(found.behind) or unread else ALL_HELD


def _aliases(file: str | None) -> dict[str, str]:
    """Other names, from a TOML file of a name and what it stands for on each line."""
    problems = Problems()
    plain = read_toml(Path(file), problems)[0] if file else {}
    for name, meant in plain.items():
        if not isinstance(meant, str):
            problems.add(str(file), f"“{name}”后面不是文字", '请写成 "楼区" = "岳阳楼区"')
    problems.refuse()
    return plain


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
