"""A table rewritten reads to the same register, or to less with reasons; never to anything else."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from decimal import Decimal

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

import minsheng as ms

P = ms.load("yueyang-2023")
#: indicators whose areas' shares are in the unit of the target, in a smaller one, in money
ITEMS = ("jobs", "rural-roads", "elevators", "grid-110kv", "medical-assistance")
AREAS = ("平江县", "岳阳楼区", "城陵矶新港区", "汨罗市", "岳阳县")
FULL = str.maketrans("0123456789.", "０１２３４５６７８９．")

TARGET = ("目标任务数", "年度任务", "全年目标", "计划数", "目标值", "任务", "2023年目标任务", "下达任务数")
ACTUAL = (
    "完成数",
    "累计完成",
    "已完成数",
    "1-6月实际完成",
    "截至6月底累计完成",
    "实际完成数",
    "年内累计完成量",
)
RATE = ("完成率", "完成比例", "占年任务之比", "完成百分比")
AREA = ("县市区", "县（市、区）", "地区", "单位名称", "区县名称", "各地", "填报单位")
ITEM = ("指标", "考核指标", "指标名称", "项目名称", "实事内容", "工作任务")
UNIT = ("计量单位", "数量单位", "计量", "单位")
WHOLE = ("全市", "合计", "总计", "全市合计")
TITLES = (
    "2023年1—6月重点民生实事完成情况表",
    "重点民生实事进展情况（截至6月底）",
    "岳阳市2023年上半年民生实事项目完成情况",
)

#: what is known of each indicator and area: the target and the figure, in whole base units
Facts = dict[tuple[str, str | None], tuple[ms.Amount, ms.Amount]]


@attrs.frozen
class Way:
    """How a table is written.

    Args:
        layout: what goes down and what across.
        unit: where the unit stands: in the heading, a column, the caption, each cell; or nowhere.
        full: full-width digits.
        commas: thousands commas.
        words: which of the names of each thing is taken.
        order: how rows and columns are shuffled.
        title: which title, or none.
        rates: whether a column of rates stands there.
    """

    layout: str
    unit: str
    full: bool
    commas: bool
    scaled: bool
    words: int
    order: Callable[[list[int]], list[int]]
    title: int
    rates: bool

    def word(self, names: tuple[str, ...]) -> str:
        return names[self.words % len(names)]

    def figure(self, amount: ms.Amount) -> str:
        """A figure as this table writes it."""
        value, unit = amount.value, amount.unit.text
        if self.scaled and value >= 10000 and not unit.startswith("万"):
            value, unit = value / 10000, f"万{unit}"
            text = f"{value.normalize():f}{unit if self.unit == 'cell' else '万'}"
        else:
            text = f"{value:,}" if self.commas else f"{value}"
            text += unit if self.unit == "cell" else ""
        return text.translate(FULL) if self.full else text

    def rate(self, target: ms.Amount, actual: ms.Amount) -> str:
        return f"{(actual / 1).to(target.unit).value * 100 / target.value:.1f}%"


def unit_of(item: str) -> str:
    """The unit in which a table counts: that of the areas' shares."""
    return P.allocation[item].unit.text


