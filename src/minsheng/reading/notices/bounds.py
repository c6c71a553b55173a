"""Figures of a row and of its words, in the row's unit, as the folder writes them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from minsheng.domain.amount import plain_text
from minsheng.domain.numerals import exact_decimal
from minsheng.domain.printed import BARE, CellKind, Relation, read_cell
from minsheng.domain.source import Change
from minsheng.domain.units import Unit
from minsheng.domain.wording import Mention
from minsheng.reading.notices.breakdown import Line
from minsheng.reading.notices.draft import Question

UNDIVIDED = "原表只列全市数，没有分解到地方"


def name_of(line: Line) -> str:
    """The id of what a row counts."""
    return f"project-{line.project}-{line.order}"


def in_unit(mention: Mention, unit: Unit) -> Fraction | None:
    """A figure of the text in the unit of the row; None if it measures something else."""
    if mention.unit is None:
        return Fraction(mention.number) / _scale(unit)
    same = mention.unit.measures_same_as(unit)
    return Fraction(mention.number) * mention.unit.factor / unit.factor if same else None


def left_out(line: Line, why: str) -> Question:
    """A row that is not in the draft, and why."""
    met = " ".join(filter(None, (line.text, line.unit, *line.shares, line.lies[0].words)))
    return Question(f"left-out-{line.project}-{line.order}", line.source, met, why, reads="没有录入，请补")


def changes_of(path: str, bound: str, additivity: str, *, implied: bool = False) -> tuple[Change, ...]:
    made: dict[str, str | bool] = {"target": bound, "additivity": additivity, "implied": implied}
    return tuple(Change(f"{path}.{key}", value) for key, value in made.items())


def bound_of(mention: Mention, unit: str) -> str:
    """The bound of a figure in the text, in its own unit, else in that of the row."""
    relation = mention.relation or Relation.AT_LEAST
    text = mention.text
    if mention.unit is not None:
        found = re.match(r"[\d,.]+", text)
        number = found[0].replace(",", "") if found else plain_text(mention.number)
        return f"{relation.value} {number} {text[found.end() :] if found else mention.unit}"
    kind = Unit.parse(unit)
    value = exact_decimal(Fraction(mention.number) / _scale(kind))
    return f"{relation.value} {plain_text(value) if value is not None else mention.number} {unit}"


def _scale(unit: Unit) -> Fraction:
    """The 万 or 亿 of a unit."""
    return Fraction(BARE.get(unit.text[:1], 1))


def share_of(cell: str) -> str:
    """A share as the allocation's file has it: a plain number, or a slash."""
    read = read_cell(cell)
    if read.kind is not CellKind.NUMBER or read.value is None:
        return "/"
    return plain_text(read.value)


def sum_of(cells: Sequence[str]) -> Fraction:
    values = (read_cell(cell).value for cell in cells)
    return sum((Fraction(value) for value in values if value is not None), Fraction(0))
