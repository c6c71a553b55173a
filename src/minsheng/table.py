"""Tabled, the base of every result that can be shown as a table; Table, rows of text."""

from __future__ import annotations

import csv
import datetime
import html
import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from itertools import count, repeat
from types import MappingProxyType
from typing import Any, ClassVar

import attrs

from minsheng.asking import built, modelled
from minsheng.layout import LIGHTS, aligned, one_line, shaded, words_only
from minsheng.visible import shown

_NUMBER = re.compile(r"[+-]?\d[\d,]*(\.\d+)?%?")
_FORMULA_STARTS = ("=", "+", "-", "@")
_CONTROLS = tuple("\t\n\0")
_PASSED_OVER = "".join(map(chr, range(33))) + "\x7f\xa0\u1680\u202f\u205f\u3000\ufeff"
_PASSED_OVER += "".join(map(chr, range(0x2000, 0x2010)))

_LINE_ENDS = re.compile(r"\r\n?|\n")

#: as wide as needed; scrolls if the page is narrower
_STYLE = (
    "display:block;width:max-content;max-width:100%;overflow-x:auto;border-collapse:collapse;"
    "font-variant-numeric:tabular-nums;color:inherit;background:transparent"
)
_CELL = "padding:.2em .6em;border-bottom:1px solid rgba(128,128,128,.35);vertical-align:top"
_CAPTION = '<caption style="text-align:left;font-weight:bold">'
#: cells up to this many characters stay on one line; the maximum length of a result's repr
_SHORT, _ONE_LINE = 14, 100
#: a table with more than _LONG rows is folded after _OPEN
_LONG, _OPEN = 60, 20


