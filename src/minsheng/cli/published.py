"""``minsheng published``: whether a printed table follows from its own figures."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

import attrs

from minsheng.cli.common import FORMATS, print_json, show
from minsheng.cli.exits import ALL_HELD, FINDINGS
from minsheng.cli.tables import not_read, told
from minsheng.domain.intake import Intake
from minsheng.errors import MinshengError
from minsheng.published.printed import Check, Printed
from minsheng.published.reading import read_published
from minsheng.published.report import PublishedReport, check_published


def add_published(published: argparse.ArgumentParser) -> None:
    """Tell the parser what the command takes."""
    published.epilog = "退出码：0 没有推不出的，1 有，或没有一处可以核对，2 不能运行。"
    published.add_argument("files", metavar="文件", nargs="+", help="印出的表（CSV、XLSX、XLS）")
    published.add_argument(
        "--columns", metavar="列=含义", nargs="+", default=(), help="列名或列号说明是什么，如 D=完成数 F=不用"
    )
    published.add_argument("--all", action="store_true", help="一致的各处也列出（text）")
    published.add_argument("--format", choices=FORMATS, default="text", help="输出格式")
    published.set_defaults(run=_published)


def _published(given: argparse.Namespace) -> int:
    if given.all and given.format != "text":
        raise MinshengError("--all 只用于 text；其他格式本来就全列")
    checks, intake = list[Check](), Intake()
    files = dict.fromkeys(given.files)
    for file in files:  # each by itself: two months are not added up
        table = read_published(file, columns=told(given.columns))
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
        print(intake.summary, *not_read(intake), "", report.explain(all=given.all), sep="\n")
    else:
        print(intake.summary, *not_read(intake), sep="\n", file=sys.stderr)  # the rest is for another program
        show(report, given.format)
    return ALL_HELD if report.ok else FINDINGS
