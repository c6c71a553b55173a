"""Acceptance read from tables: each kind known by its columns, every fault with its cell, all at once."""

from __future__ import annotations

import datetime
from pathlib import Path

import attrs
import pytest

import minsheng as ms
from minsheng.domain import AcceptanceResult
from tests.invented_acceptance import DAY, P, invented_acceptance

HEAD = "指标,地区,验收步骤,验收单位,验收日期,认定数,计量单位,验收结果,整改内容,整改期限,整改完成日期,"
HEAD += "验收资料,备注"
GOOD = "elevators,平江县,评估验收,平江县,2023-12-08,42,台,合格,,,,验收表、影像资料,"


def read(folder: Path, text: str, name: str = "验收.csv") -> ms.domain.Acceptances:
    """What a table says."""
    (folder / name).write_text(text, "utf-8")
    return ms.read_acceptances(folder / name, P)


def problems(folder: Path, text: str, name: str = "验收.csv") -> list[str]:
    """What is wrong with a table."""
    with pytest.raises(ms.DataError) as error:
        read(folder, text, name)
    return [str(problem) for problem in error.value.problems]


def test_a_line_is_a_decision(tmp_path: Path) -> None:
    [one] = read(tmp_path, f"{HEAD}\n{GOOD}\n").acceptances
    assert (one.indicator, one.area, one.step, one.result) == (
        "elevators",
        "平江县",
        "county",
        AcceptanceResult.PASSED,
    )
    assert (str(one.figure), one.on, one.by) == ("42 台", datetime.date(2023, 12, 8), "平江县")
    assert one.documents == ("验收表", "影像资料")
    assert one.source == "验收.csv 第2行"


def test_what_is_said_of_all_stands_above(tmp_path: Path) -> None:
    above = "岳阳市2023年重点民生实事验收表（平江县，评估验收）,,\n"
    above += "验收单位：平江县,验收步骤：评估验收,验收日期：2023年12月8日\n"
    text = f"{above}指标,认定数,验收结果\nelevators,42台,合格\nhigh-schools,,\n注：未验收的空着,,\n"
    [one] = read(tmp_path, text).acceptances
    assert (one.area, one.step, one.by, str(one.on)) == ("平江县", "county", "平江县", "2023-12-08")
    assert str(one.figure) == "42 台"


def test_every_fault_has_its_cell(tmp_path: Path) -> None:
    lines = (
        "lift,平江县,评估验收,平江县,2023-12-08,42,台,合格,,,,,",
        "elevators,平江,评估验收,平江县,2023-12-08,42,台,合格,,,,,",
        "elevators,平江县,初评,平江县,2023-12-08,42,台,合格,,,,,",
        "elevators,平江县,评估验收,平江县,2013-12-08,42,台,合格,,,,,",
        "elevators,平江县,评估验收,平江县,12月8日左右,42,台,合格,,,,,",
        "elevators,平江县,评估验收,平江县,2023-12-08,42,户,合格,,,,,",
        "elevators,平江县,评估验收,平江县,2023-12-08,42,,合格,,,,,",
        "elevators,平江县,评估验收,平江县,2023-12-08,约42,台,合格,,,,,",
        "elevators,平江县,评估验收,平江县,2023-12-08,42,台,良好,,,,,",
        "elevators,平江县,评估验收,平江县,2023-12-08,42,台,,,,,,",
        "elevators,平江县,评估验收,,2023-12-08,42,台,合格,,,,,",
        "elevators,平江县,评估验收,平江县,2023-12-08,42,台,不合格,补检,2023-12-01,,,",
        "elevators,平江县,评估验收,平江县,2023-12-08,42,台,不合格,补检,2023-12-20,2023-12-07,,",
        "elevators,平江县,评估验收,平江县,2023-12-08,42,台,合格,补检,2023-12-20,,,",
    )
    found = problems(tmp_path, "\n".join((HEAD, *lines)))
    assert found[0].startswith("验收.csv 第2行“指标”列：没有")
    steps = "评估验收（county）、汇总审核（review）、考核评定（appraisal）"
    todo = "要整改的写“整改后合格”或“不合格”"
    number = "请写认定的数；没有认定数的空着，只写验收结果；还没有验收的，整行空着"
    assert found[1:] == [
        "验收.csv 第3行“地区”列：没有地区“平江”，最接近的是“平江县”",
        f"验收.csv 第4行“验收步骤”列：没有验收步骤“初评”；有：{steps}",
        "验收.csv 第5行“验收日期”列：2013-12-08 不在 2023 年，也不在次年；请核对",
        "验收.csv 第6行“验收日期”列：“12月8日左右”不是日期；请写成 2023-06-30",
        "验收.csv 第7行“认定数”列：“支持既有住宅加装电梯300台”以“台”计，这里是“户”；两个单位不能相比，请核对",
        "验收.csv 第8行“认定数”列：“42”没有单位；请在“计量单位”列写上，如“台”",
        f"验收.csv 第9行“认定数”列：“约42”不是一个数；{number}",
        "验收.csv 第10行“验收结果”列：“良好”不是验收结果；请写其中之一：合格、整改后合格、不合格",
        "验收.csv 第11行“验收结果”列：“验收结果”空着；请补上，或删去这一行",
        "验收.csv 第12行“验收单位”列：“验收单位”空着；请补上，或删去这一行",
        "验收.csv 第13行“整改期限”列：2023-12-01 早于验收日期 2023-12-08；请核对",
        "验收.csv 第14行“整改完成日期”列：2023-12-07 早于验收日期 2023-12-08；请核对",
        f"验收.csv 第15行“整改内容”列：合格的没有要整改的，这里写着“补检”；{todo}",
        f"验收.csv 第15行“整改期限”列：合格的没有要整改的，这里写着“2023-12-20”；{todo}",
    ]


