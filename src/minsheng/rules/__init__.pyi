"""The public names of ``minsheng.rules``: for type checkers, and for the package itself."""

# fmt: off
# isort: off
from minsheng.domain.expression.build import compared as compared
from minsheng.domain.expression.cells import Anything as Anything, Line as Line, NoneOf as NoneOf
from minsheng.domain.expression.cells import OneOf as OneOf, Span as Span
from minsheng.domain.expression.choosing import look_up as look_up
from minsheng.domain.expression.decision import DecisionTable as DecisionTable
from minsheng.rules.criteria.records.kinds import TraceKind as TraceKind
from minsheng.rules.criteria.records.trace import Trace as Trace
from minsheng.reading.dmn.model import DecisionModel as DecisionModel
from minsheng.rules.criteria.ruleset import in_force as in_force
from minsheng.rules.criteria.together import record_schema as record_schema
from minsheng.rules.families.accepting import acceptance_criteria as acceptance_criteria
from minsheng.rules.families.figures import figure_criteria as figure_criteria
from minsheng.rules.families.limits import Limits as Limits
from minsheng.rules.families.reporting import Completeness as Completeness
from minsheng.rules.families.standards import adequate as adequate
from minsheng.rules.report import RuleResult as RuleResult

__all__: list[str]
