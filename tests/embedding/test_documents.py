"""Documents: what is written is read back equal, keeps to its schema, and what is not is told."""

from __future__ import annotations

import datetime
import json
import pickle
import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

import attrs
import jsonschema
import pytest
from hypothesis import event, given
from hypothesis import strategies as st

import minsheng as ms
from minsheng.domain import OwnUnit
from minsheng.errors import Problems
from minsheng.plain.canonical import canonical
from minsheng.rules.scoring.checking.sound import Fault, unsound
from minsheng.rules.scoring.forms.catalogue import SCHEMES
from minsheng.scoring import Scheme
from minsheng.testing import (
    any_schemes,
    criteria,
    numbers,
    programmes,
    progresses,
    records,
    rows,
    schemes,
)  # fmt: skip
from minsheng.testing.schemes import facts
from tests.embedding.examples import MADE, example
from tests.laws.test_mutated_files import changed_structure
from tests.tries import tries


@cache
def validator(name: str) -> jsonschema.Draft202012Validator:
    schema = ms.json_schema(name)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def holds(value: Any) -> dict[str, Any]:
    """The law of every value: written, it keeps to its schema; read back, it is equal."""
    text = ms.dump(value)
    data: dict[str, Any] = json.loads(text)
    validator(data["format"].removeprefix("minsheng/")).validate(data)
    again = ms.load_json(text)
    assert again == value
    assert type(again) is type(value)
    assert ms.embedding.to_data(again) == data == ms.embedding.to_data(value)
    assert ms.embedding.digest(again) == ms.embedding.digest(data)
    shuffled = json.loads(text, object_pairs_hook=lambda pairs: dict(reversed(pairs)))
    assert ms.embedding.from_data(shuffled) == value  # as databases do that keep no order of keys
    return data


@pytest.mark.parametrize("name", MADE)
def test_an_example_of_every_format(name: str) -> None:
    data = holds(example(name))
    assert (data["format"], data["version"]) == (f"minsheng/{name}", 1)
    assert not re.search(r'"-?[0-9]+/[0-9]+%?"', json.dumps(data)), "a fraction is two numbers"


@tries(6)
@given(programmes())
def test_programmes(programme: ms.Programme) -> None:
    holds(programme)
    assert ms.load(ms.dump(programme)) == programme


@tries(6)
@given(st.data())
def test_registers_and_standings(data: st.DataObject) -> None:
    programme = data.draw(programmes())
    names = [one.id for one in programme.indicators]
    areas = [None, *(area.name for area in programme.areas)]
    progress = data.draw(progresses(indicators=names, areas=areas, year=programme.year))
    holds(progress)
    on = datetime.date(programme.year, 9, 30)
    holds(ms.standings(programme, progress, on=on, areas=areas, policy=example("lights")))
    holds(ms.check(programme, progress=progress, on=on))


@tries(8)
@given(st.data())
def test_criteria_and_verdicts(data: st.DataObject) -> None:
    criterion = data.draw(criteria())
    holds(criterion)
    holds((criterion,))
    for record in data.draw(records(criterion, min_size=1, max_size=2)):
        holds(criterion.judge(record))


@tries(6)
@given(st.data())
def test_schemes_and_rankings(data: st.DataObject) -> None:
    scheme = data.draw(st.one_of(schemes(), any_schemes()))
    holds(scheme)
    ranking = ms.score_records(
        scheme, {name: data.draw(facts(scheme)) for name in ("子", "丑")}
    )  # in no class
    holds(ranking)
    back = ms.load_json(ms.dump(ranking))
    for score in ranking:
        holds(score)
        assert back[score.name].trace() == score.trace()


@tries(6)
@given(rows(), st.sampled_from(["hamilton", "webster", "adams"]), st.data())
def test_divisions(row: ms.Row, method: str, data: st.DataObject) -> None:
    weights = {
        area: data.draw(st.one_of(st.none(), st.integers(1, 99), st.fractions(1, 9))) for area in row.areas
    }
    if not any(weights.values()):
        weights[row.areas[0]] = 1
    holds(ms.allocate(ms.Amount(100, row.unit), weights, method=method, ties="order"))


