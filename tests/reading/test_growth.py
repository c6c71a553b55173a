"""What a file costs grows no faster than the file: counted in steps of Python, never in seconds."""

from __future__ import annotations

import difflib
import io
import json
import re
import sys
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it brings no types

import minsheng as ms
from minsheng.domain import printed
from minsheng.domain.expression.cells import Anything, Line, OneOf, Span
from minsheng.domain.expression.decision import DecisionTable
from minsheng.domain.printed import CellKind, read_cell
from minsheng.domain.wording import find_mentions
from minsheng.errors import MinshengError, Problems, UnknownName
from minsheng.reading import grid
from minsheng.reading.grid import read_grid
from minsheng.reading.progress import read_progress
from minsheng.reading.tables import excel, naming, sheet_xml, workbook
from minsheng.reading.tables.sheet import MOST_MERGED
from minsheng.reading.tables.sheets import read_sheets
from minsheng.reading.tables.styles import format_codes
from minsheng.visible import MOST_SHOWN
from tests.reading.registers import SMALL


def steps(work: Callable[[], object]) -> int:
    """How many lines of Python run, whether it ends well or in an error of ours."""
    count = 0

    def trace(_: FrameType, event: str, __: Any) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    except MinshengError:
        pass
    finally:
        sys.settrace(before)
    return count


def grows(work: Callable[[int], object], size: int, most: float = 2.6) -> None:
    """Twice the size takes about twice the steps."""
    steps(lambda: work(size))  # what is cached once, is
    assert steps(lambda: work(2 * size)) < most * steps(lambda: work(size)) + 500


# --- tables of criteria ------------------------------------------------------------------


def criteria(keys: int) -> str:
    """A table with two lines and as many keys: without a limit its cases double with each key."""
    line = [{"cell": "one_of", "values": ["a"]}] * keys
    other = [{"cell": "one_of", "values": ["b"]}] + [{"cell": "anything"}] * (keys - 1)
    table = {
        "title": "表", "keys": [f"k{n}" for n in range(keys)],
        "lines": [{"cells": cells, "value": {"number": "1"}} for cells in (line, other)],
    }  # fmt: skip
    columns = [{"node": "column", "name": f"k{n}", "of": "text"} for n in range(keys)]
    lookup = {"node": "lookup", "table": table, "keys": columns}
    least = {"node": "constant", "value": {"number": "1"}}
    rule = {"node": "comparison", "relation": ">=", "left": lookup, "right": least}
    return json.dumps({"format": "minsheng/criterion", "version": 1, "code": "X201", "requirement": rule})


def crossed(keys: int) -> DecisionTable:
    """Each line asks for one key only: every subset of the keys is a case of its own."""
    lines = [
        Line(tuple(OneOf(("a",)) if n == k else Anything() for n in range(keys)), Decimal(k))
        for k in range(keys)
    ]
    return DecisionTable("表", tuple(f"k{n}" for n in range(keys)), tuple(lines))


def test_keys_of_a_table_do_not_double_its_cost() -> None:
    grows(lambda n: ms.load_json(criteria(n)), 8)
    assert steps(lambda: crossed(16)) < 4 * steps(lambda: crossed(12))
    with pytest.raises(ms.RuleError, match="too many cases"):
        crossed(20)
    with pytest.raises(ms.RuleError, match="more than 32 keys"):
        DecisionTable("表", ("k",) * 33, (Line((Anything(),) * 33, Decimal(1)),))


def test_texts_and_ranges_of_a_table_are_looked_at_once() -> None:
    def texts(count: int) -> object:
        wide = Line((OneOf(tuple(map(str, range(count)))),), Decimal(1))
        return DecisionTable("表", ("k",), (wide, Line((OneOf(("其他",)),), Decimal(2))))

    def spans(count: int) -> object:
        lines = (Line((Span(Decimal(n), Decimal(n + 1)),), Decimal(n)) for n in range(count))
        return DecisionTable("表", ("k",), tuple(lines))

    grows(texts, 500)
    grows(spans, 500)


# --- cells and sentences -----------------------------------------------------------------


def matches(pattern: re.Pattern[str], text: str) -> int:
    """How many pieces of a text a pattern takes."""
    return sum(1 for _ in pattern.finditer(text))


