"""Surveys: what the answers say of each area and of the whole, and which differences are none."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, chi2_contingency  # type: ignore[import-untyped]  # it brings no types

import minsheng as ms
from minsheng.scoring import AnswerCount, Answers, Half, VoteOf, VoteResult, satisfaction, vote_results

COUNTS = st.tuples(st.integers(0, 400), st.integers(0, 100), st.integers(0, 400)).filter(sum)
SURVEYS = st.dictionaries(st.sampled_from("甲乙丙丁戊"), COUNTS, min_size=1).map(
    lambda of: tuple(Answers(f"{name}县", "家访", *counts) for name, counts in of.items())
)


@given(SURVEYS)
def test_without_weights_the_whole_is_all_answers_together(answers: tuple[Answers, ...]) -> None:
    told, asked = satisfaction(answers), sum(one.asked for one in answers)
    pleased = sum(one.satisfied + one.basically for one in answers)
    assert told.whole.share == Fraction(pleased, asked)
    assert told.whole.asked == asked
    # the effective size of a sample that is not weighted is the sample
    alike = satisfaction((Answers("全", "家访", pleased, 0, asked - pleased),))
    assert (told.whole.low, told.whole.high) == (alike.whole.low, alike.whole.high)


@given(SURVEYS, st.data())
def test_the_whole_lies_among_its_areas_and_weights_move_it(
    answers: tuple[Answers, ...], data: st.DataObject
) -> None:
    weights = {one.area: data.draw(st.integers(1, 10**6)) for one in answers}
    told = satisfaction(answers, weights)
    shares = [one.share for one in told if one.share is not None]
    assert told.whole.share is not None
    assert min(shares) <= told.whole.share <= max(shares)
    assert sum(one.weight for one in told) == 1
    for one in (*told, told.whole):
        assert one.low is not None
        assert one.high is not None
        assert one.share is not None
        assert 0 <= one.low <= one.share * 100 + Fraction(1, 100)
        assert one.share * 100 - Fraction(1, 100) <= one.high <= 100
    assert satisfaction(answers[::-1], weights).whole == told.whole


@given(st.integers(0, 500), st.integers(0, 500))
def test_an_interval_is_wilsons(yes: int, no: int) -> None:
    if yes + no:
        [one] = satisfaction((Answers("甲县", "家访", yes, 0, no),), z="1.959963984540054")
        low, high = binomtest(yes, yes + no).proportion_ci(method="wilson")
        assert one.low is not None
        assert one.high is not None
        assert float(one.low) == pytest.approx(low * 100, abs=0.006)
        assert float(one.high) == pytest.approx(high * 100, abs=0.006)


@given(COUNTS, COUNTS)
def test_whether_two_areas_differ_is_what_a_test_of_two_proportions_says(
    one: tuple[int, ...], other: tuple[int, ...]
) -> None:
    told = satisfaction((Answers("甲县", "家访", *one), Answers("乙县", "家访", *other)))
    table = [[sum(counts[:2]), counts[2]] for counts in (one, other)]
    apart = told.differ("甲县", "乙县")
    assert apart == told.differ("乙县", "甲县")
    if all(map(sum, zip(*table, strict=True))):
        found: Any = chi2_contingency(table, correction=False)
        statistic = float(found[0])
        if abs(statistic - 1.96**2) > 1e-9:
            assert apart is bool(statistic > 1.96**2)
    else:
        assert apart is False  # all said the same


def test_what_is_not_asked_is_not_known() -> None:
    told = satisfaction((Answers("甲县", "家访", 9, 0, 1),), {"甲县": 100, "乙县": 50})
    assert told.whole.share is None
    assert told["乙县"].summary == "乙县：没有访问"
    assert told.differ("甲县", "乙县") is None
    assert satisfaction(
        (Answers("甲县", "家访", 9, 0, 1),), {"甲县": 100, "乙县": 0}
    ).whole.share == Fraction(9, 10)


def test_several_surveys_of_one_area_are_added_up_and_half_pleased_counts_half() -> None:
    twice = (Answers("甲县", "家访", 6, 2, 2), Answers("甲县", "家访", 3, 4, 3))
    assert satisfaction(twice, counts={"基本满意": "0.5"})["甲县"].share == Fraction(12, 20)


def test_two_surveys_are_not_added_up() -> None:
    two = (Answers("甲县", "家访", 6, 2, 2), Answers("甲县", "电话", 3, 4, 3))
    with pytest.raises(ValueError, match="answers are of several surveys: give item= one of 家访, 电话"):
        satisfaction(two)
    assert satisfaction(two, item="电话")["甲县"].asked == 10
    with pytest.raises(ms.UnknownName, match="信函"):
        satisfaction(two, item="信函")


def test_a_neighbour_that_cannot_be_told_apart_is_marked() -> None:
    told = satisfaction(
        (
            Answers("甲县", "家访", 95, 0, 5),
            Answers("乙县", "家访", 93, 0, 7),
            Answers("丙县", "家访", 60, 0, 40),
        )
    )
    assert [line["against"] for line in told.to_records()] == ["", "分不出", "低", ""]


@pytest.mark.parametrize(("given", "said"), [
    ({"answers": ()}, "answers is empty"),
    ({"counts": {"满意": 2}}, "counts has 满意 as 2: give a share from 0 to 1"),
    ({"counts": {"一般": 0}}, "counts has 一般, which is none of 满意, 基本满意, 不满意"),
    ({"answers": (Answers("甲县", "家访", 0, levels=(AnswerCount("好", 1),)),)}, "how much 好 counts"),
    ({"z": 0}, "z is 0"),
    ({"weights": {"甲县": -1}}, "give numbers above 0"),
    ({"weights": {"甲县": 0}}, "give numbers above 0"),
])  # fmt: skip
def test_what_means_nothing_is_refused(given: dict[str, object], said: str) -> None:
    asked: dict[str, object] = {"answers": (Answers("甲县", "家访", 1, 0, 0),)}
    with pytest.raises(ValueError, match=said):
        satisfaction(**asked | given)  # type: ignore[arg-type]  # some are wrong on purpose


def test_an_area_without_a_weight_is_named() -> None:
    with pytest.raises(ms.UnknownName, match="乙县"):
        satisfaction((Answers("乙县", "家访", 1, 0, 0),), {"甲县": 1})


# --- votes -------------------------------------------------------------------------------


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_the_readings_of_half_differ_only_where_exactly_half_decide(
    yes: int, some: int, no: int, absent: int
) -> None:
    members = yes + some + no + absent
    if not members:
        return
    found = vote_results(Answers("教育局", "表决", yes, some, no, members=members))
    differ = found[Half.REACHED] is not found[Half.NOT_REACHED]
    assert differ == (2 * yes == members or (2 * yes < members and 2 * (yes + some) == members))
    order = [*VoteResult]
    assert order.index(found[Half.REACHED]) <= order.index(found[Half.NOT_REACHED])


def test_half_of_those_present_is_not_half_of_all() -> None:
    votes = Answers("教育局", "表决", 16, 0, 14, members=34)
    assert {*vote_results(votes).values()} == {VoteResult.DISSATISFIED}
    assert {*vote_results(votes, of=VoteOf.PRESENT).values()} == {VoteResult.SATISFIED}


def test_who_could_vote_must_be_known() -> None:
    with pytest.raises(ValueError, match="how many could vote is not known"):
        vote_results(Answers("教育局", "表决", 16, 0, 14))
    with pytest.raises(ValueError, match="is 20, and 30 were present"):
        vote_results(Answers("教育局", "表决", 16, 0, 14, members=20))