def test_a_table_of_another_year_or_kind_is_refused(tmp_path: Path) -> None:
    [of] = problems(tmp_path, f"2022年验收表,,\n{HEAD}\n{GOOD}\n")
    assert "说的是 2022 年" in of
    [kind] = problems(tmp_path, "指标,地区,完成数\nelevators,平江县,42台\n")
    assert kind.startswith("验收.csv：认不出是哪一种表")


def test_samples_and_standards_are_known_by_their_columns(tmp_path: Path) -> None:
    looked = "指标,地区,抽查日期,抽查单位,抽查数,查实数,计量单位\n"
    looked += "household-toilets,平江县,2023-12-08,市实事办,238,173,个\n"
    (tmp_path / "抽查.csv").write_text(looked, "utf-8")
    made = "项目,验收内容,所需资料,抽查数量,抽查比例,抽取方式,合格线,制定单位,会同单位,制定日期\n"
    made += "18,建成、能用,验收表、照片,100,5%,随机,95%,市实事办,市乡村振兴局,2023-11-10\n"
    (tmp_path / "标准.csv").write_text(made, "utf-8")
    (tmp_path / "验收.csv").write_text(f"{HEAD}\n{GOOD}\n", "utf-8")
    found = ms.read_acceptances(tmp_path, P)
    assert found.summary == "验收：1 个结论，1 次抽查，1 项验收标准"
    [sample], [standard] = found.inspections, found.standards
    assert (str(sample.reported), str(sample.found), sample.sampled) == ("238 个", "173 个", 238)
    assert (standard.of, str(standard.pass_mark), standard.together_with) == (18, "95", ("市乡村振兴局",))
    assert standard.sample is not None
    assert (standard.sample.least, str(standard.sample.share)) == (100, "5")


def test_samples_that_do_not_say_of_how_many_are_refused(tmp_path: Path) -> None:
    head = "指标,地区,抽查数,上报数,查实数,计量单位\n"
    assert problems(tmp_path, f"{head}household-toilets,平江县,,,173,个\n") == [
        "验收.csv 第2行“查实数”列：没有写抽查数，也没有写上报数；至少写一样"
    ]
    assert problems(tmp_path, f"{head}household-toilets,平江县,20,,,个\n")[0].endswith("一个也没有查实的填 0")
    assert problems(tmp_path, f"{head}household-toilets,平江县,0,20,17,个\n")[0].startswith(
        "验收.csv 第2行“抽查数”列"
    )


def test_a_programme_without_a_chain_says_what_to_write(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"{HEAD}\n{GOOD}\n", "utf-8")
    with pytest.raises(ms.DataError, match="没有写明哪些步骤验收什么"):
        ms.read_acceptances(tmp_path / "a.csv", attrs.evolve(P, acceptance=()))


def test_the_register_of_what_is_to_be_mended_is_filled_in_and_read(tmp_path: Path) -> None:
    register = invented_acceptance()
    path = tmp_path / "整改.csv"
    ms.write_table(ms.measuring.mending(P, register, on=DAY), path)
    text = path.read_text("utf-8-sig").replace("2023-12-25,,逾期未整改", "2023-12-25,2024-01-20,逾期未整改")
    path.write_text(text, "utf-8")
    now = ms.measuring.mending(P, register + ms.read_acceptances(path, P), on=DAY)
    assert now.summary == "整改台账（2024-01-31）：4 项，已整改 1，逾期整改 1，逾期未整改 2"
    before = ms.measuring.mending(P, register + ms.read_acceptances(path, P), on=datetime.date(2024, 1, 19))
    assert "逾期整改 1" not in before.summary


