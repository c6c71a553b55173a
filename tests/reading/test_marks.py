"""Marks, events, answers and records from tables: what offices write, and every slip with its line."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it brings no types
from hypothesis import given
from hypothesis import strategies as st

import minsheng as ms
from minsheng.errors import MinshengError
from minsheng.reading.marks import read_answers, read_events, read_marks
from minsheng.reading.scoring import score_files, score_table
from minsheng.reading.tables.cells import day_in
from minsheng.rules.scoring.forms.basic import Proportional
from minsheng.rules.scoring.regulation.items import Item
from minsheng.rules.scoring.terms.choices import RoundAt

Written = Callable[..., Path]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Writes a CSV file."""

    def write(text: str, encoding: str = "utf-8") -> Path:
        file = tmp_path / "表.csv"
        file.write_text(text, encoding=encoding)
        return file

    return write


def problems(read: Callable[[], object]) -> list[str]:
    with pytest.raises(ms.DataError) as caught:
        read()
    return [str(problem) for problem in caught.value.problems]


# --- marks ------------------------------------------------------------------------------


def test_marks_are_read_by_the_names_that_offices_use(written: Written) -> None:
    for head in ("对象,项,数", "地区,项,得分", "单位,评分项,分"):
        [mark] = read_marks(written(f"{head}\n甲县,public,95.5\n"))
        assert (mark.area, mark.column, str(mark.value)) == ("甲县", "public_mark", "95.5")


def test_a_table_of_marks_may_be_saved_by_excel(written: Written, tmp_path: Path) -> None:
    assert len(read_marks(written("对象,项,数\n甲县,public,95.5\n", "gb18030"))) == 1
    with xlsxwriter.Workbook(str(tmp_path / "分.xlsx")) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["地区", "项", "数"])
        sheet.write_row(1, 0, ["甲县", "public", 95.5])
    assert read_marks(tmp_path / "分.xlsx") == (ms.scoring.Mark("甲县", "public", "95.5"),)


def test_every_slip_in_marks_has_its_line(written: Written) -> None:
    file = written("对象,项,数\n甲县,public,很好\n,public,3\n乙区,public,\n丙县,public,9,多\n")
    assert problems(lambda: read_marks(file)) == [
        "表.csv 第1行：第4列没有表头；可用的列：对象、项、数；别的请删去",
    ]
    file = written("对象,项,数\n甲县,public,9O\n,public,3\n乙区,public,\n")
    assert problems(lambda: read_marks(file)) == [
        "表.csv 第2行：“9O”不是一个数；请写成 34310、41.3 或 二十七 这样的数",
        "表.csv 第3行：“对象”空着；请补上，或删去这一行",
        "表.csv 第4行：“数”空着；请补上，或删去这一行",
    ]
    assert problems(lambda: read_marks(written("对象,数\n甲县,3\n"))) == [
        "表.csv 第1行：缺少“项”列；一件事写一行，表头写 对象、项、数"
    ]
    assert problems(lambda: read_marks(written("对象,地区,项,数,折算\n甲县,甲县,x,3,\n"))) == [
        "表.csv 第1行：“对象”有两列：对象、地区；只留一列；另一列若是别的，表头改成对象、项、数中的",
        "表.csv 第1行：不认识的列“折算”；可用的列：对象、项、数；别的请删去",
    ]


@pytest.mark.parametrize(
    "head", ["县市区", "各县市区", "县（市、区）", "乡镇（街道）", "项目名称", "牵头单位"]
)
def test_who_is_marked_is_headed_as_in_any_table(written: Written, head: str) -> None:
    """With a title above, numbers in front, remarks behind and a note below."""
    text = f"2023年考核得分表\n序号,{head},考核项,得分,扣分原因,备注\n1,甲县,public,92,迟报,见附件\n"
    text += "注：满分100,,,,,\n"
    assert [(m.area, m.item, str(m.value)) for m in read_marks(written(text))] == [("甲县", "public", "92")]
    text = f"测评\n{head},项,满意,不满意,备注\n甲县,vote,17,3,\n"
    assert [answers.satisfied for answers in read_answers(written(text))] == [17]
    [event] = read_events(
        written(f"{head},事项,发生日期,报送日期\n甲县,late,,45107\n".replace("发生日期,", "备注,"))
    )
    assert event.on == datetime.date(2023, 6, 30)


