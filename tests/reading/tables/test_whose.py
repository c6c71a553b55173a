"""Whose a figure is: the whole city's only where the table says so; nobody's where something denies it."""

from __future__ import annotations

from pathlib import Path

import pytest

import minsheng as ms

P = ms.load("yueyang-2023")
Read = set[tuple[str, str | None, str]]


def read(tmp_path: Path, name: str, text: str, **given: object) -> ms.Progress:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return ms.read_progress(path, P, **given)  # type: ignore[arg-type]  # of several kinds


def figures(progress: ms.Progress) -> Read:
    return {(one.indicator, one.area, str(one.value)) for one in progress.records}


def refused(tmp_path: Path, name: str, text: str, **given: object) -> str:
    with pytest.raises(ms.DataError) as caught:
        read(tmp_path, name, text, **given)
    return str(caught.value)


PLAIN = "2023年6月\n指标,完成数\nnursing-beds,30\n"


@pytest.mark.parametrize(
    ("name", "text", "hint"),
    [
        ("湘阴.csv", PLAIN, "文件名里的“湘阴”像是一个地区（湘阴县？）"),
        ("2023年6月湘阴民生实事报表.csv", PLAIN, "文件名里的“湘阴”像是一个地区（湘阴县？）"),
        ("楼区6月.csv", PLAIN, "文件名里的“楼区”像是一个地区（岳阳楼区？）"),
        ("安定镇.csv", PLAIN, "文件名里的“安定镇”像是一个地区"),
        ("表.csv", PLAIN.replace("6月", "6月\n县区：平江"), "填报单位里的“平江”像是一个地区（平江县？）"),
        ("表.csv", PLAIN.replace("6月", "6月\n填报单位：湘阴人社局"), "填报单位里的“湘阴”像是一个地区"),
        ("表.csv", PLAIN.replace("2023年6月", "2023年6月全县民生实事完成情况"), "标题里的“全县”像是一个地区"),
        ("表.csv", PLAIN.replace("2023年6月", "湘阴2023年6月民生实事完成情况"), "标题里的“湘阴”像是一个地区"),
        ("表.csv", "岳阳市2023年6月\n填报单位：湘阴县某局、平江\n指标,完成数\nnursing-beds,30\n", ""),
    ],
)
def test_what_looks_like_an_area_is_not_the_city(tmp_path: Path, name: str, text: str, hint: str) -> None:
    if not hint:  # 湘阴县 is named: its own
        assert figures(read(tmp_path, name, text)) == {("nursing-beds", "湘阴县", "30 张")}
        return
    assert hint in refused(tmp_path, name, text)
    whole = read(tmp_path, name, text, area="全市")
    assert figures(whole) == {("nursing-beds", None, "30 张")}
    assert "地区 全市（area=）" in str(whole.intake)


@pytest.mark.parametrize(
    "name",
    ["6月.csv", "民生实事进展情况汇总.csv", "岳阳市.csv", "城镇新增就业.csv", "各县市区.csv", "全市6月.csv"],
)
def test_what_looks_like_no_area_may_be_the_city_and_is_said(tmp_path: Path, name: str) -> None:
    whole = read(tmp_path, name, PLAIN)
    assert figures(whole) == {("nursing-beds", None, "30 张")}
    assert "地区 全市（" in str(whole.intake)


@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("62", "旁边的目标 62 个 不是全市的任务数 550 个，是湘阴县的任务数"),
        ("63", "旁边的目标 63 个 不是全市的任务数 550 个；看不出是哪个地区的数"),
    ],
)
def test_a_target_that_is_not_the_citys_stands_beside_no_figure_of_it(
    tmp_path: Path, target: str, why: str
) -> None:
    text = f"2023年6月\n指标,任务数,完成数\nbase-stations,{target},30\n"
    assert why in refused(tmp_path, "表.csv", text)
    citys = text.replace(f",{target},", ",550,")
    assert figures(read(tmp_path, "表.csv", citys)) == {("base-stations", None, "30 个")}
    if target == "62":  # though the title is that of the city's form
        assert why in refused(tmp_path, "表.csv", f"岳阳市{text}")


def test_the_citys_target_stands_beside_no_figure_of_a_county(tmp_path: Path) -> None:
    text = "平江县2023年6月\n指标,任务数,完成数\nbase-stations,550,60\n"
    assert "旁边的目标 550 个 是全市的，不是平江县的任务数" in refused(tmp_path, "表.csv", text)


OWN = "指标,本县任务,本县完成,全市任务,全市完成\nbase-stations,110,80,550,350\n"


