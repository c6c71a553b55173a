"""The decorator: what it refuses, and how little an own rule needs."""

from __future__ import annotations

import copy
import datetime
import multiprocessing
import pickle
from collections.abc import Iterator
from typing import Any

import attrs
import pytest

import minsheng as ms
from minsheng.rules.finding import Severity

DAY = datetime.date(2023, 6, 30)


# --- an own rule ------------------------------------------------------------------------


def test_an_own_rule_is_five_lines_and_needs_no_registration(yueyang: ms.Programme) -> None:
    @ms.rule("X101", basis="自定", severity="note")
    def every_project_has_few_indicators(programme: ms.Programme) -> Iterator[ms.Finding]:
        """一个项目不超过九个指标"""
        for project in programme.projects:
            if len(project.items) > 9:
                yield ms.Finding(project.title, f"有 {len(project.items)} 个指标", subject="many")

    report = ms.check(yueyang, rules=[every_project_has_few_indicators])
    assert report.findings == (
        ms.Finding(
            "加强农村“三路”“两网”及灌溉、饮水工程建设",
            "有 10 个指标",
            subject="many",
            code="X101",
            severity=ms.Severity.NOTE,
        ),
    )


def test_a_rule_knows_its_code_title_basis_manual_and_inputs() -> None:
    @ms.rule("GZ101", basis="某办法第3条")
    def own(programme: ms.Programme, on: datetime.date | None = None) -> Iterator[ms.Finding]:
        """首行是要求

        其余是说明。
        """
        yield from ()

    assert (own.code, own.family, own.title, own.basis) == ("GZ101", "GZ", "首行是要求", "某办法第3条")
    assert own.manual == "其余是说明。"
    assert own.severity is ms.Severity.ERROR
    assert (own.takes, own.needs) == (("programme", "on"), ("programme",))


def test_a_rule_can_still_be_called_as_the_function_it_is(yueyang: ms.Programme) -> None:
    one = ms.select(ms.STANDARD_RULES, "R101")[0]
    assert list(one(yueyang)) == [ms.Held("20 个项目", "责任分工的四栏俱全")]


def test_an_own_rule_stands_beside_the_standard_ones(yueyang: ms.Programme) -> None:
    @ms.rule("X101")
    def always_found(programme: ms.Programme) -> Iterator[ms.Finding]:
        """总有发现"""
        yield ms.Finding("全部", "有一处")

    report = ms.check(yueyang, rules=[*ms.STANDARD_RULES, always_found])
    assert [r.rule.code for r in report.results][-1] == "X101"
    assert report["X101"].status == "found"
    assert report["A101"].status == "held"


def test_every_standard_rule_says_what_it_rests_on_why_and_what_it_found() -> None:
    for rule in ms.STANDARD_RULES:
        assert rule.basis, rule.code
        assert "Example found:" in " ".join(rule.manual.split()), rule.code


# --- what the decorator refuses ---------------------------------------------------------


def test_a_misspelt_input_is_refused_naming_the_nearest() -> None:
    with pytest.raises(ms.RuleError, match=r"X101 \(own\): no input 'program'; did you mean 'programme'\?"):

        @ms.rule("X101")
        def own(program: ms.Programme) -> Iterator[ms.Finding]:
            """要求"""
            yield from ()


def test_an_input_like_no_other_is_refused_naming_them_all() -> None:
    with pytest.raises(ms.RuleError, match="no input 'x'; there are: programme, adopted, on"):

        @ms.rule("X101")
        def own(programme: ms.Programme, x: int) -> Iterator[ms.Finding]:
            """要求"""
            yield from ()


def test_a_rule_without_a_docstring_is_refused() -> None:
    with pytest.raises(ms.RuleError, match=r"X101 \(own\) needs a docstring: its first line is the title"):

        @ms.rule("X101")
        def own(programme: ms.Programme) -> Iterator[ms.Finding]:
            yield from ()


def test_a_docstring_of_spaces_is_none() -> None:
    with pytest.raises(ms.RuleError, match="needs a docstring"):

        @ms.rule("X101")
        def own(programme: ms.Programme) -> Iterator[ms.Finding]:
            """ """
            yield from ()


@pytest.mark.parametrize("code", ["", "A1", "A1011", "a101", "101", "A 101", "ABCDE101", "A101\n", "甲101"])
def test_a_code_that_is_none_is_refused(code: str) -> None:
    with pytest.raises(ms.RuleError, match="a code is letters and three digits such as A101"):
        ms.rule(code)


def test_a_code_in_full_width_digits_is_refused() -> None:
    with pytest.raises(ms.RuleError):
        ms.rule("A１０１")


def test_star_args_are_refused() -> None:
    with pytest.raises(ms.RuleError, match="no input 'inputs'"):

        @ms.rule("X101")
        def own(*inputs: Any) -> Iterator[ms.Finding]:
            """要求"""
            yield from ()


