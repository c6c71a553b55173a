"""The outcomes of a criterion, as a step."""

from __future__ import annotations

from minsheng.domain.expression.base import Node
from minsheng.domain.expression.nodes import Constant
from minsheng.labels import Labelled
from minsheng.rules.criteria.compiling.exact import Lowering
from minsheng.rules.criteria.compiling.steps import Op


class Outcome(Labelled):
    """The outcome of a criterion for a record."""

    MET = "met", "符合"
    UNMET = "unmet", "不符合"
    UNKNOWN = "unknown", "未知"
    NOT_APPLICABLE = "not_applicable", "不适用"
    INVALID = "invalid", "数据有误"


def outcome(lowering: Lowering, required: Node, when: Node | None) -> Op:
    """The step for the outcome of a requirement, for the records that a condition selects."""
    requirement = lowering.truth(required)

    def say(which: Outcome) -> Op:
        return lowering.value(Constant(which))

    unmet = lowering.pick(lowering.step_missing(requirement), say(Outcome.UNKNOWN), say(Outcome.UNMET))
    result = lowering.pick(requirement, say(Outcome.MET), unmet)
    if when is None:
        return result
    applies = lowering.truth(when)
    not_met = lowering.pick(lowering.step_missing(applies), say(Outcome.UNKNOWN), say(Outcome.NOT_APPLICABLE))
    return lowering.pick(applies, result, not_met)
