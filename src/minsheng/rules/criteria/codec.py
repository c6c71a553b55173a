"""Expressions as JSON data, and back.

The format follows the classes: each node is an object with its class under ``node`` and its fields
under their names. Reading builds only nodes, collects all problems with their places, and is limited
in size and depth as nodes are.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum
from typing import Any

import attrs

from minsheng.domain.amount import plain_text, to_decimal
from minsheng.domain.expression import nodes
from minsheng.domain.expression.base import Kind, Node
from minsheng.domain.expression.cells import Anything, Line, OneOf, Span
from minsheng.domain.expression.decision import DecisionTable, Lookup
from minsheng.domain.expression.forms import Choice, DatePart, Extreme, IsMissing, Part, Rounded, Way, Which
from minsheng.domain.printed import Relation
from minsheng.domain.units import Unit
from minsheng.errors import DataError, MinshengError, Problems

_NODES: dict[str, type[Node]] = {
    "column": nodes.Column, "constant": nodes.Constant, "arithmetic": nodes.Arithmetic,
    "comparison": nodes.Comparison, "all": nodes.All, "any": nodes.Any, "not": nodes.Not,
    "choice": Choice, "extreme": Extreme,
    "rounded": Rounded, "is_missing": IsMissing, "date_part": DatePart, "lookup": Lookup,
}  # fmt: skip
_CELLS: dict[str, type] = {"anything": Anything, "one_of": OneOf, "span": Span}
_ENUMS: dict[str, type[StrEnum]] = {
    "Kind": Kind, "Relation": Relation, "Operation": nodes.Operation, "Which": Which, "Way": Way,
    "Part": Part,
}  # fmt: skip


def to_plain(value: Any) -> Any:
    """A node, a table or a part of one as JSON data.

    >>> from minsheng import Amount, column
    >>> to_plain((column("paid", "元/月", places=2) >= Amount(650, "元/月")).node)["right"]
    {'node': 'constant', 'value': {'number': '650'}, 'measured_in': '元/月'}
    """
    for tag, kinds in (("node", _NODES), ("cell", _CELLS)):
        for name, kind in kinds.items():
            if type(value) is kind:
                return {tag: name, **_fields(value)}
    if isinstance(value, (Line, DecisionTable)):
        return _fields(value)
    if isinstance(value, tuple):
        return [to_plain(item) for item in value]
    if isinstance(value, Unit):
        return value.text
    return value


def _fields(value: Any) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for field in attrs.fields(type(value)):
        held = getattr(value, field.name)
        if field.default is not attrs.NOTHING and held == field.default:
            continue  # defaults are left out
        if str(field.type) in _TAGGED:
            plain[field.name] = None if held is None else _tagged(held)
        else:
            plain[field.name] = plain_text(held) if isinstance(held, Decimal) else to_plain(held)
    return plain


#: fields whose values need a tag for their kind, because in JSON numbers and dates are text
_TAGGED = {"Decimal | str | datetime.date | bool", "Bound | None"}


def _tagged(value: Decimal | str | datetime.date | bool) -> dict[str, Any]:
    if isinstance(value, bool):
        return {"truth": value}
    if isinstance(value, Decimal):
        return {"number": plain_text(value)}
    return {"text": value} if isinstance(value, str) else {"date": value.isoformat()}


# --- back ------------------------------------------------------------------------------


class Reader:
    """Reads JSON data into nodes and collects every problem with its place."""

    def __init__(self) -> None:
        self.problems = Problems()

    def node(self, plain: Any, place: str) -> Node | None:
        """A node; None if there is a problem."""
        made = self._tagged_class(plain, place, "node", _NODES)
        return made if isinstance(made, Node) else None

    def _tagged_class(self, plain: Any, place: str, tag: str, kinds: dict[str, type]) -> Any:
        met = plain.get(tag) if isinstance(plain, dict) else plain
        if not isinstance(plain, dict) or not isinstance(met, str) or met not in kinds:
            return self._wrong(place, f"“{met!r:.60}”不是 {tag}", f"可用：{'、'.join(kinds)}")
        rest = {key: value for key, value in plain.items() if key != tag}
        return self._made(kinds[plain[tag]], rest, place)

    def _made(self, kind: type, plain: Any, place: str) -> Any:
        if not isinstance(plain, dict):
            return self._wrong(place, f"“{plain!r:.60}”不是对象")
        before = len(self.problems)
        fields = {field.name: field for field in attrs.fields(kind)}
        for name in sorted(set(plain) - set(fields)):
            self._wrong(f"{place}.{name}", f"不认识的键“{name}”", f"可用：{'、'.join(fields)}")
        values = {}
        for name, field in fields.items():
            if name in plain:
                values[name] = self._value(str(field.type), plain[name], f"{place}.{name}")
            elif field.default is attrs.NOTHING:
                self._wrong(place, f"缺少“{name}”")
        if len(self.problems) > before:
            return None
        try:
            return kind(**values)
        except (MinshengError, TypeError, ValueError) as error:
            return self._wrong(place, f"不成立：{error}")
        except RecursionError:
            return self._wrong(place, "嵌套得太深")

    def _value(self, kind: str, plain: Any, place: str) -> Any:
        optional = kind.removesuffix(" | None")
        if plain is None and optional != kind:
            return None
        if kind in _TAGGED:
            return self._untagged(plain, place)
        if optional.startswith("tuple["):
            if not isinstance(plain, list):
                return self._wrong(place, "应是列表")
            item = optional.removeprefix("tuple[").removesuffix(", ...]")
            return tuple(self._value(item, p, f"{place}[{i}]") for i, p in enumerate(plain))
        if optional in _ENUMS:
            if isinstance(plain, str) and plain in [*_ENUMS[optional]]:
                return _ENUMS[optional](plain)
            return self._wrong(place, f"“{plain!s:.60}”不在其中：{'、'.join(_ENUMS[optional])}")
        readers: dict[str, Callable[[Any, str], Any]] = {
            "Node": self.node,
            "Cell": lambda p, at: self._tagged_class(p, at, "cell", _CELLS),
            "Line": lambda p, at: self._made(Line, p, at),
            "DecisionTable": lambda p, at: self._made(DecisionTable, p, at),
            "Unit": lambda p, at: self._read(Unit.parse, p, str, at),
            "Decimal": lambda p, at: self._read(to_decimal, p, str, at),
        }
        if optional in readers:
            return readers[optional](plain, place)
        wanted = {"str": str, "int": int, "bool": bool}[optional]
        return plain if type(plain) is wanted else self._wrong(place, f"“{plain!r:.60}”不是 {optional}")

    def _read(self, parse: Callable[[Any], Any], plain: Any, wanted: type, place: str) -> Any:
        if type(plain) is not wanted:
            return self._wrong(place, f"“{plain!r:.60}”应写成文字")
        try:
            return parse(plain)
        except MinshengError as error:
            return self._wrong(place, str(error))

    def _untagged(self, plain: Any, place: str) -> Any:
        if isinstance(plain, dict) and len(plain) == 1:
            [(tag, value)] = plain.items()
            if tag == "truth" and isinstance(value, bool):
                return value
            if tag == "text" and isinstance(value, str):
                return value
            if tag == "number":
                return self._read(to_decimal, value, str, place)
            if tag == "date" and isinstance(value, str):
                try:
                    return datetime.date.fromisoformat(value)
                except ValueError:
                    return self._wrong(place, f"“{value}”不是日期，请写成 2023-04-27")
        return self._wrong(place, f"“{plain!r:.60}”应是 number、text、date、truth 之一")

    def _wrong(self, place: str, met: str, todo: str = "") -> None:
        self.problems.add(place, met, todo)


def from_plain(plain: Any) -> Node:
    """Read a node from JSON data.

    Raises:
        DataError: everything that is wrong, each with its path.

    >>> from minsheng import column
    >>> node = (column("area_kind") == "district").node
    >>> from_plain(to_plain(node)) == node
    True
    """
    reader = Reader()
    try:
        node = reader.node(plain, "$")
    except RecursionError:
        raise DataError.at("$", "嵌套得太深") from None
    if node is None or reader.problems:
        raise DataError(reader.problems)
    return node
