"""Satisfaction: surveys and votes, counted out by hand; how sure a sample is; what is wrong."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import sqrt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minsheng.domain.sampling import wilson
from minsheng.rules.scoring.forms.basic import Fault
from minsheng.rules.scoring.terms.worth import worth
from minsheng.scoring import Answers, Form, Half, Inputs, Survey, Vote, VoteOf
from tests.rules.scoring.forms.written import written

ASKED = Inputs("q")


@given(st.integers(1, 2000).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
def test_wilsons_interval(sample: tuple[int, int]) -> None:
    """By his formula; it holds the share of the sample, and no less than nothing nor more than all."""
    part, whole = sample
    p, z = part / whole, 1.96
    middle, reach = p + z * z / (2 * whole), z * sqrt(p * (1 - p) / whole + z * z / (4 * whole * whole))
    low, high = wilson(part, whole)
    assert abs(float(low) - 100 * (middle - reach) / (1 + z * z / whole)) < 0.0051
    assert abs(float(high) - 100 * (middle + reach) / (1 + z * z / whole)) < 0.0051
    assert 0 <= low <= Fraction(100 * part, whole) + Fraction(1, 200)
    assert 100 >= high >= Fraction(100 * part, whole) - Fraction(1, 200)
    wider = wilson(part, whole, z=Decimal("2.58"))
    assert wider[0] <= low
    assert wider[1] >= high


@pytest.mark.parametrize(("part", "whole"), [(0, 0), (-1, 3), (4, 3), (0, -1)])
def test_no_sample_no_interval(part: int, whole: int) -> None:
    with pytest.raises(ValueError, match=f"^{part} of {whole} is no share of a sample$"):
        wilson(part, whole)


def answered(form: Form, weight: int, **counts: int) -> tuple[Fraction | None, str]:
    names = ("satisfied", "basically", "asked", "members")
    values = {f"q_{name}": Fraction(counts[name]) if name in counts else None for name in names}
    return worth(form.points(Decimal(weight), ASKED), values), written(form, Decimal(weight), ASKED, values)


COUNTS = st.integers(0, 6)


@given(st.sampled_from(("0", "0.5", "1")), st.integers(1, 5), COUNTS, COUNTS, COUNTS)
def test_points_by_the_share_that_was_satisfied(
    basically: str, sample: int, satisfied: int, half: int, asked: int
) -> None:
    """None where too few were asked, or more were satisfied than were asked."""
    form = Survey(basically, sample)
    points, said = answered(form, 10, satisfied=satisfied, basically=half, asked=asked)
    if not asked:
        assert (points, said) == (None, "没有调查结果")
    elif asked < sample:
        assert (points, said) == (None, f"只访问了 {asked} 户，少于规定的 {sample} 户")
    elif satisfied + half > asked:
        wrong = f"满意 {satisfied}、基本满意 {half}，合起来比访问的 {asked} 还多"
        assert (points, said) == (None, wrong)
    else:
        assert points == (satisfied + half * Fraction(basically)) * 10 / asked
        low, high = wilson(satisfied + half if basically == "1" else satisfied, asked)
        name = "满意和基本满意率" if basically == "1" else "满意率"
        assert said.startswith(
            f"访问 {asked}，满意 {satisfied}，基本满意 {half}（每个按 {basically} 计），得 "
        )
        assert said.endswith(f" 分；{name}的 95% 区间 {low:.2f}%—{high:.2f}%")


@pytest.mark.parametrize(("of", "half", "half_basically"), list(product(VoteOf, Half, Half)))
@given(st.tuples(COUNTS, COUNTS, COUNTS))
def test_points_by_a_vote(of: VoteOf, half: Half, half_basically: Half, votes: tuple[int, int, int]) -> None:
    """Satisfied by half: full points; with the basically satisfied: a share of them; else none."""
    satisfied, basically, whole = votes
    form = Vote(of, half, half_basically, "0.6")
    name = "members" if of is VoteOf.MEMBERS else "asked"
    counts = {"satisfied": satisfied, "basically": basically, name: whole}
    points, said = answered(form, 10, **counts)

    def reached(votes: int, what: Half) -> bool:
        return 2 * votes > whole or (2 * votes == whole and what is Half.REACHED)

    start = f"满意 {satisfied} 票，基本满意 {basically} 票，{of.label} {whole} 人，"
    both = satisfied + basically
    if both > whole or not whole:
        assert (points, said) == (None, f"{start}票数和人数对不上")
        return
    if reached(satisfied, half):
        exactly = "（正好一半算达到）" if 2 * satisfied == whole else ""
        wanted: tuple[object, str] = (10, f"{start}满意 {satisfied} 票，达到半数{exactly}，得 10 分")
    elif reached(both, half_basically):
        exactly = "（正好一半算达到）" if 2 * both == whole else ""
        wanted = 6, f"{start}满意和基本满意 {both} 票，达到半数{exactly}，得 6 分"
    else:
        wanted = 0, f"{start}满意和基本满意 {both} 票，没有达到半数，得 0 分"
    assert (points, said) == wanted


def test_without_a_result_there_is_none() -> None:
    for form, said in ((Survey(), "没有调查结果"), (Vote(), "没有表决结果")):
        assert answered(form, 10) == (None, said)
        assert answered(form, 10, satisfied=1, asked=3, members=3) == (None, said)
        assert answered(form, 10, basically=1, asked=3, members=3) == (None, said)
        assert answered(form, 10, satisfied=1, basically=1)[1] == said
        assert list(form.goals(Decimal(10), ASKED)({})) == []


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (Survey(), []),
        (Survey(0), []),
        (Survey("-0.1"), [("basically", "基本满意折算 -0.1", "应在 0 和 1 之间")]),
        (Survey("1.1"), [("basically", "基本满意折算 1.1", "应在 0 和 1 之间")]),
        (Vote(basically=Decimal(0)), []),
        (Vote(basically=Decimal(1)), []),
        (Vote(basically=Decimal("-0.1")), [("basically", "基本满意得满分的 -0.1", "应在 0 和 1 之间")]),
        (Vote(basically=Decimal("1.1")), [("basically", "基本满意得满分的 1.1", "应在 0 和 1 之间")]),
    ],
)
def test_what_is_wrong_with_surveys_and_votes(form: Form, said: list[Fault]) -> None:
    assert list(form.faults(Decimal(10))) == said


def test_what_people_said_fills_four_columns() -> None:
    answers = Answers("甲县", "q", 5, 3, 2, members=20, silent=1)
    assert answers.asked == 11
    assert answers.columns(Survey()) == {"q_satisfied": 5, "q_basically": 3, "q_asked": 11, "q_members": 20}
    assert str(answers) == "甲县，q 的调查或表决"
    assert Answers("甲县", "q", 5).columns(Survey())["q_members"] is None
    for name in ("satisfied", "basically", "dissatisfied", "silent", "members"):
        counts: dict[str, Any] = dict.fromkeys(
            ("satisfied", "basically", "dissatisfied", "silent", "members"), 0
        )
        assert Answers("甲县", "q", **counts).asked == 0
        with pytest.raises(ValueError, match=name):
            Answers("甲县", "q", **{**counts, name: -1})
    with pytest.raises(ValueError, match="sample"):
        Survey(sample=0)
