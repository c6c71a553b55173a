"""The base of expression nodes: children, kind, unit, limited size."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from functools import cached_property

import attrs

from minsheng.domain.amount import to_decimal
from minsheng.domain.units import Unit
from minsheng.errors import DataError, RuleError, UnitError
from minsheng.wanted import quoted

#: no rule written by a person exceeds these
MOST_NODES, MOST_DEPTH = 50_000, 100


class Kind(StrEnum):
    """The kind of a node's values."""

    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    TRUTH = "truth"


@attrs.frozen
class Node:
    """A node of an expression; its children are nodes."""

    @property
    def children(self) -> tuple[Node, ...]:
        """The nodes that it consists of."""
        return ()

    @property
    def kind(self) -> Kind | None:
        """The kind of its values; None for a column whose kind is not known yet."""
        raise NotImplementedError

    @property
    def unit(self) -> Unit | None:
        """The unit of a number; None for a bare number and for other kinds."""
        return None

    @cached_property
    def size(self) -> int:
        """The number of nodes in the tree; shared ones count each time."""
        return 1 + sum(child.size for child in self.children)

    @cached_property
    def depth(self) -> int:
        """The number of nodes on the longest path down."""
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
        """One line for error messages."""
        inner = ", ".join(child.describe() for child in self.children)
        return f"{type(self).__name__.lower()}({inner})"


# --- checks of children --------------------------------------------------------------------


def kind_of(node: Node) -> str:
    """A node with its kind, for error messages."""
    return f"{node.describe()} ({node.kind.value if node.kind else 'of no known kind'})"


def need(node: Node, kind: Kind, *parts: Node) -> None:
    """Refuse parts of another kind."""
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
    """A number given in code.

    Raises:
        RuleError: not a number, or one with too many digits.

    >>> usable("41.3", "column(): low")
    Decimal('41.3')
    """
    try:
        return to_decimal(value)
    except DataError:
        raise RuleError(f"{what} is a number, as 650 or '41.3', not {quoted(value)}") from None