@pytest.mark.parametrize(
    ("cell", "met"),
    [
        ("90%", "“90%”是百分数，这里要个数"),
        ("４.5万", "“４.5万”以“万”为单位，这里要个数"),
        ("3亿元", "“3亿元”以“亿”为单位"),
    ],
)
def test_what_is_no_mark_is_refused(written: Written, cell: str, met: str) -> None:
    for read, text in (
        (read_marks, f"地区,项,数\n甲县,x,{cell}\n"),
        (read_answers, f"地区,项,满意,不满意\n甲县,x,{cell},1\n"),
    ):
        [problem] = problems(lambda read=read, text=text: read(written(text)))  # type: ignore[misc]  # mypy infers no lambda of two
        assert problem.startswith(f"表.csv 第2行：{met}")


@pytest.mark.parametrize("text", [
    "测评对象,测评项目,满意（票）,不满意（票）,实到人数\n甲县,vote,160,40,200\n",
    "县市区,项,满意,不满意,受访\n甲县,vote,80%,20%,200\n",
    "县市区,项,满意(%),不满意(%),受访(人)\n甲县,vote,80%,20,200人\n",
])  # fmt: skip
def test_a_share_of_those_asked_is_a_number_of_them(written: Written, text: str) -> None:
    [answers] = read_answers(written(text))
    assert (answers.satisfied, answers.dissatisfied, answers.asked) == (160, 40, 200)


def test_a_share_of_nobody_knows_how_many_is_refused(written: Written) -> None:
    assert problems(lambda: read_answers(written("地区,项,满意\n甲县,x,80%\n"))) == [
        "表.csv 第2行：“80%”是百分数，这里要个数；请写成个数，或加一列“受访”写明问了多少"
    ]
    assert problems(lambda: read_answers(written("地区,项,满意,受访\n甲县,x,80.3%,200\n"))) == [
        "表.csv 第2行：200 的 80.3% 不是整数；请写成个数"
    ]


@pytest.mark.parametrize("head", ["日期", "发生时间", "通报日期", "报送日期"])
def test_when_it_happened_is_headed_in_several_ways(written: Written, head: str) -> None:
    [event] = read_events(written(f"序号,县市区,事由,{head},文号\n1,甲县,late,2023.6.30,某办〔2023〕1号\n"))
    assert (event.kind, str(event.on)) == ("late", "2023-06-30")


def test_a_mark_is_in_per_cent_where_its_heading_says_so(written: Written) -> None:
    for head, cell in (("满意率（%）", "95.5"), ("满意率（%）", "95.5%"), ("得分(%)", "95.5%")):
        [mark] = read_marks(written(f"地区,项,{head}\n甲县,public,{cell}\n"))
        assert str(mark.value) == "95.5"


@pytest.mark.parametrize("total", ["合计", "全市", "平均", "小计", "县市区合计"])
def test_a_total_is_nobody_who_is_marked(written: Written, total: str) -> None:
    said = f"表.csv 第3行：“{total}”是合计或平均，不是排名对象；请删去这一行"
    for read, text in (
        (read_marks, "地区,项,数\n甲县,x,9\n{},x,9\n"),
        (read_events, "地区,事项,次数\n甲县,x,9\n{},x,9\n"),
        (read_answers, "地区,项,满意\n甲县,x,9\n{},x,9\n"),
    )[: 2 if total in ("合计", "全市") else 3]:  # answers add up to such a total
        assert problems(lambda read=read, text=text: read(written(text.format(total)))) == [said]  # type: ignore[misc]  # as above


