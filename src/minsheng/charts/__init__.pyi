"""The public names of ``minsheng.charts``: for type checkers, and for the package itself."""

# fmt: off
# isort: off
from minsheng.charts.chart import Chart as Chart
from minsheng.charts.division import allocation_bars as allocation_bars
from minsheng.charts.heat import share_heat as share_heat
from minsheng.charts.lines import schedule_lines as schedule_lines
from minsheng.charts.ranking import ranking_bars as ranking_bars

__all__: list[str]
