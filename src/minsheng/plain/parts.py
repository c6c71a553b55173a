"""Shapes of what has parts: lists, mappings, and choices between kinds."""

from __future__ import annotations

from typing import Any

import attrs

from minsheng.errors import Path
from minsheng.plain.shape import Definitions, Reading, Shape


@attrs.frozen
class Several:
    """A list of values of one kind, of any or of a fixed number."""

    each: Shape
    many: int | None = None
    json: str = "array"
    tag: str = "list"

    def write(self, value: Any) -> Any:
        return [*map(self.each.write, value)]

    def read(self, plain: Any, at: Path, reading: Reading) -> Any:
        if not isinstance(plain, list):  # a lone text would become a tuple of its letters
            return reading.unlike(at, plain, "列表，请用方括号")
        read = self.each.read
        return tuple([read(one, (*at, n), reading) for n, one in enumerate(plain)])

    def schema(self, within: Definitions) -> dict[str, Any]:
        return {"type": "array", "items": self.each.schema(within)}


@attrs.frozen
class Fixed:
    """A list with a place for each of its values."""

    parts: tuple[Shape, ...]
    json: str = "array"
    tag: str = "list"

    def write(self, value: Any) -> Any:
        return [part.write(one) for part, one in zip(self.parts, value, strict=True)]

    def read(self, plain: Any, at: Path, reading: Reading) -> Any:
        if not isinstance(plain, list) or len(plain) != len(self.parts):
            return reading.unlike(at, plain, f" {len(self.parts)} 个值的列表，请用方括号")
        return tuple(
            [
                part.read(one, (*at, n), reading)
                for n, (part, one) in enumerate(zip(self.parts, plain, strict=True))
            ]
        )

    def schema(self, within: Definitions) -> dict[str, Any]:
        many = len(self.parts)
        each = [part.schema(within) for part in self.parts]
        return {"type": "array", "prefixItems": each, "items": False, "minItems": many, "maxItems": many}


@attrs.frozen
class Named:
    """A mapping from names to values of one kind."""

    each: Shape
    json: str = "object"
    tag: str = "named"

    def write(self, value: Any) -> Any:
        return {name: self.each.write(one) for name, one in value.items()}

    def read(self, plain: Any, at: Path, reading: Reading) -> Any:
        if not isinstance(plain, dict):
            return reading.unlike(at, plain, "一组键", "写成 { … = … }")
        return {name: self.each.read(one, (*at, name), reading) for name, one in plain.items()}

    def schema(self, within: Definitions) -> dict[str, Any]:
        return {"type": "object", "additionalProperties": self.each.schema(within)}


@attrs.frozen
class Optional:
    """A value, or null."""

    one: Shape
    json: str = "null"
    tag: str = ""

    def write(self, value: Any) -> Any:
        return None if value is None else self.one.write(value)

    def read(self, plain: Any, at: Path, reading: Reading) -> Any:
        return None if plain is None else self.one.read(plain, at, reading)

    def schema(self, within: Definitions) -> dict[str, Any]:
        return {"anyOf": [self.one.schema(within), {"type": "null"}]}


#: the types of JSON by the classes that hold them
_JSON: dict[type, str] = {str: "string", int: "integer", bool: "boolean", list: "array", dict: "object"}

_WORDS = {"string": "文字", "integer": "整数", "boolean": "true/false", "array": "列表", "object": "一组键"}


def _of(value: Any, kinds: tuple[tuple[tuple[type, ...], Shape], ...]) -> Shape:
    for classes, shape in kinds:
        if type(value) in classes:
            return shape
    raise TypeError(f"a {type(value).__name__} is none of the kinds that stand here")


@attrs.frozen
class Either:
    """A value of one of several kinds that JSON tells apart."""

    kinds: tuple[tuple[tuple[type, ...], Shape], ...]
    json: str = "any"
    tag: str = ""

    def write(self, value: Any) -> Any:
        return _of(value, self.kinds).write(value)

    def read(self, plain: Any, at: Path, reading: Reading) -> Any:
        for _, shape in self.kinds:
            if shape.json == _JSON.get(type(plain)):
                return shape.read(plain, at, reading)
        return reading.unlike(at, plain, "、".join(_WORDS[shape.json] for _, shape in self.kinds))

    def schema(self, within: Definitions) -> dict[str, Any]:
        return {"anyOf": [shape.schema(within) for _, shape in self.kinds]}


@attrs.frozen
class Marked:
    """A value of one of several kinds that are one type in JSON: ``{"number": "650"}``."""

    kinds: tuple[tuple[tuple[type, ...], Shape], ...]
    json: str = "object"
    tag: str = ""

    def write(self, value: Any) -> Any:
        shape = _of(value, self.kinds)
        return {shape.tag: shape.write(value)}

    def read(self, plain: Any, at: Path, reading: Reading) -> Any:
        tags = {shape.tag: shape for _, shape in self.kinds}
        if not isinstance(plain, dict) or len(plain) != 1 or plain.keys() - tags.keys():
            return reading.unlike(at, plain, f"其中之一：{'、'.join(f'{{ {tag} = … }}' for tag in tags)}")
        [(tag, value)] = plain.items()
        return tags[tag].read(value, (*at, tag), reading)

    def schema(self, within: Definitions) -> dict[str, Any]:
        def one(shape: Shape) -> dict[str, Any]:
            return {
                "type": "object", "properties": {shape.tag: shape.schema(within)},
                "required": [shape.tag], "additionalProperties": False,
            }  # fmt: skip

        return {"oneOf": [one(shape) for _, shape in self.kinds]}
