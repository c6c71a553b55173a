"""The names that offices give to the columns of a progress register."""

from __future__ import annotations

import re

from minsheng.domain.numerals import normalise
from minsheng.domain.printed import BARE
from minsheng.domain.units import known_unit
from minsheng.labels import Labelled


class Role(Labelled):
    """What a column of a register holds."""

    INDICATOR = "indicator", "指标"
    PROJECT = "project", "项目"
    AREA = "area", "地区"
    UNIT = "unit", "单位"
    TARGET = "target", "目标"
    ACTUAL = "actual", "累计完成数"
    IN_PERIOD = "in-period", "当期完成数"
    VERIFIED = "verified-actual", "核实数"
    PHYSICAL = "physical", "形象进度"
    MONEY = "money", "资金"
    STATUS = "status", "完成情况"
    RATE = "rate", "完成率"
    PERIOD = "period", "期间"
    UNTIL = "until", "截止时间"
    BY = "by", "填报单位"
    ON = "on", "报送日期"
    SOURCE = "source", "来源"
    ASIDE = "aside", "不用"
    # of the library's own table
    VALUE = "value", "数值"
    TEXT = "text", "文字"
    CUMULATIVE = "cumulative", "累计"
    MEASURE = "measure", "口径"
    IS_VERIFIED = "verified", "核实"


#: the columns that hold figures
FIGURES = (Role.ACTUAL, Role.IN_PERIOD, Role.VERIFIED, Role.PHYSICAL, Role.MONEY, Role.VALUE)
#: the columns of which there may be only one
SINGLE = (
    Role.INDICATOR, Role.AREA, Role.UNIT, Role.TARGET, *FIGURES, Role.PERIOD, Role.UNTIL, Role.BY, Role.ON,
    Role.SOURCE, Role.TEXT, Role.CUMULATIVE, Role.MEASURE, Role.IS_VERIFIED,
)  # fmt: skip

_NAMES = {
    Role.INDICATOR: "指标 考核指标 指标名称 主要指标 考核内容 工作任务 任务名称 实事内容 indicator",
    Role.PROJECT: "项目 项目名称 实事项目 民生实事项目 民生实事 实事名称 project",
    Role.AREA: "县市区 县(市、区) 县(市)区 县(市区) 县区 区县 市县 市州 地区 区域 所在地区 area region",
    Role.UNIT: "单位 计量单位 计算单位 unit",
    Role.TARGET: (
        "目标 目标任务 目标任务数 年度目标 年度目标任务 年度目标值 目标数 目标值 任务 任务数 年度任务 "
        "年度任务数 全年任务 全年任务数 年任务 年任务数 全年目标 计划数 年度计划 target"
    ),
    Role.ACTUAL: (
        "完成数 已完成数 累计完成 累计完成数 累计数 完成 已完成 实际完成 实际完成数 实际完成值 完成值 "
        "完成任务数 完成量 累计完成量 年内累计 累计 actual"
    ),
    Role.IN_PERIOD: "本月 当月 本旬 本季 当季 本期 本月数 当月数 当期",
    Role.VERIFIED: "核实数 核查数 核定数 复核数 认定数 验收数 验收合格数",
    Role.PHYSICAL: "形象进度 工程形象进度 总体形象进度 工程进度 physical",
    Role.MONEY: "完成投资 完成投资额 累计完成投资 到位资金 资金到位 拨付资金 支付资金 资金支付 money",
    Role.STATUS: "完成情况 进展情况 落实情况 工作进展 工作进展情况 进展 进度 目前进展 办理情况",
    Role.RATE: (
        "完成率 完成比例 完成百分比 占年任务之比 占年任务比 占年度任务比 占目标比 占全年任务比 完成进度 "
        "完成年任务 序时进度 投资完成率 rate published_rate"
    ),
    Role.PERIOD: "期间 时间 时段 报告期 报告期间 统计期 统计期间 月份 年月 period",
    Role.UNTIL: "截止时间 截止日期 截至 截至日期 截至时间 统计截止 统计截止时间 as_of",
    Role.BY: "填报单位 报送单位 上报单位 填报部门 by",
    Role.ON: "报送日期 填报日期 上报日期 填报时间 报送时间 上报时间 on",
    Role.SOURCE: "来源 出处 source",
    Role.ASIDE: (
        "序号 编号 备注 说明 牵头单位 责任单位 牵头领导 责任人 联系人 联系电话 类别 级别 排名 得分 "
        "city year note marker lead_unit group"
    ),
}  # fmt: skip
#: in the table that the library writes, known by its column 数值, these say something else
_OWN = {
    Role.VALUE: "数值 value",
    Role.TEXT: "文字 text",
    Role.CUMULATIVE: "累计 cumulative",
    Role.MEASURE: "口径 measure",
    Role.IS_VERIFIED: "核实 verified",
}


def _by_name(names: dict[Role, str]) -> dict[str, Role]:
    return {name: role for role, listed in names.items() for name in listed.split()}


ROLES = _by_name(_NAMES)
OWN_ROLES = ROLES | _by_name(_OWN)
OWN_SIGNS = ("数值", "value")

#: words in any header above a figure that say of which kind it is
_IN_PERIOD = re.compile("本月|当月|本旬|当旬|本季|当季|本期|当期")
_VERIFIED = re.compile("核实|核查|核定|复核|认定|验收")
_BRACKETED = re.compile(r"\(([^()]{1,12})\)$")
#: a header's year or month, which is not part of its name: 2023年目标任务, 1-9月完成数
_DATED = re.compile(
    r"^(?:\d{4}年度?)?(?:截[至止])?(?:\d{1,2}(?:[-—–至到]\d{1,2})?月份?(?:底|末|\d{1,2}日)?)?"
)


def tidy(text: str) -> str:
    """A header as it is looked up: plain characters, no spaces, no marks at its ends."""
    return normalise(text).strip("*★:：、。")


def role_of(parts: tuple[str, ...], names: dict[str, Role]) -> tuple[Role | None, str]:
    """What a column's headers, from top to bottom, say that it holds, and in which unit.

    >>> role_of(("完成情况", "本月完成数（万人）"), ROLES)
    (<Role.IN_PERIOD: 'in-period'>, '万人')
    >>> role_of(("完成情况", "占年任务之比"), ROLES)[0].label
    '完成率'
    """
    tidied = [tidy(part) for part in parts if part.strip()]
    unit = ""
    for number, part in enumerate(tidied):
        bracketed = _BRACKETED.search(part)
        if bracketed and part not in names:
            inside = bracketed[1].removeprefix("单位:")
            if known_unit(inside) is not None or inside in BARE:
                unit, tidied[number] = inside, part[: bracketed.start()]
    for name in (*reversed(tidied), "".join(tidied)):
        role = names.get(name) or names.get(_DATED.sub("", name))
        if role is None and _IN_PERIOD.match(name):
            role = names.get(_IN_PERIOD.sub("", name, count=1))
        if role is None and _VERIFIED.match(name):
            role = names.get(_VERIFIED.sub("", name, count=1))
        if role is not None:
            return _as_told(role, tidied), unit
    return None, unit


def _as_told(role: Role, parts: list[str]) -> Role:
    """A role made narrower by words anywhere in the headers."""
    above = "".join(parts)
    if role is Role.ACTUAL and "累计" not in above and _IN_PERIOD.search(above):
        return Role.IN_PERIOD
    if role is Role.ACTUAL and _VERIFIED.search(above):
        return Role.VERIFIED
    return role
