"""The words of headings: the one vocabulary in which offices name the columns of their tables."""

from __future__ import annotations

import re

from minsheng.labels import Labelled


class Role(Labelled):
    """What a column of a table holds."""

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
    SHARE = "share", "占比"
    RANK = "rank", "名次"
    POINTS = "points", "得分"
    GRADE = "grade", "等次"
    PARTS = "parts", "分项"
    WHOLE = "whole", "分项之和"
    PERIOD = "period", "期间"
    UNTIL = "until", "截止时间"
    BY = "by", "填报单位"
    ON = "on", "报送日期"
    SOURCE = "source", "来源"
    NOTE = "note", "备注"
    ASIDE = "aside", "不用"
    # of the library's own table
    VALUE = "value", "数值"
    TEXT = "text", "文字"
    CUMULATIVE = "cumulative", "累计"
    MEASURE = "measure", "口径"
    IS_VERIFIED = "verified", "核实"


#: the columns that hold figures of what was done
FIGURES = (Role.ACTUAL, Role.IN_PERIOD, Role.VERIFIED, Role.PHYSICAL, Role.MONEY, Role.VALUE)
#: the columns that are checked against each other along a line
ALONG = (Role.PARTS, Role.WHOLE)
#: the columns that may stand in groups of their own: for each area, each indicator, each matter
GROUPED = (
    *FIGURES, Role.TARGET, Role.STATUS, Role.RATE, Role.SHARE, Role.RANK, Role.POINTS, Role.GRADE,
    *ALONG,
)  # fmt: skip
#: the columns that are checked one by one, however many there are
JUDGED = (Role.RATE, Role.SHARE, Role.RANK, Role.POINTS)
#: the columns that say what a line is of
KEYS = (Role.INDICATOR, Role.PROJECT, Role.AREA)


_EXACT = {
    Role.INDICATOR: "indicator",
    Role.PROJECT: "project",
    Role.AREA: "area region",
    Role.UNIT: "unit",
    Role.TARGET: "target",
    Role.ACTUAL: "actual",
    Role.PHYSICAL: "physical",
    Role.MONEY: "money",
    Role.RATE: "rate published_rate 完成年任务 占年任务 占全年 占全年% 占年度 占年度%",
    Role.SHARE: "share",
    Role.RANK: "rank published_rank",
    Role.GRADE: "grade published_grade",
    Role.PERIOD: "period 分组",
    Role.UNTIL: "as_of 截至 截止 截止时间 截止日期 截至日期 截至时间 统计截止 统计截止时间",
    Role.BY: "by",
    Role.ON: "on",
    Role.SOURCE: "source 来源 出处 数据来源 文号 依据",
    Role.NOTE: "note 备注",
    Role.ASIDE: "city year marker lead_unit group 级别 类别 类型 性质 no no. 序号 编号 序 甲 乙",
}
#: in the table that the library writes, known by its column 数值, these say something else
_OWN = {
    Role.VALUE: "数值 value",
    Role.TEXT: "文字 text",
    Role.CUMULATIVE: "累计 cumulative",
    Role.MEASURE: "口径 measure",
    Role.IS_VERIFIED: "核实 verified",
    Role.ASIDE: "名称 任务 序时进度 灯",
}
#: of these, what was computed from the others when it was written
COMPUTED = ("任务", "完成率", "序时进度", "灯")
#: what answers the question for a figure, and is none
NOT_APPLICABLE = "不适用"
OWN_SIGNS = ("数值", "value")


def _by_name(names: dict[Role, str]) -> dict[str, tuple[Role, ...]]:
    return {name: (role,) for role, listed in names.items() for name in listed.split()}


NAMED, OWN_NAMED = _by_name(_EXACT), _by_name(_OWN)

