"""The command line: ``minsheng list``, ``show``, ``check``, ``progress`` and the rest of ``_COMMANDS``."""

from __future__ import annotations

import argparse
import re
import sys
from contextlib import ExitStack
from importlib import import_module
from io import TextIOWrapper

from minsheng.cli.exits import ALL_HELD, COULD_NOT_RUN, FINDINGS
from minsheng.visible import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["ALL_HELD", "COULD_NOT_RUN", "FINDINGS", "main"]

#: the help and the module of each command; only the module of the command given is imported
_COMMANDS = {
    "list": ("列出自带的年度项目", "listing"),
    "schema": ("输出数据格式的 JSON Schema", "schema"),
    "show": ("查看年度项目，或其中一项", "programmes"),
    "check": ("按规则核对年度项目", "programmes"),
    "draft": ("从通知起草年度项目的文件夹，列出疑问", "drafting"),
    "compare": ("两份年度项目相比：新增、取消、改名、升降、任务数、单位", "comparing"),
    "progress": ("看各项进展：完成率、与序时进度之差、谁落后", "progress"),
    "forms": ("写出各地或各牵头单位填报的空表", "filing"),
    "register": ("把报来的数写成台账，带完成率、序时进度和灯", "filing"),
    "acceptance": ("写出验收表，读回来核对：每步都验收、认定与上报之差、整改", "accepting"),
    "published": ("核对印出的表：完成率、合计、占比、名次由自己的数推不推得出", "published"),
    "score": ("按评分办法评分、排名", "scoring"),
    "scheme": ("看一个评分办法，或用样本试一试：每项能得多少，什么不起作用", "trying"),
    "survey": ("满意度调查：访问多少户、各地几户；结果和误差", "surveying"),
    "judge": ("按规则文件逐行核对一张表：CSV、Excel、Parquet 或 PostgreSQL", "judging"),
    "bulletin": ("写旬简报、月通报、季总结或公示，写成 Word、Markdown 或网页", "bulletin"),
    "year-end": ("年终：进展、验收、排名、激励、满意度、管护，合成一份", "ending"),
    "sql": ("把规则写成一条 SQL，交给数据库自己去核对", "sql"),
    "table": ("看一张决策表（Excel 或 DMN），查空缺和重叠", "deciding"),
    "laws": ("检验自己的分配方法有哪些性质", "laws"),
    "serve": ("开一个本机的服务，别的系统用 HTTP 来问", "serving"),
}
#: what plug-ins of installed distributions are for, by command
_PLUGGED = {
    "list": "也列出插件带来的年度项目、规则、评分办法、单位，各出自哪里（会运行插件）",
    **dict.fromkeys(
        ("show", "progress", "forms", "register"), "名称也可以是插件带来的年度项目（会运行插件）"
    ),
    "check": "名称也可以是插件带来的年度项目，也用插件的规则（会运行插件）",
    **dict.fromkeys(("score", "bulletin"), "也认插件带来的年度项目和评分办法（会运行插件）"),
    "scheme": "名称也可以是插件带来的评分办法（会运行插件）",
    **dict.fromkeys(("judge", "sql"), "规则也可以写插件里的编号，如 M201,M202；也认插件的单位（会运行插件）"),
    "serve": "也认插件带来的年度项目、评分办法、规则和单位（会运行插件）",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Returns:
        0 if everything held, 1 if something was found or remained unknown, 2 if it could not run
        (like argparse).
    """
    for stream in (sys.stdout, sys.stderr):
        _make_fit_for_chinese(stream)
    given = _parser(sys.argv[1:] if arguments is None else arguments).parse_args(arguments)
    if getattr(given, "format", "text") in ("json", "html", "csv", "sql") and isinstance(
        sys.stdout, TextIOWrapper
    ):
        sys.stdout.reconfigure(encoding="utf-8")  # output for other programs is always UTF-8
    try:
        status = _run(given)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader, for instance `head`, has stopped reading
        sys.stdout = None  # so that the interpreter does not flush it again
        return COULD_NOT_RUN
    except Exception as error:
        from minsheng.errors import MinshengError, UnknownName

        if not isinstance(error, MinshengError):
            raise
        said = error.in_chinese if isinstance(error, UnknownName) else str(error)
        print(f"minsheng：{shown(_advised(said, given))}", file=sys.stderr)
        return COULD_NOT_RUN
    return status


def _advised(said: str, given: argparse.Namespace) -> str:
    """What is said, without options of reading that the command does not have: ``progress`` has them."""

    def instead(found: re.Match[str]) -> str:
        return (
            found[0]
            if hasattr(given, found[1])
            else f"命令行先用 minsheng progress 加 --learn，写 --{found[1]}"
        )

    return re.sub(r"命令行 --(\w+)", instead, said)


def _run(given: argparse.Namespace) -> int:
    """Run a command; on a terminal, with a bar for long work; with plug-ins only if asked."""
    run: Callable[[argparse.Namespace], int] = given.run
    with ExitStack() as within:
        if sys.stderr.isatty():
            from minsheng.cli.watching import watching

            within.enter_context(watching())
        if getattr(given, "plugins", False):
            from minsheng.cli.plugged import plugged

            found = within.enter_context(plugged(given))
            return max(run(given), FINDINGS if found.broken else ALL_HELD)  # what was skipped is no pass
        return run(given)


def _make_fit_for_chinese(stream: object) -> None:
    """Escape characters that a console cannot show; use UTF-8 if it has no Chinese at all."""
    if not isinstance(stream, TextIOWrapper):
        return
    try:
        "市实事办〔2023〕".encode(stream.encoding)
    except (UnicodeEncodeError, LookupError):
        stream.reconfigure(encoding="utf-8")
    stream.reconfigure(errors="backslashreplace")


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="minsheng", description="重点民生实事：查看、核对年度项目，看进展，评分。"
    )
    commands = parser.add_subparsers(title="命令", required=True, metavar="命令")
    asked_for = next((one for one in arguments if not one.startswith("-")), None)
    for name, (what, module) in _COMMANDS.items():
        command = commands.add_parser(name, help=what)
        if name == asked_for:
            getattr(import_module(f"minsheng.cli.{module}"), f"add_{name.replace('-', '_')}")(command)
            if name in _PLUGGED:
                command.add_argument("--plugins", action="store_true", help=_PLUGGED[name])
    return parser
