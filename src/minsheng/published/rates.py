"""Checks printed rates against the figures beside them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

import attrs

from minsheng.domain.expression.evaluate import rounded
from minsheng.domain.expression.forms import Way
from minsheng.domain.numerals import normalise
from minsheng.domain.printed import Relation, apart, reached
from minsheng.domain.written import cut, to_places
from minsheng.published.figures import (
    PLUS,
    Figure,
    Percent,
    beside,
    column_figure,
    head_of,
    is_cell,
    line_unit,
    read_figure,
    read_percent,
    show_quotient,
    strange_unit,
)
from minsheng.published.printed import VOTE, Agreement, Outcome, Printed
from minsheng.reading.tables.words import BRACKETED

#: a remark which says by itself that a rate is not 完成数 ÷ 目标: 以人月计, 总体形象进度, 形象进度 91.7%
_OWN_BASIS = re.compile(
    r"(?:所印)?(?:按|以|为|是)?(?:总体|工程)?(形象进度|人月|开工率|投资完成率)(?:计|计算)?(?:[:达到为约]{0,2}([\d.]+)%?)?"
)
#: words which mean that less is better
LESS = re.compile(
    "以内|以下|不超过|不高于|控制|降低|下降|减少|压减|压降|失业|事故|死亡|发案|投诉|PM ?2|PM ?10|浓度|能耗|"
    "排放|信访|欠薪|逾期|火灾|伤亡|发病|辍学|超标|违法|警情|差评|扣分|空置|返贫|微克|天数差",
    re.IGNORECASE,
)

_CONTENT = re.compile("(?:很|非常|比?较|基本)?满意")
#: columns that a rate has nothing to do with
_NO_BASE = re.compile("序号|编号|排名|名次|位次|排位|得分|分值|年份|电话|^序$|占比|比重|备注")


def check_rates(lines: Sequence[Printed]) -> list[Outcome]:
    """Recompute the rates of one table, each by its own target, else by the column that explains it.

    >>> line = Printed("两癌检查", target="93215", actual="106345", rate="114.1%")
    >>> check_rates([line])[0][1]
    '106345 ÷ 93215 ≈ 114.086 % → 114.1 %'
    """
    outcomes = [_rate(line) for line in lines]
    percents = [read_percent(line.rate) for line in lines]
    open_ = [
        n for n, (outcome, percent) in enumerate(zip(outcomes, percents, strict=True))
        if percent is not None and outcome[0] in (Agreement.DOES_NOT_FOLLOW, Agreement.NOT_CHECKABLE)
    ]  # fmt: skip
    if not open_:
        return outcomes
    names = [line.name for line in lines]
    alike = Counter(names)
    follow = Counter(name for name, outcome in zip(names, outcomes, strict=True) if outcome[0] in _FOLLOWS)
    bases = {heads: _by(lines, percents, *heads) for heads in _pairs([lines[n] for n in open_])}
    count = {
        heads: Counter(n for n, o in zip(names, found, strict=True) if o is not None and o[0] in _FOLLOWS)
        for heads, found in bases.items()
    }
    kept = max(count, key=lambda heads: count[heads].total(), default=None)
    able = [sum(o is not None for o in found) for found in bases.values()]
    alone = sum(map(bool, able)) == 1 and not follow.total()  # no other columns can be meant
    alone = alone and kept is not None and 2 * count[kept].total() >= max(able)
    for n in open_:
        name = names[n]
        found = [heads for heads in bases if (o := bases[heads][n]) is not None and o[0] in _FOLLOWS]
        best = max((count[heads][name] for heads in found), default=0)
        if best and (alike[name] == 1 or best >= follow[name]):
            told = [heads for heads in found if count[heads][name] == best]
            explained = bases[told[0]][n]
            why = "或".join(f"按“{part}” ÷ “{whole}”计" for part, whole in told)
            outcomes[n] = (Agreement.OTHER_BASIS, explained[1] if explained else "", why)
            continue
        judged = None
        if kept and (alone or count[kept].total() > max(follow.total(), 1)):
            judged = bases[kept][n]
        if kept is not None and judged is not None:
            outcomes[n] = (judged[0], judged[1], f"按“{kept[0]}” ÷ “{kept[1]}”计，{judged[2]}")
    return outcomes


_FOLLOWS = (Agreement.AGREES, Agreement.TRUNCATED, Agreement.WITHIN_DIGITS)


def _pairs(lines: Sequence[Printed]) -> Iterator[tuple[str, str]]:
    """Which columns of the table a rate may be the quotient of: one is that of its figure or its target."""
    heads = dict.fromkeys(h for line in lines for h, _ in line.row if not _NO_BASE.search(h))
    rates = {h for h in heads if any(c == line.rate for line in lines for k, c in line.row if k == h)}
    own = {
        column: {h for h in heads if any(is_cell(line, h, getattr(line, column)) for line in lines)}
        for column in ("target", "actual")
    }
    votes = [h for h in heads if VOTE.fullmatch(BRACKETED.sub("", normalise(h)))]
    content = PLUS.join(h for h in votes if _CONTENT.match(normalise(h)))
    for part in (*heads, *([content] if PLUS in content else ())):
        for whole in (*heads, *([PLUS.join(votes)] if len(votes) > 1 else ())):
            if part == whole or {part, whole} & rates:
                continue
            if not (own["target"] or own["actual"]) or part in own["actual"] or whole in own["target"]:
                yield part, whole


def _by(
    lines: Sequence[Printed], percents: Sequence[Percent | None], part: str, whole: str
) -> list[Outcome | None]:
    """The rates of all lines as quotients of two columns; None where these are not there."""
    outcomes = list[Outcome | None]()
    for line, percent in zip(lines, percents, strict=True):
        over, under = column_figure(line, part), column_figure(line, whole)
        fits = (
            isinstance(over, Figure) and isinstance(under, Figure) and under.value and over.comparable(under)
        )
        outcomes.append(
            judge_percent(over, under, percent)
            if percent is not None and fits and isinstance(over, Figure) and isinstance(under, Figure)
            else None
        )
    return outcomes


def _rate(line: Printed) -> Outcome:
    unit = line_unit(line)
    target, actual = read_figure(line.target, unit), read_figure(line.actual, unit)
    rate = normalise(line.rate)
    percent = read_percent(rate)
    stated, gap = reached(rate), apart(rate)
    missing = []
    if percent is None and stated is None and gap is None:
        missing.append(f"完成率{_no_number(line.rate)}")
    missing += [
        f"{what}{met}" for what, met in (("目标", target), ("完成数", actual)) if isinstance(met, str)
    ]
    own = _own_basis(line, percent)
    if missing or isinstance(target, str) or isinstance(actual, str):
        missing += [f"所印是{own}"] if own else []
        if percent and isinstance(target, str) and isinstance(actual, Figure) and not line.target:
            missing.append(_implied(actual, percent))
        return Agreement.NOT_CHECKABLE, "", "；".join(missing)
    if percent is None and stated is not None:
        return _reached(target, actual, stated)
    if percent is None and gap is not None:
        return _apart(target, actual, not gap[0], gap[2])
    if percent is None or target.value == 0:
        return Agreement.NOT_CHECKABLE, "", "目标是 0，不能作除数"
    judged = judge_percent(actual, target, percent)
    if judged[0] is not Agreement.DOES_NOT_FOLLOW:
        return judged
    less = target.relation in (Relation.AT_MOST, Relation.BELOW) or bool(
        LESS.search(f"{line.name}{line.note}{line.about}{line.unit}{head_of(line, line.target)}")
    )
    for basis, working in _other_bases(target, actual, percent, less=less):
        return Agreement.OTHER_BASIS, working, basis
    if target.unit is actual.unit is None and target.scaled != actual.scaled:
        return Agreement.NOT_CHECKABLE, judged[1], "一个数带“万”或“亿”，另一个没有，也没有单位，看不出单位"
    strange = [strange_unit(head_of(line, cell)) for cell in (line.target, line.actual)]
    if strange[0] != strange[1]:
        met = "、".join(f"“{text}”" for text in strange if text)
        return Agreement.NOT_CHECKABLE, judged[1], f"不认识表头里的单位{met}"
    if own:
        return Agreement.OTHER_BASIS, judged[1], f"所印是{own}，不由这两个数算出"
    if any(judge_percent(scaled, target, percent)[0] in _FOLLOWS for scaled in _scaled(actual)):
        return Agreement.NOT_CHECKABLE, judged[1], "差一万倍才得出所印的，可能两个数的单位不同"
    return judged


def _scaled(figure: Figure) -> Iterator[Figure]:
    """It with 万 or 亿 more or less."""
    for scale in (10**4, 10**8):
        for factor in (Fraction(scale), Fraction(1, scale)):
            yield attrs.evolve(figure, value=figure.value * factor, step=figure.step * factor)


def _no_number(cell: str) -> str:
    met = read_figure(cell, None)
    return met if isinstance(met, str) else f"“{cell}”不是百分数"


def _implied(actual: Figure, percent: Percent) -> str:
    """The range of a target that is not printed."""
    half = Fraction(1, 2 * 10**percent.places)
    if percent.value <= half or actual.value <= 0:
        return "反推不出目标"
    factor = actual.unit.factor if actual.unit else 1
    low, high = (
        to_places(end * 100 / factor, percent.places + 2)
        for end in (actual.low / (percent.value + half), actual.high / (percent.value - half))
    )
    return f"反推目标约在 {low} 与 {high} 之间"


def judge_percent(part: Figure, whole: Figure, percent: Percent) -> Outcome:
    """Check a percentage as part ÷ whole: rounded, truncated, or possible given the printed digits."""
    exact, places = part.value / whole.value * 100, percent.places
    working = f"{' ÷ '.join(beside(part, whole))} {show_quotient(exact, places)}"
    half_up = to_places(exact, places)
    if rounded(exact, Way.HALF_UP, places) == percent.value:
        return Agreement.AGREES, f"{working} → {percent}", ""
    if exact > 0 and rounded(exact, Way.FLOOR, places) == percent.value:
        return Agreement.TRUNCATED, f"{working} → {percent}", f"尾数舍去了，四舍五入是 {half_up} %"
    why = f"四舍五入是 {half_up} %，所印是 {percent}"
    if part.value < 0 or whole.value < 0 or (part.step == 0 and whole.step == 0):
        return Agreement.DOES_NOT_FOLLOW, working, why
    low, high = part.low / whole.high * 100, part.high / whole.low * 100
    half = Fraction(1, 2 * 10**places)
    # the upper end is reached only by exact figures; rounding half up includes its lower end
    reaches = high > percent.value - half or (high == percent.value - half and part.step == 0)
    if low < percent.value + half and reaches:
        span = f"按所印位数，约在 {to_places(low, places + 2)} % 与 {to_places(high, places + 2)} % 之间"
        return Agreement.WITHIN_DIGITS, working, f"{why}；{span}"
    return Agreement.DOES_NOT_FOLLOW, working, why


def _own_basis(line: Printed, percent: Percent | None) -> str:
    """The basis that the remarks, or the rate itself, give to a rate; physical progress is at most 100 %."""
    for said in re.split("[；;，,。、]", f"{normalise(line.note)}；{normalise(line.rate)}"):
        found = _OWN_BASIS.fullmatch(said)
        if not found or (found[1] == "形象进度" and percent is not None and percent.value > 100):
            continue
        if not found[2] or percent is None or Fraction(found[2].strip(".") or 0) == percent.value:
            return found[1]
    return ""


def _other_bases(
    target: Figure, actual: Figure, percent: Percent, *, less: bool
) -> Iterator[tuple[str, str]]:
    """Other meanings of a rate that give the printed number."""

    def gives(value: Fraction) -> bool:
        return rounded(value, Way.HALF_UP, percent.places) == percent.value

    if less and actual.value and gives(target.value / actual.value * 100):
        shown = show_quotient(target.value / actual.value * 100, percent.places)
        yield "按目标 ÷ 完成数计，越低越好", f"{' ÷ '.join(beside(target, actual))} {shown} → {percent}"
    if less and target.value and gives((2 - actual.value / target.value) * 100):
        yield "按 2 − 完成数 ÷ 目标计，越低越好", f"2 − {' ÷ '.join(beside(actual, target))} → {percent}"
    if not percent.signed and percent.places and gives(actual.value / target.value):
        yield "按倍数计，没有乘 100", f"{' ÷ '.join(beside(actual, target))} ≈ {percent.number}"
    in_points = target.unit is not None and target.unit.text == "%"
    if in_points and gives(actual.value - target.value):
        yield "按相差的百分点计", f"{actual.text} − {target.text} = {cut(actual.value - target.value)}"
    if percent.value == 100 and actual.value > target.value:
        yield "超额的按 100 % 计", " > ".join(beside(actual, target))


def _holds(target: Figure, actual: Figure) -> bool:
    return (target.relation or Relation.AT_LEAST).holds(actual.value, target.value)


def _reached(target: Figure, actual: Figure, stated: str) -> Outcome:
    """达到目标60元: repeats the actual figure and claims that it meets the target."""
    sign = (target.relation or Relation.AT_LEAST).sign
    done, asked = beside(actual, target)
    if not _holds(target, actual):
        return Agreement.DOES_NOT_FOLLOW, f"{done} 不合 {sign} {asked}", "没有达到目标"
    working = f"{done} {sign} {asked}"
    if stated:
        figure = read_figure(stated, actual.unit)
        if isinstance(figure, str):
            return Agreement.NOT_CHECKABLE, "", figure
        if figure.value != actual.value:
            return Agreement.DOES_NOT_FOLLOW, working, f"所印 {figure.text}，完成数是 {actual.text}"
    return Agreement.OTHER_BASIS, working, "以达标表述"


def _apart(target: Figure, actual: Figure, below: bool, stated: str) -> Outcome:
    """超任务17元, 高于目标23.1元: the difference, in the unit of the figures."""
    in_points = target.unit is not None and target.unit.text == "%"
    figure = read_figure(stated.removesuffix("个百分点") if in_points else stated, actual.unit)
    if isinstance(figure, str):
        return Agreement.NOT_CHECKABLE, "", figure
    by = target.value - actual.value if below else actual.value - target.value
    first, second = (target, actual) if below else (actual, target)
    working = f"{' − '.join(beside(first, second))} = {actual.in_own_unit(by)}"
    # rounding each figure can change the difference by half a unit in its last place
    leeway = (target.step + actual.step + figure.step) / 2
    if by == figure.value:
        return Agreement.OTHER_BASIS, working, "以相差的数表述"
    if abs(by - figure.value) < leeway:
        return Agreement.WITHIN_DIGITS, working, f"以相差的数表述，所印 {figure.text}"
    return Agreement.DOES_NOT_FOLLOW, working, f"所印 {figure.text}"
