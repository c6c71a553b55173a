"""What an annotation asks for: converts a value to it, or refuses it in one sentence.

Text becomes a date or a code, another library's integer an ``int``, a generator a tuple. No
conversion loses anything: a float never becomes an ``int``, nor a time of day a date.
"""

from __future__ import annotations

import datetime
import os
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import cache
from types import FunctionType, NoneType, UnionType
from typing import Any, Literal, Protocol, SupportsIndex, Union, get_args, get_origin

#: how to get a value of a class, as an example to copy
_EXAMPLES = {
    "date": "'2023-06-30'", "int": "3", "bool": "True", "Area": "programme.area('平江县')",
    "Programme": "load('yueyang-2023')", "Progress": "read_progress(file, programme)",
    "Scheme": "load_scheme('chizhou-2004')", "LightPolicy": "measuring.load_lights('yinchuan-2025')",
    "Criterion": "Criterion('X101', column('paid') >= 650, title='…')", "Expression": "column('paid')",
    "Amount": "Amount('5.9', '万人')", "Bound": "Bound.parse('不低于650元/月')",
    "Period": "Period.parse('2023年1—6月')", "Standard": "programme.standard('subsistence-rural')",
    "AdoptedStandard": "one of read_adopted(file, programme)", "Row": "programme.allocation['jobs']",
    "Rule": "one made with @rule, or of select(STANDARD_RULES, 'A101')", "Table": "report.table()",
    "Watcher": "print", "ReportingDuty": "programme.reporting[0]", "WorkingDays": "domain.chinese_holidays()",
    "Citation": "domain.Citation('某办〔2023〕9号', '第二条')",
}  # fmt: skip
_ALONE = "it in a list, [it]"
_WORDS = {str: "text", bytes: "bytes", NoneType: "None", os.PathLike: "a path"}
#: how to get several of them when text was given
_IN_TEXT = {
    _EXAMPLES["Criterion"]: "load_json(text)", _EXAMPLES["Rule"]: "select(STANDARD_RULES, 'A')",
    _EXAMPLES["AdoptedStandard"]: "read_adopted(file, programme)",
}  # fmt: skip


class Unfit(Exception):  # noqa: N818  # users never see it: it is raised again as self.error
    """A value is not what is wanted; ``inside`` is where in the argument, ``error`` what to raise."""

    def __init__(self, wanted: Want, value: object, error: type[Exception] = TypeError) -> None:
        self.wanted, self.value, self.error, self.inside = wanted, value, error, ""

    def at(self, key: object) -> Unfit:
        """The same refusal, one level further out."""
        self.inside = f"[{quoted(key)}]{self.inside}"
        return self

    def as_error(self, where: str) -> Exception:
        """The error that users see: the argument, what it is, what was given, what to give."""
        alone = self.wanted.example == _ALONE
        do = _identifier(self.value) if str in self.wanted.types else ""
        if isinstance(self.value, float) and {int, Decimal, Fraction} & {*self.wanted.types}:
            do = "a float is not exact: give text, an int or a Decimal"
        elif isinstance(self.value, str) and (read := [k for k in self.wanted.types if hasattr(k, "parse")]):
            do = f"give {read[0].__name__}.parse({quoted(self.value)})"
        elif not do and self.wanted.example:
            do = f"give {self.wanted.example}{', say' * (not alone)}"
        text = f"{where}{self.inside} is {self.wanted.words}, not {quoted(self.value)}{' alone' * alone}"
        return self.error(f"{text}: {do}" if do else text)


class Want:
    """What is asked for: in words, the types that need no conversion, and how to convert others."""

    def __init__(
        self, words: str, types: tuple[type, ...], made: Callable[[Any], Any], example: str = ""
    ) -> None:
        self.words, self.types, self.made, self.example = words, types, made, example

    def take(self, value: Any) -> Any:
        """The value, converted where needed; raises ``Unfit``."""
        return value if type(value) in self.types else self.made(value)

    def checked(self, value: Any, where: str) -> Any:
        """The value, converted where needed; the error names ``where``: function or class, and argument."""
        try:
            return self.take(value)
        except Unfit as refusal:
            raise refusal.as_error(where) from None


