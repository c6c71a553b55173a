"""``minsheng draft``: from the notice to the folder, with the list of questions."""

from __future__ import annotations

import argparse
from pathlib import Path

from minsheng.cli.common import FORMATS, pairs, show
from minsheng.cli.exits import ALL_HELD, FINDINGS
from minsheng.reading.encodings import decoded_text
from minsheng.reading.files import read_bytes
from minsheng.reading.notices.draft import Draft
from minsheng.reading.notices.notice import read_notice
from minsheng.reading.ticks import QUESTIONS, ticked
from minsheng.visible import shown
from minsheng.writing.folder import write_folder


def add_draft(draft: argparse.ArgumentParser) -> None:
    """Tell the parser what ``draft`` takes."""
    draft.epilog = "退出码：0 没有待答的疑问，1 有，2 不能运行。"
    draft.add_argument(
        "files",
        nargs="+",
        metavar="文件",
        help="通知，或通知和附件：docx、pdf、html、xlsx、xls、et、csv、txt、tsv",
    )
    draft.add_argument("--name", required=True, metavar="名称", help="如 moushi-2024")
    draft.add_argument("--city", metavar="城市", help="不写则看落款")
    draft.add_argument("--year", type=int, metavar="年份", help="不写则看标题")
    draft.add_argument("--out", metavar="文件夹", help="写到这个新文件夹；不写则只列疑问")
    draft.add_argument("--answers", metavar="疑问.md", help="上一次写出的疑问清单，方括号里用 x 选好")
    draft.add_argument(
        "--answer", action="append", default=[], metavar="疑问=读法", help="答一处疑问，可以写几次"
    )
    draft.add_argument("--format", choices=FORMATS, default="text", help="疑问清单的格式")
    draft.set_defaults(run=_draft)


def _draft(given: argparse.Namespace) -> int:
    draft = read_notice(*given.files, name=given.name, city=given.city, year=given.year)
    if given.answers is not None:
        file = Path(given.answers)
        draft = draft.answered(ticked(decoded_text(read_bytes(file), file.name), file.name))
    draft = draft.answered(dict(pairs(given.answer)))
    if given.out is not None:
        write_folder(draft, given.out)
    if given.format == "text":
        _print(draft)
        if given.out is not None:
            print(f"\n写到 {given.out}。请在其中的 {QUESTIONS} 里选好，再运行 minsheng check {given.out}")
    else:
        show(draft, given.format)
    return FINDINGS if draft.open else ALL_HELD


def _print(draft: Draft) -> None:
    print(draft.summary)
    for q in draft.questions:
        state = "待答" if q.open else "可以换" if q.options else "请核对"
        print(f"\n{shown(f'{q.id}（{state}）{q.where}：{q.met}')}\n  {shown(q.question)}")
        for option in q.options:
            print(f"    {'●' if option.id == q.chosen else '○'} {option.id}：{shown(option.text)}")
        if q.reads:
            print(f"  读作：{shown(q.reads)}")
