"""Schemes from files: every fault at once, each with its line."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

import minsheng as ms
from minsheng.reading.scheme import load_scheme
from minsheng.rules.scoring.frames import scheme_columns
from minsheng.rules.scoring.score import score_records

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


def problems(tmp_path: Path, text: str, programme: ms.Programme | None = None) -> list[str]:
    file = tmp_path / "mou.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ms.DataError) as caught:
        load_scheme(file, programme)
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
        ("high = 60, points = 0", "high = 60, points = 15", "做得少反而得分多"),
        (
            'over = { size = "10 公里"',
            'over = { size = "10 个"',
            "mou.toml 第13行：每档 10 个，这一项的单位是“公里”",
        ),
        ('unit = "公里"\n', "", "mou.toml 第12行：每档 10 公里，这一项没有写单位"),
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


#: what cannot be read: in an item, in a section's place, in the whole, in a veto, in a grade
UNREADABLE = {
    "a misspelt key": ("cap = 5", "cup = 5"),
    "no such form": ('form = "step"', 'form = "steps"'),
    "no such choice": ('title = "农村公路"', 'title = "农村公路"\nrole = "bonsu"'),
    "no such unit": ('unit = "公里"', 'unit = "公理"'),
    "a misspelt weight": ("weight = 10", "weigth = 10"),
    "not an id": ('id = "roads"', 'id = "Roads"'),
    "no title": ('title = "满意度"', ""),
    "a list for a table": ("{ low = 90, points = 20 }", "[90, 20]"),
    "too many places": ("total = 30", "total = 30\nplaces = 20"),
    "a lone table": ('[[vetoes]]\nid = "late"', '[[vetoes]]\ncount = 0\nid = "late"'),
    "a grade that is no number": ("low = 25", 'low = "廿五多"'),
}
#: what can be read and makes no sense, each in one place
SENSELESS = {
    "no source": ('source = "某政发〔2024〕1号"', 'source = ""'),
    "an id twice": ('id = "late"', 'id = "roads"'),
    "a gap between classes": ("low = 60, high = 90", "low = 60, high = 80"),
    "no such grade": ('grade = "其他"', 'grade = "其它"'),
    "a gap between grades": ("high = 25", "high = 24"),
    "an order without deductions": ("total = 30", 'total = 30\norder = ["cap", "bonus"]'),
    "the wrong indicator": ('indicators = ["rural-roads"]', 'indicators = ["rural-road"]'),
    "another unit": ('["rural-roads"]', '["rural-roads", "jobs"]'),
}
VETOED = (
    GOOD.replace('indicators = ["roads"]', 'indicators = ["rural-roads"]')
    + """
[[vetoes]]
id = "late"
title = "迟报"
event = "迟报"
scope = "grade"
grade = "其他"
"""
)


#: what hangs on something that could not be read, and is not told
HANGS = {
    ("a list for a table", "a gap between classes"),
    ("a grade that is no number", "no such grade"),
    ("a grade that is no number", "a gap between grades"),
    ("no such unit", "another unit"),
    ("not an id", "an id twice"),
}


def told(tmp_path: Path, text: str, programme: ms.Programme) -> set[tuple[str, str]]:
    """What is wrong with what, without the lines, which an edit may move."""
    file = tmp_path / "mou.toml"
    file.write_text(text, encoding="utf-8")
    try:
        load_scheme(file, programme)
    except ms.DataError as error:
        return {(problem.where.partition("，")[2], problem.met) for problem in error.problems}
    return set()


@pytest.mark.parametrize(("unread", "senseless"), list(product(UNREADABLE, SENSELESS)))
def test_what_cannot_be_read_hides_nothing_and_brings_nothing_else(
    tmp_path: Path, yueyang: ms.Programme, unread: str, senseless: str
) -> None:
    assert told(tmp_path, VETOED, yueyang) == set()
    first = told(tmp_path, VETOED.replace(*UNREADABLE[unread], 1), yueyang)
    assert len(first) == 1
    second = told(tmp_path, VETOED.replace(*SENSELESS[senseless], 1), yueyang)
    assert len(second) == 1
    both = VETOED.replace(*UNREADABLE[unread], 1).replace(*SENSELESS[senseless], 1)
    expected = first if (unread, senseless) in HANGS else first | second
    assert told(tmp_path, both, yueyang) == expected


def test_problems_come_in_the_order_of_the_file(tmp_path: Path, yueyang: ms.Programme) -> None:
    text = VETOED.replace("cap = 5", "cup = 5").replace("total = 30", "total = 35")
    text = text.replace('["rural-roads"]', '["jobs"]').replace("high = 25", "high = 24")
    assert [problem.partition("：")[0] for problem in problems(tmp_path, text, yueyang)] == [
        "mou.toml 第4行",  # the sum
        "mou.toml 第12行",  # jobs are not measured in 公里
        "mou.toml 第13行，items[1].over.cup",
        "mou.toml 第23行",  # the gap
    ]


def test_indicators_of_a_programme_are_told_with_the_line_of_the_key(
    tmp_path: Path, yueyang: ms.Programme
) -> None:
    """In a section too."""
    text = """\
