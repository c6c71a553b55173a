"""Files as sheets: every encoding works, every hostile file is refused with a reason."""

from __future__ import annotations

import contextlib
import datetime
import io
import random
import struct
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
import python_calamine
import xlsxwriter  # type: ignore[import-untyped]  # it brings no types
from hypothesis import given, settings
from hypothesis import strategies as st

from minsheng.errors import DataError
from minsheng.reading.tables import biff, excel, sheet_xml, workbook
from minsheng.reading.tables.sheet import letters
from minsheng.reading.tables.sheets import guarded, read_sheets, unguarded
from minsheng.table import safe_cell
from tests.reading.tables.old_books import label, number, old_book, record

HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = "</sheetData></worksheet>"
_SPACE = "http://schemas.openxmlformats.org"


def book(sheet: str, strings: str = "", *, part: str = "worksheets/sheet1.xml") -> bytes:
    """A workbook with one sheet, written by hand so that it can be as wrong as wanted."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        relations = f'<Relationships xmlns="{_SPACE}/package/2006/relationships">'
        kind = f"{_SPACE}/officeDocument/2006/relationships"
        packed.writestr("[Content_Types].xml", f'<Types xmlns="{_SPACE}/package/2006/content-types"/>')
        packed.writestr(
            "_rels/.rels",
            f'{relations}<Relationship Id="r1" Type="{kind}/officeDocument" Target="xl/workbook.xml"/>'
            "</Relationships>",
        )
        packed.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_SPACE}/spreadsheetml/2006/main" xmlns:r="{kind}"><sheets>'
            '<sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
        )
        packed.writestr(
            "xl/_rels/workbook.xml.rels",
            f'{relations}<Relationship Id="rId1" Type="{kind}/worksheet" Target="{part}"/>'
            f'<Relationship Id="rId2" Type="{kind}/sharedStrings" Target="sharedStrings.xml"/>'
            "</Relationships>",
        )
        packed.writestr(f"xl/{part}", sheet)
        if strings:
            packed.writestr("xl/sharedStrings.xml", strings)
    return out.getvalue()


def written(fill: Any) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        fill(made, made.add_worksheet("进度"))
    return out.getvalue()


def refusal(data: bytes, name: str = "表.xlsx") -> str:
    with pytest.raises(DataError) as caught:
        read_sheets(data, name)
    return str(caught.value)


# --- text ------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_in_the_encodings_of_offices(encoding: str, delimiter: str) -> None:
    text = f'指标{delimiter}完成数\r\n"“两癌”检查{delimiter}甲"{delimiter}3,100人\r\n'
    if delimiter == ",":
        text = text.replace("3,100人", '"3,100人"')
    [sheet] = read_sheets(text.encode(encoding), "进度.csv")
    assert sheet.rows == (("指标", "完成数"), (f"“两癌”检查{delimiter}甲", "3,100人"))


def test_a_workbook_that_is_text_is_read_as_text(tmp_path: Path) -> None:
    path = tmp_path / "导出.xls"
    path.write_text("指标\t完成数\n就业\t3\n", "gb18030")
    assert read_sheets(path)[0].rows[1] == ("就业", "3")


def test_rows_are_as_long_as_the_longest() -> None:
    [sheet] = read_sheets("表\n指标,完成数\n\n就业,3\n".encode())
    assert sheet.rows == (("表", ""), ("指标", "完成数"), ("", ""), ("就业", "3"))
    assert sheet.place(3, 1) == "数据 第4行B列"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<html><table><tr><td>1", "内容是网页"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "不是表格文件"),
        (b"\xff\xff\xff\xff", "不是表格文件"),
        ('指标,"完成数\n就业,3\n'.encode(), "不是合格的 CSV"),
        ((",".join("a" * 600) + "\n").encode(), "512 列"),
        (b"\n" * 200_001, "200000 行"),
        (b"PK\x03\x04" + b"x" * 100, "不是完好的 xlsx 文件"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "不是完好的"),
    ],
)
def test_what_is_no_table_is_refused(data: bytes, said: str) -> None:
    assert said in refusal(data)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    for path in (tmp_path / "没有.xlsx", tmp_path, Path("a\0b")):
        with pytest.raises(DataError):
            read_sheets(path)


# --- workbooks -------------------------------------------------------------------------


def test_what_a_workbook_shows() -> None:
    def fill(made: Any, sheet: Any) -> None:
        sheet.merge_range(1, 0, 1, 1, "完成情况")
        sheet.write_row(2, 0, [5.0, 0.1, 1e-7, 1e15, "是非"])
        sheet.write_number(3, 0, 0.729, made.add_format({"num_format": "0.0%"}))
        sheet.write_datetime(3, 1, datetime.date(2023, 6, 1), made.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write_boolean(3, 2, True)

    [sheet] = read_sheets(written(fill))
    assert sheet.rows[0] == ("",) * 5
    assert sheet.rows[1][:2] == ("完成情况", "完成情况")
    assert sheet.rows[2] == ("5", "0.1", "0.0000001", "1000000000000000", "是非")
    assert sheet.rows[3][:3] == ("72.9%", "2023-06-01", "是")
    assert sheet.merged == ((1, 0, 1, 1),)


def test_cells_that_show_nothing_reliable_are_told() -> None:
    def fill(made: Any, sheet: Any) -> None:
        sheet.write_formula(0, 0, "=1/0", value="#DIV/0!")
        sheet.write_formula(0, 1, "='[1]别处'!A1", value=7)
        sheet.write_formula(0, 2, "=1+1", value=2)
        sheet.write_string(0, 3, "x")

    [sheet] = read_sheets(written(fill))
    assert [(r, c) for r, c, _ in sheet.flaws] == [(0, 0), (0, 1)]
    unsaved = HEAD + '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>A1+1</f><v /></c></row>' + TAIL
    assert [(r, c) for r, c, _ in read_sheets(book(unsaved))[0].flaws] == [(0, 1)]


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c r="A1" r="XFD1048576"><v>2</v></c></row>',
        "<row r='1'><c r='A1'><v>1</v></c><c x='>' r = 'XFD1048576'><v>2</v></c></row>",
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="4000000000"><c><v>2</v></c></row>',
        '<row r="1">' + "<c><v>1</v></c>" * 600 + '</row><row r="90000"><c><v>1</v></c></row>',
        '<row r="1"><x:c r="XFD9"><v>1</v></x:c></row>',
        '<!-- <c " --><row r="1"><c r="XFD1048576"><v>2</v></c></row>',
        '<row r="1"><c r="&#88;FD9"><v>1</v></c></row>',
    ],
)
def test_cells_that_claim_to_stand_far_out_never_reach_the_parser(
    cells: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The parser would ask for half a terabyte, and take the whole process down with it."""
    monkeypatch.setattr(excel, "_calamine", lambda *_: pytest.fail("reached"))
    assert refusal(book(HEAD + cells + TAIL))


