"""Files of DMN as models: inputs as columns, chains of decisions, each as an expression."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

import attrs

from minsheng.asking import asked
from minsheng.domain.expression.base import Kind, Node
from minsheng.domain.expression.build import Expression
from minsheng.domain.expression.cells import OneOf
from minsheng.domain.expression.forms import Choice
from minsheng.domain.expression.nodes import Column
from minsheng.domain.expression.nodes import columns as columns_of
from minsheng.domain.units import Unit, to_unit
from minsheng.errors import DataError, Problems, RuleError, UnknownName
from minsheng.reading.dmn import values
from minsheng.reading.dmn.document import MOST_BYTES, Tag, read_document
from minsheng.reading.dmn.logic import Logic, Result
from minsheng.reading.dmn.model import Decided, DecisionModel
from minsheng.reading.dmn.parts import tested
from minsheng.reading.dmn.pieces import uncommented
from minsheng.reading.dmn.tables import Worked
from minsheng.reading.dmn.types import Type, Types
from minsheng.reading.dmn.values import Value
from minsheng.reading.files import read_bytes

#: the decimal places of numbers of which nothing else is said
PLACES = 6
_PLACES = tuple(map(str, range(19)))
_MOST_CHAIN = 60


@asked
def read_dmn(
    file: str | Path,
    *,
    decisions: Iterable[str] = (),
    columns: Mapping[str, Expression] = MappingProxyType({}),
    units: Mapping[str, Unit | str] = MappingProxyType({}),
) -> DecisionModel:
    """Read a DMN file (1.1 to 1.5): each decision becomes an expression, exact, on any engine.

    Read are decision tables with the hit policies UNIQUE, ANY, FIRST, PRIORITY, and COLLECT with SUM, MIN,
    MAX or COUNT; formulas; chains of decisions. What else a file has is refused with its place.

    Args:
        file: the file.
        decisions: only these, and what they need; default: all.
        columns: what some inputs are, by name: unit and decimal places, which DMN has none of.
            Default: a number has at most 6 decimal places, and no unit.
        units: the units of results, by decision. In formulas, a number written beside a figure with a
            unit is in that unit.

    Raises:
        DataError: every problem of the file: decision, rule, column, and what stands there.

    >>> import tempfile
    >>> from minsheng.writing import write_dmn
    >>> from minsheng import rules
    >>> grades = rules.DecisionTable("等次", ("score",), (
    ...     rules.Line((rules.Span(90),), "优", "第十条"), rules.Line((rules.Span(None, 90),), "良"),
    ... ))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_dmn(grades, Path(folder) / "等次.dmn")
    ...     model = read_dmn(Path(folder) / "等次.dmn")
    >>> model.compute({"score": "89.5"}), model.tables["等次"] == grades
    ({'等次': '良'}, True)
    """
    path = Path(file)
    document = read_document(read_bytes(path, MOST_BYTES), path.name)
    reader = _Model(document, path.name, columns, {name: to_unit(unit) for name, unit in units.items()})
    return reader.model(tuple(decisions))


class _Model:
    """A file that is being read."""

    def __init__(
        self, document: Tag, file: str, columns: Mapping[str, Expression], units: Mapping[str, Unit]
    ) -> None:
        self.document, self.file, self.columns, self.units = document, file, columns, units
        self.problems = Problems()
        self.types = Types(document)
        self.by_id = {tag.get("id"): tag for tag in document.parts if tag.get("id")}
        models = {tag.get("name"): tag for tag in document.all("businessKnowledgeModel")}
        self.logic = Logic(self.types, models, self.problems)
        self.inputs: dict[str, Column] = {}
        self._results: dict[str, Result | None] = {}
        self._under_way: list[str] = []
        self._found: dict[str, dict[str, Value]] = {}

    def model(self, wanted: tuple[str, ...]) -> DecisionModel:
        listed = [*self.document.all("decision")]
        names = [tag.get("name") for tag in listed]
        for name in wanted:
            if name not in names:
                raise UnknownName("decision", name, names)
        twice = [name for name in dict.fromkeys(names) if names.count(name) > 1]
        if twice or not names:
            self.problems.add(self.file, f"决策“{'、'.join(twice)}”有几个" if twice else "没有决策")
        self.problems.refuse()
        for tag in listed:
            if not wanted or tag.get("name") in wanted:
                self._decision(tag)
        self.problems.refuse()
        for name in self.columns:
            if name not in self.inputs:
                raise UnknownName("input", name, self.inputs)
        for name in self.units:
            if name not in self._results:
                raise UnknownName("decision", name, self._results)
        decided = tuple(
            Decided(f"{name}.{part}" if part else name, _node(one), one.table, one.gaps)
            for name in names
            for part, one in (self._results.get(name) or {}).items()
        )
        read = [
            tag for tag in self.document.parts if tag.name != "decision" or tag.get("name") in self._results
        ]
        document = attrs.evolve(self.document, parts=tuple(read))
        used = dict.fromkeys(column for one in decided for column in columns_of(one.node))
        return DecisionModel(self.document.get("name"), tuple(used), decided, document)

    def _where(self, name: str) -> str:
        return f"{self.file} 决策“{name}”"

    def _decision(self, tag: Tag) -> Result | None:
        """A decision, with those that it needs before it; None if it has problems."""
        name = tag.get("name")
        if name in self._results:
            return self._results[name]
        if name in self._under_way or len(self._under_way) > _MOST_CHAIN:
            circle = (
                " → ".join([*self._under_way[self._under_way.index(name) :], name])
                if name in self._under_way
                else ""
            )
            met = f"决策绕成了圈：{circle}" if circle else f"决策一个依一个，多于 {_MOST_CHAIN} 个"
            self.problems.add(self._where(name), met, "请改信息需求（informationRequirement）")
            return None
        self._under_way.append(name)
        before = len(self.problems)
        names = self._needed(tag)
        result: Result | None = None
        if names is not None and len(self.problems) == before:
            read = self.logic.read(tag, names, name, self._where(name), self.units.get(name))
            if len(self.problems) == before:
                result = read
                self._check_type(tag, name, read)
        self._under_way.pop()
        self._results[name] = result
        return result

    def _check_type(self, tag: Tag, name: str, result: Result) -> None:
        variable = tag.one("variable")
        with self.problems.at(self._where(name)):
            told = self.types.named(variable.get("typeRef")) if variable else Type()
            parts = {"": told} | dict(told.parts)
            for part, one in result.items():
                kind = parts[part].kind if part in parts else None
                if kind is not None and one.node is not None and one.node.kind is not kind:
                    raise DataError.at("", f"写的类型是 {kind.value}，结果却是{values.kind_said(one.node)}")

    def _needed(self, tag: Tag) -> dict[str, Value] | None:
        """What the names in a decision stand for; None if something that it needs has problems."""
        names: dict[str, Value] = {}
        whole = True
        for requirement in tag.all("informationRequirement"):
            for needed in requirement.all("requiredInput", "requiredDecision"):
                of = self.by_id.get(needed.get("href").rpartition("#")[2])
                if of is None or of.name not in ("inputData", "decision"):
                    met = f"要用的“{needed.get('href')}”不在这个文件里"
                    self.problems.add(
                        self._where(tag.get("name")), met, "别的文件（import）不读，请合在一个文件里"
                    )
                    whole = False
                elif of.name == "inputData":
                    names |= self._input(of)
                else:
                    result = self._decision(of)
                    whole = whole and result is not None
                    called = of.get("name")
                    for part, one in (result or {}).items():
                        names[f"{called}.{part}" if part else called] = one.node
        return names | self._implied(tag, names) if whole else None

    def _implied(self, tag: Tag, names: Mapping[str, Value]) -> dict[str, Value]:
        """The inputs of a table that the file does not declare but types, as some tools write them."""
        found: dict[str, Value] = {}
        declared = {one.get("name") for one in self.document.parts}
        table = tag.one("decisionTable")
        for column in table.all("input") if table else ():
            expression = column.one("inputExpression")
            text = expression.one("text") if expression else None
            name = uncommented(text.text).strip() if text else ""
            if expression and name.isidentifier() and name not in names and name not in declared:
                told = expression.get("typeRef")
                with self.problems.at(f"{self._where(tag.get('name'))} “{name}”"):
                    if told or name in self.columns:
                        found |= self._columns(name, self.types.named(told))
        return found

    def _input(self, tag: Tag) -> dict[str, Value]:
        name = tag.get("name")
        if name not in self._found:
            variable = tag.one("variable")
            self._found[name] = {}
            with self.problems.at(f"{self.file} 输入“{name}”"):
                self._found[name] = self._columns(
                    name, self.types.named(variable.get("typeRef") if variable else ""), tag.get("own:places")
                )
        return self._found[name]

    def _columns(self, name: str, told: Type, places: str = "") -> dict[str, Value]:
        """An input, or each part of it, as a column."""
        if told.parts:
            found: dict[str, Value] = {}
            for part, of in told.parts:
                found |= self._columns(f"{name}.{part}", of)
            return found
        column = self._column(name, told, places)
        self.inputs[name] = column
        if not told.allowed or column.choices:
            return {name: column}
        allowed = tested(told.allowed, column, {})
        if allowed is None:
            return {name: column}
        return {name: Choice(values.some([values.missing(column), allowed.condition]), column, None)}

    def _column(self, name: str, told: Type, said: str) -> Column:
        given = self.columns.get(name)
        if given is not None:
            column = given.node
            if not isinstance(column, Column):
                raise RuleError(f"read_dmn(): columns[{name!r}] is a column, not {given}")
            column = attrs.evolve(column, of=column.of or told.kind)
            if told.kind is not None and column.of is not told.kind:
                raise RuleError(
                    f"read_dmn(): columns[{name!r}] is a {column.of}, in the file a {told.kind.value}"
                )
            return column
        if told.kind is None:
            raise DataError.at("", "没有写类型（typeRef）", "请写明，或用 columns= 说明这一列是什么")
        choices = _choices(told) if told.kind is Kind.TEXT else ()
        unsaid = 0 if told.whole or told.kind is not Kind.NUMBER else PLACES
        places = int(said) if said in _PLACES and told.kind is Kind.NUMBER else unsaid
        return Column(name, told.kind, places=places, choices=choices)


def _choices(told: Type) -> tuple[str, ...]:
    """The texts that are listed, where nothing else is."""
    test = tested(told.allowed, Column("?", Kind.TEXT), {})
    if test is None or test.cells is None or len(test.cells) != 1 or not isinstance(test.cells[0], OneOf):
        return ()
    return tuple(value for value in test.cells[0].values if isinstance(value, str))


def _node(one: Worked) -> Node:
    """A value; one that is always null as a text that is always missing."""
    return values.absent(Kind.TEXT) if one.node is None else one.node