def test_star_star_kwargs_are_refused() -> None:
    with pytest.raises(ms.RuleError, match="no input 'inputs'"):

        @ms.rule("X101")
        def own(programme: ms.Programme, **inputs: Any) -> Iterator[ms.Finding]:
            """要求"""
            yield from ()


def test_a_positional_only_input_is_refused() -> None:
    with pytest.raises(ms.RuleError, match=r"X101 \(own\): inputs are given by name: programme"):

        @ms.rule("X101")
        def own(programme: ms.Programme, /) -> Iterator[ms.Finding]:
            """要求"""
            yield from ()


def test_a_keyword_only_input_is_an_input_like_any_other(yueyang: ms.Programme) -> None:
    @ms.rule("X101")
    def own(programme: ms.Programme, *, on: datetime.date) -> Iterator[ms.Held]:
        """要求"""
        yield ms.Held(programme.city, on.isoformat())

    assert own.needs == ("programme", "on")
    assert ms.check(yueyang, rules=[own])["X101"].status == "skipped"
    assert ms.check(yueyang, on=DAY, rules=[own])["X101"].held[0].working == "2023-06-30"


def test_an_unknown_severity_is_refused_naming_the_three_there_are() -> None:
    with pytest.raises(ValueError, match="severity is one of 'error', 'warning', 'note', not 'fatal'"):

        @ms.rule("X101", severity="fatal")
        def own(programme: ms.Programme) -> Iterator[ms.Finding]:
            """要求"""
            yield from ()


# --- what a rule set refuses ------------------------------------------------------------


@ms.rule("X102", basis="自定")
def quiet(programme: ms.Programme) -> Iterator[ms.Finding]:
    """没有发现"""
    yield from ()


def test_two_rules_of_one_code_are_refused(yueyang: ms.Programme) -> None:
    with pytest.raises(ms.RuleError, match="two rules have the code X102"):
        ms.check(yueyang, rules=[quiet, quiet])


def test_what_is_no_rule_is_refused_in_a_rule_set(yueyang: ms.Programme) -> None:
    def undecorated(programme: ms.Programme) -> Iterator[ms.Finding]:
        """要求"""
        yield from ()

    rules: Any = [quiet, undecorated]
    with pytest.raises(
        TypeError,
        match=r"rules\[1\] is a Rule or a Criterion, not a function: give one made with",
    ):
        ms.check(yueyang, rules=rules)


def test_only_a_programme_is_checked() -> None:
    name: Any = "yueyang-2023"
    with pytest.raises(TypeError, match="programme is a Programme, not 'yueyang-2023'"):
        ms.check(name)


# --- what a rule may yield --------------------------------------------------------------


def test_a_rule_that_yields_junk_is_refused_naming_its_code(yueyang: ms.Programme) -> None:
    @ms.rule("X101")
    def junk(programme: ms.Programme) -> Any:
        """要求"""
        yield "各地之和不等于总目标"

    with pytest.raises(ms.RuleError, match="rule X101 yields Finding, Held or Unknown, not '各地之和"):
        ms.check(yueyang, rules=[junk])


def test_a_rule_may_return_a_list_or_nothing(yueyang: ms.Programme) -> None:
    @ms.rule("X101")
    def listed(programme: ms.Programme) -> list[ms.Unknown]:
        """列出"""
        return [ms.Unknown("全部", "没有数据")]

    @ms.rule("X103")
    def nothing(programme: ms.Programme) -> Any:
        """什么也不说"""

    report = ms.check(yueyang, rules=[listed, nothing])
    assert [r.status for r in report.results] == ["unknown", "held"]


@pytest.mark.parametrize("answer", [False, True, 0, ms.Finding("全部", "应写 yield")])
def test_a_rule_that_returns_no_collection_is_not_held(yueyang: ms.Programme, answer: object) -> None:
    @ms.rule("X101")
    def verdict(programme: ms.Programme) -> Any:
        """各地之和等于总目标"""
        return answer

    with pytest.raises(TypeError, match="object is not iterable") as raised:
        ms.check(yueyang, rules=[verdict])
    assert raised.value.__notes__ == ["while running rule X101 各地之和等于总目标"]


def test_an_outcomes_code_and_severity_are_the_rules_own(yueyang: ms.Programme) -> None:
    @ms.rule("X101", severity=ms.Severity.NOTE)
    def pretends(programme: ms.Programme) -> Iterator[ms.Finding | ms.Held | ms.Unknown]:
        """要求"""
        yield ms.Finding("甲", "乙", code="A101", severity=ms.Severity.ERROR)
        yield ms.Held("甲", "乙", code="A101")
        yield ms.Unknown("甲", "乙", code="A101")

    result = ms.check(yueyang, rules=[pretends])["X101"]
    assert [outcome.code for outcome in result.outcomes] == ["X101"] * 3
    assert result.findings[0].severity is ms.Severity.NOTE


