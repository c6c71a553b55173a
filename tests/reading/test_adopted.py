"""What areas have adopted, from a CSV file."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

import minsheng as ms

HEADER = "县市区,标准,执行标准,执行日期,依据\n"


def write(path: Path, *lines: str) -> Path:
    path.write_text(HEADER + "\n".join(lines) + "\n", "utf-8")
    return path


def test_rows_by_id_or_by_text(tmp_path: Path, yueyang: ms.Programme) -> None:
    text = yueyang.standard("subsistence-urban").text
    path = write(
        tmp_path / "adopted.csv",
        "君山区,subsistence-rural,640元/月,2023-01-01,君政发〔2023〕1号",
        f"平江县,{text},650 元/月,2023-07-01,",
    )
    first, second = ms.read_adopted(path, yueyang)
    assert first.amount == ms.Amount(7680, "元/年")
    assert first.source == "君政发〔2023〕1号"
    assert second.standard == "subsistence-urban"
    assert second.effective == datetime.date(2023, 7, 1)


def test_all_its_problems_at_once(tmp_path: Path, yueyang: ms.Programme) -> None:
    path = write(
        tmp_path / "adopted.csv",
        "君山,subsistence-rural,640元/月,2023-01-01,",
        "平江县,rural,640元/月,2023-01-01,",
        "平江县,subsistence-rural,640,2023-01-01,",
        "平江县,subsistence-rural,640元/月·人,2023-01-01,",
        "平江县,subsistence-rural,640元/月,去年,",
        "平江县,subsistence-rural",
    )
    with pytest.raises(ms.DataError) as caught:
        ms.read_adopted(path, yueyang)
    said = [str(p) for p in caught.value.problems]
    assert len(said) == 6
    assert said[5] == "adopted.csv 第7行：“数额、执行日期”空着；请补上，或删去这一行"
    assert said[0] == "adopted.csv 第2行“县市区”列：没有地区“君山”，最接近的是“君山区”"
    assert said[1].startswith("adopted.csv 第3行“标准”列：没有标准“rural”；有：subsistence-urban、")
    assert said[2] == "adopted.csv 第4行“执行标准”列：“640”：缺少单位"
    assert "单位是“元/月·人”，这项标准的单位是“元/年”" in said[3]
    assert said[4] == "adopted.csv 第6行“执行日期”列：“去年”不是日期；请写成 2023-06-30"


def test_per_person_figures_with_the_reading(tmp_path: Path) -> None:
    programme = ms.load("yueyang-2023", readings={"subsistence-per-person": "per-person"})
    path = write(tmp_path / "adopted.csv", "岳阳楼区,subsistence-rural,644元/月·人,2023-01-01,")
    assert ms.read_adopted(path, programme)[0].amount == ms.Amount(7728, "元/年·人")


def test_wrong_columns(tmp_path: Path, yueyang: ms.Programme) -> None:
    path = tmp_path / "adopted.csv"
    path.write_text("地区,金额\n平江县,640元/月\n", "utf-8")
    with pytest.raises(ms.DataError) as caught:
        ms.read_adopted(path, yueyang)
    said = [str(p) for p in caught.value.problems]
    assert said[0].startswith("adopted.csv 第1行：不认识的列“金额”；可用的列：地区、标准、数额、执行日期")
    assert "缺少“标准”列" in said[1]
