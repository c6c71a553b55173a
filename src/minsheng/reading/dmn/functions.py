"""The functions of FEEL that the engine has: what each makes of its arguments."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from decimal import Decimal

from minsheng.domain.expression.base import Kind, Node
from minsheng.domain.expression.forms import Choice, Extreme, Rounded, Way, Which
from minsheng.domain.expression.nodes import Constant
from minsheng.domain.printed import Relation
from minsheng.errors import DataError
from minsheng.reading.dmn import values
from minsheng.reading.dmn.values import Value


def day(text: str) -> Node:
    """A day as FEEL writes it.

    Raises:
        DataError: it is none; times and durations are not read.
    """
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
            return Constant(datetime.date.fromisoformat(text))
    except ValueError:
        pass
    raise DataError.at("", f"“{text}”不是日期", '只读日期，如 date("2023-01-01")；时间和时长不读')


def called(name: str, given: list[Value]) -> Value:
    if name not in FUNCTIONS:
        todo = f"能用的函数有：{'、'.join(FUNCTIONS)}"
        met = f"函数 {name}(…) 不在能读的范围内"
        if name in ("decimal", "round half even"):
            todo = f"它逢五取偶，这里没有；四舍五入请写 round half up；{todo}"
        raise DataError.at("", met, todo)
    few, many, make = FUNCTIONS[name]
    if not few <= len(given) <= many:
        raise DataError.at(
            "",
            f"函数 {name} 有 {len(given)} 个参数",
            f"应有 {few}" + (f" 到 {many} 个" if many > few else " 个"),
        )
    return make(*given)


def _extreme(which: Which) -> Callable[..., Value]:
    def make(*given: Value) -> Value:
        listed = [value for value in given if value is not None]
        if len(listed) < len(given):
            return None
        first = listed[0]
        for one in listed:
            values.compared(Relation.AT_MOST, first, one)  # refuses what has no order
        return Extreme(which, tuple(values.in_one_unit(first, one)[1] for one in listed))

    return make


def _rounded(way: Way) -> Callable[..., Value]:
    def make(value: Value, places: Value = Constant(Decimal(0))) -> Value:  # noqa: B008  # frozen
        values.need(Kind.NUMBER, value)
        digits = places.value if isinstance(places, Constant) else None
        if not isinstance(digits, Decimal) or digits.as_integer_ratio()[1] != 1:
            raise DataError.at("", "取整的位数不是写明的整数")
        if digits not in range(10):
            raise DataError.at("", f"取整到 {digits} 位", "只能是 0 到 9 位")
        return None if value is None else Rounded(way, value, int(digits))

    return make


def _date(text: Value) -> Value:
    if not isinstance(text, Constant) or not isinstance(text.value, str):
        raise DataError.at("", "date(…) 里不是写明的日期", '请写成 date("2023-01-01")')
    return day(text.value)


def _absolute(value: Value) -> Value:
    values.need(Kind.NUMBER, value)
    if value is None:
        return None
    zero = Constant(Decimal(0), value.unit)
    below = values.compared(Relation.BELOW, value, zero)
    negative = values.negated(value)
    assert negative is not None  # noqa: S101  # of a value that is there
    return Choice(below, negative, value)


#: by name: how many arguments at least and at most, and what it makes of them
FUNCTIONS: dict[str, tuple[int, int, Callable[..., Value]]] = {
    "date": (1, 1, _date),
    "not": (1, 1, values.opposite),
    "min": (1, 20, _extreme(Which.LEAST)),
    "max": (1, 20, _extreme(Which.MOST)),
    "abs": (1, 1, _absolute),
    "floor": (1, 2, _rounded(Way.FLOOR)),
    "ceiling": (1, 2, _rounded(Way.CEIL)),
    "round half up": (2, 2, _rounded(Way.HALF_UP)),
}
