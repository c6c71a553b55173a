"""Number formats: what a cell shows, and what it holds."""

from __future__ import annotations

import csv
import datetime
import io
import shutil
import subprocess
from decimal import Decimal, localcontext
from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it brings no types
from hypothesis import given
from hypothesis import strategies as st

from minsheng.reading.tables.noted import without_marks
from minsheng.reading.tables.number_format import NumberFormat
from minsheng.reading.tables.styles import BUILT_IN

NUMBERS = [
    # format, number, shown, in full
    ("0.0%", "1.21772727272727", "121.8%", "121.772727272727%"),
    ("0.0%", "1.22", "122.0%", "122.0%"),
    ("0%", "0.72", "72%", "72%"),
    ('0"%"', "72", "72%", "72%"),
    (r"0\%", "72", "72%", "72%"),
    ("0.0!%", "5", "5.0%", "5.0%"),
    ('0.00"万人"', "0.4425", "0.44万人", "0.4425万人"),
    ("0", "5.9", "6", "5.9"),
    ("0", "-5.9", "-6", "-5.9"),
    ("0.00", "1.005", "1.01", "1.005"),
    ("0.00", "-0.001", "0.00", "-0.001"),
    ("0.000", "5.9", "5.900", "5.900"),
    ("#,##0.00", "1234567.891", "1,234,567.89", "1,234,567.891"),
    ("#,##0", "-1234567", "-1,234,567", "-1,234,567"),
    ('0!.0,"万"', "59123", "5.9万", "5.9123万"),
    ('0!.0,"万"', "59000", "5.9万", "5.9万"),
    (r'0\.0,"万"', "59000", "5.9万", "5.9万"),
    ('0.0,"千"', "12345.678", "12.3千", "12.345678千"),
    ("0.00,,", "12345678", "12.35", "12.345678"),
    ('[>=10000]0!.0,"万";0', "59000", "5.9万", "5.9万"),
    ('[>=10000]0!.0,"万";0', "590", "590", "590"),
    ("[>=1]0;0.00", "0.5", "0.50", "0.50"),
    ('[<=100]0"低";[<=1000]0"中";0"高"', "500", "500中", "500中"),
    ('[=1]"是";[=0]"否";0', "0", "否", "否"),
    ('0;(0);"零"', "-5", "(5)", "(5)"),
    ('0;(0);"零"', "0", "零", "零"),
    ("0.00;[Red]-0.00", "-5.9", "-5.90", "-5.90"),
    ("0;-0;;@", "0", "", ""),
    (";;;", "5.9", "", "5.9"),
    ("[红色]0.0", "5.9", "5.9", "5.9"),
    ("[Color 12][$-804]0.0", "5.9", "5.9", "5.9"),
    ("[$¥-804]#,##0.00", "1234.5", "¥1,234.50", "1,234.50".join(("¥", ""))),
    ('_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "1234.5", "1,234.50", "1,234.50"),
    ('_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "0", "-", "0"),
    ("0.##", "5", "5", "5"),
    ("0.##", "5.129", "5.13", "5.129"),
    ("#.##", "0", "", ""),
    (".00", "5.9", "5.90", "5.90"),
    ("00000", "123", "00123", "00123"),
    ("000-0000", "12345", "001-2345", "001-2345"),
    ('"约"0"个"', "12.5", "约13个", "约12.5个"),
    ("0元", "12", "12元", "12元"),
    ('General"人"', "4425", "4425人", "4425人"),
    ("G/通用格式", "0.1", "0.1", "0.1"),
    ("@", "4425", "4425", "4425"),
    ("0.00;@", "-1", "-1.00", "-1.00"),
    ("0.00E+00", "59123", "5.91E+04", "59123"),
    ("##0.0E+0", "12345.678", "12.3E+3", "12345.678"),
    ("0.00E+00", "0", "0.00E+00", "0"),
    ("# ?/?", "5.5", "5 1/2", "5.5"),
    ("?/8", "0.5", "4/8", "0.5"),
    ("# ??/100", "0.25", "25/100", "0.25"),
    ("[DBNum1][$-804]General", "10205", "一万〇二百〇五", "10205"),
    ("[DBNum2][$-804]General", "123", "壹佰贰拾叁", "123"),
    ("[DBNum1][$-804]0", "2023", "二〇二三", "2023"),
    ("[DBNum3][$-804]0.0", "5.9", "５.９", "5.9"),
]

DATES = [
    # format, days, shown, in full
    ('yyyy"年"m"月"', "45078", "2023年6月", "2023年6月"),
    ('[$-804]yyyy"年"m"月";@', "45078", "2023年6月", "2023年6月"),
    ("yyyy-mm", "45078", "2023-06", "2023年6月"),
    ("mmm-yy", "45078", "Jun-23", "2023年6月"),
    ('m"月"', "45078", "6月", "2023年6月"),
    ('yyyy"年"', "45078", "2023年", "2023年"),
    ('yyyy"年"m"月"d"日"', "45107", "2023年6月30日", "2023-06-30"),
    ('m"月"d"日"', "45107", "6月30日", "2023-06-30"),
    ("yyyy-mm-dd", "45107", "2023-06-30", "2023-06-30"),
    ("yyyy/m/d", "45107.75", "2023/6/30", "2023-06-30"),
    ("m/d/yyyy", "45113", "7/6/2023", "2023-07-06"),
    ("yyyy.m.d", "45107", "2023.6.30", "2023-06-30"),
    ("[DBNum1][$-804]yyyy年m月d日", "45291", "二〇二三年十二月三十一日", "2023-12-31"),
    ("[DBNum1][$-804]yyyy年m月", "45200", "二〇二三年十月", "2023年10月"),
    ("[$-804]aaaa", "45078", "星期四", "2023-06-01"),
    ("[$-804]mmmm", "45231", "十一月", "2023年11月"),
    ("ddd", "45078", "Thu", "2023-06-01"),
    ("yyyy/m/d h:mm", "45107.4791666667", "2023/6/30 11:30", "2023-06-30 11:30:00"),
    ("h:mm AM/PM", "0.75", "6:00 PM", "6:00 PM"),
    ('上午/下午h"时"mm"分"', "0.25", "上午6时00分", "上午6时00分"),
    ("[h]:mm", "1.25", "30:00", "30:00"),
    ("[mm]:ss", "0.5", "720:00", "720:00"),
    ("mm:ss.0", "0.0001", "00:08.6", "00:08.6"),
    ("yyyy-mm-dd", "1", "1900-01-01", "1900-01-01"),
    ("yyyy-mm-dd", "59", "1900-02-28", "1900-02-28"),
    ("yyyy-mm-dd", "60", "1900-02-29", "1900-02-29"),  # which spreadsheets believe in
    ("yyyy-mm-dd", "61", "1900-03-01", "1900-03-01"),
]


@pytest.mark.parametrize(("code", "number", "shown", "full"), NUMBERS + DATES)
def test_what_a_number_shows(code: str, number: str, shown: str, full: str) -> None:
    found = NumberFormat.parse(code).show(Decimal(number))
    assert (found.text, found.full) == (shown, full)


def test_what_a_number_is_under_a_format() -> None:
    assert NumberFormat.parse("0.0%").show(Decimal("0.729")).value == Decimal("0.729")
    month = NumberFormat.parse("yyyy-mm").show(Decimal(45078))
    assert month.value == datetime.date(2023, 6, 1)
    moment = NumberFormat.parse("yyyy/m/d h:mm").show(Decimal("45078.5"))
    assert str(moment.value) == "2023-06-01 12:00:00"
    assert NumberFormat.parse("yyyy-mm-dd").show(Decimal(60)).value is None  # there was no such day
    since = NumberFormat.parse("yyyy-mm-dd").show(Decimal(43616), since_1904=True)
    assert (since.text, since.value) == ("2023-06-01", datetime.date(2023, 6, 1))


@pytest.mark.parametrize(
    ("code", "text", "shown"),
    [
        ('@"个"', "12", "12个"),
        ('0;-0;0;"共"@', "x", "共x"),
        ("0.00", "无", "无"),
        ("0;0;0;", "x", ""),
        ("@", "x", "x"),
    ],
)
def test_what_a_text_shows(code: str, text: str, shown: str) -> None:
    assert NumberFormat.parse(code).show_text(text) == shown


@pytest.mark.parametrize("code", ["[ENG]0", "[$-804]b", "0 yyyy%", "0;0;0;0;0", "0" * 256, "[<", "yyyy E+0"])
def test_formats_that_are_not_understood(code: str) -> None:
    try:
        shown = NumberFormat.parse(code).show(Decimal("5.9"))
    except ValueError:
        return
    assert shown.full == "5.9"


@pytest.mark.parametrize(("code", "number"), [("yyyy", "-1"), ("yyyy", "2958466"), ("[=1]0;[=2]0", "3")])
def test_numbers_that_do_not_fit(code: str, number: str) -> None:
    with pytest.raises(ValueError, match=r"不是日期|没有一节适用"):
        NumberFormat.parse(code).show(Decimal(number))


def test_what_files_name_by_number_only_is_understood() -> None:
    assert {n: NumberFormat.parse(code).show(Decimal("45078")).text for n, code in BUILT_IN.items()}[
        57
    ] == "2023年6月"


PIECES = st.sampled_from(
    [*'0#?,.%/@;mdhs-e元"[\\', "E+0", "yyyy", "[h]", "General", '"万"', r"\x", "!.", "[>=1]", "[<0]",
     "[DBNum1]", "[$-804]", "[Red]", "_ ", "* ", "AM/PM", "aaa"]
)  # fmt: skip
DECIMALS = st.decimals(-(10**15), 10**15, places=6) | st.sampled_from(
    [Decimal("1E-300"), Decimal("1.5E+300")]
)


@given(st.lists(PIECES, max_size=12).map("".join), DECIMALS)
def test_any_format_shows_any_number_or_refuses(code: str, value: Decimal) -> None:
    """Whatever a file says, the caller's decimal context included: a text or a ValueError."""
    try:
        shown = NumberFormat.parse(code).show(value)
    except ValueError:
        return
    with localcontext(prec=3):
        assert NumberFormat.parse(code).show(value) == shown


@given(st.integers(0, 6), st.booleans(), DECIMALS)
def test_what_is_shown_is_within_half_of_its_last_place(places: int, grouped: bool, value: Decimal) -> None:
    """And in full it is the number itself."""
    code = ("#,##0" if grouped else "0") + ("." + "0" * places if places else "")
    shown = NumberFormat.parse(code).show(value)
    assert abs(Decimal(shown.text.replace(",", "")) - value) * 2 <= Decimal(1).scaleb(-places)
    assert Decimal(shown.full.replace(",", "")) == value


# --- as LibreOffice shows them -------------------------------------------------------------

#: what LibreOffice, in English, shows in another way than Excel does
OTHERWISE = ("!", "DBNum", "G/通用", "上午", "红色", "Color", "[mm]", "/8", "/100")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_libreoffice_shows_the_same(tmp_path: Path) -> None:
    """One workbook, every format with every number, as an independent program shows it."""
    formats = [code for code, *_ in NUMBERS if not any(mark in code for mark in OTHERWISE)]
    dates = [code for code, *_ in DATES if not any(mark in code for mark in OTHERWISE)]
    cells = [
        *(
            (code, number)
            for code in dict.fromkeys(formats)
            for number in (0, 1, 5.9, 0.125, 12345.678, 1234567.25)
        ),
        *(
            (code, number)
            for code in dict.fromkeys(formats)
            if "[" not in code
            for number in (-5.9, -12345.678)
        ),
        *((code, number) for code in dict.fromkeys(dates) for number in (61, 367, 45078, 45106.75, 45291.5)),
    ]
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        made = {code: book.add_format({"num_format": code}) for code, _ in cells}
        for row, (code, number) in enumerate(cells):
            sheet.write_number(row, 0, number, made[code])
    shown = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true"
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    command = ["soffice", home, "--headless", "--convert-to", shown, "--outdir", str(tmp_path), "a.xlsx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=180)
    lines = csv.reader(io.StringIO((tmp_path / "a.csv").read_text("utf-8")))
    theirs = ["".join(line).strip() for line in lines]
    ours = [NumberFormat.parse(code).show(Decimal(repr(number))).text for code, number in cells]
    different = [(*cell, a, b) for cell, a, b in zip(cells, ours, theirs, strict=True) if a != b]
    assert len(cells) > 300
    assert different == []


# --- marks ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "bare", "notes"),
    [
        ("1300①", "1300", ("①",)),
        ("²1300", "1300", ("²",)),
        ("6.27①", "6.27", ("①",)),
        ("不低于650①元/月", "不低于650元/月", ("①",)),
        ("4425\ufdd01\ufdd1", "4425", ("1",)),
        ("4425\ufdd0[注]\ufdd1人", "4425人", ("[注]",)),
        ("城镇新增就业❷", "城镇新增就业", ("❷",)),
        ("1300②③", "1300", ("②③",)),
        ("1.2万m²", "1.2万m²", ()),
        ("3万m\ufdd02\ufdd1", "3万m²", ()),
        ("5×10\ufdd04\ufdd1", "5×10⁴", ()),
        ("①新建5所②改建3所", "①新建5所②改建3所", ()),
        ("①就业", "①就业", ()),
        ("①", "①", ()),
    ],
)
def test_marks_are_no_digits(text: str, bare: str, notes: tuple[str, ...]) -> None:
    assert without_marks(text) == (bare, notes)
