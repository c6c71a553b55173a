"""What stands around a table and is said of all of it: title, 单位：人, 填报单位, the sheet's name."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from pathlib import PurePath

import attrs

from minsheng.domain.numerals import normalise
from minsheng.domain.period import Period, PeriodKind
from minsheng.domain.period_text import spelt_out
from minsheng.domain.printed import BARE
from minsheng.domain.units import known_unit
from minsheng.errors import DataError
from minsheng.reading.tables.items import Item
from minsheng.reading.tables.naming import Names
from minsheng.reading.tables.whose import Whose, whose

_N = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"
_TO = "[-—–―‐~〜至到]+"
_PERIOD = re.compile(
    rf"(截[至止]到?)?(\d{{4}}年|[〇零一二三四五六七八九]{{4}}年)?度?(?:"
    rf"({_N}月{_N}[日号]{_TO}(?:{_N}月)?{_N}[日号]|{_N}月?份?{_TO}{_N}月份?|前{_N}个?季度|前{_N}个月|第?[一二三四1-4]季度|[上下]半年|全年|"
    rf"{_N}月份?(?:[上中下]旬|{_N}[日号])|{_N}月份?)(底|末)?({_N}(?![\d个人户项]))?)"
    r"|(截[至止]到?)?(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)|(?<!\d[-—~至])\d{4}[-/.]\d{1,2}(?![\d~〜至到—–-])|"
    r"(?<!\d)20\d\d(?:0[1-9]|1[0-2])(?!\d))"
)
_YEARS = re.compile(r"(?<!\d)(20\d\d)(?=年|[-/.]\d{1,2}(?!\d)|(?:0[1-9]|1[0-2])(?!\d))")
#: what says that figures are of more than a year
_MORE_YEARS = re.compile(
    r"20\d\d年?(?:以来|[-—–~至]+20\d\d年?\d{1,2}[月\-—–~至])|历年|“?十[二三四五]五”?以来"
)
#: a document's number, and years from one to another
_NOT_OF_IT = re.compile(r"[〔\[（(]\d{4}[〕\])）]\d*号?|20\d\d年?[-—–~至]+20\d\d年?")
_WHO, _DO = "单位|部门|机关|机构|地区|县市区|乡镇", "填报|报送|上报|填表|制表|报告"
_LABELS = {
    "by": rf"(?:{_DO})(?:{_WHO})(?:\(?(?:盖章|公章|章)\)?)?",
    "on": rf"(?:{_DO})(?:日期|时间)|日期",
    "until": "(?:统计|数据)?截[至止](?:时间|日期)?|(?:统计|报告)?(?:期间|时间|月份)|报告期",
    "units": "(?:计量|数量|金额)?单位",
    "place": r"(?:所属|所在)?(?:县市区|县区|区县|县\(市、区\)|市州|地区|区域|乡镇|街道|单位名称)",
    "people": "填报人|填表人|制表人|审核人|负责人|单位负责人|联系人|联系电话|电话|注|备注|说明",
}
CAPTION = re.compile(
    "|".join(f"(?P<{name}>{label})[:：]{'(?=.)' * (name == 'place')}" for name, label in _LABELS.items())
)
#: a period that stands behind what a caption says: 单位：人　截至2023年8月底
_BEHIND = re.compile(r"(?:统计|数据)?截[至止].*|20\d\d年\d{1,2}月(?:份|底|末)?$")
#: that its figures are none of what was done
_NOT_DONE = re.compile(r"作废|废止|样表|模板|示例|范例|样例|(?:预测|计划|预计|预估)(?:[表数]|\(|$)")
#: a note that says the unit as a caption does
_UNIT_NOTE = re.compile(
    r"^[(（]?(?:注|备注|说明)[:：](?:本表|表中)?(?:数据|数字)?(?:的?计量)?单位(?:均|都)?(?:[为是]|[:：])"
)
#: whose table it is, where that stands at its head: 石首市2023年…, 石首市统计局
_WHOSE = re.compile(
    r"(?:20\d\d年)?(?:[\u4e00-\u9fff]{2,3}省)?([\u4e00-\u9fff]{2,4}?(?:自治县|[市县区州]))"
    r"(?=20\d\d年|人民政府|政府|统计局|人社局|管委会|(?:重点)?民生实事)"
)
_NOBODY = re.compile(
    r".*(?:城市|[全我本各县地]市|小区|社区|园区|山区|灌区|库区|景区|片区|[城地市县各全]区|[全各]县)"
)


@attrs.frozen
class Around:
    """What is said of all of a table.

    Args:
        title: the texts above it that are no captions.
        units: of the caption 单位：人、万元.
        by: who filled it in.
        on: when.
        period: what its figures cover.
        whose: the area that it is of, with what says so.
        items: the indicators named in its title.
        whence: where each of these was found, for the intake.
    """

    title: str = ""
    units: tuple[str, ...] = ()
    by: str = ""
    on: datetime.date | None = None
    period: Period | None = None
    whose: Whose = attrs.field(factory=Whose)
    items: tuple[Item, ...] = ()
    whence: tuple[str, ...] = ()

    @property
    def home(self) -> str | None:
        """The one area that it is of."""
        return self.whose.area


def around(above: Iterable[str], file: str, sheet: str, names: Names, home: str | None = None) -> Around:
    """What is said of all of a table, in the texts around it and in the names of sheet and file.

    Args:
        above: the texts above it, and captions below.
        file: the file's name.
        sheet: the sheet's.
        names: what names mean.
        home: the area as the caller gives it.

    Raises:
        DataError: it is of another year or another place, or of two places.
    """
    titles, said = list[str](), dict[str, str]()
    for text in above:
        plain = _UNIT_NOTE.sub("单位:", normalise(text))
        found = list(CAPTION.finditer(plain))
        if title := (plain[: found[0].start()] if found else plain).rstrip("("):
            titles.append(title)
        for match, after in zip(found, [*(m.start() for m in found), len(plain)][1:], strict=False):
            value, what = plain[match.end() : after].strip("()（）"), str(match.lastgroup)
            if what in ("units", "by") and (behind := _BEHIND.search(value)):
                value = value[: behind.start()].rstrip(",;、(")
                said.setdefault("until", behind[0])
            said.setdefault(what, value)
    units, rest = list[str](), list[str]()
    for piece in filter(None, re.split("[、,/;]", said.get("units", ""))):
        (units if piece in BARE or known_unit(piece) else rest).append(piece)
    titles += rest if units else []
    if not units:  # 单位：某局
        said.setdefault("by", said.get("units", ""))
    title, stem = " ".join(titles), str(PurePath(file).with_suffix(""))
    own = (*titles, said.get("until", ""), sheet, *reversed(PurePath(stem).parts))
    check_year(own, names)
    _check_done((*titles, sheet, PurePath(stem).name), names)
    if home is None:
        _check_place((title, said.get("by", "")), names)
    filled = "、".join(filter(None, (said.get("by", ""), said.get("place", ""))))
    sources_of_it = (("标题", title), ("填报单位", filled), ("工作表名", sheet), ("文件名", stem))
    of = whose(sources_of_it, names, home)
    items = next((items for text in (title, sheet, stem) if (items := names.items_in(text))), [])
    year = names.programme.year if names.programme is not None else None
    period = next(
        (p for text in (said.get("until", ""), *titles, sheet, stem) if (p := period_in(text, year))), None
    )
    by, on = said.get("by", ""), None
    if said.get("on"):
        try:
            on = read_date(said["on"])
        except DataError:
            on = None
    whence = (
        f"期间 {period}" if period else "",
        of.about if of.area else "",
        f"指标 {items[0].id}（标题）" if len(items) == 1 else "",
        f"单位 {'、'.join(units)}" if units else "",
        f"填报单位 {by}" if by else "",
        f"填报日期 {on}" if on else "",
    )
    return Around(title, tuple(units), by, on, period, of, tuple(items), tuple(filter(None, whence)))


def check_year(texts: Iterable[str], names: Names, *, later: int = 0) -> None:
    """That a table is of the programme's year, or so much later, by the first of the texts that says when.

    Raises:
        DataError: it is of another, or of several.
    """
    if names.programme is None:
        return
    year = names.programme.year
    for text in texts:
        if (span := _MORE_YEARS.search(normalise(text))) and not span[0].startswith(f"{year}年"):
            raise DataError.at("", f"“{text}”说的不只是 {year} 年", "请核对文件和年度项目")
        years = {int(year) for year in _YEARS.findall(_NOT_OF_IT.sub("", text))}
        if years and not years & {year, year + later}:
            met = f"“{text}”说的是 {'、'.join(map(str, sorted(years)))} 年"
            raise DataError.at(
                "", f"{met}，{names.programme.name} 是 {names.programme.year} 年的", "请核对文件和年度项目"
            )
        if years:
            return


def _check_done(texts: Iterable[str], names: Names) -> None:
    """That it is no form, no plan and nothing that was withdrawn."""
    for text in texts if names.programme is not None else ():
        if found := _NOT_DONE.search(normalise(text)):
            met = f"“{text}”里写着“{found[0]}”，不是报上来的完成数"
            raise DataError.at("", met, "请用正式上报的表；确实是的，请改名后再读")


def _check_place(texts: Iterable[str], names: Names) -> None:
    """That it is not of a place that this city does not have."""
    for text in texts:
        found = _WHOSE.match(text)
        if names.programme is None or not found or _NOBODY.fullmatch(found[1]):
            continue
        if (
            not names.is_place(found[1])
            or names.areas_in(text)
            or names.city in text
            or found[1] in names.city
        ):
            continue
        raise DataError.at(
            "",
            f"“{found[0]}”不是{names.city}的地区",
            "请核对文件和年度项目，或用 area=（命令行 --area）给出地区",
        )


def period_in(text: str, year: int | None) -> Period | None:
    """The period that a title names; None where it names none, or several.

    >>> [str(period_in(t, 2023)) for t in ("前三季度完成情况", "截止8月20", "6月底前的进度", "6月、7月")]
    ['2023年1—9月', '2023年1月1日至8月20日', '2023年1—6月', 'None']
    >>> [str(period_in(t, 2023)) for t in ("（2023.1-2023.6）", "2022-07至2023-06")]
    ['2023年1—6月', 'None']
    """
    found: dict[bool, set[Period]] = {True: set(), False: set()}
    for match in _PERIOD.finditer(_NOT_OF_IT.sub("", spelt_out(normalise(text)))):
        until, dated, body, end, day, until_iso, iso = match.groups()
        cut = bool(until or end or until_iso)
        if iso:
            body = iso
        elif day:
            body = f"{body}{day}日" if until else body
        try:
            found[cut].add(Period.parse(f"{'截至' * cut}{dated or ''}{body}", year))
        except DataError:
            continue
    chosen = found[True] or found[False]
    return next(iter(chosen)) if len(chosen) == 1 else None


def read_date(text: str) -> datetime.date:
    """A day, however offices write it: 2023-06-30, 2023/6/30, 2023.6.30, 2023年6月30日.

    Raises:
        DataError: it is no day.

    >>> [str(read_date(t)) for t in ("2023/6/30", "2023.6.30", "2023年6月30日")]
    ['2023-06-30', '2023-06-30', '2023-06-30']
    """
    if (day := day_of_serial(text)) is not None:
        return day
    period = Period.parse(text)
    if period.kind is not PeriodKind.DAY:
        raise DataError.at("", f"“{text}”不是日期", "请写成 2023-06-30")
    return period.last


def day_of_serial(text: str) -> datetime.date | None:
    """The day of this century whose number a spreadsheet shows without a format of dates; else None.

    >>> str(day_of_serial("45107")), day_of_serial("3100")
    ('2023-06-30', None)
    """
    if re.fullmatch(r"[3-7]\d{4}", text, re.ASCII) is None:
        return None
    day = datetime.date(1899, 12, 30) + datetime.timedelta(int(text))
    return day if 2000 <= day.year < 2100 else None