_PLACE = (
    "行政区划|地区|区域|辖区|地市|市州|州市|市县|县市区|县市|县区|区县|市区县|乡镇街道|乡镇|镇街|镇|乡|街道|村居|村|"
    "社区|园区|县|市|区|州"
)
_ACTS = (
    "完成|累计|实际|已|进展|办理|落实|建成|新增|竣工|完工|开工|动工|拨付|到位|支付|发放|下达|新建|改造|救助|培训|"
    "检查|筛查|安置|受益|惠及|实施|新开工|达标|实绩|支出|执行数|上报数?|自报|自评数"
)
_WHO = "责任|牵头|主管|承办|配合|实施|主办|协办|督办|建设|业主|分管|联系|负责"
#: the headings of votes and answers, and of how many came or answered
VOTES = "(?:很|非常|比?较|基本|不太?)?满意(?:票|人|户)?数?|(?:一般|弃权|未表态|未投票)(?:票|人|户)?数?"
CAME = (
    "(?:实际)?(?:到会|出席|实到|参会|受访|应答)(?:代表|委员|人员|群众|居民)?总?(?:人|户)?数?"
    "|(?:有效|收回|回收)(?:问卷|票|份)总?数?"
)
_MENDS = "更正|订正|修正|改正|纠正|校正|修改"
_PLAINLY = "上?报|填|完成|累计|数|值|任务|目标|计划|进度"
#: what stood there before it was corrected, and what is right
REPLACED = re.compile(
    rf"(?:{_MENDS}|更改|变更|调整)[之以]?前|^原(?:{_PLAINLY}|来|先)|^旧[报数值]|\(原[报填]?数?\)"
)
CORRECTED = re.compile(
    rf"(?:{_MENDS}|更改|变更|调整)[之以]?后|(?:{_MENDS})(?:[为数值)]|$)|^现(?:{_PLAINLY})|^[应改]为$"
)
_DOES = "完成|开工|竣工|投资|建成|发放|拨付|改造|新增|建设|投入"
_PROGRESS, _TASK = (Role.RATE, Role.ACTUAL, Role.STATUS), (Role.TARGET, Role.INDICATOR)
#: from the narrowest to the widest: the first that is met says what a heading is
GRAMMAR: tuple[tuple[re.Pattern[str], tuple[Role, ...]], ...] = tuple(
    (re.compile(pattern), roles)
    for pattern, roles in (
        (f"^(?:{VOTES})$|^其中", (Role.PARTS,)),
        (f"^(?:{CAME})$", (Role.WHOLE,)),
        ("同比|环比|上月|上季|上期|上年|去年|同期|增幅|增长|增减|较上|比上", (Role.ASIDE,)),
        ("未完成|剩余|欠|差额|差距|缺口|尚差|尚需|其中|超额|超出|超计划", (Role.ASIDE,)),
        ("下(?:个|一)?(?:月|旬|季度?|年|期|阶段|步)|[两二三四五]年", (Role.ASIDE,)),
        ("序时|时序|时间进度|进度要求|计划进度|应达|比进度|^亮?灯(?:情况)?$", (Role.ASIDE,)),
        ("总投资|投资总额|评分标准|评分办法|评分细则|计分|考核办法", (Role.ASIDE,)),
        ("(?:名次|排名|位次)(?:变化|变动|升降|增减)", (Role.ASIDE,)),
        ("形象进度|工程进度", (Role.PHYSICAL,)),
        ("(?:原因|说明|备注|理由)$", (Role.NOTE,)),
        ("排名|名次|位次|排位|排序", (Role.RANK,)),
        ("等次|等级|档次|(?:评价|评定|测评|考核)?结果$", (Role.GRADE,)),
        ("得分|分值|分数|基本分|加分|扣分|评分|总分|考核分|^分$", (Role.POINTS,)),
        ("^占.*(?:任务|目标|计划|年|预算)|占.*(?:任务|目标|计划|年).*(?:比|%)", (Role.RATE,)),
        ("占比|比重|份额|^占", (Role.SHARE,)),
        ("率[数值]?$|满意度|知晓度|比例$|完成比$|百分[比数率]$|^%", (Role.RATE,)),
        ("(?<!目标|计划|预算)[%‰]$", (Role.RATE,)),  # 完成%: whatever was done, this is a rate of it
        ("(?:完成|实现|进展|达标)度$", (Role.RATE,)),
        ("^(?:填报|报送|上报|填表|报告)(?:单位|部门|地区|县市区|机构)", (Role.BY, Role.AREA)),
        ("^(?:填报|报送|上报|填表|报告)(?:日期|时间)", (Role.ON,)),
        ("^(?:期间|时间|时段|报告期间?|统计期间?|统计时间|月份|年月|年份|年度|季度)$", (Role.PERIOD,)),
        ("(?:计量|计算|数量|度量)单位|^计量$", (Role.UNIT,)),
        ("^单位(?:名称)?$", (Role.UNIT, Role.AREA, Role.ASIDE)),
        (rf"(?:{_WHO}).*(?:单位|部门|领导|人|主体|电话)|部门$|领导$|联系电话", (Role.ASIDE, Role.AREA)),
        ("备注|说明|原因|问题|困难|措施|下一步|打算|建议|附注", (Role.NOTE,)),
        ("时限|期限|时间节点|时间$|日期$", (Role.ASIDE,)),
        (rf"^(?:各|所在|所属|行政)?(?:{_PLACE})+(?:别|名称?|名单)?$|^填报地区$|^各地$", (Role.AREA,)),
        ("^(?:累计|完成|工作|总体|目前|实施|推进|任务|建设|项目)*进度[数值]?$", _PROGRESS),
        (rf"^(?:应|需|须|计划|拟|预计|目标)(?:要|应)?(?:{_DOES})", (Role.TARGET,)),
        ("指标[数值量]", (Role.TARGET,)),
        ("指标(?:名称|内容)?$|^实事内容$|^主要指标", (Role.INDICATOR,)),
        ("^(?:任务|目标)?(?:完成|落实|进展|办理|工作进展)$|进展$|情况$", (Role.STATUS, Role.ACTUAL)),
        ("内容$|任务名称|指标任务|具体任务|工作任务|建设任务|工作目标|^任务$|^目标$|目标任务$", _TASK),
        ("项目(?:名称)?$|事项(?:名称)?$|实事(?:名称)?$|工程(?:名称)?$", (Role.PROJECT,)),
        (r"(?:任务|目标|计划).*(?:完成|落实)|(?:完成|落实).*(?:任务|目标|计划)[数量]?$", (Role.ACTUAL,)),
        ("任务|目标|计划|应完成|预算|下达[数额任计]", (Role.TARGET,)),
        ("核实|核查|核定|复核|认定|验收", (Role.VERIFIED,)),
        (rf"{_ACTS}|^累计|(?:资金|经费)$", (Role.ACTUAL,)),
        (rf"(?:{_MENDS})(?:[之以]?[前后]|[为数值]|$)|^[原现][报填数值]|^[应改]为$", (Role.ACTUAL,)),
    )
)  # fmt: skip

