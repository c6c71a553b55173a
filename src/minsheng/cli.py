"""The command line: ``minsheng list``, ``show`` and ``check``."""

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
from minsheng.loading.programme import load, programme_names
from minsheng.rules.catalogue import STANDARD_RULES
from minsheng.rules.check import check, select
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
    judge.set_defaults(run=_check)
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
    report = check(programme, adopted=adopted, on=_day(given.on), rules=rules)
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
