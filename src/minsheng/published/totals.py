"""Checks printed totals against the sum over the areas, and printed shares of the total."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

import attrs

from minsheng.domain.numerals import normalise
from minsheng.domain.units import Unit
from minsheng.domain.written import cut
from minsheng.published.figures import (
    SUMMED,
    Figure,
    beside,
    column_figure,
    figure_of,
    line_unit,
    read_figure,
    read_percent,
    read_rank,
)
from minsheng.published.levels import sums
from minsheng.published.printed import Agreement, Check, Outcome, Printed, Subject, wrong_of
from minsheng.published.rates import judge_percent

_NO_SUM = "是比率、百分点，或按月、按人的标准，不能相加"


def _adds_up(unit: Unit | None) -> bool:
    if unit is None:
        return True
    return all(power > 0 and name not in ("比率", "百分点") for name, power in unit.dimension)


#: what a table says of itself where it does not show all areas
_SOME = re.compile(
    r"[前后末][一二三四五六七八九十\d]+(?![\d十]|个?(?:季|月|年|旬|批|期))[名位个]?|靠[前后]|部分(?:县|区|市|地区|单位)|滞后|"
    "倒数|[红黑]榜|隐藏"
)
#: and where its total is not of those that it shows
_APART = re.compile("[不未](?:含|包括|包含|计入)|另有|市本级|市直|含.{0,8}(?:园区|开发区)")


def check_totals(lines: Sequence[Printed], partial: str) -> Iterator[Check]:
    """Check every total in one table: of targets, then of actual figures.

    Args:
        lines: the lines of one table.
        partial: why it may not show all areas, if it may not.
    """
    for one in sums(lines):
        whole, short = one.whole, list[bool]()
        checks = list[Check]()
        for column, label in SUMMED:
            figure = figure_of(whole, column)
            ways = [[(p.area or p.name, figure_of(p, column)) for p in way] for way in one.ways]
            if not any(isinstance(part, Figure) for way in ways for _, part in way) and (
                isinstance(figure, str) or not whole.is_total
            ):
                continue  # there is no such column
            if isinstance(figure, str) and not whole.is_total:
                continue  # a name above a group
            there = [way for way in ways if any(isinstance(part, Figure) for _, part in way)] or ways
            outcomes = [
                _total(figure, way) if one.all else _some(whole.area or whole.name, figure, way)
                for way in there
            ]
            found = [outcome for outcome in outcomes if outcome is not None]
            if not found:
                continue
            agreement, working, why = next((o for o in found if o[0] in _SOUND), found[0])
            if agreement is Agreement.DOES_NOT_FOLLOW and one.all:
                added_up = sum((f.value for _, f in there[0] if isinstance(f, Figure)), Fraction(0))
                short.append(isinstance(figure, Figure) and figure.value > added_up)
                least = min((f.value for _, f in there[0] if isinstance(f, Figure)), default=Fraction(0))
                if whole.is_total and partial:
                    agreement, why = Agreement.NOT_CHECKABLE, f"{why}；{partial}"
                elif isinstance(figure, Figure) and _ten_thousand(figure.value, added_up):
                    agreement, why = Agreement.NOT_CHECKABLE, f"{why}；差一万倍，可能单位不同"
                elif isinstance(figure, Figure) and _CITYWIDE.fullmatch(normalise(whole.area)):
                    short[-1] = short[-1] and figure.value - added_up >= least
            elif agreement in _SOUND:
                short.append(False)
            working, why = (f"{label} {working}", why) if working else ("", f"{label}{why}")
            checks.append(Check(whole, Subject.TOTAL, getattr(whole, column), agreement, working, why))
        if short and all(short) and _CITYWIDE.fullmatch(normalise(whole.area)):
            why = "可能没有列出全部地区"
            checks = [
                attrs.evolve(c, agreement=Agreement.NOT_CHECKABLE, why=f"{c.why}；{why}")
                if c.agreement is Agreement.DOES_NOT_FOLLOW
                else c
                for c in checks
            ]
        yield from checks


#: the figure of all, which need not be the sum of what is listed; 合计 is
_CITYWIDE = re.compile("全[国省市州县区旗盟镇乡村]|全部|总体")
_SOUND = (Agreement.AGREES, Agreement.WITHIN_DIGITS)


def _ten_thousand(one: Fraction, other: Fraction) -> bool:
    """Whether two figures differ by 万 or 亿 alone."""
    return bool(one and other) and (one / other in _SCALES or other / one in _SCALES)


_SCALES = (Fraction(10**4), Fraction(10**8))


def partial(lines: Sequence[Printed]) -> str:
    """Why a table may not show all areas: what it says of itself, or its ranks; empty if it shows all."""
    about = normalise(lines[0].about) if lines else ""
    said = [
        _SOME.search(about),
        *(_APART.search(text) for text in (about, *(normalise(x.note) for x in lines))),
    ]
    found = next((match[0] for match in said if match), "")
    if found:
        return "有隐藏的行没有读" if found == "隐藏" else f"表上写着“{found}”，可能没有列全"
    ranks = [rank for line in lines if (rank := read_rank(line.rank)) is not None]
    if ranks and max(ranks) > len(ranks):
        return f"名次有第 {max(ranks)} 名，只列了 {len(ranks)} 个，可能没有列全"
    return ""


def _total(whole: Figure | str, figures: list[tuple[str, Figure | str]]) -> Outcome:
    if isinstance(whole, str):
        return Agreement.NOT_CHECKABLE, "", f"的合计{whole}"
    there = [(area, figure) for area, figure in figures if isinstance(figure, Figure)]
    absent = [f"{area}{figure}" for area, figure in figures if isinstance(figure, str)]
    if not there:
        return Agreement.NOT_CHECKABLE, "", "没有各地的数"
    if not _adds_up(whole.unit):
        return Agreement.NOT_CHECKABLE, "", _NO_SUM
    if not all(figure.comparable(whole) for _, figure in there):
        return Agreement.NOT_CHECKABLE, "", "各地与合计的单位不同"
    total = sum((figure.value for _, figure in there), Fraction(0))
    made = attrs.evolve(whole, text=whole.in_own_unit(total))
    *texts, sum_ = beside(*(figure for _, figure in there), made)
    written = " + ".join(f"{area} {text}" for (area, _), text in zip(there, texts, strict=True))
    working = f"{written} = {sum_}"
    # a missing figure is not 0: fine if the others add up to the total, otherwise not checkable
    without = f"未计：{'、'.join(absent)}" if absent else ""
    leeway = (sum((figure.step for _, figure in there), Fraction(0)) + whole.step) / 2
    if total == whole.value:
        return Agreement.AGREES, working, without
    gap = f"所印 {whole.text}，相差 {whole.in_own_unit(whole.value - total)}"
    if absent:
        return Agreement.NOT_CHECKABLE, working, f"{gap}；{without}"
    if abs(total - whole.value) < leeway:
        return Agreement.WITHIN_DIGITS, working, gap
    return Agreement.DOES_NOT_FOLLOW, working, gap


def check_parts(line: Printed) -> Iterator[Check]:
    """Check the parts along a line: votes add up, and no 其中 is more than its whole."""
    unit = line_unit(line)
    for one in line.breakdowns:
        whole, figures = read_figure(one.whole, unit), [(h, read_figure(c, unit)) for h, c in one.parts]
        outcome = _some(one.head, whole, figures) if one.some else _total(whole, figures)
        if outcome is not None:
            agreement, working, why = outcome
            said = f"{one.head} {working}" if working and not one.some else working
            yield Check(line, Subject.PARTS, one.whole, agreement, said, why)


def _some(named: str, whole: Figure | str, figures: list[tuple[str, Figure | str]]) -> Outcome | None:
    """What can be said of parts that may overlap and need not be all."""
    if isinstance(whole, str):
        return None
    for head, figure in figures:
        if isinstance(figure, Figure) and figure.comparable(whole) and figure.low > whole.high:
            working = " > ".join(beside(figure, whole))
            return Agreement.DOES_NOT_FOLLOW, f"{head} {working}", f"多于{named}"
    outcome = _total(whole, figures)
    return outcome if outcome[0] is Agreement.AGREES else None


def check_shares(lines: tuple[Printed, ...]) -> Iterator[Check]:
    """Check the printed shares of the total: of figures or targets, else of the column that explains them."""
    shared = [line for line in lines if line.share]
    if not shared:
        return
    column = "actual" if any(isinstance(figure_of(line, "actual"), Figure) for line in lines) else "target"
    whole = _whole(lines, [figure_of(line, column) for line in lines])
    outcomes = [_share(line, figure_of(line, column), whole) for line in shared]
    wrong = len(shared) if isinstance(whole, str) else wrong_of(outcomes)
    if wrong:
        for said, figures in _columns(lines):
            sum_ = _whole(lines, figures)
            own = [figure for line, figure in zip(lines, figures, strict=True) if line.share]
            tried = [_share(line, figure, sum_) for line, figure in zip(shared, own, strict=True)]
            if 2 * wrong_of(tried) < len(shared) and wrong_of(tried) < wrong:
                wrong = wrong_of(tried)
                outcomes = [_of_column(outcome, said) for outcome in tried]
    if wrong == wrong_of(outcomes) == len(shared) > 1 and shared[0].row:  # its heading may name another whole
        met = "没有一行合得上，看不出是占什么的比重"
        outcomes = [(Agreement.NOT_CHECKABLE, working, met) for _, working, _ in outcomes]
    yield from (
        Check(line, Subject.SHARE, line.share, *outcome)
        for line, outcome in zip(shared, outcomes, strict=True)
    )
    if isinstance(whole, str) and wrong == len(shared):  # nothing explains them
        yield from _all_shares(lines)


_SHARES = re.compile("占|比重|份额")


def _of_column(outcome: Outcome, said: str) -> Outcome:
    agreement, working, why = outcome
    sound = agreement not in (Agreement.DOES_NOT_FOLLOW, Agreement.NOT_CHECKABLE)
    why = "；".join(filter(None, (f"按“{said}”占全部的比重计", why)))
    return (Agreement.OTHER_BASIS if sound else agreement), working, why


def _columns(lines: Sequence[Printed]) -> Iterator[tuple[str, list[Figure | str]]]:
    """The columns that shares may be of."""
    if any(isinstance(figure_of(line, "target"), Figure) for line in lines):
        yield "目标", [figure_of(line, "target") for line in lines]
    for heading in dict.fromkeys(h for line in lines for h, _ in line.row):
        figures = [column_figure(line, heading) for line in lines]
        own = _SHARES.search(heading) is not None
        if sum(isinstance(figure, Figure) for figure in figures) > 1 and not own:
            yield heading, figures


def _all_shares(lines: tuple[Printed, ...]) -> Iterator[Check]:
    """Shares of what is not printed, against the 100 % that the line of the total says they make."""
    whole = next((line for line in lines if line.is_total), None)
    parts = [(line.area, _points(line.share)) for line in lines if line.is_part]
    stated = None if whole is None else read_percent(whole.share)
    if whole is not None and stated is not None and stated.value == _ALL.value and parts:
        yield Check(whole, Subject.SHARE, whole.share, *_total(_ALL, parts))


#: what all shares make
_ALL = Figure("100 %", Fraction(100), Fraction(0))


def _points(cell: str) -> Figure | str:
    """A printed percentage as so many of a hundred."""
    percent = read_percent(cell)
    if percent is None:
        return f"“{cell}”不是百分数"
    return Figure(str(percent), percent.value, Fraction(1, 10**percent.places))


def _share(line: Printed, part: Figure | str, whole: Figure | str) -> Outcome:
    percent = read_percent(line.share)
    if percent is None:
        return Agreement.NOT_CHECKABLE, "", f"“{line.share}”不是百分数"
    if isinstance(part, str) or isinstance(whole, str):
        return Agreement.NOT_CHECKABLE, "", "；".join(met for met in (part, whole) if isinstance(met, str))
    if not part.comparable(whole) or whole.value == 0:
        return Agreement.NOT_CHECKABLE, "", f"{part.text} 与 {whole.text} 不能相除"
    return judge_percent(part, whole, percent)


def _whole(lines: Sequence[Printed], figures: Sequence[Figure | str]) -> Figure | str:
    """The printed total; otherwise the sum over the areas."""
    for line, figure in zip(lines, figures, strict=True):
        if line.is_total:
            return figure
    total, step, unit = Fraction(0), Fraction(0), None
    for line, figure in zip(lines, figures, strict=True):
        if isinstance(figure, str):
            return f"没有合计，{line.area}{figure}"
        if unit is not None and figure.unit is not None and not unit.measures_same_as(figure.unit):
            return "没有合计，各地的单位不同"
        total, step, unit = total + figure.value, step + figure.step, unit or figure.unit
    return Figure(cut(total / (unit.factor if unit else 1)), total, step, unit)
