"""Amounts, bounds, and the words that say them."""

from __future__ import annotations

import copy
import operator
import pickle
from collections.abc import Callable
from decimal import Context, Decimal, Inexact, localcontext
from fractions import Fraction
from typing import Any

import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

import minsheng as ms
from minsheng.domain.numerals import exact_decimal
from minsheng.domain.wording import contradiction
from minsheng.errors import Problem


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("41.3万亩", "41.3 万亩"),
        ("650 元/月", "650 元/月"),
        ("３４，３１０户", "34310 户"),
        ("二十七万人次", "27 万人次"),
        ("5.9 万人", "5.9 万人"),
        ("80元／月・人", "80 元/月·人"),
        ("40％", "40 %"),
        ("1.5个百分点", "1.5 个百分点"),
        ("3万亿元", "3 万亿元"),
        ("-3 户", "-3 户"),
    ],
)
def test_amounts_as_printed(text: str, shown: str) -> None:
    assert str(ms.Amount.parse(text)) == shown


def test_an_unknown_unit_is_refused_with_the_nearest() -> None:
    with pytest.raises(ms.UnitError, match="“3 万仁”：不认识的单位“万仁”；最接近的是“万人”"):
        ms.Amount.parse("3 万仁")


@pytest.mark.parametrize("text", ["户", "约三户", ""])
def test_no_number_no_amount(text: str) -> None:
    with pytest.raises(ms.DataError) as caught:
        ms.Amount.parse(text)
    assert caught.value.problems == (Problem("", f"“{text}”不是带单位的数", "请写成 41.3万亩 这样"),)


def test_a_number_with_two_points_is_none() -> None:
    with pytest.raises(ms.DataError, match=r"1\.2\.3"):
        ms.Amount.parse("1.2.3户")


@pytest.mark.parametrize("text", ["230", "230万"])
def test_no_unit_no_amount(text: str) -> None:
    with pytest.raises(ms.UnitError, match="单位"):
        ms.Amount.parse(text)


@pytest.mark.parametrize("value", [0.1, True, None, [1]])
def test_only_exact_numbers(value: object) -> None:
    with pytest.raises(TypeError):
        ms.Amount(value, "户")  # type: ignore[arg-type]  # the misuse under test


@pytest.mark.parametrize(
    "value", [Decimal("NaN"), Decimal("Infinity"), Decimal("1e999999"), "9" * 50, Decimal("9" * 41)]
)
def test_monstrous_numbers_are_refused(value: Decimal | str) -> None:
    with pytest.raises(ms.DataError):
        ms.Amount(value, "户")


def test_one_meaning_however_written() -> None:
    ten_thousand = ms.Amount(1, "万人")
    assert ten_thousand == ms.Amount("10000.00", "人")
    assert hash(ten_thousand) == hash(ms.Amount(10000, "人"))
    assert ms.Amount(7800, "元/年") == ms.Amount(650, "元/月")
    assert ms.Amount(3, "户") != ms.Amount(3, "个")
    assert ms.Amount(3, "户") != 3


@pytest.mark.parametrize(
    ("operation", "verb"),
    [
        (operator.lt, "比较"),
        (operator.le, "比较"),
        (operator.gt, "比较"),
        (operator.ge, "比较"),
        (operator.add, "相加"),
        (operator.sub, "相减"),
        (operator.truediv, "相除"),
    ],
)
def test_different_things_do_not_compare_or_add(
    operation: Callable[[object, object], object], verb: str
) -> None:
    with pytest.raises(ms.UnitError, match=f"^单位不同，不能{verb}：3 户 与 3 个$"):
        operation(ms.Amount(3, "户"), ms.Amount(3, "个"))
    for other in (3, Decimal(3), "3 户", None):
        if operation is operator.truediv and isinstance(other, (int, Decimal)):
            continue  # a part of it: but nothing can be divided by an amount
        with pytest.raises(TypeError, match=r"not supported between instances|unsupported operand"):
            operation(ms.Amount(3, "户"), other)
        with pytest.raises(TypeError):
            operation(other, ms.Amount(3, "户"))


