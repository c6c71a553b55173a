"""Values in pydantic models and FastAPI: read, written and described as ``ms.dump`` does."""

from __future__ import annotations

import asyncio
import copy
import datetime
import json
import subprocess
import sys
from decimal import Decimal
from typing import Annotated, Any

import httpx
import jsonschema
import pydantic
import pytest
from fastapi import Body, FastAPI
from hypothesis import given
from hypothesis import strategies as st

import minsheng as ms
from tests.tries import tries

P = ms.load("yueyang-2023")
PAID = ms.column("paid", "元/月", places=2, low=0, high=10_000)
KIND, MONTH = ms.column("地区 类别"), ms.column("month", kind="date")
FLOOR = ms.Criterion("P201", ms.Amount(650, "元/月") <= PAID, when=KIND.is_in(["区", "县"]), title="低保")
LATE = ms.Criterion("P202", datetime.date(2023, 6, 1) <= MONTH, when=ms.column("model_open", kind="truth"))


class Payment(pydantic.BaseModel):
    paid: ms.Amount
    asked: ms.Bound | None = None
    when: list[ms.Period] = []
    area: ms.Area | ms.Unit | None = None
    kind: ms.AreaKind = ms.AreaKind.DISTRICT


class Explained(pydantic.BaseModel):
    of: ms.Expression
    trace: ms.rules.Trace


FULL = Payment(
    paid=ms.Amount("640.50", "元/月"),
    asked=ms.Bound.parse(">= 650 元/月"),
    when=[ms.Period.parse("2023年6月")],
    area=P.area("平江县"),
)


def test_values_are_fields_both_ways() -> None:
    plain = FULL.model_dump(mode="json")
    assert plain["paid"] == "640.50 元/月"
    assert plain["asked"] == ">= 650 元/月"
    assert Payment.model_validate(plain) == FULL
    assert Payment.model_validate_json(FULL.model_dump_json()) == FULL
    assert Payment.model_validate(FULL.model_dump()) == FULL
    assert FULL.model_dump()["paid"] is FULL.paid
    assert copy.deepcopy(FULL) == FULL.model_copy(deep=True) == FULL
    assert Payment(paid="3 户", area="万人").area == ms.Unit.parse("万人")  # type: ignore[arg-type]  # what pydantic reads


@pytest.mark.parametrize("mode", ["validation", "serialization"])
def test_the_schema_of_a_model_is_ours(mode: Any) -> None:
    schema = Payment.model_json_schema(mode=mode)
    jsonschema.Draft202012Validator.check_schema(schema)
    valid = jsonschema.Draft202012Validator(schema).is_valid
    assert valid(FULL.model_dump(mode="json"))
    assert not valid({"paid": 640})
    assert not valid({"paid": "640"})
    assert "Area" in schema["$defs"]


@pytest.mark.parametrize("name", ["programme", "progress", "criterion", "scheme", "lights"])
def test_a_document_is_what_dump_writes(name: str) -> None:
    progress = ms.Progress((ms.Record("jobs", ms.Period.month(2023, 6), ms.Amount("3.1", "万人")),))
    values = {
        "programme": P,
        "progress": progress,
        "criterion": FLOOR,
        "scheme": ms.load_scheme("chizhou-2004"),
        "lights": ms.measuring.load_lights("ouhai"),
    }
    value = values[name]
    adapter = pydantic.TypeAdapter(type(value))
    written = adapter.dump_python(value, mode="json")
    assert written == json.loads(ms.dump(value))
    assert adapter.validate_python(written) == adapter.validate_json(ms.dump(value)) == value
    schema = adapter.json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(written, schema)


