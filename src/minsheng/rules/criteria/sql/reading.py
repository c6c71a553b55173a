"""Reads the columns of a table in SQL, whatever their types: the same values as of a record, or none."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Any

import attrs
from sqlglot import exp

from minsheng.domain.amount import plain_text
from minsheng.domain.expression.base import Kind
from minsheng.domain.expression.nodes import Column
from minsheng.domain.numerals import shifted
from minsheng.rules.criteria.compiling.exact import whole_range
from minsheng.rules.criteria.compiling.steps import bits_of
from minsheng.rules.criteria.frames.reading import DIGITS, DIGITS_64
from minsheng.rules.criteria.records.floats import FLOAT_SPLIT, FLOAT_TOLERANCE, MOST_OF_FLOATS
from minsheng.rules.criteria.sql.dialects import BINARY, DATE, EXACT, TEXT, TRUTH, WORDY, Sql

#: a decimal can be compared with another exactly if its whole part has at most so many digits
_COMPARABLE = 20


@attrs.frozen
class Read:
    """How a column is read.

    Args:
        value: the value, as the column declares it; missing if it is something else.
        given: whether the table has a value.
    """

    value: Any
    given: Any


def read(column: Column, sql: Sql) -> Read:
    """How a column of the table is read, by its type in the database when the text is run."""
    raw = sql.column(column.name)
    given = exp.Is(this=raw, expression=exp.Not(this=exp.Null()))
    match column.of:
        case Kind.NUMBER:
            return _number(column, raw, given, sql)
        case Kind.TEXT:
            text = sql.text(raw)
            choices = [sql.constant(choice) for choice in column.choices]
            fits = sql.is_one_of(raw, TEXT)
            if choices:
                fits = sql.operated("and", fits, exp.In(this=text, expressions=choices))
            return Read(_if(fits, text), given)
        case Kind.DATE:
            return Read(_date(raw, sql), given)
        case _:
            return Read(_if(sql.is_one_of(raw, TRUTH), exp.cast(raw, "BOOLEAN")), given)


def _if(condition: Any, value: Any) -> Any:
    return exp.Case(ifs=[exp.If(this=condition, true=value)])


def _date(raw: Any, sql: Sql) -> Any:
    """A date of the years 1 to 9999; a moment without a zone only at midnight."""
    day = exp.cast(raw, "DATE")
    within = exp.Between(this=day, low=sql.date("0001-01-01"), high=sql.date("9999-12-31"))
    moment = exp.DataType.build("TIMESTAMPNTZ")
    midnight = sql.operated("eq", exp.cast(day, moment), exp.cast(raw, moment))
    return _if(sql.is_one_of(raw, DATE), _if(within, _if(midnight, day)))


# --- numbers -------------------------------------------------------------------------------


def _number(column: Column, raw: Any, given: Any, sql: Sql) -> Read:
    """An integer in units of the last place."""
    places = column.places
    low, high = whole_range(column)
    digits = min(max(len(str(max(-low, high))), places + 1), DIGITS)
    end = 10**digits - 1
    ends = [_literal(shifted(Decimal(one), -places)) for one in (max(low, -end), min(high, end))]
    # a product may be as narrow as its factors
    room = DIGITS_64 + 1 if digits <= DIGITS_64 < digits + places + 1 else digits

    def whole(number: Any) -> Any:
        bits = bits_of(low, high)
        if not places:
            return sql.integer(number, bits)
        if room + places + 1 > DIGITS and not sql.nans:
            return sql.integer(
                exp.Replace(
                    this=exp.cast(number, "TEXT"), expression=sql.constant("."), replacement=sql.constant("")
                ),
                bits,
            )
        return sql.integer(sql.operated("mul", number, exp.Literal.number(10**places)), bits)

    def within(number: Any) -> Any:
        return exp.Between(this=number, low=ends[0], high=ends[1])

    ways = []
    number = sql.number(raw, room, places)
    exact = digits - places <= _COMPARABLE or sql.nans
    if exact:
        fits = sql.operated("and", within(number), sql.has_no_more(raw, number, places))
        ways.append((EXACT, _if(fits, whole(number))))
    text = exp.cast(raw, "TEXT")
    spelt = sql.number(text, room, places)
    decimals = rf"([.][0-9]{{1,{places}}}0*)?" if places else "([.]0+)?"
    pattern = rf"[+-]?0*[0-9]{{1,{digits - places}}}{decimals}"
    ways.append((WORDY, _if(sql.matches(text, pattern), _if(within(spelt), whole(spelt)))))
    if not exact:
        ways.append((EXACT, ways[0][1]))
    not_nan = []
    if sql.nans:
        not_nan.append((EXACT, number))
    if column.floats:
        ways.append((BINARY, _float(column, raw, sql)))
        not_nan.append((BINARY, exp.cast(raw, "DOUBLE")))
    if not_nan:
        nan = sql.constant("NaN")
        cases = [
            exp.If(this=sql.is_one_of(raw, held), true=sql.operated("ne", one, nan)) for held, one in not_nan
        ]
        given = exp.Case(ifs=cases, default=given)
    cases = [exp.If(this=sql.is_one_of(raw, held), true=value) for held, value in ways]
    return Read(exp.Case(ifs=cases), given)


def _float(column: Column, raw: Any, sql: Sql) -> Any:
    """The integer in units of the last place that a float stands for, by the steps of ``decimal_meant``."""

    def double(number: object) -> Any:
        return exp.cast(exp.Literal.number(str(number)), "DOUBLE")

    low, high = whole_range(column)
    low, high = max(low, 1 - MOST_OF_FLOATS), min(high, MOST_OF_FLOATS - 1)
    held, scale = exp.cast(raw, "DOUBLE"), double(10**column.places)
    ends = [double(plain_text(shifted(Decimal(end), -column.places))) for end in (low - 1, high + 1)]
    add, less, times = (partial(sql.operated, name) for name in ("add", "sub", "mul"))
    split = times(held, double(FLOAT_SPLIT))
    upper = less(split, less(split, held))
    above, below = times(upper, scale), times(less(held, upper), scale)
    nearest = exp.Round(this=add(above, below))
    near = sql.operated("le", exp.Abs(this=add(less(above, nearest), below)), double(FLOAT_TOLERANCE))
    within = exp.Between(this=nearest, low=exp.Literal.number(low), high=exp.Literal.number(high))
    inside = exp.Between(this=held, low=ends[0], high=ends[1])  # or the products might overflow
    return _if(inside, _if(sql.operated("and", near, within), exp.cast(nearest, "BIGINT")))


def _literal(value: Decimal) -> Any:
    return exp.Literal.number(plain_text(value))
