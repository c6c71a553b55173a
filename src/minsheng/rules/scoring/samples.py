"""Samples for trying a scheme: its columns at corners and on both sides of every limit it names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

import attrs

from minsheng.domain.amount import add_exactly
from minsheng.domain.expression.base import Node
from minsheng.domain.expression.nodes import Column, Constant
from minsheng.domain.numerals import times_exactly
from minsheng.rules.scoring.formulas.scheme_formulas import Formulas
from minsheng.rules.scoring.terms.choices import Role
from minsheng.rules.scoring.terms.columns import CLASS, OTHERS, Input
from minsheng.rules.scoring.terms.worth import decimals, said

Record = Mapping[str, Decimal | str | None]
_TARGET = Decimal(100)
#: what the others are parts of, and so stays as it is
_WHOLES = ("_asked", "_members")
#: of the values of one column
_MOST = 100


@attrs.frozen
class Steps:
    """Five samples in which one column rises by its smallest step, and nothing else changes."""

    column: str
    step: Decimal
    samples: tuple[tuple[str, Decimal], ...]


def samples(formulas: Formulas) -> tuple[dict[str, Record], tuple[Steps, ...]]:
    """Samples by name, and those of them that differ by the smallest step of one column."""
    codes = tuple(f"_{one.value}" for one in OTHERS)
    facts = [one for one in formulas.facts if not one.name.endswith(codes)]
    limits = _limits(formulas)
    ladders = {one.name: _ladder(one, limits) for one in facts}
    plain: dict[str, Decimal | str | None] = {one.name: _plain(one) for one in facts}
    found: dict[str, Record] = {"样本": plain, "全空": dict.fromkeys(plain)}
    steps = []
    for one in facts:
        run: list[tuple[str, Decimal]] = []
        for value in ladders[one.name]:
            name = (
                f"{one.name} = {'空' if value is None else value if isinstance(value, str) else said(value)}"
            )
            found[name] = {**plain, one.name: value}
            if isinstance(value, Decimal):
                if run and value != add_exactly(run[-1][1], _step(one)):
                    run = []
                run = [*run[-4:], (name, value)]
                if len(run) == 5:
                    steps.append(Steps(one.name, _step(one), tuple(run)))
    # all columns low, all high and everything between, for totals that no single column reaches
    worse = _worse(formulas)
    classes = next((one.choices for one in facts if one.name == CLASS), ()) or ("",)
    for at in range(21):
        for way, turned in (("同", False), ("反", True)):
            row = {}
            for one in facts:
                values = [v for v in ladders[one.name] if v is not None]
                share = 20 - at if turned and (one.name.endswith("_count") or one.name in worse) else at
                row[one.name] = (
                    plain[one.name]
                    if one.name.endswith(("_target", "_set", *_WHOLES))
                    else (values[share * (len(values) - 1) // 20] if values else None)
                )
            for own in classes:  # who is of another class has other items
                found[f"{way}升 {at}/20{own}"] = {**row, CLASS: own} if own else row
    return found, tuple(steps)


def _worse(formulas: Formulas) -> set[str]:
    """The columns of which more is worse."""
    items = formulas.scheme.every_item
    found = {f"{id}_{Input.ACTUAL.value}" for item in items for id in item.lower}
    return found | {f"{item.id}_{Input.MARK.value}" for item in items if item.role is Role.DEDUCTION}


def _step(column: Column) -> Decimal:
    return Decimal((0, (1,), -column.places))


def _fit(column: Column, value: Decimal) -> Decimal:
    return min(max(value, column.low), column.high)


def _plain(column: Column) -> Decimal | str | None:
    """A value with which nothing is out of the ordinary."""
    if column.choices:
        return column.choices[0]
    if column.name.endswith("_set"):
        return None
    if column.name == "month":
        return Decimal(12)
    if column.name.endswith(("_count", "_run", "_further")) or "_run" in column.name:
        return _fit(column, Decimal(0))
    if column.name.endswith(_WHOLES):
        return _fit(column, Decimal(1000))
    return _fit(column, _TARGET)


def _ladder(column: Column, limits: tuple[Decimal, ...]) -> list[Decimal | str | None]:
    """Its values, the least first: none, zero, both sides of every limit, far over; and missing."""
    if column.choices:
        return [*column.choices, None]
    step, values = (
        _step(column),
        {Decimal(0), Decimal(1), Decimal(200), Decimal(500), Decimal(800), Decimal(900)},
    )
    for limit in (_TARGET, *limits):
        # the figures of a target of 100 are its per cent; two steps to each side tell a jump from a turn
        values |= {add_exactly(limit, times_exactly(step, by)) for by in (-2, -1, 0, 1, 2)}
    fitting = sorted(v for v in values if column.low <= v <= column.high and decimals(v) <= column.places)
    return [*fitting[:_MOST], None]


def _limits(formulas: Formulas) -> tuple[Decimal, ...]:
    """The numbers that the formulas name."""
    found: dict[Decimal, None] = {}
    asked = [part.points.node for part in formulas.parts.values()]
    for node in _inside([*asked, *(one.node for one in formulas.conditions.values())]):
        if isinstance(node, Constant) and isinstance(node.value, Decimal) and node.value.copy_abs() <= 10_000:
            found[node.value] = None
    return tuple(sorted(found, key=Decimal.copy_abs))[:20]


def _inside(nodes: list[Node]) -> Iterator[Node]:
    seen: set[int] = set()
    left = list(nodes)
    while left:
        node = left.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        yield node
        for field in attrs.fields(type(node)):
            value = getattr(node, field.name)
            for one in _flat(value):
                left.append(one)


def _flat(value: object) -> Iterator[Node]:
    if isinstance(value, Node):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _flat(one)
