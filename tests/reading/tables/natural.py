"""Published tables in the layouts in which offices print them, and what must be read of them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

import attrs
import xlsxwriter  # type: ignore[import-untyped]  # it brings no types

import minsheng as ms
from minsheng.domain.numerals import normalise
from tests.reading.registers import case
from tests.reading.tables.old_books import old_table

Row = Sequence[str]
#: area, indicator, what it is, and the cell
Fact = tuple[str, str, str, str]
KINDS = ("target", "actual", "rate", "rank", "grade")


@attrs.frozen
class Natural:
    """A table as it is printed.

    Args:
        name: the case and its layout.
        rows: its cells.
        facts: every figure that stands in it.
    """

    name: str
    rows: tuple[Row, ...]
    facts: tuple[Fact, ...]

    @property
    def title(self) -> str:
        """What stands above it."""
        return self.rows[0][0]

    def as_csv(self) -> bytes:
        """It as a CSV file."""
        width, out = max(map(len, self.rows)), io.StringIO()
        csv.writer(out).writerows([*row, *[""] * (width - len(row))] for row in self.rows)
        return out.getvalue().encode("gb18030")

    def as_workbook(self) -> bytes:
        """It as a workbook, with the cells of its headings merged."""
        width, out = max(map(len, self.rows)), io.BytesIO()
        with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
            sheet = book.add_worksheet("表")
            sheet.merge_range(0, 0, 0, width - 1, self.title)
            for number, row in enumerate(self.rows[1:], 1):
                for column, cell in enumerate(row):
                    spread = 1
                    while column + spread < len(row) and not row[column + spread] and self._heads(number):
                        spread += 1
                    if cell and spread > 1 and column:
                        sheet.merge_range(number, column, number, column + spread - 1, cell)
                    elif cell:
                        sheet.write_string(number, column, cell)
        return out.getvalue()

    def as_old_workbook(self) -> bytes:
        """It as an XLS file."""
        return old_table(self.rows)

    def _heads(self, number: int) -> bool:
        """Whether a row is one of headings over others."""
        row = self.rows[number]
        return len(row) > 3 and not row[-1] and not any(map(str.isdigit, "".join(row)))


def _facts(rows: Iterable[dict[str, str]], *kinds: str) -> Iterator[Fact]:
    for row in rows:
        for kind in kinds or KINDS[:3]:
            cell = row.get("published_rate" if kind == "rate" else kind, "")
            if any(map(str.isdigit, cell)):
                yield row.get("region", ""), row["indicator"], kind, cell


def old_estates() -> Iterator[Natural]:
    """Fourteen cities, starts and money: side by side, one table each, and turned."""
    rows = case("hunan_2021_oldestates_aug.csv")
    starts, money = rows[:15], rows[15:]
    title = "湖南省2021年城镇老旧小区改造进展情况（截至8月31日）"
    heads = [
        ("市州", "开工小区数", "", "", "完成投资额", "", ""),
        (
            "",
            "目标任务数（个）",
            "已开工数（个）",
            "开工率",
            "年度计划（万元）",
            "累计完成（万元）",
            "完成率",
        ),
    ]
    cells = ("target", "actual", "published_rate")
    body = [
        (s["region"], *(s[c] for c in cells), *(m[c] for c in cells))
        for s, m in zip(starts, money, strict=True)
    ]
    yield Natural("old estates side by side", ((title,), *heads, *body), tuple(_facts(rows)))
    for part in (starts, money):
        name, unit = part[0]["indicator"], part[0]["unit"]
        table = [(r["region"], *(r[c] for c in cells)) for r in part]
        alone = (
            (f"2021年1-8月各市州{name}情况表",),
            ("", "", f"单位：{unit}"),
            ("市（州）", "年度任务", "累计完成", "完成比例"),
        )
        yield Natural(f"old estates {unit}", (*alone, *table), tuple(_facts(part)))
        turned = tuple(zip(("市州", "目标任务", "完成数", "完成率"), *table, strict=True))
        yield Natural(
            f"old estates {unit} turned",
            ((f"{name}（单位：{unit}，截至2021年8月）",), *turned),
            tuple(_facts(part)),
        )


def city() -> Iterator[Natural]:
    """The city's own table: no areas, blank units, words among the figures."""
    rows = case("yueyang_2019_jan_nov.csv")
    heads = ("序号", "实事项目", "考核指标", "单位", "目标任务", "1-11月累计完成", "占年任务之比", "责任单位")
    body = [
        (
            str(n),
            *(r[key] for key in ("project", "indicator", "unit", "target", "actual", "published_rate")),
            "",
        )
        for n, r in enumerate(rows, 1)
    ]
    yield Natural(
        "city 2019", (("岳阳市2019年1—11月重点民生实事项目落实情况表",), heads, *body), tuple(_facts(rows))
    )