def rows_of(facts: Facts, way: Way) -> list[list[str]]:
    """The facts as a table."""
    items = list(dict.fromkeys(item for item, _ in facts))
    areas = list(dict.fromkeys(area for _, area in facts))
    texts = {item: P.indicator(item).text for item in items}
    name = {area: area or way.word(WHOLE) for area in areas}
    target, actual, rate = way.word(TARGET), way.word(ACTUAL), way.word(RATE)
    kinds = [target, actual, *([rate] if way.rates else [])]

    def cells(item: str, area: str | None) -> list[str]:
        asked, done = facts[item, area]
        return [way.figure(asked), way.figure(done), *([way.rate(asked, done)] if way.rates else [])]

    def headed(kind: str, item: str) -> str:
        return f"{kind}（{unit_of(item)}）" if way.unit == "heading" and kind != rate else kind

    match way.layout:
        case "all down":
            heads = [way.word(ITEM), way.word(AREA), *kinds]
            body = [[texts[i], name[a], *cells(i, a)] for i, a in facts]
            if way.unit in ("column", "heading"):  # several indicators have no unit in common
                heads.append(way.word(UNIT))
                body = [[*row, unit_of(i)] for row, (i, _) in zip(body, facts, strict=True)]
            order = way.order(list(range(len(heads))))
            rows = [[row[n] for n in order] for row in (heads, *body)]
        case "areas across":
            heads = [way.word(ITEM), way.word(UNIT), *(name[a] for a in areas for _ in kinds)]
            below = ["", "", *(kind for _ in areas for kind in kinds)]
            unit = {i: unit_of(i) if way.unit in ("column", "heading") else "" for i in items}
            rows = [heads, below]
            rows += [[texts[i], unit[i], *(c for a in areas for c in cells(i, a))] for i in items]
        case "items across":
            heads = [way.word(AREA), *(texts[i] for i in items for _ in kinds)]
            below = ["", *(headed(kind, i) for i in items for kind in kinds)]
            rows = [heads, below, *([name[a], *(c for i in items for c in cells(i, a))] for a in areas)]
        case _:
            rows = []
            for item in items:
                rows.append(
                    [f"{texts[item]}{'（单位：' + unit_of(item) + '）' if way.unit == 'caption' else ''}"]
                )
                rows.append([way.word(AREA), *(headed(kind, item) for kind in kinds)])
                rows += [[name[a], *cells(item, a)] for a in areas]
    above = [[TITLES[way.title % len(TITLES)]]] if way.title >= 0 else []
    width = max(map(len, (*above, *rows)))
    return [[*row, *[""] * (width - len(row))] for row in (*above, *rows)]


def turned(rows: list[list[str]]) -> list[list[str]]:
    return [list(row) for row in zip(*rows, strict=True)]


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    items = draw(st.lists(st.sampled_from(ITEMS), min_size=1, max_size=3, unique=True))
    areas: list[str | None] = [
        *draw(st.lists(st.sampled_from(AREAS), min_size=1, max_size=4, unique=True)),
        None,
    ]
    found: Facts = {}
    for item in items:
        row = P.allocation[item]
        for area in areas:
            share = row.total.value if area is None else row.shares[area]
            if share is None:
                share = Decimal(draw(st.integers(1, 400)))
            done = draw(st.integers(1, 12)) * share / 8
            done = done.quantize(Decimal(1)) or Decimal(1)
            found[item, area] = ms.Amount(share, row.unit), ms.Amount(done, row.unit)
    return found


ways = st.builds(
    Way,
    layout=st.sampled_from(["all down", "areas across", "items across", "one table each"]),
    unit=st.sampled_from(["heading", "column", "caption", "cell", "nowhere"]),
    full=st.booleans(),
    commas=st.booleans(),
    scaled=st.booleans(),
    words=st.integers(0, 500),
    order=st.sampled_from([lambda n: n, lambda n: n[::-1], lambda n: n[1:] + n[:1], lambda n: n[2:] + n[:2]]),
    title=st.integers(-1, 2),
    rates=st.booleans(),
)


def read(rows: list[list[str]]) -> ms.Progress | ms.DataError:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    try:
        return ms.read_progress(out.getvalue().encode("gb18030"), P, period="2023年1-6月")
    except ms.DataError as error:
        return error


def compare(known: Facts, progress: ms.Progress | ms.DataError, shown: object) -> int:
    """How many facts were read right; that nothing else was read, and of the rest that it is told why."""
    if isinstance(progress, ms.DataError):
        assert all(problem.met for problem in progress.problems)
        return 0
    read = {(r.indicator, r.area): r for r in progress.records}
    assert len(read) == len(progress.records), shown
    for key, record in read.items():
        asked, done = known[key]
        assert record.value == done, (shown, key, record.value, done)
        assert record.target is None or record.target.amount == asked, (shown, key, record.target, asked)
    if len(read) < len(known):
        assert progress.aside or progress.intake.unread, shown
    return len(read)


