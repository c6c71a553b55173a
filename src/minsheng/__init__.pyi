"""The public names: for type checkers, and for the package itself."""

# fmt: off
# isort: off
import collections.abc

from minsheng import bulletins as bulletins, charts as charts
from minsheng import dividing as dividing, domain as domain, embedding as embedding, frames as frames
from minsheng import measuring as measuring
from minsheng import published as published, rules as rules, scoring as scoring, testing as testing
from minsheng import writing as writing
from minsheng.bulletins.bulletin import bulletin as bulletin
from minsheng.dividing.allocate import allocate as allocate
from minsheng.domain.allocation import Allocation as Allocation, Row as Row
from minsheng.domain.amount import Amount as Amount
from minsheng.domain.area import Area as Area, AreaKind as AreaKind
from minsheng.domain.bound import Bound as Bound
from minsheng.domain.expression.build import Expression as Expression, column as column, least as least
from minsheng.domain.expression.build import most as most
from minsheng.domain.expression.choosing import when as when
from minsheng.domain.indicator import Indicator as Indicator
from minsheng.domain.period import Period as Period
from minsheng.domain.programme import Programme as Programme
from minsheng.domain.progress import Progress as Progress
from minsheng.domain.project import Assignment as Assignment, Project as Project
from minsheng.domain.record import Figure as Figure, Record as Record
from minsheng.domain.standards import AdoptedStandard as AdoptedStandard, Standard as Standard
from minsheng.domain.units import Unit as Unit
from minsheng.embedding.plugins import plugins as plugins
from minsheng.embedding.documents import dump as dump, load_json as load_json
from minsheng.embedding.schemas import json_schema as json_schema
from minsheng.errors import DataError as DataError, MinshengError as MinshengError, Problem as Problem
from minsheng.errors import RuleError as RuleError, UnitError as UnitError, UnknownName as UnknownName
from minsheng.measuring.programme import standing as standing, standings as standings
from minsheng.measuring.standing import Standing as Standing
from minsheng.measuring.standings import Standings as Standings, total as total
from minsheng.published.report import check_published as check_published
from minsheng.reading.acceptance import read_acceptances as read_acceptances
from minsheng.reading.decision_table import read_decision_table as read_decision_table
from minsheng.reading.dmn.reader import read_dmn as read_dmn
from minsheng.reading.adopted import read_adopted as read_adopted
from minsheng.reading.marks import read_answers as read_answers, read_events as read_events
from minsheng.reading.marks import read_households as read_households, read_marks as read_marks
from minsheng.reading.notices.draft import Draft as Draft
from minsheng.reading.notices.notice import read_notice as read_notice
from minsheng.reading.programme import load as load, reread as reread
from minsheng.reading.progress import read_progress as read_progress
from minsheng.published.reading import read_published as read_published
from minsheng.reading.scheme import load_scheme as load_scheme
from minsheng.reading.scoring import score_files as score_files, score_table as score_table
from minsheng.reading.works import read_works as read_works
from minsheng.reading.shipped import programme_names as programme_names
from minsheng.rules.catalogue import STANDARD_RULES as STANDARD_RULES
from minsheng.rules.check import check as check, select as select
from minsheng.rules.criteria.compiling.outcome import Outcome as Outcome
from minsheng.rules.criteria.criterion import Criterion as Criterion, Verdict as Verdict
from minsheng.rules.criteria.together import compute as compute, judge as judge
from minsheng.rules.diagnose import diagnose as diagnose
from minsheng.rules.families.reporting import completeness as completeness
from minsheng.rules.finding import Finding as Finding, Held as Held, Severity as Severity, Unknown as Unknown
from minsheng.rules.report import Report as Report
from minsheng.rules.rule import Rule as Rule, rule as rule
from minsheng.rules.scoring.ranking.ranking import Ranking as Ranking
from minsheng.rules.scoring.ranking.scores import Score as Score
from minsheng.rules.scoring.score import score as score, score_records as score_records
from minsheng.table import Table as Table
from minsheng.writing.folder import write_folder as write_folder
from minsheng.writing.tables import write_table as write_table

__all__: list[str]
__version__: str
_NAMESPACES: tuple[str, ...]

def _text(path: str) -> str: ...
def _listed(
    name: str,
) -> tuple[collections.abc.Callable[[str], object], collections.abc.Callable[[], list[str]]]: ...
