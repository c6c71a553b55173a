"""Every result does the same things alike: a table, records, Markdown, HTML, one line, a notebook."""

from __future__ import annotations

import datetime
import json
import pydoc
import re
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import attrs
import polars as pl
import pytest

import minsheng as ms
from minsheng.dividing.distance import distance
from minsheng.domain import compare_programmes, programme_diff
from minsheng.reading.dmn.document import Tag
from minsheng.table import Tabled
from minsheng.testing import allocation_laws
from minsheng.visible import hidden
from tests.public import PUBLIC

P = ms.load("yueyang-2023")
DAY = datetime.date(2023, 6, 30)
JUNE = ms.Period.month(2023, 6)
DONE = ms.Progress((
    ms.Record("jobs", JUNE, ms.Amount("3.1", "万人"), on=datetime.date(2023, 7, 20)),
    ms.Record("farmland", JUNE, text="没有报"),
))  # fmt: skip
STANDINGS = ms.standings(P, DONE, on=DAY, policy=ms.measuring.load_lights("ouhai"))
REPORT = ms.check(P, progress=DONE, on=DAY)
#: a bit of everything that could break a page, a table or a line
HOSTILE = "<script>alert(1)</script>|\x1b[2J\u202e\n=1+1"
PAID = ms.column("paid", "元/月", places=2)
FLOOR = ms.Criterion("X201", ms.Amount(650, "元/月") <= PAID, title="低保标准")
PLUGIN = ms.embedding.Plugin("rules", HOSTILE, HOSTILE, (ms.STANDARD_RULES[0],))
PLUGGED = ms.embedding.Plugins((PLUGIN,), (ms.Problem(HOSTILE, HOSTILE),))
COUNT = ms.embedding.CriterionCount(FLOOR, met=1, unmet=1, invalid=1, examples=(HOSTILE,))
JUDGED = ms.embedding.JudgedRows(HOSTILE, 3, (COUNT,), 1, (ms.Problem(HOSTILE, HOSTILE),), (HOSTILE,))
WEIGHTS = {"甲县": 1, "乙县": 2}
DIVISION = ms.allocate("10 户", WEIGHTS)
ROW = ms.Row("x", "户", ("甲县", "乙县", "丙县"), (100, 60, None), text=HOSTILE)
MATRIX = ms.dividing.allocate_matrix({"一": 3}, {"甲": 3}, {"一": {"甲": 1}}, unit="户")
MOVED = ms.dividing.reallocate(
    ROW, "170 户", ties="order", approval=ms.domain.Citation("某办〔2023〕9号", "第二条")
)
RESEMBLED = ms.dividing.resembles([P.allocation["jobs"]], {"用户数": P.allocation["users"].shares})
#: characters that nobody sees are refused where a printed table is read
SEEN = "".join(c for c in HOSTILE if c.isprintable())
PUBLISHED = ms.check_published([{"指标": SEEN, "目标": "51个", "完成数": "3个", "完成率": "5%"}])
DRAFT = ms.Draft({"name": HOSTILE, "projects": [], "allocation": {"rows": []}}, (
    ms.domain.Question("x", HOSTILE, HOSTILE, HOSTILE, reads=HOSTILE),
))  # fmt: skip
LINE = ms.rules.Line((ms.rules.OneOf(("优",)),), Decimal(10), HOSTILE)
GRADES = ms.rules.DecisionTable(HOSTILE, ("等次",), (LINE,))
MODEL = ms.rules.DecisionModel("等次", (), (), Tag("definitions"))
SCHEME = ms.load_scheme("chizhou-2004")
RANKING = ms.score(P, SCHEME, progress=DONE, on=DAY)
LAWS = allocation_laws(lambda total, weights: [total, *(0 for _ in weights[1:])], max_examples=5)