@settings(max_examples=120)
@given(facts(), ways, st.booleans())
def test_a_table_rewritten_says_the_same_or_less(known: Facts, way: Way, turn: bool) -> None:
    """Law: whatever way facts are laid out, nothing else is read; what is not read is told."""
    rows = rows_of(known, way)
    if turn and way.layout != "one table each":
        head = len(rows) - len([row for row in rows if sum(map(bool, row)) > 1])
        rows = rows[:head] + turned(rows[head:])
        width = max(map(len, rows))
        rows = [[*row, *[""] * (width - len(row))] for row in rows]
    compare(known, read(rows), rows)


@settings(max_examples=80)
@given(facts(), ways.filter(lambda way: way.unit != "nowhere" and not (way.scaled and way.full)))
def test_a_table_that_says_its_units_is_read_whole(known: Facts, way: Way) -> None:
    """Law: with units somewhere, every figure is read, however it is laid out."""
    has_column = way.layout in ("all down", "areas across")
    if (way.unit == "column" and not has_column) or (
        way.unit == "caption" and way.layout != "one table each"
    ):
        way = attrs.evolve(way, unit="cell")
    rows = rows_of(known, way)
    assert compare(known, read(rows), rows) == len(known), (rows, read(rows))


@settings(max_examples=60)
@given(facts(), ways, st.sampled_from(["name", "beginning", "nowhere"]))
def test_one_areas_table_is_never_the_citys(known: Facts, way: Way, told: str) -> None:
    """Law: a table of one area, without a column that says so, is that area's or nobody's."""
    area = next(area for _, area in known)
    assert area is not None
    title = TITLES[0] if told == "nowhere" else f"{area if told == 'name' else area[:-1]}{TITLES[0]}"
    rows = [[title, "", ""], [way.word(ITEM), way.word(TARGET), way.word(ACTUAL)]]
    for (item, of), (asked, done) in known.items():
        if of == area:
            unit = unit_of(item)
            rows.append([P.indicator(item).text, f"{asked.value}{unit}", f"{done.value}{unit}"])
    progress = read(rows)
    for record in progress.records if isinstance(progress, ms.Progress) else ():
        asked, done = known[record.indicator, area]
        assert record.value == done
        citys = told == "nowhere" and asked == P.allocation[record.indicator].total
        assert record.area == (None if citys else area), rows


@settings(max_examples=60)
@given(facts(), ways, st.booleans())
def test_the_sum_of_some_areas_is_never_the_citys(known: Facts, way: Way, targets: bool) -> None:
    """Law: a total below some areas is the city's only if all that have a share are listed."""
    item = next(item for item, _ in known)
    listed = {area: pair for (one, area), pair in known.items() if one == item and area is not None}
    unit = unit_of(item)
    kinds = [way.word(TARGET)] * targets + [way.word(ACTUAL)]
    rows = [[P.indicator(item).text, "", ""], [way.word(AREA), *kinds]]
    for name, pair in listed.items():
        rows.append([name, *(f"{amount.value}{unit}" for amount in pair[not targets :])])
    sums = [sum(pair[n].value for pair in listed.values()) for n in range(not targets, 2)]
    rows.append([("合计", "总计", "共计")[way.words % 3], *(f"{value}{unit}" for value in sums)])
    width = max(map(len, rows))
    progress = read([[*row, *[""] * (width - len(row))] for row in rows])
    assert isinstance(progress, ms.Progress), progress
    lacking = {a for a, share in P.allocation[item].shares.items() if share is not None} - {*listed}
    same = targets and sums[0] == P.allocation[item].total.value
    assert (None in {r.area for r in progress.records}) == (not lacking or same), rows
    assert {r.area: r.value for r in progress.records if r.area} == {a: d for a, (_, d) in listed.items()}
