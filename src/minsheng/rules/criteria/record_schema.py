"""The JSON Schema of the records that criteria need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from minsheng.domain.amount import plain_text
from minsheng.domain.expression import nodes as kinds
from minsheng.domain.expression.base import Kind, Node
from minsheng.domain.expression.cells import OneOf
from minsheng.domain.expression.decision import Lookup
from minsheng.domain.expression.nodes import Column, needed
from minsheng.rules.criteria.compiling.exact import whole_range

#: texts that criteria know of a column are told up to so many
_MOST = 50


def schema_of_records(expressions: Iterable[Node | None], title: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a record that has what expressions need."""
    nodes = [one for one in expressions if one is not None]
    columns, known = needed(nodes), _known(nodes)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "type": "object",
        "properties": {one.name: column_schema(one, known.get(one.name, ())) for one in columns},
        "required": [one.name for one in columns],
    }


def column_schema(column: Column, known: Iterable[str] = ()) -> dict[str, Any]:
    """The schema of a column's values, with the texts that are known of it."""
    if column.of is Kind.NUMBER:
        return _number(column)
    if column.of is Kind.TRUTH:
        return {"type": ["boolean", "null"]}
    if column.of is Kind.DATE:
        return {
            "type": ["string", "null"],
            "format": "date",
            "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$(?!\n)",
        }
    if column.choices:
        return {"enum": [*column.choices, None]}
    examples = [*dict.fromkeys(known)][:_MOST]
    return {"type": ["string", "null"], **({"examples": examples} if examples else {})}


def _number(column: Column) -> dict[str, Any]:
    low, high = whole_range(column, 0)
    digits = len(str(max(abs(low), abs(high))))
    decimals = rf"(\.[0-9]{{1,{column.places}}}0*)?" if column.places else r"(\.0+)?"
    sign = "[+-]?" if column.low < 0 else r"\+?"
    text = {"type": "string", "pattern": rf"^{sign}0*[0-9]{{1,{digits}}}{decimals}$(?!\n)", "maxLength": 100}
    limits = {"minimum": low, "maximum": high}
    number = {"type": "number" if column.floats else "integer", **limits}
    unit = "" if column.unit is None else f"单位：{column.unit.text}；"
    said = f"{unit}至多 {column.places} 位小数，{plain_text(column.low)} 到 {plain_text(column.high)}"
    own = {"description": said, "x-places": column.places}
    return {
        **own,
        **({"x-unit": column.unit.text} if column.unit else {}),
        "anyOf": [text, number, {"type": "null"}],
    }


def _known(expressions: Iterable[Node]) -> dict[str, list[str]]:
    """The texts that expressions compare columns with or look them up by, by column."""
    known: dict[str, list[str]] = {}
    for one in expressions:
        for node in _walk(one):
            match node:
                case kinds.Comparison(left=Column(name=name), right=kinds.Constant(value=str(text))):
                    known.setdefault(name, []).append(text)
                case kinds.Comparison(left=kinds.Constant(value=str(text)), right=Column(name=name)):
                    known.setdefault(name, []).append(text)
                case Lookup():
                    for at, key in enumerate(node.keys):
                        if isinstance(key, Column) and key.of is Kind.TEXT:
                            cells = (line.cells[at] for line in node.table.lines)
                            texts = (one for cell in cells if isinstance(cell, OneOf) for one in cell.values)
                            known.setdefault(key.name, []).extend(map(str, texts))
    return known


def _walk(node: Node) -> Iterator[Node]:
    seen: set[int] = set()
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if id(one) not in seen:
            seen.add(id(one))
            yield one
            waiting += reversed(one.children)
