"""``minsheng bulletin``: from the register to the document that is sent."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from minsheng.bulletins.bulletin import bulletin
from minsheng.bulletins.document import Bulletin, BulletinKind
from minsheng.cli.common import day
from minsheng.cli.exits import ALL_HELD, FINDINGS
from minsheng.cli.tables import unread
from minsheng.domain.period import Period
from minsheng.domain.programme import Programme
from minsheng.domain.progress import Progress
from minsheng.errors import DataError, MinshengError
from minsheng.reading.files import write_whole
from minsheng.reading.lights import light_policy_names, load_lights
from minsheng.reading.programme import load
from minsheng.reading.progress import read_progress, together
from minsheng.reading.scheme import load_scheme
from minsheng.reading.shipped import has_progress
from minsheng.rules.scoring.score import score

#: what is said of a table that does not say its period
_NO_PERIOD = "没有写明是哪个期间"
FORMS = (".docx", ".md", ".html", ".txt")


def add_bulletin(command: argparse.ArgumentParser) -> None:
    """Add the command's arguments to the parser."""
    command.epilog = "退出码：0 写好了，1 写好了但填报的表有没有读的行列，2 不能运行。"
    command.add_argument("name", metavar="名称或文件夹", help="如 yueyang-2023")
    command.add_argument(
        "--period", required=True, metavar="期间", help="如 2023年6月、2023年6月中旬、2023年二季度"
    )
    command.add_argument(
        "--progress",
        metavar="文件",
        nargs="+",
        help="完成数（CSV、XLSX、XLS），或放着它们的文件夹；不写则用自带的",
    )
    command.add_argument("--previous", metavar="文件", nargs="+", help="上一期的完成数，写“与上期相比”")
    known = "、".join(light_policy_names())
    command.add_argument("--lights", metavar="亮灯办法", help=f"名称或 .toml 文件；自带：{known}")
    command.add_argument("--scheme", metavar="评分办法", help="名称或文件，写“各地排名”")
    command.add_argument("--notice", action="store_true", help="写公示；期间可以是 2023年1—12月 这样的")
    command.add_argument("--objections", metavar="起止日期", default="", help="公示期；不写留空待填")
    command.add_argument("--contact", metavar="受理", default="", help="公示期内向谁反映；不写留空待填")
    command.add_argument("--number", metavar="文号", default="", help="发文字号；不写留空待填")
    command.add_argument("--office", metavar="单位", default="", help="落款；不写留空待填")
    command.add_argument("--issued", metavar="日期", help="成文日期，如 2023-07-05；不写留空待填")
    command.add_argument(
        "--note", action="append", default=[], metavar="一段话", help="“其他情况”，可以写几次"
    )
    command.add_argument("--template", metavar="模板.docx", help="单位自己的版式，正文写在〔正文〕处")
    command.add_argument(
        "--out", metavar="文件", help=f"写到文件：{'、'.join(FORMS)}；不写它和 --page 则印出来"
    )
    command.add_argument("--page", metavar="文件.html", help="另写一页给领导看的网页，不用联网")
    command.add_argument("--force", action="store_true", help="文件已经有了也写")
    command.set_defaults(run=_bulletin)


def _bulletin(given: argparse.Namespace) -> int:
    if given.out is None and (given.template or (given.force and given.page is None)):
        raise MinshengError("--template 要和 --out 一起用，--force 要和 --out 或 --page 一起用")
    out = None if given.out is None else target(Path(given.out), given, FORMS)
    page = None if given.page is None else target(Path(given.page), given, (".html",))
    if page is not None and out is not None and page.resolve() == out.resolve():
        raise MinshengError("--out 和 --page 是同一个文件，请写到两个文件")
    programme = load(given.name)
    if not given.progress and not has_progress(given.name):
        raise MinshengError(f"{programme.name} 没有自带的完成数，请用 --progress 给出文件或文件夹")
    when = Period.parse(given.period, programme.year)
    _check_period(when, given, programme)
    scheme = load_scheme(given.scheme, programme) if given.scheme else None
    lights = load_lights(given.lights) if given.lights else None

    def written(sources: Sequence[str], period: Period, **how: Any) -> Bulletin:
        progress = together([_read(source, programme, period) for source in sources])
        ranking = None if scheme is None else score(programme, scheme, progress=progress, on=period.last)
        return bulletin(programme, progress, period, lights=lights, ranking=ranking, **how)

    before = written(given.previous, when.previous) if given.previous else None
    made = written(
        given.progress or [given.name], when, previous=before, notes=tuple(given.note), number=given.number,
        kind=BulletinKind.NOTICE if given.notice else None, office=given.office, issued=day(given.issued),
        objections_until=given.objections, contact=given.contact,
    )  # fmt: skip
    if page is not None:
        made.to_page(page, overwrite=given.force)
        print(f"写好了 {page}")
    if out is None and page is None:
        print(made.to_text())
    elif out is not None and out.suffix.lower() == ".docx":
        made.to_docx(out, template=given.template, overwrite=given.force)
    elif out is not None:
        write_whole(out, as_text(made, out.suffix.lower()).encode())
    said = print if out is not None else lambda _: None
    said(f"写好了 {out}：{made.summary}")
    for blank in made.blanks:
        said(f"待填：{blank.what}")
    lines = unread(made.situation.progress)
    for line in lines:
        print(line)
    return FINDINGS if lines else ALL_HELD


def _read(source: str, programme: Programme, period: Period) -> Progress:
    """A register of which each table is of the period that it says, and of this one where it says none.

    So corrections of the month before may lie among the files of this one.
    """
    try:
        read = read_progress(source, programme)
    except DataError:
        return read_progress(source, programme, period=period)
    unread = [*(one.why for one in read.aside), *(one.why for one in read.intake.left_out)]
    silent = any(_NO_PERIOD in why for why in unread)
    return read_progress(source, programme, period=period) if silent else read


def target(path: Path, given: argparse.Namespace, forms: Sequence[str]) -> Path:
    """The file to write, refused before anything is read."""
    if path.suffix.lower() not in forms:
        raise MinshengError(f"“{path.name}”写不了，请写成 {'、'.join(forms)}")
    if given.template and forms is FORMS and path.suffix.lower() != ".docx":
        raise MinshengError("--template 只用于 .docx")
    if path.exists() and not given.force:
        raise MinshengError(f"已经有“{path.name}”了；要换掉它，请加 --force")
    return path


def _check_period(when: Period, given: argparse.Namespace, programme: Programme) -> None:
    """That the period is of the programme's year, and of a kind that there is a bulletin for."""
    if when.year != programme.year:
        raise MinshengError(f"{when}不是{programme.name}的年份，请写{programme.year}年的期间")
    if (given.objections or given.contact) and not given.notice:
        raise MinshengError("--objections 和 --contact 用于公示，请加 --notice")
    if not given.notice and when.kind.label not in ("旬", "月", "季"):
        raise MinshengError(f"{when}不是旬、月或季；写公示请加 --notice")
    if given.previous and when.kind.label not in ("旬", "月", "季"):
        raise MinshengError(f"{when}没有上一期，不用 --previous")


def as_text(made: Bulletin, suffix: str) -> str:
    """The document as text, Markdown or HTML."""
    if suffix == ".html":
        head = f'<!doctype html><html lang="zh"><meta charset="utf-8"><title>{made.title.text}</title>'
        return f"{head}<body>{made.to_html()}</body></html>\n"
    return f"{made.to_markdown() if suffix == '.md' else made.to_text()}\n"
