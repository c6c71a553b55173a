"""Expressions, written with Python's operators over named columns."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import NoReturn

import attrs

from minsheng.asking import asked, modelled
from minsheng.domain.amount import Amount
from minsheng.domain.expression import nodes
from minsheng.domain.expression.base import Kind, Node, usable
from minsheng.domain.expression.forms import DatePart, Extreme, IsMissing, Part, Rounded, Way, Which
from minsheng.domain.printed import Relation
from minsheng.domain.units import Unit, to_unit
from minsheng.errors import RuleError
from minsheng.labels import Labelled, spelled
from minsheng.wanted import quoted

#: what can be combined with an expression: an amount, a number, text, a date, a truth value
Value = Amount | Decimal | int | str | datetime.date | bool


@modelled
@attrs.frozen(eq=False)
class Expression:
    """A formula over the columns of a record, checked while it is written.

    Made with :func:`column` and Python's operators: ``+ - * /``, comparisons, ``& | ~``. Every
    number is exact. Whatever depends on a missing value is missing, except that a false part
    decides ``&`` and a true part ``|``.

    Args:
        node: the tree, which compares and hashes as data.

    >>> import minsheng as ms
    >>> paid, people = ms.column("paid", "元/月", places=2), ms.column("people", "人")
    >>> print(paid / people >= ms.Amount(650, "元/月·人"))
    paid ÷ people ≥ 650 元/月·人
    >>> paid >= ms.Amount(3, "户")
    Traceback (most recent call last):
    ...
    minsheng.errors.UnitError: (paid >= 3 户): paid is in 元/月, 3 户 is in 户
    """

    node: Node

    # --- arithmetic ---------------------------------------------------------------------

    def __add__(self, other: Expression | Value) -> Expression:
        return _arithmetic(nodes.Operation.ADD, self, other)

    def __radd__(self, other: Value) -> Expression:
        return _arithmetic(nodes.Operation.ADD, other, self)

    def __sub__(self, other: Expression | Value) -> Expression:
        return _arithmetic(nodes.Operation.SUBTRACT, self, other)

    def __rsub__(self, other: Value) -> Expression:
        return _arithmetic(nodes.Operation.SUBTRACT, other, self)

    def __mul__(self, other: Expression | Value) -> Expression:
        return _arithmetic(nodes.Operation.MULTIPLY, self, other)

    def __rmul__(self, other: Value) -> Expression:
        return _arithmetic(nodes.Operation.MULTIPLY, other, self)

    def __truediv__(self, other: Expression | Value) -> Expression:
        return _arithmetic(nodes.Operation.DIVIDE, self, other)

    def __rtruediv__(self, other: Value) -> Expression:
        return _arithmetic(nodes.Operation.DIVIDE, other, self)

    def __neg__(self) -> Expression:
        return _arithmetic(nodes.Operation.MULTIPLY, nodes.Constant(Decimal(-1)), self)

    # --- comparison ---------------------------------------------------------------------

    def __lt__(self, other: Expression | Value) -> Expression:
        return _comparison(Relation.BELOW, self, other)

    def __le__(self, other: Expression | Value) -> Expression:
        return _comparison(Relation.AT_MOST, self, other)

    def __gt__(self, other: Expression | Value) -> Expression:
        return _comparison(Relation.ABOVE, self, other)

    def __ge__(self, other: Expression | Value) -> Expression:
        return _comparison(Relation.AT_LEAST, self, other)

    def __eq__(self, other: object) -> Expression:  # type: ignore[override]  # it builds, as everywhere such expressions do
        return _comparison(Relation.EXACTLY, self, other)  # type: ignore[arg-type]  # `as_node` refuses what it cannot take

    def __ne__(self, other: object) -> Expression:  # type: ignore[override]  # likewise
        return ~(self == other)

    __hash__ = None  # type: ignore[assignment]  # equality builds an expression; `node` hashes

    # --- logic --------------------------------------------------------------------------

    def __and__(self, other: Expression | bool) -> Expression:
        return Expression(nodes.All(nodes.settle(_flat(nodes.All, self, other), Kind.TRUTH)))

    def __rand__(self, other: bool) -> Expression:
        return as_expression(other) & self

    def __or__(self, other: Expression | bool) -> Expression:
        return Expression(nodes.Any(nodes.settle(_flat(nodes.Any, self, other), Kind.TRUTH)))

    def __ror__(self, other: bool) -> Expression:
        return as_expression(other) | self

    def __invert__(self) -> Expression:
        return Expression(nodes.Not(*nodes.settle([self.node], Kind.TRUTH)))

    def __bool__(self) -> NoReturn:
        raise TypeError(
            "an expression has no truth value before it has a record:"
            " write & | ~ instead of and or not, and two comparisons instead of a < b < c"
        )

    def is_missing(self) -> Expression:
        """Whether the value is missing."""
        return Expression(IsMissing(self.node))

    @asked
    def is_in(self, values: Iterable[Value]) -> Expression:
        """Whether it equals one of several values; missing if the value is missing."""
        options = [_comparison(Relation.EXACTLY, self, value) for value in values]
        if not options:
            raise RuleError("is_in needs at least one value")
        return Expression(nodes.Any(tuple(option.node for option in options)))

    def clip(
        self, low: Expression | Value | None = None, high: Expression | Value | None = None
    ) -> Expression:
        """At least ``low``, at most ``high``."""
        clipped = self
        if low is not None:
            clipped = most(clipped, low)
        return clipped if high is None else least(clipped, high)

    def floor(self, places: int = 0) -> Expression:
        """Rounded down to ``places`` decimal places."""
        return Expression(Rounded(Way.FLOOR, key(self, Kind.NUMBER), places))

    def ceil(self, places: int = 0) -> Expression:
        """Rounded up to ``places`` decimal places."""
        return Expression(Rounded(Way.CEIL, key(self, Kind.NUMBER), places))

    def half_up(self, places: int = 0) -> Expression:
        """Rounded to ``places`` decimal places, ties away from zero (四舍五入)."""
        return Expression(Rounded(Way.HALF_UP, key(self, Kind.NUMBER), places))

    def year(self) -> Expression:
        """The year of a date."""
        return Expression(DatePart(Part.YEAR, key(self, Kind.DATE)))

    def month(self) -> Expression:
        """The month of a date, 1 to 12."""
        return Expression(DatePart(Part.MONTH, key(self, Kind.DATE)))

    def ten_days(self) -> Expression:
        """The ten-day period of the month: 1 上旬, 2 中旬 (11–20), 3 下旬 (21–end)."""
        return Expression(DatePart(Part.TEN_DAYS, key(self, Kind.DATE)))

    def __str__(self) -> str:
        from minsheng.domain.expression.notation import notation

        return notation(self.node)

    def __repr__(self) -> str:
        return f"<Expression {self}>"


@asked
def column(
    name: str,
    unit: Unit | str | None = None,
    *,
    places: int | None = None,
    kind: Kind | str | None = None,
    low: Decimal | int | str | None = None,
    high: Decimal | int | str | None = None,
    choices: Iterable[str] = (),
    floats: bool = False,
) -> Expression:
    """A named field of a record.

    Args:
        name: its name in the record or frame.
        unit: the unit of a number.
        places: the maximum number of decimal places.
        kind: ``number``, ``text``, ``date`` or ``truth``; default: as implied by the other
            arguments, or by the first use.
        low, high: the range of a number; default: ±10 000 000 000. A value outside is an error,
            so that integers are known to fit.
        choices: the only texts allowed, or an enumeration such as ``AreaKind``.
        floats: whether to accept a float, as the nearest decimal with ``places`` places. By
            default a float is refused: in floats, 0.1 + 0.2 is not 0.3.

    Raises:
        UnitError: an unknown unit.
        RuleError: an impossible number of places, range or kind.

    >>> column("paid", "元/月", places=2).node.unit.text
    '元/月'
    """
    of = None if kind is None else Kind(kind)
    listed = spelled(choices)
    number = any(given is not None for given in (unit, places, low, high))
    told = Kind.NUMBER if number else Kind.TEXT if listed else of  # None: the first use tells
    if of is not None and told is not None and told is not of:
        raise RuleError(f"column {name!r} is said to be {of.value}, but declared as a {told.value}")
    ends = (("low", low), ("high", high))
    ranged = {key: usable(value, f"column(): {key}") for key, value in ends if value is not None}
    measured = None if unit is None else to_unit(unit)
    made = nodes.Column(name, told, measured, places or 0, choices=listed, floats=floats, **ranged)
    return Expression(made)


def as_node(value: Expression | Value) -> Node:
    """The node of a value or expression."""
    if isinstance(value, (Expression, Node)):
        return value.node if isinstance(value, Expression) else value
    if isinstance(value, Amount):
        return nodes.Constant(value.value, value.unit)
    if isinstance(value, float):
        raise TypeError(f"a float is not exact: give a Decimal or an Amount instead of {value!r}")
    if isinstance(value, int) and not isinstance(value, bool):
        return nodes.Constant(Decimal(value))
    if isinstance(value, (Decimal, str, bool)) or type(value) is datetime.date:
        return nodes.Constant(usable(value, "a constant") if isinstance(value, Decimal) else value)
    raise TypeError(f"an expression cannot hold {quoted(value)}")


def key(value: Expression | Value, kind: Kind) -> Node:
    """A key of a table as a node; a column of unknown kind gets the key's kind."""
    return nodes.settle([as_node(value)], kind)[0]


