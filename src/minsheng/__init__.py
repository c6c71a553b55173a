"""minsheng: a city's yearly livelihood projects as values, and rules that judge them.

    >>> import minsheng as ms
    >>> p = ms.load("yueyang-2023")
    >>> report = ms.check(p)
    >>> report["A101"].summary
    '成立 41 处'

Every public name is here, and loaded when it is first used: ``import minsheng`` costs nothing.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as type checkers know it; importing typing would cost more than all the rest here
if TYPE_CHECKING:
    from typing import Any

    from minsheng.criteria.criterion import Criterion, Verdict, compute, judge
    from minsheng.criteria.outcome import Outcome
    from minsheng.criteria.places import ranks
    from minsheng.criteria.ruleset import digest_of, dump_criteria, in_force, load_criteria
    from minsheng.criteria.schema import json_schema
    from minsheng.criteria.series import streaks, totals
    from minsheng.dividing.allocate import Division, allocate
    from minsheng.dividing.compare import Comparison, compare_allocations
    from minsheng.dividing.distance import Distance
    from minsheng.dividing.matrix import MatrixDivision, MatrixMethod, allocate_matrix
    from minsheng.dividing.methods import Method
    from minsheng.dividing.reallocate import Reallocation, reallocate
    from minsheng.dividing.resemble import Resemblance, Resemblances, resembles
    from minsheng.dividing.ties import Ties
    from minsheng.domain.allocation import Additivity, Allocation, Row
    from minsheng.domain.amount import Amount
    from minsheng.domain.area import Area, AreaKind
    from minsheng.domain.bound import Bound, Relation
    from minsheng.domain.calendar import Deadline, Holidays, Weekdays, WorkingDays, chinese_holidays
    from minsheng.domain.expression.build import Expression, column, compared, least, most
    from minsheng.domain.expression.cells import Anything, Line, OneOf, Span
    from minsheng.domain.expression.choosing import look_up, when
    from minsheng.domain.expression.decision import DecisionTable
    from minsheng.domain.indicator import Direction, Indicator, Rate
    from minsheng.domain.lights import Against, Band, Light, LightPolicy, Streak
    from minsheng.domain.period import Period, PeriodKind
    from minsheng.domain.procedure import AcceptanceStep, Cadence, LevelRange, ReportingDuty, due_dates
    from minsheng.domain.programme import Programme
    from minsheng.domain.progress import Aside, Figure, Measure, Progress, Record
    from minsheng.domain.project import Assignment, Covered, Level, Project, Task
    from minsheng.domain.schedule import PlanPoint, Schedule
    from minsheng.domain.source import Change, Citation, Document, Erratum, Option, Reading
    from minsheng.domain.standards import AdoptedStandard, Standard, Tier
    from minsheng.domain.target import Approval, TargetChange, TargetLevel
    from minsheng.domain.units import Unit
    from minsheng.domain.wording import Mention, find_mentions
    from minsheng.errors import DataError, MinshengError, Problem, RuleError, UnitError, UnknownName
    from minsheng.loading.adopted import read_adopted
    from minsheng.loading.lights import light_policy_names, load_lights
    from minsheng.loading.marks import read_answers, read_events, read_marks
    from minsheng.loading.programme import dump, load, reread
    from minsheng.loading.progress import read_progress
    from minsheng.loading.published import read_published
    from minsheng.loading.scheme import load_scheme, scheme_names
    from minsheng.loading.score import score_files, score_table
    from minsheng.loading.shipped import programme_names
    from minsheng.loading.write import write_progress, write_table
    from minsheng.rules.catalogue import STANDARD_RULES
    from minsheng.rules.check import check, select
    from minsheng.rules.diagnose import diagnose
    from minsheng.rules.figures import figure_criteria
    from minsheng.rules.finding import Finding, Held, Severity, Unknown
    from minsheng.rules.limits import Limits
    from minsheng.rules.measuring import standing, standings
    from minsheng.rules.published.printed import Agreement, Check, Printed
    from minsheng.rules.published.ranks import Grade
    from minsheng.rules.published.report import PublishedReport, check_grades, check_published, check_ranks
    from minsheng.rules.report import Report, RuleResult
    from minsheng.rules.reporting import Completeness, completeness
    from minsheng.rules.rule import Rule, rule
    from minsheng.rules.standards import adequate
    from minsheng.rules.standing import Projection, Standing, projected
    from minsheng.rules.standings import Standings, Tally, Total, area_groups, total
    from minsheng.scoring.events import Event, Mark
    from minsheng.scoring.items import Item, Section, Veto
    from minsheng.scoring.ranking import Ranking, Score, Unscored
    from minsheng.scoring.scheme import Scheme
    from minsheng.scoring.score import score, score_records
    from minsheng.scoring.survey import Answers
    from minsheng.table import Table

    __version__: str

_WHERE = {
    "minsheng.criteria.criterion": ("Criterion", "Verdict", "compute", "judge"),
    "minsheng.criteria.outcome": ("Outcome",),
    "minsheng.criteria.places": ("ranks",),
    "minsheng.criteria.ruleset": ("digest_of", "dump_criteria", "in_force", "load_criteria"),
    "minsheng.criteria.schema": ("json_schema",),
    "minsheng.criteria.series": ("streaks", "totals"),
    "minsheng.dividing.allocate": ("Division", "allocate"),
    "minsheng.dividing.compare": ("Comparison", "compare_allocations"),
    "minsheng.dividing.distance": ("Distance",),
    "minsheng.dividing.matrix": ("MatrixDivision", "MatrixMethod", "allocate_matrix"),
    "minsheng.dividing.methods": ("Method",),
    "minsheng.dividing.reallocate": ("Reallocation", "reallocate"),
    "minsheng.dividing.resemble": ("Resemblance", "Resemblances", "resembles"),
    "minsheng.dividing.ties": ("Ties",),
    "minsheng.domain.allocation": ("Additivity", "Allocation", "Row"),
    "minsheng.domain.amount": ("Amount",),
    "minsheng.domain.area": ("Area", "AreaKind"),
    "minsheng.domain.bound": ("Bound", "Relation"),
    "minsheng.domain.calendar": ("chinese_holidays", "Deadline", "Holidays", "Weekdays", "WorkingDays"),
    "minsheng.domain.expression.build": ("Expression", "column", "compared", "least", "most"),
    "minsheng.domain.expression.choosing": ("look_up", "when"),
    "minsheng.domain.expression.cells": ("Anything", "Line", "OneOf", "Span"),
    "minsheng.domain.expression.decision": ("DecisionTable",),
    "minsheng.domain.indicator": ("Direction", "Indicator", "Rate"),
    "minsheng.domain.lights": ("Against", "Band", "Light", "LightPolicy", "Streak"),
    "minsheng.domain.period": ("Period", "PeriodKind"),
    "minsheng.domain.procedure": ("due_dates", "AcceptanceStep", "Cadence", "LevelRange", "ReportingDuty"),
    "minsheng.domain.programme": ("Programme",),
    "minsheng.domain.progress": ("Aside", "Figure", "Measure", "Progress", "Record"),
    "minsheng.domain.project": ("Assignment", "Covered", "Level", "Project", "Task"),
    "minsheng.domain.schedule": ("PlanPoint", "Schedule"),
    "minsheng.domain.source": ("Change", "Citation", "Document", "Erratum", "Option", "Reading"),
    "minsheng.domain.standards": ("AdoptedStandard", "Standard", "Tier"),
    "minsheng.domain.target": ("Approval", "TargetChange", "TargetLevel"),
    "minsheng.domain.units": ("Unit",),
    "minsheng.domain.wording": ("Mention", "find_mentions"),
    "minsheng.errors": ("DataError", "MinshengError", "Problem", "RuleError", "UnitError", "UnknownName"),
    "minsheng.loading.adopted": ("read_adopted",),
    "minsheng.loading.lights": ("light_policy_names", "load_lights"),
    "minsheng.loading.marks": ("read_answers", "read_events", "read_marks"),
    "minsheng.loading.programme": ("dump", "load", "reread"),
    "minsheng.loading.progress": ("read_progress",),
    "minsheng.loading.published": ("read_published",),
    "minsheng.loading.scheme": ("load_scheme", "scheme_names"),
    "minsheng.loading.score": ("score_files", "score_table"),
    "minsheng.loading.shipped": ("programme_names",),
    "minsheng.loading.write": ("write_progress", "write_table"),
    "minsheng.rules.catalogue": ("STANDARD_RULES",),
    "minsheng.rules.check": ("check", "select"),
    "minsheng.rules.diagnose": ("diagnose",),
    "minsheng.rules.figures": ("figure_criteria",),
    "minsheng.rules.finding": ("Finding", "Held", "Severity", "Unknown"),
    "minsheng.rules.limits": ("Limits",),
    "minsheng.rules.measuring": ("standing", "standings"),
    "minsheng.rules.published.printed": ("Agreement", "Check", "Printed"),
    "minsheng.rules.published.ranks": ("Grade",),
    "minsheng.rules.published.report": (
        "check_grades", "check_published", "check_ranks", "PublishedReport",
    ),
    "minsheng.rules.report": ("Report", "RuleResult"),
    "minsheng.rules.reporting": ("completeness", "Completeness"),
    "minsheng.rules.rule": ("Rule", "rule"),
    "minsheng.rules.standards": ("adequate",),
    "minsheng.rules.standing": ("projected", "Projection", "Standing"),
    "minsheng.rules.standings": ("area_groups", "total", "Standings", "Tally", "Total"),
    "minsheng.scoring.events": ("Event", "Mark"),
    "minsheng.scoring.items": ("Item", "Section", "Veto"),
    "minsheng.scoring.ranking": ("Ranking", "Score", "Unscored"),
    "minsheng.scoring.scheme": ("Scheme",),
    "minsheng.scoring.score": ("score", "score_records"),
    "minsheng.scoring.survey": ("Answers",),
    "minsheng.table": ("Table",),
}  # fmt: skip
# a test holds these names against the imports above and __all__ below
_MODULE_OF = {name: module for module, names in _WHERE.items() for name in names}

__all__ = [
    "STANDARD_RULES",
    "AcceptanceStep",
    "Additivity",
    "AdoptedStandard",
    "Against",
    "Agreement",
    "Allocation",
    "Amount",
    "Answers",
    "Anything",
    "Approval",
    "Area",
    "AreaKind",
    "Aside",
    "Assignment",
    "Band",
    "Bound",
    "Cadence",
    "Change",
    "Check",
    "Citation",
    "Comparison",
    "Completeness",
    "Covered",
    "Criterion",
    "DataError",
    "Deadline",
    "DecisionTable",
    "Direction",
    "Distance",
    "Division",
    "Document",
    "Erratum",
    "Event",
    "Expression",
    "Figure",
    "Finding",
    "Grade",
    "Held",
    "Holidays",
    "Indicator",
    "Item",
    "Level",
    "LevelRange",
    "Light",
    "LightPolicy",
    "Limits",
    "Line",
    "Mark",
    "MatrixDivision",
    "MatrixMethod",
    "Measure",
    "Mention",
    "Method",
    "MinshengError",
    "OneOf",
    "Option",
    "Outcome",
    "Period",
    "PeriodKind",
    "PlanPoint",
    "Printed",
    "Problem",
    "Programme",
    "Progress",
    "Project",
    "Projection",
    "PublishedReport",
    "Ranking",
    "Rate",
    "Reading",
    "Reallocation",
    "Record",
    "Relation",
    "Report",
    "ReportingDuty",
    "Resemblance",
    "Resemblances",
    "Row",
    "Rule",
    "RuleError",
    "RuleResult",
    "Schedule",
    "Scheme",
    "Score",
    "Section",
    "Severity",
    "Span",
    "Standard",
    "Standing",
    "Standings",
    "Streak",
    "Table",
    "Tally",
    "TargetChange",
    "TargetLevel",
    "Task",
    "Tier",
    "Ties",
    "Total",
    "Unit",
    "UnitError",
    "Unknown",
    "UnknownName",
    "Unscored",
    "Verdict",
    "Veto",
    "Weekdays",
    "WorkingDays",
    "__version__",
    "adequate",
    "allocate",
    "allocate_matrix",
    "area_groups",
    "check",
    "check_grades",
    "check_published",
    "check_ranks",
    "chinese_holidays",
    "column",
    "compare_allocations",
    "compared",
    "completeness",
    "compute",
    "diagnose",
    "digest_of",
    "due_dates",
    "dump",
    "dump_criteria",
    "figure_criteria",
    "find_mentions",
    "in_force",
    "json_schema",
    "judge",
    "least",
    "light_policy_names",
    "load",
    "load_criteria",
    "load_lights",
    "load_scheme",
    "look_up",
    "most",
    "programme_names",
    "projected",
    "ranks",
    "read_adopted",
    "read_answers",
    "read_events",
    "read_marks",
    "read_progress",
    "read_published",
    "reallocate",
    "reread",
    "resembles",
    "rule",
    "scheme_names",
    "score",
    "score_files",
    "score_records",
    "score_table",
    "select",
    "standing",
    "standings",
    "streaks",
    "total",
    "totals",
    "when",
    "write_progress",
    "write_table",
]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("minsheng")
    if name not in _MODULE_OF:
        raise AttributeError(f"module 'minsheng' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(_MODULE_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
