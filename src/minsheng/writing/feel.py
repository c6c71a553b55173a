"""Expressions and cells of tables in FEEL, the language of DMN."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from minsheng.domain.amount import plain_text
from minsheng.domain.expression import nodes
from minsheng.domain.expression.base import Node
from minsheng.domain.expression.cells import Anything, Bound, Cell, NoneOf, OneOf
from minsheng.domain.expression.decision import Lookup
from minsheng.domain.expression.evaluate import conversion, scale_of
from minsheng.domain.expression.forms import Choice, Extreme, IsMissing, Rounded, Way, Which
from minsheng.domain.printed import Relation
from minsheng.domain.units import Unit
from minsheng.errors import RuleError

_ESCAPED = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\u000d"})


def literal(value: Decimal | str | datetime.date | bool) -> str:
    """A value as FEEL writes it.

    >>> literal("说“是”"), literal('"'), literal(datetime.date(2023, 1, 1)), literal(True)
    ('"说“是”"', '"\\\\""', 'date("2023-01-01")', 'true')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return plain_text(value)
    return f'"{value.translate(_ESCAPED)}"' if isinstance(value, str) else f'date("{value.isoformat()}")'


def cell_text(cell: Cell) -> str:
    """A cell of a table.

    >>> from minsheng.domain.expression.cells import Span
    >>> span = Span(Decimal(600), Decimal(650), high_closed=True)
    >>> cell_text(span), cell_text(Span(Decimal(600))), cell_text(NoneOf(("区",))), cell_text(Anything())
    ('[600..650]', '>=600', 'not(null, "区")', '-')
    """
    if isinstance(cell, Anything):
        return "-"
    if isinstance(cell, OneOf):
        return ", ".join(map(literal, cell.values))
    if isinstance(cell, NoneOf):  # what is missing fits not("区") in DMN, and does not fit our cell
        return f"not({', '.join(['null', *map(literal, cell.values)])})"
    low, high = cell.low, cell.high
    if low is None:
        return "not(null)" if high is None else f"{'<=' if cell.high_closed else '<'}{_end(high)}"
    if high is None:
        return f"{'>' if cell.low_open else '>='}{_end(low)}"
    if low == high:
        return _end(low)
    return f"{'(' if cell.low_open else '['}{_end(low)}..{_end(high)}{']' if cell.high_closed else ')'}"


def _end(value: Bound) -> str:
    return literal(value)


def text_of(node: Node, tables: Mapping[Lookup, str]) -> str:
    """An expression in bare numbers, each in the unit of its node; what is missing with us is null there.

    Args:
        node: the expression.
        tables: the decisions that tables are written as.

    Raises:
        RuleError: FEEL has no words for it, or they are not read back.

    >>> from minsheng import Amount, column
    >>> text_of((column("paid", "元/月", places=2) >= Amount(7800, "元/年")).node, {})
    '(paid >= 7800 / 12)'
    """

    def of(part: Node, unit: Unit | None = None) -> str:
        text = text_of(part, tables)
        return (
            _times(text, conversion(part.unit, unit)) if part.unit is not None and unit is not None else text
        )

    match node:
        case nodes.Column():
            return node.name
        case nodes.Constant():
            return literal(node.value)
        case nodes.Arithmetic():
            if node.operation in (nodes.Operation.ADD, nodes.Operation.SUBTRACT):
                return f"({of(node.left)} {node.operation.value} {of(node.right, node.left.unit)})"
            return _times(f"({of(node.left)} {node.operation.value} {of(node.right)})", scale_of(node))
        case nodes.Comparison():
            left, right = of(node.left), of(node.right, node.left.unit)
            if node.relation is not Relation.EXACTLY:
                return f"({left} {node.relation.value} {right})"
            sides = [
                text
                for side, text in ((node.left, left), (node.right, right))
                if not isinstance(side, nodes.Constant)
            ]
            lacks = " or ".join(f"{text} = null" for text in sides) or "false"
            return f"(if {lacks} then null else {left} = {right})"
        case nodes.All() | nodes.Any():
            return f"({(' and ' if isinstance(node, nodes.All) else ' or ').join(map(of, node.parts))})"
        case nodes.Not():
            return f"not({of(node.part)})"
        case Choice():
            condition = of(node.condition)
            other = "null" if node.otherwise is None else of(node.otherwise, node.unit)
            return f"(if {condition} = null then null else if {condition} then {of(node.then)} else {other})"
        case Extreme():
            listed = ", ".join(of(part, node.unit) for part in node.parts)
            return f"{'min' if node.which is Which.LEAST else 'max'}({listed})"
        case Rounded() if node.way is not Way.HALF_UP and node.places == 0:
            return f"{'floor' if node.way is Way.FLOOR else 'ceiling'}({of(node.part)})"
        case IsMissing():
            return f"({of(node.part)} = null)"
        case Lookup() if node in tables:
            return tables[node]
    raise RuleError(f"DMN: {node.describe():.200} is not written")


def _times(text: str, factor: Fraction) -> str:
    times = f" * {factor.numerator}" if factor.numerator != 1 else ""
    by = f" / {factor.denominator}" if factor.denominator != 1 else ""
    return f"({text}{times}{by})" if times and by else f"{text}{times}{by}"
