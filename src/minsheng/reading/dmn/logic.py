"""What decides in DMN (tables, formulas, contexts, calls of models) as expressions, with every problem."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from minsheng.domain.expression.base import Kind, Node
from minsheng.domain.expression.decision import UNNAMED
from minsheng.domain.expression.evaluate import evaluate
from minsheng.domain.expression.nodes import Arithmetic, Constant, Operation
from minsheng.domain.units import Unit, to_unit
from minsheng.errors import DataError, Problems
from minsheng.reading.dmn import values
from minsheng.reading.dmn.document import Tag
from minsheng.reading.dmn.parts import (
    Names,
    cell_text,
    formula,
    listed_values,
    measured,
    of_unit,
    source_of,
    tested,
)
from minsheng.reading.dmn.pieces import uncommented
from minsheng.reading.dmn.rules import Input, Output, Rule, Table
from minsheng.reading.dmn.tables import Worked, work
from minsheng.reading.dmn.types import Type, Types
from minsheng.reading.dmn.unary import Test
from minsheng.reading.dmn.values import Value

#: what a decision came to: its value, named "", or several by name
Result = dict[str, Worked]
_BOXED = ("decisionTable", "literalExpression", "invocation", "context")
_POLICIES = ("UNIQUE", "ANY", "FIRST", "PRIORITY", "COLLECT")
_AGGREGATIONS = ("SUM", "MIN", "MAX", "COUNT")
MOST_RULES, MOST_CELLS = 2_000, 20_000
#: what a decision has besides its logic
_BESIDE = (
    "description", "question", "allowedAnswers", "variable", "informationRequirement", "knowledgeRequirement",
    "authorityRequirement", "supportedObjective", "impactedPerformanceIndicator", "decisionMaker",
    "decisionOwner", "usingProcess", "usingTask", "parameter", "formalParameter",
)  # fmt: skip


@attrs.frozen
class _Shape:
    """What the rules of a table have in common."""

    inputs: list[Input]
    outputs: list[Output]
    annotations: list[str]
    names: Names
    where: str
    #: what each output is of, as its type or its first value says
    kinds: dict[Output, Kind | None] = attrs.field(factory=dict)
    #: a value of each output, in whose unit all are
    measures: dict[Output, Node] = attrs.field(factory=dict)


class Logic:
    """Reads what decides; problems are collected.

    Args:
        types: the types of the file.
        models: the business knowledge models, by name.
        problems: where problems go.
    """

    def __init__(self, types: Types, models: Mapping[str, Tag], problems: Problems) -> None:
        self.types, self.models, self.problems = types, models, problems
        self._deep = 0

    def read(self, holder: Tag, names: Names, title: str, where: str, unit: Unit | None = None) -> Result:
        """The logic of a decision, a model or an entry; nothing where it has problems."""
        boxed = [part for part in holder.parts if part.name in _BOXED]
        if not boxed:
            inside = next((part.name for part in holder.parts if part.name not in _BESIDE), "")
            met = f"“{inside}”不在能读的范围内" if inside else "没有决策逻辑"
            self.problems.add(where, met, "能读决策表、公式、上下文和业务知识模型的调用")
            return {}
        self._deep += 1
        try:
            if self._deep > 10:
                raise DataError.at("", "套得太深")
            if boxed[0].name == "decisionTable":
                return self._table(boxed[0], names, title, where, unit)
            with self.problems.at(where):
                if boxed[0].name == "context":
                    return self._context(boxed[0], names, title, where)
                if boxed[0].name == "invocation":
                    return self._invocation(boxed[0], names, title, where)
                return {"": Worked(measured(self._formula(boxed[0], names), unit))}
        finally:
            self._deep -= 1
        return {}

    # --- formulas -----------------------------------------------------------------------

    def _formula(self, tag: Tag, names: Names) -> Value:
        tag.refuse_language()
        text = tag.one("text")
        return formula(text.text if text else "", names)

    def _context(self, tag: Tag, names: Names, title: str, where: str) -> Result:
        known, found = dict(names), Result()
        for entry in tag.all("contextEntry"):
            variable = entry.one("variable")
            name = variable.get("name") if variable else ""
            inner = self.read(
                entry, known, f"{title}.{name}" if name else title, f"{where} “{name or '结果'}”"
            )
            if not inner:
                return {}
            if not name:
                return inner
            found |= {f"{name}.{part}" if part else name: one for part, one in inner.items()}
            known |= {f"{name}.{part}" if part else name: one.node for part, one in inner.items()}
        return found

    def _invocation(self, tag: Tag, names: Names, title: str, where: str) -> Result:
        called = " ".join(uncommented(tag.words("literalExpression")).split())
        model = self.models.get(called)
        body = model.one("encapsulatedLogic") if model else None
        if body is None:
            known = "、".join(self.models)
            raise DataError.at("", f"没有业务知识模型“{called}”", f"有：{known}" if known else "")
        given: dict[str, Value] = {name: value for name, value in names.items() if name in self.models}
        for binding in tag.all("binding"):
            parameter = binding.one("parameter")
            name = parameter.get("name") if parameter else ""
            inner = self.read(binding, names, title, f"{where} 参数“{name}”")
            if "" not in inner:
                return {}
            given[name] = inner[""].node
        wanted = [parameter.get("name") for parameter in body.all("formalParameter")]
        if lacking := [name for name in wanted if name not in given]:
            raise DataError.at("", f"调用“{called}”时没有给“{'、'.join(lacking)}”")
        return self.read(body, given, title, f"{where} 业务知识模型“{called}”")

    # --- tables -------------------------------------------------------------------------

    def _table(self, tag: Tag, names: Names, title: str, where: str, unit: Unit | None) -> Result:
        before = len(self.problems)
        policy = tag.get("hitPolicy", "UNIQUE")
        aggregation = tag.get("aggregation")
        if policy not in _POLICIES or (policy == "COLLECT" and aggregation not in _AGGREGATIONS):
            met = f"命中策略是 {policy}{'，没有汇总方式' if policy == 'COLLECT' else ''}，结果是列表"
            self.problems.add(
                where, met, f"能读 {'、'.join(_POLICIES)}；COLLECT 要有 {'、'.join(_AGGREGATIONS)} 之一"
            )
        inputs = [self._input(one, n, names, where) for n, one in enumerate(tag.all("input"), 1)]
        outputs = [self._output(one, n, names, where, unit) for n, one in enumerate(tag.all("output"), 1)]
        listed = [*tag.all("rule")]
        if policy == "COLLECT" and len(outputs) > 1:
            self.problems.add(where, f"COLLECT 的输出有 {len(outputs)} 列", "汇总只能有一列输出")
        if not listed or not outputs or len(listed) > MOST_RULES or len(listed) * len(inputs) > MOST_CELLS:
            met = f"有 {len(listed)} 条规则、{len(outputs)} 列输出"
            self.problems.add(
                where, met, f"要有规则和输出，至多 {MOST_RULES} 条规则、{MOST_CELLS} 格，请拆成几张表"
            )
        named = [one.get("name") for one in tag.all("output")]
        if len(outputs) > 1 and (not all(named) or len(set(named)) < len(named)):
            self.problems.add(where, "几列输出没有各自的名称", "请给每列输出一个名称（name）")
        if len(self.problems) > before or None in inputs or None in outputs:
            return {}
        asked = [one for one in inputs if one is not None]
        given = [one for one in outputs if one is not None]
        annotations = [one.get("name") for one in tag.all("annotation")]
        shape = _Shape(asked, given, annotations, names, where)
        shape.kinds.update((one, one.kind) for one in given if one.kind is not None)
        rules = [self._rule(rule, n, shape) for n, rule in enumerate(listed, 1)]
        if len(self.problems) > before:
            return {}
        made = Table(
            title,
            policy,
            aggregation if policy == "COLLECT" else "",
            tuple(asked),
            tuple(given),
            tuple(rules),
        )
        worked = work(made, where, self.problems)
        return {
            output.name if len(given) > 1 else "": one for output, one in zip(given, worked, strict=False)
        }

    def _input(self, tag: Tag, number: int, names: Names, where: str) -> Input | None:
        expression = tag.one("inputExpression")
        text = expression.one("text") if expression else None
        said = " ".join(uncommented(text.text).split()) if text else ""
        place = f"{where} 第{number}列输入"
        with self.problems.at(f"{place} “{said}”"):
            if expression:
                expression.refuse_language()
            node = formula(said, names)
            if node is None or node.kind is None:
                raise DataError.at("", "没有写类型", "请写 typeRef，或用 columns= 说明这一列是什么")
            told = self.types.named(expression.get("typeRef")) if expression else Type()
            if told.kind is not None and told.kind is not node.kind:
                raise DataError.at("", f"写的类型是 {told.kind.value}，值却是{values.kind_said(node)}")
            unit = to_unit(own) if (own := tag.get("own:unit")) else None
            if unit and node.unit:
                node = Arithmetic(
                    Operation.DIVIDE,
                    values.in_one_unit(node, Constant(values.ONE, unit))[0],
                    Constant(values.ONE, unit),
                )
            allowed = tag.words("inputValues") or told.allowed
            return Input(tag.get("label") or said, node, tested(allowed, node, names), unit)
        return None

    def _output(self, tag: Tag, number: int, names: Names, where: str, unit: Unit | None) -> Output | None:
        name = tag.get("name") or f"第{number}列输出"
        with self.problems.at(f"{where} “{name}”列输出"):
            own = tag.get("own:unit")
            unit = unit or (to_unit(own) if own else None)
            told = self.types.named(tag.get("typeRef"))
            listed = tag.words("outputValues") or told.allowed
            default = tag.words("defaultOutputEntry")
            of = of_unit(formula(default, names), unit) if default else None
            told_values = listed_values(listed, names, unit)
            return Output(name, unit, told.kind, listed, told_values, of, tag.get("label") or UNNAMED)
        return None

    def _rule(self, tag: Tag, number: int, shape: _Shape) -> Rule:
        inputs, outputs, names = shape.inputs, shape.outputs, shape.names
        place = f"{shape.where} 规则{number}"
        conditions, results = [*tag.all("inputEntry")], [*tag.all("outputEntry")]
        if (len(conditions), len(results)) != (len(inputs), len(outputs)):
            met = f"有 {len(conditions)} 个条件、{len(results)} 个输出"
            self.problems.add(place, met, f"应有 {len(inputs)} 个条件、{len(outputs)} 个输出")
            return Rule(number, (), (), "")
        tests: list[Test | None] = []
        for one, cell in zip(inputs, conditions, strict=True):
            text = cell_text(cell)
            with self.problems.at(f"{place} “{one.name}”列“{text}”"):
                cell.refuse_language()
                tests.append(tested(text, one.node, names))
                if tests[-1] and tests[-1].cells == () and not tests[-1].missing:
                    raise DataError.at("", "没有值合这个条件", "请改这一格，或删去这条规则")
        said: list[Value] = []
        for result, cell in zip(outputs, results, strict=True):
            text = cell_text(cell)
            with self.problems.at(f"{place} “{result.name}”列“{text}”"):
                cell.refuse_language()
                value = of_unit(formula(text, names), result.unit)
                if isinstance(value, Constant) and not _is_allowed(value, result.allowed, names):
                    raise DataError.at("", "不在列出的输出值（outputValues）中", "请改这一格，或把它列进去")
                if value is not None and value.kind is not shape.kinds.setdefault(result, value.kind):
                    met = f"是{values.kind_said(value)}，这一列是{values.KINDS[shape.kinds[result]]}"
                    raise DataError.at("", met, "一列输出只能有一种值")
                if value is not None and value.kind is Kind.NUMBER:
                    first = shape.measures.get(result, value)
                    shape.measures[result], value = values.in_one_unit(first, value)
                said.append(value)
        notes = [inner.text for cell in tag.all("annotationEntry") if (inner := cell.one("text"))]
        described = tag.one("description")
        return Rule(number, tuple(tests), tuple(said), source_of(number, shape.annotations, notes, described))


def _is_allowed(value: Constant, allowed: str, names: Names) -> bool:
    test = tested(allowed, value, names)
    return test is None or evaluate(test.condition, {}) is True
