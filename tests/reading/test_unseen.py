"""Characters that nobody sees: taken out of tables and said, refused where they change what is seen."""

from __future__ import annotations

import io
import shutil
from importlib.resources import files
from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it brings no types

import minsheng as ms
from minsheng.published.reading import read_published
from minsheng.reading.marks import read_marks
from minsheng.reading.progress import read_progress
from minsheng.visible import UNSEEN
from tests.reading.registers import SMALL

HARMFUL = ["\u202a", "\u202e", "\u2066", "\u2069", "\x1b", "\x07", "\x7f", "\x9b", "\ufff9", "\u2028"]
HEAD = "指标,地区,完成数"


def as_csv(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def as_workbook(*lines: str) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for row, line in enumerate(lines):
            sheet.write_row(row, 0, line.split(","))
    return out.getvalue()


@pytest.mark.parametrize("file", [as_csv, as_workbook])
@pytest.mark.parametrize("character", UNSEEN)
def test_what_nobody_sees_is_taken_off_and_said(file: object, character: str) -> None:
    assert callable(file)
    line = f"jo{character}bs,{character}甲县,3{character}万人{character}"
    progress = read_progress(file(HEAD, line, "roads,甲县,5公里"), SMALL, period="2023年6月", strict=True)
    assert [(r.indicator, r.area, str(r.value)) for r in progress.records] == [
        ("jobs", "甲县", "3 万人"),
        ("roads", "甲县", "5 公里"),
    ]
    [note] = progress.notes
    assert "第2行A列等 3 格去掉了看不见的字符" in note
    assert f"U+{ord(character):04X}" in note


def test_so_it_is_in_records_and_headers() -> None:
    rows = [{"指\u200b标": "jobs", "地区": "甲县\u200d", "完成数": "3万人"}]
    progress = read_progress(rows, SMALL, period="2023年6月", strict=True)
    assert progress.records[0].area == "甲县"
    assert len(progress.notes) == 1


@pytest.mark.parametrize("space", [" ", "\xa0", "\u3000", "\u2003"])
def test_spaces_at_the_ends_of_names_do_not_matter(space: str) -> None:
    line = f"{space}jobs{space},{space}甲县{space},{space}3万人{space}"
    [record] = read_progress(as_csv(HEAD, line), SMALL, period="2023年6月", strict=True).records
    assert (record.indicator, record.area, str(record.value)) == ("jobs", "甲县", "3 万人")


@pytest.mark.parametrize("character", HARMFUL)
def test_a_cell_that_changes_what_is_seen_is_set_aside(tmp_path: Path, character: str) -> None:
    lines = (HEAD, f"jobs,甲{character}县,3万人", "roads,甲县,5公里")
    progress = read_progress(as_csv(*lines), SMALL, period="2023年6月")
    assert [record.indicator for record in progress.records] == ["roads"]
    [aside] = progress.aside
    assert f"看不见的控制字符 U+{ord(character):04X}" in aside.why
    with pytest.raises(ms.DataError, match=f"第2行B列.*U\\+{ord(character):04X}"):
        read_published(as_csv(*lines))
    (tmp_path / "分.csv").write_bytes(as_csv("对象,项,数", f"甲{character}县,x,1"))
    with pytest.raises(ms.DataError, match=f"第2行A列.*U\\+{ord(character):04X}"):
        read_marks(tmp_path / "分.csv")


@pytest.mark.parametrize("line", [0, 1])
def test_a_header_that_changes_what_is_seen_is_refused(line: int) -> None:
    lines = ["2023年6月,,", HEAD, "jobs,甲县,3万人"]
    lines[line] = "\u202e" + lines[line]
    with pytest.raises(ms.DataError, match=f"第{line + 1}行A列.*U\\+202E"):
        read_progress(as_csv(*lines), SMALL, period="2023年6月")


# --- programmes, schemes, policies -------------------------------------------------------


def shipped(tmp_path: Path) -> Path:
    folder = tmp_path / "岳阳"
    shutil.copytree(Path(str(files("minsheng") / "data" / "yueyang-2023")), folder)
    return folder


@pytest.mark.parametrize("file", ["areas.csv", "allocation.csv", "projects.toml", "programme.toml"])
@pytest.mark.parametrize("character", ["\u202e", "\\u001b", "\u200b", "\u2069"])
def test_a_programme_with_them_is_refused_with_the_place(tmp_path: Path, file: str, character: str) -> None:
    folder = shipped(tmp_path)
    text = (folder / file).read_text("utf-8")
    sought = "平江县" if file.endswith("csv") else 'title = "'
    if file.endswith("csv"):
        character = character.encode().decode("unicode_escape") if "\\" in character else character
    (folder / file).write_text(text.replace(sought, sought + character, 1), "utf-8")
    with pytest.raises(ms.DataError) as raised:
        ms.load(folder)
    code = "001B" if "1b" in character.encode("unicode_escape").decode() else f"{ord(character):04X}"
    told = str(raised.value.problems[0])
    assert told.startswith(f"{file} 第")
    assert f"U+{code}" in told


# --- shown -------------------------------------------------------------------------------


@pytest.mark.parametrize("character", [*HARMFUL, "\u200b", "\x00", "\ud800"])
def test_no_table_prints_them(character: str) -> None:
    name = f"平江{character}县"
    table = ms.Table((name, "乙"), ((name, "1\n2"),), title=name)
    for text in (str(table), table.to_markdown(), table.to_html()):
        assert character not in text
        assert character.encode("unicode_escape").decode() in text.replace("\\\\", "\\")


def test_no_error_of_the_command_line_prints_them(capsys: pytest.CaptureFixture[str]) -> None:
    from minsheng.cli import main

    assert main(["check", "\x1b[2J\u202e"]) == 2
    assert main(["check", "\x1b[2J\u202e/没有"]) == 2
    printed = capsys.readouterr().err
    assert "\x1b" not in printed
    assert "\u202e" not in printed
    assert printed.count("\\u202e") == 2


def test_no_source_holds_them(tmp_path: Path) -> None:
    path = tmp_path / "进\x1b[2J度\u202e.csv"
    path.write_bytes(as_csv(HEAD, "jobs,甲县,3万人", "jobs,丙县,3万人"))
    progress = read_progress(path, SMALL, period="2023年6月")
    for source in (progress.records[0].source, progress.aside[0].source):
        assert source.startswith("进\\x1b[2J度\\u202e.csv 第")
