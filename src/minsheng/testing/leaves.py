"""The leaves of drawn expressions: constants, and columns whose names tell what they declare."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from hypothesis import strategies as st

from minsheng.domain.expression.base import Kind
from minsheng.domain.expression.build import Expression, column
from minsheng.domain.expression.nodes import Constant
from minsheng.domain.units import Unit
from minsheng.errors import RuleError, UnitError
from minsheng.rules.criteria.compiling.exact import Lowering
from minsheng.testing.values import constants, criterion_bits

T = TypeVar("T")

#: groups of units that measure the same thing; None is the bare number
MEASURES: tuple[tuple[str | None, ...], ...] = (
    (None,),
    ("元/月", "元/年", "万元/年"),
    ("元", "万元"),
    ("人", "万人"),
    ("元/月·人", "元/年·人"),
    ("亩", "公顷"),
)
#: parts of column names; a name tells everything declared, so no name is declared in two ways
_CALLED = {
    None: "数", "元/月": "月", "元/年": "年", "万元/年": "万年", "元": "元", "万元": "万元",
    "人": "人", "万人": "万人", "元/月·人": "月人", "元/年·人": "年人", "亩": "亩", "公顷": "公顷",
}  # fmt: skip
_RANGES: tuple[tuple[int | None, int | None], ...] = (
    (-1000, 1000), (0, 100), (1, 12), (-(10**6), 10**6), (None, None),
    (0, 2**31), (-(2**63), 2**63 - 1), (0, 10**15), (-(10**18), 10**18),
)  # fmt: skip
#: indices of ranges whose products exceed 64 bits
_WIDE = range(4, 9)


class Leaves:
    """Draws the columns and constants of one expression; columns are few, so that they recur."""

    def __init__(self, draw: st.DrawFn, given: tuple[Expression, ...] | None, bits: int) -> None:
        self.draw, self.given, self.bits = draw, given, bits
        self.lowering = Lowering(128)
        self.known: dict[object, list[Expression]] = {}

    def pick(self, *options: Callable[[], T]) -> T:
        """One of several options; shrinks to the first."""
        return options[self.draw(st.integers(0, len(options) - 1))]()

    def either(self, make: Callable[[], Expression], other: Expression) -> Expression:
        """What ``make`` returns, or ``other`` if it is refused: no such unit, or integers too wide."""
        try:
            made = make()
        except (RuleError, UnitError):
            return other
        return made if criterion_bits(made, self.lowering) <= self.bits else other

    # --- leaves -------------------------------------------------------------------------

    def column(self, key: object, fresh: Callable[[], Expression]) -> Expression:
        known = self.known.setdefault(key, [])
        index = self.draw(st.integers(0, 2)) if known else 0
        if index < len(known):
            return known[index]
        made = fresh()
        if all(made.node != one.node for one in known):
            known.append(made)
        return made

    def of_kind(self, kind: Kind, unit: Unit | None = None) -> list[Expression]:
        """The given columns of a kind; of numbers, those that measure the same as the unit."""
        return [
            one
            for one in self.given or ()
            if one.node.kind is kind
            and (kind is not Kind.NUMBER or _measured(one.node.unit) == _measured(unit))
        ]

    def constant(self, kind: Kind, measure: tuple[str | None, ...] = (None,)) -> Expression:
        value = self.draw(constants(kind, self.bits))
        unit = self.draw(st.sampled_from(measure))
        return Expression(Constant(value, None if unit is None else Unit.parse(unit)))

    def measure(self) -> tuple[str | None, ...]:
        if self.given is None:
            return self.draw(st.sampled_from(MEASURES))
        found = dict.fromkeys(one.node.unit for one in self.given if one.node.kind is Kind.NUMBER)
        units: list[str | None] = [None, *(unit.text for unit in found if unit is not None)]
        return (self.draw(st.sampled_from(units)),)

    def number_column(self, measure: tuple[str | None, ...]) -> Expression:
        if self.given is not None:
            unit = None if measure[0] is None else Unit.parse(measure[0])
            mine = self.of_kind(Kind.NUMBER, unit)
            return self.draw(st.sampled_from(mine)) if mine else self.constant(Kind.NUMBER, measure)

        def fresh() -> Expression:
            unit = self.draw(st.sampled_from(measure))
            places = self.draw(st.integers(0, 4) | st.sampled_from((6, 9)))
            held = [
                n
                for n, (_, high) in enumerate(_RANGES)
                if (high or 10**10) * 10**places < 2 ** (self.bits - 1)
            ]
            wide = [n for n in held if n in _WIDE]
            ranged = self.draw(st.sampled_from(held) | st.sampled_from(wide or held))
            floats = ranged == 1  # a float of a narrow range holds every decimal there
            low, high = _RANGES[ranged]
            name = f"{_CALLED[unit]}{places}{'abcdefghi'[ranged]}"
            return column(name, unit, places=places, low=low, high=high, floats=floats)

        return self.column(measure, fresh)

    def other_column(self, kind: Kind) -> Expression:
        if self.given is not None:
            mine = self.of_kind(kind)
            return self.draw(st.sampled_from(mine)) if mine else self.constant(kind)

        def fresh() -> Expression:
            letter = self.draw(st.sampled_from("ab"))
            if kind is Kind.TEXT:
                return column(f"类{letter}", kind=kind, choices=("甲", "乙", "丙") if letter == "b" else ())
            return column(f"{'日' if kind is Kind.DATE else '是'}{letter}", kind=kind)

        return self.column(kind, fresh)


def _measured(unit: Unit | None) -> object:
    return None if unit is None else unit.dimension
