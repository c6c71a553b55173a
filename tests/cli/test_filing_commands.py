"""``minsheng forms`` and ``minsheng register``: from the form sent out to the register kept."""

from __future__ import annotations

from pathlib import Path

import pytest

import minsheng as ms
from minsheng.cli import main
from tests.writing.edited import filled_in

HELD, FOUND, CANNOT_RUN = 0, 1, 2
Capture = pytest.CaptureFixture[str]
P = ms.load("yueyang-2023")


def test_from_blank_forms_to_a_register(tmp_path: Path, capsys: Capture) -> None:
    out = tmp_path / "6月"
    asked = ["forms", "yueyang-2023", "--period", "2023年6月", "--out", str(out)]
    assert main(asked) == HELD
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "写了 15 个文件："
    assert said[1].strip() == str(out / "平江县2023年6月.xlsx")
    assert main(asked) == CANNOT_RUN
    assert "--force" in capsys.readouterr().err
    assert main([*asked, "--force"]) == HELD

    form = out / "平江县2023年6月.xlsx"
    form.write_bytes(filled_in(form.read_bytes(), {"F9": "3100"}))
    kept = tmp_path / "台账.xlsx"
    register = ["register", "yueyang-2023", str(out), "--out", str(kept), "--lights", "yinchuan-2025"]
    capsys.readouterr()
    assert main(register) == HELD
    assert capsys.readouterr().out == f"写了 {kept}：进度：1 个数\n"
    [record] = ms.read_progress(kept, P).records
    assert (record.indicator, record.area, str(record.value)) == ("jobs", "平江县", "3100 人")
    assert main(register) == CANNOT_RUN
    assert "已有这个文件" in capsys.readouterr().err

    july = tmp_path / "7月"
    asked = ["forms", "yueyang-2023", "--period", "2023年7月", "--out", str(july), "--per", "agency"]
    assert main([*asked, "--progress", str(kept)]) == HELD
    assert (july / "市人社局2023年7月.xlsx").exists()


def test_what_was_not_read_is_told(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "6月.csv").write_text("指标,县市区,完成数\njobs,平江县,3100人\njobs,华容,3人\n", "utf-8")
    out = tmp_path / "台账.csv"
    given = [
        "register",
        "yueyang-2023",
        str(tmp_path / "6月.csv"),
        "--period",
        "2023年6月",
        "--out",
        str(out),
    ]
    assert main(given) == CANNOT_RUN  # a CSV file has no place for the line set aside
    assert "请写成 .xlsx" in capsys.readouterr().err
    given[-1] = str(tmp_path / "台账.xlsx")
    assert main(given) == FOUND
    assert "未计入：6月.csv 第3行：没有地区“华容”" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("period", "said"),
    [("2022年6月", "不是 2023 年的期间"), ("某月", "不是一个期间"), ("2023年1月", "以前的数")],
)
def test_periods_that_cannot_be(tmp_path: Path, capsys: Capture, period: str, said: str) -> None:
    given = ["forms", "yueyang-2023", "--period", period, "--out", str(tmp_path / "空")]
    may = tmp_path / "5月.csv"
    may.write_text("2023年5月完成情况,,\n指标,县市区,完成数\njobs,平江县,3100人\n", "utf-8")
    assert main([*given, "--progress", str(may)]) == CANNOT_RUN
    assert said in capsys.readouterr().err
    assert not (tmp_path / "空").exists()
