"""``minsheng forms`` and ``minsheng register``: what is sent to be filled in, and what is kept of it."""

from __future__ import annotations

import argparse

from minsheng.cli.common import show_files
from minsheng.cli.exits import ALL_HELD, FINDINGS
from minsheng.cli.tables import unread
from minsheng.domain.programme import Programme
from minsheng.domain.progress import Progress
from minsheng.errors import MinshengError
from minsheng.reading.lights import light_policy_names, load_lights
from minsheng.reading.programme import load
from minsheng.reading.progress import read_progress, together
from minsheng.writing.forms import write_forms
from minsheng.writing.register import write_register


def add_forms(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments to the parser."""
    parser.epilog = "填好的表放在一个文件夹里，用 minsheng progress 名称 文件夹 读。"
    parser.add_argument("name", metavar="名称或文件夹", help="如 yueyang-2023")
    parser.add_argument("--period", metavar="期间", required=True, help="填哪个期间的数，如 2023年6月")
    parser.add_argument("--out", metavar="文件夹", required=True, help="写到哪里")
    parser.add_argument("--progress", metavar="文件", nargs="+", help="以前报的数，印在旁边；文件或文件夹")
    parser.add_argument(
        "--per", choices=("area", "agency"), default="area", help="一县（市、区）一个，或一个牵头单位一个"
    )
    parser.add_argument("--force", action="store_true", help="已有的文件换掉")
    parser.set_defaults(run=_forms)


def _forms(given: argparse.Namespace) -> int:
    programme = load(given.name)
    before = _read(given.progress, programme) if given.progress else None
    try:
        files = write_forms(
            programme, given.out, given.period, progress=before, per=given.per, overwrite=given.force
        )
    except ValueError as error:
        if isinstance(error, MinshengError) or before is None:
            raise
        raise MinshengError(f"--progress 里没有 {given.period} 以前的数") from None
    show_files(files)
    return ALL_HELD


def add_register(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments to the parser."""
    parser.epilog = "退出码：0 都读了，1 有没有读的行或列，2 不能运行。"
    parser.add_argument("name", metavar="名称或文件夹", help="如 yueyang-2023")
    parser.add_argument(
        "file", metavar="文件", nargs="+", help="完成数（CSV、XLSX、XLS），或放着它们的文件夹"
    )
    parser.add_argument("--out", metavar="文件", required=True, help="写成的台账，.xlsx 或 .csv")
    parser.add_argument("--period", metavar="期间", help="表里没有写明期间时，如 2023年6月")
    known = "、".join(light_policy_names())
    parser.add_argument("--lights", metavar="亮灯办法", help=f"名称或 .toml 文件；自带：{known}")
    parser.add_argument("--per-project", action="store_true", help="一个项目一张工作表")
    parser.add_argument("--force", action="store_true", help="文件已经有了也写")
    parser.set_defaults(run=_register)


def _register(given: argparse.Namespace) -> int:
    programme = load(given.name)
    progress = _read(given.file, programme, given.period)
    policy = load_lights(given.lights) if given.lights else None
    try:
        write_register(
            progress,
            programme,
            given.out,
            policy=policy,
            per_project=given.per_project,
            overwrite=given.force,
        )
    except ValueError as error:
        if isinstance(error, MinshengError):
            raise
        raise MinshengError(f"写不成“{given.out}”：请写成 .xlsx（{error}）") from None
    print(f"写了 {given.out}：{progress.summary}")
    for line in unread(progress):
        print(line)
    return FINDINGS if progress.aside or progress.intake.unread else ALL_HELD


def _read(sources: list[str], programme: Programme, period: str | None = None) -> Progress:
    """Registers as one."""
    return together([read_progress(source, programme, period=period) for source in sources])
