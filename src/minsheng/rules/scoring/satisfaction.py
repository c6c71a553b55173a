"""Satisfaction: what a survey says of each area and of the whole, and which differences are none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from minsheng.asking import asked
from minsheng.domain.amount import to_decimal
from minsheng.domain.area import WHOLE_CITY
from minsheng.domain.sampling import Z, ends, in_words, wilson
from minsheng.domain.written import percent
from minsheng.errors import UnknownName
from minsheng.labels import Labelled
from minsheng.listed import Listed
from minsheng.rules.scoring.forms.survey import Answers, Half, VoteOf
from minsheng.table import Tabled, heads

#: how much an answer counts whose word leaves no doubt
COUNTS = {
    **dict.fromkeys(("满意", "基本满意", "很满意", "非常满意", "十分满意"), Decimal(1)),
    **dict.fromkeys(("不满意", "很不满意", "非常不满意", "十分不满意"), Decimal(0)),
}


@attrs.frozen(repr=False)
class AreaSatisfaction(Tabled):
    """What the answers of one area say, or those of all.

    Args:
        area: the area; 全市 for all of them.
        asked: how many were asked.
        share: the share that was satisfied, as a fraction of 1, exactly; None if nobody was asked.
        low, high: Wilson's interval, in per cent to two places; None if nobody was asked.
        weight: the area's part of the whole, as a fraction of 1.
        z: the confidence of the interval.
    """

    area: str
    asked: int
    share: Fraction | None
    low: Decimal | None
    high: Decimal | None
    weight: Fraction
    z: Decimal = Z

    @property
    def interval(self) -> str:
        """Both ends in per cent; – if nobody was asked."""
        return ends(self.low, self.high)

    @property
    def summary(self) -> str:
        """The share and its interval."""
        if self.share is None:
            why = "有的地区没有访问，满意率不知道" if self.asked else "没有访问"
            return f"{self.area}：{why}"
        known = f"满意率 {percent(self.share)}（{in_words(self.low, self.high, self.z)}）"
        return f"{self.area}：访问 {self.asked}，{known}"

    _HEADS = heads(
        area="地区", asked="访问", share=("满意率", percent), interval="区间", weight=("权重", percent),
    )  # fmt: skip

    def _lines(self) -> Iterator[dict[str, Any]]:
        yield {name: getattr(self, name) for name in (*self._HEADS, "low", "high")}


@attrs.frozen(repr=False)
class Satisfaction(Listed[AreaSatisfaction]):
    """Satisfaction by area, the highest share first, and of the whole.

    Args:
        areas: what each area's answers say.
        whole: what they say of all; its share is unknown if an area with weight was not asked.
        z: the confidence.
        worth: how much each answer counts.
    """

    areas: tuple[AreaSatisfaction, ...]
    whole: AreaSatisfaction
    z: Decimal
    worth: tuple[tuple[str, Decimal], ...] = ()

    _EACH = "areas"

    def __getitem__(self, area: str) -> AreaSatisfaction:
        found = {one.area: one for one in self.areas}
        if area not in found:
            raise UnknownName("area", area, found)
        return found[area]

    @asked
    def differ(self, one: str, other: str) -> bool | None:
        """Whether two areas' shares differ by more than chance explains; None if one was not asked.

        The test of two proportions with a pooled share, squares compared exactly. Of many pairs some
        differ by chance alone: one in twenty at 95 %.

        Raises:
            UnknownName: no such area.
        """
        first, second = self[one], self[other]
        if first.share is None or second.share is None:
            return None
        pooled = (first.share * first.asked + second.share * second.asked) / (first.asked + second.asked)
        spread = pooled * (1 - pooled) * (Fraction(1, first.asked) + Fraction(1, second.asked))
        return (first.share - second.share) ** 2 > Fraction(self.z) ** 2 * spread

    @property
    def summary(self) -> str:
        """The whole."""
        return self.whole.summary

    _HEADS = heads(**AreaSatisfaction._HEADS, against="与上一名")

    def _lines(self) -> Iterator[dict[str, Any]]:
        before = ""
        for one in self.areas:
            [line] = one._lines()
            apart = self.differ(before, one.area) if before else None
            said = "" if apart is None else "低" if apart else "分不出"
            yield line | {"against": said}
            before = one.area
        [line] = self.whole._lines()
        yield line | {"against": ""}


@asked
def satisfaction(
    answers: Iterable[Answers],
    weights: Mapping[str, int] | None = None,
    *,
    item: str | None = None,
    counts: Mapping[str, Decimal | int | str] | None = None,
    z: Decimal | str = Z,
) -> Satisfaction:
    """What a survey's answers say: the share satisfied in each area and of the whole, with intervals.

    The whole is the mean of the areas' shares by their weights, so that an area where more were
    asked does not count for more; its interval is Wilson's for the sample's effective size
    (Kish, *Survey Sampling*, 1965): 1 ÷ Σ weight² ÷ asked.

    Args:
        answers: of each area, as :func:`read_answers` reads them; several of one area are added up.
        weights: the areas, each with its households or people; default: who was asked counts alike.
        item: which of several surveys; default: the only one.
        counts: how much an answer counts, 0 to 1, by its word: {"基本满意": "0.5", "一般": 0}. Default of
            满意, 基本满意, 很满意 and 非常满意 1, of what is 不满意 0; of others none.
        z: the confidence: 1.96 for 95 %.

    Raises:
        ValueError: no answers; several surveys, and no ``item``; ``counts`` or ``z`` out of range; an
            answer that ``counts`` does not say how to count, or that nobody could give; a weight is
            negative, or all are 0.
        UnknownName: answers of an area that has no weight.

    >>> told = satisfaction((Answers("甲县", "家访", 90, 5, 5), Answers("乙县", "家访", 40, 10, 50)))
    >>> print(told.summary)
    全市：访问 200，满意率 72.50%（95% 区间 65.93%—78.22%）
    >>> told.differ("甲县", "乙县")
    True
    """
    z = to_decimal(z)
    given = {word: to_decimal(share) for word, share in (counts or {}).items()}
    if wrong := [f"{word} as {part}" for word, part in given.items() if not 0 <= part <= 1]:
        raise ValueError(f"satisfaction(): counts has {wrong[0]}: give a share from 0 to 1")
    if not 0 < z <= 10:
        raise ValueError(f"satisfaction(): z is {z}: give standard deviations above 0, such as 1.96")
    listed = tuple(answers)
    items = dict.fromkeys(one.item for one in listed)
    if item is not None and item not in items:
        raise UnknownName("item or section", item, items)
    if item is None and len(items) > 1:
        raise ValueError(
            f"satisfaction(): answers are of several surveys: give item= one of {', '.join(items)}"
        )
    asked_of = [one for one in listed if item in (None, one.item)]
    words, worth = dict.fromkeys(word for one in asked_of for word in one.counts), COUNTS | given
    if unsaid := [word for word in words if word not in worth]:
        raise ValueError(
            f"satisfaction(): counts does not say how much {', '.join(unsaid)} counts: give 0 to 1"
        )
    if idle := [word for word in given if words and word not in words]:
        raise ValueError(f"satisfaction(): counts has {', '.join(idle)}, which is none of {', '.join(words)}")
    counted: dict[str, tuple[int, Fraction]] = {}
    for one in asked_of:
        total, pleased = counted.get(one.area, (0, Fraction(0)))
        pleased += sum(many * Fraction(worth[word]) for word, many in one.counts.items())
        counted[one.area] = total + one.asked, pleased
    if not counted:
        raise ValueError("satisfaction(): answers is empty: give at least one area's")
    of = _weights(counted, weights)
    areas: list[AreaSatisfaction] = []
    for name, weight in of.items():
        number, pleased = counted.get(name, (0, Fraction(0)))
        share = pleased / number if number else None
        areas.append(AreaSatisfaction(name, number, share, *_interval(share, Fraction(number), z), weight, z))
    weighing = [one for one in areas if one.weight]
    shares = [one.weight * one.share for one in weighing if one.share is not None]
    whole, size = None, Fraction(0)
    if len(shares) == len(weighing):
        whole = sum(shares, Fraction(0))
        size = 1 / sum((one.weight**2 / one.asked for one in weighing), Fraction(0))
    number = sum(one.asked for one in areas)
    city = AreaSatisfaction(WHOLE_CITY, number, whole, *_interval(whole, size, z), Fraction(1), z)
    best = sorted(areas, key=lambda one: -1 if one.share is None else one.share, reverse=True)
    return Satisfaction(tuple(best), city, z, tuple((word, worth[word]) for word in words))


def _weights(
    counted: Mapping[str, tuple[int, Fraction]], weights: Mapping[str, int] | None
) -> dict[str, Fraction]:
    """Each area's part of the whole."""
    if weights is None:
        weights = {name: number for name, (number, _) in counted.items()}
    for name in counted:
        if name not in weights:
            raise UnknownName("area", name, weights)
    if min(weights.values()) < 0 or not (all_of := sum(weights.values())):
        raise ValueError("satisfaction(): weights is how many each area has: give numbers above 0")
    return {name: Fraction(weight, all_of) for name, weight in weights.items()}


