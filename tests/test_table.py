"""Tables: aligned for a terminal, and safe wherever else they are taken."""

from __future__ import annotations

import csv
import io
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

import minsheng as ms
from minsheng.layout import LIGHTS, width
from minsheng.table import safe_cell
from minsheng.testing import rows
from minsheng.visible import shown

AREAS = ms.Table(
    ("地区", "任务数", "备注"),
    (("平江县", "2", ""), ("岳阳楼区", "/", "原表写“/”"), ("南湖新区", "1234.5", "<见>|注\n第二行")),
    title="高中",
    numeric=("任务数",),
)

#: characters that a terminal shows in one column or in two, whatever its fonts
PLAIN = st.text(st.sampled_from("平江县岳阳楼区（），：０９abcXYZ0123456789.-/ "), max_size=12)
#: any text, and text that a spreadsheet would take for a formula
CELLS = st.one_of(
    st.text(),
    st.builds(
        "".join, st.tuples(st.sampled_from(["", " ", "\n", "x\r"]), st.sampled_from("=+-@＝\t\r"), st.text())
    ),
)


def tables(cells: st.SearchStrategy[str], most_columns: int = 4) -> st.SearchStrategy[ms.Table]:
    """Tables of so many columns, of these cells."""

    def of(columns: list[str]) -> st.SearchStrategy[ms.Table]:
        row = st.tuples(*(cells for _ in columns))
        numeric = st.sets(st.sampled_from(columns)).map(tuple)
        return st.builds(
            lambda listed, flush: ms.Table(tuple(columns), tuple(listed), numeric=flush),
            st.lists(row, max_size=4),
            numeric,
        )

    return st.lists(cells, min_size=1, max_size=most_columns, unique=True).flatmap(of)


def columns_taken(text: str) -> int:
    """How many columns a terminal takes for PLAIN text, not by the code under test."""
    return sum(2 if ord(c) > 0x2E7F else 1 for c in text)


def read_back(text: str) -> list[list[str]]:
    """CSV as a spreadsheet reads it."""
    return list(csv.reader(io.StringIO(text, newline="")))


