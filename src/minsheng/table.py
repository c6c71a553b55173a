"""Tabled: what every result can do. Table: rows of text for people, in whatever form they take them."""

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

from minsheng.asking import built
from minsheng.layout import aligned, one_line, words_only
from minsheng.visible import shown

_NUMBER = re.compile(r"[+-]?\d[\d,]*(\.\d+)?%?")
_FORMULA_STARTS = ("=", "+", "-", "@")
_CONTROLS = tuple("\t\n\0")
_PASSED_OVER = "".join(map(chr, range(33))) + "\x7f\xa0\u1680\u202f\u205f\u3000\ufeff"
_PASSED_OVER += "".join(map(chr, range(0x2000, 0x2010)))

_LINE_ENDS = re.compile(r"\r\n?|\n")

#: as wide as it must be, and scrolled where the page is narrower
_STYLE = (
    "display:block;width:max-content;max-width:100%;overflow-x:auto;border-collapse:collapse;"
    "font-variant-numeric:tabular-nums;color:inherit;background:transparent"
)
_CELL = "padding:.2em .6em;border-bottom:1px solid rgba(128,128,128,.35);vertical-align:top"
_CAPTION = '<caption style="text-align:left;font-weight:bold">'
#: a blue that carries black text and white text alike, because it is let through
_SHADE = "80,140,220"
#: up to how many characters a cell stays on one line, and a result's one line is long
_SHORT, _ONE_LINE = 14, 100
#: a table of more rows than the first is folded after the second
_LONG, _OPEN = 60, 20


def safe_cell(text: str) -> str:
    """A cell that a spreadsheet cannot take for a formula.

    Spreadsheets pass over leading white space, and East Asian ones read full-width signs. A
    carriage return, which would begin a new row, becomes a line feed.

    >>> safe_cell("=HYPERLINK(1)"), safe_cell(" ＝1"), safe_cell("-5.2"), safe_cell("平江县")
    ("'=HYPERLINK(1)", "' ＝1", '-5.2', '平江县')
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    start = unicodedata.normalize("NFKC", text.lstrip(_PASSED_OVER)[:9]).lstrip(_PASSED_OVER)
    if (start.startswith(_FORMULA_STARTS) or text[:1] in _CONTROLS) and not _NUMBER.fullmatch(text):
        return "'" + text
    return text


def escaped(text: str) -> str:
    """A text for HTML: no tag of it is one, and what nobody sees is written out.

    >>> print(escaped("<b>\\x1b&"))
    &lt;b&gt;\\x1b&amp;
    """
    return _LINE_ENDS.sub("<br>", html.escape(shown(text)))


def folded(style: str, title: str, head: str, rows: Sequence[str], fold: str) -> str:
    """A table of HTML: where it has many rows, those after the first are folded.

    >>> folded("", "", "", ["<tr><td>1</td></tr>"], "")
    '<table style=""><tbody><tr><td>1</td></tr></tbody></table>'
    """
    start, open_ = f'<table style="{style}">', len(rows) if len(rows) <= _LONG else _OPEN
    table = f"{start}{title}{head}<tbody>{''.join(rows[:open_])}</tbody></table>"
    if open_ == len(rows):
        return table
    more = f"<details{fold}><summary>其余 {len(rows) - open_} 行</summary>"
    return f"<div>{table}{more}{start}{head}<tbody>{''.join(rows[open_:])}</tbody></table></details></div>"


#: a heading, and what writes the cells below it, where that is not as such values are written
Head = str | tuple[str, Callable[[Any], str]]


def heads(**named: Head) -> Mapping[str, Head]:
    """The columns of a table, each by the name of its value.

    >>> [*heads(area="地区", share="任务数")]
    ['area', 'share']
    """
    return MappingProxyType(named)


class Tabled:
    """What every result can do: show itself as a table wherever it is wanted, and in one line.

    A class says the values of its lines, and which of them its table has under which heading.

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
        """What it comes to, in one line."""
        raise NotImplementedError

    @property
    def _title(self) -> str:
        """What stands over its table, and is its one line."""
        return self.summary

    def _lines(self) -> Iterable[Mapping[str, Any]]:
        """What it says, line by line: each value by its name."""
        raise NotImplementedError

    def table(self) -> Table:
        """What it says as a table for people."""
        columns = [(head, _cell) if isinstance(head, str) else head for head in self._HEADS.values()]
        keyed = list(zip(self._HEADS, columns, strict=True))
        rows = tuple(tuple(write(line[key]) for key, (_, write) in keyed) for line in self._lines())
        heads = tuple(head for head, _ in columns)
        numeric = tuple(head for i, head in enumerate(heads) if _numbers(row[i] for row in rows))
        return Table(heads, rows, title=self._title, numeric=numeric)

    def to_records(self) -> list[dict[str, Any]]:
        """What it says as plain dicts, for dataframes and JSON: amounts and fractions as exact text."""
        return [{key: _plain(value) for key, value in line.items()} for line in self._lines()]

    def to_markdown(self) -> str:
        """It as Markdown."""
        return self.table().to_markdown()

    def to_html(self) -> str:
        """It as HTML that needs no style sheet; what is long may be folded, and is open to be printed."""
        return self._html(" open")

    def _repr_html_(self) -> str:
        return self._html("")

    def _html(self, fold: str) -> str:
        return self.table()._html(fold)

    def __str__(self) -> str:
        return self.table().to_text()

    def __repr__(self) -> str:
        said = one_line(self._title)
        return f"<{type(self).__name__} {said if len(said) <= _ONE_LINE else f'{said[:_ONE_LINE]}…'}>"