def _interval(share: Fraction | None, size: Fraction, z: Decimal) -> tuple[Decimal | None, Decimal | None]:
    return (None, None) if share is None else wilson(share * size, size, z=z)


class VoteResult(Labelled):
    """What a vote came to."""

    SATISFIED = "satisfied", "满意"
    BASICALLY = "basically", "基本满意"
    DISSATISFIED = "dissatisfied", "不满意"


@asked
def vote_results(votes: Answers, *, of: VoteOf = VoteOf.MEMBERS) -> dict[Half, VoteResult]:
    """What a vote came to under both readings of exactly half, which the regulations leave open.

    满意 if half are satisfied, 基本满意 if half are at least basically satisfied, else 不满意. The two
    readings differ only where exactly half decide; a scheme says which of them it takes (``Vote``).

    Args:
        votes: the votes.
        of: whose half: of all members, or of those present.

    Raises:
        ValueError: the number of members is not known, nobody could vote, or more voted than could.

    >>> results = vote_results(Answers("教育局", "表决", 17, 5, 12, members=34))
    >>> [results[half].label for half in Half]
    ['满意', '基本满意']
    """
    whole = votes.members if of is VoteOf.MEMBERS else votes.asked
    both = votes.satisfied + votes.basically
    if not whole or votes.asked > whole:
        known = "not known" if whole is None else f"{whole}, and {votes.asked} were present"
        raise ValueError(f"vote_results(): how many could vote is {known}: give members=, or of='present'")

    def result(half: Half) -> VoteResult:
        for count, reached in ((votes.satisfied, VoteResult.SATISFIED), (both, VoteResult.BASICALLY)):
            if count * 2 > whole or (count * 2 == whole and half is Half.REACHED):
                return reached
        return VoteResult.DISSATISFIED

    return {half: result(half) for half in Half}