class Cells(HTMLParser):
    """The cells of an HTML table: their text and their styles; and every tag there is."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.cells: list[str] = []
        self.styles: list[str] = []
        self.inside = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag in ("td", "th"):
            self.inside = True
            self.cells.append("")
            self.styles.append(dict(attrs)["style"] or "")
        elif tag == "br" and self.inside:
            self.cells[-1] += "\n"

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.cells[-1] += data


# --- what a table is --------------------------------------------------------------------


def test_a_column_name_that_stands_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="a column name stands twice in"):
        ms.Table(("地区", "地区"), ())


@pytest.mark.parametrize("row", [("平江县",), ("平江县", "2", "3"), ()])
def test_a_ragged_row_is_refused(row: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match=rf"2 columns but {len(row)} cells"):
        ms.Table(("地区", "任务数"), (("岳阳县", "1"), row))


def test_a_table_counts_its_rows_and_gives_them_as_records() -> None:
    assert len(AREAS) == 3
    assert AREAS.to_records() == [
        {"地区": "平江县", "任务数": "2", "备注": ""},
        {"地区": "岳阳楼区", "任务数": "/", "备注": "原表写“/”"},
        {"地区": "南湖新区", "任务数": "1234.5", "备注": "<见>|注\n第二行"},
    ]


def test_a_table_without_rows_is_its_header() -> None:
    empty = ms.Table(("地区", "任务数"), ())
    assert str(empty) == "地区  任务数\n────────────"
    assert empty.to_csv() == "地区,任务数\n"
    assert empty.to_records() == []


# --- aligned text -----------------------------------------------------------------------


def test_text_is_aligned_though_chinese_characters_are_twice_as_wide() -> None:
    assert AREAS.to_text().split("\n") == [
        "高中",
        "地区      任务数  备注",
        "────────────────────────────────",
        "平江县         2",
        "岳阳楼区       /  原表写“/”",
        "南湖新区  1234.5  <见>|注 第二行",
    ]
    assert str(AREAS) == AREAS.to_text()


@given(tables(PLAIN))
def test_every_line_of_text_takes_the_same_width(table: ms.Table) -> None:
    # a last column that is never blank keeps its line from being stripped
    closed = ms.Table(
        (*table.columns, "|end"), tuple((*row, "|end") for row in table.rows), numeric=table.numeric
    )
    header, rule, *lines = closed.to_text().split("\n")
    assert {columns_taken(line) for line in (header, *lines)} == {len(rule)}
    assert set(rule) == {"─"}


@given(tables(st.text()))
def test_no_cell_breaks_a_line_of_text(table: ms.Table) -> None:
    assert len(table.to_text().split("\n")) == 2 + len(table)
    assert "\r" not in table.to_text()
    assert "\t" not in table.to_text()


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("", 0),
        ("平江县", 6),
        ("ＡＢ（", 6),
        ("ｶﾅ", 2),
        ("abc 1.5", 7),
        ("e\u0301", 1),
        ("\u200b", 0),
        ("が", 2),
    ],
)
def test_the_width_of_text_in_a_terminal(text: str, columns: int) -> None:
    assert width(text) == columns


# --- Markdown ---------------------------------------------------------------------------


def test_markdown_escapes_bars_line_breaks_and_tags() -> None:
    assert AREAS.to_markdown().split("\n") == [
        "**高中**",
        "",
        "| 地区 | 任务数 | 备注 |",
        "| --- | ---: | --- |",
        "| 平江县 | 2 |  |",
        "| 岳阳楼区 | / | 原表写“/” |",
        "| 南湖新区 | 1234.5 | &lt;见&gt;\\|注<br>第二行 |",
    ]


def test_a_backslash_before_a_bar_does_not_set_the_bar_free_in_markdown() -> None:
    assert ms.Table(("a",), (("x\\|y",),)).to_markdown().endswith("\n| x\\\\\\|y |")


@given(tables(CELLS))
def test_no_cell_breaks_a_markdown_table(table: ms.Table) -> None:
    lines = re.split(r"\r\n?|\n", table.to_markdown())
    assert len(lines) == 2 + len(table)
    for line in lines:
        bars = re.sub(r"\\.", "", line)  # without what is escaped
        assert bars.count("|") == len(table.columns) + 1
        assert "<" not in bars.replace("<br>", "")


def test_a_carriage_return_does_not_break_a_markdown_table() -> None:
    lines = ms.Table(("a",), (("x\ry",), ("x\r\ny",))).to_markdown().split("\n")
    assert lines[2:] == ["| x<br>y |", "| x<br>y |"]


# --- HTML -------------------------------------------------------------------------------


@given(tables(st.text(st.characters(exclude_characters="\r", exclude_categories=("Cs", "Cc"))) | PLAIN))
def test_html_shows_every_cell_as_it_is(table: ms.Table) -> None:
    read = Cells(table.to_html())
    assert read.cells == [shown(cell) for row in (table.columns, *table.rows) for cell in row]
    assert read.tags <= {"table", "thead", "tbody", "tr", "th", "td", "br"}


def test_html_escapes_the_title_the_columns_and_the_cells() -> None:
    hostile = "<script>alert(1)</script>\"'&"
    html = ms.Table((hostile,), ((hostile,),), title=hostile).to_html()
    read = Cells(html)
    assert "<script" not in html
    assert read.cells == [hostile, hostile]
    assert "caption" in read.tags


def test_html_keeps_line_breaks_sets_numbers_flush_right_and_greys_the_slash() -> None:
    read = Cells(AREAS.to_html())
    style = dict(zip(read.cells, read.styles, strict=True))
    assert "<见>|注\n第二行" in style
    assert "text-align:right" in style["1234.5"]
    assert "text-align:right" not in style["南湖新区"]
    assert ";color:rgba(128,128,128,.8)" in style["/"]
    assert [cell for cell in style if "color:rgba(128,128,128,.8)" in style[cell]] == ["/"]
    assert AREAS._repr_html_() == AREAS.to_html()


def alphas(html: str) -> list[float]:
    """How opaque each shaded cell is."""
    return [float(found) for found in re.findall(r"background:rgba\(80,140,220,(\.\d+)\)", html)]


def test_html_shades_from_faint_to_strong_and_leaves_out_what_has_no_shade() -> None:
    shaded = ms.Table(("a", "b", "c", "d"), (("0", "50", "100", "/"),), shades=((0, 50, 100, None),))
    assert alphas(shaded.to_html()) == [0.05, 0.30, 0.60]
    assert alphas(AREAS.to_html()) == []


@given(rows())
def test_shades_of_any_allocation_stay_between_0_and_100(row: ms.Row) -> None:
    table = ms.Allocation(row.areas, (row,)).table()
    shades = [shade for line in table.shades for shade in line if isinstance(shade, int)]
    assert len(shades) == len(row.present)  # neither the blanks nor the sum
    assert all(0 <= shade <= 100 for shade in shades)
    assert not row.present or max(shades) == 100
    assert all(0.05 <= alpha <= 0.60 for alpha in alphas(table.to_html()))


def test_shades_of_the_real_allocation_follow_the_shares(yueyang: ms.Programme) -> None:
    table = yueyang.allocation.table()
    roads = [row for row in table.rows if row[1] == "农村公路提质改造549公里"]
    index = table.rows.index(roads[0])
    by_column = dict(zip(table.columns, table.shades[index], strict=True))
    assert by_column["平江县"] == 100
    assert by_column["岳阳县"] == 45  # 96 of 213
    assert by_column["岳阳楼区"] is None  # printed /
    assert by_column["合计"] is None


def luminance(colour: str) -> float:
    """How light a colour is, as the guidelines for readable pages have it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("light", LIGHTS)
