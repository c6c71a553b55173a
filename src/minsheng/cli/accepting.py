"""``minsheng acceptance``: forms of acceptance written, and what was filled in checked."""

from __future__ import annotations

import argparse

from minsheng.cli.common import FORMATS, day, show, show_files
from minsheng.cli.exits import ALL_HELD, FINDINGS
from minsheng.cli.tables import set_aside
from minsheng.domain.acceptances import Acceptances
from minsheng.domain.programme import Programme
from minsheng.domain.progress import Progress
from minsheng.embedding.documents import dump
from minsheng.errors import MinshengError
from minsheng.measuring.acceptance import chain
from minsheng.measuring.defects import mending
from minsheng.measuring.gaps import acceptance_gaps
from minsheng.reading.acceptance import read_acceptances
from minsheng.reading.adopted import read_adopted
from minsheng.reading.programme import load
from minsheng.reading.progress import read_progress, together
from minsheng.rules.catalogue import STANDARD_RULES
from minsheng.rules.check import check, select
from minsheng.writing.acceptance_forms import write_acceptance_forms
from minsheng.writing.tables import write_table


def add_acceptance(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments to the parser."""
    parser.epilog = (
        "先用 --forms 写出一步的空表，填好后整个文件夹读回来核对。"
        "退出码：0 全部成立，1 有发现、未知或读不出的行，2 不能运行。"
    )
    parser.add_argument("name", metavar="名称或文件夹", help="如 yueyang-2023")
    parser.add_argument(
        "file", metavar="文件", nargs="*", help="填好的验收表、抽查表、验收标准，或放着它们的文件夹"
    )
    parser.add_argument("--progress", metavar="文件", nargs="+", help="各地报的和核实的完成数")
    writing = parser.add_argument_group("写")
    writing.add_argument("--forms", metavar="步骤", help="写出这一步的空表，如 county（评估验收）")
    writing.add_argument("--out", metavar="文件夹", help="空表写到哪里")
    writing.add_argument("--mending", metavar="文件", help="把要整改的写成台账，.xlsx 或 .csv")
    writing.add_argument("--force", action="store_true", help="已有的空表换掉")
    reading = parser.add_argument_group("核对")
    reading.add_argument(
        "--on", metavar="日期", help="以哪一天为准，可以在次年；不写为年末，或最后一个结论那天"
    )
    reading.add_argument("--adopted", metavar="文件", help="各地执行的标准")
    reading.add_argument("--rules", metavar="规则", default="V", help="只用这些规则，如 V101,V104")
    reading.add_argument("--all", action="store_true", help="成立的各处也列出，附算式（text）")
    reading.add_argument("--gaps", choices=("area", "agency"), help="只看认定与上报之差，按地区或牵头单位")
    reading.add_argument("--format", choices=FORMATS, default="text", help="输出格式")
    parser.set_defaults(run=_acceptance)


def _acceptance(given: argparse.Namespace) -> int:
    programme = load(given.name)
    progress = _progress(given, programme)
    known = None
    if given.file:
        known = sum((read_acceptances(one, programme) for one in given.file), Acceptances())
    if given.forms is not None:
        return _forms(given, programme, progress, known)
    if given.out is not None or given.force:
        raise MinshengError("--out 和 --force 用于写空表，请用 --forms 写明哪一步")
    if known is None:
        listed = "、".join(f"{step.id}（{step.action}）" for step in chain(programme))
        raise MinshengError(f"请给出填好的表，或用 --forms 写空表；步骤有：{listed or '没有写明'}")
    return _checked(given, programme, progress, known)


def _progress(given: argparse.Namespace, programme: Programme) -> Progress | None:
    if not given.progress:
        return None
    return together([read_progress(source, programme) for source in given.progress])


def _forms(
    given: argparse.Namespace, programme: Programme, progress: Progress | None, known: Acceptances | None
) -> int:
    if given.out is None:
        raise MinshengError("空表写到哪里，请用 --out 写明")
    asked: str = given.forms
    steps = {name: one.id for one in chain(programme) for name in (one.id, one.action)}
    if asked not in steps:
        listed = "、".join(f"{one.action}（{one.id}）" for one in chain(programme))
        raise MinshengError(f"没有验收步骤“{asked}”；有：{listed or '没有写明'}")
    files = write_acceptance_forms(
        programme, given.out, steps.get(asked, asked), progress=progress, acceptance=known,
        overwrite=given.force,
    )  # fmt: skip
    show_files(files)
    return ALL_HELD


def _checked(
    given: argparse.Namespace, programme: Programme, progress: Progress | None, known: Acceptances
) -> int:
    on = day(given.on)
    if given.mending is not None:
        table = mending(programme, known, on=on)
        write_table(table, given.mending)
        print(f"写了 {given.mending}：{table.summary}")
    if given.gaps is not None:
        if progress is None:
            raise MinshengError("--gaps 要有完成数，请用 --progress 给出")
        show(acceptance_gaps(programme, progress, known, per=given.gaps, on=on), given.format)
        return FINDINGS if known.aside else ALL_HELD
    rules = select(STANDARD_RULES, *(name.strip().upper() for name in given.rules.split(",")))
    adopted = None if given.adopted is None else read_adopted(given.adopted, programme)
    report = check(programme, adopted=adopted, acceptance=known, progress=progress, on=on, rules=rules)
    lines, notes = set_aside(known)
    if given.format == "json":
        print(dump(report))
    elif given.format == "text":
        print(known.summary, report.to_text(all=given.all), sep="\n\n")
        for line in (*lines, *notes):
            print(line)
    else:
        show(report, given.format)
    return ALL_HELD if report.ok and not lines else FINDINGS
