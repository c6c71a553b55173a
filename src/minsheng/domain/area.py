"""Areas: the counties, county-level cities, districts and zones that share in a target."""

from __future__ import annotations

import attrs

from minsheng.asking import built, shaped
from minsheng.labels import Labelled

#: how the city's own share is headed in the allocation table
CITY = "市本级"
#: how staff call the whole city, where no area is meant
WHOLE_CITY = "全市"


class AreaKind(Labelled):
    """What kind of area it is. The Chinese name is understood as well as the code.

    >>> AreaKind("区") is AreaKind.DISTRICT, AreaKind.DISTRICT.label
    (True, '区')
    """

    COUNTY = "county", "县"
    COUNTY_LEVEL_CITY = "county-level-city", "县级市"
    DISTRICT = "district", "区"
    ZONE = "zone", "管委会"


@built
@attrs.frozen
class Area:
    """One area. Its name is the key, never its code: several zones have none.

    Args:
        name: as printed, 岳阳楼区.
        kind: 县, 县级市, 区 or 管委会 (a zone run by an administrative committee).
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
