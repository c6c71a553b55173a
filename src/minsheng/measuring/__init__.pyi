"""The public names of ``minsheng.measuring``: for type checkers, and for the package itself."""

# fmt: off
# isort: off
from minsheng.measuring.acceptance import AcceptanceStanding as AcceptanceStanding
from minsheng.measuring.acceptance import AcceptanceStandings as AcceptanceStandings
from minsheng.measuring.acceptance import acceptance_standings as acceptance_standings
from minsheng.measuring.counted import accepted as accepted
from minsheng.measuring.gaps import AcceptanceGap as AcceptanceGap, AcceptanceGaps as AcceptanceGaps
from minsheng.measuring.gaps import acceptance_gaps as acceptance_gaps
from minsheng.measuring.defects import Mending as Mending, Mendings as Mendings
from minsheng.measuring.defects import MendingState as MendingState, mending as mending
from minsheng.measuring.bands import Against as Against, Also as Also, Band as Band
from minsheng.measuring.bands import Light as Light
from minsheng.measuring.lights import LightPolicy as LightPolicy, Streak as Streak
from minsheng.measuring.standing import Projection as Projection, projected as projected
from minsheng.measuring.standings import Tally as Tally, Total as Total, area_groups as area_groups
from minsheng.measuring.upkeep import InUse as InUse, WorksPer as WorksPer, in_use as in_use
from minsheng.measuring.upkeep import without_unused as without_unused
from minsheng.reading.lights import light_policy_names as light_policy_names, load_lights as load_lights

__all__: list[str]
