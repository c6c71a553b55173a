"""Programmes, registers and criteria as plain JSON data: lists, objects, text, whole numbers, truth, null.

Amounts, bounds, units and periods are written as people write them (``>= 650 元/月``); decimals are text,
because a JSON number may be read as a float.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

import attrs

from minsheng.domain.allocation import Allocation, Row
from minsheng.domain.amount import Amount, plain_text, to_decimal
from minsheng.domain.bound import Bound
from minsheng.domain.expression import forms, nodes
from minsheng.domain.expression.base import Node
from minsheng.domain.expression.build import Expression
from minsheng.domain.expression.cells import Anything, Cell, NoneOf, OneOf, Span
from minsheng.domain.expression.decision import Lookup
from minsheng.domain.numerals import MOST_DIGITS, exact_decimal
from minsheng.domain.own_units import OwnUnit, cached
from minsheng.domain.period import Period
from minsheng.domain.printed import Relation
from minsheng.domain.source import Citation
from minsheng.domain.units import Unit
from minsheng.errors import Path, UnitError
from minsheng.plain.canonical import Format, digest_of_plain
from minsheng.plain.keyed import Field, Keyed
from minsheng.plain.language import Language
from minsheng.plain.leaves import Ratio, Written, exact
from minsheng.plain.parts import Named, Optional
from minsheng.plain.shape import Definitions, Reading

NODES: dict[str, type] = {
    "column": nodes.Column, "constant": nodes.Constant, "arithmetic": nodes.Arithmetic,
    "comparison": nodes.Comparison, "all": nodes.All, "any": nodes.Any, "not": nodes.Not,
    "choice": forms.Choice, "extreme": forms.Extreme, "rounded": forms.Rounded,
    "is_missing": forms.IsMissing, "date_part": forms.DatePart, "lookup": Lookup,
}  # fmt: skip
CELLS: dict[str, type] = {"anything": Anything, "one_of": OneOf, "none_of": NoneOf, "span": Span}

# --- unit words of one's own -----------------------------------------------------------------

_NOTED: ContextVar[dict[str, OwnUnit] | None] = ContextVar("unit words that were written", default=None)


@contextmanager
def noting_units() -> Iterator[dict[str, OwnUnit]]:
    """Within it, what is written adds the unit words of one's own that it uses."""
    words: dict[str, OwnUnit] = {}
    token = _NOTED.set(words)
    try:
        yield words
    finally:
        _NOTED.reset(token)


def _unit_text(unit: Unit) -> str:
    if unit.own and (words := _NOTED.get()) is not None:
        for one in unit.own:
            if one.text in unit.text and words.setdefault(one.text, one) != one:
                raise ValueError(f"two unit words of one's own are written {one.text!r:.20}")
    return unit.text


def _amount_text(amount: Amount) -> str:
    return f"{plain_text(amount.value)} {_unit_text(amount.unit)}"


def _bound_text(bound: Bound) -> str:
    return f"{bound.relation.value} {_amount_text(bound.amount)}"


# --- single values -----------------------------------------------------------------------------


def _printed(
    kind: Any, pattern: str, said: str, example: str, *, write: Callable[[Any], str] = str,
    parse: Callable[[str], Any] | None = None,
) -> Written:  # fmt: skip
    described = {"pattern": f"^{pattern}$", "description": said, "examples": [example]}
    return Written(kind.__name__, parse or kind.parse, described, write, kind.__name__.lower())


# what is written here is read back by the thousand: units and periods are read once, amounts without
# looking for the many ways in which people write them
_unit = cached(1024)(Unit.parse)
_period = cached(1024)(Period.parse)
_period_text = lru_cache(maxsize=1024)(str)


def _amount(text: str) -> Amount:
    found = _AMOUNT.fullmatch(text)
    if found is None:
        return Amount.parse(text)
    try:
        return Amount(Decimal(found[1]), _unit(found[2]))
    except UnitError as error:
        raise UnitError(f"“{text}”：{error}") from None


def _bound(text: str) -> Bound:
    sign, _, rest = text.partition(" ")
    return (
        Bound(Relation(sign), _amount(rest))
        if sign in _SIGNS and _AMOUNT.fullmatch(rest)
        else Bound.parse(text)
    )


def _decimal(value: Fraction) -> Decimal | None:
    """A fraction as a decimal, where it is one that can be read back."""
    found = exact_decimal(value)
    short = found is not None and len(found.as_tuple().digits) <= MOST_DIGITS
    return (
        found if short and abs(value) < 10**MOST_DIGITS and 10**MOST_DIGITS % value.denominator == 0 else None
    )