def test_what_is_wrong_is_told_with_our_problems() -> None:
    with pytest.raises(pydantic.ValidationError) as error:
        Payment.model_validate({"paid": "640 元/越", "asked": 3, "kind": "x"})
    told: list[Any] = error.value.errors()
    paid, asked, _ = told
    assert paid["loc"] == ("paid",)
    assert paid["ctx"]["met"] == "“640 元/越”：不认识的单位“元/越”；最接近的是“元/月”"
    assert asked["type"] == "minsheng"
    with pytest.raises(pydantic.ValidationError, match="应是 minsheng/programme"):
        pydantic.TypeAdapter(ms.Programme).validate_python(ms.embedding.to_data(FLOOR))
    with pytest.raises(pydantic.ValidationError, match="应是一个对象"):
        pydantic.TypeAdapter(ms.Programme).validate_python([1])


# --- FastAPI ------------------------------------------------------------------------------------

app = FastAPI()
Judged = ms.embedding.record_model([FLOOR, LATE], name="Judged")


@app.post("/programme")
def programme(p: Annotated[ms.Programme, Body()]) -> ms.Programme:
    return p


@app.post("/payment")
def payment(given: Payment) -> Payment:
    return given


@app.post("/rule")
def rule(criterion: Annotated[ms.Criterion, Body()]) -> Explained:
    return Explained(
        of=ms.Expression(criterion.requirement), trace=criterion.trace({"paid": "1", "地区 类别": "区"})
    )


@app.post("/judge")
def judge(record: Judged) -> str:  # type: ignore[valid-type]  # made at run time
    return str(FLOOR.judge(record).outcome)


def asked(method: str, path: str, body: Any = None) -> httpx.Response:
    """What the application answers."""

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            return await client.request(method, path, json=body)

    return asyncio.run(ask())


def test_bodies_and_responses() -> None:
    data = json.loads(ms.dump(P))
    answer = asked("POST", "/programme", data)
    assert answer.status_code == 200
    assert answer.json() == data
    assert asked("POST", "/payment", FULL.model_dump(mode="json")).json() == FULL.model_dump(mode="json")
    del data["projects"][0]["title"]
    data["areas"][1]["kind"] = "planet"
    answer = asked("POST", "/programme", data)
    assert answer.status_code == 422
    details = answer.json()["detail"]
    assert {tuple(one["loc"]): one["input"] for one in details} == {
        ("body", "areas", 1, "kind"): "planet",
        ("body", "projects", 0, "title"): None,
    }
    assert {one["ctx"]["where"] for one in details} == {"areas[1].kind", "projects[0].title"}
    assert len(answer.content) < 3000  # which logs keep


def test_the_description_of_the_service_has_our_schemas() -> None:
    described = asked("GET", "/openapi.json").json()
    parts = described["components"]["schemas"]
    assert {"ProgrammeDocument", "Payment", "Judged", "Area", "Node"} <= parts.keys()
    body = described["paths"]["/programme"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert body["$ref"] == "#/components/schemas/ProgrammeDocument"
    assert not {one for one in parts if one.endswith(("-Input", "-Output")) or "__" in one}
    refs = {one.partition('"')[0] for one in json.dumps(described).split('"$ref": "')[1:]}
    assert refs <= {f"#/components/schemas/{name}" for name in parts}


def test_expressions_and_traces_are_fields() -> None:
    answer = asked("POST", "/rule", json.loads(ms.dump(FLOOR)))
    assert answer.status_code == 200, answer.text
    found = Explained.model_validate(answer.json())
    assert str(found.of) == str(ms.Expression(FLOOR.requirement))
    assert found.trace == FLOOR.trace({"paid": "1", "地区 类别": "区"})
    with pytest.raises(pydantic.ValidationError) as error:
        pydantic.TypeAdapter(ms.Expression).validate_python({"node": "not", "part": {"node": "exec"}})
    assert ("part", "node") in {one["loc"] for one in error.value.errors()}


# --- records ------------------------------------------------------------------------------------

CELLS = st.none() | st.integers(-5, 12_000) | st.decimals(-1, 11_000, places=3).map(str) | st.booleans()
CELLS |= st.sampled_from(
    ["650", "+1", "640.50", "640.500", "1e3", "", "区", "省", "2023-06-01", "2023-02-30"]
)
CELLS |= st.sampled_from(["650\n", "１", " 1", "-0", "0012.30"])
RECORDS = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("paid", "地区 类别", "month", "model_open", "other"), CELLS)
)


