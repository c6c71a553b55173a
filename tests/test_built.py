"""What is built by hand is checked when it is built: coerced where it is plain, or refused by name."""

from __future__ import annotations

import copy
import datetime
import inspect
import pickle
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, get_args, get_type_hints

import attrs
import pytest

import minsheng as ms
from minsheng.domain.expression.cells import Anything, Line, OneOf, Span
from minsheng.domain.expression.decision import DecisionTable
from minsheng.labels import Labelled
from minsheng.rules.criteria.criterion import Criterion
from minsheng.rules.scoring.forms.basic import Given
from minsheng.rules.scoring.forms.events import Event
from minsheng.rules.scoring.forms.whole_steps import Side
from minsheng.rules.scoring.regulation.items import Item, Section
from minsheng.rules.scoring.regulation.scheme import Scheme
from tests.public import PUBLIC

TOTAL = (ms.scoring.Rounding("total"),)
PAID = ms.column("paid", "元/月", places=2)
TRUE = ms.Amount(1, "元/月") <= PAID
#: the classes, untyped: what is given to them here is not what they declare
a: Any = SimpleNamespace(
    Line=Line, OneOf=OneOf, Span=Span, DecisionTable=DecisionTable, Event=Event, Item=Item, Section=Section,
    Scheme=Scheme, Side=Side, Criterion=Criterion, Area=ms.Area, Record=ms.Record, Bound=ms.Bound,
    Finding=ms.Finding,
)  # fmt: skip
JUNE = ms.Period.parse("2023年6月")
LATE = datetime.datetime(2023, 6, 30, 8, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("made", "wanted"),
    [
        (lambda: a.Line((Anything(),), 650).value, Decimal(650)),  # 650 was read as a day of 1971
        (lambda: a.Line([Anything()], "文字").cells, (Anything(),)),
        (lambda: (a.Span(0, 10).low, a.Span(0, 10).high), (Decimal(0), Decimal(10))),
        (lambda: a.Event("甲", "通报批评", "2023-06-30").on, datetime.date(2023, 6, 30)),
        (lambda: a.Criterion("X101", TRUE, effective="2023-01-01").effective,
         datetime.date(2023, 1, 1)),
        (lambda: a.Scheme("x", "某办法", "某文", rounding=["total"]).rounding, TOTAL),
        (lambda: a.Scheme("x", "某办法", "某文", rounding=("总分",)).rounding, TOTAL),
        (lambda: a.Area("甲县", "县").kind, a.Area("乙县", "county").kind),
        (lambda: a.Record("jobs", JUNE, on="2023-06-30").on, datetime.date(2023, 6, 30)),
        (lambda: a.Section("s", "s", 10, items=[a.Item("a", "a", Given(), 10)]).items[0].id, "a"),
        (lambda: a.Side("10 公里", "0.5").size, ms.Amount(10, "公里")),
    ],
)  # fmt: skip
def test_what_is_plain_becomes_what_it_says(made: Any, wanted: object) -> None:
    assert made() == wanted
    assert type(made()) is type(wanted)


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (lambda: a.OneOf("县级市"), r"OneOf.*values is a list, each text.*, not '县级市'"),
        (lambda: a.Span(0.5, 10), r"Span\(\): low is a Decimal.*not 0.5: a float is not exact"),
        (lambda: a.Area(["甲县"], "县"), r"Area\(\): name is text, not a list"),
        (lambda: a.Area("甲县", "乡镇"), r"Area\(\): kind is one of 'county'"),
        (lambda: a.Scheme("x", "某办法", "某文", rounding=("totals",)), "at is one of 'task'"),
        (lambda: a.Scheme("x", "某办法", "某文", rounding="total"), r"Scheme\(\): rounding is a list"),
        (lambda: a.Criterion("rule-1", TRUE), r"Criterion\(\): code is 'rule-1'"),
        (lambda: a.Criterion("X101", TRUE, effective="六月"), "effective is a date,"),
        (lambda: a.Event("甲", "通报批评", LATE), r"Event\(\): on is a date or None"),
        (lambda: a.Bound(">=", "650 元/月"), r"Bound\(\): amount is an Amount, not '650 元/月'"),
        (lambda: a.Finding(None, 5), r"Finding\(\): where is text, not None"),
        (lambda: a.Record("jobs", "2023年6月", ms.Amount(1, "人")), r"Record\(\): period is a Period"),
        (lambda: a.Item("a", "a", Given(), 1.5), r"Item\(\): weight: a float is not exact"),
    ],
)  # fmt: skip
def test_what_is_not_is_refused_with_class_argument_value(made: Any, said: str) -> None:
    with pytest.raises((TypeError, ValueError), match=said):
        made()


