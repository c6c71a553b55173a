"""Areas that share in a target: counties, districts and zones of a city, towns of a county, and so on."""

from __future__ import annotations

import attrs

from minsheng.asking import built, shaped
from minsheng.labels import Labelled

#: how the city's own share is headed in the allocation table
CITY = "市本级"
#: how staff call the whole city, where no area is meant
WHOLE_CITY = "全市"


class AreaKind(Labelled):
    """What kind of area it is, from a province's parts down to a village. The Chinese name is understood too.

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

    @classmethod
    def _missing_(cls, value: object) -> Labelled | None:
        return super()._missing_(_SAME_KIND.get(value, value) if isinstance(value, str) else value)


#: other words for a kind, where what is told of it is the same
_SAME_KIND = {
    **dict.fromkeys(("开发区", "园区", "高新区", "经开区", "新区", "管理区", "度假区", "保税区"), "管委会"),
    "直辖市": "省", "自治区": "省", "特别行政区": "省", "设区的市": "地级市", "州": "自治州",
    "林区": "县", "特区": "区", "自治旗": "旗", "民族乡": "乡", "苏木": "乡",
    "行政村": "村", "村委会": "村", "居委会": "社区",
}  # fmt: skip


@built
@attrs.frozen
class Area:
    """One area. Its name is the key, never its code: several zones have none.

    Args:
        name: as printed, 岳阳楼区.
        kind: 县, 区, 镇 … or 管委会 (a zone run by an administrative committee).
        code: six digits of GB/T 2260, or None where it has none.
        note: what a reader should know of it.

    >>> Area("岳阳楼区", AreaKind.DISTRICT, "430602").kind.label
    '区'
    """

    name: str = attrs.field(
        validator=shaped(
            rf"(?!{CITY}$|{WHOLE_CITY}$)\S(.*\S)?", "a name without blanks around it, not 市本级 or 全市"
        )
    )
    kind: AreaKind = attrs.field(converter=AreaKind)
    code: str | None = attrs.field(
        default=None, validator=shaped("[0-9]{6}", "six digits, such as '430602', or None")
    )
    note: str = ""
