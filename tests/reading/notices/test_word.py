"""Word files: the real notice with merged cells reads as its text does; hostile ones are refused."""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

import minsheng as ms
from minsheng.reading.notices.document import unmerged
from minsheng.reading.notices.word import word_document
from minsheng.reading.tables.sheet import Sheet
from tests.reading.notices.test_notice import NOTICE

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p>{properties}<w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def cell(text: str, across: int = 1, merge: str = "") -> str:
    span = f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
    down = f'<w:vMerge w:val="{merge}"/>' if merge == "restart" else "<w:vMerge/>" if merge else ""
    return f"<w:tc><w:tcPr>{span}{down}</w:tcPr>{paragraph(text)}</w:tc>"


def table(rows: list[str]) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def word(path: Path, body: str, head: str = "") -> Path:
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr(
            "word/document.xml", f'{head}<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'
        )
    return path


def with_merged_cells(lines: list[str]) -> str:
    """A table of the text: blanks below a label are merged with it, blanks beside words too."""
    rows = [line.split("\t") for line in lines]
    made = []
    for n, row in enumerate(rows):
        below = n + 1 < len(rows) and not rows[n + 1][0]
        cells, c = [], 0
        while c < len(row):
            across = 1
            if len(row[c]) > 8:  # a text, wider than a column, spans the blanks beside it
                across += next((i for i, text in enumerate(row[c + 1 :]) if text), len(row) - c - 1)
            if c == 0 and n > 1 and not row[0]:
                cells.append(cell("", 1, "continue"))
            elif c == 0 and n > 1 and below and row[0].isdecimal():
                cells.append(cell(row[0], 1, "restart"))
            else:
                cells.append(cell(row[c], across))
            c += across
        made.append("".join(cells))
    return table(made)


def document(path: Path, text: str) -> Path:
    """A Word file with the paragraphs and tables of a text, cells merged."""
    body, rows = [], list[str]()
    for line in [*text.split("\n"), ""]:
        if "\t" in line:
            rows.append(line)
            continue
        if rows:
            body.append(with_merged_cells(rows))
            rows = []
        body.append(paragraph(line))
    return word(path, "".join(body))


def test_the_notice_as_a_word_file_is_the_same_draft(tmp_path: Path) -> None:
    file = document(tmp_path / "通知.docx", NOTICE.read_text("utf-8"))
    own, text = (ms.read_notice(source, name="yueyang-2023") for source in (file, NOTICE))
    assert own.plain == text.plain
    assert own.questions == text.questions


LABELS = st.sampled_from(["甲", "乙", ""])


@given(
    st.lists(st.lists(st.tuples(LABELS, st.integers(1, 3)), min_size=1, max_size=4), min_size=1, max_size=4)
)
def test_what_a_merged_cell_covers_is_blank_but_for_the_first(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[tuple[str, int]]]
) -> None:
    made = ["".join(cell(text, across) for text, across in row) for row in rows]
    file = word(tmp_path_factory.getbasetemp() / "表.docx", table(made))
    [sheet] = word_document(file.read_bytes(), file.name).blocks
    assert isinstance(sheet, Sheet)
    flat = [[t for text, across in row for t in (text, *[""] * (across - 1))] for row in rows]
    width = max(map(len, flat))
    assert unmerged(sheet) == tuple(tuple(row + [""] * (width - len(row))) for row in flat)


def test_a_cell_merged_downwards_stands_once(tmp_path: Path) -> None:
    rows = [
        cell("1", 1, "restart") + cell("甲"),
        cell("", 1, "continue") + cell("乙"),
        cell("2") + cell("丙"),
    ]
    [sheet] = word_document(word(tmp_path / "a.docx", table(rows)).read_bytes(), "a.docx").blocks
    assert isinstance(sheet, Sheet)
    assert sheet.rows == (("1", "甲"), ("1", "乙"), ("2", "丙"))
    assert sheet.merged == ((0, 0, 1, 0),)


@pytest.mark.parametrize(
    ("body", "head", "said"),
    [
        ("<w:p>" * 300, "", "套得太深"),
        (table([cell("x", 600)]), "", "横跨 600 列"),
        (table(['<w:tc><w:tcPr><w:gridSpan w:val="-1"/></w:tcPr></w:tc>']), "", "横跨 -1 列"),
        ("", '<!DOCTYPE x [<!ENTITY a "b">]>', "不该有的定义"),
        ("<w:p>", "", "不是完好的 docx"),
        (table([f"<w:tc>{paragraph('', '<w:pPr><w:numPr/></w:pPr>')}</w:tc>"]), "", "自动编号"),
    ],
)
def test_hostile_and_lossy_files_are_refused(tmp_path: Path, body: str, head: str, said: str) -> None:
    with pytest.raises(ms.DataError, match=said):
        ms.read_notice(word(tmp_path / "坏.docx", body, head), name="moushi-2024")