def test_what_headings_say_of_the_county_and_of_the_city(tmp_path: Path) -> None:
    got = read(tmp_path, "表.csv", f"平江县2023年1-8月\n{OWN}")
    assert {(r.area, str(r.value), str(r.target)) for r in got.records} == {
        ("平江县", "80 个", ">= 110 个"),
        (None, "350 个", ">= 550 个"),
    }
    assert "“本县”是哪一个，表里没有写" in refused(
        tmp_path, "表.csv", "2023年1-8月\n指标,本县完成,全市平均\nbase-stations,80,30\n"
    )
    got = read(tmp_path, "平江县.csv", "2023年6月\n指标,全市任务,完成\nbase-stations,550,60\n")
    assert [(r.area, str(r.value), r.target) for r in got.records] == [("平江县", "60 个", None)]
    got = read(tmp_path, "表.csv", "2023年6月\n指标,全市任务,全市完成\nbase-stations,550,300\n")
    assert [(r.area, str(r.target)) for r in got.records] == [(None, ">= 550 个")]
    text = "2023年6月\n指标,完成,全市完成\nbase-stations,60,350\n"
    got = read(tmp_path, "表.csv", text)
    assert figures(got) == {("base-stations", None, "350 个")}
    assert "另有“全市完成”，看不出“完成”是哪个地区的" in got.aside[0].why


def test_rows_of_the_city_in_a_countys_table(tmp_path: Path) -> None:
    text = "2023年6月\n地区,指标,完成\n本县,base-stations,60\n全市,base-stations,350\n"
    whole = {("base-stations", "平江县", "60 个"), ("base-stations", None, "350 个")}
    assert figures(read(tmp_path, "平江县.csv", text)) == whole
    both = read(tmp_path, "汨罗市.csv", text.replace("本县", "本市"))
    assert figures(both) == {("base-stations", "汨罗市", "60 个")}
    assert "“全市”看不出说的是汨罗市还是岳阳市" in both.aside[0].why


TOILETS = "2023年1-8月改新建农村户用厕所34310个\n县市区,任务,完成\n平江县,15000,9000\n岳阳县,3000,2000\n"


def test_the_sum_of_some_areas_is_not_the_city(tmp_path: Path) -> None:
    two = {("household-toilets", "平江县", "9000 个"), ("household-toilets", "岳阳县", "2000 个")}
    got = read(tmp_path, "表.csv", f"{TOILETS}合计,18000,11000\n")
    assert figures(got) == two
    assert "“合计”只是表里这些地区的合计：没有华容县、" in got.aside[0].why
    city = {("household-toilets", None, "11000 个")}
    assert figures(read(tmp_path, "表.csv", f"{TOILETS}合计,34310,11000\n")) == two | city
    assert figures(read(tmp_path, "表.csv", f"{TOILETS}全市,18000,11000\n")) == two | city
    across = "2023年1-8月\n指标,平江县完成,岳阳县完成,合计完成\nbase-stations,80,40,120\n"
    got = read(tmp_path, "表.csv", across)
    assert {area for _, area, _ in figures(got)} == {"平江县", "岳阳县"}


def test_a_sum_of_all_areas_with_a_share_is_the_city(tmp_path: Path) -> None:
    """Those without a share need not be listed; a page break does not divide a table."""
    shares = P.allocation["drinking-water-sources"].shares
    rows = [f"{name},1\n" for name, share in shares.items() if share is not None]
    head = "2023年6月drinking-water-sources\n县市区,完成（个）\n"
    whole = f"{head}{rows[0]}县市区,完成（个）\n{''.join(rows[1:])}合计,{len(rows)}\n"
    got = read(tmp_path, "表.csv", whole)
    assert ("drinking-water-sources", None, f"{len(rows)} 个") in figures(got)
    assert read(tmp_path, "表.csv", whole.replace(rows[-1], "")).aside[0].why.startswith("“合计”只是")


@pytest.mark.parametrize(
    ("row", "kept"),
    [
        ("farmland,平江县,6.27,31000", ""),
        ("farmland,平江县,62700亩,3.1", ""),
        ("jobs,华容县,5250,0.39", ""),
        ("jobs,岳阳县,0.585万人,3800", ""),
        ("water-storage,平江县,68,340000", ""),
        ("jobs,华容县,5250,12", "12 人"),
        ("jobs,华容县,5250,0", "0 人"),
        ("farmland,平江县,6.27,0.01", "0.01 万亩"),
        ("rural-roads,平江县,213,0.5", "0.5 公里"),
        ("jobs,岳阳县,0.585万人,3800人", "3800 人"),
    ],
)
def test_a_figure_of_another_size_is_set_aside(tmp_path: Path, row: str, kept: str) -> None:
    text = f"2023年1-8月\n指标,县市区,目标,完成\n{row}\nnursing-beds,平江县,120,60\n"
    got = read(tmp_path, "表.csv", text)
    assert [str(r.value) for r in got.records if r.indicator != "nursing-beds"] == ([kept] if kept else [])
    assert kept or "大小不像" in got.aside[0].why