def test_a_thing_marked_twice_is_told_with_both_lines(written: Written) -> None:
    """Also where one line names the item and the other its column."""
    file = written("对象,项,数\n甲县,public,90\n乙区,public,91\n甲县,public_mark,95\n")
    assert problems(lambda: read_marks(file)) == [
        "表.csv 第4行：甲县的“public_mark”在第2行已经有了；只留一行"
    ]


def test_a_name_that_is_not_ranked_is_told_with_its_line(written: Written) -> None:
    marks = written("对象,项,数\n平江,inspection,92\n岳阳县,inspections,90\n")
    found = problems(lambda: score_files("yueyang-2023", "luan-2007", marks=marks))
    assert found[0].startswith("表.csv 第2行，平江，inspection 92：没有排名对象“平江”，最接近的是“平江县”")
    assert found[1].startswith("表.csv 第3行，岳阳县，inspections 90：没有评分项“inspections”")
    assert len(found) == 2


@pytest.mark.parametrize(("read", "kind"), [
    (read_marks, "打分"), (read_events, "事项"), (read_answers, "答卷"), (ms.read_households, "户数"),
])  # fmt: skip
def test_a_table_of_another_kind_is_told_by_its_name(
    written: Written, read: Callable[[Path], object], kind: str
) -> None:
    tables = {
        "打分": "地区,项,得分\n甲县,x,9\n", "事项": "地区,事项,次数\n甲县,late,1\n",
        "答卷": "地区,项,满意,不满意\n甲县,x,9,1\n", "户数": "县市区,总户数\n甲县,900\n",
    }  # fmt: skip
    for other, text in tables.items():
        if other != kind:
            [said] = problems(lambda text=text: read(written(text)))  # type: ignore[misc]  # as above
            assert said.startswith(f"表.csv：这是{other}的表，这里要{kind}的表；要有的列：")
    assert read(written(tables[kind]))


# --- events -----------------------------------------------------------------------------


def test_events_are_counted_line_by_line(written: Written) -> None:
    file = written("单位,事项,日期\n甲县,通报批评,2023-06-30\n甲县,通报批评,2023-06-30\n乙区,通报批评,\n")
    day = datetime.date(2023, 6, 30)
    assert [(one.area, one.on, one.count) for one in read_events(file)] == [
        ("甲县", day, 1),
        ("甲县", day, 1),
        ("乙区", None, 1),
    ]
    assert read_events(written("对象,事项\n")) == ()


def test_a_day_counts_as_it_is_stored_where_it_is_shown_otherwise(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "事.xlsx")) as book:
        sheet, month = book.add_worksheet(), book.add_format({"num_format": 'yyyy"年"m"月"'})
        sheet.write_row(0, 0, ["县市区", "事项", "日期"])
        for row, day in enumerate((30, 1), 1):
            sheet.write_row(row, 0, ["甲县", "late"])
            sheet.write_number(row, 2, 45077 + day, month)  # the days of June 2023
    assert problems(lambda: read_events(tmp_path / "事.xlsx")) == [
        "事.xlsx “Sheet1”表第3行：“2023年6月”存的是 2023-06-01，看不出是不是这一天；请写成 2023-06-30 这样"
    ]


def test_every_slip_in_events_has_its_line(written: Written) -> None:
    file = written("对象,事项,日期,次数\n甲县,通报批评,6月底,1\n乙区,通报批评,,一次半\n丙县,通报批评,,0\n")
    assert problems(lambda: read_events(file)) == [
        "表.csv 第2行：“6月底”不是日期；请写成 2023-06-30",
        "表.csv 第3行：“一次半”不是一个数；请写成 34310、41.3 或 二十七 这样的数",
        "表.csv 第4行：“0”不是个数；应是 1、2、3 这样的整数",
    ]


# --- answers ----------------------------------------------------------------------------


