"""A programme's own unit words: known to it and to what it reads, and to nothing else."""

from __future__ import annotations

import pickle
import tempfile
import threading
from decimal import Decimal
from pathlib import Path

import attrs
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import minsheng as ms
from minsheng.domain.own_units import knowing, own_units
from minsheng.domain.units import known_unit, vocabulary

OwnUnit = ms.domain.OwnUnit
P = ms.load("yueyang-2023")
GRIDS = (OwnUnit("网格"), OwnUnit("里路", of="公里", times=Decimal("0.5")))


def with_units(*units: ms.domain.OwnUnit, unit: str = "网格", target: int = 300) -> ms.Programme:
    """The programme of 2023 with its elevators counted in another unit."""
    with knowing(units):
        row = attrs.evolve(P.allocation["elevators"], unit=unit, text="新增网格")
        bound = ms.Bound.parse(f">= {target} {unit}")
    projects = tuple(
        attrs.evolve(project, assignments=(), indicators=tuple(
            attrs.evolve(i, text="新增网格", target=bound) if i.id == "elevators" else i
            for i in project.indicators
        )) if project.number == 14 else project
        for project in P.projects
    )  # fmt: skip
    return attrs.evolve(P, projects=projects, allocation=P.allocation.replace(row), units=units)


OWN = with_units(*GRIDS)


def test_it_is_read_written_and_read_back() -> None:
    assert ms.load(ms.dump(OWN)) == OWN
    with tempfile.TemporaryDirectory() as place:
        ms.write_folder(OWN, f"{place}/own")
        assert ms.load(f"{place}/own") == OWN


def test_a_programme_without_any_is_as_it_was() -> None:
    assert "units" not in ms.dump(P).partition("projects")[0]
    assert P.digest() != OWN.digest()


def test_its_registers_know_them(tmp_path: Path) -> None:
    rows = "指标,县市区,完成数（网格）\n新增网格,平江县,30\n新增网格,岳阳县,0.0003万\n"
    (tmp_path / "a.csv").write_text(rows, "utf-8")
    done = ms.read_progress(tmp_path / "a.csv", OWN, period="2023年6月", strict=True)
    assert [str(record.value) for record in done.records] == ["0.0003 万网格", "30 网格"]
    ms.writing.write_register(done, OWN, tmp_path / "b.xlsx")
    assert ms.read_progress(tmp_path / "b.xlsx", OWN) == done
    table = ms.read_published(
        [{"地区": "平江县", "目标（网格）": "3", "完成数（网格）": "3"}], units=GRIDS
    ).intake.columns
    assert {column.unit for column in table} == {"", "网格"}


def test_amounts_of_them_are_reckoned_with_and_compared_on_frames() -> None:
    grids = ms.Amount.parse("3万网格", units=GRIDS)
    assert grids.to("网格").value == 30000
    assert ms.Amount.parse("3里路", units=GRIDS) == ms.Amount("1.5", "公里")
    assert ms.Bound.parse("不低于3万网格", units=GRIDS).holds(grids)
    assert grids.to_pint().to("网格").magnitude == 30000
    criterion = ms.Criterion("X101", ms.column("n", grids.unit, places=1) >= grids)
    frame = ms.judge([criterion], pl.DataFrame({"n": [Decimal("2.9"), Decimal("3.0")]}))
    assert frame["X101"].to_list() == ["unmet", "met"]
    assert criterion.judge({"n": "2.9"}).explain() == "2.9 万网格 < 3 万网格"
    assert pickle.loads(pickle.dumps(grids)).to("网格") == grids


def test_nothing_else_knows_them() -> None:
    """Two programmes mean different things by one word, at the same time."""
    other = (OwnUnit("网格", of="户", times=Decimal(50)),)
    found: dict[str, set[str]] = {"own": set(), "other": set(), "none": set()}

    def read(name: str, units: tuple[ms.domain.OwnUnit, ...]) -> None:
        with knowing(units):
            for _ in range(200):
                unit = known_unit("万网格")
                found[name].add(str(unit and (unit.factor, unit.dimension)))

    threads = [
        threading.Thread(target=read, args=of) for of in (("own", GRIDS), ("other", other), ("none", ()))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {name: len(said) for name, said in found.items()} == {"own": 1, "other": 1, "none": 1}
    assert found["none"] == {"None"}
    assert len({said for one in found.values() for said in one}) == 3
    assert own_units() == ()
    with pytest.raises(ms.UnitError, match="不认识的单位“里路”"):
        ms.Unit.parse("里路")


def test_a_word_that_is_known_has_no_other_meaning() -> None:
    again = (OwnUnit("户", of="人"),)
    with pytest.raises(ValueError, match="“户”已经是单位了"):
        ms.Amount.parse("3户", units=again)
    with pytest.raises(ValueError, match="“户”已经是单位了"):
        ms.read_published([{"地区": "甲", "完成数": "3户"}], units=again)


@pytest.mark.parametrize(
    ("units", "said"),
    [
        ([{"text": "户"}], "“户”已经是单位了"),
        ([{"text": "网格"}, {"text": "网格"}], "“网格”已经是单位了"),
        ([{"text": "里路", "of": "天马"}], "“天马”不是认识的一个单位词"),
        ([{"text": "里路", "of": "元/月"}], "“元/月”不是认识的一个单位词"),
        ([{"text": "3网"}], "text"),
        ([{"text": "网格", "times": "2"}], "times"),
        ([{"text": "里路", "of": "公里", "times": "0"}], "times"),
        ([{"word": "网格"}], "不认识的键“word”"),
        ("网格", "列表"),
    ],
)
def test_what_is_no_word_is_refused(units: object, said: str) -> None:
    import json

    plain = json.loads(ms.dump(P)) | {"units": units}
    with pytest.raises(ms.DataError, match=said):
        ms.load(json.dumps(plain))


@given(st.text("甲乙丙丁戊ABC", min_size=1, max_size=6), st.integers(1, 10**6), st.booleans())
def test_any_word_is_a_unit_of_its_own(word: str, number: int, derived: bool) -> None:
    """Of a word that is not known, an amount is read and is printed as it was."""
    unit = OwnUnit(word, of="亩", times=Decimal(number)) if derived else OwnUnit(word)
    if known_unit(word) is not None or word in vocabulary():
        return
    amount = ms.Amount.parse(f"{number}{word}", units=(unit,))
    assert str(amount) == f"{number} {word}"
    assert amount.unit.counted is not derived
    if derived:
        assert amount == ms.Amount(number * number, "亩")
