"""The same notice in every kind of file is the same draft; what cannot be read is refused with what to do."""

from __future__ import annotations

import contextlib
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import minsheng as ms
from minsheng.reading.notices import inflated
from minsheng.reading.notices.document import unmerged
from minsheng.reading.notices.pdf import pdf_document
from minsheng.reading.notices.sources import read_document
from minsheng.reading.tables.sheet import Sheet
from tests.reading.notices.printing import Cells, Paper, book, paper, web
from tests.reading.notices.test_notice import NOTICE


@pytest.mark.parametrize(("kind", "made"), [("xlsx", book), ("html", web), ("pdf", paper)])
def test_the_notice_in_another_kind_of_file_is_the_same_draft(
    tmp_path: Path, kind: str, made: Callable[[Path, str], Path]
) -> None:
    file = made(tmp_path / f"通知.{kind}", NOTICE.read_text("utf-8"))
    own, text = (ms.read_notice(source, name="yueyang-2023") for source in (file, NOTICE))
    assert own.plain == text.plain
    assert {q.id: q for q in own.questions if q.id != "spaces"} == {
        q.id: q for q in text.questions if q.id != "spaces"
    }


def test_a_pdf_that_another_program_made() -> None:
    """With shaded headings, labels in the middle of merged cells, page numbers, a table over two pages."""
    draft = ms.read_notice(NOTICE.parent / "qinghe-2024.pdf", name="qinghe-2024")
    assert {question.id for question in draft.questions} == {"spaces", "kinds"}
    programme = draft.programme()
    assert (programme.city, programme.document.number) == ("清河市", "清政办发〔2024〕6号")
    assert [row.working() for row in programme.allocation] == [
        "清源县 7200 + 临河县 6800 + 东关区 9500 + 西湖区 5500 + 高新区 3000 = 32000 人",
        "清源县 1100 + 临河县 900 + 东关区 1200 + 西湖区 800 + 高新区 300 + 市本级 500 = 4800 人次",
        "清源县 14 + 临河县 11 + 东关区 38 + 西湖区 29 + 高新区 4 = 96 个",
        "清源县 150 + 东关区 120 + 西湖区 150 = 420 张",
        "清源县 380 + 临河县 330 + 东关区 310 + 西湖区 270 + 高新区 60 = 1350 户",
        "清源县 6.35 + 临河县 5.4 + 西湖区 0.75 = 12.50 万亩",
    ]
    assert [a.lead_agency for a in programme.assignments] == [
        "市人社局",
        "市住建局",
        "市民政局",
        "市农业农村局",
    ]


TEXTS = st.sampled_from(
    ["", "甲", "120", "6.35", "/", "城镇新增就业5.9万人，其中青年3千人", "市财政局、市民政局等"]
)


@st.composite
def grids(draw: st.DrawFn) -> Cells:
    """A table with merged cells, none of which overlap."""
    height, width = draw(st.integers(2, 6)), draw(st.integers(2, 5))
    rows = [[draw(TEXTS) for _ in range(width)] for _ in range(height)]
    rows[0][0] = "序号"
    taken: set[tuple[int, int]] = set()
    merged = []
    for _ in range(draw(st.integers(0, 3))):
        top, left = draw(st.integers(0, height - 1)), draw(st.integers(0, width - 1))
        bottom, right = draw(st.integers(top, height - 1)), draw(st.integers(left, width - 1))
        covered = {(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)}
        whole = top == 0 and bottom == height - 1  # it would part the table in two
        if len(covered) < 2 or covered & taken or whole or (left == 0 and right == width - 1):
            continue
        taken |= covered
        merged.append((top, left, bottom, right))
        for r, c in covered - {(top, left)}:
            rows[r][c] = ""
    return Cells(tuple(map(tuple, rows)), tuple(merged))


@given(grids())
def test_cells_closed_in_by_rules_are_read_as_they_were_drawn(cells: Cells) -> None:
    made = Paper()
    made.paragraph("表前的话")
    made.table(cells)
    made.paragraph("表后的话")
    before, sheet, after = pdf_document(made.bytes(), "表.pdf").blocks
    assert isinstance(sheet, Sheet)
    assert unmerged(sheet) == cells.rows
    assert [getattr(block, "text", "") for block in (before, after)] == ["表前的话", "表后的话"]


@pytest.mark.parametrize("heads", [0, 2])
def test_a_table_goes_on_over_pages_with_or_without_its_headings(tmp_path: Path, heads: int) -> None:
    rows = [("序号", "项目", "单位", "任务", "", "备注"), ("", "", "", "甲县", "乙区", "")]
    rows += [(str(n), f"改造第{n}批老旧小区{3 * n}个", "个", str(n), str(2 * n), "") for n in range(1, 121)]
    made = Paper()
    made.table(Cells(tuple(rows), ()), heads=heads)
    (tmp_path / "表.pdf").write_bytes(made.bytes())
    assert len(made.pages) > 2
    draft = ms.read_notice(tmp_path / "表.pdf", name="moushi-2024", city="某市", year=2024)
    read = [(row["cells"]["甲县"], row["cells"]["乙区"]) for row in draft.plain["allocation"]["rows"]]
    assert read == [(str(n), str(2 * n)) for n in range(1, 121)]


