"""The standard rules, family by family."""

from __future__ import annotations

from minsheng.rules.families import (
    acceptance,
    acceptance_standards,
    accepted_figures,
    allocation,
    progress,
    reporting,
    responsibility,
    standards,
    upkeep,
)
from minsheng.rules.rule import Rule

STANDARD_RULES: tuple[Rule, ...] = (
    *responsibility.RULES,
    *allocation.RULES,
    *standards.RULES,
    *sorted((*progress.RULES, *reporting.RULES), key=lambda rule: rule.code),
    *upkeep.RULES,
    *sorted(
        (*acceptance.RULES, *accepted_figures.RULES, *acceptance_standards.RULES), key=lambda rule: rule.code
    ),
)
