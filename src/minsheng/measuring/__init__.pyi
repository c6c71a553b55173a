"""The public names of ``minsheng.measuring``: for type checkers, and for the package itself."""

# fmt: off
# isort: off
from minsheng.measuring.lights import Against as Against, Band as Band, Light as Light
from minsheng.measuring.lights import LightPolicy as LightPolicy, Streak as Streak
from minsheng.measuring.standing import Projection as Projection, projected as projected
from minsheng.measuring.standings import Tally as Tally, Total as Total, area_groups as area_groups
from minsheng.measuring.upkeep import InUse as InUse, WorksPer as WorksPer, in_use as in_use
from minsheng.measuring.upkeep import without_unused as without_unused
from minsheng.reading.lights import light_policy_names as light_policy_names, load_lights as load_lights

__all__: list[str]
