"""A scheme tried on samples: what each item can yield, what agrees, what nothing moves."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import pytest

from minsheng.cli import main
from minsheng.rules.scoring.frames import score_frame
from minsheng.scoring import (
    AllOrNothing,
    Given,
    Grade,
    Item,
    Piecewise,
    Point,
    Proportional,
    Scheme,
    Veto,
    try_scheme,
)

ROADS = Item("roads", "农村公路", Proportional(), 60, indicators=("roads",))
VISITS = Item("visits", "群众评价", Given(), 40)


def scheme(*items: Item, **more: object) -> Scheme:
    return Scheme("x", "某办法", "", items=items, rounding=("item", "total"), **more)  # type: ignore[arg-type]  # options of any kind


def test_a_good_scheme_has_nothing_odd() -> None:
    found = try_scheme(scheme(ROADS, VISITS))
    assert found.odd == ()
    assert found.frame == "逐条和整张表的评分一致"
    assert [(one.low, one.high) for one in found.items] == [
        (Fraction(0), Fraction(60)),
        (Fraction(0), Fraction(40)),
    ]
    assert all(one.met[0] == one.low and one.met[-1] == one.high for one in found.items)


def test_a_jump_is_told_with_both_sides() -> None:
    item = Item("roads", "农村公路", AllOrNothing(), 100, indicators=("roads",))
    [one] = try_scheme(scheme(item)).items
    assert one.met == (Fraction(0), Fraction(100))
    assert "roads_actual 99.9999 → 100：0 → 100" in one.jumps


def test_a_line_turns_where_its_slope_changes() -> None:
    """Jumps and turns, and nothing where a line or a curve goes on; also where points are rounded."""
    [turned] = try_scheme(scheme(attrs.evolve(ROADS, weight=100))).items
    assert "roads_actual 在 100 转折：每多 1，1 分 → 0 分" in turned.jumps
    turns = ["roads_target 在 100", "roads_actual 在 0", "roads_actual 在 100"]
    assert [one.split(" 转折")[0] for one in turned.jumps] == turns
    corners = ((60, 50), (60, 60), (90, 90), (100, 100))
    line = Item("work", "工作", Piecewise(tuple(Point(*one) for one in corners)), 100)
    [one] = try_scheme(scheme(line)).items
    assert one.jumps == (
        "work_mark 59.9999 → 60：50 → 60", "work_mark 在 100 转折：每多 1，1 分 → 0 分",
    )  # fmt: skip
    visits = attrs.evolve(VISITS, form=Given(), weight=100)
    assert try_scheme(scheme(visits)).items[0].jumps == ()


def test_a_grade_that_nobody_reaches_is_told() -> None:
    item = Item("roads", "农村公路", AllOrNothing(), 100, indicators=("roads",))
    grades = (Grade("好", low=90), Grade("中", low=40, high=90), Grade("差", high=40))
    assert try_scheme(scheme(item, grades=grades)).odd == ("等次“中”：样本没有一条得到",)


def test_an_item_that_nothing_moves_is_told() -> None:
    class Fixed(Given):
        def points(self, weight, inputs):  # type: ignore[no-untyped-def]  # as its parent's
            return super().points(weight, inputs) * 0

    found = try_scheme(scheme(ROADS, Item("visits", "群众评价", Fixed(), 40)))
    assert found.odd == ("群众评价（visits）：样本都得 0 分，没有一个数动得了它",)


def test_events_are_tried() -> None:
    stop = Veto("accident", "重大事故", event="重大事故", count=3)
    assert try_scheme(scheme(ROADS, VISITS, vetoes=(stop,))).odd == ()


def test_a_difference_between_records_and_frames_is_told(monkeypatch: pytest.MonkeyPatch) -> None:

    def wrong(*given: Any, **more: Any) -> Any:
        frame = score_frame(*given, **more)
        return frame.with_columns(points=frame["points"] + 1)

    monkeypatch.setattr("minsheng.rules.scoring.trial.score_frame", wrong)
    found = try_scheme(scheme(ROADS, VISITS))
    assert found.frame == "逐条和整张表的评分不同"
    assert len(found.odd) == 6


def test_the_command(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["scheme", "chizhou-2004"]) == 0
    assert "各项指标完成情况" in capsys.readouterr().out
    assert main(["scheme", "chizhou-2004", "--try", "--format", "json"]) == 0
    assert main(["scheme", str(tmp_path / "none.toml"), "--try"]) == 2
