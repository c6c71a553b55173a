"""The report: how rules came out, for people and for programs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import attrs
import pytest

import minsheng as ms

HOSTILE = "<script>alert('1')</script>&\"“"


@ms.rule("X101", basis="某办法第3条", severity="warning")
def told(programme: ms.Programme) -> Iterator[ms.Finding]:
    """各地都要报"""
    yield from ()


FOUND = ms.Finding("平江县", "没有报", "应报 2 项\n已报 1 项", "pingjiang", "X101", ms.Severity.WARNING)
HELD = ms.Held("岳阳县", "2 项 ≥ 2 项", "yueyang", "X101")
UNKNOWN = ms.Unknown("华容县", "没有数据", "huarong", "X101")


def result(
    *outcomes: ms.Finding | ms.Held | ms.Unknown, code: str = "X101", skipped: str = ""
) -> ms.rules.RuleResult:
    """What a rule said."""
    return ms.rules.RuleResult(attrs.evolve(told, code=code), outcomes, skipped)


def report(*results: ms.rules.RuleResult) -> ms.Report:
    """A report of a few rules."""
    return ms.Report("某市2023年重点民生实事", (("mou-2023", "0" * 64),), results)


@pytest.fixture(scope="module")
def real(yueyang: ms.Programme) -> ms.Report:
    """The report on the real programme."""
    return ms.check(yueyang)


# --- status -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "status", "summary", "ok"),
    [
        (result(), "held", "没有发现", True),
        (result(HELD, HELD), "held", "成立 2 处", True),
        (result(HELD, UNKNOWN), "unknown", "未知 1 处，成立 1 处", False),
        (result(HELD, UNKNOWN, FOUND, FOUND), "found", "发现 2 处，未知 1 处，成立 1 处", False),
        (result(skipped="没有给出日期（on）"), "skipped", "没有给出日期（on）", False),
    ],
    ids=["held", "held-with-workings", "unknown", "found", "skipped"],
)
def test_status_summary_and_ok_of_each_kind(
    one: ms.rules.RuleResult, status: str, summary: str, ok: bool
) -> None:
    assert one.status == status
    assert one.summary == summary
    assert report(one).ok is ok


def test_a_result_sorts_its_outcomes_by_kind_and_keeps_their_order() -> None:
    mixed = result(HELD, FOUND, UNKNOWN, HELD)
    assert mixed.findings == (FOUND,)
    assert mixed.held == (HELD, HELD)
    assert mixed.unknown == (UNKNOWN,)
    assert mixed.outcomes == (HELD, FOUND, UNKNOWN, HELD)


def test_one_unknown_among_rules_that_held_is_not_ok() -> None:
    assert report(result(HELD, code="X101"), result(HELD, code="X102")).ok
    assert not report(result(HELD, code="X101"), result(UNKNOWN, code="X102")).ok


def test_the_summary_counts_rules_of_each_status() -> None:
    all_kinds = report(
        result(FOUND, FOUND, code="X101"),
        result(UNKNOWN, code="X102"),
        result(HELD, code="X103"),
        result(code="X104", skipped="没有给出日期（on）"),
    )
    assert all_kinds.summary == "规则 4 条：发现 1 条，未知 1 条，成立 1 条，跳过 1 条；共发现 2 处"
    assert all_kinds.findings == (FOUND, FOUND)


def test_a_rule_is_looked_up_by_its_code(real: ms.Report) -> None:
    assert real["A101"].rule.title == "各地任务数与市本级任务数之和等于总目标"
    with pytest.raises(ms.UnknownName, match=r"no rule 'A11'; did you mean 'A113'\?"):
        real["A11"]


# --- explaining -------------------------------------------------------------------------


def test_explaining_a_rule_by_its_code(real: ms.Report) -> None:
    lines = real.explain("A104").splitlines()
    assert lines == [
        "A104 各地都要达到的目标不能相加，每一地的数都要达到（依据：附件2）：发现 1 处",
        "【发现】集成可应用的电子证照种类超过80类：不能相加；有 1 处不合“超过 80 类”",
        "     市本级 10 类 < 80 类（相加是 730 类，与 80 类 不是一回事）",
    ]


def test_explaining_a_skipped_rule_says_why(real: ms.Report) -> None:
    assert real.explain("S204").endswith("：没有给出各地采用的标准（adopted）")


def test_explaining_a_subject_gathers_what_every_rule_says_of_it(real: ms.Report) -> None:
    lines = real.explain("household-toilets").splitlines()
    assert lines[:2] == [
        "R106 【发现】改新建农村户用厕所34310个：附件1与指标的单位不同",
        "     附件1 34310 户，附件2 34310 个",
    ]
    assert lines[2].startswith("A101 【成立】改新建农村户用厕所34310个：平江县 15000 + ")
    assert len(lines) == 3


def test_explaining_an_unknown_outcome_says_why() -> None:
    assert report(result(UNKNOWN)).explain("huarong") == "X101 【未知】华容县：没有数据"


def test_explaining_what_the_report_does_not_know_names_the_nearest(real: ms.Report) -> None:
    with pytest.raises(ms.UnknownName, match=r"'household-toilet'; did you mean 'household-toilets'\?"):
        real.explain("household-toilet")


def test_explaining_nothing_is_refused(real: ms.Report) -> None:
    with pytest.raises(ms.UnknownName):
        real.explain("")


# --- text -------------------------------------------------------------------------------


MIXED = report(
    result(HELD, HELD, code="X101"),
    result(code="X102"),
    result(UNKNOWN, HELD, FOUND, code="X103"),
    result(HELD, UNKNOWN, code="X104"),
    result(code="X105", skipped="没有给出日期（on）"),
    result(FOUND, code="X106"),
    result(HELD, code="X107"),
)


def test_text_says_what_was_found_first_and_one_line_of_what_held() -> None:
    assert MIXED.to_text().splitlines() == [
        "某市2023年重点民生实事",
        "规则 7 条：发现 2 条，未知 1 条，成立 3 条，跳过 1 条；共发现 2 处",
        "",
        "【发现】X103 各地都要报：发现 1 处，未知 1 处，成立 1 处",
        "    【发现】平江县：没有报",
        "         应报 2 项",
        "         已报 1 项",
        "    【未知】华容县：没有数据",
        "",
        "【发现】X106 各地都要报：发现 1 处",
        "    【发现】平江县：没有报",
        "         应报 2 项",
        "         已报 1 项",
        "",
        "【未知】X104 各地都要报：未知 1 处，成立 1 处",
        "    【未知】华容县：没有数据",
        "",
        "【成立】X101 各地都要报：成立 2 处",
        "【成立】X102 各地都要报：没有发现",
        "【成立】X107 各地都要报：成立 1 处",
        "",
        "【跳过】X105 各地都要报：没有给出日期（on）",
    ]
    assert str(MIXED) == MIXED.to_text()


def test_text_of_all_shows_every_working_in_the_same_order() -> None:
    text = MIXED.to_text(all=True).splitlines()
    assert [line for line in text if "成立】岳阳县" not in line and line] == [
        line for line in MIXED.to_text().splitlines() if line
    ]
    assert text.count("    【成立】岳阳县：2 项 ≥ 2 项") == 5
    assert text[6:10] == [
        "         已报 1 项",
        "    【未知】华容县：没有数据",
        "    【成立】岳阳县：2 项 ≥ 2 项",
        "",
    ]


def test_text_of_all_that_held_is_a_line_for_each_rule() -> None:
    held = report(result(HELD, code="X101"), result(code="X102")).to_text().splitlines()
    assert held[2:] == ["", "【成立】X101 各地都要报：成立 1 处", "【成立】X102 各地都要报：没有发现"]


def test_table_html_and_explanations_keep_to_that_order_and_data_to_the_rules() -> None:
    order = ["X103", "X106", "X104", "X101", "X102", "X107", "X105"]
    assert [row[0] for row in MIXED.table().rows] == order
    assert re.findall("X10[0-9]", MIXED.to_html()) == order
    explained = [line[:4] for line in MIXED.explain("X103").splitlines() if line.startswith("【")]
    assert explained == ["【发现】", "【未知】", "【成立】"]
    assert [line[:5] for line in MIXED.explain("pingjiang").splitlines() if "】" in line] == [
        "X103 ",
        "X106 ",
    ]
    assert list(dict.fromkeys(record["code"] for record in MIXED.to_records())) == [
        f"X10{n}" for n in (1, 3, 4, 5, 6, 7)
    ]


# --- records and JSON -------------------------------------------------------------------


def test_records_have_one_row_for_each_outcome_and_each_skipped_rule() -> None:
    records = report(result(FOUND, HELD, UNKNOWN), result(code="X104", skipped="没有日期")).to_records()
    rule = {"title": "各地都要报", "basis": "某办法第3条", "severity": "warning"}
    assert records == [
        {
            "code": "X101",
            **rule,
            "outcome": "found",
            "where": "平江县",
            "subject": "pingjiang",
            "message": "没有报",
            "working": "应报 2 项\n已报 1 项",
        },
        {
            "code": "X101",
            **rule,
            "outcome": "held",
            "where": "岳阳县",
            "subject": "yueyang",
            "message": "",
            "working": "2 项 ≥ 2 项",
        },
        {
            "code": "X101",
            **rule,
            "outcome": "unknown",
            "where": "华容县",
            "subject": "huarong",
            "message": "没有数据",
            "working": "",
        },
        {
            "code": "X104",
            **rule,
            "outcome": "skipped",
            "where": "",
            "subject": "",
            "message": "没有日期",
            "working": "",
        },
    ]


def test_the_real_records_all_have_the_same_keys(real: ms.Report) -> None:
    records = real.to_records()
    keys = ["code", "title", "basis", "severity", "outcome", "where", "subject", "message", "working"]
    assert all(list(record) == keys for record in records)
    assert len(records) == sum(len(r.outcomes) for r in real.results) + 38
    assert sum(record["outcome"] == "found" for record in records) == 14


def test_a_report_has_the_digests_of_what_was_judged(real: ms.Report, yueyang: ms.Programme) -> None:
    assert dict(real.digests) == {"programme": yueyang.digest()}
    assert re.fullmatch(r"[0-9a-f]{64}", yueyang.digest())


# --- HTML and Markdown ------------------------------------------------------------------


class Outline(HTMLParser):
    """The tags of a piece of HTML, its text, and which details are open."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.open_details: list[bool] = []
        self.depth = 0
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.depth += tag != "br"
        if tag == "details":
            self.open_details.append("open" in dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        self.depth -= 1

    def handle_data(self, data: str) -> None:
        self.text += data


def test_html_folds_every_rule_and_opens_those_with_findings(real: ms.Report) -> None:
    outline = Outline(real.to_html())
    assert len(outline.open_details) == len(ms.STANDARD_RULES)
    assert outline.open_details == [True] * 6 + [False] * (
        len(ms.STANDARD_RULES) - 6
    )  # what found something stands first
    assert outline.depth == 0  # every tag is closed
    assert "附件1 34310 户，附件2 34310 个" in outline.text
    assert real._repr_html_() == real.to_html()


def test_html_escapes_hostile_text_wherever_it_stands() -> None:
    rule = attrs.evolve(told, title=HOSTILE)
    outcomes = (
        ms.Finding(HOSTILE, HOSTILE, f"{HOSTILE}\n{HOSTILE}", HOSTILE),
        ms.Held(HOSTILE, HOSTILE),
        ms.Unknown(HOSTILE, HOSTILE),
    )
    hostile = ms.Report(HOSTILE, ((HOSTILE, HOSTILE),), (ms.rules.RuleResult(rule, outcomes, HOSTILE),))
    for html in (hostile.to_html(), hostile.table().to_html()):
        assert "<script" not in html
        outline = Outline(html)
        assert "script" not in outline.tags
        assert outline.text.count(HOSTILE) >= 3  # shown as it is, not lost


def test_markdown_keeps_bars_and_line_breaks_from_breaking_the_table() -> None:
    bars = ms.Finding("甲|乙", "第一行\n第二行", "1 | 2\n3 | 4", "x", "X101")
    found = report(result(bars)).to_markdown().split("\n\n")[-1].split("\n")
    assert found == [
        "| 规则 | 性质 | 事项 | 发现 | 算式 |",
        "| --- | --- | --- | --- | --- |",
        "| X101 | 错误 | 甲\\|乙 | 第一行<br>第二行 | 1 \\| 2<br>3 \\| 4 |",
    ]


def test_markdown_lists_the_rules_then_the_findings(real: ms.Report) -> None:
    title, rules, found = real.to_markdown().split("\n\n")
    assert title == f"**{real.title}　{real.summary}**"
    assert len(rules.split("\n")) == 2 + len(ms.STANDARD_RULES)
    assert len(found.split("\n")) == 2 + 14
    assert "| R104 | 注意 | 第1项 | 两个附件里的名称不同 | 附件1：启动建设" in found


def test_the_table_has_a_row_for_each_rule(real: ms.Report) -> None:
    records = real.table().to_records()
    assert len(records) == len(ms.STANDARD_RULES)
    assert records[6 + 4] == {  # after the six that found something, and R101, R102, R103, R107
        "规则": "A101",
        "要求": "各地任务数与市本级任务数之和等于总目标",
        "性质": "错误",
        "结果": "成立",
        "说明": "成立 41 处",
    }
