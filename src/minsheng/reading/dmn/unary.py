"""The cells of DMN's tables, which say what fits: ``>=18``, ``[1..5)``, ``"a","b"``, ``not(…)``, ``-``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any as Anyone

import attrs

from minsheng.domain.expression.base import Kind, Node
from minsheng.domain.expression.cells import Cell, Cut, NoneOf, OneOf, Span
from minsheng.domain.expression.forms import IsMissing
from minsheng.domain.expression.nodes import Constant, Not
from minsheng.domain.printed import Relation
from minsheng.errors import DataError
from minsheng.reading.dmn import values
from minsheng.reading.dmn.feel import SIGNS, Pieces
from minsheng.reading.dmn.pieces import uncommented
from minsheng.reading.dmn.values import Value


@attrs.frozen
class Test:
    """What fits a cell.

    Args:
        condition: whether the value of the input fits; false, not missing, where it does not.
        missing: whether a missing value fits; None if FEEL leaves that open, and so does ``not`` of it.
        there: what must be there for FEEL not to leave it open.
        cells: the other values that fit, as cells of our tables, which do not overlap; None if they
            depend on other inputs.
    """

    __test__ = False  # no test of pytest's
    condition: Node
    missing: bool | None
    there: tuple[Node, ...]
    cells: tuple[Cell, ...] | None

    def opposite(self, kind: Kind | None) -> Test:
        """What fits ``not`` of it."""
        missing = None if self.missing is None else not self.missing
        cells = None if self.cells is None else others(self.cells, kind)
        condition = values.every([*(Not(IsMissing(one)) for one in self.there), Not(self.condition)])
        return Test(condition, missing, self.there, cells)


class Formula(Pieces):
    """A formula, in which ``in`` is followed by tests as cells have them."""

    def _among(self, left: Value) -> Value:
        if left is None:
            raise DataError.at("", "null in (…) 没有意义")
        bracketed = self.peek() == "(" and not self.is_range()
        if bracketed:
            self.took("(")
        condition = Tests(self, left).listed().condition
        if bracketed:
            self.want(")")
        return condition


def read_formula(text: str, names: Mapping[str, Value]) -> Value:
    """A formula as an expression.

    Raises:
        DataError: it is none, or has what is not read.
        UnknownName: a name stands for nothing.

    >>> from minsheng import column
    >>> from minsheng.domain.expression.notation import notation
    >>> age = column("Age", kind="number").node
    >>> print(notation(read_formula("if Age >= 18 then 2 * Age else 0", {"Age": age})))
    如果 Age ≥ 18 且 非（（Age ≥ 18） 缺失） 则2 × Age，否则0
    """
    plain = uncommented(text)
    if not plain.strip():
        raise DataError.at("", "空着", "没有值请写 null")
    return Formula(plain, names).whole()


def read_test(text: str, subject: Node, names: dict[str, Value]) -> Test | None:
    """A cell about the value of an input; None if anything fits.

    Raises:
        DataError: it cannot be read.
    """
    plain = uncommented(text)
    if plain.strip() in ("", "-"):
        return None
    formula = Formula(plain, {**names, "?": subject})
    test = Tests(formula, subject).whole()
    formula.end()
    return test


class Tests:
    """The tests of a cell, read from a formula's pieces."""

    __test__ = False

    def __init__(self, formula: Formula, subject: Node) -> None:
        self.formula, self.subject = formula, subject

    def whole(self) -> Test:
        """The tests of a cell, or ``not(…)`` of them."""
        formula = self.formula
        if formula.peek() == "not" and formula.peek(1) == "(":
            formula.at += 2
            test = self.listed()
            formula.want(")")
            return test.opposite(self.subject.kind)
        return self.listed()

    def listed(self) -> Test:
        """Tests with commas between them, of which one must hold."""
        tests = [self._one()]
        while self.formula.took(","):
            tests.append(self._one())
        known = [test.cells for test in tests if test.cells is not None]
        cells = _union(cell for some in known for cell in some) if len(known) == len(tests) else None
        condition = values.some([test.condition for test in tests])
        fits = [test.missing for test in tests]
        there = tuple(dict.fromkeys(one for test in tests for one in test.there))
        return Test(condition, True if True in fits else None if None in fits else False, there, cells)

    def _one(self) -> Test:
        formula = self.formula
        if sign := formula.took(*SIGNS):
            return self._ranged([(SIGNS[sign], formula.sum())])
        if sign := formula.took("=", "!="):
            test = self._equal(formula.sum())
            return test if sign == "=" else test.opposite(self.subject.kind)
        if formula.peek() == "]" or (formula.peek() in ("[", "(") and formula.is_range()):
            begins = formula.took("[", "(", "]")
            low = formula.sum()
            formula.want("..")
            high = formula.sum()
            ends = formula.took("]", ")", "[")
            if not ends:
                formula.want("]")
            above = Relation.AT_LEAST if begins == "[" else Relation.ABOVE
            return self._ranged([(above, low), (Relation.AT_MOST if ends == "]" else Relation.BELOW, high)])
        asked = any(token.text == "?" for token in formula.left)
        value = formula.formula()
        if asked and value is not None and value.kind is Kind.TRUTH:
            return Test(values.surely(value), None, (value,), None)
        return self._equal(value)

    def _equal(self, value: Value) -> Test:
        """The value itself: true and false of a truth value, null of a missing one."""
        if value is None:
            return Test(values.missing(self.subject), True, (), ())
        condition = values.equal(self.subject, value)
        if not isinstance(value, Constant):
            return Test(condition, False, (), None)
        held: Anyone = value.value
        point = value.kind in (Kind.NUMBER, Kind.DATE)
        cell = Span(held, held, high_closed=True) if point else OneOf((held,))
        return Test(condition, False, (), (cell,))

    def _ranged(self, ends: list[tuple[Relation, Value]]) -> Test:
        there, parts, span, plain = [self.subject], list[Node](), Span(), True
        for relation, end in ends:
            if end is None:
                raise DataError.at("", "没有什么大于或小于 null", "没有这一端请写成 >= 或 <=")
            parts.append(values.compared(relation, self.subject, end))
            if not isinstance(end, Constant):
                there.append(end)
                plain = False
            elif isinstance(end.value, (bool, str)):
                raise DataError.at("", f"{values.kind_said(end)}没有大小", "只能比数和日期的大小")
            elif relation in (Relation.ABOVE, Relation.AT_LEAST):
                span = attrs.evolve(span, low=end.value, low_open=relation is Relation.ABOVE)
            else:
                span = attrs.evolve(span, high=end.value, high_closed=relation is Relation.AT_MOST)
        if plain and span.empty:
            raise DataError.at("", "范围是空的，没有值在其中", "请看两端是否写反")
        condition = values.every([*(Not(IsMissing(one)) for one in there), *parts])
        return Test(condition, None, tuple(there), (span,) if plain else None)