BEST = ms.scoring.RewardList("best", HOSTILE, at_least=0)
WORK = ms.scoring.Item("work", HOSTILE, ms.scoring.Given(), Decimal(9))
MARKED = ms.scoring.Scheme("x", HOSTILE, "", items=(WORK,), total=Decimal(9))
ENDED = ms.bulletins.year_end(P, DONE, notes=(HOSTILE,))
REWARDS = ms.scoring.rewarded(
    ms.score_records(MARKED, {HOSTILE: {"work_mark": 9}}), ms.scoring.RewardPolicy(HOSTILE, (BEST,))
)
SATISFIED = ms.scoring.satisfaction((ms.scoring.Answers(HOSTILE, "家访", 9, 0, 1),))
ACCEPTED = ms.domain.Acceptances((
    ms.domain.Acceptance(
        "elevators", "county", "failed", "平江县", ms.Amount(40, "台"), on=DAY, mend=HOSTILE
    ),
))  # fmt: skip
ACCEPTANCE = ms.measuring.acceptance_standings(P, ACCEPTED, progress=DONE)
MENDINGS = ms.measuring.mending(P, ACCEPTED)
GAPS = ms.measuring.acceptance_gaps(P, ms.Progress(
    (ms.Record("elevators", JUNE, ms.Amount(42, "台"), "平江县"),)
), ACCEPTED)  # fmt: skip
WORKS = ms.domain.Works((ms.domain.Work(HOSTILE, "public-toilets", "平江县", 2023),))
MONTHLY = ms.domain.ReportingDuty("月报", ms.domain.Cadence.MONTH, due=ms.domain.Deadline(5))
BULLETIN = ms.bulletin(P, DONE, "2023年6月", notes=(HOSTILE,))
CHANGED = P.with_row(P.allocation["jobs"].replace(平江县=5800))
DIFFERENT, COMPARED = programme_diff(P, CHANGED), compare_programmes(P, CHANGED)
RESULTS: list[Tabled] = [
    P, P.project(7), P.indicator("jobs"), P.standard("subsistence-rural"), P.allocation, P.allocation["jobs"],
    GRADES, MODEL,
    ROW, DONE, ms.measuring.load_lights("yinchuan-2025"), FLOOR, FLOOR.judge({"paid": "640"}),
    FLOOR.trace({"paid": "640"}),
    ms.STANDARD_RULES[0],
    REPORT, REPORT["A101"], *REPORT.findings[:2], REPORT["A101"].held[0], ms.Unknown(HOSTILE, HOSTILE),
    STANDINGS, STANDINGS[0], *STANDINGS.roll_up("area")[:1],
    ms.measuring.Total(ms.Amount(3, "户"), ms.Amount(1, "户"), 2, 1),
    *ms.completeness(P, DONE, MONTHLY, on=DAY)[:1],
    PUBLISHED, PUBLISHED.checks[0], DIVISION, MATRIX, MOVED, RESEMBLED, RESEMBLED.found[0],
    ms.dividing.compare_allocations("10 户", WEIGHTS, ties="order"), distance([5, 5], [6, 4]) or DIVISION,
    DRAFT, BULLETIN, BULLETIN.opening, DIFFERENT.changes[0], COMPARED, COMPARED.differences[0],
    ms.charts.allocation_bars(ms.dividing.compare_allocations("10 户", WEIGHTS, ties="order")),
    ENDED, REWARDS, *REWARDS, SATISFIED, SATISFIED.whole, WORKS, *ms.measuring.in_use(WORKS, on=DAY), JUDGED,
    ACCEPTED, ACCEPTANCE, next(one for one in ACCEPTANCE if one.decision), MENDINGS, MENDINGS[0], GAPS,
    GAPS["平江县"],
    PLUGGED,
    ms.scoring.try_scheme(MARKED),
    SCHEME, RANKING, *RANKING.unscored[:1], programme_diff(P, P), DIVISION.table(), LAWS, LAWS.results[0],
]  # fmt: skip


#: what HTML is made of here: nothing that runs, loads or is sent
TAGS = {"table", "caption", "thead", "tbody", "tr", "th", "td", "br", "div", "span", "b", "p", "pre", "code"}
TAGS |= {"details", "summary", "ul", "li", "article", "h1", "h2", "h3"}
#: and of what a chart is drawn
DRAWN = {"svg", "title", "g", "text", "rect", "polyline", "circle"}
SHAPED = {
    "xmlns", "viewbox", "width", "height", "role", "aria-label", "fill", "fill-opacity", "font-family",
    "style", "transform", "x", "y", "font-size", "text-anchor", "points", "stroke", "stroke-width",
    "stroke-dasharray",
}  # fmt: skip