def safe_cell(text: str) -> str:
    """A cell that a spreadsheet cannot mistake for a formula.

    Spreadsheets skip leading white space, and East Asian ones read full-width signs. A carriage
    return, which would start a new row, becomes a line feed.

    >>> safe_cell("=HYPERLINK(1)"), safe_cell(" ＝1"), safe_cell("-5.2"), safe_cell("平江县")
    ("'=HYPERLINK(1)", "' ＝1", '-5.2', '平江县')
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    start = unicodedata.normalize("NFKC", text.lstrip(_PASSED_OVER)[:9]).lstrip(_PASSED_OVER)
    if (start.startswith(_FORMULA_STARTS) or text[:1] in _CONTROLS) and not _NUMBER.fullmatch(text):
        return "'" + text
    return text


def escaped(text: str) -> str:
    """A text for HTML: tags escaped, invisible characters written out.

    >>> print(escaped("<b>\\x1b&"))
    &lt;b&gt;\\x1b&amp;
    """
    return _LINE_ENDS.sub("<br>", html.escape(shown(text)))


def folded(style: str, title: str, head: str, rows: Sequence[str], fold: str) -> str:
    """An HTML table; if it has many rows, most of them are folded.

    >>> folded("", "", "", ["<tr><td>1</td></tr>"], "")
    '<table style=""><tbody><tr><td>1</td></tr></tbody></table>'
    """
    start, open_ = f'<table style="{style}">', len(rows) if len(rows) <= _LONG else _OPEN
    table = f"{start}{title}{head}<tbody>{''.join(rows[:open_])}</tbody></table>"
    if open_ == len(rows):
        return table
    more = f"<details{fold}><summary>其余 {len(rows) - open_} 行</summary>"
    return f"<div>{table}{more}{start}{head}<tbody>{''.join(rows[open_:])}</tbody></table></details></div>"


#: a heading, and how to write the cells below it unless in the usual way
Head = str | tuple[str, Callable[[Any], str]]


def heads(**named: Head) -> Mapping[str, Head]:
    """The columns of a table by the name of the value in each.

    >>> [*heads(area="地区", share="任务数")]
    ['area', 'share']
    """
    return MappingProxyType(named)


@modelled
class Tabled:
    """Base of results: shows itself as a table in several formats, and in one line.

    A subclass defines ``summary``, ``_lines`` (the values, line by line) and ``_HEADS`` (which of them
    the table has, and under which heading).

    >>> from minsheng import load
    >>> project = load("yueyang-2023").project(20)
    >>> project
    <Project 第20项 建成高标准农田41.3万亩（市级）：1 个指标>
    >>> print(project.to_markdown())
    **第20项 建成高标准农田41.3万亩（市级）：1 个指标**
    <BLANKLINE>
    | 编号 | 指标 | 对象 | 目标 | 牵头单位 |
    | --- | --- | --- | --- | --- |
    | farmland | 建成高标准农田41.3万亩 |  | 不低于 41.3 万亩 | 市农业农村局 |
    """

    __slots__ = ()
    _HEADS: ClassVar[Mapping[str, Head]] = MappingProxyType({})

    @property
    def summary(self) -> str:
        """The result in one line."""
        raise NotImplementedError

    @property
    def _title(self) -> str:
        """The title of the table and of the repr."""
        return self.summary

    def _lines(self) -> Iterable[Mapping[str, Any]]:
        """The values line by line, each by its name."""
        raise NotImplementedError

    def table(self) -> Table:
        """As a table for people."""
        columns = [(head, _cell) if isinstance(head, str) else head for head in self._HEADS.values()]
        keyed = list(zip(self._HEADS, columns, strict=True))
        rows = tuple(tuple(write(line[key]) for key, (_, write) in keyed) for line in self._lines())
        heads = tuple(head for head, _ in columns)
        numeric = tuple(head for i, head in enumerate(heads) if _numbers(row[i] for row in rows))
        return Table(heads, rows, title=self._title, numeric=numeric)

    def to_records(self) -> list[dict[str, Any]]:
        """As plain dicts for dataframes and JSON; amounts and fractions are exact text."""
        return [{key: _plain(value) for key, value in line.items()} for line in self._lines()]

    def to_markdown(self) -> str:
        """As Markdown."""
        return self.table().to_markdown()

    def to_html(self) -> str:
        """As HTML without a style sheet; a long table can be folded but is open, so that it prints."""
        return self._html(" open")

    def _repr_html_(self) -> str:
        return self._html("")

    def _html(self, fold: str) -> str:
        return self.table()._html(fold)

    def __str__(self) -> str:
        return self.table().to_text()

    def __repr__(self) -> str:
        title = one_line(self._title)
        return f"<{type(self).__name__} {title if len(title) <= _ONE_LINE else f'{title[:_ONE_LINE]}…'}>"


def _cell(value: Any) -> str:
    """A value as text for a table cell."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Enum):
        return str(getattr(value, "label", value.value))
    # a target in words
    return format(value, "f") if isinstance(value, Decimal) else str(getattr(value, "in_words", value))


def _plain(value: Any) -> Any:
    """A value for records: a number, a truth value, or text."""
    value = value.value if isinstance(value, Enum) else value
    if value is None or isinstance(value, (int, Decimal)):
        return value
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def _numbers(cells: Iterable[str]) -> bool:
    """Whether all cells of a column that are not empty are numbers."""
    there = [cell for cell in cells if cell not in ("", "–", "/")]
    return bool(there) and all(map(_NUMBER.fullmatch, there))


