"""Areas that share a target: counties, districts and zones of a city, towns of a county, and so on."""

from __future__ import annotations

import re
from collections.abc import Mapping

import attrs

from minsheng.asking import built, matching
from minsheng.domain.numerals import normalise
from minsheng.labels import Labelled

#: the heading of the city's own share in the allocation table
CITY = "市本级"
#: the name of the whole city, which is not an area
WHOLE_CITY = "全市"

_ALL = "全(?:[国省州市县区旗盟镇乡村]|街道)"
_SUM = "(?:合计|总计|共计|总数|总和|汇总)数?"
_OWN = re.compile(rf"[全本我](自治县|街道|乡镇|社区|[国省州市县区旗盟镇乡村])(?:{_SUM})?")
_WHOLE = re.compile(rf"(?:{_ALL})?{_SUM}|{_ALL}|全部|全体|总体")
#: the counties' sum leaves out what is the city's own
_OF_SOME = re.compile(rf"[^,]{{0,8}}(?:小计|平均|均值)[数值分]?|各?(?:县市区|县区|区县|市州|园区|地){_SUM}")


def is_whole(text: str) -> bool:
    """Whether a name stands for all areas together, as in the total line of a table.

    >>> [is_whole(name) for name in ("全市", "合 计", "全省合计", "小计", "平江县")]
    [True, True, True, False, False]
    """
    return _WHOLE.fullmatch(normalise(text)) is not None


def is_sum(text: str) -> bool:
    """Whether a name says no more than that it is a sum: of all areas, or of those that are listed.

    >>> [is_sum(name) for name in ("合计", "总 计", "全市合计", "平江县")]
    [True, True, False, False]
    """
    return is_whole(text) and not own_area(text)


def own_area(text: str) -> str:
    """The kind of the one place that the reader is supposed to know: 县 of 本县, 市 of 全市合计; else empty.

    >>> [own_area(name) for name in ("本县", "全市合计", "我区", "合计", "平江县")]
    ['县', '市', '区', '', '']
    """
    found = _OWN.fullmatch(normalise(text))
    return found[1][-1] if found else ""


def is_of_some(text: str) -> bool:
    """Whether a name stands for some areas, or for a mean: neither an area nor the whole.

    >>> [is_of_some(name) for name in ("小计", "全市平均", "县市区合计", "合计")]
    [True, True, True, False]
    """
    return _OF_SOME.fullmatch(normalise(text)) is not None


def whole_of(place: str) -> str:
    """What the whole of a place is called in a column of its areas.

    >>> whole_of("岳阳市"), whole_of("平江县"), whole_of("经开区管委会")
    ('全市', '全县', '合计')
    """
    name = f"全{place[-1:]}"
    return name if is_whole(name) else "合计"


class AreaKind(Labelled):
    """The kind of an area, from province to village. Chinese names are accepted too.

    >>> AreaKind("区") is AreaKind.DISTRICT, AreaKind.DISTRICT.label, AreaKind("开发区").label
    (True, '区', '管委会')
    """

    COUNTY = "county", "县"
    COUNTY_LEVEL_CITY = "county-level-city", "县级市"
    DISTRICT = "district", "区"
    ZONE = "zone", "管委会"
    PROVINCE = "province", "省"
    PREFECTURE_LEVEL_CITY = "prefecture-level-city", "地级市"
    AUTONOMOUS_PREFECTURE = "autonomous-prefecture", "自治州"
    PREFECTURE = "prefecture", "地区"
    LEAGUE = "league", "盟"
    AUTONOMOUS_COUNTY = "autonomous-county", "自治县"
    BANNER = "banner", "旗"
    TOWN = "town", "镇"
    TOWNSHIP = "township", "乡"
    SUBDISTRICT = "subdistrict", "街道"
    VILLAGE = "village", "村"
    COMMUNITY = "community", "社区"

    @property
    def level(self) -> int:
        """How far down it stands, from 1, a province, to 6, a village: an area lies in one further up.

        A zone stands between counties, which it may lie in, and towns, which may lie in it.

        >>> AreaKind("县").level < AreaKind("开发区").level < AreaKind("镇").level
        True
        """
        return _LEVELS[self.label]

    @classmethod
    def _missing_(cls, value: object) -> Labelled | None:
        return super()._missing_(_SAME_KIND.get(value, value) if isinstance(value, str) else value)


_LEVELS = {
    kind: level
    for level, kinds in enumerate(
        ("省", "地级市 自治州 地区 盟", "县 县级市 区 自治县 旗", "管委会", "镇 乡 街道", "村 社区"), 1
    )
    for kind in kinds.split()
}
#: other words for a kind that is treated the same
_SAME_KIND = {
    **dict.fromkeys(("开发区", "园区", "高新区", "经开区", "新区", "管理区", "度假区", "保税区"), "管委会"),
    "直辖市": "省", "自治区": "省", "特别行政区": "省", "设区的市": "地级市", "州": "自治州",
    "林区": "县", "特区": "区", "自治旗": "旗", "民族乡": "乡", "苏木": "乡",
    "行政村": "村", "村委会": "村", "居委会": "社区",
}  # fmt: skip


@built
@attrs.frozen
class Area:
    """One area. Its name is the key, not its code, which several zones lack.

    Args:
        name: as printed, 岳阳楼区.
        kind: 县, 区, 镇 … or 管委会 (a zone run by an administrative committee).
        code: six digits of GB/T 2260, or None.
        note: what a reader should know about it.
        parent: the name of the area it lies in, if that is an area of the programme too.

    >>> Area("岳阳楼区", AreaKind.DISTRICT, "430602").kind.label
    '区'
    """

    name: str = attrs.field(
        validator=matching(
            rf"(?!{CITY}$|{WHOLE_CITY}$)\S(.*\S)?", "a name without blanks around it, not 市本级 or 全市"
        )
    )
    kind: AreaKind = attrs.field(converter=AreaKind)
    code: str | None = attrs.field(
        default=None, validator=matching("[0-9]{6}", "six digits, such as '430602', or None")
    )
    note: str = ""
    parent: str = ""


def lies_in(name: str, parents: Mapping[str, str]) -> tuple[str, ...]:
    """The areas that an area lies in, the nearest first.

    Args:
        parents: the area that each lies in.

    >>> lies_in("长寿镇", {"长寿镇": "平江县", "平江县": "岳阳市"})
    ('平江县', '岳阳市')
    """
    found: list[str] = []
    while (name := parents.get(name, "")) and name not in found:
        found.append(name)
    return tuple(found)
