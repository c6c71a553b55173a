"""Values as documents: plain data with a format and a version, JSON text, digests."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TypeVar

from minsheng.asking import asked
from minsheng.domain.expression.base import MOST_DEPTH
from minsheng.domain.own_units import OwnUnit, knowing
from minsheng.domain.plain import DOMAIN, document
from minsheng.embedding.formats import class_of, format_names, language, language_of
from minsheng.embedding.values import Criteria
from minsheng.errors import DataError, Problems, nearest
from minsheng.plain.canonical import Format, digest_of_plain
from minsheng.rules.criteria.criterion import Criterion
from minsheng.strict import MOST_WRITTEN, check_plain, dotted, read_json
from minsheng.wanted import quoted

T = TypeVar("T")

#: each level of an expression takes up to three levels of JSON
_DEEPEST = 3 * MOST_DEPTH + 8

_encoded = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


@asked
def to_data(value: Any) -> dict[str, Any]:
    """A value as plain data: dicts, lists, text, whole numbers, truth values and None.

    Args:
        value: of a class with a format (see :func:`format_names`), or a list of criteria.

    Raises:
        TypeError: a value without a format.

    >>> import minsheng as ms
    >>> floor = ms.Criterion("X201", ms.column("paid", "元/月", places=2) >= ms.Amount(650, "元/月"))
    >>> data = to_data(floor)
    >>> data["format"], data["requirement"]["right"]
    ('minsheng/criterion', {'node': 'constant', 'value': {'number': '650'}, 'measured_in': '元/月'})
    """
    if isinstance(value, (list, tuple)) and not hasattr(value, "_FORMAT"):
        if not all(isinstance(one, Criterion) for one in value):
            raise TypeError("to_data(): a list is one of criteria; write other values one by one")
        value = Criteria(tuple(value))
    form = getattr(type(value), "_FORMAT", None)
    if not isinstance(form, Format):
        known = ", ".join(format_names())
        raise TypeError(f"to_data(): value is of a class with a format, not {quoted(value)}: {known}")
    return document(value, language_of(form.name))


@asked
def from_data(data: Mapping[str, Any]) -> Any:
    """The value of plain data, of any version that was ever written.

    Raises:
        DataError: everything that is wrong with it, each with its path.

    >>> import minsheng as ms
    >>> p = ms.load("yueyang-2023")
    >>> from_data(to_data(p)) == p
    True
    """
    problems = Problems(place=lambda path: f"data，{dotted(path)}")
    check_plain(data, problems, deepest=_DEEPEST, most=MOST_WRITTEN[1])
    problems.refuse()
    return _of(data, "data")


def value_of(plain: Any, kind: type[T]) -> T:
    """A value of one class, of its document or, of a class without a format, of its plain form.

    Raises:
        DataError: everything that is wrong with it, each with its path.
    """
    form = getattr(kind, "_FORMAT", None)
    if form is not None:
        if not isinstance(plain, Mapping):
            raise DataError.at("", f"应是一个对象，不是 {type(plain).__name__}")
        found = from_data(plain)
        if not isinstance(found, kind):
            met = f"是 {plain['format']}，不是这里要的"
            raise DataError.at("format", met, f"应是 {form.head['format']}", ("format",))
        return found
    problems = Problems(place=lambda path: dotted(path, 0) if path else "")
    check_plain(plain, problems)
    problems.refuse()
    part = language().read(plain, kind, problems)
    problems.refuse()
    return part  # type: ignore[return-value]  # None only with problems


def plain_of(value: Any) -> Any:
    """The document of a value, or the plain form of one of a class without a format."""
    return to_data(value) if getattr(type(value), "_FORMAT", None) is not None else language().write(value)


@asked
def dump(value: Any) -> str:
    """A value as JSON text, which :func:`load_json` reads back: a programme, a report, criteria …

    It begins with ``{"format": "minsheng/programme", "version": 1``; numbers and amounts are text.

    Raises:
        TypeError: a value of a class without a format.
        ValueError: it holds what no file may: characters that nobody sees.

    >>> import minsheng as ms
    >>> p = ms.load("yueyang-2023")
    >>> ms.load_json(ms.dump(p)) == p
    True
    """
    data = to_data(value)
    problems = Problems(place=dotted)
    check_plain(data, problems, deepest=_DEEPEST, most=MOST_WRITTEN[1])
    if problems:
        raise ValueError(f"this {type(value).__name__} would not be loaded back: {problems[0]}")
    return laid_out(data)


@asked
def load_json(text: str | bytes) -> Any:
    """The value of JSON text that :func:`dump` wrote, whatever its format, and whichever its version.

    Raises:
        DataError: everything that is wrong with it, each with its path.

    >>> import minsheng as ms
    >>> lights = ms.measuring.load_lights("ouhai")
    >>> ms.load_json(ms.dump(lights)) == lights
    True
    >>> ms.load_json('{"format": "minsheng/lihgts", "version": 1}')
    Traceback (most recent call last):
    ...
    minsheng.errors.DataError: JSON，format：没有“minsheng/lihgts”这种格式；最接近的是“minsheng/lights”
    """
    return _of(read_json(text, "JSON", deepest=_DEEPEST, most=MOST_WRITTEN), "JSON")


@asked
def digest(of: Any) -> str:
    """The SHA-256 of the canonical form of a value, or of a document's plain data as it is.

    The second is how a digest that was archived is checked, whichever version the document has.

    >>> import minsheng as ms
    >>> p = ms.load("yueyang-2023")
    >>> digest(p) == digest(to_data(p)) == p.digest()
    True
    """
    return digest_of_plain(dict(of) if isinstance(of, Mapping) else to_data(of))


def _of(data: Any, name: str) -> Any:
    """The value of checked plain data."""
    names = {f"minsheng/{one}": one for one in format_names()}
    said = data.get("format") if isinstance(data, Mapping) else None
    if not isinstance(said, str) or said not in names:
        near = nearest(said, names) if isinstance(said, str) else None
        met = f"没有“{said}”这种格式" if said else "没有写明格式"
        todo = f"最接近的是“{near}”" if near else f"有：{'、'.join(names)}"
        raise DataError.at(f"{name}，format", met, todo, ("format",))
    kind = class_of(names[said])
    form: Format = kind._FORMAT
    plain, problems = form.opened(dict(data), name), Problems(place=lambda path: f"{name}，{dotted(path)}")
    own: tuple[OwnUnit, ...] = ()
    if "units" in plain and not hasattr(kind, "units"):  # those of a programme are a field of its own
        own = DOMAIN.read(plain.pop("units"), tuple[OwnUnit, ...], problems, at=("units",)) or ()
        problems.refuse()
    with knowing(own):
        value = language_of(form.name).read(plain, kind, problems)
    problems.refuse()
    return value.criteria if isinstance(value, Criteria) else value


def laid_out(plain: Any, depth: int = 2, indent: str = "") -> str:
    """JSON text in lines down to a depth, so that it can be read and compared, and yet is written fast.

    >>> print(laid_out({"a": [1, {"b": []}], "c": "县"}))
    {
     "a": [
      1,
      {"b": []}
     ],
     "c": "县"
    }
    """
    if not depth or not isinstance(plain, (dict, list)) or not plain:
        return _encoded(plain)
    inner = indent + " "
    if isinstance(plain, list):
        lines = [laid_out(one, depth - 1, inner) for one in plain]
    else:
        lines = [f"{_encoded(k)}: {laid_out(v, depth - 1, inner)}" for k, v in plain.items()]
    start, end = "[]" if isinstance(plain, list) else "{}"
    return f"{start}\n{inner}{f',{chr(10)}{inner}'.join(lines)}\n{indent}{end}"
