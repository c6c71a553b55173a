"""The public names of ``minsheng.published``: for type checkers, and for the package itself."""

# fmt: off
# isort: off
from minsheng.published.printed import Agreement as Agreement, Breakdown as Breakdown, Check as Check
from minsheng.published.printed import Printed as Printed, Subject as Subject
from minsheng.published.ranking import RankedBy as RankedBy
from minsheng.published.ranks import Grade as Grade
from minsheng.published.report import PublishedReport as PublishedReport, check_grades as check_grades
from minsheng.published.report import check_ranks as check_ranks

__all__: list[str]
