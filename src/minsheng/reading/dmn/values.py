"""What FEEL's operators mean, said by ours: ``null`` is what is missing, and is equal to itself alone.

A value is an expression, or None for a ``null`` that is written. Where ours and FEEL's differ, the
difference is written out: ``=`` is never missing, ``if`` takes ``else`` for a missing condition.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from decimal import Decimal, DecimalException
from fractions import Fraction

import attrs

from minsheng.domain.expression.base import Kind, Node
from minsheng.domain.expression.forms import Choice, IsMissing
from minsheng.domain.expression.nodes import All, Any, Arithmetic, Comparison, Constant, Not, Operation
from minsheng.domain.expression.notation import notation
from minsheng.domain.numerals import EXACT, MOST_DIGITS
from minsheng.domain.printed import Relation
from minsheng.errors import DataError

_SOME = {
    Kind.NUMBER: Constant(Decimal(0)), Kind.TEXT: Constant(""), Kind.DATE: Constant(datetime.date.min),
    Kind.TRUTH: Constant(True),
}  # fmt: skip
#: a value of FEEL: a node, or None for null
Value = Node | None
ONE = Decimal(1)
_FOLDED = {
    Operation.ADD: EXACT.add, Operation.SUBTRACT: EXACT.subtract, Operation.MULTIPLY: EXACT.multiply
}  # fmt: skip
_MOST_POWER, _MOST_FACTORS = 16, 64
#: the kinds of values, in Chinese
KINDS: dict[Kind | None, str] = {Kind.NUMBER: "数", Kind.TEXT: "文字", Kind.DATE: "日期", Kind.TRUTH: "真假"}


def kind_said(value: Value) -> str:
    """The kind of a value, in Chinese."""
    return "空值" if value is None else KINDS[value.kind] if value.kind else "不知是什么的值"


def absent(kind: Kind) -> Node:
    """A value of a kind that is always missing."""
    return Choice(Constant(False), _SOME[kind], None)


def missing(value: Node) -> Node:
    """Whether a value is missing; a constant never is."""
    return Constant(False) if isinstance(value, Constant) else IsMissing(value)


def every(parts: Sequence[Node]) -> Node:
    """All of some conditions, flattened, without those that always hold."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, All) else (part,))]
    flat = [*dict.fromkeys(part for part in flat if part != Constant(True))]
    return flat[0] if len(flat) == 1 else All(tuple(flat)) if flat else Constant(True)


def some(parts: Sequence[Node]) -> Node:
    """Any of some conditions, without those that never hold."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, Any) else (part,))]
    flat = [*dict.fromkeys(part for part in flat if part != Constant(False))]
    return flat[0] if len(flat) == 1 else Any(tuple(flat)) if flat else Constant(False)


def surely(condition: Value) -> Node:
    """Whether a condition is true: false where it is missing."""
    if condition is None:
        return Constant(False)
    need(Kind.TRUTH, condition)
    if _decided(condition):
        return condition
    return every([condition, Not(IsMissing(condition))])


def _decided(node: Node) -> bool:
    """Whether a condition is seen never to be missing."""
    match node:
        case Constant() | IsMissing():
            return True
        case Not():
            return _decided(node.part)
        case All():  # false where one of its parts says that a side of another is missing
            held = {
                part.part.part
                for part in node.parts
                if isinstance(part, Not) and isinstance(part.part, IsMissing)
            }
            return all(_decided(part) or _sides(part) <= held for part in node.parts)
        case Any():
            return all(map(_decided, node.parts))
    return False


def _sides(node: Node) -> set[Node]:
    """What must be there for a comparison not to be missing."""
    if isinstance(node, Comparison):
        return {side for side in node.children if not isinstance(side, Constant)}
    return (
        {side for part in node.children for side in _sides(part)}
        if isinstance(node, (Any, All, Not))
        else {node}
    )


def need(kind: Kind, *values: Value) -> None:
    """Refuse values of another kind.

    Raises:
        DataError: one of them is.
    """
    for value in values:
        if value is not None and value.kind is not kind:
            raise DataError.at("", f"这里要{KINDS[kind]}，“{value.describe():.60}”是{kind_said(value)}")


def in_one_unit(left: Node, right: Node) -> tuple[Node, Node]:
    """Two sides; a bare number beside a figure with a unit is in that unit.

    Raises:
        DataError: they measure different things.
    """
    if left.unit is not None and right.unit is None:
        right = _given(right, left)
    elif right.unit is not None and left.unit is None:
        left = _given(left, right)
    one, other = left.unit, right.unit
    if one is not other and (one is None or other is None or not one.measures_same_as(other)):
        said = "，".join(f"“{notation(side):.40}”的单位是“{side.unit or '没有'}”" for side in (left, right))
        raise DataError.at("", said, "请改公式，或用 columns=、units= 说明单位")
    return left, right


def _given(bare: Node, like: Node) -> Node:
    """The bare side in the other's unit, if it is a number written as such."""
    if isinstance(bare, Constant):
        return attrs.evolve(bare, measured_in=like.unit)
    return bare