IN_PERIOD = re.compile("[本当](?:月|旬|季度?|期|周)")
VERIFIED = re.compile("核实|核查|核定|复核|认定|验收")
SUBJECTS = re.compile(
    "投资|拨付|到位|支付|拨款|下达(?=资金|比例|率|经费)|资金|经费|投入|新开工|开工|动工|竣工|完工"
)
MONEY = re.compile("投资|资金|经费|拨付|到位|支付|拨款|支出")
#: words that say no more than what stands above them
GENERIC = re.compile("(?:数量?|数[值额]|绝对[数值]|人数|户数|小计|合计|总量|值)?")
WORDS = re.compile(
    rf"(?:{_ACTS}|目标|任务|计划|投资|资金|经费|支出|使用|工作|工程|项目|实事|民生|重点|进度|情况|核实|核查|核定|复核|"
    r"认定|验收|考核|评定|指标|数量?|率|比例|百分比|[本当上]月|[本当]期|总体|形象|的|及|和|与|、|额|度|值|量|应|占|之|比|%)"
)
BRACKETED = re.compile(r"\(([^()]{1,16})\)")
_N = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
TIME = re.compile(
    rf"(?:截[至止]到?)?(?:\d{{4}}年度?|上年度?|去年)?(?:{_N}月?(?:份)?[-—–~至到]{_N}月份?(?:底|末)?|"
    rf"{_N}月份?(?:底|末|[上中下]旬|{_N}[日号]?)?|前[一二三]个?季度|前{_N}个月|第?[一二三四]季度|[上下]半年|目前|年底|年末|年初|年内)|"
    r"截[至止]到?|\d{4}年度?|今年以?来?|本年度?|年度|全年"
)  # fmt: skip