@pytest.mark.parametrize("head", ["弃权", "弃权票", "未表态", "未投票"])
def test_those_who_said_nothing_were_there(written: Written, head: str) -> None:
    [answers] = read_answers(written(f"对象,项,满意,基本满意,不满意,{head},全体\n甲县,vote,17,5,2,4,34\n"))
    assert (answers.silent, answers.asked, answers.members) == (4, 28, 34)


@pytest.mark.parametrize("head", ["到会", "实到人数", "受访", "受访人数", "样本数"])
def test_those_whom_no_column_counts_said_nothing(written: Written, head: str) -> None:
    [answers] = read_answers(written(f"地区,项,满意,基本满意,不满意,{head}\n甲县,survey,280,10,6,300\n"))
    assert (answers.silent, answers.asked) == (4, 300)


@given(counts=st.lists(st.integers(0, 500), min_size=4, max_size=4), absent=st.integers(0, 99))
def test_a_vote_is_the_same_by_abstentions_and_by_who_was_there(
    tmp_path_factory: pytest.TempPathFactory, counts: list[int], absent: int
) -> None:
    file = tmp_path_factory.mktemp("vote") / "表.csv"
    read: list[ms.scoring.Answers] = []
    for head, number in (("弃权", counts[3]), ("到会", sum(counts))):
        numbers = ",".join(map(str, [*counts[:3], number, sum(counts) + absent]))
        file.write_text(f"对象,项,满意,基本满意,不满意,{head},应到\n甲,vote,{numbers}\n", "utf-8")
        read += read_answers(file)
    assert read[0] == read[1]
    assert read[0].asked == sum(counts)


def test_numbers_of_a_vote_that_do_not_go_together(written: Written) -> None:
    text = "对象,项,满意,基本满意,不满意,弃权,到会,全体\n"
    file = written(
        f"{text}甲县,vote,17,5,2,,23,34\n乙区,vote,17,5,2,1,30,34\n丙县,vote,17,5,2,1,25,24\n丁县,vote,,5,2,1,,\n"
    )
    apart = "请核对；没有表态的写在“弃权”栏，或者不写这一栏"
    assert problems(lambda: read_answers(file)) == [
        f"表.csv 第2行：满意、不满意等各栏合计 24，到会或受访是 23；{apart}",
        f"表.csv 第3行：满意、不满意等各栏合计 25，到会或受访是 30；{apart}",
        "表.csv 第4行：到会 25 人，比全体 24 人还多；请核对",
        "表.csv 第5行：“满意”空着；请补上，或删去这一行",
    ]
    file = written("对象,项,满意\n甲县,vote,17\n甲县,poll,17\n甲县,vote,18\n")
    assert problems(lambda: read_answers(file)) == ["表.csv 第4行：甲县的“vote”在第2行已经有了；只留一行"]


# --- records ----------------------------------------------------------------------------

LUAN = "地区,组,inspection_mark,survey_mark,备注\n甲县,山区,91,88.5,\n乙区,平原,95,,x\n丙县,平原,９０,80,\n"


def test_a_table_is_scored_without_a_programme(written: Written) -> None:
    ranking = score_table(written(LUAN), "luan-2007", on=datetime.date(2007, 12, 31), subjects="项目")
    assert [(one.rank, one.name, str(one.points)) for one in ranking] == [
        (1, "甲县", "181/2"),
        (2, "丙县", "88"),
    ]
    assert [one.name for one in ranking.unscored] == ["乙区"]
    assert (ranking.on, ranking.scheme.ranked) == (datetime.date(2007, 12, 31), "projects")


WORDS = """\
name = "words"
title = "某办法（编的）"
source = "编的"
[[items]]
id = "work"
title = "服务"
form = "levels"
weight = 100
levels = [{ name = "好", share = 1 }, { name = "较好", share = 0.8 }, { name = "差", share = 0 }]
factors = [{ who = "一类", times = "0.9" }, { who = "其余", times = 1 }]
[[classes]]
name = "一类"
[[classes]]
name = "二类"
"""