def as_expression(value: Expression | Value) -> Expression:
    """A value as an expression."""
    return value if isinstance(value, Expression) else Expression(as_node(value))


def least(*parts: Expression | Value) -> Expression:
    """The smallest of several; missing if one is missing, unlike SQL's LEAST."""
    return Expression(Extreme(Which.LEAST, _settled(*parts)))


def most(*parts: Expression | Value) -> Expression:
    """The largest of several; missing if one is missing, unlike SQL's GREATEST."""
    return Expression(Extreme(Which.MOST, _settled(*parts)))


def _settled(*values: Expression | Value) -> tuple[Node, ...]:
    """The nodes; columns of unknown kind get the kind of the others."""
    parts = tuple(as_node(value) for value in values)
    known = next((node.kind for node in parts if node.kind is not None), None)
    return parts if known is None else nodes.settle(parts, known)


def _arithmetic(
    operation: nodes.Operation, left: Expression | Value | Node, right: Expression | Value | Node
) -> Expression:
    sides = nodes.settle((as_node(left), as_node(right)), Kind.NUMBER)  # type: ignore[arg-type]  # a Node is taken as it is
    return Expression(nodes.Arithmetic(operation, *sides))


@asked
def compared(relation: Relation, left: Expression, right: Expression | Value) -> Expression:
    """A comparison with a relation from data: ``compared(bound.relation, paid, bound.amount)``."""
    return _comparison(relation, left, right)


def _comparison(relation: Relation, left: Expression, right: Expression | Value) -> Expression:
    if isinstance(right, Labelled) and relation is Relation.EXACTLY:  # data may have its label
        return left.is_in(spelled([right]))
    return Expression(nodes.Comparison(relation, *_settled(left, right)))


def _flat(kind: type[nodes.All] | type[nodes.Any], *values: Expression | bool) -> list[Node]:
    """The parts, with nested ones of the same kind flattened: a & b & c is one node."""
    parts: list[Node] = []
    for value in values:
        node = as_node(value)
        parts.extend(node.parts if isinstance(node, kind) else [node])
    return parts
