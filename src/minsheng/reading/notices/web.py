"""Saved pages of the web as documents: paragraphs, and tables with their spans. Nothing is fetched or run."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser

import attrs

from minsheng.errors import DataError
from minsheng.reading.encodings import decoded_text
from minsheng.reading.notices.document import Document, Paragraph
from minsheng.reading.tables.sheet import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Flaw, Merged, Sheet, cleaned

_MOST_DEEP, _MOST_NODES = 200, 1_000_000
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{1,30})", re.IGNORECASE)
# fmt: off
_BLOCKS = frozenset((
    "p", "div", "br", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "section",
    "article", "header", "footer", "main", "center", "pre", "hr", "form", "tr", "table", "tbody", "thead",
    "tfoot", "blockquote", "title",
))
_EMPTY = frozenset((
    "br", "hr", "img", "input", "meta", "link", "col", "wbr", "area", "base", "embed", "source", "track",
))
_UNSEEN = frozenset((
    "script", "style", "head", "noscript", "template", "iframe", "object", "select", "textarea", "button",
    "svg",
))
# fmt: on
#: what may be left open, and what then ends it
_ENDED = {
    "p": _BLOCKS - {"br"},
    "li": {"li"},
    "td": {"td", "th", "tr", "tbody"},
    "th": {"td", "th", "tr", "tbody"},
    "tr": {"tr", "tbody", "tfoot"},
    "thead": {"tbody", "tfoot"},
    "tbody": {"tbody", "tfoot"},
}  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@attrs.define
class _Node:
    tag: str
    given: dict[str, str | None] = attrs.field(factory=dict)
    inside: list[_Node | str] = attrs.field(factory=list)
    around: bool = False  # a table with tables in it: it is there for the looks only


def looks_like_web(data: bytes) -> bool:
    """Whether the bytes begin as a page of the web does."""
    head = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<html", b"<!doctype html", b"<table", b"<head", b"<meta", b"<body", b"<div"))


def web_document(data: bytes, name: str) -> Document:
    """Read a saved page.

    Raises:
        DataError: it is too large or too deep, or its characters cannot be told.
    """
    reader = _Reader(name)
    reader.feed(_text(data, name))
    reader.close()
    blocks: list[Paragraph | Sheet] = []
    texts: list[str] = []
    count = cells = 0
    for piece in _pieces(reader.top):
        if isinstance(piece, str):
            texts.append(piece)
            continue
        if text := " ".join("".join(texts).split()):
            blocks.append(Paragraph(text, f"{name} 第{len(blocks) + 1}段"))
        texts = []
        if piece is not None:
            count += 1
            sheet = _table(piece, name, f"第{count}张表")
            cells += sum(map(len, sheet.rows))
            if cells > MOST_CELLS:
                raise DataError.at(name, f"表格太大：至多读 {MOST_CELLS} 格", "请检查是否放错了文件")
            if sheet.rows:
                blocks.append(cleaned(sheet))
    return Document(name, tuple(blocks))


def _text(data: bytes, name: str) -> str:
    """The page's text, in the characters that it says, else as for other texts."""
    if (said := _CHARSET.search(data[:4096])) and not data.startswith(
        (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
    ):
        named = said[1].decode("ascii").lower()
        named = "gb18030" if named in ("gb2312", "gbk", "gb18030") else named
        try:
            return data.decode(named)
        except (LookupError, UnicodeDecodeError):
            pass
    return decoded_text(data, name)


class _Reader(HTMLParser):
    """The page as a tree of what can be seen, bounded."""

    def __init__(self, name: str) -> None:
        super().__init__(convert_charrefs=True)
        self.name = name
        self.top = _Node("body")
        self._open = [self.top]
        self._count = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        while len(self._open) > 1 and tag in _ENDED.get(self._open[-1].tag, ()):
            self._open.pop()
        self._count += 1
        if len(self._open) > _MOST_DEEP or self._count > _MOST_NODES:
            raise DataError.at(self.name, "内容太多，或套得太深", "请只另存正文，或复制到 Word 里存为 docx")
        node = _Node(tag, dict(attrs))
        for around in self._open if tag == "table" else ():
            around.around = True
        self._open[-1].inside.append(node)
        if tag not in _EMPTY:
            self._open.append(node)

    def handle_endtag(self, tag: str) -> None:
        for depth in range(len(self._open) - 1, 0, -1):
            if self._open[depth].tag == tag:
                del self._open[depth:]
                return
            if self._open[depth].tag == "table":  # nothing within a table ends what is around it
                return

    def handle_data(self, data: str) -> None:
        self._open[-1].inside.append(data)


def _seen(node: _Node) -> bool:
    style = node.given.get("style") or ""
    return node.tag not in _UNSEEN and "hidden" not in node.given and not _HIDDEN.search(style)


def _pieces(node: _Node) -> Iterator[str | _Node | None]:
    """Texts, tables, and None where a paragraph ends."""
    for one in node.inside:
        if isinstance(one, str):
            yield one
        elif not _seen(one):
            continue
        elif one.tag == "table" and not one.around:
            yield one
        elif one.tag in _BLOCKS or one.tag in ("td", "th"):
            yield None
            yield from _pieces(one)
            yield None
        else:
            yield from _pieces(one)
    if node.tag == "body":
        yield None


def _of(node: _Node, tags: Sequence[str]) -> Iterator[_Node]:
    """What can be seen of these tags, outermost first."""
    for one in node.inside:
        if isinstance(one, _Node) and _seen(one):
            if one.tag in tags:
                yield one
            else:
                yield from _of(one, tags)


def _words(node: _Node) -> str:
    """A cell's text, its lines apart."""
    lines = [""]
    for piece in _pieces(node):
        if isinstance(piece, str):
            lines[-1] += piece
        else:
            lines.append("")
    return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))


