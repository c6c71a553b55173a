"""Compiles the steps of an expression, or the reading of its columns, to a fast Python function.

The source is written from steps and columns alone. Its names are ours (``v0``, ``t1``), its numbers are
integers, and texts, dates and column names are passed in as objects, so data is never read as code.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from minsheng.domain.expression.base import Kind
from minsheng.domain.expression.nodes import Column
from minsheng.rules.criteria.compiling.exact import whole_range
from minsheng.rules.criteria.compiling.steps import Op, shared

_SIGNS = {"add": "+", "mul": "*", "div": "//", "lt": "<", "le": "<=", "gt": ">", "ge": ">=", "eq": "=="}


#: a number as text that needs no closer look
_PLAIN = re.compile(r"[+-]?[0-9]{1,20}(?:\.[0-9]{1,20})?").fullmatch
#: steps nested deeper than this get a variable: Python parses at most 200 nested brackets
_DEEP = 40

#: called for a record that is not plain, with it and its raw values, or None if one is missing
Slow = Callable[[Any, tuple[Any, ...] | None], Any]


def compiled(
    results: tuple[Op, ...], columns: tuple[Column, ...], slow: Slow, *, by_key: bool, first: object = None
) -> Callable[[Any], tuple[Any, ...]]:
    """A function from a record to ``first``, the results, and the values of the columns.

    Each value is read once. Numbers are integers in units of their column's last place. A column
    whose step may be missing is already read: its numbers are fractions, and it may be None.

    Args:
        results: the steps whose values are wanted.
        columns: the columns they need.
        slow: called if a required column is missing, or is anything but a plain number, text, date or
            truth value of the declared kind, or the text of a plain number or date; it reads carefully
            and reports what is wrong.
        by_key: whether records are mappings, or objects with attributes.
    """
    writer = _Writer(results, columns, by_key=by_key)
    writer.objects["first"] = first
    return writer.function([*writer.reading(), *writer.computing()], slow)


def computed(
    results: tuple[Op, ...], columns: tuple[Column, ...]
) -> Callable[[tuple[Any, ...]], tuple[Any, ...]]:
    """The same from the values of the columns as read, None if missing; ``first`` is None."""
    writer = _Writer(results, columns, by_key=True)
    writer.objects["first"] = None
    names = "".join(f"v{number}, " for number in range(len(columns)))
    return writer.function(
        [f"{names}= record", *writer.computing()] if columns else writer.computing(), _unread
    )


def _unread(record: Any, raws: tuple[Any, ...] | None) -> Any:
    raise AssertionError(f"nothing is read of {record}")


def _and(a: bool | None, b: bool | None) -> bool | None:
    if a is False or b is False:
        return False
    return None if a is None or b is None else True


def _or(a: bool | None, b: bool | None) -> bool | None:
    if a is True or b is True:
        return True
    return None if a is None or b is None else False


def _not(a: bool | None) -> bool | None:
    return None if a is None else not a


def _plain_name(name: str) -> bool:
    """Whether a name can follow a dot unchanged: Python normalises other letters there."""
    return name.isascii() and name.isidentifier() and not keyword.iskeyword(name)


def _among(step: Op) -> tuple[Op, frozenset[str]] | None:
    """The column and the texts, if a step tests whether it is one of them."""
    match step:
        case Op("eq", (Op("column", void=False) as column, Op("text", (str(text),)))):
            return column, frozenset([text])
        case Op("or", (Op() as left, Op() as right)):
            first, second = _among(left), _among(right)
            if first and second and first[0] is second[0]:
                return first[0], first[1] | second[1]
    return None


def _multipliers(places: int) -> dict[int, int]:
    """For each denominator that a number with these places can have, 10 ** places divided by it."""
    powers = range(places + 1)
    return {2**twos * 5**fives: 10**places // (2**twos * 5**fives) for twos in powers for fives in powers}


class _Writer:
    def __init__(self, results: tuple[Op, ...], columns: tuple[Column, ...], *, by_key: bool) -> None:
        import datetime

        self.results, self.columns, self.by_key = results, columns, by_key
        self.objects: dict[str, Any] = {
            "Decimal": Decimal, "Fraction": Fraction, "plain": _PLAIN, "date": datetime.date,
            "day": datetime.date.fromisoformat,
            "k_and": _and, "k_or": _or, "k_not": _not,
        }  # fmt: skip
        self.uses = shared(*results)
        self.void = {step.args[0] for step in self.uses if step.name == "column" and step.void}
        self.written: dict[Op, str] = {}
        self.names = 0

    def function(self, lines: list[str], slow: Slow) -> Callable[[Any], Any]:
        """The function of a record with these lines as its body."""
        source = "\n".join(["def judge(record):", *(f"    {line}" for line in lines)])
        names: dict[str, Any] = {**self.objects, "slow": slow}
        exec(compile(source, "<criterion>", "exec"), names)  # noqa: S102  # see the module's docstring
        function: Callable[[Any], Any] = names["judge"]
        return function

    def reading(self) -> list[str]:
        """Reads the columns: integers in units of the last place, texts, dates and truth values."""
        if not self.columns:
            return []
        raws = f"({', '.join(f'r{number}' for number in range(len(self.columns)))},)"
        got = [self._get(*pair) for pair in enumerate(self.columns)]
        lines = [line for pair in enumerate(self.columns) for line in self._read_any(*pair, raws)]
        missed, odd = "    return slow(record, None)", f"    return slow(record, {raws})"
        return [
            "try:", *(f"    {line}" for line in got), "except Exception:", missed,
            "try:", *(f"    {line}" for line in lines), "except Exception:", odd,
        ]  # fmt: skip

    def computing(self) -> list[str]:
        """Computes the results from the values read."""
        lines = []
        depth: dict[Op, int] = {}
        numbers = {column: number for number, column in enumerate(self.columns)}
        for step, uses in self.uses.items():
            depth[step] = 1 + max((depth[inner] for inner in step.steps), default=0)
            if step.name == "column":
                self.written[step] = f"v{numbers[step.args[0]]}"  # type: ignore[index]  # a column
            elif uses > 1 or depth[step] > _DEEP:
                text = self.text(step)
                if not self._cheap(step):
                    lines.append(f"t{len(self.written)} = {text}")
                    text, depth[step] = f"t{len(self.written)}", 0
                self.written[step] = text
        values = [self.text(result) for result in self.results]
        read = "".join(f"v{number}, " for number in range(len(self.columns)))
        return [*lines, f"return ({', '.join(['first', *values, f'({read})'])})"]

    def _cheap(self, step: Op) -> bool:
        """Whether repeating a step costs less than keeping it in a variable."""
        plain = ("int", "none", "text", "date", "truth", "column")
        of_plain = step.name in _SIGNS and all(inner.name in plain for inner in step.steps)
        return step.name in plain or of_plain or _among(step) is not None

    def _get(self, number: int, column: Column) -> str:
        name = f"k{number}"
        self.objects[name] = column.name
        if self.by_key:
            return f"r{number} = record[{name}]"
        plain = _plain_name(column.name)
        return f"r{number} = record.{column.name}" if plain else f"r{number} = getattr(record, {name})"

    def _read_any(self, number: int, column: Column, raws: str) -> list[str]:
        first, *lines = self._read(number, column, raws)
        if column not in self.void:
            return [first, *lines]
        return [first, f"if v{number} is not None:", *(f"    {line}" for line in lines)]

    def _read(self, number: int, column: Column, raws: str) -> list[str]:
        value = f"v{number}"
        lines = [f"{value} = r{number}"]
        if column.of is Kind.NUMBER:
            scale = 10**column.places
            low, high = whole_range(column)
            # what to multiply a numerator by; a denominator that is not here has too many places
            self.objects[f"m{column.places}"] = _multipliers(column.places)
            lines += [
                f"if type({value}) is {'Fraction' if column in self.void else 'Decimal'}:",
                f"    {value}, d = {value}.as_integer_ratio(); {value} *= m{column.places}[d]",
                f"elif type({value}) is int: {value} *= {scale}",
                f"elif type({value}) is str and plain({value}):",
                f"    {value}, d = Decimal({value}).as_integer_ratio(); {value} *= m{column.places}[d]",
                f"else: return slow(record, {raws})",
                f"if not {low} <= {value} <= {high}: return slow(record, {raws})",
            ]
        elif column.of is Kind.TEXT:
            lines.append(f"if type({value}) is not str: return slow(record, {raws})")
            if column.choices:
                self.objects[f"c{number}"] = frozenset(column.choices)
                lines.append(f"if {value} not in c{number}: return slow(record, {raws})")
        else:
            wanted = "date" if column.of is Kind.DATE else "bool"
            if column.of is Kind.DATE:
                lines.append(f"if type({value}) is str: {value} = day({value})")
            lines.append(f"if type({value}) is not {wanted}: return slow(record, {raws})")
        return lines

    def text(self, step: Op) -> str:
        """A step as a Python expression; None means missing."""
        if step in self.written:
            return self.written[step]
        if step.name == "or" and (among := _among(step)):
            return f"({self.text(among[0])} in {self._object(among[1])})"
        args = [self.text(arg) for arg in step.steps]
        match step.name:
            case "int":
                return f"({step.low})" if step.low < 0 else str(step.low)
            case "text" | "date" | "truth":
                return self._object(step.args[0])
            case "none":
                return "None"
            case "missing":
                return f"({args[0]} is None)" if step.steps[0].void else "False"
            case "not":
                return f"k_not({args[0]})" if step.void else f"(not {args[0]})"
            case "and" | "or":
                return (
                    f"k_{step.name}({args[0]}, {args[1]})"
                    if step.void
                    else f"({args[0]} {step.name} {args[1]})"
                )
            case "case":
                condition, then, other = args
                if not step.steps[0].void:
                    return f"({then} if {condition} else {other})"
                name = condition if condition.isidentifier() else self._new_name()
                asked = name if name == condition else f"({name} := {condition})"
                return f"(None if {asked} is None else ({then} if {name} else {other}))"
            case "pick":
                return f"({args[1]} if {args[0]} else {args[2]})"
            case "year" | "month" | "day":
                inner = step.steps[0]
                part = f"{args[0]}.{step.name}"
                return f"(None if {args[0]} is None else {part})" if inner.void else part
        return self._binary(step, args)

    def _object(self, value: object) -> str:
        """A name for a value from data."""
        name = f"o{len(self.objects)}"
        self.objects[name] = value
        return name

    def _new_name(self) -> str:
        self.names += 1
        return f"w{self.names}"

    def _binary(self, step: Op, args: list[str]) -> str:
        sign = _SIGNS[step.name]
        checks = []
        for index, inner in enumerate(step.steps):
            if inner.void and args[index].isidentifier():
                checks.append(f"{args[index]} is None")
            elif inner.void:
                name = self._new_name()
                checks.append(f"({name} := {args[index]}) is None")
                args[index] = name
        plain = f"({args[0]} {sign} {args[1]})"
        return f"(None if {' or '.join(checks)} else {plain})" if checks else plain
