"""One collector: nothing that was met is lost, each stands at its place, and it refuses once."""

from __future__ import annotations

import re
from pathlib import Path as File

import pytest
from hypothesis import given
from hypothesis import strategies as st

import minsheng as ms
from minsheng.errors import MOST_PROBLEMS, Path, Problems

REFUSALS = (
    ms.DataError([ms.Problem("里面", "一"), ms.Problem("", "二", "改")]),
    ms.UnitError("不认识"),
    ms.UnknownName("area", "平江", ["平江县"]),
)


@given(st.lists(st.sampled_from([*REFUSALS, None]), max_size=20), st.booleans())
def test_every_refusal_is_noted_at_its_place(raised: list[ms.MinshengError | None], placed: bool) -> None:
    problems = Problems(place=lambda path: f"第{path[0]}行")
    for row, error in enumerate(raised):
        with problems.at((row,) if placed else ""):
            if error is not None:
                raise error
    wanted = []
    for row, error in enumerate(raised):
        if isinstance(error, ms.DataError):
            wanted += [(f"第{row}行" if placed else p.where, p.met, p.todo) for p in error.problems]
        elif error is not None:
            said = error.in_chinese if isinstance(error, ms.UnknownName) else str(error)
            wanted.append((f"第{row}行" if placed else "", said, ""))
    assert [(p.where, p.met, p.todo) for p in problems] == wanted
    if not wanted:
        problems.refuse()
    else:
        with pytest.raises(ms.DataError) as caught:
            problems.refuse()
        assert list(caught.value.problems) == list(problems)


@pytest.mark.parametrize("error", [ValueError("a mistake of ours"), ms.RuleError("misuse"), KeyError("k")])
def test_what_is_no_refusal_of_data_passes_through(error: Exception) -> None:
    problems = Problems()
    with pytest.raises(type(error)), problems.at("某处"):
        raise error
    assert problems == []


@pytest.mark.parametrize("where", ["某处", (1,)])
def test_one_too_many_ends_the_reading(where: str | Path) -> None:
    problems = Problems()
    for _ in range(MOST_PROBLEMS):
        problems.add(where, "错")
    with pytest.raises(ms.DataError, match="问题太多") as caught, problems.at(where):
        raise ms.DataError.at("", "又错")
    assert len(caught.value.problems) == MOST_PROBLEMS + 1


def test_what_is_not_known_is_named_in_chinese() -> None:
    """Every kind of thing, wherever it is looked for."""
    sources = "".join(one.read_text("utf-8") for one in File(ms.__file__).parent.rglob("*.py"))
    kinds = {*re.findall(r'UnknownName\(\s*"([^"]+)"', sources)} | {"programme", "scheme", "criteria"}
    for kind in kinds:
        assert not re.search("[a-z]", ms.UnknownName(kind, "甲", ["乙"]).in_chinese), kind