def test_columns_of_words_are_read_as_words(written: Written, tmp_path: Path) -> None:
    """The class of an area, the level of what is judged in words; a slip has its cell."""
    (tmp_path / "办法.toml").write_text(WORDS, "utf-8")
    table = "地区,class,work_level\n甲县,一类,好\n乙县,二类, 较好 \n丙县,一类,\n丁县,二类,差\n"
    ranking = score_table(written(table), tmp_path / "办法.toml")
    assert [(one.name, one.text) for one in ranking] == [("甲县", "90"), ("乙县", "80"), ("丁县", "0")]
    file = written("地区,class,work_level\n甲县,三类,还行\n")
    found = problems(lambda: score_table(file, tmp_path / "办法.toml"))
    assert [one.partition("；")[0] for one in found] == [
        "表.csv 第2行B列“class”：“三类”不是其中之一：一类、二类",
        "表.csv 第2行C列“work_level”：“还行”不是其中之一：好、较好、差",
    ]


def test_marks_in_words_are_read_and_scored(written: Written, tmp_path: Path, yueyang: ms.Programme) -> None:
    """With a programme, for items that take a word; numbers and words that an item does not take are told."""
    text = WORDS.replace('{ who = "其余", times = 1 }', '{ who = "二类", times = 1 }').replace(
        "weight = 100", "weight = 60"
    )
    text = text.replace('name = "一类"\n[[c', 'name = "一类"\nareas = ["平江县"]\n[[c')
    text = text.replace('name = "二类"\n', 'name = "二类"\nareas = ["岳阳县"]\n')
    text = text.replace(
        "[[classes]]", '[[items]]\nid = "visits"\ntitle = "走访"\nform = "given"\nweight = 40\n[[classes]]', 1
    )
    (tmp_path / "办法.toml").write_text(text, "utf-8")
    scheme = ms.load_scheme(tmp_path / "办法.toml")
    file = written(
        "县市区,评分项,得分\n平江县,work,好\n岳阳县,work,较好\n平江县,visits,30\n岳阳县,visits,31\n"
    )
    marks = read_marks(file)
    assert [str(one) for one in marks[:2]] == ["平江县，work 好", "岳阳县，work 较好"]
    ranking = ms.score(yueyang, scheme, marks=marks)
    assert [(one.name, one.text) for one in ranking] == [("平江县", "84"), ("岳阳县", "79")]
    wrong = [("work", "还行", None), ("work", "", 9), ("visits", "好", None)]
    for item, level, value in wrong:
        with pytest.raises(ms.DataError, match=r"好、较好、差|不是一个数"):
            ms.score(yueyang, scheme, marks=[ms.scoring.Mark("平江县", item, value, level=level)])
    with pytest.raises(ValueError, match="give one of value= and level="):
        ms.scoring.Mark("平江县", "work")


def test_a_table_is_ranked_by_groups(written: Written) -> None:
    ranking = score_table(written(LUAN), "luan-2007", group="组")
    assert [(one.group, one.rank, one.name) for one in ranking] == [("山区", 1, "甲县"), ("平原", 1, "丙县")]


def test_a_part_of_a_scheme_passes_over_the_columns_of_the_others(written: Written) -> None:
    ranking = score_table(written(LUAN), "luan-2007", only=["survey"])
    assert [(one.name, str(one.points)) for one in ranking] == [("甲县", "177/10"), ("丙县", "16")]


def test_every_slip_in_records_has_its_cell(written: Written) -> None:
    file = written("地区,inspection_mark,survey_mark\n甲县,191,很好\n,91,80\n乙区,91,80\n乙区,92,80\n")
    assert problems(lambda: score_table(file, "luan-2007")) == [
        "表.csv 第2行B列“inspection_mark”：“191”不在 0 到 100 之间",
        "表.csv 第2行C列“survey_mark”：“很好”不是一个数；请写成 34310、41.3 或 二十七 这样的数",
        "表.csv 第3行：“地区”空着；每个只写一行",
        "表.csv 第5行：“乙区”在第4行已经有了；每个只写一行",
    ]


