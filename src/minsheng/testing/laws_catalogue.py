"""The laws of apportionment: what each demands, where it comes from, which methods keep it.

The names follow M. L. Balinski and H. P. Young, *Fair Representation: Meeting the Ideal of One Man,
One Vote* (Yale University Press 1982; second edition, Brookings 2001). No method keeps all of them:
only divisor methods are population monotone, and every divisor method sometimes violates the quota.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import attrs
from hypothesis import strategies as st

from minsheng.dividing.methods import Method
from minsheng.errors import UnknownName
from minsheng.testing import laws_breach as breach
from minsheng.testing import laws_cases as cases
from minsheng.testing.laws_breach import Trial
from minsheng.testing.laws_cases import Takes

_ALL = tuple(Method)
_DIVISORS = tuple(method for method in Method if method is not Method.HAMILTON)
_BOOK = "Balinski & Young 1982"


@attrs.frozen
class Law:
    """One law of apportionment.

    Args:
        name: its name in code.
        title: what it demands, in Chinese.
        source: where it is defined or discussed.
        breach: says in Chinese how a case breaks it; None if it does not.
        cases: the cases to test it on.
        kept_by: the methods of :func:`~minsheng.dividing.allocate.allocate` that keep it.
        needs: it applies only to functions with one of these parameters.
        required: whether every proper method keeps it. The others are criteria of choice.
    """

    name: str
    title: str
    source: str
    breach: Callable[[Trial, Any], str | None] = attrs.field(repr=False)  # each law has cases of its own
    cases: Callable[[Takes], st.SearchStrategy[Any]] = attrs.field(repr=False)
    kept_by: tuple[Method, ...] = _ALL
    needs: tuple[str, ...] = ()
    required: bool = True

    @property
    def definition(self) -> str:
        """The exact definition."""
        return " ".join((self.breach.__doc__ or "").split())


#: in the order in which they are tested
LAWS: tuple[Law, ...] = (
    Law("answers", "能分的都分得出来", "", breach.answers, cases.requests),
    Law("exact", "任务数不用浮点数", "", breach.exact, cases.requests),
    Law("sum", "一份不多，一份不少", _BOOK, breach.adds_up, cases.requests),
    Law("steps", "任务数都是整步长", _BOOK, breach.steps, cases.requests),
    Law("not-negative", "没有负数", _BOOK, breach.not_negative, cases.requests),
    Law("zeros", "权重为 0 的不得", "", breach.zeros, cases.with_zeros),
    Law("bounds", "不破下限和上限", "", breach.bounds, cases.bounded, needs=("floors", "caps")),
    Law("symmetry", "权重相同，相差不过一步", _BOOK, breach.symmetry, cases.with_equals),
    Law("anonymity", "换了权重就换任务数，不论地名和位置", _BOOK, breach.anonymity, cases.permuted),
    Law("scale", "权重同乘一个数，结果不变", _BOOK, breach.scale, cases.scaled),
    Law("determinism", "同样的要求，同样的结果", "", breach.determinism, cases.requests),
    Law("order", "并列也不由列出的次序定", "", breach.order, cases.permuted, required=False),
    Law(
        "lower-quota", "不少于应得的整步长", _BOOK, breach.lower_quota, cases.giant,
        kept_by=(Method.HAMILTON, Method.JEFFERSON), required=False,
    ),
    Law(
        "upper-quota", "不多于应得的进一步", _BOOK, breach.upper_quota, cases.giant,
        kept_by=(Method.HAMILTON, Method.ADAMS), required=False,
    ),
    Law(
        "house-monotone", "总数增加，没有地区减少", _BOOK, breach.house, cases.unbounded,
        kept_by=_DIVISORS, required=False,
    ),
    Law(
        "population-monotone", "权重增长快的，不因增长慢的而减少", _BOOK, breach.population, cases.grown,
        kept_by=_DIVISORS, required=False,
    ),
)  # fmt: skip


def chosen(names: Iterable[str] | None) -> tuple[Law, ...]:
    """The laws with these names, in catalogue order; default: all.

    Raises:
        UnknownName: no law of that name.
    """
    if names is None:
        return LAWS
    wanted = tuple(names)
    known = [law.name for law in LAWS]
    for name in wanted:
        if name not in known:
            raise UnknownName("law", name, known)
    return tuple(law for law in LAWS if law.name in wanted)
