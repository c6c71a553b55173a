"""Forms of acceptance: one for each body of a step, filled in, and read as the decisions they hold."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest

import minsheng as ms
from minsheng.domain import AcceptanceStep
from minsheng.reading.tables.sheets import read_sheets
from minsheng.writing.acceptance_forms import write_acceptance_forms
from tests.invented_acceptance import P, invented_acceptance, invented_progress, smaller
from tests.writing.edited import filled_in

SMALL, REGISTER, DONE = smaller()


def lines_of(path: Path) -> tuple[tuple[str, ...], dict[str, int], list[tuple[str, ...]]]:
    """A form's headings, the row of each indicator, and all rows."""
    [sheet] = read_sheets(path)
    head = next(n for n, row in enumerate(sheet.rows) if row[0] == "序号")
    at = sheet.rows[head].index("指标")
    return (
        sheet.rows[head],
        {row[at]: n + 1 for n, row in enumerate(sheet.rows) if n > head},
        list(sheet.rows),
    )


def test_a_county_gets_its_own_tasks_and_fills_them_in(tmp_path: Path) -> None:
    files = write_acceptance_forms(SMALL, tmp_path, "county", progress=DONE)
    assert [file.stem for file in files][:2] == ["平江县评估验收", "岳阳县评估验收"]
    assert len(files) == 13
    heads, at, rows = lines_of(files[0])
    assert rows[0][0] == "岳阳市2023年重点民生实事验收表（平江县，评估验收）"
    assert "地区" not in heads
    row = at["支持既有住宅加装电梯300台"]
    assert rows[row - 1][heads.index("上报数")] == "42"
    letters = {name: chr(ord("A") + n) for n, name in enumerate(heads)}

    def cell(name: str, of: int = row) -> str:
        return f"{letters[name]}{of}"

    other = at["改新建农村公共厕所24座"]
    filled = {
        cell("验收日期"): "2023-12-08", cell("认定数"): "40", cell("验收结果"): "不合格",
        cell("整改内容"): "两台没有检验", cell("整改期限"): "2023-12-20", cell("验收资料"): "验收表",
        cell("认定数", other): "3", cell("验收结果", other): "合格", cell("验收日期", other): "45268",
    }  # fmt: skip
    files[0].write_bytes(filled_in(files[0].read_bytes(), filled))
    read = ms.read_acceptances(tmp_path, SMALL)
    assert [(one.indicator, str(one.result), str(one.figure), str(one.on)) for one in read.acceptances] == [
        ("elevators", "failed", "40 台", "2023-12-08"),
        ("public-toilets", "passed", "3 座", "2023-12-08"),
    ]
    assert all(one.by == one.area == "平江县" and one.step == "county" for one in read.acceptances)
    assert read.acceptances[0].mend == "两台没有检验"
    write_acceptance_forms(SMALL, tmp_path, "county", progress=DONE, overwrite=True)
    wrong = {cell("认定数"): "约40", cell("整改期限"): "年底", cell("验收结果", other): "好"}
    files[0].write_bytes(filled_in(files[0].read_bytes(), wrong))
    with pytest.raises(ms.DataError) as error:
        ms.read_acceptances(tmp_path, SMALL)
    places = [problem.where.rpartition(f"表第{row}行")[2] for problem in error.value.problems]
    assert places[:3] == ["“验收结果”列", "“整改期限”列", "“认定数”列"]
    assert error.value.problems[3].met == "“好”不是验收结果"


def test_an_agency_sees_what_the_county_accepted(tmp_path: Path) -> None:
    files = write_acceptance_forms(SMALL, tmp_path, "review", progress=DONE, acceptance=REGISTER)
    lifts = next(file for file in files if file.stem == "市住建局汇总审核")
    heads, _, rows = lines_of(lifts)
    beside = heads.index("上报数和前一步认定")
    cells = {
        row[heads.index("地区")]: row[beside] for row in rows[4:] if len(row) > beside and row[0].isdigit()
    }
    assert cells["平江县"] == "上报 42\n合格 42 台"
    assert cells["岳阳楼区"] == "上报 130\n不合格 130 台"
    assert not ms.read_acceptances(tmp_path, SMALL).acceptances


def test_the_office_gets_all_in_one(tmp_path: Path) -> None:
    [file] = write_acceptance_forms(P, tmp_path, "appraisal")
    assert file.name == "市实事办考核评定.xlsx"
    assert len(lines_of(file)[2]) > 400
    with pytest.raises(ms.DataError, match="overwrite=True"):
        write_acceptance_forms(P, tmp_path, "appraisal")


def test_another_provinces_steps_have_forms_too(tmp_path: Path) -> None:
    steps = (
        AcceptanceStep("牵头单位", "初评", "本系统", id="first", covers="agency"),
        AcceptanceStep("市统计局", "认定", "全部", id="statistics", covers="all"),
    )
    other = attrs.evolve(SMALL, acceptance=steps)
    assert [f.name for f in write_acceptance_forms(other, tmp_path, steps[1])] == ["市统计局认定.xlsx"]


def test_what_has_no_effect_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ms.UnknownName, match="no step of acceptance 'town'"):
        write_acceptance_forms(SMALL, tmp_path, "town")
    with pytest.raises(ms.DataError, match="评估验收是第一步"):
        write_acceptance_forms(SMALL, tmp_path, "county", acceptance=REGISTER)
    with pytest.raises(ms.DataError, match="没有一个要验收的任务的完成数"):
        write_acceptance_forms(SMALL, tmp_path, "county", progress=ms.Progress())


def test_the_invented_year_has_all_areas_and_agencies() -> None:
    register = invented_acceptance()
    assert {one.area for one in register.acceptances} >= {area.name for area in P.areas}
    assert {one.by for one in register.acceptances} >= {one.lead_agency for one in P.assignments}
    assert len(invented_progress().records) > 400
