"""Answers as survey tools and offices write them: one row for each who was asked, or counts by area."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it brings no types
from hypothesis import given
from hypothesis import strategies as st

import minsheng as ms
from minsheng.reading.answers import LEVELS
from minsheng.scoring import satisfaction

EXPORT = """\
序号,提交答卷时间,所用时间,来源,来源详情,来自IP,1、您所在的县市区：,2、您对教育是否满意？,3、您对就医是否满意？*,4、您的年龄段,5、您还有什么意见
1,2023/12/3 10:22:31,65秒,微信,N/A,1.2.3.4(湖南-岳阳),平江县,A.非常满意,满意(4分),31-40,没有
2,2023/12/3 10:25:02,44秒,微信,N/A,1.2.3.5(湖南-岳阳),平江县,B.满意,不满意(2分),41-50,(空)
3,2023/12/3 11:01:10,81秒,手机提交,直接访问,1.2.3.6(湖南-岳阳),云溪区,D.不满意,(跳过),18-30,路灯太暗
4,2023/12/4 09:10:44,52秒,微信,N/A,1.2.3.7(湖南-岳阳),云溪区,C.一般,(空),31-40,(空)
"""


def read(tmp_path: Path, text: str, name: str = "答卷.csv") -> list[tuple[str, str, dict[str, int], int]]:
    (tmp_path / name).write_text(text, "utf-8")
    told = ms.read_answers(tmp_path / name)
    return [(one.area, one.item, {k: n for k, n in one.counts.items() if n}, one.silent) for one in told]


def problems(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(ms.DataError) as caught:
        read(tmp_path, text)
    return [str(problem) for problem in caught.value.problems]


def test_a_row_for_each_who_was_asked(tmp_path: Path) -> None:
    """As survey tools export them; other questions, and who was not asked, are passed over."""
    education, doctors = "您对教育是否满意", "您对就医是否满意"
    assert read(tmp_path, EXPORT) == [
        ("平江县", education, {"非常满意": 1, "满意": 1}, 0),
        ("平江县", doctors, {"满意": 1, "不满意": 1}, 0),
        ("云溪区", education, {"一般": 1, "不满意": 1}, 0),
        ("云溪区", doctors, {}, 1),
    ]
    told = satisfaction(ms.read_answers(tmp_path / "答卷.csv"), item=education, counts={"一般": "0.6"})
    assert told["云溪区"].share == Fraction(3, 10)


def test_an_answer_that_is_none_is_told_with_its_question(tmp_path: Path) -> None:
    [said] = problems(tmp_path, EXPORT.replace("C.一般", "随便").replace("D.不满意", "不满意"))
    assert said.startswith("答卷.csv 第5行：“2、您对教育是否满意？”答的是“随便”；应是 非常满意、")
    [nowhere] = problems(tmp_path, EXPORT.replace("(湖南-岳阳),云溪区,C", "(湖南-岳阳),,C"))
    assert nowhere.startswith("答卷.csv 第5行：“1、您所在的县市区：”空着")


@pytest.mark.parametrize(("levels", "unsaid"), [
    (("很满意", "满意", "一般", "不满意", "很不满意"), "一般"),
    (("非常满意", "比较满意", "一般", "不太满意", "很不满意"), "比较满意, 一般, 不太满意"),
    (("好", "较好", "一般", "差"), "好, 较好, 一般, 差"),
    (("优", "良", "中", "差"), "优, 良, 中, 差"),
])  # fmt: skip
def test_counts_by_area_and_level(tmp_path: Path, levels: tuple[str, ...], unsaid: str) -> None:
    """With a title, a rate, notes and a total; the survey is called as the file is."""
    heads, counts = ",".join(f"{one}（户）" for one in levels), [50, 30, 10, 5, 5][: len(levels)]
    row = ",".join(map(str, counts))
    twice = ",".join(str(2 * n) for n in counts)
    text = f"2023年入户调查结果,,\n序号,县市区,样本量,{heads},满意率（%）,备注\n"
    text += f"1,平江县,{sum(counts)},{row},80.00,\n2,云溪区,{sum(counts)},{row},80.00,电话\n"
    text += f",合计,{2 * sum(counts)},{twice},80.00,\n注：样本按户数分,,\n"
    both = [("平江县", "入户", dict(zip(levels, counts, strict=False)), 0)]
    both.append(("云溪区", *both[0][1:]))
    assert read(tmp_path, text, "入户.csv") == both
    with pytest.raises(ValueError, match=f"how much {unsaid} counts"):
        satisfaction(ms.read_answers(tmp_path / "入户.csv"))
    total = f"合计,{2 * sum(counts)},"
    [wrong] = problems(tmp_path, text.replace(f"{total}{2 * counts[0]}", f"{total}99"))
    assert wrong == f"答卷.csv 第5行：{levels[0]} 99，各行相加是 100；请核对"


def test_questions_over_their_answers(tmp_path: Path) -> None:
    """Merged in a workbook; in CSV an upper heading stands over its first column."""
    with xlsxwriter.Workbook(str(tmp_path / "调查.xlsx")) as book:
        sheet: Any = book.add_worksheet()
        sheet.merge_range(0, 0, 0, 7, "2023年满意度调查汇总表")
        sheet.merge_range(1, 0, 2, 0, "县（市、区）")
        sheet.merge_range(1, 1, 2, 1, "受访户数")
        sheet.merge_range(1, 2, 1, 4, "教育")
        sheet.merge_range(1, 5, 1, 7, "就医")
        sheet.write_row(2, 2, ["满意", "一般", "不满意"] * 2)
        sheet.write_row(3, 0, ["平江县", 100, 80, 10, 10, 70, 20, 5])
        sheet.write_row(4, 0, ["合计", 100, 80, 10, 10, 70, 20, 5])
    wanted = [
        ("平江县", "教育", {"满意": 80, "一般": 10, "不满意": 10}, 0),
        ("平江县", "就医", {"满意": 70, "一般": 20, "不满意": 5}, 5),
    ]
    told = ms.read_answers(tmp_path / "调查.xlsx")
    assert [(one.area, one.item, one.counts, one.silent) for one in told] == wanted
    text = "满意度调查,,,,,,,\n县市区,受访,教育,,,就医,,\n,,满意,一般,不满意,满意,一般,不满意\n"
    text += "平江县,100,80,10,10,70,20,5\n"
    assert read(tmp_path, text) == wanted


def test_shares_as_they_are_printed_are_the_one_number_that_is_printed_so(tmp_path: Path) -> None:
    """45.51 % of 312 are 142; 33 % of 300 might be 98, and is refused unless it is whole."""
    heads = "县市区,样本量,很满意占比,满意占比,一般占比,不满意占比\n"
    text = f"{heads}平江县,312,45.51,30.13,14.74,9.62\n全市,312,45.51,30.13,14.74,9.62\n"
    assert read(tmp_path, text) == [
        ("平江县", "答卷", {"很满意": 142, "满意": 94, "一般": 46, "不满意": 30}, 0)
    ]
    [said] = problems(tmp_path, f"{heads}平江县,312,45.5,30.13,14.74,9.69\n")
    assert said == "答卷.csv 第2行：312 的 9.69% 不是整数；请写成个数"
    [said] = problems(tmp_path, f"{heads}平江县,3121,33,30,20,17\n")
    assert said == "答卷.csv 第2行：3121 的 33% 不是整数；请写成个数"


@given(st.lists(st.tuples(st.sampled_from(["甲县", "乙县", "丙区"]), st.sampled_from(LEVELS)), min_size=3))
def test_both_layouts_say_the_same(
    tmp_path_factory: pytest.TempPathFactory, said: list[tuple[str, str]]
) -> None:
    """Answers one by one, and their counts by area, are the same answers."""
    folder = tmp_path_factory.getbasetemp()
    rows = "".join(f"{area},{level}\n" for area, level in said)
    (folder / "逐份.csv").write_text(f"您所在的县区,问题\n{rows}", "utf-8")
    levels = [level for level in LEVELS if level in {level for _, level in said}]
    counted = [
        ",".join([area, *(str(said.count((area, level))) for level in levels)])
        for area in dict.fromkeys(area for area, _ in said)
    ]
    (folder / "问题.csv").write_text("\n".join([",".join(["地区", *levels]), *counted]), "utf-8")
    assert ms.read_answers(folder / "逐份.csv") == ms.read_answers(folder / "问题.csv")


def test_a_scheme_with_levels_of_its_own_takes_them(tmp_path: Path) -> None:
    levels = [ms.scoring.NamedLevel(*one) for one in (("好", 1), ("较好", "0.8"), ("一般", "0.6"), ("差", 0))]
    form = ms.scoring.Survey(levels=tuple(levels))
    item = ms.scoring.Item("eyes", "观感", form, 10)
    scheme = ms.scoring.Scheme("x", "某办法", "", total=10, items=(item,))
    (tmp_path / "eyes.csv").write_text("地区,好,较好,一般,差\n平江县,50,30,10,10\n", "utf-8")
    p = ms.load("yueyang-2023")
    told = ms.score(p, scheme, survey=ms.read_answers(tmp_path / "eyes.csv"))
    assert told["平江县"].text == "8"
    (tmp_path / "eyes.csv").write_text("地区,满意,一般\n平江县,50,30\n", "utf-8")
    with pytest.raises(ms.DataError, match="没有“满意”这一档；办法的各档：好、较好、一般、差"):
        ms.score(p, scheme, survey=ms.read_answers(tmp_path / "eyes.csv"))