def test_a_target_that_is_not_the_areas_is_said(tmp_path: Path) -> None:
    text = "2023年1-8月\n指标,县市区,目标,完成\nrural-roads,平江县,96,50\nbase-stations,平江县,110,50\n"
    got = read(tmp_path, "表.csv", text, strict=True)
    assert len(got.records) == 2
    [note] = got.notes
    assert (
        "1 处旁边的目标和任务数不同，照读：表.csv 第3行 rural-roads 平江县 96 公里，任务数是 213 公里" in note
    )


def test_a_thing_said_twice_is_told_with_both_places(tmp_path: Path) -> None:
    text = "2023年8月\n指标,县市区,完成\njobs,平江县,4000\njobs,平江县,4100\njobs,平江县,4000\n"
    got = read(tmp_path, "表.csv", text)
    said = "jobs 平江县 2023年8月 有两处：表.csv 第3行，表.csv "
    assert got.notes == (f"{said}第4行；一处是 4000 人，一处是 4100 人", f"{said}第5行；都是 4000 人")
    got = read(tmp_path, "表.csv", text.replace("4100", "4000"))  # once, however often it stands there
    assert got.notes == (f"{said}第4行；都是 4000 人",)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("24座（100%）", "24 座"), ("20（更正）", "20 座"), ("20*", "20 座"),
        ("20座（其中续建2座）", "20 座"),
        ("已完成20座（含续建）", "20 座"), ("20（更正为21）", None), ("20（21）", None), ("约20", None),
    ],
)  # fmt: skip
def test_a_figure_with_words_behind_it(tmp_path: Path, cell: str, value: str | None) -> None:
    got = read(tmp_path, "表.csv", f"2023年1-8月\n指标,完成情况\npublic-toilets,{cell}\n")
    assert [(r.value and str(r.value), r.text) for r in got.records] == [(value, "" if value else cell)]
    assert ("格里数后面有说明，只读了数" if value else "格没有数，只有文字") in got.notes[0]


def test_areas_under_of_which_are_told(tmp_path: Path) -> None:
    text = "2023年6月{}\n指标,目标,完成,其中,\n,,,平江县,岳阳县\nbase-stations,550,300,60,30\n"
    got = read(tmp_path, "表.csv", text.format(""))
    assert figures(got) == {("base-stations", None, "300 个")}
    assert [c.header for c in got.intake.unread if c.figures] == ["其中平江县", "其中岳阳县"]
    areas = {("base-stations", "平江县", "60 个"), ("base-stations", "岳阳县", "30 个")}
    assert figures(read(tmp_path, "表.csv", text.format("完成情况"))) == figures(got) | areas


MONTHS = "2023年城镇新增就业5.9万人{}\n县市区,1月,2月,合计\n平江县,300,400,700\n"


def test_months_are_each_by_itself_or_asked_about(tmp_path: Path) -> None:
    got = read(tmp_path, "表.csv", MONTHS.format("分月完成情况"))
    assert {(str(r.period), str(r.value), r.cumulative) for r in got.records} == {
        ("2023年1月", "300 人", False),
        ("2023年2月", "400 人", False),
    }
    said = refused(tmp_path, "表.csv", MONTHS.format("完成情况"))
    assert "“1月”“2月”可能是当月的数，也可能是累计数；请用 columns={'各月': '当期完成数'} 指明" in said