def district() -> Iterator[Natural]:
    """A district in two months: units in the cells, the district in the title or in the caption alone."""
    for month, at in (("7月25日", "2019-07-25"), ("8月底", "2019-08-31")):
        rows = [r for r in case("yueyanglou_2019_jul_aug.csv") if r["as_of"] == at]
        heads = ("序号", "项目名称", "目标任务", "完成情况", "完成比例", "备注")
        body = [
            (r["project"], r["indicator"], r["target"], r["actual"], r["published_rate"], r["note"])
            for r in rows
        ]
        title = (f"2019年重点民生实事项目进展情况（截至{month}）",)
        by = ("填报单位：岳阳楼区人民政府", "", "", "填报日期：2019年9月2日")
        yield Natural(f"district {month}", (title, by, heads, *body, ("填报人：某某",)), tuple(_facts(rows)))


def province() -> Iterator[Natural]:
    """A province: no targets, rates as 为任务的164.5%, differences in words."""
    rows = case("hunan_2011_38_indicators.csv")
    heads = ("指标名称", "计量单位", "全年完成", "完成任务的%")
    body = [(r["indicator"], r["unit"], r["actual"], r["published_rate"]) for r in rows]
    yield Natural(
        "province 2011", (("2011年为民办实事完成情况",), heads, *body), tuple(_facts(rows, "actual", "rate"))
    )


def physical() -> Iterator[Natural]:
    """No targets but some, physical progress, differences in the remarks."""
    rows = case("yueyang_2021_jan_sep.csv")
    heads = ("项目", "具体指标", "单位", "年度目标", "累计完成数", "完成率", "备注")
    body = [
        (r["project"], r["indicator"], r["unit"], r["target"], r["actual"], r["published_rate"], r["note"])
        for r in rows
    ]
    yield Natural("city 2021", (("2021年1-9月重点民生实事办理情况",), heads, *body), tuple(_facts(rows)))


def breakdown() -> Iterator[Natural]:
    """Areas across, tasks alone; and turned."""
    rows = case("meishan_2021_breakdown.csv")
    areas = ("全市", "市本级", "眉山天府新区", "东坡区", "彭山区", "仁寿县", "洪雅县", "丹棱县", "青神县")
    facts = tuple(
        (area, r["indicator"], "target", r[area])
        for r in rows
        for area in areas
        if any(map(str.isdigit, r[area]))
    )
    heads = ("类别", "目标任务", "单位", *areas, "责任单位")
    body = [
        (r["group"], r["marker"] + r["indicator"], r["unit"], *(r[a] for a in areas), r["lead_unit"])
        for r in rows
    ]
    yield Natural("breakdown", (("眉山市2021年民生实事目标任务分解表",), heads, *body), facts)


def matrix() -> Iterator[Natural]:
    """Counties across, points and a rule behind."""
    rows = case("quzhou_target_matrix_with_rules.csv")
    areas = ("柯城区", "衢江区", "龙游县", "江山市", "常山县", "开化县")
    facts = tuple(
        (a, r["考核指标"], "target", r[a]) for r in rows for a in areas if any(map(str.isdigit, r[a]))
    )
    heads = ("序号", "考核指标", "单位", "各县（市、区）目标值", "", "", "", "", "", "基本分", "评分标准")
    body = [
        (r["序号"], r["考核指标"], r["单位"], *(r[a] for a in areas), r["基本分"], r["评分标准"])
        for r in rows
    ]
    yield Natural("matrix", (("村镇规划建设任务分解表",), heads, ("", "", "", *areas), *body), facts)


def rankings() -> Iterator[Natural]:
    """Places alone."""
    for day in ("2017-07-31", "2021-08-31"):
        rows = [r for r in case("luan_monthly_rankings.csv") if r["as_of"] == day]
        body = [(r["published_rank"], r["region"], r["note"]) for r in rows]
        facts = tuple((r["region"], "", "rank", r["published_rank"]) for r in rows)
        yield Natural(
            f"ranks {day[:4]}",
            ((f"{day[:4]}年{day[5:7]}月民生工程排名",), ("位次", "县区", "备注"), *body),
            facts,
        )