def quoted(value: object) -> str:
    """A value in a message, short: plain values as Python writes them, others by their type."""
    value = value.value if isinstance(value, Enum) else value
    if value is None or isinstance(value, (str, bool, int, float, Decimal, Fraction, datetime.date)):
        try:
            text = repr(value)
        except Exception:  # a whole number with more digits than Python prints
            text = f"{_with_article(type(value).__name__)} too long to be shown"
        return text if len(text) <= 60 else f"{text[:60]}…"
    return _with_article(type(value).__name__)


def _with_article(name: str) -> str:
    return f"{'an' if name[:1] in 'AEIOaeio' else 'a'} {name}"


def _identifier(value: object) -> str:
    """The id, name or code of one of this library's values, which is often what was meant."""
    if type(value).__module__.startswith("minsheng.") and not isinstance(value, str):
        for key in ("id", "name", "code"):
            if isinstance(found := getattr(value, key, None), str):
                return f"its {key} is {quoted(found)}"
    return ""


def day(value: object) -> datetime.date:
    """A date, from a date, ISO text or midnight.

    >>> day("2023-06-30"), day("２０２３－０６－３０")
    (datetime.date(2023, 6, 30), datetime.date(2023, 6, 30))
    """
    if isinstance(value, datetime.datetime):
        if value != value or value.tzinfo or value.time() != datetime.time():  # noqa: PLR0124  # pandas' NaT
            raise Unfit(_DATE, value)
        return value.date()
    if isinstance(value, datetime.date):
        return value
    if not isinstance(value, str):
        raise Unfit(_DATE, value)
    try:
        return datetime.date.fromisoformat(unicodedata.normalize("NFKC", value).strip())
    except ValueError:
        raise Unfit(_DATE, value, ValueError) from None


def whole(value: object) -> int:
    """A whole number, from an integer of any library or its digits."""
    if isinstance(value, str):
        text = unicodedata.normalize("NFKC", value).strip()
        if text.isdecimal() and len(text) <= 18:  # enough for anything counted here
            return int(text)
        raise Unfit(_INT, value, ValueError)
    if isinstance(value, bool) or not isinstance(value, SupportsIndex):
        raise Unfit(_INT, value)
    return value.__index__()


def _truth(value: Any) -> bool:
    if type(value).__module__ == "numpy" and isinstance(value.item(), bool):
        return bool(value)
    raise Unfit(_BOOL, value)


def _fraction(value: Any) -> Fraction:
    if not isinstance(value, (int, Decimal, str, Fraction)) or isinstance(value, bool):
        raise Unfit(_FRACTION, value)
    try:
        return Fraction(value)
    except (ValueError, OverflowError, ZeroDivisionError):
        raise Unfit(_FRACTION, value, ValueError) from None


def _decimal(value: Any) -> Decimal:
    if type(value).__module__ == "numpy" and getattr(value, "ndim", None) == 0:
        value = value.item()
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    if isinstance(value, Decimal):
        return value
    raise Unfit(_DECIMAL, value)


_DECIMAL = Want("a Decimal", (Decimal,), _decimal, "Decimal('650')")
_DATE = Want("a date", (datetime.date,), day, "'2023-06-30'")
_INT = Want("a whole number", (int,), whole)
_BOOL = Want("True or False", (bool,), _truth)
_FRACTION = Want("an exact number", (Fraction,), _fraction, "Fraction(3, 4) or '0.75'")
_PLAIN: dict[Any, Want] = {one.types[0]: one for one in (_DATE, _INT, _BOOL, _FRACTION, _DECIMAL)}


@cache
def want(annotation: Any) -> Want:
    """What an annotation asks for."""
    if isinstance(annotation, type) and annotation in _PLAIN:
        return _PLAIN[annotation]
    origin = get_origin(annotation)
    if origin in (UnionType, Union):
        return _either(get_args(annotation))
    if origin is Literal:
        return _code(get_args(annotation))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping(*get_args(annotation))
    if isinstance(origin, type) and issubclass(origin, Iterable):
        held = frozenset if issubclass(origin, frozenset) else tuple
        return several(get_args(annotation)[0], ordered=issubclass(origin, Sequence), held=held)
    if origin is Callable:
        return _of(FunctionType, "a function", callable)
    if not isinstance(annotation, type) or annotation in (object, Any):
        return Want("anything", (), lambda value: value)  # Any, type variables
    if issubclass(annotation, Enum):
        return _code([one.value for one in annotation], annotation)
    return _of(os.PathLike if hasattr(annotation, "__fspath__") else annotation)


