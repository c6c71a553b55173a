"""Who gets the last step when claims are equal: a stated rule, or an error."""

from __future__ import annotations

from collections.abc import Sequence

from minsheng.dividing.methods import Settle
from minsheng.errors import DataError
from minsheng.labels import Labelled


class TieBreak(Labelled):
    """Who goes first where claims are equal: nobody, those named first, or the larger weight.

    >>> TieBreak("order").label
    '列在前面的先得'
    """

    REFUSE = "refuse", "不作决定"
    ORDER = "order", "列在前面的先得"
    WEIGHT = "weight", "权重大的先得"


def settler(names: Sequence[str], weights: Sequence[int], ties: TieBreak) -> Settle:
    """The rule as a function that picks this many of the tied areas.

    The function raises ``DataError`` naming the tied areas if the rule does not decide.
    """

    def settle(tied: Sequence[int], count: int) -> Sequence[int]:
        if ties is TieBreak.ORDER:
            return tied[:count]
        if ties is TieBreak.WEIGHT:
            by_weight = sorted(tied, key=lambda i: -weights[i])
            if weights[by_weight[count - 1]] > weights[by_weight[count]]:
                return by_weight[:count]
        listed = "、".join(names[i] for i in tied)
        met = f"{listed}对最后 {count} 份的理由相同，只够给其中 {count} 个"
        other = "" if ties is TieBreak.WEIGHT else "；weight，给权重大的"
        raise DataError.at("并列", met, f"请用 ties 定一条规则：order，给列在前面的{other}", ("ties",))

    return settle