def _cell(value: Any) -> str:
    """A value as a table has it."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Enum):
        return str(getattr(value, "label", value.value))
    # what is asked for is said as people say it
    return format(value, "f") if isinstance(value, Decimal) else str(getattr(value, "in_words", value))


def _plain(value: Any) -> Any:
    """A value as records have it: a number, a truth value, or text."""
    value = value.value if isinstance(value, Enum) else value
    if value is None or isinstance(value, (int, Decimal)):
        return value
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def _numbers(cells: Iterable[str]) -> bool:
    """Whether a column is one of numbers, all that are there."""
    there = [cell for cell in cells if cell not in ("", "–", "/")]
    return bool(there) and all(map(_NUMBER.fullmatch, there))


@built
@attrs.frozen(repr=False)
class Table(Tabled):
    """Rows of text under named columns.

    Args:
        columns: the column names; each once.
        rows: as many cells in each as there are columns.
        title: above the table; may be empty.
        numeric: the columns to set flush right, but for words in them.
        shades: for HTML, how strongly each cell is shaded (0–100), or None for not at all.

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
    shades: tuple[tuple[int | None, ...], ...] = attrs.field(default=(), repr=False)

    def __attrs_post_init__(self) -> None:
        if len(set(self.columns)) != len(self.columns):
            raise ValueError(f"a column name stands twice in {self.columns}")
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"{len(self.columns)} columns but {len(row)} cells: {row}")

        fits = not self.shades or [len(s) for s in self.shades] == [len(r) for r in self.rows]
        if not fits or any(s is not None and not 0 <= s <= 100 for row in self.shades for s in row):
            raise ValueError("a shade for each cell is needed, None or from 0 to 100")

    @property
    def summary(self) -> str:
        """Its title, and how many rows and columns it has."""
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
        """A Markdown table; bars and line breaks in cells are kept from breaking it."""
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

    def _html_cell(self, tag: str, i: int, text: str, shade: int | None = None) -> str:
        """A cell: words left, numbers right, what is short on one line."""
        right = self.columns[i] in self.numeric and (tag == "th" or not words_only(text))
        style = f"{_CELL};text-align:{'right' if right else 'left'}"
        style += ";white-space:nowrap" if len(text) <= _SHORT else f";min-width:{_SHORT}em"
        if shade is not None:
            style += f";background:rgba({_SHADE},.{max(5, shade * 6 // 10):02d})"
        if text == "/":
            style += ";color:rgba(128,128,128,.8)"
        return f'<{tag} style="{style}">{escaped(text)}</{tag}>'

    def to_csv(self) -> str:
        """CSV text. No cell of it can become a formula when a spreadsheet opens it.

        Write it with ``encoding="utf-8-sig"`` for Excel to know the Chinese.
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
