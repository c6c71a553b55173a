"""Shapes of values with fields, and of those that a key tells apart."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from operator import attrgetter
from typing import Any

import attrs

from minsheng.asking import SIZE, hints_of
from minsheng.errors import MinshengError, Path
from minsheng.plain.constraints import constrained
from minsheng.plain.leaves import Leaf
from minsheng.plain.parts import Optional
from minsheng.plain.shape import Definitions, Reading, Shape, Shapes, described

#: of fields that comparisons ignore and that are written nevertheless
KEPT = {"kept": True}

_FACTORY: Any = attrs.Factory
_HINTS = {
    "id": "id 只用小写字母、数字和连字符，如 rural-roads",
    "code": "行政区划代码是6位数字；没有就留空",
    "name": "写地区的名称，前后不留空格；市本级和全市不是地区",
}
_SIZES = {"<=": "不能大于", ">=": "不能小于", "<": "应小于", ">": "应大于"}


@attrs.frozen
class Field:
    """A field of a class, and its key.

    Args:
        name: the name, and the key.
        alias: the argument that takes it.
        shape: the shape of its values.
        attribute: what attrs knows of it.
        default: what it has where nothing is written; NOTHING if there must be something.
        get: gets it of a value.
        written: whether it is written at all.
        needed: whether its key must be there.
    """

    name: str
    alias: str
    shape: Shape
    attribute: Any
    default: Any
    get: Callable[[Any], Any]
    written: bool = True
    needed: bool = False


class Keyed:
    """A value with fields: an object with a key for each.

    A field is left out where it has its default, so that a field that comes later changes nothing of
    what was written before. ``key`` may be a key that tells the class among others, with its ``name``.
    """

    json, tag = "object", ""

    def __init__(self, language: Shapes, kind: type, key: str = "", name: str = "") -> None:
        self._language, self._kind, self._key, self._name = language, kind, key, name
        init = inspect.unwrap(kind.__init__)  # type: ignore[misc]  # without the questions to callers
        self._made: Callable[..., None] = init

    def listed(self) -> Iterator[Field]:
        """The fields that are read, in order; what comparisons ignore is neither written nor read."""
        hints = hints_of(self._kind)
        for one in attrs.fields(self._kind):
            default = one.default.factory() if isinstance(one.default, _FACTORY) else one.default
            needed = default is attrs.NOTHING
            if one.init and (one.eq or needed or "kept" in one.metadata):
                shape = one.metadata.get("shape") or self._language.shape(hints[one.name])
                yield Field(one.name, one.alias, shape, one, default, attrgetter(one.name), needed=needed)

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """The fields that are read, in order."""
        return tuple(self.listed())

    @cached_property
    def _writing(self) -> list[tuple[str, Callable[[Any], Any], Callable[[Any], Any], Any]]:
        whole = self._language.whole
        return [
            (f.name, f.get, f.shape.write, attrs.NOTHING if whole else f.default)
            for f in self.fields
            if f.written
        ]

    @cached_property
    def _reading(self) -> dict[str, tuple[str, type | None, Callable[[Any, Path, Reading], Any]]]:
        """By key: the argument, the type of what is the value already, and what reads all else."""
        return {f.name: (f.alias, _itself(f.shape), f.shape.read) for f in self.fields}

    @cached_property
    def _required(self) -> dict[str, None]:
        return {f.name: None for f in self.fields if f.needed}

    def write(self, value: Any) -> Any:
        plain = {self._key: self._name} if self._key else {}
        for name, get, write, default in self._writing:
            held = get(value)
            if held is not default and held != default:
                plain[name] = write(held)
        return plain

    def read(self, plain: Any, at: Path, reading: Reading) -> Any:
        if not isinstance(plain, dict):
            names = [*self._required] or [self.fields[0].name]
            return reading.unlike(
                at, plain, "一组键", f"写成 {{ {', '.join(f'{name} = …' for name in names)} }}"
            )
        before, known, values = len(reading.problems), self._reading, {}
        if not plain.keys() >= self._required.keys():
            for name in self._required:
                if name not in plain:
                    reading.wrong((*at, name), f"缺少“{name}”")
        for key, given in plain.items():
            if (found := known.get(key)) is not None:
                alias, itself, read = found
                values[alias] = given if type(given) is itself else read(given, (*at, key), reading)
            elif key != self._key or not key:
                reading.wrong((*at, key), f"不认识的键“{key}”", f"可用的键：{'、'.join(known)}")
        if len(reading.problems) > before:
            return None
        made: Any = object.__new__(self._kind)
        try:
            self._made(made, **values)
        except (MinshengError, ValueError, TypeError) as error:
            refused(at, error, reading)
        return made

    def schema(self, within: Definitions) -> dict[str, Any]:
        return within.ref(self._kind.__name__, self._kind, lambda: self._described(within))

    def _described(self, within: Definitions) -> dict[str, Any]:
        said, of_fields = described(self._kind)
        properties: dict[str, Any] = {self._key: {"const": self._name}} if self._key else {}
        for field in self.fields:
            if field.written:
                schema = constrained(field.shape.schema(within), field.attribute.validator)
                about = of_fields.get(field.name)
                properties[field.name] = {
                    **({"description": about} if about else {}),
                    **schema,
                    **(
                        {}
                        if field.default is attrs.NOTHING
                        else {"default": field.shape.write(field.default)}
                    ),
                }
        return {
            **({"description": said} if said else {}),
            "type": "object",
            "properties": properties,
            "required": [*([self._key] if self._key else []), *self._required],
            "additionalProperties": False,
        }


def _itself(shape: Shape) -> type | None:
    """The type of plain data that is the value already, as most texts are."""
    if isinstance(shape, Optional):
        return _itself(shape.one)
    return shape.kind if isinstance(shape, Leaf) else None


def refused(at: Path, error: Exception, reading: Reading) -> None:
    """Add what a class says against its fields, in the words of files."""
    args = error.args
    if len(args) == 4 and isinstance(args[1], attrs.Attribute):
        # how attrs' own validators say it: message, attribute, what was asked, what was met
        name, met = args[1].name, args[3]
        reading.wrong((*at, name), f"“{met}”不能作 {name}", _HINTS.get(name, ""))
    elif size := SIZE.fullmatch(str(error)):
        name, than, limit, met = size.groups()
        reading.wrong((*at, name), f"{name} 是 {met}", f"{_SIZES[than]} {limit}")
    else:
        reading.refused(at, error)


class Tagged:
    """A value of one of several classes, told by a key: ``{"node": "column", …}``."""

    json, tag = "object", ""

    def __init__(self, language: Shapes, name: str, key: str, kinds: Mapping[str, type]) -> None:
        self._name, self._key = name, key
        self._by_name = {one: Keyed(language, kind, key, one) for one, kind in kinds.items()}
        self._by_kind = {kind: self._by_name[one] for one, kind in kinds.items()}

    def write(self, value: Any) -> Any:
        return self._by_kind[type(value)].write(value)

    def read(self, plain: Any, at: Path, reading: Reading) -> Any:
        name = plain.get(self._key) if isinstance(plain, dict) else None
        shape = self._by_name.get(name) if isinstance(name, str) else None
        if shape is not None:
            return shape.read(plain, at, reading)
        known = f"可用：{'、'.join(self._by_name)}"
        if not isinstance(plain, dict):
            return reading.unlike(at, plain, "一组键", f"写成 {{ {self._key} = … }}，{known}")
        if self._key not in plain:
            return reading.wrong((*at, self._key), f"缺少“{self._key}”", known)
        return reading.unlike((*at, self._key), name, f" {self._key}", known)

    def schema(self, within: Definitions) -> dict[str, Any]:
        return within.ref(self._name, self._name, lambda: self._described(within))

    def _described(self, within: Definitions) -> dict[str, Any]:
        kinds = {name: one.schema(within) for name, one in self._by_name.items()}
        if within.types:
            return {"oneOf": [*kinds.values()]}
        # with oneOf, a validator tries every kind at every level: its work would double with each
        key, choices = self._key, [
            {"if": {"properties": {self._key: {"const": name}}}, "then": one} for name, one in kinds.items()
        ]  # fmt: skip
        whole = {"type": "object", "properties": {key: {"enum": [*kinds]}}, "required": [key]}
        return {**whole, "allOf": choices}