def test_what_is_no_amount_is_unequal_and_no_factor() -> None:
    for other in (3, "3 户", None, ms.Amount(3, "个")):
        assert (ms.Amount(3, "户") == other) is False
        assert (other == ms.Amount(3, "户")) is False
    with pytest.raises(TypeError, match="can't multiply"):
        _ = ms.Amount(3, "户") * "2"  # type: ignore[operator]  # the misuse under test
    with pytest.raises(TypeError, match="unsupported operand"):
        _ = ms.Amount(3, "户") * ms.Amount(3, "户")  # type: ignore[operator]  # the misuse under test
    with pytest.raises(TypeError, match=r"a float is not exact: .*0\.5"):
        _ = ms.Amount(3, "户") * 0.5  # type: ignore[operator]  # the misuse under test


def test_unequal_amounts_are_told_apart_in_a_set() -> None:
    """So that a set of many is no list to search."""
    assert len({hash(ms.Amount(n, unit)) for n in range(50) for unit in ("户", "个")}) > 90


@pytest.mark.parametrize(
    "value", ["9" * 40, "-0." + "9" * 40, Decimal("9" * 40), Decimal("1e39"), Decimal("1e-40")]
)
def test_the_longest_numbers_that_are_figures(value: str | Decimal) -> None:
    amount = ms.Amount(value, "户")
    assert amount.value == Decimal(value)
    assert ms.Amount.parse(str(amount)) == amount  # as it is written out, it is read again


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("9" * 44, "^数太长：“999999999999…”$"),
        ("9" * 41, "^数太长：41 位，至多 40 位$"),
        (Decimal("9" * 41), "^数太长：41 位，至多 40 位$"),
        (Decimal("1e40"), "^数太长：41 位，至多 40 位$"),
        (Decimal("1e41"), r"^“1E\+41”不是一个可用的数$"),
        (Decimal("1e-41"), "^“1E-41”不是一个可用的数$"),
        (Decimal("NaN"), "^“NaN”不是一个可用的数$"),
    ],
)
def test_what_is_wrong_with_a_number_is_said(value: Decimal | str, said: str) -> None:
    with pytest.raises(ms.DataError, match=said):
        ms.Amount(value, "户")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.1, "a float is not exact: give a Decimal, an int or text instead of 0.1"),
        (True, r"^a number is a Decimal, an int or text, not bool"),
        (None, r"^a number is a Decimal, an int or text, not NoneType"),
    ],
)
def test_what_is_no_number_is_named(value: object, said: str) -> None:
    with pytest.raises(TypeError, match=said):
        ms.Amount(value, "户")  # type: ignore[arg-type]  # the misuse under test


def test_an_amount_is_read_from_text_only() -> None:
    with pytest.raises(TypeError, match=r"^an amount is read from text, not int$"):
        ms.Amount.parse(3)  # type: ignore[arg-type]  # the misuse under test


def test_a_bare_myriad_is_no_amount() -> None:
    for text in ("万户", "亿元"):
        with pytest.raises(ms.DataError, match=f"^“{text[0]}”不是一个数"):
            ms.Amount.parse(text)


def test_numbers_are_shown_without_an_exponent() -> None:
    assert str(ms.Amount(Decimal("1e3"), "户")) == "1000 户"
    assert str(ms.Amount(Decimal("1e-9"), "公里")) == "0.000000001 公里"


def test_a_decimal_is_exact_and_no_longer_than_it_must_be_in_any_context() -> None:
    divisors = [2**n * 5**m for n in range(6) for m in range(6)]
    written = [str(Decimal(123456789) / divisor) for divisor in divisors]
    with localcontext(Context(prec=2, traps=[Inexact])):
        assert [str(exact_decimal(Fraction(123456789, divisor))) for divisor in divisors] == written


def test_sums_are_exact_in_either_unit() -> None:
    assert str(ms.Amount(1, "元/年") + ms.Amount(1, "元/月")) == "13 元/年"
    assert str(ms.Amount(1, "元/月") + ms.Amount(1, "元/年")) == "13 元/年"
    assert ms.Amount("0.1", "公里") + ms.Amount("0.2", "公里") == ms.Amount("0.3", "公里")
    assert ms.Amount(2, "公顷") - ms.Amount(30, "亩") == ms.Amount(0, "亩")
    assert ms.Amount("41.3", "万亩") * 2 == ms.Amount("82.6", "万亩")
    assert ms.Amount(7, "万人") / ms.Amount(21000, "人") == Fraction(10, 3)


