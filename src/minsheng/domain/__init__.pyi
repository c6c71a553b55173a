"""The public names of ``minsheng.domain``: for type checkers, and for the package itself."""

# fmt: off
# isort: off
from minsheng.domain.acceptance import Acceptance as Acceptance, AcceptanceResult as AcceptanceResult
from minsheng.domain.acceptances import Acceptances as Acceptances
from minsheng.domain.acceptance import AcceptanceStandard as AcceptanceStandard
from minsheng.domain.acceptance import Inspection as Inspection, Sample as Sample
from minsheng.domain.allocation import Additivity as Additivity
from minsheng.domain.calendar import Deadline as Deadline, Holidays as Holidays, Weekdays as Weekdays
from minsheng.domain.calendar import WorkingDays as WorkingDays, chinese_holidays as chinese_holidays
from minsheng.domain.comparing import Compared as Compared
from minsheng.domain.comparing import ComparedProgrammes as ComparedProgrammes
from minsheng.domain.comparing import compare_programmes as compare_programmes
from minsheng.domain.difference import Changed as Changed, Difference as Difference
from minsheng.domain.difference import programme_diff as programme_diff
from minsheng.domain.indicator import Direction as Direction, Rate as Rate
from minsheng.domain.own_units import OwnUnit as OwnUnit
from minsheng.domain.period import PeriodKind as PeriodKind
from minsheng.domain.printed import Relation as Relation
from minsheng.domain.procedure import AcceptanceStep as AcceptanceStep, Cadence as Cadence
from minsheng.domain.procedure import Covers as Covers
from minsheng.domain.procedure import LevelRange as LevelRange, ReportingDuty as ReportingDuty
from minsheng.domain.procedure import due_dates as due_dates
from minsheng.domain.project import Covered as Covered, Level as Level, Task as Task
from minsheng.domain.record import Aside as Aside, Measure as Measure
from minsheng.domain.schedule import PlanPoint as PlanPoint, Schedule as Schedule
from minsheng.domain.source import Change as Change, Citation as Citation, Document as Document
from minsheng.domain.source import Erratum as Erratum, Option as Option, Reading as Reading
from minsheng.domain.stage import Stage as Stage
from minsheng.domain.standards import Tier as Tier
from minsheng.domain.target import Approval as Approval, TargetChange as TargetChange
from minsheng.domain.target import TargetLevel as TargetLevel
from minsheng.domain.upkeep import Use as Use, Work as Work, Works as Works
from minsheng.domain.wording import Mention as Mention, find_mentions as find_mentions
from minsheng.reading.notices.draft import Question as Question

__all__: list[str]