def test_an_exception_inside_a_rule_propagates_with_a_note_naming_the_rule(
    yueyang: ms.Programme,
) -> None:
    @ms.rule("X101")
    def broken(programme: ms.Programme) -> Iterator[ms.Finding]:
        """除以零"""
        yield ms.Finding("全部", str(1 // 0))

    with pytest.raises(ZeroDivisionError) as raised:
        ms.check(yueyang, rules=[broken])
    assert raised.value.__notes__ == ["while running rule X101 除以零"]


# --- inputs -----------------------------------------------------------------------------


@ms.rule("X104")
def counts_adopted(programme: ms.Programme, adopted: tuple[ms.AdoptedStandard, ...]) -> Iterator[ms.Held]:
    """各地都报了"""
    yield ms.Held("各地", f"{len(adopted)} 个")


@ms.rule("X105")
def needs_a_day(on: datetime.date) -> Iterator[ms.Held]:
    """有日期"""
    yield ms.Held("日期", on.isoformat())


@ms.rule("X106")
def likes_a_day(programme: ms.Programme, on: datetime.date | None = None) -> Iterator[ms.Held]:
    """可有日期"""
    yield ms.Held("日期", str(on))


def test_a_rule_that_needs_adopted_is_skipped_with_the_reason_where_it_is_missing(
    yueyang: ms.Programme,
) -> None:
    report = ms.check(yueyang, rules=[counts_adopted, needs_a_day])
    assert [r.status for r in report.results] == ["skipped", "skipped"]
    assert report["X104"].skipped == "没有给出各地采用的标准（adopted）"
    assert report["X105"].skipped == "没有给出日期（on）"
    assert report["X104"].outcomes == ()


def test_a_skipped_rule_is_never_counted_as_held(yueyang: ms.Programme) -> None:
    report = ms.check(yueyang)
    skipped = [r for r in report.results if "adopted" in r.rule.needs]
    assert [r.rule.code for r in skipped] == ["S201", "S202", "S203", "S204", "V110"]
    assert {r.status for r in skipped} == {"skipped"}
    assert {r.summary for r in skipped[:4]} == {"没有给出各地采用的标准（adopted）"}


def test_a_rule_gets_what_is_given_even_where_it_is_empty(yueyang: ms.Programme) -> None:
    report = ms.check(yueyang, adopted=[], on=DAY, rules=[counts_adopted, needs_a_day])
    assert [h.working for r in report.results for h in r.held] == ["0 个", "2023-06-30"]


def test_an_optional_day_may_be_left_out(yueyang: ms.Programme) -> None:
    assert ms.check(yueyang, rules=[likes_a_day])["X106"].held[0].working == "None"
    assert ms.check(yueyang, on=DAY, rules=[likes_a_day])["X106"].held[0].working == "2023-06-30"


# --- selecting --------------------------------------------------------------------------


def test_rules_are_selected_by_family_and_code_in_their_own_order() -> None:
    chosen = ms.select(ms.STANDARD_RULES, "S101", "R", "S101")
    assert [r.code for r in chosen] == ["R101", "R102", "R103", "R104", "R105", "R106", "R107", "S101"]


def test_an_unknown_rule_is_refused_naming_the_nearest() -> None:
    with pytest.raises(ms.UnknownName, match=r"no rule or family 'SS201'; did you mean 'S201'\?"):
        ms.select(ms.STANDARD_RULES, "SS201")


def test_selecting_nothing_selects_no_rule() -> None:
    assert ms.select(ms.STANDARD_RULES) == ()


# --- sent to another process -----------------------------------------------------------------


def test_a_report_and_its_rules_go_to_a_worker_and_back() -> None:
    """By the names of their functions; a criterion's rule by its criterion."""
    programme = ms.load("yueyang-2023")
    paid = ms.Criterion("X201", ms.column("paid", "元/月") >= ms.Amount(650, "元/月"), title="低保标准")
    report = ms.check(programme, records=[{"paid": 640}], rules=[*ms.STANDARD_RULES, paid])
    assert pickle.loads(pickle.dumps(report)) == report
    assert copy.deepcopy(report) == report
    lenient = attrs.evolve(ms.STANDARD_RULES[0], severity=Severity.NOTE)
    assert pickle.loads(pickle.dumps(lenient)) == lenient
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.apply(ms.check, (programme,), {"rules": [*ms.STANDARD_RULES]}) == ms.check(programme)


def test_a_rule_that_no_other_process_would_find_says_so() -> None:
    @ms.rule("X101")
    def local(programme: ms.Programme) -> Iterator[ms.Finding]:
        """只在这里"""
        yield from ()

    with pytest.raises(pickle.PicklingError, match=r"define its function at the top level of a module"):
        pickle.dumps(local)
    assert copy.deepcopy(local) is local