def votes() -> Iterator[Natural]:
    """Votes on each project, and what they came to."""
    rows = case("zhenhai_2021_satisfaction_votes.csv")
    keys = ("satisfied", "basically_satisfied", "dissatisfied", "present")
    for city in dict.fromkeys(r["city"] for r in rows):
        own = [r for r in rows if r["city"] == city]
        heads = ("项目名称", "满意（票）", "基本满意（票）", "不满意（票）", "到会人数", "测评结果")
        body = [(r["project"], *(r[key] for key in keys), r["published_grade"]) for r in own]
        facts = [("", r["project"], "part", r[key]) for r in own for key in keys if r[key]]
        facts += [("", r["project"], "grade", r["published_grade"]) for r in own if r["published_grade"]]
        yield Natural(
            f"votes {city}",
            ((f"{city}{own[0]['year']}年民生实事项目满意度测评结果",), heads, *body),
            tuple(facts),
        )


def against_schedule() -> Iterator[Natural]:
    """Places of the whole country against the schedule, most of it in words."""
    rows = [r for r in case("schedule_reference_points.csv") if r["period_end"][:1].isdigit()]
    heads = ("地区", "统计截止", "年度目标", "累计完成", "占年度目标", "与序时进度相比")
    kept = ("place", "period_end", "annual_target", "actual", "rate_of_annual", "published_vs_schedule")
    facts = [
        (r["place"], "", kind, r[key])
        for r in rows
        for kind, key in zip(("target", "actual", "rate"), kept[2:], strict=False)
        if r[key]
    ]
    body = [tuple(r[key] for key in kept) for r in rows]
    yield Natural("against the schedule", (("各地重点工作进度情况",), heads, *body), tuple(facts))


def standards() -> Iterator[Natural]:
    """Standards of several years and places, each in a unit of its own."""
    rows = case("standards_history.csv")
    heads = ("地区", "年份", "项目名称", "计量单位", "目标值", "实际值", "备注")
    kept = ("region", "year", "item", "unit", "floor_or_target", "actual", "basis")
    facts = [
        (r["region"], r["item"], kind, r[key])
        for r in rows
        for kind, key in (("target", "floor_or_target"), ("actual", "actual"))
        if any(map(str.isdigit, r[key]))
    ]
    body = [tuple(r[key] for key in kept) for r in rows]
    yield Natural("standards", (("历年城乡低保及补贴标准执行情况",), heads, *body), tuple(facts))


def read(table: Natural, data: bytes) -> tuple[set[Fact], int]:
    """The figures that are read of it, and how many columns with figures are said to be not read."""
    taken = ms.read_published(data)
    found = {
        (line.area, line.name, kind, cell)
        for line in taken
        for kind in KINDS
        if (cell := getattr(line, kind)) and (kind == "grade" or any(map(str.isdigit, cell)))
    }
    for line in taken:
        for one in line.breakdowns:
            cells = (one.whole, *(cell for _, cell in one.parts))
            found |= {(line.area, line.name, "part", re.sub("[票人]$", "", cell)) for cell in cells if cell}
    return found, len(taken.intake.unread)


def plain(fact: Fact, table: Natural) -> Fact:
    """A fact as it is compared: without an area or an indicator that all of the table is of."""
    area, name, kind, cell = fact
    areas, names = ({fact[n] for fact in table.facts} for n in (0, 1))
    name = normalise(name).strip("★◆")
    return area if len(areas) > 1 else "", name if len(names) > 1 else "", kind, cell


def count() -> Iterator[tuple[str, str, int, int, int, int]]:
    """For each table as each kind of file: its figures, those read right, set aside or refused, and read
    as something else."""
    for table in ALL:
        facts = {plain(fact, table) for fact in table.facts}
        for kind in ("csv", "workbook", "old_workbook"):
            try:
                found, unread = read(table, getattr(table, f"as_{kind}")())
            except ms.DataError:
                found, unread = set(), 1
            seen = {plain(fact, table) for fact in found}
            right = len(facts & seen)
            lost = len(facts) - right
            yield (
                table.name,
                kind,
                len(facts),
                right,
                lost if unread else 0,
                len(seen - facts) + (0 if unread else lost),
            )


ALL: tuple[Natural, ...] = tuple(
    table
    for made in (
        old_estates,
        city,
        district,
        province,
        physical,
        breakdown,
        matrix,
        rankings,
        votes,
        against_schedule,
        standards,
    )
    for table in made()
)


if __name__ == "__main__":
    counts = list(count())
    total = ("", "合计", *map(sum, zip(*(line[2:] for line in counts), strict=True)))
    rows = tuple(tuple(map(str, line)) for line in (*counts, total))
    print(ms.Table(("table", "file", "figures", "right", "aside", "silent"), rows))
