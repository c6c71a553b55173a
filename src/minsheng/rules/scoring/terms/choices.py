"""The choices that a scheme makes, each a closed list with Chinese names."""

from __future__ import annotations

from minsheng.labels import Labelled


class Absent(Labelled):
    """How an item with nothing to score is treated."""

    NOT_SCORED = "not-scored", "不评分，列出原因"
    ZERO = "zero", "得0分"
    FULL = "full", "得满分"
    LEFT_OUT = "left-out", "不计这一项，其余按比例折算"
    AVERAGE = "average", "得其他各家这一项的平均分"


class Role(Labelled):
    """How the points of an item count in its section."""

    POINTS = "points", "得分"
    DEDUCTION = "deduction", "扣分"
    BONUS = "bonus", "加分"


class Combine(Labelled):
    """How the points of several indicators, or of several periods, are combined into an item's."""

    MEAN = "mean", "得分的平均"
    LEAST = "least", "得分的最低"
    MOST = "most", "得分的最高"
    SUM = "sum", "各期得分的合计"
    LAST = "last", "最后一期的得分"


class Periods(Labelled):
    """The periods that an item is scored for, each by itself."""

    MONTH = "month", "每月"
    QUARTER = "quarter", "每季度"
    HALF = "half-year", "每半年"

    @property
    def many(self) -> int:
        """How many a year has."""
        return {Periods.MONTH: 12, Periods.QUARTER: 4, Periods.HALF: 2}[self]

    @property
    def names(self) -> tuple[str, ...]:
        """What they are called: 3月."""
        if self is Periods.HALF:
            return "上半年", "下半年"
        numbers = range(1, self.many + 1)
        return tuple(f"{n}月" if self is Periods.MONTH else f"第{n}季度" for n in numbers)


class Together(Labelled):
    """How the parts of a section are combined."""

    SUM = "sum", "各部分相加"
    LEAST = "least", "只计最低的一部分"
    MOST = "most", "只计最高的一部分"
    PER_MATTER = "per-matter", "同一件事只计最高的一项，各件相加"

    @property
    def adds(self) -> bool:
        """Whether the points of parts are added up, once events are counted."""
        return self in {Together.SUM, Together.PER_MATTER}


class GoesBy(Labelled):
    """Which number of an indicator is scored, for forms that use one number."""

    RATE = "rate", "完成率（%）"
    ACTUAL = "actual", "完成数"
    EXCESS = "excess", "完成数与目标之差"


class Force(Labelled):
    """What acts on the sum of a section's points; vetoes always come last."""

    DEDUCTION = "deduction", "扣分"
    BONUS = "bonus", "加分"
    CAP = "cap", "封顶保底"


class Others(Labelled):
    """What of all who are compared takes the place of the target."""

    MEAN = "mean", "全体的平均"
    MEDIAN = "median", "全体的中位数"
    BEST = "best", "全体中最好的"


class Digits(Labelled):
    """What becomes of the digits that are too many."""

    HALF_UP = "half-up", "四舍五入"
    DOWN = "down", "舍去"


class RoundAt(Labelled):
    """Where points are rounded; nowhere else."""

    TASK = "task", "每个指标"
    ITEM = "item", "每一项"
    SECTION = "section", "每一部分"
    TOTAL = "total", "总分"


class Ranked(Labelled):
    """Who is ranked."""

    AREAS = "areas", "地区"
    AGENCIES = "agencies", "牵头单位"
    PROJECTS = "projects", "项目"


class Zones(Labelled):
    """How zones (开发区, 新区) are ranked."""

    TOGETHER = "together", "园区与县市区一起排名"
    APART = "apart", "园区与县市区分开排名"
    MERGED = "merged", "园区并入市本级"
    OUT = "out", "园区不参加排名"


class Takes(Labelled):
    """What the mark of an item is taken from, of the register of acceptance."""

    GAP = "gap", "认定比上报少几成（%）"
    FOUND = "found", "抽查属实率（%）"
    MENDED = "mended", "按期整改率（%）"
    LATE = "late", "整改逾期天数"