@pytest.mark.parametrize(
    ("text", "cumulative"),
    [
        ("2023年6月\n指标,县市区,新增\njobs,平江县,500\n", None),
        ("2023年6月\n指标,县市区,新增,累计完成\njobs,平江县,500,3100\n", False),
        ("2023年1-6月\n指标,县市区,新增\njobs,平江县,500\n", True),
        ("2023年6月\n指标,县市区,新增数,本月新增\njobs,平江县,500,90\n", True),
    ],
)
def test_what_is_new_in_a_month_or_since_january(tmp_path: Path, text: str, cumulative: bool | None) -> None:
    if cumulative is None:
        assert "“新增”可能是当月的数，也可能是累计数" in refused(tmp_path, "表.csv", text)
        return
    got = read(tmp_path, "表.csv", text)
    assert [r.cumulative for r in got.records if str(r.value) == "500 人"] == [cumulative]


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("合计", "“合计”只是表里这些地区的合计"),
        ("共  计", "“共  计”只是表里这些地区的合计"),
        ("全市合计", ""),
        ("全市", ""),
        ("小计", "“小计”是一部分地区的合计或平均"),
        ("平均", "“平均”是一部分地区的合计或平均"),
    ],
)
@pytest.mark.parametrize("table", ["序号,县市区,{}\n", "排序号,编号,县市区,{}\n"])
def test_a_total_under_a_number_is_a_total(tmp_path: Path, word: str, said: str, table: str) -> None:
    head = table.format("指标,完成数")
    more = "," * (head.count(",") - 3)
    lines = f"1,{more}平江县,jobs,300人\n2,{more}岳阳县,jobs,30人\n{word},,{more}jobs,330人\n"
    got = read(tmp_path, "2023年6月.csv", head + lines)
    areas = {("jobs", "平江县", "300 人"), ("jobs", "岳阳县", "30 人")}
    assert figures(got) == (areas if said else areas | {("jobs", None, "330 人")})
    assert [said in aside.why for aside in got.aside] == [True] * bool(said)
    printed = ms.read_published(tmp_path / "2023年6月.csv")
    assert [line.area for line in printed] == ["平江县", "岳阳县", word]


def test_a_rate_has_not_the_unit_above_it(tmp_path: Path) -> None:
    text = "2023年6月\n县市区,农村公路提质改造（公里）,,,\n,目标,完成数,完成率,排名\n平江县,213,100,46.9%,1\n"
    got = read(tmp_path, "表.csv", text)
    assert [column.unit for column in got.intake.columns] == ["", "公里", "公里", "", ""]


@pytest.mark.parametrize(
    ("title", "meant"),
    [
        ("平江县完成情况（2023.1-2023.6）", "2023年1—6月"),
        ("（２０２３．１－２０２３．６）", "2023年1—6月"),
        ("２０２３年１－６月完成情况", "2023年1—6月"),
        ("2023.01-06", "2023年1—6月"),
        ("2023-01至2023-06", "2023年1—6月"),
        ("2023年1月-2023年6月", "2023年1—6月"),
        ("2023.1.1—6.30", "2023年1—6月"),
        ("2023.1-2023.10", "2023年1—10月"),
        ("2023-01-06", "2023年1月6日"),
        ("2022-07至2023-06", None),
        ("2022.7-2023.6", None),
        ("2023.1-2023.1", None),
    ],
)
def test_a_title_says_from_when_to_when(tmp_path: Path, title: str, meant: str | None) -> None:
    text = f"{title}\n指标,地区,完成数\njobs,平江县,3100人\n"
    if meant is None:
        assert "没有写明是哪个期间的数" in refused(tmp_path, "表.csv", text)
        return
    got = read(tmp_path, "表.csv", text)
    assert [str(record.period) for record in got.records] == [meant]


def test_money_is_asked_for_in_yuan(tmp_path: Path) -> None:
    said = refused(tmp_path, "2023年6月.csv", "指标,县市区,完成投资\nrural-roads,平江县,300\n")
    assert "“300”没有写单位；请在格里、表头或单位栏写明单位（元、万元）" in said


def test_an_area_that_was_decided_is_named_once(tmp_path: Path) -> None:
    decided = '[[files]]\nname = "*"\narea = "平江县"\nindicator = "jobs"\n'
    (tmp_path / "对照.toml").write_text(decided, "utf-8")
    text = "平江县城镇新增就业5.9万人\n指标,完成数\njobs,3100人\n"
    [sheet] = read(tmp_path, "平江县2023年6月.csv", text).intake.sheets
    assert sheet.about == "期间 2023年6月，地区 平江县（对照.toml 第3行），指标 jobs（标题）"


@pytest.mark.parametrize(
    "title",
    [
        "岳阳市2023年省市重点民生实事项目进展情况表（2023年6月）",
        "2023年1-6月省市重点民生实事项目完成情况",
        "市直各部门重点民生实事项目2023年6月进展",
        "附件2：2023年6月重点民生实事进展情况表",
    ],
)
def test_usual_titles_of_a_city_speak_of_no_area(title: str, tmp_path: Path) -> None:
    """省市 says whose project it is, not whose figures these are."""
    text = f"{title}\n指标,年度目标,累计完成数\n城镇新增就业5.9万人,5.9万人,3.1万人\n"
    (tmp_path / "a.csv").write_text(text, "utf-8")
    [record] = ms.read_progress(tmp_path / "a.csv", P, strict=True).records
    assert (record.area, str(record.value)) == (None, "3.1 万人")