@built
@attrs.frozen(repr=False)
class Table(Tabled):
    """Rows of text under named columns.

    Args:
        columns: the column names, each only once.
        rows: rows with one cell per column.
        title: above the table; may be empty.
        numeric: the columns to set flush right (except for words in them).
        shades: how each cell is shaded in HTML and workbooks: from 0 to 100, as a light (``green``,
            ``yellow``, ``red``, ``blue``, ``orange``, ``black``), or None.

    >>> table = Table(("地区", "任务数"), (("平江县", "2"), ("岳阳楼区", "/")), numeric=("任务数",))
    >>> print(table)
    地区      任务数
    ────────────────
    平江县         2
    岳阳楼区       /
    >>> print(table.to_markdown())
    | 地区 | 任务数 |
    | --- | ---: |
    | 平江县 | 2 |
    | 岳阳楼区 | / |
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    numeric: tuple[str, ...] = ()
    shades: tuple[tuple[int | str | None, ...], ...] = attrs.field(default=(), repr=False)

    def __attrs_post_init__(self) -> None:
        if len(set(self.columns)) != len(self.columns):
            raise ValueError(f"a column name stands twice in {self.columns}")
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"{len(self.columns)} columns but {len(row)} cells: {row}")
        fits = not self.shades or [len(s) for s in self.shades] == [len(r) for r in self.rows]
        known = (None, *LIGHTS, *range(101))
        if not fits or any(shade not in known for shade in {s for row in self.shades for s in row}):
            raise ValueError(f"a shade for each cell is needed: None, 0 to 100, or {', '.join(LIGHTS)}")

    @property
    def summary(self) -> str:
        """The title and the numbers of rows and columns."""
        return f"{self.title}：{len(self)} 行 {len(self.columns)} 列".removeprefix("：")

    def table(self) -> Table:
        """Itself."""
        return self

    def __len__(self) -> int:
        return len(self.rows)

    def to_text(self) -> str:
        """Aligned text for a terminal."""
        right = [i for i, column in enumerate(self.columns) if column in self.numeric]
        lines = aligned(self.columns, self.rows, right)
        return "\n".join([one_line(self.title), *lines] if self.title else lines)

    def to_markdown(self) -> str:
        """A Markdown table; bars and line breaks in cells are escaped."""
        lines = ["| " + " | ".join(_markdown(c) for c in row) + " |" for row in (self.columns, *self.rows)]
        marks = ["---:" if column in self.numeric else "---" for column in self.columns]
        lines.insert(1, "| " + " | ".join(marks) + " |")
        return "\n".join([f"**{_markdown(self.title)}**", "", *lines] if self.title else lines)

    def _html(self, fold: str) -> str:
        head = "".join(self._html_cell("th", i, column) for i, column in enumerate(self.columns))
        shades = self.shades or repeat(repeat(None))
        rows = (
            map(self._html_cell, repeat("td"), count(), *one) for one in zip(self.rows, shades, strict=False)
        )
        title = f"{_CAPTION}{escaped(self.title)}</caption>" if self.title else ""
        body = [f"<tr>{''.join(row)}</tr>" for row in rows]
        return folded(_STYLE, title, f"<thead><tr>{head}</tr></thead>", body, fold)

    def _html_cell(self, tag: str, i: int, text: str, shade: int | str | None = None) -> str:
        """A cell: words left, numbers right, short ones on one line."""
        right = self.columns[i] in self.numeric and (tag == "th" or not words_only(text))
        style = f"{_CELL};text-align:{'right' if right else 'left'}"
        style += ";white-space:nowrap" if len(text) <= _SHORT else f";min-width:{_SHORT}em"
        style += shaded(shade)
        if text == "/":
            style += ";color:rgba(128,128,128,.8)"
        return f'<{tag} style="{style}">{escaped(text)}</{tag}>'

    def to_csv(self) -> str:
        """CSV text in which no cell can become a formula in a spreadsheet.

        Write it with ``encoding="utf-8-sig"`` so that Excel recognizes the encoding.
        """
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerows([safe_cell(c) for c in row] for row in (self.columns, *self.rows))
        return out.getvalue()

    def to_records(self) -> list[dict[str, str]]:
        """One dict for each row."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def _markdown(text: str) -> str:
    escaped = html.escape(shown(text), quote=False)
    return _LINE_ENDS.sub("<br>", escaped.replace("\\", "\\\\").replace("|", "\\|").replace("[", "\\["))
