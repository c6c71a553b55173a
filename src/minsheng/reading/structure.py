"""Plain data to values. The only module that imports cattrs.

cattrs coerces by default ("false" becomes True, 3.9 becomes 3), so every leaf has a strict hook
here, and says in Chinese what was met and what to write instead.
"""

from __future__ import annotations

import datetime
import types
from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, get_args, get_origin

import attrs
from cattrs import Converter
from cattrs.errors import (
    ClassValidationError,
    ForbiddenExtraKeysError,
    IterableValidationError,
    StructureHandlerNotFoundError,
)

from minsheng.asking import SIZE
from minsheng.domain.allocation import Additivity, Row
from minsheng.domain.amount import Amount, to_decimal
from minsheng.domain.bound import Bound
from minsheng.domain.period import Period
from minsheng.domain.source import Citation, Scalar
from minsheng.domain.units import Unit
from minsheng.errors import DataError, MinshengError, Path, Problems
from minsheng.labels import Labelled
from minsheng.strict import dotted

#: how a problem begins that may only be the consequence of another
UNFIT = "不合要求："

_HINTS = {
    "id": "id 只用小写字母、数字和连字符，如 rural-roads",
    "code": "行政区划代码是6位数字；没有就留空",
    "name": "写地区的名称，前后不留空格；市本级和全市不是地区",
}
_SIZES = {"<=": "不能大于", ">=": "不能小于", "<": "应小于", ">": "应大于"}

T = TypeVar("T")


def structure(plain: Any, kind: type[T], document: str, problems: Problems, *, at: Path = ()) -> T | None:
    """The value, or None with every problem in the list.

    Args:
        document: the number of the document that a bare citation cites.
        at: the path of ``plain`` itself, where it is a part.
    """
    try:
        return _converter(document).structure(plain, kind)
    except (ClassValidationError, IterableValidationError, MinshengError) as error:
        _tell(error, at, problems)
    except RecursionError:
        problems.add(at, "嵌套得太深")
    return None


def structure_parts(
    plain: dict[str, Any], kind: type[attrs.AttrsInstance], document: str, problems: Problems, *, at: Path
) -> dict[str, Any]:
    """The fields that are there and can be read, each by itself; the problems of the others.

    It makes no value, so that what can be read is not lost with what cannot.
    """
    read: dict[str, Any] = {}
    for field in attrs.fields(attrs.resolve_types(kind)):
        if field.name not in plain:
            continue
        before = len(problems)
        value = structure(plain[field.name], field.type, document, problems, at=(*at, field.name))
        try:
            if len(problems) == before and field.validator is not None:
                field.validator(None, field, value)
        except (TypeError, ValueError) as error:
            _tell_leaf(error, at, problems)
        if len(problems) == before:
            read[field.name] = value
    return read


def _tell(error: Exception, path: Path, problems: Problems) -> None:
    if isinstance(error, IterableValidationError):
        noted, others = error.group_exceptions()
        for inner, note in noted:
            _tell(inner, (*path, note.index), problems)
    elif isinstance(error, ClassValidationError):
        noted_fields, others = error.group_exceptions()
        for inner, field in noted_fields:
            _tell(inner, (*path, field.name), problems)
    else:
        _tell_leaf(error, path, problems)
        return
    for inner in others:
        _tell(inner, path, problems)


def _tell_leaf(error: Exception, path: Path, problems: Problems) -> None:
    where = _spot(path, problems)
    said = error.__context__ or error  # before it was said in English to those who build by hand
    if isinstance(error, ForbiddenExtraKeysError):
        for key in sorted(error.extra_fields):
            known = "、".join(a.name for a in attrs.fields(error.cl)) if error.cl else ""
            problems.add(_spot((*path, key), problems), f"不认识的键“{key}”", f"可用的键：{known}")
    elif isinstance(error, KeyError):
        problems.add(where, f"缺少“{error.args[0]}”")
    elif isinstance(error, DataError):
        for problem in error.problems:
            problems.add(where, problem.met, problem.todo)
    elif isinstance(error, MinshengError):
        problems.add(where, str(error))
    elif isinstance(error, StructureHandlerNotFoundError):  # pragma: no cover
        raise error  # a type of ours without a hook is our own mistake, not the file's
    elif len(said.args) == 4 and isinstance(said.args[1], attrs.Attribute):
        # how attrs' own validators say it: message, attribute, what was asked, what was met
        name, met = said.args[1].name, said.args[3]
        problems.add(_spot((*path, name), problems), f"“{met}”不能作 {name}", _HINTS.get(name, ""))
    elif size := SIZE.fullmatch(str(said)):
        name, than, limit, met = size.groups()
        problems.add(_spot((*path, name), problems), f"{name} 是 {met}", f"{_SIZES[than]} {limit}")
    else:
        problems.add(where, f"{UNFIT}{error}")


def _spot(path: Path, problems: Problems) -> str:
    return f"{problems.place(path)}，{dotted(path)}"