def test_lights_are_in_their_colour_and_can_be_read(light: str) -> None:
    html = ms.Table(("灯",), (("黄灯",),), shades=((light,),)).to_html()
    [(cell, text)] = re.findall(r"background:(#\w{6});color:(#\w{6})", html)
    assert (cell, text) == LIGHTS[light]
    assert (luminance(cell) + 0.05) / (luminance(text) + 0.05) >= 7


@pytest.mark.parametrize("shades", [((200,),), ((-1,),), (("purple",),), ((),), ((1, 2),), ((1,), (1,))])
def test_shades_that_do_not_fit_the_rows_are_refused(shades: tuple[tuple[int | str, ...], ...]) -> None:
    with pytest.raises(ValueError, match="a shade for each cell is needed: None"):
        ms.Table(("a",), (("x",),), shades=shades)


# --- CSV --------------------------------------------------------------------------------

PLAIN_NUMBER = re.compile(r"[+-]?\d[\d,]*(\.\d+)?%?")


@given(tables(CELLS))
def test_csv_gives_every_cell_back_and_none_of_them_can_become_a_formula(table: ms.Table) -> None:
    read = read_back(table.to_csv())
    assert len(read) == 1 + len(table)
    for record, row in zip(read, (table.columns, *table.rows), strict=True):
        for cell, given_cell in zip(record, row, strict=True):
            as_read = re.sub(r"\r\n?", "\n", given_cell)  # a carriage return would begin a row
            assert cell in (as_read, "'" + as_read)
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r")) or PLAIN_NUMBER.fullmatch(cell)
            assert not cell.lstrip().startswith(tuple("=+-@＝＋－＠")) or PLAIN_NUMBER.fullmatch(cell)


@pytest.mark.parametrize(
    "cell", ["2", "-5.2", "+3", "34,310", "40%", "-0.5%", "平江县", "/", "", "1=1", "a-b"]
)
def test_csv_leaves_numbers_and_words_as_they_are(cell: str) -> None:
    assert safe_cell(cell) == cell


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        '=HYPERLINK("http://x","点")',
        "+1+1",
        "-1+cmd|'/c calc'!A1",
        "@SUM(A1)",
        "\t=1",
        "-",
        "+五",
        "\x00平江县",
        "\t平江县",
        "-1\n=2",
    ],
)
def test_csv_marks_what_a_spreadsheet_would_take_for_a_formula(cell: str) -> None:
    assert safe_cell(cell) == "'" + cell


@pytest.mark.parametrize(
    ("cell", "read"), [("x\r=1+1", "x\n=1+1"), ("\r=1+1", "'\n=1+1"), ("x\r", "x\n"), ("x\r\ny", "x\ny")]
)
def test_csv_does_not_let_a_carriage_return_begin_a_new_row(cell: str, read: str) -> None:
    assert read_back(ms.Table(("列",), ((cell,),)).to_csv()) == [["列"], [read]]


@pytest.mark.parametrize(
    "cell", ["\n=1+1", " =1+1", "\u3000=1+1", "\x00=1+1", "＝1+1", "＋1+1", "－1+1", "＠SUM(A1)"]
)
def test_csv_marks_formulas_behind_white_space_and_in_full_width(cell: str) -> None:
    assert safe_cell(cell).startswith("'")


def test_the_real_tables_survive_csv(yueyang: ms.Programme) -> None:
    for table in (yueyang.table(), yueyang.allocation.table(), ms.check(yueyang).table()):
        assert read_back(table.to_csv()) == [list(row) for row in (table.columns, *table.rows)]
