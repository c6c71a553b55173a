"""``minsheng acceptance``: from the blank forms of a step to what is found in the filled ones."""

from __future__ import annotations

from pathlib import Path

import pytest

import minsheng as ms
from minsheng.cli import main
from tests.invented_acceptance import DAY, P, smaller

HELD, FOUND, CANNOT_RUN = 0, 1, 2
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def year(tmp_path: Path) -> list[str]:
    """A few projects of the invented year as a folder, with its registers as files."""
    small, register, done = smaller()
    (tmp_path / "year.json").write_text(ms.dump(small), "utf-8")
    ms.write_table(register, tmp_path / "验收.csv")
    ms.writing.write_register(done, small, tmp_path / "完成.csv")
    return [str(tmp_path / name) for name in ("year.json", "验收.csv", "完成.csv")]


def test_forms_are_written_for_a_step(tmp_path: Path, capsys: Capture) -> None:
    asked = ["acceptance", "yueyang-2023", "--forms", "评估验收", "--out", str(tmp_path / "表")]
    assert main(asked) == HELD
    assert capsys.readouterr().out.splitlines()[0] == "写了 13 个文件："
    assert main(asked) == CANNOT_RUN
    assert "--force" in capsys.readouterr().err
    assert main([*asked, "--force"]) == HELD


def test_what_was_filled_in_is_checked(year: list[str], tmp_path: Path, capsys: Capture) -> None:
    programme, accepted, done = year
    asked = ["acceptance", programme, accepted, "--progress", done, "--on", str(DAY)]
    mended = tmp_path / "整改.csv"
    assert main([*asked, "--mending", str(mended)]) == FOUND
    said = capsys.readouterr().out
    assert "逾期未整改 37 天" in said
    assert "4 项，已整改 1，逾期未整改 3" in said
    assert mended.exists()
    assert main([*asked, "--rules", "V103,V104"]) == HELD
    capsys.readouterr()
    assert main([*asked, "--gaps", "agency", "--format", "csv"]) == HELD
    assert capsys.readouterr().out.splitlines()[1].startswith("市教体局,")


def test_the_check_of_a_programme_takes_what_was_accepted(year: list[str], capsys: Capture) -> None:
    programme, accepted, done = year
    asked = ["check", programme, "--progress", done, "--on", str(DAY), "--rules", "V103,V108"]
    assert main(asked) == FOUND  # nothing was judged
    assert "没有给出验收（acceptance）" in capsys.readouterr().out
    assert main([*asked, "--acceptance", accepted]) == FOUND
    assert "逾期未整改 37 天" in capsys.readouterr().out


def test_what_does_not_go_together_is_said(year: list[str], tmp_path: Path, capsys: Capture) -> None:
    programme, accepted, _ = year
    for asked, said in (
        (["acceptance", programme], "步骤有：county（评估验收）、review（汇总审核）、appraisal（考核评定）"),
        (["acceptance", programme, "--forms", "county"], "请用 --out 写明"),
        (["acceptance", programme, accepted, "--out", str(tmp_path)], "请用 --forms 写明哪一步"),
        (["acceptance", programme, accepted, "--gaps", "area"], "请用 --progress 给出"),
        (["acceptance", programme, "--forms", "town", "--out", str(tmp_path)], "town"),
    ):
        assert main(asked) == CANNOT_RUN
        assert said in capsys.readouterr().err
    assert P.acceptance


def test_one_form_that_cannot_be_read_does_not_refuse_the_others(
    year: list[str], tmp_path: Path, capsys: Capture
) -> None:
    programme, accepted, done = year
    (tmp_path / "表").mkdir()
    (tmp_path / "表" / "验收.csv").write_bytes(Path(accepted).read_bytes())
    (tmp_path / "表" / "另.et").write_bytes(b"PK")
    asked = ["acceptance", programme, str(tmp_path / "表"), "--progress", done, "--on", str(DAY)]
    rules = ["--rules", "V103,V104"]
    assert main([*asked, *rules]) == HELD
    assert "说明：文件夹里不是表格的，没有读：另.et" in capsys.readouterr().out
    (tmp_path / "表" / "坏.csv").write_text("指标,完成数\nelevators,3台\n", "utf-8")
    assert main([*asked, *rules]) == FOUND
    assert "未计入：表/坏.csv：认不出是哪一种表" in capsys.readouterr().out


def test_a_step_that_is_not_there_is_said_in_chinese(
    year: list[str], tmp_path: Path, capsys: Capture
) -> None:
    out = ["--out", str(tmp_path / "空")]
    assert main(["acceptance", year[0], "--forms", "初评", *out]) == CANNOT_RUN
    assert "没有验收步骤“初评”；有：评估验收（county）、汇总审核（review）" in capsys.readouterr().err
    assert main(["acceptance", *year[:2], "--forms", "评估验收", *out]) == CANNOT_RUN
    assert "评估验收是第一步" in capsys.readouterr().err
