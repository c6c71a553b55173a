"""The command line: ``minsheng list``, ``show``, ``check``, ``progress``, ``score`` and ``laws``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from io import TextIOWrapper

from minsheng.cli import laws, programmes, progress
from minsheng.cli.common import ALL_HELD, COULD_NOT_RUN, FINDINGS
from minsheng.errors import MinshengError, UnknownName
from minsheng.visible import shown

__all__ = ["ALL_HELD", "COULD_NOT_RUN", "FINDINGS", "main"]


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
        print(f"minsheng：{shown(error.in_chinese)}", file=sys.stderr)
        return COULD_NOT_RUN
    except MinshengError as error:
        print(f"minsheng：{shown(str(error))}", file=sys.stderr)
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
    parser = argparse.ArgumentParser(
        prog="minsheng", description="重点民生实事：查看、核对年度项目，看进展，评分。"
    )
    commands = parser.add_subparsers(title="命令", required=True, metavar="命令")
    for family in (programmes, progress, laws):
        family.add(commands)
    return parser
