"""What is given to a public function: taken where it can mean one thing, or refused in one sentence."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, Literal

import numpy as np
import pandas as pd
import pytest

import minsheng as ms
from minsheng.asking import asked
from minsheng.wanted import Unfit, want

DAY = datetime.date(2023, 6, 30)


@pytest.mark.parametrize(
    ("annotation", "given", "taken"),
    [
        (datetime.date, "2023-06-30", DAY),
        (datetime.date, "２０２３-０６-３０ ", DAY),
        (datetime.date, pd.Timestamp("2023-06-30"), DAY),
        (datetime.date | None, None, None),
        (int, "３", 3),
        (int, np.int64(3), 3),
        (bool, np.bool_(True), True),
        (Fraction, "0.75", Fraction(3, 4)),
        (ms.dividing.Method | str, "hamilton", ms.dividing.Method.HAMILTON),
        (ms.AreaKind, "县", ms.AreaKind.COUNTY),
        (ms.AreaKind, "ｄistrict", ms.AreaKind.DISTRICT),
        (Literal["keep", "skip"], "keep", "keep"),
        (Iterable[int], (n for n in (1, 2)), (1, 2)),
        (Mapping[str, int], pd.Series({"甲": 1, "乙": 2}), {"甲": 1, "乙": 2}),
        (str | int, "3", "3"),
    ],
)
def test_what_can_mean_one_thing_is_taken(annotation: Any, given: Any, taken: Any) -> None:
    found = want(annotation).take(given)
    assert found == taken
    assert type(found) is type(taken)


@pytest.mark.parametrize(
    ("annotation", "given", "said"),
    [
        (datetime.date, "6月底", "is a date, not '6月底': give '2023-06-30', say"),
        (datetime.date, datetime.datetime(2023, 6, 30, 8), "is a date, not datetime"),  # noqa: DTZ001  # no clock: the misuse under test
        (datetime.date, pd.NaT, "is a date, not NaT"),
        (int, 3.0, "is a whole number, not 3.0: a float is not exact"),
        (int, True, "is a whole number, not True"),
        (bool, "no", "is True or False, not 'no'"),
        (ms.dividing.Method, "Hamilton", "is one of 'hamilton', "),
        (Iterable[str], "平江县", "is a list, each text, not '平江县'"),
        (Iterable[str], ["平江县", 3], "[1] is text, not 3"),
        (Mapping[str, int], ["甲"], "is a mapping from text to a whole number, not a list"),
        (Mapping[str, Iterable[int]], {"甲": [1, None]}, "['甲'][1] is a whole number, not None"),
        (str, ms.load("yueyang-2023"), "is text, not a Programme: its name is 'yueyang-2023'"),
        (ms.Programme, "yueyang-2023", "give load('yueyang-2023'), say"),
    ],
)
def test_all_else_is_refused_in_one_sentence(annotation: Any, given: Any, said: str) -> None:
    with pytest.raises(Unfit) as refused:
        want(annotation).take(given)
    assert said in str(refused.value.as_error("x"))


def test_a_number_that_is_too_long_to_be_written_is_refused_without_it() -> None:
    with pytest.raises(Unfit) as refused:
        want(str).take(10**5000)
    assert str(refused.value.as_error("x")) == "x is text, not an int too long to be shown"


def test_a_function_that_asks_is_otherwise_the_same() -> None:
    @asked
    def due(on: datetime.date, *names: str, times: int = 1, **more: int) -> tuple[Any, ...]:
        """When it is due."""
        return on, names, times, more

    wrong: Any = "2023-06-30"
    assert due(wrong, "甲", times="2", a="3") == (DAY, ("甲",), 2, {"a": 3})  # type: ignore[arg-type]  # as beginners do
    assert (due.__name__, due.__doc__) == ("due", "When it is due.")
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'on'"):
        due()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match=r"due\(\): names is text, not 3"):
        due(DAY, 3)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"due\(\): b is a whole number, not None"):
        due(DAY, b=None)  # type: ignore[arg-type]
