"""Finding the register in a sheet: its header, its columns, where it ends."""

from __future__ import annotations

import pytest

from minsheng.errors import DataError
from minsheng.reading.progress import read_progress
from minsheng.reading.tables.columns import Told
from minsheng.reading.tables.headings import role_of
from minsheng.reading.tables.naming import Names
from minsheng.reading.tables.register import Register, read_registers
from minsheng.reading.tables.sheet import Merged, Sheet
from minsheng.reading.tables.words import Role
from tests.reading.registers import programme

PROGRAMME = programme({"jobs": ("就业", ">= 5.9 万人")}, ("平江县", "岳阳县"))
NAMES = Names(PROGRAMME)


def found(*rows: str, merged: tuple[Merged, ...] = (), columns: dict[str, str] | None = None) -> Register:
    cells = tuple(tuple(row.split("|")) for row in rows)
    width = max(map(len, cells))
    sheet = Sheet("表.xlsx", "6月", tuple(row + ("",) * (width - len(row)) for row in cells), merged)
    [register] = read_registers(
        sheet, NAMES, {name: Told(Role(role)) for name, role in (columns or {}).items()}
    )
    if register.refused:
        raise DataError(register.refused)
    return register


def roles(register: Register) -> dict[str, Role]:
    return {column.header: column.role for column in register.columns}


@pytest.mark.parametrize(
    ("header", "role", "unit"),
    [
        (("目标任务",), Role.TARGET, ""),
        (("2023年目标任务(个)",), Role.TARGET, "个"),
        (("完成情况", "累计完成（万人）"), Role.ACTUAL, "万人"),
        (("完成情况", "本月完成数"), Role.IN_PERIOD, ""),
        (("本月", "完成数"), Role.IN_PERIOD, ""),
        (("本月累计完成数",), Role.ACTUAL, ""),
        (("1-9月完成数",), Role.ACTUAL, ""),
        (("核实", "完成数"), Role.VERIFIED, ""),
        (("核实完成数",), Role.VERIFIED, ""),
        (("占年任务 之比",), Role.RATE, ""),
        (("★考核指标",), Role.INDICATOR, ""),
        (("天气",), None, ""),
    ],
)
def test_the_names_offices_use(header: tuple[str, ...], role: Role | None, unit: str) -> None:
    said = role_of(header)
    assert (next(iter(said.roles), None), said.unit if said.roles else "") == (role, unit)


def test_titles_above_and_notes_below_are_no_lines() -> None:
    register = found(
        "2023年重点民生实事完成情况表", "（截至6月底）", "序号|考核指标|单位|年度目标|完成数|备注",
        "甲|乙|丙|1|2|3", "1|就业|万人|5.9|3.1|", "||||", "2|公路|公里|549|300|", "注：数据由各县市区报送",
        "填报人：某某||审核人：某某",
        merged=((0, 0, 0, 5), (1, 0, 1, 5)),
    )  # fmt: skip
    assert register.around.title == "2023年重点民生实事完成情况表 (截至6月底)"
    assert [number for number, _ in register.lines()] == [4, 6]


def test_a_note_across_the_whole_table_is_no_line() -> None:
    note = "以上数据为初步统计|" * 3
    register = found("指标|单位|完成数", "就业|万人|3.1", note[:-1], merged=((2, 0, 2, 2),))
    assert len(list(register.lines())) == 1


def test_several_header_rows() -> None:
    merged: tuple[Merged, ...] = ((0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 1, 4))
    rows = ("指标|单位|完成情况|完成情况|备注", "指标|单位|本月完成|累计完成|备注", "就业|万人|1|3.1|")
    register = found(*rows, merged=merged)
    assert register.first == 2
    assert roles(register) == {
        "指标": Role.INDICATOR, "单位": Role.UNIT,
        "完成情况本月完成": Role.IN_PERIOD, "完成情况累计完成": Role.ACTUAL, "备注": Role.NOTE,
    }  # fmt: skip