def test_the_space_in_a_cell_is_taken_in_one_piece() -> None:
    for space, why in (("\n" * 30_000, True), (" " * 30_000, True), ("\n \t" * 10_000, True)):
        assert matches(printed._SPACED, f"1{space}x") == 0
        assert (read_cell(f"1{space}2").why != "") is why
        assert read_cell(f"1{space}x").kind is CellKind.WORDS


@pytest.mark.parametrize("part", ["完成12户，", "“", '“a"', "1", "1,", "亿", "1万", "\u0301\u0327"])
def test_mentions_are_found_once_along_the_sentence(part: str) -> None:
    grows(lambda n: find_mentions(part * n), 400)


def test_a_mark_that_is_never_closed_quotes_nothing() -> None:
    assert [m.text for m in find_mentions("“一户一表”共700项，“未完350项")] == ["700项", "350项"]
    assert [m.text for m in find_mentions('完成5项"和6项')] == ["5项", "6项"]


# --- names -------------------------------------------------------------------------------


def test_the_nearest_of_misspelt_names_is_looked_for_so_often(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []

    def compared(name: str, known: list[str], **_: object) -> list[str]:
        looked.append(name)
        return []

    monkeypatch.setattr(difflib, "get_close_matches", compared)
    monkeypatch.setattr(naming, "MOST_COMPARED", 20)
    rows = [{"指标": f"城镇新增就业{n}", "完成数": "3万人"} for n in range(200)]
    progress = read_progress([*rows, {"指标": "jobs", "完成数": "3万人"}], SMALL, period="2023年6月")
    assert len(looked) == 20
    assert len(progress.aside) == 200
    assert progress.aside[-1].why.startswith("没有“城镇新增就业199”这个名称")


@pytest.mark.parametrize(
    "name", ["长" * 10_000, 10**5000, ["甲"], None], ids=["long", "huge", "list", "none"]
)
def test_a_name_like_no_other_is_compared_with_none(name: object) -> None:
    error = UnknownName("area", name, ["平江县"] * 5000)
    assert error.nearest is None
    assert len(str(error)) < 400
    assert len(error.in_chinese) < 400


# --- workbooks ---------------------------------------------------------------------------

BOOK = '<workbook xmlns:r="r"><sheets>{tabs}</sheets></workbook>'
LINKS = '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>'


def packed(sheet: str, tabs: int = 1, styles: str = "<styleSheet/>") -> bytes:
    out = io.BytesIO()
    named = "".join(f'<sheet name="表{n}" sheetId="{n}" r:id="rId1"/>' for n in range(tabs))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/workbook.xml", BOOK.format(tabs=named))
        book.writestr("xl/_rels/workbook.xml.rels", LINKS)
        book.writestr("xl/styles.xml", styles)
        book.writestr("xl/worksheets/sheet1.xml", f"<worksheet><sheetData>{sheet}</sheetData></worksheet>")
    return out.getvalue()


HOSTILE = [
    '<c r="A1" ',
    "<c ",
    '<row r="1',
    '<c r="A1"><f ',
    "<c r='",
    "<sst ",
    '<c t="e" ',
    "<f>",
    "<c>" + " " * 9,
]


@pytest.mark.parametrize("tag", HOSTILE)
def test_no_pattern_runs_past_the_next_tag(tag: str) -> None:
    """Each step of a pattern that may not end stops at the next tag: what it takes is never longer."""
    xml = (tag * 300).encode()
    for pattern in (
        sheet_xml._TAG,
        sheet_xml._LINES,
        sheet_xml._STYLED,
        workbook._ANNOUNCED,
        sheet_xml._WITHOUT_RESULT,
        sheet_xml._ERROR,
    ):
        assert b"[^>" not in pattern.pattern
        for found in pattern.finditer(xml):
            assert found[0].count(b"<") <= 4


@pytest.mark.parametrize("tag", HOSTILE)
def test_tags_that_never_end_are_refused(tag: str) -> None:
    with pytest.raises(ms.DataError):
        read_progress(packed(tag * 8000), SMALL)


def test_a_cell_whose_place_hides_behind_a_tag_is_refused() -> None:
    with pytest.raises(ms.DataError, match="单元格写得不对"):
        read_progress(packed('<row><c x="<" r="XFD1048576"/></row>'), SMALL)


def test_one_sheet_under_many_names_is_refused() -> None:
    for tabs, why in ((2, "同一份内容"), (101, "至多读 100 张")):
        with pytest.raises(ms.DataError, match=why):
            read_progress(packed('<row r="1"><c r="A1"/></row>', tabs), SMALL)


@pytest.mark.parametrize(
    ("styles", "why"),
    [
        ("<styleSheet>" + "<cellXfs" * 3000, "不是完好的"),
        ("<styleSheet>" + "<cellXfs>" * 3000, "太多、太深"),
        ("<!DOCTYPE a [<!ENTITY b 'c'>]><cellXfs>&b;</cellXfs>", "不该有的定义"),
    ],
    ids=["never-ending", "deep", "entities"],
)
def test_styles_that_nobody_writes_are_refused(styles: str, why: str) -> None:
    with pytest.raises(ms.DataError, match=why):
        format_codes(styles.encode(), "表.xlsx")


def test_many_styles_are_read_in_time_that_grows_with_their_number() -> None:
    def read(count: int) -> object:
        formats = "".join(
            f'<numFmt numFmtId="{n + 164}" formatCode="0.0&quot;{n}&quot;"/>' for n in range(count)
        )
        used = "".join(f'<xf numFmtId="{n + 164}"/>' for n in range(count))
        return format_codes(f"<s><numFmts>{formats}</numFmts><cellXfs>{used}</cellXfs></s>".encode(), "")

    grows(read, 1000)


# --- TOML and CSV ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (".".join(["a"] * 8000) + " = 1", "第1行：一个键里有 32 个以上的点"),
        ("\n[" + " . ".join(['"a"'] * 8000) + "]", "第2行：一个键里有 32 个以上的点"),
        ("x = { " + ".".join(["'a'"] * 40) + " = 1 }", "第1行：一个键里有 32 个以上的点"),
        (f"places = {'9' * 5000}", "里面有一个数太长"),
        ("places = 1e99999999999999999999", "里面有一个数太长"),
        ("x = " + "[" * 3000, "括号套得太深"),
        ("x = [[" + "{a = [" * 40 + "]}" * 40 + "]]", "嵌套超过 64 层"),
        ("".join("[[" + ".".join(["sections"] * n) + "]]\n" for n in range(1, 500)), "32 个以上的点"),
        ("x = [" + "0," * 500_000 + "]", "超过 200000 个值"),
        ('title = "评分\\u202e办法"', "第1行：“评分\\u202e办法”里有看不见的字符 U+202E"),
    ],
    ids=range(10),
)
def test_toml_that_nobody_writes_is_refused(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "办法.toml"
    path.write_text(text, "utf-8")
    for load in (ms.load_scheme, ms.measuring.load_lights):
        with pytest.raises(ms.DataError) as raised:
            load(path)
        assert why in str(raised.value)
        assert len(str(raised.value)) < 60 * MOST_SHOWN


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("甲," * 600, "至多读 512 列"),
        ("name,kind\n" + "甲县,county\n" * 600, "至多读 512 列、1000 格"),
        ('"' + "甲" * 200_000 + '"', "不是合格的 CSV"),
    ],
    ids=["columns", "cells", "long"],
)
def test_a_table_of_a_programme_has_limits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, why: str
) -> None:
    monkeypatch.setattr(grid, "MOST_CELLS", 1000)
    path = tmp_path / "areas.csv"
    path.write_text(text, "utf-8")
    problems = Problems()
    read_grid(tmp_path, "areas", {}, problems)
    assert why in str(problems[0])


def test_cells_are_counted_over_all_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for _ in range(3):
            book.add_worksheet().write(9, 9, "1")
    monkeypatch.setattr(excel, "MOST_CELLS", 299)
    with pytest.raises(ms.DataError, match="各表合起来超过 299 格"):
        read_sheets(out.getvalue())
    monkeypatch.setattr(excel, "MOST_CELLS", 300)
    assert len(read_sheets(out.getvalue())) == 3


def test_merged_cells_are_filled_once_each() -> None:
    def filled(columns: int) -> object:
        rows = [["x"] + [""] * (columns - 1) for _ in range(50)]
        return excel._filled(rows, tuple((0, c, 49, c) for c in range(columns)), "")

    grows(filled, 100)
    with pytest.raises(ms.DataError, match="合并的单元格太多"):
        excel._filled([["x"]], ((0, 0, 0, 0),) * (MOST_MERGED + 1), "")


def test_changes_to_the_data_are_few(yueyang: ms.Programme) -> None:
    plain = json.loads(ms.dump(yueyang))
    plain["readings"] *= 300
    with pytest.raises(ms.DataError, match="个读法，至多 200 个"):
        ms.load(json.dumps(plain))
