"""Points by rank."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate, pairwise

import attrs

from minsheng.asking import built
from minsheng.domain.amount import add_exactly, to_decimal
from minsheng.domain.expression.build import Expression, least, most
from minsheng.domain.numerals import less_exactly, shifted, times_exactly
from minsheng.labels import Labelled
from minsheng.rules.scoring.forms.basic import Fault, Form
from minsheng.rules.scoring.terms.columns import Input
from minsheng.rules.scoring.terms.inputs import Inputs, still_waiting
from minsheng.rules.scoring.terms.worth import (
    ZERO,
    Goals,
    Values,
    Written,
    certain,
    constant,
    no_goals,
    number,
    said,
    where,
    worth,
)


class Ties(Labelled):
    """How equal values are ranked."""

    SKIP = "skip", "并列占位，后面跳号（1-2-2-4）"
    DENSE = "dense", "并列不占位，后面不跳号（1-2-2-3）"
    AVERAGE = "average", "并列的平分所占各名次的分"
    VOID = "void", "并列的不得分"
    CANCEL = "cancel", "有并列的，这一项谁也不得分"


def _decimals(values: Sequence[Decimal | int | str]) -> tuple[Decimal, ...]:
    return tuple(to_decimal(value) for value in values)


@built
@attrs.frozen
class Top:
    """The points of all whose rank is within a share of those who are ranked.

    >>> str(Top("0.3", 10))
    '前 30% 10 分'
    """

    share: Decimal = attrs.field(converter=certain)
    points: Decimal = attrs.field(converter=certain)

    def __str__(self) -> str:
        return f"前 {said(shifted(self.share, 2))}% {said(self.points)} 分"


@built
@attrs.frozen
class RankTable:
    """Points for the first ranks, then a fixed step for each further one, or even steps to the last.

    Args:
        first: the points of the first ranks.
        step: what each further rank adds; usually negative.
        last: the points of the last rank; the ranks between it and the first ones have even steps.
        top: instead of all these, points by the share of those ranked that a rank is within.
        up_to: the most subjects that the table is for; None for any number.
        share: whether points are given as shares of the full points: 1, 0.95, 0.9.

    >>> from minsheng.rules.scoring.terms.worth import constant
    >>> table = RankTable(("3", "1.5", "0"), step="-0.5")
    >>> [str(worth(table.points(constant(Decimal(n)), constant(ZERO)), {})) for n in (1, 2, 3, 4, 6)]
    ['3', '3/2', '0', '-1/2', '-3/2']
    >>> evenly, of = RankTable(("100",), last="60"), constant(Decimal(5))
    >>> [str(worth(evenly.points(constant(Decimal(n)), of), {})) for n in (1, 2, 5)]
    ['100', '90', '60']
    """

    first: tuple[Decimal, ...] = attrs.field(default=(), converter=_decimals)
    step: Decimal = attrs.field(default=ZERO, converter=certain)
    up_to: int | None = None
    share: bool = False
    last: Decimal | None = attrs.field(default=None, converter=number)
    top: tuple[Top, ...] = ()

    def of(self, weight: Decimal) -> RankTable:
        """The table in points."""
        if not self.share:
            return self
        first = tuple(times_exactly(share, weight) for share in self.first)
        last = None if self.last is None else times_exactly(self.last, weight)
        top = tuple(Top(one.share, times_exactly(one.points, weight)) for one in self.top)
        return RankTable(first, times_exactly(self.step, weight), self.up_to, last=last, top=top)

    @property
    def counts(self) -> bool:
        """Whether it matters how many are ranked."""
        return self.last is not None or bool(self.top)

    def _step(self, of: Expression) -> Expression | Decimal:
        """What a rank after the first ones adds."""
        if self.last is None:
            return self.step
        return less_exactly(self.last, self.first[-1]) / most(of - len(self.first), Decimal(1))

    def points(self, rank: Expression, of: Expression) -> Expression:
        """The points of a rank among so many."""
        if self.top:
            result = constant(self.top[-1].points)
            for one in reversed(self.top[:-1]):
                result = where(rank <= of * one.share, one.points, result)
            return result
        last = len(self.first)
        result = (rank - last) * self._step(of) + self.first[-1]
        for at in range(last - 1, 0, -1):
            result = where(rank <= at, self.first[at - 1], result)
        return result

    def sums(self, rank: Expression, of: Expression) -> Expression:
        """The sum of the points of all ranks up to this one among so many; 0 for none."""
        so_far, last = list(accumulate(self.first, add_exactly)), len(self.first)
        more = rank - last
        result = more * self.first[-1] + more * (more + 1) * self._step(of) / 2 + so_far[-1]
        for at in range(last - 1, 0, -1):
            result = where(rank <= at, so_far[at - 1], result)
        return where(rank <= 0, ZERO, result)

    def faults(self, name: str) -> Iterator[Fault]:
        """What is wrong with the table."""
        if not self.first and not self.top:
            yield name, "没有一个名次的分", "写成 first = [3, 1.5, 0]"
        if self.top and (self.first or self.step or self.last is not None):
            yield name, "写了前百分之几的分（top），又写了名次的分", "只写一种"
        if self.last is not None and self.step:
            yield name, "既写了每名变几分（step），又写了末位几分（last）", "只写一个"
        shares = [one.share for one in self.top]
        if shares and (shares != sorted(set(shares)) or not shares[0] > 0 or shares[-1] != 1):
            yield name, "前百分之几没有从小到大，或没有到全体", "从小到大写，最后一个 share = 1"
        if name == "few" and (self.up_to is None or self.up_to < 1):
            yield name, "没有写明参加排名的几个以下用它", "加上 up_to = 5"
        if name == "table" and self.up_to is not None:
            yield name, "名次表总要用到，up_to 用不上", "另一张表写在 few 里"

    @property
    def ends(self) -> tuple[Decimal | None, Decimal | None]:
        """The least and the most points of a rank; None for no limit."""
        if self.counts:
            every = [*self.first, *(one.points for one in self.top)]
            every += [] if self.last is None else [self.last]
            return min(every), max(every)
        low = None if self.step < 0 else min(self.first)
        return low, None if self.step > 0 else max(self.first)


@built
@attrs.frozen
class RankPoints(Form):
    """Points by rank, added to a base that everyone gets.

    Args:
        table: points by rank.
        few: another table, for when few are ranked.
        base: what everyone gets, as a share of the full points.
        ties: how equal values are ranked.
        lowest: the least value is first (complaints, days of delay).
        floor, cap: the least and the most points; None for no limit.
        of: the id of a section to rank by its points. Default: rank the item's value, which is the
            mark, or for an indicator the completion or whatever ``goes_by`` says.

    If less is better, the least is first; with ``lowest`` the worst is.
    """

    on_value = True
    on_others = True

    table: RankTable
    few: RankTable | None = None
    base: Decimal = attrs.field(default=ZERO, converter=certain)
    ties: Ties = attrs.field(default=Ties.SKIP, converter=Ties)
    lowest: bool = False
    floor: Decimal | None = attrs.field(default=None, converter=number)
    cap: Decimal | None = attrs.field(default=None, converter=number)
    of: str = ""

    def points(self, weight: Decimal, inputs: Inputs) -> Expression:
        earned = self._by(self.table.of(weight), inputs)
        if self.few is not None and self.few.up_to is not None:
            few = inputs.column(Input.OF) <= self.few.up_to
            earned = where(few, self._by(self.few.of(weight), inputs), earned)
        earned = earned + times_exactly(self.base, weight)
        if self.ties in (Ties.VOID, Ties.CANCEL):
            tied = Input.TIED if self.ties is Ties.VOID else Input.TIES
            earned = where(inputs.column(tied) > 1, ZERO, earned)
        if self.floor is not None:
            earned = most(earned, self.floor)
        return earned if self.cap is None else least(earned, self.cap)

    def _by(self, table: RankTable, inputs: Inputs) -> Expression:
        rank = inputs.column(Input.RANK)
        of = inputs.column(Input.OF) if table.counts else constant(ZERO)
        if self.ties is not Ties.AVERAGE:
            return table.points(rank, of)
        tied = inputs.column(Input.TIED)
        return (table.sums(rank - 1 + tied, of) - table.sums(rank - 1, of)) / tied

    @property
    def counts(self) -> bool:
        """Whether it matters how many are ranked."""
        return self.few is not None or self.table.counts

    @property
    def of_weight(self) -> bool:
        return any(one.share for one in (self.table, self.few) if one is not None)

    def bounds(self, weight: Decimal) -> tuple[Decimal | None, Decimal | None]:
        tables = [one.of(weight) for one in (self.table, self.few) if one is not None]
        lows, highs = zip(*(table.ends for table in tables), strict=True)
        start = times_exactly(self.base, weight)
        low = None if None in lows else add_exactly(min(lows), start)
        high = None if None in highs else add_exactly(max(highs), start)
        if self.ties in (Ties.VOID, Ties.CANCEL):
            low, high = None if low is None else min(low, ZERO), None if high is None else max(high, ZERO)
        if self.floor is not None:
            low = self.floor if low is None else max(low, self.floor)
            high = None if high is None else max(high, self.floor)
        if self.cap is not None:
            low = None if low is None else min(low, self.cap)
            high = self.cap if high is None else min(high, self.cap)
        return low, high

    def faults(self, weight: Decimal) -> Iterator[Fault]:
        yield from self.table.faults("table")
        if self.few is not None:
            yield from self.few.faults("few")
        tops = [one for one in (self.table, self.few) if one is not None and one.top]
        if tops and self.ties is Ties.AVERAGE:
            yield "ties", "按前百分之几得分的，并列的同分，没有各名次的分可以平分", "去掉 ties"
        if self.ties is Ties.DENSE and any(one.counts for one in (self.table, self.few) if one is not None):
            met = "并列不占位，最后的名次比参加的家数小，末位的分（last）、前百分之几（top）就给错了"
            yield "ties", met, '写 ties = "skip" 或 "average"，或把各名次的分逐个写在 first 里'
        if self.floor is not None and self.cap is not None and self.floor > self.cap:
            yield "floor", f"保底 {said(self.floor)} 分高于封顶 {said(self.cap)} 分", "请核对"

    def idle(self, weight: Decimal) -> Iterator[Fault]:
        if self.base and not weight:
            yield "base", "没有满分，base 用不上", "写明 weight，或去掉 base"
        if self.ties in (Ties.VOID, Ties.CANCEL) and self.floor is not None and self.floor > 0:
            yield "floor", f"并列的不得分，又保底 {said(self.floor)} 分", "请核对 ties 和 floor"
        if self.few is not None and attrs.evolve(self.few, up_to=None) == self.table:
            yield "few", "和 table 一样，用不上", "去掉，或核对"

    def falls(self, weight: Decimal) -> str:
        return self._first_gets("more" if self.lowest else "less")

    def rises(self, weight: Decimal) -> str:
        return self._first_gets("less" if self.lowest else "more")

    def _first_gets(self, what: str) -> str:
        for table in (self.table, self.few):
            if table is None:
                continue
            listed = [*table.first, *(one.points for one in table.top)]
            listed += [] if table.last is None else [table.last]
            steps = [less_exactly(after, before) for before, after in pairwise(listed)] + [table.step]
            if what == "more" and min(steps) < 0:
                return "名次靠前分多"
            if what == "less" and max(steps) > 0:
                return "名次靠后反而分多"
        return ""

    def working(self, weight: Decimal, inputs: Inputs) -> Written:
        rank, of, tied = (inputs.column(what) for what in (Input.RANK, Input.OF, Input.TIED))
        base = f"{said(times_exactly(self.base, weight))} 分起，" if self.base else ""
        figures, last = inputs.figures(), "倒数" if self.lowest and inputs.deducted else ""
        how = {Ties.AVERAGE: "，平分所占名次的分", Ties.VOID: "，不得分"}.get(self.ties, "")
        ties = inputs.column(Input.TIES)

        def write(values: Values, earned: Fraction | None) -> str:
            many, all_of, at = worth(tied, values), worth(of, values), worth(rank, values)
            shared = f"（{many} 个并列{how}）" if many and many > 1 else ""
            shared += still_waiting("位次", inputs, values)
            among = f"{'' if all_of is None else f'{all_of} 个中'}{last}第 {said(at)} 名{shared}"
            if self.ties is Ties.CANCEL and (worth(ties, values) or 0) > 1:
                among = f"{among}，有并列的，谁也不得分"
            known = not self.of and values.get(f"{inputs.stem}_{Input.MARK.value}") is not None
            own = f"{figures(values)}，" if known or (inputs.task and not self.of) else ""
            return f"{base}{own}{among}，{inputs.verb} {said(earned)} 分"

        return write

    def goals(self, weight: Decimal, inputs: Inputs) -> Goals:
        return no_goals  # what lifts a rank depends on the others