#: what the library makes: results, and the columns that it hands to a form
MADE = {
    *(ms.Ranking, ms.Rule, ms.Score, ms.Standing, ms.Standings, ms.domain.Mention, ms.dividing.Division),
    *(ms.dividing.MatrixDivision, ms.published.Check, ms.scoring.Inputs, ms.bulletins.YearEnd),
    *(ms.measuring.Mending, ms.measuring.Mendings, ms.measuring.AcceptanceStandings),
}


def fields(*asked: type) -> list[tuple[type, str]]:
    """The fields of public classes that hold a day, or one of a closed list; alone or in a tuple."""
    found = []
    for space, name in PUBLIC:
        cls = getattr(space, name)
        if inspect.isclass(cls) and attrs.has(cls) and cls not in MADE:
            hints = get_type_hints(cls, localns={"Prepared": Any})
            found += [(cls, f.alias) for f in attrs.fields(cls) if f.init and _asks(hints[f.name], asked)]
    return found


def _asks(hint: Any, asked: tuple[type, ...]) -> bool:
    if args := get_args(hint):  # what may be text as well holds text as it is
        return str not in args and any(_asks(one, asked) for one in args)
    return inspect.isclass(hint) and issubclass(hint, asked)


@pytest.mark.parametrize(("cls", "name"), fields(datetime.date), ids=str)
def test_a_day_may_be_iso_text_in_every_class(cls: type, name: str) -> None:
    """What is no day is refused with class, argument and value before anything else is asked for."""
    hint = str(get_type_hints(cls, localns={"Prepared": Any})[name])
    many = "frozenset" in hint or "tuple" in hint
    for text, fits in (("2023-06-30", True), ("六月底", False), ("2023-06-31", False)):
        with pytest.raises((TypeError, ValueError)) as error:  # other arguments are missing, or it is refused
            cls(**{name: [text] if many else text, "no such argument": 0})
        assert (f"{cls.__name__}(): {name}" in str(error.value)) is not fits, error.value
        assert fits or f"not '{text}': give '2023-06-30', say" in str(error.value)


@pytest.mark.parametrize(("cls", "name"), fields(Labelled), ids=str)
def test_a_code_of_a_closed_list_is_taken_or_refused_in_every_class(cls: type, name: str) -> None:
    """Text beside the list is never held as it is, where it would be passed over."""
    hint = str(get_type_hints(cls, localns={"Prepared": Any})[name])
    with pytest.raises((TypeError, ValueError)) as error:
        cls(**{name: ["totals"] if "tuple" in hint else "totals", "no such argument": 0})
    assert f"{cls.__name__}(): {name}" in str(error.value)
    assert "'totals'" in str(error.value)


def _values(value: Any, found: dict[type, Any]) -> dict[type, Any]:
    """One value of each class that a value is made of."""
    if attrs.has(type(value)):
        found.setdefault(type(value), value)
        for field in attrs.fields(type(value)):
            _values(getattr(value, field.name, None), found)
    elif isinstance(value, tuple):
        for one in value:
            _values(one, found)
    return found


@pytest.mark.parametrize(
    "whole",
    [
        pytest.param(ms.load("yueyang-2023"), id="programme"),
        pytest.param(ms.load_scheme("zhenhai-2013"), id="scheme"),
        pytest.param(ms.measuring.load_lights("yinchuan-2025"), id="lights"),
        pytest.param(
            a.DecisionTable("表", ["on"], [a.Line([a.Span("2023-01-01", None)], 5)], None), id="table"
        ),
    ],
)
def test_lists_for_tuples_make_the_same_value(whole: Any) -> None:
    """A value built again with lists is equal, hashable, picklable, and can be copied."""
    for kind, value in _values(whole, {}).items():
        if kind is ms.Unit:  # which is made of text alone
            continue
        given = {
            field.alias: [*held] if isinstance(held := getattr(value, field.name), tuple) else held
            for field in attrs.fields(kind)
            if field.init
        }
        again = kind(**given)
        assert again == value, kind
        assert hash(again) == hash(value), kind
        assert pickle.loads(pickle.dumps(again)) == copy.deepcopy(again) == value, kind
