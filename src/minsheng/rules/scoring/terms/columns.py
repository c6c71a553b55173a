"""The columns of a scheme: what each holds, by the ending of its name, and its range."""

from __future__ import annotations

from decimal import Decimal

from minsheng.domain.expression.build import column
from minsheng.labels import Labelled


class Input(Labelled):
    """What a column of a scheme holds. Its name is the id of the item or indicator, ``_`` and the code."""

    TARGET = "target", "目标"
    SET = "set", "办法定的目标"
    ACTUAL = "actual", "完成数"
    MARK = "mark", "评分"
    COUNT = "count", "次数"
    RUN = "run", "连续次数"
    FURTHER = "further", "连续超出的次数"
    RANK = "rank", "位次"
    TIED = "tied", "并列数"
    OF = "of", "参加排名数"
    BEST = "best", "最好的值"
    WORST = "worst", "最差的值"
    TIES = "ties", "最多几个并列"
    SUM = "sum", "各家合计"
    MANY = "many", "有数的家数"
    MIDDLE = "middle", "居中两家的合计"
    GAINED = "gained", "各家得分合计"
    SCORED = "scored", "有得分的家数"
    NUMBER = "number", "项目数"
    FACTOR = "factor", "系数"
    LEVEL = "level", "评价"
    VOTES = "votes", "这一档的人数"
    REPORTED = "reported", "上报数"
    VERIFIED = "verified", "核实数"
    SATISFIED = "satisfied", "满意数"
    BASICALLY = "basically", "基本满意数"
    ASKED = "asked", "到会或受访数"
    MEMBERS = "members", "全体人数"
    UNIT = "unit", "单位"
    TEXT = "text", "指标"


#: integers and their maxima; narrow ranges let frames compute with narrow integers
COUNTS = {
    Input.COUNT: 10_000,
    Input.RUN: 10_000,
    Input.FURTHER: 10_000,
    Input.RANK: 10_000,
    Input.TIED: 10_000,
    Input.OF: 10_000,
    Input.TIES: 10_000,
    Input.MANY: 10_000,
    Input.SCORED: 10_000,
    Input.VOTES: 10_000_000,
    Input.NUMBER: 1_000,
    Input.SATISFIED: 10_000_000,
    Input.BASICALLY: 10_000_000,
    Input.ASKED: 10_000_000,
    Input.MEMBERS: 10_000_000,
}
#: columns about the others, which belong to an item even if it shares its indicator with other items
OTHERS = (
    Input.RANK, Input.TIED, Input.OF, Input.TIES, Input.BEST, Input.WORST,
    Input.SUM, Input.MANY, Input.MIDDLE, Input.GAINED, Input.SCORED,
)  # fmt: skip
LEAST = {Input.RANK: 1, Input.TIED: 1, Input.OF: 1, Input.TIES: 1}
#: how many figures at most are in a sum of them
SUMMED = {Input.SUM: Decimal(10_000), Input.MIDDLE: Decimal(2)}
#: the greatest sum of points, and the greatest factor
POINTS, FACTOR = Decimal(10**8), Decimal(1000)


#: the ending for how many ranked subjects still have no value: no column, only for explanations
WAITING = "waiting"


#: the month of the figures, if they are extrapolated
MONTH = column("month", places=0, low=1, high=12)
#: columns that name the scored subject, in a table, a frame or a list of records
NAMES = ("对象", "地区", "单位", "牵头单位", "项目", "名称", "name", "area", "agency", "project")
#: the name of the column with the class of a subject
CLASS = "class"
