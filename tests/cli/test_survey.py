"""``minsheng survey``: how many to ask, and what the answers say."""

from __future__ import annotations

from pathlib import Path

import pytest

from minsheng.cli import main

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def households(tmp_path: Path) -> str:
    file = tmp_path / "户数.csv"
    file.write_text("县市区,总户数\n平江县,300000\n云溪区,52000\n南湖新区,40000\n", "utf-8")
    return str(file)


@pytest.fixture
def answers(tmp_path: Path) -> str:
    file = tmp_path / "答卷.csv"
    file.write_text("地区,项,满意,基本满意,不满意\n平江县,入户,690,45,30\n云溪区,入户,120,18,12\n", "utf-8")
    return str(file)


def test_how_many_to_ask(households: str, capsys: Capture) -> None:
    assert main(["survey", "--margin", "3", "--least", "150", "--households", households]) == 0
    out = capsys.readouterr().out
    assert "1078" in out
    assert "778" in out


def test_what_they_say(answers: str, households: str, capsys: Capture) -> None:
    assert main(["survey", answers]) == 0
    assert "全市：访问 915" in capsys.readouterr().out
    assert main(["survey", answers, "--households", households]) == 1  # nobody was asked in one of them
    assert "全市：有的地区没有访问，满意率不知道" in capsys.readouterr().out


@pytest.mark.parametrize(("options", "said"), [
    ([], "只做一样"),
    (["答卷.csv", "--margin", "3"], "只做一样"),
    (["答卷.csv", "--least", "3"], "--least 在看结果时用不上"),
    (["--margin", "3", "--counts", "一般=0.5", "--households", "H"], "--counts 在算访问多少户时用不上"),
    (["--margin", "3"], "请用 --households 给出"),
    (["--margin", "三%", "--households", "H"], "--margin “三%”不是数"),
    (["--margin", "0", "--households", "H"], "请写大于 0 的百分点"),
    (["--margin", "51", "--households", "H"], "请写 0 到 50 的数"),
    (["--margin", "3", "--least", "0", "--households", "H"], "--least 不能小于 1"),
    (["--margin", "3", "--ties", "luck", "--households", "H"], "--ties 没有“luck”"),
    (["A", "--counts", "基本满意=2"], "--counts 基本满意 是 2"),
    (["A", "--counts", "一般=0"], "没有人可以答；答卷里有：满意、基本满意、不满意"),
    (["A", "--item", "电话"], "没有评分项“电话”"),
])  # fmt: skip
def test_what_cannot_be_meant_is_refused(
    options: list[str], said: str, households: str, answers: str, capsys: Capture
) -> None:  # fmt: skip
    given = {"H": households, "A": answers}
    assert main(["survey", *(given.get(option, option) for option in options)]) == 2
    assert said in capsys.readouterr().err


def test_an_answer_between_pleased_and_not_is_asked_about(tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "窗口.csv"
    file.write_text("县市区,很满意,一般,不满意\n平江县,60,20,20\n", "utf-8")
    assert main(["survey", str(file)]) == 2
    assert "一般按几成算满意，请用 --counts 写明" in capsys.readouterr().err
    assert main(["survey", str(file), "--counts", "一般=0.5"]) == 0
    assert "平江县   100  70.00%" in capsys.readouterr().out


def test_an_area_without_households(answers: str, tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "户数.csv"
    file.write_text("地区,户数\n平江县,300000\n", "utf-8")
    assert main(["survey", answers, "--households", str(file)]) == 2
    assert "没有地区“云溪区”" in capsys.readouterr().err


def test_a_table_of_households_is_read_with_care(tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "户数.csv"
    file.write_text("地区,户数\n平江县,30万\n平江县,5\n云溪区,1.5\n合计,9\n", "utf-8")
    assert main(["survey", "--margin", "3", "--households", str(file)]) == 2
    said = capsys.readouterr().err
    for part in ("第2行", "第4行", "第5行", "合计"):
        assert part in said
