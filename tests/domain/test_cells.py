"""What a cell says, as offices write cells."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minsheng.domain.printed import CellKind, Mark, Relation, read_cell


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("1300人", "1300", "人"),
        ("3 万人次", "3", "万人次"),
        ("72%", "72", "%"),
        ("７２％", "72", "%"),
        ("11.2公里", "11.2", "公里"),
        ("３４，３１０", "34310", ""),
        ("34 310", "34310", ""),
        ("5.00", "5.00", ""),
        ("0", "0", ""),
        ("-5.2", "-5.2", ""),
        ("二十七万人次", "27", "万人次"),
        ("60元/月·人", "60", "元/月·人"),
        ("3万", "3", "万"),
        ("9.4个百分点", "9.4", "个百分点"),
        ("9.4百分点", "9.4", "百分点"),
        ("1亿2000万人", "120000000", "人"),
    ],
)
def test_numbers_keep_their_places_and_units(text: str, value: str, unit: str) -> None:
    cell = read_cell(text)
    assert (cell.kind, str(cell.value), cell.unit) == (CellKind.NUMBER, value, unit)


@pytest.mark.parametrize(
    ("text", "relation", "value", "unit"),
    [
        ("不低于60元", Relation.AT_LEAST, "60", "元"),
        ("4.3%以内", Relation.AT_MOST, "4.3", "%"),
        ("达到目标60元", Relation.AT_LEAST, "60", "元"),
        ("达到目标3840元", Relation.AT_LEAST, "3840", "元"),
        ("已完成任务60元", Relation.AT_LEAST, "60", "元"),
        ("控制在4.3%以内", Relation.AT_MOST, "4.3", "%"),
        ("突破230万人", Relation.ABOVE, "230", "万人"),
        ("不低于580", Relation.AT_LEAST, "580", ""),
        (">= 5.2 万人", Relation.AT_LEAST, "5.2", "万人"),
    ],
)
def test_words_say_a_relation(text: str, relation: Relation, value: str, unit: str) -> None:
    cell = read_cell(text)
    assert (cell.relation, str(cell.value), cell.unit) == (relation, value, unit)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("高于目标23.1元", "23.1", "元"),
        ("超任务17元", "17", "元"),
        ("超任务9.4个百分点", "9.4", "个百分点"),
        ("低于目标5元", "-5", "元"),
        ("差任务5元", "-5", "元"),
        ("超额完成年度计划5元", "5", "元"),
    ],
)
def test_a_gap_is_not_the_figure(text: str, value: str, unit: str) -> None:
    cell = read_cell(text)
    assert (cell.kind, str(cell.value), cell.unit) == (CellKind.GAP, value, unit)


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("", Mark.BLANK), ("  　", Mark.BLANK), ("/", Mark.NO_TASK), ("／", Mark.NO_TASK),
        ("—", Mark.DASH), ("－－", Mark.DASH), ("–", Mark.DASH), ("——", Mark.DASH), ("-", Mark.HYPHEN),
    ],
)  # fmt: skip
def test_marks_are_kept_apart(text: str, mark: Mark) -> None:
    assert read_cell(text).mark is mark


@pytest.mark.parametrize(
    "text",
    [
        "全部开工", "应补尽补", "168(=185-17)", "各建制镇",
        "11月底厂家开始安排发货 预定12月初开始安装调试设备。",
        "标准不低于3480元/年,人均救助水平不低于185元/月",
        "新增175户、其中实物配租85户,租赁补贴90户", "2023/6/1",
        "元坝镇280 白果乡15", "#DIV/0!", "1/2",
    ],
)  # fmt: skip
def test_words_stay_words(text: str) -> None:
    cell = read_cell(text)
    assert (cell.kind, cell.value, cell.why) == (CellKind.WORDS, None, "")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1300仁", "不认识的单位“仁”；最接近的是“人”"),
        ("3,43", "“3,43”不是一个数"),
        ("12\n34", "一格里有不止一个数"),
        ("12 34", "一格里有不止一个数"),
        ("1.2.3", "“1.2.3”不是一个数"),
        ("9" * 50, "数太长"),
    ],
)
def test_what_was_meant_as_a_number_says_what_is_wrong(text: str, why: str) -> None:
    cell = read_cell(text)
    assert cell.kind is CellKind.WORDS
    assert why in cell.why


@given(st.text(max_size=40))
def test_no_text_breaks_it(text: str) -> None:
    """Law: reading a cell never fails, and a value is there exactly for numbers and gaps."""
    cell = read_cell(text)
    assert (cell.value is not None) == (cell.kind in (CellKind.NUMBER, CellKind.GAP))


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9))
def test_a_printed_decimal_is_read_as_it_is(value: Decimal) -> None:
    """Law: a number printed with thousands commas and full-width digits is the same number."""
    printed = f"{value:,}".translate({ord(d): ord(d) - ord("0") + ord("０") for d in "0123456789"})
    read = read_cell(printed).value
    assert read is not None
    assert read.as_tuple() == value.as_tuple() or read == value == 0