def arithmetic(operation: Operation, left: Value, right: Value) -> Value:
    """``left + right`` and so on; null where one is."""
    if operation is Operation.ADD and Kind.TEXT in (left and left.kind, right and right.kind):
        raise DataError.at("", "文字相接（+）不在能读的范围内", "只能加数")
    need(Kind.NUMBER, left, right)
    if left is None or right is None:
        return None
    if operation in (Operation.ADD, Operation.SUBTRACT):
        left, right = in_one_unit(left, right)
    if operation is Operation.DIVIDE and isinstance(right, Constant) and not right.value:
        return None
    if (
        operation in (Operation.MULTIPLY, Operation.DIVIDE)
        and _factors(left) + _factors(right) > _MOST_FACTORS
    ):
        raise DataError.at("", f"乘、除在一起的数多于 {_MOST_FACTORS} 个", "请减少乘方的次数，或分步舍入")
    bare = all(isinstance(side, Constant) and side.unit is None for side in (left, right))
    if bare and operation is not Operation.DIVIDE:  # the same, and a cell may hold it
        first, second = (side.value for side in (left, right) if isinstance(side, Constant))
        try:
            folded = _FOLDED[operation](first, second)  # type: ignore[arg-type]  # numbers, by `need`
        except DecimalException:
            raise DataError.at("", "数太长", f"一个数至多 {MOST_DIGITS} 位") from None
        if len(folded.as_tuple().digits) > MOST_DIGITS or abs(folded.adjusted()) > MOST_DIGITS:
            raise DataError.at("", "数太长", f"一个数至多 {MOST_DIGITS} 位")
        return Constant(folded)
    return Arithmetic(operation, left, right)


def _factors(value: Node) -> int:
    """How many numbers are multiplied in it, of which it has as many digits at most."""
    if isinstance(value, Arithmetic) and value.operation in (Operation.MULTIPLY, Operation.DIVIDE):
        return sum(map(_factors, value.children))
    return max(map(_factors, value.children), default=0) + (not value.children)


def negated(value: Value) -> Value:
    """``-value``."""
    return arithmetic(Operation.MULTIPLY, Constant(Decimal(-1)), value)


def power(base: Value, exponent: Value) -> Value:
    """``base ** exponent``, of a small whole exponent that is written out."""
    need(Kind.NUMBER, base, exponent)
    if base is None or exponent is None:
        return None
    times = Fraction(exponent.value) if isinstance(exponent, Constant) and not exponent.unit else Fraction(0)  # type: ignore[arg-type]  # a number, by `need`
    if times.denominator != 1 or not 1 <= abs(times) <= _MOST_POWER:
        raise DataError.at("", "乘方的指数不是写明的整数", f"只能是 1 到 {_MOST_POWER} 或它们的负数")
    result: Value = base
    for _ in range(abs(int(times)) - 1):
        result = arithmetic(Operation.MULTIPLY, result, base)
    return result if times > 0 else arithmetic(Operation.DIVIDE, Constant(Decimal(1)), result)


def equal(left: Value, right: Value) -> Node:
    """``left = right``: never missing; two missing values are equal."""
    if left is None or right is None:
        other = right if left is None else left
        return Constant(True) if other is None else missing(other)
    if left.kind is not right.kind:
        raise DataError.at("", f"{kind_said(left)}与{kind_said(right)}不能比较")
    there = [Not(IsMissing(side)) for side in (left, right) if not isinstance(side, Constant)]
    same = every([*there, compared(Relation.EXACTLY, left, right)])
    return some([every([IsMissing(left), IsMissing(right)]), same]) if len(there) == 2 else same


def compared(relation: Relation, left: Node, right: Node) -> Node:
    """A comparison; missing where a side is."""
    if left.kind is not right.kind:
        raise DataError.at("", f"{kind_said(left)}与{kind_said(right)}不能比较")
    if relation is not Relation.EXACTLY and left.kind not in (Kind.NUMBER, Kind.DATE):
        raise DataError.at("", f"{kind_said(left)}没有大小", "只能比数和日期的大小")
    return Comparison(relation, *in_one_unit(left, right))


def ordered(relation: Relation, left: Value, right: Value) -> Value:
    """``left < right`` and so on; null where one is."""
    return None if left is None or right is None else compared(relation, left, right)


def logical(kind: type[All] | type[Any], left: Value, right: Value) -> Node:
    """``and`` and ``or``, of three values as ours are."""
    need(Kind.TRUTH, left, right)
    return kind(tuple(absent(Kind.TRUTH) if part is None else part for part in (left, right)))


def opposite(value: Value) -> Value:
    """``not(value)``; null where that is null."""
    need(Kind.TRUTH, value)
    return None if value is None else Not(value)


def chosen(condition: Value, then: Value, other: Value) -> Value:
    """``if condition then … else …``; a missing condition takes ``else``."""
    holds = surely(condition)
    if then is None or other is None:
        if then is None and other is None:
            return None
        return Choice(holds, then, None) if then is not None else Choice(Not(holds), other, None)  # type: ignore[arg-type]  # one of them is there
    if then.kind is not other.kind:
        raise DataError.at("", f"then 是{kind_said(then)}，else 是{kind_said(other)}", "两边要同一种值")
    then, other = in_one_unit(then, other) if then.kind is Kind.NUMBER else (then, other)
    return Choice(holds, then, other)


def balanced(parts: Sequence[Node], joined: Callable[[Node, Node], Node]) -> Node:
    """Parts joined two by two, so that many of them are not deep."""
    listed = [*parts]
    while len(listed) > 1:
        pairs = zip(listed[::2], listed[1::2], strict=False)
        listed = [joined(*pair) for pair in pairs] + (listed[-1:] if len(listed) % 2 else [])
    return listed[0]
