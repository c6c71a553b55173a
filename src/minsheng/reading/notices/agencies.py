"""Lists of agencies: which they are, whether the list is open (等), whether local governments answer too."""

from __future__ import annotations

import re
from typing import Any

_PLACES = (
    r"县[（(]?、?市[、）)]{0,2}区[）)]?|县[（(]区[）)]|县区|区县|县市|镇街|乡镇[（(]?、?街道[）)]?|区|街道"
)
_OFFICE = re.compile("[\u4e00-\u9fff]{1,20}(?:局|委|办|厅|署|府|联|中心|集团|公司|团市委|总工会|委员会)")
_GOVERNMENTS = re.compile(
    rf"[，,、]?(?:和|及)?(?:各|有关|相关)(?:{_PLACES})(?:党委[、和])?(?:(?:人民)?政府|党政)?"
    r"(?:[（(]?[、和及]?(?:各|相关|有关)?(?:园区|开发区|功能区)?管委会[）)]?)?$"
)


def is_office(text: str) -> bool:
    """Whether a text is the name of one office, or of several.

    >>> is_office("市人社局"), is_office("市财政局、市妇联"), is_office("城镇新增就业")
    (True, True, False)
    """
    return all(_OFFICE.fullmatch(one) for one in re.split("[、，,]", text) if one)


def agencies_of(said: str) -> tuple[dict[str, Any], bool]:
    """The agencies of a list as the folder's format names them, and whether it is more than a list.

    >>> agencies_of("市财政局、市教体局等，相关县市区政府（管委会）")
    ({'responsible_agencies': ['市财政局', '市教体局'], 'open_ended': True, 'local_governments': True}, False)
    """
    listed = _GOVERNMENTS.sub("", said)
    ends = listed.endswith(("等", "等单位", "等部门"))
    bare = re.sub("等(?:单位|部门)?$", "", listed)
    agencies = [one for one in bare.split("、") if one]
    again = "、".join(agencies) + listed[len(bare) :]
    odd = again != listed or bool(re.search("[，,；;。]", listed))
    return {
        "responsible_agencies": agencies,
        "open_ended": ends,
        "local_governments": listed != said,
    }, odd
