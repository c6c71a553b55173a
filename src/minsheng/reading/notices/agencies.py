"""Lists of agencies: which they are, whether the list is open (等), whether local governments answer too."""

from __future__ import annotations

import re
from typing import Any

_PLACES = (
    r"县[（(]?、?市[、）)]{0,2}区[）)]?|县[（(]区[）)]|县区|区县|县市|镇街|乡镇[（(]?、?街道[）)]?|区|街道"
)
_GOVERNMENTS = re.compile(
    rf"[，,、]?(?:和|及)?(?:各|有关|相关)(?:{_PLACES})(?:党委[、和])?(?:(?:人民)?政府|党政)?"
    r"(?:[（(]?[、和及]?(?:各|相关|有关)?(?:园区|开发区|功能区)?管委会[）)]?)?$"
)


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
