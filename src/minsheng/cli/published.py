"""``minsheng published``: whether a printed table follows from its own figures."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

import attrs

from minsheng.cli.common import FORMATS, print_json, show
from minsheng.cli.exits import ALL_HELD, FINDINGS
from minsheng.domain.intake import Intake
from minsheng.errors import MinshengError
from minsheng.layout import one_line
from minsheng.published.printed import Check, Printed
from minsheng.published.report import PublishedReport, check_published
from minsheng.reading.published import read_published


def add_published(published: argparse.ArgumentParser) -> None:
    """Tell the parser what the command takes."""
    published.epilog = "退出码：0 没有推不出的，1 有，或没有一处可以核对，2 不能运行。"
    published.add_argument("files", metavar="文件", nargs="+", help="印出的表（CSV、XLSX、XLS）")
    published.add_argument("--all", action="store_true", help="一致的各处也列出（text）")
    published.add_argument("--format", choices=FORMATS, default="text", help="输出格式")
    published.set_defaults(run=_published)


def _published(given: argparse.Namespace) -> int:
    if given.all and given.format != "text":
        raise MinshengError("--all 只用于 text；其他格式本来就全列")
    checks, intake = list[Check](), Intake()
    files = dict.fromkeys(given.files)
    for file in files:  # each by itself: two months are not added up
        table = read_published(file)
        intake += table.intake
        lines: Iterable[Printed] = table
        if len(files) > 1:
            said = [f"{Path(file).name}；{line.group}".rstrip("；") for line in table]
            lines = [attrs.evolve(line, group=group) for line, group in zip(table, said, strict=True)]
        checks += check_published(lines).checks
    report = PublishedReport(tuple(checks))
    if given.format == "json":
        plain = {"ok": report.ok, "summary": report.summary, "checks": report.to_records()}
        print_json(plain | {"intake": intake.to_records()})
    elif given.format == "text":
        print(*_taken(intake), "", report.explain(all=given.all), sep="\n")
    else:
        print(*_taken(intake), sep="\n", file=sys.stderr)  # the rest is for another program
        show(report, given.format)
    return ALL_HELD if report.ok else FINDINGS


def _taken(intake: Intake) -> list[str]:
    """How much was read, and each thing that was not."""
    unread = (f"{c.sheet} {c.column} 列“{c.header}”：{c.why}" for c in intake.unread)
    left_out = (f"{one.sheet}：{one.why}" for one in intake.left_out)
    return [intake.summary, *(f"没有读：{one_line(said)}" for said in (*unread, *left_out))]
