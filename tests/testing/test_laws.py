"""The laws of dividing: our five methods keep what is known of them, and wrong functions are shown up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import attrs
import pytest

import minsheng as ms
from minsheng.dividing.allocate import Division, allocate
from minsheng.dividing.methods import Method
from minsheng.errors import DataError, MinshengError, UnknownName
from minsheng.testing.laws import (
    LAWS,
    Law,
    LawResult,
    allocation_laws,
    assert_allocation_laws,
    laws_main,
)

Weights = dict[str, Decimal]
Shares = Mapping[str, object]

BY_NAME = {law.name: law for law in LAWS}
MUST = [law.name for law in LAWS if law.required]
#: what methods choose between
CHOICES = ["lower-quota", "upper-quota", "house-monotone", "population-monotone"]


def by(method: Method, ties: str = "order") -> Callable[..., Division]:
    """One of our own methods, as a function of everything a function may take."""

    def divide(
        total: Decimal, weights: Weights, *, step: Decimal, floors: Weights, caps: Weights
    ) -> Division:
        return allocate(
            f"{total} 个",
            weights,
            step=step,
            floors=floors or None,
            caps=caps or None,
            method=method,
            ties=ties,
        )

    return divide


def judged(function: Callable[..., object], law: str, max_examples: int = 200) -> LawResult:
    return allocation_laws(function, laws=[law], max_examples=max_examples)[law]


@cache
def of_method(method: Method, law: str) -> LawResult:
    """What one of our own methods makes of a law it does not keep."""
    return judged(by(method), law)


# --- which method keeps which law -------------------------------------------------------


@pytest.mark.parametrize("method", Method)
def test_every_proper_method_keeps_the_required_laws(method: Method) -> None:
    report = allocation_laws(by(method), laws=MUST, max_examples=25)
    assert report.ok, report
    assert [result.status for result in report.results] == ["held"] * len(MUST)


@pytest.mark.parametrize("law", CHOICES)
@pytest.mark.parametrize("method", Method)
def test_a_method_keeps_of_the_others_what_is_known_of_it(method: Method, law: str) -> None:
    """Hamilton keeps the quota and is not monotone; the divisor methods are, and leave the quota."""
    known = method in BY_NAME[law].kept_by
    result = judged(by(method), law, 60) if known else of_method(method, law)
    assert result.status == ("held" if known else "broken"), result.explain()


def test_the_table_of_methods_and_laws() -> None:
    """As in the book: Jefferson stays above the lower quota, Adams below the upper, both monotone."""
    kept = {law: "".join("+" if m in BY_NAME[law].kept_by else "-" for m in Method) for law in CHOICES}
    assert [m.value for m in Method] == ["hamilton", "jefferson", "webster", "huntington-hill", "adams"]
    assert kept == {
        "lower-quota": "++---",
        "upper-quota": "+---+",
        "house-monotone": "-++++",
        "population-monotone": "-++++",
    }
    assert all(BY_NAME[law].kept_by == tuple(Method) for law in MUST)


def test_no_method_keeps_all_laws() -> None:
    """Balinski and Young: to be population monotone and to stay within the quota exclude each other."""
    laws = [BY_NAME[name] for name in ("lower-quota", "upper-quota", "population-monotone")]
    assert not any(all(method in law.kept_by for law in laws) for method in Method)


# --- the known counterexamples ----------------------------------------------------------


def test_hamilton_shows_the_alabama_paradox() -> None:
    result = of_method(Method.HAMILTON, "house-monotone")
    assert result.explain() == (
        "【不成立】house-monotone 总数增加，没有地区减少\n"
        "    分 3：甲县（权重 1）得 1，乙县（权重 3）得 1，丙县（权重 3）得 1\n"
        "    分 4：甲县（权重 1）得 0，乙县（权重 3）得 2，丙县（权重 3）得 2\n"
        "    总数增加，甲县反而从 1 减到 0"
    )


def test_a_counterexample_is_a_question_that_can_be_asked_again() -> None:
    for law in ("house-monotone", "population-monotone"):
        for answer in of_method(Method.HAMILTON, law).answers:
            asked = answer.asked
            again = allocate(f"{asked.total} 个", dict(asked.weights), step=asked.step, ties="order")
            assert dict(answer.given) == again.shares


def test_hamilton_shows_the_population_paradox() -> None:
    then, now = of_method(Method.HAMILTON, "population-monotone").answers
    rates = [
        Fraction(b) / Fraction(a)
        for (_, a), (_, b) in zip(then.asked.weights, now.asked.weights, strict=True)
    ]
    pairs = [(i, j) for i in range(len(rates)) for j in range(len(rates)) if rates[i] > rates[j]]
    assert then.asked.total == now.asked.total
    assert any(now.shares[i] < then.shares[i] and now.shares[j] > then.shares[j] for i, j in pairs)


def test_jefferson_gives_the_largest_more_than_its_quota_rounded_up() -> None:
    result = of_method(Method.JEFFERSON, "upper-quota")
    assert result.breach == "甲县应得 2 × 2 ÷ (2+1+1)，至多 1，得到的 2 多于它"


def test_adams_gives_the_largest_less_than_its_quota_rounded_down() -> None:
    result = of_method(Method.ADAMS, "lower-quota")
    assert result.breach == "甲县应得 3 × 4 ÷ (4+1+1)，至少 2，得到的 1 少于它"


def test_webster_leaves_the_quota_only_with_four_areas_or_more() -> None:
    """With three it keeps both (Balinski & Young), which is how few its smallest examples have."""
    for law in ("lower-quota", "upper-quota"):
        [answer] = of_method(Method.WEBSTER, law).answers
        assert len(answer.asked.weights) >= 4


# --- ties -------------------------------------------------------------------------------


def test_ties_settled_by_order_are_told_and_are_no_breach_of_anonymity() -> None:
    report = allocation_laws(by(Method.WEBSTER, "order"), laws=["anonymity", "order"], max_examples=60)
    assert report["anonymity"].status == "held"
    assert report.explain("order").splitlines()[1:] == [
        "    分 1：甲县（权重 1）得 1，乙县（权重 1）得 0",
        "    分 1：乙县（权重 1）得 1，甲县（权重 1）得 0",
        "    只换了列出的次序，甲县的 1 变成 0",
    ]


def test_a_function_may_refuse_ties() -> None:
    refusing = by(Method.WEBSTER, "refuse")
    allowed = allocation_laws(refusing, laws=["answers", "order"], max_examples=60, refuses=DataError)
    assert allowed.ok, allowed
    broken = judged(refusing, "answers")
    assert broken.breach.startswith("出错：DataError: 并列：甲县、乙县对最后 1 份的理由相同")


def test_a_function_that_always_refuses_is_not_praised() -> None:
    def never(total: int, weights: Weights) -> Shares:
        raise LookupError

    report = allocation_laws(never, refuses=LookupError, max_examples=20)
    assert not report.ok
    assert {result.skipped for result in report.results if not result.law.needs} == {"没有一例分得出来"}


# --- functions that are wrong -----------------------------------------------------------


#: what the wrong functions are tried on
WANTED = ["answers", "exact", "sum", "steps", "not-negative", "symmetry", "anonymity", "scale", "order"]


def rounds_each(total: int, weights: Weights) -> dict[str, Decimal]:
    """Every share rounded half up by itself."""
    whole = sum(weights.values())
    return {name: (total * w / whole).quantize(Decimal(1), ROUND_HALF_UP) for name, w in weights.items()}


def the_rest_to_the_first(total: int, weights: Weights) -> dict[str, int]:
    """What is left over goes to whoever stands first."""
    whole = sum(weights.values())
    shares = {name: int(total * w / whole) for name, w in weights.items()}
    first = next(name for name, weight in weights.items() if weight)
    shares[first] += total - sum(shares.values())
    return shares


def the_rest_by_name(total: int, weights: Weights) -> dict[str, int]:
    """What is left over goes to the areas in the order of the dictionary."""
    whole = sum(weights.values())
    shares = {name: int(total * w / whole) for name, w in weights.items()}
    for name in sorted(name for name, w in weights.items() if w)[: total - sum(shares.values())]:
        shares[name] += 1
    return shares


def in_floats(total: int, weights: Weights) -> dict[str, float]:
    """Exactly proportional, as a spreadsheet does it."""
    whole = sum(weights.values())
    return {name: total * float(w) / float(whole) for name, w in weights.items()}


def test_rounding_each_share_loses_the_sum() -> None:
    report = allocation_laws(rounds_each, laws=WANTED, max_examples=60)
    assert not report.ok
    assert "sum" in report.broken
    assert report.explain("sum").splitlines()[1:] == [
        "    分 1：甲县（权重 1）得 1，乙县（权重 1）得 1",
        "    各地之和是 2，比总数多 1",
    ]


def test_giving_the_rest_to_the_first_is_not_anonymous() -> None:
    report = allocation_laws(the_rest_to_the_first, laws=WANTED, max_examples=60)
    assert not report.ok
    assert [name for name in report.broken if BY_NAME[name].required] == ["symmetry", "anonymity"]
    assert report["anonymity"].breach.endswith("；不是因为并列，权重稍微改动也是这样")
    assert "order" in report.broken


def test_giving_the_rest_in_the_order_of_names_is_not_anonymous() -> None:
    """It does not matter in which order the areas are named, and yet their names matter."""
    report = allocation_laws(the_rest_by_name, laws=WANTED, max_examples=60)
    assert [name for name in report.broken if BY_NAME[name].required] == ["anonymity"]
    assert report["order"].status == "held"


def test_floats_are_broken_however_they_add_up() -> None:
    report = allocation_laws(in_floats, laws=WANTED, max_examples=60)
    assert report["exact"].breach.endswith("，是浮点数，不精确")
    assert {"exact", "steps"} <= set(report.broken)


def test_an_answer_by_chance_is_broken() -> None:
    turns = count()

    def by_turns(total: int, weights: Weights) -> dict[str, int]:
        names = [name for name, weight in weights.items() if weight]
        return {**dict.fromkeys(weights, 0), names[next(turns) % len(names)]: total}

    assert judged(by_turns, "determinism").breach == "问了两次，结果不同"


def test_what_fails_is_broken_with_the_question_it_failed_on() -> None:
    def without_the_lightest(total: int, weights: Weights) -> dict[str, Decimal]:
        return {name: total / weight for name, weight in weights.items()}

    result = judged(without_the_lightest, "answers")
    assert result.explain().splitlines()[1:] == [
        "    分 1：甲县（权重 0），乙县（权重 1）",
        "    出错：DivisionByZero: [<class 'decimal.DivisionByZero'>]",
    ]


@pytest.mark.parametrize(
    ("returned", "breach"),
    [
        (None, "返回的不是各地的任务数，而是 NoneType"),
        ([1], "返回的不是各地的任务数，而是 list"),
        ({}, "缺少甲县"),
        ({"甲县": 1, "某县": 0}, "多出某县"),
        ({"甲县": "1"}, "不是数：甲县 '1'"),
        ({"甲县": True}, "不是数：甲县 True"),
        ({"甲县": Decimal("NaN")}, "不是数：甲县 Decimal('NaN')"),
        ({"甲县": float("inf")}, "不是数：甲县 inf"),
    ],
)
def test_what_cannot_be_read_is_broken(returned: object, breach: str) -> None:
    assert judged(lambda total, weights: returned, "answers", 10).breach == breach


def test_an_area_without_weight_may_be_left_out() -> None:
    def divide(total: int, weights: Weights) -> dict[str, object]:
        shares = allocate(f"{total} 个", weights, ties="order").shares
        return {name: share for name, share in shares.items() if share}

    report = allocation_laws(divide, laws=["zeros"], max_examples=50)
    assert report.ok, report
    assert judged(divide, "answers", 50).breach.startswith("缺少")  # one with a weight that got nothing


@pytest.mark.parametrize(
    ("wrong", "law"),
    [
        (lambda total, weights: {n: total if w else 1 for n, w in weights.items()}, "zeros"),
        (lambda total, weights: {**dict.fromkeys(weights, -1), min(weights): total + 9}, "not-negative"),
        (lambda total, weights: dict(zip(weights, [total, *[0] * 9], strict=False)), "symmetry"),
        (lambda total, weights: allocate(f"{total} 个", {n: w**2 for n, w in weights.items()}, ties="order"),
         "lower-quota"),
        (lambda total, weights: allocate(f"{total} 个", {n: w + 1 for n, w in weights.items()}, ties="order"),
         "scale"),
        (lambda total, weights, step: {n: total / len(weights) for n in weights}, "steps"),
        (lambda total, weights, caps: allocate(f"{total} 个", weights, ties="order"), "bounds"),
        (lambda total, weights, floors: allocate(f"{total} 个", weights, ties="order"), "bounds"),
    ],
)  # fmt: skip
def test_each_law_is_broken_by_somebody(wrong: Callable[..., object], law: str) -> None:
    result = judged(wrong, law)
    assert result.status == "broken"
    assert result.answers


# --- how a function is called -----------------------------------------------------------


def test_a_function_gets_what_it_takes() -> None:
    got: list[dict[str, object]] = []

    def plain(total: object, weights: Weights) -> Shares:
        got.append({"total": total, **dict(weights)})
        return {}

    def stepped(total: object, weights: Weights, step: object) -> Shares:
        got.append({"total": total, "step": step})
        return {}

    judged(plain, "answers", 1)
    assert type(got[0]["total"]) is int
    assert all(type(weight) is Decimal for name, weight in got[0].items() if name != "total")
    got.clear()
    judged(stepped, "answers", 1)
    assert {type(value) for value in got[0].values()} == {Decimal}


def test_bounds_do_not_apply_to_a_function_that_takes_none() -> None:
    result = allocation_laws(rounds_each, laws=["bounds"])["bounds"]
    assert (result.status, result.summary) == ("skipped", "函数没有参数 下限 floors、上限 caps")
    with pytest.raises(AssertionError, match="不适用"):
        assert_allocation_laws(rounds_each, laws=["bounds"])


@pytest.mark.parametrize(
    ("function", "said"),
    [
        (lambda total, weights, year: {}, "it needs 'year'"),
        (lambda total: {}, "must take the total and the weights"),
        (lambda total, weights, *, area: {}, "it needs 'area'"),
        (42, "a function is needed"),
    ],
)
def test_a_function_that_cannot_be_called_so(function: Any, said: str) -> None:
    with pytest.raises(TypeError, match=said):
        allocation_laws(function)


def test_a_built_in_and_a_defaulted_argument_will_do() -> None:
    assert judged(max, "answers", 1).breach.startswith("出错：TypeError")
    assert judged(lambda total, weights, year=2023: {}, "answers", 1).breach == "缺少甲县"


def test_an_unknown_law_is_suggested_the_nearest() -> None:
    with pytest.raises(UnknownName, match="did you mean 'lower-quota'"):
        allocation_laws(rounds_each, laws=["lower-quotas"])


# --- the report -------------------------------------------------------------------------


def test_the_same_function_has_the_same_report() -> None:
    def report() -> list[dict[str, object]]:
        return allocation_laws(rounds_each, laws=["sum", "anonymity"], max_examples=30).to_records()

    assert report() == report()


def test_what_is_not_required_does_not_count() -> None:
    def hamilton(total: int, weights: Weights) -> Division:
        return allocate(f"{total} 个", weights, ties="weight")

    report = allocation_laws(hamilton, laws=["house-monotone"], refuses=DataError)
    assert not report.ok  # asked for by name, it is required
    every = allocation_laws(hamilton, max_examples=30, refuses=DataError)
    assert every.ok, every
    assert "population-monotone" in every.broken
    assert not every["population-monotone"].required


def test_the_report_is_a_table_of_every_law() -> None:
    report = allocation_laws(rounds_each, max_examples=20)
    rows = report.table().to_records()
    assert [row["名称"] for row in rows] == [law.name for law in LAWS]
    assert {row["结果"] for row in rows} == {"成立", "不成立", "不适用"}
    assert report["sum"].explain() in str(report)
    assert "<pre>" in report._repr_html_()
    assert report.to_records()[2]["said"] == report["sum"].breach
    with pytest.raises(UnknownName):
        report["summ"]


def test_the_assertion_shows_the_counterexample() -> None:
    assert_allocation_laws(by(Method.ADAMS), max_examples=5)
    assert_allocation_laws(by(Method.ADAMS), laws=["upper-quota"], max_examples=30)
    with pytest.raises(AssertionError, match="比总数多 1"):
        assert_allocation_laws(rounds_each, laws=WANTED, max_examples=60)


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.name)
def test_every_law_has_its_definition(law: Law) -> None:
    assert law.definition.endswith(".")
    assert law.title
    assert attrs.evolve(law) == law


# --- the command line's function --------------------------------------------------------


MODULE = """
from decimal import Decimal
class Office:
    @staticmethod
    def divide(total, weights):
        whole = sum(weights.values())
        return {name: round(total * weight / whole) for name, weight in weights.items()}
