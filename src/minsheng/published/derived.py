"""Checks what a row says of its own cells: changes, growth, what is left, sums and weighted scores."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial
from itertools import permutations

from minsheng.domain.amount import to_decimal
from minsheng.domain.expression.evaluate import rounded
from minsheng.domain.expression.forms import Way
from minsheng.domain.numerals import normalise
from minsheng.domain.written import cut, to_places
from minsheng.errors import MinshengError
from minsheng.published.figures import Figure, column_figure, read_rank
from minsheng.published.printed import Agreement, Check, Outcome, Printed, Subject

_RANK = "名次|排名|位次"
_MOVED = re.compile(rf"(?:{_RANK}|进退).*(?:变化|变动|升降|进退|增减)|较上.*(?:{_RANK})|^进退位?$|^升降$")
_LAST = re.compile("上月|上期|上季|上旬|上周|上年|去年|同期|前期|上次|20\\d\\d年")
_GREW = re.compile("同比|环比|增幅|增长|增速|增减|较上|比上|较去年|比去年|变化|变动|改善|幅度")
_PART_OF = re.compile("占.*(?:序时|时序|进度)|(?:序时|时序).*(?:完成率|完成比)")
_SCHEDULE = re.compile("序时|时序|时间进度|应达|应完成")
_LEFT = re.compile("^(?:未完成|剩余|尚余|差额|差距|缺口|尚差|还差|欠|超额|超出|超目标|结余|余额|节余|未支出)")
_AGAINST = re.compile("(?:与|较|比|超|低于|高于|快于|慢于).*(?:序时|时序|时间进度|进度).*|序时差|偏差")
_SUM = re.compile(
    "^(?:合计|总计|共计|小计|(?:总|综合|最终|最后|合计|年度)?(?:得|评)?分|总成绩|得分合计|总数|累计.*|全年.*|总评)$"
)
_NO_FIGURE = re.compile(rf"序号|编号|{_RANK}|年份|电话|^序$")
_WEIGHT = re.compile(r"(\d{1,3}(?:\.\d+)?)%")
_TAKEN_OFF = re.compile("扣|减分")
_DOWN = re.compile("[↓▼-]|下降|降低|减少|退|降|低|慢|少|回落|负")
_STAY = re.compile("[-—–─→=]+|持平|不变|0|无变化|平")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


#: what a column should be in one row, the arithmetic written out, and how far digits leave it open
_Made = tuple[Fraction, str, Fraction] | None
#: one way to make a column of others
_Way = Callable[[Printed], _Made]


def check_derived(lines: Iterable[Printed]) -> Iterator[Check]:
    """Check the columns that say something of others: 增幅, 较上月, 名次变化, 剩余任务, 总分.

    A column is held against the way that makes most of its cells, if that is more than half of them,
    or the only way that its headings allow.
    """
    tables: dict[tuple[str, ...], dict[tuple[str, object], Printed]] = {}
    for line in lines:
        heads = tuple(head for head, _ in line.row)
        if heads:
            tables.setdefault((line.about, *heads), {}).setdefault((line.source, line.row), line)
    for (_, *named), rows in tables.items():
        for n, head in enumerate(named):
            yield from _column(tuple(rows.values()), named, n, normalise(head))


def _column(rows: Sequence[Printed], heads: Sequence[str], at: int, head: str) -> Iterator[Check]:
    cells = [(line, line.row[at][1]) for line in rows]
    if _MOVED.search(head):
        ways, subject = list(_moves(heads, at)), Subject.CHANGE
    elif _PART_OF.search(head):
        ways, subject = list(_parts(heads, at)), Subject.RATE
    elif _LEFT.search(head) or _AGAINST.search(head) or _GREW.search(head):
        ways, subject = list(_changes(heads, at, head)), Subject.CHANGE
    elif _SUM.search(head):
        ways, subject = list(_sums(heads, at, rows)), Subject.PARTS
    else:
        return
    read = [(line, cell, value) for line, cell in cells if (value := _signed(cell)) is not None]
    least = _LEFT.search(head) is not None  # nothing is left where more was done
    down = re.search("[降减负]|改善", head) is not None  # 降幅 3 %: less by 3 %
    tried = [[_compare(way(line), *value, down=down, least=least) for line, _, value in read] for way in ways]
    outcomes = [one for one in tried if any(one)]  # by the columns that can be meant
    counts = [sum(o is not None and o[0] is not Agreement.DOES_NOT_FOLLOW for o in one) for one in outcomes]
    if not read or not counts or not max(counts):
        return
    best = counts.index(max(counts))
    made = [o for o in outcomes[best] if o is not None]
    sure = 2 * max(counts) > len(made) and max(counts) > 1
    sure = sure or (len(outcomes) <= _ONE_PAIR and 2 * max(counts) >= len(made) > 1)
    for (line, cell, _), outcome in zip(read, outcomes[best], strict=True):
        if outcome is not None and (sure or outcome[0] is not Agreement.DOES_NOT_FOLLOW):
            agreement, working, why = outcome
            yield Check(line, subject, cell, agreement, f"{heads[at]} {working}", why)


#: a difference and a growth of the only two columns that a heading allows
_ONE_PAIR = 2


def _signed(cell: str) -> tuple[Fraction, int] | None:
    """The number in a cell, with its sign in figures, arrows or words; and its places."""
    plain = normalise(cell)
    if not plain:
        return None
    if _STAY.fullmatch(plain):
        return (Fraction(0), 0) if plain not in ("-", "—") else None
    found = _NUMBER.search(plain)
    if found is None or len(_NUMBER.findall(plain)) > 1:
        return None
    try:
        number = to_decimal(found[0])
    except MinshengError:
        return None
    exponent = number.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) else 0
    before = plain[: found.start()] + plain[found.end() :]
    sign = -1 if _DOWN.search(before) else 1
    return sign * Fraction(number), places


def _compare(made: _Made, value: Fraction, places: int, *, down: bool, least: bool) -> Outcome | None:
    if made is None:
        return None
    exact, said, spread = made
    right = rounded(exact, Way.HALF_UP, places) if exact >= 0 else -rounded(-exact, Way.HALF_UP, places)
    shown = f"{said} {'=' if (exact * 10 ** (places + 2)).denominator == 1 else '≈'} {_text(exact, places)}"
    if right == value or (down and right == -value):
        return Agreement.AGREES, shown, ""
    if least and exact < 0 and value == 0:
        return Agreement.OTHER_BASIS, shown, "不足 0 的记 0"
    if abs(exact - value) <= spread + Fraction(1, 2 * 10**places) and spread:
        return Agreement.WITHIN_DIGITS, shown, f"所印是 {to_places(value, places)}"
    if exact > 0 and rounded(exact, Way.FLOOR, places) == value and places:
        return Agreement.TRUNCATED, shown, "尾数舍去了"
    return Agreement.DOES_NOT_FOLLOW, shown, f"所印是 {to_places(value, places)}"


def _text(exact: Fraction, places: int) -> str:
    return cut(exact) if (exact * 10 ** (places + 2)).denominator == 1 else to_places(exact, places + 2)


def _moves(heads: Sequence[str], at: int) -> Iterator[_Way]:
    """Last month's rank less this one's."""
    ranks = [h for h in heads if re.search(_RANK, h) and not _MOVED.search(normalise(h))]
    for last, this in permutations(ranks, 2):
        if not _LAST.search(last):
            continue

        yield partial(_moved, last=last, this=this)


def _moved(line: Printed, last: str, this: str) -> _Made:
    row = dict(line.row)
    one, two = read_rank(row[last]), read_rank(row[this])
    return (
        None
        if one is None or two is None
        else (Fraction(one - two), f"{last} {one} − {this} {two}", Fraction(0))
    )


def _changes(heads: Sequence[str], at: int, head: str) -> Iterator[_Way]:
    """One column less another, or by how much it grew."""
    others = [h for n, h in enumerate(heads) if n != at and not _NO_FIGURE.search(h)]
    others = [h for h in others if not (_GREW.search(h) or _LEFT.search(h) or _AGAINST.search(h))]
    scheduled = {h for h in others if _SCHEDULE.search(h)} if _AGAINST.search(head) else set[str]()
    for one, two in permutations(others, 2):
        if scheduled and scheduled.isdisjoint((one, two)):
            continue
        if _GREW.search(head) and not (_LEFT.search(head) or _AGAINST.search(head)) and not _LAST.search(two):
            continue
        if "率" not in head:
            yield partial(_difference, one=one, two=two, at=at)
        if _GREW.search(head) or "率" in head:
            yield partial(_growth, one=one, two=two)


def _two(line: Printed, one: str, two: str) -> tuple[Figure, Figure] | None:
    first, second = column_figure(line, one), column_figure(line, two)
    if isinstance(first, str) or isinstance(second, str) or not first.comparable(second):
        return None
    return first, second


def _difference(line: Printed, one: str, two: str, at: int) -> _Made:
    found = _two(line, one, two)
    if found is None:
        return None
    first, second = found
    if normalise(line.row[at][1]).endswith("%") and not first.text.endswith("%"):
        return None  # so many more are no per cent
    factor = first.unit.factor if first.unit else Fraction(1)
    spread = (first.step + second.step) / 2 / factor
    return (first.value - second.value) / factor, f"{first.text} − {second.text}", spread


def _parts(heads: Sequence[str], at: int) -> Iterator[_Way]:
    """One column as a part of what the schedule asks for."""
    others = [h for n, h in enumerate(heads) if n != at and not _NO_FIGURE.search(h)]
    for one, two in permutations(others, 2):
        if _SCHEDULE.search(two) and not _PART_OF.search(one) and not _PART_OF.search(two):
            yield partial(_growth, one=one, two=two, less=0)


def _growth(line: Printed, one: str, two: str, less: int = 1) -> _Made:
    found = _two(line, one, two)
    if found is None or not found[1].value:
        return None
    first, second = found
    exact = (first.value / second.value - less) * 100
    spread = Fraction(0)
    if first.step or second.step:
        low = max(second.value - second.step / 2, second.step / 2 or Fraction(1, 100))
        spread = abs((first.value + first.step / 2) / low - first.value / second.value) * 100
    over = f"({first.text} − {second.text})" if less else first.text
    return exact, f"{over} ÷ {second.text}", spread


def _sums(heads: Sequence[str], at: int, rows: Sequence[Printed]) -> Iterator[_Way]:
    """The columns before it, or after it, added up; with the weights that headings give."""

    def counts(n: int) -> bool:
        return not _NO_FIGURE.search(heads[n]) and any(
            isinstance(column_figure(line, heads[n]), Figure) for line in rows
        )

    before = [n for n in range(at) if counts(n)]
    after = [n for n in range(at + 1, len(heads)) if counts(n)]
    runs = [before[start:] for start in range(len(before) - 1)]
    scores = [n for n in before if "分" in heads[n]]
    runs += [scores] if 1 < len(scores) < len(before) else []
    runs += [after[:end] for end in range(len(after), 1, -1)]
    for run in runs:
        names = [heads[n] for n in run]
        weights = [_WEIGHT.search(normalise(name)) for name in names]
        yield partial(_sum, names=names, weights={})
        if all(weights):
            given = {n: Fraction(Decimal(w[1])) / 100 for n, w in zip(names, weights, strict=True) if w}
            yield partial(_sum, names=names, weights=given)


def _sum(line: Printed, names: Sequence[str], weights: Mapping[str, Fraction]) -> _Made:
    total, spread, said = Fraction(0), Fraction(0), list[str]()
    unit = None
    for name in names:
        figure = column_figure(line, name)
        if isinstance(figure, str):
            if dict(line.row)[name].strip() in ("", "/", "—", "-"):
                continue
            return None
        if said and not (
            unit is figure.unit or (unit and figure.unit and unit.measures_same_as(figure.unit))
        ):
            return None
        unit = figure.unit
        off = _TAKEN_OFF.search(name) is not None and figure.value > 0
        weight = weights.get(name, Fraction(1))
        total += (-1 if off else 1) * weight * figure.value
        spread += weight * figure.step / 2
        text = f"{figure.text} × {cut(weight * 100)}%" if weights else figure.text
        said.append(("− " if off else "+ ") + text)
    factor = unit.factor if unit else Fraction(1)
    if len(said) < 2:
        return None
    return total / factor, " ".join(said).removeprefix("+ "), spread / factor
