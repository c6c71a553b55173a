"""What a heading says, by its parts: a time, 累计 or 本月, 目标, 完成 or 率, of what, and a unit in brackets.

Where a word can mean two things, both are told, and the cells
below decide (:mod:`~minsheng.reading.tables.columns`).
"""

from __future__ import annotations

import attrs

from minsheng.domain.numerals import normalise
from minsheng.domain.own_units import cached
from minsheng.domain.printed import BARE
from minsheng.domain.units import known_unit
from minsheng.errors import DataError
from minsheng.reading.tables.words import (
    ALONG,
    BRACKETED,
    CORRECTED,
    FIGURES,
    GENERIC,
    GRAMMAR,
    GROUPED,
    IN_PERIOD,
    MONEY,
    NAMED,
    OWN_NAMED,
    REPLACED,
    SUBJECTS,
    TIME,
    VERIFIED,
    WORDS,
    Role,
)


@attrs.frozen
class Says:
    """What a heading says.

    Args:
        roles: what the column may hold: one, several of which the cells must decide, or none.
        subject: the matter it is about, where that is not what is done itself: 投资, 拨付, 开工.
        time: the time in it: 1-8月, 2022年.
        unit: the unit in brackets.
    """

    roles: tuple[Role, ...] = ()
    subject: str = ""
    time: str = ""
    unit: str = ""


def tidy(text: str) -> str:
    """A heading as it is looked up: plain characters, no spaces, no marks at its ends."""
    return normalise(text).strip("*★◆☆●:：、。").lower()


def role_named(text: str) -> Role:
    """The role that a word stands for: its code, its label, or what a heading so called would hold.

    Raises:
        DataError: none does.

    >>> role_named("actual") is role_named("完成数") is role_named("累计完成数")
    True
    """
    try:
        return Role(text)
    except ValueError:
        roles = says(text).roles if is_heading(text) else ()
    if not roles:
        listed = "、".join(role.label for role in Role)
        raise DataError.at("", f"“{text}”不是一种列", f"可用的有：{listed}")
    return roles[0]


def generic(text: str) -> bool:
    """Whether a heading says no more than what stands above it: 数量."""
    return GENERIC.fullmatch(BRACKETED.sub("", tidy(text))) is not None


def is_wording(text: str) -> bool:
    """Whether a heading is made of the words of headings alone, and names nothing.

    >>> is_wording("投资完成情况（万元）"), is_wording("城镇新增就业")
    (True, False)
    """
    return not matter(text)


def is_heading(text: str) -> bool:
    """Whether a cell of a body reads as a heading, and not as a name or as words where a figure belongs.

    >>> [is_heading(cell) for cell in ("完成数（人）", "县市区", "建成投用实训基地", "全部开工")]
    [True, True, False, False]
    """
    roles = says(text).roles
    return bool(roles) and (roles[0] not in GROUPED or roles[0] in ALONG or is_wording(text))


def is_of_works(text: str) -> bool:
    """Whether a heading is of what is to be done or was done, and not of ranks, rates or points.

    >>> [is_of_works(text) for text in ("任务", "累计完成", "完成情况", "情况", "排名")]
    [True, True, True, False, False]
    """
    [role, *_] = says(text).roles or (None,)
    return role in (Role.TARGET, *FIGURES) or (role is Role.STATUS and "完成" in text)


def matter(text: str) -> str:
    """What a heading names besides the words of headings: 小区 of 开工小区数.

    >>> matter("开工小区数（个）"), matter("完成率")
    ('小区', '')
    """
    plain = CORRECTED.sub("", REPLACED.sub("", BRACKETED.sub("", tidy(text))))
    return WORDS.sub("", TIME.sub("", plain))


def without_unit(text: str) -> str:
    """A heading without the unit in brackets behind it.

    >>> without_unit("城镇新增就业（万人）"), without_unit("农贸市场（菜市场）")
    ('城镇新增就业', '农贸市场（菜市场）')
    """
    return BRACKETED.sub("", normalise(text)) if unit_behind(text) else text.strip()


