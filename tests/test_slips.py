"""The commonest slips of a beginner, at every public function: each does what was meant, or says what to do.

Every public function and method stands in a table with a call that is right. Each argument in turn
is given what people give by mistake: text for a date, a name for an object, a list for a record, a
label for a code. What comes is an answer, or a refusal that this library wrote: never an error from
inside Python or of another library. A function that is not in the table fails the first test.
"""

from __future__ import annotations

import datetime
import inspect
import linecache
import tempfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Any

import attrs
import polars as pl
import pytest

import minsheng as ms
from minsheng.rules.scoring.forms.basic import Proportional
from minsheng.rules.scoring.terms.choices import RoundAt
from tests.public import PUBLIC, public

DAY = datetime.date(2023, 6, 30)
P = ms.load("yueyang-2023")
#: one project of it: forms and documents of all take long to write
FEW = attrs.evolve(
    P,
    projects=(P.project_of("elevators"),),
    allocation=attrs.evolve(P.allocation, rows=(P.allocation["elevators"],)),
    errata=(),
    readings=(),
)
JOBS = P.indicator("jobs")
JUNE = ms.Period.month(2023, 6)
DONE = ms.Progress((ms.Record("jobs", JUNE, ms.Amount("3.1", "万人")),))
LIGHTS = ms.measuring.load_lights("ouhai")
STANDING = ms.standing(P, DONE, "jobs", on=DAY)
STANDINGS = ms.standings(P, DONE, on=DAY)
ON, OFF, MONTHS = {"on": DAY}, {"verified": False}, {"schedule": ms.domain.Schedule.BY_MONTHS}
PAID = ms.column("paid", "元/月", places=2)
PAYMENTS = Path(__file__).parent / "data" / "payments.csv"
FLOOR = ms.Criterion("X101", ms.Amount(650, "元/月") <= PAID, title="低保")
FRAME = pl.DataFrame({"paid": [Decimal("640.00")], "area": ["甲"], "month": [1], "n": [1], "met": [True]})
ROW = ms.Row("x", "户", ("甲县", "乙县"), (100, 60))
WEIGHTS = {"甲县": 1, "乙县": 2}
BOUNDS = {"step": 1, "floors": 0, "caps": 10, "city_share": 0, "ties": "order"}
DIVISION: dict[str, Any] = {"total": "10 户", "weights": WEIGHTS, **BOUNDS}
COMPARED = ms.dividing.compare_allocations("10 户", WEIGHTS, ties="order")
MATRIX = ms.dividing.allocate_matrix({"一": 3}, {"甲": 3}, {"一": {"甲": 1}}, unit="户")
TABLE = ms.rules.DecisionTable("分值", ("grade",), (ms.rules.Line((ms.rules.OneOf(("优",)),), Decimal(10)),))
with tempfile.TemporaryDirectory() as _folder:
    ms.writing.write_dmn(TABLE, Path(_folder) / "t.dmn")
    MODEL = ms.read_dmn(Path(_folder) / "t.dmn")
LINES = [{"指标": "a", "目标": "10", "完成数": "8", "完成率": "80%"}]
RANKED = [{"地区": "甲", "完成率": "95%", "名次": "1", "等次": "优"}]
REPORT = ms.check(P, rules=ms.select(ms.STANDARD_RULES, "A101"))
REWARDS = ms.scoring.RewardPolicy("某办法", (ms.scoring.RewardList("best", "表扬", first=1),))
ANSWERS = ms.scoring.Answers("甲县", "家访", 9, 0, 1)
SATISFIED = ms.scoring.satisfaction((ANSWERS,))
WORK = ms.domain.Work("西街公厕", "public-toilets", "平江县", 2023)
WORKS = ms.domain.Works((WORK,))
ACCEPTED = ms.domain.Acceptances((ms.domain.Acceptance("elevators", "county", "passed", "平江县", on=DAY),))
WEEKDAYS = ms.domain.Weekdays()
DUTY = ms.domain.ReportingDuty("月报", ms.domain.Cadence.MONTH, due=ms.domain.Deadline(5))
ITEM = ms.scoring.Item("jobs", "就业", Proportional(), Decimal(10), indicators=("jobs",))
SCHEME = ms.scoring.Scheme("x", "某办法", "", items=(ITEM,), total=Decimal(10), rounding=(RoundAt.TOTAL,))
RECORDS = {"甲": {"jobs_target": 60, "jobs_actual": 45}, "乙": {"jobs_target": 60, "jobs_actual": 50}}
SCORED = pl.DataFrame({"area": ["甲"], "jobs_target": [60], "jobs_actual": [45]})
LONG = pl.DataFrame({"area": ["甲"], "indicator": ["jobs"], "target": [60], "actual": [45]})
RANKING = ms.score_records(SCHEME, RECORDS)
STANDARD, AREA = P.standard("subsistence-rural"), P.area("平江县")
RATE = {"rate": Fraction(1, 2), "schedule": Fraction(1, 2)}
FIGURES = {"actual": None, "target": None, "city": None}
MARKS = {"marks": (), "events": None, "survey": ()}
FILES = {"marks": None, "events": None, "survey": None}

