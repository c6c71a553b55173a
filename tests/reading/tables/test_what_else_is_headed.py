"""A column that says 完成 among others: its figures are read, or told, and never give way without a word."""

from __future__ import annotations

from pathlib import Path

import pytest

import minsheng as ms

P = ms.load("yueyang-2023")


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "表.csv"
    path.write_text(text, encoding="utf-8")
    return path


def figures(progress: ms.Progress) -> list[tuple[str | None, str]]:
    return [(one.area, str(one.value)) for one in progress.records]


@pytest.mark.parametrize("beside", ["超额完成", "下月计划完成", "三年累计完成", "超出任务"])
def test_what_was_done_is_read_beside_what_was_not_asked(tmp_path: Path, beside: str) -> None:
    text = f"2023年1-8月城镇新增就业5.9万人\n单位：人\n县市区,目标任务,完成,{beside}\n平江县,5900,6100,200\n"
    assert figures(ms.read_progress(written(tmp_path, text), P)) == [("平江县", "6100 人")]


def test_two_columns_of_figures_done_are_told(tmp_path: Path) -> None:
    path = written(tmp_path, "2023年6月\n县市区,指标,完成,累计\n平江县,jobs,500,3100\n")
    with pytest.raises(ms.DataError, match=r"有几列都可能是“累计完成数”：“完成”（C列）、“累计”（D列）"):
        ms.read_progress(path, P)


def test_both_halves_of_a_folded_table_are_read(tmp_path: Path) -> None:
    text = "2023年6月城镇新增就业5.9万人\n县市区,完成,,县市区,完成\n平江县,3100,,岳阳县,3000\n"
    read = figures(ms.read_progress(written(tmp_path, text), P, strict=True))
    assert sorted(map(str, read)) == ["('岳阳县', '3000 人')", "('平江县', '3100 人')"]


def test_a_month_that_is_named_is_that_month(tmp_path: Path) -> None:
    path = written(tmp_path, "2023年6月\n指标,县市区,5月完成,完成\njobs,平江县,2500,3100\n")
    found = {str(one.period): (str(one.value), one.cumulative) for one in ms.read_progress(path, P).records}
    assert found == {"2023年5月": ("2500 人", False), "2023年6月": ("3100 人", True)}


@pytest.mark.parametrize("heading", ["占年度目标（%）", "占全年任务的（%）", "占年计划"])
def test_a_share_of_the_target_is_a_rate(tmp_path: Path, heading: str) -> None:
    """It gave its per cent to the figures beside it."""
    path = written(tmp_path, f"2023年1-8月\n指标,县市区,累计完成,{heading}\njobs,平江县,4000,67.8\n")
    assert figures(ms.read_progress(path, P, strict=True)) == [("平江县", "4000 人")]


def test_another_period_than_the_table_says_is_refused(tmp_path: Path) -> None:
    """The figures of July would be those of June; to the same day, a month and its year so far agree."""
    path = written(tmp_path, "2023年1-7月\n指标,县市区,完成\njobs,平江县,3500\n")
    with pytest.raises(ms.DataError, match="写的是 2023年1—7月，period= 给的是 2023年6月；请去掉 period="):
        ms.read_progress(path, P, period="2023年6月")
    assert figures(ms.read_progress(path, P, period="2023年7月")) == [("平江县", "3500 人")]


@pytest.mark.parametrize(
    "heading",
    ["完成率%", "完成%", "完成率％", "完成情况%", "完成比例%", "累计完成率%", "年度完成率 %", "投资完成%"],
)
def test_a_sign_of_per_cent_behind_a_heading_makes_it_a_rate(tmp_path: Path, heading: str) -> None:
    """55 % was read as 55 people; and beside the figure neither was read."""
    alone = written(tmp_path, f"平江县2023年6月\n指标,目标,{heading}\njobs,5900,55\n")
    with pytest.raises(ms.DataError, match="这样的比率，没有完成数"):
        ms.read_progress(alone, P)
    beside = written(tmp_path, f"平江县2023年6月\n指标,目标,完成数,{heading}\njobs,5900,3245,55\n")
    assert figures(ms.read_progress(beside, P, strict=True)) == [("平江县", "3245 人")]


@pytest.mark.parametrize("heading", ["完成%", "完成（%）", "完成情况（％）", "累计完成(%)"])
def test_of_two_columns_of_what_was_done_that_in_per_cent_is_the_rate(tmp_path: Path, heading: str) -> None:
    path = written(tmp_path, f"平江县2023年6月\n指标,目标,完成数,{heading}\njobs,5900,3245,55\n")
    assert figures(ms.read_progress(path, P, strict=True)) == [("平江县", "3245 人")]
    [check] = ms.check_published(ms.read_published(path)).checks
    assert check.agreement.label == "一致（四舍五入）"


@pytest.mark.parametrize(
    ("old", "right"),
    [
        ("原报数", "更正数"),
        ("更正前", "更正后"),
        ("原完成数", "现完成数"),
        ("原累计完成数", "更正后累计完成数"),
        ("完成数（更正前）", "完成数（更正后）"),
        ("修改前完成数", "修改后完成数"),
        ("原上报数", "应为"),
        ("已完成（原报）", "已完成（更正）"),
        ("原报数", "完成数"),
    ],
)
def test_of_what_stood_there_and_what_is_right_the_latter_is_read(
    tmp_path: Path, old: str, right: str
) -> None:
    """The one that was wrong was read, or proposed."""
    for heads, cells in ((f"{old},{right}", "1100,1200"), (f"{right},{old}", "1200,1100")):
        read = ms.read_progress(written(tmp_path, f"君山区2023年6月\n指标,{heads}\njobs,{cells}\n"), P)
        assert figures(read) == [("君山区", "1200 人")]
        [aside] = [one for one in read.intake.columns if one.header == old]
        assert aside.role == "不用"
        assert "更正前" in aside.why


def test_what_was_wrong_is_never_proposed(tmp_path: Path) -> None:
    alone = written(tmp_path, "君山区2023年6月\n指标,原报数\njobs,1100\n")
    with pytest.raises(ms.DataError, match="没有完成数") as refused:
        ms.read_progress(alone, P)
    assert "原报数" not in refused.value.problems[0].todo
    two = written(tmp_path, "君山区2023年6月\n指标,完成数,更正数\njobs,1100,1200\n")
    with pytest.raises(ms.DataError, match="'更正数': '累计完成数', '完成数': '不用'"):
        ms.read_progress(two, P)
    with pytest.raises(ms.DataError):
        ms.read_progress(two, P, learn=True)
    assert '"更正数" = "不用"' not in (tmp_path / "对照.toml").read_text(encoding="utf-8")