def unit_behind(text: str) -> str:
    """The unit in brackets behind a heading or a name; empty where there is none."""
    return says(text).unit if "(" in text or "（" in text else ""


@cached(4096)
def says(text: str, *, own: bool = False) -> Says:
    """What one heading says.

    >>> says("1-8月实际完成（万人）")
    Says(roles=(<Role.ACTUAL: 'actual'>,), subject='', time='1-8月', unit='万人')
    >>> says("投资完成率").roles[0].label, says("投资完成率").subject, says("序时进度").roles[0].label
    ('完成率', '投资', '不用')
    """
    plain = tidy(text)
    named = (OWN_NAMED.get(plain) if own else None) or NAMED.get(plain)
    if named or own:
        return Says(named or (), unit="") if named else says(text)
    unit = ""
    for bracketed in BRACKETED.finditer(plain):
        inside = bracketed[1].removeprefix("单位:")
        if known_unit(inside) is not None or inside in BARE:
            unit = inside
    word: str = BRACKETED.sub("", plain) or plain
    for separator in (",", "/"):  # 完成数/万人
        head, parted, tail = word.rpartition(separator)
        if parted and not unit and (known_unit(tail) is not None or tail in BARE):
            word, unit = head, tail
    times = [match[0] for match in TIME.finditer(word) if match[0]]
    word = TIME.sub("", word) or word
    time = next((text for text in times if any(map(str.isdigit, text)) or {*text} & {*"季半月"}), "")
    bracket_times = [b[1] for b in BRACKETED.finditer(plain) if TIME.fullmatch(b[1])]
    time = time or next(iter(bracket_times), "")
    roles = NAMED.get(word) or next((roles for pattern, roles in GRAMMAR if pattern.search(word)), ())
    subject = ""
    if any(role in GROUPED for role in roles) and (found := SUBJECTS.search(word)):
        subject = found[0]
    if roles == (Role.ACTUAL,) and MONEY.search(word):
        roles = (Role.MONEY,)
    if not roles and (IN_PERIOD.search(word) or IN_PERIOD.search(plain)):
        roles = (Role.IN_PERIOD,)
    return Says(roles, subject, time, unit)


def role_of(parts: tuple[str, ...], *, own: bool = False) -> Says:
    """What a column's headings, from top to bottom, say that it holds.

    >>> role_of(("完成情况", "本月完成数（万人）"))
    Says(roles=(<Role.IN_PERIOD: 'in-period'>,), subject='', time='', unit='万人')
    >>> role_of(("资金（万元）", "拨付比例")).subject
    '拨付'
    """
    read = [says(part, own=own) for part in parts if part.strip()]
    vague = [generic(part) and not own for part in parts if part.strip()]
    unit = next((one.unit for one in reversed(read) if one.unit), "")
    time = next((one.time for one in reversed(read) if one.time), "")
    subject = next((one.subject for one in reversed(read) if one.subject), "")
    told = zip(reversed(read), reversed(vague), strict=True)
    roles = next((one.roles for one, empty in told if one.roles and not empty), ())
    above = "".join(map(tidy, parts))
    if not own and roles:
        roles = _as_told(roles, above)
        money = MONEY.search(above)
        if money and roles in ((Role.ACTUAL,), (Role.STATUS, Role.ACTUAL)):
            roles, subject = (Role.MONEY,), subject or money[0]
    return Says(roles, subject, time, unit)


def _as_told(roles: tuple[Role, ...], above: str) -> tuple[Role, ...]:
    """Roles made narrower by words anywhere in the headings."""
    if Role.ACTUAL in roles and "累计" not in above and IN_PERIOD.search(above):
        return (Role.IN_PERIOD,)
    if Role.ACTUAL in roles and VERIFIED.search(above):
        return (Role.VERIFIED,)
    return roles