def test_a_table_without_what_is_needed(written: Written) -> None:
    found = problems(lambda: score_table(written("区,x,x\n甲县,1,2\n"), "luan-2007", group="组"))
    assert [one.partition("：")[2].partition("；")[0] for one in found] == [
        "列名“x”出现了不止一次",
        "没有写明是谁的一列",
        "没有列“组”",
        "没有一列是评分要用的",
    ]
    assert all(one.startswith("表.csv 第1行") for one in found)
    [whole] = problems(lambda: score_table(written("地区,x\n甲县,1\n"), "chizhou-2004"))
    assert whole.startswith("chizhou-2004：这个评分办法说的是全部指标（*）")
    assert problems(lambda: score_table(written("\n"), "luan-2007")) == ["表.csv：空文件，没有表头"]


def test_a_misspelt_column_is_told_with_its_file(written: Written) -> None:
    [found] = problems(
        lambda: score_table(written("地区,inspection_mark,surveys_mark\n甲县,91,80\n"), "luan-2007")
    )
    assert found.startswith("表.csv，“surveys_mark”列：没有评分项或指标“surveys”，最接近的是“survey”")


@pytest.mark.parametrize(
    ("head", "like"),
    [
        ("survey_marks", "survey_mark"),
        ("Survey_Mark", "survey_mark"),
        ("survey_makr", "survey_mark"),
        ("survey mark", "survey_mark"),
    ],
)
def test_a_column_nearly_named_as_one_that_is_not_there_is_not_passed_over(
    written: Written, head: str, like: str
) -> None:
    """A whole column of figures would be missing, and everybody without a score."""
    told = f"“{head}”列：评分用不到这一列，最接近的是“{like}”；请核对拼写；这个办法用不到的，去掉这一列"
    file = written(f"地区,inspection_mark,{head}\n甲县,91,80\n")
    assert problems(lambda: score_table(file, "luan-2007")) == [f"表.csv，{told}"]
    records = {"甲县": {"inspection_mark": 91, head: 80}}
    assert problems(lambda: ms.score_records(ms.load_scheme("luan-2007"), records)) == [told]
    both = written(f"地区,inspection_mark,survey_mark,{head}\n甲县,91,80,80\n")  # nothing is lacking
    assert len(score_table(both, "luan-2007")) == 1


def test_a_cell_beyond_the_header_is_not_passed_over(written: Written) -> None:
    """A comma within a number makes two of one cell, and all after it stand one too far."""
    rows = "甲县,1,90,80\n乙区,91,80\n丙县,1,95,70\n"
    [found] = problems(lambda: score_table(written(f"地区,inspection_mark,survey_mark\n{rows}"), "luan-2007"))
    assert found.startswith("表.csv 第2行D列：“80”上面没有表头（这样的共 2 行）；数里的逗号")
    assert len(score_table(written("地区,inspection_mark,survey_mark,,\n甲县,90,80,,\n"), "luan-2007")) == 1


@pytest.mark.parametrize("total", ["合计", "合 计", "总计", "平均"])
def test_the_total_is_nobody_who_is_ranked(written: Written, total: str) -> None:
    file = written(f"地区,inspection_mark,survey_mark\n甲县,91,80\n{total},91,80\n")
    assert problems(lambda: score_table(file, "luan-2007")) == [
        f"表.csv，{total}：这是全体的合计或平均，不是排名对象；去掉这一行"
    ]