text = "no function"
def odd(total, weights, year): return {}
"""


def test_a_function_is_found_in_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "fenpei_of_a_test.py").write_text(MODULE, "utf-8")
    monkeypatch.chdir(tmp_path)
    report = laws_main("fenpei_of_a_test:Office.divide", laws=["sum"])
    assert report.broken == ("sum",)
    for spec, said in [
        ("fenpei_of_a_test", "应写成 模块:函数"),
        ("fenpei_of_nobody:divide", "没有模块“fenpei_of_nobody”"),
        ("fenpei_of_a_test:Office.share", "没有“Office.share”"),
        ("fenpei_of_a_test:odd", "不能这样调用：it needs 'year'"),
        ("fenpei_of_a_test:text", "不能这样调用：a function is needed"),
    ]:
        with pytest.raises(MinshengError, match=said):
            laws_main(spec)


def test_a_module_that_lacks_what_it_needs_says_so_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "fenpei_that_needs.py").write_text("import nobody_has_this", "utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ModuleNotFoundError, match="nobody_has_this"):
        laws_main("fenpei_that_needs:divide")


def test_the_shares_of_a_row_can_be_returned() -> None:
    def as_row(total: int, weights: Weights) -> ms.Row:
        return allocate(f"{total} 个", weights, ties="order").row

    assert judged(as_row, "sum", 30).status == "held"