def test_a_sheet_by_another_name_is_looked_at_too() -> None:
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    assert "第1048576行、第16384列" in refusal(book(HEAD + far + TAIL, part="data.xml"))
    near = book(HEAD + '<row r="1"><c r="A1"><v>1</v></c></row>' + TAIL, part="data.xml")
    assert read_sheets(near)[0].rows == (("1",),)


def test_more_texts_announced_than_there_is_room_for() -> None:
    cells = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    sst = f'<sst xmlns="{_SPACE}/spreadsheetml/2006/main" %s><si><t>就业</t></si></sst>'
    assert read_sheets(book(HEAD + cells + TAIL, sst % 'uniqueCount="1"'))[0].rows == (("就业",),)
    for count in (
        'uniqueCount="9000000000000"',
        "a='>' uniqueCount = '9000000000000'",
        'uniqueCount="9&#57;"',
    ):
        assert "共用的文字写得不对" in refusal(book(HEAD + cells + TAIL, sst % count))


def test_places_written_in_an_unusual_way_are_read_all_the_same() -> None:
    cells = "<row r='2'><c r='B2'><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"
    assert read_sheets(book(HEAD + cells + TAIL))[0].rows == (("",) * 3, ("", "1", "2"), ("3", "", ""))
    wide = "".join(f'<c r="{column}1"><v>1</v></c>' for column in ("A", "ZZ"))
    assert "512 列" in refusal(book(f'{HEAD}<row r="1">{wide}</row>{TAIL}'))
    fits = "".join(f'<c r="{column}1"><v>1</v></c>' for column in ("A", "BZ"))
    assert len(read_sheets(book(f'{HEAD}<row r="1">{fits}</row>{TAIL}'))[0].rows[0]) == 78


