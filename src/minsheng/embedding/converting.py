"""A cattrs converter that knows this library's values: for attrs classes of one's own that hold some."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from minsheng.embedding.documents import plain_of, value_of
from minsheng.embedding.formats import language

if TYPE_CHECKING:  # imported when a converter is asked for
    from cattrs import Converter

#: what else must be exact and is read strictly: cattrs itself would make 3.9 of 3 and a date of nothing
_EXACT = (Decimal, Fraction, datetime.date)


def converter() -> Converter:
    """A new cattrs converter, which structures and unstructures values as documents and files do.

    Attrs classes of one's own may then hold amounts, periods, areas, criteria, whole programmes: each is
    read and written as in :func:`minsheng.dump`, and checked as strictly. Keys that a class does not
    have are refused. Add hooks of your own to it as to any converter.

    What is wrong raises cattrs' own errors, with this library's :class:`~minsheng.DataError` inside:
    ``cattrs.transform_error(error, format_exception=lambda error, _: str(error))`` lists both with paths.

    >>> import attrs
    >>> import minsheng as ms
    >>> types = {"paid": ms.Amount, "month": ms.Period, "area": str}
    >>> Payment = attrs.make_class("Payment", {name: attrs.field(type=kind) for name, kind in types.items()})
    >>> own = converter()
    >>> payment = own.structure({"paid": "640 元/月", "month": "2023年6月", "area": "君山区"}, Payment)
    >>> payment.paid, own.unstructure(payment)
    (Amount('640 元/月'), {'paid': '640 元/月', 'month': '2023年6月', 'area': '君山区'})
    """
    from cattrs import Converter

    made = Converter(forbid_extra_keys=True)
    made.register_structure_hook_func(_ours, value_of)
    made.register_unstructure_hook_func(_ours, plain_of)
    return made


def _ours(kind: Any) -> bool:
    """Whether values of a class are written and read in this library's own way."""
    if kind in _EXACT:
        return True
    if not isinstance(kind, type) or kind.__module__.partition(".")[0] != "minsheng":
        return False
    if getattr(kind, "_FORMAT", None) is not None:
        return True
    try:
        language().shape(kind)
    except TypeError:
        return False
    return True
