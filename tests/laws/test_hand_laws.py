"""Laws of what is built by hand: it is refused in our words, or it is as good as what was loaded."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

import minsheng as ms
from minsheng.testing import programmes
from minsheng.visible import hidden

REAL = tuple(map(ms.load, ("yueyang-2023", "yueyang-2019")))
#: texts that are somebody's name, nobody's, or not as names are written
TEXTS = (
    "nix",
    "",
    " 甲县 ",
    "市本级",
    "甲\u200b县",
    "平江\u202e县",
    "第一行\n第二行",
    "A B",
    "甲县",
    "户",
    "公里",
)
NUMBERS = (0, -1, 1, 24, 2023, 10**41)
DECIMALS = (
    *map(Decimal, ("0", "-0", "-1.50", "1E+3", "1E+40", "1E-40", "0.10")),
    *(Decimal("9" * 40), Decimal("9" * 20 + "." + "9" * 20), Decimal("9" * 41), Decimal("NaN")),
)
#: what an act may put in the place of a value of its kind
OTHERS: dict[type, tuple[Any, ...]] = {
    str: TEXTS,
    int: NUMBERS,
    bool: (True, False),
    Decimal: DECIMALS,
    ms.Unit: tuple(map(ms.Unit.parse, ("户", "公里", "元/月", "万户"))),
    ms.Bound: tuple(map(ms.Bound.parse, (">= 3 户", "< -1.5 公里", "= 0 元/月"))),
    datetime.date: (datetime.date(1, 1, 1), datetime.date(9999, 12, 31)),
}
At = tuple[str | int, ...]


def places(value: Any, at: At = ()) -> Iterator[tuple[At, Any]]:
    """Every part of a value, with the way to it."""
    yield at, value
    if isinstance(value, tuple):
        for n, one in enumerate(value):
            yield from places(one, (*at, n))
    elif attrs.has(type(value)) and not isinstance(value, (ms.Unit, ms.Amount, ms.Bound)):
        for field in attrs.fields(type(value)):
            if field.init:
                yield from places(getattr(value, field.name), (*at, field.alias))


def with_at(value: Any, at: At, new: Any) -> Any:
    """The value built again, from the inside out, with something else in one place."""
    if not at:
        return new
    step, *rest = at
    if isinstance(step, int):
        return (*value[:step], with_at(value[step], tuple(rest), new), *value[step + 1 :])
    return attrs.evolve(value, **{step: with_at(getattr(value, step), tuple(rest), new)})


def by_kind(programme: ms.Programme) -> dict[str, list[tuple[At, Any]]]:
    """The parts of a programme by their kind and field, so that texts and cells do not crowd out the rest."""
    found: dict[str, list[tuple[At, Any]]] = {}
    for at, one in places(programme):
        if at:
            field = next(step for step in reversed(at) if isinstance(step, str))
            found.setdefault(f"{field} {type(one).__name__}", []).append((at, one))
    return found


@st.composite
def changes(draw: st.DrawFn, programme: ms.Programme) -> tuple[At, Any]:
    """A place in a programme, and what might be put there by mistake."""
    parts = by_kind(programme)
    at, old = draw(st.sampled_from(parts[draw(st.sampled_from(sorted(parts)))]))
    alike = [one for listed in parts.values() for _, one in listed if type(one) is type(old)]
    new: list[Any] = [None, *OTHERS.get(type(old), ())]
    if isinstance(old, tuple):
        new += [(), old[::-1], old[1:], *((*old, one) for one in old[:2])]
    return at, draw(st.sampled_from(new) | st.sampled_from(alike))


def built(programme: ms.Programme, at: At, new: Any) -> ms.Programme | str:
    """The programme with the change, or why it is refused."""
    try:
        return with_at(programme, at, new)  # type: ignore[no-any-return]  # of the first's kind
    except (ms.MinshengError, TypeError, ValueError) as refused:
        return str(refused)


SEEN: Counter[bool] = Counter()


@settings(max_examples=settings.default.max_examples * 2)  # type: ignore[union-attr]  # there is a profile
@given(st.sampled_from(REAL) | programmes(), st.data())
def test_what_can_be_built_can_be_checked_and_is_loaded_back(
    programme: ms.Programme, data: st.DataObject
) -> None:
    """load(dump(p)) = p for every programme that can be built, and rules can be asked about it."""
    at, new = data.draw(changes(programme))
    found = built(programme, at, new)
    event("refused" if isinstance(found, str) else "built")
    SEEN[isinstance(found, str)] += 1
    if isinstance(found, str):
        assert "()" in found or "：" in found, found  # it names the class, or is a file's problem
        assert "must match regex" not in found
        return
    ms.check(found)
    if new == 10**41 or (isinstance(new, str) and any(hidden(new))):  # what no file may hold
        with pytest.raises(ValueError, match="would not be loaded back: "):
            ms.dump(found)
    else:
        assert ms.load(ms.dump(found)) == found


def test_the_law_tries_both() -> None:
    assert min(SEEN[True], SEEN[False]) >= sum(SEEN.values()) // 5