def test_a_label_on_the_second_page_of_its_cell_is_asked_about() -> None:
    made = Paper()
    made.table(Cells((("序号", "项目"), ("1", "甲"), ("", "乙")), ()))
    made.turn()
    made.table(Cells((("2", "丙"), ("3", "丁")), ()))
    [sheet] = pdf_document(made.bytes(), "表.pdf").blocks
    assert isinstance(sheet, Sheet)
    assert [(r, c) for r, c, _ in sheet.flaws] == [(2, 0)]


def test_figures_below_each_other_in_a_cell_are_not_one_figure(tmp_path: Path) -> None:
    head = "<tr><td>序号<td>项目<td>单位<td>甲县<td>乙区"
    page = f"<table>{head}<tr><td>1<td>住房<td>户<td>1<br>2<td>3<tr><td>2<td>就业<td>人<td>5<td>6</table>"
    (tmp_path / "表.html").write_text(page, "utf-8")
    draft = ms.read_notice(tmp_path / "表.html", name="moushi-2024", city="某市", year=2024)
    assert [row["unit"] for row in draft.plain["allocation"]["rows"]] == ["人"]
    assert any(q.reads == "没有录入，请补" for q in draft.questions)


def test_what_nobody_sees_on_a_page_is_not_read(tmp_path: Path) -> None:
    page = (
        "<meta charset=utf-8><script>document.write('<p>甲</p>')</script>"
        "<p hidden>乙<p style='display: none'>丙"
        "<p>看得见的<b>字</b></p><style>p {}</style><p>分<br>行"
    )
    (tmp_path / "a.html").write_text(page, "utf-8")
    blocks = read_document(tmp_path / "a.html").blocks
    assert [getattr(block, "text", "") for block in blocks] == ["看得见的字", "分", "行"]


def bare(page: str, more: str = "") -> bytes:
    """A PDF with one page of that content."""
    return (
        "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
        "2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 600 800] >>\nendobj\n"
        f"3 0 obj\n<< /Type /Page /Parent 2 0 R /Contents 4 0 R {more} >>\nendobj\n"
        f"4 0 obj\n<< /Length {len(page)} >>\nstream\n{page}\nendstream\nendobj\n"
        f"trailer\n<< /Root 1 0 R /Size 5 >>\n%%EOF\n"
    ).encode("latin-1")


DEEP = f"<p>{'<div>' * 300}"
TIMES = b"%PDF-1.4 4 0 obj\n<< /Filter /FlateDecode >>\nstream\n"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("空.pdf", b"  ", "文件是空的"),
        ("坏.pdf", b"%PDF-1.4\nxref", "没有文字|不是完好的 PDF"),
        ("扫描.pdf", bare("600 0 0 800 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI"), "扫描的图片"),
        ("密.pdf", b"%PDF-1.4\ntrailer << /Enc#72ypt 5 0 R >>", "密码或使用限制"),
        ("旧.pdf", b"%PDF-1.4\n<< /Filter [/LZWDecode] >>", "很旧的压缩方法"),
        ("弹.pdf", TIMES + zlib.compress(b"0" * 20_000), "压缩炸弹"),
        ("双.pdf", TIMES + zlib.compress(zlib.compress(b"0" * 20_000)), "压缩炸弹"),
        ("深.html", DEEP.encode(), "套得太深"),
        ("宽.html", b"<table><tr><td colspan=99999>x</table>", "太大"),
        ("怪.html", b"<table><tr><td rowspan=-1>x</table>", "rowspan=-1"),
        ("图.docx", b"\x89PNG\r\n", "这是图片"),
        ("文.doc", b"{\\rtf1", "RTF"),
        ("式.ofd", b"PK\x03\x04..OFD.xml", "OFD"),
        ("存.mht", b"MIME-Version: 1.0", "mht"),
        ("密.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "加了密码，或者其实是 doc"),
        ("旧.wps", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "另存为 docx"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, data: bytes, said: str
) -> None:
    monkeypatch.setattr(inflated, "MOST_INFLATED", 10_000)
    (tmp_path / name).write_bytes(data)
    with pytest.raises(ms.DataError, match=said) as caught:
        read_document(tmp_path / name)
    assert all(problem.todo for problem in caught.value.problems)


@given(st.integers(0, 400), st.binary(min_size=1, max_size=8), st.sampled_from(["qinghe-2024.pdf", "page"]))
def test_damaged_files_are_read_or_refused_in_our_words(at: int, junk: bytes, which: str) -> None:
    data = (NOTICE.parent / which).read_bytes() if which != "page" else bare("BT ET")
    place = at * len(data) // 400
    with contextlib.suppress(ms.DataError):
        pdf_document(data[:place] + junk + data[place + len(junk) :], "坏.pdf")
