"""Ranges: what they hold, how they are written, and whether several hold every number once."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import minsheng as ms
from minsheng.domain.interval import tiling_faults

END = st.none() | st.integers(-2, 4)


@st.composite
def bands(draw: st.DrawFn) -> ms.measuring.Band:
    """Ranges that hold something, with ends near one another."""
    low, high, low_closed, high_closed = draw(st.tuples(END, END, st.booleans(), st.booleans()))
    if low is not None and high is not None and low >= high:
        low, high = high, low
        low_closed = high_closed = low == high or (low_closed and high_closed)
    return ms.measuring.Band(ms.measuring.Light.GREEN, low, high, low_closed, high_closed)


#: every end that is drawn, and numbers between and beyond them
GRID = [Fraction(n, 2) for n in range(-6, 11)]


def holds(band: ms.measuring.Band, value: Fraction) -> bool:
    """By the definition, side by side."""
    if band.low is not None and (value < band.low or (value == band.low and not band.low_closed)):
        return False
    return band.high is None or value < band.high or (value == band.high and band.high_closed)


@given(bands())
def test_a_range_holds_what_lies_between_its_ends_and_the_closed_ones(band: ms.measuring.Band) -> None:
    assert [band.holds(value) for value in GRID] == [holds(band, value) for value in GRID]


@st.composite
def tilings(draw: st.DrawFn) -> list[ms.measuring.Band]:
    """Ranges that hold every number once, in any order; now and then one end is turned over."""
    cuts = draw(st.lists(st.tuples(st.integers(-2, 4), st.booleans()), max_size=4, unique_by=lambda c: c[0]))
    cuts.sort()
    ends = [(None, False), *cuts, (None, True)]
    ranges = [
        ms.measuring.Band(ms.measuring.Light.GREEN, low, high, not above, below)
        for (low, above), (high, below) in pairwise(ends)
    ]
    if draw(st.booleans()):
        ranges[draw(st.integers(0, len(ranges) - 1))] = draw(bands())
    return draw(st.permutations(ranges))


@given(st.lists(bands(), min_size=1, max_size=4) | tilings())
def test_there_are_faults_just_where_a_number_is_not_held_once(ranges: list[ms.measuring.Band]) -> None:
    """No number is in two ranges or in none where no fault is told; else one is."""
    once = all(sum(holds(band, value) for band in ranges) == 1 for value in GRID)
    assert (not list(tiling_faults(ranges))) == once


def test_no_ranges_at_all() -> None:
    assert list(tiling_faults(())) == [("没有一段", "请给出各段的界限")]


@pytest.mark.parametrize(
    ("ranges", "said"),
    [
        (["[80, ∞)"], [("低于 80 的没有说", "最低一段不写 low")]),
        (["(-∞, 80)"], [("高于 80 的没有说", "最高一段不写 high")]),
        (
            ["[60, 80)", "[80, 100]"],
            [("低于 60 的没有说", "最低一段不写 low"), ("高于 100 的没有说", "最高一段不写 high")],
        ),
        (["[80, ∞)", "(-∞, 60)"], [("60 与 80 之间没有说", "原文没有说的，请在文件里写明按哪一段")]),
        (["[80, ∞)", "(-∞, 90)"], [("(-∞, 90) 绿灯 与 [80, ∞) 绿灯 重叠", "每个数只能在一段里")]),
        (["(-∞, ∞)", "[80, ∞)"], [("(-∞, ∞) 绿灯 与 [80, ∞) 绿灯 重叠", "每个数只能在一段里")]),
        (["[80, ∞)", "(-∞, 80]"], [("80 同时在 (-∞, 80] 绿灯 与 [80, ∞) 绿灯 里", "一端改为不含")]),
        (["(80, ∞)", "(-∞, 80)"], [("80 不在任何一段里", "一端改为含")]),
        (["(80, ∞)", "[80, 80]", "(-∞, 80)"], []),
        (
            ["(-∞, 80)", "[80, 60)", "[60, ∞)"],
            [
                ("(-∞, 80) 绿灯 与 [60, ∞) 绿灯 重叠", "每个数只能在一段里"),
                ("[60, ∞) 绿灯 与 [80, 60) 绿灯 重叠", "每个数只能在一段里"),
                ("高于 60 的没有说", "最高一段不写 high"),
                ("[80, 60) 绿灯 的下限大于上限", "请核对"),
            ],
        ),
    ],
    ids=str,
)
def test_each_fault_is_said_with_what_to_do(ranges: list[str], said: list[tuple[str, str]]) -> None:
    assert sorted(tiling_faults([read(text) for text in ranges])) == sorted(said)


def read(text: str) -> ms.measuring.Band:
    low, high = text[1:-1].split(", ")
    return ms.measuring.Band(
        ms.measuring.Light.GREEN,
        None if low == "-∞" else low,
        None if high == "∞" else high,
        text.startswith("["),
        text.endswith("]"),
    )


@pytest.mark.parametrize(
    ("ends", "words", "sign"),
    [
        ("[80, 100)", "80以上不到100", ">="),
        ("(80, 100]", "超过80不超过100", ">"),
        ("(-∞, 60)", "不到60", ">"),
        ("(-∞, 60]", "不超过60", ">"),
        ("[0, ∞)", "0以上", ">="),
        ("(0.50, ∞)", "超过0.50", ">"),
        ("(-∞, 0]", "不超过0", ">"),
        ("(-∞, ∞)", "任何数", ">"),
    ],
)
def test_how_a_range_is_written(ends: str, words: str, sign: str) -> None:
    band = read(ends)
    assert (band.ends, band.words, band.entry) == (ends, words, ms.domain.Relation(sign))


@given(st.permutations(["(-∞, 0)", "[0, 0]", "(0, 50)", "[50, 80]", "(80, ∞)"]))
def test_ranges_are_sorted_from_the_lowest_on(texts: list[str]) -> None:
    """Also where one holds nothing but the end at which the next begins."""
    ordered = sorted(map(read, texts), key=ms.measuring.Band.start)
    assert [band.ends for band in ordered] == ["(-∞, 0)", "[0, 0]", "(0, 50)", "[50, 80]", "(80, ∞)"]