def _table(table: _Node, name: str, title: str) -> Sheet:
    """A table with its spans. A span may go on below the last row, as browsers let it, but not beyond."""
    rows = [*_of(table, ("tr",))]
    texts: dict[tuple[int, int], str] = {}
    merged: list[Merged] = []
    flaws: list[Flaw] = []
    for r, row in enumerate(rows):
        c = 0
        for cell in _of(row, ("td", "th")):
            while (r, c) in texts:
                c += 1
            across, down = (
                _span(cell, "colspan", name),
                min(_span(cell, "rowspan", name) or MOST_ROWS, len(rows) - r),
            )
            if c + across > MOST_COLUMNS or len(texts) + across * down > MOST_CELLS:
                met = f"{title}太大：至多读 {MOST_COLUMNS} 列、{MOST_CELLS} 格"
                raise DataError.at(name, met, "请检查是否放错了文件")
            words = _words(cell)
            flaws += [
                (r + i, c + j, "两格叠在一起")
                for i in range(down)
                for j in range(across)
                if (r + i, c + j) in texts
            ]
            texts |= {(r + i, c + j): words for i in range(down) for j in range(across)}
            if across * down > 1:
                merged.append((r, c, r + down - 1, c + across - 1))
            c += across
    width = max((c + 1 for _, c in texts), default=0)
    lines = tuple(tuple(texts.get((r, c), "") for c in range(width)) for r in range(len(rows)))
    return Sheet(name, title, lines if width else (), tuple(merged), tuple(flaws))


def _span(cell: _Node, key: str, name: str) -> int:
    """How many columns or rows a cell covers; 0, of rows, is all that are left."""
    value = (cell.given.get(key) or "1").strip()
    if not (value.isascii() and value.isdecimal() and len(value) < 6):
        raise DataError.at(name, f"表格里写着 {key}={value[:20]}", "请把表格复制到 Word 里存为 docx")
    return int(value) or (1 if key == "colspan" else 0)
