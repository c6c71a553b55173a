"""Plain data of strangers: what JSON lets pass and we do not, and messages that stay short."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

import minsheng as ms
from minsheng.errors import MOST_LISTED, MOST_PROBLEMS, Problem, Problems
from minsheng.strict import MOST_VALUES, read_json
from minsheng.visible import MOST_SHOWN

HEAD = '"format": "minsheng/criterion", "version": 1'
CRITERION = f'{{{HEAD}, "code": "X201", "requirement": {{"node": "constant", "value": {{"truth": true}}}}}}'


def problems(read: Callable[[], object]) -> list[str]:
    with pytest.raises(ms.DataError) as raised:
        read()
    return [str(problem) for problem in raised.value.problems]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"a": {"b": 1, "b": 2}}', "规则，a.b：键“b”在这里写了两次；只留一个"),
        ('[{"a": "\\ud800"}]', "规则，[1].a：“\\ud800”里有看不见的字符 U+D800；请删去"),
        ('{"\\u202e": 1}', "规则，全文：“\\u202e”里有看不见的字符 U+202E；请删去"),
        ('["a\\u0000"]', "规则，[1]：“a\\x00”里有看不见的字符 U+0000；请删去"),
        ("[1.50]", "规则，[1]：数 1.50 不是整数，或者太长；请加引号写成文字，以免失去精度"),
        ("[-Infinity]", "规则，[1]：数 -Infinity 不是整数，或者太长；请加引号写成文字，以免失去精度"),
        ("[1", "规则 第1行第3列：不是合格的 JSON：Expecting ',' delimiter"),
        ("[" * 200_000, "规则：嵌套得太深"),
        ("[" * 70 + "]" * 70, "规则，[1]：嵌套超过 64 层；请检查是否放错了文件"),
    ],
)
def test_what_json_lets_pass_is_told_with_its_path(text: str, told: str) -> None:
    assert told in problems(lambda: read_json(text, "规则"))


def test_a_number_of_thousands_of_digits_is_refused() -> None:
    [told] = problems(lambda: read_json(f"[{'9' * 5000}]", "规则"))
    assert "太长" in told
    assert len(told) < 2 * MOST_SHOWN


def test_more_values_than_people_write_are_refused() -> None:
    [told] = problems(lambda: read_json(json.dumps([0] * MOST_VALUES), "规则"))
    assert f"超过 {MOST_VALUES} 个值" in told


@pytest.mark.parametrize("mark", ["", "\ufeff", "\ufeff\n "])
def test_json_is_read_with_a_byte_order_mark_and_as_bytes(mark: str, yueyang: ms.Programme) -> None:
    text, rules = mark + ms.dump(yueyang), mark + CRITERION
    assert ms.load(text) == ms.load(text.encode()) == yueyang
    assert ms.load_json(rules) == ms.load_json(rules.encode())


@pytest.mark.parametrize(
    "read",
    [
        ms.load,
        ms.load_json,
        ms.load_scheme,
        ms.measuring.load_lights,
        lambda t: ms.read_progress(t, _small()),
    ],
    ids=["load", "criteria", "scheme", "lights", "progress"],
)
@pytest.mark.parametrize(
    "text", ["话" * 100_000, '{"a": "话' + "话" * 100_000, "\ufeff{" + "x" * 100_000], ids=len
)
def test_no_message_echoes_a_document(read: Callable[[str], object], text: str) -> None:
    with pytest.raises(ms.MinshengError) as raised:
        read(text)
    assert len(str(raised.value)) < 3 * MOST_SHOWN


def _small() -> ms.Programme:
    return ms.load("yueyang-2023")


def test_keys_and_nodes_that_are_lists_are_told() -> None:
    for node in ('["constant"]', '{"a": 1}', "1", "null"):
        text = f'{{{HEAD}, "code": "X201", "requirement": {{"node": {node}}}}}'
        assert any("不是 node" in told for told in problems(partial(ms.load_json, text)))


def test_problems_end_where_nobody_reads_on() -> None:
    listed = [{"code": "X201", "requirement": {"node": "?"}}] * (2 * MOST_PROBLEMS)
    many = json.dumps({"format": "minsheng/criteria", "version": 1, "criteria": listed})
    with pytest.raises(ms.DataError) as raised:
        ms.load_json(many)
    assert len(raised.value.problems) == MOST_PROBLEMS + 1
    assert f"…及另外 {MOST_PROBLEMS + 1 - MOST_LISTED} 处" in str(raised.value)


def test_problems_of_a_list_end_however_they_are_added() -> None:
    some = [Problem("", str(n)) for n in range(MOST_PROBLEMS + 1)]
    full = Problems()
    full += some[:-1]
    for add in (full.append, lambda problem: full.extend([problem])):
        with pytest.raises(ms.DataError, match="问题太多"):
            add(some[-1])


def test_a_problem_is_short_and_shows_what_is_not_seen() -> None:
    problem = Problem("进度\x1b[2J.csv", "县" * 10_000 + "不是数", "\u202e")
    assert str(problem).startswith("进度\\x1b[2J.csv：县")
    assert str(problem).endswith("不是数；\\u202e")
    assert len(problem.met) < MOST_SHOWN + 50


def test_a_json_file_with_a_mark_is_read(tmp_path: Path, yueyang: ms.Programme) -> None:
    path = tmp_path / "p.json"
    path.write_text(ms.dump(yueyang), "utf-8-sig")
    assert ms.load(path) == ms.load(str(path)) == yueyang


@pytest.mark.parametrize(
    "make",
    [
        lambda long: ms.Amount.parse("1" + long),
        ms.Amount.parse,
        ms.Bound.parse,
        ms.Unit.parse,
        ms.Period.parse,
        ms.rule,
        lambda long: ms.load("yueyang-2023", readings={long: long}),
    ],
    ids=["amount", "number", "bound", "unit", "period", "rule", "reading"],
)
def test_errors_are_short_whatever_they_quote(make: Callable[[str], object]) -> None:
    for long in ("字" * 200_000, "9" * 200_000, "\n" * 200_000):
        with pytest.raises(ms.MinshengError) as raised:
            make(long)
        assert len(str(raised.value)) < 3 * MOST_SHOWN
        assert str(raised.value).count("\n") < 100