name = "mou"
title = "某市办法"
source = "某文"

[[sections]]
id = "work"
title = "任务"
weight = 100

[[sections.items]]
id = "roads"
title = "农村公路"
form = "proportional"
weight = 100
unit = "户"
indicators = ["rural-roads", "roads"]
"""
    assert problems(tmp_path, text, yueyang) == [
        "mou.toml 第15行：这一项的单位是“户”，指标 rural-roads 的目标是 549 公里；两个单位不能相比，请核对",
        "mou.toml 第16行：没有指标或标准“roads”，最接近的是“rural-roads”；请核对 indicators",
    ]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("corners = [[0, 0]]", "“[0, 0]”不是一组键；写成 { at = …, points = … }"),
        ("corners = 3", "“3”不是列表，请用方括号"),
        ("corners = [{ at = 0, points = true }]", "“true”不是数"),
        ("corner = []", "不认识的键“corner”；最接近的是“corners”"),
        ("bands = []", "不认识的键“bands”；是 bands 这种形式的键，请核对 form"),
        ("places = 20", "缺少“corners”"),
        (
            'combine = "和"',
            "“和”不是其中之一：mean（得分的平均）、least（得分的最低）、most（得分的最高）、sum（各期得分的合计）、last（最后一期的得分）",
        ),
    ],
)
def test_what_cannot_be_read_is_told_in_chinese(tmp_path: Path, written: str, found: str) -> None:
    text = 'name = "m"\ntitle = "某"\nsource = "某"\n[[items]]\nid = "x"\ntitle = "项"\n'
    told = problems(tmp_path, f'{text}weight = 100\nform = "piecewise"\n{written}\n')
    assert any(found in one for one in told), told
    assert not any(word in one for one in told for word in ("object", "attribute", "must", "[Decimal"))


def test_numbers_out_of_range_are_told_with_their_line(tmp_path: Path) -> None:
    text = GOOD.replace("total = 30", "total = 30\nplaces = 20")
    assert problems(tmp_path, text) == ["mou.toml 第5行，places：places 是 20；不能大于 9"]
    running = "running = [{ times = 1, points = 2 }]"
    counted = f'form = "per-event"\nweight = 20\nevent = "通报"\neach = 1\n{running}\n\n'
    bands = GOOD[GOOD.index('form = "bands"') : GOOD.index("[[grades]]")]
    assert problems(tmp_path, GOOD.replace(bands, counted)) == [
        "mou.toml 第23行，items[2].running[1].times：times 是 1；不能小于 2"
    ]


def test_parts_are_in_the_order_of_the_file(tmp_path: Path) -> None:
    """A file can be read beside its regulation, whether a clause is one item or a section of several."""
    file = tmp_path / "order.toml"
    file.write_text(
        """
name = "order"
title = "某办法"
source = "某文"

[[sections]]
id = "first"
title = "第一条"
weight = 60
[[sections.items]]
id = "a"
title = "甲"
form = "given"
weight = 60

[[items]]
id = "second"
title = "第二条"
form = "given"
weight = 30

[[sections]]
id = "third"
title = "第三条"
weight = 10
[[sections.items]]
id = "b"
title = "乙"
form = "given"
weight = 10
""",
        encoding="utf-8",
    )
    scheme = load_scheme(file)
    assert [part.title for part in scheme.root.parts] == ["第一条", "第二条", "第三条"]
    assert scheme_columns(scheme) == ("a_mark", "second_mark", "b_mark")
    found = score_records(scheme, {"甲县": {"a_mark": 50, "second_mark": 20, "b_mark": 10}})
    told = found.explain("甲县")
    assert told.index("第一条") < told.index("第二条") < told.index("第三条")
    file.write_text(
        file.read_text("utf-8").replace("\n\n[[sec", '\nsequence = ["second", "thrid"]\n\n[[sec', 1), "utf-8"
    )
    with pytest.raises(ms.DataError, match=r"第5行：次序里的“thrid”不在这一部分"):
        load_scheme(file)
