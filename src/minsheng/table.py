"""Table: rows of text for people, as aligned text, Markdown, HTML, CSV or records."""

from __future__ import annotations

import csv
import html
import io
import re
import unicodedata

import attrs

from minsheng.asking import built
from minsheng.layout import aligned, one_line
from minsheng.visible import shown

_NUMBER = re.compile(r"[+-]?\d[\d,]*(\.\d+)?%?")
_FORMULA_STARTS = ("=", "+", "-", "@")
_CONTROLS = tuple("\t\n\0")
_PASSED_OVER = "".join(map(chr, range(33))) + "\x7f\xa0\u1680\u202f\u205f\u3000\ufeff"
_PASSED_OVER += "".join(map(chr, range(0x2000, 0x2010)))

_STYLE = "border-collapse:collapse;font-variant-numeric:tabular-nums;color:inherit;background:transparent"
_CELL = "padding:.2em .6em;border-bottom:1px solid rgba(128,128,128,.35);vertical-align:top"
#: a blue that carries black text and white text alike, because it is let through
_SHADE = "80,140,220"


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


@built
@attrs.frozen
class Table:
    """Rows of text under named columns.

    Args:
        columns: the column names; each once.
        rows: as many cells in each as there are columns.
        title: above the table; may be empty.
        numeric: the columns to set flush right.
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

    def __str__(self) -> str:
        return self.to_text()

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

    def to_html(self) -> str:
        """An HTML table that needs no style sheet and reads well on dark and on light."""
        head = "".join(
            f'<th style="{_CELL};text-align:left">{html.escape(shown(c))}</th>' for c in self.columns
        )
        body = "".join(
            "<tr>" + "".join(self._html_cell(r, i, cell) for i, cell in enumerate(row)) + "</tr>"
            for r, row in enumerate(self.rows)
        )
        caption = (
            f'<caption style="text-align:left;font-weight:bold">{html.escape(shown(self.title))}</caption>'
            if self.title
            else ""
        )
        return f'<table style="{_STYLE}">{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'

    def _html_cell(self, r: int, i: int, cell: str) -> str:
        style = _CELL
        if self.columns[i] in self.numeric:
            style += ";text-align:right"
        shade = self.shades[r][i] if self.shades else None
        if shade is not None:
            style += f";background:rgba({_SHADE},.{max(5, shade * 6 // 10):02d})"
        if cell == "/":
            style += ";color:rgba(128,128,128,.8)"
        text = html.escape(shown(cell)).replace("\n", "<br>")
        return f'<td style="{style}">{text}</td>'

    def _repr_html_(self) -> str:
        return self.to_html()

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
    escaped = (
        html.escape(shown(text), quote=False).replace("\\", "\\\\").replace("|", "\\|").replace("[", "\\[")
    )
    return re.sub(r"\r\n?|\n", "<br>", escaped)
