"""Schemes from files: every fault at once, each with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

import minsheng as ms
from minsheng.loading.marks import read_answers, read_events, read_marks
from minsheng.loading.scheme import load_scheme

GOOD = """\
name = "mou"
title = "某市办法"
source = "某政发〔2024〕1号"
total = 30

[[items]]
id = "roads"
title = "农村公路"
form = "step"
weight = 10
indicators = ["roads"]
unit = "公里"
over = { size = "10 公里", points = 1, cap = 5 }
under = { size = "10 公里", points = 1 }

[[items]]
id = "survey"
title = "满意度"
form = "bands"
weight = 20
bands = [{ low = 90, points = 20 }, { low = 60, high = 90, points = 10 }, { high = 60, points = 0 }]

[[grades]]
name = "优"
low = 25

[[grades]]
name = "其他"
high = 25
"""


def problems(tmp_path: Path, text: str) -> list[str]:
    file = tmp_path / "mou.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ms.DataError) as caught:
        load_scheme(file)
    return [str(problem) for problem in caught.value.problems]


def test_a_file_and_a_folder_are_one_scheme(tmp_path: Path) -> None:
    (tmp_path / "scheme.toml").write_text(GOOD, encoding="utf-8")
    file = tmp_path / "mou.toml"
    file.write_text(GOOD, encoding="utf-8")
    assert load_scheme(tmp_path) == load_scheme(file) == load_scheme(str(file))
    assert load_scheme(file).digest() == load_scheme(tmp_path).digest()
    with pytest.raises(ms.UnknownName, match="hunan-2005"):
        load_scheme("hunan-2004")


@pytest.mark.parametrize(
    ("good", "bad", "found"),
    [
        ("weight = 10", "weight = 12", "mou.toml 第4行：各项满分合计 32 分，总分是 30 分"),
        ("low = 60, high = 90", "low = 60, high = 80", "mou.toml 第21行：80 与 90 之间没有说"),
        ("low = 60, high = 90", "low = 60, high = 95", "重叠"),
        ("high = 90, points = 10", "high = 90, points = 30", "做得少反而得分多"),
        ('over = { size = "10 公里"', 'over = { size = "10 个"', "mou.toml 第12行：单位或算式不合"),
        ('unit = "公里"\n', "", "单位或算式不合"),
        ('form = "step"', 'form = "steps"', "mou.toml 第9行：没有“steps”这种形式；可用的：all-or-nothing"),
        ('id = "survey"', 'id = "roads"', "mou.toml 第17行：id“roads”已经用于农村公路"),
        ("low = 25", "low = 40", "mou.toml"),
        ('name = "优"\nlow = 25', 'name = "优"\nlow = 25\nlow_closed = false', "25 不在任何一段里"),
        ("cap = 5", "cup = 5", "不认识的键“cup”"),
        ('indicators = ["roads"]\n', "", "这种形式要有目标和完成数"),
        ('source = "某政发〔2024〕1号"', 'source = ""', "没有写明出处"),
        ("total = 30", 'total = 30\norder = ["cap", "bonus"]', "次序应把扣分、加分、封顶保底各写一次"),
        ("total = 30", 'total = "三十个"', "不是"),
        ("points = 1, cap = 5", "points = -1, cap = 5", "超过目标反而扣分"),
        ("under = {", 'base = "0.2"\nunder = {', "满分 10 分得不到"),
        ("total = 30", "total = 30\ntotals = 3", "不认识的键“totals”"),
    ],
)
def test_each_fault_is_told_with_its_line(tmp_path: Path, good: str, bad: str, found: str) -> None:
    assert good in GOOD
    told = problems(tmp_path, GOOD.replace(good, bad, 1))
    assert any(found in one for one in told), told
    assert all(one.startswith("mou.toml") for one in told)


def test_all_faults_at_once(tmp_path: Path) -> None:
    text = (
        GOOD.replace("weight = 10", "weight = 12")
        .replace("high = 90,", "high = 95,")
        .replace('source = "某政发〔2024〕1号"', 'source = ""')
    )
    text += '\n[[vetoes]]\nid = "v"\ntitle = "否决"\nscope = "road"\nitem = "survey"\n'
    assert len(problems(tmp_path, text)) >= 5


def test_less_may_pay_more_where_the_text_says_why(tmp_path: Path) -> None:
    text = GOOD.replace("points = 1, cap = 5 }", 'points = -1, cap = 5 }\nless_pays = "超过部分另行处理"')
    file = tmp_path / "mou.toml"
    file.write_text(text, encoding="utf-8")
    assert load_scheme(file).every_item[0].less_pays


def test_marks_events_and_answers_from_files(tmp_path: Path) -> None:
    file = tmp_path / "表.csv"
    file.write_text("对象,项,数\n甲县,public,95.5\n", encoding="utf-8")
    assert [(one.area, one.column, str(one.value)) for one in read_marks(file)] == [
        ("甲县", "public_mark", "95.5")
    ]
    file.write_text("对象,事项,日期\n甲县,通报批评,2023-06-30\n乙区,通报批评,\n", encoding="utf-8")
    assert [one.count for one in read_events(file)] == [1, 1]
    file.write_text("对象,项,满意,基本满意,全体\n甲县,vote,17,11,34\n", encoding="utf-8")
    assert read_answers(file)[0].members == 34
    file.write_text("对象,项,数\n甲县,public,很好\n,public,3\n", encoding="utf-8")
    with pytest.raises(ms.DataError) as caught:
        read_marks(file)
    assert len(caught.value.problems) == 2
    file.write_text("对象,数\n甲县,3\n", encoding="utf-8")
    with pytest.raises(ms.DataError, match="缺少“项”列"):
        read_marks(file)
