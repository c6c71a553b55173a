"""The JSON Schema of expressions and criteria, made from the classes."""

from __future__ import annotations

from typing import Any

import attrs

from minsheng.domain.expression.cells import Line
from minsheng.domain.expression.decision import DecisionTable
from minsheng.rules.criteria.codec import _CELLS, _ENUMS, _NODES, _TAGGED


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a list of criteria, as ``dump_criteria`` writes it.

    >>> json_schema()["$defs"]["comparison"]["required"]
    ['node', 'relation', 'left', 'right']
    """
    definitions: dict[str, Any] = {
        "node": {"oneOf": [{"$ref": f"#/$defs/{name}"} for name in _NODES]},
        "cell": {"oneOf": [{"$ref": f"#/$defs/{name}"} for name in _CELLS]},
        "value": {
            "oneOf": [
                _object({"number": {"$ref": "#/$defs/number"}}, ["number"]),
                _object({"text": {"type": "string"}}, ["text"]),
                _object({"date": {"type": "string", "format": "date"}}, ["date"]),
                _object({"truth": {"type": "boolean"}}, ["truth"]),
            ]
        },
        "number": {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"},
        "line": _of(Line),
        "table": _of(DecisionTable),
    }
    for tag, kinds in (("node", _NODES), ("cell", _CELLS)):
        for name, kind in kinds.items():
            definitions[name] = _of(kind, tag, name)
    text = {"type": "string"}
    criterion = {
        "code": {"type": "string", "pattern": "^[A-Z]{1,4}[0-9]{3}$"},
        "title": text,
        "basis": text,
        "severity": {"enum": ["error", "warning", "note"]},
        "requirement": {"$ref": "#/$defs/node"},
        "when": {"$ref": "#/$defs/node"},
        "effective": {"type": "string", "format": "date"},
        "published": {"type": "string", "format": "date"},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "minsheng criteria",
        "type": "array",
        "items": _object(criterion, ["code", "requirement"]),
        "$defs": definitions,
    }


def _object(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _of(kind: type, tag: str = "", name: str = "") -> dict[str, Any]:
    fields = attrs.fields(kind)
    properties = {tag: {"const": name}} if tag else {}
    properties |= {field.name: _schema(str(field.type)) for field in fields}
    required = [tag] if tag else []
    return _object(properties, required + [f.name for f in fields if f.default is attrs.NOTHING])


def _schema(kind: str) -> dict[str, Any]:
    optional = kind.removesuffix(" | None")
    if kind in _TAGGED:
        inner: dict[str, Any] = {"$ref": "#/$defs/value"}
    elif optional.startswith("tuple["):
        inner = {"type": "array", "items": _schema(optional.removeprefix("tuple[").removesuffix(", ...]"))}
    elif optional in _ENUMS:
        inner = {"enum": [member.value for member in _ENUMS[optional]]}
    else:
        refs = {"Node": "node", "Cell": "cell", "Line": "line", "DecisionTable": "table", "Decimal": "number"}
        types = {"str": "string", "Unit": "string", "int": "integer", "bool": "boolean"}
        inner = {"$ref": f"#/$defs/{refs[optional]}"} if optional in refs else {"type": types[optional]}
    return {"oneOf": [inner, {"type": "null"}]} if kind.endswith(" | None") else inner
