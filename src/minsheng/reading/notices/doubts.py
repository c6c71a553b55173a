"""What makes the figure in a name less than plain: a range, 余 or 近, 累计, a second figure, 各 and 每."""

from __future__ import annotations

import re

from minsheng.domain.numerals import normalise
from minsheng.domain.units import Unit
from minsheng.domain.wording import Mention, find_mentions

_DATES = re.compile(
    r"\d{2,4}年度?(?:\d{1,2}月)?(?:\d{1,2}日)?|\d{1,2}月(?:底|末|份|[上中下]旬|\d{1,2}日)?|“[^”]*”|《[^》]*》|"
    r"[〔\[\d{4}[〕\]]\d+号|第[\d一二三四五六七八九十]+[批次期届个]|[一二三四1-4]季度"
)
_N = "[0-9一二三四五六七八九十百千两]"
_RANGE = re.compile(r"(\d[\d,.]*)(?=(?:[-—–―~～－]+|至|到)(\d[\d,.]*[^\d,.，。；、（）()]{1,8}))")
_TO = re.compile(rf"{_N}[^，。；、（）()\d]{{0,4}}(?:[-—–―~～－]|至|到){_N}")
_ABOUT = re.compile(
    rf"(?:(?<![节预])约|(?<!附)近)(?:达|{_N})|力争|争取|预计|\d[万千百亿]?[余多来]|[十百千万][余多]|"
    rf"{_N}[^，。；、]{{0,5}}(?:左右|上下|不等)"
)
_PORTION = re.compile(r"的(?:\d[\d.]*[%‰]|[一二三四五六七八九]成|[百千一二三四五六七八九十]+分之|半数|一半)")
_EACH = re.compile("各(?:县|市|区|地|乡|镇|街道|村|社区|单位|个)|每|人均|户均|平均|时限|时长|时间|期限|限时")
_SUMMED = re.compile("共计|合计|总计|总数")
#: units of how long something takes, which nobody adds up
_LASTS = re.compile("天|日$|小时|分钟|秒")
_CITY = r"(?:[市县区省]本级|[市县区省]直(?:属|单位|部门)?)"
_PLAIN = re.compile(r"[市县区省]本级[:：]?([\d.,]+)(.*)")
_NAMED = (re.compile(rf"{_CITY}\D{{0,6}}?(\d[\d.,]*)"), re.compile(rf"(\d[\d.,]*)\D{{0,4}}{_CITY}"))


def undated(text: str) -> str:
    """The text with dates, quoted words and titles blanked, which are no tasks.

    >>> undated("2024年6月底前建成8个").strip()
    '底前建成8个'
    """
    return _DATES.sub(lambda found: "　" * len(found[0]), text)


def figures(text: str) -> list[Mention]:
    """The figures of a text that are no dates; both ends of a range have its unit.

    >>> [mention.text for mention in figures("2025年培训4—5万人次")]
    ['4万人次', '5万人次']
    """

    def spelled(found: re.Match[str]) -> str:
        last = find_mentions(found[2])
        return found[1] + (last[0].text.lstrip("0123456789,.") if last else "")

    return [*find_mentions(undated(_RANGE.sub(spelled, normalise(text))))]


def doubts(text: str) -> list[str]:
    """Why a figure in a text is not plainly what is to be reached.

    >>> doubts("新建公厕40余座"), doubts("新建公厕40座")
    (['是约数，或者只是力争'], [])
    """
    plain = undated(normalise(text))
    kinds = ((_TO, "是一个区间"), (_ABOUT, "是约数，或者只是力争"), (_PORTION, "后面说的是其中的一部分"))
    return [why for pattern, why in (*kinds, (re.compile("累计"), "说的是累计数")) if pattern.search(plain)]


def is_each(text: str, unit: str) -> bool:
    """Whether a text speaks of each area, or of something that nobody adds up.

    >>> is_each("各县市区建成公厕40座", "座"), is_each("每个县区全覆盖（共计79个）", "个")
    (True, False)
    """
    return bool(_LASTS.search(unit) or _EACH.search(text)) and not _SUMMED.search(text)


def several(text: str, unit: Unit) -> bool:
    """Whether a text has more than one figure in a unit; 10个统筹区 and 43个病种 are of two things."""
    same = [m for m in figures(text) if m.unit is not None and m.unit.measures_same_as(unit)]
    plain = normalise(text)
    nouns = {re.sub(r"[^\u4e00-\u9fff].*", "", plain.partition(m.text)[2][:2]) for m in same}
    apart = unit.text == "个" and len(nouns) == len(same) and "" not in nouns
    return len(same) > 1 and not apart


def others(text: str, unit: Unit) -> list[str]:
    """The figures of a text that measure something else than the row does.

    >>> others("新建农村公路60公里，硬化120条", Unit.parse("公里"))
    ['120条']
    """
    return [m.text for m in figures(text) if m.unit is not None and not m.unit.measures_same_as(unit)]


def city_share(text: str, unit: str) -> tuple[str, str]:
    """The city's own share where a remark says nothing else, and one that it only speaks of.

    >>> city_share("市本级10", "座"), city_share("不含市本级6座", "座"), city_share("续建", "座")
    (('10', ''), ('', '6'), ('', ''))
    """
    plain = normalise(text)
    found = _PLAIN.fullmatch(plain)
    if found and found[2].rstrip("。；") in ("", unit):
        return found[1].rstrip(".,"), ""
    spoken = undated(plain).replace("　", "")
    named = next((m for one in _NAMED if (m := one.search(spoken))), None)
    return "", named[1].rstrip(".,") if named else ""
