"""Untrusted plain data: JSON without duplicate keys or floats, of limited size and depth.

The standard ``json`` keeps the last of two equal keys and accepts floats, lone surrogates and any
depth. Here each is a problem with its path, found before anything is made of the data.
"""

from __future__ import annotations

import datetime
import json
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from minsheng.errors import DataError, Path, Problems
from minsheng.visible import hidden, named

#: nobody writes more than this by hand; a city's programme has some 10,000 values
MOST_CHARACTERS, MOST_VALUES, MOST_DEPTH, MOST_DIGITS = 8 * 1024 * 1024, 200_000, 64, 40
#: what a program may have written, a register of some hundred thousand records: characters and values
MOST_WRITTEN = 64 * 1024 * 1024, 3_000_000


class _Bare(str):
    """A number that ``json`` would read as a float, kept as written."""


class _Twice(dict[str, Any]):
    """An object in which a key occurs twice."""

    keys_twice: tuple[str, ...] = ()


def read_json(
    document: str | bytes,
    name: str,
    *,
    deepest: int = MOST_DEPTH,
    most: tuple[int, int] = (MOST_CHARACTERS, MOST_VALUES),
) -> Any:
    """Read JSON as plain data: text, whole numbers, truth values, null, lists and objects.

    Args:
        document: with or without a byte order mark.
        name: what to call it in messages.
        deepest: how deeply lists and objects may be nested.
        most: how many characters and values it may have.

    Raises:
        DataError: not JSON; a key occurs twice in one object; a number is not whole or too long; a
            text holds invisible characters; too large or too deep.

    >>> read_json('[{"number": "650", "number": "400"}]', "规则")
    Traceback (most recent call last):
    ...
    minsheng.errors.DataError: 规则，[1].number：键“number”在这里写了两次；只留一个
    """
    plain = parse_json(document, name, most=most[0])
    problems = Problems(place=lambda path: f"{name}，{dotted(path)}")
    check_plain(plain, problems, deepest=deepest, most=most[1])
    problems.refuse()
    return plain


def parse_json(document: str | bytes, name: str, *, most: int = MOST_CHARACTERS) -> Any:
    """JSON as plain data that is still to be checked, as a whole or part by part, by :func:`check_plain`.

    Raises:
        DataError: not JSON, or too large.
    """
    if isinstance(document, bytes):
        document = decoded(document, name)
    if len(document) > most:
        raise DataError.at(name, f"超过 {most} 个字符", "请检查是否放错了文件")
    try:
        return _DECODER.decode(document.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        place = f"{name} 第{error.lineno}行第{error.colno}列"
        raise DataError.at(place, f"不是合格的 JSON：{error.msg}") from None
    except RecursionError:
        raise DataError.at(name, "嵌套得太深") from None


def decoded(data: bytes, name: str) -> str:
    """Decode UTF-8, with or without a byte order mark.

    Raises:
        DataError: not UTF-8.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        met = f"第{line}行第{error.start + 1}个字节处不是 UTF-8 编码"
        raise DataError.at(name, met, "请另存为“UTF-8”（Excel 中选“CSV UTF-8”）") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        made = twice = _Twice(pairs)
        twice.keys_twice = tuple(key for key, times in Counter(key for key, _ in pairs).items() if times > 1)
    return made


_DECODER = json.JSONDecoder(
    parse_float=_Bare,
    parse_constant=_Bare,
    parse_int=lambda digits: int(digits) if len(digits) <= MOST_DIGITS else _Bare(digits),
    object_pairs_hook=_object,
)


def check_plain(
    plain: Any, problems: Problems, *, deepest: int = MOST_DEPTH, most: int = MOST_VALUES,
    also: tuple[type, ...] = (),
) -> None:  # fmt: skip
    """Add a problem for everything that no data may hold; stop at the first limit exceeded."""
    if _is_clean(plain, deepest, most):  # which takes a tenth of the time, and is nearly always so
        return
    for count, (path, value) in enumerate(_walk(plain), 1):
        if count > most or len(path) > deepest:
            what = f"超过 {most} 个值" if count > most else f"嵌套超过 {deepest} 层"
            problems.add(path[:1], what, "请检查是否放错了文件")
            return
        if isinstance(value, _Twice):
            for key in value.keys_twice:
                problems.add((*path, key), f"键“{key}”在这里写了两次", "只留一个")
        elif isinstance(value, _Bare) or (isinstance(value, int) and abs(value) >= 10**MOST_DIGITS):
            met = f"数 {value} 太长" if isinstance(value, int) else f"数 {value} 不是整数，或者太长"
            problems.add(path, met, "请加引号写成文字，以免失去精度")
        elif not isinstance(value, (*_KINDS, *also)):
            problems.add(
                path, f"{type(value).__name__} 不是数据", "只能是文字、整数、true/false、null、列表和一组键"
            )
        for text in value if isinstance(value, dict) else (value,) if isinstance(value, str) else ():
            if not isinstance(text, str):
                problems.add(path, f"键 {text!r:.40} 不是文字", "")
            elif found := named(hidden(text)):
                problems.add(path, f"“{text}”里有看不见的字符 {found}", "请删去")


#: what data may be, and in TOML besides, where numbers and times are refused when they are read
_KINDS = (str, int, list, dict, type(None))
ALSO_IN_TOML = (Decimal, datetime.date, datetime.time)


def _is_clean(plain: Any, deepest: int, most: int) -> bool:
    """Whether nothing is wrong with it, level by level, and nothing but what JSON has is in it."""
    level, count, largest = [plain], 1, 10**MOST_DIGITS
    keys: set[Any] = set()  # which were looked at before
    for _ in range(deepest + 1):
        inner: list[Any] = []
        for value in level:
            kind = type(value)
            if kind is str:
                if not value.isprintable():
                    return False
            elif kind is dict:
                if not value.keys() <= keys:
                    if not all(type(key) is str and key.isprintable() for key in value):
                        return False
                    keys.update(value)
                inner += value.values()
            elif kind is list:
                inner += value
            elif kind is int:
                if not -largest < value < largest:
                    return False
            elif value is not None and kind is not bool:
                return False
        count += len(inner)
        if count > most:
            return False
        if not inner:
            return True
        level = inner
    return False


def _walk(plain: Any) -> Iterator[tuple[Path, Any]]:
    """Every value with its path, in document order; not recursive, so any depth is safe."""
    waiting: list[tuple[Path, Any]] = [((), plain)]
    while waiting:
        path, value = waiting.pop()
        yield path, value
        if isinstance(value, dict):
            waiting.extend(((*path, key), inner) for key, inner in reversed(value.items()))
        elif isinstance(value, list):
            waiting.extend(((*path, n), value[n]) for n in range(len(value) - 1, -1, -1))


def dotted(path: Path, first: int = 1) -> str:
    """A path as text; people count from 1, programs from 0.

    >>> dotted(("areas", 0, "name")), dotted(("areas", 0, "name"), 0)
    ('areas[1].name', 'areas[0].name')
    """
    text = ""
    for step in path:
        text += f"[{step + first}]" if isinstance(step, int) else f".{step}" if text else step
    return text or "全文"