# --- sets of values ------------------------------------------------------------------------


def _union(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """The same values, as cells that do not overlap."""
    listed = [*cells]
    spans = sorted((cell for cell in listed if isinstance(cell, Span)), key=_start)
    apart = [cell for cell in listed if isinstance(cell, NoneOf)]
    texts = [text for cell in listed if isinstance(cell, OneOf) for text in cell.values]
    if apart:  # all but those that none of the cells has
        left = set(apart[0].values).intersection(*(cell.values for cell in apart)) - set(texts)
        return (NoneOf(tuple(text for text in apart[0].values if text in left)),)
    if texts:
        return (OneOf(tuple(dict.fromkeys(texts))),)
    merged: list[Span] = []
    for span in spans:
        last = merged[-1] if merged else None
        if last is None or (last.ends is not None and span.begins is not None and last.ends < span.begins):
            merged.append(span)
        elif last.ends is not None and (span.ends is None or last.ends < span.ends):
            merged[-1] = attrs.evolve(last, high=span.high, high_closed=span.high_closed)
    return tuple(merged)


def _start(span: Span) -> tuple[bool, Anyone]:
    return (True, span.begins) if span.begins is not None else (False, 0)


def others(cells: tuple[Cell, ...], kind: Kind | None) -> tuple[Cell, ...]:
    """The values that are there and in none of these cells, which do not overlap."""
    if kind is Kind.TRUTH:
        held = {value for cell in cells if isinstance(cell, OneOf) for value in cell.values}
        left = tuple(value for value in (True, False) if value not in held)
        return (OneOf(left),) if left else ()
    if kind is Kind.TEXT:
        if not cells:
            return (NoneOf(()),)
        [cell] = cells
        return (OneOf(cell.values),) if isinstance(cell, NoneOf) else (NoneOf(cell.values),)  # type: ignore[arg-type,union-attr]  # of texts
    found: list[Cell] = []
    begins: Cut | None = None
    for span in cells:
        assert isinstance(span, Span)  # noqa: S101  # of numbers and dates nothing else is made
        if span.begins is not None:
            found.append(_between(begins, span.begins))
        begins = span.ends
        if begins is None:
            return tuple(found)
    return (*found, _between(begins, None))


def _between(begins: Cut | None, ends: Cut | None) -> Span:
    low, low_open = begins or (None, False)
    high, high_closed = ends or (None, False)
    return Span(low, high, low_open, high_closed)
