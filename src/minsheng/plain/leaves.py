"""Shapes of single values: text, numbers, days, codes, and what is written as text."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any

import attrs

from minsheng.errors import MinshengError, Path
from minsheng.labels import Labelled
from minsheng.plain.shape import Definitions, Reading, described

#: the greatest whole number that every reader of JSON keeps exactly
_MOST = 2**53 - 1
_NUMBER = r"-?(0|[1-9][0-9]*)(\.[0-9]+)?"
#: digits of a number, its sign and its point
_LONGEST = 43


def _same(value: Any) -> Any:
    return value


@attrs.frozen
class Leaf:
    """A value that is one piece of JSON."""

    json: str
    tag: str
    kind: type
    met: str
    described: dict[str, Any]
    write: Callable[[Any], Any] = _same

    def read(self, plain: Any, at: Path, reading: Reading) -> Any:
        if type(plain) is not self.kind:
            reading.unlike(at, plain, self.met)
        return plain

    def schema(self, within: Definitions) -> dict[str, Any]:
        return dict(self.described)


TEXT = Leaf("string", "text", str, "文字，请加引号", {"type": "string"})
WHOLE = Leaf("integer", "number", int, "整数", {"type": "integer", "minimum": -_MOST, "maximum": _MOST})
TRUTH = Leaf("boolean", "truth", bool, " true 或 false", {"type": "boolean"})


@attrs.frozen
class Written:
    """A value that is written as text and read back from it.

    Args:
        name: what it is called in schemas.
        parse: reads the text; it may raise what says why it does not.
        described: its schema, without the type.
        tag: what it is called beside others that are text.
        met: what the data should be.
        also: other types that files have for it, and ``parse`` takes.
    """

    name: str
    parse: Callable[[Any], Any]
    described: dict[str, Any]
    write: Callable[[Any], Any] = str
    tag: str = "text"
    met: str = "文字，请加引号"
    also: tuple[type, ...] = ()
    json: str = "string"

    def read(self, plain: Any, at: Path, reading: Reading) -> Any:
        if type(plain) is not str and type(plain) not in self.also:
            return reading.unlike(at, plain, self.met)
        try:
            return self.parse(plain)
        except (MinshengError, ValueError) as error:
            if isinstance(error, MinshengError):
                return reading.refused(at, error)
            return reading.unlike(at, plain, self.met)

    def schema(self, within: Definitions) -> dict[str, Any]:
        return within.ref(self.name, self, lambda: {"type": "string", **self.described})


def _day(value: Any) -> datetime.date:
    return value if type(value) is datetime.date else datetime.date.fromisoformat(value)


DAY = Written(
    "Day", _day,
    {
        "format": "date", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
        "description": "A day.", "examples": ["2023-06-30"],
    },
    datetime.date.isoformat, "date", "日期，请写成 2023-04-27", (datetime.date,),
)  # fmt: skip


def exact(parse: Callable[[Any], Decimal], write: Callable[[Decimal], str]) -> Written:
    """The shape of exact decimals, as text."""
    described = {
        "pattern": f"^{_NUMBER}$", "maxLength": _LONGEST, "examples": ["41.30"],
        "description": "An exact decimal number of at most 40 digits, as text so that no reader rounds it.",
    }  # fmt: skip
    return Written("Decimal", parse, described, write, "number", "数", (int, Decimal))


@attrs.frozen
class Ratio:
    """A fraction: an exact decimal where it is one of at most 40 digits, else numerator and denominator."""

    number: Written
    decimal: Callable[[Fraction], Decimal | None]
    json: str = "string"
    tag: str = "number"

    def write(self, value: Fraction) -> Any:
        found = self.decimal(value)
        if found is not None:
            return self.number.write(found)
        return {"numerator": str(value.numerator), "denominator": str(value.denominator)}

    def read(self, plain: Any, at: Path, reading: Reading) -> Any:
        if not isinstance(plain, dict):
            read = self.number.read(plain, at, reading)
            return read if read is None else Fraction(read)
        if plain.keys() != {"numerator", "denominator"}:
            return reading.unlike(at, plain, "分数", "写成 { numerator = …, denominator = … }")
        for key, text in plain.items():
            digits = text.removeprefix("-" if key == "numerator" else "") if isinstance(text, str) else ""
            if not (digits.isascii() and digits.isdecimal()) or len(digits) > 1000:
                return reading.unlike((*at, key), text, "整数，请加引号")
        if not int(plain["denominator"]):
            return reading.wrong((*at, "denominator"), "分母是 0")
        return Fraction(int(plain["numerator"]), int(plain["denominator"]))

    def schema(self, within: Definitions) -> dict[str, Any]:
        def ratio() -> dict[str, Any]:
            digits = {"type": "string", "maxLength": 1000}
            keys = {
                "numerator": {**digits, "pattern": "^-?[0-9]+$"},
                "denominator": {**digits, "pattern": "^0*[1-9][0-9]*$"},
            }
            return {
                "description": "A fraction that is no finite decimal.", "type": "object",
                "properties": keys, "required": [*keys], "additionalProperties": False,
            }  # fmt: skip

        either = {"anyOf": [self.number.schema(within), within.ref("Ratio", "Ratio", ratio)]}
        return within.ref("Fraction", self, lambda: {"description": "An exact number.", **either})


_QUOTIENT = re.compile(r"(-?[0-9]+)/([0-9]+)(%?)")


class Quotients:
    """Text that may say a fraction: that is written in two parts, with its unit if that is per cent."""

    json, tag = "any", ""

    def write(self, value: str, /) -> Any:
        found = _QUOTIENT.fullmatch(value)
        if found is None:
            return value
        parts = {"numerator": found[1], "denominator": found[2], "unit": found[3]}
        return {key: part for key, part in parts.items() if part}

    def read(self, plain: Any, at: Path, reading: Reading) -> Any:
        if not isinstance(plain, dict):
            return TEXT.read(plain, at, reading)
        written = "{}/{}{}".format(*(plain.get(key, "") for key in ("numerator", "denominator", "unit")))
        if plain.keys() - {"numerator", "denominator", "unit"} or not _QUOTIENT.fullmatch(written):
            return reading.unlike(at, plain, "文字或分数", "写成 { numerator = …, denominator = … }")
        return written

    def schema(self, within: Definitions) -> dict[str, Any]:
        keys = {
            "numerator": {"type": "string", "pattern": "^-?[0-9]+$"},
            "denominator": {"type": "string", "pattern": "^[0-9]+$"},
            "unit": {"const": "%"},
        }
        ratio = {
            "type": "object", "properties": keys, "required": ["numerator", "denominator"],
            "additionalProperties": False,
        }  # fmt: skip
        return {"anyOf": [{"type": "string"}, ratio]}


@attrs.frozen
class Code:
    """One of a closed list of codes. Files may have its Chinese label instead."""

    kind: type[Enum]
    json: str = "string"
    tag: str = "text"

    def write(self, value: Enum) -> Any:
        return value.value

    def read(self, plain: Any, at: Path, reading: Reading) -> Any:
        try:
            return self.kind(plain)
        except ValueError:
            reading.unlike(at, plain, f"其中之一：{'、'.join(map(_named, self.kind))}")

    def schema(self, within: Definitions) -> dict[str, Any]:
        def codes() -> dict[str, Any]:
            labels = "; ".join(f"{one.value}: {one.label}" for one in self.kind if isinstance(one, Labelled))
            said = described(self.kind)[0]
            said = f"{said} {labels}" if labels else said
            return {"enum": [one.value for one in self.kind], **({"description": said} if said else {})}

        return within.ref(self.kind.__name__, self.kind, codes)


def _named(code: Enum) -> str:
    return f"{code.value}（{code.label}）" if isinstance(code, Labelled) else str(code.value)