@tries(6)
@given(st.one_of(st.fractions(), numbers().map(Fraction)))
def test_numbers_are_text_and_fractions_two_texts(fraction: Fraction) -> None:
    part = attrs.evolve(example("score").part, points=fraction, parts=())
    score = attrs.evolve(example("score"), points=fraction, part=part)
    written = holds(score)["points"]
    event("decimal" if isinstance(written, str) else "two")
    if isinstance(written, str):
        assert Fraction(written) == fraction
    else:
        assert Fraction(int(written["numerator"]), int(written["denominator"])) == fraction


def test_unit_words_of_ones_own_go_along() -> None:
    words = (OwnUnit("网格"), OwnUnit("工日", of="小时", times=Decimal(8)))
    june = ms.Period.month(2023, 6)
    register = ms.Progress((ms.Record("a", june, ms.Amount.parse("3 万网格", units=words)),))
    data = holds(register)
    assert data["units"] == [{"text": "网格"}]
    del data["units"]
    with pytest.raises(ms.DataError, match=r"data，records\[1\]\.value：“3 万网格”：不认识的单位“万网格”"):
        ms.embedding.from_data(data)


# --- what is not as it should be -----------------------------------------------------------------

#: why a document that keeps to its schema may be refused all the same: no schema can say these, and
#: docs/explanation/formats.md lists them
REASONS = {
    "a unit that is not known, or does not fit": r"单位",
    "more than 40 digits": r"太长|不是一个可用的数",
    "a day or a period that there is not": r"不是日期|不能是 \d|不是期间|看不出是哪|期间|日子",
    "a character that nobody sees; too deep": r"看不见的字符|嵌套",
    "names that are not there, or there twice": r"没有.*“|缺少地区|缺少“.*”列|重复|已经|两次|不认识的地区",
    "ranges with gaps or overlaps": r"没有说|重叠|不在任何一段",
    "what a class itself asks": r"不合要求|不成立|不能作|不能大于|不能小于|应小于|应大于|期限|至少|请核对",
    "a result that contradicts itself": r"写的是|不同|不是规则|既写了|是 .*的|不能评分|不合办法|不是有限小数",
}


def unsound_in(data: dict[str, Any]) -> Iterator[Fault]:
    """What is wrong with the scheme of a document, in the words of files: no schema knows these either."""
    plain = data.get(
        "scheme", {key: value for key, value in data.items() if key not in ("format", "version")}
    )
    scheme = SCHEMES.read(plain, Scheme, Problems())
    return iter(()) if scheme is None else unsound(scheme)


@pytest.mark.parametrize("name", MADE)
@tries(6)
@given(choices=st.data())
def test_whatever_is_changed_is_read_or_told(name: str, choices: st.DataObject) -> None:
    """What keeps to the schema is read, and then as good as any; or refused for what no schema says.

    What does not keep to it is refused, or means what it says (a number in full-width digits).
    """
    text = choices.draw(changed_structure(ms.embedding.to_data(example(name))))
    try:
        value = ms.load_json(text)
    except ms.DataError as error:
        raised = error.problems
    else:
        ms.load_json(ms.dump(value))
        return
    assert raised
    assert all(problem.where.startswith("JSON") for problem in raised)
    try:
        data = json.loads(text)
    except ValueError:
        return
    if validator(name).is_valid(data):
        event("keeps to its schema")
        listed = re.compile("|".join(REASONS.values()))
        faults = {met for _, met, _ in unsound_in(data)}
        unlisted = [str(one) for one in raised if not listed.search(str(one)) and one.met not in faults]
        assert unlisted == []


@pytest.mark.parametrize("unit", [{}, [], 0, False])
def test_a_unit_that_is_no_text_is_refused(unit: object) -> None:
    data = ms.embedding.to_data(ms.load("yueyang-2023"))
    data["allocation"]["rows"][0]["unit"] = unit
    with pytest.raises(ms.DataError, match=r"allocation.rows\[1\].unit"):
        ms.embedding.from_data(data)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"outcome": "met"}, "JSON，outcome：写的是 met，按这些值是 unknown；结果与所判的值自相矛盾"),
        ({"values": {"paid": None}}, "JSON，values：缺少“exempt”列的值；没有值的写 null"),
        ({"verdict": 1}, "JSON，verdict：不认识的键“verdict”；可用的键：criterion、outcome、values"),
        ({"version": 0}, "JSON，version：版本是“0”；这里认识的版本：1 至 1；更新的请用更新的 minsheng 读"),
        (
            {"format": "minsheng/nothing"},
            "JSON，format：没有“minsheng/nothing”这种格式",
        ),
    ],
)
def test_a_verdict_that_contradicts_itself_is_refused(change: dict[str, Any], told: str) -> None:
    with pytest.raises(ms.DataError) as raised:
        ms.load_json(json.dumps(ms.embedding.to_data(example("verdict")) | change))
    assert str(raised.value.problems[0]).startswith(told)


