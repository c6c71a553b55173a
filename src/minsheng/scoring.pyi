"""The public names of ``minsheng.scoring``: for type checkers, and for the package itself."""

# fmt: off
# isort: off
from minsheng.reading.rewards import load_rewards as load_rewards
from minsheng.reading.scheme import scheme_names as scheme_names
from minsheng.rules.scoring.checking.checks import check_scheme as check_scheme
from minsheng.rules.scoring.forms.basic import AllOrNothing as AllOrNothing, Form as Form, Given as Given
from minsheng.rules.scoring.forms.basic import Proportional as Proportional, Watched as Watched
from minsheng.rules.scoring.forms.catalogue import FORMS as FORMS
from minsheng.rules.scoring.forms.curves import Banded as Banded, Class as Class, Ends as Ends
from minsheng.rules.scoring.forms.curves import Piecewise as Piecewise, Point as Point
from minsheng.rules.scoring.forms.events import Event as Event, Mark as Mark, PerEvent as PerEvent
from minsheng.rules.scoring.forms.events import Running as Running, Start as Start
from minsheng.rules.scoring.forms.levels import Levels as Levels
from minsheng.rules.scoring.forms.ranks import RankPoints as RankPoints, RankTable as RankTable, Ties as Ties
from minsheng.rules.scoring.forms.ranks import Top as Top
from minsheng.rules.scoring.forms.relative import Origin as Origin, Relative as Relative
from minsheng.rules.scoring.forms.survey import AnswerCount as AnswerCount, Answers as Answers
from minsheng.rules.scoring.forms.survey import Half as Half, Survey as Survey
from minsheng.rules.scoring.forms.survey import Vote as Vote, VoteOf as VoteOf
from minsheng.rules.scoring.forms.whole_steps import PartStep as PartStep, Side as Side, Step as Step
from minsheng.rules.scoring.forms.whole_steps import StepOf as StepOf
from minsheng.rules.scoring.ranking.scores import Unscored as Unscored
from minsheng.rules.scoring.regulation.items import AreaTarget as AreaTarget, Item as Item, Section as Section
from minsheng.rules.scoring.regulation.items import Veto as Veto
from minsheng.rules.scoring.regulation.scheme import Scheme as Scheme
from minsheng.rules.scoring.regulation.who import AreaClass as AreaClass, Factor as Factor, Merged as Merged
from minsheng.rules.scoring.regulation.who import OwnIndicator as OwnIndicator, Rounding as Rounding
from minsheng.rules.scoring.regulation.who import Size as Size
from minsheng.rules.scoring.reward_lists import AtTheEdge as AtTheEdge, Needed as Needed
from minsheng.rules.scoring.reward_lists import RewardList as RewardList, RewardPolicy as RewardPolicy
from minsheng.rules.scoring.rewards import Rewarded as Rewarded, Rewards as Rewards, rewarded as rewarded
from minsheng.rules.scoring.satisfaction import AreaSatisfaction as AreaSatisfaction
from minsheng.rules.scoring.satisfaction import Satisfaction as Satisfaction, VoteResult as VoteResult
from minsheng.rules.scoring.satisfaction import satisfaction as satisfaction, vote_results as vote_results
from minsheng.rules.scoring.trial import SchemeTrial as SchemeTrial, TriedItem as TriedItem
from minsheng.rules.scoring.trial import try_scheme as try_scheme
from minsheng.rules.scoring.terms.bands import Grade as Grade, NamedLevel as NamedLevel
from minsheng.rules.scoring.terms.choices import Absent as Absent, Combine as Combine, Digits as Digits
from minsheng.rules.scoring.terms.choices import Force as Force, Others as Others, Periods as Periods
from minsheng.rules.scoring.terms.choices import GoesBy as GoesBy, Ranked as Ranked, Role as Role
from minsheng.rules.scoring.terms.choices import RoundAt as RoundAt, Takes as Takes, Together as Together
from minsheng.rules.scoring.terms.choices import Zones as Zones
from minsheng.rules.scoring.terms.inputs import Inputs as Inputs

__all__: list[str]
