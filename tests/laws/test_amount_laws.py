"""Laws of amounts, units and bounds."""

from __future__ import annotations

import copy
import json
import pickle
import random
from functools import reduce
from operator import add

import pytest
from hypothesis import given
from hypothesis import strategies as st

import minsheng as ms
from minsheng.domain.numerals import exact_decimal, read_number
from minsheng.domain.plain import DOMAIN, digest
from minsheng.domain.units import vocabulary
from minsheng.testing import allocations, amounts, bounds, numbers, rows, units

#: pairs of units that measure the same thing
SAME = [
    (a, b)
    for a in map(ms.Unit.parse, (*vocabulary(), "万人", "万亩", "元/月", "元/年", "元/月·人", "元/年·人"))
    for b in map(ms.Unit.parse, (*vocabulary(), "万人", "万亩", "元/月", "元/年", "元/月·人", "元/年·人"))
    if a.measures_same_as(b)
]


@st.composite
def pairs(draw: st.DrawFn) -> tuple[ms.Amount, ms.Amount]:
    """Two amounts of the same thing, in one unit or in two, often equal."""
    first, second = draw(st.sampled_from(SAME))
    a = ms.Amount(draw(numbers()), first)
    value = exact_decimal(a.exact / second.factor)
    if value is not None and len(value.as_tuple().digits) < 20 and draw(st.booleans()):
        return a, ms.Amount(value, second)
    return a, ms.Amount(draw(numbers()), second)


@given(pairs())
def test_order_agrees_with_equality_and_hashing(pair: tuple[ms.Amount, ms.Amount]) -> None:
    """Of any two amounts of one thing just one of <, =, > holds; the equal ones hash alike."""
    a, b = pair
    assert (a < b) + (a == b) + (a > b) == 1
    assert (a <= b) == (a < b or a == b)
    assert (a >= b) == (b <= a)
    assert a != b or hash(a) == hash(b)


@given(amounts(), st.data())
def test_a_change_of_unit_keeps_the_amount(amount: ms.Amount, data: st.DataObject) -> None:
    """Where an amount can be written in another unit, it is the same amount there."""
    same = [b for a, b in SAME if a == amount.unit]
    if not same:
        return
    unit = data.draw(st.sampled_from(same))
    if exact_decimal(amount.exact / unit.factor) is None:
        with pytest.raises(ms.UnitError, match="除不尽"):
            amount.to(unit)
    else:
        changed = amount.to(unit)
        assert changed == amount
        assert changed.unit == unit
        assert changed.to(amount.unit) == amount


@given(st.lists(amounts(units=("万亩", "亩", "公顷")), min_size=1, max_size=6), st.randoms())
def test_a_sum_is_the_same_in_any_order(parts: list[ms.Amount], rng: random.Random) -> None:
    """Σ does not depend on the order, whatever the units of the parts."""
    shuffled = rng.sample(parts, len(parts))
    assert reduce(add, parts) == reduce(add, shuffled)
    assert reduce(add, parts).exact == sum(part.exact for part in parts)


@given(pairs())
def test_what_is_added_can_be_taken_away(pair: tuple[ms.Amount, ms.Amount]) -> None:
    """(a + b) − b = a."""
    a, b = pair
    assert (a + b) - b == a


@given(amounts())
def test_parse_is_the_inverse_of_str(amount: ms.Amount) -> None:
    """parse(str(a)) = a, printed the same."""
    again = ms.Amount.parse(str(amount))
    assert again == amount
    assert str(again) == str(amount)


@given(units())
def test_units_too(unit: ms.Unit) -> None:
    """parse(str(u)) = u."""
    assert ms.Unit.parse(str(unit)) == unit


@given(bounds())
def test_bounds_too(bound: ms.Bound) -> None:
    """parse(str(b)) = b = parse(words of b)."""
    assert ms.Bound.parse(str(bound)) == bound == ms.Bound.parse(bound.in_words)


@given(bounds(units=("户",)), amounts(units=("户",), places=0))
def test_the_working_tells_the_truth(bound: ms.Bound, actual: ms.Amount) -> None:
    """The sign printed between the two amounts is true of them, and the bound's own where it holds."""
    _, sign, _ = bound.working(actual).rpartition(f" {bound.amount}")[0].rpartition(" ")
    shown = bound.working(actual).removesuffix(f" {bound.amount}").rpartition(" ")[2]
    truth = {
        "<": actual < bound.amount,
        "=": actual == bound.amount,
        ">": actual > bound.amount,
        "≤": actual <= bound.amount,
        "≥": actual >= bound.amount,
    }
    assert sign == " "
    assert truth[shown]
    assert (shown == bound.relation.sign) >= bound.holds(actual)


@given(st.one_of(amounts(), bounds(), units(), rows(), allocations()))
def test_values_pickle_and_copy(value: object) -> None:
    """A pickled or deep-copied value is equal, hashes alike, and has the same digest."""
    for again in (pickle.loads(pickle.dumps(value)), copy.deepcopy(value)):
        assert again == value
        assert hash(again) == hash(value)
        assert digest(again) == digest(value)
    json.dumps(DOMAIN.write(value))


_DIGITS = "零一二三四五六七八九"


def chinese(n: int) -> str:
    """The numeral as it is properly written, for whole numbers below 10¹²."""
    if n == 0:
        return "零"
    text, parts = "", [(10**8, "亿"), (10**4, "万"), (1, "")]
    for scale, mark in parts:
        high, n = divmod(n, scale)
        if high:
            needs_zero = bool(text) and high < 1000
            text += ("零" if needs_zero else "") + _below_ten_thousand(high) + mark
    return text.removeprefix("一") if text.startswith("一十") else text


def _below_ten_thousand(n: int) -> str:
    text, zero = "", False
    for place, mark in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, n = divmod(n, place)
        if digit:
            text += ("零" if zero else "") + _DIGITS[digit] + mark
            zero = False
        elif text:
            zero = True
    return text


@given(st.integers(0, 10**8 - 1))
def test_every_chinese_numeral_is_read(n: int) -> None:
    """read(write(n)) = n for numerals written by the rules of writing them."""
    assert read_number(chinese(n)) == n


@given(st.text(alphabet="〇零一二两三四五六七八九十百千万亿点0123456789.,-+ ", max_size=12))
def test_any_text_is_one_number_or_refused(text: str) -> None:
    """Nothing but a DataError comes out, and what is read is finite."""
    try:
        number = read_number(text)
    except ms.DataError:
        return
    assert number.is_finite()
