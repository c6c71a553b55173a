"""Lists of those who are commended, talked to, named or given extra marks, as a regulation words them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

import attrs

from minsheng.asking import built
from minsheng.domain.amount import to_decimal
from minsheng.errors import DataError
from minsheng.labels import Labelled
from minsheng.rules.scoring.terms.worth import number, said

_positive = attrs.validators.optional(attrs.validators.ge(1))


def _decimals(given: Iterable[Decimal | int | str]) -> tuple[Decimal, ...]:
    return tuple(map(to_decimal, given))


class AtTheEdge(Labelled):
    """What becomes of those who share the last place of a list that is too short for all of them."""

    ALL = "all", "并列的都列入"
    NONE = "none", "并列的都不列入"


@built
@attrs.frozen
class Needed:
    """Something that must have happened, so often at least.

    Args:
        event: what, in the words of the file of events.
        times: how often, in the time that the events are of.
    """

    event: str
    times: int = attrs.field(default=1, validator=attrs.validators.ge(1))


@built
@attrs.frozen
class RewardList:
    """Whom one list names: commended, talked to, named in a circular, given extra marks.

    All that is given must hold. Ranks count within each group.

    Args:
        id: its id.
        title: what it is: 通报表扬.
        first, last: the first, or the last, so many ranks.
        share: the first part of those ranked, as a fraction of 1, in whole places, cut.
        grades: only these grades.
        at_least, at_most: only with so many points.
        needs: what must have happened: one of these is enough.
        excluded_by: what excludes, if it happened at all.
        moves_up: whether the next takes the place of one who is excluded.
        quota: at most so many in all groups together, the most points first.
        edge: what becomes of those who share the last place of ``first``, ``last``, ``share`` or ``quota``.
        marks: extra marks in the performance appraisal, by place on the list: the last number counts
            for all places after it.
        basis: the clause.

    Raises:
        DataError: nothing says whom it names, or two things that contradict each other do.

    >>> print(RewardList("best", "通报表扬", first=3, excluded_by=("安全事故",)).rule)
    前 3 名，没有安全事故
    """

    id: str
    title: str
    first: int | None = attrs.field(default=None, validator=_positive, kw_only=True)
    last: int | None = attrs.field(default=None, validator=_positive, kw_only=True)
    share: Decimal | None = attrs.field(default=None, converter=number, kw_only=True)
    grades: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    at_least: Decimal | None = attrs.field(default=None, converter=number, kw_only=True)
    at_most: Decimal | None = attrs.field(default=None, converter=number, kw_only=True)
    needs: tuple[Needed, ...] = attrs.field(default=(), kw_only=True)
    excluded_by: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    moves_up: bool = attrs.field(default=False, kw_only=True)
    quota: int | None = attrs.field(default=None, validator=_positive, kw_only=True)
    edge: AtTheEdge = attrs.field(default=AtTheEdge.ALL, converter=AtTheEdge, kw_only=True)
    marks: tuple[Decimal, ...] = attrs.field(default=(), converter=_decimals, kw_only=True)
    basis: str = attrs.field(default="", kw_only=True)

    def __attrs_post_init__(self) -> None:
        for wrong, met, todo in self._faults():
            if wrong:
                raise DataError.at(f"名单“{self.title}”", met, todo)

    def _faults(self) -> Iterator[tuple[bool, str, str]]:
        places = [name for name in ("first", "last", "share") if getattr(self, name) is not None]
        others = (self.grades, self.needs, self.at_least is not None, self.at_most is not None)
        yield (
            not places and not any(others),
            "没有写明列入谁",
            "写 first、last、share、grades、at_least、needs 等",
        )
        yield len(places) > 1, f"{'、'.join(places)} 只能写一个", "几种名单请分开写"
        yield (
            self.share is not None and not 0 < self.share <= 1,
            f"share 是 {self.share}",
            "写 0 到 1，如 0.3",
        )
        if self.at_least is not None and self.at_most is not None:
            yield self.at_least > self.at_most, "at_least 大于 at_most，没有谁能列入", "请核对"
        yield (
            self.moves_up and not self.excluded_by,
            "没有写因何除名，moves_up 用不上",
            "去掉，或写 excluded_by",
        )
        yield self.moves_up and not places, "没有写几名，moves_up 用不上", "去掉，或写 first、last、share"
        edge = self.edge is AtTheEdge.NONE and not places and self.quota is None
        yield edge, "没有写几名，edge 用不上", "去掉，或写 first、last、share、quota"
        both = {one.event for one in self.needs} & {*self.excluded_by}
        yield bool(both), f"{'、'.join(sorted(both))}既要有又不能有", "请核对"

    @property
    def rule(self) -> str:
        """Whom it names, in words."""
        parts = [
            f"前 {self.first} 名" if self.first else "",
            f"后 {self.last} 名" if self.last else "",
            f"前 {said(Fraction(self.share) * 100)}%" if self.share else "",
            "、".join(self.grades),
            f"不低于 {said(Fraction(self.at_least))} 分" if self.at_least is not None else "",
            f"不高于 {said(Fraction(self.at_most))} 分" if self.at_most is not None else "",
            "或".join(f"{one.event}{f' {one.times} 次' if one.times > 1 else ''}" for one in self.needs),
            f"没有{'、'.join(self.excluded_by)}" if self.excluded_by else "",
            f"至多 {self.quota} 个" if self.quota else "",
        ]
        return "，".join(filter(None, parts))


@built
@attrs.frozen
class RewardPolicy:
    """The lists of a regulation.

    Args:
        title: the regulation.
        lists: its lists.
        source: where it is printed.

    Raises:
        DataError: two lists have one id, or there is none.
    """

    title: str
    lists: tuple[RewardList, ...]
    source: str = ""

    def __attrs_post_init__(self) -> None:
        ids = Counter(one.id for one in self.lists)
        twice = [id for id, times in ids.items() if times > 1]
        if twice or not ids:
            met = f"几个名单的 id 都是 {'、'.join(twice)}" if twice else "没有名单"
            raise DataError.at(f"“{self.title}”", met, "每个名单一个 id" if twice else "写 [[lists]]")

    @property
    def events(self) -> tuple[str, ...]:
        """What its lists go by, of all that may happen."""
        every = (event for of in self.lists for event in (*(one.event for one in of.needs), *of.excluded_by))
        return tuple(dict.fromkeys(every))