Call = tuple[Callable[..., Any], dict[str, Any]]

#: a right call of each; what a function takes by place alone is given a name here
FUNCTIONS: dict[str, dict[str, Any]] = {
    "acceptance_criteria": {"unit": "台", **ON, "places": 4, "names": None},
    "acceptance_gaps": {
        "programme": P,
        "progress": DONE,
        "acceptance": ACCEPTED,
        "per": "area",
        **ON,
    },
    "acceptance_standings": {"programme": P, "acceptance": ACCEPTED, "progress": DONE, **ON},
    "accepted": {"programme": P, "progress": DONE, "acceptance": ACCEPTED, **ON},
    "mending": {"programme": P, "acceptance": ACCEPTED, **ON},
    "adequate": {
        "standard": STANDARD,
        "unit": "元/月",
        "paid": "a",
        "area_kind": "b",
        "on": "c",
        "places": 2,
    },
    "allocation_bars": {"comparison": COMPARED},
    "allocate": DIVISION | {"method": "hamilton", "areas": ("甲县", "乙县"), "indicator": "x"},
    "allocate_matrix": {
        "row_totals": {"一": 3},
        "column_totals": {"甲": 3},
        "weights": {"一": {"甲": 1}},
        "unit": "户",
        "step": 1,
        "method": "controlled",
    },
    "area_groups": {"programme": P, "city": False},
    "bulletin": {
        "programme": P,
        "progress": DONE,
        "period": "2023年6月",
        "kind": "month",
        "lights": None,
        "ranking": None,
        "previous": None,
        "completeness": (),
        "report": REPORT,
        "notes": (),
        **MONTHS,
        "number": "",
        "office": "",
        "issued": DAY,
        "objections_until": "",
        "contact": "",
    },
    "check": {
        "programme": P,
        "adopted": (),
        "on": DAY,
        "records": [{"paid": 1}],
        "progress": DONE,
        "acceptance": ACCEPTED,
        "limits": None,
        "works": None,
        "rules": [FLOOR],
    },
    "check_grades": {"lines": RANKED, "grades": [ms.published.Grade("优", None)], "graded_by": "rate"},
    "check_published": {"lines": LINES},
    "check_ranks": {"lines": RANKED, "ranked_by": "rate", "lowest": False},
    "column": {
        "name": "x",
        "unit": "元",
        "places": 2,
        "kind": "number",
        "low": 0,
        "high": 10,
        "choices": (),
        "floats": False,
    },
    "compare_allocations": DIVISION | {"methods": ("hamilton",), "others": None},
    "compared": {"relation": ">=", "left": PAID, "right": ms.Amount(3, "元/月")},
    "compare_programmes": {"old": P, "new": P, "same": {}},
    "completeness": {"programme": P, "progress": DONE, "duty": DUTY, **ON, "per": "area", "limits": None},
    "compute": {"frame": FRAME, "twice": PAID * 2},
    "sql": {"criteria": [FLOOR], "dialect": "postgres", "table": "payments", "keep": ["area"], "prefix": ""},
    "diagnose": {"criteria": [FLOOR]},
    "digest": {"of": P},
    "due_dates": {"duty": DUTY, "year": 2023, "calendar": WEEKDAYS},
    "dump": {"value": P},
    "from_data": {"data": ms.embedding.to_data(LIGHTS)},
    "json_schema": {"name": "lights", "types": False},
    "to_data": {"value": P},
    "figure_criteria": {"unit": "户", "limits": None, "places": 4, "names": None},
    "find_mentions": {"text": "5万人"},
    "in_force": {"criteria": [FLOOR], **ON, "published": None},
    "judge": {"criteria": [FLOOR], "frame": FRAME, "prefix": ""},
    "judge_file": {
        "criteria": [FLOOR],
        "file": PAYMENTS,
        "to": "judged.csv",
        "overwrite": True,
        "progress": None,
    },
    "judge_postgres": {
        "criteria": [FLOOR],
        "url": "postgresql://127.0.0.1:1/none",
        "table": "payments",
        "to": None,
        "overwrite": False,
        "progress": None,
    },
    "load": {"source": "yueyang-2023", "readings": None},
    "load_json": {"text": ms.dump([FLOOR])},
    "load_lights": {"source": "ouhai"},
    "load_scheme": {"source": "chizhou-2004", "programme": None},
    "look_up": {"table": TABLE, "grade": "优"},
    "projected": {"standing": STANDING, "method": "recent", "last_month": ms.Amount(1, "万人")},
    "ranking_bars": {"ranking": RANKING},
    "ranks": {
        "frame": FRAME,
        "column": "n",
        "within": "area",
        "ties": "skip",
        "lowest": False,
        "name": "rank",
    },
    "read_acceptances": {"source": "x.csv", "programme": P, "aliases": None, "strict": False},
    "read_adopted": {"file": "x.csv", "programme": P},
    "read_works": {"file": "x.csv", "programme": P},
    "read_answers": {"file": "x.csv"},
    "read_decision_table": {"file": "t.csv", "result": None, "keys": None},
    "read_dmn": {"file": "t.dmn", "decisions": (), "columns": {"paid": PAID}, "units": {"a": "元"}},
    "read_events": {"file": "x.csv"},
    "read_marks": {"file": "x.csv"},
    "read_progress": {
        "source": [{"指标": "jobs", "完成数": "3.1万人"}],
        "programme": P,
        "period": "2023年6月",
        **ON,
        "by": "",
        "area": None,
        "indicator": None,
        "cumulative": True,
        **OFF,
        "columns": None,
        "aliases": None,
        "sheet": None,
        "strict": False,
        "learn": False,
        "progress": None,
    },
    "read_published": {"source": LINES, "programme": P, "columns": None, "units": ()},
    "reallocate": {
        "row": ROW,
        "new_total": "170 户",
        "approval": ms.domain.Citation("某办", "第二条"),
        "changes": None,
        "done": None,
        "step": 1,
        "method": "hamilton",
        "ties": "refuse",
    },
    "programme_diff": {"old": P, "new": P},
    "reread": {"programme": P, "readings": {}},
    "record_model": {"criteria": [FLOOR], "name": "Payment"},
    "record_schema": {"criteria": [FLOOR]},
    "resembles": {"rows": [ROW], "candidates": {"人口": WEIGHTS}, "nearness": "0.05"},
    "rule": {"code": "X101", "basis": "", "severity": "error"},
    "schedule_lines": {"programme": P, "progress": DONE, "area": "平江县", **ON, **MONTHS},
    "share_heat": {"standings": STANDINGS},
    "score": {
        "programme": P,
        "scheme": SCHEME,
        "progress": DONE,
        **ON,
        **MARKS,
        "measures": None,
        **OFF,
        "acceptance": ACCEPTED,
        "accepted": True,
    },
    "score_files": {
        "name": "yueyang-2023",
        "scheme": "x.toml",
        "progress": "x.csv",
        "period": "2023年6月",
        **ON,
        "subjects": None,
        "only": (),
        **FILES,
        **OFF,
        "acceptance": None,
        "accepted": False,
        "others": (),
    },
    "score_frame": {"scheme": SCHEME, "frame": SCORED, "within": None, "parts": False},
    "score_long": {
        "scheme": SCHEME,
        "frame": LONG,
        "each": "area",
        "indicator": "indicator",
        "within": None,
        "parts": False,
    },
    "check_scheme": {"scheme": SCHEME},
    "try_scheme": {"scheme": SCHEME},
    "scheme_columns": {"scheme": SCHEME},
    "scheme_sql": {"scheme": SCHEME, "dialect": "spark", "table": "t", "keep": ["area"], "parts": False},
    "score_records": {"scheme": SCHEME, "records": RECORDS, "groups": None, **ON},
    "score_table": {"file": "x.csv", "scheme": "x.toml", "group": None, **ON, "subjects": None, "only": ()},
    "standing": {
        "programme": P,
        "progress": DONE,
        "item": "jobs",
        "area": None,
        **ON,
        "policy": LIGHTS,
        **MONTHS,
        **OFF,
        "level": "city",
    },
    "standings": {
        "programme": P,
        "progress": DONE,
        **ON,
        "areas": (None,),
        "policy": None,
        **MONTHS,
        **OFF,
        "level": "city",
    },
    "streaks": {"frame": FRAME, "column": "met", "within": "area", "order": "month", "name": "streak"},
    "total": {"parts": [STANDING]},
    "totals": {"frame": FRAME, "within": "area", "missing": "keep", "sum": PAID},
    "watched": {"watcher": print},
    "when": {"condition": ms.Amount(1, "元/月") <= PAID},
    "year_end": {
        "programme": P,
        "progress": DONE,
        "acceptance": None,
        "adopted": None,
        "ranking": None,
        "rewards": None,
        "survey": ms.scoring.satisfaction([attrs.evolve(ANSWERS, area="平江县")]),
        "works": WORKS,
        "lights": None,
        "notes": (),
        "on": datetime.date(2023, 12, 31),
        "number": "",
        "office": "",
        "issued": DAY,
    },
    "survey_size": {"population": 100, "margin": 3, "expected": 50, "z": "1.96"},
    "survey_design": {
        "households": {"甲县": 9},
        "margin": 3,
        "least": 1,
        "expected": 50,
        "z": "1.96",
        "ties": "order",
    },
    "satisfaction": {"answers": (ANSWERS,), "weights": None, "item": None, "counts": None, "z": "1.96"},
    "vote_results": {"votes": ANSWERS, "of": "present"},
    "load_rewards": {"source": "x.toml"},
    "rewarded": {"ranking": RANKING, "policy": REWARDS, "events": None},
    "read_households": {"file": "x.csv"},
    "in_use": {"works": WORKS, **ON, "per": "area"},
    "without_unused": {"progress": DONE, "works": WORKS, "programme": P, **ON},
    "write_acceptance_forms": {
        "programme": FEW,
        "folder": "accepted",
        "step": "county",
        "progress": None,
        "acceptance": None,
        "overwrite": True,
    },
    "write_dmn": {"value": TABLE, "path": "t.dmn"},
    "write_folder": {"of": P, "folder": "written"},
    "write_forms": {
        "programme": FEW,
        "folder": "forms",
        "period": "2023年6月",
        "progress": None,
        "per": "agency",
        "overwrite": True,
    },
    "write_register": {
        "progress": DONE,
        "programme": P,
        "path": "y.csv",
        "policy": LIGHTS,
        **MONTHS,
        "per_project": False,
        "overwrite": True,
    },
    "write_table": {"table": P.table(), "path": "t.csv"},
}
THREE, THREE_AT_LEAST = ms.Amount(3, "户"), ms.Bound.parse(">= 3户")
DISTANCE: Any = COMPARED.distance("hamilton")
METHODS: dict[str, tuple[Any, dict[str, Any]]] = {
    "AcceptanceStep.is_for": (P.acceptance[1], {"area": "平江县"}),
    "Acceptances.as_known": (ACCEPTED, {"day": DAY}),
    "Acceptances.decision": (ACCEPTED, {"indicator": "elevators", "area": None, "step": "county"}),
    "Acceptances.standard_for": (ACCEPTED, {"indicator": "elevators", "project": 14}),
    "Acceptances.standing": (ACCEPTED, {"indicator": "elevators", "area": None, "step": "county"}),
    "Sample.size": (ms.domain.Sample(3), {"of": Fraction(7)}),
    "Allocation.replace": (P.allocation, {"row": P.allocation.rows[0]}),
    "Amount.parse": (ms.Amount, {"text": "3户", "units": None}),
    "Amount.to": (THREE, {"unit": "万户"}),
    "Amount.to_pint": (THREE, {"registry": None}),
    "Bound.parse": (ms.Bound, {"text": ">= 3户", "units": None}),
    "Bound.holds": (THREE_AT_LEAST, {"actual": THREE}),
    "Bound.working": (THREE_AT_LEAST, {"actual": THREE}),
    "Comparison.distance": (COMPARED, {"name": "hamilton"}),
    "Comparison.outside_quota": (COMPARED, {"name": "hamilton"}),
    "Comparison.gains": (COMPARED, {"name": "hamilton", "over": "adams"}),
    "Criterion.judge": (FLOOR, {"record": {"paid": "640"}, "prefix": ""}),
    "Criterion.sql": (FLOOR, {"dialect": "duckdb", "table": "payments", "keep": ["area"], "prefix": ""}),
    "Criterion.explain": (FLOOR, {"record": {"paid": "640"}, "row": None}),
    "Criterion.trace": (FLOOR, {"record": {"paid": "640"}, "row": None}),
    "Deadline.due": (ms.domain.Deadline(5), {"period": JUNE, "calendar": WEEKDAYS}),
    "DecisionModel.compute": (MODEL, {"record": {"grade": "优"}}),
    "DecisionModel.gaps": (MODEL, {"name": "分值"}),
    "DecisionTable.gaps": (
        ms.rules.DecisionTable("档", ("人数",), (ms.rules.Line((ms.rules.Span(Decimal(3)),), "甲"),)),
        {"whole": ["人数"]},
    ),
    "DecisionTable.line_for": (TABLE, {"values": {"grade": "优"}}),
    "Distance.gallagher": (DISTANCE, {"places": 4}),
    "Expression.is_in": (PAID, {"values": [ms.Amount(1, "元/月")]}),
    "Expression.clip": (PAID, {"low": ms.Amount(1, "元/月"), "high": None}),
    "Expression.floor": (PAID, {"places": 0}),
    "Expression.ceil": (PAID, {"places": 0}),
    "Expression.half_up": (PAID, {"places": 0}),
    "Holidays.is_working_day": (ms.domain.Holidays((), (), (2023,)), {"day": DAY}),
    "LightPolicy.band": (LIGHTS, RATE | FIGURES),
    "LightPolicy.light": (LIGHTS, RATE | FIGURES),
    "LightPolicy.said": (LIGHTS, RATE | FIGURES | {"before": ()}),
    "LightPolicy.action": (LIGHTS, {"lights": (ms.measuring.Light.RED,)}),
    "LightPolicy.expression": (LIGHTS, {name: ms.column(name, places=2) for name in RATE} | FIGURES),
    "MatrixDivision.fitted": (MATRIX, {"row": "一", "column": "甲"}),
    "MatrixDivision.explain": (MATRIX, {"row": "一"}),
    "Mention.is_of": (ms.domain.find_mentions("5万人")[0], {"amount": ms.Amount(5, "万人")}),
    "Period.of_year": (ms.Period, {"year": 2023}),
    "Period.quarter": (ms.Period, {"year": 2023, "quarter": 1}),
    "Period.month": (ms.Period, {"year": 2023, "month": 1}),
    "Period.ten_days": (ms.Period, {"year": 2023, "month": 1, "third": 1}),
    "Period.day": (ms.Period, {"day": DAY}),
    "Period.to_date": (ms.Period, {"day": DAY}),
    "Period.parse": (ms.Period, {"text": "1月", "year": 2023}),
    "Period.overlaps": (JUNE, {"other": JUNE}),
    "Period.within": (JUNE, {"kind": "year"}),
    "Period.split": (JUNE, {"kind": "ten-days"}),
    "Programme.area": (P, {"name": "平江县"}),
    "Programme.project": (P, {"number": 3}),
    "Programme.indicator": (P, {"id": "jobs"}),
    "Programme.standard": (P, {"id": "subsistence-rural"}),
    "Programme.reading": (P, {"id": P.readings[0].id}),
    "Programme.project_of": (P, {"id": "jobs"}),
    "Programme.with_row": (P, {"row": P.allocation.rows[0]}),
    "Progress.as_of": (DONE, {"day": DAY}),
    "Progress.as_known": (DONE, {"day": DAY}),
    "Progress.standing": (DONE, {"indicator": "jobs", "area": None, "measure": "count", **OFF}),
    "Progress.figure": (DONE, {"indicator": "jobs", "area": None, **ON, "measure": "count", **OFF}),
    "PublishedReport.explain": (ms.check_published(LINES), {"all": True}),
    "PublishedReport.of": (ms.check_published(LINES), {"subject": None, "agreement": None}),
    "Ranking.vetoes": (RANKING, {"score": RANKING.scores[0]}),
    "Ranking.part": (RANKING, {"name": "甲"}),
    "Ranking.explain": (RANKING, {"name": "甲"}),
    "Score.trace": (RANKING["甲"], {"scheme": SCHEME}),
    "Ranking.compare": (RANKING, {"other": RANKING}),
    "Ranking.to_records": (RANKING, {"parts": False}),
    "Ranking.to_frame": (RANKING, {"parts": False}),
    "Report.explain": (REPORT, {"about": "A101"}),
    "Report.to_text": (REPORT, {"all": False}),
    "Row.replace": (ROW, {"甲县": 3}),
    "Schedule.share": (ms.domain.Schedule.BY_MONTHS, ON),
    "Scheme.part": (SCHEME, {"id": "jobs"}),
    "Standard.tier": (STANDARD, {"area": AREA, **ON}),
    "Standard.floor": (STANDARD, {"area_kind": "district", **ON}),
    "Standings.roll_up": (STANDINGS, {"per": "project", "groups": None}),
    "Standings.table": (STANDINGS, {"places": 2}),
    "Standing.table": (STANDING, {"places": 2}),
    "Tier.is_for": (STANDARD.tiers[0], {"area": AREA}),
    "Unit.parse": (ms.Unit, {"text": "户", "units": None}),
    "Unit.measures_same_as": (ms.Unit.parse("户"), {"other": "个"}),
    "Weekdays.is_working_day": (WEEKDAYS, {"day": DAY}),
}
NOTICE = Path(__file__).parent / "data" / "notices" / "yueyang-2023-notice.txt"
DRAFT = ms.read_notice(NOTICE, name="yueyang-2023")
METHODS["Rewards.of"] = (ms.scoring.rewarded(RANKING, REWARDS), {"list": "best"})
METHODS["Satisfaction.differ"] = (SATISFIED, {"one": "甲县", "other": "甲县"})
METHODS["Work.use"] = METHODS["Work.visit_due"] = (WORK, ON)
METHODS["Draft.answered"] = (DRAFT, {"answers": {}})
METHODS["Draft.renamed"] = (DRAFT, {"ids": {"users": "yonghu"}})
BULLETIN = ms.bulletin(P, DONE, "2023年6月", completeness=())
METHODS["Bulletin.explain"] = (BULLETIN, {"words": "全市"})
METHODS["Bulletin.to_page"] = (BULLETIN, {"path": "b.html", "overwrite": True})
CHART = ms.charts.allocation_bars(COMPARED)
METHODS["Chart.write"] = (CHART, {"path": "c.svg", "overwrite": True})
METHODS["Bulletin.to_docx"] = (BULLETIN, {"path": "b.docx", "template": None, "overwrite": True})
BY_PLACE: dict[str, Call] = {
    "read_notice": (
        lambda source, **given: ms.read_notice(source, **given),  # noqa: PLW0108  # sources are given by place
        {"source": NOTICE, "name": "yueyang-2023", "city": None, "year": None, "progress": None},
    ),
    "least": (lambda part: ms.least(PAID, part), {"part": PAID}),
    "most": (lambda part: ms.most(PAID, part), {"part": PAID}),
    "select": (lambda code, rules: ms.select(rules, code), {"rules": ms.STANDARD_RULES, "code": "A101"}),
    "Scheme.only": (lambda part: SCHEME.only("jobs", part), {"part": "jobs"}),
    "Allocation[]": (lambda row: P.allocation[row], {"row": "jobs"}),
    "Ranking[]": (lambda name: RANKING[name], {"name": "甲"}),
    "DecisionModel[]": (lambda name: MODEL[name], {"name": "分值"}),
    "Report[]": (lambda code: REPORT[code], {"code": "A101"}),
    "in Period": (lambda inner: inner in JUNE, {"inner": DAY}),
}
TAKES: dict[str, Call] = {
    **{name: (public(name), given) for name, given in FUNCTIONS.items()},
    **{name: (getattr(of, name.partition(".")[2]), given) for name, (of, given) in METHODS.items()},
    **BY_PLACE,
}
#: between the parts of the library, a protocol that others have, and what takes whatever compares
NOT_FOR_USERS = {
    *("DecisionTable.key_kind", "DecisionTable.key_unit", "Progress.changes_of"),
    *("WorkingDays.is_working_day", "Relation.holds", "Answers.columns"),
}
PARTS = ("Form", "Inputs", "Side", "RankTable", "Grade")
#: what regulations are built of; their methods are for forms of one's own, which the library asks
BUILT_OF = {*ms.scoring.FORMS.values(), *(getattr(ms.scoring, name) for name in PARTS)}
#: files and servers that are not there are the readers' own refusal
NO_FILE = {
    "read_acceptances",
    "read_works",
    "judge_postgres",
    "read_adopted",
    "read_decision_table",
    "read_dmn",
    "read_answers",
    "read_events",
    "read_households",
    "load_rewards",
    "read_marks",
    "score_files",
    "score_table",
}

