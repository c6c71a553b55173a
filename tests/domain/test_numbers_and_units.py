"""Numerals and units as offices print them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

import minsheng as ms
from minsheng.domain.numerals import read_number
from minsheng.domain.units import known_unit, registry, vocabulary

UNITS = [
    *"个所张户人类项件座家台套条口处场名村米亩方元%",
    *(
        "人次",
        "万人",
        "万人次",
        "公里",
        "万亩",
        "公顷",
        "平方米",
        "平方公里",
        "立方米",
        "万方",
        "万元",
        "亿元",
    ),
    *("元/月", "元/年", "元/月·人", "元/月/人", "元/年·人", "个百分点"),
]
#: what there may be half of
MEASURED = {*"米亩方元月年克斤吨天周分%‰", "季度", "小时", "分钟", "千瓦时", "个百分点"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("34310", "34310"),
        ("３４，３１０", "34310"),
        ("1,234,567.80", "1234567.80"),
        ("-5", "-5"),
        ("−5", "-5"),
        ("二十七", "27"),
        ("十", "10"),
        ("一百零五", "105"),
        ("二千三百四十五", "2345"),
        ("两百", "200"),
        ("五点九万", "59000"),
        ("一万零五", "10005"),
        ("1亿2000万", "120000000"),
        ("1万亿", "1000000000000"),
        ("3千", "3000"),
        ("二〇二三", "2023"),
        ("叁仟贰佰零伍", "3205"),
        ("壹亿贰仟万", "120000000"),
    ],
)
def test_numbers_as_printed(text: str, value: str) -> None:
    assert read_number(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3,43",
        "1,2345",
        "一百五",
        "一万五",
        "十四五",
        "二万三亿",
        "万",
        "1.2.3",
        "½",
        "NaN",
        "Infinity",
        "1e5",
        "三百零",
        "٣",
        "--5",
    ],
)
def test_what_is_not_clearly_a_number_is_refused(text: str) -> None:
    with pytest.raises(ms.DataError, match="不是一个数"):
        read_number(text)


@pytest.mark.parametrize("prefix", ["", "万", "亿"])
@pytest.mark.parametrize("text", UNITS)
def test_every_unit_is_known_with_and_without_a_prefix(text: str, prefix: str) -> None:
    unit = ms.Unit.parse(prefix + text)
    assert unit.factor == {"": 1, "万": 10**4, "亿": 10**8}[prefix] * ms.Unit.parse(text).factor
    assert unit.dimension == ms.Unit.parse(text).dimension
    assert str(unit) == prefix + text


def test_everything_after_the_bar_divides() -> None:
    assert ms.Unit.parse("元/月·人") == ms.Unit.parse("元/月/人") == ms.Unit.parse("元/人·月")
    assert ms.Unit.parse("元/月·人") != ms.Unit.parse("元·人/月")


def test_exact_sizes() -> None:
    assert ms.Unit.parse("亩").factor == Fraction(2000, 3)
    assert ms.Unit.parse("元/年").factor == Fraction(1, 12)
    assert ms.Unit.parse("万方") == ms.Unit.parse("万立方米")


def test_counted_things_do_not_mix() -> None:
    counted = [ms.Unit.parse(word) for word in vocabulary() if ms.Unit.parse(word).counted]
    words = {unit.text for unit in counted}
    assert words >= {
        *"个所张户人类项件座家台套条口处场名村部辆栋幢间株棵例起期班次床",
        "人次",
        "学位",
        "车位",
    }
    assert words.isdisjoint(MEASURED)
    assert len({unit.dimension for unit in counted}) == len(counted)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("千米", "公里"),
        ("㎡", "平方米"),
        ("m²", "平方米"),
        ("万㎡", "万平方米"),
        ("KM", "公里"),
        ("km²", "平方公里"),
        ("m³", "方"),
        ("kg", "公斤"),
        ("万kWh", "万千瓦时"),
        ("MW", "兆瓦"),
        ("元/平米", "元/㎡"),
        ("t", "吨"),
    ],
)
def test_a_unit_has_more_than_one_spelling(text: str, same: str) -> None:
    assert ms.Unit.parse(text) == ms.Unit.parse(same)


def test_days_are_no_part_of_a_month() -> None:
    assert ms.Unit.parse("周").factor == 7 * ms.Unit.parse("天").factor
    assert ms.Unit.parse("季度").factor == 3 * ms.Unit.parse("月").factor
    assert not ms.Unit.parse("天").measures_same_as("月")


def test_a_share_is_not_a_count_nor_a_difference_of_shares() -> None:
    percent, points = ms.Unit.parse("%"), ms.Unit.parse("个百分点")
    assert not percent.counted
    assert not points.counted
    assert not percent.measures_same_as(points)
    assert not percent.measures_same_as(ms.Unit.parse("个"))


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("万仁", "万人"),
        ("公理", "公里"),
        ("万人词", "万人次"),
        ("元/越", "元/月"),
        ("元/月人", "元/月·人"),
        ("平方", "平方米"),
        ("万母", "万亩"),
    ],
)
def test_an_unknown_unit_names_the_nearest(text: str, nearest: str) -> None:
    with pytest.raises(ms.UnitError, match=f"不认识的单位“{text}”；最接近的是“{nearest}”"):
        ms.Unit.parse(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "缺少单位"),
        ("万", "只有数量级"),
        ("foo", "认识的单位有"),
        ("人/人", "上下相消"),
        ("户" * 50, "太长"),
    ],
)
def test_what_is_no_unit_at_all(text: str, said: str) -> None:
    with pytest.raises(ms.UnitError, match=said):
        ms.Unit.parse(text)


def test_a_unit_is_text() -> None:
    with pytest.raises(TypeError, match="a unit is text, not int"):
        ms.Unit.parse(3)  # type: ignore[arg-type]  # the misuse under test


def test_known_unit_answers_without_an_error() -> None:
    assert known_unit("万亩") == ms.Unit.parse("万亩")
    assert known_unit("千伏") is None


def test_the_registry_holds_only_our_units() -> None:
    assert "meter" not in registry()
    assert "亩" in registry()
