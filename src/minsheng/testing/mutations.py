"""Mistakes of copying and typing in an allocation table, to see whether rules catch them.

Every kind of damage enumerates all its instances in a given programme in a fixed order, so that the
share that is caught can be measured exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import Any

import attrs
from hypothesis import strategies as st

from minsheng.domain.allocation import Allocation, Row
from minsheng.domain.amount import add_exactly, plain_text
from minsheng.domain.area import CITY
from minsheng.domain.numerals import less_exactly, shifted
from minsheng.domain.programme import Programme
from minsheng.domain.units import known_unit
from minsheng.errors import UnknownName


@attrs.frozen
class Mutation:
    """A programme with one mistake in its table.

    Args:
        kind: the kind of damage.
        said: what was done, in Chinese.
        rows: the ids of the rows changed.
        before: the undamaged programme.
        allocation: the damaged table.
    """

    kind: str
    said: str
    rows: tuple[str, ...]
    before: Programme = attrs.field(repr=False)
    allocation: Allocation = attrs.field(repr=False)

    @cached_property
    def programme(self) -> Programme:
        """The damaged programme; made, and checked like any other, when first asked for."""
        return attrs.evolve(self.before, allocation=self.allocation)

    def _repr_pretty_(self, printer: Any, _: bool) -> None:  # the printer is IPython's or Hypothesis' own
        """Short, because Hypothesis would print the whole programme."""
        printer.text(repr(self))


#: what a kind of damage does to one row: a description, and the changed rows; None: the row is dropped
Changes = Iterator[tuple[str, tuple[Row, ...] | None]]


@attrs.frozen
class Damage:
    """A kind of damage.

    Args:
        name: its name in code.
        label: its name for staff.
        of: all ways to do it to a row.
    """

    name: str
    label: str
    of: Callable[[Programme, Row], Changes] = attrs.field(repr=False)


def mutations(programme: Programme, kind: str | Damage | None = None) -> Iterator[Mutation]:
    """All damage of a kind that can be done to a programme's table; default: of every kind.

    Raises:
        UnknownName: no kind of that name.

    >>> from minsheng import load
    >>> first = next(mutations(load("yueyang-2023"), "cell-blanked"))
    >>> first.said, first.programme.allocation["high-schools"].total
    ('平江县的 2 漏了', Amount('5 所'))
    """
    for one in _kinds(kind):
        for row in programme.allocation:
            yield from _of_row(programme, one, row)


def mutated(programme: Programme, kind: str | Damage | None = None) -> st.SearchStrategy[Mutation]:
    """Strategy: the programme with some damage of a kind; default: of any kind.

    >>> from hypothesis import find
    >>> from minsheng import load
    >>> find(mutated(load("yueyang-2023"), "city-dropped"), lambda mutation: True).said
    '市本级的 250 漏了'
    """
    places = [
        (one, row)
        for one in _kinds(kind)
        for row in programme.allocation
        if next(_of_row(programme, one, row), None) is not None
    ]
    return st.sampled_from(places).flatmap(lambda place: st.sampled_from(tuple(_of_row(programme, *place))))


def _kinds(kind: str | Damage | None) -> tuple[Damage, ...]:
    if kind is None:
        return MUTATIONS
    if isinstance(kind, Damage):
        return (kind,)
    named = {one.name: one for one in MUTATIONS}
    if kind not in named:
        raise UnknownName("kind of damage", kind, named)
    return (named[kind],)


def _of_row(programme: Programme, kind: Damage, row: Row) -> Iterator[Mutation]:
    for said, rows in kind.of(programme, row):
        if rows is None:
            kept = tuple(old for old in programme.allocation if old != row)
            allocation = attrs.evolve(programme.allocation, rows=kept)
            touched: tuple[str, ...] = (row.indicator,)
        else:
            allocation, touched = programme.allocation, tuple(new.indicator for new in rows)
            for new in rows:
                allocation = allocation.replace(new)
            if allocation == programme.allocation:
                continue  # no damage: nothing changed
        yield Mutation(kind.name, said, touched, programme, allocation)


# --- cells -----------------------------------------------------------------------------


def _columns(row: Row) -> tuple[tuple[str, Decimal | None], ...]:
    """Every cell with its area, 市本级 last."""
    return (*row.shares.items(), (CITY, row.city_share))


def _written(row: Row, name: str, text: str) -> tuple[Row, ...]:
    return (row.replace(**{name: text}),)


def _digit_changed(_: Programme, row: Row) -> Changes:
    for name, share in row.present:
        text = plain_text(share)
        for place, digit in enumerate(text):
            for other in "0123456789" if digit.isdecimal() else "":
                if other != digit:
                    new = text[:place] + other + text[place + 1 :]
                    yield f"{name}的 {text} 写成 {new}", _written(row, name, new)


def _digit_dropped(_: Programme, row: Row) -> Changes:
    for name, share in row.present:
        text = plain_text(share)
        for place, digit in enumerate(text):
            new = text[:place] + text[place + 1 :]
            if digit.isdecimal() and new.strip("-."):
                yield f"{name}的 {text} 写成 {new}", _written(row, name, new.strip("."))


def _digits_transposed(_: Programme, row: Row) -> Changes:
    for name, share in row.present:
        text = plain_text(share)
        digits = [place for place, digit in enumerate(text) if digit.isdecimal()]
        for one, other in pairwise(digits):
            turned = list(text)
            turned[one], turned[other] = turned[other], turned[one]
            new = "".join(turned)
            yield f"{name}的 {text} 写成 {new}", _written(row, name, new)


def _point_moved(_: Programme, row: Row) -> Changes:
    for name, share in row.present:
        for places in (1, -1):
            new = plain_text(shifted(share, places))
            yield f"{name}的 {plain_text(share)} 写成 {new}", _written(row, name, new)


def _cell_blanked(_: Programme, row: Row) -> Changes:
    for name, share in row.present:
        yield f"{name}的 {plain_text(share)} 漏了", (row.replace(**{name: None}),)


def _cell_filled(_: Programme, row: Row) -> Changes:
    """With the figure of a neighbouring cell, as when the eye slips."""
    columns = _columns(row)
    for place, (name, share) in enumerate(columns):
        if share is None:
            neighbours = {value for _, value in columns[max(place - 1, 0) : place + 2] if value is not None}
            for text in sorted(map(plain_text, neighbours)):
                yield f"{name}本来没有，写了 {text}", _written(row, name, text)


def _city_dropped(_: Programme, row: Row) -> Changes:
    if row.city_share is not None:
        yield f"{CITY}的 {plain_text(row.city_share)} 漏了", (row.replace(**{CITY: None}),)


# --- rows ------------------------------------------------------------------------------


def _share_moved(_: Programme, row: Row) -> Changes:
    """All of a share to another area, or one unit in its last place."""
    for giver, share in row.present:
        last = shifted(Decimal(1), int(share.as_tuple().exponent))
        for taker, has in _columns(row):
            if taker == giver:
                continue
            for moved in {share, last}:
                rest = less_exactly(share, moved) or None
                new = row.replace(**{giver: rest, taker: add_exactly(has or Decimal(0), moved)})
                yield f"{giver}的 {plain_text(moved)} 算到{taker}", (new,)


def _cells_swapped(_: Programme, row: Row) -> Changes:
    columns = _columns(row)
    for place, (one, share) in enumerate(columns):
        for other, another in columns[place + 1 :]:
            yield f"{one}与{other}的数对调", (row.replace(**{one: another, other: share}),)


def _row_shifted(_: Programme, row: Row) -> Changes:
    cells = (*row.cells, row.city_share)
    for word, moved in (("右", (None, *cells[:-1])), ("左", (*cells[1:], None))):
        yield f"整行{word}移一格", (attrs.evolve(row, cells=moved[:-1], city_share=moved[-1]),)


def _unit_changed(programme: Programme, row: Row) -> Changes:
    """To every comparable unit in the table, and to its own unit with or without 万 or 亿."""
    text = row.unit.text
    sizes = [text.removeprefix(size) for size in ("万", "亿") if text.startswith(size)] or [f"万{text}"]
    for other in dict.fromkeys((*sizes, *(one.unit.text for one in programme.allocation))):
        unit = known_unit(other)
        if other != text and unit is not None and unit.measures_same_as(row.unit):
            yield f"单位“{text}”写成“{other}”", (attrs.evolve(row, unit=other),)


def _rows_swapped(programme: Programme, row: Row) -> Changes:
    return _swapped(programme, row, units=False)


def _lines_swapped(programme: Programme, row: Row) -> Changes:
    return _swapped(programme, row, units=True)


def _swapped(programme: Programme, row: Row, *, units: bool) -> Changes:
    rows = programme.allocation.rows
    for other in rows[rows.index(row) + 1 :]:
        if units and (other.unit == row.unit or not other.unit.measures_same_as(row.unit)):
            continue  # the same as swapping the figures; or refused, because of the targets
        one = attrs.evolve(row, cells=other.cells, city_share=other.city_share)
        two = attrs.evolve(other, cells=row.cells, city_share=row.city_share)
        if units:
            one, two = attrs.evolve(one, unit=other.unit), attrs.evolve(two, unit=row.unit)
        what = "单位和数" if units else "数"
        yield f"与“{other.text or other.indicator}”的{what}对调", (one, two)


def _row_dropped(_: Programme, row: Row) -> Changes:
    yield f"漏了“{row.text or row.indicator}”一行", None


MUTATIONS: tuple[Damage, ...] = (
    Damage("digit-changed", "一个数字写错", _digit_changed),
    Damage("digit-dropped", "漏一个数字", _digit_dropped),
    Damage("digits-transposed", "相邻数字颠倒", _digits_transposed),
    Damage("point-moved", "小数点错一位", _point_moved),
    Damage("cell-blanked", "漏一格", _cell_blanked),
    Damage("cell-filled", "空格里填了旁边的数", _cell_filled),
    Damage("city-dropped", "漏了市本级", _city_dropped),
    Damage("unit-changed", "单位写错", _unit_changed),
    Damage("row-dropped", "漏一行", _row_dropped),
    Damage("rows-swapped", "两行的数对调", _rows_swapped),
    Damage("lines-swapped", "两行的单位和数对调", _lines_swapped),
    Damage("row-shifted", "整行错一格", _row_shifted),
    Damage("share-moved", "一地的数算到另一地", _share_moved),
    Damage("cells-swapped", "一行里两格对调", _cells_swapped),
)
