"""What ``bulletin`` and ``year-end`` share: a document's head, where it is written, what is left blank."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import attrs

from minsheng.bulletins.document import Bulletin
from minsheng.cli.common import day
from minsheng.domain.programme import Programme
from minsheng.errors import DataError
from minsheng.reading.files import write_whole
from minsheng.reading.shipped import has_progress
from minsheng.writing.word import template_bytes

_FORMS = (".docx", ".md", ".html", ".txt")


def add_document(command: argparse._ActionsContainer) -> None:
    """Add the arguments of a document to a parser, or to a group of one."""
    command.add_argument("--number", metavar="文号", default="", help="发文字号；不写留空待填")
    command.add_argument("--office", metavar="单位", default="", help="落款；不写留空待填")
    command.add_argument("--issued", metavar="日期", help="成文日期，如 2023-07-05；不写留空待填")
    command.add_argument(
        "--note", action="append", default=[], metavar="一段话", help="“其他情况”，可以写几次"
    )
    command.add_argument("--template", metavar="模板.docx", help="单位自己的版式，正文写在〔正文〕处")
    command.add_argument(
        "--out", metavar="文件", help=f"写到文件：{'、'.join(_FORMS)}；不写它和 --page 则印出来"
    )
    command.add_argument("--page", metavar="文件.html", help="另写一页给领导看的网页，不用联网")
    command.add_argument("--force", action="store_true", help="文件已经有了也写")


def head(given: argparse.Namespace) -> dict[str, Any]:
    """What the command line says of a document's head, foot and last section."""
    issued, notes = day(given.issued), tuple(given.note)
    return {"number": given.number, "office": given.office, "issued": issued, "notes": notes}


def sources(given: argparse.Namespace, programme: Programme) -> list[str]:
    """Where the progress is read from: what is given, or what comes with the programme."""
    if not given.progress and not has_progress(given.name):
        met = f"{programme.name} 没有自带的完成数"
        raise DataError.at("", met, "请用 --progress 给出文件或文件夹")
    return given.progress or [given.name]


@attrs.frozen
class Targets:
    """The files to write; without any the document is printed.

    Args:
        out: the document.
        page: the page.
        template: the office's own document.
        force: whether files that are there are replaced.
    """

    out: Path | None
    page: Path | None
    template: str | None
    force: bool

    @classmethod
    def of(cls, given: argparse.Namespace) -> Targets:
        """What the command line asks for, refused before anything is read."""
        if given.out is None and (given.template or (given.force and given.page is None)):
            raise DataError.at("", "--template 要和 --out 一起用，--force 要和 --out 或 --page 一起用")
        out = None if given.out is None else _target(given.out, _FORMS, given.template, force=given.force)
        page = None if given.page is None else _target(given.page, (".html",), None, force=given.force)
        if page is not None and out is not None and page.resolve() == out.resolve():
            raise DataError.at("", "--out 和 --page 是同一个文件", "请写到两个文件")
        return cls(out, page, given.template, given.force)

    def write(self, made: Bulletin) -> None:
        """Write a document, and say what was written and what is to be filled in; or print it."""
        if self.page is not None:
            made.to_page(self.page, overwrite=self.force)
            print(f"写好了 {self.page}")
        if self.out is None:
            if self.page is None:
                print(made.to_text())
            return
        suffix = self.out.suffix.lower()
        if suffix == ".docx":
            made.to_docx(self.out, template=self.template, overwrite=self.force)
        else:
            write_whole(self.out, _text(made, suffix).encode())
        print(f"写好了 {self.out}：{made.summary}")
        for blank in made.blanks:
            print(f"待填：{blank.what}")


def _target(name: str, forms: tuple[str, ...], template: str | None, *, force: bool) -> Path:
    path = Path(name)
    if path.suffix.lower() not in forms:
        raise DataError.at("", f"“{path.name}”写不了", f"请写成 {'、'.join(forms)}")
    if template and path.suffix.lower() != ".docx":
        raise DataError.at("", "--template 只用于 .docx")
    if template:
        template_bytes(Path(template))  # what cannot be read is told before anything is
    if path.exists() and not force:
        raise DataError.at("", f"已经有“{path.name}”了", "要换掉它，请加 --force")
    return path


def _text(made: Bulletin, suffix: str) -> str:
    if suffix == ".html":
        head = f'<!doctype html><html lang="zh"><meta charset="utf-8"><title>{made.title.text}</title>'
        return f"{head}<body>{made.to_html()}</body></html>\n"
    return f"{made.to_markdown() if suffix == '.md' else made.to_text()}\n"