SLIPS: tuple[Any, ...] = (
    *(None, True, 3, -1, 2.5, float("nan"), Decimal("NaN"), b"x", object(), lambda *_: ()),
    *(
        "",
        "3",
        "３",
        " 3 ",
        "2023-06-30",
        "ABC",
        "平江县",
        "县",
        "yueyang-2023",
        JOBS.text,
        "a\0b",
        "长" * 5000,
    ),
    *([], ["平江县"], (1, 2), {"平江县"}, {}, {"paid": 1}, [{"paid": 1}], Path("nowhere"), Path()),
    *(DAY, datetime.datetime(2023, 6, 30, 8)),  # noqa: DTZ001  # no clock: the slip
    *(P, SCHEME, THREE, JUNE, AREA, JOBS, P.projects[0], ms.measuring.Light.RED, PAID, FLOOR),
    *(FRAME, DONE, P.table()),
    ms.dump([FLOOR]),
)


def takers() -> Iterator[str]:
    """Every public function, and every public method of a public class, that takes something."""
    for space, name in PUBLIC:
        thing = getattr(space, name)
        if inspect.isclass(thing) and thing in BUILT_OF:
            continue
        if inspect.isfunction(thing) and inspect.signature(thing).parameters:
            yield name
        if inspect.isclass(thing) and not issubclass(thing, BaseException):
            for key, value in vars(thing).items():
                function = getattr(value, "__func__", value)
                if key.startswith("_") or not inspect.isfunction(function):
                    continue
                if set(inspect.signature(function).parameters) - {"self", "cls"}:
                    yield f"{name}.{key}"


