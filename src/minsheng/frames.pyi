"""The public names of ``minsheng.frames``: for type checkers, and for the package itself."""

# fmt: off
# isort: off
from minsheng.rules.criteria.over_rows.ranks import ranks as ranks
from minsheng.rules.criteria.over_rows.series import streaks as streaks, totals as totals
from minsheng.rules.criteria.together import sql as sql
from minsheng.rules.scoring.frames import scheme_columns as scheme_columns, scheme_sql as scheme_sql
from minsheng.rules.scoring.frames import score_frame as score_frame
from minsheng.rules.scoring.long import score_long as score_long

__all__: list[str]