@given(
    st.dictionaries(st.tuples(st.integers(1, 1200), st.integers(0, 40)), st.sampled_from("n0e"), min_size=1),
    st.sets(st.integers(1, 1200)),
)
def test_the_usual_writing_of_cells_says_the_same_as_any_other(
    cells: dict[tuple[int, int], str], hidden: set[int]
) -> None:
    rows, shut = dict[int, str](), ' hidden="1"'
    for (row, column), kind in sorted(cells.items()):
        value = {"n": f"{row}.5", "0": "-0", "e": "#REF!"}[kind]
        mark = ' t="e"' if kind == "e" else ""
        rows.setdefault(row, "")
        rows[row] += f'<c r="{letters(column)}{row}"{mark}><v>{value}</v></c>'
    xml = "".join(f'<row r="{row}"{shut * (row in hidden)}>{inner}</row>' for row, inner in rows.items())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sheet_xml, "_PIECE", 64)
        [usual] = read_sheets(book(HEAD + xml + TAIL))
    [other] = read_sheets(book(HEAD + xml.replace('<c r="', '<c  r="') + TAIL))
    assert usual == other
    assert {usual.rows[row - 1][column] for (row, column), kind in cells.items() if kind == "0"} <= {"0"}
    assert {(row, column) for row, column, _ in usual.flaws} == {
        (row - 1, column) for (row, column), kind in cells.items() if kind == "e"
    }
    assert usual.hidden_rows == {row - 1 for row in rows if row in hidden}


def test_rows_beyond_the_hundred_thousandth_are_counted_as_they_stand() -> None:
    last = '<row r="{0}"><c r="A{0}"><v>1</v></c></row>'
    assert len(read_sheets(book(HEAD + last.format(150_000) + TAIL))[0].rows) == 150_000
    assert "单元格到了第1048576行、第1列" in refusal(book(HEAD + last.format(1_048_576) + TAIL))


def test_bombs(monkeypatch: pytest.MonkeyPatch) -> None:
    blank = HEAD + " " * 8_000_000 + TAIL
    assert "压缩炸弹" in refusal(book(blank))
    monkeypatch.setattr(workbook, "MOST_UNPACKED", 1_000_000)
    assert "解压后有 7 MB" in refusal(book(blank))
    cells = "".join(f'<c r="A{n}" t="s"><v>0</v></c>' for n in range(1, 3000))
    shared = f'<sst xmlns="{_SPACE}/spreadsheetml/2006/main"><si><t>{"字" * 10_000}</t></si></sst>'
    monkeypatch.setattr(workbook, "MOST_TEXT", 50_000_000)
    assert "文字合起来太长" in refusal(book(f"{HEAD}{cells}{TAIL}", shared))
    monkeypatch.undo()
    entity = '<!DOCTYPE s [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    assert "不该有的内容" in refusal(book(entity + HEAD + TAIL))
    assert "不该有的定义" in refusal(book(HEAD + TAIL, entity + shared))


def test_an_entry_longer_than_it_says_is_refused() -> None:
    data = bytearray(book(HEAD + '<row r="1"><c r="A1"><v>1</v></c></row>' + " " * 5000 + TAIL))
    at = data.rfind(b"PK\x01\x02", 0, data.rfind(b"xl/worksheets/sheet1.xml"))
    data[at + 24 : at + 28] = (300).to_bytes(4, "little")
    assert "不是完好的 xlsx 文件" in refusal(bytes(data))


