"""The public names, and where they are: for type checkers, and for the package itself, which reads it."""

# fmt: off
# isort: off
from minsheng.rules.criteria.criterion import Criterion as Criterion, Verdict as Verdict
from minsheng.rules.criteria.compiling.outcome import Outcome as Outcome
from minsheng.rules.criteria.over_rows.ranks import ranks as ranks
from minsheng.rules.criteria.ruleset import digest_of as digest_of, dump_criteria as dump_criteria
from minsheng.rules.criteria.ruleset import in_force as in_force, load_criteria as load_criteria
from minsheng.rules.criteria.schema import json_schema as json_schema
from minsheng.rules.criteria.together import compute as compute, judge as judge
from minsheng.rules.criteria.over_rows.series import streaks as streaks, totals as totals
from minsheng.dividing.allocate import Division as Division, allocate as allocate
from minsheng.dividing.compare import Comparison as Comparison, compare_allocations as compare_allocations
from minsheng.dividing.distance import Distance as Distance
from minsheng.dividing.matrix import MatrixDivision as MatrixDivision, MatrixMethod as MatrixMethod
from minsheng.dividing.matrix import allocate_matrix as allocate_matrix
from minsheng.dividing.methods import Method as Method
from minsheng.dividing.reallocate import Reallocation as Reallocation, reallocate as reallocate
from minsheng.dividing.resemble import Resemblance as Resemblance, Resemblances as Resemblances
from minsheng.dividing.resemble import resembles as resembles
from minsheng.dividing.ties import Ties as Ties
from minsheng.domain.allocation import Additivity as Additivity, Allocation as Allocation, Row as Row
from minsheng.domain.amount import Amount as Amount
from minsheng.domain.area import Area as Area, AreaKind as AreaKind
from minsheng.domain.bound import Bound as Bound
from minsheng.domain.calendar import Deadline as Deadline, Holidays as Holidays, Weekdays as Weekdays
from minsheng.domain.calendar import WorkingDays as WorkingDays, chinese_holidays as chinese_holidays
from minsheng.domain.expression.build import Expression as Expression, column as column, compared as compared
from minsheng.domain.expression.build import least as least, most as most
from minsheng.domain.expression.choosing import look_up as look_up, when as when
from minsheng.domain.expression.cells import Anything as Anything, Line as Line, OneOf as OneOf, Span as Span
from minsheng.domain.expression.decision import DecisionTable as DecisionTable
from minsheng.domain.indicator import Direction as Direction, Indicator as Indicator, Rate as Rate
from minsheng.measuring.lights import Against as Against, Band as Band, Light as Light
from minsheng.measuring.lights import LightPolicy as LightPolicy, Streak as Streak
from minsheng.domain.period import Period as Period, PeriodKind as PeriodKind
from minsheng.domain.procedure import AcceptanceStep as AcceptanceStep, Cadence as Cadence
from minsheng.domain.procedure import LevelRange as LevelRange, ReportingDuty as ReportingDuty
from minsheng.domain.procedure import due_dates as due_dates
from minsheng.domain.printed import Relation as Relation
from minsheng.domain.programme import Programme as Programme
from minsheng.domain.progress import Progress as Progress
from minsheng.domain.record import Aside as Aside, Figure as Figure, Measure as Measure
from minsheng.domain.record import Record as Record
from minsheng.domain.project import Assignment as Assignment, Covered as Covered, Level as Level
from minsheng.domain.project import Project as Project, Task as Task
from minsheng.domain.schedule import PlanPoint as PlanPoint, Schedule as Schedule
from minsheng.domain.source import Change as Change, Citation as Citation, Document as Document
from minsheng.domain.source import Erratum as Erratum, Option as Option, Reading as Reading
from minsheng.domain.standards import AdoptedStandard as AdoptedStandard, Standard as Standard, Tier as Tier
from minsheng.domain.target import Approval as Approval, TargetChange as TargetChange
from minsheng.domain.target import TargetLevel as TargetLevel
from minsheng.domain.units import Unit as Unit
from minsheng.domain.wording import Mention as Mention, find_mentions as find_mentions
from minsheng.errors import DataError as DataError, MinshengError as MinshengError, Problem as Problem
from minsheng.errors import RuleError as RuleError, UnitError as UnitError, UnknownName as UnknownName
from minsheng.reading.adopted import read_adopted as read_adopted
from minsheng.reading.lights import light_policy_names as light_policy_names, load_lights as load_lights
from minsheng.reading.marks import read_answers as read_answers, read_events as read_events
from minsheng.reading.marks import read_marks as read_marks
from minsheng.reading.programme import dump as dump, load as load, reread as reread
from minsheng.reading.progress import read_progress as read_progress
from minsheng.reading.published import read_published as read_published
from minsheng.reading.scheme import load_scheme as load_scheme, scheme_names as scheme_names
from minsheng.reading.scoring import score_files as score_files, score_table as score_table
from minsheng.reading.shipped import programme_names as programme_names
from minsheng.writing.tables import write_progress as write_progress, write_table as write_table
from minsheng.rules.catalogue import STANDARD_RULES as STANDARD_RULES
from minsheng.rules.check import check as check, select as select
from minsheng.rules.diagnose import diagnose as diagnose
from minsheng.rules.families.figures import figure_criteria as figure_criteria
from minsheng.rules.finding import Finding as Finding, Held as Held, Severity as Severity, Unknown as Unknown
from minsheng.rules.families.limits import Limits as Limits
from minsheng.measuring.programme import standing as standing, standings as standings
from minsheng.published.printed import Agreement as Agreement, Check as Check, Printed as Printed
from minsheng.published.ranks import Grade as Grade
from minsheng.published.report import PublishedReport as PublishedReport, check_grades as check_grades
from minsheng.published.report import check_published as check_published, check_ranks as check_ranks
from minsheng.rules.report import Report as Report, RuleResult as RuleResult
from minsheng.rules.families.reporting import Completeness as Completeness, completeness as completeness
from minsheng.rules.rule import Rule as Rule, rule as rule
from minsheng.rules.families.standards import adequate as adequate
from minsheng.measuring.standing import Projection as Projection, Standing as Standing, projected as projected
from minsheng.measuring.standings import Standings as Standings, Tally as Tally, Total as Total
from minsheng.measuring.standings import area_groups as area_groups, total as total
from minsheng.rules.scoring.forms.events import Event as Event, Mark as Mark
from minsheng.rules.scoring.frames import scheme_columns as scheme_columns, score_frame as score_frame
from minsheng.rules.scoring.regulation.items import Item as Item, Section as Section, Veto as Veto
from minsheng.rules.scoring.ranking.ranking import Ranking as Ranking
from minsheng.rules.scoring.regulation.scheme import Scheme as Scheme
from minsheng.rules.scoring.score import score as score, score_records as score_records
from minsheng.rules.scoring.ranking.scores import Score as Score, Unscored as Unscored
from minsheng.rules.scoring.forms.survey import Answers as Answers
from minsheng.table import Table as Table

__all__: list[str]
__version__: str

def _text(path: str) -> str: ...