DAYS = [(name, key) for name, (_, given) in TAKES.items() for key, value in given.items() if value is DAY]


@pytest.mark.parametrize(("name", "key"), DAYS)
def test_a_day_may_be_iso_text_in_every_function(name: str, key: str) -> None:
    function, given = TAKES[name]
    if name not in NO_FILE:
        assert repr(function(**given | {key: "2023-06-30"})) == repr(function(**given))
    with pytest.raises(ValueError, match=r" is .*date.*, not '六月底': give"):
        function(**given | {key: "六月底"})


def test_on_is_a_day_everywhere() -> None:
    """And ``by`` is who reported; whatever else goes by something is called otherwise."""
    every = {(name, key) for name, (_, given) in TAKES.items() for key in given}
    # the first takes a column of days; the day of the other is not before the year's last
    days = {name for name, key in DAYS if key == "on"} | {"adequate", "year_end"}
    assert {name for name, key in every if key == "on"} <= days
    assert {name for name, key in every if key == "by"} == {"read_progress"}
    assert not {key for _, key in every} & {"lower_is_better", "lower", "place"}


def test_every_public_function_is_in_the_table() -> None:
    assert set(takers()) - set(TAKES) == NOT_FOR_USERS
    for name, (function, right) in TAKES.items():
        takes = inspect.signature(function).parameters
        if not any(one.kind in (one.VAR_KEYWORD, one.VAR_POSITIONAL) for one in takes.values()):
            assert set(right) == set(takes), name


