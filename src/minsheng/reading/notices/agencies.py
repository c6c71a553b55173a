"""Lists of agencies: which they are, whether the list is open (等), whether local governments answer too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from minsheng.reading.notices.document import tidy

_PLACES = (
    r"县[（(]?、?市[、）)]{0,2}区[）)]?|县[（(]区[）)]|县区|区县|县市|镇街|乡镇[（(]?、?街道[）)]?|区|街道"
)
_OFFICE = re.compile(
    "[\u4e00-\u9fff]{1,20}(?:局|委|办|办公室|厅|署|府|联|中心|集团|公司|团市委|总工会|委员会)"
)
_GOVERNMENTS = re.compile(
    rf"[，,、；;]?(?:和|及)?(?:各|有关|相关)(?:{_PLACES})(?:党委[、和])?(?:(?:人民)?政府|党政)?"
    r"(?:[（(]?[、和及]?(?:各|相关|有关)?(?:园区|开发区|功能区)?管委会[）)]?)?$"
)
_ETC = re.compile("等(?:市直)?(?:有关|相关)?(?:单位|部门)?$")
#: two offices that nothing parts: 市发改委市财政局
_RUN_TOGETHER = re.compile("(?<=[局办厅委])(?=市(?!政府))")
_AREA = re.compile("[\u4e00-\u9fff]{1,8}[县市区州旗]")
_SUPPORT = re.compile(r"[（(]([^（）()]+?)(?:配合|协同|协助|参与)[）)]$")


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
    >>> agencies_of("市财政局等部门，安平县、沙溪县政府")[0]["responsible_agencies"]
    ['市财政局', '安平县政府', '沙溪县政府']
    """
    listed = _GOVERNMENTS.sub("", said)
    governments, ends = listed != said, False
    agencies: list[str] = []
    for piece in _pieces(listed):
        if _GOVERNMENTS.fullmatch(piece):
            governments = True
            continue
        bare = _ETC.sub("", piece)
        ends = ends or bare != piece
        agencies += [one for one in _RUN_TOGETHER.split(bare) if one]
    whose = next((m[0] for one in agencies if (m := re.search("(?:人民)?政府$", one))), "")
    named = [one + whose if _AREA.fullmatch(one) else one for one in agencies]
    odd = "、".join(named) + "等" * ends != _ETC.sub("等", listed)
    made = {"responsible_agencies": named, "open_ended": ends, "local_governments": governments}
    return made, odd or bool(re.search("[，,；;。]", listed)) or any(map(_AREA.fullmatch, named))


def lead_of(said: str) -> tuple[str, list[str], str]:
    """Who leads, who only supports, and what is odd of it.

    >>> lead_of("市城管局（市住建局配合）"), lead_of("市住建局等")
    (('市城管局', ['市住建局'], '牵头单位一栏里还写了配合单位'), ('市住建局', [], '牵头单位一栏写了“等”'))
    """
    if found := _SUPPORT.search(said):
        supports = agencies_of(found[1])[0]["responsible_agencies"]
        return said[: found.start()], supports, "牵头单位一栏里还写了配合单位"
    made, _ = agencies_of(said)
    several = made["responsible_agencies"]
    lead = "、".join(several)
    if made["open_ended"]:
        return lead, [], "牵头单位一栏写了“等”"
    if len(several) > 1:
        return lead, [], "牵头单位不止一个，或者是连写的两个名称"
    return said, [], ""


def parted(cell: str) -> str:
    """A cell without the spaces of printing, where those between whole names part them.

    >>> parted("张三丰 王小波"), parted("市教育局 市住建局"), parted("陈 平"), parted("市人社\\n局")
    ('张三丰、王小波', '市教育局、市住建局', '陈平', '市人社局')
    """
    names = cell.split()
    people = "\n" not in cell and all(re.fullmatch("[\u4e00-\u9fff]{2,3}", name) for name in names)
    whole = len(names) > 1 and (people or all(re.fullmatch(r"市.+", n) and is_office(n) for n in names))
    return "、".join(names) if whole else tidy(cell)


def _pieces(text: str) -> Iterator[str]:
    """The parts of a list; what is in brackets stays whole."""
    start = deep = 0
    for at, letter in enumerate(f"{text}、"):
        deep += (letter in "（(") - (letter in "）)")
        if deep <= 0 and letter in "、，,；;。/":
            if piece := text[start:at].strip():
                yield piece
            start = at + 1
    if deep > 0:  # a bracket that nothing closes
        yield text[start:]