def test_who_is_ranked_is_one_of_three(written: Written) -> None:
    with pytest.raises(ms.UnknownName) as caught:
        score_table(written(LUAN), "luan-2007", subjects="街道")
    assert caught.value.in_chinese == (
        "没有排名对象“街道”；有：areas（地区）、agencies（牵头单位）、projects（项目）"
    )


@pytest.mark.parametrize("option", [{"period": "2023年6月"}, {"verified": True}])
def test_what_is_said_of_a_register_needs_one(option: dict[str, Any]) -> None:
    """A period or verified figures of no register would change nothing."""
    with pytest.raises(MinshengError, match=f"{next(iter(option))}= 用不上"):
        score_files("yueyang-2023", "luan-2007", **option)


def _two_items() -> ms.scoring.Scheme:
    return ms.scoring.Scheme("x", "某办法", "", items=(
        Item("people", "就业", Proportional(), 60, indicators=("jobs",)),
        Item("ways", "公路", Proportional(), 40, indicators=("roads",)),
    ))  # fmt: skip


WHOLE = {"jobs_target": 10, "jobs_actual": 5, "roads_target": 4, "roads_actual": 4}


def test_part_of_a_scheme_is_scored_by_the_records_of_the_whole() -> None:
    """As by frames and tables: columns of what is left out are no matter, misspelt ones are told."""
    [found] = ms.score_records(_two_items().only("people"), {"甲县": WHOLE})
    assert found.points == 30
    wrong = {"甲县": {"jobs_target": 10, "job_actual": 5, "roads_actual": 4}}
    [problem] = problems(lambda: ms.score_records(_two_items().only("people"), wrong))
    assert problem.startswith("“job_actual”列：没有评分项或指标“job”，最接近的是“jobs”")


def test_records_may_be_a_list_that_says_whose_they_are() -> None:
    scheme = _two_items()
    listed = [{"地区": "甲县", **WHOLE}, {"地区": "乙县", **WHOLE, "jobs_actual": 10}]
    assert [(one.name, int(one.points)) for one in ms.score_records(scheme, listed)] == [
        ("乙县", 100),
        ("甲县", 70),
    ]
    found = problems(lambda: ms.score_records(scheme, [listed[0], listed[0], WHOLE]))
    assert [one[:12] for one in found] == ["第2条记录：“甲县”前面", "第3条记录：没有写明是谁"]


def test_points_are_not_written_over_a_column_of_the_frame() -> None:
    import polars as pl

    frame = pl.DataFrame(
        {**{name: [value] for name, value in WHOLE.items()}, "points": ["mine"], "people": [1]}
    )
    whole = attrs.evolve(_two_items(), rounding=(RoundAt.TOTAL,))
    assert problems(lambda: ms.frames.score_frame(whole, frame)) == [
        "表：已经有“points”列；请改名，评分要写这一列"
    ]
    assert "points" in ms.frames.score_frame(whole, frame.drop("points")).columns
    [twice] = problems(lambda: ms.frames.score_frame(whole, frame.drop("points"), parts=True))
    assert "“people”" in twice


def test_a_time_of_day_changes_no_day(tmp_path: Path) -> None:
    """However a cell holds it; in every table of declared columns."""
    held = datetime.datetime.fromisoformat("2023-10-20 08:00")
    for shown in ("2023-10-20 08:00:00", "2023-10-20", "10/20"):
        assert day_in(shown, held) == datetime.date(2023, 10, 20)
    assert day_in("2023-10-01 8:00") == datetime.date(2023, 10, 1)
    file = tmp_path / "工程.xlsx"
    book = xlsxwriter.Workbook(file)
    sheet, timed = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd h:mm"})
    sheet.write_row(0, 0, ["名称", "指标", "地区", "年度", "建成日期", "投用日期"])
    sheet.write_row(1, 0, ["东街", "public-toilets", "平江县", 2023])
    sheet.write_datetime(1, 4, held, timed)
    book.close()
    [work] = ms.read_works(file, ms.load("yueyang-2023"))
    assert work.completed == held.date()
