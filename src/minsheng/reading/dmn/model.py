"""Models of DMN: what they ask for, and each decision as an expression."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import attrs

from minsheng.asking import asked, built
from minsheng.domain.expression.base import Node
from minsheng.domain.expression.build import Expression
from minsheng.domain.expression.decision import DecisionTable
from minsheng.domain.expression.evaluate import Worth, evaluate
from minsheng.domain.expression.nodes import Column
from minsheng.domain.expression.notation import notation
from minsheng.errors import UnknownName
from minsheng.reading.dmn.document import Tag
from minsheng.rules.criteria.records.read import read_record
from minsheng.table import Tabled, heads


@attrs.frozen
class Decided:
    """A decision, or one output of it.

    Args:
        name: its name; of one output of several, after a dot: ``Approval.Rate``.
        node: its value.
        table: it as one of our tables, where it is one.
        gaps: the cases in which no rule fits, in Chinese; None if cells depend on other inputs.
    """

    name: str
    node: Node
    table: DecisionTable | None = None
    gaps: tuple[str, ...] | None = ()


@built
@attrs.frozen(repr=False)
class DecisionModel(Tabled):
    """A model of decisions: what it asks for, and each decision as an expression.

    Args:
        name: its name.
        inputs: the columns of a record that it needs.
        decided: the decisions.
        document: the file as it was understood, for ``write_dmn``.
    """

    name: str
    inputs: tuple[Column, ...]
    decided: tuple[Decided, ...]
    document: Tag

    _HEADS = heads(decision="决策", expression="算法", gaps="没有规则的情形")

    @property
    def decisions(self) -> Mapping[str, Expression]:
        """The decisions by name, for ``ms.compute``, ``ms.Criterion`` and further formulas."""
        return MappingProxyType({one.name: Expression(one.node) for one in self.decided})

    @property
    def tables(self) -> Mapping[str, DecisionTable]:
        """Those that are tables of ours: one result for each case, constants in their cells."""
        return MappingProxyType({one.name: one.table for one in self.decided if one.table is not None})

    def __getitem__(self, name: str) -> Expression:
        return Expression(self._named(name).node)

    def gaps(self, name: str) -> tuple[str, ...] | None:
        """The cases in which no rule of a decision fits, in Chinese; None if that cannot be told."""
        return self._named(name).gaps

    def _named(self, name: str) -> Decided:
        known = {one.name: one for one in self.decided}
        found = known.get(name) if isinstance(name, str) else None
        if found is None:
            raise UnknownName("decision", name, known)
        return found

    @asked
    def compute(self, record: Any) -> dict[str, Worth]:
        """Every decision for one record; numbers as fractions, None for null.

        For a frame, give the decisions to ``ms.compute(frame, **model.decisions)``.

        Raises:
            DataError: a missing column, or a value other than its column declares; all of them.
        """
        known = read_record(self.inputs, record)
        return {one.name: evaluate(one.node, known) for one in self.decided}

    @property
    def summary(self) -> str:
        """The name, how many inputs and decisions."""
        return f"{self.name}：输入 {len(self.inputs)} 项，决策 {len(self.decided)} 项"

    def _lines(self) -> Iterator[dict[str, Any]]:
        for one in self.decided:
            gaps = None if one.gaps is None else len(one.gaps)
            yield {"decision": one.name, "expression": notation(one.node), "gaps": gaps}