def test_results_that_contradict_themselves_are_refused() -> None:
    ranking = ms.embedding.to_data(example("ranking"))
    ranking["scores"][0]["points"] = "97"
    division = ms.embedding.to_data(example("division"))
    division["row"]["cells"] |= {"甲县": "4", "乙县": "2"}
    report = ms.embedding.to_data(example("report"))
    report["results"][0]["outcomes"][0]["code"] = "X999"
    standings = ms.embedding.to_data(example("standings"))
    standings["parts"][0]["item"] = "nothing"
    for data, place in (
        (ranking, r"scores\[1\].points"),
        (division, "row：写的是 .*自相矛盾"), (report, r"results\[1\].*X999"),
        (standings, r"parts\[1\].item：年度项目里没有“nothing”"),
    ):  # fmt: skip
        with pytest.raises(ms.DataError, match=place):
            ms.embedding.from_data(data)


HOSTILE = {
    "no JSON": "{",
    "deep": "[" * 100_000,
    "deep inside": '{"format": "minsheng/draft", "version": 1, "plain": ' + '{"a":' * 900 + "1" + "}" * 901,
    "a key twice": '{"format": "minsheng/lights", "format": "minsheng/lights", "version": 1}',
    "no number": '{"format": "minsheng/lights", "version": NaN}',
    "a float": '{"format": "minsheng/lights", "version": 1.0}',
    "a huge number": '{"format": "minsheng/lights", "version": ' + "9" * 5000 + "}",
    "half a character": '{"format": "minsheng/lights", "version": 1, "name": "\\ud800"}',
    "true for one": '{"format": "minsheng/lights", "version": true}',
    "a list": "[]",
    "many keys": json.dumps({"format": "minsheng/lights", "version": 1, **{f"k{n}": 1 for n in range(5000)}}),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_answered_with_problems(text: str) -> None:
    with pytest.raises(ms.DataError) as raised:
        ms.load_json(text)
    assert all(
        problem.where.startswith("JSON") or "问题太多" in problem.met for problem in raised.value.problems
    )
    assert len(str(raised.value)) < 100_000


@pytest.mark.parametrize(
    "value",
    [1.5, Decimal(1), datetime.date(2023, 1, 1), (1,), {1: 2}, {"a": b"x"}, float("nan"), 10**50],
    ids=str,
)
def test_what_is_no_data_is_told(value: Any) -> None:
    data = ms.embedding.to_data(example("draft"))
    data["plain"]["note"] = value
    with pytest.raises(ms.DataError, match="data，plain"):
        ms.embedding.from_data(data)


def test_a_value_without_a_format_is_a_mistake() -> None:
    with pytest.raises(TypeError, match="value is of a class with a format, not an Amount"):
        ms.dump(ms.Amount(1, "个"))
    with pytest.raises(TypeError, match="a list is one of criteria"):
        ms.dump([ms.Amount(1, "个")])
    with pytest.raises(ValueError, match=r"would not be loaded back: .*看不见的字符"):
        ms.dump(attrs.evolve(example("lights"), note="a\0b"))
    assert ms.load_json(ms.dump([])) == ()


def test_the_canonical_form_is_that_of_the_standard() -> None:
    """RFC 8785: keys by their UTF-16 code units, and only what must be is escaped."""
    data = {"\U00020000": 1, "\uffee": [True, None, '\x1f\n"\\/'], "b": {"z": 2, "a": 1}}
    assert (
        canonical(data).decode()
        == '{"b":{"a":1,"z":2},"\U00020000":1,"\uffee":[true,null,"\\u001f\\n\\"\\\\/"]}'
    )


def test_a_rule_of_a_report_that_was_read_does_not_run() -> None:
    report = ms.load_json(ms.dump(example("report")))
    rule = report.results[0].rule
    assert rule == example("report").results[0].rule
    assert pickle.loads(pickle.dumps(report)) == report
    with pytest.raises(ms.RuleError, match="take it from STANDARD_RULES"):
        rule(programme=None)
