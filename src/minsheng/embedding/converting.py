"""A cattrs converter that knows this library's values: for attrs classes of one's own that hold some."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial
from types import UnionType
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin

import attrs

from minsheng.embedding.documents import plain_of, value_of
from minsheng.embedding.formats import language
from minsheng.errors import DataError

if TYPE_CHECKING:  # imported when a converter is asked for
    from cattrs import Converter
    from cattrs.dispatch import StructureHook

#: what else is read strictly: cattrs itself would make 1 of 1.7, True of "false", and a date of nothing
_STRICT = (str, int, bool, Decimal, Fraction, datetime.date)


def converter() -> Converter:
    """A new cattrs converter, which structures and unstructures values as documents and files do.

    Attrs classes of one's own may then hold amounts, periods, areas, criteria, whole programmes, and
    unions of values: each is read and written as in :func:`minsheng.dump`. Text, whole numbers, truth
    values, exact numbers and days are read as strictly, so that 1.7 is no whole number and "false" is
    not true. Keys that a class does not have are refused. Add hooks of your own to it as to any converter.

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
    from cattrs.cols import list_structure_factory
    from cattrs.gen import make_dict_structure_fn

    def several(kind: Any, own: Converter) -> StructureHook:
        return _of(list_structure_factory(kind, own), (list, tuple), "一列")

    def keyed(kind: Any, own: Converter) -> StructureHook:
        return _of(make_dict_structure_fn(kind, own, _cattrs_forbid_extra_keys=True), Mapping, "一个对象")

    made = Converter(forbid_extra_keys=True)
    made.register_structure_hook_factory(_is_list, several)
    made.register_structure_hook_factory(attrs.has, keyed)
    made.register_structure_hook_func(_ours, value_of)
    for kind in _STRICT:  # for some of them cattrs has hooks that come before
        made.register_structure_hook(kind, value_of)
    made.register_unstructure_hook_factory(_ours, lambda kind: partial(_written, kind))
    return made


def _is_list(kind: Any) -> bool:
    origin = get_origin(kind)
    return origin is list or origin is Sequence


def _of(structure: StructureHook, kind: Any, met: str) -> StructureHook:
    """A hook that refuses what is of another kind, which cattrs would take apart, or not understand."""

    def structured(plain: Any, to: Any) -> Any:
        if not isinstance(plain, kind):
            raise DataError.at("", f"应是{met}，不是 {type(plain).__name__}")
        return structure(plain, to)

    return structured


def _written(kind: Any, value: Any) -> Any:
    """The plain form of a value of a class of ours, or of a union of them."""
    return plain_of(value) if isinstance(kind, type) else language().shape(kind).write(value)


def _ours(kind: Any) -> bool:
    """Whether values of a type are written and read in this library's own way."""
    if kind in _STRICT:
        return True
    if get_origin(kind) in (Union, UnionType):  # of values; cattrs itself tells None, and documents
        parts = [part for part in get_args(kind) if part is not type(None)]
        return len(parts) > 1 and not any(map(_is_document, parts)) and all(map(_ours, parts))
    if get_origin(kind) is tuple:  # of which cattrs would make one of any text
        return all(part in _STRICT or part is ... for part in get_args(kind))
    if not isinstance(kind, type) or kind.__module__.partition(".")[0] != "minsheng":
        return False
    return _is_document(kind) or _has_shape(kind)


def _is_document(kind: Any) -> bool:
    return getattr(kind, "_FORMAT", None) is not None


def _has_shape(kind: type) -> bool:
    try:
        language().shape(kind)
    except TypeError:
        return False
    return True
