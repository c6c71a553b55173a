"""A regulation can be written in Python, with public names alone."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given

import minsheng as ms
from minsheng.labels import Labelled
from minsheng.testing import any_schemes


def by_hand(value: Any) -> Any:
    """A part of a scheme built as users write it: lists, text for numbers and codes, public classes."""
    if isinstance(value, Labelled):
        assert type(value) is getattr(ms.scoring, type(value).__name__)
        return value.value
    if isinstance(value, tuple):
        return [by_hand(one) for one in value]
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, ms.Amount | ms.Unit) or not attrs.has(type(value)):
        return value
    made = getattr(ms.scoring, type(value).__name__)
    return made(**{f.alias: by_hand(getattr(value, f.name)) for f in attrs.fields(type(value)) if f.init})


@pytest.mark.parametrize("name", ms.scoring.scheme_names())
def test_a_shipped_regulation_built_by_hand_is_the_one_that_is_read(name: str) -> None:
    scheme = ms.load_scheme(name)
    assert by_hand(scheme) == scheme
    assert by_hand(scheme).digest() == scheme.digest()


@given(any_schemes())
def test_so_is_any_scheme(scheme: ms.scoring.Scheme) -> None:
    """Every form and every option that there is."""
    assert by_hand(scheme) == scheme


def test_the_forms_by_name_are_the_public_ones() -> None:
    for form in ms.scoring.FORMS.values():
        assert getattr(ms.scoring, form.__name__) is form


@attrs.frozen
class Halved(ms.scoring.Form):
    """All points where the target is reached, half of them where it is not."""

    on_tasks = True

    def points(self, weight: Decimal, inputs: ms.scoring.Inputs) -> ms.Expression:
        return ms.when(inputs.met).then(2).otherwise(1) * weight / 2


def test_a_form_of_ones_own_is_scored_as_the_librarys_are() -> None:
    """It needs its points, and to say what it goes by."""
    item = ms.scoring.Item("roads", "农村公路", Halved(), 100, indicators=("roads",))
    scheme = ms.scoring.Scheme("own", "某办法", "某办〔2023〕9号", items=(item,))
    done = {"甲县": 60, "乙县": 6}
    records = {name: {"roads_target": 60, "roads_actual": many} for name, many in done.items()}
    found = ms.score_records(scheme, records)
    assert [(one.name, one.points) for one in found] == [("甲县", Fraction(100)), ("乙县", Fraction(50))]