def test_too_much_that_is_merged() -> None:
    merged = "".join('<mergeCell ref="A1:D60000"/>' for _ in range(30))
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="60000"><c r="D60000"><v>1</v></c></row>'
    sheet = f"{HEAD}{cells}</sheetData><mergeCells>{merged}</mergeCells></worksheet>"
    assert "合并的单元格太多" in refusal(book(sheet))
    clipped = f'{HEAD}<row r="1"><c r="A1"><v>1</v></c><c r="B2"><v>2</v></c></row></sheetData>'
    clipped += '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>'
    assert read_sheets(book(clipped))[0].rows == (("1", "1"), ("1", "1"))


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("word/document.xml", "Word"),
        ("xl/workbook.bin", "xlsb"),
        ("content.xml", "ods"),
        ("a.txt", "没有工作簿"),
    ],
)
def test_other_documents_in_a_zip(part: str, said: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(part, "<x/>")
    assert said in refusal(out.getvalue())


def test_passwords() -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    assert "密码" in refusal(data)


def test_without_the_extra_it_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    assert "minsheng[excel]" in refusal(book(HEAD + TAIL))


def test_csv_needs_no_extra() -> None:
    module = "minsheng.reading.tables.sheets"
    code = f"import sys; from {module} import read_sheets; read_sheets(b'a,b');print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"python_calamine", "xlsxwriter", "narwhals"} & set(loaded.stdout.split())


# --- the old workbooks -----------------------------------------------------------------


OLD = label(0, 0, "指标") + label(0, 1, "完成数") + label(1, 0, "就业") + number(1, 1, 3.5)


def test_an_old_workbook() -> None:
    error = record(0x0205, struct.pack("<HHHBB", 1, 2, 0, 7, 1))
    sheet, other = read_sheets(old_book(OLD + error, OLD))
    assert [row[:2] for row in sheet.rows] == [("指标", "完成数"), ("就业", "3.5")]
    assert [(row, column) for row, column, _ in sheet.flaws] == [(1, 2)]
    assert other.flaws == ()


def test_an_old_workbook_is_read_as_it_shows() -> None:
    def code(number: int, text: str) -> bytes:
        return record(0x041E, struct.pack("<HHB", number, len(text), 1) + text.encode("utf-16-le"))

    def cell(kind: int, column: int, style: int, body: bytes) -> bytes:
        return record(kind, struct.pack("<HHH", 1, column, style) + body)

    def raised(font: int) -> bytes:
        return record(0x0031, struct.pack("<HHHHHBBBBBB", 200, 0, 0, 400, font, 0, 0, 0, 0, 1, 0) + b"A")

    styles = [0, 164, 165, 10, 166]
    text = struct.pack("<HBH", 5, 8, 1) + b"44251" + struct.pack("<HH", 4, 1)
    globals_ = b"".join(
        [raised(0), raised(1), code(164, 'yyyy"年"m"月"'), code(165, '0.0"万人"'), code(166, "[ENG]0")]
        + [record(0x00E0, struct.pack("<HH16x", 0, number)) for number in styles]
        + [record(0x00FC, struct.pack("<II", 1, 1) + text)]
    )
    cells = b"".join(
        [
            label(0, 0, "指标"),
            cell(0x0203, 0, 1, struct.pack("<d", 45078)),
            cell(0x027E, 1, 2, struct.pack("<I", 2 | 1 | 544 << 2)),  # 5.44, in hundredths
            record(0x00BD, struct.pack("<HHHIHIH", 1, 2, 3, 2 | 1 | 122 << 2, 3, 2 | 1 << 2, 3)),
            cell(0x0006, 4, 3, struct.pack("<dHI", 0.72, 0, 0) + b"\0\0"),
            cell(0x00FD, 5, 0, struct.pack("<I", 0)),
            cell(0x0203, 6, 4, struct.pack("<d", 1)),
            record(0x007D, struct.pack("<HHHHH", 2, 3, 0, 0, 1)),
            record(0x0208, struct.pack("<HHHHHHBBH", 1, 0, 7, 0, 0, 0, 0x20, 1, 0)),
        ]
    )
    [sheet] = read_sheets(old_book(cells, said=globals_))
    assert sheet.rows[1] == ("2023年6月", "5.4万人", "122.00%", "100.00%", "72.00%", "4425", "1")
    assert sheet.cell(1, 1).full == "5.44万人"
    assert sheet.cell(1, 5).notes == ("1",)
    assert [column for _, column, _ in sheet.flaws] == [6]
    assert [sheet.hidden_rows, sheet.hidden_columns] == [frozenset({1}), frozenset({2, 3})]


@pytest.mark.parametrize(
    "data",
    [
        old_book(OLD + number(65535, 255, 1)),
        old_book(*[OLD + number(65535, 60, 1)] * 5),
        old_book(OLD + record(0x0200, struct.pack("<IIHHH", 0, 2**32 - 1, 0, 255, 0))),
        old_book(OLD, tab=7),
        old_book(OLD, tab=2**31),
        old_book(OLD, OLD, tab=34 + 14),
        old_book(OLD, title="Book2"),
        old_book(OLD + record(0x00FC, struct.pack("<II", 1, 2**31))),
        old_book(OLD + record(0x002F, b"\0" * 6)),
        old_book(OLD)[:700],
    ],
)
def test_old_workbooks_that_would_take_all_memory_never_reach_the_parser(
    data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(excel, "_calamine", lambda *_: pytest.fail("reached"))
    assert refusal(data)


def test_shared_texts_of_old_workbooks(monkeypatch: pytest.MonkeyPatch) -> None:
    text = struct.pack("<HB", 3000, 1) + "字".encode("utf-16-le") * 1000
    more = b"\1" + "字".encode("utf-16-le") * 2000
    strings = record(0x00FC, struct.pack("<II", 1, 1) + text) + record(0x003C, more)
    cells = b"".join(record(0x00FD, struct.pack("<HHHI", n, 0, 0, 0)) for n in range(100))
    monkeypatch.setattr(excel, "_calamine", lambda *_: ())
    monkeypatch.setattr(biff, "_MOST_TEXT", 299_999)
    assert "各表合起来太大" in refusal(old_book(strings + cells))
    monkeypatch.setattr(biff, "_MOST_TEXT", 300_000)
    assert read_sheets(old_book(strings + cells)) == ()


# --- hostile bytes ---------------------------------------------------------------------

SOUND = written(lambda _, sheet: sheet.write_row(0, 0, ["指标", "完成数", 3.5]))


@given(
    st.binary(max_size=200),
    st.sampled_from((b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe")),
)
def test_no_bytes_make_anything_but_a_sheet_or_a_data_error(data: bytes, before: bytes) -> None:
    """Law: whatever is read is sheets of text, or a DataError."""
    try:
        sheets = read_sheets(before + data)
    except DataError:
        return
    assert all(isinstance(cell, str) for sheet in sheets for row in sheet.rows for cell in row)


@settings(max_examples=150)
@given(st.integers(0, 2**32))
def test_no_mutated_workbook_does_either(seed: int) -> None:
    """Law: the same of workbooks with bytes changed, in the archive or in the XML inside it."""
    chance = random.Random(seed)  # noqa: S311  # no secret

    def mutated(data: bytes) -> bytes:
        changed = bytearray(data)
        for _ in range(chance.randrange(1, 6)):
            changed[chance.randrange(len(changed))] = chance.choice(b'<>/"=&9A\0\xff')
        return bytes(changed)

    data = mutated(SOUND if seed % 3 else old_book(OLD))
    if seed % 3 == 1:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(SOUND)) as sound, zipfile.ZipFile(out, "w") as packed:
            for name in sound.namelist():
                part = sound.read(name)
                packed.writestr(name, mutated(part) if "sheet1" in name or chance.random() < 0.2 else part)
        data = out.getvalue()
    with contextlib.suppress(DataError):
        read_sheets(data)


@given(st.text(max_size=20))
def test_a_guarded_cell_is_no_formula_and_comes_back(text: str) -> None:
    """Law: what is written as CSV cannot become a formula, and is the same when read."""
    assert unguarded(guarded(text)) == text
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    assert safe_cell(guarded(plain)) == guarded(plain)


def test_the_parser_is_the_one_that_was_tried() -> None:
    """What is looked through first is what calamine takes its cells' word for."""
    assert hasattr(python_calamine.CalamineSheet, "merged_cell_ranges")
