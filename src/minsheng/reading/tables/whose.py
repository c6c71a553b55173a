"""Whose figures stand where nothing beside them names an area: what tells of it, or speaks against it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import attrs

from minsheng.domain.area import WHOLE_CITY, own_area
from minsheng.domain.numerals import normalise
from minsheng.errors import DataError
from minsheng.reading.tables.naming import Names
from minsheng.reading.tables.words import TIME

#: where a caller says it, who is right whatever the table has
GIVEN = "area="
#: what to do where it is not known whose figures they are
WHOSE = f"请加一列“地区”写明，或只为这个文件用 area= 给出（全市的写 '{WHOLE_CITY}'）"
_WORDS = (
    "省市|的|及|关于|上报|报送|填报|汇总|统计|民生|重点|实事|为民|办|项目|工作|完成|进展|进度|落实|情况|任务|指标|目标|数据|"
    "报表|月报|周报|旬报|季报|月|台账|更正|修改|最终|定稿|终稿|通报|简报|分解|一览|明细|表|报|稿|版"
)
_FORM = re.compile(rf"(?:{_WORDS})+$")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
#: 本县, 全区: one place that the reader is supposed to know; and 县人社局, an office of one
_OF_ONE = re.compile(r"(?<![安完健])[全本我](?:自治县|街道|乡镇|社区|[县区镇乡州村旗省市])(?!级)")
_OFFICE_OF_ONE = re.compile(
    r"[\u4e00-\u9fff]{0,6}?(?:县(?!域)|(?<![小城社园库景山灌片辖])区(?![域划])|(?<![城乡村集])镇|(?<!城)乡(?!村))"
    r"(?![县市区镇乡])[\u4e00-\u9fff]*[局委办府所站]"
)
#: all but some, or some of all: whose these figures are no name in the text says
_NOT_ALL = re.compile(
    "不含|不包括|未含|剔除|以外|之外|(?:^|[(、,])除(?![险尘雪害污臭湿虫草氟])|未报|对口|[县市区人户]均|平均|抽[样查]|样本"
)
#: a place, or an office that is none of the area's own, within an area: 平江县三阳乡, and not 平江县人社局
_WITHIN = re.compile(
    r"(?!.*(?:政府|(?<!分)局|委|办|办公室|管委会)$)[\u4e00-\u9fff]{0,10}?(?:(?<!城)乡(?![镇村])|(?<![城乡])镇|街道|(?<!农)村(?!级)|社区|园区?|城区|"
    r"开发区|产业区|工业区|城区|片区|林场|农场|医院|学校|小学|中学|公司|企业|集团|中心|分局|所|站)$"
)
#: what may stand before an indicator's name in a title, without a word for whose it is
_BEFORE = re.compile(
    r"(?:[全本]市|省市|市?(?![县区])[\u4e00-\u9fff]{2,6}[局委办]|各?县市区|各(?:地|县区|区县|市县)|县区|区县|[市省区县]级|国家|年度?|月份?|上半年|下半年|重点|民生|实事|项目|"
    r"工作|任务|指标|关于|报送|上报|的|十[大件]|[十]?[一二三四五六七八九]件|为民|办|好|之|\d+|年|第?[一二三四]季度|第|序号?|附件?|表)*"
)


@attrs.frozen
class Whose:
    """Whose figures a table has, where no row and no column says so.

    Args:
        area: the one area that all of it is of; None for the whole city, or where nothing says so.
        said: where that stands: 标题, 文件名; empty where nothing says it.
        doubt: what looks like an area and is none that is known: then it is not the whole city's.
    """

    area: str | None = None
    said: str = ""
    doubt: str = ""

    @property
    def about(self) -> str:
        """It, for the intake; of the whole city too, as nobody may have meant it."""
        return f"地区 {self.area or WHOLE_CITY}（{self.said or '表里没有写地区'}）"


def whose(texts: Iterable[tuple[str, str]], names: Names, given: str | None = None) -> Whose:
    """Whose table it is, by what stands around it.

    Args:
        texts: the title, who filled it in, the sheet's and the file's name; each with what it is called.
        names: what names mean.
        given: the area as the caller gives it.

    Raises:
        DataError: it is of two areas, or of another than is given.

    >>> whose([("标题", "6月完成情况"), ("文件名", "湘阴")], Names(None)).doubt
    ''
    """
    unlike: tuple[str, str] | None = None
    homes, said, hints = dict[str, str](), "", list[tuple[str, str]]()
    for what, text in texts:
        plain = normalise(text)
        named = names.areas_in(plain)
        odd = _NOT_ALL.search(_without_items(plain, names)) if what in ("标题", "填报单位") else None
        if part := odd[0] if odd else _within(plain, named, names):
            unlike = unlike or (what, part)
        elif len(named) == 1:
            homes.setdefault(named[0], what)
        elif named and what in ("标题", "填报单位"):
            hints.append((what, "、".join(named[:3])))
        else:
            if names.city and (names.city in plain or f"全{names.city[-1]}" in plain):
                said = said or what
            hint = _hint(plain.replace(names.city or "\0", "、"), what, names)
            hints += [(what, hint)] if hint else []
    homes = {home: homes[home] for home in names.inmost(homes)}
    if given is not None:
        return _given(given, homes, names, city=bool(said))
    if len(homes) > 1:
        listed = "、".join(f"{what}是“{area}”" for area, what in homes.items())
        raise DataError.at("", f"看不出是哪个地区的表：{listed}", "请改成一致的，或用 area= 给出")
    if unlike:
        return Whose(None, said, f"{unlike[0]}里的“{unlike[1]}”说的不是一个地区全部的数")
    if homes:
        [(area, what)] = homes.items()
        return Whose(area, what)
    hints = [(what, hint) for what, hint in hints if not (said and names.city.startswith(hint))]
    if not hints or not names.areas:
        return Whose(None, said)
    what, hint = hints[0]
    like = names.areas_like(hint)
    met = f"{what}里的“{hint}”像是一个地区" + (f"（{'、'.join(like[:3])}？）" if like else "")
    return Whose(None, said, f"{met}，不能当作全市的数")


def _given(given: str, homes: Mapping[str, str], names: Names, *, city: bool) -> Whose:
    """The area that the caller gives, where the table names no other; one within it may be given.

    Raises:
        DataError: it names another: it is another's table, as one of a folder may be.
    """
    whole = given == WHOLE_CITY
    if homes and given not in homes and not (city if whole else names.around(given) & homes.keys()):
        listed = "、".join(f"{what}写的是“{area}”" for area, what in homes.items())
        raise DataError.at("", f"{listed}，area= 给的是“{given}”", "请去掉 area=，或核对")
    return Whose(None if whole else given, GIVEN)


def _without_items(title: str, names: Names) -> str:
    """A title without the names of indicators in it: 人均 may be a word of one."""
    for name in names.texts(()):
        title = title.replace(name, "、") if len(name) > 3 else title
    return title


def _within(plain: str, named: list[str], names: Names) -> str:
    """The place within an area, where its name stands before it; empty where it is of all of the area."""
    for name in named:
        run = _HAN.match(TIME.sub("、", plain.partition(name)[2]))
        behind = (_FORM.sub("", run[0]) if run else "", _before(plain, names).partition(name)[2])
        if inner := next(filter(_WITHIN.match, behind), ""):
            return name + inner
    return ""


def _before(title: str, names: Names) -> str:
    """What stands right before an indicator's name in a title: 中心城区, of 中心城区城镇新增就业."""
    starts = (title.find(name[:6]) for name in names.texts(()) if len(name) >= 6)
    first = min((at for at in starts if at > 0), default=0)
    return re.split(r"[^\u4e00-\u9fff]|[年月]", title[:first])[-1]


def _hint(plain: str, what: str, names: Names) -> str:
    """What in a text looks like an area that is not known by that name."""
    own = [found[0] for found in _OF_ONE.finditer(plain) if own_area(found[0]) != names.city[-1:]]
    if own:
        return own[0]
    if what == "标题" and (before := _before(plain, names)):
        piece = before.removeprefix(names.city)
        if not _BEFORE.fullmatch(piece):
            return piece
    pieces = [piece for run in _HAN.findall(TIME.sub("、", plain)) if (piece := _FORM.sub("", run))]
    for piece in pieces[:1] if what == "标题" else pieces:
        if len(piece) > 1 and names.looks_like_area(piece):
            return piece
        stem = next((piece[:n] for n in range(len(piece), 1, -1) if names.areas_like(piece[:n])), "")
        rest = piece.removeprefix(stem)
        if stem and (what == "填报单位" or names.items_in(rest) or _FORM.match(f"{rest}表")):
            return stem
        if what != "标题" and _OFFICE_OF_ONE.fullmatch(piece):
            return piece
    return ""