def test_what_validates_is_judged_and_what_is_refused_does_not_validate() -> None:
    """Of the schema but for ranges of numbers in texts, which no schema can say; of the model always."""
    schema = ms.rules.record_schema([FLOOR, LATE])
    jsonschema.Draft202012Validator.check_schema(schema)
    days = jsonschema.Draft202012Validator.FORMAT_CHECKER
    valid = jsonschema.Draft202012Validator(schema, format_checker=days).is_valid
    seen = set[bool]()

    @tries(200)
    @given(RECORDS)
    def law(record: dict[str, Any]) -> None:
        try:
            model = Judged(**record)
        except pydantic.ValidationError:
            model = None
        try:
            outcomes = [one.judge(record).outcome for one in (FLOOR, LATE)]
        except ms.DataError as error:
            assert model is None
            beyond = all("不在" in problem.met for problem in error.problems)
            assert not valid(record) or beyond
            seen.add(False)
            return
        assert model is not None
        assert outcomes == [one.judge(model).outcome for one in (FLOOR, LATE)]
        again = json.loads(model.model_dump_json(by_alias=True))
        assert outcomes == [one.judge(again).outcome for one in (FLOOR, LATE)]
        seen.add(True)

    law()
    good = {"paid": "650.00", "地区 类别": "区", "month": "2023-06-01", "model_open": True}
    assert valid(good)
    assert seen == {True, False} or valid(good)


def test_the_schema_of_a_record_says_what_it_needs() -> None:
    assert FLOOR.record_schema() == {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "P201",
        "type": "object",
        "properties": {
            "paid": {
                "description": "单位：元/月；至多 2 位小数，0 到 10000",
                "x-places": 2,
                "x-unit": "元/月",
                "anyOf": [
                    {
                        "type": "string",
                        "pattern": r"^\+?0*[0-9]{1,5}(\.[0-9]{1,2}0*)?$(?!\n)",
                        "maxLength": 100,
                    },
                    {"type": "integer", "minimum": 0, "maximum": 10000},
                    {"type": "null"},
                ],
            },
            "地区 类别": {"type": ["string", "null"], "examples": ["区", "县"]},
        },
        "required": ["paid", "地区 类别"],
    }
    kind = ms.column("kind")
    rural = ms.Criterion("P203", ms.column("p", "元/年", places=2) >= P.standard("subsistence-rural").floor(
        area_kind=kind, on=datetime.date(2023, 6, 1)
    ))  # fmt: skip
    assert {"district", "区", "county"} <= {*rural.record_schema()["properties"]["kind"]["examples"]}
    chosen = ms.Criterion("P204", ms.column("kind", choices=("区", "县")) == "区")
    assert chosen.record_schema()["properties"]["kind"] == {"enum": ["区", "县", None]}
    with pytest.raises(ms.RuleError, match="declared in two ways"):
        ms.rules.record_schema([rural, chosen])


def test_an_instance_keeps_exact_values() -> None:
    rest = {"地区 类别": "区", "month": "2023-06-01", "model_open": None}
    one: Any = Judged.model_validate({"paid": "640.50", **rest})
    assert one["paid"] == Decimal("640.5")
    assert one["地区 类别"] == "区"
    assert one["month"] == datetime.date(2023, 6, 1)
    with pytest.raises(pydantic.ValidationError, match="超过 2 位小数"):
        Judged.model_validate({"paid": "640.505", **rest})
    assert Judged.model_json_schema()["properties"]["paid"]["x-unit"] == "元/月"


def test_nothing_loads_pydantic_before_it_is_asked_for() -> None:
    code = "import sys, minsheng as ms; ms.dump(ms.load('yueyang-2023')); print('pydantic' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "False\n"