def test_conversion_is_exact_or_refused() -> None:
    assert str(ms.Amount(644, "元/月").to("元/年")) == "7728 元/年"
    with pytest.raises(ms.UnitError, match=r"^5000 元/年 换算为“元/月”除不尽，不能精确表示$"):
        ms.Amount(5000, "元/年").to("元/月")
    with pytest.raises(ms.UnitError, match=r"^单位不同，不能换算：3 户 与 个$"):
        ms.Amount(3, "户").to("个")


def test_for_those_who_use_pint() -> None:
    quantity = ms.Amount("5000", "元/年").to_pint()
    assert quantity.to("元/月").to("元/年") == quantity  # exactly, by fractions
    other: pint.UnitRegistry[Fraction] = pint.UnitRegistry(non_int_type=Fraction)  # pyright: ignore[reportArgumentType]  # pint types exact numbers away
    other.define("户 = [户]")
    mine = ms.Amount(3, "万户").to_pint(other)
    both: Any = mine + other.Quantity(Fraction(1), "户")
    assert str(both.magnitude) == "30001"  # only of one registry


def test_nothing_of_pint_is_in_a_value() -> None:
    amount = ms.Amount("650", "元/月")
    assert pickle.loads(pickle.dumps(amount)) == amount == copy.deepcopy(amount)
    assert b"pint" not in pickle.dumps(amount)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("不低于650元/月", ">= 650 元/月"),
        ("突破230万人", "> 230 万人"),
        ("超过80类", "> 80 类"),
        ("40%以上", ">= 40 %"),
        ("4.3%以内", "<= 4.3 %"),
        ("不超过3户", "<= 3 户"),
        ("提高到1100元/月", "= 1100 元/月"),
        ("标准1500元/月", "= 1500 元/月"),
        ("低于5户", "< 5 户"),
        ("达到350项", ">= 350 项"),
        ("≥ 7 所", ">= 7 所"),
        ("控制在4%以内", "<= 4 %"),
        ("达到95%以上", ">= 95 %"),
        ("超过1亿2000万人", "> 120000000 人"),
    ],
)
def test_bounds_by_their_words(text: str, bound: str) -> None:
    assert str(ms.Bound.parse(text)) == bound


@pytest.mark.parametrize("text", ["650元/月", "不低于650元/月以上", "达到650元/月以下", ""])
def test_a_bound_needs_one_word(text: str) -> None:
    with pytest.raises(ms.DataError) as caught:
        ms.Bound.parse(text)
    assert caught.value.problems == (
        Problem("", f"“{text}”没有说明怎样比较", "请写成“>= 650 元/月”或“不低于650元/月”"),
    )


@pytest.mark.parametrize(
    ("bound", "actual", "working"),
    [
        (">= 7800 元/年", "640 元/月", "640 元/月 × 12 = 7680 元/年 < 7800 元/年"),
        (">= 650 元/月", "7800 元/年", "7800 元/年 ÷ 12 = 650 元/月 ≥ 650 元/月"),
        ("> 230 万人", "230.00 万人", "230.00 万人 = 230 万人"),
        ("= 1100 元/月", "1200 元/月", "1200 元/月 > 1100 元/月"),
        (">= 20 元/月", "100 元/年", "100 元/年 ÷ 12 < 20 元/月"),
        ("<= 3 公顷", "40 亩", "40 亩 ÷ 15 ≤ 3 公顷"),
        (">= 249 米/月", "3 公里/年", "3 公里/年 × 250 ÷ 3 = 250 米/月 ≥ 249 米/月"),
        ("> 250 米/月", "2 公里/年", "2 公里/年 × 250 ÷ 3 < 250 米/月"),
        ("< 3 户", "3 户", "3 户 = 3 户"),
        ("< 3 户", "4 户", "4 户 > 3 户"),
        ("= 3 户", "2 户", "2 户 < 3 户"),
    ],
)
def test_a_comparison_is_written_out(bound: str, actual: str, working: str) -> None:
    assert ms.Bound.parse(bound).working(ms.Amount.parse(actual)) == working


def test_how_bounds_are_shown() -> None:
    bound = ms.Bound(">=", ms.Amount("650.0", "元/月"))
    assert (str(bound), repr(bound), bound.in_words) == (
        ">= 650.0 元/月", "Bound('>= 650.0 元/月')", "不低于 650.0 元/月",
    )  # fmt: skip
    assert repr(bound.amount) == "Amount('650.0 元/月')"


