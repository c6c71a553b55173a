"""minsheng: a city's yearly livelihood projects as values, and rules that judge them.

    >>> import minsheng as ms
    >>> p = ms.load("yueyang-2023")
    >>> report = ms.check(p)
    >>> report["A101"].summary
    '成立 41 处'

Every public name is here, and loaded when it is first used: ``import minsheng`` costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minsheng.criteria.criterion import Criterion, Verdict, compute, judge
    from minsheng.criteria.outcome import Outcome
    from minsheng.criteria.ruleset import digest_of, dump_criteria, in_force, load_criteria
    from minsheng.criteria.schema import json_schema
    from minsheng.domain.allocation import Additivity, Allocation, Row
    from minsheng.domain.amount import Amount
    from minsheng.domain.area import Area, AreaKind
    from minsheng.domain.bound import Bound, Relation
    from minsheng.domain.expression.build import Expression, column, compared, least, most
    from minsheng.domain.expression.choosing import look_up, when
    from minsheng.domain.expression.decision import Anything, DecisionTable, Line, OneOf, Span
    from minsheng.domain.indicator import Direction, Indicator
    from minsheng.domain.procedure import AcceptanceStep, Cadence, LevelRange, ReportingDuty
    from minsheng.domain.programme import Programme
    from minsheng.domain.project import Assignment, Covered, Level, Project, Task
    from minsheng.domain.source import Change, Citation, Document, Erratum, Option, Reading
    from minsheng.domain.standards import AdoptedStandard, Standard, Tier
    from minsheng.domain.units import Unit
    from minsheng.domain.wording import Mention, find_mentions
    from minsheng.errors import (
        DataError,
        MinshengError,
        Problem,
        RuleError,
        UnitError,
        UnknownName,
    )
    from minsheng.loading.adopted import read_adopted
    from minsheng.loading.programme import dump, load, programme_names, reread
    from minsheng.rules.catalogue import STANDARD_RULES
    from minsheng.rules.check import check, select
    from minsheng.rules.diagnose import diagnose
    from minsheng.rules.finding import Finding, Held, Severity, Unknown
    from minsheng.rules.report import Report, RuleResult
    from minsheng.rules.rule import Rule, rule
    from minsheng.rules.standards import adequate
    from minsheng.table import Table

    __version__: str

_WHERE = {
    "minsheng.criteria.criterion": ("Criterion", "Verdict", "compute", "judge"),
    "minsheng.criteria.outcome": ("Outcome",),
    "minsheng.criteria.ruleset": ("digest_of", "dump_criteria", "in_force", "load_criteria"),
    "minsheng.criteria.schema": ("json_schema",),
    "minsheng.domain.expression.choosing": ("look_up", "when"),
    "minsheng.domain.expression.build": (
        "Expression", "column", "compared", "least", "most",
    ),
    "minsheng.domain.expression.decision": ("Anything", "DecisionTable", "Line", "OneOf", "Span"),
    "minsheng.domain.allocation": ("Additivity", "Allocation", "Row"),
    "minsheng.domain.amount": ("Amount",),
    "minsheng.domain.area": ("Area", "AreaKind"),
    "minsheng.domain.bound": ("Bound", "Relation"),
    "minsheng.domain.indicator": ("Direction", "Indicator"),
    "minsheng.domain.procedure": ("AcceptanceStep", "Cadence", "LevelRange", "ReportingDuty"),
    "minsheng.domain.programme": ("Programme",),
    "minsheng.domain.project": ("Assignment", "Covered", "Level", "Project", "Task"),
    "minsheng.domain.source": (
        "Change", "Citation", "Document", "Erratum", "Option", "Reading",
    ),
    "minsheng.domain.standards": ("AdoptedStandard", "Standard", "Tier"),
    "minsheng.domain.units": ("Unit",),
    "minsheng.domain.wording": ("Mention", "find_mentions"),
    "minsheng.errors": (
        "DataError", "MinshengError", "Problem", "RuleError", "UnitError", "UnknownName",
    ),
    "minsheng.loading.adopted": ("read_adopted",),
    "minsheng.loading.programme": ("dump", "load", "programme_names", "reread"),
    "minsheng.rules.catalogue": ("STANDARD_RULES",),
    "minsheng.rules.check": ("check", "select"),
    "minsheng.rules.diagnose": ("diagnose",),
    "minsheng.rules.finding": ("Finding", "Held", "Severity", "Unknown"),
    "minsheng.rules.report": ("Report", "RuleResult"),
    "minsheng.rules.rule": ("Rule", "rule"),
    "minsheng.rules.standards": ("adequate",),
    "minsheng.table": ("Table",),
}  # fmt: skip
# a test holds these names against the imports above and __all__ below
_MODULE_OF = {name: module for module, names in _WHERE.items() for name in names}

__all__ = [
    "STANDARD_RULES",
    "AcceptanceStep",
    "Additivity",
    "AdoptedStandard",
    "Allocation",
    "Amount",
    "Anything",
    "Area",
    "AreaKind",
    "Assignment",
    "Bound",
    "Cadence",
    "Change",
    "Citation",
    "Covered",
    "Criterion",
    "DataError",
    "DecisionTable",
    "Direction",
    "Document",
    "Erratum",
    "Expression",
    "Finding",
    "Held",
    "Indicator",
    "Level",
    "LevelRange",
    "Line",
    "Mention",
    "MinshengError",
    "OneOf",
    "Option",
    "Outcome",
    "Problem",
    "Programme",
    "Project",
    "Reading",
    "Relation",
    "Report",
    "ReportingDuty",
    "Row",
    "Rule",
    "RuleError",
    "RuleResult",
    "Severity",
    "Span",
    "Standard",
    "Table",
    "Task",
    "Tier",
    "Unit",
    "UnitError",
    "Unknown",
    "UnknownName",
    "Verdict",
    "__version__",
    "adequate",
    "check",
    "column",
    "compared",
    "compute",
    "diagnose",
    "digest_of",
    "dump",
    "dump_criteria",
    "find_mentions",
    "in_force",
    "json_schema",
    "judge",
    "least",
    "load",
    "load_criteria",
    "look_up",
    "most",
    "programme_names",
    "read_adopted",
    "reread",
    "rule",
    "select",
    "when",
]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("minsheng")
    if name not in _MODULE_OF:
        raise AttributeError(f"module 'minsheng' has no attribute {name!r}")
    value = getattr(importlib.import_module(_MODULE_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
