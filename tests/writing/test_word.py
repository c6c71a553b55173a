"""Word files: the text of the value, in the layout of the standard, on the office's own template."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import docx
import docx.table
import pytest

import minsheng as ms
from minsheng.writing.letter import Letter, Line, Look
from minsheng.writing.word import PLACE, write_letter
from tests.bulletins.invented import LIGHTS, P, invented

TABLE = ms.Table(
    ("地区", "完成率"), (("平江县", "50.00%"), ("=1+1", "/")), title="各地完成率", numeric=("完成率",)
)
LETTER = Letter(
    (
        Line("关于进展情况\n的通报", Look.TITLE),
        Line("〔2023〕1号", Look.NUMBER),
        Line("一、总体", Look.HEADING),
        Line("<b>甲</b> & “乙”\u202e"),
        Line("某办", Look.SIGNATURE),
    ),
    (TABLE,),
)


def texts(path: Path) -> list[str]:
    """All that a Word file says, in order: paragraphs and the cells of tables."""
    document = docx.Document(str(path))
    found = []
    for block in document.iter_inner_content():
        if isinstance(block, docx.table.Table):
            found += [cell.text for row in block.rows for cell in row.cells]
        else:
            found.append(block.text)
    return [text.replace("\n", "") for text in found if text]


def expected(letter: Letter) -> list[str]:
    lines = [line.plain for line in letter.lines]
    for number, table in letter.headed():
        lines += [number, table.title, *table.columns, *(cell for row in table.rows for cell in row)]
    return [line for line in lines if line]


def millimetres(length: Any) -> int:
    return int(length.mm + 0.5)


def test_it_says_what_the_letter_says(tmp_path: Path) -> None:
    write_letter(LETTER, tmp_path / "a.docx")
    assert texts(tmp_path / "a.docx") == expected(LETTER)


def test_its_page_is_that_of_the_standard(tmp_path: Path) -> None:
    wide = ms.Table(
        tuple(f"第{n}列" for n in range(30)), (tuple("100.00%" for _ in range(30)),), title="宽表"
    )
    write_letter(Letter(LETTER.lines, (TABLE, wide)), tmp_path / "a.docx")
    document = docx.Document(str(tmp_path / "a.docx"))
    upright, narrow, across = document.sections
    assert [millimetres(side) for side in (upright.page_width, upright.page_height)] == [210, 297]
    margins = (upright.top_margin, upright.bottom_margin, upright.left_margin, upright.right_margin)
    assert [millimetres(side) for side in margins] == [37, 35, 28, 26]
    assert narrow.orientation != across.orientation
    assert document.settings.odd_and_even_pages_header_footer
    assert "PAGE" in upright.footer._element.xml
    assert upright.even_page_footer.paragraphs[0].alignment == 0
    assert upright.footer.paragraphs[0].alignment == 2
    body: Any = document.styles["民生正文"]
    assert round(body.font.size.pt) == 16
    assert body.paragraph_format.line_spacing.pt == 28.95
    assert '"仿宋_GB2312"' in body.element.xml
    rows = document.tables[0]._element.tr_lst
    assert all("w:cantSplit" in row.xml for row in rows)
    assert ["w:tblHeader" in row.xml for row in rows] == [True, False, False]


def test_equal_letters_give_equal_bytes(tmp_path: Path) -> None:
    for name in ("a.docx", "b.docx"):
        write_letter(LETTER, tmp_path / name)
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()


def test_a_template_keeps_its_heads_and_styles(tmp_path: Path) -> None:
    own = docx.Document()
    own.sections[0].header.paragraphs[0].text = "岳阳市人民政府办公室文件"
    own.add_paragraph("（内部资料）")
    own.add_paragraph(PLACE)
    own.add_paragraph("抄送：市委办")
    title: Any = own.styles["Title"]
    title.font.name = "方正大标宋"
    own.save(str(tmp_path / "红头.docx"))
    write_letter(LETTER, tmp_path / "a.docx", template=tmp_path / "红头.docx")
    said = texts(tmp_path / "a.docx")
    assert said[0] == "（内部资料）"
    assert said[1 : 1 + len(LETTER.lines)] == [line.plain for line in LETTER.lines]
    assert said[1 + len(LETTER.lines)] == "抄送：市委办"
    document = docx.Document(str(tmp_path / "a.docx"))
    assert document.sections[0].header.paragraphs[0].text == "岳阳市人民政府办公室文件"
    style = document.paragraphs[1].style
    assert style is not None
    assert style.name == "Title"


def test_what_is_there_is_replaced_only_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_text("旧")
    with pytest.raises(ValueError, match="give overwrite"):
        write_letter(LETTER, path)
    assert path.read_text() == "旧"
    write_letter(LETTER, path, overwrite=True)
    assert texts(path) == expected(LETTER)
    with pytest.raises(ValueError, match="is written to"):
        write_letter(LETTER, tmp_path / "a.doc")


@pytest.mark.parametrize("bad", [b"", b"not a document", b"PK\x03\x04"])
def test_a_template_that_is_no_document_is_refused(tmp_path: Path, bad: bytes) -> None:
    (tmp_path / "t.docx").write_bytes(bad)
    with pytest.raises(ms.DataError, match=r"t\.docx"):
        write_letter(LETTER, tmp_path / "a.docx", template=tmp_path / "t.docx")
    assert not (tmp_path / "a.docx").exists()


def test_a_whole_bulletin_says_what_its_markdown_says(tmp_path: Path) -> None:
    bulletin = ms.bulletin(P, invented(6), "2023年6月", lights=LIGHTS)
    bulletin.to_docx(tmp_path / "通报.docx")
    assert texts(tmp_path / "通报.docx") == expected(bulletin.letter())
    plain = bulletin.to_markdown().replace("\\", "")
    at = 0
    for text in texts(tmp_path / "通报.docx")[: len(bulletin.letter().lines)]:
        at = plain.index(text.replace("\\", ""), at)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_libreoffice_opens_it(tmp_path: Path) -> None:
    """It is read whole by another program, which finds the same text and makes pages of it."""
    bulletin = ms.bulletin(P, invented(6), "2023年6月", lights=LIGHTS)
    bulletin.to_docx(tmp_path / "a.docx")
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    for kind in ("txt:Text (encoded):UTF8", "pdf"):
        command = ["soffice", home, "--headless", "--convert-to", kind, "--outdir", str(tmp_path), "a.docx"]
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    words = "".join((tmp_path / "a.txt").read_text("utf-8-sig").split())
    for line in bulletin.letter().lines:
        assert "".join(line.plain.split()) in words
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