def test_a_bound_on_another_thing_is_an_error() -> None:
    with pytest.raises(ms.UnitError):
        ms.Bound.parse(">= 3 户").holds(ms.Amount(3, "个"))


def test_figures_in_running_text() -> None:
    mentions = ms.domain.find_mentions(
        "从不低于4600元/年提高到不低于5000元/年，完成15000户“一户一表”改造，突破2.1万新生儿，4.3%以内"
    )
    assert [(m.text, m.relation.value if m.relation else None) for m in mentions] == [
        ("4600元/年", ">="),
        ("5000元/年", ">="),
        ("15000户", ">="),
        ("2.1万", ">"),
        ("4.3%", "<="),
    ]
    assert mentions[3].number == 21000
    assert mentions[3].unit is None


@pytest.mark.parametrize(
    ("text", "bound", "said"),
    [
        ("城镇新增就业5.9万人", ">= 59000 人", None),
        ("筛查2.1万新生儿", ">= 21000 人次", None),
        ("筛查2.1万新生儿", ">= 22000 人次", "里没有录入的"),
        ("用户数突破230万", ">= 230 万人", "突破、超过"),
        ("标准不低于650元/月", "= 650 元/月", "不低于、完成"),
        ("提质改造市一中", ">= 1 所", "没有数字"),
    ],
)
def test_words_against_encoding(text: str, bound: str, said: str | None) -> None:
    against = contradiction(text, ms.Bound.parse(bound))
    assert against is None if said is None else said in str(against)


def test_amounts_are_reckoned_with_as_numbers_are() -> None:
    amounts = [ms.Amount("1.5", "万人"), ms.Amount(500, "人")]
    assert sum(amounts) == ms.Amount("1.55", "万人")
    assert 3 * amounts[1] == amounts[1] * 3 == ms.Amount(1500, "人")
    assert abs(ms.Amount("-2.50", "户")) == ms.Amount("2.5", "户")
    assert ms.Amount(10, "户") / 4 == ms.Amount("2.5", "户")
    with pytest.raises(ms.UnitError, match="单位不同，不能相加"):
        sum([ms.Amount(1, "户"), ms.Amount(1, "个")])
    for zero in (0.0, False, Decimal(0), 1):
        with pytest.raises(TypeError, match="unsupported operand"):
            _ = zero + amounts[0]  # type: ignore[operator]  # the misuse under test


@given(st.decimals(-(10**9), 10**9, places=3), st.integers(-99, 99).filter(bool))
def test_a_part_of_an_amount_is_exact_or_refused(value: Decimal, by: int) -> None:
    amount = ms.Amount(value, "户")
    rest = (amount.exact / by).denominator
    while rest % 2 == 0 or rest % 5 == 0:
        rest //= 2 if rest % 2 == 0 else 5
    if rest == 1:
        assert (amount / by) * by == amount
    else:
        with pytest.raises(ms.DataError, match="除不尽"):
            _ = amount / by


def test_amounts_are_formatted_and_rounded_half_up_only_where_that_is_asked() -> None:
    amount = ms.Amount("-1234567.125", "元")
    assert f"{amount}" == str(amount) == "-1234567.125 元"
    assert f"{amount:,}" == "-1,234,567.125 元"
    assert f"{amount:,.2f}" == "-1,234,567.13 元"
    assert f"{amount:.0f}" == "-1234567 元"
    assert f"{ms.Amount('0.5', '户'):.0f}" == "1 户"
    assert f"{ms.Amount(3, '户'):*>6}" == "***3 户"
    for spec in ("e", "%", "d", "+", ".2e"):
        with pytest.raises(ValueError, match=r"an amount is formatted by a width, ',' and '\.2f'"):
            format(amount, spec)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("5千克", "5 千克"),
        ("3万千瓦", "3 万千瓦"),
        ("三千米", "3 千米"),
        ("2千伏安", "2 千伏安"),
        ("3千人", "3000 人"),
    ],
)
def test_a_thousand_may_belong_to_the_unit(text: str, printed: str) -> None:
    assert str(ms.Amount.parse(text)) == printed