def _wrong(value: Any, expected: str, todo: str = "") -> DataError:
    return DataError.at("", f"“{_shown(value)[:80]}”不是{expected}", todo)


def _shown(value: Any) -> str:
    """Plain data as it is written in a file, not as Python would say it."""
    if isinstance(value, list):
        return f"[{', '.join(map(_shown, value))}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key} = {_shown(one)}' for key, one in value.items())} }}"
    return str(value).lower() if isinstance(value, bool) else str(value)


# --- leaves ----------------------------------------------------------------------------


def _text(value: Any, _: Any) -> str:
    if not isinstance(value, str):
        raise _wrong(value, "文字，请加引号")
    return value


def _whole(value: Any, _: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise _wrong(value, "整数")
    return value


def _truth(value: Any, _: Any) -> bool:
    if not isinstance(value, bool):
        raise _wrong(value, " true 或 false")
    return value


def _day(value: Any, _: Any) -> datetime.date:
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value
    try:
        return datetime.date.fromisoformat(_text(value, str))
    except ValueError:
        raise _wrong(value, "日期，请写成 2023-04-27") from None


def _decimal(value: Any, _: Any) -> Decimal:
    if isinstance(value, (bool, float)) or not isinstance(value, (str, int, Decimal)):
        raise _wrong(value, "数")
    return to_decimal(value)


def _read(value: Any, kind: Any) -> Any:
    """An Amount, Bound or Unit, from its text."""
    return kind.parse(_text(value, str))


def _one_of(value: Any, kind: type[StrEnum]) -> StrEnum:
    try:
        return kind(value)
    except ValueError:
        choices = "、".join(f"{k.value}（{k.label}）" if isinstance(k, Labelled) else k.value for k in kind)
        raise _wrong(value, f"其中之一：{choices}") from None


def _is_tuple(kind: object) -> bool:
    origin: object = get_origin(kind)
    return origin is tuple


@attrs.frozen
class _RowData:
    """A row as it stands in the data: cells by area, so that no column can shift."""

    indicator: str
    unit: Unit
    cells: dict[str, Decimal | None]
    city_share: Decimal | None = None
    project: int = 0
    text: str = ""
    source: Citation | None = None
    additivity: Additivity = Additivity.SUM
    parents: tuple[str, ...] = ()


@cache
def _converter(document: str) -> Converter:
    converter = Converter(forbid_extra_keys=True, detailed_validation=True)
    converter.register_structure_hook(str, _text)
    converter.register_structure_hook(int, _whole)
    converter.register_structure_hook(bool, _truth)
    converter.register_structure_hook(Decimal, _decimal)
    converter.register_structure_hook(datetime.date, _day)
    # cattrs looks along the classes a type inherits, so not Enum: str comes before it
    converter.register_structure_hook(StrEnum, _one_of)
    for read in (Amount, Bound, Period, Unit):
        converter.register_structure_hook(read, _read)

    def keyed(kind: type[attrs.AttrsInstance]) -> Callable[[Any, Any], Any]:
        """A value with fields is read from keys; cattrs would ask a list for them, and fail."""
        read = converter.gen_structure_attrs_fromdict(kind)

        def of_keys(value: Any, kind: Any) -> Any:
            if not isinstance(value, dict):
                fields = attrs.fields(kind)
                names = [one.name for one in fields if one.default is attrs.NOTHING] or [fields[0].name]
                raise _wrong(value, "一组键", f"写成 {{ {', '.join(f'{name} = …' for name in names)} }}")
            return read(value, kind)

        return of_keys

    converter.register_structure_hook_factory(attrs.has, keyed)
    whole_citation = converter.get_structure_hook(Citation)

    def citation(value: Any, kind: Any) -> Citation:
        if isinstance(value, str):
            return Citation(document, value)
        return whole_citation(value, kind)  # type: ignore[no-any-return]  # cattrs types hooks as Any

    def row(value: Any, _: Any) -> Row:
        data = converter.structure(value, _RowData)
        return Row(
            data.indicator, data.unit, tuple(data.cells), tuple(data.cells.values()), data.city_share,
            data.project, data.text, data.source, data.additivity, data.parents,
        )  # fmt: skip

    def change_value(value: Any, _: Any) -> str | int | bool | tuple[str, ...] | None:
        if isinstance(value, list):
            return tuple(_text(item, str) for item in value)
        if value is None or isinstance(value, (str, int, bool)):
            return value
        raise _wrong(value, "文字、整数、true/false 或文字的列表")

    converter.register_structure_hook(Citation, citation)
    converter.register_structure_hook(Row, row)
    converter.register_structure_hook(Scalar | tuple[str, ...], change_value)

    def several(value: Any, kind: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):  # a lone text would become a tuple of its letters
            raise _wrong(value, "列表，请用方括号")
        item: Any = get_args(kind)[0]
        as_list: Any = types.GenericAlias(list, item)
        return tuple(converter.structure(value, as_list))

    converter.register_structure_hook_func(_is_tuple, several)
    return converter