class Page(HTMLParser):
    """The tags of a piece of HTML, with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def named(result: Tabled) -> str:
    return type(result).__name__


@pytest.mark.parametrize("result", RESULTS, ids=named)
def test_every_result_is_one_short_line(result: Tabled) -> None:
    for line in (repr(result), result.summary):
        assert line.strip()
    assert repr(result).startswith(f"<{named(result)} ")
    assert not any(map(repr(result).count, "\t\r\n"))
    assert not list(hidden(repr(result)))  # nothing that a terminal obeys or nobody sees
    assert len(repr(result)) < 140


@pytest.mark.parametrize("result", RESULTS, ids=named)
def test_every_result_has_a_table_and_is_shown_as_it(result: Tabled) -> None:
    table = result.table()
    assert table.columns
    assert all(len(row) == len(table.columns) for row in table.rows)
    assert "\x1b" not in str(result) + result.to_markdown()
    assert "<script" not in result.to_markdown()
    assert (result.to_html() == result._repr_html_()) or "<details open>" in result.to_html()


@pytest.mark.parametrize("result", RESULTS, ids=named)
def test_no_result_is_a_script_in_a_page(result: Tabled) -> None:
    for html in (result.to_html(), result._repr_html_()):
        assert not list(hidden(html))
        for tag, given in Page(html).tags:
            assert tag in TAGS | DRAWN
            assert set(given) <= (SHAPED if tag in DRAWN else {"style", "title", "open"})


@pytest.mark.parametrize("result", RESULTS, ids=named)
def test_the_records_of_every_result_are_plain_and_alike(result: Tabled) -> None:
    records = result.to_records()
    assert len({tuple(record) for record in records}) <= 1
    for record in records:
        assert {type(value) for value in record.values()} <= {str, int, bool, Decimal, type(None)}
    assert json.loads(json.dumps(records, default=str, ensure_ascii=False)) is not None
    assert len(pl.DataFrame(records, infer_schema_length=None)) == len(records)


def test_all_that_has_a_table_is_alike_and_tried_here() -> None:
    classes = [value for space, name in PUBLIC if isinstance(value := getattr(space, name), type)]
    tabled = {value for value in classes if callable(getattr(value, "table", None))}
    assert len(tabled) > 30
    assert all(issubclass(value, Tabled) for value in tabled)
    assert tabled <= {type(result) for result in RESULTS} | {ms.Score, ms.Held}


def test_a_programme_was_long_and_is_one_line() -> None:
    assert repr(P) == "<Programme 岳阳市2023年重点民生实事：20 项，45 个指标，6 个标准>"
    assert len(repr(attrs.evolve(P, city="市" * 1000))) < 140


def test_what_is_asked_is_said_in_words_to_people_and_exactly_to_programs() -> None:
    jobs = P.indicator("jobs")
    assert dict(zip(jobs.table().columns, jobs.table().rows[0], strict=True))["目标"] == "不低于 5.9 万人"
    assert jobs.to_records()[0]["target"] == ">= 5.9 万人"
    half = ms.measuring.Total(ms.Amount(3, "户"), ms.Amount(1, "户"), 1)
    assert (half.table().rows[0][2], half.to_records()[0]["rate"]) == ("33.33%", "1/3")


def test_a_score_shows_where_its_points_come_from() -> None:
    records = {"甲": {"jobs_target": 60, "jobs_actual": 45}, "乙": {"jobs_target": 60, "jobs_actual": 60}}
    item = ms.scoring.Item("jobs", "就业", SCHEME.every_item[0].form, Decimal(100), indicators=("jobs",))
    scheme = ms.scoring.Scheme("x", "某办法", "", items=(item,))
    ranking = ms.score_records(scheme, records)
    assert repr(ranking) == "<Ranking 某办法：评分 2 个>"
    assert repr(ranking["甲"]) == "<Score 甲：75 分，第 2 名>"
    assert [line["title"] for line in ranking["甲"].to_records()] == ["总分", "就业"]
    assert ranking.to_markdown() == ranking.table().to_markdown()
    many = ms.score_records(scheme, {f"县{n}": {"jobs_target": 100, "jobs_actual": n} for n in range(1, 90)})
    assert "<details open><summary>其余 69 行</summary>" in many.to_html()
    assert "<details><summary>其余 69 行</summary>" in many._repr_html_()


def test_what_is_long_is_folded_in_a_notebook_and_open_where_it_may_be_printed() -> None:
    table = ms.Table(
        ("地区", "数"), tuple((f"县{n}", str(n)) for n in range(100)), title="长表", numeric=("数",)
    )
    for html, start in ((table.to_html(), "<details open>"), (table._repr_html_(), "<details>")):
        assert f"{start}<summary>其余 80 行</summary>" in html
        assert all(f">县{n}</td>" in html for n in range(100))
        assert html.count("<caption") == 1
        assert html.count("<thead>") == 2
    short = ms.Table(table.columns, table.rows[:60])
    assert "<details" not in short.to_html()


def test_words_are_set_left_and_numbers_right_whatever_a_page_does() -> None:
    table = ms.Table(
        ("地区", "得分"), (("平江县", "88.20"), ("岳阳县", "不评分"), ("华容县", "–")), numeric=("得分",)
    )
    sides = [style.split("text-align:")[1].split(";")[0] for _, given in Page(table.to_html()).tags
             if (style := given.get("style") or "") and "text-align" in style]  # fmt: skip
    assert sides == ["left", "right", "left", "right", "left", "left", "left", "right"]
    assert str(table).splitlines() == [
        "地区      得分",
        "──────────────",
        "平江县   88.20",
        "岳阳县  不评分",
        "华容县       –",
    ]
    assert "overflow-x:auto" in table.to_html()


def test_a_result_is_written_to_a_file_as_its_table(tmp_path: Path) -> None:
    ms.write_table(ROW, tmp_path / "row.csv")
    ms.write_table(ROW.table(), tmp_path / "table.csv")
    assert (tmp_path / "row.csv").read_bytes() == (tmp_path / "table.csv").read_bytes()


def test_help_on_the_package_is_a_page_that_can_be_read() -> None:
    page = pydoc.render_doc(ms, renderer=pydoc.plaintext)  # type: ignore[attr-defined]  # it has been there long
    assert len(page.splitlines()) < 100
    taken: dict[str, object] = {}
    exec("from minsheng import *", taken)  # noqa: S102  # it stands only at the top of a module
    assert set(ms.__all__) <= set(taken)
    said = set(re.findall(r"``(\w+)``", ms.__doc__ or ""))
    assert said - {"summary", "testing"} <= set(ms.__all__)
    assert set(re.findall(r"``ms.(\w+)``", ms.__doc__ or "")) == {*ms._NAMESPACES, "testing"}
    assert len(said) > 30
