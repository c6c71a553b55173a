"""Criteria as JSON, their versions by date, their diagnoses, and criteria among rules."""

from __future__ import annotations

import datetime
import json
from decimal import Decimal

import jsonschema
import pytest

import minsheng as ms

DAY = datetime.date
KEYS = "code、requirement、when、title、basis、severity、effective、published"
PAID = ms.column("paid", "元/月", places=2)


def floor(value: int, effective: DAY | None = None, published: DAY | None = None) -> ms.Criterion:
    held = ms.Amount(value, "元/月") <= PAID
    return ms.Criterion("X201", held, title="低保标准", effective=effective, published=published)


def rural(programme: ms.Programme) -> ms.Criterion:
    standard = programme.standard("subsistence-rural")
    return ms.rules.adequate(standard, "元/月", paid="paid", area_kind="area_kind", on="month")


def test_criteria_survive_json(yueyang: ms.Programme) -> None:
    rate = ms.least(ms.column("actual", places=2) / ms.column("target", places=2), Decimal("1.2"))
    light = ms.when(rate >= 1).then("绿").when(rate.half_up(2) >= ms.column("share", places=4)).then("黄")
    criteria = (
        rural(yueyang),
        floor(650, effective=DAY(2023, 1, 1), published=DAY(2023, 4, 27)),
        ms.Criterion("X202", light.otherwise(None) != "红", when=ms.column("on", kind="date").month() > 3),
        ms.Criterion(
            "X203", ~ms.column("paid", "元/月", places=2).is_missing() | ms.column("exempt", kind="truth")
        ),
    )
    text = ms.dump(criteria)
    assert ms.load_json(text) == criteria
    assert ms.embedding.digest(ms.load_json(text)) == ms.embedding.digest(criteria)
    jsonschema.validate(json.loads(text), ms.json_schema("criteria"))


def test_the_schema_is_a_schema_and_refuses_what_loading_refuses() -> None:
    jsonschema.Draft202012Validator.check_schema(ms.json_schema("criteria"))
    plain = json.loads(ms.dump([floor(650)]))
    plain["criteria"][0]["requirement"]["relation"] = "=>"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(plain, ms.json_schema("criteria"))
    with pytest.raises(ms.DataError, match="“=>”不是其中之一"):
        ms.load_json(json.dumps(plain))


def test_all_problems_of_a_rule_file_at_once() -> None:
    plain = json.loads(ms.dump([floor(650), floor(600)]))
    one, other = plain["criteria"]
    one["requirement"]["left"]["measured_in"] = "元/越"
    one["requirement"]["right"]["value"] = {"text": 3}
    other["colour"] = "红"
    del other["requirement"]["left"]
    with pytest.raises(ms.DataError) as caught:
        ms.load_json(json.dumps(plain))
    said = [str(problem) for problem in caught.value.problems]
    assert said == [
        "JSON，criteria[1].requirement.left.measured_in：不认识的单位“元/越”；最接近的是“元/月”",
        "JSON，criteria[1].requirement.right.value.text：“3”不是文字，请加引号",
        "JSON，criteria[2].requirement.left：缺少“left”",
        "JSON，criteria[2].colour：不认识的键“colour”；可用的键：" + KEYS,
    ]


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "3",
        "[]",
        '{"format": []}',
        '{"format": "minsheng/criterion", "version": 1, "code": 3}',
        "[" * 100_000,
        "x" * 5_000_000,
    ],
)
def test_hostile_rule_files_are_refused(text: str) -> None:
    with pytest.raises(ms.DataError):
        ms.load_json(text)


def test_a_tree_too_deep_is_refused_with_its_size() -> None:
    plain = json.loads(ms.dump(floor(650)))
    for _ in range(150):
        plain["requirement"] = {"node": "not", "part": plain["requirement"]}
    with pytest.raises(ms.DataError, match="deep, is refused"):
        ms.load_json(json.dumps(plain))


