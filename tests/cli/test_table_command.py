"""``minsheng table``: what a decision table says, and the cases that it leaves out."""

from __future__ import annotations

from pathlib import Path

import pytest

import minsheng as ms
from minsheng.cli import ALL_HELD, COULD_NOT_RUN, FINDINGS, main


def test_a_table_is_shown_with_its_gaps(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "等次.csv"
    path.write_text("分数,等次\n90以上,优\n", "utf-8")
    assert main(["table", str(path)]) == FINDINGS
    assert "没有行的情形 1 种" in capsys.readouterr().out
    path.write_text("分数,等次\n90以上,优\n不满90,良\n", "utf-8")
    assert main(["table", str(path)]) == ALL_HELD
    assert "没有空缺，也没有重叠" in capsys.readouterr().out
    ms.writing.write_dmn(ms.read_decision_table(path), tmp_path / "等次.dmn")
    assert main(["table", str(tmp_path / "等次.dmn"), "--format", "csv"]) == ALL_HELD
    assert main(["table", str(tmp_path / "等次.dmn"), "--result", "等次"]) == COULD_NOT_RUN
    path.write_text("分数,等次\n90以上,优\n90,良\n", "utf-8")
    assert main(["table", str(path)]) == COULD_NOT_RUN
    assert "第2行、第3行有同样的情形" in capsys.readouterr().err


def test_whole_numbers_have_nothing_between_them(tmp_path: Path) -> None:
    path = tmp_path / "档.csv"
    path.write_text("人数（人）,档\n2人以下,甲\n3人以上,乙\n", "utf-8")
    assert main(["table", str(path)]) == FINDINGS
    assert main(["table", str(path), "--whole", "人数"]) == ALL_HELD
    assert main(["table", str(path), "--whole", "人"]) == COULD_NOT_RUN
