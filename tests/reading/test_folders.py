"""Many files as one register: headings of each its own, and what two of them say of the same thing."""

from __future__ import annotations

from pathlib import Path

import pytest

import minsheng as ms
from minsheng.cli import main

P = ms.load("yueyang-2023")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A month's files of three counties, one of them sent twice, and one that is no table."""
    month = tmp_path / "2023-06"
    (month / "汨罗市").mkdir(parents=True)
    files = {
        "a.csv": "平江县民生实事进展\n指标,任务数,完成数\njobs,5900,3100\n",
        "岳阳县.csv": "考核指标,目标（人）,已完成（人）,看不懂\njobs,5850,3000,3\n",
        "平江县更正.csv": "指标,任务数,完成数\njobs,5900,3200\n",
        "汨罗市/表.csv": "实事内容,累计完成\nelevators,5台\n",
        "坏.xlsx": "x",
        "~$a.xlsx": "lock",
        "说明.txt": "请如实填报",
    }
    for name, text in files.items():
        (month / name).write_text(text, "gb18030")
    return month


def test_a_folder_is_one_register(folder: Path) -> None:
    progress = ms.read_progress(folder, P)
    assert sorted((r.indicator, r.area, str(r.value), str(r.period)) for r in progress.records) == [
        ("elevators", "汨罗市", "5 台", "2023年6月"),
        ("jobs", "岳阳县", "3000 人", "2023年6月"),
        ("jobs", "平江县", "3100 人", "2023年6月"),
        ("jobs", "平江县", "3200 人", "2023年6月"),
    ]
    assert [aside.source for aside in progress.aside] == ["2023-06/坏.xlsx"]
    clash, aside = progress.notes
    assert aside == "文件夹里不是表格的，没有读：~$a.xlsx、说明.txt"
    where = "2023-06/a.csv 第3行，2023-06/平江县更正.csv 第2行"
    assert clash == f"jobs 平江县 2023年6月 有两处：{where}；一处是 3100 人，一处是 3200 人"
    assert {sheet.sheet: sheet.lines for sheet in progress.intake.sheets if not sheet.why} == {
        "2023-06/a.csv": 1, "2023-06/岳阳县.csv": 1, "2023-06/平江县更正.csv": 1, "2023-06/汨罗市/表.csv": 1,
    }  # fmt: skip
    assert [column.header for column in progress.intake.unread] == ["看不懂"]


def test_what_is_told_of_columns_need_not_be_in_every_file(folder: Path) -> None:
    progress = ms.read_progress(folder, P, columns={"看不懂": "aside"})
    assert progress.intake.unread == ()
    (folder / "坏.xlsx").unlink()
    with pytest.raises(ms.DataError, match="没有指明的列“没有的”"):
        ms.read_progress(folder, P, columns={"没有的": "aside"}, strict=True)


def test_strict_tells_what_is_wrong_with_all_files(folder: Path) -> None:
    with pytest.raises(ms.DataError) as raised:
        ms.read_progress(folder, P, strict=True)
    assert [problem.where for problem in raised.value.problems] == [
        "2023-06/坏.xlsx",
        "2023-06/岳阳县.csvD列“看不懂”",
    ]


def test_what_is_no_table_is_told_once_and_keeps_nothing_from_being_read(folder: Path) -> None:
    (folder / "坏.xlsx").unlink()
    (folder / "汨罗市/填报说明.csv").write_text("填报说明\n请如实填报,盖章后报送\n", "utf-8")
    for name in ("通知.docx", "Thumbs.db", ".DS_Store", "对照.toml"):
        (folder / name).write_bytes(b"")
    progress = ms.read_progress(folder, P, columns={"看不懂": "aside"}, strict=True)
    assert progress.aside == ()
    assert [note for note in progress.notes if "不是表格" in note] == [
        "文件夹里不是表格的，没有读：Thumbs.db、~$a.xlsx、说明.txt、通知.docx、汨罗市/填报说明.csv"
    ]


@pytest.mark.parametrize("text", ["", "甲,乙\n平江县,3\n", "指标,县市区,完成数\n厕所,平江县,已完成\n"])
def test_a_file_that_may_be_a_report_is_not_passed_over(folder: Path, text: str) -> None:
    (folder / "坏.xlsx").unlink()
    (folder / "报来.csv").write_text(text, "utf-8")
    with pytest.raises(ms.DataError, match="报来"):
        ms.read_progress(folder, P, columns={"看不懂": "aside"}, strict=True)


def test_a_folder_without_any_table_is_refused(tmp_path: Path) -> None:
    (tmp_path / "说明.csv").write_text("请如实填报\n", "utf-8")
    with pytest.raises(ms.DataError, match="没有一个文件里有表格"):
        ms.read_progress(tmp_path, P)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ms.DataError, match="没有表格文件"):
        ms.read_progress(tmp_path, P)


def test_the_command_line_takes_folders_and_says_what_was_read(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    aliases = folder / "别名.toml"
    aliases.write_text('"甲" = "平江县"\n', "utf-8")
    given = [str(folder / "a.csv"), str(folder / "岳阳县.csv"), "--period", "2023年6月"]
    assert main(["progress", "yueyang-2023", *given, "--aliases", str(aliases), "--intake"]) == 1
    printed = capsys.readouterr().out
    assert "读了 2 张表、2 行、6 列；1 列有数而没有读" in printed
    assert "没有读：岳阳县.csv D列“看不懂”：表头看不懂" in printed
    (folder / "c.csv").write_text("指标,甲,乙\njobs,3万人,2\n", "utf-8")
    given = ["--columns", "B=完成数", "C=不用", "--area", "平江县", "--strict", "--period", "2023年6月"]
    assert main(["progress", "yueyang-2023", str(folder / "c.csv"), *given, "--areas"]) == 0


def test_an_area_given_for_a_folder_is_not_that_of_other_areas_tables(folder: Path) -> None:
    """Every county's figures became those of the one, and were kept so for next month."""
    (folder / "经开.csv").write_text("开发区上报\n指标,任务数,完成数\njobs,8000,4100\n", "gb18030")
    read = ms.read_progress(folder, P, area="岳阳经开区", learn=True)
    assert {(r.area, str(r.value)) for r in read.records} == {("岳阳经开区", "4100 人")}
    assert any("标题写的是“平江县”，area= 给的是“岳阳经开区”" in one.why for one in read.aside)
    kept = (folder.parent / "对照.toml").read_text(encoding="utf-8")
    assert kept.count('area = "岳阳经开区"') == 1


def test_what_two_sources_of_a_command_say_of_the_same_thing_is_told(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In one folder it was told, in two it was not."""
    other = tmp_path / "2023-07"
    other.mkdir()
    (other / "平江县6月更正.csv").write_text("2023年6月\n指标,任务数,完成数\njobs,5900,3300\n", "gb18030")
    main(["progress", "yueyang-2023", str(folder), str(other)])
    said = capsys.readouterr().out
    assert "有两处：2023-06/a.csv 第3行，2023-07/平江县6月更正.csv 第3行" in said
    assert "一处是 3100 人，一处是 3300 人" in said
