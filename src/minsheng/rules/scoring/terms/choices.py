"""The choices that a scheme makes, each a closed list with Chinese names."""

from __future__ import annotations

from minsheng.labels import Labelled


class Absent(Labelled):
    """How an item with nothing to score is treated."""

    NOT_SCORED = "not-scored", "不评分，列出原因"
    ZERO = "zero", "得0分"
    FULL = "full", "得满分"
    LEFT_OUT = "left-out", "不计这一项，其余按比例折算"


class Role(Labelled):
    """How the points of an item count in its section."""

    POINTS = "points", "得分"
    DEDUCTION = "deduction", "扣分"
    BONUS = "bonus", "加分"


class Combine(Labelled):
    """How the points of several indicators are combined into an item's."""

    MEAN = "mean", "各指标得分的平均"
    LEAST = "least", "各指标得分的最低"


class Together(Labelled):
    """How the parts of a section are combined."""

    SUM = "sum", "各部分相加"
    LEAST = "least", "只计最低的一部分"
    MOST = "most", "只计最高的一部分"


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
