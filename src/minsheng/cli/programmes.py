"""``minsheng show`` and ``minsheng check``."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from minsheng.cli.common import FORMATS, day, pairs, print_json, show
from minsheng.cli.exits import ALL_HELD, FINDINGS
from minsheng.domain.fitting import OPEN
from minsheng.domain.programme import Programme
from minsheng.domain.project import Project
from minsheng.errors import DataError, MinshengError, Problem
from minsheng.reading.programme import load
from minsheng.reading.shipped import has_progress
from minsheng.reading.ticks import QUESTIONS
from minsheng.visible import shown


def add_show(show: argparse.ArgumentParser) -> None:
    """Add the arguments of ``show`` to the parser."""
    show.add_argument("name", metavar="名称或文件夹", help="如 yueyang-2023")
    show.add_argument("--project", type=int, metavar="序号", help="只看这一项")
    show.set_defaults(run=_show)


def add_check(judge: argparse.ArgumentParser) -> None:
    """Add the arguments of ``check`` to the parser."""
    judge.epilog = "退出码：0 全部成立，1 有发现，或草稿还有待答的疑问，2 不能运行。"
    judge.add_argument("name", metavar="名称或文件夹", help="如 yueyang-2023")
    judge.add_argument("--format", choices=FORMATS, default="text", help="输出格式")
    judge.add_argument("--all", action="store_true", help="成立的各处也列出，附算式（text）")
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
    judge.add_argument(
        "--works", metavar="文件", help="建成工程的台账（CSV、XLSX），核对管护和使用；要写 --on"
    )
    judge.add_argument("--acceptance", metavar="文件", nargs="+", help="验收表、抽查表、验收标准，或文件夹")
    judge.set_defaults(run=_check)


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
        lines += [f"   完成时限 {assignment.deadline}"] if assignment.deadline else []
        lines += [f"     · {task.text}" for task in assignment.tasks]
    for indicator in project.indicators:
        lines.append(f"   {indicator.id}：{indicator.text}")
        lines.append(f"     目标 {indicator.in_words}（{indicator.source}）")
        if indicator.id in programme.allocation:
            lines.append(f"     {programme.allocation[indicator.id].working()}")
        else:
            lines.append(f"     {indicator.undivided}")
    for standard in project.standards:
        lines.append(f"   {standard.id}：{standard.text}（{standard.source}）")
        for tier in standard.tiers:
            was = f"，原为{tier.baseline.in_words}" if tier.baseline else ""
            lines.append(f"     {tier.effective} 起，{tier.whom}：{tier.target.in_words}{was}")
    return "\n".join(lines)


def _open(name: str, problems: Sequence[Problem], form: str) -> int:
    """A draft has nothing wrong with it but questions that nobody has answered."""
    if form == "json":
        print_json([problem.told for problem in problems])
        return FINDINGS
    print(shown(f"{name} 还是草稿：待答的疑问 {len(problems)} 处，答完才能核对"))
    for problem in problems:
        print(shown(f"  {problem}"))
    print(f"请在文件夹的 {QUESTIONS} 里选一种打 x，或写在 programme.toml 的 chosen 里")
    return FINDINGS


def _check(given: argparse.Namespace) -> int:
    if given.period is not None and given.progress is None:
        raise MinshengError("--period 说的是 --progress 的表是哪个期间的；请给出 --progress")
    if given.works is not None and given.on is None:
        raise MinshengError("--works 核对到哪一天的情况，请用 --on 写明，如 --on 2024-06-30")
    if given.all and given.format != "text":
        raise MinshengError(
            "--all 只用于 text；markdown 只列发现的，csv 一条规则一行，html 和 json 本来就全列"
        )
    from minsheng.rules.catalogue import STANDARD_RULES  # `show` needs no rules
    from minsheng.rules.check import check, select

    try:
        programme = load(given.name, readings=dict(pairs(given.reading)))
    except DataError as error:
        if not all(problem.met.endswith(OPEN) for problem in error.problems):
            raise
        return _open(given.name, error.problems, given.format)
    rules = (*STANDARD_RULES, *(given.plugged.rules if given.plugins else ()))
    if given.rules:
        rules = select(rules, *(name.strip().upper() for name in given.rules.split(",")))
    adopted = progress = works = acceptance = None
    if given.adopted:
        from minsheng.reading.adopted import read_adopted

        adopted = read_adopted(given.adopted, programme)
    if given.progress is not None or has_progress(given.name):
        from minsheng.reading.progress import read_progress  # it reads workbooks, which few checks need

        source = given.name if given.progress is None else given.progress
        progress = read_progress(source, programme, period=given.period)
    if given.works is not None:
        from minsheng.reading.works import read_works

        works = read_works(given.works, programme)
    if given.acceptance is not None:
        from minsheng.domain.acceptances import Acceptances
        from minsheng.reading.acceptance import read_acceptances

        acceptance = sum((read_acceptances(one, programme) for one in given.acceptance), Acceptances())
    report = check(
        programme, adopted=adopted, progress=progress, works=works, acceptance=acceptance, on=day(given.on),
        rules=rules,
    )  # fmt: skip
    lines, notes = list[str](), list[str]()
    if acceptance is not None or works is not None:
        from minsheng.cli.tables import set_aside

        lines, notes = set_aside(acceptance, works)
    if given.format == "json":
        from minsheng.embedding.documents import dump

        print(dump(report))
    elif given.format == "text":
        print(report.to_text(all=given.all))
        for line in (*lines, *notes):
            print(line)
    else:
        show(report, given.format)
    return ALL_HELD if report.ok and not lines else FINDINGS