def raised_here(trace: TracebackType | None) -> bool:
    """Whether the last line of all that ran is a ``raise`` of this library."""
    assert trace is not None
    while trace.tb_next is not None:
        trace = trace.tb_next
    file, last = trace.tb_frame.f_code.co_filename, trace.tb_lineno
    # a statement over several lines is told by its last one
    lines = [linecache.getline(file, n).lstrip() for n in range(max(1, last - 3), last + 1)]
    return "minsheng" in Path(file).parts and any(line.startswith("raise") for line in lines)


def refusal(function: Callable[..., Any], given: dict[str, Any]) -> Exception | None:
    try:
        found = function(**given)
        if inspect.isgenerator(found):
            list(found)
    except Exception as error:
        return error
    return None


@pytest.mark.parametrize("name", TAKES)
def test_a_slip_is_understood_or_refused_in_our_words(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    function, right = TAKES[name]
    assert name in NO_FILE or refusal(function, right) is None
    for argument in right:
        for wrong in (*SLIPS, (one for one in ("平江县",))):
            error = refusal(function, {**right, argument: wrong})
            if error is None:
                continue
            what = f"{type(wrong).__name__} for {argument}: {type(error).__name__}: {error}"
            assert isinstance(error, (ms.MinshengError, TypeError, ValueError, LookupError)), what
            assert raised_here(error.__traceback__), what
            assert 4 <= len(str(error)) < 1500, what
            assert "Attribute(name=" not in str(error), what


# --- what the answers are ---------------------------------------------------------------


def test_what_was_meant_is_done() -> None:
    text, midnight, three, wide = "2023-06-30", datetime.datetime(2023, 6, 30), "3", "３ "  # noqa: DTZ001  # no clock
    given: Any
    for given in (text, midnight):
        assert ms.standings(P, DONE, on=given) == STANDINGS
        assert given in JUNE
    for given in (three, wide):
        assert P.project(given) is P.project(3)
    assert P.indicator(JOBS.text) is JOBS
    assert P.project_of(JOBS.text) is P.project_of("jobs")
    assert ms.standing(P, DONE, JOBS.text, on=DAY) == STANDING
    assert JUNE.within("年") == ms.Period.of_year(2023)
    assert ms.Unit.parse("户").measures_same_as("万户")
    assert STANDARD.floor(area_kind="区", on=DAY).node == STANDARD.floor(area_kind="district", on=DAY).node


WRONG: Any = ms  # so that type checkers let pass what beginners write
JSON = ms.dump([FLOOR])


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: WRONG.score(P, "chizhou-2004"), "scheme is a Scheme, not 'chizhou-2004': give load_scheme("),
        (
            lambda: WRONG.score("yueyang-2023", SCHEME),
            "programme is a Programme, not 'yueyang-2023': give load(",
        ),
        (lambda: ms.standings(P, DONE, on=DAY, areas=["平江"]), "no area '平江'; did you mean '平江县'?"),
        (lambda: ms.standings(P, DONE, on=DAY, areas="平江县"), "not '平江县' alone: give it in a list"),
        (lambda: WRONG.standing(P, DONE, JOBS, on=DAY), "item is text, not an Indicator: its id is 'jobs'"),
        (lambda: ms.standing(P, DONE, "jobz", on=DAY), "did you mean 'jobs'?"),
        (lambda: ms.judge([FLOOR], [{"paid": 1}]), "not a list: judge each of them by itself"),
        (lambda: WRONG.judge(JSON, FRAME), "give load_json(text)"),
        (lambda: WRONG.judge(FLOOR, FRAME), "not a Criterion alone: give it in a list"),
        (lambda: FLOOR.judge([{"paid": 1}]), "not a list: judge each of them by itself"),
        (lambda: FLOOR.judge(JSON), "a record is a mapping or an object with attributes, not '"),
        (lambda: FLOOR.judge({"paid": "640"}, prefix="x_"), "prefix= is for a frame's columns"),
        (lambda: WRONG.load("yueyang-2023").project("three"), "number is a whole number, not 'three'"),
        (lambda: P.project(30), "no project 30; there are: 1, 2, 3"),
        (lambda: WRONG.load("yueyang-2023").area(AREA), "name is text, not an Area: its name is '平江县'"),
        (lambda: WRONG.allocate("10 户", {"甲": 0.5}), "a float is not exact"),
        (lambda: ms.allocate("10 户", WEIGHTS, method="Hamilton"), "method is one of 'hamilton', "),
        (lambda: ms.check(P, records=[{"paid": 1}]), "none of the rules judges records"),
        (
            lambda: WRONG.completeness(P, DONE, DUTY, on="六月"),
            "on is a date, not '六月': give '2023-06-30', say",
        ),
        (lambda: WRONG.Criterion("rule-1", PAID == PAID), "Criterion(): code is 'rule-1'"),  # noqa: PLR0124  # any truth
        (lambda: WRONG.Record("jobs", JUNE, "3.1万人"), "Record(): value is an Amount"),
    ],
)
def test_a_refusal_says_what_to_give(call: Callable[[], Any], said: str) -> None:
    with pytest.raises((ms.MinshengError, TypeError, ValueError)) as refused:
        call()
    assert said in str(refused.value)