def test_what_cannot_be_read_is_set_aside_and_the_rest_is_read(tmp_path: Path) -> None:
    """A wrong cell in one of many forms, a file that is none, one of an end that is not read."""
    bad = GOOD.replace("合格", "良好").replace("平江县", "岳阳县")
    (tmp_path / "平江县.csv").write_text(f"{HEAD}\n{GOOD}\n{bad}\n", "utf-8")
    (tmp_path / "华容县.csv").write_text("指标,完成数\nelevators,3台\n", "utf-8")
    (tmp_path / "去年.csv").write_text(f"2022年验收表,,\n{HEAD}\n{GOOD}\n", "utf-8")
    (tmp_path / "湘阴县.ods").write_bytes(b"PK")
    found = ms.read_acceptances(tmp_path, P)
    assert found.summary == "验收：1 个结论，3 行未计入"
    assert sorted(one.why.partition("；")[0] for one in found.aside) == sorted(
        ("“良好”不是验收结果", "认不出是哪一种表", "“2022年验收表”说的是 2022 年，yueyang-2023 是 2023 年的")
    ), found.aside
    assert found.notes == ("文件夹里不是表格的，没有读：湘阴县.ods",)
    assert found.as_known(datetime.date(2023, 1, 1)).aside == found.aside == (found + found).aside
    with pytest.raises(ms.DataError, match="良好"):
        ms.read_acceptances(tmp_path, P, strict=True)


def test_remarks_are_kept_and_what_is_not_accepted_yet_may_have_one(tmp_path: Path) -> None:
    rows = f"{GOOD}另有两台在检\nhigh-schools,平江县,评估验收,平江县,,,,,,,,,延期\n"
    found = read(tmp_path, f"{HEAD}\n{rows}")
    assert [one.note for one in found.acceptances] == ["另有两台在检"]
    assert found.notes == ("验收.csv 第3行没有验收，备注写着“延期”",)
    ms.write_table(found, tmp_path / "再.csv")
    assert ms.read_acceptances(tmp_path / "再.csv", P).acceptances[0].note == "另有两台在检"


def test_columns_and_totals_of_an_offices_own(tmp_path: Path) -> None:
    text = "序号,实事项目,地区,验收阶段,验收单位,认定数,验收结果,验收人\n"
    text += "1,elevators,平江县,评估验收,平江县,42台,合格,张三\n合计,,,,,42台,,\n"
    found = read(tmp_path, text)
    assert (len(found.acceptances), found.aside) == (1, ())
    assert found.notes == ("验收.csv 第1行：不认识的列“验收人”，没有读",)


def test_a_unit_that_the_notice_itself_counts_in_is_read(tmp_path: Path) -> None:
    """Annex 1 has 34310户 where annex 2 has 34310个; 处 is neither."""
    row = "household-toilets,平江县,评估验收,平江县,2023-12-08,{},,合格,,,,,\n"
    [one] = read(tmp_path, f"{HEAD}\n{row.format('238户')}").acceptances
    assert str(one.figure) == "238 个"
    [wrong] = problems(tmp_path, f"{HEAD}\n{row.format('238处')}")
    assert "“改新建农村户用厕所34310个”以“个”计，这里是“处”" in wrong
    rows = [{"指标": "household-toilets", "县市区": "平江县", "完成数": "238户"}]
    assert str(ms.read_progress(rows, P, period="2023年").records[0].value) == "238 个"


@pytest.mark.parametrize(
    ("head", "row", "said"),
    [
        ("验收步骤,验收单位,验收结果,认定数,计量单位", "评估验收,平江县,合格,-1,台", "“-1 台”小于 0"),
        ("验收步骤,验收单位,验收结果,认定数,计量单位", "评估验收,平江县,合格,2.5,台", "“2.5 台”不是整数"),
        ("抽查数,查实数,计量单位", "3,-1,台", "“-1 台”小于 0"),
    ],
)
def test_figures_that_there_cannot_be(tmp_path: Path, head: str, row: str, said: str) -> None:
    file = tmp_path / "验收.csv"
    file.write_text(f"指标,地区,{head}\nelevators,平江县,{row}\n", "utf-8")
    with pytest.raises(ms.DataError, match=said):
        ms.read_acceptances(file, ms.load("yueyang-2023"), strict=True)