def _of(kind: type, words: str = "", fits: Callable[[Any], bool] | None = None) -> Want:
    name = kind.__name__
    words = words or _WORDS.get(kind) or _with_article(name)
    if fits is None and Protocol in kind.__bases__:  # not every protocol can be asked with isinstance
        names = [key for key in vars(kind) if not key.startswith("_") or key == "__call__"]
        fits = lambda value: all(hasattr(value, key) for key in names)  # noqa: E731  # as short as it is

    def made(value: Any) -> Any:
        if isinstance(value, kind) if fits is None else fits(value):
            return value
        raise Unfit(found, value)

    found = Want(words, (kind,), made, _EXAMPLES.get(name, ""))
    return found


def _code(codes: Sequence[Any], kind: Callable[[Any], Any] | None = None) -> Want:
    """One of a closed list of codes; a label stands for its code."""

    def made(value: Any) -> Any:
        if not isinstance(value, str):
            raise Unfit(found, value)
        text = unicodedata.normalize("NFKC", value).strip()
        try:
            return kind(text) if kind else codes[codes.index(text)]
        except ValueError:
            raise Unfit(found, value, ValueError) from None

    found = Want(f"one of {', '.join(map(repr, codes))}", (kind,) if isinstance(kind, type) else (), made)
    return found


def _either(annotations: tuple[Any, ...]) -> Want:
    """One of several; text is read as the code where one of them is a code."""
    coded = any(isinstance(one, type) and issubclass(one, Enum) for one in annotations)
    parts = [want(one) for one in annotations if not (coded and one is str)]
    words = [part.words for part in parts]
    parts.sort(key=lambda part: part in _PLAIN.values())  # last, so that text stays text where it may

    def made(value: Any) -> Any:
        refusals: list[Unfit] = []
        for part in parts:
            try:
                return part.take(value)
            except Unfit as refusal:
                refusals.append(refusal)
        deeper = [one for one in refusals if one.inside or one.error is ValueError or one.wanted not in parts]
        raise deeper[0] if len(deeper) == 1 else Unfit(found, value)

    listed = f"{', '.join(words[:-1])} or {words[-1]}" if len(words) > 1 else words[0]
    example = next((part.example for part in parts if part.example), "")
    found = Want(listed, tuple(kind for part in parts for kind in part.types), made, example)
    return found


def several(inner: Any, *, ordered: bool, words: str = "", held: type = tuple) -> Want:
    """A list, each element as an annotation asks."""
    each = want(inner)

    def made(value: Any) -> Any:
        unordered = ordered and isinstance(value, (set, frozenset, Mapping))
        if type(value) in each.types:  # ("县级市") for ("县级市",)
            raise Unfit(Want(found.words, (), made, _ALONE), value)
        if isinstance(value, (str, os.PathLike)) and each.example in _IN_TEXT:
            raise Unfit(Want(found.words, (), made, _IN_TEXT[each.example]), value)
        if isinstance(value, (str, bytes)) or unordered or not hasattr(type(value), "__iter__"):
            raise Unfit(found, value)
        taken, listed = list[Any](), iter(value)  # pyright: ignore[reportArgumentType, reportCallIssue]  # it has one
        for index, one in enumerate(listed):
            try:
                taken.append(each.take(one))
            except Unfit as refusal:
                raise refusal.at(index) from None
        return held(taken)

    example = f"[{each.example}]" if each.example else ""
    found = Want(words or f"a list, each {each.words}", (), made, example)
    return found


def _mapping(key: Any, inner: Any) -> Want:
    keys, values = want(key), want(inner)

    def made(value: Any) -> Any:
        if not isinstance(value, Mapping) and not (hasattr(value, "items") and hasattr(value, "keys")):
            raise Unfit(found, value)
        taken = {}
        for name, one in value.items():
            try:
                taken[keys.take(name)] = values.take(one)
            except Unfit as refusal:
                raise refusal.at(name) from None
        return taken

    found = Want(f"a mapping from {keys.words} to {values.words}", (), made)
    return found