def test_an_upper_header_says_what_the_lower_does_not() -> None:
    merged: tuple[Merged, ...] = ((0, 0, 1, 0),)
    assert (
        roles(found("指标|本月|备注", "指标|完成数|", "就业|1|", merged=merged))["本月完成数"]
        is Role.IN_PERIOD
    )
    assert roles(found("指标|核实|备注", "|完成数|", "就业|1|"))["核实完成数"] is Role.VERIFIED


def test_the_same_without_merged_cells_as_csv_has_it() -> None:
    register = found("指标|单位|完成情况||备注", "||本月完成|累计完成|", "就业|万人|1|3.1|")
    assert register.first == 2
    assert [column.role for column in register.columns] == [
        Role.INDICATOR,
        Role.UNIT,
        Role.IN_PERIOD,
        Role.ACTUAL,
        Role.NOTE,
    ]


def test_a_line_of_words_is_no_header() -> None:
    register = found("指标|县市区|完成情况|牵头", "就业|平江县|全部开工|人社局", "公路|岳阳县|已开工|交通局")
    assert register.first == 1


def test_areas_as_columns() -> None:
    register = found("各地完成情况", "指标|单位|全市|市本级|平江县|岳阳县", "就业|万人|3|/|1|2")
    across = [(c.area, c.role) for c in register.columns if c.across]
    assert across == [
        (None, Role.ACTUAL), ("市本级", Role.ACTUAL), ("平江县", Role.ACTUAL), ("岳阳县", Role.ACTUAL),
    ]  # fmt: skip


def test_areas_with_two_columns_each() -> None:
    register = found("指标|平江县||岳阳县|", "|任务数|完成数|任务数|完成数", "就业|5|3|6|2")
    across = [(c.area, c.role) for c in register.columns if c.across]
    assert across == [
        ("平江县", Role.TARGET), ("平江县", Role.ACTUAL), ("岳阳县", Role.TARGET), ("岳阳县", Role.ACTUAL),
    ]  # fmt: skip


def test_columns_of_areas_that_say_nothing_are_not_guessed_at() -> None:
    rows = ("指标|平江县|岳阳县", "就业|1|2")
    with pytest.raises(DataError, match="看不出“平江县”等列里是累计完成数还是目标"):
        found(*rows)
    with pytest.raises(DataError, match="没有完成数"):  # a matrix of tasks is no progress
        found("任务分解表", *rows)
    told = found(*rows, columns={"各地": "actual"})
    assert [c.role for c in told.columns if c.across] == [Role.ACTUAL] * 2


def test_a_unit_column_that_holds_areas() -> None:
    register = found("单位|指标|完成数", "平江县|就业|3人", "全市|就业|5人")
    assert roles(register)["单位"] is Role.AREA


def test_two_columns_that_could_be_the_same_are_listed() -> None:
    rows = ("指标|完成数|已完成数|目标任务", "就业|1|2|3")
    with pytest.raises(DataError) as caught:
        found(*rows)
    [problem] = caught.value.problems
    assert problem.where == "表.xlsx “6月”表第1行"
    assert "“完成数”（B列）、“已完成数”（C列）" in problem.met
    assert roles(found(*rows, columns={"完成数": "aside"})) == {
        "指标": Role.INDICATOR, "已完成数": Role.ACTUAL, "目标任务": Role.TARGET,
    }  # fmt: skip


def test_a_column_that_was_told_and_is_not_there() -> None:
    assert found("指标|完成数", "就业|1", columns={"办结数": "actual", "B": "actual"}).met == {"b"}
    rows = [{"指标": "jobs", "完成数": "1人"}]
    with pytest.raises(DataError, match="没有指明的列“办结数”；请核对列名；有：指标、完成数"):
        read_progress(rows, PROGRAMME, period="2023年6月", columns={"办结数": "actual"})


def test_columns_with_names_of_their_own() -> None:
    register = found("事项|办结数", "就业|1", columns={"事项": "indicator", "办结数": "actual"})
    assert roles(register) == {"事项": Role.INDICATOR, "办结数": Role.ACTUAL}


def test_no_register_at_all() -> None:
    assert read_registers(Sheet("表.csv", "", (("说明", "请各地如实填报"),)), NAMES) == []
    assert read_registers(Sheet("表.csv", "", ()), NAMES) == []
