"""What every node of an expression has: children, a kind, a unit, a bounded size."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from functools import cached_property

import attrs

from minsheng.domain.amount import to_decimal
from minsheng.domain.units import Unit
from minsheng.errors import DataError, RuleError, UnitError
from minsheng.wanted import quoted

#: a tree past these is no rule that a person wrote
MOST_NODES, MOST_DEPTH = 10_000, 100


class Kind(StrEnum):
    """What a node's values are."""

    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    TRUTH = "truth"


@attrs.frozen
class Node:
    """A node of an expression. Its children are nodes, its ``kind`` and ``unit`` are known."""

    @property
    def children(self) -> tuple[Node, ...]:
        """The nodes it is made of."""
        return ()

    @property
    def kind(self) -> Kind | None:
        """What its values are; None for a column of which nothing is known yet."""
        raise NotImplementedError

    @property
    def unit(self) -> Unit | None:
        """The unit of a number; None for a bare number, and for what is no number."""
        return None

    @cached_property
    def size(self) -> int:
        """How many nodes the tree has, shared ones counted each time."""
        return 1 + sum(child.size for child in self.children)

    @cached_property
    def depth(self) -> int:
        """How many nodes lie on its longest way down."""
        return 1 + max((child.depth for child in self.children), default=0)

    def __attrs_post_init__(self) -> None:
        if self.depth > MOST_DEPTH or self.size > MOST_NODES:
            raise RuleError(
                f"an expression of {self.size} nodes, {self.depth} deep, is refused:"
                f" at most {MOST_NODES} nodes and {MOST_DEPTH} deep"
            )
        self.check()

    def check(self) -> None:
        """Refuse children that do not fit."""

    def describe(self) -> str:
        """In one line, for error messages."""
        inner = ", ".join(child.describe() for child in self.children)
        return f"{type(self).__name__.lower()}({inner})"


# --- what nodes ask of their children ------------------------------------------------------


def kind_of(node: Node) -> str:
    """A node with its kind, for error messages."""
    return f"{node.describe()} ({node.kind.value if node.kind else 'of no known kind'})"


def need(node: Node, kind: Kind, *parts: Node) -> None:
    """Refuse parts that are of another kind."""
    for part in parts:
        if part.kind is not kind:
            raise RuleError(f"{node.describe()} needs a {kind.value}, not {kind_of(part)}")


def one_measure(node: Node, left: Node, right: Node) -> None:
    """Refuse two numbers that measure different things, naming both units."""
    a, b = left.unit, right.unit
    if (a is None) != (b is None) or (a is not None and b is not None and not a.measures_same_as(b)):
        raise UnitError(
            f"{node.describe()}: {left.describe()} is in {a or 'no unit'},"
            f" {right.describe()} is in {b or 'no unit'}"
        )


def usable(value: Decimal | int | str, what: str) -> Decimal:
    """A number that is given in code.

    Raises:
        RuleError: it is none, or beyond all reason.

    >>> usable("41.3", "column(): low")
    Decimal('41.3')
    """
    try:
        return to_decimal(value)
    except DataError:
        raise RuleError(f"{what} is a number, as 650 or '41.3', not {quoted(value)}") from None
