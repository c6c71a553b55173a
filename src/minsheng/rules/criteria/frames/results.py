"""The results for frames: their steps, and how numbers are returned."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from typing import Any

import attrs

from minsheng.domain.expression.base import Node
from minsheng.domain.expression.forms import Way
from minsheng.domain.expression.notation import notation
from minsheng.errors import RuleError, WidthError
from minsheng.rules.criteria.compiling.exact import Lowering
from minsheng.rules.criteria.compiling.steps import Op
from minsheng.rules.criteria.frames.dialect import Dialect

#: a decimal of any engine is less than this
MOST_DECIMAL = 10**38


@attrs.frozen
class Result:
    """The step of a new column; a number becomes a decimal with ``places``."""

    step: Op
    places: int = 0


def written_out(steps: Iterable[Op]) -> int:
    """The size of the largest of these steps when fully expanded."""
    sizes: dict[Op, int] = {}
    for step in steps:  # each after its arguments
        sizes[step] = 1 + sum(sizes[inner] for inner in step.steps)
    return max(sizes.values(), default=0)


def shown(result: Result, value: Any, bits: int, dialect: Dialect) -> Any:
    """A number as returned: a 64-bit integer if possible, otherwise a decimal."""
    if result.places or result.step.bits > 64:
        most = max(abs(result.step.low), abs(result.step.high))
        return dialect.scaled(value, result.places, most)
    return value if bits == 64 else dialect.integer(value)


def in_order(lowering: Lowering, node: Node) -> Result:
    """A number as an integer of the same order: fractions over up to n differ by at least 1/n²."""
    ratio = lowering.number(node)
    if ratio.static is not None:
        return Result(ratio.above)
    places = next(many for many in count() if 10**many >= ratio.below.high**2)
    return Result(lowering.rounded(ratio, Way.FLOOR, places).above)


def as_decimal(lowering: Lowering, node: Node, name: str) -> Result:
    """A number as an integer in units of its last place; a quotient that may be infinite is refused."""
    ratio = lowering.number(node)
    below = ratio.static
    for places in range(19):
        if below is not None and 10**places % below == 0:
            step = lowering.mul(ratio.above, lowering.whole(10**places // below))
            if max(-step.low, step.high) >= MOST_DECIMAL:
                raise WidthError("a number of this expression may need more than the 38 digits of a decimal")
            return Result(step, places)
    raise RuleError(
        f"{name!r} is a quotient, whose decimals may have no end, which no column holds: round it, as by"
        f" .half_up(2); in a DMN file round half up(…, 2). It is {notation(node):.100}"
    )