def test_a_record_of_march_is_judged_by_the_rules_of_march() -> None:
    old = floor(600, effective=DAY(2022, 1, 1), published=DAY(2022, 2, 1))
    new = floor(650, effective=DAY(2023, 1, 1), published=DAY(2023, 4, 27))
    late = floor(660, effective=DAY(2023, 1, 1), published=DAY(2023, 9, 1))
    every = (new, late, old)
    assert ms.rules.in_force(every, DAY(2021, 3, 1)) == ()
    assert ms.rules.in_force(every, DAY(2022, 3, 1)) == (old,)
    assert ms.rules.in_force(every, DAY(2023, 3, 1)) == (late,)
    assert ms.rules.in_force(every, DAY(2023, 3, 1), published=DAY(2023, 5, 1)) == (new,)
    assert ms.rules.in_force(every, DAY(2023, 3, 1), published=DAY(2023, 3, 1)) == (old,)
    with pytest.raises(ms.RuleError, match="on one day"):
        ms.rules.in_force((new, new), DAY(2023, 3, 1))


def test_what_is_doubtful_is_said_before_any_record(yueyang: ms.Programme) -> None:
    share = ms.column("share", "%", places=2, low=0, high=100)
    criteria = [
        rural(yueyang),
        ms.Criterion("X301", share <= ms.Amount(120, "%")),
        ms.Criterion("X302", share > ms.Amount(120, "%")),
        ms.Criterion("X302", ms.column("share", "个") >= ms.Amount(1, "个")),
        ms.Criterion("X303", ~ms.column("paid", "元/月", places=2).is_missing()),
    ]
    found = ms.diagnose(criteria)
    by_code = {code: [f.subject for f in found if f.code == code] for code in sorted({f.code for f in found})}
    assert by_code["D101"] == ["S201"]  # before 2023, and other kinds of area
    assert by_code["D103"] == ["X302"]
    assert by_code["D104"] == ["X302"]
    assert by_code["D105"] == ["X301", "X302"]
    assert "X303" not in by_code["D106"]  # it asks
    assert "S201" in by_code["D106"]


def test_a_line_that_no_allowed_value_reaches_is_said() -> None:
    lines = tuple(ms.rules.Line((ms.rules.OneOf((kind,)),), "是") for kind in ("区", "乡"))
    table = ms.rules.DecisionTable("适用", ("kind",), lines)
    looked_up = ms.rules.look_up(table, kind=ms.column("kind", choices=("县", "区")))
    found = ms.diagnose([ms.Criterion("X401", looked_up == "是")])
    assert [f.message for f in found if f.code == "D102"] == [
        "决策表有永远用不到的行：《适用》第 2 行，kind 不会是 乡"
    ]


def test_criteria_and_rules_are_one_report(yueyang: ms.Programme) -> None:
    records = [
        {"paid": "640", "area_kind": "district", "month": DAY(2023, 6, 1)},
        {"paid": "650", "area_kind": "district", "month": DAY(2023, 6, 1)},
        {"paid": None, "area_kind": "county", "month": DAY(2023, 6, 1)},
        {"paid": "1.234", "area_kind": "county", "month": DAY(2023, 6, 1)},
    ]
    rules: list[ms.Rule | ms.Criterion] = [*ms.select(ms.STANDARD_RULES, "A101"), rural(yueyang)]
    result = ms.check(yueyang, records=records, rules=rules)["S201"]
    assert [(f.where, f.code) for f in result.findings] == [("第1条记录", "S201")]
    assert result.findings[0].working.startswith("640 元/月 × 12 = 7680 元/年 < 7800 元/年")
    assert [u.where for u in result.unknown] == ["第3条记录", "第4条记录"]
    assert "超过 2 位小数" in result.unknown[1].why
    assert result.held[0].where == "1 条记录"
    assert ms.check(yueyang, rules=rules)["S201"].status == "skipped"