_NUMBER = r"-?(0|[1-9][0-9]*)(\.[0-9]+)?"
_UNIT = r"[^ ].*"
#: what a row of a programme says itself; areas and indicators say the rest
_OF_ROWS = ("indicator", "unit", "city_share")
_PERIOD = (
    r"[1-9][0-9]{3}年(|第[1-4]季度|[1-9][0-9]?月(|[上中下]旬|[0-9]{1,2}日)"
    r"|[0-9]{1,2}—[0-9]{1,2}月|[0-9]{1,2}月[0-9]{1,2}日至[0-9]{1,2}月[0-9]{1,2}日)"
)


def _inside(language: Language) -> Keyed:
    return RowShape(language, inside=True)


_AMOUNT = re.compile("(-?(?:0|[1-9][0-9]*)(?:[.][0-9]+)?) ([^ 0-9][^ ]*)")
_SIGNS = frozenset(one.value for one in Relation)
NUMBER = exact(to_decimal, plain_text)
_OWN: dict[Any, Any] = {
    Decimal: NUMBER,
    Fraction: Ratio(NUMBER, _decimal),
    Unit: _printed(Unit, _UNIT, "A unit, as printed.", "元/月·人", write=_unit_text, parse=_unit),
    Amount: _printed(
        Amount, f"{_NUMBER} {_UNIT}", "An exact number and its unit.", "41.3 万亩", write=_amount_text,
        parse=_amount
    ),
    Bound: _printed(
        Bound, f"(>|>=|=|<=|<) {_NUMBER} {_UNIT}", "What is asked of an amount.", ">= 650 元/月",
        write=_bound_text, parse=_bound,
    ),
    Period: _printed(Period, _PERIOD, "A period.", "2023年6月", write=_period_text, parse=_period),
    Row: lambda language: RowShape(language),  # noqa: PLW0108  # which is defined below
    Allocation: lambda language: Keyed(language.plus({Row: _inside}), Allocation),
    Citation: lambda language: _CitationShape(language, Citation),
    Expression: lambda language: _ExpressionShape(language),  # noqa: PLW0108  # which is defined below
}  # fmt: skip


# --- values that have a form of their own ------------------------------------------------------


class _CitationShape(Keyed):
    """A citation; files may have the place alone, of their own document."""

    def read(self, plain: Any, at: Path, reading: Reading) -> Any:
        return (
            Citation(reading.document, plain) if isinstance(plain, str) else super().read(plain, at, reading)
        )


class _ExpressionShape:
    """An expression: its tree."""

    json, tag = "object", ""

    def __init__(self, language: Language) -> None:
        self._node = language.shape(Node)

    def write(self, value: Expression, /) -> Any:
        return self._node.write(value.node)

    def read(self, plain: Any, at: Path, reading: Reading) -> Any:
        before, node = len(reading.problems), self._node.read(plain, at, reading)
        return Expression(node) if len(reading.problems) == before else None

    def schema(self, within: Definitions) -> dict[str, Any]:
        return self._node.schema(within)


class RowShape(Keyed):
    """A row with its cells by area, so that a reader sees whose share it is and no column can shift.

    Inside an allocation, the programme has the order of the areas, and says what each lies in.
    """

    def __init__(self, language: Language, *, inside: bool = False) -> None:
        super().__init__(language, Row)
        self._inside, row = inside, self._made

        def made(
            self: Row, *, cells: dict[str, Decimal | None], areas: tuple[str, ...] | None = None, **rest: Any
        ) -> None:
            listed = tuple(cells) if areas is None else areas
            if {*listed} != {*cells}:
                raise ValueError("areas and cells name the same areas")
            row(self, areas=listed, cells=[cells[area] for area in listed], **rest)

        self._made = made

    def listed(self) -> Iterator[Field]:
        for field in super().listed():
            if field.name == "cells":
                by_area = lambda row: dict(zip(row.areas, row.cells, strict=True))  # noqa: E731  # as short as it is
                yield attrs.evolve(field, shape=Named(Optional(NUMBER)), get=by_area)
            elif self._inside and field.name not in _OF_ROWS:
                yield attrs.evolve(field, needed=False, written=False)
            else:
                yield field


DOMAIN = Language(_OWN, {Node: ("Node", "node", NODES), Cell: ("Cell", "cell", CELLS)})
#: with fields that have their default, too: for what compares data, or changes it by path
WHOLE = DOMAIN.plus(whole=True)


def document(value: Any, language: Language = DOMAIN) -> dict[str, Any]:
    """A value of a class with a format, as a document of its own."""
    form: Format = value._FORMAT
    with noting_units() as words:
        plain: dict[str, Any] = language.write(value)
    own = (
        {}
        if "units" in plain or not words
        else {"units": [language.write(words[one]) for one in sorted(words)]}
    )
    return form.head | own | plain


def digest(value: Any, language: Language = DOMAIN) -> str:
    """The SHA-256 of a value's canonical form: equal digests mean equal values.

    >>> digest((Amount("41.3", "万亩"),)) == digest((Amount.parse("41.3万亩"),))
    True
    """
    formed = hasattr(type(value), "_FORMAT")
    return digest_of_plain(document(value, language) if formed else language.write(value))
