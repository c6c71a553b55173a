"""The command line: ``minsheng list``, ``show``, ``check`` and ``progress``."""

from __future__ import annotations

import argparse
import datetime
import json
import sys
from collections.abc import Sequence
from io import TextIOWrapper

from minsheng.domain.programme import Programme
from minsheng.domain.project import Project
from minsheng.errors import MinshengError, UnknownName
from minsheng.loading.adopted import read_adopted
from minsheng.loading.lights import light_policy_names, load_lights
from minsheng.loading.programme import load, programme_names
from minsheng.loading.progress import has_progress, read_progress
from minsheng.loading.published import read_published
from minsheng.rules.catalogue import STANDARD_RULES
from minsheng.rules.check import check, select
from minsheng.rules.measuring import standings
from minsheng.rules.published.report import check_published
from minsheng.rules.standings import Standings
from minsheng.table import Table

ALL_HELD, FINDINGS, COULD_NOT_RUN = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Returns:
        0 where all held, 1 where something was found or remained unknown, 2 where it could
        not run (argparse exits with 2 as well).
    """
    for stream in (sys.stdout, sys.stderr):
        _make_fit_for_chinese(stream)
    given = _parser().parse_args(arguments)
    if getattr(given, "format", "text") in ("json", "html") and isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # what another program reads is always UTF-8
    try:
        status: int = given.run(given)
        sys.stdout.flush()
    except UnknownName as error:
        print(f"minsheng：{error.in_chinese}", file=sys.stderr)
        return COULD_NOT_RUN
    except MinshengError as error:
        print(f"minsheng：{error}", file=sys.stderr)
        return COULD_NOT_RUN
    except BrokenPipeError:  # the reader, `head` say, has seen enough
        sys.stdout = None  # so that the interpreter does not flush it again
        return COULD_NOT_RUN
    return status


def _make_fit_for_chinese(stream: object) -> None:
    """Let a console that cannot show a character show its code, and one without Chinese get UTF-8."""
    if not isinstance(stream, TextIOWrapper):
        return
    try:
        "市实事办〔2023〕".encode(stream.encoding)
    except (UnicodeEncodeError, LookupError):
        stream.reconfigure(encoding="utf-8")
    stream.reconfigure(errors="backslashreplace")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="minsheng", description="重点民生实事：查看、核对年度项目。")
    commands = parser.add_subparsers(title="命令", required=True, metavar="命令")

    listed = commands.add_parser("list", help="列出自带的年度项目")
    listed.set_defaults(run=_list)

    show = commands.add_parser("show", help="查看年度项目，或其中一项")
    show.add_argument("name", metavar="名称或文件夹", help="如 yueyang-2023")
    show.add_argument("--project", type=int, metavar="序号", help="只看这一项")
    show.set_defaults(run=_show)

    judge = commands.add_parser(
        "check", help="按规则核对年度项目", epilog="退出码：0 全部成立，1 有发现，2 不能运行。"
    )
    judge.add_argument("name", metavar="名称或文件夹", help="如 yueyang-2023")
    judge.add_argument(
        "--format", choices=("text", "markdown", "html", "json"), default="text", help="输出格式"
    )
    judge.add_argument("--brief", action="store_true", help="不列成立的各处（text）")
    judge.add_argument("--rules", metavar="规则", help="只用这些规则：族或编号，用逗号分开，如 A,S201")
    judge.add_argument("--adopted", metavar="文件.csv", help="各地执行的标准：地区,标准,数额,执行日期")
    judge.add_argument("--on", metavar="日期", help="以哪一天为准，如 2023-06-30；不写为当年最后一天")
    judge.add_argument(
        "--reading", action="append", default=[], metavar="读法=选择", help="换一种读法，可以写几次"
    )
    judge.add_argument(
        "--progress", metavar="文件", help="各地报的完成数（CSV、XLSX）；自带的写年度项目的名称"
    )
    judge.add_argument(
        "--period", metavar="期间", help="完成数是哪个期间的，如 2023年1-9月；表里写明的不用写"
    )
    judge.set_defaults(run=_check)

    progress = commands.add_parser(
        "progress",
        help="看各项进展：完成率、与序时进度之差、谁落后",
        epilog="退出码：0 没有落后也没有读不出的，1 有，2 不能运行。",
    )
    progress.add_argument("name", metavar="名称或文件夹", help="如 yueyang-2019")
    progress.add_argument("file", metavar="文件", nargs="?", help="完成数（CSV、XLSX）；不写则用自带的")
    progress.add_argument("--on", metavar="日期", help="以哪一天为准；不写为最后一个期间的末日")
    progress.add_argument("--period", metavar="期间", help="表里没有写明期间时，如 2023年1-9月")
    progress.add_argument("--areas", action="store_true", help="逐个地区，不只看全市")
    progress.add_argument("--behind", action="store_true", help="只看落后的")
    known = "、".join(light_policy_names())
    progress.add_argument("--lights", metavar="亮灯办法", help=f"名称或 .toml 文件；自带：{known}")
    progress.add_argument(
        "--by",
        choices=("area", "project", "agency", "group"),
        help="按地区、项目、牵头单位或县市区与园区汇总",
    )
    progress.add_argument("--published", action="store_true", help="核对表上所印的完成率")
    progress.add_argument(
        "--format", choices=("text", "markdown", "html", "json"), default="text", help="输出格式"
    )
    progress.set_defaults(run=_progress)
    return parser


def _list(_: argparse.Namespace) -> int:
    rows = []
    for name in programme_names():
        programme = load(name)
        document = programme.document
        count = str(len(programme.projects))
        rows.append((name, programme.city, str(programme.year), count, document.number))
    print(Table(("名称", "城市", "年度", "项目数", "文号"), tuple(rows)))
    return ALL_HELD


def _show(given: argparse.Namespace) -> int:
    programme = load(given.name)
    if given.project is None:
        print(programme.table())
        print(f"\n调度：{'、'.join(duty.name for duty in programme.reporting)}")
        steps = (f"{step.actor}{step.action}" for step in programme.acceptance)
        print(f"验收考核：{' → '.join(steps)}")
        for reading in programme.readings:
            print(f"\n读法 {reading.id}（{reading.source}）：{reading.question}")
            for option in reading.options:
                mark = "●" if option.id == reading.chosen else "○"
                print(f"  {mark} {option.id}：{option.text}")
    else:
        print(_project_text(programme, programme.project(given.project)))
    return ALL_HELD


def _project_text(programme: Programme, project: Project) -> str:
    lines = [f"{project.number}. {project.title}（{project.level.label}）"]
    if project.allocation_title and project.allocation_title != project.title:
        lines.append(f"   附件2的名称：{project.allocation_title}")
    for assignment in project.assignments:
        lines.append(
            f"   牵头领导 {assignment.lead_official}，牵头单位 {assignment.lead_agency}，"
            f"责任人 {assignment.responsible_person}"
        )
        lines.append(f"   责任单位 {assignment.agencies_as_printed}")
        lines += [f"     · {task.text}" for task in assignment.tasks]
    for indicator in project.indicators:
        tiers = [f"{tier.scope}：{tier.target.in_words}" for tier in indicator.tiers]
        asked = indicator.target.in_words if indicator.target else "；".join(tiers)
        lines.append(f"   {indicator.id}：{indicator.text}")
        lines.append(f"     目标 {asked}（{indicator.source}）")
        if indicator.id in programme.allocation:
            lines.append(f"     {programme.allocation[indicator.id].working()}")
        else:
            lines.append(f"     {indicator.undivided}")
    for standard in project.standards:
        lines.append(f"   {standard.id}：{standard.text}（{standard.source}）")
        for tier in standard.tiers:
            kinds = "、".join([*(kind.label for kind in tier.area_kinds), *tier.areas])
            was = f"，原为{tier.baseline.in_words}" if tier.baseline else ""
            lines.append(f"     {tier.effective} 起，{kinds}：{tier.target.in_words}{was}")
    return "\n".join(lines)


def _check(given: argparse.Namespace) -> int:
    programme = load(given.name, readings=dict(_pairs(given.reading)))
    rules = (
        select(STANDARD_RULES, *(name.strip().upper() for name in given.rules.split(",")))
        if given.rules
        else STANDARD_RULES
    )
    adopted = read_adopted(given.adopted, programme) if given.adopted else None
    progress = None
    if given.progress is not None:
        progress = read_progress(given.progress, programme, period=given.period)
    elif has_progress(given.name):
        progress = read_progress(given.name, programme)
    report = check(programme, adopted=adopted, progress=progress, on=_day(given.on), rules=rules)
    match given.format:
        case "json":
            print(json.dumps(report.to_plain(), ensure_ascii=False, indent=1))
        case "markdown":
            print(report.to_markdown())
        case "html":
            print(
                f'<!doctype html><html lang="zh"><meta charset="utf-8"><body>{report.to_html()}</body></html>'
            )
        case _:
            print(report.to_text(brief=given.brief))
    return ALL_HELD if report.ok else FINDINGS


def _progress(given: argparse.Namespace) -> int:
    programme = load(given.name)
    source = given.file or given.name
    if given.file is None and not has_progress(given.name):
        raise MinshengError(
            f"{programme.name} 没有自带的完成数，请给出文件：minsheng progress {given.name} 文件.xlsx"
        )
    progress = read_progress(source, programme, period=given.period)
    ends = [record.period.last for record in progress.records]
    on = _day(given.on) or max(ends, default=datetime.date(programme.year, 12, 31))
    policy = load_lights(given.lights) if given.lights else None
    areas = (None, *(area.name for area in programme.areas)) if given.areas else (None,)
    found = standings(programme, progress, on=on, areas=areas, policy=policy)
    shown = found.behind if given.behind else found
    match given.format:
        case "json":
            print(json.dumps(shown.to_records(), ensure_ascii=False, indent=1))
        case "markdown":
            print(shown.table().to_markdown())
        case "html":
            body = shown.table().to_html()
            print(f'<!doctype html><html lang="zh"><meta charset="utf-8"><body>{body}</body></html>')
        case _:
            print(found.summary, shown.table(), sep="\n\n")
            if given.by:
                print(_rolled_up(found, given.by))
            if given.published:
                print(f"\n{check_published(read_published(source, programme)).table()}")
            for line in progress.aside:
                print(f"未计入：{line.source}：{line.why}")
    return FINDINGS if len(found.behind) or progress.aside else ALL_HELD


def _rolled_up(found: Standings, by: str) -> Table:
    heads = {"area": "地区", "project": "项目", "agency": "牵头单位", "group": "分组"}
    rows = []
    for one in found.roll_up(by):
        whole = one.total
        sums = ("", "") if whole is None else (str(whole.target), str(whole.actual or "–"))
        counts = map(str, (one.on_schedule, one.behind, one.unknown))
        rows.append((one.key, *counts, *sums))
    columns = (heads[by], "达到进度", "落后", "无法判断", "目标合计", "完成合计")
    return Table(columns, tuple(rows), title=f"按{heads[by]}汇总", numeric=columns[1:])


def _pairs(texts: Sequence[str]) -> list[tuple[str, str]]:
    for text in texts:
        if "=" not in text:
            raise MinshengError(f"“{text}”应写成 读法=选择，如 zones-as-districts=excluded")
    return [(text.partition("=")[0], text.partition("=")[2]) for text in texts]


def _day(text: str | None) -> datetime.date | None:
    try:
        return None if text is None else datetime.date.fromisoformat(text)
    except ValueError:
        raise MinshengError(f"“{text}”不是日期，请写成 2023-06-30") from None
