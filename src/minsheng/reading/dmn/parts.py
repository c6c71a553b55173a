"""Parts of a file's logic: the text of cells, formulas, conditions, results in their unit, sources."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from minsheng.domain.expression.base import Kind, Node
from minsheng.domain.expression.forms import Choice
from minsheng.domain.expression.nodes import Arithmetic, Constant, Operation
from minsheng.domain.units import Unit
from minsheng.errors import DataError, MinshengError, RuleError
from minsheng.reading.dmn import values
from minsheng.reading.dmn.document import Tag
from minsheng.reading.dmn.pieces import uncommented
from minsheng.reading.dmn.unary import Formula, Test, read_formula, read_test
from minsheng.reading.dmn.values import Value

Names = Mapping[str, Value]
#: the annotation of rules that holds the source of a line, as this library writes it
SOURCE = "依据"


def cell_text(tag: Tag) -> str:
    """The text of a cell."""
    inner = tag.one("text")
    return inner.text.strip() if inner else ""


def formula(text: str, names: Names) -> Value:
    """A formula; what cannot be built is a problem as what cannot be read is."""
    try:
        return read_formula(text, names)
    except RuleError as error:
        raise DataError.at("", f"公式太大，或不成立：{error}", "请分成几个决策，或改公式") from None


def tested(text: str, subject: Node, names: Names) -> Test | None:
    """A cell, likewise."""
    try:
        return read_test(text, subject, dict(names))
    except RuleError as error:
        raise DataError.at("", f"公式太大，或不成立：{error}", "请分成几个决策，或改公式") from None


def listed_values(text: str, names: Names, unit: Unit | None) -> tuple[Node, ...]:
    """Values that are listed, in their order; empty for a range."""
    plain = uncommented(text)
    if not plain.strip():
        return ()
    try:
        reader = Formula(plain, names)
        found = [reader.formula()]
        while reader.took(","):
            found.append(reader.formula())
        reader.end()
    except MinshengError:  # a range, of which there is no order
        return ()
    return tuple(value for value in (of_unit(one, unit) for one in found) if value is not None)


def source_of(number: int, annotations: list[str], notes: list[str], described: Tag | None) -> str:
    if annotations == [SOURCE]:
        return "".join(notes)
    told = [*map(str.strip, notes), described.text if described else ""]
    said = "；".join(filter(None, told))
    return f"规则{number}" + (f"：{said}" if said else "")


def of_unit(value: Value, unit: Unit | None) -> Value:
    """A number of an output that has a unit."""
    if unit is None or value is None or value.kind is not Kind.NUMBER or value.unit is not None:
        return value
    return measured(value, unit)


def measured(value: Value, unit: Unit | None) -> Value:
    """A bare number in a unit."""
    if unit is None or value is None:
        return value
    if value.kind is not Kind.NUMBER or value.unit is not None:
        raise DataError.at("", f"单位 {unit} 给不了：这是{values.kind_said(value)}{value.unit or ''}")
    if isinstance(value, Constant):
        return attrs.evolve(value, measured_in=unit)
    if isinstance(value, Choice):
        return Choice(value.condition, _measured(value.then, unit), measured(value.otherwise, unit))
    return _measured(value, unit)


def _measured(value: Node, unit: Unit) -> Node:
    """Likewise, of a value that is there."""
    if isinstance(value, (Constant, Choice)):
        found = measured(value, unit)
        assert found is not None  # noqa: S101  # of a value that is there
        return found
    return Arithmetic(Operation.MULTIPLY, value, Constant(values.ONE, unit))
