"""What nobody understands in the heading of a figure: then it may be another one, and is not read."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from minsheng.domain.printed import BARE
from minsheng.domain.units import known_unit
from minsheng.reading.tables.drafts import Draft
from minsheng.reading.tables.headings import tidy
from minsheng.reading.tables.naming import Names
from minsheng.reading.tables.words import CORRECTED, FIGURES, TIME, WORDS, Role

_BRACKETED = re.compile(r"\(([^()]*)\)")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
#: in brackets behind a figure's heading, what says no more than its heading does
_NO_MORE = re.compile(
    r"(?:(?:必填|选填|填写?|数字|数[值量]|整数|保留|[\d一二两三]位小数|累计|实际|自报|上报|含.*|包括.*|[^\u4e00-\u9fff])*"
    r"|[人户个件家]数|[全本我各][省市县区镇乡]|合计)"
)
#: what else stands in headings without making of it another figure
_PLAIN = re.compile(
    "(?:建设|施工)?(?:里程|长度|面积|规模|体积|金额|床位|人次|户次)|合计|小计|总计?|共计?|当前|本[年级]|部门|绝对|为?止|"
    "[人户个件名项处所万亿元为按有对各等其在今现年月底末自至到]"
)
_LEVEL = re.compile("[全本我各]?[省市县区镇乡]级?|各?(?:县市区|县区|区县|市县|乡镇|地)")


def settle_odd(drafts: Sequence[Draft], names: Names, items: Collection[str]) -> None:
    """Columns of figures of whose headings a part is not understood are not read.

    Args:
        drafts: the columns.
        names: what names mean.
        items: the ids of the indicators that the title names; of any of them if it names none.
    """
    about = names.texts(items)
    for draft in drafts:
        head, role = draft.head, draft.role
        if draft.told or role is None or role not in (*FIGURES, Role.TARGET):
            continue
        named = bool(head.item or head.area)  # what it is of, and what stands beside that is no matter
        odd = odd_in(head.header, (*about, head.item, head.area or ""), whole=role in _DONE and not named)
        if odd:
            draft.settle(None, f"看不懂表头里的“{odd}”，不知道是什么数", role)


_DONE = (Role.ACTUAL, Role.IN_PERIOD, Role.VERIFIED)


def odd_in(header: str, about: Collection[str], *, whole: bool = True) -> str:
    """What is not understood in a heading; empty where all of it is.

    Args:
        header: the heading.
        about: the texts of what it may be about.
        whole: whether what stands outside brackets must be understood, too.

    >>> odd_in("城区完成数（万人）", ()), odd_in("完成数（里）", ()), odd_in("1-6月累计完成（万人）", ())
    ('城区', '里', '')
    """
    plain: str = tidy(header)
    for inside in (found[1].strip() for found in _BRACKETED.finditer(plain)):
        text = inside.removeprefix("单位:")
        known = text in BARE or known_unit(text) is not None or TIME.fullmatch(text) is not None
        known = known or CORRECTED.search(text) is not None
        if (
            not known
            and not _NO_MORE.fullmatch(text)
            and not (text[1:] and any(text in one for one in about))
        ):
            return inside
    if whole:
        plain = _BRACKETED.sub("、", plain).replace("年初以来", "、")
        words = WORDS.sub("、", TIME.sub("、", CORRECTED.sub("、", plain)))
        for piece in (found[0] for found in _HAN.finditer(words)):
            rest = _PLAIN.sub("", piece)
            known = not rest or _LEVEL.fullmatch(piece) is not None or known_unit(piece) is not None
            if not known and not any(rest[1:] and rest in one for one in about):
                return piece
    return ""
