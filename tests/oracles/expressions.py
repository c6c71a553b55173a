"""What an expression is worth on one record, read from the JSON that rules are exchanged in.

Written from the documents of that form; of the library nothing is used. Numbers are fractions in base
units, whatever unit they are written in; None is missing.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

#: how large each unit is, and what it measures: by powers of base measures
ONE: tuple[Fraction, dict[str, int]] = (Fraction(1), {})
SIZES: dict[str | None, tuple[Fraction, dict[str, int]]] = {
    None: ONE,
    "元/月": (Fraction(1), {"元": 1, "月": -1}),
    "元/年": (Fraction(1, 12), {"元": 1, "月": -1}),
    "万元/年": (Fraction(10**4, 12), {"元": 1, "月": -1}),
    "元": (Fraction(1), {"元": 1}),
    "万元": (Fraction(10**4), {"元": 1}),
    "人": (Fraction(1), {"人": 1}),
    "万人": (Fraction(10**4), {"人": 1}),
    "元/月·人": (Fraction(1), {"元": 1, "月": -1, "人": -1}),
    "元/年·人": (Fraction(1, 12), {"元": 1, "月": -1, "人": -1}),
    "亩": (Fraction(2000, 3), {"米": 2}),
    "公顷": (Fraction(10**4), {"米": 2}),
}
#: what a product or a quotient may be written in besides the base unit: 万 and 亿 of it, each year
WRITTEN = [Fraction(10**power, parts) for power in (0, 4, 8) for parts in (1, 12)]

Value = Fraction | str | datetime.date | bool | None
Data = Mapping[str, Any]
Record = Mapping[str, Any]


def worth(data: Data, record: Record) -> Value:
    """What it is worth: a number in the unit that it is written in."""
    value = of(data, record)
    return value / unit(data)[0] if isinstance(value, Fraction) else value


def outcome(requirement: Data, when: Data | None, record: Record) -> str:
    """What a criterion says of a record."""
    applies = True if when is None else of(when, record)
    if applies is not True:
        return "unknown" if applies is None else "not_applicable"
    held = of(requirement, record)
    return "unknown" if held is None else "met" if held else "unmet"


def of(data: Data, record: Record) -> Any:
    """What it is worth, a number in base units."""
    return WORTH[data["node"]](data, record)


def unit(data: Data) -> tuple[Fraction, Mapping[str, int]]:
    """The unit that a number is written in: that of the first of several."""
    match data["node"]:
        case "column" | "constant":
            return SIZES[data.get("measured_in")]
        case "lookup":
            return SIZES[data["table"].get("unit")]
        case "choice":
            return unit(data["then"])
        case "extreme":
            return unit(data["parts"][0])
        case "rounded":
            return unit(data["part"])
        case "arithmetic" if data["operation"] in "+-":
            return unit(data["left"])
        case "arithmetic":
            (left, measures), (right, others) = unit(data["left"]), unit(data["right"])
            sign = 1 if data["operation"] == "*" else -1
            powers = {
                name: measures.get(name, 0) + sign * others.get(name, 0) for name in (*measures, *others)
            }
            powers = {name: power for name, power in powers.items() if power}
            if not others:
                return left, powers  # a bare number leaves the unit as it is written
            size = left * right**sign
            return size if powers and (not measures or size in WRITTEN) else Fraction(1), powers
    return ONE


def column(data: Data, record: Record) -> Value:
    value: Any = record[data["name"]]
    if isinstance(value, (Decimal, int)) and not isinstance(value, bool):
        return Fraction(value) * unit(data)[0]
    found: Value = value
    return found


def constant(data: Data, record: Record) -> Value:
    return literal(data["value"], data.get("measured_in"))


def literal(tagged: Mapping[str, Any], unit: str | None = None) -> Value:
    [(tag, value)] = tagged.items()
    if tag == "number":
        return Fraction(value) * SIZES[unit][0]
    found: Value = datetime.date.fromisoformat(value) if tag == "date" else value
    return found


def arithmetic(data: Data, record: Record) -> Value:
    left, right = of(data["left"], record), of(data["right"], record)
    if left is None or right is None:
        return None
    found: Fraction | None
    match data["operation"]:
        case "+":
            found = left + right
        case "-":
            found = left - right
        case "*":
            found = left * right
        case _:
            found = None if right == 0 else left / right
    return found


def comparison(data: Data, record: Record) -> Value:
    left, right = of(data["left"], record), of(data["right"], record)
    if left is None or right is None:
        return None
    same, less = left == right, not isinstance(left, (str, bool)) and left < right
    return bool(
        {"=": same, ">=": not less, "<=": less or same, ">": not less and not same, "<": less}[
            data["relation"]
        ]
    )


def every(data: Data, record: Record) -> Value:
    parts = [of(part, record) for part in data["parts"]]
    return False if False in parts else None if None in parts else True


def some(data: Data, record: Record) -> Value:
    parts = [of(part, record) for part in data["parts"]]
    return True if True in parts else None if None in parts else False


def opposite(data: Data, record: Record) -> Value:
    part = of(data["part"], record)
    return None if part is None else not part


def choice(data: Data, record: Record) -> Value:
    condition: Any = of(data["condition"], record)
    taken: Any = data["then"] if condition else data["otherwise"]
    if condition is None or taken is None:
        return None
    found: Value = of(taken, record)
    return found


def extreme(data: Data, record: Record) -> Value:
    parts = [of(part, record) for part in data["parts"]]
    if any(part is None for part in parts):
        return None
    found: Value = min(parts) if data["which"] == "least" else max(parts)
    return found


def rounded(data: Data, record: Record) -> Value:
    part, size = of(data["part"], record), unit(data)[0]
    if part is None:
        return None
    steps = part / size * 10 ** data.get("places", 0)
    match data["way"]:
        case "floor":
            whole = steps.__floor__()
        case "ceil":
            whole = steps.__ceil__()
        case _:  # half up, away from zero
            whole = (abs(steps) + Fraction(1, 2)).__floor__() * (-1 if steps < 0 else 1)
    return Fraction(whole * size / 10 ** data.get("places", 0))


def missing(data: Data, record: Record) -> Value:
    return of(data["part"], record) is None


def date_part(data: Data, record: Record) -> Value:
    day = of(data["part"], record)
    if day is None:
        return None
    parts = {"year": day.year, "month": day.month, "ten_days": 1 + (day.day > 10) + (day.day > 20)}
    return Fraction(parts[data["which"]])


def lookup(data: Data, record: Record) -> Value:
    """The line whose cells all fit; a missing key fits only a cell that anything fits."""
    values = [of(key, record) for key in data["keys"]]
    lines = [line for line in data["table"]["lines"] if all(map(fits, line["cells"], values))]
    return literal(lines[0]["value"], data["table"].get("unit")) if lines else None


def fits(cell: Data, value: Any) -> bool:
    if cell["cell"] == "anything":
        return True
    if value is None:
        return False
    if cell["cell"] in ("one_of", "none_of"):
        return (value in cell["values"]) is (cell["cell"] == "one_of")
    low, high = (None if cell.get(end) is None else literal(cell[end]) for end in ("low", "high"))
    above = low is None or (value > low if cell.get("low_open") else value >= low)
    return above and (high is None or (value <= high if cell.get("high_closed") else value < high))


WORTH = {
    "column": column, "constant": constant, "arithmetic": arithmetic, "comparison": comparison,
    "all": every, "any": some, "not": opposite, "choice": choice, "extreme": extreme,
    "rounded": rounded, "is_missing": missing, "date_part": date_part, "lookup": lookup,
}  # fmt: skip
