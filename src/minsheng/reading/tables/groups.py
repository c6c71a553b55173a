"""Which columns belong together: groups of target, figure and rate, and what their headings name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from minsheng.domain.area import CITY, is_whole
from minsheng.domain.period import Period, PeriodKind
from minsheng.reading.tables.context import Around, period_in
from minsheng.reading.tables.drafts import Draft, by_title
from minsheng.reading.tables.found import Head
from minsheng.reading.tables.headings import matter, tidy, without_unit
from minsheng.reading.tables.naming import Names
from minsheng.reading.tables.sheet import letters
from minsheng.reading.tables.words import CORRECTED, FIGURES, GROUPED, JUDGED, REPLACED, TIME, Role

_STARTED = re.compile("开工|动工|竣工|完工")
_EACH_MONTH = re.compile("分月|逐月|各月|按月|每月|当月|本月")
_NEW = re.compile("新增(?:数量?|量|人数|户数|个数)?")
_MONTH = re.compile(r"\D*(?:\d{4}年)?(?:\d{1,2}|[一二三四五六七八九十]{1,3})月份?")
#: a part of the time that the title names, and which is not said
_UNCLEAR = re.compile("[本当](?:周|期)")
#: why a column of a month is not read
EITHER = "可能是当月的数，也可能是累计数"
#: why a column is not read that stands there with the figures that were wrong
BEFORE = "是更正前的数"
#: why a column of an area or an indicator is not read
UNTOLD = "看不出是任务数还是完成数"


def name_groups(drafts: Sequence[Draft], *, titled: bool) -> None:
    """What stands above groups: their indicator, or their matter; above all of them, nothing.

    Args:
        drafts: the columns.
        titled: whether the title names the one indicator that all of them are of.
    """
    grouped = [d for d in drafts if set(d.roles) & set(GROUPED)]
    named = any(d.names_lines for d in drafts)
    areas = any(d.head.area and not is_whole(d.head.area) for d in drafts)
    wide = not named and not titled and any(d.head.item or d.head.label for d in grouped)
    for draft in drafts:
        area, item, label = draft.head.area, draft.head.item, draft.head.label
        if item and named:  # a line says what it is of: this is no more than its group
            item, label = "", item if len(grouped) > 1 else ""
        elif wide and not item and draft in grouped:  # beside names, words of headings are names too
            item, label = label or draft.head.upper, ""
        if area is not None and not areas and not area.startswith("全") and tidy(area) != CITY:
            area = None  # 合计 of what is no area
        draft.named(area=area, item=item, label=label)
    labels: dict[object, set[str]] = {}
    for draft in grouped:
        labels.setdefault(draft.apart[:2], set()).add(draft.head.label)
    for draft in drafts:
        if draft not in grouped or len(labels[draft.apart[:2]]) == 1:  # it tells nothing apart
            draft.named(area=draft.head.area, item=draft.head.item)


def unread_parts(drafts: Iterable[Draft]) -> None:
    """What stands under 其中: of areas it may be what was done in each; else it is no figure of its own."""
    for draft in drafts:
        if draft.roles == (Role.PARTS,) and draft.role is None:
            draft.says(roles=())
            if draft.head.area is None:
                draft.settle(None, "是其中的一部分")


def settle_unnamed(drafts: Sequence[Draft], title: str, *, printed: bool) -> None:
    """Columns of areas or indicators that do not say whether they hold tasks or figures."""
    open_ = (None, Role.STATUS, Role.UNIT)
    untold = [
        d for d in drafts if d.role in open_ and not d.why
        and (d.head.area is not None or d.head.item or (only_a_time(d.head) and not printed))
    ]  # fmt: skip
    told = by_title(title, [d.head.header for d in untold])
    for draft in untold:
        role = told or (_by_months(draft.head, title) if only_a_time(draft.head) else None)
        if role is None and printed:
            draft.settle(Role.TARGET)
        elif role is None:
            if only_a_time(draft.head):
                draft.settle(None, EITHER, Role.IN_PERIOD, Role.ACTUAL)
            else:
                draft.settle(None, UNTOLD, Role.ACTUAL, Role.TARGET)
        else:
            draft.settle(role, "按标题")
    named = any(d.role is Role.INDICATOR for d in drafts)
    if not untold and printed and not named and not any(d.role in GROUPED for d in drafts):
        _items_across(drafts, by_title(title, [d.head.header for d in drafts]) or Role.ACTUAL)


def _items_across(drafts: Sequence[Draft], role: Role) -> None:
    """Where it is only checked, numbers under names that are no roles are figures of these."""
    for draft in drafts:
        if draft.role is None and draft.head.header and draft.content.mostly(draft.content.numbers):
            draft.named(item=without_unit(draft.head.header))
            draft.settle(role, "各格是数，表头是名称")


def settle_corrected(drafts: Sequence[Draft]) -> None:
    """Of what stood there before and what is right, the one that is right; what stood there is no figure."""
    may = [d for d in drafts if d.role in (*FIGURES, Role.TARGET, Role.RATE, Role.STATUS)]
    old = [d for d in may if _is_of(d.head, REPLACED) and not _is_of(d.head, CORRECTED) and not d.told]
    for draft in old:
        targets, area = draft.role is Role.TARGET, draft.head.area
        right = [
            d for d in may if d not in old and (d.role is Role.TARGET) is targets and d.head.area == area
        ]
        if right:
            draft.settle(Role.ASIDE, f"{BEFORE}，更正后的在“{right[0].head.header}”")
        elif not targets:
            draft.settle(None, BEFORE, Role.ASIDE)
    for draft in may if old else ():
        if _is_of(draft.head, CORRECTED) and REPLACED.sub("", CORRECTED.sub("", draft.head.label)) == "":
            draft.named(area=draft.head.area, item=draft.head.item)


def _is_of(head: Head, words: re.Pattern[str]) -> bool:
    """Whether its headings say so, whatever month stands before."""
    return any(words.search(TIME.sub("", tidy(text))) for text in (head.upper, head.header))


def only_a_time(head: Head) -> bool:
    """Whether a heading says when, and not what: 6月, 1-8月."""
    return bool(head.says.time) and not head.says.roles and not matter(head.header)


def _by_months(head: Head, title: str) -> Role | None:
    """What columns of months hold, by what stands above them."""
    period = period_in(head.says.time, 2000)  # any year
    january = period is not None and (period.first.month, period.first.day) == (1, 1)
    if "累计" in title or "截" in head.says.time or (january and not of_one_month(head)):
        return Role.ACTUAL  # from January on it is the same, of the period and in all
    return Role.IN_PERIOD if of_one_month(head) and _EACH_MONTH.search(title) else None


def settle_times(drafts: Sequence[Draft], names: Names, around: Around) -> None:
    """What the headings of a register say of years, months and matters beside the works themselves."""
    _settle_new(drafts, around)
    year = names.programme.year if names.programme is not None else 0
    own = [
        d for d in drafts if d.role in (Role.ACTUAL, Role.VERIFIED, Role.VALUE) and not d.head.says.subject
    ]
    started = [d for d in drafts if d.role is Role.ACTUAL and _STARTED.search(d.head.says.subject)]
    for draft in drafts:
        time = draft.head.says.time
        if draft.role not in (*FIGURES, Role.TARGET) or draft.told:
            continue
        named = re.match(r"\d{4}", time)
        if named and int(named[0]) != year:
            draft.settle(None, f"是 {named[0]} 年的数")
        elif draft.role is Role.TARGET and period_in(time, year):
            draft.settle(Role.ASIDE, "是阶段目标，不是全年的")
        elif draft.role is Role.IN_PERIOD and (unclear := _UNCLEAR.search(draft.head.header)):
            draft.settle(None, f"“{unclear[0]}”从哪天到哪天，看不出来", Role.IN_PERIOD, Role.ACTUAL)
        elif draft.role is Role.ACTUAL and _later_on(period_in(time, 2000)):
            draft.settle(Role.IN_PERIOD, f"{time}当期")
        elif draft.role is Role.ACTUAL and of_one_month(draft.head) and "累计" not in around.title:
            if _EACH_MONTH.search(around.title):
                draft.settle(Role.IN_PERIOD, "标题说是分月的")
            elif any(d is not draft and not of_one_month(d.head) and d.apart == draft.apart for d in own):
                draft.settle(Role.IN_PERIOD, f"{time}当月")
            else:
                draft.settle(None, EITHER, Role.IN_PERIOD, Role.ACTUAL)
        elif draft in started:
            plain = any(d.apart[:2] == draft.apart[:2] for d in own)
            if plain or sum(d.apart[:2] == draft.apart[:2] for d in started) > 1:
                draft.settle(None, "开工、竣工的数，不知道是不是完成数", Role.ACTUAL)
            else:
                draft.says(subject="")


def _later_on(period: Period | None) -> bool:
    """Whether it is several months that do not begin with January: what was done in them is not all."""
    return period is not None and period.first.month > 1 and period.first.month < period.last.month


def _settle_new(drafts: Sequence[Draft], around: Around) -> None:
    """新增 under the title of a month: of that month or since January, as other columns tell."""
    of_month = around.period is None or around.period.kind is PeriodKind.MONTH
    if not of_month or re.search("累计|截[至止]", around.title):
        return
    for draft in drafts:
        beside = {d.role for d in drafts if d is not draft and d.apart == draft.apart}
        new = draft.role is Role.ACTUAL and _NEW.fullmatch(without_unit(tidy(draft.head.header)))
        if not new or draft.told or Role.IN_PERIOD in beside:
            continue
        if Role.ACTUAL in beside:
            draft.settle(Role.IN_PERIOD, "累计数另有一列")
        elif around.period is not None:
            draft.settle(None, EITHER, Role.IN_PERIOD, Role.ACTUAL)


def of_one_month(head: Head) -> bool:
    """Whether a heading names a month and does not say that it counts from January on."""
    time = head.says.time
    return bool(_MONTH.fullmatch(time)) and "累计" not in head.header and "截" not in time


def tell_apart(drafts: Sequence[Draft], *, printed: bool) -> None:
    """Columns that could be the same thing, by what their headings name: 就业完成数, 公路完成数."""
    named = any(d.role is Role.INDICATOR for d in drafts)
    grouped = [d for d in drafts if d.role in GROUPED and not d.told]
    for same in _alike(drafts, printed=printed).values():
        matters = [matter(d.head.header) for d in same]
        if len(same) < 2 or len(set(matters)) < len(same) or not all(matters) or same[0] not in grouped:
            continue
        alone = len(grouped) == len(same)
        for draft in grouped:
            head, name = draft.head, matter(draft.head.header)
            if name not in matters or head.label or head.item:
                continue
            full = without_unit(head.header) if draft in same and alone else name
            draft.named(area=head.area, item="" if named else full, label=name if named else "")
        if printed and not named and alone:
            _items_across(drafts, same[0].role or Role.ACTUAL)


def keep_single(drafts: Sequence[Draft], *, printed: bool) -> None:
    """Of columns that could be the same thing none is taken."""
    for (role, *_), alike in _alike(drafts, printed=printed).items():
        same = alike
        if role is Role.TARGET and len(same) > 1:  # once in words, once in figures
            worded = [d for d in same if d.content.numbers < d.content.all]
            if len(worded) == len(same) - 1:
                same = [d for d in same if d not in worded]
                for draft in worded:
                    draft.settle(Role.NOTE, "目标的数另有一列")
        if len(same) > 1 and not (printed and role in JUDGED):
            said = "、".join(f"“{d.head.header}”（{letters(d.head.index)}列）" for d in same)
            for draft in same:
                draft.settle(None, f"有几列都可能是“{role.label}”：{said}", role)


def _alike(drafts: Sequence[Draft], *, printed: bool) -> dict[tuple[Role, object, str], list[Draft]]:
    """The columns that could be the same thing."""
    seen: dict[tuple[Role, object, str], list[Draft]] = {}
    for draft in drafts:
        role = draft.role
        if role is None or role in (Role.ASIDE, Role.PROJECT, Role.NOTE):
            continue
        group = draft.apart if role in GROUPED else ()
        if role is Role.MONEY and not printed:  # of several matters of money none is known from the others
            group = (*group[:2], "", "")
        time = draft.head.says.time if role in (*FIGURES, Role.TARGET) else ""
        seen.setdefault((role, group, time), []).append(draft)
    return seen
